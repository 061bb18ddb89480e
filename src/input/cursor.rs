//! A pull reader of JSON (RFC 8259) over a slice of bytes.
//!
//! Takes bytes, gives strings, numbers and the structure between them without a tree in memory; a
//! value that nobody asks for is checked and skipped. Strict: what RFC 8259 forbids is a [`Fault`] with
//! the offset of the first byte that is wrong. Does not know what a feature is.

mod number;
mod scan;

use self::scan::Stretch;

/// Deepest nesting that is read; deeper text is refused, so that no text can exhaust the stack.
pub(super) const DEEPEST: u32 = 64;

/// What is wrong with the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// The bytes end inside a value; with more of the file to come this is no fault.
    End,
    /// Some other character than this was expected.
    Expected(&'static str),
    /// A comma with nothing after it.
    TrailingComma,
    /// `NaN`, `Infinity` and their like.
    NotANumber,
    /// A number that is not written as JSON demands (`+1`, `01`, `.5`, `1.`).
    NumberForm,
    /// A number beyond the range of a 64-bit float.
    NumberTooLarge,
    /// A line break or another control character inside a string.
    ControlCharacter,
    /// A backslash with a wrong letter after it, or half of a surrogate pair.
    Escape,
    /// A byte that is not UTF-8.
    NotUtf8(u8),
    /// Nested deeper than [`DEEPEST`].
    TooDeep,
}

/// What is wrong, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    /// What.
    pub(super) kind: FaultKind,
    /// Offset in the slice.
    pub(super) at: usize,
}

/// A string as it stands between its quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text<'a> {
    /// The letters, escapes not yet undone.
    pub(super) raw: &'a str,
    /// Whether there are escapes.
    pub(super) escaped: bool,
}

impl<'a> Text<'a> {
    /// The string with its escapes undone.
    pub(super) fn get(self) -> std::borrow::Cow<'a, str> {
        if !self.escaped {
            return self.raw.into();
        }
        // The escapes were checked when the string was read, and serde_json knows them all.
        let quoted = format!("\"{}\"", self.raw);
        serde_json::from_str::<String>(&quoted).unwrap_or_else(|_| self.raw.to_owned()).into()
    }
}

