//! What the places of a layer are compared with: the edges of estates or borders, or homes.
//!
//! Gives the distance of a place from the nearest edge, negative inside of an area. Shops stand along
//! streets, just outside of estates; homes lie inside; borders run along streets. Method: edges in runs of
//! sixteen; a square cell knows the runs that come within 300 m of it, so that the cell of a place has
//! all that can be near. Points lie in a grid of their own.

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::super::near::{box_distance2, edge_distance2};
use crate::index::PointGrid;
use crate::model::{Bounds, Local, OutletId, Ring, Shape};
use crate::overlay::Cells;

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
        let numbered = places.iter().copied().zip((0..).map(OutletId));
        Self { marks: Marks::Points(PointGrid::of(numbered)), areas: None }
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
    runs: Vec<Run>,
    /// Runs by the cells that they come within [`FAR`] of.
    cells: Cells,
}

/// Edges that follow each other.
struct Run {
    /// First and last position.
    ends: (u32, u32),
    bounds: Bounds,
}

impl Edges {
    fn new<'r>(rings: impl Iterator<Item = &'r Ring>) -> Self {
        let (mut points, mut runs) = (Vec::new(), Vec::new());
        rings.for_each(|ring| add_ring(ring, &mut points, &mut runs));
        let all = runs.iter().fold(Bounds::EMPTY, |all, run: &Run| all.union(run.bounds));
        let reach: Vec<Bounds> = runs.iter().map(|run| run.bounds.grown(FAR)).collect();
        let cells = Cells::over(all, &reach, cell_count(all, &reach));
        Self { points, runs, cells }
    }

    /// Metres from the nearest edge, at most [`FAR`].
    fn distance(&self, at: Local) -> f64 {
        let mut best2 = FAR * FAR;
        self.cells.visit(&Bounds { min: at, max: at }, |n| {
            let Run { ends: (first, last), bounds } = &self.runs[n as usize];
            if box_distance2(bounds, at) < best2 {
                let run = &self.points[*first as usize..=*last as usize];
                let edges = run.windows(2).map(|w| edge_distance2(w[0], w[1], at));
                best2 = edges.fold(best2, f64::min);
            }
        });
        best2.sqrt()
    }
}

/// How many cells: those as wide as [`FAR`], or fewer where long edges would fill too many.
fn cell_count(all: Bounds, reach: &[Bounds]) -> usize {
    /// A run is in so many cells, in the mean.
    const MOST: usize = 64;
    let area = all.width() * all.height();
    let mut cell = FAR;
    let in_cells = |b: &Bounds, cell: f64| (b.width() / cell + 2.0) * (b.height() / cell + 2.0);
    #[expect(clippy::cast_precision_loss, reason = "a number of edges")]
    let most = (MOST * reach.len()) as f64;
    while reach.iter().map(|b| in_cells(b, cell)).sum::<f64>() > most && area > cell * cell {
        cell *= 2.0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not below nought, and the cells along a side are bounded besides"
    )]
    let count = (area / (cell * cell)) as usize;
    count
}

fn boxed(Bounds { min, max }: Bounds, data: u32) -> Box2 {
    GeomWithData::new(Rectangle::from_corners([min.x, min.y], [max.x, max.y]), data)
}

/// Adds the edges of a ring in runs that share their ends.
fn add_ring(ring: &Ring, points: &mut Vec<Local>, runs: &mut Vec<Run>) {
    let corners = ring.points();
    // A city has far fewer corners than 4 thousand million.
    let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let start = points.len();
    points.extend_from_slice(corners);
    points.extend(corners.first());
    let mut first = start;
    while first + 1 < points.len() {
        let last = (first + RUN).min(points.len() - 1);
        let mut bounds = Bounds::EMPTY;
        points[first..=last].iter().for_each(|p| bounds.include(*p));
        runs.push(Run { ends: (short(first), short(last)), bounds });
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

    #[test]
    fn the_cell_of_a_place_knows_every_edge_that_may_be_near() {
        // Short edges of a star and long ones across many cells, so that the cells have to be widened.
        let turn = |k: u32, n: f64| f64::from(k) / n * std::f64::consts::TAU;
        let spot = |r: f64, angle: f64| Local::new(r * angle.cos(), r * angle.sin());
        let star = (0..180).map(|k| spot(2000.0 + 700.0 * f64::from(k % 2), turn(k, 180.0)));
        let comb = (0..400)
            .map(|k| Local::new(f64::from(k) * 9.0 + 4000.0, f64::from(k % 2 * (40_000 - 50 * k))));
        let rings = [Ring::new(star.collect()).unwrap(), Ring::new(comb.collect()).unwrap()];
        let edges = Edges::new(rings.iter());
        let all: Vec<_> = rings.iter().flat_map(Ring::edges).collect();
        let mut near = 0;
        for k in 0..2000 {
            let at = spot(f64::from(k) * 4.0, turn(k * 7, 1000.0));
            let slow =
                all.iter().map(|(a, b)| edge_distance2(*a, *b, at)).fold(FAR * FAR, f64::min);
            assert!((edges.distance(at) - slow.sqrt()).abs() < 1e-9, "{at:?}");
            near += u32::from(slow < FAR * FAR);
        }
        assert!((200..1800).contains(&near), "{near}");
    }
}
