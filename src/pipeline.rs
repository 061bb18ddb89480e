//! One run: from a city and a profile to every figure.
//!
//! Reads aloud as the method: index the outlets, find the residential land of each unit, measure how
//! far people are, lay the circles over the land, draw the gaps, and add everything up once. No stage
//! here fails or prints.

mod demand;
mod firmness;
mod homes;
mod lands;
mod planned;
mod walked;

use std::collections::BTreeMap;

use rayon::prelude::*;

pub use self::firmness::{Runs, firmness_watched};
pub use crate::coverage::{explain, walk_without_steps};
pub use planned::{
    Answer, Today, accept_watched, after_plan, ask, compare_detailed, compare_watched,
    review_watched,
};

use self::lands::{Land, Lands};
use crate::assessment::{
    Assessment, Beside, CapacityFigures, DoubtfulOutlet, Drawn, Reconciliation, ServiceData,
};
use crate::coverage::{
    Coverage, Measured, Walks, along_streets, beside, capacity, choice, coverage,
    needed_categories, pairings, provision, street_areas, street_limit, with_shorter_circles,
};
use crate::gaps::{Gaps, complaints, gaps};
use crate::index::{Index, doubtful_categories};
use crate::model::{CategoryId, City, Outlet, OutletId, Shape, StreetLayer};
use crate::overlay::RegionPiece;
use crate::profile::Profile;
use crate::reach::{self, Reach, Walked, walk};
use crate::units::{Metres, People};
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
    let assessed = assess_all_watched(city, &[profile], detail, &Watch::default());
    match assessed.map(|mut assessments| assessments.pop()) {
        Ok(Some(assessment)) => assessment,
        Ok(None) => unreachable!("one profile gives one assessment"),
        Err(Stopped) => unreachable!("nobody else holds the watch, so that nobody asks to stop"),
    }
}

/// Assesses a city by each of some profiles, in their order: what [`assess`] gives for each, in less
/// time, as outlets, distances, land and equal circles are measured once.
#[must_use]
pub fn assess_all(city: &City, profiles: &[&Profile], detail: Detail) -> Vec<Assessment> {
    match assess_all_watched(city, profiles, detail, &Watch::default()) {
        Ok(assessments) => assessments,
        Err(Stopped) => unreachable!("nobody else holds the watch, so that nobody asks to stop"),
    }
}

/// The same, for a caller that may want to stop it or to see how far it is.
///
/// # Errors
/// [`Stopped`] where the run was asked to stop before it was done.
pub fn assess_all_watched(
    city: &City,
    profiles: &[&Profile],
    detail: Detail,
    watch: &Watch,
) -> Result<Vec<Assessment>, Stopped> {
    watch.begin(Stage::Land)?;
    let mut lands = Lands::new(city, profiles);
    let measured = Measurements::new(city, profiles, watch)?;
    watch.begin(Stage::Coverage)?;
    lands.join(city, profiles, &measured.index);
    let assess = |profile: &&Profile| {
        watch.begin(Stage::Coverage)?;
        let measuring = Measuring { city, profile, measured: &measured };
        let land = lands.of(city, profile);
        let coverage = measuring.coverage(profile, land);
        let lacks = measuring.lacks(&coverage, land, watch)?;
        let mut assessment = measuring.assessment(coverage, lacks, (land, detail), watch)?;
        demand::narrow(city, profile, detail, watch, &mut assessment)?;
        Ok(assessment)
    };
    profiles.iter().map(assess).collect()
}

/// Assesses a city by one profile, for a caller that may want to stop it or to see how far it is.
///
/// # Errors
/// As [`assess_all_watched`].
pub fn assess_watched(
    city: &City,
    profile: &Profile,
    detail: Detail,
    watch: &Watch,
) -> Result<Assessment, Stopped> {
    let assessed = assess_all_watched(city, &[profile], detail, watch)?;
    match assessed.into_iter().next() {
        Some(assessment) => Ok(assessment),
        None => unreachable!("one profile gives one assessment"),
    }
}

/// What is measured of a city once, whatever profiles it is assessed by.
struct Measurements {
    index: Index,
    /// To the categories that any of the profiles needs.
    reach: Reach,
    /// Along streets, as far as the profiles want it, where the city has streets and people.
    walked: Vec<(Metres, Walked)>,
    /// The same for those who take no steps, where a profile has such.
    level: Vec<(Metres, Walked)>,
    /// The same as the first two with doubtful outlets, where there are any.
    with_doubtful: Option<(Index, Reach)>,
}

