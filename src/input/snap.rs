//! Closes narrow gaps and overlaps between subdistricts by giving neighbours the same corners.
//!
//! Takes shapes on the plane in the order of their ids and a distance; gives those that changed. Only
//! on request (RELIABILITY section 4, row 14). Method: unit by unit, each corner within the distance
//! of a border of an earlier unit goes to the nearest corner of it, or else to the nearest point of
//! its edges, which becomes a corner there too; and corners of earlier units that lie within the
//! distance of an edge become corners of that edge. So land in a gap goes to the later unit, land in
//! an overlap stays with the earlier one, as it is counted. A shape whose rings would meet, or whose
//! area would change by more than its border times the distance, stays as it is.

use geo::Coord;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::contact::contacts;
use super::near::edge_distance;
use crate::model::{Local, Polygon, Ring, Shape};
use crate::units::Metres;

/// Nearer than this a corner is there already: 0.2 mm, above the step of the overlay grid.
const THERE: f64 = 0.0002;

/// A unit that was to change.
#[derive(Debug)]
pub(super) struct Snapped {
    /// Its position among the shapes.
    pub(super) index: usize,
    /// The shape; none where it would not be sound, so that it stays.
    pub(super) shape: Option<Shape>,
    /// How many corners moved, and by how much at most.
    pub(super) corners: usize,
    pub(super) most: Metres,
}

type Corner = GeomWithData<[f64; 2], ()>;
type Edge = GeomWithData<Rectangle<[f64; 2]>, EdgeOf>;

/// An edge of a settled unit.
#[derive(Debug, Clone, Copy, PartialEq)]
struct EdgeOf {
    unit: usize,
    ring: usize,
    at: usize,
    from: Local,
    to: Local,
}

/// A corner that an edge of an earlier unit gets.
struct Insertion {
    of: EdgeOf,
    along: f64,
    corner: Local,
}

/// Snaps shapes to those before them.
pub(super) fn snap(shapes: &[&Shape], within: Metres) -> Vec<Snapped> {
    let mut settled = Settled { within: within.0, ..Settled::default() };
    let mut found: Vec<Snapped> = Vec::new();
    let mut rings_of: Vec<Vec<Vec<Local>>> = Vec::with_capacity(shapes.len());
    for (index, shape) in shapes.iter().enumerate() {
        let before: Vec<Vec<Local>> = shape.rings().map(|ring| ring.points().to_vec()).collect();
        let (mut after, mut insertions, mut corners, mut most) = (Vec::new(), Vec::new(), 0, 0.0);
        for ring in &before {
            let moved: Vec<Local> =
                ring.iter().map(|&corner| settled.moved(corner, &mut insertions)).collect();
            for (a, b) in ring.iter().zip(&moved).filter(|(a, b)| a != b) {
                corners += 1;
                most = f64::max(most, a.distance(*b).0);
            }
            after.push(settled.filled(&moved));
        }
        let is_changed = after != before;
        let sound = is_changed.then(|| sound(shape, &after, within)).flatten();
        let is_kept = !is_changed || sound.is_none();
        if is_changed {
            found.push(Snapped { index, shape: sound, corners, most: Metres(most) });
        }
        let rings = if is_kept { before } else { after };
        settled.add(index, &rings);
        if !is_kept {
            settled.insertions.append(&mut insertions);
        }
        rings_of.push(rings);
    }
    settled.give_corners(shapes, &mut rings_of, &mut found);
    found.sort_by_key(|snapped| snapped.index);
    found
}

/// The units that are settled.
#[derive(Default)]
struct Settled {
    within: f64,
    corners: RTree<Corner>,
    edges: RTree<Edge>,
    insertions: Vec<Insertion>,
}

fn order(p: Local, q: Local) -> std::cmp::Ordering {
    p.x.total_cmp(&q.x).then(p.y.total_cmp(&q.y))
}

impl Settled {
    fn around(&self, a: Local, b: Local) -> AABB<[f64; 2]> {
        let (low, high) = ([a.x.min(b.x), a.y.min(b.y)], [a.x.max(b.x), a.y.max(b.y)]);
        AABB::from_corners(low.map(|v| v - self.within), high.map(|v| v + self.within))
    }

