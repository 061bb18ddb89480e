//! From the rings of one feature to a valid shape on the local plane, with findings.
//!
//! Takes positions in degrees as the file has them, gives a [`Shape`] or says why not (RELIABILITY
//! section 4, rows 6 to 12 and 29). Rings are cleaned one by one, then a sweep looks for edges that
//! meet; only what meets is put on the grid and judged by its area. A line between two positions is
//! straight in degrees (RFC 7946, section 3.1.1), so that long edges get corners in between where
//! the plane would bend them. How shapes lie to each other is for `partition`.

use std::collections::BTreeMap;

use geo::Coord;

use super::contact::{Lies, contacts, lies};
use super::positions::{SPLIT, round_the_world};
use super::ring::{CleanRing, Closed, RingFault, clean};
use super::tangle::{Judge, Line};
use crate::finding::{Finding, Findings, Place, Severity, Spots};
use crate::model::{Local, LonLat, Plane, Polygon, Ring, Shape};
use crate::units::Metres;

/// By how much an edge may leave the straight line in degrees: 1 cm, the seventh decimal.
const BEND: Metres = Metres(0.01);

/// Edges shorter than this bend by less than [`BEND`]: the arrow of an edge of 200 m along a
/// parallel is 0.8 mm times the tangent of the latitude, below 1 cm up to 85 degrees.
const SHORT: Metres = Metres(200.0);

/// What to do about a ring without an area.
const REDRAW: &str = "draw the ring again, or take the feature out";

/// Half the way round the Earth: no place is so far from the meridian of a plane but where its projection
/// has no bounds.
const FARTHEST: Metres = Metres(2e7);

/// The rings of one polygon as they stand in the file, the outer one first, closed or not.
pub(crate) struct RawPolygon<'a> {
    /// Outer ring, then holes.
    pub(crate) rings: Vec<&'a [LonLat]>,
}

/// The shape of a feature, or none where an error was found. `at` leads to its `coordinates`;
/// `multi` says that these hold polygons and not rings. With `repair`, rings that cross are
/// replaced by their even-odd area whatever it changes; else only where it is below 1 %.
#[expect(clippy::too_many_arguments, reason = "what is read, where it stands, how to take it")]
pub(crate) fn shape(
    polygons: &[RawPolygon<'_>],
    plane: &Plane,
    at: &Place,
    multi: bool,
    repair: bool,
    findings: &mut Findings,
) -> Option<Shape> {
    let (errors, said) = (findings.count(Severity::Error), findings.len());
    let report = Report { place: at, multi, findings, failed: false };
    let shape = read(polygons, plane, repair, report);
    if shape.is_none() && findings.count(Severity::Error) == errors {
        // Corners that differ in degrees may still fall together on the plane.
        let finding = Finding::error("ring-too-small", at.clone(), "no area on the local plane");
        findings.push(finding.with_help(REDRAW));
    }
    let mut positions = polygons.iter().flat_map(|polygon| &polygon.rings).copied().flatten();
    if let Some(&first) = positions.next() {
        for finding in findings.since_mut(said) {
            finding.spots.get_or_insert(Spots::At(first));
        }
    }
    shape
}

fn read(
    polygons: &[RawPolygon<'_>],
    plane: &Plane,
    repair: bool,
    mut report: Report<'_>,
) -> Option<Shape> {
    let rings = cleaned(polygons, plane, &mut report);
    if report.failed {
        return None;
    }
    let points: Vec<Vec<Coord>> = rings.iter().map(|r| r.points.clone()).collect();
    let contacts = contacts(&points);
    let mut lines: Vec<Line> = Vec::with_capacity(rings.len());
    let mut ring = rings.iter();
    for (polygon, raw) in polygons.iter().enumerate() {
        for index in 0..raw.rings.len() {
            let points = &ring.next()?.points;
            lines.push(Line { polygon, index, local: drawn(points, plane) });
        }
    }
    // What is no number is more than all numbers here.
    let is_far = |p: &Local| p.x.abs().total_cmp(&FARTHEST.0).is_gt();
    if lines.iter().flat_map(|l| &l.local).any(is_far) {
        let text = "shape lies too far from the rest of the city to be drawn on one plane";
        report.error("too-far", None, text, "check its coordinates, or leave the feature out");
        return None;
    }
    if contacts.count() == 0 && !nested(&points, &lines, &mut report) {
        return if report.failed { None } else { plain(&lines) };
    }
    Judge::new(lines, contacts, repair, report).shape()
}

/// What is said about one feature.
pub(super) struct Report<'a> {
    place: &'a Place,
    multi: bool,
    findings: &'a mut Findings,
    /// Whether an error was said.
    pub(super) failed: bool,
}

impl Report<'_> {
    /// The place of a polygon, or of one of its rings, or of all coordinates.
    fn at(&self, polygon_ring: Option<(usize, Option<usize>)>) -> Place {
        let mut place = self.place.clone();
        if let Some((polygon, ring)) = polygon_ring {
            let polygon = self.multi.then_some(polygon);
            for index in [polygon, ring].into_iter().flatten() {
                place.path = format!("{}[{index}]", place.path);
            }
        }
        place
    }

    /// What was said last is here, where that is known.
    pub(super) fn at_spots(&mut self, spots: Option<Spots>) {
        let last = self.findings.len().saturating_sub(1);
        if let [finding] = self.findings.since_mut(last) {
            finding.spots = spots;
        }
    }

    /// The run must stop.
    pub(super) fn error(
        &mut self,
        code: &'static str,
        at: Option<(usize, Option<usize>)>,
        text: impl Into<String>,
        help: &str,
    ) {
        self.failed = true;
        self.findings.push(Finding::error(code, self.at(at), text).with_help(help));
    }

    /// Something was changed.
    pub(super) fn warning(
        &mut self,
        code: &'static str,
        at: (usize, usize),
        text: impl Into<String>,
        help: &str,
    ) {
        let place = self.at(Some((at.0, Some(at.1))));
        self.findings.push(Finding::warning(code, place, text).with_help(help));
    }
}

