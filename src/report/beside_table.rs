//! `reach.csv`: what a profile sets beside its circles: shorter circles, walks along streets, and walkers. A row
//! for each unit of each layer, each service with data and each such reach.

use std::io::{self, Write};

use super::Context;
use super::cell::Cell;
use super::provision_table::confidence;
use super::radius::{Rule, category_name, each_once};
use super::streets_table::{CIRCLE, asked};
use super::table::{Column, column, write_table};
use super::unit_rows::{UnitRow, unit_rows};
use super::words::{QUESTION, Word, heading};
use crate::assessment::{Beside, BesideFigures, BesideLand, BesidePeople, Means};
use crate::profile::{Lang, Provider, ReachBy, Service, Walker};
use crate::units::{Metres, People, Share, number_text};

const REACH: [Word; 2] = [Word::new("对照口径", "reach_by"), Word::new("对照口径说明", "reach")];
const BY: [Word; 2] =
    [Word::new("对照口径依据", "reach_clause"), Word::new("对照口径可信度", "reach_confidence")];
/// Of a walker its group alone: not the residents of the unit, which `people` is everywhere.
const COUNTED: Word = Word::new("适用人口（人）", "people_counted");
const WITHIN: [Word; 2] = [
    Word::new("对照口径内人口（人）", "people_within_reach"),
    Word::new("对照口径内人口占比（%）", "people_within_reach_percent"),
];
const LOST: [Word; 2] = [
    Word::new("圆内而对照口径外人口（人）", "people_in_circle_out_of_reach"),
    Word::new("圆内而对照口径外占圆内人口（%）", "people_in_circle_out_of_reach_percent"),
];
const GAINED: Word = Word::new("圆外而对照口径内人口（人）", "people_in_reach_out_of_circle");
const LAND: [Word; 2] = [
    Word::new("圆形半径内用地占比（%）", "land_within_circle_percent"),
    Word::new("对照口径内用地占比（%）", "land_within_reach_percent"),
];

/// One unit by one reach.
struct Row<'a> {
    context: Context<'a>,
    unit: UnitRow<'a>,
    service: &'a Service,
    beside: &'a Beside,
    of: &'a BesideFigures,
}

impl Row<'_> {
    fn rule(&self) -> Rule {
        Rule::of_service(self.service, self.context.lang)
    }

    /// Where the reach comes from, and how sure that is: by the walker, or by the providers.
    fn by(&self) -> [String; 2] {
        let lang = self.context.lang;
        match self.beside.by {
            Means::Walker(at) => {
                let of = &self.context.profile.walkers[at].citation;
                [of.quoted(lang), confidence(of, lang)]
            }
            Means::Rule => {
                let Rule { clause, confidence, .. } = self.rule();
                [clause, confidence]
            }
        }
    }

    fn residents(&self, of: impl Fn(&BesidePeople) -> People) -> Cell {
        Cell::figure(self.of.people.as_ref().map(|people| of(people).0.to_string()))
    }

    fn share(&self, of: impl Fn(&BesidePeople) -> Option<Share>) -> Cell {
        Cell::figure(self.of.people.as_ref().and_then(of).map(Share::percent_text))
    }

    fn land(&self, of: impl Fn(&BesideLand) -> Option<Share>) -> Cell {
        Cell::figure(self.of.land.as_ref().and_then(of).map(Share::percent_text))
    }
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
        column(REACH[0], |r| Cell::text(&key(&r.context, r.beside))),
        column(REACH[1], |r| Cell::text(&words(&r.context, r.beside))),
        column(BY[0], |r| Cell::text(&r.by()[0])),
        column(BY[1], |r| Cell::text(&r.by()[1])),
        column(COUNTED, |r| r.residents(|of| of.by_circle.people)),
        column(CIRCLE[0], |r| r.residents(|of| of.by_circle.served)),
        column(CIRCLE[1], |r| r.share(|of| of.by_circle.share)),
        column(WITHIN[0], |r| r.residents(|of| of.within.served)),
        column(WITHIN[1], |r| r.share(|of| of.within.share)),
        column(LOST[0], |r| r.residents(|of| of.lost)),
        column(LOST[1], |r| r.share(|of| of.lost_share)),
        column(GAINED, |r| r.residents(|of| of.gained)),
        column(LAND[0], |r| r.land(|of| of.by_circle.share)),
        column(LAND[1], |r| r.land(|of| of.within.share)),
        column(QUESTION, |r| asked(&r.context)),
    ]
}

