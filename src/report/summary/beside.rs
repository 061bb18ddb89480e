//! What a profile sets beside its circles in the whole city, as the terminal shows it.

use super::super::Context;
use super::super::beside_table::words;
use super::super::cell::shown;
use super::super::words::DASH;
use super::grid::grid;
use super::wrap::wrapped;
use crate::assessment::{Beside, Means, Unmeasured};
use crate::profile::Lang;
use crate::units::{People, percent_or_dash};

/// A table with a row for each service and each reach beside its circle, and what was not measured; none where
/// the profile sets nothing beside.
pub(super) fn beside(context: &Context) -> Option<String> {
    let all = &context.assessment.beside;
    if all.is_empty() {
        return None;
    }
    let pick = |official, other| if context.is_official() { official } else { other };
    let (caption, headings) = match context.lang {
        Lang::En => (
            pick(
                "Beside the official circle, as the rule set asks (lost: within the circle and out of this \
                 reach):",
                "Beside its circle, which is not the official indicator, as the rule set asks (lost: within \
                 the circle and out of this reach):",
            ),
            ["Service", "Reach", "Circle %", "Reach %", "Lost", "%", "Land %", "Land reach %"],
        ),
        Lang::Zh => (
            pick(
                "圆形半径（官方口径）之外的对照口径（损失：圆内而对照口径外）：",
                "圆形半径（非官方指标）之外的对照口径（损失：圆内而对照口径外）：",
            ),
            ["服务", "对照口径", "圆形%", "对照%", "损失人口", "%", "用地%", "用地对照%"],
        ),
    };
    let rows: Vec<Vec<String>> = all.iter().filter_map(|of| row(context, of)).collect();
    let mut parts = vec![wrapped(caption, 2)];
    if !rows.is_empty() {
        parts.push(grid(&headings, &rows, 2).trim_end().to_owned());
    }
    parts.extend(unmeasured(context, all).map(|said| wrapped(&said, 0)));
    Some(parts.join("\n"))
}

fn row(context: &Context, of: &Beside) -> Option<Vec<String>> {
    let total = &of.layers.first()?.total;
    let people = total.people.as_ref();
    let residents = |people: Option<People>| people.map_or_else(|| DASH.to_owned(), People::text);
    Some(vec![
        service(context, of),
        words(context, of),
        percent_or_dash(people.and_then(|of| of.by_circle.share)),
        percent_or_dash(people.and_then(|of| of.within.share)),
        residents(people.map(|of| of.lost)),
        percent_or_dash(people.and_then(|of| of.lost_share)),
        percent_or_dash(total.land.and_then(|of| of.by_circle.share)),
        percent_or_dash(total.land.and_then(|of| of.within.share)),
    ])
}

/// A sentence for each reason, with what it keeps from being measured; each once.
fn unmeasured<'a>(context: &'a Context, all: &'a [Beside]) -> impl Iterator<Item = String> + 'a {
    [Unmeasured::NoStreets, Unmeasured::NoPeople].into_iter().filter_map(move |why| {
        let found = all.iter().filter(|of| of.unmeasured == Some(why));
        let mut names: Vec<String> = Vec::new();
        for name in found.map(|of| left_out(context, of)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let reason = match (why, context.lang) {
            (Unmeasured::NoStreets, Lang::En) => "the city has no layer of streets",
            (Unmeasured::NoStreets, Lang::Zh) => "该市无街道图层",
            (Unmeasured::NoPeople, Lang::En) => "the city has no residents of that group",
            (Unmeasured::NoPeople, Lang::Zh) => "该市无此类人口数据",
        };
        (!names.is_empty()).then(|| match context.lang {
            Lang::En => format!("Not measured, as {reason}: {}.", names.join("; ")),
            Lang::Zh => format!("未计算（{reason}）：{}。", names.join("；")),
        })
    })
}

/// What is not measured: of a walker once for all services.
fn left_out(context: &Context, of: &Beside) -> String {
    let lang = context.lang;
    match (of.by, lang) {
        (Means::Walker(at), _) => {
            let name = shown(context.profile.walkers[at].names.get(lang));
            match lang {
                Lang::En => format!("walks of {name}"),
                Lang::Zh => format!("{name}沿街步行"),
            }
        }
        (Means::Rule, Lang::En) => format!("{} ({})", service(context, of), words(context, of)),
        (Means::Rule, Lang::Zh) => format!("{}（{}）", service(context, of), words(context, of)),
    }
}

fn service(context: &Context, of: &Beside) -> String {
    shown(context.service(of.service).names.get(context.lang))
}
