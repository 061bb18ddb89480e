//! Breaking text into lines of a given width.
//!
//! Chinese breaks between any two characters, other scripts at spaces; a closing mark never starts a
//! line and an opening one never ends it. A word that is wider than the line is cut.

use super::font::{Fonts, Weight};

/// The lines of `text`, each at most `width` ems wide; a line break in the text is kept.
pub(super) fn wrap(fonts: &Fonts, text: &str, weight: Weight, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for piece in pieces(paragraph) {
            let grown = format!("{line}{piece}");
            if line.trim().is_empty() || fonts.width(grown.trim_end(), weight) <= width {
                line = grown;
            } else {
                lines.push(line.trim_end().to_owned());
                piece.trim_start().clone_into(&mut line);
            }
            while fonts.width(line.trim_end(), weight) > width && line.chars().count() > 1 {
                let rest = cut(fonts, &mut line, weight, width);
                lines.push(std::mem::replace(&mut line, rest));
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The text, or its start with an ellipsis where it is wider than `width` ems.
pub(super) fn shorten(fonts: &Fonts, text: &str, weight: Weight, width: f32) -> String {
    if fonts.width(text, weight) <= width {
        return text.to_owned();
    }
    let mut short: String = text.to_owned();
    while short.pop().is_some() && fonts.width(&format!("{short}…"), weight) > width {}
    format!("{}…", short.trim_end())
}

/// Leaves in `line` what fits, at least one character, and gives back the rest.
fn cut(fonts: &Fonts, line: &mut String, weight: Weight, width: f32) -> String {
    let fits = |end: usize| fonts.width(&line[..end], weight) <= width;
    let ends: Vec<usize> = line.char_indices().skip(1).map(|(at, _)| at).collect();
    let at = ends.iter().rev().copied().find(|&e| fits(e)).or(ends.first().copied());
    line.split_off(at.unwrap_or(line.len()))
}

/// The parts that a line may be broken between.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before = None;
    for c in text.chars() {
        let may_break = match before {
            None => true,
            Some(b) => breaks_between(b, c),
        };
        match pieces.last_mut() {
            Some(last) if !may_break => last.push(c),
            Some(_) | None => pieces.push(c.to_string()),
        }
        before = Some(c);
    }
    pieces
}

fn breaks_between(left: char, right: char) -> bool {
    let sticks = matches!(right, '）' | '》' | '】' | '，' | '。' | '、' | '；' | '：' | '％' | '·')
        || right == ' '
        || matches!(left, '（' | '《' | '【');
    !sticks && (left == ' ' || is_chinese(left) || is_chinese(right))
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_breaks_anywhere_but_not_before_a_full_stop() {
        let fonts = Fonts::load().unwrap();
        // Four characters fit; the full stop would be the fifth and takes one with it.
        assert_eq!(wrap(&fonts, "甲乙丙丁。", Weight::Regular, 4.0), ["甲乙丙", "丁。"]);
    }

    #[test]
    fn words_stay_whole() {
        let fonts = Fonts::load().unwrap();
        assert_eq!(wrap(&fonts, "walk to shops", Weight::Regular, 4.0), ["walk to", "shops"]);
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        let fonts = Fonts::load().unwrap();
        let lines = wrap(&fonts, "mmmmmmmm", Weight::Regular, 3.0);
        assert!(lines.len() > 1 && lines.concat() == "mmmmmmmm");
    }

    #[test]
    fn a_long_name_ends_in_an_ellipsis() {
        let fonts = Fonts::load().unwrap();
        assert_eq!(shorten(&fonts, "甲乙丙丁", Weight::Regular, 3.0), "甲乙…");
    }
}
