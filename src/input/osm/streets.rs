//! Ways that people can walk on, and lines that bar ways across squares, with the tags that decide it.
//!
//! Kept is every `highway` but those closed to people on foot by their kind, platforms, and lines of
//! `barrier`; whether a way may be walked (`foot`, `access`, `motorroad` ...) is judged by who reads the
//! layer. Each line carries the ids of its nodes: ways join where they share one, and not where
//! they only cross. A way is cut where nodes are missing in the file; nothing is drawn across the gap.
//! Squares (`area=yes`) are closed lines; the rings of multipolygons are lines with `area=yes` where all ways of
//! theirs are in the file, and are known by their ids. A way with `area=yes` that is a ring of one is no square of
//! its own: it does not know the holes.

use std::fmt::{self, Display, Write as _};
use std::ops::Range;

use super::super::words::{agree, counted};
use super::account::{Account, LeftOut};
use super::collection::{Collection, Geometry, Properties};
use super::extract::{Extract, Kind, Relation, Spot, Way};
use super::ground::{Thing, border_ways};
use super::words::{Interest, Pairs, Tags, Word};
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

/// All lines of an extract, with the places of their nodes one behind the other.
pub(super) struct Streets<'a> {
    extract: &'a Extract,
    lines: Vec<Street<'a>>,
    spots: Vec<Spot>,
    /// The ways that are rings of walking areas, ascending.
    rings: Vec<i64>,
}

/// A line: a stretch of a way.
pub(super) struct Street<'a> {
    way: &'a Way,
    /// The multipolygon that it is a ring of.
    square: Option<&'a Relation>,
    is_area: bool,
    /// Which one of its way it is, from 1.
    number: usize,
    /// Where the ids of its nodes are among all of the extract.
    nodes: Range<usize>,
    /// Where the places of its nodes begin.
    start: usize,
}

impl Street<'_> {
    fn tags(&self) -> Pairs {
        self.square.map_or(self.way.tags, |square| square.tags)
    }

    /// Whether people may walk across what it closes, as far as its tags say.
    pub(super) fn is_area(&self) -> bool {
        self.is_area
    }

    /// Whether a tag is what [`Self::is_area`] says, or belies it.
    pub(super) fn is_settled(&self, key: &str, value: &str) -> bool {
        key == "area" && (self.square.is_some() || value == "yes")
    }

    /// What people find it by: `way/123`, with its number behind it where it is not the first of its way.
    pub(super) fn id(&self) -> impl Display {
        let (way, number) = (self.way.id, self.number);
        let square = self.square.map(|square| square.id);
        fmt::from_fn(move |out| match square {
            Some(square) => write!(out, "relation/{square}/{way}/{number}"),
            None if number == 1 => write!(out, "way/{way}"),
            None => write!(out, "way/{way}/{number}"),
        })
    }
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
) -> Streets<'a> {
    let ways = || extract.all.ways.iter().filter(|way| way.interest.meets(Interest::STREET));
    let nodes = ways().map(|way| extract.nodes(way).len()).sum();
    let (lines, spots) = (Vec::with_capacity(ways().count()), Vec::with_capacity(nodes));
    let mut streets = Streets { extract, lines, spots, rings: Vec::new() };
    let mut missing = Missing::default();
    for way in ways() {
        let tags = extract.tags(way.tags);
        let count = match use_of(tags) {
            Use::Walk => &mut account.streets.walked,
            Use::Bar => &mut account.streets.barriers,
            Use::Nothing => {
                if tags.get("highway").is_some() {
                    account.leave_out(LeftOut::WayNotWalked, 1);
                }
                continue;
            }
        };
        let drawn = streets.add(way, None);
        count.add(drawn.lines);
        let refs = extract.nodes(way).len();
        if drawn.nodes < refs {
            let thing = Thing { kind: Kind::Way, id: way.id, tags };
            missing.add(refs - drawn.nodes, drawn.lines, thing.place(file));
        } else if drawn.lines == 0 {
            account.leave_out(LeftOut::WayShort, 1);
        }
    }
    missing.say(account, findings);
    streets.add_squares(account);
    streets.find_areas();
    streets
}

