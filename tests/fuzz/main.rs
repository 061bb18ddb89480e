//! Spoilt files drawn at random: each reader, and what holds for every city that is read.
//!
//! Runs on the stable toolchain: seeds (the small city of the golden test, the corpora where
//! `WALKSHED_SHARED` names their folder) are changed by a seeded generator, and what is read is held
//! against what any reading promises. One test a target, a few hundred inputs each; more by
//! `WALKSHED_FUZZ_SECONDS=600 cargo test --release --test fuzz`, other ones by `WALKSHED_FUZZ_SEED=7`.
//! An input that fails is written to the folder for temporary files and named.

#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test may fail")]

#[allow(dead_code, reason = "binary files are spoilt by other tests")]
mod harness;
mod mutate;
#[path = "../random/mod.rs"]
mod random;

use std::fs;
use std::path::{Path, PathBuf};

use mutate::{jittered, mutated};
use random::Random;
use walkshed::input::{Layer, ReadOptions, Reading, SourceError, read};
use walkshed::model::CategoryTable;
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{builtin, builtin_keys, builtin_text, parse};

/// Inputs of a target where no time is set; the laws assess each city twice.
const INPUTS: usize = 300;
const CITIES: usize = 60;

/// Draws inputs and hands them to `check`, until time or number are used up.
fn fuzz(target: &str, draw: impl FnMut(&mut Random) -> Vec<u8>, check: impl FnMut(&[u8], usize)) {
    harness::fuzz(target, if target == "laws" { CITIES } else { INPUTS }, draw, check);
}

/// Files under a folder of the corpora whose names end so; none where the corpora are not there.
fn corpus(folder: &str, endings: &[&str]) -> Vec<Vec<u8>> {
    let Some(root) = std::env::var_os("WALKSHED_SHARED") else {
        println!("skipped: the seeds of {folder}; set WALKSHED_SHARED");
        return Vec::new();
    };
    let mut folders = vec![PathBuf::from(root).join("corpora").join(folder)];
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            let name = path.to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let small = |bytes: &Vec<u8>| bytes.len() < 100_000;
    paths.iter().map(|path| fs::read(path).unwrap()).filter(small).collect()
}

const LAYERS: [&str; 5] = ["subdistricts", "outlets", "estates", "people", "communities"];

fn golden(layer: &str) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/small");
    fs::read(root.join(format!("{layer}.geojson"))).unwrap()
}

/// The small city, of which one file at a time is another.
struct Bench(tempfile::TempDir);

impl Bench {
    fn new() -> Self {
        let bench = Self(tempfile::tempdir().unwrap());
        for layer in LAYERS {
            bench.put(&format!("{layer}.geojson"), &golden(layer));
        }
        bench
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        fs::write(self.0.path().join(name), bytes).unwrap();
    }

    fn read(&self) -> Result<Reading, SourceError> {
        let options = ReadOptions { repair: true, ..ReadOptions::default() };
        read(self.0.path(), &CategoryTable::standard(), &options)
    }

    /// Reads the city with one file changed and holds the reading against its promises.
    fn check(&self, layer: &str, ending: &str, bytes: &[u8], count: usize) {
        let (usual, name) = (format!("{layer}.geojson"), format!("{layer}.{ending}"));
        fs::remove_file(self.0.path().join(&usual)).unwrap();
        self.put(&name, bytes);
        let reading = self.read();
        if count.is_multiple_of(8)
            && let (Ok(first), Ok(second)) = (&reading, self.read())
        {
            let same = first.findings.iter().eq(second.findings.iter());
            assert!(same && first.files == second.files, "read twice");
        }
        fs::remove_file(self.0.path().join(&name)).unwrap();
        self.put(&usual, &golden(layer));
        promises(&reading.unwrap(), count);
    }
}

/// What holds for every reading.
fn promises(reading: &Reading, count: usize) {
    assert_eq!(reading.city.is_none(), reading.findings.has_errors(), "a city, or errors");
    for finding in reading.findings.iter() {
        assert!(!finding.place.file.is_empty() && !finding.message.is_empty(), "{finding:?}");
    }
    let Some(city) = &reading.city else { return };
    for file in reading.files.iter().filter(|file| file.layer != Layer::Settings) {
        let fates = &file.fates;
        let all = [fates.used, fates.repaired, fates.outside, fates.left_out];
        let sum: u64 = all.iter().map(|bucket| bucket.features).sum();
        assert_eq!(sum, file.features as u64, "{}: {fates:?}", file.name);
    }
    if count.is_multiple_of(4) {
        let profile = builtin("circle15").unwrap();
        let assessment = assess(city, &profile, Detail::Figures);
        let sums = &assessment.reconciliation;
        assert!(sums.land_adds_up(), "{sums:?}");
    }
}

/// Draws changes of seeds.
fn drawn(seeds: Vec<Vec<u8>>) -> impl FnMut(&mut Random) -> Vec<u8> {
    move |random| {
        let (seed, other) = (random.below(seeds.len()), random.below(seeds.len()));
        mutated(random, &seeds[seed], &seeds[other])
    }
}

