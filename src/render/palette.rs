//! The colours of the maps, and why.
//!
//! Residential land is the pale yellow that planners know from the land-use code, lightened so that
//! what lies on it leads; served land is blue, gaps are dark red lines on the yellow. Blue and yellow
//! stay apart for every kind of colour blindness, and in grey print served land is a mid tone, gaps
//! are light with dark lines. The ramp of the circle map runs from pale yellow over green to dark
//! blue with falling lightness (after `ColorBrewer`'s `YlGnBu`, Brewer 2003, which is colour-blind safe).

use plotters::style::RGBAColor;
use plotters_backend::BackendColor;
use tiny_skia::Color;

/// A colour with its opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink {
    red: u8,
    green: u8,
    blue: u8,
    alpha: f64,
}

impl Ink {
    pub(super) const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue, alpha: 1.0 }
    }

    /// The same colour, let through.
    pub(super) const fn with_alpha(self, alpha: f64) -> Self {
        Self { alpha, ..self }
    }

    /// As the surface takes it.
    pub(super) fn color(self) -> Color {
        let [r, g, b] = [self.red, self.green, self.blue].map(|c| f32::from(c) / 255.0);
        #[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
        let alpha = self.alpha as f32;
        Color::from_rgba(r, g, b, alpha).unwrap_or(Color::BLACK)
    }

    /// As plotters takes it.
    pub(super) fn plot(self) -> RGBAColor {
        RGBAColor(self.red, self.green, self.blue, self.alpha)
    }

    /// Back from plotters.
    pub(super) fn from_backend(color: BackendColor) -> Self {
        let (red, green, blue) = color.rgb;
        Self { red, green, blue, alpha: color.alpha }
    }
}

/// Paper.
pub(super) const PAPER: Ink = Ink::rgb(255, 255, 255);

/// Ground outside the city.
pub(super) const OUTSIDE: Ink = Ink::rgb(241, 242, 243);

/// Ground of the city that is not residential.
pub(super) const GROUND: Ink = Ink::rgb(253, 252, 250);

/// Residential land (urban housing of the land-use code, 255 255 45, lightened).
pub(super) const LAND: Ink = Ink::rgb(255, 244, 184);

/// Residential land within reach.
pub(super) const SERVED: Ink = Ink::rgb(86, 157, 205);

/// Lines over residential land out of reach.
pub(super) const GAP: Ink = Ink::rgb(176, 36, 24);

/// Streets within reach: the blue of served land, darker, for lines.
pub(super) const STREET: Ink = Ink::rgb(32, 98, 160);

/// Text and the sheet frame.
pub(super) const TEXT: Ink = Ink::rgb(28, 32, 38);

/// Text of second rank.
pub(super) const QUIET: Ink = Ink::rgb(92, 98, 106);

/// Thin rules.
pub(super) const RULE: Ink = Ink::rgb(190, 194, 199);

/// Border of the city.
pub(super) const CITY_BORDER: Ink = Ink::rgb(70, 62, 82);

/// Border between districts, with its width in points.
pub(super) const DISTRICT_LINE: (Ink, f32) = (Ink::rgb(84, 76, 96), 1.4);

/// Border between subdistricts, with its width in points.
pub(super) const UNIT_LINE: (Ink, f32) = (Ink::rgb(96, 90, 108), 0.9);

/// Paper beside a border, so that it is seen on hatching: its opacity, and its width on either side in
/// points.
pub(super) const BESIDE_LINE: (f64, f32) = (0.85, 0.9);

/// Outlets.
pub(super) const OUTLET: Ink = Ink::rgb(18, 24, 44);

/// Land by the number of services that it reaches, from none to all.
const RAMP: [Ink; 9] = [
    Ink::rgb(255, 244, 184),
    Ink::rgb(214, 236, 179),
    Ink::rgb(170, 219, 184),
    Ink::rgb(121, 200, 190),
    Ink::rgb(72, 176, 196),
    Ink::rgb(36, 147, 190),
    Ink::rgb(32, 112, 174),
    Ink::rgb(32, 76, 146),
    Ink::rgb(16, 36, 96),
];

/// The colour of land that reaches `count` of `of` services. Up to eight services are spread evenly
/// over the ramp; of more, none and all have a colour of their own, and neighbours between share one.
pub(super) fn reached(count: usize, of: usize) -> Ink {
    let last = RAMP.len() - 1;
    if count == 0 {
        return RAMP[0];
    }
    if count >= of {
        return RAMP[last];
    }
    // Evenly, rounded; never onto the first or the last.
    RAMP[((2 * count * last + of) / (2 * of)).clamp(1, last - 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Linear light of an sRGB channel (IEC 61966-2-1).
    fn linear(channel: u8) -> f64 {
        let c = f64::from(channel) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    }

    /// CIE lightness, 0 to 100.
    fn lightness(ink: Ink) -> f64 {
        let y = 0.2126 * linear(ink.red) + 0.7152 * linear(ink.green) + 0.0722 * linear(ink.blue);
        116.0 * y.cbrt() - 16.0
    }

    #[test]
    fn the_ramp_darkens_step_by_step() {
        for pair in RAMP.windows(2) {
            assert!(lightness(pair[0]) - lightness(pair[1]) > 5.0);
        }
    }

    #[test]
    fn served_land_and_gaps_differ_in_grey_print() {
        // 15 of CIE lightness is told apart with ease.
        assert!(lightness(LAND) - lightness(SERVED) > 25.0);
        assert!(lightness(SERVED) - lightness(GAP) > 15.0);
    }

    #[test]
    fn none_and_all_have_colours_of_their_own() {
        for of in 1..=12 {
            let inks: Vec<Ink> = (0..=of).map(|k| reached(k, of)).collect();
            assert_eq!(inks.iter().filter(|i| **i == inks[of]).count(), 1, "{of}");
            assert_eq!(inks.iter().filter(|i| **i == inks[0]).count(), 1, "{of}");
        }
    }

    #[test]
    fn few_services_have_colours_far_apart() {
        // Of 4 services every second colour of nine, of 2 every fourth.
        let of = |of: usize| (0..=of).map(|k| reached(k, of)).collect::<Vec<Ink>>();
        assert_eq!(of(4), [RAMP[0], RAMP[2], RAMP[4], RAMP[6], RAMP[8]]);
        assert_eq!(of(2), [RAMP[0], RAMP[4], RAMP[8]]);
    }

    #[test]
    fn up_to_eight_services_every_count_has_its_colour() {
        for of in 1..=8 {
            let inks: Vec<Ink> = (0..=of).map(|k| reached(k, of)).collect();
            assert!(inks.windows(2).all(|p| p[0] != p[1]), "{of}");
        }
    }
}
