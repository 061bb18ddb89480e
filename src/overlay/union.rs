//! A union of discs laid over a shape: what it covers, exactly, and what it leaves.
//!
//! Areas come from Green's theorem over the pieces of the border: straight pieces of the shape's edges
//! and exposed arcs inside the shape. No circle is ever a polygon here, so that areas do not depend on
//! how many corners an output has.

use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

use super::arc::{Arc, Disc};
use super::cut::{Cut, Run, SLACK, cut, runs};
use super::discs::{exposed_arcs, exposed_arcs_growing};
use super::prepared::Prepared;
use super::region::{RegionPiece, assemble};
use super::stitch::Piece;
use crate::model::{Bounds, Local};
use crate::units::SquareMetres;

/// The exposed arcs of a union of discs, in an R-tree.
pub struct DiscUnion {
    arcs: Vec<Arc>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
}

impl DiscUnion {
    /// Finds and indexes the exposed arcs.
    #[must_use]
    pub fn new(discs: &[Disc]) -> Self {
        Self::of_arcs(exposed_arcs(discs))
    }

    /// The unions of equal discs about the same centres, one a radius, the radii in metres ascending:
    /// what [`DiscUnion::new`] gives for each, in less time.
    #[must_use]
    pub fn growing(centres: &[Local], radii: &[f64]) -> Vec<Self> {
        exposed_arcs_growing(centres, radii).into_iter().map(Self::of_arcs).collect()
    }

    fn of_arcs(arcs: Vec<Arc>) -> Self {
        let corner = |p: Local| [p.x, p.y];
        let items = (0u32..)
            .zip(&arcs)
            .map(|(i, arc)| {
                let b = arc.bounds();
                GeomWithData::new(Rectangle::from_corners(corner(b.min), corner(b.max)), i)
            })
            .collect();
        Self { arcs, tree: RTree::bulk_load(items) }
    }

    /// All exposed arcs.
    #[must_use]
    pub fn arcs(&self) -> &[Arc] {
        &self.arcs
    }

    /// The arcs whose rectangles touch `window`, in their order.
    fn arcs_near(&self, window: Bounds) -> Vec<&Arc> {
        if window.is_empty() {
            return Vec::new();
        }
        let corner = |p: Local| [p.x, p.y];
        let envelope = AABB::from_corners(corner(window.min), corner(window.max));
        let mut found: Vec<u32> =
            self.tree.locate_in_envelope_intersecting(envelope).map(|item| item.data).collect();
        found.sort_unstable();
        found.into_iter().map(|i| &self.arcs[i as usize]).collect()
    }
}

/// A union laid over a shape.
#[derive(Debug)]
pub struct Laid {
    /// Area of the shape inside the union.
    pub served: SquareMetres,
    /// Area of the shape outside the union, measured by its own border.
    pub unserved: SquareMetres,
    pub(super) arcs: Vec<Arc>,
    pub(super) cuts: Vec<Cut>,
    /// Pieces of the shape's edges outside the union.
    open_runs: Vec<Run>,
}

/// Lays a union over a shape. `margin` tells how far a point lies beyond the nearest circle of the
/// union: negative inside, positive outside, in metres; only its sign and near-noughts matter.
#[must_use]
pub fn lay(shape: &Prepared, union: &DiscUnion, margin: impl Fn(Local) -> f64) -> Laid {
    let near = union.arcs_near(shape.bounds().grown(SLACK));
    let result = cut(shape, near.into_iter());
    let origin = shape.origin();
    let arcs: f64 = result.inside.iter().map(|a| a.green(origin)).sum();
    let (mut served, mut unserved) = (arcs, -arcs);
    let mut open_runs = Vec::new();
    for run in runs(shape, &result.cuts) {
        let green = run.green(origin);
        if is_inside(&run, &margin) {
            served += green;
        } else {
            unserved += green;
            open_runs.push(run);
        }
    }
    Laid {
        served: SquareMetres((served / 2.0).max(0.0)),
        unserved: SquareMetres((unserved / 2.0).max(0.0)),
        arcs: result.inside,
        cuts: result.cuts,
        open_runs,
    }
}

/// Whether a run lies inside, judged at the sample that is furthest from any circle.
pub(super) fn is_inside(run: &Run, margin: &impl Fn(Local) -> f64) -> bool {
    let mut clearest = 0.0f64;
    for sample in run.samples() {
        let found = margin(sample);
        if found.abs() > clearest.abs() {
            clearest = found;
        }
        if clearest.abs() > SLACK {
            break;
        }
    }
    clearest <= 0.0
}

impl Laid {
    /// The joined pieces that the union leaves, the largest first. Falls back to polygons with tangent
    /// sides where the arcs do not close (none of the random cities of the tests needs it).
    #[must_use]
    pub fn gaps(&self, shape: &Prepared) -> Vec<RegionPiece> {
        let origin = shape.origin();
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.open_runs.len() + self.arcs.len());
        for run in &self.open_runs {
            let green = run.green(origin);
            pieces.push(Piece::Line { points: run.points.clone(), closed: run.whole_ring, green });
        }
        for arc in &self.arcs {
            pieces.push(Piece::Arc { arc: *arc, reversed: true, green: -arc.green(origin) });
        }
        assemble(&pieces).unwrap_or_default()
    }
}
