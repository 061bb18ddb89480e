//! What the maps of a review are drawn from, against its figures and against a look at single points.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod city;
mod plans;
mod random;

use walkshed::assessment::{Compared, Lack, Passage, Pictured, PlanPictures, Region, Turned};
use walkshed::model::{City, Local, Plan, Shape};
use walkshed::pipeline::{Detail, compare_detailed};
use walkshed::profile::{Profile, builtin};
use walkshed::units::SquareMetres;
use walkshed::watch::Watch;

use self::city::parts;
use self::plans::{is_served, plan, random_plan};
use self::random::Random;

fn profile() -> Profile {
    builtin("circle15").unwrap()
}

fn compared(city: &City, plan: &Plan) -> Compared {
    let plans = std::slice::from_ref(plan);
    compare_detailed((city, &profile()), plans, Detail::Maps, &Watch::default()).unwrap()
}

/// Area of what lies inside an odd number of two regions, the second of which lies in the first.
fn between(regions: &[&Region]) -> f64 {
    match regions {
        [] => 0.0,
        [outer, inner] => outer.area.0 - inner.area.0,
        _ => unreachable!("two regions, one in the other"),
    }
}

fn passage(compared: &Compared, unit: usize, lack: Lack) -> Passage {
    let of = &compared.reviewed[0].review.effect.units[unit];
    match lack {
        Lack::Service(at) => of.services[at].unwrap(),
        Lack::Circle => of.circle.unwrap(),
    }
}

#[test]
fn land_drawn_as_gained_and_lost_is_that_of_the_table() {
    let mut turned = [0; 4];
    for seed in 0..80 {
        let city = City::new(parts(seed));
        let compared = compared(&city, &random_plan(&city, seed, 14));
        let land = &compared.reviewed[0].today.land;
        for Pictured { lack, units, kept, unserved } in &compared.pictures[0].lacks {
            let mut sums = [0.0; 2];
            for (id, of) in units {
                let passage = passage(&compared, id.index(), *lack);
                let near = |drawn: f64, table: SquareMetres| {
                    let error = (drawn - table.0).abs();
                    assert!(
                        error <= 1e-6 * land[id.index()].area().0,
                        "seed {seed}: {drawn} {table:?}"
                    );
                };
                near(of.before().area.0, passage.before.land.unserved);
                near(of.after().area.0, passage.after.land.unserved);
                near(between(&of.gained()), passage.gained.land);
                near(between(&of.lost()), passage.lost.land);
                turned[0] += usize::from(passage.gained.land.0 > 1.0);
                turned[1] += usize::from(passage.lost.land.0 > 1.0);
                let both = passage.gained.land.0 > 1.0 && passage.lost.land.0 > 1.0;
                turned[2] += usize::from(both && matches!(of, Turned::Service { .. }));
                let any = passage.gained.land.0 > 1.0 || passage.lost.land.0 > 1.0;
                turned[3] += usize::from(any && matches!(of, Turned::Circle { .. }));
                sums[0] += passage.after.land.served.0 - passage.gained.land.0;
                sums[1] += passage.after.land.unserved.0 - passage.lost.land.0;
            }
            if compared.pictures[0].extent.is_none() {
                assert!((sums[0] - kept.0).abs() < 1e-3 && (sums[1] - unserved.0).abs() < 1e-3);
            }
        }
    }
    let enough = turned.iter().zip([200, 100, 20, 10]).all(|(count, least)| *count >= least);
    assert!(enough, "{turned:?}");
}

/// Whether a point lies inside an odd number of shapes.
fn is_odd<'s>(shapes: impl IntoIterator<Item = &'s Shape>, at: Local) -> bool {
    shapes.into_iter().filter(|shape| shape.contains(at)).count() % 2 == 1
}

/// How often each class was found: gained, lost, kept, unserved.
type Found = [usize; 4];

