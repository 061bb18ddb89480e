//! Writes features as GeoJSON (RFC 7946): one feature a line, 7 decimals, outer rings
//! counter-clockwise.

use std::io::{self, Write};

use super::extract::Spot;
use super::rings::{Area, Ring};
use crate::model::Status;

/// The properties of one feature, in the order in which they are given.
#[derive(Debug, Clone)]
pub(in crate::input) struct Properties(Vec<u8>);

impl Properties {
    pub(in crate::input) fn new() -> Self {
        let mut line = Vec::with_capacity(512);
        line.push(b'{');
        Self(line)
    }

    /// Takes all of them away, and keeps the room.
    pub(super) fn clear(&mut self) {
        self.0.truncate(1);
    }

    fn key(&mut self, key: &str) {
        if self.0.len() > 1 {
            self.0.push(b',');
        }
        // Keys are words of ours, in which nothing has to be escaped.
        self.0.push(b'"');
        self.0.extend_from_slice(key.as_bytes());
        self.0.extend_from_slice(b"\":");
    }

    /// A text.
    pub(in crate::input) fn text(&mut self, key: &str, text: &str) -> &mut Self {
        self.key(key);
        push_text(&mut self.0, text);
        self
    }

    /// A text where there is one; else the property is left out.
    pub(in crate::input) fn maybe(&mut self, key: &str, text: Option<&str>) -> &mut Self {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.text(key, text);
        }
        self
    }

    /// A whole number.
    pub(in crate::input) fn number(&mut self, key: &str, number: u64) -> &mut Self {
        self.key(key);
        push_whole(&mut self.0, i64::try_from(number).unwrap_or(i64::MAX));
        self
    }

    /// A list of whole numbers.
    pub(in crate::input) fn list(
        &mut self,
        key: &str,
        numbers: impl Iterator<Item = i64>,
    ) -> &mut Self {
        self.key(key);
        self.0.push(b'[');
        for (at, number) in numbers.enumerate() {
            if at > 0 {
                self.0.push(b',');
            }
            push_whole(&mut self.0, number);
        }
        self.0.push(b']');
        self
    }
}

/// Where a feature is.
#[derive(Clone, Copy)]
pub(in crate::input) enum Geometry<'a> {
    Point(Spot),
    Line(&'a [Spot]),
    Land(&'a [Area]),
}

/// How many bytes are handed on at once.
const PIECE: usize = 64 * 1024;

/// A feature collection that is being written.
pub(in crate::input) struct Collection<'w, W: Write> {
    out: &'w mut W,
    line: Vec<u8>,
    is_empty: bool,
}

impl<'w, W: Write> Collection<'w, W> {
    /// Begins with what stands before the features.
    pub(in crate::input) fn new(out: &'w mut W, source: &str) -> Self {
        let mut line = b"{\"type\":\"FeatureCollection\",\"source\":".to_vec();
        push_text(&mut line, source);
        line.extend_from_slice(b",\"features\":[");
        Self { out, line, is_empty: true }
    }

    /// Writes one feature.
    pub(in crate::input) fn feature(
        &mut self,
        properties: &Properties,
        geometry: Geometry<'_>,
    ) -> io::Result<()> {
        let line = &mut self.line;
        line.extend_from_slice(if self.is_empty { b"\n" } else { b",\n" });
        self.is_empty = false;
        line.extend_from_slice(b"{\"type\":\"Feature\",\"properties\":");
        line.extend_from_slice(&properties.0);
        line.extend_from_slice(b"},\"geometry\":{\"type\":\"");
        match geometry {
            Geometry::Point(spot) => {
                line.extend_from_slice(b"Point\",\"coordinates\":");
                push_spot(line, spot);
            }
            Geometry::Line(spots) => {
                line.extend_from_slice(b"LineString\",\"coordinates\":");
                push_list(line, spots.iter().copied(), push_spot);
            }
            Geometry::Land([area]) => {
                line.extend_from_slice(b"Polygon\",\"coordinates\":");
                push_area(line, area);
            }
            Geometry::Land(areas) => {
                line.extend_from_slice(b"MultiPolygon\",\"coordinates\":");
                push_list(line, areas.iter(), push_area);
            }
        }
        line.extend_from_slice(b"}}");
        if line.len() >= PIECE {
            self.out.write_all(line)?;
            line.clear();
        }
        Ok(())
    }

    /// Writes what stands after the features.
    pub(in crate::input) fn end(mut self) -> io::Result<()> {
        self.line.extend_from_slice(b"\n]}\n");
        self.out.write_all(&self.line)
    }
}

/// The word of a status in files.
pub(in crate::input) fn status_word(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Planned => "planned",
        Status::Closed => "closed",
    }
}

fn push_list<T>(out: &mut Vec<u8>, items: impl Iterator<Item = T>, push: impl Fn(&mut Vec<u8>, T)) {
    out.push(b'[');
    for (at, item) in items.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        push(out, item);
    }
    out.push(b']');
}

