//! Gaps: unserved land joined into pieces, with its people, ranked and named.

#![expect(clippy::expect_used, reason = "a bench may fail")]

mod polygons;
mod workload;

use divan::{Bencher, counter::ItemsCount};
use geo::BooleanOps as _;
use walkshed::gaps::{Found, gaps};
use workload::{ALL, SMALLEST, Workload, made};

fn main() {
    divan::main();
}

/// Items: units times services.
#[divan::bench(args = ALL, sample_count = 5, sample_size = 1)]
fn pieces(bencher: Bencher, workload: Workload) {
    let made = made(workload);
    let coverage = made.coverage();
    bencher.counter(ItemsCount::new(made.rates())).bench_local(|| {
        let mut found = Found::new(&made.city);
        gaps(&made.city, &made.profile, divan::black_box(&coverage), &mut found)
    });
}

/// The slow reference: circles as polygons of 64 corners, cut out of the land by `geo`; the pieces
/// alone, neither ranked nor named. Items as in `pieces`.
#[divan::bench(args = [SMALLEST], sample_count = 2, sample_size = 1)]
fn pieces_by_polygons(bencher: Bencher, outlets: u32) {
    let made = made(Workload::City(outlets));
    let unserved = || -> usize {
        let mut count = 0;
        for service in &made.profile.services {
            let circles = polygons::circles(made, service);
            for land in &made.land.by_unit {
                count += polygons::of_shape(land).difference(&circles).0.len();
            }
        }
        count
    };
    bencher.counter(ItemsCount::new(made.rates())).bench(unserved);
}
