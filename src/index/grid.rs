//! A packed uniform grid for nearest-point sweeps.
//!
//! Points lie cell by cell in one array with their coordinates, so that a cell is read in one run. A
//! search goes over square rings of cells about the place and stops when the next ring lies further
//! than the best point so far (Bentley, Weide and Yao, "Optimal expected-time algorithms for closest
//! point problems", 1980). `sweep` and `count_within` ask for many places at once.

use std::ops::RangeInclusive;

use crate::model::{Bounds, Local, OutletId};

/// The nearest point found, with its squared distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearest {
    /// Which.
    pub outlet: OutletId,
    /// Squared distance in square metres.
    pub d2: f64,
    /// Where it lies.
    pub at: Local,
}

/// Points by cell.
#[derive(Debug)]
pub struct PointGrid {
    min: Local,
    cell: f64,
    inverse: f64,
    columns: i64,
    rows: i64,
    starts: Vec<u32>,
    points: Vec<(Local, OutletId)>,
}

impl PointGrid {
    /// A grid over points with about two points a cell, at most 1024 cells along a side.
    #[must_use]
    pub fn new(points: &[(Local, OutletId)]) -> Self {
        Self::of(points.iter().copied())
    }

    /// The same over points that are in no list.
    #[must_use]
    pub fn of(points: impl Iterator<Item = (Local, OutletId)> + Clone) -> Self {
        let mut bounds = Bounds::EMPTY;
        let mut count = 0_usize;
        for (p, _) in points.clone() {
            bounds.include(p);
            count += 1;
        }
        if bounds.is_empty() {
            bounds.include(Local::default());
        }
        let (w, h) = (bounds.width().max(1.0), bounds.height().max(1.0));
        #[expect(clippy::cast_precision_loss, reason = "a count far below 2^52")]
        let cell = (2.0 * w * h / count.max(1) as f64).sqrt().max(w.max(h) / 1024.0);
        let mut grid = Self {
            min: bounds.min,
            cell,
            inverse: 1.0 / cell,
            columns: whole(w / cell) + 1,
            rows: whole(h / cell) + 1,
            starts: Vec::new(),
            points: Vec::new(),
        };
        grid.fill(points);
        grid
    }

    /// Puts the points cell by cell, in their order within each: a counting sort.
    fn fill(&mut self, points: impl Iterator<Item = (Local, OutletId)> + Clone) {
        let cell = |(p, _): (Local, OutletId)| self.cell_at(self.column(p.x), self.row(p.y));
        let cells: Vec<usize> = points.clone().map(cell).collect();
        let count = self.cell_at(0, self.rows);
        // One place ahead, so that filling moves each start to where its cell begins.
        let mut starts = vec![0u32; count + 2];
        for &cell in &cells {
            starts[cell + 2] += 1;
        }
        for cell in 0..count {
            starts[cell + 2] += starts[cell + 1];
        }
        self.points = vec![(Local::default(), OutletId(0)); cells.len()];
        for (point, &cell) in points.zip(&cells) {
            let next = &mut starts[cell + 1];
            self.points[*next as usize] = point;
            *next += 1;
        }
        starts.pop();
        self.starts = starts;
    }

    /// The column that an easting lies in, or the nearest one.
    pub(super) fn column(&self, x: f64) -> i64 {
        whole((x - self.min.x) * self.inverse).clamp(0, self.columns - 1)
    }

