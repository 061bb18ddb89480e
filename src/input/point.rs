//! One point for a polygon: inside it, or its centroid.

use geo::{Coord, InteriorPoint, LineString, MultiPolygon, Polygon};

use super::coordinates::Coordinates;
use crate::model::{Local, LonLat, Ring, Shape};

/// A point inside a shape (the middle of the widest stretch on a line through the middle); none
/// for an empty shape.
pub(super) fn inside(shape: &Shape) -> Option<Local> {
    let point = as_geo(shape).interior_point()?;
    Some(Local::new(point.x(), point.y()))
}

/// The same polygons in the types of the geo crate.
pub(super) fn as_geo(shape: &Shape) -> MultiPolygon<f64> {
    let line = |ring: &Ring| -> LineString<f64> {
        ring.points().iter().map(|p| Coord { x: p.x, y: p.y }).collect()
    };
    let polygons = shape
        .polygons()
        .iter()
        .map(|p| Polygon::new(line(p.outer()), p.holes().iter().map(line).collect()));
    MultiPolygon::new(polygons.collect())
}

/// A point on the surface of polygons in degrees; none where they have no area.
pub(super) fn on_surface(coordinates: &Coordinates) -> Option<LonLat> {
    let point = polygons(coordinates).interior_point()?;
    let at = LonLat { lon: point.x(), lat: point.y() };
    (at.lon.is_finite() && at.lat.is_finite()).then_some(at)
}

fn polygons(coordinates: &Coordinates) -> MultiPolygon<f64> {
    let mut rings = rings(coordinates);
    let mut start = 0;
    let mut polygons = Vec::with_capacity(coordinates.polygons.len());
    for &end in &coordinates.polygons {
        let mut lines = rings.by_ref().take(end - start).map(|ring| -> LineString<f64> {
            ring.iter().map(|p| Coord { x: p.lon, y: p.lat }).collect()
        });
        if let Some(outer) = lines.next() {
            polygons.push(Polygon::new(outer, lines.collect()));
        }
        start = end;
    }
    MultiPolygon::new(polygons)
}

fn rings(coordinates: &Coordinates) -> impl Iterator<Item = &[LonLat]> {
    let starts = std::iter::once(0).chain(coordinates.rings.iter().copied());
    starts.zip(&coordinates.rings).map(|(start, &end)| &coordinates.positions[start..end])
}

/// The centre of gravity of polygons in degrees: that of a cell, whatever way its rings run. A
/// polygon without area, or with one that crosses itself badly, has the middle of its box.
pub(super) fn centroid(coordinates: &Coordinates) -> Option<LonLat> {
    let first = coordinates.positions.first()?;
    let (mut west, mut east, mut south, mut north) = (first.lon, first.lon, first.lat, first.lat);
    for p in &coordinates.positions {
        (west, east) = (west.min(p.lon), east.max(p.lon));
        (south, north) = (south.min(p.lat), north.max(p.lat));
    }
    let (mut area, mut moment_x, mut moment_y) = (0.0, 0.0, 0.0);
    let mut polygon_start = 0;
    let mut polygon_ends = coordinates.polygons.iter();
    let mut polygon_end = polygon_ends.next().copied().unwrap_or(usize::MAX);
    for (index, ring) in rings(coordinates).enumerate() {
        if index == polygon_end {
            polygon_start = index;
            polygon_end = polygon_ends.next().copied().unwrap_or(usize::MAX);
        }
        // About the first point, so that far-off coordinates cost no digits.
        let [a, mx, my] = moments(ring, *first);
        // The outer ring counts up and holes count down, whatever way they run.
        let sign = if (a > 0.0) == (index == polygon_start) { 1.0 } else { -1.0 };
        area += sign * a;
        moment_x += sign * mx;
        moment_y += sign * my;
    }
    let at = LonLat { lon: first.lon + moment_x / area, lat: first.lat + moment_y / area };
    let is_in_box = west <= at.lon && at.lon <= east && south <= at.lat && at.lat <= north;
    let middle = LonLat { lon: f64::midpoint(west, east), lat: f64::midpoint(south, north) };
    Some(if is_in_box { at } else { middle })
}

