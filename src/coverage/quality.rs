//! Whether an outlet is what an item of the function matrix asks for, as far as the data say.

use std::collections::HashMap;

use crate::model::{Opening, Outlet};
use crate::profile::{Item, Need};

/// What the data say of one demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Passes,
    Fails,
    Unknown,
}

/// The demands on an outlet, in the order in which a shortfall is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand {
    Size,
    Price,
    Hours,
}

impl Demand {
    pub(super) const ALL: [Self; 3] = [Self::Size, Self::Price, Self::Hours];

    /// Whether an outlet of a need's category meets this demand of the item; without a time of its own the
    /// item asks for what the category is asked for, which was told when the outlet was read.
    pub(super) fn verdict(
        self,
        outlet: &Outlet,
        need: &Need,
        (item, hours_of): (&Item, &HoursOf<'_>),
    ) -> Verdict {
        match self {
            Self::Size => size(outlet, need),
            Self::Price => match (item.inclusive, outlet.inclusive()) {
                (false, _) | (true, Some(true)) => Verdict::Passes,
                (true, Some(false)) => Verdict::Fails,
                (true, None) => Verdict::Unknown,
            },
            Self::Hours if item.open_at.is_some() => {
                outlet.hours().map_or(Verdict::Unknown, |hours| hours_of[hours])
            }
            Self::Hours if outlet.is_closed_then() => Verdict::Fails,
            Self::Hours if outlet.doubt().is_some() => Verdict::Unknown,
            Self::Hours => Verdict::Passes,
        }
    }
}

/// What each text of opening hours says of the time of an item.
pub(super) type HoursOf<'a> = HashMap<&'a str, Verdict>;

/// What the hours of some outlets say of the time that an item asks for; equal texts are read once.
pub(super) fn hours_of<'a>(item: &Item, outlets: impl Iterator<Item = &'a Outlet>) -> HoursOf<'a> {
    let Some(time) = item.open_at else { return HoursOf::new() };
    let mut said = HoursOf::new();
    for hours in outlets.filter_map(Outlet::hours) {
        said.entry(hours).or_insert_with(|| match time.opening(hours) {
            Opening::Open => Verdict::Passes,
            Opening::Closed => Verdict::Fails,
            Opening::Untold | Opening::Unreadable => Verdict::Unknown,
        });
    }
    said
}

fn size(outlet: &Outlet, need: &Need) -> Verdict {
    let large = match (need.floor_min, outlet.floor_area) {
        (Some(_), None) => Verdict::Unknown,
        (Some(least), Some(area)) if area.0 < least.0 => Verdict::Fails,
        (Some(_), Some(_)) | (None, _) => Verdict::Passes,
    };
    let roomy = match (need.capacity_min, outlet.capacity) {
        (Some(_), None) => Verdict::Unknown,
        (Some(least), Some(places)) if places < least => Verdict::Fails,
        (Some(_), Some(_)) | (None, _) => Verdict::Passes,
    };
    match (large, roomy) {
        (Verdict::Fails, _) | (_, Verdict::Fails) => Verdict::Fails,
        (Verdict::Unknown, _) | (_, Verdict::Unknown) => Verdict::Unknown,
        (Verdict::Passes, Verdict::Passes) => Verdict::Passes,
    }
}
