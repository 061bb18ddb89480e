//! What a file is: told by its first bytes, held against its name.

use super::format::Format;
use crate::finding::{Finding, Place};

/// How many bytes are enough to tell.
pub(super) const ENOUGH: usize = 1024;

/// The byte order mark of UTF-8, which Windows editors write.
pub(super) const UTF8_MARK: &[u8] = &[0xef, 0xbb, 0xbf];

/// What stands before each text of a sequence (RFC 8142): the record separator.
pub(super) const SEPARATOR: u8 = 0x1e;

/// First bytes of formats that we do not read, what the format is, and what to do.
const FOREIGN: [(&[u8], &str, &str); 10] = [
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel file (xls), or one with a password",
        "save the table as .xlsx without a password, or as CSV",
    ),
    (b"%PDF", "a PDF", "get the data behind it as GeoJSON or CSV"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "unpack it, or compress it with gzip"),
    (b"BZh", "compressed with bzip2", "unpack it, or compress it with gzip"),
    (b"\xfd7zXZ\0", "compressed with xz", "unpack it, or compress it with gzip"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it"),
    (b"Rar!", "a RAR archive", "unpack it"),
    (b"\x89PNG", "a PNG picture", "get the data behind it as GeoJSON or CSV"),
    (b"\xff\xd8\xff", "a JPEG picture", "get the data behind it as GeoJSON or CSV"),
    (b"\x1f\x8b", "packed with gzip twice", "unpack it once"),
];

/// A finding that ends the reading.
pub(super) type Refusal = Box<Finding>;

/// The format of a file that is no text by its first bytes, held against its name, or why it is not
/// read; none where it may be text.
pub(super) fn binary(head: &[u8], name: &str) -> Option<Result<Format, Refusal>> {
    if head.is_empty() {
        let message = "the file is empty (0 bytes)";
        let finding = Finding::error("empty-file", Place::file(name), message);
        return Some(Err(Box::new(finding.with_help("export the layer again"))));
    }
    if head.starts_with(b"PK\x03\x04") {
        return Some(archive(head, name));
    }
    if head.starts_with(b"SQLite format 3\0") {
        return Some(held(Format::GeoPackage, name));
    }
    if head.starts_with(b"fgb\x03fgb") {
        return Some(held(Format::FlatGeobuf, name));
    }
    if head.starts_with(b"PAR1") {
        return Some(held(Format::GeoParquet, name));
    }
    if head.starts_with(b"\x00\x00\x27\x0a") {
        return Some(held(Format::Shapefile, name));
    }
    if let Some((_, what, help)) = FOREIGN.iter().find(|m| head.starts_with(m.0)) {
        return Some(Err(foreign(name, what, help)));
    }
    if head.get(6..15) == Some(b"OSMHeader") {
        return Some(held(Format::Osm, name));
    }
    None
}

/// The finding for a file of a format that we do not read.
fn foreign(name: &str, what: &str, help: &str) -> Refusal {
    let wanted = Format::by_name(name).map_or("GeoJSON or a table", Format::word);
    let message = format!("this is {what}, not {wanted}");
    Box::new(Finding::error("format", Place::file(name), message).with_help(help))
}

fn archive(head: &[u8], name: &str) -> Result<Format, Refusal> {
    let has = |part: &[u8]| head.windows(part.len()).any(|bytes| bytes == part);
    if has(b"xl/") || has(b"[Content_Types]") || Format::by_name(name) == Some(Format::Xlsx) {
        held(Format::Xlsx, name)
    } else {
        Err(foreign(name, "a zip archive", "unpack it and name the file inside"))
    }
}

/// The format of a file, refused where its name promises another.
fn held(format: Format, name: &str) -> Result<Format, Refusal> {
    match Format::by_name(name) {
        Some(promised) if promised != format => {
            let message = format!("this is {}, not {}", format.word(), promised.word());
            let help = format!("save it as {}, or call it .{}", promised.word(), format.ending());
            Err(Box::new(Finding::error("format", Place::file(name), message).with_help(help)))
        }
        _ => Ok(format),
    }
}

/// The format of text by its first bytes, held against the file's name.
pub(super) fn text(head: &[u8], name: &str) -> Result<Format, Refusal> {
    let bare = head.strip_prefix(UTF8_MARK).unwrap_or(head).trim_ascii_start();
    if bare.is_empty() {
        let message = format!("the file is empty but for white space, up to byte {}", head.len());
        let finding = Finding::error("empty-file", Place::file(name), message);
        return Err(Box::new(finding.with_help("export the layer again")));
    }
    if let Some(finding) = utf16(head, name) {
        return Err(Box::new(finding));
    }
    if matches!(bare, [b'<', b'?' | b'!' | b'a'..=b'z' | b'A'..=b'Z', ..]) {
        let lower = bare.to_ascii_lowercase();
        let is_html = lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html");
        if !is_html && lower.windows(5).any(|bytes| matches!(bytes, b"<osm " | b"<osm>")) {
            return held(Format::Osm, name);
        }
        return Err(if is_html {
            foreign(name, "an HTML page", "a portal's error page? Download the file again")
        } else {
            foreign(name, "XML (KML or GML?)", "convert it with ogr2ogr")
        });
    }
    let promised = Format::by_name(name);
    let is_json = matches!(bare[0], b'{' | b'[' | SEPARATOR);
    let is_table = !is_json && (promised == Some(Format::Csv) || looks_like_a_table(bare));
    let format = if is_table { Format::Csv } else { Format::GeoJson };
    held(format, name)
}

fn utf16(head: &[u8], name: &str) -> Option<Finding> {
    let (message, encoding) = match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => ("starts with a UTF-16 mark at byte 0", "utf-16"),
        [b, 0, ..] if *b != 0 => {
            ("every second byte is 0, from byte 1 on: UTF-16 without a mark", "utf-16le")
        }
        [0, b, ..] if *b != 0 => {
            ("every second byte is 0, from byte 0 on: UTF-16 without a mark", "utf-16be")
        }
        _ => return None,
    };
    let help = format!("pass --encoding {encoding}, or save the file as UTF-8");
    Some(Finding::error("not-utf8", Place::file(name), message).with_help(help))
}

/// Whether text looks like a table: a first line that starts with a letter and has separators.
fn looks_like_a_table(text: &[u8]) -> bool {
    let line = text.split(|b| *b == b'\n').next().unwrap_or_default();
    let starts_like_a_name =
        line.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'"' || !b.is_ascii());
    let has_separators = line.iter().any(|b| matches!(b, b',' | b';' | b'\t'));
    let is_plain = !line.iter().any(|b| matches!(b, b'{' | b'['));
    starts_like_a_name && has_separators && is_plain
}
