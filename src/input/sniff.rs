//! What a file is that is not GeoJSON, told by its first bytes.

use crate::finding::{Finding, Place};

/// How many bytes are enough to tell.
pub(super) const ENOUGH: usize = 1024;

/// The byte order mark of UTF-8, which Windows editors write.
pub(super) const UTF8_MARK: &[u8] = &[0xef, 0xbb, 0xbf];

/// First bytes of formats, what the format is, and what to do.
const MAGIC: [(&[u8], &str, &str); 14] = [
    (b"\x00\x00\x27\x0a", "an ESRI shapefile", "convert it with ogr2ogr -t_srs EPSG:4326"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", "save the map layer as GeoJSON"),
    (b"SQLite format 3\0", "a GeoPackage or another SQLite database", "export it as GeoJSON"),
    (b"fgb", "FlatGeobuf", "convert it with ogr2ogr"),
    (b"PAR1", "Parquet", "convert it with ogr2ogr"),
    (b"%PDF", "a PDF", "get the data behind it as GeoJSON"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "unpack it, or compress it with gzip"),
    (b"BZh", "compressed with bzip2", "unpack it, or compress it with gzip"),
    (b"\xfd7zXZ\0", "compressed with xz", "unpack it, or compress it with gzip"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it"),
    (b"Rar!", "a RAR archive", "unpack it"),
    (b"\x89PNG", "a PNG picture", "get the data behind it as GeoJSON"),
    (b"\xff\xd8\xff", "a JPEG picture", "get the data behind it as GeoJSON"),
    (b"\x1f\x8b", "packed with gzip twice", "unpack it once"),
];

/// The finding for a file that is not GeoJSON by its first bytes; none where it may be.
pub(super) fn foreign(head: &[u8], file: &str) -> Option<Finding> {
    let place = || Place::file(file);
    let format = |what: &str, help: &str| {
        Some(
            Finding::error("format", place(), format!("this is {what}, not GeoJSON"))
                .with_help(help),
        )
    };
    let utf16 = |message: &str, name: &str| {
        let help = format!("pass --encoding {name}, or save the file as UTF-8");
        Some(Finding::error("not-utf8", place(), message).with_help(help))
    };
    let text = head.strip_prefix(UTF8_MARK).unwrap_or(head).trim_ascii_start();
    if head.is_empty() {
        return Some(
            Finding::error("empty-file", place(), "the file is empty (0 bytes)")
                .with_help("export the layer again"),
        );
    }
    if text.is_empty() {
        return Some(Finding::error(
            "empty-file",
            place(),
            "the file is empty but for white space",
        ));
    }
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return utf16("starts with a UTF-16 mark at byte 0", "utf-16");
    }
    if head.starts_with(b"{\0") {
        return utf16("every second byte is 0, from byte 1 on: UTF-16 without a mark", "utf-16le");
    }
    if head.starts_with(b"\0{") {
        return utf16("every second byte is 0, from byte 0 on: UTF-16 without a mark", "utf-16be");
    }
    if head.starts_with(b"PK\x03\x04") {
        let is_workbook = [&b"xl/"[..], b"[Content_Types]"]
            .iter()
            .any(|name| head.windows(name.len()).any(|part| part == *name));
        return if is_workbook {
            format("an Excel workbook (xlsx, a zip)", "save the map layer as GeoJSON")
        } else {
            format("a zip archive", "unpack it and name the .geojson file inside")
        };
    }
    if let Some((_, what, help)) = MAGIC.iter().find(|m| head.starts_with(m.0)) {
        return format(what, help);
    }
    if text.starts_with(b"<") {
        let lower = text.to_ascii_lowercase();
        let is_html = lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html");
        return if is_html {
            format("an HTML page", "a portal's error page? Download the file again")
        } else {
            format("XML (KML, GML or OpenStreetMap?)", "convert it with ogr2ogr")
        };
    }
    if head.get(6..15) == Some(b"OSMHeader") {
        return format("OpenStreetMap protobuf (.osm.pbf)", "convert the layer to GeoJSON");
    }
    table(text).and_then(|()| format("a table (CSV?)", "convert it to GeoJSON with points"))
}

/// Whether the text looks like a table: a first line that starts with a letter and has separators.
fn table(text: &[u8]) -> Option<()> {
    let line = text.split(|b| *b == b'\n').next()?;
    let starts_like_a_name = line.first()?.is_ascii_alphabetic();
    let has_separators = line.iter().any(|b| matches!(b, b',' | b';' | b'\t'));
    let is_plain = !line.iter().any(|b| matches!(b, b'{' | b'['));
    (starts_like_a_name && has_separators && is_plain).then_some(())
}
