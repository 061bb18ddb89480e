//! `FlatGeobuf` (version 3): a head, an index that is skipped, then features one after another.
//!
//! Read as a stream, one feature in memory. The library `flatgeobuf` checks and decodes the buffers; how
//! they follow each other, and the properties inside, are read here, because its own iterator takes a
//! file that breaks off between two features for a whole one and trusts lengths that the file states.

use std::io::Read;

use flatgeobuf::{
    ColumnType, Feature, Geometry as Shape, GeometryType, Header, size_prefixed_root_as_feature,
    size_prefixed_root_as_header,
};

use super::super::coordinates::Coordinates;
use super::super::crs::Crs;
use super::super::cursor::{Text, Value};
use super::super::document::{Outline, Sink};
use super::super::fault;
use super::super::feature::Geometry;
use super::super::layer::LayerFile;
use super::super::plan::LayerPlan;
use super::super::well_known::Problem;
use super::super::window::{Broken, Window};
use super::dbf::Failed;
use super::{Records, prj, system};
use crate::finding::{Finding, Findings, Place};
use crate::model::LonLat;

/// Length of the magic bytes.
const MAGIC: usize = 8;

/// Bytes of one node of the index: a box and an offset.
const NODE: u64 = 40;

/// Reads all features of a window over a file.
pub(in super::super) fn read<R: Read>(
    window: &mut Window<R>,
    plan: &LayerPlan,
    file: &LayerFile,
    findings: &mut Findings,
    sink: &mut Sink<'_>,
) -> std::io::Result<Outline> {
    let mut features = 0;
    let failed = match read_all(window, plan, file, &mut features, (findings, sink)) {
        Ok(outline) => return Ok(outline),
        Err(failed) => failed,
    };
    match failed {
        Failed::Said(refusal) => findings.push(*refusal),
        Failed::Broken(Broken::Io(error)) => return Err(error),
        Failed::Broken(broken) => {
            findings.push(fault::broken(&broken, Place::file(&file.name), window.raw_bytes()));
        }
    }
    Ok(Outline { features, ..Outline::default() })
}

fn damaged(file: &str, why: &str) -> Failed {
    let finding = Finding::error("damaged", Place::file(file), why);
    Failed::Said(Box::new(finding.with_help("the copy broke off: get the file again")))
}

