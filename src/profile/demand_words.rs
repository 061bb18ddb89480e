//! Whose need a service answers, in words.

use super::{Lang, Service};
use crate::model::{Condition, DemandLayer, Test};
use crate::units::number_text;

impl Service {
    /// `only estates whose has_elevator is false`; none where everybody's need counts.
    #[must_use]
    pub fn demand_in_words(&self, lang: Lang) -> Option<String> {
        let said: Vec<String> = self.demand_where.iter().map(|of| condition(of, lang)).collect();
        (!said.is_empty()).then(|| match lang {
            Lang::Zh => format!("仅计 {}", said.join("且 ")),
            Lang::En => format!("only {}", said.join(" and ")),
        })
    }
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
