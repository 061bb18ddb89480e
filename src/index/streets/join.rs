//! Joins lines to a graph: finds the junctions, puts them in order, cuts the lines at them.
//!
//! Pieces of lines are put in order by their tails by counting, then by their heads; only pieces between the
//! same two nodes are compared by length and bends.

use super::{Edge, Spot, StreetGraph, distance, hilbert, short, starts, steps};
use crate::model::{Local, StreetKind, StreetLayer};
use crate::units::Metres;

/// The rank of a vertex that is no node.
const NONE: u32 = u32::MAX;

/// A line between two nodes, without another one on its way.
#[derive(Clone, Copy, Default)]
struct Piece {
    tail: u32,
    head: u32,
    length: i32,
    /// Where its bends begin among those of all lines.
    start: u32,
    /// How many they are; the complement where it runs from head to tail.
    count: i32,
    /// Whether nobody steps on it but at its ends.
    is_apart: bool,
    /// Whether it is a way across a square.
    is_across: bool,
}

pub(super) fn join(streets: &StreetLayer) -> StreetGraph {
    let vertices = streets.vertices();
    let order = hilbert::order(vertices, &junctions(streets));
    let nodes: Vec<Spot> =
        order.iter().map(|vertex| Spot::new(vertices[*vertex as usize])).collect();
    let mut node_of = vec![NONE; vertices.len()];
    for (node, vertex) in (0u32..).zip(order) {
        node_of[vertex as usize] = node;
    }
    let (pieces, bends) = cut(streets, &node_of);
    let out_starts = starts(nodes.len(), pieces.iter().map(|piece| piece.tail));
    let into_starts = starts(nodes.len(), pieces.iter().map(|piece| piece.head));
    let pieces = bends.order(&pieces, &out_starts);
    let (edges, bends) = bends.edges(&pieces);
    let into = by_head(&edges, &into_starts);
    let those = |is_it: fn(&Piece) -> bool| {
        let found = (0u32..).zip(&pieces).filter(|(_, piece)| is_it(piece));
        found.map(|(edge, _)| edge).collect()
    };
    let (apart, across) = (those(|piece| piece.is_apart), those(|piece| piece.is_across));
    StreetGraph { nodes, edges, bends, out_starts, into, into_starts, apart, across }
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

/// Cuts the lines at the nodes: the pieces, and all bends one behind another.
fn cut(streets: &StreetLayer, node_of: &[u32]) -> (Vec<Piece>, Bends) {
    let (vertices, chains) = (streets.vertices(), streets.chains());
    // In the order of the lines first, so that no look for a vertex waits for another.
    let places: Vec<Local> = chains.iter().map(|vertex| vertices[*vertex as usize]).collect();
    let nodes: Vec<u32> = chains.iter().map(|vertex| node_of[*vertex as usize]).collect();
    let count = streets.lines().len();
    let mut pieces = Vec::with_capacity(count);
    let mut bends = Vec::with_capacity(chains.len().saturating_sub(2 * count));
    let mut first = 0;
    for (number, line) in streets.lines().enumerate() {
        let StreetKind { is_apart, is_across, .. } = streets.kind(number);
        let here = first..first + line.len();
        first = here.end;
        let (at, nodes) = (&places[here.clone()], &nodes[here]);
        let (mut start, mut length, mut from) = (bends.len(), 0.0, nodes[0]);
        for (pair, &to) in at.windows(2).zip(&nodes[1..]) {
            length += distance(pair[0], pair[1]);
            if to == NONE {
                bends.push(Spot::new(pair[1]));
                continue;
            }
            let count = i32::try_from(bends.len() - start).unwrap_or(i32::MAX);
            let (tail, head, count) =
                if from <= to { (from, to, count) } else { (to, from, !count) };
            let (length_here, start_here) = (steps(Metres(length)), short(start));
            pieces.push(Piece {
                tail,
                head,
                length: length_here,
                start: start_here,
                count,
                is_apart: is_apart || is_across,
                is_across,
            });
            (start, length, from) = (bends.len(), 0.0, to);
        }
    }
    (pieces, Bends(bends))
}

/// The bends of all lines.
struct Bends(Vec<Spot>);

impl Bends {
    /// The pieces by their tails, then by heads, lengths and bends.
    fn order(&self, pieces: &[Piece], starts: &[u32]) -> Vec<Piece> {
        let mut next = starts.to_vec();
        let mut sorted = vec![Piece::default(); pieces.len()];
        for piece in pieces {
            let at = &mut next[piece.tail as usize];
            sorted[*at as usize] = *piece;
            *at += 1;
        }
        for pair in starts.windows(2).filter(|pair| pair[1] > pair[0] + 1) {
            sorted[pair[0] as usize..pair[1] as usize].sort_unstable_by(|a, b| {
                let key = |piece: &Piece| (piece.head, piece.length);
                let along = || self.along(a).cmp(self.along(b));
                let kind = |piece: &Piece| (piece.is_apart, piece.is_across);
                key(a).cmp(&key(b)).then_with(along).then_with(|| kind(a).cmp(&kind(b)))
            });
        }
        sorted
    }

    /// The bends of a piece as its line has them, and whether they run from its head to its tail. A loop runs
    /// the way whose first bend comes first, so that the order of its file is no matter.
    fn of(&self, piece: &Piece) -> (&[Spot], bool) {
        let is_turned = piece.count < 0;
        let count = if is_turned { !piece.count } else { piece.count };
        let start = piece.start as usize;
        let bends = &self.0[start..start + count.unsigned_abs() as usize];
        (bends, is_turned || piece.tail == piece.head && bends.first() > bends.last())
    }

    /// The bends of a piece from tail to head.
    fn along(&self, piece: &Piece) -> impl Iterator<Item = Spot> + '_ {
        let (bends, is_turned) = self.of(piece);
        let last = bends.len().saturating_sub(1);
        (0..bends.len()).map(move |at| bends[if is_turned { last - at } else { at }])
    }

    /// The edges of pieces in order, with all bends.
    fn edges(&self, pieces: &[Piece]) -> (Vec<Edge>, Vec<Spot>) {
        let mut all = Vec::with_capacity(self.0.len());
        let mut edges = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let Piece { tail, head, length, .. } = *piece;
            edges.push(Edge { tail, head, length, bends: short(all.len()) });
            let (bends, is_turned) = self.of(piece);
            if is_turned {
                all.extend(bends.iter().rev());
            } else {
                all.extend_from_slice(bends);
            }
        }
        (edges, all)
    }
}
