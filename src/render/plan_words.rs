//! The words on the maps and sheets of a plan, in both languages.

use crate::assessment::{Amount, Basis, Contribution, Judging, Passage, UnitEffect, WalkPassage};
use crate::model::{Action, AgeGroup, City, Measure, Plan};
use crate::profile::{Lang, Service};
use crate::units::{People, Share, counted};

use super::marks::Deed;
use super::words::{self, pick};

/// Letters of the name of a measure that a map prints.
const NAMED: usize = 40;

/// When the city is as a map shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Before the plan.
    Today,
    /// After the whole plan.
    Planned,
    /// What lies between the two.
    Change,
}

/// Title of a map of a plan.
pub(super) fn title(lang: Lang, place: &str, service: Option<&Service>, moment: Moment) -> String {
    let title = match service {
        Some(service) => words::service_title(lang, place, service),
        None => words::circle_title(lang, place),
    };
    let moment = match moment {
        Moment::Today => pick(lang, "（现状）", " – today"),
        Moment::Planned => pick(lang, "（规划后）", " – after the plan"),
        Moment::Change => pick(lang, "（规划带来的变化）", " – change by the plan"),
    };
    title + moment
}

/// What stands before the rule: the plan by name.
pub(super) fn of_plan(lang: Lang, plan: &Plan, rule: &str) -> String {
    match lang {
        Lang::Zh => format!("规划：{} · {rule}", plan.name),
        Lang::En => format!("Plan: {} · {rule}", plan.name),
    }
}

/// What stands between a rate before and the one after.
pub(super) const BEFORE_AND_AFTER: &str = " → ";

/// A rate before and after.
pub(super) fn turned(before: Option<Share>, after: Option<Share>) -> String {
    let [before, after] = [before, after].map(words::percent);
    if before == after {
        after
    } else {
        format!("{}{BEFORE_AND_AFTER}{after}", before.trim_end_matches(" %"))
    }
}

/// Residents and land: `1 240 residents, 12.30 ha`.
pub(super) fn amount(lang: Lang, of: &Amount) -> String {
    if of.is_nothing() {
        return pick(lang, "无", "nothing").to_owned();
    }
    let land = words::hectares(lang, of.land);
    match of.people {
        Some(heads) if heads.all.0 == 0 => {
            format!("{land}{}", pick(lang, "（无居民）", " (no residents)"))
        }
        Some(heads) => {
            format!("{}{}{land}", residents(lang, heads.all), pick(lang, "，", ", "))
        }
        None => land,
    }
}

/// What stands under the rates of a change: who gains, who loses.
pub(super) fn gained_and_lost(lang: Lang, of: &Passage) -> String {
    let (gained, lost) = (amount(lang, &of.gained), amount(lang, &of.lost));
    match lang {
        Lang::Zh => format!("新增：{gained}\n减少：{lost}"),
        Lang::En => format!("Gained: {gained}\nLost: {lost}"),
    }
}

/// Residents within reach at one moment; none without people.
pub(super) fn people(
    lang: Lang,
    unit: &UnitEffect,
    of: &Passage,
    moment: Moment,
) -> Option<String> {
    let served = if moment == Moment::Today { of.before } else { of.after };
    let (heads, all) = (served.people?.all.text(), unit.residents?.all.text());
    let share = words::percent(unit.people_share(&served));
    let what = match moment {
        Moment::Today | Moment::Planned => pick(lang, "人口覆盖率", "Residents served"),
        Moment::Change => pick(lang, "规划后人口覆盖率", "Residents served after it"),
    };
    Some(match lang {
        Lang::Zh => format!("{what} {share}（{heads} / {all} 人）"),
        Lang::En => format!("{what}: {share} ({heads} of {all})"),
    })
}

/// The classes of land on a map of what changes: gained, lost, kept, unserved.
pub(super) fn classes(lang: Lang, is_circle: bool) -> [&'static str; 4] {
    if is_circle {
        return [
            pick(lang, "新增：规划后全部可达", "Gained: complete after the plan"),
            pick(lang, "减少：规划后不再全部可达", "Lost: complete today only"),
            pick(lang, "不变：前后均全部可达", "Complete before and after"),
            pick(lang, "前后均缺至少一项", "Lacks one or more, before and after"),
        ];
    }
    [
        pick(lang, "新增：规划后在范围内", "Gained: in reach after the plan"),
        pick(lang, "减少：规划后不在范围内", "Lost: in reach today only"),
        pick(lang, "不变：前后均在范围内", "In reach before and after"),
        pick(lang, "前后均为盲区", "A gap before and after"),
    ]
}

