//! The committed city and its maps against what the program makes of them today, byte for byte.
//!
//! With `WALKSHED_BLESS=1` both are written anew; a changed map is looked at before it is committed.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn walkshed(args: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_walkshed"));
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        files.map(|f| f.unwrap().file_name().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// The maps of the gallery: of each service, of the circle, and of two services along streets; of a plan
/// come one of the change, and the sheet of a measure.
const MAPS: [&str; 11] = [
    "convenience_store",
    "breakfast",
    "vegetable_retail",
    "laundry",
    "housekeeping",
    "clinic",
    "eldercare",
    "preschool",
    "circle",
    "breakfast_streets",
    "clinic_streets",
];

/// Holds what was made against what is committed.
fn compare(made: &Path, kept: &Path) {
    if env::var_os("WALKSHED_BLESS").is_some() {
        for name in names(made) {
            fs::copy(made.join(&name), kept.join(&name)).unwrap();
        }
    }
    assert_eq!(names(made), names(kept), "{}", kept.display());
    for name in names(made) {
        let [now, then] = [made, kept].map(|folder| fs::read(folder.join(&name)).unwrap());
        assert!(now == then, "{}: {}", kept.join(&name).display(), difference(&then, &now));
    }
}

/// What differs: pixels where both are pictures of one size, else the first byte.
fn difference(then: &[u8], now: &[u8]) -> String {
    match (pixels(then), pixels(now)) {
        (Some((size, a)), Some((same, b))) if size == same => {
            let apart = a.chunks(3).zip(b.chunks(3)).filter(|(x, y)| x != y).count();
            format!("{apart} of {} pixels differ; WALKSHED_BLESS=1 renders anew", a.len() / 3)
        }
        _ => {
            let at = then.iter().zip(now).position(|(a, b)| a != b);
            format!("{} bytes then, {} now, apart from byte {at:?} on", then.len(), now.len())
        }
    }
}

fn pixels(bytes: &[u8]) -> Option<((u32, u32), Vec<u8>)> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().ok()?;
    let mut out = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut out).ok()?;
    Some(((frame.width, frame.height), out))
}

#[test]
fn the_committed_city_is_the_one_that_the_program_writes() {
    let home = tempfile::tempdir().unwrap();
    let made = home.path().join("sample");
    walkshed(&["sample", made.to_str().unwrap(), "--quiet"]);
    compare(&made, &here("data/sample"));
}

#[test]
fn the_gallery_is_what_the_program_draws_of_the_committed_city() {
    let home = tempfile::tempdir().unwrap();
    let made = home.path().join("maps");
    let out = made.to_str().unwrap();
    let mut args = vec!["map", "data/sample", "--out", out, "--lang", "en"];
    args.extend(["--date", "2026-11-24", "--quiet"]);
    args.extend(MAPS.iter().flat_map(|key| ["--category", key]));
    walkshed(&args);
    review(home.path());
    compare(&made, &here("maps"));
}

/// The measures of the committed plan that the gallery shows: an opening, a closure and a move.
const MEASURES: [&str; 3] = ["P002", "P020", "P024"];

/// Adds to the maps what a review draws of a few measures: the change of one service, and one sheet.
fn review(home: &Path) {
    let text = fs::read_to_string(here("data/sample/plan.geojson")).unwrap();
    let all = text.lines().filter(|line| line.contains("\"Feature\""));
    let shown = all.filter(|line| MEASURES.iter().any(|id| line.contains(&format!("\"{id}\""))));
    let shown: Vec<&str> = shown.map(|line| line.trim_end_matches(',')).collect();
    assert_eq!(shown.len(), MEASURES.len());
    let plan = home.join("plan.geojson");
    let features = shown.join(",");
    fs::write(&plan, format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}"))
        .unwrap();
    let out = home.join("review");
    let [plan, made] = [&plan, &out].map(|path| path.to_str().unwrap());
    let args = ["review", "data/sample", "--plan", plan, "--out", made, "--lang", "en"];
    walkshed(&[&args[..], &["--date", "2026-11-24", "--quiet"]].concat());
    let kept = [("maps/change_clinic.png", "change_clinic.png"), ("sheets/P024.png", "P024.png")];
    for (from, to) in kept {
        fs::copy(out.join(from), home.join("maps").join(to)).unwrap();
    }
}

#[test]
fn a_difference_of_pictures_is_counted_in_pixels() {
    let picture = |last: u8| {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 2, 1);
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header().unwrap().write_image_data(&[0, 0, 0, 9, 9, last]).unwrap();
        bytes
    };
    assert!(difference(&picture(1), &picture(2)).starts_with("1 of 2 pixels"));
    assert!(difference(b"ab", b"ac").contains("byte Some(1)"));
}
