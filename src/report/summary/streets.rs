//! Along streets beside the circle in the whole city, as the terminal shows it.

use super::super::Context;
use super::super::cell::shown;
use super::super::radius::short_radius;
use super::super::words::DASH;
use super::grid::grid;
use super::wrap::wrapped;
use crate::assessment::{StreetFigures, StreetService};
use crate::profile::{Lang, Service, question_words};
use crate::units::{People, factor_text, percent_or_dash};

/// A table with a row for each service with data, and what became of those who are near no street; none
/// without streets.
pub(super) fn streets(context: &Context) -> Option<String> {
    let of = context.assessment.streets.as_ref()?;
    let layer = of.layers.first()?;
    let services = context.profile.services.iter().zip(&layer.total).enumerate();
    let rows: Vec<Vec<String>> = services
        .filter_map(|(at, (service, total))| Some((at, service, total.as_ref()?)))
        .map(|(at, service, total)| row(context, service, total, worst(context, &layer.units, at)))
        .collect();
    let pick = |official, other| if context.is_official() { official } else { other };
    let (caption, headings) = match context.lang {
        Lang::En => (
            pick(
                "On foot along streets, within the same radius (the official rate stays that of the \
                 circle; who is within it, near a street, and not within reach along streets is lost by \
                 detour):",
                "On foot along streets, within the same radius (the rate of the rule set, which is not the \
                 official indicator, stays that of the circle; who is within it, near a street, and not \
                 within reach along streets is lost by detour):",
            ),
            ["Service", "Radius", "Circle %", "Streets %", "Lost", "%", "Detour", "Loses most"],
        ),
        Lang::Zh => (
            pick(
                "沿街步行（半径相同；官方口径仍为圆形半径，圆内且附近有街道而沿街不可达者为绕行损失）：",
                "沿街步行（半径相同；本规则集的覆盖率非官方指标，仍按圆形半径计；圆内且附近有街道而沿街不可达者为绕行损失）：",
            ),
            ["服务", "半径", "圆形%", "沿街%", "损失人口", "%", "绕行系数", "损失最多"],
        ),
    };
    let table = wrapped(caption, 2) + "\n" + &grid(&headings, &rows, 2);
    let table = table + &wrapped(&accounted(of, context.lang), 0);
    let change = change(context, &layer.total);
    Some(change.map_or_else(|| table.clone(), |change| format!("{table}\n{change}")))
}

/// What the change does that is asked about: a sentence, and a row for each service with data.
fn change(context: &Context, total: &[Option<StreetService>]) -> Option<String> {
    let what = question_words(context.city.question(), context.lang)?;
    let services = context.profile.services.iter().zip(total);
    let rows: Vec<Vec<String>> = services
        .filter_map(|(service, of)| {
            let of = of.as_ref()?;
            let asked = of.asked?;
            let name = shown(service.names.get(context.lang));
            let people = [asked.before, of.along.served, asked.gained, asked.lost];
            Some(std::iter::once(name).chain(people.map(People::text)).collect())
        })
        .collect();
    let (caption, headings) = match context.lang {
        Lang::En => (
            format!("With the change: {what}. Residents within reach:"),
            ["Service", "Before", "After", "Gain", "Lose"],
        ),
        Lang::Zh => {
            (format!("变更：{what}。沿街可达人口："), ["服务", "变更前", "变更后", "新增", "失去"])
        }
    };
    Some(wrapped(&caption, 2) + "\n" + &grid(&headings, &rows, 1))
}

fn row(context: &Context, service: &Service, of: &StreetService, worst: String) -> Vec<String> {
    vec![
        shown(service.names.get(context.lang)),
        short_radius(service),
        percent_or_dash(of.by_circle.share),
        percent_or_dash(of.along.share),
        of.lost.text(),
        percent_or_dash(of.lost_share),
        of.detour.map_or_else(|| DASH.to_owned(), factor_text),
        worst,
    ]
}

/// The subdistrict that loses most residents, of equals the first; a dash where none loses any.
fn worst(context: &Context, units: &[Vec<Option<StreetService>>], service: usize) -> String {
    let losses = context.city.subdistricts().iter().zip(units).filter_map(|(unit, of)| {
        let lost = of.get(service)?.as_ref()?.lost;
        (lost.0 > 0).then_some((unit, lost))
    });
    let most = losses.reduce(|best, next| if next.1 > best.1 { next } else { best });
    most.map_or_else(
        || DASH.to_owned(),
        |(unit, lost)| format!("{} {}", shown(&unit.name), lost.text()),
    )
}

/// The sentences that account for those whom no street leads anywhere.
fn accounted(of: &StreetFigures, lang: Lang) -> String {
    let network = &of.network;
    let (snap, limit) = (of.snap.text(), of.limit.text());
    let (nowhere, islands) = (network.no_street_people.text(), network.island_people.text());
    let (length, apart) = (network.length.text(), network.island_length.text());
    let (others, outlets) = (network.pieces - 1, network.no_street_outlets);
    let shut = network.shut_people;
    let shut = (shut.0 > 0).then(|| match lang {
        Lang::En => {
            format!(" {} residents live in estates whose gates are all closed.", shut.text())
        }
        Lang::Zh => format!("所在居住用地出入口全部关闭的居民{}人。", shut.text()),
    });
    let said = match lang {
        Lang::En => format!(
            "Streets: {length}, of which {apart} in {others} pieces that do not hang together with the \
             longest. {nowhere} residents live more than {snap} from every street, {islands} on those \
             pieces; {outlets} outlets stand near no street. Walks were looked for as far as {limit}."
        ),
        Lang::Zh => format!(
            "街网全长{length}，其中{apart}（{others}个部分）与最长部分不相连。距任何街道超过{snap}的居民{nowhere}人，\
             在不相连部分上的{islands}人；附近无街道的网点{outlets}个。步行距离算至{limit}。"
        ),
    };
    said + &shut.unwrap_or_default()
}
