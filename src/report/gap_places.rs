//! `gaps.geojson`: the gaps as polygons (RFC 7946), one feature a line.
//!
//! Rings are closed, outer ones counter-clockwise and holes clockwise (section 3.1.6), longitude
//! first. Coordinates are rounded to 9 decimals of a degree, which is far less than the margin by which
//! the pieces lie inside the exact gap. A piece across 180 degrees is cut there
//! (section 3.1.9). The properties are the columns of `gaps.csv` under their English headings.

use std::io::{self, Write};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::gap_table::{GapRow, columns};
use super::rounded::{Rounded, push_list, rounded_rings};
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
    let mut text = Vec::new();
    for (i, gap) in context.assessment.gaps.listed.iter().enumerate() {
        out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        out.write_all(b"{\"type\":\"Feature\",\"id\":")?;
        serde_json::to_writer(&mut *out, &gap.id)?;
        text.clear();
        geometry(&gap.shape, context.city.plane(), &mut text);
        out.write_all(b",\"geometry\":")?;
        out.write_all(&text)?;
        out.write_all(b",\"properties\":")?;
        serde_json::to_writer(&mut *out, &Properties(GapRow { context: *context, gap }))?;
        out.write_all(b"}")?;
    }
    out.write_all(b"\n]}\n")
}

/// Adds one polygon or several; null where nothing is left after rounding.
pub(super) fn geometry(shape: &Shape, plane: &Plane, text: &mut Vec<u8>) {
    let polygons: Vec<Vec<Vec<Rounded>>> = shape
        .polygons()
        .iter()
        .flat_map(|polygon| antimeridian::cut(degrees(polygon, plane)))
        .filter_map(|rings| rounded_rings(&rings))
        .collect();
    match &polygons[..] {
        [] => text.extend_from_slice(b"null"),
        [one] => {
            text.extend_from_slice(b"{\"type\":\"Polygon\",\"coordinates\":");
            push_polygon(one, text);
            text.push(b'}');
        }
        several => {
            text.extend_from_slice(b"{\"type\":\"MultiPolygon\",\"coordinates\":");
            push_list(several, text, |polygon, text| push_polygon(polygon, text));
            text.push(b'}');
        }
    }
}

/// The rings in degrees, outer ring first.
fn degrees(polygon: &Polygon, plane: &Plane) -> Vec<Vec<LonLat>> {
    let ring = |ring: &Ring| ring.points().iter().map(|&p| plane.to_lonlat(p)).collect();
    polygon.rings().map(ring).collect()
}

fn push_polygon(rings: &[Vec<Rounded>], text: &mut Vec<u8>) {
    push_list(rings, text, |ring, text| push_list(ring, text, Rounded::push));
}
