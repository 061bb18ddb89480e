//! `changes.csv` and `function_changes.csv`.

use std::io::{self, Write};

use super::lines::{Line, MEASURES};
use super::written::{Function, Rates, Status};
use super::{Comparison, Pair, Unit, units};
use crate::profile::Lang;
use crate::report::cell::Cell;
use crate::report::table::{Table, column, write_table};
use crate::report::words::{self, Word, heading};

/// A figure of the first run, of the second, and its change.
const TIMES: [Word; 3] =
    [Word::new("，前", "_before"), Word::new("，后", "_after"), Word::new("，变化", "_change")];

/// Writes `changes.csv`: subdistricts in the order of the second run, those that only the first has,
/// then the city; the same for each other layer of units.
///
/// # Errors
/// Those of `out`.
pub fn changes_csv(comparison: &Comparison, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    let first = [
        heading::LEVEL,
        heading::UNIT_ID,
        heading::UNIT_NAME,
        heading::SERVICE,
        heading::SERVICE_NAME,
        heading::PROFILE,
    ];
    let text = |word: Word| word.get(lang).to_owned();
    let each = |word: Word| TIMES.map(|time| text(word) + time.get(lang));
    let met = each(heading::MEETS_TARGET);
    let headings = first.into_iter().map(text);
    let headings = headings.chain(MEASURES.iter().flat_map(|measure| each(measure.heading)));
    let headings = headings.chain(met.into_iter().take(2)).chain([text(heading::NOTE)]);
    let mut table = Table::new(out)?;
    table.headings(headings)?;
    for line in comparison.lines() {
        table.row(cells(comparison, &line, lang))?;
    }
    table.finish()
}

fn cells<'a>(
    comparison: &'a Comparison,
    line: &'a Line<'a>,
    lang: Lang,
) -> impl Iterator<Item = Cell> + 'a {
    let place = line.place;
    let first = [
        Cell::text(place.level.get(lang)),
        Cell::text(place.id),
        Cell::text(place.name),
        Cell::text(line.key()),
        Cell::text(line.name(lang)),
        Cell::text(&comparison.after.profile.key),
    ];
    let figures = MEASURES.iter().flat_map(|measure| {
        let pair = line.figure(measure);
        let change = comparison.change(line, measure);
        [pair.before, pair.after, change].map(|f| Cell::figure(f.map(|f| measure.digits(f))))
    });
    let met = line.rates.and_then(|rates| rates.land_meets_target);
    let met = [met.before, met.after].map(move |met| match met {
        Some(true) => Cell::text(words::YES.get(lang)),
        Some(false) => Cell::text(words::NO.get(lang)),
        None => Cell::Empty,
    });
    first.into_iter().chain(figures).chain(met).chain([Cell::text(&note(comparison, line, lang))])
}

const ONLY_BEFORE: Word = Word::new("仅前一次有此单元", "only the first run has this unit");
const ONLY_AFTER: Word = Word::new("仅后一次有此单元", "only the second run has this unit");
const NO_DATA_BEFORE: Word = Word::new("前一次无数据", "no data in the first run");
const NO_DATA_AFTER: Word = Word::new("后一次无数据", "no data in the second run");
const NO_LAND_BEFORE: Word = Word::new("前一次无评价用地", "no land in the first run");
const NO_LAND_AFTER: Word = Word::new("后一次无评价用地", "no land in the second run");
const OTHER_CIRCLE: Word = Word::new(
    "两次计入生活圈的服务不同，不可比：",
    "the circles count different services and do not compare: ",
);

