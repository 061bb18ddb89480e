//! The union of discs as its exposed arcs.
//!
//! Takes discs, gives the parts of their circles that no other disc covers. Method: for each circle
//! the angular intervals inside its neighbours are joined; what is left is exposed (the classical
//! arrangement argument, e.g. Agarwal and Sharir, "Arrangements and their applications", 2000). Nearby
//! discs are asked first and the work on a circle ends when it is covered all round, so that a disc in
//! a dense quarter costs a handful of neighbours. Angles are compared as "diamond angles", a monotone
//! stand-in of 0 to 4 a turn that needs no trigonometry.
//!
//! Where two circles cross, the point is computed once, from the lower index, so that the arcs of both
//! discs end in the same bits.

use std::cmp::Ordering;
use std::sync::Arc as Shared;

use rayon::prelude::*;

use super::arc::{Arc, Disc, SHORTEST, diamond};
use super::cells::Cells;
use crate::model::{Bounds, Local};

/// Exposed arcs of the union of `discs`, in the order of the discs, each disc's from its lowest angle.
///
/// Discs with one centre count once, with the largest radius. Radii must be above nought. A disc that
/// touches no other gives one full turn. Linear in the number of discs times their crossing neighbours.
#[must_use]
pub fn exposed_arcs(discs: &[Disc]) -> Vec<Arc> {
    Discs::new(discs).exposed()
}

/// Discs made ready to be asked what covers their circles.
pub(super) struct Discs {
    /// Sorted by centre; one a centre.
    all: Vec<Disc>,
    grid: Shared<Cells>,
    longest: f64,
}

impl Discs {
    pub(super) fn new(discs: &[Disc]) -> Self {
        let all = distinct(discs);
        let longest = all.iter().map(|d| d.radius).fold(0.0, f64::max);
        Self { grid: Shared::new(grid_over(&all)), all, longest }
    }

    /// Equal discs about the same centres, for each of several ascending radii, each with what
    /// [`Self::exposed`] gives for it, in less time.
    ///
    /// A circle that equal discs cover all round stays covered as all of them grow: the direction u from a
    /// centre is covered by a disc d away where 2 r (u . d) >= d . d, which holds for any larger r. So a
    /// disc is not asked again once it is covered.
    pub(super) fn growing(centres: &[Local], radii: &[f64]) -> Vec<(Self, Vec<Arc>)> {
        debug_assert!(radii.is_sorted(), "radii {radii:?} ascend");
        let Some(&least) = radii.first() else { return Vec::new() };
        let disc = |&centre: &Local| Disc { centre, radius: least };
        let first = distinct(&centres.iter().map(disc).collect::<Vec<_>>());
        let grid = Shared::new(grid_over(&first));
        let grown = |&radius: &f64| {
            let all = first.iter().map(|d| Disc { radius, ..*d }).collect();
            Self { all, grid: grid.clone(), longest: radius }
        };
        let sets: Vec<Self> = radii.iter().map(grown).collect();
        let by_disc: Vec<Vec<Vec<Arc>>> = (0..first.len())
            .into_par_iter()
            .with_min_len(256)
            .map_init(Covered::default, |covered, i| {
                let mut arcs = Vec::new();
                for set in &sets {
                    arcs.push(set.arcs_of(set.all[i], &Moved::default(), covered));
                    if covered.all {
                        break;
                    }
                }
                arcs
            })
            .collect();
        let mut by_radius: Vec<(Self, Vec<Arc>)> =
            sets.into_iter().map(|set| (set, Vec::new())).collect();
        for arcs in by_disc {
            by_radius.iter_mut().zip(arcs).for_each(|((_, all), arcs)| all.extend(arcs));
        }
        by_radius
    }

    /// What [`exposed_arcs`] gives.
    pub(super) fn exposed(&self) -> Vec<Arc> {
        let arcs: Vec<Vec<Arc>> = self
            .all
            .par_iter()
            .with_min_len(256)
            .map_init(Covered::default, |covered, own| {
                self.arcs_of(*own, &Moved::default(), covered)
            })
            .collect();
        arcs.into_iter().flatten().collect()
    }

