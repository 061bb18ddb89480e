//! The words on the maps, in both languages. Figures come in as text, in the words of `units`.

use crate::assessment::{Basis, FINEST, PeopleRate, StreetService};
use crate::model::{CategoryTable, City};
use crate::profile::{Lang, Profile, Provider, Service, Target, question_words};
use crate::units::{Metres, Share, SquareMetres, count_text, factor_text, percent_or_dash};

/// The word of a language.
pub(super) fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// What the map shows: the city, or one unit of it.
pub(super) fn place(lang: Lang, city: &str, unit: Option<&str>) -> String {
    match (lang, unit) {
        (Lang::Zh | Lang::En, None) => city.to_owned(),
        (Lang::Zh, Some(unit)) => format!("{}{unit}", before_chinese(city)),
        (Lang::En, Some(unit)) => format!("{unit}, {city}"),
    }
}

/// Title of the map of one service.
pub(super) fn service_title(lang: Lang, place: &str, service: &Service) -> String {
    let (name, some) = (service.names.get(lang), of_some(lang, service));
    match lang {
        Lang::Zh => format!("{}{name}步行覆盖图{some}", before_chinese(place)),
        Lang::En => format!("{place}: walking coverage, {name}{some}"),
    }
}

/// What a title says where not everybody needs the service; whose need counts stands in the rule.
fn of_some(lang: Lang, service: &Service) -> &'static str {
    if service.demand_where.is_empty() {
        return "";
    }
    pick(lang, "（仅计部分需求）", " (need of some only)")
}

/// Title of the map of one service along streets.
pub(super) fn streets_title(lang: Lang, place: &str, service: &Service) -> String {
    let (name, some) = (service.names.get(lang), of_some(lang, service));
    match lang {
        Lang::Zh => format!("{}{name}沿街步行可达图{some}", before_chinese(place)),
        Lang::En => format!("{place}: walking along streets, {name}{some}"),
    }
}

/// What stands under the rate along streets.
pub(super) fn along_streets(lang: Lang, of: &StreetService) -> String {
    let (along, all) = (of.along.served.text(), of.along.people.text());
    let (circle, lost) = (percent(of.by_circle.share), of.lost.text());
    let detour = of.detour.map(factor_text);
    let before = of.asked.map(|asked| {
        let share = percent(asked.share_before(of.along.people));
        let (gained, lost) = (asked.gained.text(), asked.lost.text());
        match lang {
            Lang::Zh => format!("变更之前 {share}；新增可达 {gained} 人，失去 {lost} 人"),
            Lang::En => format!("Without the change {share}; gained: {gained}, lost: {lost}"),
        }
    });
    let lines = match lang {
        Lang::Zh => [
            Some(format!("{along} / {all} 人")),
            before,
            Some(format!("圆形半径内 {circle}，绕行损失 {lost} 人")),
            detour.map(|detour| format!("绕行系数 {detour}")),
        ],
        Lang::En => [
            Some(format!("{along} of {all}")),
            before,
            Some(format!("By the circle {circle}; lost by detour: {lost}")),
            detour.map(|detour| format!("Detour factor {detour}")),
        ],
    };
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// What stands under the name of a unit where nobody lives near a street.
pub(super) fn no_street(lang: Lang) -> &'static str {
    pick(lang, "无街道", "no street")
}

/// What [`no_street`] means.
pub(super) fn no_street_there(lang: Lang) -> &'static str {
    pick(
        lang,
        "“无街道”：该单元居民附近均无街道，请检查街道数据是否缺失。",
        "“no street”: nobody there lives near one; are streets missing from the data?",
    )
}

/// Why there is no walk where no street is near.
pub(super) fn no_street_within(lang: Lang, snap: Metres) -> String {
    let snap = snap.stated_text();
    match lang {
        Lang::Zh => format!("{snap}内无街道。"),
        Lang::En => format!("No street within {snap}."),
    }
}

/// How a walk stands to the straight line; `to` says where that leads, if elsewhere.
pub(super) fn straight_line(lang: Lang, line: Metres, to: &str, factor: &str) -> String {
    let line = line.text();
    match lang {
        Lang::Zh => format!("直线{line}{to}，绕行系数{factor}"),
        Lang::En => format!("straight line {line}{to}, detour factor {factor}"),
    }
}

