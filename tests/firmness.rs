//! How firm a review is: the runs of its sensitivity, and the data that a verdict hangs on.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod city;
mod plans;
mod random;

use walkshed::assessment::{Cause, Datum, Firmness, Hinge, Uncertainty};
use walkshed::model::{
    Action, City, Doubt, DoubtKind, Homes, Local, Measure, Outlet, OutletDetails, Plan,
};
use walkshed::pipeline::{Runs, firmness_watched, review_watched};
use walkshed::profile::{Asked, Counted, Demand, Profile, Reaching, Requirement, builtin};
use walkshed::review::data_of;
use walkshed::units::{Metres, Share};
use walkshed::watch::Watch;

use self::city::{parts, rectangle};
use self::plans::{measure, opening, plan, random_plan, turning};

fn profile() -> Profile {
    builtin("circle15").unwrap()
}

/// A random city some of whose outlets are doubtful.
fn doubtful_city(seed: u64) -> City {
    let mut parts = parts(seed);
    for outlet in parts.outlets.iter_mut().step_by(4) {
        let doubt = Doubt { kind: DoubtKind::HoursUnknown, pattern: "".into() };
        let details = OutletDetails { doubt: Some(doubt), ..OutletDetails::default() };
        outlet.details = Some(Box::new(details));
    }
    City::new(parts)
}

fn rate(service: Asked, percent: f64, in_every_subdistrict: bool) -> Requirement {
    let at_least = Share(percent / 100.0);
    let demand = Demand::Rate { of: Counted::People, at_least, in_every_subdistrict };
    Requirement { name: None, service, reach: Reaching::Circles, demand, by: None }
}

/// Rules of every kind; some rates are what the plan reaches, so that little turns them.
fn rules(city: &City, plan: &Plan) -> Vec<Requirement> {
    let loses = |service| Requirement {
        name: None,
        service,
        reach: Reaching::Circles,
        demand: Demand::NobodyLoses,
        by: None,
    };
    let reviewed = review_watched(city, &profile(), plan, &Watch::default()).unwrap();
    let total = &reviewed.review.effect.total;
    let reached = |at: usize| {
        let passage = total.services[at].as_ref()?;
        Some(total.people_share(&passage.after)?.0 * 100.0)
    };
    let mut rules = vec![loses(Asked::Every), loses(Asked::Circle), rate(Asked::Circle, 0.1, true)];
    for at in 0..total.services.len() {
        rules.extend(reached(at).map(|percent| rate(Asked::Service(at), percent, false)));
    }
    rules.push(Requirement { by: Some(2), ..rate(Asked::Circle, 10.0, false) });
    rules
}

fn asked(runs: u32, seed: u64, uncertainty: Uncertainty) -> Runs {
    Runs { runs, seed, uncertainty }
}

fn firmness(city: &City, plan: &Plan, rules: &[Requirement], asked: Runs) -> Firmness {
    firmness_watched(city, &profile(), (plan, rules), asked, &Watch::default()).unwrap()
}

/// Homes for 4 000 residents.
fn homes(number: u32, x: f64) -> Measure {
    let (shape, at) = (rectangle(x, 1500.0, x + 300.0, 1900.0), Local::new(x + 150.0, 1700.0));
    let groups = [None; 4];
    let homes = Homes { shape, land_code: None, at, residents: 4000, groups };
    Measure { homes: Some(Box::new(homes)), ..measure(number, Action::Build) }
}

#[test]
fn a_verdict_hangs_on_the_data_that_turn_it_when_the_whole_city_is_measured_with_them() {
    let (mut turned, mut doubtful) = (0, 0);
    for seed in 0..5 {
        let city = doubtful_city(seed);
        let mut plan = random_plan(&city, seed, 8);
        // In one city homes are built in two phases.
        if seed == 1 {
            plan.measures.extend([(90, 400.0), (91, 2000.0)].map(|(number, x)| homes(number, x)));
        }
        let rules = rules(&city, &plan);
        let none = Uncertainty::default().only(Cause::Radius);
        let hinges = firmness(&city, &plan, &rules, asked(1, 1, none)).hinges;
        let judged = |city: &City, plan: &Plan| {
            let reviewed = review_watched(city, &profile(), plan, &Watch::default()).unwrap();
            reviewed.review.judge_circles(&rules)
        };
        let found = judged(&city, &plan);
        let mut slow = vec![Vec::new(); rules.len()];
        for datum in data_of(&city, &profile(), &plan, &rules) {
            let (city, plan) = datum.turned(&city, &plan);
            for (rule, judgement) in judged(&city, &plan).into_iter().enumerate() {
                if judgement.kept != found[rule].kept {
                    slow[rule].push(Hinge::new(datum, &judgement));
                    turned += 1;
                    doubtful += usize::from(matches!(datum, Datum::Doubtful(_)));
                }
            }
        }
        for hinges in &mut slow {
            Hinge::rank(hinges);
        }
        assert_eq!(hinges, slow, "seed {seed}");
    }
    assert!(turned > 20 && doubtful > 0, "{turned} hinges, {doubtful} of doubtful outlets");
}

