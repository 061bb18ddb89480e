//! What `walkshed check --format json` prints: all findings of a city and where its features ended, in
//! one document.
//!
//! Its form is laid down in `check.schema.json` ([`CHECK_SCHEMA`], JSON Schema 2020-12). A finding has
//! the columns of `findings.csv` by their English headings, a file the members that it has in
//! `manifest.json`, with null for what is not known; the order of members never changes.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::findings_table::columns;
use super::manifest::InputRecord;
use crate::finding::{Fates, Finding, Findings, Severity};
use crate::profile::Lang;

/// The JSON Schema of what `walkshed check --format json` prints.
pub const CHECK_SCHEMA: &str = include_str!("check.schema.json");

/// Version of its form.
pub const CHECK_SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    program: &'static str,
    version: &'static str,
    city: Option<&'a str>,
    counts: BTreeMap<&'static str, usize>,
    findings: Rows<'a>,
    inputs: &'a [InputRecord],
    total: Fates,
}

struct Rows<'a>(&'a Findings);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut rows = to.serialize_seq(Some(self.0.len()))?;
        for finding in self.0.iter() {
            rows.serialize_element(&Row(finding))?;
        }
        rows.end()
    }
}

/// A finding by the English headings of its columns.
pub(super) struct Row<'a>(pub(super) &'a Finding);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let columns = columns();
        let mut map = to.serialize_map(Some(columns.len()))?;
        for column in columns {
            map.serialize_entry(column.heading.get(Lang::En), &(column.cell)(&self.0))?;
        }
        map.end()
    }
}

/// Writes the document; `city` is none where the city was refused.
///
/// # Errors
/// Those of `out`.
pub fn check_json(
    city: Option<&str>,
    findings: &Findings,
    inputs: &[InputRecord],
    out: &mut impl Write,
) -> io::Result<()> {
    let mut total = Fates::default();
    inputs.iter().filter(|file| file.is_layer()).for_each(|file| total.add(&file.fates));
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let document = Document {
        schema_version: CHECK_SCHEMA_VERSION,
        program: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        city,
        counts: severities.map(|s| (s.word(), findings.count(s))).into(),
        findings: Rows(findings),
        inputs,
        total,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}
