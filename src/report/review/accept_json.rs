//! `acceptance.json`: what was built against what was planned, unrounded, in SI units.
//!
//! Its form is laid down in `acceptance.schema.json` ([`ACCEPTANCE_SCHEMA`], JSON Schema 2020-12).

use std::io::{self, Write};

use serde::Serialize;

use super::accept_beside::{BroughtView, WalksView, brought_view, walks_view};
use super::accept_table::AcceptContext;
use super::json::{EffectView, TurnedView, effect, turned};
use crate::assessment::{Done, KnownBy};
use crate::report::manifest::InputRecord;
use crate::units::Metres;

/// The JSON Schema of `acceptance.json`.
pub const ACCEPTANCE_SCHEMA: &str = include_str!("../acceptance.schema.json");

/// Version of its form.
pub const ACCEPTANCE_SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    program: &'static str,
    version: &'static str,
    city: &'a str,
    profile: &'a str,
    plan: &'a str,
    built: &'a str,
    same_place_m: Metres,
    same_outlet_m: Metres,
    measures: Vec<MeasureView<'a>>,
    units: Vec<UnitView<'a>>,
    today_to_plan: EffectView<'a>,
    today_to_built: EffectView<'a>,
    plan_to_built: EffectView<'a>,
    homes: BroughtView<'a>,
    streets: Option<WalksView<'a>>,
    inputs: &'a [InputRecord],
}

#[derive(Serialize)]
struct MeasureView<'a> {
    planned: Option<&'a str>,
    built: Option<&'a str>,
    matched_by: Option<KnownBy>,
    deviations: Vec<&'static str>,
    moved_m: Option<Metres>,
    phase_planned: Option<u32>,
    phase_built: Option<u32>,
    if_all_else_as_planned: TurnedView<'a>,
    if_all_else_as_built: TurnedView<'a>,
    meanwhile: Option<TurnedView<'a>>,
}

#[derive(Serialize)]
struct UnitView<'a> {
    id: &'a str,
    name: &'a str,
    plan_to_built: EffectView<'a>,
}

/// Writes `acceptance.json`.
///
/// # Errors
/// Those of `out`.
pub fn acceptance_json(context: &AcceptContext<'_>, out: &mut impl Write) -> io::Result<()> {
    let (today, acceptance) = (&context.today, context.acceptance);
    let profile = today.profile;
    let measure = |done: &Done| {
        let [planned, built] = [context.planned(done), context.built(done)];
        MeasureView {
            planned: planned.map(|of| of.id.as_str()),
            built: built.map(|of| of.id.as_str()),
            matched_by: done.known_by,
            deviations: done.deviations.iter().map(|of| of.key()).collect(),
            moved_m: done.deviations.iter().find_map(|of| of.moved()),
            phase_planned: planned.map(|of| of.phase),
            phase_built: built.map(|of| of.phase),
            if_all_else_as_planned: turned(&done.alone, profile),
            if_all_else_as_built: turned(&done.as_built, profile),
            meanwhile: done.meanwhile.as_ref().map(|of| turned(of, profile)),
        }
    };
    let units = today.city.subdistricts().iter().zip(&acceptance.between.units);
    let units = units.map(|(unit, of)| UnitView {
        id: &unit.id,
        name: &unit.name,
        plan_to_built: effect(of, profile),
    });
    let document = Document {
        schema_version: ACCEPTANCE_SCHEMA_VERSION,
        program: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        city: today.city.name(),
        profile: &profile.key,
        plan: &context.plan.name,
        built: &context.built.name,
        same_place_m: context.allowed.same_place,
        same_outlet_m: context.allowed.same_outlet,
        measures: acceptance.measures.iter().map(measure).collect(),
        units: units.collect(),
        today_to_plan: effect(&acceptance.planned.total, profile),
        today_to_built: effect(&acceptance.built.total, profile),
        plan_to_built: effect(&acceptance.between.total, profile),
        homes: brought_view(context),
        streets: walks_view(context),
        inputs: today.inputs,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}
