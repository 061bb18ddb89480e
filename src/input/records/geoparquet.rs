//! `GeoParquet` (1.0 and 1.1): tables in columns, with a note in the file on what their geometries are.
//!
//! Takes the whole file, since its list of columns stands at its end; rows are put together one by one
//! by the library `parquet`. The note says which column holds the place, as well-known binary or in lists
//! of numbers ("native" encodings), and the coordinate system as PROJJSON; without a note a file is
//! a plain table of Parquet, which is refused. Longitude or easting stands first whatever
//! the system says (specification, "Coordinate axis order"). Packed may be with Snappy, gzip, LZ4 or zstd.

use bytes::Bytes;
use geozero::wkb::process_wkb_geom;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde::Deserialize;
use serde_json::Value as Json;

use super::super::coordinates::Coordinates;
use super::super::crs::Crs;
use super::super::cursor::{Text, Value};
use super::super::document::{Outline, Sink};
use super::super::feature::Geometry;
use super::super::layer::LayerFile;
use super::super::plan::LayerPlan;
use super::super::shelter;
use super::super::sniff::Refusal;
use super::super::well_known::{Filler, Problem};
use super::super::words::quoted;
use super::{Records, pages, system};
use crate::finding::{Finding, Findings, Place};
use crate::model::LonLat;

/// Reads the records of a file.
pub(in super::super) fn read(
    bytes: Vec<u8>,
    plan: &LayerPlan,
    file: &LayerFile,
    findings: &mut Findings,
    sink: &mut Sink<'_>,
) -> Outline {
    let place = Place::file(&file.name);
    let mut features = 0;
    match read_all(bytes, plan, file, &mut features, (findings, sink)) {
        Ok(outline) => outline,
        Err(Failed::Said(refusal)) => {
            findings.push(*refusal);
            Outline { features, ..Outline::default() }
        }
        Err(Failed::Library(error)) => {
            let message = format!("the table cannot be read: {}", quoted(&error.to_string()));
            let finding = Finding::error("damaged", place, message);
            findings.push(finding.with_help("get the file again, or export the layer anew"));
            Outline { features, ..Outline::default() }
        }
    }
}

/// Why a file is not read to its end.
enum Failed {
    Library(ParquetError),
    Said(Refusal),
}

impl From<ParquetError> for Failed {
    fn from(error: ParquetError) -> Self {
        Self::Library(error)
    }
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Self::Said(refusal)
    }
}

/// What the file notes about its geometries.
#[derive(Deserialize)]
struct Note {
    primary_column: String,
    columns: std::collections::BTreeMap<String, Column>,
}

/// What is noted about one column of geometries.
#[derive(Deserialize)]
struct Column {
    encoding: String,
    /// Not there: degrees of WGS 84. Null: not known.
    #[serde(default, deserialize_with = "present")]
    crs: Option<Json>,
}

/// A member that is there, even where it is null.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(from).map(Some)
}

