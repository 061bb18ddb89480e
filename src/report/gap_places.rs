//! `gaps.geojson`: the gaps as polygons (RFC 7946), one feature a line.
//!
//! Rings are closed, outer ones counter-clockwise and holes clockwise (section 3.1.6), longitude
//! first. Coordinates are rounded to 9 decimals of a degree, 0.1 mm, which is far less than the
//! margin by which the pieces lie inside the exact gap. A piece across 180 degrees is cut there
//! (section 3.1.9). The properties are the columns of `gaps.csv` under their English headings.

use std::io::{self, Write};

use geojson::{GeometryValue, Position};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::gap_table::{GapRow, columns};
use super::{Context, antimeridian};
use crate::model::{LonLat, Plane, Polygon, Ring, Shape};
use crate::profile::Lang;

#[derive(Serialize)]
struct Header<'a> {
    version: &'static str,
    profile: &'a str,
    profile_document: &'a str,
    city: &'a str,
}

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    id: &'a str,
    geometry: Option<GeometryValue>,
    properties: Properties<'a>,
}

struct Properties<'a>(GapRow<'a>);

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let columns = columns(&self.0.context);
        let mut map = to.serialize_map(Some(columns.len()))?;
        for column in columns {
            map.serialize_entry(column.heading.get(Lang::En), &(column.cell)(&self.0))?;
        }
        map.end()
    }
}

/// Writes `gaps.geojson` in the order of `gaps.csv`.
///
/// # Errors
/// Those of `out`.
pub fn gaps_geojson(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let header = Header {
        version: env!("CARGO_PKG_VERSION"),
        profile: &context.profile.key,
        profile_document: &context.profile.document,
        city: context.city.name(),
    };
    out.write_all(b"{\"type\":\"FeatureCollection\",\"walkshed\":")?;
    serde_json::to_writer(&mut *out, &header)?;
    out.write_all(b",\"features\":[")?;
    for (i, gap) in context.assessment.gaps.listed.iter().enumerate() {
        out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        let feature = Feature {
            r#type: "Feature",
            id: &gap.id,
            geometry: geometry(&gap.shape, context.city.plane()),
            properties: Properties(GapRow { context: *context, gap }),
        };
        serde_json::to_writer(&mut *out, &feature)?;
    }
    out.write_all(b"\n]}\n")
}

/// One polygon or several; none where nothing is left after rounding.
fn geometry(shape: &Shape, plane: &Plane) -> Option<GeometryValue> {
    let mut polygons: Vec<Vec<Vec<Position>>> = shape
        .polygons()
        .iter()
        .flat_map(|polygon| antimeridian::cut(degrees(polygon, plane)))
        .filter_map(|rings| positions(&rings))
        .collect();
    match polygons.len() {
        0 => None,
        1 => polygons.pop().map(|coordinates| GeometryValue::Polygon { coordinates }),
        _ => Some(GeometryValue::MultiPolygon { coordinates: polygons }),
    }
}

/// The rings in degrees, outer ring first.
fn degrees(polygon: &Polygon, plane: &Plane) -> Vec<Vec<LonLat>> {
    let ring = |ring: &Ring| ring.points().iter().map(|&p| plane.to_lonlat(p)).collect();
    polygon.rings().map(ring).collect()
}

/// Rounded and closed rings; none where the outer ring vanishes. A hole that vanishes is left out.
pub(super) fn positions(rings: &[Vec<LonLat>]) -> Option<Vec<Vec<Position>>> {
    let (outer, holes) = rings.split_first()?;
    let mut closed = vec![position_ring(outer)?];
    closed.extend(holes.iter().filter_map(|hole| position_ring(hole)));
    Some(closed)
}

fn position_ring(ring: &[LonLat]) -> Option<Vec<Position>> {
    let mut points: Vec<[f64; 2]> =
        ring.iter().map(|p| [nine_decimals(p.lon), nine_decimals(p.lat)]).collect();
    points.push(*points.first()?);
    points.dedup();
    (points.len() >= 4).then(|| points.into_iter().map(Position::from).collect())
}

/// Adding nought turns -0.0 into 0.0.
pub(super) fn nine_decimals(degrees: f64) -> f64 {
    (degrees * 1e9).round() / 1e9 + 0.0
}
