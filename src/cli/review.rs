//! `walkshed review CITY --plan FILE --out DIR`: facility plans against today and against each other, all
//! outputs together or none.

mod outputs;
mod pictures;
mod sensitivity;

use std::path::PathBuf;
use std::time::Instant;

use walkshed::assessment::{Compared, Firmness, Kept};
use walkshed::finding::{Fates, Finding, Findings, Place};
use walkshed::input::{self, Crs, InputFile, Layer, PlanReading};
use walkshed::model::Plan;
use walkshed::pipeline::{Detail, Runs, compare_detailed, firmness_watched};
use walkshed::profile::{Requirement, requirements};
use walkshed::report::{
    Context, InputRecord, PictureFiles, ReviewContext, RivalsContext, review_summary,
    rivals_summary, sha256,
};
use walkshed::watch::Watch;

pub(super) use self::sensitivity::SensitivityArgs;

use self::outputs::{Written, files_of, findings_of_pictures, write};
use self::pictures::{draw_plans, review_sheet};
use super::args::{CityArgs, ReviewArgs};
use super::drawing::{DrawnMap, Sheet};
use super::failure::{Failure, Outcome, Stop};
use super::messages::{Messages, Rest};
use super::output::OutputFolder;
use super::read::{ReadCity, folder, options, read_city, records, with_threads};
use super::settings::{LoadedProfile, lang, load_profile, outcome, source_failure};
use super::work::work;

pub(super) fn run(args: &ReviewArgs, messages: Messages) -> Result<Outcome, Stop> {
    with_threads(args.city.threads, || review(args, messages))
}

fn review(args: &ReviewArgs, messages: Messages) -> Result<Outcome, Stop> {
    let loaded = load_profile(&args.rules.profile, messages)?;
    let out = OutputFolder::prepare(&args.out, messages)?;
    out.spare_folders(&folder(&args.city)?, args.city.cache.as_deref())?;
    out.spare_other_outputs("review")?;
    let source = &args.imprint.source;
    let read = read_city(&args.city, source, &loaded, messages, Rest::InTable)?;
    let files = PlanFiles { paths: args.plan.clone(), city: &args.city, crs: args.plan_crs };
    let (read, mut planned) = read_plans(&files, read, &loaded, messages)?;
    name_apart(&mut planned.plans);
    let rules = read_rules(args, &loaded, &mut planned, messages)?;
    let mut inputs = read.inputs(&args.city, &loaded)?;
    inputs.extend(files.paths);
    inputs.extend(args.require.clone());
    let names = files_of(&planned.plans, (!args.no_maps).then_some(&loaded.profile));
    out.spare_inputs(&names, &inputs)?;
    let sheet = review_sheet(args, &read, &planned.files);

    let asked = args.sensitivity.runs();
    let worked = work(messages, move |watch| {
        ask((read, loaded), planned, rules, (asked, sheet.as_ref()), watch)
    });
    let Worked { read, loaded, planned, rules, compared, firmness, drawn } = worked??;
    let (maps, pictures): (Vec<Vec<DrawnMap>>, Vec<PictureFiles>) = drawn.into_iter().unzip();
    let files: Vec<InputFile> = read.files.iter().chain(&planned.files).cloned().collect();
    let (lang, mut records) = (lang(args.city.voice), records(&files));
    records.extend(rules.record);
    let judged: Vec<_> =
        compared.reviewed.iter().map(|reviewed| reviewed.judge(&rules.rules)).collect();
    let (city, profile) = (&read.city, &loaded.profile);
    let contexts = planned.plans.iter().zip(&compared.reviewed).zip(&judged).zip(&firmness);
    let contexts = contexts.enumerate().map(|(at, (((plan, reviewed), judgements), firmness))| {
        let assessment = &reviewed.today;
        let today = Context { city, profile, assessment, inputs: &records, lang };
        ReviewContext {
            today,
            plan,
            reviewed,
            rules: &rules.rules,
            judgements,
            firmness: firmness.as_ref(),
            pictures: pictures.get(at),
        }
    });
    let plans: Vec<ReviewContext<'_>> = contexts.collect();
    let context = RivalsContext { plans: &plans, rivals: &compared.rivals };
    let mut findings = read.findings.clone();
    findings.append(planned.findings);
    let late = findings_of_pictures(&planned.plans, &maps);
    messages.findings(&late, Rest::InTable);
    findings.append(late);
    let begun = Instant::now();
    let written = Written { findings: &findings, loaded: &loaded, maps: &maps };
    write(args, &context, &written, out.stage()?)?;
    messages.timing("writing", begun.elapsed());
    let summaries = plans.iter().map(review_summary);
    let rivals = (plans.len() > 1).then(|| rivals_summary(&context));
    messages.summary(&summaries.chain(rivals).collect::<Vec<_>>().join("\n"))?;
    if judged.iter().flatten().any(|judgement| judgement.kept != Kept::Yes) {
        return Ok(Outcome::Warned);
    }
    Ok(outcome(&findings, args.city.deny_warnings))
}

