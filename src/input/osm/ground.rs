//! Elements with their places: lines of ways, areas of ways and multipolygons.

use super::super::words::{agree, counted};
use super::account::Unsound;
use super::extract::{Extract, Kind, Relation, Spot, Way};
use super::rings::{Area, NoBorder, Node, assemble};
use super::words::{Interest, Tags};
use crate::finding::Place;
use crate::input::coordinates::Coordinates;
use crate::input::point::on_surface;
use crate::model::LonLat;

/// No area of a city is wider: half way round, in steps.
const HALF_TURN: i64 = 1_800_000_000;

/// An element that has tags.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thing<'a> {
    pub(super) kind: Kind,
    pub(super) id: i64,
    pub(super) tags: Tags<'a>,
}

impl Thing<'_> {
    /// `way/123`, as the addresses of OpenStreetMap have it.
    pub(super) fn key(&self) -> String {
        key(self.kind, self.id)
    }

    /// Where it is in the file, with its name.
    pub(super) fn place(&self, file: &str) -> Place {
        Place::path(file, self.key()).with_name(self.tags.name())
    }
}

/// `way/123`.
pub(super) fn key(kind: Kind, id: i64) -> String {
    format!("{}/{id}", kind.word())
}

/// Why an element is no area.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Flaw {
    /// The way does not end where it begins.
    Line,
    /// Nodes of it are not in the file.
    NodesMissing(usize),
    /// These of its ways are not in the file, out of so many.
    WaysMissing(Vec<i64>, usize),
    /// Its ways do not close: the loose ends.
    Open(Vec<Node>),
    /// A line of it runs out to this node and back.
    Spike(Node),
    /// It has no area.
    Empty,
    /// It spans more than half of the Earth.
    Antimeridian,
}

impl Flaw {
    /// What is wrong, for messages.
    pub(super) fn text(&self) -> String {
        let ids = |ways: &[i64]| {
            let mut text: Vec<String> = ways.iter().take(3).map(ToString::to_string).collect();
            if ways.len() > 3 {
                text.push("…".to_owned());
            }
            text.join(", ")
        };
        match self {
            Self::Line => "is a line, not an area".to_owned(),
            Self::NodesMissing(count) => {
                let are = agree(*count, "which is", "which are");
                format!("lacks {} of its outline, {are} not in the file", counted(*count, "node"))
            }
            Self::WaysMissing(ways, all) => format!(
                "does not close: {} of its {all} ways {} not in the file (way {})",
                ways.len(),
                agree(ways.len(), "is", "are"),
                ids(ways)
            ),
            Self::Open(ends) => {
                let LonLat { lon, lat } =
                    ends.first().map_or(LonLat { lon: 0.0, lat: 0.0 }, |end| end.at.degrees());
                format!("does not close: {} loose ends, one at [{lon}, {lat}]", ends.len())
            }
            Self::Spike(tip) => {
                let LonLat { lon, lat } = tip.at.degrees();
                format!("has a spike of no width: it runs out to [{lon}, {lat}] and back")
            }
            Self::Empty => "has no area".to_owned(),
            Self::Antimeridian => {
                "spans more than 180 degrees: it crosses the 180th meridian in one piece".to_owned()
            }
        }
    }

    /// The reason without particulars, for counts.
    pub(super) fn reason(&self) -> Unsound {
        match self {
            Self::Line => Unsound::Line,
            Self::NodesMissing(_) => Unsound::NodesMissing,
            Self::WaysMissing(..) => Unsound::WaysMissing,
            Self::Open(_) => Unsound::Open,
            Self::Spike(_) => Unsound::Spike,
            Self::Empty => Unsound::Empty,
            Self::Antimeridian => Unsound::Antimeridian,
        }
    }
}

/// Nodes of a way that are in the file, and how many are not.
pub(super) fn nodes(extract: &Extract, way: &Way) -> (Vec<Node>, usize) {
    let refs = extract.nodes(way);
    let node = |&id: &i64| Some(Node { id, at: extract.spot(id)? });
    let mut nodes: Vec<Node> = Vec::with_capacity(refs.len());
    nodes.extend(refs.iter().filter_map(node));
    let missing = refs.len() - nodes.len();
    (nodes, missing)
}

/// The area of a closed way.
pub(super) fn of_way(extract: &Extract, way: &Way) -> Result<Vec<Area>, Flaw> {
    let refs = extract.nodes(way);
    if refs.len() < 4 || refs.first() != refs.last() {
        return Err(Flaw::Line);
    }
    let (nodes, missing) = nodes(extract, way);
    if missing > 0 {
        return Err(Flaw::NodesMissing(missing));
    }
    closed(&[nodes])
}

