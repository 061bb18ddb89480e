//! Where people and outlets stand on streets.
//!
//! A way goes straight to the nearest point of a street that no wall parts from the place; of each straight
//! piece its nearest point alone is tried, so that a piece whose nearest point is behind a wall is not entered
//! though its far end may be in sight. Without walls that is the nearest point of all streets. The border of an
//! estate that has gates is a wall for people; who has no street inside goes straight to each open gate of
//! the estate, and from there on. An outlet with entrances is where its open entrances are. So an opened
//! gate adds ways and takes none away.

use std::collections::HashMap;

use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::BLOCK;
use crate::index::streets::{Snap, Snapper, StreetGraph, Walls, steps};
use crate::model::{Bounds, City, Gate, Local, Question, Ring, Shape};
use crate::units::Metres;

/// How far from a gate its own fence is no wall: 2 m, the width of a gate and a careless pen.
const POST: Metres = Metres(2.0);

/// The ways from places to streets.
#[derive(Debug, Default)]
pub struct Ways {
    /// The way of each place; of several the first.
    first: Vec<Option<Snap>>,
    /// Further ways by place.
    more: Vec<(u32, Snap)>,
}

impl Ways {
    /// How many places there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.first.len()
    }

    /// Whether there is no place.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// The ways of a place.
    pub fn of(&self, place: u32) -> impl Iterator<Item = &Snap> {
        let start = self.more.partition_point(|(other, _)| *other < place);
        let more = self.more[start..].iter().take_while(move |(other, _)| *other == place);
        self.first.get(place as usize).into_iter().flatten().chain(more.map(|(_, snap)| snap))
    }

    /// Whether a place has no way.
    #[must_use]
    pub fn is_nowhere(&self, place: u32) -> bool {
        self.first.get(place as usize).is_none_or(Option::is_none)
    }

    pub(super) fn first(&self) -> &[Option<Snap>] {
        &self.first
    }

    pub(super) fn more(&self) -> &[(u32, Snap)] {
        &self.more
    }

    fn set(&mut self, place: u32, ways: impl IntoIterator<Item = Snap>) {
        let mut ways = ways.into_iter();
        self.first[place as usize] = ways.next();
        self.more.extend(ways.map(|snap| (place, snap)));
    }
}

/// Where people and outlets stand on streets; nowhere where the nearest street is past the limit.
#[derive(Debug, Default)]
pub struct OnStreets {
    /// By people place.
    pub people: Ways,
    /// By outlet.
    pub outlets: Ways,
    /// By estate: from its open gates where it has gates, else from a point inside.
    pub estates: Ways,
}

/// Puts people and outlets on the nearest points of streets within `limit`.
#[must_use]
pub fn on_streets(city: &City, graph: &StreetGraph, limit: Metres) -> OnStreets {
    on_streets_if(city, graph, limit, &Question::default())
}

/// The same as it would be with a change.
#[must_use]
pub(super) fn on_streets_if(
    city: &City,
    graph: &StreetGraph,
    limit: Metres,
    change: &Question,
) -> OnStreets {
    let access = Access::new(city, graph, limit, change);
    let people: &[Local] = city.people().map_or(&[], |people| &people.at);
    let outlets: Vec<Local> = city.outlets().iter().map(|outlet| outlet.at).collect();
    let mut on = OnStreets {
        people: access.all(people, &access.fences),
        outlets: access.all(&outlets, &access.walls),
        estates: access.estates(),
    };
    access.through_gates(people, &mut on.people);
    access.through_entrances(&mut on.outlets);
    on
}

/// How places get to streets.
pub struct Access<'a> {
    city: &'a City,
    snapper: Snapper<'a>,
    limit: Metres,
    /// What nobody crosses.
    walls: Walls,
    /// The same and the borders of estates with gates.
    fences: Walls,
    /// The estates that have gates, by position, with those that are open.
    gated: Vec<(usize, Vec<&'a Gate>)>,
    /// Positions in `gated` by the boxes of the estates.
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    /// Of outlets that have entrances, by their ids, those that are open.
    entrances: HashMap<&'a str, Vec<&'a Gate>>,
}

impl<'a> Access<'a> {
    /// Makes ready for a city and a change that may be asked about.
    #[must_use]
    pub fn new(city: &'a City, graph: &'a StreetGraph, limit: Metres, change: &Question) -> Self {
        let estates = city.estates().unwrap_or_default();
        let opens = |gate: &&Gate| gate.is_open || change.open.contains(&gate.id);
        // Of estates with one id the first.
        let mut by_id: HashMap<&str, usize> = HashMap::new();
        for (at, estate) in estates.iter().enumerate() {
            by_id.entry(&estate.id).or_insert(at);
        }
        let estate = |gate: &Gate| by_id.get(gate.estate.as_deref()?).copied();
        let mut gates: Vec<(usize, &Gate)> =
            city.gates().iter().filter_map(|gate| Some((estate(gate)?, gate))).collect();
        gates.sort_by_key(|(estate, _)| *estate);
        let gated: Vec<(usize, Vec<&Gate>)> = gates
            .chunk_by(|a, b| a.0 == b.0)
            .map(|of| (of[0].0, of.iter().map(|(_, gate)| *gate).filter(opens).collect()))
            .collect();
        let shapes: Vec<_> = gated.iter().map(|(estate, _)| &estates[*estate].shape).collect();
        let lines = || city.barriers().iter().chain(&change.barrier);
        let walls = || lines().flat_map(|line| line.windows(2).map(|pair| (pair[0], pair[1])));
        let rings = shapes.iter().flat_map(|shape| shape.rings()).flat_map(Ring::edges);
        let boxed = |(at, shape): (usize, &&Shape)| {
            let Bounds { min, max } = shape.bounds();
            GeomWithData::new(Rectangle::from_corners([min.x, min.y], [max.x, max.y]), at)
        };
        let mut entrances: HashMap<&str, Vec<&Gate>> = HashMap::new();
        for gate in city.gates() {
            if let Some(outlet) = &gate.outlet {
                entrances.entry(outlet).or_default().extend(Some(gate).filter(opens));
            }
        }
        Self {
            city,
            snapper: Snapper::new(graph),
            limit,
            walls: Walls::new(walls()),
            fences: Walls::new(walls().chain(rings)),
            boxes: RTree::bulk_load(shapes.iter().enumerate().map(boxed).collect()),
            gated,
            entrances,
        }
    }

