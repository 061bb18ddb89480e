//! Breaks paragraphs into lines that a terminal shows whole.

use super::grid::width;

/// Widest line, in columns of a terminal.
const LINE: usize = 100;

/// Each line of the text broken between words and between Chinese letters, `indent` blanks before
/// every part but the first. A word that is wider than a line stays whole.
pub(in super::super) fn wrapped(text: &str, indent: usize) -> String {
    let lines: Vec<String> = text.lines().map(|line| wrapped_line(line, indent)).collect();
    lines.join("\n")
}

fn wrapped_line(text: &str, indent: usize) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in words(text) {
        let breaks = column + width(word.trim_end()) > LINE && column > indent;
        if breaks {
            out.truncate(out.trim_end().len());
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        }
        out.push_str(word);
        column += width(word);
    }
    out.truncate(out.trim_end().len());
    out
}

/// The parts between which a line may break.
fn words(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut before = [' '; 2];
    for (at, c) in text.char_indices() {
        if at > 0 && may_break(before, c) {
            parts.push(&text[start..at]);
            start = at;
        }
        before = [before[1], c];
    }
    parts.push(&text[start..]);
    parts
}

/// After a blank that does not follow a number (`1 840`, `12.35 ha`), and beside a Chinese letter: not before a mark that closes or after one that
/// opens (GB/T 15834-2011, 5.1: closing marks do not begin a line, opening ones do not end it).
fn may_break(before: [char; 2], after: char) -> bool {
    match before {
        [digit, ' '] if digit.is_ascii_digit() => false,
        [_, ' '] => after != ' ',
        [_, last] => {
            let beside = is_chinese(last) || is_chinese(after);
            beside && after != ' ' && !closes(after) && !opens(last)
        }
    }
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3fffd}')
}

/// `、。〉》」』】` and full-width `)，．：；？！`, `”’` and their narrow kin.
fn closes(c: char) -> bool {
    matches!(
        c,
        '\u{3001}'
            | '\u{3002}'
            | '\u{3009}'
            | '\u{300b}'
            | '\u{300d}'
            | '\u{300f}'
            | '\u{3011}'
            | '\u{3015}'
            | '\u{ff01}'
            | '\u{ff09}'
            | '\u{ff0c}'
            | '\u{ff0e}'
            | '\u{ff1a}'
            | '\u{ff1b}'
            | '\u{ff1f}'
            | '\u{2019}'
            | '\u{201d}'
            | '\u{2026}'
            | ')'
            | ','
            | '.'
            | ':'
            | ';'
            | '%'
    )
}

/// `〈《「『【` and full-width `(`, `“‘` and the narrow one.
fn opens(c: char) -> bool {
    matches!(
        c,
        '\u{3008}'
            | '\u{300a}'
            | '\u{300c}'
            | '\u{300e}'
            | '\u{3010}'
            | '\u{3014}'
            | '\u{ff08}'
            | '\u{2018}'
            | '\u{201c}'
            | '('
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_breaks_between_words_before_it_is_full() {
        // Twenty times "words " is 119 columns without the last blank: 16 words are 95, 17 are 101.
        let text = wrapped(&"words ".repeat(20), 2);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "words ".repeat(16).trim_end());
        assert_eq!(lines[1], "  words words words words");
    }

    #[test]
    fn a_closing_mark_does_not_begin_a_line() {
        // 50 letters fill the 100 columns, so that the last letter goes down with the mark.
        let text = wrapped(&("街".repeat(50) + "\u{3002}"), 0);
        assert_eq!(text, "街".repeat(49) + "\n街\u{3002}");
    }

    #[test]
    fn an_opening_mark_does_not_end_a_line() {
        let text = wrapped(&("街".repeat(49) + "\u{ff08}道\u{ff09}"), 0);
        assert_eq!(text, "街".repeat(49) + "\n\u{ff08}道\u{ff09}");
    }

    #[test]
    fn a_number_stays_in_one_piece_and_with_its_unit() {
        let text = wrapped(&("a".repeat(96) + " 1 840 people"), 0);
        assert_eq!(text, "a".repeat(96) + "\n1 840 people");
    }

    #[test]
    fn line_breaks_of_the_text_stay() {
        assert_eq!(wrapped("a\nb", 4), "a\nb");
    }
}
