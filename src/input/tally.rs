//! What a column of a layer held: how many values were there, missing, not whole.

use super::layer::{LayerFile, Origin};
use super::values::{Number, Property, people, whole};
use crate::finding::{Finding, Findings, Place};
use crate::model::Population;
use crate::units::People;

use super::cursor::Value;

/// A column of people.
#[derive(Debug, Default)]
pub(super) struct PeopleTally {
    /// Features that have the property, known or null.
    pub(super) seen: usize,
    /// Features that have not.
    pub(super) missing: Vec<Origin>,
    fractions: usize,
    before: f64,
    after: u64,
}

impl PeopleTally {
    /// Takes a value of the column; none where it is not known.
    pub(super) fn take(
        &mut self,
        value: Value<'_>,
        origin: Origin,
        property: &Property<'_>,
        findings: &mut Findings,
    ) -> Option<u32> {
        match people(value, property, findings) {
            Number::Missing => {
                self.missing.push(origin);
                None
            }
            Number::Unknown | Number::Refused => {
                self.seen += 1;
                None
            }
            Number::Known(value) => {
                self.seen += 1;
                let (count, is_fraction) = whole(value);
                self.fractions += usize::from(is_fraction);
                self.before += value;
                self.after += u64::from(count);
                Some(count)
            }
        }
    }

    /// The same as a [`Population`].
    pub(super) fn population(
        &mut self,
        value: Value<'_>,
        origin: Origin,
        property: &Property<'_>,
        findings: &mut Findings,
    ) -> Population {
        self.take(value, origin, property, findings)
            .map_or(Population::Unknown, |count| Population::Known(People(u64::from(count))))
    }

    /// Says which features have no such property where others have it, and what was rounded.
    pub(super) fn say(&self, key: &str, files: &[LayerFile], findings: &mut Findings) {
        if self.seen > 0 {
            for origin in &self.missing {
                let message = format!("{key} is missing; other features have it");
                findings.push(super::values::unknown(origin.place(files, ".properties"), message));
            }
        }
        if self.fractions > 0 {
            let file = files.first().map_or("", |f| f.name.as_str());
            let message = format!(
                "{key} is not whole in {} features; rounded, {:.1} people become {}",
                self.fractions, self.before, self.after
            );
            findings.push(Finding::warning("fractions", Place::path(file, "features"), message));
        }
    }
}
