//! Values of flags: how many, how large.

use std::num::NonZeroUsize;

use walkshed::input::{Layer, MaxInput};
use walkshed::units::{LonLat, Metres};

/// More threads than any machine has processors is a slip.
const MOST_THREADS: usize = 1024;

pub(super) fn threads(text: &str) -> Result<NonZeroUsize, String> {
    text.parse()
        .ok()
        .filter(|n: &NonZeroUsize| n.get() <= MOST_THREADS)
        .ok_or_else(|| format!("a number from 1 to {MOST_THREADS}"))
}

/// Borders farther apart than this, in metres, are no slip of the hand.
const FARTHEST: f64 = 10.0;

/// A distance in metres up to 10: `1m`, `0.5 m`, `2`.
pub(super) fn distance(text: &str) -> Result<Metres, String> {
    let number = text.trim().trim_end_matches('m').trim_end().parse();
    let metres = number.ok().filter(|metres: &f64| *metres > 0.0 && *metres <= FARTHEST);
    metres.map(Metres).ok_or_else(|| format!("metres up to {FARTHEST}, such as 1m"))
}

/// Outlets farther apart than this, in metres, are two whatever the plan.
const ONE_OUTLET: f64 = 10_000.0;

/// How far apart one outlet may be drawn twice, in metres up to 10 km: `10m`, `300`, `0`.
pub(super) fn apart(text: &str) -> Result<Metres, String> {
    let number = text.trim().trim_end_matches('m').trim_end().parse();
    let metres = number.ok().filter(|metres: &f64| (0.0..=ONE_OUTLET).contains(metres));
    metres.map(Metres).ok_or_else(|| format!("metres up to {ONE_OUTLET}, such as 10m"))
}

/// A layer by its word: `outlets`.
pub(super) fn layer(text: &str) -> Result<Layer, String> {
    let words = Layer::WITH_FEATURES.map(Layer::word);
    let layer = Layer::WITH_FEATURES.into_iter().find(|layer| layer.word() == text);
    layer.ok_or_else(|| format!("one of {}", words.join(", ")))
}

/// A place in degrees, longitude first: `116.4,39.9`.
pub(super) fn place(text: &str) -> Result<LonLat, String> {
    let number = |text: &str, most: f64| {
        text.trim().parse().ok().filter(|degrees: &f64| degrees.abs() <= most)
    };
    text.split_once(',')
        .and_then(|(lon, lat)| Some(LonLat { lon: number(lon, 180.0)?, lat: number(lat, 90.0)? }))
        .ok_or_else(|| "degrees, longitude first, such as 116.4,39.9".to_owned())
}

/// A number of bytes: `8GB`, `500 MB`, `1000000`. Units are decimal.
pub(super) fn file_size(text: &str) -> Result<MaxInput, String> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" | "bytes" => 1,
        "kb" => 1000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "tb" => 1_000_000_000_000,
        _ => 0,
    };
    let bytes = number.parse().ok().and_then(|number: u64| number.checked_mul(unit));
    let size = bytes.filter(|&bytes| bytes > 0).map(MaxInput);
    size.ok_or_else(|| "a whole number of kB, MB, GB or TB, such as 8GB".to_owned())
}

/// Sides of a map in pixels, as `walkshed::render` takes them: below, the parts of a map find no
/// room; above, a picture fills the memory.
const SIDES: std::ops::RangeInclusive<u32> = 480..=16_900;

pub(super) fn size(text: &str) -> Result<(u32, u32), String> {
    let side = |text: &str| text.parse().ok().filter(|side| SIDES.contains(side));
    text.split_once(['x', 'X'])
        .and_then(|(width, height)| Some((side(width)?, side(height)?)))
        .ok_or_else(|| {
            "width and height in pixels, each from 480 to 16900, as 3508x2480".to_owned()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_two_sides_within_reason() {
        assert_eq!(size("3508x2480"), Ok((3508, 2480)));
        for bad in ["3508", "x", "0x900", "479x900", "16901x900", "-5x900", "1e3x900"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_file_size_is_a_whole_number_with_a_unit() {
        assert_eq!(file_size("8GB"), Ok(MaxInput(8_000_000_000)));
        assert_eq!(file_size("500 mb"), Ok(MaxInput(500_000_000)));
        assert_eq!(file_size("12"), Ok(MaxInput(12)));
        assert_eq!(file_size(&MaxInput::default().to_string()), Ok(MaxInput::default()));
        for bad in ["", "0", "GB", "8 GiB", "-1", "1.5GB", "99999999999TB"] {
            assert!(file_size(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_distance_is_a_few_metres() {
        assert_eq!(distance("1m"), Ok(Metres(1.0)));
        assert_eq!(distance("0.5 m"), Ok(Metres(0.5)));
        assert_eq!(distance("10"), Ok(Metres(10.0)));
        for bad in ["", "0", "-1m", "11", "nan", "1km", "inf"] {
            assert!(distance(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn one_outlet_is_drawn_twice_within_ten_kilometres() {
        assert_eq!(apart("300 m"), Ok(Metres(300.0)));
        assert_eq!((apart("0"), apart("10000")), (Ok(Metres(0.0)), Ok(Metres(10_000.0))));
        for bad in ["", "-1", "10001m", "nan", "1km", "inf"] {
            assert!(apart(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_layer_is_named_by_its_word() {
        assert_eq!(layer("outlets"), Ok(Layer::Outlets));
        let known = "one of subdistricts, outlets, estates, people, communities, grids, units, \
                     complaints, streets, gates, barriers";
        assert_eq!(layer("shops"), Err(known.to_owned()));
    }

    #[test]
    fn threads_are_at_least_one() {
        assert!(threads("0").is_err() && threads("1025").is_err() && threads("8").is_ok());
    }

    #[test]
    fn a_place_is_longitude_then_latitude() {
        assert_eq!(place("116.4, -39.9"), Ok(LonLat { lon: 116.4, lat: -39.9 }));
        for wrong in ["39.9,116.4", "116.4", "", "nan,0", "a,b"] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
    }
}
