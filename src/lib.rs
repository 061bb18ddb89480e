//! Walking-circle coverage of everyday services, for city planners.

#![cfg_attr(
    not(all(
        feature = "flatgeobuf",
        feature = "geopackage",
        feature = "geoparquet",
        feature = "shapefile",
        feature = "xlsx"
    )),
    allow(dead_code, reason = "what only formats use that are left out stays in its place")
)]

pub mod assessment;
pub mod coverage;
pub mod finding;
pub mod gaps;
pub mod index;
pub mod input;
pub mod model;
pub mod overlay;
pub mod pipeline;
pub mod profile;
mod random;
pub mod reach;
pub mod render;
pub mod report;
pub mod review;
pub mod sample;
pub mod units;
pub mod watch;
