//! What the name of an outlet says against its category.
//!
//! A pet clinic, a car park or a private practice under the category of a health station, a place that
//! is still to be built or has closed: the name often tells. [`NameRule::doubt`] holds a name against
//! the patterns of a category ([`standard`]: those of the category table of the planning standards) and
//! says why the outlet is *doubtful*. Names are not judged that say nothing: those without a Chinese
//! letter are never found wanting for what they do not hold.

mod pattern;
mod screen;
mod standard;

pub use pattern::{Pattern, PatternError};
pub use screen::Screen;
use serde::Serialize;

/// Why an outlet is doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DoubtKind {
    /// Its name says that it does not serve: to come, or closed.
    NotServing,
    /// Its name holds a word of something else.
    LookAlike,
    /// Its category needs a name that says so, and its name does not.
    NotNamed,
    /// It has to be open at a time, and its hours do not say whether it is.
    HoursUnknown,
}

/// A doubt about an outlet, and what in the rule made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// Why.
    pub kind: DoubtKind,
    /// The words that the name holds, or, of [`DoubtKind::NotNamed`], those of which it holds none; of
    /// [`DoubtKind::HoursUnknown`] the hours as the file writes them, empty where it writes none.
    pub pattern: Box<str>,
}

/// What the names of a category's outlets should hold, and what they should not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NameRule {
    /// Words of the category's own names.
    pub include: Pattern,
    /// Words of what is taken for it.
    pub exclude: Pattern,
    /// The same in other languages, where the words of the standards are not written.
    pub foreign: Pattern,
    /// Whether a name has to hold one of its own words: where no type code settles the category.
    pub needs_include: bool,
    /// Words that are as good as its own: of categories that give as much or more (a health centre gives
    /// what a station gives), and shorter forms.
    pub kin: Pattern,
    /// Words of what does not serve, yet or any more.
    pub not_serving: Pattern,
}

impl NameRule {
    /// The rule of a category by the standards; for a category that they do not have, only what says
    /// that it does not serve.
    #[must_use]
    pub fn standard(key: &str) -> Self {
        standard::rule(key)
    }

    /// The doubt about an outlet of this name; none where the name is empty, or says nothing against it.
    #[must_use]
    pub fn doubt(&self, name: &str) -> Option<Doubt> {
        let name = name.trim();
        self.doubt_by(name, |part| self.pattern(part).find(name))
    }

    /// The same of a trimmed name by the words that `found` finds of each pattern.
    fn doubt_by<'a>(
        &'a self,
        name: &str,
        found: impl Fn(Part) -> Option<&'a str>,
    ) -> Option<Doubt> {
        if name.is_empty() {
            return None;
        }
        let doubt = |part, kind| {
            let pattern = found(part)?.into();
            Some(Doubt { kind, pattern })
        };
        doubt(Part::NotServing, DoubtKind::NotServing)
            .or_else(|| doubt(Part::Exclude, DoubtKind::LookAlike))
            .or_else(|| doubt(Part::Foreign, DoubtKind::LookAlike))
            .or_else(|| {
                let is_judged =
                    self.needs_include && !self.include.is_empty() && name.chars().any(is_han);
                let is_named = |part| found(part).is_some();
                (is_judged && !is_named(Part::Include) && !is_named(Part::Kin)).then(|| Doubt {
                    kind: DoubtKind::NotNamed,
                    pattern: self.include.text().into(),
                })
            })
    }

    fn pattern(&self, part: Part) -> &Pattern {
        match part {
            Part::NotServing => &self.not_serving,
            Part::Exclude => &self.exclude,
            Part::Foreign => &self.foreign,
            Part::Include => &self.include,
            Part::Kin => &self.kin,
        }
    }
}

/// A pattern of a rule.
#[derive(Debug, Clone, Copy)]
enum Part {
    NotServing,
    Exclude,
    Foreign,
    Include,
    Kin,
}

impl Part {
    const ALL: [Self; 5] =
        [Self::NotServing, Self::Exclude, Self::Foreign, Self::Include, Self::Kin];
}

/// Whether a letter is Chinese: the unified ideographs of Unicode, with their extensions.
fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests;
