//! What becomes of gaps from one state of a city to another: closed, shrunk, new, untouched.
//!
//! Two gaps of one lack and unit are one where they share land. How much they share is measured on their
//! polygons, which lie inside the exact gaps, so that a share of a thousandth, or of a square metre, is
//! nought. What stays of a gap below the profile's least area with nobody in it is no gap any more.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::{Gap, Lack};
use crate::model::{Bounds, Shape, SubdistrictId};
use crate::overlay::{Grid, intersection};
use crate::units::SquareMetres;

/// What became of a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// Nothing of it is left.
    Closed,
    /// A part of it is left, and no more.
    Shrunk,
    /// It is as it was.
    Untouched,
    /// A part of it is closed, and it goes on where there was none.
    Shifted,
    /// All of it is left, and it goes on where there was none.
    Grown,
    /// There was none.
    New,
}

impl Course {
    /// All of them, in the order of tables.
    pub const ALL: [Self; 6] =
        [Self::Closed, Self::Shrunk, Self::Untouched, Self::Shifted, Self::Grown, Self::New];

    /// The word in tables: `closed`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Shrunk => "shrunk",
            Self::Untouched => "untouched",
            Self::Shifted => "shifted",
            Self::Grown => "grown",
            Self::New => "new",
        }
    }
}

/// A gap of the first state with those of the second that share land with it; or a new one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Followed {
    /// What became of it.
    pub course: Course,
    /// Its position among the first gaps; none of a new one.
    pub before: Option<usize>,
    /// Positions among the second gaps, ascending; one alone of a new one.
    pub after: Vec<usize>,
}

/// Follows each gap of the first state, in its order; then come the new ones, in theirs.
#[must_use]
pub fn follow(first: &[Gap], second: &[Gap]) -> Vec<Followed> {
    let bounds = first.iter().chain(second).map(|gap| gap.shape.bounds());
    let grid = Grid::new(&bounds.fold(Bounds::EMPTY, Bounds::union));
    let mut places: BTreeMap<(Lack, SubdistrictId), Vec<usize>> = BTreeMap::new();
    for (at, gap) in second.iter().enumerate() {
        places.entry((gap.lack, gap.unit)).or_default().push(at);
    }
    let beside = |gap: &Gap| places.get(&(gap.lack, gap.unit)).map_or(&[][..], |list| &list[..]);
    let shared: Vec<Vec<(usize, SquareMetres)>> = first
        .par_iter()
        .map(|gap| {
            // Gaps of one state share nothing: one that is as it was has no other beside it.
            if let Some(&at) = beside(gap).iter().find(|&&at| second[at].shape == gap.shape) {
                return vec![(at, gap.shape.area())];
            }
            let all = beside(gap).iter().map(|&at| (at, common(gap, &second[at], &grid)));
            all.filter(|(at, area)| !is_nought(*area, gap, &second[*at])).collect()
        })
        .collect();
    let mut known = vec![SquareMetres(0.0); second.len()];
    for &(at, area) in shared.iter().flatten() {
        known[at] += area;
    }
    let goes_on = |at: usize| is_some_of(second[at].shape.area() - known[at], &second[at]);
    let mut followed: Vec<Followed> = shared
        .iter()
        .zip(first)
        .enumerate()
        .map(|(at, (parts, gap))| {
            let left: SquareMetres = parts.iter().map(|(_, area)| *area).sum();
            let is_cut = is_some_of(gap.shape.area() - left, gap);
            let course = match (parts.is_empty(), is_cut, parts.iter().any(|(at, _)| goes_on(*at)))
            {
                (true, ..) => Course::Closed,
                (false, true, false) => Course::Shrunk,
                (false, false, false) => Course::Untouched,
                (false, true, true) => Course::Shifted,
                (false, false, true) => Course::Grown,
            };
            let after = parts.iter().map(|(at, _)| *at).collect();
            Followed { course, before: Some(at), after }
        })
        .collect();
    let mut is_met = vec![false; second.len()];
    shared.iter().flatten().for_each(|(at, _)| is_met[*at] = true);
    let new = (0..second.len()).filter(|at| !is_met[*at]);
    followed.extend(new.map(|at| Followed { course: Course::New, before: None, after: vec![at] }));
    followed
}

/// Land that two gaps share.
fn common(one: &Gap, other: &Gap, grid: &Grid) -> SquareMetres {
    if !one.shape.bounds().touches(&other.shape.bounds()) {
        return SquareMetres(0.0);
    }
    let shapes: [&Shape; 1] = [&*one.shape];
    intersection(&shapes, &other.shape, grid).area()
}

/// Whether land that two gaps share is what their polygons differ by from the exact gaps.
fn is_nought(area: SquareMetres, one: &Gap, other: &Gap) -> bool {
    !(is_some_of(area, one) || is_some_of(area, other))
}

/// Whether an area is more of a gap than polygons differ by.
fn is_some_of(area: SquareMetres, gap: &Gap) -> bool {
    /// Parts of a gap, and square metres.
    const LEAST: (f64, f64) = (1e-3, 1.0);
    area.0 > LEAST.1.max(LEAST.0 * gap.shape.area().0)
}
