//! Reading a city from its files, with all checks on.

#![expect(clippy::expect_used, reason = "a bench may fail")]

mod workload;

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

use divan::{Bencher, counter::BytesCount};
use tempfile::TempDir;
use walkshed::input::{ReadOptions, read};
use walkshed::model::CategoryTable;
use walkshed::sample::{Layer, SampleCity, Spec};
use workload::{ALL, SEED, SMALLEST, Workload};

fn main() {
    divan::main();
}

/// The layers that are read.
const LAYERS: [Layer; 5] =
    [Layer::Subdistricts, Layer::Outlets, Layer::Estates, Layer::People, Layer::Communities];

/// Bytes of all files together.
#[divan::bench(args = ALL, sample_count = 5, sample_size = 1)]
fn city(bencher: Bencher, workload: Workload) {
    let folder = written(workload);
    let known = CategoryTable::standard();
    bencher.counter(BytesCount::new(size(folder.path()))).bench_local(|| {
        let reading = read(folder.path(), &known, &ReadOptions::default());
        assert!(reading.expect("the files are there").city.is_some());
    });
}

/// The slow reference: the same files as trees of `serde_json`, unchecked.
#[divan::bench(args = [SMALLEST], sample_count = 5, sample_size = 1)]
fn trees(bencher: Bencher, outlets: u32) {
    let folder = written(Workload::City(outlets));
    bencher.counter(BytesCount::new(size(folder.path()))).bench_local(|| {
        LAYERS.map(|layer| {
            let file = File::open(folder.path().join(layer.file_name())).expect("it is there");
            serde_json::from_reader::<_, serde_json::Value>(BufReader::new(file)).expect("JSON")
        })
    });
}

fn size(folder: &Path) -> u64 {
    let length = |layer: Layer| fs::metadata(folder.join(layer.file_name())).map(|m| m.len());
    LAYERS.into_iter().map(|l| length(l).expect("it is there")).sum()
}

/// A workload as files.
fn written(workload: Workload) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let (land, gathered): (u32, Option<(u32, f64)>) = match workload {
        Workload::City(outlets) => (outlets, None),
        Workload::Line(outlets) => (SMALLEST, Some((outlets, 1e-6))),
        Workload::Place(outlets) => (SMALLEST, Some((outlets, 0.0))),
    };
    let city = SampleCity::new(&Spec::with_outlets(land, SEED));
    for layer in LAYERS {
        let file = File::create(folder.path().join(layer.file_name())).expect("room on the disk");
        let mut out = BufWriter::new(file);
        match (layer, gathered) {
            (Layer::Outlets, Some((count, step))) => points(&mut out, count, step),
            _ => city.write(layer, &mut out).expect("room on the disk"),
        }
        out.flush().expect("room on the disk");
    }
    folder
}

/// Outlets on a level line through the middle of the fictional city, `step` degrees apart.
fn points(out: &mut impl Write, count: u32, step: f64) {
    let middle = walkshed::sample::city(&Spec::with_outlets(SMALLEST, SEED)).plane().origin();
    write!(out, r#"{{"type":"FeatureCollection","features":["#).expect("room on the disk");
    for i in 0..count {
        let (comma, lon) = (if i == 0 { "" } else { "," }, middle.lon + f64::from(i) * step);
        write!(
            out,
            r#"{comma}{{"type":"Feature","properties":{{"id":"P{i}","category":"clinic"}},"geometry":{{"type":"Point","coordinates":[{lon:.7},{:.7}]}}}}"#,
            middle.lat
        )
        .expect("room on the disk");
    }
    write!(out, "]}}").expect("room on the disk");
}
