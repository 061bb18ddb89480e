//! Repairs in the text of a GeoJSON file that change no figure: rings closed and without spikes,
//! heights taken out, plain numbers out of their quotes.
//!
//! Takes the whole text, and gives the pieces to be replaced; every other byte stays as it came, so
//! that order, foreign members and the digits of coordinates do. Rings are cleaned by the code that
//! reads them. What is no sound JSON is not touched at all.

use std::fmt::Write as _;
use std::ops::Range;

use super::super::cursor::{Cursor, Fault, Text, Value};
use super::super::ring::{Closed, clean};
use super::super::sniff::SEPARATOR;
use super::super::trace::push_key;
use super::super::words::counted;
use crate::finding::{Mend, Place};
use crate::model::{LonLat, Plane};

/// What is to be mended in the features of a file.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// Properties that are numbers.
    pub(super) numbers: Vec<String>,
    /// Whether rings are read as borders, in degrees.
    pub(super) has_borders: bool,
}

/// A piece of the text that another takes the place of.
#[derive(Debug, PartialEq, Eq)]
struct Edit {
    at: Range<usize>,
    text: String,
}

/// A position, and where its text stands: all of it, and the part without heights.
#[derive(Debug, Clone)]
struct Position {
    at: LonLat,
    whole: Range<usize>,
    /// Where the second number ends.
    flat_end: usize,
}

/// The repairs of a text, and the text with them; none where it is no sound JSON.
pub(super) fn mended(text: &str, file: &str, wanted: &Wanted) -> Option<(String, Vec<Mend>)> {
    let mut mender =
        Mender { text, file, wanted, edits: Vec::new(), mends: Vec::new(), path: String::new() };
    mender.document().ok()?;
    let Mender { mut edits, mends, .. } = mender;
    edits.sort_by_key(|edit| edit.at.start);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for Edit { at, text: new } in edits {
        out.push_str(&text[done..at.start]);
        out.push_str(&new);
        done = at.end;
    }
    out.push_str(&text[done..]);
    Some((out, mends))
}

struct Mender<'t> {
    text: &'t str,
    file: &'t str,
    wanted: &'t Wanted,
    edits: Vec<Edit>,
    mends: Vec<Mend>,
    /// Of the feature that is looked at.
    path: String,
}

impl<'t> Mender<'t> {
    /// A collection, a feature, or features one after another.
    fn document(&mut self) -> Result<(), Fault> {
        let mut cursor = Cursor::new(self.text.as_bytes());
        let mut index = 0;
        loop {
            let rest = &self.text.as_bytes()[cursor.pos()..];
            let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == SEPARATOR;
            let skipped = rest.iter().take_while(|byte| blank(byte)).count();
            if skipped == rest.len() {
                return Ok(());
            }
            let start = cursor.pos() + skipped;
            let mut ahead = Cursor::new(&self.text.as_bytes()[start..]);
            ahead.skip(0)?;
            let end = start + ahead.pos();
            let is_only = self.text[end..].bytes().all(|byte| blank(&byte)) && index == 0;
            self.root(start, (index, is_only))?;
            index += 1;
            while cursor.pos() < end {
                cursor.bump();
            }
        }
    }

    /// A value of the outermost level.
    fn root(&mut self, start: usize, (index, is_only): (usize, bool)) -> Result<(), Fault> {
        let bytes = self.text.as_bytes();
        let mut cursor = Cursor::new(&bytes[start..]);
        if cursor.peek()? != b'{' {
            return Ok(());
        }
        cursor.bump();
        let mut first = true;
        while let Some(key) = cursor.next_key(first)? {
            first = false;
            if key.text.raw == "features" && cursor.peek()? == b'[' {
                return self.list(start + cursor.pos());
            }
            cursor.skip(1)?;
        }
        self.path = if is_only { String::new() } else { format!("[{index}]") };
        self.feature(start)
    }

    fn list(&mut self, start: usize) -> Result<(), Fault> {
        let starts = self.items(start)?;
        for (index, start) in starts.into_iter().enumerate() {
            self.path = format!("features[{index}]");
            self.feature(start)?;
        }
        Ok(())
    }

