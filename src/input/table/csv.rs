//! Text in rows and columns (RFC 4180), separated by commas, semicolons, tabs or bars.
//!
//! The separator is the one that gives the first rows one width, unless the settings name it; any but
//! the one that the file's name promises is said. `sep=;` in the first line, as Excel writes it,
//! counts and is no row. Rows are taken apart by `csv-core`, one in memory at a time, blank lines
//! counted as a spreadsheet does. A row whose quotes do not close, or close in the middle of a value, is
//! refused with the line that it begins in, and the lines behind it are taken one by one, so that each is
//! checked (see [`quotes`]). Text that is not UTF-8 is refused at its row and column.

mod quotes;

use std::io::{self, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::super::cursor::{Text, Value};
use super::super::document::{Outline, Sink};
use super::super::fault;
use super::super::feature::Fields;
use super::super::format::unpacked;
use super::super::layer::LayerFile;
use super::super::sniff::UTF8_MARK;
use super::super::window::{Broken, Window};
use super::{Refused, Rows, row_place};
use crate::finding::{Finding, Findings, Place};

/// How much of the file the separator is told by.
const SAMPLE: usize = 64 * 1024;

/// How many rows of it.
const SAMPLE_ROWS: usize = 20;

/// Longest row, in bytes: a polygon of a million corners as text takes half of it.
const LONGEST: usize = 64 << 20;

/// The separators that we know, in the order in which ties are broken.
const SEPARATORS: [(u8, &str); 4] =
    [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "bars")];

/// Reads all rows of a table.
pub(in super::super) fn read<R: Read>(
    window: &mut Window<R>,
    file: &LayerFile,
    fields: &Fields,
    findings: &mut Findings,
    sink: &mut Sink<'_>,
) -> io::Result<Outline> {
    let mut rows = Rows::new(file, fields, None);
    let (name, separator) = (&*file.name, file.how.separator);
    let is_whole = each_row(
        window,
        (name, separator),
        findings,
        &mut |number, cells, findings| match cells {
            Some(cells) => rows.row(number, cells, findings, sink),
            None => rows.unread(number, findings, sink),
        },
    )?;
    Ok(rows.finish(is_whole, findings))
}

