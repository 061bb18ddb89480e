//! Loose pieces of a border joined to closed rings.
//!
//! Takes directed pieces with the region on their left, gives closed loops. Ends that lie within a few
//! micrometres are one node; at a node where several pieces meet, the way goes on by the next piece
//! clockwise from where it came, which parts regions that touch in a point, and a loop that comes by
//! one node twice is parted there, so that no ring touches itself (RFC 7946 refers to OGC 06-103r4,
//! 6.1.11: rings are simple).

use super::arc::Arc;
use crate::model::Local;

/// A piece of a border, the region on its left.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// Straight from point to point; a whole ring (its first point not repeated) where `closed`.
    Line { points: Vec<Local>, closed: bool, green: f64 },
    /// Along an arc against its direction: the region lies outside of its disc.
    Arc { arc: Arc, green: f64 },
}

impl Piece {
    /// Twice the area that Green's theorem gives the piece about the region's origin.
    pub(super) fn green(&self) -> f64 {
        match self {
            Self::Line { green, .. } | Self::Arc { green, .. } => *green,
        }
    }

    fn is_closed(&self) -> bool {
        match self {
            Self::Line { closed, .. } => *closed,
            Self::Arc { arc, .. } => arc.is_full(),
        }
    }

    fn ends(&self) -> (Local, Local) {
        match self {
            Self::Line { points, .. } => (points[0], points[points.len() - 1]),
            Self::Arc { arc, .. } => (arc.end(), arc.start()),
        }
    }

    /// Direction from its first point into the piece.
    fn leaving(&self) -> Heading {
        match self {
            Self::Line { points, .. } => Heading::straight(points[0], points[1]),
            Self::Arc { arc, .. } => Heading::clockwise(arc, arc.end()),
        }
    }

    /// Direction from its last point back into the piece.
    fn arriving(&self) -> Heading {
        match self {
            Self::Line { points, .. } => {
                Heading::straight(points[points.len() - 1], points[points.len() - 2])
            }
            Self::Arc { arc, .. } => Heading::counter_clockwise(arc, arc.start()),
        }
    }
}

/// A direction away from a node.
#[derive(Debug, Clone, Copy)]
struct Heading {
    angle: f64,
    /// Positive where the way bends to the left.
    bend: f64,
}

impl Heading {
    fn straight(from: Local, to: Local) -> Self {
        Self { angle: (to.y - from.y).atan2(to.x - from.x), bend: 0.0 }
    }

    /// The angle in steps of a micro-radian, so that directions that differ by rounding are one.
    #[expect(clippy::cast_possible_truncation, reason = "at most 3.2 million")]
    fn rounded(self) -> i64 {
        let steps = (self.angle * 1e6).round() as i64;
        // West is one direction, whether it was reached as half a turn or as minus half a turn.
        if steps <= -3_141_593 { steps + 6_283_186 } else { steps }
    }

    fn clockwise(arc: &Arc, at: Local) -> Self {
        let c = arc.disc().centre;
        Self { angle: (c.x - at.x).atan2(at.y - c.y), bend: -1.0 / arc.disc().radius }
    }

    fn counter_clockwise(arc: &Arc, at: Local) -> Self {
        let c = arc.disc().centre;
        Self { angle: (at.x - c.x).atan2(c.y - at.y), bend: 1.0 / arc.disc().radius }
    }
}

/// A closed loop of pieces, by their numbers, and twice its area.
#[derive(Debug, Clone)]
pub(super) struct Loop {
    pub(super) pieces: Vec<usize>,
    pub(super) green: f64,
}

/// Ends that could not be joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unclosed;

/// Ends closer than this are one node: first what cutting leaves, then more, for nearly touching
/// circles whose crossing is known to a few digits only.
const NODE_SIZES: [f64; 3] = [4e-6, 1e-4, 2e-3];

/// Joins pieces to loops, the closed ones first, then by the lowest piece.
pub(super) fn stitch(pieces: &[Piece]) -> Result<Vec<Loop>, Unclosed> {
    let mut loops: Vec<Loop> = Vec::new();
    let mut open = Vec::new();
    for (i, piece) in pieces.iter().enumerate() {
        if piece.is_closed() {
            loops.push(Loop { pieces: vec![i], green: piece.green() });
        } else {
            open.push(i);
        }
    }
    if open.is_empty() {
        return Ok(loops);
    }
    let ends: Vec<(Local, Local)> = open.iter().map(|&i| pieces[i].ends()).collect();
    for size in NODE_SIZES {
        let nodes = nodes(&ends, size);
        if is_balanced(&nodes) {
            loops.extend(walk(pieces, &open, &nodes));
            return Ok(loops);
        }
    }
    Err(Unclosed)
}

