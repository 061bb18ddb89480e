//! From doubtful bytes to a city, or to findings.

mod border;
mod contact;
mod geometry;
mod partition;
mod ring;
mod tangle;
