//! How far a place is from the nearest border where the local plane does not reach.
//!
//! A transverse Mercator stretches with the distance from its centre: at 100 km by 0.01 %, half-way
//! round the world without bound. Takes the borders as great circles between their corners on a
//! sphere, finds the nearest point on them, and gives the geodesic on WGS 84 to it (Karney,
//! "Algorithms for geodesics", J. Geodesy 87, 2013, by the geo crate). Latitudes are taken for those
//! of the sphere where the nearest point is sought, which moves it by less than 0.2 % of the distance.

use geo::{Distance as _, Geodesic, Point};

use crate::model::{Bounds, Local, LonLat, Plane, Ring, Shape};
use crate::units::Metres;

/// A place as a vector of length 1 from the middle of the Earth.
type Direction = [f64; 3];

/// The borders of shapes on the globe.
#[derive(Debug)]
pub(super) struct Globe {
    shapes: Vec<Border>,
}

/// The border of a shape, with a cap of the globe that holds it.
#[derive(Debug)]
struct Border {
    middle: Direction,
    /// Radius of the cap in radians.
    reach: f64,
    edges: Vec<(Direction, Direction)>,
}

impl Globe {
    /// The borders of shapes on a plane.
    pub(super) fn new<'s>(shapes: impl Iterator<Item = &'s Shape>, plane: &Plane) -> Self {
        let direction = |p: Local| direction(plane.to_lonlat(p));
        let border = |shape: &Shape| {
            let Bounds { min, max } = shape.bounds();
            let middle =
                direction(Local::new(f64::midpoint(min.x, max.x), f64::midpoint(min.y, max.y)));
            let edges: Vec<(Direction, Direction)> = shape
                .rings()
                .flat_map(Ring::edges)
                .map(|(a, b)| (direction(a), direction(b)))
                .collect();
            let reach = edges.iter().map(|(a, _)| angle(middle, *a)).fold(0.0, f64::max);
            Border { middle, reach, edges }
        };
        Self { shapes: shapes.map(border).collect() }
    }

    /// The distance of a place from the nearest border; endless where there is none.
    pub(super) fn distance(&self, at: LonLat) -> Metres {
        let from = direction(at);
        let mut order: Vec<(f64, &Border)> =
            self.shapes.iter().map(|s| (angle(from, s.middle) - s.reach, s)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut best: Option<(f64, Direction)> = None;
        for (at_least, border) in order {
            if best.is_some_and(|(best, _)| at_least >= best) {
                break;
            }
            for &(a, b) in &border.edges {
                let point = nearest(from, a, b);
                let away = angle(from, point);
                if best.is_none_or(|(best, _)| away < best) {
                    best = Some((away, point));
                }
            }
        }
        best.map_or(Metres(f64::INFINITY), |(_, point)| {
            let to = lonlat(point);
            let (from, to) = (Point::new(at.lon, at.lat), Point::new(to.lon, to.lat));
            Metres(Geodesic.distance(from, to))
        })
    }
}

fn direction(LonLat { lon, lat }: LonLat) -> Direction {
    let ((sin, cos), (sin_lat, cos_lat)) = (lon.to_radians().sin_cos(), lat.to_radians().sin_cos());
    [cos * cos_lat, sin * cos_lat, sin_lat]
}

fn lonlat([x, y, z]: Direction) -> LonLat {
    LonLat { lon: y.atan2(x).to_degrees(), lat: z.atan2(x.hypot(y)).to_degrees() }
}

fn dot(a: Direction, b: Direction) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross(a: Direction, b: Direction) -> Direction {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// The angle between two directions: radians.
fn angle(a: Direction, b: Direction) -> f64 {
    let across = cross(a, b);
    dot(across, across).sqrt().atan2(dot(a, b))
}

/// The point nearest to `from` on the great circle from `a` to `b`.
fn nearest(from: Direction, a: Direction, b: Direction) -> Direction {
    let pole = cross(a, b);
    let square = dot(pole, pole);
    let end = if dot(from, a) >= dot(from, b) { a } else { b };
    if square <= 0.0 {
        return end;
    }
    let off = dot(from, pole) / square;
    let foot = [from[0] - off * pole[0], from[1] - off * pole[1], from[2] - off * pole[2]];
    let length = dot(foot, foot).sqrt();
    let is_between = dot(cross(a, foot), pole) >= 0.0 && dot(cross(foot, b), pole) >= 0.0;
    if is_between && length > 0.0 { foot.map(|part| part / length) } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Polygon;

    fn square(half: f64) -> Shape {
        let ring = [(-half, -half), (half, -half), (half, half), (-half, half)];
        let ring = Ring::new(ring.map(|(x, y)| Local::new(x, y)).to_vec()).unwrap();
        Shape::new(vec![Polygon::new(ring, Vec::new())])
    }

    #[test]
    fn along_the_equator_and_a_meridian_the_distance_is_that_of_the_ellipsoid() {
        // 10 km about 0, 0; the nearest points are 10 km out, on the equator and on the meridian.
        let plane = Plane::about(LonLat { lon: 0.0, lat: 0.0 });
        let (near, far) = (square(10_000.0), square(1000.0));
        let globe = Globe::new([&far, &near].into_iter(), &plane);
        // A quarter of the equator is 6 378 137 m times pi / 2, less the 10 km.
        let east = globe.distance(LonLat { lon: 90.0, lat: 0.0 });
        assert!((east.0 - 10_008_754.2).abs() < 1.0, "{east:?}");
        // The quarter of the meridian is 10 001 965.7 m (Helmert 1880), less the 10 km.
        let north = globe.distance(LonLat { lon: 0.0, lat: 90.0 });
        assert!((north.0 - 9_991_965.7).abs() < 1.0, "{north:?}");
    }

    #[test]
    fn a_corner_is_nearest_where_no_edge_faces_the_place_and_no_border_is_endlessly_far() {
        let plane = Plane::about(LonLat { lon: 0.0, lat: 0.0 });
        let shape = square(10_000.0);
        let globe = Globe::new(std::iter::once(&shape), &plane);
        let corner = plane.to_lonlat(Local::new(10_000.0, 10_000.0));
        let at = LonLat { lon: 5.0, lat: 5.0 };
        let (a, b) = (Point::new(at.lon, at.lat), Point::new(corner.lon, corner.lat));
        assert!((globe.distance(at).0 - Geodesic.distance(a, b)).abs() < 1e-3);
        let nothing = Globe::new(std::iter::empty(), &plane).distance(at);
        assert!(nothing.0.is_infinite());
    }

    #[test]
    fn an_edge_without_length_and_a_place_at_its_pole_are_nearest_to_an_end() {
        let (x, y, z) = ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]);
        let is_x = |found: Direction| found.iter().zip(x).all(|(a, b)| a.total_cmp(&b).is_eq());
        assert!(is_x(nearest(y, x, x)));
        // A quarter of the world from all of the edge.
        assert!(is_x(nearest(z, x, y)));
    }
}
