//! Rings that meet: judged by their areas, repaired where that changes little or is wanted.
//!
//! Takes the rings of one feature on the local plane with the contacts between them, gives a shape
//! or errors. Method: each ring counts even-odd, holes are taken off, the parts of a multipolygon
//! are united; what that changes is measured on the overlay grid. Rings that only touch change
//! nothing and pass in silence. A change below 1 % is made and said; a larger one needs `--repair`.

use geo::Coord;

use super::contact::{Contact, Contacts};
use super::geometry::{Report, degrees, in_world, ring_name};
use crate::finding::Spots;
use crate::model::{Bounds, Local, Polygon, Ring, Shape};
use crate::overlay::{Grid, difference, even_odd, intersection, union};
use crate::units::{Metres, Share, SquareMetres};

/// A repair that changes the area by less than this is made unasked: 1 % (RELIABILITY, row 8).
const SMALL_CHANGE: f64 = 0.01;

/// Growth beyond this is not told as a figure.
const MANIFOLD: f64 = 10.0;

/// One ring on the plane.
pub(super) struct Line {
    pub(super) polygon: usize,
    /// 0 for the outer ring, then the holes.
    pub(super) index: usize,
    pub(super) local: Vec<Local>,
}

impl Line {
    fn area(&self) -> f64 {
        let o = self.local.first().copied().unwrap_or_default();
        let cross = |a: Local, b: Local| (a.x - o.x) * (b.y - o.y) - (b.x - o.x) * (a.y - o.y);
        (0.5 * self.local.windows(2).map(|w| cross(w[0], w[1])).sum::<f64>()).abs()
    }

    fn length(&self) -> f64 {
        let next = self.local.iter().cycle().skip(1);
        self.local.iter().zip(next).map(|(a, &b)| a.distance(b).0).sum()
    }
}

/// What was settled about one ring or polygon.
struct Settled {
    shape: Shape,
    /// Whether it differs from what the file says.
    changed: bool,
}

