//! Files of other formats as GeoJSON, so that they can be mended: what text can say, they cannot be
//! given in place.
//!
//! Reads a file by the reader that cities are read by, so that the copy holds what a city gets, in degrees
//! and longitude first, with all of its columns. What cannot be said in GeoJSON without a loss, such as a
//! shape that does not fit the layer, leaves the file as it is.

use std::fmt::Write as _;

use super::super::coordinates::Coordinates;
use super::super::cursor::{Cursor, Value};
use super::super::document::FeatureAt;
use super::super::feature::{Geometry, RawFeature};
use super::super::layer::{InputFile, LayerFile};
use super::super::ledger::Ended;
use super::super::plan::{LayerPlan, load};
use super::super::source::SourceError;
use super::super::table::Headings;
use super::same;
use crate::finding::{Findings, Place};
use crate::model::LonLat;

/// A file as GeoJSON.
#[derive(Debug)]
pub(super) struct Anew {
    pub(super) text: String,
    /// Where each feature stands in the file itself.
    at: Vec<FeatureAt>,
    headings: Headings,
}

/// A record: where it stands, its values and its geometry as JSON.
type Record = (FeatureAt, Vec<Option<String>>, String);

impl Anew {
    /// The file as GeoJSON; none where it cannot be read, or not be written so.
    ///
    /// # Errors
    /// [`SourceError`] where it cannot be read again, or is another by now.
    pub(super) fn of(
        plan: &LayerPlan,
        file: &LayerFile,
        input: &InputFile,
    ) -> Result<Option<Self>, SourceError> {
        let own = plan.of_file(file);
        let mut findings = Findings::new();
        let mut records: Vec<Record> = Vec::new();
        let mut can_be_written = true;
        let loaded = load(&own, &mut findings, &mut |here, raw, _| {
            let cells = raw.cells.iter().map(|cell| json(*cell)).collect();
            match geometry(raw) {
                Some(geometry) => records.push((here.at, cells, geometry)),
                None => can_be_written = false,
            }
            Ended::used(None)
        })?;
        loaded.files.iter().try_for_each(|read| same(&read.sha256, input, &file.path))?;
        let is_foreign = loaded.foreign_crs.contains(&true);
        let headings = loaded.headings.into_iter().next().map(|(_, headings)| headings);
        let Some(headings) = headings.filter(|_| can_be_written && loaded.is_whole && !is_foreign)
        else {
            return Ok(None);
        };
        let text = written(&headings, &records);
        let at = records.into_iter().map(|(at, ..)| at).collect();
        Ok(Some(Self { text, at, headings }))
    }

    /// The position in the text of the feature at this one in the file.
    pub(super) fn position(&self, index: usize) -> Option<usize> {
        self.at.binary_search_by_key(&index, |at| at.index).ok()
    }

    /// A place in the text as a place in the file.
    pub(super) fn place(&self, place: Place, file: &str) -> Place {
        let rest = place.path.split_once(']').map_or("", |(_, rest)| rest);
        let at = place.feature().and_then(|feature| self.at.get(feature));
        let path = at.map_or_else(String::new, |at| self.headings.shown(&at.path(rest)));
        Place { path, file: file.to_owned(), ..place }
    }
}

/// A collection, a feature a line. Of columns of one name the first counts.
fn written(headings: &Headings, records: &[Record]) -> String {
    let names: Vec<(usize, String)> = headings
        .others()
        .map(|column| (column, serde_json::Value::from(&*headings.names[column]).to_string()))
        .collect();
    let mut text = String::from("{\"type\": \"FeatureCollection\", \"features\": [");
    for (n, (_, cells, geometry)) in records.iter().enumerate() {
        text.push_str(if n == 0 { "\n" } else { ",\n" });
        text.push_str("{\"type\": \"Feature\", \"properties\": {");
        let mut comma = "";
        for (column, name) in &names {
            if let Some(Some(value)) = cells.get(*column) {
                let _ = write!(text, "{comma}{name}: {value}");
                comma = ", ";
            }
        }
        let _ = write!(text, "}}, \"geometry\": {geometry}}}");
    }
    text.push_str("\n]}\n");
    text
}

/// A value as JSON; none where there is none. Digits that are no number of JSON, such as `060200`, are text.
fn json(value: Value<'_>) -> Option<String> {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    Some(match value {
        Value::Missing | Value::List(_) | Value::Object => return None,
        Value::Null => "null".to_owned(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(digits) => {
            let mut cursor = Cursor::new(digits.as_bytes());
            let is_json = cursor.number().is_ok_and(|number| number == digits);
            if is_json { digits.to_owned() } else { quoted(digits) }
        }
        Value::Text(text) => quoted(&text.get()),
    })
}

/// A geometry as JSON; none of what has no such form.
fn geometry(raw: &RawFeature<'_>) -> Option<String> {
    let Coordinates { positions, rings, polygons, .. } = raw.coordinates;
    let list = |from: usize, to: usize| {
        let all: Vec<String> = positions[from..to].iter().map(|at| position(*at)).collect();
        format!("[{}]", all.join(", "))
    };
    let start = |ends: &[usize], n: usize| n.checked_sub(1).map_or(0, |before| ends[before]);
    let lines = |from: usize, to: usize| {
        let all: Vec<String> = (from..to).map(|n| list(start(rings, n), rings[n])).collect();
        format!("[{}]", all.join(", "))
    };
    let (name, coordinates) = match raw.geometry {
        Geometry::None | Geometry::Empty(_) => return Some("null".to_owned()),
        Geometry::Flawed | Geometry::Other(_) => return None,
        Geometry::Point => ("Point", position(*positions.first()?)),
        Geometry::MultiPoint => ("MultiPoint", list(0, positions.len())),
        Geometry::Polygon => ("Polygon", lines(0, rings.len())),
        Geometry::MultiPolygon => {
            let all: Vec<String> =
                (0..polygons.len()).map(|n| lines(start(polygons, n), polygons[n])).collect();
            ("MultiPolygon", format!("[{}]", all.join(", ")))
        }
    };
    Some(format!("{{\"type\": \"{name}\", \"coordinates\": {coordinates}}}"))
}

fn position(LonLat { lon, lat }: LonLat) -> String {
    format!("[{lon}, {lat}]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::cursor::Text;

    #[test]
    fn values_keep_their_digits_and_codes_stay_text() {
        let text = |raw| Value::Text(Text { raw, escaped: false });
        assert_eq!(json(Value::Number("1.50")), Some("1.50".to_owned()));
        assert_eq!(json(Value::Number("060200")), Some("\"060200\"".to_owned()));
        assert_eq!(json(text("a \"b\"")), Some("\"a \\\"b\\\"\"".to_owned()));
        assert_eq!(json(Value::Missing), None);
    }
}