/// Writes `reach.csv`: the subdistricts and the city, then the units of each other layer and all of them
/// together. What is not measured has no row.
///
/// # Errors
/// Those of `out`.
pub fn reach_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let rows = context.assessment.beside.iter().flat_map(|beside| {
        beside.layers.iter().flat_map(move |layer| {
            unit_rows(context, layer.level).into_iter().map(move |unit| Row {
                context: *context,
                unit,
                service: context.service(beside.service),
                beside,
                of: unit.at.map_or(&layer.total, |at| &layer.units[at]),
            })
        })
    });
    write_table(&columns(), context.lang, rows, out)
}

/// The word in tables: that of the walker, or those of the providers.
pub(super) fn key(context: &Context, of: &Beside) -> String {
    match of.by {
        Means::Walker(at) => context.profile.walkers[at].key.clone(),
        Means::Rule => {
            let providers = context.service(of.service).providers.iter();
            each_once(providers.map(|provider| provider.reach.key().to_owned())).join("+")
        }
    }
}

/// What it is, in words with its lengths.
pub(super) fn words(context: &Context, of: &Beside) -> String {
    let service = context.service(of.service);
    match of.by {
        Means::Walker(at) => walker_words(&context.profile.walkers[at], of, service, context.lang),
        Means::Rule => {
            let all: Vec<String> = (service.providers.iter().zip(&of.limits))
                .map(|(provider, limit)| rule_words(provider, *limit, context.lang))
                .collect();
            match each_once(all.iter().cloned()).as_slice() {
                [one] => one.clone(),
                _ => (service.providers.iter().zip(&all))
                    .map(|(provider, words)| match context.lang {
                        Lang::Zh => {
                            format!("{words}（{}）", category_name(&provider.category, Lang::Zh))
                        }
                        Lang::En => {
                            format!("{words} ({})", category_name(&provider.category, Lang::En))
                        }
                    })
                    .collect::<Vec<_>>()
                    .join(" / "),
            }
        }
    }
}

fn rule_words(provider: &Provider, limit: Metres, lang: Lang) -> String {
    let length = limit.text();
    match (provider.reach, lang) {
        (ReachBy::Radius, Lang::Zh) => format!("{length}圆"),
        (ReachBy::Radius, Lang::En) => format!("circle of {length}"),
        (ReachBy::Detour(factor), Lang::Zh) => {
            format!("{length}圆（半径÷{}）", number_text(factor))
        }
        (ReachBy::Detour(factor), Lang::En) => {
            format!("circle of {length} (radius / {})", number_text(factor))
        }
        (ReachBy::Streets, Lang::Zh) => format!("沿街{length}"),
        (ReachBy::Streets, Lang::En) => format!("{length} along streets"),
    }
}

fn walker_words(of: &Walker, beside: &Beside, service: &Service, lang: Lang) -> String {
    let length = beside.limits.first().map(|limit| limit.text()).unwrap_or_default();
    let minutes = service.minutes.unwrap_or_default();
    let name = of.names.get(lang);
    match (lang, of.steps) {
        (Lang::Zh, true) => format!("{name}：{minutes}分钟沿街{length}"),
        (Lang::Zh, false) => format!("{name}：{minutes}分钟沿街{length}，不走台阶"),
        (Lang::En, true) => format!("{name}: {length} along streets in {minutes} min"),
        (Lang::En, false) => {
            format!("{name}: {length} along streets in {minutes} min, without steps")
        }
    }
}
