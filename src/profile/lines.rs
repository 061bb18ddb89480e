//! Where in a profile's text a value stands, for findings: `line 12`.

use std::ops::Range;

use crate::finding::Place;

/// A file's name and where its lines begin.
pub(super) struct Lines<'t> {
    file: &'t str,
    /// Byte offset of the first letter of each line after the first.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &str, file: &'t str) -> Self {
        Self { file, starts: text.match_indices('\n').map(|(at, _)| at + 1).collect() }
    }

    /// The place of a piece of the text: its first line, counted from 1 as editors do.
    pub(super) fn place(&self, span: &Range<usize>) -> Place {
        let line = 1 + self.starts.partition_point(|&start| start <= span.start);
        Place::path(self.file, format!("line {line}"))
    }

    pub(super) fn file(&self) -> &'t str {
        self.file
    }
}
