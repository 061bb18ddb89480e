//! The street graph: lines joined, and what is near them.
//!
//! Nodes stand in the order of a Hilbert curve (Hilbert 1891; the walk by quadrants of Lam and Shapiro
//! 1994). A node is a vertex that two lines share or where a line ends; what lies between two nodes are the
//! bends of an edge. The graph is the same for any order of the lines. Each length is rounded once, to
//! whole steps, by half a step at most.

mod across;
mod bars;
mod cells;
mod enclosures;
mod hilbert;
mod islands;
mod join;
mod posts;
mod snap;
mod walls;

pub use self::across::{ALIKE, MOST_CORNERS, NoWay, across};
pub use self::enclosures::{Crossing, Enclosed, Enclosure, Enclosures, Gateway, POST, off};
pub use self::islands::Islands;
pub use self::posts::{ON_STREET, Posts};
pub use self::snap::{Snap, Snapper};
pub use self::walls::Walls;

pub use crate::model::{Edge, LONGEST, STEP, StreetGraph, metres, steps};

use std::sync::Arc;

use crate::model::{Local, Spot, StreetLayer};

/// Distance of two places; [`Local::distance`] guards against overflow, which costs more than the rest.
fn distance(a: Local, b: Local) -> f64 {
    let (dx, dy) = (a.x - b.x, a.y - b.y);
    (dx * dx + dy * dy).sqrt()
}

impl StreetGraph {
    /// Joins the lines of a layer.
    #[must_use]
    pub fn new(streets: &StreetLayer) -> Self {
        join::join(streets)
    }

    /// The graph of a layer: that which the layer has, or else a new one.
    #[must_use]
    pub fn of(streets: &StreetLayer) -> Arc<Self> {
        streets.graph().map_or_else(|| Arc::new(Self::new(streets)), Arc::clone)
    }
}

/// Positions as the graph keeps them. No file has 4 thousand million vertices.
fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Where the items of each of `count` groups begin, and the end of the last.
fn starts(count: usize, groups: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0; count + 1];
    for group in groups {
        starts[group as usize + 1] += 1;
    }
    for at in 0..count {
        starts[at + 1] += starts[at];
    }
    starts
}

#[cfg(test)]
mod tests;
