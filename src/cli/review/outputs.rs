//! The files of a review: beside each other for one plan, in a folder a plan for several.

use std::io::Write as _;

use walkshed::finding::Findings;
use walkshed::model::Plan;
use walkshed::profile::{Profile, Requirement};
use walkshed::report::{
    Manifest, OutputRecord, ProfileRecord, ReviewContext, RivalsContext, findings_csv,
    manifest_json, plan_changes_csv, plan_gaps_csv, plan_hinges_csv, plan_homes_csv,
    plan_measures_csv, plan_provision_csv, plan_room_csv, plan_rules_csv, plan_sensitivity_csv,
    plan_streets_csv, review_json, review_md, rivals_csv, rivals_json, rivals_md,
};

use super::super::args::ReviewArgs;
use super::super::drawing::{DrawnMap, findings_of};
use super::super::failure::Failure;
use super::super::output::Staged;
use super::super::settings::{LoadedProfile, date, parameters};
use super::pictures::names;

/// What a review writes for each plan.
const OF_A_PLAN: [&str; 12] = [
    "plan_changes.csv",
    "plan_gaps.csv",
    "plan_hinges.csv",
    "plan_homes.csv",
    "plan_measures.csv",
    "plan_provision.csv",
    "plan_room.csv",
    "plan_rules.csv",
    "plan_sensitivity.csv",
    "plan_streets.csv",
    "review.json",
    "review.md",
];

/// What it writes once; the manifest is written last.
const OF_ALL: [&str; 5] =
    ["findings.csv", "rivals.csv", "rivals.json", "rivals.md", "manifest.json"];

/// All files that a review of some plans may write; maps by a profile, where it draws any.
pub(super) fn files_of(plans: &[Plan], maps_by: Option<&Profile>) -> Vec<String> {
    let of_plan = |plan: &Plan| {
        let folder = folder_of(plan, plans.len());
        let pictures = maps_by.map_or_else(Vec::new, |profile| names(plan, profile));
        let all = OF_A_PLAN.into_iter().map(str::to_owned).chain(pictures);
        all.map(|name| folder.clone() + &name).collect::<Vec<_>>()
    };
    OF_ALL.map(str::to_owned).into_iter().chain(plans.iter().flat_map(of_plan)).collect()
}

/// What is to be said of the maps of all plans.
pub(super) fn findings_of_pictures(plans: &[Plan], maps: &[Vec<DrawnMap>]) -> Findings {
    let mut findings = Findings::new();
    for (plan, maps) in plans.iter().zip(maps) {
        findings.append(findings_of(maps, &folder_of(plan, plans.len())));
    }
    findings
}

/// Where the files of a plan lie, before their names.
fn folder_of(plan: &Plan, plans: usize) -> String {
    if plans > 1 { format!("{}/", plan.name) } else { String::new() }
}

/// What goes into the files besides the figures.
pub(super) struct Written<'a> {
    pub(super) findings: &'a Findings,
    pub(super) loaded: &'a LoadedProfile,
    /// By plan; empty where none are drawn.
    pub(super) maps: &'a [Vec<DrawnMap>],
}

/// Writes all files, or none.
pub(super) fn write(
    args: &ReviewArgs,
    context: &RivalsContext<'_>,
    written: &Written<'_>,
    mut staged: Staged,
) -> Result<(), Failure> {
    let Some(first) = context.plans.first() else { return Ok(()) };
    let (today, lang) = (&first.today, first.today.lang);
    let mut outputs = vec![staged.add(OF_ALL[0], |out| findings_csv(written.findings, lang, out))?];
    for (at, plan) in context.plans.iter().enumerate() {
        let folder = folder_of(plan.plan, context.plans.len());
        outputs.extend(plan_files(plan, &folder, &mut staged)?);
        for map in written.maps.get(at).into_iter().flatten() {
            let name = format!("{folder}{}", map.file);
            outputs.push(staged.add(&name, |out| out.write_all(&map.png))?);
        }
    }
    if context.plans.len() > 1 {
        outputs.push(staged.add(OF_ALL[1], |out| rivals_csv(context, out))?);
        outputs.push(staged.add(OF_ALL[2], |out| rivals_json(context, out))?);
        outputs.push(staged.add(OF_ALL[3], |out| out.write_all(rivals_md(context).as_bytes()))?);
    }
    let mut parameters = parameters(&args.city);
    args.imprint.record(args.no_maps, &mut parameters);
    let manifest = Manifest {
        command: "review".to_owned(),
        parameters,
        language: lang,
        date: date(&args.city).to_string(),
        source: today.city.source().map(str::to_owned),
        profile: Some(ProfileRecord::of(&written.loaded.profile.key, &written.loaded.text)),
        profiles: Vec::new(),
        inputs: today.inputs.to_vec(),
        outputs,
    };
    staged.add(OF_ALL[4], |out| manifest_json(&manifest, out))?;
    staged.place()
}

/// Writes the files of one plan.
fn plan_files(
    context: &ReviewContext<'_>,
    folder: &str,
    staged: &mut Staged,
) -> Result<Vec<OutputRecord>, Failure> {
    let [
        changes,
        gaps,
        hinges,
        homes,
        measures,
        provision,
        room,
        rules,
        sensitivity,
        streets,
        json,
        page,
    ] = OF_A_PLAN.map(|name| format!("{folder}{name}"));
    let mut outputs = vec![
        staged.add(&changes, |out| plan_changes_csv(context, out))?,
        staged.add(&gaps, |out| plan_gaps_csv(context, out))?,
        staged.add(&measures, |out| plan_measures_csv(context, out))?,
    ];
    if !context.today.profile.capacities.is_empty() {
        outputs.push(staged.add(&room, |out| plan_room_csv(context, out))?);
    }
    if !context.rules.is_empty() {
        outputs.push(staged.add(&rules, |out| plan_rules_csv(context, out))?);
    }
    if context.reviewed.review.phases.iter().any(|phase| phase.homes.is_some()) {
        outputs.push(staged.add(&homes, |out| plan_homes_csv(context, out))?);
    }
    if !context.today.profile.provisions.is_empty() {
        outputs.push(staged.add(&provision, |out| plan_provision_csv(context, out))?);
    }
    if context.reviewed.walks.is_some() {
        outputs.push(staged.add(&streets, |out| plan_streets_csv(context, out))?);
    }
    if context.firmness.is_some() {
        outputs.push(staged.add(&sensitivity, |out| plan_sensitivity_csv(context, out))?);
        if context.rules.iter().any(Requirement::is_of_circles) {
            outputs.push(staged.add(&hinges, |out| plan_hinges_csv(context, out))?);
        }
    }
    outputs.push(staged.add(&json, |out| review_json(context, out))?);
    outputs.push(staged.add(&page, |out| out.write_all(review_md(context).as_bytes()))?);
    Ok(outputs)
}
