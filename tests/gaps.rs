//! `gaps.geojson` of the sample city as a whole: a valid file (RFC 7946), whose pieces hold no point
//! that is served, by lengths on the ellipsoid that the program does not compute.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

#[path = "real/ellipsoid.rs"]
mod ellipsoid;

use std::process::Command;
use std::sync::LazyLock;
use std::{fs, path::Path};

use ellipsoid::{At, degree, metres};
use serde_json::Value;

/// Metres that rounding to seven decimals of a degree may move a corner by, twice over.
const ROUNDING: f64 = 0.02;

struct Run {
    gaps: Value,
    assessment: Value,
    outlets: Value,
}

static RUN: LazyLock<Run> = LazyLock::new(|| {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let city = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let mut command = Command::new(env!("CARGO_BIN_EXE_walkshed"));
    command.arg("report").arg(&city).arg("--out").arg(&out).args(["--no-maps", "--quiet"]);
    assert!(command.status().unwrap().success());
    let json = |path: &Path| serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    Run {
        gaps: json(&out.join("gaps.geojson")),
        assessment: json(&out.join("assessment.json")),
        outlets: json(&city.join("outlets.geojson")),
    }
});

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

fn position(value: &Value) -> At {
    assert_eq!(list(value).len(), 2, "{value}");
    (value[0].as_f64().unwrap(), value[1].as_f64().unwrap())
}

/// The polygons of a feature, each its rings.
fn polygons(feature: &Value) -> Vec<Vec<Vec<At>>> {
    let geometry = &feature["geometry"];
    let coordinates = &geometry["coordinates"];
    let rings = |polygon: &Value| {
        list(polygon).iter().map(|ring| list(ring).iter().map(position).collect()).collect()
    };
    match geometry["type"].as_str().unwrap() {
        "Polygon" => vec![rings(coordinates)],
        "MultiPolygon" => list(coordinates).iter().map(rings).collect(),
        other => panic!("a gap is no {other}"),
    }
}

fn pieces() -> impl Iterator<Item = (&'static Value, Vec<Vec<At>>)> {
    list(&RUN.gaps["features"]).iter().flat_map(|f| polygons(f).into_iter().map(move |p| (f, p)))
}

/// Twice the signed area about the first corner, positive where the ring runs against the clock.
fn turn(ring: &[At]) -> f64 {
    let (x, y) = ring[0];
    let at = |p: At| (p.0 - x, p.1 - y);
    ring.windows(2).map(|e| (at(e[0]), at(e[1]))).map(|(a, b)| a.0 * b.1 - a.1 * b.0).sum()
}

/// Which side of the line from `a` to `b` a point lies on.
fn side(a: At, b: At, p: At) -> f64 {
    (b.0 - a.0) * (p.1 - a.1) - (b.1 - a.1) * (p.0 - a.0)
}

/// Whether two edges cross, not only touch.
fn crosses(a: (At, At), b: (At, At)) -> bool {
    let apart = |e: (At, At), f: (At, At)| side(e.0, e.1, f.0) * side(e.0, e.1, f.1) < 0.0;
    apart(a, b) && apart(b, a)
}

fn is_inside(rings: &[Vec<At>], p: At) -> bool {
    let edges = rings.iter().flat_map(|ring| ring.windows(2));
    let right = |e: &&[At]| {
        let (a, b) = (e[0], e[1]);
        (a.1 <= p.1) != (b.1 <= p.1) && p.0 < a.0 + (p.1 - a.1) / (b.1 - a.1) * (b.0 - a.0)
    };
    edges.filter(right).count() % 2 == 1
}