fn push_area(out: &mut Vec<u8>, area: &Area) {
    let push_ring = |out: &mut Vec<u8>, ring: &Ring| {
        push_list(out, ring.iter().map(|node| node.at), push_spot);
    };
    push_list(out, area.rings(), push_ring);
}

fn push_spot(out: &mut Vec<u8>, spot: Spot) {
    out.push(b'[');
    push_degrees(out, spot.lon);
    out.push(b',');
    push_degrees(out, spot.lat);
    out.push(b']');
}

/// The two digits of each number below a hundred: half as many divisions as digit by digit.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut number = 0_u8;
    while number < 100 {
        pairs[number as usize] = [b'0' + number / 10, b'0' + number % 10];
        number += 1;
    }
    pairs
};

/// Steps of 1e-7 degrees with all seven decimals.
fn push_degrees(out: &mut Vec<u8>, steps: i32) {
    /// Steps in a degree.
    const DEGREE: u32 = 10_000_000;
    let (whole, part) = (steps.unsigned_abs() / DEGREE, steps.unsigned_abs() % DEGREE);
    // Three digits at most before the point: a step is within 1.8e9.
    let mut digits = *b"-000.0000000";
    let mut put = |at: usize, pair: u32| {
        digits[at..at + 2].copy_from_slice(&PAIRS[(pair % 100) as usize]);
    };
    put(10, part);
    put(8, part / 100);
    put(6, part / 10_000);
    put(4, part / 1_000_000);
    put(2, whole);
    put(0, whole / 100);
    digits[4] = b'.';
    let mut start = match whole {
        0..10 => 3,
        10..100 => 2,
        _ => 1,
    };
    if steps < 0 {
        start -= 1;
        digits[start] = b'-';
    }
    out.extend_from_slice(&digits[start..]);
}

fn push_whole(out: &mut Vec<u8>, number: i64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut put = |pair: u32| {
        at -= 2;
        digits[at..at + 2].copy_from_slice(&PAIRS[pair as usize]);
    };
    let mut rest = number.unsigned_abs();
    // Eight digits at a time, in half the width, where a division costs less.
    while rest >= 100_000_000 {
        let mut low = (rest % 100_000_000) as u32;
        rest /= 100_000_000;
        for _ in 0..4 {
            put(low % 100);
            low /= 100;
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 1e8")]
    let mut rest = rest as u32;
    loop {
        put(rest % 100);
        rest /= 100;
        if rest == 0 {
            break;
        }
    }
    // A pair may begin with a nought that is none of the number's digits.
    if digits[at] == b'0' && at + 1 < digits.len() {
        at += 1;
    }
    if number < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

/// A text in quotes, escaped as JSON wants it (RFC 8259, section 7).
fn push_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let is_plain = |byte: &u8| *byte >= 0x20 && *byte != b'"' && *byte != b'\\';
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| !is_plain(byte)) {
        let byte = rest[at];
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        if byte >= 0x20 {
            out.extend_from_slice(&[b'\\', byte]);
        } else {
            let hex = |v: u8| if v < 10 { b'0' + v } else { b'a' + v - 10 };
            out.extend_from_slice(b"\\u00");
            out.extend_from_slice(&[hex(byte >> 4), hex(byte & 15)]);
        }
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_can_be_read_back_as_json() {
        let mut out = Vec::new();
        let mut file = Collection::new(&mut out, "a \"b\"");
        let mut properties = Properties::new();
        properties.text("name", "a\"\\\n\u{1f}店").number("n", 7).list("l", [-1, 20].into_iter());
        let at = Spot { lon: -1, lat: 399_000_000 };
        file.feature(&properties, Geometry::Point(at)).unwrap();
        file.end().unwrap();
        let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let feature = &json["features"][0];
        assert_eq!(feature["properties"]["name"], "a\"\\\n\u{1f}店");
        assert_eq!(feature["properties"]["l"], serde_json::json!([-1, 20]));
        assert_eq!(feature["geometry"]["coordinates"], serde_json::json!([-1e-7, 39.9]));
        assert!(String::from_utf8(out).unwrap().contains("[-0.0000001,39.9000000]"));
    }

    #[test]
    fn numbers_are_written_as_the_standard_library_writes_them() {
        let mut numbers = vec![0, i64::MIN, i64::MAX];
        for power in 0..19 {
            let power = 10_i64.pow(power);
            numbers.extend([power - 1, power, power + 1, 7 * power / 3]);
        }
        numbers.extend(numbers.clone().iter().map(|number| number.saturating_neg()));
        for number in numbers {
            let mut out = Vec::new();
            push_whole(&mut out, number);
            assert_eq!(String::from_utf8(out).unwrap(), number.to_string());
            let Ok(steps) = i32::try_from(number) else { continue };
            let mut out = Vec::new();
            push_degrees(&mut out, steps);
            let sign = if steps < 0 { "-" } else { "" };
            let (whole, part) =
                (steps.unsigned_abs() / 10_000_000, steps.unsigned_abs() % 10_000_000);
            assert_eq!(String::from_utf8(out).unwrap(), format!("{sign}{whole}.{part:07}"));
        }
    }
}
