//! Indexing the outlets, and the nearest outlet of each category for every people place.

#![expect(clippy::expect_used, reason = "a bench may fail")]

mod workload;

use divan::{Bencher, counter::ItemsCount};
use walkshed::index::Index;
use walkshed::reach;
use workload::{ALL, SMALLEST, Workload, made};

fn main() {
    divan::main();
}

/// Items: outlets.
#[divan::bench(args = ALL, sample_count = 10, sample_size = 1)]
fn build(bencher: Bencher, workload: Workload) {
    let made = made(workload);
    bencher
        .counter(ItemsCount::new(made.city.outlets().len()))
        .bench(|| Index::new(divan::black_box(&made.city)));
}

/// Items: people places times categories.
#[divan::bench(args = ALL, sample_count = 10, sample_size = 1)]
fn nearest(bencher: Bencher, workload: Workload) {
    let made = made(workload);
    let categories = made.categories();
    bencher
        .counter(ItemsCount::new(made.people().len() * categories.len()))
        .bench(|| reach::radius(&made.city, &made.index, divan::black_box(&categories)));
}

/// The slow reference: every outlet asked for every place. Items as in `nearest`.
#[divan::bench(args = [SMALLEST], sample_count = 3, sample_size = 1)]
fn nearest_by_asking_all(bencher: Bencher, outlets: u32) {
    let made = made(Workload::City(outlets));
    let categories = made.categories();
    let farthest = || {
        let mut sum = 0.0;
        for &category in divan::black_box(&categories) {
            for at in &made.people().at {
                let ids = made.index.category(category).outlets().iter();
                let distances = ids.map(|o| made.city.outlets()[o.index()].at.distance(*at).0);
                sum += distances.fold(f64::INFINITY, f64::min);
            }
        }
        sum
    };
    let counter = ItemsCount::new(made.people().len() * categories.len());
    bencher.counter(counter).bench(farthest);
}
