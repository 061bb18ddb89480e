//! The nearest few outlets along streets, against walks to each outlet alone by the slow version.

use walkshed::index::Index;
use walkshed::model::{CategoryId, City, CityParts, Local};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::parse;
use walkshed::reach::{Walked, few_along, walk};
use walkshed::units::{Metres, People};

use crate::beside::with_unit;
use crate::gates::gated;
use crate::random::Random;
use crate::slow::{On, Slow};
use crate::small::{OFF, SNAP, network, place};

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
        let found = few_along(&city, &index, &walked, category, FEW);
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
    let text = "key = \"own\"\nname_en = \"Own\"\ndocument = \"none\"\nland_codes = [\"0701\"]\n\
                nearest = 3\n[[service]]\nkey = \"c00\"\nname_en = \"C\"\nlead_en = \"A\"\n\
                [[service.provider]]\ncategory = \"c00\"\nradius_m = 400\n";
    let profile = parse(text, "own.toml").0.unwrap();
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

#[test]
fn the_nearest_few_lead_through_gates_and_entrances_as_each_alone_does() {
    let (category, mut held) = (CategoryId(0), 0);
    for seed in 1100..1130 {
        let mut parts = gated(&mut Random(seed));
        // All of one category, so that some are the second and the third of it.
        parts.outlets.iter_mut().for_each(|outlet| outlet.category = category);
        // Beside their entrances, so that no walk is shorter than the straight line.
        for gate in &parts.gates {
            let of_gate =
                parts.outlets.iter_mut().filter(|of| Some(&*of.id) == gate.outlet.as_deref());
            of_gate.for_each(|outlet| outlet.at = gate.at);
        }
        let city = City::new(parts.clone());
        let places = city.people().unwrap().len();
        let all = walked(&city);
        let found = few_along(&city, &Index::new(&city), &all, category, FEW);
        let mut expected = vec![Vec::new(); places];
        for outlet in parts.outlets.clone() {
            let alone = City::new(CityParts { outlets: vec![outlet.clone()], ..parts.clone() });
            let reach = walked(&alone).reach;
            for (place, at) in (0u32..).zip(&city.people().unwrap().at) {
                let walk = reach.distance(category, place).map_or(f64::INFINITY, |walk| walk.0);
                expected[place as usize].push(walk.max(at.distance(outlet.at).0));
            }
        }
        for (found, mut expected) in found.chunks(FEW).zip(expected) {
            expected.sort_by(f64::total_cmp);
            expected.resize(FEW, f64::INFINITY);
            let is_same = |(a, b): (&f64, &f64)| a.total_cmp(b).is_eq();
            assert!(
                found.iter().zip(&expected).all(is_same),
                "seed {seed}: {found:?} {expected:?}"
            );
            held += found.iter().filter(|walk| walk.is_finite()).count();
        }
    }
    assert!(held > 1000, "{held}");
}

fn walked(city: &City) -> Walked {
    let lines = city.streets().unwrap();
    walk(city, lines, (&Index::new(city), &[CategoryId(0)]), Metres(SNAP), Metres(LIMIT))
}
