//! Messages and remedies of single findings in Chinese.
//!
//! A finding is written once, in English, with its values in it. A phrase says how such a text reads, with `{}`
//! where a value stands, and how the Chinese reads, with `{1}` for the first value and so on, `{=1}` for one
//! that is a word of a command line or of a file. A value may be put together of parts that are phrases too,
//! or be a word of ours; any other one, such as a name of the user's, stays as it is. What stands in double
//! quotes is never taken apart. A text that no phrase fits is not known in Chinese: the title and the general
//! remedy of its code say what is known.

mod import;
mod layers;
mod outlets;
mod parts;
mod plans;
mod runs;
mod settings;
mod shapes;
mod streets;
mod tables;
mod text;

use self::parts::{PARTS, SHARED, THINGS, WORDS};

/// A code, a text of its findings, and the same in Chinese.
type Phrase = (&'static str, &'static str, &'static str);

/// The phrases of each part of the table of codes.
const TABLES: [&[Phrase]; 10] = [
    text::PHRASES,
    tables::PHRASES,
    shapes::PHRASES,
    layers::PHRASES,
    outlets::PHRASES,
    streets::PHRASES,
    plans::PHRASES,
    import::PHRASES,
    settings::PHRASES,
    runs::PHRASES,
];

/// A message or a remedy of a code in Chinese; none where no phrase fits it.
pub(super) fn in_chinese(code: &str, text: &str) -> Option<String> {
    if let Some((line, rest)) = numbered(text) {
        return Some(format!("第 {line} 行：{}", in_chinese(code, rest)?));
    }
    let own = TABLES.iter().filter_map(|table| {
        let start = table.partition_point(|phrase| phrase.0 < code);
        let of_code = table[start..].iter().take_while(|phrase| phrase.0 == code);
        of_code.into_iter().find_map(|phrase| said(code, text, (phrase.1, phrase.2)))
    });
    let mut own = own;
    own.next().or_else(|| SHARED.iter().find_map(|pair| said(code, text, *pair)))
}

/// The line and the rest of `line 7: unknown key`, which texts about settings begin with.
fn numbered(text: &str) -> Option<(&str, &str)> {
    let (line, rest) = text.strip_prefix("line ")?.split_once(": ")?;
    line.bytes().all(|b| b.is_ascii_digit()).then_some((line, rest))
}

/// The Chinese of a text by one phrase; none where it does not fit.
fn said(code: &str, text: &str, (english, chinese): (&str, &str)) -> Option<String> {
    Some(fill(code, chinese, &values(english, text)?))
}

/// What stands in a text where the phrase has `{}`; none where it is no text of the phrase.
fn values<'t>(phrase: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut parts = phrase.split("{}").peekable();
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut values = Vec::new();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        let value = if is_last { rest.strip_suffix(part)? } else { &rest[..outside(rest, part)?] };
        if value.is_empty() || !has_its_quotes(value) {
            return None;
        }
        values.push(value);
        rest = &rest[value.len() + part.len()..];
    }
    rest.is_empty().then_some(values)
}

/// Where a part of a phrase stands in a text first, outside of what the text quotes.
fn outside(text: &str, part: &str) -> Option<usize> {
    text.match_indices(part).map(|(at, _)| at).find(|&at| at > 0 && has_its_quotes(&text[..at]))
}

/// Whether each double quote that opens in a text closes in it.
fn has_its_quotes(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'"').count().is_multiple_of(2)
}

/// The Chinese with its values.
fn fill(code: &str, chinese: &str, values: &[&str]) -> String {
    let mut parts = chinese.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once('}').unwrap_or((part, ""));
        let (number, is_kept) = number.strip_prefix('=').map_or((number, false), |n| (n, true));
        let value = number.parse().ok().and_then(|n: usize| values.get(n.checked_sub(1)?));
        let value =
            value.map(|v| if is_kept { (*v).to_owned() } else { value_in_chinese(code, v) });
        push(&mut text, &value.unwrap_or_default());
        push(&mut text, rest);
    }
    text
}

