//! The sentences of the summary in Chinese.

use super::super::Context;
use super::super::cell::shown;
use super::super::departments::{lacking, leading, supporting};
use super::super::radius::category_name;
use super::super::words;
use super::hours::{closed_then, is_closed_then};
use super::provision::limits;
use super::{LeftOut, Phrases, Range, Silent, assumed_limits, assumed_target};
use crate::assessment::{Basis, Circle, Gap, Lack, Reconciliation, Slivers};
use crate::model::PeopleSource;
use crate::profile::{Lang, Service};
use crate::units::{People, Share, count_text};

pub(super) const PHRASES: Phrases = Phrases {
    title,
    brief_title,
    brief_assumptions,
    no_data,
    reconciliation,
    services_caption,
    services_headings: [
        "服务",
        "服务半径",
        "网点",
        "范围内公顷",
        "范围外公顷",
        "用地覆盖率%",
        "目标%",
        "达标",
        "范围外人口",
        "人口覆盖率%",
        "盲区",
    ],
    circle,
    ranges,
    by_count_headings: ["可达服务项数", "用地公顷", "人口"],
    worst_units_caption: "生活圈最不完整的街道（按可达全部服务的用地占比排列）：",
    worst_units_headings: ["街道", "编号", "用地占比%", "缺项公顷", "缺项人口", "人口占比%"],
    gaps_caption,
    gap,
    slivers,
    people_elsewhere,
    assumptions,
};

fn land(context: &Context) -> &'static str {
    words::land(context.assessment.basis).get(Lang::Zh)
}

fn title(context: &Context) -> String {
    let profile = context.profile;
    let of = context.assessment;
    let mut lines = vec![
        format!("{}：步行范围内的服务", shown(context.city.name())),
        format!("口径 {}：{}（{}）", profile.key, profile.names.zh, profile.document(Lang::Zh)),
    ];
    if !profile.note.zh.is_empty() {
        lines.push(profile.note.zh.clone());
    }
    lines.push(basis(context).to_owned());
    lines.push(
        match of.people_source {
            Some(PeopleSource::Layer) => "人口取自人口图层。",
            Some(PeopleSource::Estates) => "人口取自各小区的居民数，每个小区记在其内部一点上。",
            None => "未提供人口数据，没有人口指标。",
        }
        .to_owned(),
    );
    lines.join("\n")
}

/// What the land rates are.
fn basis(context: &Context) -> &'static str {
    match context.assessment.basis {
        Basis::ResidentialLand if context.profile.supplement => {
            "用地覆盖率=服务范围内居住用地面积/居住用地总面积（按指标 I1 的算法）：属补充口径，不是官方指标；距离为直线距离。"
        }
        Basis::ResidentialLand => {
            "用地覆盖率=服务范围内居住用地面积/居住用地总面积（按指标 I1 的算法）；距离为直线距离。"
        }
        Basis::BuildingGround => {
            "居住用地以住宅建筑基底代替：用地覆盖率属近似值，不是官方指标；距离为直线距离。"
        }
        Basis::LandInBox => {
            "统计单元为矩形范围，并非行政边界：用地覆盖率属近似值，不是官方指标；距离为直线距离。"
        }
        Basis::WholeArea => {
            "未提供居住用地，用地覆盖率按辖区总面积计算：属近似值，不是官方指标；距离为直线距离。"
        }
    }
}

/// Profile, basis and where the rest stands.
fn brief_title(context: &Context) -> String {
    let profile = context.profile;
    let total = &context.assessment.total;
    let people = total.people.map_or(String::new(), |p| format!("、人口 {} 人", p.text()));
    format!(
        "口径 {}：{}（{}）\n{}下列指标的总量为{} {} 公顷{people}；引用前须知见 walkshed profile show {}。",
        profile.key,
        profile.names.zh,
        profile.document(Lang::Zh),
        basis(context),
        land(context),
        total.land.hectares_text(),
        profile.key
    )
}

fn brief_assumptions(services: &[String]) -> String {
    format!("假设半径，引用前请确认：{}。", words::named(services, Lang::Zh))
}

