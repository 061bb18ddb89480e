//! `coverage.csv`: one row for each unit and service, one for each unit and the circle, and the same
//! for the city; and the same table for each other layer of units. A figure that does not exist is an empty cell, never 0; the status says why.

use std::io::{self, Write};

use super::Context;
use super::cell::Cell;
use super::coverage_notes::{note_of_circle, note_of_service};
use super::demand::rate_kind;
use super::gap_counts::GapCounts;
use super::radius::{Rule, target_clause};
use super::table::{Column, Table, column};
use super::words::{self, Word, heading};
use crate::assessment::{
    Circle, Distances, FinerLayer, Lack, LandRate, PeopleFigures, PeopleRate, ServiceFigures,
    UnitFigures, UpperRates,
};
use crate::model::SubdistrictId;
use crate::profile::{Lang, Service};
use crate::units::{Metres, Share};

/// One row: a unit, or the city, and one service, or the circle.
struct Row<'a> {
    context: Context<'a>,
    place: Place<'a>,
    of: Of<'a>,
    /// Listed gaps; gaps are not counted by the units of other layers.
    gaps: Option<usize>,
}

/// What the figures of a row are of.
#[derive(Clone, Copy)]
struct Place<'a> {
    level: Word,
    id: &'a str,
    name: &'a str,
    parent: &'a str,
}

enum Of<'a> {
    Service(&'a Service, &'a ServiceFigures),
    Circle(Option<&'a Circle>),
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        column(heading::LEVEL, |r| r.word(r.place.level)),
        column(heading::UNIT_ID, |r| Cell::text(r.place.id)),
        column(heading::UNIT_NAME, |r| Cell::text(r.place.name)),
        column(heading::PARENT, |r| Cell::text(r.place.parent)),
        column(heading::SERVICE, |r| Cell::text(r.service().map_or(words::CIRCLE_KEY, |s| &s.key))),
        column(heading::SERVICE_NAME, Row::service_name),
        column(heading::STATUS, |r| r.word(r.status())),
        column(heading::RATE_KIND, Row::rate_kind),
        column(heading::PROFILE, |r| Cell::text(&r.context.profile.key)),
        column(heading::RADIUS, |r| Cell::text(&r.rule().radius)),
        column(heading::MINUTES, |r| {
            Cell::figure(r.service().and_then(|s| s.minutes).map(|m| m.to_string()))
        }),
        column(heading::CLAUSE, |r| Cell::text(&r.rule().clause)),
        column(heading::CONFIDENCE, |r| Cell::text(&r.rule().confidence)),
        column(heading::OUTLETS, Row::outlets),
        column(heading::LAND, |r| Cell::figure(r.land().map(|l| l.land.hectares_digits()))),
        column(heading::LAND_SERVED, |r| {
            Cell::figure(r.land().map(|l| l.served.hectares_digits()))
        }),
        column(heading::LAND_UNSERVED, |r| {
            Cell::figure(r.land().map(|l| l.unserved.hectares_digits()))
        }),
        column(heading::LAND_PERCENT, |r| percent(r.land().and_then(|l| l.share))),
        column(heading::TARGET, |r| percent(r.service().and_then(Service::target_share))),
        column(heading::TARGET_CLAUSE, |r| r.of_service(|s| target_clause(s, r.lang()))),
        column(heading::MEETS_TARGET, Row::meets_target),
        column(heading::PEOPLE[0], |r| r.all(|p| Some(p.people.0.to_string()))),
        column(heading::PEOPLE[1], |r| r.all(|p| Some(p.served.0.to_string()))),
        column(heading::PEOPLE[2], |r| r.all(|p| Some(p.unserved.0.to_string()))),
        column(heading::PEOPLE[3], |r| r.all(|p| p.share.map(Share::percent_text))),
        column(heading::AGE_60PLUS[0], |r| r.age_60plus(|p| Some(p.people.0.to_string()))),
        column(heading::AGE_60PLUS[1], |r| r.age_60plus(|p| Some(p.served.0.to_string()))),
        column(heading::AGE_60PLUS[2], |r| r.age_60plus(|p| Some(p.unserved.0.to_string()))),
        column(heading::AGE_60PLUS[3], |r| r.age_60plus(|p| p.share.map(Share::percent_text))),
        column(heading::AGE_3_5[0], |r| r.age_3_5(|p| Some(p.people.0.to_string()))),
        column(heading::AGE_3_5[1], |r| r.age_3_5(|p| Some(p.served.0.to_string()))),
        column(heading::AGE_3_5[2], |r| r.age_3_5(|p| Some(p.unserved.0.to_string()))),
        column(heading::AGE_3_5[3], |r| r.age_3_5(|p| p.share.map(Share::percent_text))),
        column(heading::MEDIAN, |r| r.distance(|d| d.people_median)),
        column(heading::P90, |r| r.distance(|d| d.people_p90)),
        column(heading::GAPS, Row::gaps),
        column(heading::NOTE, Row::note),
    ]
}