/// Twice the signed area of a ring, and six times its moments over three, about `origin`.
fn moments(ring: &[LonLat], origin: LonLat) -> [f64; 3] {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).fold([0.0; 3], |[area, x, y], (p, q)| {
        let (px, py) = (p.lon - origin.lon, p.lat - origin.lat);
        let (qx, qy) = (q.lon - origin.lon, q.lat - origin.lat);
        let cross = px * qy - qx * py;
        [area + cross, x + cross * (px + qx) / 3.0, y + cross * (py + qy) / 3.0]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(rings: &[&[(f64, f64)]]) -> Coordinates {
        let mut coordinates = Coordinates::default();
        for ring in rings {
            coordinates.positions.extend(ring.iter().map(|&(lon, lat)| LonLat { lon, lat }));
            coordinates.rings.push(coordinates.positions.len());
        }
        coordinates.polygons.push(rings.len());
        coordinates
    }

    #[test]
    fn the_centroid_weighs_holes_against_the_outer_ring() {
        let outer = [(0.0, 0.0), (4.0, 0.0), (4.0, 2.0), (0.0, 2.0), (0.0, 0.0)];
        let at = centroid(&cell(&[&outer])).unwrap();
        assert!((at.lon - 2.0).abs() < 1e-12, "{at:?}");
        assert!((at.lat - 1.0).abs() < 1e-12, "{at:?}");
        // 8 square degrees about (2, 1) less 2 about (3, 1): (16 - 6) / 6 = 5/3.
        let hole = [(2.5, 0.0), (3.5, 0.0), (3.5, 2.0), (2.5, 2.0), (2.5, 0.0)];
        let at = centroid(&cell(&[&outer, &hole])).unwrap();
        assert!((at.lon - 5.0 / 3.0).abs() < 1e-12, "{at:?}");
        assert!((at.lat - 1.0).abs() < 1e-12, "{at:?}");
    }

    #[test]
    fn a_cell_without_area_has_the_middle_of_its_box() {
        let at = centroid(&cell(&[&[(0.0, 0.0), (2.0, 2.0), (0.0, 0.0)]])).unwrap();
        assert!((at.lon - 1.0).abs() < 1e-12, "{at:?}");
        assert!((at.lat - 1.0).abs() < 1e-12, "{at:?}");
    }

    #[test]
    fn the_polygons_of_a_cell_weigh_by_their_areas() {
        let mut both = cell(&[&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]]);
        let far = cell(&[&[(10.0, 0.0), (12.0, 0.0), (12.0, 2.0), (10.0, 2.0), (10.0, 0.0)]]);
        both.positions.extend(far.positions);
        both.rings.push(both.positions.len());
        both.polygons.push(2);
        // 1 square degree about (0.5, 0.5) and 4 about (11, 1).
        let at = centroid(&both).unwrap();
        assert!((at.lon - 8.9).abs() < 1e-12, "{at:?}");
        assert!((at.lat - 0.9).abs() < 1e-12, "{at:?}");
    }

    #[test]
    fn a_ring_that_crosses_itself_has_no_centroid_outside_of_its_box() {
        // Lobes of nearly equal areas that run against each other: their moments over the small rest
        // lie 6 degrees west of the box, or as it is turned east, south and north of it.
        let bow = [(0.0, 0.0), (2.0, 1.0), (2.0, 0.0), (0.0, 1.1), (0.0, 0.0)];
        for (sign, is_turned) in [(1.0, false), (-1.0, false), (1.0, true), (-1.0, true)] {
            let turned = bow.map(|(x, y)| if is_turned { (y, sign * x) } else { (sign * x, y) });
            let at = centroid(&cell(&[&turned])).unwrap();
            let (lon, lat) = if is_turned { (0.55, sign) } else { (sign, 0.55) };
            assert!((at.lon - lon).abs() < 1e-12, "{at:?}");
            assert!((at.lat - lat).abs() < 1e-12, "{at:?}");
        }
    }

    #[test]
    fn what_has_no_area_or_no_bounds_has_no_point_on_its_surface() {
        let square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)];
        let at = on_surface(&cell(&[&square])).unwrap();
        assert!(at.lon > 0.0, "{at:?}");
        assert!(at.lon < 4.0, "{at:?}");
        assert!(at.lat > 0.0, "{at:?}");
        assert!(at.lat < 4.0, "{at:?}");
        assert_eq!(on_surface(&Coordinates::default()), None);
        assert_eq!(on_surface(&cell(&[])), None);
        let endless = [(0.0, 0.0), (f64::INFINITY, 0.0), (0.0, f64::INFINITY), (0.0, 0.0)];
        assert_eq!(on_surface(&cell(&[&endless])), None);
    }
}
