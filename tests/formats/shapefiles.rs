//! Shapefiles: shapes, table, system and encoding side by side.

use serde_json::Value;
use shapefile::dbase::{FieldName, FieldValue, Record, TableWriterBuilder};
use shapefile::{Point, Polygon, PolygonRing, ShapeWriter, Writer};
use walkshed::input::ReadOptions;

use crate::small::{LAYERS, Small, coverage, expected, said, told};
use crate::tables::{cell, columns, features};

const WGS84: &str = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

/// The first ten letters, which is what a table has room for.
fn short(name: &str) -> &str {
    name.get(..10).unwrap_or(name)
}

fn ring(ring: &Value) -> Vec<Point> {
    let point = |at: &Value| Point::new(at[0].as_f64().unwrap(), at[1].as_f64().unwrap());
    ring.as_array().unwrap().iter().map(point).collect()
}

fn polygon(geometry: &Value) -> Polygon {
    let coordinates = &geometry["coordinates"];
    let polygons = match geometry["type"].as_str().unwrap() {
        "Polygon" => vec![coordinates.clone()],
        _ => coordinates.as_array().unwrap().clone(),
    };
    let rings = polygons.iter().flat_map(|polygon| {
        polygon.as_array().unwrap().iter().enumerate().map(|(index, one)| match index {
            0 => PolygonRing::Outer(ring(one)),
            _ => PolygonRing::Inner(ring(one)),
        })
    });
    Polygon::with_rings(rings.collect())
}

/// Writes a layer; `is_gbk` writes its text in GBK and says so.
fn write(small: &Small, layer: &str, is_gbk: bool) {
    let features = features(layer);
    let names = columns(&features);
    let is_number = |name: &str| {
        let values = features.iter().map(|f| &f["properties"][name]);
        values.clone().all(|v| v.is_number() || v.is_null()) && values.clone().any(Value::is_number)
    };
    let mut table = TableWriterBuilder::new();
    for name in &names {
        let field = FieldName::try_from(short(name)).unwrap();
        table = if is_number(name) {
            table.add_numeric_field(field, 18, 4)
        } else {
            table.add_character_field(field, 120)
        };
    }
    let path = small.path(&format!("{layer}.shp"));
    let shapes = ShapeWriter::from_path(&path).unwrap();
    let dbf = table.build_with_file_dest(path.with_extension("dbf")).unwrap();
    let mut writer = Writer::new(shapes, dbf);
    for feature in &features {
        let mut record = Record::default();
        for name in &names {
            let value = &feature["properties"][name];
            let value = match value.as_f64() {
                _ if is_number(name) => FieldValue::Numeric(value.as_f64()),
                _ => FieldValue::Character(Some(cell(value)).filter(|text| !text.is_empty())),
            };
            record.insert(short(name).to_owned(), value);
        }
        let geometry = &feature["geometry"];
        if geometry["type"] == "Point" {
            let at = &geometry["coordinates"];
            let point = Point::new(at[0].as_f64().unwrap(), at[1].as_f64().unwrap());
            writer.write_shape_and_record(&point, &record).unwrap();
        } else {
            writer.write_shape_and_record(&polygon(geometry), &record).unwrap();
        }
    }
    drop(writer);
    std::fs::write(path.with_extension("prj"), WGS84).unwrap();
    if is_gbk {
        let dbf = path.with_extension("dbf");
        std::fs::write(&dbf, in_gbk(&std::fs::read(&dbf).unwrap())).unwrap();
        std::fs::write(path.with_extension("cpg"), "GBK").unwrap();
    } else {
        std::fs::write(path.with_extension("cpg"), "UTF-8").unwrap();
    }
}

/// A table with its rows in GBK instead of UTF-8.
fn in_gbk(dbf: &[u8]) -> Vec<u8> {
    let head = usize::from(u16::from_le_bytes([dbf[8], dbf[9]]));
    let width = usize::from(u16::from_le_bytes([dbf[10], dbf[11]]));
    let widths: Vec<usize> = dbf[32..head]
        .chunks_exact(32)
        .take_while(|field| field[0] != b'\r')
        .map(|field| usize::from(field[16]))
        .collect();
    let mut out = dbf[..head].to_vec();
    for row in dbf[head..].chunks_exact(width) {
        out.push(row[0]);
        let mut at = 1;
        for width in &widths {
            let text = std::str::from_utf8(&row[at..at + width]).unwrap();
            let mut cell = encoding_rs::GBK.encode(text.trim_end()).0.into_owned();
            cell.resize(*width, b' ');
            out.extend(cell);
            at += width;
        }
    }
    out
}

pub(crate) fn small(is_gbk: bool) -> Small {
    let small = Small::new();
    for layer in LAYERS {
        small.remove(layer);
        write(&small, layer, is_gbk);
    }
    small
}

