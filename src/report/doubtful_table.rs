//! `doubtful.csv`: outlets that may not be what their category says, for the subdistrict to check.

use std::io::{self, Write};

use super::Context;
use super::cell::Cell;
use super::gap_table::degrees;
use super::radius::category_name;
use super::table::{Column, column, write_table};
use super::words::{self, heading};
use crate::assessment::DoubtfulOutlet;
use crate::model::{Doubt, Outlet};

/// One doubtful outlet with what its names are looked up in.
struct Row<'a> {
    context: Context<'a>,
    of: &'a DoubtfulOutlet,
    outlet: &'a Outlet,
}

impl<'a> Row<'a> {
    fn category(&self) -> &'a str {
        &self.context.city.categories()[self.outlet.category.index()]
    }

    fn doubt(&self, cell: impl Fn(&Doubt) -> Cell) -> Cell {
        self.outlet.doubt().map_or(Cell::Empty, cell)
    }

    fn unit(&self, pick: impl Fn((&'a str, &'a str)) -> &'a str) -> Cell {
        self.of.unit.map_or(Cell::Empty, |id| Cell::text(pick(self.context.unit(id))))
    }
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        column(heading::OUTLET_ID, |r| Cell::text(&r.outlet.id)),
        column(heading::OUTLET_NAME, |r| Cell::text(&r.outlet.name)),
        column(heading::CATEGORY, |r| Cell::text(r.category())),
        column(heading::CATEGORY_NAME, |r| Cell::text(category_name(r.category(), r.context.lang))),
        column(heading::UNIT_ID, |r| r.unit(|(id, _)| id)),
        column(heading::UNIT_NAME, |r| r.unit(|(_, name)| name)),
        column(heading::LON, |r| Cell::Figure(degrees(r.of.lonlat.lon))),
        column(heading::LAT, |r| Cell::Figure(degrees(r.of.lonlat.lat))),
        column(heading::DOUBT, |r| {
            r.doubt(|doubt| Cell::text(words::doubt(doubt.kind).get(r.context.lang)))
        }),
        column(heading::PATTERN, |r| r.doubt(|doubt| Cell::text(&doubt.pattern))),
    ]
}

/// Writes `doubtful.csv` in the order of the city.
///
/// # Errors
/// Those of `out`.
pub fn doubtful_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let outlets = context.city.outlets();
    let rows = context.assessment.doubtful.iter().map(|of| Row {
        context: *context,
        of,
        outlet: &outlets[of.outlet.index()],
    });
    write_table(&columns(), context.lang, rows, out)
}