/// What a review is written from.
struct Worked {
    read: ReadCity,
    loaded: LoadedProfile,
    planned: Planned,
    rules: Rules,
    compared: Compared,
    /// By plan; none where nobody asks.
    firmness: Vec<Option<Firmness>>,
    /// By plan; empty where none are drawn.
    drawn: Vec<(Vec<DrawnMap>, PictureFiles)>,
}

/// Reviews the plans, asks how firm that is where that is wanted, and draws them where there is a sheet.
fn ask(
    (read, loaded): (ReadCity, LoadedProfile),
    planned: Planned,
    rules: Rules,
    (runs, sheet): (Option<Runs>, Option<&Sheet>),
    watch: &Watch,
) -> Result<Worked, Failure> {
    let (city, profile, plans) = (&read.city, &loaded.profile, &planned.plans);
    let detail = if sheet.is_some() { Detail::Maps } else { Detail::Figures };
    let compared = compare_detailed((city, profile), plans, detail, watch)?;
    // What is varied moves circles.
    let of_circles: Vec<Requirement> =
        rules.rules.iter().filter(|rule| rule.is_of_circles()).cloned().collect();
    let firm = |plan: &Plan| {
        let asked = (plan, &of_circles[..]);
        runs.map(|runs| firmness_watched(city, profile, asked, runs, watch)).transpose()
    };
    let firmness = plans.iter().map(firm).collect::<Result<_, _>>()?;
    let drawn = sheet.map(|sheet| draw_plans((city, profile, plans), &compared, sheet, watch));
    let drawn = drawn.transpose()?.unwrap_or_default();
    Ok(Worked { read, loaded, planned, rules, compared, firmness, drawn })
}

/// The rules of `--require`, with the record of their file.
#[derive(Default)]
struct Rules {
    rules: Vec<Requirement>,
    record: Option<InputRecord>,
}

/// Reads the rules; stops where a finding is an error. What is to be said of them against the plans joins
/// what is said of these.
fn read_rules(
    args: &ReviewArgs,
    loaded: &LoadedProfile,
    planned: &mut Planned,
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
    let early = too_early(&rules, &record.name, &planned.plans);
    messages.findings(&early, Rest::InTable);
    planned.findings.append(early);
    Ok(Rules { rules, record: Some(record) })
}

/// Rules that ask for something before a plan begins.
fn too_early(rules: &[Requirement], file: &str, plans: &[Plan]) -> Findings {
    let mut findings = Findings::new();
    for plan in plans {
        let Some(first) = plan.phases().first().copied() else { continue };
        for (at, rule) in rules.iter().enumerate() {
            let Some(by) = rule.by.filter(|by| *by < first) else { continue };
            let place = Place::path(file, format!("rule[{at}].by"));
            let name = &plan.name;
            let message = format!(
                "by {by}, but the first measures of \"{name}\" are of {first}: judged by today"
            );
            let help = "mend the year, or give the measures theirs as phases";
            findings.push(Finding::warning("rule-before-plan", place, message).with_help(help));
        }
    }
    findings
}

