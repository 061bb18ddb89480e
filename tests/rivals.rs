//! What holds for several plans of one city.

#![expect(clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::cast_precision_loss, reason = "residents of a test city are few")]

mod city;
mod plans;
mod random;

use walkshed::assessment::{
    Compared, Contest, Criterion, Lack, Passage, Rivals, UnitEffect, Versus,
};
use walkshed::model::{Action, City, Local, Plan};
use walkshed::pipeline::compare_watched;
use walkshed::profile::{Profile, builtin};
use walkshed::watch::Watch;

use self::city::parts;
use self::plans::{is_served, opening, plan, random_plan, turning};
use self::random::Random;

fn profile() -> Profile {
    builtin("circle15").unwrap()
}

fn compared(city: &City, plans: &[Plan]) -> Compared {
    compare_watched(city, &profile(), plans, &Watch::default()).unwrap()
}

fn versus(rivals: &Rivals, plan: usize, against: usize) -> &Versus {
    rivals.versus.iter().find(|of| (of.plan, of.against) == (plan, against)).unwrap()
}

/// A random plan, with costs.
fn costed(city: &City, seed: u64) -> Plan {
    let (mut plan, mut random) = (random_plan(city, seed, 8), Random(seed));
    for measure in &mut plan.measures {
        measure.cost = Some(f64::from(random.below(9u32)));
    }
    plan
}

#[test]
fn swapped_plans_swap_what_is_gained_and_what_is_lost() {
    for seed in 0..20 {
        let city = City::new(parts(seed));
        let plans = [7, 8].map(|more| costed(&city, 100 * more + seed));
        let rivals = compared(&city, &plans).rivals;
        let (forth, back) = (versus(&rivals, 0, 1), versus(&rivals, 1, 0));
        for (one, other) in forth.effect.passages().zip(back.effect.passages()) {
            assert_eq!((one.gained, one.lost), (other.lost, other.gained), "seed {seed}");
            assert_eq!((one.before, one.after), (other.after, other.before), "seed {seed}");
        }
        let turned = match forth.contest {
            Contest::Beats => Contest::Beaten,
            Contest::Beaten => Contest::Beats,
            same => same,
        };
        assert_eq!(back.contest, turned);
    }
}

#[test]
fn a_plan_against_itself_is_nought_everywhere_and_shares_every_measure() {
    for seed in 0..20 {
        let city = City::new(parts(seed));
        let plan = costed(&city, seed);
        let twin = Plan { name: "twin".to_owned(), ..plan.clone() };
        let rivals = compared(&city, &[plan.clone(), twin]).rivals;
        for of in &rivals.versus {
            assert!(of.effect.passages().all(Passage::is_still), "seed {seed}");
            assert!(of.effect.passages().all(|of| of.before == of.after), "seed {seed}");
            assert_eq!((of.contest, of.better.len()), (Contest::Level, 0));
        }
        let all: Vec<_> = (0..plan.measures.len()).map(|at| vec![(0, at), (1, at)]).collect();
        assert_eq!(rivals.shared, all, "seed {seed}");
    }
}

#[test]
fn a_plan_against_none_is_that_plan_against_today() {
    for seed in 0..15 {
        let city = City::new(parts(seed));
        let plans = [costed(&city, seed), plan(Vec::new())];
        let both = compared(&city, &plans);
        let of = versus(&both.rivals, 0, 1);
        assert_eq!(of.effect, both.reviewed[0].review.effect.total, "seed {seed}");
    }
}

#[test]
fn residents_whom_one_plan_serves_and_another_not_are_found_at_every_place() {
    let profile = profile();
    for seed in 0..10 {
        let city = City::new(parts(seed));
        let plans = [3, 4].map(|more| random_plan(&city, 100 * more + seed, 10));
        let rivals = compared(&city, &plans).rivals;
        let [one, other] = plans.each_ref().map(|plan| city.after(&plan.measures));
        let people = city.people().unwrap();
        let inside = |at| city.subdistricts().iter().filter(|u| u.shape.contains(at)).count();
        for (s, passage) in versus(&rivals, 0, 1).effect.services.iter().enumerate() {
            let Some(passage) = passage else { continue };
            let mut expected = [0, 0];
            for (&at, &residents) in people.at.iter().zip(&people.all) {
                let [is, was] =
                    [&one, &other].map(|city| is_served(city, city.outlets(), &profile, s, at));
                let residents = u64::from(residents) * inside(at) as u64;
                expected[0] += if is && !was { residents } else { 0 };
                expected[1] += if was && !is { residents } else { 0 };
            }
            let found = [passage.gained, passage.lost].map(|of| of.people.unwrap().all.0);
            assert_eq!(found, expected, "seed {seed}, service {s}");
        }
    }
}

