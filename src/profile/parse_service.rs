//! One `[[service]]` of a profile with its `[[service.provider]]` tables.

use super::fields::Fields;
use super::nearest::nearest;
use super::parse::{LONGEST, missing, remove};
use super::service::{Confidence, DemandGroup, Names, Provider, Service};
use crate::finding::{Finding, Findings};
use crate::model::CategoryTable;
use crate::units::{Metres, Share};

/// Longest label: two hours on foot.
const MOST_MINUTES: u32 = 120;

const FIELDS: [&str; 14] = [
    "key",
    "name_zh",
    "name_en",
    "minutes",
    "target",
    "target_clause",
    "demand",
    "in_circle",
    "lead_zh",
    "lead_en",
    "supporting_zh",
    "supporting_en",
    "remove_providers",
    "provider",
];

const PROVIDER_FIELDS: [&str; 6] =
    ["category", "radius_m", "clause", "source_zh", "source_en", "confidence"];

/// The service that a table states, over the one of the same key that it extends. None, with
/// findings, where something is missing or wrong.
pub(super) fn service(
    fields: &Fields<'_>,
    key: &str,
    base: Option<&Service>,
    findings: &mut Findings,
) -> Option<Service> {
    fields.check_known(&FIELDS, findings);
    let known = CategoryTable::entry(key).map(|c| Names { zh: c.zh.into(), en: c.en.into() });
    let inherited = base.map(|b| &b.names).or(known.as_ref());
    let title = names(fields, ["name_zh", "name_en"], inherited, findings);
    if title.is_none() {
        missing(fields, "name_en", "a title: `name_zh`, `name_en` or both", findings);
    }
    let lead = names(fields, ["lead_zh", "lead_en"], base.map(|b| &b.lead), findings);
    if lead.is_none() {
        missing(fields, "lead_en", "the department that answers for it", findings);
    }
    let providers = providers(fields, base, findings);
    // A label and a pass line belong to the radius that they were set for.
    let base_label = base.filter(|b| same_radii(&b.providers, &providers));
    if let Some(lost) = base.filter(|b| base_label.is_none() && has_label(fields, b)) {
        let message =
            format!("the radius changed, so the {} stayed behind", label_words(fields, lost));
        let help = "state `minutes`, and `target` with `target_clause`, for the new radius";
        findings.push(
            Finding::note("label-dropped", fields.place("provider"), message).with_help(help),
        );
    }
    let minutes = minutes(fields, findings).or_else(|| base_label.and_then(|b| b.minutes));
    let (target, target_clause) = target(fields, base_label, findings);
    let demand = demand(fields, findings).or(base.map(|b| b.demand));
    let in_circle = fields.is_true("in_circle", findings).or(base.map(|b| b.in_circle));
    let supporting = supporting(fields, findings).or_else(|| base.map(|b| b.supporting.clone()));
    Some(Service {
        key: key.to_owned(),
        names: title?,
        providers,
        minutes,
        target,
        target_clause,
        demand: demand.unwrap_or(DemandGroup::All),
        in_circle: in_circle.unwrap_or(true),
        lead: lead?,
        supporting: supporting.unwrap_or_default(),
    })
}

/// A pair of texts, over inherited ones; where only one language is given it stands for both.
pub(super) fn names(
    fields: &Fields<'_>,
    [zh, en]: [&str; 2],
    base: Option<&Names>,
    findings: &mut Findings,
) -> Option<Names> {
    let zh = fields.text(zh, findings).or_else(|| base.map(|b| b.zh.clone()));
    let en = fields.text(en, findings).or_else(|| base.map(|b| b.en.clone()));
    match (zh, en) {
        (Some(zh), Some(en)) => Some(Names { zh, en }),
        (Some(one), None) | (None, Some(one)) => Some(Names { zh: one.clone(), en: one }),
        (None, None) => None,
    }
}

fn same_radii(a: &[Provider], b: &[Provider]) -> bool {
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .all(|(a, b)| a.category == b.category && a.radius.0.total_cmp(&b.radius.0).is_eq())
}

