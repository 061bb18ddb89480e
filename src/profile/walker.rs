//! Who walks, how fast, and how a category is reached beside its official circle.

use serde::Serialize;

use super::citation::Citation;
use super::service::{DemandGroup, Names};
use crate::units::Metres;

/// How far the outlets of a category reach, besides the circle of the official rate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReachBy {
    /// By the circle alone.
    Radius,
    /// By a circle of the radius divided by this factor, at least 1: walks are so much longer than straight
    /// lines.
    Detour(f64),
    /// By walks along streets, as long as the radius.
    Streets,
}

impl ReachBy {
    /// The words of profiles.
    pub const WORDS: [&'static str; 3] = ["radius", "detour", "streets"];

    /// The word in profiles.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Radius => Self::WORDS[0],
            Self::Detour(_) => Self::WORDS[1],
            Self::Streets => Self::WORDS[2],
        }
    }

    /// Whether there is nothing beside the circle.
    #[must_use]
    pub fn is_radius(&self) -> bool {
        matches!(self, Self::Radius)
    }

    /// How far that is for a radius: less by the factor.
    #[must_use]
    pub fn limit(self, radius: Metres) -> Metres {
        match self {
            Self::Radius | Self::Streets => radius,
            Self::Detour(factor) => Metres(radius.0 / factor),
        }
    }
}

/// People who walk along streets at one speed, for as long as a service's label in minutes says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Walker {
    /// Key in tables.
    pub key: String,
    /// Names in titles.
    pub names: Names,
    /// Metres that they walk in a minute.
    #[serde(rename = "metres_a_minute")]
    pub speed: Metres,
    /// Whether they take steps.
    pub steps: bool,
    /// Who they are.
    pub people: DemandGroup,
    /// Where the speed comes from.
    pub citation: Citation,
}

impl Walker {
    /// How far they get in so many minutes.
    #[must_use]
    pub fn limit(&self, minutes: u32) -> Metres {
        Metres(self.speed.0 * f64::from(minutes))
    }
}