/// What was drawn of a way.
struct Drawn {
    lines: usize,
    nodes: usize,
}

impl<'a> Streets<'a> {
    /// Whether there is no line.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The lines in their order.
    pub(super) fn lines(&self) -> &[Street<'a>] {
        &self.lines
    }

    /// The tags of a line.
    pub(super) fn tags(&self, street: &Street<'_>) -> Tags<'_> {
        self.extract.tags(street.tags())
    }

    /// The ids of the nodes of a line.
    pub(super) fn nodes(&self, street: &Street<'_>) -> &[i64] {
        &self.extract.all.refs[street.nodes.clone()]
    }

    /// The places of the nodes of a line.
    pub(super) fn places(&self, street: &Street<'_>) -> &[Spot] {
        &self.spots[street.start..street.start + street.nodes.len()]
    }

    /// Adds the stretches of a way between nodes that are not in the file.
    fn add(&mut self, way: &'a Way, square: Option<&'a Relation>) -> Drawn {
        let (lines, spots) = (self.lines.len(), self.spots.len());
        let (mut first, mut start) = (way.start, spots);
        for at in way.start..=way.end {
            let spot = (at < way.end).then(|| self.extract.spot(self.extract.all.refs[at]));
            if let Some(Some(spot)) = spot {
                self.spots.push(spot);
                continue;
            }
            // The way ends here, or is cut.
            if at - first > 1 {
                let number = self.lines.len() - lines + 1;
                let nodes = first..at;
                self.lines.push(Street { way, square, is_area: false, number, nodes, start });
            } else {
                self.spots.truncate(start);
            }
            (first, start) = (at + 1, self.spots.len());
        }
        Drawn { lines: self.lines.len() - lines, nodes: self.spots.len() - spots }
    }

    /// Adds the rings of walking areas that are multipolygons; their ways are mostly without tags.
    fn add_squares(&mut self, account: &mut Account) {
        let extract = self.extract;
        for relation in extract.all.relations.iter().filter(|r| r.interest.meets(Interest::STREET))
        {
            if use_of(extract.tags(relation.tags)) != Use::Walk {
                continue;
            }
            let (before, mut is_whole) = (self.lines.len(), true);
            for id in border_ways(extract, relation) {
                let way = extract.way(id);
                let nodes = way.map(|way| self.add(way, Some(relation)).nodes);
                is_whole &= nodes == way.map(|way| extract.nodes(way).len()) && nodes.is_some();
                self.rings.push(id);
            }
            self.lines[before..].iter_mut().for_each(|line| line.is_area = is_whole);
            account.streets.squares.add(self.lines.len() - before);
        }
        self.rings.sort_unstable();
    }

    /// Finds the ways that close a square themselves, and are no rings of a multipolygon.
    fn find_areas(&mut self) {
        let Self { extract, lines, rings, .. } = self;
        for line in lines.iter_mut().filter(|line| line.square.is_none()) {
            let is_area = extract.tags(line.way.tags).get("area") == Some("yes");
            line.is_area = is_area && rings.binary_search(&line.way.id).is_err();
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
    fn add(&mut self, refs: usize, lines: usize, place: Place) {
        self.refs += refs;
        if lines == 0 {
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
    streets: &Streets<'_>,
    source: &str,
    out: &mut impl std::io::Write,
) -> std::io::Result<()> {
    let mut file = Collection::new(out, source);
    let mut kept = Kept::default();
    let (mut properties, mut id) = (Properties::new(), String::new());
    for street in &streets.lines {
        id.clear();
        // Writing to a text does not fail.
        let _ = write!(id, "{}", street.id());
        properties.clear();
        properties.text("id", &id);
        let tags = streets.tags(street);
        for (&(word, _), (key, value)) in tags.pairs.iter().zip(tags.iter()) {
            if kept.has(word, key) && !street.is_settled(key, value) {
                properties.text(key, value);
            }
        }
        if street.is_area() {
            properties.text("area", "yes");
        }
        properties.list("nodes", streets.nodes(street).iter().copied());
        file.feature(&properties, Geometry::Line(streets.places(street)))?;
    }
    file.end()
}
