//! What we have to say about an input: a stable code, a place, the value that we saw, the remedy.
//!
//! Findings are data. They are collected, never thrown, so that a user sees all of them at once;
//! the run stops after reading when one of them is an error (STYLE section 6).

mod codes;
mod fate;
mod mend;
mod slip;
mod spots;

use serde::Serialize;

pub use self::codes::{Code, codes};
pub use self::fate::{Bucket, Fate, Fates, Reason};
pub use self::mend::Mend;
pub use self::slip::nearest;
pub use self::spots::Spots;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The run cannot go on.
    Error,
    /// The run goes on; the user should look.
    Warning,
    /// Said once, for the record.
    Note,
}

impl Severity {
    /// The word in messages and tables: `error`, `warning`, `note`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Where in the input: a file and, where there is one, a JSON path that can be pasted into jq
/// (`features[4].geometry.coordinates[0]`), with the name of the thing for people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// File name as the user gave it, relative to the city folder.
    pub file: String,
    /// Path inside the file; empty for the file as a whole.
    pub path: String,
    /// Name of the feature, where it has one.
    pub name: Option<String>,
}

impl Place {
    /// The file as a whole.
    #[must_use]
    pub fn file(file: &str) -> Self {
        Self { file: file.to_owned(), path: String::new(), name: None }
    }

    /// A path inside a file.
    #[must_use]
    pub fn path(file: &str, path: impl Into<String>) -> Self {
        Self { file: file.to_owned(), path: path.into(), name: None }
    }

    /// The feature that the path leads into, the first one where it names several: its position in
    /// the file from 0, or its row or record from 1.
    #[must_use]
    pub fn feature(&self) -> Option<usize> {
        if let Some(row) = self.row() {
            return Some(row);
        }
        let rest = self.path.strip_prefix("features").unwrap_or(&self.path).strip_prefix('[')?;
        rest.split_once(']')?.0.parse().ok()
    }

    /// The row or record that the path leads into, from 1.
    #[must_use]
    pub fn row(&self) -> Option<usize> {
        let row = self.path.strip_prefix("row ").or_else(|| self.path.strip_prefix("record "))?;
        row.split(',').next()?.parse().ok()
    }

    /// The same place with the name that people know it by.
    #[must_use]
    pub fn with_name(mut self, name: &str) -> Self {
        self.name = (!name.trim().is_empty()).then(|| name.to_owned());
        self
    }
}

/// One thing that we have to say about an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// Stable code in kebab case, such as `ring-crosses-itself`.
    pub code: &'static str,
    /// Where it is.
    pub place: Place,
    /// What is wrong with the value that we saw: lower case, no full stop.
    pub message: String,
    /// What we did, or what to do; empty where the message says it all.
    pub help: String,
    /// The value that we saw, as the file has it, where the finding is about a single one.
    pub value: Option<String>,
    /// Line of the file, from 1, where it is known.
    pub line: Option<u64>,
    /// Where on the Earth, where that is known.
    pub spots: Option<Spots>,
}

impl Finding {
    /// An error: the run stops after reading.
    #[must_use]
    pub fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, place, message.into())
    }

    /// A warning: the run goes on.
    #[must_use]
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, place, message.into())
    }

    /// A note for the record.
    #[must_use]
    pub fn note(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, place, message.into())
    }

    fn new(severity: Severity, code: &'static str, place: Place, message: String) -> Self {
        debug_assert!(Code::find(code).is_some(), "{code} is not in the table of codes");
        let (help, value, line, spots) = (String::new(), None, None, None);
        Self { severity, code, place, message, help, value, line, spots }
    }

    /// The same finding with a remedy.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same finding with the value that we saw.
    #[must_use]
    pub fn with_value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// The same finding with its line in the file.
    #[must_use]
    pub fn with_line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// The same finding with where on the Earth it is.
    #[must_use]
    pub fn with_spots(mut self, spots: Spots) -> Self {
        self.spots = Some(spots);
        self
    }
}

/// All findings of a run, in the order of files and places.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// No findings.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Adds all of another list, in its order.
    pub fn append(&mut self, other: Findings) {
        self.0.extend(other.0);
    }

    /// Those that were added after the first `count`.
    #[must_use]
    pub fn since(&self, count: usize) -> &[Finding] {
        self.0.get(count..).unwrap_or_default()
    }

    /// The same, to say more of them.
    pub fn since_mut(&mut self, count: usize) -> &mut [Finding] {
        self.0.get_mut(count..).unwrap_or_default()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }

    /// How many have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|f| f.severity == severity).count()
    }

    /// Whether the run must stop.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Finding> for Findings {
    fn from_iter<I: IntoIterator<Item = Finding>>(findings: I) -> Self {
        Self(findings.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_its_feature() {
        let feature = |path: &str| Place::path("a", path).feature();
        assert_eq!(feature("features[12].geometry"), Some(12));
        assert_eq!(feature("features[3], features[7]"), Some(3));
        assert_eq!(feature("[3].properties"), Some(3));
        assert_eq!(feature("row 7"), Some(7));
        assert_eq!(feature("record 7, geometry"), Some(7));
        assert_eq!(feature("features"), None);
        assert_eq!(feature("geometry.coordinates"), None);
    }
}
