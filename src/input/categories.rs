//! What a file's category words stand for.
//!
//! A word is looked up in the city's own mapping, then among keys, aliases and type codes. A word
//! that stands for nothing is listed once with the number of outlets that have it, which are not
//! counted; a type code that lost its leading nought in a spreadsheet is recognised, not repaired.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::config::CategoryWords;
use super::hours::Hours;
use super::plan::LayerPlan;
use super::values::Property;
use super::words::{counted, quoted};
use crate::finding::{Finding, Findings, Place, Spots, nearest};
use crate::model::{CategoryId, CategoryTable, Doubt, LonLat, Screen};

/// Letters in a type code of the map service that Chinese files use most.
const CODE_LENGTH: usize = 6;

/// The words of one layer so far.
#[derive(Debug)]
pub(super) struct Categories<'a> {
    words: &'a CategoryWords,
    known: &'a CategoryTable,
    met: HashMap<Box<str>, Meaning, FixedState>,
    /// Keys that outlets have, in the order in which they were met.
    pub(super) keys: Vec<String>,
    /// What their names should hold, in the same order.
    names: Vec<Screen>,
    /// What their hours are read for, in the same order.
    hours: Vec<Option<Hours>>,
    strange: Vec<Strange>,
    left_out: Vec<(Box<str>, usize)>,
    /// Words that may mean another category too.
    doubtful: Vec<Doubtful>,
}

#[derive(Debug, Clone, Copy)]
enum Meaning {
    Key(CategoryId),
    Doubtful(usize),
    Strange(usize),
    LeftOut(usize),
}

/// A word that stands for nothing.
#[derive(Debug)]
struct Strange {
    word: Box<str>,
    place: Place,
    /// Where the first of its outlets lies.
    at: Option<LonLat>,
    count: usize,
}

/// A word that is read as one category and may mean another.
#[derive(Debug)]
struct Doubtful {
    word: Box<str>,
    id: CategoryId,
    place: Place,
    count: usize,
}

impl<'a> Categories<'a> {
    pub(super) fn new(words: &'a CategoryWords, known: &'a CategoryTable) -> Self {
        let (keys, names, hours) = (Vec::new(), Vec::new(), Vec::new());
        let (strange, left_out, doubtful) = (Vec::new(), Vec::new(), Vec::new());
        let met = HashMap::default();
        Self { words, known, met, keys, names, hours, strange, left_out, doubtful }
    }

