use std::collections::HashSet;

use super::super::draw::{Draw, perimeter, rectangle, ring, square_bounds, with_holes};
use super::*;
use crate::model::{Local, Polygon, Ring};
use crate::units::Metres;

fn grid() -> Grid {
    Grid::new(&square_bounds(20_000.0))
}

/// Within perimeter times step, which is what snapping may change.
fn assert_close(found: f64, expected: f64, length: f64) {
    let bound = grid().bound(Metres(length)).0;
    assert!((found - expected).abs() <= bound, "{found} for {expected}, bound {bound}");
}

fn corners(ring: &Ring) -> Vec<(f64, f64)> {
    ring.points().iter().map(|p| (p.x, p.y)).collect()
}

/// What RFC 7946 asks: outer rings left-handed, holes right-handed, no ring with a point twice.
fn assert_valid(shape: &Shape) {
    for polygon in shape.polygons() {
        assert!(polygon.outer().signed_area() > 0.0);
        assert!(polygon.holes().iter().all(|h| h.signed_area() < 0.0));
        for ring in polygon.rings() {
            let distinct: HashSet<(u64, u64)> =
                ring.points().iter().map(|p| (p.x.to_bits(), p.y.to_bits())).collect();
            assert_eq!(distinct.len(), ring.points().len(), "a ring touches itself: {ring:?}");
        }
    }
}

#[test]
fn two_squares_that_overlap_by_a_quarter() {
    let (a, b) = (rectangle(0.0, 0.0, 2.0, 2.0), rectangle(1.0, 1.0, 2.0, 2.0));
    // Union 4 + 4 - 1, common part 1, difference 4 - 1.
    let joined = union(&[&a, &b], &grid());
    assert_close(joined.area().0, 7.0, 12.0);
    assert_eq!(
        corners(joined.polygons()[0].outer()),
        [
            (0.0, 0.0),
            (2.0, 0.0),
            (2.0, 1.0),
            (3.0, 1.0),
            (3.0, 3.0),
            (1.0, 3.0),
            (1.0, 2.0),
            (0.0, 2.0)
        ]
    );
    let common = intersection(&[&a], &b, &grid());
    assert_eq!(
        corners(common.polygons()[0].outer()),
        [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0)]
    );
    assert_close(difference(&[&a], &b, &grid()).area().0, 3.0, 8.0);
}

#[test]
fn a_border_that_two_share_is_dissolved() {
    let joined = union(&[&rectangle(0.0, 0.0, 1.0, 1.0), &rectangle(1.0, 0.0, 1.0, 1.0)], &grid());
    assert_eq!(
        corners(joined.polygons()[0].outer()),
        [(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0)]
    );
}

#[test]
fn a_hole_stays_and_its_filling_closes_it() {
    let hole = [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0)];
    let frame = with_holes(&[(0.0, 0.0), (3.0, 0.0), (3.0, 3.0), (0.0, 3.0)], &[&hole]);
    let alone = union(&[&frame], &grid());
    assert_eq!(alone, frame_turned(&frame));
    let filled = union(&[&frame, &ring(&hole)], &grid());
    assert_eq!(filled, rectangle(0.0, 0.0, 3.0, 3.0));
}

/// The frame as the grid orders it: holes start at their lowest leftmost corner.
fn frame_turned(frame: &Shape) -> Shape {
    let p = &frame.polygons()[0];
    let mut hole = p.holes()[0].points().to_vec();
    let start = hole.iter().position(|&c| c == Local::new(1.0, 1.0)).unwrap();
    hole.rotate_left(start);
    Shape::new(vec![Polygon::new(p.outer().clone(), vec![Ring::new(hole).unwrap()])])
}

#[test]
fn squares_that_meet_in_a_corner_stay_two_polygons() {
    let joined = union(&[&rectangle(0.0, 0.0, 1.0, 1.0), &rectangle(1.0, 1.0, 1.0, 1.0)], &grid());
    assert_eq!(joined.polygons().len(), 2);
    assert_valid(&joined);
}

#[test]
fn a_hole_that_meets_the_outer_ring_in_a_point_stays_a_hole() {
    let tooth = ring(&[(0.0, 5.0), (4.0, 4.0), (4.0, 6.0)]);
    let cut = difference(&[&rectangle(0.0, 0.0, 10.0, 10.0)], &tooth, &grid());
    assert_valid(&cut);
    assert_eq!((cut.polygons().len(), cut.polygons()[0].holes().len()), (1, 1));
    // The triangle has height 4 and base 2.
    assert_close(cut.area().0, 96.0, 50.0);
}

