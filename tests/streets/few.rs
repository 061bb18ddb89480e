//! The nearest few outlets along streets, against walks to each outlet alone by the slow version.

use walkshed::index::Index;
use walkshed::model::{CategoryId, City, CityParts, Local, Question, StreetLayer};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{Profile, parse};
use walkshed::reach::{Walked, few, few_along, walk};
use walkshed::units::{Metres, People};

use crate::beside::{whole, with_unit};
use crate::gates::{gate, gated, points};
use crate::random::Random;
use crate::slow::{On, Slow};
use crate::small::{OFF, SNAP, network, parts, place};

/// How far walks are looked for.
const LIMIT: f64 = 900.0;

/// Outlets that are looked at.
const FEW: usize = 3;

/// Walks to the nearest few outlets, ascending, infinite where there are none within the limit; none where the
/// nearest street of the place is in doubt.
fn slowly(slow: &Slow, people: &[Local], outlets: &[Local]) -> Vec<Option<[f64; FEW]>> {
    let on: Vec<Vec<On>> = people.iter().map(|at| slow.nearest(*at, SNAP, OFF)).collect();
    let sure: Vec<On> = on.iter().filter(|on| on.len() == 1).map(|on| on[0]).collect();
    let ends = outlets.iter().filter_map(|at| slow.nearest(*at, SNAP, 0.0).first().copied());
    let by_outlet: Vec<Vec<f64>> = ends.map(|end| slow.distances(&[end], &sure)).collect();
    let mut number = 0;
    let mut of = |on: &Vec<On>| match on.len() {
        0 => Some([f64::INFINITY; FEW]),
        1 => {
            let mut all: Vec<f64> = by_outlet.iter().map(|walks| walks[number]).collect();
            number += 1;
            all.retain(|walk| *walk <= LIMIT);
            all.sort_by(f64::total_cmp);
            all.resize(FEW, f64::INFINITY);
            Some([all[0], all[1], all[2]])
        }
        _ => None,
    };
    on.iter().map(&mut of).collect()
}

#[test]
fn the_nearest_few_are_those_of_walks_to_each_outlet_alone() {
    let mut held = 0;
    for seed in 1000..1040 {
        let mut random = Random(seed);
        let streets = network(&mut random);
        let slow = Slow::new(&streets);
        let people: Vec<Local> = (0..80).map(|_| place(&slow, &mut random, 60.0)).collect();
        let is_sure = |at: &Local| slow.nearest(*at, SNAP, OFF).len() == 1;
        // Some of them on one street, some twice at one place.
        let mut ends: Vec<Local> =
            (0..9).map(|_| place(&slow, &mut random, 40.0)).filter(is_sure).collect();
        ends.extend(ends.first().copied());
        let outlets: Vec<(u32, Local)> = ends.iter().map(|at| (0, *at)).collect();
        let expected = slowly(&slow, &people, &ends);
        let city = with_unit(streets, people.clone(), &outlets);
        let (index, category) = (Index::new(&city), CategoryId(0));
        let lines = city.streets().unwrap();
        let walked = walk(&city, lines, (&index, &[category]), Metres(SNAP), Metres(LIMIT));
        let lines = few(&city, &index, &[(category, LIMIT)], FEW);
        let found = few_along(&city, &index, &walked, category, &lines);
        // A city keeps its people in its own order.
        for (at, found) in city.people().unwrap().at.iter().zip(found.chunks(FEW)) {
            let number = people.iter().position(|other| other == at).unwrap();
            let Some(expected) = expected[number] else { continue };
            for (found, expected) in found.iter().zip(expected) {
                let is_out =
                    found.is_infinite() && (expected.is_infinite() || expected > LIMIT - OFF);
                assert!(
                    is_out || (found - expected).abs() < OFF,
                    "seed {seed}: {found} {expected}"
                );
                held += 1;
            }
        }
    }
    assert!(held > 5000, "{held}");
}

#[test]
fn the_choice_along_streets_counts_everybody_and_never_more_than_the_circle() {
    let mut random = Random(7);
    let streets = network(&mut random);
    let slow = Slow::new(&streets);
    let people: Vec<Local> = (0..400).map(|_| place(&slow, &mut random, 30.0)).collect();
    let outlets: Vec<(u32, Local)> = (0..8).map(|_| (0, place(&slow, &mut random, 20.0))).collect();
    let city = with_unit(streets, people, &outlets);
    let profile = three_within(400);
    let assessment = assess(&city, &profile, Detail::Figures);
    let choice = assessment.choices[0].total[0].clone().unwrap();
    let along = choice.along.unwrap();
    let sum = |counts: &[People]| counts.iter().copied().sum::<People>();
    assert_eq!((sum(&along.by_count), choice.people), (People(400), People(400)));
    // With so many or more along streets no more than in a straight line.
    for n in 1..=3 {
        assert!(sum(&along.by_count[n..]) <= sum(&choice.by_count[n..]), "{n}");
    }
    // Who has any within reach is who streets.csv counts.
    let street = assessment.streets.unwrap();
    let within = street.layers[0].total[0].clone().unwrap().along.served;
    assert_eq!(sum(&along.by_count[1..]), within);
    assert!(within > People(0));
    for (walk, line) in along.nearest.iter().zip(&choice.nearest) {
        let far = |length: Option<Metres>| length.map_or(f64::INFINITY, |length| length.0);
        assert!(far(walk.median) >= far(line.median));
    }
}

/// A city in which outlets have entrances away from them, all outlets of one category.
fn with_entrances(seed: u64) -> CityParts {
    let mut parts = gated(&mut Random(seed));
    // So that some are the second and the third of it.
    parts.outlets.iter_mut().for_each(|outlet| outlet.category = CategoryId(0));
    parts
}

