//! Straight ways across a square.
//!
//! Method: the visibility graph of Lozano-Pérez and Wesley (1979). A shortest way inside a polygon is a chain of
//! straight lines that bends at reflex corners of its rings alone, and there only round the corner: a line that
//! ends at one with a side of the ring on either hand is on no shortest way. So lines between the places where
//! the square is entered, and such lines to reflex corners, hold every shortest way from entry to entry. Of these
//! a line stays out where the rings and shorter lines lead there too within [`ALIKE`].
//!
//! Corners are taken to the millimetre, as the graph keeps them, and what is inside is told in whole numbers: no
//! answer hangs on rounding. What is inside is told by even and odd, so that a hole is a ring like others, and a
//! line that touches the border or runs along it is inside.
//!
//! Fences on the square are crossed by no line, and gone round: a way bends at their ends, and at a corner between
//! them where it passes with all of the fence on one hand.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::distance;
use crate::model::{Local, Spot};
use crate::units::Metres;

/// A line that is no shorter than others by more than this is left out: 1 mm, to which places are kept.
pub const ALIKE: Metres = Metres(0.001);

/// A square with more entries and reflex corners is walked along its rings alone: 400, which make 79 800 pairs.
pub const MOST_CORNERS: usize = 400;

/// A square with more sides is walked along its rings alone: 20 000, ten times the nodes that a way of
/// OpenStreetMap may have.
const MOST_SIDES: usize = 20_000;

/// A square that is longer in millimetres is walked along its rings alone: 100 km. So no product below
/// passes 2^60.
const LONGEST_SQUARE: i64 = 100_000_000;

/// Why nothing leads across a square.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoWay {
    /// Its lines do not close.
    Open,
    /// All its sides stand twice, so that nothing is inside.
    Twice,
    /// Its sides cross each other, and no place is seen from another over what is inside.
    Crossed,
    /// It has more corners or sides than are looked at.
    Large,
}

/// A place in half millimetres, so that the middle of two is one too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Point {
    x: i64,
    y: i64,
}

/// A side of a ring, by its ends among the vertices.
type Side = (u32, u32);

/// A square by its sides.
struct Square<'a> {
    vertices: &'a [Local],
    /// Where the ends of sides are.
    points: BTreeMap<u32, Point>,
    sides: Vec<Side>,
    /// Where they run.
    runs: Vec<(Point, Point)>,
    /// Where the fences near it run.
    fences: Vec<(Point, Point)>,
    /// The vertices of fences, each with those next to it.
    posts: BTreeMap<u32, Vec<u32>>,
}

/// A place where a way may bend.
struct Corner {
    vertex: u32,
    /// What is next to it on its ring or fence, where lines that pass between them lead nowhere.
    beside: Vec<Point>,
}

