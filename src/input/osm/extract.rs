//! What an extract of OpenStreetMap holds, as far as a city needs it.
//!
//! All nodes with their places, all ways with their nodes; tags only of elements whose keys are of
//! interest, and of relations only areas and borders. Parts of a file are decoded side by side, each
//! into a [`Part`] with words of its own, and added in the order of the file, so that the result
//! does not depend on the number of threads.

use super::words::{Interest, Pairs, Tags, Word, Words};
use crate::model::LonLat;

/// A place in steps of 1e-7 degrees, as OpenStreetMap keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::input) struct Spot {
    pub(in crate::input) lon: i32,
    pub(in crate::input) lat: i32,
}

/// Steps in one degree.
pub(super) const STEPS: f64 = 1e7;

impl Spot {
    /// The spot at a place in steps; none where it is not on the Earth.
    pub(super) fn new(lon: i64, lat: i64) -> Option<Self> {
        let within = |v: i64, most: i64| i32::try_from(v).ok().filter(|_| v.abs() <= most);
        Some(Self { lon: within(lon, 1_800_000_000)?, lat: within(lat, 900_000_000)? })
    }

    /// The spot nearest to a place in degrees; none where it is not on the Earth.
    #[expect(clippy::cast_possible_truncation, reason = "what saturates is not on the Earth")]
    pub(in crate::input) fn near(at: LonLat) -> Option<Self> {
        Self::new((at.lon * STEPS).round() as i64, (at.lat * STEPS).round() as i64)
    }

    /// The same in degrees.
    pub(super) fn degrees(self) -> LonLat {
        LonLat { lon: f64::from(self.lon) / STEPS, lat: f64::from(self.lat) / STEPS }
    }
}

/// The kind of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Node,
    Way,
    Relation,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Way => "way",
            Self::Relation => "relation",
        }
    }
}

/// A node that has tags of interest.
#[derive(Debug, Clone)]
pub(super) struct TaggedNode {
    pub(super) id: i64,
    pub(super) tags: Pairs,
    pub(super) interest: Interest,
}

/// A way; its nodes are a stretch of the list of all.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub(super) id: i64,
    pub(super) tags: Pairs,
    pub(super) interest: Interest,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A member of a relation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) kind: Kind,
    pub(super) id: i64,
    pub(super) role: Word,
}

/// A relation that is an area or a border.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) id: i64,
    pub(super) tags: Pairs,
    pub(super) interest: Interest,
    pub(super) members: Vec<Member>,
}

/// How many elements a file holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Elements {
    /// Nodes.
    pub nodes: usize,
    /// Ways.
    pub ways: usize,
    /// Relations, those that are neither area nor border too.
    pub relations: usize,
}

/// A part of a file.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) words: Words,
    /// Tags of elements, one behind the other.
    pub(super) pairs: Vec<(Word, Word)>,
    pub(super) ids: Vec<i64>,
    pub(super) spots: Vec<Spot>,
    pub(super) tagged: Vec<TaggedNode>,
    pub(super) ways: Vec<Way>,
    pub(super) refs: Vec<i64>,
    pub(super) relations: Vec<Relation>,
    pub(super) elements: Elements,
    /// Nodes that have no place on the Earth.
    pub(super) placeless: usize,
    /// Elements that are deleted (history files, unsaved edits).
    pub(super) deleted: usize,
    /// Seconds since 1970 of the newest edit.
    pub(super) newest: i64,
}

