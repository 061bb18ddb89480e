//! `walkshed report CITY --out DIR`: tables, gaps, maps and a summary, all together or not at all.

use std::io::Write as _;
use std::time::Instant;

use walkshed::assessment::{Assessment, StreetFigures};
use walkshed::finding::{Finding, Findings, Place, Spots};
use walkshed::pipeline::{Detail, assess_watched};
use walkshed::profile::Profile;
use walkshed::report::{
    Context, Manifest, OutputRecord, ProfileRecord, assessment_json, capacity_csv, choice_csv,
    complaints_csv, coverage_csv, doubtful_csv, findings_csv, finer_coverage_csv,
    function_rates_csv, functions_csv, gaps_csv, gaps_geojson, issues_geojson, manifest_json,
    pairs_csv, problems_csv, projects_csv, provision_csv, remedies_csv, streets_csv, summary,
    unmet_csv,
};
use walkshed::units::Share;
use walkshed::watch::Watch;

use super::args::{ImprintArgs, ReportArgs};
use super::drawing::{DrawnMap, Paper, Sheet, Subject, Theme, draw, findings_of, sheet};
use super::failure::{Failure, Outcome, Stop};
use super::messages::{Messages, Rest};
use super::output::{OutputFolder, Staged};
use super::read::{ReadCity, folder, read_city, with_threads};
use super::settings::{LoadedProfile, date, lang, load_profile, outcome, parameters};
use super::work::work;

/// Outputs besides the maps; the manifest is written last.
const NAMES: [&str; 23] = [
    "coverage.csv",
    "coverage_communities.csv",
    "coverage_grids.csv",
    "coverage_units.csv",
    "functions.csv",
    "unmet.csv",
    "function_rates.csv",
    "provision.csv",
    "choice.csv",
    "capacity.csv",
    "streets.csv",
    "complaints.csv",
    "pairs.csv",
    "gaps.csv",
    "gaps.geojson",
    "doubtful.csv",
    "problems.csv",
    "remedies.csv",
    "projects.csv",
    "assessment.json",
    "findings.csv",
    "issues.geojson",
    "manifest.json",
];

pub(super) fn run(args: &ReportArgs, messages: Messages) -> Result<Outcome, Stop> {
    with_threads(args.city.threads, || report(args, messages))
}

fn report(args: &ReportArgs, messages: Messages) -> Result<Outcome, Stop> {
    let loaded = load_profile(&args.city.profile, messages)?;
    let out = OutputFolder::prepare(&args.out, messages)?;
    out.spare_city(&folder(&args.city)?)?;
    out.spare_other_outputs("report")?;
    let source = &args.imprint.source;
    let read = read_city(&args.city, source, &loaded, messages, Rest::InTable)?;
    let names = names(args, &loaded.profile);
    out.spare_inputs(&names, &read.inputs(&args.city, &loaded)?)?;

    let sheet = (!args.no_maps).then(|| sheet(&args.city, &args.imprint, &read));
    let assessed = work(messages, move |watch| assessed(read, loaded, sheet.as_ref(), watch))??;
    let Assessed { mut read, loaded, assessment, maps } = assessed;
    let late = late_findings(&assessment, &maps);
    messages.findings(&late, Rest::InTable);
    read.findings.append(late);

    let (lang, inputs) = (lang(args.city.voice), read.records());
    let context = Context {
        city: &read.city,
        profile: &loaded.profile,
        assessment: &assessment,
        inputs: &inputs,
        lang,
    };
    let begun = Instant::now();
    let mut staged = out.stage()?;
    let outputs = write_outputs(&mut staged, &context, &read.findings, &maps)?;
    let manifest = manifest(args, &loaded, &read, outputs);
    staged.add("manifest.json", |out| manifest_json(&manifest, out))?;
    staged.place()?;
    messages.timing("writing", begun.elapsed());
    messages.summary(&summary(&context))?;
    Ok(outcome(&read.findings, args.city.deny_warnings))
}

