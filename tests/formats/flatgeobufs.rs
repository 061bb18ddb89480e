//! `FlatGeobuf`, written by the library and damaged by hand.

use flatgeobuf::{
    ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType,
    geozero::{ColumnValue, PropertyProcessor as _, wkt::Wkt},
};
use serde_json::Value;

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
