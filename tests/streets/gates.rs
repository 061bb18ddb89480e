//! Gates, entrances and barriers: on paper, against a brute force, and by laws.

use walkshed::coverage::{Walk, explain};
use walkshed::index::streets::{Snapper, StreetGraph, Walls};
use walkshed::model::{
    CategoryId, City, CityParts, Estate, Gate, Local, Polygon, Population, Question, Ring, Shape,
    StreetKind, StreetLayer,
};
use walkshed::reach::StreetReach;
use walkshed::units::Metres;

use crate::random::Random;
use crate::slow::Slow;
use crate::small::{SNAP, measure, network, parts, place};

pub(crate) fn points(list: &[(f64, f64)]) -> Vec<Local> {
    list.iter().map(|&(x, y)| Local::new(x, y)).collect()
}

pub(crate) fn estate(id: &str, [west, south, east, north]: [f64; 4]) -> Estate {
    let corners = points(&[(west, south), (east, south), (east, north), (west, north)]);
    let polygon = Polygon::new(Ring::new(corners).unwrap(), Vec::new());
    Estate {
        id: id.to_owned(),
        name: String::new(),
        community: None,
        land_code: None,
        people: Population::Unknown,
        managed: None,
        shape: Shape::new(vec![polygon]),
    }
}

pub(crate) fn gate(
    id: &str,
    at: (f64, f64),
    estate: Option<&str>,
    outlet: Option<&str>,
    open: bool,
) -> Gate {
    Gate {
        id: id.into(),
        name: "".into(),
        at: Local::new(at.0, at.1),
        estate: estate.map(Into::into),
        outlet: outlet.map(Into::into),
        is_open: open,
    }
}

/// Streets along the south (y = 0) and the north (y = 200), joined at x = 1000; the estate between them has
/// a home 20 m off the southern one, behind a wall with an open gate to the north.
fn compound() -> CityParts {
    let vertices = points(&[(0.0, 0.0), (1000.0, 0.0), (1000.0, 200.0), (0.0, 200.0)]);
    let mut streets = StreetLayer::new(vertices);
    streets.add([0, 1, 2, 3]);
    let outlets = [(0, Local::new(500.0, -10.0))];
    CityParts {
        estates: Some(vec![estate("E1", [100.0, 10.0, 300.0, 190.0])]),
        gates: vec![
            gate("north", (200.0, 190.0), Some("E1"), None, true),
            gate("south", (200.0, 10.0), Some("E1"), None, false),
        ],
        ..parts(streets, points(&[(200.0, 20.0)]), &outlets)
    }
}

pub(crate) fn distance(city: &City) -> Option<f64> {
    measure(city, 10_000.0).distance(CategoryId(0), 0).map(|d| d.0)
}

pub(crate) fn opening(id: &str) -> Question {
    Question { open: vec![id.into()], ..Question::default() }
}

#[test]
fn people_leave_an_estate_by_its_open_gates() {
    // Straight on: 20 m to the street, 300 m along it, 10 m to the outlet.
    let free = City::new(CityParts { gates: Vec::new(), ..compound() });
    assert_eq!(distance(&free), Some(330.0));
    // Through the northern gate: 170 + 10, then 800 + 200 + 500, then 10.
    assert_eq!(distance(&City::new(compound())), Some(1690.0));
    // Through the southern gate: 10 + 10, then 300, then 10.
    assert_eq!(distance(&City::new(compound()).with_question(opening("south"))), Some(330.0));
    // No gate open, and no street inside.
    let mut shut = compound();
    shut.gates[0].is_open = false;
    assert_eq!(distance(&City::new(shut)), None);
}

#[test]
fn a_path_leads_out_of_an_estate_where_its_gate_is_open() {
    let mut inside = compound();
    let vertices = points(&[
        (0.0, 0.0),
        (200.0, 0.0),
        (1000.0, 0.0),
        (1000.0, 200.0),
        (0.0, 200.0),
        (200.0, 60.0),
    ]);
    let mut streets = StreetLayer::new(vertices);
    streets.add([0, 1, 2, 3, 4]);
    streets.add([1, 5]);
    inside.streets = Some(streets);
    // The path passes the southern gate, which is closed: straight to the northern one, as without a path.
    assert_eq!(distance(&City::new(inside.clone())), Some(1690.0));
    // On the path itself: 20 m down to the street, then 300 + 10.
    let opened = City::new(inside.clone()).with_question(opening("south"));
    assert_eq!(distance(&opened), Some(330.0));
    // A path without a gate is cut too, a public street is not.
    inside.gates.truncate(1);
    assert_eq!(distance(&City::new(inside.clone())), Some(1690.0));
    inside.gates[0].is_open = false;
    assert_eq!(distance(&City::new(inside.clone())), None);
    let plain = inside.streets.take().unwrap();
    let mut public = StreetLayer::new(plain.vertices().to_vec());
    for line in plain.lines() {
        let kind = StreetKind { is_public: true, ..StreetKind::default() };
        public.add_as(kind, line.iter().copied());
    }
    inside.streets = Some(public);
    assert_eq!(distance(&City::new(inside.clone())), Some(330.0));
    // Without gates the estate is open.
    inside.streets = Some(plain);
    inside.gates.clear();
    assert_eq!(distance(&City::new(inside)), Some(330.0));
}

