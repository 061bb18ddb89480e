//! Communities, grids and other units as `assessment.json` holds them: the figures of subdistricts,
//! the function matrix, and what it adds up to.

use serde::Serialize;

use super::figures_json::{Figures, figures};
use super::{Context, words};
use crate::assessment::{FinerLayer, Function, FunctionRate};
use crate::model::OpenAt;
use crate::model::UnitLevel;
use crate::profile::{Citation, Item, Names, Need};
use crate::units::{Metres, People, Share, SquareMetres};

#[derive(Serialize)]
pub(super) struct LayerView<'a> {
    level: UnitLevel,
    units: Vec<UnitView<'a>>,
    total: Figures<'a>,
    land_elsewhere_m2: SquareMetres,
    people_elsewhere: Option<People>,
    functions: Vec<RateView>,
    complete: CompleteView,
}

#[derive(Serialize)]
struct UnitView<'a> {
    id: &'a str,
    name: &'a str,
    subdistrict: Option<&'a str>,
    #[serde(flatten)]
    figures: Figures<'a>,
    functions: Vec<FunctionView>,
    functions_available: u32,
    complete: Option<bool>,
}

#[derive(Serialize)]
struct FunctionView {
    function: String,
    standing: &'static str,
    outlets_inside: u32,
    served_m2: Option<SquareMetres>,
    share: Option<Share>,
    with_doubtful: Option<bool>,
}

#[derive(Serialize)]
struct RateView {
    function: String,
    units_counted: u32,
    units_with_outlet_inside: u32,
    outlet_inside_share: Option<Share>,
    units_within_reach: u32,
    within_reach_share: Option<Share>,
    units_available: u32,
    available_share: Option<Share>,
    units_unverified: u32,
    units_available_with_doubtful: Option<u32>,
    units_lacking: LackingView,
}

#[derive(Serialize)]
struct LackingView {
    none: u32,
    too_far: u32,
    too_small: u32,
    not_inclusive: u32,
    closed: u32,
}

#[derive(Serialize)]
struct CompleteView {
    functions_counted: Vec<String>,
    units_complete: u32,
    units_counted: u32,
    share: Option<Share>,
}

/// When a unit has a function, and which it should have.
#[derive(Serialize)]
pub(super) struct RuleView<'a> {
    outlet_inside: bool,
    land_share: Option<Share>,
    citation: CitationView<'a>,
    functions: Vec<ItemView>,
}

#[derive(Serialize)]
pub(super) struct CitationView<'a> {
    clause: &'a str,
    source: &'a Names,
    confidence: crate::profile::Confidence,
    in_force: bool,
    is_assumption: bool,
}

#[derive(Serialize)]
struct ItemView {
    key: String,
    names: Names,
    needs: Vec<NeedView>,
    inclusive: bool,
    open_at: Option<String>,
    lead_department: Names,
    supporting_departments: Vec<Names>,
}

#[derive(Serialize)]
struct NeedView {
    category: String,
    radius_m: Option<Metres>,
    floor_min_m2: Option<SquareMetres>,
    capacity_min: Option<f64>,
    clause: String,
    is_assumption: bool,
}

/// The rule of the function matrix.
pub(super) fn rule_view<'a>(context: &Context<'a>) -> RuleView<'a> {
    let profile = context.profile;
    RuleView {
        outlet_inside: profile.availability.inside,
        land_share: profile.availability.share,
        citation: citation_view(&profile.availability.citation),
        functions: profile.matrix_items().into_iter().map(item_view).collect(),
    }
}

pub(super) fn citation_view(of: &Citation) -> CitationView<'_> {
    CitationView {
        clause: &of.clause,
        source: &of.source,
        confidence: of.confidence,
        in_force: of.in_force,
        is_assumption: of.is_assumption(),
    }
}

fn item_view(item: Item) -> ItemView {
    let need = |need: Need| NeedView {
        category: need.category,
        radius_m: need.radius,
        floor_min_m2: need.floor_min,
        capacity_min: need.capacity_min,
        is_assumption: need.citation.is_assumption(),
        clause: need.citation.clause,
    };
    ItemView {
        key: item.key,
        names: item.names,
        needs: item.needs.into_iter().map(need).collect(),
        inclusive: item.inclusive,
        open_at: item.open_at.map(OpenAt::text),
        lead_department: item.lead,
        supporting_departments: item.supporting,
    }
}

/// The other layers of units.
pub(super) fn layer_views<'a>(context: &Context<'a>) -> Vec<LayerView<'a>> {
    let keys: Vec<String> = context.profile.matrix_items().into_iter().map(|i| i.key).collect();
    context.assessment.finer.iter().map(|layer| layer_view(context, layer, &keys)).collect()
}

fn layer_view<'a>(context: &Context<'a>, layer: &'a FinerLayer, keys: &[String]) -> LayerView<'a> {
    let matrix = &layer.matrix;
    let units = context.city.finer_units(layer.level).iter().zip(&layer.units).enumerate();
    let no_gaps = |_: Option<usize>| None;
    LayerView {
        level: layer.level,
        units: units
            .map(|(at, (unit, of))| UnitView {
                id: &unit.id,
                name: &unit.name,
                subdistrict: of.parent.map(|id| context.unit(id).0),
                figures: figures(&of.figures, context.profile, no_gaps),
                functions: keys.iter().zip(&matrix.cells[at]).map(function_view).collect(),
                functions_available: matrix.available[at],
                complete: matrix.complete[at],
            })
            .collect(),
        total: figures(&layer.total, context.profile, no_gaps),
        land_elsewhere_m2: layer.land_elsewhere,
        people_elsewhere: layer.people_elsewhere,
        functions: keys.iter().zip(&matrix.rates).map(rate_view).collect(),
        complete: CompleteView {
            functions_counted: matrix.counted_items.iter().map(|&at| keys[at].clone()).collect(),
            units_complete: matrix.complete_units,
            units_counted: matrix.counted_units,
            share: matrix.complete_share,
        },
    }
}

fn function_view((key, of): (&String, &Function)) -> FunctionView {
    FunctionView {
        function: key.clone(),
        standing: words::standing_key(of.standing),
        outlets_inside: of.inside,
        served_m2: of.served,
        share: of.share,
        with_doubtful: of.with_doubtful,
    }
}

fn rate_view((key, of): (&String, &FunctionRate)) -> RateView {
    let [none, too_far, too_small, not_inclusive, closed] = of.lacking;
    RateView {
        function: key.clone(),
        units_counted: of.counted,
        units_with_outlet_inside: of.inside,
        outlet_inside_share: of.inside_share,
        units_within_reach: of.within_reach,
        within_reach_share: of.within_reach_share,
        units_available: of.available,
        available_share: of.available_share,
        units_unverified: of.unverified,
        units_available_with_doubtful: of.with_doubtful,
        units_lacking: LackingView { none, too_far, too_small, not_inclusive, closed },
    }
}