/// What takes the cells of a row, its number counted from 1; no cells of a row that a finding is about.
pub(in super::super) type Taker<'t> =
    dyn FnMut(usize, Option<&[Value<'_>]>, &mut Findings) -> Result<(), Refused> + 't;

/// Hands on each row of the table of this name, taken apart by the separator that is told, if any; false
/// where a finding says why not all of them.
pub(in super::super) fn each_row<R: Read>(
    window: &mut Window<R>,
    (name, separator): (&str, Option<u8>),
    findings: &mut Findings,
    take: &mut Taker<'_>,
) -> io::Result<bool> {
    match read_rows(window, (name, separator), findings, take) {
        Ok(()) => Ok(true),
        Err(Stop::Said) => Ok(false),
        Err(Stop::Broken(Broken::Io(error))) => Err(error),
        Err(Stop::Broken(broken)) => {
            findings.push(fault::broken(&broken, Place::file(name), window.raw_bytes()));
            Ok(false)
        }
    }
}

/// Why reading stops before the end.
enum Stop {
    /// The bytes fail.
    Broken(Broken),
    /// A finding says it.
    Said,
}

impl From<Broken> for Stop {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

fn read_rows<R: Read>(
    window: &mut Window<R>,
    (name, wanted): (&str, Option<u8>),
    findings: &mut Findings,
    take: &mut Taker<'_>,
) -> Result<(), Stop> {
    window.hold(SAMPLE)?;
    if window.data().starts_with(UTF8_MARK) {
        window.consume(UTF8_MARK.len());
    }
    let mut splitter = Splitter::new(separator(window, (name, wanted), findings));
    while let Some(row) = splitter.next(window, name, findings)? {
        let (number, cells) = match row {
            Next::Row(row) => (row.number, Some(row.cells().map(value).collect::<Vec<_>>())),
            Next::Unread(number) => (number, None),
        };
        take(number, cells.as_deref(), findings).map_err(|_| Stop::Said)?;
    }
    Ok(())
}

/// The separator of a text, and where its rows begin.
pub(in super::super) fn separator_of(text: &str, file: &LayerFile) -> (u8, usize) {
    // Text in memory can be read.
    Window::new(text.as_bytes()).map_or((b',', 0), |mut window| {
        let wanted = (&*file.name, file.how.separator);
        let separator = separator(&mut window, wanted, &mut Findings::new());
        (separator, usize::try_from(window.offset()).unwrap_or(0))
    })
}

/// The separator; said where it is not the one that the file's name promises.
fn separator<R: Read>(
    window: &mut Window<R>,
    (name, wanted): (&str, Option<u8>),
    findings: &mut Findings,
) -> u8 {
    if let Some((separator, length)) = announced(window.data()) {
        window.consume(length);
        return separator;
    }
    if let Some(separator) = wanted {
        return separator;
    }
    let sample = window.data();
    let sample = &sample[..sample.len().min(SAMPLE)];
    // The last of equals wins with `max_by_key`; the order is that of preference.
    let best = SEPARATORS.iter().rev().max_by_key(|(s, _)| evenness(sample, *s));
    let &(separator, word) = best.unwrap_or(&SEPARATORS[0]);
    let is_tsv = unpacked(name).to_lowercase().ends_with(".tsv");
    if separator != if is_tsv { b'\t' } else { b',' } {
        let message = format!("columns are separated by {word}");
        findings.push(Finding::note("separator", Place::file(name), message));
    }
    separator
}

/// The separator of a first line `sep=;`, and the length of that line.
fn announced(data: &[u8]) -> Option<(u8, usize)> {
    let line = data.split(|b| *b == b'\n').next()?;
    let bare = line.strip_suffix(b"\r").unwrap_or(line);
    let (word, separator) = bare.split_at_checked(4)?;
    let [separator] = separator else { return None };
    let is_announced = word.eq_ignore_ascii_case(b"sep=");
    is_announced.then_some((*separator, (line.len() + 1).min(data.len())))
}

/// How well a separator fits: whether the rows have more than one cell, how many rows have the
/// commonest width, and that width.
fn evenness(sample: &[u8], separator: u8) -> (bool, usize, usize) {
    let mut reader = ReaderBuilder::new().delimiter(separator).build();
    let mut text = vec![0; sample.len().max(1)];
    let mut ends = vec![0; sample.len() + 1];
    let mut rest = sample;
    let mut widths = Vec::new();
    while widths.len() < SAMPLE_ROWS && !rest.is_empty() {
        let (result, read, _, width) = reader.read_record(rest, &mut text, &mut ends);
        rest = &rest[read..];
        match result {
            ReadRecordResult::Record => widths.push(width),
            // The sample cuts the last row, or the file ends without a line break.
            ReadRecordResult::InputEmpty if widths.is_empty() => widths.push(width + 1),
            _ => break,
        }
    }
    let count = |width: usize| widths.iter().filter(|w| **w == width).count();
    let common = widths.iter().copied().max_by_key(|w| (count(*w), *w)).unwrap_or(0);
    (common > 1, count(common), common)
}

/// A cell as a value: blank is null, what reads as a number is one.
pub(super) fn value(cell: &str) -> Value<'_> {
    let cell = cell.trim();
    if cell.is_empty() {
        Value::Null
    } else if is_number(cell) {
        Value::Number(cell)
    } else {
        Value::Text(Text { raw: cell, escaped: false })
    }
}

/// Whether text is a number: sign, digits, point and exponent, and nothing like `inf`.
pub(in super::super) fn is_number(text: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_digit() || b"+-.eE".contains(&b);
    text.bytes().all(is_plain) && text.parse::<f64>().is_ok()
}

/// What comes next.
enum Next<'s> {
    Row(Row<'s>),
    /// The row of this number, which a finding is about.
    Unread(usize),
}

/// One row.
struct Row<'s> {
    /// Counted from 1 as a spreadsheet does.
    number: usize,
    text: &'s str,
    ends: &'s [usize],
}

impl<'s> Row<'s> {
    fn cells(&self) -> impl Iterator<Item = &'s str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let text = self.text;
        starts.zip(self.ends).map(move |(start, &end)| text.get(start..end).unwrap_or_default())
    }
}

