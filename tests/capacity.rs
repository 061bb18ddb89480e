//! Room against need within reach: on paper, against slow versions of the published formulas, and by the
//! laws that hold for any city.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod random;

use walkshed::assessment::{CapacityFigures, Seated};
use walkshed::coverage::access;
use walkshed::model::{
    CategoryId, City, CityParts, Community, Local, LonLat, Outlet, OutletId, PeopleLayer,
    PeopleSource, Plane, Polygon, Population, Ring, Shape, Status, Subdistrict,
};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{Decay, Profile, parse};
use walkshed::reach::Pairs;
use walkshed::units::{Metres, People};

use self::random::Random;

const SIDE: f64 = 1000.0;

fn square(x: f64, y: f64, side: f64) -> Shape {
    let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)];
    let ring = Ring::new(corners.map(|(x, y)| Local::new(x, y)).to_vec()).unwrap();
    Shape::new(vec![Polygon::new(ring, Vec::new())])
}

fn subdistrict(i: u32) -> Subdistrict {
    let shape = square(SIDE * f64::from(i), 0.0, SIDE);
    let (parent, population) = (None, Population::Unknown);
    Subdistrict { id: format!("D{i}"), name: format!("D{i}"), parent, population, shape }
}

fn outlet(i: usize, at: Local, capacity: Option<f64>) -> Outlet {
    Outlet {
        id: format!("P{i}").into(),
        name: "".into(),
        category: CategoryId(0),
        at,
        status: Status::Open,
        source: None,
        capacity,
        floor_area: None,
        details: None,
    }
}

/// Two subdistricts of 1 km side by side, the west of them in two communities.
fn parts(outlets: Vec<Outlet>, people: &[(f64, f64, u32)]) -> CityParts {
    let community = |id: &str, y: f64| {
        let ring = [(0.0, y), (SIDE, y), (SIDE, y + 500.0), (0.0, y + 500.0)];
        let ring = Ring::new(ring.map(|(x, y)| Local::new(x, y)).to_vec()).unwrap();
        let shape = Shape::new(vec![Polygon::new(ring, Vec::new())]);
        Community { id: id.into(), name: id.into(), shape }
    };
    let column: Vec<u32> = people.iter().map(|p| p.2).collect();
    CityParts {
        subdistricts: vec![subdistrict(0), subdistrict(1)],
        communities: vec![community("C1", 0.0), community("C2", 500.0)],
        categories: vec!["kindergarten".into()],
        outlets,
        people: Some(PeopleLayer {
            source: PeopleSource::Layer,
            at: people.iter().map(|p| Local::new(p.0, p.1)).collect(),
            all: column.iter().map(|n| 10 * n).collect(),
            groups: [None, Some(column), None, None],
        }),
        ..CityParts::empty("Paper", Plane::about(LonLat { lon: 112.0, lat: 36.0 }))
    }
}

fn text(more: &str) -> String {
    format!(
        "key = \"own\"\nextends = \"checkup-mohurd-2025\"\n[[capacity]]\nkey = \"seats\"\n\
         name_en = \"seats\"\nlead_en = \"me\"\ncategories = [\"kindergarten\"]\n\
         demand = \"age_3_5\"\n{more}\n"
    )
}

fn profile(more: &str) -> Profile {
    let (profile, findings) = parse(&text(more), "own.toml");
    profile.unwrap_or_else(|| unreachable!("{findings:?}"))
}

fn measured(parts: CityParts, more: &str) -> Option<CapacityFigures> {
    assess(&City::new(parts), &profile(more), Detail::Figures).capacities[0].clone()
}

fn groups(of: &Seated) -> [u64; 5] {
    [of.people, of.served, of.full, of.unknown, of.out_of_reach].map(|people| people.0)
}

#[test]
fn served_full_unknown_and_out_of_reach_are_told_apart() {
    let outlets = vec![
        outlet(0, Local::new(200.0, 200.0), Some(25.9)),
        outlet(1, Local::new(200.0, 700.0), None),
        outlet(2, Local::new(1300.0, 500.0), Some(100.0)),
    ];
    let people = [
        // 100 m and 200 m from the first: 20 and 5 of 25 whole places, 10 find it full.
        (200.0, 300.0, 20),
        (200.0, 400.0, 15),
        // Near the one that does not say.
        (200.0, 800.0, 7),
        // Out of reach.
        (800.0, 50.0, 4),
        // 100 m from the third, across the border from nothing.
        (1300.0, 600.0, 30),
        // In no subdistrict: takes places, stands in no unit.
        (1300.0, 1050.0, 90),
    ];
    let of = measured(parts(outlets, &people), "radius_m = 600").unwrap();
    let [subdistricts, communities] = &of.layers[..] else { unreachable!() };
    // The 15 have the silent one 300 m away: they may have a place there.
    assert_eq!(groups(&subdistricts.units[0]), [46, 25, 0, 17, 4]);
    assert_eq!(groups(&subdistricts.units[1]), [30, 30, 0, 0, 0]);
    assert_eq!(groups(&subdistricts.total), [76, 55, 0, 17, 4]);
    assert_eq!(groups(&communities.units[0]), [39, 25, 0, 10, 4]);
    assert_eq!((of.room.outlets, of.room.unstated, of.room.places), (3, 1, 125));
    // 25 + 30, and 70 of the 90 outside.
    assert_eq!(of.room.taken, 125);
}

