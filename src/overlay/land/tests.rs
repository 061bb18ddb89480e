use super::super::draw::{Draw, perimeter, rectangle, ring, square_bounds};
use super::super::{difference, intersection, union};
use super::*;
use crate::model::Local;
use crate::units::Metres;

fn grid() -> Grid {
    Grid::new(&square_bounds(20_000.0))
}

fn land(units: &[Shape], estates: &[Shape]) -> UnitLand {
    land_by_unit(&refs(units), &refs(estates), &grid())
}

fn refs(shapes: &[Shape]) -> Vec<&Shape> {
    shapes.iter().collect()
}

fn areas(land: &UnitLand) -> Vec<f64> {
    land.by_unit.iter().map(|s| s.area().0).collect()
}

/// To 1e-9 of the larger, or a square millimetre.
fn assert_same(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1000.0), "{found}, {expected}");
}

fn assert_adds_up(land: &UnitLand, estates: &[Shape]) {
    let inside: f64 = areas(land).iter().sum();
    assert_same(inside + land.outside.0, land.united.0);
    let single: f64 = estates.iter().map(|e| e.area().0).sum();
    let free = union(&refs(estates), &grid()).area().0;
    let length: f64 = estates.iter().map(perimeter).sum();
    let bound = grid().bound(Metres(length)).0;
    assert!((free - land.united.0).abs() <= bound, "{free}, {}", land.united.0);
    assert!((single - free - land.overlapping.0).abs() <= bound);
}

#[test]
fn an_estate_across_a_border_is_split() {
    let units = [rectangle(0.0, 0.0, 100.0, 100.0), rectangle(100.0, 0.0, 100.0, 100.0)];
    let estates = [rectangle(70.0, 10.0, 50.0, 10.0)];
    let land = land(&units, &estates);
    // 30 m by 10 m west of x = 100, 20 m by 10 m east of it.
    assert_eq!(areas(&land), [300.0, 200.0]);
    assert_eq!((land.outside.0, land.overlapping.0), (0.0, 0.0));
}

#[test]
fn an_estate_without_a_ring_is_no_land() {
    let units = [rectangle(0.0, 0.0, 100.0, 100.0)];
    let land = land(&units, &[Shape::default(), rectangle(10.0, 10.0, 10.0, 10.0)]);
    assert_eq!(areas(&land), [100.0]);
    assert_eq!((land.united.0, land.outside.0), (100.0, 0.0));
}

#[test]
fn an_estate_on_a_corner_of_four_units_is_quartered() {
    let units: Vec<Shape> = (0..4)
        .map(|k| rectangle(f64::from(k % 2) * 50.0, f64::from(k / 2) * 50.0, 50.0, 50.0))
        .collect();
    let land = land(&units, &[rectangle(40.0, 40.0, 20.0, 20.0)]);
    assert_eq!(areas(&land), [100.0; 4]);
}

#[test]
fn adjacent_estates_of_one_unit_become_one_piece() {
    let units = [rectangle(0.0, 0.0, 100.0, 100.0)];
    let estates = [rectangle(10.0, 10.0, 10.0, 10.0), rectangle(20.0, 10.0, 10.0, 10.0)];
    let land = land(&units, &estates);
    assert_eq!(land.by_unit[0], rectangle(10.0, 10.0, 20.0, 10.0));
}

#[test]
fn land_in_two_estates_counts_once() {
    let units = [rectangle(0.0, 0.0, 100.0, 100.0)];
    let estates = [rectangle(10.0, 10.0, 20.0, 10.0), rectangle(20.0, 10.0, 20.0, 10.0)];
    let land = land(&units, &estates);
    assert_eq!((areas(&land), land.overlapping.0), (vec![300.0], 100.0));
}

