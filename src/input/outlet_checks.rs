//! Checks of outlets on the plane: far outside, the same twice, all in one place, one id twice.

use std::cmp::Ordering;
use std::collections::HashSet;

use rayon::prelude::*;

use super::assemble::project;
use super::changes::SWAPPED;
use super::datum::{self, Surroundings};
use super::doubts;
use super::globe::Globe;
use super::ids::{Settled, settle};
use super::layer::Origin;
use super::near::Neighbourhood;
use super::order::fill_spots;
use super::outlets::{Draft, OutletLayer};
use super::plan::LayerPlan;
use super::twins::Twins;
use super::words::{counted, quoted};
use crate::finding::{Fate, Finding, Findings, Place, Spots};
use crate::model::{Local, LonLat, Outlet, Plane, Subdistrict};
use crate::units::{Metres, SquareMetres};

/// An outlet so far from every subdistrict serves nobody there: 5 km, past every walking circle.
pub(super) const FAR: Metres = Metres(5000.0);

/// Farther away than this, distances are taken on the globe: 100 km, where those on the plane are
/// long by 0.01 %.
const PLANE_REACHES: Metres = Metres(100_000.0);

/// From so many outlets on, one place for most of them is strange.
const MANY: usize = 3;

/// Puts the outlets on the plane and checks them there; with no subdistricts they are not compared
/// with any.
pub(super) fn finish(
    layer: &mut OutletLayer,
    plan: &LayerPlan,
    around: &Surroundings<'_>,
    merge: bool,
    findings: &mut Findings,
) -> Vec<Outlet> {
    if !layer.loaded.is_whole {
        // The run is refused, and of a part of the outlets there is nothing to say that holds for all.
        return Vec::new();
    }
    let (plane, subdistricts) = (around.plane, around.units.1);
    let mut at = project(plane, layer.drafts.par_iter().map(|draft| draft.at));
    if merge {
        layer.merge(plan, &mut at, findings);
    }
    let outlets = Outlets { plan, drafts: &layer.drafts, at: &at };
    let far = if subdistricts.is_empty() {
        Vec::new()
    } else {
        outlets.say_far(subdistricts, plane, findings)
    };
    if !outlets.say_same_place(findings) {
        Twins::of(&outlets).say(&outlets, findings);
    }
    datum::say(&outlets, around, findings);
    doubts::say(&outlets, &layer.categories, findings);
    let ids = outlets.ids(&layer.categories);
    outlets.say_repeated(&ids, findings);
    fill_spots(findings, &plan.files, layer.drafts.iter().map(|draft| (draft.origin, draft.at)));
    layer.mark(&far, &ids);
    let mut id = ids.into_ids();
    // Not zipped with their places, so that each outlet takes the memory of its draft.
    let drafts = std::mem::take(&mut layer.drafts).into_iter().enumerate();
    let outlets = drafts.map(|(n, draft)| Outlet {
        id: id(n, draft.id),
        name: draft.name,
        category: draft.category,
        at: at[n],
        status: draft.status,
        source: draft.source,
        capacity: draft.capacity,
        floor_area: draft.floor_area.map(SquareMetres),
        details: draft.details,
    });
    let mut outlets: Vec<Outlet> = outlets.collect();
    outlets.shrink_to_fit();
    outlets
}

impl OutletLayer {
    /// Takes out what stands at one place more than once.
    fn merge(&mut self, plan: &LayerPlan, at: &mut Vec<Local>, findings: &mut Findings) {
        let outlets = Outlets { plan, drafts: &self.drafts, at };
        if outlets.most_at_one_place().is_some() {
            return;
        }
        let twins = Twins::of(&outlets);
        let merged = twins.merged(&outlets, &self.categories);
        twins.say_merged(&outlets, &merged, findings);
        let mut index = 0..;
        at.retain(|_| index.next().is_some_and(|n| merged.binary_search(&n).is_err()));
        let gone: Vec<Origin> = merged.iter().map(|&n| self.drafts[n].origin).collect();
        let mut index = 0..;
        self.drafts.retain(|_| index.next().is_some_and(|n| merged.binary_search(&n).is_err()));
        let kept: HashSet<Origin> = self.drafts.iter().map(|draft| draft.origin).collect();
        for origin in gone.into_iter().filter(|origin| !kept.contains(origin)) {
            self.loaded.ledger.mark(origin, Fate::LeftOut, "same-outlet", None);
        }
    }

