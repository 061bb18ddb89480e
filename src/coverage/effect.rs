//! What is gained and what is lost between two states of a city's outlets, never netted.
//!
//! Land gained is what the outlets of both states together serve less what those before do; land lost is
//! the same less what those after do; both by the exact overlay. Where outlets only come, or only go, in
//! a unit, the outlets of both together are those of one state, and nothing is lost, or gained, to the
//! last bit. For the circle the land that reaches all services before and after is measured by itself.
//! Residents are held place against place.

use rayon::prelude::*;

use super::around::Around;
use super::passage::{Amount, Effect, Heads, Passage, Served, Serving, UnitEffect};
use super::trial::{AddedOutlet, OutletChange, State, Trial};
use crate::model::OutletId;
use crate::units::SquareMetres;

/// Differences below this part of a unit's land are rounding, and nought.
const ROUNDING: f64 = 1e-10;

impl Trial<'_> {
    /// What happens between two states of this city.
    #[must_use]
    pub fn effect(&self, before: &State, after: &State) -> Effect {
        let units = (0..before.units.len()).into_par_iter();
        let units: Vec<UnitEffect> =
            units.map(|unit| Pair { trial: self, unit, before, after }.known()).collect();
        let total = self.sum(before, after, &units);
        Effect { units, total }
    }

    /// The same of the whole city alone.
    #[must_use]
    pub fn total_effect(&self, before: &State, after: &State) -> UnitEffect {
        let units = (0..before.units.len()).into_par_iter();
        let pairs = units.map(|unit| Pair { trial: self, unit, before, after });
        let differing: Vec<UnitEffect> =
            pairs.filter(Pair::differs).map(|pair| pair.known()).collect();
        self.sum(before, after, &differing)
    }

    /// Sums up units, of which those may be left out that gain and lose nothing.
    fn sum(&self, before: &State, after: &State, units: &[UnitEffect]) -> UnitEffect {
        let (first, last) = (self.total(before), self.total(after));
        let sum = |of: &dyn Fn(&UnitEffect) -> Option<Passage>, ends: Option<(Served, Served)>| {
            let (before, after) = ends?;
            let passages: Vec<Passage> = units.iter().filter_map(of).collect();
            let all = |of: fn(&Passage) -> Amount| {
                std::iter::once(self.nothing()).chain(passages.iter().map(of)).sum()
            };
            let (gained, lost) = (all(|of| of.gained), all(|of| of.lost));
            Some(Passage { before, after, gained, lost })
        };
        let services = (0..first.services.len())
            .map(|s| sum(&|unit| unit.services[s], first.services[s].zip(last.services[s])))
            .collect();
        let circle = sum(&|unit| unit.circle, first.circle.zip(last.circle));
        UnitEffect { residents: first.residents, services, circle }
    }

    /// No land, and nobody.
    fn nothing(&self) -> Amount {
        let people = self.people().map(|(people, _)| Heads::of(people, std::iter::empty()));
        Amount { land: SquareMetres(0.0), people }
    }
}

/// Whether outlets of a service come, and whether any go, about a unit.
#[derive(Clone, Copy)]
struct Traffic {
    comes: bool,
    goes: bool,
}

/// Two states in one unit.
struct Pair<'a> {
    trial: &'a Trial<'a>,
    unit: usize,
    before: &'a State,
    after: &'a State,
}

impl<'a> Pair<'a> {
    /// The effect, measured once for each pair of states that differ near the unit.
    fn known(&self) -> UnitEffect {
        let (trial, unit) = (self.trial, self.unit);
        if !self.differs() {
            return self.still();
        }
        let ends = self.ends();
        if let Some(effect) = trial.with_known(unit, |known| known.effects.get(&ends).cloned()) {
            return effect;
        }
        let effect = self.effect();
        trial.with_known(unit, |known| known.effects.entry(ends).or_insert(effect).clone())
    }

    /// The numbers of both states of the unit; none of that of today.
    fn ends(&self) -> [Option<u64>; 2] {
        [self.before, self.after]
            .map(|state| state.units[self.unit].as_ref().map(|state| state.number))
    }

    /// Whether the states differ near the unit.
    fn differs(&self) -> bool {
        let [before, after] = self.ends();
        before != after
    }

    /// Nothing is gained or lost.
    fn still(&self) -> UnitEffect {
        let Serving { residents, services, circle } =
            self.trial.serving(self.before, self.unit).clone();
        let nothing = self.trial.nothing();
        let still = |of: Served| Passage { before: of, after: of, gained: nothing, lost: nothing };
        UnitEffect {
            residents,
            services: services.into_iter().map(|of| of.map(still)).collect(),
            circle: circle.map(still),
        }
    }