/// Every file that the run may write.
fn names(args: &ReportArgs, profile: &Profile) -> Vec<String> {
    let mut names = NAMES.map(str::to_owned).to_vec();
    if !args.no_maps {
        names.extend(Theme::files(profile).map(|file| format!("maps/{file}")));
    }
    names
}

/// A city with its figures and maps.
struct Assessed {
    read: ReadCity,
    loaded: LoadedProfile,
    assessment: Assessment,
    maps: Vec<DrawnMap>,
}

/// Assesses a city, and draws its maps where there is a sheet for them.
fn assessed(
    read: ReadCity,
    loaded: LoadedProfile,
    sheet: Option<&Sheet>,
    watch: &Watch,
) -> Result<Assessed, Failure> {
    let (city, profile) = (&read.city, &loaded.profile);
    let detail = if sheet.is_some() { Detail::Maps } else { Detail::Figures };
    let assessment = assess_watched(city, profile, detail, watch)?;
    let maps = match sheet {
        Some(sheet) => {
            let paper = Paper { city, profile, assessment: &assessment, sheet };
            draw(&Subject::all(&assessment), &paper, watch)?
        }
        None => Vec::new(),
    };
    Ok(Assessed { read, loaded, assessment, maps })
}

/// What the assessment and the maps themselves have to say.
fn late_findings(assessment: &Assessment, maps: &[DrawnMap]) -> Findings {
    let mut findings = Findings::new();
    if !assessment.reconciliation.land_adds_up() {
        let error = assessment.reconciliation.worst_land_error;
        let place = Place::path("assessment.json", "reconciliation.worst_land_error");
        let message = format!("served and unserved land differ from all land by {error:e}");
        let help = "do not quote the rates; send us the files";
        findings.push(Finding::warning("land-does-not-add-up", place, message).with_help(help));
    }
    if let Some(finding) = land_outside(assessment) {
        findings.push(finding);
    }
    if let Some(streets) = &assessment.streets {
        say_streets(streets, &mut findings);
    }
    findings.append(findings_of(maps, "maps/"));
    findings
}

/// What the streets lead to nowhere: people near none, and pieces that do not hang together.
fn say_streets(of: &StreetFigures, findings: &mut Findings) {
    let network = &of.network;
    let place = |path| Place::path("assessment.json", path);
    let (people, outlets) = (network.no_street_people, network.no_street_outlets);
    if people.0 > 0 || outlets > 0 {
        let message = format!(
            "{} residents and {outlets} outlets are more than {} from every street; along streets they \
             reach nothing",
            people.text(),
            of.snap.text()
        );
        let help = "are streets missing there? the circle counts them as before";
        let at = place("streets.network.people_near_no_street");
        let finding = Finding::warning("near-no-street", at, message).with_help(help);
        findings.push(Finding { spots: network.no_street_at.map(Spots::At), ..finding });
    }
    if network.pieces > 1 {
        let message = format!(
            "{} of {} of streets in {} pieces do not hang together with the longest piece; {} residents \
             live on them",
            network.island_length.text(),
            network.length.text(),
            network.pieces - 1,
            network.island_people.text()
        );
        let at = place("streets.network.island_length_m");
        let finding = Finding::note("street-islands", at, message);
        findings.push(Finding { spots: network.island_at.map(Spots::At), ..finding });
    }
}

/// Residential land outside every unit that nobody misses: less of the whole than this is a margin.
const MARGIN: f64 = 0.01;

/// A warning where more of the residential land than a margin lies in no subdistrict.
fn land_outside(assessment: &Assessment) -> Option<Finding> {
    let of = &assessment.reconciliation;
    let share = Share::of(of.land_outside.0, of.land_outside.0 + of.land.0)?;
    let all = of.land_outside + of.land;
    (share.0 > MARGIN).then(|| {
        let place = Place::path("assessment.json", "reconciliation.land_outside_m2");
        let message = format!(
            "{} of {} ha of residential land ({} %) lie in no subdistrict; left out of every rate",
            of.land_outside.hectares_text(),
            all.hectares_text(),
            share.percent_text()
        );
        let help = "is a border missing? the rates are those of the land inside the others";
        Finding::warning("land-outside", place, message).with_help(help)
    })
}

