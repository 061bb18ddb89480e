//! What other outlets would serve: the rates of a city after some outlets are taken away and others
//! put in, measured anew only where these reach.
//!
//! Takes a city's coverage and a change of the outlets that count; gives land and residents served by
//! unit and service, and by the circle, which counts the services that have data today. A unit that no
//! changed circle comes near keeps its figures; in the others only the services of the changed
//! categories are laid again, over the outlets about the unit. The arcs, their order and so the last
//! bits of each area are those of a whole run. What was measured of a unit of late is kept by the changes
//! that come near it, so that many plans that share measures, and many subsets of one, cost little more
//! than one. `effect` holds two such states against each other, `changed` opens one.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::Coverage;
use super::around::Around;
use super::figures::LandRate;
use super::passage::{Heads, Served, Serving, UnitEffect};
use super::people::Residents;
use super::totals::{land_rate, sum_of};
use crate::index::{Index, squared};
use crate::model::{Bounds, CategoryId, City, Local, OutletId, PeopleLayer, SubdistrictId};
use crate::overlay::{Depths, Disc, Laid, depths};
use crate::profile::Profile;
use crate::units::SquareMetres;

/// An outlet that would count.
#[derive(Debug, Clone, PartialEq)]
pub struct AddedOutlet {
    /// Tells it from all others that any change of one city adds.
    pub number: u32,
    /// Key of its category.
    pub category: String,
    /// Where it would be.
    pub at: Local,
}

/// What changes among the outlets that count.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OutletChange {
    /// Outlets that would count no more; each counts today.
    pub removed: Vec<OutletId>,
    /// Outlets that would count as well.
    pub added: Vec<AddedOutlet>,
}

impl OutletChange {
    /// Makes another change as well, which takes no outlet that this one takes.
    pub fn join(&mut self, other: &Self) {
        self.removed.extend(&other.removed);
        self.added.extend(other.added.iter().cloned());
    }
}

/// A city that is asked what other outlets would serve.
pub struct Trial<'a> {
    pub(super) city: &'a City,
    pub(super) profile: &'a Profile,
    pub(super) index: &'a Index,
    pub(super) coverage: &'a Coverage<'a>,
    /// What holds the land and the residents of each unit.
    bounds: Vec<Bounds>,
    /// Today's figures by unit.
    today: Vec<Serving>,
    /// What was measured of each unit.
    known: Vec<Mutex<Known>>,
    /// States of units measured so far.
    measured: AtomicU64,
}

/// What was measured of one unit.
#[derive(Default)]
pub(super) struct Known {
    states: BTreeMap<Near, Arc<UnitState>>,
    /// By the numbers of the states before and after.
    pub(super) effects: BTreeMap<[Option<u64>; 2], UnitEffect>,
}

impl Known {
    /// States of one unit that are kept: more than subsets of one plan have near it, few enough for a city
    /// to be asked all day.
    const MOST: usize = 64;

    /// Makes room, by forgetting all.
    fn make_room(&mut self) {
        if self.states.len() >= Self::MOST {
            *self = Self::default();
        }
    }
}

/// The changes that come near a unit, in order: outlets taken away, and categories and places of those put
/// in.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Near {
    removed: Vec<OutletId>,
    added: Vec<(String, [u64; 2])>,
}

/// A disc of an outlet that is taken away or put in.
struct Moved<'c> {
    service: usize,
    disc: Disc,
    outlet: Either<'c>,
}

/// Which outlet that is.
#[derive(Clone)]
enum Either<'c> {
    Removed(OutletId),
    Added(&'c AddedOutlet),
}

/// What a changed set of outlets serves.
pub struct State {
    pub(super) change: OutletChange,
    /// By unit; none where nothing changes.
    pub(super) units: Vec<Option<Arc<UnitState>>>,
}

/// One unit of it.
pub(super) struct UnitState {
    /// Tells it from all others of its trial.
    pub(super) number: u64,
    /// By position of the service, those that are changed.
    pub(super) services: BTreeMap<usize, Around>,
    /// Services that its places reach, in the order of the places; empty without people.
    pub(super) bits: Vec<u64>,
    /// Positions of the places that reach others than today.
    pub(super) turned: Vec<usize>,
    /// The services of the circle together, where one of them is changed.
    pub(super) depths: Option<Depths>,
    pub(super) serving: Serving,
}