#[test]
fn an_outlet_is_where_its_entrances_are() {
    let mut parts = CityParts { gates: Vec::new(), ..compound() };
    parts.gates.push(gate("door", (700.0, -5.0), None, Some("P0"), true));
    assert_eq!(distance(&City::new(parts.clone())), Some(20.0 + 500.0 + 5.0));
    parts.gates.push(gate("side", (400.0, -5.0), None, Some("P0"), false));
    let city = City::new(parts.clone());
    assert_eq!(distance(&city), Some(525.0));
    assert_eq!(distance(&city.with_question(opening("side"))), Some(20.0 + 200.0 + 5.0));
    parts.gates.iter_mut().for_each(|gate| gate.is_open = false);
    assert_eq!(distance(&City::new(parts)), None);
}

#[test]
fn nobody_crosses_a_barrier_and_a_laid_one_cuts_streets() {
    let wall = points(&[(0.0, 5.0), (990.0, 5.0)]);
    let free = || CityParts { gates: Vec::new(), ..compound() };
    // To the northern street: 180 m, then 800 + 200 + 500, then 10.
    let walled = City::new(CityParts { barriers: vec![wall.clone()], ..free() });
    assert_eq!(distance(&walled), Some(1690.0));
    let laid = |line: &[(f64, f64)]| {
        let barrier = vec![points(line)];
        distance(&City::new(free()).with_question(Question { barrier, ..Question::default() }))
    };
    assert_eq!(laid(&[(0.0, 5.0), (990.0, 5.0)]), Some(1690.0));
    // Across the southern street between home and outlet: the western part leads nowhere.
    assert_eq!(laid(&[(400.0, -50.0), (400.0, 50.0)]), None);
    // A layer of walls does not cut: walls are drawn across gateways.
    let across = points(&[(400.0, -50.0), (400.0, 50.0)]);
    assert_eq!(distance(&City::new(CityParts { barriers: vec![across], ..free() })), Some(330.0));
    // Beside everything.
    assert_eq!(laid(&[(0.0, 900.0), (900.0, 900.0)]), Some(330.0));
}

#[test]
fn an_explanation_walks_as_far_as_is_measured() {
    for (question, length) in [(Question::default(), 1690.0), (opening("south"), 330.0)] {
        let is_asked = !question.is_empty();
        let city = City::new(compound()).with_question(question);
        let at = city.plane().to_lonlat(Local::new(200.0, 20.0));
        let explained = explain(&city, at, "c00").unwrap();
        let Walk::Way(path) = explained.walk else { unreachable!("there is a way") };
        assert!((path.route.length.0 - length).abs() < 1e-3, "{path:?}");
        assert!(path.gate.is_some());
        let before = explained.before.map(|walk| match walk {
            Walk::Way(path) => path.route.length.0,
            other => unreachable!("{other:?}"),
        });
        assert_eq!(before.map(|d| (d - 1690.0).abs() < 1e-3), is_asked.then_some(true));
    }
}

