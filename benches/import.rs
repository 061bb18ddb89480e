//! Making a city out of an extract of OpenStreetMap, on one thread: bytes of the packed file a second.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench may fail, and says what it skips"
)]

use std::io::sink;
use std::path::PathBuf;

use divan::{Bencher, counter::BytesCount};
use walkshed::input::MaxInput;
use walkshed::input::osm::{OsmRules, Units, read};
use walkshed::watch::Watch;

fn main() {
    divan::main();
}

/// The extract of Heidelberg: read, all layers found and written, but for the disk.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn heidelberg(bencher: Bencher) {
    let Some(shared) = std::env::var_os("WALKSHED_SHARED").map(PathBuf::from) else {
        println!("skipped: WALKSHED_SHARED is not set");
        return;
    };
    let file = shared.join("data/heidelberg-osm-2024/heidelberg.osm.pbf");
    let size = file.metadata().expect("it is there").len();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let rules = OsmRules { units: Units::Extent, ..OsmRules::default() };
    let import = || {
        let watch = Watch::default();
        let reading = read(&file, MaxInput::default(), &watch).expect("it can be read");
        let extract = reading.extract.expect("it is sound");
        let city = extract.city(rules, &watch).expect("nobody stops it");
        for layer in city.layers() {
            city.write(layer, &mut sink()).expect("nothing is written");
        }
    };
    bencher.counter(BytesCount::new(size)).bench_local(|| one.install(import));
}
