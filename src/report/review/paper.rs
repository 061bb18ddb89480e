//! A page in Markdown while it is written: lines in one of both languages, tables, amounts, names.
//!
//! Names come from files, so that what Markdown or a terminal would take for a mark is escaped.

use std::fmt::Write as _;

use super::ReviewContext;
use crate::assessment::{Amount, Lack, Passage};
use crate::model::Measure;
use crate::profile::Lang;
use crate::report::Context;
use crate::report::cell::{shown, shown_lines};
use crate::report::words::Word;

/// A page that is being written about something.
pub(super) struct Page<'a, C = ReviewContext<'a>> {
    pub(super) context: C,
    pub(super) today: Context<'a>,
    pub(super) lang: Lang,
    text: String,
}

impl<'a> Page<'a> {
    pub(super) fn new(context: &ReviewContext<'a>) -> Self {
        Self::about(*context, context.today)
    }
}

impl<'a, C> Page<'a, C> {
    pub(super) fn about(context: C, today: Context<'a>) -> Self {
        Self { context, today, lang: today.lang, text: String::new() }
    }

    /// What has been written.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// The same without the marks of Markdown.
    pub(super) fn for_terminal(&self) -> String {
        let lines = self
            .text
            .lines()
            .map(|line| without_marks(line.trim_start_matches("# ").trim_start_matches("## ")));
        shown_lines(&(lines.collect::<Vec<_>>().join("\n") + "\n"))
    }

    pub(super) fn say(&self, zh: &str, en: &str) -> String {
        match self.lang {
            Lang::Zh => zh.to_owned(),
            Lang::En => en.to_owned(),
        }
    }

    pub(super) fn line(&mut self, zh: &str, en: &str) {
        let text = self.say(zh, en);
        self.text.push_str(&text);
        self.text.push('\n');
    }

    pub(super) fn head(&mut self, zh: &str, en: &str) {
        let text = self.say(zh, en);
        let _ = write!(self.text, "\n## {text}\n\n");
    }

    pub(super) fn row(&mut self, cells: &[String]) {
        let _ = writeln!(self.text, "| {} |", cells.join(" | "));
    }

    pub(super) fn table_head(&mut self, words: &[Word]) {
        let cells: Vec<String> = words.iter().map(|w| w.get(self.lang).to_owned()).collect();
        self.row(&cells);
        self.row(&words.iter().map(|_| "---".to_owned()).collect::<Vec<_>>());
    }

    /// `1 240 residents and 12.30 ha`, the residents left out where there are none in the data; or `nothing`.
    pub(super) fn amount(&self, of: &Amount) -> String {
        if of.is_nothing() {
            return self.say("无", "nothing");
        }
        let land = of.land.hectares_text();
        match (of.people, self.lang) {
            (Some(heads), Lang::Zh) => format!("{} 人、{land} 公顷", heads.all.text()),
            (Some(heads), Lang::En) => format!("{} residents and {land} ha", heads.all.text()),
            (None, Lang::Zh) => format!("{land} 公顷"),
            (None, Lang::En) => format!("{land} ha"),
        }
    }

    /// `gains 1 240 residents and 12.30 ha, loses nothing`.
    pub(super) fn turned(&self, of: &Passage) -> String {
        let (gained, lost) = (self.amount(&of.gained), self.amount(&of.lost));
        match self.lang {
            Lang::Zh => {
                let side = |word: &str, amount: &Amount, text: &str| {
                    if amount.is_nothing() {
                        format!("无{word}")
                    } else {
                        format!("{word} {text}")
                    }
                };
                [side("新增", &of.gained, &gained), side("减少", &of.lost, &lost)].join("，")
            }
            Lang::En => format!("gains {gained}, loses {lost}"),
        }
    }

    pub(super) fn service(&self, lack: Lack) -> String {
        name(self.today.lack_name(lack))
    }

    pub(super) fn label(measure: &Measure) -> String {
        let id = name(&measure.id);
        if measure.name.is_empty() { id } else { format!("{id} {}", name(&measure.name)) }
    }
}

/// A name from a file inside Markdown.
pub(super) fn name(text: &str) -> String {
    escaped(&shown(text))
}

/// A text of one line inside Markdown, whole however long it is.
pub(super) fn sentence(text: &str) -> String {
    escaped(&shown_lines(&text.replace(['\n', '\r'], " ")))
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if "\\`*_{}[]<>#|~".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A line without the marks of emphasis, and with what was escaped as it was.
fn without_marks(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => out.extend(letters.next()),
            '*' => {}
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_emphasis_go_and_those_of_names_stay() {
        for named in ["7*24 店", "a\\b", "**", "x_*y*_", "\\*"] {
            let line = format!("- {}: **not kept**", name(named));
            assert_eq!(without_marks(&line), format!("- {named}: not kept"));
        }
    }
}
