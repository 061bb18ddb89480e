//! From doubtful bytes to a city, or to findings.

mod contact;
mod geometry;
mod ring;
mod tangle;
