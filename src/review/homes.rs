//! New homes of a plan: who will live there, and what they will reach.
//!
//! What a plan gains and loses is told of the residents and the land of today. Those of new homes were served by
//! nothing before, so that they stand beside: how many they are, how many of them the outlets of today would
//! reach, and how many those of the plan. All three are the difference of two whole measurements, of the city
//! with the homes and without them, so that land which is residential already counts once.

use serde::Serialize;

use crate::coverage::{Amount, Effect, Heads, Served, Serving, State, Trial, UnitEffect};
use crate::gaps::Lack;
use crate::model::{City, Local, Measure, OutletId, Plan};
use crate::profile::{Profile, Service};
use crate::units::{Metres, People, Share, SquareMetres};

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
    /// What of them a service, or the circle, serves.
    #[must_use]
    pub fn served(&self, lack: Lack) -> Option<HomesServed> {
        match lack {
            Lack::Service(at) => self.services[at],
            Lack::Circle => self.circle,
        }
    }

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

/// The outlet by which new homes are judged of a service: the one whose distance is the smallest part of the
/// radius that holds for it, the first of equals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judging {
    /// Its name, or its id where it has none.
    pub name: Box<str>,
    /// Where it is.
    #[serde(skip)]
    pub at: Local,
    /// How far it is from where the residents of the homes are counted.
    #[serde(rename = "distance_m")]
    pub distance: Metres,
    /// The radius of its category.
    #[serde(rename = "radius_m")]
    pub radius: Metres,
}

impl Judging {
    /// Whether it serves the homes.
    #[must_use]
    pub fn reaches(&self) -> bool {
        self.distance <= self.radius
    }
}

/// What the residents of the homes of a measure reach.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HomesReach {
    /// By service, in the order of the profile, among the outlets of today and among those after the whole plan;
    /// none without data today. No outlet where the plan leaves none.
    pub services: Vec<Option<[Option<Judging>; 2]>>,
    /// The services of the circle that have data today, by their positions.
    pub circle: Vec<usize>,
    /// Whether their residents are counted in no subdistrict: they are in no figure then.
    pub is_outside: bool,
}

impl HomesReach {
    /// The services with data that are not within reach, by their positions: of the outlets of today for `end` 0,
    /// of those after the plan for 1.
    pub fn unreached(&self, end: usize) -> impl Iterator<Item = usize> + '_ {
        let known = self.services.iter().enumerate();
        let known = known.filter_map(move |(at, of)| Some((at, of.as_ref()?[end].as_ref())));
        known.filter(|(_, of)| !of.is_some_and(Judging::reaches)).map(|(at, _)| at)
    }

    /// Whether all services of the circle are within reach; none where none of it has data.
    #[must_use]
    pub fn has_circle(&self, end: usize) -> Option<bool> {
        let is_whole = || self.unreached(end).all(|at| !self.circle.contains(&at));
        (!self.circle.is_empty()).then(is_whole)
    }
}

/// An outlet that counts in one state of a city.
struct Counted<'a> {
    name: &'a str,
    category: &'a str,
    at: Local,
}

impl<'a> Counted<'a> {
    fn new(name: &'a str, id: &'a str, category: &'a str, at: Local) -> Self {
        Self { name: if name.is_empty() { id } else { name }, category, at }
    }

    /// How it stands to a place; none where it is of no category of the service.
    fn judged(&self, service: &Service, at: Local) -> Option<Judging> {
        let its = service.providers.iter().filter(|of| of.category == self.category);
        let radius = its.map(|of| of.radius).max_by(|a, b| a.0.total_cmp(&b.0))?;
        let (name, distance) = (self.name.into(), self.at.distance(at));
        Some(Judging { name, at: self.at, distance, radius })
    }
}

/// What the residents of the homes of a measure reach of the services with data, by the outlets of today and by
/// those after a plan; none where it builds none.
pub(super) fn homes_reach(
    city: &City,
    profile: &Profile,
    plan: &Plan,
    measure: &Measure,
    trial: &Trial<'_>,
) -> Option<HomesReach> {
    let at = measure.homes.as_ref()?.at;
    let gone: Vec<OutletId> = plan.measures.iter().filter_map(|of| of.removes(city)).collect();
    let today = (0u32..).map(OutletId).zip(city.outlets()).filter(|(_, of)| of.is_counted());
    let today: Vec<(bool, Counted<'_>)> = today
        .map(|(id, of)| {
            let category = &city.categories()[of.category.index()];
            (gone.contains(&id), Counted::new(&of.name, &of.id, category, of.at))
        })
        .collect();
    let comes = plan.measures.iter().filter_map(|of| of.adds(city));
    let comes = comes.map(|of| Counted::new(&of.name, &of.id, &of.category, of.at));
    let comes: Vec<Counted<'_>> = comes.collect();
    let nearest = |service: &Service, outlets: &mut dyn Iterator<Item = &Counted<'_>>| {
        let part = |of: &Judging| of.distance.0 / of.radius.0;
        let judged = outlets.filter_map(|of| of.judged(service, at));
        judged.min_by(|a, b| part(a).total_cmp(&part(b)))
    };
    let service = |(position, service): (usize, &Service)| {
        let left = || today.iter().filter(|(is_gone, _)| !is_gone).map(|(_, of)| of);
        trial.is_known(position).then(|| {
            [
                nearest(service, &mut today.iter().map(|(_, of)| of)),
                nearest(service, &mut left().chain(&comes)),
            ]
        })
    };
    Some(HomesReach {
        services: profile.services.iter().enumerate().map(service).collect(),
        circle: trial.circle_services().to_vec(),
        is_outside: !city.subdistricts().iter().any(|unit| unit.shape.contains(at)),
    })
}
