//! Lines that nobody crosses.
//!
//! Walls lie in an R-tree by segment. To touch a wall is to meet it. Streets that a wall is laid across are
//! cut where they meet it, exactly: both ends stay, and nothing joins them. A way across a square that meets a
//! wall goes: nobody steps on what is left of it.

use rstar::primitives::{GeomWithData, Line};
use rstar::{AABB, RTree};

use super::enclosures::off;
use super::{distance, short};
use crate::model::{Bounds, Local, StreetKind, StreetLayer};
use crate::units::Metres;

/// A stretch of wall, with the number of what it is the border of.
type Wall = GeomWithData<Line<[f64; 2]>, u32>;

/// What of a piece of street counts as its end: 5 cm, more than rounding moves it.
const END: Metres = Metres(0.05);

/// The number of a wall that is the border of nothing.
const NOBODY: u32 = u32::MAX;

/// Segments of walls by place.
#[derive(Debug, Default)]
pub struct Walls(RTree<Wall>);

impl Walls {
    /// Walls along these stretches.
    pub fn new(stretches: impl IntoIterator<Item = (Local, Local)>) -> Self {
        Self::bordering(stretches.into_iter().map(|stretch| (stretch, None)))
    }

    /// The same, some of them borders of what has these numbers.
    pub fn bordering(stretches: impl IntoIterator<Item = ((Local, Local), Option<u32>)>) -> Self {
        let wall = |((from, to), of): ((Local, Local), Option<u32>)| {
            let line = Line::new([from.x, from.y], [to.x, to.y]);
            GeomWithData::new(line, of.unwrap_or(NOBODY))
        };
        Self(RTree::bulk_load(stretches.into_iter().map(wall).collect()))
    }

    /// Whether there is no wall.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.size() == 0
    }

    /// Whether the box of a wall meets some bounds, borders of one estate left out.
    #[must_use]
    pub fn touch(&self, bounds: &Bounds, but: Option<u32>) -> bool {
        let mut near = self.near(bounds.min, bounds.max, 0.0);
        near.any(|(_, of)| but.is_none() || of != but)
    }

    /// What a straight piece of street may lie on both sides of: the walls that it meets off its ends, or that its
    /// middle lies on, by what they are the borders of.
    pub fn parting(&self, from: Local, to: Local) -> impl Iterator<Item = u32> {
        let middle = Local::new(f64::midpoint(from.x, to.x), f64::midpoint(from.y, to.y));
        let end = END.0 / distance(from, to).max(END.0);
        let is_parted = move |wall: (Local, Local)| {
            let met = meets((from, to), wall);
            met.iter().any(|share| (end..=1.0 - end).contains(share)) || off(middle, wall) <= END.0
        };
        let near = self.near(from, to, END.0);
        near.filter(move |(wall, _)| is_parted(*wall)).filter_map(|(_, of)| of)
    }

    /// Whether a straight way meets a wall.
    #[must_use]
    pub fn bar(&self, from: Local, to: Local) -> bool {
        self.near(from, to, 0.0).any(|(wall, _)| !meets((from, to), wall).is_empty())
    }

    /// The walls whose boxes are within some metres of that of a way, with the numbers of what they are
    /// the borders of.
    pub(super) fn near(
        &self,
        from: Local,
        to: Local,
        within: f64,
    ) -> impl Iterator<Item = ((Local, Local), Option<u32>)> + '_ {
        let (west, east) = (from.x.min(to.x) - within, from.x.max(to.x) + within);
        let (south, north) = (from.y.min(to.y) - within, from.y.max(to.y) + within);
        let around = AABB::from_corners([west, south], [east, north]);
        let local = |[x, y]: [f64; 2]| Local::new(x, y);
        self.0.locate_in_envelope_intersecting(around).map(move |wall| {
            let line = wall.geom();
            ((local(line.from), local(line.to)), Some(wall.data).filter(|of| *of != NOBODY))
        })
    }

    /// The streets without those ways across squares that meet a wall between their ends; none where none does. A
    /// street that meets one has a way through; who comes along it to a wall at the border of a square goes on
    /// across the square.
    #[must_use]
    pub fn off_squares(&self, streets: &StreetLayer) -> Option<StreetLayer> {
        let is_barred = |line: &[u32]| {
            let [from, to] =
                [line[0], line[line.len() - 1]].map(|v| streets.vertices()[v as usize]);
            let end = END.0 / distance(from, to).max(END.0);
            let mut near = self.near(from, to, 0.0).flat_map(|(wall, _)| meets((from, to), wall));
            near.any(|share| (end..=1.0 - end).contains(&share))
        };
        let lines = || streets.lines().enumerate();
        let barred: Vec<usize> = lines()
            .filter(|(number, line)| streets.kind(*number).is_across && is_barred(line))
            .map(|(number, _)| number)
            .collect();
        if barred.is_empty() {
            return None;
        }
        let mut left = StreetLayer::new(streets.vertices().to_vec()).with_snap(streets.snap());
        for (number, line) in lines().filter(|(number, _)| barred.binary_search(number).is_err()) {
            left.add_as(streets.kind(number), line.iter().copied());
        }
        Some(left)
    }

    /// The streets cut wherever they meet a wall.
    #[must_use]
    pub fn cut(&self, streets: &StreetLayer) -> StreetLayer {
        let mut vertices = streets.vertices().to_vec();
        let mut lines: Vec<(Vec<u32>, StreetKind)> = Vec::new();
        for (number, line) in streets.lines().enumerate() {
            let (kind, before) = (streets.kind(number), lines.len());
            let mut current = vec![line[0]];
            for pair in line.windows(2) {
                let (from, to) = (vertices[pair[0] as usize], vertices[pair[1] as usize]);
                let mut shares: Vec<f64> = self
                    .near(from, to, 0.0)
                    .flat_map(|(wall, _)| meets((from, to), wall))
                    .collect();
                shares.sort_by(f64::total_cmp);
                shares.dedup();
                for share in shares {
                    let at = Local::new(
                        from.x + (to.x - from.x) * share,
                        from.y + (to.y - from.y) * share,
                    );
                    // Two ends at one place: nothing joins them.
                    let end = short(vertices.len());
                    vertices.extend([at, at]);
                    current.push(end);
                    lines.push((std::mem::replace(&mut current, vec![end + 1]), kind));
                }
                current.push(pair[1]);
            }
            lines.push((current, kind));
            if kind.is_across && lines.len() > before + 1 {
                lines.truncate(before);
            }
        }
        let mut cut = StreetLayer::new(vertices).with_snap(streets.snap());
        for (line, kind) in lines {
            cut.add_as(kind, line);
        }
        cut
    }
}

