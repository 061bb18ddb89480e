//! The runs that say how firm a review is: other cities, as likely as the one that was read.
//!
//! A run draws another city: radii a little longer or shorter, outlets beside where they are drawn, some
//! missing, some doubtful ones that are what their category says, other numbers of residents. Each cause draws
//! from a stream of its own, so that a run of one cause alone is the run of all causes with the others at rest.
//! The same seed gives the same runs on every machine.

use serde::Serialize;

use crate::model::{
    City, Local, Measure, Outlet, OutletId, PeopleLayer, Plan, PlannedOutlet, Status,
};
use crate::profile::Profile;
use crate::random::{GAMMA, Rng, mix};
use crate::units::{Metres, Share};

/// Why the data may be other than they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// All of them at once.
    All,
    /// Radii: the speed of walkers times the time that they are given.
    Radius,
    /// Places of outlets.
    Position,
    /// Outlets that are not there.
    Missing,
    /// Doubtful outlets that are what their category says.
    Doubtful,
    /// Numbers of residents.
    Population,
}

impl Cause {
    /// All of them, in the order of tables.
    pub const ALL: [Self; 6] =
        [Self::All, Self::Radius, Self::Position, Self::Missing, Self::Doubtful, Self::Population];

    /// The word in options and tables: `radius`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Radius => "radius",
            Self::Position => "position",
            Self::Missing => "missing",
            Self::Doubtful => "doubtful",
            Self::Population => "population",
        }
    }
}

/// By how much the data may be other than they say.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Uncertainty {
    /// Every radius is longer or shorter by up to this part, all alike. A radius is a speed times a time:
    /// walkers who are slower by a tenth reach as far as circles that are shorter by a tenth.
    #[serde(rename = "radius_share")]
    pub radius: Share,
    /// Standard deviation of the places of outlets to the east, and to the north.
    #[serde(rename = "position_m")]
    pub position: Metres,
    /// Part of the outlets that count and are not there.
    #[serde(rename = "missing_share")]
    pub missing: Share,
    /// Part of the doubtful outlets that are what their category says.
    #[serde(rename = "doubtful_share")]
    pub doubtful: Share,
    /// The residents of each place are more or fewer by up to this part.
    #[serde(rename = "population_share")]
    pub population: Share,
}

impl Default for Uncertainty {
    /// Assumptions, none of them from a standard.
    fn default() -> Self {
        Self {
            radius: Share(0.1),
            position: Metres(25.0),
            missing: Share(0.05),
            doubtful: Share(0.5),
            population: Share(0.1),
        }
    }
}

impl Uncertainty {
    /// The same with one cause alone.
    #[must_use]
    pub fn only(&self, cause: Cause) -> Self {
        let keep = |is: Cause, share: Share| if cause == is { share } else { Share(0.0) };
        let position = if cause == Cause::Position { self.position } else { Metres(0.0) };
        match cause {
            Cause::All => *self,
            Cause::Radius
            | Cause::Position
            | Cause::Missing
            | Cause::Doubtful
            | Cause::Population => Self {
                radius: keep(Cause::Radius, self.radius),
                position,
                missing: keep(Cause::Missing, self.missing),
                doubtful: keep(Cause::Doubtful, self.doubtful),
                population: keep(Cause::Population, self.population),
            },
        }
    }

    /// Whether a cause changes anything in a city.
    #[must_use]
    pub fn matters(&self, cause: Cause, city: &City) -> bool {
        match cause {
            Cause::All => true,
            Cause::Radius => self.radius.0 > 0.0,
            Cause::Position => self.position.0 > 0.0,
            Cause::Missing => self.missing.0 > 0.0,
            Cause::Doubtful => {
                self.doubtful.0 > 0.0 && city.outlets().iter().any(Outlet::is_doubtful)
            }
            Cause::Population => self.population.0 > 0.0 && city.people().is_some(),
        }
    }

