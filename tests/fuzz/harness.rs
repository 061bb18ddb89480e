//! Draws inputs until time or number are used up, and watches panics, time and memory.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crate::mutate::mutated;
use crate::random::Random;

/// No small input takes longer, even in a build for tests on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// Nor more memory, with all that the other tests of the process hold: 2 GB, in kilobytes.
const MOST_MEMORY: u64 = 2_000_000;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Draws inputs and hands them to `check` with their number: `most` of them, or as many as
/// `WALKSHED_FUZZ_SECONDS` allow.
pub(crate) fn fuzz(
    target: &str,
    most: usize,
    mut draw: impl FnMut(&mut Random) -> Vec<u8>,
    mut check: impl FnMut(&[u8], usize),
) {
    let mut random = Random(number("WALKSHED_FUZZ_SEED").unwrap_or(20_261_125));
    let budget = number("WALKSHED_FUZZ_SECONDS").map(Duration::from_secs);
    let begun = Instant::now();
    let (mut count, mut slowest) = (0, Duration::ZERO);
    while budget.map_or(count < most, |budget| begun.elapsed() < budget) {
        let input = draw(&mut random);
        let since = Instant::now();
        let end = catch_unwind(AssertUnwindSafe(|| check(&input, count)));
        let (time, memory) = (since.elapsed(), peak().unwrap_or_default());
        slowest = slowest.max(time);
        if end.is_err() || time > LONGEST || memory > MOST_MEMORY {
            let path = std::env::temp_dir().join(format!("walkshed-fuzz-{count}-{target}"));
            fs::write(&path, &input).unwrap();
            panic!("{target}: input {count} after {time:?}, {memory} kB: {}", path.display());
        }
        count += 1;
    }
    let peak = peak().unwrap_or_default();
    println!("{target}: {count} inputs in {:?}, {slowest:?} at most, {peak} kB", begun.elapsed());
}

/// The most memory that the process has held so far, in kilobytes, where the system says it.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Numbers that sizes and offsets of a binary format do not expect.
const ODD: [u64; 12] = [
    0,
    1,
    2,
    0x7f,
    0xff,
    0x7fff,
    0xffff,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
    0x7fff_ffff_ffff_ffff,
    u64::MAX,
];

/// A change of a binary file: one of a text, or odd numbers in the place of some; half of the time near
/// its beginning or its end, where most formats say what they hold.
pub(crate) fn spoilt(random: &mut Random, seed: &[u8]) -> Vec<u8> {
    let (from, to) = match random.below(4) {
        0 => (0, seed.len().min(400)),
        1 => (seed.len().saturating_sub(2000), seed.len()),
        _ => (0, seed.len()),
    };
    let part = &seed[from..to];
    let new = if random.below(2) == 0 { mutated(random, part, seed) } else { odd(random, part) };
    [&seed[..from], &new, &seed[to..]].concat()
}

fn odd(random: &mut Random, part: &[u8]) -> Vec<u8> {
    let mut bytes = part.to_vec();
    for _ in 0..=random.below(3) {
        let width = [1, 2, 4, 8][random.below(4)];
        let Some(last) = bytes.len().checked_sub(width) else { break };
        let at = random.below(last + 1);
        let number = match random.below(3) {
            0 => random.next(),
            1 => (bytes.len() as u64).saturating_sub(random.below(3_u64)),
            _ => ODD[random.below(ODD.len())],
        };
        let little = number.to_le_bytes();
        let mut new = little[..width].to_vec();
        if random.below(2) == 0 {
            new.reverse();
        }
        bytes[at..at + width].copy_from_slice(&new);
    }
    bytes
}
