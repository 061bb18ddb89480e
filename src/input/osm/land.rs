//! Residential land, and the check that areas of an extract pass before they are written.
//!
//! Land is `landuse=residential`, as closed ways and multipolygons. Where a region does not map it,
//! the ground of residential buildings can stand in, which is much smaller: only on request. An area that
//! does not close or crosses itself is left out and told.

use super::account::{Account, LeftOut, Unsound};
use super::collection::{Collection, Geometry, Properties};
use super::extract::Extract;
use super::ground::{Flaw, Thing, Things, of_relation, of_way};
use super::rings::Area;
use super::words::{Interest, Tags};
use crate::finding::{Finding, Findings, Place, Severity};
use crate::input::geometry::{RawPolygon, shape};
use crate::model::{LonLat, Plane};

/// What counts as residential land.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LandRule {
    /// `landuse=residential`.
    #[default]
    Landuse,
    /// The ground of residential buildings.
    Buildings,
}

/// Values of `building` that people live in (OpenStreetMap wiki, "Key:building", accommodation,
/// without hotels).
const HOMES: [&str; 10] = [
    "apartments",
    "residential",
    "house",
    "detached",
    "semidetached_house",
    "terrace",
    "dormitory",
    "bungalow",
    "farm",
    "ger",
];

impl LandRule {
    fn fits(self, tags: Tags<'_>) -> bool {
        match self {
            Self::Landuse => tags.get("landuse") == Some("residential"),
            Self::Buildings => tags.get("building").is_some_and(|kind| HOMES.contains(&kind)),
        }
    }
}

/// A piece of residential land.
pub(super) struct Estate<'a> {
    pub(super) thing: Thing<'a>,
    pub(super) areas: Vec<Area>,
}

/// All pieces: ways first, then relations, each by id.
pub(super) fn estates<'a>(
    extract: &'a Extract,
    rule: LandRule,
    check: &Check<'_>,
    account: &mut Account,
    findings: &mut Findings,
) -> Vec<Estate<'a>> {
    let things = Things::new(extract, Interest::LAND);
    let ways = things.ways.iter().map(|(thing, way)| (*thing, of_way as AreaOf<_>, *way));
    let mut estates = Vec::new();
    let mut take = |thing: Thing<'a>, areas: Result<Vec<Area>, Flaw>| match areas {
        Ok(areas) if check.is_sound((thing, "residential land"), &areas, findings) => {
            estates.push(Estate { thing, areas });
        }
        Ok(_) => account.leave_out(LeftOut::Estate(Unsound::CrossesItself), 1),
        Err(flaw) => {
            account.leave_out(LeftOut::Estate(flaw.reason()), 1);
            let message = format!("residential land {}; left out", flaw.text());
            findings.push(Finding::warning("land-open", thing.place(check.file), message));
        }
    };
    for (thing, area, way) in ways.filter(|(thing, ..)| rule.fits(thing.tags)) {
        take(thing, area(extract, way));
    }
    for (thing, relation) in &things.relations {
        if rule.fits(thing.tags) {
            take(*thing, of_relation(extract, relation));
        }
    }
    account.estates = estates.len();
    estates
}

type AreaOf<T> = fn(&Extract, &T) -> Result<Vec<Area>, Flaw>;

/// Judges areas as the reader of the city will.
pub(super) struct Check<'f> {
    pub(super) file: &'f str,
    pub(super) plane: Plane,
}

impl Check<'_> {
    /// Whether the reader of the city will take areas as they are; what it would refuse is said.
    pub(super) fn is_sound(
        &self,
        (thing, what): (Thing<'_>, &str),
        areas: &[Area],
        findings: &mut Findings,
    ) -> bool {
        let rings: Vec<Vec<Vec<LonLat>>> = areas
            .iter()
            .map(|area| {
                let degrees =
                    |ring: &super::rings::Ring| ring.iter().map(|node| node.at.degrees()).collect();
                area.rings().map(degrees).collect()
            })
            .collect();
        let polygons: Vec<RawPolygon<'_>> = rings
            .iter()
            .map(|polygon| RawPolygon { rings: polygon.iter().map(Vec::as_slice).collect() })
            .collect();
        let place: Place = thing.place(self.file);
        let mut said = Findings::new();
        let shape = shape(&polygons, &self.plane, &place, true, false, &mut said);
        // The reader would take a spike away; an extract is left as it is, and so is the area out.
        let is_refused = |finding: &&Finding| {
            finding.severity == Severity::Error || finding.code == "spike-removed"
        };
        let before = findings.len();
        for finding in said.iter().filter(is_refused) {
            let message = format!("{what}: {}; left out", finding.message);
            let finding = Finding::warning("osm-area", place.clone(), message);
            findings.push(finding.with_help("mend it in OpenStreetMap, or draw it by hand"));
        }
        shape.is_some() && findings.len() == before
    }
}

/// Writes the layer.
pub(super) fn write(
    estates: &[Estate<'_>],
    source: &str,
    out: &mut impl std::io::Write,
) -> std::io::Result<()> {
    let mut file = Collection::new(out, source);
    for estate in estates {
        let tags = estate.thing.tags;
        let mut properties = Properties::new();
        properties
            .text("id", &estate.thing.key())
            .maybe("name", Some(tags.name()))
            .maybe("residential", tags.get("residential"))
            .maybe("building", tags.get("building"))
            .maybe("building:levels", tags.get("building:levels"))
            .maybe("access", tags.get("access"));
        file.feature(&properties, Geometry::Land(&estate.areas))?;
    }
    file.end()
}