fn read_all(
    bytes: Vec<u8>,
    plan: &LayerPlan,
    file: &LayerFile,
    features: &mut usize,
    (findings, sink): (&mut Findings, &mut Sink<'_>),
) -> Result<Outline, Failed> {
    let place = Place::file(&file.name);
    let bytes = Bytes::from(bytes);
    let reader = sheltered(|| SerializedFileReader::new(bytes.clone()))?;
    let most = pages::most(bytes.len());
    pages::check_inside(reader.metadata(), bytes.len())?;
    pages::check_packing(reader.metadata(), &place)?;
    if !pages::fit(&bytes, reader.metadata(), most)? {
        return Err(pages::too_long(most, &place).into());
    }
    let about = reader.metadata().file_metadata();
    let pairs = about.key_value_metadata().map(Vec::as_slice).unwrap_or_default();
    let note = pairs.iter().find(|pair| pair.key == "geo").and_then(|pair| pair.value.as_deref());
    let (name, column) = geometry_column(note, &place)?;
    let encoding = Encoding::of(&column.encoding).ok_or_else(|| {
        let message = format!("geometries are encoded as {}", quoted(&column.encoding));
        let finding = Finding::error("geometry", place.clone(), message);
        Box::new(finding.with_help("write them as WKB, as with geopandas or ogr2ogr"))
    })?;
    let names: Vec<String> =
        about.schema().get_fields().iter().map(|field| field.name().to_owned()).collect();
    let Some(at) = names.iter().position(|other| *other == name) else {
        let message = format!("the column {} of the geometries is not there", quoted(&name));
        return Err(damaged(place, message).into());
    };
    let own = system(own_system(column.crs.as_ref()), &file.crs, (place, plan.layer.word()))?;
    let mut others = names;
    others.remove(at);
    let mut records = Records::new(file, &plan.fields, others, own)?;
    let mut cells: Vec<Cell> = Vec::new();
    let mut rows = sheltered(|| reader.get_row_iter(None))?;
    while let Some(row) = sheltered(|| rows.next().transpose())? {
        let mut shape = Field::Null;
        cells.clear();
        for (index, (_, field)) in row.into_columns().into_iter().enumerate() {
            if index == at {
                shape = field;
            } else {
                cells.push(Cell::of(field));
            }
        }
        let values: Vec<Value<'_>> = cells.iter().map(Cell::value).collect();
        records.record(&values, |out| encoding.lay_out(&shape, out), findings, sink);
        *features += 1;
    }
    Ok(records.finish(true))
}

/// What the library gives; a file that makes it panic is damaged, which it tells of most others.
fn sheltered<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, Failed> {
    let broken = || ParquetError::General("it is not built as its own list says".to_owned());
    shelter::sheltered(read).ok_or_else(broken)?.map_err(Failed::Library)
}

fn damaged(place: Place, message: String) -> Refusal {
    let finding = Finding::error("damaged", place, message);
    Box::new(finding.with_help("get the file again, or export the layer anew"))
}

/// The column of the places, as the note has it.
fn geometry_column(note: Option<&str>, place: &Place) -> Result<(String, Column), Refusal> {
    let Some(note) = note else {
        let message = "this is a plain table of Parquet: no note \"geo\" says where its places are";
        let help = "write it as GeoParquet (geopandas to_parquet, ogr2ogr -f Parquet), or as CSV";
        return Err(Box::new(Finding::error("format", place.clone(), message).with_help(help)));
    };
    let note: Note = serde_json::from_str(note).map_err(|error| {
        let message = format!("the note \"geo\" cannot be read: {}", quoted(&error.to_string()));
        damaged(place.clone(), message)
    })?;
    let Note { primary_column: name, mut columns } = note;
    let message = || format!("the note \"geo\" says nothing of its own column {}", quoted(&name));
    let column = columns.remove(&name).ok_or_else(|| damaged(place.clone(), message()))?;
    Ok((name, column))
}

/// The system that PROJJSON names; where we do not know it, its name.
fn own_system(crs: Option<&Json>) -> Result<Crs, String> {
    let Some(crs) = crs else { return Ok(Crs::default()) };
    let word = |value: &Json| match value {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let name = crs.get("name").map(word).unwrap_or_default();
    let id = crs.get("id").or_else(|| crs.get("ids")?.get(0));
    let Some(id) = id else { return Err(name) };
    let part = |key| id.get(key).map(word).unwrap_or_default();
    let (authority, code) = (part("authority"), part("code"));
    let known = match (authority.to_ascii_uppercase().as_str(), code.as_str()) {
        ("OGC", "CRS84") => Ok(Crs::default()),
        ("EPSG", code) => format!("epsg:{code}").parse().map_err(|_| ()),
        _ => Err(()),
    };
    let called = if name.is_empty() { format!("{authority}:{code}") } else { name };
    known.map_err(|()| called)
}

/// A value of a record.
enum Cell {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
}

impl Cell {
    fn of(field: Field) -> Self {
        let finite = |is_finite: bool, text: String| {
            if is_finite { Self::Number(text) } else { Self::Null }
        };
        match field {
            Field::Bool(yes) => Self::Bool(yes),
            Field::Byte(n) => Self::Number(n.to_string()),
            Field::Short(n) => Self::Number(n.to_string()),
            Field::Int(n) => Self::Number(n.to_string()),
            Field::Long(n) => Self::Number(n.to_string()),
            Field::UByte(n) => Self::Number(n.to_string()),
            Field::UShort(n) => Self::Number(n.to_string()),
            Field::UInt(n) => Self::Number(n.to_string()),
            Field::ULong(n) => Self::Number(n.to_string()),
            // pandas writes "not a number" where a number is missing.
            Field::Float16(n) => finite(n.is_finite(), n.to_string()),
            Field::Float(n) => finite(n.is_finite(), n.to_string()),
            Field::Double(n) => finite(n.is_finite(), n.to_string()),
            Field::Decimal(_) => Self::Number(field.to_string()),
            Field::Str(text) => Self::Text(text),
            Field::Date(_)
            | Field::TimeMillis(_)
            | Field::TimeMicros(_)
            | Field::TimestampMillis(_)
            | Field::TimestampMicros(_) => Self::Text(field.to_string()),
            Field::Null
            | Field::Bytes(_)
            | Field::Group(_)
            | Field::ListInternal(_)
            | Field::MapInternal(_) => Self::Null,
        }
    }

    fn value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(yes) => Value::Bool(*yes),
            Self::Number(digits) => Value::Number(digits),
            Self::Text(raw) => Value::Text(Text { raw, escaped: false }),
        }
    }
}

