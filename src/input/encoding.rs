//! The encodings of text: UTF-8 without a word, others when the user says so, never by a guess.
//!
//! Takes bytes as a file has them and gives UTF-8, in one pass. Names are the labels of the WHATWG
//! Encoding Standard (`gbk`, `gb18030`, `big5`, `latin1`, `utf-16le` ...), decoded by `encoding_rs`.
//! What is said of a file or of its layer is taken at its word; what is said of the whole city is for
//! the files that are not UTF-8, and the first bytes beyond ASCII decide. Bytes that could be either
//! are refused, and so is a byte that the named encoding does not have; nothing is replaced. What
//! bytes look like is told for GBK only, as words in a finding.

use std::borrow::Cow;
use std::str::FromStr;

use encoding_rs::{Decoder, DecoderResult, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::window::Broken;
use super::words::quoted;

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

/// A name that stands for no encoding.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} is no encoding; known are gbk, gb18030, big5, latin1, utf-16le and others by their usual names"
)]
pub struct UnknownEncoding(String);

impl FromStr for Encoding {
    type Err = UnknownEncoding;

    fn from_str(name: &str) -> Result<Self, UnknownEncoding> {
        let known = encoding_rs::Encoding::for_label_no_replacement(name.trim().as_bytes());
        known.map(Self).ok_or_else(|| UnknownEncoding(quoted(name)))
    }
}

impl Encoding {
    /// Its usual name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Text in it; none where a byte is none of its letters.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        self.0.decode_without_bom_handling_and_without_replacement(bytes)
    }

    fn is_utf16(self) -> bool {
        self.0 == UTF_16LE || self.0 == UTF_16BE
    }

    fn is_gbk(self) -> bool {
        self.0 == GBK || self.0 == GB18030
    }
}

/// What the user says of the encoding of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Of this file, or of its layer.
    pub(super) exactly: Option<Encoding>,
    /// Of every file of the city that is not UTF-8.
    pub(super) otherwise: Option<Encoding>,
}

impl Wanted {
    /// How a file begins whose first bytes are these; none where its bytes are taken as they are.
    fn course(self, head: &[u8]) -> Option<(Encoding, Course)> {
        let decode = |encoding: Encoding| {
            Some((encoding, Course::Decode(Box::new(encoding.0.new_decoder()))))
        };
        match (self.exactly, self.otherwise) {
            (Some(Encoding(encoding)), _) if encoding == UTF_8 => None,
            (Some(encoding), _) => decode(encoding),
            (None, Some(encoding)) if encoding.is_utf16() => {
                is_utf16(head).then(|| decode(encoding)).flatten()
            }
            (None, Some(encoding)) => Some((encoding, Course::Open)),
            (None, None) => None,
        }
    }
}

/// Whether text begins with a mark of UTF-16, or with an ASCII letter in it.
pub(super) fn is_utf16(head: &[u8]) -> bool {
    match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [a, b, ..] => (*a == 0) != (*b == 0),
        _ => false,
    }
}

/// What a stretch of a file turned out to be.
enum Course {
    /// ASCII so far.
    Open,
    /// UTF-8: handed on as it is.
    Plain,
    /// The named encoding.
    Decode(Box<Decoder>),
}

/// Turns a stream into UTF-8.
pub(super) struct Decoding {
    encoding: Encoding,
    course: Course,
    /// Bytes that were read and not yet handed on.
    held: Vec<u8>,
    /// How many bytes were handed on or decoded.
    taken: u64,
    at_end: bool,
    /// Whether the decoder has given its last letter.
    is_done: bool,
}

/// How much is read at once.
const CHUNK: usize = 64 * 1024;

/// Room for the longest letter that a decoder gives.
const LETTER: usize = 16;

impl Decoding {
    /// The stream whose first bytes have been read; none where the bytes are taken as they are.
    pub(super) fn new(wanted: Wanted, head: &[u8]) -> Option<Self> {
        let (encoding, course) = wanted.course(head)?;
        let held = head.to_vec();
        Some(Self { encoding, course, held, taken: 0, at_end: false, is_done: false })
    }

    /// The encoding that the text was in, where it was another than UTF-8.
    pub(super) fn used(&self) -> Option<Encoding> {
        matches!(self.course, Course::Decode(_)).then_some(self.encoding)
    }

