//! `walkshed profile list | show | check | diff | schema`.

use std::fmt::Write as _;

use walkshed::profile::{
    Difference, Lang, Profile, SCHEMA, builtin, builtin_keys, describe, differences,
};

use super::args::ProfileCommand;
use super::failure::{Outcome, Stop};
use super::messages::{Messages, Rest, counted, data};
use super::settings::{lang, load_profile, outcome};

pub(super) fn run(command: &ProfileCommand, messages: Messages) -> Result<Outcome, Stop> {
    match command {
        ProfileCommand::List { voice } => {
            data(&list(lang(*voice)))?;
            Ok(Outcome::Done)
        }
        ProfileCommand::Show { profile, toml, voice } => {
            let loaded = load_profile(profile, messages)?;
            messages.findings(&loaded.findings, Rest::Nowhere);
            if *toml {
                data(&loaded.text)?;
            } else {
                data(&describe(&loaded.profile, lang(*voice)))?;
            }
            Ok(Outcome::Done)
        }
        ProfileCommand::Check { profile, deny_warnings, voice } => {
            let loaded = load_profile(profile, messages)?;
            messages.findings(&loaded.findings, Rest::Nowhere);
            let services = loaded.profile.services.len();
            let assumed = loaded.profile.services.iter().filter(|s| s.is_assumption()).count();
            messages.summary(&match lang(*voice) {
                Lang::En => format!(
                    "{}: {}, {assumed} with a radius to confirm\n",
                    loaded.profile.key,
                    counted(services, "service")
                ),
                Lang::Zh => format!(
                    "{}：{services} 项服务，其中 {assumed} 项的半径需确认\n",
                    loaded.profile.key
                ),
            })?;
            Ok(outcome(&loaded.findings, *deny_warnings))
        }
        ProfileCommand::Diff { first, second, voice } => {
            let (a, b) = (load_profile(first, messages)?, load_profile(second, messages)?);
            for loaded in [&a, &b] {
                messages.findings(&loaded.findings, Rest::Nowhere);
            }
            data(&diff(&a.profile, &b.profile, lang(*voice)))?;
            Ok(Outcome::Done)
        }
        ProfileCommand::Schema => {
            data(SCHEMA)?;
            Ok(Outcome::Done)
        }
    }
}

/// One line for each difference: `PATH: A -> B`.
fn diff(a: &Profile, b: &Profile, lang: Lang) -> String {
    let found = differences(a, b);
    let head = match (lang, found.is_empty()) {
        (Lang::En, true) => format!("{} and {} are the same rules\n", a.key, b.key),
        (Lang::Zh, true) => format!("{} 与 {} 口径相同\n", a.key, b.key),
        (_, false) => format!("{} -> {}\n", a.key, b.key),
    };
    let line = |d: &Difference| match (&d.first, &d.second, lang) {
        (Some(first), Some(second), _) => format!("{}: {first} -> {second}\n", d.path),
        (None, _, Lang::En) => format!("{}: only in {}\n", d.path, b.key),
        (_, None, Lang::En) => format!("{}: only in {}\n", d.path, a.key),
        (None, _, Lang::Zh) => format!("{}：仅见于 {}\n", d.path, b.key),
        (_, None, Lang::Zh) => format!("{}：仅见于 {}\n", d.path, a.key),
    };
    head + &found.iter().map(line).collect::<String>()
}

/// Keys and titles, the default first.
fn list(lang: Lang) -> String {
    let widest = builtin_keys().iter().map(|key| key.len()).max().unwrap_or(0);
    let mut text = String::new();
    for profile in builtin_keys().iter().filter_map(|key| builtin(key)) {
        let _ = writeln!(text, "{:widest$}  {}", profile.key, profile.names.get(lang));
    }
    text
}