/// The columns of the upper ends of ranges, behind those of the bands; only in a run that has any.
fn range_columns<'a>(context: &Context) -> Vec<Column<Row<'a>>> {
    if !context.assessment.has_ranges() {
        return Vec::new();
    }
    let [land_served, land_percent, people_served, people_percent] = heading::WITH_DOUBTFUL;
    vec![
        column(heading::DOUBTFUL, |r| match r.of {
            Of::Service(_, figures) => {
                Cell::figure(figures.with_doubtful.as_ref().map(|u| u.doubtful.to_string()))
            }
            Of::Circle(_) => Cell::Empty,
        }),
        column(land_served, |r| {
            Cell::figure(r.upper().map(|upper| upper.land.served.hectares_digits()))
        }),
        column(land_percent, |r| percent(r.upper().and_then(|upper| upper.land.share))),
        column(heading::MEETS_TARGET_WITH_DOUBTFUL, |r| match r.of {
            Of::Service(_, figures) => {
                r.verdict(figures.with_doubtful.as_ref().and_then(|upper| upper.meets_target))
            }
            Of::Circle(_) => Cell::Empty,
        }),
        column(people_served, |r| {
            let people = r.upper().and_then(|upper| upper.people.as_ref());
            Cell::figure(people.map(|p| p.all.served.0.to_string()))
        }),
        column(people_percent, |r| {
            percent(r.upper().and_then(|upper| upper.people.as_ref()).and_then(|p| p.all.share))
        }),
    ]
}

impl<'a> Row<'a> {
    fn lang(&self) -> Lang {
        self.context.lang
    }

    fn word(&self, word: Word) -> Cell {
        Cell::text(word.get(self.lang()))
    }

