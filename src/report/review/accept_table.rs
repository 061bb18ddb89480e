//! `acceptance.csv`: what became of each measure of a plan, and what each deviation costs in coverage.

use std::io::{self, Write};

use super::passage;
use super::words::{self as own, heading as head};
use crate::assessment::{
    Acceptance, Allowed, Amount, BuiltWalks, Done, HomesOf, Lack, Passage, UnitEffect,
};
use crate::model::{City, Measure, Plan, PlannedOutlet};
use crate::report::Context;
use crate::report::cell::Cell;
use crate::report::radius::category_name;
use crate::report::table::{Column, column, write_table};
use crate::report::words::{self, heading};
use crate::units::{Metres, SquareMetres, number_text};

/// Everything that an output of an acceptance may print.
#[derive(Debug, Clone, Copy)]
pub struct AcceptContext<'a> {
    /// The city before the plan and before what was built.
    pub today: Context<'a>,
    /// The plan.
    pub plan: &'a Plan,
    /// What was built, measure by measure.
    pub built: &'a Plan,
    /// What lies between the two.
    pub acceptance: &'a Acceptance,
    /// The same along streets; none without streets, or without people.
    pub walks: Option<&'a BuiltWalks>,
    /// New homes of the plan, and of what was built; none where there are none.
    pub homes: [Option<&'a HomesOf>; 2],
    /// How far apart one outlet may be drawn.
    pub allowed: Allowed,
}

impl<'a> AcceptContext<'a> {
    /// The services that have data today, by position, then the circle.
    pub(super) fn lacks(&self) -> Vec<Lack> {
        let total = &self.acceptance.between.total;
        let services = total.services.iter().enumerate();
        let known = services.filter(|(_, passage)| passage.is_some());
        let circle = total.circle.map(|_| Lack::Circle);
        known.map(|(at, _)| Lack::Service(at)).chain(circle).collect()
    }

    pub(super) fn planned(&self, of: &Done) -> Option<&'a Measure> {
        of.planned.map(|at| &self.plan.measures[at])
    }

    pub(super) fn built(&self, of: &Done) -> Option<&'a Measure> {
        of.built.map(|at| &self.built.measures[at])
    }

    /// Whether a service that has data counts outlets of a category that a measure touches.
    pub(super) fn is_measured(&self, of: &Done) -> bool {
        let Context { city, profile, .. } = self.today;
        let both = [self.planned(of), self.built(of)];
        let touched: Vec<&str> =
            both.into_iter().flatten().filter_map(|of| category(city, of)).collect();
        self.lacks().into_iter().any(|lack| match lack {
            Lack::Circle => false,
            Lack::Service(at) => {
                let providers = &profile.services[at].providers;
                providers.iter().any(|provider| touched.contains(&provider.category.as_str()))
            }
        })
    }

    /// The measure of the plan, or what was built without one.
    pub(super) fn measure(&self, of: &Done) -> Option<&'a Measure> {
        self.planned(of).or_else(|| self.built(of))
    }
}

/// Key of the category of what a measure leaves, or of what it takes.
pub(super) fn category<'a>(city: &'a City, of: &'a Measure) -> Option<&'a str> {
    let left = of.outlet.as_ref().map(|outlet| outlet.category.as_str());
    let taken = of.target.map(|id| &city.outlets()[id.index()]);
    left.or_else(|| taken.map(|outlet| city.categories()[outlet.category.index()].as_str()))
}

/// A measure and a service that its deviations touch; none of one that touches none.
struct Row<'a> {
    context: AcceptContext<'a>,
    done: &'a Done,
    lack: Option<Lack>,
}

impl<'a> Row<'a> {
    fn planned(&self) -> Option<&'a Measure> {
        self.context.planned(self.done)
    }

    fn built(&self) -> Option<&'a Measure> {
        self.context.built(self.done)
    }

    fn cell(of: Option<&'a Measure>, pick: impl FnOnce(&'a Measure) -> Cell) -> Cell {
        of.map_or(Cell::Empty, pick)
    }

    fn outlet(of: Option<&'a Measure>, pick: fn(&PlannedOutlet) -> Option<f64>) -> Cell {
        let outlet = of.and_then(|measure| measure.outlet.as_ref());
        Cell::figure(outlet.and_then(pick).map(number_text))
    }

    fn category(&self, of: Option<&'a Measure>) -> Cell {
        let city = self.context.today.city;
        of.and_then(|of| category(city, of)).map_or(Cell::Empty, Cell::text)
    }

    fn category_name(&self, of: Option<&'a Measure>) -> Cell {
        let Context { city, lang, .. } = self.context.today;
        let key = of.and_then(|of| category(city, of));
        key.map_or(Cell::Empty, |key| Cell::text(category_name(key, lang)))
    }

    fn amount(&self, of: Option<&'a UnitEffect>, pick: fn(&Passage) -> Amount) -> Option<Amount> {
        passage(of?, self.lack?).map(pick)
    }

    fn people(&self, of: Option<&'a UnitEffect>, pick: fn(&Passage) -> Amount) -> Cell {
        let heads = self.amount(of, pick).and_then(|amount| amount.people);
        Cell::figure(heads.map(|heads| heads.all.0.to_string()))
    }

    fn land(&self, of: Option<&'a UnitEffect>, pick: fn(&Passage) -> Amount) -> Cell {
        Cell::figure(self.amount(of, pick).map(|amount| amount.land.hectares_digits()))
    }

    fn alone(&self) -> &'a UnitEffect {
        &self.done.alone
    }

    fn as_built(&self) -> &'a UnitEffect {
        &self.done.as_built
    }

    fn meanwhile(&self) -> Option<&'a UnitEffect> {
        self.done.meanwhile.as_ref()
    }

    /// `moved, late`; `as planned`.
    fn verdict(&self) -> Cell {
        let lang = self.context.today.lang;
        let all = self.done.deviations.iter().map(|of| own::deviation(*of).get(lang));
        let all: Vec<&str> = all.collect();
        if all.is_empty() {
            return Cell::text(own::AS_PLANNED.get(lang));
        }
        Cell::text(&all.join(words::LIST.get(lang)))
    }

    fn moved(&self) -> Cell {
        let far = self.done.deviations.iter().find_map(|of| of.moved());
        Cell::figure(far.map(Metres::digits))
    }
}

