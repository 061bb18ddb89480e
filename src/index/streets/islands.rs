//! Which parts of the network hang together.

use super::StreetGraph;
use crate::units::Metres;

/// The connected pieces of a graph.
#[derive(Debug)]
pub struct Islands {
    piece_of: Vec<u32>,
    /// Length of the streets of each piece; ways across squares have none.
    lengths: Vec<Metres>,
    main: u32,
}

impl Islands {
    /// Finds the pieces, numbered by their lowest nodes.
    #[must_use]
    pub fn new(graph: &StreetGraph) -> Self {
        let mut above: Vec<u32> = (0u32..).take(graph.node_count()).collect();
        for edge in graph.edges() {
            let (a, b) = (root(&mut above, edge.tail), root(&mut above, edge.head));
            above[a.max(b) as usize] = a.min(b);
        }
        let mut piece_of = vec![0; above.len()];
        let mut count = 0;
        for node in (0u32..).take(above.len()) {
            let top = root(&mut above, node);
            if top == node {
                piece_of[node as usize] = count;
                count += 1;
            } else {
                // A root is the lowest node of its piece, so that it has its number already.
                piece_of[node as usize] = piece_of[top as usize];
            }
        }
        let mut lengths = vec![Metres(0.0); count as usize];
        for (number, edge) in (0u32..).zip(graph.edges()) {
            if !graph.is_across(number) {
                lengths[piece_of[edge.tail as usize] as usize].0 += super::metres(edge.length).0;
            }
        }
        let longest = |best: usize, at: usize| if lengths[at] > lengths[best] { at } else { best };
        let main = super::short((0..lengths.len()).reduce(longest).unwrap_or(0));
        Self { piece_of, lengths, main }
    }

    /// The piece of an edge, by its number.
    #[must_use]
    pub fn piece(&self, graph: &StreetGraph, edge: u32) -> u32 {
        self.piece_of[graph.edges()[edge as usize].tail as usize]
    }

    /// The piece with the longest streets, of equals the first.
    #[must_use]
    pub fn main(&self) -> u32 {
        self.main
    }

    /// Length of the streets of each piece; ways across squares have none.
    #[must_use]
    pub fn lengths(&self) -> &[Metres] {
        &self.lengths
    }
}

/// The lowest node known of a node's piece; shortens the way there.
fn root(above: &mut [u32], mut node: u32) -> u32 {
    while above[node as usize] != node {
        let next = above[node as usize];
        above[node as usize] = above[next as usize];
        node = next;
    }
    node
}
