//! Outlets that may not be what their category says: one finding for each category and reason.
//!
//! What makes an outlet doubtful is the model's to say ([`NameRule`](crate::model::NameRule)); here its
//! feature is asked, and the doubts of a layer are put together. A doubtful outlet stays in the city.
//! Rates are measured without such outlets, and once more with them.

use std::collections::BTreeMap;

use super::outlet_checks::Outlets;
use super::outlets::{HOURS, NAME};
use super::words::{counted, quoted};
use crate::finding::{Finding, Findings, Place};
use crate::model::{CategoryTable, Doubt, DoubtKind};

/// So many outlets of a finding are named.
const NAMED: usize = 5;

/// Words of a rule that a finding shows.
const WORDS: usize = 8;

/// Warns of the doubtful outlets of a layer, by category and reason.
pub(super) fn say(outlets: &Outlets<'_>, categories: &[String], findings: &mut Findings) {
    let mut groups: BTreeMap<(&str, DoubtKind), Vec<(usize, &Doubt)>> = BTreeMap::new();
    for (index, draft) in outlets.drafts.iter().enumerate() {
        if let Some(doubt) = draft.details.as_ref().and_then(|details| details.doubt.as_ref()) {
            let key = (categories[draft.category.index()].as_str(), doubt.kind);
            groups.entry(key).or_default().push((index, doubt));
        }
    }
    for ((category, kind), group) in groups {
        findings.push(finding(outlets, category, kind, &group));
    }
}

fn finding(
    outlets: &Outlets<'_>,
    category: &str,
    kind: DoubtKind,
    group: &[(usize, &Doubt)],
) -> Finding {
    let (first, doubt) = group[0];
    let (name, why) = (category_name(category), why(doubt, &words(group)));
    let named: Vec<String> =
        group.iter().take(NAMED).map(|&(n, _)| outlets.beside(n, first)).collect();
    let more = match group.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = match group.len() {
        1 => alone(outlets.label(first), name, &why),
        count => format!(
            "{}, as {} each {why}: {}{more}; doubtful",
            counted(count, "outlet"),
            quoted(name),
            named.join(", ")
        ),
    };
    let origin = outlets.drafts[first].origin;
    let (slot, help) = match kind {
        DoubtKind::NotServing | DoubtKind::LookAlike | DoubtKind::NotNamed => (
            NAME,
            "rates are given without doubtful outlets, and with them; set confirmed to true on those \
             that are what their category says, and take the others out",
        ),
        DoubtKind::HoursUnknown => (
            HOURS,
            "rates are given without doubtful outlets, and with them; ask for the hours, and write them \
             as OpenStreetMap does (\"Mo-Fr 06:30-10:00\")",
        ),
    };
    let place = outlets.plan.property_place(origin, slot).with_name(outlets.label(first));
    Finding::warning("doubtful-outlet", place, message).with_help(help)
}

/// Warns of one outlet that a plan leaves; `place` is that of its name or of its hours.
pub(super) fn of_planned(label: &str, category: &str, doubt: &Doubt, place: Place) -> Finding {
    let message = alone(label, category_name(category), &why(doubt, &quoted(&doubt.pattern)));
    let help = match doubt.kind {
        DoubtKind::NotServing | DoubtKind::LookAlike | DoubtKind::NotNamed => {
            "it counts for nothing after the plan; set confirmed to true where it will be what its \
             category says"
        }
        DoubtKind::HoursUnknown => {
            "it counts for nothing after the plan; write its hours as OpenStreetMap does \
             (\"Mo-Fr 06:30-10:00\")"
        }
    };
    Finding::warning("doubtful-outlet", place, message).with_help(help)
}

fn category_name(category: &str) -> &str {
    CategoryTable::entry(category).map_or(category, |entry| entry.en)
}

fn alone(label: &str, category: &str, why: &str) -> String {
    format!("{} as {} {why}: doubtful", quoted(label), quoted(category))
}

fn why(doubt: &Doubt, words: &str) -> String {
    match doubt.kind {
        DoubtKind::NotServing => format!("does not serve by its name ({words})"),
        DoubtKind::LookAlike => format!("may be something else by its name ({words})"),
        DoubtKind::NotNamed => format!("is not called one ({})", shortened(&doubt.pattern)),
        DoubtKind::HoursUnknown => "does not say whether it is open when it has to be".to_owned(),
    }
}

/// The words that made the doubts, each once.
fn words(group: &[(usize, &Doubt)]) -> String {
    let mut words: Vec<&str> = group.iter().map(|(_, doubt)| &*doubt.pattern).collect();
    words.sort_unstable();
    words.dedup();
    words.iter().take(WORDS).map(|word| quoted(word)).collect::<Vec<_>>().join(", ")
}

/// The first words of a pattern.
fn shortened(pattern: &str) -> String {
    let shown: Vec<&str> = pattern.split('|').take(WORDS).collect();
    let more = if pattern.split('|').count() > WORDS { ", ..." } else { "" };
    format!("{}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_pattern_is_shown_by_its_first_words() {
        let words: Vec<String> = (0..=WORDS).map(|n| format!("w{n}")).collect();
        assert_eq!(shortened(&words[..WORDS].join("|")), words[..WORDS].join(", "));
        assert_eq!(shortened(&words.join("|")), format!("{}, ...", words[..WORDS].join(", ")));
    }
}
