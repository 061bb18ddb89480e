//! Property values as a layer wants them: text, numbers of people, other numbers.
//!
//! A plain number in quotes is read with a warning; a number with separators is refused, because a
//! comma is a decimal point in half the world. Null and blank are unknown, never nought.

use std::borrow::Cow;

use super::complaint::shown;
use super::cursor::Value;
use super::trace::push_key;
use super::words::quoted;
use crate::finding::{Finding, Findings, Place};

/// The largest number of people in one place: what fits 32 bits.
const MOST_PEOPLE: f64 = 4_294_967_295.0;

/// What to write for a number that cannot be read.
const UNKNOWN: &str = "write a number, or null where it is unknown";

/// A property of a feature, for findings about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Property<'a> {
    /// The feature.
    pub(super) file: &'a str,
    /// The feature.
    pub(super) at: super::document::FeatureAt,
    /// The file's own word for the property.
    pub(super) key: &'a str,
    /// Name of the feature, may be empty.
    pub(super) name: &'a str,
}

impl Property<'_> {
    /// The place of the property.
    pub(super) fn place(&self) -> Place {
        let mut rest = ".properties".to_owned();
        push_key(&mut rest, self.key);
        Place::path(self.file, self.at.path(&rest)).with_name(self.name)
    }

    fn error(&self, code: &'static str, message: String) -> Finding {
        Finding::error(code, self.place(), message)
    }
}

/// Text of a value, trimmed; none where there is none. Numbers are taken as they are written, so
/// that an id may be either.
pub(super) fn text(value: Value<'_>) -> Option<Cow<'_, str>> {
    match value {
        Value::Text(text) => match text.get() {
            Cow::Borrowed(text) => Some(text.trim()).filter(|t| !t.is_empty()).map(Cow::Borrowed),
            Cow::Owned(text) => {
                Some(text.trim().to_owned()).filter(|t| !t.is_empty()).map(Cow::Owned)
            }
        },
        Value::Number(text) => Some(Cow::Borrowed(text)),
        Value::Bool(yes) => Some(Cow::Borrowed(if yes { "true" } else { "false" })),
        Value::Missing | Value::Null | Value::List(_) | Value::Object => None,
    }
}

/// What a number turned out to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    /// The feature has no such property.
    Missing,
    /// Null or blank.
    Unknown,
    /// So much.
    Known(f64),
    /// Refused; a finding says why.
    Refused,
}

/// A number that may not be negative.
pub(super) fn number(value: Value<'_>, property: &Property<'_>, findings: &mut Findings) -> Number {
    let value = match value {
        Value::Missing => return Number::Missing,
        Value::Null => return Number::Unknown,
        Value::Number(text) => short_whole(text).or_else(|| text.parse().ok()),
        Value::Text(text) => {
            let text = text.get();
            let text = text.trim();
            if text.is_empty() {
                return Number::Unknown;
            }
            text_number(text, property, findings)
        }
        Value::Bool(_) | Value::List(_) | Value::Object => {
            let message = format!("{} is {}, not a number", property.key, shown(value));
            let finding = property.error("not-a-number", message).with_help(UNKNOWN);
            findings.push(finding.with_value(shown(value)));
            None
        }
    };
    match value {
        None => Number::Refused,
        Some(value) if !value.is_finite() => {
            let message = format!("{} is too large for a number", property.key);
            findings.push(property.error("not-a-number", message).with_help(UNKNOWN));
            Number::Refused
        }
        Some(value) if value < 0.0 => {
            let message = format!("{} is {value}; it cannot be negative", property.key);
            findings.push(
                property
                    .error("negative", message)
                    .with_help("write null where it is unknown")
                    .with_value(value.to_string()),
            );
            Number::Refused
        }
        Some(value) => Number::Known(value),
    }
}

/// The value of a whole number of few digits, as most are.
fn short_whole(text: &str) -> Option<f64> {
    let digit =
        |sum: u32, byte: u8| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0'));
    // Nine digits fit 32 bits.
    let value = (text.len() <= 9).then(|| text.bytes().try_fold(0, digit)).flatten()?;
    Some(f64::from(value)).filter(|_| !text.is_empty())
}

