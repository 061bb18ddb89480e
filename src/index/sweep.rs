//! The nearest point of many places that lie in spatial order.
//!
//! A run of neighbouring places is asked as one: a first guess bounds how far the nearest point of any
//! of them can be, the points within that distance of the rectangle of the run are gathered, and each
//! place looks at those alone. In a dense quarter that is a dozen points a place instead of cell after
//! cell. The answers are those of [`PointGrid::nearest`] and [`PointGrid::nearest_few`], place by place.

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
            let (bounds, length) = run(&places[first..], SIDE * self.cell());
            self.gather(&bounds, &mut gathered);
            for (place, &at) in places.iter().enumerate().skip(first).take(length) {
                if let Some(nearest) = nearest_of(&gathered, at) {
                    each(place, nearest);
                }
            }
            first += length;
        }
    }

    /// Calls `each` with the number of each place and the squared distances of its nearest points,
    /// `count` in all, ascending; infinite where there are no more.
    pub fn sweep_few(&self, places: &[Local], count: usize, mut each: impl FnMut(usize, &[f64])) {
        match count {
            0 => (0..places.len()).for_each(|place| each(place, &[])),
            1 => self.sweep_so_few::<1>(places, each),
            2 => self.sweep_so_few::<2>(places, each),
            3 => self.sweep_so_few::<3>(places, each),
            4 => self.sweep_so_few::<4>(places, each),
            5 => self.sweep_so_few::<5>(places, each),
            _ => {
                let (mut near, mut distances) = (Vec::new(), Vec::new());
                for (place, &at) in places.iter().enumerate() {
                    self.nearest_few(at, count, &mut near);
                    distances.clear();
                    distances.extend(near.iter().map(|nearest| nearest.d2));
                    distances.resize(count, f64::INFINITY);
                    each(place, &distances);
                }
            }
        }
    }

    /// The same for a number that is known beforehand.
    fn sweep_so_few<const FEW: usize>(
        &self,
        places: &[Local],
        mut each: impl FnMut(usize, &[f64]),
    ) {
        let mut gathered = Gathered::default();
        let mut first = 0;
        while first < places.len() {
            let (bounds, length) = run(&places[first..], SIDE * self.cell());
            self.gather_few(&bounds, FEW, &mut gathered);
            for (place, &at) in places.iter().enumerate().skip(first).take(length) {
                each(place, &few_of::<FEW>(&gathered.points, at));
            }
            first += length;
        }
    }

    /// Every point that can be one of the few nearest of a place in a rectangle.
    fn gather_few(&self, bounds: &Bounds, count: usize, gathered: &mut Gathered) {
        let Gathered { near, points, corners2 } = gathered;
        points.clear();
        self.nearest_few(middle(bounds), count, near);
        // No place of the rectangle is further from these than its furthest corner; where there are
        // fewer, they are all points.
        let corner2 = |at: Local| furthest2(bounds, at) * (1.0 + 1e-6);
        let limit2 = near.iter().map(|nearest| corner2(nearest.at)).fold(0.0, f64::max);
        self.visit(&bounds.grown(limit2.sqrt()), |(point, _)| {
            if closest2(bounds, point) <= limit2 {
                points.push(point);
            }
        });
        if points.len() > count {
            corners2.clear();
            corners2.extend(points.iter().map(|&point| corner2(point)));
            let (_, limit2, _) = corners2.select_nth_unstable_by(count - 1, f64::total_cmp);
            points.retain(|&point| closest2(bounds, point) <= *limit2);
        }
    }

    /// Every point that can be the nearest of a place in a rectangle.
    fn gather(&self, bounds: &Bounds, gathered: &mut Vec<(Local, OutletId)>) {
        gathered.clear();
        let Some(guess) = self.nearest(middle(bounds)) else { return };
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

/// Points that can be among the few nearest, with memory that is used again.
#[derive(Default)]
struct Gathered {
    /// Those of the middle.
    near: Vec<Nearest>,
    points: Vec<Local>,
    /// Squared distances of points from the corner that is furthest from each.
    corners2: Vec<f64>,
}

/// The first places that are asked as one, at least one: their rectangle, of this width and height at
/// most, and their number.
pub(super) fn run(places: &[Local], most: f64) -> (Bounds, usize) {
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

fn middle(bounds: &Bounds) -> Local {
    Local::new(f64::midpoint(bounds.min.x, bounds.max.x), f64::midpoint(bounds.min.y, bounds.max.y))
}

/// The squared distances of the nearest points, ascending; infinite where there are no more.
fn few_of<const FEW: usize>(points: &[Local], at: Local) -> [f64; FEW] {
    let mut nearest = [f64::INFINITY; FEW];
    for p in points {
        let (dx, dy) = (p.x - at.x, p.y - at.y);
        let mut d2 = dx * dx + dy * dy;
        // Each place of the list keeps the less of two and hands the greater on: without a branch.
        for kept in &mut nearest {
            (*kept, d2) = if d2 < *kept { (d2, *kept) } else { (*kept, d2) };
        }
    }
    nearest
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
pub(super) fn furthest2(b: &Bounds, p: Local) -> f64 {
    let dx = (p.x - b.min.x).abs().max((p.x - b.max.x).abs());
    let dy = (p.y - b.min.y).abs().max((p.y - b.max.y).abs());
    dx * dx + dy * dy
}

/// Squared distance of a point from a rectangle; nought inside.
pub(super) fn closest2(b: &Bounds, p: Local) -> f64 {
    let dx = (b.min.x - p.x).max(p.x - b.max.x).max(0.0);
    let dy = (b.min.y - p.y).max(p.y - b.max.y).max(0.0);
    dx * dx + dy * dy
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// `SplitMix64`, as a share of one.
    pub(in crate::index) fn unit(state: &mut u64) -> f64 {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        f64::from((z >> 32) as u32) / f64::from(u32::MAX)
    }

    /// Points crowded about a middle, some of them on whole hundreds, where several are equally near.
    pub(in crate::index) fn crowd(state: &mut u64, count: usize, side: f64) -> Vec<Local> {
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
    fn a_sweep_finds_the_few_that_a_search_finds() {
        for (seed, (points, side)) in (11u64..).zip([
            (0, 10.0),
            (1, 10.0),
            (2, 3000.0),
            (40, 3000.0),
            (900, 5000.0),
            (900, 2e2),
        ]) {
            let mut state = seed;
            let points: Vec<(Local, OutletId)> =
                crowd(&mut state, points, side).into_iter().zip((0u32..).map(OutletId)).collect();
            let mut places = crowd(&mut state, 600, 6000.0);
            places[..300].sort_by(|a, b| a.x.total_cmp(&b.x));
            let (grid, mut near) = (PointGrid::new(&points), Vec::new());
            for count in 0..8 {
                let mut asked = 0;
                grid.sweep_few(&places, count, |place, found| {
                    assert_eq!(place, asked, "seed {seed}: places in turn");
                    asked += 1;
                    grid.nearest_few(places[place], count, &mut near);
                    let mut bits: Vec<u64> = near.iter().map(|near| near.d2.to_bits()).collect();
                    bits.resize(count, f64::INFINITY.to_bits());
                    let found: Vec<u64> = found.iter().map(|d2| d2.to_bits()).collect();
                    assert_eq!(found, bits, "seed {seed}, {count} of {place}");
                });
                assert_eq!(asked, places.len());
            }
        }
    }

    #[test]
    fn no_points_no_answers() {
        PointGrid::new(&[]).sweep(&[Local::default()], |_, _| panic!("nothing can be near"));
    }
}
