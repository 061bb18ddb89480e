//! Several plans for one city side by side: what each costs and gains, which is beaten by another, what
//! each serves that another does not, and which measures they share.
//!
//! One plan beats another where it costs no more, gains no fewer residents and loses no more of each service
//! and of the circle, the same along streets, and of those who come into new homes serves no fewer and leaves no
//! more unserved, and one of these is better (Pareto). Land stands for residents where there are none.
//! Costs count where both plans state those of all measures, or where no plan states any. Nothing is
//! weighed against anything else, so that of most plans neither beats the other.

use serde::Serialize;

use super::{Caveat, Contribution, HomesOf, Review, change, numbers};
use crate::coverage::{Amount, Passage, State, Trial, UnitEffect, WalkEffect, WalkPassage};
use crate::gaps::Lack;
use crate::model::{City, Measure, Plan};

/// What a plan costs, in whatever it counts in.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Outlay {
    /// The sum of the costs that its measures state, in the order of the plan.
    pub stated: f64,
    /// Measures that state none.
    pub unstated: usize,
}

impl Outlay {
    fn of(plan: &Plan) -> Self {
        let costs = plan.measures.iter().filter_map(|measure| measure.cost);
        let unstated = plan.measures.iter().filter(|measure| measure.cost.is_none()).count();
        // A sum of none is -0.0.
        Self { stated: costs.sum::<f64>() + 0.0, unstated }
    }
}

/// How a plan stands against another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Contest {
    /// It is as good or better in everything, and better in something.
    Beats,
    /// The other beats it.
    Beaten,
    /// They cost, gain and lose the same.
    Level,
    /// Each is better in something.
    Neither,
    /// One of them states a part of its costs, so that they cannot be compared.
    CostUnknown,
}

impl Contest {
    /// The word in tables: `beats`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Beats => "beats",
            Self::Beaten => "beaten",
            Self::Level => "level",
            Self::Neither => "neither",
            Self::CostUnknown => "cost_unknown",
        }
    }
}

/// Something in which plans are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// What it costs.
    Cost,
    /// Residents that it gains for a service, or for the circle.
    Gains(Lack),
    /// Residents that it loses.
    Loses(Lack),
    /// Residents that it gains along streets for the service at this position of the profile.
    GainsWalking(usize),
    /// Residents that it loses along streets.
    LosesWalking(usize),
    /// Residents of new homes that a service, or the circle, reaches.
    HomesServed(Lack),
    /// Residents of new homes that it does not reach.
    HomesUnserved(Lack),
}

/// What of a plan is weighed.
#[derive(Clone, Copy)]
struct Weighed<'a> {
    cost: Outlay,
    effect: &'a UnitEffect,
    /// By service; nothing without streets, or without people.
    walks: &'a [Option<WalkPassage>],
    /// None where it builds none.
    homes: Option<&'a HomesOf>,
}

/// One of the plans.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rival {
    /// What it costs.
    pub cost: Outlay,
    /// Positions of the plans that beat it, ascending.
    pub beaten_by: Vec<usize>,
    /// Positions of its measures that no figure weighs: of room, hours, or categories that are not
    /// measured.
    pub unweighed: Vec<usize>,
    /// Whether it opens first outlets of a service, which no gain holds.
    pub opens_first: bool,
}

/// One plan against another: gained is what it serves and the other does not, lost what the other serves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Versus {
    /// Position of the plan.
    pub plan: usize,
    /// Position of the other.
    pub against: usize,
    /// Which of them is better.
    pub contest: Contest,
    /// In what the plan is better, in the order of services.
    pub better: Vec<Criterion>,
    /// From the city after the other to the city after the plan.
    pub effect: UnitEffect,
}

/// Plans for one city.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rivals {
    /// In the order in which they are given.
    pub plans: Vec<Rival>,
    /// Whether costs are compared: some plan states one.
    pub costs_count: bool,
    /// Each plan against each other, in their order.
    pub versus: Vec<Versus>,
    /// Measures that two plans or more have: the same outlet taken, the same left. Positions of plan and
    /// measure, in their order.
    pub shared: Vec<Vec<(usize, usize)>>,
}

