//! What stands in one cell of a table, and names from files made safe to print.
//!
//! A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` (also in full width), a tab or a
//! line break as a formula; names are typed by users, so such a text cell gets a leading
//! apostrophe in CSV (OWASP, "CSV Injection"). Figures never do: a negative longitude stays a
//! number. JSON and `GeoJSON` carry the text as it is.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::{Serialize, Serializer};

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// Words, perhaps a user's own.
    Text(String),
    /// A number as it is printed.
    Figure(String),
    /// A figure that does not exist, or a text that nobody gave.
    Empty,
}

impl Cell {
    pub(super) fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    pub(super) fn figure(figure: Option<String>) -> Self {
        figure.map_or(Self::Empty, Self::Figure)
    }

    /// The cell as CSV holds it, before quoting.
    pub(super) fn csv(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => guarded(text),
            Self::Figure(figure) => Cow::Borrowed(figure),
            Self::Empty => Cow::Borrowed(""),
        }
    }
}

impl Serialize for Cell {
    /// Text as a string, a figure as a number with the digits of the table, nothing as null.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => to.serialize_str(text),
            Self::Figure(figure) => match (figure.parse::<u64>(), figure.parse::<f64>()) {
                (Ok(whole), _) => to.serialize_u64(whole),
                (Err(_), Ok(number)) => to.serialize_f64(number),
                (Err(_), Err(_)) => to.serialize_str(figure),
            },
            Self::Empty => to.serialize_none(),
        }
    }
}

/// What a formula begins with: the last four are the full-width forms of the first four.
const FORMULA_MARKS: [char; 11] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// A text cell with an apostrophe in front where a spreadsheet would take it for a formula.
fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA_MARKS) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Letters of a name that a line of text shows.
const SHOWN: usize = 60;

/// A name from a file as one line of text may print it: escaped, shortened past 60 letters.
pub(super) fn shown(name: &str) -> String {
    let mut letters = name.chars();
    let mut out = String::with_capacity(name.len());
    for c in letters.by_ref().take(SHOWN) {
        push_escaped(&mut out, c);
    }
    if letters.next().is_some() {
        out.push('…');
    }
    out
}

/// Text of several lines as a terminal may print it: all escaped but the line breaks.
pub(super) fn shown_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push(c),
            c => push_escaped(&mut out, c),
        }
    }
    out
}

/// Escapes control characters, line breaks, and marks that turn the direction of writing.
fn push_escaped(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            escape(out, c);
        }
        c if c.is_control() => escape(out, c),
        c => out.push(c),
    }
}

fn escape(out: &mut String, c: char) {
    // Writing to a String cannot fail.
    let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_a_spreadsheet_would_run_gets_an_apostrophe() {
        for text in ["=1+1", "+86", "-1", "@SUM(A1)", "\tx", "\u{ff1d}1", "\u{ff20}x"] {
            assert_eq!(Cell::text(text).csv(), format!("'{text}"));
        }
        assert_eq!(Cell::text("东门 = 西门").csv(), "东门 = 西门");
    }

    #[test]
    fn a_negative_figure_is_no_formula() {
        assert_eq!(Cell::Figure("-0.127800".to_owned()).csv(), "-0.127800");
    }

    #[test]
    fn json_keeps_the_text_and_makes_figures_numbers() {
        let cells = [
            Cell::text("=1"),
            Cell::Figure("12.3000".to_owned()),
            Cell::Figure("1840".to_owned()),
            Cell::Empty,
        ];
        assert_eq!(serde_json::to_string(&cells).unwrap(), r#"["=1",12.3,1840,null]"#);
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(shown("a\u{1b}[2Jb\nc\u{202e}d"), "a\\u{1b}[2Jb\\nc\\u{202e}d");
    }

    #[test]
    fn a_long_name_is_cut_after_sixty_letters() {
        // 60 letters of three bytes and the mark of the cut.
        assert_eq!(shown(&"街".repeat(61)), format!("{}…", "街".repeat(60)));
        assert_eq!(shown(&"街".repeat(60)), "街".repeat(60));
    }
}
