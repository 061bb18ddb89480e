//! `street_gaps.geojson` (RFC 7946): the stretches of street beyond the radius of each service, one feature a
//! service and subdistrict.

use std::io::{self, Write};

use geojson::{GeometryValue, Position};
use serde::Serialize;

use super::Context;
use super::rounded::nine_decimals;
use crate::assessment::{PlacedStreets, Stretch, StretchFigures};
use crate::model::{City, Local, SubdistrictId};
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
    let Some(of) = &context.assessment.streets else { return out.write_all(b"\n]}\n") };
    for (service, gaps) in of.gaps.iter().enumerate() {
        let units = gaps.iter().flat_map(|of| (0u32..).zip(&of.units).zip(&of.stretches));
        for ((unit, figures), stretches) in units.filter(|(_, stretches)| !stretches.is_empty()) {
            let feature = Feature {
                r#type: "Feature",
                geometry: geometry(context.city, &of.streets, stretches),
                properties: properties(context, service, SubdistrictId(unit), figures),
            };
            out.write_all(before)?;
            serde_json::to_writer(&mut *out, &feature)?;
            before = b",\n";
        }
    }
    out.write_all(b"\n]}\n")
}

fn geometry(city: &City, streets: &PlacedStreets, stretches: &[Stretch]) -> GeometryValue {
    let position = |at: &Local| {
        let at = city.plane().to_lonlat(*at);
        Position::from([nine_decimals(at.lon), nine_decimals(at.lat)])
    };
    let line = |stretch: &Stretch| streets.points(*stretch).iter().map(position).collect();
    GeometryValue::MultiLineString { coordinates: stretches.iter().map(line).collect() }
}

fn properties<'a>(
    context: &Context<'a>,
    service: usize,
    unit: SubdistrictId,
    of: &StretchFigures,
) -> Properties<'a> {
    let profile = context.profile;
    let (service, unit) = (&profile.services[service], &context.city.subdistricts()[unit.index()]);
    Properties {
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
    }
}
