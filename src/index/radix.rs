//! Numbers put in order without comparing them.
//!
//! From the lowest digit to the highest, each time keeping what was equal as it was (radix sort, Knuth, "The
//! Art of Computer Programming", volume 3, section 5.2.5). Digits of 11 bits that are the same in all
//! numbers are passed over.

/// Bits of a digit: 2048 counts fit the nearest cache.
const BITS: u32 = 11;

/// As many as there are digits' values.
const VALUES: usize = 1 << BITS;

/// Puts items in the order of their numbers; of equal numbers those that came first stay first.
pub(crate) fn sort<T: Copy + Default>(items: &mut Vec<T>, number: impl Fn(&T) -> u64) {
    // Below this the counts cost more than they save.
    if items.len() < VALUES {
        items.sort_by_key(number);
        return;
    }
    let first = number(&items[0]);
    let differing = items.iter().fold(0, |bits, item| bits | (number(item) ^ first));
    let mut sorted = vec![T::default(); items.len()];
    for shift in (0..u64::BITS).step_by(BITS as usize) {
        if differing >> shift & (VALUES as u64 - 1) == 0 {
            continue;
        }
        #[expect(clippy::cast_possible_truncation, reason = "only the lowest bits are wanted")]
        let digit = |item: &T| (number(item) >> shift) as usize & (VALUES - 1);
        let mut next = [0_usize; VALUES];
        for item in &*items {
            next[digit(item)] += 1;
        }
        let mut start = 0;
        for count in &mut next {
            start += std::mem::replace(count, start);
        }
        for item in &*items {
            let at = &mut next[digit(item)];
            sorted[*at] = *item;
            *at += 1;
        }
        std::mem::swap(items, &mut sorted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{GAMMA, mix};

    #[test]
    fn items_come_in_the_order_of_their_numbers_and_equals_as_they_were() {
        for (count, bits) in [(0, 64), (1, 64), (100, 8), (5000, 3), (5000, 34), (20_000, 64)] {
            let number = |at: u64| mix(at.wrapping_mul(GAMMA)) >> (64 - bits);
            let numbers: Vec<u64> = (0..count).map(number).collect();
            let mut items: Vec<(u64, u32)> = numbers.iter().copied().zip(0..).collect();
            let mut expected = items.clone();
            expected.sort_unstable();
            sort(&mut items, |item| item.0);
            assert_eq!(items, expected, "{count} of {bits} bits");
        }
    }
}
