//! A file's bytes as a window that slides: chunked reading, SHA-256 and gzip in one pass.
//!
//! Takes any reader. The SHA-256 is that of the file's own bytes; gzip is told by its first two
//! bytes (RFC 1952 section 2.3.1), whatever the name, and several members are read as one. The
//! window holds what has not been consumed and grows only where one value needs it, up to a limit.
//! Lines are counted as the window moves on, so that an error can name its line at no cost before.

use std::fmt::Write as _;
use std::io::{self, Chain, ErrorKind, Read};

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::encoding::{Decoding, Encoding, Wanted};

/// How much is read at once: small enough to stay in the cache between hashing and parsing.
const CHUNK: usize = 256 * 1024;

/// Longest single value that is read, in bytes: no feature of a city comes near it, and a small
/// gzip can hold any length of spaces.
const LONGEST: usize = 1 << 29;

/// Room for the longest letter that a decoder gives at once.
const LETTER: usize = 16;

/// Why bytes end that should go on.
#[derive(Debug)]
pub(super) enum Broken {
    /// The disk or the pipe failed.
    Io(io::Error),
    /// The compressed data ends early.
    GzipCut,
    /// The compressed data is damaged.
    GzipDamaged(String),
    /// One value is longer than we read.
    TooLong,
    /// A byte, at this offset, that the encoding which the user named does not have.
    NotEncoded { encoding: Encoding, at: u64 },
    /// The text could be UTF-8, and it could be in the encoding that the user named.
    EncodingUnclear(Encoding),
}

impl Broken {
    /// The same as an error of the system.
    pub(super) fn into_io(self) -> io::Error {
        match self {
            Self::Io(error) => error,
            Self::GzipCut => io::Error::from(ErrorKind::UnexpectedEof),
            Self::GzipDamaged(why) => io::Error::new(ErrorKind::InvalidData, why),
            Self::TooLong => io::Error::from(ErrorKind::FileTooLarge),
            Self::NotEncoded { .. } | Self::EncodingUnclear(_) => {
                io::Error::from(ErrorKind::InvalidData)
            }
        }
    }
}

/// Counts and hashes what is read through it.
struct Hashing<R> {
    inner: R,
    sha: Sha256,
    bytes: u64,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.sha.update(&buf[..n]);
        self.bytes += n as u64;
        Ok(n)
    }
}

enum Body<R: Read> {
    Plain(Hashing<R>),
    Gzip(Box<MultiGzDecoder<Rest<R>>>),
}

/// The bytes that were looked at, then the rest of the file.
type Rest<R> = Chain<io::Cursor<Vec<u8>>, Hashing<R>>;

impl<R: Read> Body<R> {
    fn raw(&mut self) -> &mut Hashing<R> {
        match self {
            Self::Plain(raw) => raw,
            Self::Gzip(gzip) => gzip.get_mut().get_mut().1,
        }
    }

    /// The same body as a gzip, of which `head` has been read.
    fn unpacked(self, head: Vec<u8>) -> Self {
        match self {
            Self::Plain(raw) => {
                let all = io::Cursor::new(head).chain(raw);
                Self::Gzip(Box::new(MultiGzDecoder::new(all)))
            }
            Self::Gzip(_) => self,
        }
    }

    fn read(&mut self, buf: &mut [u8]) -> Result<usize, Broken> {
        loop {
            let (result, gzip) = match self {
                Self::Plain(raw) => (raw.read(buf), false),
                Self::Gzip(body) => (body.read(buf), true),
            };
            return match result {
                Ok(n) => Ok(n),
                Err(e) if e.kind() == ErrorKind::Interrupted => continue,
                Err(e) if gzip && e.kind() == ErrorKind::UnexpectedEof => Err(Broken::GzipCut),
                Err(e) if gzip && e.raw_os_error().is_none() => {
                    Err(Broken::GzipDamaged(e.to_string()))
                }
                Err(e) => Err(Broken::Io(e)),
            };
        }
    }
}

/// What a whole file was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Digested {
    /// Its length in bytes.
    pub(super) bytes: u64,
    /// Its SHA-256 in lower-case hexadecimal.
    pub(super) sha256: String,
}

/// The part of a file that is in memory.
pub(super) struct Window<R: Read> {
    body: Body<R>,
    /// What turns the bytes into UTF-8, where the user named an encoding.
    decoding: Option<Decoding>,
    buf: Vec<u8>,
    start: usize,
    end: usize,
    /// Offset in the (unpacked) file of the first byte of `buf`.
    base: u64,
    /// Line breaks before `base`, and the offset after the last one.
    lines: u64,
    line_start: u64,
    is_last: bool,
}

