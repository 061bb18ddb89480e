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
        self.marks(edge).into_iter().map(|(_, place)| place).collect()
    }

    /// The line of an edge with the share of its length at each place, 0 to 1.
    fn marks(&self, edge: Edge) -> Vec<(f64, Local)> {
        let end = edge.end();
        let (from, to) = (self.grid.node(edge.i, edge.j), self.grid.node(end.0, end.1));
        if !self.is_rural(edge) {
            return vec![(0.0, from), (1.0, to)];
        }
        let mut rng = Rng::at(self.seed, Stream::Bend, 2 * edge.i + edge.along as i32, edge.j);
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let mut bend = |share: f64| {
            let t = share + rng.between(-0.08, 0.08);
            let off = rng.between(-0.085, 0.085);
            (t, Local { x: from.x + t * dx - off * dy, y: from.y + t * dy + off * dx })
        };
        vec![(0.0, from), bend(0.27), bend(0.52), bend(0.77), (1.0, to)]
    }

    /// The line of an edge through the places at further shares of it.
    pub(super) fn line_through(&self, edge: Edge, shares: &[f64]) -> Vec<Local> {
        let mut marks = self.marks(edge);
        let further: Vec<_> = shares.iter().map(|&t| (t, on(&marks, t))).collect();
        marks.extend(further);
        marks.sort_by(|p, q| p.0.total_cmp(&q.0));
        marks.into_iter().map(|(_, place)| place).collect()
    }

    /// The place at a share of the line of an edge.
    pub(super) fn place_on(&self, edge: Edge, share: f64) -> Local {
        on(&self.marks(edge), share)
    }
}

/// The place at a share of a line.
fn on(marks: &[(f64, Local)], share: f64) -> Local {
    let next = marks.iter().position(|m| m.0 > share).unwrap_or(marks.len() - 1);
    let ((t, p), (u, q)) = (marks[next - 1], marks[next]);
    let part = (share - t) / (u - t);
    Local { x: p.x + part * (q.x - p.x), y: p.y + part * (q.y - p.y) }
}
