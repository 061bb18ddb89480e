//! Supply against need as `assessment.json` holds it: the rules, then the ratios by layer.

use serde::Serialize;

use super::Context;
use super::finer_json::{CitationView, citation_view};
use crate::assessment::{Judged, ProvisionLayer, Ratio, Supply, Verdict};
use crate::profile::{Names, Provision, Tier};

#[derive(Serialize)]
pub(super) struct ProvisionsView<'a> {
    rules: Vec<RuleView<'a>>,
    layers: Vec<LayerView<'a>>,
}

#[derive(Serialize)]
struct RuleView<'a> {
    key: &'a str,
    names: &'a Names,
    categories: &'a [String],
    measure: &'a str,
    base: &'a str,
    per: f64,
    min: Option<f64>,
    max: Option<f64>,
    limits_hold_for: Option<Tier>,
    citation: CitationView<'a>,
    lead_department: &'a Names,
    supporting_departments: &'a [Names],
}

#[derive(Serialize)]
struct LayerView<'a> {
    level: &'static str,
    units: Vec<UnitView<'a>>,
    total: Vec<RatioView<'a>>,
    judged: Vec<JudgedView<'a>>,
}

#[derive(Serialize)]
struct UnitView<'a> {
    id: &'a str,
    ratios: Vec<RatioView<'a>>,
}

#[derive(Serialize)]
struct RatioView<'a> {
    provision: &'a str,
    status: Supply,
    outlets_inside: Option<u32>,
    outlets_unstated: u32,
    doubtful_outlets_inside: u32,
    measure_amount: Option<f64>,
    base_amount: Option<f64>,
    value_as_stated: Option<f64>,
    value_low: Option<f64>,
    value_high: Option<f64>,
    verdict: Option<Verdict>,
}

#[derive(Serialize)]
struct JudgedView<'a> {
    provision: &'a str,
    units_met: u32,
    units_below: u32,
    units_above: u32,
    units_unverified: u32,
}

/// The provisions of the profile and what was measured.
pub(super) fn provisions_view<'a>(context: &Context<'a>) -> ProvisionsView<'a> {
    let profile = context.profile;
    ProvisionsView {
        rules: profile.provisions.iter().map(rule_view).collect(),
        layers: context.assessment.provisions.iter().map(|l| layer_view(context, l)).collect(),
    }
}

fn rule_view(of: &Provision) -> RuleView<'_> {
    RuleView {
        key: &of.key,
        names: &of.names,
        categories: &of.categories,
        measure: of.measure.key(),
        base: of.base.key(),
        per: of.per,
        min: of.min,
        max: of.max,
        limits_hold_for: of.level,
        citation: citation_view(&of.citation),
        lead_department: &of.lead,
        supporting_departments: &of.supporting,
    }
}

fn layer_view<'a>(context: &Context<'a>, layer: &'a ProvisionLayer) -> LayerView<'a> {
    let (level, ids) = context.units_of(layer.ratios.level);
    let rules = || context.profile.provisions.iter();
    let ratios = |of: &[Ratio]| {
        let all = rules().zip(of).filter(|(rule, _)| rule.is_of(layer.ratios.level));
        all.map(ratio_view).collect::<Vec<_>>()
    };
    let judged = rules().zip(&layer.judged).filter(|(rule, _)| rule.is_of(layer.ratios.level));
    LayerView {
        level,
        units: ids
            .into_iter()
            .zip(&layer.ratios.units)
            .map(|(id, of)| UnitView { id, ratios: ratios(of) })
            .collect(),
        total: ratios(&layer.ratios.total),
        judged: judged.map(judged_view).collect(),
    }
}

fn ratio_view<'a>((rule, of): (&'a Provision, &Ratio)) -> RatioView<'a> {
    RatioView {
        provision: &rule.key,
        status: of.supply,
        outlets_inside: of.outlets,
        outlets_unstated: of.unstated,
        doubtful_outlets_inside: of.doubtful,
        measure_amount: of.measure,
        base_amount: of.base,
        value_as_stated: of.value,
        value_low: of.low,
        value_high: of.high,
        verdict: of.verdict,
    }
}

fn judged_view<'a>((rule, of): (&'a Provision, &Judged)) -> JudgedView<'a> {
    JudgedView {
        provision: &rule.key,
        units_met: of.met,
        units_below: of.below,
        units_above: of.above,
        units_unverified: of.unverified,
    }
}
