//! How the pull of an outlet falls off with distance inside a catchment.

use serde::Serialize;

use super::service::Lang;
use crate::units::Metres;

/// A weight by distance; nought beyond the radius of the catchment.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "function", rename_all = "snake_case")]
pub enum Decay {
    /// The same everywhere: 2SFCA.
    Step,
    /// A weight for each zone, by its outer distance: E2SFCA.
    Zones {
        /// Outer distances, rising; nothing beyond the last.
        zones_m: Vec<Metres>,
        /// The weight in each zone.
        weights: Vec<f64>,
    },
    /// 1 - d / radius.
    Linear,
    /// exp(-d² / 2 width²).
    Gaussian {
        /// Standard deviation.
        width_m: Metres,
    },
    /// (max(d, near) / near) to the power of -exponent.
    Power {
        /// How fast it falls.
        exponent: f64,
        /// Distance under which it does not rise any more.
        near_m: Metres,
    },
    /// exp(-d / width).
    Exponential {
        /// Distance at which it has fallen to 1/e.
        width_m: Metres,
    },
    /// 1 - (d / radius)²: the kernel of Epanechnikov, as in kernel density.
    Epanechnikov,
}

impl Decay {
    /// The words in profiles.
    pub const WORDS: [&'static str; 7] =
        ["step", "zones", "linear", "gaussian", "power", "exponential", "epanechnikov"];

    /// The word in profiles and tables.
    #[must_use]
    pub fn key(&self) -> &'static str {
        let at = match self {
            Self::Step => 0,
            Self::Zones { .. } => 1,
            Self::Linear => 2,
            Self::Gaussian { .. } => 3,
            Self::Power { .. } => 4,
            Self::Exponential { .. } => 5,
            Self::Epanechnikov => 6,
        };
        Self::WORDS[at]
    }

    /// What it is called in tables: in English the word of profiles.
    #[must_use]
    pub fn words(&self, lang: Lang) -> &'static str {
        let zh = match self {
            Self::Step => "不衰减",
            Self::Zones { .. } => "分段",
            Self::Linear => "线性",
            Self::Gaussian { .. } => "高斯",
            Self::Power { .. } => "幂函数",
            Self::Exponential { .. } => "指数",
            Self::Epanechnikov => "二次核",
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => self.key(),
        }
    }

    /// The weight at a distance, in a catchment of this radius.
    #[must_use]
    pub fn weight(&self, distance: Metres, radius: Metres) -> f64 {
        let (d, r) = (distance.0, radius.0);
        if d > r {
            return 0.0;
        }
        match self {
            Self::Step => 1.0,
            Self::Zones { zones_m, weights } => {
                let zone = zones_m.iter().position(|outer| d <= outer.0);
                zone.and_then(|zone| weights.get(zone)).copied().unwrap_or(0.0)
            }
            Self::Linear => 1.0 - d / r,
            Self::Gaussian { width_m } => (-d * d / (2.0 * width_m.0 * width_m.0)).exp(),
            Self::Power { exponent, near_m } => (d.max(near_m.0) / near_m.0).powf(-exponent),
            Self::Exponential { width_m } => (-d / width_m.0).exp(),
            Self::Epanechnikov => 1.0 - (d / r) * (d / r),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(decay: &Decay) -> [f64; 4] {
        [0.0, 500.0, 1000.0, 1001.0].map(|d| decay.weight(Metres(d), Metres(1000.0)))
    }

    fn near(decay: &Decay, expected: [f64; 4]) {
        let seen = weights(decay);
        let is_near = seen.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12);
        assert!(is_near, "{}: {seen:?}", decay.key());
    }

    #[test]
    fn each_function_is_what_its_formula_says_and_nought_beyond_the_radius() {
        near(&Decay::Step, [1.0, 1.0, 1.0, 0.0]);
        let zones_m = vec![Metres(400.0), Metres(700.0)];
        near(&Decay::Zones { zones_m, weights: vec![1.0, 0.42] }, [1.0, 0.42, 0.0, 0.0]);
        near(&Decay::Linear, [1.0, 0.5, 0.0, 0.0]);
        near(&Decay::Epanechnikov, [1.0, 0.75, 0.0, 0.0]);
        // exp(-1/2) and exp(-2).
        let (half, two) = (0.606_530_659_712_633_4, 0.135_335_283_236_612_7);
        near(&Decay::Gaussian { width_m: Metres(500.0) }, [1.0, half, two, 0.0]);
        near(&Decay::Exponential { width_m: Metres(1000.0) }, [1.0, half, (-1.0_f64).exp(), 0.0]);
        // 100 m at least: 1, 1/25, 1/100.
        near(&Decay::Power { exponent: 2.0, near_m: Metres(100.0) }, [1.0, 0.04, 0.01, 0.0]);
    }
}
