use serde_json::{Value, json};

use super::{Comparison, Incomparable, NotWritten, Written, change_summary, changes_csv};
use super::{function_changes_csv, tables};
use crate::profile::Lang;
use crate::report::assessment_json;
use crate::report::tests::{Fixture, Rows, rows, written};

fn assessment() -> Value {
    let fixture = Fixture::new();
    let text = written(|out| assessment_json(&fixture.context(Lang::En), out).unwrap());
    serde_json::from_str(&text).unwrap()
}

fn compared(before: &Value, after: &Value) -> Result<Comparison, Incomparable> {
    let parse = |value: &Value| Written::parse(&value.to_string()).unwrap();
    Comparison::new(parse(before), parse(after))
}

fn changes(comparison: &Comparison) -> Rows {
    rows(&written(|out| changes_csv(comparison, Lang::En, out).unwrap()))
}

/// The figures of a service in a subdistrict, or in the city.
fn rates<'a>(of: &'a mut Value, unit: Option<usize>, service: &str) -> &'a mut Value {
    let figures = match unit {
        Some(at) => &mut of["units"][at],
        None => &mut of["total"],
    };
    let services = figures["services"].as_array_mut().unwrap();
    services.iter_mut().find(|s| s["service"] == service).unwrap()
}

#[test]
fn a_run_does_not_differ_from_itself() {
    let whole = assessment();
    let comparison = compared(&whole, &whole).unwrap();
    let rows = changes(&comparison);
    let per_place = whole["total"]["services"].as_array().unwrap().len() + 1;
    let units = |layer: &Value| layer["units"].as_array().unwrap().len() + 1;
    let places =
        units(&whole) + whole["finer"].as_array().unwrap().iter().map(units).sum::<usize>();
    assert_eq!(rows.len(), per_place * places);
    for row in &rows {
        for (heading, cell) in row.iter().filter(|(heading, _)| heading.ends_with("_change")) {
            assert!(cell.is_empty() || cell.parse::<f64>().unwrap() == 0.0, "{heading}: {cell}");
            assert!(!cell.starts_with('-'), "{heading}: {cell}");
            let before = &row[&heading.replace("_change", "_before")];
            assert_eq!(before, &row[&heading.replace("_change", "_after")]);
            assert_eq!(before.is_empty(), cell.is_empty(), "{heading}");
        }
    }
    assert!(change_summary(&comparison, Lang::En).trim_end().ends_with("within reach:\n  none"));
    let turns = written(|out| function_changes_csv(&comparison, Lang::En, out).unwrap());
    assert_eq!(self::rows(&turns), Rows::new());
}

#[test]
fn a_change_is_the_second_figure_less_the_first_to_its_unit() {
    let before = assessment();
    let mut after = before.clone();
    let store = rates(&mut after, Some(0), "convenience_store");
    let land = store["land"]["land_m2"].as_f64().unwrap();
    let share = store["land"]["share"].as_f64().unwrap();
    store["land"]["share"] = json!(share - 0.125);
    store["land"]["unserved_m2"] =
        json!(store["land"]["unserved_m2"].as_f64().unwrap() + land * 0.125);
    let unserved = store["people"]["all"]["unserved"].as_u64().unwrap();
    store["people"]["all"]["unserved"] = json!(unserved + 17);
    let id = before["units"][0]["id"].as_str().unwrap();
    let comparison = compared(&before, &after).unwrap();
    let rows = changes(&comparison);
    let found = rows.iter().find(|r| r["unit_id"] == id && r["service"] == "convenience_store");
    let row = found.unwrap();
    assert_eq!(row["land_coverage_percent_change"], "-12.50");
    assert_eq!(row["people_unserved_change"], "17");
    assert_eq!(row["land_unserved_ha_change"], format!("{:.4}", land * 0.125 / 1e4));
    let changed = |r: &&std::collections::BTreeMap<String, String>| {
        !["", "0.00"].contains(&r["land_coverage_percent_change"].as_str())
    };
    assert_eq!(rows.iter().filter(changed).count(), 1);
    let text = change_summary(&comparison, Lang::En);
    assert!(text.contains("0 gained, 1 lost"), "{text}");
    assert!(text.contains("-12.50, +17 people unserved"), "{text}");
    assert!(change_summary(&comparison, Lang::Zh).contains("下降 1 个"));
}

