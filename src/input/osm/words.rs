//! The words of an extract (keys, values, roles), each kept once.

use std::collections::HashMap;
use std::sync::Arc;

/// A word by its number in [`Words`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Word(pub(super) u32);

/// All words of an extract.
#[derive(Debug, Default)]
pub(super) struct Words {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Words {
    /// The number of a word, a new one where it is met for the first time.
    pub(super) fn number(&mut self, text: &str) -> Word {
        match self.numbers.get(text) {
            Some(&number) => Word(number),
            None => self.add(text.into()),
        }
    }

    /// The numbers of the words of a part, which is given up.
    pub(super) fn numbers(&mut self, part: Self) -> Vec<Word> {
        let number = |text: Arc<str>| match self.numbers.get(&text) {
            Some(&number) => Word(number),
            None => self.add(text),
        };
        part.texts.into_iter().map(number).collect()
    }

    fn add(&mut self, text: Arc<str>) -> Word {
        self.numbers.insert(Arc::clone(&text), self.next());
        self.push(text)
    }

    /// The number of a word that is not looked up: for texts of which each is met once.
    pub(super) fn push(&mut self, text: Arc<str>) -> Word {
        let number = self.next();
        self.texts.push(text);
        Word(number)
    }

    /// Bounded by the bytes of the file, of which none in use has 4 thousand million words.
    fn next(&self) -> u32 {
        u32::try_from(self.texts.len()).unwrap_or(u32::MAX)
    }

    /// The text of a word.
    pub(super) fn text(&self, word: Word) -> &str {
        &self.texts[word.0 as usize]
    }
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
