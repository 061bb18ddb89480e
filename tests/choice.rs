//! The second, third ... nearest outlet and the number within reach, against a slow version.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod random;

use walkshed::assessment::Choice;
use walkshed::index::Index;
use walkshed::model::{
    CategoryId, City, CityParts, Local, LonLat, Outlet, PeopleLayer, PeopleSource, Plane, Polygon,
    Population, Ring, Shape, Status, Subdistrict,
};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{Profile, parse};

use self::random::Random;

const SIDE: f64 = 2000.0;

fn subdistrict(i: u32) -> Subdistrict {
    let x = SIDE * f64::from(i);
    let corners = [(x, 0.0), (x + SIDE, 0.0), (x + SIDE, SIDE), (x, SIDE)];
    let ring = Ring::new(corners.map(|(x, y)| Local::new(x, y)).to_vec()).unwrap();
    let shape = Shape::new(vec![Polygon::new(ring, Vec::new())]);
    let (parent, population) = (None, Population::Unknown);
    Subdistrict { id: format!("D{i}"), name: format!("D{i}"), parent, population, shape }
}

fn outlet(i: usize, at: Local) -> Outlet {
    Outlet {
        id: format!("P{i}").into(),
        name: "".into(),
        category: CategoryId(u32::try_from(i % 2).unwrap()),
        at,
        status: Status::Open,
        source: None,
        capacity: None,
        floor_area: None,
        details: None,
    }
}

/// Two subdistricts side by side; health centres reach 1000 m, stations 300 m.
fn city(seed: u64) -> City {
    let mut random = Random(seed);
    let mut place = || {
        let (x, y) = (random.between(-300.0, 4300.0), random.between(-300.0, 2300.0));
        // A grid of 50 m, so that distances tie and hit the radii; none on a border.
        if seed.is_multiple_of(3) {
            Local::new((x / 50.0).round() * 50.0 + 25.0, (y / 50.0).round() * 50.0 + 25.0)
        } else {
            Local::new(x, y)
        }
    };
    let outlets = (0..usize::try_from(seed % 23).unwrap()).map(|i| outlet(i, place())).collect();
    let at: Vec<Local> = (0..150).map(|_| place()).collect();
    let all = (0..150).map(|i| i % 7).collect();
    let groups = [const { None }; 4];
    City::new(CityParts {
        subdistricts: vec![subdistrict(0), subdistrict(1)],
        categories: vec!["community_health_center".into(), "community_health_station".into()],
        outlets,
        people: Some(PeopleLayer { source: PeopleSource::Layer, at, all, groups }),
        ..CityParts::empty("Paper", Plane::about(LonLat { lon: 112.0, lat: 36.0 }))
    })
}

fn profile() -> Profile {
    let text = "key = \"own\"\nextends = \"circle15\"\nnearest = 4\n";
    parse(text, "own.toml").0.unwrap()
}

/// The choice of some places by looking at every outlet.
struct Slow {
    by_count: [u64; 5],
    /// By n from 0: distance and residents of every place.
    distances: [Vec<(f64, u64)>; 4],
}

fn slow(city: &City, is_in: impl Fn(Local) -> bool) -> Slow {
    let people = city.people().unwrap();
    let mut slow = Slow { by_count: [0; 5], distances: Default::default() };
    for (at, &residents) in people.at.iter().zip(&people.all).filter(|(at, _)| is_in(**at)) {
        let mut all: Vec<(f64, f64)> = city
            .outlets()
            .iter()
            .map(|o| {
                let radius = if o.category == CategoryId(0) { 1000.0 } else { 300.0 };
                ((o.at.x - at.x).hypot(o.at.y - at.y), radius)
            })
            .collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let within = all.iter().filter(|(d, radius)| d <= radius).count();
        slow.by_count[within.min(4)] += u64::from(residents);
        for (n, list) in slow.distances.iter_mut().enumerate() {
            list.push((all.get(n).map_or(f64::INFINITY, |d| d.0), residents.into()));
        }
    }
    slow
}

/// The least distance that so many per cent of the residents have at most.
fn quantile(list: &[(f64, u64)], percent: u64) -> Option<f64> {
    let mut list = list.to_vec();
    list.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all: u64 = list.iter().map(|p| p.1).sum();
    let mut before = 0;
    list.into_iter()
        .find(|(_, residents)| {
            before += residents;
            all > 0 && before * 100 >= all * percent
        })
        .map(|p| p.0)
        .filter(|d| d.is_finite())
}

fn compare(choice: &Choice, slow: &Slow, seed: u64) {
    let counts: Vec<u64> = choice.by_count.iter().map(|p| p.0).collect();
    assert_eq!(counts, slow.by_count, "seed {seed}");
    for nth in &choice.nearest {
        let list = &slow.distances[nth.n - 1];
        let close = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            (a, b) => a.is_none() && b.is_none(),
        };
        assert!(close(nth.median.map(|d| d.0), quantile(list, 50)), "seed {seed} n {}", nth.n);
        assert!(close(nth.p90.map(|d| d.0), quantile(list, 90)), "seed {seed} n {}", nth.n);
    }
}

#[test]
fn random_cities_agree_with_a_look_at_every_outlet() {
    let profile = profile();
    let at = profile.services.iter().position(|s| s.key == "clinic").unwrap();
    for seed in 1..=120 {
        let city = city(seed);
        let assessment = assess(&city, &profile, Detail::Figures);
        let layer = &assessment.choices[0];
        for (i, unit) in (0u32..).zip(&layer.units) {
            let x = SIDE * f64::from(i);
            let is_in = |p: Local| (x..x + SIDE).contains(&p.x) && (0.0..SIDE).contains(&p.y);
            match &unit[at] {
                Some(choice) => compare(choice, &slow(&city, is_in), seed),
                None => assert!(city.outlets().is_empty()),
            }
        }
    }
}

#[test]
fn the_few_nearest_begin_with_the_nearest() {
    for seed in 1..=60 {
        let city = city(seed);
        let index = Index::new(&city);
        let Some(category) = city.category("community_health_center") else { continue };
        let index = index.category(category);
        let mut found = Vec::new();
        for &at in &city.people().unwrap().at {
            index.grid().nearest_few(at, 3, &mut found);
            let first = found.first().map(|f| f.outlet);
            assert_eq!(first, index.nearest(at).map(|f| f.0), "seed {seed}");
            assert!(found.is_sorted_by(|a, b| (a.d2, a.outlet) < (b.d2, b.outlet)));
            assert_eq!(found.len(), index.outlets().len().min(3));
        }
    }
}

#[test]
fn a_profile_that_looks_at_the_nearest_alone_measures_no_choice() {
    let profile =
        parse("key = \"own\"\nextends = \"circle15\"\nnearest = 1\n", "own.toml").0.unwrap();
    assert!(assess(&city(5), &profile, Detail::Figures).choices.is_empty());
}

#[test]
fn a_number_of_outlets_that_is_not_whole_is_refused() {
    for nearest in ["2.5", "0", "6", "-1"] {
        let text = format!("key = \"own\"\nextends = \"circle15\"\nnearest = {nearest}\n");
        let (profile, findings) = parse(&text, "own.toml");
        assert!(profile.is_none());
        assert!(findings.iter().any(|f| f.code == "out-of-range"), "{nearest}");
    }
}