#[test]
fn a_shortage_of_places_is_not_a_shortage_of_reach() {
    let outlets = vec![outlet(0, Local::new(500.0, 500.0), Some(10.0))];
    let people = [(500.0, 400.0, 8), (500.0, 700.0, 8), (100.0, 100.0, 3)];
    let of = measured(parts(outlets, &people), "radius_m = 300").unwrap();
    let west = &of.layers[0].units[0];
    assert_eq!(groups(west), [19, 10, 6, 0, 3]);
    // 8 go 100 m, 2 go 200 m.
    assert_eq!(west.mean_distance, Some(Metres(120.0)));
    assert!((west.served_share.unwrap().0 - 10.0 / 19.0).abs() < 1e-12);
    // Nobody lives in the east: no share and no average.
    let east = &of.layers[0].units[1];
    assert_eq!((east.served_share, east.mean_distance, east.access), (None, None, None));
}

#[test]
fn without_outlets_that_say_or_without_the_group_there_is_no_figure() {
    let silent = vec![outlet(0, Local::new(500.0, 500.0), None)];
    assert_eq!(measured(parts(silent, &[(500.0, 400.0, 8)]), "radius_m = 300"), None);
    let mut groupless = parts(vec![outlet(0, Local::new(5.0, 5.0), Some(1.0))], &[(5.0, 4.0, 8)]);
    groupless.people.as_mut().unwrap().groups[1] = None;
    assert_eq!(measured(groupless, "radius_m = 300"), None);
}

/// A weight by distance in metres.
type Weight = fn(f64) -> f64;

/// The tables of each function of distance, and its weight by the published formula.
fn functions() -> Vec<(&'static str, Weight)> {
    vec![
        ("", |_| 1.0),
        ("decay = \"linear\"", |d| 1.0 - d / 400.0),
        ("decay = \"gaussian\"\nwidth_m = 150", |d| (-(d / 150.0).powi(2) / 2.0).exp()),
        ("decay = \"exponential\"\nwidth_m = 200", |d| (-d / 200.0).exp()),
        ("decay = \"power\"\nexponent = 2\nnear_m = 50", |d| (50.0 / d.max(50.0)).powi(2)),
        ("decay = \"epanechnikov\"", |d| 0.75 * (1.0 - (d / 400.0).powi(2))),
        ("decay = \"zones\"\nzones_m = [100, 250, 400]\nweights = [1, 0.68, 0.22]", |d| {
            if d <= 100.0 {
                1.0
            } else if d <= 250.0 {
                0.68
            } else {
                0.22
            }
        }),
    ]
}

/// Access by a sum over all pairs.
fn slow_access(outlets: &[(Local, f64)], people: &[(f64, f64, u32)], weight: Weight) -> Vec<f64> {
    let pull = |at: &(f64, f64, u32), outlet: &(Local, f64)| {
        let d = (at.0 - outlet.0.x).hypot(at.1 - outlet.0.y);
        if d <= 400.0 { weight(d) } else { 0.0 }
    };
    people
        .iter()
        .map(|at| {
            let of = outlets.iter().map(|outlet| {
                let need: f64 = people.iter().map(|p| f64::from(p.2) * pull(p, outlet)).sum();
                if need > 0.0 { outlet.1 / need * pull(at, outlet) } else { 0.0 }
            });
            of.sum()
        })
        .collect()
}