/// Plans that are to be read, for a city.
pub(super) struct PlanFiles<'a> {
    pub(super) paths: Vec<PathBuf>,
    pub(super) city: &'a CityArgs,
    pub(super) crs: Option<Crs>,
}

/// Plans without errors, one a file.
pub(super) struct Planned {
    pub(super) plans: Vec<Plan>,
    pub(super) findings: Findings,
    pub(super) files: Vec<InputFile>,
}

/// Reads the plans and prints their findings; stops where one is an error.
pub(super) fn read_plans(
    asked: &PlanFiles<'_>,
    read: ReadCity,
    loaded: &LoadedProfile,
    messages: Messages,
) -> Result<(ReadCity, Planned), Stop> {
    let unfollowed = needs_of_some(loaded);
    if unfollowed.has_errors() {
        messages.findings(&unfollowed, Rest::Nowhere);
        return Err(Stop::Refused);
    }
    let mut options = options(asked.city, None, &loaded.profile);
    options.crs.extend(asked.crs.map(|crs| (Layer::Plan, crs.into())));
    let (paths, table) = (asked.paths.clone(), loaded.profile.category_table());
    let (read, readings) = work(messages, move |watch| {
        let mut readings = Vec::with_capacity(paths.len());
        for path in &paths {
            let reading = input::read_plan(path, &read.city, &table, &options, watch);
            readings.push(reading.map_err(|error| source_failure(&error))?);
        }
        Ok::<_, Failure>((read, readings))
    })??;
    let mut planned = Planned { plans: Vec::new(), findings: Findings::new(), files: Vec::new() };
    let all = readings.len();
    for PlanReading { plan, findings, files } in readings {
        planned.plans.extend(plan);
        planned.findings.append(findings);
        planned.files.extend(files);
    }
    if planned.plans.len() < all {
        messages.findings(&planned.findings, Rest::Nowhere);
        return Err(Stop::Refused);
    }
    messages.findings(&planned.findings, Rest::InTable);
    Ok((read, planned))
}

/// Services that only some need: what a plan gains and loses is told of everybody, so that they have to be out.
fn needs_of_some(loaded: &LoadedProfile) -> Findings {
    let key = &loaded.profile.key;
    let file = loaded.file.as_ref().map_or_else(|| key.clone(), |path| path.display().to_string());
    let mut findings = Findings::new();
    for (at, service) in loaded.profile.services.iter().enumerate() {
        if service.demand_where.is_empty() {
            continue;
        }
        let place = Place::path(&file, format!("service[{at}].demand_where"));
        let key = &service.key;
        let message = format!(
            "service \"{key}\" is needed by some alone, and a plan is reviewed for everybody"
        );
        let help = "take the service out of the profile that plans are reviewed by; a report follows its conditions";
        findings.push(Finding::error("demand-not-reviewed", place, message).with_help(help));
    }
    findings
}

/// Gives plans of one name, or of the name of an output, a number, so that each has a folder of its own.
fn name_apart(plans: &mut [Plan]) {
    if plans.len() < 2 {
        return;
    }
    let mut taken: Vec<String> = files_of(&[], None);
    // What a plan is held against where that is no plan.
    taken.extend(["today", "现状"].map(str::to_owned));
    for plan in plans {
        let mut name = plan.name.clone();
        // Some file systems take capitals and small letters for the same.
        let mut number = 2;
        while taken.contains(&name.to_lowercase()) {
            name = format!("{}-{number}", plan.name);
            number += 1;
        }
        taken.push(name.to_lowercase());
        plan.name = name;
    }
}
