//! Degrees and the local plane: a transverse Mercator about the city's centre.
//!
//! Method: Gauss-Krueger projection by the Krueger n-series, in the form of Karney, "Transverse
//! Mercator with an accuracy of a few nanometers", J. Geodesy 85 (2011), equations 6 to 36, to
//! order n^6, on the WGS 84 ellipsoid (CGCS2000 differs from it by 0.1 mm in the semi-minor axis);
//! latitude from conformal latitude by the series of the same order in Karney, "On auxiliary
//! latitudes", Survey Review 56 (2024). What follows from a sine or cosine at hand is not asked of
//! the library again, and near the origin the functions are those of small differences, by series. The scale is 1 on the central meridian, so that a length within 100 km of the
//! centre is long by less than 0.013 %. Degrees live in [`LonLat`] and nowhere past this module.

use serde::Serialize;

use crate::units::{LonLat, Metres};

/// A point on the local plane: metres east and north of the city's centre.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Local {
    /// Metres east.
    pub x: f64,
    /// Metres north.
    pub y: f64,
}

impl Local {
    /// The point at `x` metres east and `y` metres north.
    #[must_use]
    pub fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Straight distance to another point.
    #[must_use]
    pub fn distance(self, other: Self) -> Metres {
        Metres((self.x - other.x).hypot(self.y - other.y))
    }
}

/// Semi-major axis of WGS 84 and CGCS2000: 6 378 137 m (defining constant).
const SEMI_MAJOR: f64 = 6_378_137.0;

/// Flattening of WGS 84: 1 / 298.257223563 (defining constant).
const FLATTENING: f64 = 1.0 / 298.257_223_563;

/// The map between degrees and the local plane.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Plane {
    origin: LonLat,
    /// Sine and cosine of the origin's latitude.
    #[serde(skip)]
    latitude: (f64, f64),
    /// The origin's latitude on the conformal sphere, with its sine and cosine.
    #[serde(skip)]
    conformal: (f64, (f64, f64)),
    /// Northing of the origin above the equator, before it is taken off.
    #[serde(skip)]
    northing: f64,
}

impl Plane {
    /// The plane about `origin`; its longitude is the central meridian.
    #[must_use]
    pub fn about(origin: LonLat) -> Self {
        let latitude = origin.lat.to_radians().sin_cos();
        let (north, front) = on_sphere(latitude);
        let chi = north.atan2(front);
        let mut plane = Self { origin, latitude, conformal: (chi, chi.sin_cos()), northing: 0.0 };
        plane.northing = plane.to_local(origin).y;
        plane
    }

    /// The point of the plane that has the coordinates 0, 0.
    #[must_use]
    pub fn origin(&self) -> LonLat {
        self.origin
    }

    /// From degrees to metres on the plane.
    #[must_use]
    pub fn to_local(&self, at: LonLat) -> Local {
        // Sums of angles: what is left to be asked are the functions of small differences.
        let latitude = sin_cos((at.lat - self.origin.lat).to_radians());
        let (sin, cos) = sin_cos(wrap(at.lon - self.origin.lon).to_radians());
        let (north, across) = on_sphere(turned(self.latitude, latitude));
        let (east, front) = (across * sin, across * cos);
        // Equations 10 and 12 of the same paper for a sphere: xi' and eta'.
        let inverse = 1.0 / (north * north + front * front).sqrt();
        let (sin_xi, cos_xi, sinh_eta) = (north * inverse, front * inverse, east * inverse);
        let cosh_eta = (1.0 + sinh_eta * sinh_eta).sqrt();
        let (chi, (sin_chi, cos_chi)) = self.conformal;
        let xi = chi + arctan(north * cos_chi - front * sin_chi, front * cos_chi + north * sin_chi);
        let eta = arsinh(sinh_eta, cosh_eta);
        let double = Double {
            sin: 2.0 * sin_xi * cos_xi,
            cos: (cos_xi - sin_xi) * (cos_xi + sin_xi),
            sinh: 2.0 * sinh_eta * cosh_eta,
            cosh: 1.0 + 2.0 * sinh_eta * sinh_eta,
        };
        let (xi, eta) = clenshaw(&FORWARD, xi, eta, double);
        Local { x: RECTIFYING_RADIUS * eta, y: RECTIFYING_RADIUS * xi - self.northing }
    }

