//! Repairs that change a figure or choose between two readings.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;
use walkshed::finding::Mend;
use walkshed::input::{Mending, ReadOptions, Reading, read};
use walkshed::model::CategoryTable;

use super::{assert_same, copied_with, layers, options, sample, try_read};

/// The city as it is read when everything is mended on the way.
fn repaired(city: &Path) -> Reading {
    let all = ReadOptions { repair: true, merge_duplicates: true, ..options(None) };
    read(city, &CategoryTable::standard(), &all).unwrap()
}

fn features(reading: &Reading) -> u64 {
    layers(reading).map(|file| file.fates.read.features).sum()
}

fn count(reading: &Reading, code: &str) -> usize {
    reading.findings.iter().filter(|finding| finding.code == code).count()
}

/// Holds a copy against its city; gives what was mended, and what is said of the copy.
fn hold(name: &str, city: &Path) -> (Vec<Mend>, Reading) {
    let home = tempfile::tempdir().unwrap();
    let (once, twice) = (home.path().join("once"), home.path().join("twice"));
    let before = try_read(city, None);
    let mends = copied_with(Mending::Unsafe, city, &before, (None, &once));
    let after = try_read(&once, None);
    let again = copied_with(Mending::Unsafe, &once, &after, (None, &twice));
    assert!(again.is_empty(), "{name}: mended twice: {again:?}");
    let gone = mends.iter().filter(|mend| mend.after.starts_with("left out")).count() as u64;
    assert_eq!(features(&after) + gone, features(&before), "{name}");
    if let (Some(repaired), Some(after)) = (&repaired(city).city, &after.city) {
        let is_moved = mends.iter().any(|mend| mend.code != "same-outlet");
        assert_same(name, repaired, after, is_moved);
    }
    (mends, after)
}

#[test]
fn a_spoilt_city_has_the_figures_of_one_that_was_mended_on_the_way() {
    let found = std::env::var_os("WALKSHED_SHARED")
        .map(|root| PathBuf::from(root).join("corpora/planner-bad"))
        .filter(|path| path.is_dir());
    let Some(folder) = found else {
        println!("skipped: corpora/planner-bad is not there");
        return;
    };
    let manifest = fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let mut sound = Vec::new();
    for case in manifest.lines().skip(1).map(|line| line.split('\t').next().unwrap()) {
        let city = folder.join(case);
        let was_refused = try_read(&city, None).city.is_none();
        let (mends, after) = hold(case, &city);
        for Mend { code, place, before, after } in &mends {
            println!("{case}: {code} {}: {}: {before} -> {after}", place.file, place.path);
        }
        if was_refused && after.city.is_some() {
            sound.push(case.to_owned());
        }
    }
    println!("{} refused cities can be read when they are mended: {sound:?}", sound.len());
    assert!(sound.len() >= 8, "{sound:?}");
}

