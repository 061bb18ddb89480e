//! Areas by lines of latitude: the land of a unit inside circles, without any overlay of polygons.
//!
//! On each line the unit is a set of intervals of longitude (even-odd over the edges), and each circle
//! is one interval whose end is found from geodesic lengths, step by step. What both have in common, times
//! the metres to a degree and the distance of the lines, adds up to the area (midpoint rule).

use crate::ellipsoid::{At, degree, metres};

/// Metres from one line to the next, at most.
const STEP: f64 = 0.25;

/// Lines between two corners, at least: an edge that runs almost along a latitude sweeps across the ends of
/// circles between its own corners.
const LINES: f64 = 8.0;

/// Whole area of the rings, and the part that lies within `radius` metres of a place, in square metres.
pub(crate) fn areas(rings: &[Vec<At>], places: &[At], radius: f64) -> (f64, f64) {
    let (mut whole, mut served) = (0.0, 0.0);
    let tips = places.iter().flat_map(|at| {
        let reach = radius / degree(at.1).1;
        [at.1 - reach, at.1 + reach]
    });
    for (latitude, height) in strips(rings, tips) {
        let (across, along) = degree(latitude);
        let land = crossings(rings, latitude);
        let reach = union(places.iter().filter_map(|&at| chord(at, radius, latitude)).collect());
        let area = across * along * height;
        whole += area * land.iter().map(|(west, east)| east - west).sum::<f64>();
        served += area * common(&land, &reach);
    }
    (whole, served)
}

/// Middle latitude and height of strips that begin and end at the corners of the rings and at the tips of
/// the circles: between two edges that run through a whole strip lies a trapezium, which its middle counts
/// exactly, and a circle is blurred least where it begins with a strip.
fn strips(rings: &[Vec<At>], tips: impl Iterator<Item = f64>) -> Vec<(f64, f64)> {
    let mut corners: Vec<f64> = rings.iter().flatten().map(|p| p.1).collect();
    corners.sort_by(f64::total_cmp);
    let (south, north) = (corners[0], corners[corners.len() - 1]);
    corners.extend(tips.filter(|&tip| south < tip && tip < north));
    corners.sort_by(f64::total_cmp);
    let mut strips = Vec::new();
    for (south, north) in corners.iter().zip(corners.iter().skip(1)) {
        let count = ((north - south) * degree(*south).1 / STEP).ceil().max(LINES);
        let height = (north - south) / count;
        let mut middle = south + height / 2.0;
        while middle < *north {
            strips.push((middle, height));
            middle += height;
        }
    }
    strips
}

/// Where a line of latitude runs inside the rings.
fn crossings(rings: &[Vec<At>], latitude: f64) -> Vec<(f64, f64)> {
    let mut at = Vec::new();
    for (a, b) in rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().skip(1))) {
        if (a.1 <= latitude) != (b.1 <= latitude) {
            at.push(a.0 + (latitude - a.1) / (b.1 - a.1) * (b.0 - a.0));
        }
    }
    at.sort_by(f64::total_cmp);
    at.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

/// The interval of longitude on a line of latitude that lies within `radius` metres of a place.
fn chord(at: At, radius: f64, latitude: f64) -> Option<(f64, f64)> {
    let (across, along) = degree(latitude);
    if (latitude - at.1).abs() * along > 1.01 * radius || metres(at, (at.0, latitude)) > radius {
        return None;
    }
    // The square of a length grows by the square of what is added across, but for the curvature, so
    // that the square of the half chord is mended by what is left of the radius.
    let mut square = 0.0_f64;
    for _ in 0..5 {
        let length = metres(at, (at.0 + square.sqrt(), latitude));
        square = (square + (radius * radius - length * length) / (across * across)).max(0.0);
    }
    Some((at.0 - square.sqrt(), at.0 + square.sqrt()))
}

fn union(mut intervals: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    intervals.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut joined: Vec<(f64, f64)> = Vec::new();
    for (west, east) in intervals {
        match joined.last_mut() {
            Some(last) if west <= last.1 => last.1 = last.1.max(east),
            _ => joined.push((west, east)),
        }
    }
    joined
}

fn common(a: &[(f64, f64)], b: &[(f64, f64)]) -> f64 {
    let pairs = a.iter().flat_map(|x| b.iter().map(move |y| (x, y)));
    pairs.map(|(x, y)| (x.1.min(y.1) - x.0.max(y.0)).max(0.0)).sum()
}

/// Whether a place lies inside the rings.
pub(crate) fn holds(rings: &[Vec<At>], at: At) -> bool {
    crossings(rings, at.1).iter().any(|&(west, east)| west <= at.0 && at.0 < east)
}

#[test]
fn a_circle_alone_has_the_area_of_a_circle() {
    let box_ring = vec![(24.0, 60.0), (24.1, 60.0), (24.1, 60.1), (24.0, 60.1), (24.0, 60.0)];
    let (_, served) = areas(&[box_ring], &[(24.05, 60.05)], 500.0);
    // pi * 500^2 = 785,398.16 m2; the earth's curvature takes off less than a millionth.
    assert!((served / 785_398.16 - 1.0).abs() < 2e-6, "{served}");
}