/// What land of the circle is on a map of one moment.
pub(super) fn completeness(lang: Lang, services: usize) -> [String; 2] {
    match lang {
        Lang::Zh => [format!("{services} 项全部可达"), "缺至少一项".to_owned()],
        Lang::En => [format!("Reaches all {services}"), "Lacks one or more".to_owned()],
    }
}

/// What a mark stands for.
pub(super) fn deed(lang: Lang, of: Deed) -> &'static str {
    match of {
        Deed::Opens => pick(lang, "新增网点", "Outlet opens"),
        Deed::Closes => pick(lang, "关闭网点", "Outlet closes"),
        Deed::Moves => pick(lang, "迁建（由环至点）", "Outlet moves, from ring to disc"),
        Deed::Turns => pick(lang, "原址变更", "Outlet changes in place"),
        Deed::GateOpens => pick(lang, "出入口开放", "Gate opens"),
        Deed::GateCloses => pick(lang, "出入口封闭", "Gate closes"),
    }
}

/// What the labels of marks are.
pub(super) fn labels(lang: Lang, are_ids: bool) -> &'static str {
    if are_ids {
        pick(lang, "标注为措施编号。", "Marks bear the ids of the measures.")
    } else {
        pick(
            lang,
            "标注为措施在 plan_measures.csv 中的序号。",
            "Marks bear the numbers of the measures in the order of plan_measures.csv.",
        )
    }
}

/// A measure in a list: its label and its name.
pub(super) fn measure(city: &City, label: &str, of: &Measure) -> String {
    let target = of.target.map(|id| &*city.outlets()[id.index()].name);
    let name = if of.name.is_empty() { target.unwrap_or_default() } else { &of.name };
    let name = if name.is_empty() { &of.id } else { name };
    if name == label {
        return label.to_owned();
    }
    let short: String = name.chars().take(NAMED).collect();
    let more = if short.len() < name.len() { "…" } else { "" };
    format!("{label}  {short}{more}")
}

/// More than the list holds.
pub(super) fn more(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("……另有 {count} 项，见 plan_measures.csv。"),
        Lang::En => format!("... and {count} more: see plan_measures.csv."),
    }
}

/// Said where the map shows a part of what its figures are of.
pub(super) fn part_of_city(lang: Lang) -> &'static str {
    pick(
        lang,
        "数字为全市；图幅为规划涉及的范围。",
        "Figures are those of the whole city; the map shows the part that the plan reaches.",
    )
}

/// What stands under the names on a map of what changes.
pub(super) fn under_names(lang: Lang, basis: Basis, is_circle: bool) -> String {
    let rate =
        if is_circle { words::circle_rate(lang, basis) } else { words::service_rate(lang, basis) };
    match lang {
        Lang::Zh => {
            format!("名称下为各单元的{rate}，有变化的注明前后（放不下的见 plan_changes.csv）。")
        }
        Lang::En => {
            let (first, rest) = rate.split_at(1);
            format!(
                "Under each name: {}{rest}, before and after (where there is no room: plan_changes.csv).",
                first.to_lowercase()
            )
        }
    }
}

/// Residents: `1 240 residents`.
pub(super) fn residents(lang: Lang, of: People) -> String {
    let people = of.text();
    match (lang, of.0) {
        (Lang::Zh, _) => format!("{people} 人"),
        (Lang::En, 1) => format!("{people} resident"),
        (Lang::En, _) => format!("{people} residents"),
    }
}

/// What a measure does.
pub(super) fn action(lang: Lang, of: Action) -> &'static str {
    let [zh, en] = of.words();
    pick(lang, zh, en)
}

/// How far the outlet is by which homes are judged, and how far it serves: `210 m ≤ 500 m`.
pub(super) fn distance_and_radius(of: &Judging) -> String {
    let sign = if of.reaches() { "≤" } else { ">" };
    format!("{} {sign} {}", of.distance.text(), of.radius.text())
}

/// Whether the circle is whole for new homes.
pub(super) fn is_complete(lang: Lang, is_whole: bool) -> &'static str {
    if is_whole {
        pick(lang, "完整", "complete")
    } else {
        pick(lang, "不完整", "not complete")
    }
}

/// Said where no outlet of a service is left.
pub(super) fn no_outlet(lang: Lang) -> &'static str {
    pick(lang, "无网点", "no outlet")
}

/// Services that a table does not list.
pub(super) fn more_services(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("另有 {count} 项服务，见 review.json。"),
        Lang::En => format!("{} more: see review.json.", counted(count, "service")),
    }
}

