//! What stands beside the circles as `assessment.json` holds it.

use serde::Serialize;

use super::Context;
use super::beside_table::key;
use super::finer_json::{CitationView, citation_view};
use crate::assessment::{Beside, BesideFigures, ByUnit, Unmeasured};
use crate::profile::{DemandGroup, Names, Profile, Walker};
use crate::units::{Metres, People, Share};

#[derive(Serialize)]
pub(super) struct BesideView<'a> {
    service: &'a str,
    reach_by: String,
    limits_m: &'a [Metres],
    unmeasured: Option<Unmeasured>,
    layers: Vec<LayerView<'a>>,
}

#[derive(Serialize)]
struct LayerView<'a> {
    level: &'static str,
    units: Vec<UnitView<'a>>,
    total: FiguresView,
}

#[derive(Serialize)]
struct UnitView<'a> {
    id: &'a str,
    figures: FiguresView,
}

#[derive(Serialize)]
struct FiguresView {
    people: Option<People>,
    people_within_circle: Option<People>,
    people_share_within_circle: Option<Share>,
    people_within_reach: Option<People>,
    people_share_within_reach: Option<Share>,
    people_in_circle_out_of_reach: Option<People>,
    share_in_circle_out_of_reach: Option<Share>,
    people_in_reach_out_of_circle: Option<People>,
    land_share_within_circle: Option<Share>,
    land_share_within_reach: Option<Share>,
}

#[derive(Serialize)]
pub(super) struct WalkerView<'a> {
    key: &'a str,
    names: &'a Names,
    metres_a_minute: Metres,
    steps: bool,
    people: DemandGroup,
    citation: CitationView<'a>,
}

/// Who walks.
pub(super) fn walker_views(profile: &Profile) -> Vec<WalkerView<'_>> {
    profile.walkers.iter().map(walker_view).collect()
}

fn walker_view(of: &Walker) -> WalkerView<'_> {
    WalkerView {
        key: &of.key,
        names: &of.names,
        metres_a_minute: of.speed,
        steps: of.steps,
        people: of.people,
        citation: citation_view(&of.citation),
    }
}

/// What stands beside the circles, by service.
pub(super) fn beside_views<'a>(context: &Context<'a>) -> Vec<BesideView<'a>> {
    let view = |of: &'a Beside| BesideView {
        service: &context.service(of.service).key,
        reach_by: key(context, of),
        limits_m: &of.limits,
        unmeasured: of.unmeasured,
        layers: of.layers.iter().map(|layer| layer_view(context, layer)).collect(),
    };
    context.assessment.beside.iter().map(view).collect()
}

fn layer_view<'a>(context: &Context<'a>, of: &'a ByUnit<BesideFigures>) -> LayerView<'a> {
    let (level, ids) = context.units_of(of.level);
    let units = ids.into_iter().zip(&of.units);
    LayerView {
        level,
        units: units.map(|(id, of)| UnitView { id, figures: figures(of) }).collect(),
        total: figures(&of.total),
    }
}

fn figures(BesideFigures { people, land }: &BesideFigures) -> FiguresView {
    FiguresView {
        people: people.map(|of| of.by_circle.people),
        people_within_circle: people.map(|of| of.by_circle.served),
        people_share_within_circle: people.and_then(|of| of.by_circle.share),
        people_within_reach: people.map(|of| of.within.served),
        people_share_within_reach: people.and_then(|of| of.within.share),
        people_in_circle_out_of_reach: people.map(|of| of.lost),
        share_in_circle_out_of_reach: people.and_then(|of| of.lost_share),
        people_in_reach_out_of_circle: people.map(|of| of.gained),
        land_share_within_circle: land.and_then(|of| of.by_circle.share),
        land_share_within_reach: land.and_then(|of| of.within.share),
    }
}