    /// The exposed arcs in a window if some discs were taken away and others put in, in the order of the discs;
    /// of arcs outside the window some. `today` are those of these discs in the window, in their order. What was
    /// taken away leaves no disc at its centre but those that come.
    ///
    /// A circle that no moved disc meets keeps its arcs. One that is covered all round stays so where discs only
    /// come.
    pub(super) fn exposed_after(
        &self,
        today: &[&Arc],
        window: Bounds,
        gone: &[Disc],
        come: &[Disc],
    ) -> Vec<Arc> {
        let moved = self.moved(gone, come);
        let mut again = moved.come.clone();
        for gone in &moved.gone {
            let here = Bounds { min: gone.centre, max: gone.centre };
            self.grid.visit(&here.grown(gone.radius + self.longest), |j| {
                let own = self.all[j as usize];
                if !moved.hides(own.centre) && moved.meets(own) {
                    again.push(own);
                }
            });
        }
        let mut arcs = Vec::with_capacity(today.len());
        for &arc in today {
            let own = arc.disc();
            if !moved.meets(own) {
                arcs.push(*arc);
            } else if !moved.hides(own.centre) {
                again.push(own);
            }
        }
        again.retain(|disc| window.grown(disc.radius).holds(disc.centre));
        again.sort_by(|a, b| order(a.centre, b.centre));
        again.dedup_by(|next, kept| next.centre == kept.centre);
        let mut covered = Covered::default();
        for own in again {
            arcs.extend(self.arcs_of(own, &moved, &mut covered));
        }
        arcs.sort_by(|a, b| order(a.disc().centre, b.disc().centre));
        arcs
    }

    /// What a change comes to, with one disc a centre.
    fn moved(&self, gone: &[Disc], come: &[Disc]) -> Moved {
        let mut gone = distinct(gone);
        let mut come = distinct(come);
        come.retain(|new| match self.at(new.centre) {
            Some(old) if !gone.iter().any(|of| of.centre == old.centre) => {
                let is_larger = new.radius > old.radius;
                if is_larger {
                    gone.push(old);
                }
                is_larger
            }
            Some(_) | None => true,
        });
        Moved { gone, come }
    }

    /// The disc about a centre.
    fn at(&self, centre: Local) -> Option<Disc> {
        let found = self.all.binary_search_by(|disc| order(disc.centre, centre));
        found.ok().map(|at| self.all[at])
    }

    fn arcs_of(&self, own: Disc, moved: &Moved, covered: &mut Covered) -> Vec<Arc> {
        covered.clear();
        let mut ask = |other: Disc| {
            if other.centre == own.centre {
                return true;
            }
            match cover(own, other) {
                Cover::Nothing => true,
                Cover::All => {
                    covered.all = true;
                    false
                }
                Cover::Part(from, to) => {
                    covered.add(own.centre, from, to);
                    !covered.all
                }
            }
        };
        if moved.come.iter().all(|other| ask(*other)) {
            self.grid.visit_rings(own.centre, own.radius + self.longest, |j| {
                let other = self.all[j as usize];
                moved.hides(other.centre) || ask(other)
            });
        }
        covered.exposed(own)
    }
}

/// Discs that are taken away, and others that are put in, at most one a centre each.
#[derive(Default)]
struct Moved {
    gone: Vec<Disc>,
    come: Vec<Disc>,
}

impl Moved {
    /// Whether what was about a centre is there no more.
    fn hides(&self, centre: Local) -> bool {
        self.gone.iter().any(|disc| disc.centre == centre)
    }

    /// Whether a disc shares land with one that moves.
    fn meets(&self, own: Disc) -> bool {
        self.gone.iter().chain(&self.come).any(|other| {
            let (dx, dy) = (other.centre.x - own.centre.x, other.centre.y - own.centre.y);
            let sum = own.radius + other.radius;
            dx * dx + dy * dy < sum * sum
        })
    }
}

/// The order of discs.
fn order(a: Local, b: Local) -> Ordering {
    a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
}

/// About two centres a cell.
fn grid_over(discs: &[Disc]) -> Cells {
    let places: Vec<Bounds> =
        discs.iter().map(|d| Bounds { min: d.centre, max: d.centre }).collect();
    let bounds = places.iter().fold(Bounds::EMPTY, |all, b| all.union(*b));
    Cells::over(bounds, &places, discs.len() / 2)
}

/// Sorted by centre; of those with one centre only the largest.
fn distinct(discs: &[Disc]) -> Vec<Disc> {
    // Adding nought makes -0.0 into 0.0, which are one place but two keys of the order.
    let plain = |p: Local| Local::new(p.x + 0.0, p.y + 0.0);
    let mut sorted: Vec<Disc> =
        discs.iter().map(|d| Disc { centre: plain(d.centre), ..*d }).collect();
    sorted.sort_by(|a, b| order(a.centre, b.centre).then(b.radius.total_cmp(&a.radius)));
    sorted.dedup_by(|next, kept| next.centre == kept.centre);
    sorted
}

/// What one disc covers of another's circle.
enum Cover {
    Nothing,
    All,
    /// Counter-clockwise from the first point to the second.
    Part(Local, Local),
}

