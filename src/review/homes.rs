//! New homes of a plan: who will live there, and what they will reach.
//!
//! What a plan gains and loses is told of the residents and the land of today. Those of new homes were served by
//! nothing before, so that they stand beside: how many they are, how many of them the outlets of today would
//! reach, and how many those of the plan. All three are the difference of two whole measurements, of the city
//! with the homes and without them, so that land which is residential already counts once.

use serde::Serialize;

use crate::coverage::{Amount, Effect, Heads, Served, Serving, State, Trial, UnitEffect};
use crate::model::{City, Local, Measure, OutletId, Plan};
use crate::profile::{Profile, Service};
use crate::units::{People, Share, SquareMetres};

/// What new homes bring, and what they reach, in a unit or in the city.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HomesOf {
    /// Land that becomes residential.
    pub land: SquareMetres,
    /// Their residents; none without people.
    pub residents: Option<Heads>,
    /// By service, in the order of the profile; none without data today.
    pub services: Vec<Option<HomesServed>>,
    /// All services of the circle that have data today; none where none has.
    pub circle: Option<HomesServed>,
}

/// What of new homes is served.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct HomesServed {
    /// By the outlets of today.
    pub before: Amount,
    /// By those after the plan.
    pub after: Amount,
}

/// New homes up to a phase.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Homes {
    /// By subdistrict, in the order of the city.
    pub units: Vec<HomesOf>,
    /// The whole city.
    pub total: HomesOf,
}

/// A city that is asked, in two states of its outlets.
#[derive(Clone, Copy)]
pub struct Ends<'a> {
    /// The city.
    pub trial: &'a Trial<'a>,
    /// Its outlets of today.
    pub before: &'a State,
    /// Those after the plan.
    pub after: &'a State,
}

/// What a city with new homes has and serves more than without them.
#[must_use]
pub fn homes_between(units: usize, without: Ends<'_>, with: Ends<'_>) -> Homes {
    let unit = |unit: usize| {
        let of =
            |of: Ends<'_>| [of.before, of.after].map(|state| of.trial.serving(state, unit).clone());
        homes_of(&of(without), &of(with))
    };
    let of = |of: Ends<'_>| [of.before, of.after].map(|state| of.trial.total(state));
    Homes { units: (0..units).map(unit).collect(), total: homes_of(&of(without), &of(with)) }
}

fn homes_of(without: &[Serving; 2], with: &[Serving; 2]) -> HomesOf {
    let more = |without: Option<Served>, with: Option<Served>| {
        let (without, with) = (without?, with?);
        let people = with.people.zip(without.people).map(|(with, without)| with.less(&without));
        Some(Amount { land: less(with.land.served, without.land.served, with.land.land), people })
    };
    let both = |pick: &dyn Fn(&Serving) -> Option<Served>| {
        let [before, after] = [0, 1].map(|end| more(pick(&without[end]), pick(&with[end])));
        Some(HomesServed { before: before?, after: after? })
    };
    let land =
        |of: &Serving| of.services.iter().flatten().chain(&of.circle).map(|of| of.land.land).next();
    let land =
        land(&with[0]).zip(land(&without[0])).map(|(with, without)| less(with, without, with));
    let residents = with[0].residents.zip(without[0].residents);
    HomesOf {
        land: land.unwrap_or_default(),
        residents: residents.map(|(with, without)| with.less(&without)),
        services: (0..with[0].services.len()).map(|at| both(&|of| of.services[at])).collect(),
        circle: both(&|of| of.circle),
    }
}

/// By how much one area of a unit is larger than another; nought where that is rounding.
fn less(larger: SquareMetres, smaller: SquareMetres, land: SquareMetres) -> SquareMetres {
    /// Part of the land.
    const ROUNDING: f64 = 1e-10;
    let more = larger - smaller;
    if more.0 > ROUNDING * land.0 { more } else { SquareMetres(0.0) }
}

