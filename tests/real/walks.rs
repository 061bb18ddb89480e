//! Walks along real streets, end to end: an extract of OpenStreetMap is imported, the city reported, and ten
//! walks are explained. Everybody is accounted for, and every walk runs on lines of the extract.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;
use tempfile::TempDir;

use crate::ellipsoid::{At, metres};
use crate::{entry, middle, position};

/// A network: settings, extracts, the flags of their import, and the categories that walks are asked for.
struct Network {
    name: &'static str,
    extracts: &'static [&'static str],
    flags: &'static [&'static str],
    categories: [&'static str; 2],
}

const HELSINKI: Network = Network {
    name: "helsinki",
    extracts: &["helsinki-centre/Helsinki.osm.pbf"],
    flags: &["--extent"],
    categories: ["breakfast", "convenience_store"],
};
const PORTO_ALEGRE: Network = Network {
    name: "porto_alegre",
    extracts: &["porto-alegre-r5r/poa_osm.pbf"],
    flags: &["--extent"],
    categories: ["community_health_center", "kindergarten"],
};
const MONACO: Network = Network {
    name: "monaco",
    extracts: &["monaco-osm-2021/monaco-latest.osm.pbf"],
    flags: &["--extent", "--land", "buildings"],
    categories: ["breakfast", "convenience_store"],
};
const HAIDIAN: Network = Network {
    name: "haidian",
    extracts: &["beijing-haidian-osm/cau_map.osm", "beijing-haidian-osm/bupt_map.osm"],
    flags: &["--extent", "--land", "buildings"],
    categories: ["breakfast", "convenience_store"],
};

/// Walks that are explained in each network.
const WALKS: usize = 10;

/// A network that has been imported, with its settings.
struct Walked {
    shared: PathBuf,
    home: TempDir,
    network: &'static Network,
}

