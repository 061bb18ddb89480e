//! Borders: the rings around tracts of one label, through every node and bend of the street grid.

use std::collections::BTreeMap;

use super::exact::Spot;
use super::grid::{Along, Edge};
use super::ground::Ground;
use super::territory::OUTSIDE;

/// Rings of a polygon in 1e-7 degrees: the outer one counter-clockwise, then holes clockwise; the
/// first place is not repeated at the end.
pub(super) type Rings = Vec<Vec<Spot>>;

/// Corner of tracts: column and row of the tract to its north-east.
type Corner = (i32, i32);

/// The border of each label from 0 to `labels` - 1. A label must be in one piece.
pub(super) fn borders(ground: &Ground, label: &[u32], labels: u32) -> Vec<Rings> {
    let territory = &ground.territory;
    let mut sides: Vec<BTreeMap<Corner, Vec<Corner>>> = vec![BTreeMap::new(); labels as usize];
    for b in 0..territory.rows {
        for a in 0..territory.cols {
            let own = territory.label(label, a, b);
            if own == OUTSIDE {
                continue;
            }
            // Counter-clockwise around the tract, so that its land lies on the left.
            let around = [
                ((0, -1), (a, b), (a + 1, b)),
                ((1, 0), (a + 1, b), (a + 1, b + 1)),
                ((0, 1), (a + 1, b + 1), (a, b + 1)),
                ((-1, 0), (a, b + 1), (a, b)),
            ];
            for ((x, y), from, to) in around {
                if territory.label(label, a + x, b + y) != own {
                    sides[own as usize].entry(from).or_default().push(to);
                }
            }
        }
    }
    sides.into_iter().map(|sides| polygon(ground, sides)).collect()
}

fn polygon(ground: &Ground, mut sides: BTreeMap<Corner, Vec<Corner>>) -> Rings {
    let mut rings = Vec::new();
    while let Some((&start, _)) = sides.first_key_value() {
        let mut corners = vec![start];
        let (mut before, mut at) = (start, start);
        while let Some(next) = take(&mut sides, before, at) {
            if next == start {
                break;
            }
            corners.push(next);
            (before, at) = (at, next);
        }
        rings.push(corners);
    }
    // The outer ring is the one that runs counter-clockwise.
    rings.sort_by_key(|ring| turn(ring) < 0);
    rings.iter().map(|ring| spots(ground, ring)).collect()
}

/// The next corner, taken out of the list. Where two sides leave a corner the one to the right is
/// taken: then the ring goes around both tracts, and what they enclose is a hole that touches it.
fn take(sides: &mut BTreeMap<Corner, Vec<Corner>>, before: Corner, at: Corner) -> Option<Corner> {
    let list = sides.get_mut(&at)?;
    let (dx, dy) = (at.0 - before.0, at.1 - before.1);
    let right = |to: &Corner| dx * (to.1 - at.1) - dy * (to.0 - at.0);
    let best = (0..list.len()).min_by_key(|&k| right(&list[k]))?;
    let next = list.swap_remove(best);
    if list.is_empty() {
        sides.remove(&at);
    }
    Some(next)
}

/// Twice the area of a ring of corners.
fn turn(ring: &[Corner]) -> i64 {
    let n = ring.len();
    (0..n)
        .map(|k| {
            let ((a, b), (c, d)) = (ring[k], ring[(k + 1) % n]);
            i64::from(a) * i64::from(d) - i64::from(c) * i64::from(b)
        })
        .sum()
}

/// The places along a ring of corners.
fn spots(ground: &Ground, ring: &[Corner]) -> Vec<Spot> {
    let mut out = Vec::new();
    for (k, &from) in ring.iter().enumerate() {
        let to = ring[(k + 1) % ring.len()];
        // A side of a tract is two sides of blocks.
        let mid = (from.0 + to.0, from.1 + to.1);
        let (start, end) = ((2 * from.0, 2 * from.1), (2 * to.0, 2 * to.1));
        walk(ground, start, mid, &mut out);
        walk(ground, mid, end, &mut out);
    }
    out
}

/// The places from one node up to the next, which is left out.
fn walk(ground: &Ground, from: (i32, i32), to: (i32, i32), out: &mut Vec<Spot>) {
    let along = if from.1 == to.1 { Along::East } else { Along::North };
    let low = from.min(to);
    let line = ground.line(Edge::new(low.0, low.1, along));
    let places = line.iter().map(|&p| Spot::at(p));
    if from < to {
        out.extend(places.take(line.len() - 1));
    } else {
        out.extend(places.rev().take(line.len() - 1));
    }
}
