//! A table for a terminal, columns aligned by what the letters take up on the screen.
//!
//! Chinese letters take two columns (Unicode Standard Annex 11: classes W and F), marks that sit on
//! the letter before take none. Ambiguous letters (class A: Greek, dashes) are taken as narrow.

/// The rows under a heading, the first `left` columns to the left, the others to the right; two
/// spaces between columns and in front of each line.
pub(in super::super) fn grid(headings: &[&str], rows: &[Vec<String>], left: usize) -> String {
    let mut widths: Vec<usize> = headings.iter().map(|h| width(h)).collect();
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = (*widest).max(width(cell));
        }
    }
    let headings: Vec<String> = headings.iter().map(|&h| h.to_owned()).collect();
    let mut out = String::new();
    for row in std::iter::once(&headings).chain(rows) {
        let mut line = String::new();
        for (at, (cell, &widest)) in row.iter().zip(&widths).enumerate() {
            let blank = " ".repeat(widest - width(cell));
            line.push_str("  ");
            if at < left {
                line.push_str(cell);
                line.push_str(&blank);
            } else {
                line.push_str(&blank);
                line.push_str(cell);
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Columns that a text takes up on the screen.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

fn columns(c: char) -> usize {
    match c {
        '\u{0300}'..='\u{036f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{33ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{a4cf}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f64f}'
        | '\u{1f900}'..='\u{1f9ff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_letter_takes_two_columns() {
        // 2 x 2 + 1 + 3.
        assert_eq!(width("街道 D02"), 8);
        assert_eq!(width("\u{ff08}一\u{ff09}"), 6);
        assert_eq!(width("–"), 1);
    }

    #[test]
    fn columns_line_up_by_what_the_screen_shows() {
        let rows = [
            vec!["便利店".to_owned(), "9.00".to_owned()],
            vec!["store".to_owned(), "12.34".to_owned()],
        ];
        assert_eq!(
            grid(&["服务", "ha"], &rows, 1),
            "  服务       ha\n  便利店   9.00\n  store   12.34\n"
        );
    }
}
