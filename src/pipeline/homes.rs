//! A plan that builds homes: the city with them is measured beside the one of today, once for each phase that
//! builds any.

use super::firmness::with_trial;
use super::planned::{After, Today, ask, supply_after};
use crate::assessment::{ByPhase, HomesOf, Planned, ProvisionLayer};
use crate::coverage::{OutletChange, Trial, capacity};
use crate::index::Index;
use crate::model::{City, Plan};
use crate::profile::Profile;
use crate::review::{Ends, Review, homes_between, planned_state};
use crate::watch::{Stopped, Watch};

/// The phases of a review that have the same homes, by their positions, in order.
fn alike(review: &Review, plan: &Plan) -> Vec<Vec<usize>> {
    let built = |at: usize| plan.building(review.phases[at].phase).count();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in (0..review.phases.len()).filter(|at| built(*at) > 0) {
        match groups.last_mut() {
            Some(group) if built(group[0]) == built(at) => group.push(at),
            Some(_) | None => groups.push(vec![at]),
        }
    }
    groups
}

/// The city with the homes of some phases.
fn grown(city: &City, plan: &Plan, review: &Review, phases: &[usize]) -> City {
    let last = phases.last().map_or(0, |at| review.phases[*at].phase);
    city.after(plan.building(last))
}

/// The city with the homes of some phases, measured.
pub(super) struct Grown<'a> {
    /// Positions of phases that have all the same homes.
    phases: &'a [usize],
    city: &'a City,
    trial: &'a Trial<'a>,
}

impl Grown<'_> {
    /// Puts its homes into a review by a trial of the city without them, if other outlets count besides before
    /// and after the plan.
    fn fill(
        &self,
        review: &mut Review,
        plan: &Plan,
        (city, trial): (&City, &Trial<'_>),
        beside: &OutletChange,
    ) {
        let units = city.subdistricts().len();
        let before = [trial, self.trial].map(|trial| trial.state(beside.clone()));
        for &at in self.phases {
            let last = review.phases[at].phase;
            let after = [(city, trial), (self.city, self.trial)]
                .map(|(city, trial)| planned_state(city, plan, last, beside, trial));
            let ends = |at: usize, trial| Ends { trial, before: &before[at], after: &after[at] };
            let homes = homes_between(units, ends(0, trial), ends(1, self.trial));
            review.phases[at].homes = Some(homes);
        }
    }
}

impl Grown<'_> {
    /// Supply against need after each of its phases.
    fn provisions(
        &self,
        profile: &Profile,
        (review, plan): (&Review, &Plan),
    ) -> Vec<ByPhase<ProvisionLayer>> {
        let phases = self.phases.iter().filter_map(|&at| {
            let (phase, coverage) = (review.phases[at].phase, self.trial.coverage());
            let of = supply_after((self.city, profile), coverage, plan, phase)?;
            Some(ByPhase { phase, of })
        });
        phases.collect()
    }
}

/// Measures the cities with the homes of a plan, all of them, and does something with them.
///
/// # Errors
/// [`Stopped`] where the run was asked to stop.
pub(super) fn with_grown<T>(
    (city, profile): (&City, &Profile),
    plan: &Plan,
    review: &Review,
    work: impl FnOnce(&[Grown<'_>]) -> T,
) -> Result<T, Stopped> {
    nest((city, profile), (plan, review), &alike(review, plan), Vec::new(), work)
}

fn nest<T>(
    (city, profile): (&City, &Profile),
    (plan, review): (&Plan, &Review),
    groups: &[Vec<usize>],
    held: Vec<Grown<'_>>,
    work: impl FnOnce(&[Grown<'_>]) -> T,
) -> Result<T, Stopped> {
    let Some((phases, rest)) = groups.split_first() else { return Ok(work(&held)) };
    let there = grown(city, plan, review, phases);
    with_trial(&there, profile, |trial| {
        let mut held = held;
        held.push(Grown { phases, city: &there, trial });
        nest((city, profile), (plan, review), rest, held, work)
    })?
}

/// Puts the homes of a plan into its review by a trial of the city; other outlets may count besides before and
/// after.
pub(super) fn fill(
    review: &mut Review,
    plan: &Plan,
    of: (&City, &Trial<'_>),
    (grown, beside): (&[Grown<'_>], &OutletChange),
) {
    for grown in grown {
        grown.fill(review, plan, of, beside);
    }
}

/// Puts the homes of a plan into its review by a trial of the city.
///
/// # Errors
/// [`Stopped`] where the run was asked to stop.
pub(super) fn with_homes(
    (city, profile): (&City, &Profile),
    plan: &Plan,
    trial: &Trial<'_>,
    review: &mut Review,
) -> Result<(), Stopped> {
    let none = OutletChange::default();
    let mut filled = review.clone();
    with_grown((city, profile), plan, review, |grown| {
        fill(&mut filled, plan, (city, trial), (grown, &none));
    })?;
    *review = filled;
    Ok(())
}

impl Today<'_> {
    /// Puts the homes of a plan into its review; gives the city with homes and plan. None where it builds none.
    ///
    /// # Errors
    /// [`Stopped`] where the run was asked to stop.
    pub(super) fn homes(
        &self,
        plan: &Plan,
        review: &mut Review,
        watch: &Watch,
    ) -> Result<Option<After>, Stopped> {
        let (city, profile) = (self.city, self.profile);
        let none = OutletChange::default();
        let mut groups = alike(review, plan);
        let Some(last) = groups.pop() else { return Ok(None) };
        let mut filled = review.clone();
        let mut provisions = nest((city, profile), (plan, review), &groups, Vec::new(), |grown| {
            fill(&mut filled, plan, (city, &self.trial), (grown, &none));
            let of = |grown: &Grown<'_>| grown.provisions(profile, (review, plan));
            grown.iter().flat_map(of).collect::<Vec<_>>()
        })?;
        let there = grown(city, plan, review, &last);
        let planned = ask(&there, profile, watch, |today| {
            let grown = Grown { phases: &last, city: &there, trial: &today.trial };
            grown.fill(&mut filled, plan, (city, &self.trial), &none);
            provisions.extend(grown.provisions(profile, (review, plan)));
            today.after(plan)
        })?;
        *review = filled;
        Ok(Some(After { planned, provisions }))
    }

    /// The new homes of a whole plan; none where it builds none.
    ///
    /// # Errors
    /// [`Stopped`] where the run was asked to stop.
    pub(super) fn homes_after(&self, plan: &Plan) -> Result<Option<HomesOf>, Stopped> {
        let mut review = self.review_of_outlets(plan);
        with_homes((self.city, self.profile), plan, &self.trial, &mut review)?;
        let last = review.phases.last().and_then(|last| last.homes.as_ref());
        Ok(last.map(|homes| homes.total.clone()))
    }

    /// Gaps and room of the city after a plan whose homes it has.
    fn after(&self, plan: &Plan) -> Planned {
        let (city, profile) = (self.city, self.profile);
        let gaps = self.gaps_after(plan);
        let outlets = plan.measures.iter().filter(|measure| measure.homes.is_none());
        let after = city.after(outlets);
        let (index, places) = (Index::new(&after), self.coverage.unit_places());
        Planned { gaps, capacities: capacity(&after, &profile.capacities, &index, &places) }
    }
}
