//! `choice.csv`: the second, third ... nearest outlet and the number within reach. A row for each unit
//! of each layer and each service with data, and for all units of the layer together.

use std::io::{self, Write};

use super::Context;
use super::cell::Cell;
use super::radius::Rule;
use super::streets_table::asked;
use super::table::Table;
use super::unit_rows::unit_rows;
use super::words::{QUESTION, Word, heading};
use crate::assessment::{Choice, ChoiceAlong, NthNearest};
use crate::profile::Lang;
use crate::units::{Metres, Share, number_text};

const MEAN: Word = Word::new("可达网点平均数（个）", "mean_outlets_within_reach");

/// Headings before those that depend on the profile.
const FIXED: [Word; 11] = [
    heading::LEVEL,
    heading::UNIT_ID,
    heading::UNIT_NAME,
    heading::PARENT,
    heading::SERVICE,
    heading::SERVICE_NAME,
    heading::PROFILE,
    heading::RADIUS,
    heading::CONFIDENCE,
    heading::PEOPLE[0],
    MEAN,
];

/// Writes `choice.csv`: the subdistricts and the city, then the units of each other layer and all of
/// them together.
///
/// # Errors
/// Those of `out`.
pub fn choice_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let (lang, along) = (context.lang, context.assessment.streets.is_some());
    let mut table = Table::new(out)?;
    let fixed = FIXED.map(|word| word.get(lang).to_owned());
    table.headings(fixed.into_iter().chain(headings(context)))?;
    for layer in &context.assessment.choices {
        for unit in unit_rows(context, layer.level) {
            let choices = unit.at.map_or(&layer.total, |at| &layer.units[at]);
            for (service, choice) in context.profile.services.iter().zip(choices) {
                let Some(choice) = choice else { continue };
                let rule = Rule::of_service(service, lang);
                let head = [
                    Cell::text(unit.level.get(lang)),
                    Cell::text(unit.id),
                    Cell::text(unit.name),
                    Cell::text(unit.parent),
                    Cell::text(&service.key),
                    Cell::text(service.names.get(lang)),
                    Cell::text(&context.profile.key),
                    Cell::text(&rule.radius),
                    Cell::text(&rule.confidence),
                    Cell::Figure(choice.people.0.to_string()),
                    Cell::figure(choice.mean.map(number_text)),
                ];
                let asked = along.then(|| asked(context));
                table.row(head.into_iter().chain(cells(choice)).chain(asked))?;
            }
        }
    }
    table.finish()
}

/// Headings of the counts within reach, then of each further outlet.
fn headings(context: &Context) -> Vec<String> {
    let nearest = context.profile.nearest;
    let mut headings: Vec<String> = (0..nearest).map(|n| count_heading(n, context.lang)).collect();
    headings.push(match context.lang {
        Lang::Zh => format!("可达{nearest}个及以上网点的人口（人）"),
        Lang::En => format!("people_with_{nearest}_or_more_outlets_within_reach"),
    });
    for n in 2..=nearest {
        headings.extend(match context.lang {
            Lang::Zh => [
                format!("居民至第{n}近网点距离中位数（米）"),
                format!("居民至第{n}近网点距离第90百分位（米）"),
            ],
            Lang::En => [
                format!("nearest_{n}_people_median_distance_m"),
                format!("nearest_{n}_people_p90_distance_m"),
            ],
        });
        headings
            .extend(context.profile.bands.iter().map(|band| band_heading(n, *band, context.lang)));
    }
    if context.assessment.streets.is_some() {
        headings.extend(along_headings(context));
    }
    headings
}

/// The same along streets.
fn along_headings(context: &Context) -> Vec<String> {
    let nearest = context.profile.nearest;
    let of_count = |n: usize| match (context.lang, n == nearest) {
        (Lang::Zh, false) => format!("沿街可达{n}个网点的人口（人）"),
        (Lang::Zh, true) => format!("沿街可达{n}个及以上网点的人口（人）"),
        (Lang::En, false) => format!("people_with_{n}_outlets_along_streets"),
        (Lang::En, true) => format!("people_with_{n}_or_more_outlets_along_streets"),
    };
    let of_nth = |n: usize| match context.lang {
        Lang::Zh => [
            format!("居民至第{n}近网点沿街步行距离中位数（米）"),
            format!("居民至第{n}近网点沿街步行距离第90百分位（米）"),
        ],
        Lang::En => {
            [format!("nearest_{n}_people_median_walk_m"), format!("nearest_{n}_people_p90_walk_m")]
        }
    };
    let walks = (0..=nearest).map(of_count).chain((2..=nearest).flat_map(of_nth));
    walks.chain([QUESTION.get(context.lang).to_owned()]).collect()
}

fn count_heading(n: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("可达{n}个网点的人口（人）"),
        Lang::En => format!("people_with_{n}_outlets_within_reach"),
    }
}

fn band_heading(n: usize, band: Metres, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("距第{n}近网点 {} 内人口占比（%）", band.stated_text()),
        Lang::En => {
            format!("nearest_{n}_people_within_{}_percent", band.stated_text().replace(' ', "_"))
        }
    }
}

fn cells(choice: &Choice) -> impl Iterator<Item = Cell> + '_ {
    let counts = choice.by_count.iter().map(|people| Cell::Figure(people.0.to_string()));
    let straight = counts.chain(choice.nearest.iter().flat_map(nth_cells));
    straight.chain(choice.along.iter().flat_map(along_cells))
}

fn along_cells(of: &ChoiceAlong) -> impl Iterator<Item = Cell> + '_ {
    let counts = of.by_count.iter().map(|people| Cell::Figure(people.0.to_string()));
    let walks = of.nearest.iter().flat_map(|nth| [nth.median, nth.p90]);
    counts.chain(walks.map(|d| Cell::figure(d.map(Metres::digits))))
}

fn nth_cells(of: &NthNearest) -> impl Iterator<Item = Cell> + '_ {
    let distances = [of.median, of.p90].map(|d| Cell::figure(d.map(Metres::digits)));
    let within = of.within.iter().map(|share| Cell::figure(share.map(Share::percent_text)));
    distances.into_iter().chain(within)
}
