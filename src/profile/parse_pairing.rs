//! One `[[pairing]]` of a profile: what goes together with which outlets.

use super::fields::Fields;
use super::pairing::{Pairing, Subject};
use super::parse::missing;
use super::parse_parts::{Rule, choice, metres, rule, settled};
use crate::finding::{Finding, Findings};

pub(super) const FIELDS: [&str; 4] = ["of", "categories", "with", "within_m"];

/// The pairing that a table states, whole.
pub(super) fn pairing(fields: &Fields<'_>, key: &str, findings: &mut Findings) -> Option<Pairing> {
    let rule = rule(fields, &FIELDS, findings);
    let of = choice(fields, "of", &Subject::ALL.map(Subject::key), findings);
    let of = of.map_or(Subject::Outlets, |at| Subject::ALL[at]);
    let mut listed = |field: &str| -> Vec<String> {
        let words = fields.texts(field, findings).unwrap_or_default();
        words.into_iter().map(|word| settled(fields, word, findings)).collect()
    };
    let (categories, with) = (listed("categories"), listed("with"));
    match of {
        Subject::Outlets if categories.is_empty() => {
            missing(fields, "categories", "the categories that are to have a partner", findings);
        }
        Subject::UnmanagedEstates if fields.has("categories") => {
            let message = "`categories` is of no use where `of` is \"unmanaged_estates\"";
            let place = fields.place("categories");
            findings.push(Finding::error("unknown-key", place, message).with_help("take it out"));
        }
        Subject::Outlets | Subject::UnmanagedEstates => {}
    }
    if with.is_empty() {
        missing(fields, "with", "the categories of the partners", findings);
    }
    let within = metres(fields, "within_m", findings);
    let Rule { names, citation, lead, supporting } = rule?;
    Some(Pairing {
        key: key.to_owned(),
        names,
        of,
        categories,
        with,
        within,
        citation,
        lead,
        supporting,
    })
}
