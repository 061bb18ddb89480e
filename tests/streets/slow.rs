//! The slow version: points on segments, a graph that is cut at each of them, a heap.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use walkshed::model::{Local, StreetLayer};

/// Side of the squares that segments are looked up by: 100 m.
const SQUARE: f64 = 100.0;

/// A point on a segment of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct On {
    pub(crate) segment: usize,
    pub(crate) share: f64,
    /// Distance of the place from it.
    pub(crate) leg: f64,
}

/// All segments of a layer.
pub(crate) struct Slow {
    pub(crate) at: Vec<Local>,
    /// Those of streets, then those of ways across squares.
    pub(crate) segments: Vec<(usize, usize)>,
    /// How many of them are of streets, to which places may be put.
    pub(crate) streets: usize,
    squares: HashMap<(i64, i64), Vec<usize>>,
}

fn square(v: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "few squares")]
    let square = (v / SQUARE).floor() as i64;
    square
}

impl Slow {
    pub(crate) fn new(streets: &StreetLayer) -> Self {
        let at = streets.vertices().to_vec();
        let mut segments = Vec::new();
        let mut add = |is_across: bool| -> usize {
            for (number, line) in streets.lines().enumerate() {
                if streets.kind(number).is_across == is_across {
                    let pairs = line.windows(2);
                    segments.extend(pairs.map(|pair| (pair[0] as usize, pair[1] as usize)));
                }
            }
            segments.len()
        };
        let in_streets = add(false);
        add(true);
        let mut squares: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
        for (number, &(a, b)) in segments[..in_streets].iter().enumerate() {
            let (a, b): (Local, Local) = (at[a], at[b]);
            for x in square(a.x.min(b.x))..=square(a.x.max(b.x)) {
                for y in square(a.y.min(b.y))..=square(a.y.max(b.y)) {
                    squares.entry((x, y)).or_default().push(number);
                }
            }
        }
        Self { at, segments, streets: in_streets, squares }
    }

    pub(crate) fn length(&self, segment: usize) -> f64 {
        let (a, b) = self.segments[segment];
        self.at[a].distance(self.at[b]).0
    }

    pub(crate) fn point(&self, segment: usize, share: f64) -> Local {
        let (a, b) = self.segments[segment];
        let (a, b) = (self.at[a], self.at[b]);
        Local::new(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
    }

    fn closest(&self, segment: usize, place: Local) -> On {
        let (a, b) = self.segments[segment];
        let (a, b) = (self.at[a], self.at[b]);
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let square = dx * dx + dy * dy;
        let along = (place.x - a.x) * dx + (place.y - a.y) * dy;
        let share = if square > 0.0 { (along / square).clamp(0.0, 1.0) } else { 0.0 };
        On { segment, share, leg: self.point(segment, share).distance(place).0 }
    }

    /// Every segment that is the nearest but for `slack`, with the nearest point on it; none past the
    /// limit.
    pub(crate) fn nearest(&self, place: Local, limit: f64, slack: f64) -> Vec<On> {
        let mut found: Vec<On> = Vec::new();
        for x in square(place.x - limit)..=square(place.x + limit) {
            for y in square(place.y - limit)..=square(place.y + limit) {
                for &segment in self.squares.get(&(x, y)).into_iter().flatten() {
                    found.push(self.closest(segment, place));
                }
            }
        }
        let least = found.iter().map(|on| on.leg).fold(f64::INFINITY, f64::min);
        found.retain(|on| on.leg <= least + slack && on.leg <= limit);
        found.sort_by_key(|on| on.segment);
        found.dedup_by_key(|on| on.segment);
        found
    }

    /// Distances from the nearest of some starts to each target, legs included.
    pub(crate) fn distances(&self, starts: &[On], targets: &[On]) -> Vec<f64> {
        // Points of each segment, by share.
        let mut cuts: HashMap<usize, Vec<(f64, usize)>> = HashMap::new();
        let first = self.at.len();
        for (number, on) in starts.iter().chain(targets).enumerate() {
            cuts.entry(on.segment).or_default().push((on.share, first + number));
        }
        let count = first + starts.len() + targets.len();
        let mut ways: Vec<Vec<(usize, f64)>> = vec![Vec::new(); count];
        let mut join = |a: usize, b: usize, length: f64| {
            ways[a].push((b, length));
            ways[b].push((a, length));
        };
        for (segment, &(a, b)) in self.segments.iter().enumerate() {
            let length = self.length(segment);
            let mut points = cuts.remove(&segment).unwrap_or_default();
            points.extend([(0.0, a), (1.0, b)]);
            points.sort_by(|p, q| p.0.total_cmp(&q.0));
            for pair in points.windows(2) {
                join(pair[0].1, pair[1].1, (pair[1].0 - pair[0].0) * length);
            }
        }
        let mut best = vec![f64::INFINITY; count];
        let mut heap = BinaryHeap::new();
        for (number, on) in starts.iter().enumerate() {
            best[first + number] = on.leg;
            heap.push((Reverse(on.leg.to_bits()), first + number));
        }
        // Bits of floats that are not negative stand in the order of the floats.
        while let Some((Reverse(bits), node)) = heap.pop() {
            let reached = f64::from_bits(bits);
            if reached > best[node] {
                continue;
            }
            for &(next, length) in &ways[node] {
                if reached + length < best[next] {
                    best[next] = reached + length;
                    heap.push((Reverse(best[next].to_bits()), next));
                }
            }
        }
        let of = |(number, on): (usize, &On)| best[first + starts.len() + number] + on.leg;
        targets.iter().enumerate().map(of).collect()
    }
}
