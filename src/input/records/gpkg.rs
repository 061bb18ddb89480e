//! `GeoPackages` (OGC 12-128r19): tables of features in an `SQLite` database.
//!
//! Takes the whole file, which `SQLite` then reads in memory and read-only, so that nothing on the disk
//! changes and no journal appears beside it. Of several tables of features the one counts that the
//! settings name or that is called as the layer; else we ask. Views are not run. Changes that another
//! program has not yet written into the file are an error, since they would be missing.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row};

use geozero::wkb::process_gpkg_geom;

use super::super::coordinates::Coordinates;
use super::super::crs::Crs;
use super::super::cursor::{Text, Value};
use super::super::document::{Outline, Sink};
use super::super::feature::Geometry;
use super::super::layer::LayerFile;
use super::super::parts::{Parts, choose};
use super::super::plan::LayerPlan;
use super::super::sniff::Refusal;
use super::super::source::SourceError;
use super::super::well_known::{Filler, Problem};
use super::super::window::Window;
use super::super::words::quoted;
use super::{Records, system};
use crate::finding::{Finding, Findings, Place};

/// Bytes 18 and 19 of a database that writes ahead to a journal; in memory there is none.
const AHEAD: [u8; 2] = [2, 2];

/// Reads the records of the table that holds the layer.
pub(in super::super) fn read(
    mut bytes: Vec<u8>,
    plan: &LayerPlan,
    file: &LayerFile,
    findings: &mut Findings,
    sink: &mut Sink<'_>,
) -> Result<Outline, SourceError> {
    let place = Place::file(&file.name);
    if has_journal(plan, file)? {
        let message = "another program has changes to it that are not in it yet (a -wal file)";
        let finding = Finding::error("damaged", place, message);
        findings.push(finding.with_help("close the program that has it open, and run again"));
        return Ok(Outline::default());
    }
    if bytes.get(18..20) == Some(&AHEAD) {
        bytes[18..20].copy_from_slice(&[1, 1]);
    }
    let opened = open(&bytes).map_err(|error| damaged(&place, &error));
    drop(bytes);
    let started = opened.and_then(|database| {
        let table = Table::choose(&database, plan, file, findings)?;
        let own = table.system(&database, &place);
        let own = system(own?, &file.crs, (place.clone(), plan.layer.word()))?;
        let names = table.fields.iter().map(|field| field.name.clone()).collect();
        Ok((table, Records::new(file, &plan.fields, names, own)?, database))
    });
    let (table, mut records, database) = match started {
        Ok(started) => started,
        Err(refusal) => {
            findings.push(*refusal);
            return Ok(Outline::default());
        }
    };
    let read = table.read(&database, |values, blob| {
        records.record(values, |out| lay_out(blob, out), findings, sink);
    });
    let is_whole = read.is_ok();
    if let Err(error) = read {
        findings.push(*damaged(&place, &error));
    }
    Ok(records.finish(is_whole))
}

fn has_journal(plan: &LayerPlan, file: &LayerFile) -> Result<bool, SourceError> {
    let mut path = file.path.clone().into_os_string();
    path.push("-wal");
    let opened = match plan.door.open(path.as_ref()) {
        Ok(opened) => opened,
        Err(SourceError::Missing { .. }) => return Ok(false),
        Err(error) => return Err(error),
    };
    let window = Window::new(&opened).map_err(|broken| opened.read_error(broken.into_io()))?;
    Ok(!window.data().is_empty())
}

fn open(bytes: &[u8]) -> rusqlite::Result<Connection> {
    let mut database = Connection::open_in_memory()?;
    database.deserialize_read_exact("main", bytes, bytes.len(), true)?;
    database.pragma_update(None, "trusted_schema", false)?;
    Ok(database)
}

fn damaged(place: &Place, error: &rusqlite::Error) -> Refusal {
    let message = format!("the GeoPackage cannot be read: {}", quoted(&error.to_string()));
    let finding = Finding::error("damaged", place.clone(), message);
    Box::new(finding.with_help("get the file again, or export the layer anew"))
}

/// A name in a statement.
fn name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A column.
struct Field {
    name: String,
    is_bool: bool,
}

/// A table of features.
struct Table {
    name: String,
    /// Column of the geometry.
    geometry: String,
    srs: i64,
    /// The other columns.
    fields: Vec<Field>,
}