/// A position of a ring whose longitudes run on past 180 degrees.
pub(super) fn in_world(p: Coord) -> LonLat {
    let lon = if p.x > 180.0 {
        p.x - 360.0
    } else if p.x < -180.0 {
        p.x + 360.0
    } else {
        p.x
    };
    LonLat { lon, lat: p.y }
}

/// How people call a ring of a polygon.
pub(super) fn ring_name(index: usize) -> String {
    if index == 0 { "outer ring".to_owned() } else { format!("hole {}", index - 1) }
}

/// All rings in order, cleaned; faults and changes are said.
fn cleaned(polygons: &[RawPolygon<'_>], plane: &Plane, report: &mut Report<'_>) -> Vec<CleanRing> {
    if polygons.is_empty() {
        report.error("empty-polygon", None, "empty: no polygon", "draw its border");
    }
    let mut rings = Vec::new();
    for (polygon, raw) in polygons.iter().enumerate() {
        if raw.rings.is_empty() {
            let at = Some((polygon, None));
            report.error("empty-polygon", at, "empty polygon: no ring", "draw its border");
        }
        for (index, positions) in raw.rings.iter().enumerate() {
            match clean(positions, plane) {
                Ok(ring) => {
                    say_changes(&ring, positions, (polygon, index), report);
                    rings.push(ring);
                }
                Err(fault) => {
                    say_fault(fault, (polygon, index), report);
                    report.at_spots(positions.first().map(|at| Spots::At(*at)));
                }
            }
        }
    }
    rings
}

fn say_changes(
    ring: &CleanRing,
    positions: &[LonLat],
    at: (usize, usize),
    report: &mut Report<'_>,
) {
    let name = ring_name(at.1);
    let ends = positions.last().zip(positions.first());
    match ring.closed {
        None => {}
        Some(Closed::Rounding) => {
            let place = report.at(Some((at.0, Some(at.1))));
            let text = format!("{name} ended within 1e-6 degrees of where it began; closed it");
            report.findings.push(Finding::note("ring-closed", place, text));
            report.at_spots(ends.map(|(last, _)| Spots::At(*last)));
        }
        Some(Closed::Edge(gap, end)) => {
            let (gap, end) = (gap.text(), degrees(end));
            let text =
                format!("{name} did not end where it began ({gap} apart), but at {end}; closed it");
            report.warning(
                "ring-closed",
                at,
                text,
                "make sure that no corner is missing at its end",
            );
            let edge = ends.map(|(last, first)| Spots::Lines(vec![vec![*last, *first]]));
            report.at_spots(edge);
        }
    }
    if let Some((length, tip)) = ring.spikes {
        let text = format!(
            "{name} had a {} spike of no width, to {}; removed it",
            length.text(),
            degrees(tip)
        );
        report.warning("spike-removed", at, text, "take that corner out of the border, too");
        report.at_spots(Some(Spots::At(in_world(tip))));
    }
}

fn say_fault(fault: RingFault, at: (usize, usize), report: &mut Report<'_>) {
    let place = Some((at.0, Some(at.1)));
    match fault {
        RingFault::TooSmall(found) => {
            let text = format!("{found} different positions, a ring has at least 3");
            report.error("ring-too-small", place, text, REDRAW);
        }
        RingFault::Flat(found) => {
            let text = format!("no area: all {found} different positions lie on one line");
            report.error("ring-too-small", place, text, REDRAW);
        }
        RingFault::Antimeridian(degrees) => {
            report.error("antimeridian", place, round_the_world(degrees), SPLIT);
        }
    }
}

/// A position as the file would have it, to six decimals (0.1 m).
pub(super) fn degrees(p: Coord) -> String {
    let text = |v: f64| {
        let long = format!("{v:.6}");
        long.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let LonLat { lon, lat } = in_world(p);
    format!("[{}, {}]", text(lon), text(lat))
}

/// The ring on the plane, with corners where a long edge would leave the line in degrees. Both
/// neighbours of an edge get the same corners: they are counted from the same end.
fn drawn(points: &[Coord], plane: &Plane) -> Vec<Local> {
    let local = |p: Coord| plane.to_local(LonLat { lon: p.x, lat: p.y });
    let corners: Vec<Local> = points.iter().map(|&p| local(p)).collect();
    let mut line = Vec::with_capacity(corners.len());
    for (i, &from) in corners.iter().enumerate() {
        line.push(from);
        let next = if i + 1 < corners.len() { i + 1 } else { 0 };
        if from.distance(corners[next]) > SHORT {
            let mut between = between(points[i], points[next], &local);
            line.append(&mut between);
        }
    }
    line
}

fn between(from: Coord, to: Coord, local: &impl Fn(Coord) -> Local) -> Vec<Local> {
    let forward = (from.x, from.y) < (to.x, to.y);
    let (start, end) = if forward { (from, to) } else { (to, from) };
    let ends = (local(start), local(end));
    let chord = Local::new(f64::midpoint(ends.0.x, ends.1.x), f64::midpoint(ends.0.y, ends.1.y));
    let bend = chord.distance(local(start + (end - start) * 0.5));
    if bend <= BEND {
        return Vec::new();
    }
    // The arrow falls with the square of the number of parts. A city's edge needs a few; the bound
    // is for edges across a continent.
    let parts = (bend.0 / BEND.0).sqrt().ceil().min(1000.0);
    let mut points = Vec::new();
    let mut k = 1.0;
    while k < parts {
        points.push(local(start + (end - start) * (k / parts)));
        k += 1.0;
    }
    if !forward {
        points.reverse();
    }
    points
}

/// Where no edges meet: whether a hole lies in a hole, or a polygon in another, so that areas must
/// be asked. Holes outside their ring are said.
fn nested(points: &[Vec<Coord>], lines: &[Line], report: &mut Report<'_>) -> bool {
    let mut ask = false;
    let boxes: Vec<[f64; 4]> = points.iter().map(|p| extent(p)).collect();
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| boxes[a][0].total_cmp(&boxes[b][0]));
    let mut outer = 0;
    for (i, line) in lines.iter().enumerate() {
        if line.index == 0 {
            outer = i;
        } else if lies(points[i][0], &points[outer]) != Lies::Inside {
            let hole = line.index - 1;
            let at = Some((line.polygon, Some(line.index)));
            let text = format!("hole {hole} lies outside its outer ring");
            report.error("hole-outside", at, text, "make it a polygon, or take it out");
        }
    }
    for (k, &a) in order.iter().enumerate() {
        for &b in order[k + 1..].iter().take_while(|&&b| boxes[b][0] <= boxes[a][2]) {
            // Of two rings that do not meet, the one that starts farther west may hold the other.
            let own_hole = lines[a].polygon == lines[b].polygon && lines[a].index == 0;
            let inside_box = boxes[b][2] <= boxes[a][2]
                && boxes[a][1] <= boxes[b][1]
                && boxes[b][3] <= boxes[a][3];
            ask |= inside_box && !own_hole && lies(points[b][0], &points[a]) == Lies::Inside;
        }
    }
    ask
}

fn extent(points: &[Coord]) -> [f64; 4] {
    let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    points.iter().fold(start, |[w, s, e, n], p| [w.min(p.x), s.min(p.y), e.max(p.x), n.max(p.y)])
}

/// The shape of rings that do not meet and lie as they should.
fn plain(lines: &[Line]) -> Option<Shape> {
    let mut polygons = Vec::new();
    let mut rest = lines;
    while let [outer, after @ ..] = rest {
        let holes = after.iter().take_while(|l| l.index > 0).count();
        let ring = |l: &Line| Ring::new(l.local.clone()).ok();
        let inner: Option<Vec<Ring>> = after[..holes].iter().map(ring).collect();
        polygons.push(Polygon::new(ring(outer)?, inner?));
        rest = &after[holes..];
    }
    Some(Shape::new(polygons))
}

/// One line instead of many for rings that ended next to where they began: the first of each file
/// stands for all, with their number.
pub(crate) fn count_near_closures(findings: Findings) -> Findings {
    let is_near = |f: &Finding| f.code == "ring-closed" && f.severity == Severity::Note;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|f| is_near(f)) {
        *counts.entry(finding.place.file.clone()).or_default() += 1;
    }
    let counted = |mut finding: Finding| {
        if is_near(&finding) {
            // None where one of this file has been said.
            let all = counts.remove(&finding.place.file)?;
            if all > 1 {
                finding.message = format!(
                    "{all} rings ended within 1e-6 degrees of where they began; closed them"
                );
            }
        }
        Some(finding)
    };
    findings.into_iter().filter_map(counted).collect()
}

#[cfg(test)]
mod tests;
