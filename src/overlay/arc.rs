//! Discs, and arcs of their circles.

use std::f64::consts::TAU;

use crate::model::{Bounds, Local};

/// Metres: a piece between points closer than this is rounding; it is dropped, or is a full turn.
pub(super) const SHORTEST: f64 = 1e-7;

/// A disc on the local plane, radius in metres above nought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Disc {
    /// Its centre.
    pub centre: Local,
    /// Its radius in metres.
    pub radius: f64,
}

impl Disc {
    /// Where this circle crosses another: the points right and left of the way from this centre to
    /// the other. `d2` is the squared distance of the centres; the circles must cross.
    pub(super) fn crossings(self, other: Disc, d2: f64) -> (Local, Local) {
        let (dx, dy) = (other.centre.x - self.centre.x, other.centre.y - self.centre.y);
        // (r1^2 - r2^2) as a product, so that equal radii give an exact nought.
        let power = (self.radius - other.radius) * (self.radius + other.radius);
        let along = 0.5 * (1.0 + power / d2);
        let across = (self.radius * self.radius / d2 - along * along).max(0.0).sqrt();
        let (mx, my) = (self.centre.x + along * dx, self.centre.y + along * dy);
        (
            Local::new(mx + across * dy, my - across * dx),
            Local::new(mx - across * dy, my + across * dx),
        )
    }
}

/// A piece of a circle, counter-clockwise from start to end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arc {
    disc: Disc,
    start: Local,
    end: Local,
    full: bool,
}

impl Arc {
    /// The whole circle, from its easternmost point.
    #[must_use]
    pub fn full(disc: Disc) -> Self {
        Self::full_from(disc, Local::new(disc.centre.x + disc.radius, disc.centre.y))
    }

    /// The whole circle, from one of its points.
    #[must_use]
    pub fn full_from(disc: Disc, start: Local) -> Self {
        Self { disc, start, end: start, full: true }
    }

    /// From one point of the circle to another, less than a full turn.
    #[must_use]
    pub fn between(disc: Disc, start: Local, end: Local) -> Self {
        Self { disc, start, end, full: false }
    }

    /// The disc whose circle it is a piece of.
    #[must_use]
    pub fn disc(&self) -> Disc {
        self.disc
    }

    /// Its first point.
    #[must_use]
    pub fn start(&self) -> Local {
        self.start
    }

    /// Its last point.
    #[must_use]
    pub fn end(&self) -> Local {
        self.end
    }

    /// Whether it is the whole circle.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// The angle that it spans, above 0 and up to a full turn, in radians.
    #[must_use]
    pub fn sweep(&self) -> f64 {
        if self.full {
            return TAU;
        }
        let c = self.disc.centre;
        let (ax, ay) = (self.start.x - c.x, self.start.y - c.y);
        let (bx, by) = (self.end.x - c.x, self.end.y - c.y);
        let angle = (ax * by - ay * bx).atan2(ax * bx + ay * by);
        if angle < 0.0 { angle + TAU } else { angle }
    }

    /// The point at a part (0 to 1) of the way along it.
    #[must_use]
    pub fn point_at(&self, part: f64) -> Local {
        let c = self.disc.centre;
        let (sin, cos) = (self.sweep() * part).sin_cos();
        let (ax, ay) = (self.start.x - c.x, self.start.y - c.y);
        Local::new(c.x + ax * cos - ay * sin, c.y + ax * sin + ay * cos)
    }

    /// Its midpoint, without trigonometry.
    #[must_use]
    pub fn midpoint(&self) -> Local {
        let c = self.disc.centre;
        if self.full {
            return Local::new(2.0 * c.x - self.start.x, 2.0 * c.y - self.start.y);
        }
        let (ax, ay) = (self.start.x - c.x, self.start.y - c.y);
        let (bx, by) = (self.end.x - c.x, self.end.y - c.y);
        let (sx, sy) = (ax + bx, ay + by);
        let length = sx.hypot(sy);
        let r = self.disc.radius;
        if length > 0.05 * r {
            // The bisector points to the shorter way round; turn it for arcs of over half a turn.
            let sign = if ax * by - ay * bx < 0.0 { -1.0 } else { 1.0 };
            Local::new(c.x + sign * r * sx / length, c.y + sign * r * sy / length)
        } else {
            // Nearly half a turn: a quarter turn on from the chord's direction.
            let (dx, dy) = (bx - ax, by - ay);
            let length = dx.hypot(dy);
            Local::new(c.x + r * dy / length, c.y - r * dx / length)
        }
    }

    /// Twice the area that Green's theorem gives it, about `origin`, counter-clockwise.
    #[must_use]
    pub fn green(&self, origin: Local) -> f64 {
        let (cx, cy) = (self.disc.centre.x - origin.x, self.disc.centre.y - origin.y);
        let r = self.disc.radius;
        r * r * self.sweep() + cx * (self.end.y - self.start.y) - cy * (self.end.x - self.start.x)
    }

    /// The smallest upright rectangle that holds it.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        let (c, r) = (self.disc.centre, self.disc.radius);
        let mut bounds = Bounds::EMPTY;
        bounds.include(self.start);
        bounds.include(self.end);
        let (from, span) = self.diamond_span();
        for (quarter, (dx, dy)) in (0u8..).zip([(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)]) {
            if self.full || turn(f64::from(quarter) - from) <= span {
                bounds.include(Local::new(c.x + r * dx, c.y + r * dy));
            }
        }
        bounds
    }

    /// Diamond angle of the start, and how far the end lies beyond it.
    pub(super) fn diamond_span(&self) -> (f64, f64) {
        let c = self.disc.centre;
        let from = diamond(self.start.x - c.x, self.start.y - c.y);
        if self.full {
            return (from, 4.0);
        }
        (from, turn(diamond(self.end.x - c.x, self.end.y - c.y) - from))
    }

    /// How far along the arc (in diamond angle from its start) a point of its circle lies; none where
    /// it lies beyond the ends by more than `slack` metres. A point within `slack` of an end is at it.
    pub(super) fn locate(&self, p: Local, slack: f64) -> Option<f64> {
        let c = self.disc.centre;
        let (from, span) = self.diamond_span();
        if !self.full {
            if near(p, self.start, slack) {
                return Some(0.0);
            }
            if near(p, self.end, slack) {
                return Some(span);
            }
        }
        let at = turn(diamond(p.x - c.x, p.y - c.y) - from);
        (at <= span).then_some(at)
    }
}

fn near(a: Local, b: Local, slack: f64) -> bool {
    (a.x - b.x).abs() <= slack && (a.y - b.y).abs() <= slack
}

/// A difference of diamond angles brought into 0..4.
fn turn(difference: f64) -> f64 {
    if difference < 0.0 { difference + 4.0 } else { difference }
}

/// A stand-in for the angle of a vector: 0 at east, counter-clockwise, 4 a turn, monotone.
#[inline]
#[must_use]
pub(super) fn diamond(dx: f64, dy: f64) -> f64 {
    let part = dy / (dx.abs() + dy.abs());
    if dx >= 0.0 { if dy >= 0.0 { part } else { 4.0 + part } } else { 2.0 - part }
}
