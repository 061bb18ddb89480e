//! One city in every format: the same city and the same assessment, byte for byte; and what is said
//! of files that are cut, spoilt or not what they are called.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod corpus;
mod encodings;
mod flatgeobufs;
mod geojson;
mod geopackages;
mod shapefiles;
mod small;
mod tables;
mod workbooks;
