//! `supply_changes.csv`: supply against need, what residents have to choose from, room, and walks along
//! streets, in both runs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::Value;

use super::Comparison;
use super::written::Document;
use crate::model::UnitLevel;
use crate::profile::Lang;
use crate::report::cell::Cell;
use crate::report::table::{column, write_table};
use crate::report::words::{self, Word, heading};
use crate::units::number_text;

const TABLE: Word = Word::new("所在表", "table");
const KEY: Word = Word::new("代码", "key");
const FIGURE: Word = Word::new("指标", "figure");
const BEFORE: Word = Word::new("前", "before");
const AFTER: Word = Word::new("后", "after");
const CHANGE: Word = Word::new("变化", "change");

/// Which figure of which unit: key and id of the layer and of the unit, empty for all of a layer, the table,
/// the key of its rule or service, and the name of the figure in `assessment.json`.
type Which<'a> = (&'a str, &'a str, &'static str, &'a str, &'static str);

/// One figure in both runs.
pub(super) struct Line<'a> {
    which: Which<'a>,
    before: Option<f64>,
    after: Option<f64>,
}

/// The figures of a ratio of supply: what is stated, and the range.
const OF_PROVISION: [&str; 3] = ["value_as_stated", "value_low", "value_high"];

/// The figures of a capacity that change says something of.
const OF_CAPACITY: [&str; 5] = [
    "people_in_need",
    "people_with_a_place_share",
    "people_in_reach_but_full",
    "people_out_of_reach",
    "access",
];

/// What the figures are called in Chinese.
const FIGURES: [(&str, &str); 17] = [
    ("value_as_stated", "指标值（按已填报网点）"),
    ("value_low", "指标值下界"),
    ("value_high", "指标值上界"),
    ("mean_outlets_within_reach", "可达网点平均数（个）"),
    ("people_in_need", "需求人口（人）"),
    ("people_with_a_place_share", "有位可用占比（0 至 1）"),
    ("people_in_reach_but_full", "可达但已满（人）"),
    ("people_out_of_reach", "不可达（人）"),
    ("access", "可达性（两步移动搜寻法）"),
    ("people_along_streets", "沿街步行可达人口（人）"),
    ("people_share_along_streets", "沿街步行可达人口占比（0 至 1）"),
    ("people_lost_by_detour", "绕行损失人口（人）"),
    ("people_within_circle_near_no_street", "圆内附近无街道人口（人）"),
    ("people_on_streets_without_outlet", "所在街网无网点人口（人）"),
    ("people_near_no_street", "附近无街道人口（人）"),
    ("people_median_walk_m", "沿街步行距离中位数（米）"),
    ("nearest_street_within_m", "距街道至多（米）"),
];

/// The figures along streets that change says something of.
const ALONG_STREETS: [&str; 7] = [
    "people_along_streets",
    "people_share_along_streets",
    "people_lost_by_detour",
    "people_within_circle_near_no_street",
    "people_on_streets_without_outlet",
    "people_near_no_street",
    "people_median_walk_m",
];

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The units of a layer with their ids, then all of them together with none.
fn units(layer: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let of_units = list(&layer["units"]).iter().map(|unit| (text(&unit["id"]), unit));
    of_units.chain([("", layer)])
}