/// The lines that lead straight across the square within some lines that close, by the positions of their ends
/// among `vertices`, the lower first, and shorter lines before longer ones. Fences are straight pieces between
/// two vertices.
///
/// # Errors
/// [`NoWay`] where the lines do not close, hold nothing, are too many, or cross each other and no way is found.
pub fn across(
    vertices: &[Local],
    (lines, fences): (&[&[u32]], &[[u32; 2]]),
    is_entry: impl Fn(u32) -> bool,
) -> Result<Vec<[u32; 2]>, NoWay> {
    let square = Square::new(vertices, lines)?.with_fences(fences);
    let corners = square.corners(is_entry);
    if corners.len() > MOST_CORNERS {
        return Err(NoWay::Large);
    }
    let mut pairs: Vec<(f64, [usize; 2])> = Vec::new();
    for (a, from) in corners.iter().enumerate() {
        for (b, to) in corners.iter().enumerate().skip(a + 1) {
            let (p, q) = (square.at(from.vertex), square.at(to.vertex));
            if p != q && from.is_passed(p, q) && to.is_passed(q, p) {
                pairs.push((square.length(from.vertex, to.vertex), [a, b]));
            }
        }
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut ways = Walks::along(&square);
    let mut found = Vec::new();
    for (length, pair) in pairs {
        let ends = pair.map(|at| corners[at].vertex);
        if !ways.lead(&square, ends, length + ALIKE.0) && square.holds(ends) {
            ways.add(ends, length);
            found.push(ends);
        }
    }
    if found.is_empty() && square.is_crossed() { Err(NoWay::Crossed) } else { Ok(found) }
}

impl Corner {
    /// Whether a shortest way may go from it at `own` to another place.
    fn is_passed(&self, own: Point, to: Point) -> bool {
        let lies = |hand: i64| self.beside.iter().any(|of| turn(own, to, *of).signum() == hand);
        !(lies(1) && lies(-1))
    }
}

impl<'a> Square<'a> {
    fn new(vertices: &'a [Local], lines: &[&[u32]]) -> Result<Self, NoWay> {
        let pairs = lines.iter().flat_map(|line| line.windows(2));
        let mut all: Vec<Side> =
            pairs.map(|pair| (pair[0].min(pair[1]), pair[0].max(pair[1]))).collect();
        all.sort_unstable();
        // A side that stands twice, as between two parts of one square, is no border.
        let odd = all.chunk_by(|a, b| a == b).filter(|same| same.len() % 2 == 1);
        let sides: Vec<Side> = odd.map(|same| same[0]).filter(|(a, b)| a != b).collect();
        let mut ends: Vec<u32> = sides.iter().flat_map(|(a, b)| [*a, *b]).collect();
        ends.sort_unstable();
        if sides.is_empty() {
            return Err(if lines.is_empty() { NoWay::Open } else { NoWay::Twice });
        }
        if ends.chunk_by(|a, b| a == b).any(|same| same.len() % 2 == 1) {
            return Err(NoWay::Open);
        }
        ends.dedup();
        let point = |vertex: &u32| (*vertex, point(vertices[*vertex as usize]));
        let points: BTreeMap<u32, Point> = ends.iter().map(point).collect();
        let wide = |of: fn(&Point) -> i64| {
            let (least, most) = (points.values().map(of).min(), points.values().map(of).max());
            most.unwrap_or(0) - least.unwrap_or(0) > 2 * LONGEST_SQUARE
        };
        if sides.len() > MOST_SIDES || wide(|at| at.x) || wide(|at| at.y) {
            return Err(NoWay::Large);
        }
        let runs = sides.iter().map(|(a, b)| (points[a], points[b])).collect();
        let (fences, posts) = (Vec::new(), BTreeMap::new());
        Ok(Self { vertices, points, sides, runs, fences, posts })
    }

    /// The same with the fences near it; one that is longer than any square is none.
    fn with_fences(mut self, fences: &[[u32; 2]]) -> Self {
        let own: Vec<Point> = self.points.values().copied().collect();
        let is_near = |(a, b): (Point, Point), of: fn(&Point) -> i64| {
            let ends = own.iter().map(of).min().zip(own.iter().map(of).max());
            let (low, high) = (of(&a).min(of(&b)), of(&a).max(of(&b)));
            ends.is_some_and(|(least, most)| low <= most && high >= least)
                && high - low <= 2 * LONGEST_SQUARE
        };
        for &[a, b] in fences.iter().filter(|[a, b]| a != b) {
            let ends = (self.at(a), self.at(b));
            if is_near(ends, |at| at.x) && is_near(ends, |at| at.y) {
                self.fences.push(ends);
                self.posts.entry(a).or_default().push(b);
                self.posts.entry(b).or_default().push(a);
            }
        }
        self
    }

    /// Whether sides cross each other.
    fn is_crossed(&self) -> bool {
        let is_met = |run: &(Point, Point)| {
            near(&self.runs, run.0, run.1).any(|other| are_crossed(*other, *run))
        };
        self.runs.iter().any(is_met)
    }

    fn length(&self, from: u32, to: u32) -> f64 {
        distance(self.vertices[from as usize], self.vertices[to as usize])
    }

    /// Where ways may bend: at entries, at reflex corners, where rings touch or turn back, and at fences.
    fn corners(&self, is_entry: impl Fn(u32) -> bool) -> Vec<Corner> {
        // Who walks along the ring passes a fence there, and may step off it behind.
        let mut is_fenced: BTreeSet<u32> = self.posts.keys().copied().collect();
        for (&(a, b), &run) in self.sides.iter().zip(&self.runs) {
            if near(&self.fences, run.0, run.1).any(|fence| are_crossed(*fence, run)) {
                is_fenced.extend([a, b]);
            }
        }
        let mut around: BTreeMap<u32, Vec<(u32, bool)>> = BTreeMap::new();
        for (number, &(a, b)) in self.sides.iter().enumerate() {
            let is_left = self.is_left(number);
            around.entry(a).or_default().push((b, is_left));
            around.entry(b).or_default().push((a, !is_left));
        }
        let corner = |(vertex, around): (u32, Vec<(u32, bool)>)| {
            let free = Some(Corner { vertex, beside: Vec::new() });
            let &[(a, is_left), (b, _)] = &around[..] else { return free };
            let [own, a, b] = [vertex, a, b].map(|vertex| self.points[&vertex]);
            // The inside is left of the way to one of the two; from there the other is met first or the outside.
            let turned = if is_left { turn(own, a, b) } else { turn(own, b, a) };
            let back = turned == 0 && dot(own, a, b) >= 0;
            if is_entry(vertex) || back || is_fenced.contains(&vertex) {
                free
            } else {
                (turned < 0).then(|| Corner { vertex, beside: vec![a, b] })
            }
        };
        let mut corners: Vec<Corner> = around.into_iter().filter_map(corner).collect();
        corners.extend(self.posts.iter().filter_map(|(vertex, near)| {
            let is_inside = !self.points.contains_key(vertex) && self.has(self.at(*vertex));
            let beside = || near.iter().map(|vertex| self.at(*vertex)).collect();
            is_inside.then(|| Corner { vertex: *vertex, beside: beside() })
        }));
        corners.sort_by_key(|corner| corner.vertex);
        corners
    }

    fn at(&self, vertex: u32) -> Point {
        point(self.vertices[vertex as usize])
    }

    /// Whether the inside is left of a side.
    fn is_left(&self, side: usize) -> bool {
        let (a, b) = self.runs[side];
        let middle = between(a, b);
        let others = self.runs[..side].iter().chain(&self.runs[side + 1..]).copied();
        if a.x == b.x {
            // To the east of the side.
            let turned =
                others.map(|(p, q)| (Point { x: -p.y, y: p.x }, Point { x: -q.y, y: q.x }));
            let is_east = is_odd(turned, Point { x: -middle.y, y: middle.x });
            is_east == (b.y < a.y)
        } else {
            // To the north of it.
            is_odd(others, middle) == (b.x > a.x)
        }
    }

    /// Whether the straight line between two vertices is inside.
    fn holds(&self, ends: [u32; 2]) -> bool {
        let [from, to] = ends.map(|vertex| self.at(vertex));
        // Corners on the line.
        let mut on = vec![from, to];
        for &(a, b) in near(&self.runs, from, to) {
            if are_crossed((a, b), (from, to)) {
                return false;
            }
            on.extend([a, b].into_iter().filter(|corner| is_between(*corner, from, to)));
        }
        // A line that passes the end of a fence is two lines from there.
        let is_met = |(a, b): &(Point, Point)| {
            let passes = |of: Point| is_between(of, from, to);
            are_crossed((*a, *b), (from, to)) || passes(*a) || passes(*b)
        };
        if near(&self.fences, from, to).any(is_met) {
            return false;
        }
        // Along the line: no two of its places are alike in both.
        on.sort_unstable();
        on.dedup();
        on.windows(2).all(|pair| self.has(between(pair[0], pair[1])))
    }

    /// Whether a place is inside or on the border.
    fn has(&self, at: Point) -> bool {
        let is_on = |&(a, b): &(Point, Point)| turn(a, b, at) == 0 && dot(at, a, b) <= 0;
        self.runs.iter().any(is_on) || is_odd(self.runs.iter().copied(), at)
    }
}

/// Walks along the rings of a square and the lines across it found so far.
struct Walks {
    to: BTreeMap<u32, Vec<(u32, f64)>>,
}

impl Walks {
    fn along(square: &Square<'_>) -> Self {
        let mut walks = Self { to: BTreeMap::new() };
        for &(a, b) in &square.sides {
            walks.add([a, b], square.length(a, b));
        }
        walks
    }

    fn add(&mut self, [a, b]: [u32; 2], length: f64) {
        self.to.entry(a).or_default().push((b, length));
        self.to.entry(b).or_default().push((a, length));
    }

    /// Whether a walk of some length at most leads from one vertex to another. Only what the straight line to
    /// the end allows is looked at, which is little where the length is hardly more than that of the line.
    fn lead(&self, square: &Square<'_>, [from, to]: [u32; 2], most: f64) -> bool {
        let mut best: BTreeMap<u32, f64> = BTreeMap::from([(from, 0.0)]);
        // Bits of floats that are not negative stand in the order of the floats.
        let mut heap = BinaryHeap::from([(Reverse(0_u64), from)]);
        while let Some((Reverse(bits), vertex)) = heap.pop() {
            let walked = f64::from_bits(bits);
            if vertex == to {
                return true;
            }
            for &(next, length) in self.to.get(&vertex).into_iter().flatten() {
                let walked = walked + length;
                let is_nearer = best.get(&next).is_none_or(|best| walked < *best);
                if is_nearer && walked + square.length(next, to) <= most {
                    best.insert(next, walked);
                    heap.push((Reverse(walked.to_bits()), next));
                }
            }
        }
        false
    }
}

/// The pieces whose boxes meet that of a line.
fn near(
    pieces: &[(Point, Point)],
    from: Point,
    to: Point,
) -> impl Iterator<Item = &(Point, Point)> {
    let (west, east) = (from.x.min(to.x), from.x.max(to.x));
    let (south, north) = (from.y.min(to.y), from.y.max(to.y));
    pieces.iter().filter(move |(a, b)| {
        let is_beside = a.x.max(b.x) < west || a.x.min(b.x) > east;
        !is_beside && a.y.max(b.y) >= south && a.y.min(b.y) <= north
    })
}

/// Whether two straight pieces cross each other within both.
fn are_crossed((a, b): (Point, Point), (from, to): (Point, Point)) -> bool {
    turn(from, to, a).signum() * turn(from, to, b).signum() < 0
        && turn(a, b, from).signum() * turn(a, b, to).signum() < 0
}

/// Whether a place is on a straight line between its ends.
fn is_between(at: Point, from: Point, to: Point) -> bool {
    turn(from, to, at) == 0 && dot(at, from, to) < 0
}

/// Whether an odd number of sides is above a place that is on none of them.
fn is_odd(sides: impl Iterator<Item = (Point, Point)>, at: Point) -> bool {
    let is_above = |&(a, b): &(Point, Point)| {
        let (west, east) = if a.x <= b.x { (a, b) } else { (b, a) };
        west.x <= at.x && at.x < east.x && turn(west, east, at) < 0
    };
    sides.filter(is_above).count() % 2 == 1
}

fn point(at: Local) -> Point {
    let Spot { x, y } = Spot::new(at);
    Point { x: 2 * i64::from(x), y: 2 * i64::from(y) }
}

/// The middle of two corners.
fn between(a: Point, b: Point) -> Point {
    Point { x: i64::midpoint(a.x, b.x), y: i64::midpoint(a.y, b.y) }
}

/// Above nought where the way from `a` over `b` to `c` turns left, nought where it is straight.
fn turn(a: Point, b: Point, c: Point) -> i64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// Above nought where `a` and `b` are on one side of a place.
fn dot(at: Point, a: Point, b: Point) -> i64 {
    (a.x - at.x) * (b.x - at.x) + (a.y - at.y) * (b.y - at.y)
}
