//! `GeoParquet`, written by the library `parquet` in both of its encodings, and damaged by hand.

use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use serde_json::{Value, json};

use crate::geopackages::blob;
use crate::small::{LAYERS, Small, coverage, said};
use crate::tables::{columns, features};

/// The note of a file: how its geometries are encoded, and what they are in.
fn note(encoding: &str, crs: Option<Value>) -> String {
    let mut column = json!({ "encoding": encoding, "geometry_types": [] });
    if let Some(crs) = crs {
        column["crs"] = crs;
    }
    let columns = json!({ "geometry": column });
    json!({ "version": "1.1.0", "primary_column": "geometry", "columns": columns }).to_string()
}

/// A file of one encoding: its note, and the geometries as they are written.
struct Form<'a> {
    note: Option<String>,
    /// Lists around a pair of numbers; none for well-known binary.
    depth: Option<usize>,
    packing: Compression,
    features: &'a [Value],
}

type Group<'g, 'w> = SerializedRowGroupWriter<'g, &'w mut Vec<u8>>;

fn put<T: DataType>(group: &mut Group<'_, '_>, values: &[T::T], defined: &[i16], again: &[i16]) {
    let mut column = group.next_column().unwrap().unwrap();
    let again = Some(again).filter(|again| !again.is_empty());
    column.typed::<T>().write_batch(values, Some(defined), again).unwrap();
    column.close().unwrap();
}

/// Numbers of one axis, each with the depth at which its list begins anew.
fn walk(shape: &Value, axis: usize, inside: (i16, i16), out: &mut (Vec<f64>, Vec<i16>)) {
    let (depth, again) = inside;
    if shape[0].is_number() {
        out.0.push(shape[axis].as_f64().unwrap());
        out.1.push(again);
        return;
    }
    for (at, part) in shape.as_array().unwrap().iter().enumerate() {
        let again = if at == 0 { again } else { depth + 1 };
        walk(part, axis, (depth + 1, again), out);
    }
}

impl Form<'_> {
    fn schema(&self, names: &[String]) -> String {
        let pair = "{ required double x; required double y; }".to_owned();
        let geometry = match self.depth {
            None => "optional binary geometry;".to_owned(),
            Some(0) => format!("required group geometry {pair}"),
            Some(depth) => {
                let list = |inner: String| format!("(LIST) {{ repeated group list {inner} }}");
                let element = |inner: String| format!("{{ required group element {inner} }}");
                let all = (0..depth).fold(pair, |inner, _| list(element(inner)));
                format!("required group geometry {all}")
            }
        };
        let others = names.iter().map(|name| {
            let (kind, text) =
                if self.is_number(name) { ("double", "") } else { ("binary", " (UTF8)") };
            format!("optional {kind} {name}{text};")
        });
        format!("message layer {{ {} {geometry} }}", others.collect::<String>())
    }

    fn is_number(&self, name: &str) -> bool {
        self.features.iter().any(|feature| feature["properties"][name].is_number())
    }

    fn written(&self) -> Vec<u8> {
        let names = columns(self.features);
        let schema = Arc::new(parse_message_type(&self.schema(&names)).unwrap());
        let geo =
            self.note.as_ref().map(|note| vec![KeyValue::new("geo".to_owned(), note.clone())]);
        let properties = WriterProperties::builder().set_compression(self.packing);
        let properties = Arc::new(properties.set_key_value_metadata(geo).build());
        let mut out = Vec::new();
        let mut writer = SerializedFileWriter::new(&mut out, schema, properties).unwrap();
        // Two groups of rows, as of a large file.
        for part in self.features.chunks(self.features.len().div_ceil(2)) {
            let mut group = writer.next_row_group().unwrap();
            self.put_properties(&mut group, &names, part);
            self.put_geometries(&mut group, part);
            group.close().unwrap();
        }
        writer.close().unwrap();
        out
    }

    fn put_properties(&self, group: &mut Group<'_, '_>, names: &[String], part: &[Value]) {
        for name in names {
            let values = || part.iter().map(|feature| &feature["properties"][name]);
            let defined: Vec<i16> = values().map(|value| i16::from(!value.is_null())).collect();
            if self.is_number(name) {
                let numbers: Vec<f64> = values().filter_map(Value::as_f64).collect();
                put::<DoubleType>(group, &numbers, &defined, &[]);
            } else {
                let texts: Vec<ByteArray> =
                    values().filter_map(Value::as_str).map(ByteArray::from).collect();
                put::<ByteArrayType>(group, &texts, &defined, &[]);
            }
        }
    }

    fn put_geometries(&self, group: &mut Group<'_, '_>, part: &[Value]) {
        let Some(depth) = self.depth else {
            // Behind the head of a GeoPackage, which is 8 bytes long.
            let shapes: Vec<ByteArray> =
                part.iter().map(|f| ByteArray::from(blob(&f["geometry"])[8..].to_vec())).collect();
            return put::<ByteArrayType>(group, &shapes, &vec![1; shapes.len()], &[]);
        };
        for axis in 0..2 {
            let mut numbers = (Vec::new(), Vec::new());
            for feature in part {
                let geometry = &feature["geometry"];
                let shape = match (depth, geometry["type"].as_str().unwrap()) {
                    (3, "Polygon") => json!([geometry["coordinates"]]),
                    _ => geometry["coordinates"].clone(),
                };
                walk(&shape, axis, (0, 0), &mut numbers);
            }
            let defined = vec![i16::try_from(depth).unwrap(); numbers.0.len()];
            put::<DoubleType>(group, &numbers.0, &defined, &numbers.1);
        }
    }
}

