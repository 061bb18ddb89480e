//! Exposed arcs cut by a shape, and the shape's edges cut by the arcs.
//!
//! Every crossing is found with a slack of a micrometre, so that a crossing at a vertex or a touch is
//! found from both sides rather than from neither; a cut too many makes a piece of no length, which is
//! dropped. A piece between cuts is inside or outside as a whole, and is judged at its middle, so that
//! one wrong digit never turns more than a piece of no length.

use super::arc::{Arc, SHORTEST};
use super::prepared::{Edge, Prepared};
use crate::model::{Bounds, Local};

/// Metres by which a crossing may lie beyond an end, or a circle miss a line, and still count.
pub(super) const SLACK: f64 = 1e-6;

/// A crossing on an edge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    pub(super) edge: u32,
    /// Part of the way along the edge, 0 to 1.
    pub(super) t: f64,
    pub(super) at: Local,
}

/// One union of discs laid over one shape.
#[derive(Debug, Default)]
pub(super) struct CutResult {
    /// Pieces of arcs inside the shape.
    pub(super) inside: Vec<Arc>,
    /// Crossings on the shape's edges, in the order of the edges and along them.
    pub(super) cuts: Vec<Cut>,
}

/// Cuts arcs, of which those far from the shape cost time and give nothing. The arcs of a disc come one
/// after the other. Its pieces are put in the order of their angle: where the first of its arcs begins hangs
/// on discs that may be far from the shape, and no sum over the pieces shall.
pub(super) fn cut<'a>(shape: &Prepared, arcs: impl Iterator<Item = &'a Arc>) -> CutResult {
    let mut result = CutResult::default();
    let mut marks: Vec<(f64, Local)> = Vec::new();
    let (mut of_disc, mut first) = (None, 0);
    for arc in arcs {
        let window = arc.bounds().grown(SLACK);
        marks.clear();
        let disc = arc.disc();
        if of_disc.replace(disc) != Some(disc) {
            sort_turn(&mut result.inside[first..]);
            first = result.inside.len();
        }
        shape.edges_near_circle(disc.centre, disc.radius, &window, |number, edge| {
            for (t, at) in circle_meets_edge(disc.centre, disc.radius, edge).into_iter().flatten() {
                if let Some(along) = arc.locate(at, SLACK) {
                    marks.push((along, at));
                    result.cuts.push(Cut { edge: number, t, at });
                }
            }
        });
        for piece in split(arc, &mut marks) {
            if shape.contains(piece.midpoint()) {
                result.inside.push(piece);
            }
        }
    }
    sort_turn(&mut result.inside[first..]);
    sort_cuts(&mut result.cuts);
    result
}

/// Puts pieces of one circle in the order of the angle at which they begin.
fn sort_turn(pieces: &mut [Arc]) {
    if pieces.len() > 1 {
        pieces.sort_by(|a, b| a.diamond_span().0.total_cmp(&b.diamond_span().0));
    }
}

/// Puts cuts in the order of the edges and along them, each place once.
pub(super) fn sort_cuts(cuts: &mut Vec<Cut>) {
    cuts.sort_by(|a, b| {
        a.edge.cmp(&b.edge).then(a.t.total_cmp(&b.t)).then(a.at.x.total_cmp(&b.at.x))
    });
    cuts.dedup_by(|a, b| a.edge == b.edge && a.at == b.at);
}

/// Where a circle meets an edge: part of the way along, and the point; a touch gives both points alike.
fn circle_meets_edge(centre: Local, radius: f64, edge: &Edge) -> [Option<(f64, Local)>; 2] {
    let (dx, dy) = (edge.b.x - edge.a.x, edge.b.y - edge.a.y);
    let (fx, fy) = (edge.a.x - centre.x, edge.a.y - centre.y);
    let length2 = dx * dx + dy * dy;
    let length = length2.sqrt();
    let height = (dx * fy - dy * fx).abs() / length;
    if height > radius + SLACK {
        return [None, None];
    }
    let middle = -(fx * dx + fy * dy) / length2;
    let half = ((radius - height) * (radius + height)).max(0.0).sqrt() / length;
    let slack = SLACK / length;
    [middle - half, middle + half].map(|t| {
        if t <= slack {
            (t >= -slack).then_some((0.0, edge.a))
        } else if t >= 1.0 - slack {
            (t <= 1.0 + slack).then_some((1.0, edge.b))
        } else {
            Some((t, edge.at(t)))
        }
    })
}