#[test]
fn swapping_the_runs_swaps_the_signs() {
    let before = assessment();
    let mut after = before.clone();
    for unit in 0..2 {
        rates(&mut after, Some(unit), "convenience_store")["land"]["share"] = json!(0.5);
    }
    let forth = changes(&compared(&before, &after).unwrap());
    let back = changes(&compared(&after, &before).unwrap());
    let number = |cell: &String| cell.parse::<f64>().ok();
    let mut moved = 0;
    for (there, here) in forth.iter().zip(&back) {
        for (heading, cell) in there.iter().filter(|(heading, _)| heading.ends_with("_change")) {
            assert_eq!(number(cell), number(&here[heading]).map(|n| -n), "{heading}");
            moved += usize::from(number(cell).is_some_and(|n| n != 0.0));
        }
    }
    assert!(moved > 0);
}

#[test]
fn other_rules_are_refused_and_each_difference_is_named() {
    let before = assessment();
    let mut after = before.clone();
    after["profile"]["services"][0]["providers"][0]["radius_m"] = json!(301.0);
    after["basis"] = json!("whole_area");
    let Err(Incomparable::Rules(found)) = compared(&before, &after) else { panic!("accepted") };
    let paths: Vec<&str> = found.iter().map(|d| d.path.as_str()).collect();
    assert_eq!(paths.len(), 2, "{paths:?}");
    assert!(paths.contains(&"basis"));
    assert!(paths.iter().any(|path| path.ends_with("radius_m")), "{paths:?}");

    let mut renamed = before.clone();
    renamed["profile"]["key"] = json!("mine");
    renamed["profile"]["note"]["en"] = json!("my own words");
    assert!(compared(&before, &renamed).is_ok(), "a name is no rule");
}

#[test]
fn a_unit_of_one_run_only_stays_in_the_table_without_a_change() {
    let before = assessment();
    let mut after = before.clone();
    after["units"][1]["id"] = json!("new");
    let comparison = compared(&before, &after).unwrap();
    let names: Vec<_> = comparison.unmatched().into_iter().map(|u| (u.id, u.is_new)).collect();
    let old = before["units"][1]["id"].as_str().unwrap().to_owned();
    assert_eq!(names, [("new".to_owned(), true), (old.clone(), false)]);
    let rows = changes(&comparison);
    for (id, note) in [("new", "only the second run"), (&old, "only the first run")] {
        let of: Vec<_> = rows.iter().filter(|r| r["unit_id"] == id).collect();
        assert!(!of.is_empty());
        assert!(of.iter().all(|r| r["note"].contains(note)));
        assert!(of.iter().all(|r| r["land_coverage_percent_change"].is_empty()));
    }
    for unit in after["units"].as_array_mut().unwrap() {
        unit["id"] = json!(format!("x{}", unit["id"]));
    }
    assert_eq!(compared(&before, &after).err(), Some(Incomparable::Units));
}

#[test]
fn circles_that_count_different_services_have_no_change() {
    let before = assessment();
    let mut after = before.clone();
    after["circle_services"].as_array_mut().unwrap().pop();
    let comparison = compared(&before, &after).unwrap();
    let rows = changes(&comparison);
    let circles: Vec<_> = rows.iter().filter(|r| r["service"] == "circle").collect();
    assert!(circles.iter().all(|r| r["land_coverage_percent_change"].is_empty()));
    assert!(circles.iter().all(|r| r["note"].contains("do not compare: ")), "{circles:?}");
    let services = rows.iter().filter(|r| r["service"] != "circle");
    assert!(services.clone().any(|r| !r["land_coverage_percent_change"].is_empty()));
}

