//! Barriers: lines that nobody crosses on the way to a street, such as walls, canals and railways.
//!
//! The rings of areas are barriers along their borders. Files may be part of a city, or named by a question.

use std::path::Path;

use super::checks::{Heights, Positions, are_same, say_short, wrong_geometry};
use super::crs::LayerCrs;
use super::feature::{Geometry, RawFeature};
use super::ledger::Ended;
use super::order::in_order;
use super::plan::{Here, LayerPlan, Loaded, SeenProperties, load};
use super::source::{Door, SourceError};
use super::{InputFile, Layer, ReadOptions};
use crate::finding::{Finding, Findings, Place};
use crate::model::{City, Local, LonLat, Plane};
use crate::watch::{Stage, Watch};

/// The layer as it was read.
#[derive(Debug, Default)]
pub(super) struct Barriers {
    pub(super) loaded: Loaded,
    lines: Vec<Vec<LonLat>>,
    short: Vec<Place>,
    seen: SeenProperties,
    heights: Heights,
    positions: Positions,
}

/// Reads the files of the layer.
pub(super) fn read(plan: &LayerPlan, findings: &mut Findings) -> Result<Barriers, SourceError> {
    let mut layer = Barriers::default();
    layer.loaded =
        load(plan, findings, &mut |here, raw, findings| layer.feature(&here, raw, findings))?;
    plan.say_unseen(&layer.seen, &layer.loaded, findings);
    layer.heights.say(plan, findings);
    say_short(&layer.short, findings);
    std::mem::take(&mut layer.positions).say(plan, &layer.loaded, findings);
    Ok(layer)
}

impl Barriers {
    fn feature(&mut self, here: &Here<'_>, raw: &RawFeature<'_>, findings: &mut Findings) -> Ended {
        self.seen.add(raw.values);
        self.heights.add(raw);
        match raw.geometry {
            Geometry::Flawed => return Ended::left_out(None, None),
            Geometry::None | Geometry::Empty(_) => {
                return Ended::left_out(Some(self.positions.miss(here, raw, "")), None);
            }
            Geometry::Other("LineString" | "MultiLineString")
            | Geometry::Polygon
            | Geometry::MultiPolygon
                if !raw.coordinates.positions.is_empty() => {}
            Geometry::Other("LineString" | "MultiLineString") => {
                let message = "the lines of this format are not read";
                let finding = Finding::error("geometry-type", here.place(".geometry"), message);
                findings.push(finding.with_help("convert the layer to GeoJSON"));
                return Ended::left_out(Some("geometry-type"), None);
            }
            Geometry::Point
            | Geometry::MultiPoint
            | Geometry::Polygon
            | Geometry::MultiPolygon
            | Geometry::Other(_) => {
                findings.push(wrong_geometry(
                    here,
                    raw,
                    "",
                    "a LineString, MultiLineString, Polygon or MultiPolygon",
                ));
                return Ended::left_out(Some("geometry-type"), None);
            }
        }
        if let Err(code) = self.positions.check(here, raw, "") {
            return Ended::left_out(Some(code), None);
        }
        let (before, mut start) = (self.lines.len(), 0);
        for &end in &raw.coordinates.rings {
            let line = &raw.coordinates.positions[start..end];
            if line.iter().any(|at| !are_same(*at, line[0])) {
                self.lines.push(line.to_vec());
            }
            start = end;
        }
        if self.lines.len() == before {
            self.short.push(here.place(".geometry.coordinates"));
            return Ended::left_out(Some("line-too-short"), None);
        }
        Ended::used(None)
    }

    /// Puts the lines on the plane.
    pub(super) fn finish(&mut self, plane: &Plane) -> Vec<Vec<Local>> {
        let lines = std::mem::take(&mut self.lines);
        lines.iter().map(|line| line.iter().map(|at| plane.to_local(*at)).collect()).collect()
    }
}

/// A barrier that is asked about, as it was read.
#[derive(Debug)]
pub struct BarrierReading {
    /// Its lines; none where a finding is an error.
    pub barrier: Option<Vec<Vec<Local>>>,
    /// What there is to say of the file.
    pub findings: Findings,
    /// The file.
    pub files: Vec<InputFile>,
}

/// Reads a barrier that a question lays across a city.
///
/// # Errors
/// [`SourceError`] where the file is missing or cannot be read; what is wrong inside it is a finding.
pub fn read_barrier(
    path: &Path,
    city: &City,
    options: &ReadOptions,
    watch: &Watch,
) -> Result<BarrierReading, SourceError> {
    watch.begin(Stage::Reading)?;
    let door = Door::new(watch, options.max_input);
    door.weigh(path)?;
    let crs = (LayerCrs::default(), options.encoding);
    let plan = LayerPlan::alone(Layer::Barriers, path, door, crs);
    let mut findings = Findings::new();
    let mut layer = read(&plan, &mut findings)?;
    let barrier = layer.finish(city.plane());
    let files = layer.loaded.take_files();
    let headings = std::mem::take(&mut layer.loaded.headings);
    if layer.loaded.is_whole && barrier.is_empty() && !findings.has_errors() {
        let message = "the file has no line; a barrier is one at least";
        let help = "draw the line that nobody is to cross, or name the file that has it";
        findings.push(Finding::error("barrier-empty", plan.whole(), message).with_help(help));
    }
    let findings = in_order(findings, std::slice::from_ref(&plan), &headings);
    let barrier = (!findings.has_errors()).then_some(barrier);
    Ok(BarrierReading { barrier, findings, files })
}