fn no_data(services: &[Silent<'_>]) -> String {
    let named = |silent: &Silent<'_>| {
        let name = &silent.service.names.zh;
        match (&silent.closed_then, silent.doubtful) {
            (None, 0) => name.clone(),
            (None, count) => format!("{name}（仅有待核网点 {count} 个）"),
            (Some((all, time)), more) => {
                let more = if more > 0 {
                    format!("；另有待核网点 {more} 个")
                } else {
                    String::new()
                };
                format!("{name}（有网点 {all} 个，在 {time} 均不营业{more}）")
            }
        }
    };
    let list: Vec<String> = services.iter().map(named).collect();
    let sure = if services.iter().any(|s| s.doubtful > 0) { "无疑问的" } else { "" };
    let is_closed = services.iter().any(|s| s.closed_then.is_some());
    let then = if is_closed { "在口径要求的时刻" } else { "" };
    let circle = match LeftOut::of(services) {
        LeftOut::All => "，也未计入生活圈",
        LeftOut::Some => "，其中生活圈要求的也未计入生活圈",
        LeftOut::None => "",
    };
    format!(
        "【无数据】{}：输入中没有{}{then}的任何{sure}营业网点，未作评价{circle}；这不等于覆盖率为零。",
        words::named(&list, Lang::Zh),
        if services.len() == 1 { "该服务" } else { "这些服务" }
    )
}

fn reconciliation(context: &Context, of: &Reconciliation) -> String {
    let mut said = vec![format!(
        "{} 个街道共有{} {} 公顷；",
        count_text(context.city.subdistricts().len() as u64),
        land(context),
        of.land.hectares_text()
    )];
    said.push(if of.land_adds_up() {
        "各项服务的范围内、范围外用地之和均与之相符。".to_owned()
    } else {
        format!(
            "范围内与范围外用地之和【不相符】，最大相差为单元用地的 {:.1e}。",
            of.worst_land_error
        )
    });
    if of.land_outside.is_printed() {
        said.push(format!(
            "另有 {} 公顷位于所有街道之外，未计入。",
            of.land_outside.hectares_text()
        ));
    }
    let is_estates = context.assessment.basis.is_estates();
    if of.land_overlapping.is_printed() {
        said.push(format!(
            "{} 公顷被多个{}重复覆盖，只计一次。",
            of.land_overlapping.hectares_text(),
            if is_estates { "小区" } else { "街道" }
        ));
    }
    if of.estates_other_code > 0 {
        said.push(format!(
            "{} 个小区因用地代码不属居住用地而未计入。",
            count_text(of.estates_other_code.into())
        ));
    }
    if context.assessment.people_source.is_some() {
        said.push(format!(
            "读入人口 {} 人，其中街道内 {} 人；街道外 {} 人，不计入任何比率。",
            of.people_read.text(),
            of.people_inside.text(),
            of.people_outside.text()
        ));
    }
    said.push(format!(
        "营业网点：街道内 {} 个，街道外 {} 个（其服务范围同样计入）。",
        count_text(of.outlets_inside.into()),
        count_text(of.outlets_outside.into())
    ));
    if of.doubtful_inside + of.doubtful_outside > 0 {
        said.push(format!(
            "另有待核网点：街道内 {} 个，街道外 {} 个，未计入服务。",
            count_text(of.doubtful_inside.into()),
            count_text(of.doubtful_outside.into())
        ));
    }
    said.extend(not_open(context));
    said.extend(closed_then(context));
    said.concat()
}

fn not_open(context: &Context) -> Option<String> {
    let services = context.profile.services.iter().zip(&context.assessment.services);
    let list: Vec<String> = services
        .filter(|(_, data)| data.not_open > 0)
        .map(|(service, data)| {
            format!("{} {} 个", service.names.zh, count_text(data.not_open.into()))
        })
        .collect();
    (!list.is_empty()).then(|| format!("规划中或已关闭的网点不计入服务：{}。", list.join("、")))
}

