//! Facts about the outputs, on a small city with known figures.

mod beside;
mod capacity;
mod check;
mod choice;
mod complaints;
mod doubtful;
mod fixture;
mod functions;
mod json;
mod places;
mod provision;
mod review;
mod sentences;
mod streets;
mod supply;
mod tasks;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use self::fixture::Fixture;
use self::streets::with_streets;
use super::{
    capacity_csv, choice_csv, complaints_csv, coverage_csv, doubtful_csv, findings_csv,
    function_rates_csv, functions_csv, gaps_csv, pairs_csv, problems_csv, projects_csv,
    provision_csv, reach_csv, remedies_csv, repairs_csv, streets_csv, unmet_csv,
};
use crate::assessment::Basis;
use crate::finding::{Finding, Findings, Place};
use crate::profile::Lang;

pub(super) type Rows = Vec<BTreeMap<String, String>>;

pub(super) fn written(write: impl Fn(&mut Vec<u8>)) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes);
    String::from_utf8(bytes).unwrap()
}

/// A table read back, by heading.
pub(super) fn rows(table: &str) -> Rows {
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn coverage(lang: Lang) -> String {
    let fixture = Fixture::new();
    written(|out| coverage_csv(&fixture.context(lang), out).unwrap())
}

fn row<'a>(rows: &'a Rows, unit: &str, service: &str) -> &'a BTreeMap<String, String> {
    rows.iter().find(|r| r["unit_id"] == unit && r["service"] == service).unwrap()
}

#[test]
fn a_table_opens_in_a_spreadsheet_by_its_mark_and_line_ends() {
    let table = coverage(Lang::Zh);
    assert!(table.starts_with("\u{feff}层级,单元编号,单元名称,"));
    let first = table.lines().next().unwrap();
    assert!(table[first.len()..].starts_with("\r\n"));
}

#[test]
fn every_unit_and_the_city_have_a_row_for_each_service_and_the_circle() {
    let rows = rows(&coverage(Lang::En));
    // (3 subdistricts + the city) x (4 services + the circle).
    assert_eq!(rows.len(), 20);
    assert_eq!(rows.iter().filter(|r| r["level"] == "city").count(), 5);
    assert_eq!(row(&rows, "", "circle")["unit_name"], "Willow City (fictional)");
}

#[test]
fn a_rate_stands_beside_its_numerator_denominator_rule_and_kind() {
    let rows = rows(&coverage(Lang::En));
    let store = row(&rows, "D01", "convenience_store");
    let expected = [
        ("level", "subdistrict"),
        ("unit_name", "东门街道"),
        ("parent", "Willow District"),
        ("service_name", "Convenience store"),
        ("status", "ok"),
        ("kind_of_rate", "residential land, by the formula of I1 with an assumed radius"),
        ("profile", "trial"),
        ("radius", "300 m"),
        ("minutes_label", "5"),
        ("radius_clause", "assumption, confirm (cf. Rule 1)"),
        ("radius_confidence", "Km (assumption, confirm)"),
        ("outlets_inside", "2"),
        ("land_ha", "100.0000"),
        ("land_served_ha", "57.8400"),
        ("land_unserved_ha", "42.1600"),
        ("land_coverage_percent", "57.84"),
        ("land_coverage_target_percent", "90.00"),
        ("target_clause", "Rule 9"),
        ("land_meets_target", "no"),
        ("people", "1000"),
        ("people_served", "580"),
        ("people_unserved", "420"),
        ("people_coverage_percent", "58.00"),
        // A fifth of 1 000 and of 580.
        ("age_60plus", "200"),
        ("age_60plus_served", "116"),
        ("age_60plus_unserved", "84"),
        ("age_60plus_coverage_percent", "58.00"),
        ("age_3_5", ""),
        ("age_3_5_coverage_percent", ""),
        ("people_median_distance_m", "212.0"),
        ("people_p90_distance_m", "640.2"),
        ("gaps_listed", "1"),
        ("note", ""),
        ("land_within_300_m_percent", "57.84"),
        ("people_within_500_m_percent", "100.00"),
    ];
    for (heading, value) in expected {
        assert_eq!(store[heading], value, "{heading}");
    }
}

#[test]
fn radii_that_differ_are_told_by_category() {
    let rows = rows(&coverage(Lang::En));
    let clinic = row(&rows, "D01", "clinic");
    assert_eq!(
        clinic["radius"],
        "1000 m (community health centre) / 300 m (community health station)"
    );
    assert_eq!(clinic["radius_clause"], "Rule 2");
    assert_eq!(clinic["radius_confidence"], "Kh");
}

