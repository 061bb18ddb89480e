//! The same figures by the other layers of units: communities, grids, any polygons.
//!
//! Takes what was measured for the subdistricts and lays the same circles over the land of each finer
//! unit. That land is cut from the land of the subdistricts, so that the units of a layer and what lies
//! in none of them add up to the city; where units of one layer overlap, land, people and outlets count
//! for the lower id.

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::Circles;
use super::figures::UnitFigures;
use super::matrix::{FunctionMatrix, Matrix};
use super::people::Placed;
use super::places::FinerPlaces;
use super::terrain::{LaidLayer, Terrain};
use super::totals::{Source, outlets_by_unit};
use super::upper::UpperEnd;
use crate::model::{Bounds, City, Shape, SubdistrictId, UnitLevel};
use crate::overlay::{Grid, Placing, UnitLand, land_by_unit};
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
    pub(super) circles: &'a Circles<'a>,
    pub(super) upper: Option<&'a UpperEnd<'a>>,
    /// Subdistrict of each outlet.
    pub(super) outlet_units: &'a [Option<SubdistrictId>],
}

impl Base<'_> {
    /// The figures of one layer; none where the city does not have it. `subdistricts` tells in which of
    /// them a place lies.
    pub(super) fn layer(
        &self,
        level: UnitLevel,
        terrain: &mut Terrain,
        subdistricts: &Placing,
    ) -> Option<(FinerLayer, FinerPlaces)> {
        let shapes: Vec<&Shape> =
            self.city.finer_units(level).iter().map(|unit| &unit.shape).collect();
        if shapes.is_empty() {
            return None;
        }
        let kept = terrain.take_layer(Some(level));
        let mut laid = kept.unwrap_or_else(|| self.bare(&terrain.land, &shapes));
        let ground =
            self.circles.ground(terrain, &mut laid, self.source.services, self.source.circle);
        let placed = laid.placed.clone();
        let counts = (shapes.len(), &laid.outlet_units[..]);
        let outlets = outlets_by_unit(self.city, self.source.services, counts);
        let source = Source {
            ground: &ground,
            placed: placed.as_deref(),
            outlets: &outlets,
            ..*self.source
        };
        let mut figures: Vec<UnitFigures> =
            (0..shapes.len()).into_par_iter().map(|unit| source.unit(unit)).collect();
        let mut total = source.total(&figures);
        if let Some(upper) = self.upper {
            upper.raise(&source, terrain, &mut laid, (&mut figures, &mut total));
        }
        let outlet_units = laid.outlet_units.clone();
        let matrix = Matrix { city: self.city, source: &source, outlet_units: &outlet_units };
        let people_elsewhere = placed.as_ref().zip(self.city.people()).map(|(placed, people)| {
            placed.outside.iter().map(|&p| People(u64::from(people.all[p as usize]))).sum()
        });
        let parent = |shape: &&Shape| shape.inner_point().and_then(|at| subdistricts.unit(at));
        let units = shapes.iter().map(parent).zip(figures);
        let layer = FinerLayer {
            level,
            units: units.map(|(parent, figures)| FinerUnit { parent, figures }).collect(),
            total,
            land_elsewhere: laid.outside,
            people_elsewhere,
            matrix: matrix.measure(),
        };
        terrain.keep_layer(Some(level), laid);
        Some((layer, FinerPlaces { outlet_units, placed }))
    }

    /// A layer with its land, before anything is laid over it. A unit may reach beyond the subdistricts: of it
    /// counts what lies inside of them, its land, its residents and its outlets alike.
    fn bare(&self, city_land: &UnitLand, shapes: &[&Shape]) -> LaidLayer {
        let land = land_of(city_land, shapes);
        let bare = LaidLayer::new(self.city, shapes, &land.by_unit, land.outside);
        let inside = |placed: Arc<Placed>| Arc::new(self.inside_city((*placed).clone()));
        let outlets = bare.outlet_units.iter().zip(self.outlet_units);
        let outlet_units = outlets.map(|(unit, city)| unit.filter(|_| city.is_some())).collect();
        LaidLayer { placed: bare.placed.map(inside), outlet_units, ..bare }
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

/// Land of the subdistricts by finer unit. The land lies on the grid of the city already, and grids of
/// one step share their points, so that nothing moves.
fn land_of(city_land: &UnitLand, shapes: &[&Shape]) -> UnitLand {
    let city_land: Vec<&Shape> = city_land.by_unit.iter().collect();
    let all = shapes.iter().chain(&city_land);
    let bounds = all.fold(Bounds::EMPTY, |all, shape| all.union(shape.bounds()));
    land_by_unit(shapes, &city_land, &Grid::new(&bounds))
}