    /// The category of a word of the outlet at a place, which is named where it stands for nothing.
    ///
    /// # Errors
    /// The code of what [`Self::say`] will say, where the word's outlets are not counted.
    pub(super) fn look_up(
        &mut self,
        word: &str,
        property: &Property<'_>,
        at: Option<LonLat>,
    ) -> Result<CategoryId, &'static str> {
        let meaning = if let Some(&meaning) = self.met.get(word) {
            meaning
        } else {
            let meaning = self.meaning(word, property, at);
            self.met.insert(word.into(), meaning);
            meaning
        };
        match meaning {
            Meaning::Key(id) => Ok(id),
            Meaning::Doubtful(index) => {
                self.doubtful[index].count += 1;
                Ok(self.doubtful[index].id)
            }
            Meaning::Strange(index) => {
                self.strange[index].count += 1;
                Err("unknown-category")
            }
            Meaning::LeftOut(index) => {
                self.left_out[index].1 += 1;
                Err("category-left-out")
            }
        }
    }

    fn meaning(&mut self, word: &str, property: &Property<'_>, at: Option<LonLat>) -> Meaning {
        let key = match self.words.get(word) {
            Some(Some(key)) => Some(key.as_str()),
            Some(None) => {
                self.left_out.push((word.into(), 0));
                return Meaning::LeftOut(self.left_out.len() - 1);
            }
            None => self.known.key(word),
        };
        let Some(key) = key else {
            let place = property.place();
            self.strange.push(Strange { word: word.into(), place, at, count: 0 });
            return Meaning::Strange(self.strange.len() - 1);
        };
        let index = self.keys.iter().position(|k| k == key).unwrap_or_else(|| {
            self.keys.push(key.to_owned());
            self.names.push(Screen::new(self.known.names(key)));
            self.hours.push(self.known.hours(key).map(Hours::new));
            self.keys.len() - 1
        });
        let id = CategoryId(u32::try_from(index).unwrap_or(u32::MAX));
        let is_own = self.words.contains_key(word);
        if is_own || CategoryTable::other_readings(word).is_empty() {
            return Meaning::Key(id);
        }
        let place = property.place();
        self.doubtful.push(Doubtful { word: word.into(), id, place, count: 0 });
        Meaning::Doubtful(self.doubtful.len() - 1)
    }

    /// What the name of an outlet says against a category that was looked up.
    pub(super) fn doubt(&self, category: CategoryId, name: &str) -> Option<Doubt> {
        self.names.get(category.index())?.doubt(name)
    }

    /// What the hours of a category that was looked up are read for; none where they do not matter.
    pub(super) fn hours(&mut self, category: CategoryId) -> Option<&mut Hours> {
        self.hours.get_mut(category.index())?.as_mut()
    }

    /// The words that were looked up among the categories, also as type codes that lost a nought.
    pub(super) fn looked_up(&self) -> Vec<String> {
        let own = self.met.keys().filter(|word| !self.words.contains_key(&***word));
        let padded = self.strange.iter().map(|strange| padded(&strange.word));
        own.map(ToString::to_string).chain(padded).collect()
    }

    /// Says which words are not counted, and gives back the keys that are.
    pub(super) fn say(self, plan: &LayerPlan, findings: &mut Findings) -> Vec<String> {
        for strange in &self.strange {
            findings.push(self.strange_finding(strange));
        }
        for doubtful in &self.doubtful {
            findings.push(self.doubtful_finding(doubtful));
        }
        if !self.left_out.is_empty() {
            let count = self.left_out.iter().map(|(_, count)| count).sum();
            let words: Vec<String> = self.left_out.iter().map(|(word, _)| quoted(word)).collect();
            let message =
                format!("{} left out on purpose: {}", counted(count, "outlet"), words.join(", "));
            findings.push(Finding::note("category-left-out", plan.whole(), message));
        }
        self.keys
    }

    fn doubtful_finding(&self, doubtful: &Doubtful) -> Finding {
        let Doubtful { word, id, place, count } = doubtful;
        let key = &self.keys[id.index()];
        let name = |key: &str| quoted(CategoryTable::entry(key).map_or(key, |entry| entry.en));
        let others = CategoryTable::other_readings(word);
        let names: Vec<String> = others.iter().map(|key| name(key)).collect();
        let message = format!(
            "{} in {} is read as {}; it may mean {}",
            quoted(word),
            counted(*count, "outlet"),
            name(key),
            names.join(" or ")
        );
        let help = format!(
            "map it under [outlets.categories] in walkshed.toml: {word} = \"{}\", or \"{key}\" if it is right",
            others[0]
        );
        let finding = Finding::note("category-two-readings", place.clone(), message);
        finding.with_help(help).with_value(word.as_ref())
    }

    fn strange_finding(&self, strange: &Strange) -> Finding {
        let word = &strange.word;
        let outlets = counted(strange.count, "outlet");
        let is_code = word.bytes().all(|b| b.is_ascii_digit());
        let shown = if is_code { word.to_string() } else { quoted(word) };
        let padded = padded(word);
        let as_code = self.known.key(&padded).filter(|_| word.len() < CODE_LENGTH);
        let help = if let Some(key) = as_code {
            let name = CategoryTable::entry(key).map_or(key, |entry| entry.en);
            format!("{padded} is {}: the file lost the leading 0", quoted(name))
        } else if let Some(near) = nearest(word, known_words()) {
            format!("did you mean {near}?")
        } else {
            "map it under [outlets.categories] in walkshed.toml, to a key or to false".to_owned()
        };
        let message = format!("unknown category {shown} in {outlets}: listed, not counted");
        let spots = strange.at.map(Spots::At);
        let finding = Finding::warning("unknown-category", strange.place.clone(), message);
        Finding { spots, ..finding }.with_help(help).with_value(word.as_ref())
    }
}

/// A type code with the noughts that a spreadsheet has taken from it.
fn padded(word: &str) -> String {
    format!("{word:0>CODE_LENGTH$}")
}

/// Keys and their other words.
fn known_words() -> impl Iterator<Item = &'static str> {
    CategoryTable::standard_keys().flat_map(|key| {
        let aliases = CategoryTable::entry(key).map_or(&[][..], |entry| entry.aliases);
        std::iter::once(key).chain(aliases.iter().copied())
    })
}
