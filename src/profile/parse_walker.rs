//! One `[[walker]]` of a profile, and how a provider is reached beside its circle.

use super::fields::Fields;
use super::parse::missing;
use super::parse_list::{remove, stated};
use super::parse_parts::{choice, citation, names};
use super::service::{DemandGroup, Profile, Service};
use super::walker::{ReachBy, Walker};
use crate::finding::{Finding, Findings};
use crate::units::Metres;

pub(super) const FIELDS: [&str; 12] = [
    "key",
    "name_zh",
    "name_en",
    "metres_a_minute",
    "steps",
    "people",
    "clause",
    "clause_en",
    "source_zh",
    "source_en",
    "confidence",
    "in_force",
];

/// The fastest that people walk on: 200 m a minute, 12 km/h, a run.
const FASTEST: f64 = 200.0;

/// The longest detour that a file may state: walks five times as long as straight lines.
const LONGEST_DETOUR: f64 = 5.0;

/// The walkers of the base, less those that the file removes; one that it states replaces the old one.
pub(super) fn walkers(
    fields: &Fields<'_>,
    base: Option<&Profile>,
    findings: &mut Findings,
) -> Vec<Walker> {
    let mut walkers = base.map(|b| b.walkers.clone()).unwrap_or_default();
    remove(fields, "remove_walkers", &mut walkers, findings);
    let read =
        |f: &Fields<'_>, key: &str, _: Option<&Walker>, said: &mut Findings| walker(f, key, said);
    stated(fields, "walker", &mut walkers, read, findings);
    walkers
}

/// An error where there are walkers and no service says for how long they walk.
pub(super) fn check_minutes(
    fields: &Fields<'_>,
    services: &[Service],
    walkers: &[Walker],
    findings: &mut Findings,
) {
    if !walkers.is_empty() && services.iter().all(|service| service.minutes.is_none()) {
        let message = "no service has `minutes`, so that nothing is said of walkers";
        let help = "state `minutes` for the services that they walk to, or take the walkers out";
        findings.push(Finding::error("missing", fields.place("walker"), message).with_help(help));
    }
}

/// The walker that a table states, whole.
fn walker(fields: &Fields<'_>, key: &str, findings: &mut Findings) -> Option<Walker> {
    fields.check_known(&FIELDS, findings);
    let title = names(fields, ["name_zh", "name_en"], None, findings);
    if title.is_none() {
        missing(fields, "name_en", "a title: `name_zh`, `name_en` or both", findings);
    }
    missing(fields, "metres_a_minute", "how fast they walk, such as 60", findings);
    let speed = within(fields, "metres_a_minute", (1.0, FASTEST), findings);
    let steps = fields.is_true("steps", findings).unwrap_or(true);
    let people = choice(fields, "people", &DemandGroup::ALL.map(DemandGroup::key), findings);
    let citation = citation(fields, "", None, findings);
    Some(Walker {
        key: key.to_owned(),
        names: title?,
        speed: Metres(speed?),
        steps,
        people: people.map_or(DemandGroup::All, |at| DemandGroup::ALL[at]),
        citation,
    })
}

/// How a provider is reached, where its table says so.
pub(super) fn reach(fields: &Fields<'_>, findings: &mut Findings) -> Option<ReachBy> {
    let chosen = choice(fields, "reach", &ReachBy::WORDS, findings);
    let factor = within(fields, "detour_factor", (1.0, LONGEST_DETOUR), findings);
    let is_detour = chosen.is_some_and(|at| ReachBy::WORDS[at] == "detour");
    if is_detour {
        missing(fields, "detour_factor", "walks by straight lines, such as 1.3", findings);
    } else if fields.has("detour_factor") {
        let place = fields.place("detour_factor");
        let message = "`detour_factor` is of no use without `reach = \"detour\"`";
        let help = "add that, or take the factor out";
        findings.push(Finding::error("unknown-key", place, message).with_help(help));
    }
    match ReachBy::WORDS[chosen?] {
        "detour" => factor.map(ReachBy::Detour),
        "streets" => Some(ReachBy::Streets),
        _ => Some(ReachBy::Radius),
    }
}

/// A number in a range, its ends included, where the table states one.
fn within(
    fields: &Fields<'_>,
    field: &str,
    (least, most): (f64, f64),
    findings: &mut Findings,
) -> Option<f64> {
    let given = fields.number(field, findings)?;
    if (least..=most).contains(&given) {
        return Some(given);
    }
    let message = format!("`{field}` is {given}");
    let help = format!("a number from {least} to {most}");
    findings.push(Finding::error("out-of-range", fields.place(field), message).with_help(help));
    None
}
