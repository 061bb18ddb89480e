//! Estates with gates as enclosures: on paper, and against a version that cuts streets by rectangles.

use std::collections::HashMap;

use walkshed::coverage::{Walk, explain};
use walkshed::model::{CategoryId, City, CityParts, Estate, Gate, Local, StreetLayer};

use crate::gates::{distance, estate, gate, meet, opening, points};
use crate::random::Random;
use crate::slow::{On, Slow};
use crate::small::{SNAP, measure, network, parts, place};

/// An estate from (0, 0) to (100, 100) with a home at its middle, on a path that runs on to a shop at (300, 50),
/// bent where `bends` says and crossed there by other streets.
fn path_out(bends: &[(f64, f64)], gates: Vec<Gate>, crossed: Option<(f64, f64)>) -> City {
    let mut line = vec![(50.0, 50.0)];
    line.extend(bends);
    line.push((300.0, 50.0));
    let count = u32::try_from(line.len()).unwrap();
    let aside = crossed.map(|(x, y)| (x, y - 400.0));
    let mut streets = StreetLayer::new(points(&[line, aside.into_iter().collect()].concat()));
    streets.add(0..count);
    if let Some(crossed) = crossed {
        let at = bends.iter().position(|bend| *bend == crossed).unwrap() + 1;
        streets.add([count, u32::try_from(at).unwrap()]);
    }
    let outlets = [(0, Local::new(300.0, 50.0))];
    City::new(CityParts {
        estates: Some(vec![estate("E1", [0.0, 0.0, 100.0, 100.0])]),
        gates,
        ..parts(streets, points(&[(50.0, 50.0)]), &outlets)
    })
}

#[test]
fn a_street_passes_the_nearest_gate_within_ten_metres_if_it_is_open() {
    let own = |id: &str, at, is_open| gate(id, at, Some("E1"), None, is_open);
    let walk = |gates: Vec<Gate>| distance(&path_out(&[], gates, None));
    // Ten metres from where the path crosses the border, at (100, 50), and a little more: straight to the gate,
    // which is no nearer than the path, and from there to the path.
    assert_eq!(walk(vec![own("a", (100.0, 60.0), true)]), Some(250.0));
    let aside = walk(vec![own("a", (100.0, 60.5), true)]).unwrap();
    let expected = 50.0_f64.hypot(10.5) + 10.5 + 200.0;
    assert!((aside - expected).abs() < 1e-3, "{aside}, not {expected}");
    // Of two the nearer one counts.
    let two = |near, far| vec![own("a", (100.0, 52.0), near), own("b", (100.0, 46.0), far)];
    assert_eq!(walk(two(true, false)), Some(250.0));
    // Through the open gate, on which no street is: 50 m east and 4 south, and back.
    let by_leg = 50.0_f64.hypot(4.0) + 4.0 + 200.0;
    assert!((walk(two(false, true)).unwrap() - by_leg).abs() < 1e-3);
    assert_eq!(walk(two(false, false)), None);
    assert_eq!(
        distance(&path_out(&[], two(false, false), None).with_question(opening("a"))),
        Some(250.0)
    );
}

#[test]
fn who_leaves_by_a_gate_does_not_come_back_through_the_estate_to_a_street_behind_it() {
    // An estate of 100 by 40 m with a gate in the north and a closed one in the south, where the only near street
    // is; another street, is 100 m off in the north.
    let city = |north: bool, gates: Vec<Gate>| {
        let mut at = vec![(-100.0, -5.0), (300.0, -5.0)];
        if north {
            at.extend([(-100.0, 140.0), (300.0, 140.0)]);
        }
        let mut streets = StreetLayer::new(points(&at));
        streets.add([0, 1]);
        if north {
            streets.add([2, 3]);
            streets.add([3, 1]);
        }
        let outlets = [(0, Local::new(50.0, -5.0))];
        City::new(CityParts {
            estates: Some(vec![estate("E1", [0.0, 0.0, 100.0, 40.0])]),
            gates,
            ..parts(streets, points(&[(50.0, 20.0)]), &outlets)
        })
    };
    let own = |id: &str, at, is_open| gate(id, at, Some("E1"), None, is_open);
    let gates = |south| vec![own("n", (50.0, 40.0), true), own("s", (50.0, 0.0), south)];
    assert_eq!(distance(&city(false, gates(true))), Some(25.0));
    assert_eq!(distance(&city(false, gates(false))), None);
    // 20 m to the gate, 100 m to the street, 250 m along it, 145 m down, 250 m back.
    assert_eq!(distance(&city(true, gates(false))), Some(765.0));
    // A gate that is drawn 4 m inside leads over its border; one 30 m inside does too, to the nearer side.
    assert_eq!(distance(&city(false, vec![own("s", (50.0, 4.0), true)])), Some(25.0));
    assert_eq!(distance(&city(false, vec![own("s", (50.0, 15.0), true)])), Some(25.0));
}

