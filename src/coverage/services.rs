//! A profile's services resolved against a city: which categories are there, and where their circles
//! run.

use std::collections::BTreeSet;

use super::terrain::Circled;
use crate::index::{Index, PointGrid};
use crate::model::{CategoryId, City, Local, OutletId, Status};
use crate::overlay::{Disc, DiscUnion};
use crate::profile::{Profile, Service};
use crate::units::Metres;

/// One service of the profile as the city can give it.
#[derive(Clone)]
pub struct Resolved<'a> {
    index: &'a Index,
    /// Category and radius of every provider that the city has.
    providers: Vec<(CategoryId, f64)>,
    /// Categories that may meet it and that the input has at all.
    met_by: Vec<CategoryId>,
    /// Open outlets of its categories in the whole input that are not doubtful.
    outlets: u32,
    /// Doubtful ones.
    doubtful: u32,
    /// Planned or closed ones.
    not_open: u32,
    /// Those that are closed when their category is asked for.
    closed_then: u32,
    /// Whether the circle asks for it.
    pub(super) in_circle: bool,
}

impl<'a> Resolved<'a> {
    pub(super) fn all(city: &City, profile: &Profile, index: &'a Index) -> Vec<Self> {
        let counts = Counts::by_category(city);
        profile.services.iter().map(|s| Self::new(city, s, index, &counts)).collect()
    }

    fn new(city: &City, service: &Service, index: &'a Index, counts: &[Counts]) -> Self {
        let found: Vec<(CategoryId, f64)> = service
            .providers
            .iter()
            .filter_map(|p| Some((city.category(&p.category)?, p.radius.0)))
            .collect();
        let met_by: Vec<CategoryId> = found.iter().map(|p| p.0).collect();
        let categories: BTreeSet<CategoryId> = met_by.iter().copied().collect();
        let sum = |pick: fn(&Counts) -> u32| {
            categories.iter().filter_map(|id| counts.get(id.index())).map(pick).sum()
        };
        Self {
            index,
            providers: found
                .into_iter()
                .filter(|(id, _)| !index.category(*id).outlets().is_empty())
                .collect(),
            met_by,
            outlets: sum(|of| of.counted),
            doubtful: sum(|of| of.doubtful),
            not_open: sum(|of| of.not_open),
            closed_then: sum(|of| of.closed_then),
            in_circle: service.in_circle,
        }
    }

