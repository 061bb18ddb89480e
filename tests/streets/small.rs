//! Random networks, and those whose answers are known on paper.

use walkshed::index::Index;
use walkshed::index::streets::Snapper;
use walkshed::model::{
    CategoryId, City, CityParts, Local, LonLat, Outlet, OutletId, PeopleLayer, PeopleSource, Plane,
    Status, StreetLayer,
};
use walkshed::reach::{StreetReach, Walked, route, walk};
use walkshed::units::Metres;

use crate::random::Random;
use crate::slow::{On, Slow};

/// How far from a street places may be: 200 m.
pub(crate) const SNAP: f64 = 200.0;

/// How far off a distance may be, and how near to the limit a place may be misjudged: 1 cm.
pub(crate) const OFF: f64 = 0.01;

fn outlet(i: usize, category: u32, at: Local) -> Outlet {
    Outlet {
        id: format!("P{i}").into(),
        name: "".into(),
        category: CategoryId(category),
        at,
        status: Status::Open,
        source: None,
        capacity: None,
        floor_area: None,
        details: None,
    }
}

/// A city of streets, people and outlets of these categories; people lie in its own order.
pub(crate) fn city(streets: StreetLayer, people: Vec<Local>, outlets: &[(u32, Local)]) -> City {
    City::new(parts(streets, people, outlets))
}

/// What such a city is made of.
pub(crate) fn parts(
    streets: StreetLayer,
    people: Vec<Local>,
    outlets: &[(u32, Local)],
) -> CityParts {
    let plane = Plane::about(LonLat { lon: 116.4, lat: 39.9 });
    let count = outlets.iter().map(|o| o.0 + 1).max().unwrap_or(0);
    let layer = PeopleLayer {
        source: PeopleSource::Layer,
        all: vec![1; people.len()],
        at: people,
        groups: [const { None }; 4],
    };
    CityParts {
        categories: (0..count).map(|c| format!("c{c:02}")).collect(),
        outlets: outlets.iter().enumerate().map(|(i, &(c, at))| outlet(i, c, at)).collect(),
        people: Some(layer),
        streets: Some(streets),
        ..CityParts::empty("streets", plane)
    }
}

pub(crate) fn measure(city: &City, limit: f64) -> StreetReach {
    let index = Index::new(city);
    let categories: Vec<CategoryId> =
        (0u32..).map(CategoryId).take(city.categories().len()).collect();
    let streets = city.streets().unwrap();
    walk(city, streets, (&index, &categories), Metres(SNAP), Metres(limit)).reach
}

/// Length of a line.
fn length(path: &[Local]) -> f64 {
    path.windows(2).map(|pair| pair[0].distance(pair[1]).0).sum()
}

#[test]
fn a_route_is_as_long_as_what_is_measured_and_its_line_as_long_as_it_says() {
    let mut routes = 0;
    for seed in 400..440 {
        let mut random = Random(seed);
        let streets = network(&mut random);
        let slow = Slow::new(&streets);
        let people: Vec<Local> = (0..60).map(|_| place(&slow, &mut random, 60.0)).collect();
        let outlets: Vec<(u32, Local)> =
            (0..8).map(|_| (0, place(&slow, &mut random, 60.0))).collect();
        let city = city(streets, people, &outlets);
        let index = Index::new(&city);
        let category = CategoryId(0);
        let lines = city.streets().unwrap();
        let Walked { graph, on, reach, .. } =
            walk(&city, lines, (&index, &[category]), Metres(SNAP), Metres(20_000.0));
        let ends: Vec<_> = (0u32..)
            .map(OutletId)
            .take(city.outlets().len())
            .flat_map(|id| on.outlets.of(id.0).map(move |snap| (id, *snap)))
            .collect();
        let snapper = Snapper::new(&graph);
        for (number, at) in (0u32..).zip(&city.people().unwrap().at) {
            let Some(from) = snapper.nearest(*at, Metres(SNAP)) else { continue };
            let found = route(&graph, &[from], &ends);
            assert_eq!(found.as_ref().map(|r| r.length), reach.distance(category, number));
            let Some(found) = found else { continue };
            let (first, last) = (found.path[0], found.path[found.path.len() - 1]);
            let end = city.outlets()[found.outlet.index()].at;
            // Points are whole millimetres, at most some hundred of them.
            assert!((first.distance(*at).0 - found.first_leg.0).abs() < 0.005, "seed {seed}");
            assert!((last.distance(end).0 - found.last_leg.0).abs() < 0.005, "seed {seed}");
            assert!((length(&found.path) - found.along().0).abs() < 0.05, "seed {seed}");
            // Every piece of it runs on a street.
            for pair in found.path.windows(2) {
                let (p, q) = (pair[0], pair[1]);
                let middle = Local::new(f64::midpoint(p.x, q.x), f64::midpoint(p.y, q.y));
                assert!(!slow.nearest(middle, 0.01, 0.01).is_empty(), "seed {seed}");
            }
            routes += 1;
        }
    }
    assert!(routes > 1000, "{routes}");
}

