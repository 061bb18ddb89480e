//! A unit in which other outlets differ from those of today: what they leave of its land, and whom.

use super::trial::{State, Trial, UnitState};
use crate::model::{Local, SubdistrictId};
use crate::overlay::{Prepared, RegionPiece};

/// A unit that a change of the outlets comes near.
pub struct ChangedUnit<'s> {
    trial: &'s Trial<'s>,
    unit: usize,
    state: &'s UnitState,
}

impl Trial<'_> {
    /// A unit of a state, where changed outlets come near it.
    #[must_use]
    pub fn changed<'s>(&'s self, state: &'s State, unit: SubdistrictId) -> Option<ChangedUnit<'s>> {
        let unit = unit.index();
        let state = state.units[unit].as_deref()?;
        Some(ChangedUnit { trial: self, unit, state })
    }
}

impl<'s> ChangedUnit<'s> {
    /// The residential land of the unit.
    #[must_use]
    pub fn land(&self) -> &'s Prepared {
        &self.trial.coverage.ground[self.unit].land
    }

    /// Land outside the circles of a service; none where they are as today.
    #[must_use]
    pub fn unserved(&self, service: usize) -> Option<Vec<RegionPiece>> {
        self.state.services.get(&service).map(|around| around.laid.gaps(self.land()))
    }

    /// Land that lacks a service of the circle; none where all are as today.
    #[must_use]
    pub fn outside_circle(&self) -> Option<Vec<RegionPiece>> {
        let all = self.trial.coverage.circle_services.len();
        self.state.depths.as_ref().map(|depths| depths.regions_fewer_than(all))
    }

    /// Places of residents that do not reach all of some services; none without people.
    #[must_use]
    pub fn unserved_places(&self, services: &[usize]) -> Vec<u32> {
        let all = services.iter().fold(0u64, |bits, service| bits | 1 << service);
        let places = self.trial.places(self.unit).iter().zip(&self.state.bits);
        places.filter(|(_, bits)| **bits & all != all).map(|(place, _)| *place).collect()
    }

    /// Whether a place lies inside any circle of a service.
    #[must_use]
    pub fn serves(&self, service: usize, at: Local) -> bool {
        match self.state.services.get(&service) {
            Some(around) => self.trial.margin(service, around, at) <= 0.0,
            None => self.trial.coverage.services[service].serves(at),
        }
    }
}
