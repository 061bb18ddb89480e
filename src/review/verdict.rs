//! A plan against the rules that it has to keep: a verdict a rule, with where it fails.

use serde::Serialize;

use super::homes::{Homes, Standing, standings};
use super::{PhaseEffect, Review};
use crate::coverage::{
    Effect, Heads, Passage, ProvisionLayer, Ratio, Supply, UnitEffect, Verdict, WalkEffect,
    WalkPassage,
};
use crate::gaps::Lack;
use crate::profile::{Asked, Counted, Demand, Reaching, Requirement};
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
    /// The service, or the circle; none of supply, whose provision the rule names.
    pub lack: Option<Lack>,
    /// The rate that is too low; none where something is lost, which the effect of the unit tells.
    pub share: Option<Share>,
    /// Of supply, the ratio that is too low, or too high, in its own unit.
    pub ratio: Option<f64>,
}

impl Breach {
    fn of(unit: Option<usize>, lack: Lack, share: Option<Share>) -> Self {
        Self { unit, lack: Some(lack), share, ratio: None }
    }

    /// What it is ranked by.
    fn figure(&self) -> f64 {
        self.share.map(|share| share.0).or(self.ratio).unwrap_or(f64::INFINITY)
    }
}

/// Something of a plan up to a phase, with the phases before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ByPhase<T> {
    /// The phase.
    pub phase: u32,
    /// What it is.
    pub of: T,
}

/// What rules may ask of a plan besides circles.
#[derive(Debug, Clone, Copy)]
pub struct Besides<'a> {
    /// Walks along streets by phase, ascending; empty without streets, or without people.
    pub walks: &'a [ByPhase<WalkEffect>],
    /// Supply against need today; none where the profile has no provisions.
    pub supply_today: Option<&'a ProvisionLayer>,
    /// The same by phase, ascending.
    pub supply: &'a [ByPhase<ProvisionLayer>],
}

impl Besides<'_> {
    const NOTHING: Besides<'static> = Besides { walks: &[], supply_today: None, supply: &[] };
}

/// What is true at the last phase up to one; none where all come later.
fn at<T>(phases: &[ByPhase<T>], by: Option<u32>) -> Option<&T> {
    let last = by.unwrap_or(u32::MAX);
    phases.iter().take_while(|of| of.phase <= last).last().map(|of| &of.of)
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
    /// Judges the plan by each of some rules, in their order. Rates by circles are of all who will live there, new
    /// homes among them, those along streets of who is there today; to lose something, one has to be there today.
    #[must_use]
    pub fn judge(&self, rules: &[Requirement], besides: &Besides<'_>) -> Vec<Judgement> {
        let judge = |rule: &Requirement| match (rule.demand, rule.reach) {
            (Demand::Supply { .. }, _) => judge_supply(besides, rule),
            (_, Reaching::Streets) => judge_walks(self, besides, rule),
            (_, Reaching::Circles) => judge(self, rule),
        };
        rules.iter().map(judge).collect()
    }

    /// Judges it by rules of circles.
    #[must_use]
    pub fn judge_circles(&self, rules: &[Requirement]) -> Vec<Judgement> {
        self.judge(rules, &Besides::NOTHING)
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
            Demand::Supply { .. } => {}
            Demand::Rate { of, at_least, in_every_subdistrict } => {
                let share = |standing: &Standing<'_>| share(standing, lack, of, at.is_some());
                let rate = |unit, share: Share| Breach::of(unit, lack, Some(share));
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
                let is_low = |of: &&Breach| of.lack == Some(lack) && of.share < Some(at_least);
                breaches.extend(rates.iter().filter(is_low));
            }
        }
    }
    Judgement::of(breaches, rates, is_untold)
}

impl Judgement {
    fn of(breaches: Vec<Breach>, rates: Vec<Breach>, is_untold: bool) -> Self {
        let kept = match (breaches.is_empty(), is_untold) {
            (false, _) => Kept::No,
            (true, true) => Kept::Untold,
            (true, false) => Kept::Yes,
        };
        let lowest = rates.into_iter().min_by(|a, b| a.figure().total_cmp(&b.figure()));
        Self { kept, breaches, lowest }
    }
}

/// Who walks in a subdistrict, or in the city.
struct Walking<'a> {
    /// Position of the subdistrict; none for the city.
    unit: Option<usize>,
    services: &'a [Option<WalkPassage>],
    residents: Option<Heads>,
}

impl Walking<'_> {
    /// The rate of a service after what was done, or before it.
    fn rate(&self, service: usize, counted: Counted, is_after: bool) -> Option<Breach> {
        let of = self.services[service]?;
        let served = if is_after { of.after } else { of.before };
        let share = walked_share(served, self.residents?, counted)?;
        Some(Breach::of(self.unit, Lack::Service(service), Some(share)))
    }
}

