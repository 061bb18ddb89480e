use std::path::PathBuf;

use super::*;
use crate::input::config::How;
use crate::input::crs::LayerCrs;
use crate::input::document::{FeatureAt, Root};
use crate::input::geometry::{RawPolygon, shape};
use crate::model::{LonLat, Plane};

/// A fictional town of three columns and two rows of 0.02 degrees from 116.30 E 39.90 N, each cell
/// with corners every 0.005 degrees.
fn town() -> Vec<Vec<(f64, f64)>> {
    let cell = |k: usize| {
        let (i, j) = (k % 3, k / 3);
        let west = 116.30 + 0.02 * f64::from(u8::try_from(i).unwrap());
        let south = 39.90 + 0.02 * f64::from(u8::try_from(j).unwrap());
        sides(west, south, west + 0.02)
    };
    (0..6).map(cell).collect()
}

/// A cell 0.02 degrees high with four steps along each side.
fn sides(west: f64, south: f64, east: f64) -> Vec<(f64, f64)> {
    let north = south + 0.02;
    let quarters = [0.0, 0.25, 0.5, 0.75];
    let along = |from: (f64, f64), to: (f64, f64)| {
        quarters.map(|t| (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1)))
    };
    let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)];
    corners.windows(2).flat_map(|w| along(w[0], w[1])).collect()
}

fn plane() -> Plane {
    Plane::about(LonLat { lon: 116.33, lat: 39.92 })
}

fn shapes(rings: &[Vec<(f64, f64)>]) -> Vec<Shape> {
    let about = plane();
    let read = |ring: &Vec<(f64, f64)>| {
        let ring: Vec<LonLat> = ring.iter().map(|&(lon, lat)| LonLat { lon, lat }).collect();
        let closed: Vec<LonLat> = ring.iter().chain(&ring[..1]).copied().collect();
        let place = Place::path("s.geojson", "features[0].geometry.coordinates");
        let mut findings = Findings::new();
        shape(&[RawPolygon { rings: vec![&closed] }], &about, &place, false, false, &mut findings)
            .unwrap()
    };
    rings.iter().map(read).collect()
}

fn files(names: &[&str]) -> Vec<LayerFile> {
    let file = |name: &&str| LayerFile {
        name: (*name).to_owned(),
        path: PathBuf::new(),
        defaults: Default::default(),
        given: (*name).to_owned(),
        how: How::default(),
        otherwise: None,
        crs: LayerCrs::default(),
    };
    names.iter().map(file).collect()
}

fn item<'a>(root: Root, index: usize, name: &'a str, shape: &'a Shape) -> PartitionItem<'a> {
    PartitionItem { origin: Origin::new(0, FeatureAt { root, index }), name, shape }
}

fn said_of(shapes: &[Shape]) -> Vec<String> {
    let names = ["East Gate", "West Bridge", "South Lake", "North Hill", "Centre", "New Harbour"];
    let items: Vec<PartitionItem<'_>> = shapes
        .iter()
        .enumerate()
        .map(|(index, shape)| item(Root::Collection, index, names[index % 6], shape))
        .collect();
    let mut findings = Findings::new();
    check_partition(&files(&["s.geojson"]), &items, &plane(), &mut findings);
    findings
        .iter()
        .map(|f| format!("{}[{}] {}: {}", f.severity.word(), f.code, f.place.path, f.message))
        .collect()
}

#[test]
fn a_clean_partition_is_passed_in_silence() {
    assert_eq!(said_of(&shapes(&town())), [""; 0]);
}

#[test]
fn an_overlap_is_said_with_hectares_and_share_of_the_smaller() {
    let mut rings = town();
    // The first cell reaches 0.005 degrees into the second: a quarter of it.
    rings[0] = sides(116.30, 39.90, 116.325);
    let said = said_of(&shapes(&rings));
    assert_eq!(said.len(), 1);
    // 0.005 degrees of longitude at 39.91 N are 427 m, 0.02 of latitude 2221 m: 94.9 ha.
    assert!(
        said[0].starts_with("warning[overlap] features[0], features[1]: \"East Gate\" and \"West Bridge\" share 94.9"),
        "{said:?}"
    );
    assert!(
        said[0].ends_with("(25.00 % of the smaller); land there is counted once, for the lower id")
    );
}

