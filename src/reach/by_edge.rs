//! Outlets by the edges that they stand on.

use crate::index::streets::Snap;

/// Where outlets stand on streets, each with what it is called here.
#[derive(Debug)]
pub(super) struct ByEdge<T> {
    /// By edge, then by name.
    list: Vec<(Snap, T)>,
    /// A bit an edge: whether an outlet is on it.
    is_on: Vec<u64>,
}

impl<T: Copy + Ord> ByEdge<T> {
    pub(super) fn new(outlets: impl Iterator<Item = (Snap, T)>) -> Self {
        let mut list: Vec<(Snap, T)> = outlets.collect();
        list.sort_unstable_by_key(|(snap, name)| (snap.edge, *name));
        let words = list.last().map_or(0, |(last, _)| last.edge as usize / 64 + 1);
        let mut is_on = vec![0; words];
        for (snap, _) in &list {
            is_on[snap.edge as usize / 64] |= 1 << (snap.edge % 64);
        }
        Self { list, is_on }
    }

    /// All of them.
    pub(super) fn all(&self) -> &[(Snap, T)] {
        &self.list
    }

    /// Those on an edge.
    pub(super) fn on(&self, edge: u32) -> &[(Snap, T)] {
        let is_on =
            self.is_on.get(edge as usize / 64).is_some_and(|word| word >> (edge % 64) & 1 == 1);
        if !is_on {
            return &[];
        }
        let first = self.list.partition_point(|(snap, _)| snap.edge < edge);
        let count = self.list[first..].iter().take_while(|(snap, _)| snap.edge == edge).count();
        &self.list[first..first + count]
    }
}
