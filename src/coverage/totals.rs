//! Figures of one unit, and of all units together.

use super::figures::{Circle, Distances, PeopleFigures, ServiceFigures, UnitFigures};
use super::people::{Placed, Residents, columns, nearest};
use super::spread::{Spread, spread};
use super::{Ground, LandRate, Resolved};
use crate::model::{City, PeopleLayer, SubdistrictId};
use crate::profile::Profile;
use crate::reach::Reach;
use crate::units::{People, Share, SquareMetres};

/// What the figures of units are made from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) profile: &'a Profile,
    pub(super) services: &'a [Resolved<'a>],
    pub(super) circle: &'a [usize],
    pub(super) reach: &'a Reach,
    pub(super) ground: &'a [Ground],
    pub(super) residents: Option<(&'a PeopleLayer, &'a Residents)>,
    /// Places of residents by unit.
    pub(super) placed: Option<&'a Placed>,
    /// Open outlets by unit and service.
    pub(super) outlets: &'a [Vec<u32>],
}

impl Source<'_> {
    /// All figures of one unit.
    pub(super) fn unit(&self, unit: usize) -> UnitFigures {
        let ground = &self.ground[unit];
        let places = self.placed.map_or(&[][..], |placed| &placed.by_unit[unit]);
        let outlets = &self.outlets[unit];
        let services = (0..self.services.len())
            .map(|s| {
                let land = ground.laid[s].as_ref().map(|laid| {
                    land_rate(SquareMetres(ground.land.area()), laid.served, laid.unserved)
                });
                let people = self.known(s).map(|(layer, residents)| {
                    Residents::figures(layer, places, |place| residents.reaches(place, s))
                });
                self.service(s, (land, &ground.bands[s], people), outlets[s], places)
            })
            .collect();
        let circle = ground.depths.as_ref().map(|depths| {
            let by_count = depths.land_by_count();
            let all = self.circle.len();
            let land = SquareMetres(ground.land.area());
            let rate = land_rate(land, by_count[all], depths.fewer_than(all));
            let (people, people_by_count) = self.people_of_circle(places);
            let with_doubtful = None;
            Circle { land: rate, people, land_by_count: by_count, people_by_count, with_doubtful }
        });
        UnitFigures {
            land: SquareMetres(ground.land.area()),
            people: self.people(places),
            services,
            circle,
        }
    }

    /// All figures of the city: sums of the units, in their order, and quantiles over all places.
    pub(super) fn total(&self, units: &[UnitFigures]) -> UnitFigures {
        let places: Vec<u32> = self.placed.iter().flat_map(|p| p.by_unit.concat()).collect();
        let services = (0..self.services.len())
            .map(|s| {
                let outlets = units.iter().map(|u| u.services[s].outlets).sum();
                let land = self.services[s]
                    .is_known()
                    .then(|| sum_of(units.iter().filter_map(|u| u.services[s].land)));
                let bands: Vec<SquareMetres> = (0..self.profile.bands.len())
                    .map(|b| self.ground.iter().filter_map(|g| g.bands[s].get(b)).copied().sum())
                    .collect();
                let people = self.known(s).map(|(layer, _)| {
                    let units = units.iter().filter_map(|u| u.services[s].people.as_ref());
                    Residents::figures_of_all(layer, &units.collect::<Vec<_>>())
                });
                self.service(s, (land, &bands, people), outlets, &places)
            })
            .collect();
        let circle = (!self.circle.is_empty()).then(|| {
            self.whole_circle(&units.iter().filter_map(|u| u.circle.as_ref()).collect::<Vec<_>>())
        });
        UnitFigures {
            land: units.iter().map(|u| u.land).sum(),
            people: self.people(&places),
            services,
            circle,
        }
    }

    /// The people, where there are any and the service is known.
    fn known(&self, s: usize) -> Option<(&PeopleLayer, &Residents)> {
        self.residents.filter(|_| self.services[s].is_known())
    }

    fn service(
        &self,
        s: usize,
        (land, bands, people): (Option<LandRate>, &[SquareMetres], Option<PeopleFigures>),
        outlets: u32,
        places: &[u32],
    ) -> ServiceFigures {
        let distances = land.map(|land| {
            let shares = bands.iter().map(|b| Share::of(b.0, land.land.0)).collect();
            self.distances(s, shares, places, people)
        });
        let meets_target =
            match (self.profile.services[s].target_share(), land.and_then(|l| l.share)) {
                (Some(target), Some(share)) => Some(share >= target),
                _ => None,
            };
        let with_doubtful = None;
        ServiceFigures { outlets, land, people, distances, meets_target, with_doubtful }
    }

    fn distances(
        &self,
        s: usize,
        land_within: Vec<Option<Share>>,
        places: &[u32],
        people: Option<PeopleFigures>,
    ) -> Distances {
        let (Some((layer, _)), Some(_)) = (self.residents, people) else {
            return Distances { land_within, ..Distances::default() };
        };
        let columns = columns(self.reach, &self.services[s]);
        let Spread { within, median, p90 } =
            spread(places, &layer.all, &self.profile.bands, |place| nearest(&columns, place));
        let (people_within, people_median, people_p90) = (within, median, p90);
        Distances { land_within, people_within, people_median, people_p90 }
    }

    /// Residents of some places who reach the whole circle, and those who reach so many of its services.
    fn people_of_circle(&self, places: &[u32]) -> (Option<PeopleFigures>, Vec<People>) {
        let Some((layer, residents)) = self.residents else { return (None, Vec::new()) };
        let all = self.circle.len();
        let figures =
            Residents::figures(layer, places, |place| residents.count(place, self.circle) == all);
        let mut by_count = vec![People(0); all + 1];
        for &place in places {
            by_count[residents.count(place, self.circle)] +=
                People(u64::from(layer.all[place as usize]));
        }
        (Some(figures), by_count)
    }

    /// The circle of all units together.
    fn whole_circle(&self, units: &[&Circle]) -> Circle {
        let counts = 0..=self.circle.len();
        let people = self.residents.map(|(layer, _)| {
            let of_units: Vec<&PeopleFigures> =
                units.iter().filter_map(|c| c.people.as_ref()).collect();
            Residents::figures_of_all(layer, &of_units)
        });
        let people_by_count = people.map_or_else(Vec::new, |_| {
            counts.clone().map(|m| units.iter().map(|c| c.people_by_count[m]).sum()).collect()
        });
        Circle {
            land: sum_of(units.iter().map(|c| c.land)),
            people,
            land_by_count: counts.map(|m| units.iter().map(|c| c.land_by_count[m]).sum()).collect(),
            people_by_count,
            with_doubtful: None,
        }
    }

    fn people(&self, places: &[u32]) -> Option<People> {
        let (layer, _) = self.residents?;
        Some(places.iter().map(|&p| People(u64::from(layer.all[p as usize]))).sum())
    }
}

