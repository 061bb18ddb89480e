//! The map frame as a grid of cells: who owns each, how deep inside it lies, what stands on it.
//!
//! Labels are placed on this grid. Depth is the distance to the owner's border by the chamfer 3-4
//! transform (Borgefors 1986), in cells.

use super::layout::Frame;
use super::sums::Sums;

/// No owner.
const NOBODY: u32 = 0;

/// A block of cells: columns `x0..x1`, rows `y0..y1`; may reach beyond the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) x0: i32,
    pub(super) y0: i32,
    pub(super) x1: i32,
    pub(super) y1: i32,
}

/// The cells of a map frame.
pub(super) struct Room {
    frame: Frame,
    cell: f32,
    columns: i32,
    rows: i32,
    owner: Vec<u32>,
    depth: Vec<f32>,
    symbols: Sums,
    shaded: Sums,
    taken: Vec<bool>,
}

impl Room {
    /// A grid of square cells over the frame, nobody's and empty.
    pub(super) fn new(frame: Frame, cell: f32) -> Self {
        let columns = whole(frame.width() / cell);
        let rows = whole(frame.height() / cell);
        let cells = usize::try_from(columns * rows).unwrap_or(0);
        Self {
            frame,
            cell,
            columns,
            rows,
            owner: vec![NOBODY; cells],
            depth: vec![0.0; cells],
            symbols: Sums::new(columns, rows, |_, _| 0),
            shaded: Sums::new(columns, rows, |_, _| 0),
            taken: vec![false; cells],
        }
    }

    /// Gives the cells whose middle lies inside the rings (even-odd) to an owner.
    pub(super) fn give(&mut self, owner: usize, rings: &[Vec<(f32, f32)>]) {
        let number = u32::try_from(owner + 1).unwrap_or(NOBODY);
        let mut given = Vec::new();
        self.scan(rings, |at| given.push(at));
        for at in given {
            self.owner[at] = number;
        }
    }

    /// Calls `found` for each cell whose middle lies inside the rings (even-odd), row by row.
    fn scan(&self, rings: &[Vec<(f32, f32)>], mut found: impl FnMut(usize)) {
        let mut crossings: Vec<Vec<f32>> =
            vec![Vec::new(); usize::try_from(self.rows).unwrap_or(0)];
        for ring in rings {
            for (i, &a) in ring.iter().enumerate() {
                let b = ring[(i + 1) % ring.len()];
                self.cross(a, b, &mut crossings);
            }
        }
        for (row, xs) in (0_i32..).zip(&mut crossings) {
            xs.sort_by(f32::total_cmp);
            for pair in xs.chunks_exact(2) {
                // Middles at (column + 0.5) cells: from the first at or after the left crossing.
                let from = whole((pair[0] - 0.5).ceil()).max(0);
                let to = whole((pair[1] - 0.5).ceil()).min(self.columns);
                (from..to).filter_map(|column| self.at(column, row)).for_each(&mut found);
            }
        }
    }

    /// Notes where the row middles cross an edge, in cells.
    fn cross(&self, a: (f32, f32), b: (f32, f32), crossings: &mut [Vec<f32>]) {
        let cells = |(x, y): (f32, f32)| {
            ((x - self.frame.left) / self.cell, (y - self.frame.top) / self.cell)
        };
        let (a, b) = (cells(a), cells(b));
        let (low, high) = if a.1 < b.1 { (a, b) } else { (b, a) };
        let from = whole((low.1 - 0.5).ceil()).max(0);
        let to = whole((high.1 - 0.5).ceil()).min(self.rows);
        for row in from..to {
            let t = (middle(row) - low.1) / (high.1 - low.1);
            if let Some(list) = usize::try_from(row).ok().and_then(|r| crossings.get_mut(r)) {
                list.push(low.0 + t * (high.0 - low.0));
            }
        }
    }

    /// Computes the depth of every cell. Beyond the frame the owner goes on, so that a unit that the
    /// frame cuts is not pushed inwards.
    pub(super) fn sound(&mut self) {
        self.depth.fill(f32::INFINITY);
        let order: Vec<(i32, i32)> =
            (0..self.rows).flat_map(|y| (0..self.columns).map(move |x| (x, y))).collect();
        for &(x, y) in &order {
            self.relax((x, y), [(-1, 0), (-1, -1), (0, -1), (1, -1)]);
        }
        for &(x, y) in order.iter().rev() {
            self.relax((x, y), [(1, 0), (1, 1), (0, 1), (-1, 1)]);
        }
    }

