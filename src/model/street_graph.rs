//! Streets as a graph: nodes, and the edges between them, packed.
//!
//! Nodes stand in an order in which neighbours on the ground are neighbours in memory, edges by their lower
//! node: the edges that leave a node to later ones follow one another, those from earlier ones are listed
//! beside (compressed adjacency). What lies between two nodes are the bends of an edge. How lines are joined
//! to such a graph is in [`crate::index::streets`].
//!
//! Lengths are whole steps of 1/32 mm ([`STEP`]), so that sums are exact whatever their order. Coordinates are
//! millimetres. In all that is under 40 bytes an edge where an edge has one bend or two, and 8 more for each
//! further bend.

use std::ops::Range;

use super::plane::Local;
use crate::units::Metres;

/// The unit of lengths along streets: 1/32 mm.
pub const STEP: Metres = Metres(1.0 / 32_000.0);

/// No edge is longer in steps: 33.5 km, and two of them fit an `i32`. A longer one counts as so long,
/// which is past every limit.
pub const LONGEST: i32 = (1 << 30) - 1;

/// A place in millimetres on the local plane: 2147 km each way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Spot {
    pub(crate) x: i32,
    pub(crate) y: i32,
}

impl Spot {
    pub(crate) fn new(at: Local) -> Self {
        Self { x: rounded(at.x * 1e3), y: rounded(at.y * 1e3) }
    }

    pub(crate) fn local(self) -> Local {
        Local::new(f64::from(self.x) / 1e3, f64::from(self.y) / 1e3)
    }
}

/// A stretch of street between two nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// The node that it starts at, not after the other one.
    pub tail: u32,
    /// The node that it ends at.
    pub head: u32,
    /// Its length in steps, at most [`LONGEST`].
    pub length: i32,
    /// Where its bends begin; they end where those of the next edge begin.
    pub(crate) bends: u32,
}

/// Streets as a graph; see the module.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct StreetGraph {
    pub(crate) nodes: Vec<Spot>,
    /// By tail, then head, length and bends.
    pub(crate) edges: Vec<Edge>,
    pub(crate) bends: Vec<Spot>,
    /// Where the edges of each tail begin, and the end of the last.
    pub(crate) out_starts: Vec<u32>,
    /// Edges by their head.
    pub(crate) into: Vec<u32>,
    pub(crate) into_starts: Vec<u32>,
    /// Edges that nobody steps on but at their ends, ascending: bridges and underpasses of a plan, and the ways
    /// across squares.
    pub(crate) apart: Vec<u32>,
    /// The ways across squares among them, ascending: they are no streets.
    pub(crate) across: Vec<u32>,
}

/// Metres as whole steps; more than [`LONGEST`] is so much.
#[must_use]
pub fn steps(length: Metres) -> i32 {
    rounded(length.0 / STEP.0).clamp(0, LONGEST)
}

/// The nearest whole number, halves away from nought: `round` without a call into the library.
#[expect(clippy::cast_possible_truncation, reason = "a cast from f64 to i32 saturates")]
fn rounded(x: f64) -> i32 {
    (x + 0.5_f64.copysign(x)) as i32
}

/// Steps as metres.
#[must_use]
pub fn metres(steps: i32) -> Metres {
    Metres(f64::from(steps) * STEP.0)
}

impl StreetGraph {
    /// The edges, by their tails.
    #[must_use]
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// How many nodes there are.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// Where a node is, to the millimetre.
    #[must_use]
    pub fn node(&self, node: u32) -> Local {
        self.nodes[node as usize].local()
    }

    /// The edges at a node: those to later nodes, then those from earlier ones. A loop comes twice.
    pub fn edges_at(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let of = |starts: &[u32]| starts[node as usize]..starts[node as usize + 1];
        let into = of(&self.into_starts);
        of(&self.out_starts).chain(into.map(|at| self.into[at as usize]))
    }

    /// The points of an edge from its tail to its head, to the millimetre.
    pub fn points(&self, edge: u32) -> impl Iterator<Item = Local> + '_ {
        self.spots(edge).map(Spot::local)
    }

    /// The point of an edge that is `offset` steps from its tail.
    #[must_use]
    pub fn point(&self, edge: u32, offset: i32) -> Local {
        let length = |pair: (Local, Local)| pair.0.distance(pair.1).0;
        let pairs = || self.points(edge).zip(self.points(edge).skip(1));
        let all: f64 = pairs().map(length).sum();
        let whole = self.edges[edge as usize].length;
        let mut left = all * f64::from(offset) / f64::from(whole.max(1));
        for (from, to) in pairs() {
            let length = length((from, to));
            if left <= length && length > 0.0 {
                let share = left / length;
                return Local::new(
                    from.x + (to.x - from.x) * share,
                    from.y + (to.y - from.y) * share,
                );
            }
            left -= length;
        }
        self.node(self.edges[edge as usize].head)
    }

    pub(crate) fn spots(&self, edge: u32) -> impl Iterator<Item = Spot> + Clone + '_ {
        let Edge { tail, head, .. } = self.edges[edge as usize];
        let ends = [tail, head].map(|node| self.nodes[node as usize]);
        std::iter::once(ends[0]).chain(self.bends_of(edge).iter().copied()).chain([ends[1]])
    }

    pub(crate) fn bends_of(&self, edge: u32) -> &[Spot] {
        &self.bends[self.bends_at(edge)]
    }

    /// The positions of the bends of an edge among those of all.
    pub(crate) fn bends_at(&self, edge: u32) -> Range<usize> {
        let edge = edge as usize;
        let end = self.edges.get(edge + 1).map_or(self.bends.len(), |next| next.bends as usize);
        self.edges[edge].bends as usize..end
    }

    /// A bend by its position among those of all edges.
    pub(crate) fn bend(&self, bend: usize) -> Local {
        self.bends[bend].local()
    }

    /// How many bends all edges have.
    pub(crate) fn bend_count(&self) -> usize {
        self.bends.len()
    }

    /// Whether an edge is a way across a square, which is walked along and no street.
    #[must_use]
    pub fn is_across(&self, edge: u32) -> bool {
        self.across.binary_search(&edge).is_ok()
    }

    /// How many edges are streets.
    #[must_use]
    pub fn street_count(&self) -> usize {
        self.edges.len() - self.across.len()
    }

    /// Bytes that the graph takes up.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of_val(&self.nodes[..])
            + size_of_val(&self.edges[..])
            + size_of_val(&self.bends[..])
            + size_of_val(&self.out_starts[..])
            + size_of_val(&self.into[..])
            + size_of_val(&self.into_starts[..])
            + size_of_val(&self.apart[..])
            + size_of_val(&self.across[..])
    }
}