/// Judges by walks along streets.
fn judge_walks(review: &Review, besides: &Besides<'_>, rule: &Requirement) -> Judgement {
    let after = at(besides.walks, rule.by);
    let Some(effect) = after.or(besides.walks.first().map(|first| &first.of)) else {
        return Judgement::of(Vec::new(), Vec::new(), true);
    };
    let known: Vec<usize> = match rule.service {
        Asked::Service(at) => vec![at],
        Asked::Every | Asked::Circle => {
            (0..effect.total.len()).filter(|&at| effect.total[at].is_some()).collect()
        }
    };
    let all = effect.units.iter().zip(&review.effect.units).enumerate();
    let units = all.map(|(unit, (services, whole))| Walking {
        unit: Some(unit),
        services,
        residents: whole.residents,
    });
    let units: Vec<Walking<'_>> = units.collect();
    let residents = review.effect.total.residents;
    let city = [Walking { unit: None, services: &effect.total, residents }];
    let (mut breaches, mut rates, mut is_untold) = (Vec::new(), Vec::new(), known.is_empty());
    for service in known {
        is_untold |= effect.total[service].is_none();
        match rule.demand {
            Demand::NobodyLoses if after.is_some() => {
                let loses =
                    |of: &&Walking<'_>| of.services[service].is_some_and(|of| of.lost.all.0 > 0);
                let lack = Lack::Service(service);
                let losing = units.iter().filter(loses);
                breaches.extend(losing.map(|of| Breach::of(of.unit, lack, None)));
            }
            Demand::Rate { of: counted, at_least, in_every_subdistrict } => {
                let rate = |of: &Walking<'_>| of.rate(service, counted, after.is_some());
                is_untold |= rate(&city[0]).is_none();
                let asked = if in_every_subdistrict { &units[..] } else { &city[..] };
                let found: Vec<Breach> = asked.iter().filter_map(rate).collect();
                breaches.extend(found.iter().filter(|of| of.share < Some(at_least)));
                rates.extend(found);
            }
            // Before the first phase nothing has changed.
            Demand::NobodyLoses | Demand::Supply { .. } => {}
        }
    }
    Judgement::of(breaches, rates, is_untold)
}

/// The part of some residents that reach a service.
#[expect(clippy::cast_precision_loss, reason = "residents of the Earth fit 2^53")]
fn walked_share(served: Heads, all: Heads, counted: Counted) -> Option<Share> {
    let pick = |heads: Heads| match counted {
        Counted::Land => None,
        Counted::People => Some(heads.all),
        Counted::Group(group) => heads.group(group),
    };
    Share::of(pick(served)?.0 as f64, pick(all)?.0 as f64)
}

/// Judges by supply against need.
fn judge_supply(besides: &Besides<'_>, rule: &Requirement) -> Judgement {
    let Demand::Supply { provision, at_least, in_every_subdistrict } = rule.demand else {
        return Judgement::of(Vec::new(), Vec::new(), true);
    };
    let Some(layer) = at(besides.supply, rule.by).or(besides.supply_today) else {
        return Judgement::of(Vec::new(), Vec::new(), true);
    };
    let of_unit = |(unit, of): (usize, &Vec<Ratio>)| (Some(unit), of[provision]);
    let asked: Vec<(Option<usize>, Ratio)> = if in_every_subdistrict {
        layer.ratios.units.iter().enumerate().map(of_unit).collect()
    } else {
        vec![(None, layer.ratios.total[provision])]
    };
    // Where nobody lives there is nothing to be short of.
    let asked = asked.into_iter().filter(|(_, of)| of.supply != Supply::NotApplicable);
    let (mut breaches, mut rates, mut is_untold) = (Vec::new(), Vec::new(), true);
    let mut open = None;
    for (unit, ratio) in asked {
        is_untold = false;
        let breach = Breach { unit, lack: None, share: None, ratio: ratio.value };
        rates.extend(ratio.value.map(|_| breach));
        match enough(&ratio, at_least) {
            Some(true) => {}
            Some(false) => breaches.push(breach),
            None => open = open.or(Some(breach)),
        }
    }
    let judgement = Judgement::of(breaches, rates, is_untold || open.is_some());
    // Of a rule that is not told the first place that the data do not tell.
    let is_open = judgement.kept == Kept::Untold;
    Judgement { lowest: open.filter(|_| is_open).or(judgement.lowest), ..judgement }
}

/// Whether a ratio is at least so much, or within its limits; none where the data do not tell.
fn enough(ratio: &Ratio, at_least: Option<f64>) -> Option<bool> {
    let Some(least) = at_least else {
        return match ratio.verdict? {
            Verdict::Met => Some(true),
            Verdict::Below | Verdict::Above => Some(false),
            Verdict::Unverified => None,
        };
    };
    let is_low = ratio.high.is_some_and(|high| high < least);
    let is_enough = ratio.low.is_some_and(|low| low >= least);
    (is_low || is_enough).then_some(is_enough)
}

/// The rate of a unit, after what was done, or before it.
fn share(standing: &Standing<'_>, lack: Lack, of: Counted, is_after: bool) -> Option<Share> {
    let passage = passage(standing.unit, lack)?;
    let homes = standing.homes.and_then(|homes| homes.served(lack));
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
    losing.map(move |(unit, _)| Breach::of(Some(unit), lack, None))
}

fn passage(of: &UnitEffect, lack: Lack) -> Option<&Passage> {
    match lack {
        Lack::Service(at) => of.services[at].as_ref(),
        Lack::Circle => of.circle.as_ref(),
    }
}
