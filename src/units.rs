//! Quantities with their units, and the one way in which each is printed.
//!
//! A bare `f64` in a public signature is a bug (STYLE section 4): lengths are [`Metres`], areas
//! [`SquareMetres`], residents [`People`], rates [`Share`]. Rounding happens here and nowhere else,
//! so that one figure never shows two values.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize, Serializer};

/// Longitude and latitude in degrees on WGS 84 (equal here to CGCS2000), longitude first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LonLat {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}

/// A length in metres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Deserialize)]
#[serde(transparent)]
pub struct Metres(pub f64);

/// An area in square metres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Deserialize)]
#[serde(transparent)]
pub struct SquareMetres(pub f64);

/// A whole number of residents.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct People(pub u64);

/// A part of a whole, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Deserialize)]
#[serde(transparent)]
pub struct Share(pub f64);

/// Square metres in a hectare.
const HECTARE: f64 = 10_000.0;

/// Written without the sign that rounding, or a sum of nothing, may leave to nought.
fn unsigned_nought<S: Serializer>(value: f64, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_f64(value + 0.0)
}

impl Serialize for Metres {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        unsigned_nought(self.0, out)
    }
}

impl Serialize for SquareMetres {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        unsigned_nought(self.0, out)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        unsigned_nought(self.0, out)
    }
}

impl Metres {
    /// Whole metres below 10 km, kilometres with one decimal from there, whole ones in groups of
    /// three digits from 1000 km on: `412 m`, `12.3 km`, `12 226 km`.
    #[must_use]
    pub fn text(self) -> String {
        if self.0 < 10_000.0 {
            format!("{:.0} m", self.0)
        } else if self.0 < 999_950.0 {
            format!("{:.1} km", self.0 / 1000.0)
        } else {
            let digits = in_threes(&format!("{:.0}", self.0 / 1000.0));
            format!("{digits} km")
        }
    }

    /// A length that somebody stated, such as a radius, with the digits that it was stated with:
    /// `300 m`, `300.5 m`, `12.5 km`.
    #[must_use]
    pub fn stated_text(self) -> String {
        if self.0 < 10_000.0 {
            format!("{} m", number_text(self.0))
        } else {
            format!("{} km", number_text(self.0 / 1000.0))
        }
    }
}

impl Metres {
    /// Metres with one decimal and no unit, for a column that names it: `412.3`.
    #[must_use]
    pub fn digits(self) -> String {
        format!("{:.1}", self.0 + 0.0)
    }
}

impl SquareMetres {
    /// Hectares with four decimals (1 square metre) and no unit, for a column that names it.
    #[must_use]
    pub fn hectares_digits(self) -> String {
        // Adding nought turns the -0.0 that rounding may leave into 0.0.
        format!("{:.4}", self.hectares() + 0.0).replace("-0.0000", "0.0000")
    }
}

impl SquareMetres {
    /// An area given in hectares.
    #[must_use]
    pub fn from_hectares(hectares: f64) -> Self {
        Self(hectares * HECTARE)
    }

    /// The area in hectares (10 000 square metres).
    #[must_use]
    pub fn hectares(self) -> f64 {
        self.0 / HECTARE
    }

    /// Hectares with two decimals and groups of three digits, as pages print them: `1 234.56`.
    #[must_use]
    pub fn hectares_text(self) -> String {
        // Adding nought turns the -0.0 that rounding may leave into 0.0.
        let text = format!("{:.2}", self.hectares() + 0.0);
        match text.split_once('.') {
            _ if text == "-0.00" => "0.00".to_owned(),
            Some((whole, decimals)) => format!("{}.{decimals}", in_threes(whole)),
            None => text,
        }
    }

    /// Whether pages print more than `0.00` hectares for it.
    #[must_use]
    pub fn is_printed(self) -> bool {
        self.hectares_text() != "0.00"
    }
}

impl People {
    /// With groups of three digits, for pages; tables take [`People::0`].
    #[must_use]
    pub fn text(self) -> String {
        count_text(self.0)
    }
}

/// A count with groups of three digits, for pages: `12 345`.
#[must_use]
pub fn count_text(count: u64) -> String {
    in_threes(&count.to_string())
}

/// So many of a thing, in English: `1 outlet`, `12 345 outlets`.
#[must_use]
pub fn counted(count: impl TryInto<u64>, thing: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    format!("{} {thing}{}", count_text(count), agree(count, "", "s"))
}

/// The form that goes with a count in English: `1 outlet has`, `2 outlets have`.
#[must_use]
pub fn agree(count: impl TryInto<u64>, one: &'static str, many: &'static str) -> &'static str {
    if count.try_into().is_ok_and(|count| count == 1) { one } else { many }
}

