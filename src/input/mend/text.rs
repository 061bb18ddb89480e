//! Repairs in the text of a GeoJSON file: rings closed and without spikes, heights taken out, plain
//! numbers and coordinates out of their quotes; and, where that is wanted, what `bold` decides.
//!
//! Takes the whole text, and gives the pieces to be replaced; every other byte stays as it came, so
//! that order, foreign members and the digits of coordinates do. Rings are cleaned by the code that
//! reads them. What is no sound JSON is not touched at all.

use std::fmt::Write as _;
use std::ops::Range;

use super::super::cursor::{Cursor, Fault, Value};
use super::super::ring::{Closed, clean};
use super::super::trace::push_key;
use super::super::words::counted;
use super::bold::{Bold, bold_number, short};
use super::layout::{Layout, Member, Position, last_of_each};
use crate::finding::{Mend, Place};
use crate::model::{LonLat, Plane};

/// What is to be mended in the features of a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    /// Properties that are numbers.
    pub(super) numbers: Vec<String>,
    /// Whether rings are read as borders, in degrees.
    pub(super) has_borders: bool,
    /// What changes figures, where that is wanted.
    pub(super) bold: Option<Bold>,
}

/// A piece of the text that another takes the place of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) at: Range<usize>,
    pub(super) text: String,
}

/// The repairs of a text, and the text with them; none where it is no sound JSON.
pub(super) fn mended(text: &str, file: &str, wanted: &Wanted) -> Option<(String, Vec<Mend>)> {
    let (layout, path) = (Layout(text), String::new());
    let (edits, mends) = (Vec::new(), Vec::new());
    let mut mender = Mender { text, layout, file, wanted, edits, mends, path };
    mender.document().ok()?;
    let Mender { edits, mends, .. } = mender;
    Some((edited(text, edits), mends))
}

/// A text with its edits made, none of which overlap.
pub(super) fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.at.start);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for Edit { at, text: new } in edits {
        out.push_str(&text[done..at.start]);
        out.push_str(&new);
        done = at.end;
    }
    out.push_str(&text[done..]);
    out
}

pub(super) struct Mender<'t> {
    pub(super) text: &'t str,
    pub(super) layout: Layout<'t>,
    file: &'t str,
    wanted: &'t Wanted,
    pub(super) edits: Vec<Edit>,
    mends: Vec<Mend>,
    /// Of the feature that is looked at.
    pub(super) path: String,
}

