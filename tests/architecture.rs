//! The shape of the crate: who may use whom, who opens, writes and prints, how long a file may be.
//!
//! The sources are read as text, without comments and without the tests that stand beside the code.
//! `crate::a`, `crate::{a, b}`, `walkshed::a` and the `super::a` that leads out of a module count as a
//! use of `a`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test may fail, and says what it skips"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use walkshed::finding::{Code, Severity, codes};

const STAGES: [&str; 9] =
    ["model", "profile", "overlay", "index", "reach", "coverage", "gaps", "siting", "review"];

/// What each module may use of ours, besides itself.
const TABLE: [(&str, &[&str]); 21] = [
    ("units", &[]),
    ("random", &[]),
    ("watch", &[]),
    ("finding", &["units"]),
    ("model", &["units"]),
    ("profile", &["units", "model", "finding"]),
    ("overlay", &["units", "model"]),
    ("index", &["units", "model"]),
    ("input", &["units", "watch", "model", "finding", "overlay", "index"]),
    ("sample", &["units", "random", "model"]),
    ("reach", &["units", "model", "index"]),
    ("coverage", &["units", "model", "profile", "overlay", "index", "reach"]),
    ("gaps", &["units", "model", "profile", "overlay", "coverage"]),
    ("siting", &["units", "model", "profile", "index", "reach", "gaps"]),
    ("review", &["units", "random", "model", "profile", "coverage", "gaps"]),
    ("assessment", &["units", "finding"]),
    ("pipeline", &["units", "watch", "finding", "input", "assessment"]),
    ("render", &["units", "model", "finding", "profile", "assessment"]),
    ("report", &["units", "model", "finding", "profile", "assessment"]),
    ("cli", CLI),
    ("main", CLI),
];

/// The binary: it reads a city and hands it on, so that it names `input` and `model` too.
const CLI: &[&str] = &[
    "cli",
    "pipeline",
    "assessment",
    "finding",
    "units",
    "profile",
    "render",
    "report",
    "input",
    "model",
    "sample",
    "watch",
];

/// What each module may use: its row, and for the two that join the stages all of those.
fn allowed(module: &str) -> Option<BTreeSet<&'static str>> {
    let (_, row) = TABLE.iter().find(|(name, _)| *name == module)?;
    let stages: &[&str] = if ["assessment", "pipeline"].contains(&module) { &STAGES } else { &[] };
    Some(row.iter().chain(stages).copied().collect())
}

struct Source {
    /// Path under the crate's folder.
    path: String,
    /// Folder or file of `src` that it belongs to.
    module: String,
    /// Its text without comments and tests.
    code: String,
    lines: usize,
}

fn files_under(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_under(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    files_under(&root.join(folder), &mut paths);
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let inside = path.strip_prefix(root).unwrap();
            let module = inside.components().nth(1).unwrap().as_os_str().to_str().unwrap();
            Source {
                path: inside.to_str().unwrap().replace('\\', "/"),
                module: module.trim_end_matches(".rs").to_owned(),
                code: bare(&text),
                lines: text.lines().count(),
            }
        })
        .collect()
}

/// The sources of the crate without the files that hold only tests.
fn crate_sources() -> Vec<Source> {
    let mut sources = sources("src");
    sources.retain(|s| !s.path.ends_with("/tests.rs") && !s.path.contains("/tests/"));
    assert!(sources.len() > 10, "the sources were not found");
    sources
}

/// Code without line comments and without what follows the first `#[cfg(test)]` module with a body.
fn bare(text: &str) -> String {
    let code: String = text.lines().fold(String::new(), |mut code, line| {
        let _ = writeln!(code, "{}", line.split("//").next().unwrap_or(""));
        code
    });
    let tests = code
        .match_indices("#[cfg(test)]")
        .map(|(at, _)| at)
        .find(|&at| code[at..].lines().nth(1).is_some_and(|next| next.trim_end().ends_with('{')));
    code[..tests.unwrap_or(code.len())].to_owned()
}

/// The first words of the paths that begin with `root::`, those in braces too.
fn uses(code: &str, root: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices(root) {
        let is_word = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let Some(rest) = code[at + root.len()..].strip_prefix("::").filter(|_| !is_word) else {
            continue;
        };
        match rest.strip_prefix('{') {
            Some(group) => found.extend(heads(group)),
            None => found.extend(word(rest)),
        }
    }
    found
}

