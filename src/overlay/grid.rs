//! The fixed grid on which polygons are cut and joined.
//!
//! Takes the bounds of a city, gives whole-number coordinates in steps of a power of two of a metre.
//! On such a grid every orientation test is exact, a metre value of a grid point is exact in `f64`,
//! and two neighbours that share a border snap it alike (the idea of JTS `OverlayNG`'s fixed
//! precision model). One grid serves all calls of one city.

use i_overlay::i_float::int::point::IntPoint;
use i_overlay::i_shape::int::shape::{IntContour, IntShapes};

use crate::model::{Bounds, Local, Polygon, Ring, Shape};
use crate::units::{Metres, SquareMetres};

/// The finest step: 2^-13 m, 0.12 mm (the 0.1 mm of RELIABILITY section 1, as a power of two).
const FINEST_EXPONENT: i32 = -13;

/// Coordinates stay below 2^30 steps from the origin: then the product of two differences is below
/// 2^62, and a cross product below 2^63 (the bound that `i_overlay` states for its arithmetic).
const LIMIT: f64 = ((1_u32 << 30) - 1) as f64;

/// A grid of a power of two of a metre about the centre of a city.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    origin: Local,
    step: f64,
}

impl Grid {
    /// The grid for all that lies inside `bounds`: steps of 2^-13 m (0.12 mm) where the extents stay
    /// below 262 km, and the next power of two that suffices beyond. Points outside the bounds are
    /// moved to the edge of the grid, so the bounds must hold every layer that is to be cut.
    #[must_use]
    pub fn new(bounds: &Bounds) -> Self {
        if bounds.is_empty() {
            return Self { origin: Local::default(), step: f64::powi(2.0, FINEST_EXPONENT) };
        }
        // Whole metres, so that origin plus steps is exact in f64.
        let middle = |low: f64, high: f64| f64::midpoint(low, high).round();
        let origin =
            Local { x: middle(bounds.min.x, bounds.max.x), y: middle(bounds.min.y, bounds.max.y) };
        // One metre more covers the rounding of the origin.
        let half = 0.5 * bounds.width().max(bounds.height()) + 1.0;
        let mut step = f64::powi(2.0, FINEST_EXPONENT);
        while half / step > LIMIT {
            step *= 2.0;
        }
        Self { origin, step }
    }

    /// The length of one step.
    #[must_use]
    pub fn step(&self) -> Metres {
        Metres(self.step)
    }

    /// By how much snapping a line of this length may change an area: length times one step.
    #[must_use]
    pub fn bound(&self, perimeter: Metres) -> SquareMetres {
        SquareMetres(perimeter.0 * self.step)
    }

    /// The nearest grid point.
    pub(super) fn snap(&self, p: Local) -> IntPoint {
        IntPoint::new(self.whole(p.x - self.origin.x), self.whole(p.y - self.origin.y))
    }

    #[expect(clippy::cast_possible_truncation, reason = "clamped to 30 bits")]
    fn whole(&self, metres: f64) -> i32 {
        (metres / self.step).round().clamp(-LIMIT, LIMIT) as i32
    }

    /// The point in metres; exact.
    pub(super) fn local(&self, p: IntPoint) -> Local {
        Local {
            x: self.origin.x + f64::from(p.x) * self.step,
            y: self.origin.y + f64::from(p.y) * self.step,
        }
    }

    /// All rings of a shape in steps, each turned as it was.
    pub(super) fn contours(&self, shape: &Shape) -> Vec<IntContour> {
        let snapped = |r: &Ring| r.points().iter().map(|&p| self.snap(p)).collect();
        shape.rings().map(snapped).collect()
    }

    /// Twice an area in square steps as an area.
    #[expect(clippy::cast_precision_loss, reason = "areas are sums below 2^80, printed to 1e-9")]
    pub(super) fn area(&self, doubled: i128) -> SquareMetres {
        SquareMetres(0.5 * doubled as f64 * self.step * self.step)
    }

