//! What `walkshed check` says, in each of its forms.

use std::fs;

use serde_json::{Value, json};

use super::{Place, contents, err, out, run, status};

fn document(place: &Place, more: &[&str]) -> (Option<i32>, Value) {
    let city = place.text("city");
    let args = [&["check", &city, "--format", "json"], more].concat();
    let check = run(&args);
    assert!(err(&check).is_empty(), "{}", err(&check));
    (status(&check), serde_json::from_str(out(&check)).unwrap())
}

#[test]
fn a_check_in_json_is_one_document_with_the_findings_and_the_buckets() {
    let place = Place::new();
    place.spoil("outlets.geojson", "\"category\":\"laundry\"", "\"category\":\"laundri\"");
    let (status, json) = document(&place, &["--quiet"]);
    assert_eq!(status, Some(0));
    let list = json["findings"].as_array().unwrap();
    let finding = list.iter().find(|f| f["code"] == "unknown-category").unwrap();
    assert_eq!(finding["value"], "laundri");
    assert_eq!(
        (&finding["file"], &finding["severity"]),
        (&"outlets.geojson".into(), &"warning".into())
    );
    assert!(finding["path"].as_str().unwrap().ends_with(".properties.category"), "{finding}");
    // The reader's own sums are the manifest's, and all files add up to the total.
    let sum = |key: &str| {
        let files = json["inputs"].as_array().unwrap().iter();
        files.map(|f| f["fates"][key]["features"].as_u64().unwrap()).sum::<u64>()
    };
    for key in ["read", "used", "repaired", "outside", "left_out"] {
        assert_eq!(json["total"][key]["features"], sum(key), "{key}");
    }
    assert_eq!(sum("read"), sum("used") + sum("repaired") + sum("outside") + sum("left_out"));
    // The outlet, and 8 lines that nobody walks on: river, railway, 6 stretches of expressway.
    assert_eq!(sum("left_out"), 9);
    assert_eq!(document(&place, &["--deny-warnings"]).0, Some(1));
    assert_eq!(document(&place, &[]), document(&place, &["--threads", "1"]));
}

#[test]
fn a_refused_city_has_a_document_too() {
    let place = Place::new();
    place.cut("estates.geojson");
    let (status, json) = document(&place, &[]);
    assert_eq!(status, Some(2));
    assert!(json["city"].is_null());
    let error = json["findings"].as_array().unwrap().iter().find(|f| f["severity"] == "error");
    let error = error.unwrap();
    assert_eq!((&error["code"], &error["file"]), (&"json".into(), &"estates.geojson".into()));
    // A feature a line, so that the last line is that of the break, as `wc -l` counts.
    let text = std::fs::read_to_string(place.path("city/estates.geojson")).unwrap();
    assert_eq!(error["line"], text.lines().count());
}

#[test]
fn a_check_for_github_annotates_the_lines_of_the_files() {
    let place = Place::new();
    place.spoil("people.geojson", "\"people\":", "\"people\":-");
    let text = std::fs::read_to_string(place.path("city/people.geojson")).unwrap();
    let line = 1 + text.lines().position(|line| line.contains("\"people\":-")).unwrap();
    let city = place.text("city");
    let check = run(&["check", &city, "--format", "github"]);
    assert_eq!(status(&check), Some(2));
    let start =
        format!("::error file={city}/people.geojson,line={line},title=negative::people is -");
    assert!(out(&check).lines().any(|l| l.starts_with(&start)), "{start}\n{}", out(&check));
    assert!(err(&check).is_empty(), "{}", err(&check));
}

#[test]
fn a_format_needs_a_city() {
    let check = run(&["check", "--explain", "overlap", "--format", "json"]);
    assert_eq!(status(&check), Some(2));
}

