//! Making a city out of an extract of OpenStreetMap, and its streets to a graph without a file between the
//! two, on one thread: bytes of the packed file a second.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench may fail, and says what it skips"
)]

use std::fs;
use std::io::sink;
use std::path::PathBuf;

use divan::{Bencher, counter::BytesCount};
use walkshed::index::streets::StreetGraph;
use walkshed::input::osm::{self, OsmRules, Units};
use walkshed::input::{MaxInput, ReadOptions, read};
use walkshed::model::CategoryTable;
use walkshed::watch::Watch;

fn main() {
    divan::main();
}

/// The extract of Heidelberg; none where it is not there.
fn extract() -> Option<(PathBuf, u64)> {
    let Some(shared) = std::env::var_os("WALKSHED_SHARED").map(PathBuf::from) else {
        println!("skipped: WALKSHED_SHARED is not set");
        return None;
    };
    let file = shared.join("data/heidelberg-osm-2024/heidelberg.osm.pbf");
    let size = file.metadata().expect("it is there").len();
    Some((file, size))
}

fn one_thread() -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread")
}

/// Read, all layers found and written, but for the disk.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn heidelberg(bencher: Bencher) {
    let Some((file, size)) = extract() else { return };
    let rules = OsmRules { units: Units::Extent, ..OsmRules::default() };
    let import = || {
        let watch = Watch::default();
        let reading = osm::read(&file, MaxInput::default(), &watch).expect("it can be read");
        let extract = reading.extract.expect("it is sound");
        let city = extract.city(rules, &watch).expect("nobody stops it");
        for layer in city.layers() {
            city.write(layer, &mut sink()).expect("nothing is written");
        }
    };
    let one = one_thread();
    bencher.counter(BytesCount::new(size)).bench_local(|| one.install(import));
}

/// The streets of a city of one unit, read from the extract, checked, projected and joined.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn heidelberg_graph(bencher: Bencher) {
    let Some((file, size)) = extract() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, feature: &str| {
        let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{feature}]}}");
        fs::write(folder.path().join(name), text).expect("room on the disk");
    };
    let unit = r#"{"type":"Feature","properties":{"id":"1","name":"Heidelberg"},"geometry":{"type":"Polygon","coordinates":[[[8.6,49.3],[8.8,49.3],[8.8,49.5],[8.6,49.5],[8.6,49.3]]]}}"#;
    let outlet = r#"{"type":"Feature","properties":{"id":"1","category":"clinic"},"geometry":{"type":"Point","coordinates":[8.7,49.4]}}"#;
    write("subdistricts.geojson", unit);
    write("outlets.geojson", outlet);
    fs::copy(&file, folder.path().join("streets.osm.pbf")).expect("room on the disk");
    let join = || {
        let reading = read(folder.path(), &CategoryTable::standard(), &ReadOptions::default());
        let city = reading.expect("it can be read").city.expect("it is sound");
        StreetGraph::new(city.streets().expect("it has streets"))
    };
    let one = one_thread();
    bencher.counter(BytesCount::new(size)).bench_local(|| one.install(join));
}