/// Digits in groups of three; a sign in front stays there.
fn in_threes(signed: &str) -> String {
    if let Some(digits) = signed.strip_prefix('-') {
        return format!("-{}", in_threes(digits));
    }
    let digits = signed;
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

impl Share {
    /// `part` of `whole`; none where the whole is nought (printed as a dash, never as 0 or 100 %).
    #[must_use]
    pub fn of(part: f64, whole: f64) -> Option<Self> {
        // Adding nought turns the -0.0 that a sum may leave into 0.0; `clamp` may keep either.
        (whole > 0.0).then(|| Self((part / whole + 0.0).clamp(0.0, 1.0)))
    }

    /// Per cent with two decimals and no sign: `57.84`.
    #[must_use]
    pub fn percent_text(self) -> String {
        format!("{:.2}", self.0 * 100.0)
    }
}

/// A plain number with at most four decimals and none that is nought at the end: `12.5`, `310`.
#[must_use]
pub fn number_text(number: f64) -> String {
    // Adding nought turns -0.0 into 0.0.
    let text = format!("{:.4}", number + 0.0);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The same for pages, with groups of three digits: `20 000`, `1 234.5`.
#[must_use]
pub fn grouped_text(number: f64) -> String {
    let text = number_text(number);
    match text.split_once('.') {
        Some((whole, decimals)) => format!("{}.{decimals}", in_threes(whole)),
        None => in_threes(&text),
    }
}

/// A factor such as that of a detour, with two decimals: `1.34`.
#[must_use]
pub fn factor_text(factor: f64) -> String {
    format!("{factor:.2}")
}

macro_rules! additive {
    ($name:ident) => {
        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
                items.fold(Self::default(), Add::add)
            }
        }
    };
}

additive!(Metres);
additive!(SquareMetres);
additive!(People);

/// A share as tables print it: per cent with two decimals, or a dash where it does not apply.
#[must_use]
pub fn percent_or_dash(share: Option<Share>) -> String {
    share.map_or_else(|| "–".to_owned(), Share::percent_text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nought_is_written_without_a_sign() {
        // The sum of no floats is -0.0.
        let none: f64 = std::iter::empty::<f64>().sum();
        assert!(none.is_sign_negative());
        let written = serde_json::to_string(&(Metres(none), SquareMetres(none), Share(none)));
        assert_eq!(written.unwrap(), "[0.0,0.0,0.0]");
    }

    #[test]
    fn one_of_a_thing_and_several_are_told_apart() {
        assert_eq!(counted(1_u64, "outlet"), "1 outlet");
        assert_eq!(counted(12_345_usize, "outlet"), "12 345 outlets");
        assert_eq!([0, 1, 2].map(|n| agree(n, "has", "have")), ["have", "has", "have"]);
    }

    #[test]
    fn nought_by_nought_is_a_dash() {
        assert_eq!(percent_or_dash(Share::of(0.0, 0.0)), "–");
    }

    #[test]
    fn a_rounded_negative_nought_prints_without_a_sign() {
        assert_eq!(SquareMetres(-1e-9).hectares_text(), "0.00");
    }

    #[test]
    fn hectares_on_pages_are_parted_in_threes() {
        let texts = [1_120.961, 999.999, 12.3, 14_883.64, -1_234.5]
            .map(|ha| SquareMetres::from_hectares(ha).hectares_text());
        assert_eq!(texts, ["1 120.96", "1 000.00", "12.30", "14 883.64", "-1 234.50"]);
    }

    #[test]
    fn a_stated_length_keeps_its_digits() {
        let texts = [300.0, 300.5, 1000.0, 12_500.0].map(|m| Metres(m).stated_text());
        assert_eq!(texts, ["300 m", "300.5 m", "1000 m", "12.5 km"]);
    }

    #[test]
    fn a_length_is_printed_as_its_size_asks() {
        assert_eq!(Metres(9999.4).text(), "9999 m");
        assert_eq!(Metres(10_000.0).text(), "10.0 km");
        assert_eq!(Metres(999_949.0).text(), "999.9 km");
        assert_eq!(Metres(999_951.0).text(), "1 000 km");
        assert_eq!(Metres(12_226_400.0).text(), "12 226 km");
    }

    #[test]
    fn a_plain_number_has_no_noughts_at_its_end() {
        let texts = [310.0, 12.5, 0.0, -1e-9, 1.0 / 3.0, 20_000.0].map(number_text);
        assert_eq!(texts, ["310", "12.5", "0", "0", "0.3333", "20000"]);
    }

    #[test]
    fn thousands_are_parted() {
        assert_eq!([20_000.0, 1234.5, 12.5].map(grouped_text), ["20 000", "1 234.5", "12.5"]);
        assert_eq!(People(1_234_567).text(), "1 234 567");
        assert_eq!(People(12).text(), "12");
    }
}