    /// Marks the features whose outlets all lie far outside, and those whose id had to be changed.
    fn mark(&mut self, far: &[usize], ids: &Settled) {
        let ledger = &mut self.loaded.ledger;
        let mut changed: Vec<Origin> =
            ids.changed(|n| self.drafts[n].id.is_some()).map(|n| self.drafts[n].origin).collect();
        changed.dedup();
        for origin in changed {
            ledger.mark(origin, Fate::Repaired, "duplicate-id", None);
        }
        // The outlets of one feature lie side by side.
        for far in far.chunk_by(|&a, &b| self.drafts[a].origin == self.drafts[b].origin) {
            let origin = self.drafts[far[0]].origin;
            let is_of_it = |n: usize| self.drafts.get(n).is_some_and(|d| d.origin == origin);
            let (first, last) = (far[0], far[far.len() - 1]);
            let is_whole = last - first + 1 == far.len();
            if is_whole && !is_of_it(last + 1) && !first.checked_sub(1).is_some_and(is_of_it) {
                ledger.mark(origin, Fate::Outside, "outlet-outside", None);
            }
        }
    }
}

/// The outlets that are checked, with their places on the plane in the same order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outlets<'a> {
    pub(super) plan: &'a LayerPlan,
    pub(super) drafts: &'a [Draft],
    pub(super) at: &'a [Local],
}

