//! `provision.csv`: supply against need. A row for each unit of each layer and each provision of the
//! profile, and for all units of the layer together; the ratio beside what it was made from, the range
//! that it lies in, its limits and their clause.

use std::io::{self, Write};

use super::Context;
use super::cell::Cell;
use super::table::{Column, column, write_table};
use super::unit_rows::{UnitRow, unit_rows};
use super::words::{self, Word, heading};
use crate::assessment::{Judged, Ratio, Supply};
use crate::profile::{Citation, Lang, Provision};
use crate::units::number_text;

const DOUBTFUL: Word = Word::new("单元内待核网点（个）", "doubtful_outlets_inside");

/// One provision in one unit.
struct Row<'a> {
    context: Context<'a>,
    unit: UnitRow<'a>,
    of: &'a Provision,
    ratio: &'a Ratio,
    /// How units stand, where the row is of all of them and the rule has limits.
    judged: Option<&'a Judged>,
}

impl Row<'_> {
    fn word(&self, word: Word) -> Cell {
        Cell::text(word.get(self.context.lang))
    }

    fn judged(&self, pick: fn(&Judged) -> u32) -> Cell {
        Cell::figure(self.judged.map(|judged| pick(judged).to_string()))
    }
}

fn number(number: Option<f64>) -> Cell {
    Cell::figure(number.map(number_text))
}

/// How sure a value is; an assumption says so.
pub(super) fn confidence(citation: &Citation, lang: Lang) -> String {
    let flag = citation.confidence.printed(lang);
    match (citation.remark(lang), lang) {
        (None, _) => flag.to_owned(),
        (Some(remark), Lang::Zh) => format!("{flag}（{remark}）"),
        (Some(remark), Lang::En) => format!("{flag} ({remark})"),
    }
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        column(heading::LEVEL, |r| r.word(r.unit.level)),
        column(heading::UNIT_ID, |r| Cell::text(r.unit.id)),
        column(heading::UNIT_NAME, |r| Cell::text(r.unit.name)),
        column(heading::PARENT, |r| Cell::text(r.unit.parent)),
        column(heading::PROVISION, |r| Cell::text(&r.of.key)),
        column(heading::PROVISION_NAME, |r| Cell::text(r.of.names.get(r.context.lang))),
        column(heading::STATUS, |r| r.word(words::supply(r.ratio.supply))),
        column(heading::PROFILE, |r| Cell::text(&r.context.profile.key)),
        column(heading::MEASURE, |r| {
            Cell::text(&words::quantity_cell(&r.of.measure, r.context.lang))
        }),
        column(heading::BASE, |r| Cell::text(&words::quantity_cell(&r.of.base, r.context.lang))),
        column(heading::PER, |r| Cell::Figure(number_text(r.of.per))),
        column(heading::OUTLETS, |r| Cell::figure(r.ratio.outlets.map(|n| n.to_string()))),
        column(heading::UNSTATED, |r| {
            Cell::figure(r.ratio.outlets.map(|_| r.ratio.unstated.to_string()))
        }),
        column(DOUBTFUL, |r| Cell::figure(r.ratio.outlets.map(|_| r.ratio.doubtful.to_string()))),
        column(heading::MEASURE_AMOUNT, |r| number(r.ratio.measure)),
        column(heading::BASE_AMOUNT, |r| number(r.ratio.base)),
        column(heading::RATIO, |r| number(r.ratio.value)),
        column(heading::VALUE_LOW, |r| number(r.ratio.low)),
        column(heading::VALUE_HIGH, |r| number(r.ratio.high)),
        column(heading::MIN, |r| number(r.of.min)),
        column(heading::MAX, |r| number(r.of.max)),
        column(heading::LIMIT_LEVEL, |r| {
            let lang = r.context.lang;
            Cell::text(r.of.level.map_or("", |level| words::tier_cell(level, lang)))
        }),
        column(heading::VERDICT, |r| {
            r.ratio.verdict.map_or(Cell::Empty, |verdict| r.word(words::verdict(verdict)))
        }),
        column(heading::JUDGED[0], |r| r.judged(|judged| judged.met)),
        column(heading::JUDGED[1], |r| r.judged(|judged| judged.below)),
        column(heading::JUDGED[2], |r| r.judged(|judged| judged.above)),
        column(heading::JUDGED[3], |r| r.judged(|judged| judged.unverified)),
        column(heading::LIMIT_CLAUSE, |r| Cell::text(&r.of.citation.quoted(r.context.lang))),
        column(heading::LIMIT_CONFIDENCE, |r| {
            // Without limits there is nothing to be sure of.
            let has_limits = r.of.min.is_some() || r.of.max.is_some();
            let sure = has_limits.then(|| confidence(&r.of.citation, r.context.lang));
            Cell::text(&sure.unwrap_or_default())
        }),
        column(heading::LEAD, |r| Cell::text(r.of.lead.get(r.context.lang))),
        column(heading::SUPPORTING, |r| {
            let lang = r.context.lang;
            let names: Vec<&str> = r.of.supporting.iter().map(|name| name.get(lang)).collect();
            Cell::text(&names.join(words::LIST.get(lang)))
        }),
    ]
}

/// Writes `provision.csv`: the subdistricts and the city, then the units of each other layer and all of
/// them together.
///
/// # Errors
/// Those of `out`.
pub fn provision_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let context = *context;
    let rows = context.assessment.provisions.iter().flat_map(|layer| {
        unit_rows(&context, layer.ratios.level).into_iter().flat_map(move |unit| {
            let ratios = unit.at.map_or(&layer.ratios.total, |at| &layer.ratios.units[at]);
            let of = context.profile.provisions.iter().zip(ratios).zip(&layer.judged);
            let of = of.filter(|((of, _), _)| of.is_of(layer.ratios.level));
            of.map(move |((of, ratio), judged)| {
                let has_limits = of.min.is_some() || of.max.is_some();
                // Without data nothing was judged: no unit is not the same as none that meets it.
                let is_known = ratio.supply != Supply::NoData;
                let judged = Some(judged).filter(|_| unit.at.is_none() && has_limits && is_known);
                Row { context, unit, of, ratio, judged }
            })
        })
    });
    write_table(&columns(), context.lang, rows, out)
}