/// Land that is residential before the plan.
pub(super) fn land_today(lang: Lang) -> &'static str {
    pick(lang, "现状居住用地", "Residential land today")
}

/// Land that homes are built on.
pub(super) fn homes(lang: Lang) -> &'static str {
    pick(lang, "规划新增住宅用地", "Homes that the plan builds")
}

/// The line under the title of a sheet: city, plan, which measure of how many.
pub(super) fn sheet_line(lang: Lang, city: &str, plan: &Plan, at: usize) -> String {
    let (number, all, name) = (at + 1, plan.measures.len(), &plan.name);
    match lang {
        Lang::Zh => format!("{city} · 规划：{name} · 第 {number} 项措施，共 {all} 项"),
        Lang::En => format!("{city} · plan: {name} · measure {number} of {all}"),
    }
}

/// What stands over a map of a sheet.
pub(super) fn caption(lang: Lang, service: Option<&str>, moment: &str) -> String {
    match (service, lang) {
        (None, _) => moment.to_owned(),
        (Some(service), Lang::Zh) => format!("{moment}：{service}"),
        (Some(service), Lang::En) => format!("{moment}: {service}"),
    }
}

/// The classes of land on the sheet of a measure: gained, lost, kept, unserved.
pub(super) fn short_classes(lang: Lang, is_circle: bool) -> [&'static str; 4] {
    let [_, _, _, gap] = classes(lang, is_circle);
    let gap = if is_circle { gap } else { pick(lang, "盲区", "Gap, out of reach") };
    [
        pick(lang, "新增", "Gained"),
        pick(lang, "减少", "Lost"),
        pick(lang, "不变（前后均在范围内）", "Within reach as before"),
        gap,
    ]
}

/// The class of served land on the map of today.
pub(super) fn served_today(lang: Lang) -> &'static str {
    pick(lang, "现状服务范围内", "Within reach today")
}

/// What a measure does alone.
pub(super) fn alone(lang: Lang, service: &str, of: &Passage) -> String {
    let (gained, lost) = (amount(lang, &of.gained), amount(lang, &of.lost));
    let (gains, loses) = (!of.gained.is_nothing(), !of.lost.is_nothing());
    match (lang, gains, loses) {
        (Lang::Zh, true, true) => format!("仅实施此措施，{service}新增 {gained}，减少 {lost}。"),
        (Lang::Zh, true, false) => format!("仅实施此措施，{service}新增 {gained}，无减少。"),
        (Lang::Zh, false, true) => format!("仅实施此措施，{service}减少 {lost}，无新增。"),
        (Lang::Zh, false, false) => format!("仅实施此措施，{service}覆盖不变。"),
        (Lang::En, true, true) => {
            format!(
                "Alone it brings {gained} within reach of {service}, and takes {lost} out of it."
            )
        }
        (Lang::En, true, false) => {
            format!("Alone it brings {gained} within reach of {service}, and takes it from nobody.")
        }
        (Lang::En, false, true) => {
            format!("Alone it takes {lost} out of reach of {service}, and brings nobody into it.")
        }
        (Lang::En, false, false) => format!("Alone it changes nothing in reach of {service}."),
    }
}

/// What a measure does along streets to the service that most gain or lose by it.
pub(super) fn walks(lang: Lang, service: &str, of: &WalkPassage) -> String {
    let [gained, lost] = [of.gained.all, of.lost.all].map(|people| residents(lang, people));
    match (lang, of.gained.all.0 > 0, of.lost.all.0 > 0) {
        (Lang::Zh, true, true) => {
            format!("仅实施此措施，沿道路可达{service}的居民新增 {gained}，减少 {lost}。")
        }
        (Lang::Zh, true, false) => {
            format!("仅实施此措施，沿道路可达{service}的居民新增 {gained}，无减少。")
        }
        (Lang::Zh, false, true) => {
            format!("仅实施此措施，沿道路可达{service}的居民减少 {lost}，无新增。")
        }
        (_, false, false) => walks_still(lang).to_owned(),
        (Lang::En, true, true) => format!(
            "Alone it brings {gained} within reach of {service} along streets, and takes {lost} out of it."
        ),
        (Lang::En, true, false) => format!(
            "Alone it brings {gained} within reach of {service} along streets, and takes it from nobody."
        ),
        (Lang::En, false, true) => format!(
            "Alone it takes {lost} out of reach of {service} along streets, and brings nobody into it."
        ),
    }
}

