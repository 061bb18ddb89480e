//! Files of formats that a build leaves out: refused by name, with what to build.
//!
//! `cargo test --no-default-features --test formats off`

#![cfg(not(all(
    feature = "flatgeobuf",
    feature = "geopackage",
    feature = "geoparquet",
    feature = "shapefile",
    feature = "xlsx"
)))]

use crate::small::{Small, said};

/// Ending, first bytes, the word for the format, its cargo feature, and whether the build has it.
const FORMATS: [(&str, &[u8], &str, &str, bool); 5] = [
    ("fgb", b"fgb\x03fgb\x01", "FlatGeobuf", "flatgeobuf", cfg!(feature = "flatgeobuf")),
    ("gpkg", b"SQLite format 3\0", "a GeoPackage", "geopackage", cfg!(feature = "geopackage")),
    ("parquet", b"PAR1", "GeoParquet", "geoparquet", cfg!(feature = "geoparquet")),
    ("shp", b"\x00\x00\x27\x0a", "a shapefile (shp)", "shapefile", cfg!(feature = "shapefile")),
    ("xlsx", b"PK\x03\x04xl/", "an Excel workbook (xlsx)", "xlsx", cfg!(feature = "xlsx")),
];

#[test]
fn a_format_that_the_build_leaves_out_is_refused_by_name() {
    for (ending, bytes, word, feature, is_there) in FORMATS {
        let small = Small::new();
        small.remove("outlets");
        small.write(&format!("outlets.{ending}"), bytes);
        let reading = small.read();
        assert!(reading.city.is_none(), "{ending}");
        let message = format!(
            "error[not-built] outlets.{ending}: : this is {word}, which this build does not read"
        );
        assert_eq!(said(&reading).contains(&message), !is_there, "{:#?}", reading.findings);
        let help = format!("build it with `cargo build --release --features {feature}`");
        assert_eq!(reading.findings.iter().any(|f| f.help == help), !is_there, "{ending}");
    }
}
