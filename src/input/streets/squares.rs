//! Squares, which people walk across.
//!
//! A square is what the lines of a feature with `area=yes` close, or those of all rings of a multipolygon of an
//! extract, holes too; a polygon with a `highway` is one unless `area` says no. It is entered where its rings
//! share a vertex with lines of others, and crossed by the lines of [`across`] from there: straight, or round its
//! corners. Squares that nothing leads across, as their lines do not close, are walked along them alone, and told.
//! A place on the square itself is put on its ring.
//!
//! Fences among the lines, which are walls and hedges too, are gone round where they are on the layer of the square
//! (`layer`, bridges and tunnels). The ring is walked through a fence that leads over it.

use super::Streets;
use super::way::{AREA, ID, Way, is_fence, layer};
use crate::finding::{Finding, Findings};
use crate::index::streets::{MOST_CORNERS, NoWay, across};
use crate::input::cursor::Value;
use crate::input::feature::{Geometry, RawFeature};
use crate::input::layer::Origin;
use crate::input::plan::{Here, LayerPlan};
use crate::input::words::counted;
use crate::model::{Local, StreetKind, StreetLayer};

/// What lines are rings of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SquareKey {
    /// A feature, by its position among those kept.
    Feature(usize),
    /// A multipolygon of OpenStreetMap, whose rings are features of their own.
    Relation(u64),
}

/// What lines are to squares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Rings of one.
    Ring(SquareKey),
    /// What nobody gets over.
    Fence,
}

/// What the lines of a feature are to squares, and the layer that they are on.
pub(super) fn part(
    here: &Here<'_>,
    raw: &RawFeature<'_>,
    way: Way,
    feature: usize,
) -> Option<(Part, i16)> {
    let part = if is_fence(here, raw) {
        Some(Part::Fence)
    } else {
        square(here, raw, way, feature).map(Part::Ring)
    };
    Some((part?, layer(here, raw)))
}

/// The square that the lines of a feature are rings of; none where it is no area, or nobody walks there.
fn square(here: &Here<'_>, raw: &RawFeature<'_>, way: Way, feature: usize) -> Option<SquareKey> {
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
    /// What each is a ring of, its layer, its position and its feature.
    rings: Vec<(SquareKey, i16, usize, usize)>,
    /// Pieces of fences, by their layers.
    fences: Vec<(i16, [u32; 2])>,
}

impl Squares {
    /// Notes that a line of the layer is a ring of a square.
    pub(super) fn add(&mut self, (key, layer): (SquareKey, i16), line: usize, feature: usize) {
        self.rings.push((key, layer, line, feature));
    }

    /// Notes that a line is a fence on a layer.
    pub(super) fn add_fence(&mut self, layer: i16, line: &[u32]) {
        self.fences.extend(line.windows(2).map(|pair| (layer, [pair[0], pair[1]])));
    }

    /// Adds the lines across all squares; of those that nothing leads across why, and a feature each.
    pub(super) fn cross(mut self, streets: &mut StreetLayer) -> Vec<(NoWay, usize)> {
        if self.rings.is_empty() {
            return Vec::new();
        }
        self.rings.sort_unstable();
        let fences = Fences::new(streets.vertices(), self.fences);
        let mut uses = vec![0_u32; streets.vertices().len()];
        streets.chains().iter().for_each(|vertex| uses[*vertex as usize] += 1);
        let chains: Vec<&[u32]> = streets.lines().collect();
        let (mut found, mut none): (Vec<(StreetKind, [u32; 2])>, _) = (Vec::new(), Vec::new());
        for rings in self.rings.chunk_by(|a, b| a.0 == b.0) {
            let lines: Vec<&[u32]> = rings.iter().map(|ring| chains[ring.2]).collect();
            let mut own = lines.concat();
            own.sort_unstable();
            let is_entry = |vertex: u32| {
                let here = own.partition_point(|of| *of < vertex);
                let count = own[here..].iter().take_while(|of| **of == vertex).count();
                uses[vertex as usize] as usize > count
            };
            let (_, layer, first, feature) = rings[0];
            let near = fences.near(streets.vertices(), layer, &own);
            match across(streets.vertices(), (&lines, &near), is_entry) {
                Ok(ways) => {
                    let kind = StreetKind { is_across: true, ..streets.kind(first) };
                    found.extend(ways.into_iter().map(|way| (kind, way)));
                }
                Err(why) => none.push((why, feature)),
            }
        }
        for (kind, way) in found {
            streets.add_as(kind, way);
        }
        none
    }
}

impl Streets {
    /// Says which squares nothing leads across, by a feature of each.
    pub(super) fn say_squares(
        &self,
        plan: &LayerPlan,
        origins: &[Origin],
        none: &[(NoWay, usize)],
        findings: &mut Findings,
    ) {
        for (why, lines) in [
            (NoWay::Large, &*format!("more than {MOST_CORNERS} entries and corners")),
            (NoWay::Open, "rings that do not close"),
            (NoWay::Twice, "rings that are drawn twice"),
            (NoWay::Crossed, "rings that cross themselves"),
        ] {
            let mut of_it = none.iter().filter(|square| square.0 == why).map(|square| square.1);
            let Some(first) = of_it.next() else { continue };
            let squares = counted(1 + of_it.count(), "square");
            let message = format!("{squares} with {lines}; walked along the rings and not across");
            let place = self.place(plan, origins, first);
            let finding = if why == NoWay::Large {
                Finding::note("square-large", place, message).with_help(
                    "divide it where it is drawn, or leave it: walks over it come out too long",
                )
            } else {
                Finding::note("square-open", place, message)
                    .with_help("draw each ring closed, once and without crossing itself: walks over it come out too long")
            };
            findings.push(finding);
        }
    }
}

/// The pieces of all fences by layer, and on each from west to east.
struct Fences {
    /// With how far to the west they begin.
    pieces: Vec<(i16, f64, [u32; 2])>,
    /// How wide the widest is from west to east.
    widest: f64,
}

impl Fences {
    fn new(vertices: &[Local], pieces: Vec<(i16, [u32; 2])>) -> Self {
        let mut widest = 0.0_f64;
        let placed = |(layer, ends): (i16, [u32; 2])| {
            let [a, b] = ends.map(|vertex| vertices[vertex as usize].x);
            widest = widest.max((a - b).abs());
            (layer, a.min(b), ends)
        };
        let mut pieces: Vec<(i16, f64, [u32; 2])> = pieces.into_iter().map(placed).collect();
        pieces.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        Self { pieces, widest }
    }

    /// Those on a layer that may meet a square, by the vertices of its rings.
    fn near(&self, vertices: &[Local], layer: i16, rings: &[u32]) -> Vec<[u32; 2]> {
        let places = || rings.iter().map(|vertex| vertices[*vertex as usize]);
        let west = places().map(|at| at.x).fold(f64::INFINITY, f64::min) - self.widest;
        let east = places().map(|at| at.x).fold(f64::NEG_INFINITY, f64::max);
        let before = |of: &(i16, f64, [u32; 2])| (of.0, of.1) < (layer, west);
        let from = &self.pieces[self.pieces.partition_point(before)..];
        let here = from.iter().take_while(|of| of.0 == layer && of.1 <= east);
        here.map(|of| of.2).collect()
    }
}