impl Outlets<'_> {
    pub(super) fn place(&self, index: usize, rest: &str) -> Place {
        let draft = &self.drafts[index];
        draft.origin.place(&self.plan.files, rest).with_name(self.label(index))
    }

    /// Where some outlets are; there is at least one.
    pub(super) fn spots(&self, outlets: &[usize]) -> Spots {
        match outlets {
            [one] => Spots::At(self.drafts[*one].at),
            several => Spots::Points(several.iter().map(|&n| self.drafts[n].at).collect()),
        }
    }

    /// The path of an outlet in a message about another.
    pub(super) fn beside(&self, index: usize, other: usize) -> String {
        self.drafts[index].origin.beside(&self.plan.files, self.drafts[other].origin)
    }

    /// An outlet in a list of several: `features[3] ("name")`.
    pub(super) fn named(&self, index: usize) -> String {
        let Place { path, .. } = self.place(index, "");
        let label = self.label(index);
        if label.is_empty() { path } else { format!("{path} ({})", quoted(label)) }
    }

    pub(super) fn label(&self, index: usize) -> &str {
        let draft = &self.drafts[index];
        if draft.name.is_empty() { draft.id.as_deref().unwrap_or_default() } else { &draft.name }
    }

    /// Warns of outlets far from every subdistrict, and says where they would lie the other way
    /// round. Gives their positions.
    pub(super) fn say_far(
        &self,
        subdistricts: &[Subdistrict],
        plane: &Plane,
        findings: &mut Findings,
    ) -> Vec<usize> {
        let shapes = || subdistricts.iter().map(|s| &s.shape);
        let near = Neighbourhood::new(shapes(), FAR);
        let far = self.at.iter().enumerate().filter_map(|(n, at)| Some((n, near.far(*at)?)));
        let far: Vec<(usize, Metres)> = far.collect();
        let globe = far
            .iter()
            .any(|(_, distance)| *distance > PLANE_REACHES)
            .then(|| Globe::new(shapes(), plane));
        for &(index, distance) in &far {
            let at = self.drafts[index].at;
            let LonLat { lon, lat } = at;
            let globe = globe.as_ref().filter(|_| distance > PLANE_REACHES);
            let message = format!(
                "[{lon}, {lat}] is outside, {} from the nearest subdistrict; kept, serves nothing",
                globe.map_or(distance, |globe| globe.distance(at)).text()
            );
            let swapped = (lon.abs() <= 90.0)
                .then(|| near.holder(plane.to_local(LonLat { lon: lat, lat: lon })))
                .flatten()
                .map(|unit| format!("{SWAPPED} {}", quoted(&subdistricts[unit].name)));
            let place = self.place(index, ".geometry.coordinates");
            findings.push(
                Finding::warning("outlet-outside", place, message)
                    .with_spots(self.spots(&[index]))
                    .with_help(
                        swapped.unwrap_or_else(|| "mend its place, or take it out".to_owned()),
                    ),
            );
        }
        far.into_iter().map(|(index, _)| index).collect()
    }

    /// The place at which most outlets are, where there is one, and how many.
    pub(super) fn most_at_one_place(&self) -> Option<(Local, usize)> {
        // Places cancel each other out, and what more than half of them are is left (Boyer and Moore 1991).
        let (mut place, mut left) = (*self.at.first()?, 0);
        for at in self.at {
            match (left, *at == place) {
                (0, _) => (place, left) = (*at, 1),
                (_, true) => left += 1,
                (_, false) => left -= 1,
            }
        }
        let most = self.at.iter().filter(|at| **at == place).count();
        let is_strange = most >= MANY && most * 2 > self.at.len();
        is_strange.then_some((place, most))
    }

    /// Warns where most outlets are at one place; true if so.
    pub(super) fn say_same_place(&self, findings: &mut Findings) -> bool {
        let Some((place, most)) = self.most_at_one_place() else { return false };
        let first = self.at.iter().position(|at| *at == place).unwrap_or_default();
        let LonLat { lon, lat } = self.drafts[first].at;
        let of = counted(self.at.len(), "outlet");
        let message =
            format!("{most} of {of} at the same place, [{lon}, {lat}]; a failed geocoding?");
        let help = "look their addresses up again, each by itself";
        let finding = Finding::warning("same-place", self.plan.whole(), message).with_help(help);
        findings.push(finding.with_spots(self.spots(&[first])));
        true
    }

    /// Unique ids in the order of the drafts.
    fn ids(&self, categories: &[String]) -> Settled {
        let given = |n: usize| self.drafts[n].id.as_deref();
        settle(self.drafts.len(), given, |a, b| self.by_content(categories, a, b))
    }

    /// The order of outlets by all that the file says, whatever their order in it.
    pub(super) fn by_content(&self, categories: &[String], a: usize, b: usize) -> Ordering {
        let (p, q) = (self.at[a], self.at[b]);
        let (a, b) = (&self.drafts[a], &self.drafts[b]);
        let category = |draft: &Draft| &categories[draft.category.index()];
        p.x.total_cmp(&q.x)
            .then(p.y.total_cmp(&q.y))
            .then_with(|| category(a).cmp(category(b)))
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| (a.status as u8).cmp(&(b.status as u8)))
            .then_with(|| a.source.cmp(&b.source))
    }

    /// Warns of ids that several outlets have.
    pub(super) fn say_repeated(&self, ids: &Settled, findings: &mut Findings) {
        for &(index, first) in &ids.repeated {
            let id = self.drafts[index].id.as_deref().unwrap_or_default();
            let message = format!("{} is also {}", quoted(id), self.beside(first, index));
            let place = self.plan.property_place(self.drafts[index].origin, 0);
            let here = quoted(ids.new_id(index).unwrap_or(id));
            findings.push(
                Finding::warning("duplicate-id", place.with_name(self.label(index)), message)
                    .with_spots(self.spots(&[index, first]))
                    .with_help(format!("kept apart: here as {here}")),
            );
        }
    }
}