#[test]
fn a_path_that_leaves_an_estate_and_comes_back_stays_inside_unless_streets_join_it_outside() {
    // Out by the north, back in, and out by the gate to the east.
    let east = || vec![gate("a", (100.0, 50.0), Some("E1"), None, true)];
    let bends = [(50.0, 150.0), (70.0, 150.0), (70.0, 50.0)];
    // 100 m up, 20 m across, 100 m down, 230 m on.
    assert_eq!(distance(&path_out(&bends, east(), None)), Some(450.0));
    assert_eq!(distance(&path_out(&bends, east(), Some((70.0, 150.0)))), None);
}

#[test]
fn an_explanation_names_the_gates_on_the_walk_or_says_that_all_are_closed() {
    let walk = |gates: Vec<Gate>| {
        let city = path_out(&[], gates, None);
        let at = city.plane().to_lonlat(Local::new(50.0, 50.0));
        explain(&city, at, "c00").unwrap().walk
    };
    let names = |walk: &Walk| match walk {
        Walk::Way(path) => path.gates().map(|gate| gate.id.to_string()).collect(),
        other => vec![format!("{other:?}")],
    };
    let own = |id: &str, at, is_open| gate(id, at, Some("E1"), None, is_open);
    // On the path, and beside it: by the street and straight.
    assert_eq!(names(&walk(vec![own("a", (100.0, 52.0), true)])), ["a"]);
    assert_eq!(names(&walk(vec![own("a", (100.0, 65.0), true)])), ["a"]);
    assert_eq!(names(&walk(Vec::new())), Vec::<String>::new());
    assert_eq!(walk(vec![own("a", (100.0, 50.0), false)]), Walk::Shut(0));
}

#[test]
fn what_runs_along_the_border_is_outside() {
    // A street on the southern border with a path from the home down to it.
    let vertices = points(&[(-50.0, 0.0), (50.0, 0.0), (100.0, 0.0), (300.0, 0.0), (50.0, 50.0)]);
    let mut streets = StreetLayer::new(vertices);
    streets.add([0, 1, 2, 3]);
    streets.add([4, 1]);
    let city = |gates| {
        City::new(CityParts {
            estates: Some(vec![estate("E1", [0.0, 0.0, 100.0, 100.0])]),
            gates,
            ..parts(
                streets.clone(),
                points(&[(50.0, 50.0), (20.0, -10.0)]),
                &[(0, Local::new(300.0, 0.0))],
            )
        })
    };
    let south = |is_open| vec![gate("a", (50.0, 0.0), Some("E1"), None, is_open)];
    // Who lives outside takes the street on the border, and is nearer to it than to what it bars.
    let walk = |is_open, at: (f64, f64)| {
        let city = city(south(is_open));
        let places = &city.people().unwrap().at;
        let place = (0u32..2).find(|place| places[*place as usize].x.total_cmp(&at.0).is_eq());
        measure(&city, 10_000.0).distance(CategoryId(0), place.unwrap()).map(|d| d.0)
    };
    assert_eq!(walk(true, (50.0, 50.0)), Some(300.0));
    assert_eq!(walk(false, (50.0, 50.0)), None);
    for is_open in [true, false] {
        assert_eq!(walk(is_open, (20.0, -10.0)), Some(290.0));
    }
}

#[test]
fn a_gate_in_a_fence_of_two_estates_leads_through_both_borders() {
    let city = |is_open| {
        let way = path_out(&[], Vec::new(), None);
        let estates =
            vec![estate("E1", [0.0, 0.0, 100.0, 100.0]), estate("E2", [100.0, 0.0, 200.0, 100.0])];
        let gates = vec![
            gate("a", (100.0, 50.0), Some("E1"), None, true),
            gate("b", (200.0, 50.0), Some("E2"), None, is_open),
        ];
        City::new(CityParts {
            estates: Some(estates),
            gates,
            ..parts(
                way.streets().unwrap().clone(),
                points(&[(50.0, 50.0)]),
                &[(0, Local::new(300.0, 50.0))],
            )
        })
    };
    assert_eq!(distance(&city(true)), Some(250.0));
    assert_eq!(distance(&city(false)), None);
}