impl Mender<'_> {
    /// A collection, a feature, or features one after another.
    fn document(&mut self) -> Result<(), Fault> {
        let roots = self.layout.roots()?;
        let list = match &roots[..] {
            [only] => self.layout.features(only.start)?,
            _ => None,
        };
        let is_list = list.is_some();
        let items = list.map_or(Ok(roots), |start| self.layout.items(start))?;
        let is_only = items.len() == 1;
        let path = |index: usize| match (is_list, is_only) {
            (true, _) => format!("features[{index}]"),
            (false, true) => String::new(),
            (false, false) => format!("[{index}]"),
        };
        let wanted = self.wanted;
        let gone = wanted.bold.as_ref().map(|bold| bold.gone(self.text, &items));
        let gone = gone.unwrap_or_default();
        for (index, item) in items.iter().enumerate() {
            self.path = path(index);
            match gone.get(&index) {
                Some(gone) => self.say_gone(gone, item.start)?,
                None => self.feature(index, item.start)?,
            }
        }
        self.take_out(&items, &gone, is_list);
        Ok(())
    }

    fn feature(&mut self, index: usize, start: usize) -> Result<(), Fault> {
        let members = self.layout.members(start)?;
        self.unify("", &members);
        for member in last_of_each(members) {
            match member.key.raw {
                "properties" => self.properties(member.value.0)?,
                "geometry" => self.geometry(index, member)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn place(&self, rest: &str) -> Place {
        let path = format!("{}{rest}", self.path);
        Place::path(self.file, path.trim_start_matches('.'))
    }

    pub(super) fn mend(&mut self, code: &'static str, rest: &str, before: String, after: String) {
        self.mends.push(Mend { code, place: self.place(rest), before, after });
    }

    /// Whether a name that stands twice is to stand once.
    pub(super) fn is_bold(&self) -> bool {
        self.wanted.bold.is_some()
    }

    fn properties(&mut self, start: usize) -> Result<(), Fault> {
        let members = self.layout.members(start)?;
        self.unify(".properties", &members);
        for Member { key, value: (at, end), .. } in last_of_each(members) {
            let name = key.get();
            if !self.wanted.numbers.iter().any(|number| *number == *name) {
                continue;
            }
            let value = Cursor::new(&self.text.as_bytes()[at..]).value(1)?;
            let plain = match value {
                Value::Text(text) => plain_number(&text.get()),
                _ => None,
            };
            let bold = || self.wanted.bold.as_ref().and_then(|_| bold_number(value));
            let Some((code, number)) = plain.map(|n| ("number-as-text", n)).or_else(bold) else {
                continue;
            };
            let mut rest = ".properties".to_owned();
            push_key(&mut rest, &name);
            self.mend(code, &rest, self.text[at..end].to_owned(), number.clone());
            self.edits.push(Edit { at: at..end, text: number });
        }
        Ok(())
    }

    fn geometry(&mut self, index: usize, member: Member<'_>) -> Result<(), Fault> {
        let wanted = self.wanted;
        let (start, end) = member.value;
        if let Some(redrawn) = wanted.bold.as_ref().and_then(|bold| bold.redrawn.get(&index)) {
            self.redraw(redrawn, start..end);
            return Ok(());
        }
        let members = self.layout.members(start)?;
        self.unify(".geometry", &members);
        let members = last_of_each(members);
        let of = |name: &str| members.iter().find(|m| m.key.raw == name).map(|m| m.value.0);
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
        if self.layout.lists(at, depth, ".geometry.coordinates", &mut lists)?.is_none() {
            // Not as its type says: the reader refuses it.
            return Ok(());
        }
        self.say_unquoted(depth == 0, &lists);
        if let Some(code) = wanted.bold.as_ref().and_then(|bold| bold.swaps(index, &lists)) {
            self.swap(code, &mut lists);
        }
        let is_border = self.wanted.has_borders && matches!(kind.raw, "Polygon" | "MultiPolygon");
        let mut flat = 0;
        for (path, positions) in &lists {
            flat += positions.iter().filter(|p| self.layout.has_height(p)).count();
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

    /// Says which positions lose their quotes: the first of them, and how many more.
    fn say_unquoted(&mut self, is_point: bool, lists: &[(String, Vec<Position>)]) {
        let positions = lists.iter().flat_map(|(path, list)| {
            list.iter().enumerate().map(move |(index, position)| (path, index, position))
        });
        let mut quoted = positions.filter(|(.., position)| position.quoted.is_some());
        let Some((path, index, position)) = quoted.next() else { return };
        let number = position.quoted.unwrap_or_default();
        let path = if is_point {
            format!("{path}[{number}]")
        } else {
            format!("{path}[{index}][{number}]")
        };
        let (before, after) =
            (short(&self.text[position.whole.clone()]), self.layout.flat(position));
        let before = match quoted.count() {
            0 => before,
            more => format!("{before}, and {} more", counted(more, "position")),
        };
        self.mend("not-a-number", &path, before, after);
    }

    /// Takes the heights out where they stand, and writes positions that were swapped, or stood in
    /// quotes, anew.
    fn flatten(&mut self, positions: &[Position]) {
        for position in positions {
            if position.is_swapped || position.quoted.is_some() {
                let text = self.layout.flat(position);
                self.edits.push(Edit { at: position.whole.clone(), text });
            } else if self.layout.has_height(position) {
                let at = position.heights();
                self.edits.push(Edit { at, text: String::new() });
            }
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
        // The corners that stay are some of those that came, in their order, so that each is found.
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
        let mut text = String::new();
        for position in kept.iter().chain(kept.first()) {
            let comma = if text.is_empty() { "" } else { ", " };
            let _ = write!(text, "{comma}{}", self.layout.flat(position));
        }
        if let Some(closed) = ring.closed {
            let shown = |position: &Position| {
                self.layout.flat(position).split_whitespace().collect::<String>()
            };
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

/// The number that a text is, as JSON writes it; none where it is none, or one that the reader
/// refuses.
pub(super) fn plain_number(text: &str) -> Option<String> {
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
        let wanted = Wanted { numbers: vec!["people".to_owned()], has_borders: true, bold: None };
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
    fn coordinates_leave_their_quotes_where_each_is_a_number() {
        let (text, mends) = mend(
            r#"{"features":[{"geometry":{"type":"Point","coordinates":[116.3,"39.90"]}},{"geometry":{"type":"LineString","coordinates":[[1,2],[" -1.5","2e1","7"],["1","2"]]}},{"geometry":{"type":"Point","coordinates":["116,3","39.9"]}},{"geometry":{"type":"Point","coordinates":["116.3","N39"]}}]}"#,
        );
        assert_eq!(
            text,
            r#"{"features":[{"geometry":{"type":"Point","coordinates":[116.3,39.90]}},{"geometry":{"type":"LineString","coordinates":[[1,2],[ -1.5,2e1],[1,2]]}},{"geometry":{"type":"Point","coordinates":["116,3","39.9"]}},{"geometry":{"type":"Point","coordinates":["116.3","N39"]}}]}"#
        );
        let path = "features[1].geometry.coordinates";
        let expected = [
            ("not-a-number", "features[0].geometry.coordinates[1]".to_owned()),
            ("not-a-number", format!("{path}[1][0]")),
            ("heights", path.to_owned()),
        ];
        assert_eq!(mends, expected);
    }

    #[test]
    fn a_ring_in_quotes_is_closed_without_them() {
        let (text, _) = mend(
            r#"{"geometry":{"type":"Polygon","coordinates":[[["116.32","39.92"],["116.34","39.92"],["116.34","39.94"]]]}}"#,
        );
        let ring = "[[[116.32,39.92], [116.34,39.92], [116.34,39.94], [116.32,39.92]]]";
        assert_eq!(text, format!(r#"{{"geometry":{{"type":"Polygon","coordinates":{ring}}}}}"#));
    }

    #[test]
    fn only_digits_are_a_plain_number() {
        let plain = |text: &str| plain_number(text);
        assert_eq!(plain(" 7 "), Some("7".to_owned()));
        assert_eq!(plain("007.50"), Some("7.5".to_owned()));
        for text in ["1e3", "+7", "-7", "inf", "7,5", ""] {
            assert_eq!(plain(text), None, "{text}");
        }
    }

    #[test]
    fn broken_text_is_not_touched() {
        let wanted = Wanted { has_borders: true, ..Wanted::default() };
        assert!(mended("{\"features\": [{", "a", &wanted).is_none());
    }
}