impl Measurements {
    fn new(city: &City, profiles: &[&Profile], watch: &Watch) -> Result<Self, Stopped> {
        watch.begin(Stage::Reach)?;
        let index = Index::new(city);
        let needed = needed_by_any(city, profiles, &index);
        let reach = reach::radius(city, &index, &needed);
        let [walked, level] = walks(city, profiles, &index, &needed);
        let with_doubtful = index.with_doubtful(city).map(|index| {
            let needed = needed_by_any(city, profiles, &index);
            let mut doubtful = doubtful_categories(city);
            doubtful.retain(|category| needed.contains(category));
            let reach = reach::radius(city, &index, &doubtful);
            (index, reach)
        });
        Ok(Self { index, reach, walked, level, with_doubtful })
    }

    /// The walks that a profile wants.
    fn walks(&self, profile: &Profile) -> Walks<'_> {
        let limit = street_limit(profile);
        let of = |walked: &'_ [(Metres, Walked)]| {
            walked.iter().position(|(of, _)| of.0.total_cmp(&limit.0).is_eq())
        };
        Walks {
            all: of(&self.walked).map(|at| &self.walked[at].1),
            level: of(&self.level).map(|at| &self.level[at].1),
        }
    }
}

/// Categories that any of the profiles needs, ascending.
fn needed_by_any(city: &City, profiles: &[&Profile], index: &Index) -> Vec<CategoryId> {
    let of_profile = |profile: &&Profile| needed_categories(city, profile, index);
    let mut needed: Vec<CategoryId> = profiles.iter().flat_map(of_profile).collect();
    needed.sort_unstable();
    needed.dedup();
    needed
}

/// The walks of people for each distance that a profile wants, where the city has both people and streets:
/// along all streets, and along those that are no steps for profiles with walkers who take none.
fn walks(
    city: &City,
    profiles: &[&Profile],
    index: &Index,
    needed: &[CategoryId],
) -> [Vec<(Metres, Walked)>; 2] {
    let Some(streets) = city.streets().filter(|_| city.people().is_some()) else {
        return [Vec::new(), Vec::new()];
    };
    let along = |streets: &StreetLayer, profiles: &[&Profile]| {
        let mut limits: Vec<Metres> = profiles.iter().map(|of| street_limit(of)).collect();
        limits.sort_by(|a, b| a.0.total_cmp(&b.0));
        limits.dedup_by(|a, b| a.0.total_cmp(&b.0).is_eq());
        let walk = |limit| (limit, walk(city, streets, (index, needed), streets.snap(), limit));
        limits.into_iter().map(walk).collect()
    };
    let takes_none = |of: &&&Profile| of.walkers.iter().any(|walker| !walker.steps);
    let level: Vec<&Profile> = profiles.iter().filter(takes_none).copied().collect();
    let walked: Vec<(Metres, Walked)> = along(streets, profiles);
    if level.is_empty() {
        return [walked, Vec::new()];
    }
    let mut level: Vec<(Metres, Walked)> = along(&streets.without_steps(), &level);
    // Fewer streets never help: whose nearest street is steps takes another one without them, which those who
    // take steps had before, and which may lead nearer.
    for (limit, level) in &mut level {
        let same = walked.iter().find(|(of, _)| of.0.total_cmp(&limit.0).is_eq());
        if let Some((_, all)) = same {
            level.reach.no_better_than(&all.reach);
        }
    }
    [walked, level]
}

/// What a plan changes besides the coverage.
struct Lacks {
    gaps: Gaps,
    /// By capacity rule.
    capacities: Vec<Option<CapacityFigures>>,
}

/// One profile, and what was measured of the city.
struct Measuring<'a> {
    city: &'a City,
    profile: &'a Profile,
    measured: &'a Measurements,
}