    /// Where a corner goes: ties go to the lower place.
    fn moved(&self, corner: Local, insertions: &mut Vec<Insertion>) -> Local {
        let around = self.around(corner, corner);
        let corners = self.corners.locate_in_envelope(around);
        let corners = corners.map(|c| Local::new(c.geom()[0], c.geom()[1]));
        let nearest = corners.map(|to| (corner.distance(to).0, to)).filter(|n| n.0 <= self.within);
        let nearest = nearest.min_by(|a, b| a.0.total_cmp(&b.0).then(order(a.1, b.1)));
        if let Some((_, to)) = nearest {
            return to;
        }
        let edges = self.edges.locate_in_envelope_intersecting(around).map(|edge| edge.data);
        let away = |edge: EdgeOf| (edge_distance(edge.from, edge.to, corner), edge);
        let nearest = edges.map(away).filter(|near| near.0 <= self.within).min_by(|a, b| {
            let ends = order(a.1.from, b.1.from).then(order(a.1.to, b.1.to));
            a.0.total_cmp(&b.0).then(ends)
        });
        let Some((distance, of)) = nearest else { return corner };
        let along = along(of.from, of.to, corner);
        let foot = Local::new(
            of.from.x + along * (of.to.x - of.from.x),
            of.from.y + along * (of.to.y - of.from.y),
        );
        // A corner that lies on the edge already stays, bit for bit.
        let corner = if distance < THERE { corner } else { foot };
        insertions.push(Insertion { of, along, corner });
        corner
    }

    /// The ring with the settled corners that lie along its edges.
    fn filled(&self, ring: &[Local]) -> Vec<Local> {
        let mut filled: Vec<Local> = Vec::with_capacity(ring.len());
        for (at, &from) in ring.iter().enumerate() {
            let to = ring[(at + 1) % ring.len()];
            filled.push(from);
            let corners = self.corners.locate_in_envelope(self.around(from, to));
            let corners = corners.map(|c| Local::new(c.geom()[0], c.geom()[1]));
            let mut between: Vec<(f64, Local)> = corners
                .filter(|&c| edge_distance(from, to, c) <= self.within)
                .filter(|&c| c.distance(from).0 > self.within && c.distance(to).0 > self.within)
                .map(|c| (along(from, to, c), c))
                .collect();
            between.sort_by(|a, b| a.0.total_cmp(&b.0).then(order(a.1, b.1)));
            filled.extend(between.into_iter().map(|(_, corner)| corner));
        }
        filled.dedup();
        while filled.len() > 1 && filled.first() == filled.last() {
            filled.pop();
        }
        filled
    }

    fn add(&mut self, unit: usize, rings: &[Vec<Local>]) {
        for (ring, points) in rings.iter().enumerate() {
            for (at, &from) in points.iter().enumerate() {
                let to = points[(at + 1) % points.len()];
                let of = EdgeOf { unit, ring, at, from, to };
                let corners = Rectangle::from_corners([from.x, from.y], [to.x, to.y]);
                self.corners.insert(GeomWithData::new([from.x, from.y], ()));
                self.edges.insert(GeomWithData::new(corners, of));
            }
        }
    }

    /// Gives edges of earlier units the corners that later ones have on them.
    fn give_corners(
        mut self,
        shapes: &[&Shape],
        rings_of: &mut [Vec<Vec<Local>>],
        found: &mut Vec<Snapped>,
    ) {
        // From the end of each ring, so that the positions before stay.
        self.insertions.sort_by(|a, b| {
            let place = |i: &Insertion| (i.of.unit, i.of.ring, i.of.at);
            place(b).cmp(&place(a)).then(b.along.total_cmp(&a.along))
        });
        for of_unit in self.insertions.chunk_by(|a, b| a.of.unit == b.of.unit) {
            let unit = of_unit[0].of.unit;
            let rings = &mut rings_of[unit];
            for Insertion { of, corner, .. } in of_unit {
                rings[of.ring].insert(of.at + 1, *corner);
            }
            rings.iter_mut().for_each(Vec::dedup);
            let shape = sound(shapes[unit], rings, Metres(self.within));
            match found.iter_mut().find(|snapped| snapped.index == unit) {
                Some(snapped) => snapped.shape = shape,
                None => {
                    found.push(Snapped { index: unit, shape, corners: 0, most: Metres(0.0) });
                }
            }
        }
    }
}

