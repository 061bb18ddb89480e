//! People: points, or cells that count at their centroid, with residents and age groups.

use rayon::prelude::*;

use super::assemble::project;
use super::checks::{Heights, Positions, wrong_geometry};
use super::demand::Unanswered;
use super::feature::{Geometry, RawFeature};
use super::layer::Origin;
use super::ledger::Ended;
use super::plan::{Here, LayerPlan, Loaded, SeenProperties, load};
use super::point::centroid;
use super::positions::check_span;
use super::source::SourceError;
use super::tally::PeopleTally;
use super::words::{counted, quoted};
use crate::finding::{Fate, Finding, Findings};
use crate::model::{AgeGroup, Local, LonLat, Met, PeopleLayer, PeopleSource, Plane, Subdistrict};
use crate::overlay::Placing;

/// Slot of the residents; the age groups follow in their order.
const PEOPLE: usize = 0;

/// The layer as it was read.
#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) loaded: Loaded,
    at: Vec<LonLat>,
    all: Vec<u32>,
    groups: [Vec<u32>; 4],
    /// What each place answers to the conditions on demand.
    pub(super) answers: Vec<Box<[Met]>>,
    unanswered: Unanswered,
    tally: PeopleTally,
    group_tallies: [PeopleTally; 4],
    /// Places where an age group has more people than there are.
    too_many: usize,
    seen: SeenProperties,
    heights: Heights,
    positions: Positions,
}

/// Reads the files of the layer.
pub(super) fn read(plan: &LayerPlan, findings: &mut Findings) -> Result<People, SourceError> {
    let mut layer = People::default();
    layer.loaded =
        load(plan, findings, &mut |here, raw, findings| layer.feature(&here, raw, findings))?;
    plan.say_unseen(&layer.seen, &layer.loaded, findings);
    layer.heights.say(plan, findings);
    std::mem::take(&mut layer.positions).say(plan, &layer.loaded, findings);
    layer.unanswered.say(plan, findings);
    layer.say(plan, findings);
    Ok(layer)
}

impl People {
    fn feature(&mut self, here: &Here<'_>, raw: &RawFeature<'_>, findings: &mut Findings) -> Ended {
        self.seen.add(raw.values);
        self.heights.add(raw);
        let at = self.place(here, raw, findings);
        let property = here.property(PEOPLE, "");
        let mut taken =
            self.tally.take(here.value(raw, PEOPLE), here.origin(), &property, findings);
        let mut groups = [0; 4];
        for (index, count) in groups.iter_mut().enumerate() {
            let slot = PEOPLE + 1 + index;
            let property = here.property(slot, "");
            let tally = &mut self.group_tallies[index];
            let value = here.value(raw, slot);
            let group = tally.take(value, here.origin(), &property, findings);
            taken.is_rounded |= group.is_rounded;
            *count = group.count.unwrap_or(0);
        }
        let at = match at {
            Ok(at) => at,
            Err(code) => return Ended::left_out(code, taken.count),
        };
        let Some(all) = taken.count else { return Ended::left_out(Some("unknown-people"), None) };
        self.too_many += usize::from(groups.iter().any(|count| *count > all));
        self.at.push(at);
        self.all.push(all);
        if !here.plan.conditions.is_empty() {
            self.answers.push(self.unanswered.answers(here, raw, Some(all)));
        }
        for (column, count) in self.groups.iter_mut().zip(groups) {
            column.push(count);
        }
        taken.ended()
    }

    /// Where the people of a feature are.
    ///
    /// # Errors
    /// The code of the finding that says why nowhere; none where that has been said before.
    fn place(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        findings: &mut Findings,
    ) -> Result<LonLat, Option<&'static str>> {
        match raw.geometry {
            Geometry::Flawed => Err(None),
            Geometry::None | Geometry::Empty(_) => Err(Some(self.positions.miss(here, raw, ""))),
            Geometry::MultiPoint | Geometry::Other(_) => {
                findings.push(wrong_geometry(here, raw, "", "a Point, or a Polygon (a cell)"));
                Err(Some("geometry-type"))
            }
            Geometry::Point => {
                self.positions.check(here, raw, "").map_err(Some)?;
                raw.coordinates.positions.first().copied().ok_or(None)
            }
            Geometry::Polygon | Geometry::MultiPolygon => {
                self.positions.check(here, raw, "").map_err(Some)?;
                if let Some(finding) = check_span(here.file_name(), here.at, raw, "") {
                    findings.push(finding);
                    return Err(Some("antimeridian"));
                }
                centroid(raw.coordinates).ok_or(None)
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
            let message =
                "0 places with people; only estates or subdistricts can say who lives where";
            let help = "export the layer again, or take its file out of the folder";
            findings.push(Finding::warning("no-people", plan.whole(), message).with_help(help));
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

    /// Puts the places on the plane; none where the layer has none. With no subdistricts they are not
    /// compared with any.
    pub(super) fn finish(
        &mut self,
        plan: &LayerPlan,
        plane: &Plane,
        subdistricts: &[Subdistrict],
        findings: &mut Findings,
    ) -> Option<PeopleLayer> {
        if self.at.is_empty() {
            return None;
        }
        let at = project(plane, std::mem::take(&mut self.at).into_par_iter());
        if !subdistricts.is_empty() {
            self.say_outside(plan, &at, subdistricts, findings);
        }
        let mut columns = std::mem::take(&mut self.groups).into_iter();
        let groups = AgeGroup::ALL.map(|group| {
            let column = columns.next()?;
            (self.group_tallies[group as usize].seen > 0).then_some(column)
        });
        let all = std::mem::take(&mut self.all);
        Some(PeopleLayer { source: PeopleSource::Layer, at, all, groups })
    }

    /// Says how many people live outside of every subdistrict, and marks their places.
    fn say_outside(
        &mut self,
        plan: &LayerPlan,
        at: &[Local],
        subdistricts: &[Subdistrict],
        findings: &mut Findings,
    ) {
        let placing = Placing::new(&subdistricts.iter().map(|s| &s.shape).collect::<Vec<_>>());
        let homes = placing.units(at);
        let outside: Vec<(Origin, u32)> = (self.loaded.ledger.kept().zip(&self.all).zip(&homes))
            .filter(|(_, home)| home.is_none())
            .map(|((origin, people), _)| (origin, *people))
            .collect();
        let Some((first, _)) = outside.first() else { return };
        let sum = |people: &mut dyn Iterator<Item = u32>| people.map(u64::from).sum::<u64>();
        let lost = sum(&mut outside.iter().map(|(_, people)| *people));
        let all = sum(&mut self.all.iter().copied());
        let message = format!(
            "{} of {} people, at {}, live outside every subdistrict; left out of every rate",
            lost,
            all,
            counted(outside.len(), "place"),
        );
        let place = first.place(&plan.files, "");
        // A margin of cells round the city is usual, most people outside are not.
        findings.push(if lost * 2 > all {
            Finding::warning("people-outside", place, message)
                .with_help("is the layer of this city, and in its coordinate system?")
        } else {
            Finding::note("people-outside", place, message)
        });
        for (origin, people) in outside {
            self.loaded.ledger.mark(origin, Fate::Outside, "people-outside", Some(people));
        }
    }
}
