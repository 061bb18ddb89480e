//! What holds for any plan.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod city;
mod plans;
mod random;

use walkshed::assessment::{
    Amount, Assessment, Caveat, Contribution, Course, Effect, Gap, Lack, Passage, PeopleRate,
    Reviewed, Served, UnitEffect,
};
use walkshed::model::{Action, City, Local, Measure, OutletId, Plan, PlannedOutlet, Shape};
use walkshed::pipeline::{Detail, after_plan, assess, compare_watched, review_watched};
use walkshed::profile::{Profile, builtin};
use walkshed::units::SquareMetres;
use walkshed::watch::Watch;

use self::city::{CATEGORIES, parts};
use self::plans::{is_served, opening, plan, random_plan, turning};
use self::random::Random;

fn profile() -> Profile {
    builtin("circle15").unwrap()
}

fn reviewed(city: &City, plan: &Plan) -> Reviewed {
    review_watched(city, &profile(), plan, &Watch::default()).unwrap()
}

/// Land and residents that are served.
fn sums(served: &Served) -> (f64, i128) {
    (served.land.served.0, served.people.map_or(0, |heads| i128::from(heads.all.0)))
}

fn amounts(amount: &Amount) -> (f64, i128) {
    (amount.land.0, amount.people.map_or(0, |heads| i128::from(heads.all.0)))
}

fn all(effect: &Effect) -> impl Iterator<Item = &UnitEffect> {
    effect.units.iter().chain([&effect.total])
}

/// Whether what is served changes by what is gained less what is lost.
fn adds_up(effect: &Effect, seed: u64) {
    for unit in all(effect) {
        for passage in unit.passages() {
            let (before, after) = (sums(&passage.before), sums(&passage.after));
            let (gained, lost) = (amounts(&passage.gained), amounts(&passage.lost));
            let land = passage.before.land.land.0;
            let error = (after.0 - before.0 - gained.0 + lost.0).abs();
            assert!(error <= 1e-9 * land, "seed {seed}: {error} of {land} m2");
            assert_eq!(after.1 - before.1, gained.1 - lost.1, "seed {seed}");
            for group in 0..4 {
                let heads =
                    [passage.after, passage.before].map(|s| s.people.unwrap().groups[group]);
                let turned =
                    [passage.gained, passage.lost].map(|a| a.people.unwrap().groups[group]);
                let net = |pair: [Option<_>; 2]| {
                    let [a, b] = pair.map(|n: Option<walkshed::units::People>| n.map(|n| n.0));
                    a.zip(b).map(|(a, b)| i128::from(a) - i128::from(b))
                };
                assert_eq!(net(heads), net(turned), "seed {seed}");
            }
        }
    }
}

#[test]
fn after_less_before_is_gained_less_lost_for_every_unit_service_group_and_phase() {
    for seed in 0..40 {
        let city = City::new(parts(seed));
        let reviewed = reviewed(&city, &random_plan(&city, seed, 14));
        adds_up(&reviewed.review.effect, seed);
        reviewed.review.phases.iter().for_each(|phase| adds_up(&phase.effect, seed));
        if let Some(last) = reviewed.review.phases.last() {
            assert_eq!(last.effect, reviewed.review.effect);
        }
    }
}

/// Whether the circle counts the same services before and after.
#[derive(PartialEq, Clone, Copy)]
enum Circles {
    Same,
    Other,
}

/// The figures of an effect's end, or of its beginning, against those of a run.
fn are_those_of_a_run(
    effect: &Effect,
    end: fn(&Passage) -> Served,
    run: &Assessment,
    circles: Circles,
) {
    let units = effect.units.iter().zip(&run.units).chain([(&effect.total, &run.total)]);
    for (unit, figures) in units {
        let people = |served: Served, rate: PeopleRate, of: [Option<PeopleRate>; 1]| {
            let heads = served.people.unwrap();
            assert_eq!(heads.all, rate.served);
            assert_eq!(heads.groups[2], of[0].map(|rate| rate.served));
        };
        for (passage, service) in unit.services.iter().zip(&figures.services) {
            let Some(passage) = passage else { continue };
            let served = end(passage);
            let (Some(land), Some(rates)) = (service.land, service.people) else {
                assert_eq!(sums(&served), (0.0, 0), "its last outlet is closed");
                continue;
            };
            assert_eq!(served.land, land, "to the last bit");
            people(served, rates.all, [rates.age_60plus]);
        }
        if circles != Circles::Same {
            continue;
        }
        let (circle, figures) = (unit.circle.unwrap(), figures.circle.as_ref().unwrap());
        assert_eq!(end(&circle).land, figures.land, "to the last bit");
        let rates = figures.people.unwrap();
        people(end(&circle), rates.all, [rates.age_60plus]);
    }
}

