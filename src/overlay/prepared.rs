//! A shape made ready for many questions: which edges are near, and is this point inside.
//!
//! Edges lie in a uniform grid for crossings and in horizontal slabs for containment, so that both
//! cost a handful of edges each. Containment counts crossings by the half-open rule of
//! [`Shape::contains`], bit for bit.

use crate::model::{Bounds, Local, Shape};
use crate::overlay::cells::{Cells, cell_index};

/// One edge of a ring, the shape's interior on its left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) a: Local,
    pub(super) b: Local,
}

impl Edge {
    pub(super) fn at(&self, t: f64) -> Local {
        Local::new(self.a.x + t * (self.b.x - self.a.x), self.a.y + t * (self.b.y - self.a.y))
    }

    pub(super) fn bounds(&self) -> Bounds {
        let mut bounds = Bounds::EMPTY;
        bounds.include(self.a);
        bounds.include(self.b);
        bounds
    }
}

/// A shape with its edges indexed. Empty shapes are allowed and contain nothing.
#[derive(Debug)]
pub struct Prepared {
    pub(super) edges: Vec<Edge>,
    /// Where each ring's edges begin, and the end of the last.
    pub(super) rings: Vec<usize>,
    bounds: Bounds,
    area: f64,
    grid: Cells,
    slab_height: f64,
    slabs: Cells,
}

impl Prepared {
    /// Indexes the edges of a shape.
    #[must_use]
    pub fn new(shape: &Shape) -> Self {
        let mut edges = Vec::new();
        let mut rings = vec![0];
        for ring in shape.rings() {
            edges.extend(ring.edges().map(|(a, b)| Edge { a, b }));
            rings.push(edges.len());
        }
        let bounds = shape.bounds();
        let all: Vec<Bounds> = edges.iter().map(Edge::bounds).collect();
        let grid = Cells::over(bounds, &all, edges.len());
        let (slab_height, slabs) = slabs(bounds, &edges);
        Self { edges, rings, bounds, area: shape.area().0, grid, slab_height, slabs }
    }

    /// The smallest upright rectangle that holds the shape.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Area in square metres.
    #[must_use]
    pub fn area(&self) -> f64 {
        self.area
    }

    /// A point that areas are taken about, so that far-off coordinates cost no digits.
    pub(super) fn origin(&self) -> Local {
        if self.edges.is_empty() {
            return Local::default();
        }
        Local::new(
            f64::midpoint(self.bounds.min.x, self.bounds.max.x),
            f64::midpoint(self.bounds.min.y, self.bounds.max.y),
        )
    }

    /// Whether a point lies inside.
    #[must_use]
    pub fn contains(&self, p: Local) -> bool {
        if !self.bounds.holds(p) {
            return false;
        }
        let slab = cell_index(p.y - self.bounds.min.y, self.slab_height);
        let mut inside = false;
        for &e in self.slabs.members(slab.min(self.slabs.len() - 1)) {
            let Edge { a, b } = self.edges[e as usize];
            if (a.y > p.y) != (b.y > p.y) {
                let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
                let t = (p.y - low.y) / (high.y - low.y);
                inside ^= p.x < low.x + t * (high.x - low.x);
            }
        }
        inside
    }

    /// Calls `each` with every edge that may come within `slack` of the circle of `radius` about
    /// `centre`, inside `window`; an edge may come more than once.
    pub(super) fn edges_near_circle(
        &self,
        centre: Local,
        radius: f64,
        window: &Bounds,
        mut each: impl FnMut(u32, &Edge),
    ) {
        self.grid.visit_circle(centre, radius, window, |e| each(e, &self.edges[e as usize]));
    }
}

/// Horizontal slabs, about two a edge at most 4096, each with the edges that reach into it.
fn slabs(bounds: Bounds, edges: &[Edge]) -> (f64, Cells) {
    let count = (edges.len() / 2).clamp(1, 4096);
    #[expect(clippy::cast_precision_loss, reason = "at most 4096")]
    let height = (bounds.height() / count as f64).max(1e-6);
    let base = bounds.min.y;
    let ranges = edges.iter().map(|e| {
        let low = cell_index(e.a.y.min(e.b.y) - base, height).min(count - 1);
        let high = cell_index(e.a.y.max(e.b.y) - base, height).min(count - 1);
        (low, high)
    });
    (height, Cells::of_ranges(count, ranges))
}
