//! The subdistricts' own counts of residents against the people of the layer that live inside of them.

use super::plan::LayerPlan;
use super::words::quoted;
use crate::finding::{Finding, Findings};
use crate::model::{PeopleLayer, PeopleSource, Population, Shape, Subdistrict};
use crate::overlay::Placing;
use crate::units::Share;

/// Counts that differ by less are of neighbouring years, or of one with and one without migrants
/// registered elsewhere: 5 %.
const USUAL: f64 = 0.05;

/// Warns where the two differ.
pub(super) fn check(
    plan: &LayerPlan,
    units: &[Subdistrict],
    people: Option<&PeopleLayer>,
    findings: &mut Findings,
) {
    let is_known = |unit: &Subdistrict| matches!(unit.population, Population::Known(_));
    // A list of estates need not have all of them.
    let is_layer = |people: &&PeopleLayer| people.source == PeopleSource::Layer;
    let Some(people) = people.filter(is_layer).filter(|_| units.iter().any(is_known)) else {
        return;
    };
    let shapes: Vec<&Shape> = units.iter().map(|unit| &unit.shape).collect();
    let homes = Placing::new(&shapes).units(&people.at);
    let mut inside = vec![0; units.len()];
    for (people, home) in people.all.iter().zip(homes) {
        if let Some(home) = home {
            inside[home.index()] += u64::from(*people);
        }
    }
    let both = units.iter().zip(&inside).filter_map(|(unit, &inside)| match unit.population {
        Population::Known(people) => Some((unit, people.0, inside)),
        Population::Unknown => None,
    });
    let (mut said, mut found) = (0, 0);
    let mut most: Option<(&Subdistrict, u64, u64)> = None;
    for (unit, population, inside) in both {
        (said, found) = (said + population, found + inside);
        if most.is_none_or(|(_, a, b)| population.abs_diff(inside) > a.abs_diff(b)) {
            most = Some((unit, population, inside));
        }
    }
    let share = as_number(said.abs_diff(found)) / as_number(said);
    // Of nobody no part can be missing.
    let Some((unit, population, inside)) = most.filter(|_| said > 0 && share > USUAL) else {
        return;
    };
    let word = if found < said { "fewer" } else { "more" };
    let key = plan.fields.name(POPULATION);
    let message = format!(
        "{key} adds up to {said}, the people layer inside to {found} ({} % {word}); rates are of the latter; most \
         in {}, {population} against {inside}",
        Share(share).percent_text(),
        quoted(&unit.name)
    );
    let help = "make sure that no part of the people is missing, and that both are of one year";
    findings.push(Finding::warning("population-differs", plan.whole(), message).with_help(help));
}

/// People as a number; no country comes near 2^53.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
fn as_number(people: u64) -> f64 {
    people as f64
}

/// Slot of the subdistricts' own count.
const POPULATION: usize = 3;
