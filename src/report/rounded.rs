//! Positions rounded to 9 decimals of a degree, 0.1 mm: as whole billionths, as floats and as text.
//!
//! A map of gaps holds millions of positions, and most of the time of writing it goes into their digits. A
//! whole number of billionths has at most 12 of them: its digits with a point between are the shortest that
//! give the float back (any decimal of up to 15 digits is told from every other one by a float), so that the
//! text is what a writer of floats gives, in less time.

use geojson::Position;

use crate::model::LonLat;

/// Billionths of a degree in a degree.
const WHOLE: i64 = 1_000_000_000;

/// So many billionths from nought on, floats are written without an exponent: 0.0001 degrees.
const PLAIN: u64 = 100_000;

/// Degrees as whole billionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Billionths(i64);

/// A position that is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rounded {
    pub(super) lon: Billionths,
    pub(super) lat: Billionths,
}

impl Billionths {
    #[expect(clippy::cast_possible_truncation, reason = "no angle has more than 360 degrees")]
    fn new(degrees: f64) -> Self {
        Self((degrees * 1e9).round() as i64)
    }

    #[expect(clippy::cast_precision_loss, reason = "360 degrees are far below 2^53 billionths")]
    fn degrees(self) -> f64 {
        self.0 as f64 / 1e9
    }

    /// Adds the degrees as JSON has them.
    pub(super) fn push(self, text: &mut Vec<u8>) {
        let size = self.0.unsigned_abs();
        if size < PLAIN {
            // Nought, or with an exponent: within 11 m of the equator or of Greenwich.
            let float = serde_json::Value::from(self.degrees()).to_string();
            text.extend_from_slice(float.as_bytes());
            return;
        }
        if self.0 < 0 {
            text.push(b'-');
        }
        let whole = WHOLE.unsigned_abs();
        push_digits(size / whole, 1, text);
        text.push(b'.');
        let (mut rest, mut digits) = (size % whole, 9);
        while digits > 1 && rest % 10 == 0 {
            (rest, digits) = (rest / 10, digits - 1);
        }
        push_digits(rest, digits, text);
    }
}

/// Adds the last digits of a number, so many at least, with noughts in front.
fn push_digits(mut number: u64, least: usize, text: &mut Vec<u8>) {
    let mut digits = [b'0'; 20];
    let mut first = digits.len();
    while number > 0 || digits.len() - first < least {
        first -= 1;
        digits[first] += (number % 10) as u8;
        number /= 10;
    }
    text.extend_from_slice(&digits[first..]);
}

impl Rounded {
    pub(super) fn new(at: &LonLat) -> Self {
        Self { lon: Billionths::new(at.lon), lat: Billionths::new(at.lat) }
    }

    /// Adds the position as JSON has it.
    pub(super) fn push(&self, text: &mut Vec<u8>) {
        text.push(b'[');
        self.lon.push(text);
        text.push(b',');
        self.lat.push(text);
        text.push(b']');
    }

    fn position(self) -> Position {
        Position::from([self.lon.degrees(), self.lat.degrees()])
    }
}

/// Adds a list as JSON has it.
pub(super) fn push_list<T>(items: &[T], text: &mut Vec<u8>, push: impl Fn(&T, &mut Vec<u8>)) {
    text.push(b'[');
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            text.push(b',');
        }
        push(item, text);
    }
    text.push(b']');
}

/// Rounded and closed rings; none where the outer ring vanishes. A hole that vanishes is left out.
pub(super) fn rounded_rings(rings: &[Vec<LonLat>]) -> Option<Vec<Vec<Rounded>>> {
    let (outer, holes) = rings.split_first()?;
    let mut closed = vec![rounded_ring(outer)?];
    closed.extend(holes.iter().filter_map(|hole| rounded_ring(hole)));
    Some(closed)
}

fn rounded_ring(ring: &[LonLat]) -> Option<Vec<Rounded>> {
    let mut points = Vec::with_capacity(ring.len() + 1);
    points.extend(ring.iter().map(Rounded::new));
    points.push(*points.first()?);
    points.dedup();
    (points.len() >= 4).then_some(points)
}

/// The same as positions.
pub(super) fn positions(rings: &[Vec<LonLat>]) -> Option<Vec<Vec<Position>>> {
    let rings = rounded_rings(rings)?;
    Some(rings.into_iter().map(|ring| ring.into_iter().map(Rounded::position).collect()).collect())
}

/// A rounded position.
pub(super) fn position(at: &LonLat) -> Position {
    Rounded::new(at).position()
}

/// Degrees rounded to 9 decimals; nought has no sign.
pub(super) fn nine_decimals(degrees: f64) -> f64 {
    Billionths::new(degrees).degrees()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(degrees: f64) -> String {
        let mut text = Vec::new();
        Billionths::new(degrees).push(&mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn the_text_is_what_a_writer_of_floats_gives() {
        let mut state = 3u64;
        for round in 0..200_000u32 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let part = f64::from(u32::try_from(state >> 32).unwrap()) / f64::from(u32::MAX);
            // From the whole Earth down to a step of the last decimal, and with fewer decimals.
            let size = 180.0 / 10f64.powi((round % 12).cast_signed());
            let step = 10f64.powi(((round / 12) % 10).cast_signed());
            let degrees = ((part - 0.5) * 2.0 * size * step).round() / step;
            let rounded = (degrees * 1e9).round() / 1e9 + 0.0;
            assert_eq!(text(degrees), serde_json::to_string(&rounded).unwrap());
            assert_eq!(nine_decimals(degrees).to_bits(), rounded.to_bits());
        }
    }

    #[test]
    fn whole_degrees_have_one_decimal_and_nought_no_sign() {
        let all = [-0.0, 4e-10, 116.0, -180.0, -0.5, 0.0001, 0.00009, 1e-9];
        let texts = ["0.0", "0.0", "116.0", "-180.0", "-0.5", "0.0001", "0.00009", "1e-9"];
        assert_eq!(all.map(text), texts);
    }
}
