//! A point inside a polygon, for the places that tables name and for what lies in what.

use super::plane::Local;
use super::shape::{Polygon, Ring, Shape};

impl Polygon {
    /// A point inside: of seven level lines across it, the middle of the widest stretch inside.
    #[must_use]
    pub fn inner_point(&self) -> Local {
        let points = self.outer().points();
        let low = points.iter().map(|p| p.y).fold(f64::INFINITY, f64::min);
        let high = points.iter().map(|p| p.y).fold(f64::NEG_INFINITY, f64::max);
        let mut best = (0.0, points[0]);
        for line in 1..8 {
            let y = low + (high - low) * f64::from(line) / 8.0;
            for (from, to) in self.stretches(y) {
                if to - from > best.0 {
                    best = (to - from, Local::new(f64::midpoint(from, to), y));
                }
            }
        }
        best.1
    }

    /// Where a level line runs inside it, from west to east.
    #[must_use]
    pub fn stretches(&self, y: f64) -> Vec<(f64, f64)> {
        let mut xs: Vec<f64> = Vec::new();
        for (a, b) in self.rings().flat_map(Ring::edges) {
            if (a.y > y) != (b.y > y) {
                xs.push(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
            }
        }
        xs.sort_by(f64::total_cmp);
        xs.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
    }
}

impl Shape {
    /// A point inside its largest polygon; none where it has none.
    #[must_use]
    pub fn inner_point(&self) -> Option<Local> {
        let largest = self.polygons().iter().max_by(|a, b| a.area().0.total_cmp(&b.area().0))?;
        Some(largest.inner_point())
    }
}
