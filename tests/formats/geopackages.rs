//! `GeoPackages`, written here table by table.

use std::fmt::Write as _;

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params, params_from_iter};
use serde_json::Value;

use crate::small::{LAYERS, Small, coverage, expected, said, told};
use crate::tables::{columns, features};

/// A geometry in the form of a `GeoPackage`: head, then well-known binary, little end first.
pub(crate) fn blob(geometry: &Value) -> Vec<u8> {
    fn count(value: &Value, out: &mut Vec<u8>) {
        out.extend(u32::try_from(value.as_array().unwrap().len()).unwrap().to_le_bytes());
    }
    fn point(at: &Value, out: &mut Vec<u8>) {
        (0..2).for_each(|axis| out.extend(at[axis].as_f64().unwrap().to_le_bytes()));
    }
    fn polygon(rings: &Value, out: &mut Vec<u8>) {
        out.extend([1, 3, 0, 0, 0]);
        count(rings, out);
        for ring in rings.as_array().unwrap() {
            count(ring, out);
            ring.as_array().unwrap().iter().for_each(|at| point(at, out));
        }
    }
    let mut out = b"GP\0\x01".to_vec();
    out.extend(4326_i32.to_le_bytes());
    let coordinates = &geometry["coordinates"];
    match geometry["type"].as_str().unwrap() {
        "Point" => {
            out.extend([1, 1, 0, 0, 0]);
            point(coordinates, &mut out);
        }
        "Polygon" => polygon(coordinates, &mut out),
        "MultiPolygon" => {
            out.extend([1, 6, 0, 0, 0]);
            count(coordinates, &mut out);
            coordinates.as_array().unwrap().iter().for_each(|one| polygon(one, &mut out));
        }
        other => panic!("{other}"),
    }
    out
}

/// A database with the tables that every `GeoPackage` has.
fn database(small: &Small, file: &str) -> Connection {
    let database = Connection::open(small.path(file)).unwrap();
    database
        .execute_batch(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, \
             organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
             INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, '');
             INSERT INTO gpkg_spatial_ref_sys VALUES ('Xian', 2360, 'EPSG', 2360, '');
             INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined', 0, 'NONE', 0, '');
             CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, srs_id INTEGER);
             CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);",
        )
        .unwrap();
    database
}

/// Adds a layer as a table of this name.
fn add(database: &Connection, table: &str, layer: &str) {
    let features = features(layer);
    let names = columns(&features);
    let fields: Vec<String> = names.iter().map(|name| format!(", \"{name}\"")).collect();
    let sql =
        format!("CREATE TABLE \"{table}\" (fid INTEGER PRIMARY KEY, geom BLOB{})", fields.concat());
    database.execute_batch(&sql).unwrap();
    let contents = "INSERT INTO gpkg_contents VALUES (?1, 'features', 4326)";
    database.execute(contents, params![table]).unwrap();
    let columns = "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', 4326)";
    database.execute(columns, params![table]).unwrap();
    let marks = ", ?".repeat(names.len());
    let insert = format!("INSERT INTO \"{table}\" VALUES (NULL, ?{marks})");
    for feature in &features {
        let mut row = vec![Sql::Blob(blob(&feature["geometry"]))];
        row.extend(names.iter().map(|name| match &feature["properties"][name] {
            Value::Number(number) if number.is_i64() => Sql::Integer(number.as_i64().unwrap()),
            Value::Number(number) => Sql::Real(number.as_f64().unwrap()),
            Value::String(text) => Sql::Text(text.clone()),
            Value::Bool(yes) => Sql::Integer(i64::from(*yes)),
            _ => Sql::Null,
        }));
        database.execute(&insert, params_from_iter(row)).unwrap();
    }
}

/// The small city with its outlets in a table of this name.
pub(crate) fn outlets(table: &str) -> (Small, Connection) {
    let small = Small::new();
    small.remove("outlets");
    let database = database(&small, "outlets.gpkg");
    add(&database, table, "outlets");
    (small, database)
}

#[test]
fn the_same_city_is_read_from_geopackages() {
    let small = Small::new();
    for layer in LAYERS {
        small.remove(layer);
        add(&database(&small, &format!("{layer}.gpkg")), "any", layer);
    }
    let reading = small.read();
    assert_eq!(said(&reading), [""; 0]);
    assert_eq!(told(&reading), expected());
    assert_eq!(coverage(&reading), coverage(&Small::new().read()));
}

#[test]
fn one_geopackage_serves_all_layers() {
    let small = Small::new();
    let database = database(&small, "all.gpkg");
    let mut settings = "name = \"small\"\n".to_owned();
    for layer in LAYERS {
        add(&database, layer, layer);
        write!(settings, "[{layer}]\nfile = \"all.gpkg\"\nlayer = \"{layer}\"\n").unwrap();
    }
    small.write("walkshed.toml", settings);
    assert_eq!(told(&small.read()), expected());
}

#[test]
fn of_several_tables_one_is_named_or_we_ask() {
    let (small, database) = outlets("b");
    add(&database, "a", "outlets");
    let asked = "error[which-layer] outlets.gpkg: : several tables are filled: \"a\", \"b\"";
    assert_eq!(said(&small.read())[0], asked);
    small.write("walkshed.toml", "name = \"small\"\n[outlets]\nlayer = \"b\"\n");
    assert_eq!(told(&small.read()), expected());
}

