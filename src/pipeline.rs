//! One run: from a city and a profile to every figure.
//!
//! Reads aloud as the method: index the outlets, find the residential land of each unit, measure how
//! far people are, lay the circles over the land, draw the gaps, and add everything up once. No stage
//! here fails or prints.

mod planned;

use rayon::prelude::*;

pub use crate::coverage::explain;
pub use planned::{accept_watched, after_plan, compare_watched, review_watched};

use crate::assessment::{Assessment, Basis, DoubtfulOutlet, Drawn, Reconciliation, ServiceData};
use crate::coverage::{
    Coverage, Measured, SNAP, along_streets, capacity, choice, coverage, needed_categories,
    pairings, provision, street_limit,
};
use crate::gaps::{complaints, gaps};
use crate::index::{Index, doubtful_categories};
use crate::model::{Bounds, CategoryId, City, Estate, Outlet, OutletId, Shape, StandIns};
use crate::overlay::{Grid, RegionPiece, UnitLand, land_by_unit, whole_units};
use crate::profile::{Denominator, Profile};
use crate::reach::{self, Reach, Walked, walk};
use crate::units::People;
use crate::watch::{Stage, Stopped, Watch};

/// Whether maps will be drawn from the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Figures and listed gaps only.
    Figures,
    /// The shapes of maps too.
    Maps,
}

/// Assesses a city by a profile.
///
/// Without an estate layer, or by a profile that says so, the land of a unit is its whole area, and
/// the basis says so. The result is
/// the same on any number of threads and for any order of features in the files.
#[must_use]
pub fn assess(city: &City, profile: &Profile, detail: Detail) -> Assessment {
    match assess_watched(city, profile, detail, &Watch::default()) {
        Ok(assessment) => assessment,
        Err(Stopped) => unreachable!("nobody else holds the watch, so that nobody asks to stop"),
    }
}

/// The same, for a caller that may want to stop it or to see how far it is.
///
/// # Errors
/// [`Stopped`] where the run was asked to stop before it was done.
pub fn assess_watched(
    city: &City,
    profile: &Profile,
    detail: Detail,
    watch: &Watch,
) -> Result<Assessment, Stopped> {
    let (measuring, land) = Measuring::begin(city, profile, watch)?;
    let coverage = measuring.coverage(&land);
    measuring.assessment(coverage, land, detail, watch)
}

/// A city whose outlets are indexed and whose distances are measured.
struct Measuring<'a> {
    city: &'a City,
    profile: &'a Profile,
    index: Index,
    reach: Reach,
    /// Along streets, where the city has streets and people.
    walked: Option<Walked>,
    /// The same with doubtful outlets, where there are any.
    with_doubtful: Option<(Index, Reach)>,
    basis: Basis,
    estates_other_code: u32,
}

impl<'a> Measuring<'a> {
    /// Measures what coverage needs, and gives the land of each unit beside it.
    fn begin(
        city: &'a City,
        profile: &'a Profile,
        watch: &Watch,
    ) -> Result<(Self, UnitLand), Stopped> {
        watch.begin(Stage::Land)?;
        let index = Index::new(city);
        let (basis, land, estates_other_code) = residential_land(city, profile);
        watch.begin(Stage::Reach)?;
        let needed = needed_categories(city, profile, &index);
        let reach = reach::radius(city, &index, &needed);
        let walked = walked(city, profile, &index, &needed);
        let with_doubtful = index.with_doubtful(city).map(|index| {
            let needed = needed_categories(city, profile, &index);
            let mut doubtful = doubtful_categories(city);
            doubtful.retain(|category| needed.contains(category));
            let reach = reach::radius(city, &index, &doubtful);
            (index, reach)
        });
        watch.begin(Stage::Coverage)?;
        let measuring =
            Self { city, profile, index, reach, walked, with_doubtful, basis, estates_other_code };
        Ok((measuring, land))
    }

    fn coverage(&self, land: &UnitLand) -> Coverage<'_> {
        let sure = Measured { index: &self.index, reach: &self.reach };
        let all = self.with_doubtful.as_ref().map(|(index, reach)| Measured { index, reach });
        coverage(self.city, self.profile, &sure, all.as_ref(), land)
    }

    fn assessment(
        &self,
        coverage: Coverage<'_>,
        land: UnitLand,
        detail: Detail,
        watch: &Watch,
    ) -> Result<Assessment, Stopped> {
        let (city, profile) = (self.city, self.profile);
        let unit_places = coverage.unit_places();
        let provisions = provision(city, profile, &unit_places);
        let capacities = capacity(city, profile, &self.index, &unit_places);
        let pairings = pairings(city, profile, &self.index);
        let choices = choice(city, profile, &self.index, &coverage);
        let walked = self.walked.as_ref();
        let streets = walked.and_then(|walked| along_streets(city, &coverage, &self.reach, walked));
        watch.begin(Stage::Gaps)?;
        let mut gaps = gaps(city, profile, &coverage);
        let complaints = complaints(city, profile, &coverage, &mut gaps.listed);
        let drawn = match detail {
            Detail::Figures => Drawn::default(),
            Detail::Maps => {
                watch.begin(Stage::Shapes)?;
                drawn(&coverage)
            }
        };
        watch.begin(Stage::Sums)?;
        let data = coverage.services.iter().map(|s| ServiceData {
            outlets: s.outlets(),
            doubtful: s.doubtful(),
            not_open: s.not_open(),
            closed_then: s.closed_then(),
        });
        Ok(Assessment {
            basis: self.basis,
            people_source: city.people().map(|p| p.source),
            services: data.collect(),
            circle_services: coverage.circle_services.clone(),
            doubtful: doubtful(city, &coverage),
            reconciliation: reconcile(city, &coverage, &land, self.estates_other_code),
            provisions,
            capacities,
            pairings,
            choices,
            streets,
            gaps,
            complaints,
            drawn,
            units: coverage.units,
            total: coverage.total,
            finer: coverage.finer,
            land: land.by_unit,
        })
    }
}

