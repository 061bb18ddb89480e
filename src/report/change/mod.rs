//! What changed between two runs, from what they wrote: `assessment.json` of the one and of the other.
//!
//! Only figures that follow the same rules can be compared: [`Comparison::new`] refuses others and names
//! each difference. Units are matched by layer and id. A figure that only one of the runs has has no
//! change, and a unit that only one of them has is listed with what it has: nothing is left out.

mod lines;
mod sentences;
mod supply;
mod tables;
#[cfg(test)]
mod tests;
mod written;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

pub use self::sentences::change_summary;
pub use self::supply::supply_changes_csv;
pub use self::tables::{changes_csv, function_changes_csv};
use self::written::{Document, Layer, Unit};
use super::assessment_json::SCHEMA_VERSION;
use crate::model::UnitLevel;
use crate::profile::{Difference, json_differences};
use crate::units::LonLat;

/// An assessment that was read back.
#[derive(Debug, Clone)]
pub struct Written {
    document: Document,
    /// What decides the figures besides the data, as it stands in the file.
    rules: Value,
}

/// Why a text is no assessment that can be compared.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// The text is no JSON, or not that of an assessment.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// The text is the assessment of another version's schema.
    #[error("its schema_version is {0}, and this program reads {SCHEMA_VERSION}")]
    Version(String),
}

impl Written {
    /// Reads the text of an `assessment.json`.
    ///
    /// # Errors
    /// [`NotWritten`] where the text is something else.
    pub fn parse(text: &str) -> Result<Self, NotWritten> {
        let whole: Value = serde_json::from_str(text)?;
        let version = &whole["schema_version"];
        if whole["program"] == env!("CARGO_PKG_NAME") && *version != SCHEMA_VERSION {
            return Err(NotWritten::Version(version.to_string()));
        }
        // From the text and not from the value, so that an error names its line.
        Ok(Self { document: serde_json::from_str(text)?, rules: rules(&whole) })
    }
}

/// What decides the figures besides the data: the profile, what rates are measured on, where people come
/// from, when a unit has a function, what supply is set against which need. How a rule set is called and
/// described changes no figure.
fn rules(whole: &Value) -> Value {
    let mut profile = whole["profile"].clone();
    if let Some(fields) = profile.as_object_mut() {
        fields.retain(|key, _| !["key", "names", "note", "document"].contains(&key.as_str()));
    }
    let others = ["basis", "people_source", "function_rule"];
    let mut rules: Map<String, Value> =
        others.into_iter().map(|key| (key.to_owned(), whole[key].clone())).collect();
    rules.insert("profile".to_owned(), profile);
    rules.insert("provisions".to_owned(), whole["provisions"]["rules"].clone());
    rules.insert("nearest".to_owned(), whole["choice"]["nearest"].clone());
    let mut capacities = whole["capacity"].clone();
    for fields in capacities.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        fields.retain(|key, _| !["room", "layers"].contains(&key.as_str()));
    }
    rules.insert("capacities".to_owned(), capacities);
    Value::Object(rules)
}

/// Two assessments under the same rules.
#[derive(Debug)]
pub struct Comparison {
    before: Document,
    after: Document,
}

/// Why two assessments cannot be compared.
#[derive(Debug, Clone, PartialEq)]
pub enum Incomparable {
    /// They follow different rules: each difference.
    Rules(Vec<Difference>),
    /// No subdistrict of the one has the id of one of the other.
    Units,
    /// Their middles lie too far from each other for one city: that of the one, and of the other.
    Elsewhere([LonLat; 2]),
}

/// Middles of one city, whose borders may have been drawn anew, lie no farther apart than this in degrees of
/// latitude or longitude: 0.5, some 50 km, across a large city.
const FARTHEST: f64 = 0.5;

/// A unit that only one of two runs has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// Layer besides the subdistricts.
    pub level: Option<UnitLevel>,
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whether the second run has it.
    pub is_new: bool,
}

impl Comparison {
    /// Puts two assessments side by side.
    ///
    /// # Errors
    /// [`Incomparable`] where their figures do not mean the same.
    pub fn new(before: Written, after: Written) -> Result<Self, Incomparable> {
        let (first, second) = (before.rules, after.rules);
        let comparison = Self { before: before.document, after: after.document };
        // Of two cities it says nothing that their data call for other rules.
        if comparison.subdistricts().iter().all(|pair| pair.both().is_none()) {
            return Err(Incomparable::Units);
        }
        let [a, b] = [&comparison.before, &comparison.after].map(|of| of.city.plane_origin);
        if (a.lon - b.lon).abs().max((a.lat - b.lat).abs()) > FARTHEST {
            return Err(Incomparable::Elsewhere([a, b]));
        }
        let differences = json_differences(&first, &second);
        if differences.is_empty() { Ok(comparison) } else { Err(Incomparable::Rules(differences)) }
    }

