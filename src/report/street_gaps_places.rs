//! `street_gaps.geojson` and `street_gap_areas.geojson` (RFC 7946): the stretches of street beyond the radius of
//! each service, and the land from which a walk is, one feature a service and subdistrict.

use std::io::{self, Write};

use serde::Serialize;

use super::Context;
use super::gap_places::geometry as area;
use super::rounded::{Rounded, push_list};
use crate::assessment::{FINEST, PlacedStreets, Stretch};
use crate::model::{Local, Plane, SubdistrictId};
use crate::profile::question_words;
use crate::units::{Metres, Share, SquareMetres};

/// What a feature is of.
#[derive(Serialize)]
struct Whose<'a> {
    service: &'a str,
    service_name: &'a str,
    profile: &'a str,
    unit_id: &'a str,
    unit_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<String>,
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
    let mut features = Features::new(out)?;
    let streets = context.assessment.streets.iter();
    let services = streets.flat_map(|of| of.gaps.iter().enumerate().map(move |gaps| (of, gaps)));
    for (of, (service, gaps)) in services {
        let units = gaps.iter().flat_map(|of| (0u32..).zip(&of.units).zip(&of.stretches));
        for ((unit, figures), stretches) in units.filter(|(_, stretches)| !stretches.is_empty()) {
            let properties = OfStreets {
                whose: whose(context, service, SubdistrictId(unit)),
                streets_m: figures.streets,
                beyond_m: figures.beyond,
                beyond_share: figures.share,
                estates: figures.estates,
                estates_beyond: figures.estates_beyond,
            };
            let plane = context.city.plane();
            features.add(|text| geometry(plane, &of.streets, stretches, text), &properties)?;
        }
    }
    features.end()
}

/// Writes the land beyond the radius along streets, by service, then by subdistrict; those without any have no
/// feature.
///
/// # Errors
/// Those of `out`.
pub fn street_gap_areas_geojson(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let mut features = Features::new(out)?;
    let services = context.assessment.streets.iter().flat_map(|of| of.areas.iter().enumerate());
    for (service, units) in services {
        let units = units.iter().flat_map(|units| (0u32..).zip(units));
        for (unit, shape) in units.filter(|(_, shape)| !shape.is_empty()) {
            let whose = whose(context, service, SubdistrictId(unit));
            let properties = OfLand { whose, area_m2: shape.area(), resolution_m: FINEST };
            features.add(|text| area(shape, context.city.plane(), text), &properties)?;
        }
    }
    features.end()
}

/// A collection of features as it is written, one a line.
struct Features<'o, W> {
    out: &'o mut W,
    before: &'static [u8],
    text: Vec<u8>,
}

impl<'o, W: Write> Features<'o, W> {
    fn new(out: &'o mut W) -> io::Result<Self> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Self { out, before: b"\n", text: Vec::new() })
    }

    fn add(
        &mut self,
        geometry: impl FnOnce(&mut Vec<u8>),
        properties: &impl Serialize,
    ) -> io::Result<()> {
        self.out.write_all(self.before)?;
        self.before = b",\n";
        self.text.clear();
        geometry(&mut self.text);
        self.out.write_all(b"{\"type\":\"Feature\",\"geometry\":")?;
        self.out.write_all(&self.text)?;
        self.out.write_all(b",\"properties\":")?;
        serde_json::to_writer(&mut *self.out, properties)?;
        self.out.write_all(b"}")
    }

    fn end(self) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")
    }
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
        question: question_words(context.city.question(), context.lang),
    }
}
