//! Reads a city for a command: its profile, its files, and what there is to say about both.

use std::io::ErrorKind;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use walkshed::finding::{Findings, Severity};
use walkshed::input::{self, InputFile, ReadOptions};
use walkshed::model::City;
use walkshed::profile::{Lang, Profile};
use walkshed::report::InputRecord;

use super::args::CityArgs;
use super::cache::{cache, keep, spare_city};
use super::failure::{Failure, Stop};
use super::messages::{Messages, Rest, counted};
use super::settings::{LoadedProfile, date, not_opened, source_failure};
use super::work::work;

/// A city that can be assessed.
#[derive(Debug)]
pub(super) struct ReadCity {
    pub(super) city: City,
    /// Of the profile, then of the city's files; printed already.
    pub(super) findings: Findings,
    /// Files that were read, in the order of layers.
    pub(super) files: Vec<InputFile>,
}

/// What reading a city has given; nothing has been printed yet.
#[derive(Debug)]
pub(super) struct Read {
    /// None where a finding is an error.
    pub(super) city: Option<City>,
    /// Of the profile, then of the city's files.
    pub(super) findings: Findings,
    /// Files that were read, in the order of layers.
    pub(super) files: Vec<InputFile>,
}

/// How a city is read.
pub(super) fn options(args: &CityArgs, source: Option<&str>, profile: &Profile) -> ReadOptions {
    ReadOptions {
        repair: args.repair,
        snap: args.snap,
        merge_duplicates: args.merge_duplicates,
        encoding: args.encoding,
        crs: args.crs.choices(),
        swap_axes: args.swap_axes.clone(),
        source: source.map(str::to_owned),
        max_input: args.max_input,
        columns: profile.columns(),
        today: date(args).to_naive(),
        land: profile.counted_land(),
        demand: profile.conditions(),
        reach: profile.longest_radius(),
        cache: cache(args),
    }
}

/// Reads the city that a command names.
pub(super) fn read(
    args: &CityArgs,
    source: Option<&str>,
    loaded: &LoadedProfile,
    messages: Messages,
) -> Result<Read, Stop> {
    spare_city(args)?;
    let options = options(args, source, &loaded.profile);
    let table = loaded.profile.category_table();
    let city = args.city.clone();
    let reading = work(messages, move |watch| {
        input::read_watched(&city, &table, &options, watch).map_err(|error| source_failure(&error))
    })??;
    say_files(&reading.files, messages);
    keep(args, reading.keeping, messages);
    let mut findings = loaded.findings.clone();
    findings.append(reading.findings);
    let city = reading.city.filter(|_| !findings.has_errors());
    Ok(Read { city, findings, files: reading.files })
}

/// Prints what was read, in a verbose run.
pub(super) fn say_files(files: &[InputFile], messages: Messages) {
    for InputFile { name, bytes, features, fates, .. } in files {
        let left_out = fates.left_out.features;
        let line = format!("{name}: {bytes} bytes, {features} features, {left_out} left out");
        messages.detail(&line);
    }
}

/// Reads the city that a command names and prints the findings; stops where one is an error. `source`
/// goes before that of the settings, unless it is blank.
pub(super) fn read_city(
    args: &CityArgs,
    source: &str,
    loaded: &LoadedProfile,
    messages: Messages,
    rest: Rest,
) -> Result<ReadCity, Stop> {
    let Read { city, findings, files } = read(args, Some(source), loaded, messages)?;
    if let Some(city) = city {
        messages.findings(&findings, rest);
        Ok(ReadCity { city, findings, files })
    } else {
        // Nothing is written, so that there is no table to point at.
        messages.findings(&findings, Rest::Nowhere);
        Err(Stop::Refused)
    }
}

/// The files as outputs name them.
pub(super) fn records(files: &[InputFile]) -> Vec<InputRecord> {
    let record = |file: &InputFile| InputRecord {
        layer: file.layer.word().to_owned(),
        name: file.name.clone(),
        bytes: file.bytes,
        sha256: file.sha256.clone(),
        features: file.features as u64,
        fates: file.fates.clone(),
    };
    files.iter().map(record).collect()
}

impl ReadCity {
    /// Paths of all files that the run has read.
    pub(super) fn inputs(
        &self,
        args: &CityArgs,
        loaded: &LoadedProfile,
    ) -> Result<Vec<PathBuf>, Failure> {
        inputs(&self.files, args, loaded)
    }

    /// The files as outputs name them.
    pub(super) fn records(&self) -> Vec<InputRecord> {
        records(&self.files)
    }
}

/// Paths of all files that a run has read.
pub(super) fn inputs(
    files: &[InputFile],
    args: &CityArgs,
    loaded: &LoadedProfile,
) -> Result<Vec<PathBuf>, Failure> {
    let folder = folder(args)?;
    let settings = [args.city.clone(), folder.join("walkshed.toml")];
    let layers = files.iter().map(|file| folder.join(&file.name));
    Ok(layers.chain(settings).chain(loaded.file.clone()).collect())
}

/// The folder that a city's file names are relative to.
pub(super) fn folder(args: &CityArgs) -> Result<PathBuf, Failure> {
    match args.city.metadata() {
        Ok(about) if about.is_dir() => Ok(args.city.clone()),
        // Standard input is not there.
        Err(error) if error.kind() != ErrorKind::NotFound => Err(not_opened(&args.city, &error)),
        _ => Ok(args.city.parent().map(PathBuf::from).unwrap_or_default()),
    }
}

/// `2 warnings, 1 note`; empty where there is nothing to say.
pub(super) fn count_text(findings: &Findings, lang: Lang) -> String {
    let (comma, zh) = match lang {
        Lang::En => (", ", [None, None]),
        Lang::Zh => ("、", [Some("警告"), Some("提示")]),
    };
    let count = |(severity, zh): (Severity, Option<&str>)| {
        let count = findings.count(severity);
        (count > 0).then(|| match zh {
            Some(word) => format!("{count} 条{word}"),
            None => counted(count, severity.word()),
        })
    };
    let both = [Severity::Warning, Severity::Note].into_iter().zip(zh);
    both.filter_map(count).collect::<Vec<_>>().join(comma)
}

/// Runs with as many threads as were asked for; the library takes them from the pool of the program.
pub(super) fn with_threads<T>(
    threads: Option<NonZeroUsize>,
    run: impl FnOnce() -> Result<T, Stop>,
) -> Result<T, Stop> {
    let threads = threads.map_or(0, NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    pool.map_err(|error| Failure::new("threads", error.to_string()))?;
    run()
}
