//! Projected systems that can be undone exactly: Gauss-Krueger zones of CGCS2000, UTM, Web Mercator.
//!
//! The definitions are those of the EPSG registry: CGCS2000 in zones of 3 degrees (4513 to 4533 with
//! the zone in front of the easting, 4534 to 4554 by the central meridian) and of 6 degrees (4491 to
//! 4501, 4502 to 4512), UTM on WGS 84 (32601 to 32660, 32701 to 32760), Web Mercator (3857). All zones
//! are the transverse Mercator of [`Plane`] about the equator, with a scale and false origins. CGCS2000
//! and WGS 84 count as equal.

use crate::model::{Local, LonLat, Plane};

/// A projected system.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Projection {
    /// A zone of the transverse Mercator.
    Zone(Zone),
    /// The square of web maps (EPSG:3857).
    WebMercator,
}

/// A zone of the transverse Mercator, in metres, easting first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Zone {
    epsg: u32,
    /// Degrees.
    central_meridian: f64,
    false_easting: f64,
    false_northing: f64,
    scale: f64,
    /// How wide it is: degrees.
    width: u32,
}

/// How far from its central meridian a zone is read: 5 degrees at the equator, in metres.
const REACH: f64 = 556_000.0;

/// The northings that a zone may have without its false one: a quarter of the meridian, in metres.
const QUARTER: f64 = 10_001_966.0;

/// Radius of the sphere of Web Mercator: metres (EPSG method 1024).
const RADIUS: f64 = 6_378_137.0;

impl Projection {
    /// The system of an EPSG code, where it is one of ours.
    pub(super) fn of_epsg(epsg: u32) -> Option<Self> {
        /// The easting of every central meridian: metres.
        const HALF: f64 = 500_000.0;
        let zone = |central_meridian: u32, zone: Option<u32>, width| Zone {
            epsg,
            central_meridian: f64::from(central_meridian),
            false_easting: f64::from(zone.unwrap_or(0)) * 1e6 + HALF,
            false_northing: 0.0,
            scale: 1.0,
            width,
        };
        let utm = |number: u32, false_northing| Zone {
            central_meridian: f64::from(number) * 6.0 - 183.0,
            false_northing,
            scale: 0.9996,
            ..zone(0, None, 6)
        };
        Some(Self::Zone(match epsg {
            4513..=4533 => {
                let number = epsg - 4513 + 25;
                zone(number * 3, Some(number), 3)
            }
            4534..=4554 => zone(75 + (epsg - 4534) * 3, None, 3),
            4491..=4501 => {
                let number = epsg - 4491 + 13;
                zone(number * 6 - 3, Some(number), 6)
            }
            4502..=4512 => zone(75 + (epsg - 4502) * 6, None, 6),
            32601..=32660 => utm(epsg - 32600, 0.0),
            32701..=32760 => utm(epsg - 32700, 1e7),
            3857 => return Some(Self::WebMercator),
            _ => return None,
        }))
    }

    /// The zone with these parameters, where it is one of ours; of two that are equal that of 3 degrees.
    pub(super) fn of_parameters(meridian: f64, origin: [f64; 2], scale: f64) -> Option<Self> {
        let codes = (4513..=4554).chain(4491..=4512).chain(32601..=32660).chain(32701..=32760);
        codes.filter_map(Self::of_epsg).find(|system| match system {
            Self::Zone(zone) => {
                let is_near = |a: f64, b: f64| (a - b).abs() < 1e-6;
                is_near(zone.central_meridian, meridian)
                    && is_near(zone.false_easting, origin[0])
                    && is_near(zone.false_northing, origin[1])
                    && is_near(zone.scale, scale)
            }
            Self::WebMercator => false,
        })
    }

    /// Its code in the EPSG registry.
    pub(super) fn epsg(self) -> u32 {
        match self {
            Self::Zone(zone) => zone.epsg,
            Self::WebMercator => 3857,
        }
    }

    /// What it is, for messages: `CGCS2000 3-degree zone, central meridian 117`.
    pub(super) fn describe(self) -> String {
        match self {
            Self::WebMercator => "Web Mercator".to_owned(),
            Self::Zone(zone) if zone.epsg > 32_000 => {
                let (number, half) = (zone.epsg % 100, if zone.epsg < 32_700 { "N" } else { "S" });
                format!("UTM zone {number}{half}")
            }
            Self::Zone(zone) => {
                format!("CGCS2000, {}-degree zone about {:.0} E", zone.width, zone.central_meridian)
            }
        }
    }

    /// Its first coordinate's range: metres.
    pub(super) fn eastings(self) -> std::ops::RangeInclusive<f64> {
        match self {
            Self::Zone(zone) => zone.false_easting - REACH..=zone.false_easting + REACH,
            Self::WebMercator => -RADIUS * std::f64::consts::PI..=RADIUS * std::f64::consts::PI,
        }
    }

    /// Its second coordinate's range: metres.
    pub(super) fn northings(self) -> std::ops::RangeInclusive<f64> {
        match self {
            // South of the equator a false northing keeps the numbers positive.
            Self::Zone(zone) if zone.false_northing > 0.0 => 0.0..=zone.false_northing,
            Self::Zone(_) => 0.0..=QUARTER,
            Self::WebMercator => self.eastings(),
        }
    }

