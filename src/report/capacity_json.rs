//! Room against need within reach as `assessment.json` holds it.

use serde::Serialize;

use super::Context;
use super::finer_json::{CitationView, citation_view};
use crate::assessment::{CapacityFigures, Room, Seated};
use crate::profile::{Capacity, Names};
use crate::units::{Metres, People, Share};

#[derive(Serialize)]
pub(super) struct CapacityView<'a> {
    key: &'a str,
    names: &'a Names,
    categories: &'a [String],
    measure: &'a str,
    demand: &'a str,
    radius_m: Metres,
    decay: &'static str,
    access_per: f64,
    citation: CitationView<'a>,
    lead_department: &'a Names,
    supporting_departments: &'a [Names],
    room: Option<RoomView>,
    layers: Vec<LayerView<'a>>,
}

#[derive(Serialize)]
pub(super) struct RoomView {
    outlets: u32,
    outlets_unstated: u32,
    places: u64,
    places_taken: u64,
}

#[derive(Serialize)]
struct LayerView<'a> {
    level: &'static str,
    units: Vec<UnitView<'a>>,
    total: SeatedView,
}

#[derive(Serialize)]
struct UnitView<'a> {
    id: &'a str,
    #[serde(flatten)]
    of: SeatedView,
}

#[derive(Serialize)]
pub(super) struct SeatedView {
    people_in_need: People,
    people_with_a_place: People,
    people_in_reach_but_full: People,
    people_in_reach_of_unstated: People,
    people_out_of_reach: People,
    people_with_a_place_share: Option<Share>,
    mean_distance_of_placed_m: Option<Metres>,
    access: Option<f64>,
    people_below_average_access: People,
    people_below_average_access_share: Option<Share>,
}

/// The capacity rules of the profile, each with its figures; those without data have none.
pub(super) fn capacity_views<'a>(context: &Context<'a>) -> Vec<CapacityView<'a>> {
    let rules = context.profile.capacities.iter();
    let measured = rules.zip(&context.assessment.capacities);
    measured.map(|(of, figures)| capacity_view(context, of, figures.as_ref())).collect()
}

fn capacity_view<'a>(
    context: &Context<'a>,
    of: &'a Capacity,
    figures: Option<&'a CapacityFigures>,
) -> CapacityView<'a> {
    let layers = figures.into_iter().flat_map(|figures| &figures.layers).map(|layer| {
        let (level, ids) = context.units_of(layer.level);
        let units = ids.into_iter().zip(&layer.units);
        LayerView {
            level,
            units: units.map(|(id, of)| UnitView { id, of: seated_view(of) }).collect(),
            total: seated_view(&layer.total),
        }
    });
    CapacityView {
        key: &of.key,
        names: &of.names,
        categories: &of.categories,
        measure: of.measure.key(),
        demand: of.demand.key(),
        radius_m: of.radius,
        decay: of.decay.key(),
        access_per: of.per,
        citation: citation_view(&of.citation),
        lead_department: &of.lead,
        supporting_departments: &of.supporting,
        room: figures.map(|figures| room_view(&figures.room)),
        layers: layers.collect(),
    }
}

pub(super) fn room_view(of: &Room) -> RoomView {
    RoomView {
        outlets: of.outlets,
        outlets_unstated: of.unstated,
        places: of.places,
        places_taken: of.taken,
    }
}

pub(super) fn seated_view(of: &Seated) -> SeatedView {
    SeatedView {
        people_in_need: of.people,
        people_with_a_place: of.served,
        people_in_reach_but_full: of.full,
        people_in_reach_of_unstated: of.unknown,
        people_out_of_reach: of.out_of_reach,
        people_with_a_place_share: of.served_share,
        mean_distance_of_placed_m: of.mean_distance,
        access: of.access,
        people_below_average_access: of.below_average,
        people_below_average_access_share: of.below_average_share,
    }
}
