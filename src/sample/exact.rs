//! Arithmetic that gives the same bits on every machine: conversions, degrees, and shares that add
//! up.
//!
//! Only `+ - * /`, `sqrt`, `floor` and `round` are used in this module tree: IEEE 754 fixes their
//! last bit, which it does not do for sines and powers.

use crate::model::{Local, LonLat};

/// Whole part of a number that is not negative; what does not fit is held to the nearest end.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from f64 saturates, which is what the function promises"
)]
pub(super) fn whole(x: f64) -> u32 {
    x.floor() as u32
}

/// Whole part of a number; what does not fit is held to the nearest end.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast from f64 saturates, which is what the function promises"
)]
pub(super) fn signed(x: f64) -> i32 {
    x.floor() as i32
}

/// The length of a list whose items have `u32` ids.
pub(super) fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

/// Length of a vector (`hypot` is not the same on all machines).
pub(super) fn length(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

/// A place in whole steps of 1e-7 degree, as the files have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Spot {
    pub(super) lon: i32,
    pub(super) lat: i32,
}

/// Steps in a degree.
const STEPS: f64 = 1e7;

/// Where the fictional city lies: 112 E, 36 N.
const CENTRE: (f64, f64) = (112.0, 36.0);

/// Sine and cosine of the centre's latitude, 36 degrees.
const SIN: f64 = 0.587_785_252_292_473_1;
const COS: f64 = 0.809_016_994_374_947_4;

/// Semi-major axis of CGCS2000 in metres, and the square of its first eccentricity.
const SEMI_MAJOR: f64 = 6_378_137.0;
const E2: f64 = 0.006_694_380_022_900_8;

impl Spot {
    /// The place at metres east and north of the centre, on an equal-area (sinusoidal) sheet:
    /// northing along the meridian to second order, easting along the parallel.
    pub(super) fn at(p: Local) -> Self {
        let w0 = 1.0 - E2 * SIN * SIN;
        let meridian = SEMI_MAJOR * (1.0 - E2) / (w0 * w0.sqrt());
        let q = p.y / meridian;
        let d = q - 1.5 * E2 * SIN * COS / w0 * q * q;
        let sin = SIN * (1.0 - d * d / 2.0) + COS * (d - d * d * d / 6.0);
        let cos = COS * (1.0 - d * d / 2.0) - SIN * (d - d * d * d / 6.0);
        let parallel = SEMI_MAJOR / (1.0 - E2 * sin * sin).sqrt() * cos;
        let steps = |degrees: f64| signed((degrees * STEPS).round());
        Self {
            lon: steps(CENTRE.0 + (p.x / parallel).to_degrees()),
            lat: steps(CENTRE.1 + d.to_degrees()),
        }
    }

    /// The same in degrees: the number that a reader of the file gets.
    pub(super) fn lonlat(self) -> LonLat {
        LonLat { lon: f64::from(self.lon) / STEPS, lat: f64::from(self.lat) / STEPS }
    }
}

/// Deals out a whole number over items in proportion to their weights: the sum that was given is
/// always what is due so far, rounded half up, so that all of it is given by the last item.
#[derive(Debug, Clone)]
pub(super) struct Deal {
    total: u64,
    weight: u64,
    seen: u64,
    given: u64,
}

impl Deal {
    /// `total` over items whose weights add up to `weight`.
    pub(super) fn new(total: u64, weight: u64) -> Self {
        Self { total, weight, seen: 0, given: 0 }
    }

    /// What the next item gets.
    pub(super) fn next(&mut self, weight: u64) -> u32 {
        self.seen += weight;
        if self.weight == 0 {
            return 0;
        }
        let weight = u128::from(self.weight);
        let due = (2 * u128::from(self.total) * u128::from(self.seen) + weight) / (2 * weight);
        let due = u64::try_from(due).unwrap_or(u64::MAX);
        let share = due - self.given;
        self.given = due;
        u32::try_from(share).unwrap_or(u32::MAX)
    }
}
