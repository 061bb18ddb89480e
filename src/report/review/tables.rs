//! `plan_changes.csv`: what is served before and after a plan, gained and lost, for each phase, unit and
//! service, and for the circle.

use std::io::{self, Write};

use super::words::{self as own, heading as head};
use super::{ReviewContext, passage};
use crate::assessment::{Amount, Heads, Lack, Passage, Served, UnitEffect};
use crate::model::AgeGroup;
use crate::profile::Service;
use crate::report::cell::Cell;
use crate::report::table::{Column, column, write_table};
use crate::report::unit_rows::{UnitRow, unit_rows};
use crate::report::words::heading;
use crate::units::Share;

struct Row<'a> {
    context: ReviewContext<'a>,
    phase: u32,
    unit: UnitRow<'a>,
    lack: Lack,
    of: &'a UnitEffect,
    passage: &'a Passage,
}

fn percent(share: Option<Share>) -> Cell {
    Cell::figure(share.map(Share::percent_text))
}

fn land(of: &Served) -> Cell {
    Cell::Figure(of.land.served.hectares_digits())
}

fn people(heads: Option<Heads>) -> Cell {
    Cell::figure(heads.map(|heads| heads.all.0.to_string()))
}

fn group(amount: &Amount, group: AgeGroup) -> Cell {
    let people = amount.people.and_then(|heads| heads.group(group));
    Cell::figure(people.map(|people| people.0.to_string()))
}

impl Row<'_> {
    fn service(&self) -> Option<&Service> {
        match self.lack {
            Lack::Service(at) => Some(self.context.today.service(at)),
            Lack::Circle => None,
        }
    }

    fn target(&self) -> Option<Share> {
        self.service().and_then(Service::target_share)
    }

    fn meets(&self, served: &Served) -> Cell {
        let meets = self.target().and_then(|target| served.meets(target));
        meets.map_or(Cell::Empty, |yes| Cell::text(own::yes_no(yes).get(self.context.today.lang)))
    }
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    let mut columns: Vec<Column<Row<'a>>> = vec![
        column(head::PHASE, |r| Cell::Figure(r.phase.to_string())),
        column(heading::LEVEL, |r| Cell::text(r.unit.level.get(r.context.today.lang))),
        column(heading::UNIT_ID, |r| Cell::text(r.unit.id)),
        column(heading::UNIT_NAME, |r| Cell::text(r.unit.name)),
        column(heading::SERVICE, |r| Cell::text(r.context.today.lack_key(r.lack))),
        column(heading::SERVICE_NAME, |r| Cell::text(r.context.today.lack_name(r.lack))),
        column(heading::LAND, |r| Cell::Figure(r.passage.before.land.land.hectares_digits())),
        column(head::LAND[0], |r| land(&r.passage.before)),
        column(head::LAND[1], |r| Cell::Figure(r.passage.gained.land.hectares_digits())),
        column(head::LAND[2], |r| Cell::Figure(r.passage.lost.land.hectares_digits())),
        column(head::LAND[3], |r| land(&r.passage.after)),
        column(head::LAND_PERCENT[0], |r| percent(r.passage.before.land.share)),
        column(head::LAND_PERCENT[1], |r| percent(r.passage.after.land.share)),
        column(heading::TARGET, |r| percent(r.target())),
        column(head::MEETS[0], |r| r.meets(&r.passage.before)),
        column(head::MEETS[1], |r| r.meets(&r.passage.after)),
        column(heading::PEOPLE[0], |r| people(r.of.residents)),
        column(head::PEOPLE[0], |r| people(r.passage.before.people)),
        column(head::PEOPLE[1], |r| people(r.passage.gained.people)),
        column(head::PEOPLE[2], |r| people(r.passage.lost.people)),
        column(head::PEOPLE[3], |r| people(r.passage.after.people)),
        column(head::PEOPLE_PERCENT[0], |r| percent(r.of.people_share(&r.passage.before))),
        column(head::PEOPLE_PERCENT[1], |r| percent(r.of.people_share(&r.passage.after))),
    ];
    let [young, preschool, old, oldest] = head::GROUPS;
    columns.extend([
        column(young[0], |r: &Row<'a>| group(&r.passage.gained, AgeGroup::Age0To2)),
        column(young[1], |r| group(&r.passage.lost, AgeGroup::Age0To2)),
        column(preschool[0], |r| group(&r.passage.gained, AgeGroup::Age3To5)),
        column(preschool[1], |r| group(&r.passage.lost, AgeGroup::Age3To5)),
        column(old[0], |r| group(&r.passage.gained, AgeGroup::Age60Plus)),
        column(old[1], |r| group(&r.passage.lost, AgeGroup::Age60Plus)),
        column(oldest[0], |r| group(&r.passage.gained, AgeGroup::Age80Plus)),
        column(oldest[1], |r| group(&r.passage.lost, AgeGroup::Age80Plus)),
    ]);
    columns
}

/// Writes `plan_changes.csv`: for each phase with those before it each subdistrict, then the city; each
/// service with data today, then the circle.
///
/// # Errors
/// Those of `out`.
pub fn plan_changes_csv(context: &ReviewContext<'_>, out: &mut impl Write) -> io::Result<()> {
    let units = unit_rows(&context.today, None);
    let rows = context.reviewed.review.phases.iter().flat_map(|phase| {
        let effects = phase.effect.units.iter().chain([&phase.effect.total]);
        units.iter().zip(effects).flat_map(move |(unit, of)| {
            context.lacks().filter_map(move |lack| {
                let passage = passage(of, lack)?;
                let (context, phase) = (*context, phase.phase);
                Some(Row { context, phase, unit: *unit, lack, of, passage })
            })
        })
    });
    write_table(&columns(), context.today.lang, rows, out)
}
