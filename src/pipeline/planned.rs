//! Plans against today and against each other: the city before and after, and what lies between.

use super::lands::{Land, Lands};
use super::{Detail, Lacks, Measurements, Measuring};
use crate::assessment::{
    Accepted, Allowed, Assessment, ByPhase, CapacityFigures, Compared, Followed, Gap, PlanWalks,
    Planned, ProvisionLayer, Review, Reviewed, WalkEffect,
};
use crate::coverage::{Coverage, OutletChange, Trial, UnitPlaces, capacity, provision};
use crate::gaps::gaps_after;
use crate::index::Index;
use crate::model::{City, Local, OutletId, Plan, Shape};
use crate::overlay::Placing;
use crate::profile::{Capacity, Profile};
use crate::reach::Walked;
use crate::review::{accept, pictured, planned_state, review, rivals};
use crate::watch::{Stage, Stopped, Watch};

/// Reviews a plan for a city by a profile.
///
/// # Errors
/// [`Stopped`] where the run was asked to stop before it was done.
pub fn review_watched(
    city: &City,
    profile: &Profile,
    plan: &Plan,
    watch: &Watch,
) -> Result<Reviewed, Stopped> {
    let compared = compare_watched(city, profile, std::slice::from_ref(plan), watch)?;
    match compared.reviewed.into_iter().next() {
        Some(reviewed) => Ok(reviewed),
        None => unreachable!("one plan has one review"),
    }
}

/// Reviews plans for a city by a profile, and holds them against each other.
///
/// # Errors
/// As [`review_watched`].
pub fn compare_watched(
    city: &City,
    profile: &Profile,
    plans: &[Plan],
    watch: &Watch,
) -> Result<Compared, Stopped> {
    compare_detailed((city, profile), plans, Detail::Figures, watch)
}

/// The same, with what maps of the plans are drawn from where the detail asks for it.
///
/// # Errors
/// As [`review_watched`].
pub fn compare_detailed(
    (city, profile): (&City, &Profile),
    plans: &[Plan],
    detail: Detail,
    watch: &Watch,
) -> Result<Compared, Stopped> {
    let question = |today: &Today<'_>| {
        let answers: Vec<Answer> =
            plans.iter().map(|plan| today.review(plan)).collect::<Result<_, Stopped>>()?;
        let provisions = plans.iter().zip(&answers);
        let provisions: Vec<Vec<ByPhase<ProvisionLayer>>> =
            provisions.map(|(plan, answer)| today.provisions(plan, answer)).collect();
        let walks: Vec<Option<PlanWalks>> =
            plans.iter().map(|plan| today.walks(plan)).collect::<Result<_, Stopped>>()?;
        let reviews: Vec<&Review> = answers.iter().map(|answer| &answer.review).collect();
        let whole: Vec<Option<&WalkEffect>> =
            walks.iter().map(|walks| walks.as_ref().and_then(PlanWalks::whole)).collect();
        let rivals = rivals(city, plans, &today.trial, (&reviews, &whole));
        let reviewed = plans.iter().zip(reviews).filter(|_| detail == Detail::Maps);
        let pictures = reviewed.map(|of| pictured(city, profile, of, &today.trial)).collect();
        Ok::<_, Stopped>((answers, (provisions, walks), rivals, pictures))
    };
    let sum_up = |measuring: &Measuring<'_>,
                  coverage: Coverage<'_>,
                  lacks: Lacks,
                  land: &mut Land<'_>,
                  watch: &Watch| {
        let today = assessment(measuring, coverage, lacks, land, watch)?;
        let shapes = (detail == Detail::Maps).then(|| land.terrain.land.by_unit.clone());
        Ok(Assessment { land: shapes.unwrap_or_default(), ..today })
    };
    let (answered, today) = with_today((city, profile), watch, question, sum_up)?;
    let (answers, (provisions, walks), rivals, pictures) = answered?;
    let todays = std::iter::repeat_n(today, plans.len());
    let reviewed = answers.into_iter().zip(provisions.into_iter().zip(walks)).zip(todays);
    let reviewed = reviewed.map(|((answer, (provisions, walks)), today)| {
        let Answer { review, planned, gaps, .. } = answer;
        Reviewed { today, planned, review, gaps, provisions, walks }
    });
    Ok(Compared { reviewed: reviewed.collect(), rivals, pictures })
}

