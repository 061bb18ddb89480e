//! The tables `[[category]]`, and `name_not_serving`: what the outlets of a category have to be like.

use super::category_rule::CategoryRule;
use super::fields::Fields;
use super::service::Service;
use crate::finding::{Finding, Findings, nearest};
use crate::model::{CategoryTable, NameRule, OpenAt, Pattern};

pub(super) const FIELDS: [&str; 6] =
    ["key", "open_at", "complaint_words", "name_include", "name_exclude", "name_needed"];

/// The rule that a table states, over that of the profile which it extends, or of the standards. Own
/// words take the place of the standard's, those of categories that give more among them.
pub(super) fn category_rule(
    fields: &Fields<'_>,
    key: &str,
    base: Option<&CategoryRule>,
    services: &[Service],
    findings: &mut Findings,
) -> Option<CategoryRule> {
    fields.check_known(&FIELDS, findings);
    let mut known: Vec<&str> = CategoryTable::standard_keys().collect();
    known.extend(services.iter().flat_map(|s| &s.providers).map(|p| p.category.as_str()));
    if !known.contains(&key) {
        let message = format!("no category is called \"{key}\"");
        let help = nearest(key, known.iter().copied())
            .map_or_else(String::new, |near| format!("did you mean \"{near}\"?"));
        let finding = Finding::error("unknown-word", fields.place("key"), message);
        findings.push(finding.with_help(help));
        return None;
    }
    let mut rule = base.map_or_else(|| NameRule::standard(key), |base| base.names.clone());
    if let Some(include) = pattern(fields, "name_include", findings) {
        rule.include = include;
        rule.kin = Pattern::default();
    }
    if let Some(exclude) = pattern(fields, "name_exclude", findings) {
        rule.exclude = exclude;
        rule.foreign = Pattern::default();
    }
    if let Some(needed) = fields.is_true("name_needed", findings) {
        rule.needs_include = needed;
    }
    let open_at = open_at(fields, findings).or_else(|| base.and_then(|base| base.open_at));
    let complaint_words = pattern(fields, "complaint_words", findings)
        .or_else(|| base.and_then(|base| base.complaint_words.clone()));
    Some(CategoryRule { key: key.to_owned(), open_at, complaint_words, names: rule })
}

/// The time at which an outlet has to be open.
pub(super) fn open_at(fields: &Fields<'_>, findings: &mut Findings) -> Option<OpenAt> {
    let given = fields.text("open_at", findings)?;
    let time = OpenAt::parse(&given);
    if time.is_none() {
        let message = format!("`open_at` is \"{given}\"");
        let help = "a day of the week and a time, such as \"Mo 07:30\", or a date and a time, such as \
                    \"2026-03-02 07:30\"";
        findings.push(Finding::error("bad-time", fields.place("open_at"), message).with_help(help));
    }
    time
}

/// The pattern that a field states; `""` is one that nothing fits.
pub(super) fn pattern(
    fields: &Fields<'_>,
    field: &str,
    findings: &mut Findings,
) -> Option<Pattern> {
    let text = fields.text_or_blank(field, findings)?;
    match Pattern::new(&text) {
        Ok(pattern) => Some(pattern),
        Err(why) => {
            let message = format!("`{field}` is \"{text}\": {why}");
            let help = "words parted by |, with ^ before one or $ behind it for the beginning and the end \
                        of a name; a mark that is meant as itself stands after \\";
            let finding = Finding::error("bad-pattern", fields.place(field), message);
            findings.push(finding.with_help(help));
            None
        }
    }
}