impl Part {
    fn append(&mut self, part: Self) {
        let map = self.words.numbers(part.words);
        let word = |word: Word| map[word.0 as usize];
        let (refs, pairs) = (self.refs.len(), self.pairs.len());
        self.pairs.extend(part.pairs.into_iter().map(|(k, v)| (word(k), word(v))));
        self.ids.extend(part.ids);
        self.spots.extend(part.spots);
        self.refs.extend(part.refs);
        self.tagged.extend(
            part.tagged
                .into_iter()
                .map(|node| TaggedNode { tags: node.tags.behind(pairs), ..node }),
        );
        self.ways.extend(part.ways.into_iter().map(|way| {
            let (start, end) = (way.start + refs, way.end + refs);
            Way { tags: way.tags.behind(pairs), start, end, ..way }
        }));
        self.relations.extend(part.relations.into_iter().map(|mut relation| {
            for member in &mut relation.members {
                member.role = word(member.role);
            }
            Relation { tags: relation.tags.behind(pairs), ..relation }
        }));
        self.elements.nodes += part.elements.nodes;
        self.elements.ways += part.elements.ways;
        self.elements.relations += part.elements.relations;
        self.placeless += part.placeless;
        self.deleted += part.deleted;
        self.newest = self.newest.max(part.newest);
    }
}

/// A whole file.
#[derive(Debug, Default)]
pub(super) struct Extract {
    pub(super) all: Part,
    /// Box that the file says it holds: west, south, east, north.
    pub(super) bounds: Option<[f64; 4]>,
    /// Elements that stand more than once.
    pub(super) repeated: Elements,
    milestones: Milestones,
}

impl Extract {
    /// Adds parts behind what there is, in their order.
    pub(super) fn add(&mut self, parts: Vec<Part>) {
        let all = &mut self.all;
        all.ids.reserve(parts.iter().map(|part| part.ids.len()).sum());
        all.spots.reserve(parts.iter().map(|part| part.spots.len()).sum());
        all.refs.reserve(parts.iter().map(|part| part.refs.len()).sum());
        all.pairs.reserve(parts.iter().map(|part| part.pairs.len()).sum());
        for part in parts {
            all.append(part);
        }
    }

    /// Sorts by id and keeps of elements that stand more than once the last one.
    pub(super) fn settle(&mut self) {
        let all = &mut self.all;
        if !all.ids.is_sorted_by(|a, b| a < b) {
            let mut order: Vec<u32> =
                (0..u32::try_from(all.ids.len()).unwrap_or(u32::MAX)).collect();
            order.sort_by_key(|&i| all.ids[i as usize]);
            let keep = |pair: &[u32]| all.ids[pair[0] as usize] != all.ids[pair[1] as usize];
            let mut kept: Vec<u32> =
                order.windows(2).filter(|pair| keep(pair)).map(|pair| pair[0]).collect();
            kept.extend(order.last());
            self.repeated.nodes = order.len() - kept.len();
            all.spots = kept.iter().map(|&i| all.spots[i as usize]).collect();
            all.ids = kept.iter().map(|&i| all.ids[i as usize]).collect();
        }
        self.milestones = Milestones::new(&all.ids);
        last_of_each(&mut all.tagged, |node| node.id);
        self.repeated.ways = last_of_each(&mut all.ways, |way| way.id);
        self.repeated.relations = last_of_each(&mut all.relations, |relation| relation.id);
    }

    /// The place of a node; `near` is where the last one was found.
    pub(super) fn spot(&self, id: i64, near: &mut usize) -> Option<Spot> {
        let ids = &self.all.ids;
        // Ways are drawn node after node: the next one is often that of the next id.
        let next = *near + 1;
        let at = if ids.get(next) == Some(&id) {
            next
        } else {
            // Or one of those about it.
            in_mile(ids, *near, id).or_else(|| self.milestones.find(ids, id))?
        };
        *near = at;
        Some(self.all.spots[at])
    }

    /// The way of an id.
    pub(super) fn way(&self, id: i64) -> Option<&Way> {
        let at = self.all.ways.binary_search_by_key(&id, |way| way.id).ok()?;
        Some(&self.all.ways[at])
    }

    /// The node of an id, where it has tags of interest.
    pub(super) fn tagged(&self, id: i64) -> Option<&TaggedNode> {
        let at = self.all.tagged.binary_search_by_key(&id, |node| node.id).ok()?;
        Some(&self.all.tagged[at])
    }

    /// The nodes of a way.
    pub(super) fn nodes(&self, way: &Way) -> &[i64] {
        &self.all.refs[way.start..way.end]
    }