#[test]
fn a_service_without_data_has_no_figure_and_says_so() {
    let rows = rows(&coverage(Lang::En));
    let laundry = row(&rows, "D01", "laundry");
    assert_eq!(laundry["status"], "no data");
    assert!(laundry["note"].contains("not 0 %"));
    let words =
        ["level", "unit_id", "unit_name", "parent", "service", "service_name", "status", "note"];
    let rule = [
        "kind_of_rate",
        "profile",
        "radius",
        "minutes_label",
        "radius_clause",
        "radius_confidence",
    ];
    for (heading, value) in laundry {
        let told = words.contains(&heading.as_str()) || rule.contains(&heading.as_str());
        assert_eq!(value.is_empty(), !told, "{heading}: {value}");
    }
}

#[test]
fn nought_by_nought_is_an_empty_cell_and_not_applicable() {
    let rows = rows(&coverage(Lang::En));
    let store = row(&rows, "D10", "convenience_store");
    assert_eq!(store["status"], "not applicable");
    assert_eq!(store["land_ha"], "0.0000");
    assert_eq!(store["land_coverage_percent"], "");
    assert_eq!(store["people_coverage_percent"], "");
    assert_eq!(store["land_meets_target"], "");
}

#[test]
fn the_circle_names_what_it_leaves_out() {
    let rows = rows(&coverage(Lang::En));
    let circle = row(&rows, "D02", "circle");
    assert_eq!(circle["kind_of_rate"], "residential land that reaches every service");
    assert_eq!(circle["note"], "left out of the circle for want of data: Laundry");
    assert_eq!(circle["land_coverage_percent"], "95.00");
    assert_eq!(row(&rows, "D01", "circle")["gaps_listed"], "1");
}

#[test]
fn a_rate_on_the_whole_area_is_never_called_the_official_one() {
    let mut fixture = Fixture::new();
    fixture.assessment.basis = Basis::WholeArea;
    let table = written(|out| coverage_csv(&fixture.context(Lang::En), out).unwrap());
    assert!(rows(&table).iter().all(|r| r["kind_of_rate"].contains("approximation")));
    assert!(!table.contains("I1"));
}

#[test]
fn awkward_names_come_back_as_they_were_but_for_formulas() {
    let rows = rows(&coverage(Lang::En));
    assert_eq!(row(&rows, "D02", "clinic")["unit_name"], "West <Bridge> & \"Co\", Ltd\nNorth");
    assert_eq!(row(&rows, "D10", "clinic")["unit_name"], "'=HYPERLINK(1)");
}

#[test]
fn no_heading_says_coverage_without_saying_of_what() {
    let table = coverage(Lang::En);
    let first = table.trim_start_matches('\u{feff}').lines().next().unwrap();
    for heading in first.split(',').filter(|h| h.contains("coverage")) {
        assert!(
            ["land_", "people_", "age_60plus_", "age_3_5_"]
                .iter()
                .any(|of| heading.starts_with(of)),
            "{heading}"
        );
    }
}

#[test]
fn both_languages_have_the_same_columns_and_figures() {
    let (zh, en) = (coverage(Lang::Zh), coverage(Lang::En));
    let figures = |table: &str| -> Vec<Vec<String>> {
        let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
        let number = |cell: &&str| cell.parse::<f64>().is_ok();
        let cells =
            |record: csv::StringRecord| record.iter().filter(number).map(str::to_owned).collect();
        reader.records().map(Result::unwrap).map(cells).collect()
    };
    assert_eq!(figures(&zh), figures(&en));
}

#[test]
fn every_gap_has_a_row_with_place_and_departments() {
    let fixture = Fixture::new();
    let rows = rows(&written(|out| gaps_csv(&fixture.context(Lang::En), out).unwrap()));
    assert_eq!(rows.len(), 3);
    let expected = [
        ("gap_id", "convenience_store-D01-001"),
        ("rank", "1"),
        ("lacks", "convenience_store"),
        ("lacks_name", "Convenience store"),
        ("missing_services", ""),
        ("unit_id", "D01"),
        ("unit_name", "东门街道"),
        ("community", "和平社区"),
        ("estates", "阳光小区; Elm & <Yard>"),
        ("kind_of_land", "residential land"),
        // 123 456.789 square metres.
        ("gap_area_ha", "12.3457"),
        ("people_in_gap", "1840"),
        ("demand_group", "all residents"),
        ("demand_people_in_gap", ""),
        ("lon", "-0.127812"),
        ("lat", "51.507400"),
        ("nearest_outlet_id", "P1"),
        ("nearest_outlet_name", "Corner, \"Shop\""),
        ("nearest_outlet_distance_m", "640.2"),
        ("lead_department", "Commerce Bureau"),
        ("supporting_departments", "Market Regulation Bureau"),
        ("profile", "trial"),
        ("radius", "300 m"),
        ("radius_clause", "assumption, confirm (cf. Rule 1)"),
        ("radius_confidence", "Km (assumption, confirm)"),
    ];
    assert_eq!(rows[0].len(), expected.len());
    for (heading, value) in expected {
        assert_eq!(rows[0][heading], value, "{heading}");
    }
    assert_eq!(rows[1]["demand_people_in_gap"], "410");
    assert_eq!(rows[1]["nearest_outlet_name"], "");
}

