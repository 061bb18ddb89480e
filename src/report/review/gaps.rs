//! `plan_gaps.csv`: what becomes of each gap of today, and the gaps that are new.

use std::io::{self, Write};

use super::ReviewContext;
use super::words::{self as own, heading as head};
use crate::assessment::{Followed, Gap};
use crate::report::cell::Cell;
use crate::report::table::{Column, column, write_table};
use crate::report::words::{self, heading};
use crate::units::{People, SquareMetres};

struct Row<'a> {
    context: ReviewContext<'a>,
    followed: &'a Followed,
    /// The gap of today, or the new one.
    of: &'a Gap,
    before: Option<&'a Gap>,
    after: Vec<&'a Gap>,
}

impl Row<'_> {
    /// Ids of the gaps after the plan.
    fn ids(&self) -> String {
        let ids: Vec<&str> = self.after.iter().map(|gap| gap.id.as_str()).collect();
        ids.join(words::LIST.get(self.context.today.lang))
    }
}

fn residents(people: Option<People>) -> Cell {
    Cell::figure(people.map(|people| people.0.to_string()))
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        column(heading::SERVICE, |r| Cell::text(r.context.today.lack_key(r.of.lack))),
        column(heading::SERVICE_NAME, |r| Cell::text(r.context.today.lack_name(r.of.lack))),
        column(heading::UNIT_ID, |r| Cell::text(r.context.today.unit(r.of.unit).0)),
        column(heading::UNIT_NAME, |r| Cell::text(r.context.today.unit(r.of.unit).1)),
        column(head::COURSE, |r| {
            Cell::text(own::course(r.followed.course).get(r.context.today.lang))
        }),
        column(head::GAP[0], |r| r.before.map_or(Cell::Empty, |gap| Cell::text(&gap.id))),
        column(head::GAP[1], |r| Cell::text(&r.ids())),
        column(head::GAP_LAND[0], |r| Cell::figure(r.before.map(|gap| gap.area.hectares_digits()))),
        column(head::GAP_LAND[1], |r| {
            let land: SquareMetres = r.after.iter().map(|gap| gap.area).sum();
            Cell::Figure(land.hectares_digits())
        }),
        column(head::GAP_PEOPLE[0], |r| residents(r.before.and_then(|gap| gap.people))),
        column(head::GAP_PEOPLE[1], |r| {
            let people = r.after.iter().map(|gap| gap.people).sum::<Option<People>>();
            residents(people.filter(|_| r.of.people.is_some()))
        }),
        column(head::COMMUNITY, |r| r.of.community.as_deref().map_or(Cell::Empty, Cell::text)),
        column(head::ESTATES, |r| {
            Cell::text(&r.of.estates.join(words::LIST.get(r.context.today.lang)))
        }),
    ]
}

/// Writes `plan_gaps.csv`: the gaps of today in their order, then the new ones. A gap after the plan that
/// shares land with several of today stands with each of them.
///
/// # Errors
/// Those of `out`.
pub fn plan_gaps_csv(context: &ReviewContext<'_>, out: &mut impl Write) -> io::Result<()> {
    let (today, planned) = (&context.reviewed.today.gaps.listed, &context.reviewed.planned.gaps);
    let rows = context.reviewed.gaps.iter().filter_map(|followed| {
        let before = followed.before.map(|at| &today[at]);
        let after: Vec<&Gap> = followed.after.iter().map(|&at| &planned[at]).collect();
        let of = before.or(after.first().copied())?;
        Some(Row { context: *context, followed, of, before, after })
    });
    write_table(&columns(), context.today.lang, rows, out)
}
