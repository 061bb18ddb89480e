//! A facility plan against today: whom it serves that is not served today, whom it leaves or loses.
//!
//! Takes a plan and a city that can be asked what other outlets would serve ([`Trial`]); gives what is
//! gained and lost by unit, service, circle, age group and phase, never netted, what each measure does
//! alone and after all others, and what cannot be said. A measure is told by the outlets that count
//! before and after it, so that the order of measures changes nothing. It measures nothing itself.

mod acceptance;
mod contribution;
mod draws;
mod firmness;
mod homes;
mod pictured;
mod rivals;
mod verdict;

use std::collections::BTreeMap;

use serde::Serialize;

pub use acceptance::{Acceptance, Allowed, Deviation, Done, KnownBy, accept};
pub use contribution::Contribution;
pub use draws::{Cause, Datum, Uncertainty, Varied};
pub use firmness::{Firmness, Hinge, Outcome, Quantity, Spread, Votes, data_of};
use homes::homes_reach;
pub use homes::{Ends, Homes, HomesOf, HomesReach, HomesServed, Judging, homes_between};
pub use pictured::{MeasurePicture, Pictured, PlanPictures, pictured};
pub use rivals::{Contest, Criterion, Outlay, Rival, Rivals, Versus, does_the_same, rivals};
pub use verdict::{Besides, Breach, ByPhase, Judgement, Kept};

use crate::coverage::{AddedOutlet, Effect, OutletChange, Part, Passage, State, Trial, UnitEffect};
use crate::gaps::{Followed, Gap, Lack, follow};
use crate::model::{AgeGroup, City, Measure, Plan};
use crate::profile::Profile;

/// What the measures of a plan up to a phase do, against today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PhaseEffect {
    /// The phase.
    pub phase: u32,
    /// How many measures the phase itself has.
    pub measures: usize,
    /// What all measures of it and of the phases before do for those who are there today.
    pub effect: Effect,
    /// The new homes of these measures; none where they build none.
    pub homes: Option<Homes>,
}

/// What one measure does in the whole city.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeasureEffect {
    /// Alone, against today.
    pub alone: UnitEffect,
    /// After all other measures of the plan: what the plan loses without it.
    pub after_others: UnitEffect,
    /// Its part, by service, in the residents whom the plan gains and loses; none of a service without data
    /// today, and none without people.
    pub parts: Vec<Option<Part>>,
    /// What that comes to.
    pub contribution: Contribution,
    /// What the residents of its homes reach; none where it builds none.
    pub reach: Option<HomesReach>,
}

/// Something that the figures of a review do not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Caveat {
    /// The plan opens the first outlets of the service at this position of the profile: without data
    /// today there is nothing to hold them against, and the circle leaves the service out.
    FirstOutlets(usize),
    /// The circle would count other services after the plan, so that its gaps are not followed.
    CircleGapsNotFollowed,
    /// No people: land alone is held against land.
    NoPeople,
    /// New homes do not say how many of their residents are of an age group that the city's people have.
    HomesWithoutAges,
}

/// A plan against today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Review {
    /// The whole plan.
    pub effect: Effect,
    /// By phase, ascending, each with those before; the last one is the whole plan.
    pub phases: Vec<PhaseEffect>,
    /// By measure, in the order of the plan.
    pub measures: Vec<MeasureEffect>,
    /// What the figures do not say.
    pub caveats: Vec<Caveat>,
}