    fn row(&self, y: f64) -> i64 {
        whole((y - self.min.y) * self.inverse).clamp(0, self.rows - 1)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "columns and rows are at least 0 and at most 1025"
    )]
    fn cell_at(&self, column: i64, row: i64) -> usize {
        (row * self.columns + column) as usize
    }

    /// The nearest point, ties to the lower outlet.
    #[must_use]
    pub fn nearest(&self, at: Local) -> Option<Nearest> {
        self.nearest_within(at, f64::INFINITY)
    }

    /// The nearest point within `limit` metres (inclusive), ties to the lower outlet.
    #[must_use]
    pub fn nearest_within(&self, at: Local, limit: f64) -> Option<Nearest> {
        self.search(at, limit, -1.0, |_| true)
    }

    /// Whether any point lies within `limit` metres, and how far the nearest is at most: the search
    /// ends at the first point within `enough`.
    /// Of those points alone that count.
    #[must_use]
    pub fn any_within(
        &self,
        at: Local,
        limit: f64,
        enough: f64,
        counts: impl Fn(OutletId) -> bool,
    ) -> Option<Nearest> {
        self.search(at, limit, enough, counts)
    }

    /// Side of a cell in metres.
    pub(super) fn cell(&self) -> f64 {
        self.cell
    }

    /// The rows from one northing to another, as far as there are any; at least the nearest one.
    pub(super) fn rows_of(&self, south: f64, north: f64) -> RangeInclusive<i64> {
        self.row(south)..=self.row(north)
    }

    /// The southern and the northern side of a row.
    pub(super) fn sides(&self, row: i64) -> (f64, f64) {
        #[expect(clippy::cast_precision_loss, reason = "at most 1025")]
        let south = self.min.y + row as f64 * self.cell;
        (south, south + self.cell)
    }

    /// The points in some cells of a row, up to the column before `to`.
    pub(super) fn cells(&self, row: i64, from: i64, to: i64) -> &[(Local, OutletId)] {
        let [from, to] = [from, to].map(|column| self.starts[self.cell_at(column, row)] as usize);
        &self.points[from..to]
    }

    /// How many they are.
    pub(super) fn count_cells(&self, row: i64, from: i64, to: i64) -> u32 {
        self.starts[self.cell_at(to, row)] - self.starts[self.cell_at(from, row)]
    }

    /// Calls `each` with every point in a cell that touches `window`, row by row.
    pub(super) fn visit(&self, window: &Bounds, mut each: impl FnMut((Local, OutletId))) {
        if self.points.is_empty() {
            return;
        }
        let (x0, x1) = (self.column(window.min.x), self.column(window.max.x));
        for row in self.rows_of(window.min.y, window.max.y) {
            self.cells(row, x0, x1 + 1).iter().for_each(|&point| each(point));
        }
    }

    fn search(
        &self,
        at: Local,
        limit: f64,
        enough: f64,
        counts: impl Fn(OutletId) -> bool,
    ) -> Option<Nearest> {
        if self.points.is_empty() {
            return None;
        }
        let enough2 = if enough < 0.0 { -1.0 } else { enough * enough };
        let mut search = Search { at, best2: limit * limit, best: None };
        let (cx, cy) = (self.column(at.x), self.row(at.y));
        // What lies outside ring n of cells is further than this from the place.
        let inner = self.inner_distance(at, cx, cy);
        for ring in 0..=self.columns.max(self.rows) {
            #[expect(clippy::cast_precision_loss, reason = "at most 1025")]
            let beyond = if ring == 0 { 0.0 } else { inner + (ring - 1) as f64 * self.cell };
            if beyond > 0.0 && beyond * beyond > search.best2 {
                break;
            }
            self.visit_ring((cx, cy), ring, &mut |p, outlet| {
                if counts(outlet) {
                    search.ask(p, outlet);
                }
            });
            if search.best.is_some() && search.best2 <= enough2 {
                break;
            }
        }
        search.best
    }

    /// Distance from a place to the nearest side of its own cell; nought outside the grid.
    fn inner_distance(&self, at: Local, cx: i64, cy: i64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "at most 1025")]
        let (fx, fy) = (
            (at.x - self.min.x) - cx as f64 * self.cell,
            (at.y - self.min.y) - cy as f64 * self.cell,
        );
        // A millimetre less, for points that rounding put into the next cell.
        (fx.min(self.cell - fx).min(fy).min(self.cell - fy) - 1e-3).max(0.0)
    }

    /// The nearest points, `count` at most, the nearest first, ties by the lower outlet. `found` is
    /// emptied before.
    pub fn nearest_few(&self, at: Local, count: usize, found: &mut Vec<Nearest>) {
        found.clear();
        if self.points.is_empty() || count == 0 {
            return;
        }
        let (cx, cy) = (self.column(at.x), self.row(at.y));
        let inner = self.inner_distance(at, cx, cy);
        for ring in 0..=self.columns.max(self.rows) {
            #[expect(clippy::cast_precision_loss, reason = "at most 1025")]
            let beyond = if ring == 0 { 0.0 } else { inner + (ring - 1) as f64 * self.cell };
            if found.len() == count && beyond * beyond > found[count - 1].d2 {
                break;
            }
            self.visit_ring((cx, cy), ring, &mut |p, outlet| {
                let d2 = squared(p, at);
                let rank = found.partition_point(|f| (f.d2, f.outlet) < (d2, outlet));
                if rank < count {
                    found.truncate(count - 1);
                    found.insert(rank, Nearest { outlet, d2, at: p });
                }
            });
        }
    }

    /// Calls `f` with every point within `limit` metres (inclusive) and its distance, cell by cell.
    pub fn within(&self, at: Local, limit: f64, mut f: impl FnMut(OutletId, f64)) {
        if self.points.is_empty() {
            return;
        }
        // A millimetre more, for points that rounding put into the next cell.
        let reach = limit + 1e-3;
        let (x0, x1) = (self.column(at.x - reach), self.column(at.x + reach));
        for row in self.row(at.y - reach)..=self.row(at.y + reach) {
            self.visit_cells(self.cell_at(x0, row), self.cell_at(x1, row), &mut |p, outlet| {
                let distance = squared(p, at).sqrt();
                if distance <= limit {
                    f(outlet, distance);
                }
            });
        }
    }

    fn visit_ring(&self, (cx, cy): (i64, i64), ring: i64, f: &mut impl FnMut(Local, OutletId)) {
        let (x0, x1) = ((cx - ring).max(0), (cx + ring).min(self.columns - 1));
        let (y0, y1) = ((cy - ring).max(0), (cy + ring).min(self.rows - 1));
        for row in y0..=y1 {
            if (row - cy).abs() == ring {
                self.visit_cells(self.cell_at(x0, row), self.cell_at(x1, row), f);
            } else {
                if cx >= ring {
                    let cell = self.cell_at(cx - ring, row);
                    self.visit_cells(cell, cell, f);
                }
                if cx + ring < self.columns {
                    let cell = self.cell_at(cx + ring, row);
                    self.visit_cells(cell, cell, f);
                }
            }
        }
    }

    #[inline]
    fn visit_cells(&self, first: usize, last: usize, f: &mut impl FnMut(Local, OutletId)) {
        let (from, to) = (self.starts[first] as usize, self.starts[last + 1] as usize);
        for &(p, outlet) in &self.points[from..to] {
            f(p, outlet);
        }
    }
}

/// The square of the distance of two places, as all circles are judged by it.
#[must_use]
pub fn squared(a: Local, b: Local) -> f64 {
    let (dx, dy) = (a.x - b.x, a.y - b.y);
    dx * dx + dy * dy
}

/// One search under way.
struct Search {
    at: Local,
    /// Squared distance of the best point, or of the limit before there is one.
    best2: f64,
    best: Option<Nearest>,
}

impl Search {
    #[inline]
    fn ask(&mut self, p: Local, outlet: OutletId) {
        let d2 = squared(p, self.at);
        let is_nearer = d2 < self.best2
            || d2 <= self.best2 && self.best.is_none_or(|best| outlet < best.outlet);
        if is_nearer {
            self.best2 = d2;
            self.best = Some(Nearest { outlet, d2, at: p });
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a cast from f64 to i64 saturates")]
fn whole(x: f64) -> i64 {
    x.floor() as i64
}
