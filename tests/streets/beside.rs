//! What stands beside the circles, against lines and walks that are measured slowly.

use walkshed::assessment::{BesidePeople, Means};
use walkshed::model::{
    City, CityParts, Local, Polygon, Population, Ring, Shape, StreetKind, StreetLayer, Subdistrict,
};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{Profile, parse};
use walkshed::units::People;

use crate::random::Random;
use crate::slow::{On, Slow};
use crate::small::{OFF, SNAP, network, parts, place};

/// A line that nobody on wheels takes.
const STEPS: StreetKind =
    StreetKind { is_steps: true, is_public: false, is_apart: false, is_across: false };

/// Two services of 400 m and 12 minutes: one along streets, one by a detour of 1.25; two walkers.
fn profile() -> Profile {
    let service = |key: &str, reach: &str| {
        format!(
            "[[service]]\nkey = \"{key}\"\nname_en = \"{key}\"\nlead_en = \"A\"\nminutes = 12\n\
             [[service.provider]]\ncategory = \"{key}\"\nradius_m = 400\n{reach}\n"
        )
    };
    let text = format!(
        "key = \"own\"\nname_en = \"Own\"\ndocument = \"none\"\nland_codes = [\"0701\"]\n{}{}\
         [[walker]]\nkey = \"adult\"\nname_en = \"Adults\"\nmetres_a_minute = 50\n\
         [[walker]]\nkey = \"wheels\"\nname_en = \"On wheels\"\nmetres_a_minute = 40\nsteps = false\n",
        service("c00", "reach = \"streets\""),
        service("c01", "reach = \"detour\"\ndetour_factor = 1.25"),
    );
    parse(&text, "own.toml").0.unwrap()
}

/// One subdistrict of 20 km about everything.
pub(crate) fn whole() -> Subdistrict {
    let corners = [(-1e4, -1e4), (1e4, -1e4), (1e4, 1e4), (-1e4, 1e4)];
    let ring = Ring::new(corners.map(|(x, y)| Local::new(x, y)).to_vec()).unwrap();
    let shape = Shape::new(vec![Polygon::new(ring, Vec::new())]);
    let (parent, population) = (None, Population::Unknown);
    Subdistrict { id: "D1".into(), name: "One".into(), parent, population, shape }
}

pub(crate) fn with_unit(
    streets: StreetLayer,
    people: Vec<Local>,
    outlets: &[(u32, Local)],
) -> City {
    City::new(CityParts { subdistricts: vec![whole()], ..parts(streets, people, outlets) })
}

/// The figures of the city by service and by what stands beside.
fn measured(city: &City) -> Vec<(usize, Means, BesidePeople)> {
    let assessment = assess(city, &profile(), Detail::Figures);
    let all = assessment.beside.iter();
    all.map(|of| (of.service, of.by, of.layers[0].total.people.unwrap())).collect()
}

#[test]
fn steps_are_a_short_cut_for_those_alone_who_take_them() {
    // From the place straight up 100 m of steps to the outlet, or 500 m about by the ramp.
    let at = |x: f64, y: f64| Local::new(x, y);
    let mut streets =
        StreetLayer::new(vec![at(0.0, 0.0), at(0.0, 100.0), at(200.0, 0.0), at(200.0, 100.0)]);
    streets.add_as(STEPS, [0, 1]);
    streets.add([0, 2, 3, 1]);
    let outlet = [(0, at(0.0, 100.0)), (1, at(0.0, 100.0))];
    let found = measured(&with_unit(streets, vec![at(0.0, 0.0)], &outlet));
    let within: Vec<(usize, Means, u64)> =
        found.iter().map(|(s, by, of)| (*s, *by, of.within.served.0)).collect();
    // 12 minutes at 40 m are 480 m: less than 500.
    let (rule, adult, wheels) = (Means::Rule, Means::Walker(0), Means::Walker(1));
    assert_eq!(
        within,
        [(0, rule, 1), (0, adult, 1), (0, wheels, 0), (1, rule, 1), (1, adult, 1), (1, wheels, 0)]
    );
    assert_eq!((found[2].2.lost, found[2].2.gained), (People(1), People(0)));
}

/// Walks of some places by the slow version, with places whose nearest street is in doubt left out.
fn walks(slow: &Slow, people: &[Local], outlets: &[Local]) -> Vec<Option<f64>> {
    let nearest = |at: &Local| slow.nearest(*at, SNAP, OFF);
    let starts: Vec<On> = outlets.iter().filter_map(|at| nearest(at).first().copied()).collect();
    let on: Vec<Vec<On>> = people.iter().map(nearest).collect();
    let sure: Vec<On> = on.iter().filter(|on| on.len() == 1).map(|on| on[0]).collect();
    let mut lengths = slow.distances(&starts, &sure).into_iter();
    let of = |on: &Vec<On>| match on.len() {
        0 => Some(f64::INFINITY),
        1 => lengths.next(),
        _ => None,
    };
    on.iter().map(of).collect()
}

/// By service the rule, then the walkers: which of [`Lengths`], and how far.
const ASKED: [(usize, usize, f64); 6] =
    [(0, 1, 400.0), (0, 1, 600.0), (0, 2, 480.0), (1, 0, 320.0), (1, 1, 600.0), (1, 2, 480.0)];

/// Of each place the line, the walk, and the walk without steps to the nearest outlet of a service; none where
/// the nearest street is in doubt.
type Lengths = [Vec<Option<f64>>; 3];

/// A network with steps, people and outlets of two services about it.
struct Network {
    streets: StreetLayer,
    all: Slow,
    level: Slow,
    people: Vec<Local>,
    outlets: Vec<(u32, Local)>,
}