impl HomesOf {
    /// Those of new homes whom the outlets after the plan do not reach; none without people.
    #[must_use]
    pub fn unserved(&self, of: &HomesServed) -> Option<People> {
        let (all, served) = (self.residents?.all, of.after.people?.all);
        Some(People(all.0.saturating_sub(served.0)))
    }
}

/// What a unit has to be judged by: what is there today, with the new homes where there are any.
pub(super) struct Standing<'a> {
    pub(super) unit: &'a UnitEffect,
    pub(super) homes: Option<&'a HomesOf>,
}

impl Standing<'_> {
    /// The part of the land that is served.
    pub(super) fn land(&self, served: &Served, homes: Option<Amount>) -> Option<Share> {
        let Some((all, homes)) = self.homes.zip(homes) else { return served.land.share };
        Share::of((served.land.served + homes.land).0, (served.land.land + all.land).0)
    }

    /// The part of the residents that is served, of those that `pick` counts.
    #[expect(clippy::cast_precision_loss, reason = "residents of the Earth fit 2^53")]
    pub(super) fn people(
        &self,
        served: &Served,
        homes: Option<Amount>,
        pick: impl Fn(&Heads) -> Option<People>,
    ) -> Option<Share> {
        let (mut part, mut whole) = (pick(&served.people?)?, pick(&self.unit.residents?)?);
        if let Some((all, homes)) = self.homes.zip(homes) {
            part += homes.people.and_then(|heads| pick(&heads)).unwrap_or_default();
            whole += all.residents.and_then(|heads| pick(&heads)).unwrap_or_default();
        }
        Share::of(part.0 as f64, whole.0 as f64)
    }
}

/// The units of an effect, then the city, each with its new homes.
pub(super) fn standings<'a>(
    effect: &'a Effect,
    homes: Option<&'a Homes>,
) -> impl Iterator<Item = Standing<'a>> {
    let all = effect.units.iter().chain([&effect.total]).enumerate();
    all.map(move |(at, unit)| {
        let homes = homes.map(|homes| homes.units.get(at).unwrap_or(&homes.total));
        Standing { unit, homes }
    })
}

/// The services with data that the residents of the homes of a measure do not reach, by the outlets of today and
/// by those after a plan; none where it builds none.
pub(super) fn unreached(
    city: &City,
    profile: &Profile,
    plan: &Plan,
    measure: &Measure,
    trial: &Trial<'_>,
) -> Option<[Vec<usize>; 2]> {
    let at = measure.homes.as_ref()?.at;
    let gone: Vec<OutletId> = plan.measures.iter().filter_map(|of| of.removes(city)).collect();
    let today = || (0u32..).map(OutletId).zip(city.outlets()).filter(|(_, of)| of.is_counted());
    let stays = today()
        .map(|(id, of)| (of.at, &city.categories()[of.category.index()], !gone.contains(&id)));
    let stays: Vec<(Local, &String, bool)> = stays.collect();
    let comes = plan.measures.iter().filter_map(|of| of.adds(city)).map(|of| (of.at, &of.category));
    let comes: Vec<(Local, &String)> = comes.collect();
    let reaches = |service: &Service, outlets: &mut dyn Iterator<Item = (Local, &String)>| {
        let mut providers = service.providers.iter();
        let outlets: Vec<(Local, &String)> = outlets.collect();
        providers.any(|provider| {
            let mut its = outlets.iter().filter(|(_, category)| **category == provider.category);
            its.any(|(of, _)| of.distance(at) <= provider.radius)
        })
    };
    let known = || profile.services.iter().enumerate().filter(|(s, _)| trial.is_known(*s));
    let before =
        known().filter(|(_, of)| !reaches(of, &mut stays.iter().map(|(at, of, _)| (*at, *of))));
    let left = || stays.iter().filter(|(.., is_left)| *is_left).map(|(at, of, _)| (*at, *of));
    let after = known().filter(|(_, of)| !reaches(of, &mut left().chain(comes.iter().copied())));
    Some([before.map(|(s, _)| s).collect(), after.map(|(s, _)| s).collect()])
}