fn services_caption(context: &Context) -> String {
    let total = &context.assessment.total;
    let people = total.people.map_or(String::new(), |p| format!("、人口 {} 人", p.text()));
    format!("全市各项服务（{} {} 公顷{people}）：", land(context), total.land.hectares_text())
}

fn circle(context: &Context, of: Option<&Circle>) -> String {
    let Some(of) = of else {
        let then = if is_closed_then(context) { "在口径要求的时刻" } else { "" };
        return format!("便民生活圈：【无数据】所要求的服务在输入中{then}均无营业网点。");
    };
    let left_out = match context.left_out_of_circle().count() {
        0 => String::new(),
        count => format!("（另有 {count} 项因无数据未计入）"),
    };
    let mut said = vec![format!(
        "便民生活圈含 {} 项服务{left_out}：{} 公顷{}中有 {} 公顷可达全部服务（{}）",
        context.assessment.circle_services.len(),
        of.land.land.hectares_text(),
        land(context),
        of.land.served.hectares_text(),
        percent(of.land.share)
    )];
    said.push(match &of.people {
        Some(people) => format!(
            "；{} 人中有 {} 人可达全部服务（{}）。",
            people.all.people.text(),
            people.all.served.text(),
            percent(people.all.share)
        ),
        None => "。".to_owned(),
    });
    said.concat()
}

/// `57.84%`, or a dash for nought of nought.
fn percent(share: Option<Share>) -> String {
    share.map_or_else(|| words::DASH.to_owned(), |s| format!("{}%", s.percent_text()))
}

