//! People: points, or cells that count at their centroid, with residents and age groups.

use rayon::prelude::*;

use super::assemble::project;
use super::checks::{Heights, Positions, no_geometry, wrong_geometry};
use super::feature::{Geometry, RawFeature};
use super::layer::Used;
use super::plan::{Here, LayerPlan, Loaded, SeenProperties, load};
use super::point::centroid;
use super::positions::check_span;
use super::source::SourceError;
use super::tally::PeopleTally;
use super::words::{counted, quoted};
use crate::finding::{Finding, Findings};
use crate::model::{AgeGroup, LonLat, PeopleLayer, PeopleSource, Plane};

/// Slot of the residents; the age groups follow in their order.
const PEOPLE: usize = 0;

/// The layer as it was read.
#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) loaded: Loaded,
    at: Vec<LonLat>,
    all: Vec<u32>,
    groups: [Vec<u32>; 4],
    tally: PeopleTally,
    group_tallies: [PeopleTally; 4],
    /// Places where an age group has more people than there are.
    too_many: usize,
    used: Used,
    seen: SeenProperties,
    heights: Heights,
    positions: Positions,
}

/// Reads the files of the layer.
pub(super) fn read(plan: &LayerPlan, findings: &mut Findings) -> Result<People, SourceError> {
    let mut layer = People::default();
    layer.loaded = load(plan, findings, &mut |here, raw, findings| {
        layer.feature(&here, raw, findings);
    })?;
    layer.used.enter(&mut layer.loaded.files);
    plan.say_unseen(&layer.seen, findings);
    layer.heights.say(plan, findings);
    std::mem::take(&mut layer.positions).say(plan, &layer.loaded, findings);
    layer.say(plan, findings);
    Ok(layer)
}

impl People {
    fn feature(&mut self, here: &Here<'_>, raw: &RawFeature<'_>, findings: &mut Findings) {
        self.seen.add(&raw.values);
        self.heights.add(raw);
        let at = self.place(here, raw, findings);
        let property = here.property(PEOPLE, "");
        let all = self.tally.take(here.value(raw, PEOPLE), here.origin(), &property, findings);
        let mut groups = [0; 4];
        for (index, count) in groups.iter_mut().enumerate() {
            let slot = PEOPLE + 1 + index;
            let property = here.property(slot, "");
            let tally = &mut self.group_tallies[index];
            let value = here.value(raw, slot);
            *count = tally.take(value, here.origin(), &property, findings).unwrap_or(0);
        }
        let (Some(at), Some(all)) = (at, all) else { return };
        self.too_many += usize::from(groups.iter().any(|count| *count > all));
        self.at.push(at);
        self.all.push(all);
        for (column, count) in self.groups.iter_mut().zip(groups) {
            column.push(count);
        }
        self.used.add(here.file);
    }

    /// Where the people of a feature are; a finding says why nowhere.
    fn place(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        findings: &mut Findings,
    ) -> Option<LonLat> {
        match raw.geometry {
            Geometry::Flawed => None,
            Geometry::None | Geometry::Empty(_) => {
                findings.push(no_geometry(here, raw, ""));
                None
            }
            Geometry::MultiPoint | Geometry::Other(_) => {
                findings.push(wrong_geometry(here, raw, "", "a Point, or a Polygon (a cell)"));
                None
            }
            Geometry::Point => {
                let is_sound = self.positions.check(here, raw, "");
                raw.coordinates.positions.first().copied().filter(|_| is_sound)
            }
            Geometry::Polygon | Geometry::MultiPolygon => {
                if !self.positions.check(here, raw, "") {
                    return None;
                }
                if let Some(finding) = check_span(here.file_name(), here.at, raw, "") {
                    findings.push(finding);
                    return None;
                }
                centroid(raw.coordinates)
            }
        }
    }

    fn say(&self, plan: &LayerPlan, findings: &mut Findings) {
        let key = plan.fields.name(PEOPLE);
        self.tally.say(key, &plan.files, findings);
        for (index, tally) in self.group_tallies.iter().enumerate() {
            tally.say(plan.fields.name(PEOPLE + 1 + index), &plan.files, findings);
        }
        if self.loaded.features == 0 && self.loaded.is_whole {
            let message = "0 places with people; no figure counts people";
            findings.push(Finding::warning("no-people", plan.whole(), message));
        } else if self.tally.seen == 0 && self.loaded.is_whole {
            let message = format!("no feature has {}", quoted(key));
            findings.push(Finding::error("no-people", plan.whole(), message).with_help(
                "name the property with the residents under [people.properties] in walkshed.toml",
            ));
        }
        if self.too_many > 0 {
            let places = counted(self.too_many, "place");
            let message = format!("an age group has more people than there are in {places}");
            findings.push(
                Finding::warning("age-exceeds-people", plan.whole(), message)
                    .with_help("counted as given"),
            );
        }
    }

    /// Puts the places on the plane; none where the layer has none.
    pub(super) fn finish(self, plane: &Plane) -> Option<PeopleLayer> {
        if self.at.is_empty() {
            return None;
        }
        let mut columns = self.groups.into_iter();
        let groups = AgeGroup::ALL.map(|group| {
            let column = columns.next()?;
            (self.group_tallies[group as usize].seen > 0).then_some(column)
        });
        let at = project(plane, self.at.into_par_iter());
        Some(PeopleLayer { source: PeopleSource::Layer, at, all: self.all, groups })
    }
}