    /// The shape in metres: each ring from its leftmost point (the lowest of several), holes and
    /// polygons by their starts, so that equal sets of polygons are equal values.
    pub(super) fn shape(&self, polygons: IntShapes) -> Shape {
        let mut sorted: IntShapes = polygons;
        for rings in &mut sorted {
            rings.iter_mut().for_each(turn_to_start);
            let first_hole = rings.len().min(1);
            rings[first_hole..].sort_unstable_by(order);
        }
        sorted.retain(|rings| !rings.is_empty());
        sorted.sort_unstable_by(|a, b| order(&a[0], &b[0]));
        let ring = |r: &IntContour| Ring::new(r.iter().map(|&p| self.local(p)).collect()).ok();
        let polygon = |rings: &Vec<IntContour>| {
            let outer = ring(&rings[0])?;
            Some(Polygon::new(outer, rings[1..].iter().filter_map(ring).collect()))
        };
        Shape::new(sorted.iter().filter_map(polygon).collect())
    }
}

fn turn_to_start(ring: &mut IntContour) {
    let start = (0..ring.len()).min_by_key(|&i| (ring[i].x, ring[i].y));
    ring.rotate_left(start.unwrap_or(0));
}

/// Rings by their points in turn.
fn order(a: &IntContour, b: &IntContour) -> std::cmp::Ordering {
    let keys = |r: &IntContour| r.iter().map(|p| (p.x, p.y)).collect::<Vec<_>>();
    // The starts nearly always decide; two rings may share one only where they touch in a point.
    (a[0].x, a[0].y).cmp(&(b[0].x, b[0].y)).then_with(|| keys(a).cmp(&keys(b)))
}

/// Twice the area of rings in square steps, positive for counter-clockwise ones; exact.
pub(super) fn doubled_area(rings: &[IntContour]) -> i128 {
    rings.iter().map(|r| doubled_ring(r)).sum()
}

fn doubled_ring(ring: &[IntPoint]) -> i128 {
    let o = ring.first().copied().unwrap_or_default();
    let from = |p: IntPoint| (i64::from(p.x) - i64::from(o.x), i64::from(p.y) - i64::from(o.y));
    ring.windows(2)
        .map(|w| (from(w[0]), from(w[1])))
        .map(|((ax, ay), (bx, by))| i128::from(ax * by - bx * ay))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(half: f64) -> Bounds {
        Bounds { min: Local::new(-half, -half), max: Local::new(half, half) }
    }

    #[test]
    fn the_step_is_the_finest_power_of_two_that_the_extents_allow() {
        // 2^30 steps of 2^-13 m are 131 072 m.
        assert!((Grid::new(&bounds(131_000.0)).step().0 - 0.5_f64.powi(13)).abs() < 1e-15);
        assert!((Grid::new(&bounds(132_000.0)).step().0 - 0.5_f64.powi(12)).abs() < 1e-15);
        assert!((Grid::new(&bounds(1_000_000.0)).step().0 - 0.5_f64.powi(10)).abs() < 1e-15);
    }

    #[test]
    fn a_snapped_point_lies_within_half_a_step_and_snaps_to_itself() {
        let grid = Grid::new(&bounds(100_000.0));
        let p = Local::new(99_999.123_456_789, -0.000_05);
        let snapped = grid.local(grid.snap(p));
        assert!((snapped.x - p.x).abs() <= 0.5 * grid.step().0);
        assert_eq!(grid.local(grid.snap(snapped)), snapped);
    }

    #[test]
    fn extremes_keep_their_area_in_whole_numbers() {
        let e = (1 << 30) - 1;
        let corner = |x: i32, y: i32| IntPoint::new(x * e, y * e);
        let square = vec![corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
        // Side 2e, doubled area 8e^2.
        assert_eq!(doubled_area(&[square]), 8 * i128::from(e) * i128::from(e));
    }
}