    /// Units that only one of the two has, in the order of the tables.
    #[must_use]
    pub fn unmatched(&self) -> Vec<Unmatched> {
        let finer = self.layers().into_iter().map(|(level, layer)| (Some(level), units(layer)));
        std::iter::once((None, self.subdistricts()))
            .chain(finer)
            .flat_map(|(level, units)| units.into_iter().map(move |pair| (level, pair)))
            .filter(|(_, pair)| pair.both().is_none())
            .filter_map(|(level, pair)| {
                let unit = pair.either()?;
                let (id, name) = (unit.id.clone(), unit.name.clone());
                Some(Unmatched { level, id, name, is_new: pair.before.is_none() })
            })
            .collect()
    }

    /// Versions of the program that made the two, where they differ.
    #[must_use]
    pub fn versions(&self) -> Option<[&str; 2]> {
        let versions = [self.before.version.as_str(), self.after.version.as_str()];
        (versions[0] != versions[1]).then_some(versions)
    }

    /// Whether either has supply against need, room, or what residents have to choose from.
    #[must_use]
    pub fn has_supply(&self) -> bool {
        !supply::lines(self).is_empty()
    }

    /// Whether either has a layer of units with functions.
    #[must_use]
    pub fn has_functions(&self) -> bool {
        !self.layers().is_empty()
    }

    /// Keys of the services that the circle of one run only counts: the other had no data of them.
    /// Circles that count different services do not compare.
    fn circle_differs_by(&self) -> Vec<&str> {
        let (a, b) = (&self.before.circle_services, &self.after.circle_services);
        let is_shared = |key: &String| a.contains(key) && b.contains(key);
        a.iter().chain(b).filter(|key| !is_shared(key)).map(String::as_str).collect()
    }

    fn subdistricts(&self) -> Vec<Pair<&Unit>> {
        paired(&self.before.units, &self.after.units, |unit| &unit.id)
    }

    /// The layers of units that either has, in the order of the tables.
    fn layers(&self) -> Vec<(UnitLevel, Pair<&Layer>)> {
        let of = |document: &'_ Document, level| {
            document.finer.iter().position(|layer| layer.level == level)
        };
        let pair = |level| Pair {
            before: of(&self.before, level).map(|at| &self.before.finer[at]),
            after: of(&self.after, level).map(|at| &self.after.finer[at]),
        };
        let all = UnitLevel::ALL.into_iter().map(|level| (level, pair(level)));
        all.filter(|(_, layer)| layer.either().is_some()).collect()
    }
}

/// The units of a layer.
fn units(layer: Pair<&Layer>) -> Vec<Pair<&Unit>> {
    let of = |layer: Option<_>| layer.map_or(&[][..], |layer: &Layer| &layer.units);
    paired(of(layer.before), of(layer.after), |unit| &unit.id)
}

/// The same thing in both runs, or in one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pair<T> {
    before: Option<T>,
    after: Option<T>,
}

impl<T: Copy> Pair<T> {
    /// The later one, where there are two.
    fn either(self) -> Option<T> {
        self.after.or(self.before)
    }

    fn both(self) -> Option<[T; 2]> {
        Some([self.before?, self.after?])
    }

    fn and_then<U>(self, pick: impl Fn(T) -> Option<U>) -> Pair<U> {
        Pair { before: self.before.and_then(&pick), after: self.after.and_then(&pick) }
    }

    fn map<U>(self, pick: impl Fn(T) -> U) -> Pair<U> {
        self.and_then(|one| Some(pick(one)))
    }
}

/// Members with one key side by side: in the order of the second list, then those that only the first
/// has in its own order.
fn paired<'a, T>(before: &'a [T], after: &'a [T], key: fn(&T) -> &String) -> Vec<Pair<&'a T>> {
    let by_key = |list: &'a [T]| -> BTreeMap<&'a String, &'a T> {
        list.iter().map(|one| (key(one), one)).collect()
    };
    let (first, second) = (by_key(before), by_key(after));
    let now =
        after.iter().map(|one| Pair { before: first.get(key(one)).copied(), after: Some(one) });
    let gone = before.iter().filter(|one| !second.contains_key(key(one)));
    now.chain(gone.map(|one| Pair { before: Some(one), after: None })).collect()
}
