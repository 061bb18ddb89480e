//! `street_gaps.geojson` and `street_gap_areas.geojson` (RFC 7946): the stretches of street beyond the radius of
//! each service, and the land from which a walk is, one feature a service and subdistrict.

use std::io::{self, Write};

use serde::Serialize;

use super::Context;
use super::gap_places::geometry as area;
use super::rounded::{Rounded, push_list};
use crate::assessment::{FINEST, PlacedStreets, Stretch};
use crate::model::{Local, Plane, SubdistrictId};
use crate::units::{Metres, Share, SquareMetres};

/// What a feature is of.
#[derive(Serialize)]
struct Whose<'a> {
    service: &'a str,
    service_name: &'a str,
    profile: &'a str,
    unit_id: &'a str,
    unit_name: &'a str,
}

#[derive(Serialize)]
struct OfStreets<'a> {
    #[serde(flatten)]
    whose: Whose<'a>,
    streets_m: Metres,
    beyond_m: Metres,
    beyond_share: Option<Share>,
    estates: u32,
    estates_beyond: u32,
}

#[derive(Serialize)]
struct OfLand<'a> {
    #[serde(flatten)]
    whose: Whose<'a>,
    area_m2: SquareMetres,
    resolution_m: Metres,
}

/// Writes the gaps along streets, by service, then by subdistrict; those without any have no feature.
///
/// # Errors
/// Those of `out`.
pub fn street_gaps_geojson(context: &Context, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    let (mut before, mut text): (&[u8], _) = (b"\n", Vec::new());
    let Some(of) = &context.assessment.streets else { return out.write_all(b"\n]}\n") };
    for (service, gaps) in of.gaps.iter().enumerate() {
        let units = gaps.iter().flat_map(|of| (0u32..).zip(&of.units).zip(&of.stretches));
        for ((unit, figures), stretches) in units.filter(|(_, stretches)| !stretches.is_empty()) {
            out.write_all(before)?;
            out.write_all(b"{\"type\":\"Feature\",\"geometry\":")?;
            text.clear();
            geometry(context.city.plane(), &of.streets, stretches, &mut text);
            out.write_all(&text)?;
            out.write_all(b",\"properties\":")?;
            let properties = OfStreets {
                whose: whose(context, service, SubdistrictId(unit)),
                streets_m: figures.streets,
                beyond_m: figures.beyond,
                beyond_share: figures.share,
                estates: figures.estates,
                estates_beyond: figures.estates_beyond,
            };
            serde_json::to_writer(&mut *out, &properties)?;
            out.write_all(b"}")?;
            before = b",\n";
        }
    }
    out.write_all(b"\n]}\n")
}

/// Writes the land beyond the radius along streets, by service, then by subdistrict; those without any have no
/// feature.
///
/// # Errors
/// Those of `out`.
pub fn street_gap_areas_geojson(context: &Context, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    let (mut before, mut text): (&[u8], _) = (b"\n", Vec::new());
    let services = context.assessment.streets.iter().flat_map(|of| of.areas.iter().enumerate());
    for (service, units) in services {
        let units = units.iter().flat_map(|units| (0u32..).zip(units));
        for (unit, shape) in units.filter(|(_, shape)| !shape.is_empty()) {
            out.write_all(before)?;
            out.write_all(b"{\"type\":\"Feature\",\"geometry\":")?;
            text.clear();
            area(shape, context.city.plane(), &mut text);
            out.write_all(&text)?;
            out.write_all(b",\"properties\":")?;
            let whose = whose(context, service, SubdistrictId(unit));
            let properties = OfLand { whose, area_m2: shape.area(), resolution_m: FINEST };
            serde_json::to_writer(&mut *out, &properties)?;
            out.write_all(b"}")?;
            before = b",\n";
        }
    }
    out.write_all(b"\n]}\n")
}

/// Adds the stretches as the lines of one geometry.
fn geometry(plane: &Plane, streets: &PlacedStreets, stretches: &[Stretch], text: &mut Vec<u8>) {
    let rounded = |at: Local| Rounded::new(&plane.to_lonlat(at));
    text.extend_from_slice(b"{\"type\":\"MultiLineString\",\"coordinates\":");
    push_list(stretches, text, |stretch, text| {
        let points: Vec<Rounded> = streets.points(*stretch).into_iter().map(rounded).collect();
        push_list(&points, text, Rounded::push);
    });
    text.push(b'}');
}

fn whose<'a>(context: &Context<'a>, service: usize, unit: SubdistrictId) -> Whose<'a> {
    let profile = context.profile;
    let (service, unit) = (&profile.services[service], &context.city.subdistricts()[unit.index()]);
    Whose {
        service: &service.key,
        service_name: service.names.get(context.lang),
        profile: &profile.key,
        unit_id: &unit.id,
        unit_name: &unit.name,
    }
}
