//! Supply against need in the whole city, as the terminal shows it.

use super::super::Context;
use super::super::cell::shown;
use super::super::words::{DASH, Word};
use super::grid::grid;
use super::wrap::wrapped;
use crate::assessment::{Judged, Ratio};
use crate::profile::{Lang, Provision, Quantity};
use crate::units::{count_text, grouped_text, number_text};

/// A table with a row for each provision of which anything is known; none without one.
pub(super) fn provisions(context: &Context) -> Option<String> {
    let layer = context.assessment.provisions.first()?;
    let of = context.profile.provisions.iter().zip(&layer.ratios.total).zip(&layer.judged);
    let rows: Vec<Vec<String>> = of
        .filter(|((_, ratio), _)| ratio.value.is_some())
        .map(|((of, ratio), judged)| row(context.lang, of, ratio, judged))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let (caption, headings) = match context.lang {
        Lang::En => (
            "Supply against need in the whole city (arithmetic on what the outlets state; where outlets do \
             not state a number, the range that holds whatever it is):",
            [
                "Provision",
                "Ratio",
                "Value",
                "Limits",
                "Outlets",
                "Unstated",
                "Units met",
                "Not met",
                "Unverified",
            ],
        ),
        Lang::Zh => (
            "全市配置指标（按网点填报数据的算术比值；有网点未填报时列出可能的范围）：",
            ["指标", "比值", "数值", "限值", "网点", "未填报", "达标单元", "不达标", "待核"],
        ),
    };
    Some(wrapped(caption, 2) + "\n" + &grid(&headings, &rows, 2))
}

/// `≥ 30`, `1 to 3`; a dash where there are none.
pub(super) fn limits(lang: Lang, of: &Provision) -> String {
    match (of.min, of.max) {
        (None, None) => DASH.to_owned(),
        (Some(min), None) => format!("≥ {}", grouped_text(min)),
        (None, Some(max)) => format!("≤ {}", grouped_text(max)),
        (Some(min), Some(max)) => between(lang, min, max),
    }
}

fn row(lang: Lang, of: &Provision, ratio: &Ratio, judged: &Judged) -> Vec<String> {
    let limits = limits(lang, of);
    let has_limits = of.min.is_some() || of.max.is_some();
    let units = |count: u32| if has_limits { count_text(count.into()) } else { DASH.to_owned() };
    let outlets =
        |count: u32| ratio.outlets.map_or_else(|| DASH.to_owned(), |_| count_text(count.into()));
    vec![
        shown(of.names.get(lang)),
        formula(lang, of),
        range(lang, ratio),
        limits,
        outlets(ratio.outlets.unwrap_or(0)),
        outlets(ratio.unstated),
        units(judged.met),
        units(judged.below + judged.above),
        units(judged.unverified),
    ]
}

/// What is set against what: `outlets per 3 000 residents`, `网点 / 居民 × 3 000`.
fn formula(lang: Lang, of: &Provision) -> String {
    let [measure, base] = [&of.measure, &of.base].map(|of| shown(of.words(lang)));
    let per = grouped_text(of.per);
    match (lang, per.as_str()) {
        (Lang::Zh, per) => {
            // The units stand in `provision.csv`.
            let plain = |of: &str| of.split('（').next().unwrap_or(of).to_owned();
            let times = if per == "1" { String::new() } else { format!(" × {per}") };
            format!("{} / {}{times}", plain(&measure), plain(&base))
        }
        (Lang::En, "1") if of.base == Quantity::Unit => format!("{measure} per unit"),
        (Lang::En, per) => format!("{measure} per {per} {base}"),
    }
}

/// A ratio as the data bound it: `12.5`, `20 to 40` or `≥ 20`.
fn range(lang: Lang, ratio: &Ratio) -> String {
    match (ratio.low, ratio.high) {
        (Some(low), Some(high)) if number_text(low) != number_text(high) => {
            between(lang, low, high)
        }
        (Some(low), Some(_)) => grouped_text(low),
        (Some(low), None) => format!("≥ {}", grouped_text(low)),
        (None, _) => DASH.to_owned(),
    }
}

fn between(lang: Lang, low: f64, high: f64) -> String {
    let to = Word::new("至", "to").get(lang);
    format!("{} {to} {}", grouped_text(low), grouped_text(high))
}