#[test]
fn one_shape_twice_overlaps_wholly() {
    let mut rings = town();
    rings.push(rings[0].clone());
    let said = said_of(&shapes(&rings));
    assert_eq!(said.len(), 1);
    assert!(
        said[0].contains("features[0], features[6]")
            && said[0].contains("(100.00 % of the smaller)")
    );
}

#[test]
fn a_shape_inside_another_overlaps_it() {
    let mut rings = town();
    rings.push(vec![(116.325, 39.905), (116.33, 39.905), (116.33, 39.91)]);
    let said = said_of(&shapes(&rings));
    assert!(said.len() == 1, "{said:?}");
    assert!(said[0].contains("features[1], features[6]"), "{said:?}");
}

/// Half a metre: 5e-6 degrees of longitude are 0.427 m at 39.92 N.
const HALF_METRE: f64 = 5e-6;

#[test]
fn a_gap_of_half_a_metre_is_said_with_length_and_area() {
    let mut rings = town();
    rings[1] = sides(116.32 + HALF_METRE, 39.90, 116.34);
    rings[4] = sides(116.32 + HALF_METRE, 39.92, 116.34);
    let said = said_of(&shapes(&rings));
    // 2221 m twice, 0.427 m wide: 0.19 ha.
    assert_eq!(
        said,
        ["warning[sliver-gap] features[0], features[1], features[3], features[4]: \
          2 gaps narrower than 1 m along 4441 m, 0.19 ha: \"East Gate\" and \"West Bridge\"; \
          \"North Hill\" and \"Centre\""]
    );
}

#[test]
fn an_overlap_of_half_a_metre_is_a_sliver() {
    let mut rings = town();
    rings[1] = sides(116.32 - HALF_METRE, 39.90, 116.34);
    rings[4] = sides(116.32 - HALF_METRE, 39.92, 116.34);
    let said = said_of(&shapes(&rings));
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with(
        "warning[sliver-overlap] features[0], features[1], features[3], features[4]: 2 overlaps \
         narrower than 1 m along 4441 m, 0.19 ha"
    ), "{said:?}");
}

#[test]
fn unequal_corners_along_a_border_are_no_fault() {
    let mut rings = town();
    // The second cell has no corners on its western side, the fifth none on its southern one.
    rings[1].truncate(13);
    rings[4].drain(1..4);
    assert_eq!(said_of(&shapes(&rings)), [""; 0]);
}

#[test]
fn corners_that_rounding_moved_off_the_border_are_no_fault() {
    let mut rings = town();
    // Half of the seventh decimal to either side, 4 mm.
    for (k, corner) in rings[1].iter_mut().enumerate().skip(13) {
        corner.0 += if k % 2 == 0 { 5e-8 } else { -5e-8 };
    }
    assert_eq!(said_of(&shapes(&rings)), [""; 0]);
}

#[test]
fn overlapping_estates_are_said_and_touching_ones_are_not() {
    let estates = [
        vec![(116.302, 39.902), (116.306, 39.902), (116.306, 39.906), (116.302, 39.906)],
        vec![(116.304, 39.904), (116.308, 39.904), (116.308, 39.908), (116.304, 39.908)],
        vec![(116.308, 39.904), (116.309, 39.904), (116.309, 39.908), (116.308, 39.908)],
    ];
    let shapes = shapes(&estates);
    let items: Vec<PartitionItem<'_>> = shapes
        .iter()
        .enumerate()
        .map(|(index, shape)| item(Root::Collection, index, "", shape))
        .collect();
    let mut findings = Findings::new();
    check_overlaps(&files(&["e.geojson"]), &items, &plane(), &mut findings);
    let only = findings.iter().next().unwrap();
    assert_eq!((findings.len(), only.code), (1, "overlap"));
    assert_eq!(only.place.path, "features[0], features[1]");
    assert!(only.message.ends_with("(25.00 % of the smaller); the land is counted once"));
    assert!(
        only.message.starts_with("features[0] and features[1] share 3.80 ha"),
        "{}",
        only.message
    );
}