pub(crate) fn binary(layer: &str, packing: Compression, crs: Option<Value>) -> Vec<u8> {
    let features = features(layer);
    Form { note: Some(note("WKB", crs)), depth: None, packing, features: &features }.written()
}

pub(crate) fn native(layer: &str) -> Vec<u8> {
    let features = features(layer);
    let is_point = features[0]["geometry"]["type"] == "Point";
    let (word, depth) = if is_point { ("point", 0) } else { ("multipolygon", 3) };
    let note = Some(note(word, None));
    Form { note, depth: Some(depth), packing: Compression::SNAPPY, features: &features }.written()
}

fn outlets(bytes: &[u8]) -> Small {
    let small = Small::new();
    small.remove("outlets");
    small.write("outlets.parquet", bytes);
    small
}

fn epsg(code: u32) -> Value {
    json!({ "type": "GeographicCRS", "name": "a system", "id": { "authority": "EPSG", "code": code } })
}

#[test]
fn the_same_city_is_read_from_either_encoding_however_it_is_packed() {
    let original = coverage(&Small::new().read());
    let packings = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(parquet::basic::GzipLevel::default()),
        Compression::LZ4_RAW,
        Compression::ZSTD(ZstdLevel::default()),
    ];
    let forms = packings.into_iter().map(Some).chain([None]);
    for form in forms {
        let small = Small::new();
        for layer in LAYERS {
            small.remove(layer);
            let bytes = match form {
                Some(packing) => binary(layer, packing, Some(epsg(4326))),
                None => native(layer),
            };
            small.write(&format!("{layer}.parquet"), bytes);
        }
        let reading = small.read();
        assert_eq!(said(&reading), [""; 0]);
        assert_eq!(coverage(&reading), original);
    }
}

#[test]
fn what_the_file_says_that_it_is_in_counts_and_is_asked_about_where_it_is_not_known() {
    let crs84 = json!({ "name": "WGS 84", "id": { "authority": "OGC", "code": "CRS84" } });
    for crs in [None, Some(crs84), Some(epsg(4490))] {
        let reading = outlets(&binary("outlets", Compression::SNAPPY, crs)).read();
        assert_eq!(said(&reading), [""; 0]);
    }
    let asked = [
        (Value::Null, "the file does not say which coordinate system it is in"),
        (epsg(27700), "the file is in \"a system\", which is not known here"),
        (json!({ "name": "local" }), "the file is in \"local\", which is not known here"),
    ];
    for (crs, words) in asked {
        let said = said(&outlets(&binary("outlets", Compression::SNAPPY, Some(crs))).read());
        assert_eq!(said[0], format!("error[crs-unknown] outlets.parquet: : {words}"));
    }
}

#[test]
fn a_table_without_a_note_and_an_encoding_that_is_not_known_are_refused() {
    let features = features("outlets");
    let file = |note: Option<String>| {
        let packing = Compression::SNAPPY;
        Form { note, depth: None, packing, features: &features }.written()
    };
    let rows = [
        (file(None), "error[format] outlets.parquet: : this is a plain table of Parquet"),
        (file(Some("{".to_owned())), "error[damaged] outlets.parquet: : the note \"geo\" cannot"),
        (
            file(Some(note("WKT", None))),
            "error[geometry] outlets.parquet: : geometries are encoded",
        ),
        (b"PAR1".to_vec(), "error[damaged] outlets.parquet: : the table cannot be read"),
        (Vec::new(), "error[empty-file] outlets.parquet: : the file is empty (0 bytes)"),
        (b"{\"type\": 1}".to_vec(), "error[format] outlets.parquet: : this is GeoJSON"),
    ];
    for (bytes, line) in rows {
        let reading = outlets(&bytes).read();
        assert!(said(&reading)[0].starts_with(line), "{line}\n{:#?}", said(&reading));
        assert!(reading.city.is_none());
    }
}

#[test]
fn places_are_records_and_fields() {
    let mut features = features("outlets");
    features[1]["properties"]["category"] = json!("tailor");
    let note = Some(note("WKB", None));
    let form = Form { note, depth: None, packing: Compression::SNAPPY, features: &features };
    let said = said(&outlets(&form.written()).read());
    let line = "warning[unknown-category] outlets.parquet: record 2, field \"category\": ";
    assert!(said.iter().any(|s| s.starts_with(line)), "{said:#?}");
}

