//! Which outlets a map shows, and how large.
//!
//! Symbols shrink with their number, so that together they cover no more than a small part of the
//! city. Where even the smallest would run together, one symbol stands for its neighbours: one in
//! each square of four radii, the first in the order of the city. Doubtful outlets are hollow.

use std::collections::BTreeSet;

use crate::model::{City, Local, Outlet, OutletId};
use crate::profile::Service;

use super::element::{Mark, Symbols};
use super::palette;
use super::view::View;

/// Share of the city on the map that all symbols together may cover.
const COVER: f64 = 0.022;

/// Greatest and least radius of a symbol in points.
const RADIUS: (f32, f32) = (3.1, 0.85);

/// The symbols of a service.
pub(super) struct Outlets {
    /// One list a category, in the order of the service; then one a category of the doubtful ones.
    pub(super) symbols: Vec<Symbols<(f64, f64)>>,
    /// Whether one symbol stands for several outlets somewhere.
    pub(super) thinned: bool,
}

/// What a map shows instead of some outlets of today.
#[derive(Default)]
pub(super) struct Instead<'a> {
    /// Outlets that are left out.
    pub(super) removed: Vec<OutletId>,
    /// Places of others, with the key of the category of each.
    pub(super) added: Vec<(&'a str, Local)>,
}

/// The open outlets of a service inside the map frame, within the units or not.
pub(super) fn outlets(city: &City, service: &Service, view: &View, scale: f32) -> Outlets {
    outlets_instead((city, &Instead::default()), service, view, scale)
}

/// The same of a city in which some outlets stand instead of others.
pub(super) fn outlets_instead(
    (city, instead): (&City, &Instead<'_>),
    service: &Service,
    view: &View,
    scale: f32,
) -> Outlets {
    let is_removed = |at: usize| instead.removed.iter().any(|id| id.index() == at);
    let kinds: [fn(&Outlet) -> bool; 2] = [Outlet::is_counted, Outlet::is_doubtful];
    let lists: Vec<Vec<(f64, f64)>> = kinds
        .into_iter()
        .zip([true, false])
        .flat_map(|of| service.providers.iter().map(move |provider| (provider, of)))
        .map(|(provider, (is_shown, is_counted))| {
            let category = city.category(&provider.category);
            let today = city.outlets().iter().enumerate();
            let today = today
                .filter(|(_, o)| Some(o.category) == category && is_shown(o))
                .filter(|(at, _)| !is_removed(*at))
                .map(|(_, o)| o.at);
            let is_its = |(key, _): &&(&str, Local)| is_counted && *key == provider.category;
            let added = instead.added.iter().filter(is_its).map(|(_, at)| *at);
            let all = today.chain(added).filter(|at| view.bounds.holds(*at));
            all.map(|at| (at.x, at.y)).collect()
        })
        .collect();
    let shown = lists.iter().map(Vec::len).sum::<usize>();
    let fair = fair_radius(shown, city, view);
    let radius = fair.clamp(RADIUS.1 * scale, RADIUS.0 * scale);
    let is_dense = fair < radius;
    let mut outlets = Outlets { symbols: Vec::new(), thinned: false };
    for (position, all) in lists.into_iter().enumerate() {
        let count = all.len();
        let side = f64::from(radius) * 4.0 / view.per_metre;
        let at = if is_dense { thin(&all, side) } else { all };
        outlets.thinned |= at.len() < count;
        outlets.symbols.push(Symbols {
            at,
            mark: Mark::of(position % service.providers.len().max(1)),
            is_hollow: position >= service.providers.len(),
            radius,
            ink: palette::OUTLET,
            rim: (palette::PAPER, (0.32 * radius).min(0.8 * scale)),
        });
    }
    outlets
}

/// The radius in pixels with which so many symbols cover their share of the city on the map.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a count of symbols and a length in pixels, as a size"
)]
fn fair_radius(shown: usize, city: &City, view: &View) -> f32 {
    let land: f64 = city.subdistricts().iter().map(|u| u.shape.area().0).sum();
    let room = land.min(view.bounds.width() * view.bounds.height()) * view.per_metre.powi(2);
    (room * COVER / (std::f64::consts::PI * shown.max(1) as f64)).sqrt() as f32
}

/// At most one point in each square of `side` metres: the first.
#[expect(clippy::cast_possible_truncation, reason = "squares of a map frame are below 2^31")]
fn thin(points: &[(f64, f64)], side: f64) -> Vec<(f64, f64)> {
    let mut taken = BTreeSet::new();
    let square = |v: f64| (v / side).floor() as i64;
    points.iter().copied().filter(|&(x, y)| taken.insert((square(x), square(y)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_symbol_stands_for_its_neighbours() {
        let kept = thin(&[(1.0, 1.0), (2.0, 2.0), (11.0, 1.0)], 10.0);
        assert_eq!(kept, [(1.0, 1.0), (11.0, 1.0)]);
    }
}
