//! Homes that a plan builds: who will live there, and what they will reach.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod city;
mod plans;
mod random;

use std::path::Path;

use walkshed::assessment::{
    Allowed, Assessment, Contest, Contribution, Criterion, HomesOf, Kept, Lack, Passage, Reviewed,
    UnitEffect,
};
use walkshed::input::{self, ReadOptions};
use walkshed::model::{Action, CategoryTable, City, Homes, Local, Measure, Plan};
use walkshed::pipeline::{accept_watched, after_plan, compare_watched, review_watched};
use walkshed::profile::{Asked, Counted, Demand, Profile, Reaching, Requirement, builtin};
use walkshed::units::{Metres, People, Share};
use walkshed::watch::Watch;

use self::city::{parts, rectangle};
use self::plans::{measure, plan, random_plan};
use self::random::Random;

fn profile() -> Profile {
    builtin("circle15").unwrap()
}

fn reviewed(city: &City, plan: &Plan) -> Reviewed {
    review_watched(city, &profile(), plan, &Watch::default()).unwrap()
}

/// Homes on a rectangle from its south-western corner, counted at its middle.
fn building(number: u32, [x, y, w, h]: [f64; 4], residents: u32) -> Measure {
    let homes = Homes {
        shape: rectangle(x, y, x + w, y + h),
        land_code: None,
        at: Local::new(x + w / 2.0, y + h / 2.0),
        residents,
        groups: [None, None, Some(residents / 5), None],
    };
    Measure { homes: Some(Box::new(homes)), ..measure(number, Action::Build) }
}

/// A random plan with homes in each of its phases: over estates of today, across borders, beyond the city.
fn with_homes(city: &City, seed: u64) -> Plan {
    let mut random = Random(seed ^ 0x5bd1);
    let mut measures = random_plan(city, seed, 10).measures;
    for number in 100..106 {
        let at = [random.between(-200.0, 4400.0), random.between(-200.0, 4400.0)];
        let size = [random.between(50.0, 500.0), random.between(50.0, 500.0)];
        measures.push(building(number, [at[0], at[1], size[0], size[1]], random.below(900u32)));
    }
    plan(measures)
}

fn passage(of: &UnitEffect, lack: Lack) -> Option<&Passage> {
    match lack {
        Lack::Service(at) => of.services[at].as_ref(),
        Lack::Circle => of.circle.as_ref(),
    }
}

/// What a unit serves with its new homes, against a run on the city that has them.
fn agree(
    there: &UnitEffect,
    homes: &HomesOf,
    (run, same_circle): (&walkshed::assessment::UnitFigures, bool),
) {
    let circle = run
        .circle
        .as_ref()
        .filter(|_| same_circle)
        .map(|of| (Lack::Circle, Some(of.land), of.people.as_ref().map(|p| p.all)));
    let services = run.services.iter().enumerate();
    let services =
        services.map(|(at, of)| (Lack::Service(at), of.land, of.people.as_ref().map(|p| p.all)));
    for (lack, land, people) in services.chain(circle) {
        let Some((land, of)) = land.zip(passage(there, lack)) else { continue };
        let more = match lack {
            Lack::Service(at) => homes.services[at],
            Lack::Circle => homes.circle,
        };
        let more = more.unwrap();
        let close =
            |a: f64, b: f64| assert!((a - b).abs() <= 1e-9 * land.land.0, "{lack:?}: {a} {b}");
        close(of.after.land.land.0 + homes.land.0, land.land.0);
        close(of.after.land.served.0 + more.after.land.0, land.served.0);
        let people = people.unwrap();
        let all = |of: Option<walkshed::assessment::Heads>| of.unwrap().all.0;
        assert_eq!(all(of.after.people) + all(more.after.people), people.served.0);
        assert_eq!(
            all(there.residents) + all(homes.residents),
            people.served.0 + people.unserved.0
        );
    }
}

#[test]
fn what_is_there_with_the_new_homes_is_what_a_run_on_the_city_after_the_plan_finds() {
    let mut circles = 0;
    for seed in 0..12 {
        let city = City::new(parts(seed));
        let plan = with_homes(&city, seed);
        let of = reviewed(&city, &plan);
        for phase in &of.review.phases {
            let by_then = plan.measures.iter().filter(|of| of.phase <= phase.phase).cloned();
            let by_then = Plan { name: plan.name.clone(), measures: by_then.collect() };
            let run = after_plan(&city, &profile(), &by_then, &Watch::default()).unwrap();
            let Some(homes) = &phase.homes else {
                assert!(by_then.measures.iter().all(|of| of.homes.is_none()), "seed {seed}");
                continue;
            };
            let units = phase.effect.units.iter().chain([&phase.effect.total]);
            let homes = homes.units.iter().chain([&homes.total]);
            // A plan that opens the first outlets of a service has another circle after it.
            let same = run.circle_services == of.today.circle_services;
            let run = run.units.iter().chain([&run.total]);
            units
                .zip(homes)
                .zip(run)
                .for_each(|((there, homes), run)| agree(there, homes, (run, same)));
            circles += usize::from(same);
        }
        // The gaps are those of the city with its homes.
        let run = after_plan(&city, &profile(), &plan, &Watch::default()).unwrap();
        let gaps = |of: &[walkshed::assessment::Gap]| {
            of.iter().map(|gap| (gap.id.clone(), gap.area.0.to_bits())).collect::<Vec<_>>()
        };
        if run.circle_services == of.today.circle_services {
            assert_eq!(gaps(&of.planned.gaps), gaps(&run.gaps.listed), "seed {seed}");
        }
    }
    assert!(circles > 12, "{circles}");
}

