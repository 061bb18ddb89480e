//! The lands that rates are measured on: one for all profiles that call the same estates residential.

use crate::assessment::Basis;
use crate::coverage::{Terrain, join_circles};
use crate::gaps::Found;
use crate::index::Index;
use crate::model::{Bounds, City, Estate, LandCodes, Shape, StandIns};
use crate::overlay::{Grid, land_by_unit, whole_units};
use crate::profile::{Denominator, Profile};

/// A land with what has been laid over it and found on it.
pub(super) struct Land<'a> {
    /// The codes of its estates; none where it is the whole area.
    codes: Option<LandCodes>,
    pub(super) basis: Basis,
    pub(super) terrain: Terrain,
    /// Gaps of the circles that have been laid over it.
    pub(super) found: Found<'a>,
    /// Estates that its codes leave out.
    pub(super) estates_other_code: u32,
}

/// The lands of a run.
#[derive(Default)]
pub(super) struct Lands<'a>(Vec<Land<'a>>);

impl<'a> Lands<'a> {
    /// The lands that some profiles measure on.
    pub(super) fn new(city: &'a City, profiles: &[&Profile]) -> Self {
        let mut lands = Self::default();
        for profile in profiles {
            lands.of(city, profile);
        }
        lands
    }

    /// Joins the circles that the profiles of each land ask for.
    pub(super) fn join(&mut self, city: &City, profiles: &[&Profile], index: &Index) {
        for land in &mut self.0 {
            let is_its = |profile: &&&Profile| codes(city, profile) == land.codes;
            let own: Vec<&Profile> = profiles.iter().filter(is_its).copied().collect();
            join_circles(city, &own, index, &mut land.terrain);
        }
    }

    /// The land that a profile measures on.
    pub(super) fn of(&mut self, city: &'a City, profile: &Profile) -> &mut Land<'a> {
        let codes = codes(city, profile);
        let at = self.0.iter().position(|land| land.codes == codes).unwrap_or_else(|| {
            self.0.push(Land::new(city, profile, codes));
            self.0.len() - 1
        });
        &mut self.0[at]
    }
}

/// The codes of the estates that a profile measures on; none where it measures on the whole area.
fn codes(city: &City, profile: &Profile) -> Option<LandCodes> {
    let is_estates =
        city.estates().is_some() && profile.denominator == Denominator::ResidentialLand;
    is_estates.then(|| profile.land_codes.clone())
}

impl<'a> Land<'a> {
    fn new(city: &'a City, profile: &Profile, codes: Option<LandCodes>) -> Self {
        let units: Vec<&Shape> = city.subdistricts().iter().map(|s| &s.shape).collect();
        let estates = city.estates().filter(|_| codes.is_some()).unwrap_or_default();
        let (counted, other): (Vec<&Estate>, Vec<&Estate>) =
            estates.iter().partition(|e| profile.land_codes.hold(e.land_code.as_deref()));
        let shapes: Vec<&Shape> = counted.iter().map(|e| &e.shape).collect();
        let bounds =
            units.iter().chain(&shapes).fold(Bounds::EMPTY, |all, shape| all.union(shape.bounds()));
        let grid = Grid::new(&bounds);
        let (basis, land) = match (&codes, city.stand_ins()) {
            (None, _) => (Basis::WholeArea, whole_units(&units, &grid)),
            (Some(_), of) => (basis(of), land_by_unit(&units, &shapes, &grid)),
        };
        let estates_other_code = u32::try_from(other.len()).unwrap_or(u32::MAX);
        let (terrain, found) = (Terrain::new(land), Found::new(city));
        Self { codes, basis, terrain, found, estates_other_code }
    }
}

/// What the estates of a city stand for.
fn basis(of: StandIns) -> Basis {
    match of {
        StandIns { buildings: true, .. } => Basis::BuildingGround,
        StandIns { boxes: true, .. } => Basis::LandInBox,
        StandIns { .. } => Basis::ResidentialLand,
    }
}