    /// Reads on as a reader does: nought at the end. `out` has room for a letter.
    pub(super) fn read(
        &mut self,
        mut source: impl FnMut(&mut [u8]) -> Result<usize, Broken>,
        out: &mut [u8],
    ) -> Result<usize, Broken> {
        loop {
            if !self.at_end && self.held.len() < CHUNK {
                let length = self.held.len();
                self.held.resize(length + CHUNK, 0);
                let count = source(&mut self.held[length..])?;
                self.held.truncate(length + count);
                self.at_end = count == 0;
            }
            if matches!(self.course, Course::Open) {
                self.decide()?;
            }
            let count = match &mut self.course {
                Course::Open | Course::Plain => self.hand_on(out),
                Course::Decode(_) => self.decode(out)?,
            };
            // At the end nothing is held back: what ends in a part of a letter is no text.
            if count > 0 || self.at_end {
                return Ok(count);
            }
        }
    }

    /// Looks at the bytes that are held whether they are ASCII, UTF-8 or neither.
    fn decide(&mut self) -> Result<(), Broken> {
        let whole = match std::str::from_utf8(&self.held) {
            Ok(text) => text.len(),
            // The end of the chunk cuts a letter.
            Err(error) if error.error_len().is_none() && !self.at_end => error.valid_up_to(),
            Err(_) => {
                self.course = Course::Decode(Box::new(self.encoding.0.new_decoder()));
                return Ok(());
            }
        };
        let text = &self.held[..whole];
        if text.is_ascii() {
            return Ok(());
        }
        if self.encoding.is_gbk() && reads_as_gbk(text) {
            return Err(Broken::EncodingUnclear(self.encoding));
        }
        self.course = Course::Plain;
        Ok(())
    }

    /// Hands on bytes as they are; while nothing is decided, the ASCII ones.
    fn hand_on(&mut self, out: &mut [u8]) -> usize {
        let ready = match self.course {
            Course::Open => self.held.iter().take_while(|b| b.is_ascii()).count(),
            Course::Plain | Course::Decode(_) => self.held.len(),
        };
        let count = ready.min(out.len());
        out[..count].copy_from_slice(&self.held[..count]);
        self.take(count);
        count
    }

    fn take(&mut self, count: usize) {
        self.held.drain(..count);
        self.taken += count as u64;
    }

    fn decode(&mut self, out: &mut [u8]) -> Result<usize, Broken> {
        debug_assert!(out.len() >= LETTER);
        let Course::Decode(decoder) = &mut self.course else { return Ok(0) };
        if self.is_done {
            return Ok(0);
        }
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(&self.held, out, self.at_end);
        self.take(read);
        match result {
            DecoderResult::InputEmpty => {
                self.is_done = self.at_end;
                Ok(written)
            }
            DecoderResult::OutputFull => Ok(written),
            DecoderResult::Malformed(length, after) => {
                let at = self.taken.saturating_sub(u64::from(length) + u64::from(after));
                Err(Broken::NotEncoded { encoding: self.encoding, at })
            }
        }
    }
}