#[test]
fn homes_change_nothing_for_those_who_are_there() {
    let city = City::new(parts(4));
    let with = with_homes(&city, 4);
    let outlets = with.measures.iter().filter(|of| of.homes.is_none()).cloned();
    let without = reviewed(&city, &plan(outlets.collect()));
    let with = reviewed(&city, &with);
    assert_eq!(with.review.effect, without.review.effect);
    assert!(without.review.phases.iter().all(|phase| phase.homes.is_none()));
    let builds = with.review.measures.iter().filter(|of| of.contribution == Contribution::Homes);
    assert_eq!(builds.count(), 6);
}

#[test]
fn a_rate_is_judged_with_the_new_homes_and_each_says_what_it_does_not_reach() {
    for seed in 0..6 {
        let city = City::new(parts(seed));
        let plan = plan(vec![building(1, [2000.0, 1600.0, 300.0, 200.0], 5000)]);
        let of = reviewed(&city, &plan);
        let run = after_plan(&city, &profile(), &plan, &Watch::default()).unwrap();
        let served =
            |of: &Assessment, at: usize| of.total.services[at].people.as_ref().unwrap().all;
        for at in 0..run.services.len() {
            if run.total.services[at].land.is_none() {
                continue;
            }
            let share = served(&run, at).share.unwrap();
            let kept = |at_least: f64| {
                let (of_what, in_every_subdistrict) = (Counted::People, false);
                let at_least = Share(at_least);
                let demand = Demand::Rate { of: of_what, at_least, in_every_subdistrict };
                let (service, reach) = (Asked::Service(at), Reaching::Circles);
                let rule = Requirement { name: None, service, reach, demand, by: None };
                of.review.judge_circles(&[rule])[0].breaches.is_empty()
            };
            assert!(kept(share.0 - 1e-12) && !kept(share.0 + 1e-9), "seed {seed}, service {at}");
            let more = served(&run, at).served.0 - served(&of.today, at).served.0;
            let reach = of.review.measures[0].reach.as_ref().unwrap();
            let [before, after] = [0, 1].map(|end| reach.unreached(end).collect::<Vec<_>>());
            assert_eq!(before, after);
            assert_eq!(more, if after.contains(&at) { 0 } else { 5000 }, "seed {seed}");
        }
        let homes = of.review.phases[0].homes.as_ref().unwrap();
        assert_eq!(homes.total.residents.unwrap().all, People(5000));
        assert_eq!(homes.total.residents.unwrap().groups[2], Some(People(1000)));
    }
}

#[test]
fn room_is_weighed_against_those_who_come_too() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let (known, options) = (CategoryTable::standard(), ReadOptions::default());
    let city = input::read(&folder, &known, &options).unwrap().city.unwrap();
    let path = folder.join("plan.geojson");
    let plan = input::read_plan(&path, &city, &known, &options, &Watch::default()).unwrap().plan;
    let (plan, profile) = (plan.unwrap(), builtin("gb50180").unwrap());
    assert!(plan.measures.iter().any(|of| of.homes.is_some()));
    let of = review_watched(&city, &profile, &plan, &Watch::default()).unwrap();
    let run = after_plan(&city, &profile, &plan, &Watch::default()).unwrap();
    let need = |of: &[Option<walkshed::assessment::CapacityFigures>]| {
        of.iter().flatten().map(|of| of.layers[0].total.people.0).collect::<Vec<_>>()
    };
    assert_eq!(of.planned.capacities, run.capacities);
    assert_ne!(need(&of.planned.capacities), need(&of.today.capacities));
    assert_eq!(of.provisions.last().unwrap().of, run.provisions[0]);
    supply_is_judged(&profile, &of, &run);
    assert!(of.provisions.len() > 1);
    for phase in &of.provisions {
        let done = plan.measures.iter().filter(|of| of.phase <= phase.phase).cloned();
        let done = Plan { name: plan.name.clone(), measures: done.collect() };
        let run = after_plan(&city, &profile, &done, &Watch::default()).unwrap();
        assert_eq!(phase.of, run.provisions[0], "phase {}", phase.phase);
    }
    let outlets = plan.measures.iter().filter(|of| of.homes.is_none()).cloned();
    let plan = Plan { name: plan.name.clone(), measures: outlets.collect() };
    let of = review_watched(&city, &profile, &plan, &Watch::default()).unwrap();
    let run = after_plan(&city, &profile, &plan, &Watch::default()).unwrap();
    assert_eq!(of.provisions.last().unwrap().of, run.provisions[0]);
    assert_ne!(of.provisions.last().unwrap().of, of.today.provisions[0]);
}

