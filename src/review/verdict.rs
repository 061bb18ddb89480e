//! A plan against the rules that it has to keep: a verdict a rule, with where it fails.

use serde::Serialize;

use super::homes::{Homes, Standing, standings};
use super::{PhaseEffect, Review};
use crate::coverage::{Effect, Passage, UnitEffect};
use crate::gaps::Lack;
use crate::profile::{Asked, Counted, Demand, Requirement};
use crate::units::Share;

/// How a rule ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// The plan keeps it.
    Yes,
    /// The plan breaks it.
    No,
    /// The data do not tell: no data of the service, no such residents, no land. It is not kept.
    Untold,
}

impl Kept {
    /// The word in tables: `yes`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Untold => "untold",
        }
    }
}

/// Where a rule is broken.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Breach {
    /// Position of the subdistrict; none for the city.
    pub unit: Option<usize>,
    /// The service, or the circle.
    pub lack: Lack,
    /// The rate that is too low; none where something is lost, which the effect of the unit tells.
    pub share: Option<Share>,
}

/// A rule and how it ends.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgement {
    /// Whether the plan keeps it.
    pub kept: Kept,
    /// Where not, in the order of services, then of subdistricts.
    pub breaches: Vec<Breach>,
    /// The lowest rate that it asks about, whether that keeps it or not, and where that is; none where it asks
    /// about none, or the data tell none.
    pub lowest: Option<Breach>,
}

impl Review {
    /// Judges the plan by each of some rules, in their order. Rates are of all who will live there, new homes
    /// among them; to lose something, one has to be there today.
    #[must_use]
    pub fn judge(&self, rules: &[Requirement]) -> Vec<Judgement> {
        rules.iter().map(|rule| judge(self, rule)).collect()
    }

    /// The state by which a rule is judged: the last phase up to that which it names; none where all
    /// phases come later, so that today is what counts.
    fn by(&self, phase: Option<u32>) -> Option<(&Effect, Option<&Homes>)> {
        let last = phase.unwrap_or(u32::MAX);
        let before = |of: &&PhaseEffect| of.phase <= last;
        let state = self.phases.iter().take_while(before).last();
        let state = state.map(|phase| (&phase.effect, phase.homes.as_ref()));
        if phase.is_none() { state.or(Some((&self.effect, None))) } else { state }
    }
}

fn judge(review: &Review, rule: &Requirement) -> Judgement {
    let at = review.by(rule.by);
    let (effect, homes) = at.unwrap_or((&review.effect, None));
    let total = &review.effect.total;
    let known = total.services.iter().enumerate().filter(|(_, passage)| passage.is_some());
    let lacks: Vec<Lack> = match rule.service {
        Asked::Every => known.map(|(at, _)| Lack::Service(at)).collect(),
        Asked::Service(at) => vec![Lack::Service(at)],
        Asked::Circle => vec![Lack::Circle],
    };
    let mut breaches = Vec::new();
    let mut rates = Vec::new();
    let mut is_untold = lacks.is_empty();
    for lack in lacks {
        match rule.demand {
            // Before the first phase nothing has changed.
            Demand::NobodyLoses if at.is_none() => {
                is_untold |= passage(total, lack).is_none();
            }
            Demand::NobodyLoses => match passage(&effect.total, lack) {
                Some(_) => breaches.extend(losing(effect, lack)),
                None => is_untold = true,
            },
            Demand::Rate { of, at_least, in_every_subdistrict } => {
                let share = |standing: &Standing<'_>| share(standing, lack, of, at.is_some());
                let rate = |unit, share: Share| Breach { unit, lack, share: Some(share) };
                let mut units: Vec<Standing<'_>> = standings(effect, homes).collect();
                let city = units.pop().and_then(|total| share(&total));
                is_untold |= city.is_none();
                if in_every_subdistrict {
                    // A subdistrict without land, or where nobody lives, has no rate to be too low.
                    let units = units.iter().enumerate();
                    rates.extend(units.filter_map(|(unit, of)| Some(rate(Some(unit), share(of)?))));
                } else {
                    rates.extend(city.map(|share| rate(None, share)));
                }
                let is_low = |of: &&Breach| of.lack == lack && of.share < Some(at_least);
                breaches.extend(rates.iter().filter(is_low));
            }
        }
    }
    let kept = match (breaches.is_empty(), is_untold) {
        (false, _) => Kept::No,
        (true, true) => Kept::Untold,
        (true, false) => Kept::Yes,
    };
    let share = |of: &Breach| of.share.map_or(f64::INFINITY, |share| share.0);
    let lowest = rates.into_iter().min_by(|a, b| share(a).total_cmp(&share(b)));
    Judgement { kept, breaches, lowest }
}

/// The rate of a unit, after what was done, or before it.
fn share(standing: &Standing<'_>, lack: Lack, of: Counted, is_after: bool) -> Option<Share> {
    let passage = passage(standing.unit, lack)?;
    let homes = standing.homes.and_then(|homes| match lack {
        Lack::Service(at) => homes.services[at],
        Lack::Circle => homes.circle,
    });
    let homes = homes.map(|homes| if is_after { homes.after } else { homes.before });
    let served = if is_after { &passage.after } else { &passage.before };
    match of {
        Counted::Land => standing.land(served, homes),
        Counted::People => standing.people(served, homes, |heads| Some(heads.all)),
        Counted::Group(group) => standing.people(served, homes, |heads| heads.group(group)),
    }
}

/// The subdistricts that lose land or residents of a service.
fn losing(effect: &Effect, lack: Lack) -> impl Iterator<Item = Breach> + '_ {
    let units = effect.units.iter().enumerate();
    let losing =
        units.filter(move |(_, of)| passage(of, lack).is_some_and(|of| !of.lost.is_nothing()));
    losing.map(move |(unit, _)| Breach { unit: Some(unit), lack, share: None })
}

fn passage(of: &UnitEffect, lack: Lack) -> Option<&Passage> {
    match lack {
        Lack::Service(at) => of.services[at].as_ref(),
        Lack::Circle => of.circle.as_ref(),
    }
}
