//! Each figure with its label: kind, denominator, rule set and confidence in every table of every profile,
//! one name for one meaning, and what no figure can say said aloud.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use super::{Place, contents, err, out, status};

pub(super) type Row = BTreeMap<String, String>;

const ALL: [&str; 7] = [
    "circle15",
    "gb50180",
    "mofcom-circle",
    "beijing-8",
    "checkup-mohurd-2025",
    "checkup-nr",
    "elderly",
];

pub(super) fn rows(bytes: &[u8]) -> Vec<Row> {
    let text = std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}');
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = |record: csv::StringRecord| {
        head.iter().cloned().zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The tables of some profiles in English by `PROFILE/NAME`.
fn tables(place: &Place, profiles: &[&str]) -> BTreeMap<String, Vec<Row>> {
    let mut flags: Vec<&str> = profiles.iter().flat_map(|of| ["--profile", *of]).collect();
    flags.extend(["--lang", "en"]);
    let report = place.report(&flags);
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    let files = contents(&place.path("out")).into_iter();
    let is_table = |name: &String| name.to_ascii_lowercase().ends_with(".csv");
    files.filter(|(name, _)| is_table(name)).map(|(name, bytes)| (name, rows(&bytes))).collect()
}

fn is_filled(row: &Row, columns: &[&str], place: &str) {
    for column in columns {
        assert!(row.get(*column).is_some_and(|cell| !cell.is_empty()), "{place} {column}: {row:?}");
    }
}

/// Parts with what they are shares of, and the per cent that they are.
const SHARES: [[&str; 3]; 9] = [
    ["land_served_ha", "land_ha", "land_coverage_percent"],
    ["people_served", "people", "people_coverage_percent"],
    ["age_60plus_served", "age_60plus", "age_60plus_coverage_percent"],
    ["age_3_5_served", "age_3_5", "age_3_5_coverage_percent"],
    ["units_available", "units_counted", "units_available_percent"],
    ["people_along_streets", "people", "people_along_streets_percent"],
    ["people_within_circle", "people", "people_within_circle_percent"],
    ["people_lost_by_detour", "people_within_circle", "people_lost_by_detour_percent"],
    ["people_with_a_place", "people_in_need", "people_with_a_place_percent"],
];

fn number(row: &Row, column: &str) -> Option<f64> {
    row.get(column).filter(|cell| !cell.is_empty()).map(|cell| cell.parse().unwrap())
}

/// A share in the row is that of the counts beside it: 0.005 per cent for its own rounding, and as much
/// as half a digit of either count can do.
fn shares_are_those_of_their_counts(row: &Row, place: &str) -> usize {
    let mut seen = 0;
    for [part, whole, share] in SHARES {
        let (Some(part), Some(whole)) = (number(row, part), number(row, whole)) else { continue };
        let Some(share) = number(row, share) else {
            assert!(!row.contains_key(share) || whole <= 0.0, "{place} {share}: {row:?}");
            continue;
        };
        let slack = 0.005 + 1e-9 + 100.0 * 0.0001 / whole;
        assert!((100.0 * part / whole - share).abs() <= slack, "{place}: {part} {whole} {share}");
        seen += 1;
    }
    seen
}

#[test]
fn every_rate_of_every_table_says_kind_denominator_rule_set_radius_and_confidence() {
    let place = Place::new();
    let (mut shares, mut labelled) = (0, BTreeMap::new());
    for (name, rows) in tables(&place, &ALL) {
        let (profile, table) = name.split_once('/').unwrap();
        for row in &rows {
            shares += shares_are_those_of_their_counts(row, &name);
            if !table.starts_with("findings") && !table.starts_with("doubtful") {
                assert_eq!(row["profile"], profile, "{name}");
            }
            let is_silent = row.get("status").is_some_and(|status| status == "no data");
            let wanted: &[&str] = match table {
                _ if is_silent => &[],
                "gaps.csv" | "remedies.csv" | "projects.csv" => {
                    &["kind_of_land", "radius", "radius_clause", "radius_confidence"]
                }
                "problems.csv" if row["min"].is_empty() && row["max"].is_empty() => {
                    &["kind_of_rate", "radius", "radius_clause", "radius_confidence"]
                }
                "problems.csv" => {
                    &["kind_of_rate", "value_low", "target_clause", "target_confidence"]
                }
                "function_rates.csv" if row["function"] == "complete" => {
                    &["kind_of_rate", "rule", "rule_clause", "rule_confidence"]
                }
                "function_rates.csv" => &["kind_of_rate", "rule_confidence", "demands_confidence"],
                "unmet.csv" => &["reason", "rule_confidence", "demands_confidence"],
                "provision.csv" if row["min"].is_empty() && row["max"].is_empty() => {
                    &["measure", "base", "per", "clause"]
                }
                "provision.csv" => &["measure", "base", "per", "clause", "confidence"],
                "streets.csv" | "choice.csv" | "complaints.csv" => &["radius", "radius_confidence"],
                "capacity.csv" => &["clause", "confidence"],
                table if table.starts_with("coverage") => {
                    &["kind_of_rate", "radius", "radius_clause", "radius_confidence"]
                }
                _ => &[],
            };
            is_filled(row, wanted, &name);
            *labelled.entry(table.to_owned()).or_insert(0) += usize::from(!wanted.is_empty());
        }
    }
    assert!(shares > 10_000, "{shares}");
    // Every table that holds rates was looked at.
    for table in ["coverage", "gaps", "remedies", "projects", "problems", "function_rates", "unmet"]
    {
        assert!(labelled[&format!("{table}.csv")] > 0, "{labelled:?}");
    }
}

#[test]
fn people_are_those_of_the_unit_wherever_a_column_has_that_name() {
    let place = Place::new();
    let tables = tables(&place, &["circle15", "elderly"]);
    let of_unit: BTreeMap<(&str, &str), &str> = tables["circle15/coverage.csv"]
        .iter()
        .map(|row| ((row["level"].as_str(), row["unit_id"].as_str()), row["people"].as_str()))
        .collect();
    let mut seen = 0;
    for (name, rows) in &tables {
        for row in rows {
            let Some(people) = row.get("people") else { continue };
            let unit = (row["level"].as_str(), row["unit_id"].as_str());
            if let Some(of_unit) = of_unit.get(&unit).filter(|_| !people.is_empty()) {
                assert_eq!(people, of_unit, "{name} {unit:?}");
                seen += 1;
            }
        }
    }
    assert!(seen > 500, "{seen}");
    let file = fs::read(place.path("out/circle15/gaps.geojson")).unwrap();
    let gaps: Value = serde_json::from_slice(&file).unwrap();
    let file = fs::read(place.path("out/circle15/assessment.json")).unwrap();
    let assessment: Value = serde_json::from_slice(&file).unwrap();
    let of_service = |key: &str| {
        let gaps = assessment["gaps"].as_array().unwrap().iter();
        gaps.filter(|gap| gap["lacks"] == key)
            .map(|gap| gap["people_in_gap"].as_u64().unwrap())
            .sum::<u64>()
    };
    let projects = tables["circle15/projects.csv"].iter();
    let in_projects: u64 = projects
        .filter(|row| row["service"] == "breakfast")
        .map(|row| row["people_in_gaps"].parse::<u64>().unwrap())
        .sum();
    assert!(in_projects > 0 && in_projects == of_service("breakfast"), "{in_projects}");
    let drawn = gaps["features"].as_array().unwrap().iter();
    let drawn: u64 = drawn
        .filter(|gap| gap["properties"]["lacks"] == "breakfast")
        .map(|gap| gap["properties"]["people_in_gap"].as_u64().unwrap())
        .sum();
    assert_eq!(drawn, in_projects);
}

#[test]
fn a_supplement_never_passes_for_the_official_indicator() {
    let place = Place::new();
    let tables = tables(&place, &ALL);
    let kinds = |profile: &str| {
        let rows = tables[&format!("{profile}/coverage.csv")].iter();
        let own = rows.filter(|row| row["service"] != "circle");
        own.map(|row| (row["kind_of_rate"].clone(), row["radius_confidence"].clone()))
            .collect::<Vec<_>>()
    };
    for (kind, _) in kinds("elderly") {
        assert_eq!(
            kind,
            "residential land, by the formula of I1: a supplement, not the official indicator"
        );
    }
    for profile in ["circle15", "gb50180", "checkup-nr", "checkup-mohurd-2025"] {
        for (kind, confidence) in kinds(profile) {
            assert_eq!(
                kind == "residential land, I1",
                !confidence.contains("assumption"),
                "{kind}"
            );
        }
    }
    for (profile, is_official) in [("elderly", false), ("checkup-nr", true)] {
        let file = fs::read(place.path(&format!("out/{profile}/assessment.json"))).unwrap();
        let assessment: Value = serde_json::from_slice(&file).unwrap();
        assert_eq!(assessment["official_indicator"], is_official, "{profile}");
    }
    fs::remove_dir_all(place.path("out")).unwrap();
    for (lang, wanted) in
        [("en", "A SUPPLEMENT, NOT THE OFFICIAL INDICATOR"), ("zh", "属补充口径，不是官方指标")]
    {
        let report = place.report(&["--lang", lang, "--profile", "elderly"]);
        let said = out(&report).replace(['\n', ' '], "");
        assert!(said.contains(&wanted.replace(' ', "")), "{said}");
    }
}

#[test]
fn a_ratio_for_each_subdistrict_is_told_of_subdistricts_alone() {
    let place = Place::new();
    let tables = tables(&place, &["circle15", "elderly"]);
    let rows = &tables["circle15/provision.csv"];
    let levels = |key: &str| {
        let of = rows.iter().filter(|row| row["provision"] == key);
        of.map(|row| row["level"].as_str()).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(
        levels("health_centre_each").into_iter().collect::<Vec<_>>(),
        ["city", "subdistrict"]
    );
    assert!(levels("store_count").contains("community"), "{:?}", levels("store_count"));
    // One number in the table, in the document and on the terminal: both ends of the range.
    let total = rows.iter().find(|row| row["level"] == "city" && row["provision"] == "chain_rate");
    let total = total.unwrap();
    let file = fs::read(place.path("out/circle15/assessment.json")).unwrap();
    let assessment: Value = serde_json::from_slice(&file).unwrap();
    let layers = assessment["provisions"]["layers"].as_array().unwrap();
    let in_layer = |layer: &Value, key: &str| {
        let mut of = layer["total"].as_array().unwrap().iter();
        of.find(|ratio| ratio["provision"] == key).cloned()
    };
    let ratio = in_layer(&layers[0], "chain_rate").unwrap();
    for end in ["value_as_stated", "value_low", "value_high"] {
        let there = ratio[end].as_f64().unwrap();
        assert!((there - number(total, end).unwrap()).abs() < 5e-5, "{end}: {there} {total:?}");
    }
    assert!(layers.iter().skip(1).all(|layer| in_layer(layer, "health_centre_each").is_none()));
    fs::remove_dir_all(place.path("out")).unwrap();
    let report = place.report(&["--lang", "en"]);
    let range = format!("{} to {}", total["value_low"], total["value_high"]);
    assert!(out(&report).contains(&range), "{range}: {}", out(&report));
}

/// A city whose laundries are all 150 km further east.
fn with_far_laundries(place: &Place) -> usize {
    let path = place.path("city/outlets.geojson");
    let mut city: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let mut moved = 0;
    for outlet in city["features"].as_array_mut().unwrap() {
        if outlet["properties"]["category"] == "laundry" {
            let lon = outlet["geometry"]["coordinates"][0].as_f64().unwrap();
            outlet["geometry"]["coordinates"][0] = (lon + 1.6).into();
            moved += usize::from(outlet["properties"]["status"] != "closed");
        }
    }
    fs::write(path, city.to_string()).unwrap();
    moved
}

#[test]
fn a_nought_of_outlets_that_are_all_far_away_is_explained_and_no_silent_verdict() {
    let place = Place::new();
    assert!(with_far_laundries(&place) > 0);
    let report = place.report(&["--lang", "en"]);
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    let said = err(&report);
    assert!(said.contains("warning[out-of-reach]: laundry: the input has "), "{said}");
    assert!(said.contains("none within its radius of any land or resident"), "{said}");
    assert!(said.contains("take the others out: the service is then no data"), "{said}");
    assert_eq!(said.matches("[out-of-reach]").count(), 1, "{said}");
    let table = rows(&fs::read(place.path("out/coverage.csv")).unwrap());
    for row in table.iter().filter(|row| row["status"] == "ok") {
        let is_told = row["note"].contains("the nought is measured");
        assert_eq!(is_told, row["service"] == "laundry", "{row:?}");
        assert!(!is_told || row["land_coverage_percent"] == "0.00", "{row:?}");
    }
}

#[test]
fn streets_in_a_city_without_people_are_said_to_be_walked_by_nobody() {
    let place = Place::new();
    fs::remove_file(place.path("city/people.geojson")).unwrap();
    let path = place.path("city/estates.geojson");
    let mut city: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    for estate in city["features"].as_array_mut().unwrap() {
        estate["properties"].as_object_mut().unwrap().remove("people");
    }
    fs::write(path, city.to_string()).unwrap();
    let report = place.report(&["--lang", "en"]);
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    let said = "note[streets-without-people]: 2 346 lines of streets, and no layer has residents";
    assert!(err(&report).contains(said), "{}", err(&report));
    assert!(!place.path("out/streets.csv").exists());
}

#[test]
fn no_summary_calls_the_circle_of_a_supplement_official() {
    let place = Place::new();
    let said = |lang: &str, profile: &str| {
        let report = place.report(&["--lang", lang, "--profile", profile]);
        assert_eq!(status(&report), Some(0), "{}", err(&report));
        out(&report).split_whitespace().collect::<String>()
    };
    let en = said("en", "elderly");
    assert!(!en.contains("heofficialcircle") && !en.contains("heofficialrate"), "{en}");
    assert_eq!(en.matches("whichisnottheofficialindicator").count(), 2, "{en}");
    let zh = said("zh", "elderly");
    assert!(!zh.contains("官方口径"), "{zh}");
    assert_eq!(zh.matches("非官方指标").count(), 2, "{zh}");
    assert!(said("en", "circle15").contains("theofficialratestaysthatofthecircle"));
    assert!(said("zh", "circle15").contains("官方口径仍为圆形半径"));
}