fn read_all<R: Read>(
    window: &mut Window<R>,
    plan: &LayerPlan,
    file: &LayerFile,
    features: &mut usize,
    (findings, sink): (&mut Findings, &mut Sink<'_>),
) -> Result<Outline, Failed> {
    window.hold(MAGIC)?;
    window.consume(MAGIC);
    let mut buffer = Vec::new();
    if !next(window, &mut buffer, &file.name)? {
        return Err(damaged(&file.name, "the file ends in its head"));
    }
    let wrong = |error: &dyn ToString, what: &str| {
        damaged(&file.name, &format!("{what} cannot be read: {}", error.to_string()))
    };
    let head = size_prefixed_root_as_header(&buffer).map_err(|error| wrong(&error, "the head"))?;
    let columns: Vec<(String, ColumnType)> = head
        .columns()
        .map(|columns| columns.iter().map(|c| (c.name().to_owned(), c.type_())).collect())
        .unwrap_or_default();
    let own = own_system(&head);
    let own = system(own, &file.crs, (Place::file(&file.name), plan.layer.word()));
    let names = columns.iter().map(|column| column.0.clone()).collect();
    let own = own.map_err(Failed::Said)?;
    let mut records = Records::new(file, &plan.fields, names, own).map_err(Failed::Said)?;
    skip(window, index_length(&head), &file.name)?;
    let (promised, kind) = (head.features_count(), head.geometry_type());
    let mut bytes = Vec::new();
    let mut cells = vec![Cell::Null; columns.len()];
    while next(window, &mut bytes, &file.name)? {
        let what = format!("record {}", *features + 1);
        let feature =
            size_prefixed_root_as_feature(&bytes).map_err(|error| wrong(&error, &what))?;
        fill(&feature, &columns, &mut cells).ok_or_else(|| {
            damaged(&file.name, &format!("the values of {what} break off, or are no UTF-8"))
        })?;
        let values: Vec<Value<'_>> = cells.iter().map(Cell::value).collect();
        records.record(&values, |out| lay_out(feature.geometry(), kind, out), findings, sink);
        *features += 1;
    }
    if promised > 0 && promised != *features as u64 {
        let why = format!("the file ends after {features} of {promised} records");
        return Err(damaged(&file.name, &why));
    }
    Ok(records.finish(true))
}

/// Takes the next buffer, its length in front; false at the end of the file.
fn next<R: Read>(window: &mut Window<R>, out: &mut Vec<u8>, file: &str) -> Result<bool, Failed> {
    window.hold(4)?;
    if window.data().is_empty() {
        return Ok(false);
    }
    let cut = || damaged(file, "the file ends inside a record");
    let length: [u8; 4] = window.data().first_chunk().copied().ok_or_else(cut)?;
    let length = u32::from_le_bytes(length) as usize;
    window.hold(length.saturating_add(4))?;
    let bytes = window.data().get(..length.saturating_add(4)).ok_or_else(cut)?;
    out.clear();
    out.extend_from_slice(bytes);
    window.consume(bytes.len());
    // The decoder wants room for an offset at least.
    if length < 8 { Err(damaged(file, "a record has no contents")) } else { Ok(true) }
}

fn skip<R: Read>(window: &mut Window<R>, mut count: u64, file: &str) -> Result<(), Failed> {
    while count > 0 {
        if window.data().is_empty() {
            window.fill()?;
        }
        let here = window.data().len().min(usize::try_from(count).unwrap_or(usize::MAX));
        if here == 0 {
            return Err(damaged(file, "the file ends inside its index"));
        }
        window.consume(here);
        count -= here as u64;
    }
    Ok(())
}

/// Bytes of the packed tree in front of the features.
fn index_length(head: &Header<'_>) -> u64 {
    let width = u64::from(head.index_node_size());
    let mut level = head.features_count();
    if width < 2 || level == 0 {
        return 0;
    }
    let mut nodes = level;
    loop {
        level = level.div_ceil(width);
        nodes = nodes.saturating_add(level);
        if level == 1 {
            return nodes.saturating_mul(NODE);
        }
    }
}

fn own_system(head: &Header<'_>) -> Result<Crs, String> {
    let Some(crs) = head.crs() else { return Err(String::new()) };
    let name = crs.name().unwrap_or_default();
    let is_epsg = crs.org().is_none_or(|who| who.eq_ignore_ascii_case("epsg"));
    let by_code = format!("epsg:{}", crs.code()).parse::<Crs>();
    match (by_code, crs.wkt()) {
        (Ok(known), _) if is_epsg => Ok(known),
        (_, Some(text)) if !text.is_empty() => prj::system(text),
        _ => Err(name.to_owned()),
    }
}

/// A value of a record.
#[derive(Clone)]
enum Cell {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
}

impl Cell {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(yes) => Value::Bool(*yes),
            Self::Number(digits) => Value::Number(digits),
            Self::Text(raw) => Value::Text(Text { raw, escaped: false }),
        }
    }
}

/// Takes the values of a feature apart; none where they break off.
fn fill(feature: &Feature<'_>, columns: &[(String, ColumnType)], cells: &mut [Cell]) -> Option<()> {
    cells.fill(Cell::Null);
    let mut bytes = feature.properties().map(|p| p.bytes()).unwrap_or_default();
    while !bytes.is_empty() {
        let column = usize::from(u16::from_le_bytes(take(&mut bytes)?));
        *cells.get_mut(column)? = cell(columns.get(column)?.1, &mut bytes)?;
    }
    Some(())
}

/// The next bytes.
fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*first)
}

