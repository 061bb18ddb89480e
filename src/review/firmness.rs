//! How firm a review is: what becomes of its verdicts where the data are a little other than they say.
//!
//! A run draws another city, as likely as the one that was read: radii a little longer or shorter, outlets
//! beside where they are drawn, some missing, some doubtful ones that are what their category says, other
//! numbers of residents. Each cause draws from a stream of its own, so that a run of one cause alone is the
//! run of all causes with the others at rest. The same seed gives the same runs on every machine.
//!
//! A run is a sample of what is stated in [`Uncertainty`], no more: it says how firm a verdict is against
//! that, not how likely it is to be true.

use serde::Serialize;

use super::{Contribution, Judgement, Kept, Review};
use crate::model::{
    City, Local, Measure, Outlet, OutletId, PeopleLayer, Plan, PlannedOutlet, Status,
};
use crate::profile::{Asked, Profile, Requirement};
use crate::random::{GAMMA, Rng, mix};
use crate::units::{Metres, People, Share, SquareMetres};

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

/// What one run came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// By rule.
    pub kept: Vec<Kept>,
    /// By measure.
    pub contributions: Vec<Contribution>,
    /// By service with the circle last; none without data.
    pub turned: Vec<Option<[Quantity; 2]>>,
}

/// Land and residents that are gained, or lost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quantity {
    /// The land.
    #[serde(rename = "land_m2")]
    pub land: SquareMetres,
    /// The residents; none without people.
    pub people: Option<People>,
}

impl Outcome {
    /// What a review comes to, with the judgements of its rules.
    #[must_use]
    pub fn of(review: &Review, judgements: &[Judgement]) -> Self {
        let total = &review.effect.total;
        let passages = total.services.iter().chain([&total.circle]);
        let turned = passages.map(|passage| {
            let both = passage.as_ref().map(|passage| [passage.gained, passage.lost]);
            both.map(|both| {
                both.map(|of| Quantity { land: of.land, people: of.people.map(|heads| heads.all) })
            })
        });
        Self {
            kept: judgements.iter().map(|judgement| judgement.kept).collect(),
            contributions: review.measures.iter().map(|measure| measure.contribution).collect(),
            turned: turned.collect(),
        }
    }
}

/// How the runs of one cause end for a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Votes {
    /// Runs that keep it.
    pub yes: u32,
    /// Runs that break it.
    pub no: u32,
    /// Runs whose data do not tell.
    pub untold: u32,
}

impl Votes {
    /// Runs that end in a way.
    #[must_use]
    pub fn of(&self, kept: Kept) -> u32 {
        match kept {
            Kept::Yes => self.yes,
            Kept::No => self.no,
            Kept::Untold => self.untold,
        }
    }

    fn add(&mut self, kept: Kept) {
        match kept {
            Kept::Yes => self.yes += 1,
            Kept::No => self.no += 1,
            Kept::Untold => self.untold += 1,
        }
    }
}

/// A datum that a verdict hangs on: with it turned, the verdict is another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Hinge {
    /// Which one.
    pub datum: Datum,
    /// What the verdict is then.
    pub kept: Kept,
    /// The lowest of the rates that are too low then; none where none is.
    pub share: Option<Share>,
}

impl Hinge {
    /// A datum that a rule hangs on, which ends so with it turned.
    #[must_use]
    pub fn new(datum: Datum, judgement: &Judgement) -> Self {
        let shares = judgement.breaches.iter().filter_map(|breach| breach.share);
        let share = shares.min_by(|a, b| a.0.total_cmp(&b.0));
        Self { datum, kept: judgement.kept, share }
    }

    /// Puts those that turn it most first: the lowest rates.
    pub fn rank(hinges: &mut [Self]) {
        let rate = |hinge: &Self| hinge.share.map_or(1.0, |share| share.0);
        hinges.sort_by(|a, b| rate(a).total_cmp(&rate(b)).then(a.datum.cmp(&b.datum)));
    }
}

/// What was gained, or lost, over all runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// With the data as they are.
    pub found: Quantity,
    /// In the run at the lower twentieth, by land and by residents each for itself.
    pub low: Quantity,
    /// In the middle run.
    pub middle: Quantity,
    /// In the run at the upper twentieth.
    pub high: Quantity,
}

