//! `review.json`: every figure of a review, unrounded, in SI units.
//!
//! Its form is laid down in `review.schema.json` ([`REVIEW_SCHEMA`], JSON Schema 2020-12). The unit of a
//! number stands at the end of its name (`_m2`); shares are 0 to 1; what does not exist is null.

use std::io::{self, Write};

use serde::Serialize;

use super::ReviewContext;
use super::firmness::{FirmnessView, firmness_view};
use super::homes::{HomesView, NearestView, homes_view, nearest_views};
use super::provision::{ProvisionView, provision_views};
use super::room::{RoomChange, room_views};
use super::rules::demand;
use super::walks::{WalksView, walks_view};
use crate::assessment::{
    Amount, Breach, Caveat, Contribution, Course, Heads, Kept, Part, Passage, Served, UnitEffect,
};
use crate::model::Action;
use crate::profile::{Profile, Service};
use crate::report::manifest::InputRecord;
use crate::units::{People, Share, SquareMetres};

/// The JSON Schema of `review.json`.
pub const REVIEW_SCHEMA: &str = include_str!("../review.schema.json");

/// Version of its form.
pub const REVIEW_SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    program: &'static str,
    version: &'static str,
    city: &'a str,
    profile: &'a str,
    plan: PlanView<'a>,
    phases: Vec<PhaseView<'a>>,
    measures: Vec<MeasureView<'a>>,
    gaps: Vec<GapView<'a>>,
    room: Vec<RoomChange<'a>>,
    provisions: Vec<ProvisionView<'a>>,
    /// None without streets, or without people.
    streets: Option<WalksView<'a>>,
    rules: Vec<RuleView<'a>>,
    /// None without runs.
    firmness: Option<FirmnessView<'a>>,
    caveats: Vec<CaveatView<'a>>,
    inputs: &'a [InputRecord],
}

#[derive(Serialize)]
struct PlanView<'a> {
    name: &'a str,
    measures: usize,
}

/// A phase with those before it.
#[derive(Serialize)]
struct PhaseView<'a> {
    phase: u32,
    measures: usize,
    units: Vec<UnitView<'a>>,
    total: EffectView<'a>,
    /// None where nothing is built up to this phase.
    homes: Option<HomesView<'a>>,
}

#[derive(Serialize)]
struct UnitView<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(flatten)]
    effect: EffectView<'a>,
    homes: Option<HomesView<'a>>,
}

#[derive(Serialize)]
pub(super) struct EffectView<'a> {
    residents: Option<HeadsView>,
    services: Vec<ServiceView<'a>>,
    circle: Option<PassageView>,
}

#[derive(Serialize)]
struct ServiceView<'a> {
    service: &'a str,
    target_share: Option<Share>,
    /// None without data today.
    change: Option<PassageView>,
    land_meets_target_before: Option<bool>,
    land_meets_target_after: Option<bool>,
}

#[derive(Serialize)]
struct PassageView {
    before: ServedView,
    gained: AmountView,
    lost: AmountView,
    after: ServedView,
}

#[derive(Serialize)]
struct ServedView {
    land_m2: SquareMetres,
    served_m2: SquareMetres,
    unserved_m2: SquareMetres,
    share: Option<Share>,
    people: Option<HeadsView>,
}

#[derive(Serialize)]
pub(super) struct AmountView {
    land_m2: SquareMetres,
    people: Option<HeadsView>,
}

#[derive(Serialize)]
pub(super) struct HeadsView {
    all: People,
    age_0_2: Option<People>,
    age_3_5: Option<People>,
    age_60plus: Option<People>,
    age_80plus: Option<People>,
}

#[derive(Serialize)]
struct MeasureView<'a> {
    id: &'a str,
    name: &'a str,
    action: Action,
    phase: u32,
    cost: Option<f64>,
    target: Option<&'a str>,
    category: Option<&'a str>,
    /// Residents of the homes that it builds; none where it builds none.
    residents: Option<u32>,
    /// Services that these do not reach after the plan; none where it builds none.
    out_of_reach: Option<Vec<&'a str>>,
    /// Whether they reach all services of the circle after it; none where it builds none.
    circle_within_reach: Option<bool>,
    /// Whether they lie in no subdistrict.
    outside: bool,
    /// The outlets that they are judged by; none where it builds none.
    nearest: Option<Vec<NearestView<'a>>>,
    contribution: Contribution,
    alone: TurnedView<'a>,
    after_others: TurnedView<'a>,
    shares: Vec<ShareView<'a>>,
}