/// Holds every distance of a city against the slow version; how many places were measured.
pub(crate) fn compare(city: &City, limit: f64, what: &str) -> usize {
    let reach = measure(city, limit);
    let slow = Slow::new(city.streets().unwrap());
    let people = &city.people().unwrap().at;
    // Of places that are equally near to several streets, to the millimetre of the graph, each is right.
    let nearest: Vec<Vec<On>> = people.iter().map(|at| slow.nearest(*at, SNAP, 0.002)).collect();
    let targets: Vec<On> = nearest.iter().flatten().copied().collect();
    for category in (0u32..).map(CategoryId).take(city.categories().len()) {
        let outlets = city.outlets().iter().filter(|o| o.category == category);
        let starts: Vec<On> =
            outlets.filter_map(|o| slow.nearest(o.at, SNAP, 0.0).first().copied()).collect();
        let distances = slow.distances(&starts, &targets);
        let mut rest = &distances[..];
        for (place, candidates) in (0u32..).zip(&nearest) {
            let (own, after) = rest.split_at(candidates.len());
            rest = after;
            let seen = reach.distance(category, place).map(|d| d.0);
            let fits = |expected: f64| match seen {
                Some(seen) => (seen - expected).abs() <= OFF,
                None => expected > limit - OFF,
            };
            let is_right = own.iter().any(|d| fits(*d)) || candidates.is_empty() && seen.is_none();
            assert!(is_right, "{what}: place {place} of {category:?}: {seen:?}, not {own:?}");
        }
    }
    people.len()
}

/// A network of crossing and meeting lines, with dead ends, loops and islands.
pub(crate) fn network(random: &mut Random) -> StreetLayer {
    let side = 1500.0;
    let count = 30 + random.below(120u32);
    let place =
        |random: &mut Random| Local::new(random.between(0.0, side), random.between(0.0, side));
    let vertices: Vec<Local> = (0..count).map(|_| place(random)).collect();
    let mut streets = StreetLayer::new(vertices.clone());
    for _ in 0..count / 2 + random.below(count) {
        let mut line = vec![random.below(count)];
        for _ in 0..=random.below(4u32) {
            // Mostly to a near vertex.
            let from = vertices[*line.last().unwrap() as usize];
            let near = (0..6).map(|_| random.below(count)).min_by(|a, b| {
                let d = |v: &u32| vertices[*v as usize].distance(from).0;
                d(a).total_cmp(&d(b))
            });
            line.extend(near);
        }
        streets.add(line);
    }
    streets
}

/// A point on a segment, and perhaps a way off it.
pub(crate) fn place(slow: &Slow, random: &mut Random, off: f64) -> Local {
    let at = slow.point(random.below(slow.streets), random.unit());
    Local::new(at.x + random.between(-off, off), at.y + random.between(-off, off))
}

#[test]
fn random_networks_measure_as_the_slow_version_does() {
    let mut places = 0;
    for seed in 0..150 {
        let mut random = Random(seed);
        let streets = network(&mut random);
        if streets.is_empty() {
            continue;
        }
        let slow = Slow::new(&streets);
        let off = if seed % 2 == 0 { 0.0 } else { 120.0 };
        let people = (0..80).map(|_| place(&slow, &mut random, off)).collect();
        // More categories than fit one row, some without an outlet.
        let categories = 1 + random.below(11u32);
        let mut outlets = Vec::new();
        for _ in 0..random.below(40u32) {
            let at = place(&slow, &mut random, off);
            // Where two streets are as near, either answer would do, but only one is asked for.
            if slow.nearest(at, SNAP, 0.01).len() == 1 {
                outlets.push((random.below(categories), at));
            }
        }
        let limit = [300.0, 1200.0, 1e5][(seed % 3) as usize];
        places += compare(&city(streets, people, &outlets), limit, &format!("seed {seed}"));
    }
    assert!(places > 10_000, "{places}");
}

