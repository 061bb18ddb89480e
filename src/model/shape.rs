//! Polygons on the local plane.
//!
//! A [`Ring`] is stored open (the last point is not the first again) and has at least three points
//! and an area; a [`Polygon`] has its outer ring counter-clockwise and its holes clockwise, so that
//! the interior is always on the left of an edge. Whether rings cross is settled by `input`.

use serde::Serialize;

use super::plane::Local;
use crate::units::SquareMetres;

/// Why points are not a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// Fewer than three different points.
    #[error("fewer than 3 different positions")]
    TooFewPoints,
    /// A coordinate is not finite.
    #[error("a coordinate is not finite")]
    NotFinite,
    /// All points lie on one line.
    #[error("no area")]
    NoArea,
}

/// A closed line with an area, stored without its closing point and without repeated points.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Ring(Vec<Local>);

impl Ring {
    /// The ring through `points`, closed or not; repeated points are dropped.
    ///
    /// # Errors
    /// [`ShapeError`] where the points are not finite, fewer than three, or on one line.
    pub fn new(points: Vec<Local>) -> Result<Self, ShapeError> {
        if points.iter().any(|p| !p.x.is_finite() || !p.y.is_finite()) {
            return Err(ShapeError::NotFinite);
        }
        let mut open = points;
        open.dedup();
        while open.len() > 1 && open.first() == open.last() {
            open.pop();
        }
        if open.len() < 3 {
            return Err(ShapeError::TooFewPoints);
        }
        let ring = Self(open);
        if ring.signed_area() == 0.0 { Err(ShapeError::NoArea) } else { Ok(ring) }
    }

    /// The points, without the closing one.
    #[must_use]
    pub fn points(&self) -> &[Local] {
        &self.0
    }

    /// The edges in order, the closing one last.
    pub fn edges(&self) -> impl Iterator<Item = (Local, Local)> + '_ {
        let n = self.0.len();
        (0..n).map(move |i| (self.0[i], self.0[(i + 1) % n]))
    }

    /// Area, positive where the ring runs counter-clockwise. Taken about the first point, so that
    /// far-off coordinates cost no digits.
    #[must_use]
    pub fn signed_area(&self) -> f64 {
        let o = self.0[0];
        0.5 * self
            .edges()
            .map(|(a, b)| (a.x - o.x) * (b.y - o.y) - (b.x - o.x) * (a.y - o.y))
            .sum::<f64>()
    }

    fn reversed_if(mut self, reverse: bool) -> Self {
        if reverse {
            self.0.reverse();
        }
        self
    }
}

/// One outer ring with its holes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Polygon {
    outer: Ring,
    holes: Vec<Ring>,
}

impl Polygon {
    /// A polygon; the rings are turned as the type demands (outer counter-clockwise).
    #[must_use]
    pub fn new(outer: Ring, holes: Vec<Ring>) -> Self {
        let turn = outer.signed_area() < 0.0;
        let holes = holes
            .into_iter()
            .map(|h| {
                let turn = h.signed_area() > 0.0;
                h.reversed_if(turn)
            })
            .collect();
        Self { outer: outer.reversed_if(turn), holes }
    }

    /// The outer ring, counter-clockwise.
    #[must_use]
    pub fn outer(&self) -> &Ring {
        &self.outer
    }

    /// The holes, clockwise.
    #[must_use]
    pub fn holes(&self) -> &[Ring] {
        &self.holes
    }

    /// The outer ring, then the holes.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        std::iter::once(&self.outer).chain(&self.holes)
    }

    /// Area of the outer ring less that of the holes.
    #[must_use]
    pub fn area(&self) -> SquareMetres {
        SquareMetres(self.rings().map(Ring::signed_area).sum())
    }
}

/// Any number of polygons that do not overlap; none is allowed.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(transparent)]
pub struct Shape(Vec<Polygon>);

impl Shape {
    /// A shape of these polygons.
    #[must_use]
    pub fn new(polygons: Vec<Polygon>) -> Self {
        Self(polygons)
    }

    /// The polygons.
    #[must_use]
    pub fn polygons(&self) -> &[Polygon] {
        &self.0
    }

    /// All rings of all polygons.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        self.0.iter().flat_map(Polygon::rings)
    }

    /// Whether there is no polygon.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sum of the areas of the polygons.
    #[must_use]
    pub fn area(&self) -> SquareMetres {
        self.0.iter().map(Polygon::area).sum()
    }

    /// The smallest upright rectangle that holds the shape; [`Bounds::EMPTY`] for none.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        let mut bounds = Bounds::EMPTY;
        for ring in self.0.iter().map(Polygon::outer) {
            for &p in ring.points() {
                bounds.include(p);
            }
        }
        bounds
    }

    /// Whether a point lies inside, by counting crossings. A point on an edge belongs to exactly one
    /// of two neighbours that share the edge vertex by vertex (half-open rule).
    #[must_use]
    pub fn contains(&self, at: Local) -> bool {
        let mut inside = false;
        for ring in self.rings() {
            for (a, b) in ring.edges() {
                if (a.y > at.y) != (b.y > at.y) {
                    // Both neighbours compute the crossing from the same end, so that they agree.
                    let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
                    let t = (at.y - low.y) / (high.y - low.y);
                    if at.x < low.x + t * (high.x - low.x) {
                        inside = !inside;
                    }
                }
            }
        }
        inside
    }
}

/// An upright rectangle on the local plane.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bounds {
    /// South-west corner.
    pub min: Local,
    /// North-east corner.
    pub max: Local,
}

impl Bounds {
    /// The rectangle that holds nothing.
    pub const EMPTY: Self = Self {
        min: Local { x: f64::INFINITY, y: f64::INFINITY },
        max: Local { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY },
    };

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.min.x > self.max.x
    }

    /// Grows to hold a point.
    pub fn include(&mut self, p: Local) {
        self.min = Local { x: self.min.x.min(p.x), y: self.min.y.min(p.y) };
        self.max = Local { x: self.max.x.max(p.x), y: self.max.y.max(p.y) };
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn union(mut self, other: Self) -> Self {
        if !other.is_empty() {
            self.include(other.min);
            self.include(other.max);
        }
        self
    }

    /// The rectangle with `by` metres added on every side.
    #[must_use]
    pub fn grown(self, by: f64) -> Self {
        Self {
            min: Local { x: self.min.x - by, y: self.min.y - by },
            max: Local { x: self.max.x + by, y: self.max.y + by },
        }
    }

    /// Whether two rectangles share a point.
    #[must_use]
    pub fn touches(&self, other: &Self) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }

    /// Whether a point lies inside or on the border.
    #[must_use]
    pub fn holds(&self, p: Local) -> bool {
        self.min.x <= p.x && p.x <= self.max.x && self.min.y <= p.y && p.y <= self.max.y
    }

    /// East-west extent in metres.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.max.x - self.min.x
    }

    /// North-south extent in metres.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.max.y - self.min.y
    }
}