/// The walks of people along streets, where the city has both.
fn walked(city: &City, profile: &Profile, index: &Index, needed: &[CategoryId]) -> Option<Walked> {
    let streets = city.streets().filter(|_| city.people().is_some())?;
    Some(walk(city, streets, (index, needed), SNAP, street_limit(profile)))
}

/// The doubtful outlets, with their places.
fn doubtful(city: &City, coverage: &Coverage<'_>) -> Vec<DoubtfulOutlet> {
    let outlets = (0u32..).map(OutletId).zip(city.outlets()).zip(&coverage.outlet_units);
    outlets
        .filter(|((_, outlet), _)| outlet.is_doubtful())
        .map(|((id, outlet), &unit)| DoubtfulOutlet {
            outlet: id,
            unit,
            lonlat: city.plane().to_lonlat(outlet.at),
        })
        .collect()
}

/// The land that rates are measured on, and how many estates the profile's land codes leave out.
fn residential_land(city: &City, profile: &Profile) -> (Basis, UnitLand, u32) {
    let units: Vec<&Shape> = city.subdistricts().iter().map(|s| &s.shape).collect();
    let estates = city.estates().unwrap_or_default();
    let (counted, other): (Vec<&Estate>, Vec<&Estate>) =
        estates.iter().partition(|e| profile.land_codes.hold(e.land_code.as_deref()));
    let shapes: Vec<&Shape> = counted.iter().map(|e| &e.shape).collect();
    let bounds =
        units.iter().chain(&shapes).fold(Bounds::EMPTY, |all, shape| all.union(shape.bounds()));
    let grid = Grid::new(&bounds);
    if city.estates().is_some() && profile.denominator == Denominator::ResidentialLand {
        let other = u32::try_from(other.len()).unwrap_or(u32::MAX);
        let basis = match city.stand_ins() {
            StandIns { buildings: true, .. } => Basis::BuildingGround,
            StandIns { boxes: true, .. } => Basis::LandInBox,
            StandIns { .. } => Basis::ResidentialLand,
        };
        (basis, land_by_unit(&units, &shapes, &grid), other)
    } else {
        (Basis::WholeArea, whole_units(&units, &grid), 0)
    }
}

/// What went in against what came out.
fn reconcile(
    city: &City,
    coverage: &Coverage<'_>,
    land: &UnitLand,
    estates_other_code: u32,
) -> Reconciliation {
    let residents = |places: &[u32]| {
        let layer = city.people();
        places
            .iter()
            .filter_map(|&p| layer.map(|l| People(u64::from(l.all[p as usize]))))
            .sum::<People>()
    };
    let people_outside = coverage.residents.as_ref().map_or(People(0), |r| residents(r.outside()));
    let people_inside = coverage.total.people.unwrap_or_default();
    let count = |counts: fn(&Outlet) -> bool, inside: bool| {
        let outlets = city.outlets().iter().zip(&coverage.outlet_units);
        let count = outlets.filter(|(o, unit)| counts(o) && unit.is_some() == inside).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    Reconciliation {
        land: coverage.total.land,
        worst_land_error: worst_land_error(coverage),
        land_outside: land.outside,
        land_overlapping: land.overlapping,
        people_read: city
            .people()
            .map_or(People(0), |l| l.all.iter().map(|&n| People(u64::from(n))).sum()),
        people_inside,
        people_outside,
        outlets_inside: count(Outlet::is_counted, true),
        outlets_outside: count(Outlet::is_counted, false),
        doubtful_inside: count(Outlet::is_doubtful, true),
        doubtful_outside: count(Outlet::is_doubtful, false),
        estates_other_code,
    }
}

/// The greatest difference of served and unserved land from all land, relative to the land of the
/// unit; the unserved part is measured from its own border.
fn worst_land_error(coverage: &Coverage<'_>) -> f64 {
    let all = coverage.units.iter().chain(std::iter::once(&coverage.total));
    all.flat_map(|unit| {
        let services = unit.services.iter().filter_map(|s| s.land);
        let upper = unit.services.iter().filter_map(|s| Some(s.with_doubtful?.rates.land));
        let circle = unit.circle.iter().flat_map(|circle| {
            [Some(circle.land), circle.with_doubtful.map(|upper| upper.land)].into_iter().flatten()
        });
        services.chain(upper).chain(circle)
    })
    .filter(|rate| rate.land.0 > 0.0)
    .map(|rate| (rate.served.0 + rate.unserved.0 - rate.land.0).abs() / rate.land.0)
    .fold(0.0, f64::max)
}

/// Shapes for maps.
fn drawn(coverage: &Coverage<'_>) -> Drawn {
    let shape = |pieces: Vec<RegionPiece>| {
        Shape::new(pieces.into_iter().map(|piece| piece.polygon).collect())
    };
    let unserved = (0..coverage.services.len())
        .into_par_iter()
        .map(|s| {
            coverage
                .ground
                .iter()
                .map(|g| g.laid[s].as_ref().map_or_else(Shape::default, |l| shape(l.gaps(&g.land))))
                .collect()
        })
        .collect();
    let reaches_fewer_than = (0..=coverage.circle_services.len())
        .into_par_iter()
        .map(|m| {
            coverage
                .ground
                .iter()
                .map(|g| match &g.depths {
                    Some(depths) if m > 0 => shape(depths.regions_fewer_than(m)),
                    _ => Shape::default(),
                })
                .collect()
        })
        .collect();
    Drawn { unserved, reaches_fewer_than }
}