/// Adds a text to another, with a blank between a Chinese letter and a number or a Latin word, and none
/// between Chinese letters.
fn push(text: &mut String, more: &str) {
    let Some(first) = more.trim_start().chars().next() else {
        // Blanks alone stand between two values.
        text.push_str(more);
        return;
    };
    let is_apart = text.ends_with(' ') || more.starts_with(' ');
    let last = text.trim_end().chars().next_back().unwrap_or(' ');
    let is_plain = |c: char| c.is_ascii_alphanumeric();
    let (one, other) = (is_chinese(last), is_chinese(first));
    let wants = match (one, other) {
        (true, true) => false,
        (true, false) => is_apart && !is_mark(last) || is_plain(first) && !is_mark(last),
        (false, true) => is_apart && !is_mark(first) || is_plain(last) && !is_mark(first),
        (false, false) => is_apart,
    };
    text.truncate(text.trim_end().len());
    if wants && !text.is_empty() {
        text.push(' ');
    }
    text.push_str(more.trim_start());
}

/// Whether a letter or a mark is Chinese.
fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{201c}' | '\u{201d}') || is_mark(letter)
}

/// Whether a mark is as wide as a Chinese letter.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

/// A value in Chinese, where it is one of ours; a list of values one by one.
fn value_in_chinese(code: &str, value: &str) -> String {
    let is_name = value.starts_with('"') && value.matches('"').count() == 2 && value.ends_with('"');
    if is_name {
        return value.to_owned();
    }
    let word = WORDS.iter().find(|pair| pair.0 == value).map(|pair| pair.1.to_owned());
    let part = || PARTS.iter().find_map(|pair| part_of_ours(code, value, *pair));
    let found = word.or_else(|| counted(value)).or_else(|| in_chinese(code, value));
    found.or_else(part).or_else(|| list(code, value)).unwrap_or_else(|| value.to_owned())
}

/// The Chinese of a value by a part; none where what it holds is a sentence that is not ours.
fn part_of_ours(code: &str, value: &str, (english, chinese): (&str, &str)) -> Option<String> {
    let values = values(english, value)?;
    let is_sentence =
        |held: &str| held.contains(' ') && held.contains(|c: char| c.is_ascii_lowercase());
    let is_ours = |held: &&str| {
        !is_sentence(held) || held.contains('"') || value_in_chinese(code, held) != **held
    };
    values.iter().all(is_ours).then(|| fill(code, chinese, &values))
}

/// A list in Chinese; none of what is no list, or one of words that are not ours.
fn list(code: &str, value: &str) -> Option<String> {
    let between = |text: &str, at: usize| {
        let before = &text[..at];
        let is_inside = |open, close| before.matches(open).count() > before.matches(close).count();
        has_its_quotes(before) && !is_inside('(', ')') && !is_inside('[', ']')
    };
    let comma = ["; ", ", "].into_iter().find(|comma| value.contains(comma))?;
    let at = value.match_indices(comma).map(|found| found.0).find(|&at| between(value, at))?;
    let (first, rest) = (&value[..at], &value[at + comma.len()..]);
    let (one, other) = (value_in_chinese(code, first), value_in_chinese(code, rest));
    (one != first || other != rest).then(|| format!("{one}、{other}"))
}

/// `12 个网点` of `12 outlets`; none of anything else.
fn counted(value: &str) -> Option<String> {
    let at = value.find(|c: char| c.is_ascii_alphabetic())?;
    let number = value[..at].strip_suffix(' ')?;
    let is_number = |b: u8| b.is_ascii_digit() || matches!(b, b' ' | b'.');
    if number.is_empty() || !number.bytes().all(is_number) {
        return None;
    }
    let thing = &value[at..];
    let one = thing.strip_suffix('s').unwrap_or(thing);
    let named = THINGS.iter().find(|pair| pair.0 == one || pair.0 == thing)?;
    Some(format!("{number} {}", named.1))
}

#[cfg(test)]
mod tests;
