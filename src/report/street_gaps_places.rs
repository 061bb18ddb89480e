//! `street_gaps.geojson` (RFC 7946): the stretches of street beyond the radius of each service, one feature a
//! service and subdistrict.

use std::io::{self, Write};

use geojson::{GeometryValue, LineStringType, Position};
use serde::Serialize;

use super::Context;
use super::rounded::nine_decimals;
use crate::assessment::StreetGaps;
use crate::model::{Local, SubdistrictId};
use crate::units::{Metres, Share};

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    geometry: GeometryValue,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Properties<'a> {
    service: &'a str,
    service_name: &'a str,
    profile: &'a str,
    unit_id: &'a str,
    unit_name: &'a str,
    streets_m: Metres,
    beyond_m: Metres,
    beyond_share: Option<Share>,
    estates: u32,
    estates_beyond: u32,
}

/// Writes the gaps along streets, by service, then by subdistrict; those without any have no feature.
///
/// # Errors
/// Those of `out`.
pub fn street_gaps_geojson(context: &Context, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    let mut before: &[u8] = b"\n";
    let all = context.assessment.streets.iter().flat_map(|of| of.gaps.iter().enumerate());
    for (service, gaps) in all {
        let Some(gaps) = gaps else { continue };
        for unit in (0u32..).map(SubdistrictId).take(gaps.units.len()) {
            if let Some(feature) = feature(context, service, gaps, unit) {
                out.write_all(before)?;
                serde_json::to_writer(&mut *out, &feature)?;
                before = b",\n";
            }
        }
    }
    out.write_all(b"\n]}\n")
}

fn feature<'a>(
    context: &Context<'a>,
    service: usize,
    gaps: &StreetGaps,
    unit: SubdistrictId,
) -> Option<Feature<'a>> {
    let position = |at: &Local| {
        let at = context.city.plane().to_lonlat(*at);
        Position::from([nine_decimals(at.lon), nine_decimals(at.lat)])
    };
    let lines = gaps.lines.iter().filter(|line| line.unit == unit);
    let coordinates: Vec<LineStringType> =
        lines.map(|line| line.points.iter().map(position).collect()).collect();
    if coordinates.is_empty() {
        return None;
    }
    let (profile, of) = (context.profile, &gaps.units[unit.index()]);
    let (service, unit) = (&profile.services[service], &context.city.subdistricts()[unit.index()]);
    let properties = Properties {
        service: &service.key,
        service_name: service.names.get(context.lang),
        profile: &profile.key,
        unit_id: &unit.id,
        unit_name: &unit.name,
        streets_m: of.streets,
        beyond_m: of.beyond,
        beyond_share: of.share,
        estates: of.estates,
        estates_beyond: of.estates_beyond,
    };
    let geometry = GeometryValue::MultiLineString { coordinates };
    Some(Feature { r#type: "Feature", geometry, properties })
}
