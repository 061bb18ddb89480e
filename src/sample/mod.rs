//! A fictional city with all layers: the source of `data/sample`, of benchmarks and of tests.
//!
//! Takes a [`Spec`] (how many of each thing, and a seed) and gives the files of a city (DESIGN
//! section 4) or the [`City`] that reading them gives. The same spec gives the
//! same bytes on every machine. Files are written as a stream: what is kept in memory is the plan
//! of the city (some ten bytes a block), never a layer.
//!
//! Method: a lattice of blocks, bent and stretched (`grid`), with a density (`density`), parted
//! into subdistricts and communities along its lines (`territory`), on which estates (`land`,
//! `shapes`), residents (`homes`), outlets (`outlets`) and streets (`streets`) stand. The city has a core,
//! sub-centres, a sparse fringe, a river with few bridges, and a railway. It is no model of any
//! real place, and no figure drawn from it says anything about one.

mod built;
mod changes;
mod complaints;
mod density;
mod exact;
mod gates;
mod geojson;
mod grid;
mod grids;
mod ground;
mod homes;
mod kinds;
mod land;
mod layers;
mod names;
mod outlets;
mod premises;
mod presence;
mod rings;
mod rng;
mod shapes;
mod spec;
mod streets;
mod territory;

use std::io::{self, Write};

use self::grid::{Along, Edge, Rank};
use self::ground::Ground;
use self::land::{Land, Use};
use self::rng::{Rng, Stream};
pub use self::spec::{DEFAULT_SEED, Size, Spec};
use crate::model::City;

/// A file of the fictional city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// The settings, which give the city its name.
    Settings,
    /// Reporting units.
    Subdistricts,
    /// Finer units, nested in them.
    Communities,
    /// Residential land.
    Estates,
    /// Places with residents.
    People,
    /// Outlets of all categories.
    Outlets,
    /// Streets and paths.
    Streets,
    /// Gates of estates.
    Gates,
    /// Existing premises that could host an outlet.
    Sites,
    /// What residents report.
    Complaints,
    /// A facility plan.
    Plan,
    /// Cells of 500 m.
    Grids,
}

impl Layer {
    /// All files, in the order in which they are best written and read.
    pub const ALL: [Self; 12] = [
        Self::Settings,
        Self::Subdistricts,
        Self::Communities,
        Self::Estates,
        Self::People,
        Self::Outlets,
        Self::Streets,
        Self::Gates,
        Self::Sites,
        Self::Complaints,
        Self::Plan,
        Self::Grids,
    ];

    /// The file's name in the city's folder.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Settings => "walkshed.toml",
            Self::Subdistricts => "subdistricts.geojson",
            Self::Communities => "communities.geojson",
            Self::Estates => "estates.geojson",
            Self::People => "people.geojson",
            Self::Outlets => "outlets.geojson",
            Self::Streets => "streets.geojson",
            Self::Gates => "gates.geojson",
            Self::Sites => "sites.geojson",
            Self::Complaints => "complaints.csv",
            Self::Plan => "plan.geojson",
            Self::Grids => "grids.geojson",
        }
    }
}

/// Says that the city is fictional, and gives it the name that stands in titles.
const SETTINGS: &str = concat!(
    "# A fictional city, made by `walkshed sample`: no place, name or number in it is real.\n",
    "name = \"云溪市 Yunxi（虚构 fictional）\"\n",
);

/// A fictional city that has been laid out and can be written.
#[derive(Debug, Clone)]
pub struct SampleCity {
    spec: Spec,
    ground: Ground,
    land: Land,
    /// Whether a subdistrict is a town in the country.
    towns: Vec<bool>,
    /// Middle of each subdistrict, as a quarter of the city: west or east, south or north.
    quarters: Vec<usize>,
    /// Paths that run each way inside an estate.
    path_side: u32,
}

impl SampleCity {
    /// Lays out the city. Numbers below the least that [`Spec`] states are raised to it.
    #[must_use]
    pub fn new(spec: &Spec) -> Self {
        let mut spec = *spec;
        spec.subdistricts = spec.subdistricts.max(1);
        spec.estates = spec.estates.max(1);
        let ground = Ground::new(&spec);
        let land = Land::new(&ground, &spec);
        let (towns, quarters) = character(&ground, &spec);
        let blocks = ground.grid.blocks().filter(|&(i, j)| ground.is_city(i, j)).count();
        let path_side = gates::path_side(&spec, blocks, land.plots.len());
        Self { spec, ground, land, towns, quarters, path_side }
    }

