//! Why a place is or is not served: the nearest outlets of a category by the circle and along streets, and
//! the walk.

use crate::index::Index;
use crate::index::streets::{Snap, StreetGraph};
use crate::model::{City, Local, LonLat, OutletId, Question, SubdistrictId};
use crate::overlay::Placing;
use crate::reach::{Access, Grounds, Route, route};
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
    /// How it stands without the change that is asked about; none where none is.
    pub before: Option<Walk>,
}

/// A walk, or why there is none.
#[derive(Debug, Clone)]
pub enum Walk {
    /// The city has no streets.
    NoStreets,
    /// No street is within this limit.
    NoStreetNear(Metres),
    /// No street leads from there to an outlet; how far the nearest street is.
    NoWay(Metres),
    /// The shortest walk.
    Way(Path),
}

/// A walk and the gates on it.
#[derive(Debug, Clone)]
pub struct Path {
    /// The way along streets.
    pub route: Route,
    /// Where the gate stands through which it leaves the estate; none where it goes straight to a street.
    pub gate: Option<Local>,
    /// Where the entrance of the outlet is; none where the outlet has none.
    pub entrance: Option<Local>,
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
    let question = city.question();
    let with = |question: &Question| walk(city, at, outlets.outlets(), question);
    let before = (!question.is_empty()).then(|| with(&Question::default()));
    Some(Explained { at, unit, straight: outlets.nearest(at), walk: with(question), before })
}

fn walk(city: &City, at: Local, outlets: &[OutletId], question: &Question) -> Walk {
    let Some(streets) = city.streets() else { return Walk::NoStreets };
    let grounds = Grounds::new(city, streets, question);
    let graph = StreetGraph::new(&grounds.streets);
    let access = Access::new(city, &graph, streets.snap(), (question, &grounds));
    let ways = access.from(at);
    let Some(leg) = ways.iter().map(|(_, snap)| snap.leg()).reduce(shorter) else {
        return Walk::NoStreetNear(streets.snap());
    };
    let ends: Vec<_> = outlets
        .iter()
        .flat_map(|id| access.to(id.0).into_iter().map(|(gate, snap)| (*id, gate, snap)))
        .collect();
    let snaps: Vec<Snap> = ways.iter().map(|(_, snap)| *snap).collect();
    let places: Vec<(OutletId, Snap)> = ends.iter().map(|(id, _, snap)| (*id, *snap)).collect();
    let Some(route) = route(&graph, &snaps, &places) else { return Walk::NoWay(leg) };
    let gate = ways[route.way].0.map(|gate| gate.at);
    let entrance = ends[route.end].1.map(|gate| gate.at);
    Walk::Way(Path { route, gate, entrance })
}

fn shorter(a: Metres, b: Metres) -> Metres {
    Metres(a.0.min(b.0))
}
