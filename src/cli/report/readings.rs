//! A city as the profiles of a run read it: once for all that ask the same of it, and again for each that
//! asks otherwise.

use std::collections::BTreeSet;

use walkshed::finding::{Finding, Findings, Place};
use walkshed::input::{self, MOST_COLUMNS, ReadOptions, Reading};
use walkshed::model::CategoryTable;

use super::super::args::ReportArgs;
use super::super::cache::{keep, spare_city};
use super::super::failure::{Failure, Stop};
use super::super::messages::{Messages, Rest};
use super::super::read::{ReadCity, options, say_files};
use super::super::settings::{LoadedProfile, source_failure};
use super::super::work::work;

/// A city with the profiles that read it so, each with its position among all.
pub(super) struct CityRead {
    pub(super) read: ReadCity,
    pub(super) profiles: Vec<(usize, LoadedProfile)>,
}

/// What a profile asks of the files of a city.
struct Question {
    table: CategoryTable,
    columns: Vec<String>,
    options: ReadOptions,
}

/// Reads the city for some profiles and prints the findings; stops where one is an error.
pub(super) fn read_for(
    args: &ReportArgs,
    loaded: Vec<LoadedProfile>,
    messages: Messages,
) -> Result<Vec<CityRead>, Stop> {
    spare_city(&args.city)?;
    let questions = questions(args, &loaded);
    let city = args.city.city.clone();
    let mut readings = work(messages, move |watch| {
        let mut readings: Vec<(Reading, Vec<usize>)> = Vec::new();
        for (at, Question { table, columns, options }) in questions.iter().enumerate() {
            let alike =
                |(of, _): &&mut (Reading, _)| of.asked.is_answered_alike(table, columns, options);
            if let Some((_, profiles)) = readings.iter_mut().find(alike) {
                profiles.push(at);
                continue;
            }
            let reading = input::read_watched(&city, table, options, watch);
            let reading = reading.map_err(|error| source_failure(&error))?;
            let is_refused = reading.city.is_none();
            readings.push((reading, vec![at]));
            if is_refused {
                break;
            }
        }
        Ok::<_, Failure>(readings)
    })??;
    let said = said(&readings, &loaded);
    for (reading, _) in &mut readings {
        keep(&args.city, std::mem::take(&mut reading.keeping), messages);
    }
    let mut loaded: Vec<Option<LoadedProfile>> = loaded.into_iter().map(Some).collect();
    let cities: Option<Vec<CityRead>> =
        readings.into_iter().map(|(reading, of)| city_read(reading, &of, &mut loaded)).collect();
    if let Some(cities) = cities.filter(|_| !said.has_errors()) {
        messages.findings(&said, Rest::InTable);
        for city in &cities {
            say_files(&city.read.files, messages);
        }
        Ok(cities)
    } else {
        // Nothing is written, so that there is no table to point at.
        messages.findings(&said, Rest::Nowhere);
        Err(Stop::Refused)
    }
}

/// A reading with its profiles; none where the city was refused.
fn city_read(
    reading: Reading,
    of: &[usize],
    loaded: &mut [Option<LoadedProfile>],
) -> Option<CityRead> {
    let Reading { city, findings, files, .. } = reading;
    let profiles = of.iter().filter_map(|&at| Some((at, loaded[at].take()?))).collect();
    Some(CityRead { read: ReadCity { city: city?, findings, files }, profiles })
}

/// What each profile asks. All columns that any of them wants are read for all, where there is room: one
/// that no outlet has then makes no difference.
fn questions(args: &ReportArgs, loaded: &[LoadedProfile]) -> Vec<Question> {
    let all: BTreeSet<String> = loaded.iter().flat_map(|l| l.profile.columns()).collect();
    let all: Option<Vec<String>> = (all.len() <= MOST_COLUMNS).then(|| all.into_iter().collect());
    let question = |loaded: &LoadedProfile| {
        let source = Some(args.imprint.source.as_str());
        let own = options(&args.city, source, &loaded.profile);
        let columns = own.columns.clone();
        let options = ReadOptions { columns: all.clone().unwrap_or(own.columns.clone()), ..own };
        Question { table: loaded.profile.category_table(), columns, options }
    };
    loaded.iter().map(question).collect()
}

/// What tells a finding from others.
fn key(finding: &Finding) -> (&str, &Place, &str) {
    (finding.code, &finding.place, &finding.message)
}

/// Findings of the profiles and of all readings; those that an earlier reading has given too stand once.
fn said(readings: &[(Reading, Vec<usize>)], loaded: &[LoadedProfile]) -> Findings {
    let mut said = Findings::new();
    let mut before: BTreeSet<(&str, &Place, &str)> = BTreeSet::new();
    let of_profiles = loaded.iter().map(|loaded| &loaded.findings);
    for findings in of_profiles.chain(readings.iter().map(|(reading, _)| &reading.findings)) {
        let new = findings.iter().filter(|finding| !before.contains(&key(finding)));
        new.for_each(|finding| said.push(finding.clone()));
        before.extend(findings.iter().map(key));
    }
    said
}
