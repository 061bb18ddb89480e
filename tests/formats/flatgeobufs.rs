//! `FlatGeobuf`, written by the library and damaged by hand.

use flatgeobuf::{
    ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType,
    geozero::{ColumnValue, PropertyProcessor as _, wkt::Wkt},
};
use serde_json::Value;
use walkshed::input::{Layer, ReadOptions};

use crate::small::{LAYERS, Small, coverage, said};
use crate::tables::{columns, features, well_known};

/// A layer in the form, with an index or without.
pub(crate) fn written(layer: &str, has_index: bool, code: i32) -> Vec<u8> {
    let features = features(layer);
    let names = columns(&features);
    let options = FgbWriterOptions {
        write_index: has_index,
        crs: FgbCrs { code, ..FgbCrs::default() },
        ..FgbWriterOptions::default()
    };
    let mut writer = FgbWriter::create_with_options(layer, GeometryType::Unknown, options).unwrap();
    let is_number = |name: &str| features.iter().any(|f| f["properties"][name].is_number());
    for name in &names {
        let kind = if is_number(name) { ColumnType::Double } else { ColumnType::String };
        writer.add_column(name, kind, |_, column| column.nullable = true);
    }
    for feature in &features {
        let geometry = well_known(&feature["geometry"]);
        writer
            .add_feature_geom(Wkt(&geometry), |row| {
                for (index, name) in names.iter().enumerate() {
                    let value = match &feature["properties"][name] {
                        Value::Number(number) => ColumnValue::Double(number.as_f64().unwrap()),
                        Value::String(text) => ColumnValue::String(text),
                        _ => continue,
                    };
                    row.property(index, name, &value).unwrap();
                }
            })
            .unwrap();
    }
    let mut out = Vec::new();
    writer.write(&mut out).unwrap();
    out
}

fn outlets(bytes: &[u8]) -> Small {
    let small = Small::new();
    small.remove("outlets");
    small.write("outlets.fgb", bytes);
    small
}

#[test]
fn the_same_city_is_read_from_flatgeobufs() {
    let original = coverage(&Small::new().read());
    for has_index in [false, true] {
        let small = Small::new();
        for layer in LAYERS {
            small.remove(layer);
            small.write(&format!("{layer}.fgb"), written(layer, has_index, 4326));
        }
        let reading = small.read();
        assert_eq!(said(&reading), [""; 0]);
        assert_eq!(coverage(&reading), original);
    }
}

#[test]
fn a_flatgeobuf_cut_anywhere_is_refused() {
    for has_index in [false, true] {
        let whole = written("outlets", has_index, 4326);
        assert!(outlets(&whole).read().city.is_some());
        for cut in (8..whole.len()).step_by(37) {
            let reading = outlets(&whole[..cut]).read();
            let said = said(&reading);
            let is_said = said.iter().any(|s| s.starts_with("error[damaged] outlets.fgb: "));
            assert!(is_said && reading.city.is_none(), "{cut} of {}: {said:#?}", whole.len());
        }
    }
}

#[test]
fn no_changed_byte_makes_the_reader_fail() {
    let whole = written("outlets", true, 4326);
    for at in (0..whole.len()).step_by(11) {
        let mut odd = whole.clone();
        odd[at] ^= 0xff;
        // Whatever it says: it comes back.
        let _ = outlets(&odd).read();
    }
}

#[test]
fn a_flatgeobuf_of_no_known_system_is_asked_about_and_another_file_refused() {
    let asked = "error[crs-unknown] outlets.fgb: : the file ";
    for code in [0, 27700] {
        let said = said(&outlets(&written("outlets", true, code)).read());
        assert!(said[0].starts_with(asked), "{said:#?}");
    }
    let refused = said(&outlets(b"").read());
    assert_eq!(refused[0], "error[empty-file] outlets.fgb: : the file is empty (0 bytes)");
    let refused = said(&outlets(b"{\"type\": 1}").read());
    assert!(refused[0].starts_with("error[format] outlets.fgb: : this is GeoJSON"), "{refused:#?}");
}

/// Outlets of these geometries, declared to be of this kind and in this system.
fn shapes(kind: GeometryType, crs: FgbCrs<'_>, geometries: &[&str]) -> Vec<u8> {
    let options = FgbWriterOptions { write_index: false, crs, ..FgbWriterOptions::default() };
    let mut writer = FgbWriter::create_with_options("outlets", kind, options).unwrap();
    writer.add_column("category", ColumnType::String, |_, _| {});
    writer.add_column("photo", ColumnType::Binary, |_, column| column.nullable = true);
    for geometry in geometries {
        writer
            .add_feature_geom(Wkt(geometry), |row| {
                row.property(0, "category", &ColumnValue::String("laundry")).unwrap();
                row.property(1, "photo", &ColumnValue::Binary(&[1, 2, 3])).unwrap();
            })
            .unwrap();
    }
    let mut out = Vec::new();
    writer.write(&mut out).unwrap();
    out
}

