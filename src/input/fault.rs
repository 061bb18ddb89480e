//! Findings for bytes that are no JSON, or that break off.

use super::cursor::{DEEPEST, Fault, FaultKind};
use super::encoding::reads_as_gbk;
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
    let finding = match fault.kind {
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
                .with_help(instead(&path))
                .with_value(word)
        }
        FaultKind::NumberForm => {
            json(format!("{token} at {spot_text} is not how JSON writes a value"))
        }
        FaultKind::NumberTooLarge => {
            let word = token.trim_matches('"');
            number(format!("{word} at line {line}, column {column} is not a finite number"))
                .with_help(instead(&path))
                .with_value(word)
        }
        FaultKind::ControlCharacter => {
            json(format!("line break or control character inside a string, {spot_text}"))
                .with_help("write \\n or \\u00.. in a string, or close its quotes")
        }
        FaultKind::Escape => json(format!("{token} at {spot_text} is no escape that JSON knows")),
        FaultKind::NotUtf8(bad) => {
            let what = format!("byte 0x{bad:02x} at offset {byte}, in {path}");
            not_utf8(place, &what, around(data, fault.at))
        }
        FaultKind::TooDeep => json(format!("nested deeper than {DEEPEST}, at byte {byte}"))
            .with_help("the file is damaged, or no GeoJSON: export the layer again"),
    };
    finding.with_line(line)
}

/// What to write in the place of a number that is none.
fn instead(path: &str) -> &'static str {
    if path.contains("geometry") {
        "write the coordinate; where the place is unknown, make the whole geometry null"
    } else {
        "write null where the value is unknown"
    }
}

/// The finding for text that is not UTF-8; `text` is the value that it stands in.
pub(super) fn not_utf8(place: Place, what: &str, text: &[u8]) -> Finding {
    let (reads, name) = if reads_as_gbk(text) { ("; reads as GBK", "gbk") } else { ("", "NAME") };
    Finding::error("not-utf8", place, format!("{what}{reads}"))
        .with_help(format!("pass --encoding {name}, or save the file as UTF-8"))
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
        .with_line(line)
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
        Broken::NotEncoded { encoding, at } => {
            let message = format!("byte at offset {at} is not {}", encoding.name());
            Finding::error("not-encoded", place, message)
                .with_help("name the encoding that the file is in")
        }
        Broken::EncodingUnclear(encoding) => {
            let name = encoding.name();
            let message = format!("the text could be UTF-8, and it could be {name}");
            let help = format!(
                "write encoding = \"utf-8\" or \"{}\" for the layer in walkshed.toml",
                name.to_lowercase()
            );
            Finding::error("encoding-unclear", place, message).with_help(help)
        }
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
