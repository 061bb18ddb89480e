//! What was built against a plan: deviations that are planted are found, and what they cost is what a look
//! at every place finds.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod city;
mod plans;
mod random;

use std::collections::BTreeMap;

use walkshed::assessment::{Acceptance, Allowed, Deviation, Done, KnownBy, Passage, UnitEffect};
use walkshed::model::{Action, City, Local, Measure, NewWay, Plan, StreetKind, Walking};
use walkshed::pipeline::{accept_watched, review_watched};
use walkshed::profile::{Profile, builtin};
use walkshed::units::{Metres, SquareMetres};
use walkshed::watch::Watch;

use self::city::{CATEGORIES, parts};
use self::plans::{is_served, measure, opening, plan, random_plan, turning};
use self::random::Random;

const ALLOWED: Allowed = Allowed { same_place: Metres(10.0), same_outlet: Metres(300.0) };

fn profile() -> Profile {
    builtin("circle15").unwrap()
}

fn accepted(city: &City, plan: &Plan, built: &Plan) -> Acceptance {
    let sides = (plan, built);
    accept_watched(city, &profile(), sides, ALLOWED, &Watch::default()).unwrap().acceptance
}

fn is_still(of: &UnitEffect) -> bool {
    of.passages().all(Passage::is_still)
}

/// A measure as it is built: one of the ways to deviate from it, with what is to be found.
fn deviated(measure: &Measure, way: u32, number: u32) -> (Option<Measure>, Vec<Deviation>) {
    let mut built = measure.clone();
    let Some(outlet) = &mut built.outlet else {
        // A closure can be late, or missing.
        return match way % 3 {
            0 => (None, vec![Deviation::Missing]),
            1 => {
                built.phase += 1;
                (Some(built), vec![Deviation::Late])
            }
            _ => (Some(built), Vec::new()),
        };
    };
    let (is_new, far) = (measure.target.is_none(), 20.0 + f64::from(number));
    let found = match way {
        0 => return (None, vec![Deviation::Missing]),
        1 => {
            outlet.at.x += far;
            vec![Deviation::Moved(Metres(far))]
        }
        2 => {
            let other = CATEGORIES.iter().find(|key| **key != outlet.category).unwrap();
            (*other).clone_into(&mut outlet.category);
            vec![Deviation::OtherCategory]
        }
        3 => {
            outlet.capacity = Some(10.0);
            vec![Deviation::Smaller]
        }
        4 => {
            outlet.floor_area = Some(SquareMetres(901.0));
            vec![Deviation::Larger]
        }
        5 => {
            built.phase += 2;
            vec![Deviation::Late]
        }
        6 => {
            outlet.at.y -= far;
            outlet.capacity = None;
            built.phase -= 1;
            vec![Deviation::Moved(Metres(far)), Deviation::Unstated, Deviation::Early]
        }
        7 if is_new => {
            // Under an id of its own, not far off: known by its category.
            built.id = format!("B{number}");
            Vec::new()
        }
        _ => Vec::new(),
    };
    (Some(built), found)
}

/// A random plan of sized outlets far apart in time, what is built of it, and what is to be found.
fn planted(city: &City, seed: u64) -> (Plan, Plan, Vec<Vec<Deviation>>) {
    let mut random = Random(seed ^ 0xACCE);
    let mut planned = random_plan(city, seed, 12);
    for (number, measure) in (0u32..).zip(&mut planned.measures) {
        measure.phase = 10 * (1 + number % 3);
        if let Some(outlet) = &mut measure.outlet {
            (outlet.capacity, outlet.floor_area) = (Some(50.0), Some(SquareMetres(900.0)));
        }
    }
    let (mut built, mut expected) = (Vec::new(), Vec::new());
    for (number, measure) in (0u32..).zip(&planned.measures) {
        let (done, found) = deviated(measure, random.below(9u32), number);
        built.extend(done);
        expected.push(found);
    }
    // Nobody planned it, and nothing of the plan is near.
    built.push(opening(900, "laundry", Local::new(9000.0, 9000.0)));
    expected.push(vec![Deviation::Unplanned]);
    built.reverse();
    (planned, plan(built), expected)
}

fn is_it(found: &[Deviation], expected: &[Deviation]) -> bool {
    found.len() == expected.len()
        && found.iter().zip(expected).all(|pair| match pair {
            (Deviation::Moved(Metres(a)), Deviation::Moved(Metres(b))) => (a - b).abs() < 1e-9,
            (a, b) => a == b,
        })
}