#[test]
fn a_file_cut_anywhere_is_refused_and_no_changed_byte_makes_the_reader_fail() {
    let whole = binary("outlets", Compression::SNAPPY, None);
    for cut in (4..whole.len()).step_by(61) {
        let reading = outlets(&whole[..cut]).read();
        let said = said(&reading);
        let is_said = said.iter().any(|s| s.starts_with("error[damaged] outlets.parquet: "));
        assert!(is_said && reading.city.is_none(), "{cut} of {}: {said:#?}", whole.len());
    }
    for at in (0..whole.len()).step_by(13) {
        let mut odd = whole.clone();
        odd[at] ^= 0xff;
        // Whatever it says: it comes back.
        let _ = outlets(&odd).read();
    }
}

/// One outlet, its geometry of this encoding, as this schema and what is put into it have it.
fn one(word: &str, geometry: &str, fill: impl Fn(&mut Group<'_, '_>)) -> Vec<u8> {
    let schema = format!(
        "message layer {{ required binary id (UTF8); required binary category (UTF8); \
         required double capacity; {geometry} }}"
    );
    let schema = Arc::new(parse_message_type(&schema).unwrap());
    let geo = KeyValue::new("geo".to_owned(), note(word, None));
    let properties = WriterProperties::builder().set_key_value_metadata(Some(vec![geo])).build();
    let mut out = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut out, schema, Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    put::<ByteArrayType>(&mut group, &["P1".into()], &[0], &[]);
    put::<ByteArrayType>(&mut group, &["laundry".into()], &[0], &[]);
    put::<DoubleType>(&mut group, &[f64::NAN], &[0], &[]);
    fill(&mut group);
    group.close().unwrap();
    writer.close().unwrap();
    out
}

const PAIR: &str = "required group geometry { required double x; required double y; }";

/// A column of so many lists in lists of pairs of numbers.
fn lists(depth: usize) -> String {
    let list = |inner: String| format!("(LIST) {{ repeated group list {inner} }}");
    let element = |inner: String| format!("{{ required group element {inner} }}");
    let pair = "{ required double x; required double y; }".to_owned();
    format!("required group geometry {}", (0..depth).fold(pair, |all, _| list(element(all))))
}

#[test]
fn places_in_lists_that_are_not_what_the_note_promises_are_told() {
    let point = |x: f64, y: f64| {
        one("point", PAIR, |group| {
            put::<DoubleType>(group, &[x], &[0], &[]);
            put::<DoubleType>(group, &[y], &[0], &[]);
        })
    };
    let geometry = "error[geometry] outlets.parquet: record 1, geometry: the geometry ";
    let rows = [
        (point(0.001, 45.002), ""),
        (point(f64::NAN, f64::NAN), "warning[no-geometry] outlets.parquet: record 1"),
        (point(f64::NAN, 45.0), "has the position [NaN, 45], which is no number"),
        (point(1.0, f64::INFINITY), "has the position [1, inf], which is no number"),
        (
            one("polygon", PAIR, |group| {
                put::<DoubleType>(group, &[1.0], &[0], &[]);
                put::<DoubleType>(group, &[1.0], &[0], &[]);
            }),
            "is not in the lists that the file promises",
        ),
        (
            one("point", "required double geometry;", |group| {
                put::<DoubleType>(group, &[1.0], &[0], &[]);
            }),
            "has a place without x and y",
        ),
        (
            one("WKB", "required double geometry;", |group| {
                put::<DoubleType>(group, &[1.0], &[0], &[]);
            }),
            "is no well-known binary",
        ),
        (
            // A list of no rings.
            one("polygon", &lists(2), |group| {
                put::<DoubleType>(group, &[], &[0], &[0]);
                put::<DoubleType>(group, &[], &[0], &[0]);
            }),
            "warning[no-geometry] outlets.parquet: record 1",
        ),
        (
            // A ring of three places, then one of none.
            one("polygon", &lists(2), |group| {
                for _ in 0..2 {
                    put::<DoubleType>(group, &[0.0, 1.0, 2.0], &[2, 2, 2, 1], &[0, 2, 2, 1]);
                }
            }),
            "has a ring without places",
        ),
    ];
    for (bytes, words) in rows {
        let said = said(&outlets(&bytes).read());
        let is_told = match words {
            "" => said.is_empty(),
            _ => said.iter().any(|line| line.starts_with(words) || line.contains(words)),
        };
        assert!(is_told, "{geometry}{words}\n{said:#?}");
    }
}

#[test]
fn a_column_that_is_not_there_and_a_system_without_a_name_are_told() {
    let mut elsewhere = note("WKB", None);
    elsewhere = elsewhere
        .replace("\"geometry\":{", "\"shape\":{")
        .replace("\"primary_column\":\"geometry\"", "\"primary_column\":\"shape\"");
    let features = features("outlets");
    let packing = Compression::SNAPPY;
    let file = Form { note: Some(elsewhere), depth: None, packing, features: &features }.written();
    let line =
        "error[damaged] outlets.parquet: : the column \"shape\" of the geometries is not there";
    assert_eq!(said(&outlets(&file).read())[0], line);
    let nameless = json!({ "id": { "authority": "EPSG", "code": 27700 } });
    let asked = said(&outlets(&binary("outlets", packing, Some(nameless))).read());
    let line = "error[crs-unknown] outlets.parquet: : the file is in \"EPSG:27700\", which is not known here";
    assert_eq!(asked[0], line);
}
