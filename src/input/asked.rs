//! What a reading has asked of its profile's categories and columns.
//!
//! A city depends on its profile by few things: what category words stand for, what names and hours of
//! outlets are held against, what reports of residents are about, which columns are read. A profile that
//! answers alike reads the same city, finding for finding, and need not read it again.

use std::collections::BTreeSet;

use super::ReadOptions;
use crate::model::{CategoryTable, Condition, CountedLand};

/// What was asked of a profile while a city was read, with the answers.
#[derive(Debug, Default)]
pub struct Asked {
    /// Who answered.
    pub(super) known: CategoryTable,
    /// Words that were looked up, in files and settings.
    pub(super) words: BTreeSet<String>,
    /// Keys whose rules for names and hours were asked for.
    pub(super) keys: BTreeSet<String>,
    /// Which land the estates were held against.
    pub(super) land: CountedLand,
    /// Whether it was asked what texts are about.
    pub(super) has_texts: bool,
    /// Columns that were read.
    pub(super) columns: Vec<String>,
    /// Conditions that estates and places of people were held against.
    pub(super) demand: Vec<Condition>,
    /// Those of the columns that some outlet has.
    pub(super) found: BTreeSet<String>,
}

impl Asked {
    /// Whether another profile, with this table, these columns, and the land and
    /// the conditions of these options, reads the same city with the same
    /// findings. A column too many does no harm where no outlet has it.
    #[must_use]
    pub fn is_answered_alike(
        &self,
        table: &CategoryTable,
        columns: &[String],
        options: &ReadOptions,
    ) -> bool {
        let other = |column: &&String| !columns.contains(column);
        self.land == options.land
            && self.demand == options.demand
            && self.words.iter().all(|word| table.key(word) == self.known.key(word))
            && self.keys.iter().all(|key| {
                table.names(key) == self.known.names(key)
                    && table.hours(key) == self.known.hours(key)
            })
            && (!self.has_texts || table.is_about_alike(&self.known))
            && columns.iter().all(|column| self.columns.contains(column))
            && !self.columns.iter().filter(other).any(|column| self.found.contains(column))
    }
}
