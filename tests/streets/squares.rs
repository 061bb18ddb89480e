//! Squares by files as people have them, on paper and by laws.

use walkshed::index::streets::{
    Enclosure, Enclosures, Gateway, Islands, Posts, Snapper, StreetGraph, Walls, metres,
};
use walkshed::model::{
    CategoryId, City, Local, LonLat, Polygon, Ring, Shape, StreetKind, StreetLayer,
};
use walkshed::units::Metres;

use crate::random::Random;
use crate::rules;
use crate::slow::Slow;
use crate::small::{compare, measure, network, place};

/// About 85 m to the east and 111 m to the north.
const STEP: f64 = 0.001;

pub(crate) const AREA: &str = "\"highway\":\"pedestrian\",\"area\":\"yes\"";

/// A place some steps from [116.4, 39.9].
fn at((x, y): (f64, f64)) -> LonLat {
    LonLat { lon: 116.4 + x * STEP, lat: 39.9 + y * STEP }
}

pub(crate) fn line(points: &[(f64, f64)]) -> String {
    let places = points.iter().map(|of| at(*of)).map(|of| format!("[{:.7},{:.7}]", of.lon, of.lat));
    format!("[{}]", places.collect::<Vec<_>>().join(","))
}

/// A city of these lines, each by its properties and its places in steps.
fn city(lines: &[(&str, &[(f64, f64)])]) -> City {
    let drawn: Vec<String> = lines.iter().map(|(_, points)| line(points)).collect();
    let lines: Vec<(&str, &str)> =
        lines.iter().zip(&drawn).map(|((of, _), drawn)| (*of, drawn.as_str())).collect();
    rules::city(&lines).1.city.unwrap()
}

/// Length of a line of places in steps.
fn long(city: &City, points: &[(f64, f64)]) -> f64 {
    let on: Vec<Local> = points.iter().map(|of| city.plane().to_local(at(*of))).collect();
    on.windows(2).map(|pair| pair[0].distance(pair[1]).0).sum()
}

/// Length of the walk along some streets between two places of a city.
fn walk_along(streets: &StreetLayer, [from, to]: [Local; 2]) -> Option<f64> {
    let city = crate::small::city(streets.clone(), vec![from], &[(0, to)]);
    measure(&city, 5000.0).distance(CategoryId(0), 0).map(|walk| walk.0)
}

fn walk(city: &City, from: (f64, f64), to: (f64, f64)) -> f64 {
    let ends = [from, to].map(|of| city.plane().to_local(at(of)));
    walk_along(city.streets().unwrap(), ends).unwrap()
}

pub(crate) fn assert_walk(city: &City, way: &[(f64, f64)]) {
    let (walked, expected) = (walk(city, way[0], way[way.len() - 1]), long(city, way));
    assert!((walked - expected).abs() < 0.01, "{walked} m, not {expected}");
}

