//! `plan_homes.csv`, and what `review.md` says of the homes that a plan builds.

use std::io::{self, Write};

use serde::Serialize;

use super::json::{AmountView, HeadsView, amount, heads};
use super::paper::Page;
use super::words::heading as head;
use super::{ReviewContext, passage};
use crate::assessment::{
    Heads, HomesOf, HomesReach, HomesServed, Judging, Lack, PhaseEffect, UnitEffect,
};
use crate::profile::{Profile, Service};
use crate::report::cell::Cell;
use crate::report::table::{Column, column, write_table};
use crate::report::unit_rows::{UnitRow, unit_rows};
use crate::report::words::{Word, heading};
use crate::units::{People, Share, SquareMetres, counted, percent_or_dash};

struct Row<'a> {
    context: ReviewContext<'a>,
    phase: u32,
    unit: UnitRow<'a>,
    lack: Lack,
    there: &'a UnitEffect,
    homes: &'a HomesOf,
    served: HomesServed,
}

/// What of new homes is served of a service, or of the circle.
fn served(homes: &HomesOf, lack: Lack) -> Option<HomesServed> {
    match lack {
        Lack::Service(at) => homes.services[at],
        Lack::Circle => homes.circle,
    }
}

fn people(heads: Option<Heads>) -> Cell {
    Cell::figure(heads.map(|heads| heads.all.0.to_string()))
}

fn land(of: SquareMetres) -> Cell {
    Cell::Figure(of.hectares_digits())
}

/// Rates of all who will live there, by land and by residents.
#[expect(clippy::cast_precision_loss, reason = "residents of the Earth fit 2^53")]
fn rates(there: &UnitEffect, homes: &HomesOf, lack: Lack) -> [Option<Share>; 2] {
    let Some((after, more)) =
        passage(there, lack).map(|passage| passage.after).zip(served(homes, lack))
    else {
        return [None; 2];
    };
    let land = Share::of((after.land.served + more.after.land).0, (after.land.land + homes.land).0);
    let all = |heads: Option<Heads>| heads.map(|heads| heads.all.0 as f64);
    let part = all(after.people).zip(all(more.after.people)).map(|(a, b)| a + b);
    let whole = all(there.residents).zip(all(homes.residents)).map(|(a, b)| a + b);
    [land, part.zip(whole).and_then(|(part, whole)| Share::of(part, whole))]
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        column(head::PHASE, |r| Cell::Figure(r.phase.to_string())),
        column(heading::LEVEL, |r| Cell::text(r.unit.level.get(r.context.today.lang))),
        column(heading::UNIT_ID, |r| Cell::text(r.unit.id)),
        column(heading::UNIT_NAME, |r| Cell::text(r.unit.name)),
        column(heading::SERVICE, |r| Cell::text(r.context.today.lack_key(r.lack))),
        column(heading::SERVICE_NAME, |r| Cell::text(r.context.today.lack_name(r.lack))),
        column(head::HOMES_LAND[0], |r| land(r.homes.land)),
        column(head::HOMES_LAND[1], |r| land(r.served.before.land)),
        column(head::HOMES_LAND[2], |r| land(r.served.after.land)),
        column(head::HOMES_PEOPLE[0], |r| people(r.homes.residents)),
        column(head::HOMES_PEOPLE[1], |r| people(r.served.before.people)),
        column(head::HOMES_PEOPLE[2], |r| people(r.served.after.people)),
        column(head::HOMES_PEOPLE[3], |r| {
            Cell::figure(r.homes.unserved(&r.served).map(|people| people.0.to_string()))
        }),
        column(head::HOMES_PERCENT[0], |r| {
            Cell::figure(rates(r.there, r.homes, r.lack)[0].map(Share::percent_text))
        }),
        column(head::HOMES_PERCENT[1], |r| {
            Cell::figure(rates(r.there, r.homes, r.lack)[1].map(Share::percent_text))
        }),
    ]
}

/// Whether there are any homes.
fn is_some(of: &HomesOf) -> bool {
    of.land.0 > 0.0 || of.residents.is_some_and(|heads| heads.all.0 > 0)
}

/// Writes `plan_homes.csv`: for each phase with those before it each subdistrict that has new homes, then the
/// city; each service with data today, then the circle.
///
/// # Errors
/// Those of `out`.
pub fn plan_homes_csv(context: &ReviewContext<'_>, out: &mut impl Write) -> io::Result<()> {
    let units = unit_rows(&context.today, None);
    let phases = context.reviewed.review.phases.iter();
    let phases = phases.filter_map(|phase| Some((phase, phase.homes.as_ref()?)));
    let rows = phases.flat_map(|(PhaseEffect { phase, effect, .. }, homes)| {
        let effects = effect.units.iter().chain([&effect.total]);
        let all = homes.units.iter().chain([&homes.total]);
        let units = units.iter().zip(effects).zip(all);
        let units = units.filter(|((unit, _), homes)| unit.at.is_none() || is_some(homes));
        units.flat_map(move |((unit, there), homes)| {
            context.lacks().filter_map(move |lack| {
                let served = served(homes, lack)?;
                let (context, phase, unit) = (*context, *phase, *unit);
                Some(Row { context, phase, unit, lack, there, homes, served })
            })
        })
    });
    write_table(&columns(), context.today.lang, rows, out)
}

