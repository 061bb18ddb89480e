//! Groups of things that belong together, and those whose texts are equal.
//!
//! Takes things by their positions. Method of [`repeats`]: fingerprints of the texts are sorted, and only
//! texts of one fingerprint are compared, so that a layer in which nothing stands twice costs one short
//! sort, and no text that anybody chose costs more than a sort of its own.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;

/// Groups of at least two positions.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Groups {
    members: Vec<u32>,
    /// End of each group in `members`.
    ends: Vec<usize>,
}

impl Groups {
    /// Adds a group; one of fewer than two is none.
    pub(super) fn push(&mut self, group: impl Iterator<Item = u32>) {
        let start = self.members.len();
        self.members.extend(group);
        if self.members.len() < start + 2 {
            self.members.truncate(start);
        } else {
            self.ends.push(self.members.len());
        }
    }

    /// The groups, one after another.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.members[start..end])
    }
}

/// A position as groups hold it.
pub(super) fn short(position: usize) -> u32 {
    // A layer of 4 thousand million features does not fit any memory that we know.
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// The positions below `count` whose texts are equal, those of a group in rising order. The order of
/// the groups means nothing.
pub(super) fn repeats<'a>(count: usize, text: impl Fn(usize) -> Option<&'a str>) -> Groups {
    let known = (0..count).filter_map(|n| Some(u64::from(fingerprint(text(n)?)) << 32 | n as u64));
    let mut marks: Vec<u64> = known.collect();
    keep_met_twice(&mut marks);
    marks.sort_unstable();
    let mut groups = Groups::default();
    let mut same = Vec::new();
    for run in marks.chunk_by(|a, b| a >> 32 == b >> 32).filter(|run| run.len() > 1) {
        let first = text(position(run[0]));
        if run[1..].iter().all(|mark| text(position(*mark)) == first) {
            groups.push(run.iter().map(|mark| short(position(*mark))));
            continue;
        }
        same.clear();
        same.extend(run.iter().map(|mark| (text(position(*mark)), short(position(*mark)))));
        same.sort_unstable();
        for group in same.chunk_by(|a, b| a.0 == b.0) {
            groups.push(group.iter().map(|(_, n)| *n));
        }
    }
    groups
}

/// Drops marks whose fingerprint no other one has, most of them: those alone in their place of a table with
/// sixteen places a mark. It is told before the sort, which is for the few that are left.
fn keep_met_twice(marks: &mut Vec<u64>) {
    let bits = (marks.len() * 16).next_power_of_two().trailing_zeros().clamp(6, u32::BITS);
    let (mut once, mut twice) = (vec![0u64; 1 << (bits - 6)], vec![0u64; 1 << (bits - 6)]);
    // Fingerprints are the upper half of a mark; their upper bits tell the place.
    let place = |mark: u64| {
        let place = mark >> (u64::BITS - bits);
        (usize::try_from(place >> 6).unwrap_or(usize::MAX), 1 << (place & 63))
    };
    for &mark in marks.iter() {
        let (word, bit) = place(mark);
        twice[word] |= once[word] & bit;
        once[word] |= bit;
    }
    marks.retain(|&mark| {
        let (word, bit) = place(mark);
        twice[word] & bit != 0
    });
}

/// The position in the lower half of a mark.
fn position(mark: u64) -> usize {
    usize::try_from(mark & u64::from(u32::MAX)).unwrap_or(usize::MAX)
}

/// A number that equal texts share, and others hardly ever.
fn fingerprint(text: &str) -> u32 {
    let mut hasher = FixedState::default().build_hasher();
    hasher.write(text.as_bytes());
    (hasher.finish() >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_found_whatever_lies_between() {
        let texts = [Some("a"), None, Some("b"), Some("a"), Some("c"), Some("b"), None, Some("a")];
        let groups = repeats(texts.len(), |n| texts[n]);
        let mut found: Vec<&[u32]> = groups.iter().collect();
        found.sort_unstable();
        assert_eq!(found, [&[0, 3, 7][..], &[2, 5]]);
    }

    #[test]
    fn of_many_texts_with_one_fingerprint_only_equal_ones_are_together() {
        // Of 200 000 texts some 200000^2 / 2^33 = 5 pairs share 32 bits by chance.
        let texts: Vec<String> = (0..200_000).map(|n| format!("outlet {n}")).collect();
        assert_eq!(repeats(texts.len(), |n| Some(&texts[n])), Groups::default());
    }
}
