//! The same figures by the other layers of units: communities, grids, any polygons.
//!
//! Takes what was measured for the subdistricts and lays the same circles over the land of each finer
//! unit. That land is cut from the land of the subdistricts, so that the units of a layer and what lies
//! in none of them add up to the city; where units of one layer overlap, land, people and outlets count
//! for the lower id.

use rayon::prelude::*;
use serde::Serialize;

use super::figures::UnitFigures;
use super::matrix::{FunctionMatrix, Matrix};
use super::people::Placed;
use super::places::FinerPlaces;
use super::totals::{Source, outlets_by_unit};
use super::upper::{Layer, UpperEnd};
use super::{Circles, Ground};
use crate::model::{Bounds, City, Local, Shape, SubdistrictId, UnitLevel};
use crate::overlay::{Grid, Placing, Prepared, UnitLand, land_by_unit};
use crate::units::{People, SquareMetres};

/// One unit of a layer besides the subdistricts.
#[derive(Debug, Clone, Serialize)]
pub struct FinerUnit {
    /// The subdistrict that holds a point inside it; none where it lies in none.
    pub parent: Option<SubdistrictId>,
    /// Its figures.
    pub figures: UnitFigures,
}

/// All units of one layer.
#[derive(Debug, Clone, Serialize)]
pub struct FinerLayer {
    /// Which layer.
    pub level: UnitLevel,
    /// By unit, in the order of the city.
    pub units: Vec<FinerUnit>,
    /// All of them together.
    pub total: UnitFigures,
    /// Land of the city that lies in none of them.
    pub land_elsewhere: SquareMetres,
    /// Residents of the city's subdistricts who live in none of them; none without people.
    pub people_elsewhere: Option<People>,
    /// What the units have and what they lack.
    pub matrix: FunctionMatrix,
}

/// What the figures of the subdistricts were made from.
pub(super) struct Base<'a> {
    pub(super) city: &'a City,
    pub(super) source: &'a Source<'a>,
    pub(super) land: &'a UnitLand,
    pub(super) placing: &'a Placing,
    pub(super) circles: &'a Circles<'a>,
    pub(super) upper: Option<&'a UpperEnd<'a>>,
}

impl Base<'_> {
    /// The figures of one layer; none where the city does not have it.
    pub(super) fn layer(&self, level: UnitLevel) -> Option<(FinerLayer, FinerPlaces)> {
        let shapes: Vec<&Shape> =
            self.city.finer_units(level).iter().map(|unit| &unit.shape).collect();
        if shapes.is_empty() {
            return None;
        }
        let land = self.land_of(&shapes);
        let lay = |shape: &Shape| {
            self.circles.lay(Prepared::new(shape), self.source.services, self.source.circle)
        };
        let ground: Vec<Ground> = land.by_unit.par_iter().map(lay).collect();
        let placing = Placing::new(&shapes);
        let places: Vec<Local> = self.city.outlets().iter().map(|o| o.at).collect();
        let outlet_units = placing.units(&places);
        let placed = self.source.placed.and(self.city.people()).map(|p| Placed::new(p, &placing));
        let placed = placed.map(|placed| self.inside_city(placed));
        let counts = (shapes.len(), &outlet_units[..]);
        let outlets = outlets_by_unit(self.city, self.source.services, counts);
        let source =
            Source { ground: &ground, placed: placed.as_ref(), outlets: &outlets, ..*self.source };
        let mut figures: Vec<UnitFigures> =
            (0..shapes.len()).into_par_iter().map(|unit| source.unit(unit)).collect();
        let mut total = source.total(&figures);
        if let Some(upper) = self.upper {
            let layer = Layer { source: &source, outlet_units: &outlet_units };
            upper.raise(&layer, &mut figures, &mut total);
        }
        let matrix = Matrix { city: self.city, source: &source, outlet_units: &outlet_units };
        let people_elsewhere = placed.as_ref().zip(self.city.people()).map(|(placed, people)| {
            placed.outside.iter().map(|&p| People(u64::from(people.all[p as usize]))).sum()
        });
        let parent = |shape: &&Shape| shape.inner_point().and_then(|at| self.placing.unit(at));
        let units = shapes.iter().map(parent).zip(figures);
        let layer = FinerLayer {
            level,
            units: units.map(|(parent, figures)| FinerUnit { parent, figures }).collect(),
            total,
            land_elsewhere: land.outside,
            people_elsewhere,
            matrix: matrix.measure(),
        };
        Some((layer, FinerPlaces { outlet_units, placed }))
    }

    /// Land of the subdistricts by finer unit. The land lies on the grid of the city already, and grids
    /// of one step share their points, so that nothing moves.
    fn land_of(&self, shapes: &[&Shape]) -> UnitLand {
        let city_land: Vec<&Shape> = self.land.by_unit.iter().collect();
        let all = shapes.iter().chain(&city_land);
        let bounds = all.fold(Bounds::EMPTY, |all, shape| all.union(shape.bounds()));
        land_by_unit(shapes, &city_land, &Grid::new(&bounds))
    }

    /// Only places inside the subdistricts, as in the figures of the city.
    fn inside_city(&self, mut placed: Placed) -> Placed {
        let mut is_inside = vec![true; self.city.people().map_or(0, |p| p.all.len())];
        for &place in self.source.placed.iter().flat_map(|p| &p.outside) {
            is_inside[place as usize] = false;
        }
        for list in placed.by_unit.iter_mut().chain([&mut placed.outside]) {
            list.retain(|&place| is_inside[place as usize]);
        }
        placed
    }
}
