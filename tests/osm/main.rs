//! The import of OpenStreetMap: counts by another road over real extracts, and what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail, and says what it skips"
)]

mod areas;
mod command;
mod counts;
mod plain;
mod refusals;
mod small;
