//! `walkshed check CITY`: reads, says what is wrong, and stops; or explains a code.

use std::fmt::Write as _;

use walkshed::profile::Lang;
use walkshed::report::inputs_summary;

use super::args::{CheckArgs, CityArgs};
use super::explain::explain;
use super::failure::{Outcome, Stop};
use super::messages::{Messages, Rest, data};
use super::read::{ReadCity, read_city, with_threads};
use super::settings::{lang, load_profile, outcome};

pub(super) fn run(args: &CheckArgs, messages: Messages) -> Result<Outcome, Stop> {
    if let Some(code) = &args.explain {
        data(&explain(code)?)?;
    }
    args.city
        .0
        .as_ref()
        .map_or(Ok(Outcome::Done), |city| with_threads(city.threads, || check(city, messages)))
}

fn check(city: &CityArgs, messages: Messages) -> Result<Outcome, Stop> {
    let loaded = load_profile(&city.profile, messages)?;
    let read = read_city(city, &loaded, messages, Rest::Nowhere)?;
    messages.summary(&summary(&read, lang(city.voice)))?;
    Ok(outcome(&read.findings, city.deny_warnings))
}

/// What was read, file by file, and how much there was to say.
fn summary(read: &ReadCity, lang: Lang) -> String {
    let mut text = format!("{}\n{}", read.city.name(), inputs_summary(&read.records(), lang));
    let count = read.count_text();
    let end = match (lang, count.is_empty()) {
        (Lang::En, true) => "nothing to say about it".to_owned(),
        (Lang::Zh, true) => "未发现问题".to_owned(),
        (Lang::En, false) => count,
        (Lang::Zh, false) => format!("发现：{count}"),
    };
    let _ = writeln!(text, "  {end}");
    text
}