/// Corners of a rectangle.
type Box4 = [f64; 4];

/// The shares of a segment at which it enters and leaves a rectangle, by its four sides (Liang and Barsky 1984).
fn clip(a: Local, b: Local, [west, south, east, north]: Box4) -> Option<(f64, f64)> {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (p, q) in [(-dx, a.x - west), (dx, east - a.x), (-dy, a.y - south), (dy, north - a.y)] {
        if p < 0.0 {
            from = from.max(q / p);
        } else if p > 0.0 {
            to = to.min(q / p);
        } else if q < 0.0 {
            return None;
        }
    }
    (from < to).then_some((from, to))
}

/// The slow version: streets cut at rectangles, every piece a line of its own.
struct Cut<'a> {
    boxes: Vec<Option<Box4>>,
    gates: &'a [(usize, Local, bool)],
}

impl Cut<'_> {
    /// The gate at which a street crosses a border.
    fn gate(&self, of: usize, at: Local) -> Option<usize> {
        let nearest = |own: bool, within: f64| {
            let near = self.gates.iter().enumerate().filter(|(_, gate)| !own || gate.0 == of);
            let near = near.map(|(number, gate)| (gate.1.distance(at).0, number));
            near.filter(|gate| gate.0 <= within).min_by(|a, b| a.0.total_cmp(&b.0))
        };
        nearest(true, 10.0).or_else(|| nearest(false, 2.0)).map(|gate| gate.1)
    }

    /// The ways of a place straight to open gates: to all, or to those that no street passes.
    fn gate_ways(&self, slow: &Slow, at: Local, passed: &[usize], is_on_street: bool) -> Vec<On> {
        let Some(own) = self.boxes.iter().position(|of| of.is_some_and(|of| holds(of, at))) else {
            return Vec::new();
        };
        let gates = self.gates.iter().enumerate().filter(|(number, (of, _, is_open))| {
            *of == own && *is_open && !(is_on_street && passed.contains(number))
        });
        let out = |(_, (_, gate, _)): (usize, &(usize, Local, bool))| -> Option<On> {
            let near = slow.nearest(*gate, SNAP, SNAP).into_iter().filter(|on| {
                let (to, middle) = (slow.point(on.segment, on.share), slow.point(on.segment, 0.5));
                let share = 2.0 / on.leg;
                let start = |from: f64, to: f64| from + (to - from) * share;
                let start = Local::new(start(gate.x, to.x), start(gate.y, to.y));
                let others = self.boxes.iter().enumerate().filter(|(of, _)| *of != own);
                let mut others = others.filter_map(|(_, of)| *of);
                let is_outside = !self.boxes.iter().flatten().any(|of| holds(*of, middle));
                let is_barred = |of: Box4| bars(of, (*gate, start, to), middle);
                // Past the gate nothing of the way is inside.
                let [west, south, east, north] = self.boxes[own].unwrap();
                let side = |(a, b): (Local, Local)| {
                    let off = |p: f64, a: f64, b: f64| (a.min(b) - p).max(p - a.max(b)).max(0.0);
                    off(gate.x, a.x, b.x).hypot(off(gate.y, a.y, b.y))
                };
                let far = sides([west, south, east, north]).map(side);
                let room = (far.into_iter().fold(f64::INFINITY, f64::min) + 2.0).max(10.0);
                let within = [west + 0.01, south + 0.01, east - 0.01, north - 0.01];
                let comes_back =
                    clip(*gate, to, within).is_some_and(|(_, leaves)| leaves * on.leg > room);
                is_outside && !comes_back && (on.leg <= 2.0 || !others.any(is_barred))
            });
            let nearest = near.min_by(|a, b| a.leg.total_cmp(&b.leg))?;
            Some(On { leg: nearest.leg + at.distance(*gate).0, ..nearest })
        };
        gates.filter_map(out).collect()
    }

    /// The streets, and the gates that they pass.
    fn streets(&self, streets: &StreetLayer) -> (StreetLayer, Vec<usize>) {
        let mut passed = Vec::new();
        let mut at = streets.vertices().to_vec();
        let mut uses: HashMap<u32, usize> = HashMap::new();
        for vertex in streets.lines().flatten() {
            *uses.entry(*vertex).or_default() += 1;
        }
        let mut pieces: Vec<[u32; 2]> = Vec::new();
        for line in streets.lines() {
            let (stops, mut inside) = self.stops(line, &mut at);
            self.stay(&stops, &mut inside, &uses);
            let mut start = stops[0];
            for (piece, held) in inside.iter().enumerate() {
                let end = stops[piece + 1];
                pieces.push([start, end]);
                start = end;
                let Some(next) = inside.get(piece + 1) else { continue };
                let here = at[end as usize];
                let differ = |of: &usize| held.contains(of) != next.contains(of);
                let over: Vec<Option<usize>> =
                    (0..self.boxes.len()).filter(differ).map(|of| self.gate(of, here)).collect();
                passed.extend(over.iter().flatten());
                if over.iter().any(|gate| gate.is_none_or(|gate| !self.gates[gate].2)) {
                    start = u32::try_from(at.len()).unwrap();
                    at.push(here);
                }
            }
        }
        let mut cut = StreetLayer::new(at);
        for piece in pieces {
            cut.add(piece);
        }
        (cut, passed)
    }

    /// Points of a line, where it meets rectangles too, and of each piece after one the rectangles it is in.
    fn stops(&self, line: &[u32], at: &mut Vec<Local>) -> (Vec<u32>, Vec<Vec<usize>>) {
        let (mut stops, mut inside) = (vec![line[0]], Vec::new());
        for pair in line.windows(2) {
            let (a, b) = (at[pair[0] as usize], at[pair[1] as usize]);
            let clips: Vec<(usize, (f64, f64))> = (0..self.boxes.len())
                .filter_map(|of| Some((of, clip(a, b, self.boxes[of]?)?)))
                .collect();
            let mut shares: Vec<f64> = clips.iter().flat_map(|(_, (s, t))| [*s, *t]).collect();
            shares.extend([0.0, 1.0]);
            shares.sort_by(f64::total_cmp);
            shares.dedup();
            for piece in shares.windows(2) {
                let middle = f64::midpoint(piece[0], piece[1]);
                let holds = |(_, (s, t)): &&(usize, (f64, f64))| *s < middle && middle < *t;
                inside.push(clips.iter().filter(holds).map(|(of, _)| *of).collect());
                if piece[1] < 1.0 {
                    stops.push(u32::try_from(at.len()).unwrap());
                    let s = piece[1];
                    at.push(Local::new(a.x + (b.x - a.x) * s, a.y + (b.y - a.y) * s));
                } else {
                    stops.push(pair[1]);
                }
            }
        }
        (stops, inside)
    }

    /// Between two junctions all from the first to the last piece inside are inside.
    fn stay(&self, stops: &[u32], inside: &mut [Vec<usize>], uses: &HashMap<u32, usize>) {
        let last = inside.len();
        let is_joined = |stop: usize| uses.get(&stops[stop]).is_some_and(|uses| *uses > 1);
        let ends: Vec<usize> = (0..stops.len())
            .filter(|stop| *stop == 0 || *stop == last || is_joined(*stop))
            .collect();
        for run in ends.windows(2) {
            for of in 0..self.boxes.len() {
                let held = || (run[0]..run[1]).filter(|piece| inside[*piece].contains(&of));
                let (Some(first), Some(last)) = (held().min(), held().max()) else { continue };
                for piece in &mut inside[first..=last] {
                    if !piece.contains(&of) {
                        piece.push(of);
                    }
                }
            }
        }
    }
}