#[test]
fn floating_catchments_equal_the_sum_over_all_pairs() {
    for seed in 1..=25 {
        let mut random = Random(seed);
        let mut place = || Local::new(random.between(1.0, 1999.0), random.between(1.0, 999.0));
        let outlets: Vec<(Local, f64)> =
            (0..8_u32).map(|i| (place(), f64::from(i * 37 % 50))).collect();
        let people: Vec<(f64, f64, u32)> = (0..40)
            .map(|i| {
                let at = place();
                (at.x, at.y, i % 6)
            })
            .collect();
        for (text, weight) in functions() {
            let made = outlets.iter().enumerate().map(|(i, o)| outlet(i, o.0, Some(o.1))).collect();
            let more = format!("radius_m = 400\nper = 1\n{text}");
            let of = measured(parts(made, &people), &more).unwrap();
            let slow = slow_access(&outlets, &people, weight);
            let mean = |is_in: &dyn Fn(f64) -> bool| {
                let inside = || people.iter().zip(&slow).filter(|(p, _)| is_in(p.0));
                let need: f64 = inside().map(|(p, _)| f64::from(p.2)).sum();
                inside().map(|(p, a)| f64::from(p.2) * a).sum::<f64>() / need
            };
            let layer = &of.layers[0];
            let near = |seen: Option<f64>, expected: f64| {
                let is_near = (seen.unwrap() - expected).abs() <= 1e-9 * expected.abs().max(1.0);
                assert!(is_near, "seed {seed}, {text}: {seen:?}, {expected}");
            };
            near(layer.units[0].access, mean(&|x| x < SIDE));
            near(layer.units[1].access, mean(&|x| x >= SIDE));
            let city = mean(&|_| true);
            near(layer.total.access, city);
            // Whoever is within rounding of the average may stand on either side.
            let below = |slack: f64| -> u64 {
                people
                    .iter()
                    .zip(&slow)
                    .filter(|(_, a)| **a < city + slack)
                    .map(|(p, _)| u64::from(p.2))
                    .sum()
            };
            let seen = layer.total.below_average.0;
            assert!((below(-1e-9)..=below(1e-9)).contains(&seen), "seed {seed}, {text}");
        }
    }
}

/// The catchments of `PySAL` access in its own tests: a grid of 5 x 5 places with one unit of supply each,
/// distances on the plane.
fn grid_access(homes: &[usize], radius: f64, decay: &Decay) -> Vec<f64> {
    let at = |i: usize| {
        (f64::from(u32::try_from(i / 5).unwrap()), f64::from(u32::try_from(i % 5).unwrap()))
    };
    let pairs = Pairs::new(homes.iter().map(|&home| {
        let near = (0..25).map(|i| {
            let (a, b) = (at(home), at(i));
            (OutletId(u32::try_from(i).unwrap()), Metres((a.0 - b.0).hypot(a.1 - b.1)))
        });
        near.filter(|pair| pair.1.0 <= radius).collect()
    }));
    access(&pairs, &vec![1; homes.len()], &[Some(1.0); 25], (decay, Metres(radius)))
}

#[test]
fn the_values_of_the_tests_of_pysal_access_are_reproduced() {
    // Five homes among 25 supplies: 25 / 5 each where everything is in reach, 1 where only their own is.
    // Nothing lies beyond the first zone of its E2SFCA, so that its values are the same.
    let homes = [0, 6, 12, 13, 24];
    for decay in [Decay::Step, pysal_zones()] {
        assert!(grid_access(&homes, 100.0, &decay).iter().all(|a| (a - 5.0).abs() < 1e-6));
        assert!(grid_access(&homes, 0.9, &decay).iter().all(|a| (a - 1.0).abs() < 1e-6));
    }
}

/// The zones that `PySAL` access takes for E2SFCA where none are given.
fn pysal_zones() -> Decay {
    let zones_m = [10.0, 20.0, 30.0].map(Metres).to_vec();
    Decay::Zones { zones_m, weights: vec![1.0, 0.68, 0.22] }
}

/// The hospital example of the same tests: 100, 50 and 10 people in three tracts with 15, 20 and 100
/// doctors; 1 to their own, `inbound` to the third, `outbound` from it, `across` between the first two.
fn hospitals([inbound, outbound, across]: [f64; 3], radius: f64, decay: &Decay) -> Vec<f64> {
    let costs = [[1.0, across, inbound], [across, 1.0, inbound], [outbound, outbound, 1.0]];
    let pairs = Pairs::new(costs.iter().map(|row| {
        let near = (0..3).map(OutletId).zip(row.map(Metres));
        near.filter(|pair| pair.1.0 <= radius).collect()
    }));
    let doctors = [15.0, 20.0, 100.0].map(Some);
    access(&pairs, &[100, 50, 10], &doctors, (decay, Metres(radius)))
}

