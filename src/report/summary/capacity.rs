//! Room against need within reach in the whole city, as the terminal shows it.

use super::super::Context;
use super::super::cell::shown;
use super::super::words::DASH;
use super::grid::grid;
use super::wrap::wrapped;
use crate::assessment::Seated;
use crate::profile::{Capacity, Lang};
use crate::units::{Metres, number_text, percent_or_dash};

/// A table with a row for each capacity rule with data; none without one.
pub(super) fn capacities(context: &Context) -> Option<String> {
    let rules = context.profile.capacities.iter().zip(&context.assessment.capacities);
    let rows: Vec<Vec<String>> = rules
        .filter_map(|(of, figures)| Some((of, &figures.as_ref()?.layers.first()?.total)))
        .map(|(of, seated)| row(context.lang, of, seated))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let (caption, headings) = match context.lang {
        Lang::En => (
            "Places within reach in the whole city (as many as possible are given one, then by the \
             shortest distance in all; a shortage of places is not a shortage of reach):",
            [
                "Capacity",
                "Radius",
                "In need",
                "With a place",
                "%",
                "In reach, full",
                "Unstated",
                "Out of reach",
                "Mean m",
                "Access",
            ],
        ),
        Lang::Zh => (
            "全市容量与需求（先使有位人数最多，再使总距离最短；位数不足不等于不可达）：",
            [
                "指标",
                "半径",
                "需求人口",
                "有位",
                "%",
                "可达但已满",
                "容量未填报",
                "不可达",
                "平均米",
                "可达性",
            ],
        ),
    };
    Some(wrapped(caption, 2) + "\n" + &grid(&headings, &rows, 2))
}

fn row(lang: Lang, of: &Capacity, seated: &Seated) -> Vec<String> {
    let dash = || DASH.to_owned();
    vec![
        shown(of.names.get(lang)),
        of.radius.stated_text(),
        seated.people.text(),
        seated.served.text(),
        percent_or_dash(seated.served_share),
        seated.full.text(),
        seated.unknown.text(),
        seated.out_of_reach.text(),
        seated.mean_distance.map_or_else(dash, Metres::digits),
        seated.access.map_or_else(dash, number_text),
    ]
}