#[test]
fn places_are_records_and_fields_and_an_unknown_system_is_asked_about() {
    let (small, database) = outlets("outlets");
    database.execute("UPDATE outlets SET category = 'tailor' WHERE fid = 2", []).unwrap();
    let said_of = |small: &Small| said(&small.read());
    let line = "warning[unknown-category] outlets.gpkg: record 2, field \"category\": ";
    assert!(said_of(&small).iter().any(|s| s.starts_with(line)), "{:#?}", said_of(&small));
    database.execute("UPDATE outlets SET geom = x'0102' WHERE fid = 3", []).unwrap();
    let line = "error[geometry] outlets.gpkg: record 3, geometry: the geometry is not in the form";
    assert!(said_of(&small).iter().any(|s| s.starts_with(line)), "{:#?}", said_of(&small));
    database.execute("UPDATE gpkg_geometry_columns SET srs_id = 2360", []).unwrap();
    let line =
        "error[crs-unknown] outlets.gpkg: : the file is in \"Xian\", which is not known here";
    assert_eq!(said_of(&small)[0], line);
    database.execute("UPDATE gpkg_geometry_columns SET srs_id = 0", []).unwrap();
    let line = "error[crs-unknown] outlets.gpkg: : the file does not say which coordinate system";
    assert!(said_of(&small)[0].starts_with(line), "{:#?}", said_of(&small));
}

#[test]
fn a_geopackage_that_is_none_or_breaks_off_is_refused() {
    let (whole, database) = outlets("outlets");
    drop(database);
    let bytes = std::fs::read(whole.path("outlets.gpkg")).unwrap();
    let mut odd = bytes.clone();
    odd[100..4096].fill(0xa5);
    let cases: [(&[u8], &str); 4] = [
        (b"", "error[empty-file] outlets.gpkg: : the file is empty (0 bytes)"),
        (&bytes[..200], "error[damaged] outlets.gpkg: : the GeoPackage cannot be read: "),
        (&odd, "error[damaged] outlets.gpkg: : the GeoPackage cannot be read: "),
        (b"{\"type\": 1}", "error[format] outlets.gpkg: : this is GeoJSON, not a GeoPackage"),
    ];
    for (bytes, line) in cases {
        let small = Small::new();
        small.remove("outlets");
        small.write("outlets.gpkg", bytes);
        let reading = small.read();
        assert!(
            said(&reading).iter().any(|s| s.starts_with(line)),
            "{line}\n{:#?}",
            said(&reading)
        );
        assert!(reading.city.is_none());
    }
}

#[test]
fn changes_that_are_not_in_the_file_yet_are_not_lost() {
    let (small, database) = outlets("outlets");
    database.pragma_update(None, "journal_mode", "wal").unwrap();
    database.execute("UPDATE outlets SET name = 'x' WHERE fid = 2", []).unwrap();
    let open = "error[damaged] outlets.gpkg: : another program has changes to it";
    assert!(said(&small.read())[0].starts_with(open));
    drop(database);
    assert!(small.read().city.is_some());
}

#[test]
fn no_changed_byte_makes_the_reader_fail() {
    let (whole, database) = outlets("outlets");
    drop(database);
    let bytes = std::fs::read(whole.path("outlets.gpkg")).unwrap();
    for at in (0..bytes.len()).step_by(bytes.len() / 120 + 1).chain(0..100) {
        let mut odd = bytes.clone();
        odd[at] ^= 0xff;
        whole.write("outlets.gpkg", &odd);
        // Whatever it says: it comes back.
        let _ = whole.read();
    }
    whole.write("outlets.gpkg", &bytes);
    assert!(whole.read().city.is_some());
}

#[test]
fn systems_of_others_truths_and_blank_places_are_read_as_what_they_are() {
    let (small, database) = outlets("outlets");
    database.execute_batch("ALTER TABLE outlets ADD COLUMN confirmed BOOLEAN").unwrap();
    let set = |sql: &str| assert!(database.execute(sql, []).unwrap() > 0, "{sql}");
    set("UPDATE outlets SET confirmed = (fid = 1)");
    let city = small.read().city.unwrap();
    let told = city.outlets().iter().filter(|o| o.details.as_ref().is_some_and(|d| d.confirmed));
    assert_eq!(told.count(), 1);
    // Magic, version and flags of a geometry that is empty, and a name for its system.
    set("UPDATE outlets SET geom = x'4750001100000000' WHERE fid = 2");
    let line = "warning[no-geometry] outlets.gpkg: record 2, geometry";
    assert!(said(&small.read()).iter().any(|s| s.starts_with(line)), "{:#?}", said(&small.read()));
    set(
        "UPDATE gpkg_spatial_ref_sys SET organization = 'ESRI', srs_name = 'Town' WHERE srs_id = 4326",
    );
    let line =
        "error[crs-unknown] outlets.gpkg: : the file is in \"Town\", which is not known here";
    assert_eq!(said(&small.read())[0], line);
}