    /// From metres on the plane to degrees.
    #[must_use]
    pub fn to_lonlat(&self, at: Local) -> LonLat {
        let xi = (at.y + self.northing) / RECTIFYING_RADIUS;
        let eta = at.x / RECTIFYING_RADIUS;
        let ((sin, cos), (sinh, cosh)) = ((2.0 * xi).sin_cos(), sinh_cosh(2.0 * eta));
        let (xi, eta) = clenshaw(&INVERSE, xi, eta, Double { sin, cos, sinh, cosh });
        let ((north, cos), (east, length)) = (xi.sin_cos(), sinh_cosh(eta));
        let lambda = east.atan2(cos);
        // The conformal latitude: its sine and cosine, both times `length`.
        let across = (east * east + cos * cos).sqrt();
        let (sin, cos) = (north / length, across / length);
        let (sin2, cos2) = (2.0 * sin * cos, (cos - sin) * (cos + sin));
        let (phi, _) = clenshaw(
            &GEODETIC,
            north.atan2(across),
            0.0,
            Double { sin: sin2, cos: cos2, sinh: 0.0, cosh: 1.0 },
        );
        LonLat { lon: wrap(self.origin.lon + lambda.to_degrees()), lat: phi.to_degrees() }
    }
}

/// Brings a longitude, or a difference of two, into -180..=180 degrees.
fn wrap(degrees: f64) -> f64 {
    if (-180.0..=180.0).contains(&degrees) {
        degrees
    } else {
        let turned = (degrees + 180.0).rem_euclid(360.0) - 180.0;
        if turned < -180.0 { turned + 360.0 } else { turned }
    }
}

/// Square of the eccentricity.
const E2: f64 = FLATTENING * (2.0 - FLATTENING);

/// Third flattening.
const N: f64 = FLATTENING / (2.0 - FLATTENING);

/// Radius of the rectifying sphere (Karney 2011, equation 14): metres.
const RECTIFYING_RADIUS: f64 = SEMI_MAJOR / (1.0 + N) * (1.0 + N2 / 4.0 + N4 / 64.0 + N6 / 256.0);

const N2: f64 = N * N;
const N3: f64 = N2 * N;
const N4: f64 = N3 * N;
const N5: f64 = N4 * N;
const N6: f64 = N5 * N;

/// Coefficients alpha of Karney 2011, equation 35, with the sign of the forward series.
const FORWARD: [f64; 6] = [
    N / 2.0 - 2.0 * N2 / 3.0 + 5.0 * N3 / 16.0 + 41.0 * N4 / 180.0 - 127.0 * N5 / 288.0
        + 7891.0 * N6 / 37800.0,
    13.0 * N2 / 48.0 - 3.0 * N3 / 5.0 + 557.0 * N4 / 1440.0 + 281.0 * N5 / 630.0
        - 1_983_433.0 * N6 / 1_935_360.0,
    61.0 * N3 / 240.0 - 103.0 * N4 / 140.0 + 15061.0 * N5 / 26880.0 + 167_603.0 * N6 / 181_440.0,
    49561.0 * N4 / 161_280.0 - 179.0 * N5 / 168.0 + 6_601_661.0 * N6 / 7_257_600.0,
    34729.0 * N5 / 80640.0 - 3_418_889.0 * N6 / 1_995_840.0,
    212_378_941.0 * N6 / 319_334_400.0,
];

/// Coefficients beta of Karney 2011, equation 36, negated so that one summation serves both ways.
const INVERSE: [f64; 6] = [
    -(N / 2.0 - 2.0 * N2 / 3.0 + 37.0 * N3 / 96.0 - N4 / 360.0 - 81.0 * N5 / 512.0
        + 96199.0 * N6 / 604_800.0),
    -(N2 / 48.0 + N3 / 15.0 - 437.0 * N4 / 1440.0 + 46.0 * N5 / 105.0
        - 1_118_711.0 * N6 / 3_870_720.0),
    -(17.0 * N3 / 480.0 - 37.0 * N4 / 840.0 - 209.0 * N5 / 4480.0 + 5569.0 * N6 / 90720.0),
    -(4397.0 * N4 / 161_280.0 - 11.0 * N5 / 504.0 - 830_251.0 * N6 / 7_257_600.0),
    -(4583.0 * N5 / 161_280.0 - 108_847.0 * N6 / 3_991_680.0),
    -(20_648_693.0 * N6 / 638_668_800.0),
];

