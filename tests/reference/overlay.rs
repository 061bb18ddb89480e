//! Land inside unions of discs: areas, pieces, and depths.

use walkshed::model::{Bounds, Local, Polygon, Ring, Shape};
use walkshed::overlay::{Arc, Disc, DiscUnion, Prepared, depths, lay};

use crate::area::area_where;
use crate::random::Random;

/// A shape of one to three star-shaped polygons side by side, some with a hole.
fn shape(random: &mut Random, on_grid: bool) -> Shape {
    let count = 1 + random.below(3);
    let polygons = (0..count)
        .map(|i| {
            let centre = Local::new(f64::from(i) * 2000.0, random.between(-300.0, 300.0).round());
            let n = 6 + random.below(9);
            let outer = star(random, centre, n, (400.0, 950.0), on_grid);
            let holes = if random.below(2) == 0 {
                vec![star(random, centre, 4, (40.0, 150.0), on_grid)]
            } else {
                Vec::new()
            };
            Polygon::new(outer, holes)
        })
        .collect();
    Shape::new(polygons)
}

fn star(random: &mut Random, c: Local, n: usize, (low, high): (f64, f64), on_grid: bool) -> Ring {
    let points = (0..n)
        .map(|k| {
            let angle = (k as f64 + 0.1 + 0.7 * random.unit()) / n as f64 * std::f64::consts::TAU;
            let r = random.between(low, high);
            let p = Local::new(c.x + r * angle.cos(), c.y + r * angle.sin());
            if on_grid {
                Local::new((p.x / 50.0).round() * 50.0, (p.y / 50.0).round() * 50.0)
            } else {
                p
            }
        })
        .collect();
    Ring::new(points).unwrap_or_else(|_| {
        let r = low;
        let square = [(-r, -r), (r, -r), (r, r), (-r, r)];
        Ring::new(square.iter().map(|p| Local::new(c.x + p.0, c.y + p.1)).collect()).unwrap()
    })
}

/// Discs about the shape: of one radius or of two, and on a coarse grid, where circles meet in
/// threes, touch each other and the edges, and lie on each other.
fn discs(random: &mut Random, on_grid: bool) -> Vec<Disc> {
    let count = random.below(25);
    let radii = [[300.0, 300.0], [500.0, 200.0], [1000.0, 300.0], [250.0, 250.0]][random.below(4)];
    (0..count)
        .map(|_| {
            let p = Local::new(random.between(-1200.0, 5200.0), random.between(-1500.0, 1500.0));
            let centre = if on_grid {
                Local::new((p.x / 250.0).round() * 250.0, (p.y / 250.0).round() * 250.0)
            } else {
                p
            };
            Disc { centre, radius: radii[random.below(2)] }
        })
        .collect()
}

fn margin(discs: &[Disc], at: Local) -> f64 {
    discs.iter().map(|d| d.centre.distance(at).0 - d.radius).fold(1.0, f64::min)
}

#[test]
fn served_and_unserved_land_agree_with_a_count_by_lines_on_a_thousand_random_cases() {
    let mut worst = 0.0f64;
    for seed in 0..1000 {
        let mut random = Random(seed);
        let on_grid = seed % 3 == 0;
        let land = shape(&mut random, on_grid);
        let discs = discs(&mut random, on_grid);
        let prepared = Prepared::new(&land);
        let laid = lay(&prepared, &DiscUnion::new(&discs), |at| margin(&discs, at));
        let expected = area_where(&land, std::slice::from_ref(&discs), |n| n == 1);
        let total = land.area().0;
        let off = (laid.served.0 - expected).abs() / total;
        worst = worst.max(off);
        assert!(off < 1e-6, "seed {seed}: {} against {expected} of {total}", laid.served.0);
        let sum = laid.served.0 + laid.unserved.0;
        assert!((sum - total).abs() < 1e-9 * total, "seed {seed}: {sum} of {total}");
        let pieces = laid.gaps(&prepared);
        let joined: f64 = pieces.iter().map(|p| p.area.0).sum();
        assert!(
            (joined - laid.unserved.0).abs() < 1e-7 * total,
            "seed {seed}: pieces {joined}, unserved {}",
            laid.unserved.0
        );
        for piece in &pieces {
            let drawn = piece.polygon.area().0;
            assert!(drawn <= piece.area.0 + 1e-3, "seed {seed}: {drawn} of {}", piece.area.0);
            for at in inside(&mut random, &piece.polygon) {
                assert!(margin(&discs, at) > -1e-6, "seed {seed}: a served point in a gap");
            }
        }
    }
    assert!(worst < 1e-9, "worst relative difference {worst:.1e}");
}

