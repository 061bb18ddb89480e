//! A report by several profiles: what each writes alone, in folders of their own, all or nothing.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use super::{Place, contents, err, names, out, status, walkshed};

const BUILT_IN: [&str; 7] = [
    "circle15",
    "gb50180",
    "mofcom-circle",
    "beijing-8",
    "checkup-mohurd-2025",
    "checkup-nr",
    "elderly",
];

/// Flags that ask for some profiles.
fn by<'p>(profiles: &[&'p str]) -> Vec<&'p str> {
    profiles.iter().flat_map(|profile| ["--profile", profile]).collect()
}

/// What a run by one profile alone writes, but for its manifest.
fn alone(place: &Place, profile: &str) -> BTreeMap<String, Vec<u8>> {
    let alone = place.text("alone");
    let mut command = walkshed();
    command.args(["report", &place.text("city"), "--out", &alone, "--no-maps"]);
    command.args(["--date", "2026-03-31", "--profile", profile, "--lang", "zh"]);
    let report = command.output().unwrap();
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    let mut files = contents(&place.path("alone"));
    files.remove("manifest.json");
    fs::remove_dir_all(&alone).unwrap();
    files
}

/// What a run by several has written into the folder of one.
fn of(key: &str, all: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let folder = format!("{key}/");
    let own = all.iter().filter_map(|(name, bytes)| Some((name.strip_prefix(&folder)?, bytes)));
    own.map(|(name, bytes)| (name.to_owned(), bytes.clone())).collect()
}

fn manifest(files: &BTreeMap<String, Vec<u8>>) -> Value {
    serde_json::from_slice(&files["manifest.json"]).unwrap()
}

