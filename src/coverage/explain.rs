//! Why a place is or is not served: the nearest outlets of a category by the circle and along streets, and
//! the walk.

use crate::index::Index;
use crate::index::streets::{Snap, StreetGraph};
use crate::model::{City, Gate, Local, LonLat, OutletId, Question, StreetLayer, SubdistrictId};
use crate::overlay::Placing;
use crate::profile::Lang;
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
    /// How it stands without the barrier that is laid, with the same gates open; none where none is.
    pub unbarred: Option<Walk>,
}

/// Why a walk counts as more than its length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Held {
    /// The straight line to the nearest outlet is this long.
    ByLine(Metres),
    /// It is this long without the barrier that is laid; none where there is no way then.
    ByBarrier(Option<Metres>),
}

impl Held {
    /// What the walk counts as; nothing where that is no way at all.
    #[must_use]
    pub fn length(self) -> Option<Metres> {
        match self {
            Self::ByLine(length) => Some(length),
            Self::ByBarrier(length) => length,
        }
    }

    /// The same in words, and why.
    #[must_use]
    pub fn words(self, lang: Lang) -> String {
        match (lang, self) {
            (Lang::En, Self::ByLine(line)) => {
                format!("counts as {}: no walk counts less than the straight line", line.text())
            }
            (Lang::Zh, Self::ByLine(line)) => {
                format!("按直线{}计：步行不计为短于直线", line.text())
            }
            (Lang::En, Self::ByBarrier(Some(walk))) => {
                format!("counts as {}: no walk counts less for a barrier that is laid", walk.text())
            }
            (Lang::Zh, Self::ByBarrier(Some(walk))) => {
                format!("按{}计：设置屏障不使步行计为更短", walk.text())
            }
            (Lang::En, Self::ByBarrier(None)) => {
                "counts as no way: there is none without the barrier, \
                 and no walk counts less for one that is laid"
                    .to_owned()
            }
            (Lang::Zh, Self::ByBarrier(None)) => {
                "按无路可达计：未设屏障时无路可达，设置屏障不使步行计为更短".to_owned()
            }
        }
    }
}

/// A walk, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Walk {
    /// The city has no streets.
    NoStreets,
    /// No street is within this limit.
    NoStreetNear(Metres),
    /// No street leads from there to an outlet.
    NoWay(Leg),
    /// All gates of the estate there are closed, and no outlet is inside: its position in the city.
    Shut(usize),
    /// The shortest walk.
    Way(Path),
}

/// The way from a place to the nearest street.
#[derive(Debug, Clone, PartialEq)]
pub struct Leg {
    /// The place, a gate where it leads through one, and the point of the street.
    pub path: Vec<Local>,
    /// How long it is.
    pub length: Metres,
}

/// A walk and the gates on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The way along streets.
    pub route: Route,
    /// The gate through which it goes straight out of the estate; none where it goes straight to a street.
    pub gate: Option<Box<Gate>>,
    /// The entrance of the outlet, or the gate through which it is gone to straight; none where the way to it
    /// goes straight from a street.
    pub entrance: Option<Box<Gate>>,
    /// The gates that streets lead through on the way.
    pub passes: Vec<Gate>,
}

impl Path {
    /// All gates on the walk, from the place on.
    pub fn gates(&self) -> impl Iterator<Item = &Gate> {
        let [gate, entrance] = [&self.gate, &self.entrance].map(|gate| gate.as_deref());
        gate.into_iter().chain(&self.passes).chain(entrance)
    }
}

impl Walk {
    /// How long it is; infinite where there is none.
    #[must_use]
    pub fn length(&self) -> Metres {
        match self {
            Self::Way(path) => path.route.length,
            Self::NoStreets | Self::NoStreetNear(_) | Self::NoWay(_) | Self::Shut(_) => {
                Metres(f64::INFINITY)
            }
        }
    }
}

impl Explained {
    /// How long a walk from there counts: no less than the straight line to the nearest outlet, as it may be
    /// where the entrance of an outlet lies far from it. So no street reaches what the circle does not hold. And no
    /// less than the walk without a barrier that is laid: who is parted from the nearest street takes another one,
    /// which was there before. Infinite where there is no way without it.
    #[must_use]
    pub fn counted(&self, walk: Metres) -> Metres {
        let line = self.straight.map_or(0.0, |(_, line)| line.0);
        let unbarred = self.unbarred.as_ref().map_or(0.0, |of| of.length().0);
        Metres(walk.0.max(line).max(unbarred))
    }

