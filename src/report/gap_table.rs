//! `gaps.csv`: every listed gap with its size, its place and the departments that answer for it.

use std::io::{self, Write};

use super::Context;
use super::cell::Cell;
use super::demand::land_kind;
use super::departments::{leading, supporting};
use super::radius::Rule;
use super::table::{Column, column, write_table};
use super::words::{self, heading};
use crate::assessment::{Gap, Lack, NearestOutlet};
use crate::model::Outlet;
use crate::profile::DemandGroup;

/// One gap with what its names are looked up in.
pub(super) struct GapRow<'a> {
    pub(super) context: Context<'a>,
    pub(super) gap: &'a Gap,
}

/// The columns of `gaps.csv`, and by their English headings the properties of `gaps.geojson`.
/// The reports of residents stand in them where the city has any.
pub(super) fn columns<'a>(context: &Context) -> Vec<Column<GapRow<'a>>> {
    let complaints = column(heading::COMPLAINTS, |r: &GapRow<'_>| {
        Cell::figure(r.gap.complaints.map(|n| n.to_string()))
    });
    let mut columns = usual_columns();
    if context.assessment.complaints.is_some() {
        columns.push(complaints);
    }
    columns
}

fn usual_columns<'a>() -> Vec<Column<GapRow<'a>>> {
    vec![
        column(heading::GAP_ID, |r| Cell::text(&r.gap.id)),
        column(heading::RANK, |r| Cell::Figure(r.gap.rank.to_string())),
        column(heading::LACKS, |r| Cell::text(r.context.lack_key(r.gap.lack))),
        column(heading::LACKS_NAME, |r| Cell::text(r.context.lack_name(r.gap.lack))),
        column(heading::MISSING, |r| {
            let missing = r.gap.missing.iter().map(|&at| r.context.service(at));
            r.list(missing.map(|s| s.names.get(r.context.lang)))
        }),
        column(heading::UNIT_ID, |r| Cell::text(r.context.unit(r.gap.unit).0)),
        column(heading::UNIT_NAME, |r| Cell::text(r.context.unit(r.gap.unit).1)),
        column(heading::COMMUNITY, |r| Cell::text(r.gap.community.as_deref().unwrap_or(""))),
        column(heading::ESTATES, |r| r.list(r.gap.estates.iter().map(String::as_str))),
        column(heading::LAND_KIND, |r| Cell::text(&land_kind(&r.context, r.gap.lack))),
        column(heading::GAP_AREA, |r| Cell::Figure(r.gap.area.hectares_digits())),
        column(heading::GAP_PEOPLE, |r| Cell::figure(r.gap.people.map(|p| p.0.to_string()))),
        column(heading::DEMAND_GROUP, |r| {
            r.group().map_or(Cell::Empty, |g| Cell::text(words::demand(g).get(r.context.lang)))
        }),
        column(heading::DEMAND_PEOPLE, |r| Cell::figure(r.gap.demand.map(|p| p.0.to_string()))),
        column(heading::LON, |r| Cell::Figure(degrees(r.gap.lonlat.lon))),
        column(heading::LAT, |r| Cell::Figure(degrees(r.gap.lonlat.lat))),
        column(heading::NEAREST_ID, |r| r.outlet().map_or(Cell::Empty, |o| Cell::text(&o.id))),
        column(heading::NEAREST_NAME, |r| r.outlet().map_or(Cell::Empty, |o| Cell::text(&o.name))),
        column(heading::NEAREST_DISTANCE, |r| {
            Cell::figure(r.gap.nearest.map(|n: NearestOutlet| n.distance.digits()))
        }),
        column(heading::LEAD, |r| {
            r.list(leading(r.context.profile, r.gap).into_iter().map(|d| d.get(r.context.lang)))
        }),
        column(heading::SUPPORTING, |r| {
            r.list(supporting(r.context.profile, r.gap).into_iter().map(|d| d.get(r.context.lang)))
        }),
        column(heading::PROFILE, |r| Cell::text(&r.context.profile.key)),
        column(heading::RADIUS, |r| Cell::text(&r.rule().radius)),
        column(heading::CLAUSE, |r| Cell::text(&r.rule().clause)),
        column(heading::CONFIDENCE, |r| Cell::text(&r.rule().confidence)),
    ]
}

impl<'a> GapRow<'a> {
    fn list<'t>(&self, items: impl Iterator<Item = &'t str>) -> Cell {
        Cell::text(&items.collect::<Vec<_>>().join(words::LIST.get(self.context.lang)))
    }

    fn rule(&self) -> Rule {
        Rule::of(&self.context, self.gap.lack)
    }

    /// Whose need the missing service answers; the circle is everybody's.
    fn group(&self) -> Option<DemandGroup> {
        match self.gap.lack {
            Lack::Service(at) => Some(self.context.service(at).demand),
            Lack::Circle => None,
        }
    }

    fn outlet(&self) -> Option<&'a Outlet> {
        self.gap.nearest.map(|n| &self.context.city.outlets()[n.outlet.index()])
    }
}

/// Degrees with 6 decimals: 0.1 m.
pub(super) fn degrees(degrees: f64) -> String {
    format!("{degrees:.6}")
}

/// Writes `gaps.csv` in the order of the assessment: by lack in the order of the profile, the circle
/// last, each by rank. Slivers are in the summary and in `assessment.json`.
///
/// # Errors
/// Those of `out`.
pub fn gaps_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let rows = context.assessment.gaps.listed.iter().map(|gap| GapRow { context: *context, gap });
    write_table(&columns(context), context.lang, rows, out)
}