/// That the circle of the radius is nowhere on a map.
pub(super) fn circle_outside(lang: Lang, radius: Metres) -> String {
    let radius = radius.stated_text();
    match lang {
        Lang::Zh => format!("半径{radius}的圆在图幅之外。"),
        Lang::En => format!("The circle of {radius} about the place lies outside the map."),
    }
}

/// So many estates, beside hectares of land in one legend.
pub(super) fn estates(lang: Lang, count: u32) -> String {
    let count = count_text(count.into());
    pick(lang, "{} 块", "{}").replace("{}", &count)
}

/// Where walks of estates begin.
pub(super) fn estates_walked(lang: Lang) -> &'static str {
    pick(
        lang,
        "居住用地自其开放的出入口起算，无出入口者自其内一点起算。",
        "An estate is walked from at its open gates, or from a point inside where it has no gates.",
    )
}

/// How walks go.
pub(super) fn how_walked(lang: Lang, snap: Metres) -> String {
    let snap = snap.text();
    match lang {
        Lang::Zh => format!(
            "步行路径：自住处直达最近街道（{snap}内，有出入口者经出入口），沿街至网点最近点，再至网点；街段按实际位置截断。"
        ),
        Lang::En => format!(
            "A walk goes straight to the nearest street (within {snap}; through a gate where there is \
             one), along streets, and straight to the outlet; streets are cut where the radius ends."
        ),
    }
}

/// The line of a map that is made under a question; none where nothing is asked.
pub(super) fn asked(lang: Lang, city: &City) -> Option<String> {
    let words = question_words(city.question(), lang)?;
    Some(match lang {
        Lang::Zh => format!("提问情景（非现状）：{words}"),
        Lang::En => format!("Question, not today's state: {words}"),
    })
}

/// What a map of circles says of a question; none where nothing is asked.
pub(super) fn circles_stay(lang: Lang, city: &City) -> Option<&'static str> {
    let said = pick(
        lang,
        "本图按圆形半径，提问的变更只影响沿街步行，不改变本图数值",
        "The question changes walks along streets alone: circles, and the figures of this map, stay as today",
    );
    (!city.question().is_empty()).then_some(said)
}

/// Title of the map of the circle.
pub(super) fn circle_title(lang: Lang, place: &str) -> String {
    match lang {
        Lang::Zh => format!("{}便民生活圈完整度图", before_chinese(place)),
        Lang::En => format!("{place}: completeness of the walking circle"),
    }
}

/// A name that Chinese follows: a space stands after Latin letters.
fn before_chinese(name: &str) -> String {
    let is_chinese = |c: char| c >= '\u{2e80}';
    let space = if name.chars().next_back().is_none_or(is_chinese) { "" } else { " " };
    format!("{name}{space}")
}

/// Metres that somebody walks in a minute, from slow to brisk: the pairs of GB 50180-2018 (5 minutes 300 m, 10
/// minutes 500 m, 15 minutes 800 to 1000 m) are 50 to 67, old people on foot about 48 and quick ones about 90.
const ON_FOOT: std::ops::RangeInclusive<f64> = 40.0..=100.0;

/// Minutes, radii and rule set of a service in one line. The minutes are a label of the rule set: they are a walk
/// where every radius is one of so many minutes, and the name of a circle otherwise.
pub(super) fn service_rule(lang: Lang, profile: &Profile, service: &Service) -> String {
    let mut parts = Vec::new();
    if let Some(minutes) = service.minutes {
        let speed = |provider: &Provider| provider.radius.0 / f64::from(minutes.max(1));
        let is_a_walk = service.providers.iter().all(|of| ON_FOOT.contains(&speed(of)));
        parts.push(match (lang, is_a_walk) {
            (Lang::Zh, true) => format!("步行 {minutes} 分钟"),
            (Lang::En, true) => format!("{minutes}-minute walk"),
            (Lang::Zh, false) => format!("{minutes} 分钟圈层的服务"),
            (Lang::En, false) => format!("service of the {minutes}-minute circle"),
        });
    }
    parts.push(format!("{} {}", pick(lang, "服务半径", "radius"), radii(service)));
    parts.extend(service.demand_in_words(lang));
    parts.push(profile_name(lang, profile));
    parts.join(" · ")
}

