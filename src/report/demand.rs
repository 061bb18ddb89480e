//! Whose need a service answers, in words.

use super::Context;
use super::cell::shown;
use super::words;
use crate::model::{Condition, DemandLayer, Test};
use crate::profile::{Lang, Service};
use crate::units::number_text;

/// What kind of rate the figures of a service are, with the conditions on its demand.
pub(super) fn rate_kind(context: &Context, service: &Service) -> String {
    let kind = words::rate_kind(context.assessment.basis).get(context.lang);
    match demand_where(service, context.lang) {
        None => kind.to_owned(),
        Some(only) => format!("{kind}{}{only}", words::CLAUSES.get(context.lang)),
    }
}

/// `only estates whose has_elevator is false`; none where everybody's need counts.
pub(super) fn demand_where(service: &Service, lang: Lang) -> Option<String> {
    let said: Vec<String> = service.demand_where.iter().map(|of| condition(of, lang)).collect();
    (!said.is_empty()).then(|| match lang {
        Lang::Zh => format!("仅计{}", said.join("且")),
        Lang::En => format!("only {}", said.join(" and ")),
    })
}

/// A sentence on the services that not everybody needs; none where there is none.
pub(super) fn sentence(context: &Context) -> Option<String> {
    let lang = context.lang;
    let of =
        |service: &Service| Some((shown(service.names.get(lang)), demand_where(service, lang)?));
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

fn condition(of: &Condition, lang: Lang) -> String {
    let name = &of.attribute;
    match lang {
        Lang::Zh => {
            let layer = match of.layer {
                DemandLayer::Estates => "小区",
                DemandLayer::People => "人口点",
            };
            match &of.test {
                Test::OneOf(list) => format!("{name} 为 {} 的{layer}", list.join("、")),
                Test::Between { at_least, at_most } => {
                    let least = at_least.map(|n| format!("不小于 {}", number_text(n)));
                    let most = at_most.map(|n| format!("不大于 {}", number_text(n)));
                    let limits: Vec<String> = least.into_iter().chain(most).collect();
                    format!("{name} {} 的{layer}", limits.join("且"))
                }
            }
        }
        Lang::En => {
            let layer = match of.layer {
                DemandLayer::Estates => "estates",
                DemandLayer::People => "places of people",
            };
            match &of.test {
                Test::OneOf(list) => format!("{layer} whose {name} is {}", list.join(" or ")),
                Test::Between { at_least, at_most } => {
                    let least = at_least.map(|n| format!("at least {}", number_text(n)));
                    let most = at_most.map(|n| format!("at most {}", number_text(n)));
                    let limits: Vec<String> = least.into_iter().chain(most).collect();
                    format!("{layer} whose {name} is {}", limits.join(" and "))
                }
            }
        }
    }
}
