//! Which unit each place lies in.
//!
//! A raster over all units answers for the places in cells that no border comes near: one exact answer
//! holds for a whole run of such cells. The rest are asked of the units whose rectangles hold them.

use rayon::prelude::*;
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

use super::cells::cell_index;
use super::prepared::{Edge, Prepared};
use crate::model::{Bounds, Local, Shape, SubdistrictId};

/// Units in an R-tree, for "which unit is this in". Where units overlap, the lower id wins.
pub struct Placing {
    prepared: Vec<Prepared>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
    raster: Raster,
}

impl Placing {
    /// Indexes the shapes of units.
    #[must_use]
    pub fn new(shapes: &[&Shape]) -> Self {
        let prepared: Vec<Prepared> = shapes.par_iter().map(|s| Prepared::new(s)).collect();
        let items = (0u32..)
            .zip(&prepared)
            .filter(|(_, p)| !p.bounds().is_empty())
            .map(|(i, p)| {
                let b = p.bounds();
                let corners = ([b.min.x, b.min.y], [b.max.x, b.max.y]);
                GeomWithData::new(Rectangle::from_corners(corners.0, corners.1), i)
            })
            .collect();
        let tree = RTree::bulk_load(items);
        let raster = Raster::new(&prepared, |at| exact(&prepared, &tree, at));
        Self { prepared, tree, raster }
    }

    /// How many units there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.prepared.len()
    }

    /// Whether there is no unit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.prepared.is_empty()
    }

    /// The unit that a place lies in.
    #[must_use]
    pub fn unit(&self, at: Local) -> Option<SubdistrictId> {
        match self.raster.cell(at) {
            Cell::OneAnswer(unit) => unit,
            Cell::NearBorder => exact(&self.prepared, &self.tree, at),
        }
    }

    /// The units of many places, in their order.
    #[must_use]
    pub fn units(&self, places: &[Local]) -> Vec<Option<SubdistrictId>> {
        places.par_iter().with_min_len(1024).map(|&at| self.unit(at)).collect()
    }
}

fn exact(
    prepared: &[Prepared],
    tree: &RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
    at: Local,
) -> Option<SubdistrictId> {
    let mut found: Option<u32> = None;
    for item in tree.locate_in_envelope_intersecting(AABB::from_point([at.x, at.y])) {
        let lower = found.is_none_or(|f| item.data < f);
        if lower && prepared[item.data as usize].contains(at) {
            found = Some(item.data);
        }
    }
    found.map(SubdistrictId)
}

/// What one cell of the raster knows of the places in it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Cell {
    /// All lie in this unit, or in none.
    OneAnswer(Option<SubdistrictId>),
    /// A border passes through the cell, or almost.
    NearBorder,
}

/// Square cells over all units, row by row from the south-west.
struct Raster {
    bounds: Bounds,
    cell: f64,
    columns: usize,
    rows: usize,
    cells: Vec<Cell>,
}

impl Raster {
    /// Metres by which a border reaches into neighbouring cells, far above the rounding of any place.
    const NEAR: f64 = 1e-3;

    fn new(prepared: &[Prepared], exact: impl Fn(Local) -> Option<SubdistrictId>) -> Self {
        let bounds = prepared.iter().fold(Bounds::EMPTY, |all, p| all.union(p.bounds()));
        let edges: usize = prepared.iter().map(|p| p.edges.len()).sum();
        if bounds.is_empty() {
            return Self { bounds, cell: 1.0, columns: 0, rows: 0, cells: Vec::new() };
        }
        let (w, h) = (bounds.width().max(1.0), bounds.height().max(1.0));
        #[expect(clippy::cast_precision_loss, reason = "at most 2^20")]
        let count = (16 * edges).clamp(1 << 12, 1 << 20) as f64;
        let cell = (w * h / count).sqrt().max(w.max(h) / 2048.0);
        let (columns, rows) = (cell_index(w, cell) + 1, cell_index(h, cell) + 1);
        let cells = vec![Cell::OneAnswer(None); columns * rows];
        let mut raster = Self { bounds, cell, columns, rows, cells };
        prepared.iter().flat_map(|p| &p.edges).for_each(|edge| raster.mark(edge));
        raster.answer(exact);
        raster
    }