#[test]
fn land_in_two_units_belongs_to_the_lower_index() {
    let units = [rectangle(0.0, 0.0, 60.0, 100.0), rectangle(40.0, 0.0, 60.0, 100.0)];
    let land = land(&units, &[rectangle(0.0, 0.0, 100.0, 10.0)]);
    assert_eq!(areas(&land), [600.0, 400.0]);
    let whole = whole_units(&refs(&units), &grid());
    // 60 m by 100 m, then what is left of 60 m; 20 m are common.
    assert_eq!((areas(&whole), whole.overlapping.0), (vec![6000.0, 4000.0], 2000.0));
}

#[test]
fn land_outside_every_unit_is_told() {
    let units = [rectangle(0.0, 0.0, 100.0, 100.0)];
    let estates = [rectangle(90.0, 0.0, 20.0, 10.0), rectangle(500.0, 0.0, 20.0, 10.0)];
    let land = land(&units, &estates);
    assert_eq!((areas(&land), land.outside.0), (vec![100.0], 300.0));
}

#[test]
fn an_estate_inside_one_unit_keeps_its_corners() {
    let units = [rectangle(0.0, 0.0, 100.0, 100.0)];
    let estate = rectangle(10.0, 10.0, 30.0, 20.0);
    assert_eq!(land(&units, std::slice::from_ref(&estate)).by_unit[0], estate);
}

#[test]
fn a_vertex_of_one_neighbour_alone_loses_no_land() {
    // The right unit has an extra corner in the middle of the shared edge.
    let units = [
        rectangle(0.0, 0.0, 100.0, 100.0),
        ring(&[(100.0, 0.0), (200.0, 0.0), (200.0, 100.0), (100.0, 100.0), (100.0, 50.0)]),
    ];
    let land = land(&units, &[rectangle(90.0, 40.0, 20.0, 20.0)]);
    assert_eq!((areas(&land), land.outside.0), (vec![200.0, 200.0], 0.0));
}

#[test]
fn no_estates_or_no_units_give_no_land() {
    let unit = [rectangle(0.0, 0.0, 1.0, 1.0)];
    assert!(land(&unit, &[]).by_unit[0].is_empty());
    assert_same(land(&[], &unit).outside.0, 1.0);
    assert!(whole_units(&[], &grid()).by_unit.is_empty());
}

#[test]
fn units_and_outside_add_up_to_the_united_land() {
    let mut draw = Draw(11);
    for round in 0..60 {
        let n = 2 + draw.below(5);
        let units = draw.cells(n, 500.0);
        let extent = 500.0 * n as f64;
        let estates: Vec<Shape> = (0..draw.below(60))
            .map(|_| {
                let centre = Local::new(draw.between(-50.0, extent), draw.between(-50.0, extent));
                let (radius, corners) = (draw.between(20.0, 200.0), 3 + draw.below(12));
                draw.star(centre, radius, corners)
            })
            .collect();
        let land = land(&units, &estates);
        assert_adds_up(&land, &estates);
        let city = union(&refs(&units), &grid());
        let slow = difference(&refs(&estates), &city, &grid()).area().0;
        assert!((slow - land.outside.0).abs() <= 1e-6 * slow.max(1.0), "round {round}");
        for (unit, piece) in units.iter().zip(&land.by_unit) {
            let slow = intersection(&refs(&estates), unit, &grid()).area().0;
            assert!((slow - piece.area().0).abs() <= 1e-6 * slow.max(1.0), "round {round}");
        }
    }
}

#[test]
fn units_as_their_own_estates_keep_all_their_land() {
    let mut draw = Draw(5);
    let units = draw.cells(12, 800.0);
    let land = land(&units, &units);
    for (unit, area) in units.iter().zip(areas(&land)) {
        // Snapping moves each corner by less than 0.1 mm; a cell has some 3.2 km of border.
        assert!((unit.area().0 - area).abs() < 0.4);
    }
    // The outer border is straight: 12 cells of 800 m squared.
    let inside: f64 = areas(&land).iter().sum();
    assert_same(inside, 9600.0 * 9600.0);
    assert_eq!((land.outside.0, land.overlapping.0), (0.0, 0.0));
    assert_eq!(whole_units(&refs(&units), &grid()).by_unit, land.by_unit);
}
