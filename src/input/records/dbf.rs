//! The table of a shapefile (dBASE III, `.dbf`): rows of fixed width.
//!
//! Read here and not by a library, because the rows must keep step with the shapes, deleted ones
//! included, and numbers must keep the digits that the file has (ids of 18 digits). Text is UTF-8 unless
//! the user, the `.cpg` beside it or its language byte names another encoding; text that is neither is
//! asked about. Memos and other types that lie outside the table are left blank, which is said of fields
//! that the layer reads.

use std::io::Read;

use super::super::cursor::{Text, Value};
use super::super::encoding::Encoding;
use super::super::fault;
use super::super::sniff::Refusal;
use super::super::table::csv::is_number;
use super::super::window::{Broken, Window};
use crate::finding::{Finding, Place};

/// Length of the head, and of the description of a field.
const STEP: usize = 32;

/// The language byte of GBK (code page 936), and of Big5 (950).
const LANGUAGES: [(u8, &str); 4] = [(0x4d, "gbk"), (0x7a, "gbk"), (0x4f, "big5"), (0x78, "big5")];

/// A column.
struct Field {
    name: String,
    kind: u8,
    /// In bytes.
    width: usize,
}

/// A table that is read row by row.
pub(super) struct Table<R: Read> {
    window: Window<R>,
    fields: Vec<Field>,
    width: usize,
    encoding: Option<Encoding>,
    rows: u64,
    /// Rows that have been read.
    pub(super) row: u64,
    cells: Vec<String>,
}

/// What came of a row.
pub(super) enum Row {
    /// The values of its fields are there.
    Filled,
    /// It is marked as deleted.
    Deleted,
    /// The table has no more.
    End,
}

/// Why a table cannot be read on.
pub(super) enum Failed {
    /// The bytes fail.
    Broken(Broken),
    /// A finding says it.
    Said(Refusal),
}

impl From<Broken> for Failed {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl<R: Read> Table<R> {
    /// The table, its first row to be read next. `named` is the encoding that the user or the file beside
    /// it names, `otherwise` that for text that is not UTF-8.
    pub(super) fn new(
        mut window: Window<R>,
        named: Option<Encoding>,
        otherwise: Option<Encoding>,
        file: &str,
    ) -> Result<Self, Failed> {
        window.hold(STEP)?;
        let damaged = |why: &str| Failed::Said(damaged(file, why));
        let head: [u8; STEP] =
            window.data().first_chunk().copied().ok_or_else(|| {
                damaged("the table beside the shapes (.dbf) breaks off in its head")
            })?;
        let short = |at: usize| usize::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let rows = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
        let (length, width) = (short(8), short(10));
        window.hold(length)?;
        if length < STEP || window.data().len() < length {
            return Err(damaged("the table beside the shapes (.dbf) breaks off in its head"));
        }
        let language = LANGUAGES.iter().find(|(byte, _)| *byte == head[29]);
        let language = language.and_then(|(_, name)| name.parse().ok());
        let encoding = named.or(language);
        let descriptions = window.data()[STEP..length].chunks_exact(STEP);
        let fields: Vec<Field> =
            descriptions.take_while(|d| d[0] != b'\r').map(|d| field(d, encoding)).collect();
        if fields.iter().map(|f| f.width).sum::<usize>() + 1 != width {
            return Err(damaged("the fields of the table (.dbf) are not as wide as its rows"));
        }
        window.consume(length);
        let cells = vec![String::new(); fields.len()];
        let encoding = encoding.or(otherwise);
        Ok(Self { window, fields, width, encoding, rows, row: 0, cells })
    }

    /// The names of the fields.
    pub(super) fn names(&self) -> Vec<String> {
        self.fields.iter().map(|field| field.name.clone()).collect()
    }

    /// The type of a field whose values are not in the table; none of one that is read.
    pub(super) fn foreign(&self, field: usize) -> Option<char> {
        let kind = self.fields.get(field)?.kind;
        (!b"CDFILNO+".contains(&kind)).then(|| char::from(kind))
    }

    /// Reads the next row.
    pub(super) fn next(&mut self, file: &str) -> Result<Row, Failed> {
        if self.row == self.rows {
            return Ok(Row::End);
        }
        self.window.hold(self.width)?;
        self.row += 1;
        let Some(bytes) = self.window.data().get(..self.width) else {
            let why = format!("the table (.dbf) breaks off in row {} of {}", self.row, self.rows);
            return Err(Failed::Said(damaged(file, &why)));
        };
        if bytes[0] == b'*' {
            self.window.consume(self.width);
            return Ok(Row::Deleted);
        }
        let mut at = 1;
        for (field, cell) in self.fields.iter().zip(&mut self.cells) {
            let raw = &bytes[at..at + field.width];
            at += field.width;
            cell.clear();
            if let Err(raw) = fill(raw, field.kind, self.encoding, cell) {
                let path = format!("record {}, properties.{}", self.row, field.name);
                let place = Place::path(file, path);
                return Err(Failed::Said(Box::new(not_text(place, raw, self.encoding))));
            }
        }
        self.window.consume(self.width);
        Ok(Row::Filled)
    }

    /// The values of the row that was read last.
    pub(super) fn values(&self) -> Vec<Value<'_>> {
        let value = |(field, cell): (&Field, &'_ String)| match (field.kind, cell.as_str()) {
            (_, "") => ValueOf::Null,
            (b'L', "true") => ValueOf::Bool(true),
            (b'L', _) => ValueOf::Bool(false),
            (b'N' | b'F' | b'I' | b'O' | b'+', text) if is_number(text) => ValueOf::Number,
            _ => ValueOf::Text,
        };
        let all = self.fields.iter().zip(&self.cells);
        all.map(|(field, cell)| match value((field, cell)) {
            ValueOf::Null => Value::Null,
            ValueOf::Bool(yes) => Value::Bool(yes),
            ValueOf::Number => Value::Number(cell),
            ValueOf::Text => Value::Text(Text { raw: cell, escaped: false }),
        })
        .collect()
    }