/// The first word of each member of a brace group whose opening brace has been read.
fn heads(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut members = vec![String::new()];
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => members.push(String::new()),
            _ if depth == 0 => members.last_mut().unwrap().push(c),
            _ => {}
        }
    }
    members.iter().filter_map(|m| word(m.trim_start())).collect()
}

fn word(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}

#[test]
fn the_scan_sees_every_way_to_name_a_module() {
    let code = "use crate::units::Metres;\nuse crate::{\n    model::{City, x}, finding,\n};\n\
                fn f() { crate::gaps::g(); mycrate::nothing(); }";
    let expected = ["finding", "gaps", "model", "units"].map(str::to_owned);
    assert_eq!(uses(code, "crate"), BTreeSet::from(expected));
    assert_eq!(uses("use walkshed::report::summary;", "walkshed").len(), 1);
}

#[test]
fn the_way_up_ends_at_the_root() {
    assert_eq!(way_up("src/gaps.rs"), "super");
    assert_eq!(way_up("src/model/mod.rs"), "super");
    assert_eq!(way_up("src/model/plane.rs"), "super::super");
}

#[test]
fn the_scan_leaves_comments_and_tests_out() {
    let text = "use a; // crate::b\n#[cfg(test)]\nuse c;\n#[cfg(test)]\nmod tests {\nuse d;\n}\n";
    assert_eq!(bare(text), "use a; \n#[cfg(test)]\nuse c;\n");
}

#[test]
fn modules_use_only_what_their_row_names() {
    let modules: BTreeSet<&str> = TABLE.iter().map(|(name, _)| *name).collect();
    for source in crate_sources().iter().filter(|s| s.module != "lib") {
        let allowed = allowed(&source.module)
            .unwrap_or_else(|| panic!("{}: {} has no row", source.path, source.module));
        let root =
            if ["cli", "main"].contains(&source.module.as_str()) { "walkshed" } else { "crate" };
        let mut used = uses(&source.code, root);
        used.extend(uses(&source.code, &way_up(&source.path)));
        used.retain(|u| modules.contains(&**u) && *u != source.module);
        let forbidden: Vec<_> = used.iter().filter(|u| !allowed.contains(&***u)).collect();
        assert!(forbidden.is_empty(), "{} uses {forbidden:?}", source.path);
    }
}

/// What leads from a file to the crate's root: `super` as often as it lies deep.
fn way_up(path: &str) -> String {
    let depth = path.trim_end_matches("/mod.rs").matches('/').count();
    vec!["super"; depth].join("::")
}

/// Fails where one of the words stands outside the files that may hold it.
fn only_in(words: &[&str], homes: &[&str]) {
    for source in crate_sources() {
        if homes.iter().any(|home| source.path.starts_with(home)) {
            continue;
        }
        for word in words {
            assert!(!source.code.contains(word), "{} holds `{word}`", source.path);
        }
    }
}

#[test]
fn files_are_opened_and_written_in_one_place_each() {
    let words = ["fs::", " File::", "OpenOptions", "use std::fs", "tempfile"];
    only_in(&words, &["src/input/source.rs", "src/cli/output"]);
    let output = crate_sources().into_iter().filter(|s| s.path == "src/input/source.rs");
    for source in output {
        for word in ["fs::write", "File::create", "OpenOptions", "create_dir", "rename", "remove_"]
        {
            assert!(!source.code.contains(word), "{} holds `{word}`", source.path);
        }
    }
}

#[test]
fn only_the_messages_print() {
    let words = ["print!(", "println!(", "eprint!(", "eprintln!(", "stdout()", "stderr()"];
    only_in(&words, &["src/cli/messages.rs"]);
}

#[test]
fn time_and_surroundings_are_read_at_the_edge_only() {
    only_in(
        &["SystemTime::now", "Instant::", "env::var", "env::args"],
        &["src/cli/", "src/main.rs"],
    );
}

#[test]
fn no_file_is_longer_than_600_lines() {
    for folder in ["src", "tests", "benches"] {
        for source in sources(folder) {
            assert!(source.lines <= 600, "{} has {} lines", source.path, source.lines);
        }
    }
}

#[test]
fn no_module_is_named_after_nothing() {
    for source in sources("src") {
        for name in ["utils", "util", "common", "helpers", "types", "misc"] {
            let named = format!("/{name}.rs");
            let folder = format!("/{name}/");
            assert!(
                !source.path.ends_with(&named) && !source.path.contains(&folder),
                "{}",
                source.path
            );
        }
    }
}

