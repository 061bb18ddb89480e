//! The part of a written assessment that a comparison reads; its schema is the one of
//! `assessment.json`, and fields that are not named here are passed over.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::model::UnitLevel;
use crate::profile::Names;
use crate::units::LonLat;

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Document {
    pub(super) version: String,
    pub(super) city: Named,
    pub(super) profile: RuleSet,
    pub(super) circle_services: Vec<String>,
    pub(super) total: Figures,
    pub(super) units: Vec<Unit>,
    pub(super) finer: Vec<Layer>,
    pub(super) function_rule: FunctionRule,
    /// Supply against need.
    pub(super) provisions: Value,
    /// The second, third ... nearest outlet.
    pub(super) choice: Value,
    /// Room against need within reach.
    pub(super) capacity: Value,
    /// Walks along streets; null without streets.
    #[serde(default)]
    pub(super) streets: Value,
    /// Outlets that no rate counts, since they may not be what their category says.
    pub(super) doubtful_outlets: Vec<IgnoredAny>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) plane_origin: LonLat,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct RuleSet {
    pub(super) key: String,
    pub(super) services: Vec<Item>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct FunctionRule {
    pub(super) functions: Vec<Item>,
}

/// A service or a function.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Item {
    pub(super) key: String,
    pub(super) names: Names,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Layer {
    pub(super) level: UnitLevel,
    pub(super) units: Vec<Unit>,
    pub(super) total: Figures,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Unit {
    pub(super) id: String,
    pub(super) name: String,
    /// Of a unit besides the subdistricts.
    #[serde(default)]
    pub(super) functions: Vec<Function>,
    #[serde(flatten)]
    pub(super) figures: Figures,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Function {
    pub(super) function: String,
    pub(super) standing: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Figures {
    pub(super) services: Vec<ServiceRates>,
    pub(super) circle: Option<Rates>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct ServiceRates {
    pub(super) service: String,
    #[serde(flatten)]
    pub(super) rates: Rates,
}

/// The figures of a service, or of the circle, which has fewer.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Rates {
    pub(super) status: Status,
    #[serde(default)]
    pub(super) outlets_inside: Option<u32>,
    pub(super) land: Option<Land>,
    pub(super) people: Option<Groups>,
    #[serde(default)]
    pub(super) distances: Option<Distances>,
    #[serde(default)]
    pub(super) land_meets_target: Option<bool>,
    #[serde(default)]
    pub(super) with_doubtful: Option<WithDoubtful>,
    pub(super) gaps_listed: Option<u64>,
}

/// The upper end of a range.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct WithDoubtful {
    /// Of a service.
    #[serde(default)]
    pub(super) doubtful_outlets_inside: Option<u32>,
    pub(super) land: Land,
    pub(super) people: Option<Groups>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Status {
    Ok,
    NoData,
    NotApplicable,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Land {
    #[serde(rename = "land_m2")]
    pub(super) all_m2: f64,
    pub(super) served_m2: f64,
    pub(super) unserved_m2: f64,
    pub(super) share: Option<f64>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Group {
    pub(super) people: u64,
    pub(super) served: u64,
    pub(super) unserved: u64,
    pub(super) share: Option<f64>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Groups {
    pub(super) all: Group,
    pub(super) age_60plus: Option<Group>,
    pub(super) age_3_5: Option<Group>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Distances {
    pub(super) people_median_m: Option<f64>,
    pub(super) people_p90_m: Option<f64>,
}
