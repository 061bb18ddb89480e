//! What lies in which unit: outlets, residents and land by the units of one layer, for the figures that
//! are not rates of land.

use std::sync::Arc;

use serde::Serialize;

use super::Coverage;
use super::people::Placed;
use crate::model::{SubdistrictId, UnitLevel};
use crate::units::SquareMetres;

/// Figures of one kind by the units of a layer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ByUnit<T> {
    /// Which layer; none for the subdistricts.
    pub level: Option<UnitLevel>,
    /// By unit, in the order of the city.
    pub units: Vec<T>,
    /// All units together.
    pub total: T,
}

/// Outlets and residents by the units of a layer besides the subdistricts.
pub(super) struct FinerPlaces {
    pub(super) outlet_units: Arc<[Option<SubdistrictId>]>,
    pub(super) placed: Option<Arc<Placed>>,
}

/// What lies in which unit of one layer.
#[derive(Clone)]
pub struct UnitPlaces<'a> {
    /// Which layer; none for the subdistricts.
    pub level: Option<UnitLevel>,
    /// Unit of each outlet.
    pub outlet_units: &'a [Option<SubdistrictId>],
    /// Places of residents by unit, ascending; none without people.
    pub people: Option<&'a [Vec<u32>]>,
    /// Land of each unit that rates are measured on.
    pub land: Vec<SquareMetres>,
}

impl UnitPlaces<'_> {
    /// How many units there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.land.len()
    }

    /// Whether there is no unit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.land.is_empty()
    }
}

impl Coverage<'_> {
    /// The layers of units: the subdistricts, then the finer ones.
    #[must_use]
    pub fn unit_places(&self) -> Vec<UnitPlaces<'_>> {
        let subdistricts = UnitPlaces {
            level: None,
            outlet_units: &self.outlet_units,
            people: self.residents.as_ref().map(|r| &r.placed().by_unit[..]),
            land: self.units.iter().map(|unit| unit.land).collect(),
        };
        let finer = self.finer.iter().zip(&self.finer_places).map(|(layer, places)| UnitPlaces {
            level: Some(layer.level),
            outlet_units: &places.outlet_units,
            people: places.placed.as_ref().map(|placed| &placed.by_unit[..]),
            land: layer.units.iter().map(|unit| unit.figures.land).collect(),
        });
        std::iter::once(subdistricts).chain(finer).collect()
    }
}