/// Whether the base has a label or a target that the table does not restate.
fn has_label(fields: &Fields<'_>, base: &Service) -> bool {
    !label_words(fields, base).is_empty()
}

fn label_words(fields: &Fields<'_>, base: &Service) -> String {
    let minutes = base.minutes.filter(|_| !fields.has("minutes"));
    let target = base.target.filter(|_| !fields.has("target"));
    let minutes = minutes.map(|m| format!("label of {m} minutes"));
    let target = target.map(|t| format!("target of {} %", t.percent_text()));
    minutes.into_iter().chain(target).collect::<Vec<_>>().join(" and the ")
}

fn minutes(fields: &Fields<'_>, findings: &mut Findings) -> Option<u32> {
    let given = fields.number("minutes", findings)?;
    let minutes = (1..=MOST_MINUTES).find(|&m| f64::from(m).total_cmp(&given).is_eq());
    if minutes.is_none() {
        let message = format!("`minutes` is {given}");
        let help = "whole minutes from 1 to 120; a label, never used to compute";
        findings
            .push(Finding::error("out-of-range", fields.place("minutes"), message).with_help(help));
    }
    minutes
}

/// The target and its clause; those of the base where its label still holds.
fn target(
    fields: &Fields<'_>,
    base: Option<&Service>,
    findings: &mut Findings,
) -> (Option<Share>, String) {
    let clause = fields.text("target_clause", findings);
    let Some(given) = fields.number("target", findings) else {
        let target = base.and_then(|b| b.target);
        let clause = clause.or_else(|| base.map(|b| b.target_clause.clone()));
        return (target, clause.filter(|_| target.is_some()).unwrap_or_default());
    };
    if !(given > 0.0 && given <= 1.0) {
        let message = format!("`target` is {given}");
        let help = if (1.0..=100.0).contains(&given) {
            format!("a share, not per cent: write {}", given / 100.0)
        } else {
            "a share above 0 and up to 1, such as 0.9 for 90 %".to_owned()
        };
        findings
            .push(Finding::error("out-of-range", fields.place("target"), message).with_help(help));
        return (None, String::new());
    }
    (Some(Share(given)), clause.unwrap_or_else(|| set_in(fields)))
}

/// What stands for a clause where the user set a value without one.
fn set_in(fields: &Fields<'_>) -> String {
    format!("set in {}", fields.file())
}

fn demand(fields: &Fields<'_>, findings: &mut Findings) -> Option<DemandGroup> {
    let words = DemandGroup::ALL.map(DemandGroup::key);
    choice(fields, "demand", &words, findings).map(|at| DemandGroup::ALL[at])
}

fn confidence(fields: &Fields<'_>, findings: &mut Findings) -> Option<Confidence> {
    let words = Confidence::ALL.map(Confidence::flag);
    choice(fields, "confidence", &words, findings).map(|at| Confidence::ALL[at])
}

/// The position of a field's word among `words`; an error for any other word.
fn choice(
    fields: &Fields<'_>,
    field: &str,
    words: &[&str],
    findings: &mut Findings,
) -> Option<usize> {
    let given = fields.text(field, findings)?;
    let at = words.iter().position(|w| *w == given);
    if at.is_none() {
        let message = format!("`{field}` is \"{given}\"");
        let help = format!("one of {}", words.join(", "));
        findings.push(Finding::error("unknown-word", fields.place(field), message).with_help(help));
    }
    at
}

fn supporting(fields: &Fields<'_>, findings: &mut Findings) -> Option<Vec<Names>> {
    let zh = fields.texts("supporting_zh", findings);
    let en = fields.texts("supporting_en", findings);
    match (zh, en) {
        (Some(zh), Some(en)) if zh.len() != en.len() => {
            let message = format!(
                "`supporting_zh` names {} departments, `supporting_en` {}",
                zh.len(),
                en.len()
            );
            let place = fields.place("supporting_en");
            findings.push(Finding::error("unequal-lists", place, message));
            None
        }
        (Some(zh), Some(en)) => {
            Some(zh.into_iter().zip(en).map(|(zh, en)| Names { zh, en }).collect())
        }
        (Some(one), None) | (None, Some(one)) => {
            Some(one.into_iter().map(|d| Names { zh: d.clone(), en: d }).collect())
        }
        (None, None) => None,
    }
}

