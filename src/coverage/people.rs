//! Residents by unit, and which services each place reaches.

use std::sync::Arc;

use rayon::prelude::*;

use super::figures::{PeopleFigures, PeopleRate};
use super::services::Resolved;
use crate::model::{AgeGroup, PeopleLayer, SubdistrictId};
use crate::overlay::Placing;
use crate::reach::Reach;
use crate::units::{People, Share};

/// The people layer laid over units and services.
pub struct Residents {
    reached: Reached,
    placed: Arc<Placed>,
}

/// Services that each place reaches, one bit a service in the order of the profile.
pub(super) struct Reached(Vec<u64>);

impl Reached {
    /// The same with more outlets of some services, each given with its position.
    pub(super) fn raised(&self, services: &[(usize, &Resolved<'_>)], reach: &Reach) -> Self {
        let mut raised = Self(self.0.clone());
        for (position, service) in services {
            raised.note(*position, service, reach);
        }
        raised
    }

    /// Adds what places a service reaches, one column of distances after the other.
    fn note(&mut self, position: usize, service: &Resolved<'_>, reach: &Reach) {
        for &(category, radius) in service.providers() {
            let Some(column) = reach.column(category) else { continue };
            let pairs = self.0.par_iter_mut().zip(column).with_min_len(4096);
            pairs.for_each(|(bits, &d)| *bits |= u64::from(d <= radius) << position);
        }
    }

    /// Whether a place reaches a service.
    pub(super) fn reaches(&self, place: u32, service: usize) -> bool {
        self.0[place as usize] >> service & 1 == 1
    }

    /// How many of these services a place reaches.
    pub(super) fn count(&self, place: u32, services: &[usize]) -> usize {
        services.iter().filter(|&&s| self.reaches(place, s)).count()
    }
}

/// People places by the units of one layer.
#[derive(Clone)]
pub(super) struct Placed {
    /// Places by unit, ascending.
    pub(super) by_unit: Vec<Vec<u32>>,
    /// Places outside every unit.
    pub(super) outside: Vec<u32>,
}

impl Placed {
    pub(super) fn new(people: &PeopleLayer, placing: &Placing) -> Self {
        let mut by_unit = vec![Vec::new(); placing.len()];
        let mut outside = Vec::new();
        for (place, unit) in (0u32..).zip(placing.units(&people.at)) {
            match unit {
                Some(unit) => by_unit[unit.index()].push(place),
                None => outside.push(place),
            }
        }
        Self { by_unit, outside }
    }
}

impl Residents {
    pub(super) fn new(
        people: &PeopleLayer,
        services: &[Resolved<'_>],
        reach: &Reach,
        placed: Arc<Placed>,
    ) -> Self {
        let mut reached = Reached(vec![0; people.len()]);
        services.iter().enumerate().for_each(|(s, service)| reached.note(s, service, reach));
        Self { reached, placed }
    }

    /// The places of a unit, ascending.
    #[must_use]
    pub fn of_unit(&self, unit: SubdistrictId) -> &[u32] {
        &self.placed.by_unit[unit.index()]
    }

    /// The places outside every unit, ascending.
    #[must_use]
    pub fn outside(&self) -> &[u32] {
        &self.placed.outside
    }

    /// The places by unit.
    pub(super) fn placed(&self) -> &Placed {
        &self.placed
    }

    /// Whether a place reaches a service.
    #[must_use]
    pub fn reaches(&self, place: u32, service: usize) -> bool {
        self.reached.reaches(place, service)
    }

    /// The services that a place reaches, one bit a service.
    pub(super) fn bits(&self, place: u32) -> u64 {
        self.reached.0[place as usize]
    }

    /// How many of these services a place reaches.
    #[must_use]
    pub fn count(&self, place: u32, services: &[usize]) -> usize {
        self.reached.count(place, services)
    }

    /// Which services each place reaches.
    pub(super) fn reached(&self) -> &Reached {
        &self.reached
    }

    /// I3 over some places: who is served, by group.
    pub(super) fn figures(
        people: &PeopleLayer,
        places: &[u32],
        is_served: impl Fn(u32) -> bool,
    ) -> PeopleFigures {
        let columns = [
            Some(&people.all[..]),
            people.group(AgeGroup::Age60Plus),
            people.group(AgeGroup::Age3To5),
        ];
        let mut sums = [(0u64, 0u64); 3];
        for &place in places {
            let is_served = is_served(place);
            for ((all, served), column) in sums.iter_mut().zip(columns) {
                let residents = column.map_or(0, |column| u64::from(column[place as usize]));
                *all += residents;
                *served += if is_served { residents } else { 0 };
            }
        }
        let rates = sums.map(|(all, served)| people_rate(People(all), People(served)));
        let [all, age_60plus, age_3_5] = rates;
        let [_, has_60plus, has_3_5] = columns.map(|column| column.is_some());
        PeopleFigures {
            all,
            age_60plus: has_60plus.then_some(age_60plus),
            age_3_5: has_3_5.then_some(age_3_5),
        }
    }

    /// I3 over the places of several units, of which none lies in two.
    pub(super) fn figures_of_all(people: &PeopleLayer, units: &[&PeopleFigures]) -> PeopleFigures {
        let sum = |pick: fn(&PeopleFigures) -> Option<PeopleRate>| {
            let rates = units.iter().filter_map(|of| pick(of));
            let (all, served) = rates.fold((People(0), People(0)), |(all, served), rate| {
                (all + rate.people, served + rate.served)
            });
            people_rate(all, served)
        };
        PeopleFigures {
            all: sum(|of| Some(of.all)),
            age_60plus: people.group(AgeGroup::Age60Plus).map(|_| sum(|of| of.age_60plus)),
            age_3_5: people.group(AgeGroup::Age3To5).map(|_| sum(|of| of.age_3_5)),
        }
    }
}

/// A rate of residents with its share.
#[expect(clippy::cast_precision_loss, reason = "residents of the Earth fit 2^53")]
pub(super) fn people_rate(people: People, served: People) -> PeopleRate {
    let share = Share::of(served.0 as f64, people.0 as f64);
    PeopleRate { people, served, unserved: people - served, share }
}

/// Distance of a place to the nearest outlet of any of the categories; infinite where there is none.
pub(super) fn nearest(columns: &[&[f64]], place: u32) -> f64 {
    columns.iter().map(|c| c[place as usize]).fold(f64::INFINITY, f64::min)
}

/// The measured columns of a service's categories.
pub(super) fn columns<'r>(reach: &'r Reach, service: &Resolved<'_>) -> Vec<&'r [f64]> {
    service.categories().filter_map(|c| reach.column(c)).collect()
}
