//! Squares, which people walk across.
//!
//! A square is what the lines of a feature with `area=yes` close, or those of all rings of a multipolygon of an
//! extract, holes too; a polygon with a `highway` is one unless `area` says no. It is entered where its rings
//! share a vertex with lines of others, and crossed by the lines of [`across`] from there: straight, or round its
//! corners. Lines that do not close are walked along alone, as before. A place on the square itself is put on its
//! ring.

use super::way::{AREA, ID, Way};
use crate::index::streets::{NoWay, across};
use crate::input::cursor::Value;
use crate::input::feature::{Geometry, RawFeature};
use crate::input::plan::Here;
use crate::model::{StreetKind, StreetLayer};

/// What lines are rings of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SquareKey {
    /// A feature, by its position among those kept.
    Feature(usize),
    /// A multipolygon of OpenStreetMap, whose rings are features of their own.
    Relation(u64),
}

/// The square that the lines of a feature are rings of; none where it is no area, or nobody walks there.
pub(super) fn square(
    here: &Here<'_>,
    raw: &RawFeature<'_>,
    way: Way,
    feature: usize,
) -> Option<SquareKey> {
    let is_drawn = matches!(raw.geometry, Geometry::Polygon | Geometry::MultiPolygon);
    let is_area = match here.value(raw, AREA) {
        Value::Missing | Value::Null => is_drawn && matches!(way, Way::Open(_)),
        _ => here.text(raw, AREA).as_deref() == Some("yes"),
    };
    if !is_area || !matches!(way, Way::Open(_) | Way::Untagged) {
        return None;
    }
    let relation = match raw.line {
        Some(line) => relation(line.id),
        None => here.text(raw, ID).and_then(|id| relation(&id)),
    };
    Some(relation.map_or(SquareKey::Feature(feature), SquareKey::Relation))
}

/// The multipolygon whose ring has an id as the import of an extract writes it: `relation/4/71/1`.
fn relation(id: &str) -> Option<u64> {
    let (relation, ring) = id.strip_prefix("relation/")?.split_once('/')?;
    let (way, _) = ring.split_once('/')?;
    way.parse::<u64>().ok()?;
    relation.parse().ok()
}

/// The lines of a layer that are rings of squares.
#[derive(Debug, Default)]
pub(super) struct Squares {
    /// What each is a ring of, its position and its feature.
    rings: Vec<(SquareKey, usize, usize)>,
}

impl Squares {
    /// Notes that a line of the layer is a ring of a square.
    pub(super) fn add(&mut self, key: SquareKey, line: usize, feature: usize) {
        self.rings.push((key, line, feature));
    }

    /// Adds the lines across all squares; of those that are too large a feature each.
    pub(super) fn cross(mut self, streets: &mut StreetLayer) -> Vec<usize> {
        if self.rings.is_empty() {
            return Vec::new();
        }
        self.rings.sort_unstable();
        let mut uses = vec![0_u32; streets.vertices().len()];
        streets.chains().iter().for_each(|vertex| uses[*vertex as usize] += 1);
        let chains: Vec<&[u32]> = streets.lines().collect();
        let (mut found, mut large): (Vec<(StreetKind, [u32; 2])>, _) = (Vec::new(), Vec::new());
        for rings in self.rings.chunk_by(|a, b| a.0 == b.0) {
            let lines: Vec<&[u32]> = rings.iter().map(|ring| chains[ring.1]).collect();
            let mut own = lines.concat();
            own.sort_unstable();
            let is_entry = |vertex: u32| {
                let here = own.partition_point(|of| *of < vertex);
                let count = own[here..].iter().take_while(|of| **of == vertex).count();
                uses[vertex as usize] as usize > count
            };
            let (_, first, feature) = rings[0];
            match across(streets.vertices(), &lines, is_entry) {
                Ok(ways) => {
                    let kind = StreetKind { is_across: true, ..streets.kind(first) };
                    found.extend(ways.into_iter().map(|way| (kind, way)));
                }
                Err(NoWay::Large) => large.push(feature),
                Err(NoWay::Open) => {}
            }
        }
        for (kind, way) in found {
            streets.add_as(kind, way);
        }
        large
    }
}