fn walkshed(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_walkshed")).args(args).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

impl Walked {
    /// None where the data are not here.
    fn new(network: &'static Network) -> Option<Self> {
        let name = network.name;
        let Some(shared) = env::var_os("WALKSHED_SHARED").map(PathBuf::from) else {
            eprintln!("skipped: {name}: WALKSHED_SHARED names no folder with real cities");
            return None;
        };
        let shared = fs::canonicalize(shared).unwrap();
        let home = tempfile::tempdir().unwrap();
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real");
        let text = fs::read_to_string(tests.join("walks").join(format!("{name}.toml"))).unwrap();
        let mut text = text.replace("{shared}", shared.to_str().unwrap());
        for (mark, (at, extract)) in
            ["{import}", "{import-2}"].iter().zip((0..).zip(network.extracts))
        {
            let folder = home.path().join(format!("import-{at}"));
            let (folder, extract) = (folder.to_str().unwrap(), shared.join("data").join(extract));
            let mut args = vec!["import", "osm", extract.to_str().unwrap(), "--out", folder];
            args.extend(network.flags);
            walkshed(&args);
            text = text.replace(mark, folder);
        }
        fs::write(home.path().join("walkshed.toml"), text).unwrap();
        let extents = tests.join("beijing/extents.geojson");
        fs::copy(extents, home.path().join("extents.geojson")).unwrap();
        let walked = Self { shared, home, network };
        if name == "porto_alegre" {
            fs::write(walked.home.path().join("outlets.csv"), walked.hexagons_as_outlets())
                .unwrap();
        }
        Some(walked)
    }

    fn path(&self, name: &str) -> String {
        self.home.path().join(name).to_str().unwrap().to_owned()
    }

    /// Rows of the hexagons: longitude, latitude, residents, schools, health centres.
    fn hexagons(&self) -> Vec<(At, [u64; 3])> {
        let path = self.shared.join("data/porto-alegre-r5r/poa_hexgrid.csv");
        let text = fs::read_to_string(path).unwrap();
        let row = |line: &str| {
            let cells: Vec<&str> = line.split(',').collect();
            let number = |at: usize| cells[at].parse().unwrap_or(0);
            let at = (cells[1].parse().unwrap(), cells[2].parse().unwrap());
            (at, [number(3), number(4), number(6)])
        };
        text.lines().skip(1).map(row).collect()
    }

    fn hexagons_as_outlets(&self) -> String {
        let mut rows = vec!["id,lon,lat,category\n".to_owned()];
        for (number, ((lon, lat), [_, schools, health])) in self.hexagons().iter().enumerate() {
            let categories = [(schools, "kindergarten"), (health, "community_health_center")];
            let found = categories.into_iter().filter(|(count, _)| **count > 0);
            rows.extend(
                found.map(|(_, category)| format!("{category}-{number},{lon},{lat},{category}\n")),
            );
        }
        rows.concat()
    }

    /// Places with residents, by the raw files.
    fn people(&self) -> Vec<(At, u64)> {
        let features = |path: PathBuf| -> Vec<Value> {
            let value: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            value["features"].as_array().unwrap().clone()
        };
        match self.network.name {
            "porto_alegre" => self.hexagons().iter().map(|(at, of)| (*at, of[0])).collect(),
            "helsinki" => {
                let grid = self.shared.join("data/helsinki-centre/population_grid_2020.geojson");
                let people = |of: &Value| of["properties"]["population"].as_u64().unwrap();
                features(grid).iter().map(|of| (middle(of), people(of))).collect()
            }
            _ => (0..self.network.extracts.len())
                .flat_map(|at| {
                    features(self.home.path().join(format!("import-{at}/estates.geojson")))
                })
                .map(|of| (crate::rings(&of)[0][0], 1))
                .collect(),
        }
    }

    /// All positions of the streets, in units of the seventh decimal.
    fn street_vertices(&self) -> BTreeSet<(i64, i64)> {
        let mut vertices = BTreeSet::new();
        for at in 0..self.network.extracts.len() {
            let path = self.home.path().join(format!("import-{at}/streets.geojson"));
            let value: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            for line in value["features"].as_array().unwrap() {
                let line = line["geometry"]["coordinates"].as_array().unwrap();
                vertices.extend(line.iter().map(|at| whole(position(at))));
            }
        }
        vertices
    }

    /// Reports the city and checks that everybody is accounted for; the number of services with data.
    fn account(&self) -> usize {
        let (settings, out) = (self.path("walkshed.toml"), self.path("out"));
        walkshed(&["report", &settings, "--out", &out, "--no-maps", "--lang", "en"]);
        let assessment = fs::read(self.home.path().join("out/assessment.json")).unwrap();
        let assessment: Value = serde_json::from_slice(&assessment).unwrap();
        let read = &assessment["reconciliation"];
        let number = |value: &Value| value.as_u64().unwrap();
        let all: u64 = self.people().iter().map(|(_, people)| people).sum();
        assert_eq!(number(&read["people_read"]), all);
        assert_eq!(number(&read["people_inside"]) + number(&read["people_outside"]), all);
        let layer = &assessment["streets"]["layers"][0];
        let units = layer["units"].as_array().unwrap().iter().map(|unit| &unit["services"]);
        let units: Vec<&Value> = units.collect();
        let services = layer["total"].as_array().unwrap();
        for total in services {
            let name = total["service"].as_str().unwrap();
            assert_eq!(number(&total["people"]), number(&read["people_inside"]), "{name}");
            let rows = || units.iter().map(|of| entry(of, "service", name)).chain([total]);
            for row in rows() {
                let of = |key: &str| number(&row[key]);
                let parts = of("people_along_streets")
                    + of("people_too_far_along_streets")
                    + of("people_on_streets_without_outlet")
                    + of("people_near_no_street");
                assert_eq!(parts, of("people"), "{name}: {row}");
                // A walk is no shorter than the line: whoever walks there is in the circle.
                let circle = of("people_along_streets")
                    + of("people_lost_by_detour")
                    + of("people_within_circle_near_no_street");
                assert_eq!(circle, of("people_within_circle"), "{name}: {row}");
            }
            for key in ["people", "people_along_streets", "people_lost_by_detour"] {
                let sum: u64 =
                    units.iter().map(|of| number(&entry(of, "service", name)[key])).sum();
                assert_eq!(sum, number(&total[key]), "{name}: {key}");
            }
        }
        services.len()
    }

    /// Explains walks from places spread over the city and checks them against the extract.
    fn explain(&self) {
        let vertices = self.street_vertices();
        let people: Vec<At> =
            self.people().iter().filter(|(_, people)| *people > 0).map(|(at, _)| *at).collect();
        let (mut walks, mut asked) = (0, 0);
        let step = people.len() / 40;
        for (number, at) in people.iter().step_by(step.max(1)).enumerate() {
            let category = self.network.categories[number % 2];
            let (settings, out) = (self.path("walkshed.toml"), self.path("walk.geojson"));
            let place = format!("{},{}", at.0, at.1);
            walkshed(&[
                "explain",
                &settings,
                "--at",
                &place,
                "--category",
                category,
                "--out",
                &out,
            ]);
            asked += 1;
            let walk: Value = serde_json::from_slice(&fs::read(out).unwrap()).unwrap();
            walks += usize::from(is_sound(&walk, *at, &vertices));
            if walks == WALKS {
                break;
            }
        }
        assert_eq!(walks, WALKS, "of {asked} asked for");
    }
}

#[expect(clippy::cast_possible_truncation, reason = "at most 180e7")]
fn whole((lon, lat): At) -> (i64, i64) {
    ((lon * 1e7).round() as i64, (lat * 1e7).round() as i64)
}

/// Whether there is a walk; fails where it is none along the lines of the extract, or not as long as it says.
fn is_sound(walk: &Value, place: At, vertices: &BTreeSet<(i64, i64)>) -> bool {
    let features = walk["features"].as_array().unwrap();
    let part = |name: &str| {
        let found = features.iter().find(|of| of["properties"]["part"] == name)?;
        let coordinates = found["geometry"]["coordinates"].as_array().unwrap();
        let line: Vec<At> = match found["geometry"]["type"].as_str().unwrap() {
            "Point" => vec![position(&found["geometry"]["coordinates"])],
            _ => coordinates.iter().map(position).collect(),
        };
        Some((line, found["properties"]["length_m"].as_f64().unwrap_or(0.0)))
    };
    let Some((street, along)) = part("street") else { return false };
    let (first, to_street) = part("leg to the street").unwrap();
    let (last, to_outlet) = part("leg to the outlet").unwrap();
    let (outlet, all) = part("nearest along streets").unwrap();
    let (_, line) = part("nearest in a straight line").unwrap();
    let is_one = |a: At, b: At| metres(a, b) < 0.01;
    assert!(is_one(first[0], place) && is_one(*first.last().unwrap(), street[0]));
    assert!(is_one(*street.last().unwrap(), last[0]) && is_one(*last.last().unwrap(), outlet[0]));
    for (line, length) in [(&first, to_street), (&street, along), (&last, to_outlet)] {
        let drawn: f64 = line.windows(2).map(|pair| metres(pair[0], pair[1])).sum();
        // The plane is true to 0.03 %, the points of the graph to a millimetre.
        assert!((drawn - length).abs() < 3e-4 * length + 0.2, "{drawn} {length}");
    }
    assert!((to_street + along + to_outlet - all).abs() < 0.01 && all >= line - 0.01);
    // Between its ends it bends where the extract has a vertex and nowhere else.
    for bend in &street[1..street.len() - 1] {
        let (lon, lat) = whole(*bend);
        let near = |x: i64, y: i64| vertices.contains(&(lon + x, lat + y));
        assert!((-1..=1).any(|x| (-1..=1).any(|y| near(x, y))), "no vertex at {bend:?}");
    }
    true
}

/// Runs a network end to end, with data for so many services at least.
fn run(network: &'static Network, services: usize) {
    let Some(walked) = Walked::new(network) else { return };
    let found = walked.account();
    assert!(found >= services, "{found} services with data");
    walked.explain();
}

#[test]
fn helsinki_is_walked_end_to_end() {
    run(&HELSINKI, 5);
}

#[test]
fn porto_alegre_is_walked_end_to_end() {
    run(&PORTO_ALEGRE, 2);
}

#[test]
fn monaco_is_walked_end_to_end() {
    run(&MONACO, 4);
}

#[test]
fn haidian_is_walked_end_to_end() {
    run(&HAIDIAN, 6);
}
