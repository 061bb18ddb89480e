//! What residents have to choose from as `assessment.json` holds it.

use serde::Serialize;

use super::Context;
use crate::assessment::{Choice, NthNearest};
use crate::units::{Metres, People, Share};

#[derive(Serialize)]
pub(super) struct ChoiceView<'a> {
    nearest: usize,
    layers: Vec<LayerView<'a>>,
}

#[derive(Serialize)]
struct LayerView<'a> {
    level: &'static str,
    units: Vec<UnitView<'a>>,
    total: Vec<ServiceView<'a>>,
}

#[derive(Serialize)]
struct UnitView<'a> {
    id: &'a str,
    services: Vec<ServiceView<'a>>,
}

#[derive(Serialize)]
struct ServiceView<'a> {
    service: &'a str,
    people: People,
    people_by_outlets_within_reach: &'a [People],
    mean_outlets_within_reach: Option<f64>,
    nearest: Vec<NthView<'a>>,
}

#[derive(Serialize)]
struct NthView<'a> {
    n: usize,
    people_median_m: Option<Metres>,
    people_p90_m: Option<Metres>,
    people_share_within_bands: &'a [Option<Share>],
}

/// The choice by layer, unit and service; services without data are left out.
pub(super) fn choice_view<'a>(context: &Context<'a>) -> ChoiceView<'a> {
    let context = *context;
    let services = |of: &'a [Option<Choice>]| {
        let of = context.profile.services.iter().zip(of);
        of.filter_map(|(service, choice)| Some(service_view(&service.key, choice.as_ref()?)))
            .collect::<Vec<_>>()
    };
    let layers = context.assessment.choices.iter().map(|layer| {
        let (level, ids) = context.units_of(layer.level);
        let units = ids.into_iter().zip(&layer.units);
        LayerView {
            level,
            units: units.map(|(id, of)| UnitView { id, services: services(of) }).collect(),
            total: services(&layer.total),
        }
    });
    ChoiceView { nearest: context.profile.nearest, layers: layers.collect() }
}

fn service_view<'a>(service: &'a str, of: &'a Choice) -> ServiceView<'a> {
    ServiceView {
        service,
        people: of.people,
        people_by_outlets_within_reach: &of.by_count,
        mean_outlets_within_reach: of.mean,
        nearest: of.nearest.iter().map(nth_view).collect(),
    }
}

fn nth_view(of: &NthNearest) -> NthView<'_> {
    NthView {
        n: of.n,
        people_median_m: of.median,
        people_p90_m: of.p90,
        people_share_within_bands: &of.within,
    }
}