/// Reviews a plan for the city of the trial.
#[must_use]
pub fn review(city: &City, profile: &Profile, plan: &Plan, trial: &Trial<'_>) -> Review {
    let numbers = numbers(city, std::slice::from_ref(plan)).concat();
    let change = |takes: &dyn Fn(usize, &Measure) -> bool| change(city, plan, &numbers, takes);
    let nothing = trial.state(OutletChange::default());
    let whole = trial.state(change(&|_, _| true));
    let singly: Vec<OutletChange> =
        (0..plan.measures.len()).map(|at| change(&|other, _| other == at)).collect();
    let parts = trial.parts(&singly, &whole).into_iter();
    let measures = plan.measures.iter().enumerate().zip(parts).map(|((at, measure), parts)| {
        let alone = trial.total_effect(&nothing, &trial.state(change(&|other, _| other == at)));
        let others = trial.state(change(&|other, _| other != at));
        let after_others = trial.total_effect(&others, &whole);
        let contribution = match what_changes(city, profile, measure, trial) {
            Changes::Nothing if measure.homes.is_some() => Contribution::Homes,
            Changes::Nothing if measure.walking.is_some() => Contribution::Walking,
            Changes::Nothing => Contribution::NotOfReach,
            Changes::Unmeasured => Contribution::NotMeasured,
            Changes::Measured => contribution(&alone, &after_others),
        };
        let reach = homes_reach(city, profile, plan, measure, trial);
        MeasureEffect { alone, after_others, parts, contribution, reach }
    });
    let measures = measures.collect();
    let phases = phases(plan, trial, &nothing, change);
    let caveats = caveats((city, profile), plan, (trial, &change(&|_, _| true)));
    Review { effect: trial.effect(&nothing, &whole), phases, measures, caveats }
}

/// What each phase does with those before it.
fn phases(
    plan: &Plan,
    trial: &Trial<'_>,
    nothing: &State,
    change: impl Fn(&dyn Fn(usize, &Measure) -> bool) -> OutletChange,
) -> Vec<PhaseEffect> {
    let phases = plan.phases().into_iter().map(|phase| PhaseEffect {
        phase,
        measures: plan.measures.iter().filter(|measure| measure.phase == phase).count(),
        effect: trial.effect(nothing, &trial.state(change(&|_, measure| measure.phase <= phase))),
        homes: None,
    });
    phases.collect()
}

/// What a plan does if other outlets count before it and after: the effects alone, without measures and
/// caveats. What differs takes no outlet that the plan takes too.
#[must_use]
pub fn effects_beside(
    city: &City,
    plan: &Plan,
    trial: &Trial<'_>,
    beside: &OutletChange,
) -> Review {
    let numbers = numbers(city, std::slice::from_ref(plan)).concat();
    let change = |takes: &dyn Fn(usize, &Measure) -> bool| {
        let mut change = change(city, plan, &numbers, takes);
        change.join(beside);
        change
    };
    let nothing = trial.state(beside.clone());
    let effect = trial.effect(&nothing, &trial.state(change(&|_, _| true)));
    let phases = phases(plan, trial, &nothing, change);
    Review { effect, phases, measures: Vec::new(), caveats: Vec::new() }
}

impl Review {
    /// What becomes of the gaps of today, those of the city after the plan being given; without the gaps
    /// of services that have no data today, and those of a circle that counts other services.
    #[must_use]
    pub fn follow(&self, today: &[Gap], planned: &[Gap]) -> Vec<Followed> {
        let is_known = |lack| match lack {
            Lack::Service(at) => self.effect.total.services[at].is_some(),
            Lack::Circle => !self.caveats.contains(&Caveat::CircleGapsNotFollowed),
        };
        let lack = |gap: &Followed| match (gap.before, gap.after.first()) {
            (Some(at), _) => Some(today[at].lack),
            (None, Some(&at)) => Some(planned[at].lack),
            (None, None) => None,
        };
        let followed = follow(today, planned).into_iter();
        followed.filter(|gap| lack(gap).is_some_and(is_known)).collect()
    }
}

/// The city of a trial after a plan up to a phase, if other outlets count besides.
#[must_use]
pub fn planned_state(
    city: &City,
    plan: &Plan,
    last: u32,
    beside: &OutletChange,
    trial: &Trial<'_>,
) -> State {
    let numbers = numbers(city, std::slice::from_ref(plan)).concat();
    let mut change = change(city, plan, &numbers, &|_, measure| measure.phase <= last);
    change.join(beside);
    trial.state(change)
}

