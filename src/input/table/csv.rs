//! Text in rows and columns (RFC 4180), separated by commas, semicolons, tabs or bars.
//!
//! The separator is the one that gives the first rows one width, unless the settings name it; any but
//! the one that the file's name promises is said. `sep=;` in the first line, as Excel writes it,
//! counts and is no row. Rows are taken apart by `csv-core`, one in memory at a time, blank lines
//! counted as a spreadsheet does. Quotes that do not close, or that close in the middle of a value,
//! swallow rows and are refused; so is text that is not UTF-8, at its row and column.

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
    let is_whole =
        each_row(window, (name, separator), findings, &mut |number, cells, findings| {
            rows.row(number, cells, findings, sink)
        })?;
    Ok(rows.finish(is_whole, findings))
}

/// What takes the cells of a row, its number counted from 1.
pub(in super::super) type Taker<'t> =
    dyn FnMut(usize, &[Value<'_>], &mut Findings) -> Result<(), Refused> + 't;

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
        let cells: Vec<Value<'_>> = row.cells().map(value).collect();
        take(row.number, &cells, findings).map_err(|_| Stop::Said)?;
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
}

impl Splitter {
    fn new(separator: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(separator).build();
        let (text, ends) = (vec![0; 4096], vec![0; 256]);
        Self { separator, reader, text, ends, rows: 0, after_return: false }
    }

    fn next<R: Read>(
        &mut self,
        window: &mut Window<R>,
        file: &str,
        findings: &mut Findings,
    ) -> Result<Option<Row<'_>>, Stop> {
        if !self.skip_blank(window)? {
            return Ok(None);
        }
        self.rows += 1;
        let taken = self.split(window)?;
        let raw = &window.data()[..taken.raw];
        if let Err(quote) = check_quotes(raw, self.separator) {
            findings.push(quote.finding(file, self.rows));
            return Err(Stop::Said);
        }
        self.after_return = raw.ends_with(b"\r");
        let (text, ends) = (&self.text[..taken.text], &self.ends[..taken.cells]);
        let Ok(text) = std::str::from_utf8(text) else {
            findings.push(not_utf8(file, self.rows, (text, ends), (raw, window.offset())));
            return Err(Stop::Said);
        };
        window.consume(taken.raw);
        Ok(Some(Row { number: self.rows, text, ends }))
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

    /// Takes one row apart.
    fn split<R: Read>(&mut self, window: &mut Window<R>) -> Result<Taken, Stop> {
        self.reader.reset();
        let mut taken = Taken::default();
        loop {
            let data = &window.data()[taken.raw..];
            let (text, ends) = (&mut self.text[taken.text..], &mut self.ends[taken.cells..]);
            let (result, raw, length, cells) = self.reader.read_record(data, text, ends);
            taken.raw += raw;
            taken.text += length;
            taken.cells += cells;
            match result {
                ReadRecordResult::Record | ReadRecordResult::End => return Ok(taken),
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                // An empty slice tells the reader that the file ends here.
                ReadRecordResult::InputEmpty if window.is_last() => {}
                ReadRecordResult::InputEmpty if taken.raw > LONGEST => {
                    return Err(Stop::Broken(Broken::TooLong));
                }
                ReadRecordResult::InputEmpty => window.fill()?,
            }
        }
    }
}

/// What is wrong with the quotes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quote {
    /// The file ends inside of them.
    Open,
    /// Something follows the closing quote of the cell of this number, from 1.
    Stray(usize),
}

/// Checks that each quote which opens a cell closes at its end; quotes in the middle of a cell that
/// does not begin with one are letters like others.
fn check_quotes(raw: &[u8], separator: u8) -> Result<(), Quote> {
    if !raw.contains(&b'"') {
        return Ok(());
    }
    let (mut at, mut cell) = (0, 1);
    while at < raw.len() {
        if raw[at] == b'"' {
            at += 1;
            loop {
                match (raw.get(at), raw.get(at + 1)) {
                    (None, _) => return Err(Quote::Open),
                    (Some(b'"'), Some(b'"')) => at += 2,
                    (Some(b'"'), _) => break,
                    (Some(_), _) => at += 1,
                }
            }
            at += 1;
            let is_end = raw.get(at).is_none_or(|b| *b == separator || matches!(b, b'\r' | b'\n'));
            if !is_end {
                return Err(Quote::Stray(cell));
            }
        }
        while at < raw.len() && raw[at] != separator {
            at += 1;
        }
        at += 1;
        cell += 1;
    }
    Ok(())
}

impl Quote {
    fn finding(self, file: &str, row: usize) -> Finding {
        let (path, message) = match self {
            Self::Open => (String::new(), "a double quote opens in this row and never closes"),
            Self::Stray(cell) => {
                (format!(", column {cell}"), "text stands behind the double quote that closes")
            }
        };
        let place = Place::path(file, format!("{}{path}", row_place(row)));
        Finding::error("quotes", place, message)
            .with_help("close the quote where the value ends, and write two for one inside it")
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
    fn quotes_that_swallow_text_are_told_from_letters() {
        let check = |row: &str| check_quotes(row.as_bytes(), b',');
        assert_eq!(check("1,\"a, \"\"b\"\"\",\"\"\r\n"), Ok(()));
        assert_eq!(check("a 5\" pipe,2"), Ok(()));
        assert_eq!(check("1,\"a,2\n3,b"), Err(Quote::Open));
        assert_eq!(check("1,\"a,2\n3,\"b\",4"), Err(Quote::Stray(2)));
        assert_eq!(check("\""), Err(Quote::Open));
    }

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
                    let digits = format!("{next:04}");
                    let is_it = matches!(cells, [Value::Number(id), Value::Text(a)] if *id == digits && a.raw == "a");
                    assert!(is_it && number == next + 1, "{number}: {cells:?}");
                    next += 1;
                    Ok(())
                },
            );
            assert!(is_whole.unwrap() && findings.is_empty());
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
