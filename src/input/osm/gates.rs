//! Gates and entrances, with the estate that they lead into.
//!
//! A gate or an entrance on a node of an estate's border belongs to it; a gate (not an entrance of a
//! building) also where the border runs within 10 m, because fence and land are seldom drawn through one
//! node. The nearest border wins, of equals that of the lower estate.

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::collection::{Collection, Geometry, Properties};
use super::extract::{Extract, Kind, Spot};
use super::ground::Thing;
use super::land::Estate;
use super::rings::Area;
use super::words::{Interest, Tags};
use crate::model::{Local, Plane};
use crate::units::Metres;

/// Values of `barrier` that open.
const OPENING: [&str; 10] = [
    "gate",
    "lift_gate",
    "swing_gate",
    "sliding_gate",
    "kissing_gate",
    "wicket_gate",
    "hampshire_gate",
    "turnstile",
    "full-height_turnstile",
    "entrance",
];

/// How far a gate may stand from the border of its estate: 10 m, the width of a fence, a verge and a
/// careless pen.
const NEAR: Metres = Metres(10.0);

/// Tags that decide who passes.
const KEPT: [&str; 9] = [
    "barrier",
    "entrance",
    "access",
    "foot",
    "locked",
    "opening_hours",
    "wheelchair",
    "level",
    "ref",
];

/// A gate or an entrance.
pub(super) struct Gate<'a> {
    thing: Thing<'a>,
    at: Spot,
    /// Position of its estate in the list.
    estate: Option<usize>,
}

fn is_gate(tags: Tags<'_>) -> bool {
    tags.get("barrier").is_some_and(|kind| OPENING.contains(&kind))
}

/// All gates by id.
pub(super) fn gates<'a>(
    extract: &'a Extract,
    estates: &[Estate<'_>],
    plane: &Plane,
) -> Vec<Gate<'a>> {
    let borders = Borders::new(estates, plane);
    let mut gates = Vec::new();
    for node in extract.all.tagged.iter().filter(|node| node.interest.meets(Interest::GATE)) {
        let tags = extract.tags(node.tags);
        let entrance = tags.get("entrance").is_some_and(|kind| kind != "no");
        if !entrance && !is_gate(tags) {
            continue;
        }
        if let Some(at) = extract.spot(node.id) {
            let estate = borders.of(node.id, at, is_gate(tags));
            let thing = Thing { kind: Kind::Node, id: node.id, tags };
            gates.push(Gate { thing, at, estate });
        }
    }
    gates
}

/// The borders of estates, to be found by place.
struct Borders<'e> {
    estates: &'e [Estate<'e>],
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    plane: &'e Plane,
}

impl<'e> Borders<'e> {
    fn new(estates: &'e [Estate<'e>], plane: &'e Plane) -> Self {
        let rectangle = |(index, estate): (usize, &Estate<'_>)| {
            let nodes = || estate.areas.iter().flat_map(|area| &area.outer);
            let corners: Vec<[f64; 2]> = nodes().map(|n| corner(plane, n.at)).collect();
            let whole = AABB::from_points(&corners);
            GeomWithData::new(Rectangle::from_aabb(whole), index)
        };
        let boxes = RTree::bulk_load(estates.iter().enumerate().map(rectangle).collect());
        Self { estates, boxes, plane }
    }

    fn of(&self, id: i64, at: Spot, is_gate: bool) -> Option<usize> {
        let [x, y] = corner(self.plane, at);
        let around = AABB::from_corners([x - NEAR.0, y - NEAR.0], [x + NEAR.0, y + NEAR.0]);
        let mut near: Vec<usize> =
            self.boxes.locate_in_envelope_intersecting(around).map(|found| found.data).collect();
        near.sort_unstable();
        let rings = |estate: usize| self.estates[estate].areas.iter().flat_map(Area::rings);
        let through = |&estate: &usize| rings(estate).flatten().any(|node| node.id == id);
        if let Some(estate) = near.iter().copied().find(through) {
            return Some(estate);
        }
        let distance = |estate: usize| {
            let edges = rings(estate).flat_map(|ring| ring.windows(2));
            edges
                .map(|pair| {
                    let ends = [pair[0].at, pair[1].at].map(|at| corner(self.plane, at));
                    to_edge([x, y], ends)
                })
                .fold(f64::INFINITY, f64::min)
        };
        let closest = near.into_iter().map(|estate| (distance(estate), estate));
        closest
            .filter(|(distance, _)| is_gate && *distance <= NEAR.0)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(_, estate)| estate)
    }
}

fn corner(plane: &Plane, at: Spot) -> [f64; 2] {
    let Local { x, y } = plane.to_local(at.degrees());
    [x, y]
}

/// Distance of a point from an edge.
fn to_edge([x, y]: [f64; 2], [[ax, ay], [bx, by]]: [[f64; 2]; 2]) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let square = dx * dx + dy * dy;
    let along = if square > 0.0 { ((x - ax) * dx + (y - ay) * dy) / square } else { 0.0 };
    let along = along.clamp(0.0, 1.0);
    (x - ax - along * dx).hypot(y - ay - along * dy)
}

/// Writes the layer.
pub(super) fn write(
    gates: &[Gate<'_>],
    estates: &[Estate<'_>],
    source: &str,
    out: &mut impl std::io::Write,
) -> std::io::Result<()> {
    let mut file = Collection::new(out, source);
    for gate in gates {
        let tags = gate.thing.tags;
        let mut properties = Properties::new();
        let estate = gate.estate.map(|at| estates[at].thing.key());
        let node = [gate.thing.id].into_iter();
        properties
            .text("id", &gate.thing.key())
            .maybe("name", Some(tags.name()))
            .maybe("estate", estate.as_deref());
        for key in KEPT {
            properties.maybe(key, tags.get(key));
        }
        properties.list("nodes", node);
        file.feature(&properties, Geometry::Point(gate.at))?;
    }
    file.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_from_an_edge_is_that_from_its_nearest_point() {
        let near = |edge| to_edge([3.0, 4.0], edge);
        // Beside it, past its end, and of no length: 4, and twice a triangle of 3, 4 and 5.
        assert!((near([[0.0, 0.0], [9.0, 0.0]]) - 4.0).abs() < 1e-12);
        assert!((near([[-9.0, 0.0], [0.0, 0.0]]) - 5.0).abs() < 1e-12);
        assert!((near([[0.0, 0.0], [0.0, 0.0]]) - 5.0).abs() < 1e-12);
    }
}
