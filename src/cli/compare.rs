//! `walkshed compare A.json B.json`: what changed between two runs under the same rules.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkshed::finding::{Fates, Finding, Findings, Place};
use walkshed::input::{self, MaxInput};
use walkshed::model::UnitLevel;
use walkshed::profile::Difference;
use walkshed::report::{
    Comparison, Incomparable, InputRecord, Manifest, Unmatched, Written, change_summary,
    changes_csv, function_changes_csv, manifest_json, sha256, supply_changes_csv,
};

use super::args::CompareArgs;
use super::date::Date;
use super::failure::{Failure, Outcome, Stop};
use super::messages::{Messages, Rest, data};
use super::output::OutputFolder;
use super::settings::{lang, outcome, source_failure};
use super::work::work;

const NAMES: [&str; 4] =
    ["changes.csv", "function_changes.csv", "supply_changes.csv", "manifest.json"];

pub(super) fn run(args: &CompareArgs, messages: Messages) -> Result<Outcome, Stop> {
    let folder = args.out.as_deref().map(|out| OutputFolder::prepare(out, messages)).transpose()?;
    folder.as_ref().map_or(Ok(()), |folder| folder.spare_other_outputs("compare"))?;
    let (before, first) = read(&args.before, args.max_input, messages)?;
    let (after, second) = read(&args.after, args.max_input, messages)?;
    let comparison = Comparison::new(before, after).map_err(|why| {
        messages.findings(&refusal(args, &why), Rest::Nowhere);
        Stop::Refused
    })?;
    let findings = unmatched(&comparison.unmatched(), args);
    messages.findings(&findings, Rest::Nowhere);
    let lang = lang(args.voice);
    if let Some(folder) = folder {
        folder
            .spare_inputs(&NAMES.map(str::to_owned), &[args.before.clone(), args.after.clone()])?;
        let mut staged = folder.stage()?;
        let mut outputs = vec![staged.add(NAMES[0], |out| changes_csv(&comparison, lang, out))?];
        if comparison.has_functions() {
            let write = |out: &mut _| function_changes_csv(&comparison, lang, out);
            outputs.push(staged.add(NAMES[1], write)?);
        }
        if comparison.has_supply() {
            let write = |out: &mut _| supply_changes_csv(&comparison, lang, out);
            outputs.push(staged.add(NAMES[2], write)?);
        }
        let manifest = Manifest {
            command: "compare".to_owned(),
            parameters: BTreeMap::new(),
            language: lang,
            date: args.date.unwrap_or_else(Date::of_run).to_string(),
            source: None,
            profile: None,
            profiles: Vec::new(),
            inputs: vec![first, second],
            outputs,
        };
        staged.add(NAMES[3], |out| manifest_json(&manifest, out))?;
        staged.place()?;
    }
    data(&change_summary(&comparison, lang))?;
    Ok(outcome(&findings, args.deny_warnings))
}

/// An assessment, and the record of its file.
fn read(path: &Path, limit: MaxInput, messages: Messages) -> Result<(Written, InputRecord), Stop> {
    let file = path.to_owned();
    let text = work(messages, move |watch| {
        input::read_text(&file, limit, watch).map_err(|error| source_failure(&error))
    })??;
    let name = path.display().to_string();
    let no_assessment = |why: &str| {
        let message = format!("{name} is no assessment that can be compared: {why}");
        let help = "name the assessment.json that `walkshed report` of this version wrote";
        Failure::new("not-an-assessment", message).with_help(help)
    };
    let text = text.ok_or_else(|| no_assessment("it is not UTF-8 text"))?;
    let record = InputRecord {
        layer: "assessment".to_owned(),
        name: name.clone(),
        bytes: text.len() as u64,
        sha256: sha256(text.as_bytes()),
        features: 0,
        fates: Fates::default(),
    };
    let written = Written::parse(&text).map_err(|why| no_assessment(&why.to_string()))?;
    Ok((written, record))
}

/// Why the two do not compare: a finding for each difference of their rules.
fn refusal(args: &CompareArgs, why: &Incomparable) -> Findings {
    let (before, after) = (args.before.display().to_string(), args.after.display().to_string());
    let mut findings = Findings::new();
    match why {
        Incomparable::Rules(differences) => {
            let help =
                "run both with the same --profile, and with the same layers of land and of people";
            for Difference { path, first, second } in differences {
                let message = match (first, second) {
                    (Some(a), Some(b)) => format!("{a}, but {b} in {after}"),
                    (_, None) => format!("not in {after}"),
                    (None, _) => format!("only in {after}"),
                };
                let place = Place::path(&before, path);
                findings.push(Finding::error("other-rules", place, message).with_help(help));
            }
        }
        Incomparable::Elsewhere([first, second]) => {
            let message = format!(
                "the middle of the city is [{:.4}, {:.4}] here and [{:.4}, {:.4}] in {after}: two cities",
                first.lon, first.lat, second.lon, second.lat
            );
            let place = Place::path(&before, "city.plane_origin");
            let help = "compare runs of one city";
            findings.push(Finding::error("other-city", place, message).with_help(help));
        }
        Incomparable::Units => {
            let message = format!("no id of a subdistrict is in {after} too");
            let help = "compare runs of one city; where ids changed, give both files the same ones";
            let place = Place::path(&before, "units");
            findings.push(Finding::error("other-city", place, message).with_help(help));
        }
    }
    findings
}

/// Units named in one warning.
const SHOWN: usize = 5;

/// A warning for each layer and run that has units of its own.
fn unmatched(units: &[Unmatched], args: &CompareArgs) -> Findings {
    let mut groups: BTreeMap<(bool, Option<&str>), Vec<&str>> = BTreeMap::new();
    for unit in units {
        let level = unit.level.map(UnitLevel::key);
        groups.entry((unit.is_new, level)).or_default().push(&unit.id);
    }
    let mut findings = Findings::new();
    for ((is_new, level), ids) in groups {
        let (file, other): (&PathBuf, &PathBuf) =
            if is_new { (&args.after, &args.before) } else { (&args.before, &args.after) };
        let (count, level) = (ids.len(), level.unwrap_or("subdistricts"));
        let more = if count > SHOWN { ", ..." } else { "" };
        let ids = ids.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
        let message = format!(
            "{count} of the {level} are not in {}, and have no change: {ids}{more}",
            other.display()
        );
        let place = Place::path(&file.display().to_string(), level);
        let help =
            "changes of the whole city are between different units; give a unit one id in both";
        findings.push(Finding::warning("unmatched-units", place, message).with_help(help));
    }
    findings
}