#[test]
fn no_data_is_not_nought() {
    let before = assessment();
    let mut after = before.clone();
    let store = rates(&mut after, None, "convenience_store");
    store["status"] = json!("no_data");
    for field in ["land", "people", "distances"] {
        store[field] = Value::Null;
    }
    let rows = changes(&compared(&before, &after).unwrap());
    let row = rows.iter().find(|r| r["level"] == "city" && r["service"] == "convenience_store");
    let row = row.unwrap();
    assert_eq!(row["land_coverage_percent_after"], "");
    assert_eq!(row["land_coverage_percent_change"], "");
    assert!(!row["land_coverage_percent_before"].is_empty());
    assert_eq!(row["note"], "no data in the second run");
}

#[test]
fn a_function_that_a_unit_lost_is_named_with_its_reason() {
    let before = assessment();
    let mut after = before.clone();
    let unit = &mut after["finer"][0]["units"][0];
    let id = unit["id"].as_str().unwrap().to_owned();
    let held = unit["functions"].as_array_mut().unwrap();
    let function = held.iter_mut().find(|f| f["standing"] == "available").unwrap();
    function["standing"] = json!("too_far");
    let comparison = compared(&before, &after).unwrap();
    let table = written(|out| tables::function_changes_csv(&comparison, Lang::En, out).unwrap());
    let rows = rows(&table);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["unit_id"], id);
    assert_eq!((&*rows[0]["standing_before"], &*rows[0]["standing_after"]), ("yes", "no: too far"));
}

#[test]
fn something_else_is_no_assessment() {
    assert!(matches!(Written::parse("a,b\n1,2\n"), Err(NotWritten::Json(_))));
    assert!(matches!(Written::parse("{\"type\":\"FeatureCollection\"}"), Err(NotWritten::Json(_))));
    let mut whole = assessment();
    whole["schema_version"] = json!(0);
    assert!(matches!(Written::parse(&whole.to_string()), Err(NotWritten::Version(v)) if v == "0"));
}

#[test]
fn doubtful_outlets_of_either_run_are_said() {
    let mut before = assessment();
    before["doubtful_outlets"] = json!([]);
    let mut after = before.clone();
    let said = |a: &Value, b: &Value| change_summary(&compared(a, b).unwrap(), Lang::En);
    assert!(!said(&before, &after).contains("Doubtful"));
    after["doubtful_outlets"] = json!([{}, {}]);
    let text = said(&before, &after).replace('\n', " ");
    assert!(text.contains("0 in the first run and 2 in the second"), "{text}");
}

#[test]
fn another_city_is_said_to_be_one_whatever_its_rules_are() {
    let before = assessment();
    let mut after = before.clone();
    after["basis"] = json!("whole_area");
    after["people_source"] = Value::Null;
    after["city"]["plane_origin"]["lon"] =
        json!(before["city"]["plane_origin"]["lon"].as_f64().unwrap() + 2.0);
    assert!(matches!(compared(&before, &after).err(), Some(Incomparable::Elsewhere(_))));
    for unit in after["units"].as_array_mut().unwrap() {
        unit["id"] = json!(format!("x{}", unit["id"]));
    }
    assert_eq!(compared(&before, &after).err(), Some(Incomparable::Units));
}

