//! The outlets of one service about a unit, if some of them were other ones: what moves there, and what is left
//! of the unit's land.

use super::services::margin_of;
use super::trial::{OutletChange, Trial};
use crate::index::squared;
use crate::model::{Local, OutletId};
use crate::overlay::{Disc, Laid, lay_arcs};

/// The outlets of one service about a unit, changed and laid over it.
pub(super) struct Around {
    moved: Moved,
    pub(super) laid: Laid,
}

/// The outlets of a service that go and come about a unit.
#[derive(Default)]
struct Moved {
    gone: Vec<OutletId>,
    come: Vec<Disc>,
}

impl Trial<'_> {
    /// The outlets of a service about a unit, changed and laid over it.
    pub(super) fn around(&self, unit: usize, service: usize, change: &OutletChange) -> Around {
        let (moved, gone) = self.moving(unit, service, change);
        // One that stays at the place of another keeps a circle there.
        let mut come = moved.come.clone();
        come.extend(gone.iter().flat_map(|disc| self.left_at(service, &moved, disc.centre)));
        let land = &self.coverage.ground[unit].land;
        let arcs = match &self.coverage.unions[service] {
            Some(union) => union.arcs_after(land.bounds(), &gone, &come),
            None => Vec::new(),
        };
        let laid = lay_arcs(land, arcs.iter(), |at| self.margin_with(service, &moved, at));
        Around { moved, laid }
    }

    /// What goes and comes of a service near a unit, and the circles of those that go.
    fn moving(&self, unit: usize, service: usize, change: &OutletChange) -> (Moved, Vec<Disc>) {
        let (mut moved, mut discs) = (Moved::default(), Vec::new());
        for &id in &change.removed {
            let outlet = &self.city.outlets()[id.index()];
            let category = &self.city.categories()[outlet.category.index()];
            let near = self.discs_near(unit, service, category, outlet.at);
            if !near.is_empty() {
                moved.gone.push(id);
            }
            discs.extend(near);
        }
        for added in &change.added {
            moved.come.extend(self.discs_near(unit, service, &added.category, added.at));
        }
        (moved, discs)
    }

    /// The circles about a place of outlets that stay there.
    fn left_at<'m>(
        &'m self,
        service: usize,
        moved: &'m Moved,
        centre: Local,
    ) -> impl Iterator<Item = Disc> + 'm {
        let providers = self.coverage.services[service].providers().iter();
        let left = providers.filter(move |(id, _)| {
            let grid = self.index.category(*id).grid();
            grid.any_within(centre, 0.0, 0.0, |id| !moved.gone.contains(&id)).is_some()
        });
        left.map(move |&(_, radius)| Disc { centre, radius })
    }

    /// How far a place lies beyond the nearest circle of what is about a unit: as [`super::services::margin`].
    pub(super) fn margin(&self, service: usize, around: &Around, at: Local) -> f64 {
        self.margin_with(service, &around.moved, at)
    }

    fn margin_with(&self, service: usize, moved: &Moved, at: Local) -> f64 {
        let providers = self.coverage.services[service].providers().iter();
        let grids = providers.map(|&(id, radius)| (self.index.category(id).grid(), radius));
        let stays = margin_of(grids, at, |id| !moved.gone.contains(&id));
        let come = moved.come.iter().map(|disc| squared(disc.centre, at).sqrt() - disc.radius);
        come.filter(|beyond| *beyond <= 1.0).fold(stays, f64::min)
    }

    /// Whether a resident there is within reach, by the same comparison as in a whole run.
    pub(super) fn reaches(&self, service: usize, around: &Around, at: Local) -> bool {
        let moved = &around.moved;
        is_in_any(&moved.come, at)
            || self.coverage.services[service].providers().iter().any(|&(id, radius)| {
                let grid = self.index.category(id).grid();
                let stays = |id| !moved.gone.contains(&id);
                let found = grid.any_within(at, radius + 1.0, radius - 1e-3, stays);
                found.is_some_and(|found| found.d2.sqrt() <= radius)
            })
    }
}

/// Whether a place lies in any disc, by the same comparison as in a whole run.
pub(super) fn is_in_any(discs: &[Disc], at: Local) -> bool {
    discs.iter().any(|disc| squared(disc.centre, at).sqrt() <= disc.radius)
}