/// Holds what was built against a plan, both for a city as it was before them.
///
/// # Errors
/// As [`review_watched`].
pub fn accept_watched(
    city: &City,
    profile: &Profile,
    (plan, built): (&Plan, &Plan),
    allowed: Allowed,
    watch: &Watch,
) -> Result<Accepted, Stopped> {
    let question = |today: &Today<'_>| {
        let acceptance = accept(city, plan, built, allowed, &today.trial);
        let walks = today.walks_built((plan, built), &acceptance)?;
        let homes = [today.homes_after(plan)?, today.homes_after(built)?];
        Ok::<_, Stopped>((acceptance, walks, homes))
    };
    let (answer, today) = with_today((city, profile), watch, question, assessment)?;
    let (acceptance, walks, homes) = answer?;
    Ok(Accepted { today, acceptance, walks, homes })
}

/// Measures a city once and asks it what plans would do, as often as the question likes: what a plan
/// touches is measured anew, all else is kept.
///
/// # Errors
/// As [`review_watched`].
pub fn ask<T>(
    city: &City,
    profile: &Profile,
    watch: &Watch,
    question: impl FnOnce(&Today<'_>) -> T,
) -> Result<T, Stopped> {
    let (answer, ()) = with_today((city, profile), watch, question, |_, _, _, _, _| Ok(()))?;
    Ok(answer)
}

/// Measures a city, asks it, and sums it up.
fn with_today<T, S>(
    (city, profile): (&City, &Profile),
    watch: &Watch,
    question: impl FnOnce(&Today<'_>) -> T,
    sum_up: impl FnOnce(
        &Measuring<'_>,
        Coverage<'_>,
        Lacks,
        &mut Land<'_>,
        &Watch,
    ) -> Result<S, Stopped>,
) -> Result<(T, S), Stopped> {
    watch.begin(Stage::Land)?;
    let mut lands = Lands::new(city, &[profile]);
    let measured = Measurements::new(city, &[profile], watch)?;
    watch.begin(Stage::Coverage)?;
    let measuring = Measuring { city, profile, measured: &measured };
    let land = lands.of(city, profile);
    let coverage = measuring.coverage(profile, land);
    let lacks = measuring.lacks(&coverage, land, watch)?;
    watch.begin(Stage::Plan)?;
    let walked = measured.walks(profile).all;
    let trial = Trial::new(city, profile, &measured.index, &coverage);
    let answer = question(&Today {
        city,
        profile,
        trial,
        coverage: &coverage,
        lacks: &lacks,
        watch,
        walked,
    });
    Ok((answer, sum_up(&measuring, coverage, lacks, land, watch)?))
}

/// The figures of the city of today.
fn assessment(
    measuring: &Measuring<'_>,
    coverage: Coverage<'_>,
    lacks: Lacks,
    land: &mut Land<'_>,
    watch: &Watch,
) -> Result<Assessment, Stopped> {
    measuring.assessment(coverage, lacks, (land, Detail::Figures), watch)
}

/// A city of today that is asked what it is after a plan.
pub struct Today<'a> {
    pub(super) city: &'a City,
    pub(super) profile: &'a Profile,
    pub(super) trial: Trial<'a>,
    pub(super) coverage: &'a Coverage<'a>,
    pub(super) lacks: &'a Lacks,
    pub(super) watch: &'a Watch,
    /// What was walked along the streets of the city.
    pub(super) walked: Option<&'a Walked>,
}

/// What a plan does to the city of today.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Who and what is gained and lost.
    pub review: Review,
    /// What the city is after the plan.
    pub planned: Planned,
    /// What becomes of the gaps of today, then the new ones.
    pub gaps: Vec<Followed>,
    /// Supply against need after the phases that have new homes.
    provisions: Vec<ByPhase<ProvisionLayer>>,
}

