//! Plans against today and against each other: the city before and after, and what lies between.

use std::collections::BTreeMap;

use super::lands::Lands;
use super::{Detail, Measurements, Measuring};
use crate::assessment::{
    Accepted, Allowed, Assessment, CapacityFigures, Compared, Followed, Gap, Planned, Review,
    Reviewed,
};
use crate::coverage::{Coverage, Trial, capacity};
use crate::gaps::{Gaps, gaps_after};
use crate::index::Index;
use crate::model::{City, Plan};
use crate::profile::{Capacity, Profile};
use crate::review::{accept, planned_state, review, rivals};
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
    watch.begin(Stage::Land)?;
    let mut lands = Lands::new(city, &[profile]);
    let measured = Measurements::new(city, &[profile], watch)?;
    watch.begin(Stage::Coverage)?;
    let measuring = Measuring { city, profile, measured: &measured };
    let land = lands.of(city, profile);
    let coverage = measuring.coverage(profile, land);
    watch.begin(Stage::Plan)?;
    let trial = Trial::new(city, profile, &measured.index, &coverage);
    let reviews: Vec<_> = plans.iter().map(|plan| review(city, profile, plan, &trial)).collect();
    let rivals = rivals(city, plans, &trial, &reviews);
    let gaps = measuring.gaps(&coverage, land, watch)?;
    let after = After { city, profile, trial: &trial, coverage: &coverage, gaps: &gaps };
    let followed: Vec<_> =
        plans.iter().zip(&reviews).map(|(plan, review)| after.plan(plan, review)).collect();
    let today = measuring.assessment(coverage, gaps, (land, Detail::Figures), watch)?;
    let todays = std::iter::repeat_n(today, plans.len());
    let reviewed = reviews.into_iter().zip(followed).zip(todays);
    let reviewed = reviewed.map(|((review, (planned, gaps)), today)| {
        let planned = planned.over(&today);
        Reviewed { today, planned, review, gaps }
    });
    Ok(Compared { reviewed: reviewed.collect(), rivals })
}

/// A city of today that is asked what it is after a plan.
struct After<'a> {
    city: &'a City,
    profile: &'a Profile,
    trial: &'a Trial<'a>,
    coverage: &'a Coverage<'a>,
    /// Those of today.
    gaps: &'a Gaps,
}

/// What a plan changes.
struct Changed {
    gaps: Vec<Gap>,
    /// By position of the capacity rule, of those whose outlets the plan touches.
    capacities: BTreeMap<usize, Option<CapacityFigures>>,
}

impl After<'_> {
    fn plan(&self, plan: &Plan, review: &Review) -> (Changed, Vec<Followed>) {
        let state = planned_state(self.city, plan, self.trial);
        let gaps = gaps_after(self.city, self.profile, (self.trial, &state), self.gaps);
        let followed = review.follow(&self.gaps.listed, &gaps);
        (Changed { gaps, capacities: self.capacities(plan) }, followed)
    }

    /// Who has a place is a question to all outlets of a rule at once: it is asked anew of those rules whose
    /// outlets the plan touches.
    fn capacities(&self, plan: &Plan) -> BTreeMap<usize, Option<CapacityFigures>> {
        let touches = |of: &Capacity| {
            let mut touched =
                plan.measures.iter().flat_map(|measure| measure.categories(self.city));
            touched.any(|category| of.categories.iter().any(|key| key == category))
        };
        let rules = self.profile.capacities.iter().enumerate();
        let (at, asked): (Vec<usize>, Vec<&Capacity>) = rules.filter(|(_, of)| touches(of)).unzip();
        if asked.is_empty() {
            return BTreeMap::new();
        }
        let city = self.city.after(&plan.measures);
        let (index, places) = (Index::new(&city), self.coverage.unit_places());
        at.into_iter().zip(capacity(&city, asked, &index, &places)).collect()
    }
}

impl Changed {
    /// What else is as it is today.
    fn over(self, today: &Assessment) -> Planned {
        let mut capacities = today.capacities.clone();
        for (at, figures) in self.capacities {
            capacities[at] = figures;
        }
        Planned { gaps: self.gaps, capacities }
    }
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
    watch.begin(Stage::Land)?;
    let mut lands = Lands::new(city, &[profile]);
    let measured = Measurements::new(city, &[profile], watch)?;
    watch.begin(Stage::Coverage)?;
    let measuring = Measuring { city, profile, measured: &measured };
    let land = lands.of(city, profile);
    let coverage = measuring.coverage(profile, land);
    watch.begin(Stage::Plan)?;
    let trial = Trial::new(city, profile, &measured.index, &coverage);
    let acceptance = accept(city, plan, built, allowed, &trial);
    let gaps = measuring.gaps(&coverage, land, watch)?;
    let today = measuring.assessment(coverage, gaps, (land, Detail::Figures), watch)?;
    Ok(Accepted { today, acceptance })
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
