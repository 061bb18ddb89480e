//! Reporting units from administrative borders, or from the extent of the data.
//!
//! Borders are relations and closed ways with `boundary=administrative` of one `admin_level`: the level
//! that was asked for, else the one with the most borders that close, the finer one of equals. A
//! border that does not close is told with what is missing. The residents of a unit are those of its tag
//! `population`, of its member with the role `label` or `admin_centre`, or of the only place in it
//! that has its name, in this order; which one it was stands beside the number.

use std::collections::BTreeMap;

use super::account::{Account, LeftOut, Unsound};
use super::collection::{Collection, Geometry, Properties};
use super::extract::{Extract, Kind, Relation, Spot, TaggedNode};
use super::ground::{Flaw, Thing, of_relation, of_way, spot};
use super::land::Check;
use super::rings::{Area, Node, holds_spot};
use super::words::Interest;
use crate::finding::{Finding, Findings, Place};
use crate::input::words::counted;
use crate::model::LonLat;

/// Where the reporting units come from.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Units {
    /// Administrative borders of the level with the most that close.
    #[default]
    BestLevel,
    /// Administrative borders of this level.
    Level(u8),
    /// One unit: the box that the data fills.
    Extent,
    /// One unit: a box of west, south, east and north in degrees.
    Box([f64; 4]),
}

/// A reporting unit.
pub(super) struct Unit {
    id: String,
    name: String,
    level: Option<u8>,
    population: Option<(u64, &'static str)>,
    pub(super) areas: Vec<Area>,
}

/// A border of one level, closed or not.
struct Border<'a> {
    thing: Thing<'a>,
    relation: Option<&'a Relation>,
    areas: Result<Vec<Area>, Flaw>,
}

/// The units that were asked for; one over a box has the name.
pub(super) fn units(
    extract: &Extract,
    (from, name): (Units, &str),
    check: &Check<'_>,
    account: &mut Account,
    findings: &mut Findings,
) -> Vec<Unit> {
    let units = match from {
        Units::Extent => {
            let sides = extent(extract, check.file, findings);
            sides.map(|sides| box_unit(sides, name)).into_iter().collect()
        }
        Units::Box(sides) => vec![box_unit(sides, name)],
        Units::BestLevel => of_borders(extract, None, check, findings, account),
        Units::Level(level) => of_borders(extract, Some(level), check, findings, account),
    };
    account.subdistricts = units.len();
    units
}

