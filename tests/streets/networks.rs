//! Real networks: every extract of the outside data, read as the program reads it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use walkshed::input::{ReadOptions, read};
use walkshed::model::{CategoryTable, City, Local};

use crate::random::Random;
use crate::slow::Slow;
use crate::small::{SNAP, city, compare, place};

/// Points on edges of each network: 10 000.
const POINTS: usize = 10_000;

pub(crate) fn extracts() -> Option<Vec<PathBuf>> {
    let shared = std::env::var_os("WALKSHED_SHARED")?;
    let mut found = Vec::new();
    for folder in fs::read_dir(Path::new(&shared).join("data")).ok()? {
        for file in fs::read_dir(folder.ok()?.path()).ok()? {
            let path = file.ok()?.path();
            let name = path.file_name()?.to_string_lossy().into_owned();
            let is_one = [".osm", ".osm.gz", "osm.pbf"].iter().any(|end| name.ends_with(end));
            if is_one && !name.contains("lz4") {
                found.push(path);
            }
        }
    }
    found.sort();
    Some(found)
}

/// Makes a city out of an extract.
pub(crate) fn import(extract: &Path, folder: &Path) {
    let mut import = Command::new(env!("CARGO_BIN_EXE_walkshed"));
    import.args(["import", "osm"]).arg(extract).arg("--out").arg(folder);
    let done = import.arg("--extent").output().unwrap();
    assert!(done.status.success(), "{}: {done:?}", extract.display());
}

/// The streets of an extract, by way of the program's own import.
fn streets(extract: &Path, folder: &Path) -> Option<City> {
    import(extract, folder);
    read(folder, &CategoryTable::standard(), &ReadOptions::default()).unwrap().city
}

/// Holds 10 000 points on the streets of a city against the slow version; false where it has no streets.
fn hold(read: &City, what: &str) -> bool {
    let Some(lines) = read.streets().cloned() else {
        eprintln!("{what}: no streets");
        return false;
    };
    let slow = Slow::new(&lines);
    let mut random = Random(7);
    let people: Vec<Local> = (0..POINTS).map(|_| place(&slow, &mut random, 0.0)).collect();
    let mut outlets = Vec::new();
    while outlets.len() < 60 {
        let at = place(&slow, &mut random, 30.0);
        if slow.nearest(at, SNAP, 0.01).len() == 1 {
            outlets.push((u32::try_from(outlets.len() % 3).unwrap(), at));
        }
    }
    let (edges, across) = (slow.streets, slow.segments.len() - slow.streets);
    let places = compare(&city(lines, people, &outlets), 1200.0, what);
    eprintln!("{what}: {places} points on {edges} segments with {across} ways across squares");
    true
}

#[test]
fn real_networks_measure_as_the_slow_version_does() {
    let Some(extracts) = extracts() else {
        eprintln!("skipped: WALKSHED_SHARED names no folder with data");
        return;
    };
    let mut measured = 0;
    for extract in extracts {
        let folder = tempfile::tempdir().unwrap();
        let what = extract.file_name().unwrap().to_string_lossy().into_owned();
        match streets(&extract, &folder.path().join("city")) {
            Some(read) => measured += usize::from(hold(&read, &what)),
            None => eprintln!("{what}: no city"),
        }
    }
    assert!(measured >= 12, "{measured} networks");
}

/// Cities of any size that `WALKSHED_CITIES` names, folders or settings, one after another as in `PATH`.
#[test]
fn cities_that_are_named_measure_as_the_slow_version_does() {
    let Some(named) = std::env::var_os("WALKSHED_CITIES") else {
        eprintln!("skipped: WALKSHED_CITIES names no city");
        return;
    };
    for path in std::env::split_paths(&named) {
        let city = read(&path, &CategoryTable::standard(), &ReadOptions::default()).unwrap().city;
        assert!(hold(&city.unwrap(), &path.to_string_lossy()));
    }
}