/// How much of a row has been taken apart.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    /// Bytes in the file.
    raw: usize,
    /// Bytes of text, quotes left away.
    text: usize,
    cells: usize,
}

/// Takes rows off the front of a window.
struct Splitter {
    separator: u8,
    reader: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    /// Rows so far, blank ones too.
    rows: usize,
    /// Whether a line feed belongs to the carriage return before it.
    after_return: bool,
    /// Up to here in the file each line is a row: quotes have swallowed lines there.
    by_line: u64,
}

impl Splitter {
    fn new(separator: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(separator).build();
        let (text, ends) = (vec![0; 4096], vec![0; 256]);
        Self { separator, reader, text, ends, rows: 0, after_return: false, by_line: 0 }
    }

    fn next<R: Read>(
        &mut self,
        window: &mut Window<R>,
        file: &str,
        findings: &mut Findings,
    ) -> Result<Option<Next<'_>>, Stop> {
        if !self.skip_blank(window)? {
            return Ok(None);
        }
        self.rows += 1;
        let is_line = window.offset() < self.by_line;
        let taken = if is_line { self.split_line(window)? } else { self.split(window)? };
        let raw = &window.data()[..taken.raw];
        if let Err(quote) = quotes::check(raw, self.separator) {
            findings.push(quote.finding(file, self.rows));
            let line = quotes::first_line(raw);
            self.by_line = self.by_line.max(window.offset() + taken.raw as u64);
            self.after_return = raw[..line].ends_with(b"\r");
            window.consume(line);
            return Ok(Some(Next::Unread(self.rows)));
        }
        self.after_return = raw.ends_with(b"\r");
        let (text, ends) = (&self.text[..taken.text], &self.ends[..taken.cells]);
        let Ok(text) = std::str::from_utf8(text) else {
            findings.push(not_utf8(file, self.rows, (text, ends), (raw, window.offset())));
            return Err(Stop::Said);
        };
        window.consume(taken.raw);
        Ok(Some(Next::Row(Row { number: self.rows, text, ends })))
    }

    /// Leaves line breaks behind and counts those that end no row; false at the end of the file.
    fn skip_blank<R: Read>(&mut self, window: &mut Window<R>) -> Result<bool, Stop> {
        loop {
            match window.data().first() {
                None if window.is_last() => return Ok(false),
                None => window.fill()?,
                Some(&byte @ (b'\r' | b'\n')) => {
                    self.rows += usize::from(byte == b'\r' || !self.after_return);
                    self.after_return = byte == b'\r';
                    window.consume(1);
                }
                Some(_) => {
                    self.after_return = false;
                    return Ok(true);
                }
            }
        }
    }

    /// Takes apart as much of a row as there is, and room for.
    fn step(&mut self, data: &[u8], taken: &mut Taken) -> ReadRecordResult {
        let (text, ends) = (&mut self.text[taken.text..], &mut self.ends[taken.cells..]);
        let (result, raw, length, cells) = self.reader.read_record(data, text, ends);
        taken.raw += raw;
        taken.text += length;
        taken.cells += cells;
        match result {
            ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
            ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            _ => {}
        }
        result
    }

    /// Takes one row apart.
    fn split<R: Read>(&mut self, window: &mut Window<R>) -> Result<Taken, Stop> {
        self.reader.reset();
        let mut taken = Taken::default();
        loop {
            let data = &window.data()[taken.raw..];
            match self.step(data, &mut taken) {
                ReadRecordResult::Record | ReadRecordResult::End => return Ok(taken),
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
                // An empty slice tells the reader that the file ends here.
                ReadRecordResult::InputEmpty if window.is_last() => {}
                ReadRecordResult::InputEmpty if taken.raw > LONGEST => {
                    // Quotes that swallow so much do not close.
                    let line = quotes::first_line(&window.data()[..taken.raw]);
                    let is_line = line == taken.raw;
                    return if is_line { Err(Stop::Broken(Broken::TooLong)) } else { Ok(taken) };
                }
                ReadRecordResult::InputEmpty => window.fill()?,
            }
        }
    }

    /// Takes one line apart, whatever quotes are open at its end.
    fn split_line<R: Read>(&mut self, window: &mut Window<R>) -> Result<Taken, Stop> {
        let mut held = 0;
        while quotes::first_line(&window.data()[held..]) == window.data().len() - held {
            held = window.data().len();
            if window.is_last() {
                break;
            }
            if held > LONGEST {
                return Err(Stop::Broken(Broken::TooLong));
            }
            window.fill()?;
        }
        let line = held.min(window.data().len());
        let line = line + quotes::first_line(&window.data()[line..]);
        self.reader.reset();
        let mut taken = Taken::default();
        loop {
            let data = &window.data()[taken.raw..line];
            match self.step(data, &mut taken) {
                ReadRecordResult::Record | ReadRecordResult::End => return Ok(taken),
                // There is more room now; an empty slice, the next time, ends the row.
                ReadRecordResult::OutputFull
                | ReadRecordResult::OutputEndsFull
                | ReadRecordResult::InputEmpty => {}
            }
        }
    }
}

