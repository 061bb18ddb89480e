//! Whose need a service answers, in words.

use super::{Lang, Service};
use crate::model::{Condition, DemandLayer, Test};
use crate::units::number_text;

impl Service {
    /// `only estates whose has_elevator is false`; none where everybody's need counts. A condition on places
    /// of people leaves the land as it is, and says so: `all of that land, but of residents only places of
    /// people whose ...`.
    #[must_use]
    pub fn demand_in_words(&self, lang: Lang) -> Option<String> {
        let [estates, people] =
            [DemandLayer::Estates, DemandLayer::People].map(|of| self.demand_of_in_words(of, lang));
        match (estates, people, lang) {
            (estates, None, _) => estates,
            (None, Some(people), Lang::Zh) => Some(format!("用地全部计入，人口{people}")),
            (None, Some(people), Lang::En) => {
                Some(format!("all of that land, but of residents {people}"))
            }
            (Some(estates), Some(people), Lang::Zh) => Some(format!("{estates}，人口另{people}")),
            (Some(estates), Some(people), Lang::En) => {
                Some(format!("{estates}, and of their residents {people}"))
            }
        }
    }

    /// The conditions on one layer alone; none where there is none on it.
    #[must_use]
    pub fn demand_of_in_words(&self, layer: DemandLayer, lang: Lang) -> Option<String> {
        let of_layer = self.demand_where.iter().filter(|of| of.layer == layer);
        let said: Vec<String> = of_layer.map(|of| condition(of, lang)).collect();
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
