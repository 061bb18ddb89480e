//! Outlets: what a file says of one, and whether it serves.

use serde::{Deserialize, Serialize};

use super::city::CategoryId;
use super::names::{Doubt, DoubtKind};
use super::plane::Local;
use crate::units::SquareMetres;

/// Whether an outlet serves today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Serves; what a file does not say is open.
    Open,
    /// To come; does not serve yet.
    Planned,
    /// Serves no more.
    Closed,
}

/// A place that gives a service.
#[derive(Debug, Clone)]
pub struct Outlet {
    /// Unique id from the file, or one made from its place in the sorted list.
    pub id: Box<str>,
    /// Name; empty where the file has none.
    pub name: Box<str>,
    /// What it gives.
    pub category: CategoryId,
    /// Where it is.
    pub at: Local,
    /// Whether it serves today.
    pub status: Status,
    /// Who says so (`amap`, `osm`, ...).
    pub source: Option<Box<str>>,
    /// Places, beds or seats.
    pub capacity: Option<f64>,
    /// Floor area.
    pub floor_area: Option<SquareMetres>,
    /// What few files say; none where the file says nothing of it.
    pub details: Option<Box<OutletDetails>>,
}

/// What a file may say of an outlet besides.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OutletDetails {
    /// Whether it belongs to a chain; none where the file does not say.
    pub chain: Option<bool>,
    /// Whether its price is inclusive (kindergartens, nurseries); none where the file does not say.
    pub inclusive: Option<bool>,
    /// When it is open, as the file writes it.
    pub hours: Option<Box<str>>,
    /// Whether it is closed at the time at which its category is asked for; false where none is.
    pub closed_then: bool,
    /// Whether somebody has seen that it is what its category says, whatever its name.
    pub confirmed: bool,
    /// Why it may not be what its category says; none of an outlet that does not serve anyway.
    pub doubt: Option<Doubt>,
    /// Ids of outlets that it works with, as the file writes them.
    pub partner: Option<Box<str>>,
    /// Numbers of the columns that a run asks for, in the order of [`City::columns`](super::City::columns).
    pub columns: Box<[Option<f64>]>,
}

impl Outlet {
    /// Whether it belongs to a chain, where the file says so.
    #[must_use]
    pub fn chain(&self) -> Option<bool> {
        self.details.as_ref()?.chain
    }

    /// Whether its price is inclusive, where the file says so.
    #[must_use]
    pub fn inclusive(&self) -> Option<bool> {
        self.details.as_ref()?.inclusive
    }

    /// When it is open, as the file writes it.
    #[must_use]
    pub fn hours(&self) -> Option<&str> {
        self.details.as_ref()?.hours.as_deref()
    }

    /// Ids of outlets that it works with, as the file writes them.
    #[must_use]
    pub fn partner(&self) -> Option<&str> {
        self.details.as_ref()?.partner.as_deref()
    }

    /// Why it may not be what its category says; none where nothing speaks against it, or where it does
    /// not serve anyway.
    #[must_use]
    pub fn doubt(&self) -> Option<&Doubt> {
        self.details.as_ref()?.doubt.as_ref()
    }

    /// Whether it serves today and is known to be closed at the time at which its category is asked for.
    #[must_use]
    pub fn is_closed_then(&self) -> bool {
        self.status == Status::Open && self.details.as_ref().is_some_and(|d| d.closed_then)
    }

    /// Whether it is open and may not be what its category says: rates are given without and with it.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.status == Status::Open && self.doubt().is_some() && !self.is_closed_then()
    }

    /// Whether it serves what it reaches: open, and not doubtful.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.status == Status::Open && self.doubt().is_none() && !self.is_closed_then()
    }

    /// Whether it is what its category says, by its name, whatever its hours say.
    #[must_use]
    pub fn is_by_name(&self) -> bool {
        let doubts_hours = |doubt: &Doubt| doubt.kind == DoubtKind::HoursUnknown;
        self.status == Status::Open && self.doubt().is_none_or(doubts_hours)
    }

    /// Its number in a column that the run asked for.
    #[must_use]
    pub fn column(&self, at: usize) -> Option<f64> {
        self.details.as_ref()?.columns.get(at).copied().flatten()
    }
}
