//! A rule for names that many names are held against.
//!
//! Each pattern of a [`NameRule`] has a bit. A table has, for the first two letters of each word, the bits of
//! the patterns with such a word (Bloom 1970, with one hash): one walk over a name tells which patterns are
//! worth a search, and most names need none. Says the same as [`NameRule::doubt`].

use super::pattern::{hash, lowered};
use super::{Doubt, NameRule, Part};

/// The table has 2^13 places: few of them are taken, and those of all categories fit a cache.
const BITS: u32 = 13;

/// A rule with the table of its words' beginnings.
#[derive(Debug, Clone)]
pub struct Screen {
    rule: NameRule,
    marks: Box<[u8]>,
    /// The patterns that have words of one letter.
    of_letters: u8,
}

impl Part {
    fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl Screen {
    /// The screen of a rule.
    #[must_use]
    pub fn new(rule: NameRule) -> Self {
        let mut marks = vec![0; 1 << BITS].into_boxed_slice();
        let mut of_letters = 0;
        for part in Part::ALL {
            for (first, second) in rule.pattern(part).beginnings() {
                marks[hash(first, second, BITS)] |= part.bit();
                of_letters |= if second == '\0' { part.bit() } else { 0 };
            }
        }
        Self { rule, marks, of_letters }
    }

    /// The doubt about an outlet of this name; none where the name is empty, or says nothing against it.
    #[must_use]
    pub fn doubt(&self, name: &str) -> Option<Doubt> {
        let name = lowered(name.trim());
        let met = self.met(&name);
        self.rule.doubt_by(&name, |part| {
            let is_met = met & part.bit() != 0;
            is_met.then(|| self.rule.pattern(part).find_lowered(&name)).flatten()
        })
    }

    /// The patterns of which a name in lower case may hold a word, a bit each.
    fn met(&self, name: &str) -> u8 {
        let mark = |first, second| self.marks[hash(first, second, BITS)];
        let (mut met, mut before) = (0, '\0');
        for letter in name.chars() {
            met |= mark(before, letter);
            if self.of_letters != 0 {
                met |= mark(letter, '\0') & self.of_letters;
            }
            before = letter;
        }
        met
    }
}
