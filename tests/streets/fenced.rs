//! Squares with fences on them.

use walkshed::model::{CategoryId, City, CityParts, Local, LonLat};

use crate::gates::points;
use crate::rules;
use crate::small::{measure, parts};
use crate::squares::{ACROSS, ALONG, assert_length, paper};

/// Length of the walk over the square on paper with a barrier that is there.
fn walk(barrier: &[(f64, f64)]) -> f64 {
    let ends = parts(paper(), vec![Local::new(-50.0, 0.0)], &[(0, Local::new(150.0, 100.0))]);
    let city = City::new(CityParts { barriers: vec![points(barrier)], ..ends });
    measure(&city, 5000.0).distance(CategoryId(0), 0).unwrap().0
}

#[test]
fn nobody_walks_over_a_barrier_on_a_square() {
    assert_length(walk(&[(60.0, 30.0), (30.0, 60.0)]), ALONG);
    // Its border is a street, which has a way through.
    assert_length(walk(&[(50.0, -20.0), (50.0, 120.0)]), ALONG);
    // Touched from one side, and run along.
    assert_length(walk(&[(60.0, 40.0), (50.0, 50.0)]), ALONG);
    assert_length(walk(&[(20.0, 20.0), (30.0, 30.0)]), ALONG);
}

#[test]
fn a_barrier_beside_a_way_across_or_at_its_end_leaves_it() {
    assert_length(walk(&[(60.0, 30.0), (60.0, 40.0)]), ACROSS);
    // Along the western side, past the end of the path to it.
    assert_length(walk(&[(0.0, -20.0), (0.0, 120.0)]), ACROSS);
}

/// Length of the walk over a square of a thousandth of a degree, from a path at its first corner to one at its third,
/// with a line of these properties across its diagonal; by files as people have them.
fn walk_by_file(properties: &str) -> f64 {
    let area = ("\"highway\":\"pedestrian\",\"area\":\"yes\"", RING);
    let footway = "\"highway\":\"footway\"";
    let ways = [
        (footway, "[[116.399,39.9],[116.4,39.9]]"),
        (footway, "[[116.401,39.901],[116.402,39.901]]"),
    ];
    let (_folder, reading) = rules::city(&[area, ways[0], ways[1], (properties, FENCE)]);
    let city = reading.city.unwrap();
    let ends = [(116.399, 39.9), (116.402, 39.901)]
        .map(|(lon, lat)| city.plane().to_local(LonLat { lon, lat }));
    let walked = parts(city.streets().unwrap().clone(), vec![ends[0]], &[(0, ends[1])]);
    measure(&City::new(walked), 5000.0).distance(CategoryId(0), 0).unwrap().0
}

const RING: &str = "[[116.4,39.9],[116.401,39.9],[116.401,39.901],[116.4,39.901],[116.4,39.9]]";
/// Across the diagonal of the ring; its southern end is the nearer to that.
const FENCE: &str = "[[116.4006,39.9002],[116.4003,39.9008]]";

#[test]
fn a_fence_of_the_streets_file_is_gone_round_on_its_own_layer() {
    let (_folder, reading) = rules::city(&[("\"highway\":\"footway\"", RING)]);
    let plane = *reading.city.unwrap().plane();
    let long = |places: &[(f64, f64)]| -> f64 {
        let on = places.iter().map(|(lon, lat)| plane.to_local(LonLat { lon: *lon, lat: *lat }));
        let on: Vec<Local> = on.collect();
        on.windows(2).map(|pair| pair[0].distance(pair[1]).0).sum()
    };
    let (from, south, north) = ((116.4, 39.9), (116.4006, 39.9002), (116.4003, 39.9008));
    let (to, first, last) = ((116.401, 39.901), (116.399, 39.9), (116.402, 39.901));
    let round = [south, north].map(|end| long(&[first, from, end, to, last]));
    let (round, across) = (round[0].min(round[1]), long(&[first, from, to, last]));
    assert!(round > across + 5.0);
    for kind in ["fence", "wall", "retaining_wall", "hedge", "guard_rail"] {
        let found = walk_by_file(&format!("\"barrier\":\"{kind}\""));
        assert!((found - round).abs() < 0.01, "{kind}: {found} m, not {round}");
    }
    for other in [
        "\"barrier\":\"kerb\"",
        "\"barrier\":\"bollard\"",
        "\"barrier\":\"fence\",\"layer\":\"-1\"",
        "\"barrier\":\"fence\",\"tunnel\":\"yes\"",
    ] {
        let found = walk_by_file(other);
        assert!((found - across).abs() < 0.01, "{other}: {found} m, not {across}");
    }
}
