//! How many points lie within a distance of each of many places that lie in spatial order.
//!
//! A run of neighbouring places is asked as one. Row by row of the grid, the cells that lie within the
//! distance of every place of its rectangle are counted by their ends in the list of points alone; of
//! the cells about the edge of the circles the points are looked at, and those that some places of the
//! rectangle may have and others not are gathered. Each place then looks at these alone. The answers
//! are those of [`PointGrid::within`], place by place.

use super::grid::PointGrid;
use super::sweep::{closest2, furthest2, run};
use crate::model::{Bounds, Local, OutletId};

/// For points that rounding put into the next cell: a millimetre.
const SLACK: f64 = 1e-3;

/// What the places of a run have within a distance.
struct Found {
    /// Their rectangle.
    bounds: Bounds,
    /// The distance, and the greatest square of one within it.
    limit: f64,
    limit2: f64,
    /// Points that all of them have.
    by_all: u32,
    /// Points that some of them may have.
    x: Vec<f64>,
    y: Vec<f64>,
}

impl PointGrid {
    /// Calls `each` with the number of each place and how many points are within `limit` metres of it
    /// (inclusive).
    pub fn count_within(&self, places: &[Local], limit: f64, mut each: impl FnMut(usize, u32)) {
        let mut found = Found::new(limit);
        let mut first = 0;
        while first < places.len() {
            let (bounds, length) = run(&places[first..], limit);
            found.begin(bounds);
            self.find(&mut found);
            for (place, &at) in places.iter().enumerate().skip(first).take(length) {
                each(place, found.by_all + found.count(at));
            }
            first += length;
        }
    }

    /// Finds what the places of a rectangle have within a distance.
    fn find(&self, found: &mut Found) {
        let Found { bounds, limit, .. } = *found;
        for row in self.rows_of(bounds.min.y - limit - SLACK, bounds.max.y + limit + SLACK) {
            let (south, north) = self.sides(row);
            let (south, north) = (south - SLACK, north + SLACK);
            // The least and the most that a place and a point of the row are apart from south to north.
            let least = (south - bounds.max.y).max(bounds.min.y - north).max(0.0);
            let most = (north - bounds.min.y).max(bounds.max.y - south);
            if least > limit {
                continue;
            }
            let outer = half_chord(limit, least) + SLACK;
            let inner = half_chord(limit, most) - SLACK;
            let west = self.column(bounds.min.x - outer);
            let east = self.column(bounds.max.x + outer) + 1;
            // The columns from `from` on and before `to` lie well inside.
            let from = self.column(bounds.max.x - inner) + 1;
            let to = self.column(bounds.min.x + inner);
            if inner > 0.0 && from < to {
                found.by_all += self.count_cells(row, from, to);
                found.look(self.cells(row, west, from));
                found.look(self.cells(row, to, east));
            } else {
                found.look(self.cells(row, west, east));
            }
        }
    }
}

impl Found {
    fn new(limit: f64) -> Self {
        let (x, y) = (Vec::new(), Vec::new());
        Self { bounds: Bounds::EMPTY, limit, limit2: square(limit), by_all: 0, x, y }
    }

    /// Forgets what was found for another rectangle.
    fn begin(&mut self, bounds: Bounds) {
        self.bounds = bounds;
        self.by_all = 0;
        self.x.clear();
        self.y.clear();
    }

    /// Looks at points.
    fn look(&mut self, points: &[(Local, OutletId)]) {
        for &(point, _) in points {
            // Rounding keeps the order of differences, squares and sums, so that what holds for the
            // corners holds for every place between them, to the last bit.
            if furthest2(&self.bounds, point) <= self.limit2 {
                self.by_all += 1;
            } else if closest2(&self.bounds, point) <= self.limit2 {
                self.x.push(point.x);
                self.y.push(point.y);
            }
        }
    }

