//! Counts of residents that stand in more than one layer, held against each other: those of subdistricts, of
//! the people layer, and of estates, by the subdistrict that they live in.
//!
//! The people layer has to have all residents of a subdistrict, estates have a part of them. Sums that
//! differ by some percent are of other years; counts of one subdistrict that differ by a factor are of
//! households, of thousands, or of another subdistrict.

use super::estates::residents;
use super::plan::LayerPlan;
use super::words::{counted, quoted};
use crate::finding::{Finding, Findings};
use crate::model::{City, PeopleLayer, PeopleSource, Population, Shape, Subdistrict};
use crate::overlay::Placing;
use crate::units::Share;

/// Counts that differ by less are of neighbouring years, or of one with and one without migrants
/// registered elsewhere: 5 %.
const USUAL: f64 = 0.05;

/// Counts of one subdistrict that differ by more are not of the same people: no year, and no way to count
/// migrants, doubles them.
const FACTOR: u64 = 2;

/// Fewer people, or a smaller part of the city, are those of a few houses on a border: 100 people, 1 in 100.
const FEW: (u64, u64) = (100, 100);

/// Slot of the subdistricts' own count.
const POPULATION: usize = 3;

/// Warns where the counts of a city differ.
pub(super) fn check(plan: &LayerPlan, city: &City, findings: &mut Findings) {
    let units = city.subdistricts();
    let shapes: Vec<&Shape> = units.iter().map(|unit| &unit.shape).collect();
    let known = |unit: &Subdistrict| match unit.population {
        Population::Known(people) => Some(people.0),
        Population::Unknown => None,
    };
    let own: Vec<Option<u64>> = units.iter().map(known).collect();
    let layer = city.people().filter(|people| people.source == PeopleSource::Layer);
    let layer = layer.map(|people| inside(&shapes, people));
    let estates = residents(city.estates().unwrap_or_default().iter());
    let estates = estates.map(|people| inside(&shapes, &people));
    let check = Check { plan, units, key: plan.fields.name(POPULATION) };
    if let Some(layer) = &layer {
        let differs = check.whole(&pairs(&own, layer));
        let apart = || check.apart(&pairs(&own, layer), (check.key, "the people layer"), false);
        findings.append(differs.or_else(apart).into_iter().collect());
    }
    if let Some(estates) = &estates {
        let of_own = check.apart(&pairs(&own, estates), (check.key, ESTATES), true);
        let of_layer = layer.as_ref().and_then(|layer| {
            let layer: Vec<Option<u64>> = layer.iter().copied().map(Some).collect();
            check.apart(&pairs(&layer, estates), ("the people layer", ESTATES), true)
        });
        findings.append(of_own.into_iter().chain(of_layer).collect());
    }
}

/// What the counts of estates are called.
const ESTATES: &str = "the residents of estates";

/// How many people of a layer live in each subdistrict.
fn inside(shapes: &[&Shape], people: &PeopleLayer) -> Vec<u64> {
    let mut inside = vec![0; shapes.len()];
    for (people, home) in people.all.iter().zip(Placing::new(shapes).units(&people.at)) {
        if let Some(home) = home {
            inside[home.index()] += u64::from(*people);
        }
    }
    inside
}

/// Two counts of one subdistrict.
#[derive(Debug, Clone, Copy)]
struct Pair {
    unit: usize,
    first: u64,
    second: u64,
}

/// The counts of the subdistricts of which the first is known.
fn pairs(first: &[Option<u64>], second: &[u64]) -> Vec<Pair> {
    let pair = |(unit, (first, second)): (usize, (&Option<u64>, &u64))| {
        first.map(|first| Pair { unit, first, second: *second })
    };
    first.iter().zip(second).enumerate().filter_map(pair).collect()
}

fn sums(pairs: &[Pair]) -> (u64, u64) {
    (pairs.iter().map(|pair| pair.first).sum(), pairs.iter().map(|pair| pair.second).sum())
}

/// The pair that is furthest apart, the first of equals.
fn most(pairs: impl Iterator<Item = Pair>) -> Option<Pair> {
    pairs.reduce(|most, pair| {
        let is_more = pair.first.abs_diff(pair.second) > most.first.abs_diff(most.second);
        if is_more { pair } else { most }
    })
}

struct Check<'a> {
    plan: &'a LayerPlan,
    units: &'a [Subdistrict],
    /// The property with the subdistricts' own count.
    key: &'a str,
}

impl Check<'_> {
    /// Whether the sums of the subdistricts' own counts and of the people layer differ.
    fn whole(&self, pairs: &[Pair]) -> Option<Finding> {
        let (said, found) = sums(pairs);
        let share = as_number(said.abs_diff(found)) / as_number(said);
        // Of nobody no part can be missing.
        let most = most(pairs.iter().copied()).filter(|_| said > 0 && share > USUAL)?;
        let word = if found < said { "fewer" } else { "more" };
        let message = format!(
            "{} adds up to {said}, the people layer inside to {found} ({} % {word}); rates are of the latter; \
             most in {}, {} against {}",
            self.key,
            Share(share).percent_text(),
            quoted(&self.units[most.unit].name),
            most.first,
            most.second
        );
        let help = "make sure that no part of the people is missing, and that both are of one year";
        Some(Finding::warning("population-differs", self.plan.whole(), message).with_help(help))
    }

    /// Whether the counts of some subdistricts differ by a factor; of a part that lives in estates only
    /// where the part is more than the whole.
    fn apart(
        &self,
        pairs: &[Pair],
        (first, second): (&str, &str),
        is_part: bool,
    ) -> Option<Finding> {
        let (all_first, all_second) = sums(pairs);
        let few = FEW.0.max(all_first.max(all_second) / FEW.1);
        let is_apart = |pair: &Pair| {
            let (less, more) = (pair.first.min(pair.second), pair.first.max(pair.second));
            let may_be = is_part && pair.second <= pair.first;
            more > FACTOR.saturating_mul(less) && more - less >= few && !may_be
        };
        let apart = || pairs.iter().copied().filter(|pair| is_apart(pair));
        let most = most(apart())?;
        let name = &self.units[most.unit].name;
        let message = format!(
            "{first} and {second} differ by more than a factor of {FACTOR} in {} of {}, most in {}: {} against \
             {}; in all {all_first} against {all_second}",
            apart().count(),
            counted(pairs.len(), "subdistrict"),
            quoted(name),
            most.first,
            most.second,
        );
        let help = "is one of them of households, in thousands, or under the id of another subdistrict? count \
                    the same people in both";
        let finding = Finding::warning("population-factor", self.plan.whole(), message);
        Some(finding.with_help(help))
    }
}

/// People as a number; no country comes near 2^53.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
fn as_number(people: u64) -> f64 {
    people as f64
}
