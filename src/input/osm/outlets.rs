//! Outlets from nodes, ways and multipolygons.
//!
//! A thing that is in several categories is one outlet a category. An area stands at a point on its
//! surface; one that the edge of the extract cuts, or a line, at the middle one of its nodes. What is
//! gone (`was:shop`) is left out with a count, what is closed or planned says so in its status.

use super::account::{Account, LeftOut};
use super::collection::{Collection, Geometry, Properties, status_word};
use super::extract::{Extract, Kind, Spot};
use super::ground::{Flaw, Thing, Things, nodes, of_relation, of_way, surface};
use super::tags::TagTable;
use super::words::Interest;
use crate::finding::{Finding, Findings, Place};
use crate::input::words::counted;
use crate::model::Status;

/// Properties that an outlet takes over from its tags under the same name.
const KEPT: [&str; 12] = [
    "opening_hours",
    "brand",
    "operator",
    "operator:type",
    "capacity",
    "beds",
    "wheelchair",
    "level",
    "addr:street",
    "addr:housenumber",
    "min_age",
    "ref",
];

/// An outlet.
pub(super) struct Outlet<'a> {
    thing: Thing<'a>,
    category: &'static str,
    /// Whether it is the first of its thing's categories.
    is_first: bool,
    status: Status,
    at: Spot,
}

/// All outlets: nodes first, then ways, then relations, each by id.
pub(super) fn outlets<'a>(
    extract: &'a Extract,
    file: &str,
    account: &mut Account,
    findings: &mut Findings,
) -> Vec<Outlet<'a>> {
    let mut found = Found { table: TagTable::new(), outlets: Vec::new(), account };
    let mut lost = 0;
    for node in extract.all.tagged.iter().filter(|node| node.interest.meets(Interest::OUTLET)) {
        let tags = extract.tags(node.tags);
        let thing = Thing { kind: Kind::Node, id: node.id, tags };
        lost += found.add(thing, || extract.spot(node.id));
    }
    let things = Things::new(extract, Interest::OUTLET);
    let mut rough: Vec<Place> = Vec::new();
    for (thing, way) in &things.ways {
        lost += found.add(*thing, || match of_way(extract, way) {
            Ok(areas) => surface(&areas),
            Err(flaw) => {
                let (nodes, _) = nodes(extract, way);
                if flaw != Flaw::Line {
                    rough.push(thing.place(file));
                }
                nodes.get(nodes.len() / 2).map(|node| node.at)
            }
        });
    }
    for (thing, relation) in &things.relations {
        lost += found
            .add(*thing, || of_relation(extract, relation).ok().and_then(|areas| surface(&areas)));
    }
    found.account.leave_out(LeftOut::OutletPlaceless, lost);
    if let Some(first) = rough.first() {
        let message = format!(
            "{} cut by the edge of the extract or without an area; taken at the middle node",
            counted(rough.len(), "outlet")
        );
        findings.push(Finding::note("outlet-cut", first.clone(), message));
    }
    found.outlets
}

struct Found<'a, 'c> {
    table: TagTable,
    outlets: Vec<Outlet<'a>>,
    account: &'c mut Account,
}

impl<'a> Found<'a, '_> {
    /// Adds the outlets of a thing; gives how many have no place.
    fn add(&mut self, thing: Thing<'a>, place: impl FnOnce() -> Option<Spot>) -> usize {
        let matches = self.table.matches(thing.tags);
        let served: Vec<_> = matches
            .iter()
            .filter_map(|m| {
                let status = m.life.status();
                if status.is_none() {
                    self.account.leave_out(LeftOut::OutletGone(m.category), 1);
                }
                Some((m.category, status?))
            })
            .collect();
        if served.is_empty() {
            return 0;
        }
        let Some(at) = place() else { return served.len() };
        for (index, (category, status)) in served.into_iter().enumerate() {
            self.account.categories.entry(category).or_default().add(thing.kind, status);
            let is_first = index == 0;
            self.outlets.push(Outlet { thing, category, is_first, status, at });
        }
        0
    }
}

/// Writes the layer.
pub(super) fn write(
    outlets: &[Outlet<'_>],
    source: &str,
    out: &mut impl std::io::Write,
) -> std::io::Result<()> {
    let mut file = Collection::new(out, source);
    for outlet in outlets {
        let tags = outlet.thing.tags;
        let mut properties = Properties::new();
        let key = outlet.thing.key();
        let id = if outlet.is_first { key } else { format!("{key}/{}", outlet.category) };
        properties
            .text("id", &id)
            .maybe("name", Some(tags.name()))
            .text("category", outlet.category)
            .text("status", status_word(outlet.status))
            .text("source", "osm");
        for key in KEPT {
            // Text such as "about 20" is no number of places, and would stop the reader.
            let is_bad = key == "capacity"
                && tags.get(key).is_some_and(|v| v.bytes().any(|b| !b.is_ascii_digit()));
            let key_out = if is_bad { "capacity_text" } else { key };
            properties.maybe(key_out, tags.get(key));
        }
        file.feature(&properties, Geometry::Point(outlet.at))?;
    }
    file.end()
}
