//! What holds for any city.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod city;
mod random;

use walkshed::assessment::{Assessment, UnitFigures};
use walkshed::model::{City, CityParts, Community, Doubt, DoubtKind, Local, OutletDetails, Status};
use walkshed::pipeline::{Detail, assess, assess_all};
use walkshed::profile::{Profile, builtin, builtin_keys, parse};
use walkshed::units::Metres;

use self::city::{parts, rectangle};
use self::random::Random;

fn profile() -> Profile {
    builtin("circle15").unwrap()
}

fn run(parts: CityParts) -> Assessment {
    assess(&City::new(parts), &profile(), Detail::Figures)
}

fn json(assessment: &Assessment) -> String {
    serde_json::to_string(assessment).unwrap()
}

#[test]
fn served_and_unserved_add_up_to_the_land_and_units_to_the_city() {
    for seed in 0..60 {
        let assessment = run(parts(seed));
        assert!(assessment.reconciliation.worst_land_error <= 1e-9, "seed {seed}");
        let total = &assessment.total;
        for (s, service) in total.services.iter().enumerate() {
            let Some(land) = service.land else { continue };
            let served: f64 =
                assessment.units.iter().map(|u| u.services[s].land.unwrap().served.0).sum();
            assert!((served - land.served.0).abs() <= 1e-9 * land.land.0);
            let people = service.people.unwrap().all;
            assert_eq!(people.served + people.unserved, people.people);
            let listed: f64 = assessment
                .gaps
                .listed
                .iter()
                .filter(|g| g.lack == walkshed::gaps::Lack::Service(s))
                .map(|g| g.area.0)
                .sum();
            let slivers = assessment
                .gaps
                .slivers
                .iter()
                .find(|x| x.lack == walkshed::gaps::Lack::Service(s))
                .unwrap();
            assert!(
                (listed + slivers.area.0 - land.unserved.0).abs() <= 1e-7 * land.land.0,
                "seed {seed}: the gaps do not add up to the unserved land"
            );
            let in_gaps: u64 = assessment
                .gaps
                .listed
                .iter()
                .filter(|g| g.lack == walkshed::gaps::Lack::Service(s))
                .map(|g| g.people.unwrap().0)
                .sum();
            assert_eq!(in_gaps + slivers.people_elsewhere.unwrap().0, people.unserved.0);
        }
        let circle = total.circle.as_ref().unwrap();
        let by_count: f64 = circle.land_by_count.iter().map(|a| a.0).sum();
        assert!((by_count - total.land.0).abs() <= 1e-9 * total.land.0, "seed {seed}");
        let by_count: u64 = circle.people_by_count.iter().map(|p| p.0).sum();
        assert_eq!(by_count, total.people.unwrap().0);
        let all =
            assessment.reconciliation.people_inside + assessment.reconciliation.people_outside;
        assert_eq!(all, assessment.reconciliation.people_read);
    }
}

#[test]
fn the_order_of_the_features_changes_nothing() {
    for seed in 0..10 {
        let mut shuffled = parts(seed);
        let mut random = Random(seed + 99);
        let people = shuffled.people.as_mut().unwrap();
        for i in (1..people.at.len()).rev() {
            let j = usize::try_from(random.next()).unwrap() % (i + 1);
            people.at.swap(i, j);
            people.all.swap(i, j);
            people.groups[2].as_mut().unwrap().swap(i, j);
        }
        shuffled.outlets.reverse();
        shuffled.outlets.swap(3, 17);
        shuffled.subdistricts.reverse();
        shuffled.estates.as_mut().unwrap().reverse();
        assert_eq!(json(&run(parts(seed))), json(&run(shuffled)), "seed {seed}");
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| json(&run(parts(7))))
    };
    let one = on(1);
    for threads in [2, 3, 8, 16] {
        assert_eq!(one, on(threads), "{threads} threads");
    }
}

