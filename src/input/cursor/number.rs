//! Numbers of JSON.
//!
//! They are exact: a decimal with at most 15 digits and 22 decimals is one division of two exact floats
//! (Clinger 1990), the rest goes to the standard library's parser.

use super::{Cursor, Fault, FaultKind, Read};

impl<'a> Cursor<'a> {
    /// The text of a number; the next byte is its first.
    #[inline]
    pub(in crate::input) fn number(&mut self) -> Read<&'a str> {
        let start = self.pos;
        self.decimal()?;
        // A number is ASCII, so this cannot fail.
        std::str::from_utf8(&self.data[start..self.pos])
            .map_err(|_| Fault { kind: FaultKind::NumberForm, at: start })
    }

    /// A number's value; the next byte is its first.
    #[inline]
    pub(in crate::input) fn float(&mut self) -> Read<f64> {
        let start = self.pos;
        if let Some(value) = self.decimal()? {
            return Ok(value);
        }
        let text = std::str::from_utf8(&self.data[start..self.pos]).unwrap_or_default();
        let bad = Fault { kind: FaultKind::NumberForm, at: start };
        let value: f64 = text.parse().map_err(|_| bad)?;
        if value.is_finite() {
            Ok(value)
        } else {
            Err(Fault { kind: FaultKind::NumberTooLarge, at: start })
        }
    }

    /// Checks the form of a number and takes it. Gives its value where that is exact and cheap.
    #[inline]
    fn decimal(&mut self) -> Read<Option<f64>> {
        let start = self.pos;
        let mut at = start;
        let data = self.data;
        let end = Fault { kind: FaultKind::End, at: data.len() };
        let negative = data.get(at) == Some(&b'-');
        at += usize::from(negative);
        let mut digits: u64 = 0;
        let whole = at;
        while let Some(digit) = data.get(at).map(|b| b.wrapping_sub(b'0')).filter(|d| *d < 10) {
            digits = digits.wrapping_mul(10).wrapping_add(u64::from(digit));
            at += 1;
        }
        if at == whole {
            return Err(if at >= data.len() { end } else { self.no_number(start) });
        }
        let (mut count, mut decimals) = (at - whole, 0);
        if data[whole] == b'0' && count > 1 {
            return Err(Fault { kind: FaultKind::NumberForm, at: start });
        }
        if data.get(at) == Some(&b'.') {
            at += 1;
            let point = at;
            while let Some(digit) = data.get(at).map(|b| b.wrapping_sub(b'0')).filter(|d| *d < 10) {
                digits = digits.wrapping_mul(10).wrapping_add(u64::from(digit));
                at += 1;
            }
            decimals = at - point;
            count += decimals;
            if decimals == 0 {
                let form = Fault { kind: FaultKind::NumberForm, at: start };
                return Err(if at >= data.len() { end } else { form });
            }
        }
        let plain = !matches!(data.get(at), Some(b'e' | b'E'));
        if !plain {
            at = self.exponent(start, at)?;
        }
        self.pos = at;
        Ok((plain && count <= 15 && decimals <= 22).then(|| {
            let value = exact(digits) / POWERS[decimals];
            if negative { -value } else { value }
        }))
    }

    /// The offset after an exponent that starts at `at`.
    fn exponent(&self, start: usize, at: usize) -> Read<usize> {
        let mut at = at + 1;
        if matches!(self.data.get(at), Some(b'+' | b'-')) {
            at += 1;
        }
        let first = at;
        while self.data.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        if at > first {
            Ok(at)
        } else if at >= self.data.len() {
            Err(Fault { kind: FaultKind::End, at })
        } else {
            Err(Fault { kind: FaultKind::NumberForm, at: start })
        }
    }

    /// What stands where a number was to be.
    pub(super) fn no_number(&self, start: usize) -> Fault {
        let rest = &self.data[start..];
        let unsigned = rest.strip_prefix(b"-").unwrap_or(rest);
        let words: [&[u8]; 6] = [b"NaN", b"nan", b"Infinity", b"inf", b"Inf", b"-NaN"];
        let kind = if words.iter().any(|w| unsigned.starts_with(w)) {
            FaultKind::NotANumber
        } else {
            FaultKind::NumberForm
        };
        Fault { kind, at: start }
    }
}

/// Powers of ten that a 64-bit float holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

#[expect(clippy::cast_precision_loss, reason = "15 digits are below 2^53: exact")]
fn exact(digits: u64) -> f64 {
    digits as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exponent_that_the_data_cut_is_told_from_one_without_digits() {
        let kind = |text: &str| Cursor::new(text.as_bytes()).number().unwrap_err().kind;
        for cut in ["1e", "1E-", "-0.5e+"] {
            assert_eq!(kind(cut), FaultKind::End, "{cut}");
        }
        for bad in ["1e,", "1e-]", "1ee5", "1e +5"] {
            assert_eq!(kind(bad), FaultKind::NumberForm, "{bad}");
        }
        assert_eq!(Cursor::new(b"1e05,").number(), Ok("1e05"));
    }
}
