//! The one table of codes: what each finding is called, why its rule exists, and how it reads.
//!
//! Help (`walkshed check --explain CODE`) and the README are made from it; a test reads the sources
//! and fails where a code is used that does not stand here, or one stands here that nothing uses.
//! Codes are stable: one may be added, none changes its meaning. Failures of a run (no such file, a
//! full disk) have their codes here too.

mod chinese;
mod import;
mod layers;
mod phrases;
mod plans;
mod runs;
mod settings;
mod shapes;
mod streets;
mod tables;
mod text;

use super::Severity;

/// One kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Stable name in kebab case.
    pub code: &'static str,
    /// How much it weighs, the weightiest case first.
    pub severities: &'static [Severity],
    /// What it is, in a few words.
    pub title: &'static str,
    /// Why the rule exists.
    pub why: &'static str,
    /// Place, message and remedy of an example; place and remedy may be empty.
    pub example: Example,
}

/// How a finding of a code reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// Where, as it is printed.
    pub place: &'static str,
    /// What is wrong.
    pub message: &'static str,
    /// What was done, or what to do.
    pub help: &'static str,
}

const ERROR: &[Severity] = &[Severity::Error];
const WARNING: &[Severity] = &[Severity::Warning];
const NOTE: &[Severity] = &[Severity::Note];
const ERROR_OR_WARNING: &[Severity] = &[Severity::Error, Severity::Warning];
const WARNING_OR_NOTE: &[Severity] = &[Severity::Warning, Severity::Note];

/// The parts of the table, each in the order of the alphabet.
const PARTS: [&[Code]; 9] = [
    text::CODES,
    tables::CODES,
    shapes::CODES,
    layers::CODES,
    streets::CODES,
    plans::CODES,
    import::CODES,
    settings::CODES,
    runs::CODES,
];

/// All codes: of the bytes, of tables, of shapes, of layers, of streets, of plans, of imports, of settings and profiles, of runs.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    PARTS.into_iter().flatten()
}

/// Why each rule exists, a line a code: `code：why`.
const WHY_IN_CHINESE: &str = include_str!("why_zh.txt");

impl Code {
    /// The entry of a code.
    #[must_use]
    pub fn find(code: &str) -> Option<&'static Self> {
        codes().find(|entry| entry.code == code)
    }

    /// What it is in Chinese, and what to do about it in general: empty where nothing has to be done.
    #[must_use]
    pub fn in_chinese(&self) -> (&'static str, &'static str) {
        chinese::chinese(self.code).unwrap_or((self.title, ""))
    }

    /// Why the rule exists, in Chinese.
    #[must_use]
    pub fn why_in_chinese(&self) -> &'static str {
        let mut lines = WHY_IN_CHINESE.lines().filter_map(|line| line.split_once('：'));
        lines.find(|(code, _)| *code == self.code).map_or(self.why, |(_, why)| why)
    }

    /// A message or a remedy of one of its findings in Chinese; none where only the English is known.
    #[must_use]
    pub fn text_in_chinese(&self, text: &str) -> Option<String> {
        phrases::in_chinese(self.code, text)
    }

    /// What to do about one of its findings in Chinese: what its remedy says, or, where only the English of that
    /// is known, what holds for all findings of the code with the English in brackets. Empty where nothing has to
    /// be done.
    #[must_use]
    pub fn remedy_in_chinese(&self, help: &str) -> String {
        let (_, general) = self.in_chinese();
        match self.text_in_chinese(help).filter(|_| !help.is_empty()) {
            Some(own) => own,
            None if help.is_empty() => general.to_owned(),
            None if general.is_empty() => help.to_owned(),
            None => format!("{general}（{help}）"),
        }
    }

    /// `error or warning`.
    #[must_use]
    pub fn severity_words(&self) -> String {
        self.severities.iter().map(|s| s.word()).collect::<Vec<_>>().join(" or ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_each_rule_exists_is_said_in_chinese_too() {
        let said = WHY_IN_CHINESE.lines().map(|line| line.split_once('：').unwrap());
        let mut known: Vec<&str> = codes().map(|entry| entry.code).collect();
        known.sort_unstable();
        assert_eq!(said.clone().map(|(code, _)| code).collect::<Vec<_>>(), known);
        for (code, why) in said {
            assert!(why.ends_with('。') && !why.contains("  "), "{code}");
            assert_eq!(Code::find(code).unwrap().why_in_chinese(), why);
        }
    }

    #[test]
    fn each_code_stands_once_in_the_order_of_its_part() {
        for part in PARTS {
            assert!(part.is_sorted_by(|a, b| a.code < b.code));
        }
        let mut all: Vec<&str> = codes().map(|entry| entry.code).collect();
        all.sort_unstable();
        assert!(all.is_sorted_by(|a, b| a < b), "{all:?}");
    }

    #[test]
    fn every_code_has_its_chinese_title_and_no_other_one_does() {
        let mut all: Vec<&str> = codes().map(|entry| entry.code).collect();
        all.sort_unstable();
        let chinese: Vec<&str> = chinese::CHINESE.iter().map(|entry| entry.0).collect();
        assert_eq!(chinese, all);
        for entry in codes() {
            let (title, remedy) = entry.in_chinese();
            let is_chinese =
                |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(is_chinese(title) && title.chars().count() <= 36, "{}: {title}", entry.code);
            assert!(remedy.is_empty() || is_chinese(remedy), "{}: {remedy}", entry.code);
            for text in [title, remedy] {
                assert!(!text.ends_with('。') && text.trim() == text, "{}: {text}", entry.code);
            }
            // Where the English example says what to do, so does the Chinese.
            assert!(entry.example.help.is_empty() || !remedy.is_empty(), "{}", entry.code);
        }
    }

    #[test]
    fn every_entry_is_whole_and_in_the_form_of_messages() {
        for entry in codes() {
            let Code { code, severities, title, why, example } = *entry;
            assert!(
                code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            );
            assert!(!severities.is_empty() && severities.is_sorted(), "{code}");
            assert!(!title.ends_with('.') && title.chars().count() <= 72, "{code}: {title}");
            assert!(why.ends_with('.') && why.chars().count() >= 40, "{code}: {why}");
            assert!(!example.message.is_empty() && !example.message.ends_with('.'), "{code}");
            assert!(!example.help.ends_with('.'), "{code}");
        }
    }
}
