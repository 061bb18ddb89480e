//! Whose need a service answers, where it is not everybody's: conditions on what the files say of estates
//! and of places of people.

use std::collections::BTreeMap;

use serde::Serialize;

/// A layer whose features need services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DemandLayer {
    /// Residential land, and who lives on it.
    Estates,
    /// Places of people.
    People,
}

impl DemandLayer {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Estates, Self::People];

    /// The word in profiles.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Estates => "estates",
            Self::People => "people",
        }
    }
}

/// What an attribute has to be.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// One of these: a text as it is written, a number by its value, `true` and `false` by their words.
    OneOf(Vec<String>),
    /// A number within these limits, which belong to it.
    Between {
        /// The least; none where there is no limit.
        at_least: Option<f64>,
        /// The most; none where there is no limit.
        at_most: Option<f64>,
    },
}

/// A condition on the features of a layer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Condition {
    /// Of which layer.
    pub layer: DemandLayer,
    /// What the file calls the attribute.
    pub attribute: String,
    /// What it has to be.
    pub test: Test,
}

/// Whether a feature meets a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// It says nothing that could be held against the condition.
    Unknown,
}

/// What the files of a city say of the conditions that it was read with.
#[derive(Debug, Clone, Default)]
pub struct Demand {
    /// The conditions.
    pub conditions: Vec<Condition>,
    /// By id of the estate, in the order of the conditions; of those on another layer nothing is known.
    pub estates: BTreeMap<String, Box<[Met]>>,
    /// By place of people, alike; empty where the city has no people layer.
    pub people: Vec<Box<[Met]>>,
}

impl Demand {
    /// Whether a feature with these answers meets all of the conditions on a layer.
    #[must_use]
    pub fn is_met(&self, answers: &[Met], of: &[Condition], layer: DemandLayer) -> bool {
        self.answers(answers, of, layer).all(|met| met == Met::Yes)
    }

    /// Whether it may: none of them is known not to be met.
    #[must_use]
    pub fn may_be_met(&self, answers: &[Met], of: &[Condition], layer: DemandLayer) -> bool {
        self.answers(answers, of, layer).all(|met| met != Met::No)
    }

    fn answers<'a>(
        &'a self,
        answers: &'a [Met],
        of: &'a [Condition],
        layer: DemandLayer,
    ) -> impl Iterator<Item = Met> + 'a {
        of.iter().filter(move |condition| condition.layer == layer).map(move |condition| {
            let at = self.conditions.iter().position(|known| known == condition);
            at.and_then(|at| answers.get(at)).copied().unwrap_or(Met::Unknown)
        })
    }
}
