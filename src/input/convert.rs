//! Brings the features of a file into degrees on WGS 84, where the user says what they are in.
//!
//! Takes each feature before its layer sees it and hands on a copy with converted positions. Says at
//! the end how many features came from which system, and how far shifted ones were moved; a file whose
//! numbers cannot be of its declared system is one error. Nothing is converted unasked.

use super::axes::{remedy, undo};
use super::coordinates::Coordinates;
use super::crs::{Crs, LayerCrs, OutOfRange};
use super::feature::{Geometry, RawFeature};
use super::ledger::Ended;
use super::plan::{Here, LayerPlan};
use super::positions::index_path;
use super::words::counted;
use crate::finding::{Finding, Findings, Place};
use crate::model::LonLat;
use crate::units::Metres;

/// Converts the features of one file.
#[derive(Debug)]
pub(super) struct Converter<'p> {
    plan: &'p LayerPlan,
    index: usize,
    file: &'p str,
    crs: &'p LayerCrs,
    /// Slot of the word that the system may depend on.
    source: Option<usize>,
    /// The converted coordinates of the feature at hand.
    scratch: Coordinates,
    converted: Vec<Converted>,
    refused: Vec<(Place, OutOfRange)>,
}

/// What came from one system.
#[derive(Debug)]
struct Converted {
    crs: Crs,
    features: usize,
    least: f64,
    most: f64,
}

impl<'p> Converter<'p> {
    /// The converter of a file of a layer, by its position.
    pub(super) fn new(plan: &'p LayerPlan, index: usize) -> Self {
        let file = &plan.files[index];
        let source = plan.layer.properties().iter().position(|name| *name == "source");
        let scratch = Coordinates::default();
        let (converted, refused) = (Vec::new(), Vec::new());
        Self { plan, index, file: &file.name, crs: &file.crs, source, scratch, converted, refused }
    }

    /// Hands on the feature in degrees.
    pub(super) fn hand_on(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        sink: impl FnOnce(&RawFeature<'_>) -> Ended,
    ) -> Ended {
        if self.crs.is_plain() && raw.own.is_none() {
            return sink(raw);
        }
        let source = self.source.and_then(|slot| here.text(raw, slot));
        let crs = self.crs.named(source.as_deref()).or(raw.own).unwrap_or_default();
        if crs.is_degrees() || raw.coordinates.positions.is_empty() {
            return sink(raw);
        }
        let (mut geometry, mut why) = (raw.geometry, "");
        self.scratch.clone_from(raw.coordinates);
        match convert(crs, &mut self.scratch.positions) {
            Ok((least, most)) => self.count(crs, least, most),
            Err((position, range)) => {
                (geometry, why) = (Geometry::Flawed, "crs-range");
                let axis = range.axis() ^ usize::from(here.plan.is_swapped(here.file));
                let path = format!(".geometry.coordinates{}[{axis}]", index_path(raw, position));
                self.refused.push((here.place(&path), range));
            }
        }
        sink(&RawFeature { geometry, coordinates: &self.scratch, ..*raw }).because(why)
    }

    fn count(&mut self, crs: Crs, least: f64, most: f64) {
        match self.converted.iter_mut().find(|converted| converted.crs == crs) {
            Some(converted) => {
                converted.features += 1;
                converted.least = converted.least.min(least);
                converted.most = converted.most.max(most);
            }
            None => self.converted.push(Converted { crs, features: 1, least, most }),
        }
    }

    fn help(&self, range: OutOfRange) -> String {
        match (range.is_turned(), self.plan.is_swapped(self.index)) {
            (false, _) => range.help(),
            (true, false) => format!("northing stands first; {}", remedy(self.plan, self.index)),
            (true, true) => format!("easting stands first; {}", undo(self.plan)),
        }
    }

    /// Says what was converted, and what could not be.
    pub(super) fn say(self, findings: &mut Findings) {
        let thing = self.plan.layer.thing();
        if let Some((place, range)) = self.refused.first() {
            let all = counted(self.refused.len(), thing);
            let verb = if self.refused.len() == 1 { "is" } else { "are" };
            findings.push(
                Finding::error("crs-range", place.clone(), range.text())
                    .with_help(format!("{all} {verb} so: {}", self.help(*range))),
            );
            return;
        }
        for Converted { crs, features, least, most } in self.converted {
            let moved = match crs.shift() {
                Some(_) => format!("WGS 84, moved by {}", span(least, most)),
                None => "degrees".to_owned(),
            };
            let things = counted(features, thing);
            let message = format!("{things} converted from {} to {moved}", crs.describe());
            let place = Place::path(self.file, "features");
            findings.push(Finding::note("converted", place, message));
        }
    }
}

/// `518-555 m`, or `518 m`.
pub(super) fn span(least: f64, most: f64) -> String {
    let (least, most) = (format!("{least:.0}"), format!("{most:.0}"));
    if least == most { format!("{least} m") } else { format!("{least}-{most} m") }
}

/// Converts positions; the least and the most that one was moved, or the position that cannot be of
/// this system.
fn convert(crs: Crs, positions: &mut [LonLat]) -> Result<(f64, f64), (usize, OutOfRange)> {
    let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
    for (index, position) in positions.iter_mut().enumerate() {
        let at = crs.to_wgs84(*position).map_err(|range| (index, range))?;
        let moved = distance(*position, at).0;
        (least, most) = (least.min(moved), most.max(moved));
        *position = at;
    }
    Ok((least, most))
}

/// The length of a short step between two places, on a sphere.
pub(super) fn distance(a: LonLat, b: LonLat) -> Metres {
    /// Mean radius of the Earth: 6 371 008.8 m (IUGG, R1).
    const EARTH_RADIUS: f64 = 6_371_008.8;
    let (east, north) = ((b.lon - a.lon).to_radians(), (b.lat - a.lat).to_radians());
    Metres(EARTH_RADIUS * (east * a.lat.to_radians().cos()).hypot(north))
}
