//! What the places of a layer are compared with: the edges of estates or borders, or homes.
//!
//! Gives the distance of a place from the nearest edge, negative inside of an area. Shops stand along
//! streets, just outside of estates; homes lie inside; borders run along streets. Method: edges in runs of
//! sixteen, whose boxes lie in an R-tree (Guttman 1984; bulk-loaded after Leutenegger et al. 1997); boxes
//! are taken nearest first until none can hold a nearer edge. Points lie in a grid of their own.

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::super::near::edge_distance2;
use crate::index::PointGrid;
use crate::model::{Bounds, Local, OutletId, Ring, Shape};

/// Past this a place has nothing to do with an edge: metres.
pub(super) const FAR: f64 = 300.0;

/// Edges in a run.
const RUN: usize = 16;

type Box2 = GeomWithData<Rectangle<[f64; 2]>, u32>;

/// Edges, or points, with an index.
pub(super) struct Ground<'a> {
    marks: Marks,
    /// Whether inside and outside differ.
    areas: Option<(&'a [&'a Shape], RTree<Box2>)>,
}

/// What distances are taken to.
enum Marks {
    Points(PointGrid),
    Edges(Edges),
}

impl<'a> Ground<'a> {
    /// The edges of areas; a place inside of one has a distance below nought.
    pub(super) fn of_areas(shapes: &'a [&'a Shape]) -> Self {
        let boxes = (0..).zip(shapes).map(|(n, shape)| boxed(shape.bounds(), n)).collect();
        Self { areas: Some((shapes, RTree::bulk_load(boxes))), ..Self::of_borders(shapes) }
    }

    /// The edges of areas that fill the land, so that every place is inside of one.
    pub(super) fn of_borders(shapes: &[&Shape]) -> Self {
        let edges = Edges::new(shapes.iter().flat_map(|shape| shape.rings()));
        Self { marks: Marks::Edges(edges), areas: None }
    }

    /// Points, each for itself.
    pub(super) fn of_points(places: &[Local]) -> Self {
        let numbered: Vec<_> = places.iter().copied().zip((0..).map(OutletId)).collect();
        Self { marks: Marks::Points(PointGrid::new(&numbered)), areas: None }
    }

    /// Metres from the nearest edge, at most [`FAR`]; below nought inside of an area.
    pub(super) fn distance(&self, at: Local) -> f64 {
        let best = match &self.marks {
            Marks::Points(grid) => {
                grid.nearest_within(at, FAR).map_or(FAR, |found| found.at.distance(at).0.min(FAR))
            }
            Marks::Edges(edges) => edges.distance(at),
        };
        if self.is_inside(at) { -best } else { best }
    }

    fn is_inside(&self, at: Local) -> bool {
        let Some((shapes, tree)) = &self.areas else { return false };
        let mut there = tree.locate_in_envelope_intersecting(AABB::from_point([at.x, at.y]));
        there.any(|item| shapes[item.data as usize].contains(at))
    }
}

/// Edges in runs.
struct Edges {
    /// Positions in order; a run is a stretch of them.
    points: Vec<Local>,
    /// First and last position of each run.
    runs: Vec<(u32, u32)>,
    tree: RTree<Box2>,
}

impl Edges {
    fn new<'r>(rings: impl Iterator<Item = &'r Ring>) -> Self {
        let (mut points, mut runs) = (Vec::new(), Vec::new());
        rings.for_each(|ring| add_ring(ring, &mut points, &mut runs));
        let bounds = |&(first, last): &(u32, u32)| {
            let mut bounds = Bounds::EMPTY;
            points[first as usize..=last as usize].iter().for_each(|p| bounds.include(*p));
            bounds
        };
        let boxes = (0..).zip(&runs).map(|(n, run)| boxed(bounds(run), n)).collect();
        let tree = RTree::bulk_load(boxes);
        Self { points, runs, tree }
    }

    /// Metres from the nearest edge, at most [`FAR`].
    fn distance(&self, at: Local) -> f64 {
        let here = [at.x, at.y];
        let mut best2 = FAR * FAR;
        for (item, d2) in self.tree.nearest_neighbor_iter_with_distance_2(here) {
            if d2 >= best2 {
                break;
            }
            let (first, last) = self.runs[item.data as usize];
            let run = &self.points[first as usize..=last as usize];
            best2 =
                run.windows(2).fold(best2, |best2, w| best2.min(edge_distance2(w[0], w[1], at)));
        }
        best2.sqrt()
    }
}

fn boxed(Bounds { min, max }: Bounds, data: u32) -> Box2 {
    GeomWithData::new(Rectangle::from_corners([min.x, min.y], [max.x, max.y]), data)
}

/// Adds the edges of a ring in runs that share their ends.
fn add_ring(ring: &Ring, points: &mut Vec<Local>, runs: &mut Vec<(u32, u32)>) {
    let corners = ring.points();
    // A city has far fewer corners than 4 thousand million.
    let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let start = points.len();
    points.extend_from_slice(corners);
    points.extend(corners.first());
    let mut first = start;
    while first + 1 < points.len() {
        let last = (first + RUN).min(points.len() - 1);
        runs.push((short(first), short(last)));
        first = last;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Polygon;

    #[test]
    fn the_nearest_edge_counts_and_inside_is_below_nought() {
        // A square of 200 m whose sides have 40 edges each.
        let side = |k: u32| f64::from(k) * 5.0 - 100.0;
        let mut ring: Vec<Local> = (0..40).map(|k| Local::new(side(k), -100.0)).collect();
        ring.extend((0..40).map(|k| Local::new(100.0, side(k))));
        ring.extend((0..40).map(|k| Local::new(-side(k), 100.0)));
        ring.extend((0..40).map(|k| Local::new(-100.0, -side(k))));
        let shape = Shape::new(vec![Polygon::new(Ring::new(ring).unwrap(), Vec::new())]);
        let shapes = [&shape];
        let (areas, borders) = (Ground::of_areas(&shapes), Ground::of_borders(&shapes));
        for (x, y, inside) in [(0.0, 0.0, -100.0), (90.0, 20.0, -10.0), (-99.0, -98.0, -1.0)] {
            assert!((areas.distance(Local::new(x, y)) - inside).abs() < 1e-9);
            assert!((borders.distance(Local::new(x, y)) + inside).abs() < 1e-9);
        }
        // Beside a corner by 30 and 40 m; far away.
        assert!((areas.distance(Local::new(130.0, 140.0)) - 50.0).abs() < 1e-9);
        assert!((areas.distance(Local::new(5000.0, 0.0)) - FAR).abs() < 1e-9);
        let points = Ground::of_points(&[Local::new(0.0, 0.0), Local::new(50.0, 0.0)]);
        assert!((points.distance(Local::new(53.0, 4.0)) - 5.0).abs() < 1e-9);
    }
}
