//! `functions.csv`, `unmet.csv` and `function_rates.csv`: the function matrix of communities, grids and
//! other units (I8), its failing cells with the reason and who is asked (I6), and the counts by
//! function (I5) with the rate of complete units (I9). Each rate names its kind and its denominator.

use std::io::{self, Write};

use super::Context;
use super::cell::Cell;
use super::provision_table::confidence;
use super::radius::{Rule, category_name, each_once};
use super::table::{Column, Table, column, write_table};
use super::words::{self, Word, heading};
use crate::assessment::{FinerLayer, Function, FunctionRate, Standing};
use crate::model::{Community, OpenAt};
use crate::profile::{Item, Lang, Need};
use crate::units::{Metres, Share, SquareMetres, number_text};

/// One unit of a layer.
#[derive(Clone, Copy)]
struct Unit<'a> {
    context: Context<'a>,
    layer: &'a FinerLayer,
    at: usize,
}

impl<'a> Unit<'a> {
    fn all(context: &Context<'a>) -> impl Iterator<Item = Self> {
        let context = *context;
        context.assessment.finer.iter().flat_map(move |layer| {
            (0..layer.units.len()).map(move |at| Self { context, layer, at })
        })
    }

    fn own(&self) -> &'a Community {
        &self.context.city.finer_units(self.layer.level)[self.at]
    }

    fn subdistrict(&self) -> &'a str {
        self.layer.units[self.at].parent.map_or("", |id| self.context.unit(id).1)
    }

    fn word(&self, word: Word) -> Cell {
        Cell::text(word.get(self.context.lang))
    }
}

/// Writes `functions.csv`: a row for each unit, a column for each function.
///
/// # Errors
/// Those of `out`.
pub fn functions_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let items = context.profile.matrix_items();
    let lang = context.lang;
    let head = [heading::LEVEL, heading::UNIT_ID, heading::UNIT_NAME, heading::SUBDISTRICT];
    let tail = [heading::HAS, heading::COUNTED_ITEMS, heading::IS_COMPLETE, heading::PROFILE];
    let word = |w: Word| w.get(lang).to_owned();
    let names = items.iter().map(|item| match lang {
        Lang::Zh => item.names.zh.clone(),
        Lang::En => item.key.clone(),
    });
    let mut table = Table::new(out)?;
    table.headings(head.map(word).into_iter().chain(names).chain(tail.map(word)))?;
    for unit in Unit::all(context) {
        let (own, matrix) = (unit.own(), &unit.layer.matrix);
        let head = [
            unit.word(words::level(unit.layer.level)),
            Cell::text(&own.id),
            Cell::text(&own.name),
            Cell::text(unit.subdistrict()),
        ];
        let cells = matrix.cells[unit.at].iter().map(|f| Cell::text(&standing(f, lang)));
        let complete = match matrix.complete[unit.at] {
            None => Cell::Empty,
            Some(is_complete) => unit.word(if is_complete { words::YES } else { words::NO }),
        };
        let counted = matrix.complete[unit.at].map(|_| matrix.counted_items.len().to_string());
        let has = matrix.complete[unit.at].map(|_| matrix.available[unit.at].to_string());
        let tail =
            [Cell::figure(has), Cell::figure(counted), complete, Cell::text(&context.profile.key)];
        table.row(head.into_iter().chain(cells).chain(tail))?;
    }
    table.finish()
}

/// How a unit stands with a function, and whether it would have it with doubtful outlets.
fn standing(of: &Function, lang: Lang) -> String {
    let word = words::standing(of.standing).get(lang);
    let has = matches!(of.standing, Standing::Available | Standing::Unverified);
    match of.with_doubtful {
        Some(true) if !has => word.to_owned() + words::ONLY_WITH_DOUBTFUL.get(lang),
        _ => word.to_owned(),
    }
}

/// A function that a unit lacks.
struct Unmet<'a> {
    unit: Unit<'a>,
    item: Item,
    function: &'a Function,
}

