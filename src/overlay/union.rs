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
use super::discs::Discs;
use super::prepared::Prepared;
use super::region::{RegionPiece, assemble};
use super::stitch::Piece;
use crate::model::{Bounds, Local};
use crate::units::SquareMetres;

/// The exposed arcs of a union of discs, in an R-tree.
pub struct DiscUnion {
    discs: Discs,
    arcs: Vec<Arc>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
}

impl DiscUnion {
    /// Finds and indexes the exposed arcs.
    #[must_use]
    pub fn new(discs: &[Disc]) -> Self {
        let discs = Discs::new(discs);
        let arcs = discs.exposed();
        Self::of_arcs(discs, arcs)
    }

    /// The unions of equal discs about the same centres, one a radius, the radii in metres ascending:
    /// what [`DiscUnion::new`] gives for each, in less time.
    #[must_use]
    pub fn growing(centres: &[Local], radii: &[f64]) -> Vec<Self> {
        let grown = Discs::growing(centres, radii).into_iter();
        grown.map(|(discs, arcs)| Self::of_arcs(discs, arcs)).collect()
    }

    /// The arcs that come into a window if some discs were taken away and others put in: those of
    /// [`DiscUnion::new`] for what is left, found anew only where a moved disc meets their circle, and some that
    /// do not come into it. Discs that stay about the centre of one that is gone have to come too.
    #[must_use]
    pub fn arcs_after(&self, window: Bounds, gone: &[Disc], come: &[Disc]) -> Vec<Arc> {
        let window = window.grown(SLACK);
        self.discs.exposed_after(&self.arcs_near(window), window, gone, come)
    }

    fn of_arcs(discs: Discs, arcs: Vec<Arc>) -> Self {
        let corner = |p: Local| [p.x, p.y];
        let items = (0u32..)
            .zip(&arcs)
            .map(|(i, arc)| {
                let b = arc.bounds();
                GeomWithData::new(Rectangle::from_corners(corner(b.min), corner(b.max)), i)
            })
            .collect();
        Self { discs, arcs, tree: RTree::bulk_load(items) }
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
    lay_arcs(shape, union.arcs_near(shape.bounds().grown(SLACK)).into_iter(), margin)
}

/// The same of the arcs of a union that come into the bounds of the shape, disc by disc.
#[must_use]
pub fn lay_arcs<'a>(
    shape: &Prepared,
    arcs: impl Iterator<Item = &'a Arc>,
    margin: impl Fn(Local) -> f64,
) -> Laid {
    let result = cut(shape, arcs);
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
            pieces.push(Piece::Arc { arc: *arc, green: -arc.green(origin) });
        }
        assemble(&pieces).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;
    use crate::overlay::draw::rectangle;

    fn disc(x: f64, y: f64, radius: f64) -> Disc {
        Disc { centre: Local::new(x, y), radius }
    }

    /// A disc laid over a square of 200 m about the origin.
    fn over_square(disc: Disc) -> (Prepared, Laid) {
        let square = Prepared::new(&rectangle(-100.0, -100.0, 200.0, 200.0));
        let margin = |p: Local| p.distance(disc.centre).0 - disc.radius;
        let laid = lay(&square, &DiscUnion::new(&[disc]), margin);
        (square, laid)
    }

    #[test]
    fn a_disc_that_touches_a_side_from_inside_serves_all_of_itself() {
        // The touch is the circle's only cut: it goes all the way round from there.
        let (_, laid) = over_square(disc(40.0, 0.0, 60.0));
        assert!((laid.served.0 - PI * 3600.0).abs() < 1e-6, "{laid:?}");
        assert!((laid.unserved.0 - (40_000.0 - PI * 3600.0)).abs() < 1e-6, "{laid:?}");
    }

    #[test]
    fn what_is_left_of_a_millimetre_between_circle_and_side_is_drawn_without_crossing() {
        // Tangents 0.2 m off the circle would cross the side.
        let (square, laid) = over_square(disc(40.0, 0.0, 59.999));
        let gaps = laid.gaps(&square);
        let [gap] = &gaps[..] else { panic!("{gaps:?}") };
        let exact = 40_000.0 - PI * 59.999 * 59.999;
        assert!((gap.area.0 - exact).abs() < 1e-6);
        let [hole] = gap.polygon.holes() else { panic!("{gap:?}") };
        assert!(hole.points().iter().all(|p| p.x < 100.0));
        assert!(hole.points().iter().all(|p| p.distance(Local::new(40.0, 0.0)).0 >= 59.999));
    }

    #[test]
    fn the_sample_furthest_from_a_circle_decides() {
        let points = vec![Local::new(0.0, 0.0), Local::new(1.0, 0.0)];
        let run = Run { points, whole_ring: false };
        // The samples lie at 0.5, 0.29 and 0.83.
        let (inside, outside) = (|p: Local| 0.5 - p.x, |p: Local| p.x - 0.5);
        assert!(is_inside(&run, &outside) && !is_inside(&run, &inside));
        let hardly = |p: Local| if p.x > 0.8 { 5e-7 } else { -4e-7 };
        assert!(!is_inside(&run, &hardly));
        assert!(is_inside(&run, &|p: Local| -hardly(p)));
    }

    #[test]
    fn without_radii_nothing_grows() {
        assert!(DiscUnion::growing(&[Local::default()], &[]).is_empty());
    }
}
