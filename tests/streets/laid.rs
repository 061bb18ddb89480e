//! A barrier that is laid helps nobody: neither estates nor land come within reach by it.

use walkshed::coverage::{Held, Walk, explain};
use walkshed::model::{City, CityParts, Estate, Local, Question, StreetLayer};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::parse;
use walkshed::units::Metres;

use crate::beside::whole;
use crate::enclosed::Random4;
use crate::gates::{estate, points};
use crate::random::Random;
use crate::slow::Slow;
use crate::small::{network, parts, place};

/// A service with one category within 400 m, of all residential land.
const RULES: &str = "key = \"own\"\nname_en = \"Own\"\ndocument = \"none\"\nland_codes = [\"0701\"]\n\
                     [[service]]\nkey = \"c00\"\nname_en = \"c00\"\nlead_en = \"A\"\n\
                     [[service.provider]]\ncategory = \"c00\"\nradius_m = 400\n";

fn anywhere(random: &mut Random) -> Local {
    Local::new(random.between(-100.0, 1500.0), random.between(-100.0, 1500.0))
}

#[test]
fn no_estate_comes_within_reach_by_a_barrier_that_is_laid() {
    let profile = parse(RULES, "own.toml").0.unwrap();
    let (mut lost, mut held) = (0, 0);
    for seed in 3100..3120 {
        let mut random = Random(seed);
        let streets = network(&mut random);
        let slow = Slow::new(&streets);
        let box4 = |at: Local| [at.x - 5.0, at.y - 5.0, at.x + 5.0, at.y + 5.0];
        let homes: Vec<Estate> = (0..200)
            .map(|n| estate(&format!("E{n:03}"), box4(place(&slow, &mut random, 120.0))))
            .collect();
        let outlets: Vec<(u32, Local)> =
            (0..5).map(|_| (0, place(&slow, &mut random, 10.0))).collect();
        let wall = |random: &mut Random| {
            let at = anywhere(random);
            let to = Local::new(random.between(-60.0, 60.0), random.between(-60.0, 60.0));
            vec![at, Local::new(at.x + to.x, at.y + to.y)]
        };
        let barrier: Vec<Vec<Local>> = (0..300).map(|_| wall(&mut random)).collect();
        let beyond = |barrier: Vec<Vec<Local>>| {
            let parts = parts(streets.clone(), vec![Local::default()], &outlets);
            let (subdistricts, estates) = (vec![whole()], Some(homes.clone()));
            let city = City::new(CityParts { subdistricts, estates, ..parts });
            let question = Question { barrier, ..Question::default() };
            let city = city.with_question(question);
            let gaps = assess(&city, &profile, Detail::Figures).streets.unwrap().gaps;
            gaps[0].clone().unwrap().estates
        };
        let [before, after] = [Vec::new(), barrier].map(beyond);
        for estate in &before {
            assert!(after.contains(estate), "seed {seed}, estate {estate}");
        }
        held += before.len();
        lost += after.len() - before.len();
    }
    assert!(lost > 100 && held > 500, "{lost} {held}");
}

#[test]
fn neither_an_estate_nor_land_comes_within_reach_by_a_barrier_that_is_laid() {
    let profile = parse(RULES, "own.toml").0.unwrap();
    let (mut lost, mut held, mut area) = (0, 0, 0.0);
    for seed in 3000..3016 {
        let mut random = Random(seed);
        let of = Random4::new(&mut random);
        let slow = Slow::new(&of.streets);
        let people: Vec<Local> = (0..10).map(|_| place(&slow, &mut random, 40.0)).collect();
        let outlets: Vec<(u32, Local)> =
            (0..6).map(|_| (0, place(&slow, &mut random, 30.0))).collect();
        let city = || {
            let parts = of.parts(people.clone(), &outlets);
            City::new(CityParts { subdistricts: vec![whole()], ..parts })
        };
        let short = |random: &mut Random| {
            let at = anywhere(random);
            let to = Local::new(random.between(-150.0, 150.0), random.between(-150.0, 150.0));
            vec![at, Local::new(at.x + to.x, at.y + to.y)]
        };
        let laid = Question {
            open: vec![city().gates()[0].id.clone()],
            barrier: (0..60).map(|_| short(&mut random)).collect(),
            barrier_name: "".into(),
        };
        let opened = Question { barrier: Vec::new(), ..laid.clone() };
        let [without, with] = [opened, laid].map(|question| {
            assess(&city().with_question(question), &profile, Detail::Maps).streets.unwrap()
        });
        let estates = [&without, &with].map(|of| of.gaps[0].clone().unwrap().estates);
        for estate in &estates[0] {
            assert!(estates[1].contains(estate), "seed {seed}, estate {estate}");
        }
        lost += estates[1].len() - estates[0].len();
        let [before, after] = [&without, &with].map(|of| of.areas[0].as_ref().unwrap()[0].clone());
        assert!(after.area().0 > before.area().0 - 0.1, "seed {seed}");
        for _ in 0..4000 {
            let at = anywhere(&mut random);
            if before.contains(at) {
                held += 1;
                assert!(after.contains(at), "seed {seed}, {at:?}");
            }
        }
        area += after.area().0 - before.area().0;
    }
    assert!(lost > 5 && held > 2_000 && area > 10_000.0, "{lost} {held} {area}");
}

/// A place 20 m from a street that leads on for 400 m, and 60 m from one with an
/// outlet 100 m off; a barrier bars the way to the first.
fn parted(is_joined: bool) -> City {
    let ends = [(0.0, 0.0), (500.0, 0.0), (500.0, 80.0), (200.0, 80.0), (0.0, 80.0)];
    let mut streets = StreetLayer::new(points(&ends));
    streets.add([0, 1]);
    streets.add([2, 3, 4]);
    if is_joined {
        streets.add([1, 2]);
    }
    let parts = parts(streets, points(&[(100.0, 20.0)]), &[(0, Local::new(200.0, 80.0))]);
    let wall = points(&[(0.0, 10.0), (200.0, 10.0)]);
    let barrier = Question { barrier: vec![wall], ..Question::default() };
    City::new(parts).with_question(barrier)
}

#[test]
fn an_explained_walk_counts_no_less_than_without_the_barrier() {
    let explained = |city: &City| {
        let of = explain(city, city.plane().to_lonlat(Local::new(100.0, 20.0)), "c00").unwrap();
        let Walk::Way(path) = &of.walk else { panic!("{:?}", of.walk) };
        // 60 m up and 100 m along.
        let length = path.route.length;
        assert!((length.0 - 160.0).abs() < 0.01, "{length:?}");
        (of.counted(length), of.held(length))
    };
    // 20 m down, 400 m east, 80 m up and 300 m back.
    let (counted, held) = explained(&parted(true));
    assert!((counted.0 - 800.0).abs() < 0.01, "{counted:?}");
    assert_eq!(held, Some(Held::ByBarrier(Some(counted))));
    let (counted, held) = explained(&parted(false));
    assert_eq!((counted, held), (Metres(f64::INFINITY), Some(Held::ByBarrier(None))));
}