fn of_borders(
    extract: &Extract,
    asked: Option<u8>,
    check: &Check<'_>,
    findings: &mut Findings,
    account: &mut Account,
) -> Vec<Unit> {
    let levels = borders(extract);
    let closed = |borders: &[Border<'_>]| borders.iter().filter(|b| b.areas.is_ok()).count();
    let best = levels.iter().max_by_key(|(level, borders)| (closed(borders), **level));
    let level = asked.or(best.map(|(level, _)| *level));
    let there: Vec<String> = levels
        .iter()
        .map(|(level, borders)| format!("{level} ({} of {} close)", closed(borders), borders.len()))
        .collect();
    let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
    let borders = level.and_then(|level| levels.get(&level)).map_or(&[][..], Vec::as_slice);
    let mut units = Vec::new();
    for border in borders {
        match &border.areas {
            Ok(areas) if check.is_sound((border.thing, "border"), areas, findings) => {
                units.push(unit(extract, border, areas, level));
            }
            Ok(_) => account.leave_out(LeftOut::Border(Unsound::CrossesItself), 1),
            Err(flaw) => {
                account.leave_out(LeftOut::Border(flaw.reason()), 1);
                let message = format!("border {}; left out", flaw.text());
                let help = "take a larger extract, or draw the unit in subdistricts.geojson";
                let place = border.thing.place(check.file);
                findings.push(Finding::warning("border-open", place, message).with_help(help));
            }
        }
    }
    let place = Place::file(check.file);
    if units.is_empty() {
        let message = format!("no administrative border closes; admin levels in the file: {there}");
        let help = "take a larger extract, name another --admin-level, or pass --extent for one \
                    unit over all the data";
        findings.push(Finding::error("no-border", place, message).with_help(help));
    } else {
        let of_level = level.map_or_else(String::new, |level| format!(" of admin_level {level}"));
        let count = counted(units.len(), "unit");
        let message = format!("{count}{of_level}; levels in the file: {there}");
        findings.push(Finding::note("admin-level", place, message).with_help("--admin-level N"));
    }
    units
}

/// The administrative borders of each level: relations, then closed ways that belong to none.
fn borders(extract: &Extract) -> BTreeMap<u8, Vec<Border<'_>>> {
    let mut levels: BTreeMap<u8, Vec<Border<'_>>> = BTreeMap::new();
    let level = |thing: &Thing<'_>| {
        let is_admin = thing.tags.get("boundary") == Some("administrative");
        thing.tags.get("admin_level").filter(|_| is_admin)?.trim().parse::<u8>().ok()
    };
    let mut members: Vec<i64> = Vec::new();
    for relation in extract.all.relations.iter().filter(|r| r.interest.meets(Interest::BORDER)) {
        members.extend(relation.members.iter().map(|member| member.id));
        let tags = extract.tags(relation.tags);
        let thing = Thing { kind: Kind::Relation, id: relation.id, tags };
        if let Some(level) = level(&thing) {
            let areas = of_relation(extract, relation);
            let relation = Some(relation);
            levels.entry(level).or_default().push(Border { thing, relation, areas });
        }
    }
    members.sort_unstable();
    for way in extract.all.ways.iter().filter(|way| way.interest.meets(Interest::BORDER)) {
        let thing = Thing { kind: Kind::Way, id: way.id, tags: extract.tags(way.tags) };
        let is_free = members.binary_search(&way.id).is_err() && !thing.tags.name().is_empty();
        if let Some(level) = level(&thing).filter(|_| is_free)
            && let Ok(areas) = of_way(extract, way)
        {
            let border = Border { thing, relation: None, areas: Ok(areas) };
            levels.entry(level).or_default().push(border);
        }
    }
    levels
}

fn unit(extract: &Extract, border: &Border<'_>, areas: &[Area], level: Option<u8>) -> Unit {
    let thing = border.thing;
    let name = thing.tags.name().to_owned();
    let population = thing.tags.get("population").and_then(whole).map(|n| (n, "border"));
    let population = population
        .or_else(|| border.relation.and_then(|r| of_member(extract, r)))
        .or_else(|| of_namesake(extract, &name, areas));
    Unit { id: thing.key(), name, level, population, areas: areas.to_vec() }
}

/// Residents as digits, which may be grouped by blanks, commas or points in threes.
fn whole(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let mark = text.chars().find(|c| !c.is_ascii_digit())?;
    let mut groups = text.split(mark);
    // Up to the first mark there are digits alone.
    let first = groups.next().filter(|g| (1..=3).contains(&g.len()))?;
    let rest: Vec<&str> = groups.collect();
    let plain = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let is_grouped = [' ', ',', '.', '\u{a0}', '\u{202f}', '\''].contains(&mark)
        && rest.iter().all(|group| group.len() == 3 && plain(group));
    is_grouped.then(|| format!("{first}{}", rest.concat()).parse().ok()).flatten()
}

fn population(extract: &Extract, node: &TaggedNode) -> Option<u64> {
    extract.tags(node.tags).get("population").and_then(whole)
}

fn of_member(extract: &Extract, relation: &Relation) -> Option<(u64, &'static str)> {
    ["label", "admin_centre"].iter().find_map(|role| {
        let nodes = relation.members.iter().filter(|m| m.kind == Kind::Node);
        let mut nodes = nodes.filter(|m| extract.words.text(m.role) == *role);
        let node = nodes.find_map(|member| extract.tagged(member.id))?;
        Some((population(extract, node)?, *role))
    })
}

