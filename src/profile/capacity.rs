//! Room against need within reach: which outlets have places for whom, how far people go for one, and how
//! the pull of an outlet falls off with distance.

use serde::Serialize;

use super::citation::Citation;
use super::decay::Decay;
use super::provision::Quantity;
use super::service::Names;
use crate::units::Metres;

/// Places of outlets for those in need of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Capacity {
    /// Key in tables.
    pub key: String,
    /// Names in titles.
    pub names: Names,
    /// Categories whose outlets have places.
    pub categories: Vec<String>,
    /// What an outlet has.
    pub measure: Quantity,
    /// Who needs it: residents, or an age group.
    pub demand: Quantity,
    /// How far people go.
    #[serde(rename = "radius_m")]
    pub radius: Metres,
    /// How the pull falls off, for floating catchments.
    pub decay: Decay,
    /// Access is printed for so many in need.
    pub per: f64,
    /// Where the radius comes from.
    pub citation: Citation,
    /// The department that answers for it.
    pub lead: Names,
    /// Departments that help.
    pub supporting: Vec<Names>,
}