/// How many services the circle asks for, and the rule set.
pub(super) fn circle_rule(lang: Lang, profile: &Profile, basis: Basis, services: usize) -> String {
    let land = match basis {
        Basis::ResidentialLand | Basis::LandInBox => pick(lang, "居住用地", "residential land"),
        Basis::BuildingGround => pick(lang, "住宅建筑基底", "ground of homes"),
        Basis::WholeArea => pick(lang, "各处土地", "each piece of land"),
    };
    let count = match lang {
        Lang::Zh => format!("{land}步行可达服务项数（共 {services} 项）"),
        Lang::En => format!("How many of {services} services {land} reaches on foot"),
    };
    format!("{count} · {}", profile_name(lang, profile))
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
        let text = provider.radius.stated_text();
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.join(" / ")
}

/// Name of a category in the language, or its key where the standards do not know it.
pub(super) fn category(lang: Lang, key: &str) -> String {
    let entry = CategoryTable::entry(key);
    entry.map_or(key, |e| pick(lang, e.zh, e.en)).to_owned()
}

/// A text that begins a line: its first letter large.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text that goes on in a sentence: its first letter small.
fn small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// One category of a service: how far it reaches, by which clause, and whether that is certain.
pub(super) fn provider(lang: Lang, provider: &Provider) -> String {
    let name = capital(&category(lang, &provider.category));
    let (radius, clause) = (provider.radius.stated_text(), provider.citation.quoted(lang));
    match lang {
        Lang::Zh => format!("{name}：半径 {radius}，{clause}"),
        Lang::En => format!("{name}: radius {radius}, {clause}"),
    }
}

/// A service of the circle with its radii.
pub(super) fn member(lang: Lang, service: &Service) -> String {
    let flag = if service.is_assumption() { " *" } else { "" };
    format!("{} {}{flag}", capital(service.names.get(lang)), radii(service))
}

/// What the asterisk of [`member`] means.
pub(super) fn member_flag(lang: Lang) -> &'static str {
    pick(lang, "* 半径为假设值，请确认", "* radius is an assumption, confirm")
}

/// Said in the header where a radius is not certain.
pub(super) fn assumed_radius(lang: Lang) -> &'static str {
    pick(lang, "服务半径为假设值，请确认", "The radius is an assumption, confirm")
}

/// Said in the header where rates are not the official indicator; blank where they are.
pub(super) fn approximation(lang: Lang, basis: Basis) -> &'static str {
    match basis {
        Basis::ResidentialLand => "",
        Basis::BuildingGround => pick(
            lang,
            "以住宅建筑基底代替居住用地近似计算，非官方指标",
            "Ground of residential buildings for their land: an approximation, not the official indicator",
        ),
        Basis::LandInBox => pick(
            lang,
            "统计单元为矩形范围，近似计算，非官方指标",
            "The unit is a box, not a border: an approximation, not the official indicator",
        ),
        Basis::WholeArea => pick(
            lang,
            "无居住用地资料，按辖区总面积近似计算，非官方指标",
            "No residential land given: whole area, an approximation, not the official indicator",
        ),
    }
}

/// The target of a service and its clause.
pub(super) fn target(lang: Lang, target: &Target) -> String {
    let (percent, clause) = (target.share.percent_text(), target.citation.quoted(lang));
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
        (Lang::En, true) => format!("Meets the target of {percent} %"),
        (Lang::En, false) => format!("Below the target of {percent} %"),
    }
}

/// The upper end of a range of rates.
pub(super) fn with_doubtful(lang: Lang, share: Option<Share>) -> String {
    let share = percent(share);
    match lang {
        Lang::Zh => format!("计入待核网点则为 {share}"),
        Lang::En => format!("With doubtful outlets: {share}"),
    }
}

/// Residents within reach, with what they are a part of.
pub(super) fn people(lang: Lang, rate: &PeopleRate) -> String {
    let (share, served, all) = (percent(rate.share), rate.served.text(), rate.people.text());
    match lang {
        Lang::Zh => format!("人口覆盖率 {share}（{served} / {all} 人）"),
        Lang::En => format!("Residents served: {share} ({served} of {all})"),
    }
}

/// Residents who reach every service of the circle, with what they are a part of.
pub(super) fn complete_people(lang: Lang, rate: &PeopleRate) -> String {
    let (share, served, all) = (percent(rate.share), rate.served.text(), rate.people.text());
    match lang {
        Lang::Zh => format!("全部可达人口占比 {share}（{served} / {all} 人）"),
        Lang::En => format!("Residents who do: {share} ({served} of {all})"),
    }
}

