//! Latitude first, or the northing: refused unasked, swapped on request, and not where the file is in
//! order.

#![expect(clippy::unwrap_used, reason = "a test says what it found")]

use std::path::Path;

use tempfile::TempDir;
use walkshed::finding::{Finding, Severity};
use walkshed::input::{Layer, ReadOptions, Reading, read};
use walkshed::model::{CategoryTable, LonLat};

/// A square of Berlin, where both orders are possible degrees, and a shop in its middle.
const SQUARE: [[f64; 2]; 4] = [[13.3, 52.5], [13.4, 52.5], [13.4, 52.6], [13.3, 52.6]];
const SHOP: [f64; 2] = [13.35, 52.55];

/// The shop in UTM zone 33 north, by the series of Krueger worked out apart from the program.
const SHOP_UTM: [f64; 2] = [388_124.06, 5_823_492.67];

fn turned([x, y]: [f64; 2]) -> [f64; 2] {
    [y, x]
}

fn unit(corners: [[f64; 2]; 4]) -> String {
    let ring: Vec<String> =
        corners.iter().chain([&corners[0]]).map(|[x, y]| format!("[{x}, {y}]")).collect();
    format!(
        r#"{{"type": "FeatureCollection", "features": [{{"type": "Feature",
        "properties": {{"id": "D01", "name": "Centre"}},
        "geometry": {{"type": "Polygon", "coordinates": [[{}]]}}}}]}}"#,
        ring.join(", ")
    )
}

fn shop([x, y]: [f64; 2]) -> String {
    format!(
        r#"{{"type": "FeatureCollection", "features": [{{"type": "Feature", "properties": {{
        "id": "S1", "name": "shop", "category": "convenience_store"}},
        "geometry": {{"type": "Point", "coordinates": [{x}, {y}]}}}}]}}"#
    )
}

fn city(subdistricts: &str, outlets: (&str, &str), settings: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("subdistricts.geojson"), subdistricts).unwrap();
    std::fs::write(folder.path().join(outlets.0), outlets.1).unwrap();
    std::fs::write(folder.path().join("walkshed.toml"), settings).unwrap();
    folder
}

fn read_with(folder: &Path, swap_axes: &[Layer], crs: &[(Layer, &str)]) -> Reading {
    let crs = crs.iter().map(|(layer, name)| (*layer, name.parse().unwrap())).collect();
    let options = ReadOptions { swap_axes: swap_axes.to_vec(), crs, ..ReadOptions::default() };
    read(folder, &CategoryTable::standard(), &options).unwrap()
}

fn found<'r>(reading: &'r Reading, code: &str) -> Vec<&'r Finding> {
    reading.findings.iter().filter(|finding| finding.code == code).collect()
}

/// Where the only outlet of a city lies.
fn shop_of(reading: &Reading) -> LonLat {
    let city = reading.city.as_ref().unwrap();
    city.plane().to_lonlat(city.outlets()[0].at)
}

fn is_at_the_shop(at: LonLat, tolerance: f64) -> bool {
    (at.lon - SHOP[0]).abs() < tolerance && (at.lat - SHOP[1]).abs() < tolerance
}

#[test]
fn outlets_with_latitude_first_are_swapped_on_request_and_an_example_is_said() {
    let folder = city(&unit(SQUARE), ("outlets.geojson", &shop(turned(SHOP))), "");
    let as_read = read_with(folder.path(), &[], &[]);
    let outside = found(&as_read, "outlet-outside");
    assert_eq!(outside[0].help, "swapped, it would lie in \"Centre\"");
    let swapped = read_with(folder.path(), &[Layer::Outlets], &[]);
    assert!(is_at_the_shop(shop_of(&swapped), 1e-9));
    let note = found(&swapped, "axes-swapped")[0];
    assert_eq!(note.severity, Severity::Note);
    assert_eq!(note.message, "1 outlet swapped, as asked: [52.55, 13.35] became [13.35, 52.55]");
    assert_eq!(note.place.path, "features[0].geometry.coordinates");
    assert!(found(&swapped, "outlet-outside").is_empty());
}