/// Holds plans for the city of the trial against each other; `walks` are those of the whole plans, where the city
/// has streets and people.
#[must_use]
pub fn rivals(
    city: &City,
    plans: &[Plan],
    trial: &Trial<'_>,
    (reviews, walks): (&[&Review], &[Option<&WalkEffect>]),
) -> Rivals {
    let numbers = numbers(city, plans);
    let states: Vec<State> = plans
        .iter()
        .zip(&numbers)
        .map(|(plan, numbers)| trial.state(change(city, plan, numbers, &|_, _| true)))
        .collect();
    let costs: Vec<Outlay> = plans.iter().map(Outlay::of).collect();
    let costs_count = plans.iter().flat_map(|plan| &plan.measures).any(|m| m.cost.is_some());
    let weighed = |at: usize| Weighed {
        cost: costs[at],
        effect: &reviews[at].effect.total,
        walks: walks[at].map_or(&[][..], |walks| &walks.total),
        homes: homes_of(reviews[at]),
    };
    let better =
        |one: usize, other: usize| better(costs_count, [one, other].map(weighed).each_ref());
    let is_cost_known = |at: usize| !costs_count || costs[at].unstated == 0;
    let mut versus = Vec::new();
    for plan in 0..plans.len() {
        for against in (0..plans.len()).filter(|against| *against != plan) {
            let effect = trial.total_effect(&states[against], &states[plan]);
            let sides = [better(plan, against), better(against, plan)];
            let is_cost_known = is_cost_known(plan) && is_cost_known(against);
            let contest = contest(is_cost_known, &sides[0], &sides[1]);
            let [better, _] = sides;
            versus.push(Versus { plan, against, contest, better, effect });
        }
    }
    let rival = |(at, cost): (usize, &Outlay)| {
        let beaten = versus.iter().filter(|v| v.plan == at && v.contest == Contest::Beaten);
        let beaten_by = beaten.map(|v| v.against).collect();
        let unweighed = reviews[at].measures.iter().enumerate().filter(|(_, effect)| match effect
            .contribution
        {
            Contribution::NotMeasured | Contribution::NotOfReach => true,
            Contribution::Homes => {
                homes_of(reviews[at]).is_none_or(|homes| homes.residents.is_none())
            }
            Contribution::Walking => walks[at].is_none(),
            _ => false,
        });
        let unweighed = unweighed.map(|(measure, _)| measure).collect();
        let is_first = |caveat: &Caveat| matches!(caveat, Caveat::FirstOutlets(_));
        let opens_first = reviews[at].caveats.iter().any(is_first);
        Rival { cost: *cost, beaten_by, unweighed, opens_first }
    };
    let rivals = costs.iter().enumerate().map(rival).collect();
    Rivals { plans: rivals, costs_count, versus, shared: shared(plans) }
}

/// How the first stands against the second, whose better sides are given too.
fn contest(is_cost_known: bool, better: &[Criterion], worse: &[Criterion]) -> Contest {
    match (is_cost_known, better.is_empty(), worse.is_empty()) {
        (false, ..) => Contest::CostUnknown,
        (true, false, true) => Contest::Beats,
        (true, true, false) => Contest::Beaten,
        (true, true, true) => Contest::Level,
        (true, false, false) => Contest::Neither,
    }
}

/// The new homes of a whole plan.
fn homes_of(review: &Review) -> Option<&HomesOf> {
    review.phases.last()?.homes.as_ref().map(|homes| &homes.total)
}