impl Network {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let plain = network(&mut random);
        let mut streets = StreetLayer::new(plain.vertices().to_vec());
        for (number, line) in plain.lines().enumerate() {
            if number % 3 == 0 {
                streets.add_as(STEPS, line.iter().copied());
            } else {
                streets.add(line.iter().copied());
            }
        }
        let (all, level) = (Slow::new(&streets), Slow::new(&streets.without_steps()));
        let is_sure =
            |at: &Local| [&all, &level].iter().all(|slow| slow.nearest(*at, SNAP, OFF).len() == 1);
        let places = (0..200).map(|_| place(&all, &mut random, 60.0)).filter(is_sure).take(6);
        let outlets = places.zip([0, 1].into_iter().cycle()).map(|(at, category)| (category, at));
        let outlets = outlets.collect();
        let people = (0..150).map(|_| place(&all, &mut random, 60.0)).collect();
        Self { streets, all, level, people, outlets }
    }

    fn lengths(&self, category: u32) -> Lengths {
        let ends: Vec<Local> =
            self.outlets.iter().filter(|o| o.0 == category).map(|o| o.1).collect();
        let line =
            |at: &Local| ends.iter().map(|end| end.distance(*at).0).fold(f64::INFINITY, f64::min);
        let lines = self.people.iter().map(|at| Some(line(at))).collect();
        let all = walks(&self.all, &self.people, &ends);
        let level = walks(&self.level, &self.people, &ends);
        // Whoever may take fewer streets is never better off for it, though another one may be the nearest then.
        let level = all.iter().zip(level).map(|(all, level)| Some(all.as_ref()?.max(level?)));
        let level = level.collect();
        [lines, all, level]
    }
}

#[test]
fn random_cities_are_measured_as_the_slow_version_does() {
    let mut held = 0;
    for seed in 900..930 {
        let network = Network::new(seed);
        if network.outlets.len() < 2 {
            continue;
        }
        let lengths = [network.lengths(0), network.lengths(1)];
        let is_clear = |&p: &usize| {
            let far = |length: Option<f64>, limit: f64| {
                length.is_some_and(|length| (length - limit).abs() > OFF)
            };
            let circle = lengths.iter().all(|of| far(of[0][p], 400.0));
            circle && ASKED.iter().all(|&(s, which, limit)| far(lengths[s][which][p], limit))
        };
        let clear: Vec<usize> = (0..network.people.len()).filter(is_clear).collect();
        let kept: Vec<Local> = clear.iter().map(|p| network.people[*p]).collect();
        let found = measured(&with_unit(network.streets, kept, &network.outlets));
        assert_eq!(found.len(), ASKED.len());
        for ((service, _, of), (at, which, limit)) in found.iter().zip(ASKED) {
            assert_eq!(*service, at);
            let count = |is_it: &dyn Fn(f64, f64) -> bool| {
                let pair = |p: &usize| lengths[at][0][*p].zip(lengths[at][which][*p]);
                let found = clear.iter().filter_map(pair).filter(|(line, way)| is_it(*line, *way));
                People(found.count() as u64)
            };
            assert_eq!(of.by_circle.served, count(&|line, _| line <= 400.0), "seed {seed}");
            assert_eq!(of.within.served, count(&|_, way| way <= limit), "seed {seed}");
            assert_eq!(of.lost, count(&|line, way| line <= 400.0 && way > limit), "seed {seed}");
            assert_eq!(of.gained, count(&|line, way| line > 400.0 && way <= limit), "seed {seed}");
            held += clear.len();
        }
    }
    assert!(held > 5_000, "{held}");
}

#[test]
fn who_takes_no_steps_is_never_better_off_than_who_takes_them() {
    // At one speed; on some networks the nearest street that is no steps is the better start.
    let text = "key = \"own\"\nname_en = \"Own\"\ndocument = \"none\"\nland_codes = [\"0701\"]\n\
                [[service]]\nkey = \"c00\"\nname_en = \"c00\"\nlead_en = \"A\"\nminutes = 10\n\
                [[service.provider]]\ncategory = \"c00\"\nradius_m = 400\n\
                [[walker]]\nkey = \"adult\"\nname_en = \"Adults\"\nmetres_a_minute = 40\n\
                [[walker]]\nkey = \"wheels\"\nname_en = \"Wheels\"\nmetres_a_minute = 40\nsteps = false\n";
    let profile = parse(text, "own.toml").0.unwrap();
    let (mut nearer, mut reached) = (0, 0);
    for seed in 900..930 {
        let Network { streets, all, level, people, outlets } = Network::new(seed);
        let ends: Vec<Local> = outlets.iter().filter(|o| o.0 == 0).map(|o| o.1).collect();
        let slow = [&all, &level].map(|slow| walks(slow, &people, &ends));
        for (at, place) in people.iter().enumerate() {
            let city = with_unit(streets.clone(), vec![*place], &outlets);
            let found = assess(&city, &profile, Detail::Figures).beside;
            let within: Vec<u64> =
                found.iter().map(|of| of.layers[0].total.people.unwrap().within.served.0).collect();
            let [with, without] = within[..] else { panic!("{within:?}") };
            assert!(without <= with, "seed {seed}, place {at}");
            reached += with;
            let pair = slow[0][at].zip(slow[1][at]);
            nearer += u64::from(pair.is_some_and(|(all, level)| all > 400.5 && level < 399.5));
        }
    }
    assert!(nearer > 0 && reached > 500, "{nearer} {reached}");
}