impl<'a> Measuring<'a> {
    fn coverage(&self, profile: &Profile, land: &mut Land<'_>) -> Coverage<'a> {
        let Measurements { index, reach, with_doubtful, .. } = self.measured;
        let sure = Measured { index, reach };
        let all = with_doubtful.as_ref().map(|(index, reach)| Measured { index, reach });
        coverage(self.city, profile, &sure, all.as_ref(), &mut land.terrain)
    }

    /// What the profile sets beside its circles.
    fn besides(&self, coverage: &Coverage<'a>, land: &mut Land<'_>) -> Vec<Beside> {
        let (city, profile) = (self.city, self.profile);
        let shorter = with_shorter_circles(profile).map(|shorter| self.coverage(&shorter, land));
        let Measurements { reach, .. } = self.measured;
        let walks = self.measured.walks(profile);
        beside((city, profile), coverage, shorter.as_ref(), reach, walks)
    }

    fn lacks(
        &self,
        coverage: &Coverage<'_>,
        land: &mut Land<'_>,
        watch: &Watch,
    ) -> Result<Lacks, Stopped> {
        watch.begin(Stage::Gaps)?;
        let (city, profile, index) = (self.city, self.profile, &self.measured.index);
        let capacities = capacity(city, &profile.capacities, index, &coverage.unit_places());
        Ok(Lacks { gaps: gaps(city, profile, coverage, &mut land.found), capacities })
    }

    fn assessment(
        &self,
        coverage: Coverage<'_>,
        Lacks { mut gaps, capacities }: Lacks,
        (land, detail): (&mut Land<'_>, Detail),
        watch: &Watch,
    ) -> Result<Assessment, Stopped> {
        watch.begin(Stage::Sums)?;
        let (city, profile) = (self.city, self.profile);
        let Measurements { index, reach, .. } = self.measured;
        let unit_places = coverage.unit_places();
        let provisions = provision(city, profile, &unit_places);
        let pairings = pairings(city, profile, index);
        let walks = self.measured.walks(profile);
        let choices = choice(city, profile, (index, walks.all), &coverage);
        let mut streets =
            walks.all.and_then(|walked| along_streets((city, profile), &coverage, reach, walked));
        let besides = self.besides(&coverage, land);
        let complaints = complaints(city, profile, &coverage, &mut gaps.listed);
        let (drawn, shapes) = match detail {
            Detail::Figures => (Drawn::default(), Vec::new()),
            Detail::Maps => {
                watch.begin(Stage::Shapes)?;
                let by_unit = &land.terrain.land.by_unit;
                if let Some((streets, walked)) = streets.as_mut().zip(walks.all) {
                    streets.areas = street_areas(city, &coverage, walked, by_unit);
                }
                (drawn(&coverage), by_unit.clone())
            }
        };
        let data = coverage.services.iter().map(|s| ServiceData {
            outlets: s.outlets(),
            doubtful: s.doubtful(),
            not_open: s.not_open(),
            closed_then: s.closed_then(),
            is_needed: true,
            with_unknown: None,
        });
        Ok(Assessment {
            basis: land.basis,
            people_source: city.people().map(|p| p.source),
            services: data.collect(),
            circle_services: coverage.circle_services.clone(),
            doubtful: doubtful(city, &coverage),
            reconciliation: reconcile(city, &coverage, land),
            provisions,
            capacities,
            pairings,
            choices,
            streets,
            beside: besides,
            gaps,
            complaints,
            drawn,
            units: coverage.units,
            total: coverage.total,
            finer: coverage.finer,
            land: shapes,
        })
    }
}

/// The doubtful outlets, with their places.
fn doubtful(city: &City, coverage: &Coverage<'_>) -> Vec<DoubtfulOutlet> {
    let outlets = (0u32..).map(OutletId).zip(city.outlets()).zip(&coverage.outlet_units[..]);
    outlets
        .filter(|((_, outlet), _)| outlet.is_doubtful())
        .map(|((id, outlet), &unit)| DoubtfulOutlet {
            outlet: id,
            unit,
            lonlat: city.plane().to_lonlat(outlet.at),
        })
        .collect()
}

/// What went in against what came out.
fn reconcile(city: &City, coverage: &Coverage<'_>, land: &Land<'_>) -> Reconciliation {
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
        let outlets = city.outlets().iter().zip(&coverage.outlet_units[..]);
        let count = outlets.filter(|(o, unit)| counts(o) && unit.is_some() == inside).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    Reconciliation {
        land: coverage.total.land,
        worst_land_error: worst_land_error(coverage),
        land_outside: land.terrain.land.outside,
        land_overlapping: land.terrain.land.overlapping,
        people_read: city
            .people()
            .map_or(People(0), |l| l.all.iter().map(|&n| People(u64::from(n))).sum()),
        people_inside,
        people_outside,
        outlets_inside: count(Outlet::is_counted, true),
        outlets_outside: count(Outlet::is_counted, false),
        doubtful_inside: count(Outlet::is_doubtful, true),
        doubtful_outside: count(Outlet::is_doubtful, false),
        estates_other_code: land.estates_other_code,
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
    Drawn { unserved, reaches_fewer_than, land_of: BTreeMap::new() }
}
