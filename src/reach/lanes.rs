//! Distances of all nodes to the nearest of some starts, several categories at once.
//!
//! Each node has a row of distances, one lane a category. A node whose row has changed lowers the rows of its
//! neighbours, until no row changes. That is the relaxation of Ford (1956) and Bellman (1958); nodes lie along
//! a Hilbert curve and are swept up and down it, a stretch of it at a time, so that distances are carried
//! across a whole quarter before they leave the nearest cache. Which rows have changed stands in one bit a
//! node, so that what is at rest costs nothing. Distances are whole numbers, so that the result is that of
//! Dijkstra's method to the last bit.

use crate::index::streets::{Edge, StreetGraph};

/// Categories that are measured at once.
pub(super) const LANES: usize = 8;

/// Distances of a node in steps; those past the limit stand at one more than the limit.
pub(super) type Row = [i32; LANES];

/// Words of 64 nodes that are swept until they are at rest before others are: 8192 rows, 256 KiB.
const BLOCK: usize = 128;

/// The neighbours of each node, with the lengths of the edges to them.
#[derive(Debug)]
pub(super) struct Neighbours {
    /// End of each node's neighbours in the list.
    ends: Vec<u32>,
    list: Vec<(u32, i32)>,
}

impl Neighbours {
    pub(super) fn new(graph: &StreetGraph) -> Self {
        let mut neighbours = Self {
            ends: Vec::with_capacity(graph.node_count()),
            list: Vec::with_capacity(2 * graph.edges().len()),
        };
        for node in (0u32..).take(graph.node_count()) {
            let edges = graph.edges_at(node).map(|edge| graph.edges()[edge as usize]);
            let others = edges.filter(|edge| edge.tail != edge.head);
            let other = |Edge { tail, head, length, .. }| (tail ^ head ^ node, length);
            neighbours.list.extend(others.map(other));
            neighbours.ends.push(u32::try_from(neighbours.list.len()).unwrap_or(u32::MAX));
        }
        neighbours
    }

    /// Those of a node.
    pub(super) fn of(&self, node: usize) -> &[(u32, i32)] {
        let start = if node == 0 { 0 } else { self.ends[node - 1] };
        &self.list[start as usize..self.ends[node] as usize]
    }
}

/// Lowers the rows until none lowers another; none is above `past`, which is none of a distance.
pub(super) fn settle(neighbours: &Neighbours, rows: &mut [Row], past: i32) {
    let mut has_changed = vec![0; rows.len().div_ceil(64)];
    for (node, row) in rows.iter().enumerate() {
        let is_start = row.iter().any(|distance| *distance < past);
        has_changed[node / 64] |= u64::from(is_start) << (node % 64);
    }
    // Lowers the rows of the neighbours of a node by its own.
    sweep(&mut has_changed, |has_changed, node| {
        let row = rows[node];
        for &(other, length) in neighbours.of(node) {
            let is_lower = lower(&mut rows[other as usize], &row, length);
            has_changed[other as usize / 64] |= u64::from(is_lower) << (other % 64);
        }
    });
}

/// Takes every node whose bit is set, a stretch of words up and down until it is at rest before the next, until
/// no bit is set. `take` may set bits; those of the word that is taken wait for the next turn, by when more may have
/// come to them.
#[inline]
pub(super) fn sweep(has_changed: &mut [u64], mut take: impl FnMut(&mut [u64], usize)) {
    let words = has_changed.len();
    let mut is_at_rest = false;
    while !is_at_rest {
        is_at_rest = true;
        for start in (0..words).step_by(BLOCK) {
            let end = (start + BLOCK).min(words);
            while has_changed[start..end].iter().any(|word| *word != 0) {
                is_at_rest = false;
                // The changed nodes from the first on ...
                for word in start..end {
                    let mut left = std::mem::take(&mut has_changed[word]);
                    while left != 0 {
                        let bit = left.trailing_zeros();
                        left &= !(1 << bit);
                        // It is taken as it stands now, whatever has changed it since.
                        has_changed[word] &= !(1 << bit);
                        take(has_changed, word * 64 + bit as usize);
                    }
                }
                // ... and from the last on.
                for word in (start..end).rev() {
                    let mut left = std::mem::take(&mut has_changed[word]);
                    while left != 0 {
                        let bit = left.ilog2();
                        left &= !(1 << bit);
                        has_changed[word] &= !(1 << bit);
                        take(has_changed, word * 64 + bit as usize);
                    }
                }
            }
        }
    }
}

/// Lowers a row by that of a neighbour; whether it has changed.
#[inline]
fn lower(row: &mut Row, by: &Row, length: i32) -> bool {
    let old = *row;
    // Plain loops over both rows and one comparison of them: so the compiler takes four lanes at a time.
    for (own, by) in row.iter_mut().zip(by) {
        // No row is above 2^30 + 1 and no edge above 2^30: their sum fits.
        *own = (*own).min(by + length);
    }
    *row != old
}
