//! Where people and outlets stand on streets.
//!
//! A way goes straight to the nearest point of a street that no wall parts from the place; of each straight
//! piece its nearest point alone is tried, so that a piece whose nearest point is behind a wall is not entered
//! though its far end may be in sight. Without walls that is the nearest point of all streets.
//!
//! The border of an estate that has gates is a wall for people. Who has no street inside goes straight to each
//! open gate of the estate, and from there to the nearest street outside, by no way back through the estate; who
//! has one takes it, and goes
//! straight to those open gates besides that no street leads through. An outlet with entrances is where its
//! open entrances are; another in an estate with gates is on the nearest street, inside or outside, and is
//! gone to from those gates too. So an opened gate adds ways and takes none away.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::BLOCK;
use super::grounds::{Gated, Grounds, is_open};
use crate::index::streets::{Snap, Snapper, StreetGraph, Walls, steps};
use crate::model::{Bounds, City, Gate, Local, Question, Ring, Shape};
use crate::units::Metres;

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
    /// The people places in estates whose gates are all closed, ascending.
    shut_in: Vec<u32>,
}

impl OnStreets {
    /// Whether a people place is in an estate whose gates are all closed.
    #[must_use]
    pub fn is_shut_in(&self, place: u32) -> bool {
        self.shut_in.binary_search(&place).is_ok()
    }
}

/// Puts people and outlets on the nearest points of streets within `limit`. The streets are taken as they are:
/// none leads through a gate.
#[must_use]
pub fn on_streets(city: &City, graph: &StreetGraph, limit: Metres) -> OnStreets {
    let none = BTreeSet::new();
    Access::of(city, graph, limit, (&Question::default(), none)).all()
}

/// The way out of an open gate of an estate with gates.
pub(super) struct Exit {
    /// Where the gate is.
    pub(super) at: Local,
    /// Where it leads to.
    pub(super) snap: Snap,
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
    gated: Gated<'a>,
    /// The gates that streets lead through.
    passes: BTreeSet<usize>,
    /// Of outlets that have entrances, by their ids, those that are open.
    entrances: HashMap<&'a str, Vec<&'a Gate>>,
}