/// A number for what each measure of some plans adds: one number for one category at one place.
fn numbers<'p>(city: &City, plans: &'p [Plan]) -> Vec<Vec<u32>> {
    let mut known: BTreeMap<(&'p str, u64, u64), u32> = BTreeMap::new();
    let mut number = |measure: &'p Measure| {
        let Some(outlet) = measure.adds(city) else { return u32::MAX };
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        let place = (outlet.at.x.to_bits(), outlet.at.y.to_bits());
        *known.entry((&outlet.category, place.0, place.1)).or_insert(next)
    };
    plans.iter().map(|plan| plan.measures.iter().map(&mut number).collect()).collect()
}

/// What some measures change among the outlets that count.
fn change(
    city: &City,
    plan: &Plan,
    numbers: &[u32],
    takes: &dyn Fn(usize, &Measure) -> bool,
) -> OutletChange {
    let all = plan.measures.iter().zip(numbers.iter().copied()).enumerate();
    change_of(city, all.filter(|(at, (measure, _))| takes(*at, measure)).map(|(_, of)| of))
}

/// The same of measures with their numbers.
fn change_of<'m>(city: &City, measures: impl Iterator<Item = (&'m Measure, u32)>) -> OutletChange {
    let mut change = OutletChange::default();
    for (measure, number) in measures {
        change.removed.extend(measure.removes(city));
        change.added.extend(measure.adds(city).map(|outlet| AddedOutlet {
            number,
            category: outlet.category.clone(),
            at: outlet.at,
        }));
    }
    change
}

/// What a measure changes among the outlets that count.
enum Changes {
    Nothing,
    /// Outlets of no service that is measured.
    Unmeasured,
    Measured,
}

fn what_changes(city: &City, profile: &Profile, measure: &Measure, trial: &Trial<'_>) -> Changes {
    let removed = measure.removes(city).map(|id| {
        let category = city.outlets()[id.index()].category;
        city.categories()[category.index()].as_str()
    });
    let added = measure.adds(city).map(|outlet| outlet.category.as_str());
    let changed = [removed, added];
    let mut measured = profile.services.iter().enumerate().filter(|(at, _)| trial.is_known(*at));
    let is_of = |category: &str| changed.contains(&Some(category));
    if changed == [None, None] {
        Changes::Nothing
    } else if measured.any(|(_, service)| service.providers.iter().any(|p| is_of(&p.category))) {
        Changes::Measured
    } else {
        Changes::Unmeasured
    }
}

fn contribution(alone: &UnitEffect, after_others: &UnitEffect) -> Contribution {
    let gains = after_others.passages().any(|passage| !passage.gained.is_nothing());
    let loses = after_others.passages().any(|passage| !passage.lost.is_nothing());
    match (gains, loses) {
        (false, false) if !alone.passages().all(Passage::is_still) => Contribution::Replaceable,
        (true, false) => Contribution::Gains,
        (false, true) => Contribution::Loses,
        (true, true) => Contribution::GainsAndLoses,
        (false, false) => Contribution::AddsNothing,
    }
}

fn caveats(
    (city, profile): (&City, &Profile),
    plan: &Plan,
    (trial, whole): (&Trial<'_>, &OutletChange),
) -> Vec<Caveat> {
    let mut caveats = Vec::new();
    if city.people().is_none() {
        caveats.push(Caveat::NoPeople);
    }
    let has = |group| city.people().is_some_and(|people| people.group(group).is_some());
    let mut groups = AgeGroup::ALL.into_iter().filter(|group| has(*group));
    let homes = || plan.measures.iter().filter_map(|measure| measure.homes.as_ref());
    if groups.any(|group| homes().any(|homes| homes.group(group).is_none())) {
        caveats.push(Caveat::HomesWithoutAges);
    }
    let adds = |category: &str| {
        plan.measures.iter().filter_map(|m| m.adds(city)).any(|outlet| outlet.category == category)
    };
    let mut is_other_circle = false;
    for (at, service) in profile.services.iter().enumerate() {
        let is_first = !trial.is_known(at) && service.providers.iter().any(|p| adds(&p.category));
        if is_first {
            caveats.push(Caveat::FirstOutlets(at));
            is_other_circle |= service.in_circle;
        }
    }
    if is_other_circle || trial.loses_a_service(whole) {
        caveats.push(Caveat::CircleGapsNotFollowed);
    }
    caveats
}