    /// Whether the index has any outlet of it.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !self.providers.is_empty()
    }

    /// Open outlets of its categories in the whole input that are not doubtful.
    #[must_use]
    pub fn outlets(&self) -> u32 {
        self.outlets
    }

    /// Doubtful outlets of its categories in the whole input.
    #[must_use]
    pub fn doubtful(&self) -> u32 {
        self.doubtful
    }

    /// Whether an outlet of this category meets it.
    pub(super) fn is_met_by(&self, category: CategoryId) -> bool {
        self.met_by.contains(&category)
    }

    /// Planned or closed outlets of its categories.
    #[must_use]
    pub fn not_open(&self) -> u32 {
        self.not_open
    }

    /// Open outlets of its categories that are closed when their category is asked for.
    #[must_use]
    pub fn closed_then(&self) -> u32 {
        self.closed_then
    }

    /// Categories that must be measured.
    pub(super) fn categories(&self) -> impl Iterator<Item = CategoryId> + '_ {
        self.providers.iter().map(|p| p.0)
    }

    /// The outlets of its categories that the index has.
    pub(super) fn outlet_ids(&self) -> impl Iterator<Item = OutletId> + '_ {
        self.categories().flat_map(|id| self.index.category(id).outlets()).copied()
    }

    /// The categories with their radii.
    pub(super) fn providers(&self) -> &[(CategoryId, f64)] {
        &self.providers
    }

    /// Its circles, as far as they differ from those of other services of the same city.
    #[must_use]
    pub fn circles(&self) -> Circled {
        Circled::new(self, false)
    }

    /// The same service with one radius for all its categories.
    pub(super) fn within(&self, radius: Metres) -> Self {
        let providers = self.providers.iter().map(|&(id, _)| (id, radius.0)).collect();
        Self { providers, met_by: self.met_by.clone(), ..*self }
    }

    /// The radius that all its providers have; none where they differ, or there are none.
    pub(super) fn one_radius(&self) -> Option<f64> {
        let (first, rest) = self.providers.split_first()?;
        rest.iter().all(|p| p.1.total_cmp(&first.1).is_eq()).then_some(first.1)
    }

    /// The union of its circles.
    pub(super) fn union(&self, city: &City) -> DiscUnion {
        let mut discs = Vec::new();
        for &(id, radius) in &self.providers {
            let outlets = self.index.category(id).outlets();
            discs.extend(
                outlets.iter().map(|o| Disc { centre: city.outlets()[o.index()].at, radius }),
            );
        }
        DiscUnion::new(&discs)
    }

    /// The unions of its circles if all its categories had one radius, for each of some ascending
    /// radii.
    pub(super) fn unions_within(&self, city: &City, radii: &[f64]) -> Vec<DiscUnion> {
        let outlets = self.categories().flat_map(|id| self.index.category(id).outlets());
        let centres: Vec<Local> = outlets.map(|o| city.outlets()[o.index()].at).collect();
        DiscUnion::growing(&centres, radii)
    }

    /// How far a place lies beyond the nearest circle, negative inside. Exact near the circles; far
    /// from them only the sign counts.
    pub(super) fn margin(&self, at: Local) -> f64 {
        let grids = self.providers.iter().map(|&(id, r)| (self.index.category(id).grid(), r));
        margin(grids, at)
    }

    /// The nearest outlet of any of its categories; of equally near ones the lowest.
    #[must_use]
    pub fn nearest(&self, at: Local) -> Option<(OutletId, Metres)> {
        self.providers
            .iter()
            .filter_map(|&(id, _)| self.index.category(id).nearest(at))
            .min_by(|a, b| a.1.0.total_cmp(&b.1.0).then(a.0.cmp(&b.0)))
    }

    /// Whether a place lies inside any of its circles.
    #[must_use]
    pub fn serves(&self, at: Local) -> bool {
        self.margin(at) <= 0.0
    }
}

/// Outlets of one category.
#[derive(Clone, Copy, Default)]
struct Counts {
    counted: u32,
    doubtful: u32,
    not_open: u32,
    closed_then: u32,
}

impl Counts {
    fn by_category(city: &City) -> Vec<Self> {
        let mut counts = vec![Self::default(); city.categories().len()];
        for outlet in city.outlets() {
            let of = &mut counts[outlet.category.index()];
            of.counted += u32::from(outlet.is_counted());
            of.doubtful += u32::from(outlet.is_doubtful());
            of.not_open += u32::from(outlet.status != Status::Open);
            of.closed_then += u32::from(outlet.is_closed_then());
        }
        counts
    }
}

/// How far a place lies beyond the nearest of the circles about the points of some grids, negative
/// inside. Exact near the circles; far from them only the sign counts.
pub(super) fn margin<'g>(grids: impl Iterator<Item = (&'g PointGrid, f64)>, at: Local) -> f64 {
    margin_of(grids, at, |_| true)
}

/// The same of those points alone that count.
pub(super) fn margin_of<'g>(
    grids: impl Iterator<Item = (&'g PointGrid, f64)>,
    at: Local,
    counts: impl Fn(OutletId) -> bool,
) -> f64 {
    let mut least = 1.0;
    for (grid, radius) in grids {
        if let Some(found) = grid.any_within(at, radius + 1.0, radius - 1e-3, &counts) {
            least = f64::min(least, found.d2.sqrt() - radius);
            if least < -1e-3 {
                break;
            }
        }
    }
    least
}
