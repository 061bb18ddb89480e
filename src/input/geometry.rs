//! From raw rings to a shape: stand-in.

use crate::finding::{Finding, Findings, Place};
use crate::model::{LonLat, Plane, Polygon, Ring, Shape};

pub(crate) struct RawPolygon<'a> {
    pub rings: Vec<&'a [LonLat]>,
}

pub(crate) fn shape(
    polygons: &[RawPolygon<'_>],
    plane: &Plane,
    place: &Place,
    multi: bool,
    repair: bool,
    findings: &mut Findings,
) -> Option<Shape> {
    let _ = (multi, repair);
    let mut out = Vec::new();
    for polygon in polygons {
        let mut rings = Vec::new();
        for ring in &polygon.rings {
            match Ring::new(ring.iter().map(|p| plane.to_local(*p)).collect()) {
                Ok(ring) => rings.push(ring),
                Err(e) => {
                    findings.push(Finding::error("ring-too-small", place.clone(), e.to_string()));
                    return None;
                }
            }
        }
        let mut rings = rings.into_iter();
        out.push(Polygon::new(rings.next()?, rings.collect()));
    }
    Some(Shape::new(out))
}
