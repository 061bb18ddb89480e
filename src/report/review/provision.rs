//! `plan_provision.csv`, and what `review.md` says of supply against need before and after a plan.

use std::io::{self, Write};

use serde::Serialize;

use super::ReviewContext;
use super::paper::{Page, name};
use super::words::heading as head;
use crate::assessment::{ByPhase, ProvisionLayer, Ratio, Verdict};
use crate::profile::Provision;
use crate::report::cell::Cell;
use crate::report::provision_table::confidence;
use crate::report::table::{Column, column, write_table};
use crate::report::unit_rows::{UnitRow, unit_rows};
use crate::report::words::{self, heading};
use crate::units::number_text;

/// One provision in one unit, before the plan and after a phase of it.
struct Row<'a> {
    context: ReviewContext<'a>,
    phase: u32,
    unit: UnitRow<'a>,
    of: &'a Provision,
    sides: [&'a Ratio; 2],
}

/// The provisions of the subdistricts and of the city after each phase, each with its ratios before and after.
fn rows<'a>(context: &ReviewContext<'a>) -> Vec<Row<'a>> {
    context.reviewed.provisions.iter().flat_map(|after| rows_of(context, after)).collect()
}

fn rows_of<'a>(
    context: &ReviewContext<'a>,
    ByPhase { phase, of: after }: &'a ByPhase<ProvisionLayer>,
) -> Vec<Row<'a>> {
    let Some(before) = context.reviewed.today.provisions.first() else { return Vec::new() };
    let (level, phase) = (before.ratios.level, *phase);
    let units = unit_rows(&context.today, level).into_iter();
    let rows = units.flat_map(|unit| {
        let of = |of: &'a crate::assessment::ByUnit<Vec<Ratio>>| {
            unit.at.map_or(&of.total, |at| &of.units[at])
        };
        let sides = of(&before.ratios).iter().zip(of(&after.ratios));
        let all = context.today.profile.provisions.iter().zip(sides);
        let all = all.filter(|(of, _)| of.is_of(level));
        let context = *context;
        all.map(move |(of, (before, after))| Row {
            context,
            phase,
            unit,
            of,
            sides: [before, after],
        })
    });
    rows.collect()
}

fn number(number: Option<f64>) -> Cell {
    Cell::figure(number.map(number_text))
}

impl Row<'_> {
    fn verdict(&self, side: usize) -> Cell {
        let verdict = self.sides[side].verdict.map(words::verdict);
        verdict.map_or(Cell::Empty, |word| Cell::text(word.get(self.context.today.lang)))
    }
}

/// Writes `plan_provision.csv`: after each phase each subdistrict, then the city, and each provision of the profile.
///
/// # Errors
/// Those of `out`.
pub fn plan_provision_csv(context: &ReviewContext<'_>, out: &mut impl Write) -> io::Result<()> {
    let columns: Vec<Column<Row<'_>>> = vec![
        column(head::PHASE, |r| Cell::Figure(r.phase.to_string())),
        column(heading::LEVEL, |r| Cell::text(r.unit.level.get(r.context.today.lang))),
        column(heading::UNIT_ID, |r| Cell::text(r.unit.id)),
        column(heading::UNIT_NAME, |r| Cell::text(r.unit.name)),
        column(heading::PROVISION, |r| Cell::text(&r.of.key)),
        column(heading::PROVISION_NAME, |r| Cell::text(r.of.names.get(r.context.today.lang))),
        column(head::PROVIDED[0], |r| number(r.sides[0].value)),
        column(head::PROVIDED_LOW[0], |r| number(r.sides[0].low)),
        column(head::PROVIDED_HIGH[0], |r| number(r.sides[0].high)),
        column(head::PROVIDED[1], |r| number(r.sides[1].value)),
        column(head::PROVIDED_LOW[1], |r| number(r.sides[1].low)),
        column(head::PROVIDED_HIGH[1], |r| number(r.sides[1].high)),
        column(heading::MIN, |r| number(r.of.min)),
        column(heading::MAX, |r| number(r.of.max)),
        column(head::PROVIDED_VERDICT[0], |r| r.verdict(0)),
        column(head::PROVIDED_VERDICT[1], |r| r.verdict(1)),
        column(heading::LIMIT_CONFIDENCE, |r| {
            let has_limits = r.of.min.is_some() || r.of.max.is_some();
            let lang = r.context.today.lang;
            if has_limits { Cell::text(&confidence(&r.of.citation, lang)) } else { Cell::Empty }
        }),
    ];
    write_table(&columns, context.today.lang, rows(context).into_iter(), out)
}

impl Page<'_> {
    /// Supply against need of the city, where the plan changes it, and the units whose verdict changes; nothing
    /// where it changes none.
    pub(super) fn provision(&mut self) {
        let last = self.context.reviewed.provisions.last();
        let rows = last.map_or_else(Vec::new, |last| rows_of(&self.context, last));
        let turns = |row: &&Row<'_>| row.sides[0].verdict != row.sides[1].verdict;
        let moves = |row: &&Row<'_>| row.unit.at.is_none() && row.sides[0] != row.sides[1];
        let shown: Vec<&Row<'_>> = rows.iter().filter(|row| turns(row) || moves(row)).collect();
        if shown.is_empty() {
            return;
        }
        self.head("配置指标", "Supply against need");
        for row in shown {
            let side = |at: usize| {
                let value = row.sides[at].value.map_or("–".to_owned(), number_text);
                let verdict = row.sides[at].verdict.map(words::verdict);
                let verdict = verdict.map(|word| word.get(self.lang).to_owned());
                verdict.map_or(value.clone(), |verdict| {
                    self.say(&format!("{value}（{verdict}）"), &format!("{value} ({verdict})"))
                })
            };
            let (before, after) = (side(0), side(1));
            let (unit, of) = (name(row.unit.name), name(row.of.names.get(self.lang)));
            self.line(
                &format!("- {unit}，{of}：{before} → {after}。"),
                &format!("- {unit}, {of}: {before} → {after}."),
            );
        }
    }
}

/// Supply against need in `review.json`.
#[derive(Serialize)]
pub(super) struct ProvisionView<'a> {
    phase: u32,
    provision: &'a str,
    /// None for the city.
    unit: Option<&'a str>,
    before: SideView,
    after: SideView,
}

#[derive(Serialize)]
struct SideView {
    value: Option<f64>,
    value_low: Option<f64>,
    value_high: Option<f64>,
    verdict: Option<Verdict>,
}

pub(super) fn provision_views<'a>(context: &ReviewContext<'a>) -> Vec<ProvisionView<'a>> {
    let side = |of: &Ratio| SideView {
        value: of.value,
        value_low: of.low,
        value_high: of.high,
        verdict: of.verdict,
    };
    let view = |row: Row<'a>| ProvisionView {
        phase: row.phase,
        provision: &row.of.key,
        unit: row.unit.at.map(|_| row.unit.id),
        before: side(row.sides[0]),
        after: side(row.sides[1]),
    };
    rows(context).into_iter().map(view).collect()
}
