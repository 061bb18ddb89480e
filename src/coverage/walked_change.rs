//! Who reaches a service along streets before a change and after it, never netted.
//!
//! A resident is within reach where the walk to the nearest outlet of a category is no longer than the radius that
//! the profile gives it; beside the circle, which stays the official way. Residents are held place against place.

use rayon::prelude::*;
use serde::Serialize;

use super::Coverage;
use super::passage::Heads;
use super::people::Residents;
use crate::model::{CategoryId, City, PeopleLayer, SubdistrictId};
use crate::profile::{Profile, Service};
use crate::reach::Walked;

/// Residents within reach along streets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct WalkPassage {
    /// Before.
    pub before: Heads,
    /// After, and not before.
    pub gained: Heads,
    /// Before, and not after.
    pub lost: Heads,
    /// After.
    pub after: Heads,
}

/// What happens along streets between two states of a city.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WalkEffect {
    /// By subdistrict, then by service in the order of the profile; none of a service without data before.
    pub units: Vec<Vec<Option<WalkPassage>>>,
    /// The whole city.
    pub total: Vec<Option<WalkPassage>>,
}

/// A city whose streets have been walked.
#[derive(Clone, Copy)]
pub struct WalkedCity<'a> {
    /// The city.
    pub city: &'a City,
    /// What was walked.
    pub walked: &'a Walked,
}

impl WalkedCity<'_> {
    /// Whether a place is within reach of a service with these categories.
    pub(super) fn reaches(&self, providers: &[(CategoryId, f64)], place: u32) -> bool {
        providers.iter().any(|&(category, radius)| {
            self.walked.reach.distance(category, place).is_some_and(|far| far.0 <= radius)
        })
    }

    /// The categories of a service that the city has, each with its radius.
    pub(super) fn providers(&self, service: &Service) -> Vec<(CategoryId, f64)> {
        let all = service.providers.iter();
        all.filter_map(|of| Some((self.city.category(&of.category)?, of.radius.0))).collect()
    }
}

/// Holds two states of a city with the same people against each other; none without people.
#[must_use]
pub fn walk_effect(
    profile: &Profile,
    coverage: &Coverage<'_>,
    before: WalkedCity<'_>,
    after: WalkedCity<'_>,
) -> Option<WalkEffect> {
    let (people, residents) = before.city.people().zip(coverage.residents.as_ref())?;
    let by_service: Vec<Option<Vec<WalkPassage>>> = profile
        .services
        .par_iter()
        .enumerate()
        .map(|(at, service)| {
            let is_known = coverage.services[at].is_known();
            is_known.then(|| by_unit((people, residents), service, [before, after], coverage))
        })
        .collect();
    let units = 0..before.city.subdistricts().len();
    let unit = |unit: usize| by_service.iter().map(|of| of.as_ref().map(|of| of[unit])).collect();
    let total = by_service.iter().map(|of| of.as_ref().map(|of| sum(of))).collect();
    Some(WalkEffect { units: units.map(unit).collect(), total })
}

fn by_unit(
    (people, residents): (&PeopleLayer, &Residents),
    service: &Service,
    ends: [WalkedCity<'_>; 2],
    coverage: &Coverage<'_>,
) -> Vec<WalkPassage> {
    let providers = ends.map(|end| end.providers(service));
    let units = (0u32..).map(SubdistrictId).take(coverage.units.len());
    let unit = |unit: SubdistrictId| {
        let places = residents.of_unit(unit);
        let reached = |end: usize| -> Vec<bool> {
            places.iter().map(|place| ends[end].reaches(&providers[end], *place)).collect()
        };
        let (was, is) = (reached(0), reached(1));
        let heads = |takes: &dyn Fn(bool, bool) -> bool| {
            let chosen = places.iter().zip(was.iter().zip(&is));
            let chosen = chosen.filter(|(_, (was, is))| takes(**was, **is));
            Heads::of(people, chosen.map(|(place, _)| *place))
        };
        WalkPassage {
            before: heads(&|was, _| was),
            gained: heads(&|was, is| is && !was),
            lost: heads(&|was, is| was && !is),
            after: heads(&|_, is| is),
        }
    };
    units.map(unit).collect()
}

fn sum(of: &[WalkPassage]) -> WalkPassage {
    let all = |pick: fn(&WalkPassage) -> Heads| of.iter().map(pick).sum();
    WalkPassage {
        before: all(|of| of.before),
        gained: all(|of| of.gained),
        lost: all(|of| of.lost),
        after: all(|of| of.after),
    }
}