    /// Marks the cells that an edge passes through or comes near to, row by row.
    fn mark(&mut self, edge: &Edge) {
        let (low, high) = if edge.a.y < edge.b.y { (edge.a, edge.b) } else { (edge.b, edge.a) };
        let (first, last) = (self.row(low.y - Self::NEAR), self.row(high.y + Self::NEAR));
        let x_at = |y: f64| {
            let t = ((y - low.y) / (high.y - low.y)).clamp(0.0, 1.0);
            low.x + t * (high.x - low.x)
        };
        for row in first..=last {
            let (from, to) = if high.y - low.y > Self::NEAR {
                let south = self.south(row);
                (x_at(south - Self::NEAR), x_at(south + self.cell + Self::NEAR))
            } else {
                (low.x, high.x)
            };
            let (west, east) = (from.min(to) - Self::NEAR, from.max(to) + Self::NEAR);
            let (west, east) = (self.column(west), self.column(east));
            self.cells[row * self.columns + west..=row * self.columns + east]
                .fill(Cell::NearBorder);
        }
    }

    /// Asks once for each run of cells between borders.
    fn answer(&mut self, exact: impl Fn(Local) -> Option<SubdistrictId>) {
        for row in 0..self.rows {
            let mut run = None;
            for column in 0..self.columns {
                let cell = row * self.columns + column;
                if self.cells[cell] == Cell::NearBorder {
                    run = None;
                    continue;
                }
                let middle = |index: usize| {
                    #[expect(clippy::cast_precision_loss, reason = "at most 2049")]
                    let index = index as f64;
                    (index + 0.5) * self.cell
                };
                let unit = *run.get_or_insert_with(|| {
                    let (x, y) = (middle(column), middle(row));
                    exact(Local::new(self.bounds.min.x + x, self.bounds.min.y + y))
                });
                self.cells[cell] = Cell::OneAnswer(unit);
            }
        }
    }

    /// The cell of a place; outside of all rectangles there is no unit.
    fn cell(&self, at: Local) -> Cell {
        if !self.bounds.holds(at) {
            return Cell::OneAnswer(None);
        }
        self.cells[self.row(at.y) * self.columns + self.column(at.x)]
    }

    fn column(&self, x: f64) -> usize {
        cell_index(x - self.bounds.min.x, self.cell).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> usize {
        cell_index(y - self.bounds.min.y, self.cell).min(self.rows - 1)
    }

    fn south(&self, row: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "at most 2049")]
        let row = row as f64;
        self.bounds.min.y + row * self.cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::overlay::draw::{Draw, rectangle, with_holes};

    /// Places at random, on every corner, on every middle of a side, and a hair beside both.
    fn places(draw: &mut Draw, shapes: &[Shape]) -> Vec<Local> {
        let mut places: Vec<Local> = (0..2000)
            .map(|_| Local::new(draw.between(-300.0, 1800.0), draw.between(-300.0, 1800.0)))
            .collect();
        for (a, b) in shapes.iter().flat_map(Shape::rings).flat_map(crate::model::Ring::edges) {
            let middle = Local::new(f64::midpoint(a.x, b.x), f64::midpoint(a.y, b.y));
            for p in [a, middle] {
                for (dx, dy) in [(0.0, 0.0), (1e-9, 0.0), (-1e-9, 0.0), (0.0, 1e-9), (2e-3, -2e-3)]
                {
                    places.push(Local::new(p.x + dx, p.y + dy));
                }
            }
        }
        places
    }

    #[test]
    fn the_raster_gives_the_unit_that_asking_each_one_gives() {
        for seed in 0..30 {
            let mut draw = Draw(seed);
            let mut shapes = draw.cells(5, 300.0);
            // Over the partition: units that overlap it, one with a hole, one upright, and one empty.
            shapes.insert(3, draw.star(Local::new(700.0, 600.0), 900.0, 7));
            shapes.push(with_holes(
                &[(-200.0, -200.0), (1700.0, -150.0), (1650.0, 1700.0), (-100.0, 1600.0)],
                &[&[(200.0, 200.0), (200.0, 900.0), (901.0, 207.0)]],
            ));
            shapes.push(rectangle(-250.0, 0.0, 2000.0, 1e-4));
            shapes.push(Shape::default());
            let placing = Placing::new(&shapes.iter().collect::<Vec<_>>());
            let answered = placing.raster.cells.iter().filter(|c| **c != Cell::NearBorder).count();
            assert!(answered > placing.raster.cells.len() / 2, "the raster is of use: {answered}");
            for at in places(&mut draw, &shapes) {
                let expected = (0u32..).zip(&shapes).find(|(_, s)| s.contains(at));
                let expected = expected.map(|(i, _)| SubdistrictId(i));
                assert_eq!(placing.unit(at), expected, "seed {seed}, {at:?}");
            }
        }
    }

    #[test]
    fn without_units_nothing_lies_in_one() {
        assert_eq!(Placing::new(&[]).unit(Local::default()), None);
        assert_eq!(Placing::new(&[&Shape::default()]).unit(Local::default()), None);
    }
}