/// All that is compared, the larger the better, as one row of numbers.
fn row(plan: &Plan, effect: &UnitEffect) -> Vec<f64> {
    let people = |heads: Option<walkshed::assessment::Heads>| heads.unwrap().all.0 as f64;
    let mut row = vec![-plan.measures.iter().map(|measure| measure.cost.unwrap()).sum::<f64>()];
    for of in effect.passages() {
        row.extend([people(of.gained.people), -people(of.lost.people)]);
    }
    row
}

#[test]
fn the_beaten_plans_are_those_that_a_look_at_every_pair_and_figure_finds() {
    let mut beaten = 0;
    for seed in 0..25 {
        let city = City::new(parts(seed));
        // The second does a part of what the first does; the third does it at other costs.
        let first = costed(&city, seed);
        let half = first.measures.iter().step_by(2).cloned().collect();
        let mut other = first.clone();
        other.measures.iter_mut().for_each(|m| m.cost = m.cost.map(|cost| cost + 1.0));
        let plans = [first, plan(half), other, costed(&city, seed + 900)];
        let all = compared(&city, &plans);
        let rows: Vec<Vec<f64>> = plans
            .iter()
            .zip(&all.reviewed)
            .map(|(plan, reviewed)| row(plan, &reviewed.review.effect.total))
            .collect();
        for (at, rival) in all.rivals.plans.iter().enumerate() {
            let beats = |other: &usize| {
                let pairs = || rows[*other].iter().zip(&rows[at]);
                pairs().all(|(a, b)| a >= b) && pairs().any(|(a, b)| a > b)
            };
            let expected: Vec<usize> = (0..4).filter(beats).collect();
            assert_eq!(rival.beaten_by, expected, "seed {seed}, plan {at}");
            beaten += expected.len();
        }
    }
    assert!(beaten > 25, "{beaten}");
}

#[test]
fn costs_decide_between_plans_that_do_the_same_and_unknown_costs_decide_nothing() {
    let city = City::new(parts(3));
    let costing = |cost| {
        let mut opening = opening(1, "laundry", Local::new(2250.0, 2250.0));
        opening.cost = cost;
        plan(vec![opening])
    };
    let contest = |costs: [Option<f64>; 2]| {
        let rivals = compared(&city, &costs.map(costing)).rivals;
        let of = versus(&rivals, 0, 1);
        (of.contest, of.better.clone(), rivals.costs_count)
    };
    assert_eq!(contest([Some(2.0), Some(3.0)]), (Contest::Beats, vec![Criterion::Cost], true));
    assert_eq!(contest([Some(3.0), Some(3.0)]), (Contest::Level, vec![], true));
    assert_eq!(contest([Some(3.0), None]), (Contest::CostUnknown, vec![], true));
    assert_eq!(contest([None, None]), (Contest::Level, vec![], false));
}

#[test]
fn a_plan_that_takes_what_another_leaves_alone_loses_and_is_beaten() {
    let city = City::new(parts(5));
    let counted = |at: usize| city.outlets()[at].is_counted();
    let target = (0..40).find(|at| counted(*at)).unwrap();
    let close = turning(1, Action::Close, (&city, u32::try_from(target).unwrap()), |_| ());
    let rivals = compared(&city, &[plan(vec![close]), plan(Vec::new())]).rivals;
    let of = versus(&rivals, 1, 0);
    assert_eq!(of.contest, Contest::Beats);
    let is_loss = |of: &Criterion| matches!(of, Criterion::Loses(Lack::Service(_) | Lack::Circle));
    assert!(!of.better.is_empty() && of.better.iter().all(is_loss), "{:?}", of.better);
    assert_eq!(rivals.plans[0].beaten_by, [1]);
    assert!(rivals.shared.is_empty());
}