/// A city of two units that overlap, one of them with an open ring, and of an outlet that stands twice
/// and one that has no place.
fn spoilt() -> Place {
    let place = Place::new();
    let feature = |properties: &str, geometry: &str| {
        format!(r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{geometry}}}"#)
    };
    let unit = |id: &str, ring: &str| {
        let geometry = format!(r#"{{"type":"Polygon","coordinates":[[{ring}]]}}"#);
        feature(&format!(r#""id":"{id}","name":"{id}""#), &geometry)
    };
    let outlet = |id: &str, geometry: &str| {
        feature(&format!(r#""id":"{id}","name":"Clinic","category":"clinic""#), geometry)
    };
    let units = [
        unit("A", "[116.3,39.9],[116.32,39.9],[116.32,39.92],[116.3,39.92],[116.3,39.9]"),
        unit("B", "[116.315,39.9],[116.34,39.9],[116.34,39.92],[116.315,39.92]"),
    ];
    let point = r#"{"type":"Point","coordinates":[116.305,39.905]}"#;
    let outlets = [outlet("1", point), outlet("2", point), outlet("3", "null")];
    fs::remove_dir_all(place.path("city")).unwrap();
    fs::create_dir(place.path("city")).unwrap();
    for (name, features) in [("subdistricts", &units[..]), ("outlets", &outlets)] {
        let features = features.join(",\n");
        let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{features}\n]}}\n");
        fs::write(place.path("city").join(format!("{name}.geojson")), text).unwrap();
    }
    place
}

#[test]
fn issues_are_written_where_they_are_and_the_others_are_counted() {
    let place = spoilt();
    let (city, file) = (place.text("city"), place.text("where.geojson"));
    let check = run(&["check", &city, "--issues", &file]);
    assert_eq!(status(&check), Some(0), "{}", err(&check));
    let text = fs::read_to_string(place.path("where.geojson")).unwrap();
    let layer: Value = serde_json::from_str(&text).unwrap();
    let issues = layer["features"].as_array().unwrap();
    let of = |code: &str| issues.iter().find(|f| f["properties"]["code"] == code).unwrap();
    // The last corner, and the first that it is joined to.
    let edge = json!([[116.315, 39.92], [116.315, 39.9]]);
    assert_eq!(of("ring-closed")["geometry"], json!({"type": "LineString", "coordinates": edge}));
    let twins = json!([[116.305, 39.905], [116.305, 39.905]]);
    assert_eq!(of("same-outlet")["geometry"], json!({"type": "MultiPoint", "coordinates": twins}));
    let overlap = &of("overlap")["geometry"];
    assert_eq!(overlap["type"], "MultiPolygon");
    let ring = overlap["coordinates"][0][0].as_array().unwrap();
    let lons: Vec<f64> = ring.iter().map(|p| p[0].as_f64().unwrap()).collect();
    let (west, east) = (lons.iter().copied().reduce(f64::min), lons.into_iter().reduce(f64::max));
    let is_at = |lon: Option<f64>, there: f64| (lon.unwrap() - there).abs() < 1e-8;
    assert!(ring.len() >= 5 && is_at(west, 116.315) && is_at(east, 116.32), "{ring:?}");
    // The outlet without a place is in the count only.
    assert!(!text.contains("no-geometry"));
    let (_, all) = document(&place, &[]);
    let all = all["findings"].as_array().unwrap().len();
    let (placed, others) = (issues.len(), all - issues.len());
    let has = if others == 1 { "has" } else { "have" };
    let remark = format!("{file}: {placed} findings by place; {others} {has} none\n");
    assert!(others >= 1 && err(&check).ends_with(&remark), "{remark}{}", err(&check));
}

#[test]
fn issues_of_a_refused_city_are_written_too_and_never_over_an_input() {
    let place = spoilt();
    place.spoil("outlets.geojson", "[116.305,39.905]", "[39.905,116.305]");
    let (city, file) = (place.text("city"), place.text("where.geojson"));
    assert_eq!(status(&run(&["check", &city, "--issues", &file])), Some(2));
    assert!(fs::read_to_string(&file).unwrap().contains("\"overlap\""));
    let before = contents(&place.path("city"));
    let over = run(&["check", &city, "--issues", &place.text("city/outlets.geojson")]);
    assert_eq!(status(&over), Some(2));
    assert!(err(&over).contains("error[same-file]"), "{}", err(&over));
    assert!(contents(&place.path("city")) == before);
}

#[test]
fn a_copy_is_mended_and_every_repair_is_told() {
    let place = spoilt();
    let (city, copy) = (place.text("city"), place.text("copy"));
    let fixed = run(&["check", &city, "--fix", &copy]);
    assert_eq!(status(&fixed), Some(0), "{}", err(&fixed));
    let said = err(&fixed);
    let line = "mended[ring-closed]: ends at [116.315,39.92] -> an edge of ";
    assert!(said.contains(line), "{said}");
    assert!(
        said.contains("; subdistricts.geojson: features[1].geometry.coordinates[0]\n"),
        "{said}"
    );
    assert!(said.contains("\n1 repair made in the copy\n"), "{said}");
    assert!(said.contains("left as they are"), "{said}");
    assert!(said.contains("same-outlet 1") && !said.contains("ring-closed 1"), "{said}");
    let files: Vec<String> = contents(&place.path("copy")).into_keys().collect();
    let expected = ["outlets.geojson", "repairs.csv", "subdistricts.geojson", "walkshed.toml"];
    assert_eq!(files, expected);
    let again = run(&["check", &copy, "--fix", &place.text("again")]);
    assert!(err(&again).contains("\n0 repairs made in the copy\n"), "{}", err(&again));
    assert!(!err(&again).contains("ring-closed"), "{}", err(&again));
    let (before, after) = (contents(&place.path("copy")), contents(&place.path("again")));
    assert_eq!(before["subdistricts.geojson"], after["subdistricts.geojson"]);
}

#[test]
fn a_copy_never_takes_the_place_of_a_city() {
    let place = spoilt();
    let city = place.text("city");
    let before = contents(&place.path("city"));
    let own = run(&["check", &city, "--fix", &format!("{city}/.")]);
    assert_eq!(status(&own), Some(2));
    assert!(err(&own).contains("error[same-file]"), "{}", err(&own));
    assert!(contents(&place.path("city")) == before);
    let other = Place::new();
    let there = contents(&other.path("city"));
    let over = run(&["check", &city, "--fix", &other.text("city")]);
    assert_eq!(status(&over), Some(2));
    assert!(err(&over).contains("error[exists]"), "{}", err(&over));
    assert!(contents(&other.path("city")) == there);
}

#[test]
fn a_code_is_explained_without_a_city() {
    let explained = run(&["check", "--explain", "overlap"]);
    assert_eq!(status(&explained), Some(0));
    assert!(out(&explained).starts_with("overlap (warning): "), "{}", out(&explained));
    assert!(out(&explained).contains("warning[overlap]: "), "{}", out(&explained));
    // In the language that is asked for, though no city is named.
    let zh = run(&["check", "--explain", "overlap", "--lang", "zh"]);
    assert!(
        out(&zh).starts_with("overlap（警告）：") && !out(&zh).contains("for example"),
        "{}",
        out(&zh)
    );
    let all = run(&["check", "--explain", "all", "--lang", "zh"]);
    assert!(out(&all).starts_with("| 代码 | 级别 | 含义 |\n"), "{}", out(&all));
    let unknown = run(&["check", "--explain", "overlaps"]);
    assert_eq!((status(&unknown), out(&unknown)), (Some(2), ""));
    assert!(err(&unknown).contains("did you mean overlap?"), "{}", err(&unknown));
}
