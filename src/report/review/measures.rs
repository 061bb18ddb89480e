//! `plan_measures.csv`: what each measure does alone, and what it adds after all others.

use std::io::{self, Write};

use super::accept_table::category;
use super::words::{self as own, heading as head};
use super::{ReviewContext, passage};
use crate::assessment::{Amount, Lack, MeasureEffect, Part};
use crate::model::Measure;
use crate::report::cell::Cell;
use crate::report::radius::category_name;
use crate::report::table::{Column, column, write_table};
use crate::report::words::heading;
use crate::units::number_text;

/// A measure and a service that it touches; none of a measure that touches none.
struct Row<'a> {
    context: ReviewContext<'a>,
    measure: &'a Measure,
    effect: &'a MeasureEffect,
    lack: Option<Lack>,
}

impl Row<'_> {
    /// Gained and lost, alone or after the others.
    fn amount(
        &self,
        after_others: bool,
        pick: fn(&crate::assessment::Passage) -> Amount,
    ) -> Option<Amount> {
        let of = if after_others { &self.effect.after_others } else { &self.effect.alone };
        passage(of, self.lack?).map(pick)
    }

    fn people(&self, after_others: bool, pick: fn(&crate::assessment::Passage) -> Amount) -> Cell {
        let heads = self.amount(after_others, pick).and_then(|amount| amount.people);
        Cell::figure(heads.map(|heads| heads.all.0.to_string()))
    }

    fn land(&self, after_others: bool, pick: fn(&crate::assessment::Passage) -> Amount) -> Cell {
        Cell::figure(self.amount(after_others, pick).map(|amount| amount.land.hectares_digits()))
    }

    /// Its part in the residents gained and lost; none for the circle.
    fn part(&self, pick: fn(&Part) -> f64) -> Cell {
        let part = match self.lack {
            Some(Lack::Service(at)) => self.effect.parts[at].as_ref(),
            Some(Lack::Circle) | None => None,
        };
        Cell::figure(part.map(|part| number_text(pick(part))))
    }

    fn category(&self, word: impl FnOnce(&str) -> Cell) -> Cell {
        category(self.context.today.city, self.measure).map_or(Cell::Empty, word)
    }
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        column(head::MEASURE_ID, |r| Cell::text(&r.measure.id)),
        column(head::MEASURE_NAME, |r| Cell::text(&r.measure.name)),
        column(head::ACTION, |r| {
            Cell::text(own::action(r.measure.action).get(r.context.today.lang))
        }),
        column(head::PHASE, |r| Cell::Figure(r.measure.phase.to_string())),
        column(head::COST, |r| Cell::figure(r.measure.cost.map(number_text))),
        column(head::OUTLET_ID, |r| {
            let city = r.context.today.city;
            let target = r.measure.target.map(|id| &*city.outlets()[id.index()].id);
            target.map_or(Cell::Empty, Cell::text)
        }),
        column(head::CATEGORY, |r| r.category(Cell::text)),
        column(heading::CATEGORY_NAME, |r| {
            r.category(|key| Cell::text(category_name(key, r.context.today.lang)))
        }),
        column(head::CONTRIBUTION, |r| {
            Cell::text(
                own::contribution(r.effect.contribution, r.measure.action)
                    .get(r.context.today.lang),
            )
        }),
        column(heading::SERVICE, |r| {
            r.lack.map_or(Cell::Empty, |lack| Cell::text(r.context.today.lack_key(lack)))
        }),
        column(heading::SERVICE_NAME, |r| {
            r.lack.map_or(Cell::Empty, |lack| Cell::text(r.context.today.lack_name(lack)))
        }),
        column(head::ALONE[0], |r| r.people(false, |p| p.gained)),
        column(head::ALONE[1], |r| r.people(false, |p| p.lost)),
        column(head::ALONE[2], |r| r.land(false, |p| p.gained)),
        column(head::ALONE[3], |r| r.land(false, |p| p.lost)),
        column(head::AFTER_OTHERS[0], |r| r.people(true, |p| p.gained)),
        column(head::AFTER_OTHERS[1], |r| r.people(true, |p| p.lost)),
        column(head::AFTER_OTHERS[2], |r| r.land(true, |p| p.gained)),
        column(head::AFTER_OTHERS[3], |r| r.land(true, |p| p.lost)),
        column(head::PARTS[0], |r| r.part(|part| part.gained)),
        column(head::PARTS[1], |r| r.part(|part| part.lost)),
    ]
}

/// Writes `plan_measures.csv`: the measures in the order of the plan, each with the services that it
/// touches alone or after the others, then the circle; one that touches none has one row.
///
/// # Errors
/// Those of `out`.
pub fn plan_measures_csv(context: &ReviewContext<'_>, out: &mut impl Write) -> io::Result<()> {
    let measures = context.plan.measures.iter().zip(&context.reviewed.review.measures);
    let rows = measures.flat_map(|(measure, effect)| {
        let is_touched = |lack: &Lack| {
            let sides = [&effect.alone, &effect.after_others];
            sides.iter().any(|of| passage(of, *lack).is_some_and(|passage| !passage.is_still()))
        };
        let mut lacks: Vec<Option<Lack>> = context.lacks().filter(is_touched).map(Some).collect();
        if lacks.is_empty() {
            lacks.push(None);
        }
        let row = move |lack| Row { context: *context, measure, effect, lack };
        lacks.into_iter().map(row)
    });
    write_table(&columns(), context.today.lang, rows, out)
}
