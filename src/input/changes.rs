//! What became of single features of a file, for those who write it anew.

use std::fmt::Write as _;

use crate::model::{LonLat, Plane, Shape};

/// Codes of what is said where a shape is drawn anew.
pub(super) const REDRAWN: [&str; 3] = ["polygons-overlap", "ring-crosses-itself", "rings-cross"];

/// How the help of a finding begins where the two numbers of a position stand the wrong way round.
pub(super) const SWAPPED: &str = "swapped, it would lie in";

/// What was done to the features of a file, each by its position in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// Those that are not in the city, with the code that says why, in order.
    pub(super) left: Vec<(usize, &'static str)>,
    /// Those whose border is another than in the file.
    pub(super) redrawn: Vec<Redrawn>,
}

/// A border that was drawn anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Redrawn {
    pub(super) index: usize,
    pub(super) code: &'static str,
    /// What was said about it.
    pub(super) said: String,
    /// The new border, as the `coordinates` of a `MultiPolygon`.
    pub(super) coordinates: String,
}

/// The `coordinates` of a `MultiPolygon`, to nine decimals: 0.1 mm, a step of the overlay grid.
pub(super) fn coordinates(shape: &Shape, plane: &Plane) -> String {
    let mut text = String::from("[");
    for (n, polygon) in shape.polygons().iter().enumerate() {
        text.push_str(if n == 0 { "[" } else { ", [" });
        for (n, ring) in polygon.rings().enumerate() {
            text.push_str(if n == 0 { "[" } else { ", [" });
            for at in ring.points().iter().chain(ring.points().first()) {
                let comma = if text.ends_with('[') { "" } else { ", " };
                let LonLat { lon, lat } = plane.to_lonlat(*at);
                let _ = write!(text, "{comma}[{}, {}]", degrees(lon), degrees(lat));
            }
            text.push(']');
        }
        text.push(']');
    }
    text.push(']');
    text
}

fn degrees(value: f64) -> String {
    let text = format!("{value:.9}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Local, Polygon, Ring};

    #[test]
    fn a_shape_is_written_closed_with_its_holes() {
        let plane = Plane::about(LonLat { lon: 116.0, lat: 0.0 });
        let ring = |size: f64| {
            let corners = [(0.0, 0.0), (size, 0.0), (0.0, size)].map(|(x, y)| Local::new(x, y));
            Ring::new(corners.to_vec()).unwrap()
        };
        let one = Polygon::new(ring(4.0), vec![ring(1.0)]);
        let two = Polygon::new(ring(4.0), Vec::new());
        let text = coordinates(&Shape::new(vec![one, two]), &plane);
        let read: Vec<Vec<Vec<[f64; 2]>>> = serde_json::from_str(&text).unwrap();
        let corners: Vec<Vec<usize>> =
            read.iter().map(|rings| rings.iter().map(Vec::len).collect()).collect();
        assert_eq!(corners, [vec![4, 4], vec![4]]);
        assert_eq!(read[0][0][0].map(f64::to_bits), read[0][0][3].map(f64::to_bits));
        // 4 m along the equator are 4 / 111 319.49 degrees.
        assert!((read[1][0][1][0] - 116.0 - 4.0 / 111_319.49).abs() < 2e-9, "{text}");
    }
}
