//! A plan for Helsinki, one shop closed and two opened, with who and what it gains and loses worked out from
//! the raw files: residents by the middle of each cell, land by lines of latitude.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;

use super::ellipsoid::At;
use super::{City, entry, middle, nearest, places, rings, scan};

const RADIUS: f64 = 300.0;

/// The shop that closes, and those that open.
const CLOSED: &str = "node/4226460215";
const OPENED: [At; 2] = [(24.9572, 60.1743), (24.9415, 60.1604)];

fn review(city: &City) -> Value {
    let out = city.home.path().join("review");
    let mut command = Command::new(env!("CARGO_BIN_EXE_walkshed"));
    command.arg("review").arg(city.home.path().join("walkshed.toml"));
    command.arg("--plan").arg(city.home.path().join("plan.geojson")).arg("--out").arg(&out);
    let output =
        command.args(["--lang", "en", "--date", "2026-11-24", "--no-maps"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    serde_json::from_slice(&fs::read(out.join("review.json")).unwrap()).unwrap()
}

#[test]
fn a_plan_for_helsinki_gains_and_loses_what_the_raw_files_say() {
    let Some(city) = City::new("helsinki") else { return };
    let outlets = city.features(&["helsinki-centre/helsinki_outlets.geojson"]);
    let before = places(&outlets, "convenience");
    let stays: Vec<Value> =
        outlets.iter().filter(|o| o["properties"]["osm_id"] != CLOSED).cloned().collect();
    let after = [places(&stays, "convenience"), OPENED.to_vec()].concat();
    assert_eq!(after.len(), before.len() + 1);
    let document = review(&city);
    // The last phase stands for the whole plan.
    let last = document["phases"].as_array().unwrap().last().unwrap();
    let mut sums = [0; 2];
    for cell in city.features(&["helsinki-centre/population_grid_2020.geojson"]) {
        let id = cell["properties"]["id"].to_string();
        let unit = entry(&last["units"], "id", &id);
        let change = &entry(&unit["services"], "service", "convenience_store")["change"];
        let people = cell["properties"]["population"].as_u64().unwrap();
        let far = [&before, &after].map(|shops| nearest(middle(&cell), shops));
        assert!(
            far.iter().all(|far| (far - RADIUS).abs() > 0.05),
            "{id}: too near to call: {far:?}"
        );
        let [was, is] = far.map(|far| far <= RADIUS);
        let gained = if is && !was { people } else { 0 };
        let lost = if was && !is { people } else { 0 };
        assert_eq!(change["gained"]["people"]["all"], gained, "{id}");
        assert_eq!(change["lost"]["people"]["all"], lost, "{id}");
        sums = [sums[0] + gained, sums[1] + lost];

        // Land that is gained lies in no circle of today; what is lost, in none after the plan. What lies in
        // either is that of all shops together.
        let rings = rings(&cell);
        let served = |shops: &[At]| scan::areas(&rings, shops, RADIUS).1;
        let (today, then) = (served(&before), served(&after));
        let either = served(&[&before[..], &after].concat());
        for (key, expected) in [("gained", either - today), ("lost", either - then)] {
            let found = change[key]["land_m2"].as_f64().unwrap();
            assert!((found - expected).abs() < 6.0, "{id} {key}: {found} {expected}");
        }
    }
    let total = entry(&last["total"]["services"], "service", "convenience_store");
    let change = &total["change"];
    assert_eq!(change["gained"]["people"]["all"], sums[0]);
    assert_eq!(change["lost"]["people"]["all"], sums[1]);
    assert!(0 < sums[1] && sums[1] < sums[0]);
    // More residents reach a shop, and less land the whole circle: the README tells why.
    let circle = &last["total"]["circle"];
    assert!(circle["after"]["share"].as_f64() < circle["before"]["share"].as_f64(), "{circle}");
}

/// I12: what changes from one run to another, for a city whose shop closes, against the raw files.
#[test]
fn a_comparison_of_helsinki_with_a_shop_less_is_what_the_raw_files_say() {
    let Some(city) = City::new("helsinki") else { return };
    let home = city.home.path();
    let outlets = city.features(&["helsinki-centre/helsinki_outlets.geojson"]);
    let stays: Vec<Value> =
        outlets.iter().filter(|o| o["properties"]["osm_id"] != CLOSED).cloned().collect();
    city.assessment();
    fs::rename(home.join("out"), home.join("before")).unwrap();
    let later = serde_json::json!({ "type": "FeatureCollection", "features": &stays });
    fs::write(home.join("later.geojson"), later.to_string()).unwrap();
    let settings = fs::read_to_string(home.join("walkshed.toml")).unwrap();
    let file = city.shared.join("data/helsinki-centre/helsinki_outlets.geojson");
    let moved = settings.replace(file.to_str().unwrap(), "later.geojson");
    assert_ne!(moved, settings);
    fs::write(home.join("walkshed.toml"), moved).unwrap();
    city.assessment();
    let mut command = Command::new(env!("CARGO_BIN_EXE_walkshed"));
    let [one, other] = ["before", "out"].map(|run| home.join(run).join("assessment.json"));
    command.arg("compare").args([one, other]).arg("--out").arg(home.join("changes"));
    let output = command.args(["--lang", "en"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));

    let [before, after] = [&outlets, &stays].map(|outlets| places(outlets, "convenience"));
    let text = fs::read_to_string(home.join("changes/changes.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let mut lost = 0;
    for cell in city.features(&["helsinki-centre/population_grid_2020.geojson"]) {
        let id = cell["properties"]["id"].to_string();
        let is_it = |row: &&BTreeMap<String, String>| {
            row["level"] == "subdistrict"
                && row["unit_id"] == id
                && row["service"] == "convenience_store"
        };
        let row = rows.iter().find(is_it).unwrap();
        let number = |column: &str| row[column].parse::<f64>().unwrap();
        let people = cell["properties"]["population"].as_f64().unwrap();
        let unserved = [&before, &after]
            .map(|shops| if nearest(middle(&cell), shops) > RADIUS { people } else { 0.0 });
        let difference = unserved[1] - unserved[0];
        assert!((number("people_unserved_change") - difference).abs() < 1e-9, "{id}: {row:?}");
        let rings = rings(&cell);
        let [was, is] = [&before, &after].map(|shops| scan::areas(&rings, shops, RADIUS).1);
        let land = number("land_served_ha_change") * 1e4;
        // Hectares are written to a square metre.
        assert!((land - (is - was)).abs() < 6.0, "{id}: {land} {}", is - was);
        lost += usize::from(difference > 0.0);
    }
    assert!(lost > 0, "nobody loses the shop");
}
