//! Rates by unit and service: the circles laid over the land, and the people counted.

#![expect(clippy::expect_used, reason = "a bench may fail")]

mod polygons;
mod workload;

use divan::{Bencher, counter::ItemsCount};
use geo::{Area as _, BooleanOps as _};
use workload::{ALL, SMALLEST, Workload, land, made};

fn main() {
    divan::main();
}

/// Items: units times services.
#[divan::bench(args = ALL, sample_count = 5, sample_size = 1)]
fn rates(bencher: Bencher, workload: Workload) {
    let made = made(workload);
    bencher.counter(ItemsCount::new(made.rates())).bench(|| made.coverage());
}

/// The estates joined, cut by borders and counted once. Items: estates.
#[divan::bench(args = [SMALLEST, 10_000, 100_000], sample_count = 5, sample_size = 1)]
fn residential_land(bencher: Bencher, outlets: u32) {
    let made = made(Workload::City(outlets));
    let estates = made.city.estates().map_or(0, <[_]>::len);
    bencher.counter(ItemsCount::new(estates)).bench(|| land(divan::black_box(&made.city)));
}

/// The slow reference: circles as polygons of 64 corners, joined and cut by `geo`; land areas only,
/// and those to a thousandth. Items as in `rates`.
#[divan::bench(args = [SMALLEST], sample_count = 2, sample_size = 1)]
fn rates_by_polygons(bencher: Bencher, outlets: u32) {
    let made = made(Workload::City(outlets));
    let served = || -> f64 {
        let mut sum = 0.0;
        for service in &made.profile.services {
            let circles = polygons::circles(made, service);
            for land in &made.land.by_unit {
                sum += polygons::of_shape(land).intersection(&circles).unsigned_area();
            }
        }
        sum
    };
    bencher.counter(ItemsCount::new(made.rates())).bench(served);
}