/// Where a way meets a wall, as shares of the way; the first and the last such place where it runs along it.
pub(super) fn meets((from, to): (Local, Local), (a, b): (Local, Local)) -> Vec<f64> {
    let cross = |u: (f64, f64), v: (f64, f64)| u.0 * v.1 - u.1 * v.0;
    let dot = |u: (f64, f64), v: (f64, f64)| u.0 * v.0 + u.1 * v.1;
    let between = |p: Local, q: Local| (q.x - p.x, q.y - p.y);
    let (way, wall, apart) = (between(from, to), between(a, b), between(from, a));
    let turn = cross(way, wall);
    if turn.abs() > 0.0 {
        let (share, along) = (cross(apart, wall) / turn, cross(apart, way) / turn);
        let is_met = (0.0..=1.0).contains(&share) && (0.0..=1.0).contains(&along);
        return if is_met { vec![share] } else { Vec::new() };
    }
    let square = dot(way, way);
    if cross(apart, way).abs() > 0.0 || square <= 0.0 {
        return Vec::new();
    }
    let ends = [a, b].map(|end| dot(between(from, end), way) / square);
    let (first, last) = (ends[0].min(ends[1]).max(0.0), ends[0].max(ends[1]).min(1.0));
    if first > last {
        Vec::new()
    } else if first < last {
        vec![first, last]
    } else {
        vec![first]
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Islands, StreetGraph, metres};
    use super::*;

    fn line(points: &[(f64, f64)]) -> Vec<Local> {
        points.iter().map(|&(x, y)| Local::new(x, y)).collect()
    }

    fn wall(points: &[(f64, f64)]) -> Walls {
        Walls::new(line(points).windows(2).map(|pair| (pair[0], pair[1])))
    }

    #[test]
    fn a_way_is_barred_where_it_meets_a_wall_and_nowhere_else() {
        let walls = wall(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]);
        let bar =
            |a: (f64, f64), b: (f64, f64)| walls.bar(Local::new(a.0, a.1), Local::new(b.0, b.1));
        assert!(bar((5.0, -1.0), (5.0, 1.0)));
        assert!(bar((5.0, -1.0), (5.0, 0.0)), "touched");
        assert!(bar((9.0, 5.0), (11.0, 5.0)));
        assert!(bar((-5.0, 0.0), (5.0, 0.0)), "along it");
        assert!(!bar((-5.0, 0.0), (-1.0, 0.0)));
        assert!(!bar((5.0, 1.0), (9.0, 9.0)));
        assert!(!bar((0.0, 1.0), (9.9, 1.0)));
        assert!(!Walls::default().bar(Local::new(0.0, 0.0), Local::new(9.0, 9.0)));
    }

    #[test]
    fn streets_are_cut_where_a_wall_crosses_them_and_keep_their_length() {
        let mut streets = StreetLayer::new(line(&[(0.0, 0.0), (100.0, 0.0), (100.0, 50.0)]));
        streets.add([0, 1, 2]);
        let pieces = |walls: &Walls| {
            let graph = StreetGraph::new(&walls.cut(&streets));
            let lengths: Vec<f64> = graph.edges().iter().map(|e| metres(e.length).0).collect();
            (Islands::new(&graph).lengths().len(), lengths.iter().sum::<f64>())
        };
        assert_eq!(pieces(&wall(&[(0.0, 9.0), (90.0, 9.0)])), (1, 150.0));
        assert_eq!(pieces(&wall(&[(30.0, -9.0), (30.0, 9.0)])), (2, 150.0));
        assert_eq!(pieces(&wall(&[(30.0, -9.0), (30.0, 9.0), (40.0, -9.0)])), (3, 150.0));
        // Through the corner: both stretches that end there are cut.
        let (count, length) = pieces(&wall(&[(90.0, -10.0), (110.0, 10.0)]));
        assert!(count >= 2 && (length - 150.0).abs() < 1e-9, "{count} pieces, {length} m");
    }
}
