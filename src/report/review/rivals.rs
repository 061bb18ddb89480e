//! `rivals.csv`: what each plan gains and loses, against today and against each other plan.

use std::io::{self, Write};

use super::words::{self as own, heading as head};
use super::{ReviewContext, passage};
use crate::assessment::{Amount, Lack, Passage, Rival, Rivals, UnitEffect, Versus};
use crate::report::cell::Cell;
use crate::report::table::{Column, column, write_table};
use crate::report::words::{Word, heading};
use crate::units::{Share, number_text};

/// What a plan is held against where that is no plan.
pub(super) const TODAY: Word = Word::new("现状", "today");

/// Everything that an output about several plans may print.
#[derive(Debug, Clone, Copy)]
pub struct RivalsContext<'a> {
    /// Each plan with its review, in the order in which they are given; there is one at least.
    pub plans: &'a [ReviewContext<'a>],
    /// What lies between them.
    pub rivals: &'a Rivals,
}

impl<'a> RivalsContext<'a> {
    /// What the services are counted by: they are known in all plans where they are today.
    pub(super) fn lacks(&self) -> Vec<Lack> {
        self.plans.first().map(|plan| plan.lacks().collect()).unwrap_or_default()
    }

    /// The plan against another.
    pub(super) fn versus(&self, plan: usize, against: usize) -> Option<&'a Versus> {
        self.rivals.versus.iter().find(|of| of.plan == plan && of.against == against)
    }

    pub(super) fn name(&self, plan: usize) -> &'a str {
        &self.plans[plan].plan.name
    }
}

struct Row<'a> {
    plan: ReviewContext<'a>,
    rival: &'a Rival,
    against: Option<(&'a str, &'a Versus)>,
    lack: Lack,
    /// The plan against today.
    whole: &'a UnitEffect,
    passage: &'a Passage,
}

impl Row<'_> {
    fn people(&self, pick: fn(&Passage) -> Amount) -> Cell {
        let heads = pick(self.passage).people;
        Cell::figure(heads.map(|heads| heads.all.0.to_string()))
    }
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        column(head::PLAN, |r| Cell::text(&r.plan.plan.name)),
        column(head::MEASURES, |r| Cell::Figure(r.plan.plan.measures.len().to_string())),
        column(head::COST, |r| {
            let is_any = r.rival.cost.unstated < r.plan.plan.measures.len();
            Cell::figure(is_any.then(|| number_text(r.rival.cost.stated)))
        }),
        column(head::COSTS_UNSTATED, |r| Cell::Figure(r.rival.cost.unstated.to_string())),
        column(head::AGAINST, |r| {
            let lang = r.plan.today.lang;
            Cell::text(r.against.map_or(TODAY.get(lang), |(name, _)| name))
        }),
        column(head::CONTEST, |r| {
            let lang = r.plan.today.lang;
            r.against.map_or(Cell::Empty, |(_, v)| Cell::text(own::contest(v.contest).get(lang)))
        }),
        column(heading::SERVICE, |r| Cell::text(r.plan.today.lack_key(r.lack))),
        column(heading::SERVICE_NAME, |r| Cell::text(r.plan.today.lack_name(r.lack))),
        column(head::PEOPLE[1], |r| r.people(|passage| passage.gained)),
        column(head::PEOPLE[2], |r| r.people(|passage| passage.lost)),
        column(head::LAND[1], |r| Cell::Figure(r.passage.gained.land.hectares_digits())),
        column(head::LAND[2], |r| Cell::Figure(r.passage.lost.land.hectares_digits())),
        column(head::PEOPLE_PERCENT[1], |r| {
            let share = r.whole.people_share(&r.passage.after);
            Cell::figure(share.map(Share::percent_text))
        }),
        column(head::LAND_PERCENT[1], |r| {
            Cell::figure(r.passage.after.land.share.map(Share::percent_text))
        }),
    ]
}

/// Writes `rivals.csv`: for each plan the services with data today, then the circle, against today, then
/// against each other plan.
///
/// # Errors
/// Those of `out`.
pub fn rivals_csv(context: &RivalsContext<'_>, out: &mut impl Write) -> io::Result<()> {
    let Some(first) = context.plans.first() else { return Ok(()) };
    let lacks = context.lacks();
    let mut rows = Vec::new();
    for (at, (plan, rival)) in context.plans.iter().zip(&context.rivals.plans).enumerate() {
        let whole = &plan.reviewed.review.effect.total;
        let others = context.rivals.versus.iter().filter(|of| of.plan == at);
        let others = others.map(|of| (Some((context.name(of.against), of)), &of.effect));
        for (against, effect) in std::iter::once((None, whole)).chain(others) {
            rows.extend(lacks.iter().filter_map(|&lack| {
                let passage = passage(effect, lack)?;
                Some(Row { plan: *plan, rival, against, lack, whole, passage })
            }));
        }
    }
    write_table(&columns(), first.today.lang, rows.into_iter(), out)
}
