//! Ways that people can walk on, and lines that bar the way, with the tags that decide it.
//!
//! Kept is every `highway` but those closed to people on foot by their kind, platforms, and lines of
//! `barrier`; whether a way may be walked (`foot`, `access`, `motorroad` ...) is judged by who reads the
//! layer. Each line carries the ids of its nodes: ways join where they share one, and not where
//! they only cross. A way is cut where nodes are missing in the file; nothing is drawn across the gap.
//! Squares (`area=yes`) are closed lines; the rings of multipolygons are lines with `area=yes`.

use super::super::words::{agree, counted};
use super::account::{Account, LeftOut};
use super::collection::{Collection, Geometry, Properties};
use super::extract::{Extract, Kind};
use super::ground::{Thing, border_ways, key, pieces};
use super::rings::Node;
use super::words::{Interest, Tags, Word};
use crate::finding::{Finding, Findings, Place};

/// Kinds of `highway` that nobody walks on, or that are not there.
const NEVER: [&str; 14] = [
    "motorway",
    "motorway_link",
    "raceway",
    "bus_guideway",
    "busway",
    "escape",
    "construction",
    "proposed",
    "planned",
    "abandoned",
    "razed",
    "no",
    "rest_area",
    "services",
];

/// Tags that decide who may walk where, how fast and how high.
const KEPT: [&str; 44] = [
    "highway",
    "name",
    "foot",
    "access",
    "oneway:foot",
    "foot:backward",
    "foot:forward",
    "motorroad",
    "sidewalk",
    "sidewalk:left",
    "sidewalk:right",
    "sidewalk:both",
    "footway",
    "service",
    "area",
    "bridge",
    "tunnel",
    "covered",
    "indoor",
    "layer",
    "level",
    "barrier",
    "gate",
    "locked",
    "opening_hours",
    "surface",
    "smoothness",
    "tracktype",
    "sac_scale",
    "incline",
    "step_count",
    "ramp",
    "ramp:wheelchair",
    "handrail",
    "conveying",
    "wheelchair",
    "width",
    "lit",
    "crossing",
    "segregated",
    "bicycle",
    "railway",
    "public_transport",
    "living_street",
];

/// A line with its tags.
pub(super) struct Street<'a> {
    id: String,
    tags: Tags<'a>,
    nodes: Vec<Node>,
    /// From a multipolygon: a ring of an area.
    is_ring: bool,
}

/// What a way is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Walk,
    Bar,
    Nothing,
}

fn use_of(tags: Tags<'_>) -> Use {
    let is = |key, value| tags.get(key) == Some(value);
    match tags.get("highway") {
        Some(kind) if NEVER.contains(&kind) => Use::Nothing,
        Some(_) => Use::Walk,
        None if is("railway", "platform") || is("public_transport", "platform") => Use::Walk,
        None if tags.get("barrier").is_some_and(|kind| kind != "no") => Use::Bar,
        None => Use::Nothing,
    }
}

/// All lines: those of ways, then rings of multipolygons, each by id.
pub(super) fn streets<'a>(
    extract: &'a Extract,
    file: &str,
    account: &mut Account,
    findings: &mut Findings,
) -> Vec<Street<'a>> {
    let mut streets = Vec::new();
    let (mut missing, mut near) = (Missing::default(), 0);
    for way in extract.all.ways.iter().filter(|way| way.interest.meets(Interest::STREET)) {
        let tags = extract.tags(way.tags);
        let of = use_of(tags);
        if of == Use::Nothing {
            if tags.get("highway").is_some() {
                account.leave_out(LeftOut::WayNotWalked, 1);
            }
            continue;
        }
        let pieces = pieces(extract, way, &mut near);
        let there: usize = pieces.iter().map(Vec::len).sum();
        let refs = extract.nodes(way).len();
        if there < refs {
            let thing = Thing { kind: Kind::Way, id: way.id, tags };
            missing.add(refs - there, &pieces, thing.place(file));
        } else if pieces.is_empty() {
            account.leave_out(LeftOut::WayShort, 1);
        }
        account.streets += usize::from(of == Use::Walk && !pieces.is_empty());
        for (number, nodes) in pieces.into_iter().enumerate() {
            let id = key(Kind::Way, way.id);
            let id = if number == 0 { id } else { format!("{id}/{}", number + 1) };
            streets.push(Street { id, tags, nodes, is_ring: false });
        }
    }
    missing.say(account, findings);
    add_squares(extract, &mut streets);
    streets
}

/// Adds the rings of walking areas that are multipolygons; their ways are mostly without tags.
fn add_squares<'a>(extract: &'a Extract, streets: &mut Vec<Street<'a>>) {
    for relation in extract.all.relations.iter().filter(|r| r.interest.meets(Interest::STREET)) {
        let tags = extract.tags(relation.tags);
        if use_of(tags) != Use::Walk {
            continue;
        }
        for way in border_ways(extract, relation).filter_map(|id| extract.way(id)) {
            for (number, nodes) in pieces(extract, way, &mut 0).into_iter().enumerate() {
                let id = format!("{}/{}/{}", key(Kind::Relation, relation.id), way.id, number + 1);
                streets.push(Street { id, tags, nodes, is_ring: true });
            }
        }
    }
}

/// What is missing of the ways in a file that was cut out of a larger one.
#[derive(Default)]
struct Missing {
    refs: usize,
    cut: usize,
    gone: usize,
    first: Option<Place>,
}

impl Missing {
    fn add(&mut self, refs: usize, pieces: &[Vec<Node>], place: Place) {
        self.refs += refs;
        if pieces.is_empty() {
            self.gone += 1;
        } else {
            self.cut += 1;
        }
        self.first.get_or_insert(place);
    }

    fn say(self, account: &mut Account, findings: &mut Findings) {
        account.leave_out(LeftOut::WayCut, self.gone);
        if let Some(first) = self.first {
            let message = format!(
                "{} of ways {} not in the file: {} cut there, {} left with fewer than 2 nodes",
                counted(self.refs, "node"),
                agree(self.refs, "is", "are"),
                counted(self.cut, "way"),
                self.gone
            );
            let help = "streets end there: take a wider extract than the area that counts";
            findings.push(Finding::warning("nodes-missing", first, message).with_help(help));
        }
    }
}

/// Which words are keys that are kept, as far as they were met.
#[derive(Default)]
struct Kept(Vec<Option<bool>>);

impl Kept {
    fn has(&mut self, word: Word, key: &str) -> bool {
        let at = word.0 as usize;
        if self.0.len() <= at {
            self.0.resize(at + 1, None);
        }
        *self.0[at].get_or_insert_with(|| KEPT.contains(&key))
    }
}

/// Writes the layer.
pub(super) fn write(
    streets: &[Street<'_>],
    source: &str,
    out: &mut impl std::io::Write,
) -> std::io::Result<()> {
    let mut file = Collection::new(out, source);
    let mut kept = Kept::default();
    for street in streets {
        let mut properties = Properties::new();
        properties.text("id", &street.id);
        for (&(word, _), (key, value)) in street.tags.pairs.iter().zip(street.tags.iter()) {
            if kept.has(word, key) && !(street.is_ring && key == "area") {
                properties.text(key, value);
            }
        }
        if street.is_ring {
            properties.text("area", "yes");
        }
        properties.list("nodes", street.nodes.iter().map(|node| node.id));
        let mut spots = street.nodes.iter().map(|node| node.at);
        file.feature(&properties, Geometry::Line(&mut spots))?;
    }
    file.end()
}
