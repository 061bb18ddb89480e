//! Why a place is or is not served, on paper.

use walkshed::coverage::{Explained, Walk, explain};
use walkshed::model::{City, CityParts, Local, StreetLayer};
use walkshed::units::Metres;

use crate::gates::{estate, gate, points};
use crate::small::parts;

/// A street of 500 m that leads nowhere, and beside it one of 2000 m with an outlet at its end; the place is
/// 30 m from the first.
fn island() -> CityParts {
    let ends = [(0.0, 0.0), (500.0, 0.0), (0.0, 300.0), (2000.0, 300.0)];
    let mut streets = StreetLayer::new(points(&ends));
    streets.add([0, 1]);
    streets.add([2, 3]);
    parts(streets, points(&[(100.0, 30.0)]), &[(0, Local::new(2000.0, 300.0))])
}

fn explained(city: &City, (x, y): (f64, f64)) -> Explained {
    explain(city, city.plane().to_lonlat(Local::new(x, y)), "c00").unwrap()
}

/// Whether a way has these points, to a millimetre.
fn leads(path: &[Local], by: &[(f64, f64)]) -> bool {
    let near = |(at, (x, y)): (&Local, &(f64, f64))| at.distance(Local::new(*x, *y)).0 < 0.001;
    path.len() == by.len() && path.iter().zip(by).all(near)
}

#[test]
fn a_street_that_leads_nowhere_is_shown_with_the_way_to_it() {
    let Walk::NoWay(leg) = explained(&City::new(island()), (100.0, 30.0)).walk else { panic!() };
    assert!(leads(&leg.path, &[(100.0, 30.0), (100.0, 0.0)]), "{leg:?}");
    assert!((leg.length.0 - 30.0).abs() < 0.001);
    // Out of an estate by its gate, 20 m off, and 10 m on.
    let mut gated = island();
    gated.estates = Some(vec![estate("E", [50.0, 10.0, 150.0, 60.0])]);
    gated.gates = vec![gate("south", (100.0, 10.0), Some("E"), None, true)];
    let Walk::NoWay(leg) = explained(&City::new(gated), (100.0, 30.0)).walk else { panic!() };
    assert!(leads(&leg.path, &[(100.0, 30.0), (100.0, 10.0), (100.0, 0.0)]), "{leg:?}");
    assert!((leg.length.0 - 30.0).abs() < 0.001);
}

#[test]
fn a_walk_to_a_near_entrance_counts_no_less_than_the_straight_line() {
    let mut parts = island();
    // The outlet is entered at the place's own street, 50 m from it.
    parts.gates = vec![gate("door", (150.0, 0.0), None, Some("P0"), true)];
    let of = explained(&City::new(parts), (100.0, 0.0));
    let Walk::Way(path) = &of.walk else { panic!() };
    assert_eq!(path.route.length, Metres(50.0));
    let line = of.straight.unwrap().1;
    assert!(line.0 > 1900.0);
    assert_eq!(of.counted(path.route.length), line);
    assert_eq!(of.counted(Metres(5000.0)), Metres(5000.0));
}
