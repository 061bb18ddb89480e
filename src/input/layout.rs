//! How a feature is laid out, as most of a file are like the one before.
//!
//! A feature whose bytes between its values are those of one that was read before needs no look at
//! names, brackets and types: these bytes are compared as they stand and the values are read where they
//! were (speculation on the layout, as in Bonetta and Brantner, "FAD.js: Fast JSON Data Access Using
//! JIT-based Speculative Optimizations", VLDB 2017). Where a byte differs nothing is taken, and the
//! feature is read from its beginning by the general way; so both give the same. Only sound features
//! that are points or have no geometry are learnt.

use super::coordinates::Coordinates;
use super::cursor::{Cursor, Value};
use super::feature::{Parts, SLOTS};
use crate::model::LonLat;

/// Misses in a row after which one learns no longer each time.
const PATIENCE: u32 = 8;

/// What the value in a gap of the layout is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// The feature's own id.
    Id,
    /// A property that fills these slots, one bit each; none for what nobody asks for.
    Slots(u32),
    /// A coordinate.
    Number,
}

/// A value of a feature that was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filled {
    /// Offsets of its first byte, and behind its last.
    pub(super) span: (usize, usize),
    pub(super) gap: Gap,
    /// The nesting around it.
    pub(super) depth: u32,
}

/// The layout of one feature.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The bytes between the values, one stretch after another.
    text: Vec<u8>,
    /// Where the stretch before each value ends in `text`, what the value is, and the nesting around it.
    gaps: Vec<(usize, Gap, u32)>,
    /// What the feature has but for its values.
    shell: Parts<'static>,
    /// Features that were laid out otherwise, since one was like this.
    missed: u32,
}

impl Layout {
    /// Reads the feature at the cursor where it is laid out like this. Else nothing is taken, and
    /// `values` and `coordinates` may hold anything.
    #[inline]
    pub(super) fn read<'a>(
        &mut self,
        cursor: &mut Cursor<'a>,
        values: &mut [Value<'a>; SLOTS],
        coordinates: &mut Coordinates,
    ) -> Option<Parts<'a>> {
        if self.text.is_empty() {
            return None;
        }
        let mut ahead = cursor.clone();
        let parts = self.read_ahead(&mut ahead, values, coordinates)?;
        *cursor = ahead;
        self.missed = 0;
        Some(parts)
    }

    #[inline]
    fn read_ahead<'a>(
        &self,
        cursor: &mut Cursor<'a>,
        values: &mut [Value<'a>; SLOTS],
        coordinates: &mut Coordinates,
    ) -> Option<Parts<'a>> {
        let mut parts = self.shell;
        let mut start = 0;
        let (mut numbers, mut count) = ([0.0; 3], 0);
        cursor.peek().ok()?;
        for &(end, gap, depth) in &self.gaps {
            cursor.take_all(&self.text[start..end])?;
            start = end;
            match gap {
                Gap::Number => {
                    matches!(cursor.peek(), Ok(b'0'..=b'9' | b'-')).then_some(())?;
                    *numbers.get_mut(count)? = cursor.float().ok()?;
                    count += 1;
                }
                Gap::Id => parts.id = cursor.value(depth).ok()?,
                Gap::Slots(mut slots) => {
                    let value = cursor.value(depth).ok()?;
                    while slots != 0 {
                        values[slots.trailing_zeros() as usize] = value;
                        slots &= slots - 1;
                    }
                }
            }
        }
        cursor.take_all(&self.text[start..])?;
        if count > 0 {
            coordinates.put(LonLat { lon: numbers[0], lat: numbers[1] }, count > 2);
        }
        Some(parts)
    }

    /// Whether a feature that is laid out otherwise is to be learnt.
    pub(super) fn is_wanted(&mut self) -> bool {
        self.missed = self.missed.saturating_add(1);
        self.missed <= PATIENCE || self.missed.is_power_of_two()
    }

    /// Takes the layout of a sound feature: its bytes, the first at `start` of the data, its values, and
    /// the offset of its coordinates.
    pub(super) fn learn(
        &mut self,
        (bytes, start): (&[u8], usize),
        parts: &Parts<'_>,
        filled: &mut Vec<Filled>,
        coordinates: Option<usize>,
    ) {
        self.text.clear();
        self.gaps.clear();
        if let Some(at) = coordinates
            && add_numbers(&bytes[at - start..], at, filled).is_none()
        {
            return;
        }
        filled.sort_unstable_by_key(|value| value.span);
        let mut from = start;
        for &Filled { span, gap, depth } in filled.iter() {
            self.text.extend_from_slice(&bytes[from - start..span.0 - start]);
            self.gaps.push((self.text.len(), gap, depth));
            from = span.1;
        }
        self.text.extend_from_slice(&bytes[from - start..]);
        self.shell = parts.without_id();
    }
}