/// All figures of a run that stand in a list by a key: its own one, or under `total`.
fn keyed<'a>(
    tables: &'a Value,
    (table, rows, key): (&'static str, &str, &str),
    figure: &'static str,
    found: &mut Vec<(Which<'a>, f64)>,
) {
    for layer in list(&tables["layers"]) {
        for (id, unit) in units(layer) {
            let of = if id.is_empty() { &unit["total"] } else { &unit[rows] };
            for row in list(of) {
                if let Some(value) = row[figure].as_f64() {
                    let which = (text(&layer["level"]), id, table, text(&row[key]), figure);
                    found.push((which, value));
                }
            }
        }
    }
}

fn figures(of: &Document) -> Vec<(Which<'_>, f64)> {
    let mut found = Vec::new();
    for figure in OF_PROVISION {
        keyed(&of.provisions, ("provision.csv", "ratios", "provision"), figure, &mut found);
    }
    let mean = "mean_outlets_within_reach";
    keyed(&of.choice, ("choice.csv", "services", "service"), mean, &mut found);
    for rule in list(&of.capacity) {
        for layer in list(&rule["layers"]) {
            for (id, unit) in units(layer) {
                let seated = if id.is_empty() { &unit["total"] } else { unit };
                for figure in OF_CAPACITY {
                    if let Some(value) = seated[figure].as_f64() {
                        let key = text(&rule["key"]);
                        let which = (text(&layer["level"]), id, "capacity.csv", key, figure);
                        found.push((which, value));
                    }
                }
            }
        }
    }
    for figure in ALONG_STREETS {
        keyed(&of.streets, ("streets.csv", "services", "service"), figure, &mut found);
    }
    // Walks are the same only where places may be as far from a street.
    let within = "nearest_street_within_m";
    found.extend(
        of.streets[within].as_f64().map(|snap| (("", "", "streets.csv", "", within), snap)),
    );
    found
}

/// The figures of the second run in its order, then those that only the first has.
pub(super) fn lines(comparison: &Comparison) -> Vec<Line<'_>> {
    let [before, after] = [&comparison.before, &comparison.after].map(figures);
    let first: BTreeMap<Which<'_>, f64> = before.iter().copied().collect();
    let second: BTreeMap<Which<'_>, f64> = after.iter().copied().collect();
    let now = after.iter().map(|&(which, value)| Line {
        which,
        before: first.get(&which).copied(),
        after: Some(value),
    });
    let gone = before.iter().filter(|(which, _)| !second.contains_key(which));
    let gone = gone.map(|&(which, value)| Line { which, before: Some(value), after: None });
    now.chain(gone).collect()
}

/// A line with what its words are looked up in.
struct Row<'a> {
    comparison: &'a Comparison,
    lang: Lang,
    line: Line<'a>,
}

impl Row<'_> {
    fn level(&self) -> Word {
        let (level, id, ..) = self.line.which;
        let finer = UnitLevel::ALL.into_iter().find(|of| of.key() == level);
        match (finer, id.is_empty()) {
            (None, true) => words::CITY,
            (None, false) => words::SUBDISTRICT,
            (Some(level), true) => words::all_units(level),
            (Some(level), false) => words::level(level),
        }
    }

    /// What its own table calls the figure; in English the key of `assessment.json`.
    fn figure(&self) -> &'static str {
        let key = self.line.which.4;
        match (self.lang, FIGURES.iter().find(|(of, _)| *of == key)) {
            (Lang::Zh, Some((_, word))) => word,
            _ => key,
        }
    }

    fn name(&self) -> &str {
        let (level, id, ..) = self.line.which;
        if id.is_empty() {
            return &self.comparison.after.city.name;
        }
        let documents = [&self.comparison.after, &self.comparison.before];
        let units = documents.into_iter().flat_map(|document| {
            let finer = document.finer.iter().find(|layer| layer.level.key() == level);
            finer.map_or(&document.units, |layer| &layer.units)
        });
        units.into_iter().find(|unit| unit.id == id).map_or("", |unit| &unit.name)
    }
}

fn number(number: Option<f64>) -> Cell {
    Cell::figure(number.map(number_text))
}

/// Writes `supply_changes.csv`: a row for each figure of `provision.csv`, `choice.csv`, `capacity.csv` and
/// `streets.csv` that changes say something of, by layer and unit. Shares are from 0 to 1.
///
/// # Errors
/// Those of `out`.
pub fn supply_changes_csv(
    comparison: &Comparison,
    lang: Lang,
    out: &mut impl Write,
) -> io::Result<()> {
    let columns = [
        column(heading::LEVEL, |r: &Row| Cell::text(r.level().get(r.lang))),
        column(heading::UNIT_ID, |r| Cell::text(r.line.which.1)),
        column(heading::UNIT_NAME, |r| Cell::text(r.name())),
        column(TABLE, |r| Cell::text(r.line.which.2)),
        column(KEY, |r| Cell::text(r.line.which.3)),
        column(FIGURE, |r| Cell::text(r.figure())),
        column(heading::PROFILE, |r| Cell::text(&r.comparison.after.profile.key)),
        column(BEFORE, |r| number(r.line.before)),
        column(AFTER, |r| number(r.line.after)),
        column(CHANGE, |r| {
            number(r.line.before.zip(r.line.after).map(|(before, after)| after - before))
        }),
    ];
    let rows = lines(comparison).into_iter().map(|line| Row { comparison, lang, line });
    write_table(&columns, lang, rows, out)
}