fn write_outputs(
    staged: &mut Staged,
    context: &Context<'_>,
    findings: &Findings,
    maps: &[DrawnMap],
) -> Result<Vec<OutputRecord>, Failure> {
    let mut records = vec![
        staged.add("coverage.csv", |out| coverage_csv(context, out))?,
        staged.add("gaps.csv", |out| gaps_csv(context, out))?,
        staged.add("gaps.geojson", |out| gaps_geojson(context, out))?,
        staged.add("problems.csv", |out| problems_csv(context, out))?,
        staged.add("remedies.csv", |out| remedies_csv(context, out))?,
        staged.add("projects.csv", |out| projects_csv(context, out))?,
        staged.add("assessment.json", |out| assessment_json(context, out))?,
        staged.add("findings.csv", |out| findings_csv(findings, context.lang, out))?,
        staged.add("issues.geojson", |out| issues_geojson(findings, out))?,
    ];
    if !context.assessment.doubtful.is_empty() {
        records.push(staged.add("doubtful.csv", |out| doubtful_csv(context, out))?);
    }
    records.extend(write_finer(staged, context)?);
    if context.assessment.capacities.iter().any(Option::is_some) {
        records.push(staged.add("capacity.csv", |out| capacity_csv(context, out))?);
    }
    if context.assessment.streets.is_some() {
        records.push(staged.add("streets.csv", |out| streets_csv(context, out))?);
    }
    if !context.assessment.pairings.is_empty() {
        records.push(staged.add("pairs.csv", |out| pairs_csv(context, out))?);
    }
    if context.assessment.complaints.is_some() {
        records.push(staged.add("complaints.csv", |out| complaints_csv(context, out))?);
    }
    if !context.assessment.choices.is_empty() {
        records.push(staged.add("choice.csv", |out| choice_csv(context, out))?);
    }
    if !context.assessment.provisions.is_empty() {
        records.push(staged.add("provision.csv", |out| provision_csv(context, out))?);
    }
    for map in maps {
        let name = format!("maps/{}", map.file);
        records.push(staged.add(&name, |out| out.write_all(&map.png))?);
    }
    records.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(records)
}

/// The tables of communities, grids and other units, where the city has any.
fn write_finer(staged: &mut Staged, context: &Context<'_>) -> Result<Vec<OutputRecord>, Failure> {
    let layers = &context.assessment.finer;
    let mut records = Vec::new();
    for layer in layers {
        let name = format!("coverage_{}.csv", layer.level.key());
        records.push(staged.add(&name, |out| finer_coverage_csv(context, layer, out))?);
    }
    if !layers.is_empty() {
        records.push(staged.add("functions.csv", |out| functions_csv(context, out))?);
        records.push(staged.add("unmet.csv", |out| unmet_csv(context, out))?);
        records.push(staged.add("function_rates.csv", |out| function_rates_csv(context, out))?);
    }
    Ok(records)
}

fn manifest(
    args: &ReportArgs,
    loaded: &LoadedProfile,
    read: &ReadCity,
    outputs: Vec<OutputRecord>,
) -> Manifest {
    let city = &args.city;
    let mut parameters = parameters(city);
    if args.no_maps {
        parameters.insert("--no-maps".to_owned(), "true".to_owned());
    }
    let ImprintArgs { source, compiled_by, approval } = &args.imprint;
    let texts = [("--source", source), ("--compiled-by", compiled_by), ("--approval", approval)];
    for (flag, text) in texts {
        if !text.is_empty() {
            parameters.insert(flag.to_owned(), text.clone());
        }
    }
    Manifest {
        command: "report".to_owned(),
        parameters,
        language: lang(city.voice),
        date: date(city).to_string(),
        source: read.city.source().map(str::to_owned),
        profile: Some(ProfileRecord::of(&loaded.profile.key, &loaded.text)),
        inputs: read.records(),
        outputs,
    }
}