#[test]
fn places_follow_the_file_and_how_its_features_lie() {
    let square = vec![(116.302, 39.902), (116.306, 39.902), (116.306, 39.906), (116.302, 39.906)];
    let shapes = shapes(&[square.clone(), square]);
    let at = |file, root, index, shape| PartitionItem {
        origin: Origin::new(file, FeatureAt { root, index }),
        name: "",
        shape,
    };
    let items = [at(0, Root::Lines, 7, &shapes[0]), at(1, Root::Bare, 0, &shapes[1])];
    let mut findings = Findings::new();
    check_overlaps(&files(&["a.geojsonl", "b.geojson"]), &items, &plane(), &mut findings);
    let only = findings.iter().next().unwrap();
    assert_eq!(only.place, Place::path("a.geojsonl", "[7], b.geojson"));
    assert!(only.message.starts_with("[7] and b.geojson share"), "{}", only.message);
}

/// Findings about a real layer, read in place; none where `WALKSHED_SHARED` does not lead to it.
#[expect(clippy::print_stderr, reason = "a test that skips says so")]
fn said_of_real(path: &str) -> Option<Vec<String>> {
    let Some(root) = std::env::var_os("WALKSHED_SHARED") else {
        eprintln!("skipped: WALKSHED_SHARED is not set, so {path} was not checked");
        return None;
    };
    let text = std::fs::read_to_string(PathBuf::from(root).join(path)).unwrap();
    let geojson::GeoJson::FeatureCollection(layer) = text.parse().unwrap() else {
        panic!("{path}")
    };
    let mut findings = Findings::new();
    let features: Vec<Vec<Vec<Vec<LonLat>>>> = layer.features.iter().map(polygons_of).collect();
    let first = features.iter().flatten().flatten().flatten().next().unwrap();
    let about = Plane::about(*first);
    let mut shapes = Vec::new();
    for (k, polygons) in features.iter().enumerate() {
        let raw: Vec<RawPolygon<'_>> = polygons
            .iter()
            .map(|p| RawPolygon { rings: p.iter().map(Vec::as_slice).collect() })
            .collect();
        let place = Place::path(path, format!("features[{k}].geometry.coordinates"));
        shapes.push(shape(&raw, &about, &place, true, false, &mut findings).unwrap_or_default());
    }
    let items: Vec<PartitionItem<'_>> = shapes
        .iter()
        .enumerate()
        .map(|(index, shape)| item(Root::Collection, index, "", shape))
        .collect();
    check_partition(&files(&[path]), &items, &about, &mut findings);
    Some(
        findings
            .iter()
            .map(|f| format!("{}[{}] {}: {}", f.severity.word(), f.code, f.place.path, f.message))
            .collect(),
    )
}

fn polygons_of(feature: &geojson::Feature) -> Vec<Vec<Vec<LonLat>>> {
    let value = serde_json::to_value(&feature.geometry).unwrap();
    let coordinates = &value["coordinates"];
    let multi = value["type"] == "MultiPolygon";
    let list = |v: &serde_json::Value| v.as_array().cloned().unwrap_or_default();
    let polygons = if multi { list(coordinates) } else { vec![coordinates.clone()] };
    let position =
        |p: &serde_json::Value| LonLat { lon: p[0].as_f64().unwrap(), lat: p[1].as_f64().unwrap() };
    let ring = |r: &serde_json::Value| list(r).iter().map(position).collect();
    polygons.iter().map(|p| list(p).iter().map(ring).collect()).collect()
}

#[test]
fn madrid_barrios() {
    let Some(said) = said_of_real("data/madrid-barrios-census/barrios.geojson") else { return };
    assert_eq!(said, [""; 0]);
}

#[test]
fn liechtenstein_municipalities() {
    let Some(said) = said_of_real("data/liechtenstein-osm-2015/municipalities.geojson") else {
        return;
    };
    assert_eq!(said, [""; 0]);
}
