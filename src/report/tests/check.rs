//! Facts about findings as JSON.

use serde_json::Value;

use super::json::assert_described;
use super::written;
use crate::finding::{Bucket, Fate, Fates, Finding, Findings, Place, Spots};
use crate::report::{CHECK_SCHEMA, CHECK_SCHEMA_VERSION, InputRecord, check_json};
use crate::units::LonLat;

fn findings() -> Findings {
    let mut findings = Findings::new();
    let place = Place::path("a.geojson", "features[4].properties.people").with_name("=Centre");
    let at = LonLat { lon: 116.335, lat: 39.935_000_000_04 };
    findings.push(
        Finding::error("negative", place, "people is -5; it cannot be negative")
            .with_help("write null where it is unknown")
            .with_value("-5")
            .with_line(7)
            .with_spots(Spots::At(at)),
    );
    let row = Place::path("b.csv", "row 3");
    findings.push(Finding::note("no-name", row, "no name"));
    findings
}

fn inputs() -> Vec<InputRecord> {
    let mut fates = Fates { read: Bucket::one(Some(3)), ..Fates::default() };
    fates.put(Fate::LeftOut, "negative", Bucket::one(Some(3)));
    let file = |layer: &str, fates: &Fates| InputRecord {
        layer: layer.to_owned(),
        name: "a.geojson".to_owned(),
        bytes: 9,
        sha256: String::new(),
        features: 1,
        fates: fates.clone(),
    };
    vec![file("settings", &Fates::default()), file("people", &fates), file("estates", &fates)]
}

fn document(city: Option<&str>) -> Value {
    let text = written(|out| check_json(city, &findings(), &inputs(), out).unwrap());
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_schema_describes_the_document_and_nothing_else() {
    assert_described(CHECK_SCHEMA, &document(Some("Small")));
    assert_described(CHECK_SCHEMA, &document(None));
    let schema: Value = serde_json::from_str(CHECK_SCHEMA).unwrap();
    assert_eq!(schema["properties"]["schema_version"]["const"], CHECK_SCHEMA_VERSION);
}

#[test]
fn a_finding_is_whole_and_what_is_not_known_is_null() {
    let document = document(None);
    let [first, second] = &document["findings"].as_array().unwrap()[..] else { panic!() };
    assert_eq!(
        *first,
        serde_json::json!({
            "severity": "error", "code": "negative", "file": "a.geojson",
            "path": "features[4].properties.people", "feature": 4, "name": "=Centre", "value": "-5",
            "message": "people is -5; it cannot be negative",
            "help": "write null where it is unknown", "line": 7, "lon": 116.335, "lat": 39.935,
        })
    );
    assert_eq!((&second["feature"], &second["path"]), (&Value::from(3), &Value::from("row 3")));
    assert!(second["value"].is_null() && second["lon"].is_null() && second["help"].is_null());
    assert!(document["city"].is_null());
    assert_eq!(document["counts"], serde_json::json!({"error": 1, "note": 1, "warning": 0}));
}

#[test]
fn the_buckets_of_all_files_are_summed() {
    let document = document(Some("Small"));
    // Two files of one feature and three people each; the settings have none.
    assert_eq!(document["total"]["read"], serde_json::json!({"features": 2, "people": 6}));
    assert_eq!(document["total"]["left_out"], document["total"]["read"]);
    assert_eq!(document["inputs"].as_array().unwrap().len(), 3);
}
