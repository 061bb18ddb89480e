//! Spoilt files of binary formats, drawn at random: no panic, no hang, a city or errors.
//!
//! A hundred inputs each; more by `WALKSHED_FUZZ_SECONDS=180 cargo test --test formats drawn`, other ones
//! by `WALKSHED_FUZZ_SEED=7`. An input that fails is written to the folder for temporary files and named.

#[allow(dead_code, reason = "the texts of the other targets are changed in more ways")]
#[path = "../fuzz/mutate.rs"]
mod mutate;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crate::random::Random;
use crate::small::Small;

/// Inputs of a target where no time is set.
const INPUTS: usize = 100;

/// No small input takes longer, even in a build for tests on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Reads a city of which one file is another, again and again.
fn draw(small: &Small, file: &str) {
    let seed = fs::read(small.path(file)).unwrap();
    let mut random = Random(number("WALKSHED_FUZZ_SEED").unwrap_or(20_261_129));
    let budget = number("WALKSHED_FUZZ_SECONDS").map(Duration::from_secs);
    let begun = Instant::now();
    let mut count = 0;
    while budget.map_or(count < INPUTS, |budget| begun.elapsed() < budget) {
        count += 1;
        let input = mutate::mutated(&mut random, &seed, &seed);
        small.write(file, &input);
        let start = Instant::now();
        let read = catch_unwind(AssertUnwindSafe(|| {
            let reading = small.read();
            assert_eq!(reading.city.is_none(), reading.findings.has_errors(), "a city, or errors");
        }));
        let time = start.elapsed();
        if read.is_err() || time > LONGEST {
            let kept = std::env::temp_dir().join(format!("walkshed-fuzz-{count}-{file}"));
            fs::write(&kept, &input).unwrap();
            panic!("input {count} of {file} fails after {time:?}: {}", kept.display());
        }
    }
    small.write(file, &seed);
    assert!(small.read().city.is_some());
}

#[cfg(feature = "shapefile")]
#[test]
fn shapefiles() {
    let small = crate::shapefiles::small(false);
    for file in ["outlets.shp", "estates.shp", "estates.dbf", "outlets.prj"] {
        draw(&small, file);
    }
}

#[cfg(feature = "flatgeobuf")]
#[test]
fn flatgeobufs() {
    for layer in ["outlets", "estates"] {
        let small = Small::new();
        small.remove(layer);
        let file = format!("{layer}.fgb");
        small.write(&file, crate::flatgeobufs::written(layer, true, 4326));
        draw(&small, &file);
    }
}

#[cfg(feature = "geopackage")]
#[test]
fn geopackages() {
    let (small, database) = crate::geopackages::outlets("outlets");
    drop(database);
    draw(&small, "outlets.gpkg");
}

#[cfg(all(feature = "geoparquet", feature = "geopackage"))]
#[test]
fn geoparquets() {
    use parquet::basic::Compression;
    for (layer, bytes) in [
        ("outlets", crate::geoparquets::binary("outlets", Compression::SNAPPY, None)),
        ("estates", crate::geoparquets::native("estates")),
    ] {
        let small = Small::new();
        small.remove(layer);
        let file = format!("{layer}.parquet");
        small.write(&file, bytes);
        draw(&small, &file);
    }
}

#[cfg(feature = "xlsx")]
#[test]
fn workbooks() {
    let small = crate::workbooks::outlets(|book| {
        crate::workbooks::fill(book.add_worksheet(), "outlets");
    });
    draw(&small, "outlets.xlsx");
}