#[test]
fn planted_deviations_are_found_and_nothing_else() {
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 0..60 {
        let city = City::new(parts(seed));
        let (planned, built, expected) = planted(&city, seed);
        let of = accepted(&city, &planned, &built);
        assert_eq!(of.measures.len(), expected.len(), "seed {seed}");
        for (at, (done, expected)) in of.measures.iter().zip(&expected).enumerate() {
            let found = &done.deviations;
            assert!(is_it(found, expected), "seed {seed}, {at}: {found:?} {expected:?}");
            for of in expected {
                *kinds.entry(of.key()).or_default() += 1;
            }
        }
    }
    // Each kind that is planted was there to be found.
    let least = kinds.values().min();
    assert!(kinds.len() == 9 && least.is_some_and(|count| *count > 5), "{kinds:?}");
}

#[test]
fn what_was_built_as_planned_costs_nothing_and_has_no_deviation() {
    for seed in 0..15 {
        let city = City::new(parts(seed));
        let planned = random_plan(&city, seed, 12);
        let mut built = planned.clone();
        built.measures.reverse();
        let of = accepted(&city, &planned, &built);
        assert!(is_still(&of.between.total) && of.between.units.iter().all(is_still));
        assert_eq!(of.planned, of.built);
        for done in &of.measures {
            assert_eq!((done.deviations.len(), done.known_by), (0, Some(KnownBy::Id)));
            assert!(is_still(&done.alone) && is_still(&done.as_built) && done.meanwhile.is_none());
        }
    }
}

#[test]
fn the_ends_are_those_of_reviews_and_a_swap_swaps_gains_and_losses() {
    for seed in 0..12 {
        let city = City::new(parts(seed));
        let (planned, built, _) = planted(&city, seed);
        let (of, back) = (accepted(&city, &planned, &built), accepted(&city, &built, &planned));
        for (plan, effect) in [(&planned, &of.planned), (&built, &of.built)] {
            let review = review_watched(&city, &profile(), plan, &Watch::default()).unwrap();
            assert_eq!(review.review.effect, *effect, "seed {seed}");
        }
        for (one, other) in of.between.total.passages().zip(back.between.total.passages()) {
            assert_eq!((one.gained, one.lost), (other.lost, other.gained), "seed {seed}");
        }
    }
}

/// Residents whom a service reaches after some measures and not after others, and the other way round, by
/// a look at every place.
fn looked(city: &City, service: usize, [before, after]: [&[&Measure]; 2]) -> [u64; 2] {
    let profile = profile();
    let [before, after] = [before, after].map(|all| city.after(all.iter().copied()));
    let people = city.people().unwrap();
    let mut found = [0, 0];
    for (&at, &residents) in people.at.iter().zip(&people.all) {
        let units = city.subdistricts().iter().filter(|unit| unit.shape.contains(at)).count();
        let [was, is] =
            [&before, &after].map(|city| is_served(city, city.outlets(), &profile, service, at));
        let residents = u64::from(residents) * units as u64;
        found[0] += if is && !was { residents } else { 0 };
        found[1] += if was && !is { residents } else { 0 };
    }
    found
}

fn turned(passage: &Passage) -> [u64; 2] {
    [passage.gained, passage.lost].map(|of| of.people.unwrap().all.0)
}

#[test]
fn what_a_deviation_costs_is_found_at_every_place() {
    let mut costly = 0;
    for seed in 0..6 {
        let city = City::new(parts(seed));
        let (planned, built, _) = planted(&city, seed);
        let of = accepted(&city, &planned, &built);
        for done in of.measures.iter().filter(|of| !of.deviations.is_empty()) {
            let Done { planned: was, built: is, .. } = *done;
            let all = |plan: &'_ Plan, not: Option<usize>| {
                let all = plan.measures.iter().enumerate().filter(move |(at, _)| Some(*at) != not);
                all.map(|(_, measure)| measure.clone()).collect::<Vec<_>>()
            };
            let (whole, finished) = (all(&planned, None), all(&built, None));
            let mut mixed = [all(&planned, was), all(&built, is)];
            mixed[0].extend(is.map(|at| built.measures[at].clone()));
            mixed[1].extend(was.map(|at| planned.measures[at].clone()));
            let sides = [[&whole, &mixed[0]], [&mixed[1], &finished]];
            for (effect, sides) in [&done.alone, &done.as_built].into_iter().zip(sides) {
                for (s, passage) in effect.services.iter().enumerate() {
                    let Some(passage) = passage else { continue };
                    let sides = sides.map(|all| all.iter().collect::<Vec<_>>());
                    let expected = looked(&city, s, [&sides[0], &sides[1]]);
                    assert_eq!(turned(passage), expected, "seed {seed}, service {s}");
                    costly += u32::from(expected != [0, 0]);
                }
            }
        }
    }
    assert!(costly > 20, "{costly}");
}