    /// How many of the points that some places may have this one has.
    fn count(&self, at: Local) -> u32 {
        let mut count = 0u64;
        for (x, y) in self.x.iter().zip(&self.y) {
            let (dx, dy) = (x - at.x, y - at.y);
            count += u64::from(dx * dx + dy * dy <= self.limit2);
        }
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

/// Half the width of a circle at a distance from its centre; nought outside.
fn half_chord(radius: f64, distance: f64) -> f64 {
    ((radius - distance) * (radius + distance)).max(0.0).sqrt()
}

/// The greatest square whose root is at most `limit`, so that a squared distance is within it where its
/// root is within `limit`; of a negative limit none is.
fn square(limit: f64) -> f64 {
    if limit < 0.0 {
        return -1.0;
    }
    let mut square = limit * limit;
    while square.sqrt() > limit {
        square = square.next_down();
    }
    while square < f64::MAX && square.next_up().sqrt() <= limit {
        square = square.next_up();
    }
    square
}

#[cfg(test)]
mod tests {
    use super::super::sweep::tests::{crowd, unit};
    use super::*;

    fn grid(points: &[Local]) -> PointGrid {
        let points: Vec<_> = points.iter().copied().zip((0u32..).map(OutletId)).collect();
        PointGrid::new(&points)
    }

    /// Holds the counts of a grid against a look at every point.
    fn check(points: &[Local], places: &[Local], limit: f64) {
        let mut counts = vec![None; places.len()];
        grid(points).count_within(places, limit, |place, count| {
            assert_eq!(counts[place].replace(count), None, "once a place");
        });
        for (&at, count) in places.iter().zip(counts) {
            let is_in = |p: &&Local| ((p.x - at.x).powi(2) + (p.y - at.y).powi(2)).sqrt() <= limit;
            let expected = points.iter().filter(is_in).count();
            assert_eq!(count.map(|count| count as usize), Some(expected), "{at:?} within {limit}");
        }
    }

    #[test]
    fn counts_are_those_of_a_look_at_every_point() {
        let sizes =
            [(1, 10.0), (2, 3000.0), (40, 3000.0), (900, 5000.0), (900, 200.0), (4000, 9e3)];
        for (seed, (points, side)) in (1u64..).zip(sizes) {
            let mut state = seed;
            let points = crowd(&mut state, points, side);
            let mut places = crowd(&mut state, 800, 6000.0);
            // Half in spatial order, half as they come; both lie on all sides of nought.
            places[..400].sort_by(|a, b| a.x.total_cmp(&b.x));
            for limit in [0.0, 1.0, 99.5, 300.0, 500.0, 1000.0, 2500.0, 40_000.0] {
                check(&points, &places, limit);
            }
        }
    }

    #[test]
    fn points_on_the_circle_and_on_the_sides_of_cells_count() {
        // A lattice of 100 m, so that cells end on points, and circles of 500 m pass through those that
        // are 300 and 400 m off (3, 4, 5); places on the lattice and just off it.
        let lattice = || (-8i32..=8).flat_map(|i| (-8i32..=8).map(move |j| (i, j)));
        let local = |(i, j): (i32, i32)| Local::new(f64::from(i) * 100.0, f64::from(j) * 100.0);
        let points: Vec<Local> = lattice().map(local).collect();
        let mut places = points.clone();
        places.extend(points.iter().map(|p| Local::new(p.x.next_up(), p.y.next_down())));
        for limit in [100.0, 500.0, 500.0f64.next_down(), 500.0f64.next_up(), 1000.0] {
            check(&points, &places, limit);
        }
        // From the middle: |i| up to 5 with i2 + j2 <= 25, which are 81 (Gauss's circle problem).
        grid(&points).count_within(&[Local::default()], 500.0, |_, count| assert_eq!(count, 81));
    }

    #[test]
    fn one_heap_and_no_points() {
        let mut state = 5;
        let places: Vec<Local> =
            (0..300).map(|_| Local::new(900.0 * unit(&mut state) - 450.0, 7.0)).collect();
        check(&vec![Local::new(-50.0, 7.0); 400], &places, 400.0);
        check(&[], &places, 400.0);
        check(&[Local::default()], &places, -1.0);
    }

    #[test]
    fn squares_stand_for_their_roots() {
        let mut state = 3;
        for n in 0..2000 {
            let limit = if n % 2 == 0 { unit(&mut state) * 2000.0 } else { f64::from(n) };
            let square = square(limit);
            assert!(square.sqrt() <= limit && square.next_up().sqrt() > limit, "{limit}");
        }
        assert!(square(f64::INFINITY).is_infinite() && square(-0.5) < 0.0);
    }
}