/// Rules on supply against need end as the ratios of a run on the city after the plan say.
fn supply_is_judged(profile: &Profile, of: &Reviewed, run: &Assessment) {
    let judged = |provision: usize, at_least: f64, in_every_subdistrict: bool| {
        let demand = Demand::Supply { provision, at_least: Some(at_least), in_every_subdistrict };
        let (service, reach) = (Asked::Every, Reaching::Circles);
        of.judge(&[Requirement { name: None, service, reach, demand, by: None }]).remove(0)
    };
    let mut seen = 0;
    for provision in 0..profile.provisions.len() {
        let ratios = &run.provisions[0].ratios;
        let Some((low, high)) = ratios.total[provision].low.zip(ratios.total[provision].high)
        else {
            continue;
        };
        seen += 1;
        assert_eq!(judged(provision, low, false).kept, Kept::Yes);
        assert_eq!(judged(provision, high * 1.001 + 1e-9, false).kept, Kept::No);
        if low < high {
            assert_eq!(judged(provision, f64::midpoint(low, high), false).kept, Kept::Untold);
        }
        let asked = f64::midpoint(low, high);
        let short: Vec<usize> = (0..ratios.units.len())
            .filter(|&unit| ratios.units[unit][provision].high.is_some_and(|high| high < asked))
            .collect();
        let found = judged(provision, asked, true).breaches;
        let found: Vec<usize> = found.iter().filter_map(|breach| breach.unit).collect();
        assert_eq!(found, short);
    }
    assert!(seen > 0);
}

#[test]
fn new_homes_that_were_built_stand_beside_those_that_were_planned() {
    let city = City::new(parts(5));
    let mut built = plan(vec![
        building(1, [2000.0, 1600.0, 300.0, 200.0], 4000),
        building(2, [900.0, 900.0, 200.0, 200.0], 700),
    ]);
    built.measures.extend(random_plan(&city, 5, 3).measures);
    let mut planned = built.clone();
    planned.measures[0].homes.as_mut().unwrap().residents = 5000;
    let allowed = Allowed { same_place: Metres(10.0), same_outlet: Metres(300.0) };
    let sides = (&planned, &built);
    let of = accept_watched(&city, &profile(), sides, allowed, &Watch::default()).unwrap();
    let homes = |plan: &Plan| {
        let review = reviewed(&city, plan).review;
        review.phases.last().unwrap().homes.as_ref().map(|homes| homes.total.clone())
    };
    assert_eq!(of.homes, [homes(&planned), homes(&built)]);
    let residents = of.homes.each_ref().map(|of| of.as_ref().unwrap().residents.unwrap().all);
    assert_eq!(residents, [People(5700), People(4700)]);
}

#[test]
fn a_plan_that_leaves_more_of_its_new_homes_unserved_does_not_beat_one_that_builds_none() {
    let city = City::new(parts(5));
    let outlets = random_plan(&city, 5, 3).measures;
    let mut builds = plan(outlets.clone());
    builds.measures.push(building(9, [2000.0, 1600.0, 300.0, 200.0], 4000));
    let plans = [plan(outlets), builds];
    let compared = compare_watched(&city, &profile(), &plans, &Watch::default()).unwrap();
    let homes = compared.reviewed[1].review.phases.last().unwrap().homes.clone().unwrap().total;
    let [forth, back] = &compared.rivals.versus[..] else { unreachable!() };
    let lacks = (0..homes.services.len()).map(Lack::Service).chain([Lack::Circle]);
    let (mut served, mut unserved) = (Vec::new(), Vec::new());
    for lack in lacks {
        let of = match lack {
            Lack::Service(at) => homes.services[at],
            Lack::Circle => homes.circle,
        };
        let Some(of) = of else { continue };
        let reached = of.after.people.unwrap().all.0;
        if reached > 0 {
            served.push(Criterion::HomesServed(lack));
        }
        if reached < 4000 {
            unserved.push(Criterion::HomesUnserved(lack));
        }
    }
    assert!(!served.is_empty() && !unserved.is_empty());
    assert_eq!((&forth.better, &back.better), (&unserved, &served));
    assert_eq!((forth.contest, back.contest), (Contest::Neither, Contest::Neither));
    assert!(compared.rivals.plans[1].unweighed.is_empty());
}
