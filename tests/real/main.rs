//! `walkshed report` on real cities, with its totals worked out by another road.
//!
//! The data are outside corpora, read in place where `WALKSHED_SHARED` names their folder; without it
//! the tests say that they skip. The settings file of each city lies beside this file.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::panic,
    reason = "a test may fail, and says what it skips"
)]

mod ellipsoid;
mod review;
mod scan;
mod walks;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use ellipsoid::{At, metres};
use serde_json::Value;
use tempfile::TempDir;

/// A service, the word of the real files for it, and its radius in metres by `circle15`. The clinics of
/// the files are not told apart, so that they count as stations.
const SERVICES: [(&str, &str, f64); 6] = [
    ("convenience_store", "convenience", 300.0),
    ("breakfast", "breakfast", 500.0),
    ("vegetable_retail", "grocery", 500.0),
    ("laundry", "laundry", 1000.0),
    ("clinic", "clinic", 300.0),
    ("preschool", "preschool", 300.0),
];

/// Services that none of the real files has.
const NOWHERE: [&str; 2] = ["housekeeping", "eldercare"];

/// A city of `tests/real`, with its settings file filled in beside it.
struct City {
    shared: PathBuf,
    home: TempDir,
}

impl City {
    /// None where the data are not here.
    fn new(name: &str) -> Option<Self> {
        let Some(shared) = env::var_os("WALKSHED_SHARED").map(PathBuf::from) else {
            eprintln!("skipped: {name}: WALKSHED_SHARED names no folder with real cities");
            return None;
        };
        let shared = fs::canonicalize(shared).unwrap();
        let home = tempfile::tempdir().unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real").join(name);
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let text = text.replace("{shared}", shared.to_str().unwrap());
            fs::write(home.path().join(path.file_name().unwrap()), text).unwrap();
        }
        Some(Self { shared, home })
    }

    fn report(&self) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_walkshed"));
        let settings = self.home.path().join("walkshed.toml");
        command.arg("report").arg(settings).arg("--out").arg(self.home.path().join("out"));
        command.args(["--lang", "en", "--date", "2026-11-24"]).output().unwrap()
    }

    /// The assessment of a run that went well, and what it printed.
    fn assessment(&self) -> (Value, String) {
        let output = self.report();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        let path = self.home.path().join("out/assessment.json");
        (serde_json::from_slice(&fs::read(path).unwrap()).unwrap(), said)
    }

    fn features(&self, files: &[&str]) -> Vec<Value> {
        let read = |file: &&str| {
            let bytes = fs::read(self.shared.join("data").join(file)).unwrap();
            let value: Value = serde_json::from_slice(&bytes).unwrap();
            value["features"].as_array().unwrap().clone()
        };
        files.iter().flat_map(read).collect()
    }
}

fn position(value: &Value) -> At {
    (value[0].as_f64().unwrap(), value[1].as_f64().unwrap())
}

/// All rings of a polygon or multipolygon.
fn rings(feature: &Value) -> Vec<Vec<At>> {
    let geometry = &feature["geometry"];
    let list = |value: &Value| value.as_array().unwrap().clone();
    let polygons = match geometry["type"].as_str().unwrap() {
        "Polygon" => vec![geometry["coordinates"].clone()],
        _ => list(&geometry["coordinates"]),
    };
    let rings = polygons.iter().flat_map(list);
    rings.map(|ring| list(&ring).iter().map(position).collect()).collect()
}

/// Middle of a cell of four corners.
fn middle(cell: &Value) -> At {
    let ring = &rings(cell)[0];
    let sum = ring[..4].iter().fold((0.0, 0.0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
    (sum.0 / 4.0, sum.1 / 4.0)
}

fn places(outlets: &[Value], word: &str) -> Vec<At> {
    // One of the clinics of Helsinki is a hypnotist's: doubtful, and so in no rate.
    let is_doubtful = |o: &Value| {
        word == "clinic" && o["properties"]["name"].as_str().is_some_and(|n| n.contains("Hypnoosi"))
    };
    let of_word = outlets.iter().filter(|o| o["properties"]["category"] == word && !is_doubtful(o));
    of_word.map(|o| position(&o["geometry"]["coordinates"])).collect()
}

fn nearest(at: At, places: &[At]) -> f64 {
    places.iter().map(|&p| metres(at, p)).fold(f64::INFINITY, f64::min)
}

/// The entry of a list whose `key` is `value`.
fn entry<'v>(list: &'v Value, key: &str, value: &str) -> &'v Value {
    let found = list.as_array().unwrap().iter().find(|e| e[key] == value);
    found.unwrap_or_else(|| panic!("no {key} {value} in {list}"))
}

