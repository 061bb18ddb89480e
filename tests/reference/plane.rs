//! The local plane against PROJ's transverse Mercator and against geodesics by Karney's method.

use geo::{Distance, Geodesic, Point};
use walkshed::model::{LonLat, Plane};

use crate::random::Random;

/// Origin, place in degrees, place in metres by PROJ 9.5.1,
/// `+proj=tmerc +lat_0=LAT +lon_0=LON +k=1 +ellps=WGS84 +algo=poder_engsager`.
const BY_PROJ: [[[f64; 2]; 3]; 7] = [
    [[116.4, 39.9], [116.461_84, 39.947_12], [5_284.827_504_8, 5_233.713_892_6]],
    [[116.4, 39.9], [115.3, 39.1], [-95_155.978_242_2, -88_243.916_148_4]],
    [[116.4, 39.9], [117.6, 40.7], [101_419.734_099_7, 89_524.950_764_7]],
    [[103.8, 1.3], [104.1, 1.25], [33_388.106_555_5, -5_526.834_432_5]],
    [[-70.9, -33.4], [-70.55, -33.65], [32_466.764_133_2, -27_783.408_226_8]],
    [[179.95, -16.5], [-179.9, -16.4], [16_022.842_855_4, 11_060.415_605_2]],
    [[15.6, 78.2], [18.0, 78.9], [51_588.091_411_6, 79_215.052_006_9]],
];

fn degrees([lon, lat]: [f64; 2]) -> LonLat {
    LonLat { lon, lat }
}

#[test]
fn places_are_where_proj_has_them_within_a_micrometre() {
    for [origin, place, [x, y]] in BY_PROJ {
        let at = Plane::about(degrees(origin)).to_local(degrees(place));
        assert!((at.x - x).abs() < 1e-6 && (at.y - y).abs() < 1e-6, "{place:?} at {at:?}");
    }
}

#[test]
fn lengths_within_100_km_are_geodesic_within_3_in_10_000() {
    let mut random = Random(7);
    let mut worst = 0.0f64;
    for lat in [-54.0, -33.4, 0.0, 18.2, 39.9, 53.3, 69.6] {
        let origin = LonLat { lon: 116.4, lat };
        let plane = Plane::about(origin);
        let widest = 100_000.0 / (111_320.0 * lat.to_radians().cos());
        let mut place = || LonLat {
            lon: origin.lon + random.between(-widest, widest),
            lat: origin.lat + random.between(-0.9, 0.9),
        };
        for _ in 0..1000 {
            let (p, q) = (place(), place());
            let geodesic = Geodesic.distance(Point::new(p.lon, p.lat), Point::new(q.lon, q.lat));
            let (a, b) = (plane.to_local(p), plane.to_local(q));
            let is_near = a.x.hypot(a.y) <= 100_000.0 && b.x.hypot(b.y) <= 100_000.0;
            if is_near && geodesic > 1.0 {
                worst = worst.max((a.distance(b).0 / geodesic - 1.0).abs());
            }
        }
    }
    assert!(worst > 5e-5 && worst <= 3e-4, "worst length within 100 km: {worst} off");
}

#[test]
fn degrees_come_back_from_the_plane_anywhere() {
    let mut random = Random(8);
    for _ in 0..10_000 {
        let origin =
            LonLat { lon: random.between(-180.0, 180.0), lat: random.between(-85.0, 85.0) };
        let plane = Plane::about(origin);
        let (lon, lat) = (random.between(-3.0, 3.0), random.between(-3.0, 3.0));
        let place = LonLat { lon: origin.lon + lon, lat: origin.lat + lat };
        let back = plane.to_lonlat(plane.to_local(place));
        let turn = (back.lon - place.lon).rem_euclid(360.0);
        let lon_off = turn.min(360.0 - turn);
        assert!(lon_off < 2e-12 && (back.lat - place.lat).abs() < 1e-12, "{place:?} {back:?}");
    }
}
