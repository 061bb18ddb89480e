//! One table of a profile's text, read field by field. What has the wrong type, is blank or is not
//! known is a finding at its line; the reader then goes on, so that all of them are seen at once.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::lines::Lines;

use crate::finding::{Finding, Findings, Place, nearest};

/// A table with its place.
pub(super) struct Fields<'a> {
    table: &'a DeTable<'a>,
    span: Range<usize>,
    lines: &'a Lines<'a>,
    /// What people call it, for places: the key of a service.
    name: String,
}

impl<'a> Fields<'a> {
    pub(super) fn new(table: &'a DeTable<'a>, span: Range<usize>, lines: &'a Lines<'a>) -> Self {
        Self { table, span, lines, name: String::new() }
    }

    pub(super) fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// The file's name.
    pub(super) fn file(&self) -> &'a str {
        self.lines.file()
    }

    /// The line of a field, or of the table where it has no such field.
    pub(super) fn place(&self, field: &str) -> Place {
        let span = self.table.get(field).map_or_else(|| self.span.clone(), Spanned::span);
        self.lines.place(&span).with_name(&self.name)
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.table.contains_key(field)
    }

    /// An error for each field that is not among `known`, with the one that was meant.
    pub(super) fn check_known(&self, known: &[&'static str], findings: &mut Findings) {
        let mut unknown: Vec<_> =
            self.table.keys().filter(|k| !known.contains(&k.get_ref().as_ref())).collect();
        unknown.sort_by_key(|k| k.span().start);
        for key in unknown {
            let place = self.lines.place(&key.span()).with_name(&self.name);
            let help = nearest(key.get_ref(), known.iter().copied()).map_or_else(
                || format!("known here: {}", known.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("no field is called `{}`", key.get_ref());
            findings.push(Finding::error("unknown-key", place, message).with_help(help));
        }
    }

    /// A text that is not blank, without control characters, runs of white space as one blank.
    pub(super) fn text(&self, field: &str, findings: &mut Findings) -> Option<String> {
        let value = self.table.get(field)?.get_ref();
        let Some(text) = value.as_str() else {
            return self.wrong_type(field, "a text", value, findings);
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (code, message) = if let Some(bad) = text.chars().find(|c| c.is_control()) {
            let message = format!("`{field}` holds the control character U+{:04X}", u32::from(bad));
            ("control-character", message)
        } else if text.is_empty() {
            ("blank", format!("`{field}` is blank"))
        } else {
            return Some(text);
        };
        findings.push(Finding::error(code, self.place(field), message));
        None
    }

    /// A text that may be blank.
    pub(super) fn text_or_blank(&self, field: &str, findings: &mut Findings) -> Option<String> {
        let value = self.table.get(field)?.get_ref();
        match value.as_str() {
            Some("") => Some(String::new()),
            Some(_) => self.text(field, findings),
            None => self.wrong_type(field, "a text", value, findings),
        }
    }

    /// A number, whole or not; it may still be out of range, or not finite.
    pub(super) fn number(&self, field: &str, findings: &mut Findings) -> Option<f64> {
        let value = self.table.get(field)?.get_ref();
        number(value).or_else(|| self.wrong_type(field, "a number", value, findings))
    }

    pub(super) fn is_true(&self, field: &str, findings: &mut Findings) -> Option<bool> {
        let value = self.table.get(field)?.get_ref();
        value.as_bool().or_else(|| self.wrong_type(field, "true or false", value, findings))
    }

    /// A text, a number, or true or false, as it is written.
    pub(super) fn plain(&self, field: &str, findings: &mut Findings) -> Option<String> {
        let value = self.table.get(field)?.get_ref();
        let wanted = "a text, a number, true or false";
        plain(value).or_else(|| self.wrong_type(field, wanted, value, findings))
    }

    /// A list of such.
    pub(super) fn plains(&self, field: &str, findings: &mut Findings) -> Option<Vec<String>> {
        let value = self.table.get(field)?.get_ref();
        value
            .as_array()
            .and_then(|list| list.iter().map(|v| plain(v.get_ref())).collect())
            .or_else(|| self.wrong_type(field, "a list of texts and numbers", value, findings))
    }

    pub(super) fn numbers(&self, field: &str, findings: &mut Findings) -> Option<Vec<f64>> {
        let value = self.table.get(field)?.get_ref();
        value
            .as_array()
            .and_then(|list| list.iter().map(|v| number(v.get_ref())).collect())
            .or_else(|| self.wrong_type(field, "a list of numbers", value, findings))
    }

    pub(super) fn texts(&self, field: &str, findings: &mut Findings) -> Option<Vec<String>> {
        let value = self.table.get(field)?.get_ref();
        let text = |v: &Spanned<DeValue<'_>>| v.get_ref().as_str().map(|t| t.trim().to_owned());
        value
            .as_array()
            .and_then(|list| list.iter().map(text).collect())
            .or_else(|| self.wrong_type(field, "a list of texts", value, findings))
    }

    /// The table `[field]`; none where it is missing.
    pub(super) fn table(&self, field: &str, findings: &mut Findings) -> Option<Fields<'a>> {
        let value = self.table.get(field)?;
        let Some(table) = value.get_ref().as_table() else {
            let what = format!("a table, under `[{field}]`");
            return self.wrong_type(field, &what, value.get_ref(), findings);
        };
        Some(Fields::new(table, value.span(), self.lines))
    }

    /// The tables `[[field]]`, in the order of the file; none where the field is missing.
    pub(super) fn tables(&self, field: &str, findings: &mut Findings) -> Vec<Fields<'a>> {
        let Some(value) = self.table.get(field) else { return Vec::new() };
        let tables = value.get_ref().as_array().and_then(|list| {
            list.iter()
                .map(|v| Some(Fields::new(v.get_ref().as_table()?, v.span(), self.lines)))
                .collect::<Option<Vec<_>>>()
        });
        tables.unwrap_or_else(|| {
            let what = format!("tables, each under its own `[[{field}]]`");
            self.wrong_type::<()>(field, &what, value.get_ref(), findings);
            Vec::new()
        })
    }

    fn wrong_type<T>(
        &self,
        field: &str,
        wanted: &str,
        seen: &DeValue<'_>,
        findings: &mut Findings,
    ) -> Option<T> {
        let message = format!("`{field}` is {}; it should be {wanted}", kind(seen));
        findings.push(Finding::error("wrong-type", self.place(field), message));
        None
    }
}

/// The number, where it is one that a double can hold.
fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Float(number) => number.as_str().parse().ok(),
        // Whole numbers past 2^53 are far outside every range that is asked for.
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
        _ => None,
    }
}

fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        DeValue::Boolean(value) => Some(value.to_string()),
        _ => number(value).map(|number| number.to_string()),
    }
}

fn kind(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text \"{text}\""),
        DeValue::Integer(number) => format!("the number {number}"),
        DeValue::Float(number) => format!("the number {number}"),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(_) => "a date".to_owned(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}