/// The part of a measure in the residents whom the plan gains and loses, for the services where there is any.
#[derive(Serialize)]
struct ShareView<'a> {
    service: &'a str,
    people_gained: f64,
    people_lost: f64,
}

/// What is gained and lost in the whole city, for the services where anything is, and for the circle.
#[derive(Serialize)]
pub(super) struct TurnedView<'a> {
    services: Vec<ServiceTurned<'a>>,
    circle: Option<Turned>,
}

#[derive(Serialize)]
struct ServiceTurned<'a> {
    service: &'a str,
    #[serde(flatten)]
    turned: Turned,
}

#[derive(Serialize)]
struct Turned {
    gained: AmountView,
    lost: AmountView,
}

#[derive(Serialize)]
struct GapView<'a> {
    course: Course,
    before: Option<&'a str>,
    after: Vec<&'a str>,
}

#[derive(Serialize)]
struct RuleView<'a> {
    name: Option<&'a str>,
    demand: String,
    kept: Kept,
    breaches: Vec<BreachView<'a>>,
}

#[derive(Serialize)]
struct BreachView<'a> {
    /// None of supply against need.
    service: Option<&'a str>,
    /// None for the city.
    unit: Option<&'a str>,
    share: Option<Share>,
    ratio: Option<f64>,
}

#[derive(Serialize)]
struct CaveatView<'a> {
    caveat: &'static str,
    service: Option<&'a str>,
}

/// Writes `review.json`.
///
/// # Errors
/// Those of `out`.
pub fn review_json(context: &ReviewContext<'_>, out: &mut impl Write) -> io::Result<()> {
    let (today, review) = (&context.today, &context.reviewed.review);
    let (city, profile) = (today.city, today.profile);
    let document = Document {
        schema_version: REVIEW_SCHEMA_VERSION,
        program: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        city: city.name(),
        profile: &profile.key,
        plan: PlanView { name: &context.plan.name, measures: context.plan.measures.len() },
        phases: review
            .phases
            .iter()
            .map(|phase| PhaseView {
                phase: phase.phase,
                measures: phase.measures,
                units: city
                    .subdistricts()
                    .iter()
                    .zip(&phase.effect.units)
                    .enumerate()
                    .map(|(at, (unit, of))| UnitView {
                        id: &unit.id,
                        name: &unit.name,
                        effect: effect(of, profile),
                        homes: phase.homes.as_ref().map(|of| homes_view(&of.units[at], profile)),
                    })
                    .collect(),
                total: effect(&phase.effect.total, profile),
                homes: phase.homes.as_ref().map(|of| homes_view(&of.total, profile)),
            })
            .collect(),
        measures: measures(context),
        gaps: gaps(context),
        room: room_views(context),
        provisions: provision_views(context),
        streets: walks_view(context),
        rules: rules(context),
        firmness: firmness_view(context),
        caveats: review.caveats.iter().map(|of| caveat(*of, profile)).collect(),
        inputs: today.inputs,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

pub(super) fn effect<'a>(of: &UnitEffect, profile: &'a Profile) -> EffectView<'a> {
    let service = |(passage, service): (&Option<Passage>, &'a Service)| {
        let target = service.target_share();
        let meets = |pick: fn(&Passage) -> &Served| {
            passage.as_ref().zip(target).and_then(|(passage, target)| pick(passage).meets(target))
        };
        ServiceView {
            service: &service.key,
            target_share: target,
            change: passage.as_ref().map(passage_view),
            land_meets_target_before: meets(|passage| &passage.before),
            land_meets_target_after: meets(|passage| &passage.after),
        }
    };
    EffectView {
        residents: of.residents.map(heads),
        services: of.services.iter().zip(&profile.services).map(service).collect(),
        circle: of.circle.as_ref().map(passage_view),
    }
}

fn passage_view(of: &Passage) -> PassageView {
    PassageView {
        before: served(&of.before),
        gained: amount(&of.gained),
        lost: amount(&of.lost),
        after: served(&of.after),
    }
}

fn served(of: &Served) -> ServedView {
    ServedView {
        land_m2: of.land.land,
        served_m2: of.land.served,
        unserved_m2: of.land.unserved,
        share: of.land.share,
        people: of.people.map(heads),
    }
}

