//! What a column of a layer held: how many values were there, missing, not whole.

use super::layer::{LayerFile, Origin};
use super::ledger::Ended;
use super::values::{Number, Property, people, whole};
use super::words::counted;
use crate::finding::{Finding, Findings, Place};
use crate::model::Population;
use crate::units::People;

use super::cursor::Value;

/// What a column says of one feature.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Taken {
    /// Whole people; none where it is not known how many.
    pub(super) count: Option<u32>,
    /// Whether there was a fraction.
    pub(super) is_rounded: bool,
}

impl Taken {
    /// The same as a [`Population`].
    pub(super) fn population(self) -> Population {
        self.count.map_or(Population::Unknown, |count| Population::Known(People(u64::from(count))))
    }

    /// What became of a feature in the city that has these people.
    pub(super) fn ended(self) -> Ended {
        if self.is_rounded {
            Ended::repaired("fractions", self.count)
        } else {
            Ended::used(self.count)
        }
    }
}

/// A column of people.
#[derive(Debug, Default)]
pub(super) struct PeopleTally {
    /// Features that have the property, known or null.
    pub(super) seen: usize,
    /// Features that have not: the first of each that lie side by side, and how many.
    missing: Vec<(Origin, usize)>,
    fractions: usize,
    before: f64,
    after: u64,
}

impl PeopleTally {
    /// Takes a value of the column.
    pub(super) fn take(
        &mut self,
        value: Value<'_>,
        origin: Origin,
        property: &Property<'_>,
        findings: &mut Findings,
    ) -> Taken {
        match people(value, property, findings) {
            Number::Missing => {
                self.miss(origin);
                Taken::default()
            }
            Number::Unknown | Number::Refused => {
                self.seen += 1;
                Taken::default()
            }
            Number::Known(value) => {
                self.seen += 1;
                let (count, is_rounded) = whole(value);
                self.fractions += usize::from(is_rounded);
                self.before += value;
                self.after += u64::from(count);
                Taken { count: Some(count), is_rounded }
            }
        }
    }

    /// Takes note of a feature that has no such property.
    fn miss(&mut self, origin: Origin) {
        match self.missing.last_mut() {
            Some((first, count)) if origin.is_behind(*first, *count) => *count += 1,
            _ => self.missing.push((origin, 1)),
        }
    }

    /// Features that have no such property, in their order.
    fn missing(&self) -> impl Iterator<Item = Origin> {
        self.missing.iter().flat_map(|&(first, count)| first.following(count))
    }

    /// Says which features have no such property where others have it, and what was rounded.
    pub(super) fn say(&self, key: &str, files: &[LayerFile], findings: &mut Findings) {
        if self.seen > 0 {
            for origin in self.missing() {
                let message = format!("{key} is missing; other features have it");
                findings.push(super::values::unknown(origin.place(files, ".properties"), message));
            }
        }
        if self.fractions > 0 {
            let file = files.first().map_or("", |f| f.name.as_str());
            let message = format!(
                "{key} is not whole in {}; rounded, {:.1} people become {}",
                counted(self.fractions, "feature"),
                self.before,
                self.after
            );
            let place = Place::path(file, "features");
            let help = "write whole people, so that sums are those of your tables";
            findings.push(Finding::warning("fractions", place, message).with_help(help));
        }
    }
}