/// In what the first is better than the second.
fn better(costs_count: bool, [one, other]: [&Weighed<'_>; 2]) -> Vec<Criterion> {
    let mut better = better_by_circles(costs_count, [one, other]);
    for (at, (one, other)) in one.walks.iter().zip(other.walks).enumerate() {
        let (Some(one), Some(other)) = (one, other) else { continue };
        if one.gained.all > other.gained.all {
            better.push(Criterion::GainsWalking(at));
        }
        if one.lost.all < other.lost.all {
            better.push(Criterion::LosesWalking(at));
        }
    }
    if one.homes.is_none() && other.homes.is_none() {
        return better;
    }
    let services = one.effect.services.iter().enumerate();
    let known = services.filter(|(_, of)| of.is_some()).map(|(at, _)| Lack::Service(at));
    for lack in known.chain(one.effect.circle.map(|_| Lack::Circle)) {
        let [(served, left), (other_served, other_left)] =
            [one, other].map(|of| of.homes.map_or((0, 0), |homes| in_homes(homes, lack)));
        if served > other_served {
            better.push(Criterion::HomesServed(lack));
        }
        if left < other_left {
            better.push(Criterion::HomesUnserved(lack));
        }
    }
    better
}

/// Residents of new homes who are served after the plan, and who are not.
fn in_homes(homes: &HomesOf, lack: Lack) -> (u64, u64) {
    let of = homes.served(lack);
    let all = homes.residents.map_or(0, |heads| heads.all.0);
    let served = of.and_then(|of| of.after.people).map_or(0, |heads| heads.all.0);
    (served, all.saturating_sub(served))
}

/// The same in costs and by circles.
fn better_by_circles(costs_count: bool, [one, other]: [&Weighed<'_>; 2]) -> Vec<Criterion> {
    let mut better = Vec::new();
    let is_told = one.cost.unstated == 0 && other.cost.unstated == 0;
    if costs_count && is_told && one.cost.stated < other.cost.stated {
        better.push(Criterion::Cost);
    }
    let services = one.effect.services.iter().zip(&other.effect.services).enumerate();
    let services = services
        .filter_map(|(at, (one, other))| Some((Lack::Service(at), one.as_ref()?, other.as_ref()?)));
    let circle = one.effect.circle.as_ref().zip(other.effect.circle.as_ref());
    for (lack, one, other) in services.chain(circle.map(|(a, b)| (Lack::Circle, a, b))) {
        let tolerance = rounding(one);
        if size(&one.gained) > size(&other.gained) + tolerance {
            better.push(Criterion::Gains(lack));
        }
        if size(&one.lost) + tolerance < size(&other.lost) {
            better.push(Criterion::Loses(lack));
        }
    }
    better
}

/// Residents; square metres where there are no people.
#[expect(clippy::cast_precision_loss, reason = "residents of the Earth fit 2^53")]
fn size(of: &Amount) -> f64 {
    of.people.map_or(of.land.0, |heads| heads.all.0 as f64)
}

/// By how much land may differ from rounding alone: 1e-9 of it. Residents are whole.
fn rounding(of: &Passage) -> f64 {
    if of.gained.people.is_some() { 0.0 } else { 1e-9 * of.before.land.land.0 }
}

/// Measures of different plans that do the same.
fn shared(plans: &[Plan]) -> Vec<Vec<(usize, usize)>> {
    let mut groups: Vec<Vec<(usize, usize)>> = Vec::new();
    for (at, plan) in plans.iter().enumerate() {
        for (position, measure) in plan.measures.iter().enumerate() {
            let is_it = |group: &&mut Vec<(usize, usize)>| {
                let is_new = group.iter().all(|(plan, _)| *plan != at);
                group.first().is_some_and(|&(plan, of)| {
                    is_new && does_the_same(&plans[plan].measures[of], measure)
                })
            };
            match groups.iter_mut().find(is_it) {
                Some(group) => group.push((at, position)),
                None => groups.push(vec![(at, position)]),
            }
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

/// Whether two measures take one outlet and leave the same, whatever they call it and when.
#[must_use]
pub fn does_the_same(one: &Measure, other: &Measure) -> bool {
    one.target == other.target
        && one.homes == other.homes
        && one.walking == other.walking
        && match (&one.outlet, &other.outlet) {
            (None, None) => true,
            (Some(one), Some(other)) => {
                one.category == other.category
                    && one.at == other.at
                    && one.status == other.status
                    && one.capacity == other.capacity
                    && one.floor_area == other.floor_area
                    && one.details == other.details
            }
            (None, Some(_)) | (Some(_), None) => false,
        }
}