fn cover(own: Disc, other: Disc) -> Cover {
    let (dx, dy) = (other.centre.x - own.centre.x, other.centre.y - own.centre.y);
    let d2 = dx * dx + dy * dy;
    let sum = own.radius + other.radius;
    if d2 >= sum * sum {
        return Cover::Nothing;
    }
    let difference = own.radius - other.radius;
    if d2 <= difference * difference {
        // One lies inside the other; equal radii would need one centre, and those are told apart.
        return if difference < 0.0 { Cover::All } else { Cover::Nothing };
    }
    if order(own.centre, other.centre).is_lt() {
        let (right, left) = own.crossings(other, d2);
        Cover::Part(right, left)
    } else {
        let (right, left) = other.crossings(own, d2);
        Cover::Part(left, right)
    }
}

/// Joined covered intervals of one circle, by diamond angle, none across nought.
#[derive(Default)]
struct Covered {
    all: bool,
    /// Disjoint, ascending: (from, point there, to, point there).
    intervals: Vec<(f64, Local, f64, Local)>,
}

impl Covered {
    fn clear(&mut self) {
        self.all = false;
        self.intervals.clear();
    }

    fn add(&mut self, centre: Local, from: Local, to: Local) {
        let a = diamond(from.x - centre.x, from.y - centre.y);
        let b = diamond(to.x - centre.x, to.y - centre.y);
        if a <= b {
            self.join(a, from, b, to);
        } else {
            self.join(a, from, 4.0, to);
            self.join(0.0, from, b, to);
        }
        if let [(from, _, to, _)] = self.intervals[..] {
            self.all = from <= 0.0 && to >= 4.0;
        }
    }

    fn join(&mut self, mut a: f64, mut from: Local, mut b: f64, mut to: Local) {
        let first = self.intervals.partition_point(|&(_, _, end, _)| end < a);
        let mut last = first;
        while let Some(&(s, s_at, e, e_at)) = self.intervals.get(last) {
            if s > b {
                break;
            }
            if s <= a {
                (a, from) = (s, s_at);
            }
            if e >= b {
                (b, to) = (e, e_at);
            }
            last += 1;
        }
        if first == last {
            self.intervals.insert(first, (a, from, b, to));
        } else {
            self.intervals[first] = (a, from, b, to);
            self.intervals.drain(first + 1..last);
        }
    }

    /// The arcs between the covered intervals.
    fn exposed(&self, own: Disc) -> Vec<Arc> {
        if self.all {
            return Vec::new();
        }
        let (Some(&(from, from_at, _, _)), Some(&(_, _, to, to_at))) =
            (self.intervals.first(), self.intervals.last())
        else {
            return vec![Arc::full(own)];
        };
        let mut arcs = Vec::with_capacity(self.intervals.len());
        for pair in self.intervals.windows(2) {
            arcs.extend(arc_over(own, pair[0].2, pair[0].3, pair[1].0, pair[1].1));
        }
        // A covered interval across nought was split there; else the last gap runs over it.
        if to < 4.0 {
            arcs.extend(arc_over(own, to, to_at, from + 4.0, from_at));
        }
        arcs
    }
}

/// The arc between two points of a circle with their diamond angles, ascending.
fn arc_over(own: Disc, from: f64, from_at: Local, to: f64, to_at: Local) -> Option<Arc> {
    let chord = (from_at.x - to_at.x).abs().max((from_at.y - to_at.y).abs());
    if chord > SHORTEST {
        Some(Arc::between(own, from_at, to_at))
    } else {
        // The ends are one point: by the angles either nothing is left, or all of the circle.
        (to - from > 2.0).then(|| Arc::full_from(own, from_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_through_one_point_leave_no_arc_between_them() {
        // Two discs cover the circle of the first to either side of a point that all three go through: of
        // it one arc is left, and none between the two, however the point is rounded.
        for degrees in 0..360 {
            let towards = |turn: f64| {
                let (sin, cos) = (f64::from(degrees) + turn).to_radians().sin_cos();
                Disc { centre: Local::new(5.0 * cos, 5.0 * sin), radius: 5.0 }
            };
            let own = Disc { centre: Local::default(), radius: 5.0 };
            // Discs 120 degrees apart, as far away as their radius, cover from -60 to +60 degrees each.
            let discs = [own, towards(0.0), towards(120.0)];
            let left = exposed_arcs(&discs).into_iter().filter(|arc| arc.disc() == own);
            let left: Vec<f64> = left.map(|arc| arc.sweep().to_degrees()).collect();
            assert!(matches!(left[..], [one] if (one - 120.0).abs() < 1e-6), "{degrees}: {left:?}");
        }
    }
}
