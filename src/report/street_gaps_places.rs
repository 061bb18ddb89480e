//! `street_gaps.geojson` and `street_gap_areas.geojson` (RFC 7946): the stretches of street beyond the radius of
//! each service, and the land from which a walk is, one feature a service and subdistrict.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize;

use super::Context;
use super::gap_places::geometry as area;
use super::rounded::{Rounded, push_list};
use crate::assessment::{FINEST, Stretch};
use crate::model::SubdistrictId;
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
    let Some(of) = &context.assessment.streets else { return features.end() };
    let plane = context.city.plane();
    let streets = of.streets.marked(|at| Rounded::new(&plane.to_lonlat(at)));
    let gaps = of.gaps.iter().enumerate();
    let units = gaps.flat_map(|(service, gaps)| gaps.iter().map(move |gaps| (service, gaps)));
    let units = units.flat_map(|(service, gaps)| {
        let units = (0u32..).zip(&gaps.units).zip(&gaps.stretches);
        units.map(move |((unit, figures), stretches)| (service, unit, figures, stretches))
    });
    let units: Vec<_> = units.filter(|(.., stretches)| !stretches.is_empty()).collect();
    // A few at a time, one a thread: their text is long.
    for units in units.chunks(rayon::current_num_threads().max(1)) {
        let text = |&(.., stretches): &(_, _, _, &Vec<Stretch>)| {
            let mut text = Vec::new();
            lines(stretches, |stretch| streets.points(stretch), &mut text);
            text
        };
        let texts: Vec<Vec<u8>> = units.par_iter().map(text).collect();
        for (&(service, unit, figures, _), text) in units.iter().zip(texts) {
            let properties = OfStreets {
                whose: whose(context, service, SubdistrictId(unit)),
                streets_m: figures.streets,
                beyond_m: figures.beyond,
                beyond_share: figures.share,
                estates: figures.estates,
                estates_beyond: figures.estates_beyond,
            };
            features.add(&text, &properties)?;
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
    let (mut features, mut text) = (Features::new(out)?, Vec::new());
    let services = context.assessment.streets.iter().flat_map(|of| of.areas.iter().enumerate());
    for (service, units) in services {
        let units = units.iter().flat_map(|units| (0u32..).zip(units));
        for (unit, shape) in units.filter(|(_, shape)| !shape.is_empty()) {
            let whose = whose(context, service, SubdistrictId(unit));
            let properties = OfLand { whose, area_m2: shape.area(), resolution_m: FINEST };
            text.clear();
            area(shape, context.city.plane(), &mut text);
            features.add(&text, &properties)?;
        }
    }
    features.end()
}

/// A collection of features as it is written, one a line.
struct Features<'o, W> {
    out: &'o mut W,
    before: &'static [u8],
}

impl<'o, W: Write> Features<'o, W> {
    fn new(out: &'o mut W) -> io::Result<Self> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Self { out, before: b"\n" })
    }

    fn add(&mut self, geometry: &[u8], properties: &impl Serialize) -> io::Result<()> {
        self.out.write_all(self.before)?;
        self.before = b",\n";
        self.out.write_all(b"{\"type\":\"Feature\",\"geometry\":")?;
        self.out.write_all(geometry)?;
        self.out.write_all(b",\"properties\":")?;
        serde_json::to_writer(&mut *self.out, properties)?;
        self.out.write_all(b"}")
    }

    fn end(self) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")
    }
}

/// Adds the stretches as the lines of one geometry.
fn lines(stretches: &[Stretch], points: impl Fn(Stretch) -> Vec<Rounded>, text: &mut Vec<u8>) {
    text.extend_from_slice(b"{\"type\":\"MultiLineString\",\"coordinates\":");
    push_list(stretches, text, |stretch, text| {
        push_list(&points(*stretch), text, Rounded::push);
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
