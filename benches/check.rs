//! Large files of outlets, read with all checks on, in processor seconds of one thread.
//!
//! 200 MB of outlets with ids, names (a third of them those of chains) and numbers, in the town of a
//! fictional city: as they are; with ten at each place; broken off at the end, which is refused. Prints
//! the least and the median of five runs, and megabytes a second of the least; and, of a process of its own, how
//! much memory a reading takes at most and how much of it is kept: the city with its findings. `WALKSHED_CITY`
//! names a city that is read besides.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench may fail, it prints, and its counts are small"
)]

mod clock;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use clock::timed;
use tempfile::TempDir;
use walkshed::input::{ReadOptions, Reading, read};
use walkshed::model::{CategoryTable, City, Local};
use walkshed::sample::{self, Layer, SampleCity, Spec};

/// Outlets in a file: some 200 MB of them.
const OUTLETS: u64 = 900_000;

/// The town that they stand in.
fn spec() -> Spec {
    Spec::with_outlets(10_000, 15)
}

/// Names the city of which a process of this bench tells how much memory it takes.
const MEASURED: &str = "WALKSHED_MEASURED_CITY";

fn main() {
    if let Some(folder) = std::env::var_os(MEASURED) {
        return memory(Path::new(&folder));
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    pool.build_global().expect("no other pool yet");
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("outlets.geojson");
    let mut units = BufWriter::new(create(&folder.path().join("subdistricts.geojson")));
    SampleCity::new(&spec()).write(Layer::Subdistricts, &mut units).expect("room on the disk");
    drop(units);
    let town = sample::city(&spec());
    for (name, at_each) in [("ten at each place", 10), ("each at its place", 1)] {
        let mut out = BufWriter::new(create(&path));
        outlets(&mut out, &town, at_each);
        drop(out);
        let is_read = report(name, folder.path());
        assert!(is_read, "no finding is an error");
    }
    if let Some(city) = std::env::var_os("WALKSHED_CITY") {
        report("the city that was named", Path::new(&city));
    }
    let file = File::options().write(true).open(&path).expect("it is there");
    let length = file.metadata().expect("it is there").len();
    file.set_len(length - 40).expect("room on the disk");
    let is_read = report("broken off at its end", folder.path());
    assert!(!is_read, "it is refused");
}

fn create(path: &Path) -> File {
    File::create(path).expect("room on the disk")
}

/// Reads the city several times; whether it could be used.
fn report(name: &str, folder: &Path) -> bool {
    let table = CategoryTable::standard();
    let (reading, least) = timed(name, || read(folder, &table, &ReadOptions::default()));
    let Reading { city, files, findings, .. } = reading.expect("the files are there");
    let bytes: u64 = files.iter().map(|file| file.bytes).sum();
    println!(
        "  {bytes} bytes, {:.0} MB/s, {} findings",
        bytes as f64 / 1e6 / least,
        findings.len(),
    );
    let own = std::env::current_exe().expect("it runs");
    let measured = Command::new(own).env(MEASURED, folder).status().expect("it can be run");
    assert!(measured.success(), "{measured}");
    city.is_some()
}

/// Prints how much memory the reading of a city takes at most, and how much is kept, by what the system says of
/// this process, which has done nothing else.
fn memory(folder: &Path) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    pool.build_global().expect("no other pool yet");
    let table = CategoryTable::standard();
    let [Some(before), _] = resident() else {
        println!("  memory: not told by this system");
        return;
    };
    let reading = read(folder, &table, &ReadOptions::default()).expect("the files are there");
    let [Some(after), Some(most)] = resident() else { return };
    let (kept, most) = (after.saturating_sub(before), most.saturating_sub(before));
    println!(
        "  memory: {} MB kept, {} MB at most, {:.2} times what is kept",
        kept / 1000,
        most / 1000,
        most as f64 / kept.max(1) as f64
    );
    drop(reading);
}

/// Kilobytes that this process has in memory, and has had at most (`proc_pid_status`(5)).
fn resident() -> [Option<u64>; 2] {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    ["VmRSS:", "VmHWM:"].map(|key| {
        let text = status.lines().find_map(|line| line.strip_prefix(key))?;
        text.trim().trim_end_matches("kB").trim().parse().ok()
    })
}

/// Writes outlets about those of a town.
fn outlets(out: &mut impl Write, town: &City, at_each: u64) {
    write!(out, r#"{{"type":"FeatureCollection","features":["#).expect("room on the disk");
    for n in 0..OUTLETS {
        let place = n - n % at_each;
        let chance = scatter(place);
        let model =
            &town.outlets()[usize::try_from(chance % town.outlets().len() as u64).expect("small")];
        // Up to 200 m east and north, in steps of a centimetre.
        let off = |bits: u64| (bits % 20_000) as f64 / 100.0;
        let at = Local::new(model.at.x + off(chance >> 20), model.at.y + off(chance >> 40));
        let at = town.plane().to_lonlat(at);
        let (comma, name) = (if n == 0 { "" } else { ",\n" }, &model.name);
        let number = if place.is_multiple_of(3) { String::new() } else { format!("{place}号") };
        let (category, seats) = (&town.categories()[model.category.index()], chance % 200 + 1);
        write!(
            out,
            r#"{comma}{{"type":"Feature","properties":{{"id":"P{n:07}","name":"{name}{number}","category":"{category}","status":"open","capacity":{seats},"floor_area":{}}},"geometry":{{"type":"Point","coordinates":[{:.7},{:.7}]}}}}"#,
            seats * 12,
            at.lon,
            at.lat
        )
        .expect("room on the disk");
    }
    write!(out, "]}}").expect("room on the disk");
    out.flush().expect("room on the disk");
}

/// A number that looks like chance (the mixer of splitmix64; Steele, Lea and Flood 2014).
fn scatter(n: u64) -> u64 {
    let mut z = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
