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

/// Land that a plan brings within reach.
pub(super) const GAINED: Ink = Ink::rgb(0, 104, 88);

/// Land that a plan takes out of reach, under [`LOST_LINE`].
pub(super) const LOST: Ink = Ink::rgb(240, 140, 40);

/// Lines over land that a plan takes out of reach.
pub(super) const LOST_LINE: Ink = Ink::rgb(110, 44, 0);

/// Land within reach before and after a plan: the blue of served land, lightened so that what changes leads.
pub(super) const KEPT: Ink = Ink::rgb(178, 211, 232);

/// Homes that a plan builds: a line about their land.
pub(super) const HOMES: Ink = Ink::rgb(112, 48, 140);

/// Streets within reach: the blue of served land, darker, for lines.
pub(super) const STREET: Ink = Ink::rgb(32, 98, 160);

/// What a change that is asked about brings, and the line that says so: purple, apart from both classes of street,
/// and dark in grey print.
pub(super) const ASKED: Ink = Ink::rgb(122, 28, 142);

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
    fn gained_lost_and_kept_land_differ_in_grey_print() {
        assert!(lightness(KEPT) - lightness(LOST) > 12.0);
        assert!(lightness(LOST) - lightness(GAINED) > 25.0);
        assert!(lightness(LAND) - lightness(KEPT) > 10.0);
    }

    /// What those see who lack one kind of cone, as sRGB (Viénot, Brettel and Mollon, "Digital video
    /// colourmaps for checking the legibility of displays by dichromats", 1999).
    fn dichromat(ink: Ink, lacks_red: bool) -> [f64; 3] {
        let [r, g, b] = [ink.red, ink.green, ink.blue].map(linear);
        let long = 17.8824 * r + 43.5161 * g + 4.11935 * b;
        let middle = 3.45565 * r + 27.1554 * g + 3.86714 * b;
        let short = 0.029_956_6 * r + 0.184_309 * g + 1.46709 * b;
        let (long, middle) = if lacks_red {
            (2.02344 * middle - 2.52581 * short, middle)
        } else {
            (long, 0.494_207 * long + 1.24827 * short)
        };
        let rgb = [
            0.080_944_447_9 * long - 0.130_504_409 * middle + 0.116_721_066 * short,
            -0.010_248_533_5 * long + 0.054_019_326_6 * middle - 0.113_614_708 * short,
            -0.000_365_296_938 * long - 0.004_121_614_69 * middle + 0.693_511_405 * short,
        ];
        rgb.map(|c| 255.0 * c.clamp(0.0, 1.0).powf(1.0 / 2.2))
    }

    #[test]
    fn who_lacks_one_kind_of_cone_tells_the_classes_of_a_change_apart() {
        let inks = [GAINED, LOST, KEPT, LAND];
        for lacks_red in [false, true] {
            for (at, one) in inks.iter().enumerate() {
                for other in &inks[..at] {
                    let [a, b] = [one, other].map(|ink| dichromat(*ink, lacks_red));
                    let apart: f64 = a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum();
                    // 60 of 442, the way from black to white, is told apart with ease.
                    assert!(apart.sqrt() > 60.0, "{one:?} {other:?}: {}", apart.sqrt());
                }
            }
        }
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
