//! Findings as commands of a GitHub workflow, which shows them beside the lines of the files.
//!
//! Method: "Workflow commands for GitHub Actions" (docs.github.com), with the escapes of its toolkit
//! (actions/toolkit, packages/core/src/command.ts): `%`, CR and LF in a message, and `:` and `,` in a
//! property besides.

use std::fmt::Write as _;
use std::path::Path;

use walkshed::finding::{Finding, Findings, Severity};

use super::messages::{place, safe};

/// One command a finding; `folder` is where the files of the city lie, as it was typed.
pub(super) fn annotations(findings: &Findings, folder: &Path) -> String {
    let mut text = String::new();
    for finding in findings.iter() {
        push(&mut text, finding, folder);
    }
    text
}

fn push(text: &mut String, finding: &Finding, folder: &Path) {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let path = folder.join(&finding.place.file);
    let path = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let _ = write!(text, "::{command} file={}", property(&safe(path.trim_start_matches("./"))));
    let row = || finding.place.row().map(|row| row as u64);
    if let Some(line) = finding.line.or_else(row) {
        let _ = write!(text, ",line={line}");
    }
    let mut message = format!("{}\n--> {}", safe(&finding.message), place(&finding.place));
    if !finding.help.is_empty() {
        let _ = write!(message, "\nhelp: {}", safe(&finding.help));
    }
    let _ = writeln!(text, ",title={}::{}", property(finding.code), data(&message));
}

/// Text as the data of a command holds it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text as a property of a command holds it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use walkshed::finding::Place;

    use super::*;

    fn lines(finding: Finding) -> String {
        let mut findings = Findings::new();
        findings.push(finding);
        annotations(&findings, Path::new("./city"))
    }

    #[test]
    fn a_finding_names_file_line_and_code() {
        let place = Place::path("a.geojson", "features[4].geometry").with_name("Centre");
        let finding = Finding::error("ring-too-small", place, "2 positions").with_line(9);
        assert_eq!(
            lines(finding.with_help("add one")),
            "::error file=city/a.geojson,line=9,title=ring-too-small::2 positions%0A--> a.geojson: \
             features[4].geometry (\"Centre\")%0Ahelp: add one\n"
        );
        let row = Finding::note("heights", Place::path("a.csv", "row 7, lon"), "heights ignored");
        assert!(lines(row).starts_with("::notice file=city/a.csv,line=7,title=heights::heights "));
    }

    #[test]
    fn what_would_end_a_command_or_a_property_is_escaped() {
        let place = Place::file("100%, a:b.geojson");
        let text = lines(Finding::warning("overlap", place, "25 % of\nit ::error::x"));
        assert_eq!(
            text,
            "::warning file=city/100%25%2C a%3Ab.geojson,title=overlap::25 %25 of\\nit ::error::x\
             %0A--> 100%25, a:b.geojson\n"
        );
    }
}