    fn all(&self, places: &[Local], walls: &Walls) -> Ways {
        // Neighbours after one another: what they look at is still in the cache.
        let order = self.snapper.order(places);
        let snap =
            |place: &u32| self.snapper.nearest_beside(places[*place as usize], self.limit, walls);
        let found: Vec<Option<Snap>> = order.par_iter().with_min_len(BLOCK).map(snap).collect();
        let mut first = vec![None; places.len()];
        order.iter().zip(found).for_each(|(place, snap)| first[*place as usize] = snap);
        Ways { first, more: Vec::new() }
    }

    fn estates(&self) -> Ways {
        let estates = self.city.estates().unwrap_or_default();
        let inside: Vec<Local> =
            estates.iter().map(|estate| estate.shape.inner_point().unwrap_or_default()).collect();
        let mut ways = self.all(&inside, &self.walls);
        for (estate, open) in &self.gated {
            let place = u32::try_from(*estate).unwrap_or(u32::MAX);
            ways.set(place, open.iter().filter_map(|gate| self.past(gate)));
        }
        ways
    }

    /// Sends those who have no street inside their estate to its gates.
    fn through_gates(&self, people: &[Local], ways: &mut Ways) {
        if self.gated.is_empty() {
            return;
        }
        for (place, at) in (0u32..).zip(people) {
            if ways.is_nowhere(place) {
                ways.set(place, self.gate_ways(*at).map(|(_, snap)| snap));
            }
        }
    }

    fn gate_ways(&self, at: Local) -> impl Iterator<Item = (&Gate, Snap)> {
        let estates = self.city.estates().unwrap_or_default();
        let here = AABB::from_point([at.x, at.y]);
        let mut around: Vec<usize> =
            self.boxes.locate_in_envelope_intersecting(here).map(|found| found.data).collect();
        // Where estates overlap the first.
        around.sort_unstable();
        let holds = |gated: &usize| estates[self.gated[*gated].0].shape.contains(at);
        let estate = around.into_iter().find(holds);
        let open = estate.map_or(&[][..], |estate| &self.gated[estate].1);
        open.iter().filter_map(move |gate| {
            let snap = self.past(gate)?;
            let leg = steps(at.distance(gate.at)).saturating_add(snap.leg);
            Some((*gate, Snap { leg, ..snap }))
        })
    }

    fn through_entrances(&self, ways: &mut Ways) {
        if self.entrances.is_empty() {
            return;
        }
        for place in (0u32..).take(ways.len()) {
            if let Some(entrances) = self.entrance_ways(place) {
                ways.set(place, entrances.into_iter().map(|(_, snap)| snap));
            }
        }
    }

    /// The ways from the open entrances of an outlet; none where it has no entrance at all.
    fn entrance_ways(&self, outlet: u32) -> Option<Vec<(&Gate, Snap)>> {
        let entrances = self.entrances.get(&*self.city.outlets()[outlet as usize].id)?;
        let way = |gate: &&'a Gate| Some((*gate, self.past(gate)?));
        Some(entrances.iter().filter_map(way).collect())
    }

    /// From a gate to the street.
    fn past(&self, gate: &Gate) -> Option<Snap> {
        self.snapper.nearest_past(gate.at, self.limit, &self.walls, POST)
    }

    /// The ways of a place, each with the gate that it leads through.
    #[must_use]
    pub fn from(&self, at: Local) -> Vec<(Option<&Gate>, Snap)> {
        let near = self.snapper.nearest_beside(at, self.limit, &self.fences);
        match near {
            Some(snap) => vec![(None, snap)],
            None => self.gate_ways(at).map(|(gate, snap)| (Some(gate), snap)).collect(),
        }
    }

    /// The ways of an outlet, each with the entrance that it leads from.
    #[must_use]
    pub fn to(&self, outlet: u32) -> Vec<(Option<&Gate>, Snap)> {
        let at = self.city.outlets()[outlet as usize].at;
        self.entrance_ways(outlet).map_or_else(
            || {
                let near = self.snapper.nearest_beside(at, self.limit, &self.walls);
                near.map(|snap| (None, snap)).into_iter().collect()
            },
            |ways| ways.into_iter().map(|(gate, snap)| (Some(gate), snap)).collect(),
        )
    }
}