impl<'a> Access<'a> {
    /// Makes ready for a city and a change that may be asked about; the graph is that of the grounds.
    #[must_use]
    pub fn new(
        city: &'a City,
        graph: &'a StreetGraph,
        limit: Metres,
        (change, grounds): (&Question, &Grounds<'_>),
    ) -> Self {
        Self::of(city, graph, limit, (change, grounds.passes.keys().copied().collect()))
    }

    fn of(
        city: &'a City,
        graph: &'a StreetGraph,
        limit: Metres,
        (change, passes): (&Question, BTreeSet<usize>),
    ) -> Self {
        let gated = Gated::new(city, change);
        let lines = || city.barriers().iter().chain(&change.barrier);
        let walls = || lines().flat_map(|line| line.windows(2).map(|pair| (pair[0], pair[1])));
        let rings = (0u32..).zip(gated.enclosures.all()).flat_map(|(of, enclosure)| {
            let edges = enclosure.shape.rings().flat_map(Ring::edges);
            edges.map(move |edge| (edge, Some(of)))
        });
        let fences = Walls::bordering(walls().map(|wall| (wall, None)).chain(rings));
        let mut entrances: HashMap<&str, Vec<&Gate>> = HashMap::new();
        for gate in city.gates() {
            if let Some(outlet) = &gate.outlet {
                let open = Some(gate).filter(|gate| is_open(gate, change));
                entrances.entry(outlet).or_default().extend(open);
            }
        }
        let (snapper, walls) = (Snapper::new(graph), Walls::new(walls()));
        Self { city, snapper, limit, walls, fences, gated, passes, entrances }
    }

    /// The ways of all people, outlets and estates.
    #[must_use]
    pub fn all(&self) -> OnStreets {
        let people: &[Local] = self.city.people().map_or(&[], |people| &people.at);
        let outlets: Vec<Local> = self.city.outlets().iter().map(|outlet| outlet.at).collect();
        let mut on = OnStreets {
            people: self.nearest(people, |at| self.inside(at)),
            outlets: self.nearest(&outlets, |at| self.anywhere(at)),
            estates: self.estates(),
            shut_in: self.all_shut_in(people),
        };
        for ways in [(people, &mut on.people), (&outlets, &mut on.outlets)] {
            self.through_gates(ways.0, ways.1);
        }
        self.through_entrances(&mut on.outlets);
        on
    }

    /// The nearest street to which no wall bars the way.
    fn anywhere(&self, at: Local) -> Option<Snap> {
        self.snapper.nearest_beside(at, self.limit, &self.walls)
    }

    /// The same to which no border of an estate with gates bars it either.
    fn inside(&self, at: Local) -> Option<Snap> {
        let bars = (&self.fences, &self.gated.enclosures);
        self.snapper.nearest_within(at, self.limit, bars)
    }

    fn nearest(&self, places: &[Local], of: impl Fn(Local) -> Option<Snap> + Sync) -> Ways {
        // Neighbours after one another: what they look at is still in the cache.
        let order = self.snapper.order(places);
        let snap = |place: &u32| of(places[*place as usize]);
        let found: Vec<Option<Snap>> = order.par_iter().with_min_len(BLOCK).map(snap).collect();
        let mut first = vec![None; places.len()];
        order.iter().zip(found).for_each(|(place, snap)| first[*place as usize] = snap);
        Ways { first, more: Vec::new() }
    }

    fn estates(&self) -> Ways {
        let estates = self.city.estates().unwrap_or_default();
        let inside: Vec<Local> =
            estates.iter().map(|estate| estate.shape.inner_point().unwrap_or_default()).collect();
        let mut ways = self.nearest(&inside, |at| self.anywhere(at));
        for (gated, estate) in self.gated.estates.iter().enumerate() {
            let place = u32::try_from(*estate).unwrap_or(u32::MAX);
            let open = self.gated.open(gated);
            ways.set(place, open.filter_map(|gate| self.out(gated, &self.city.gates()[gate])));
        }
        ways
    }

    /// Sends those who are inside an estate with gates to such as are open.
    fn through_gates(&self, places: &[Local], ways: &mut Ways) {
        if self.gated.enclosures.is_empty() {
            return;
        }
        let own = std::mem::take(ways);
        *ways = Ways { first: vec![None; places.len()], more: Vec::new() };
        let of = |(at, own): (&Local, &Option<Snap>)| -> Vec<Snap> {
            let gates = self.gate_ways(*at, own.is_some());
            own.iter().copied().chain(gates.into_iter().map(|(_, snap)| snap)).collect()
        };
        let all: Vec<Vec<Snap>> =
            places.par_iter().zip(&own.first).with_min_len(BLOCK).map(of).collect();
        (0u32..).zip(all).for_each(|(place, of)| ways.set(place, of));
    }

    /// The ways of a place straight to open gates of its estate: to all, or, where it is on a street, to those
    /// that no street leads through.
    fn gate_ways(&self, at: Local, is_on_street: bool) -> Vec<(&'a Gate, Snap)> {
        let Some(estate) = self.gated.holding(at) else { return Vec::new() };
        let open = self.gated.open(estate);
        let open = open.filter(|gate| !is_on_street || !self.passes.contains(gate));
        let way = |gate: usize| {
            let gate = &self.city.gates()[gate];
            let snap = self.out(estate, gate)?;
            let leg = steps(at.distance(gate.at)).saturating_add(snap.leg);
            Some((gate, Snap { leg, ..snap }))
        };
        open.filter_map(way).collect()
    }

    fn through_entrances(&self, ways: &mut Ways) {
        if self.entrances.is_empty() {
            return;
        }
        let own = std::mem::take(ways);
        *ways = Ways { first: vec![None; own.len()], more: Vec::new() };
        for place in (0u32..).take(own.len()) {
            match self.entrance_ways(place) {
                Some(entrances) => ways.set(place, entrances.into_iter().map(|(_, snap)| snap)),
                None => ways.set(place, own.of(place).copied()),
            }
        }
    }

    /// The ways from the open entrances of an outlet; none where it has no entrance at all.
    fn entrance_ways(&self, outlet: u32) -> Option<Vec<(&'a Gate, Snap)>> {
        let entrances = self.entrances.get(&*self.city.outlets()[outlet as usize].id)?;
        let past = |gate: &Gate| self.snapper.nearest_past(gate.at, self.limit, &self.walls);
        let way = |gate: &&'a Gate| Some((*gate, past(gate)?));
        Some(entrances.iter().filter_map(way).collect())
    }

    /// From a gate to the street outside.
    fn out(&self, estate: usize, gate: &Gate) -> Option<Snap> {
        let of = u32::try_from(estate).unwrap_or(u32::MAX);
        let bars = (&self.fences, &self.gated.enclosures);
        self.snapper.nearest_out(gate.at, self.limit, bars, of)
    }

    fn all_shut_in(&self, people: &[Local]) -> Vec<u32> {
        let mut estates = 0..self.gated.estates.len();
        if estates.all(|estate| self.gated.open(estate).next().is_some()) {
            return Vec::new();
        }
        let places = (0u32..).zip(people);
        places.filter(|(_, at)| self.shut_in(**at).is_some()).map(|(place, _)| place).collect()
    }

    /// How far a place may be from a street.
    pub(super) fn limit(&self) -> Metres {
        self.limit
    }

    /// The ways out of all open gates, by estate with gates.
    pub(super) fn exits(&self) -> Vec<Vec<Exit>> {
        let of = |estate: usize| {
            let gates = self.gated.open(estate).map(|gate| &self.city.gates()[gate]);
            let way = |gate: &Gate| Some(Exit { at: gate.at, snap: self.out(estate, gate)? });
            gates.filter_map(way).collect()
        };
        (0..self.gated.estates.len()).map(of).collect()
    }

    /// Whether a wall may bar a way inside some bounds from an estate with gates, or from outside of all. No way
    /// inside a convex estate meets its own border, nor what lies outside of it.
    pub(super) fn may_bar(&self, bounds: &Bounds, home: Option<usize>) -> bool {
        let own = home.map(|at| self.gated.enclosures.all()[at].shape).filter(|of| is_convex(of));
        let Some((shape, at)) = own.zip(home) else { return self.fences.touch(bounds, None) };
        let of = shape.bounds();
        let min = Local::new(bounds.min.x.max(of.min.x), bounds.min.y.max(of.min.y));
        let max = Local::new(bounds.max.x.min(of.max.x), bounds.max.y.min(of.max.y));
        min.x <= max.x
            && min.y <= max.y
            && self.fences.touch(&Bounds { min, max }, u32::try_from(at).ok())
    }

    /// The estates with gates, in their order.
    pub fn gated_land(&self) -> impl Iterator<Item = &Shape> {
        self.gated.enclosures.all().iter().map(|enclosure| enclosure.shape)
    }

    /// The estates with gates in which a straight piece of street may lie, and none for outside of them; nothing
    /// where it lies outside only. Streets are cut at borders but for open gates: most lie where their middle does.
    pub(super) fn homes(&self, (a, b): (Local, Local)) -> Option<Vec<Option<usize>>> {
        if self.gated.enclosures.is_empty() {
            return None;
        }
        let middle = Local::new(f64::midpoint(a.x, b.x), f64::midpoint(a.y, b.y));
        let mut homes = vec![self.gated.holding(middle)];
        let parted: Vec<Option<usize>> =
            self.fences.parting(a, b).map(|of| Some(of as usize)).collect();
        if !parted.is_empty() {
            homes.extend([self.gated.holding(a), self.gated.holding(b), None]);
            homes.extend(parted);
        }
        homes.sort_unstable();
        homes.dedup();
        (homes != [None]).then_some(homes)
    }

    /// The ways of a place, each with the gate that it leads through.
    #[must_use]
    pub fn from(&self, at: Local) -> Vec<(Option<&'a Gate>, Snap)> {
        self.with_gates(at, self.inside(at))
    }

    /// The ways of an outlet, each with the entrance or gate that it leads from.
    #[must_use]
    pub fn to(&self, outlet: u32) -> Vec<(Option<&'a Gate>, Snap)> {
        if let Some(ways) = self.entrance_ways(outlet) {
            return ways.into_iter().map(|(gate, snap)| (Some(gate), snap)).collect();
        }
        let at = self.city.outlets()[outlet as usize].at;
        self.with_gates(at, self.anywhere(at))
    }

    fn with_gates(&self, at: Local, near: Option<Snap>) -> Vec<(Option<&'a Gate>, Snap)> {
        let gates = self.gate_ways(at, near.is_some()).into_iter();
        let near = near.map(|snap| (None, snap)).into_iter();
        near.chain(gates.map(|(gate, snap)| (Some(gate), snap))).collect()
    }

    /// Whether a place is in an estate all of whose gates are closed: its position in the city.
    #[must_use]
    pub fn shut_in(&self, at: Local) -> Option<usize> {
        let estate = self.gated.holding(at)?;
        self.gated.open(estate).next().is_none().then(|| self.gated.estates[estate])
    }
}

/// Whether the straight way between any two places of a shape lies in it.
fn is_convex(shape: &Shape) -> bool {
    let [polygon] = shape.polygons() else { return false };
    let points = polygon.outer().points();
    let corners = (0..points.len()).map(|at| {
        let [a, b, c] = [0, 1, 2].map(|on| points[(at + on) % points.len()]);
        (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x)
    });
    // A ring that turns left everywhere may still go round twice: it would cross itself, which none does.
    polygon.holes().is_empty() && corners.into_iter().all(|turn| turn >= 0.0)
}