/// Settles the rings of one feature.
pub(super) struct Judge<'a> {
    lines: Vec<Line>,
    contacts: Contacts,
    repair: bool,
    report: Report<'a>,
    grid: Grid,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        lines: Vec<Line>,
        contacts: Contacts,
        repair: bool,
        report: Report<'a>,
    ) -> Self {
        let mut bounds = Bounds::EMPTY;
        lines.iter().flat_map(|l| &l.local).for_each(|&p| bounds.include(p));
        Self { lines, contacts, repair, report, grid: Grid::new(&bounds) }
    }

    /// The shape, or none where an error was said.
    pub(super) fn shape(mut self) -> Option<Shape> {
        let mut parts: Vec<Shape> = Vec::new();
        let mut at = 0;
        while at < self.lines.len() {
            let rest = &self.lines[at + 1..];
            let end = at + 1 + rest.iter().take_while(|l| l.index > 0).count();
            if let Some(part) = self.polygon(at, end) {
                parts.push(part);
            }
            at = end;
        }
        if self.report.failed { None } else { self.united(&parts) }
    }

    /// What snapping may change about these rings.
    fn tolerance(&self, lines: std::ops::Range<usize>) -> f64 {
        let length = self.lines[lines].iter().map(Line::length).sum();
        self.grid.bound(Metres(length)).0
    }

    /// A contact between rings of the two ranges, one that crosses if there is any.
    fn meeting(&self, a: &std::ops::Range<usize>, b: &std::ops::Range<usize>) -> Option<Contact> {
        let both = |c: &&Contact| {
            a.contains(&c.rings.0) && b.contains(&c.rings.1)
                || b.contains(&c.rings.0) && a.contains(&c.rings.1)
        };
        let mut found = self.contacts.found.iter().filter(both);
        let first = found.clone().next().copied();
        found.find(|c| c.crosses).copied().or(first)
    }

    /// One ring: as it stands, or its even-odd area.
    fn ring(&mut self, i: usize) -> Option<Settled> {
        let meeting = self.meeting(&(i..i + 1), &(i..i + 1));
        let line = &self.lines[i];
        if meeting.is_none() && !self.contacts.exhausted {
            return as_drawn(line);
        }
        let shape = even_odd(&line.local, &self.grid);
        let (before, after) = (line.area(), shape.area().0);
        let at = (line.polygon, line.index);
        if (before - after).abs() <= self.tolerance(i..i + 1) {
            return as_drawn(&self.lines[i]);
        }
        let what = format!("{} crosses itself{}", ring_name(at.1), where_at(meeting));
        let spot = meeting.map(|c| c.at);
        self.allows(Change { code: "ring-crosses-itself", at, what, before, after, spot })
            .then_some(Settled { shape, changed: true })
    }

    /// The polygon of the rings from `from` to before `to`.
    fn polygon(&mut self, from: usize, to: usize) -> Option<Shape> {
        let rings: Vec<Option<Settled>> = (from..to).map(|i| self.ring(i)).collect();
        let mut rings: Vec<Settled> = rings.into_iter().collect::<Option<_>>()?;
        let outer = rings.remove(0);
        let tolerance = self.tolerance(from..to);
        for (k, hole) in rings.iter().enumerate() {
            self.check_hole(from + 1 + k, &outer.shape, &hole.shape);
        }
        if self.report.failed {
            return None;
        }
        let holes = union(&rings.iter().map(|h| &h.shape).collect::<Vec<_>>(), &self.grid);
        let after = difference(&[&outer.shape], &holes, &self.grid);
        let in_holes: f64 = rings.iter().map(|h| h.shape.area().0).sum();
        let before = outer.shape.area().0 - in_holes;
        let changed = outer.changed || rings.iter().any(|h| h.changed);
        if (before - after.area().0).abs() <= tolerance {
            let drawn = (!changed).then(|| self.drawn(from, to)).flatten();
            return Some(drawn.unwrap_or(after));
        }
        let line = &self.lines[from];
        let at = (line.polygon, line.index);
        let meeting = self.meeting(&(from..to), &(from + 1..to));
        let what = match meeting {
            Some(c) if c.rings.0 == from => {
                format!("{} crosses its outer ring{}", self.name(c.rings.1), where_at(meeting))
            }
            Some(c) if c.rings.0 != c.rings.1 => format!(
                "{} and {} overlap{}",
                self.name(c.rings.0),
                self.name(c.rings.1),
                where_at(meeting)
            ),
            Some(_) | None => "its holes overlap".to_owned(),
        };
        let after_area = after.area().0;
        let spot = meeting.map(|c| c.at);
        self.allows(Change { code: "rings-cross", at, what, before, after: after_area, spot })
            .then_some(after)
    }

    fn name(&self, line: usize) -> String {
        ring_name(self.lines[line].index)
    }

    /// The polygon as the file has it.
    fn drawn(&self, from: usize, to: usize) -> Option<Shape> {
        let ring = |l: &Line| Ring::new(l.local.clone()).ok();
        let holes: Option<Vec<Ring>> = self.lines[from + 1..to].iter().map(ring).collect();
        Some(Shape::new(vec![Polygon::new(ring(&self.lines[from])?, holes?)]))
    }

    /// Says where a hole has no part of its outer ring, or leaves none.
    fn check_hole(&mut self, i: usize, outer: &Shape, hole: &Shape) {
        let inside = intersection(&[hole], outer, &self.grid).area().0;
        let left = difference(&[outer], hole, &self.grid).area().0;
        let tolerance = self.tolerance(i..i + 1);
        let line = &self.lines[i];
        let (at, number) = (Some((line.polygon, Some(line.index))), line.index - 1);
        if inside <= tolerance {
            let text = format!("hole {number} lies outside its outer ring");
            self.report.error("hole-outside", at, text, "make it a polygon, or take it out");
        } else if left <= tolerance {
            let text = format!("hole {number} is equal to its outer ring: no area is left");
            self.report.error("hole-outside", at, text, "take the hole or the polygon out");
        }
    }

    /// The parts of the feature together; parts that overlap are united.
    fn united(&mut self, parts: &[Shape]) -> Option<Shape> {
        let before: f64 = parts.iter().map(|p| p.area().0).sum();
        let joined = || parts.iter().flat_map(|p| p.polygons().iter().cloned()).collect();
        if parts.len() < 2 {
            return Some(Shape::new(joined()));
        }
        let after = union(&parts.iter().collect::<Vec<_>>(), &self.grid);
        if before - after.area().0 <= self.tolerance(0..self.lines.len()) {
            return Some(Shape::new(joined()));
        }
        let (pair, meeting) = self.overlapping(parts);
        let what = format!("polygons {} and {} overlap{}", pair.0, pair.1, where_at(meeting));
        let (code, at, spot) = ("polygons-overlap", (pair.1, 0), meeting.map(|c| c.at));
        let change = Change { code, at, what, before, after: after.area().0, spot };
        self.allows(change).then_some(after)
    }

    /// The first two parts that share more than snapping may make, and where.
    fn overlapping(&self, parts: &[Shape]) -> ((usize, usize), Option<Contact>) {
        let boxes: Vec<Bounds> = parts.iter().map(Shape::bounds).collect();
        let lines = |p: usize| {
            let first = self.lines.iter().position(|l| l.polygon == p).unwrap_or(0);
            let count = self.lines.iter().filter(|l| l.polygon == p).count();
            first..first + count
        };
        for a in 0..parts.len() {
            for b in (a + 1..parts.len()).filter(|&b| boxes[a].touches(&boxes[b])) {
                let shared = intersection(&[&parts[a]], &parts[b], &self.grid).area().0;
                if shared > self.tolerance(lines(b)).min(self.tolerance(lines(a))) {
                    return ((a, b), self.meeting(&lines(a), &lines(b)));
                }
            }
        }
        ((0, 1), None)
    }

    /// Whether a change may be made; says it, or the error.
    fn allows(&mut self, change: Change) -> bool {
        let spot = change.spot;
        let is_allowed = self.says(change);
        self.report.at_spots(spot.map(|spot| Spots::At(in_world(spot))));
        is_allowed
    }

    fn says(&mut self, change: Change) -> bool {
        let Change { code, at, what, before, after, .. } = change;
        // Of the area as drawn, which may be next to nothing: the loops of a bow tie cancel out.
        let share = Share((after - before).abs() / before);
        let by = match (after < before, share.0 <= MANIFOLD) {
            (true, _) => format!("{} % smaller", share.percent_text()),
            (false, true) => format!("{} % larger", share.percent_text()),
            // What is drawn of a bow tie nearly cancels out: a percentage of it says nothing.
            (false, false) => format!("more than {} times what is drawn", 1.0 + MANIFOLD),
        };
        let hectares = |area: f64| SquareMetres(area).hectares_text();
        let kept = match code {
            "polygons-overlap" => "their united area",
            "rings-cross" => "what of the outer ring lies in no hole",
            _ => "the even-odd area",
        };
        let place = Some((at.0, Some(at.1)));
        if after <= 0.0 {
            self.report.error(code, place, what, "mend it there: no area is left by any repair");
            return false;
        }
        if self.repair || share.0 < SMALL_CHANGE {
            let (old, new) = (hectares(before), hectares(after));
            let text = format!("{what}; took {kept}, {new} ha instead of {old} ha ({by})");
            let help = "draw it so in the file, or mend it there by what the border is";
            self.report.warning(code, at, text, help);
            return true;
        }
        let help = format!("mend it there, or run with --repair to take {kept} ({by})");
        self.report.error(code, place, what, &help);
        false
    }
}

/// A change that a repair would make.
struct Change {
    code: &'static str,
    at: (usize, usize),
    what: String,
    before: f64,
    after: f64,
    /// Where the rings meet.
    spot: Option<Coord>,
}

fn as_drawn(line: &Line) -> Option<Settled> {
    let ring = Ring::new(line.local.clone()).ok()?;
    let shape = Shape::new(vec![Polygon::new(ring, Vec::new())]);
    Some(Settled { shape, changed: false })
}

/// ` at [116.335, 39.935]`, or nothing where the place is not known.
fn where_at(contact: Option<Contact>) -> String {
    contact.map_or_else(String::new, |c| format!(" at {}", degrees(c.at)))
}
