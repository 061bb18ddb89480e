//! `repairs.csv`: what was changed in the copies of a city's files, one row a repair.

use std::io::{self, Write};

use super::cell::Cell;
use super::table::{Column, column, write_table};
use super::words::heading;
use crate::finding::Mend;
use crate::profile::Lang;

fn columns<'a>() -> Vec<Column<&'a Mend>> {
    vec![
        column(heading::CODE, |m| Cell::text(m.code)),
        column(heading::FILE, |m| Cell::text(&m.place.file)),
        column(heading::PATH, |m| Cell::text(&m.place.path)),
        column(heading::BEFORE, |m| Cell::text(&m.before)),
        column(heading::AFTER, |m| Cell::text(&m.after)),
    ]
}

/// Writes `repairs.csv`, in the order of files and features.
///
/// # Errors
/// Those of `out`.
pub fn repairs_csv(mends: &[Mend], lang: Lang, out: &mut impl Write) -> io::Result<()> {
    write_table(&columns(), lang, mends.iter(), out)
}