/// A few random points inside a polygon.
fn inside(random: &mut Random, polygon: &Polygon) -> Vec<Local> {
    let shape = Shape::new(vec![polygon.clone()]);
    let b = shape.bounds();
    (0..40)
        .map(|_| Local::new(random.between(b.min.x, b.max.x), random.between(b.min.y, b.max.y)))
        .filter(|&p| shape.contains(p))
        .collect()
}

#[test]
fn unions_of_growing_circles_are_those_of_each_radius() {
    for seed in 0..300 {
        let mut random = Random(seed + 9000);
        let on_grid = seed % 3 == 0;
        let mut centres: Vec<Local> = Vec::new();
        for _ in 0..8 {
            centres.extend(discs(&mut random, on_grid).iter().map(|d| d.centre));
        }
        // Multiples of the grid, so that circles touch each other and meet in threes and fours.
        let radii = [125.0, 250.0, 353.553_390_593_273_8, 500.0, 1000.0];
        let growing = DiscUnion::growing(&centres, &radii);
        assert_eq!(growing.len(), radii.len());
        for (union, radius) in growing.iter().zip(radii) {
            let equal: Vec<Disc> = centres.iter().map(|&centre| Disc { centre, radius }).collect();
            let expected = DiscUnion::new(&equal);
            assert_eq!(union.arcs(), expected.arcs(), "seed {seed}, radius {radius}");
        }
    }
}

#[test]
fn arcs_after_a_change_are_those_of_the_union_of_what_is_left() {
    let (mut seen, mut moved) = (0, 0);
    for seed in 0..2000 {
        let mut random = Random(seed + 12_000);
        let on_grid = seed % 3 == 0;
        let mut today: Vec<Disc> = Vec::new();
        for _ in 0..=seed % 5 {
            today.extend(discs(&mut random, on_grid));
        }
        let (gone, left): (Vec<Disc>, Vec<Disc>) =
            today.iter().partition(|_| random.below(12) == 0);
        let new = discs(&mut random, on_grid);
        let new = &new[..new.len().min(random.below(4))];
        let is_beside = |disc: &&Disc| gone.iter().any(|of| of.centre == disc.centre);
        let come: Vec<Disc> = left.iter().filter(is_beside).chain(new).copied().collect();
        let after: Vec<Disc> = left.iter().chain(new).copied().collect();
        let mut window = Bounds::EMPTY;
        for _ in 0..2 {
            window
                .include(Local::new(random.between(-900.0, 4900.0), random.between(-900.0, 900.0)));
        }
        let inside = |arcs: &[Arc]| -> Vec<Arc> {
            arcs.iter().filter(|arc| arc.bounds().touches(&window)).copied().collect()
        };
        let expected = inside(DiscUnion::new(&after).arcs());
        let found = inside(&DiscUnion::new(&today).arcs_after(window, &gone, &come));
        assert_eq!(found, expected, "seed {seed}");
        seen += expected.len();
        moved += usize::from(expected != inside(DiscUnion::new(&today).arcs()));
    }
    assert!(seen > 5_000 && moved > 500, "{seen} arcs, {moved} changes");
}

#[test]
fn land_by_depth_agrees_with_a_count_by_lines() {
    for seed in 0..300 {
        let mut random = Random(seed + 5000);
        let on_grid = seed % 3 == 0;
        let land = shape(&mut random, on_grid);
        let unions: Vec<Vec<Disc>> = (0..3).map(|_| discs(&mut random, on_grid)).collect();
        let prepared = Prepared::new(&land);
        let laid: Vec<_> =
            unions.iter().map(|u| lay(&prepared, &DiscUnion::new(u), |at| margin(u, at))).collect();
        let found =
            depths(&prepared, &laid.iter().collect::<Vec<_>>(), |k, at| margin(&unions[k], at));
        let total = land.area().0;
        for (count, area) in found.land_by_count().iter().enumerate() {
            let expected = area_where(&land, &unions, |n| n == count);
            assert!(
                (area.0 - expected).abs() < 1e-6 * total,
                "seed {seed}, in {count}: {} against {expected} of {total}",
                area.0
            );
        }
        for m in 1..=3 {
            let joined: f64 = found.regions_fewer_than(m).iter().map(|p| p.area.0).sum();
            let expected = found.fewer_than(m).0;
            assert!(
                (joined - expected).abs() < 1e-7 * total,
                "seed {seed}, below {m}: {joined} against {expected} of {total}"
            );
        }
    }
}
