//! One map of one service, as PNG. There is no slower way of drawing to set beside it.

#![expect(clippy::expect_used, reason = "a bench may fail")]

mod workload;

use divan::{Bencher, counter::ItemsCount};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::Lang;
use walkshed::render::{MapOptions, circle_map, service_map};
use workload::{ALL, Workload, made};

fn main() {
    divan::main();
}

/// Items: pixels.
#[divan::bench(args = ALL, sample_count = 2, sample_size = 1)]
fn service(bencher: Bencher, workload: Workload) {
    let made = made(workload);
    let assessment = assess(&made.city, &made.profile, Detail::Maps);
    let options = MapOptions::new(Lang::En);
    let (width, height) = options.size;
    bencher
        .counter(ItemsCount::new(width as usize * height as usize))
        .bench_local(|| service_map(&made.city, &made.profile, &assessment, 0, &options));
}

/// Items: pixels.
#[divan::bench(args = ALL, sample_count = 2, sample_size = 1)]
fn circle(bencher: Bencher, workload: Workload) {
    let made = made(workload);
    let assessment = assess(&made.city, &made.profile, Detail::Maps);
    let options = MapOptions::new(Lang::En);
    let (width, height) = options.size;
    bencher
        .counter(ItemsCount::new(width as usize * height as usize))
        .bench_local(|| circle_map(&made.city, &made.profile, &assessment, &options));
}
