//! One city in every format: the same city and the same assessment, byte for byte; and what is said
//! of files that are cut, spoilt or not what they are called.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod corpus;
mod drawn;
mod encodings;
#[cfg(feature = "flatgeobuf")]
mod flatgeobufs;
mod geojson;
#[cfg(feature = "geopackage")]
mod geopackages;
#[cfg(all(feature = "geoparquet", feature = "geopackage"))]
mod geoparquets;
mod off;
#[path = "../random/mod.rs"]
mod random;
#[cfg(feature = "shapefile")]
mod shapefiles;
mod small;
mod tables;
#[cfg(feature = "xlsx")]
mod workbooks;
