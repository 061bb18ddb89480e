//! Where ids stand in a sorted list, found in one look.
//!
//! Editors take ids from a counter, so that those of one place come in runs. Ids are looked for by the
//! stretch of 64 that they are in: a table says where its first one stands, a set of bits which of the 64
//! are there, and the number of bits below one's own is how far behind the first one it stands.

use std::collections::HashMap;

use foldhash::fast::FixedState;

/// A sorted list of ids, to be looked in.
#[derive(Debug, Default)]
pub(super) struct Stretches(HashMap<i64, Stretch, FixedState>);

/// Ids that are the same but for their lowest six bits.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    /// Where the first of them stands in the list.
    first: usize,
    /// Which of the 64 are there.
    there: u64,
}

/// Bits of an id that say where in its stretch it is.
const BITS: u32 = 6;

impl Stretches {
    /// Of ids in ascending order, each once.
    pub(super) fn new(sorted: &[i64]) -> Self {
        let mut stretches = HashMap::default();
        let mut first = 0;
        for ids in sorted.chunk_by(|a, b| a >> BITS == b >> BITS) {
            let there = ids.iter().fold(0, |there, id| there | 1 << place(*id));
            stretches.insert(ids[0] >> BITS, Stretch { first, there });
            first += ids.len();
        }
        Self(stretches)
    }

    /// Where an id stands in the list.
    pub(super) fn find(&self, id: i64) -> Option<usize> {
        let Stretch { first, there } = self.0.get(&(id >> BITS))?;
        let own = 1_u64 << place(id);
        (there & own != 0).then(|| first + (there & (own - 1)).count_ones() as usize)
    }
}

/// Where in its stretch an id is.
fn place(id: i64) -> u32 {
    (id.cast_unsigned() % (1 << BITS)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_found_and_no_other_one() {
        // Clusters with wide gaps, negative ids of editors among them.
        let clusters = [-3_000_i64, 5, 90_000, 1 << 33, (1 << 33) + 400, i64::MAX / 4];
        let mut ids: Vec<i64> =
            clusters.iter().flat_map(|start| (0..200).map(move |n| start + 2 * n)).collect();
        ids.extend([i64::MIN, i64::MAX, 63, 64, 127, 128]);
        ids.sort_unstable();
        ids.dedup();
        for length in [0, 1, 2, 15, 16, 17, 300, ids.len()] {
            let ids = &ids[..length];
            let stretches = Stretches::new(ids);
            let near = |id: i64| [id.saturating_sub(1), id, id.saturating_add(1)];
            for other in ids.iter().copied().chain([0, 7, 1 << 40]).flat_map(near) {
                assert_eq!(
                    stretches.find(other),
                    ids.binary_search(&other).ok(),
                    "{length} {other}"
                );
            }
        }
    }
}