/// The least of some lengths, [`FEW`] of them.
fn least(mut lengths: Vec<f64>) -> Vec<f64> {
    lengths.sort_by(f64::total_cmp);
    lengths.resize(FEW, f64::INFINITY);
    lengths
}

#[test]
fn the_nearest_few_lead_through_gates_and_entrances_as_each_alone_does() {
    let (category, mut held, mut held_back) = (CategoryId(0), 0, 0);
    for seed in 1100..1130 {
        let parts = with_entrances(seed);
        let city = City::new(parts.clone());
        let places = city.people().unwrap().len();
        let all = walked(&city);
        let index = Index::new(&city);
        let lines = few(&city, &index, &[(category, LIMIT)], FEW);
        let found = few_along(&city, &index, &all, category, &lines);
        let (mut walks, mut lines) = (vec![Vec::new(); places], vec![Vec::new(); places]);
        for outlet in parts.outlets.clone() {
            let alone = City::new(CityParts { outlets: vec![outlet.clone()], ..parts.clone() });
            let reach = walked(&alone).reach;
            for (place, at) in (0u32..).zip(&city.people().unwrap().at) {
                let walk = reach.distance(category, place).map_or(f64::INFINITY, |walk| walk.0);
                walks[place as usize].push(walk);
                let (dx, dy) = (at.x - outlet.at.x, at.y - outlet.at.y);
                lines[place as usize].push((dx * dx + dy * dy).sqrt());
            }
        }
        for ((found, walks), lines) in found.chunks(FEW).zip(walks).zip(lines) {
            let (walks, lines) = (least(walks), least(lines));
            for ((found, walk), line) in found.iter().zip(walks).zip(lines) {
                assert!(found.total_cmp(&walk.max(line)).is_eq(), "{seed}: {found} {walk} {line}");
                held += usize::from(walk.is_finite());
                held_back += usize::from(walk < line - OFF);
            }
        }
    }
    assert!(held > 1000 && held_back > 10, "{held} {held_back}");
}

#[test]
fn a_far_outlet_with_a_near_entrance_does_not_hide_the_others() {
    // A street of 2000 m, the place at 0. The park lies 700 m off and is entered at 10 m; a shop stands at 200 m.
    let mut streets = StreetLayer::new(points(&[(0.0, 0.0), (2000.0, 0.0)]));
    streets.add([0, 1]);
    let outlets = [(0, Local::new(0.0, 700.0)), (0, Local::new(200.0, 0.0))];
    let gates = vec![gate("door", (10.0, 0.0), None, Some("P0"), true)];
    let city = City::new(CityParts { gates, ..parts(streets, points(&[(0.0, 0.0)]), &outlets) });
    let (index, walked) = (Index::new(&city), walked(&city));
    let few = |count| {
        let lines = few(&city, &index, &[(CategoryId(0), LIMIT)], count);
        few_along(&city, &index, &walked, CategoryId(0), &lines)
    };
    // Walks of 10 and 200 m, lines of 200 and 700 m: the first is none nearer than the first line.
    assert_eq!(few(1), [200.0]);
    assert_eq!(few(2), [200.0, 700.0]);
}

#[test]
fn whom_the_choice_has_within_reach_are_those_of_the_streets_with_entrances_too() {
    let mut reached = 0;
    for seed in 1140..1160 {
        let city = City::new(CityParts { subdistricts: vec![whole()], ..with_entrances(seed) });
        let assessment = assess(&city, &three_within(400), Detail::Figures);
        let along = assessment.choices[0].total[0].clone().unwrap().along.unwrap();
        let within = assessment.streets.unwrap().layers[0].total[0].clone().unwrap().along.served;
        assert_eq!(along.by_count[1..].iter().copied().sum::<People>(), within, "seed {seed}");
        reached += within.0;
    }
    assert!(reached > 200, "{reached}");
}

#[test]
fn a_barrier_that_is_laid_brings_none_of_the_few_nearer() {
    let (mut held, mut further) = (0, 0);
    for seed in 1160..1175 {
        let mut random = Random(seed);
        let mut end = |at: Local| {
            let to = Local::new(random.between(-60.0, 60.0), random.between(-60.0, 60.0));
            Local::new(at.x + to.x, at.y + to.y)
        };
        let city = || City::new(with_entrances(seed));
        let places = city().people().unwrap().at.clone();
        let barrier = places.iter().step_by(3).map(|at| vec![end(*at), end(*at)]).collect();
        let laid = city().with_question(Question { barrier, ..Question::default() });
        let [before, after] = [city(), laid].map(|city| {
            let index = Index::new(&city);
            let lines = few(&city, &index, &[(CategoryId(0), LIMIT)], FEW);
            few_along(&city, &index, &walked(&city), CategoryId(0), &lines)
        });
        for (before, after) in before.iter().zip(&after) {
            assert!(after >= before, "seed {seed}: {after} after {before}");
            held += usize::from(before.is_finite());
            further += usize::from(after > before);
        }
    }
    assert!(held > 1000 && further > 100, "{held} {further}");
}

/// A profile of one service that asks for three outlets within so many metres.
fn three_within(metres: u32) -> Profile {
    let text = format!(
        "key = \"own\"\nname_en = \"Own\"\ndocument = \"none\"\nland_codes = [\"0701\"]\nnearest = 3\n\
         [[service]]\nkey = \"c00\"\nname_en = \"C\"\nlead_en = \"A\"\n\
         [[service.provider]]\ncategory = \"c00\"\nradius_m = {metres}\n"
    );
    parse(&text, "own.toml").0.unwrap()
}

fn walked(city: &City) -> Walked {
    let lines = city.streets().unwrap();
    walk(city, lines, (&Index::new(city), &[CategoryId(0)]), Metres(SNAP), Metres(LIMIT))
}