/// Outlets that count, by unit, then by service.
pub(super) fn outlets_by_unit(
    city: &City,
    services: &[Resolved<'_>],
    (units, outlet_units): (usize, &[Option<SubdistrictId>]),
) -> Vec<Vec<u32>> {
    let mut counts = vec![vec![0; services.len()]; units];
    for (outlet, unit) in city.outlets().iter().zip(outlet_units) {
        let Some(unit) = unit.filter(|_| outlet.is_counted()) else { continue };
        for (count, service) in counts[unit.index()].iter_mut().zip(services) {
            *count += u32::from(service.categories().any(|c| c == outlet.category));
        }
    }
    counts
}

pub(super) fn sum_of(rates: impl Iterator<Item = LandRate>) -> LandRate {
    let (mut land, mut served, mut unserved) =
        (SquareMetres(0.0), SquareMetres(0.0), SquareMetres(0.0));
    for rate in rates {
        land += rate.land;
        served += rate.served;
        unserved += rate.unserved;
    }
    land_rate(land, served, unserved)
}

/// A land rate with its share.
pub(super) fn land_rate(
    land: SquareMetres,
    served: SquareMetres,
    unserved: SquareMetres,
) -> LandRate {
    LandRate { land, served, unserved, share: Share::of(served.0, land.0) }
}
