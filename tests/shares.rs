//! Shares of measures in what a plan gains and loses: they add up, and are the Shapley values that a look at
//! every set of measures finds.

#![expect(clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::cast_precision_loss, reason = "residents of a test city are few")]

mod city;
mod plans;
mod random;

use walkshed::assessment::Review;
use walkshed::model::{City, Measure, Plan};
use walkshed::pipeline::review_watched;
use walkshed::profile::{Profile, builtin};
use walkshed::watch::Watch;

use self::city::parts;
use self::plans::{is_served, random_plan};

fn profile() -> Profile {
    builtin("circle15").unwrap()
}

fn reviewed(city: &City, plan: &Plan) -> Review {
    review_watched(city, &profile(), plan, &Watch::default()).unwrap().review
}

/// Gained and lost.
type Pair = [f64; 2];

fn is_near(one: Pair, other: Pair) -> bool {
    one.iter().zip(other).all(|(a, b)| (a - b).abs() <= 1e-9 * b.abs().max(1.0))
}

#[test]
fn shares_add_up_to_what_the_plan_gains_and_loses() {
    for seed in 0..40 {
        let city = City::new(parts(seed));
        let plan = random_plan(&city, seed, 14);
        let review = reviewed(&city, &plan);
        for (s, passage) in review.effect.total.services.iter().enumerate() {
            let parts = review.measures.iter().filter_map(|measure| measure.parts[s]);
            let sum = parts.fold([0.0, 0.0], |sum, of| [sum[0] + of.gained, sum[1] + of.lost]);
            let Some(passage) = passage else {
                assert!(review.measures.iter().all(|measure| measure.parts[s].is_none()));
                continue;
            };
            let whole = [passage.gained, passage.lost].map(|of| of.people.unwrap().all.0 as f64);
            assert!(is_near(sum, whole), "seed {seed}, service {s}: {sum:?} {whole:?}");
        }
    }
}

/// Whether each place is served after some measures, chosen by the bits of a number.
fn served(city: &City, plan: &Plan, chosen: usize, service: usize) -> Vec<bool> {
    let (profile, all) = (profile(), plan.measures.iter().enumerate());
    let some: Vec<&Measure> =
        all.filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, measure)| measure).collect();
    let after = city.after(some);
    let places = &city.people().unwrap().at;
    places.iter().map(|&at| is_served(&after, after.outlets(), &profile, service, at)).collect()
}

fn factorial(n: usize) -> f64 {
    (1..=n).map(|k| k as f64).product()
}

/// What some measures gain of those whom the plan gains, and lose of those whom it loses, by a look at each
/// set of measures.
fn values(city: &City, plan: &Plan, service: usize) -> Vec<Pair> {
    let all = 1usize << plan.measures.len();
    let sets: Vec<Vec<bool>> = (0..all).map(|set| served(city, plan, set, service)).collect();
    let (today, whole) = (&sets[0], &sets[all - 1]);
    let people = city.people().unwrap();
    let value = |set: &Vec<bool>| {
        let mut value = [0.0, 0.0];
        for (place, &at) in people.at.iter().enumerate() {
            let units = city.subdistricts().iter().filter(|unit| unit.shape.contains(at)).count();
            let residents = f64::from(people.all[place]) * units as f64;
            if !today[place] && whole[place] && set[place] {
                value[0] += residents;
            }
            if today[place] && !whole[place] && !set[place] {
                value[1] += residents;
            }
        }
        value
    };
    sets.iter().map(value).collect()
}

#[test]
fn shares_are_the_shapley_values_of_both_games() {
    let mut shared = 0;
    for seed in 0..60 {
        let city = City::new(parts(seed));
        let mut plan = random_plan(&city, seed + 70, 30);
        // Those that change what reaches whom, as many as can be looked at in all sets.
        plan.measures.retain(|m| m.removes(&city).is_some() || m.adds(&city).is_some());
        plan.measures.truncate(5);
        let review = reviewed(&city, &plan);
        let n = plan.measures.len();
        for (s, passage) in review.effect.total.services.iter().enumerate() {
            if passage.is_none_or(|of| of.is_still()) {
                continue;
            }
            let values = values(&city, &plan, s);
            for (at, measure) in review.measures.iter().enumerate() {
                let mut expected = [0.0, 0.0];
                for set in (0..values.len()).filter(|set| set >> at & 1 == 0) {
                    let size = set.count_ones() as usize;
                    let weight = factorial(size) * factorial(n - size - 1) / factorial(n);
                    for side in [0, 1] {
                        let more = values[set | 1 << at][side] - values[set][side];
                        expected[side] += weight * more;
                    }
                }
                let part = measure.parts[s].unwrap();
                let found = [part.gained, part.lost];
                assert!(is_near(found, expected), "seed {seed}, {s}: {found:?} {expected:?}");
                let whole = [passage.unwrap().gained, passage.unwrap().lost];
                let whole = whole.map(|of| of.people.unwrap().all.0 as f64);
                let is_shared = |side: usize| found[side] > 0.0 && found[side] < whole[side];
                shared += u32::from(is_shared(0) || is_shared(1));
            }
        }
    }
    assert!(shared > 30, "{shared}");
}
