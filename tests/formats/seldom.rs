//! What files seldom hold: what is said of it, and where.

use crate::faults::{collection, feature, is_said};

#[test]
fn what_is_no_layer_is_looked_through_as_far_as_a_megabyte() {
    // Longer than what is looked at, and than what comes at once.
    let long = "1,".repeat(1 << 20);
    is_said("outlets.geojson", format!("[{long}1]"), "error[format] outlets.geojson: ");
    is_said("outlets.geojson", format!("[x{long}1]"), "error[json] outlets.geojson: ");
    let outlet = r#"{"type":"Feature","properties":{"category":"laundry"},"geometry":{"type":"Point","coordinates":[0.001,45.002]}}"#;
    is_said("outlets.geojson", format!("{outlet}\n{outlet}\n3"), "error[json] outlets.geojson: ");
    is_said(
        "streets.geojson",
        "{\"type\":\"FeatureCollection\",\"features\":[",
        "error[json] streets.geojson: ",
    );
}

#[test]
fn many_short_rows_are_named_by_the_first_of_them() {
    let table = format!("category,lon,lat,name\n{}", "laundry,0.001,45.002\n".repeat(9));
    let line = "warning[short-row] outlets.csv: row 2: 9 rows (2, 3, 4, 5, 6 ...) have ";
    is_said("outlets.csv", table, line);
}

#[test]
fn a_number_with_a_comma_is_asked_about_where_it_may_be_either_of_two() {
    let point = r#"{"type":"Point","coordinates":[0.001,45.002]}"#;
    let outlet = |capacity: &str| {
        let properties = format!(r#""category":"laundry","capacity":"{capacity}""#);
        collection(&feature(&properties, point))
    };
    let place =
        "error[not-a-number] outlets.geojson: features[0].properties.capacity: capacity is ";
    for (text, said) in [
        ("12,34", "\"12,34\", which may be 12.34 or 1234"),
        ("0,400", "\"0,400\", which may be 0.400 or 0400"),
        ("28,400", "\"28,400\"; write 28400"),
        ("12 34", "\"12 34\", not a number"),
        ("1,2,3", "\"1,2,3\", not a number"),
    ] {
        is_said("outlets.geojson", outlet(text), &format!("{place}{said}"));
    }
}
