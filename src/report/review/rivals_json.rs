//! `rivals.json`: several plans side by side, unrounded, in SI units.
//!
//! Its form is laid down in `rivals.schema.json` ([`RIVALS_SCHEMA`], JSON Schema 2020-12).

use std::io::{self, Write};

use serde::Serialize;

use super::json::{TurnedView, turned};
use super::rivals::RivalsContext;
use crate::assessment::{Contest, Criterion, Lack};
use crate::report::manifest::InputRecord;

/// The JSON Schema of `rivals.json`.
pub const RIVALS_SCHEMA: &str = include_str!("../rivals.schema.json");

/// Version of its form.
pub const RIVALS_SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    program: &'static str,
    version: &'static str,
    city: &'a str,
    profile: &'a str,
    costs_count: bool,
    plans: Vec<PlanView<'a>>,
    versus: Vec<VersusView<'a>>,
    shared: Vec<Vec<MemberView<'a>>>,
    inputs: &'a [InputRecord],
}

#[derive(Serialize)]
struct PlanView<'a> {
    name: &'a str,
    measures: usize,
    cost: f64,
    costs_unstated: usize,
    beaten_by: Vec<&'a str>,
    unweighed: Vec<&'a str>,
    opens_first_outlets: bool,
    against_today: TurnedView<'a>,
}

#[derive(Serialize)]
struct VersusView<'a> {
    plan: &'a str,
    against: &'a str,
    contest: Contest,
    better: Vec<BetterView<'a>>,
    #[serde(flatten)]
    turned: TurnedView<'a>,
}

#[derive(Serialize)]
struct BetterView<'a> {
    criterion: &'static str,
    service: Option<&'a str>,
}

#[derive(Serialize)]
struct MemberView<'a> {
    plan: &'a str,
    measure: &'a str,
    phase: u32,
    cost: Option<f64>,
}

/// Writes `rivals.json`.
///
/// # Errors
/// Those of `out`.
pub fn rivals_json(context: &RivalsContext<'_>, out: &mut impl Write) -> io::Result<()> {
    let Some(first) = context.plans.first() else { return Ok(()) };
    let (today, rivals) = (&first.today, context.rivals);
    let plans = context.plans.iter().zip(&rivals.plans).map(|(plan, rival)| PlanView {
        name: &plan.plan.name,
        measures: plan.plan.measures.len(),
        cost: rival.cost.stated,
        costs_unstated: rival.cost.unstated,
        beaten_by: rival.beaten_by.iter().map(|&at| context.name(at)).collect(),
        unweighed: rival.unweighed.iter().map(|&at| plan.plan.measures[at].id.as_str()).collect(),
        opens_first_outlets: rival.opens_first,
        against_today: turned(&plan.reviewed.review.effect.total, today.profile),
    });
    let better = |of: &Criterion| {
        let (criterion, lack): (_, Option<Lack>) = match *of {
            Criterion::Cost => ("cost", None),
            Criterion::Gains(lack) => ("gains", Some(lack)),
            Criterion::Loses(lack) => ("loses", Some(lack)),
            Criterion::GainsWalking(at) => ("gains_along_streets", Some(Lack::Service(at))),
            Criterion::LosesWalking(at) => ("loses_along_streets", Some(Lack::Service(at))),
            Criterion::HomesServed(lack) => ("new_homes_served", Some(lack)),
            Criterion::HomesUnserved(lack) => ("new_homes_unserved", Some(lack)),
        };
        BetterView { criterion, service: lack.map(|lack| today.lack_key(lack)) }
    };
    let versus = rivals.versus.iter().map(|of| VersusView {
        plan: context.name(of.plan),
        against: context.name(of.against),
        contest: of.contest,
        better: of.better.iter().map(better).collect(),
        turned: turned(&of.effect, today.profile),
    });
    let member = |&(plan, at): &(usize, usize)| {
        let measure = &context.plans[plan].plan.measures[at];
        let (phase, cost) = (measure.phase, measure.cost);
        MemberView { plan: context.name(plan), measure: &measure.id, phase, cost }
    };
    let document = Document {
        schema_version: RIVALS_SCHEMA_VERSION,
        program: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        city: today.city.name(),
        profile: &today.profile.key,
        costs_count: rivals.costs_count,
        plans: plans.collect(),
        versus: versus.collect(),
        shared: rivals.shared.iter().map(|group| group.iter().map(member).collect()).collect(),
        inputs: today.inputs,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}
