//! Which outlets each people place has within a distance, and how far they are, in a straight line.
//!
//! The pairs lie in one list, place by place, the nearest first, ties by the lower outlet. Places are
//! swept in blocks, so that the list is the same on any number of threads.

use rayon::prelude::*;

use super::BLOCK;
use crate::index::Index;
use crate::model::{CategoryId, City, Local, OutletId};
use crate::units::Metres;

/// People places with the outlets in their reach.
#[derive(Debug, Clone, Default)]
pub struct Pairs {
    /// Where the pairs of each place begin, and the end of the last.
    starts: Vec<usize>,
    pairs: Vec<(OutletId, Metres)>,
}

/// Pairs every people place with the outlets of these categories within a distance (inclusive).
#[must_use]
pub fn pairs(city: &City, index: &Index, categories: &[CategoryId], within: Metres) -> Pairs {
    let places: &[Local] = city.people().map_or(&[], |people| &people.at);
    let blocks: Vec<Pairs> = places
        .par_chunks(BLOCK)
        .map(|places| {
            let found = places.iter().map(|&at| {
                let mut found = Vec::new();
                for &category in categories {
                    let grid = index.category(category).grid();
                    grid.within(at, within.0, |outlet, d| found.push((outlet, Metres(d))));
                }
                found
            });
            Pairs::new(found)
        })
        .collect();
    let mut all = Pairs::new(std::iter::empty());
    for block in blocks {
        let before = all.pairs.len();
        all.starts.extend(block.starts[1..].iter().map(|start| before + start));
        all.pairs.extend(block.pairs);
    }
    all
}

impl Pairs {
    /// From the outlets of each place, which are put in order.
    #[must_use]
    pub fn new(places: impl Iterator<Item = Vec<(OutletId, Metres)>>) -> Self {
        let mut all = Self { starts: vec![0], pairs: Vec::new() };
        for mut found in places {
            found.sort_unstable_by(|a, b| a.1.0.total_cmp(&b.1.0).then(a.0.cmp(&b.0)));
            all.pairs.extend(found);
            all.starts.push(all.pairs.len());
        }
        all
    }

    /// How many places there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there is no place.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The outlets of a place, the nearest first.
    #[must_use]
    pub fn of(&self, place: usize) -> &[(OutletId, Metres)] {
        &self.pairs[self.starts[place]..self.starts[place + 1]]
    }
}
