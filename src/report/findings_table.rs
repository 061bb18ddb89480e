//! `findings.csv`: everything that we had to say about the input, one row each, none left out.

use std::io::{self, Write};

use super::cell::Cell;
use super::table::{Column, column, write_table};
use super::words::heading;
use crate::finding::{Finding, Findings};
use crate::profile::Lang;

fn columns<'a>() -> Vec<Column<&'a Finding>> {
    vec![
        column(heading::SEVERITY, |f| Cell::text(f.severity.word())),
        column(heading::CODE, |f| Cell::text(f.code)),
        column(heading::FILE, |f| Cell::text(&f.place.file)),
        column(heading::PATH, |f| Cell::text(&f.place.path)),
        column(heading::FEATURE_NAME, |f| Cell::text(f.place.name.as_deref().unwrap_or_default())),
        column(heading::MESSAGE, |f| Cell::text(&f.message)),
        column(heading::HELP, |f| Cell::text(&f.help)),
    ]
}

/// Writes `findings.csv`. Codes, messages and remedies are English in every language.
///
/// # Errors
/// Those of `out`.
pub fn findings_csv(findings: &Findings, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    write_table(&columns(), lang, findings.iter(), out)
}
