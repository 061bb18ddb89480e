//! Holds what the features of a layer say against the conditions of a profile on whose need counts.
//!
//! An attribute is taken by the file's own name. A feature without it, or with a value that cannot be held
//! against the condition, is in no rate of the services that ask for it; how many there are is said.

use super::feature::{RawFeature, SLOTS};
use super::layer::{Layer, Origin};
use super::outlets::yes_or_no;
use super::plan::{Here, LayerPlan};
use super::words::{counted, quoted};
use crate::finding::{Finding, Findings, Place};
use crate::model::{Condition, DemandLayer, Met, Test};
use crate::units::count_text;

/// Reads the attributes of these conditions too.
pub(super) fn ask(plans: &mut [LayerPlan], conditions: &[Condition]) {
    for plan in plans {
        let Some(layer) = demand_layer(plan.layer) else { continue };
        let mut slot = plan.layer.properties().len();
        let mut named: Vec<(String, usize)> = Vec::new();
        plan.conditions = vec![None; conditions.len()];
        for (at, condition) in conditions.iter().enumerate().filter(|(_, c)| c.layer == layer) {
            let name = &condition.attribute;
            let known = named.iter().find(|(of, _)| of == name).map(|(_, slot)| *slot);
            // An attribute past the last slot is not read, and so known of no feature.
            if known.is_none() && slot < SLOTS {
                plan.fields.add(name, slot);
                named.push((name.clone(), slot));
                slot += 1;
            }
            let of = named.iter().find(|(of, _)| of == name).map(|(_, slot)| *slot);
            plan.conditions[at] = Some((of, condition.clone()));
        }
    }
}

fn demand_layer(layer: Layer) -> Option<DemandLayer> {
    match layer {
        Layer::Estates => Some(DemandLayer::Estates),
        Layer::People => Some(DemandLayer::People),
        Layer::Settings
        | Layer::Subdistricts
        | Layer::Outlets
        | Layer::Communities
        | Layer::Grids
        | Layer::Units
        | Layer::Streets
        | Layer::Complaints
        | Layer::Gates
        | Layer::Barriers
        | Layer::Plan => None,
    }
}

/// Of which features it is not known whether they meet each condition.
#[derive(Debug, Default)]
pub(super) struct Unanswered {
    features: usize,
    unknown: Vec<Unknown>,
}

/// Features that say nothing to a condition.
#[derive(Debug, Clone, Copy, Default)]
struct Unknown {
    features: usize,
    first: Option<Origin>,
    /// Residents of those that say how many live there.
    people: u64,
}

impl Unanswered {
    /// What a feature answers to each condition; nothing where there is none.
    /// `people` live there, where it says so.
    pub(super) fn answers(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        people: Option<u32>,
    ) -> Box<[Met]> {
        let conditions = &here.plan.conditions;
        self.features += 1;
        self.unknown.resize(conditions.len(), Unknown::default());
        let answer = |(of, unknown): (&Asked, &mut Unknown)| {
            let Some((slot, condition)) = of else { return Met::Unknown };
            let value = slot.and_then(|slot| here.text(raw, slot));
            let met = value.map_or(Met::Unknown, |value| answer(&condition.test, &value));
            if met == Met::Unknown {
                unknown.features += 1;
                unknown.first.get_or_insert(here.origin());
                unknown.people += u64::from(people.unwrap_or(0));
            }
            met
        };
        conditions.iter().zip(&mut self.unknown).map(answer).collect()
    }

    /// Warns of conditions that features say nothing about.
    pub(super) fn say(&self, plan: &LayerPlan, findings: &mut Findings) {
        for (of, unknown) in plan.conditions.iter().zip(&self.unknown) {
            let (Some((slot, condition)), Some(first)) = (of, unknown.first) else { continue };
            let place = match slot {
                Some(slot) => plan.property_place(first, *slot),
                None => first.place(&plan.files, ""),
            };
            findings.push(finding(condition, place, unknown, self.features));
        }
    }
}

/// A condition on the layer, with the slot of its attribute; none for one on another layer.
pub(super) type Asked = Option<(Option<usize>, Condition)>;

fn finding(condition: &Condition, place: Place, unknown: &Unknown, all: usize) -> Finding {
    let people = match unknown.people {
        0 => String::new(),
        people => format!(", with {} residents,", count_text(people)),
    };
    let message = format!(
        "{} of {}{people} say nothing of {} that tells whether they need the services that ask for it; in \
         no rate of those, this is the first",
        unknown.features,
        counted(all, "feature"),
        quoted(&condition.attribute)
    );
    let help = "fill the attribute in, or name it in the profile as the file does; the summary gives the \
                rates with them too";
    Finding::warning("demand-unknown", place, message).with_help(help)
}

/// Warns of conditions on layers that the city does not have.
pub(super) fn say_missing(plans: &[LayerPlan], conditions: &[Condition], findings: &mut Findings) {
    for condition in conditions {
        if plans.iter().any(|plan| demand_layer(plan.layer) == Some(condition.layer)) {
            continue;
        }
        let layer = condition.layer.key();
        let message = format!(
            "the city has no layer {layer}, so that nobody is known to need the services that ask for {}",
            quoted(&condition.attribute)
        );
        let help = "add the layer, or take the condition out of the profile";
        let place = Place::file(layer);
        findings.push(Finding::warning("demand-unknown", place, message).with_help(help));
    }
}

fn answer(test: &Test, value: &str) -> Met {
    let number = || value.parse::<f64>().ok().filter(|number| number.is_finite());
    let met = match test {
        Test::OneOf(list) => Some(list.iter().any(|wanted| is_it(wanted, value))),
        Test::Between { at_least, at_most } => number().map(|number| {
            at_least.is_none_or(|least| number >= least)
                && at_most.is_none_or(|most| number <= most)
        }),
    };
    match met {
        Some(true) => Met::Yes,
        Some(false) => Met::No,
        None => Met::Unknown,
    }
}

/// Whether a value is what is wanted: true and false by their words, numbers by value.
fn is_it(wanted: &str, value: &str) -> bool {
    let truth = |word: &str| match word {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    };
    let same_number = || {
        let (a, b) = (wanted.parse::<f64>().ok()?, value.parse::<f64>().ok()?);
        Some(a.total_cmp(&b).is_eq())
    };
    wanted == value
        || truth(wanted).is_some_and(|truth| yes_or_no(value) == Some(truth))
        || same_number() == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_held_against_texts_numbers_and_words_for_yes_and_no() {
        let one_of = |list: &[&str]| Test::OneOf(list.iter().map(ToString::to_string).collect());
        let between = |at_least, at_most| Test::Between { at_least, at_most };
        for (test, value, met) in [
            (one_of(&["false"]), "false", Met::Yes),
            (one_of(&["false"]), "否", Met::Yes),
            (one_of(&["false"]), "true", Met::No),
            (one_of(&["tower", "slab"]), "slab", Met::Yes),
            (one_of(&["tower"]), "slab", Met::No),
            (one_of(&["3"]), "3.0", Met::Yes),
            (between(None, Some(1999.0)), "1999", Met::Yes),
            (between(None, Some(1999.0)), "2000", Met::No),
            (between(Some(2.0), Some(4.0)), "1.5", Met::No),
            (between(Some(2.0), None), "old", Met::Unknown),
        ] {
            assert_eq!(answer(&test, value), met, "{test:?} {value}");
        }
    }
}