/// A random city whose gates stand where streets cross borders, or not far off, or anywhere along a side.
pub(crate) struct Random4 {
    pub(crate) streets: StreetLayer,
    estates: Vec<(String, Box4)>,
    gates: Vec<(usize, Local, bool)>,
}

impl Random4 {
    pub(crate) fn new(random: &mut Random) -> Self {
        let streets = network(random);
        let slow = Slow::new(&streets);
        let (mut estates, mut gates) = (Vec::new(), Vec::new());
        for i in 0..14usize {
            let (x, y) = (random.between(0.0, 1300.0), random.between(0.0, 1300.0));
            let (w, h) = (random.between(60.0, 300.0), random.between(60.0, 300.0));
            let rectangle = [x, y, x + w, y + h];
            estates.push((format!("E{i:02}"), rectangle));
            if i % 5 == 4 {
                continue;
            }
            gates.push((i, Local::new(x + w / 2.0, y), random.below(2u32) == 0));
            for (number, (a, b)) in slow.segments.iter().enumerate() {
                let Some((from, to)) = clip(slow.at[*a], slow.at[*b], rectangle) else { continue };
                for share in [from, to] {
                    if share > 0.0 && share < 1.0 && random.below(3u32) > 0 {
                        let off = if random.below(2u32) == 0 { 0.0 } else { 4.0 };
                        let at = slow.point(number, share);
                        let at = Local::new(at.x + random.between(-off, off), at.y);
                        gates.push((i, at, random.below(3u32) > 0));
                    }
                }
            }
        }
        Self { streets, estates, gates }
    }

