//! Quotes of a row that do not close, or close in the middle of a value.
//!
//! Such quotes swallow what follows up to the next one, rows long. Which line is wrong cannot be told from that:
//! the row is given up with the line that it begins in, and the lines behind it, as far as they were swallowed,
//! are rows of their own. So each byte is taken apart twice at most.

use super::row_place;
use crate::finding::{Finding, Place};

/// What is wrong with the quotes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    /// The row, or the file, ends inside of them.
    Open,
    /// Something follows the closing quote of the cell of this number, from 1.
    Stray(usize),
}

/// Checks that each quote which opens a cell closes at its end; quotes in the middle of a cell that
/// does not begin with one are letters like others.
pub(super) fn check(raw: &[u8], separator: u8) -> Result<(), Quote> {
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
    pub(super) fn finding(self, file: &str, row: usize) -> Finding {
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

/// How long the first line of some bytes is, with what ends it; all of them where nothing does.
pub(super) fn first_line(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|b| matches!(b, b'\r' | b'\n'));
    end.map_or(bytes.len(), |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_that_swallow_text_are_told_from_letters() {
        let check = |row: &str| super::check(row.as_bytes(), b',');
        assert_eq!(check("1,\"a, \"\"b\"\"\",\"\"\r\n"), Ok(()));
        assert_eq!(check("a 5\" pipe,2"), Ok(()));
        assert_eq!(check("1,\"a,2\n3,b"), Err(Quote::Open));
        assert_eq!(check("1,\"a,2\n3,\"b\",4"), Err(Quote::Stray(2)));
        assert_eq!(check("\""), Err(Quote::Open));
    }

    #[test]
    fn a_line_is_as_long_as_up_to_what_ends_it() {
        assert_eq!(first_line(b"ab\ncd"), 3);
        assert_eq!(first_line(b"ab\r\ncd"), 3);
        assert_eq!(first_line(b"ab"), 2);
    }
}
