//! Checks of estates against subdistricts: land outside of every one, subdistricts without land.
//!
//! An estate lies in the subdistrict that holds a point inside it. Only where that settles nothing
//! are the two cut with each other (geo's overlay, which is `i_overlay` on integers).

use geo::{Area, BooleanOps};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::layer::Origin;
use super::plan::LayerPlan;
use super::point::{as_geo, inside};
use super::words::quoted;
use crate::finding::{Finding, Findings};
use crate::model::{Bounds, CountedLand, Estate, Local, Shape, Subdistrict};
use crate::units::SquareMetres;

/// Land that two shapes must share to be one inside the other: 1 square metre, below the width of
/// any drawn line.
const SHARED: SquareMetres = SquareMetres(1.0);

type Box2 = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// Estates and subdistricts with the places that they came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Land<'a> {
    pub(super) estates: &'a [(Origin, Estate)],
    pub(super) estate_plan: &'a LayerPlan,
    pub(super) rule: &'a CountedLand,
    pub(super) units: &'a [(Origin, Subdistrict)],
    pub(super) unit_plan: &'a LayerPlan,
}

impl Land<'_> {
    /// Warns of land outside of every subdistrict and of subdistricts without land. Gives the
    /// positions of the estates that lie outside.
    pub(super) fn say(&self, findings: &mut Findings) -> Vec<usize> {
        let units: Vec<Box2> = (0..)
            .zip(self.units)
            .map(|(index, (_, unit))| {
                let Bounds { min, max } = unit.shape.bounds();
                let corners = Rectangle::from_corners([min.x, min.y], [max.x, max.y]);
                GeomWithData::new(corners, index)
            })
            .collect();
        let units = RTree::bulk_load(units);
        let homes: Vec<Option<usize>> =
            self.estates.par_iter().map(|(_, estate)| self.home(estate, &units)).collect();
        let mut has_land = vec![false; self.units.len()];
        let mut outside = Vec::new();
        for (index, ((origin, estate), home)) in self.estates.iter().zip(&homes).enumerate() {
            if let Some(unit) = home {
                has_land[*unit] |= self.counts(estate);
                continue;
            }
            outside.push(index);
            let place = origin.place(&self.estate_plan.files, "").with_name(&estate.name);
            let area = estate.shape.area().hectares_text();
            let message =
                format!("{area} ha lie outside every subdistrict; left out of every rate");
            let help = "mend its place, or add the subdistrict that it lies in";
            findings.push(Finding::warning("estate-outside", place, message).with_help(help));
        }
        self.say_without_land(&has_land, findings);
        outside
    }

    fn counts(&self, estate: &Estate) -> bool {
        self.rule.counts(estate.land_code.as_deref())
    }

    /// Warns of subdistricts without land, where it is land that rates are of.
    fn say_without_land(&self, has_land: &[bool], findings: &mut Findings) {
        if *self.rule == CountedLand::WholeArea {
            return;
        }
        for (index, (origin, unit)) in self.units.iter().enumerate() {
            if has_land[index] || self.has_part_of_an_estate(&unit.shape) {
                continue;
            }
            let place = origin.place(&self.unit_plan.files, "").with_name(&unit.name);
            let name = quoted(&unit.name);
            let message = format!("no estates land lies in {name}; its rates are dashes");
            let help = "add its estates, unless nobody lives there";
            findings.push(Finding::warning("no-land-here", place, message).with_help(help));
        }
    }

    /// The first subdistrict that an estate lies in, if only with a part.
    fn home(&self, estate: &Estate, units: &RTree<Box2>) -> Option<usize> {
        let at_point = |p: Local| {
            let here = units.locate_in_envelope_intersecting(AABB::from_point([p.x, p.y]));
            here.map(|b| b.data).filter(|&u| self.units[u].1.shape.contains(p)).min()
        };
        inside(&estate.shape).and_then(at_point).or_else(|| {
            let Bounds { min, max } = estate.shape.bounds();
            let around = AABB::from_corners([min.x, min.y], [max.x, max.y]);
            let mut near: Vec<usize> =
                units.locate_in_envelope_intersecting(around).map(|b| b.data).collect();
            near.sort_unstable();
            near.into_iter().find(|&u| overlap(&self.units[u].1.shape, &estate.shape))
        })
    }

    fn has_part_of_an_estate(&self, unit: &Shape) -> bool {
        let bounds = unit.bounds();
        self.estates.par_iter().any(|(_, e)| {
            self.counts(e) && e.shape.bounds().touches(&bounds) && overlap(unit, &e.shape)
        })
    }
}

/// Whether two shapes share land.
fn overlap(a: &Shape, b: &Shape) -> bool {
    as_geo(a).intersection(&as_geo(b)).unsigned_area() > SHARED.0
}
