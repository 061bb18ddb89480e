//! The shifted datums of map services in China: GCJ-02 and BD-09, both ways.
//!
//! GCJ-02 is WGS 84 moved by some hundred metres, by the widely published polynomial with sines about
//! 105 E, 35 N on the ellipsoid of Krassovsky 1940; outside a box round China it is WGS 84 itself.
//! BD-09 is GCJ-02 turned and stretched a little, and moved by 0.0065 and 0.006 degrees. The way
//! back has no closed form. It is found by fixed-point iteration: the shift changes by less than 2 %
//! of a step, so that each round gains almost two digits and the last bit is reached in ten.
//! The box itself is tested on the given place, so that there and back agree on it.

use std::f64::consts::PI;

use crate::model::LonLat;

/// A shifted datum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shift {
    /// Of Amap, Tencent and all official web maps.
    Gcj02,
    /// Of Baidu.
    Bd09,
}

/// Semi-major axis of the ellipsoid of Krassovsky 1940: metres.
const SEMI_MAJOR: f64 = 6_378_245.0;

/// The square of its first eccentricity, as published with the formula.
const E2: f64 = 0.006_693_421_622_965_943;

/// Rounds of the way back; it stops earlier where nothing changes.
const ROUNDS: usize = 30;

impl Shift {
    /// Its name in messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gcj02 => "GCJ-02",
            Self::Bd09 => "BD-09",
        }
    }

    /// Its name as the settings and flags write it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Gcj02 => "gcj02",
            Self::Bd09 => "bd09",
        }
    }

    /// From WGS 84.
    pub(super) fn of(self, at: LonLat) -> LonLat {
        let gcj = if is_in_china(at) { gcj(at) } else { at };
        match self {
            Self::Gcj02 => gcj,
            Self::Bd09 => bd(gcj),
        }
    }

    /// To WGS 84.
    pub(super) fn back(self, at: LonLat) -> LonLat {
        let at = match self {
            Self::Gcj02 => at,
            Self::Bd09 => undo(at, bd),
        };
        if is_in_china(at) { undo(at, gcj) } else { at }
    }
}

/// The box round China in which GCJ-02 differs from WGS 84, as published with the formula: degrees.
pub(super) fn is_in_china(LonLat { lon, lat }: LonLat) -> bool {
    (72.004..=137.8347).contains(&lon) && (0.8293..=55.8271).contains(&lat)
}

/// The place that `forward` takes to `target`.
fn undo(target: LonLat, forward: fn(LonLat) -> LonLat) -> LonLat {
    let mut at = target;
    for _ in 0..ROUNDS {
        let there = forward(at);
        let (lon, lat) = (there.lon - target.lon, there.lat - target.lat);
        at = LonLat { lon: at.lon - lon, lat: at.lat - lat };
        if lon.abs().max(lat.abs()) < 1e-14 {
            break;
        }
    }
    at
}

/// The sum of waves of a coordinate: sizes in metres, and half turns in a degree.
fn waves(v: f64, terms: [(f64, f64); 2]) -> f64 {
    terms.iter().map(|(size, turns)| size * (v * PI * turns).sin()).sum::<f64>() * 2.0 / 3.0
}

/// GCJ-02 of a place, whether in China or not.
fn gcj(at: LonLat) -> LonLat {
    let (x, y) = (at.lon - 105.0, at.lat - 35.0);
    let ripple = waves(x, [(20.0, 6.0), (20.0, 2.0)]);
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + ripple
        + waves(y, [(20.0, 1.0), (40.0, 1.0 / 3.0)])
        + waves(y, [(160.0, 1.0 / 12.0), (320.0, 1.0 / 30.0)]);
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + ripple
        + waves(x, [(20.0, 1.0), (40.0, 1.0 / 3.0)])
        + waves(x, [(150.0, 1.0 / 12.0), (300.0, 1.0 / 30.0)]);
    let (sin, cos) = at.lat.to_radians().sin_cos();
    let w2 = 1.0 - E2 * sin * sin;
    // Radii of curvature along the meridian and across it.
    let meridian = SEMI_MAJOR * (1.0 - E2) / (w2 * w2.sqrt());
    let across = SEMI_MAJOR / w2.sqrt() * cos;
    LonLat {
        lon: at.lon + (east / across).to_degrees(),
        lat: at.lat + (north / meridian).to_degrees(),
    }
}

/// BD-09 of a place in GCJ-02.
fn bd(at: LonLat) -> LonLat {
    /// Half turns of the ripple in a degree.
    const RIPPLE: f64 = PI * 3000.0 / 180.0;
    let length = at.lon.hypot(at.lat) + 0.000_02 * (at.lat * RIPPLE).sin();
    let angle = at.lat.atan2(at.lon) + 0.000_003 * (at.lon * RIPPLE).cos();
    LonLat { lon: length * angle.cos() + 0.0065, lat: length * angle.sin() + 0.006 }
}

#[cfg(test)]
mod tests;