/// The small city with its outlets in a shapefile.
fn outlets() -> Small {
    let small = Small::new();
    small.remove("outlets");
    write(&small, "outlets", false);
    small
}

#[test]
fn the_same_city_is_read_from_shapefiles() {
    let original = coverage(&Small::new().read());
    for is_gbk in [false, true] {
        let reading = small(is_gbk).read();
        assert_eq!(said(&reading), [""; 0]);
        // Rings of a shapefile run the other way round, so that the last bits of areas may differ in
        // what holds more digits than the table.
        assert_eq!(coverage(&reading), original);
    }
}

#[test]
fn every_file_that_was_read_is_listed() {
    let reading = outlets().read();
    let names: Vec<&str> = reading.files.iter().map(|file| file.name.as_str()).collect();
    let side = ["outlets.prj", "outlets.cpg", "outlets.dbf"];
    assert!(side.iter().all(|name| names.contains(name)), "{names:?}");
    assert!(reading.files.iter().all(|file| file.sha256.len() == 64 && file.bytes > 0));
}

#[test]
fn without_a_system_or_an_encoding_we_ask() {
    let small = outlets();
    std::fs::remove_file(small.path("outlets.prj")).unwrap();
    let asked =
        "error[crs-unknown] outlets.shp: : the file does not say which coordinate system it is in";
    assert_eq!(said(&small.read())[0], asked);
    let crs = vec![(
        walkshed::input::Layer::Outlets,
        "wgs84".parse::<walkshed::input::Crs>().unwrap().into(),
    )];
    let options = ReadOptions { crs, ..ReadOptions::default() };
    assert_eq!(told(&small.read_with(&options)), expected());
    small.write("outlets.prj", WGS84.replace("WGS_1984", "Beijing_1954"));
    let asked = "error[crs-unknown] outlets.shp: : the file is in \"GCS_Beijing_1954\", which is not known here";
    assert_eq!(said(&small.read())[0], asked);
    small.write("outlets.prj", WGS84);
    std::fs::remove_file(small.path("outlets.cpg")).unwrap();
    let dbf = std::fs::read(small.path("outlets.dbf")).unwrap();
    small.write("outlets.dbf", in_gbk(&dbf));
    let said = said(&small.read());
    assert!(said[0].starts_with("error[not-utf8] outlets.shp: record 1, field "), "{said:#?}");
    let options = ReadOptions { encoding: Some("gbk".parse().unwrap()), ..ReadOptions::default() };
    assert_eq!(told(&small.read_with(&options)), expected());
}

#[test]
fn a_shapefile_that_breaks_off_is_refused() {
    let whole = outlets();
    let shp = std::fs::read(whole.path("outlets.shp")).unwrap();
    let dbf = std::fs::read(whole.path("outlets.dbf")).unwrap();
    let mut odd = shp.clone();
    odd[32..36].copy_from_slice(&99_i32.to_le_bytes());
    let mut wild = shp.clone();
    // The first record says that it is of 2 thousand million words.
    wild[104..108].copy_from_slice(&i32::MAX.to_be_bytes());
    let more = dbf.len() - 200;
    let cases: [(&[u8], &[u8], &str); 6] = [
        (b"", &dbf, "error[empty-file] outlets.shp: : the file is empty (0 bytes)"),
        (
            &shp[..shp.len() - 9],
            &dbf,
            "error[damaged] outlets.shp: : the shapes cannot be read on after ",
        ),
        (&odd, &dbf, "error[damaged] outlets.shp: : the shapes cannot be read on after 0: "),
        (&wild, &dbf, "error[damaged] outlets.shp: : the shapes cannot be read on after 0: "),
        (&shp, &dbf[..more], "error[damaged] outlets.shp: : the table (.dbf) breaks off in row "),
        (
            &shp,
            &dbf[..20],
            "error[damaged] outlets.shp: : the table beside the shapes (.dbf) breaks off",
        ),
    ];
    for (shp, dbf, line) in cases {
        let small = outlets();
        small.write("outlets.shp", shp);
        small.write("outlets.dbf", dbf);
        let reading = small.read();
        assert!(
            said(&reading).iter().any(|s| s.starts_with(line)),
            "{line}\n{:#?}",
            said(&reading)
        );
        assert!(reading.city.is_none());
    }
    let small = outlets();
    std::fs::remove_file(small.path("outlets.dbf")).unwrap();
    let gone = "error[damaged] outlets.shp: : the table beside the shapes (.dbf) is not there";
    assert_eq!(said(&small.read())[0], gone);
}

