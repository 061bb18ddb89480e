//! Reads a layer of polygons: subdistricts, estates, communities. Ids, overlaps and the like are
//! settled by the layer's own module, once the local plane is known.

use std::cmp::Ordering;

use super::areas::Areas;
use super::checks::{Heights, Positions, no_geometry, wrong_geometry};
use super::feature::{Geometry, RawFeature};
use super::ids::{Settled, settle};
use super::layer::{Layer, Origin, Used};
use super::plan::{Here, LayerPlan, Loaded, SeenProperties, load};
use super::positions::check_span;
use super::source::SourceError;
use super::tally::PeopleTally;
use super::values::text;
use super::words::quoted;
use crate::finding::{Finding, Findings, Place};
use crate::model::{Bounds, Plane, Population, Shape};

/// Slots that all polygon layers share.
const ID: usize = 0;
const NAME: usize = 1;

/// A feature with a place, its shape still in degrees.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) origin: Origin,
    /// Its id, and whether that is a member of the feature and no property.
    pub(super) id: Option<Box<str>>,
    pub(super) id_is_member: bool,
    /// Its name, trimmed; empty where it has none.
    pub(super) name: Box<str>,
    /// `parent`, or `community` and `land_code`.
    pub(super) words: [Option<Box<str>>; 2],
    /// Residents.
    pub(super) people: Population,
}

/// A layer of polygons as it was read.
#[derive(Debug, Default)]
pub(super) struct AreaLayer {
    pub(super) loaded: Loaded,
    pub(super) drafts: Vec<Draft>,
    pub(super) areas: Areas,
    /// The column of residents.
    pub(super) people: PeopleTally,
    used: Used,
    seen: SeenProperties,
    heights: Heights,
    positions: Positions,
}

/// Slots of a layer's other words and of its residents.
fn slots(layer: Layer) -> (&'static [usize], Option<usize>) {
    match layer {
        Layer::Subdistricts => (&[2], Some(3)),
        Layer::Estates => (&[2, 3], Some(4)),
        Layer::Settings | Layer::Outlets | Layer::People | Layer::Communities => (&[], None),
    }
}

/// Reads the files of a polygon layer.
pub(super) fn read(plan: &LayerPlan, findings: &mut Findings) -> Result<AreaLayer, SourceError> {
    let mut layer = AreaLayer::default();
    layer.loaded = load(plan, findings, &mut |here, raw, findings| {
        layer.feature(&here, raw, findings);
    })?;
    layer.used.enter(&mut layer.loaded.files);
    plan.say_unseen(&layer.seen, findings);
    layer.heights.say(plan, findings);
    std::mem::take(&mut layer.positions).say(plan, &layer.loaded, findings);
    if let Some(slot) = slots(plan.layer).1 {
        layer.people.say(plan.fields.name(slot), &plan.files, findings);
    }
    Ok(layer)
}

impl AreaLayer {
    fn feature(&mut self, here: &Here<'_>, raw: &RawFeature<'_>, findings: &mut Findings) {
        self.seen.add(&raw.values);
        self.heights.add(raw);
        let name = here.text(raw, NAME).unwrap_or_default();
        let property_id = here.text(raw, ID);
        let id_is_member = property_id.is_none();
        let id = property_id.or_else(|| text(raw.id).map(|text| Box::from(text.as_ref())));
        let label = if name.is_empty() { id.as_deref().unwrap_or_default() } else { &*name };
        let (word_slots, people_slot) = slots(here.plan.layer);
        let people = people_slot.map_or(Population::Unknown, |slot| {
            let property = here.property(slot, label);
            self.people.population(here.value(raw, slot), here.origin(), &property, findings)
        });
        if !self.is_area(here, raw, label, findings) {
            return;
        }
        let words = std::array::from_fn(|i| word_slots.get(i).and_then(|&s| here.text(raw, s)));
        self.areas.push(raw);
        self.drafts.push(Draft { origin: here.origin(), id, id_is_member, name, words, people });
        self.used.add(here.file);
    }

    /// Whether the feature is a polygon in degrees inside the world; a finding says why not.
    fn is_area(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        label: &str,
        findings: &mut Findings,
    ) -> bool {
        match raw.geometry {
            Geometry::Flawed => false,
            Geometry::None | Geometry::Empty(_) => {
                let finding = no_geometry(here, raw, label);
                findings.push(finding);
                false
            }
            Geometry::Point | Geometry::MultiPoint | Geometry::Other(_) => {
                findings.push(wrong_geometry(here, raw, label, "a Polygon or MultiPolygon"));
                false
            }
            Geometry::Polygon | Geometry::MultiPolygon => {
                if !self.positions.check(here, raw, label) {
                    return false;
                }
                let span = check_span(here.file_name(), here.at, raw, label);
                let is_sound = span.is_none();
                if let Some(finding) = span {
                    findings.push(finding);
                }
                is_sound
            }
        }
    }

    /// Whether some of the features did not become drafts.
    pub(super) fn is_short(&self) -> bool {
        !self.loaded.is_whole || self.loaded.features != self.drafts.len()
    }

    /// The shapes on the plane, in the order of the drafts.
    pub(super) fn shapes(
        &self,
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
        self.areas.shapes(plane, place, repair, findings)
    }

    /// Unique ids in the order of the drafts; shapes settle the order of those that have none.
    pub(super) fn ids(&self, shapes: &[Option<Shape>]) -> Settled {
        let given = self.drafts.iter().map(|draft| draft.id.clone()).collect();
        settle(given, self.by_place(shapes))
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
            let id = quoted(draft.id.as_deref().unwrap_or_default());
            let message = format!("{id} is also {first}");
            let place = draft.id_place(plan);
            findings.push(
                Finding::warning("duplicate-id", place, message)
                    .with_help(format!("kept apart: here as {}", quoted(&ids.ids[index]))),
            );
        }
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