#[test]
fn the_settings_may_ask_for_a_layer_or_for_one_of_its_files() {
    let outlets = shop(turned(SHOP));
    let folder =
        city(&unit(SQUARE), ("outlets.geojson", &outlets), "[outlets]\nswap_axes = true\n");
    assert!(is_at_the_shop(shop_of(&read_with(folder.path(), &[], &[])), 1e-9));
    let settings =
        "[outlets]\nfiles = [{ file = \"a.geojson\", swap_axes = true }, \"b.geojson\"]\n";
    let folder = city(&unit(SQUARE), ("a.geojson", &outlets), settings);
    std::fs::write(folder.path().join("b.geojson"), shop(SHOP)).unwrap();
    let reading = read_with(folder.path(), &[], &[]);
    assert_eq!(found(&reading, "axes-swapped").len(), 1);
    assert!(found(&reading, "outlet-outside").is_empty());
    let wrong = city(&unit(SQUARE), ("outlets.geojson", &outlets), "[outlets]\nswap_axes = 1\n");
    let reading = read_with(wrong.path(), &[], &[]);
    let said = &found(&reading, "toml")[0].message;
    assert_eq!(said, "line 2: integer where true or false was expected");
}

#[test]
fn a_layer_that_lies_well_as_it_is_is_not_swapped() {
    let needless = "swapped, no outlet lies near the rest of the city; as the file has them they do: \
                    [13.35, 52.55]";
    let folder = city(&unit(SQUARE), ("outlets.geojson", &shop(SHOP)), "");
    let reading = read_with(folder.path(), &[Layer::Outlets], &[]);
    let refused = found(&reading, "axis-order");
    assert!(reading.city.is_none());
    assert_eq!(refused[0].message, needless);
    assert_eq!(refused[0].help, "leave --swap-axes outlets, or swap_axes in walkshed.toml, away");
    // The subdistricts are held against the outlets.
    let reading = read_with(folder.path(), &[Layer::Subdistricts], &[]);
    assert_eq!(found(&reading, "axis-order").len(), 1);
    // Where both are swapped, nothing tells that they are elsewhere.
    let reading = read_with(folder.path(), &[Layer::Subdistricts, Layer::Outlets], &[]);
    assert!(reading.city.is_some());
}

#[test]
fn swapping_what_then_has_a_latitude_past_the_pole_is_refused_at_the_number_in_the_file() {
    let beijing = SQUARE.map(|[lon, lat]| [lon + 103.0, lat - 12.6]);
    let folder = city(&unit(beijing), ("outlets.geojson", &shop([116.35, 39.95])), "");
    let reading = read_with(folder.path(), &[Layer::Outlets], &[]);
    let refused = found(&reading, "axis-order");
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].message, "latitude 116.35 is outside -90..90");
    assert_eq!(refused[0].place.path, "features[0].geometry.coordinates[0]");
    assert!(refused[0].help.contains("the file has longitude first"), "{}", refused[0].help);
}

#[test]
fn a_table_and_a_projected_layer_may_be_swapped_too() {
    let [lon, lat] = SHOP;
    // The headings are the wrong way round.
    let table = format!("id,name,category,lon,lat\nS1,shop,convenience_store,{lat},{lon}\n");
    let folder = city(&unit(SQUARE), ("outlets.csv", &table), "");
    let swapped = read_with(folder.path(), &[Layer::Outlets], &[]);
    assert!(is_at_the_shop(shop_of(&swapped), 1e-9));
    let folder = city(&unit(SQUARE), ("outlets.geojson", &shop(turned(SHOP_UTM))), "");
    let utm = [(Layer::Outlets, "epsg:32633")];
    let refused = read_with(folder.path(), &[], &utm);
    let help = &found(&refused, "crs-range")[0].help;
    assert_eq!(help, "1 outlet is so: northing stands first; pass --swap-axes outlets");
    let swapped = read_with(folder.path(), &[Layer::Outlets], &utm);
    // A centimetre is 1e-7 degrees.
    assert!(is_at_the_shop(shop_of(&swapped), 2e-7), "{:?}", shop_of(&swapped));
    let folder = city(&unit(SQUARE), ("outlets.geojson", &shop(SHOP_UTM)), "");
    let refused = read_with(folder.path(), &[Layer::Outlets], &utm);
    let finding = found(&refused, "crs-range")[0];
    assert!(finding.help.contains("easting stands first; leave --swap-axes"), "{}", finding.help);
    assert_eq!(finding.place.path, "features[0].geometry.coordinates[1]");
}

#[test]
fn a_layer_that_lies_elsewhere_either_way_is_not_said_to_be_in_order() {
    // A shop of Lisbon, and with its numbers the other way round in the Indian Ocean.
    let folder = city(&unit(SQUARE), ("outlets.geojson", &shop([38.7, -9.1])), "");
    let reading = read_with(folder.path(), &[Layer::Outlets], &[]);
    assert!(found(&reading, "axis-order").is_empty());
    assert_eq!(found(&reading, "outlet-outside").len(), 1);
}