    fn service(&self) -> Option<&'a Service> {
        match self.of {
            Of::Service(service, _) => Some(service),
            Of::Circle(_) => None,
        }
    }

    fn rule(&self) -> Rule {
        match self.service() {
            Some(service) => Rule::of_service(service, self.lang()),
            None => Rule::of_circle(&self.context),
        }
    }

    fn of_service(&self, text: impl Fn(&Service) -> String) -> Cell {
        self.service().map_or(Cell::Empty, |s| Cell::text(&text(s)))
    }

    fn service_name(&self) -> Cell {
        match self.of {
            Of::Service(service, _) => Cell::text(service.names.get(self.lang())),
            Of::Circle(_) => self.word(words::CIRCLE),
        }
    }

    fn rate_kind(&self) -> Cell {
        let basis = self.context.assessment.basis;
        match self.of {
            Of::Service(service, _) => Cell::text(&rate_kind(&self.context, service)),
            Of::Circle(_) => self.word(words::circle_kind(basis)),
        }
    }

    fn status(&self) -> Word {
        match self.land() {
            None => words::NO_DATA,
            Some(LandRate { share: None, .. }) => words::NOT_APPLICABLE,
            Some(LandRate { share: Some(_), .. }) => words::OK,
        }
    }

    fn land(&self) -> Option<&'a LandRate> {
        match self.of {
            Of::Service(_, figures) => figures.land.as_ref(),
            Of::Circle(circle) => circle.map(|c| &c.land),
        }
    }

    fn people(&self) -> Option<&'a PeopleFigures> {
        match self.of {
            Of::Service(_, figures) => figures.people.as_ref(),
            Of::Circle(circle) => circle.and_then(|c| c.people.as_ref()),
        }
    }

    fn distances(&self) -> Option<&'a Distances> {
        match self.of {
            Of::Service(_, figures) => figures.distances.as_ref(),
            Of::Circle(_) => None,
        }
    }

    fn outlets(&self) -> Cell {
        match self.of {
            Of::Service(_, figures) if figures.land.is_some() => {
                Cell::Figure(figures.outlets.to_string())
            }
            Of::Service(..) | Of::Circle(_) => Cell::Empty,
        }
    }

    fn meets_target(&self) -> Cell {
        match self.of {
            Of::Service(_, figures) => self.verdict(figures.meets_target),
            Of::Circle(_) => Cell::Empty,
        }
    }

    fn verdict(&self, is_met: Option<bool>) -> Cell {
        is_met.map_or(Cell::Empty, |met| self.word(if met { words::YES } else { words::NO }))
    }

    /// The upper ends of the ranges.
    fn upper(&self) -> Option<&'a UpperRates> {
        match self.of {
            Of::Service(_, figures) => figures.with_doubtful.as_ref().map(|upper| &upper.rates),
            Of::Circle(circle) => circle.and_then(|c| c.with_doubtful.as_ref()),
        }
    }

    fn all(&self, text: impl Fn(&PeopleRate) -> Option<String>) -> Cell {
        Cell::figure(self.people().and_then(|p| text(&p.all)))
    }

    fn age_60plus(&self, text: impl Fn(&PeopleRate) -> Option<String>) -> Cell {
        Cell::figure(self.people().and_then(|p| p.age_60plus.as_ref()).and_then(text))
    }

    fn age_3_5(&self, text: impl Fn(&PeopleRate) -> Option<String>) -> Cell {
        Cell::figure(self.people().and_then(|p| p.age_3_5.as_ref()).and_then(text))
    }

    fn distance(&self, pick: impl Fn(&Distances) -> Option<Metres>) -> Cell {
        Cell::figure(self.distances().and_then(pick).map(Metres::digits))
    }

    fn gaps(&self) -> Cell {
        Cell::figure(self.land().and(self.gaps).map(|gaps| gaps.to_string()))
    }

    fn note(&self) -> Cell {
        let lang = self.lang();
        let of_service = match &self.of {
            Of::Service(service, figures) => note_of_service(self.context, service, figures),
            Of::Circle(circle) => {
                let has_land = circle.is_none_or(|circle| circle.land.share.is_some());
                (!has_land).then(|| words::NOTE_NO_LAND.get(lang).to_owned())
            }
        };
        let of_circle = self.service().is_none().then(|| note_of_circle(self.context)).flatten();
        let notes: Vec<String> = of_service.into_iter().chain(of_circle).collect();
        Cell::text(&notes.join(words::CLAUSES.get(lang)))
    }

    /// I10: for each band of the profile the share of land, then that of residents.
    fn bands(&self) -> impl Iterator<Item = Cell> {
        let distances = self.distances();
        let within = move |pick: fn(&Distances) -> &Vec<Option<Share>>, band: usize| {
            percent(distances.and_then(|d| pick(d).get(band).copied().flatten()))
        };
        (0..self.context.profile.bands.len())
            .flat_map(move |b| [within(|d| &d.land_within, b), within(|d| &d.people_within, b)])
    }
}

fn percent(share: Option<Share>) -> Cell {
    Cell::figure(share.map(Share::percent_text))
}

