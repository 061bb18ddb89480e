//! What residents have to choose from as `assessment.json` holds it.

use serde::Serialize;

use super::Context;
use super::layer_json::{LayerView, layer_view};
use crate::assessment::{Choice, NthNearest};
use crate::units::{Metres, People, Share};

#[derive(Serialize)]
pub(super) struct ChoiceView<'a> {
    nearest: usize,
    layers: Vec<LayerView<'a, ServiceView<'a>>>,
}

#[derive(Serialize)]
struct ServiceView<'a> {
    service: &'a str,
    people: People,
    people_by_outlets_within_reach: &'a [People],
    mean_outlets_within_reach: Option<f64>,
    nearest: Vec<NthView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    along_streets: Option<AlongView<'a>>,
}

#[derive(Serialize)]
struct AlongView<'a> {
    people_by_outlets_within_reach: &'a [People],
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
    let layers = context.assessment.choices.iter().map(|layer| {
        layer_view(context, layer, |key, of: &Option<Choice>| Some(service_view(key, of.as_ref()?)))
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
        along_streets: of.along.as_ref().map(|along| AlongView {
            people_by_outlets_within_reach: &along.by_count,
            nearest: along.nearest.iter().map(nth_view).collect(),
        }),
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
