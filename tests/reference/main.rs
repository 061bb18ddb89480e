//! The exact core against slow and obvious versions, on random cases from fixed seeds.

#![expect(
    clippy::cast_precision_loss,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "small counts, and the letters of the formulas"
)]

mod area;
mod overlay;
mod plane;
#[path = "../random/mod.rs"]
mod random;