pub(crate) const SQUARE: [(f64, f64); 5] =
    [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
pub(crate) const PATHS: [(&str, &[(f64, f64)]); 2] = [
    ("\"highway\":\"footway\"", &[(-1.0, 0.0), (0.0, 0.0)]),
    ("\"highway\":\"footway\"", &[(1.0, 1.0), (2.0, 1.0)]),
];

/// The square with a path to its first corner and one from its third.
fn square(properties: &str) -> City {
    city(&[(properties, &SQUARE), PATHS[0], PATHS[1]])
}

#[test]
fn a_square_is_crossed_straight_and_a_ring_that_is_none_is_walked_along() {
    let across = [(-1.0, 0.0), (0.0, 0.0), (1.0, 1.0), (2.0, 1.0)];
    let along = [(-1.0, 0.0), (0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (2.0, 1.0)];
    assert_walk(&square(AREA), &across);
    for tags in [
        "\"highway\":\"footway\",\"area\":\"yes\"",
        "\"railway\":\"platform\",\"area\":\"yes\"",
        "\"highway\":\"service\",\"area\":\"yes\",\"access\":\"private\",\"foot\":\"yes\"",
    ] {
        assert_walk(&square(tags), &across);
    }
    for tags in ["\"highway\":\"pedestrian\"", "\"highway\":\"pedestrian\",\"area\":\"no\""] {
        assert_walk(&square(tags), &along);
    }
    // Nobody may walk there at all.
    for tags in ["\"highway\":\"pedestrian\",\"area\":\"yes\",\"foot\":\"no\"", "\"area\":\"yes\""]
    {
        let city = square(tags);
        let ends = [(-1.0, 0.0), (2.0, 1.0)].map(|of| city.plane().to_local(at(of)));
        assert_eq!(walk_along(city.streets().unwrap(), ends), None, "{tags}");
    }
}

#[test]
fn a_way_across_bends_at_a_reflex_corner_and_at_a_hole() {
    let corner =
        [(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.0, 2.0), (0.0, 2.0), (0.0, 0.0)];
    let path = "\"highway\":\"footway\"";
    let bent = city(&[
        (AREA, &corner),
        (path, &[(3.0, 0.5), (2.0, 1.0)]),
        (path, &[(0.0, 2.0), (-1.0, 2.0)]),
        (path, &[(2.0, 0.0), (3.0, -1.0)]),
    ]);
    assert_walk(&bent, &[(3.0, 0.5), (2.0, 1.0), (1.0, 1.0), (0.0, 2.0), (-1.0, 2.0)]);
    assert_walk(&bent, &[(3.0, -1.0), (2.0, 0.0), (1.0, 1.0), (0.0, 2.0), (-1.0, 2.0)]);
    // The rings of a multipolygon as an import of an extract writes them, the outer one in two parts.
    let ring = |way: &str| format!("\"id\":\"relation/4/{way}/1\",{AREA}");
    let [south, north, inner] = ["71", "72", "73"].map(ring);
    let hole = [(0.25, 0.4), (0.25, 0.6), (0.75, 0.6), (0.75, 0.4), (0.25, 0.4)];
    let holed = city(&[
        (&south, &SQUARE[..3]),
        (&north, &SQUARE[2..]),
        (&inner, &hole),
        PATHS[0],
        PATHS[1],
    ]);
    let over = [(-1.0, 0.0), (0.0, 0.0), (0.75, 0.4), (1.0, 1.0), (2.0, 1.0)];
    assert_walk(&holed, &over);
    // Another multipolygon's ring is no hole of it, and half a ring is no square.
    let other = inner.replace("/4/", "/5/");
    let whole = city(&[
        (&south, &SQUARE[..3]),
        (&north, &SQUARE[2..]),
        (&other, &hole),
        PATHS[0],
        PATHS[1],
    ]);
    assert_walk(&whole, &[(-1.0, 0.0), (0.0, 0.0), (1.0, 1.0), (2.0, 1.0)]);
    let half = city(&[(&south, &SQUARE[..3]), PATHS[0], PATHS[1]]);
    assert_walk(&half, &[(-1.0, 0.0), (0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (2.0, 1.0)]);
}

#[test]
fn a_polygon_of_a_street_is_a_square_unless_its_area_says_no() {
    let [crossed, walked] =
        ["\"highway\":\"pedestrian\"", "\"highway\":\"pedestrian\",\"area\":\"no\""].map(|tags| {
            let (folder, _) = rules::city(&[
                (tags, &line(&SQUARE)),
                ("\"highway\":\"path\"", "[[116.4,39.9],[116.399,39.9]]"),
                ("\"highway\":\"path\"", "[[116.401,39.901],[116.402,39.901]]"),
            ]);
            let file = folder.path().join("streets.geojson");
            let text = std::fs::read_to_string(&file).unwrap();
            let ring = line(&SQUARE);
            let text =
                text.replacen("LineString", "Polygon", 1).replacen(&ring, &format!("[{ring}]"), 1);
            std::fs::write(&file, text).unwrap();
            rules::read_city(folder.path()).city.unwrap()
        });
    assert_walk(&crossed, &[(-1.0, 0.0), (0.0, 0.0), (1.0, 1.0), (2.0, 1.0)]);
    assert_walk(&walked, &[(-1.0, 0.0), (0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (2.0, 1.0)]);
}

#[test]
fn a_way_across_is_no_street_and_nobody_is_put_on_it() {
    let (with, without) = (square(AREA), square("\"highway\":\"pedestrian\""));
    let [with, without] = [&with, &without].map(|city| StreetGraph::new(city.streets().unwrap()));
    assert_eq!((with.edges().len(), with.street_count()), (5, 4));
    assert_eq!((without.edges().len(), without.street_count()), (4, 4));
    let sum = |graph: &StreetGraph| -> f64 {
        Islands::new(graph).lengths().iter().map(|length| length.0).sum()
    };
    assert!((sum(&with) - sum(&without)).abs() < 1e-6);
    // From the middle of the square the nearest street is a side of it, half a step off.
    let city = square(AREA);
    let middle = city.plane().to_local(at((0.5, 0.5)));
    let snap = Snapper::new(&with).nearest(middle, Metres(200.0)).unwrap();
    assert!(!with.is_across(snap.edge));
    assert!(
        (snap.leg().0 - long(&city, &[(0.0, 0.0), (0.5, 0.0)])).abs() < 0.1,
        "{:?}",
        snap.leg()
    );
    // Nor does a new line meet it.
    let nearest = city.streets().unwrap().distance(middle).unwrap();
    assert!((nearest.0 - snap.leg().0).abs() < 0.01);
}

#[test]
fn who_takes_no_steps_crosses_no_square_of_steps() {
    let steps = square("\"highway\":\"steps\",\"area\":\"yes\"");
    let lines = steps.streets().unwrap();
    assert_eq!((lines.lines().len(), lines.drawn().count()), (4, 3));
    assert_eq!(lines.without_steps().lines().len(), 2);
    let level = square(AREA);
    assert_eq!(level.streets().unwrap().without_steps().lines().len(), 4);
}

/// A square of 100 m with a path at its first corner and one at its third, and the way across.
pub(crate) fn paper() -> StreetLayer {
    let at = |x: f64, y: f64| Local::new(x, y);
    let mut layer = StreetLayer::new(vec![
        at(0.0, 0.0),
        at(100.0, 0.0),
        at(100.0, 100.0),
        at(0.0, 100.0),
        at(-50.0, 0.0),
        at(150.0, 100.0),
    ]);
    layer.add([0, 1, 2, 3, 0]);
    layer.add([4, 0]);
    layer.add([2, 5]);
    layer.add_as(StreetKind { is_across: true, ..StreetKind::default() }, [0, 2]);
    layer
}

/// Length of the walk between the ends of the paths.
fn walk_on_paper(layer: &StreetLayer) -> f64 {
    walk_along(layer, [Local::new(-50.0, 0.0), Local::new(150.0, 100.0)]).unwrap()
}

pub(crate) fn assert_length(found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.001, "{found} m, not {expected}");
}

pub(crate) const ACROSS: f64 = 100.0 + 100.0 * std::f64::consts::SQRT_2;
pub(crate) const ALONG: f64 = 300.0;

#[test]
fn a_barrier_a_closed_gate_and_a_border_take_a_way_across_away() {
    let layer = paper();
    assert_length(walk_on_paper(&layer), ACROSS);
    let (a, b) = (Local::new(60.0, 30.0), Local::new(30.0, 60.0));
    let walled = Walls::new([(a, b)]).cut(&layer);
    assert_length(walk_on_paper(&walled), ALONG);
    assert_eq!(walled.lines().len(), 3);
    let beside = Walls::new([(a, Local::new(60.0, 40.0))]).cut(&layer);
    assert_length(walk_on_paper(&beside), ACROSS);
    let post = |is_open: bool| {
        let gate = Gateway { at: Local::new(40.0, 40.0), is_open };
        walk_on_paper(&Posts::new([gate]).cut(&layer))
    };
    assert_length(post(true), ACROSS);
    assert_length(post(false), ALONG);
}

/// An estate of 20 m in the middle of the square.
fn estate(around: f64) -> Shape {
    let (low, high) = (50.0 - around, 50.0 + around);
    let corners = [(low, low), (high, low), (high, high), (low, high)];
    let ring = Ring::new(corners.map(|(x, y)| Local::new(x, y)).to_vec()).unwrap();
    Shape::new(vec![Polygon::new(ring, Vec::new())])
}

#[test]
fn the_border_of_an_estate_with_gates_is_crossed_at_open_ones_by_ways_across_too() {
    let layer = paper();
    let shape = estate(10.0);
    let gates = |open: [bool; 2]| {
        let places = [Local::new(40.0, 40.0), Local::new(60.0, 60.0)];
        let gates = places.into_iter().zip(open);
        let gates = gates.map(|(at, is_open)| Gateway { at, is_open }).collect();
        let enclosures = Enclosures::new(vec![Enclosure { shape: &shape, gates }]);
        let enclosed = enclosures.enclose(&layer);
        assert!(enclosed.crossings.is_empty(), "no street leads over the border");
        let graph = StreetGraph::new(&enclosed.streets);
        assert_eq!(Islands::new(&graph).lengths().len(), 1);
        let all: f64 = graph.edges().iter().map(|edge| metres(edge.length).0).sum();
        (walk_on_paper(&enclosed.streets), all)
    };
    let (crossed, all) = gates([true, true]);
    assert_length(crossed, ACROSS);
    assert_length(all, 500.0 + 100.0 * std::f64::consts::SQRT_2);
    for open in [[true, false], [false, true], [false, false]] {
        let (walked, all) = gates(open);
        assert_length(walked, ALONG);
        assert_length(all, 500.0);
    }
}

#[test]
fn an_estate_that_holds_a_square_whole_leaves_its_ways_across() {
    let shape = estate(300.0);
    let enclosures = Enclosures::new(vec![Enclosure { shape: &shape, gates: Vec::new() }]);
    assert_length(walk_on_paper(&enclosures.enclose(&paper()).streets), ACROSS);
}

/// A network with squares laid over some of its vertices, as they would be read.
fn with_squares(random: &mut Random) -> [StreetLayer; 2] {
    let streets = network(random);
    let mut rings = Vec::new();
    for _ in 0..6 {
        let middle = streets.vertices()[random.below(streets.vertices().len())];
        let mut near: Vec<u32> = (0u32..).take(streets.vertices().len()).collect();
        near.sort_by(|a, b| {
            let off = |v: &u32| streets.vertices()[*v as usize].distance(middle).0;
            off(a).total_cmp(&off(b))
        });
        near.truncate(4 + random.below(5usize));
        // Round a place among them: no side crosses another.
        let all = near.iter().map(|_| 1.0).sum::<f64>();
        let (x, y) = near.iter().fold((0.0, 0.0), |(x, y), vertex| {
            let at = streets.vertices()[*vertex as usize];
            (x + at.x / all, y + at.y / all)
        });
        let turn = |vertex: &u32| {
            let at = streets.vertices()[*vertex as usize];
            (at.y - y).atan2(at.x - x)
        };
        near.sort_by(|a, b| turn(a).total_cmp(&turn(b)));
        near.push(near[0]);
        rings.push(near);
    }
    let mut without = streets;
    for ring in &rings {
        without.add(ring.iter().copied());
    }
    let mut with = without.clone();
    for ring in &rings {
        let used = |vertex: u32| {
            without.lines().filter(|line| *line != &ring[..]).any(|line| line.contains(&vertex))
        };
        let ways =
            walkshed::index::streets::across(without.vertices(), (&[ring], &[]), used).unwrap();
        for way in ways {
            with.add_as(StreetKind { is_across: true, ..StreetKind::default() }, way);
        }
    }
    [without, with]
}

#[test]
fn walks_with_squares_are_those_of_the_slow_version_and_never_longer_than_along_rings() {
    let (mut shorter, mut ways) = (0, 0);
    for seed in 2000..2060 {
        let mut random = Random(seed);
        let [without, with] = with_squares(&mut random);
        ways += with.lines().len() - with.drawn().count();
        let slow = Slow::new(&with);
        let people: Vec<Local> = (0..80).map(|_| place(&slow, &mut random, 60.0)).collect();
        let outlets: Vec<(u32, Local)> =
            (0..6).map(|_| (0, place(&slow, &mut random, 0.0))).collect();
        let crossed = crate::small::city(with, people.clone(), &outlets);
        compare(&crossed, 1500.0, &format!("seed {seed}"));
        let along = measure(&crate::small::city(without, people, &outlets), 1500.0);
        let across = measure(&crossed, 1500.0);
        for (number, at) in (0u32..).zip(&crossed.people().unwrap().at) {
            let [along, across] = [&along, &across].map(|of| of.distance(CategoryId(0), number));
            let Some(across) = across else {
                assert_eq!(along, None, "seed {seed}");
                continue;
            };
            let straight =
                outlets.iter().map(|(_, to)| at.distance(*to).0).fold(f64::INFINITY, f64::min);
            assert!(across.0 > straight - 0.01, "seed {seed}");
            let Some(along) = along else { continue };
            // Edges are rounded each, and a ring that a way leaves has more of them.
            assert!(across.0 < along.0 + 0.002, "seed {seed}: {across:?} {along:?}");
            shorter += usize::from(across.0 < along.0 - 1.0);
        }
    }
    assert!(ways > 300 && shorter > 300, "{ways} ways across, {shorter} shorter walks");
}