    /// Why a walk counts as more than its length by a centimetre or more; none where it does not.
    #[must_use]
    pub fn held(&self, walk: Metres) -> Option<Held> {
        let counted = self.counted(walk);
        if counted.0 < walk.0 + 0.01 {
            return None;
        }
        let unbarred = self.unbarred.as_ref().map(Walk::length);
        Some(match unbarred.filter(|of| of.0 >= counted.0) {
            Some(length) => Held::ByBarrier(Some(length).filter(|length| length.0.is_finite())),
            None => Held::ByLine(counted),
        })
    }
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
    let with = |question: &Question| walk((city, city.streets()), at, outlets.outlets(), question);
    let before = (!question.is_empty()).then(|| with(&Question::default()));
    let unbarred = (!question.barrier.is_empty()).then(|| with(&question.without_barrier()));
    let straight = outlets.nearest(at);
    Some(Explained { at, unit, straight, walk: with(question), before, unbarred })
}

/// How long the walk from a place is by streets that are no steps, and no less than that without a barrier that is
/// laid; infinite where there is none. None where the city has no such category.
#[must_use]
pub fn walk_without_steps(city: &City, at: LonLat, category: &str) -> Option<Metres> {
    let category = city.category(category)?;
    let at = city.plane().to_local(at);
    let index = Index::new(city);
    let level = city.streets().map(StreetLayer::without_steps);
    let outlets = index.category(category).outlets();
    let length = |of: &Question| walk((city, level.as_ref()), at, outlets, of).length();
    let question = city.question();
    let laid = (!question.barrier.is_empty()).then(|| length(&question.without_barrier()));
    Some(Metres(length(question).0.max(laid.map_or(0.0, |laid| laid.0))))
}

fn walk(
    (city, streets): (&City, Option<&StreetLayer>),
    at: Local,
    outlets: &[OutletId],
    question: &Question,
) -> Walk {
    let Some(streets) = streets else { return Walk::NoStreets };
    let grounds = Grounds::new(city, streets, question);
    let graph = StreetGraph::of(&grounds.streets);
    let access = Access::new(city, &graph, streets.snap(), (question, &grounds));
    let ways = access.from(at);
    let shut = access.shut_in(at).map(Walk::Shut);
    let Some((gate, nearest)) = ways.iter().min_by_key(|(_, snap)| snap.leg) else {
        return shut.unwrap_or(Walk::NoStreetNear(streets.snap()));
    };
    let ends: Vec<_> = outlets
        .iter()
        .flat_map(|id| access.to(id.0).into_iter().map(|(gate, snap)| (*id, gate, snap)))
        .collect();
    let snaps: Vec<Snap> = ways.iter().map(|(_, snap)| *snap).collect();
    let places: Vec<(OutletId, Snap)> = ends.iter().map(|(id, _, snap)| (*id, *snap)).collect();
    let Some(route) = route(&graph, &snaps, &places) else {
        let street = graph.point(nearest.edge, nearest.offset);
        let path = [Some(at), gate.map(|gate| gate.at), Some(street)];
        let leg = Leg { path: path.into_iter().flatten().collect(), length: nearest.leg() };
        return shut.unwrap_or(Walk::NoWay(leg));
    };
    let gate = ways[route.way].0.cloned().map(Box::new);
    let entrance = ends[route.end].1.cloned().map(Box::new);
    let passes = passes(city, &grounds, &route.path);
    Walk::Way(Path { route, gate, entrance, passes })
}

/// How near a way passes what it passes: 1 cm; its points are whole millimetres.
const PASSED: Metres = Metres(0.01);

/// The gates that streets lead through on a way, in its order: where it goes over the border of the estate.
fn passes(city: &City, grounds: &Grounds<'_>, path: &[Local]) -> Vec<Gate> {
    let estates = city.estates().unwrap_or_default();
    let middle = |a: Local, b: Local| Local::new(f64::midpoint(a.x, b.x), f64::midpoint(a.y, b.y));
    let leads_over = |gate: &Gate, [from, at, to]: [Local; 3]| {
        let estate = estates.iter().find(|estate| gate.estate.as_deref() == Some(&*estate.id));
        estate.is_some_and(|estate| {
            let is_inside = |other: Local| estate.shape.contains(middle(at, other));
            is_inside(from) != is_inside(to)
        })
    };
    let mut passed = Vec::new();
    for points in path.windows(3) {
        for (gate, places) in &grounds.passes {
            let gate = &city.gates()[*gate];
            let is_here = places.iter().any(|at| at.distance(points[1]).0 <= PASSED.0);
            if is_here && leads_over(gate, [points[0], points[1], points[2]]) {
                passed.push(gate.clone());
            }
        }
    }
    passed
}
