//! Facts about `capacity.csv`.

use super::fixture::Fixture;
use super::{rows, written};
use crate::profile::Lang;
use crate::report::{capacity_csv, summary};

#[test]
fn the_groups_of_each_unit_stand_side_by_side() {
    let fixture = Fixture::new();
    let rows = rows(&written(|out| capacity_csv(&fixture.context(Lang::En), out).unwrap()));
    assert_eq!(rows.len(), 4);
    let expected = [
        ("unit_id", "D01"),
        ("capacity", "seats"),
        ("measure", "capacity"),
        ("demand", "residents"),
        ("radius", "300 m"),
        ("people_in_need", "1000"),
        ("people_with_a_place", "100"),
        ("people_in_reach_but_full", "390"),
        ("people_in_reach_of_unstated", "10"),
        ("people_out_of_reach", "500"),
        ("people_with_a_place_percent", "10.00"),
        ("mean_distance_of_placed_m", "123.5"),
        ("decay", "linear"),
        ("access", "100"),
        ("access_per", "1000"),
        ("people_below_average_access_percent", "50.00"),
        ("places_in_input", ""),
        ("clause", "assumption, confirm (cf. Rule 6)"),
    ];
    for (heading, value) in expected {
        assert_eq!(rows[0][heading], value, "{heading}");
    }
    // Nobody in need: no share, no distance, no access.
    let none = ["people_with_a_place_percent", "mean_distance_of_placed_m", "access"];
    assert!(none.iter().all(|heading| rows[2][*heading].is_empty()));
    assert_eq!([&*rows[3]["level"], &*rows[3]["places_in_input_taken"]], ["city", "100"]);
}

#[test]
fn the_terminal_tells_full_from_out_of_reach_in_both_languages() {
    let fixture = Fixture::new();
    let en = summary(&fixture.context(Lang::En));
    assert!(en.contains("In reach, full") && en.contains("Seats"), "{en}");
    assert!(summary(&fixture.context(Lang::Zh)).contains("可达但已满"));
}