fn layer(city: &TempDir, name: &str) -> Value {
    let path = city.path().join(format!("{name}.geojson"));
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn put(city: &TempDir, name: &str, layer: &Value) {
    fs::write(city.path().join(format!("{name}.geojson")), layer.to_string()).unwrap();
}

/// Changes the features of a layer.
fn spoil(city: &TempDir, name: &str, change: impl FnOnce(&mut Vec<Value>)) {
    let mut spoilt = layer(city, name);
    change(spoilt["features"].as_array_mut().unwrap());
    put(city, name, &spoilt);
}

#[test]
fn each_kind_is_mended_and_listed_with_what_stood_there() {
    let city = sample();
    spoil(&city, "outlets", |outlets| {
        outlets[0]["geometry"] = Value::Null;
        outlets[1]["geometry"] = json!({"type": "LineString", "coordinates": [[1, 2], [3, 4]]});
        let at = outlets[2]["geometry"]["coordinates"].as_array_mut().unwrap();
        at.reverse();
        let mut twin = outlets[5].clone();
        twin["properties"]["id"] = "twin".into();
        outlets.insert(3, twin);
    });
    spoil(&city, "people", |people| {
        people[0]["properties"]["people"] = (-3).into();
        people[1]["properties"]["people"] = "1,028,400".into();
    });
    spoil(&city, "estates", |estates| {
        let ring = estates[0]["geometry"]["coordinates"][0].as_array_mut().unwrap();
        ring.swap(1, 2);
        let last = estates.last().unwrap().clone();
        estates.push(last);
    });
    assert!(try_read(city.path(), None).city.is_none());
    let (mends, after) = hold("each kind", city.path());
    let of = |code: &str| -> Vec<&Mend> { mends.iter().filter(|m| m.code == code).collect() };
    let path = |code: &str| -> Vec<&str> { of(code).iter().map(|m| &m.place.path[..]).collect() };
    assert_eq!(path("no-geometry"), ["features[0]"]);
    assert_eq!(path("geometry-type"), ["features[1]"]);
    assert!(of("no-geometry")[0].before.contains("\"category\""), "{:?}", of("no-geometry"));
    let turned = of("axis-order");
    assert_eq!(turned[0].place.path, "features[2].geometry.coordinates");
    assert!(turned[0].after.starts_with("[1"), "{turned:?}");
    assert_eq!(of("same-outlet").len(), 1);
    assert_eq!(path("negative"), ["features[0].properties.people"]);
    assert_eq!((&of("negative")[0].before[..], &of("negative")[0].after[..]), ("-3", "null"));
    assert_eq!(of("not-a-number")[0].after, "1028400");
    assert_eq!(path("ring-crosses-itself"), ["features[0].geometry.coordinates"]);
    assert!(of("ring-crosses-itself")[0].after.starts_with("the even-odd area, "));
    assert_eq!(of("overlap").len(), 1);
    assert!(after.city.is_some(), "{:?}", after.findings);
    let said = ["no-geometry", "geometry-type", "axis-order", "negative", "ring-crosses-itself"];
    for code in said {
        assert_eq!(count(&after, code), 0, "{code}");
    }
    // What the number of the one without people is, nobody knows.
    assert_eq!(count(&after, "unknown-people"), 1);
}

#[test]
fn of_a_name_that_stands_twice_the_last_value_stays() {
    let city = sample();
    let path = city.path().join("outlets.geojson");
    let text = fs::read_to_string(&path).unwrap();
    let twice = text.replacen("\"category\":", "\"category\":\"museum\" , \"category\":", 1);
    assert!(twice != text);
    fs::write(&path, &twice).unwrap();
    let copy = tempfile::tempdir().unwrap();
    let reading = try_read(city.path(), None);
    let mends = copied_with(Mending::Unsafe, city.path(), &reading, (None, copy.path()));
    assert_eq!(mends.len(), 1, "{mends:?}");
    assert_eq!((mends[0].code, &mends[0].before[..]), ("duplicate-key", "\"museum\""));
    assert_eq!(fs::read_to_string(copy.path().join("outlets.geojson")).unwrap(), text);
}

#[test]
fn a_snapped_border_is_in_the_copy() {
    let city = sample();
    spoil(&city, "subdistricts", |units| {
        for unit in units.iter_mut().take(3) {
            let ring = &mut unit["geometry"]["coordinates"][0];
            for at in ring.as_array_mut().unwrap() {
                let lon = at[0].as_f64().unwrap();
                // 4e-6 degrees of longitude are a third of a metre here.
                at[0] = (lon + 4e-6).into();
            }
        }
    });
    let strips =
        |reading: &Reading| count(reading, "sliver-gap") + count(reading, "sliver-overlap");
    let before = try_read(city.path(), None);
    assert!(strips(&before) > 0);
    let snap = ReadOptions { snap: Some(walkshed::units::Metres(1.0)), ..options(None) };
    let (table, watch) = (CategoryTable::standard(), walkshed::watch::Watch::default());
    let mut mender =
        walkshed::input::Mender::new(city.path(), &table, &snap, Mending::Unsafe, &watch).unwrap();
    let copy = tempfile::tempdir().unwrap();
    let mut codes = Vec::new();
    for file in layers(&before) {
        let mended = mender.file(file, &watch).unwrap().unwrap();
        fs::write(copy.path().join(&mended.name), &mended.bytes).unwrap();
        codes.extend(mended.mends.iter().map(|mend| mend.code));
    }
    assert!(codes.contains(&"snapped"), "{codes:?}");
    let after = try_read(copy.path(), None);
    assert_eq!(strips(&after), 0, "{:?}", after.findings);
}
