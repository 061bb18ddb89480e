//! Files that have latitude first, or the northing: swapped where the user says so, and nowhere else.
//!
//! Takes each feature before it is converted and hands on a copy with the two numbers the other way
//! round. Says at the end how many features those were, with the first as an example. Swapping what is
//! in order already is refused where the numbers show it: by a latitude past 90 degrees (`positions`),
//! or because the layer lies at the city as the file has it, and elsewhere as swapped.

use super::coordinates::Coordinates;
use super::feature::RawFeature;
use super::ledger::Ended;
use super::plan::{Here, LayerPlan};
use super::positions::{Extent, index_path};
use super::words::{counted, quoted};
use crate::finding::{Finding, Findings, Place};
use crate::model::LonLat;

/// Swaps the positions of one file, if it is to be swapped.
#[derive(Debug)]
pub(super) struct Swapper<'p> {
    plan: &'p LayerPlan,
    is_asked: bool,
    /// The swapped coordinates of the feature at hand.
    scratch: Coordinates,
    swapped: Option<Swapped>,
}

/// What was swapped in a file.
#[derive(Debug)]
pub(super) struct Swapped {
    /// The first position, and how the file has it.
    place: Place,
    first: LonLat,
    features: usize,
    as_read: Extent,
    turned: Extent,
}

impl<'p> Swapper<'p> {
    /// The swapper of a file of a layer, by its position.
    pub(super) fn new(plan: &'p LayerPlan, file: usize) -> Self {
        let is_asked = plan.is_swapped(file);
        Self { plan, is_asked, scratch: Coordinates::default(), swapped: None }
    }

    /// Hands on the feature, swapped if that is asked for.
    pub(super) fn hand_on(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        sink: impl FnOnce(&RawFeature<'_>) -> Ended,
    ) -> Ended {
        let Some(&first) = raw.coordinates.positions.first().filter(|_| self.is_asked) else {
            return sink(raw);
        };
        self.scratch.clone_from(raw.coordinates);
        let swapped = self.swapped.get_or_insert_with(|| Swapped {
            place: here.place(&format!(".geometry.coordinates{}", index_path(raw, 0))),
            first,
            features: 0,
            as_read: Extent::default(),
            turned: Extent::default(),
        });
        swapped.features += 1;
        for position in &mut self.scratch.positions {
            swapped.as_read.add(*position);
            *position = turned(*position);
            swapped.turned.add(*position);
        }
        sink(&RawFeature { coordinates: &self.scratch, ..*raw })
    }

    /// Says what was swapped.
    pub(super) fn say(self, findings: &mut Findings) -> Option<Swapped> {
        let swapped = self.swapped?;
        let things = counted(swapped.features, self.plan.layer.thing());
        let (before, after) = (shown(swapped.first), shown(turned(swapped.first)));
        let message = format!("{things} swapped, as asked: {before} became {after}");
        findings.push(Finding::note("axes-swapped", swapped.place.clone(), message));
        Some(swapped)
    }
}

impl Swapped {
    /// Refuses to swap a layer that lies where the others are as its file has it, and not as swapped.
    pub(super) fn say_needless(&self, plan: &LayerPlan, others: Extent, findings: &mut Findings) {
        // A latitude past the pole has been refused by itself.
        let is_said = !self.turned.is_on_earth();
        if is_said || self.turned.is_near(others) || !self.as_read.is_near(others) {
            return;
        }
        let (first, thing) = (shown(self.first), plan.layer.thing());
        let message = format!(
            "swapped, no {thing} lies near the rest of the city; as the file has them they do: {first}"
        );
        findings
            .push(Finding::error("axis-order", self.place.clone(), message).with_help(undo(plan)));
    }
}

fn turned(LonLat { lon, lat }: LonLat) -> LonLat {
    LonLat { lon: lat, lat: lon }
}

fn shown(LonLat { lon, lat }: LonLat) -> String {
    format!("[{lon}, {lat}]")
}

/// How to have a file swapped.
pub(super) fn remedy(plan: &LayerPlan, file: usize) -> String {
    match &plan.files[..] {
        [_] => format!("pass --swap-axes {}", plan.layer.word()),
        files => {
            let name = quoted(&files[file].given);
            format!("write swap_axes = true beside {name} in walkshed.toml")
        }
    }
}

/// How to have it left as it is.
pub(super) fn undo(plan: &LayerPlan) -> String {
    format!("leave --swap-axes {}, or swap_axes in walkshed.toml, away", plan.layer.word())
}
