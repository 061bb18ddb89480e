//! Repairs in a table as text (CSV) that has its places in two columns: those that change figures, where
//! the user asks for them. Every other byte stays as it came.
//!
//! Takes a text that the reader has taken apart without an error, so that its quotes close.

use std::ops::Range;

use super::super::feature::Fields;
use super::super::layer::LayerFile;
use super::super::table::{Headings, PlaceColumns, headings_in, separator_of};
use super::super::values::grouped;
use super::bold::{Bold, short};
use super::text::{Edit, edited};
use crate::finding::{Mend, Place};

/// A row of a text.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    /// From 0, blank lines counted as a spreadsheet does.
    index: usize,
    /// With its line break.
    at: Range<usize>,
    /// Each cell, its quotes with it.
    cells: Vec<Range<usize>>,
}

/// What a table is to be mended by.
#[derive(Debug)]
pub(super) struct Table<'t> {
    pub(super) file: &'t LayerFile,
    pub(super) fields: &'t Fields,
    /// Properties that are numbers.
    pub(super) numbers: &'t [String],
    pub(super) bold: &'t Bold,
}

impl Table<'_> {
    /// The repairs of a text and the text with them; none where its places are in no two columns.
    pub(super) fn mended(&self, text: &str) -> Option<(String, Vec<Mend>)> {
        let (separator, start) = separator_of(text, self.file);
        let mut rows = Rows { text, separator, pos: start, index: 0 };
        let headings = rows.by_ref().find_map(|row| {
            let names = row.cells.iter().map(|cell| bare(&text[cell.clone()])).collect();
            headings_in(names, self.file, self.fields)
        })?;
        let PlaceColumns::LonLat { lon, lat } = headings.place else { return None };
        let numbers: Vec<usize> = (0..headings.names.len())
            .filter(|&n| {
                self.numbers.iter().any(|name| name.eq_ignore_ascii_case(&headings.names[n]))
            })
            .collect();
        let (all, gone): (Vec<Row>, Vec<bool>) = rows
            .map(|row| {
                let is_gone = self.bold.left(row.index).is_some();
                (row, is_gone)
            })
            .unzip();
        let may_go = !gone.iter().all(|is_gone| *is_gone);
        let (mut edits, mut mends) = (Vec::new(), Vec::new());
        for row in &all {
            let mut mend = |code, column: Option<usize>, before: String, after: &str| {
                let place = self.place(&headings, row, column);
                mends.push(Mend { code, place, before, after: after.to_owned() });
            };
            if let Some(code) = self.bold.left(row.index).filter(|_| may_go) {
                mend(code, None, short(&text[row.at.clone()]), "left out");
                edits.push(Edit { at: row.at.clone(), text: String::new() });
                continue;
            }
            let cell = |column: usize| row.cells.get(column).map(|cell| &text[cell.clone()]);
            let value = |column| bare(cell(column)?).parse::<f64>().ok();
            if let (Some(x), Some(y), Some(east), Some(north)) =
                (value(lon), value(lat), cell(lon), cell(lat))
                && let Some(code) = self.bold.turns(row.index, (x, y))
            {
                let (before, after) = (format!("{east}, {north}"), format!("{north}, {east}"));
                mend(code, Some(lon), before, &after);
                edits.push(Edit { at: row.cells[lon].clone(), text: north.to_owned() });
                edits.push(Edit { at: row.cells[lat].clone(), text: east.to_owned() });
            }
            for &column in numbers.iter().filter(|column| ![lon, lat].contains(column)) {
                let Some(seen) = cell(column) else { continue };
                let bare = bare(seen);
                let is_negative = bare.parse::<f64>().is_ok_and(|number| number < 0.0);
                let (code, new) = match grouped(&bare) {
                    _ if is_negative => ("negative", String::new()),
                    Some(number) => ("not-a-number", number),
                    None => continue,
                };
                mend(code, Some(column), seen.to_owned(), if is_negative { "blank" } else { &new });
                edits.push(Edit { at: row.cells[column].clone(), text: new });
            }
        }
        Some((edited(text, edits), mends))
    }

    fn place(&self, headings: &Headings, row: &Row, column: Option<usize>) -> Place {
        let number = row.index + 1;
        let path = column.map_or_else(
            || format!("row {number}"),
            |column| format!("row {number}, column {}", column + 1),
        );
        Place::path(&self.file.given, headings.shown(&path))
    }
}

/// The rows of a text that are not blank.
struct Rows<'t> {
    text: &'t str,
    separator: u8,
    pos: usize,
    index: usize,
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let bytes = self.text.as_bytes();
        loop {
            let start = self.pos;
            let &first = bytes.get(start)?;
            let mut cells = Vec::new();
            let mut at = start;
            loop {
                let end = cell_end(bytes, at, self.separator);
                cells.push(at..end);
                if bytes.get(end) != Some(&self.separator) {
                    at = end;
                    break;
                }
                at = end + 1;
            }
            let is_pair = bytes.get(at..at + 2) == Some(b"\r\n");
            self.pos = (at + if is_pair { 2 } else { 1 }).min(bytes.len());
            self.index += 1;
            if !matches!(first, b'\r' | b'\n') {
                return Some(Row { index: self.index - 1, at: start..self.pos, cells });
            }
        }
    }
}

/// Where a cell ends: at the separator, the line break or the end of the text.
fn cell_end(bytes: &[u8], start: usize, separator: u8) -> usize {
    let mut at = start;
    if bytes.get(at) == Some(&b'"') {
        at += 1;
        while let Some(byte) = bytes.get(at) {
            match (byte, bytes.get(at + 1)) {
                (b'"', Some(b'"')) => at += 2,
                (b'"', _) => break,
                _ => at += 1,
            }
        }
        at += 1;
    }
    let is_end = |byte: &u8| *byte == separator || matches!(byte, b'\r' | b'\n');
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(is_end).unwrap_or(rest.len())
}

/// A cell without its quotes and the blanks around it.
fn bare(cell: &str) -> String {
    let inner = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let text = inner.map_or_else(|| cell.to_owned(), |inner| inner.replace("\"\"", "\""));
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_as_a_spreadsheet_does_and_quotes_hold_breaks() {
        let text = "id,name\r\n\n1,\"a,\n\"\"b\"\"\"\n2,c";
        let rows: Vec<Row> = Rows { text, separator: b',', pos: 0, index: 0 }.collect();
        let cells = |row: &Row| -> Vec<String> {
            row.cells.iter().map(|cell| bare(&text[cell.clone()])).collect()
        };
        assert_eq!(rows.iter().map(|row| row.index).collect::<Vec<_>>(), [0, 2, 3]);
        assert_eq!(cells(&rows[1]), ["1", "a,\n\"b\""]);
        assert_eq!(&text[rows[1].at.clone()], "1,\"a,\n\"\"b\"\"\"\n");
        assert_eq!(cells(&rows[2]), ["2", "c"]);
    }
}
