//! The streams of random numbers of a sample city.
//!
//! Each thing of the city draws from a stream of its own, keyed by what it is and where it is, so that a
//! layer can be written without making the others.

pub(super) use crate::random::{GAMMA, Rng, mix};

/// What a stream of random numbers is for; one number a use, so that no two uses share draws.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stream {
    WarpEast = 1,
    WarpNorth,
    Jitter,
    Meander,
    Centres,
    Outline,
    Growth,
    Bend,
    Character,
    Estates,
    Pairs,
    Splits,
    Plots,
    People,
    Homes,
    Outlets,
    Names,
    Gates,
    Sites,
    Complaints,
    Changes,
}

impl Rng {
    /// The generator of one use, `stream`, at the place `a`, `b`.
    pub(super) fn at(seed: u64, stream: Stream, a: i32, b: i32) -> Self {
        // The two keys are joined bit by bit; the sign bits are kept as they are.
        let key = (u64::from(a.cast_unsigned()) << 32) | u64::from(b.cast_unsigned());
        let start = mix(seed.wrapping_add((stream as u64).wrapping_mul(GAMMA)));
        Self::new(mix(start ^ key.wrapping_mul(GAMMA)))
    }

    /// The generator of one use for the thing of number `a`.
    pub(super) fn of(seed: u64, stream: Stream, a: u32) -> Self {
        Self::at(seed, stream, a.cast_signed(), -1)
    }
}

/// Smooth noise in -1 to 1 that changes over about one unit of `x` and `y` (value noise: random
/// numbers at whole coordinates, joined by a cubic).
pub(super) fn noise(seed: u64, stream: Stream, x: f64, y: f64) -> f64 {
    let (x0, y0) = (x.floor(), y.floor());
    let (i, j) = (super::exact::signed(x0), super::exact::signed(y0));
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let (s, t) = (ease(x - x0), ease(y - y0));
    let at = |a: i32, b: i32| 2.0 * Rng::at(seed, stream, i + a, j + b).unit() - 1.0;
    let south = at(0, 0) * (1.0 - s) + at(1, 0) * s;
    let north = at(0, 1) * (1.0 - s) + at(1, 1) * s;
    south * (1.0 - t) + north * t
}
