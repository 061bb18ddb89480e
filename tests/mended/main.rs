//! Copies of cities with the repairs that change no figure.
//!
//! The spoilt cities lie outside of the repository, in the folder that `WALKSHED_SHARED` names; without
//! it that test says that it is skipped.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may fail, and says what it skips"
)]

mod bold;
mod forms;
mod odd;
#[path = "../random/mod.rs"]
mod random;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;
use walkshed::finding::{Bucket, Mend};
use walkshed::input::{InputFile, Layer, Mender, Mending, ReadOptions, Reading, read};
use walkshed::model::{CategoryTable, City};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{DEFAULT_PROFILE, Lang, builtin};
use walkshed::report::{Context, coverage_csv};
use walkshed::sample::{Layer as SampleLayer, SampleCity, Size, Spec};
use walkshed::watch::Watch;

use self::random::Random;

/// Codes of what a copy is free of, where it stood in GeoJSON.
const MENDED: [&str; 4] = ["heights", "number-as-text", "ring-closed", "spike-removed"];

fn options(encoding: Option<&str>) -> ReadOptions {
    let encoding = encoding.map(|name| name.parse().unwrap());
    ReadOptions { encoding, ..ReadOptions::default() }
}

fn try_read(path: &Path, encoding: Option<&str>) -> Reading {
    read(path, &CategoryTable::standard(), &options(encoding)).unwrap()
}

fn layers(reading: &Reading) -> impl Iterator<Item = &InputFile> {
    reading.files.iter().filter(|file| file.layer != Layer::Settings)
}

/// The copy of a city in a folder, and what was mended in it.
fn copied(city: &Path, reading: &Reading, encoding: Option<&str>, to: &Path) -> Vec<Mend> {
    copied_with(Mending::Safe, city, reading, (encoding, to))
}

fn copied_with(
    mending: Mending,
    city: &Path,
    reading: &Reading,
    (encoding, to): (Option<&str>, &Path),
) -> Vec<Mend> {
    let (table, watch) = (CategoryTable::standard(), Watch::default());
    let mut mender = Mender::new(city, &table, &options(encoding), mending, &watch).unwrap();
    let mut mends = Vec::new();
    fs::create_dir_all(to).unwrap();
    for file in layers(reading) {
        let Some(copy) = mender.file(file, &watch).unwrap() else { continue };
        if copy.mends.is_empty() {
            let own = fs::read(city.join(&file.name)).unwrap();
            assert!(copy.bytes == own, "{}", file.name);
        }
        fs::write(to.join(&copy.name), &copy.bytes).unwrap();
        mends.extend(copy.mends);
    }
    fs::write(to.join("walkshed.toml"), mender.settings()).unwrap();
    mends
}

/// How often each finding stands that a copy has too.
fn others(reading: &Reading) -> BTreeMap<(&str, &str), usize> {
    let mut count = BTreeMap::new();
    let kept =
        reading.findings.iter().filter(|f| !MENDED.contains(&f.code) && f.code != "encoding");
    for finding in kept {
        *count.entry((finding.code, finding.severity.word())).or_default() += 1;
    }
    count
}

fn buckets(reading: &Reading) -> Vec<[Bucket; 3]> {
    let of = |file: &InputFile| {
        let fates = &file.fates;
        let there = [fates.used, fates.repaired].into_iter().sum();
        [fates.read, there, fates.left_out]
    };
    layers(reading).map(of).collect()
}

