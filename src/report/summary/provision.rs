//! Supply against need in the whole city, as the terminal shows it.

use super::super::Context;
use super::super::cell::shown;
use super::super::words::DASH;
use super::grid::grid;
use super::wrap::wrapped;
use crate::assessment::{Judged, Ratio};
use crate::profile::{Lang, Provision};
use crate::units::number_text;

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

fn row(lang: Lang, of: &Provision, ratio: &Ratio, judged: &Judged) -> Vec<String> {
    let limits = match (of.min, of.max) {
        (None, None) => DASH.to_owned(),
        (Some(min), None) => format!("≥ {}", number_text(min)),
        (None, Some(max)) => format!("≤ {}", number_text(max)),
        (Some(min), Some(max)) => format!("{}..{}", number_text(min), number_text(max)),
    };
    let has_limits = of.min.is_some() || of.max.is_some();
    let units = |count: u32| if has_limits { count.to_string() } else { DASH.to_owned() };
    let outlets = |count: u32| ratio.outlets.map_or_else(|| DASH.to_owned(), |_| count.to_string());
    vec![
        shown(of.names.get(lang)),
        format!("{} / {} {}", of.measure.key(), number_text(of.per), of.base.key()),
        range(ratio),
        limits,
        outlets(ratio.outlets.unwrap_or(0)),
        outlets(ratio.unstated),
        units(judged.met),
        units(judged.below + judged.above),
        units(judged.unverified),
    ]
}

/// A ratio as the data bound it: `12.5`, `20..40` or `≥ 20`.
fn range(ratio: &Ratio) -> String {
    let number = |n: Option<f64>| n.map_or_else(|| DASH.to_owned(), number_text);
    let low = number(ratio.low);
    match ratio.high.map(number_text) {
        None => format!("≥ {low}"),
        Some(high) if high == low => low,
        Some(high) => format!("{low}..{high}"),
    }
}