    fn cut(&self) -> Cut<'_> {
        let has_gate = |of: usize| self.gates.iter().any(|gate| gate.0 == of);
        let boxes = self.estates.iter().enumerate();
        Cut {
            boxes: boxes.map(|(of, e)| has_gate(of).then_some(e.1)).collect(),
            gates: &self.gates,
        }
    }

    fn city(&self, people: Vec<Local>, outlets: &[(u32, Local)]) -> City {
        City::new(self.parts(people, outlets))
    }

    /// What the city is made of.
    pub(crate) fn parts(&self, people: Vec<Local>, outlets: &[(u32, Local)]) -> CityParts {
        let estates: Vec<Estate> =
            self.estates.iter().map(|(id, box4)| estate(id, *box4)).collect();
        let gates = self.gates.iter().enumerate().map(|(number, (of, at, is_open))| {
            let id = format!("G{number:04}");
            gate(&id, (at.x, at.y), Some(&self.estates[*of].0), None, *is_open)
        });
        let gates = gates.collect();
        CityParts { estates: Some(estates), gates, ..parts(self.streets.clone(), people, outlets) }
    }
}

fn holds([west, south, east, north]: Box4, at: Local) -> bool {
    west < at.x && at.x < east && south < at.y && at.y < north
}

/// Whether a way is barred by a rectangle: it meets a side, but for one that it ends on, to a centimetre, from
/// the side of it that the street is on.
fn bars(of: Box4, (from, at, to): (Local, Local, Local), middle: Local) -> bool {
    let is_on = |(a, b): (Local, Local)| {
        let off = |p: f64, a: f64, b: f64| (a.min(b) - p).max(p - a.max(b)).max(0.0);
        off(to.x, a.x, b.x).hypot(off(to.y, a.y, b.y)) < 0.01
    };
    let met = sides(of).into_iter().filter(|side| meet((at, to), *side));
    let differs = holds(of, from) != holds(of, middle);
    met.into_iter().any(|side| !is_on(side) || differs)
}

fn sides([west, south, east, north]: Box4) -> [(Local, Local); 4] {
    let corners = points(&[(west, south), (east, south), (east, north), (west, north)]);
    std::array::from_fn(|i| (corners[i], corners[(i + 1) % 4]))
}

/// Of a place the nearest points that no border bars, all that are as near.
fn ways(slow: &Slow, boxes: &[Option<Box4>], at: Local) -> Vec<On> {
    let mut near = slow.nearest(at, SNAP, SNAP);
    near.retain(|on| {
        let (to, middle) = (slow.point(on.segment, on.share), slow.point(on.segment, 0.5));
        !boxes.iter().flatten().any(|of| bars(*of, (at, at, to), middle))
    });
    let least = near.iter().map(|on| on.leg).fold(f64::INFINITY, f64::min);
    near.retain(|on| on.leg <= least + 0.002);
    near
}