impl Today<'_> {
    /// Reviews a plan.
    ///
    /// # Errors
    /// [`Stopped`] where the run was asked to stop while a city with new homes was measured.
    pub fn review(&self, plan: &Plan) -> Result<Answer, Stopped> {
        let mut review = self.review_of_outlets(plan);
        let After { planned, provisions } =
            if let Some(after) = self.homes(plan, &mut review, self.watch)? {
                after
            } else {
                let planned = Planned { gaps: self.gaps_after(plan), capacities: self.room(plan) };
                After { planned, provisions: Vec::new() }
            };
        let gaps = review.follow(&self.lacks.gaps.listed, &planned.gaps);
        Ok(Answer { review, planned, gaps, provisions })
    }

    /// The same without gaps, room and new homes.
    pub(super) fn review_of_outlets(&self, plan: &Plan) -> Review {
        review(self.city, self.profile, plan, &self.trial)
    }

    /// The listed gaps after what a plan does to outlets.
    pub(super) fn gaps_after(&self, plan: &Plan) -> Vec<Gap> {
        let (city, profile) = (self.city, self.profile);
        let state = planned_state(city, plan, u32::MAX, &OutletChange::default(), &self.trial);
        gaps_after(city, profile, (&self.trial, &state), &self.lacks.gaps)
    }

    /// Whether every service of an outlet's category has other outlets that count, so that it has data with
    /// this one and without it.
    pub(super) fn has_others(&self, outlet: OutletId) -> bool {
        let category = self.city.outlets()[outlet.index()].category;
        let key = &self.city.categories()[category.index()];
        let services = self.profile.services.iter();
        let mut its = services.filter(|of| of.providers.iter().any(|p| p.category == *key));
        its.all(|service| {
            let ids = service.providers.iter().filter_map(|p| self.city.category(&p.category));
            let mut all = ids.flat_map(|id| self.trial.counted(id));
            all.any(|id| *id != outlet)
        })
    }

    /// Supply against need after each phase of a plan, by the subdistricts; new homes and who lives there count.
    /// Nothing where the profile has no provisions.
    #[must_use]
    pub fn provisions(&self, plan: &Plan, answer: &Answer) -> Vec<ByPhase<ProvisionLayer>> {
        let phases = steps(plan).into_iter().filter_map(|phase| {
            let found = answer.provisions.iter().find(|of| of.phase == phase);
            found.cloned().or_else(|| {
                let of = (self.city, self.profile);
                Some(ByPhase { phase, of: supply_after(of, self.coverage, plan, phase)? })
            })
        });
        phases.collect()
    }

    /// Room against need after a plan. Who has a place is a question to all outlets of a rule at once: it is
    /// asked anew of those rules whose outlets the plan touches.
    fn room(&self, plan: &Plan) -> Vec<Option<CapacityFigures>> {
        let touches = |of: &Capacity| {
            let mut touched =
                plan.measures.iter().flat_map(|measure| measure.categories(self.city));
            touched.any(|category| of.categories.iter().any(|key| key == category))
        };
        let rules = self.profile.capacities.iter().enumerate();
        let (at, asked): (Vec<usize>, Vec<&Capacity>) = rules.filter(|(_, of)| touches(of)).unzip();
        let mut room = self.lacks.capacities.clone();
        if !asked.is_empty() {
            let city = self.city.after(&plan.measures);
            let (index, places) = (Index::new(&city), self.coverage.unit_places());
            for (at, figures) in at.into_iter().zip(capacity(&city, asked, &index, &places)) {
                room[at] = figures;
            }
        }
        room
    }
}

/// The phases of a plan; one of nought where it has no measures, after which all is as it was.
pub(super) fn steps(plan: &Plan) -> Vec<u32> {
    let phases = plan.phases();
    if phases.is_empty() { vec![0] } else { phases }
}

/// What the city is after a plan, besides its review.
pub(super) struct After {
    pub(super) planned: Planned,
    /// Supply against need after the phases that have new homes.
    pub(super) provisions: Vec<ByPhase<ProvisionLayer>>,
}

/// Supply against need, by the subdistricts, of a city that has the homes of a plan up to a phase, after what else the
/// plan does up to it. None where the profile has no provisions.
pub(super) fn supply_after(
    (city, profile): (&City, &Profile),
    coverage: &Coverage<'_>,
    plan: &Plan,
    phase: u32,
) -> Option<ProvisionLayer> {
    if profile.provisions.is_empty() {
        return None;
    }
    // People and land are those of the city; outlets stand in another order.
    let done = plan.measures.iter().filter(|of| of.phase <= phase && of.homes.is_none());
    let after = city.after(done);
    let units: Vec<&Shape> = city.subdistricts().iter().map(|unit| &unit.shape).collect();
    let places: Vec<Local> = after.outlets().iter().map(|outlet| outlet.at).collect();
    let outlet_units = Placing::new(&units).units(&places);
    let before = coverage.unit_places().into_iter().next()?;
    let layer = UnitPlaces { outlet_units: &outlet_units, ..before };
    provision(&after, profile, &[layer]).into_iter().next()
}

/// The figures of the city after a plan, as a run on it gives them: the long road to what a review says.
///
/// # Errors
/// As [`review_watched`].
pub fn after_plan(
    city: &City,
    profile: &Profile,
    plan: &Plan,
    watch: &Watch,
) -> Result<Assessment, Stopped> {
    super::assess_watched(&city.after(&plan.measures), profile, Detail::Figures, watch)
}
