//! What an extract of OpenStreetMap holds, as far as a city needs it.
//!
//! All nodes with their places, all ways with their nodes; tags only of elements whose keys are of
//! interest, and of relations only areas and borders. Parts of a file are decoded side by side, each
//! into a [`WordedPart`], and added in the order of the file, so that the result
//! does not depend on the number of threads.

use super::stretches::Stretches;
use super::words::{Interest, Pairs, PartWords, Tags, Word, Words};
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

/// A part of a file, or all of it.
#[derive(Debug, Default)]
pub(super) struct Part {
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
    /// Takes over all that is in a part, and leaves it empty with its room; `word` gives the number here
    /// of a word there.
    fn append(&mut self, part: &mut Self, word: impl Fn(Word) -> Word) {
        let (refs, pairs) = (self.refs.len(), self.pairs.len());
        self.pairs.extend(part.pairs.drain(..).map(|(k, v)| (word(k), word(v))));
        self.ids.append(&mut part.ids);
        self.spots.append(&mut part.spots);
        self.refs.append(&mut part.refs);
        let tagged = part.tagged.drain(..);
        self.tagged.extend(tagged.map(|node| TaggedNode { tags: node.tags.behind(pairs), ..node }));
        self.ways.extend(part.ways.drain(..).map(|way| {
            let (start, end) = (way.start + refs, way.end + refs);
            Way { tags: way.tags.behind(pairs), start, end, ..way }
        }));
        self.relations.extend(part.relations.drain(..).map(|mut relation| {
            for member in &mut relation.members {
                member.role = word(member.role);
            }
            Relation { tags: relation.tags.behind(pairs), ..relation }
        }));
        let elements = std::mem::take(&mut part.elements);
        self.elements.nodes += elements.nodes;
        self.elements.ways += elements.ways;
        self.elements.relations += elements.relations;
        self.placeless += std::mem::take(&mut part.placeless);
        self.deleted += std::mem::take(&mut part.deleted);
        self.newest = self.newest.max(part.newest);
    }
}

/// A part with its own words.
#[derive(Debug, Default)]
pub(super) struct WordedPart {
    pub(super) part: Part,
    pub(super) words: PartWords,
}

/// A whole file.
#[derive(Debug, Default)]
pub(super) struct Extract {
    pub(super) all: Part,
    pub(super) words: Words,
    /// Box that the file says it holds: west, south, east, north.
    pub(super) bounds: Option<[f64; 4]>,
    /// Elements that stand more than once.
    pub(super) repeated: Elements,
    stretches: Stretches,
}

impl Extract {
    /// Adds parts behind what there is, in their order, and leaves them empty.
    pub(super) fn add(&mut self, parts: &mut [WordedPart]) {
        let all = &mut self.all;
        let count = |of: fn(&Part) -> usize| parts.iter().map(|worded| of(&worded.part)).sum();
        all.ids.reserve(count(|part| part.ids.len()));
        all.spots.reserve(count(|part| part.spots.len()));
        all.refs.reserve(count(|part| part.refs.len()));
        all.pairs.reserve(count(|part| part.pairs.len()));
        for WordedPart { part, words } in parts {
            let numbers: Vec<Word> = words.iter().map(|text| self.words.number(text)).collect();
            words.clear();
            all.append(part, |word| numbers[word.0 as usize]);
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
        self.stretches = Stretches::new(&all.ids);
        last_of_each(&mut all.tagged, |node| node.id);
        self.repeated.ways = last_of_each(&mut all.ways, |way| way.id);
        self.repeated.relations = last_of_each(&mut all.relations, |relation| relation.id);
    }

    /// The place of a node.
    pub(super) fn spot(&self, id: i64) -> Option<Spot> {
        self.stretches.find(id).map(|at| self.all.spots[at])
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
        Tags { words: &self.words, pairs: &self.all.pairs[pairs.start..pairs.end] }
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
