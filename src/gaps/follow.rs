//! What becomes of gaps from one state of a city to another: closed, shrunk, new, untouched.
//!
//! Two gaps of one lack and unit are one where they share land. How much they share is measured on their
//! polygons, which lie inside the exact gaps, so that a share of a thousandth, or of a square metre, is
//! nought. What stays of a gap below the profile's least area with nobody in it is no gap any more.

use std::collections::BTreeMap;
use std::sync::Arc;

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
    let shared = left(first, second);
    let mut known: Vec<Option<SquareMetres>> = vec![Some(SquareMetres(0.0)); second.len()];
    for left in &shared {
        match left {
            Left::All(at) => known[*at] = None,
            Left::Parts(parts) => parts.iter().for_each(|&(at, area)| {
                known[at] = known[at].map(|known| known + area);
            }),
        }
    }
    let goes_on = |at: usize| {
        known[at].is_some_and(|known| is_some_of(second[at].shape.area() - known, &second[at]))
    };
    let followed = shared.iter().zip(first).enumerate().map(|(at, (left, gap))| {
        let (course, after) = match left {
            Left::All(at) => (Course::Untouched, vec![*at]),
            Left::Parts(parts) => {
                let left: SquareMetres = parts.iter().map(|(_, area)| *area).sum();
                let is_cut = is_some_of(gap.shape.area() - left, gap);
                let grows = parts.iter().any(|(at, _)| goes_on(*at));
                let course = match (parts.is_empty(), is_cut, grows) {
                    (true, ..) => Course::Closed,
                    (false, true, false) => Course::Shrunk,
                    (false, false, false) => Course::Untouched,
                    (false, true, true) => Course::Shifted,
                    (false, false, true) => Course::Grown,
                };
                (course, parts.iter().map(|(at, _)| *at).collect())
            }
        };
        Followed { course, before: Some(at), after }
    });
    let mut followed: Vec<Followed> = followed.collect();
    let mut is_met = vec![false; second.len()];
    followed.iter().flat_map(|of| &of.after).for_each(|at| is_met[*at] = true);
    let new = (0..second.len()).filter(|at| !is_met[*at]);
    followed.extend(new.map(|at| Followed { course: Course::New, before: None, after: vec![at] }));
    followed
}

/// What is left of each of the first gaps among the second.
fn left(first: &[Gap], second: &[Gap]) -> Vec<Left> {
    let mut places: BTreeMap<(Lack, SubdistrictId), Vec<usize>> = BTreeMap::new();
    for (at, gap) in second.iter().enumerate() {
        places.entry((gap.lack, gap.unit)).or_default().push(at);
    }
    let beside = |gap: &Gap| places.get(&(gap.lack, gap.unit)).map_or(&[][..], |list| &list[..]);
    let same = |gap: &Gap| {
        let mut all = beside(gap).iter().copied();
        all.find(|&at| {
            let shape = &second[at].shape;
            Arc::ptr_eq(shape, &gap.shape) || *shape == gap.shape
        })
    };
    let same: Vec<Option<usize>> = first.par_iter().map(same).collect();
    let turned = first.iter().zip(&same).filter(|(_, same)| same.is_none()).map(|(gap, _)| gap);
    let bounds = turned.flat_map(|gap| {
        let others = beside(gap).iter().map(|&at| &second[at]);
        std::iter::once(gap).chain(others).map(|gap| gap.shape.bounds())
    });
    let grid = Grid::new(&bounds.fold(Bounds::EMPTY, Bounds::union));
    let left = |(gap, same): (&Gap, &Option<usize>)| {
        if let Some(at) = same {
            return Left::All(*at);
        }
        let all = beside(gap).iter().map(|&at| (at, common(gap, &second[at], &grid)));
        Left::Parts(all.filter(|(at, area)| !is_nought(*area, gap, &second[*at])).collect())
    };
    first.par_iter().zip(&same).map(left).collect()
}

/// What is left of a gap.
enum Left {
    /// It is as it was, at this position. Gaps of one state share nothing: it has no other beside it.
    All(usize),
    /// Positions of those that share land with it, and how much.
    Parts(Vec<(usize, SquareMetres)>),
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
