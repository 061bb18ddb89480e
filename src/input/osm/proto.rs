//! The few fields of protocol buffers that an OpenStreetMap file needs.
//!
//! Method: the wire format of protocol buffers ("Encoding"): a message is a row of keys and values;
//! a key holds the number of a field and how its value is written. Unknown fields are passed over.
//! Everything that does not fit is [`Cut`]: no index is trusted.

/// The bytes end inside a value, or a value is no protocol buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut;

/// A value of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// A number (wire type 0).
    Number(u64),
    /// Bytes, a text, a message or packed numbers (wire type 2).
    Bytes(&'a [u8]),
    /// Four or eight bytes that no field of ours has.
    Fixed,
}

impl<'a> Value<'a> {
    /// The bytes, or [`Cut`] where it is a number.
    pub(super) fn bytes(self) -> Result<&'a [u8], Cut> {
        if let Self::Bytes(bytes) = self { Ok(bytes) } else { Err(Cut) }
    }

    /// The number, or [`Cut`] where it is bytes.
    pub(super) fn number(self) -> Result<u64, Cut> {
        if let Self::Number(number) = self { Ok(number) } else { Err(Cut) }
    }
}

/// Reads from the front of a slice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// The next field and its value; none at the end.
    pub(super) fn field(&mut self) -> Result<Option<(u64, Value<'a>)>, Cut> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let key = self.varint()?;
        let value = match key & 7 {
            0 => Value::Number(self.varint()?),
            1 => self.take(8).map(|_| Value::Fixed)?,
            2 => {
                let length = usize::try_from(self.varint()?).map_err(|_| Cut)?;
                Value::Bytes(self.take(length)?)
            }
            5 => self.take(4).map(|_| Value::Fixed)?,
            _ => return Err(Cut),
        };
        Ok(Some((key >> 3, value)))
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Cut> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Cut)?;
        self.0 = rest;
        Ok(taken)
    }

    /// The next number, in groups of seven bits, the lowest first.
    pub(super) fn varint(&mut self) -> Result<u64, Cut> {
        // Most numbers of an extract are differences of one or two bytes.
        match *self.0 {
            [a, ref rest @ ..] if a < 0x80 => {
                self.0 = rest;
                Ok(u64::from(a))
            }
            [a, b, ref rest @ ..] if b < 0x80 => {
                self.0 = rest;
                Ok(u64::from(a & 0x7f) | u64::from(b) << 7)
            }
            _ => self.long_varint(),
        }
    }

    fn long_varint(&mut self) -> Result<u64, Cut> {
        let mut number = 0;
        for (at, &byte) in self.0.iter().enumerate().take(10) {
            number |= u64::from(byte & 0x7f) << (7 * at);
            if byte < 0x80 {
                self.0 = &self.0[at + 1..];
                return Ok(number);
            }
        }
        Err(Cut)
    }

    /// The next signed number, in zigzag order.
    pub(super) fn signed(&mut self) -> Result<i64, Cut> {
        self.varint().map(zigzag)
    }

    /// Whether there is nothing left.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// 0, -1, 1, -2, 2 ... from 0, 1, 2, 3, 4 ...
pub(super) fn zigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_documents_write_them() {
        // The page "Encoding": 150 is 96 01; -2 in zigzag is 3.
        assert_eq!(Reader(&[0x96, 0x01]).varint(), Ok(150));
        assert_eq!(Reader(&[0xff, 0xff, 0x03]).varint(), Ok(65_535));
        assert_eq!([0, 1, 2, 3].map(zigzag), [0, -1, 1, -2]);
        assert_eq!(zigzag(u64::MAX), i64::MIN);
    }

    #[test]
    fn what_breaks_off_is_told() {
        assert_eq!(Reader(&[0x96]).varint(), Err(Cut));
        assert_eq!(Reader(&[0xff; 11]).varint(), Err(Cut));
        assert_eq!(Reader(&[0x0a, 0x05, 1]).field(), Err(Cut));
        assert_eq!(Reader(&[0x0b]).field(), Err(Cut));
        assert_eq!(Reader(&[]).field(), Ok(None));
        assert_eq!(Reader(&[0x0a, 0x01, 7]).field(), Ok(Some((1, Value::Bytes(&[7])))));
    }
}
