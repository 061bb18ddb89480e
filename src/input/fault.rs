//! Findings for bytes that are no JSON, or that break off.

use super::cursor::{DEEPEST, Fault, FaultKind};
use super::trace::path_at;
use super::window::Broken;
use super::words::{counted, quoted};
use crate::finding::{Finding, Place};

/// Where a fault lies.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    pub(super) file: &'a str,
    /// Path of the value at the start of the data.
    pub(super) inside: &'a str,
    /// Offset in the file, from 0.
    pub(super) byte: u64,
    /// From 1.
    pub(super) line: u64,
    /// From 1, in bytes.
    pub(super) column: u64,
    /// Features read whole before it.
    pub(super) features: usize,
}

/// The finding for a fault; `data` starts at the value that `spot.inside` names.
pub(super) fn finding(fault: Fault, data: &[u8], spot: &Spot<'_>) -> Finding {
    let &Spot { file, inside, byte, line, column, .. } = spot;
    let path = match fault.kind {
        FaultKind::TooDeep | FaultKind::End | FaultKind::TrailingComma => inside.to_owned(),
        _ => format!("{inside}{}", path_at(data, fault.at)),
    };
    let path = path.strip_prefix('.').unwrap_or(&path).to_owned();
    let place = Place::path(file, path.clone());
    let json = |message: String| Finding::error("json", place.clone(), message);
    let number = |message: String| Finding::error("not-a-number", place.clone(), message);
    let spot_text = format!("byte {byte} (line {line}, column {column})");
    let token = token(data.get(fault.at..).unwrap_or_default());
    match fault.kind {
        FaultKind::End => end(place, spot),
        FaultKind::Expected(expected) => {
            json(format!("{token} at {spot_text}; expected {expected}"))
        }
        FaultKind::TrailingComma => {
            json(format!("trailing comma at line {line}, column {column} (byte {byte})"))
                .with_help("take the comma out, or add what should follow it")
        }
        FaultKind::NotANumber => {
            let word = token.trim_matches('"');
            number(format!("{word} at line {line}, column {column}; JSON has no {word}"))
                .with_help("write null where the value is unknown")
        }
        FaultKind::NumberForm => {
            json(format!("{token} at {spot_text} is not how JSON writes a value"))
        }
        FaultKind::NumberTooLarge => {
            let word = token.trim_matches('"');
            number(format!("{word} at line {line}, column {column} is not a finite number"))
        }
        FaultKind::ControlCharacter => {
            json(format!("line break or control character inside a string, {spot_text}"))
                .with_help("write \\n or \\u00.. in a string, or close its quotes")
        }
        FaultKind::Escape => json(format!("{token} at {spot_text} is no escape that JSON knows")),
        FaultKind::NotUtf8(bad) => {
            let reads = if reads_as_gbk(around(data, fault.at)) { "; reads as GBK" } else { "" };
            let message = format!("byte 0x{bad:02x} at offset {byte}, in {path}{reads}");
            Finding::error("not-utf8", place, message).with_help("save the file as UTF-8")
        }
        FaultKind::TooDeep => json(format!("nested deeper than {DEEPEST}, at byte {byte}")),
    }
}

fn end(place: Place, spot: &Spot<'_>) -> Finding {
    let whole = match spot.features {
        1 => "1 feature was whole".to_owned(),
        n => format!("{n} features were whole"),
    };
    let inside = if spot.inside.is_empty() { "the root object" } else { spot.inside };
    let message = format!("file ends inside {inside}, byte {}; {whole}", spot.byte);
    Finding::error("json", place, message)
        .with_help("the end of file came too soon: the copy broke off, get the file again")
}

/// The finding for text after the end of the document.
pub(super) fn trailing(place: Place, data: &[u8], byte: u64, line: u64) -> Finding {
    let what = if data.starts_with(b"{") || data.starts_with(b"[") {
        "a second document begins".to_owned()
    } else {
        format!("{} stands", token(data))
    };
    let message = format!("{what} at byte {byte} (line {line}), after the end of the first");
    Finding::error("json", place, message)
        .with_help("name both files in walkshed.toml instead of joining them")
}

/// The finding for bytes that fail, where it is the file's own fault.
pub(super) fn broken(broken: &Broken, place: Place, raw_bytes: u64) -> Finding {
    match broken {
        Broken::GzipCut => {
            let bytes = counted(usize::try_from(raw_bytes).unwrap_or(usize::MAX), "byte");
            let message = format!("gzip: compressed data ends early, after {bytes}");
            Finding::error("gzip-cut", place, message)
                .with_help("the copy broke off: get the file again")
        }
        Broken::GzipDamaged(why) => {
            Finding::error("gzip-damaged", place, format!("gzip: {}", quoted(why)))
                .with_help("get the file again")
        }
        Broken::TooLong => Finding::error("too-long", place, "one value is longer than 512 MiB"),
        Broken::Io(error) => Finding::error("read", place, error.to_string()),
    }
}

/// The word or the letter at the start of the data, for a message.
fn token(data: &[u8]) -> String {
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.' | b'\\');
    let length = data.iter().take(24).take_while(|b| is_word(b)).count();
    if length == 0 && data.is_empty() {
        return "the end".to_owned();
    }
    let text = String::from_utf8_lossy(&data[..data.len().min(length.max(4))]);
    let letters = if length == 0 { 1 } else { length };
    quoted(&text.chars().take(letters).collect::<String>())
}

/// The bytes between the quotes around `at`.
fn around(data: &[u8], at: usize) -> &[u8] {
    let (before, after) = data.split_at(at.min(data.len()));
    let start = before.iter().rposition(|b| *b == b'"').map_or(0, |i| i + 1);
    let end = at + after.iter().position(|b| *b == b'"').unwrap_or(after.len());
    data.get(start..end).unwrap_or_default()
}

/// Whether bytes are plausible Chinese text in GBK: ASCII and two-byte letters throughout, most of
/// the latter among the 3755 common characters (GB/T 2312 level 1: rows 16 to 55).
fn reads_as_gbk(text: &[u8]) -> bool {
    let (mut pairs, mut common) = (0, 0);
    let mut bytes = text.iter();
    while let Some(&lead) = bytes.next() {
        if lead < 0x80 {
            continue;
        }
        let Some(&trail) = bytes.next() else { return false };
        if !(0x81..=0xfe).contains(&lead) || !(0x40..=0xfe).contains(&trail) || trail == 0x7f {
            return false;
        }
        pairs += 1;
        common += usize::from((0xb0..=0xd7).contains(&lead) && trail >= 0xa1);
    }
    pairs > 0 && common * 2 > pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_in_gbk_is_told_from_latin_letters() {
        // The bytes of 东门 in GBK, and of Größe and señor in Latin-1.
        assert!(reads_as_gbk(b"\xb6\xab\xc3\xc5"));
        assert!(!reads_as_gbk(b"Gr\xf6\xdfe"));
        assert!(!reads_as_gbk(b"se\xf1or"));
        assert!(!reads_as_gbk(b"plain"));
    }
}
