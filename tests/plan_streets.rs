//! What a plan does along streets: outlets, new streets and gates, against walking each city anew.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod city;
mod plans;
mod random;

use walkshed::assessment::{
    Accepted, Allowed, Contest, Criterion, Kept, PlanWalks, StreetService, WalkEffect, WalkPassage,
};
use walkshed::model::{
    Action, City, Gate, Local, Measure, NewWay, Plan, StreetKind, StreetLayer, Walking,
};
use walkshed::pipeline::{Detail, accept_watched, assess, compare_watched, review_watched};
use walkshed::profile::{Asked, Counted, Demand, Reaching, Requirement, builtin};
use walkshed::units::{Metres, Share};
use walkshed::watch::Watch;

use self::city::parts;
use self::plans::{measure, plan, random_plan};
use self::random::Random;

/// A random city with a grid of streets, 300 m apart, of which some blocks are left out, and gates of some
/// estates.
fn street_city(seed: u64) -> City {
    let mut parts = parts(seed);
    let mut random = Random(seed ^ 0x77);
    let number = |row: u32, column: u32| row * 16 + column;
    let at = |n: u32| Local::new(f64::from(n % 16) * 300.0, f64::from(n / 16) * 300.0);
    let mut streets = StreetLayer::new((0..256).map(at).collect());
    for row in 0..16u32 {
        for column in 0..16u32 {
            if column < 15 && random.below(4u32) > 0 {
                streets.add([number(row, column), number(row, column + 1)]);
            }
            if row < 15 && random.below(4u32) > 0 {
                streets.add([number(row, column), number(row + 1, column)]);
            }
        }
    }
    parts.streets = Some(streets);
    let estates = parts.estates.as_ref().unwrap();
    let gates = estates.iter().step_by(3).enumerate().map(|(at, estate)| {
        let corner = estate.shape.bounds().min;
        Gate {
            id: format!("G{at}").into(),
            name: "".into(),
            at: corner,
            estate: Some(estate.id.as_str().into()),
            outlet: None,
            is_open: at % 2 == 0,
        }
    });
    parts.gates = gates.collect();
    City::new(parts)
}

fn street(number: u32, from: (f64, f64), to: (f64, f64), is_level: bool) -> Measure {
    let line = [from, to].map(|(x, y)| Local::new(x, y)).to_vec();
    let kind = StreetKind { is_public: !is_level, is_apart: !is_level, ..StreetKind::default() };
    let ways = vec![NewWay { line, kind, is_level }];
    let walking = Some(Box::new(Walking::Ways(ways)));
    Measure { walking, ..measure(number, Action::Street) }
}

fn gate(number: u32, city: &City, at: usize) -> Measure {
    let opens = !city.gates()[at].is_open;
    let action = if opens { Action::OpenGate } else { Action::CloseGate };
    let walking = Some(Box::new(Walking::Gate(at, opens)));
    Measure { walking, ..measure(number, action) }
}

/// Outlets, two new lines and two gates that change.
fn walking_plan(city: &City, seed: u64) -> Plan {
    let mut random = Random(seed ^ 0x99);
    let mut place = || (random.between(0.0, 4500.0), random.between(0.0, 4500.0));
    let mut measures = random_plan(city, seed, 8).measures;
    measures.push(street(200, place(), place(), true));
    measures.push(street(201, place(), place(), false));
    measures.push(gate(202, city, 0));
    measures.push(gate(203, city, 1));
    plan(measures)
}

fn walks(city: &City, plan: &Plan) -> PlanWalks {
    let profile = builtin("circle15").unwrap();
    review_watched(city, &profile, plan, &Watch::default()).unwrap().walks.unwrap()
}

#[test]
fn after_a_plan_as_many_reach_a_service_along_streets_as_a_run_on_the_city_after_it_finds() {
    let profile = builtin("circle15").unwrap();
    let (mut gained, mut lost) = (0, 0);
    for seed in 0..8 {
        let city = street_city(seed);
        let mut plan = walking_plan(&city, seed);
        // New lines in every other city: there a walk may keep to the streets of before.
        let has_ways = seed % 2 == 0;
        plan.measures.retain(|of| has_ways || of.action != Action::Street);
        let of = walks(&city, &plan);
        let whole = of.whole().unwrap();
        let run = |city: &City| assess(city, &profile, Detail::Figures).streets.unwrap();
        let (before, after) = (run(&city), run(&city.after(&plan.measures)));
        for (unit, services) in whole.units.iter().chain([&whole.total]).enumerate() {
            for (service, passage) in services.iter().enumerate() {
                let Some(WalkPassage { before: was, gained: more, lost: fewer, after: is }) =
                    passage
                else {
                    continue;
                };
                let along = |of: &walkshed::assessment::StreetFigures| {
                    let layer = &of.layers[0];
                    let services = layer.units.get(unit).unwrap_or(&layer.total);
                    services[service].as_ref().map_or(0, |of| of.along.served.0)
                };
                assert_eq!(was.all.0, along(&before), "seed {seed}");
                let found = along(&after);
                assert!(is.all.0 == found || has_ways && is.all.0 > found, "seed {seed}: {found}");
                assert_eq!(was.all.0 + more.all.0 - fewer.all.0, is.all.0);
                gained += more.all.0;
                lost += fewer.all.0;
            }
        }
    }
    assert!(gained > 100 && lost > 100, "{gained} gained, {lost} lost");
}