/// Files that hand codes on in variables, and the codes that stand in them as bare words.
const BY_VARIABLE: [(&str, &[&str]); 10] = [
    (
        "src/input/complaints.rs",
        &["complaint-no-category", "complaint-no-place", "complaint-outside"],
    ),
    (
        "src/cli/settings.rs",
        &[
            "open",
            "no-layer",
            "twice",
            "not-a-file",
            "not-a-city",
            "changed",
            "too-large",
            "stdin-twice",
            "stopped",
        ],
    ),
    ("src/profile/fields.rs", &["control-character", "blank"]),
    (
        "src/profile/parse_list.rs",
        &[
            "duplicate-service",
            "duplicate-item",
            "duplicate-category",
            "duplicate-capacity",
            "duplicate-pairing",
            "duplicate-walker",
            "duplicate-provision",
        ],
    ),
    ("src/input/config.rs", &[]),
    ("src/input/geometry.rs", &[]),
    ("src/input/measure_checks.rs", &["no-target", "no-geometry", "no-category", "id-taken"]),
    ("src/input/partition.rs", &["sliver-gap", "sliver-overlap"]),
    ("src/input/tangle.rs", &["ring-crosses-itself", "rings-cross", "polygons-overlap"]),
    ("src/input/values.rs", &[]),
];

/// What makes a finding or a failure, and the severity that it gives.
const MAKERS: [(&str, Option<Severity>); 5] = [
    ("error", Some(Severity::Error)),
    ("error_with_help", Some(Severity::Error)),
    ("Failure::new", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("note", Some(Severity::Note)),
];

/// The first argument of each call of `name` that has more than one, and whether the call is that of
/// a finding or a failure by its full name.
fn first_arguments<'a>(code: &'a str, name: &str) -> Vec<(&'a str, bool)> {
    let calls = code.match_indices(name).filter_map(|(at, _)| {
        let before = &code[..at];
        let is_part = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let rest = code[at + name.len()..].strip_prefix('(')?;
        let is_full = before.ends_with("Finding::") || name.contains("::");
        let is_call = !is_part && !before.ends_with("fn ") && !before.ends_with("#[");
        is_call.then_some((rest, is_full))
    });
    calls
        .filter_map(|(rest, is_full)| {
            let (first, _) = rest[..rest.find([')', '\\'])?].split_once(',')?;
            Some((first.trim(), is_full))
        })
        .collect()
}

#[test]
fn the_scan_sees_first_arguments() {
    let code = "fn error(a, b) {}\nFinding::error(\n    \"a-b\",\n place); my_error(\"c\", d); \
                x.error(e, f); error(g)";
    assert_eq!(first_arguments(code, "error"), [("\"a-b\"", true), ("e", false)]);
}

/// Codes of a source with the severity that they are used with, where that can be seen.
fn codes_of(source: &Source) -> Vec<(String, Option<Severity>)> {
    let by_variable = BY_VARIABLE.iter().find(|(path, _)| *path == source.path);
    let mut found = Vec::new();
    for (maker, severity) in MAKERS {
        for (first, is_full) in first_arguments(&source.code, maker) {
            if let Some(word) = first.strip_prefix('"').and_then(|word| word.strip_suffix('"')) {
                found.push((word.to_owned(), severity));
            } else {
                let is_listed = by_variable.is_some() || !is_full;
                assert!(is_listed, "{}: {maker}({first}, ...)", source.path);
            }
        }
    }
    for word in by_variable.map_or(&[][..], |(_, words)| words) {
        assert!(source.code.contains(&format!("\"{word}\"")), "{} has no {word}", source.path);
        found.push(((*word).to_owned(), None));
    }
    found
}

#[test]
fn every_code_stands_in_the_table_and_every_entry_is_used() {
    let mut used = BTreeSet::new();
    for source in crate_sources().iter().filter(|s| !s.path.starts_with("src/finding/")) {
        for (code, severity) in codes_of(source) {
            let entry = Code::find(&code)
                .unwrap_or_else(|| panic!("{}: {code} is not in src/finding/codes", source.path));
            let is_known = severity.is_none_or(|s| entry.severities.contains(&s));
            assert!(is_known, "{}: {code} is {}", source.path, entry.severity_words());
            used.insert(entry.code);
        }
    }
    let unused: Vec<&str> = codes().map(|entry| entry.code).filter(|c| !used.contains(c)).collect();
    assert!(unused.is_empty(), "in the table, but used nowhere: {unused:?}");
}
