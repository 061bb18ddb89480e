//! Land from which no outlet of a service is within reach along streets, as squares.
//!
//! A walk goes straight to the nearest street first, so that the border between places within reach and places
//! beyond it runs where two streets are equally near. It is drawn by squares that are quartered (the region
//! quadtree of Klinger 1971; Samet 1984) down to sides of [`FINEST`]. Of the middle of a square and what half its
//! diagonal is, bounds follow for all its places: their streets lie no further from the middle than its own
//! nearest street and a diagonal, and no leg is shorter than the way from the middle less half of one. A square
//! is beyond reach where not even so a walk from any of its places fits the radius. So no place within reach lies
//! in one; what is drawn is smaller than what is beyond, along its border by a square or two as a rule.
//!
//! The border of an estate with gates is a wall: the land of each such estate is looked at by itself, with the
//! streets inside and its open gates, and all other land with the streets outside. Where a wall is near, the nearest
//! street may be barred, and every street counts that is as near as a place may be from one: there the squares may
//! be too few by as much.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::on::{Access, Exit};
use super::settled::Stretch;
use super::streets::Walked;
use crate::index::streets::{Edge, STEP, off};
use crate::model::{Bounds, CategoryId, Local};
use crate::units::Metres;

/// Side of the smallest squares.
pub const FINEST: Metres = Metres(10.0);

/// Sides of the largest squares, in those of the smallest: 320 m.
const WIDEST: i64 = 32;

/// What rounding may add to a length anywhere: metres.
const SLACK: f64 = 0.02;

/// A square of land; in sides of the smallest from the origin of the plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Square {
    /// Its western side.
    pub x: i64,
    /// Its southern side.
    pub y: i64,
    /// How long its sides are.
    pub side: i64,
}

/// Squares by the largest that each is a part of.
#[derive(Debug, Clone, Default)]
pub struct Squares(BTreeMap<(i64, i64), Vec<Square>>);

impl Squares {
    /// All of them that touch some bounds, and some near.
    pub fn touching(&self, bounds: &Bounds) -> impl Iterator<Item = &Square> {
        let around = largest_about(bounds);
        around.flat_map(|at| self.0.get(&at).into_iter().flatten())
    }
}

/// Categories of a service, with their radii in metres.
pub type Providers<'p> = &'p [(CategoryId, f64)];

/// A straight piece of street, with what lies before its ends on its edge: metres.
struct Piece {
    ends: (Local, Local),
    edge: u32,
    from: f64,
    to: f64,
}

/// A piece as it stands to a square.
struct Near {
    piece: u32,
    /// The part of it that any place of the square may be put on.
    stretch: Stretch,
    /// How long a leg to it is at least.
    leg: f64,
}

/// The streets near a square.
struct Streets {
    near: Vec<Near>,
    /// How far the nearest is from the middle.
    nearest: f64,
    /// Whether a wall may bar it.
    is_beside_wall: bool,
}

/// The squares of a city.
pub struct Areas<'a> {
    walked: &'a Walked,
    access: &'a Access<'a>,
    services: Vec<Providers<'a>>,
    pieces: Vec<Piece>,
    /// Of pieces that lie in estates with gates or on their borders, all that they lie in; none outside of them.
    homes: BTreeMap<u32, Vec<Option<usize>>>,
    /// By estate with gates.
    exits: Vec<Vec<Exit>>,
    /// The pieces that touch each of the largest squares.
    touched: BTreeMap<(i64, i64), Vec<u32>>,
}

#[expect(clippy::cast_precision_loss, reason = "no city has 2^53 squares")]
impl Square {
    /// What it takes of the plane.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        let at = |x: i64, y: i64| Local::new(x as f64 * FINEST.0, y as f64 * FINEST.0);
        Bounds { min: at(self.x, self.y), max: at(self.x + self.side, self.y + self.side) }
    }

    fn middle(&self) -> Local {
        let Bounds { min, max } = self.bounds();
        Local::new(f64::midpoint(min.x, max.x), f64::midpoint(min.y, max.y))
    }

    /// Half its diagonal.
    fn half(&self) -> f64 {
        self.side as f64 * FINEST.0 * std::f64::consts::FRAC_1_SQRT_2 + SLACK
    }

    fn quarters(&self) -> [Self; 4] {
        let side = self.side / 2;
        [(0, 0), (side, 0), (0, side), (side, side)].map(|(x, y)| Self {
            x: self.x + x,
            y: self.y + y,
            side,
        })
    }
}