/// Adds the numbers of a position that has been read before; none where they are not two or three.
fn add_numbers(bytes: &[u8], at: usize, filled: &mut Vec<Filled>) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    let mut count = 0;
    cursor.bump();
    loop {
        cursor.peek().ok()?;
        let from = cursor.pos();
        cursor.float().ok()?;
        let span = (at + from, at + cursor.pos());
        filled.push(Filled { span, gap: Gap::Number, depth: 0 });
        count += 1;
        if !cursor.next_item().ok()? {
            return matches!(count, 2 | 3).then_some(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::feature::{FeatureReader, Fields};
    use super::*;

    fn fields() -> Fields {
        let mut fields = Fields::default();
        for (name, slot) in [("id", 0), ("name", 1), ("id", 3)] {
            fields.add(name, slot);
        }
        fields
    }

    /// Everything that a reader says of a feature, and where it stops.
    fn said(reader: &mut FeatureReader, text: &str) -> String {
        let (mut cursor, mut values) = (Cursor::new(text.as_bytes()), [Value::Missing; SLOTS]);
        let fields = fields();
        let read = reader.read(&mut cursor, 0, &fields, &mut values);
        let said = format!("{read:?}");
        format!("{said} {}", cursor.pos())
    }

    /// Features that are sound and such that are not, many of them alike but for a byte.
    fn features() -> Vec<String> {
        let plain = r#"{"type":"Feature","properties":{"id":7,"name":"a"},"geometry":{"type":"Point","coordinates":[116.4,39.9]}}"#;
        let changes = [
            ("", ""),
            ("7", "\"x\\u0041\""),
            ("7", "[1,{\"id\":2}]"),
            ("7", "01"),
            ("7", "null"),
            ("7", "7 "),
            ("7", "7,\"id\":8"),
            ("\"a\"", "\"a"),
            ("\"a\"", "\"a\tb\""),
            ("name", "nam"),
            ("name", "id"),
            ("{\"type\"", " \n{\"type\""),
            ("116.4", "116.40000000000000000001"),
            ("116.4", "\"116.4\""),
            ("116.4", "-1e2"),
            ("116.4", "1e999"),
            ("116.4", "NaN"),
            ("39.9", "39.9,12.5"),
            ("39.9", "39.9,12.5,1"),
            (",39.9", ""),
            ("[116.4,39.9]", "[[116.4,39.9]]"),
            ("[116.4,39.9]", "[]"),
            ("Point", "MultiPoint"),
            ("\"Feature\"", "\"Featur\""),
            ("\"properties\"", "\"id\":12,\"bbox\":[1,2],\"properties\""),
            ("{\"id\":7,\"name\":\"a\"}", "null"),
            ("{\"id\":7,\"name\":\"a\"}", "{}"),
            ("\"coordinates\"", "\"more\":{\"a\":[]},\"coordinates\""),
            ("]}}", "]}"),
            ("]}}", "]"),
            ("]}}", "],\"type\":\"Point\"}}"),
            ("]}}", "]},\"geometry\":null}"),
        ];
        let mut all: Vec<String> =
            changes.iter().map(|(from, to)| plain.replacen(from, to, 1)).collect();
        all.push(r#"{"geometry":null,"type":"Feature","properties":{"id":1}}"#.to_owned());
        all.push(
            r#"{"geometry":{"coordinates":[1,2],"type":"Point"},"id":5,"type":"Feature"}"#
                .to_owned(),
        );
        all.push("[1]".to_owned());
        all
    }

    #[test]
    fn a_feature_is_read_alike_whatever_came_before_it() {
        let features = features();
        for before in &features {
            let mut reader = FeatureReader::default();
            said(&mut reader, before);
            for text in &features {
                let expected = said(&mut FeatureReader::default(), text);
                assert_eq!(said(&mut reader, text), expected, "{text} after {before}");
            }
        }
    }

    #[test]
    fn one_like_the_last_is_read_by_its_layout() {
        let (mut values, mut coordinates) = ([Value::Missing; SLOTS], Coordinates::default());
        let text = r#"{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[1,2,3]}}"#;
        let other = text.replace('1', "\"x\"").replace("[\"x\"", " [ -4.5");
        let mut reader = FeatureReader::default();
        said(&mut reader, text);
        let mut layout = std::mem::take(reader.layout());
        for (text, is_like) in
            [(text, true), (&*other.replace(" [ ", "[ "), true), (&*other, false)]
        {
            let mut cursor = Cursor::new(text.as_bytes());
            let read = layout.read(&mut cursor, &mut values, &mut coordinates);
            assert_eq!(read.is_some(), is_like, "{text}");
            assert_eq!(cursor.pos(), if is_like { text.len() } else { 0 });
        }
        assert_eq!(coordinates.positions.last(), Some(&LonLat { lon: -4.5, lat: 2.0 }));
        assert!(coordinates.has_heights);
    }

    #[test]
    fn layouts_that_never_come_again_are_learnt_ever_less_often() {
        let mut layout = Layout::default();
        assert_eq!((0..1000).filter(|_| layout.is_wanted()).count(), 8 + 6);
    }
}
