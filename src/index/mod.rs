//! Outlets by category, made ready for "which is nearest" and "which are near".
//!
//! Two structures, each for what it is best at: an R-tree (`rstar`, bulk-loaded by overlap-minimizing
//! top-down packing) for single questions about places anywhere, and a packed uniform grid for the
//! sweep over all people places, where it is several times as fast. Both are in metres on the local
//! plane, and both break ties by the lower outlet.

mod grid;

use rayon::prelude::*;
use rstar::{RTree, primitives::GeomWithData};

pub use grid::{Nearest, PointGrid};

use crate::model::{CategoryId, City, Local, OutletId, Status};
use crate::units::Metres;

/// The open outlets of one category.
pub struct CategoryIndex {
    outlets: Vec<OutletId>,
    tree: RTree<GeomWithData<[f64; 2], OutletId>>,
    grid: PointGrid,
}

impl CategoryIndex {
    fn new(city: &City, category: CategoryId) -> Self {
        let outlets: Vec<OutletId> = (0u32..)
            .map(OutletId)
            .zip(city.outlets())
            .filter(|(_, o)| o.category == category && o.status == Status::Open)
            .map(|(id, _)| id)
            .collect();
        let place = |id: &OutletId| city.outlets()[id.index()].at;
        let tree = RTree::bulk_load(
            outlets.iter().map(|id| GeomWithData::new([place(id).x, place(id).y], *id)).collect(),
        );
        let grid = PointGrid::new(&outlets.iter().map(|id| (place(id), *id)).collect::<Vec<_>>());
        Self { outlets, tree, grid }
    }

    /// The open outlets, ascending.
    #[must_use]
    pub fn outlets(&self) -> &[OutletId] {
        &self.outlets
    }

    /// The grid over them.
    #[must_use]
    pub fn grid(&self) -> &PointGrid {
        &self.grid
    }

    /// The nearest outlet to a place, by the R-tree; of equally near ones the lowest.
    #[must_use]
    pub fn nearest(&self, at: Local) -> Option<(OutletId, Metres)> {
        let mut found: Option<(OutletId, f64)> = None;
        for (item, d2) in self.tree.nearest_neighbor_iter_with_distance_2([at.x, at.y]) {
            match found {
                Some((_, best)) if d2 > best => break,
                Some((id, _)) if id < item.data => {}
                _ => found = Some((item.data, d2)),
            }
        }
        found.map(|(id, d2)| (id, Metres(d2.sqrt())))
    }
}

/// All categories of a city.
pub struct Index {
    categories: Vec<CategoryIndex>,
}

impl Index {
    /// Indexes the open outlets of every category.
    #[must_use]
    pub fn new(city: &City) -> Self {
        let ids: Vec<CategoryId> = (0u32..).map(CategoryId).take(city.categories().len()).collect();
        Self { categories: ids.par_iter().map(|&c| CategoryIndex::new(city, c)).collect() }
    }

    /// One category.
    #[must_use]
    pub fn category(&self, id: CategoryId) -> &CategoryIndex {
        &self.categories[id.index()]
    }
}