/// The pieces of an arc between marks (diamond angle from its start, point); pieces of no length are
/// left out. Sorts the marks.
pub(super) fn split(arc: &Arc, marks: &mut [(f64, Local)]) -> Vec<Arc> {
    if marks.is_empty() {
        return vec![*arc];
    }
    marks.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (_, span) = arc.diamond_span();
    let mut pieces = Vec::with_capacity(marks.len() + 1);
    let (mut from, last) = if arc.is_full() {
        // A full turn begins and ends at its first mark.
        (marks[0], (marks[0].0 + 4.0, marks[0].1))
    } else {
        ((0.0, arc.start()), (span, arc.end()))
    };
    for &mark in marks.iter().chain(std::iter::once(&last)) {
        let (dx, dy) = (mark.1.x - from.1.x, mark.1.y - from.1.y);
        if dx.abs().max(dy.abs()) > SHORTEST {
            pieces.push(Arc::between(arc.disc(), from.1, mark.1));
        } else if mark.0 - from.0 > 2.0 {
            pieces.push(Arc::full_from(arc.disc(), from.1));
        }
        from = mark;
    }
    pieces
}

/// A stretch of a ring between two cuts, or a whole ring.
#[derive(Debug)]
pub(super) struct Run {
    /// From cut to cut with the vertices between; a whole ring is not closed again.
    pub(super) points: Vec<Local>,
    pub(super) whole_ring: bool,
}

impl Run {
    /// Twice its area by Green's theorem, about `origin`.
    pub(super) fn green(&self, origin: Local) -> f64 {
        let cross = |a: Local, b: Local| {
            (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y)
        };
        let open: f64 = self.points.windows(2).map(|w| cross(w[0], w[1])).sum();
        match (self.whole_ring, self.points.first(), self.points.last()) {
            (true, Some(&first), Some(&last)) => open + cross(last, first),
            _ => open,
        }
    }

    /// Points to judge it at, the middle of its longest segment first.
    pub(super) fn samples(&self) -> [Local; 3] {
        let n = self.points.len();
        let count = if self.whole_ring { n } else { n - 1 };
        let segment = |i: usize| (self.points[i], self.points[(i + 1) % n]);
        let longest = (0..count)
            .map(segment)
            .max_by(|(a, b), (c, d)| a.distance(*b).0.total_cmp(&c.distance(*d).0))
            .unwrap_or((self.points[0], self.points[0]));
        [0.5, 0.29, 0.83].map(|t| Edge { a: longest.0, b: longest.1 }.at(t))
    }
}

/// The runs of all rings of a shape between the cuts, which are in order. Runs of no length are left
/// out.
pub(super) fn runs(shape: &Prepared, cuts: &[Cut]) -> Vec<Run> {
    let mut runs = Vec::new();
    for ring in shape.rings.windows(2) {
        let edges = &shape.edges[ring[0]..ring[1]];
        let lies_before = |limit: usize| cuts.partition_point(|c| (c.edge as usize) < limit);
        let own = &cuts[lies_before(ring[0])..lies_before(ring[1])];
        if own.is_empty() {
            let points = edges.iter().map(|e| e.a).collect();
            runs.push(Run { points, whole_ring: true });
            continue;
        }
        for (i, from) in own.iter().enumerate() {
            let to = &own[(i + 1) % own.len()];
            let points = walk(edges, ring[0], from, to, i + 1 == own.len());
            if reach(&points) > SHORTEST {
                runs.push(Run { points, whole_ring: false });
            }
        }
    }
    runs
}

/// From one cut of a ring to the next, over the ring's first edge where `wraps`.
fn walk(edges: &[Edge], first: usize, from: &Cut, to: &Cut, wraps: bool) -> Vec<Local> {
    let mut points = vec![from.at];
    let mut push = |p: Local| {
        if points.last() != Some(&p) {
            points.push(p);
        }
    };
    let (start, end) = (from.edge as usize - first, to.edge as usize - first);
    let end = if wraps { end + edges.len() } else { end };
    for i in start..end {
        push(edges[i % edges.len()].b);
    }
    push(to.at);
    points
}

/// The longest side of the rectangle round the points.
fn reach(points: &[Local]) -> f64 {
    let mut bounds = Bounds::EMPTY;
    for &p in points {
        bounds.include(p);
    }
    bounds.width().max(bounds.height())
}