pub(super) fn amount(of: &Amount) -> AmountView {
    AmountView { land_m2: of.land, people: of.people.map(heads) }
}

pub(super) fn heads(of: Heads) -> HeadsView {
    let [age_0_2, age_3_5, age_60plus, age_80plus] = of.groups;
    HeadsView { all: of.all, age_0_2, age_3_5, age_60plus, age_80plus }
}

fn measures<'a>(context: &ReviewContext<'a>) -> Vec<MeasureView<'a>> {
    let (city, profile) = (context.today.city, context.today.profile);
    let measures = context.plan.measures.iter().zip(&context.reviewed.review.measures);
    let view =
        |(measure, effect): (&'a crate::model::Measure, &'a crate::assessment::MeasureEffect)| {
            let reach = effect.reach.as_ref();
            MeasureView {
                id: &measure.id,
                name: &measure.name,
                action: measure.action,
                phase: measure.phase,
                cost: measure.cost,
                target: measure.target.map(|id| &*city.outlets()[id.index()].id),
                category: measure.outlet.as_ref().map(|outlet| outlet.category.as_str()),
                residents: measure.homes.as_ref().map(|homes| homes.residents),
                out_of_reach: reach.map(|of| {
                    of.unreached(1).map(|at| profile.services[at].key.as_str()).collect()
                }),
                circle_within_reach: reach.and_then(|of| of.has_circle(1)),
                outside: reach.is_some_and(|of| of.is_outside),
                nearest: reach.map(|of| nearest_views(of, profile)),
                contribution: effect.contribution,
                alone: turned(&effect.alone, profile),
                after_others: turned(&effect.after_others, profile),
                shares: shares(&effect.parts, profile),
            }
        };
    measures.map(view).collect()
}

fn shares<'a>(parts: &[Option<Part>], profile: &'a Profile) -> Vec<ShareView<'a>> {
    let some = parts.iter().zip(&profile.services).filter_map(|(part, service)| {
        let Part { gained, lost } = (*part)?;
        let share = ShareView { service: &service.key, people_gained: gained, people_lost: lost };
        (gained > 0.0 || lost > 0.0).then_some(share)
    });
    some.collect()
}

pub(super) fn turned<'a>(of: &UnitEffect, profile: &'a Profile) -> TurnedView<'a> {
    let turned = |passage: &Passage| {
        (!passage.is_still())
            .then(|| Turned { gained: amount(&passage.gained), lost: amount(&passage.lost) })
    };
    let services = of.services.iter().zip(&profile.services).filter_map(|(passage, service)| {
        let turned = passage.as_ref().and_then(turned)?;
        Some(ServiceTurned { service: &service.key, turned })
    });
    TurnedView { services: services.collect(), circle: of.circle.as_ref().and_then(turned) }
}

fn gaps<'a>(context: &ReviewContext<'a>) -> Vec<GapView<'a>> {
    let reviewed = context.reviewed;
    let gaps = reviewed.gaps.iter().map(|of| GapView {
        course: of.course,
        before: of.before.map(|at| reviewed.today.gaps.listed[at].id.as_str()),
        after: of.after.iter().map(|&at| reviewed.planned.gaps[at].id.as_str()).collect(),
    });
    gaps.collect()
}

fn rules<'a>(context: &ReviewContext<'a>) -> Vec<RuleView<'a>> {
    let today = context.today;
    let breach = |breach: &Breach| BreachView {
        service: breach.lack.map(|lack| today.lack_key(lack)),
        unit: breach.unit.map(|unit| today.city.subdistricts()[unit].id.as_str()),
        share: breach.share,
        ratio: breach.ratio,
    };
    let rules = context.rules.iter().zip(context.judgements).map(|(rule, judgement)| RuleView {
        name: rule.name.as_deref(),
        demand: demand(context, rule),
        kept: judgement.kept,
        breaches: judgement.breaches.iter().map(breach).collect(),
    });
    rules.collect()
}

fn caveat(of: Caveat, profile: &Profile) -> CaveatView<'_> {
    let (caveat, service) = match of {
        Caveat::FirstOutlets(at) => ("first_outlets", Some(profile.services[at].key.as_str())),
        Caveat::CircleGapsNotFollowed => ("circle_gaps_not_followed", None),
        Caveat::NoPeople => ("no_people", None),
        Caveat::HomesWithoutAges => ("homes_without_ages", None),
    };
    CaveatView { caveat, service }
}
