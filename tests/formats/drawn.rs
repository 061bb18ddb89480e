//! Spoilt files of binary formats, drawn at random: no panic, no hang, bounded memory, a city or errors.
//!
//! A hundred inputs each; more by `WALKSHED_FUZZ_SECONDS=180 cargo test --test formats drawn`, other ones
//! by `WALKSHED_FUZZ_SEED=7`. An input that fails is written to the folder for temporary files and named.
//! What is packed is spoilt inside too, and packed again, so that more than the checksum is met.

use std::fs;

use crate::harness::{fuzz, spoilt};
use crate::random::Random;
use crate::small::Small;

/// Inputs of a target where no time is set.
const INPUTS: usize = 100;

/// Reads a city of which one file is another, again and again.
fn draw(small: &Small, file: &str) {
    let seed = fs::read(small.path(file)).unwrap();
    draw_with(small, file, |random| spoilt(random, &seed));
}

fn draw_with(small: &Small, file: &str, draw: impl FnMut(&mut Random) -> Vec<u8>) {
    let seed = fs::read(small.path(file)).unwrap();
    fuzz(file, INPUTS, draw, |input, _| {
        small.write(file, input);
        let reading = small.read();
        assert_eq!(reading.city.is_none(), reading.findings.has_errors(), "a city, or errors");
    });
    small.write(file, &seed);
    assert!(small.read().city.is_some());
}

#[test]
fn packed_texts() {
    let small = Small::new();
    small.remove("outlets");
    let text = Small::layer("outlets");
    small.write("outlets.geojson.gz", gzip(&text));
    draw(&small, "outlets.geojson.gz");
    draw_with(&small, "outlets.geojson.gz", |random| gzip(&spoilt(random, &text)));
}

fn gzip(text: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text).unwrap();
    packed.finish().unwrap()
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
        ("outlets", crate::geoparquets::binary("outlets", Compression::UNCOMPRESSED, None)),
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
    let parts = unzipped(&fs::read(small.path("outlets.xlsx")).unwrap());
    draw_with(&small, "outlets.xlsx", |random| {
        let mut parts = parts.clone();
        let at = random.below(parts.len());
        parts[at].1 = spoilt(random, &parts[at].1);
        zipped(&parts)
    });
}

/// The parts of an archive by name.
#[cfg(feature = "xlsx")]
pub(crate) fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let part = |at| {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        (part.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(part).collect()
}

#[cfg(feature = "xlsx")]
pub(crate) fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    use std::io::Write as _;
    use zip::write::SimpleFileOptions;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        archive.start_file(name.as_str(), stored).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