#[test]
fn the_hospital_example_of_pysal_access_is_reproduced() {
    // Printed by access 1.1.10 for the four scenarios of its test: two_stage_fca with gravity(1, -1) and
    // max_cost 61, then enhanced_two_stage_fca as it is without arguments.
    let scenarios = [
        (
            [40.0, 40.0, 80.0],
            [0.331_444_116_980_276_6, 0.579_828_132_066_938_1, 7.286_418_169_862_544],
            [0.15, 0.4, 10.0],
        ),
        (
            [20.0, 40.0, 80.0],
            [0.435_340_220_876_380_5, 0.683_724_235_963_042, 5.727_976_611_420_986],
            [0.757_142_857_142_857_2, 1.007_142_857_142_857_1, 0.892_857_142_857_142_9],
        ),
        (
            [40.0, 20.0, 80.0],
            [0.331_071_913_161_465_4, 0.577_857_785_778_577_8, 7.299_991_939_492_457],
            [0.140_449_438_202_247_2, 0.352_112_676_056_338_05, 10.334_942_237_695_838],
        ),
        (
            [20.0, 20.0, 40.0],
            [0.442_568_395_398_584_1, 0.666_758_279_965_827_1, 5.740_524_646_185_023_4],
            [0.747_592_295_345_104_4, 0.959_255_533_199_195_2, 1.227_799_380_552_981],
        ),
    ];
    let gravity = Decay::Power { exponent: 1.0, near_m: Metres(1.0) };
    for (costs, gravity_values, zone_values) in scenarios {
        for (decay, radius, values) in
            [(&gravity, 61.0, gravity_values), (&pysal_zones(), 30.0, zone_values)]
        {
            let seen = hospitals(costs, radius, decay);
            let is_near = seen.iter().zip(values).all(|(a, b)| (a - b).abs() < 1e-6);
            assert!(is_near, "{costs:?} {}: {seen:?}", decay.key());
        }
    }
}

#[test]
fn what_is_handed_out_is_what_outlets_in_reach_have() {
    for seed in 1..=60 {
        let mut random = Random(seed);
        let mut place = || Local::new(random.between(0.0, 2000.0), random.between(0.0, 1000.0));
        let made: Vec<Outlet> = (0..12_u32)
            .map(|i| outlet(i as usize, place(), (i % 5 > 0).then(|| f64::from(i * 13 % 40))))
            .collect();
        let people: Vec<(f64, f64, u32)> = (0..80)
            .map(|i| {
                let at = place();
                (at.x, at.y, i % 9)
            })
            .collect();
        let radius = 100.0 + f64::from(u32::try_from(seed).unwrap()) * 10.0;
        let of = measured(parts(made.clone(), &people), &format!("radius_m = {radius}")).unwrap();
        let layer = &of.layers[0];
        for unit in layer.units.iter().chain([&layer.total]) {
            let [people, served, full, unknown, out] = groups(unit);
            assert_eq!(people, served + full + unknown + out, "seed {seed}");
            assert!(unit.below_average <= unit.people);
        }
        let sum = |pick: fn(&Seated) -> People| layer.units.iter().map(pick).sum::<People>();
        assert_eq!(sum(|u| u.people), layer.total.people);
        assert_eq!(sum(|u| u.served), layer.total.served);
        assert_eq!(sum(|u| u.out_of_reach), layer.total.out_of_reach);
        // Everybody lives inside: places taken are people served, and never more than there are.
        assert_eq!(of.room.taken, layer.total.served.0, "seed {seed}");
        assert!(of.room.taken <= of.room.places);
        // Access times need is the supply of the outlets that anybody in need reaches.
        let reached: f64 = made
            .iter()
            .filter(|o| {
                people.iter().any(|p| p.2 > 0 && (p.0 - o.at.x).hypot(p.1 - o.at.y) <= radius)
            })
            .filter_map(|o| o.capacity)
            .sum();
        let need = f64::from(u32::try_from(layer.total.people.0).unwrap());
        let handed = layer.total.access.unwrap() / 1000.0 * need;
        assert!((handed - reached).abs() < 1e-6, "seed {seed}: {handed} {reached}");
    }
}

#[test]
fn a_rule_that_does_not_hold_together_is_refused_with_its_line() {
    let rows = [
        ("", "missing", "radius_m"),
        ("radius_m = 300\nmeasure = \"residents\"", "unknown-word", "capacity, floor_area"),
        ("radius_m = 300\ndecay = \"cubic\"", "unknown-word", "epanechnikov"),
        ("radius_m = 300\ndecay = \"gaussian\"", "missing", "width"),
        ("radius_m = 300\nwidth_m = 100", "unknown-key", "no use"),
        (
            "radius_m = 300\ndecay = \"zones\"\nzones_m = [200, 100]\nweights = [1, 1]",
            "bad-bands",
            "rise",
        ),
        (
            "radius_m = 300\ndecay = \"zones\"\nzones_m = [100, 200]\nweights = [1]",
            "unequal-lists",
            "1 weights",
        ),
        ("radius_m = 300\n[[capacity]]\nkey = \"seats\"", "duplicate-capacity", "twice"),
    ];
    for (more, code, word) in rows {
        let (profile, findings) = parse(&text(more), "own.toml");
        assert!(profile.is_none(), "{more}");
        let said = findings.iter().find(|f| f.code == code);
        let said = said.unwrap_or_else(|| unreachable!("{more}: {findings:?}"));
        let all = format!("{} {}", said.message, said.help);
        assert!(all.contains(word), "{more}: {all}");
    }
}