/// The providers of the base, less those that the table removes, with those that it states.
fn providers(
    fields: &Fields<'_>,
    base: Option<&Service>,
    findings: &mut Findings,
) -> Vec<Provider> {
    let mut providers = base.map(|b| b.providers.clone()).unwrap_or_default();
    remove(fields, "remove_providers", &mut providers, |p| &p.category, findings);
    let said = findings.len();
    let mut seen: Vec<String> = Vec::new();
    for table in fields.tables("provider", findings) {
        let Some(category) = table.text("category", findings) else {
            missing(&table, "category", "the category of its outlets", findings);
            continue;
        };
        let category = settled(&table, category, findings);
        let table = table.named(&category);
        if seen.contains(&category) {
            let message = format!("\"{category}\" provides this service twice");
            findings.push(Finding::error("duplicate-provider", table.place("category"), message));
            continue;
        }
        let at = providers.iter().position(|p| p.category == category);
        let read = provider(&table, &category, at.map(|at| &providers[at]), findings);
        seen.push(category);
        match (read, at) {
            (Some(read), Some(at)) => providers[at] = read,
            (Some(read), None) => providers.push(read),
            (None, _) => {}
        }
    }
    if providers.is_empty() && findings.len() == said {
        let help = "add `[[service.provider]]` with `category` and `radius_m`";
        let finding = Finding::error("missing", fields.place("provider"), "no provider is left");
        findings.push(finding.with_help(help));
    }
    providers
}

/// The key that a category's word stands for: a word that files use for a category of the standards
/// is taken as that category, and a new word that looks like a slip is asked about.
fn settled(fields: &Fields<'_>, word: String, findings: &mut Findings) -> String {
    let standard = CategoryTable::standard();
    let place = || fields.place("category");
    match standard.key(&word) {
        Some(key) if key == word => word,
        Some(key) => {
            let message = format!("\"{word}\" is taken as \"{key}\"");
            findings.push(Finding::warning("category-alias", place(), message));
            key.to_owned()
        }
        None => {
            if let Some(near) = nearest(&word, CategoryTable::standard_keys()) {
                let message = format!("\"{word}\" is a new category");
                let help = format!("if \"{near}\" is meant, write that");
                findings.push(Finding::warning("new-category", place(), message).with_help(help));
            }
            word
        }
    }
}

fn provider(
    fields: &Fields<'_>,
    category: &str,
    base: Option<&Provider>,
    findings: &mut Findings,
) -> Option<Provider> {
    fields.check_known(&PROVIDER_FIELDS, findings);
    let radius = radius(fields, findings);
    let clause = fields.text("clause", findings);
    let confidence = confidence(fields, findings);
    let kept = base.filter(|b| radius.is_none_or(|r| r.0.total_cmp(&b.radius.0).is_eq()));
    let source = names(fields, ["source_zh", "source_en"], kept.map(|b| &b.source), findings);
    if radius.is_none() && base.is_none() {
        missing(fields, "radius_m", "metres, such as 500", findings);
    }
    Some(Provider {
        category: category.to_owned(),
        radius: radius.or(base.map(|b| b.radius))?,
        clause: clause.or_else(|| kept.map(|b| b.clause.clone())).unwrap_or_else(|| set_in(fields)),
        source: source.unwrap_or_default(),
        confidence: confidence.or(kept.map(|b| b.confidence)).unwrap_or(Confidence::User),
    })
}

fn radius(fields: &Fields<'_>, findings: &mut Findings) -> Option<Metres> {
    let given = fields.number("radius_m", findings)?;
    if given > 0.0 && given <= LONGEST.0 {
        return Some(Metres(given));
    }
    let message = format!("`radius_m` is {given}");
    let help = "metres, above 0 and up to 20 000";
    findings
        .push(Finding::error("out-of-range", fields.place("radius_m"), message).with_help(help));
    None
}