    /// Reads the rest, for the digest.
    pub(super) fn into_window(self) -> Window<R> {
        self.window
    }
}

/// What a cell is.
enum ValueOf {
    Null,
    Bool(bool),
    Number,
    Text,
}

/// The finding for a shapefile that breaks off.
pub(super) fn damaged(file: &str, why: &str) -> Refusal {
    let finding = Finding::error("damaged", Place::file(file), why);
    Box::new(
        finding.with_help("get the file again with all that belongs to it: .shp, .dbf, .prj, .cpg"),
    )
}

fn field(description: &[u8], encoding: Option<Encoding>) -> Field {
    let name = &description[..11];
    let name = &name[..name.iter().position(|b| *b == 0).unwrap_or(name.len())];
    let decoded = encoding.and_then(|encoding| encoding.decode(name));
    let name = decoded.unwrap_or_else(|| String::from_utf8_lossy(name));
    let (name, kind) = (name.trim().to_owned(), description[11]);
    Field { name, kind, width: usize::from(description[16]) }
}

fn not_text(place: Place, raw: &[u8], encoding: Option<Encoding>) -> Finding {
    let bad = std::str::from_utf8(raw).map_or_else(|e| e.valid_up_to(), str::len);
    let byte = raw.get(bad).copied().unwrap_or_default();
    match encoding {
        Some(encoding) => {
            let message = format!("text with the byte 0x{byte:02x} is not {}", encoding.name());
            Finding::error("not-encoded", place, message)
                .with_help("name the encoding that the file is in")
        }
        None => fault::not_utf8(place, &format!("byte 0x{byte:02x}"), raw),
    }
}

/// Writes a cell as text; gives it back where it is none.
fn fill<'b>(
    raw: &'b [u8],
    kind: u8,
    encoding: Option<Encoding>,
    cell: &mut String,
) -> Result<(), &'b [u8]> {
    let raw = match raw.iter().position(|b| *b == 0) {
        // Binary numbers have noughts in them; text ends at the first.
        Some(end) if !matches!(kind, b'I' | b'O' | b'+') => &raw[..end],
        _ => raw,
    };
    match (kind, raw) {
        (b'I' | b'+', &[a, b, c, d]) => {
            cell.push_str(&i32::from_le_bytes([a, b, c, d]).to_string());
        }
        (b'O', raw) => {
            let number = raw.try_into().map(f64::from_le_bytes);
            cell.extend(number.ok().filter(|n| n.is_finite()).map(|n| n.to_string()));
        }
        (b'L', raw) => cell.push_str(match raw.first() {
            Some(b'T' | b't' | b'Y' | b'y') => "true",
            Some(b'F' | b'f' | b'N' | b'n') => "false",
            _ => "",
        }),
        (b'D', raw) if raw.len() == 8 && raw.iter().all(u8::is_ascii_digit) => {
            let text = String::from_utf8_lossy(raw);
            cell.extend([&text[..4], "-", &text[4..6], "-", &text[6..]]);
        }
        (b'C' | b'N' | b'F' | b'D', raw) => {
            let is_unknown = kind != b'C' && raw.contains(&b'*');
            // Plain text is UTF-8 whatever is named for the rest, except in a file that names one.
            let decoded = match encoding {
                Some(encoding) => encoding.decode(raw).ok_or(raw)?,
                None => std::str::from_utf8(raw).map_err(|_| raw)?.into(),
            };
            if !is_unknown {
                cell.push_str(decoded.trim());
            }
        }
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(kind: u8, raw: &[u8]) -> String {
        let mut cell = String::new();
        fill(raw, kind, None, &mut cell).unwrap();
        cell
    }

    #[test]
    fn a_cell_is_read_by_the_type_of_its_field() {
        let number = 2.5_f64.to_le_bytes();
        let nothing = f64::NAN.to_le_bytes();
        let cases: [(u8, &[u8], &str); 19] = [
            (b'C', b" ab  ", "ab"),
            (b'C', b"ab\0cd", "ab"),
            (b'C', b"**", "**"),
            (b'N', b" 12.5", "12.5"),
            (b'N', b"*****", ""),
            (b'F', b"1e3", "1e3"),
            (b'D', b"20260501", "2026-05-01"),
            (b'D', b"2026    ", "2026"),
            (b'D', b"260501", "260501"),
            (b'I', &[0, 1, 0, 0], "256"),
            (b'+', &[7, 0, 0, 0], "7"),
            (b'I', &[0, 1], ""),
            (b'O', &number, "2.5"),
            (b'O', &nothing, ""),
            (b'O', b"short", ""),
            (b'L', b"t", "true"),
            (b'L', b"N", "false"),
            (b'L', b"?", ""),
            (b'M', b"0000000001", ""),
        ];
        for (kind, raw, text) in cases {
            assert_eq!(cell(kind, raw), text, "{} {raw:?}", char::from(kind));
        }
        let mut cell = String::new();
        assert_eq!(fill(b"\xb6\xab", b'C', None, &mut cell), Err(&b"\xb6\xab"[..]));
        assert_eq!(fill(b"\xb6\xab", b'C', "gbk".parse().ok(), &mut cell), Ok(()));
        assert_eq!(cell, "东");
    }
}