fn ranges(context: &Context, ranges: &[Range<'_>]) -> String {
    let count = context.assessment.doubtful.len();
    let mut said = vec![format!(
        "{count} 个网点的名称或营业时间存疑（见 doubtful.csv），待核，未计入以上比率。"
    )];
    if !ranges.is_empty() {
        said.push("计入后的区间：".to_owned());
    }
    for range in ranges {
        let of = |[lower, upper]: [Option<Share>; 2]| {
            format!("{} 至 {}", percent(lower), percent(upper))
        };
        let people = range.people.map_or(String::new(), |p| format!("，人口 {}", of(p)));
        let met = if range.meets_target_with_them { "；仅计入后达标" } else { "" };
        said.push(format!("\n  {}：用地 {}{people}{met}。", range.name, of(range.land)));
    }
    said.concat()
}

fn gaps_caption(context: &Context) -> String {
    format!(
        "各项服务最突出的盲区（共列出 {} 处）：",
        count_text(context.assessment.gaps.listed.len() as u64)
    )
}

fn gap(context: &Context, gap: &Gap) -> String {
    let fails = match gap.lack {
        Lack::Service(_) => "在服务范围之外",
        Lack::Circle => "缺少至少一项服务",
    };
    let mut said = vec![format!(
        "{}（{}）：{}有 {} 公顷{}{fails}{}",
        shown(&gap.id),
        context.lack_name(gap.lack),
        place(context, gap),
        gap.area.hectares_text(),
        land(context),
        residents(context, gap)
    )];
    if let Some(nearest) = gap.nearest {
        let outlet = &context.city.outlets()[nearest.outlet.index()];
        let name = if outlet.name.is_empty() { &outlet.id } else { &outlet.name };
        said.push(format!("；盲区中部距最近网点“{}”{}", shown(name), nearest.distance.text()));
    }
    if gap.lack == Lack::Circle {
        let missing: Vec<&str> =
            lacking(context.profile, gap).iter().map(|s| s.names.zh.as_str()).collect();
        said.push(format!("；盲区中部缺少：{}", missing.join("、")));
    }
    said.push("。".to_owned());
    said.push(departments(context, gap));
    said.concat()
}

/// `东门街道(D02,和平社区,涉及阳光小区、榆树院)`.
fn place(context: &Context, gap: &Gap) -> String {
    let (id, name) = context.unit(gap.unit);
    let mut inside = Vec::new();
    if id != name {
        inside.push(shown(id));
    }
    inside.extend(gap.community.as_deref().map(shown));
    let estates: Vec<String> = gap.estates.iter().map(|e| shown(e)).collect();
    if !estates.is_empty() {
        inside.push(format!("涉及{}", estates.join("、")));
    }
    let name = shown(name);
    if inside.is_empty() { name } else { format!("{name}（{}）", inside.join("，")) }
}

/// Who lives in a gap, as a part of a sentence; empty without people.
fn residents(context: &Context, gap: &Gap) -> String {
    let Some(people) = gap.people else { return String::new() };
    if people.0 == 0 {
        return "，无人居住".to_owned();
    }
    let all = format!("，涉及居民 {} 人", people.text());
    match (gap.demand, gap.lack) {
        (Some(demand), Lack::Service(at)) => {
            let group = words::demand(context.service(at).demand).get(Lang::Zh);
            format!("{all}（其中{group} {} 人）", demand.text())
        }
        (Some(_) | None, Lack::Circle) | (None, Lack::Service(_)) => all,
    }
}

fn departments(context: &Context, gap: &Gap) -> String {
    let lead: Vec<&str> = leading(context.profile, gap).iter().map(|d| d.get(Lang::Zh)).collect();
    let help: Vec<&str> =
        supporting(context.profile, gap).iter().map(|d| d.get(Lang::Zh)).collect();
    let with = if help.is_empty() {
        String::new()
    } else {
        format!("；配合部门：{}", help.join("、"))
    };
    format!("牵头部门：{}{with}。", lead.join("、"))
}

fn slivers(context: &Context, slivers: &[&Slivers]) -> String {
    let list: Vec<String> = slivers
        .iter()
        .map(|s| {
            format!(
                "{} {} 块（{} 公顷）",
                context.lack_name(s.lack),
                count_text(s.count as u64),
                s.area.hectares_text()
            )
        })
        .collect();
    let who = if context.assessment.total.people.is_some() {
        "且无人居住的"
    } else {
        "的（人口不详）"
    };
    format!(
        "小于 {} 公顷{who}碎块只计数、不列出：{}。",
        context.profile.min_gap.hectares_text(),
        list.join("、")
    )
}

fn people_elsewhere(list: &[(&str, People)]) -> String {
    let list: Vec<String> =
        list.iter().map(|(name, people)| format!("{name} {} 人", people.text())).collect();
    format!("服务范围外、但不住在居住用地上（因而不在任何盲区内）的居民：{}。", list.join("、"))
}

fn assumptions(context: &Context) -> String {
    let mut lines = vec!["以下为假设值，引用前请确认（可信度：Km 为中，Kl 为低）：".to_owned()];
    for service in &context.profile.services {
        for provider in service.providers.iter().filter(|p| p.citation.is_assumption()) {
            lines.push(format!(
                "  {}服务半径 {}（{}，可信度 {}）",
                heading(service, category_name(&provider.category, Lang::Zh)),
                provider.radius.stated_text(),
                provider.citation.clause(Lang::Zh),
                provider.citation.confidence.flag()
            ));
        }
        lines.extend(assumed_target(service).map(|target| {
            let of = &target.citation;
            format!(
                "  {}：目标 {}%（{}，可信度 {}）",
                service.names.zh,
                target.share.percent_text(),
                of.clause(Lang::Zh),
                of.confidence.flag()
            )
        }));
    }
    for of in assumed_limits(context.profile) {
        let (clause, flag) = (of.citation.clause(Lang::Zh), of.citation.confidence.flag());
        let limits = limits(Lang::Zh, of);
        lines.push(format!("  {}：限值 {limits}（{clause}，可信度 {flag}）", of.names.zh));
    }
    lines.join("\n")
}

/// `社区养老：养老机构的`, or `便利店：` where the service has one category, which it is named after.
fn heading(service: &Service, category: &str) -> String {
    let name = &service.names.zh;
    if service.providers.len() == 1 {
        format!("{name}：")
    } else {
        format!("{name}：{category}的")
    }
}