#[test]
fn those_who_wait_for_a_late_opening_are_those_whom_it_serves_in_its_phase() {
    let city = City::new(parts(2));
    let at = Local::new(2250.0, 2250.0);
    // A second one at the same place comes a phase later: until then the first is needed.
    let phased = |number, phase| Measure { phase, ..opening(number, "laundry", at) };
    let planned = plan(vec![phased(1, 2026), phased(2, 2027)]);
    let built = plan(vec![phased(1, 2028), phased(2, 2027)]);
    let of = accepted(&city, &planned, &built);
    let first = &of.measures[0];
    assert_eq!(first.deviations, [Deviation::Late]);
    assert!(is_still(&first.alone), "in the end all is as planned");
    let alone = review_watched(&city, &profile(), &plan(vec![phased(1, 2026)]), &Watch::default());
    let alone = alone.unwrap().review.effect.total;
    let waiting = first.meanwhile.as_ref().unwrap();
    for (waiting, alone) in waiting.passages().zip(alone.passages()) {
        assert_eq!((waiting.lost, waiting.gained), (alone.gained, alone.lost));
    }
    assert!(!is_still(waiting));
    assert_eq!(of.measures[1].meanwhile, None);
}

#[test]
fn new_outlets_are_matched_by_category_nearest_first_and_then_by_place() {
    let city = City::new(parts(2));
    let at = |x: f64| Local::new(x, 2000.0);
    let planned =
        plan(vec![opening(1, "laundry", at(1000.0)), opening(2, "laundry", at(1200.0)), {
            opening(3, "breakfast", at(3000.0))
        }]);
    let built = |number: u32, category, x| Measure {
        id: format!("B{number}"),
        ..opening(number, category, at(x))
    };
    // 1150 is nearest to 1200 (50 m), though the first could take it (150 m); 1290 is left for the first
    // (290 m). Of the breakfast shop a laundry stands 4 m off.
    let done = plan(vec![
        built(1, "laundry", 1290.0),
        built(2, "laundry", 1150.0),
        built(3, "laundry", 3004.0),
        built(4, "laundry", 3900.0),
    ]);
    let of = accepted(&city, &planned, &done);
    let pairs: Vec<_> = of.measures.iter().map(|of| (of.planned, of.built, of.known_by)).collect();
    let expected = [
        (Some(0), Some(0), Some(KnownBy::Category)),
        (Some(1), Some(1), Some(KnownBy::Category)),
        (Some(2), Some(2), Some(KnownBy::Place)),
        (None, Some(3), None),
    ];
    assert_eq!(pairs, expected);
    assert_eq!(of.measures[0].deviations, [Deviation::Moved(Metres(290.0))]);
    assert_eq!(of.measures[2].deviations, [Deviation::OtherCategory]);
}

#[test]
fn an_outlet_that_was_to_be_closed_and_serves_still_is_told() {
    let city = City::new(parts(2));
    let target = city.outlets().iter().position(walkshed::model::Outlet::is_counted).unwrap();
    let target = u32::try_from(target).unwrap();
    let close = turning(1, Action::Close, (&city, target), |_| ());
    // It was moved instead, under another number: known by the outlet that both take.
    let moved = Measure { id: "B".to_owned(), ..turning(1, Action::Move, (&city, target), |_| ()) };
    let of = accepted(&city, &plan(vec![close]), &plan(vec![moved]));
    assert_eq!(of.measures[0].known_by, Some(KnownBy::Target));
    assert_eq!(of.measures[0].deviations, [Deviation::OtherState]);
}

#[test]
fn a_gate_that_opens_is_not_one_that_closes_and_a_line_built_elsewhere_has_moved() {
    let city = City::new(parts(3));
    let walking = |number: u32, action, walking| Measure {
        walking: Some(Box::new(walking)),
        ..measure(number, action)
    };
    let line = |far: f64| {
        let line = vec![Local::new(0.0, far), Local::new(400.0, far)];
        Walking::Ways(vec![NewWay { line, kind: StreetKind::default(), is_level: true }])
    };
    let planned = plan(vec![
        walking(1, Action::CloseGate, Walking::Gate(0, false)),
        walking(2, Action::Street, line(0.0)),
        walking(3, Action::Street, line(90.0)),
    ]);
    let built = plan(vec![
        walking(1, Action::OpenGate, Walking::Gate(0, true)),
        walking(2, Action::Street, line(4.0)),
        walking(3, Action::Street, line(160.0)),
    ]);
    let of = accepted(&city, &planned, &built);
    let told: Vec<_> = of.measures.iter().map(|of| (of.planned, of.built)).collect();
    assert_eq!(told, [(Some(0), None), (Some(1), Some(1)), (Some(2), Some(2)), (None, Some(0))]);
    assert!(of.measures[1].deviations.is_empty());
    let moved = of.measures[2].deviations[0].moved().unwrap();
    assert!((moved.0 - 70.0).abs() < 1e-9, "{moved:?}");
}
