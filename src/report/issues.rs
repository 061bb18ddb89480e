//! `issues.geojson`: where findings are (RFC 7946), one feature a line, to be opened in a GIS.
//!
//! The properties are the columns of `findings.csv` under their English headings. Points, lines and
//! polygons are what a finding is about, where that is known (the crossing of a ring, the land that two
//! units share), else the first position of its feature. Coordinates are rounded to 9 decimals of a
//! degree; polygons are wound by the right-hand rule (section 3.1.6), and cut at 180 degrees (3.1.9).

use std::io::{self, Write};

use geojson::{GeometryValue, Position};
use serde::Serialize;

use super::antimeridian;
use super::check_json::Row;
use super::rounded::{position, positions};
use crate::finding::{Finding, Findings, Spots};
use crate::units::LonLat;

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    geometry: GeometryValue,
    properties: Row<'a>,
}

/// Findings that have a place on the Earth, in their order.
pub fn placed(findings: &Findings) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.spots.as_ref().and_then(Spots::first).is_some())
}

/// Writes `issues.geojson`: the findings that have a place on the Earth.
///
/// # Errors
/// Those of `out`.
pub fn issues_geojson(findings: &Findings, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (i, finding) in placed(findings).enumerate() {
        let Some(geometry) = finding.spots.as_ref().and_then(geometry) else { continue };
        out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        let feature = Feature { r#type: "Feature", geometry, properties: Row(finding) };
        serde_json::to_writer(&mut *out, &feature)?;
    }
    out.write_all(b"\n]}\n")
}

fn geometry(spots: &Spots) -> Option<GeometryValue> {
    let geometry = match spots {
        Spots::At(at) => GeometryValue::Point { coordinates: position(at) },
        Spots::Points(points) => {
            GeometryValue::MultiPoint { coordinates: points.iter().map(position).collect() }
        }
        Spots::Lines(lines) => {
            let line = |line: &Vec<LonLat>| line.iter().map(position).collect();
            let mut lines: Vec<Vec<Position>> = lines.iter().map(line).collect();
            // Shorter than the last decimal: no line that any program shows.
            lines.retain(|line| line.windows(2).any(|ends| ends[0] != ends[1]));
            if lines.is_empty() {
                return spots.first().map(|at| GeometryValue::Point { coordinates: position(&at) });
            }
            match (lines.len(), lines.pop()) {
                (1, Some(coordinates)) => GeometryValue::LineString { coordinates },
                (_, last) => {
                    lines.extend(last);
                    GeometryValue::MultiLineString { coordinates: lines }
                }
            }
        }
        Spots::Areas(areas) => {
            let parts = areas.iter().flat_map(|rings| antimeridian::cut(rings.clone()));
            let coordinates: Vec<_> = parts.filter_map(|rings| positions(&rings)).collect();
            if coordinates.is_empty() {
                // Narrower than the last decimal: its place is left.
                return spots.first().map(|at| GeometryValue::Point { coordinates: position(&at) });
            }
            GeometryValue::MultiPolygon { coordinates }
        }
    };
    Some(geometry)
}