fn text_number(text: &str, property: &Property<'_>, findings: &mut Findings) -> Option<f64> {
    // An apostrophe in front is how a spreadsheet is told to keep a cell as text.
    let bare = text.strip_prefix('\'').unwrap_or(text);
    let is_plain = bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    if let Some(value) = bare.parse::<f64>().ok().filter(|_| is_plain) {
        let message = format!("{} is the text {}; read as the number", property.key, quoted(text));
        findings.push(
            Finding::warning("number-as-text", property.place(), message)
                .with_help("write it without quotes")
                .with_value(text),
        );
        return Some(value);
    }
    let bare: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '\'' | '\u{a0}')).collect();
    let is_number = bare.bytes().all(|b| b.is_ascii_digit()) && !bare.is_empty();
    let (key, seen) = (property.key, quoted(text));
    let (message, help) = if let Some(whole) = grouped(text) {
        let help =
            "what parts groups here is the decimal point elsewhere, so that it is not guessed";
        (format!("{key} is {seen}; write {whole}"), help.to_owned())
    } else if is_number && text.matches(',').count() == 1 {
        let decimal = text.replace(',', ".");
        let message = format!("{key} is {seen}, which may be {decimal} or {bare}");
        (message, "write the one that is meant, with a point before decimals".to_owned())
    } else {
        (format!("{key} is {seen}, not a number"), UNKNOWN.to_owned())
    };
    findings.push(property.error("not-a-number", message).with_help(help).with_value(text));
    None
}

/// The digits of `28,400` or `1 028 400`.
pub(super) fn grouped(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split([',', ' ', '\'', '\u{a0}', '\u{202f}']).collect();
    let (first, rest) = parts.split_first()?;
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let is_first = (1..=3).contains(&first.len()) && is_digits(first) && !first.starts_with('0');
    let are_groups = rest.iter().all(|part| part.len() == 3 && is_digits(part));
    (is_first && !rest.is_empty() && are_groups).then(|| parts.concat())
}

/// A number of people: as [`number`], and refused past 32 bits. Fractions are left to the layer.
pub(super) fn people(value: Value<'_>, property: &Property<'_>, findings: &mut Findings) -> Number {
    match number(value, property, findings) {
        Number::Known(people) if people > MOST_PEOPLE => {
            let message =
                format!("{} is {people}: more people than one place can have", property.key);
            let help = "write the people of this place, or null where they are unknown";
            let finding = property.error("too-many-people", message).with_help(help);
            findings.push(finding.with_value(people.to_string()));
            Number::Refused
        }
        Number::Unknown => {
            let seen = if value == Value::Null { "null" } else { "blank" };
            let message = format!("{} is missing ({seen})", property.key);
            findings.push(unknown(property.place(), message));
            Number::Unknown
        }
        other => other,
    }
}

/// The finding for a number of people that is not known.
pub(super) fn unknown(place: Place, message: String) -> Finding {
    Finding::warning("unknown-people", place, message)
        .with_help("left out of sums, which are marked \"at least\"")
}

/// Whole people of a number within 32 bits, and whether it had a fraction.
pub(super) fn whole(people: f64) -> (u32, bool) {
    let rounded = people.round();
    // `people` refuses what is negative or past 32 bits, so nothing is lost here.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0..=MOST_PEOPLE")]
    let count = rounded.clamp(0.0, MOST_PEOPLE) as u32;
    (count, (rounded - people).abs() > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_groups_of_three_digits_are_one_number() {
        assert_eq!(grouped("28,400"), Some("28400".to_owned()));
        assert_eq!(grouped("1 028\u{a0}400"), Some("1028400".to_owned()));
        for text in ["28,40", "28400", "0,400", ",400", "28,400.5", "1234,567", ""] {
            assert_eq!(grouped(text), None, "{text}");
        }
    }
}