/// How firm a review is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Firmness {
    /// Runs for each cause.
    pub runs: u32,
    /// Where they are drawn from.
    pub seed: u64,
    /// What was assumed.
    pub uncertainty: Uncertainty,
    /// The causes that change anything, in order.
    pub causes: Vec<Cause>,
    /// By rule, how the runs of each cause end.
    pub rules: Vec<Vec<Votes>>,
    /// By rule, the data that its verdict hangs on, those that turn it most first.
    pub hinges: Vec<Vec<Hinge>>,
    /// By measure, how many runs of each cause find the same contribution.
    pub measures: Vec<Vec<u32>>,
    /// By service with the circle last, what all causes together make of what is gained and what is lost.
    pub spreads: Vec<Option<[Spread; 2]>>,
}

impl Firmness {
    /// Adds up the runs of each cause; `found` is what the data as they are come to.
    #[must_use]
    pub fn of(
        (runs, seed, uncertainty): (u32, u64, Uncertainty),
        found: &Outcome,
        outcomes: &[(Cause, Vec<Outcome>)],
        hinges: Vec<Vec<Hinge>>,
    ) -> Self {
        let votes = |rule: usize, outcomes: &[Outcome]| {
            let mut votes = Votes::default();
            for outcome in outcomes {
                votes.add(outcome.kept[rule]);
            }
            votes
        };
        let same = |measure: usize, outcomes: &[Outcome]| {
            let is = found.contributions[measure];
            let same = outcomes.iter().filter(|outcome| outcome.contributions[measure] == is);
            u32::try_from(same.count()).unwrap_or(u32::MAX)
        };
        let by_cause = || outcomes.iter().map(|(_, outcomes)| &outcomes[..]);
        let rules = 0..found.kept.len();
        let measures = 0..found.contributions.len();
        let together = outcomes.iter().find(|(cause, _)| *cause == Cause::All);
        let together = together.map_or(&[][..], |(_, outcomes)| outcomes);
        Self {
            runs,
            seed,
            uncertainty,
            causes: outcomes.iter().map(|(cause, _)| *cause).collect(),
            rules: rules.map(|at| by_cause().map(|of| votes(at, of)).collect()).collect(),
            hinges,
            measures: measures.map(|at| by_cause().map(|of| same(at, of)).collect()).collect(),
            spreads: spreads(found, together),
        }
    }
}

fn spreads(found: &Outcome, outcomes: &[Outcome]) -> Vec<Option<[Spread; 2]>> {
    let spread = |at: usize, side: usize| {
        let is = found.turned[at]?[side];
        let all = outcomes.iter().filter_map(|outcome| outcome.turned[at].map(|both| both[side]));
        let all: Vec<Quantity> = all.collect();
        let mut land: Vec<SquareMetres> = all.iter().map(|of| of.land).collect();
        let mut people: Vec<People> = all.iter().filter_map(|of| of.people).collect();
        land.sort_by(|a, b| a.0.total_cmp(&b.0));
        people.sort_unstable();
        let at = |part: usize| Quantity {
            land: ranked(&land, part).unwrap_or(is.land),
            people: ranked(&people, part).or(is.people),
        };
        Some(Spread { found: is, low: at(1), middle: at(10), high: at(19) })
    };
    let both = |at: usize| Some([spread(at, 0)?, spread(at, 1)?]);
    (0..found.turned.len()).map(both).collect()
}

/// The value at so many twentieths of a sorted list, by the nearest rank; none of an empty one.
fn ranked<T: Copy>(sorted: &[T], twentieths: usize) -> Option<T> {
    let rank = (sorted.len() * twentieths).div_ceil(20);
    sorted.get(rank.saturating_sub(1)).copied()
}

/// The outlets whose absence, or presence, a rule may hang on: those of the services that it is about.
#[must_use]
pub fn data_of(city: &City, profile: &Profile, plan: &Plan, rules: &[Requirement]) -> Vec<Datum> {
    let asks = |at: usize| {
        rules.iter().any(|rule| match rule.service {
            Asked::Every => true,
            Asked::Circle => profile.services[at].in_circle,
            Asked::Service(service) => service == at,
        })
    };
    let services = profile.services.iter().enumerate().filter(|(at, _)| asks(*at));
    let providers: Vec<_> = services
        .flat_map(|(_, service)| &service.providers)
        .filter_map(|p| city.category(&p.category))
        .collect();
    let outlets = (0u32..).map(OutletId).zip(city.outlets());
    let outlets = outlets.filter(|(_, outlet)| providers.contains(&outlet.category));
    let data =
        outlets.filter_map(|(id, outlet)| match (outlet.is_counted(), outlet.is_doubtful()) {
            (true, _) => Some(Datum::Outlet(id)),
            (false, true) => Some(Datum::Doubtful(id)),
            (false, false) => None,
        });
    let measures = if rules.is_empty() { 0 } else { plan.measures.len() };
    data.chain((0..measures).map(Datum::Measure)).collect()
}
