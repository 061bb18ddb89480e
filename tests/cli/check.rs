//! What `walkshed check` says, in each of its forms.

use serde_json::Value;

use super::{Place, err, out, run, status};

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
    assert_eq!(sum("left_out"), 1);
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