fn of_namesake(extract: &Extract, name: &str, areas: &[Area]) -> Option<(u64, &'static str)> {
    let mut found = extract.all.tagged.iter().filter(|node| {
        node.interest.meets(Interest::PLACE)
            && extract.tags(node.tags).get("name") == Some(name)
            && population(extract, node).is_some()
            && extract.spot(node.id).is_some_and(|at| holds(areas, at))
    });
    let only = found.next().filter(|_| !name.is_empty())?;
    if found.next().is_some() {
        return None;
    }
    Some((population(extract, only)?, "place"))
}

fn holds(areas: &[Area], at: Spot) -> bool {
    areas.iter().any(|area| {
        holds_spot(&area.outer, at) && !area.holes.iter().any(|hole| holds_spot(hole, at))
    })
}

/// The box that the data fills: that which the file states, as far as there are nodes.
fn extent(extract: &Extract, file: &str, findings: &mut Findings) -> Option<[f64; 4]> {
    let spots = &extract.all.spots;
    let Some(first) = spots.first() else {
        let message = "no node with a place: there is no extent";
        findings.push(Finding::error("no-border", Place::file(file), message));
        return None;
    };
    let (mut low, mut high) = (*first, *first);
    for at in spots {
        (low.lon, low.lat) = (low.lon.min(at.lon), low.lat.min(at.lat));
        (high.lon, high.lat) = (high.lon.max(at.lon), high.lat.max(at.lat));
    }
    let (low, high) = (low.degrees(), high.degrees());
    let mut sides = [low.lon, low.lat, high.lon, high.lat];
    if let Some([west, south, east, north]) = extract.bounds {
        let stated =
            [west.max(low.lon), south.max(low.lat), east.min(high.lon), north.min(high.lat)];
        if stated[0] < stated[2] && stated[1] < stated[3] {
            sides = stated;
        }
    }
    let [west, south, east, north] = sides;
    let message = format!(
        "one unit over the extent of the data: west {west}, south {south}, east {east}, north {north}"
    );
    let help = "not an administrative border; --extent=W,S,E,N takes another box";
    findings.push(Finding::warning("extent", Place::file(file), message).with_help(help));
    Some(sides)
}

fn box_unit([west, south, east, north]: [f64; 4], name: &str) -> Unit {
    let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)];
    let node = |(lon, lat)| spot(LonLat { lon, lat }).map(|at| Node { id: 0, at });
    let outer: Vec<Node> = corners.into_iter().filter_map(node).collect();
    let areas = vec![Area { outer, holes: Vec::new() }];
    let (id, name) = ("extent".to_owned(), name.to_owned());
    Unit { id, name, level: None, population: None, areas }
}

/// Writes the layer.
pub(super) fn write(
    units: &[Unit],
    source: &str,
    out: &mut impl std::io::Write,
) -> std::io::Result<()> {
    let mut file = Collection::new(out, source);
    for unit in units {
        let mut properties = Properties::new();
        properties.text("id", &unit.id).maybe("name", Some(&unit.name));
        if let Some(level) = unit.level {
            properties.number("admin_level", level.into());
        }
        if let Some((people, from)) = unit.population {
            properties.number("population", people).text("population_source", from);
        }
        file.feature(&properties, Geometry::Land(&unit.areas))?;
    }
    file.end()
}

#[cfg(test)]
mod tests {
    #[test]
    fn residents_are_plain_or_grouped_digits() {
        let read = ["5328", "5 328", "35,881", "1.234.567", "about 5000", "5,32", "", "12 34"];
        let found = [Some(5328), Some(5328), Some(35_881), Some(1_234_567), None, None, None, None];
        assert_eq!(read.map(super::whole), found);
        for text in ["12a345", "1234,567", "12,345.6", "-5"] {
            assert_eq!(super::whole(text), None, "{text}");
        }
    }
}