#[test]
fn each_of_seven_profiles_has_a_folder_with_what_it_writes_alone() {
    let place = Place::new();
    let report = place.report(&[&by(&BUILT_IN)[..], &["--lang", "zh"]].concat());
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    let all = contents(&place.path("out"));
    for key in BUILT_IN {
        assert!(of(key, &all) == alone(&place, key), "{key}");
        assert!(out(&report).contains(&format!("口径 {key}：")), "{}", out(&report));
    }
    let manifest = manifest(&all);
    let keys: Vec<&str> = manifest["profiles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["key"].as_str().unwrap())
        .collect();
    assert_eq!(keys, BUILT_IN);
    assert!(manifest.get("profile").is_none());
    let listed: Vec<&str> = manifest["outputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| o["name"].as_str().unwrap())
        .collect();
    let written: Vec<&str> =
        all.keys().map(String::as_str).filter(|n| *n != "manifest.json").collect();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, written);
    // A run by one profile takes the folders of the others away again.
    assert_eq!(status(&place.report(&[])), Some(0));
    let left = contents(&place.path("out"));
    assert!(left.keys().all(|name| !name.contains('/')), "{:?}", left.keys());
}

/// Reads outlets otherwise: other names are in doubt, an hour is asked for, "bank" is a category.
const OWN: &str = r#"
key = "own"
extends = "circle15"
name_not_serving = "暂停"
[[service]]
key = "bank"
name_en = "bank"
name_zh = "银行"
lead_en = "bank office"
lead_zh = "银行办"
in_circle = false
[[service.provider]]
category = "bank"
radius_m = 500
[[category]]
key = "laundry"
name_include = "干洗"
name_needed = true
open_at = "Mo 10:00"
[[provision]]
key = "seats"
name_en = "seats"
name_zh = "座位"
categories = ["bank"]
measure = "column:seats"
base = "residents"
per = 1000
lead_en = "bank office"
lead_zh = "银行办"
"#;

#[test]
fn a_profile_that_reads_the_city_otherwise_gives_what_it_gives_alone() {
    let place = Place::new();
    fs::write(place.path("own.toml"), OWN).unwrap();
    // An outlet of a category that one of the profiles alone knows, with a column that it alone reads.
    let outlets = place.path("city").join("outlets.geojson");
    let mut json: Value = serde_json::from_slice(&fs::read(&outlets).unwrap()).unwrap();
    let mut bank = json["features"][0].clone();
    bank["properties"] =
        serde_json::json!({"id": "B1", "name": "B", "category": "bank", "seats": -3});
    json["features"].as_array_mut().unwrap().push(bank);
    fs::write(outlets, json.to_string()).unwrap();
    let own = place.text("own.toml");
    let report =
        place.report(&[&by(&["circle15", &own, "elderly"])[..], &["--lang", "zh"]].concat());
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    let all = contents(&place.path("out"));
    for (key, profile) in [("circle15", "circle15"), ("own", &own), ("elderly", "elderly")] {
        let (together, alone) = (of(key, &all), alone(&place, profile));
        assert_eq!(together.keys().collect::<Vec<_>>(), alone.keys().collect::<Vec<_>>(), "{key}");
        let unlike: Vec<&String> =
            together.iter().filter(|(name, bytes)| alone[*name] != **bytes).map(|f| f.0).collect();
        assert_eq!(unlike, [""; 0], "{key}");
    }
    let doubtful = |key: &str| all.contains_key(&format!("{key}/doubtful.csv"));
    assert!(doubtful("own") && !doubtful("circle15"));
    // What one of them says is said, and what all say is said once.
    assert!(err(&report).contains("unknown-category"), "{}", err(&report));
    assert_eq!(err(&report).matches("提示[not-open]").count(), 1, "{}", err(&report));
    // The bank is left out for the others, and their files say so.
    let manifest = manifest(&all);
    let profiles = manifest["profiles"].as_array().unwrap();
    let has_own_inputs = |at: usize| profiles[at].get("inputs").is_some();
    assert!(!has_own_inputs(0) && has_own_inputs(1) && !has_own_inputs(2));
}

#[test]
fn where_one_of_several_profiles_cannot_be_used_nothing_is_written() {
    let place = Place::new();
    let cases = [
        (vec!["circle15", "circle15"], "profile-twice"),
        (vec!["circle15", "nowhere"], "unknown-profile"),
    ];
    for (profiles, code) in cases {
        let report = place.report(&by(&profiles));
        assert_eq!(status(&report), Some(2));
        assert!(err(&report).contains(&format!("error[{code}]")), "{}", err(&report));
        assert!(!place.path("out").exists());
    }
    place.cut("outlets.geojson");
    assert_eq!(status(&place.report(&by(&["circle15", "elderly"]))), Some(2));
    assert!(!place.path("out").exists());
}

#[test]
fn outputs_of_several_profiles_take_their_places_together_or_not_at_all() {
    let place = Place::new();
    assert_eq!(status(&place.report(&by(&["circle15", "elderly"]))), Some(0));
    let before = contents(&place.path("out"));
    // A folder stands where a file of the last profile would go.
    fs::create_dir_all(place.path("out/gb50180/unmet.csv/x")).unwrap();
    let report = place.report(&[&by(&["circle15", "gb50180"])[..], &["--lang", "zh"]].concat());
    assert_eq!(status(&report), Some(2), "{}", err(&report));
    assert!(contents(&place.path("out")) == before);
    fs::remove_dir_all(place.path("out/gb50180")).unwrap();
    assert_eq!(names(&place.path("out")).len(), before.len());
}

#[test]
fn folders_that_a_later_run_leaves_empty_go_and_what_is_not_ours_stays() {
    let place = Place::new();
    assert_eq!(status(&place.report(&by(&["circle15", "elderly"]))), Some(0));
    fs::write(place.path("out/elderly/notes.txt"), "mine").unwrap();
    assert_eq!(status(&place.report(&by(&["circle15"]))), Some(0));
    assert!(!place.path("out/circle15").exists());
    assert_eq!(names(&place.path("out/elderly")), ["notes.txt"]);
}
