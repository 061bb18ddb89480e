//! `walkshed profile list | show | check`.

use std::fmt::Write as _;

use walkshed::profile::{Lang, builtin, builtin_keys, describe};

use super::args::ProfileCommand;
use super::failure::{Outcome, Stop};
use super::messages::{Messages, Rest, data};
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
                    "{}: {services} services, {assumed} with a radius to confirm\n",
                    loaded.profile.key
                ),
                Lang::Zh => format!(
                    "{}：{services} 项服务，其中 {assumed} 项的半径需确认\n",
                    loaded.profile.key
                ),
            })?;
            Ok(outcome(&loaded.findings, *deny_warnings))
        }
    }
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
