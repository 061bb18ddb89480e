//! Times of a task in processor seconds of one thread.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench may fail, it prints, and its counts are small"
)]

use std::fs;
use std::time::Instant;

/// Runs of each task.
pub(crate) const RUNS: usize = 5;

/// Runs a task and prints the least and the median of its times; gives its last result, and the least.
pub(crate) fn timed<T>(name: &str, task: impl Fn() -> T) -> (T, f64) {
    let mut times = Vec::new();
    let mut result = None;
    for _ in 0..RUNS {
        drop(result.take());
        let (made, seconds) = once(&task);
        result = Some(made);
        times.push(seconds);
    }
    let (_, least) = say(name, times);
    (result.expect("it ran at least once"), least)
}

/// Runs a task; its result, and how long it took.
pub(crate) fn once<T>(task: impl Fn() -> T) -> (T, f64) {
    let (from, wall) = (processor_seconds(), Instant::now());
    let result = task();
    let spent = processor_seconds().zip(from).map(|(to, from)| to - from);
    (result, spent.unwrap_or_else(|| wall.elapsed().as_secs_f64()))
}

/// Prints the median and the least of some times, and gives them.
pub(crate) fn say(name: &str, mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    let (median, least) = (times[times.len() / 2], times[0]);
    println!("{name} {median:.4} s, least {least:.4} s");
    (median, least)
}

/// Processor seconds of this thread; none where the system does not tell (it does on Linux).
pub(crate) fn processor_seconds() -> Option<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: u64 = text.split_ascii_whitespace().next()?.parse().ok()?;
    Some(nanoseconds as f64 / 1e9)
}
