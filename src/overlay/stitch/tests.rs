use std::f64::consts::PI;

use super::super::arc::Disc;
use super::*;

fn line(points: &[(f64, f64)], green: f64) -> Piece {
    let points = points.iter().map(|&(x, y)| Local::new(x, y)).collect();
    Piece::Line { points, closed: false, green }
}

fn arc(centre: (f64, f64), from: (f64, f64), to: (f64, f64)) -> Piece {
    let disc = Disc { centre: Local::new(centre.0, centre.1), radius: 1.0 };
    let arc = Arc::between(disc, Local::new(from.0, from.1), Local::new(to.0, to.1));
    Piece::Arc { arc, green: -1.0 }
}

/// The pieces of each loop, each from its lowest.
fn loops(pieces: &[Piece]) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = stitch(pieces).unwrap().into_iter().map(|l| l.pieces).collect();
    for pieces in &mut all {
        let lowest = pieces.iter().enumerate().min_by_key(|(_, piece)| **piece).unwrap().0;
        pieces.rotate_left(lowest);
    }
    all
}

#[test]
fn squares_that_touch_in_a_corner_are_two_loops() {
    // Both from (1, 1) and back to it, so that the node has two ways in and two out.
    let west = line(&[(1.0, 1.0), (0.0, 1.0), (0.0, 0.0), (1.0, 0.0), (1.0, 1.0)], 2.0);
    let east = line(&[(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0), (1.0, 1.0)], 2.0);
    assert_eq!(loops(&[west, east]), [[0], [1]]);
}

#[test]
fn land_between_circles_that_touch_is_parted_where_they_do() {
    // A strip of land with two touching discs taken out: above and below the point (0, 0) lie two parts,
    // though all four ways at that point are upright, and only their bends tell them apart.
    let pieces = [
        arc((-1.0, 0.0), (0.0, 0.0), (-1.0, 1.0)),
        arc((-1.0, 0.0), (-1.0, -1.0), (0.0, 0.0)),
        arc((1.0, 0.0), (0.0, 0.0), (1.0, -1.0)),
        arc((1.0, 0.0), (1.0, 1.0), (0.0, 0.0)),
        line(&[(1.0, 1.0), (1.0, 2.0), (-1.0, 2.0), (-1.0, 1.0)], 1.0),
        line(&[(-1.0, -1.0), (-1.0, -2.0), (1.0, -2.0), (1.0, -1.0)], 1.0),
    ];
    assert_eq!(loops(&pieces), [vec![0, 3, 4], vec![1, 5, 2]]);
}

#[test]
fn ends_that_lie_a_little_apart_are_joined_and_far_ones_are_told() {
    let square = |gap: f64| {
        [
            line(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)], 1.0),
            line(&[(1.0, 1.0 + gap), (0.0, 1.0), (0.0, 0.0)], 1.0),
        ]
    };
    for gap in [0.0, 1e-6, 5e-5, 1e-3] {
        assert_eq!(loops(&square(gap)), [[0, 1]], "{gap}");
    }
    assert_eq!(stitch(&square(0.1)).unwrap_err(), Unclosed);
}

#[test]
fn west_is_one_direction() {
    let west = |angle: f64| Heading { angle, bend: 0.0 }.rounded();
    assert_eq!(west(PI), west(-PI));
    assert_eq!(west(PI), west(-PI + 1e-12));
    assert!(west(PI - 0.1) > west(-PI + 0.1));
}