    /// The city, the rules and the plan of one run.
    #[must_use]
    pub fn draw(
        &self,
        (city, profile, plan): (&City, &Profile, &Plan),
        (seed, run): (u64, u32),
    ) -> Varied {
        let stream = |cause: Cause| {
            let key = (cause as u64) << 32 | u64::from(run);
            Rng::new(mix(mix(seed.wrapping_add(GAMMA)) ^ key.wrapping_mul(GAMMA)))
        };
        let of_city = |rng: &mut Rng, part: Share| rng.between(1.0 - part.0, 1.0 + part.0);
        let mut profile = profile.clone();
        let factor = of_city(&mut stream(Cause::Radius), self.radius);
        for provider in profile.services.iter_mut().flat_map(|service| &mut service.providers) {
            provider.radius.0 *= factor;
        }
        let (mut places, mut gone, mut sure) =
            (stream(Cause::Position), stream(Cause::Missing), stream(Cause::Doubtful));
        let turns = city.outlets().iter().map(|outlet| {
            // Each draw is made, whatever the outlet is, so that one outlet more changes no other.
            let [east, north] = [(); 2].map(|()| normal(&mut places) * self.position.0);
            let (is_gone, is_sure) = (gone.chance(self.missing.0), sure.chance(self.doubtful.0));
            Turn {
                to: Local { x: outlet.at.x + east, y: outlet.at.y + north },
                is_gone: is_gone && outlet.is_counted(),
                is_sure: is_sure && outlet.is_doubtful(),
            }
        });
        let turns: Vec<Turn> = turns.collect();
        let mut residents = stream(Cause::Population);
        let people = city.people().map(|people| {
            let factors = people.all.iter().map(|_| of_city(&mut residents, self.population));
            scaled(people, &factors.collect::<Vec<_>>())
        });
        let (city, plan) = turned(city, plan, &turns, people);
        Varied { city, profile, plan }
    }
}

/// What one run is about.
#[derive(Debug)]
pub struct Varied {
    /// The city, without streets, its outlets and places in the order of the one that was read.
    pub city: City,
    /// The rules.
    pub profile: Profile,
    /// The plan for it.
    pub plan: Plan,
}

/// What becomes of an outlet in a run.
#[derive(Clone, Copy)]
struct Turn {
    to: Local,
    is_gone: bool,
    is_sure: bool,
}

impl Turn {
    fn status(self, of: Status) -> Status {
        if self.is_gone { Status::Closed } else { of }
    }
}

/// A datum by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Datum {
    /// An outlet that counts, and may not be there.
    Outlet(OutletId),
    /// A doubtful outlet, which may be what its category says.
    Doubtful(OutletId),
    /// A measure of the plan, by its position, which may not be done.
    Measure(usize),
}

impl Datum {
    /// The city and the plan if the datum is not what it is.
    #[must_use]
    pub fn turned(self, city: &City, plan: &Plan) -> (City, Plan) {
        let stay = |outlet: &Outlet| Turn { to: outlet.at, is_gone: false, is_sure: false };
        let mut turns: Vec<Turn> = city.outlets().iter().map(stay).collect();
        let mut plan = plan.clone();
        match self {
            Self::Outlet(id) => turns[id.index()].is_gone = true,
            Self::Doubtful(id) => turns[id.index()].is_sure = true,
            Self::Measure(at) => drop(plan.measures.remove(at)),
        }
        turned(city, &plan, &turns, city.people().cloned())
    }
}

/// A city whose outlets take turns, with the plan for it: what a measure leaves of an outlet takes the same.
fn turned(city: &City, plan: &Plan, turns: &[Turn], people: Option<PeopleLayer>) -> (City, Plan) {
    let outlets = city.outlets().iter().zip(turns).map(|(outlet, turn)| {
        let mut outlet =
            Outlet { at: turn.to, status: turn.status(outlet.status), ..outlet.clone() };
        if turn.is_sure {
            outlet.details.iter_mut().for_each(|details| details.doubt = None);
        }
        outlet
    });
    let measures = plan.measures.iter().map(|measure| {
        let Some(target) = measure.target else { return measure.clone() };
        let (was, turn) = (&city.outlets()[target.index()], turns[target.index()]);
        let outlet = measure.outlet.clone().map(|planned| {
            let at = if planned.at == was.at { turn.to } else { planned.at };
            let status = turn.status(planned.status);
            let mut planned = PlannedOutlet { at, status, ..planned };
            if turn.is_sure {
                planned.details.iter_mut().for_each(|details| details.doubt = None);
            }
            planned
        });
        Measure { outlet, ..measure.clone() }
    });
    let plan = Plan { name: plan.name.clone(), measures: measures.collect() };
    (city.varied(outlets.collect(), people), plan)
}

/// Residents with a factor a place, to the nearest resident.
fn scaled(people: &PeopleLayer, factors: &[f64]) -> PeopleLayer {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a factor is no less than nought, and `as` keeps to the limits of the type"
    )]
    let scale = |column: &[u32]| -> Vec<u32> {
        column
            .iter()
            .zip(factors)
            .map(|(n, factor)| (f64::from(*n) * factor).round() as u32)
            .collect()
    };
    PeopleLayer {
        source: people.source,
        at: people.at.clone(),
        all: scale(&people.all),
        groups: people.groups.clone().map(|column| column.map(|column| scale(&column))),
    }
}

/// From a normal distribution, mean 0 and standard deviation 1, by the sum of twelve (no function of the
/// machine's library, so that it is the same everywhere); within 6.
fn normal(rng: &mut Rng) -> f64 {
    (0..12).map(|_| rng.unit()).sum::<f64>() - 6.0
}