/// How many open outlets lie in what the map is about.
pub(super) fn open_outlets(lang: Lang, count: u32) -> String {
    let count = count_text(count.into());
    match lang {
        Lang::Zh => format!("辖区内营业网点 {count} 处"),
        Lang::En => format!("Open outlets inside: {count}"),
    }
}

/// Name of the rate of a service, which says what it is measured on.
pub(super) fn service_rate(lang: Lang, basis: Basis) -> &'static str {
    match basis {
        Basis::ResidentialLand => pick(lang, "居住用地覆盖率", "Residential land served"),
        Basis::BuildingGround => {
            pick(lang, "住宅基底覆盖率（近似）", "Ground of homes served (approx.)")
        }
        Basis::LandInBox => {
            pick(lang, "居住用地覆盖率（近似）", "Residential land served (approx.)")
        }
        Basis::WholeArea => pick(lang, "面积覆盖率（近似）", "Whole area served (approx.)"),
    }
}

/// Name of the rate of the circle.
pub(super) fn circle_rate(lang: Lang, basis: Basis) -> &'static str {
    match basis {
        Basis::ResidentialLand => pick(lang, "居住用地完整率", "Complete residential land"),
        Basis::BuildingGround => {
            pick(lang, "住宅基底完整率（近似）", "Complete ground of homes (approx.)")
        }
        Basis::LandInBox => {
            pick(lang, "居住用地完整率（近似）", "Complete residential land (approx.)")
        }
        Basis::WholeArea => pick(lang, "面积完整率（近似）", "Complete area (approx.)"),
    }
}

/// What the rate of the circle counts.
pub(super) fn circle_meaning(lang: Lang, services: usize) -> String {
    match lang {
        Lang::Zh => format!("{services} 项服务同时可达"),
        Lang::En => format!("Reaches all {services} services"),
    }
}

/// The land that a rate is measured on.
pub(super) fn land(lang: Lang, basis: Basis) -> &'static str {
    match basis {
        Basis::ResidentialLand | Basis::LandInBox => pick(lang, "居住用地合计", "Residential land"),
        Basis::BuildingGround => pick(lang, "住宅建筑基底合计", "Ground of homes"),
        Basis::WholeArea => pick(lang, "辖区总面积", "Whole area"),
    }
}

/// How many services land reaches.
pub(super) fn reaches(lang: Lang, count: usize, of: usize) -> String {
    match (lang, count) {
        (Lang::Zh, n) if n == of => format!("{of} 项全部可达"),
        (Lang::Zh, 0) => "均不可达".to_owned(),
        (Lang::Zh, n) => format!("可达 {n} 项"),
        (Lang::En, n) if n == of => format!("All {of}"),
        (Lang::En, 0) => "None".to_owned(),
        (Lang::En, n) => format!("{n} of {of}"),
    }
}

/// Services of the circle that the input says nothing about.
pub(super) fn without_data(lang: Lang, names: &[&str]) -> String {
    match lang {
        Lang::Zh => format!("无数据、未计入：{}。", names.join("、")),
        Lang::En => format!("No data, left out: {}.", names.join(", ")),
    }
}

/// One symbol stands for several outlets.
pub(super) fn thinned(lang: Lang) -> &'static str {
    pick(
        lang,
        "网点密集处以一个符号代表邻近多个网点。",
        "In dense places one symbol stands for several outlets.",
    )
}

/// Outlets that other units have serve too.
pub(super) fn beyond(lang: Lang) -> &'static str {
    pick(lang, "界外网点的服务范围计入界内。", "Outlets beyond a border count on both sides of it.")
}

/// What stands under the names: the rate of this name.
pub(super) fn under_names(lang: Lang, rate: &str) -> String {
    match lang {
        Lang::Zh => format!("名称下为各单元的{rate}。"),
        Lang::En => format!("Under each name: {} there.", small(rate)),
    }
}

/// What a dash under a name means.
pub(super) fn dash(lang: Lang) -> &'static str {
    pick(lang, "–：该单元无居住用地，无比率。", "–: no residential land there, so no rate.")
}

/// Residential land that the rates and the map leave out.
pub(super) fn land_outside(lang: Lang, area: SquareMetres) -> String {
    let area = hectares(lang, area);
    match lang {
        Lang::Zh => format!("另有居住用地 {area}不在任何街道内，未计入比率，未绘出。"),
        Lang::En => {
            format!(
                "Another {area} of residential land lie in no subdistrict: in no rate, not drawn."
            )
        }
    }
}

