//! Areas against the answers of the public test data for OpenStreetMap readers (a corpus of broken and
//! whole multipolygons, each with its area as WKT), and its files of well-formed and broken XML.

use std::path::{Path, PathBuf};

use geo::{Area, BooleanOps, Coord, LineString, MultiPolygon, Polygon, Validation};
use serde_json::Value;
use walkshed::input::MaxInput;
use walkshed::input::osm::{OsmLayer, OsmRules, Units, read};
use walkshed::watch::Watch;

/// The corpus, or none with a word that it is skipped.
fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("WALKSHED_SHARED");
    if shared.is_none() {
        eprintln!("skipped: WALKSHED_SHARED is not set");
    }
    Some(Path::new(&shared?).join("corpora/osm-areas"))
}

/// Residential land of an extract: the id and the area of each piece.
fn estates(file: &Path) -> Vec<(String, MultiPolygon)> {
    let reading = read(file, MaxInput::default(), &Watch::default()).unwrap();
    let extract = reading.extract.unwrap_or_else(|| panic!("{:?}", reading.findings));
    let rules = OsmRules { units: Units::Extent, ..OsmRules::default() };
    let city = extract.city(rules, &Watch::default()).unwrap();
    let mut json = Vec::new();
    city.write(OsmLayer::Estates, &mut json).unwrap();
    let json: Value = serde_json::from_slice(&json).unwrap();
    let of = |feature: &Value| {
        let geometry: geojson::Geometry =
            serde_json::from_value(feature["geometry"].clone()).unwrap();
        let area = match geo::Geometry::try_from(geometry).unwrap() {
            geo::Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]),
            geo::Geometry::MultiPolygon(polygons) => polygons,
            other => panic!("{other:?}"),
        };
        (feature["properties"]["id"].as_str().unwrap().to_owned(), area)
    };
    json["features"].as_array().unwrap().iter().map(of).collect()
}

/// Reads `MULTIPOLYGON(((x y,...),(...)),((...)))`.
fn area_of(wkt: &str) -> MultiPolygon {
    let rings = |polygon: &str| -> Vec<LineString> {
        let ring = |text: &str| {
            let numbers = |pair: &str| {
                let (x, y) = pair.trim().split_once(' ').unwrap();
                Coord { x: x.parse().unwrap(), y: y.parse().unwrap() }
            };
            LineString(text.split(',').map(numbers).collect())
        };
        polygon.split("),(").map(|text| ring(text.trim_matches(['(', ')']))).collect()
    };
    let polygon = |text: &str| {
        let mut rings = rings(text);
        let outer = rings.remove(0);
        Polygon::new(outer, rings)
    };
    let body = wkt.strip_prefix("MULTIPOLYGON").unwrap();
    MultiPolygon(body.split(")),((").map(polygon).collect())
}

/// Whether two areas are the same but for the last of 7 decimals.
fn same(found: &MultiPolygon, wanted: &MultiPolygon) -> bool {
    found.xor(wanted).unsigned_area() < 1e-6 * wanted.unsigned_area()
}

/// The case with its land made residential, so that it becomes an estate.
fn residential(case: &Path, folder: &Path) -> PathBuf {
    let mut text = std::fs::read_to_string(case.join("data.osm")).unwrap();
    for (key, value) in
        [("landuse", "forest"), ("natural", "wood"), ("natural", "water"), ("area", "yes")]
    {
        let tag = format!("k=\"{key}\" v=\"{value}\"");
        text = text.replace(&tag, "k=\"landuse\" v=\"residential\"");
    }
    let file = folder.join("case.osm");
    std::fs::write(&file, text).unwrap();
    file
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}

#[test]
fn areas_are_those_of_the_test_data() {
    let Some(corpus) = corpus() else { return };
    let scratch = tempfile::tempdir().unwrap();
    let (mut drawn, mut refused, mut touching) = (0, 0, Vec::new());
    for case in folders(&corpus.join("grid")).iter().flat_map(|group| folders(group)) {
        let test = std::fs::read(case.join("test.json")).unwrap();
        let test: Value = serde_json::from_slice(&test).unwrap();
        let Some(variants) = test["areas"].as_object() else { continue };
        let found = estates(&residential(&case, scratch.path()));
        for wanted in variants["default"].as_array().unwrap() {
            let id = format!("{}/{}", wanted["from_type"].as_str().unwrap(), wanted["from_id"]);
            let ours = found.iter().find(|(found, _)| *found == id).map(|(_, area)| area);
            let wkt = wanted["wkt"].as_str().filter(|wkt| *wkt != "INVALID");
            let tags = wanted["tags"].as_object();
            // Some cases are of other tags than land; those are no estates.
            let is_land = tags.is_none_or(|tags| {
                let landuse = tags.get("landuse").or(tags.get("natural")).or(tags.get("area"));
                !tags.contains_key("building") && landuse.is_some_and(|value| value != "grass")
            });
            match (ours, wkt) {
                (None, None) => refused += 1,
                (None, Some(_)) => assert!(!is_land, "{id} of {} is missing", case.display()),
                (Some(area), Some(wkt)) => {
                    assert!(same(area, &area_of(wkt)), "{id} of {}: {area:?}", case.display());
                    drawn += 1;
                }
                // Rings may touch between two nodes: no multipolygon of OpenStreetMap, and yet of a
                // clear area: the mended one of the data, or where there is none a valid one.
                (Some(area), None) => {
                    touching.push(test["test_id"].as_u64().unwrap());
                    let mended = variants.get("fix").and_then(|fix| {
                        fix.as_array()?.iter().find(|area| area["from_id"] == wanted["from_id"])
                    });
                    let is_clear = match mended.and_then(|area| area["wkt"].as_str()) {
                        Some(wkt) => same(area, &area_of(wkt)),
                        None => area.is_valid(),
                    };
                    assert!(is_clear, "{id} of {} is drawn: {area:?}", case.display());
                }
            }
        }
    }
    assert_eq!((drawn, refused, touching), (33, 14, vec![754, 756, 771, 773]));
}

#[test]
fn broken_xml_is_told_from_whole_xml() {
    let Some(corpus) = corpus() else { return };
    for case in folders(&corpus.join("xml")) {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(&case).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.to_string_lossy().contains(".osm"));
        let reading = read(&files[0], MaxInput::default(), &Watch::default()).unwrap();
        // A file in order that holds nothing is refused too, but for that.
        let broken = reading.findings.iter().any(|finding| {
            finding.severity == walkshed::finding::Severity::Error && finding.code != "osm-empty"
        });
        // Version 0.5 has no result of its own: nobody has to read it.
        let result = std::fs::read_to_string(case.join("result")).unwrap_or_default();
        assert_eq!(broken, result.trim() != "valid", "{}: {:?}", case.display(), reading.findings);
    }
}