/// How geometries are written.
#[derive(Clone, Copy)]
enum Encoding {
    /// Well-known binary.
    Binary,
    /// Lists of places so deep, and what they make.
    Lists(u8, Geometry),
}

impl Encoding {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "WKB" => Self::Binary,
            "point" => Self::Lists(0, Geometry::Point),
            "multipoint" => Self::Lists(1, Geometry::MultiPoint),
            "polygon" => Self::Lists(2, Geometry::Polygon),
            "multipolygon" => Self::Lists(3, Geometry::MultiPolygon),
            "linestring" => Self::Lists(1, Geometry::Other("LineString")),
            "multilinestring" => Self::Lists(2, Geometry::Other("MultiLineString")),
            _ => return None,
        })
    }

    /// Lays a geometry out as GeoJSON is.
    fn lay_out(self, shape: &Field, out: &mut Coordinates) -> Result<Geometry, Problem> {
        match (self, shape) {
            (_, Field::Null) => Ok(Geometry::None),
            (Self::Binary, Field::Bytes(blob)) => {
                let mut filler = Filler::new(out);
                let result = process_wkb_geom(&mut blob.data(), &mut filler);
                filler.settle(result.map_err(|error| format!("cannot be read: {error}")))
            }
            (Self::Binary, _) => Err("is no well-known binary".to_owned()),
            (Self::Lists(_, Geometry::Other(name)), _) => Ok(Geometry::Other(name)),
            (Self::Lists(0, _), shape) if is_empty(shape) => Ok(Geometry::Empty("Point")),
            (Self::Lists(depth, geometry), shape) => {
                native(shape, depth, out)?;
                out.levels = depth + 1;
                let name = match geometry {
                    Geometry::Point => "Point",
                    Geometry::MultiPoint => "MultiPoint",
                    Geometry::Polygon => "Polygon",
                    _ => "MultiPolygon",
                };
                Ok(if out.positions.is_empty() { Geometry::Empty(name) } else { geometry })
            }
        }
    }
}

/// Lays out places in lists so deep.
fn native(shape: &Field, depth: u8, out: &mut Coordinates) -> Result<(), Problem> {
    if depth == 0 {
        return place(shape, out);
    }
    let Field::ListInternal(list) = shape else {
        return Err("is not in the lists that the file promises".to_owned());
    };
    let before = out.positions.len();
    for element in list.elements() {
        native(element, depth - 1, out)?;
    }
    match depth {
        1 if out.positions.len() == before && before > 0 => {
            return Err("has a ring without places".to_owned());
        }
        1 => out.rings.push(out.positions.len()),
        2 => out.polygons.push(out.rings.len()),
        _ => {}
    }
    Ok(())
}

/// A number of a group.
fn number(shape: &Field, name: &str) -> Option<f64> {
    let Field::Group(row) = shape else { return None };
    let found = row.get_column_iter().find(|(key, _)| *key == name);
    match found.map(|(_, field)| field) {
        Some(Field::Double(number)) => Some(*number),
        Some(Field::Float(number)) => Some(f64::from(*number)),
        _ => None,
    }
}

/// Whether a point is the empty one, of which neither number is one.
fn is_empty(shape: &Field) -> bool {
    ["x", "y"].iter().all(|name| number(shape, name).is_some_and(f64::is_nan))
}

/// Lays out a place: a group of `x`, `y` and perhaps `z` and `m`.
fn place(shape: &Field, out: &mut Coordinates) -> Result<(), Problem> {
    let (Some(lon), Some(lat)) = (number(shape, "x"), number(shape, "y")) else {
        return Err("has a place without x and y".to_owned());
    };
    if !(lon.is_finite() && lat.is_finite()) {
        return Err(format!("has the position [{lon}, {lat}], which is no number"));
    }
    out.has_heights |= number(shape, "z").is_some();
    out.positions.push(LonLat { lon, lat });
    Ok(())
}
