//! The same rates with doubtful outlets counted: the upper end of a range.
//!
//! An outlet that may not be what its category says is left out of every rate; how much hangs on such
//! outlets is told by a second measurement of the services that have any. More circles cannot serve
//! less land, so that where rounding makes the second measurement the smaller one, the first stands.
//! The circle is that of the first measurement: the same services, so that both ends of its range
//! compare like with like.

use std::sync::Arc;

use rayon::prelude::*;

use super::figures::{LandRate, Upper, UpperRates};
use super::people::{Reached, Residents};
use super::services::Resolved;
use super::terrain::{Asked, LaidLayer, Plot, Terrain};
use super::totals::{Source, land_rate, sum_of};
use super::{Ground, Measured, UnitFigures};
use crate::model::{City, Outlet, SubdistrictId};
use crate::overlay::{Laid, depths};
use crate::profile::Profile;
use crate::units::SquareMetres;

/// What doubtful outlets add, the same for every layer of units.
pub(super) struct UpperEnd<'a> {
    city: &'a City,
    /// By service: with its doubtful outlets; none of a service that has none.
    services: Vec<Option<Asked<'a>>>,
    /// Residents within reach with them; none without people.
    reached: Option<Reached>,
}

impl<'a> UpperEnd<'a> {
    /// None where no service of the profile has a doubtful outlet.
    pub(super) fn new(
        city: &'a City,
        profile: &Profile,
        with: &Measured<'a>,
        residents: Option<&Residents>,
    ) -> Option<Self> {
        let services: Vec<Option<Asked<'a>>> = Resolved::all(city, profile, with.index)
            .into_iter()
            .map(|service| (service.doubtful() > 0).then(|| Asked::with_doubtful(service)))
            .collect();
        if services.iter().all(Option::is_none) {
            return None;
        }
        let raised: Vec<(usize, &Resolved<'_>)> = services
            .iter()
            .enumerate()
            .filter_map(|(s, asked)| Some((s, &asked.as_ref()?.service)))
            .collect();
        let reached = residents.map(|r| r.reached().raised(&raised, with.reach));
        Some(Self { city, services, reached })
    }

    /// Writes the upper ends into the figures of a layer that was measured without doubtful outlets.
    pub(super) fn raise(
        &self,
        source: &Source<'_>,
        terrain: &mut Terrain,
        layer: &mut LaidLayer,
        (units, total): (&mut [UnitFigures], &mut UnitFigures),
    ) {
        let asked: Vec<&Asked<'_>> = self.services.iter().flatten().collect();
        terrain.join(self.city, &asked);
        terrain.lay(layer, &asked);
        let laid: Vec<Vec<Option<LandRate>>> = source
            .ground
            .par_iter()
            .zip(&layer.plots)
            .map(|(ground, plot)| self.rates(source, ground, plot))
            .collect();
        let doubtful = self.doubtful(&layer.outlet_units, units.len());
        units.par_iter_mut().enumerate().for_each(|(unit, figures)| {
            let places = source.placed.map_or(&[][..], |placed| &placed.by_unit[unit]);
            self.write(source, figures, (&laid[unit], &doubtful[unit]), places);
        });
        let sums: Vec<Option<LandRate>> = (0..=self.services.len())
            .map(|s| {
                let of_units = || units.iter().filter_map(|unit| upper_land(unit, s));
                of_units().next().is_some().then(|| sum_of(of_units()))
            })
            .collect();
        let count = |s| doubtful.iter().map(|unit: &Vec<u32>| unit[s]).sum();
        let counts: Vec<u32> = (0..self.services.len()).map(count).collect();
        let places: Vec<u32> = source.placed.iter().flat_map(|p| p.by_unit.concat()).collect();
        self.write(source, total, (&sums, &counts), &places);
    }

    /// Land within reach in one unit, by service; that of the circle last.
    fn rates(&self, source: &Source<'_>, ground: &Ground, plot: &Plot) -> Vec<Option<LandRate>> {
        let land = SquareMetres(ground.land.area());
        let laid = |asked: &Option<Asked<'_>>| plot.laid(&asked.as_ref()?.circles);
        let laid: Vec<Option<Arc<Laid>>> = self.services.iter().map(laid).collect();
        let mut rates: Vec<Option<LandRate>> = laid
            .iter()
            .map(|laid| laid.as_ref().map(|l| land_rate(land, l.served, l.unserved)))
            .collect();
        rates.push(self.circle(source, ground, &laid));
        rates
    }

    fn circle(
        &self,
        source: &Source<'_>,
        ground: &Ground,
        laid: &[Option<Arc<Laid>>],
    ) -> Option<LandRate> {
        let circle = source.circle;
        if circle.iter().all(|&s| laid[s].is_none()) {
            return None;
        }
        let either = |&s: &usize| laid[s].as_deref().or(ground.laid[s].as_deref());
        let together: Vec<&Laid> = circle.iter().filter_map(either).collect();
        let depths = depths(&ground.land, &together, |k, at| {
            let s = circle[k];
            let raised = self.services[s].as_ref();
            raised.map_or(&source.services[s], |asked| &asked.service).margin(at)
        });
        let served = depths.land_by_count()[circle.len()];
        let land = SquareMetres(ground.land.area());
        Some(land_rate(land, served, depths.fewer_than(circle.len())))
    }

    /// Doubtful outlets by unit, then by service.
    fn doubtful(&self, outlet_units: &[Option<SubdistrictId>], units: usize) -> Vec<Vec<u32>> {
        let mut counts = vec![vec![0; self.services.len()]; units];
        let outlets: &[Outlet] = self.city.outlets();
        for (outlet, unit) in outlets.iter().zip(outlet_units) {
            let Some(unit) = unit.filter(|_| outlet.is_doubtful()) else { continue };
            for (count, service) in counts[unit.index()].iter_mut().zip(&self.services) {
                let is_one = |asked: &Asked<'_>| asked.service.is_met_by(outlet.category);
                *count += u32::from(service.as_ref().is_some_and(is_one));
            }
        }
        counts
    }

    /// Writes the upper ends of one unit, or of all together.
    fn write(
        &self,
        source: &Source<'_>,
        figures: &mut UnitFigures,
        (land, doubtful): (&[Option<LandRate>], &[u32]),
        places: &[u32],
    ) {
        let people = |is_served: &dyn Fn(&Reached, u32) -> bool| {
            let (layer, reached) = source.residents.map(|r| r.0).zip(self.reached.as_ref())?;
            Some(Residents::figures(layer, places, |place| is_served(reached, place)))
        };
        for (s, service) in figures.services.iter_mut().enumerate() {
            let Some(measured) = land[s] else { continue };
            let land = greater(measured, service.land);
            let target = source.profile.services[s].target_share();
            service.with_doubtful = Some(Upper {
                doubtful: doubtful[s],
                meets_target: target.zip(land.share).map(|(target, share)| share >= target),
                rates: UpperRates { land, people: people(&|r, place| r.reaches(place, s)) },
            });
        }
        let (Some(circle), Some(measured)) = (&mut figures.circle, land[self.services.len()])
        else {
            return;
        };
        let of = source.circle;
        circle.with_doubtful = Some(UpperRates {
            land: greater(measured, Some(circle.land)),
            people: people(&|r, place| r.count(place, of) == of.len()),
        });
    }
}

/// The upper end of a service of a unit, or of its circle, which stands behind the services.
fn upper_land(unit: &UnitFigures, s: usize) -> Option<LandRate> {
    let upper = match unit.services.get(s) {
        Some(service) => service.with_doubtful.as_ref().map(|upper| &upper.rates),
        None => unit.circle.as_ref().and_then(|circle| circle.with_doubtful.as_ref()),
    };
    upper.map(|rates| rates.land)
}

/// The second measurement, unless rounding has made it the smaller one.
fn greater(second: LandRate, first: Option<LandRate>) -> LandRate {
    first.filter(|first| first.served.0 > second.served.0).unwrap_or(second)
}
