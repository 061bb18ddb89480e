//! Distances along streets against a slow version that shares no code with the library's: every line cut
//! at every vertex and at every place, and Dijkstra's method with floats.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail, and says what it skips"
)]

#[path = "../random/mod.rs"]
mod random;

mod across;
mod areas;
mod beside;
mod enclosed;
mod explained;
mod extracts;
mod fenced;
mod few;
mod gates;
mod kept;
mod laid;
mod networks;
mod parts;
mod rules;
mod slow;
mod small;
mod squares;
mod squares_told;
mod told;
