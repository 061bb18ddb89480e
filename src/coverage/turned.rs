//! Land by what a change of the outlets makes of it, for maps: gained, lost, served as before, unserved as
//! before.
//!
//! What the outlets of both states together leave is measured anew where outlets come and go; else it is
//! what one of the states leaves, to the last bit. With it three regions lie in each other, and every class
//! of land is what lies inside an odd number of some of them: drawn even-odd, their rings leave no seam.

use super::changed::ChangedUnit;
use super::trial::{OutletChange, State, Trial};
use crate::model::{Shape, SubdistrictId};
use crate::overlay::RegionPiece;
use crate::units::SquareMetres;

/// A region of the land of a unit.
#[derive(Debug, Clone, Default)]
pub struct Region {
    /// Its outline, arcs as tangents.
    pub shape: Shape,
    /// Its area, arcs as arcs.
    pub area: SquareMetres,
}

impl Region {
    fn of(pieces: Vec<RegionPiece>) -> Self {
        let area = pieces.iter().map(|piece| piece.area).sum();
        let polygons = pieces.into_iter().map(|piece| piece.polygon).collect();
        Self { shape: Shape::new(polygons), area }
    }
}

/// What becomes of the land of a unit.
#[derive(Debug, Clone)]
pub enum Turned {
    /// No changed outlet comes near: what is unserved today stays so.
    Still(Region),
    /// A service, changed.
    Service {
        /// Unserved today.
        before: Region,
        /// Unserved after the change.
        after: Region,
        /// Unserved today and after the change.
        always: Region,
    },
    /// The services of the circle together, changed.
    Circle {
        /// Lacks one of them today.
        before: Region,
        /// Lacks one of them after the change.
        after: Region,
        /// Lacks one of them today, or after the change.
        ever: Region,
    },
}

impl Turned {
    /// Unserved today.
    #[must_use]
    pub fn before(&self) -> &Region {
        match self {
            Self::Still(before) | Self::Service { before, .. } | Self::Circle { before, .. } => {
                before
            }
        }
    }

    /// Unserved after the change.
    #[must_use]
    pub fn after(&self) -> &Region {
        match self {
            Self::Still(after) | Self::Service { after, .. } | Self::Circle { after, .. } => after,
        }
    }

    /// Regions that hold land served after the change and not today an odd number of times, and all other
    /// land an even number of times. The second lies in the first.
    #[must_use]
    pub fn gained(&self) -> Vec<&Region> {
        match self {
            Self::Still(_) => Vec::new(),
            Self::Service { before, always, .. } => vec![before, always],
            Self::Circle { after, ever, .. } => vec![ever, after],
        }
    }

    /// The same of land served today and not after the change.
    #[must_use]
    pub fn lost(&self) -> Vec<&Region> {
        match self {
            Self::Still(_) => Vec::new(),
            Self::Service { after, always, .. } => vec![after, always],
            Self::Circle { before, ever, .. } => vec![ever, before],
        }
    }

    /// The same of land unserved today and after the change; the regions do not lie in each other.
    #[must_use]
    pub fn unserved(&self) -> Vec<&Region> {
        match self {
            Self::Still(unserved) => vec![unserved],
            Self::Service { always, .. } => vec![always],
            Self::Circle { before, after, ever } => vec![before, after, ever],
        }
    }

    /// Regions that with all land of the unit hold land served today and after the change an odd number of
    /// times, and other land an even number of times.
    #[must_use]
    pub fn not_kept(&self) -> Vec<&Region> {
        match self {
            Self::Still(unserved) => vec![unserved],
            Self::Service { before, after, always } => vec![before, after, always],
            Self::Circle { ever, .. } => vec![ever],
        }
    }
}

impl Trial<'_> {
    /// What becomes of the land of a unit for a service between today and a state; none without data.
    #[must_use]
    pub fn turned(&self, state: &State, unit: SubdistrictId, service: usize) -> Option<Turned> {
        let ground = &self.coverage.ground[unit.index()];
        let before = Region::of(ground.laid[service].as_ref()?.gaps(&ground.land));
        let changed = self.changed(state, unit);
        let Some(after) = changed.and_then(|unit| ChangedUnit::unserved(&unit, service)) else {
            return Some(Turned::Still(before));
        };
        let after = Region::of(after);
        let OutletChange { removed, added } = &state.change;
        let always = if removed.is_empty() {
            after.clone()
        } else if added.is_empty() {
            before.clone()
        } else {
            let together = OutletChange { removed: Vec::new(), added: added.clone() };
            Region::of(self.around(unit.index(), service, &together).laid.gaps(&ground.land))
        };
        Some(Turned::Service { before, after, always })
    }

    /// The same for all services of the circle together.
    #[must_use]
    pub fn turned_circle(&self, state: &State, unit: SubdistrictId) -> Option<Turned> {
        let circle = &self.coverage.circle_services;
        let depths = self.coverage.ground[unit.index()].depths.as_ref()?;
        let before = Region::of(depths.regions_fewer_than(circle.len()));
        let Some(changed) = &state.units[unit.index()] else { return Some(Turned::Still(before)) };
        let Some(depths) = &changed.depths else { return Some(Turned::Still(before)) };
        let after = Region::of(depths.regions_fewer_than(circle.len()));
        let mut layers = Vec::new();
        for &service in circle {
            layers.push((service, None));
            layers.extend(changed.services.get(&service).map(|around| (service, Some(around))));
        }
        let ever = self.depths(unit.index(), &layers).regions_fewer_than(layers.len());
        Some(Turned::Circle { before, after, ever: Region::of(ever) })
    }
}
