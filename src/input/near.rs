//! How far a place is from the nearest subdistrict, where that is far.
//!
//! Takes the subdistricts' shapes on the plane. Method: points along the borders mark square cells
//! whose diagonal is the limit, so that a place in a marked cell is near without further ado; only
//! the others (deep inside a wide subdistrict, or truly outside) are tested against the shapes.

use std::collections::HashSet;

use foldhash::fast::FixedState;

use crate::model::{Bounds, Local, Shape};
use crate::units::Metres;

/// The borders of the subdistricts.
#[derive(Debug)]
pub(super) struct Neighbourhood<'a> {
    shapes: Vec<(Bounds, &'a Shape)>,
    limit: Metres,
    cell: f64,
    marked: HashSet<(i64, i64), FixedState>,
}

impl<'a> Neighbourhood<'a> {
    /// The neighbourhood of shapes: all within `limit` of one of them.
    pub(super) fn new(shapes: impl Iterator<Item = &'a Shape>, limit: Metres) -> Self {
        let shapes: Vec<_> = shapes.map(|shape| (shape.bounds(), shape)).collect();
        let cell = limit.0 / std::f64::consts::SQRT_2;
        let mut near = Self { shapes, limit, cell, marked: HashSet::default() };
        for index in 0..near.shapes.len() {
            near.mark(near.shapes[index].1);
        }
        near
    }

    fn mark(&mut self, shape: &Shape) {
        for (a, b) in shape.rings().flat_map(crate::model::Ring::edges) {
            let steps = (a.distance(b).0 / self.cell).ceil().max(1.0);
            let mut step = 0.0;
            while step < steps {
                let t = step / steps;
                let p = Local::new(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y));
                self.marked.insert(self.cell_of(p));
                step += 1.0;
            }
        }
    }

    fn cell_of(&self, p: Local) -> (i64, i64) {
        // A plane is a few thousand kilometres wide, so the cell numbers are small.
        #[expect(clippy::cast_possible_truncation, reason = "saturates far outside of any city")]
        let index = |v: f64| (v / self.cell).floor() as i64;
        (index(p.x), index(p.y))
    }

    /// The distance to the nearest shape, where it is beyond the limit.
    pub(super) fn far(&self, p: Local) -> Option<Metres> {
        if self.marked.contains(&self.cell_of(p)) || self.holds(p) {
            return None;
        }
        let mut best = f64::INFINITY;
        for (bounds, shape) in &self.shapes {
            if box_distance2(bounds, p).sqrt() < best {
                for (a, b) in shape.rings().flat_map(crate::model::Ring::edges) {
                    best = best.min(edge_distance(a, b, p));
                }
            }
        }
        (best > self.limit.0).then_some(Metres(best))
    }

    /// Whether a shape holds the point.
    pub(super) fn holds(&self, p: Local) -> bool {
        self.holder(p).is_some()
    }

    /// Position of the first shape that holds the point.
    pub(super) fn holder(&self, p: Local) -> Option<usize> {
        self.shapes.iter().position(|(bounds, shape)| bounds.holds(p) && shape.contains(p))
    }
}

/// The square of the distance of a place from a rectangle.
pub(super) fn box_distance2(bounds: &Bounds, p: Local) -> f64 {
    let dx = (bounds.min.x - p.x).max(p.x - bounds.max.x).max(0.0);
    let dy = (bounds.min.y - p.y).max(p.y - bounds.max.y).max(0.0);
    dx * dx + dy * dy
}

/// The distance of a place from an edge: metres.
pub(super) fn edge_distance(a: Local, b: Local, p: Local) -> f64 {
    let (x, y) = edge_offset(a, b, p);
    x.hypot(y)
}

/// Its square, which is quicker where many are compared.
pub(super) fn edge_distance2(a: Local, b: Local, p: Local) -> f64 {
    let (x, y) = edge_offset(a, b, p);
    x * x + y * y
}

/// How far the nearest point of an edge lies from a place, east and north.
fn edge_offset(a: Local, b: Local, p: Local) -> (f64, f64) {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 { ((p.x - a.x) * dx + (p.y - a.y) * dy) / length } else { 0.0 };
    let t = t.clamp(0.0, 1.0);
    (a.x + t * dx - p.x, a.y + t * dy - p.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Polygon, Ring};

    fn square(half: f64) -> Shape {
        let ring = [(-half, -half), (half, -half), (half, half), (-half, half)];
        let ring = Ring::new(ring.map(|(x, y)| Local::new(x, y)).to_vec()).unwrap();
        Shape::new(vec![Polygon::new(ring, Vec::new())])
    }

    #[test]
    fn only_places_beyond_the_limit_have_a_distance() {
        let shape = square(20_000.0);
        let near = Neighbourhood::new(std::iter::once(&shape), Metres(5000.0));
        assert_eq!(near.far(Local::new(0.0, 0.0)), None);
        assert_eq!(near.far(Local::new(24_999.0, 0.0)), None);
        assert_eq!(near.far(Local::new(25_001.0, 0.0)), Some(Metres(5001.0)));
        // 3-4-5: 6 km east and 8 km north of the corner.
        assert_eq!(near.far(Local::new(26_000.0, 28_000.0)), Some(Metres(10_000.0)));
    }
}
