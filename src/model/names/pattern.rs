//! Patterns over names: words parted by `|`, each found anywhere in a name, at its beginning after `^`,
//! at its end before `$`; a mark is meant as itself after `\\`. That is all that the category table uses
//! of regular expressions; whatever else those have is refused, so that no pattern means something else
//! here than there.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Serialize, Serializer};

/// Marks of regular expressions that a word may hold only after `\\`.
const MARKS: [char; 13] = ['^', '$', '.', '*', '+', '?', '[', ']', '(', ')', '{', '}', '\\'];

/// Words to be found in names. Latin letters are compared without regard to case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern {
    text: Box<str>,
    words: Box<[Word]>,
    beginnings: Beginnings,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// An alternative is empty, and would be found in every name.
    #[error("one of its words is empty")]
    EmptyWord,
    /// A mark that regular expressions know and patterns do not.
    #[error("'{0}' stands in it as a mark")]
    Mark(char),
}

/// One alternative.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// What is looked for, as it is shown.
    plain: Box<str>,
    /// The same with its Latin letters in lower case.
    lower: Box<str>,
    at_start: bool,
    at_end: bool,
}

impl Pattern {
    /// The pattern that a text is; an empty text is one that nothing fits.
    ///
    /// # Errors
    /// [`PatternError`] where the text asks for more than words.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let words: Result<Box<[Word]>, PatternError> = text.split('|').map(Word::new).collect();
        let words = words?;
        let beginnings = Beginnings::of(&words);
        Ok(Self { text: text.into(), words, beginnings })
    }

    /// As it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing fits it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The first of its words, in the order in which they are written, that a name holds.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&str> {
        let name = lowered(name);
        if !self.beginnings.may_be_in(&name) {
            return None;
        }
        self.find_lowered(&name)
    }

    /// The same of a name whose Latin letters are in lower case, word by word.
    pub(super) fn find_lowered(&self, name: &str) -> Option<&str> {
        self.words.iter().find(|word| word.is_in(name)).map(|word| &*word.plain)
    }

    /// The first two letters of each word in lower case, nought for a second one that is not there.
    pub(super) fn beginnings(&self) -> impl Iterator<Item = (char, char)> {
        self.words.iter().map(Word::beginning)
    }

    /// Where in a text its words stand, in bytes; they may overlap.
    #[must_use]
    pub fn spans(&self, text: &str) -> Vec<Range<usize>> {
        // Lower case of Latin letters is as long as they are.
        let lowered = text.to_ascii_lowercase();
        if !self.beginnings.may_be_in(&lowered) {
            return Vec::new();
        }
        self.words.iter().flat_map(|word| word.spans(&lowered)).collect()
    }
}

impl Serialize for Pattern {
    /// As it was written.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.text)
    }
}

/// The first two letters of each word, as marks in a table (Bloom 1970, with one hash): most names hold
/// none of them, and are not searched for the words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Beginnings {
    marks: Box<[u64]>,
    /// Whether a word has one letter only.
    has_letters: bool,
}

impl Beginnings {
    fn of(words: &[Word]) -> Self {
        let mut marks = vec![0; 1 << (Self::BITS - 6)].into_boxed_slice();
        let mut has_letters = false;
        for word in words {
            let (first, second) = word.beginning();
            has_letters |= second == '\0';
            let (place, mark) = Self::mark(first, second);
            marks[place] |= mark;
        }
        Self { marks, has_letters }
    }

    /// The marks of a pattern are a table of 2^14 bits.
    const BITS: u32 = 14;

    /// Where the mark of two letters stands, and the mark.
    fn mark(first: char, second: char) -> (usize, u64) {
        let hash = hash(first, second, Self::BITS);
        (hash >> 6, 1 << (hash & 63))
    }

    /// False where a name, in lower case, holds no word.
    fn may_be_in(&self, name: &str) -> bool {
        let has =
            |(place, mark): (usize, u64)| self.marks.get(place).is_some_and(|m| m & mark != 0);
        let mut before = '\0';
        name.chars().any(|letter| {
            let first = std::mem::replace(&mut before, letter);
            has(Self::mark(first, letter)) || self.has_letters && has(Self::mark(letter, '\0'))
        })
    }
}

/// A number of so many bits for two letters: Knuth's multiplicative hash (2^32 by the golden ratio).
pub(super) fn hash(first: char, second: char, bits: u32) -> usize {
    let letters = u32::from(first).rotate_left(16) ^ u32::from(second);
    (letters.wrapping_mul(0x9E37_79B1) >> (u32::BITS - bits)) as usize
}

/// A name with its Latin letters in lower case.
pub(super) fn lowered(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

impl Word {
    fn beginning(&self) -> (char, char) {
        let mut letters = self.lower.chars();
        (letters.next().unwrap_or_default(), letters.next().unwrap_or_default())
    }

    fn new(written: &str) -> Result<Self, PatternError> {
        let (at_start, written) = match written.strip_prefix('^') {
            Some(rest) => (true, rest),
            None => (false, written),
        };
        let (mut plain, mut at_end) = (String::new(), false);
        let mut letters = written.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '$' if letters.peek().is_none() => at_end = true,
                '\\' => match letters.next() {
                    Some(mark) if MARKS.contains(&mark) => plain.push(mark),
                    Some(_) | None => return Err(PatternError::Mark('\\')),
                },
                mark if MARKS.contains(&mark) => return Err(PatternError::Mark(mark)),
                letter => plain.push(letter),
            }
        }
        if plain.is_empty() {
            return Err(PatternError::EmptyWord);
        }
        let lower = plain.to_ascii_lowercase().into();
        Ok(Self { plain: plain.into(), lower, at_start, at_end })
    }

    fn spans(&self, text: &str) -> Vec<Range<usize>> {
        let word = &*self.lower;
        let found = text.match_indices(word).map(|(at, _)| at..at + word.len());
        let stands = |span: &Range<usize>| {
            (!self.at_start || span.start == 0) && (!self.at_end || span.end == text.len())
        };
        found.filter(stands).collect()
    }

    fn is_in(&self, name: &str) -> bool {
        let word = &*self.lower;
        match (self.at_start, self.at_end) {
            (false, false) => name.contains(word),
            (true, false) => name.starts_with(word),
            (false, true) => name.ends_with(word),
            (true, true) => name == word,
        }
    }
}