fn degrees() -> FgbCrs<'static> {
    FgbCrs { code: 4326, ..FgbCrs::default() }
}

#[test]
fn geometries_of_one_kind_or_of_any_are_laid_out_alike() {
    let ringed = "POLYGON ((0.001 45.002, 0.003 45.002, 0.003 45.004, 0.001 45.002), \
                  (0.002 45.0022, 0.0025 45.0022, 0.0025 45.0025, 0.002 45.0022))";
    let twice = "MULTIPOLYGON (((0.001 45.002, 0.003 45.002, 0.003 45.004, 0.001 45.002), \
                 (0.002 45.0022, 0.0025 45.0022, 0.0025 45.0025, 0.002 45.0022)), \
                 ((0.005 45.002, 0.006 45.002, 0.006 45.003, 0.005 45.002)))";
    let cases = [
        (GeometryType::Polygon, ringed),
        (GeometryType::MultiPolygon, twice),
        (GeometryType::Point, "POINT (0.001 45.002)"),
    ];
    for (kind, geometry) in cases {
        for kind in [kind, GeometryType::Unknown] {
            let reading = outlets(&shapes(kind, degrees(), &[geometry])).read();
            assert_eq!(said(&reading), [""; 0], "{kind:?}");
            assert_eq!(reading.city.unwrap().outlets().len(), 1);
        }
    }
    let line = shapes(GeometryType::LineString, degrees(), &["LINESTRING (0 45, 1 46)"]);
    let told = said(&outlets(&line).read());
    assert!(told[0].starts_with("error[geometry-type] outlets.fgb: record 1"), "{told:#?}");
}

#[test]
fn a_file_without_records_has_no_outlets() {
    for has_index in [false, true] {
        let options = FgbWriterOptions {
            write_index: has_index,
            crs: degrees(),
            ..FgbWriterOptions::default()
        };
        let kind = GeometryType::Point;
        let mut writer = FgbWriter::create_with_options("outlets", kind, options).unwrap();
        writer.add_column("category", ColumnType::String, |_, _| {});
        let mut bytes = Vec::new();
        writer.write(&mut bytes).unwrap();
        let told = said(&outlets(&bytes).read());
        let line = "warning[no-outlets] outlets.fgb: ";
        assert!(told.iter().any(|said| said.starts_with(line)), "{told:#?}");
    }
}

#[test]
fn a_system_may_be_told_by_its_text_where_its_code_is_of_another_authority() {
    let text = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
    let point = ["POINT (0.001 45.002)"];
    let esri = FgbCrs { org: Some("ESRI"), code: 104_199, wkt: Some(text), ..FgbCrs::default() };
    let told = said(&outlets(&shapes(GeometryType::Point, esri, &point)).read());
    assert_eq!(told, [""; 0]);
    for wkt in [None, Some("")] {
        let nameless = FgbCrs { org: Some("ESRI"), code: 4326, wkt, ..FgbCrs::default() };
        let told = said(&outlets(&shapes(GeometryType::Point, nameless, &point)).read());
        assert!(told[0].starts_with("error[crs-unknown] outlets.fgb: : "), "{told:#?}");
    }
}

#[test]
fn what_the_user_declares_is_held_against_what_the_file_says() {
    let small = outlets(&written("outlets", true, 4326));
    let told = |crs: &str| {
        let crs = vec![(Layer::Outlets, crs.parse().unwrap())];
        said(&small.read_with(&ReadOptions { crs, ..ReadOptions::default() }))
    };
    // Files in a shifted datum call themselves WGS 84; here GCJ-02 is WGS 84, far from China.
    assert!(!told("gcj02").iter().any(|s| s.starts_with("error")));
    assert!(!told("wgs84").iter().any(|s| s.starts_with("error")));
    let line = "error[crs-member] outlets.fgb: : the file says that it is in ";
    assert!(told("epsg:4527")[0].starts_with(line), "{:#?}", told("epsg:4527"));
    // What is not known of the file is taken from the user.
    let unknown = outlets(&written("outlets", true, 27700));
    let crs = vec![(Layer::Outlets, "wgs84".parse().unwrap())];
    let reading = unknown.read_with(&ReadOptions { crs, ..ReadOptions::default() });
    assert_eq!(said(&reading), [""; 0]);
}
