//! The edges that neighbours do not share, and the narrow strips between them.
//!
//! Takes shapes on the local plane, gives edges without a twin and the gaps that face each other
//! across less than a given width. Method: an edge that one other shape has the other way round is
//! shared and done with, bit for bit, so that a clean partition leaves its outer border only; the
//! rest is searched with an R-tree. Gaps that are open at their ends are found as well as enclosed
//! ones. It does not say what is a fault.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::model::{Bounds, Local, Ring, Shape};

/// Edges that face each other lie within 8 degrees of parallel: cosine 0.99. Two borders that meet
/// at a sharper notch leave no gap, but a corner.
const FACING: f64 = 0.99;

/// An edge that no neighbour has, with its shape on the left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loose {
    /// Index of the shape.
    pub(super) item: usize,
    pub(super) from: Local,
    pub(super) to: Local,
}

impl Loose {
    pub(super) fn bounds(&self) -> Bounds {
        let mut bounds = Bounds::EMPTY;
        bounds.include(self.from);
        bounds.include(self.to);
        bounds
    }

    fn forward(&self) -> bool {
        order(self.from, self.to) == Ordering::Less
    }

    fn ends(&self) -> (Local, Local) {
        if self.forward() { (self.from, self.to) } else { (self.to, self.from) }
    }
}

fn order(p: Local, q: Local) -> Ordering {
    p.x.total_cmp(&q.x).then(p.y.total_cmp(&q.y))
}

/// Edges that are not shared by exactly two shapes, one on each side; by shape, then as they come.
pub(super) fn loose_edges(shapes: &[&Shape]) -> Vec<Loose> {
    let mut edges: Vec<Loose> = Vec::new();
    for (item, shape) in shapes.iter().enumerate() {
        let all = shape.rings().flat_map(Ring::edges);
        edges.extend(all.map(|(from, to)| Loose { item, from, to }));
    }
    let same_line = |a: &Loose, b: &Loose| {
        let (a, b) = (a.ends(), b.ends());
        order(a.0, b.0).then(order(a.1, b.1))
    };
    edges.sort_by(same_line);
    let mut loose = Vec::new();
    for twins in edges.chunk_by(|a, b| same_line(a, b) == Ordering::Equal) {
        let shared = matches!(twins, [a, b] if a.item != b.item && a.forward() != b.forward());
        if !shared {
            loose.extend_from_slice(twins);
        }
    }
    loose.sort_by_key(|e| e.item);
    loose
}

/// A narrow strip that belongs to nobody, between two shapes.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Strip {
    /// Metres along the border.
    pub(super) length: f64,
    /// Square metres.
    pub(super) area: f64,
    /// The pieces of border that it lies along.
    pub(super) along: Vec<[Local; 2]>,
}

/// The strips between different shapes that are wider than `least` and narrower than `most` metres,
/// summed by pair of shapes.
pub(super) fn strips(edges: &[Loose], least: f64, most: f64) -> BTreeMap<(usize, usize), Strip> {
    let boxed = |(i, e): (usize, &Loose)| {
        let (a, b) = (e.from, e.to);
        GeomWithData::new(Rectangle::from_corners([a.x, a.y], [b.x, b.y]), i)
    };
    let tree = RTree::bulk_load(edges.iter().enumerate().map(boxed).collect());
    let mut found: BTreeMap<(usize, usize), Strip> = BTreeMap::new();
    for (i, edge) in edges.iter().enumerate() {
        let near = edge.bounds().grown(most);
        let near = AABB::from_corners([near.min.x, near.min.y], [near.max.x, near.max.y]);
        let mut facing: Vec<usize> =
            tree.locate_in_envelope_intersecting(near).map(|e| e.data).filter(|&j| j > i).collect();
        // In order of index, so that sums have the same bits every time.
        facing.sort_unstable();
        for other in facing.into_iter().map(|j| &edges[j]).filter(|o| o.item != edge.item) {
            if let Some(strip) = strip_between(edge, other, least, most) {
                let pair = (edge.item.min(other.item), edge.item.max(other.item));
                let sum = found.entry(pair).or_default();
                sum.length += strip.length;
                sum.area += strip.area;
                sum.along.extend(strip.along);
            }
        }
    }
    found
}

