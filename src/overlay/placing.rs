//! Which unit each place lies in.

use rayon::prelude::*;
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

use super::prepared::Prepared;
use crate::model::{Local, Shape, SubdistrictId};

/// Units in an R-tree, for "which unit is this in". Where units overlap, the lower id wins.
pub struct Placing {
    prepared: Vec<Prepared>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
}

impl Placing {
    /// Indexes the shapes of units.
    #[must_use]
    pub fn new(shapes: &[&Shape]) -> Self {
        let prepared: Vec<Prepared> = shapes.par_iter().map(|s| Prepared::new(s)).collect();
        let items = (0u32..)
            .zip(&prepared)
            .filter(|(_, p)| !p.bounds().is_empty())
            .map(|(i, p)| {
                let b = p.bounds();
                let corners = ([b.min.x, b.min.y], [b.max.x, b.max.y]);
                GeomWithData::new(Rectangle::from_corners(corners.0, corners.1), i)
            })
            .collect();
        Self { prepared, tree: RTree::bulk_load(items) }
    }

    /// How many units there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.prepared.len()
    }

    /// Whether there is no unit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.prepared.is_empty()
    }

    /// The unit that a place lies in.
    #[must_use]
    pub fn unit(&self, at: Local) -> Option<SubdistrictId> {
        let point = AABB::from_point([at.x, at.y]);
        let mut found: Option<u32> = None;
        for item in self.tree.locate_in_envelope_intersecting(point) {
            let lower = found.is_none_or(|f| item.data < f);
            if lower && self.prepared[item.data as usize].contains(at) {
                found = Some(item.data);
            }
        }
        found.map(SubdistrictId)
    }

    /// The units of many places, in their order.
    #[must_use]
    pub fn units(&self, places: &[Local]) -> Vec<Option<SubdistrictId>> {
        places.par_iter().with_min_len(1024).map(|&at| self.unit(at)).collect()
    }
}