/// Why there is no change.
fn note(comparison: &Comparison, line: &Line, lang: Lang) -> String {
    let mut notes = Vec::new();
    let mut put = |word: Word| notes.push(word.get(lang).to_owned());
    if line.place.is_unmatched {
        put(if line.rates.after.is_some() { ONLY_AFTER } else { ONLY_BEFORE });
    } else {
        let is = |rates: Option<&Rates>, status| rates.is_some_and(|r| r.status == status);
        let circle_is_empty = |rates: Option<&Rates>| rates.is_none() && line.service.is_none();
        for (rates, no_data, no_land) in [
            (line.rates.before, NO_DATA_BEFORE, NO_LAND_BEFORE),
            (line.rates.after, NO_DATA_AFTER, NO_LAND_AFTER),
        ] {
            if is(rates, Status::NoData) || circle_is_empty(rates) {
                put(no_data);
            }
            if is(rates, Status::NotApplicable) {
                put(no_land);
            }
        }
    }
    if !comparison.compares(line) {
        let differing: Vec<&str> = comparison.circle_differs_by();
        let names = differing.iter().map(|key| comparison.service_name(key, lang));
        let names: Vec<&str> = names.collect();
        notes.push(OTHER_CIRCLE.get(lang).to_owned() + &names.join(words::LIST.get(lang)));
    }
    notes.join(words::CLAUSES.get(lang))
}

impl Comparison {
    /// Whether the figures of a line mean the same in both runs.
    pub(super) fn compares(&self, line: &Line) -> bool {
        line.service.is_some() || self.circle_differs_by().is_empty()
    }

    pub(super) fn service_name<'a>(&'a self, key: &'a str, lang: Lang) -> &'a str {
        let named = self.after.profile.services.iter().find(|item| item.key == key);
        named.map_or(key, |item| item.names.get(lang))
    }
}

/// A unit whose standing with a function is not what it was.
struct Turn<'a> {
    level: Word,
    unit: &'a Unit,
    function: &'a str,
    name: &'a str,
    standing: Pair<Word>,
    lang: Lang,
}

const STANDING_BEFORE: Word = Word::new("前", "standing_before");
const STANDING_AFTER: Word = Word::new("后", "standing_after");

/// Writes `function_changes.csv`: a row for each unit besides the subdistricts, and each function with
/// which it stands otherwise than before; units that one run only has are among them.
///
/// # Errors
/// Those of `out`.
pub fn function_changes_csv(
    comparison: &Comparison,
    lang: Lang,
    out: &mut impl Write,
) -> io::Result<()> {
    let columns = [
        column(heading::LEVEL, |t: &Turn| Cell::text(t.level.get(t.lang))),
        column(heading::UNIT_ID, |t| Cell::text(&t.unit.id)),
        column(heading::UNIT_NAME, |t| Cell::text(&t.unit.name)),
        column(heading::ITEM, |t| Cell::text(t.function)),
        column(heading::ITEM_NAME, |t| Cell::text(t.name)),
        column(STANDING_BEFORE, |t| word(t.standing.before, t.lang)),
        column(STANDING_AFTER, |t| word(t.standing.after, t.lang)),
    ];
    write_table(&columns, lang, turns(comparison, lang).into_iter(), out)
}

fn word(word: Option<Word>, lang: Lang) -> Cell {
    word.map_or(Cell::Empty, |word| Cell::text(word.get(lang)))
}

fn turns(comparison: &Comparison, lang: Lang) -> Vec<Turn<'_>> {
    let functions = &comparison.after.function_rule.functions;
    let mut turns = Vec::new();
    for (level, layer) in comparison.layers() {
        for pair in units(layer) {
            let Some(unit) = pair.either() else { continue };
            for item in functions {
                let of = |unit: &Unit| {
                    let found = unit.functions.iter().find(|f| f.function == item.key);
                    found.map(|Function { standing, .. }| standing.clone())
                };
                let keys =
                    Pair { before: pair.before.and_then(of), after: pair.after.and_then(of) };
                if keys.before != keys.after {
                    let standing = Pair {
                        before: keys.before.as_deref().and_then(words::standing_of_key),
                        after: keys.after.as_deref().and_then(words::standing_of_key),
                    };
                    turns.push(Turn {
                        level: words::level(level),
                        unit,
                        function: &item.key,
                        name: item.names.get(lang),
                        standing,
                        lang,
                    });
                }
            }
        }
    }
    turns
}