impl Table {
    /// The table that holds the layer.
    fn choose(
        database: &Connection,
        plan: &LayerPlan,
        file: &LayerFile,
        findings: &mut Findings,
    ) -> Result<Self, Refusal> {
        let place = Place::file(&file.name);
        let wrong = |error: rusqlite::Error| damaged(&place, &error);
        let all = names(
            database,
            "SELECT c.table_name FROM gpkg_contents c JOIN sqlite_master m ON m.name = c.table_name \
             AND m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' \
             WHERE c.data_type = 'features' ORDER BY c.table_name",
        )
        .map_err(wrong)?;
        let parts = Parts { word: "table", all: &all, filled: &all };
        let chosen = choose(&parts, plan, file, findings)?;
        let sql = "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?1";
        let (geometry, srs) = database
            .query_row(sql, [&chosen], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(wrong)?;
        let mut table = Self { name: chosen, geometry, srs, fields: Vec::new() };
        table.fields = table.columns(database).map_err(wrong)?;
        Ok(table)
    }

    fn columns(&self, database: &Connection) -> rusqlite::Result<Vec<Field>> {
        let mut statement = database.prepare("SELECT name, type FROM pragma_table_info(?1)")?;
        let columns = statement.query_map([&self.name], |row| {
            let (name, kind): (String, String) = (row.get(0)?, row.get(1)?);
            Ok(Field { name, is_bool: kind.eq_ignore_ascii_case("boolean") })
        })?;
        let is_other = |field: &Field| !field.name.eq_ignore_ascii_case(&self.geometry);
        columns.filter(|field| field.as_ref().is_ok_and(is_other) || field.is_err()).collect()
    }

    /// What the table says that it is in; where we do not know that, its name.
    fn system(&self, database: &Connection, place: &Place) -> Result<Result<Crs, String>, Refusal> {
        let sql = "SELECT organization, organization_coordsys_id, srs_name FROM \
                   gpkg_spatial_ref_sys WHERE srs_id = ?1";
        let take = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let found: Option<(String, i64, String)> = database
            .query_row(sql, [self.srs], take)
            .optional()
            .map_err(|error| damaged(place, &error))?;
        Ok(match found {
            // -1 and 0 stand for undefined systems (requirement 11).
            Some((_, -1 | 0, _)) | None => Err(String::new()),
            Some((who, code, name)) if who.eq_ignore_ascii_case("epsg") => {
                format!("epsg:{code}").parse().map_err(|_| name)
            }
            Some((_, _, name)) => Err(name),
        })
    }

    /// Hands on the values and the geometry of each row.
    fn read(
        &self,
        database: &Connection,
        mut take: impl FnMut(&[Value<'_>], Option<&[u8]>),
    ) -> rusqlite::Result<()> {
        let fields = self.fields.iter().map(|field| name(&field.name));
        let columns: Vec<String> = fields.chain([name(&self.geometry)]).collect();
        let sql = format!("SELECT {} FROM {}", columns.join(", "), name(&self.name));
        let mut statement = database.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut numbers = vec![String::new(); self.fields.len()];
        while let Some(row) = rows.next()? {
            let mut values = Vec::with_capacity(self.fields.len());
            for (index, (field, number)) in self.fields.iter().zip(&mut numbers).enumerate() {
                values.push(value(row.get_ref(index)?, field.is_bool, number)?);
            }
            let blob = match row.get_ref(self.fields.len())? {
                ValueRef::Blob(blob) => Some(blob),
                _ => None,
            };
            take(&values, blob);
        }
        Ok(())
    }
}

fn names(database: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    database.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

/// A cell as a value; `number` holds the digits of one that is a number.
fn value<'v>(
    cell: ValueRef<'v>,
    is_bool: bool,
    number: &'v mut String,
) -> rusqlite::Result<Value<'v>> {
    Ok(match cell {
        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
        ValueRef::Integer(yes) if is_bool => Value::Bool(yes != 0),
        ValueRef::Integer(whole) => {
            *number = whole.to_string();
            Value::Number(number)
        }
        ValueRef::Real(real) => {
            *number = real.to_string();
            Value::Number(number)
        }
        ValueRef::Text(text) => {
            Value::Text(Text { raw: std::str::from_utf8(text)?, escaped: false })
        }
    })
}

/// Lays out a geometry in the form of `GeoPackage`: a head, then well-known binary.
fn lay_out(blob: Option<&[u8]>, out: &mut Coordinates) -> Result<Geometry, Problem> {
    /// Bit of the flags that marks an empty geometry.
    const EMPTY: u8 = 0x10;
    let Some(mut blob) = blob else { return Ok(Geometry::None) };
    match blob {
        [b'G', b'P', _, flags, ..] if flags & EMPTY != 0 => return Ok(Geometry::Empty("Geometry")),
        [b'G', b'P', ..] => {}
        _ => return Err("is not in the form of GeoPackage".to_owned()),
    }
    let mut filler = Filler::new(out);
    let result = process_gpkg_geom(&mut blob, &mut filler);
    filler.settle(result.map_err(|error| format!("cannot be read: {error}")))
}