fn geojson_seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = LAYERS.map(golden).to_vec();
    seeds.extend(corpus("planner-bad", &[".geojson", ".gz"]));
    seeds.extend(corpus("json-syntax", &[".json"]));
    seeds.extend(corpus("geojson-lint", &[".geojson", ".json"]));
    seeds
}

#[test]
fn geojson() {
    let bench = Bench::new();
    let mut layer = 0;
    fuzz("geojson", drawn(geojson_seeds()), |input, count| {
        layer = (layer + 1) % LAYERS.len();
        bench.check(LAYERS[layer], "geojson", input, count);
    });
}

#[test]
fn changed_layers_in_their_own_place() {
    let bench = Bench::new();
    for layer in LAYERS {
        let draw = drawn(vec![golden(layer)]);
        fuzz(layer, draw, |input, count| bench.check(layer, "geojson", input, count));
    }
}

#[test]
fn text_sequences() {
    let bench = Bench::new();
    let feature = |layer: &str| {
        let json: serde_json::Value = serde_json::from_slice(&golden(layer)).unwrap();
        let features = json["features"].as_array().unwrap().clone();
        let lines: Vec<String> = features.iter().map(|one| format!("\u{1e}{one}\n")).collect();
        lines.concat()
    };
    let seeds: Vec<_> = ["outlets", "people"].map(|layer| feature(layer).into_bytes()).to_vec();
    fuzz("sequences", drawn(seeds), |input, count| {
        bench.check("outlets", "geojsons", input, count);
    });
}

#[test]
fn tables() {
    let bench = Bench::new();
    let own = "id,name,category,lon,lat\nP1,\"A, b\",laundry,116.31,39.91\nP2,云,grocery,116.32,39.92\n\
               P3,,,,\n";
    let wkt =
        "name;category;wkt\na;laundry;POINT(116.31 39.91)\nb;clinic;\"MULTIPOINT(1 2, 3 4)\"\n";
    let mut seeds = vec![own.as_bytes().to_vec(), wkt.as_bytes().to_vec()];
    seeds.extend(corpus("csv-tables", &[".csv"]));
    fuzz("tables", drawn(seeds), |input, count| bench.check("outlets", "csv", input, count));
}

#[test]
fn settings() {
    let bench = Bench::new();
    let own = "name = \"x\"\nencoding = \"gbk\"\n[outlets]\nfile = \"outlets.geojson\"\ncrs = \"gcj02\"\n\
               [outlets.properties]\nname = \"NOMBRE\"\nstatus = false\n[outlets.categories]\n\
               cafe = \"breakfast\"\n[people.defaults]\npeople = 3\n[[estates.files]]\nfile = \"e\"\n";
    let mut seeds = vec![own.as_bytes().to_vec()];
    seeds.extend(corpus("planner-bad", &[".toml"]));
    fuzz("settings", drawn(seeds), |input, count| {
        // Standard input is not a test's to read.
        if input.windows(3).any(|part| part == b"\"-\"" || part == b"'-'") {
            return;
        }
        bench.put("walkshed.toml", input);
        // Files that the settings name need not be there.
        if let Ok(reading) = bench.read() {
            promises(&reading, count);
        }
    });
}

#[test]
fn profiles() {
    let texts = builtin_keys().iter().filter_map(|key| builtin_text(key));
    let seeds: Vec<Vec<u8>> = texts.map(|text| text.as_bytes().to_vec()).collect();
    fuzz("profiles", drawn(seeds), |input, _| {
        let text = String::from_utf8_lossy(input);
        let (profile, findings) = parse(&text, "own.toml");
        assert_eq!(profile.is_none(), findings.has_errors());
    });
}

#[test]
fn one_and_three_threads_give_one_assessment_in_which_all_land_is_served_or_not() {
    let bench = Bench::new();
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let pools = [pool(1), pool(3)];
    let draw = |random: &mut Random| {
        let layer = LAYERS[random.below(LAYERS.len())];
        jittered(random, &golden(layer))
    };
    let mut count = 0;
    fuzz("laws", draw, |input, _| {
        count += 1;
        // The files change one after the other and stay, so that cities grow unlike the first.
        let features = String::from_utf8_lossy(input);
        let layer = LAYERS.iter().find(|layer| golden(layer).len() == features.len()).unwrap();
        bench.put(&format!("{layer}.geojson"), input);
        let figures = pools.each_ref().map(|pool| {
            pool.install(|| {
                let reading = bench.read().unwrap();
                promises(&reading, count);
                let said: Vec<String> =
                    reading.findings.iter().map(|finding| format!("{finding:?}")).collect();
                let city = reading.city?;
                let assessment = assess(&city, &builtin("circle15").unwrap(), Detail::Figures);
                assert!(assessment.reconciliation.land_adds_up());
                Some((said, serde_json::to_string(&assessment).unwrap()))
            })
        });
        assert!(figures[0] == figures[1], "the number of threads makes a difference");
        if figures[0].is_none() {
            bench.put(&format!("{layer}.geojson"), &golden(layer));
        }
    });
}
