//! Distances of all nodes to the nearest of some starts, several categories at once.
//!
//! Each node has a row of distances, one lane a category, and each edge lowers the rows of its ends by
//! one another until nothing changes. That is the relaxation of Ford (1956) and Bellman (1958) without a
//! queue: nodes lie along a Hilbert curve, so that a sweep up and down a block of edges carries distances
//! across a whole quarter, and a block is swept again only where a row that it touches has changed since.
//! Distances are whole numbers, so that the result is that of Dijkstra's method to the last bit.

use crate::index::streets::StreetGraph;

/// Categories that are measured at once.
pub(super) const LANES: usize = 8;

/// Distances of a node in steps; those past the limit stand at one more than the limit.
pub(super) type Row = [i32; LANES];

/// Edges that are swept until they are at rest before others are: their rows fit the nearest cache.
const BLOCK: usize = 1024;

/// Nodes that share a mark of when one of them changed: 2^8.
const MARK: u32 = 8;

/// Which nodes the edges of each block touch, in groups of [`MARK`].
pub(super) struct Blocks {
    /// End of each block's groups in the list.
    ends: Vec<usize>,
    groups: Vec<u32>,
}

impl Blocks {
    pub(super) fn new(graph: &StreetGraph) -> Self {
        let mut blocks = Self { ends: Vec::new(), groups: Vec::new() };
        let mut touched = Vec::new();
        for block in graph.edges().chunks(BLOCK) {
            touched.clear();
            touched.extend(block.iter().flat_map(|e| [e.tail >> MARK, e.head >> MARK]));
            touched.sort_unstable();
            touched.dedup();
            blocks.groups.extend_from_slice(&touched);
            blocks.ends.push(blocks.groups.len());
        }
        blocks
    }

    fn of(&self, block: usize) -> &[u32] {
        let start = if block == 0 { 0 } else { self.ends[block - 1] };
        &self.groups[start..self.ends[block]]
    }
}

/// Lowers the rows until no edge lowers any further.
pub(super) fn settle(graph: &StreetGraph, blocks: &Blocks, rows: &mut [Row]) {
    let edges = graph.edges();
    // When a group of nodes last changed, and when a block was last at rest; the clock ticks with each
    // block that is swept.
    let mut changed = vec![1u32; (rows.len() >> MARK) + 1];
    let mut rested = vec![0u32; blocks.ends.len()];
    let mut clock = 1;
    let mut is_at_rest = false;
    while !is_at_rest {
        is_at_rest = true;
        for (number, rested) in rested.iter_mut().enumerate() {
            if blocks.of(number).iter().all(|&group| changed[group as usize] <= *rested) {
                continue;
            }
            is_at_rest = false;
            clock += 1;
            let start = number * BLOCK;
            let block = &edges[start..(start + BLOCK).min(edges.len())];
            let mut lower = |edge: &crate::index::streets::Edge| {
                let is_lower = lower(rows, edge.tail, edge.head, edge.length);
                if is_lower {
                    changed[(edge.tail >> MARK) as usize] = clock;
                    changed[(edge.head >> MARK) as usize] = clock;
                }
                is_lower
            };
            loop {
                if !block.iter().fold(false, |any, edge| lower(edge) | any) {
                    break;
                }
                if !block.iter().rev().fold(false, |any, edge| lower(edge) | any) {
                    break;
                }
            }
            *rested = clock;
        }
    }
}

/// Lowers the rows of the two ends of an edge by each other; whether one has changed.
#[inline]
fn lower(rows: &mut [Row], tail: u32, head: u32, length: i32) -> bool {
    let (a, b) = (rows[tail as usize], rows[head as usize]);
    let (mut from, mut to) = (a, b);
    for lane in 0..LANES {
        // No row is above 2^30 + 1 and no edge above 2^30: their sum fits.
        from[lane] = a[lane].min(b[lane] + length);
        to[lane] = b[lane].min(a[lane] + length);
    }
    let is_lower = from != a || to != b;
    if is_lower {
        rows[tail as usize] = from;
        rows[head as usize] = to;
    }
    is_lower
}
