//! `walkshed accept CITY --plan FILE --built FILE --out DIR`: what was built of a facility plan, all
//! outputs together or none.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueHint};
use walkshed::assessment::{Accepted, Allowed};
use walkshed::finding::Findings;
use walkshed::input::{Crs, InputFile};
use walkshed::pipeline::accept_watched;
use walkshed::report::{
    AcceptContext, Context, Manifest, ProfileRecord, acceptance_csv, acceptance_json,
    acceptance_md, acceptance_summary, findings_csv, manifest_json,
};
use walkshed::units::Metres;

use super::args::{CityArgs, RuleArgs};
use super::failure::{Failure, Outcome, Stop};
use super::messages::{Messages, Rest};
use super::output::{OutputFolder, Staged};
use super::read::{folder, read_city, records, with_threads};
use super::review::{PlanFiles, Planned, read_plans};
use super::settings::{LoadedProfile, date, lang, load_profile, outcome, parameters};
use super::values;
use super::work::work;

#[derive(Debug, Args)]
pub(super) struct AcceptArgs {
    /// The city as it was before the plan
    #[command(flatten)]
    pub(super) city: CityArgs,
    #[command(flatten)]
    rules: RuleArgs,
    /// The plan: one feature a measure, with action, target and phase
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    plan: PathBuf,
    /// What was built, in the same form, with the phase in which it was done
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    built: PathBuf,
    /// Coordinate system of the plan and of what was built [default: WGS 84 or CGCS2000 degrees]
    #[arg(long, value_name = "CRS")]
    plan_crs: Option<Crs>,
    /// Up to this distance an outlet stands where it was planned
    #[arg(long, value_name = "METRES", default_value = "10m", value_parser = values::apart)]
    same_place: Metres,
    /// Up to this distance two new outlets of one category may be the same
    #[arg(long, value_name = "METRES", default_value = "300m", value_parser = values::apart)]
    same_outlet: Metres,
    /// Folder for the outputs; made if its parent exists
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) out: PathBuf,
}

/// Everything that an acceptance writes; the manifest is written last.
const NAMES: [&str; 5] =
    ["acceptance.csv", "acceptance.json", "acceptance.md", "findings.csv", "manifest.json"];

pub(super) fn run(args: &AcceptArgs, messages: Messages) -> Result<Outcome, Stop> {
    with_threads(args.city.threads, || accept(args, messages))
}

fn accept(args: &AcceptArgs, messages: Messages) -> Result<Outcome, Stop> {
    let loaded = load_profile(&args.rules.profile, messages)?;
    let out = OutputFolder::prepare(&args.out, messages)?;
    out.spare_folders(&folder(&args.city)?, args.city.cache.as_deref())?;
    let read = read_city(&args.city, "", &loaded, messages, Rest::InTable)?;
    let files = PlanFiles {
        paths: vec![args.plan.clone(), args.built.clone()],
        city: &args.city,
        crs: args.plan_crs,
    };
    let (read, planned) = read_plans(&files, read, &loaded, messages)?;
    let mut inputs = read.inputs(&args.city, &loaded)?;
    inputs.extend(files.paths);
    out.spare_inputs(&NAMES.map(str::to_owned), &inputs)?;

    let allowed = Allowed { same_place: args.same_place, same_outlet: args.same_outlet };
    let worked = work(messages, move |watch| {
        let Planned { plans, .. } = &planned;
        let [plan, built] = &plans[..] else { unreachable!("two files give two plans") };
        let accepted = accept_watched(&read.city, &loaded.profile, (plan, built), allowed, watch)?;
        Ok::<_, Failure>((read, loaded, planned, accepted))
    });
    let (read, loaded, planned, accepted) = worked??;
    let files: Vec<InputFile> = read.files.iter().chain(&planned.files).cloned().collect();
    let (lang, records) = (lang(args.city.voice), records(&files));
    let Accepted { today: assessment, acceptance, walks, homes } = &accepted;
    let (city, profile) = (&read.city, &loaded.profile);
    let today = Context { city, profile, assessment, inputs: &records, lang };
    let [plan, built] = &planned.plans[..] else { unreachable!("two files give two plans") };
    let (walks, homes) = (walks.as_ref(), homes.each_ref().map(Option::as_ref));
    let context = AcceptContext { today, plan, built, acceptance, walks, homes, allowed };
    let mut findings = read.findings.clone();
    findings.append(planned.findings);
    let begun = Instant::now();
    write(args, &context, (&findings, &loaded), out.stage()?)?;
    messages.timing("writing", begun.elapsed());
    messages.summary(&acceptance_summary(&context))?;
    Ok(outcome(&findings, args.city.deny_warnings))
}

fn write(
    args: &AcceptArgs,
    context: &AcceptContext<'_>,
    (findings, loaded): (&Findings, &LoadedProfile),
    mut staged: Staged,
) -> Result<(), Failure> {
    let lang = context.today.lang;
    let outputs = vec![
        staged.add(NAMES[0], |out| acceptance_csv(context, out))?,
        staged.add(NAMES[1], |out| acceptance_json(context, out))?,
        staged.add(NAMES[2], |out| out.write_all(acceptance_md(context).as_bytes()))?,
        staged.add(NAMES[3], |out| findings_csv(findings, lang, out))?,
    ];
    let mut parameters = parameters(&args.city);
    for (flag, Metres(metres)) in
        [("--same-place", args.same_place), ("--same-outlet", args.same_outlet)]
    {
        parameters.insert(flag.to_owned(), format!("{metres} m"));
    }
    let manifest = Manifest {
        command: "accept".to_owned(),
        parameters,
        language: lang,
        date: date(&args.city).to_string(),
        source: context.today.city.source().map(str::to_owned),
        profile: Some(ProfileRecord::of(&loaded.profile.key, &loaded.text)),
        profiles: Vec::new(),
        inputs: context.today.inputs.to_vec(),
        outputs,
    };
    staged.add(NAMES[4], |out| manifest_json(&manifest, out))?;
    staged.place()
}