impl Unmet<'_> {
    fn lang(&self) -> Lang {
        self.unit.context.lang
    }

    /// That land within reach is there, though its share prints as nought; else empty.
    fn sliver(&self) -> String {
        let Function { served: Some(served), share: Some(share), .. } = self.function else {
            return String::new();
        };
        if served.0 <= 0.0 || share.percent_text() != Share(0.0).percent_text() {
            return String::new();
        }
        match self.lang() {
            Lang::Zh => format!("服务范围仅触及 {} 平方米用地，不足 0.01%", number_text(served.0)),
            Lang::En => {
                format!("outlets reach but {} m² of its land, under 0.01 %", number_text(served.0))
            }
        }
    }
}

fn unmet_columns<'a>() -> Vec<Column<Unmet<'a>>> {
    vec![
        column(heading::LEVEL, |r| r.unit.word(words::level(r.unit.layer.level))),
        column(heading::UNIT_ID, |r| Cell::text(&r.unit.own().id)),
        column(heading::UNIT_NAME, |r| Cell::text(&r.unit.own().name)),
        column(heading::SUBDISTRICT, |r| Cell::text(r.unit.subdistrict())),
        column(heading::ITEM, |r| Cell::text(&r.item.key)),
        column(heading::ITEM_NAME, |r| Cell::text(r.item.names.get(r.lang()))),
        column(heading::REASON, |r| Cell::text(&standing(r.function, r.lang()))),
        column(heading::OUTLETS, |r| Cell::Figure(r.function.inside.to_string())),
        column(heading::LAND, |r| {
            Cell::Figure(r.unit.layer.units[r.unit.at].figures.land.hectares_digits())
        }),
        column(heading::LAND_SERVED, |r| {
            Cell::figure(r.function.served.map(SquareMetres::hectares_digits))
        }),
        column(heading::LAND_PERCENT, |r| percent(r.function.share)),
        column(heading::RULE, |r| Cell::text(&rule(&r.unit.context))),
        column(heading::RULE_CLAUSE, |r| {
            Cell::text(&r.unit.context.profile.availability.citation.quoted(r.lang()))
        }),
        column(heading::RULE_CONFIDENCE, |r| Cell::text(&rule_confidence(&r.unit.context))),
        column(heading::DEMANDS, |r| Cell::text(&demands(&r.unit.context, &r.item))),
        column(heading::DEMANDS_CLAUSE, |r| Cell::text(&clauses(&r.item, r.lang()))),
        column(heading::DEMANDS_CONFIDENCE, |r| Cell::text(&Rule::of_needs(&r.item, r.lang()))),
        column(heading::LEAD, |r| Cell::text(r.item.lead.get(r.lang()))),
        column(heading::SUPPORTING, |r| {
            let names: Vec<&str> = r.item.supporting.iter().map(|n| n.get(r.lang())).collect();
            Cell::text(&names.join(words::LIST.get(r.lang())))
        }),
        column(heading::PROFILE, |r| Cell::text(&r.unit.context.profile.key)),
        column(heading::NOTE, |r| Cell::text(&r.sliver())),
    ]
}

/// Writes `unmet.csv`: a row for each function that a unit lacks, with the reason.
///
/// # Errors
/// Those of `out`.
pub fn unmet_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let items = context.profile.matrix_items();
    let rows = Unit::all(context).flat_map(|unit| {
        let functions = items.iter().zip(&unit.layer.matrix.cells[unit.at]);
        functions
            .filter(|(_, function)| matches!(function.standing, Standing::Lacks(_)))
            .map(move |(item, function)| Unmet { unit, item: item.clone(), function })
    });
    write_table(&unmet_columns(), context.lang, rows, out)
}

/// One function, or all of them, over the units of a layer.
struct Rate<'a> {
    context: Context<'a>,
    layer: &'a FinerLayer,
    /// The function and its counts; none for all functions together.
    of: Option<(Item, &'a FunctionRate)>,
}

impl Rate<'_> {
    fn word(&self, word: Word) -> Cell {
        Cell::text(word.get(self.context.lang))
    }

    fn count(&self, pick: impl Fn(&FunctionRate) -> u32) -> Cell {
        let known = self.of.as_ref().filter(|(_, rate)| rate.counted > 0);
        Cell::figure(known.map(|(_, rate)| pick(rate).to_string()))
    }

    fn of_item(&self, text: impl Fn(&Item) -> String) -> Cell {
        self.of.as_ref().map_or(Cell::Empty, |(item, _)| Cell::text(&text(item)))
    }

    fn share(&self, pick: impl Fn(&FunctionRate) -> Option<Share>) -> Cell {
        percent(self.of.as_ref().and_then(|(_, rate)| pick(rate)))
    }
}

