//! Lists of small numbers by cell, in one array: the store under the grids of this module and others.

use crate::model::{Bounds, Local};

/// Members of numbered cells; with a geometry when made by [`Cells::over`].
#[derive(Debug)]
pub(crate) struct Cells {
    min: Local,
    cell: f64,
    columns: usize,
    rows: usize,
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Cells {
    /// A grid of about `count` square cells over `bounds`, holding each item in every cell that its
    /// rectangle touches.
    pub(crate) fn over(bounds: Bounds, items: &[Bounds], count: usize) -> Self {
        if bounds.is_empty() {
            return Self::of_ranges(1, std::iter::empty());
        }
        let (w, h) = (bounds.width().max(1e-3), bounds.height().max(1e-3));
        #[expect(clippy::cast_precision_loss, reason = "a count far below 2^52")]
        let cell = (w * h / count.max(1) as f64).sqrt().max(w.max(h) / 1024.0);
        let (columns, rows) = (cell_index(w, cell) + 1, cell_index(h, cell) + 1);
        let mut grid = Self {
            min: bounds.min,
            cell,
            columns,
            rows,
            starts: vec![0; columns * rows + 1],
            members: Vec::new(),
        };
        grid.fill(items.len(), |grid, i, put| {
            let (x0, x1, y0, y1) = grid.span(&items[i]);
            for row in y0..=y1 {
                for column in x0..=x1 {
                    put(row * grid.columns + column);
                }
            }
        });
        grid
    }

    /// Numbered cells in a row, each item in a range of them.
    pub(super) fn of_ranges(count: usize, ranges: impl Iterator<Item = (usize, usize)>) -> Self {
        let ranges: Vec<(usize, usize)> = ranges.collect();
        let mut cells = Self {
            min: Local::default(),
            cell: 1.0,
            columns: count,
            rows: 1,
            starts: vec![0; count + 1],
            members: Vec::new(),
        };
        cells.fill(ranges.len(), |_, i, put| {
            for cell in ranges[i].0..=ranges[i].1 {
                put(cell);
            }
        });
        cells
    }

    /// Counts, then places: `cells_of` names the cells of an item, the same both times.
    fn fill(&mut self, items: usize, cells_of: impl Fn(&Self, usize, &mut dyn FnMut(usize))) {
        let mut starts = std::mem::take(&mut self.starts);
        for i in 0..items {
            cells_of(self, i, &mut |cell| starts[cell + 1] += 1);
        }
        for cell in 1..starts.len() {
            starts[cell] += starts[cell - 1];
        }
        let mut next = starts.clone();
        let mut members = vec![0u32; starts.last().map_or(0, |&n| n as usize)];
        for (number, i) in (0u32..).zip(0..items) {
            cells_of(self, i, &mut |cell| {
                members[next[cell] as usize] = number;
                next[cell] += 1;
            });
        }
        self.starts = starts;
        self.members = members;
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn members(&self, cell: usize) -> &[u32] {
        &self.members[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }

    /// First and last column and row that a rectangle touches.
    fn span(&self, b: &Bounds) -> (usize, usize, usize, usize) {
        (
            cell_index(b.min.x - self.min.x, self.cell).min(self.columns - 1),
            cell_index(b.max.x - self.min.x, self.cell).min(self.columns - 1),
            cell_index(b.min.y - self.min.y, self.cell).min(self.rows - 1),
            cell_index(b.max.y - self.min.y, self.cell).min(self.rows - 1),
        )
    }

    /// Calls `each` with the members of every cell that touches `window`; repeats happen.
    pub(crate) fn visit(&self, window: &Bounds, mut each: impl FnMut(u32)) {
        let (x0, x1, y0, y1) = self.span(window);
        for row in y0..=y1 {
            let base = row * self.columns;
            let (from, to) = (self.starts[base + x0] as usize, self.starts[base + x1 + 1] as usize);
            self.members[from..to].iter().for_each(|&m| each(m));
        }
    }

    /// The same for those cells only that the circle passes through.
    pub(super) fn visit_circle(
        &self,
        centre: Local,
        radius: f64,
        window: &Bounds,
        mut each: impl FnMut(u32),
    ) {
        let (x0, x1, y0, y1) = self.span(window);
        // A cell's middle is at most half a diagonal from any of its points; a millimetre more
        // covers the rounding of cell borders.
        let half = self.cell * std::f64::consts::FRAC_1_SQRT_2 + 1e-3;
        let (least, most) = ((radius - half).max(0.0), radius + half);
        let (least, most) = (least * least, most * most);
        for row in y0..=y1 {
            let dy = self.middle(self.min.y, row) - centre.y;
            let base = row * self.columns;
            for column in x0..=x1 {
                let (from, to) = (self.starts[base + column], self.starts[base + column + 1]);
                if from == to {
                    continue;
                }
                let dx = self.middle(self.min.x, column) - centre.x;
                let d2 = dx * dx + dy * dy;
                let outermost =
                    row == 0 || column == 0 || row + 1 == self.rows || column + 1 == self.columns;
                if outermost || (least <= d2 && d2 <= most) {
                    self.members[from as usize..to as usize].iter().for_each(|&m| each(m));
                }
            }
        }
    }

    /// Calls `each` with every member whose cell lies within `far` of `at`, in square rings of cells
    /// about it, the nearest ring first, until it answers `false`.
    pub(super) fn visit_rings(&self, at: Local, far: f64, mut each: impl FnMut(u32) -> bool) {
        let here = Bounds { min: at, max: at };
        let (cx, _, cy, _) = self.span(&here);
        let rings = (cell_index(far, self.cell) + 1).min(self.columns.max(self.rows));
        for ring in 0..=rings {
            let (y0, y1) = (cy.saturating_sub(ring), (cy + ring).min(self.rows - 1));
            let (x0, x1) = (cx.saturating_sub(ring), (cx + ring).min(self.columns - 1));
            for row in y0..=y1 {
                let go_on = if row.abs_diff(cy) == ring {
                    self.all_in(row, x0, x1, &mut each)
                } else {
                    let (west, east) = (cx >= ring, cx + ring < self.columns);
                    (!west || self.all_in(row, x0, x0, &mut each))
                        && (!east || self.all_in(row, x1, x1, &mut each))
                };
                if !go_on {
                    return;
                }
            }
        }
    }

    fn all_in(&self, row: usize, x0: usize, x1: usize, each: &mut impl FnMut(u32) -> bool) -> bool {
        let base = row * self.columns;
        let (from, to) = (self.starts[base + x0] as usize, self.starts[base + x1 + 1] as usize);
        self.members[from..to].iter().all(|&m| each(m))
    }

    fn middle(&self, min: f64, index: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "at most 1024")]
        let index = index as f64;
        min + (index + 0.5) * self.cell
    }
}

/// Number of the cell that an offset falls into; what lies before the first is in the first.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from f64 to usize saturates, and negative offsets mean the first cell"
)]
pub(super) fn cell_index(offset: f64, cell: f64) -> usize {
    (offset / cell) as usize
}