/// Whether bytes are plausible Chinese text in GBK: ASCII and two-byte letters throughout, most of
/// the latter among the 3755 common characters (GB/T 2312 level 1: rows 16 to 55).
pub(super) fn reads_as_gbk(text: &[u8]) -> bool {
    let (mut pairs, mut common) = (0, 0);
    let mut bytes = text.iter();
    while let Some(&lead) = bytes.next() {
        if lead < 0x80 {
            continue;
        }
        let Some(&trail) = bytes.next() else { return false };
        if !(0x81..=0xfe).contains(&lead) || !(0x40..=0xfe).contains(&trail) || trail == 0x7f {
            return false;
        }
        pairs += 1;
        common += usize::from((0xb0..=0xd7).contains(&lead) && trail >= 0xa1);
    }
    pairs > 0 && common * 2 > pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, bytes: &[u8], step: usize) -> Result<String, Broken> {
        let wanted = Wanted { exactly: None, otherwise: Some(name.parse().unwrap()) };
        let (head, mut rest) = bytes.split_at(step.min(2).min(bytes.len()));
        let Some(mut decoding) = Decoding::new(wanted, head) else {
            return Ok(String::from_utf8(bytes.to_vec()).unwrap());
        };
        let mut text = Vec::new();
        let mut out = [0; LETTER];
        loop {
            let source = |buf: &mut [u8]| {
                let count = step.min(rest.len()).min(buf.len());
                buf[..count].copy_from_slice(&rest[..count]);
                rest = &rest[count..];
                Ok(count)
            };
            match decoding.read(source, &mut out)? {
                0 => return Ok(String::from_utf8(text).unwrap()),
                count => text.extend_from_slice(&out[..count]),
            }
        }
    }

    #[test]
    fn chinese_in_gbk_is_told_from_latin_letters() {
        // The bytes of 东门 in GBK, and of Größe and señor in Latin-1.
        assert!(reads_as_gbk(b"\xb6\xab\xc3\xc5"));
        assert!(!reads_as_gbk(b"Gr\xf6\xdfe"));
        assert!(!reads_as_gbk(b"se\xf1or"));
        assert!(!reads_as_gbk(b"plain"));
        // Bytes that begin, and that end, no letter of it.
        assert!(reads_as_gbk(b"\xb6\xab\xc3\xc5"));
        assert!(!reads_as_gbk(b"\xb6\xab\xff\xc5"));
        assert!(!reads_as_gbk(b"\xb6\xab\xc3\x7f"));
        assert!(!reads_as_gbk(b"\xb6\xab\xc3\x20"));
    }

    #[test]
    fn gbk_is_decoded_whatever_the_chunks() {
        for step in [1, 2, 3, 100] {
            let text = read("gbk", b"name,\xb6\xab\xc3\xc5,x,\xb6\xab", step).unwrap();
            assert_eq!(text, "name,东门,x,东", "{step}");
        }
    }

    #[test]
    fn a_file_that_is_utf8_stays_so() {
        let text = "名称, and some more: 东门便利店";
        for step in [1, 2, 3, 100] {
            assert_eq!(read("utf-16", text.as_bytes(), step).unwrap(), text, "{step}");
            assert_eq!(read("gbk", text.as_bytes(), step).unwrap(), text, "{step}");
        }
    }

    #[test]
    fn utf16_is_read_with_its_mark_and_without() {
        assert_eq!(read("utf-16", b"\xff\xfea\0\x1cN", 2).unwrap(), "a东");
        assert_eq!(read("utf-16", b"\xfe\xff\0aN\x1c", 3).unwrap(), "a东");
        assert_eq!(read("utf-16be", b"\0aN\x1c", 3).unwrap(), "a东");
    }

    #[test]
    fn a_byte_that_the_encoding_lacks_ends_the_reading() {
        let broken = read("gbk", b"ab\xb6\xab\xff\xff", 100).unwrap_err();
        assert!(matches!(broken, Broken::NotEncoded { at: 4, .. }), "{broken:?}");
        assert!("klingon".parse::<Encoding>().is_err());
    }

    #[test]
    fn text_that_could_be_either_is_not_guessed() {
        // The bytes of 联通 less its first, as ͨ in UTF-8 and 通 in GBK.
        let broken = read("gbk", b"name,\xcd\xa8", 100).unwrap_err();
        assert!(matches!(broken, Broken::EncodingUnclear(_)), "{broken:?}");
        assert_eq!(read("latin1", b"name,\xcd\xa8", 100).unwrap(), "name,\u{368}");
    }

    #[test]
    fn what_is_said_of_the_file_itself_is_taken_at_its_word() {
        let exactly = Wanted { exactly: Some("gbk".parse().unwrap()), otherwise: None };
        let mut decoding = Decoding::new(exactly, b"\xcd\xa8").unwrap();
        let mut out = [0; LETTER];
        let count = decoding.read(|_| Ok(0), &mut out).unwrap();
        assert_eq!(std::str::from_utf8(&out[..count]), Ok("通"));
        let utf8 = Wanted { exactly: Some("utf-8".parse().unwrap()), ..exactly };
        assert!(Decoding::new(utf8, b"\xcd\xa8").is_none());
    }

    #[test]
    fn a_letter_that_the_end_of_the_file_cuts_is_no_text() {
        // The first of the two bytes of a letter in GBK, and one that could begin a letter of UTF-8.
        for bytes in [&b"abc\xb6"[..], b"abc\xe4"] {
            for step in [1, 2, 100] {
                let broken = read("gbk", bytes, step).unwrap_err();
                assert!(matches!(broken, Broken::NotEncoded { at: 3, .. }), "{step}: {broken:?}");
            }
        }
    }
}
