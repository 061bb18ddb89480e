//! Which piece each unserved resident lives in.

use crate::model::{Bounds, Local, PeopleLayer, Polygon, Shape};
use crate::overlay::{Prepared, RegionPiece};

/// Metres by which the polygon of a piece may fall short of its arcs, with room to spare.
const SHORT: f64 = 1.0;

/// The piece of each place; none for a place on no residential land. A place between the polygon of a
/// piece and the arc that it stands for belongs to the piece whose border is nearest.
pub(super) fn share_out(
    layer: &PeopleLayer,
    places: &[u32],
    regions: &[RegionPiece],
    land: &Prepared,
) -> Vec<Option<usize>> {
    let mut owners: Vec<Option<usize>> = vec![None; places.len()];
    for (number, region) in regions.iter().enumerate() {
        let shape = Shape::new(vec![region.polygon.clone()]);
        let bounds = shape.bounds();
        let near: Vec<usize> = (0..places.len())
            .filter(|&i| owners[i].is_none() && bounds.holds(layer.at[places[i] as usize]))
            .collect();
        // An index pays from a few places on.
        if near.len() > 4 {
            let prepared = Prepared::new(&shape);
            near.iter()
                .filter(|&&i| prepared.contains(layer.at[places[i] as usize]))
                .for_each(|&i| owners[i] = Some(number));
        } else {
            near.iter()
                .filter(|&&i| shape.contains(layer.at[places[i] as usize]))
                .for_each(|&i| owners[i] = Some(number));
        }
    }
    for (owner, &place) in owners.iter_mut().zip(places) {
        let at = layer.at[place as usize];
        if owner.is_none() && land.contains(at) {
            *owner = nearest_border(at, regions.iter().map(|region| &region.polygon));
        }
    }
    owners
}

/// The polygon whose border comes nearest, within what arcs and polygons differ by.
pub(super) fn nearest_border<'p>(
    at: Local,
    polygons: impl Iterator<Item = &'p Polygon>,
) -> Option<usize> {
    let here = Bounds { min: at, max: at }.grown(SHORT);
    let mut best: Option<(f64, usize)> = None;
    for (number, polygon) in polygons.enumerate() {
        if !here.touches(&Shape::new(vec![polygon.clone()]).bounds()) {
            continue;
        }
        for (a, b) in polygon.rings().flat_map(crate::model::Ring::edges) {
            let distance = to_segment(at, a, b);
            if distance <= SHORT && best.is_none_or(|(d, _)| distance < d) {
                best = Some((distance, number));
            }
        }
    }
    best.map(|(_, number)| number)
}

fn to_segment(p: Local, a: Local, b: Local) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length2 = dx * dx + dy * dy;
    let t = if length2 > 0.0 { ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2 } else { 0.0 };
    let t = t.clamp(0.0, 1.0);
    (p.x - a.x - t * dx).hypot(p.y - a.y - t * dy)
}
