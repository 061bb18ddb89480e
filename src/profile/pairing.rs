//! Things that go together: an outlet with another that helps it, an estate with those who answer for it.

use serde::Serialize;

use super::citation::Citation;
use super::service::Names;
use crate::units::Metres;

/// What is to have a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Outlets of some categories.
    Outlets,
    /// Estates without property management.
    UnmanagedEstates,
}

impl Subject {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Outlets, Self::UnmanagedEstates];

    /// The word in profiles and tables.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Outlets => "outlets",
            Self::UnmanagedEstates => "unmanaged_estates",
        }
    }
}

/// Each of some things with its partner, an outlet: linked by its id, or the nearest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pairing {
    /// Key in tables.
    pub key: String,
    /// Names in titles.
    pub names: Names,
    /// What is to have a partner.
    pub of: Subject,
    /// Categories of those, where they are outlets.
    pub categories: Vec<String>,
    /// Categories of their partners.
    pub with: Vec<String>,
    /// The nearest one is a partner up to this distance; none where any distance will do.
    #[serde(rename = "within_m")]
    pub within: Option<Metres>,
    /// Where the distance comes from.
    pub citation: Citation,
    /// The department that answers for it.
    pub lead: Names,
    /// Departments that help.
    pub supporting: Vec<Names>,
}