fn rate_columns<'a>() -> Vec<Column<Rate<'a>>> {
    vec![
        column(heading::LEVEL, |r| r.word(words::all_units(r.layer.level))),
        column(heading::ITEM, |r| {
            Cell::text(r.of.as_ref().map_or(words::COMPLETE_KEY, |(item, _)| &item.key))
        }),
        column(heading::ITEM_NAME, |r| match &r.of {
            Some((item, _)) => Cell::text(item.names.get(r.context.lang)),
            None => r.word(words::COMPLETE),
        }),
        column(heading::RATE_KIND, |r| match r.of {
            Some(_) => r.word(words::count_kind(r.layer.level)),
            None => r.word(words::complete_kind(r.layer.level)),
        }),
        column(heading::STATUS, |r| {
            let counted = match &r.of {
                Some((_, rate)) => rate.counted,
                None => r.layer.matrix.counted_units,
            };
            r.word(if counted > 0 { words::OK } else { words::NO_DATA })
        }),
        column(heading::PROFILE, |r| Cell::text(&r.context.profile.key)),
        column(heading::COUNTED, |r| match r.of {
            Some(_) => r.count(|rate| rate.counted),
            None => Cell::Figure(r.layer.matrix.counted_units.to_string()),
        }),
        column(heading::INSIDE[0], |r| r.count(|rate| rate.inside)),
        column(heading::INSIDE[1], |r| r.share(|rate| rate.inside_share)),
        column(heading::WITHIN_REACH[0], |r| r.count(|rate| rate.within_reach)),
        column(heading::WITHIN_REACH[1], |r| r.share(|rate| rate.within_reach_share)),
        column(heading::AVAILABLE[0], |r| match r.of {
            Some(_) => r.count(|rate| rate.available),
            None => Cell::Figure(r.layer.matrix.complete_units.to_string()),
        }),
        column(heading::AVAILABLE[1], |r| match r.of {
            Some(_) => r.share(|rate| rate.available_share),
            None => percent(r.layer.matrix.complete_share),
        }),
        column(heading::UNVERIFIED, |r| r.count(|rate| rate.unverified)),
        column(heading::AVAILABLE_WITH_DOUBTFUL, |r| {
            let of = r.of.as_ref().and_then(|(_, rate)| rate.with_doubtful);
            Cell::figure(of.map(|units| units.to_string()))
        }),
        column(heading::UNMET[0], |r| r.count(|rate| rate.lacking[0])),
        column(heading::UNMET[1], |r| r.count(|rate| rate.lacking[1])),
        column(heading::UNMET[2], |r| r.count(|rate| rate.lacking[2])),
        column(heading::UNMET[3], |r| r.count(|rate| rate.lacking[3])),
        column(heading::UNMET[4], |r| r.count(|rate| rate.lacking[4])),
    ]
}

/// The rule behind the counts, and what they leave open.
fn rate_rule_columns<'a>() -> Vec<Column<Rate<'a>>> {
    vec![
        column(heading::RULE, |r| Cell::text(&rule(&r.context))),
        column(heading::RULE_CLAUSE, |r| {
            Cell::text(&r.context.profile.availability.citation.quoted(r.context.lang))
        }),
        column(heading::RULE_CONFIDENCE, |r| Cell::text(&rule_confidence(&r.context))),
        column(heading::DEMANDS, |r| r.of_item(|item| demands(&r.context, item))),
        column(heading::DEMANDS_CLAUSE, |r| r.of_item(|item| clauses(item, r.context.lang))),
        column(heading::DEMANDS_CONFIDENCE, |r| {
            r.of_item(|item| Rule::of_needs(item, r.context.lang))
        }),
        column(heading::NOTE, |r| match &r.of {
            Some((_, rate)) => Cell::text(&rate_note(rate, r.context.lang)),
            None => Cell::text(&left_out(r)),
        }),
    ]
}

