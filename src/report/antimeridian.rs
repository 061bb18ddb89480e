//! Cuts polygons at 180 degrees, as RFC 7946 section 3.1.9 asks for.
//!
//! Method: longitudes are made to run on past 180 degrees, the polygon is intersected with the
//! part of its own box on each side, and the far part is turned back by 360 degrees.

use geo::{BooleanOps, BoundingRect, Coord, LineString, Orient, Rect, orient::Direction};

use crate::model::LonLat;

/// The polygon, outer ring first, in as many parts as the line makes of it.
pub(super) fn cut(rings: Vec<Vec<LonLat>>) -> Vec<Vec<Vec<LonLat>>> {
    let lon = || rings.iter().flatten().map(|p| p.lon);
    let (west, east) = (lon().fold(f64::INFINITY, f64::min), lon().fold(-f64::INFINITY, f64::max));
    // A city is far narrower than half the world: a wider ring has wrapped.
    if east - west <= 180.0 {
        return vec![rings];
    }
    let unwrapped = |ring: &Vec<LonLat>| {
        let run_on =
            |p: &LonLat| Coord { x: if p.lon < 0.0 { p.lon + 360.0 } else { p.lon }, y: p.lat };
        LineString::new(ring.iter().map(run_on).collect())
    };
    let mut lines = rings.iter().map(unwrapped);
    let Some(outer) = lines.next() else { return Vec::new() };
    let polygon = geo::Polygon::new(outer, lines.collect());
    let Some(all) = polygon.bounding_rect() else { return Vec::new() };
    let west = Rect::new(all.min(), Coord { x: 180.0, y: all.max().y });
    let east = Rect::new(Coord { x: 180.0, y: all.min().y }, all.max());
    let part = |half: Rect, turn: f64| {
        let parts = polygon.intersection(&half.to_polygon()).orient(Direction::Default);
        parts.into_iter().map(|p| turned(&p, turn)).collect::<Vec<_>>()
    };
    [part(west, 0.0), part(east, -360.0)].concat()
}

/// The rings without their closing points, moved by whole turns.
fn turned(polygon: &geo::Polygon, turn: f64) -> Vec<Vec<LonLat>> {
    let ring = |line: &LineString| {
        let open = line.0.split_last().map_or(&[][..], |(_, open)| open);
        open.iter().map(|c| LonLat { lon: c.x + turn, lat: c.y }).collect()
    };
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> Vec<LonLat> {
        points.iter().map(|&(lon, lat)| LonLat { lon, lat }).collect()
    }

    #[test]
    fn a_polygon_across_the_line_becomes_one_on_each_side() {
        let square = ring(&[(179.9, -1.0), (-179.8, -1.0), (-179.8, 1.0), (179.9, 1.0)]);
        let parts = cut(vec![square]);
        assert_eq!(parts.len(), 2);
        let extent = |part: &Vec<Vec<LonLat>>| {
            let lon = part.iter().flatten().map(|p| p.lon);
            (lon.clone().fold(f64::INFINITY, f64::min), lon.fold(-f64::INFINITY, f64::max))
        };
        let (west, east) = (extent(&parts[0]), extent(&parts[1]));
        assert!((west.0 - 179.9).abs() < 1e-9 && (west.1 - 180.0).abs() < 1e-9);
        assert!((east.0 + 180.0).abs() < 1e-9 && (east.1 + 179.8).abs() < 1e-9);
    }

    #[test]
    fn a_polygon_elsewhere_stays_as_it_is() {
        let square = vec![ring(&[(-0.1, 51.0), (0.1, 51.0), (0.1, 52.0)])];
        assert_eq!(cut(square.clone()), vec![square]);
    }
}