/// The gaps after a plan against those of a run, without what only a run says of them.
fn gaps_are_those_of_a_run(of: &Reviewed, run: &Assessment, circles: Circles) {
    // A service whose last outlet closes is not measured any more by a run; here all its land is gaps.
    let is_told = |gap: &&Gap| match gap.lack {
        Lack::Service(at) => run.services[at].is_known() && of.today.services[at].is_known(),
        Lack::Circle => circles == Circles::Same,
    };
    let bare = |gap: &Gap| Gap {
        nearest: None,
        continued: Vec::new(),
        complaints: None,
        missing: Vec::new(),
        ..gap.clone()
    };
    let pairs = of.planned.gaps.iter().filter(is_told);
    let (mut found, mut expected) = (pairs, run.gaps.listed.iter().filter(is_told));
    loop {
        let (found, expected) = (found.next(), expected.next());
        let (Some(one), Some(other)) = (found, expected) else {
            assert_eq!(found.is_none(), expected.is_none());
            break;
        };
        if circles == Circles::Same {
            assert_eq!(one.missing, other.missing);
        }
        assert_eq!(format!("{:?}", bare(one)), format!("{:?}", bare(other)), "to the last bit");
    }
}

/// A thousand plans, ten for one city each, so that what one has measured is of use to the next.
#[test]
fn figures_after_a_plan_are_those_of_a_run_on_the_city_after_it_to_the_last_bit() {
    let (mut same, mut other) = (0, 0);
    for seed in 0..100 {
        let city = City::new(parts(seed));
        let plans: Vec<Plan> =
            (0..10).map(|k| random_plan(&city, seed * 10 + k + 500, 14)).collect();
        let compared = compare_watched(&city, &profile(), &plans, &Watch::default()).unwrap();
        for (plan, of) in plans.iter().zip(&compared.reviewed) {
            let run = after_plan(&city, &profile(), plan, &Watch::default()).unwrap();
            let is_same = run.circle_services == of.today.circle_services;
            let is_told = of.review.caveats.contains(&Caveat::CircleGapsNotFollowed);
            assert_eq!(is_same, !is_told, "seed {seed}");
            let circles = if is_same { Circles::Same } else { Circles::Other };
            let effect = &of.review.effect;
            are_those_of_a_run(effect, |passage| passage.before, &of.today, Circles::Same);
            are_those_of_a_run(effect, |passage| passage.after, &run, circles);
            gaps_are_those_of_a_run(of, &run, circles);
            assert_eq!(of.planned.capacities, run.capacities, "seed {seed}");
            *(if is_same { &mut same } else { &mut other }) += 1;
        }
    }
    assert!(same > 500 && other > 5, "{same} {other}");
}

#[test]
fn the_way_back_loses_what_was_gained() {
    for seed in 0..30 {
        let city = City::new(parts(seed));
        let there = random_plan(&city, seed, 10);
        // Everything that the plan does is undone: what it took opens again, what it left closes.
        let planned = city.after(&there.measures);
        let mut back = Vec::new();
        let place = |id: &str| {
            let at = planned.outlets().iter().position(|o| &*o.id == id);
            at.map(|at| OutletId(u32::try_from(at).unwrap()))
        };
        for (number, measure) in (0u32..).zip(&there.measures) {
            let before = measure.target.map(|id| &city.outlets()[id.index()]);
            let target = measure.outlet.as_ref().and_then(|outlet| place(&outlet.id));
            let outlet = before.map(|outlet| PlannedOutlet::of(&city, outlet));
            let name = (String::new(), measure.phase);
            back.push(Measure {
                id: format!("B{number}"),
                name: name.0,
                phase: name.1,
                cost: None,
                action: Action::Change,
                target,
                outlet,
                homes: None,
                walking: None,
            });
        }
        let (forth, back) = (reviewed(&city, &there), reviewed(&planned, &plan(back)));
        for (one, other) in all(&forth.review.effect).zip(all(&back.review.effect)) {
            for (one, other) in one.services.iter().zip(&other.services) {
                let (Some(one), Some(other)) = (one, other) else { continue };
                assert_eq!((one.before, one.after), (other.after, other.before));
                assert_eq!((one.gained, one.lost), (other.lost, other.gained), "seed {seed}");
            }
        }
    }
}

