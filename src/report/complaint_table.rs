//! `complaints.csv`: what residents report of each service, out of reach of it and within. A row for each
//! service of each subdistrict and of the city, and for those units of other layers that have a record.

use std::io::{self, Write};

use super::Context;
use super::cell::Cell;
use super::radius::Rule;
use super::table::{Column, column, write_table};
use super::unit_rows::{UnitRow, unit_rows};
use super::words::{self, Word, heading};
use crate::assessment::{Complaints, ServiceComplaints};
use crate::profile::Service;
use crate::units::number_text;

const FROM: Word = Word::new("诉求起始日期", "from");
const TO: Word = Word::new("诉求截止日期", "to");
const PER_THOUSAND: Word = Word::new("每千人诉求（件）", "complaints_per_1000_residents");
const OUT: Word = Word::new("服务范围外诉求（件）", "complaints_out_of_reach");
const PER_THOUSAND_OUT: Word =
    Word::new("范围外每千人诉求（件）", "complaints_per_1000_residents_out_of_reach");
const WITHIN: Word = Word::new("服务范围内诉求（件）", "complaints_within_reach");
const PER_THOUSAND_WITHIN: Word =
    Word::new("范围内每千人诉求（件）", "complaints_per_1000_residents_within_reach");
const GAPS: Word = Word::new("盲区（处）", "gaps");
const CONFIRMED: Word = Word::new("有诉求印证的盲区（处）", "gaps_confirmed");
const CONTRADICTS: Word = Word::new("诉求是否与覆盖相悖", "complaints_contradict_coverage");
const FEW: Word = Word::new("样本过少", "few");

struct Row<'a> {
    context: Context<'a>,
    all: &'a Complaints,
    unit: UnitRow<'a>,
    service: &'a Service,
    of: &'a ServiceComplaints,
}

impl Row<'_> {
    fn rule(&self) -> Rule {
        Rule::of_service(self.service, self.context.lang)
    }

    fn day(&self, at: usize) -> Cell {
        Cell::figure(self.all.days.map(|days| days[at].to_string()))
    }

    fn yes_no(&self, is: bool) -> Cell {
        Cell::text((if is { words::YES } else { words::NO }).get(self.context.lang))
    }
}

fn number(number: Option<u32>) -> Cell {
    Cell::figure(number.map(|n| n.to_string()))
}

fn rate(rate: Option<f64>) -> Cell {
    Cell::figure(rate.map(number_text))
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        column(heading::LEVEL, |r| Cell::text(r.unit.level.get(r.context.lang))),
        column(heading::UNIT_ID, |r| Cell::text(r.unit.id)),
        column(heading::UNIT_NAME, |r| Cell::text(r.unit.name)),
        column(heading::PARENT, |r| Cell::text(r.unit.parent)),
        column(heading::SERVICE, |r| Cell::text(&r.service.key)),
        column(heading::SERVICE_NAME, |r| Cell::text(r.service.names.get(r.context.lang))),
        column(heading::PROFILE, |r| Cell::text(&r.context.profile.key)),
        column(heading::RADIUS, |r| Cell::text(&r.rule().radius)),
        column(heading::CONFIDENCE, |r| Cell::text(&r.rule().confidence)),
        column(FROM, |r| r.day(0)),
        column(TO, |r| r.day(1)),
        column(heading::COMPLAINTS, |r| Cell::Figure(r.of.complaints.to_string())),
        column(PER_THOUSAND, |r| rate(r.of.per_thousand)),
        column(OUT, |r| number(r.of.out_of_reach)),
        column(PER_THOUSAND_OUT, |r| rate(r.of.per_thousand_out)),
        column(WITHIN, |r| number(r.of.within_reach)),
        column(PER_THOUSAND_WITHIN, |r| rate(r.of.per_thousand_within)),
        column(GAPS, |r| number(r.of.gaps)),
        column(CONFIRMED, |r| number(r.of.gaps_confirmed)),
        column(CONTRADICTS, |r| r.of.contradicts.map_or(Cell::Empty, |is| r.yes_no(is))),
        column(FEW, |r| r.yes_no(r.of.is_few)),
    ]
}

/// Writes `complaints.csv`; nothing but headings where the city has no such layer.
///
/// # Errors
/// Those of `out`.
pub fn complaints_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let mut rows = Vec::new();
    let all = context.assessment.complaints.as_ref();
    for (all, layer) in all.into_iter().flat_map(|all| all.layers.iter().map(move |l| (all, l))) {
        for unit in unit_rows(context, layer.level) {
            let of = unit.at.map_or(&layer.total, |at| &layer.units[at]);
            let services = context.profile.services.iter().zip(of);
            let is_shown = |of: &ServiceComplaints| layer.level.is_none() || of.complaints > 0;
            let row = |(service, of)| Row { context: *context, all, unit, service, of };
            rows.extend(services.filter(|(_, of)| is_shown(of)).map(row));
        }
    }
    write_table(&columns(), context.lang, rows.into_iter(), out)
}