#[test]
fn walks_on_streets_inside_estates_are_those_of_the_slow_version() {
    let (mut walks, mut none, mut straight, mut changed) = (0, 0, 0, 0);
    for seed in 700..740 {
        let mut random = Random(seed);
        let of = Random4::new(&mut random);
        let cut = of.cut();
        let (streets, passed) = cut.streets(&of.streets);
        let slow = Slow::new(&streets);
        let plain = Slow::new(&of.streets);
        // Outlets stand on streets, off all borders.
        let is_clear = |at: &Local| {
            let held = cut.boxes.iter().flatten().any(|[west, south, east, north]| {
                (at.x - west).abs().min((at.x - east).abs()) < 0.5
                    || (at.y - south).abs().min((at.y - north).abs()) < 0.5
            });
            !held && slow.nearest(*at, SNAP, 0.01).len() == 1
        };
        let mut outlets = Vec::new();
        while outlets.len() < 5 {
            outlets
                .extend(Some(place(&plain, &mut random, 0.0)).filter(is_clear).map(|at| (0, at)));
        }
        let people: Vec<Local> = (0..120).map(|_| place(&plain, &mut random, 30.0)).collect();
        let city = of.city(people.clone(), &outlets);
        let reach = measure(&city, 1e5);
        let free = City::new(CityParts {
            gates: Vec::new(),
            ..parts(of.streets.clone(), people.clone(), &outlets)
        });
        let free = measure(&free, 1e5);
        let to_outlet = |at: Local| {
            let near = slow.nearest(at, SNAP, 0.0).into_iter().take(1);
            near.chain(cut.gate_ways(&slow, at, &passed, true)).collect::<Vec<On>>()
        };
        let starts: Vec<On> = outlets.iter().flat_map(|(_, at)| to_outlet(*at)).collect();
        for (number, at) in (0u32..).zip(&city.people().unwrap().at) {
            let near = ways(&slow, &cut.boxes, *at);
            let gates = cut.gate_ways(&slow, *at, &passed, !near.is_empty());
            let seen = reach.distance(CategoryId(0), number).map_or(f64::INFINITY, |d| d.0);
            // Of streets that are as near each is right.
            let of = slow.distances(&starts, &[near.clone(), gates].concat());
            let (near, gates) = of.split_at(near.len());
            let by_gate = gates.iter().copied().fold(f64::INFINITY, f64::min);
            let expected: Vec<f64> = near.iter().map(|d| d.min(by_gate)).collect();
            let expected = if near.is_empty() { vec![by_gate] } else { expected };
            let fits = |d: &f64| (d - seen).abs() < 0.01 || d.is_infinite() && seen.is_infinite();
            let is_right = expected.iter().any(fits);
            assert!(is_right, "seed {seed}, place {number}: {seen}, not {expected:?}");
            walks += usize::from(seen.is_finite());
            none += usize::from(seen.is_infinite());
            straight += usize::from(by_gate.is_finite() && (by_gate - seen).abs() < 0.01);
            let without = free.distance(CategoryId(0), number).map_or(f64::INFINITY, |d| d.0);
            changed += usize::from(seen > without + 1.0);
        }
    }
    assert!(
        walks > 3000 && none > 100 && straight > 100 && changed > 300,
        "{walks} {none} {straight} {changed}"
    );
}

#[test]
fn every_gate_that_closes_makes_walks_longer_or_leaves_them_and_an_opened_one_the_other_way() {
    let (mut longer, mut same) = (0, 0);
    for seed in 750..757 {
        let mut random = Random(seed);
        let mut of = Random4::new(&mut random);
        let slow = Slow::new(&of.streets);
        let people: Vec<Local> = (0..80).map(|_| place(&slow, &mut random, 40.0)).collect();
        let outlets: Vec<(u32, Local)> =
            (0..6).map(|_| (0, place(&slow, &mut random, 20.0))).collect();
        let walks = |city: &City| -> Vec<f64> {
            let reach = measure(city, 1e5);
            let of = |place| reach.distance(CategoryId(0), place).map_or(f64::INFINITY, |d| d.0);
            (0..80).map(of).collect()
        };
        let mut before = walks(&of.city(people.clone(), &outlets));
        // One more gate closed each time, until all are.
        let mut open: Vec<usize> = (0..of.gates.len()).filter(|at| of.gates[*at].2).collect();
        while !open.is_empty() {
            for _ in 0..3.min(open.len()) {
                let gate = open.swap_remove(random.below(open.len()));
                of.gates[gate].2 = false;
            }
            let city = of.city(people.clone(), &outlets);
            let after = walks(&city);
            for (place, (before, after)) in before.iter().zip(&after).enumerate() {
                assert!(after >= before, "seed {seed}, place {place}: {after} after {before}");
                longer += usize::from(after > before);
                same += usize::from(after.total_cmp(before).is_eq());
            }
            let asked = opening(&city.gates()[0].id);
            let opened = walks(&city.with_question(asked));
            assert!(opened.iter().zip(&after).all(|(opened, after)| opened <= after));
            before = after;
        }
    }
    assert!(longer > 200 && same > 1000, "{longer} {same}");
}
