//! Tables as CSV that Excel opens by a double click: UTF-8 with a byte order mark (without it Excel
//! on a Chinese machine reads GBK), comma, CR LF, quotes where needed (RFC 4180).

use std::io::{self, Write};

use super::cell::Cell;
use super::words::Word;
use crate::profile::Lang;

/// A heading and what stands under it.
pub(super) struct Column<R> {
    /// Heading with the unit.
    pub(super) heading: Word,
    /// The cell of a row.
    pub(super) cell: fn(&R) -> Cell,
}

/// A column.
pub(super) const fn column<R>(heading: Word, cell: fn(&R) -> Cell) -> Column<R> {
    Column { heading, cell }
}

/// Tells Excel that the bytes are UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A CSV table that is being written.
pub(super) struct Table<W: Write>(csv::Writer<W>);

impl<W: Write> Table<W> {
    pub(super) fn new(mut out: W) -> io::Result<Self> {
        out.write_all(BYTE_ORDER_MARK)?;
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        Ok(Self(writer))
    }

    /// The first row.
    pub(super) fn headings(&mut self, headings: impl Iterator<Item = String>) -> io::Result<()> {
        self.0.write_record(headings.collect::<Vec<_>>()).map_err(io::Error::from)
    }

    /// One more row.
    pub(super) fn row(&mut self, cells: impl Iterator<Item = Cell>) -> io::Result<()> {
        for cell in cells {
            self.0.write_field(cell.csv().as_bytes())?;
        }
        self.0.write_record(None::<&[u8]>).map_err(io::Error::from)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The whole table of `rows` under fixed columns.
pub(super) fn write_table<R>(
    columns: &[Column<R>],
    lang: Lang,
    rows: impl Iterator<Item = R>,
    out: impl Write,
) -> io::Result<()> {
    let mut table = Table::new(out)?;
    table.headings(columns.iter().map(|c| c.heading.get(lang).to_owned()))?;
    for row in rows {
        table.row(columns.iter().map(|c| (c.cell)(&row)))?;
    }
    table.finish()
}