#[test]
fn nested_limits_give_nested_results() {
    for seed in 200..220 {
        let mut random = Random(seed);
        let streets = network(&mut random);
        let slow = Slow::new(&streets);
        let people: Vec<Local> = (0..200).map(|_| place(&slow, &mut random, 50.0)).collect();
        let outlets: Vec<(u32, Local)> =
            (0..9).map(|c| (c, place(&slow, &mut random, 50.0))).collect();
        let city = city(streets, people, &outlets);
        let (short, long) = (measure(&city, 400.0), measure(&city, 900.0));
        for category in (0..9).map(CategoryId) {
            for place in 0..200 {
                let (near, far) = (short.distance(category, place), long.distance(category, place));
                match near {
                    Some(_) => assert_eq!(near, far, "seed {seed}"),
                    None => assert!(far.is_none_or(|d| d.0 > 400.0), "seed {seed}"),
                }
            }
        }
    }
}

#[test]
fn a_street_less_never_brings_anybody_nearer() {
    for seed in 300..320 {
        let mut random = Random(seed);
        let streets = network(&mut random);
        let slow = Slow::new(&streets);
        // On the lines themselves, so that all stand where they stood; not on the line that goes.
        let lines: Vec<Vec<u32>> = streets.lines().map(<[u32]>::to_vec).collect();
        let gone = random.below(lines.len());
        let mut fewer = StreetLayer::new(streets.vertices().to_vec());
        lines
            .iter()
            .enumerate()
            .filter(|(n, _)| *n != gone)
            .for_each(|(_, l)| fewer.add(l.clone()));
        if fewer.is_empty() {
            continue;
        }
        let left = Slow::new(&fewer);
        let mut stays = || loop {
            let at = place(&left, &mut random, 0.0);
            let here = left.nearest(at, SNAP, 0.01);
            if here.len() == 1 && slow.nearest(at, SNAP, 0.01).len() == 1 {
                return at;
            }
        };
        let people: Vec<Local> = (0..60).map(|_| stays()).collect();
        let outlets: Vec<(u32, Local)> = (0..5).map(|c| (c, stays())).collect();
        let before = measure(&city(streets, people.clone(), &outlets), 3000.0);
        let after = measure(&city(fewer, people, &outlets), 3000.0);
        for category in (0..5).map(CategoryId) {
            for place in 0..60 {
                let d = |reach: &StreetReach| {
                    reach.distance(category, place).map_or(f64::INFINITY, |d| d.0)
                };
                // Edges join where a line goes, and are rounded to the millimetre anew.
                let (before, after) = (d(&before), d(&after));
                assert!(after >= before - 2e-3, "seed {seed} place {place}: {before}, {after}");
            }
        }
    }
}

#[test]
fn a_walk_is_legs_and_streets_and_knows_both_ends_of_an_edge() {
    // One street of 1000 m. Outlets 20 m off it at 100 m and 10 m off it at 900 m.
    let mut streets = StreetLayer::new(vec![Local::new(0.0, 0.0), Local::new(1000.0, 0.0)]);
    streets.add([0, 1]);
    let outlets = [(0, Local::new(100.0, 20.0)), (0, Local::new(900.0, -10.0))];
    let people = [(0.0, 0.0), (480.0, 5.0), (550.0, 0.0), (1000.0, 3.0)];
    let people: Vec<Local> = people.map(|(x, y)| Local::new(x, y)).to_vec();
    let city = city(streets, people, &outlets);
    let reach = measure(&city, 2000.0);
    let mut seen: Vec<(f64, f64)> = (0..4)
        .map(|p| {
            let at = city.people().unwrap().at[p as usize];
            (at.x, reach.distance(CategoryId(0), p).unwrap().0)
        })
        .collect();
    seen.sort_by(|a, b| a.0.total_cmp(&b.0));
    // 100 + 20; 5 + 380 + 20 against 5 + 420 + 10; 350 + 10; 3 + 100 + 10.
    assert_eq!(seen, [(0.0, 120.0), (480.0, 405.0), (550.0, 360.0), (1000.0, 113.0)]);
}