    fn relax(&mut self, (x, y): (i32, i32), from: [(i32, i32); 4]) {
        let Some(here) = self.at(x, y) else { return };
        for (dx, dy) in from {
            let Some(there) = self.at(x + dx, y + dy) else { continue };
            let step = if dx == 0 || dy == 0 { 1.0 } else { 4.0 / 3.0 };
            let depth = if self.owner[there] == self.owner[here] {
                self.depth[there] + step
            } else {
                step / 2.0
            };
            self.depth[here] = self.depth[here].min(depth);
        }
    }

    /// Notes the symbols on the map, by their middles in pixels.
    pub(super) fn strew(&mut self, symbols: impl Iterator<Item = (f32, f32)>) {
        let mut counts = vec![0_u32; self.owner.len()];
        for (x, y) in symbols {
            let (x, y) = self.cell_of(x, y);
            if let Some(at) = self.at(x, y) {
                counts[at] += 1;
            }
        }
        self.symbols = self.sums(|at| counts[at]);
    }

    /// Notes the land on the map that a label had better not hide: the inside of the rings (even-odd).
    pub(super) fn shade(&mut self, rings: &[Vec<(f32, f32)>]) {
        let mut shaded = vec![false; self.owner.len()];
        self.scan(rings, |at| shaded[at] = true);
        self.shaded = self.sums(|at| u32::from(shaded[at]));
    }

    fn sums(&self, count: impl Fn(usize) -> u32) -> Sums {
        Sums::new(self.columns, self.rows, |x, y| self.at(x, y).map_or(0, &count))
    }

    /// How many symbols have their middle in a block.
    pub(super) fn symbols_on(&self, block: Block) -> u32 {
        self.symbols.over(block)
    }

    /// How many cells of a block are land that had better not be hidden.
    pub(super) fn shaded_on(&self, block: Block) -> u32 {
        self.shaded.over(block)
    }

    /// The cells of an owner in the order of rows, each with its depth.
    pub(super) fn cells_of(&self, owners: usize) -> Vec<Vec<(i32, i32, f32)>> {
        let mut cells = vec![Vec::new(); owners];
        for y in 0..self.rows {
            for x in 0..self.columns {
                let Some(at) = self.at(x, y) else { continue };
                let owner = self.owner[at] as usize;
                if let Some(list) = owner.checked_sub(1).and_then(|o| cells.get_mut(o)) {
                    list.push((x, y, self.depth[at]));
                }
            }
        }
        cells
    }

    /// How many cells of a block are not the owner's.
    pub(super) fn foreign(&self, block: Block, owner: usize) -> u32 {
        let mut count = 0;
        for y in block.y0..block.y1 {
            for x in block.x0..block.x1 {
                let own = self.at(x, y).is_some_and(|at| self.owner[at] as usize == owner + 1);
                count += u32::from(!own);
            }
        }
        count
    }

    /// How many cells of a block are anybody's.
    pub(super) fn owned(&self, block: Block) -> u32 {
        let mut count = 0;
        for y in block.y0..block.y1 {
            for x in block.x0..block.x1 {
                count += u32::from(self.at(x, y).is_some_and(|at| self.owner[at] != NOBODY));
            }
        }
        count
    }

    /// Whether a block lies inside the frame and nothing stands on it.
    pub(super) fn is_free(&self, block: Block) -> bool {
        block == self.clip(block)
            && (block.y0..block.y1).all(|y| {
                (block.x0..block.x1).all(|x| self.at(x, y).is_some_and(|at| !self.taken[at]))
            })
    }

    /// Whether a single cell lies inside the frame and nothing stands on it.
    pub(super) fn is_free_cell(&self, x: i32, y: i32) -> bool {
        self.at(x, y).is_some_and(|at| !self.taken[at])
    }

