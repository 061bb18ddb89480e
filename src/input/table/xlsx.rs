//! Tables in workbooks (Office Open XML, ECMA-376), taken apart by `calamine`.
//!
//! Takes the whole file, since the list of a zip archive stands at its end. Cells are handed on row by
//! row as the text that they would have in CSV, so that a table means the same in both: dates as
//! `2026-05-01`, formulas as the value that the workbook holds of them. Of several sheets with cells
//! the one counts that the settings name, or that is called as the layer; else we ask. The archive is
//! unpacked once before to see that it holds no more than a workbook of its size would, because the
//! library trusts what the archive says of itself.

use std::fmt::Write as _;
use std::io::{Cursor, Read};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;

use super::super::cursor::Value;
use super::super::document::{Outline, Sink};
use super::super::layer::LayerFile;
use super::super::parts::{Parts, choose};
use super::super::plan::LayerPlan;
use super::super::shelter::sheltered;
use super::super::sniff::Refusal;
use super::super::words::quoted;
use super::Rows;
use super::csv::value;
use crate::finding::{Finding, Findings, Place};

/// A workbook in memory.
type Book = Xlsx<Cursor<Vec<u8>>>;

/// So many times its packed length a workbook may unpack to; tables reach 30.
const MOST_UNPACKED: u64 = 100;

/// Small workbooks may unpack to this, in bytes, whatever their length.
const ALWAYS_UNPACKED: u64 = 64 << 20;

/// The last column of a sheet, counted from 1 (XFD).
const MOST_COLUMNS: u32 = 16_384;

/// Reads the rows of the sheet that holds the layer.
pub(in super::super) fn read(
    bytes: Vec<u8>,
    plan: &LayerPlan,
    file: &LayerFile,
    findings: &mut Findings,
    sink: &mut Sink<'_>,
) -> Outline {
    let place = Place::file(&file.name);
    let book = weigh(&bytes, &place)
        .and_then(|()| told(|| Book::new(Cursor::new(bytes))).map_err(|why| damaged(&place, &why)));
    let chosen = book.and_then(|mut book| {
        let sheet = sheet(&mut book, plan, file, findings)?;
        Ok((book, sheet))
    });
    let (mut book, sheet) = match chosen {
        Ok(chosen) => chosen,
        Err(refusal) => {
            findings.push(*refusal);
            return Outline::default();
        }
    };
    let mut rows = Rows::new(file, &plan.fields, Some(sheet.clone()));
    let is_whole = match read_rows(&mut book, &sheet, |number, cells| {
        rows.row(number, cells, findings, sink).is_ok()
    }) {
        Ok(is_whole) => is_whole,
        Err(why) => {
            findings.push(*damaged(&place, &why));
            false
        }
    };
    rows.finish(is_whole, findings)
}

/// What the library gives, or why not; over some damaged workbooks it panics.
fn told<T>(read: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, String> {
    let broken = || "it is not built as a workbook".to_owned();
    sheltered(read).ok_or_else(broken)?.map_err(|error| error.to_string())
}

fn damaged(place: &Place, why: &str) -> Refusal {
    let message = format!("the workbook cannot be read: {}", quoted(why));
    let finding = Finding::error("damaged", place.clone(), message);
    Box::new(finding.with_help("open it, and save it anew as .xlsx or as CSV"))
}

/// Refuses what is no workbook, or unpacks to more than one.
fn weigh(bytes: &[u8], place: &Place) -> Result<(), Refusal> {
    let wrong = |error: &dyn ToString| damaged(place, &error.to_string());
    let most = (bytes.len() as u64).saturating_mul(MOST_UNPACKED).max(ALWAYS_UNPACKED);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| wrong(&error))?;
    let is_workbook = |name: &str| name.to_ascii_lowercase().ends_with("xl/workbook.xml");
    if !archive.file_names().flatten().any(|name| is_workbook(&name)) {
        let message = "this is a zip archive, not an Excel workbook (xlsx)";
        let finding = Finding::error("format", place.clone(), message);
        return Err(Box::new(finding.with_help("unpack it and name the file inside")));
    }
    let mut left = most;
    let mut part = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| wrong(&error))?;
        let name = entry.name().map_err(|error| wrong(&error))?;
        let is_strings = name.to_ascii_lowercase().ends_with("sharedstrings.xml");
        let mut entry = entry.take(left.saturating_add(1));
        let length = if is_strings {
            part.clear();
            entry.read_to_end(&mut part).map(|length| length as u64)
        } else {
            std::io::copy(&mut entry, &mut std::io::sink())
        };
        let length = length.map_err(|error| wrong(&error))?;
        let Some(rest) = left.checked_sub(length) else {
            let message = format!("the workbook unpacks to more than {} MB", most >> 20);
            let finding = Finding::error("too-long", place.clone(), message);
            return Err(Box::new(finding.with_help("save the table as CSV")));
        };
        left = rest;
        if is_strings && promised(&part).is_some_and(|count| count > length) {
            return Err(damaged(place, "more shared strings are promised than there is room for"));
        }
    }
    Ok(())
}

