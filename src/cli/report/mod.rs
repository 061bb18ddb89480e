//! `walkshed report CITY --out DIR`: tables, gaps, maps and a summary, all together or not at all.
//!
//! By several profiles each has a folder of its own in DIR, with what a run by it alone writes; one
//! manifest names all of them.

mod late;
mod readings;
mod tables;

use std::collections::BTreeSet;
use std::time::Instant;

use walkshed::assessment::Assessment;
use walkshed::finding::Findings;
use walkshed::pipeline::{Detail, assess_all_watched};
use walkshed::profile::{Lang, Profile};
use walkshed::report::{
    Context, InputRecord, Manifest, OutputRecord, ProfileFolder, ProfileRecord, brief,
    inputs_summary, manifest_json, summary,
};
use walkshed::watch::Watch;

use self::late::late_findings;
use self::readings::{CityRead, read_for};
use self::tables::{Desk, names, write_outputs};
use super::args::ReportArgs;
use super::drawing::{DrawnMap, Paper, Sheet, Subject, draw, sheet};
use super::failure::{Failure, Outcome, Stop};
use super::messages::{Messages, Rest};
use super::output::OutputFolder;
use super::question;
use super::read::{ReadCity, folder, inputs, with_threads};
use super::settings::{LoadedProfile, date, lang, load_profile, outcome, parameters};
use super::work::work;

pub(super) fn run(args: &ReportArgs, messages: Messages) -> Result<Outcome, Stop> {
    with_threads(args.city.threads, || report(args, messages))
}

fn report(args: &ReportArgs, messages: Messages) -> Result<Outcome, Stop> {
    let loaded = load_profiles(&args.profile, messages)?;
    let has_folders = loaded.len() > 1;
    let out = OutputFolder::prepare(&args.out, messages)?;
    out.spare_folders(&folder(&args.city)?, args.city.cache.as_deref())?;
    out.spare_other_outputs("report")?;
    let own: Vec<String> = loaded.iter().flat_map(|of| own_names(args, of, has_folders)).collect();
    let mut cities = Vec::new();
    for CityRead { read, profiles } in read_for(args, loaded, messages)? {
        for (_, loaded) in &profiles {
            let mut inputs = inputs(&read.files, &args.city, loaded)?;
            inputs.extend(args.question.barrier.clone());
            out.spare_inputs(&own, &inputs)?;
        }
        let rules = &profiles[0].1.profile;
        let read = question::asked(&args.question, &args.city, read, rules, messages)?;
        cities.push(CityRead { read, profiles });
    }
    let sheet = (!args.no_maps).then(|| sheet(&args.city, &args.imprint, &cities[0].read));
    let assessed = work(messages, move |watch| assessed(cities, sheet.as_ref(), watch))??;
    let mut reports = Vec::new();
    for (read, of) in &assessed {
        reports.extend(
            of.iter().map(|of| Report::new(read, of, (has_folders, lang(args.city.voice)))),
        );
    }
    reports.sort_by_key(|report| report.at);
    let mut said_before = BTreeSet::new();
    for report in &reports {
        messages.findings(&report.late_by_place(&mut said_before), Rest::InTable);
    }

    let begun = Instant::now();
    let mut staged = out.stage()?;
    let mut outputs = Vec::new();
    for report in &reports {
        let desk = Desk { staged: &mut staged, folder: &report.folder };
        let context = report.context();
        outputs.extend(write_outputs(desk, &context, &report.findings, &report.of.maps)?);
    }
    let manifest = manifest(args, &reports, outputs);
    staged.add("manifest.json", |out| manifest_json(&manifest, out))?;
    staged.place()?;
    messages.timing("writing", begun.elapsed());
    messages.summary(&said(&reports))?;
    let mut all = Findings::new();
    for report in reports {
        all.append(report.findings);
    }
    Ok(outcome(&all, args.city.deny_warnings))
}

/// The rule sets that were asked for, which have keys of their own: their outputs are told apart by them.
fn load_profiles(given: &[String], messages: Messages) -> Result<Vec<LoadedProfile>, Stop> {
    let mut keys = BTreeSet::new();
    let mut all = Vec::new();
    for given in given {
        let loaded = load_profile(given, messages)?;
        let key = &loaded.profile.key;
        if !keys.insert(key.clone()) {
            let message =
                format!("two rule sets with the key \"{key}\": their folders would be one");
            let help = "name each once; give an own one another `key`";
            return Err(Failure::new("profile-twice", message).with_help(help).into());
        }
        all.push(loaded);
    }
    Ok(all)
}

/// What stands in front of the names of a profile's outputs.
fn folder_of(profile: &Profile, has_folders: bool) -> String {
    if has_folders { format!("{}/", profile.key) } else { String::new() }
}

/// Every file that the run may write for a profile, and the manifest.
fn own_names(args: &ReportArgs, of: &LoadedProfile, has_folders: bool) -> Vec<String> {
    let folder = folder_of(&of.profile, has_folders);
    let mut names = names(&folder, &of.profile, !args.no_maps);
    names.push("manifest.json".to_owned());
    names
}

