//! Sums over blocks of cells in constant time, by a summed-area table (Crow 1984).

use super::room::Block;

/// Counts in the cells of a grid, added up.
pub(super) struct Sums {
    columns: i32,
    rows: i32,
    /// Entry `x`, `y`: the sum of all cells left of and above that corner.
    corners: Vec<u32>,
}

impl Sums {
    /// The table of a grid; `count` gives what a cell holds.
    pub(super) fn new(columns: i32, rows: i32, count: impl Fn(i32, i32) -> u32) -> Self {
        let size = usize::try_from((columns + 1) * (rows + 1)).unwrap_or(0);
        let mut sums = Self { columns, rows, corners: vec![0; size] };
        for y in 0..rows {
            let mut row = 0;
            for x in 0..columns {
                row += count(x, y);
                let above = sums.corner(x + 1, y);
                if let Some(here) = sums.at(x + 1, y + 1).and_then(|i| sums.corners.get_mut(i)) {
                    *here = above + row;
                }
            }
        }
        sums
    }

    /// The sum over a block; cells beyond the grid hold nothing.
    pub(super) fn over(&self, block: Block) -> u32 {
        let x = |x: i32| x.clamp(0, self.columns);
        let y = |y: i32| y.clamp(0, self.rows);
        let (x0, x1, y0, y1) = (x(block.x0), x(block.x1), y(block.y0), y(block.y1));
        let outer = self.corner(x1, y1) + self.corner(x0, y0);
        outer.saturating_sub(self.corner(x0, y1) + self.corner(x1, y0))
    }

    fn corner(&self, x: i32, y: i32) -> u32 {
        self.at(x, y).and_then(|i| self.corners.get(i)).map_or(0, |&sum| sum)
    }

    fn at(&self, x: i32, y: i32) -> Option<usize> {
        usize::try_from(y * (self.columns + 1) + x).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_holds_the_sum_of_its_cells() {
        // Cells count 0, 1, 2 in the first row and 10, 11, 12 in the second.
        let sums = Sums::new(3, 2, |x, y| u32::try_from(x + 10 * y).unwrap());
        assert_eq!(sums.over(Block { x0: 1, y0: 0, x1: 3, y1: 2 }), 1 + 2 + 11 + 12);
        assert_eq!(sums.over(Block { x0: -5, y0: -5, x1: 1, y1: 9 }), 10);
    }
}