    fn effect(&self) -> UnitEffect {
        let (trial, unit) = (self.trial, self.unit);
        let (first, last) = (trial.serving(self.before, unit), trial.serving(self.after, unit));
        let today = trial.bits_today(unit);
        let states = [self.before, self.after].map(|state| state.units[unit].as_deref());
        let [was, is] = states.map(|state| state.map_or(&today, |state| &state.bits));
        // A place that reaches before and after what it reaches today neither gains nor loses.
        let mut places: Vec<usize> =
            states.iter().flatten().flat_map(|state| state.turned.iter().copied()).collect();
        places.sort_unstable();
        places.dedup();
        let turned = |mask: u64| {
            let has = |bits: u64| bits & mask == mask;
            let heads = |takes: &dyn Fn(usize) -> bool| {
                trial.heads(unit, places.iter().copied().filter(|at| takes(*at)))
            };
            let gained = heads(&|at| !has(was[at]) && has(is[at]));
            let lost = heads(&|at| has(was[at]) && !has(is[at]));
            [gained, lost]
        };
        let services = (0..first.services.len())
            .map(|s| {
                let (before, after) = first.services[s].zip(last.services[s])?;
                Some(passage(before, after, self.land(s, before, after), turned(1 << s)))
            })
            .collect();
        let circle = first.circle.zip(last.circle).map(|(before, after)| {
            let land = self.circle_land(before, after);
            passage(before, after, land, turned(trial.circle_bits()))
        });
        UnitEffect { residents: first.residents, services, circle }
    }

    /// Land that a service gains and loses.
    fn land(&self, service: usize, before: Served, after: Served) -> [SquareMetres; 2] {
        let (before, after) = (before.land, after.land);
        let together = match self.traffic(service) {
            Traffic { comes: false, .. } => before.served,
            Traffic { comes: true, goes: false } => after.served,
            Traffic { comes: true, goes: true } => {
                let change = joined(&self.before.change, &self.after.change);
                self.trial.around(self.unit, service, &change).laid.served
            }
        };
        [before.served, after.served].map(|served| over(together, served, before.land))
    }

    /// Land that the circle gains and loses.
    fn circle_land(&self, before: Served, after: Served) -> [SquareMetres; 2] {
        let circle = &self.trial.coverage.circle_services;
        let traffic: Vec<(usize, Traffic)> = circle.iter().map(|&s| (s, self.traffic(s))).collect();
        let (first, last) = (before.land, after.land);
        let in_both = if traffic.iter().all(|(_, traffic)| !traffic.comes) {
            last.served
        } else if traffic.iter().all(|(_, traffic)| !traffic.goes) {
            first.served
        } else {
            let mut layers = Vec::new();
            for &(s, Traffic { comes, goes }) in &traffic {
                if comes || !goes {
                    layers.push((s, self.around(self.before, s)));
                }
                if goes {
                    layers.push((s, self.around(self.after, s)));
                }
            }
            self.trial.depths(self.unit, &layers).land_by_count()[layers.len()]
        };
        [last.served, first.served].map(|served| over(served, in_both, first.land))
    }

    fn around(&self, state: &'a State, service: usize) -> Option<&'a Around> {
        state.units[self.unit].as_ref()?.services.get(&service)
    }

    fn traffic(&self, service: usize) -> Traffic {
        let is_changed = |state| self.around(state, service).is_some();
        if !is_changed(self.before) && !is_changed(self.after) {
            return Traffic { comes: false, goes: false };
        }
        let (before, after) = (&self.before.change, &self.after.change);
        Traffic {
            comes: self.has_more(service, after, before),
            goes: self.has_more(service, before, after),
        }
    }

    /// Whether one change leaves outlets of a service about the unit that the other does not.
    fn has_more(&self, service: usize, one: &OutletChange, other: &OutletChange) -> bool {
        let trial = self.trial;
        let is_near =
            |category: &str, at| !trial.discs_near(self.unit, service, category, at).is_empty();
        let kept = other.removed.iter().filter(|id| !one.removed.contains(id));
        let mut kept = kept.map(|id| &trial.city.outlets()[id.index()]);
        let mut added = one.added.iter().filter(|outlet| !has(other, outlet));
        kept.any(|o| is_near(&trial.city.categories()[o.category.index()], o.at))
            || added.any(|outlet| is_near(&outlet.category, outlet.at))
    }
}

fn has(change: &OutletChange, outlet: &AddedOutlet) -> bool {
    change.added.iter().any(|added| added.number == outlet.number)
}

/// The change that leaves the outlets that either leaves.
fn joined(one: &OutletChange, other: &OutletChange) -> OutletChange {
    let removed = one.removed.iter().copied().filter(|id: &OutletId| other.removed.contains(id));
    let more = other.added.iter().filter(|outlet| !has(one, outlet));
    OutletChange {
        removed: removed.collect(),
        added: one.added.iter().chain(more).cloned().collect(),
    }
}

/// By how much one area is larger; nought where that is rounding.
fn over(larger: SquareMetres, smaller: SquareMetres, land: SquareMetres) -> SquareMetres {
    let more = larger - smaller;
    if more.0 > ROUNDING * land.0 { more } else { SquareMetres(0.0) }
}

fn passage(
    before: Served,
    after: Served,
    [gained, lost]: [SquareMetres; 2],
    [more, fewer]: [Option<Heads>; 2],
) -> Passage {
    let gained = Amount { land: gained, people: more };
    let lost = Amount { land: lost, people: fewer };
    Passage { before, after, gained, lost }
}
