//! Files of other formats than GeoJSON.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::Workbook;
use tempfile::TempDir;
use walkshed::finding::Mend;
use walkshed::input::{Mending, Reading};

use super::{copied_with, sample, try_read};

fn copy(city: &Path, mending: Mending) -> (TempDir, Vec<Mend>, Reading) {
    let to = tempfile::tempdir().unwrap();
    let mends = copied_with(mending, city, &try_read(city, None), (None, to.path()));
    let reading = try_read(to.path(), None);
    (to, mends, reading)
}

const TABLE: &str = "id,name,category,lon,lat,people\r\n\
                     P1,\"A, b\",laundry,116.31,39.91,\r\n\
                     \r\n\
                     P2,云,laundry,39.92,116.32,7\r\n\
                     P3,no place,laundry,,,\r\n\
                     P4,D,laundry,116.33,39.92,\r\n\
                     P5,D,laundry,116.33,39.92,\r\n\
                     P6,E,laundry,116.34,39.93,\"12\"\r\n";

fn with_table(table: &str) -> TempDir {
    let city = sample();
    fs::remove_file(city.path().join("outlets.geojson")).unwrap();
    let capacity = table.replacen(",people", ",capacity", 1);
    fs::write(city.path().join("outlets.csv"), capacity).unwrap();
    city
}

#[test]
fn a_table_is_mended_in_place_and_all_else_stays_to_the_byte() {
    let city = with_table(&TABLE.replace("\"12\"", "-12").replace(",7\r", ",\"1,007\"\r"));
    let (to, mends, _) = copy(city.path(), Mending::Unsafe);
    let text = fs::read_to_string(to.path().join("outlets.csv")).unwrap();
    let expected = "id,name,category,lon,lat,capacity\r\n\
                    P1,\"A, b\",laundry,116.31,39.91,\r\n\
                    \r\n\
                    P2,云,laundry,116.32,39.92,1007\r\n\
                    P4,D,laundry,116.33,39.92,\r\n\
                    P6,E,laundry,116.34,39.93,\r\n";
    assert_eq!(text, expected);
    let listed: Vec<(&str, &str)> = mends.iter().map(|m| (m.code, &m.place.path[..])).collect();
    let expected = [
        ("axis-order", "row 4, column 4 \"lon\""),
        ("not-a-number", "row 4, column 6 \"capacity\""),
        ("no-geometry", "row 5"),
        ("same-outlet", "row 7"),
        ("negative", "row 8, column 6 \"capacity\""),
    ];
    assert_eq!(listed, expected);
    // Without being asked nothing of that is done.
    let (to, mends, _) = copy(city.path(), Mending::Safe);
    assert!(mends.is_empty(), "{mends:?}");
    let same = fs::read(city.path().join("outlets.csv")).unwrap();
    assert!(fs::read(to.path().join("outlets.csv")).unwrap() == same);
}

#[test]
fn a_table_in_another_encoding_becomes_utf8() {
    let city = with_table(TABLE);
    let text = fs::read_to_string(city.path().join("outlets.csv")).unwrap();
    let (bytes, ..) = encoding_rs::GBK.encode(&text);
    fs::write(city.path().join("outlets.csv"), bytes).unwrap();
    fs::write(city.path().join("walkshed.toml"), "encoding = \"gbk\"\n").unwrap();
    let (to, mends, _) = copy(city.path(), Mending::Safe);
    let codes: Vec<&str> = mends.iter().map(|mend| mend.code).collect();
    assert_eq!(codes, ["encoding"]);
    assert_eq!(fs::read_to_string(to.path().join("outlets.csv")).unwrap(), text);
}

/// Writes a layer of polygons as a workbook, the first ring without its last corner.
#[cfg(feature = "xlsx")]
fn as_workbook(city: &TempDir, name: &str) {
    let path = city.path().join(format!("{name}.geojson"));
    let layer: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in ["id", "name", "land_code", "note", "wkt"].iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), *heading).unwrap();
    }
    for (row, feature) in (1..).zip(layer["features"].as_array().unwrap()) {
        let words = ["id", "name", "land_code"].map(|key| &feature["properties"][key]);
        for (column, word) in words.iter().enumerate() {
            let text = word.as_str().unwrap_or_default();
            sheet.write(row, u16::try_from(column).unwrap(), text).unwrap();
        }
        sheet.write(row, 3, f64::from(row)).unwrap();
        let polygons = match feature["geometry"]["type"].as_str().unwrap() {
            "Polygon" => vec![feature["geometry"]["coordinates"].clone()],
            _ => feature["geometry"]["coordinates"].as_array().unwrap().clone(),
        };
        let mut is_cut = row > 1;
        let mut ring = |ring: &serde_json::Value| {
            let corners = ring.as_array().unwrap();
            let count = corners.len() - usize::from(!std::mem::replace(&mut is_cut, true));
            let corners: Vec<String> =
                corners[..count].iter().map(|at| format!("{} {}", at[0], at[1])).collect();
            format!("({})", corners.join(", "))
        };
        let polygons: Vec<String> = polygons
            .iter()
            .map(|rings| {
                let rings: Vec<String> = rings.as_array().unwrap().iter().map(&mut ring).collect();
                format!("({})", rings.join(", "))
            })
            .collect();
        sheet.write(row, 4, format!("MULTIPOLYGON({})", polygons.join(", "))).unwrap();
    }
    book.save(city.path().join(format!("{name}.xlsx"))).unwrap();
    fs::remove_file(path).unwrap();
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_becomes_geojson_with_all_of_its_columns_where_there_is_something_to_mend() {
    let city = sample();
    as_workbook(&city, "estates");
    let before = try_read(city.path(), None);
    let (to, mends, after) = copy(city.path(), Mending::Safe);
    let listed: Vec<(&str, &str)> = mends.iter().map(|m| (m.code, &m.place.path[..])).collect();
    let ring = "sheet \"Sheet1\", row 2, column 5 \"wkt\", [0][0]";
    assert_eq!(listed, [("converted", ""), ("ring-closed", ring)]);
    assert_eq!(mends[0].after, "GeoJSON in WGS 84, estates.geojson");
    assert!(!to.path().join("estates.xlsx").exists());
    let settings = fs::read_to_string(to.path().join("walkshed.toml")).unwrap();
    assert!(settings.contains("file = \"estates.geojson\""), "{settings}");
    let text = fs::read(to.path().join("estates.geojson")).unwrap();
    let layer: serde_json::Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(layer["features"][4]["properties"]["note"], 5);
    let (before, after) = (before.city.unwrap(), after.city.unwrap());
    super::assert_same("workbook", &before, &after, false);
    // What is sound stays what it is.
    let (again, mends, _) = copy(to.path(), Mending::Safe);
    assert!(mends.is_empty(), "{mends:?}");
    assert!(fs::read(again.path().join("estates.geojson")).unwrap() == text);
}