#[test]
fn supply_choice_and_room_have_a_row_for_each_figure_with_its_change() {
    let before = assessment();
    let mut after = before.clone();
    let pointer = |of: &Value, path: &str| of.pointer(path).unwrap().as_f64().unwrap();
    let value = "/provisions/layers/0/units/0/ratios/0/value_as_stated";
    let mean = "/choice/layers/0/total/0/mean_outlets_within_reach";
    let share = "/capacity/0/layers/0/total/people_with_a_place_share";
    for path in [value, mean, share] {
        *after.pointer_mut(path).unwrap() = json!(pointer(&before, path) + 0.25);
    }
    let comparison = compared(&before, &after).unwrap();
    let table = written(|out| super::supply_changes_csv(&comparison, Lang::En, out).unwrap());
    let rows = rows(&table);
    let changed: Vec<_> = rows
        .iter()
        .filter(|r| !["", "0"].contains(&r["change"].as_str()))
        .map(|r| {
            (r["level"].as_str(), r["unit_id"].as_str(), r["table"].as_str(), r["change"].as_str())
        })
        .collect();
    assert_eq!(
        changed,
        [
            ("subdistrict", "D01", "provision.csv", "0.25"),
            ("city", "", "choice.csv", "0.25"),
            ("city", "", "capacity.csv", "0.25"),
        ]
    );
    assert_eq!(rows[0]["unit_name"], "东门街道");
    let mut other = before.clone();
    other["provisions"]["rules"][0]["min"] = json!(21.0);
    assert!(matches!(compared(&before, &other).err(), Some(Incomparable::Rules(_))));
}

#[test]
fn walks_along_streets_have_rows_and_a_run_without_streets_has_none() {
    let plain = assessment();
    let streets = |within: u64, snap: f64| {
        let service = json!({
            "service": "convenience_store",
            "people_along_streets": within,
            "people_lost_by_detour": 100 - within,
            "people_median_walk_m": null,
        });
        let unit = json!({ "id": "D01", "services": [service] });
        let layer = json!({ "level": "subdistricts", "units": [unit], "total": [service] });
        json!({ "nearest_street_within_m": snap, "layers": [layer] })
    };
    let with = |within, snap| {
        let mut with = plain.clone();
        with["streets"] = streets(within, snap);
        with
    };
    let changed = |before: &Value, after: &Value| -> Vec<[String; 4]> {
        let comparison = compared(before, after).unwrap();
        let table = written(|out| super::supply_changes_csv(&comparison, Lang::En, out).unwrap());
        let of_streets = rows(&table).into_iter().filter(|row| row["table"] == "streets.csv");
        let cells = ["level", "figure", "after", "change"];
        of_streets.map(|row| cells.map(|cell| row[cell].clone())).collect()
    };
    let row = |cells: [&str; 4]| cells.map(str::to_owned);
    assert_eq!(
        changed(&with(70, 200.0), &with(60, 50.0)),
        [
            row(["subdistrict", "people_along_streets", "60", "-10"]),
            row(["city", "people_along_streets", "60", "-10"]),
            row(["subdistrict", "people_lost_by_detour", "40", "10"]),
            row(["city", "people_lost_by_detour", "40", "10"]),
            row(["city", "nearest_street_within_m", "50", "-150"]),
        ]
    );
    assert!(changed(&plain, &with(60, 50.0)).iter().all(|row| row[3].is_empty()));
    assert!(changed(&plain, &plain).is_empty());
}

#[test]
fn a_comparison_says_which_run_asks_about_a_change() {
    let today = assessment();
    let mut asked = today.clone();
    let change =
        json!({"opened_gates": ["G1"], "barrier_lines": 2, "barrier_name": "rail.geojson"});
    asked["streets"] = json!({ "change": change, "layers": [] });
    let said = |before: &Value, after: &Value, lang| {
        let text = change_summary(&compared(before, after).unwrap(), lang);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let en = said(&today, &asked, Lang::En);
    let words = "The second run asks about a change (a barrier is laid: rail.geojson (lines: 2); gates open: G1)";
    assert!(en.contains(words) && !en.contains("The first run"), "{en}");
    let zh = said(&asked, &today, Lang::Zh).replace(' ', "");
    assert!(
        zh.contains("前一次运行是提问情景（非现状）：设置屏障rail.geojson（2条）；开放出入口G1"),
        "{zh}"
    );
    assert!(!said(&today, &today, Lang::En).contains("asks about"));
}
