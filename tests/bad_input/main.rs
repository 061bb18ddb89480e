//! Spoilt cities: the built program's verdict, place and words for each of them (RELIABILITY
//! section 4), and that a refused run leaves nothing behind.
//!
//! `expected.txt` holds every line that is printed, so that no word changes unseen; three other tests
//! do not look at it, but at what the corpus' own manifest asks for, and at values that are worked out
//! from the spoilt files by another road. The corpus lies outside of the repository, in the folder
//! that `WALKSHED_SHARED` names; without it the tests say that they skip.

#![expect(clippy::print_stdout, clippy::panic, reason = "a test says what it skips and found")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod asked;
mod manifest;
mod said;
mod spoilt;

#[path = "../real/ellipsoid.rs"]
mod ellipsoid;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use manifest::{Case, cases};
use said::{Said, Severity, findings};

/// Cases of the corpus.
const CASES: usize = 77;

fn corpus() -> Option<PathBuf> {
    let root = std::env::var_os("WALKSHED_SHARED").map(PathBuf::from);
    let found = root.map(|root| root.join("corpora/planner-bad")).filter(|path| path.is_dir());
    if found.is_none() {
        println!("skipped: corpora/planner-bad is not there; set WALKSHED_SHARED");
    }
    found
}

fn all_cases(folder: &Path) -> Vec<Case> {
    let cases = cases(&std::fs::read_to_string(folder.join("manifest.tsv")).unwrap());
    assert_eq!(cases.len(), CASES);
    cases
}

fn walkshed(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_walkshed"));
    command.args(args).args(["--lang", "en", "--deny-warnings"]).env("NO_COLOR", "1");
    command.output().unwrap()
}