/// Said where nobody gains or loses any service along streets.
pub(super) fn walks_still(lang: Lang) -> &'static str {
    pick(
        lang,
        "仅实施此措施，沿道路可达的居民不变。",
        "Alone it changes nobody's reach along streets.",
    )
}

/// What walks are beside the circles.
pub(super) fn beside_circles(lang: Lang, is_official: bool) -> &'static str {
    if is_official {
        pick(
            lang,
            "沿道路步行为补充分析；官方覆盖率按服务半径计，不因此措施改变。",
            "Walks along streets stand beside the official circle, which this measure does not change.",
        )
    } else {
        pick(
            lang,
            "沿道路步行为补充分析；覆盖率（非官方指标）按服务半径计，不因此措施改变。",
            "Walks along streets stand beside the circle, no official indicator here, which this measure \
             does not change.",
        )
    }
}

/// How many services the residents of new homes reach.
pub(super) fn reached(lang: Lang, [today, after]: [usize; 2], all: usize) -> String {
    match lang {
        Lang::Zh => {
            format!("有数据的 {all} 项服务中，现状网点可达 {today} 项，规划后可达 {after} 项。")
        }
        Lang::En => format!(
            "Of {} with data their residents reach {today} by the outlets of today, {after} after the plan.",
            counted(all, "service")
        ),
    }
}

/// The services that they do not reach after the plan.
pub(super) fn lacking(lang: Lang, names: &str) -> String {
    match (lang, names.is_empty()) {
        (Lang::Zh, true) => "规划后各项服务均可达。".to_owned(),
        (Lang::En, true) => "Every service is within reach after the plan.".to_owned(),
        (Lang::Zh, false) => format!("规划后仍不可达：{names}。"),
        (Lang::En, false) => format!("Out of reach after the plan: {names}."),
    }
}

/// Said of homes in no subdistrict.
pub(super) fn outside(lang: Lang) -> &'static str {
    pick(lang, "在市域外，不计入任何数字。", "Outside the city: in no figure.")
}

/// An age group.
pub(super) fn group(lang: Lang, of: AgeGroup) -> &'static str {
    match of {
        AgeGroup::Age0To2 => pick(lang, "其中0至2岁", "Of them 0 to 2 years"),
        AgeGroup::Age3To5 => pick(lang, "其中3至5岁", "Of them 3 to 5 years"),
        AgeGroup::Age60Plus => pick(lang, "其中60岁及以上", "Of them 60 and more"),
        AgeGroup::Age80Plus => pick(lang, "其中80岁及以上", "Of them 80 and more"),
    }
}

/// What the plan would be without a measure.
pub(super) fn after_others(lang: Lang, of: &Passage) -> String {
    let (gained, lost) = (amount(lang, &of.gained), amount(lang, &of.lost));
    let (gains, loses) = (!of.gained.is_nothing(), !of.lost.is_nothing());
    match (lang, gains, loses) {
        (Lang::Zh, true, true) => {
            format!("取消此措施，整个规划少新增 {gained}，同时少减少 {lost}。")
        }
        (Lang::Zh, true, false) => format!("取消此措施，整个规划少新增 {gained}。"),
        (Lang::Zh, false, true) => format!("取消此措施，整个规划少减少 {lost}。"),
        (Lang::Zh, false, false) => "取消此措施，整个规划的覆盖不变。".to_owned(),
        (Lang::En, true, true) => format!(
            "Without it the plan would leave {gained} unserved, and would keep {lost} served."
        ),
        (Lang::En, true, false) => format!("Without it the plan would leave {gained} unserved."),
        (Lang::En, false, true) => format!("Without it the plan would keep {lost} served."),
        (Lang::En, false, false) => "Without it the plan would serve the same.".to_owned(),
    }
}

/// What a measure comes to after all others.
pub(super) fn contribution(lang: Lang, of: Contribution, action: Action) -> &'static str {
    let [zh, en] = of.sentence(action);
    pick(lang, zh, en)
}

/// Said of a measure that changes nothing in reach.
pub(super) fn not_of_reach(lang: Lang) -> &'static str {
    pick(
        lang,
        "容量对供需的作用见 plan_room.csv。",
        "What its room does to supply and need stands in plan_room.csv.",
    )
}

/// Doubtful outlets near a measure.
pub(super) fn doubtful(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::Zh, _) => format!("图幅内有 {count} 处待核网点，未计入。"),
        (Lang::En, 1) => "1 doubtful outlet on the maps does not count.".to_owned(),
        (Lang::En, _) => format!("{count} doubtful outlets on the maps do not count."),
    }
}