/// Holds the classes at random points of the land against the outlets before and after; points within a
/// metre of a circle are left out, as tangents stand for arcs in what is drawn.
fn look(
    (city, after): (&City, &City),
    land: &[Shape],
    of: &Pictured,
    random: &mut Random,
    found: &mut Found,
) {
    let profile = profile();
    let services: Vec<usize> = match of.lack {
        Lack::Service(at) => vec![at],
        Lack::Circle => (0..profile.services.len())
            .filter(|&at| profile.services[at].in_circle && has_data(city, &profile, at))
            .collect(),
    };
    let serves = |city: &City, at: Local| {
        services.iter().all(|&s| is_served(city, city.outlets(), &profile, s, at))
    };
    for (id, turned) in &of.units {
        let bounds = land[id.index()].bounds();
        for _ in 0..40 {
            let at = Local::new(
                random.between(bounds.min.x, bounds.max.x),
                random.between(bounds.min.y, bounds.max.y),
            );
            let about = [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (0.0, 0.0)]
                .map(|(x, y)| Local::new(at.x + x, at.y + y));
            let [was, is] = [city, after].map(|city| about.map(|at| serves(city, at)));
            let is_clear = |sides: [bool; 5]| sides.iter().all(|side| *side == sides[0]);
            if !land[id.index()].contains(at) || !is_clear(was) || !is_clear(is) {
                continue;
            }
            let (was, is) = (was[0], is[0]);
            let shapes =
                |regions: Vec<&Region>| is_odd(regions.into_iter().map(|region| &region.shape), at);
            let kept = !shapes(turned.not_kept());
            let classes =
                [shapes(turned.gained()), shapes(turned.lost()), kept, shapes(turned.unserved())];
            let expected = [is && !was, was && !is, was && is, !was && !is];
            assert_eq!(classes, expected, "{:?} at {at:?}", of.lack);
            assert_eq!(turned.before().shape.contains(at), !was);
            assert_eq!(turned.after().shape.contains(at), !is);
            for (found, is_it) in found.iter_mut().zip(expected) {
                *found += usize::from(is_it);
            }
        }
    }
}

fn has_data(city: &City, profile: &Profile, service: usize) -> bool {
    let mut providers = profile.services[service].providers.iter();
    providers.any(|provider| {
        let category = city.category(&provider.category);
        city.outlets().iter().any(|o| Some(o.category) == category && o.is_counted())
    })
}

#[test]
fn every_point_is_drawn_in_the_class_that_the_outlets_put_it_in() {
    let mut random = Random(7);
    let mut found: Found = [0; 4];
    for seed in 0..12 {
        let city = City::new(parts(seed));
        let plan = random_plan(&city, seed + 400, 12);
        let compared = compared(&city, &plan);
        let land = &compared.reviewed[0].today.land;
        let after = city.after(&plan.measures);
        let PlanPictures { lacks, measures, .. } = &compared.pictures[0];
        for pictured in lacks {
            look((&city, &after), land, pictured, &mut random, &mut found);
        }
        // A sheet shows one measure alone.
        for (measure, picture) in plan.measures.iter().zip(measures) {
            let after = city.after([measure]);
            if let Some(pictured) = &picture.pictured {
                look((&city, &after), land, pictured, &mut random, &mut found);
            }
        }
    }
    assert!(found.iter().all(|&count| count > 50), "{found:?}");
}

#[test]
fn a_plan_without_measures_has_no_maps_and_a_review_of_figures_draws_nothing() {
    let city = City::new(parts(3));
    let empty = plan(Vec::new());
    let drawn = compared(&city, &empty);
    assert!(drawn.pictures[0].lacks.is_empty() && drawn.pictures[0].measures.is_empty());
    assert!(drawn.pictures[0].extent.is_none());
    let plans = [empty];
    let figures =
        compare_detailed((&city, &profile()), &plans, Detail::Figures, &Watch::default()).unwrap();
    assert!(figures.pictures.is_empty() && figures.reviewed[0].today.land.is_empty());
}
