//! `street_gaps.geojson` (RFC 7946): the stretches of street beyond the radius of each service, one feature a
//! service and subdistrict.

use std::io::{self, Write};

use serde::Serialize;

use super::Context;
use super::rounded::{Rounded, push_list};
use crate::assessment::{PlacedStreets, Stretch, StretchFigures};
use crate::model::{Local, Plane, SubdistrictId};
use crate::units::{Metres, Share};

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
            let properties = properties(context, service, SubdistrictId(unit), figures);
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
