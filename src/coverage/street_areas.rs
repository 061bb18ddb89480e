//! The land from which no outlet of a service is within its radius along streets, as shapes.
//!
//! Squares beyond reach ([`Areas`]) are joined, and what of them is land of a subdistrict is kept. No place within
//! reach lies in one.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Coverage;
use super::services::Resolved;
use crate::model::{Bounds, City, Local, Shape};
use crate::overlay::{Grid, inside};
use crate::reach::{Access, Areas, FINEST, Grounds, Providers, Square, Squares, Walked};

/// Corners of squares, in sides of the smallest.
type Corner = (i64, i64);

/// Land beyond reach along streets by service and subdistrict; no list for services without data. `land` is that
/// of the subdistricts.
#[must_use]
pub fn street_areas(
    city: &City,
    coverage: &Coverage<'_>,
    walked: &Walked,
    land: &[Shape],
) -> Vec<Option<Vec<Shape>>> {
    let services = &coverage.services;
    let Some(streets) = city.streets() else { return vec![None; services.len()] };
    let grounds = Grounds::new(city, streets, city.question());
    let access = Access::new(city, &walked.graph, streets.snap(), (city.question(), &grounds));
    let known: Vec<Providers<'_>> =
        services.iter().filter(|of| of.is_known()).map(Resolved::providers).collect();
    let bounds: Vec<Bounds> = land.iter().map(Shape::bounds).collect();
    let grid = Grid::new(&bounds.iter().fold(Bounds::EMPTY, |all, of| all.union(*of)));
    let mut squares = Areas::new(walked, &access, known).beyond(&bounds).into_iter();
    let shapes = |squares: Squares| -> Vec<Shape> {
        let of = |(land, bounds): (&Shape, &Bounds)| {
            inside(&outline(squares.touching(bounds)), land, &grid)
        };
        land.par_iter().zip(&bounds).map(of).collect()
    };
    let of = |service: &Resolved<'_>| {
        let squares = if service.is_known() { squares.next() } else { None };
        squares.map(shapes)
    };
    services.iter().map(of).collect()
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