impl Page<'_> {
    /// Whether the plan builds any homes.
    pub(super) fn has_homes(&self) -> bool {
        self.context.reviewed.review.phases.iter().any(|phase| phase.homes.is_some())
    }

    /// The homes of the whole plan; nothing where it builds none.
    pub(super) fn homes(&mut self) {
        let review = &self.context.reviewed.review;
        let Some(last) = review.phases.last() else { return };
        let Some(homes) = &last.homes else { return };
        self.head("新建住宅", "New homes");
        let total = &homes.total;
        let land = total.land.hectares_text();
        let residents = total.residents.map(|heads| heads.all.text());
        let residents = residents.unwrap_or_else(|| "–".to_owned());
        self.line(
            &format!(
                "规划新增居民 {residents} 人、居住用地 {land} 公顷；各项新增、减少只计现状居民和用地，\
                 新建住宅另列如下。\n"
            ),
            &format!(
                "The plan builds homes for {residents} residents on {land} ha of land that becomes \
                 residential. What is gained and lost is told of those who are there today; new homes \
                 stand here.\n"
            ),
        );
        self.table_head(&[
            Word::new("服务", "service"),
            Word::new("现状网点可覆盖的新增居民", "new residents whom today's outlets would reach"),
            Word::new("规划后覆盖", "after the plan"),
            Word::new("规划后未覆盖", "not reached after it"),
            Word::new("规划后用地覆盖率（含新建）", "land served after it, new homes among it"),
            Word::new(
                "规划后人口覆盖率（含新建）",
                "residents served after it, new ones among them",
            ),
        ]);
        for lack in self.context.lacks() {
            let Some(of) = served(total, lack) else { continue };
            let people = |heads: Option<Heads>| heads.map_or("–".to_owned(), |h| h.all.text());
            let rates = rates(&last.effect.total, total, lack);
            let [land, residents] = rates.map(|rate| format!("{} %", percent_or_dash(rate)));
            let unserved = total.unserved(&of).map_or("–".to_owned(), People::text);
            let (before, after) = (people(of.before.people), people(of.after.people));
            self.row(&[self.service(lack), before, after, unserved, land, residents]);
        }
        self.line("", "");
        self.each_home();
    }

    /// What the residents of each new home do not reach.
    fn each_home(&mut self) {
        let measures = self.context.plan.measures.iter();
        let all = measures.zip(&self.context.reviewed.review.measures);
        for (measure, effect) in all {
            let Some((homes, reach)) = measure.homes.as_ref().zip(effect.reach.as_ref()) else {
                continue;
            };
            let (label, residents) =
                (Self::label(measure), People(u64::from(homes.residents)).text());
            let (zh, en) = if reach.is_outside {
                let en = "outside the city, in no figure";
                ("在市域外，不计入任何数字".to_owned(), en.to_owned())
            } else {
                self.lacking(reach)
            };
            self.line(
                &format!("- {label}（{residents} 人）：{zh}。"),
                &format!("- {label} ({}): {en}.", counted(homes.residents, "resident")),
            );
        }
    }

    /// What homes lack after the plan, with the outlet that is nearest to serve them.
    fn lacking(&self, reach: &HomesReach) -> (String, String) {
        let mut names: Vec<String> = Vec::new();
        for at in reach.unreached(1) {
            let service = self.service(Lack::Service(at));
            let nearest = reach.services[at].as_ref().and_then(|ends| ends[1].as_ref());
            names.push(nearest.map_or_else(
                || self.say(&format!("{service}（无网点）"), &format!("{service} (no outlet)")),
                |of| {
                    let (far, radius) = (of.distance.text(), of.radius.text());
                    self.say(
                        &format!("{service}（最近 {far}，半径 {radius}）"),
                        &format!("{service} (nearest {far}, radius {radius})"),
                    )
                },
            ));
        }
        let circle = match reach.has_circle(1) {
            Some(true) => self.say("；便民生活圈完整", "; the whole circle is within reach"),
            Some(false) => self.say("；便民生活圈不完整", "; the circle is not complete"),
            None => String::new(),
        };
        if names.is_empty() {
            let zh = format!("规划后各项服务均可达{circle}");
            return (zh, format!("every service is within reach after the plan{circle}"));
        }
        let names = names.join(&self.say("、", ", "));
        let zh = format!("规划后仍不可达：{names}{circle}");
        (zh, format!("out of reach after the plan: {names}{circle}"))
    }
}

/// How the residents of homes stand to a service, in `review.json`.
#[derive(Serialize)]
pub(super) struct NearestView<'a> {
    service: &'a str,
    today: Option<&'a Judging>,
    after: Option<&'a Judging>,
}

/// The services with data, each with the outlets that new homes are judged by.
pub(super) fn nearest_views<'a>(of: &'a HomesReach, profile: &'a Profile) -> Vec<NearestView<'a>> {
    let known = of.services.iter().zip(&profile.services);
    let view = |(ends, service): (&'a Option<[Option<Judging>; 2]>, &'a Service)| {
        let [today, after] = ends.as_ref()?.each_ref().map(Option::as_ref);
        Some(NearestView { service: &service.key, today, after })
    };
    known.filter_map(view).collect()
}

/// New homes in `review.json`.
#[derive(Serialize)]
pub(super) struct HomesView<'a> {
    land_m2: SquareMetres,
    residents: Option<HeadsView>,
    services: Vec<ServiceView<'a>>,
    circle: Option<ServedView>,
}

#[derive(Serialize)]
struct ServiceView<'a> {
    service: &'a str,
    served: Option<ServedView>,
}

#[derive(Serialize)]
struct ServedView {
    before: AmountView,
    after: AmountView,
}

pub(super) fn homes_view<'a>(of: &HomesOf, profile: &'a Profile) -> HomesView<'a> {
    let served =
        |of: &HomesServed| ServedView { before: amount(&of.before), after: amount(&of.after) };
    let services = of.services.iter().zip(&profile.services);
    HomesView {
        land_m2: of.land,
        residents: of.residents.map(heads),
        services: services
            .map(|(of, service)| ServiceView {
                service: &service.key,
                served: of.as_ref().map(served),
            })
            .collect(),
        circle: of.circle.as_ref().map(served),
    }
}