#[test]
fn one_more_outlet_or_a_longer_radius_never_lowers_a_rate() {
    for seed in 0..20 {
        let before = run(parts(seed));
        let mut more = parts(seed);
        let mut extra = more.outlets[0].clone();
        extra.id = "P-new".into();
        extra.at = Local::new(2250.0, 2250.0);
        extra.status = Status::Open;
        more.outlets.push(extra);
        let after = run(more);
        let mut wider = profile();
        for provider in wider.services.iter_mut().flat_map(|s| &mut s.providers) {
            provider.radius = Metres(provider.radius.0 * 1.1);
        }
        let longer = assess(&City::new(parts(seed)), &wider, Detail::Figures);
        for (u, unit) in before.units.iter().enumerate() {
            for (s, service) in unit.services.iter().enumerate() {
                let Some(was) = service.land else { continue };
                for is in [&after, &longer] {
                    let is = is.units[u].services[s].land.unwrap();
                    assert!(
                        is.served.0 >= was.served.0 - 1e-6 * was.land.0.max(1.0),
                        "seed {seed}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_listed_gap_holds_no_served_point() {
    for seed in 0..20 {
        let city = City::new(parts(seed));
        let profile = profile();
        let assessment = assess(&city, &profile, Detail::Figures);
        let mut random = Random(seed);
        for gap in &assessment.gaps.listed {
            let walkshed::gaps::Lack::Service(s) = gap.lack else { continue };
            let bounds = gap.shape.bounds();
            for _ in 0..40 {
                let at = Local::new(
                    random.between(bounds.min.x, bounds.max.x),
                    random.between(bounds.min.y, bounds.max.y),
                );
                if !gap.shape.contains(at) {
                    continue;
                }
                for outlet in city.outlets().iter().filter(|o| o.status == Status::Open) {
                    let key = &city.categories()[outlet.category.index()];
                    for provider in &profile.services[s].providers {
                        let reach = outlet.at.distance(at).0;
                        assert!(
                            provider.category != *key || reach > provider.radius.0 - 1e-6,
                            "seed {seed}, gap {}",
                            gap.id
                        );
                    }
                }
            }
        }
    }
}

/// Random parts with communities, a third of their open outlets doubtful.
fn doubtful_parts(seed: u64) -> CityParts {
    let mut parts = parts(seed);
    for (n, outlet) in parts.outlets.iter_mut().enumerate() {
        if (n as u64 + seed).is_multiple_of(3) && outlet.status == Status::Open {
            let doubt = Some(Doubt { kind: DoubtKind::NotNamed, pattern: "站".into() });
            outlet.details = Some(Box::new(OutletDetails { doubt, ..OutletDetails::default() }));
        }
    }
    let community = |n: u32| Community {
        id: format!("C{n}"),
        name: format!("Community {n}"),
        shape: rectangle(f64::from(n) * 700.0, 200.0, f64::from(n) * 700.0 + 650.0, 4000.0),
    };
    parts.communities = (0..6).map(community).collect();
    parts
}

/// All figures of an assessment: subdistricts, city, communities and all of these.
fn all_units(assessment: &Assessment) -> Vec<UnitFigures> {
    let finer = assessment
        .finer
        .iter()
        .flat_map(|layer| layer.units.iter().map(|unit| &unit.figures).chain([&layer.total]));
    assessment.units.iter().chain([&assessment.total]).chain(finer).cloned().collect()
}

#[test]
fn a_range_runs_from_the_rate_without_the_doubtful_outlets_to_the_rate_with_them() {
    for seed in 0..20 {
        let both = all_units(&run(doubtful_parts(seed)));
        let mut fewer = doubtful_parts(seed);
        fewer.outlets.retain(|outlet| outlet.details.is_none());
        let mut more = doubtful_parts(seed);
        more.outlets.iter_mut().for_each(|outlet| outlet.details = None);
        let (low, high) = (all_units(&run(fewer)), all_units(&run(more)));
        for (both, (low, high)) in both.into_iter().zip(low.into_iter().zip(high)) {
            assert_upper_ends(&both, &high);
            assert_eq!(json_of(&without_upper_ends(both)), json_of(&low), "seed {seed}");
        }
    }
}

fn json_of(figures: &UnitFigures) -> String {
    serde_json::to_string(figures).unwrap()
}

fn without_upper_ends(mut figures: UnitFigures) -> UnitFigures {
    figures.services.iter_mut().for_each(|service| service.with_doubtful = None);
    figures.circle.iter_mut().for_each(|circle| circle.with_doubtful = None);
    figures
}

/// The upper ends of a range are at least the lower ones, and the rates of a city that has no doubt.
fn assert_upper_ends(both: &UnitFigures, high: &UnitFigures) {
    for (service, high) in both.services.iter().zip(&high.services) {
        let Some(upper) = &service.with_doubtful else {
            assert_eq!(service.land, high.land);
            continue;
        };
        assert_eq!(service.outlets + upper.doubtful, high.outlets);
        let rate = high.land.unwrap();
        assert!((upper.rates.land.served.0 - rate.served.0).abs() <= 1e-9 * rate.land.0);
        assert!((upper.rates.land.unserved.0 - rate.unserved.0).abs() <= 1e-9 * rate.land.0);
        assert_eq!(upper.rates.people, high.people);
        if let Some(lower) = service.land {
            assert!(upper.rates.land.served.0 >= lower.served.0);
            assert!(upper.rates.people.unwrap().all.served >= service.people.unwrap().all.served);
        }
    }
    let (circle, high) = (both.circle.as_ref().unwrap(), high.circle.as_ref().unwrap());
    let upper = circle.with_doubtful.unwrap();
    assert!(upper.land.served.0 >= circle.land.served.0);
    // Both circles have the same services, unless one has doubtful outlets alone.
    if circle.land_by_count.len() == high.land_by_count.len() {
        assert!((upper.land.served.0 - high.land.served.0).abs() <= 1e-9 * high.land.land.0);
        assert_eq!(upper.people, high.people);
    }
}

/// Other radii than any built-in profile, in another order, on other land.
const OTHER: &str = r#"
key = "other"
extends = "circle15"
land_codes = ["0702"]
bands_m = [150, 450, 700]
[[service]]
key = "breakfast"
[[service.provider]]
category = "laundry"
radius_m = 650
[[service.provider]]
category = "breakfast"
radius_m = 500
"#;

/// A city with doubtful outlets and communities, some of whose estates have land codes.
fn coded_parts(seed: u64) -> CityParts {
    let mut parts = doubtful_parts(seed);
    let codes = [None, Some("070102"), Some("0702"), Some("0901")];
    for (estate, code) in parts.estates.iter_mut().flatten().zip(codes.into_iter().cycle()) {
        estate.land_code = code.map(str::to_owned);
    }
    let community = |(n, x): (u32, f64)| Community {
        id: format!("C{n}"),
        name: String::new(),
        shape: rectangle(x, 200.0, x + 1900.0, 3000.0),
    };
    parts.communities = (1..).zip([100.0, 1500.0]).map(community).collect();
    parts
}

#[test]
fn profiles_together_give_what_each_gives_alone() {
    let mut own: Vec<Profile> = builtin_keys().iter().filter_map(|key| builtin(key)).collect();
    let whole = OTHER.replace("\"other\"", "\"whole\"") + "\n";
    let whole = whole.replace("land_codes", "denominator = \"whole_area\"\nland_codes");
    own.extend([OTHER, &whole].map(|text| parse(text, "own.toml").0.unwrap()));
    assert_eq!(own.len(), 9);
    for seed in 0..6 {
        let city = City::new(coded_parts(seed));
        // Each begins once, so that what the first leaves behind is met by all others.
        let from = usize::try_from(seed).unwrap();
        let profiles: Vec<&Profile> = own[from..].iter().chain(&own[..from]).collect();
        let together = assess_all(&city, &profiles, Detail::Maps);
        assert_eq!(together.len(), 9);
        for (profile, of) in profiles.iter().zip(&together) {
            let alone = assess(&city, profile, Detail::Maps);
            assert!(json(of) == json(&alone), "seed {seed}: {}", profile.key);
            assert_eq!(format!("{:?}", of.drawn), format!("{:?}", alone.drawn));
            assert_eq!(of.land, alone.land);
        }
    }
}