/// The part between two edges, each with its shape on the left, where they lie back to back.
fn strip_between(edge: &Loose, other: &Loose, least: f64, most: f64) -> Option<Strip> {
    let length = edge.from.distance(edge.to).0;
    let (x, y) = ((edge.to.x - edge.from.x) / length, (edge.to.y - edge.from.y) / length);
    // Along the edge, and off it to the right, where its shape is not.
    let turned = |p: Local| {
        let (dx, dy) = (p.x - edge.from.x, p.y - edge.from.y);
        (dx * x + dy * y, dx * y - dy * x)
    };
    let (far, near) = (turned(other.from), turned(other.to));
    let span = far.0 - near.0;
    if span < FACING * other.from.distance(other.to).0 {
        return None;
    }
    let off = |t: f64| near.1 + (far.1 - near.1) * (t - near.0) / span;
    // Where the distance is between `least` and `most`: it is linear along the edge.
    let (mut start, mut end) = (near.0.max(0.0), far.0.min(length));
    let slope = (far.1 - near.1) / span;
    for (limit, above) in [(least, true), (most, false)] {
        let meets = near.0 + (limit - near.1) / slope;
        if (slope > 0.0) == above && meets.is_finite() {
            start = start.max(meets);
        } else if meets.is_finite() {
            end = end.min(meets);
        }
    }
    let middle = off(f64::midpoint(start, end));
    let within = end > start && middle >= least && middle <= most;
    if !within {
        return None;
    }
    let point = |t: f64| Local::new(edge.from.x + t * x, edge.from.y + t * y);
    let along = vec![[point(start), point(end)]];
    Some(Strip { length: end - start, area: (end - start) * middle, along })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Polygon;

    fn rectangle(x: f64, y: f64, width: f64, height: f64) -> Shape {
        let at = |dx: f64, dy: f64| Local::new(x + dx, y + dy);
        let ring = vec![at(0.0, 0.0), at(width, 0.0), at(width, height), at(0.0, height)];
        Shape::new(vec![Polygon::new(Ring::new(ring).unwrap(), vec![])])
    }

    fn narrow(shapes: &[&Shape]) -> Vec<((usize, usize), f64, f64)> {
        let found = strips(&loose_edges(shapes), 0.02, 1.0);
        let round = |v: f64| (v * 1e6).round() / 1e6;
        found.into_iter().map(|(p, s)| (p, round(s.length), round(s.area))).collect()
    }

    #[test]
    fn neighbours_with_equal_corners_share_all_inner_edges() {
        let (a, b) = (rectangle(0.0, 0.0, 10.0, 10.0), rectangle(10.0, 0.0, 10.0, 10.0));
        // Four edges each, less the one that both have.
        assert_eq!(loose_edges(&[&a, &b]).len(), 6);
        assert_eq!(narrow(&[&a, &b]), []);
    }

    #[test]
    fn one_shape_twice_shares_nothing() {
        let a = rectangle(0.0, 0.0, 10.0, 10.0);
        assert_eq!(loose_edges(&[&a, &a]).len(), 8);
    }

    #[test]
    fn an_open_gap_is_found_with_its_length_and_area() {
        let (a, b) = (rectangle(0.0, 0.0, 100.0, 50.0), rectangle(100.5, 10.0, 100.0, 70.0));
        // From y = 10 to 50, half a metre wide.
        assert_eq!(narrow(&[&a, &b]), [((0, 1), 40.0, 20.0)]);
        assert_eq!(narrow(&[&b, &a]), [((0, 1), 40.0, 20.0)]);
    }

    #[test]
    fn overlaps_wide_gaps_and_touches_are_no_strips() {
        let a = rectangle(0.0, 0.0, 100.0, 50.0);
        assert_eq!(narrow(&[&a, &rectangle(99.5, 0.0, 100.0, 50.0)]), []);
        assert_eq!(narrow(&[&a, &rectangle(101.5, 0.0, 100.0, 50.0)]), []);
        assert_eq!(narrow(&[&a, &rectangle(100.01, 0.0, 100.0, 40.0)]), []);
    }

    #[test]
    fn of_a_wedge_only_the_narrow_part_counts() {
        let a = rectangle(0.0, 0.0, 100.0, 100.0);
        let slanted = Ring::new(vec![
            Local::new(100.0, 0.0),
            Local::new(200.0, 0.0),
            Local::new(200.0, 100.0),
            Local::new(104.0, 100.0),
        ]);
        let b = Shape::new(vec![Polygon::new(slanted.unwrap(), vec![])]);
        // 4 m wide at 100 m: from 2 cm at 0.5 m to 1 m at 25 m; 0.51 m wide in the middle.
        assert_eq!(narrow(&[&a, &b]), [((0, 1), 24.5, 12.495)]);
    }

    #[test]
    fn edges_of_one_shape_are_no_border_between_neighbours() {
        // Two parts of one shape side by side.
        let part = |x: f64| rectangle(x, 0.0, 10.0, 10.0).polygons().to_vec();
        let both = Shape::new([part(0.0), part(10.0)].concat());
        assert_eq!(loose_edges(&[&both]).len(), 8);
    }
}