fn not_utf8(
    file: &str,
    row: usize,
    (text, ends): (&[u8], &[usize]),
    (raw, offset): (&[u8], u64),
) -> Finding {
    let bad = |bytes| std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
    let at = bad(text);
    let column = ends.partition_point(|&end| end <= at);
    let start = column.checked_sub(1).map_or(0, |c| ends[c]);
    let cell = text.get(start..ends.get(column).copied().unwrap_or(text.len()));
    let in_raw = bad(raw);
    let byte = raw.get(in_raw).copied().unwrap_or_default();
    let what = format!("byte 0x{byte:02x} at offset {}", offset + in_raw as u64);
    let place = Place::path(file, format!("{}, column {}", row_place(row), column + 1));
    fault::not_utf8(place, &what, cell.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_one_that_gives_even_rows() {
        let best = |text: &str| {
            let fit = |s: &&(u8, &str)| evenness(text.as_bytes(), s.0);
            SEPARATORS.iter().rev().max_by_key(fit).unwrap().1
        };
        assert_eq!(best("id,name\n1,a;b\n"), "commas");
        assert_eq!(best("id;name\n1;a,b\n2;c,d\n"), "semicolons");
        assert_eq!(best("id\tname\n1\t\"a\tb\"\n"), "tabs");
        assert_eq!(best("id|name|x\n1|a,b|c\n"), "bars");
        assert_eq!(best("one column"), "commas");
        assert_eq!(announced(b"sep=;\r\nid;name"), Some((b';', 7)));
        assert_eq!(announced(b"SEP=\t\n"), Some((b'\t', 6)));
        assert_eq!(announced(b"separator;name"), None);
    }

    /// Gives so many bytes at a time.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            let n = buf.len().min(self.1).min(self.0.len());
            buf[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    #[test]
    fn rows_are_the_same_however_few_bytes_come_at_once() {
        let count = 8000;
        let rows: Vec<String> = (0..count).map(|n| format!("{n:04},\"a\"\n")).collect();
        let text = rows.concat();
        // Rows of nine bytes: ends of rows and of what comes at once fall together, and do not.
        for at_once in [9, 7, 1000] {
            let mut window = Window::new(Drops(text.as_bytes(), at_once)).unwrap();
            let mut findings = Findings::new();
            let mut next = 0;
            let is_whole = each_row(
                &mut window,
                ("a.csv", None),
                &mut findings,
                &mut |number, cells, _| {
                    let cells = cells.unwrap();
                    let digits = format!("{next:04}");
                    let is_it = matches!(cells, [Value::Number(id), Value::Text(a)] if *id == digits && a.raw == "a");
                    assert!(is_it, "{number}: {cells:?}");
                    assert!(number == next + 1, "{number}: {cells:?}");
                    next += 1;
                    Ok(())
                },
            );
            assert!(is_whole.unwrap());
            assert!(findings.is_empty());
            assert_eq!(next, count);
        }
    }

    #[test]
    fn a_row_without_end_is_refused() {
        let mut window = Window::new(io::repeat(b'a')).unwrap();
        let mut findings = Findings::new();
        let is_whole = each_row(&mut window, ("a.csv", None), &mut findings, &mut |_, _, _| Ok(()));
        assert!(!is_whole.unwrap());
        let codes: Vec<&str> = findings.iter().map(|f| f.code).collect();
        assert_eq!(codes, ["too-long"]);
    }

    /// The numbers of rows with their first cells, `-` where a finding is about one, and what is said.
    fn rows(text: &[u8], at_once: usize) -> (Vec<String>, Vec<String>) {
        let mut window = Window::new(Drops(text, at_once)).unwrap();
        let (mut findings, mut rows) = (Findings::new(), Vec::new());
        let mut take = |number: usize, cells: Option<&[Value<'_>]>, _: &mut Findings| {
            let first = cells
                .and_then(|cells| super::super::text(cells[0]).map(std::borrow::Cow::into_owned));
            rows.push(format!("{number} {}", first.unwrap_or_else(|| "-".to_owned())));
            Ok(())
        };
        each_row(&mut window, ("a.csv", Some(b',')), &mut findings, &mut take).unwrap();
        (rows, findings.iter().map(|f| format!("{} {}", f.place.path, f.code)).collect())
    }

    #[test]
    fn rows_behind_a_quote_that_does_not_close_are_taken_one_by_one() {
        for at_once in [3, 1000] {
            for end in ["\n", "\r\n", "\r"] {
                let text =
                    ["id,name", "1,a", "2,\"b", "3,c", "4,\"d\"", "", "5,e\"", "6,f", "7,\"g", ""];
                let (rows, said) = rows(text.join(end).as_bytes(), at_once);
                assert_eq!(
                    rows,
                    ["1 id", "2 1", "3 -", "4 3", "5 4", "7 5", "8 6", "9 -"],
                    "{end:?}"
                );
                assert_eq!(said, ["row 3, column 2 quotes", "row 9 quotes"]);
            }
        }
        // A value of several lines is one row, also behind a bad one that ends in its own line.
        let (rows, said) = rows(b"id,name\n1,\"a\"b\n2,\"c\nd\"\n3,e\n", 1000);
        assert_eq!(rows, ["1 id", "2 -", "3 2", "4 3"]);
        assert_eq!(said, ["row 2, column 2 quotes"]);
    }

    #[test]
    fn quotes_that_swallow_all_rows_again_and_again_take_no_longer_for_that() {
        // Seen from outside of quotes each line leaves one open, and so it does from inside.
        let text = "a\",\"\"\",x\n".repeat(200_000);
        let start = std::time::Instant::now();
        let (rows, said) = rows(text.as_bytes(), 1 << 20);
        assert_eq!((rows.len(), said.len()), (200_000, 200_000));
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }

    #[test]
    fn what_looks_like_a_number_is_one() {
        for number in ["1", "-2.5", "+5", ".5", "5.", "1e3", "0701"] {
            assert!(is_number(number), "{number}");
        }
        for word in ["", "-", "inf", "NaN", "1,5", "1 000", "1e", "0x1"] {
            assert!(!is_number(word), "{word}");
        }
    }
}
