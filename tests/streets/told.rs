//! A walk across a square as `explain` tells it, writes it and draws it.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tiny_skia::Pixmap;
use walkshed::model::{City, LonLat};

use crate::rules;

const SQUARE: &str = "[[116.4,39.9],[116.401,39.9],[116.401,39.901],[116.4,39.901],[116.4,39.9]]";
const DIAGONAL: &str = "[[116.4,39.9],[116.401,39.901]]";
/// Off two corners of the square; the clinic is at the first of these.
const PATHS: [&str; 2] = ["[[116.399,39.9],[116.4,39.9]]", "[[116.401,39.901],[116.402,39.901]]"];
const PLACE: [f64; 2] = [116.4015, 39.901];

/// What `explain` says of the place, in a language.
fn explain(folder: &Path, lang: &str) -> String {
    let category = rules::read_city(folder).city.unwrap().categories()[0].clone();
    let out = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let mut run = Command::new(env!("CARGO_BIN_EXE_walkshed"));
    run.args(["explain", folder.to_str().unwrap(), "--at", "116.4015,39.901", "--lang", lang]);
    run.args(["--category", &category, "--out", &out(&format!("{lang}.geojson"))]);
    let done = run.args(["--map", &out(&format!("{lang}.png"))]).output().unwrap();
    assert!(done.status.success(), "{done:?}");
    String::from_utf8(done.stdout).unwrap()
}

/// Metres along a line of a city.
fn long(city: &City, line: &[[f64; 2]]) -> f64 {
    let on = line.iter().map(|[lon, lat]| city.plane().to_local(LonLat { lon: *lon, lat: *lat }));
    let on: Vec<_> = on.collect();
    on.windows(2).map(|pair| pair[0].distance(pair[1]).0).sum()
}

/// Rows of a map in which a white stretch of some pixels lies in a red line.
fn hollow_rows(map: &Path) -> usize {
    let map = Pixmap::decode_png(&fs::read(map).unwrap()).unwrap();
    let width = map.width() as usize;
    let row = |row: &[tiny_skia::PremultipliedColorU8]| {
        let inks: String = row
            .iter()
            .map(|ink| match (ink.red(), ink.green(), ink.blue()) {
                (150.., ..80, ..80) => 'r',
                (235.., 235.., 235..) => 'w',
                _ => '.',
            })
            .collect();
        let inks = inks.replace('.', "");
        // Other white lies beside the line, not in it: it is wider.
        (1..4).any(|wide| inks.contains(&format!("r{}r", "w".repeat(wide))))
    };
    map.pixels().chunks(width).filter(|pixels| row(pixels)).count()
}

#[test]
fn the_piece_across_a_square_is_told_written_and_drawn() {
    let ways = [("\"highway\":\"footway\"", PATHS[0]), ("\"highway\":\"footway\"", PATHS[1])];
    let area = ("\"highway\":\"pedestrian\",\"area\":\"yes\"", SQUARE);
    let (folder, reading) = rules::city(&[area, ways[0], ways[1]]);
    let city = reading.city.unwrap();
    let (corner, end) = ([116.401, 39.901], [116.4, 39.9]);
    let (across, along) = (long(&city, &[corner, end]), long(&city, &[PLACE, corner, end]));
    let said = explain(folder.path(), "en");
    let part = format!("{along:.1} m along streets ({across:.1} m of it straight across squares)");
    assert!(said.contains(&part), "{said}");
    let said = explain(folder.path(), "zh");
    let part = format!("沿街{along:.1} m（其中直穿广场{across:.1} m），");
    assert!(said.contains(&part), "{said}");
    let walk = fs::read(folder.path().join("en.geojson")).unwrap();
    let walk: Value = serde_json::from_slice(&walk).unwrap();
    let features = walk["features"].as_array().unwrap().iter();
    let pieces: Vec<&Value> =
        features.filter(|of| of["properties"]["part"] == "across a square").collect();
    assert_eq!(pieces.len(), 1);
    let length = pieces[0]["properties"]["length_m"].as_f64().unwrap();
    assert!((length - across).abs() < 0.002, "{length}, not {across}");
    for (at, expected) in [corner, end].iter().enumerate() {
        for axis in 0..2 {
            let found = pieces[0]["geometry"]["coordinates"][at][axis].as_f64().unwrap();
            assert!((found - expected[axis]).abs() < 1e-7, "{:?}", pieces[0]);
        }
    }
    // Some 400 pixels of the map, which is 785 high, are the line across.
    assert!(hollow_rows(&folder.path().join("en.png")) > 100);
}

#[test]
fn a_walk_along_a_street_through_a_square_is_told_as_one_along_streets() {
    let lines =
        [SQUARE, DIAGONAL, PATHS[0], PATHS[1]].map(|line| ("\"highway\":\"footway\"", line));
    let (folder, _) = rules::city(&lines);
    let said = explain(folder.path(), "en");
    assert!(said.contains(" m along streets, "), "{said}");
    let walk = fs::read_to_string(folder.path().join("en.geojson")).unwrap();
    assert!(!walk.contains("across a square"), "{walk}");
    // The white rim of a mark may lie in the line in a row or two.
    assert!(hollow_rows(&folder.path().join("en.png")) < 10);
}