    /// The degrees of a position in metres, whatever its range.
    pub(super) fn lonlat(self, x: f64, y: f64) -> LonLat {
        match self {
            Self::Zone(zone) => zone.plane().to_lonlat(Local {
                x: (x - zone.false_easting) / zone.scale,
                y: (y - zone.false_northing) / zone.scale,
            }),
            Self::WebMercator => LonLat {
                lon: (x / RADIUS).to_degrees(),
                lat: (y / RADIUS).sinh().atan().to_degrees(),
            },
        }
    }
}

impl Zone {
    fn plane(self) -> Plane {
        Plane::about(LonLat { lon: self.central_meridian, lat: 0.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Degrees, and what PROJ 9.5.1 (pyproj 3.7.2) gives for them in each system: metres.
    const PROJ: [(u32, f64, f64, f64, f64); 17] = [
        (4527, 116.4, 39.9, 39_448_688.855_734_415, 4_418_598.001_258_592),
        (4548, 116.4, 39.9, 448_688.855_734_416_4, 4_418_598.001_258_592),
        (4527, 118.49, 30.1, 39_643_628.306_355_27, 3_332_135.459_125_217_5),
        (4498, 116.4, 39.9, 20_448_688.855_734_415, 4_418_598.001_258_592),
        (4509, 116.4, 39.9, 448_688.855_734_416_4, 4_418_598.001_258_592),
        (4508, 112.0, 36.0, 590_165.115_456_953, 3_986_005.190_044_263_4),
        (4517, 87.6, 43.8, 29_548_285.115_077_205, 4_851_775.302_747_785),
        (4538, 87.6, 43.8, 548_285.115_077_205_5, 4_851_775.302_747_785),
        (4513, 75.5, 39.5, 25_543_006.814_979_3, 4_374_133.476_891_488),
        (4533, 134.6, 48.3, 45_470_323.358_618_26, 5_351_862.912_798_614),
        (4554, 134.6, 48.3, 470_323.358_618_256_05, 5_351_862.912_798_614),
        (4491, 75.5, 39.5, 13_543_006.814_979_298, 4_374_133.476_891_488),
        (4512, 134.6, 48.3, 470_323.358_618_256_05, 5_351_862.912_798_614),
        (32650, 116.4, 39.9, 448_709.380_192_469_3, 4_416_830.562_171_828),
        (32748, 106.8, -6.2, 699_163.390_564_665_5, 9_314_348.961_579_99),
        (32645, 87.6, 43.8, 548_265.801_030_791_5, 4_849_834.592_745_204),
        (3857, 116.4, 39.9, 12_957_588.728_337_044, 4_851_421.175_183_357),
    ];

    #[test]
    fn metres_become_the_degrees_that_proj_gives() {
        for (epsg, lon, lat, x, y) in PROJ {
            let system = Projection::of_epsg(epsg).unwrap();
            assert!(system.eastings().contains(&x), "{epsg}");
            assert!(system.northings().contains(&y), "{epsg}");
            let at = system.lonlat(x, y);
            // The ellipsoid of CGCS2000 is flatter than that of WGS 84 by 0.1 mm in the semi-minor
            // axis, and so are northings: 1e-9 degree is 0.11 mm.
            let near = if epsg < 5000 && epsg != 3857 { 2e-9 } else { 1e-9 };
            assert!((at.lon - lon).abs() < 1e-9, "{epsg}: {at:?}");
            assert!((at.lat - lat).abs() < near, "{epsg}: {at:?}");
        }
    }

    #[test]
    fn the_central_meridian_and_the_equator_are_known_on_paper() {
        // On the central meridian the easting is the false one; on the equator the northing is.
        let system = Projection::of_epsg(4527).unwrap();
        let at = system.lonlat(39_500_000.0, 0.0);
        assert!((at.lon - 117.0).abs() < 1e-12, "{at:?}");
        assert!(at.lat.abs() < 1e-12, "{at:?}");
        let at = Projection::of_epsg(32750).unwrap().lonlat(500_000.0, 1e7);
        assert!((at.lon - 117.0).abs() < 1e-12, "{at:?}");
        assert!(at.lat.abs() < 1e-12, "{at:?}");
        // A quarter of the meridian of WGS 84 is 10 001 965.729 m: the pole.
        let pole = system.lonlat(39_500_000.0, 10_001_965.729_3);
        assert!((pole.lat - 90.0).abs() < 1e-8, "{pole:?}");
    }

    #[test]
    fn codes_of_other_datums_are_not_ours() {
        for epsg in [2360, 2415, 4214, 4326, 4490, 4555, 32600, 32661, 900_913] {
            assert_eq!(Projection::of_epsg(epsg), None, "{epsg}");
        }
    }

    #[test]
    fn a_zone_of_the_south_is_told_from_one_of_the_north() {
        let said = |code: &str| code.parse::<crate::input::crs::Crs>().unwrap().describe();
        assert_eq!(said("epsg:32650"), "EPSG:32650 (UTM zone 50N)");
        assert_eq!(said("epsg:32722"), "EPSG:32722 (UTM zone 22S)");
    }
}
