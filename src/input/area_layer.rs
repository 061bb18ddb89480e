//! Reads a layer of polygons: subdistricts, estates, communities, grids, other units. Ids, overlaps and the like are
//! settled by the layer's own module, once the local plane is known.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::areas::Areas;
use super::changes::coordinates;
use super::checks::{Heights, Positions, wrong_geometry};
use super::cursor::Value;
use super::demand::Unanswered;
use super::feature::{Geometry, RawFeature};
use super::ids::{Settled, settle};
use super::layer::{Layer, Origin};
use super::ledger::Ended;
use super::order::fill_spots;
use super::plan::{Here, LayerPlan, Loaded, SeenProperties, load};
use super::positions::check_span;
use super::source::SourceError;
use super::tally::{PeopleTally, Taken};
use super::values::text;
use super::words::quoted;
use crate::finding::{Fate, Finding, Findings, Place};
use crate::model::{Bounds, LonLat, Met, Plane, Population, Shape};

/// Slots that all polygon layers share.
const ID: usize = 0;
const NAME: usize = 1;
/// Slot of the subdistrict that a finer unit says it is of.
pub(super) const SUBDISTRICT: usize = 2;
/// Slot of the estates' land-use codes.
pub(super) const LAND_CODE: usize = 3;
/// Slot of the estates that says whether they have property management.
pub(super) const MANAGED: usize = 5;

/// A feature with a place, its shape still in degrees.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) origin: Origin,
    /// Its first position.
    at: LonLat,
    /// Its id, and whether that is a member of the feature and no property.
    pub(super) id: Option<Box<str>>,
    pub(super) id_is_member: bool,
    /// Its name, trimmed; empty where it has none.
    pub(super) name: Box<str>,
    /// `parent`, or `community`, `land_code` and `managed`, or `subdistrict` (of a list a line each).
    pub(super) words: [Option<Box<str>>; 3],
    /// Residents.
    pub(super) people: Population,
    /// What it answers to the conditions on demand.
    pub(super) answers: Box<[Met]>,
}

/// A layer of polygons as it was read.
#[derive(Debug, Default)]
pub(super) struct AreaLayer {
    pub(super) loaded: Loaded,
    pub(super) drafts: Vec<Draft>,
    pub(super) areas: Areas,
    /// The column of residents.
    pub(super) people: PeopleTally,
    /// What its features answer to the conditions on demand, by their ids.
    pub(super) answers: BTreeMap<String, Box<[Met]>>,
    unanswered: Unanswered,
    seen: SeenProperties,
    heights: Heights,
    positions: Positions,
}

/// Slots of a layer's other words and of its residents.
fn slots(layer: Layer) -> (&'static [usize], Option<usize>) {
    match layer {
        Layer::Subdistricts => (&[2], Some(3)),
        Layer::Estates => (&[2, LAND_CODE, MANAGED], Some(4)),
        Layer::Communities | Layer::Grids | Layer::Units => (&[SUBDISTRICT], None),
        Layer::Settings
        | Layer::Outlets
        | Layer::People
        | Layer::Complaints
        | Layer::Streets
        | Layer::Gates
        | Layer::Barriers
        | Layer::Plan => (&[], None),
    }
}

/// Whether a layer's units are finer than subdistricts, or other ones beside them.
fn is_finer(layer: Layer) -> bool {
    matches!(layer, Layer::Communities | Layer::Grids | Layer::Units)
}

