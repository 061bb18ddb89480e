//! Seeded shapes for the tests of this folder.

use crate::model::{Bounds, Local, Polygon, Ring, Shape};

/// `SplitMix64` (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
pub(super) struct Draw(pub(super) u64);

impl Draw {
    pub(super) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.bits() % n as u64).unwrap()
    }

    /// A ring that sees its centre: `corners` corners at random distances up to `radius`.
    pub(super) fn star(&mut self, centre: Local, radius: f64, corners: usize) -> Shape {
        let corner = |i: usize, d: &mut Self| {
            let angle = std::f64::consts::TAU * i as f64 / corners as f64;
            let r = d.between(0.3 * radius, radius);
            Local::new(centre.x + r * angle.cos(), centre.y + r * angle.sin())
        };
        let points = (0..corners).map(|i| corner(i, self)).collect();
        Shape::new(vec![Polygon::new(Ring::new(points).unwrap(), vec![])])
    }

    /// Rows times columns of cells that share all corners; inner corners are shaken.
    pub(super) fn cells(&mut self, n: usize, side: f64) -> Vec<Shape> {
        let mut corners = Vec::new();
        for j in 0..=n {
            for i in 0..=n {
                let inner = |k: usize| k > 0 && k < n;
                let shake = |d: &mut Self, on: bool| {
                    if on { d.between(-0.3, 0.3) * side } else { 0.0 }
                };
                let x = i as f64 * side + shake(self, inner(i));
                let y = j as f64 * side + shake(self, inner(j));
                corners.push((x, y));
            }
        }
        let at = |i: usize, j: usize| corners[j * (n + 1) + i];
        let cell =
            |i: usize, j: usize| ring(&[at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)]);
        (0..n * n).map(|k| cell(k % n, k / n)).collect()
    }
}

/// One polygon without holes.
pub(super) fn ring(points: &[(f64, f64)]) -> Shape {
    with_holes(points, &[])
}

/// One polygon.
pub(super) fn with_holes(outer: &[(f64, f64)], holes: &[&[(f64, f64)]]) -> Shape {
    let ring =
        |p: &[(f64, f64)]| Ring::new(p.iter().map(|&(x, y)| Local::new(x, y)).collect()).unwrap();
    Shape::new(vec![Polygon::new(ring(outer), holes.iter().map(|h| ring(h)).collect())])
}

/// An upright rectangle.
pub(super) fn rectangle(x: f64, y: f64, width: f64, height: f64) -> Shape {
    ring(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
}

/// Bounds of a square about the origin.
pub(super) fn square_bounds(half: f64) -> Bounds {
    Bounds { min: Local::new(-half, -half), max: Local::new(half, half) }
}

/// Sum of the lengths of all rings.
pub(super) fn perimeter(shape: &Shape) -> f64 {
    shape.rings().flat_map(Ring::edges).map(|(a, b)| a.distance(b).0).sum()
}