#[test]
fn a_new_street_and_an_open_gate_take_nothing_and_a_closed_gate_gives_nothing() {
    let mut moved = 0;
    for seed in 0..8 {
        let city = street_city(seed);
        let plan = walking_plan(&city, seed);
        let of = walks(&city, &plan);
        assert_eq!(of.measures.len(), 4);
        for measure in &of.measures {
            let action = plan.measures[measure.measure].action;
            for passage in measure.alone.iter().flatten() {
                let (gained, lost) = (passage.gained.all.0, passage.lost.all.0);
                match action {
                    Action::CloseGate => assert_eq!(gained, 0, "seed {seed}"),
                    _ => assert_eq!(lost, 0, "seed {seed}: {action:?}"),
                }
                moved += gained + lost;
            }
        }
    }
    assert!(moved > 100, "{moved}");
}

#[test]
fn a_plan_without_effect_leaves_all_walks_as_they_are() {
    let city = street_city(1);
    // A gate that stays as it is.
    let walking = Some(Box::new(Walking::Gate(0, city.gates()[0].is_open)));
    let of = walks(&city, &plan(vec![Measure { walking, ..measure(1, Action::OpenGate) }]));
    let passages = of.whole().unwrap().total.iter().flatten();
    assert!(passages.clone().count() > 3);
    for passage in passages {
        assert_eq!(passage.before, passage.after);
        assert_eq!((passage.gained.all.0, passage.lost.all.0), (0, 0));
    }
}

/// A rule that asks for a share of the residents along streets.
fn walked_rule(service: usize, at_least: f64, everywhere: bool, by: Option<u32>) -> Requirement {
    Requirement {
        name: None,
        service: Asked::Service(service),
        reach: Reaching::Streets,
        demand: Demand::Rate {
            of: Counted::People,
            at_least: Share(at_least),
            in_every_subdistrict: everywhere,
        },
        by,
    }
}

#[test]
fn rules_along_streets_are_judged_by_the_walks_of_the_city_after_each_phase() {
    let profile = builtin("circle15").unwrap();
    let (mut seen, mut broken) = (0, 0);
    for seed in 0..5 {
        let city = street_city(seed);
        let mut plan = walking_plan(&city, seed);
        plan.measures.retain(|of| of.action != Action::Street);
        for (at, measure) in plan.measures.iter_mut().enumerate() {
            measure.phase = 2026 + u32::try_from(at % 2).unwrap();
        }
        let of = review_watched(&city, &profile, &plan, &Watch::default()).unwrap();
        for by in [2025, 2026, 2027] {
            let done = plan.measures.iter().filter(|of| of.phase <= by);
            let run = assess(&city.after(done), &profile, Detail::Figures).streets.unwrap();
            let share = |of: &[Option<StreetService>], service: usize| {
                of[service].as_ref().and_then(|of| of.along.share).map(|share| share.0)
            };
            for service in 0..profile.services.len() {
                let Some(total) = share(&run.layers[0].total, service) else { continue };
                // Between two shares that differ by one resident.
                for (asked, kept) in [(total - 1e-9, Kept::Yes), (total + 1e-9, Kept::No)] {
                    let rule = walked_rule(service, asked, false, Some(by));
                    assert_eq!(of.judge(&[rule])[0].kept, kept, "seed {seed}, {by}, {service}");
                }
                let units = run.layers[0].units.iter().map(|of| share(of, service));
                let low: Vec<usize> = units
                    .enumerate()
                    .filter_map(|(at, share)| (share? < total).then_some(at))
                    .collect();
                let rule = walked_rule(service, total, true, Some(by));
                let judged = of.judge(&[rule]).remove(0);
                let found: Vec<usize> = judged.breaches.iter().filter_map(|of| of.unit).collect();
                assert_eq!(found, low, "seed {seed}, {by}, {service}");
                (seen, broken) = (seen + 1, broken + found.len());
            }
        }
        let nobody = Requirement {
            demand: Demand::NobodyLoses,
            service: Asked::Every,
            ..walked_rule(0, 0.0, false, None)
        };
        let loses = of.walks.as_ref().unwrap().whole().unwrap().units.iter().flatten().flatten();
        let losing = loses.filter(|of| of.lost.all.0 > 0).count();
        assert_eq!(of.judge(&[nobody])[0].breaches.len(), losing, "seed {seed}");
    }
    assert!(seen > 50 && broken > 50, "{seen} rates, {broken} breaches");
}

