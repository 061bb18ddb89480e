//! `pairs.csv`: each outlet or estate that a pairing of the rule set asks about, with its partner.

use std::io::{self, Write};

use super::Context;
use super::cell::Cell;
use super::table::{Column, column, write_table};
use super::task_lists::{lead, supporting};
use super::words::{self, Word, heading};
use crate::assessment::Pair;
use crate::profile::Pairing;
use crate::units::Metres;

const ESTATE_PEOPLE: Word = Word::new("小区人口（人）", "people_in_estate");
const PAIRING: Word = Word::new("配套关系代码", "pairing");
const PAIRING_NAME: Word = Word::new("配套关系", "pairing_name");
const ID: Word = Word::new("编号", "id");
const PARTNER_ID: Word = Word::new("配套网点编号", "partner_id");
const PARTNER_NAME: Word = Word::new("配套网点名称", "partner_name");
const DISTANCE: Word = Word::new("至配套网点距离（米）", "partner_distance_m");
const PAIRED: Word = Word::new("配套情况", "paired");
const WITHIN: Word = Word::new("距离上限（米）", "within_m");

struct Row<'a> {
    context: Context<'a>,
    rule: &'a Pairing,
    pair: &'a Pair,
}

impl<'a> Row<'a> {
    /// Id and name of what is to have a partner.
    fn subject(&self) -> (&'a str, &'a str) {
        let city = self.context.city;
        let outlet = self.pair.outlet.map(|id| &city.outlets()[id.index()]);
        let estate = self.pair.estate.map(|id| &city.estates().unwrap_or_default()[id.index()]);
        outlet
            .map(|outlet| (&*outlet.id, &*outlet.name))
            .or(estate.map(|estate| (estate.id.as_str(), estate.name.as_str())))
            .unwrap_or_default()
    }

    fn partner(&self) -> (&'a str, &'a str) {
        let outlet = self.pair.partner.map(|id| &self.context.city.outlets()[id.index()]);
        outlet.map(|outlet| (&*outlet.id, &*outlet.name)).unwrap_or_default()
    }

    fn unit(&self) -> (&'a str, &'a str) {
        self.pair.unit.map(|unit| self.context.unit(unit)).unwrap_or_default()
    }
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        column(PAIRING, |r| Cell::text(&r.rule.key)),
        column(PAIRING_NAME, |r| Cell::text(r.rule.names.get(r.context.lang))),
        column(heading::UNIT_ID, |r| Cell::text(r.unit().0)),
        column(heading::UNIT_NAME, |r| Cell::text(r.unit().1)),
        column(ID, |r| Cell::text(r.subject().0)),
        column(heading::OUTLET_NAME, |r| Cell::text(r.subject().1)),
        column(ESTATE_PEOPLE, |r| Cell::figure(r.pair.people.map(|p| p.0.to_string()))),
        column(PAIRED, |r| Cell::text(words::paired(r.pair.paired).get(r.context.lang))),
        column(PARTNER_ID, |r| Cell::text(r.partner().0)),
        column(PARTNER_NAME, |r| Cell::text(r.partner().1)),
        column(DISTANCE, |r| Cell::figure(r.pair.distance.map(Metres::digits))),
        column(WITHIN, |r| Cell::figure(r.rule.within.map(Metres::digits))),
        column(heading::LIMIT_CLAUSE, |r| Cell::text(&r.rule.citation.quoted(r.context.lang))),
        column(heading::PROFILE, |r| Cell::text(&r.context.profile.key)),
        column(heading::LEAD, |r| lead(&r.rule.lead, r.context.lang)),
        column(heading::SUPPORTING, |r| supporting(&r.rule.supporting, r.context.lang)),
    ]
}

/// Writes `pairs.csv`: by rule in the order of the profile, then in the order of the city.
///
/// # Errors
/// Those of `out`.
pub fn pairs_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let context = *context;
    let rules = context.profile.pairings.iter().zip(&context.assessment.pairings);
    let rows = rules
        .flat_map(|(rule, pairs)| pairs.list.iter().map(move |pair| Row { context, rule, pair }));
    write_table(&columns(), context.lang, rows, out)
}
