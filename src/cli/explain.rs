//! What `walkshed check --explain CODE` prints: why a rule exists, with an example; or all codes.

use std::fmt::Write as _;

use walkshed::finding::{Code, Severity, codes, nearest};
use walkshed::profile::Lang;

use super::failure::Failure;

/// The word that stands for all codes.
const ALL: &str = "all";

/// Columns of a line; a Chinese character takes two.
const WIDTH: usize = 96;

/// The entry of a code; the whole table, as Markdown, for `all`.
pub(super) fn explain(code: &str, lang: Lang) -> Result<String, Failure> {
    if code == ALL {
        return Ok(table(lang));
    }
    let entry = match lang {
        Lang::Zh => entry_in_chinese,
        Lang::En => entry,
    };
    Code::find(code).map(entry).ok_or_else(|| {
        let list = format!("`walkshed check --explain {ALL}` lists them");
        let help = nearest(code, codes().map(|entry| entry.code))
            .map_or_else(|| list.clone(), |near| format!("did you mean {near}? {list}"));
        Failure::new("unknown-code", format!("no code is called \"{code}\"")).with_help(help)
    })
}

fn entry(entry: &Code) -> String {
    let Code { code, severities, title, why, example } = entry;
    let mut text = format!("{code} ({}): {title}\n\n", entry.severity_words());
    push_wrapped(&mut text, why, "");
    text.push_str("\nfor example\n\n");
    let severity = severities.first().map_or("", |severity| severity.word());
    push_wrapped(&mut text, &format!("{severity}[{code}]: {}", example.message), "    ");
    if !example.place.is_empty() {
        let _ = writeln!(text, "      --> {}", example.place);
    }
    if !example.help.is_empty() {
        push_wrapped(&mut text, &format!("help: {}", example.help), "      ");
    }
    text
}

/// The same in Chinese, with the example as a run prints it.
fn entry_in_chinese(entry: &Code) -> String {
    let Code { code, severities, example, .. } = entry;
    let (title, remedy) = entry.in_chinese();
    let mut text = format!("{code}（{}）：{title}\n\n", severities_in_chinese(severities));
    push_wrapped(&mut text, entry.why_in_chinese(), "");
    if !remedy.is_empty() {
        text.push('\n');
        push_wrapped(&mut text, &format!("处理：{remedy}。"), "");
    }
    let severity = severities.first().map_or("", |severity| word(*severity));
    let _ = write!(text, "\n例如\n\n    {severity}[{code}]：{title}\n");
    let message = entry.text_in_chinese(example.message);
    push_wrapped(&mut text, message.as_deref().unwrap_or(example.message), "      ");
    if !example.place.is_empty() {
        let _ = writeln!(text, "      --> {}", example.place);
    }
    let help = entry.remedy_in_chinese(example.help);
    if !help.is_empty() {
        push_wrapped(&mut text, &format!("处理：{help}"), "      ");
    }
    text
}

/// How much a finding weighs, in Chinese.
pub(super) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Note => "提示",
    }
}

fn severities_in_chinese(severities: &[Severity]) -> String {
    severities.iter().map(|severity| word(*severity)).collect::<Vec<_>>().join("或")
}

/// One row a code, as the README has it.
fn table(lang: Lang) -> String {
    let head = match lang {
        Lang::Zh => "| 代码 | 级别 | 含义 |",
        Lang::En => "| code | severity | what |",
    };
    let mut text = format!("{head}\n|---|---|---|\n");
    for entry in codes() {
        let (severity, title) = match lang {
            Lang::Zh => (severities_in_chinese(entry.severities), entry.in_chinese().0),
            Lang::En => (entry.severity_words(), entry.title),
        };
        let _ = writeln!(text, "| `{}` | {severity} | {title} |", entry.code);
    }
    text
}

