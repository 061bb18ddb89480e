//! How built-up each block is: a core, sub-centres, and what falls off between them.
//!
//! A centre of weight w and width s adds w / (1 + r^2 / s^2)^2 at distance r: like a bell, but
//! without an exponential, whose last bit differs from machine to machine.

use super::grid::Grid;
use super::rng::{Rng, Stream, noise};
use super::spec::Spec;

/// Under this a block is countryside: bent roads, villages, no lanes.
pub(super) const RURAL: f64 = 0.11;

#[derive(Debug, Clone, Copy)]
struct Centre {
    a: f64,
    b: f64,
    width: f64,
    weight: f64,
}

/// Built-up density of every block, 0 to 1, in the order of [`Grid::blocks`].
pub(super) fn density(grid: &Grid, spec: &Spec) -> Vec<f64> {
    let centres = centres(grid, spec);
    grid.blocks()
        .map(|(i, j)| {
            let (a, b) = grid.middle(i, j);
            let sum: f64 = centres
                .iter()
                .map(|c| {
                    let (x, y) = ((a - c.a) / c.width, (b - c.b) / c.width);
                    let fall = 1.0 + x * x + y * y;
                    c.weight / (fall * fall)
                })
                .sum();
            let patchy = 1.0 + 0.35 * noise(spec.seed, Stream::Character, a / 5.0, b / 5.0);
            (sum * patchy).min(1.0)
        })
        .collect()
}

/// The core near the middle and one sub-centre for each five subdistricts, further out.
fn centres(grid: &Grid, spec: &Spec) -> Vec<Centre> {
    let (half_a, half_b) = grid.half();
    let mut rng = Rng::of(spec.seed, Stream::Centres, 0);
    let width = (half_b * 0.56).min(45.0);
    let mut list = vec![Centre { a: 0.02 * half_a, b: 0.04 * half_b, width, weight: 1.15 }];
    let further = (spec.subdistricts / 5).max(2);
    // Sub-centres lie on a spiral of golden angles, so that no two come close: cosine and sine of
    // 137.5 degrees.
    let (cos, sin) = (-0.737_368_878_078_32, 0.675_490_294_261_523_8);
    let start = rng.between(-0.6, 0.6);
    let (mut x, mut y) = (1.0 - start * start / 2.0, start);
    for k in 0..further {
        (x, y) = (x * cos - y * sin, x * sin + y * cos);
        let out = (f64::from(k) + 0.5) / f64::from(further);
        let r = 0.5 + 0.32 * out.sqrt() * rng.between(0.85, 1.1);
        list.push(Centre {
            a: x * r * half_a,
            b: y * r * half_b,
            width: (width * rng.between(0.24, 0.34)).clamp(2.6, 9.0),
            weight: rng.between(0.45, 0.75),
        });
    }
    list
}
