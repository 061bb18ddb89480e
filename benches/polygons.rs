//! The slow references: shapes and circles as polygons of `geo`.

use geo::{Coord, LineString, MultiPolygon, Polygon, unary_union};
use walkshed::model::{Local, Ring, Shape, Status};
use walkshed::profile::Service;

use super::workload::Made;

/// Corners of a circle.
const CORNERS: u32 = 64;

/// All circles of a service, joined.
pub(crate) fn circles(made: &Made, service: &Service) -> MultiPolygon {
    let mut circles = Vec::new();
    for provider in &service.providers {
        let Some(category) = made.city.category(&provider.category) else { continue };
        let open = made.city.outlets().iter().filter(|o| o.status == Status::Open);
        circles.extend(
            open.filter(|o| o.category == category).map(|o| circle(o.at, provider.radius.0)),
        );
    }
    unary_union(&circles)
}

/// A shape as `geo` has it.
pub(crate) fn of_shape(shape: &Shape) -> MultiPolygon {
    let line = |ring: &Ring| {
        LineString::from(ring.points().iter().map(|p| (p.x, p.y)).collect::<Vec<_>>())
    };
    let polygons = shape.polygons().iter();
    MultiPolygon(
        polygons
            .map(|p| Polygon::new(line(p.outer()), p.rings().skip(1).map(line).collect()))
            .collect(),
    )
}

fn circle(centre: Local, radius: f64) -> Polygon {
    let corner = |i: u32| {
        let (sin, cos) = (f64::from(i) / f64::from(CORNERS) * std::f64::consts::TAU).sin_cos();
        Coord { x: centre.x + radius * cos, y: centre.y + radius * sin }
    };
    Polygon::new(LineString((0..CORNERS).map(corner).collect()), Vec::new())
}
