//! The import of OpenStreetMap: counts by another road over real extracts, and what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a test may fail, and says what it skips"
)]

mod areas;
mod blocks;
mod borders;
mod command;
mod counts;
mod drawn;
#[path = "../fuzz/harness.rs"]
mod harness;
#[allow(dead_code, reason = "the texts of the other targets are changed in more ways")]
#[path = "../fuzz/mutate.rs"]
mod mutate;
mod plain;
#[path = "../random/mod.rs"]
mod random;
mod refusals;
mod small;
