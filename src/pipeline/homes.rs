//! A plan that builds homes: the city with them is measured beside the one of today, once for each phase that
//! builds any.

use super::firmness::with_trial;
use super::planned::{Today, ask};
use crate::assessment::{CapacityFigures, Gap};
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

/// Puts the homes of some phases, which all have the same, into a review.
fn fill(
    review: &mut Review,
    plan: &Plan,
    phases: &[usize],
    [without, with]: [(&City, &Trial<'_>); 2],
) {
    let units = without.0.subdistricts().len();
    let none = |(_, trial): (&City, &Trial<'_>)| trial.state(OutletChange::default());
    let before = [none(without), none(with)];
    for &at in phases {
        let last = review.phases[at].phase;
        let state = |(city, trial): (&City, &Trial<'_>)| planned_state(city, plan, last, trial);
        let after = [state(without), state(with)];
        let ends = |at: usize, trial| Ends { trial, before: &before[at], after: &after[at] };
        let homes = homes_between(units, ends(0, without.1), ends(1, with.1));
        review.phases[at].homes = Some(homes);
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
    for phases in alike(review, plan) {
        let grown = grown(city, plan, review, &phases);
        with_trial(&grown, profile, |there| {
            fill(review, plan, &phases, [(city, trial), (&grown, there)]);
        })?;
    }
    Ok(())
}

/// Gaps and room of the city after a plan.
pub(super) type After = (Vec<Gap>, Vec<Option<CapacityFigures>>);

impl Today<'_> {
    /// Puts the homes of a plan into its review; gives the gaps and the room of the city with homes and plan.
    /// None where it builds none.
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
        let mut groups = alike(review, plan);
        let Some(last) = groups.pop() else { return Ok(None) };
        for phases in groups {
            let grown = grown(city, plan, review, &phases);
            with_trial(&grown, profile, |there| {
                fill(review, plan, &phases, [(city, &self.trial), (&grown, there)]);
            })?;
        }
        let grown = grown(city, plan, review, &last);
        ask(&grown, profile, watch, |there| {
            fill(review, plan, &last, [(city, &self.trial), (&grown, &there.trial)]);
            Some(there.after(plan))
        })
    }

    /// Gaps and room of the city after a plan whose homes it has.
    fn after(&self, plan: &Plan) -> After {
        let (city, profile) = (self.city, self.profile);
        let gaps = self.gaps_after(plan);
        let outlets = plan.measures.iter().filter(|measure| measure.homes.is_none());
        let after = city.after(outlets);
        let (index, places) = (Index::new(&after), self.coverage.unit_places());
        (gaps, capacity(&after, &profile.capacities, &index, &places))
    }
}