/// The area of a multipolygon or a border.
pub(super) fn of_relation(extract: &Extract, relation: &Relation) -> Result<Vec<Area>, Flaw> {
    let ids: Vec<i64> = border_ways(extract, relation).collect();
    let missing: Vec<i64> = ids.iter().copied().filter(|id| extract.way(*id).is_none()).collect();
    if !missing.is_empty() {
        return Err(Flaw::WaysMissing(missing, ids.len()));
    }
    let (mut lines, mut gone) = (Vec::new(), 0);
    for way in ids.iter().filter_map(|id| extract.way(*id)) {
        let (line, missing) = nodes(extract, way);
        gone += missing;
        lines.push(line);
    }
    if gone > 0 {
        return Err(Flaw::NodesMissing(gone));
    }
    closed(&lines)
}

/// The ways that make the border of a relation: all but those with another role.
pub(super) fn border_ways<'a>(
    extract: &'a Extract,
    relation: &'a Relation,
) -> impl Iterator<Item = i64> + 'a {
    let is_border = |role: &str| matches!(role, "outer" | "inner" | "" | "enclave" | "exclave");
    let ways = relation.members.iter().filter(|member| member.kind == Kind::Way);
    ways.filter(move |member| is_border(extract.words.text(member.role))).map(|member| member.id)
}

fn closed(lines: &[Vec<Node>]) -> Result<Vec<Area>, Flaw> {
    let areas = assemble(lines).map_err(|why| match why {
        NoBorder::Open(ends) => Flaw::Open(ends),
        NoBorder::Spike(tip) => Flaw::Spike(tip),
    })?;
    if areas.is_empty() {
        return Err(Flaw::Empty);
    }
    let lons = || areas.iter().flat_map(|area| &area.outer).map(|node| i64::from(node.at.lon));
    let span = lons().max().unwrap_or(0) - lons().min().unwrap_or(0);
    if span > HALF_TURN { Err(Flaw::Antimeridian) } else { Ok(areas) }
}

/// A point on the surface of areas.
pub(super) fn surface(areas: &[Area]) -> Option<Spot> {
    let mut coordinates = Coordinates::default();
    for area in areas {
        for ring in area.rings() {
            coordinates.positions.extend(ring.iter().map(|node| node.at.degrees()));
            coordinates.rings.push(coordinates.positions.len());
        }
        coordinates.polygons.push(coordinates.rings.len());
    }
    on_surface(&coordinates).and_then(spot)
}

/// The spot nearest to a place in degrees.
pub(super) fn spot(at: LonLat) -> Option<Spot> {
    #[expect(clippy::cast_possible_truncation, reason = "saturates far off the Earth")]
    let steps = |degrees: f64| (degrees * super::extract::STEPS).round() as i64;
    Spot::new(steps(at.lon), steps(at.lat))
}

/// Ways and relations of interest that may be areas, with the tags that count: a multipolygon
/// without tags of its own has those of its outer ways (the old style), which are then no things
/// of their own.
pub(super) struct Things<'a> {
    pub(super) ways: Vec<(Thing<'a>, &'a Way)>,
    pub(super) relations: Vec<(Thing<'a>, &'a Relation)>,
}

impl<'a> Things<'a> {
    pub(super) fn new(extract: &'a Extract, interest: Interest) -> Self {
        let mut relations = Vec::new();
        let mut lent: Vec<i64> = Vec::new();
        for relation in &extract.all.relations {
            let mut pairs = relation.tags;
            if relation.interest == Interest::NONE {
                let Some(way) = lender(extract, relation, interest) else { continue };
                pairs = way.tags;
                lent.extend(outer_ways(extract, relation));
            } else if !relation.interest.meets(interest) {
                continue;
            }
            let thing = Thing { kind: Kind::Relation, id: relation.id, tags: extract.tags(pairs) };
            relations.push((thing, relation));
        }
        lent.sort_unstable();
        let ways = extract
            .all
            .ways
            .iter()
            .filter(|way| way.interest.meets(interest) && lent.binary_search(&way.id).is_err());
        let thing = |way: &'a Way| {
            (Thing { kind: Kind::Way, id: way.id, tags: extract.tags(way.tags) }, way)
        };
        Self { ways: ways.map(thing).collect(), relations }
    }
}

fn outer_ways<'a>(extract: &'a Extract, relation: &'a Relation) -> impl Iterator<Item = i64> + 'a {
    let outer = |role: &str| matches!(role, "outer" | "");
    let ways = relation.members.iter().filter(|member| member.kind == Kind::Way);
    ways.filter(move |m| outer(extract.words.text(m.role))).map(|m| m.id)
}

/// The way whose tags a multipolygon without tags takes: its only outer one, or the first where all
/// have the same. Only where the multipolygon is whole.
fn lender<'a>(extract: &'a Extract, relation: &Relation, interest: Interest) -> Option<&'a Way> {
    let outer: Option<Vec<&Way>> =
        outer_ways(extract, relation).map(|id| extract.way(id)).collect();
    let outer = outer?;
    let first = *outer.first()?;
    let pairs = |way: &Way| extract.tags(way.tags).pairs;
    let same = outer.iter().all(|way| pairs(way) == pairs(first));
    (same && first.interest.meets(interest) && of_relation(extract, relation).is_ok())
        .then_some(first)
}
