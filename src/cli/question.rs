//! `--open-gate ID` and `--barrier FILE`: what a change along streets would do.

use std::collections::{BTreeMap, BTreeSet};

use walkshed::finding::nearest;
use walkshed::input::{BarrierReading, read_barrier};
use walkshed::model::{City, Question};
use walkshed::profile::Profile;

use super::args::{CityArgs, QuestionArgs};
use super::failure::{Failure, Stop};
use super::messages::{Messages, Rest, safe};
use super::read::{ReadCity, options};
use super::settings::source_failure;
use super::work::work;

/// The city with the change that is asked about; the same where none is.
pub(super) fn asked(
    args: &QuestionArgs,
    city: &CityArgs,
    read: ReadCity,
    rules: &Profile,
    messages: Messages,
) -> Result<ReadCity, Stop> {
    if (args.barrier.is_some() || !args.open_gate.is_empty()) && read.city.streets().is_none() {
        return Err(no_streets().into());
    }
    let opened = opened(args);
    for id in &opened {
        known(&read.city, id)?;
    }
    let open = opened.into_iter().map(Into::into).collect();
    let mut question = Question { open, ..Question::default() };
    let Some(path) = args.barrier.clone() else {
        return Ok(ReadCity { city: read.city.with_question(question), ..read });
    };
    let options = options(city, None, rules);
    let (mut read, reading) = work(messages, move |watch| {
        let reading = read_barrier(&path, &read.city, &options, watch);
        Ok::<_, Failure>((read, reading.map_err(|error| source_failure(&error))?))
    })??;
    let BarrierReading { barrier, findings, files } = reading;
    messages.findings(&findings, Rest::InTable);
    let Some(barrier) = barrier else { return Err(Stop::Refused) };
    question.barrier = barrier;
    let name = args.barrier.as_deref().and_then(std::path::Path::file_name);
    question.barrier_name = name.map(|name| name.to_string_lossy().into()).unwrap_or_default();
    read.findings.append(findings);
    read.files.extend(files);
    Ok(ReadCity { city: read.city.with_question(question), ..read })
}

/// The gates that are opened, each once.
fn opened(args: &QuestionArgs) -> Vec<&str> {
    let mut named = BTreeSet::new();
    args.open_gate.iter().map(String::as_str).filter(|id| named.insert(*id)).collect()
}

fn no_streets() -> Failure {
    let message = "a change along streets is asked about, and the city has none that can be walked";
    let help = "add a layer of streets (streets.geojson), or leave --barrier and --open-gate";
    Failure::new("no-streets", message).with_help(help)
}

/// Refuses a gate that the city does not have.
fn known(city: &City, id: &str) -> Result<(), Failure> {
    if city.gates().iter().any(|gate| &*gate.id == id) {
        return Ok(());
    }
    let ids = || city.gates().iter().map(|gate| &*gate.id).filter(|id| !id.is_empty());
    let help = match (nearest(id, ids()), ids().next()) {
        (Some(near), _) => format!("did you mean {}?", safe(near)),
        (None, Some(first)) => format!("the layer of gates has {} and others", safe(first)),
        (None, None) => "the city has no layer of gates".to_owned(),
    };
    let message = format!("no gate is called \"{}\"", safe(id));
    Err(Failure::new("unknown-gate", message).with_help(help))
}

/// What was asked, for the manifest.
pub(super) fn record(args: &QuestionArgs, parameters: &mut BTreeMap<String, String>) {
    if !args.open_gate.is_empty() {
        parameters.insert("--open-gate".to_owned(), opened(args).join(", "));
    }
    if let Some(path) = &args.barrier {
        parameters.insert("--barrier".to_owned(), path.display().to_string());
    }
}
