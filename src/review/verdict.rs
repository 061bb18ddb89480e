//! A plan against the rules that it has to keep: a verdict a rule, with where it fails.

use serde::Serialize;

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
}

impl Review {
    /// Judges the plan by each of some rules, in their order.
    #[must_use]
    pub fn judge(&self, rules: &[Requirement]) -> Vec<Judgement> {
        rules.iter().map(|rule| judge(self, rule)).collect()
    }

    /// The state by which a rule is judged: the last phase up to that which it names; none where all
    /// phases come later, so that today is what counts.
    fn by(&self, phase: Option<u32>) -> Option<&Effect> {
        let Some(last) = phase else { return Some(&self.effect) };
        let before = |of: &&PhaseEffect| of.phase <= last;
        self.phases.iter().take_while(before).last().map(|phase| &phase.effect)
    }
}

fn judge(review: &Review, rule: &Requirement) -> Judgement {
    let at = review.by(rule.by);
    let effect = at.unwrap_or(&review.effect);
    let total = &review.effect.total;
    let known = total.services.iter().enumerate().filter(|(_, passage)| passage.is_some());
    let lacks: Vec<Lack> = match rule.service {
        Asked::Every => known.map(|(at, _)| Lack::Service(at)).collect(),
        Asked::Service(at) => vec![Lack::Service(at)],
        Asked::Circle => vec![Lack::Circle],
    };
    let mut breaches = Vec::new();
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
                let end =
                    |passage: &Passage| if at.is_some() { passage.after } else { passage.before };
                let share = |unit: &UnitEffect| {
                    let served = end(passage(unit, lack)?);
                    match of {
                        Counted::Land => served.land.share,
                        Counted::People => unit.people_share(&served),
                        Counted::Group(group) => unit.group_share(&served, group),
                    }
                };
                let low = |unit, share: Share| {
                    (share < at_least).then_some(Breach { unit, lack, share: Some(share) })
                };
                let city = share(&effect.total);
                is_untold |= city.is_none();
                if in_every_subdistrict {
                    // A subdistrict without land, or where nobody lives, has no rate to be too low.
                    let units = effect.units.iter().enumerate();
                    breaches.extend(units.filter_map(|(unit, of)| low(Some(unit), share(of)?)));
                } else {
                    breaches.extend(city.and_then(|share| low(None, share)));
                }
            }
        }
    }
    let kept = match (breaches.is_empty(), is_untold) {
        (false, _) => Kept::No,
        (true, true) => Kept::Untold,
        (true, false) => Kept::Yes,
    };
    Judgement { kept, breaches }
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
