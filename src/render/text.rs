//! Breaking text into lines of a given width.
//!
//! Chinese breaks between any two characters, other scripts at spaces and after hyphens; a closing mark
//! never starts a line and an opening one never ends it, a number stays with its unit ("300 m") and a
//! standard with its number ("GB 50180"). A word that is wider than the line is cut.

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

/// All ways to break a text into two lines.
pub(super) fn halves(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut at = 0;
    let ends: Vec<usize> = pieces(text)
        .iter()
        .map(|piece| {
            at += piece.len();
            at
        })
        .collect();
    let inner = ends.into_iter().filter(move |&end| end < text.len());
    inner.map(|end| (text[..end].trim_end(), &text[end..]))
}

/// The text, or its start with an ellipsis where it is wider than `width` ems.
pub(super) fn shorten(fonts: &Fonts, text: &str, weight: Weight, width: f32) -> String {
    if fonts.width(text, weight) <= width {
        return text.to_owned();
    }
    let mut short: String = text.to_owned();
    let more = |short: &str| {
        // The Chinese ellipsis stands at half the height of the letters, which Latin does not know.
        let dots = if short.chars().next_back().is_some_and(is_chinese) { "…" } else { "..." };
        format!("{}{dots}", short.trim_end())
    };
    while short.pop().is_some() && fonts.width(&more(&short), weight) > width {}
    more(&short)
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
    let mut before = ('\n', '\n');
    for (at, c) in text.char_indices() {
        let is_one = belong_together(before, c) || are_threes(before, &text[at..]);
        let may_break = breaks_between(before.1, c) && !is_one;
        match pieces.last_mut() {
            Some(last) if !may_break => last.push(c),
            Some(_) | None => pieces.push(c.to_string()),
        }
        before = (before.1, c);
    }
    pieces
}

/// Whether the space between two words does not part them: a number and its unit, a sign and a number,
/// a standard and its number, a date and the word before it, the threes of a long number.
fn belong_together((left, space): (char, char), right: char) -> bool {
    let is_pair = (left.is_ascii_digit() && right.is_ascii_lowercase())
        || (matches!(left, ':' | '≤' | '≥' | 'A'..='Z') && right.is_ascii_digit());
    space == ' ' && is_pair
}

/// Whether the space stands within a long number, before its next three digits.
fn are_threes((left, space): (char, char), rest: &str) -> bool {
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    space == ' ' && left.is_ascii_digit() && digits == 3
}

fn breaks_between(left: char, right: char) -> bool {
    let sticks = matches!(
        right,
        '）' | '》' | '】' | '，' | '。' | '、' | '；' | '：' | '％' | '·' | '–' | ')' | ' '
    ) || matches!(left, '（' | '《' | '【' | '(');
    let is_hyphen = left == '-' && right.is_alphabetic();
    !sticks && (left == ' ' || is_hyphen || is_chinese(left) || is_chinese(right))
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
    fn a_number_stays_with_its_unit_and_its_standard() {
        let fonts = Fonts::load().unwrap();
        let lines = |text, width| wrap(&fonts, text, Weight::Regular, width);
        assert_eq!(lines("半径 300 m", 4.5), ["半径", "300 m"]);
        assert_eq!(lines("see GB 50180", 6.0), ["see", "GB 50180"]);
        assert_eq!(lines("≤ 300 m", 2.5).concat(), "≤ 300 m");
        assert_eq!(lines("leave 6 229", 4.5), ["leave", "6 229"]);
        assert_eq!(lines("of 2018 3.0.4", 5.0), ["of 2018", "3.0.4"]);
    }

    #[test]
    fn a_hyphen_may_end_a_line_but_not_in_numbers() {
        let fonts = Fonts::load().unwrap();
        let lines = |text| wrap(&fonts, text, Weight::Regular, 5.5);
        assert_eq!(lines("Saint-Genest"), ["Saint-", "Genest"]);
        assert_eq!(lines("on 2026-11-24"), ["on", "2026-11-24"]);
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
        assert_eq!(shorten(&fonts, "mmmmmmmm", Weight::Regular, 4.0), "mmm...");
    }
}