impl<'a> Trial<'a> {
    /// Takes today's coverage with what it was measured from.
    #[must_use]
    pub fn new(
        city: &'a City,
        profile: &'a Profile,
        index: &'a Index,
        coverage: &'a Coverage<'a>,
    ) -> Self {
        let units = city.subdistricts().iter().zip(&coverage.ground);
        let bounds = units.map(|(unit, ground)| ground.land.bounds().union(unit.shape.bounds()));
        let bounds: Vec<Bounds> = bounds.collect();
        let known = bounds.iter().map(|_| Mutex::default()).collect();
        let (today, measured) = (Vec::new(), AtomicU64::new(0));
        let mut trial = Self { city, profile, index, coverage, bounds, today, known, measured };
        trial.today = (0..coverage.units.len()).map(|unit| trial.serving_today(unit)).collect();
        trial
    }

    /// Today's coverage.
    #[must_use]
    pub fn coverage(&self) -> &Coverage<'a> {
        self.coverage
    }

    /// Whether a service has data today; the others are not measured.
    #[must_use]
    pub fn is_known(&self, service: usize) -> bool {
        self.coverage.services[service].is_known()
    }

    /// The outlets of a category that count today.
    #[must_use]
    pub fn counted(&self, category: CategoryId) -> &[OutletId] {
        self.index.category(category).outlets()
    }

    /// Positions of the services that the circle counts.
    #[must_use]
    pub fn circle_services(&self) -> &[usize] {
        &self.coverage.circle_services
    }

    /// Whether a change leaves no outlet of a service of the circle that has some today.
    #[must_use]
    pub fn loses_a_service(&self, change: &OutletChange) -> bool {
        self.coverage.circle_services.iter().any(|&s| {
            let mut providers = self.profile.services[s].providers.iter();
            providers.all(|provider| {
                let category = self.city.category(&provider.category);
                let outlets = category.map_or(&[][..], |id| self.counted(id));
                outlets.iter().all(|id| change.removed.contains(id))
                    && change.added.iter().all(|added| added.category != provider.category)
            })
        })
    }

    /// The state that a change leads to.
    #[must_use]
    pub fn state(&self, change: OutletChange) -> State {
        let moved = self.moved(&change);
        let units = (0..self.bounds.len()).into_par_iter();
        let units = units.map(|unit| self.unit_state(unit, &change, &moved)).collect();
        State { change, units }
    }

    /// What was measured of a unit. A thread that fails leaves whole entries behind.
    pub(super) fn with_known<T>(&self, unit: usize, ask: impl FnOnce(&mut Known) -> T) -> T {
        ask(&mut self.known[unit].lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What a state serves in a unit.
    #[must_use]
    pub fn serving<'s>(&'s self, state: &'s State, unit: usize) -> &'s Serving {
        state.units[unit].as_ref().map_or(&self.today[unit], |changed| &changed.serving)
    }

    /// What a state serves in all units.
    #[must_use]
    pub fn total(&self, state: &State) -> Serving {
        let units: Vec<&Serving> =
            (0..self.bounds.len()).map(|unit| self.serving(state, unit)).collect();
        let sum = |of: &dyn Fn(&Serving) -> Option<Served>| {
            let parts: Vec<Served> = units.iter().filter_map(|unit| of(unit)).collect();
            (!parts.is_empty()).then(|| Served {
                land: sum_of(parts.iter().map(|part| part.land)),
                people: parts.iter().map(|part| part.people).sum(),
            })
        };
        let services = 0..self.coverage.services.len();
        Serving {
            residents: units.iter().map(|unit| unit.residents).sum(),
            services: services.map(|s| sum(&|unit: &Serving| unit.services[s])).collect(),
            circle: sum(&|unit: &Serving| unit.circle),
        }
    }

    fn unit_state(
        &self,
        unit: usize,
        change: &OutletChange,
        moved: &[Moved<'_>],
    ) -> Option<Arc<UnitState>> {
        let near: Vec<&Moved<'_>> = moved.iter().filter(|m| self.is_near(unit, &m.disc)).collect();
        if near.is_empty() {
            return None;
        }
        let key = Near::of(&near);
        if let Some(state) = self.with_known(unit, |known| known.states.get(&key).cloned()) {
            return Some(state);
        }
        let mut discs: BTreeMap<usize, Vec<Disc>> = BTreeMap::new();
        for moved in near {
            discs.entry(moved.service).or_default().push(moved.disc);
        }
        let services: BTreeMap<usize, Around> =
            discs.keys().map(|&s| (s, self.around(unit, s, change))).collect();
        let bits = self.bits(unit, &discs, &services);
        let today = self.bits_today(unit);
        let turned = (0..bits.len()).filter(|&at| bits[at] != today[at]).collect();
        let depths = self.circle_depths(unit, &services);
        let number = self.measured.fetch_add(1, Ordering::Relaxed);
        let serving = self.today[unit].clone();
        let mut state = UnitState { number, services, bits, turned, depths, serving };
        self.serve(unit, &mut state, &today);
        let state = Arc::new(state);
        Some(self.with_known(unit, |known| {
            known.make_room();
            known.states.entry(key).or_insert(state).clone()
        }))
    }

    /// The discs of changed outlets for every service with data.
    fn moved<'c>(&self, change: &'c OutletChange) -> Vec<Moved<'c>> {
        let removed = change.removed.iter().map(|&id| {
            let outlet = &self.city.outlets()[id.index()];
            let category = self.city.categories()[outlet.category.index()].as_str();
            (category, outlet.at, Either::Removed(id))
        });
        let added = change
            .added
            .iter()
            .map(|added| (added.category.as_str(), added.at, Either::Added(added)));
        let mut moved = Vec::new();
        for (category, at, outlet) in removed.chain(added) {
            for service in (0..self.profile.services.len()).filter(|&s| self.is_known(s)) {
                let discs = self.discs(service, category, at);
                moved.extend(discs.map(|disc| Moved { service, disc, outlet: outlet.clone() }));
            }
        }
        moved
    }

    /// The discs of an outlet for a service.
    fn discs(&self, service: usize, category: &str, centre: Local) -> impl Iterator<Item = Disc> {
        let providers = self.profile.services[service].providers.iter();
        providers
            .filter(move |provider| provider.category == category)
            .map(move |provider| Disc { centre, radius: provider.radius.0 })
    }

    fn is_near(&self, unit: usize, disc: &Disc) -> bool {
        self.bounds[unit].grown(disc.radius + 1.0).holds(disc.centre)
    }

    /// The discs of an outlet for a service, where they come near a unit.
    pub(super) fn discs_near(
        &self,
        unit: usize,
        service: usize,
        category: &str,
        centre: Local,
    ) -> Vec<Disc> {
        let discs = self.discs(service, category, centre);
        discs.filter(|disc| self.is_near(unit, disc)).collect()
    }

    /// The services that the places of a unit reach; `near` has the changed discs of each.
    fn bits(
        &self,
        unit: usize,
        near: &BTreeMap<usize, Vec<Disc>>,
        services: &BTreeMap<usize, Around>,
    ) -> Vec<u64> {
        let Some((people, residents)) = self.people() else { return Vec::new() };
        let places = residents.of_unit(unit_id(unit));
        let mut bits: Vec<u64> = places.iter().map(|&place| residents.bits(place)).collect();
        for ((&s, around), near) in services.iter().zip(near.values()) {
            let near: Vec<(Local, f64)> =
                near.iter().map(|disc| (disc.centre, (disc.radius + 1.0).powi(2))).collect();
            for (&place, bits) in places.iter().zip(&mut bits) {
                let at = people.at[place as usize];
                if near.iter().any(|(centre, most)| squared(*centre, at) <= *most) {
                    *bits = *bits & !(1 << s) | u64::from(self.reaches(s, around, at)) << s;
                }
            }
        }
        bits
    }

    /// The places of a unit, in the order of its bits; empty without people.
    pub(super) fn places(&self, unit: usize) -> &'a [u32] {
        self.people().map_or(&[], |(_, residents)| residents.of_unit(unit_id(unit)))
    }

    pub(super) fn people(&self) -> Option<(&'a PeopleLayer, &'a Residents)> {
        self.city.people().zip(self.coverage.residents.as_ref())
    }

    /// Residents of some places of a unit, by their positions in it.
    pub(super) fn heads(
        &self,
        unit: usize,
        positions: impl Iterator<Item = usize>,
    ) -> Option<Heads> {
        let (people, residents) = self.people()?;
        let places = residents.of_unit(unit_id(unit));
        Some(Heads::of(people, positions.map(|at| places[at])))
    }

    /// The bits that stand for all services of the circle.
    pub(super) fn circle_bits(&self) -> u64 {
        self.coverage.circle_services.iter().fold(0, |bits, s| bits | 1 << s)
    }

    /// The services that the places of a unit reach today.
    pub(super) fn bits_today(&self, unit: usize) -> Vec<u64> {
        self.people().map_or_else(Vec::new, |(_, residents)| {
            residents.of_unit(unit_id(unit)).iter().map(|&place| residents.bits(place)).collect()
        })
    }

    fn serving_today(&self, unit: usize) -> Serving {
        let (figures, bits) = (&self.coverage.units[unit], self.bits_today(unit));
        let reaching =
            |all: u64| self.heads(unit, (0..bits.len()).filter(|&at| bits[at] & all == all));
        let served =
            |s: usize| Some(Served { land: figures.services[s].land?, people: reaching(1 << s) });
        let circle = figures.circle.as_ref();
        let people = reaching(self.circle_bits());
        Serving {
            residents: reaching(0),
            services: (0..figures.services.len()).map(served).collect(),
            circle: circle.map(|circle| Served { land: circle.land, people }),
        }
    }

    /// Puts what a state serves in the place of what is served today: land of the services that are changed, and
    /// of the places those that turned.
    fn serve(&self, unit: usize, state: &mut UnitState, today: &[u64]) {
        let UnitState { services, bits, turned, depths, serving, .. } = state;
        let people = |before: Option<Heads>, all: u64| {
            let heads = |takes: &dyn Fn(usize) -> bool| {
                self.heads(unit, turned.iter().copied().filter(|at| takes(*at)))
            };
            let has = |bits: u64| bits & all == all;
            let more = heads(&|at| has(bits[at]) && !has(today[at]))?;
            let fewer = heads(&|at| has(today[at]) && !has(bits[at]))?;
            Some([before?, more].into_iter().sum::<Heads>().less(&fewer))
        };
        for (&s, around) in services.iter() {
            if let Some(served) = &mut serving.services[s] {
                let Laid { served: land, unserved, .. } = around.laid;
                served.land = land_rate(served.land.land, land, unserved);
                served.people = people(served.people, 1 << s);
            }
        }
        if let Some((circle, depths)) = serving.circle.as_mut().zip(depths.as_ref()) {
            circle.land = self.circle_land(unit, depths);
            circle.people = people(circle.people, self.circle_bits());
        }
    }

    /// The services of the circle together over a unit, where one of them is changed.
    fn circle_depths(&self, unit: usize, changed: &BTreeMap<usize, Around>) -> Option<Depths> {
        let circle = &self.coverage.circle_services;
        let layers = || circle.iter().map(|&s| (s, changed.get(&s))).collect::<Vec<_>>();
        circle.iter().any(|s| changed.contains_key(s)).then(|| self.depths(unit, &layers()))
    }

    /// Land of a unit that reaches all services of the circle.
    fn circle_land(&self, unit: usize, depths: &Depths) -> LandRate {
        let all = self.coverage.circle_services.len();
        let land = SquareMetres(self.coverage.ground[unit].land.area());
        land_rate(land, depths.land_by_count()[all], depths.fewer_than(all))
    }

    /// How many of some services a unit's land reaches, each as it is changed or as it is today.
    pub(super) fn depths(&self, unit: usize, layers: &[(usize, Option<&Around>)]) -> Depths {
        let ground = &self.coverage.ground[unit];
        let laid = layers.iter().filter_map(|(s, around)| {
            around.map(|around| &around.laid).or(ground.laid[*s].as_deref())
        });
        let together: Vec<&Laid> = laid.collect();
        depths(&ground.land, &together, |k, at| match layers[k] {
            (s, Some(around)) => self.margin(s, around, at),
            (s, None) => self.coverage.services[s].margin(at),
        })
    }
}

impl Near {
    fn of(moved: &[&Moved<'_>]) -> Self {
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        for moved in moved {
            match &moved.outlet {
                Either::Removed(id) => removed.push(*id),
                Either::Added(AddedOutlet { category, at, .. }) => {
                    added.push((category.clone(), [at.x.to_bits(), at.y.to_bits()]));
                }
            }
        }
        removed.sort_unstable();
        added.sort_unstable();
        Self { removed, added }
    }
}

fn unit_id(unit: usize) -> SubdistrictId {
    SubdistrictId(u32::try_from(unit).unwrap_or(u32::MAX))
}
