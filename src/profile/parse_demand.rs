//! The `[[service.demand_where]]` tables of a service: conditions on whose need counts.

use super::fields::Fields;
use super::parse::missing;
use super::parse_parts::choice;
use crate::finding::{Finding, Findings};
use crate::model::{Condition, DemandLayer, Test};

pub(super) const FIELDS: [&str; 6] = ["layer", "attribute", "equals", "in", "at_least", "at_most"];

/// The conditions that a service states; none where it states none.
pub(super) fn demand_where(fields: &Fields<'_>, findings: &mut Findings) -> Option<Vec<Condition>> {
    let mut read: Vec<Condition> = Vec::new();
    for of in fields.tables("demand_where", findings) {
        let Some(condition) = condition(&of, findings) else { continue };
        read.push(condition);
        if let Some(said) = contradiction(&read) {
            let help = "all conditions of a service have to be met: state one that allows both with \
                        `in`, or make two services";
            let place = of.place("attribute");
            findings.push(Finding::error("bad-demand", place, said).with_help(help));
            read.pop();
        }
    }
    fields.has("demand_where").then_some(read)
}

/// Why nothing can meet the last condition and those before it on the same attribute; none where
/// something can.
fn contradiction(conditions: &[Condition]) -> Option<String> {
    let (last, before) = conditions.split_last()?;
    let is_on_same = |of: &&Condition| of.layer == last.layer && of.attribute == last.attribute;
    let tests: Vec<&Test> =
        before.iter().filter(is_on_same).chain([last]).map(|of| &of.test).collect();
    let values: Vec<&String> = tests
        .iter()
        .filter_map(|test| match test {
            Test::OneOf(list) => Some(list),
            Test::Between { .. } => None,
        })
        .flatten()
        .collect();
    let can_be = if values.is_empty() {
        let (least, most) = limits(&tests);
        least <= most
    } else {
        values.iter().any(|value| tests.iter().all(|test| may_pass(test, value)))
    };
    (!can_be).then(|| {
        format!("no value of \"{}\" meets this condition and the others on it", last.attribute)
    })
}

/// The greatest of the least values and the least of the greatest.
fn limits(tests: &[&Test]) -> (f64, f64) {
    let mut limits = (f64::NEG_INFINITY, f64::INFINITY);
    for test in tests {
        if let Test::Between { at_least, at_most } = test {
            limits.0 = at_least.map_or(limits.0, |least| limits.0.max(least));
            limits.1 = at_most.map_or(limits.1, |most| limits.1.min(most));
        }
    }
    limits
}

/// Whether a value that one condition names may pass the test of another. Words for yes and no are the
/// reader's to know: next to `true` or `false` any other word may be one.
fn may_pass(test: &Test, value: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    let is_truth = |text: &str| text == "true" || text == "false";
    match test {
        Test::OneOf(list) => list.iter().any(|other| {
            let is_one_number =
                number(other).zip(number(value)).is_some_and(|(a, b)| a.total_cmp(&b).is_eq());
            other == value || is_one_number || is_truth(other) != is_truth(value)
        }),
        Test::Between { .. } => {
            let (least, most) = limits(&[test]);
            is_truth(value) || number(value).is_some_and(|n| least <= n && n <= most)
        }
    }
}

fn condition(fields: &Fields<'_>, findings: &mut Findings) -> Option<Condition> {
    fields.check_known(&FIELDS, findings);
    let layer = choice(fields, "layer", &DemandLayer::ALL.map(DemandLayer::key), findings);
    if layer.is_none() {
        missing(fields, "layer", "the layer that has the attribute: estates or people", findings);
    }
    let attribute = fields.text("attribute", findings);
    if attribute.is_none() {
        missing(fields, "attribute", "what the file calls the attribute", findings);
    }
    let one = fields.plain("equals", findings).map(|value| vec![value]);
    let list = fields.plains("in", findings);
    let (at_least, at_most) =
        (fields.number("at_least", findings), fields.number("at_most", findings));
    let has = |names: &[&str]| names.iter().any(|name| fields.has(name));
    let kinds = [has(&["equals"]), has(&["in"]), has(&["at_least", "at_most"])];
    let empty = list.as_ref().is_some_and(Vec::is_empty)
        || [at_least, at_most].into_iter().flatten().any(f64::is_nan)
        || matches!((at_least, at_most), (Some(least), Some(most)) if least > most);
    if kinds.iter().filter(|is| **is).count() != 1 || empty {
        let message = "a condition has one test that something can pass";
        let help = "state `equals`, or `in` with a list, or `at_least` and `at_most`, each or both";
        let place = fields.place("attribute");
        findings.push(Finding::error("bad-demand", place, message).with_help(help));
        return None;
    }
    let test = match one.or(list) {
        Some(list) => Test::OneOf(list),
        None => Test::Between { at_least, at_most },
    };
    Some(Condition { layer: DemandLayer::ALL[layer?], attribute: attribute?, test })
}
