//! Draws spoilt files: seeds, and changes of them that are as small as a slip or as large as a mix-up.

use crate::random::Random;

impl Random {
    pub(crate) fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// What stands where a number or a word stood.
const TOKENS: [&str; 44] = [
    "0",
    "-0",
    "1e999",
    "-1e308",
    "1e-320",
    "NaN",
    "180",
    "-180",
    "180.0000001",
    "90",
    "-90.0000001",
    "39440219.42",
    "116.33",
    "39.92",
    "null",
    "true",
    "[]",
    "{}",
    "[[]]",
    "\"\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"云溪\"",
    "4294967296",
    "18446744073709551616",
    "-1",
    "0.1",
    "1e5",
    "\u{feff}",
    "\u{1e}",
    "\n",
    "\r\n",
    "\t",
    ";",
    ",",
    "\"",
    "\\",
    "[",
    "]",
    "{",
    "}",
    "POLYGON((",
    "Point",
    "FeatureCollection",
];

/// A change of a text; `other` is another seed of the same kind.
pub(crate) fn mutated(random: &mut Random, seed: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(4) {
        mutate(random, &mut bytes, other);
    }
    // What is large costs time and shows nothing that small inputs do not.
    bytes.truncate(200_000);
    bytes
}

fn mutate(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    if bytes.is_empty() {
        bytes.extend(random.one_of(&TOKENS).bytes());
        return;
    }
    let at = random.below(bytes.len());
    let end = (at + 1 + random.below(40)).min(bytes.len());
    match random.below(10) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => bytes[at] = random.next().to_le_bytes()[0],
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(at..end)),
        4 => {
            let copy = bytes[at..end].to_vec();
            let times = 1 + random.below(30);
            bytes.splice(at..at, copy.repeat(times));
        }
        5 if !other.is_empty() => {
            let from = random.below(other.len());
            let to = (from + 1 + random.below(300)).min(other.len());
            bytes.splice(at..end, other[from..to].iter().copied());
        }
        6 => drop(bytes.splice(at..at, random.one_of(&TOKENS).bytes())),
        _ => {
            let (from, to) = token(bytes, at);
            bytes.splice(from..to, random.one_of(&TOKENS).bytes());
        }
    }
}

/// The number or word that a byte belongs to.
fn token(bytes: &[u8], at: usize) -> (usize, usize) {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b".-+_".contains(byte);
    let from = bytes[..at].iter().rposition(|byte| !is_part(byte)).map_or(0, |i| i + 1);
    let to = bytes[at..].iter().position(|byte| !is_part(byte)).map_or(bytes.len(), |i| at + i);
    (from, to.max(at + 1).min(bytes.len()))
}

/// The same text with other digits behind the points of its numbers: other places, the same form.
pub(crate) fn jittered(random: &mut Random, seed: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    let mut decimals = 0;
    for i in 1..bytes.len() {
        decimals = match (bytes[i - 1], bytes[i].is_ascii_digit(), decimals) {
            (b'.', true, _) => 1,
            (_, true, n) if n > 0 => n + 1,
            _ => 0,
        };
        // Behind the third: places move by less than 100 m.
        if decimals > 3 && random.below(3) == 0 {
            bytes[i] = b'0' + u8::try_from(random.below(10)).unwrap();
        }
    }
    bytes
}
