//! What `walkshed check --explain CODE` prints: why a rule exists, with an example; or all codes.

use std::fmt::Write as _;

use walkshed::finding::{Code, codes, nearest};

use super::failure::Failure;

/// The word that stands for all codes.
const ALL: &str = "all";

/// Letters in a line.
const WIDTH: usize = 96;

/// The entry of a code; the whole table, as Markdown, for `all`.
pub(super) fn explain(code: &str) -> Result<String, Failure> {
    if code == ALL {
        return Ok(table());
    }
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
    let (title, remedy) = entry.in_chinese();
    let _ = write!(text, "\n{title}");
    if !remedy.is_empty() {
        let _ = write!(text, "。处理：{remedy}");
    }
    text.push_str("。\n\nfor example\n\n");
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

/// One row a code, as the README has it.
fn table() -> String {
    let mut text = "| code | severity | what |\n|---|---|---|\n".to_owned();
    for entry in codes() {
        let _ =
            writeln!(text, "| `{}` | {} | {} |", entry.code, entry.severity_words(), entry.title);
    }
    text
}

/// Adds a text in lines that each begin with `indent`.
fn push_wrapped(page: &mut String, text: &str, indent: &str) {
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > WIDTH - indent.len() {
            page.push('\n');
            used = 0;
        }
        let gap = if used == 0 { indent } else { " " };
        used += length + usize::from(used > 0);
        page.push_str(gap);
        page.push_str(word);
    }
    page.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_explained_with_an_example_in_the_form_of_messages() {
        let text = explain("same-place").unwrap();
        assert!(text.starts_with("same-place (warning): most outlets stand at one point\n\n"));
        assert!(text.contains("\n    warning[same-place]: 8 of 8 outlets"), "{text}");
        assert!(text.contains("\n\n多数网点位于同一点。处理：地理编码可能失败："), "{text}");
        assert!(text.contains("\n      --> outlets.geojson: features\n"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH));
    }

    #[test]
    fn a_misspelt_code_gets_the_one_that_was_meant() {
        let failure = explain("overlaps").unwrap_err();
        assert_eq!(failure.message, "no code is called \"overlaps\"");
        assert!(failure.help.starts_with("did you mean overlap? "), "{}", failure.help);
        assert!(explain("zebra-crossing").unwrap_err().help.starts_with("`walkshed check"));
    }

    #[test]
    fn the_readme_has_the_table_of_codes() {
        let readme = include_str!("../../README.md");
        let table = table();
        let missing: Vec<&str> = table.lines().filter(|row| !readme.contains(row)).collect();
        assert!(missing.is_empty(), "not in the README: {missing:#?}");
        let rows = readme.lines().filter(|line| line.starts_with("| `") && is_code_row(line));
        assert_eq!(rows.count() + 2, table.lines().count(), "the README has rows of its own");
    }

    fn is_code_row(line: &str) -> bool {
        ["error", "warning", "note"].iter().any(|word| line.contains(&format!("| {word} ")))
    }
}
