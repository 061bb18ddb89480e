//! What was typed, together with the surroundings, as one run means it. Nothing after this asks a
//! flag or a variable.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkshed::finding::{Findings, Severity};
use walkshed::input::{self, SourceError};
use walkshed::profile::{Lang, Profile, builtin, builtin_keys, builtin_text, parse, renamed};
use walkshed::units::Metres;

use super::args::{CityArgs, VoiceArgs};
use super::date::Date;
use super::failure::{Failure, Outcome, Stop};
use super::messages::{Messages, Rest, reason};
use super::work::work;

/// A rule set with the text that it was read from.
#[derive(Debug)]
pub(super) struct LoadedProfile {
    pub(super) profile: Profile,
    pub(super) text: String,
    /// The user's own file; none for a built-in rule set.
    pub(super) file: Option<PathBuf>,
    /// What there is to say about the file.
    pub(super) findings: Findings,
}

/// The rule set of a key or a file. Findings that are errors have been printed.
pub(super) fn load_profile(given: &str, messages: Messages) -> Result<LoadedProfile, Stop> {
    if let (Some(profile), Some(text)) = (builtin(given), builtin_text(given)) {
        let text = text.to_owned();
        return Ok(LoadedProfile { profile, text, file: None, findings: Findings::new() });
    }
    let path = Path::new(given);
    let is_path = given == "-" || given.contains(['/', '\\', '.']) || path.exists();
    if !is_path {
        let message = format!("no rule set is called \"{given}\", and no file");
        let help = renamed(given).map_or_else(
            || format!("built in are: {}", builtin_keys().join(", ")),
            |new| format!("it is called {new}"),
        );
        return Err(Failure::new("unknown-profile", message).with_help(help).into());
    }
    let file = path.to_owned();
    let text = work(messages, move |watch| {
        input::read_text(&file, input::TEXT_LIMIT, watch).map_err(|error| source_failure(&error))
    })??;
    let Some(text) = text else {
        let message = format!("{}: the rule set is not UTF-8 text", path.display());
        return Err(Failure::new("not-utf8", message).with_help("save the file as UTF-8").into());
    };
    let (profile, findings) = parse(&text, given);
    let Some(profile) = profile else {
        messages.findings(&findings, Rest::Nowhere);
        return Err(Stop::Refused);
    };
    Ok(LoadedProfile { profile, text, file: Some(path.to_owned()), findings })
}

/// What to do where a file cannot be opened.
const OPEN_HELP: &str = "check the path and who may read it";

/// That a file or folder cannot be opened, and what the system says of it.
pub(super) fn not_opened(path: &Path, error: &std::io::Error) -> Failure {
    let message = format!("{}: {}", path.display(), reason(error));
    Failure::new("open", message).with_help(OPEN_HELP)
}

/// Why a file cannot be read, as messages say it.
pub(super) fn source_failure(error: &SourceError) -> Failure {
    let code = match error {
        SourceError::Open { path, error } => return not_opened(path, error),
        SourceError::Read { path, error } => {
            return Failure::new("read", format!("{}: {}", path.display(), reason(error)));
        }
        SourceError::Missing { .. } => {
            return Failure::new("open", error.to_string()).with_help(OPEN_HELP);
        }
        SourceError::NoLayer { .. } => "no-layer",
        SourceError::Twice { .. } => "twice",
        SourceError::Folder { .. } => {
            return Failure::new("not-a-file", error.to_string())
                .with_help("name one of its files");
        }
        SourceError::NotACity { .. } => "not-a-city",
        SourceError::Changed { .. } => "changed",
        SourceError::TooLarge { .. } => "too-large",
        SourceError::StdinTwice => "stdin-twice",
        SourceError::Stopped => "stopped",
    };
    Failure::new(code, error.to_string())
}

/// The language of a run: as typed, or as the locale's variables have it.
pub(super) fn lang(voice: VoiceArgs) -> Lang {
    voice.lang.map_or_else(
        || {
            let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
            of_locale(["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).as_deref())
        },
        Lang::from,
    )
}

fn of_locale(locale: Option<&str>) -> Lang {
    let is_chinese = locale.is_some_and(|name| name.to_ascii_lowercase().starts_with("zh"));
    if is_chinese { Lang::Zh } else { Lang::En }
}

/// The date that outputs carry.
pub(super) fn date(args: &CityArgs) -> Date {
    args.date.unwrap_or_else(Date::of_run)
}

/// What was typed about a city that changes the outputs, by flag.
pub(super) fn parameters(args: &CityArgs) -> BTreeMap<String, String> {
    let mut parameters = BTreeMap::new();
    let flags = [("--repair", args.repair), ("--merge-duplicates", args.merge_duplicates)];
    for (flag, _) in flags.into_iter().filter(|(_, is_set)| *is_set) {
        parameters.insert(flag.to_owned(), "true".to_owned());
    }
    if let Some(Metres(metres)) = args.snap {
        parameters.insert("--snap".to_owned(), format!("{metres} m"));
    }
    let swapped: Vec<&str> = args.swap_axes.iter().map(|layer| layer.word()).collect();
    if !swapped.is_empty() {
        parameters.insert("--swap-axes".to_owned(), swapped.join(", "));
    }
    parameters
}

/// How a run ended that came to its end.
pub(super) fn outcome(findings: &Findings, deny_warnings: bool) -> Outcome {
    if deny_warnings && findings.count(Severity::Warning) > 0 {
        Outcome::Warned
    } else {
        Outcome::Done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_sets_the_language() {
        assert_eq!(of_locale(Some("zh_CN.UTF-8")), Lang::Zh);
        assert_eq!(of_locale(Some("C")), Lang::En);
        assert_eq!(of_locale(None), Lang::En);
    }
}
