//! Every file of every corpus, read as each layer: never a panic, a hang, or memory without bound; and
//! texts that are no JSON refused with an offset (RELIABILITY section 3).
//!
//! The corpora lie outside of the repository, in the folder that `WALKSHED_SHARED` names; without it
//! the tests say that they skip.

#![expect(clippy::print_stdout, reason = "a test says what it counted")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use walkshed::finding::{Finding, Severity};
use walkshed::input::{MaxInput, ReadOptions, Reading, osm, read};
use walkshed::model::CategoryTable;
use walkshed::watch::Watch;

fn corpora() -> Option<PathBuf> {
    let root = std::env::var_os("WALKSHED_SHARED").map(PathBuf::from);
    let found = root.map(|root| root.join("corpora")).filter(|path| path.is_dir());
    if found.is_none() {
        println!("skipped: corpora is not there; set WALKSHED_SHARED to its parent");
    }
    found
}

/// Files below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    found.sort();
    found
}

/// A sound city in which one layer is the file.
fn city_with(sound: &Path, layer: &str, file: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for other in ["subdistricts", "outlets", "estates"].iter().filter(|other| **other != layer) {
        let name = format!("{other}.geojson");
        fs::copy(sound.join(&name), folder.path().join(&name)).unwrap();
    }
    let ending = file.file_name().and_then(OsStr::to_str).unwrap();
    let ending = ending.split_once('.').map_or("txt", |(_, ending)| ending);
    let name = format!("{layer}.{ending}");
    fs::copy(file, folder.path().join(&name)).unwrap();
    let settings = format!("[{layer}]\nfile = '{name}'\n");
    fs::write(folder.path().join("walkshed.toml"), settings).unwrap();
    folder
}

fn read_city(folder: &Path) -> Reading {
    read(folder, &CategoryTable::standard(), &ReadOptions::default()).unwrap()
}

/// The most memory that this process has held: megabytes, where the system tells.
fn most_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1024)
}

#[test]
fn every_file_is_read_or_refused_as_every_layer_without_a_panic_a_hang_or_much_memory() {
    let Some(folder) = corpora() else { return };
    let sound = folder.join("planner-bad/01-good");
    let (mut read, mut accepted, mut longest) = (0, 0, Duration::ZERO);
    for file in files(&folder) {
        for layer in ["subdistricts", "outlets", "estates"] {
            let city = city_with(&sound, layer, &file);
            let begun = Instant::now();
            let reading = read_city(city.path());
            longest = longest.max(begun.elapsed());
            // What is not read is refused aloud.
            assert!(reading.city.is_some() || reading.findings.has_errors(), "{}", file.display());
            read += 1;
            accepted += usize::from(reading.city.is_some());
        }
    }
    let memory = most_memory();
    println!(
        "{read} readings, {accepted} accepted, {} refused; longest {longest:?}; {memory:?} MB",
        read - accepted
    );
    assert!(read > 4000, "{read}");
    // A second or two alone, without optimisation; the rest is for a busy machine.
    assert!(longest < Duration::from_mins(2), "{longest:?}");
    assert!(memory.is_none_or(|megabytes| megabytes < 512), "{memory:?}");
}

#[test]
fn every_file_is_imported_or_refused_as_an_extract_of_openstreetmap() {
    let Some(folder) = corpora() else { return };
    let (mut read, mut imported) = (0, 0);
    for file in files(&folder) {
        let reading = osm::read(&file, MaxInput::default(), &Watch::default()).unwrap();
        assert!(reading.extract.is_some() || reading.findings.has_errors(), "{}", file.display());
        imported += usize::from(reading.extract.is_some());
        read += 1;
    }
    println!("{read} files, {imported} imported");
}

/// Whether a refusal says where in the text it is.
fn has_offset(finding: &Finding) -> bool {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let after = |word: &str| finding.message.split(word).skip(1).any(|at| at.starts_with(is_digit));
    // Of a file of no bytes the first one is missing.
    after("byte ") || after("offset ") || after("column ") || finding.message.contains("(0 bytes)")
}

/// Codes of the layer that tells JSON from what is none.
const SYNTAX: [&str; 4] = ["json", "not-utf8", "not-a-number", "empty-file"];

#[test]
fn every_text_that_is_no_json_is_refused_with_an_offset_and_every_other_passes_that_layer() {
    let Some(folder) = corpora() else { return };
    let sound = folder.join("planner-bad/01-good");
    let (mut refused, mut passed, mut either) = (0, 0, 0);
    let mut wrong = Vec::new();
    for file in files(&folder.join("json-syntax/test_parsing")) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let city = city_with(&sound, "outlets", &file);
        let reading = read_city(city.path());
        let is_error = |f: &&Finding| f.severity == Severity::Error;
        let errors: Vec<&Finding> = reading.findings.iter().filter(is_error).collect();
        let is_syntax = |finding: &&Finding| SYNTAX.contains(&finding.code);
        let said = errors.iter().map(|f| format!("{}: {}", f.code, f.message)).collect::<Vec<_>>();
        match name.as_bytes()[0] {
            b'n' if errors.iter().any(|f| is_syntax(f) && has_offset(f)) => refused += 1,
            b'y' if !errors.iter().any(is_syntax) => passed += 1,
            b'i' => either += 1,
            _ => wrong.push(format!("{name}: {said:?}")),
        }
    }
    println!(
        "{refused} n_ refused with an offset, {passed} y_ past JSON, {either} i_ either; {} wrong",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!((refused, passed, either), (92, 40, 17));
}
