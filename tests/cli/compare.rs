//! `walkshed compare`: changes between two reports against their own tables.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{Place, contents, err, names, out, run, status};

type Rows = Vec<BTreeMap<String, String>>;

fn rows(path: &Path) -> Rows {
    let text = fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// A city, and the same with every ninth outlet closed: both reported.
fn two_reports() -> Place {
    let place = Place::new();
    assert_eq!(status(&place.report(&[])), Some(0));
    fs::rename(place.path("out"), place.path("before")).unwrap();
    let path = place.path("city/outlets.geojson");
    let mut layer: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let outlets = layer["features"].as_array_mut().unwrap();
    let mut number = 0;
    outlets.retain(|_| {
        number += 1;
        number % 9 != 0
    });
    fs::write(&path, layer.to_string()).unwrap();
    assert_eq!(status(&place.report(&[])), Some(0));
    place
}

#[test]
fn changes_are_those_of_the_two_coverage_tables() {
    let place = two_reports();
    let assessments = [place.text("before/assessment.json"), place.text("out/assessment.json")];
    let made = place.text("changes");
    let compared =
        run(&["compare", &assessments[0], &assessments[1], "--out", &made, "--lang", "en"]);
    assert_eq!(status(&compared), Some(0), "{}", err(&compared));
    assert!(out(&compared).contains("0 gained, "), "{}", out(&compared));
    let files = names(&place.path("changes"));
    let tables = ["changes.csv", "function_changes.csv", "manifest.json", "supply_changes.csv"];
    assert_eq!(files, tables);

    let changes = rows(&place.path("changes/changes.csv"));
    let mut compared = 0;
    for name in ["coverage.csv", "coverage_communities.csv"] {
        let [before, after] = ["before", "out"].map(|run| rows(&place.path(run).join(name)));
        for (a, b) in before.iter().zip(&after) {
            let same = |row: &&BTreeMap<String, String>| {
                ["level", "unit_id", "service"].iter().all(|key| row[*key] == a[*key])
            };
            let change = changes.iter().find(same).unwrap();
            for figure in ["outlets_inside", "land_served_ha", "people_unserved"] {
                assert_eq!(change[&format!("{figure}_before")], a[figure]);
                assert_eq!(change[&format!("{figure}_after")], b[figure]);
                let number = |text: &str| text.parse::<f64>().ok();
                let wanted = number(&b[figure]).zip(number(&a[figure])).map(|(b, a)| b - a);
                let got = number(&change[&format!("{figure}_change")]);
                let is_near = |(w, g): (f64, f64)| (w - g).abs() < 1.5e-4;
                assert!(wanted.zip(got).is_none_or(is_near), "{figure} of {a:?}: {change:?}");
                assert_eq!(wanted.is_some(), got.is_some());
                compared += usize::from(wanted.is_some_and(|change| change != 0.0));
            }
        }
    }
    assert!(compared > 50, "only {compared} figures changed");
}

#[test]
fn other_rules_other_cities_and_other_files_are_refused_and_nothing_is_written() {
    let place = Place::new();
    assert_eq!(status(&place.report(&[])), Some(0));
    fs::rename(place.path("out"), place.path("before")).unwrap();
    assert_eq!(status(&place.report(&["--profile", "elderly"])), Some(0));
    let (a, b) = (place.text("before/assessment.json"), place.text("out/assessment.json"));
    let compare = |a: &str, b: &str| run(&["compare", a, b, "--out", &place.text("changes")]);

    let refused = compare(&a, &b);
    assert_eq!(status(&refused), Some(2));
    assert!(err(&refused).contains("error[other-rules]: "), "{}", err(&refused));
    assert!(err(&refused).contains("radius_m"), "{}", err(&refused));

    let refused = compare(&a, &place.text("city/outlets.geojson"));
    assert_eq!(status(&refused), Some(2));
    assert!(err(&refused).contains("error[not-an-assessment]: "), "{}", err(&refused));

    let text = fs::read_to_string(&a).unwrap();
    fs::write(place.path("other.json"), text.replace("\"D0", "\"E0")).unwrap();
    let refused = compare(&a, &place.text("other.json"));
    assert_eq!(status(&refused), Some(2));
    assert!(err(&refused).contains("error[other-city]: "), "{}", err(&refused));

    fs::write(place.path("one.json"), text.replace("\"D001\"", "\"X001\"")).unwrap();
    let warned = run(&["compare", &a, &place.text("one.json"), "--deny-warnings"]);
    assert_eq!(status(&warned), Some(1), "{}", err(&warned));
    assert!(err(&warned).contains("warning[unmatched-units]: "), "{}", err(&warned));

    let onto_itself = run(&["compare", &a, &b, "--out", &place.text("none/there")]);
    assert_eq!(status(&onto_itself), Some(2));
    assert!(!place.path("changes").exists());
}

#[test]
fn a_comparison_takes_no_report_away() {
    let place = two_reports();
    let (a, b) = (place.text("before/assessment.json"), place.text("out/assessment.json"));
    let before = contents(&place.path("out"));
    let refused = run(&["compare", &a, &b, "--out", &place.text("out")]);
    assert_eq!(status(&refused), Some(2));
    assert!(err(&refused).contains("holds the outputs of walkshed report"), "{}", err(&refused));
    assert!(contents(&place.path("out")) == before);
}
