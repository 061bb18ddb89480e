//! How many bytes come out of frames of LZ4, without unpacking them.
//!
//! The library unpacks such frames to their end, whatever the head of the page says; one byte of theirs may
//! stand for 255. Source: "LZ4 Frame Format Description" 1.6.4 and "LZ4 Block Format Description" of the
//! reference implementation. What is damaged ends: the library refuses it by itself.

/// The first bytes of a frame.
const MAGIC: [u8; 4] = 0x184d_2204_u32.to_le_bytes();

/// Bit of a block's length that marks one that is not packed.
const PLAIN: u32 = 1 << 31;

/// Bytes that the frame unpacks to; none where it is none. Each block of a frame says how long it is.
pub(super) fn unpacked(mut frame: &[u8]) -> Option<u64> {
    let head: [u8; 4] = take(&mut frame)?;
    if head != MAGIC {
        return None;
    }
    let [flags, _]: [u8; 2] = take(&mut frame)?;
    // Length of the contents, number of a dictionary, and a byte to check the head by.
    let has = |bit: u8| usize::from(flags >> bit & 1);
    frame = frame.get(8 * has(3) + 4 * has(0) + 1..)?;
    let mut sum: u64 = 0;
    while let Some(length) = take(&mut frame).map(u32::from_le_bytes).filter(|length| *length > 0) {
        let stored = usize::try_from(length & !PLAIN).ok()?.min(frame.len());
        let (block, rest) = frame.split_at(stored);
        sum += if length & PLAIN == 0 { of_block(block) } else { block.len() as u64 };
        frame = rest.get(4 * has(4)..).unwrap_or_default();
    }
    Some(sum)
}

/// Bytes that a block unpacks to, as far as it is sound: literals and copies, by turns.
fn of_block(mut block: &[u8]) -> u64 {
    let mut sum = 0;
    let mut sequence = || {
        let [token]: [u8; 1] = take(&mut block)?;
        let literals = length(token >> 4, &mut block)?;
        sum += literals;
        block = block.get(usize::try_from(literals).ok()?..)?;
        let [_, _]: [u8; 2] = take(&mut block)?;
        // The shortest copy is of four bytes.
        sum += length(token & 15, &mut block)? + 4;
        Some(())
    };
    while sequence().is_some() {}
    sum
}

/// A length that half a byte begins: past 15 it goes on in whole bytes, of which 255 is not the last.
fn length(begun: u8, bytes: &mut &[u8]) -> Option<u64> {
    let mut sum = u64::from(begun);
    let mut more = begun == 15;
    while more {
        let [byte]: [u8; 1] = take(bytes)?;
        sum += u64::from(byte);
        more = byte == u8::MAX;
    }
    Some(sum)
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame without checksums of these blocks, which are packed or not.
    fn frame(blocks: &[(&[u8], bool)]) -> Vec<u8> {
        let mut frame = [&MAGIC[..], &[0x60, 0x40, 0x82]].concat();
        for (block, is_packed) in blocks {
            let length = u32::try_from(block.len()).unwrap() | if *is_packed { 0 } else { PLAIN };
            frame.extend(length.to_le_bytes());
            frame.extend(*block);
        }
        frame.extend([0; 4]);
        frame
    }

    #[test]
    fn a_frame_is_as_long_as_its_literals_and_its_copies() {
        assert_eq!(unpacked(&frame(&[(b"hello", false)])), Some(5));
        // One letter, copied on for 4 + 15 + 255 + 255 + 7 bytes, and five letters at the end.
        let run = [&[0x1f, b'a', 1, 0, 255, 255, 7][..], &[0x50], b"aaaaa"].concat();
        assert_eq!(unpacked(&frame(&[(&run, true)])), Some(1 + 536 + 5));
        assert_eq!(
            unpacked(&frame(&[(&run, true), (b"xyz", false), (&run, true)])),
            Some(2 * 542 + 3)
        );
        // A run of literals longer than a half byte says.
        let long = [&[0xf0, 10][..], &[b'x'; 25]].concat();
        assert_eq!(unpacked(&frame(&[(&long, true)])), Some(25));
    }

    #[test]
    fn a_page_of_a_few_bytes_may_stand_for_millions() {
        let run = [&[0x1f, b'a', 1, 0][..], &vec![255; 100_000], &[0, 0x50], b"aaaaa"].concat();
        assert_eq!(unpacked(&frame(&[(&run, true)])), Some(1 + 4 + 15 + 25_500_000 + 5));
    }

    #[test]
    fn what_is_no_frame_or_breaks_off_is_counted_as_far_as_it_goes() {
        assert_eq!(unpacked(b""), None);
        assert_eq!(unpacked(b"\x04\x22\x4d\x18\x60"), None);
        assert_eq!(unpacked(b"PAR1 and more"), None);
        let whole = frame(&[(b"hello", false), (&[0x1f, b'a', 1, 0, 255, 7], true)]);
        for end in 0..whole.len() {
            assert!(unpacked(&whole[..end]).unwrap_or(0) <= 5 + 1 + 281);
        }
        assert_eq!(unpacked(&whole), Some(5 + 1 + 281));
    }
}