/// The largest number that a `uniqueCount` names; a number that is no number counts as too large.
fn promised(part: &[u8]) -> Option<u64> {
    const WORD: &[u8] = b"uniqueCount";
    let starts = part.windows(WORD.len()).enumerate().filter(|(_, word)| *word == WORD);
    let count = |start: usize| {
        let digits = part[start + WORD.len()..]
            .iter()
            .skip_while(|b| !b.is_ascii_digit())
            .take_while(|b| b.is_ascii_digit());
        digits.fold(0_u64, |sum, b| sum.saturating_mul(10).saturating_add(u64::from(b - b'0')))
    };
    starts.map(|(start, _)| count(start)).max()
}

/// The name of the sheet that holds the layer.
fn sheet(
    book: &mut Book,
    plan: &LayerPlan,
    file: &LayerFile,
    findings: &mut Findings,
) -> Result<String, Refusal> {
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let all: Vec<(String, bool)> =
        sheets.map(|s| (s.name.clone(), s.visible == SheetVisible::Visible)).collect();
    let mut filled = Vec::new();
    for (name, _) in all.iter().filter(|sheet| sheet.1) {
        let is_blank = read_rows(book, name, |_, cells| cells.iter().all(|c| *c == Value::Null));
        // A sheet that cannot be read is not blank; whoever reads it says why.
        if !is_blank.unwrap_or(false) {
            filled.push(name.clone());
        }
    }
    let all: Vec<String> = all.into_iter().map(|sheet| sheet.0).collect();
    choose(&Parts { word: "sheet", all: &all, filled: &filled }, plan, file, findings)
}

/// Hands the rows of a sheet to `take`, counted from 1, until it says no; true at the end.
fn read_rows(
    book: &mut Book,
    sheet: &str,
    mut take: impl FnMut(usize, &[Value<'_>]) -> bool,
) -> Result<bool, String> {
    let mut cells = told(|| book.worksheet_cells_reader(sheet))?;
    let mut row = Row::default();
    while let Some(cell) = told(|| cells.next_cell())? {
        let (number, column) = cell.get_position();
        if number < row.number || column >= MOST_COLUMNS {
            return Err(XlsxError::RowNumberOverflow.to_string());
        }
        if number > row.number && !row.hand_on(number, &mut take) {
            return Ok(false);
        }
        row.put(column as usize, cell.get_value());
    }
    Ok(row.hand_on(0, &mut take))
}

/// The cells of one row, as text.
#[derive(Default)]
struct Row {
    /// From 0, as the library counts.
    number: u32,
    width: usize,
    cells: Vec<String>,
}

impl Row {
    /// Hands the row on and goes to the next one.
    fn hand_on(&mut self, next: u32, take: &mut impl FnMut(usize, &[Value<'_>]) -> bool) -> bool {
        let cells: Vec<Value<'_>> = self.cells[..self.width].iter().map(|c| value(c)).collect();
        let is_taken = cells.is_empty() || take(self.number as usize + 1, &cells);
        (self.number, self.width) = (next, 0);
        is_taken
    }

    fn put(&mut self, column: usize, value: &DataRef<'_>) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        while self.width <= column {
            self.cells[self.width].clear();
            self.width += 1;
        }
        let cell = &mut self.cells[column];
        cell.clear();
        // Writing to a string does not fail.
        let _ = match value {
            DataRef::Int(number) => write!(cell, "{number}"),
            DataRef::Float(number) => write!(cell, "{number}"),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                write!(cell, "{text}")
            }
            DataRef::SharedString(text) => write!(cell, "{text}"),
            DataRef::Bool(yes) => write!(cell, "{yes}"),
            DataRef::DateTime(date) => write_date(date, cell),
            DataRef::Error(error) => write!(cell, "{error}"),
            DataRef::Empty => Ok(()),
        };
    }
}

/// `2026-05-01`, or `2026-05-01 08:30:00` where there is a time of day.
fn write_date(date: &ExcelDateTime, cell: &mut String) -> std::fmt::Result {
    if !date.is_datetime() {
        return write!(cell, "{}", date.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    write!(cell, "{year:04}-{month:02}-{day:02}")?;
    if (hour, minute, second) == (0, 0, 0) {
        return Ok(());
    }
    write!(cell, " {hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_of_strings_is_found_however_it_is_written() {
        assert_eq!(promised(b"<sst count=\"9\" uniqueCount = '12'>"), Some(12));
        assert_eq!(promised(b"<sst uniqueCount=\"99999999999999999999999\">"), Some(u64::MAX));
        assert_eq!(promised(b"<sst>"), None);
    }
}
