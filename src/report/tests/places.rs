//! Facts about `gaps.geojson`.

use geojson::{FeatureCollection, GeometryValue, Position};

use super::fixture::{Fixture, square};
use super::{rows, written};
use crate::model::{City, CityParts, Local, LonLat, Plane, Polygon, Shape};
use crate::profile::Lang;
use crate::report::{Context, gaps_csv, gaps_geojson};

fn text(fixture: &Fixture) -> String {
    written(|out| gaps_geojson(&fixture.context(Lang::En), out).unwrap())
}

fn collection(text: &str) -> FeatureCollection {
    text.parse().unwrap()
}

/// Twice the signed area in square degrees, positive where the ring runs counter-clockwise.
fn turn(ring: &[Position]) -> f64 {
    ring.windows(2).map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1]).sum()
}

fn polygons(geometry: &GeometryValue) -> Vec<Vec<Vec<Position>>> {
    match geometry {
        GeometryValue::Polygon { coordinates } => vec![coordinates.clone()],
        GeometryValue::MultiPolygon { coordinates } => coordinates.clone(),
        other => panic!("{}", other.type_name()),
    }
}

#[test]
fn rings_are_closed_and_follow_the_right_hand_rule() {
    for feature in collection(&text(&Fixture::new())).features {
        for rings in polygons(&feature.geometry.unwrap().value) {
            for (i, ring) in rings.iter().enumerate() {
                assert!(ring.len() >= 4);
                assert_eq!(ring.first(), ring.last());
                assert_eq!(turn(ring) > 0.0, i == 0);
            }
        }
    }
}

#[test]
fn each_gap_is_one_feature_on_one_line_under_its_id() {
    let fixture = Fixture::new();
    let text = text(&fixture);
    assert_eq!(text.lines().filter(|l| l.starts_with("{\"type\":\"Feature\",")).count(), 3);
    let features = collection(&text).features;
    let geometry = |i: usize| features[i].geometry.as_ref().unwrap().value.clone();
    assert!(
        matches!(geometry(0), GeometryValue::Polygon { coordinates } if coordinates.len() == 2)
    );
    assert!(
        matches!(geometry(1), GeometryValue::MultiPolygon { coordinates } if coordinates.len() == 2)
    );
    assert_eq!(
        features[0].id,
        Some(geojson::feature::Id::String("convenience_store-D01-001".into()))
    );
}

#[test]
fn coordinates_are_the_places_to_a_tenth_of_a_millimetre() {
    let fixture = Fixture::new();
    let features = collection(&text(&fixture)).features;
    let first = &polygons(&features[0].geometry.as_ref().unwrap().value)[0][0][0];
    // The first corner is the origin of the plane.
    assert!((first[0] - 116.4).abs() < 1e-9 && (first[1] - 39.9).abs() < 1e-9);
    for piece in text(&fixture).split(['[', ']', ',']).filter(|p| p.starts_with("116.")) {
        assert!(piece.len() <= "116.".len() + 9, "{piece}");
    }
}

#[test]
fn properties_are_the_cells_of_the_table() {
    let fixture = Fixture::new();
    let features = collection(&text(&fixture)).features;
    let table = rows(&written(|out| gaps_csv(&fixture.context(Lang::En), out).unwrap()));
    for (feature, row) in features.iter().zip(&table) {
        let properties = feature.properties.as_ref().unwrap();
        assert_eq!(properties.len(), row.len());
        for (heading, cell) in row {
            match &properties[heading] {
                serde_json::Value::Null => assert_eq!(cell, ""),
                serde_json::Value::String(text) => assert_eq!(cell, text),
                number => assert_eq!(cell.parse().ok(), number.as_f64()),
            }
        }
    }
}

#[test]
fn the_collection_names_profile_and_version() {
    let foreign = collection(&text(&Fixture::new())).foreign_members.unwrap();
    assert_eq!(foreign["walkshed"]["profile"], "trial");
    assert_eq!(foreign["walkshed"]["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn no_gap_is_an_empty_collection() {
    let mut fixture = Fixture::new();
    fixture.assessment.gaps.listed.clear();
    assert!(collection(&text(&fixture)).features.is_empty());
}

#[test]
fn a_ring_that_vanishes_in_rounding_is_left_out() {
    let mut fixture = Fixture::new();
    // 0.01 mm, a tenth of the rounding step.
    let speck = square(Local::new(100.0, 100.0), 1e-5);
    let gaps = &mut fixture.assessment.gaps.listed;
    gaps[0].shape =
        Shape::new(vec![Polygon::new(square(Local::new(0.0, 0.0), 900.0), vec![speck.clone()])])
            .into();
    gaps[1].shape = Shape::new(vec![Polygon::new(speck, vec![])]).into();
    let features = collection(&text(&fixture)).features;
    assert_eq!(polygons(&features[0].geometry.as_ref().unwrap().value)[0].len(), 1);
    assert!(features[1].geometry.is_none());
}

#[test]
fn a_gap_across_the_antimeridian_is_cut_there() {
    let fixture = Fixture::new();
    let city = City::new(CityParts {
        subdistricts: fixture.city.subdistricts().to_vec(),
        categories: fixture.city.categories().to_vec(),
        outlets: fixture.city.outlets().to_vec(),
        ..CityParts::empty("Far Isle (fictional)", Plane::about(LonLat { lon: 180.0, lat: -16.5 }))
    });
    let mut assessment = fixture.assessment.clone();
    assessment.gaps.listed.truncate(1);
    assessment.gaps.listed[0].shape =
        Shape::new(vec![Polygon::new(square(Local::new(-450.0, 0.0), 900.0), vec![])]).into();
    let context = Context { city: &city, assessment: &assessment, ..fixture.context(Lang::En) };
    let text = written(|out| gaps_geojson(&context, out).unwrap());
    let parts = polygons(&collection(&text).features[0].geometry.as_ref().unwrap().value);
    assert_eq!(parts.len(), 2);
    for ring in parts.iter().flatten() {
        assert!(turn(ring) > 0.0);
        let east = ring.iter().filter(|p| p[0] > 0.0).count();
        assert!(east == 0 || east == ring.len(), "{ring:?}");
    }
}
