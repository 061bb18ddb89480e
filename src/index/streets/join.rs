//! Joins lines to a graph: finds the junctions, puts them in order, cuts the lines at them.
//!
//! Pieces of lines are put in order by their tails by counting, then by their heads; only pieces between the
//! same two nodes are compared by length and bends.

use super::{Edge, Spot, StreetGraph, distance, hilbert, short, starts, steps};
use crate::model::{Local, StreetLayer};
use crate::units::Metres;

/// The rank of a vertex that is no node.
const NONE: u32 = u32::MAX;

/// A line between two nodes, without another one on its way.
#[derive(Clone, Copy, Default)]
struct Piece {
    tail: u32,
    head: u32,
    length: i32,
    /// Where it starts in the lines one after another.
    start: u32,
    /// How many vertices it has, ends too; negative where it runs from head to tail.
    count: i32,
}

pub(super) fn join(streets: &StreetLayer) -> StreetGraph {
    let vertices = streets.vertices();
    let node_of = hilbert::ranks(vertices, &junctions(streets));
    // In the order of the lines once, so that what follows need not look for each vertex.
    let at = Lines(streets.chains().iter().map(|vertex| vertices[*vertex as usize]).collect());
    let pieces = at.cut(streets, &node_of);
    let nodes = nodes(vertices, &node_of);
    let out_starts = starts(nodes.len(), pieces.iter().map(|piece| piece.tail));
    let into_starts = starts(nodes.len(), pieces.iter().map(|piece| piece.head));
    let pieces = at.order(&pieces, &out_starts);
    let (edges, bends) = at.edges(&pieces);
    let into = by_head(&edges, &into_starts);
    StreetGraph { nodes, edges, bends, out_starts, into, into_starts }
}

/// Which vertices are nodes: ends of lines, and those that stand in lines more than once.
pub(super) fn junctions(streets: &StreetLayer) -> Vec<bool> {
    let mut uses = vec![0u8; streets.vertices().len()];
    for line in streets.lines() {
        for &vertex in line {
            uses[vertex as usize] = uses[vertex as usize].saturating_add(1);
        }
        for end in [line.first(), line.last()].into_iter().flatten() {
            uses[*end as usize] = 2;
        }
    }
    uses.into_iter().map(|uses| uses > 1).collect()
}

/// The nodes in their order.
fn nodes(vertices: &[Local], node_of: &[u32]) -> Vec<Spot> {
    let count = node_of.iter().filter(|node| **node != NONE).count();
    let mut nodes = vec![Spot::default(); count];
    for (vertex, node) in vertices.iter().zip(node_of) {
        if *node != NONE {
            nodes[*node as usize] = Spot::new(*vertex);
        }
    }
    nodes
}

/// The edges by their heads, ascending for each.
fn by_head(edges: &[Edge], starts: &[u32]) -> Vec<u32> {
    let mut next = starts.to_vec();
    let mut into = vec![0; edges.len()];
    for (id, edge) in (0u32..).zip(edges) {
        let at = &mut next[edge.head as usize];
        into[*at as usize] = id;
        *at += 1;
    }
    into
}

/// The places of all vertices, line by line.
struct Lines(Vec<Local>);

impl Lines {
    /// Cuts the lines at the nodes.
    fn cut(&self, streets: &StreetLayer, node_of: &[u32]) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(streets.lines().len());
        let mut start = 0;
        for line in streets.lines() {
            let at = &self.0[start..start + line.len()];
            let (mut first, mut length, mut from) = (0, 0.0, node_of[line[0] as usize]);
            for (last, vertex) in line.iter().enumerate().skip(1) {
                length += distance(at[last - 1], at[last]);
                let to = node_of[*vertex as usize];
                if to != NONE {
                    let count = i32::try_from(last - first + 1).unwrap_or(i32::MAX);
                    let (tail, head, count) =
                        if from <= to { (from, to, count) } else { (to, from, -count) };
                    let (length_here, start) = (steps(Metres(length)), short(start + first));
                    pieces.push(Piece { tail, head, length: length_here, start, count });
                    (first, length, from) = (last, 0.0, to);
                }
            }
            start += line.len();
        }
        pieces
    }

    /// The pieces by their tails, then by heads, lengths and bends.
    fn order(&self, pieces: &[Piece], starts: &[u32]) -> Vec<Piece> {
        let mut next = starts.to_vec();
        let mut sorted = vec![Piece::default(); pieces.len()];
        for piece in pieces {
            let at = &mut next[piece.tail as usize];
            sorted[*at as usize] = *piece;
            *at += 1;
        }
        for pair in starts.windows(2) {
            sorted[pair[0] as usize..pair[1] as usize].sort_unstable_by(|a, b| {
                let key = |piece: &Piece| (piece.head, piece.length);
                key(a).cmp(&key(b)).then_with(|| self.bends(a).cmp(self.bends(b)))
            });
        }
        sorted
    }

    /// What lies between the ends of a piece, from tail to head. A loop runs the way whose first bend comes
    /// first, so that the order of its file is no matter.
    fn bends(&self, piece: &Piece) -> impl Iterator<Item = Spot> + '_ {
        let (start, count) = (piece.start as usize, piece.count.unsigned_abs() as usize);
        let inner = &self.0[start + 1..start + count - 1];
        let spot = |at: &Local| Spot::new(*at);
        let is_turned = piece.count < 0
            || piece.tail == piece.head && inner.first().map(spot) > inner.last().map(spot);
        let count = inner.len();
        (0..count).map(move |i| Spot::new(inner[if is_turned { count - 1 - i } else { i }]))
    }

    /// The edges of pieces in order, with all bends.
    fn edges(&self, pieces: &[Piece]) -> (Vec<Edge>, Vec<Spot>) {
        let count = pieces.iter().map(|piece| piece.count.unsigned_abs() as usize - 2).sum();
        let mut bends = Vec::with_capacity(count);
        let mut edges = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let Piece { tail, head, length, .. } = *piece;
            edges.push(Edge { tail, head, length, bends: short(bends.len()) });
            bends.extend(self.bends(piece));
        }
        (edges, bends)
    }
}
