//! Whose need a service answers, in words.

use super::Context;
use super::cell::shown;
use super::words::{self, Authority};
use crate::assessment::Lack;
use crate::model::DemandLayer;
use crate::profile::{Confidence, Lang, Service};
use crate::units::percent_or_dash;

/// What kind of rate the figures of a service are, with the conditions on its demand.
pub(super) fn rate_kind(context: &Context, service: &Service) -> String {
    let by = authority(context, service);
    let kind = words::rate_kind(context.assessment.basis, by).get(context.lang);
    match service.demand_in_words(context.lang) {
        None => kind.to_owned(),
        Some(only) => format!("{kind}{}{only}", words::CLAUSES.get(context.lang)),
    }
}

/// Whose the rule of a service is: one radius that is not surely the clause's is enough.
fn authority(context: &Context, service: &Service) -> Authority {
    let is_users = |confidence| confidence == Confidence::User;
    if context.profile.supplement {
        Authority::Supplement
    } else if service.is_assumption() {
        Authority::Assumed
    } else if service.providers.iter().any(|p| is_users(p.citation.confidence)) {
        Authority::User
    } else {
        Authority::Clause
    }
}

/// The land that lacks something: of what kind it is, and whose need alone counts.
pub(super) fn land_kind(context: &Context, lack: Lack) -> String {
    let lang = context.lang;
    let kind = words::land(context.assessment.basis).get(lang);
    let only = match lack {
        Lack::Service(at) => context.service(at).demand_of_in_words(DemandLayer::Estates, lang),
        Lack::Circle => None,
    };
    match only {
        None => kind.to_owned(),
        Some(only) => format!("{kind}{}{only}", words::CLAUSES.get(lang)),
    }
}

/// A sentence on the services that not everybody needs; none where there is none.
pub(super) fn sentence(context: &Context) -> Option<String> {
    let lang = context.lang;
    let of =
        |service: &Service| Some((shown(service.names.get(lang)), service.demand_in_words(lang)?));
    let said: Vec<(String, String)> = context.profile.services.iter().filter_map(of).collect();
    let list = |colon: &str, between: &str| {
        let each = said.iter().map(|(name, only)| format!("{name}{colon}{only}"));
        each.collect::<Vec<_>>().join(between)
    };
    (!said.is_empty()).then(|| match lang {
        Lang::Zh => format!("以下服务只计部分需求：{}。", list("，", "；")),
        Lang::En => format!("Of these the need of some alone counts: {}.", list(", ", "; ")),
    })
}

/// A sentence on the services that have outlets and that nobody is known to need; none where there is none.
pub(super) fn nobody(context: &Context) -> Option<String> {
    let services = context.profile.services.iter().zip(&context.assessment.services);
    let unneeded = services.filter(|(_, data)| !data.is_needed && data.outlets > 0);
    let names: Vec<String> =
        unneeded.map(|(service, _)| shown(service.names.get(context.lang))).collect();
    (!names.is_empty()).then(|| match context.lang {
        Lang::Zh => format!(
            "【无数据】{}：没有小区或人口点符合其需求条件，未作评价；这不等于覆盖率为零。",
            words::named(&names, Lang::Zh)
        ),
        Lang::En => format!(
            "NO DATA: {}. No estate or place of people meets the conditions on who needs it: not \
             measured, which is not 0 %.",
            words::named(&names, Lang::En)
        ),
    })
}

/// A sentence on the rates of the city if those count too of whom it is not known whether they need the
/// service; none where that is known of all.
pub(super) fn with_unknown(context: &Context) -> Option<String> {
    let lang = context.lang;
    let services = context.profile.services.iter().zip(&context.assessment.services);
    let said: Vec<String> = services
        .zip(&context.assessment.total.services)
        .filter_map(|((service, data), figures)| {
            let of = data.with_unknown?;
            let land = figures.land.and_then(|land| land.share);
            let shares = [percent_or_dash(land), percent_or_dash(of.land.share)];
            let people = of.people.map(|with| {
                let without = figures.people.and_then(|people| people.all.share);
                [percent_or_dash(without), percent_or_dash(with.share)]
            });
            Some(range(lang, &shown(service.names.get(lang)), &shares, people.as_ref()))
        })
        .collect();
    (!said.is_empty()).then(|| match lang {
        Lang::Zh => format!(
            "需求不明者（相关属性缺失）未计入；若一并计入，全市覆盖率：{}。",
            said.join("；")
        ),
        Lang::En => format!(
            "Those who do not say whether they need the service are not counted; with them the rates of \
             the city: {}.",
            said.join("; ")
        ),
    })
}

fn range(lang: Lang, name: &str, land: &[String; 2], people: Option<&[String; 2]>) -> String {
    let one = |zh: &str, en: &str, [without, with]: &[String; 2]| match lang {
        Lang::Zh => format!("{zh}由 {without} 变为 {with}"),
        Lang::En => format!("{en} {with} instead of {without}"),
    };
    let mut parts = vec![one("用地", "land", land)];
    parts.extend(people.map(|people| one("人口", "residents", people)));
    match lang {
        Lang::Zh => format!("{name}，{}", parts.join("，")),
        Lang::En => format!("{name}, {}", parts.join(", ")),
    }
}
