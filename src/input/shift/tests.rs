#![expect(clippy::print_stdout, reason = "a test says what it skips")]

use super::*;

fn off(a: LonLat, b: LonLat) -> f64 {
    (a.lon - b.lon).abs().max((a.lat - b.lat).abs())
}

/// The cities of the corpus `cn-coordinates`: WGS 84, GCJ-02 and BD-09 of each, seven decimals.
fn cities() -> Option<Vec<[LonLat; 3]>> {
    let root = std::env::var_os("WALKSHED_SHARED")?;
    let file = "corpora/cn-coordinates/gcoord_china_cities_664.json";
    let text = std::fs::read_to_string(std::path::PathBuf::from(root).join(file)).ok()?;
    let list: serde_json::Value = serde_json::from_str(&text).unwrap();
    let place = |city: &serde_json::Value, key: &str| {
        let number = |axis: usize| city["coords"][key][axis].as_f64().unwrap();
        LonLat { lon: number(0), lat: number(1) }
    };
    let cities = list.as_array().unwrap().iter();
    Some(cities.map(|city| ["WGS84", "GCJ02", "BD09"].map(|key| place(city, key))).collect())
}

#[test]
fn all_cities_of_the_corpus_agree_both_ways() {
    let Some(cities) = cities() else {
        println!("skipped: corpora/cn-coordinates is not there; set WALKSHED_SHARED");
        return;
    };
    assert_eq!(cities.len(), 664);
    let (mut forward, mut trip) = (0.0_f64, 0.0_f64);
    for [wgs, gcj, bd] in cities {
        for (shift, there) in [(Shift::Gcj02, gcj), (Shift::Bd09, bd)] {
            forward = forward.max(off(shift.of(wgs), there));
            forward = forward.max(off(shift.back(there), wgs));
            trip = trip.max(off(shift.back(shift.of(wgs)), wgs));
            trip = trip.max(off(shift.of(shift.back(there)), there));
        }
    }
    println!("forward {forward:e} degrees, round trip {trip:e} degrees");
    assert!(forward < 1e-5, "{forward:e} {trip:e}");
    assert!(trip < 1e-9, "{forward:e} {trip:e}");
}

#[test]
fn the_published_pair_of_beijing_agrees() {
    // Widely published for the formula: 116.404, 39.915 -> 116.41024449916938, 39.91640428150164
    // in GCJ-02, and 116.41662724378733, 39.922699552216216 in BD-09 (both in degrees).
    let wgs = LonLat { lon: 116.404, lat: 39.915 };
    let gcj = LonLat { lon: 116.410_244_499_169_38, lat: 39.916_404_281_501_64 };
    let bd = LonLat { lon: 116.416_627_243_787_33, lat: 39.922_699_552_216_216 };
    assert!(off(Shift::Gcj02.of(wgs), gcj) < 1e-9);
    assert!(off(Shift::Bd09.of(wgs), bd) < 1e-9);
}

#[test]
fn outside_of_china_gcj02_is_wgs84() {
    for (lon, lat) in [(24.94, 60.17), (-46.6, -23.5), (139.7, 35.7), (2.35, 48.86)] {
        let at = LonLat { lon, lat };
        assert_eq!(Shift::Gcj02.of(at), at);
        assert_eq!(Shift::Gcj02.back(at), at);
    }
}

#[test]
fn the_way_back_holds_all_over_the_box() {
    // Every half degree of the box but its last, where the shift leads out of it.
    for lon in 145..275 {
        for lat in 2..111 {
            let at = LonLat { lon: f64::from(lon) / 2.0, lat: f64::from(lat) / 2.0 };
            for shift in [Shift::Gcj02, Shift::Bd09] {
                assert!(off(shift.back(shift.of(at)), at) < 1e-9, "{shift:?} {at:?}");
            }
        }
    }
}
