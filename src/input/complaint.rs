//! Findings for what is sound JSON but no sound feature.

use super::coordinates::FlawKind;
use super::cursor::{Cursor, Value};
use super::document::FeatureAt;
use super::feature::{Complaint, ComplaintKind};
use super::trace::path_at;
use super::words::quoted;
use crate::finding::{Finding, Place};

/// A value as a message shows it.
pub(super) fn shown(value: Value<'_>) -> String {
    match value {
        Value::Missing => "nothing".to_owned(),
        Value::Null => "null".to_owned(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(text) => text.chars().take(40).collect(),
        Value::Text(text) => quoted(&text.get()),
        Value::List(_) => "a list".to_owned(),
        Value::Object => "an object".to_owned(),
    }
}

/// The finding for a complaint; `data` starts at the feature.
pub(super) fn finding(complaint: &Complaint, file: &str, at: FeatureAt, data: &[u8]) -> Finding {
    let place = Place::path(file, at.path(&path_at(data, complaint.at)));
    let seen = || {
        let rest = data.get(complaint.at..).unwrap_or_default();
        Cursor::new(rest).value(0).map_or_else(|_| "something else".to_owned(), shown)
    };
    let format = |message: String| Finding::error("format", place.clone(), message);
    match &complaint.kind {
        ComplaintKind::NotAFeature => format(format!("{} where a feature was expected", seen())),
        ComplaintKind::NoType => format("no \"type\"; expected \"Feature\"".to_owned()),
        ComplaintKind::FeatureType(word) => {
            format(format!("type is {word}, not \"Feature\" (letter case counts)"))
                .with_help("write \"type\": \"Feature\"")
                .with_value(word)
        }
        ComplaintKind::NotAGeometry => format(format!("geometry is {}, not an object", seen())),
        ComplaintKind::NoGeometryType => format("geometry without \"type\"".to_owned()),
        ComplaintKind::GeometryType(word) => {
            format(format!("type is {word}, which is no geometry of GeoJSON"))
                .with_help(
                    "the names are Point, MultiPoint, Polygon, MultiPolygon; letter case counts",
                )
                .with_value(word)
        }
        ComplaintKind::NotProperties => format(format!("properties is {}, not an object", seen())),
        ComplaintKind::Levels { type_name, levels } => format(format!(
            "coordinates are {}, which is not what a {type_name} has",
            level_name(*levels)
        )),
        ComplaintKind::NoCoordinates(type_name) => {
            format(format!("{type_name} without \"coordinates\""))
        }
        ComplaintKind::Coordinates(flaw) => coordinate_finding(*flaw, place, &seen()),
        ComplaintKind::DuplicateKey(key) => Finding::warning(
            "duplicate-key",
            place,
            format!("{} twice; the last one counts", quoted(key)),
        )
        .with_help("keep the right one, and take the other out"),
    }
}

fn coordinate_finding(flaw: FlawKind, place: Place, seen: &str) -> Finding {
    match flaw {
        FlawKind::NotANumber => {
            let finding = Finding::error(
                "not-a-number",
                place,
                format!("{seen} stands in the coordinates where a number was expected"),
            )
            .with_value(seen);
            match seen.strip_prefix('"').and_then(|s| s.strip_suffix('"')) {
                Some(bare) if bare.parse::<f64>().is_ok() => {
                    finding.with_help(format!("write {bare} without quotes: it is a string"))
                }
                _ => finding,
            }
        }
        FlawKind::ShortPosition(count) => Finding::error(
            "short-position",
            place,
            format!("position of {count} number; it has to have longitude and latitude"),
        ),
        FlawKind::MixedNesting => Finding::error(
            "mixed-nesting",
            place,
            "nested unlike its neighbours in the list; coordinates of one geometry nest alike",
        ),
        FlawKind::TooNested => Finding::error(
            "mixed-nesting",
            place,
            "positions lie deeper than those of a MultiPolygon",
        ),
        FlawKind::EmptyList => {
            Finding::error("empty-geometry", place, "empty list inside the coordinates")
        }
    }
}

fn level_name(levels: u8) -> &'static str {
    match levels {
        0 => "an empty list",
        1 => "one position",
        2 => "a list of positions",
        3 => "a list of lists of positions",
        _ => "a list of lists of lists of positions",
    }
}