/// Coefficients of the geodetic latitude less the conformal one (Karney 2024, table of chi to phi).
const GEODETIC: [f64; 6] = [
    2.0 * N - 2.0 * N2 / 3.0 - 2.0 * N3 + 116.0 * N4 / 45.0 + 26.0 * N5 / 45.0
        - 2854.0 * N6 / 675.0,
    7.0 * N2 / 3.0 - 8.0 * N3 / 5.0 - 227.0 * N4 / 45.0 + 2704.0 * N5 / 315.0 + 2323.0 * N6 / 945.0,
    56.0 * N3 / 15.0 - 136.0 * N4 / 35.0 - 1262.0 * N5 / 105.0 + 73_814.0 * N6 / 2835.0,
    4279.0 * N4 / 630.0 - 332.0 * N5 / 35.0 - 399_572.0 * N6 / 14_175.0,
    4174.0 * N5 / 315.0 - 144_838.0 * N6 / 6237.0,
    601_676.0 * N6 / 22_275.0,
];

/// Sine and cosine of `2 xi`, hyperbolic ones of `2 eta`.
#[derive(Clone, Copy)]
struct Double {
    sin: f64,
    cos: f64,
    sinh: f64,
    cosh: f64,
}

/// Adds the series sum of `c[j] sin(2 j z)` for complex `z = xi + i eta` to `z`, by Clenshaw's
/// recurrence in complex numbers.
#[inline]
fn clenshaw(c: &[f64; 6], xi: f64, eta: f64, double: Double) -> (f64, f64) {
    let Double { sin, cos, sinh, cosh } = double;
    // 2 cos(2z) and sin(2z).
    let (ar, ai) = (2.0 * cos * cosh, -2.0 * sin * sinh);
    let (sr, si) = (sin * cosh, cos * sinh);
    let (mut b1, mut b2) = ((0.0, 0.0), (0.0, 0.0));
    for &k in c.iter().rev() {
        let b = (ar * b1.0 - ai * b1.1 - b2.0 + k, ar * b1.1 + ai * b1.0 - b2.1);
        b2 = b1;
        b1 = b;
    }
    (xi + sr * b1.0 - si * b1.1, eta + sr * b1.1 + si * b1.0)
}

/// `sinh(e artanh(e sin phi))` of Karney 2011, equation 9, by the series of both functions: the
/// argument is at most `E2` times 1.003, and the terms left away are below 2^-53 of the sum.
fn conformal_sinh(sin_phi: f64) -> f64 {
    let square = E2 * sin_phi * sin_phi;
    let artanh = (1..=7).rev().fold(0.0, |sum, k| (sum + 1.0 / f64::from(2 * k + 1)) * square);
    let q = E2 * sin_phi * (1.0 + artanh);
    let q2 = q * q;
    q * (1.0 + q2 / 6.0 * (1.0 + q2 / 20.0))
}

/// The place on the conformal sphere of a latitude with this sine and cosine: upwards and outwards,
/// both times one factor (Karney 2011, equations 7 to 9).
#[inline]
fn on_sphere((sin, cos): (f64, f64)) -> (f64, f64) {
    let sigma = conformal_sinh(sin);
    // The root of 1 + sigma^2 by its series: sigma is at most E2 times 1.003.
    let z = sigma * sigma;
    (sin * (1.0 + z * (0.5 - z * (0.125 - z * 0.0625))) - sigma, cos)
}

/// Sine and cosine of the sum of two angles, of which those are known.
#[inline]
fn turned((sin_a, cos_a): (f64, f64), (sin_b, cos_b): (f64, f64)) -> (f64, f64) {
    (sin_a * cos_b + cos_a * sin_b, cos_a * cos_b - sin_a * sin_b)
}

/// Up to here the series about nought are used, whose terms left away are below 2^-53 of the sum:
/// 3 degrees, more than any city.
const NEAR: f64 = 0.053;

