//! What goes together in the whole city, in a sentence.

use super::super::Context;
use super::wrap::wrapped;
use crate::assessment::Pairs;
use crate::profile::{Lang, Pairing};

/// A sentence for each pairing that asks about anything; none without one.
pub(super) fn pairs(context: &Context) -> Option<String> {
    let rules = context.profile.pairings.iter().zip(&context.assessment.pairings);
    let said: Vec<String> = rules
        .filter(|(_, pairs)| pairs.total.subjects + pairs.unknown > 0)
        .map(|(rule, pairs)| sentence(context.lang, rule, pairs))
        .collect();
    let between = match context.lang {
        Lang::En => " ",
        Lang::Zh => "",
    };
    (!said.is_empty()).then(|| wrapped(&said.join(between), 0))
}

fn sentence(lang: Lang, rule: &Pairing, of: &Pairs) -> String {
    let (name, total, unknown) = (rule.names.get(lang), of.total, of.unknown);
    let (all, linked, near, not) = (total.subjects, total.linked, total.near, total.unpaired);
    match lang {
        Lang::En => {
            let within = rule.within.map_or(String::new(), |m| format!(" within {}", m.text()));
            let unknown =
                if unknown > 0 { format!(", {unknown} not known") } else { String::new() };
            format!(
                "{name} (pairs.csv): of {all}, {linked} linked, {near} with a partner{within}, {not} \
                 without{unknown}."
            )
        }
        Lang::Zh => {
            let within = rule.within.map_or(String::new(), |m| format!("{}内", m.text()));
            let unknown =
                if unknown > 0 { format!("，未知 {unknown} 个") } else { String::new() };
            format!(
                "{name}（见 pairs.csv）：共 {all} 个，已关联 {linked} 个，{within}有配套 {near} 个，无 {not} \
                 个{unknown}。"
            )
        }
    }
}
