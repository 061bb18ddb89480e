//! The `[[service.demand_where]]` tables of a service: conditions on whose need counts.

use super::fields::Fields;
use super::parse::missing;
use super::parse_parts::choice;
use crate::finding::{Finding, Findings};
use crate::model::{Condition, DemandLayer, Test};

pub(super) const FIELDS: [&str; 6] = ["layer", "attribute", "equals", "in", "at_least", "at_most"];

/// The conditions that a service states; none where it states none.
pub(super) fn demand_where(fields: &Fields<'_>, findings: &mut Findings) -> Option<Vec<Condition>> {
    let conditions = fields.tables("demand_where", findings);
    let read = conditions.iter().filter_map(|of| condition(of, findings)).collect();
    fields.has("demand_where").then_some(read)
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