/// Names that found no room.
pub(super) fn unlabelled(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::Zh, _) => format!("另有 {count} 个单元因图幅所限未注名称。"),
        (Lang::En, 1) => "1 unit has no room for its name.".to_owned(),
        (Lang::En, _) => format!("{count} units have no room for their names."),
    }
}

/// The plane that the map lies on.
pub(super) fn projection(lang: Lang) -> &'static str {
    pick(
        lang,
        "投影：高斯-克吕格，中央子午线过城市中心。",
        "Projection: transverse Mercator about the city's centre.",
    )
}

/// What land beyond the radius along streets is called, by what it is a part of.
pub(super) fn land_beyond(lang: Lang, basis: Basis) -> &'static str {
    match basis {
        Basis::ResidentialLand | Basis::LandInBox => {
            pick(lang, "沿街步行超距用地（至少）", "Land beyond the radius, at least")
        }
        Basis::BuildingGround => {
            pick(lang, "沿街步行超距住宅基底（至少）", "Ground of homes beyond it, at least")
        }
        Basis::WholeArea => {
            pick(lang, "沿街步行超距面积（至少）", "Area beyond the radius, at least")
        }
    }
}

/// How exactly it is drawn.
pub(super) fn in_squares(lang: Lang, basis: Basis) -> String {
    let side = FINEST.0;
    let what = match basis {
        Basis::ResidentialLand | Basis::LandInBox => pick(lang, "超距用地", "Land"),
        Basis::BuildingGround => pick(lang, "超距住宅基底", "Ground of homes"),
        Basis::WholeArea => pick(lang, "超距面积（全部辖区面积，不限居住用地）", "Area of any use"),
    };
    match lang {
        Lang::Zh => {
            format!(
                "{what}按 {side} m 方格绘出，只取全格超距者；围墙、障碍近旁偏少，可达之处不在其中。"
            )
        }
        Lang::En => format!(
            "{what} beyond the radius is drawn in squares of {side} m that are wholly beyond it, fewer near \
             walls; no place within reach lies in one."
        ),
    }
}

/// An area as the legend prints it.
pub(super) fn hectares(lang: Lang, area: SquareMetres) -> String {
    format!("{} {}", area.hectares_text(), pick(lang, "公顷", "ha"))
}

/// A share with its sign, or a dash.
pub(super) fn percent(share: Option<Share>) -> String {
    let sign = if share.is_some() { " %" } else { "" };
    format!("{}{sign}", percent_or_dash(share))
}

/// A share for each unit, as it stands under its name.
pub(super) fn percents(shares: impl Iterator<Item = Option<Share>>) -> Vec<String> {
    shares.map(percent).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::StreetChange;
    use crate::units::People;

    #[test]
    fn figures_along_streets_with_a_change_stand_beside_those_without_it() {
        let rate = |served| PeopleRate { people: People(8000), served, ..PeopleRate::default() };
        let change = StreetChange { before: People(2795), gained: People(10), lost: People(1205) };
        let of = StreetService {
            by_circle: rate(People(4000)),
            along: rate(People(1600)),
            asked: Some(change),
            ..StreetService::default()
        };
        let said = along_streets(Lang::En, &of);
        assert!(said.contains("\nWithout the change 34.94 %; gained: 10, lost: 1 205\n"), "{said}");
        let said = along_streets(Lang::Zh, &of);
        assert!(said.contains("\n变更之前 34.94 %；新增可达 10 人，失去 1 205 人\n"), "{said}");
        let today = along_streets(Lang::En, &StreetService { asked: None, ..of });
        assert!(!today.contains("change"), "{today}");
    }

    #[test]
    fn what_is_beyond_the_radius_is_called_by_what_it_is_a_part_of() {
        for (basis, zh, en) in [
            (Basis::ResidentialLand, "超距用地", "Land beyond"),
            (Basis::BuildingGround, "超距住宅基底", "Ground of homes beyond"),
            (Basis::WholeArea, "超距面积", "Area "),
        ] {
            let said = |lang| [land_beyond(lang, basis).to_owned(), in_squares(lang, basis)];
            assert!(said(Lang::Zh).iter().all(|said| said.contains(zh)), "{basis:?}");
            assert!(said(Lang::En).iter().all(|said| said.starts_with(en)), "{basis:?}");
        }
    }
}
