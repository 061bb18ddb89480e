//! What each of several changes has of the residents who are gained and lost together.
//!
//! Shapley values (L. S. Shapley, "A Value for n-Person Games", 1953) of two games, for each service: who is
//! gained, and who is lost, so that nothing is netted. A resident who is gained is so by any one of the changes
//! that reach them, and a resident who is lost only by all that take away what reached them together; in both
//! games the changes at a place are alike, so that its residents are divided equally among them. That is exact,
//! and the parts add up to the whole.

use rayon::prelude::*;
use serde::Serialize;

use super::around::is_in_any;
use super::trial::{OutletChange, State, Trial};
use crate::overlay::Disc;

/// Residents whom a change has of those gained and lost by all changes together.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Part {
    /// Of those gained.
    pub gained: f64,
    /// Of those lost.
    pub lost: f64,
}

/// What one change does about a unit for one service.
struct Reaching {
    comes: Vec<Disc>,
    goes: Vec<Disc>,
}

impl Trial<'_> {
    /// The part of each change in what all of them do, by change and service; none of a service without data
    /// today, and none without people. The state is that of all changes together.
    #[must_use]
    pub fn parts(&self, changes: &[OutletChange], whole: &State) -> Vec<Vec<Option<Part>>> {
        let services = 0..self.coverage.services.len();
        let is_told = |s: usize| self.is_known(s) && self.people().is_some();
        let start: Vec<Vec<Option<Part>>> = changes
            .iter()
            .map(|_| services.clone().map(|s| is_told(s).then(Part::default)).collect())
            .collect();
        let units = (0..whole.units.len()).into_par_iter();
        let by_unit: Vec<Vec<(usize, usize, Part)>> =
            units.map(|unit| self.parts_in(unit, changes, whole)).collect();
        by_unit.into_iter().flatten().fold(start, |mut sum, (change, service, more)| {
            if let Some(part) = &mut sum[change][service] {
                part.gained += more.gained;
                part.lost += more.lost;
            }
            sum
        })
    }

    /// Parts in one unit with their change and service.
    fn parts_in(
        &self,
        unit: usize,
        changes: &[OutletChange],
        whole: &State,
    ) -> Vec<(usize, usize, Part)> {
        let (Some((people, _)), Some(changed)) = (self.people(), &whole.units[unit]) else {
            return Vec::new();
        };
        let (was, places) = (self.bits_today(unit), self.places(unit));
        let mut parts = Vec::new();
        for &service in changed.services.keys() {
            let near: Vec<Reaching> =
                changes.iter().map(|change| self.reaching(unit, service, change)).collect();
            for ((&place, was), is) in places.iter().zip(&was).zip(&changed.bits) {
                let at = people.at[place as usize];
                let [was, is] = [was, is].map(|bits| bits >> service & 1 == 1);
                if was == is {
                    continue;
                }
                let takes = |of: &Reaching| is_in_any(if is { &of.comes } else { &of.goes }, at);
                let taking: Vec<usize> =
                    (0..near.len()).filter(|change| takes(&near[*change])).collect();
                #[expect(clippy::cast_precision_loss, reason = "changes are few")]
                let each = f64::from(people.all[place as usize]) / taking.len() as f64;
                let part = if is {
                    Part { gained: each, lost: 0.0 }
                } else {
                    Part { gained: 0.0, lost: each }
                };
                parts.extend(taking.into_iter().map(|change| (change, service, part)));
            }
        }
        parts
    }

    fn reaching(&self, unit: usize, service: usize, change: &OutletChange) -> Reaching {
        let comes = change
            .added
            .iter()
            .flat_map(|added| self.discs_near(unit, service, &added.category, added.at));
        let goes = change.removed.iter().flat_map(|id| {
            let outlet = &self.city.outlets()[id.index()];
            let category = &self.city.categories()[outlet.category.index()];
            self.discs_near(unit, service, category, outlet.at)
        });
        Reaching { comes: comes.collect(), goes: goes.collect() }
    }
}
