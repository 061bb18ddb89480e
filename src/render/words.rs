//! The words on the maps, in both languages. Figures come in as text, in the words of `units`.

use crate::model::CategoryTable;
use crate::profile::{Lang, Profile, Provider, Service};
use crate::units::{Share, SquareMetres};

/// The word of a language.
pub(super) fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Title of the map of one service.
pub(super) fn service_title(lang: Lang, place: &str, service: &Service) -> String {
    let name = service.names.get(lang);
    match lang {
        Lang::Zh => format!("{place}{name}步行覆盖图"),
        Lang::En => format!("{place}: walking coverage, {name}"),
    }
}

/// Title of the map of the circle.
pub(super) fn circle_title(lang: Lang, place: &str) -> String {
    match lang {
        Lang::Zh => format!("{place}便民生活圈完整度图"),
        Lang::En => format!("{place}: completeness of the walking circle"),
    }
}

/// What the map shows: the city, or one unit of it.
pub(super) fn place(lang: Lang, city: &str, unit: Option<&str>) -> String {
    match (lang, unit) {
        (Lang::Zh | Lang::En, None) => city.to_owned(),
        (Lang::Zh, Some(unit)) => format!("{city}{unit}"),
        (Lang::En, Some(unit)) => format!("{unit}, {city}"),
    }
}

/// Minutes, radii and rule set of a service in one line.
pub(super) fn service_rule(lang: Lang, profile: &Profile, service: &Service) -> String {
    let mut parts = Vec::new();
    if let Some(minutes) = service.minutes {
        parts.push(match lang {
            Lang::Zh => format!("步行 {minutes} 分钟"),
            Lang::En => format!("{minutes} minutes' walk"),
        });
    }
    parts.push(format!("{} {}", pick(lang, "服务半径", "radius"), radii(service)));
    parts.push(profile_name(lang, profile));
    parts.join(" · ")
}

/// The rule set by name and key.
pub(super) fn profile_name(lang: Lang, profile: &Profile) -> String {
    let name = profile.names.get(lang);
    match lang {
        Lang::Zh => format!("口径：{name}（{}）", profile.key),
        Lang::En => format!("rules: {name} ({})", profile.key),
    }
}

/// The different radii of a service, in the order of its categories.
fn radii(service: &Service) -> String {
    let mut texts: Vec<String> = Vec::new();
    for provider in &service.providers {
        let text = provider.radius.text();
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.join(" / ")
}

/// Name of a category in the language, or its key where the standards do not know it.
pub(super) fn category(lang: Lang, key: &str) -> String {
    CategoryTable::entry(key).map_or_else(
        || key.to_owned(),
        |entry| match lang {
            Lang::Zh => entry.zh.to_owned(),
            Lang::En => entry.en.to_owned(),
        },
    )
}

/// One category of a service: how far it reaches, by which clause, and whether that is certain.
pub(super) fn provider(lang: Lang, provider: &Provider) -> String {
    let name = category(lang, &provider.category);
    let radius = provider.radius.text();
    let clause = &provider.clause;
    let flag = if provider.confidence.is_assumption() { assumption(lang) } else { "" };
    match lang {
        Lang::Zh => format!("{name}：半径 {radius}，{clause}{flag}"),
        Lang::En => format!("{name}: radius {radius}, {clause}{flag}"),
    }
}

fn assumption(lang: Lang) -> &'static str {
    pick(lang, "（假定值，请确认）", " (assumption, confirm)")
}

/// Said in the header where a radius is not certain.
pub(super) fn assumed_radius(lang: Lang) -> &'static str {
    pick(lang, "半径为假定值，请确认", "radius is an assumption, confirm")
}

/// Said in the header where rates are not measured on residential land.
pub(super) fn approximation(lang: Lang) -> &'static str {
    pick(
        lang,
        "无居住用地资料，按单元全域面积近似，非官方指标",
        "no residential land given: whole area, an approximation, not the official indicator",
    )
}

/// The target of a service and its clause.
pub(super) fn target(lang: Lang, share: Share, clause: &str) -> String {
    let percent = share.percent_text();
    match lang {
        Lang::Zh => format!("目标：≥ {percent} %，{clause}"),
        Lang::En => format!("Target: ≥ {percent} %, {clause}"),
    }
}

/// Whether the target is met.
pub(super) fn verdict(lang: Lang, share: Share, is_met: bool) -> String {
    let percent = share.percent_text();
    match (lang, is_met) {
        (Lang::Zh, true) => format!("达到目标 {percent} %"),
        (Lang::Zh, false) => format!("未达目标 {percent} %"),
        (Lang::En, true) => format!("meets the target of {percent} %"),
        (Lang::En, false) => format!("below the target of {percent} %"),
    }
}

/// An area as the legend prints it.
pub(super) fn hectares(lang: Lang, area: SquareMetres) -> String {
    format!("{} {}", area.hectares_text(), pick(lang, "公顷", "ha"))
}

/// Names that found no room.
pub(super) fn unlabelled(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("另有 {count} 个单元因图幅所限未注名。"),
        Lang::En => format!("{count} units have no room for a name."),
    }
}

/// How many services land reaches.
pub(super) fn reaches(lang: Lang, count: usize, of: usize) -> String {
    match (lang, count) {
        (Lang::Zh, 0) => "均不可达".to_owned(),
        (Lang::Zh, n) if n == of => format!("{of} 项全部可达"),
        (Lang::Zh, n) => format!("可达 {n} 项"),
        (Lang::En, 0) => "none".to_owned(),
        (Lang::En, n) if n == of => format!("all {of}"),
        (Lang::En, n) => n.to_string(),
    }
}

/// Services of the circle that the input says nothing about.
pub(super) fn without_data(lang: Lang, names: &[&str]) -> String {
    match lang {
        Lang::Zh => format!("无数据、未计入：{}。", names.join("、")),
        Lang::En => format!("No data, left out: {}.", names.join(", ")),
    }
}

/// A share with its sign, or a dash.
pub(super) fn percent(share: Option<Share>) -> String {
    let sign = if share.is_some() { " %" } else { "" };
    format!("{}{sign}", crate::units::percent_or_dash(share))
}

/// Name of the rate, which says what it is measured on.
pub(super) fn rate(lang: Lang, basis: crate::assessment::Basis) -> &'static str {
    match basis {
        crate::assessment::Basis::ResidentialLand => {
            pick(lang, "居住用地覆盖率", "Residential land served")
        }
        crate::assessment::Basis::WholeArea => {
            pick(lang, "全域面积覆盖率（近似）", "Whole area served (approx.)")
        }
    }
}
