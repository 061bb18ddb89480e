//! The nearest point of many places that lie in spatial order.
//!
//! A run of neighbouring places is asked as one: a first guess bounds how far the nearest point of any
//! of them can be, the points within that distance of the rectangle of the run are gathered, and each
//! place looks at those alone. In a dense quarter that is a dozen points a place instead of cell after
//! cell. The answers are those of [`PointGrid::nearest`], place by place.

use super::grid::{Nearest, PointGrid};
use crate::model::{Bounds, Local, OutletId};

/// Places that are asked as one at most.
const RUN: usize = 32;

/// Side of the rectangle of a run at most, in cells of the grid (which hold two points on average).
const SIDE: f64 = 2.0;

impl PointGrid {
    /// Calls `each` with the number of each place and its nearest point, ties to the lower outlet;
    /// never where the grid has no points.
    pub fn sweep(&self, places: &[Local], mut each: impl FnMut(usize, Nearest)) {
        let mut gathered = Vec::new();
        let mut first = 0;
        while first < places.len() {
            let (bounds, length) = self.run(&places[first..]);
            self.gather(&bounds, &mut gathered);
            for (place, &at) in places.iter().enumerate().skip(first).take(length) {
                if let Some(nearest) = nearest_of(&gathered, at) {
                    each(place, nearest);
                }
            }
            first += length;
        }
    }

    /// The first places that are asked as one, at least one: their rectangle and number.
    fn run(&self, places: &[Local]) -> (Bounds, usize) {
        let most = SIDE * self.cell();
        let mut bounds = Bounds::EMPTY;
        for (number, &at) in places.iter().take(RUN).enumerate() {
            let mut wider = bounds;
            wider.include(at);
            if number > 0 && wider.width().max(wider.height()) > most {
                return (bounds, number);
            }
            bounds = wider;
        }
        (bounds, places.len().min(RUN))
    }

    /// Every point that can be the nearest of a place in a rectangle.
    fn gather(&self, bounds: &Bounds, gathered: &mut Vec<(Local, OutletId)>) {
        gathered.clear();
        let middle = Local::new(
            f64::midpoint(bounds.min.x, bounds.max.x),
            f64::midpoint(bounds.min.y, bounds.max.y),
        );
        let Some(guess) = self.nearest(middle) else { return };
        // No place of the rectangle is further from the guess than its furthest corner. A millionth
        // more, so that rounding leaves nothing out.
        let mut limit2 = furthest2(bounds, guess.at) * (1.0 + 1e-6);
        self.visit(&bounds.grown(limit2.sqrt()), |point| {
            if closest2(bounds, point.0) <= limit2 {
                limit2 = limit2.min(furthest2(bounds, point.0) * (1.0 + 1e-6));
                gathered.push(point);
            }
        });
        gathered.retain(|&(p, _)| closest2(bounds, p) <= limit2);
    }
}

fn nearest_of(points: &[(Local, OutletId)], at: Local) -> Option<Nearest> {
    let mut best: Option<Nearest> = None;
    for &(p, outlet) in points {
        let (dx, dy) = (p.x - at.x, p.y - at.y);
        let d2 = dx * dx + dy * dy;
        if best.is_none_or(|b| d2 < b.d2 || d2 <= b.d2 && outlet < b.outlet) {
            best = Some(Nearest { outlet, d2, at: p });
        }
    }
    best
}

/// Squared distance of a point from the furthest corner of a rectangle.
fn furthest2(b: &Bounds, p: Local) -> f64 {
    let dx = (p.x - b.min.x).abs().max((p.x - b.max.x).abs());
    let dy = (p.y - b.min.y).abs().max((p.y - b.max.y).abs());
    dx * dx + dy * dy
}

/// Squared distance of a point from a rectangle; nought inside.
fn closest2(b: &Bounds, p: Local) -> f64 {
    let dx = (b.min.x - p.x).max(p.x - b.max.x).max(0.0);
    let dy = (b.min.y - p.y).max(p.y - b.max.y).max(0.0);
    dx * dx + dy * dy
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `SplitMix64`, as a share of one.
    fn unit(state: &mut u64) -> f64 {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        f64::from((z >> 32) as u32) / f64::from(u32::MAX)
    }

    /// Points crowded about a middle, some of them on whole hundreds, where several are equally near.
    fn crowd(state: &mut u64, count: usize, side: f64) -> Vec<Local> {
        (0..count)
            .map(|i| {
                let (r, turn) = (side * unit(state).powi(3), std::f64::consts::TAU * unit(state));
                let p = Local::new(r * turn.cos(), r * turn.sin());
                if i % 3 == 0 {
                    Local::new((p.x / 100.0).round() * 100.0, (p.y / 100.0).round() * 100.0)
                } else {
                    p
                }
            })
            .collect()
    }

    #[test]
    fn a_sweep_finds_what_looking_at_every_point_finds() {
        for (seed, (points, side)) in
            (1u64..).zip([(1, 10.0), (2, 3000.0), (40, 3000.0), (900, 5000.0), (900, 200.0)])
        {
            let mut state = seed;
            let points: Vec<(Local, OutletId)> =
                crowd(&mut state, points, side).into_iter().zip((0u32..).map(OutletId)).collect();
            let mut places = crowd(&mut state, 1500, 6000.0);
            // Half in spatial order, half as they come.
            places[..750].sort_by(|a, b| a.x.total_cmp(&b.x));
            let mut found = Vec::new();
            PointGrid::new(&points).sweep(&places, |place, nearest| found.push((place, nearest)));
            assert_eq!(found.len(), places.len());
            for (number, (place, nearest)) in found.into_iter().enumerate() {
                assert_eq!(place, number, "seed {seed}: places in turn");
                let d2 =
                    |p: Local| (p.x - places[place].x).powi(2) + (p.y - places[place].y).powi(2);
                let of_all = |a: &&(Local, OutletId), b: &&(Local, OutletId)| {
                    d2(a.0).total_cmp(&d2(b.0)).then(a.1.cmp(&b.1))
                };
                let expected = points.iter().min_by(of_all).unwrap();
                assert_eq!((nearest.outlet, nearest.at), (expected.1, expected.0), "seed {seed}");
                assert_eq!(nearest.d2.to_bits(), d2(expected.0).to_bits(), "seed {seed}");
            }
        }
    }

    #[test]
    fn no_points_no_answers() {
        PointGrid::new(&[]).sweep(&[Local::default()], |_, _| panic!("nothing can be near"));
    }
}
