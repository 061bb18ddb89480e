//! The words of an extract (keys, values, roles), each kept once.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

/// A word by its number in [`Words`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Word(pub(super) u32);

/// All words of an extract, each once.
#[derive(Debug, Default)]
pub(super) struct Words {
    numbers: HashMap<Arc<str>, u32, FixedState>,
    texts: Vec<Arc<str>>,
}

impl Words {
    /// The number of a word, a new one where it is met for the first time.
    pub(super) fn number(&mut self, text: &str) -> Word {
        if let Some(&number) = self.numbers.get(text) {
            return Word(number);
        }
        let (text, number): (Arc<str>, _) = (text.into(), counted(self.texts.len()));
        self.numbers.insert(Arc::clone(&text), number);
        self.texts.push(text);
        Word(number)
    }

    /// The text of a word.
    pub(super) fn text(&self, word: Word) -> &str {
        &self.texts[word.0 as usize]
    }
}

/// The words of a part of an extract, of which each is met once: one behind the other.
#[derive(Debug, Default)]
pub(super) struct PartWords {
    letters: String,
    ends: Vec<usize>,
}

impl PartWords {
    /// The number of a further word.
    pub(super) fn push(&mut self, text: &str) -> Word {
        let number = counted(self.ends.len());
        self.letters.push_str(text);
        self.ends.push(self.letters.len());
        Word(number)
    }

    /// All of them in the order of their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |&end| &self.letters[std::mem::replace(&mut start, end)..end])
    }

    /// Takes all of them away, and keeps the room.
    pub(super) fn clear(&mut self) {
        self.letters.clear();
        self.ends.clear();
    }
}

/// Bounded by the bytes of the file, of which none in use has 4 thousand million words.
fn counted(words: usize) -> u32 {
    u32::try_from(words).unwrap_or(u32::MAX)
}

/// The tags of one element: a stretch of the list of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Pairs {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Pairs {
    /// The same stretch behind so many others.
    pub(super) fn behind(self, base: usize) -> Self {
        Self { start: self.start + base, end: self.end + base }
    }
}

/// The tags of one element, with their texts at hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tags<'a> {
    pub(super) words: &'a Words,
    pub(super) pairs: &'a [(Word, Word)],
}

impl<'a> Tags<'a> {
    /// The value of a key.
    pub(super) fn get(self, key: &str) -> Option<&'a str> {
        self.iter().find(|(k, _)| *k == key).map(|(_, value)| value)
    }

    /// Keys and values in the order of the file.
    pub(super) fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.pairs.iter().map(move |&(k, v)| (self.words.text(k), self.words.text(v)))
    }

    /// The name that people know the element by; empty where it has none.
    pub(super) fn name(self) -> &'a str {
        ["name", "name:zh"].iter().find_map(|key| self.get(key)).unwrap_or_default()
    }
}

/// What the keys of an element make it of interest for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Interest(u8);

impl Interest {
    /// For nothing.
    pub(super) const NONE: Self = Self(0);
    /// An outlet, today or at another time of its life.
    pub(super) const OUTLET: Self = Self(1);
    /// Residential land or a building.
    pub(super) const LAND: Self = Self(2);
    /// A border.
    pub(super) const BORDER: Self = Self(4);
    /// A street or another way to walk on.
    pub(super) const STREET: Self = Self(8);
    /// A gate or an entrance.
    pub(super) const GATE: Self = Self(16);
    /// A place that may state its population.
    pub(super) const PLACE: Self = Self(32);

    /// What one key makes of interest.
    pub(super) fn of_key(key: &[u8]) -> Self {
        match key {
            b"shop"
            | b"amenity"
            | b"healthcare"
            | b"office"
            | b"craft"
            | b"social_facility"
            | b"post_office"
            | b"community_centre:for" => Self::OUTLET,
            b"landuse" | b"building" => Self::LAND,
            b"boundary" => Self::BORDER,
            b"highway" | b"area:highway" | b"railway" | b"public_transport" => Self::STREET,
            b"barrier" => Self(Self::GATE.0 | Self::STREET.0),
            b"entrance" => Self::GATE,
            b"place" => Self::PLACE,
            _ => match key.iter().position(|b| *b == b':') {
                Some(colon) if super::life::Life::of_prefix(&key[..colon]).is_some() => {
                    Self::OUTLET
                }
                _ => Self::NONE,
            },
        }
    }

    /// Both.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is any in both.
    pub(super) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What makes a node worth its tags.
    pub(super) const OF_NODES: Self = Self(Self::OUTLET.0 | Self::GATE.0 | Self::PLACE.0);
}