#[test]
fn every_ring_is_closed_turns_the_right_way_and_lies_on_earth() {
    assert_eq!(RUN.gaps["type"], "FeatureCollection");
    assert!(RUN.gaps.get("crs").is_none());
    assert!(pieces().count() > 1000);
    for (feature, rings) in pieces() {
        let id = &feature["properties"]["gap_id"];
        for (at, ring) in rings.iter().enumerate() {
            assert!(ring.len() >= 4 && ring.first() == ring.last(), "{id}");
            assert!(ring.iter().all(|p| p.0.abs() <= 180.0 && p.1.abs() <= 90.0), "{id}");
            assert!(ring.windows(2).all(|e| e[0] != e[1]), "{id}: a corner twice");
            // RFC 7946, 3.1.6: outer rings against the clock, holes with it.
            assert!((turn(ring) > 0.0) == (at == 0), "{id}: ring {at} turns the wrong way");
        }
        for hole in &rings[1..] {
            let outer = &rings[..1];
            assert!(hole.iter().any(|&p| is_inside(outer, p)), "{id}: a hole outside");
        }
    }
}

#[test]
fn no_piece_crosses_itself() {
    for (feature, rings) in pieces() {
        let edges: Vec<(At, At)> =
            rings.iter().flat_map(|r| r.windows(2).map(|e| (e[0], e[1]))).collect();
        for (at, &a) in edges.iter().enumerate() {
            let crossed = edges[at + 1..].iter().find(|&&b| crosses(a, b));
            assert!(crossed.is_none(), "{}: {a:?} {crossed:?}", feature["properties"]["gap_id"]);
        }
    }
}

/// Open outlets of a service with the radius of their category.
fn servers(service: &Value) -> Vec<(At, f64)> {
    let mut servers = Vec::new();
    for provider in list(&service["providers"]) {
        let radius = provider["radius_m"].as_f64().unwrap();
        for outlet in list(&RUN.outlets["features"]) {
            let has = &outlet["properties"];
            if has["category"] == provider["category"] && has["status"] == "open" {
                servers.push((position(&outlet["geometry"]["coordinates"]), radius));
            }
        }
    }
    servers
}

fn is_served(at: At, servers: &[(At, f64)]) -> bool {
    let (across, along) = degree(at.1);
    servers.iter().any(|&(outlet, radius)| {
        let (x, y) = ((outlet.0 - at.0).abs() * across, (outlet.1 - at.1).abs() * along);
        x < radius && y < radius && metres(at, outlet) < radius - ROUNDING
    })
}

/// Corners, middles of edges, and a lattice of points inside.
fn samples(rings: &[Vec<At>]) -> Vec<At> {
    let middle = |e: &[At]| (f64::midpoint(e[0].0, e[1].0), f64::midpoint(e[0].1, e[1].1));
    let mut points: Vec<At> = rings.iter().flatten().copied().collect();
    points.extend(rings.iter().flat_map(|ring| ring.windows(2).map(middle)));
    let low = |axis: fn(&At) -> f64| rings[0].iter().map(axis).fold(f64::INFINITY, f64::min);
    let high = |axis: fn(&At) -> f64| rings[0].iter().map(axis).fold(f64::NEG_INFINITY, f64::max);
    let (west, south, east, north) = (low(|p| p.0), low(|p| p.1), high(|p| p.0), high(|p| p.1));
    for row in 1..12 {
        for column in 1..12 {
            let share = |k: i32| f64::from(k) / 12.0;
            let at = (west + share(column) * (east - west), south + share(row) * (north - south));
            if is_inside(rings, at) {
                points.push(at);
            }
        }
    }
    points
}

#[test]
fn no_piece_holds_a_point_that_is_served() {
    let services = list(&RUN.assessment["profile"]["services"]);
    let by_service: Vec<_> = services.iter().map(|s| (&s["key"], servers(s))).collect();
    for (feature, rings) in pieces() {
        let has = &feature["properties"];
        // A piece of the circle lacks a service at each of its points; every service of the profile
        // counts in it.
        let of: Vec<_> = by_service.iter().filter(|(key, _)| **key == has["lacks"]).collect();
        assert!(of.len() == 1 || has["lacks"] == "circle", "{has}");
        for at in samples(&rings) {
            let served = if of.is_empty() {
                by_service.iter().all(|(_, servers)| is_served(at, servers))
            } else {
                is_served(at, &of[0].1)
            };
            assert!(!served, "{}: {at:?} is served", has["gap_id"]);
        }
    }
}