#[test]
fn a_gap_of_the_circle_names_each_department_once() {
    let fixture = Fixture::new();
    let rows = rows(&written(|out| gaps_csv(&fixture.context(Lang::En), out).unwrap()));
    assert_eq!(rows[2]["lacks"], "circle");
    assert_eq!(rows[2]["missing_services"], "Convenience store; Clinic");
    // The services of the circle that have data, each with its radius; the surest flag first.
    let radius = "Convenience store 300 m; Clinic 1000 m (community health centre) / 300 m (community \
                  health station)";
    assert!(rows[2]["radius"].starts_with(radius), "{}", rows[2]["radius"]);
    assert!(!rows[2]["radius"].contains("Laundry"), "{}", rows[2]["radius"]);
    assert_eq!(rows[2]["radius_confidence"], "S2 / Kh / Km (assumption, confirm)");
    assert_eq!(rows[2]["radius_clause"], "see each of its services");
    assert_eq!(rows[2]["lead_department"], "Commerce Bureau; Health Commission");
    // Commerce helps the clinic, but leads here.
    assert_eq!(rows[2]["supporting_departments"], "Market Regulation Bureau");
}

#[test]
fn every_finding_has_a_row() {
    let mut findings = Findings::new();
    let place = Place::path("outlets.geojson", "features[3]").with_name("@Shop, \"A\"");
    findings.push(Finding::warning("no-name", place, "no name").with_help("give it one"));
    findings.push(Finding::note("heights", Place::file("a.geojson"), "heights ignored"));
    let chinese = rows(&written(|out| findings_csv(&findings, Lang::Zh, out).unwrap()));
    let rows = rows(&written(|out| findings_csv(&findings, Lang::En, out).unwrap()));
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["severity"], "warning");
    assert_eq!(rows[0]["path"], "features[3]");
    assert_eq!(rows[0]["name"], "'@Shop, \"A\"");
    assert_eq!(rows[0]["help"], "give it one");
    // In Chinese the words of the code stand before what was seen; texts of no finding stay as they are.
    assert_eq!(chinese[0]["级别"], "警告");
    assert!(chinese[0]["问题"].ends_with("：no name"), "{:?}", chinese[0]);
    assert!(chinese[0]["处理建议"].ends_with("（give it one）"), "{:?}", chinese[0]);
    assert_eq!(chinese[1]["级别"], "提示");
    assert_eq!(
        (chinese[1]["问题"].as_str(), chinese[1]["处理建议"].as_str()),
        ("坐标带有高程：heights ignored", "")
    );
}

/// A heading with N for the number of outlets that it counts.
fn numbered(heading: &str) -> String {
    let is_count = heading.starts_with("people_with_") || heading.starts_with("nearest_");
    let part = |part: &str| {
        if is_count && part.parse::<u8>().is_ok() { "N".to_owned() } else { part.to_owned() }
    };
    heading.split('_').map(part).collect::<Vec<_>>().join("_")
}

#[test]
fn the_docs_list_the_columns_of_the_tables_and_no_others() {
    let fixture = with_streets(Fixture::complaints());
    let context = fixture.context(Lang::En);
    let docs = include_str!("columns.md");
    let mut told = BTreeSet::new();
    let tables = [
        written(|out| coverage_csv(&context, out).unwrap()),
        written(|out| gaps_csv(&context, out).unwrap()),
        written(|out| doubtful_csv(&context, out).unwrap()),
        written(|out| findings_csv(&Findings::new(), Lang::En, out).unwrap()),
        written(|out| repairs_csv(&[], Lang::En, out).unwrap()),
        written(|out| functions_csv(&context, out).unwrap()),
        written(|out| unmet_csv(&context, out).unwrap()),
        written(|out| function_rates_csv(&context, out).unwrap()),
        written(|out| provision_csv(&context, out).unwrap()),
        written(|out| problems_csv(&context, out).unwrap()),
        written(|out| remedies_csv(&context, out).unwrap()),
        written(|out| projects_csv(&context, out).unwrap()),
        written(|out| choice_csv(&context, out).unwrap()),
        written(|out| complaints_csv(&context, out).unwrap()),
        written(|out| pairs_csv(&context, out).unwrap()),
        written(|out| capacity_csv(&context, out).unwrap()),
        written(|out| streets_csv(&context, out).unwrap()),
        written(|out| reach_csv(&context, out).unwrap()),
    ];
    for table in tables {
        let first = table.trim_start_matches('\u{feff}').lines().next().unwrap();
        told.extend(first.split(',').map(|h| h.replace("300_m", "D").replace("500_m", "D")));
        // How many: `people_with_0_outlets_within_reach`, `nearest_2_people_median_distance_m`.
        told = told.into_iter().map(|h| numbered(&h)).collect();
    }
    // Functions are columns of their own in `functions.csv`.
    for service in &fixture.profile.services {
        assert!(told.remove(&service.key));
    }
    let listed = docs.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    assert_eq!(told, listed.map(str::to_owned).collect());
}