/// Node of the start and of the end of each piece.
fn nodes(ends: &[(Local, Local)], size: f64) -> Vec<(u32, u32)> {
    let points: Vec<Local> = ends.iter().flat_map(|&(a, b)| [a, b]).collect();
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&i, &j| {
        points[i]
            .x
            .total_cmp(&points[j].x)
            .then(points[i].y.total_cmp(&points[j].y))
            .then(i.cmp(&j))
    });
    let mut parent: Vec<usize> = (0..points.len()).collect();
    for (rank, &i) in order.iter().enumerate() {
        for &j in &order[rank + 1..] {
            if points[j].x - points[i].x > size {
                break;
            }
            if (points[j].y - points[i].y).abs() <= size {
                let (a, b) = (root(&mut parent, i), root(&mut parent, j));
                parent[a.max(b)] = a.min(b);
            }
        }
    }
    let mut number = vec![u32::MAX; points.len()];
    let mut next = 0;
    let mut node = |i: usize, parent: &mut Vec<usize>| {
        let r = root(parent, i);
        if number[r] == u32::MAX {
            number[r] = next;
            next += 1;
        }
        number[r]
    };
    (0..ends.len()).map(|k| (node(2 * k, &mut parent), node(2 * k + 1, &mut parent))).collect()
}

fn root(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}

/// Whether as many pieces leave each node as arrive.
fn is_balanced(nodes: &[(u32, u32)]) -> bool {
    let count = nodes.iter().map(|&(a, b)| a.max(b)).max().map_or(0, |m| m as usize + 1);
    let mut balance = vec![0i32; count];
    for &(from, to) in nodes {
        balance[from as usize] += 1;
        balance[to as usize] -= 1;
    }
    balance.iter().all(|&b| b == 0)
}

fn walk(pieces: &[Piece], open: &[usize], nodes: &[(u32, u32)]) -> Vec<Loop> {
    let next = successors(pieces, open, nodes);
    let mut used = vec![false; open.len()];
    let mut loops = Vec::new();
    let mut seen = vec![usize::MAX; open.len() * 2];
    for first in 0..open.len() {
        let mut way = Vec::new();
        let mut at = first;
        while !used[at] {
            used[at] = true;
            way.push(at);
            at = next[at];
        }
        part(&way, nodes, &mut seen, |part| {
            let numbers: Vec<usize> = part.iter().map(|&k| open[k]).collect();
            let green = numbers.iter().map(|&i| pieces[i].green()).sum();
            loops.push(Loop { pieces: numbers, green });
        });
    }
    loops
}

/// For each piece the one that goes on from its end: the next one clockwise.
fn successors(pieces: &[Piece], open: &[usize], nodes: &[(u32, u32)]) -> Vec<usize> {
    // Pieces by node, arrivals and departures, in the order of the pieces.
    let mut by_node: Vec<(u32, bool, usize)> = Vec::with_capacity(nodes.len() * 2);
    for (k, &(from, to)) in nodes.iter().enumerate() {
        by_node.push((from, false, k));
        by_node.push((to, true, k));
    }
    by_node.sort_unstable();
    let mut next = vec![0; open.len()];
    for group in by_node.chunk_by(|a, b| a.0 == b.0) {
        if let &[(_, false, leaves), (_, true, arrives)] = group {
            next[arrives] = leaves;
            continue;
        }
        let mut around: Vec<(i64, f64, bool, usize)> = group
            .iter()
            .map(|&(_, arrives, k)| {
                let piece = &pieces[open[k]];
                let heading = if arrives { piece.arriving() } else { piece.leaving() };
                (heading.rounded(), heading.bend, arrives, k)
            })
            .collect();
        around.sort_by(|a, b| {
            b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)).then(a.3.cmp(&b.3))
        });
        pair(&around, &mut next);
    }
    next
}

/// Pairs each arrival with the next departure clockwise that no arrival in between takes. Arrivals wait
/// by their places around the node.
fn pair(around: &[(i64, f64, bool, usize)], next: &mut [usize]) {
    let mut waiting: Vec<usize> = Vec::new();
    let mut taken = vec![false; around.len()];
    for (place, &(_, _, arrives, k)) in around.iter().enumerate().chain(around.iter().enumerate()) {
        if taken[place] {
            continue;
        }
        if arrives {
            if !waiting.contains(&place) {
                waiting.push(place);
            }
        } else if let Some(arrival) = waiting.pop() {
            next[around[arrival].3] = k;
            taken[place] = true;
            taken[arrival] = true;
        }
    }
}

/// Parts a closed way wherever it comes by one node again, and calls `each` with the parts. `seen` holds
/// for each node the place in the stack of the piece that left it, while there is one.
fn part(way: &[usize], nodes: &[(u32, u32)], seen: &mut [usize], mut each: impl FnMut(&[usize])) {
    let mut stack: Vec<usize> = Vec::new();
    for &k in way {
        seen[nodes[k].0 as usize] = stack.len();
        stack.push(k);
        let to = nodes[k].1 as usize;
        if seen[to] < stack.len() {
            let from = seen[to];
            each(&stack[from..]);
            for &gone in &stack[from..] {
                seen[nodes[gone].0 as usize] = usize::MAX;
            }
            stack.truncate(from);
        }
    }
    debug_assert!(stack.is_empty(), "a closed way parts into closed ways");
}

#[cfg(test)]
mod tests;