#[test]
fn rules_along_streets_are_not_told_without_streets() {
    let profile = builtin("circle15").unwrap();
    let city = City::new(parts(3));
    let plan = random_plan(&city, 3, 4);
    let of = review_watched(&city, &profile, &plan, &Watch::default()).unwrap();
    assert_eq!(of.judge(&[walked_rule(0, 0.5, false, None)])[0].kept, Kept::Untold);
}

#[test]
fn the_sheet_of_a_street_or_a_gate_shows_every_resident_who_gains_or_loses() {
    let profile = builtin("circle15").unwrap();
    let (mut shown, mut still) = (0, 0);
    for seed in 0..8 {
        let city = street_city(seed);
        let plan = walking_plan(&city, seed);
        for of in &walks(&city, &plan).measures {
            let picture = &of.picture;
            let turned =
                |at: usize| of.alone[at].as_ref().map_or(0, |of| of.gained.all.0 + of.lost.all.0);
            let Some(service) = picture.service else {
                still += 1;
                assert!((0..of.alone.len()).all(|at| turned(at) == 0), "seed {seed}");
                assert!(picture.places.is_empty());
                continue;
            };
            assert!((0..of.alone.len()).all(|at| turned(at) <= turned(service)), "seed {seed}");
            let drawn = |reaches: [bool; 2]| {
                let its = picture.places.iter().filter(|place| place.reaches == reaches);
                its.map(|place| place.residents.0).sum::<u64>()
            };
            let passage = of.alone[service].unwrap();
            assert_eq!(drawn([false, true]), passage.gained.all.0, "seed {seed}");
            assert_eq!(drawn([true, false]), passage.lost.all.0, "seed {seed}");
            // Who reaches it today is told by a run on the city, place by place.
            let run = |city: &City| assess(city, &profile, Detail::Figures).streets.unwrap();
            let along = run(&city).layers[0].total[service].as_ref().unwrap().along.served.0;
            assert!(drawn([true, true]) + drawn([true, false]) <= along, "seed {seed}");
            for place in &picture.places {
                assert!(picture.extent.holds(place.at) && place.residents.0 > 0);
            }
            shown += 1;
        }
    }
    assert!(shown > 5 && still > 0, "{shown} {still}");
}

/// Streets are cut where reach ends: what is drawn as beyond is no longer than what is drawn at all, and a new
/// line is among the streets of its own map alone.
#[test]
fn a_new_line_is_on_the_map_after_it_and_not_before() {
    let city = street_city(2);
    let plan = plan(vec![street(200, (300.0, 300.0), (900.0, 900.0), false)]);
    let picture = &walks(&city, &plan).measures[0].picture;
    let length = |lines: &[Vec<Local>]| {
        let pairs = lines.iter().flat_map(|line| line.windows(2));
        pairs.map(|pair| pair[0].distance(pair[1]).0).sum::<f64>()
    };
    let [before, after] = &picture.streets;
    // 600 m to the east and 600 m to the north.
    let more = length(&after.all) - length(&before.all);
    assert!((more - 600.0 * 2.0_f64.sqrt()).abs() < 0.1, "{more}");
    for streets in [before, after] {
        assert!(length(&streets.beyond) <= length(&streets.all) + 0.1);
    }
}

fn accepted(city: &City, plan: &Plan, built: &Plan) -> Accepted {
    let allowed = Allowed { same_place: Metres(10.0), same_outlet: Metres(300.0) };
    let profile = builtin("circle15").unwrap();
    accept_watched(city, &profile, (plan, built), allowed, &Watch::default()).unwrap()
}

fn whole(city: &City, plan: &Plan) -> WalkEffect {
    walks(city, plan).whole().unwrap().clone()
}