    /// Tags with their texts.
    pub(super) fn tags(&self, pairs: Pairs) -> Tags<'_> {
        Tags { words: &self.all.words, pairs: &self.all.pairs[pairs.start..pairs.end] }
    }
}

/// Sorts by id, keeps the last of equal ones and gives the number of those that went.
fn last_of_each<T>(list: &mut Vec<T>, id: impl Fn(&T) -> i64) -> usize {
    let before = list.len();
    if !list.is_sorted_by(|a, b| id(a) < id(b)) {
        // Stable, so that of equal ids the last in the file comes first once the list is reversed.
        list.reverse();
        list.sort_by_key(&id);
        list.dedup_by_key(|element| id(element));
    }
    before - list.len()
}

/// Finds ids in a sorted list with few looks at it.
#[derive(Debug, Default)]
struct Milestones {
    /// Every [`MILE`]-th id.
    ids: Vec<i64>,
    /// For each stretch of ids of equal width, the first milestone in it or behind it; one more at the
    /// end.
    starts: Vec<usize>,
    first: i64,
    shift: u32,
}

/// Ids from one milestone to the next: two lines of a cache.
const MILE: usize = 16;

/// How many stretches there are, at most twice: so many that their list stays in the nearest cache.
const STRETCHES: u64 = 2048;

impl Milestones {
    fn new(sorted: &[i64]) -> Self {
        let ids: Vec<i64> = sorted.iter().step_by(MILE).copied().collect();
        let (Some(&first), Some(&last)) = (ids.first(), ids.last()) else { return Self::default() };
        let mut shift = 0;
        while last.abs_diff(first) >> shift >= 2 * STRETCHES {
            shift += 1;
        }
        let mut starts = Vec::new();
        for (at, id) in ids.iter().enumerate() {
            let stretch = stretch(*id, first, shift);
            while starts.len() <= stretch {
                starts.push(at);
            }
        }
        starts.push(ids.len());
        Self { ids, starts, first, shift }
    }

    /// Where an id stands in the list.
    fn find(&self, sorted: &[i64], id: i64) -> Option<usize> {
        let first = self.first;
        if id < first || self.ids.is_empty() {
            return None;
        }
        let stretch = stretch(id, first, self.shift).min(self.starts.len() - 2);
        let (from, to) = (self.starts[stretch], self.starts[stretch + 1]);
        // The last milestone that is not past it, which may stand before the stretch.
        let behind = from + self.ids[from..to].partition_point(|there| *there <= id);
        in_mile(sorted, behind.saturating_sub(1) * MILE, id)
    }
}

/// Where an id stands in a sorted list, if that is between the same milestones as `near`.
fn in_mile(sorted: &[i64], near: usize, id: i64) -> Option<usize> {
    let start = near / MILE * MILE;
    let mile = sorted.get(start..(start + MILE).min(sorted.len()))?;
    let at = mile.partition_point(|there| *there < id);
    (mile.get(at) == Some(&id)).then_some(start + at)
}

/// In which stretch an id is.
fn stretch(id: i64, first: i64, shift: u32) -> usize {
    usize::try_from(id.abs_diff(first) >> shift).unwrap_or(usize::MAX)
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
        ids.sort_unstable();
        ids.dedup();
        for length in [1, 2, 15, 16, 17, 300, ids.len()] {
            let ids = &ids[..length];
            let milestones = Milestones::new(ids);
            for (at, &id) in ids.iter().enumerate() {
                assert_eq!(milestones.find(ids, id), Some(at), "{length}");
                for other in [id - 1, id + 1] {
                    assert_eq!(milestones.find(ids, other), ids.binary_search(&other).ok());
                }
            }
            for far in [i64::MIN, i64::MAX, 0] {
                assert_eq!(milestones.find(ids, far), ids.binary_search(&far).ok());
            }
        }
        assert_eq!(Milestones::new(&[]).find(&[], 7), None);
    }
}
