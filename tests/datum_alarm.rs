//! The alarm for a shifted datum, on random fictional cities all over China: a tenth of the outlets, or a
//! whole layer, is moved by the published formulas, which stand here a second time; clean cities stay quiet.
//! Each fact is shown on the first few cities; `cargo test --test datum_alarm -- --ignored` takes them all.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what it found")]

mod random;

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;
use tempfile::TempDir;
use walkshed::finding::{Finding, Severity};
use walkshed::input::{ReadOptions, Reading, read};
use walkshed::model::CategoryTable;
use walkshed::sample::{Layer, SampleCity, Spec};

use self::random::Random;

type Degrees = (f64, f64);

/// GCJ-02 by the formula as it is published, term by term.
fn gcj02((lon, lat): Degrees) -> Degrees {
    use std::f64::consts::PI;
    let (x, y) = (lon - 105.0, lat - 35.0);
    let mut dlat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * x.abs().sqrt();
    dlat += (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    dlat += (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0;
    dlat += (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let mut dlon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * x.abs().sqrt();
    dlon += (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    dlon += (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0;
    dlon += (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let (a, ee) = (6_378_245.0, 0.006_693_421_622_965_943);
    let magic = 1.0 - ee * lat.to_radians().sin().powi(2);
    let dlat = dlat * 180.0 / (a * (1.0 - ee) / (magic * magic.sqrt()) * PI);
    let dlon = dlon * 180.0 / (a / magic.sqrt() * lat.to_radians().cos() * PI);
    (lon + dlon, lat + dlat)
}

/// BD-09 by way of GCJ-02.
fn bd09(at: Degrees) -> Degrees {
    let (x, y) = gcj02(at);
    let x_pi = std::f64::consts::PI * 3000.0 / 180.0;
    let z = (x * x + y * y).sqrt() + 0.000_02 * (y * x_pi).sin();
    let theta = y.atan2(x) + 0.000_003 * (x * x_pi).cos();
    (z * theta.cos() + 0.0065, z * theta.sin() + 0.006)
}

/// Moves a place into a datum.
type Shifted = fn(Degrees) -> Degrees;

/// A datum as the tests plant it and as findings name it.
const DATUMS: [(&str, Shifted); 2] = [("GCJ-02", gcj02), ("BD-09", bd09)];

/// The text of a layer with each position changed; positions are written `[116.1234567,39.1234567]`.
fn with_positions(text: &str, mut change: impl FnMut(Degrees) -> Degrees) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, after) = rest.split_at(at + 1);
        out.push_str(before);
        rest = after;
        let Some((inside, _)) = after.split_once(']') else { continue };
        let Some((x, y)) = inside.split_once(',') else { continue };
        if let (Ok(x), Ok(y)) = (x.parse(), y.parse()) {
            let (x, y) = change((x, y));
            write!(out, "{x:.7},{y:.7}").unwrap();
            rest = &after[inside.len()..];
        }
    }
    out + rest
}

const LAYERS: [Layer; 4] = [Layer::Subdistricts, Layer::Outlets, Layer::Estates, Layer::People];

/// The layers of a random city somewhere in China.
fn city(seed: u64) -> Vec<(Layer, String)> {
    let mut random = Random(seed);
    let outlets = 300 + random.below(900);
    let spec = Spec {
        subdistricts: 8 + random.below(12),
        outlets,
        estates: outlets / 3 + random.below(outlets / 3),
        people: 1200,
        street_nodes: 2 * outlets,
        seed,
    };
    // The fictional city lies at 116.1 E, 39.7 N; in degrees it may go west by 31 and south by 17.
    let west = f64::from(random.below(31_000)) / 1000.0;
    let south = f64::from(random.below(17_000)) / 1000.0;
    let made = SampleCity::new(&spec);
    let text = |layer| {
        let mut bytes = Vec::new();
        made.write(layer, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        (layer, with_positions(&text, |(lon, lat)| (lon - west, lat - south)))
    };
    LAYERS.map(text).into()
}

fn read_city(layers: &[(Layer, String)]) -> Reading {
    let folder: TempDir = tempfile::tempdir().unwrap();
    for (layer, text) in layers {
        fs::write(folder.path().join(layer.file_name()), text).unwrap();
    }
    read_folder(folder.path())
}

fn read_folder(folder: &Path) -> Reading {
    let reading = read(folder, &CategoryTable::standard(), &ReadOptions::default()).unwrap();
    assert!(reading.city.is_some(), "{:?}", reading.findings);
    reading
}

fn alarms(reading: &Reading) -> Vec<&Finding> {
    reading.findings.iter().filter(|finding| finding.code.starts_with("datum-")).collect()
}

/// Moves a tenth of the outlets, drawn at random; gives how many.
fn plant(text: &str, seed: u64, source: Option<&str>, datum: Shifted) -> (String, usize) {
    let mut random = Random(seed ^ 0xA5A5);
    let is_outlet = |line: &str| line.contains("\"Point\"");
    let mut left = u32::try_from(text.lines().filter(|line| is_outlet(line)).count()).unwrap();
    let planted = (left + 5) / 10;
    // Of those that are left to look at, each is drawn with the same chance (Knuth's algorithm S).
    let mut wanted = planted;
    let lines = text.lines().map(|line| {
        if !is_outlet(line) {
            return line.to_owned();
        }
        let is_drawn = random.below(left) < wanted;
        left -= 1;
        if !is_drawn {
            return line.to_owned();
        }
        wanted -= 1;
        let line = with_positions(line, datum);
        source.map_or(line.clone(), |source| {
            let line = line.replace("\"source\":\"register\"", &format!("\"source\":\"{source}\""));
            line.replace("\"source\":\"survey\"", &format!("\"source\":\"{source}\""))
        })
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    (text, usize::try_from(planted).unwrap())
}

/// The first number behind a word.
fn number_after(text: &str, word: &str) -> usize {
    let (_, rest) = text.split_once(word).unwrap_or_else(|| panic!("no {word:?} in {text:?}"));
    rest.trim_start().split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
}

/// What is wrong in the cities of these seeds.
fn wrong_in(seeds: Range<u64>, wrong: fn(u64) -> Option<String>) -> Vec<String> {
    seeds.into_par_iter().filter_map(wrong).collect()
}

/// A tenth that nothing marks is to be named with its datum and about its number.
fn unmarked(seed: u64) -> Option<String> {
    let (name, datum) = DATUMS[usize::from(seed % 2 == 1)];
    let mut layers = city(seed);
    let (text, planted) = plant(&layers[1].1, seed, None, datum);
    layers[1].1 = text;
    let reading = read_city(&layers);
    let found = alarms(&reading);
    let [finding] = found[..] else { return Some(format!("{seed}: {found:?}")) };
    let about = number_after(&finding.message, "about");
    let is_right = finding.code == "datum-shift"
        && finding.message.contains(&format!("fit the estates as {name} ("))
        && (planted * 7 / 10..=planted * 13 / 10).contains(&about);
    (!is_right).then(|| format!("{seed}: {planted} planted: {finding:?}"))
}

/// A tenth of a source of its own is to be named by that source and its exact number.
fn of_a_source(seed: u64) -> Option<String> {
    let (name, datum) = DATUMS[usize::from(seed % 2 == 1)];
    let mut layers = city(seed);
    let (text, planted) = plant(&layers[1].1, seed, Some("vendor"), datum);
    layers[1].1 = text;
    let reading = read_city(&layers);
    let found = alarms(&reading);
    let [finding] = found[..] else { return Some(format!("{seed}: {found:?}")) };
    let said = format!("{planted} outlets of source \"vendor\" fit the estates as {name} (");
    let is_right = finding.code == "datum-shift" && finding.message.starts_with(&said);
    (!is_right).then(|| format!("{seed}: {planted} planted: {finding:?}"))
}

/// Nothing is to be said of a clean city.
fn clean(seed: u64) -> Option<String> {
    let reading = read_city(&city(seed));
    let found = alarms(&reading);
    (!found.is_empty()).then(|| format!("{seed}: {found:?}"))
}

/// Outlets, estates or people as a whole: the flag is to be that of the layer.
fn whole_layer(seed: u64) -> Option<String> {
    let (name, datum) = DATUMS[usize::from(seed % 2 == 1)];
    let mut layers = city(seed);
    let k = 1 + usize::try_from(seed % 3).unwrap();
    layers[k].1 = with_positions(&layers[k].1, datum);
    let word = ["subdistricts", "outlets", "estates", "people"][k];
    let reading = read_city(&layers);
    let found: Vec<&Finding> =
        alarms(&reading).into_iter().filter(|f| f.severity == Severity::Warning).collect();
    let names_it = |finding: &&Finding| {
        finding.message.contains(&format!(" as {name} ("))
            && finding.help.starts_with(&format!("pass --{word}-crs "))
    };
    let is_right = !found.is_empty() && found.iter().all(names_it);
    (!is_right).then(|| format!("{seed}: {word} in {name}: {found:?}"))
}

#[test]
fn a_tenth_that_nothing_marks_is_named() {
    assert_eq!(wrong_in(0..6, unmarked), [""; 0]);
}

#[test]
fn a_tenth_of_a_source_of_its_own_is_named_by_it() {
    assert_eq!(wrong_in(100..104, of_a_source), [""; 0]);
}

#[test]
fn no_alarm_sounds_in_clean_cities() {
    assert_eq!(wrong_in(1000..1012, clean), [""; 0]);
}

#[test]
fn a_layer_that_is_shifted_as_a_whole_is_the_one_that_is_named() {
    assert_eq!(wrong_in(2000..2006, whole_layer), [""; 0]);
}

#[test]
#[ignore = "every city of the figures: half a minute of two cores when optimised, minutes when not"]
fn the_figures_hold_in_every_city() {
    assert_eq!(wrong_in(0..50, unmarked), [""; 0]);
    assert_eq!(wrong_in(100..150, of_a_source), [""; 0]);
    assert_eq!(wrong_in(1000..1200, clean), [""; 0]);
    assert_eq!(wrong_in(2000..2040, whole_layer), [""; 0]);
}