#[test]
fn a_chess_board_is_as_many_polygons_as_it_has_black_squares() {
    let black = |k: usize| rectangle((k % 4 * 2 + k / 4 % 2) as f64, (k / 4) as f64, 1.0, 1.0);
    let squares: Vec<Shape> = (0..32).map(black).collect();
    let joined = union(&squares.iter().collect::<Vec<_>>(), &grid());
    assert_valid(&joined);
    assert_eq!(joined.polygons().len(), 32);
    // What is left of the board are its 32 white squares.
    let left = difference(&[&rectangle(0.0, 0.0, 8.0, 8.0)], &joined, &grid());
    assert_valid(&left);
    assert_eq!(left.polygons().len(), 32);
}

#[test]
fn a_bow_tie_has_two_lobes_and_a_line_traced_twice_has_no_area() {
    let at =
        |p: &[(f64, f64)]| -> Vec<Local> { p.iter().map(|&(x, y)| Local::new(x, y)).collect() };
    let tie = even_odd(&at(&[(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)]), &grid());
    assert_valid(&tie);
    // Two triangles of base 2 and height 1.
    assert_eq!((tie.polygons().len(), tie.area().0), (2, 2.0));
    let twice = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0), (1.0, 0.0), (1.0, 1.0)];
    assert!(even_odd(&at(&twice), &grid()).is_empty());
}

#[test]
fn nothing_with_nothing_is_nothing() {
    let a = rectangle(0.0, 0.0, 1.0, 1.0);
    let none = Shape::default();
    assert!(union(&[], &grid()).is_empty());
    assert!(intersection(&[&a], &none, &grid()).is_empty());
    assert!(intersection(&[], &a, &grid()).is_empty());
    assert!(difference(&[&a], &a, &grid()).is_empty());
    assert_eq!(difference(&[&a], &none, &grid()), a);
}

#[test]
fn the_order_of_shapes_changes_nothing() {
    let mut draw = Draw(7);
    let shapes: Vec<Shape> = (0..40)
        .map(|_| {
            let centre = Local::new(draw.between(-900.0, 900.0), draw.between(-900.0, 900.0));
            draw.star(centre, 300.0, 9)
        })
        .collect();
    let forth: Vec<&Shape> = shapes.iter().collect();
    let back: Vec<&Shape> = shapes.iter().rev().collect();
    assert_eq!(union(&forth, &grid()), union(&back, &grid()));
}

#[test]
fn union_and_intersection_add_up_to_both() {
    let mut draw = Draw(1);
    for round in 0..500 {
        let radius = [1.0, 50.0, 3000.0][round % 3];
        let (n, m) = (3 + draw.below(40), 3 + draw.below(40));
        let a = draw.star(Local::new(100.0, 70.0), radius, n);
        let shift = draw.between(-radius, radius);
        let b = draw.star(Local::new(100.0 + shift, 70.0), radius, m);
        let (joined, common) = (union(&[&a, &b], &grid()), intersection(&[&a], &b, &grid()));
        let (left, right) = (difference(&[&a], &b, &grid()), difference(&[&b], &a, &grid()));
        for shape in [&joined, &common, &left, &right] {
            assert_valid(shape);
        }
        let length = perimeter(&a) + perimeter(&b);
        assert_close(joined.area().0 + common.area().0, a.area().0 + b.area().0, length);
        assert_close(left.area().0 + common.area().0, a.area().0, length);
        assert_close(left.area().0 + common.area().0 + right.area().0, joined.area().0, length);
    }
}

#[test]
fn results_lie_on_the_grid_and_are_their_own_union() {
    let mut draw = Draw(3);
    for _ in 0..100 {
        let shapes: Vec<Shape> = (0..6)
            .map(|_| {
                let centre = Local::new(draw.between(0.0, 90.0), draw.between(0.0, 90.0));
                draw.star(centre, 40.0, 12)
            })
            .collect();
        let joined = union(&shapes.iter().collect::<Vec<_>>(), &grid());
        assert_valid(&joined);
        assert_eq!(union(&[&joined], &grid()), joined);
    }
}
