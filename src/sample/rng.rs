//! Random numbers that are a pure function of a seed and of keys, the same on every machine.
//!
//! Method: `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
//! OOPSLA 2014). Each thing of the city draws from a stream of its own, keyed by what it is and
//! where it is, so that a layer can be written without making the others.

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

/// Finalizer of `SplitMix64`: each bit of the answer depends on each bit of the input.
pub(super) fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Increment of `SplitMix64`: 2^64 over the golden ratio, odd.
const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// A generator.
#[derive(Debug, Clone)]
pub(super) struct Rng(u64);

impl Rng {
    /// The generator of one use, `stream`, at the place `a`, `b`.
    pub(super) fn at(seed: u64, stream: Stream, a: i32, b: i32) -> Self {
        // The two keys are joined bit by bit; the sign bits are kept as they are.
        let key = (u64::from(a.cast_unsigned()) << 32) | u64::from(b.cast_unsigned());
        let start = mix(seed.wrapping_add((stream as u64).wrapping_mul(GAMMA)));
        Self(mix(start ^ key.wrapping_mul(GAMMA)))
    }

    /// The generator of one use for the thing of number `a`.
    pub(super) fn of(seed: u64, stream: Stream, a: u32) -> Self {
        Self::at(seed, stream, a.cast_signed(), -1)
    }

    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(GAMMA);
        (mix(self.0) >> 32) as u32
    }

    /// From 0 up to, not including, 1 in steps of 2^-32.
    pub(super) fn unit(&mut self) -> f64 {
        f64::from(self.next()) / 4_294_967_296.0
    }

    /// From `low` up to `high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// From 0 to `n` - 1; 0 where `n` is 0.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.next()) * u64::from(n)) >> 32) as u32
    }

    /// True in this share of draws.
    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// One of the items.
    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        let n = u32::try_from(items.len()).unwrap_or(u32::MAX);
        items[self.below(n) as usize]
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
