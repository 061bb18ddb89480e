//! What bars the straight way from a place to a street.

use super::enclosures::{TOUCH, between, off};
use super::walls::meets;
use super::{Enclosures, Spot, Walls, distance};
use crate::model::Local;

/// What may bar the way from a place.
pub(super) struct Bars<'w> {
    pub(super) walls: &'w Walls,
    /// How far from the place nothing bars it; in metres.
    pub(super) post: f64,
    /// What borders among the walls are of.
    pub(super) enclosures: Option<&'w Enclosures<'w>>,
    /// Which of them the way leads out of, from one of its gates; and how far from the gate it may cross the border
    /// of that and be inside.
    pub(super) out_of: Option<(u32, f64)>,
}

impl Bars<'_> {
    /// Whether nothing stands between a place and a point on a segment, both in millimetres.
    pub(super) fn let_pass(&self, place: Local, to: Local, segment: (Spot, Spot)) -> bool {
        let metres = |at: Local| Local::new(at.x / 1e3, at.y / 1e3);
        let (from, to) = (metres(place), metres(to));
        let (a, b) = (segment.0.local(), segment.1.local());
        let middle = Local::new(f64::midpoint(a.x, b.x), f64::midpoint(a.y, b.y));
        if self.out_of.is_some() && self.enclosures.is_some_and(|all| all.is_in_any(middle)) {
            return false;
        }
        let length = distance(from, to);
        if self.out_of.is_some_and(|out| self.leads_back(from, to, out)) {
            return false;
        }
        if self.post > 0.0 && length <= self.post {
            return true;
        }
        let skipped = if self.post > 0.0 { self.post / length } else { 0.0 };
        let start =
            Local::new(from.x + (to.x - from.x) * skipped, from.y + (to.y - from.y) * skipped);
        let Some(enclosures) = self.enclosures else { return !self.walls.bar(start, to) };
        // A street that is cut at a border ends there to the millimetre only.
        !self.walls.near(start, to, TOUCH.0).any(|(wall, of)| {
            let is_met = || !meets((start, to), wall).is_empty();
            let Some(of) = of else { return is_met() };
            if self.out_of.is_some_and(|out| out.0 == of) {
                false
            } else if off(to, wall) <= TOUCH.0 {
                enclosures.is_inside(of, from) != enclosures.is_inside(of, middle)
            } else {
                is_met()
            }
        })
    }

    /// Whether a way from a gate crosses the border of its own enclosure, or runs inside of it, further from the gate
    /// than it may: what leads out by a gate does not lead back through the enclosure to the other side.
    fn leads_back(&self, from: Local, to: Local, (of, free): (u32, f64)) -> bool {
        let length = distance(from, to);
        if length <= free {
            return false;
        }
        // Without a crossing between, all that is past the gate is on one side.
        let past = between(from, to, f64::midpoint(free / length, 1.0));
        let is_past = |share: f64| share * length > free && (1.0 - share) * length > TOUCH.0;
        let mut own = self.walls.near(from, to, 0.0).filter(|(_, other)| *other == Some(of));
        self.enclosures.is_some_and(|all| all.is_inside(of, past))
            || own.any(|(wall, _)| meets((from, to), wall).into_iter().any(is_past))
    }
}