impl<R: Read> Window<R> {
    /// The window over a reader, with its first bytes in it.
    pub(super) fn new(reader: R) -> Result<Self, Broken> {
        let mut body = Body::Plain(Hashing { inner: reader, sha: Sha256::new(), bytes: 0 });
        let mut buf = vec![0; CHUNK];
        let mut end = 0;
        // Some readers give a byte at a time.
        let mut is_last = false;
        while !is_last && end < 2 {
            let n = body.read(&mut buf[end..])?;
            is_last = n == 0;
            end += n;
        }
        if buf[..end].starts_with(&[0x1f, 0x8b]) {
            buf.truncate(end);
            body = body.unpacked(buf);
            (buf, end, is_last) = (vec![0; CHUNK], 0, false);
        }
        let (start, base, lines, line_start) = (0, 0, 0, 0);
        let decoding = None;
        Ok(Self { body, decoding, buf, start, end, base, lines, line_start, is_last })
    }

    /// Reads the text in another encoding from here on, as far as the user says so and the bytes are
    /// not UTF-8.
    pub(super) fn decode(&mut self, wanted: Wanted) {
        self.decoding = Decoding::new(wanted, self.data());
        if self.decoding.is_some() {
            self.end = self.start;
            self.is_last = false;
        }
    }

    /// The encoding that the bytes were in, where it was another than UTF-8.
    pub(super) fn decoded_from(&self) -> Option<Encoding> {
        self.decoding.as_ref().and_then(Decoding::used)
    }

    /// The bytes that have not been consumed.
    pub(super) fn data(&self) -> &[u8] {
        &self.buf[self.start..self.end]
    }

    /// Whether the file ends where the window ends.
    pub(super) fn is_last(&self) -> bool {
        self.is_last
    }

    /// Leaves `count` bytes behind.
    pub(super) fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }

    /// Offset in the (unpacked) file of the first byte of the window.
    pub(super) fn offset(&self) -> u64 {
        self.base + self.start as u64
    }

    /// Reads on until the window holds `count` bytes or is the last.
    pub(super) fn hold(&mut self, count: usize) -> Result<(), Broken> {
        while !self.is_last && self.data().len() < count {
            self.fill()?;
        }
        Ok(())
    }

    /// Reads on, so that the window holds more than before or is the last.
    pub(super) fn fill(&mut self) -> Result<(), Broken> {
        self.close_up();
        if self.buf.len() - self.end < LETTER {
            if self.buf.len() >= LONGEST {
                return Err(Broken::TooLong);
            }
            self.buf.resize(self.buf.len() * 2, 0);
        }
        let Self { body, decoding, buf, end, .. } = self;
        let n = match decoding {
            None => body.read(&mut buf[*end..])?,
            Some(decoding) => decoding.read(|more| body.read(more), &mut buf[*end..])?,
        };
        self.end += n;
        self.is_last = n == 0;
        Ok(())
    }

    /// Moves the window's bytes to the front of the buffer and counts the lines left behind.
    fn close_up(&mut self) {
        let gone = &self.buf[..self.start];
        self.lines += newlines(gone);
        if let Some(at) = gone.iter().rposition(|b| *b == b'\n') {
            self.line_start = self.base + at as u64 + 1;
        }
        self.base += self.start as u64;
        self.buf.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
    }

    /// Line and column, from 1, of a byte of the window, `at` bytes from its start. Columns count
    /// bytes.
    pub(super) fn line_and_column(&mut self, at: usize) -> (u64, u64) {
        self.close_up();
        let before = &self.buf[..at.min(self.end)];
        let line = self.lines + newlines(before) + 1;
        let line_start = before
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(self.line_start, |i| self.base + i as u64 + 1);
        (line, self.base + before.len() as u64 - line_start + 1)
    }

    /// Reads the whole file.
    pub(super) fn into_all(mut self) -> Result<(Digested, Vec<u8>), Broken> {
        while !self.is_last() {
            self.fill()?;
        }
        let all = self.data().to_vec();
        Ok((self.finish().map_err(Broken::Io)?, all))
    }

    /// The bytes that have not been consumed and all that follow, for formats that cannot be read as a
    /// stream. What is packed may not grow without bound.
    pub(super) fn take_rest(&mut self) -> Result<Vec<u8>, Broken> {
        let mut all = self.data().to_vec();
        self.consume(all.len());
        let is_packed = matches!(self.body, Body::Gzip(_));
        let mut count = all.len();
        while !self.is_last {
            if is_packed && count > LONGEST {
                return Err(Broken::TooLong);
            }
            if self.decoding.is_some() {
                self.fill()?;
                all.extend_from_slice(self.data());
                count = all.len();
                self.consume(count);
                continue;
            }
            if all.len() - count < CHUNK {
                all.resize((count + count / 2).max(count + CHUNK), 0);
            }
            let more = self.body.read(&mut all[count..])?;
            count += more;
            self.is_last = more == 0;
        }
        all.truncate(count);
        Ok(all)
    }

    /// How many of the file's own bytes were read so far.
    pub(super) fn raw_bytes(&mut self) -> u64 {
        self.body.raw().bytes
    }

    /// Reads the rest of the file, for its length and its digest.
    pub(super) fn finish(mut self) -> io::Result<Digested> {
        let raw = self.body.raw();
        loop {
            match raw.read(&mut self.buf) {
                Ok(0) => break,
                Err(e) if e.kind() != ErrorKind::Interrupted => return Err(e),
                Ok(_) | Err(_) => {}
            }
        }
        let digest = raw.sha.finalize_reset();
        let mut sha256 = String::with_capacity(64);
        for byte in digest {
            let _ = write!(sha256, "{byte:02x}");
        }
        Ok(Digested { bytes: raw.bytes, sha256 })
    }
}