fn square_metres(of: Option<SquareMetres>) -> Option<f64> {
    of.map(|SquareMetres(area)| area)
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    let mut columns = columns_of_measures();
    columns.extend([
        column(heading::SERVICE, |r: &Row<'a>| {
            r.lack.map_or(Cell::Empty, |lack| Cell::text(r.context.today.lack_key(lack)))
        }),
        column(heading::SERVICE_NAME, |r| {
            r.lack.map_or(Cell::Empty, |lack| Cell::text(r.context.today.lack_name(lack)))
        }),
        column(head::DEVIATION[0], |r| r.people(Some(r.alone()), |of| of.lost)),
        column(head::DEVIATION[1], |r| r.people(Some(r.alone()), |of| of.gained)),
        column(head::DEVIATION[2], |r| r.land(Some(r.alone()), |of| of.lost)),
        column(head::DEVIATION[3], |r| r.land(Some(r.alone()), |of| of.gained)),
        column(head::AS_BUILT[0], |r| r.people(Some(r.as_built()), |of| of.lost)),
        column(head::AS_BUILT[1], |r| r.people(Some(r.as_built()), |of| of.gained)),
        column(head::AS_BUILT[2], |r| r.land(Some(r.as_built()), |of| of.lost)),
        column(head::AS_BUILT[3], |r| r.land(Some(r.as_built()), |of| of.gained)),
        column(head::MEANWHILE[0], |r| r.people(r.meanwhile(), |of| of.lost)),
        column(head::MEANWHILE[1], |r| r.land(r.meanwhile(), |of| of.lost)),
    ]);
    columns
}

fn columns_of_measures<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        column(head::MEASURE_ID, |r| Row::cell(r.planned(), |of| Cell::text(&of.id))),
        column(head::BUILT_ID, |r| Row::cell(r.built(), |of| Cell::text(&of.id))),
        column(head::MEASURE_NAME, |r| {
            Row::cell(r.planned().or(r.built()), |of| Cell::text(&of.name))
        }),
        column(head::KNOWN_BY, |r| {
            let lang = r.context.today.lang;
            r.done.known_by.map_or(Cell::Empty, |by| Cell::text(own::known_by(by).get(lang)))
        }),
        column(head::BECAME, Row::verdict),
        column(head::ACTION, |r| {
            let lang = r.context.today.lang;
            Row::cell(r.planned().or(r.built()), |of| Cell::text(own::action(of.action).get(lang)))
        }),
        column(head::PLANNED_BUILT[0], |r| r.category(r.planned())),
        column(head::PLANNED_BUILT[1], |r| r.category(r.built())),
        column(head::CATEGORY_NAMES[0], |r| r.category_name(r.planned())),
        column(head::CATEGORY_NAMES[1], |r| r.category_name(r.built())),
        column(head::MOVED, Row::moved),
        column(head::CAPACITY[0], |r| Row::outlet(r.planned(), |of| of.capacity)),
        column(head::CAPACITY[1], |r| Row::outlet(r.built(), |of| of.capacity)),
        column(head::FLOOR[0], |r| Row::outlet(r.planned(), |of| square_metres(of.floor_area))),
        column(head::FLOOR[1], |r| Row::outlet(r.built(), |of| square_metres(of.floor_area))),
        column(head::PHASES[0], |r| {
            Row::cell(r.planned(), |of| Cell::Figure(of.phase.to_string()))
        }),
        column(head::PHASES[1], |r| Row::cell(r.built(), |of| Cell::Figure(of.phase.to_string()))),
    ]
}

/// Writes `acceptance.csv`: the measures of the plan in its order, then what nobody planned; each with the
/// services that its deviations touch, then the circle; one that touches none has one row.
///
/// # Errors
/// Those of `out`.
pub fn acceptance_csv(context: &AcceptContext<'_>, out: &mut impl Write) -> io::Result<()> {
    let (context, all) = (*context, context.lacks());
    let rows = context.acceptance.measures.iter().flat_map(|done| {
        let sides = [Some(&done.alone), Some(&done.as_built), done.meanwhile.as_ref()];
        let is_touched = |lack: &&Lack| {
            let mut passages = sides.iter().flatten().filter_map(|of| passage(of, **lack));
            passages.any(|passage| !passage.is_still())
        };
        let mut lacks: Vec<Option<Lack>> =
            all.iter().filter(is_touched).copied().map(Some).collect();
        if lacks.is_empty() {
            lacks.push(None);
        }
        lacks.into_iter().map(move |lack| Row { context, done, lack })
    });
    write_table(&columns(), context.today.lang, rows, out)
}
