//! Whole outputs against committed files, byte for byte.
//!
//! Each city of [`CITIES`] is read, assessed and reported; its folder holds the expected outputs. With
//! `WALKSHED_BLESS=1` they are written anew; a changed file is explained in the commit.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test may fail, and says what it skips"
)]

use std::path::{Path, PathBuf};
use std::{env, fs};

use walkshed::input::{InputFile, ReadOptions, read};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{DEFAULT_PROFILE, Lang, builtin};
use walkshed::report::{Context, InputRecord, coverage_csv, findings_csv, gaps_csv, summary};

/// A city and the folder of its expected outputs, both under the crate's folder.
const CITIES: [(&str, &str); 1] = [("tests/golden/small", "tests/golden/small/expected")];

type Output = (&'static str, Vec<u8>);

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn record(file: &InputFile) -> InputRecord {
    InputRecord {
        layer: file.layer.word().to_owned(),
        name: file.name.clone(),
        bytes: file.bytes,
        sha256: file.sha256.clone(),
        features: file.features as u64,
        fates: file.fates.clone(),
    }
}

fn outputs(city: &str) -> Vec<Output> {
    let profile = builtin(DEFAULT_PROFILE).unwrap();
    let reading = read(&here(city), &profile.category_table(), &ReadOptions::default()).unwrap();
    let findings = reading.findings;
    let city = reading.city.unwrap_or_else(|| panic!("{findings:?}"));
    let assessment = assess(&city, &profile, Detail::Figures);
    let inputs: Vec<InputRecord> = reading.files.iter().map(record).collect();
    let in_language = |lang| Context {
        city: &city,
        profile: &profile,
        assessment: &assessment,
        inputs: &inputs,
        lang,
    };
    let written = |write: &dyn Fn(&mut Vec<u8>) -> std::io::Result<()>| {
        let mut bytes = Vec::new();
        write(&mut bytes).unwrap();
        bytes
    };
    let (zh, en) = (in_language(Lang::Zh), in_language(Lang::En));
    vec![
        ("coverage.csv", written(&|out| coverage_csv(&en, out))),
        ("coverage.zh.csv", written(&|out| coverage_csv(&zh, out))),
        ("gaps.csv", written(&|out| gaps_csv(&en, out))),
        ("findings.csv", written(&|out| findings_csv(&findings, Lang::En, out))),
        ("summary.en.txt", summary(&en).into_bytes()),
        ("summary.zh.txt", summary(&zh).into_bytes()),
    ]
}

/// The first line in which two texts differ.
fn difference(expected: &[u8], seen: &[u8]) -> String {
    let (expected, seen) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(seen));
    let pairs = expected.lines().zip(seen.lines()).enumerate();
    match pairs.into_iter().find(|(_, (a, b))| a != b) {
        Some((at, (a, b))) => format!("line {}:\n  expected {a}\n  seen     {b}", at + 1),
        None => format!("{} bytes expected, {} seen", expected.len(), seen.len()),
    }
}

#[test]
fn the_outputs_are_the_committed_ones() {
    let bless = env::var_os("WALKSHED_BLESS").is_some();
    for (city, folder) in CITIES {
        for (name, seen) in outputs(city) {
            let path = here(folder).join(name);
            if bless {
                fs::write(&path, &seen).unwrap();
            }
            let expected = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            assert!(expected == seen, "{}: {}", path.display(), difference(&expected, &seen));
        }
    }
}

#[test]
fn a_difference_is_told_by_its_line() {
    assert!(difference(b"a\nb\n", b"a\nc\n").starts_with("line 2:"));
    assert_eq!(difference(b"a", b"a\n"), "1 bytes expected, 2 seen");
}
