//! Values of the spoilt files, read and worked out by other roads than the program's: bytes counted in
//! the text, lengths by Vincenty's method, areas of boxes on the ellipsoid, crossings by hand.

use std::path::Path;

use serde_json::Value;

use crate::ellipsoid::{At, degree, metres};

/// The bytes of a file.
pub(crate) fn bytes(city: &Path, file: &str) -> Vec<u8> {
    std::fs::read(city.join(file)).unwrap()
}

/// Where a text first stands in a file: byte from 0, line from 1, column from 1.
pub(crate) fn spot(city: &Path, file: &str, text: &str) -> (usize, usize, usize) {
    let bytes = bytes(city, file);
    let found = bytes.windows(text.len()).position(|window| window == text.as_bytes()).unwrap();
    spot_of(&bytes, found)
}

/// The same of a byte.
pub(crate) fn spot_of(bytes: &[u8], at: usize) -> (usize, usize, usize) {
    let before = &bytes[..at];
    let line = before.split(|byte| *byte == b'\n').count();
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    (at, line, at - start + 1)
}

/// The features of a layer.
pub(crate) fn features(city: &Path, layer: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(city.join(format!("{layer}.geojson"))).unwrap();
    let collection: Value = serde_json::from_str(&text).unwrap();
    collection["features"].as_array().unwrap().clone()
}

/// The name of a feature.
pub(crate) fn name(city: &Path, layer: &str, index: usize) -> String {
    features(city, layer)[index]["properties"]["name"].as_str().unwrap().to_owned()
}

fn at(position: &Value) -> At {
    (position[0].as_f64().unwrap(), position[1].as_f64().unwrap())
}

/// The place of an outlet.
pub(crate) fn outlet(city: &Path, index: usize) -> At {
    at(&features(city, "outlets")[index]["geometry"]["coordinates"])
}

/// The outer ring of a feature, as it stands in the file.
pub(crate) fn ring(city: &Path, layer: &str, index: usize) -> Vec<At> {
    let ring = &features(city, layer)[index]["geometry"]["coordinates"][0];
    ring.as_array().unwrap().iter().map(at).collect()
}

/// The box around positions: west, south, east, north.
pub(crate) fn extent(positions: &[At]) -> [f64; 4] {
    let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    positions.iter().fold(start, |[w, s, e, n], p| [w.min(p.0), s.min(p.1), e.max(p.0), n.max(p.1)])
}

/// What two boxes have in common.
pub(crate) fn common(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [a[0].max(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].min(b[3])]
}

/// Hectares of a box in degrees, small enough for its middle latitude to stand for it.
pub(crate) fn hectares([west, south, east, north]: [f64; 4]) -> f64 {
    let (across, along) = degree(f64::midpoint(south, north));
    (east - west) * across * (north - south) * along / 10_000.0
}

/// The least distance of a place from the border of a subdistrict, point by point 10 m apart.
pub(crate) fn metres_to_border(city: &Path, place: At) -> f64 {
    let rings = (0..features(city, "subdistricts").len()).map(|n| ring(city, "subdistricts", n));
    let mut least = f64::INFINITY;
    for edge in rings.flat_map(|ring| ring.windows(2).map(<[At]>::to_vec).collect::<Vec<_>>()) {
        let steps = 100;
        for step in 0..=steps {
            let t = f64::from(step) / f64::from(steps);
            let (a, b) = (edge[0], edge[1]);
            let point = (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1));
            least = least.min(metres(place, point));
        }
    }
    least
}

/// Hectares of the ring that crosses itself in case 50, by the shoelace formula and by what the bow
/// tie at its east encloses, both with the metres of a degree at its middle.
pub(crate) fn areas_of_the_crossing_ring(city: &Path) -> (f64, f64) {
    let ring = ring(city, "subdistricts", 4);
    let (across, along) = degree(39.93);
    let doubled: f64 = ring.windows(2).map(|w| w[0].0 * w[1].1 - w[1].0 * w[0].1).sum();
    let before = 0.5 * doubled.abs() * across * along / 10_000.0;
    // West of 116.335 a box of 0.015 by 0.02 degrees. East of it the edges from (116.335, 39.92) to
    // (116.34, 39.94) and from (116.34, 39.92) to (116.335, 39.94) cross half-way: the triangle
    // before the crossing is west of it, the one behind is east, each 0.0025 wide and 0.02 high.
    let box_and_triangles = 0.015 * 0.02 + 2.0 * 0.5 * 0.0025 * 0.02;
    (before, box_and_triangles * across * along / 10_000.0)
}

/// Where two lines through two positions each cross.
pub(crate) fn crossing([a, b]: [At; 2], [c, d]: [At; 2]) -> At {
    let (u, v) = ((b.0 - a.0, b.1 - a.1), (d.0 - c.0, d.1 - c.1));
    let t = ((c.0 - a.0) * v.1 - (c.1 - a.1) * v.0) / (u.0 * v.1 - u.1 * v.0);
    (a.0 + t * u.0, a.1 + t * u.1)
}