/// The status of a check of a case and what it says.
fn check(folder: &Path, case: &Case, more: &[&str]) -> (Option<i32>, String) {
    let city = folder.join(&case.name);
    let output = walkshed(&[&["check", city.to_str().unwrap()], more].concat());
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn every_line_about_a_spoilt_city_is_the_one_that_is_pinned() {
    let Some(folder) = corpus() else { return };
    let mut found = String::new();
    for case in all_cases(&folder) {
        let (status, page) = check(&folder, &case, &[]);
        let _ = writeln!(found, "# {}: status {}\n{page}", case.name, status.unwrap());
    }
    let expected = include_str!("expected.txt");
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bad_input.txt");
    std::fs::write(&place, &found).unwrap();
    let differing = expected.lines().zip(found.lines()).find(|(expected, found)| expected != found);
    assert_eq!(differing, None, "all that is printed now: {}", place.display());
    assert!(expected == found, "all that is printed now: {}", place.display());
}

#[test]
fn every_spoilt_city_has_the_verdict_place_and_words_of_the_manifest() {
    let Some(folder) = corpus() else { return };
    let mut wrong = Vec::new();
    for case in all_cases(&folder) {
        let (status, page) = check(&folder, &case, &[]);
        let said = findings(&page);
        let (verdict, words) = (case.is_verdict_right(status, &said), case.is_said(&said));
        println!("{} {}", if verdict && words { "right" } else { "WRONG" }, case.name);
        if !(verdict && words) {
            wrong.push(format!("{}: verdict {verdict}, words {words}: {page}", case.name));
        }
    }
    println!("{} of {CASES} right on verdict, place and words", CASES - wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_message_has_the_values_names_and_remedies_that_are_asked_for() {
    let Some(folder) = corpus() else { return };
    let mut wrong = Vec::new();
    let mut parts = 0;
    for case in all_cases(&folder) {
        let (_, page) = check(&folder, &case, &[]);
        let said = findings(&page);
        for asked in asked::asked(&folder, &case.name) {
            let is_it = |f: &&Said| f.code == asked.code && f.path == asked.path;
            let Some(finding) = said.iter().find(is_it) else {
                wrong.push(format!("{}: no {} at {}: {page}", case.name, asked.code, asked.path));
                continue;
            };
            parts += asked.parts.len();
            let missing = asked.parts.iter().filter(|part| !finding.text().contains(part.as_str()));
            let missing: Vec<&String> = missing.collect();
            if !missing.is_empty() {
                wrong.push(format!("{}: {missing:?} not in {}", case.name, finding.text()));
            }
            if !asked.name.is_empty() && finding.name != asked.name {
                wrong.push(format!("{}: {} is not {}", case.name, finding.name, asked.name));
            }
        }
    }
    println!("{parts} values, names and remedies asked for, {} cases wrong", wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_error_and_every_warning_says_what_to_do() {
    let Some(folder) = corpus() else { return };
    for case in all_cases(&folder) {
        let (_, page) = check(&folder, &case, &[]);
        for finding in findings(&page) {
            let is_plain = finding.severity == Severity::Note || !finding.help.is_empty();
            assert!(is_plain, "{}: {finding:?}", case.name);
        }
    }
}

#[test]
fn a_refused_city_leaves_nothing_behind_and_another_has_all_its_tables() {
    let Some(folder) = corpus() else { return };
    for case in all_cases(&folder) {
        let place = tempfile::tempdir().unwrap();
        let (city, out) = (folder.join(&case.name), place.path().join("out"));
        let args = ["report", city.to_str().unwrap(), "--out", out.to_str().unwrap(), "--no-maps"];
        let output = walkshed(&args);
        let status = output.status.code();
        assert_eq!(status, check(&folder, &case, &[]).0, "{}", case.name);
        let entries = std::fs::read_dir(place.path()).unwrap().count();
        if status == Some(2) {
            assert_eq!((entries, output.stdout.as_slice()), (0, &b""[..]), "{}", case.name);
        } else {
            assert!(out.join("coverage.csv").is_file() && entries == 1, "{}", case.name);
        }
    }
}

#[test]
fn outlets_with_latitude_first_are_the_sound_ones_once_they_are_swapped() {
    let Some(folder) = corpus() else { return };
    let cases = all_cases(&folder);
    let case = cases.iter().find(|case| case.name.starts_with("37-")).unwrap();
    let (status, page) = check(&folder, case, &["--swap-axes", "outlets"]);
    let said = findings(&page);
    let sound = spoilt::outlet(&folder.join(&cases[0].name), 0);
    let example = format!("[{1}, {0}] became [{0}, {1}]", sound.0, sound.1);
    assert_eq!((status, said.len(), said[0].code.as_str()), (Some(0), 1, "axes-swapped"));
    assert_eq!(said[0].message, format!("8 outlets swapped, as asked: {example}"));
}

#[test]
fn strips_between_neighbours_are_closed_on_request() {
    let Some(folder) = corpus() else { return };
    for number in ["60-", "61-"] {
        let case = all_cases(&folder).into_iter().find(|case| case.name.starts_with(number));
        let (status, page) = check(&folder, &case.unwrap(), &["--snap", "1m"]);
        let said = findings(&page);
        assert_eq!((status, said.len(), said[0].code.as_str()), (Some(0), 1, "snapped"), "{page}");
        // Five corners each of two units, 5e-6 degrees of longitude: 0.43 m; the strips' 0.19 ha.
        let message = "10 corners of 2 subdistricts moved by 0.43 m at most onto the borders of \
                       neighbours, 0.19 ha";
        assert_eq!(said[0].message, message);
    }
}

#[test]
fn a_ring_that_is_repaired_on_request_is_said_with_its_area_before_and_after() {
    let Some(folder) = corpus() else { return };
    let case = all_cases(&folder).into_iter().find(|case| case.name.starts_with("50-")).unwrap();
    let (status, page) = check(&folder, &case, &["--repair"]);
    let said = findings(&page);
    let repaired = said.iter().find(|finding| finding.code == "ring-crosses-itself").unwrap();
    let (before, after) = spoilt::areas_of_the_crossing_ring(&folder.join(&case.name));
    let areas = format!("{after:.2} ha instead of {before:.2} ha");
    assert_eq!((status, repaired.severity), (Some(1), Severity::Warning));
    assert!(repaired.message.contains(&areas), "{areas} not in {}", repaired.message);
}
