//! The land from which no outlet of a service is within its radius along streets, as shapes.
//!
//! Squares beyond reach ([`Areas`]) are joined, and what of them is land of a subdistrict is kept. No place within
//! reach lies in one. Pieces below 1 m² are left out: they are what is left where both meet, and no place to build on.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Coverage;
use super::services::Resolved;
use crate::model::{Bounds, City, Local, Shape};
use crate::overlay::{Grid, difference, inside, intersection, union};
use crate::reach::{Access, Areas, FINEST, Grounds, Providers, Square, Squares, Walked};
use crate::units::SquareMetres;

/// Corners of squares, in sides of the smallest.
type Corner = (i64, i64);

/// Land beyond reach along streets by service and subdistrict; no list for services without data. `land` is that
/// of the subdistricts. Land that is beyond reach without a barrier that is laid is so with it.
#[must_use]
pub fn street_areas(
    city: &City,
    coverage: &Coverage<'_>,
    walked: &Walked,
    land: &[Shape],
) -> Vec<Option<Vec<Shape>>> {
    let services = &coverage.services;
    let Some(streets) = city.streets() else { return vec![None; services.len()] };
    let known: Vec<Providers<'_>> =
        services.iter().filter(|of| of.is_known()).map(Resolved::providers).collect();
    let bounds: Vec<Bounds> = land.iter().map(Shape::bounds).collect();
    let grid = Grid::new(&bounds.iter().fold(Bounds::EMPTY, |all, of| all.union(*of)));
    let opened = city.question().without_barrier();
    let unbarred = walked.unbarred.as_deref().map(|unbarred| (unbarred, &opened));
    let mut parts: Vec<Vec<Vec<Shape>>> = vec![vec![Vec::new(); land.len()]; known.len()];
    for (walked, change) in [Some((walked, city.question())), unbarred].into_iter().flatten() {
        let walked_on = Grounds::new(city, streets, change);
        let access = Access::new(city, &walked.graph, streets.snap(), (change, &walked_on));
        let grounds = grounds(&access, (land, &bounds), &grid);
        let areas = Areas::new(walked, &access, known.clone());
        beyond(&areas, &grounds, &grid, &mut parts);
    }
    let joined =
        |parts: &Vec<Shape>| without_specks(&union(&parts.iter().collect::<Vec<_>>(), &grid));
    let mut joined = parts.iter().map(|of| of.par_iter().map(joined).collect());
    let of = |service: &Resolved<'_>| service.is_known().then(|| joined.next()).flatten();
    services.iter().map(of).collect()
}

/// Adds the land of some grounds that is beyond reach, by service with data and subdistrict.
fn beyond(areas: &Areas<'_>, grounds: &[Ground], grid: &Grid, parts: &mut [Vec<Vec<Shape>>]) {
    let squares: Vec<Vec<Squares>> = grounds
        .par_iter()
        .map(|ground| {
            let bounds: Vec<Bounds> = ground.land.iter().map(|(_, land)| land.bounds()).collect();
            areas.beyond(ground.home, &bounds)
        })
        .collect();
    for (service, parts) in parts.iter_mut().enumerate() {
        for (ground, squares) in grounds.iter().zip(&squares) {
            for (unit, land) in &ground.land {
                let bounds = land.bounds();
                let near = squares[service].touching(&bounds);
                parts[*unit].push(inside(&outline(near), land, grid));
            }
        }
    }
}

/// What is left out of land beyond reach: pieces below 1 m², where squares and land meet at a corner or in a strip.
const SPECK: SquareMetres = SquareMetres(1.0);

/// A shape without its specks.
fn without_specks(shape: &Shape) -> Shape {
    let pieces = shape.polygons().iter().filter(|piece| piece.area().0 >= SPECK.0);
    Shape::new(pieces.cloned().collect())
}

/// Land whose places go to the same streets.
struct Ground {
    /// The estate with gates, by its position among those; none for what lies outside of all.
    home: Option<usize>,
    /// By subdistrict, as far as there is any.
    land: Vec<(usize, Shape)>,
}

