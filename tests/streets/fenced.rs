//! Squares with fences on them.

use walkshed::model::{CategoryId, City, CityParts, Local};

use crate::gates::points;
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