    /// Takes a block.
    pub(super) fn take(&mut self, block: Block) {
        let Block { x0, y0, x1, y1 } = self.clip(block);
        for y in y0..y1 {
            for x in x0..x1 {
                if let Some(at) = self.at(x, y) {
                    self.taken[at] = true;
                }
            }
        }
    }

    /// A block with `pixels` more on every side, rounded to whole cells.
    pub(super) fn grown(&self, block: Block, pixels: f32) -> Block {
        let by = whole((pixels / self.cell).round());
        Block { x0: block.x0 - by, y0: block.y0 - by, x1: block.x1 + by, y1: block.y1 + by }
    }

    /// The block of a label of so many pixels about the middle of a cell, with `pad` pixels around.
    pub(super) fn block(&self, (x, y): (i32, i32), size: (f32, f32), pad: f32) -> Block {
        let half = |length: f32| whole(((length / 2.0 + pad) / self.cell).ceil()).max(1);
        let (w, h) = (half(size.0), half(size.1));
        Block { x0: x - w, y0: y - h, x1: x + w, y1: y + h }
    }

    /// The corner between cells in pixels that [`Room::block`] is centred on.
    pub(super) fn middle(&self, (x, y): (i32, i32)) -> (f32, f32) {
        let px = |i: i32| (middle(i) - 0.5) * self.cell;
        (self.frame.left + px(x), self.frame.top + px(y))
    }

    /// Side of a cell in pixels.
    pub(super) fn cell(&self) -> f32 {
        self.cell
    }

    /// The cell that holds a place in pixels; may lie beyond the grid.
    pub(super) fn cell_of(&self, x: f32, y: f32) -> (i32, i32) {
        let index = |v: f32| whole((v / self.cell).floor());
        (index(x - self.frame.left), index(y - self.frame.top))
    }

    fn clip(&self, b: Block) -> Block {
        Block {
            x0: b.x0.clamp(0, self.columns),
            y0: b.y0.clamp(0, self.rows),
            x1: b.x1.clamp(0, self.columns),
            y1: b.y1.clamp(0, self.rows),
        }
    }

    fn at(&self, x: i32, y: i32) -> Option<usize> {
        let inside = 0 <= x && x < self.columns && 0 <= y && y < self.rows;
        inside.then(|| usize::try_from(y * self.columns + x).ok()).flatten()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "`as` saturates; cells are few thousands")]
fn whole(v: f32) -> i32 {
    v as i32
}

#[expect(clippy::cast_precision_loss, reason = "cells are few thousands")]
fn middle(index: i32) -> f32 {
    index as f32 + 0.5
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room() -> Room {
        let mut room = Room::new(Frame::new(0.0, 0.0, 100.0, 100.0), 10.0);
        room.give(0, &[vec![(10.0, 10.0), (60.0, 10.0), (60.0, 60.0), (10.0, 60.0)]]);
        room.sound();
        room
    }

    #[test]
    fn a_square_of_50_pixels_has_25_cells_of_10() {
        assert_eq!(room().cells_of(1)[0].len(), 25);
    }

    #[test]
    fn the_middle_is_deepest() {
        let cells = room().cells_of(1).remove(0);
        let deepest = cells.iter().max_by(|a, b| a.2.total_cmp(&b.2)).unwrap();
        assert_eq!((deepest.0, deepest.1), (3, 3));
    }

    #[test]
    fn what_is_taken_is_not_free() {
        let mut room = room();
        let block = room.block((3, 3), (20.0, 10.0), 0.0);
        assert!(room.is_free(block));
        room.take(block);
        assert!(!room.is_free(block));
    }

    #[test]
    fn a_block_beyond_the_frame_is_not_free() {
        let room = room();
        assert!(!room.is_free(Block { x0: 9, y0: 0, x1: 11, y1: 1 }));
    }

    #[test]
    fn symbols_are_counted_by_block() {
        let mut room = room();
        room.strew([(15.0, 15.0), (25.0, 15.0), (95.0, 95.0)].into_iter());
        assert_eq!(room.symbols_on(Block { x0: 0, y0: 0, x1: 3, y1: 3 }), 2);
        assert_eq!(room.symbols_on(Block { x0: 2, y0: 1, x1: 10, y1: 10 }), 2);
    }
}