/// A profile with its figures and maps.
struct Assessed {
    at: usize,
    loaded: LoadedProfile,
    assessment: Assessment,
    maps: Vec<DrawnMap>,
}

/// Assesses each city by its profiles, and draws the maps where there is a sheet for them.
fn assessed(
    cities: Vec<CityRead>,
    sheet: Option<&Sheet>,
    watch: &Watch,
) -> Result<Vec<(ReadCity, Vec<Assessed>)>, Failure> {
    let detail = if sheet.is_some() { Detail::Maps } else { Detail::Figures };
    let mut all = Vec::new();
    for CityRead { read, profiles } in cities {
        let rules: Vec<&Profile> = profiles.iter().map(|(_, loaded)| &loaded.profile).collect();
        let assessments = assess_all_watched(&read.city, &rules, detail, watch)?;
        let mut of_city = Vec::new();
        for ((at, loaded), assessment) in profiles.into_iter().zip(assessments) {
            let maps = match sheet {
                Some(sheet) => {
                    let (city, profile) = (&read.city, &loaded.profile);
                    let paper = Paper { city, profile, assessment: &assessment, sheet };
                    draw(&Subject::all(&assessment), &paper, watch)?
                }
                None => Vec::new(),
            };
            of_city.push(Assessed { at, loaded, assessment, maps });
        }
        all.push((read, of_city));
    }
    Ok(all)
}

/// What is written about one profile.
struct Report<'a> {
    at: usize,
    read: &'a ReadCity,
    of: &'a Assessed,
    /// In front of the names of its outputs.
    folder: String,
    inputs: Vec<InputRecord>,
    /// Of the profile, of the files, then of the assessment and the maps.
    findings: Findings,
    late: Findings,
    lang: Lang,
}

impl<'a> Report<'a> {
    fn new(read: &'a ReadCity, of: &'a Assessed, (has_folders, lang): (bool, Lang)) -> Self {
        let about = (&read.city, &of.loaded.profile);
        let late = late_findings(about, &of.assessment, &of.maps);
        let mut findings = of.loaded.findings.clone();
        findings.append(read.findings.clone());
        findings.append(late.clone());
        let folder = folder_of(&of.loaded.profile, has_folders);
        Self { at: of.at, read, of, folder, inputs: read.records(), findings, late, lang }
    }

    fn context(&self) -> Context<'_> {
        Context {
            city: &self.read.city,
            profile: &self.of.loaded.profile,
            assessment: &self.of.assessment,
            inputs: &self.inputs,
            lang: self.lang,
        }
    }

    /// The late findings with their files as they are called in the output folder; what was said of an
    /// earlier profile in the same words is not said again.
    fn late_by_place(&self, said: &mut BTreeSet<(String, String)>) -> Findings {
        let mut findings = Findings::new();
        for finding in self.late.iter() {
            if !said.insert((format!("{:?}", finding.place), finding.message.clone())) {
                continue;
            }
            let mut finding = finding.clone();
            finding.place.file.insert_str(0, &self.folder);
            findings.push(finding);
        }
        findings
    }
}

/// What the terminal shows: of one profile all, of each of several what matters most.
fn said(reports: &[Report<'_>]) -> String {
    if let [only] = reports {
        return summary(&only.context());
    }
    let files = |report: &Report<'_>| inputs_summary(&report.inputs, report.lang);
    let mut parts: Vec<String> = reports.first().map(files).into_iter().collect();
    for report in reports {
        parts.push(brief(&report.context()));
        // Read otherwise than for the first profile: other words are categories.
        parts.extend(Some(files(report)).filter(|own| *own != parts[0]));
    }
    parts.join("\n")
}

fn manifest(args: &ReportArgs, reports: &[Report<'_>], outputs: Vec<OutputRecord>) -> Manifest {
    let city = &args.city;
    let mut parameters = parameters(city);
    args.imprint.record(args.no_maps, &mut parameters);
    question::record(&args.question, &mut parameters);
    let record = |of: &Report<'_>| ProfileRecord::of(&of.of.loaded.profile.key, &of.of.loaded.text);
    let first = &reports[0];
    let folder = |of: &Report<'_>| {
        let inputs = if of.inputs == first.inputs { Vec::new() } else { of.inputs.clone() };
        ProfileFolder { folder: of.folder.clone(), profile: record(of), inputs }
    };
    let is_one = reports.len() == 1;
    Manifest {
        command: "report".to_owned(),
        parameters,
        language: lang(city.voice),
        date: date(city).to_string(),
        source: first.read.city.source().map(str::to_owned),
        profile: is_one.then(|| record(first)),
        profiles: if is_one { Vec::new() } else { reports.iter().map(folder).collect() },
        inputs: first.inputs.clone(),
        outputs,
    }
}