/// How many lines end in `bytes`.
fn newlines(bytes: &[u8]) -> u64 {
    // So few bytes at a time that their count fits a byte: many are then counted side by side.
    let count = |few: &[u8]| few.iter().map(|byte| u8::from(*byte == b'\n')).sum::<u8>();
    bytes.chunks(usize::from(u8::MAX)).map(|few| u64::from(count(few))).sum()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// Gives three bytes at a time.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            let n = buf.len().min(3).min(self.0.len());
            buf[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn all(mut window: Window<Drops<'_>>) -> (Vec<u8>, Digested) {
        while !window.is_last() {
            window.fill().unwrap();
        }
        (window.data().to_vec(), window.finish().unwrap())
    }

    #[test]
    fn the_digest_is_that_of_the_file_whether_packed_or_not() {
        // SHA-256 of "abc": FIPS 180-2, appendix B.1.
        let (bytes, digested) = all(Window::new(Drops(b"abc")).unwrap());
        assert_eq!(bytes, b"abc");
        assert_eq!(
            digested.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(digested.bytes, 3);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(b"hello").unwrap();
        let packed = gzip.finish().unwrap();
        let (bytes, digested) = all(Window::new(Drops(&packed)).unwrap());
        assert_eq!(bytes, b"hello");
        assert_eq!(digested.bytes, packed.len() as u64);
    }

    #[test]
    fn a_value_without_end_is_refused() {
        let mut window = Window::new(io::repeat(b' ')).unwrap();
        assert!(matches!(window.hold(usize::MAX), Err(Broken::TooLong)));
        assert_eq!(window.data().len(), LONGEST);
    }

    #[test]
    fn a_failing_disk_under_a_gzip_is_no_damage_of_the_gzip() {
        /// A gzip of which the disk gives no more than this.
        struct Failing<'a>(&'a [u8]);
        impl Read for Failing<'_> {
            fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
                let broken = || io::Error::from_raw_os_error(5);
                if self.0.is_empty() { Err(broken()) } else { self.0.read(buf) }
            }
        }
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(b"hello hello hello").unwrap();
        let packed = gzip.finish().unwrap();
        let mut window = Window::new(Failing(&packed[..12])).unwrap();
        let Err(Broken::Io(error)) = window.hold(100) else { panic!("{:?}", window.data()) };
        assert_eq!(error.raw_os_error(), Some(5));
    }

    #[test]
    fn half_a_gzip_is_told() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(b"hello hello hello").unwrap();
        let packed = gzip.finish().unwrap();
        let mut window = Window::new(Drops(&packed[..packed.len() / 2])).unwrap();
        let broken = loop {
            match window.fill() {
                Ok(()) => assert!(!window.is_last()),
                Err(broken) => break broken,
            }
        };
        assert!(matches!(broken, Broken::GzipCut), "{broken:?}");
    }

    #[test]
    fn lines_are_counted_across_the_bytes_left_behind() {
        let mut window = Window::new(Drops(b"ab\ncd\nef")).unwrap();
        while !window.is_last() {
            window.fill().unwrap();
        }
        window.consume(4);
        // Left: "d\nef"; the `f` is line 3, column 2.
        assert_eq!(window.line_and_column(3), (3, 2));
        assert_eq!(window.offset(), 4);
    }
}