    /// Writes one file of the city.
    ///
    /// # Errors
    /// What `out` fails with.
    pub fn write(&self, layer: Layer, out: &mut impl Write) -> io::Result<()> {
        match layer {
            Layer::Settings => out.write_all(SETTINGS.as_bytes()),
            Layer::Subdistricts => self.write_subdistricts(out),
            Layer::Communities => self.write_communities(out),
            Layer::Estates => self.write_estates(out),
            Layer::People => self.write_people(out),
            Layer::Outlets => self.write_outlets(out),
            Layer::Streets => self.write_streets(out),
            Layer::Gates => self.write_gates(out),
            Layer::Sites => self.write_sites(out),
            Layer::Complaints => self.write_complaints(out),
            Layer::Plan => self.write_plan(out),
            Layer::Grids => self.write_grids(out),
        }
    }

    fn subdistrict_name(&self, k: u32) -> String {
        names::subdistrict(self.spec.seed, k, self.towns[k as usize])
    }

    /// Which district a subdistrict belongs to.
    fn quarter(&self, k: u32) -> usize {
        self.quarters[k as usize]
    }

    fn community_label(&self, k: u32) -> String {
        let parent = self.ground.territory.parents[k as usize];
        let mut rng = Rng::of(self.spec.seed, Stream::Character, k);
        let is_village = self.towns[parent as usize] && rng.chance(0.6);
        names::community(self.spec.seed, k, is_village)
    }

    /// The community of a block.
    fn community_name(&self, i: i32, j: i32) -> String {
        let territory = &self.ground.territory;
        self.community_label(territory.community[territory.tract(i, j)])
    }

    fn estate_name(&self, k: u32) -> String {
        let used = self.land.estates[k as usize].used;
        names::estate(self.spec.seed, k, used == Use::Village, used == Use::Commercial)
    }

    /// Whether an estate has property management.
    fn is_managed(&self, k: u32) -> bool {
        let mut rng = Rng::of(self.spec.seed, Stream::Estates, k);
        self.land.estates[k as usize].used != Use::Village && rng.chance(0.72)
    }

    /// The name of the street on an edge's line.
    fn street_name(&self, edge: Edge) -> String {
        let (line, runs_north) = match edge.along {
            Along::East => (edge.j, false),
            Along::North => (edge.i, true),
        };
        let is_main = self.ground.grid.rank(edge) == Rank::Main;
        names::street(self.spec.seed, line, runs_north, is_main)
    }
}

/// Which subdistricts are towns, and the district of each.
fn character(ground: &Ground, spec: &Spec) -> (Vec<bool>, Vec<usize>) {
    let mut sums = vec![(0.0, 0.0, 0.0, 0.0); spec.subdistricts as usize];
    for (i, j) in ground.grid.blocks().filter(|&(i, j)| ground.is_city(i, j)) {
        let sum = &mut sums[ground.territory.subdistrict_of(i, j) as usize];
        let (a, b) = ground.grid.middle(i, j);
        sum.0 += 1.0;
        sum.1 += ground.density_at(i, j);
        sum.2 += a;
        sum.3 += b;
    }
    let (half_a, half_b) = ground.grid.half();
    let quarter = |n: f64, a: f64, b: f64| {
        let (u, v) = (a / n / half_a, b / n / half_b);
        match (u * u + v * v < 0.16, u > 0.0, v > 0.0) {
            (true, ..) => 0,
            (_, true, true) => 1,
            (_, false, true) => 3,
            (_, false, false) => 2,
            (_, true, false) => 4,
        }
    };
    let towns = sums.iter().map(|&(n, d, ..)| d / n < 0.2).collect();
    let quarters = sums.iter().map(|&(n, _, a, b)| quarter(n, a, b)).collect();
    (towns, quarters)
}

/// The fictional city in the model, without files.
#[must_use]
pub fn city(spec: &Spec) -> City {
    SampleCity::new(spec).city()
}

/// The files of the fictional city, by name.
#[must_use]
pub fn files() -> [&'static str; Layer::ALL.len()] {
    Layer::ALL.map(Layer::file_name)
}
