//! A walk as GeoJSON (RFC 7946), one feature a line: the place, the way along streets, both legs, the
//! outlets. Property `part` says which; lengths are metres.

use std::io::{self, Write};

use geojson::{GeometryValue, Position};
use serde::Serialize;

use super::rounded::nine_decimals;
use crate::assessment::{Explained, Path, Walk};
use crate::model::{City, Local, OutletId};
use crate::profile::{Lang, question_words};
use crate::units::Metres;

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    geometry: GeometryValue,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Properties<'a> {
    part: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    length_m: Option<Metres>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(flatten)]
    counted: Option<Counted>,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<String>,
}

/// What a walk counts as where that is more than its length, and why in words.
#[derive(Serialize)]
struct Counted {
    /// Nothing where it counts as no way.
    counted_m: Option<Metres>,
    counted: String,
}

impl Properties<'_> {
    fn of(part: &'static str) -> Self {
        Self {
            part,
            length_m: None,
            outlet: None,
            gate: None,
            name: None,
            counted: None,
            question: None,
        }
    }
}

/// Writes the walk that explains a place: features `place`, `nearest in a straight line`, where a
/// street is near `leg to the street`, and where there is a way `street`, `across a square` for each piece of that
/// which leads straight across one, `leg to the outlet`, `nearest along streets`, and `gate` for each gate on it.
/// `nearest along streets` has `counted_m` and, in words, `counted` where the walk counts as more than its length: null
/// where it counts as no way. Each carries the change that is asked about, where one is, in words.
///
/// # Errors
/// Those of `out`.
pub fn walk_geojson(
    city: &City,
    of: &Explained,
    lang: Lang,
    out: &mut impl Write,
) -> io::Result<()> {
    let question = question_words(city.question(), lang);
    let mut features = features(city, of, lang);
    for feature in &mut features {
        feature.properties.question.clone_from(&question);
    }
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (i, feature) in features.iter().enumerate() {
        out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, feature)?;
    }
    out.write_all(b"\n]}\n")
}

fn features<'a>(city: &'a City, of: &'a Explained, lang: Lang) -> Vec<Feature<'a>> {
    let position = |at: &Local| {
        let at = city.plane().to_lonlat(*at);
        Position::from([nine_decimals(at.lon), nine_decimals(at.lat)])
    };
    let point = |part, at: &Local, outlet: Option<OutletId>, length| {
        let outlet = outlet.map(|id| &city.outlets()[id.index()]);
        let (id, name) = (outlet.map(|o| &*o.id), outlet.map(|o| &*o.name));
        let geometry = GeometryValue::Point { coordinates: position(at) };
        let properties = Properties { length_m: length, outlet: id, name, ..Properties::of(part) };
        Feature { r#type: "Feature", geometry, properties }
    };
    let line = |part, path: &[Local], length| {
        let coordinates = path.iter().map(position).collect();
        let geometry = GeometryValue::LineString { coordinates };
        let properties = Properties { length_m: Some(length), ..Properties::of(part) };
        Feature { r#type: "Feature", geometry, properties }
    };
    let place = |id: OutletId| city.outlets()[id.index()].at;
    let mut features = vec![point("place", &of.at, None, None)];
    if let Some((id, length)) = of.straight {
        features.push(point("nearest in a straight line", &place(id), Some(id), Some(length)));
    }
    if let Walk::NoWay(leg) = &of.walk {
        features.push(line("leg to the street", &leg.path, leg.length));
    }
    if let Walk::Way(path) = &of.walk {
        let Path { route, gate, entrance, .. } = path;
        let (first, last) = (route.path[0], route.path[route.path.len() - 1]);
        let end = place(route.outlet);
        let leg: Vec<Local> = [Some(of.at), gate.as_ref().map(|gate| gate.at), Some(first)]
            .into_iter()
            .flatten()
            .collect();
        features.push(line("leg to the street", &leg, route.first_leg));
        features.push(line("street", &route.path, route.along()));
        let piece = |ends: &[Local; 2]| line("across a square", ends, ends[0].distance(ends[1]));
        features.extend(route.across.iter().map(piece));
        let leg = [last, entrance.as_ref().map_or(end, |gate| gate.at)];
        features.push(line("leg to the outlet", &leg, route.last_leg));
        let found = Some(route.outlet);
        let mut nearest = point("nearest along streets", &end, found, Some(route.length));
        let counted = of.held(route.length);
        nearest.properties.counted =
            counted.map(|held| Counted { counted_m: held.length(), counted: held.words(lang) });
        features.push(nearest);
        features.extend(path.gates().map(|gate| Feature {
            properties: Properties {
                gate: Some(&gate.id),
                name: Some(&gate.name),
                ..Properties::of("gate")
            },
            ..point("gate", &gate.at, None, None)
        }));
    }
    features
}