#[test]
fn no_changed_byte_makes_the_reader_fail() {
    let whole = outlets();
    for file in ["outlets.shp", "outlets.dbf"] {
        let bytes = std::fs::read(whole.path(file)).unwrap();
        for at in (0..bytes.len()).step_by(bytes.len() / 60 + 1).chain(0..110) {
            let mut odd = bytes.clone();
            odd[at] ^= 0xff;
            whole.write(file, &odd);
            // Whatever it says: it comes back.
            let _ = whole.read();
        }
        whole.write(file, &bytes);
    }
    assert!(whole.read().city.is_some());
}

#[test]
fn a_memo_that_the_layer_reads_is_told_to_be_blank() {
    let small = outlets();
    let mut table = std::fs::read(small.path("outlets.dbf")).unwrap();
    // The descriptions of fields stand behind the head, 32 bytes each: a name of 11, then the type.
    let field = table[32..].chunks(32).position(|field| field.starts_with(b"name\0")).unwrap();
    table[32 + 32 * field + 11] = b'M';
    small.write("outlets.dbf", &table);
    let message = "the field is of type M, whose values are not in the table: read as blank";
    let line = format!("warning[field-type] outlets.shp: field \"name\": {message}");
    assert!(said(&small.read()).contains(&line), "{:#?}", said(&small.read()));
}

#[test]
fn records_that_are_deleted_or_are_no_numbers_are_told() {
    let small = outlets();
    let (shp, dbf) = (small.path("outlets.shp"), small.path("outlets.dbf"));
    let (shapes, table) = (std::fs::read(&shp).unwrap(), std::fs::read(&dbf).unwrap());
    let count = small.read().city.unwrap().outlets().len();
    // The head of the table says how long it is itself; the first byte of a row is its mark.
    let head = usize::from(u16::from_le_bytes([table[8], table[9]]));
    let mut deleted = table.clone();
    deleted[head] = b'*';
    std::fs::write(&dbf, &deleted).unwrap();
    let reading = small.read();
    assert_eq!(
        said(&reading),
        ["note[deleted-record] outlets.shp: : 1 record marked as deleted; left out"]
    );
    assert_eq!(reading.city.unwrap().outlets().len(), count - 1);
    let mut headless = table.clone();
    headless[8..10].fill(0);
    std::fs::write(&dbf, headless).unwrap();
    let line =
        "error[damaged] outlets.shp: : the table beside the shapes (.dbf) breaks off in its head";
    assert!(said(&small.read()).iter().any(|said| said == line), "{:#?}", said(&small.read()));
    std::fs::write(&dbf, &table).unwrap();
    // Behind the head of 100 bytes and that of the record, of 8, stand the type, of 4, and x.
    let mut nowhere = shapes.clone();
    nowhere[112..120].copy_from_slice(&f64::NAN.to_le_bytes());
    std::fs::write(&shp, nowhere).unwrap();
    let told = said(&small.read());
    let words = "which is no number";
    assert!(
        told.iter().any(|said| said.starts_with("error[geometry]") && said.contains(words)),
        "{told:#?}"
    );
}

/// Writes shapes without attributes but a category.
fn bare<S: shapefile::record::EsriShape>(small: &Small, layer: &str, shapes: &[S]) {
    let path = small.path(&format!("{layer}.shp"));
    let field = FieldName::try_from("category").unwrap();
    let table = TableWriterBuilder::new().add_character_field(field, 20);
    let dbf = table.build_with_file_dest(path.with_extension("dbf")).unwrap();
    let mut writer = Writer::new(ShapeWriter::from_path(&path).unwrap(), dbf);
    for shape in shapes {
        let mut record = Record::default();
        record.insert("category".to_owned(), FieldValue::Character(Some("laundry".to_owned())));
        writer.write_shape_and_record(shape, &record).unwrap();
    }
    drop(writer);
    std::fs::write(path.with_extension("prj"), WGS84).unwrap();
    std::fs::write(path.with_extension("cpg"), "UTF-8").unwrap();
}

#[test]
fn points_in_one_record_are_outlets_each_and_lines_are_none() {
    let small = Small::new();
    small.remove("outlets");
    let points = vec![Point::new(0.001, 45.002), Point::new(0.003, 45.004)];
    let several = shapefile::Multipoint::new(points.clone());
    bare(&small, "outlets", &[several]);
    let reading = small.read();
    let told = said(&reading);
    assert!(
        told.iter().any(|s| s.starts_with("warning[multipoint] outlets.shp: record 1")),
        "{told:#?}"
    );
    assert_eq!(reading.city.unwrap().outlets().len(), 2);
    bare(&small, "streets", &[shapefile::Polyline::new(points)]);
    let told = said(&small.read());
    let line = "error[geometry-type] streets.shp: record 1, geometry: the lines of this format are not read";
    assert!(told.iter().any(|s| s.starts_with(line)), "{told:#?}");
}
