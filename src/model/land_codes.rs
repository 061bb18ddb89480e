//! Which land-use codes are residential.

use serde::Serialize;

/// Codes that count as residential land, each with all codes that begin with it; `0701` holds `070102`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct LandCodes(Vec<String>);

impl LandCodes {
    /// These codes, in the order in which they are printed.
    #[must_use]
    pub fn new(codes: Vec<String>) -> Self {
        Self(codes)
    }

    /// The codes as they were given.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// Whether there is no code, or an empty one, which would hold every code.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.is_empty() || self.0.iter().any(String::is_empty)
    }

    /// Whether an estate of this land-use code is residential land. One without a code is.
    #[must_use]
    pub fn hold(&self, land_code: Option<&str>) -> bool {
        land_code
            .map(str::trim)
            .filter(|code| !code.is_empty())
            .is_none_or(|code| self.0.iter().any(|known| code.starts_with(known.as_str())))
    }
}

/// Which estates rates of land count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum CountedLand {
    /// All of them, whatever their code.
    #[default]
    All,
    /// Those of these codes.
    Codes(LandCodes),
    /// None: rates are of the whole area of a unit.
    WholeArea,
}

impl CountedLand {
    /// Whether rates of land count an estate of this code.
    #[must_use]
    pub fn counts(&self, land_code: Option<&str>) -> bool {
        match self {
            Self::All => true,
            Self::Codes(codes) => codes.hold(land_code),
            Self::WholeArea => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_holds_those_that_begin_with_it_and_a_blank_one_is_held() {
        let codes = LandCodes::new(vec!["0701".to_owned(), "R2".to_owned()]);
        for code in [Some("0701"), Some("070102"), Some(" R21 "), Some(" "), None] {
            assert!(codes.hold(code), "{code:?}");
        }
        assert!(!codes.hold(Some("0702")));
        assert!(!codes.hold(Some("R")));
    }
}
