//! `walkshed review CITY --plan FILE --out DIR`: a facility plan against today, all outputs together or
//! none.

use std::io::Write as _;
use std::time::Instant;

use walkshed::assessment::{Kept, Reviewed};
use walkshed::finding::{Fates, Findings};
use walkshed::input::{self, InputFile, Layer, PlanReading};
use walkshed::model::Plan;
use walkshed::pipeline::review_watched;
use walkshed::profile::{Requirement, requirements};
use walkshed::report::{
    Context, InputRecord, Manifest, ProfileRecord, ReviewContext, findings_csv, manifest_json,
    plan_changes_csv, plan_gaps_csv, plan_measures_csv, plan_rules_csv, review_json, review_md,
    review_summary, sha256,
};

use super::args::ReviewArgs;
use super::failure::{Failure, Outcome, Stop};
use super::messages::{Messages, Rest};
use super::output::{OutputFolder, Staged};
use super::read::{ReadCity, folder, options, read_city, records, with_threads};
use super::settings::{
    LoadedProfile, date, lang, load_profile, outcome, parameters, source_failure,
};
use super::work::work;

/// Everything that a review writes; the manifest is written last.
const NAMES: [&str; 8] = [
    "findings.csv",
    "plan_changes.csv",
    "plan_gaps.csv",
    "plan_measures.csv",
    "plan_rules.csv",
    "review.json",
    "review.md",
    "manifest.json",
];

pub(super) fn run(args: &ReviewArgs, messages: Messages) -> Result<Outcome, Stop> {
    with_threads(args.city.threads, || review(args, messages))
}

fn review(args: &ReviewArgs, messages: Messages) -> Result<Outcome, Stop> {
    let loaded = load_profile(&args.city.profile, messages)?;
    let out = OutputFolder::prepare(&args.out, messages)?;
    out.spare_city(&folder(&args.city)?)?;
    out.spare_other_outputs("review")?;
    let read = read_city(&args.city, "", &loaded, messages, Rest::InTable)?;
    let (read, planned) = read_plan(args, read, &loaded, messages)?;
    let rules = read_rules(args, &loaded, messages)?;
    let mut inputs = read.inputs(&args.city, &loaded)?;
    inputs.push(args.plan.clone());
    inputs.extend(args.require.clone());
    out.spare_inputs(&NAMES.map(str::to_owned), &inputs)?;

    let worked = work(messages, move |watch| {
        let reviewed = review_watched(&read.city, &loaded.profile, &planned.plan, watch)?;
        Ok::<_, Failure>((read, loaded, planned, reviewed))
    });
    let (read, loaded, planned, reviewed) = worked??;
    let files: Vec<InputFile> = read.files.iter().chain(&planned.files).cloned().collect();
    let (lang, mut records) = (lang(args.city.voice), records(&files));
    records.extend(rules.record);
    let judgements = reviewed.review.judge(&rules.rules);
    let Reviewed { today: assessment, .. } = &reviewed;
    let (city, profile) = (&read.city, &loaded.profile);
    let today = Context { city, profile, assessment, inputs: &records, lang };
    let (plan, rules) = (&planned.plan, &rules.rules[..]);
    let context =
        ReviewContext { today, plan, reviewed: &reviewed, rules, judgements: &judgements };
    let mut findings = read.findings.clone();
    findings.append(planned.findings);
    let begun = Instant::now();
    write(args, &context, (&findings, &loaded), out.stage()?)?;
    messages.timing("writing", begun.elapsed());
    messages.summary(&review_summary(&context))?;
    if judgements.iter().any(|judgement| judgement.kept != Kept::Yes) {
        return Ok(Outcome::Warned);
    }
    Ok(outcome(&findings, args.city.deny_warnings))
}

/// The rules of `--require`, with the record of their file.
#[derive(Default)]
struct Rules {
    rules: Vec<Requirement>,
    record: Option<InputRecord>,
}

/// Reads the rules; stops where a finding is an error.
fn read_rules(
    args: &ReviewArgs,
    loaded: &LoadedProfile,
    messages: Messages,
) -> Result<Rules, Stop> {
    let Some(path) = args.require.clone() else { return Ok(Rules::default()) };
    let name = path.display().to_string();
    let text = work(messages, move |watch| {
        input::read_text(&path, input::TEXT_LIMIT, watch).map_err(|error| source_failure(&error))
    })??;
    let Some(text) = text else {
        let message = format!("{name}: the rules are not UTF-8 text");
        return Err(Failure::new("not-utf8", message).with_help("save the file as UTF-8").into());
    };
    let (rules, findings) = requirements(&text, &name, &loaded.profile);
    messages.findings(&findings, Rest::Nowhere);
    if findings.has_errors() {
        return Err(Stop::Refused);
    }
    let record = InputRecord {
        layer: "rules".to_owned(),
        name,
        bytes: text.len() as u64,
        sha256: sha256(text.as_bytes()),
        features: rules.len() as u64,
        fates: Fates::default(),
    };
    Ok(Rules { rules, record: Some(record) })
}

/// A plan without errors.
struct Planned {
    plan: Plan,
    findings: Findings,
    files: Vec<InputFile>,
}

/// Reads the plan and prints its findings; stops where one is an error.
fn read_plan(
    args: &ReviewArgs,
    read: ReadCity,
    loaded: &LoadedProfile,
    messages: Messages,
) -> Result<(ReadCity, Planned), Stop> {
    let mut options = options(&args.city, None, loaded);
    options.crs.extend(args.plan_crs.map(|crs| (Layer::Plan, crs.into())));
    let (path, table) = (args.plan.clone(), loaded.profile.category_table());
    let (read, reading) = work(messages, move |watch| {
        let reading = input::read_plan(&path, &read.city, &table, &options, watch)
            .map_err(|error| source_failure(&error))?;
        Ok::<_, Failure>((read, reading))
    })??;
    let PlanReading { plan, findings, files } = reading;
    if let Some(plan) = plan {
        messages.findings(&findings, Rest::InTable);
        Ok((read, Planned { plan, findings, files }))
    } else {
        messages.findings(&findings, Rest::Nowhere);
        Err(Stop::Refused)
    }
}

fn write(
    args: &ReviewArgs,
    context: &ReviewContext<'_>,
    (findings, loaded): (&Findings, &LoadedProfile),
    mut staged: Staged,
) -> Result<(), Failure> {
    let lang = context.today.lang;
    let mut outputs = vec![
        staged.add(NAMES[0], |out| findings_csv(findings, lang, out))?,
        staged.add(NAMES[1], |out| plan_changes_csv(context, out))?,
        staged.add(NAMES[2], |out| plan_gaps_csv(context, out))?,
        staged.add(NAMES[3], |out| plan_measures_csv(context, out))?,
        staged.add(NAMES[5], |out| review_json(context, out))?,
        staged.add(NAMES[6], |out| out.write_all(review_md(context).as_bytes()))?,
    ];
    if !context.rules.is_empty() {
        outputs.insert(4, staged.add(NAMES[4], |out| plan_rules_csv(context, out))?);
    }
    let manifest = Manifest {
        command: "review".to_owned(),
        parameters: parameters(&args.city),
        language: lang,
        date: date(&args.city).to_string(),
        source: context.today.city.source().map(str::to_owned),
        profile: Some(ProfileRecord::of(&loaded.profile.key, &loaded.text)),
        inputs: context.today.inputs.to_vec(),
        outputs,
    };
    staged.add(NAMES[7], |out| manifest_json(&manifest, out))?;
    staged.place()
}
