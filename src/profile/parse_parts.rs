//! What several tables of a profile have in common: names, clauses, departments, categories, amounts.

use super::citation::{Citation, Confidence, SET_IN};
use super::fields::Fields;

use super::parse::{LONGEST, missing};
use super::service::Names;
use crate::finding::{Finding, Findings, nearest};
use crate::model::CategoryTable;
use crate::units::{Metres, Share, SquareMetres};

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

/// What stands for a clause where the user set a value without one: the file without its folders, since
/// outputs do not depend on where it lies.
fn set_in(fields: &Fields<'_>) -> String {
    let name = fields.file().rsplit(['/', '\\']).next().unwrap_or_default();
    format!("{SET_IN}{name}")
}

/// The clause, source and confidence of a value, under names that begin with `prefix`; over those of
/// an equal value that the file extends.
pub(super) fn citation(
    fields: &Fields<'_>,
    prefix: &str,
    kept: Option<&Citation>,
    findings: &mut Findings,
) -> Citation {
    let field = |name: &str| format!("{prefix}{name}");
    let clause = fields.text(&field("clause"), findings);
    let clause_en = fields.text(&field("clause_en"), findings);
    // A translation belongs to its own clause.
    let kept_en = kept.filter(|_| clause.is_none()).and_then(|k| k.clause_en.clone());
    let (zh, en) = (field("source_zh"), field("source_en"));
    let source = names(fields, [&zh, &en], kept.map(|k| &k.source), findings);
    let flags = Confidence::ALL.map(Confidence::flag);
    let confidence = choice(fields, &field("confidence"), &flags, findings);
    let in_force = fields.is_true(&field("in_force"), findings).or(kept.map(|k| k.in_force));
    Citation {
        clause: clause.or_else(|| kept.map(|k| k.clause.clone())).unwrap_or_else(|| set_in(fields)),
        clause_en: clause_en.or(kept_en),
        source: source.unwrap_or_default(),
        confidence: confidence
            .map(|at| Confidence::ALL[at])
            .or(kept.map(|k| k.confidence))
            .unwrap_or(Confidence::User),
        in_force: in_force.unwrap_or(true),
    }
}

/// Fields of every rule on top of those that it has alone.
pub(super) const RULE: [&str; 13] = [
    "key",
    "name_zh",
    "name_en",
    "clause",
    "clause_en",
    "source_zh",
    "source_en",
    "confidence",
    "in_force",
    "lead_zh",
    "lead_en",
    "supporting_zh",
    "supporting_en",
];

/// What every rule states: a title, where it comes from, who answers for it.
pub(super) struct Rule {
    pub(super) names: Names,
    pub(super) citation: Citation,
    pub(super) lead: Names,
    pub(super) supporting: Vec<Names>,
}

/// The rule of a table that may have these fields besides; none where its title or department is missing.
pub(super) fn rule(
    fields: &Fields<'_>,
    own: &[&'static str],
    findings: &mut Findings,
) -> Option<Rule> {
    fields.check_known(&[&RULE[..], own].concat(), findings);
    let title = names(fields, ["name_zh", "name_en"], None, findings);
    if title.is_none() {
        missing(fields, "name_en", "a title: `name_zh`, `name_en` or both", findings);
    }
    let lead = names(fields, ["lead_zh", "lead_en"], None, findings);
    if lead.is_none() {
        missing(fields, "lead_en", "the department that answers for it", findings);
    }
    let citation = citation(fields, "", None, findings);
    let supporting = supporting(fields, findings).unwrap_or_default();
    Some(Rule { names: title?, citation, lead: lead?, supporting })
}

/// The position of a field's word among `words`; an error for any other word.
pub(super) fn choice(
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

/// The departments that help, in both languages.
pub(super) fn supporting(fields: &Fields<'_>, findings: &mut Findings) -> Option<Vec<Names>> {
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

/// The key that a category's word stands for: a word that files use for a category of the standards
/// is taken as that category, and a new word that looks like a slip is asked about.
pub(super) fn settled(fields: &Fields<'_>, word: String, findings: &mut Findings) -> String {
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

/// A radius in metres, where the table states one.
pub(super) fn radius(fields: &Fields<'_>, findings: &mut Findings) -> Option<Metres> {
    metres(fields, "radius_m", findings)
}

/// A distance on foot, where the table states one.
pub(super) fn metres(fields: &Fields<'_>, field: &str, findings: &mut Findings) -> Option<Metres> {
    let given = fields.number(field, findings)?;
    if given > 0.0 && given <= LONGEST.0 {
        return Some(Metres(given));
    }
    let message = format!("`{field}` is {given}");
    let help = "metres, above 0 and up to 20 000";
    findings.push(Finding::error("out-of-range", fields.place(field), message).with_help(help));
    None
}

/// A floor area in square metres, where the table states one.
pub(super) fn floor_min(fields: &Fields<'_>, findings: &mut Findings) -> Option<SquareMetres> {
    positive(fields, "floor_min_m2", findings).map(SquareMetres)
}

/// How many of the nearest outlets are looked at, where the table states it.
pub(super) fn nearest_few(fields: &Fields<'_>, findings: &mut Findings) -> Option<usize> {
    let given = fields.number("nearest", findings)?;
    let count = (1..=MOST_NEAREST).find(|&n| f64::from(n).total_cmp(&given).is_eq());
    if count.is_none() {
        let message = format!("`nearest` is {given}");
        let help = format!("a whole number from 1 to {MOST_NEAREST}");
        findings
            .push(Finding::error("out-of-range", fields.place("nearest"), message).with_help(help));
    }
    count.map(usize::from)
}

/// Outlets that the distance profile may look at: past the fifth there is choice enough.
const MOST_NEAREST: u8 = 5;

/// A number above nought, where the table states one.
pub(super) fn positive(fields: &Fields<'_>, field: &str, findings: &mut Findings) -> Option<f64> {
    let given = fields.number(field, findings)?;
    if given > 0.0 && given.is_finite() {
        return Some(given);
    }
    let message = format!("`{field}` is {given}");
    let finding = Finding::error("out-of-range", fields.place(field), message);
    findings.push(finding.with_help("a number above 0"));
    None
}

/// A share above 0 and up to 1, where the table states one.
pub(super) fn share(fields: &Fields<'_>, field: &str, findings: &mut Findings) -> Option<Share> {
    let given = fields.number(field, findings)?;
    if given > 0.0 && given <= 1.0 {
        return Some(Share(given));
    }
    let message = format!("`{field}` is {given}");
    let help = if (1.0..=100.0).contains(&given) {
        format!("a share, not per cent: write {}", given / 100.0)
    } else {
        "a share above 0 and up to 1, such as 0.9 for 90 %".to_owned()
    };
    findings.push(Finding::error("out-of-range", fields.place(field), message).with_help(help));
    None
}

/// Whether a category has been read already in the same list; an error says so.
pub(super) fn repeats(
    table: &Fields<'_>,
    seen: &[String],
    category: &str,
    findings: &mut Findings,
) -> bool {
    let is_there = seen.iter().any(|s| s == category);
    if is_there {
        let message = format!("\"{category}\" provides this service twice");
        findings.push(Finding::error("duplicate-provider", table.place("category"), message));
    }
    is_there
}