#[test]
fn data_without_doubt_give_one_verdict_and_the_seed_gives_the_runs() {
    let city = doubtful_city(3);
    let plan = random_plan(&city, 5, 8);
    let rules = rules(&city, &plan);
    let still = Uncertainty {
        radius: Share(0.0),
        position: Metres(0.0),
        missing: Share(0.0),
        doubtful: Share(0.0),
        population: Share(0.0),
    };
    let firm = firmness(&city, &plan, &rules, asked(5, 1, still));
    assert_eq!(firm.causes, [Cause::All]);
    let reviewed = review_watched(&city, &profile(), &plan, &Watch::default()).unwrap();
    for (votes, judgement) in firm.rules.iter().zip(reviewed.review.judge_circles(&rules)) {
        assert_eq!(votes[0].of(judgement.kept), 5);
    }
    assert!(firm.measures.iter().all(|same| same[..] == [5]));
    for [gained, lost] in firm.spreads.iter().flatten() {
        assert_eq!(
            (gained.low, gained.middle, gained.high),
            (gained.found, gained.found, gained.found)
        );
        assert_eq!((lost.low, lost.high), (lost.found, lost.found));
    }

    let wide = asked(8, 1, Uncertainty::default());
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| firmness(&city, &plan, &rules, wide))
    };
    let one = on(1);
    assert_eq!(one.causes, Cause::ALL);
    assert_eq!(one, on(4));
    assert_ne!(one.spreads, firmness(&city, &plan, &rules, asked(8, 2, wide.uncertainty)).spreads);
    let is_wide = |of: &walkshed::assessment::Spread| of.low.land.0 < of.high.land.0;
    assert!(one.spreads.iter().flatten().any(|[gained, _]| is_wide(gained)));
}

#[test]
fn a_run_draws_what_is_assumed_and_one_cause_what_it_draws_among_all() {
    let city = doubtful_city(7);
    let (profile, plan) = (profile(), plan(Vec::new()));
    let wide = Uncertainty::default();
    let (mut squares, mut gone, mut sure, mut counted, mut doubtful) = (0.0, 0, 0, 0, 0);
    let mut factors = Vec::new();
    for run in 0..400 {
        let all = wide.draw((&city, &profile, &plan), (9, run));
        let alone = |cause| wide.only(cause).draw((&city, &profile, &plan), (9, run));
        let [places, missing, doubts] =
            [Cause::Position, Cause::Missing, Cause::Doubtful].map(|cause| alone(cause).city);
        let radius = all.profile.services[0].providers[0].radius.0;
        let alone_radius = alone(Cause::Radius).profile.services[0].providers[0].radius.0;
        assert_eq!(alone_radius.to_bits(), radius.to_bits());
        factors.push(radius / profile.services[0].providers[0].radius.0);
        assert_eq!(
            alone(Cause::Population).city.people().unwrap().all,
            all.city.people().unwrap().all
        );
        for (at, was) in city.outlets().iter().enumerate() {
            let is: &Outlet = &all.city.outlets()[at];
            assert_eq!((&is.id, is.at), (&was.id, places.outlets()[at].at));
            squares += (is.at.x - was.at.x).powi(2) + (is.at.y - was.at.y).powi(2);
            counted += u32::from(was.is_counted());
            doubtful += u32::from(was.is_doubtful());
            let is_gone = was.is_counted() && !is.is_counted();
            let is_sure = was.is_doubtful() && is.is_counted();
            assert_eq!(is_gone, was.is_counted() && !missing.outlets()[at].is_counted());
            assert_eq!(is_sure, was.is_doubtful() && doubts.outlets()[at].is_counted());
            gone += u32::from(is_gone);
            sure += u32::from(is_sure);
        }
    }
    // 16 000 places, 12 000 outlets, 4 000 doubts: three standard deviations are 1.2 %, 0.6 and 2.4 points.
    let deviation = (squares / (2.0 * 400.0 * 40.0)).sqrt();
    assert!((deviation - 25.0).abs() < 0.6, "{deviation} m");
    let part = |of: u32, all: u32| f64::from(of) / f64::from(all);
    assert!((part(gone, counted) - 0.05).abs() < 0.007, "{gone} of {counted}");
    assert!((part(sure, doubtful) - 0.5).abs() < 0.03, "{sure} of {doubtful}");
    let (low, high) = factors.iter().fold((2.0f64, 0.0f64), |(l, h), f| (l.min(*f), h.max(*f)));
    assert!(low > 0.9 && low < 0.902 && high < 1.1 && high > 1.098, "{low} to {high}");
}

#[test]
fn what_a_measure_leaves_in_its_place_takes_the_turns_of_its_outlet() {
    let city = doubtful_city(1);
    let counted = (0u32..).zip(city.outlets()).find(|(_, outlet)| outlet.is_counted()).unwrap().0;
    let larger = turning(1, Action::Resize, (&city, counted), |outlet| outlet.capacity = Some(9.0));
    let plan = plan(vec![larger, opening(2, "laundry", city.outlets()[0].at)]);
    let firm = firmness(&city, &plan, &[], asked(20, 4, Uncertainty::default()));
    // It stays a matter of room, wherever the outlet is and whether it is.
    assert_eq!(firm.measures[0], vec![20; firm.causes.len()]);
}