#[test]
fn an_empty_plan_changes_nothing() {
    for seed in 0..10 {
        let city = City::new(parts(seed));
        let of = reviewed(&city, &plan(Vec::new()));
        assert!(all(&of.review.effect).flat_map(UnitEffect::passages).all(Passage::is_still));
        assert!(all(&of.review.effect).flat_map(UnitEffect::passages).all(|p| p.before == p.after));
        assert!(of.review.phases.is_empty() && of.review.measures.is_empty());
        let courses = of.gaps.iter().map(|gap| gap.course);
        assert!(courses.into_iter().all(|course| course == Course::Untouched));
        assert_eq!(of.gaps.len(), of.today.gaps.listed.len());
    }
}

#[test]
fn a_plan_for_the_city_that_has_it_already_changes_nothing() {
    for seed in 0..10 {
        let today = City::new(parts(seed));
        let first = random_plan(&today, seed, 10);
        let city = today.after(&first.measures);
        // The outlets that the plan leaves, left as they are.
        let again = (0u32..).zip(city.outlets()).filter(|(_, o)| o.id.starts_with('N'));
        let again: Vec<Measure> = again
            .enumerate()
            .map(|(n, (target, _))| {
                turning(u32::try_from(n).unwrap(), Action::Change, (&city, target), |_| ())
            })
            .collect();
        let of = reviewed(&city, &plan(again));
        assert!(all(&of.review.effect).flat_map(UnitEffect::passages).all(Passage::is_still));
        let kinds = of.review.measures.iter().map(|measure| measure.contribution);
        assert!(kinds.into_iter().all(|kind| kind == Contribution::NotOfReach));
    }
}

#[test]
fn the_order_of_measures_changes_nothing() {
    for seed in 0..15 {
        let city = City::new(parts(seed));
        let forth = random_plan(&city, seed, 12);
        let mut back = forth.clone();
        back.measures.reverse();
        let (one, other) = (reviewed(&city, &forth), reviewed(&city, &back));
        assert_eq!(one.review.effect, other.review.effect);
        assert_eq!(one.review.phases, other.review.phases);
        let reversed: Vec<_> = other.review.measures.into_iter().rev().collect();
        assert_eq!(one.review.measures, reversed);
    }
}

#[test]
fn openings_lose_nothing_and_closures_gain_nothing() {
    for seed in 0..30 {
        let city = City::new(parts(seed));
        let mut random = Random(seed);
        let mut place = || Local::new(random.between(0.0, 4500.0), random.between(0.0, 4500.0));
        let opens = (0..6).map(|n| opening(n, CATEGORIES[n as usize % 5], place())).collect();
        let opened = reviewed(&city, &plan(opens));
        let closes = (0..6).map(|n| turning(n, Action::Close, (&city, n * 5), |_| ())).collect();
        let closed = reviewed(&city, &plan(closes));
        for unit in all(&opened.review.effect) {
            assert!(unit.passages().all(|passage| passage.lost.is_nothing()), "seed {seed}");
        }
        for unit in all(&closed.review.effect) {
            assert!(unit.passages().all(|passage| passage.gained.is_nothing()), "seed {seed}");
        }
    }
}

#[test]
fn residents_gained_and_lost_are_those_that_a_look_at_every_place_finds() {
    let profile = profile();
    for seed in 0..12 {
        let city = City::new(parts(seed));
        let plan = random_plan(&city, seed + 900, 12);
        let after = city.after(&plan.measures);
        let of = reviewed(&city, &plan).review;
        let people = city.people().unwrap();
        let known: Vec<usize> = (0..profile.services.len())
            .filter(|&s| of.effect.total.services[s].is_some())
            .collect();
        let inside = |shape: &Shape, at| shape.contains(at);
        for (unit, effect) in city.subdistricts().iter().zip(&of.effect.units) {
            let places =
                people.at.iter().zip(&people.all).filter(|(at, _)| inside(&unit.shape, **at));
            let mut expected = vec![[0u64; 2]; known.len() + 1];
            for (&at, &residents) in places {
                let sides = [&city, &after].map(|city| {
                    let all = known.iter();
                    all.map(|&s| is_served(city, city.outlets(), &profile, s, at))
                        .collect::<Vec<_>>()
                });
                let mut count = |row: usize, was: bool, is: bool| {
                    expected[row][0] += if is && !was { u64::from(residents) } else { 0 };
                    expected[row][1] += if was && !is { u64::from(residents) } else { 0 };
                };
                for (row, (&was, &is)) in sides[0].iter().zip(&sides[1]).enumerate() {
                    count(row, was, is);
                }
                let circle: Vec<usize> =
                    (0..known.len()).filter(|&k| profile.services[known[k]].in_circle).collect();
                let [was, is] = sides.each_ref().map(|side| circle.iter().all(|&k| side[k]));
                count(known.len(), was, is);
            }
            let found = known.iter().map(|&s| effect.services[s].unwrap());
            for (row, passage) in found.chain(effect.circle).enumerate() {
                let turned = [passage.gained, passage.lost].map(|a| a.people.unwrap().all.0);
                assert_eq!(turned, expected[row], "seed {seed}, unit {}", unit.id);
            }
        }
    }
}