/// The largest square that a place is in, counted in such.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a cast from f64 to i64 saturates, and few sides make the largest square"
)]
fn largest(at: Local) -> (i64, i64) {
    let side = FINEST.0 * WIDEST as f64;
    ((at.x / side).floor() as i64, (at.y / side).floor() as i64)
}

/// The largest squares that some bounds touch.
fn largest_about(bounds: &Bounds) -> impl Iterator<Item = (i64, i64)> + use<> {
    let (low, high) = (largest(bounds.min), largest(bounds.max));
    (low.1..=high.1).flat_map(move |y| (low.0..=high.0).map(move |x| (x, y)))
}

impl<'a> Areas<'a> {
    /// Makes ready for some services of a city that was walked.
    #[must_use]
    pub fn new(walked: &'a Walked, access: &'a Access<'a>, services: Vec<Providers<'a>>) -> Self {
        let pieces = pieces(walked);
        let homes = (0u32..)
            .zip(&pieces)
            .filter_map(|(number, piece)| Some((number, access.homes(piece.ends)?)));
        let mut touched: BTreeMap<(i64, i64), Vec<u32>> = BTreeMap::new();
        for (number, Piece { ends: (a, b), .. }) in (0u32..).zip(&pieces) {
            let mut bounds = Bounds { min: *a, max: *a };
            bounds.include(*b);
            for at in largest_about(&bounds) {
                touched.entry(at).or_default().push(number);
            }
        }
        let (homes, exits) = (homes.collect(), access.exits());
        Self { walked, access, services, pieces, homes, exits, touched }
    }

    /// The squares beyond the reach of each service from an estate with gates, by its position among those, or from
    /// outside of all; in those of the largest squares that touch some bounds. What of a square lies elsewhere says
    /// nothing.
    #[must_use]
    pub fn beyond(&self, home: Option<usize>, places: &[Bounds]) -> Vec<Squares> {
        let some = places.iter().filter(|bounds| !bounds.is_empty());
        let all: BTreeSet<(i64, i64)> = some.flat_map(largest_about).collect();
        let all: Vec<(i64, i64)> = all.into_iter().collect();
        let of = |&(x, y): &(i64, i64)| {
            let mut found = vec![Vec::new(); self.services.len()];
            let square = Square { x: x * WIDEST, y: y * WIDEST, side: WIDEST };
            let services: Vec<usize> = (0..self.services.len()).collect();
            self.divide((home, square), &self.around(home, square), &services, &mut found);
            found
        };
        let found: Vec<Vec<Vec<Square>>> = all.par_iter().map(of).collect();
        let mut squares = vec![Squares::default(); self.services.len()];
        for (at, found) in all.into_iter().zip(found) {
            for (Squares(all), found) in squares.iter_mut().zip(found) {
                if !found.is_empty() {
                    all.insert(at, found);
                }
            }
        }
        squares
    }

    /// The pieces that any place of one of the largest squares may be put on, and more.
    #[expect(clippy::cast_possible_truncation, reason = "few squares")]
    fn around(&self, home: Option<usize>, square: Square) -> Vec<u32> {
        let far = self.access.limit().0 + square.half();
        let Bounds { min, max } = square.bounds();
        let rings = (far / (max.x - min.x)).ceil() as i64;
        let (x, y) = (square.x / WIDEST, square.y / WIDEST);
        let mut pieces = Vec::new();
        for column in x - rings..=x + rings {
            let rows = self.touched.range((column, y - rings)..=(column, y + rings));
            pieces.extend(rows.flat_map(|(_, list)| list));
        }
        pieces.sort_unstable();
        pieces.dedup();
        pieces.retain(|piece| {
            self.homes.get(piece).map_or(home.is_none(), |homes| homes.contains(&home))
        });
        pieces
    }