fn coverage(city: &City) -> String {
    let profile = builtin(DEFAULT_PROFILE).unwrap();
    let assessment = assess(city, &profile, Detail::Figures);
    let (inputs, lang) = (&[][..], Lang::En);
    let context = Context { city, profile: &profile, assessment: &assessment, inputs, lang };
    let mut bytes = Vec::new();
    coverage_csv(&context, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Fails where the figures of two cities differ. The plane lies about the middle of all corners, so
/// that it moves where the tip of a spike goes, and the last digits with it.
fn assert_same(name: &str, a: &City, b: &City, is_moved: bool) {
    let (a, b) = (coverage(a), coverage(b));
    if !is_moved {
        assert!(a == b, "{name}: the figures differ");
        return;
    }
    let cells = |text: &str| text.split([',', '\n']).map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (cells(&a), cells(&b));
    assert_eq!(a.len(), b.len(), "{name}");
    for (a, b) in a.iter().zip(&b).filter(|(a, b)| a != b) {
        let (p, q): (f64, f64) = (a.parse().unwrap(), b.parse().unwrap());
        assert!((p - q).abs() <= 0.11 + 1e-4 * p.abs(), "{name}: {a} is {b}");
    }
}

/// Holds a copy against its city; gives what was mended.
fn hold(name: &str, city: &Path, encoding: Option<&str>) -> Vec<Mend> {
    let home = tempfile::tempdir().unwrap();
    let (once, twice) = (home.path().join("once"), home.path().join("twice"));
    let before = try_read(city, encoding);
    let mends = copied(city, &before, encoding, &once);
    let after = try_read(&once, None);
    assert!(copied(&once, &after, None, &twice).is_empty(), "{name}: mended twice");
    if mends.iter().any(|mend| mend.code != "encoding") {
        let left = after.findings.iter().filter(|finding| MENDED.contains(&finding.code));
        assert_eq!(left.count(), 0, "{name}: {:?}", after.findings);
    }
    if mends.iter().any(|mend| mend.code == "not-a-number") {
        // Coordinates in quotes are refused, so that there was no figure that could change.
        assert!(before.city.is_none() && after.city.is_some(), "{name}: {:?}", after.findings);
        return mends;
    }
    assert_eq!(others(&after), others(&before), "{name}");
    assert_eq!(buckets(&after), buckets(&before), "{name}");
    match (&before.city, &after.city) {
        (Some(before), Some(after)) => {
            assert_eq!(after.name(), before.name(), "{name}");
            let has_spikes = mends.iter().any(|mend| mend.code == "spike-removed");
            assert_same(name, before, after, has_spikes);
        }
        (None, None) => {}
        _ => assert!(after.city.is_some(), "{name}: the copy is refused"),
    }
    mends
}

#[test]
fn a_spoilt_city_is_mended_without_a_change_of_any_figure() {
    let found = std::env::var_os("WALKSHED_SHARED")
        .map(|root| PathBuf::from(root).join("corpora/planner-bad"))
        .filter(|path| path.is_dir());
    let Some(folder) = found else {
        println!("skipped: corpora/planner-bad is not there");
        return;
    };
    let manifest = fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let (mut cases, mut mended) = (0, Vec::new());
    for line in manifest.lines().skip(1) {
        let case = line.split('\t').next().unwrap();
        cases += 1;
        let mends = hold(case, &folder.join(case), None);
        for Mend { code, place, before, after } in &mends {
            println!("{case}: {code} {}: {}: {before} -> {after}", place.file, place.path);
        }
        if !mends.is_empty() {
            mended.push(case.to_owned());
        }
    }
    println!("{} of {cases} cities mended: {mended:?}", mended.len());
    assert_eq!(cases, 77);
    assert!(mended.len() >= 4, "{mended:?}");
}

/// A small fictional city in a folder.
fn sample() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let city = SampleCity::new(&Spec::of(Size::Sample, 5));
    for layer in SampleLayer::ALL {
        let mut bytes = Vec::new();
        city.write(layer, &mut bytes).unwrap();
        fs::write(home.path().join(layer.file_name()), bytes).unwrap();
    }
    home
}

/// Spoils a ring: no end, or a spike; or leaves it.
fn spoil_ring(ring: &mut Vec<Value>, random: &mut Random) {
    match random.below(4_u32) {
        0 => {
            ring.pop();
        }
        1 => {
            let corner = ring[1].clone();
            let tip = serde_json::json!([corner[0].as_f64().unwrap() + 0.0005, corner[1]]);
            ring.splice(2..2, [tip, corner]);
        }
        _ => {}
    }
}

#[test]
fn what_was_spoilt_is_as_it_was_but_for_the_form() {
    let home = sample();
    let sound = try_read(home.path(), None).city.unwrap();
    let mut random = Random(20_261_129);
    let mut spoilt = 0;
    for name in ["subdistricts", "estates", "people"] {
        let path = home.path().join(format!("{name}.geojson"));
        let mut layer: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        for feature in layer["features"].as_array_mut().unwrap() {
            if let Some(people) = feature["properties"]["people"].as_u64() {
                feature["properties"]["people"] = format!(" {people}").into();
            }
            let geometry = &mut feature["geometry"];
            if geometry["type"] == "Polygon" && name != "people" {
                let ring = geometry["coordinates"][0].as_array_mut().unwrap();
                spoil_ring(ring, &mut random);
                spoilt += 1;
            }
        }
        fs::write(&path, layer.to_string()).unwrap();
    }
    assert!(spoilt > 20, "{spoilt}");
    let mends = hold("sample", home.path(), None);
    for code in ["number-as-text", "ring-closed", "spike-removed"] {
        assert!(mends.iter().any(|mend| mend.code == code), "{code}");
    }
    let copy = tempfile::tempdir().unwrap();
    copied(home.path(), &try_read(home.path(), None), None, copy.path());
    let mended = try_read(copy.path(), None).city.unwrap();
    // The rings are the sound ones again, corner for corner.
    assert_same("sample", &mended, &sound, false);
}

/// Puts the coordinates of about one in three positions in quotes.
fn quote(coordinates: &mut Value, random: &mut Random) {
    let Some(list) = coordinates.as_array_mut() else { return };
    if list.iter().all(Value::is_number) {
        if random.below(3_u32) == 0 {
            for number in list {
                *number = number.to_string().into();
            }
        }
        return;
    }
    for part in list {
        quote(part, random);
    }
}

#[test]
fn coordinates_out_of_their_quotes_are_those_of_the_sound_city() {
    let home = sample();
    let sound = try_read(home.path(), None).city.unwrap();
    let mut random = Random(31);
    for name in ["subdistricts", "outlets", "estates", "people"] {
        let path = home.path().join(format!("{name}.geojson"));
        let mut layer: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        for feature in layer["features"].as_array_mut().unwrap() {
            quote(&mut feature["geometry"]["coordinates"], &mut random);
        }
        fs::write(&path, layer.to_string()).unwrap();
    }
    let spoilt = try_read(home.path(), None);
    let copy = tempfile::tempdir().unwrap();
    let mends = copied(home.path(), &spoilt, None, copy.path());
    let mended = try_read(copy.path(), None).city.unwrap();
    assert_same("quoted", &mended, &sound, false);
    // What the reader refuses is what is mended, place by place.
    let refused = spoilt.findings.iter().filter(|finding| finding.code == "not-a-number");
    let mut places: Vec<_> = refused.map(|f| (&f.place.file, &f.place.path)).collect();
    let mut at: Vec<_> = mends.iter().map(|mend| (&mend.place.file, &mend.place.path)).collect();
    places.sort_unstable();
    at.sort_unstable();
    assert!(places.len() > 40, "{}", places.len());
    assert_eq!(at, places);
}

#[test]
fn text_in_another_encoding_becomes_utf8_and_the_settings_know_it() {
    let home = sample();
    let path = home.path().join("outlets.geojson");
    let text = fs::read_to_string(&path).unwrap();
    // Longer than what is read at once.
    let text = text.replacen(
        "\"features\"",
        &format!("\"x\": \"{}\", \"features\"", "云".repeat(400_000)),
        1,
    );
    let (bytes, _, _) = encoding_rs::GBK.encode(&text);
    fs::create_dir(home.path().join("raw")).unwrap();
    fs::write(home.path().join("raw/pois.geojson"), bytes).unwrap();
    fs::remove_file(&path).unwrap();
    let settings =
        "name = \"云溪\"\n[outlets]\nencoding = \"gbk\"\nfiles = [\"raw/pois.geojson\"]\n";
    fs::write(home.path().join("walkshed.toml"), settings).unwrap();
    let mends = hold("gbk", home.path(), None);
    assert_eq!(mends.len(), 1);
    assert_eq!((mends[0].code, &mends[0].after[..]), ("encoding", "UTF-8"));
    let copy = tempfile::tempdir().unwrap();
    copied(home.path(), &try_read(home.path(), None), None, copy.path());
    assert_eq!(fs::read_to_string(copy.path().join("raw_pois.geojson")).unwrap(), text);
}
