//! Facts about `choice.csv`.

use super::fixture::Fixture;
use super::streets::with_streets;
use super::{rows, written};
use crate::profile::Lang;
use crate::report::choice_csv;

#[test]
fn only_services_with_data_have_a_row_and_the_city_comes_last() {
    let fixture = Fixture::new();
    let rows = rows(&written(|out| choice_csv(&fixture.context(Lang::En), out).unwrap()));
    assert_eq!(rows.len(), 4);
    let expected = [
        ("unit_id", "D01"),
        ("service", "convenience_store"),
        ("people", "1000"),
        ("mean_outlets_within_reach", "0.5"),
        ("people_with_0_outlets_within_reach", "600"),
        ("people_with_1_outlets_within_reach", "300"),
        ("people_with_2_or_more_outlets_within_reach", "100"),
        ("nearest_2_people_median_distance_m", "700.0"),
        ("nearest_2_people_p90_distance_m", ""),
        ("nearest_2_people_within_500_m_percent", "25.00"),
    ];
    for (heading, value) in expected {
        assert_eq!(rows[0][heading], value, "{heading}");
    }
    assert_eq!(rows[2]["mean_outlets_within_reach"], "");
    assert_eq!((&*rows[3]["level"], &*rows[3]["mean_outlets_within_reach"]), ("city", "0.8333"));
}

#[test]
fn where_there_are_streets_the_choice_along_them_stands_beside() {
    let fixture = with_streets(Fixture::new());
    let rows = rows(&written(|out| choice_csv(&fixture.context(Lang::En), out).unwrap()));
    let expected = [
        ("people_with_0_outlets_along_streets", "600"),
        ("people_with_1_outlets_along_streets", "400"),
        ("people_with_2_or_more_outlets_along_streets", "0"),
        ("nearest_2_people_median_walk_m", "700.0"),
        ("nearest_2_people_p90_walk_m", ""),
    ];
    for (heading, value) in expected {
        assert_eq!(rows[0][heading], value, "{heading}");
    }
}
