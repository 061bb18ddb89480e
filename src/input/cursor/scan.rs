//! Finds the end of what can be taken as it stands inside a string of JSON, eight bytes at a time.
//!
//! Method: the bytes of a word are compared side by side (Warren, "Hacker's Delight", 2nd edition,
//! section 6-1; Mycroft 1987). A byte that borrows from the next one may call that one found by mistake, so
//! only the first byte that is found counts.

/// Bytes of a string that stand for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The offset behind them.
    pub(super) end: usize,
    /// What ends them: a quote, a backslash or a control character; none where the data ends.
    pub(super) stop: Option<u8>,
}

/// Every byte is 1, and the highest bit of every byte.
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The stretch of `data` from an offset on.
#[inline]
pub(super) fn plain(data: &[u8], from: usize) -> Stretch {
    let mut at = from;
    while let Some(bytes) = data.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*bytes);
        let found = equal(word, b'"') | equal(word, b'\\') | below(word, b' ');
        if found != 0 {
            at += found.trailing_zeros() as usize / 8;
            return Stretch { end: at, stop: data.get(at).copied() };
        }
        at += bytes.len();
    }
    let rest = data.get(at..).unwrap_or_default();
    let stops = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..b' ');
    let end = at + rest.iter().position(stops).unwrap_or(rest.len());
    Stretch { end, stop: data.get(end).copied() }
}

/// Marks the first byte of a word that is `byte`.
fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ (ONES * u64::from(byte)), 1)
}

/// Marks the first byte of a word that is less than `limit`, which is at most 128.
fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(ONES * u64::from(limit)) & !word & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_place_ends_the_stretch_or_does_not() {
        for byte in 0..=u8::MAX {
            for place in 0..20 {
                let mut data = [b'x'; 20];
                data[place] = byte;
                let is_stop = byte == b'"' || byte == b'\\' || byte < b' ';
                let expected = if is_stop {
                    Stretch { end: place, stop: Some(byte) }
                } else {
                    Stretch { end: 20, stop: None }
                };
                assert_eq!(plain(&data, 0), expected, "{byte} at {place}");
            }
        }
    }

    #[test]
    fn the_first_of_several_ends_it_and_neighbours_do_not_matter() {
        // A byte of one more than what is sought follows it: the borrow of the first reaches it.
        for pair in [b"\"#", b"\\]", b"\x1f ", b"\x00\x01"] {
            let data = [b"abc", &pair[..], b"defghijk"].concat();
            assert_eq!(plain(&data, 1), Stretch { end: 3, stop: Some(pair[0]) });
            let turned = [b"abc", &[pair[1], pair[0]][..], b"defghijk"].concat();
            let end = if pair[1] < b' ' { 3 } else { 4 };
            assert_eq!(plain(&turned, 1).end, end, "{pair:?}");
        }
        assert_eq!(plain(b"", 0), Stretch { end: 0, stop: None });
    }
}