/// A value without its contents, where it is not a plain one.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) enum Value<'a> {
    /// Not there.
    #[default]
    Missing,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written.
    Number(&'a str),
    /// A string.
    Text(Text<'a>),
    /// A list, checked but not taken apart: its bytes with the brackets.
    List(&'a [u8]),
    /// An object, skipped.
    Object,
}

/// A place in a slice of JSON.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    data: &'a [u8],
    pos: usize,
}

type Read<T> = Result<T, Fault>;

impl<'a> Cursor<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        Self { data, pos: 0 }
    }

    /// Offset of the next byte.
    pub(super) fn pos(&self) -> usize {
        self.pos
    }

    /// The bytes from an earlier offset to here.
    pub(super) fn since(&self, start: usize) -> &'a [u8] {
        &self.data[start..self.pos]
    }

    pub(super) fn fault<T>(&self, kind: FaultKind) -> Read<T> {
        Err(Fault { kind, at: self.pos })
    }

    /// The next byte that is not white space, not taken.
    #[inline]
    pub(super) fn peek(&mut self) -> Read<u8> {
        while let Some(&byte) = self.data.get(self.pos) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(byte);
            }
            self.pos += 1;
        }
        self.fault(FaultKind::End)
    }

    /// Takes a byte that was peeked.
    #[inline]
    pub(super) fn bump(&mut self) {
        self.pos += 1;
    }

    /// Takes `byte`, or says what was expected.
    #[inline]
    pub(super) fn take(&mut self, byte: u8, expected: &'static str) -> Read<()> {
        if self.peek()? == byte {
            self.pos += 1;
            Ok(())
        } else {
            self.fault(FaultKind::Expected(expected))
        }
    }

    /// Takes `bytes` where they come next, else nothing.
    #[inline]
    pub(super) fn take_all(&mut self, bytes: &[u8]) -> Option<()> {
        self.data.get(self.pos..)?.starts_with(bytes).then(|| self.pos += bytes.len())
    }

    /// After a list's item: whether there is another one. Takes the comma or the bracket.
    #[inline]
    pub(super) fn next_item(&mut self) -> Read<bool> {
        match self.peek()? {
            b',' => {
                let comma = self.pos;
                self.pos += 1;
                if self.peek()? == b']' {
                    return Err(Fault { kind: FaultKind::TrailingComma, at: comma });
                }
                Ok(true)
            }
            b']' => {
                self.pos += 1;
                Ok(false)
            }
            _ => self.fault(FaultKind::Expected("a comma or a closing bracket")),
        }
    }

    /// After the opening brace or a member's value: the next key with its colon, or the end.
    #[inline]
    pub(super) fn next_key(&mut self, first: bool) -> Read<Option<Key<'a>>> {
        let comma = self.pos;
        match self.peek()? {
            b'}' => {
                self.pos += 1;
                return Ok(None);
            }
            b',' if !first => {
                self.pos += 1;
                if self.peek()? == b'}' {
                    return Err(Fault { kind: FaultKind::TrailingComma, at: comma });
                }
            }
            _ if !first => return self.fault(FaultKind::Expected("a comma or a closing brace")),
            _ => {}
        }
        if self.peek()? != b'"' {
            return self.fault(FaultKind::Expected("a name in double quotes"));
        }
        let at = self.pos;
        let text = self.string()?;
        self.take(b':', "a colon after the name")?;
        Ok(Some(Key { text, at }))
    }

    /// Takes the next key with its colon where it is `raw`, else nothing; `first` as in [`Self::next_key`].
    #[inline]
    pub(super) fn next_key_is(&mut self, first: bool, raw: &str) -> bool {
        let mut at = self.pos;
        if !first {
            at = self.after(at, b',').unwrap_or(usize::MAX);
        }
        let Some(start) = self.after(at, b'"') else { return false };
        let end = start + raw.len();
        if self.data.get(start..end) != Some(raw.as_bytes()) || self.data.get(end) != Some(&b'"') {
            return false;
        }
        let Some(at) = self.after(end + 1, b':') else { return false };
        self.pos = at;
        true
    }

    /// The offset behind `byte`, where that is the next one from `at` on that is not white space.
    #[inline]
    fn after(&self, mut at: usize, byte: u8) -> Option<usize> {
        loop {
            match *self.data.get(at)? {
                found if found == byte => return Some(at + 1),
                b' ' | b'\n' | b'\r' | b'\t' => at += 1,
                _ => return None,
            }
        }
    }

    /// A string; the next byte is its opening quote.
    #[inline]
    pub(super) fn string(&mut self) -> Read<Text<'a>> {
        let start = self.pos + 1;
        let (mut at, mut escaped) = (start, false);
        loop {
            let Stretch { end, stop } = scan::plain(self.data, at);
            at = end;
            match stop {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    at = self.escape(at)?;
                }
                Some(_) => {
                    self.check_utf8(start, at, false)?;
                    return Err(Fault { kind: FaultKind::ControlCharacter, at });
                }
                None => {
                    self.check_utf8(start, at, true)?;
                    return Err(Fault { kind: FaultKind::End, at });
                }
            }
        }
        self.pos = at + 1;
        let bytes = &self.data[start..at];
        let raw =
            std::str::from_utf8(bytes).map_err(|e| not_utf8(bytes, start, e.valid_up_to()))?;
        Ok(Text { raw, escaped })
    }

    /// A fault where the bytes are not UTF-8; a letter cut off by the end of the data is none.
    fn check_utf8(&self, start: usize, end: usize, cut: bool) -> Read<()> {
        let bytes = &self.data[start..end];
        match std::str::from_utf8(bytes) {
            Err(e) if e.error_len().is_some() || !cut => {
                Err(not_utf8(bytes, start, e.valid_up_to()))
            }
            _ => Ok(()),
        }
    }

    /// Checks the escape at `at` and gives the offset after it.
    fn escape(&self, at: usize) -> Read<usize> {
        let byte = |i: usize| {
            self.data.get(i).copied().ok_or(Fault { kind: FaultKind::End, at: self.data.len() })
        };
        match byte(at + 1)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(at + 2),
            b'u' => {
                let bad = Fault { kind: FaultKind::Escape, at };
                let hex = |from: usize| -> Read<u32> {
                    (from..from + 4).try_fold(0, |code, i| {
                        let digit = char::from(byte(i)?).to_digit(16).ok_or(bad)?;
                        Ok(code * 16 + digit)
                    })
                };
                match hex(at + 2)? {
                    0xD800..0xDC00 => {
                        if byte(at + 6)? != b'\\' || byte(at + 7)? != b'u' {
                            return Err(bad);
                        }
                        let low = hex(at + 8)?;
                        if (0xDC00..0xE000).contains(&low) { Ok(at + 12) } else { Err(bad) }
                    }
                    0xDC00..0xE000 => Err(bad),
                    _ => Ok(at + 6),
                }
            }
            _ => Err(Fault { kind: FaultKind::Escape, at }),
        }
    }

    /// Any value; lists and objects are checked and skipped. `depth` is the nesting around it.
    #[inline]
    pub(super) fn value(&mut self, depth: u32) -> Read<Value<'a>> {
        match self.peek()? {
            b'"' => self.string().map(Value::Text),
            b'0'..=b'9' | b'-' => self.number().map(Value::Number),
            b'[' => {
                let start = self.pos;
                self.skip_list(depth)?;
                Ok(Value::List(self.since(start)))
            }
            b'{' => self.skip_object(depth).map(|()| Value::Object),
            _ => self.word(),
        }
    }

    /// Checks a value and skips it.
    #[inline]
    pub(super) fn skip(&mut self, depth: u32) -> Read<()> {
        self.value(depth).map(drop)
    }

    /// The nesting one level further in, or a fault past the deepest.
    pub(super) fn deeper(&self, depth: u32) -> Read<u32> {
        if depth >= DEEPEST { self.fault(FaultKind::TooDeep) } else { Ok(depth + 1) }
    }

    fn skip_list(&mut self, depth: u32) -> Read<()> {
        let depth = self.deeper(depth)?;
        self.pos += 1;
        if self.peek()? == b']' {
            self.pos += 1;
            return Ok(());
        }
        loop {
            self.skip(depth)?;
            if !self.next_item()? {
                return Ok(());
            }
        }
    }

    fn skip_object(&mut self, depth: u32) -> Read<()> {
        let depth = self.deeper(depth)?;
        self.pos += 1;
        let mut first = true;
        while self.next_key(first)?.is_some() {
            first = false;
            self.skip(depth)?;
        }
        Ok(())
    }

    /// `true`, `false` or `null`, or what is wrong with the word.
    fn word(&mut self) -> Read<Value<'a>> {
        let rest = &self.data[self.pos..];
        let words: [(&[u8], Value<'a>); 3] =
            [(b"null", Value::Null), (b"true", Value::Bool(true)), (b"false", Value::Bool(false))];
        for (word, value) in words {
            if rest.starts_with(word) {
                self.pos += word.len();
                return Ok(value);
            }
            if word.starts_with(rest) {
                return Err(Fault { kind: FaultKind::End, at: self.data.len() });
            }
        }
        let bad = self.no_number(self.pos);
        // A word may be cut off where the data ends: `Na`, `Infin`.
        if bad.kind == FaultKind::NotANumber {
            return Err(bad);
        }
        self.fault(match rest.first() {
            Some(b'+' | b'.') => FaultKind::NumberForm,
            Some(byte @ 0x80..) => FaultKind::NotUtf8(*byte),
            _ => FaultKind::Expected("a value"),
        })
    }
}

/// The name of a member, and the offset of its opening quote.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key<'a> {
    pub(super) text: Text<'a>,
    pub(super) at: usize,
}

fn not_utf8(bytes: &[u8], start: usize, valid: usize) -> Fault {
    let byte = bytes.get(valid).copied().unwrap_or_default();
    Fault { kind: FaultKind::NotUtf8(byte), at: start + valid }
}