#[test]
fn what_was_built_is_walked_against_the_plan() {
    let mut moved = 0;
    for seed in 0..4 {
        let city = street_city(seed);
        let plan = walking_plan(&city, seed);
        let mut built = plan.clone();
        // Without the first outlet and a gate, with the public street elsewhere, and one outlet late.
        built.measures.retain(|of| of.action != Action::OpenGate);
        built.measures.remove(0);
        built.measures[1].phase += 1;
        let at = built.measures.iter().position(|of| of.action == Action::Street).unwrap();
        built.measures[at] = street(200, (200.0, 150.0), (4200.0, 3150.0), true);
        let of = accepted(&city, &plan, &built);
        let walked = of.walks.unwrap();
        let [planned, done] = [&plan, &built].map(|plan| whole(&city, plan));
        assert_eq!((&walked.planned, &walked.built), (&planned, &done), "seed {seed}");
        let back = accepted(&city, &built, &plan).walks.unwrap().between;
        for (at, between) in walked.between.total.iter().enumerate() {
            let Some(between) = between else { continue };
            let (before, after) = (planned.total[at].unwrap().after, done.total[at].unwrap().after);
            assert_eq!((between.before, between.after), (before, after), "seed {seed}");
            let other = back.total[at].unwrap();
            assert_eq!((between.gained, between.lost), (other.lost, other.gained), "seed {seed}");
            assert_eq!(
                before.all.0 + between.gained.all.0,
                after.all.0 + between.lost.all.0,
                "seed {seed}"
            );
        }
        let deviating: Vec<usize> = walked.measures.iter().map(|of| of.measure).collect();
        assert_eq!(deviating.len(), 3, "seed {seed}: {deviating:?}");
        for walk in &walked.measures {
            let done = &of.acceptance.measures[walk.measure];
            let mut mixed = plan.clone();
            mixed.measures.remove(done.planned.unwrap());
            mixed.measures.extend(done.built.map(|at| built.measures[at].clone()));
            let mixed = whole(&city, &mixed);
            for (at, alone) in walk.alone.iter().enumerate() {
                let Some(alone) = alone else { continue };
                assert_eq!(alone.after, mixed.total[at].unwrap().after, "seed {seed}");
                moved += alone.gained.all.0 + alone.lost.all.0;
            }
        }
        let same = accepted(&city, &plan, &plan).walks.unwrap();
        assert!(same.measures.is_empty());
        let passages = same.between.total.iter().flatten();
        assert!(passages.into_iter().all(|of| of.gained.all.0 + of.lost.all.0 == 0));
    }
    assert!(moved > 100, "{moved}");
}

#[test]
fn plans_are_held_against_each_other_along_streets_too() {
    let city = street_city(2);
    let open = city.gates().iter().position(|gate| !gate.is_open).unwrap();
    let [with, without] = [
        vec![street(300, (200.0, 150.0), (4200.0, 3150.0), true), gate(301, &city, open)],
        Vec::new(),
    ]
    .map(plan);
    let profile = builtin("circle15").unwrap();
    let plans = [with, without];
    let compared = compare_watched(&city, &profile, &plans, &Watch::default()).unwrap();
    let walks = compared.reviewed[0].walks.as_ref().unwrap().whole().unwrap().total.clone();
    let gaining = walks.iter().enumerate();
    let gaining = gaining.filter(|(_, of)| of.is_some_and(|of| of.gained.all.0 > 0));
    let gaining: Vec<Criterion> = gaining.map(|(at, _)| Criterion::GainsWalking(at)).collect();
    assert!(!gaining.is_empty());
    let [forth, back] = &compared.rivals.versus[..] else { unreachable!() };
    assert_eq!((&forth.better, forth.contest), (&gaining, Contest::Beats));
    assert_eq!((&back.better[..], back.contest), (&[][..], Contest::Beaten));
    assert!(compared.rivals.plans[0].unweighed.is_empty());
}

#[test]
fn a_bridge_is_met_at_its_ends_alone() {
    let (mut beside, mut crossing) = (0, 0);
    for seed in 0..6 {
        let city = street_city(seed);
        // From nowhere to nowhere, far from any street end, over the heads of the town.
        let adrift = street(200, (-400.0, -350.0), (4900.0, 4950.0), false);
        let of = walks(&city, &plan(vec![adrift]));
        for passage in of.whole().unwrap().total.iter().flatten() {
            assert_eq!((passage.gained.all.0, passage.lost.all.0), (0, 0), "seed {seed}");
        }
        // From a street to a street they carry walks; level streets there take in who lives beside.
        let [bridges, level] = [false, true].map(|is_level| {
            // Across every other block.
            let blocks = (0..225u32).step_by(2).map(|at| (at % 15, at / 15));
            let ways = blocks.map(|(x, y)| {
                let [from, to] = [0, 1].map(|more| {
                    Local::new(300.0 * f64::from(x + more), 300.0 * f64::from(y + more))
                });
                let kind = StreetKind { is_apart: !is_level, ..StreetKind::default() };
                NewWay { line: vec![from, to], kind, is_level }
            });
            let walking = Some(Box::new(Walking::Ways(ways.collect())));
            let of = walks(&city, &plan(vec![Measure { walking, ..measure(210, Action::Street) }]));
            of.whole().unwrap().total.iter().flatten().map(|of| of.gained.all.0).sum::<u64>()
        });
        assert!(bridges <= level, "seed {seed}: {bridges} against {level}");
        (crossing, beside) = (crossing + bridges, beside + level - bridges);
    }
    assert!(crossing > 0 && beside > 0, "{crossing} by bridges, {beside} more by streets");
}
