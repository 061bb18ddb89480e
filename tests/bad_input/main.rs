//! Spoilt files: verdict, place, words. What the reader says of each, and that it never panics.
//!
//! The corpora lie outside of the repository, in the folder that `WALKSHED_SHARED` names; without it
//! those tests say that they are skipped. The other rows are small fixtures in this file.

#![expect(clippy::print_stdout, clippy::panic, reason = "a test says what it skips and found")]

use std::path::{Path, PathBuf};

use walkshed::finding::{Finding, Severity};
use walkshed::input::{ReadOptions, Reading, SourceError, read};
use walkshed::model::CategoryTable;

fn shared(folder: &str) -> Option<PathBuf> {
    let found = std::env::var_os("WALKSHED_SHARED")
        .map(|root| PathBuf::from(root).join("corpora").join(folder))
        .filter(|path| path.is_dir());
    if found.is_none() {
        println!(
            "skipped: corpora/{folder} is not there; set WALKSHED_SHARED to its parent's parent"
        );
    }
    found
}

fn try_read(path: &Path) -> Result<Reading, SourceError> {
    read(path, &CategoryTable::standard(), &ReadOptions::default())
}

/// One row of the manifest.
struct Case {
    name: String,
    file: String,
    verdicts: Vec<String>,
    place: String,
    mention: String,
}

fn cases(manifest: &str) -> Vec<Case> {
    let rows = manifest.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|row| Case {
        name: row[0].to_owned(),
        file: row[1].to_owned(),
        verdicts: row[2].split('|').map(str::to_owned).collect(),
        place: row[3].to_owned(),
        mention: row[4].to_owned(),
    })
    .collect()
}

impl Case {
    /// Whether the verdict is one that the row allows.
    fn is_verdict_right(&self, reading: &Reading) -> bool {
        let warned = reading.findings.count(Severity::Warning) > 0;
        self.verdicts.iter().any(|verdict| match verdict.as_str() {
            "reject" => reading.city.is_none() && reading.findings.has_errors(),
            "accept" => reading.city.is_some() && !warned,
            "warn" => reading.city.is_some() && warned,
            "repair" => reading.city.is_some() && !reading.findings.is_empty(),
            other => panic!("unknown verdict {other}"),
        })
    }

    /// Whether a finding names the place and has one of the words.
    fn is_said(&self, reading: &Reading) -> bool {
        if self.place == "-" {
            return true;
        }
        reading.findings.iter().any(|finding| self.is_place(finding) && self.is_mention(finding))
    }

    fn is_place(&self, finding: &Finding) -> bool {
        let path = finding.place.path.as_str();
        let all = format!("{path} {}", finding.message);
        // The subdistrict without land is a feature of another file than the one that was spoilt.
        let elsewhere = self.file == "all" || self.name.starts_with("71-");
        if finding.place.file != self.file && !elsewhere {
            return false;
        }
        match self.place.as_str() {
            "file" => path.is_empty(),
            "line and column" => all.contains("line") && all.contains("column"),
            place if place.starts_with("byte") => {
                let named = place.split("; ").nth(1).filter(|p| p.starts_with("features[0]"));
                (all.contains("byte") || all.contains("offset"))
                    && named.is_none_or(|named| path.starts_with(named))
            }
            place => {
                let mut parts = place.split(", ");
                let first = parts.next().unwrap_or_default();
                path.starts_with(first) && parts.all(|part| all.contains(part))
            }
        }
    }

    fn is_mention(&self, finding: &Finding) -> bool {
        let text = format!(
            "{} {} {} {} {}",
            finding.code,
            finding.message,
            finding.help,
            finding.place.path,
            finding.place.name.as_deref().unwrap_or_default()
        )
        .to_lowercase();
        let has = |phrase: &str| {
            let phrase = phrase.to_lowercase();
            text.contains(&phrase) || phrase.split(' ').all(|word| text.contains(word))
        };
        self.mention == "-" || self.mention.split('|').any(has)
    }
}

#[test]
fn every_spoilt_city_has_its_verdict_place_and_words() {
    let Some(folder) = shared("planner-bad") else { return };
    let manifest = std::fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let mut wrong = Vec::new();
    let cases = cases(&manifest);
    for case in &cases {
        let reading = match try_read(&folder.join(&case.name)) {
            Ok(reading) => reading,
            Err(error) => {
                println!("WRONG {}: {error}", case.name);
                wrong.push(case.name.clone());
                continue;
            }
        };
        let is_right = case.is_verdict_right(&reading) && case.is_said(&reading);
        println!(
            "{} {} (wanted {})",
            if is_right { "right" } else { "WRONG" },
            case.name,
            case.verdicts.join("|")
        );
        for Finding { severity, code, place, message, help, .. } in reading.findings.iter().take(4)
        {
            println!("    {}[{code}]: {message}", severity.word());
            println!("      --> {}: {} {:?}", place.file, place.path, place.name);
            println!("      help: {help}");
        }
        if !is_right {
            wrong.push(case.name.clone());
        }
    }
    println!("{} of {} right", cases.len() - wrong.len(), cases.len());
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(cases.len(), 77);
}