/// Headings of the distance bands: `land_within_300_m_percent`, `people_within_300_m_percent`.
fn band_headings(context: &Context) -> Vec<String> {
    let lang = context.lang;
    let both = |band: &Metres| match lang {
        Lang::Zh => {
            let band = band.stated_text();
            ["用地", "人口"].map(|of| format!("距最近网点 {band} 内{of}占比（%）"))
        }
        Lang::En => {
            let band = band.stated_text().replace(' ', "_");
            [format!("land_within_{band}_percent"), format!("people_within_{band}_percent")]
        }
    };
    context.profile.bands.iter().flat_map(both).collect()
}

/// The rows of one unit, or of the city: the services in the order of the profile, then the circle.
fn rows<'a>(
    context: &Context<'a>,
    place: Place<'a>,
    figures: &'a UnitFigures,
    gaps: impl Fn(Lack) -> Option<usize>,
) -> Vec<Row<'a>> {
    let context = *context;
    let row = |of, lack| Row { context, place, of, gaps: gaps(lack) };
    let mut rows: Vec<Row> = context
        .profile
        .services
        .iter()
        .zip(&figures.services)
        .enumerate()
        .map(|(at, (service, of))| row(Of::Service(service, of), Lack::Service(at)))
        .collect();
    rows.push(row(Of::Circle(figures.circle.as_ref()), Lack::Circle));
    rows
}

/// A table with its headings written.
fn begin<W: Write>(context: &Context, out: W) -> io::Result<Table<W>> {
    let columns = columns();
    let fixed = columns.iter().map(|c| c.heading.get(context.lang).to_owned());
    let mut table = Table::new(out)?;
    let ranges = range_columns(context);
    let ranges = ranges.iter().map(|c| c.heading.get(context.lang).to_owned());
    table.headings(fixed.chain(band_headings(context)).chain(ranges))?;
    Ok(table)
}

fn put<W: Write>(table: &mut Table<W>, rows: &[Row<'_>]) -> io::Result<()> {
    let columns = columns();
    for row in rows {
        let ranges = range_columns(&row.context);
        let ranges = ranges.iter().map(|c| (c.cell)(row));
        table.row(columns.iter().map(|c| (c.cell)(row)).chain(row.bands()).chain(ranges))?;
    }
    Ok(())
}

/// Writes `coverage.csv`: subdistricts in the order of the city, then the city.
///
/// # Errors
/// Those of `out`.
pub fn coverage_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let counts = GapCounts::of(&context.assessment.gaps.listed);
    let mut table = begin(context, out)?;
    let units = (0u32..).map(SubdistrictId).map(Some).zip(&context.assessment.units);
    for (unit, figures) in units.chain([(None, &context.assessment.total)]) {
        let place = match unit.map(|id| &context.city.subdistricts()[id.index()]) {
            Some(unit) => Place {
                level: words::SUBDISTRICT,
                id: &unit.id,
                name: &unit.name,
                parent: unit.parent.as_deref().unwrap_or_default(),
            },
            None => Place { level: words::CITY, id: "", name: context.city.name(), parent: "" },
        };
        put(&mut table, &rows(context, place, figures, |lack| Some(counts.get(lack, unit))))?;
    }
    table.finish()
}

/// Writes the same table for another layer of units, with the subdistrict that holds each as its
/// parent, then all units of the layer together.
///
/// # Errors
/// Those of `out`.
pub fn finer_coverage_csv(
    context: &Context,
    layer: &FinerLayer,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut table = begin(context, out)?;
    let level = words::level(layer.level);
    for (unit, figures) in context.city.finer_units(layer.level).iter().zip(&layer.units) {
        let parent = figures.parent.map_or("", |id| context.unit(id).1);
        let place = Place { level, id: &unit.id, name: &unit.name, parent };
        put(&mut table, &rows(context, place, &figures.figures, |_| None))?;
    }
    let all = words::all_units(layer.level);
    let place = Place { level: all, id: "", name: context.city.name(), parent: "" };
    put(&mut table, &rows(context, place, &layer.total, |_| None))?;
    table.finish()
}
