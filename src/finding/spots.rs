//! Where on the Earth a finding is.

use crate::units::LonLat;

/// The places that a finding is about, in degrees on WGS 84; at least one position.
#[derive(Debug, Clone, PartialEq)]
pub enum Spots {
    /// One point.
    At(LonLat),
    /// Several points.
    Points(Vec<LonLat>),
    /// Lines of at least two positions.
    Lines(Vec<Vec<LonLat>>),
    /// Polygons: an outer ring, then holes, none of them closed.
    Areas(Vec<Vec<Vec<LonLat>>>),
}

impl Spots {
    /// The first position.
    #[must_use]
    pub fn first(&self) -> Option<LonLat> {
        match self {
            Self::At(at) => Some(*at),
            Self::Points(points) => points.first().copied(),
            Self::Lines(lines) => lines.first()?.first().copied(),
            Self::Areas(areas) => areas.first()?.first()?.first().copied(),
        }
    }
}