/// Adds a text in lines that each begin with `indent`. Lines break at blanks, and on both sides of a Chinese
/// character but before a mark that closes.
fn push_wrapped(page: &mut String, text: &str, indent: &str) {
    let mut used = 0;
    for part in parts(text) {
        let width: usize = part.trim_end().chars().map(columns).sum();
        if used > 0 && used + width > WIDTH - indent.len() {
            page.truncate(page.trim_end_matches(' ').len());
            page.push('\n');
            used = 0;
        }
        if used == 0 {
            page.push_str(indent);
        }
        page.push_str(part);
        used += part.chars().map(columns).sum::<usize>();
    }
    page.truncate(page.trim_end_matches(' ').len());
    page.push('\n');
}

/// The pieces between which a line may break, each with the blank behind it.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut before) = (0, 'a');
    for (at, letter) in text.char_indices() {
        let may_break =
            before == ' ' || (is_wide(letter) || is_wide(before)) && !holds(before, letter);
        if at > 0 && may_break && letter != ' ' {
            parts.push(&text[start..at]);
            start = at;
        }
        before = letter;
    }
    parts.push(&text[start..]);
    parts
}

/// Whether two letters stay on one line: a mark that closes with what is before it, one that opens with what follows.
fn holds(before: char, letter: char) -> bool {
    "，。；：、）”！？」》,.;:)]\"%".contains(letter) || "（“「《([\"".contains(before)
}

fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}')
}

fn columns(letter: char) -> usize {
    1 + usize::from(is_wide(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_explained_with_an_example_in_the_form_of_messages() {
        let text = explain("same-place", Lang::En).unwrap();
        assert!(text.starts_with("same-place (warning): most outlets stand at one point\n\n"));
        assert!(text.contains("\n    warning[same-place]: 8 of 8 outlets"), "{text}");
        assert!(!text.chars().any(is_wide), "{text}");
        assert!(text.contains("\n      --> outlets.geojson: features\n"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH));
    }

    #[test]
    fn in_chinese_each_code_is_explained_in_chinese() {
        for entry in codes() {
            let text = explain(entry.code, Lang::Zh).unwrap();
            assert!(
                text.lines().all(|line| line.chars().map(columns).sum::<usize>() <= WIDTH),
                "{text}"
            );
            let starts_well =
                |line: &str| !line.trim_start().starts_with(['，', '。', '；', '、', '）']);
            assert!(text.lines().all(starts_well), "{text}");
            // Nothing of the English entry but places, values, and an example that nobody has in Chinese.
            for english in [entry.title, entry.why, "for example", "help:"] {
                assert!(!text.contains(english), "{text}");
            }
            let whole: String = text.split_whitespace().collect();
            let why: String = entry.why_in_chinese().split_whitespace().collect();
            assert!(whole.contains(&why), "{text}");
        }
        assert!(table(Lang::Zh).contains("| `gate-far` | 警告 | 出入口离其地块或道路过远 |"));
    }

    #[test]
    fn a_misspelt_code_gets_the_one_that_was_meant() {
        let failure = explain("overlaps", Lang::En).unwrap_err();
        assert_eq!(failure.message, "no code is called \"overlaps\"");
        assert!(failure.help.starts_with("did you mean overlap? "), "{}", failure.help);
        assert!(
            explain("zebra-crossing", Lang::En).unwrap_err().help.starts_with("`walkshed check")
        );
    }

    #[test]
    fn the_readme_has_the_table_of_codes() {
        let readme = include_str!("../../README.md");
        let table = table(Lang::En);
        let missing: Vec<&str> = table.lines().filter(|row| !readme.contains(row)).collect();
        assert!(missing.is_empty(), "not in the README: {missing:#?}");
        let rows = readme.lines().filter(|line| line.starts_with("| `") && is_code_row(line));
        assert_eq!(rows.count() + 2, table.lines().count(), "the README has rows of its own");
    }

    fn is_code_row(line: &str) -> bool {
        ["error", "warning", "note"].iter().any(|word| line.contains(&format!("| {word} ")))
    }
}