/// The texts and numbers of a list, a line each.
fn several(list: &[u8]) -> Option<Box<str>> {
    let items: Vec<serde_json::Value> = serde_json::from_slice(list).ok()?;
    let said = items.iter().filter_map(|item| match item {
        serde_json::Value::String(text) => Some(text.trim().replace('\n', " ")),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    let said: Vec<String> = said.filter(|text| !text.is_empty()).collect();
    (!said.is_empty()).then(|| said.join("\n").into())
}

/// Reads the files of a polygon layer.
pub(super) fn read(plan: &LayerPlan, findings: &mut Findings) -> Result<AreaLayer, SourceError> {
    let mut layer = AreaLayer::default();
    layer.loaded =
        load(plan, findings, &mut |here, raw, findings| layer.feature(&here, raw, findings))?;
    plan.say_unseen(&layer.seen, &layer.loaded, findings);
    layer.heights.say(plan, findings);
    std::mem::take(&mut layer.positions).say(plan, &layer.loaded, findings);
    layer.unanswered.say(plan, findings);
    if let Some(slot) = slots(plan.layer).1 {
        layer.people.say(plan.fields.name(slot), &plan.files, findings);
    }
    Ok(layer)
}

impl AreaLayer {
    fn feature(&mut self, here: &Here<'_>, raw: &RawFeature<'_>, findings: &mut Findings) -> Ended {
        self.seen.add(raw.values);
        self.heights.add(raw);
        let name = here.text(raw, NAME).unwrap_or_default();
        let property_id = here.text(raw, ID);
        let id_is_member = property_id.is_none();
        let id = property_id.or_else(|| text(raw.id).map(|text| Box::from(text.as_ref())));
        let label = if name.is_empty() { id.as_deref().unwrap_or_default() } else { &*name };
        let (word_slots, people_slot) = slots(here.plan.layer);
        let taken = people_slot.map_or_else(Taken::default, |slot| {
            let property = here.property(slot, label);
            self.people.take(here.value(raw, slot), here.origin(), &property, findings)
        });
        if let Err(code) = self.area(here, raw, label, findings) {
            return Ended::left_out(code, taken.count);
        }
        let people = taken.population();
        let answers = self.unanswered.answers(here, raw, taken.count);
        let word = |&slot: &usize| {
            let said = here.text(raw, slot);
            if slot != SUBDISTRICT || !is_finer(here.plan.layer) {
                return said;
            }
            // Formats without lists hold them as their JSON text.
            match here.value(raw, slot) {
                Value::List(bytes) => several(bytes),
                _ => said.as_deref().and_then(|text| several(text.as_bytes())).or(said),
            }
        };
        let words = std::array::from_fn(|i| word_slots.get(i).and_then(word));
        self.areas.push(raw);
        let (origin, at) = (here.origin(), raw.coordinates.positions.first());
        let at = at.copied().unwrap_or(LonLat { lon: 0.0, lat: 0.0 });
        self.drafts.push(Draft { origin, at, id, id_is_member, name, words, people, answers });
        taken.ended()
    }

    /// Whether the feature is a polygon in degrees inside the world.
    ///
    /// # Errors
    /// The code of the finding that says why not; none where that has been said before.
    fn area(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        label: &str,
        findings: &mut Findings,
    ) -> Result<(), Option<&'static str>> {
        match raw.geometry {
            Geometry::Flawed => Err(None),
            Geometry::None | Geometry::Empty(_) => Err(Some(self.positions.miss(here, raw, label))),
            Geometry::Point | Geometry::MultiPoint | Geometry::Other(_) => {
                findings.push(wrong_geometry(here, raw, label, "a Polygon or MultiPolygon"));
                Err(Some("geometry-type"))
            }
            Geometry::Polygon | Geometry::MultiPolygon => {
                self.positions.check(here, raw, label).map_err(Some)?;
                match check_span(here.file_name(), here.at, raw, label) {
                    None => Ok(()),
                    Some(finding) => {
                        findings.push(finding);
                        Err(Some("antimeridian"))
                    }
                }
            }
        }
    }

    /// Says of findings about its features where these lie.
    pub(super) fn fill_spots(&self, plan: &LayerPlan, findings: &mut Findings) {
        let features = self.drafts.iter().map(|draft| (draft.origin, draft.at));
        fill_spots(findings, &plan.files, features);
    }

    /// Whether some of the features did not become drafts.
    pub(super) fn is_short(&self) -> bool {
        !self.loaded.is_whole || self.loaded.features != self.drafts.len()
    }

    /// The shapes on the plane, in the order of the drafts; those that were changed or refused are
    /// marked so.
    pub(super) fn shapes(
        &mut self,
        plan: &LayerPlan,
        plane: &Plane,
        repair: bool,
        findings: &mut Findings,
    ) -> Vec<Option<Shape>> {
        let place = |draft: usize| {
            let draft = &self.drafts[draft];
            let place = draft.origin.place(&plan.files, ".geometry.coordinates");
            place.with_name(draft.label())
        };
        let shapes = self.areas.shapes(plane, place, repair, findings);
        let marked = self.drafts.iter().zip(shapes).map(|(draft, (shape, code, drawn))| {
            if let Some(code) = code {
                let fate = if shape.is_some() { Fate::Repaired } else { Fate::LeftOut };
                self.loaded.ledger.mark(draft.origin, fate, code, known(draft.people));
            }
            if let (Some(shape), Some((code, said))) = (&shape, drawn) {
                self.loaded.redraw(draft.origin, code, said, coordinates(shape, plane));
            }
            shape
        });
        marked.collect()
    }

    /// Unique ids in the order of the drafts; shapes settle the order of those that have none. Those
    /// that got another than they had are marked as repaired.
    pub(super) fn ids(&mut self, shapes: &[Option<Shape>]) -> Settled {
        let given = |n: usize| self.drafts[n].id.as_deref();
        let settled = settle(self.drafts.len(), given, self.by_place(shapes));
        for n in settled.changed(|n| given(n).is_some()) {
            let Draft { origin, people, .. } = self.drafts[n];
            self.loaded.ledger.mark(origin, Fate::Repaired, "duplicate-id", known(people));
        }
        settled
    }

    /// Compares two drafts by the box around their shapes, then by name.
    pub(super) fn by_place(
        &self,
        shapes: &[Option<Shape>],
    ) -> impl Fn(usize, usize) -> Ordering + '_ {
        let boxes: Vec<[f64; 4]> = shapes
            .iter()
            .map(|shape| {
                let b = shape.as_ref().map_or(Bounds::EMPTY, Shape::bounds);
                [b.min.x, b.min.y, b.max.x, b.max.y]
            })
            .collect();
        move |a, b| {
            let sides = boxes[a].iter().zip(&boxes[b]).map(|(p, q)| p.total_cmp(q));
            sides
                .fold(Ordering::Equal, Ordering::then)
                .then_with(|| self.drafts[a].name.cmp(&self.drafts[b].name))
        }
    }

    /// Warns of ids that several have, which [`Self::ids`] has told apart.
    pub(super) fn say_repeated(&self, plan: &LayerPlan, ids: &Settled, findings: &mut Findings) {
        for &(index, first) in &ids.repeated {
            let draft = &self.drafts[index];
            let first = self.drafts[first].origin.beside(&plan.files, draft.origin);
            let id = draft.id.as_deref().unwrap_or_default();
            let message = format!("{} is also {first}", quoted(id));
            let place = draft.id_place(plan);
            let here = quoted(ids.new_id(index).unwrap_or(id));
            findings.push(
                Finding::warning("duplicate-id", place, message)
                    .with_help(format!("kept apart: here as {here}")),
            );
        }
    }
}

/// People as a ledger counts them.
pub(super) fn known(people: Population) -> Option<u32> {
    match people {
        // The reader refuses numbers past 32 bits.
        Population::Known(people) => Some(u32::try_from(people.0).unwrap_or(u32::MAX)),
        Population::Unknown => None,
    }
}

impl Draft {
    /// The name that people know it by.
    pub(super) fn label(&self) -> &str {
        if self.name.is_empty() { self.id.as_deref().unwrap_or_default() } else { &self.name }
    }

    /// The place of its id.
    pub(super) fn id_place(&self, plan: &LayerPlan) -> Place {
        if self.id_is_member {
            self.origin.place(&plan.files, ".id").with_name(self.label())
        } else {
            plan.property_place(self.origin, ID).with_name(self.label())
        }
    }

    /// The place of its name.
    pub(super) fn name_place(&self, plan: &LayerPlan) -> Place {
        plan.property_place(self.origin, NAME).with_name(self.label())
    }
}