/// Sine and cosine.
#[inline]
fn sin_cos(x: f64) -> (f64, f64) {
    if x.abs() > NEAR {
        return x.sin_cos();
    }
    let z = x * x;
    let sin = 1.0 / 120.0 + z * (-1.0 / 5040.0 + z * (1.0 / 362_880.0));
    let cos = 1.0 / 24.0 + z * (-1.0 / 720.0 + z * (1.0 / 40_320.0 - z * (1.0 / 3_628_800.0)));
    (x + x * z * (-1.0 / 6.0 + z * sin), 1.0 - z * (0.5 - z * cos))
}

/// The angle whose tangent is `y / x`, as `atan2` has it.
#[inline]
fn arctan(y: f64, x: f64) -> f64 {
    let t = y / x;
    // Beside the origin `x` is about 1; on the far side of the Earth it is negative.
    if !(t.abs() <= NEAR && x > 0.0) {
        return y.atan2(x);
    }
    let z = t * t;
    let tail = 1.0 / 5.0 - z * (1.0 / 7.0 - z * (1.0 / 9.0 - z * (1.0 / 11.0 - z * (1.0 / 13.0))));
    t - t * z * (1.0 / 3.0 - z * tail)
}

/// `arsinh` where the hyperbolic cosine of the result is known.
#[inline]
fn arsinh(sinh: f64, cosh: f64) -> f64 {
    let size = sinh.abs();
    if size <= NEAR {
        let z = sinh * sinh;
        let tail = 3.0 / 40.0
            - z * (5.0 / 112.0
                - z * (35.0 / 1152.0 - z * (63.0 / 2816.0 - z * (231.0 / 13_312.0))));
        return sinh - sinh * z * (1.0 / 6.0 - z * tail);
    }
    (size + size * size / (1.0 + cosh)).ln_1p().copysign(sinh)
}

/// Both hyperbolic functions by one call; no digits are lost about nought.
fn sinh_cosh(x: f64) -> (f64, f64) {
    let grown = x.exp_m1();
    let half = grown / (1.0 + grown);
    (f64::midpoint(grown, half), 1.0 + grown * half / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_nought() {
        let plane = Plane::about(LonLat { lon: 116.4, lat: 39.9 });
        let at = plane.to_local(plane.origin());
        assert!(at.x.abs() < 1e-9 && at.y.abs() < 1e-9);
    }

    #[test]
    fn there_and_back_is_within_a_nanometre_of_a_degree() {
        let plane = Plane::about(LonLat { lon: 116.4, lat: 39.9 });
        for (lon, lat) in [(115.5, 39.4), (117.4, 41.0), (116.4, 39.9), (116.0, 40.5)] {
            let back = plane.to_lonlat(plane.to_local(LonLat { lon, lat }));
            assert!((back.lon - lon).abs() < 1e-12 && (back.lat - lat).abs() < 1e-12, "{back:?}");
        }
    }

    #[test]
    fn a_city_may_lie_across_the_antimeridian() {
        let plane = Plane::about(LonLat { lon: 179.95, lat: -16.5 });
        let west = plane.to_local(LonLat { lon: 179.9, lat: -16.5 });
        let east = plane.to_local(LonLat { lon: -179.9, lat: -16.5 });
        assert!(west.x < 0.0 && east.x > 0.0 && east.x < 20_000.0);
        assert!((plane.to_lonlat(east).lon + 179.9).abs() < 1e-9);
    }

    #[test]
    fn the_series_are_the_functions_on_both_sides_of_where_they_end() {
        let is_same = |ours: f64, theirs: f64, x: f64| {
            assert!((ours - theirs).abs() <= 3e-16 * theirs.abs(), "{ours} and {theirs} at {x}");
        };
        for i in -300..=300 {
            let x = f64::from(i) * NEAR / 150.0;
            let ((sin, cos), (std_sin, std_cos)) = (sin_cos(x), x.sin_cos());
            is_same(sin, std_sin, x);
            is_same(cos, std_cos, x);
            is_same(arctan(x * 0.9, 0.9), x.atan(), x);
            is_same(arctan(x * -0.9, -0.9), (-x).atan2(-1.0), x);
            is_same(arsinh(x, (1.0 + x * x).sqrt()), x.asinh(), x);
        }
    }
}