/// Counts of outlets, and land of each unit and of the city, against the raw files.
fn check_land(assessment: &Value, units: &[(String, Vec<Vec<At>>)], outlets: &[Value]) {
    let basis = &assessment["basis"];
    assert_eq!((basis, &assessment["official_indicator"]), (&"whole_area".into(), &false.into()));
    let error = assessment["reconciliation"]["worst_land_error_relative"].as_f64().unwrap();
    assert!(error <= 1e-9);
    for service in NOWHERE {
        assert_eq!(entry(&assessment["services"], "service", service)["has_data"], false);
    }
    for (service, word, radius) in SERVICES {
        let places = places(outlets, word);
        let data = entry(&assessment["services"], "service", service);
        assert_eq!(data["outlets_open"], places.len(), "{service}");
        if places.is_empty() {
            assert_eq!(data["has_data"], false, "{service}");
            continue;
        }
        let (mut whole, mut served) = (0.0, 0.0);
        for (id, rings) in units {
            let (land, reached) = scan::areas(rings, &places, radius);
            let unit = entry(&assessment["units"], "id", id);
            let figures = entry(&unit["services"], "service", service);
            near(figures, (land, reached), &format!("{id} {service}"));
            whole += land;
            served += reached;
        }
        let total = entry(&assessment["total"]["services"], "service", service);
        near(total, (whole, served), service);
    }
}

/// Areas within 5 millionths and 3 square metres: the lines of `scan` are a quarter of a metre apart, which
/// blurs the ends of circles by so much.
fn near(figures: &Value, (land, served): (f64, f64), what: &str) {
    let seen = |key: &str| figures["land"][key].as_f64().unwrap();
    let close = |a: f64, b: f64| (a - b).abs() < 5e-6 * b + 3.0;
    assert!(close(seen("land_m2"), land), "{what}: {} {land}", seen("land_m2"));
    let (found, rest) = (seen("served_m2"), seen("unserved_m2"));
    assert!(close(found, served), "{what}: {found} {served}");
    assert!((found + rest - seen("land_m2")).abs() <= 1e-9 * land, "{what}");
}

#[test]
fn helsinki_has_the_residents_of_the_cells_whose_middle_is_within_reach() {
    let Some(city) = City::new("helsinki") else { return };
    let (assessment, said) = city.assessment();
    let warnings: Vec<&str> = said.lines().filter(|line| line.starts_with("warning")).collect();
    assert!(matches!(warnings[..], [line] if line.contains("(\"hypno\"): doubtful")), "{said}");
    let cells = city.features(&["helsinki-centre/population_grid_2020.geojson"]);
    let outlets = city.features(&["helsinki-centre/helsinki_outlets.geojson"]);
    let people = |cell: &Value| cell["properties"]["population"].as_u64().unwrap();
    for (service, word, radius) in SERVICES {
        let places = places(&outlets, word);
        if places.is_empty() {
            continue;
        }
        let mut served = 0;
        for cell in &cells {
            let far = nearest(middle(cell), &places);
            // Corners are given to 1 cm: a middle that lies nearer than 5 cm could fall either way.
            assert!((far - radius).abs() > 0.05, "{service}: too near to call: {far}");
            let reached = if far <= radius { people(cell) } else { 0 };
            let unit = entry(&assessment["units"], "id", &cell["properties"]["id"].to_string());
            let figures = entry(&unit["services"], "service", service);
            assert_eq!(figures["people"]["all"]["served"], reached, "{service} {cell}");
            served += reached;
        }
        let total = entry(&assessment["total"]["services"], "service", service);
        assert_eq!(total["people"]["all"]["served"], served, "{service}");
    }
    let all: u64 = cells.iter().map(people).sum();
    let read = &assessment["reconciliation"];
    assert_eq!((&read["people_read"], &read["people_inside"]), (&all.into(), &all.into()));
}

