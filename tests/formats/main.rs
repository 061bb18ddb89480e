//! One city in every format: the same city and the same assessment, byte for byte; and what is said
//! of files that are cut, spoilt or not what they are called.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail, and says what it drew"
)]

#[cfg(all(feature = "geopackage", feature = "geoparquet", feature = "xlsx"))]
mod bombs;
mod corpus;
mod drawn;
mod encodings;
mod faults;
#[cfg(feature = "flatgeobuf")]
mod flatgeobufs;
mod geojson;
#[cfg(feature = "geopackage")]
mod geopackages;
#[cfg(all(feature = "geoparquet", feature = "geopackage"))]
mod geoparquets;
#[path = "../fuzz/harness.rs"]
mod harness;
#[allow(dead_code, reason = "the texts of the other targets are changed in more ways")]
#[path = "../fuzz/mutate.rs"]
mod mutate;
mod off;
#[path = "../random/mod.rs"]
mod random;
mod seldom;
#[cfg(feature = "shapefile")]
mod shapefiles;
mod small;
mod tables;
#[cfg(feature = "xlsx")]
mod workbooks;
