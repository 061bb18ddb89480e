//! The ground that everything stands on: lattice, density and territory, and the lines of its edges.

use super::density::{RURAL, density};
use super::grid::{Edge, Grid};
use super::rng::{Rng, Stream};
use super::spec::Spec;
use super::territory::Territory;
use crate::model::Local;

/// Lattice, density and territory.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    pub(super) grid: Grid,
    pub(super) density: Vec<f64>,
    pub(super) territory: Territory,
    pub(super) seed: u64,
}

impl Ground {
    pub(super) fn new(spec: &Spec) -> Self {
        let grid = Grid::new(spec);
        let density = density(&grid, spec);
        let territory = Territory::new(&grid, spec, &density);
        Self { grid, density, territory, seed: spec.seed }
    }

    /// Density of a block; nought beyond the lattice.
    pub(super) fn density_at(&self, i: i32, j: i32) -> f64 {
        if self.grid.has(i, j) { self.density[self.grid.index(i, j)] } else { 0.0 }
    }

    /// Whether a block is part of the city.
    pub(super) fn is_city(&self, i: i32, j: i32) -> bool {
        self.territory.subdistrict_of(i, j) != super::territory::OUTSIDE
    }

    /// Whether a block is water or railway.
    pub(super) fn is_band(&self, i: i32, j: i32) -> bool {
        self.grid.is_river(i) || self.grid.is_rail(j)
    }

    /// Whether an edge runs through countryside and is therefore bent.
    pub(super) fn is_rural(&self, edge: Edge) -> bool {
        edge.blocks().iter().all(|&(i, j)| self.density_at(i, j) < RURAL)
    }

    /// The line of an edge from its south-western end to the other, bends included.
    pub(super) fn line(&self, edge: Edge) -> Vec<Local> {
        let (i, j) = edge.end();
        let (p, q) = (self.grid.node(edge.i, edge.j), self.grid.node(i, j));
        if !self.is_rural(edge) {
            return vec![p, q];
        }
        let along = edge.along as i32;
        let mut rng = Rng::at(self.seed, Stream::Bend, 2 * edge.i + along, edge.j);
        let (dx, dy) = (q.x - p.x, q.y - p.y);
        let mut bend = |share: f64| {
            let t = share + rng.between(-0.08, 0.08);
            let off = rng.between(-0.085, 0.085);
            Local { x: p.x + t * dx - off * dy, y: p.y + t * dy + off * dx }
        };
        vec![p, bend(0.27), bend(0.52), bend(0.77), q]
    }
}