/// How far along an edge the foot of a point lies, 0 to 1.
fn along(from: Local, to: Local, p: Local) -> f64 {
    let (x, y) = (to.x - from.x, to.y - from.y);
    let square = x * x + y * y;
    if square > 0.0 {
        (((p.x - from.x) * x + (p.y - from.y) * y) / square).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// The shape of rings that take the place of a shape's own; none where they would not be sound.
fn sound(shape: &Shape, rings: &[Vec<Local>], within: Metres) -> Option<Shape> {
    let meet = |rings: &[Vec<Local>]| {
        let coords = |ring: &Vec<Local>| ring.iter().map(|p| Coord { x: p.x, y: p.y }).collect();
        contacts(&rings.iter().map(coords).collect::<Vec<Vec<Coord>>>())
    };
    let before: Vec<Vec<Local>> = shape.rings().map(|ring| ring.points().to_vec()).collect();
    let (old, new) = (meet(&before), meet(rings));
    if new.count() > old.count() {
        return None;
    }
    let mut rest = rings.iter();
    let mut polygons = Vec::new();
    for polygon in shape.polygons() {
        let mut next = || Ring::new(rest.next()?.clone()).ok();
        let outer = next()?;
        let holes: Option<Vec<Ring>> = polygon.holes().iter().map(|_| next()).collect();
        polygons.push(Polygon::new(outer, holes?));
    }
    let after = Shape::new(polygons);
    let border: f64 = shape.rings().flat_map(Ring::edges).map(|(a, b)| a.distance(b).0).sum();
    let change = (after.area().0 - shape.area().0).abs();
    (change <= border * within.0).then_some(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::overlay::{Grid, intersection, union};

    fn shape(points: &[(f64, f64)]) -> Shape {
        let ring = points.iter().map(|&(x, y)| Local::new(x, y)).collect();
        Shape::new(vec![Polygon::new(Ring::new(ring).unwrap(), Vec::new())])
    }

    /// The shapes with those that changed in their places.
    fn snapped(shapes: &[Shape], within: f64) -> Vec<Shape> {
        let all: Vec<&Shape> = shapes.iter().collect();
        let mut after = shapes.to_vec();
        for Snapped { index, shape, .. } in snap(&all, Metres(within)) {
            after[index] = shape.unwrap();
        }
        after
    }

    /// Area that two shapes share, and of both together.
    fn common_and_all(shapes: &[Shape]) -> (f64, f64) {
        let grid = Grid::new(&shapes[0].bounds().union(shapes[1].bounds()));
        let common = intersection(&[&shapes[0]], &shapes[1], &grid).area().0;
        (common, union(&[&shapes[0], &shapes[1]], &grid).area().0)
    }

    const WEST: [(f64, f64); 4] = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)];

    #[test]
    fn a_gap_between_corners_closes_for_the_later_unit() {
        let east = [(100.5, 0.0), (200.0, 0.0), (200.0, 100.0), (100.5, 100.0)];
        let after = snapped(&[shape(&WEST), shape(&east)], 1.0);
        assert_eq!(after[0], shape(&WEST));
        // 100 m by 100 m each, and nothing between or in common.
        assert_eq!((after[1].area().0, common_and_all(&after)), (10_000.0, (0.0, 20_000.0)));
    }

    #[test]
    fn an_overlap_stays_with_the_earlier_unit() {
        let east = [(99.5, 0.0), (200.0, 0.0), (200.0, 100.0), (99.5, 100.0)];
        let after = snapped(&[shape(&WEST), shape(&east)], 1.0);
        assert_eq!((after[1].area().0, common_and_all(&after)), (10_000.0, (0.0, 20_000.0)));
    }

    #[test]
    fn corners_that_only_one_of_them_has_become_those_of_both() {
        // A crooked border of the later unit against a straight one, and the other way round.
        let crooked = [(100.5, 0.0), (200.0, 0.0), (200.0, 100.0), (100.5, 100.0), (100.9, 50.0)];
        for pair in [[shape(&WEST), shape(&crooked)], [shape(&crooked), shape(&WEST)]] {
            let after = snapped(&pair, 1.0);
            let corners = after.iter().map(|s| s.polygons()[0].outer().points().len());
            assert_eq!(corners.collect::<Vec<_>>(), [5, 5]);
            let (common, all) = common_and_all(&after);
            let sum: f64 = after.iter().map(|s| s.area().0).sum();
            assert!(common < 1e-6, "{common} {all} {sum}");
            assert!((all - sum).abs() < 1e-6, "{common} {all} {sum}");
        }
    }

    #[test]
    fn what_is_farther_away_or_fits_already_stays_bit_for_bit() {
        let far = [(102.0, 0.0), (200.0, 0.0), (200.0, 100.0), (102.0, 100.0)];
        let fits = [(100.0, 0.0), (200.0, 0.0), (200.0, 100.0), (100.0, 100.0)];
        for east in [far, fits] {
            assert!(snap(&[&shape(&WEST), &shape(&east)], Metres(1.0)).is_empty());
        }
    }

    #[test]
    fn a_strip_that_would_fall_together_stays_as_it_is() {
        // 0.8 m wide: both its long sides lie within a metre of the border.
        let strip = [(100.1, 0.0), (100.9, 0.0), (100.9, 100.0), (100.1, 100.0)];
        let found = snap(&[&shape(&WEST), &shape(&strip)], Metres(1.0));
        assert_eq!((found.len(), found[0].index, found[0].shape.is_none()), (1, 1, true));
    }

    /// West with a corner in the middle of its east side.
    const WITH_CORNER: [(f64, f64); 5] =
        [(0.0, 0.0), (100.0, 0.0), (100.0, 50.0), (100.0, 100.0), (0.0, 100.0)];

    #[test]
    fn a_border_that_would_meet_itself_stays_as_it_is() {
        // The tips of both arms lie within a metre of the corner.
        let arms = [(100.5, 49.5), (200.0, 0.0), (200.0, 100.0), (100.5, 50.5), (150.0, 50.0)];
        let found = snap(&[&shape(&WITH_CORNER), &shape(&arms)], Metres(1.0));
        assert_eq!((found.len(), found[0].index, found[0].shape.is_none()), (1, 1, true));
        // All of this one does.
        let crumb = [(100.1, 50.1), (100.4, 50.1), (100.4, 50.4), (100.1, 50.4)];
        let found = snap(&[&shape(&WITH_CORNER), &shape(&crumb)], Metres(1.0));
        assert_eq!((found.len(), found[0].index, found[0].shape.is_none()), (1, 1, true));
    }

    #[test]
    fn corners_that_fall_together_where_a_ring_begins_become_one() {
        let blunt = [(100.3, 49.8), (150.0, 0.0), (150.0, 100.0), (100.3, 50.2)];
        let after = snapped(&[shape(&WITH_CORNER), shape(&blunt)], 1.0);
        // From (100, 50) to a side of 100 m, 50 m away.
        assert_eq!(after[1].polygons()[0].outer().points().len(), 3);
        assert!((after[1].area().0 - 2500.0).abs() < 1e-9);
    }

    #[test]
    fn a_corner_that_lies_on_an_edge_stays_and_the_edge_gets_it() {
        let east = |x: f64| [(100.0, 0.0), (200.0, 0.0), (200.0, 100.0), (x, 100.0), (100.0, 50.0)];
        let after = snapped(&[shape(&WEST), shape(&east(100.5))], 1.0);
        assert_eq!(after[1], shape(&east(100.0)));
        assert_eq!(after[0], shape(&WITH_CORNER));
    }

    #[test]
    fn the_foot_on_an_edge_of_no_length_is_its_end() {
        let at = |x: f64| Local::new(x, 0.0);
        assert!(along(at(1.0), at(1.0), at(5.0)).abs() < 1e-12);
        assert!((along(at(0.0), at(4.0), at(1.0)) - 0.25).abs() < 1e-12);
    }
}
