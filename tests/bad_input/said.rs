//! What the program prints, taken apart into findings again. Whatever it prints is known in Chinese too.

use walkshed::finding::Code;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Severity {
    Error,
    Warning,
    Note,
}

/// A finding as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) severity: Severity,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) file: String,
    /// Empty for the file as a whole.
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) help: String,
}

impl Said {
    /// The first line and the remedy, without the place.
    pub(crate) fn text(&self) -> String {
        format!("{}: {}\n{}", self.code, self.message, self.help)
    }
}

/// The findings of a page; whatever stands on it besides fails the test.
pub(crate) fn findings(page: &str) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    for line in page.lines() {
        if let Some(place) = line.strip_prefix("  --> ") {
            let (file, rest) = place.split_once(": ").unwrap_or((place, ""));
            let (path, name) = rest.split_once(" (\"").unwrap_or((rest, "\")"));
            let last = said.last_mut().unwrap();
            file.clone_into(&mut last.file);
            path.clone_into(&mut last.path);
            name.strip_suffix("\")").unwrap().clone_into(&mut last.name);
        } else if let Some(help) = line.strip_prefix("  help: ") {
            help.clone_into(&mut said.last_mut().unwrap().help);
        } else {
            said.push(head(line));
        }
    }
    assert!(said.iter().all(|finding| !finding.file.is_empty()), "no place, no finding: {page}");
    said.iter().for_each(is_said_in_chinese);
    said
}

/// Fails where the message or the remedy of a finding is not Chinese, but for what it quotes and for words of
/// files, flags and commands.
fn is_said_in_chinese(said: &Said) {
    let entry = Code::find(&said.code).unwrap();
    for text in [&said.message, &said.help].into_iter().filter(|text| !text.is_empty()) {
        // The one more of a kind stands for several.
        if text.ends_with(" more of this kind") {
            continue;
        }
        let chinese = entry.text_in_chinese(text);
        let is_known = chinese.as_deref().is_some_and(|chinese| !has_latin_words(chinese));
        assert!(is_known, "{}: {text} -> {chinese:?}", said.code);
    }
}

/// Whether two words in small letters that are no list follow each other outside of quotes.
fn has_latin_words(text: &str) -> bool {
    let is_word = |word: &str| {
        let bare = word.trim_matches([';', ':', '.', '(', ')', '?']);
        bare.len() > 1 && bare.bytes().all(|b| b.is_ascii_lowercase())
    };
    let plain = text.split(['"', '`']).step_by(2);
    let mut stretches = plain.flat_map(|part| part.split(|c: char| !c.is_ascii()));
    stretches.any(|stretch| {
        let words: Vec<&str> = stretch.split_whitespace().collect();
        words.windows(2).any(|pair| is_word(pair[0]) && is_word(pair[1]))
    })
}

fn head(line: &str) -> Said {
    let (head, message) = line.split_once("]: ").unwrap();
    let (severity, code) = head.split_once('[').unwrap();
    let severity = match severity {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        "note" => Severity::Note,
        other => panic!("{other} in {line}"),
    };
    let (code, message) = (code.to_owned(), message.to_owned());
    let empty = String::new;
    Said { severity, code, message, file: empty(), path: empty(), name: empty(), help: empty() }
}