    /// Adds the parts of a square that are beyond the reach of the services that have not been decided.
    fn divide(
        &self,
        (home, square): (Option<usize>, Square),
        pieces: &[u32],
        services: &[usize],
        found: &mut [Vec<Square>],
    ) {
        let (limit, half, middle) = (self.access.limit().0, square.half(), square.middle());
        let Streets { near, nearest, is_beside_wall } = self.near((home, square), pieces);
        let exits = home.map_or(&[][..], |estate| &self.exits[estate]);
        let exits = exits.iter().map(|exit| {
            let straight = (middle.distance(exit.at).0 - half).max(0.0);
            (exit, straight + exit.snap.leg().0)
        });
        let exits: Vec<(&Exit, f64)> = exits.collect();
        // No leg is longer than this one where every place is on its nearest street.
        let longest = Some(nearest + half).filter(|leg| !is_beside_wall && *leg <= limit);
        let mut rest = Vec::new();
        for &service in services {
            let left = |stretch: Stretch| {
                let [most, least] =
                    self.walked.settled.left(&self.walked.graph, self.services[service], stretch);
                [f64::from(most) * STEP.0 + SLACK, f64::from(least) * STEP.0 - SLACK]
            };
            let from_gate = |(exit, leg): &(&Exit, f64)| {
                let (edge, at) = (exit.snap.edge, exit.snap.offset);
                left(Stretch { edge, from: at, to: at })[0] >= *leg
            };
            let may_reach = near.iter().any(|near| left(near.stretch)[0] >= near.leg)
                || exits.iter().any(from_gate);
            if !may_reach {
                found[service].push(square);
                continue;
            }
            let all_reach = |leg| near.iter().all(|near| left(near.stretch)[1] >= leg);
            if !longest.is_some_and(all_reach) {
                rest.push(service);
            }
        }
        if rest.is_empty() || square.side == 1 {
            return;
        }
        let pieces: Vec<u32> = near.iter().map(|near| near.piece).collect();
        for quarter in square.quarters() {
            self.divide((home, quarter), &pieces, &rest, found);
        }
    }

    /// The streets that any place of a square may be put on, of some pieces.
    fn near(&self, (home, square): (Option<usize>, Square), pieces: &[u32]) -> Streets {
        let (limit, half, middle) = (self.access.limit().0, square.half(), square.middle());
        let measured: Vec<(u32, f64)> = pieces
            .iter()
            .map(|number| (*number, off(middle, self.pieces[*number as usize].ends)))
            .filter(|(_, off)| *off <= limit + half)
            .collect();
        let nearest = measured.iter().map(|(_, off)| *off).fold(f64::INFINITY, f64::min);
        let reach = (nearest + 2.0 * half).min(limit + half);
        let around = Bounds { min: middle, max: middle }.grown(reach);
        let is_beside_wall = self.access.may_bar(&around, home);
        let reach = if is_beside_wall { limit + half } else { reach };
        let near = measured.into_iter().filter(|(_, off)| *off <= reach).map(|(piece, off)| {
            let stretch = self.part(&self.pieces[piece as usize], middle, reach + SLACK);
            Near { piece, stretch, leg: (off - half).max(0.0) }
        });
        Streets { near: near.collect(), nearest, is_beside_wall }
    }

    /// The part of a piece within a distance of a place, in steps along its edge.
    #[expect(clippy::cast_possible_truncation, reason = "no edge has 2^31 steps")]
    fn part(&self, piece: &Piece, at: Local, within: f64) -> Stretch {
        let (a, b) = piece.ends;
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let (px, py) = (at.x - a.x, at.y - a.y);
        let square = dx * dx + dy * dy;
        let (mut low, mut high) = (0.0, 1.0);
        if square > 0.0 {
            let along = (px * dx + py * dy) / square;
            let across = px * px + py * py - along * along * square;
            let reach = ((within * within - across).max(0.0) / square).sqrt();
            (low, high) = ((along - reach).clamp(0.0, 1.0), (along + reach).clamp(0.0, 1.0));
        }
        let steps = |share: f64, slack: f64| {
            ((piece.from + (piece.to - piece.from) * share + slack) / STEP.0) as i32
        };
        let length = self.walked.graph.edges()[piece.edge as usize].length;
        let (from, to) = (steps(low, -SLACK).max(0), steps(high, SLACK).min(length));
        Stretch { edge: piece.edge, from: from.min(length), to }
    }
}

/// All straight pieces that people step on.
fn pieces(walked: &Walked) -> Vec<Piece> {
    let graph = &walked.graph;
    let mut pieces = Vec::new();
    for (edge, &Edge { length, .. }) in (0u32..).zip(graph.edges()) {
        if graph.apart.binary_search(&edge).is_ok() {
            continue;
        }
        let points: Vec<Local> = graph.points(edge).collect();
        let whole: f64 = points.windows(2).map(|pair| pair[0].distance(pair[1]).0).sum();
        let scale = if whole > 0.0 { f64::from(length) * STEP.0 / whole } else { 0.0 };
        let mut from = 0.0;
        for pair in points.windows(2) {
            let to = from + pair[0].distance(pair[1]).0 * scale;
            pieces.push(Piece { ends: (pair[0], pair[1]), edge, from, to });
            from = to;
        }
    }
    pieces
}
