//! Facts about `provision.csv`.

use super::fixture::Fixture;
use super::{Rows, rows, written};
use crate::assessment::Supply;
use crate::profile::Lang;
use crate::report::{provision_csv, summary};

fn table() -> Rows {
    let fixture = Fixture::new();
    rows(&written(|out| provision_csv(&fixture.context(Lang::En), out).unwrap()))
}

#[test]
fn a_ratio_stands_beside_what_it_was_made_from() {
    let rows = table();
    let expected = [
        ("level", "subdistrict"),
        ("unit_id", "D01"),
        ("provision", "places"),
        ("status", "ok"),
        ("measure", "capacity"),
        ("base", "residents"),
        ("per", "1000"),
        ("outlets_inside", "1"),
        ("outlets_unstated", "0"),
        ("measure_amount", "25"),
        ("base_amount", "1000"),
        ("value_as_stated", "25"),
        ("min", "20"),
        ("max", ""),
        ("limits_hold_for", "subdistrict"),
        ("verdict", "met"),
        ("units_met", ""),
        ("clause", "Rule 5"),
        ("lead_department", "Education Commission"),
    ];
    for (heading, value) in expected {
        assert_eq!(rows[0][heading], value, "{heading}");
    }
}

#[test]
fn what_is_not_stated_has_no_value_and_no_upper_bound() {
    let rows = table();
    let seen: Vec<&str> =
        ["status", "measure_amount", "value_as_stated", "value_low", "value_high", "verdict"]
            .map(|heading| rows[1][heading].as_str())
            .to_vec();
    assert_eq!(seen, ["not stated", "", "", "0", "", "unverified"]);
    assert_eq!(rows[2]["status"], "not applicable");
}

#[test]
fn the_city_counts_its_units_by_verdict() {
    let rows = table();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[3]["level"], "city");
    assert_eq!(rows[3]["value_as_stated"], "8.3333");
    assert_eq!([&*rows[3]["units_met"], &*rows[3]["units_unverified_limits"]], ["1", "1"]);
}

#[test]
fn the_terminal_shows_the_city_in_both_languages() {
    let fixture = Fixture::new();
    let en = summary(&fixture.context(Lang::En));
    assert!(en.contains("Places     places per 1 000 residents  ≥ 8.3333"), "{en}");
    let zh = summary(&fixture.context(Lang::Zh));
    assert!(zh.contains("学位  容量 / 居民 × 1 000  ≥ 8.3333"), "{zh}");
}

#[test]
fn units_are_counted_by_a_limit_only_where_something_was_judged() {
    let mut fixture = Fixture::new();
    let of_city = |fixture: &Fixture| {
        let table = written(|out| provision_csv(&fixture.context(Lang::En), out).unwrap());
        let row = rows(&table).pop().unwrap();
        ["units_met", "units_below", "units_above", "units_unverified_limits"]
            .map(|heading| row[heading].clone())
    };
    assert_eq!(of_city(&fixture), ["1", "0", "0", "1"]);
    fixture.assessment.provisions[0].ratios.total[0].supply = Supply::NoData;
    assert_eq!(of_city(&fixture), ["", "", "", ""]);
}
