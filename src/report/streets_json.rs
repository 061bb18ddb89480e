//! Reach along streets as `assessment.json` holds it.

use serde::Serialize;

use super::Context;
use super::layer_json::{LayerView, layer_view};
use crate::assessment::{Network, StreetService};
use crate::units::{LonLat, Metres, People, Share};

#[derive(Serialize)]
pub(super) struct StreetsView<'a> {
    nearest_street_within_m: Metres,
    walks_measured_to_m: Metres,
    network: NetworkView,
    change: Option<ChangeView<'a>>,
    layers: Vec<LayerView<'a, ServiceView<'a>>>,
}

/// What is asked about.
#[derive(Serialize)]
struct ChangeView<'a> {
    opened_gates: &'a [Box<str>],
    barrier_lines: usize,
    barrier_name: Option<&'a str>,
}

#[derive(Serialize)]
struct NetworkView {
    length_m: Metres,
    edges: usize,
    pieces: usize,
    island_length_m: Metres,
    longest_island_at: Option<LonLat>,
    people_on_islands: People,
    people_near_no_street: People,
    people_behind_closed_gates: People,
    outlets_near_no_street: u32,
}

#[derive(Serialize)]
struct ServiceView<'a> {
    service: &'a str,
    people: People,
    people_within_circle: People,
    people_share_within_circle: Option<Share>,
    people_along_streets: People,
    people_share_along_streets: Option<Share>,
    people_lost_by_detour: People,
    share_lost_by_detour: Option<Share>,
    people_within_circle_near_no_street: People,
    people_too_far_along_streets: People,
    people_on_streets_without_outlet: People,
    people_near_no_street: People,
    people_median_walk_m: Option<Metres>,
    people_p90_walk_m: Option<Metres>,
    detour_factor: Option<f64>,
    streets_m: Option<Metres>,
    streets_beyond_m: Option<Metres>,
    estates: Option<u32>,
    estates_beyond: Option<u32>,
    people_along_streets_before: Option<People>,
    people_gained_by_change: Option<People>,
    people_lost_by_change: Option<People>,
}

/// What was walked, by layer, unit and service; none without streets. Services without data are left out.
pub(super) fn streets_view<'a>(context: &Context<'a>) -> Option<StreetsView<'a>> {
    let of = context.assessment.streets.as_ref()?;
    let question = context.city.question();
    let layers = of.layers.iter().map(|layer| {
        layer_view(context, layer, |key, of: &Option<StreetService>| {
            Some(service_view(key, of.as_ref()?))
        })
    });
    Some(StreetsView {
        nearest_street_within_m: of.snap,
        walks_measured_to_m: of.limit,
        network: network_view(&of.network),
        change: (!question.is_empty()).then(|| ChangeView {
            opened_gates: &question.open,
            barrier_lines: question.barrier.len(),
            barrier_name: Some(&*question.barrier_name).filter(|name| !name.is_empty()),
        }),
        layers: layers.collect(),
    })
}

fn network_view(of: &Network) -> NetworkView {
    NetworkView {
        length_m: of.length,
        edges: of.edges,
        pieces: of.pieces,
        island_length_m: of.island_length,
        longest_island_at: of.island_at,
        people_on_islands: of.island_people,
        people_near_no_street: of.no_street_people,
        people_behind_closed_gates: of.shut_people,
        outlets_near_no_street: of.no_street_outlets,
    }
}

fn service_view<'a>(service: &'a str, of: &StreetService) -> ServiceView<'a> {
    ServiceView {
        service,
        people: of.along.people,
        people_within_circle: of.by_circle.served,
        people_share_within_circle: of.by_circle.share,
        people_along_streets: of.along.served,
        people_share_along_streets: of.along.share,
        people_lost_by_detour: of.lost,
        share_lost_by_detour: of.lost_share,
        people_within_circle_near_no_street: of.no_street_in_circle,
        people_too_far_along_streets: of.too_far,
        people_on_streets_without_outlet: of.cut_off,
        people_near_no_street: of.no_street,
        people_median_walk_m: of.median,
        people_p90_walk_m: of.p90,
        detour_factor: of.detour,
        streets_m: of.gaps.map(|of| of.streets),
        streets_beyond_m: of.gaps.map(|of| of.beyond),
        estates: of.gaps.map(|of| of.estates),
        estates_beyond: of.gaps.map(|of| of.estates_beyond),
        people_along_streets_before: of.asked.map(|asked| asked.before),
        people_gained_by_change: of.asked.map(|asked| asked.gained),
        people_lost_by_change: of.asked.map(|asked| asked.lost),
    }
}