fn cell(kind: ColumnType, bytes: &mut &[u8]) -> Option<Cell> {
    let number = |number: &dyn ToString| Some(Cell::Number(number.to_string()));
    match kind {
        ColumnType::Bool => Some(Cell::Bool(take::<1>(bytes)? != [0])),
        ColumnType::Byte => number(&i8::from_le_bytes(take(bytes)?)),
        ColumnType::UByte => number(&u8::from_le_bytes(take(bytes)?)),
        ColumnType::Short => number(&i16::from_le_bytes(take(bytes)?)),
        ColumnType::UShort => number(&u16::from_le_bytes(take(bytes)?)),
        ColumnType::Int => number(&i32::from_le_bytes(take(bytes)?)),
        ColumnType::UInt => number(&u32::from_le_bytes(take(bytes)?)),
        ColumnType::Long => number(&i64::from_le_bytes(take(bytes)?)),
        ColumnType::ULong => number(&u64::from_le_bytes(take(bytes)?)),
        ColumnType::Float => number(&f32::from_le_bytes(take(bytes)?)),
        ColumnType::Double => number(&f64::from_le_bytes(take(bytes)?)),
        _ => {
            let length = usize::try_from(u32::from_le_bytes(take(bytes)?)).ok()?;
            let (text, rest) = bytes.split_at_checked(length)?;
            *bytes = rest;
            if kind == ColumnType::Binary {
                return Some(Cell::Null);
            }
            std::str::from_utf8(text).ok().map(|text| Cell::Text(text.to_owned()))
        }
    }
}

/// Lays a geometry out as GeoJSON is.
fn lay_out(
    shape: Option<Shape<'_>>,
    kind: GeometryType,
    out: &mut Coordinates,
) -> Result<Geometry, Problem> {
    let Some(shape) = shape else { return Ok(Geometry::None) };
    let kind = if kind == GeometryType::Unknown { shape.type_() } else { kind };
    out.has_heights = shape.z().is_some();
    let geometry = match kind {
        GeometryType::Point => {
            positions(&shape, out)?;
            out.levels = 1;
            Geometry::Point
        }
        GeometryType::MultiPoint => {
            positions(&shape, out)?;
            out.rings.push(out.positions.len());
            out.levels = 2;
            Geometry::MultiPoint
        }
        GeometryType::Polygon => {
            polygon(&shape, out)?;
            out.levels = 3;
            Geometry::Polygon
        }
        GeometryType::MultiPolygon => {
            let parts = shape.parts().map(|parts| parts.iter().collect::<Vec<_>>());
            for part in parts.unwrap_or_default() {
                polygon(&part, out)?;
            }
            out.levels = 4;
            Geometry::MultiPolygon
        }
        GeometryType::LineString | GeometryType::MultiLineString => {
            return Ok(Geometry::Other("LineString"));
        }
        GeometryType::GeometryCollection => return Ok(Geometry::Other("GeometryCollection")),
        _ => return Ok(Geometry::Other("curve or surface")),
    };
    Ok(if out.positions.is_empty() { Geometry::Empty("Geometry") } else { geometry })
}

fn positions(shape: &Shape<'_>, out: &mut Coordinates) -> Result<(), Problem> {
    let Some(xy) = shape.xy() else { return Ok(()) };
    let mut numbers = xy.iter();
    while let (Some(lon), Some(lat)) = (numbers.next(), numbers.next()) {
        if !(lon.is_finite() && lat.is_finite()) {
            return Err(format!("has the position [{lon}, {lat}], which is no number"));
        }
        out.positions.push(LonLat { lon, lat });
    }
    Ok(())
}

fn polygon(shape: &Shape<'_>, out: &mut Coordinates) -> Result<(), Problem> {
    let start = out.positions.len();
    positions(shape, out)?;
    let mut last = start;
    for end in shape.ends().into_iter().flatten() {
        let end = start.saturating_add(end as usize);
        if end <= last || end > out.positions.len() {
            return Err("has a ring that ends where it has no positions".to_owned());
        }
        out.rings.push(end);
        last = end;
    }
    if last < out.positions.len() {
        out.rings.push(out.positions.len());
    }
    if out.positions.len() > start {
        out.polygons.push(out.rings.len());
    }
    Ok(())
}