/// The land of each estate with gates, as far as none before it holds it, and that outside of all.
fn grounds(access: &Access<'_>, (land, bounds): (&[Shape], &[Bounds]), grid: &Grid) -> Vec<Ground> {
    let gated: Vec<&Shape> = access.gated_land().collect();
    let touching = |of: &Bounds, all: &[&Shape]| -> Shape {
        let near = all.iter().filter(|shape| shape.bounds().touches(of)).copied();
        union(&near.collect::<Vec<_>>(), grid)
    };
    let by_unit = |shape: &Shape| {
        let units = land.iter().zip(bounds).enumerate();
        let near = units.filter(|(_, (_, bounds))| bounds.touches(&shape.bounds()));
        let own = near.map(|(unit, (land, _))| (unit, intersection(&[shape], land, grid)));
        own.filter(|(_, shape)| !shape.is_empty()).collect()
    };
    let mut grounds: Vec<Ground> = (0..gated.len())
        .into_par_iter()
        .map(|at| {
            let before = touching(&gated[at].bounds(), &gated[..at]);
            let own = difference(&[gated[at]], &before, grid);
            Ground { home: Some(at), land: by_unit(&own) }
        })
        .collect();
    let outside = land.iter().zip(bounds).enumerate();
    let outside = outside
        .map(|(unit, (land, bounds))| (unit, difference(&[land], &touching(bounds, &gated), grid)));
    let land = outside.filter(|(_, shape)| !shape.is_empty()).collect();
    grounds.push(Ground { home: None, land });
    grounds
}

/// The rings about squares that do not overlap, with what is inside on their left.
fn outline<'s>(squares: impl Iterator<Item = &'s Square>) -> Vec<Vec<Local>> {
    // The sides of all smallest squares; those of two neighbours cancel out.
    let mut sides: Vec<(Corner, Corner, bool)> = Vec::new();
    for &Square { x, y, side } in squares {
        for step in 0..side {
            sides.push(((x + step, y), (x + step + 1, y), true));
            sides.push(((x + side, y + step), (x + side, y + step + 1), true));
            sides.push(((x + step, y + side), (x + step + 1, y + side), false));
            sides.push(((x, y + step), (x, y + step + 1), false));
        }
    }
    sides.sort_unstable();
    let mut left: BTreeMap<Corner, Vec<Corner>> = BTreeMap::new();
    for both in sides.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        if let [(low, high, is_onward)] = *both {
            let (from, to) = if is_onward { (low, high) } else { (high, low) };
            left.entry(from).or_default().push(to);
        }
    }
    let mut rings = Vec::new();
    while let Some((&first, _)) = left.first_key_value() {
        rings.push(ring(first, &mut left));
    }
    rings
}

/// Takes the ring through the first of all corners out of the sides. Where two rings touch at a corner it stays with
/// its own square: it turns left.
fn ring(first: Corner, sides: &mut BTreeMap<Corner, Vec<Corner>>) -> Vec<Local> {
    let mut ring: Vec<Corner> = Vec::new();
    let (mut at, mut way) = (first, (0, 0));
    while let Some(mut ends) = sides.remove(&at) {
        let is_left = |end: &Corner| (end.0 - at.0, end.1 - at.1) == (-way.1, way.0);
        let next = ends.swap_remove(ends.iter().position(is_left).unwrap_or(0));
        if !ends.is_empty() {
            sides.insert(at, ends);
        }
        let step = (next.0 - at.0, next.1 - at.1);
        if step != way {
            ring.push(at);
        }
        (at, way) = (next, step);
    }
    #[expect(clippy::cast_precision_loss, reason = "no city has 2^53 squares")]
    let local = |(x, y): Corner| Local::new(x as f64 * FINEST.0, y as f64 * FINEST.0);
    ring.into_iter().map(local).collect()
}