/// Whether two stretches meet, by the turns of their ends.
pub(crate) fn meet((a, b): (Local, Local), (c, d): (Local, Local)) -> bool {
    let turn = |p: Local, q: Local, r: Local| (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    turn(a, b, c) * turn(a, b, d) <= 0.0 && turn(c, d, a) * turn(c, d, b) <= 0.0
}

pub(crate) fn lines(random: &mut Random, count: usize) -> Vec<Vec<Local>> {
    let point =
        |random: &mut Random| Local::new(random.between(0.0, 1500.0), random.between(0.0, 1500.0));
    let line = |random: &mut Random| (0..2 + random.below(3usize)).map(|_| point(random)).collect();
    (0..count).map(|_| line(random)).collect()
}

pub(crate) fn stretches(lines: &[Vec<Local>]) -> Vec<(Local, Local)> {
    lines.iter().flat_map(|line| line.windows(2).map(|pair| (pair[0], pair[1]))).collect()
}

#[test]
fn the_nearest_street_beside_walls_is_that_of_a_brute_force() {
    let (mut barred, mut free) = (0, 0);
    for seed in 500..560 {
        let mut random = Random(seed);
        let streets = network(&mut random);
        let slow = Slow::new(&streets);
        let graph = StreetGraph::new(&streets);
        let snapper = Snapper::new(&graph);
        let walls = stretches(&lines(&mut random, 12));
        let tree = Walls::new(walls.iter().copied());
        for _ in 0..60 {
            let at = place(&slow, &mut random, 120.0);
            // All segments within the limit, each with its nearest point.
            let near = slow.nearest(at, SNAP, SNAP).into_iter();
            let seen = near.filter(|on| {
                let to = slow.point(on.segment, on.share);
                !walls.iter().any(|wall| meet((at, to), *wall))
            });
            let best = seen.map(|on| on.leg).fold(f64::INFINITY, f64::min);
            let found = snapper.nearest_beside(at, Metres(SNAP), &tree);
            let leg = found.map_or(f64::INFINITY, |snap| snap.leg().0);
            assert!(
                (leg.is_infinite() && best.is_infinite()) || (leg - best).abs() < 0.002,
                "seed {seed}: {leg}, not {best}"
            );
            let plain = snapper.nearest(at, Metres(SNAP)).map(|snap| snap.leg().0);
            if plain == found.map(|snap| snap.leg().0) { free += 1 } else { barred += 1 }
        }
    }
    assert!(barred > 100 && free > 100, "{barred} {free}");
}

#[test]
fn of_a_straight_piece_its_nearest_point_alone_is_tried() {
    // A street 20 m to the south whose nearest point is behind a short wall, one 40 m to the north. From
    // (30, 0), 36 m off, the southern one is in sight; it is not entered there.
    let line = [(-200.0, 0.0), (200.0, 0.0), (-200.0, 60.0), (200.0, 60.0)];
    let nearest = |south: &[u32]| {
        let mut streets = StreetLayer::new([points(&line), points(&[(30.0, 0.0)])].concat());
        streets.add(south.iter().copied());
        streets.add([2, 3]);
        let graph = StreetGraph::new(&streets);
        let wall = (Local::new(-10.0, 10.0), Local::new(10.0, 10.0));
        let at = Local::new(0.0, 20.0);
        let snap = |walls: &Walls| Snapper::new(&graph).nearest_beside(at, Metres(SNAP), walls);
        [Walls::default(), Walls::new([wall])].map(|walls| snap(&walls).unwrap().leg().0)
    };
    let are = |[open, barred]: [f64; 2], expected: [f64; 2]| {
        (open - expected[0]).abs() < 1e-3 && (barred - expected[1]).abs() < 1e-3
    };
    assert!(are(nearest(&[0, 1]), [20.0, 40.0]));
    // Where the street has a vertex there a piece ends, and that end is tried.
    assert!(are(nearest(&[0, 4, 1]), [20.0, 1300.0_f64.sqrt()]));
}

pub(crate) fn all(reach: &StreetReach, categories: u32, places: u32) -> Vec<f64> {
    let pairs = (0..categories).flat_map(|c| (0..places).map(move |p| (c, p)));
    let d = |(c, p)| reach.distance(CategoryId(c), p).map_or(f64::INFINITY, |d| d.0);
    pairs.map(d).collect()
}

/// A random city with estates and gates, half of them closed.
pub(crate) fn gated(random: &mut Random) -> CityParts {
    let streets = network(random);
    let slow = Slow::new(&streets);
    let people = (0..80).map(|_| place(&slow, random, 60.0)).collect();
    let outlets: Vec<(u32, Local)> = (0..12).map(|i| (i % 3, place(&slow, random, 60.0))).collect();
    let (mut estates, mut gates) = (Vec::new(), Vec::new());
    for i in 0..25u32 {
        let (x, y) = (random.between(0.0, 1300.0), random.between(0.0, 1300.0));
        let (w, h) = (random.between(40.0, 250.0), random.between(40.0, 250.0));
        estates.push(estate(&format!("E{i}"), [x, y, x + w, y + h]));
        for side in 0..random.below(4u32) {
            let at = if side % 2 == 0 { (x + w / 2.0, y) } else { (x, y + h / 2.0) };
            let id = format!("G{}", gates.len());
            gates.push(gate(&id, at, Some(&format!("E{i}")), None, random.below(2u32) == 0));
        }
    }
    for i in 0..4u32 {
        let at = place(&slow, random, 20.0);
        let id = format!("G{}", gates.len());
        gates.push(gate(&id, (at.x, at.y), None, Some(&format!("P{i}")), i % 2 == 0));
    }
    CityParts { estates: Some(estates), gates, ..parts(streets, people, &outlets) }
}

#[test]
fn opening_a_gate_never_harms_and_laying_a_barrier_never_helps() {
    let (mut nearer, mut farther) = (0, 0);
    for seed in 600..640 {
        let mut random = Random(seed);
        let parts = gated(&mut random);
        let measured = |question: Question| {
            let city = City::new(parts.clone()).with_question(question);
            all(&measure(&city, 4000.0), 3, 80)
        };
        let today = measured(Question::default());
        let shut: Vec<Box<str>> =
            parts.gates.iter().filter(|gate| !gate.is_open).map(|gate| gate.id.clone()).collect();
        let open = vec![shut[random.below(shut.len())].clone()];
        let opened = measured(Question { open: open.clone(), ..Question::default() });
        let barrier = lines(&mut random, 3);
        let laid = measured(Question { barrier: barrier.clone(), ..Question::default() });
        let both = measured(Question { open, barrier, ..Question::default() });
        for i in 0..today.len() {
            assert!(opened[i] <= today[i], "seed {seed}: {} after {}", opened[i], today[i]);
            assert!(laid[i] >= today[i], "seed {seed}: {} after {}", laid[i], today[i]);
            assert!(both[i] >= opened[i], "seed {seed}");
            nearer += usize::from(opened[i] < today[i]);
            farther += usize::from(laid[i] > today[i]);
        }
    }
    assert!(nearer > 20 && farther > 500, "{nearer} {farther}");
}

/// A street from the home at its western end to the outlet at its eastern one, with a detour to the north from
/// the middle, and a gate of nobody on the straight part.
fn barred(at: (f64, f64), open: bool) -> City {
    let vertices =
        points(&[(0.0, 0.0), (300.0, 0.0), (1000.0, 0.0), (300.0, 400.0), (1000.0, 400.0)]);
    let mut streets = StreetLayer::new(vertices);
    streets.add([0, 1]);
    streets.add([1, 2]);
    streets.add([1, 3, 4, 2]);
    let outlets = [(0, Local::new(1000.0, 10.0))];
    City::new(CityParts {
        gates: vec![gate("bar", at, None, None, open)],
        ..parts(streets, points(&[(0.0, -20.0)]), &outlets)
    })
}

#[test]
fn a_closed_gate_of_nobody_cuts_the_street_that_it_stands_on() {
    // The outlet is 10 m north of the corner: 10 m up the street that comes down to it.
    let straight = Some(20.0 + 1000.0 + 10.0);
    let around = Some(20.0 + 300.0 + 400.0 + 700.0 + 390.0);
    assert_eq!(distance(&barred((600.0, 0.0), true)), straight);
    assert_eq!(distance(&barred((600.0, 0.0), false)), around);
    assert_eq!(distance(&barred((600.0, 0.09), false)), around);
    assert_eq!(distance(&barred((600.0, 0.2), false)), straight, "beside the street");
    // At its vertices: on the way, and where nothing leads on.
    assert_eq!(distance(&barred((300.0, 0.0), false)), None);
    assert_eq!(distance(&barred((1000.0, 0.0), false)), around);
    assert_eq!(distance(&barred((1000.0, 400.0), false)), straight);
}

#[test]
fn an_opened_gate_of_nobody_is_as_one_that_was_open() {
    for at in [(600.0, 0.0), (600.0, 0.09), (300.0, 0.0), (1000.0, 0.0), (123.456, 0.01)] {
        let asked = barred(at, false).with_question(opening("bar"));
        assert_eq!(distance(&asked), distance(&barred(at, true)), "{at:?}");
    }
}

#[test]
fn a_gate_of_an_estate_or_of_an_outlet_bars_no_street_that_is_not_its_own() {
    let mut city = parts_barred();
    for (estate, outlet) in [(Some("E9"), None), (None, Some("O9"))] {
        city.gates = vec![gate("bar", (600.0, 0.0), estate, outlet, false)];
        assert_eq!(distance(&City::new(city.clone())), Some(1030.0));
    }
}

fn parts_barred() -> CityParts {
    let mut streets = StreetLayer::new(points(&[(0.0, 0.0), (1000.0, 0.0)]));
    streets.add([0, 1]);
    let outlets = [(0, Local::new(1000.0, 10.0))];
    parts(streets, points(&[(0.0, -20.0)]), &outlets)
}