/// Writes `function_rates.csv`: for each layer a row for each function, then one for all of them.
///
/// # Errors
/// Those of `out`.
pub fn function_rates_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let items = context.profile.matrix_items();
    let context = *context;
    let rows = context.assessment.finer.iter().flat_map(|layer| {
        let of = items.iter().cloned().zip(&layer.matrix.rates).map(Some);
        of.chain([None]).map(move |of| Rate { context, layer, of }).collect::<Vec<_>>()
    });
    let columns: Vec<_> = rate_columns().into_iter().chain(rate_rule_columns()).collect();
    write_table(&columns, context.lang, rows, out)
}

/// What a reader has to know of the counts of a function; empty where they say all.
fn rate_note(of: &FunctionRate, lang: Lang) -> String {
    if of.counted == 0 {
        return words::NOTE_NO_FUNCTION.get(lang).to_owned();
    }
    let unverified = (of.unverified > 0).then(|| words::NOTE_UNVERIFIED.get(lang));
    let doubtful = of.with_doubtful.is_some_and(|with| with > of.available);
    let doubtful = doubtful.then(|| words::NOTE_FUNCTION_DOUBTFUL.get(lang));
    let notes: Vec<&str> = unverified.into_iter().chain(doubtful).collect();
    notes.join(words::CLAUSES.get(lang))
}

/// How sure the rule is by which a unit has a function.
fn rule_confidence(context: &Context) -> String {
    confidence(&context.profile.availability.citation, context.lang)
}

/// Functions that the rate of complete units leaves out for want of data.
fn left_out(rate: &Rate<'_>) -> String {
    let lang = rate.context.lang;
    let items = rate.context.profile.matrix_items();
    let out: Vec<&str> = items
        .iter()
        .enumerate()
        .filter(|(at, _)| !rate.layer.matrix.counted_items.contains(at))
        .map(|(_, item)| item.names.get(lang))
        .collect();
    if out.is_empty() {
        return String::new();
    }
    words::NOTE_ITEMS_LEFT_OUT.get(lang).to_owned() + &out.join(words::LIST.get(lang))
}

fn percent(share: Option<Share>) -> Cell {
    Cell::figure(share.map(Share::percent_text))
}

/// When a unit has a function: `an outlet inside, or 90.00 % of its land within reach`.
pub(super) fn rule(context: &Context) -> String {
    let rule = &context.profile.availability;
    let lang = context.lang;
    let inside = rule.inside.then(|| words::OUTLET_INSIDE.get(lang).to_owned());
    let share = rule.share.map(|share| match lang {
        Lang::Zh => format!("不少于 {} % 的用地在服务半径内", share.percent_text()),
        Lang::En => format!("{} % of its land within reach", share.percent_text()),
    });
    inside.into_iter().chain(share).collect::<Vec<_>>().join(words::OR.get(lang))
}

/// What an outlet must be like: `300 m, from 350 m² (kindergarten)`.
pub(super) fn demands(context: &Context, item: &Item) -> String {
    let lang = context.lang;
    let open_at = |time: OpenAt| match lang {
        Lang::Zh => format!("{} 营业", time.text()),
        Lang::En => format!("open {}", time.text()),
    };
    let of = |need: &Need| {
        let name = category_name(&need.category, lang);
        let radius = need.radius.map(Metres::stated_text);
        let floor = need.floor_min.map(|f| format!("≥ {} m²", f.0));
        let places = need.capacity_min.map(|places| match lang {
            Lang::Zh => format!("≥ {places} 个位"),
            Lang::En => format!("≥ {places} places"),
        });
        // The time of the item goes before that of the category.
        let asked = context.profile.open_at(&need.category).filter(|_| item.open_at.is_none());
        let open = asked.map(open_at);
        let sizes: Vec<String> = [radius, floor, places, open].into_iter().flatten().collect();
        match lang {
            Lang::Zh => format!("{name} {}", sizes.join("、")),
            Lang::En => format!("{name} {}", sizes.join(", ")),
        }
    };
    let price = item.inclusive.then(|| words::INCLUSIVE.get(lang).to_owned());
    let open = item.open_at.map(open_at);
    let needs = item.needs.iter().map(|need| of(need).trim_end().to_owned());
    needs.chain(price).chain(open).collect::<Vec<_>>().join(words::CLAUSES.get(lang))
}

/// Where radii and sizes come from, each clause once.
pub(super) fn clauses(item: &Item, lang: Lang) -> String {
    let clauses = item.needs.iter().map(|need| need.citation.quoted(lang));
    each_once(clauses).join(words::CLAUSES.get(lang))
}
