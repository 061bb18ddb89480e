//! What lies beyond a radius: stretches of edges against points on them, and on paper.

use walkshed::index::Index;
use walkshed::index::streets::{Snapper, StreetGraph, metres};
use walkshed::model::{CategoryId, Local, StreetLayer};
use walkshed::reach::{Settled, Stretch, on_streets};
use walkshed::units::Metres;

use crate::random::Random;
use crate::slow::{On, Slow};
use crate::small::{OFF, SNAP, city, network, place};

#[test]
fn a_radius_cuts_edges_from_both_ends_and_about_outlets() {
    // One street of 1000 m with an outlet 20 m off it at 400 m: within 100 m of it, 80 m either way.
    let mut streets = StreetLayer::new(vec![Local::new(0.0, 0.0), Local::new(1000.0, 0.0)]);
    streets.add([0, 1]);
    let city = city(streets, vec![Local::new(0.0, 0.0)], &[(0, Local::new(400.0, 20.0))]);
    let graph = StreetGraph::new(city.streets().unwrap());
    let on = on_streets(&city, &graph, Metres(SNAP));
    let all = [CategoryId(0)];
    let settled = Settled::new(&graph, &on, &Index::new(&city), &all, Metres(5000.0));
    let beyond = |radius: f64| -> Vec<(f64, f64)> {
        let stretches = settled.beyond(&graph, &[(CategoryId(0), radius)]);
        stretches.iter().map(|s| (metres(s.from).0, metres(s.to).0)).collect()
    };
    assert_eq!(beyond(10.0), [(0.0, 1000.0)]);
    assert_eq!(beyond(20.0), [(0.0, 400.0), (400.0, 1000.0)]);
    assert_eq!(beyond(100.0), [(0.0, 320.0), (480.0, 1000.0)]);
    assert_eq!(beyond(450.0), [(830.0, 1000.0)]);
    assert_eq!(beyond(620.0), []);
}

#[test]
fn points_on_edges_are_beyond_a_radius_where_the_slow_version_says_so() {
    let (mut within, mut beyond) = (0, 0);
    for seed in 700..730 {
        let mut random = Random(seed);
        let streets = network(&mut random);
        let slow = Slow::new(&streets);
        let alone = |random: &mut Random| loop {
            let at = place(&slow, random, 60.0);
            if slow.nearest(at, SNAP, 0.01).len() == 1 {
                return at;
            }
        };
        let outlets: Vec<(u32, Local)> = (0..8).map(|i| (i % 2, alone(&mut random))).collect();
        let city = city(streets, vec![Local::new(0.0, 0.0)], &outlets);
        let graph = StreetGraph::new(city.streets().unwrap());
        let on = on_streets(&city, &graph, Metres(SNAP));
        let index = Index::new(&city);
        let both = [CategoryId(0), CategoryId(1)];
        let settled = Settled::new(&graph, &on, &index, &both, Metres(5000.0));
        // Two categories with a radius each: within either is within.
        let radii = [(both[0], 350.0), (both[1], 600.0)];
        let stretches = settled.beyond(&graph, &radii);
        let snapper = Snapper::new(&graph);
        let targets: Vec<On> = (0..200)
            .map(|_| On {
                segment: random.below(slow.segments.len()),
                share: random.unit(),
                leg: 0.0,
            })
            .collect();
        let left = radii.map(|(category, radius)| {
            let of = city.outlets().iter().filter(|o| o.category == category);
            let starts: Vec<On> = of.map(|o| slow.nearest(o.at, SNAP, 0.0)[0]).collect();
            let distances = slow.distances(&starts, &targets);
            distances.into_iter().map(|d| d - radius).collect::<Vec<f64>>()
        });
        for (number, target) in targets.iter().enumerate() {
            let past = left[0][number].min(left[1][number]);
            if past.abs() < OFF {
                continue;
            }
            let at = slow.point(target.segment, target.share);
            // Streets that cross have two answers at one place.
            if slow.nearest(at, SNAP, 0.05).len() > 1 {
                continue;
            }
            let snap = snapper.nearest(at, Metres(SNAP)).unwrap();
            let holds =
                |s: &Stretch| s.edge == snap.edge && s.from <= snap.offset && snap.offset <= s.to;
            let is_beyond = stretches.iter().any(holds);
            assert_eq!(is_beyond, past > 0.0, "seed {seed} point {number}: {past}");
            if is_beyond { beyond += 1 } else { within += 1 }
        }
    }
    assert!(within > 500 && beyond > 500, "{within} {beyond}");
}
