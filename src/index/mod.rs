//! Outlets by category, made ready for "which is nearest" and "which are near".
//!
//! Two structures, each for what it is best at: an R-tree (`rstar`, bulk-loaded by overlap-minimizing
//! top-down packing) for single questions about places anywhere, and a packed uniform grid for the
//! sweep over all people places, where it is several times as fast. Both are in metres on the local
//! plane, and both break ties by the lower outlet. [`streets`] holds the street graph.

mod grid;
pub(crate) mod radix;
pub mod streets;
mod sweep;
mod within;

use std::sync::Arc;

use rayon::prelude::*;
use rstar::{RTree, primitives::GeomWithData};

pub use grid::{Nearest, PointGrid, squared};

use crate::model::{CategoryId, City, Local, Outlet, OutletId};
use crate::units::Metres;

/// The outlets of one category that count.
pub struct CategoryIndex {
    outlets: Vec<OutletId>,
    tree: RTree<GeomWithData<[f64; 2], OutletId>>,
    grid: PointGrid,
}

impl CategoryIndex {
    fn new(city: &City, category: CategoryId, counts: impl Fn(&Outlet) -> bool) -> Self {
        let outlets: Vec<OutletId> = (0u32..)
            .map(OutletId)
            .zip(city.outlets())
            .filter(|(_, o)| o.category == category && counts(o))
            .map(|(id, _)| id)
            .collect();
        let place = |id: &OutletId| city.outlets()[id.index()].at;
        let tree = RTree::bulk_load(
            outlets.iter().map(|id| GeomWithData::new([place(id).x, place(id).y], *id)).collect(),
        );
        let grid = PointGrid::new(&outlets.iter().map(|id| (place(id), *id)).collect::<Vec<_>>());
        Self { outlets, tree, grid }
    }

    /// The outlets, ascending.
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
    categories: Vec<Arc<CategoryIndex>>,
}

impl Index {
    /// Indexes the outlets of every category that are open and not doubtful.
    #[must_use]
    pub fn new(city: &City) -> Self {
        let ids: Vec<CategoryId> = (0u32..).map(CategoryId).take(city.categories().len()).collect();
        let of = |&c: &CategoryId| Arc::new(CategoryIndex::new(city, c, Outlet::is_counted));
        Self { categories: ids.par_iter().map(of).collect() }
    }

    /// The same with the doubtful outlets; categories that have none are shared. None where there is no
    /// doubtful outlet at all.
    #[must_use]
    pub fn with_doubtful(&self, city: &City) -> Option<Self> {
        let categories = doubtful_categories(city);
        let mut index = Self { categories: self.categories.clone() };
        for &category in &categories {
            let counts = |o: &Outlet| o.is_counted() || o.is_doubtful();
            let of = CategoryIndex::new(city, category, counts);
            index.categories[category.index()] = Arc::new(of);
        }
        (!categories.is_empty()).then_some(index)
    }

    /// One category.
    #[must_use]
    pub fn category(&self, id: CategoryId) -> &CategoryIndex {
        &self.categories[id.index()]
    }
}

/// Categories with a doubtful outlet, ascending.
#[must_use]
pub fn doubtful_categories(city: &City) -> Vec<CategoryId> {
    let mut categories: Vec<CategoryId> =
        city.outlets().iter().filter(|o| o.is_doubtful()).map(|o| o.category).collect();
    categories.sort_unstable();
    categories.dedup();
    categories
}