    /// Where the items of a list begin.
    fn items(&self, start: usize) -> Result<Vec<usize>, Fault> {
        let mut cursor = Cursor::new(&self.text.as_bytes()[start..]);
        let mut starts = Vec::new();
        cursor.take(b'[', "a list")?;
        if cursor.peek()? == b']' {
            return Ok(starts);
        }
        loop {
            cursor.peek()?;
            starts.push(start + cursor.pos());
            cursor.skip(1)?;
            if !cursor.next_item()? {
                return Ok(starts);
            }
        }
    }

    /// The last member of each name of an object, with where its value begins; none of what is no
    /// object.
    fn members(&self, start: usize) -> Result<Vec<(Text<'t>, usize)>, Fault> {
        let mut cursor = Cursor::new(&self.text.as_bytes()[start..]);
        let mut members: Vec<(Text<'t>, usize)> = Vec::new();
        if cursor.peek()? != b'{' {
            return Ok(members);
        }
        cursor.bump();
        while let Some(key) = cursor.next_key(members.is_empty())? {
            cursor.peek()?;
            let at = start + cursor.pos();
            cursor.skip(1)?;
            members.push((key.text, at));
        }
        Ok(members)
    }

    fn feature(&mut self, start: usize) -> Result<(), Fault> {
        for (key, at) in last_of_each(self.members(start)?) {
            match key.raw {
                "properties" => self.properties(at)?,
                "geometry" => self.geometry(at)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn place(&self, rest: &str) -> Place {
        let path = format!("{}{rest}", self.path);
        Place::path(self.file, path.trim_start_matches('.'))
    }

    fn mend(&mut self, code: &'static str, rest: &str, before: String, after: String) {
        self.mends.push(Mend { code, place: self.place(rest), before, after });
    }

    fn properties(&mut self, start: usize) -> Result<(), Fault> {
        for (key, at) in last_of_each(self.members(start)?) {
            let name = key.get();
            if !self.wanted.numbers.iter().any(|number| *number == *name) {
                continue;
            }
            let mut cursor = Cursor::new(&self.text.as_bytes()[at..]);
            let Value::Text(text) = cursor.value(1)? else { continue };
            let Some(number) = plain_number(&text.get()) else { continue };
            let span = at..at + cursor.pos();
            let mut rest = ".properties".to_owned();
            push_key(&mut rest, &name);
            self.mend("number-as-text", &rest, self.text[span.clone()].to_owned(), number.clone());
            self.edits.push(Edit { at: span, text: number });
        }
        Ok(())
    }

    fn geometry(&mut self, start: usize) -> Result<(), Fault> {
        let members = last_of_each(self.members(start)?);
        let of = |name: &str| members.iter().find(|(key, _)| key.raw == name).map(|(_, at)| *at);
        let (Some(kind), Some(at)) = (of("type"), of("coordinates")) else { return Ok(()) };
        let Value::Text(kind) = Cursor::new(&self.text.as_bytes()[kind..]).value(1)? else {
            return Ok(());
        };
        let depth = match kind.raw {
            "Point" => 0,
            "MultiPoint" | "LineString" => 1,
            "Polygon" | "MultiLineString" => 2,
            "MultiPolygon" => 3,
            _ => return Ok(()),
        };
        let mut lists = Vec::new();
        if !self.lists(at, depth, ".geometry.coordinates", &mut lists)? {
            // Not as its type says: the reader refuses it.
            return Ok(());
        }
        let is_border = self.wanted.has_borders && matches!(kind.raw, "Polygon" | "MultiPolygon");
        let mut flat = 0;
        for (path, positions) in &lists {
            flat += positions.iter().filter(|p| self.has_height(p)).count();
            if !(is_border && self.ring(path, positions)) {
                self.flatten(positions);
            }
        }
        if flat > 0 {
            let all = counted(flat, "position");
            let (before, after) = (format!("{all} with a height"), format!("{all} without"));
            self.mend("heights", ".geometry.coordinates", before, after);
        }
        Ok(())
    }

    /// The lists of positions under a value; false where it is not so deep throughout.
    fn lists(
        &self,
        at: usize,
        depth: u32,
        path: &str,
        lists: &mut Vec<(String, Vec<Position>)>,
    ) -> Result<bool, Fault> {
        let mut cursor = Cursor::new(&self.text.as_bytes()[at..]);
        if cursor.peek()? != b'[' {
            return Ok(false);
        }
        if depth == 0 {
            let Some(position) = self.position(at)? else { return Ok(false) };
            lists.push((path.to_owned(), vec![position]));
            return Ok(true);
        }
        let items = self.items(at)?;
        if depth > 1 {
            for (index, item) in items.into_iter().enumerate() {
                if !self.lists(item, depth - 1, &format!("{path}[{index}]"), lists)? {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        let mut positions = Vec::with_capacity(items.len());
        for item in items {
            let Some(position) = self.position(item)? else { return Ok(false) };
            positions.push(position);
        }
        lists.push((path.to_owned(), positions));
        Ok(true)
    }

    fn position(&self, at: usize) -> Result<Option<Position>, Fault> {
        let mut cursor = Cursor::new(&self.text.as_bytes()[at..]);
        if cursor.peek()? != b'[' {
            return Ok(None);
        }
        cursor.bump();
        let (mut numbers, mut flat_end) = (Vec::new(), 0);
        loop {
            if !matches!(cursor.peek()?, b'0'..=b'9' | b'-') {
                return Ok(None);
            }
            numbers.push(cursor.float()?);
            if numbers.len() == 2 {
                flat_end = at + cursor.pos();
            }
            if !cursor.next_item()? {
                break;
            }
        }
        let [lon, lat, ..] = numbers[..] else { return Ok(None) };
        let whole = at..at + cursor.pos();
        Ok(Some(Position { at: LonLat { lon, lat }, whole, flat_end }))
    }

    fn has_height(&self, position: &Position) -> bool {
        self.text[position.flat_end..position.whole.end].contains(',')
    }

    /// Takes the heights out where they stand.
    fn flatten(&mut self, positions: &[Position]) {
        for position in positions {
            if !self.has_height(position) {
                continue;
            }
            let at = position.flat_end..position.whole.end - 1;
            self.edits.push(Edit { at, text: String::new() });
        }
    }

    /// The text of a position without its heights.
    fn flat(&self, position: &Position) -> String {
        if self.has_height(position) {
            format!("{}]", &self.text[position.whole.start..position.flat_end])
        } else {
            self.text[position.whole.clone()].to_owned()
        }
    }

    /// Writes a ring anew where it is open or has spikes; whether it did.
    fn ring(&mut self, path: &str, positions: &[Position]) -> bool {
        let all: Vec<LonLat> = positions.iter().map(|position| position.at).collect();
        let (Some(first), Some(last)) = (positions.first(), positions.last()) else { return false };
        let plane = Plane::about(first.at);
        let Ok(ring) = clean(&all, &plane) else { return false };
        if ring.closed.is_none() && ring.spikes.is_none() {
            return false;
        }
        // The corners that stay are some of those that came, in their order.
        let mut corners = ring.points.iter().peekable();
        let stays = |p: &&Position| {
            let turns = |lon: f64| [lon, lon - 360.0, lon + 360.0];
            corners
                .next_if(|corner| {
                    let is_lon = turns(p.at.lon).iter().any(|lon| lon.total_cmp(&corner.x).is_eq());
                    is_lon && p.at.lat.total_cmp(&corner.y).is_eq()
                })
                .is_some()
        };
        let kept: Vec<&Position> = positions.iter().filter(stays).collect();
        if kept.len() != ring.points.len() {
            return false;
        }
        let mut text = String::new();
        for position in kept.iter().chain(kept.first()) {
            let comma = if text.is_empty() { "" } else { ", " };
            let _ = write!(text, "{comma}{}", self.flat(position));
        }
        if let Some(closed) = ring.closed {
            let shown =
                |position: &Position| self.flat(position).split_whitespace().collect::<String>();
            let (before, start) = (format!("ends at {}", shown(last)), shown(kept[0]));
            let how = match closed {
                Closed::Rounding => "ends where it begins".to_owned(),
                Closed::Edge(length, _) => format!("an edge of {} more", length.text()),
            };
            self.mend("ring-closed", path, before, format!("{how}, at {start}"));
        }
        if let Some((length, tip)) = ring.spikes {
            let before = format!(
                "{} positions, a spike of {} to [{}, {}]",
                positions.len(),
                length.text(),
                tip.x,
                tip.y
            );
            self.mend("spike-removed", path, before, format!("{} positions", kept.len() + 1));
        }
        self.edits.push(Edit { at: first.whole.start..last.whole.end, text });
        true
    }
}

/// Of members of one name the last one, which counts.
fn last_of_each(members: Vec<(Text<'_>, usize)>) -> Vec<(Text<'_>, usize)> {
    let mut last: Vec<(Text<'_>, usize)> = Vec::with_capacity(members.len());
    for (key, at) in members {
        match last.iter_mut().find(|(other, _)| other.raw == key.raw) {
            Some(known) => known.1 = at,
            None => last.push((key, at)),
        }
    }
    last
}

/// The number that a text is, as JSON writes it; none where it is none, or one that the reader
/// refuses.
fn plain_number(text: &str) -> Option<String> {
    let text = text.trim();
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    let value = text.parse::<f64>().ok().filter(|value| is_plain && *value >= 0.0)?;
    let mut cursor = Cursor::new(text.as_bytes());
    let is_json = cursor.number().is_ok_and(|number| number == text);
    Some(if is_json { text.to_owned() } else { value.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mend(text: &str) -> (String, Vec<(&'static str, String)>) {
        let wanted = Wanted { numbers: vec!["people".to_owned()], has_borders: true };
        let (text, mends) = mended(text, "a.geojson", &wanted).unwrap();
        (text, mends.into_iter().map(|mend| (mend.code, mend.place.path)).collect())
    }

    #[test]
    fn what_is_sound_stays_to_the_byte() {
        let text = "{\"x\": [1, {\"features\": 2}], \"type\": \"FeatureCollection\", \"features\": [\n {\"type\":\"Feature\",\"id\":7,\
                    \"properties\":{\"people\":1.50,\"name\":\"\\u4e1c\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":\
                    [[[116.320,39.92],[116.34,39.92],[116.34,39.940],[116.320,39.92]]]}}]}\n";
        assert_eq!(mend(text), (text.to_owned(), Vec::new()));
        assert_eq!(mend(&mend(text).0).0, text);
    }

    #[test]
    fn a_ring_is_closed_with_the_digits_that_came() {
        let (text, mends) = mend(
            r#"{"type":"Feature","geometry":{"coordinates":[[[116.320,39.92,5],[116.34,39.92,5],[116.34,39.940,5]]],"type":"Polygon"},"x":1}"#,
        );
        assert_eq!(
            text,
            r#"{"type":"Feature","geometry":{"coordinates":[[[116.320,39.92], [116.34,39.92], [116.34,39.940], [116.320,39.92]]],"type":"Polygon"},"x":1}"#
        );
        let path = "geometry.coordinates".to_owned();
        assert_eq!(mends, [("ring-closed", format!("{path}[0]")), ("heights", path)]);
    }

    #[test]
    fn a_spike_goes_and_the_rest_stays() {
        let (text, mends) = mend(
            "{\"type\":\"Feature\",\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[[[[116.32,39.92],\
             [116.33,39.92],[116.331,39.89],[116.33,39.92],[116.34,39.92],[116.34,39.94],[116.32,39.92]]]]}}\n\
             {\"type\":\"Feature\",\"geometry\":null}",
        );
        assert!(text.contains("[[[[116.32,39.92], [116.33,39.92], [116.34,39.92], [116.34,39.94], [116.32,39.92]]]]"), "{text}");
        assert_eq!(mends, [("spike-removed", "[0].geometry.coordinates[0][0]".to_owned())]);
        assert_eq!(mend(&text).1, []);
    }

    #[test]
    fn numbers_leave_their_quotes_and_heights_go() {
        let (text, mends) = mend(
            r#"{"type":"FeatureCollection","features":[{"properties":{"people":"0120","note":"5"},"geometry":{"type":"Point","coordinates":[116.3 , 39.90 , 4.5, 1]}},{"properties":{"people":"28,400"}}]}"#,
        );
        assert_eq!(
            text,
            r#"{"type":"FeatureCollection","features":[{"properties":{"people":120,"note":"5"},"geometry":{"type":"Point","coordinates":[116.3 , 39.90]}},{"properties":{"people":"28,400"}}]}"#
        );
        let codes: Vec<&str> = mends.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes, ["number-as-text", "heights"]);
    }

    #[test]
    fn broken_text_is_not_touched() {
        let wanted = Wanted { numbers: Vec::new(), has_borders: true };
        assert!(mended("{\"features\": [{", "a", &wanted).is_none());
    }
}
