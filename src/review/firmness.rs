//! How firm a review is: what becomes of its verdicts where the data are a little other than they say.
//!
//! Adds up what the runs came to ([`Uncertainty::draw`]), cause by cause, and names the single data that a verdict
//! hangs on. A run is a sample of what is stated in [`Uncertainty`], no more: it says how firm a verdict is
//! against that, not how likely it is to be true.

use serde::Serialize;

use super::draws::{Cause, Datum, Uncertainty};
use super::{Contribution, Judgement, Kept, Review};
use crate::model::{City, OutletId, Plan};
use crate::profile::{Asked, Profile, Requirement};
use crate::units::{People, Share, SquareMetres};

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

/// Runs from which on a share of them is fine enough to be printed without its interval.
const ENOUGH: u32 = 100;

/// The 0.975 quantile of the normal distribution.
const NORMAL: f64 = 1.959_964;

/// The interval of 95 % for a share of which so many of some runs are a sample (Wilson, "Probable inference, the law
/// of succession, and statistical inference", 1927); all of it without runs.
fn wilson(of: f64, runs: u32) -> [Share; 2] {
    let n = f64::from(runs.max(1));
    let (share, square) = (of / n, NORMAL * NORMAL);
    let middle = (share + square / (2.0 * n)) / (1.0 + square / n);
    let half = NORMAL / (1.0 + square / n)
        * (share * (1.0 - share) / n + square / (4.0 * n * n)).max(0.0).sqrt();
    [Share((middle - half).max(0.0)), Share((middle + half).min(1.0))]
}

impl Firmness {
    /// Where there are few runs, how coarse their shares are: the intervals where all runs agree, and where half of
    /// them do.
    #[must_use]
    pub fn coarse(&self) -> Option<[[Share; 2]; 2]> {
        let all = f64::from(self.runs);
        (self.runs < ENOUGH).then(|| [all, all / 2.0].map(|of| wilson(of, self.runs)))
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_share_is_that_of_the_tables() {
        // Brown, Cai and DasGupta, "Interval estimation for a binomial proportion", 2001, and by hand: for all of n
        // the lower end is n / (n + z^2), for half of n the ends are 1/2 -+ z / (2 sqrt(n + z^2)).
        let near = |found: Share, expected: f64| assert!((found.0 - expected).abs() < 1e-4);
        let [low, high] = wilson(20.0, 20);
        near(low, 0.8389);
        near(high, 1.0);
        let [low, high] = wilson(10.0, 20);
        near(low, 0.2993);
        near(high, 0.7007);
        near(wilson(0.0, 20)[1], 1.0 - 0.8389);
    }
}
