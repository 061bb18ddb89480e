//! What the benches work on: seeded fictional cities of three sizes, and bad shapes.
//!
//! A workload is made once and kept for the whole run. The bad shapes have the people and the outlets
//! of a city of their size, all on one line or all in one place, over the land of the smallest city.

#![allow(dead_code, reason = "each bench uses the part of the workload that it needs")]

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use walkshed::coverage::{Coverage, Measured, Terrain, coverage, needed_categories};
use walkshed::index::Index;
use walkshed::model::{
    Bounds, CategoryId, City, CityParts, Local, Outlet, PeopleLayer, PeopleSource, Shape, Status,
};
use walkshed::overlay::{Grid, UnitLand, land_by_unit};
use walkshed::profile::{Profile, builtin};
use walkshed::reach::{self, Reach};
use walkshed::sample::{self, Spec};

/// Seed of every workload.
pub(crate) const SEED: u64 = 15;

/// A workload by its shape and its number of outlets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Workload {
    /// A fictional city.
    City(u32),
    /// Everything on one level line.
    Line(u32),
    /// Everything in one place.
    Place(u32),
}

impl fmt::Display for Workload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::City(n) => write!(f, "city of {n}"),
            Self::Line(n) => write!(f, "line of {n}"),
            Self::Place(n) => write!(f, "place of {n}"),
        }
    }
}

/// Outlets of the smallest city, at which the slow references run too.
pub(crate) const SMALLEST: u32 = 1_000;

/// Three sizes and two bad shapes.
pub(crate) const ALL: [Workload; 5] = [
    Workload::City(SMALLEST),
    Workload::City(10_000),
    Workload::City(100_000),
    Workload::Line(10_000),
    Workload::Place(10_000),
];

/// What all stages before the one that is measured have made.
pub(crate) struct Made {
    pub(crate) city: City,
    pub(crate) profile: Profile,
    pub(crate) index: Index,
    pub(crate) reach: Reach,
    pub(crate) land: UnitLand,
}

impl Made {
    fn new(workload: Workload) -> Self {
        let city = match workload {
            Workload::City(outlets) => sample::city(&Spec::with_outlets(outlets, SEED)),
            Workload::Line(outlets) => gathered(outlets, |i| Local::new(f64::from(i), 0.0)),
            Workload::Place(outlets) => gathered(outlets, |_| Local::default()),
        };
        let profile = builtin("circle15").expect("the profile is built in");
        let index = Index::new(&city);
        let reach = reach::radius(&city, &index, &needed_categories(&city, &profile, &index));
        let land = land(&city);
        Self { city, profile, index, reach, land }
    }

    pub(crate) fn categories(&self) -> Vec<CategoryId> {
        needed_categories(&self.city, &self.profile, &self.index)
    }

    pub(crate) fn coverage(&self) -> Coverage<'_> {
        let measured = Measured { index: &self.index, reach: &self.reach };
        // A copy of the land: what has been laid over it would be used again.
        let mut terrain = Terrain::new(self.land.clone());
        coverage(&self.city, &self.profile, &measured, None, &mut terrain)
    }

    pub(crate) fn people(&self) -> &PeopleLayer {
        self.city.people().expect("every workload has people")
    }

    /// Units times services: what coverage and gaps count as one item.
    pub(crate) fn rates(&self) -> usize {
        self.city.subdistricts().len() * self.profile.services.len()
    }
}

/// A workload, made at its first use.
pub(crate) fn made(workload: Workload) -> &'static Made {
    static MADE: Mutex<BTreeMap<Workload, &'static Made>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.entry(workload).or_insert_with(|| Box::leak(Box::new(Made::new(workload))))
}

/// The residential land of a city by unit.
pub(crate) fn land(city: &City) -> UnitLand {
    let units: Vec<&Shape> = city.subdistricts().iter().map(|s| &s.shape).collect();
    let estates: Vec<&Shape> =
        city.estates().unwrap_or_default().iter().map(|e| &e.shape).collect();
    let bounds = units.iter().chain(&estates).fold(Bounds::EMPTY, |all, s| all.union(s.bounds()));
    land_by_unit(&units, &estates, &Grid::new(&bounds))
}

/// The land of the smallest city with so many outlets, and five people places for each, at the places
/// that their number gives.
fn gathered(outlets: u32, place: impl Fn(u32) -> Local) -> City {
    let small = sample::city(&Spec::with_outlets(SMALLEST, SEED));
    let categories = small.categories().to_vec();
    let kinds = u32::try_from(categories.len()).expect("a handful of categories");
    let outlet = |i: u32| Outlet {
        id: format!("P{i}").into(),
        name: "".into(),
        category: CategoryId(i % kinds),
        at: place(i),
        status: Status::Open,
        source: None,
        capacity: None,
        floor_area: None,
        details: None,
    };
    let people = PeopleLayer {
        source: PeopleSource::Layer,
        at: (0..outlets).flat_map(|i| [place(i); 5]).collect(),
        all: (0..outlets).flat_map(|_| [1, 2, 3, 4, 5]).collect(),
        groups: [const { None }; 4],
    };
    City::new(CityParts {
        subdistricts: small.subdistricts().to_vec(),
        categories,
        outlets: (0..outlets).map(outlet).collect(),
        estates: small.estates().map(<[_]>::to_vec),
        people: Some(people),
        ..CityParts::empty("gathered", *small.plane())
    })
}