#[test]
fn land_gained_and_lost_is_that_which_a_fine_raster_finds() {
    let profile = profile();
    for seed in 0..3 {
        let city = City::new(parts(seed));
        let plan = random_plan(&city, seed + 70, 12);
        let after = city.after(&plan.measures);
        let of = reviewed(&city, &plan).review;
        let run = assess(&city, &profile, Detail::Maps);
        let known: Vec<usize> = (0..profile.services.len())
            .filter(|&s| of.effect.total.services[s].is_some())
            .collect();
        let step = 15.0;
        for (unit, (effect, land)) in of.effect.units.iter().zip(&run.land).enumerate() {
            let bounds = land.bounds();
            let mut cells = [0.0; 2];
            let mut at = Local::new(bounds.min.x + step / 2.0, bounds.min.y + step / 2.0);
            while at.y < bounds.max.y {
                at.x = bounds.min.x + step / 2.0;
                while at.x < bounds.max.x {
                    if land.contains(at) {
                        let [was, is] = [&city, &after].map(|city| {
                            let mut circle =
                                known.iter().filter(|&&s| profile.services[s].in_circle);
                            circle.all(|&s| is_served(city, city.outlets(), &profile, s, at))
                        });
                        cells[0] += if is && !was { step * step } else { 0.0 };
                        cells[1] += if was && !is { step * step } else { 0.0 };
                    }
                    at.x += step;
                }
                at.y += step;
            }
            let circle = effect.circle.unwrap();
            let exact = [circle.gained.land, circle.lost.land].map(|SquareMetres(area)| area);
            for (cells, exact) in cells.into_iter().zip(exact) {
                // A border of 2 km through cells of 15 m is off by less than 2000 * 15 / 4 m2.
                assert!((cells - exact).abs() < 7500.0, "seed {seed}, {unit}: {cells} {exact}");
            }
        }
    }
}

#[test]
fn two_openings_at_one_place_replace_each_other() {
    let city = City::new(parts(3));
    let at = Local::new(2250.0, 2250.0);
    let twins = plan(vec![opening(1, "laundry", at), opening(2, "laundry", at)]);
    let of = reviewed(&city, &twins).review;
    assert!(of.measures.iter().all(|m| m.contribution == Contribution::Replaceable));
    assert!(of.measures.iter().all(|m| !m.alone.services.iter().flatten().all(Passage::is_still)));
}

#[test]
fn what_no_service_is_measured_by_is_not_said_to_add_nothing() {
    let city = City::new(parts(3));
    // Nothing of it is in the rule set; a second laundry on a first one of today is.
    let laundry = city
        .outlets()
        .iter()
        .find(|outlet| CATEGORIES[outlet.category.index()] == "laundry" && outlet.is_counted());
    let measures = vec![
        opening(1, "cinema_that_nobody_measures", Local::new(2250.0, 2250.0)),
        opening(2, "laundry", laundry.unwrap().at),
    ];
    let of = reviewed(&city, &plan(measures)).review;
    let kinds: Vec<Contribution> = of.measures.iter().map(|m| m.contribution).collect();
    assert_eq!(kinds, [Contribution::NotMeasured, Contribution::AddsNothing]);
}

#[test]
fn the_first_outlets_of_a_service_are_told_and_not_counted_as_gains() {
    let mut parts = parts(4);
    parts.outlets.retain(|o| CATEGORIES[o.category.index()] != "laundry");
    let city = City::new(parts);
    let of = reviewed(&city, &plan(vec![opening(1, "laundry", Local::new(2000.0, 2000.0))]));
    let laundry = profile().services.iter().position(|s| s.key == "laundry").unwrap();
    assert!(of.review.caveats.contains(&Caveat::FirstOutlets(laundry)));
    assert_eq!(of.review.effect.total.services[laundry], None);
    assert!(of.review.effect.total.passages().all(Passage::is_still));
}
