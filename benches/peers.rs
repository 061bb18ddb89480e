//! The stages on a city that other tools have been timed on, in processor seconds of one thread.
//!
//! Reads `subdistricts.geojson`, `outlets.geojson` (eight categories) and `demand.geojson` from the
//! folder that the variable `WALKSHED_PEER_CITY` names, and does the three tasks that the other tools
//! are timed on: reading; the nearest outlet of each category for each people place; the exact area
//! of each subdistrict inside the circles of each category (1000 m) with the polygons of what they
//! leave. Prints the least and the median of five runs, and the sums by which the results can be
//! compared. Without the variable it says so and does nothing.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench may fail, and it prints")]

mod clock;

use std::path::{Path, PathBuf};
use std::{env, fs};

use clock::{processor_seconds, timed};
use tempfile::TempDir;
use walkshed::coverage::Basis;
use walkshed::index::Index;
use walkshed::input::{ReadOptions, Reading, read};
use walkshed::model::{
    Bounds, CategoryId, CategoryTable, City, Local, OutletId, PeopleLayer, Shape,
};
use walkshed::overlay::{Disc, DiscUnion, Grid, Prepared, UnitLand, lay, whole_units};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::builtin;
use walkshed::reach;

/// Radius of every circle, as the other tools were given it: 1000 m.
const RADIUS: f64 = 1_000.0;

fn main() {
    let Some(folder) = env::var_os("WALKSHED_PEER_CITY").map(PathBuf::from) else {
        println!("skipped: WALKSHED_PEER_CITY names no folder with the city of the other tools");
        return;
    };
    let settings = settings(&folder);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    pool.build_global().expect("no other pool yet");
    println!("clock: {}", if processor_seconds().is_some() { "processor" } else { "wall" });

    let path = settings.path();
    let (city, bytes) = timed("read", || reading(path)).0;
    println!("bytes {bytes}");
    let categories: Vec<CategoryId> =
        (0u32..).map(CategoryId).take(city.categories().len()).collect();
    let metres = timed("nearest", || nearest(&city, &categories)).0;
    println!("metres {metres:.3}");
    let units: Vec<&Shape> = city.subdistricts().iter().map(|s| &s.shape).collect();
    let land = land(&units);
    let gaps = timed("gaps", || gap_areas(&city, &categories, &land)).0;
    for (category, gap) in categories.iter().zip(&gaps) {
        println!("gap {} {:.4} km2", city.categories()[category.index()], gap / 1e6);
    }
    let profile = builtin("circle15").expect("the profile is built in");
    let basis = timed("assess", || assess(&city, &profile, Detail::Figures).basis).0;
    assert_eq!(basis, Basis::WholeArea);
}

/// Reads the city; the sum of the lengths of its files beside it.
fn reading(path: &Path) -> (City, u64) {
    let reading = read(path, &CategoryTable::standard(), &ReadOptions::default());
    let Reading { city, files, .. } = reading.expect("the files are there");
    (city.expect("no finding is an error"), files.iter().map(|f| f.bytes).sum())
}

/// Indexes the outlets and measures every people place; the sum of all distances up to the radius.
fn nearest(city: &City, categories: &[CategoryId]) -> f64 {
    let index = Index::new(city);
    let reach = reach::radius(city, &index, categories);
    let places = city.people().map_or(0, PeopleLayer::len);
    let mut sum = 0.0;
    for &category in categories {
        let distances = (0..places).filter_map(|place| reach.distance(category, place));
        sum += distances.map(|d| d.0).filter(|&d| d <= RADIUS).sum::<f64>();
    }
    sum
}

fn land(units: &[&Shape]) -> UnitLand {
    let bounds = units.iter().fold(Bounds::EMPTY, |all, s| all.union(s.bounds()));
    whole_units(units, &Grid::new(&bounds))
}

/// Indexes the outlets, joins the circles of each category, and lays them over each unit; the area of
/// what they leave by category, as the sum of its pieces.
fn gap_areas(city: &City, categories: &[CategoryId], land: &UnitLand) -> Vec<f64> {
    let index = Index::new(city);
    let prepared: Vec<Prepared> = land.by_unit.iter().map(Prepared::new).collect();
    let area = |category: &CategoryId| {
        let outlets = index.category(*category);
        let disc = |o: &OutletId| Disc { centre: city.outlets()[o.index()].at, radius: RADIUS };
        let union = DiscUnion::new(&outlets.outlets().iter().map(disc).collect::<Vec<_>>());
        let margin = |at: Local| {
            let found = outlets.grid().any_within(at, RADIUS + 1.0, RADIUS - 1e-3);
            found.map_or(1.0, |nearest| nearest.d2.sqrt() - RADIUS)
        };
        let pieces = prepared.iter().flat_map(|unit| lay(unit, &union, margin).gaps(unit));
        pieces.map(|piece| piece.area.0).sum()
    };
    categories.iter().map(area).collect()
}

/// A settings file that maps the words of the other tools' city onto ours.
fn settings(folder: &Path) -> TempDir {
    let folder = fs::canonicalize(folder).expect("WALKSHED_PEER_CITY names a folder");
    let file = |name: &str| format!("'{}'", folder.join(name).display());
    let text = format!(
        r#"name = "peer city"
[subdistricts]
file = {}
[outlets]
file = {}
[outlets.categories]
convenience = "convenience_store"
supermarket = "breakfast"
pharmacy = "housekeeping"
clinic = "community_health_center"
wet_market = "vegetable_retail"
parcel = "laundry"
elderly_care = "eldercare_daycare"
public_toilet = "kindergarten"
[people]
file = {}
[people.properties]
people = "population"
age_60plus = "elderly"
"#,
        file("subdistricts.geojson"),
        file("outlets.geojson"),
        file("demand.geojson")
    );
    let settings = TempDir::new().expect("a temporary folder");
    fs::write(settings.path().join("walkshed.toml"), text).expect("room on the disk");
    settings
}