#[test]
fn helsinki_by_several_profiles_is_what_each_gives_alone() {
    let Some(city) = City::new("helsinki") else { return };
    let keys = ["circle15", "gb50180", "checkup-nr", "elderly"];
    let flags: Vec<&str> = keys.iter().flat_map(|key| ["--profile", key]).collect();
    let run = |out: &Path, flags: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_walkshed"));
        command.arg("report").arg(city.home.path()).arg("--out").arg(out);
        command.args(["--no-maps", "--quiet", "--date", "2026-11-24"]).args(flags);
        assert_eq!(command.status().unwrap().code(), Some(0));
    };
    let all = city.home.path().join("all");
    run(&all, &flags);
    for key in keys {
        let alone = city.home.path().join(key);
        run(&alone, &["--profile", key]);
        for file in fs::read_dir(&alone).unwrap() {
            let name = file.unwrap().file_name();
            if name != "manifest.json" {
                let [a, b] = [&alone, &all.join(key)].map(|of| fs::read(of.join(&name)).unwrap());
                assert!(a == b, "{key}/{}", name.display());
            }
        }
    }
}

#[test]
fn helsinki_has_the_land_that_lines_of_latitude_count() {
    let Some(city) = City::new("helsinki") else { return };
    let cells = city.features(&["helsinki-centre/population_grid_2020.geojson"]);
    let id = |cell: &Value| cell["properties"]["id"].to_string();
    let units: Vec<_> = cells.iter().map(|cell| (id(cell), rings(cell))).collect();
    let outlets = city.features(&["helsinki-centre/helsinki_outlets.geojson"]);
    check_land(&city.assessment().0, &units, &outlets);
}

#[test]
fn beijing_has_the_land_that_lines_of_latitude_count() {
    let Some(city) = City::new("beijing") else { return };
    let (cau, bupt) =
        ("beijing-haidian-osm/cau_outlets.geojson", "beijing-haidian-osm/bupt_outlets.geojson");
    // The bounds that the two exports state.
    let frame = |west, south, east, north| {
        vec![vec![(west, south), (east, south), (east, north), (west, north), (west, south)]]
    };
    let units = [
        ("cau".to_owned(), frame(116.34403, 39.99767, 116.35974, 40.00888)),
        ("bupt".to_owned(), frame(116.34886, 39.95668, 116.35519, 39.96377)),
    ];
    let (assessment, said) = city.assessment();
    assert!(!said.contains("warning"), "{said}");
    check_land(&assessment, &units, &city.features(&[cau, bupt]));
}

#[test]
fn liechtenstein_has_the_land_that_lines_of_latitude_count() {
    let Some(city) = City::new("liechtenstein") else { return };
    let (assessment, said) = city.assessment();
    assert!(!said.contains("warning"), "{said}");
    let units = city.features(&["liechtenstein-osm-2015/municipalities.geojson"]);
    let id = |unit: &Value| unit["properties"]["osm_id"].as_str().unwrap().to_owned();
    let units: Vec<_> = units.iter().map(|unit| (id(unit), rings(unit))).collect();
    let outlets = city.features(&["liechtenstein-osm-2015/liechtenstein_outlets.geojson"]);
    check_land(&assessment, &units, &outlets);
}

#[test]
fn madrid_without_outlets_has_no_data_and_never_nought() {
    let Some(city) = City::new("madrid") else { return };
    let (assessment, said) = city.assessment();
    assert!(said.contains("warning[no-outlets]"), "{said}");
    let services = assessment["total"]["services"].as_array().unwrap();
    assert!(
        services.iter().all(|s| s["status"] == "no_data" && s["land"].is_null()),
        "{services:?}"
    );
    assert_eq!(assessment["circle_services"].as_array().unwrap().len(), 0);
    let cells = city.features(&["madrid-barrios-census/census_grid_1km.geojson"]);
    let units = city.features(&["madrid-barrios-census/barrios.geojson"]);
    let units: Vec<_> = units.iter().map(rings).collect();
    let people = |cell: &Value| cell["properties"]["T"].as_u64().unwrap();
    let is_inside = |cell: &&Value| units.iter().any(|rings| scan::holds(rings, middle(cell)));
    let all: u64 = cells.iter().map(people).sum();
    let inside: u64 = cells.iter().filter(is_inside).map(people).sum();
    let read = &assessment["reconciliation"];
    assert_eq!((&read["people_read"], &read["people_inside"]), (&all.into(), &inside.into()));
    assert_eq!(read["people_outside"], all - inside);
}

#[test]
fn madrid_without_a_file_of_outlets_is_refused() {
    let Some(city) = City::new("madrid") else { return };
    fs::remove_file(city.home.path().join("outlets.geojson")).unwrap();
    let output = city.report();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("error[no-layer]") && said.contains("outlets.geojson"), "{said}");
    assert!(!city.home.path().join("out").exists());
}
