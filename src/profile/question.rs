//! A change that is asked about, in words: every output that it changes says so in the same ones.

use super::Lang;
use crate::model::Question;

/// Gates that are named; the number of the rest is said.
const NAMED: usize = 5;

/// Letters of a name that are shown.
const LETTERS: usize = 60;

/// `a barrier is laid: rail.geojson (2 lines); gates open: G1, G2`; none where nothing is asked. Names are as the
/// user gave them, shortened past 60 letters.
#[must_use]
pub fn question_words(of: &Question, lang: Lang) -> Option<String> {
    let open: Vec<&str> = of.open.iter().map(|id| &**id).collect();
    change_words(&open, (of.barrier.len(), &of.barrier_name), lang)
}

/// The same of the ids of the gates, and of how many lines the barrier has and what it is called.
#[must_use]
pub fn change_words(open: &[&str], (lines, name): (usize, &str), lang: Lang) -> Option<String> {
    let laid = (lines > 0).then(|| match (lang, &*shortened(name)) {
        (Lang::Zh, "") => format!("设置屏障{lines}条"),
        (Lang::Zh, name) => format!("设置屏障 {name}（{lines}条）"),
        (Lang::En, "") => format!("a barrier is laid, lines: {lines}"),
        (Lang::En, name) => format!("a barrier is laid: {name} (lines: {lines})"),
    });
    let named: Vec<String> = open.iter().take(NAMED).map(|id| shortened(id)).collect();
    let rest = open.len() - named.len();
    let opened = (!named.is_empty()).then(|| match (lang, rest) {
        (Lang::Zh, 0) => format!("开放出入口 {}", named.join("、")),
        (Lang::Zh, rest) => format!("开放出入口 {}，另{rest}处", named.join("、")),
        (Lang::En, 0) => format!("gates open: {}", named.join(", ")),
        (Lang::En, rest) => format!("gates open: {} and {rest} more", named.join(", ")),
    });
    let said: Vec<String> = laid.into_iter().chain(opened).collect();
    (!said.is_empty()).then(|| said.join(if lang == Lang::Zh { "；" } else { "; " }))
}

fn shortened(name: &str) -> String {
    let dots = if name.chars().nth(LETTERS).is_some() { "…" } else { "" };
    name.chars().take(LETTERS).collect::<String>() + dots
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Local;

    fn said(gates: usize, lines: usize, name: &str) -> [Option<String>; 2] {
        let line = vec![Local::new(0.0, 0.0), Local::new(1.0, 0.0)];
        let question = Question {
            open: (1..=gates).map(|n| format!("G{n}").into()).collect(),
            barrier: vec![line; lines],
            barrier_name: name.into(),
        };
        [Lang::En, Lang::Zh].map(|lang| question_words(&question, lang))
    }

    #[test]
    fn a_question_names_its_file_and_its_gates_and_counts_the_rest() {
        assert_eq!(said(0, 0, ""), [None, None]);
        let [en, zh] = said(2, 3, "rail.geojson").map(Option::unwrap);
        assert_eq!(en, "a barrier is laid: rail.geojson (lines: 3); gates open: G1, G2");
        assert_eq!(zh, "设置屏障 rail.geojson（3条）；开放出入口 G1、G2");
        let [en, zh] = said(7, 0, "").map(Option::unwrap);
        assert_eq!(en, "gates open: G1, G2, G3, G4, G5 and 2 more");
        assert_eq!(zh, "开放出入口 G1、G2、G3、G4、G5，另2处");
    }
}
