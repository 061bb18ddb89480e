//! Why a place is or is not served: the nearest outlets of a category by the circle and along streets, and
//! the walk.

use super::SNAP;
use crate::index::Index;
use crate::index::streets::{Snap, Snapper, StreetGraph};
use crate::model::{City, Local, LonLat, OutletId, SubdistrictId};
use crate::overlay::Placing;
use crate::reach::{Route, route};
use crate::units::Metres;

/// What there is to say of a place and a category.
#[derive(Debug, Clone)]
pub struct Explained {
    /// The place.
    pub at: Local,
    /// The subdistrict that it lies in; none outside of all.
    pub unit: Option<SubdistrictId>,
    /// The nearest counted outlet in a straight line; none where the category has none.
    pub straight: Option<(OutletId, Metres)>,
    /// How a walk from there stands.
    pub walk: Walk,
}

/// A walk, or why there is none.
#[derive(Debug, Clone)]
pub enum Walk {
    /// The city has no streets.
    NoStreets,
    /// No street is within [`SNAP`].
    NoStreetNear,
    /// No street leads from there to an outlet; how far the nearest street is.
    NoWay(Metres),
    /// The shortest walk.
    Way(Route),
}

/// Explains a place: where the nearest counted outlet of a category is, and the shortest walk to one.
/// None where the city has no such category.
#[must_use]
pub fn explain(city: &City, at: LonLat, category: &str) -> Option<Explained> {
    let category = city.category(category)?;
    let at = city.plane().to_local(at);
    let index = Index::new(city);
    let outlets = index.category(category);
    let shapes: Vec<_> = city.subdistricts().iter().map(|s| &s.shape).collect();
    let unit = Placing::new(&shapes).units(&[at]).pop().flatten();
    let walk = walk(city, at, outlets.outlets());
    Some(Explained { at, unit, straight: outlets.nearest(at), walk })
}

fn walk(city: &City, at: Local, outlets: &[OutletId]) -> Walk {
    let Some(streets) = city.streets() else { return Walk::NoStreets };
    let graph = StreetGraph::new(streets);
    let snapper = Snapper::new(&graph);
    let Some(from) = snapper.nearest(at, SNAP) else { return Walk::NoStreetNear };
    let on_street = |id: &OutletId| {
        let snap = snapper.nearest(city.outlets()[id.index()].at, SNAP)?;
        Some((*id, snap))
    };
    let ends: Vec<(OutletId, Snap)> = outlets.iter().filter_map(on_street).collect();
    route(&graph, from, &ends).map_or_else(|| Walk::NoWay(from.leg()), Walk::Way)
}
