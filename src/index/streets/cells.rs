//! The cells of a uniform grid over streets, and which of them a straight piece of street touches.
//!
//! Cells are as wide as a power of two in millimetres, the unit of the graph's coordinates. They lie in memory in
//! tiles of 8 by 8, so that what is near on the ground is near there too.

use super::Spot;
use crate::model::Local;

/// A tile has 2^3 columns and rows of cells.
const TILE: u32 = 3;

/// The same as a number of columns, and of rows.
const SIDE: i64 = 1 << TILE;

/// What rounding may put into the next cell: 2 mm.
pub(super) const SLACK: f64 = 2.0;

/// Where cells are.
pub(super) struct Cells {
    min: Spot,
    /// A cell is 2^shift mm wide.
    shift: u32,
    pub(super) columns: i64,
    pub(super) rows: i64,
    /// Tiles that lie above one another.
    tiles: i64,
}

impl Cells {
    /// Cells over some places, `most` of them at most but for what fills up the outermost tiles.
    pub(super) fn over(spots: impl Iterator<Item = Spot>, most: i64) -> Self {
        let (mut min, mut max) =
            (Spot { x: i32::MAX, y: i32::MAX }, Spot { x: i32::MIN, y: i32::MIN });
        for spot in spots {
            min = Spot { x: min.x.min(spot.x), y: min.y.min(spot.y) };
            max = Spot { x: max.x.max(spot.x), y: max.y.max(spot.y) };
        }
        if min > max {
            (min, max) = (Spot::default(), Spot::default());
        }
        let sides = (i64::from(max.x) - i64::from(min.x), i64::from(max.y) - i64::from(min.y));
        // 2^33 mm are twice the widest layer: one cell.
        let cells = |shift: u32| ((sides.0 >> shift) + 1, (sides.1 >> shift) + 1);
        let fits = |shift: &u32| cells(*shift).0.saturating_mul(cells(*shift).1) <= most;
        let shift = (10..33).find(fits).unwrap_or(33);
        let (columns, rows) = cells(shift);
        Self { min, shift, columns, rows, tiles: (rows + SIDE - 1) >> TILE }
    }

    /// How many cells there are with those that fill up the outermost tiles.
    pub(super) fn count(&self) -> usize {
        let tiles = ((self.columns + SIDE - 1) >> TILE) * self.tiles;
        usize::try_from(tiles << (2 * TILE)).unwrap_or(0)
    }

    /// Where a cell lies in memory.
    #[inline]
    pub(super) fn at(&self, column: i64, row: i64) -> u32 {
        let tile = (column >> TILE) * self.tiles + (row >> TILE);
        let within = (column & (SIDE - 1)) << TILE | row & (SIDE - 1);
        // Both are inside the grid, which has fewer than 2^31 cells: no file has so many edges.
        u32::try_from(tile << (2 * TILE) | within).unwrap_or(0)
    }

    /// Column and row of a place in millimetres. Unclamped: a place outside the grid is further from its cells,
    /// never nearer.
    pub(super) fn around(&self, place: Local) -> (i64, i64) {
        let cell = |from: i32, to: f64| (whole(to) - i64::from(from)) >> self.shift;
        (cell(self.min.x, place.x), cell(self.min.y, place.y))
    }

    /// Where the cell of a place in millimetres lies in memory; of one outside the grid a cell at its border.
    pub(super) fn holding(&self, place: Local) -> u32 {
        let (column, row) = self.around(place);
        self.at(column.clamp(0, self.columns - 1), row.clamp(0, self.rows - 1))
    }

    /// Calls `f` with every cell that a segment touches; a cell more where it runs along a border.
    #[inline]
    pub(super) fn touched(&self, (from, to): (Spot, Spot), mut f: impl FnMut(u32)) {
        let [a, b] = [from, to].map(|end| (self.column(end.x), self.row(end.y)));
        if a == b {
            f(self.at(a.0, a.1));
            return;
        }
        let ((west, east), (first, last)) =
            ((a.0.min(b.0), a.0.max(b.0)), (a.1.min(b.1), a.1.max(b.1)));
        if first == last || west == east {
            for row in first..=last {
                (west..=east).for_each(|column| f(self.at(column, row)));
            }
            return;
        }
        let (low, high) = if from.y <= to.y { (from, to) } else { (to, from) };
        let across = f64::from(high.x) - f64::from(low.x);
        let slope = across / (f64::from(high.y) - f64::from(low.y));
        for row in first..=last {
            // Where the segment enters and leaves the row; the ends themselves in the outer rows.
            let at = |row: i64| f64::from(low.x) + slope * (self.south(row) - f64::from(low.y));
            let enters = if row == first { f64::from(low.x) } else { at(row) };
            let leaves = if row == last { f64::from(high.x) } else { at(row + 1) };
            let column =
                |x: f64| ((whole(x) - i64::from(self.min.x)) >> self.shift).clamp(west, east);
            let (left, right) = (enters.min(leaves) - SLACK, enters.max(leaves) + SLACK);
            (column(left)..=column(right)).for_each(|column| f(self.at(column, row)));
        }
    }

    fn column(&self, x: i32) -> i64 {
        (i64::from(x) - i64::from(self.min.x)) >> self.shift
    }

    fn row(&self, y: i32) -> i64 {
        (i64::from(y) - i64::from(self.min.y)) >> self.shift
    }

    /// The western border of a column.
    #[expect(clippy::cast_precision_loss, reason = "below 2^53 mm")]
    pub(super) fn west(&self, column: i64) -> f64 {
        ((column << self.shift) + i64::from(self.min.x)) as f64
    }

    /// The southern border of a row.
    #[expect(clippy::cast_precision_loss, reason = "below 2^53 mm")]
    pub(super) fn south(&self, row: i64) -> f64 {
        ((row << self.shift) + i64::from(self.min.y)) as f64
    }
}

/// The whole number at a number or next below it: `floor` without a call into the library.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a cast from f64 to i64 saturates, and what it gives came from an f64"
)]
fn whole(x: f64) -> i64 {
    let cut = x as i64;
    cut - i64::from(cut as f64 > x)
}
