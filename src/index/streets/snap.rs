//! The nearest point on any street.
//!
//! Segments of edges lie in the cells of a uniform grid that they touch; a question looks at rings of cells
//! about the place until no nearer segment can come. The nearest point may lie anywhere on an edge; both
//! sides of a street are the same.

use super::{Spot, StreetGraph, metres, short, starts, steps};
use crate::model::{Bounds, Local};
use crate::units::Metres;

/// A place put on a street.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snap {
    /// The edge.
    pub edge: u32,
    /// How far from the tail of the edge, in steps; at most its length.
    pub offset: i32,
    /// How far the place is from the street, in steps.
    pub leg: i32,
}

impl Snap {
    /// How far the place is from the street.
    #[must_use]
    pub fn leg(&self) -> Metres {
        metres(self.leg)
    }
}

/// Segments of a graph by where they are.
pub struct Snapper<'a> {
    graph: &'a StreetGraph,
    min: Local,
    cell: f64,
    columns: i64,
    rows: i64,
    starts: Vec<u32>,
    /// Edge and number of the segment on it.
    segments: Vec<(u32, u32)>,
}

/// Cells at most: as many as four times the edges, so that an empty countryside costs no memory.
const CELLS_PER_EDGE: f64 = 4.0;

impl<'a> Snapper<'a> {
    /// Lays the segments of a graph into cells.
    #[must_use]
    pub fn new(graph: &'a StreetGraph) -> Self {
        let mut bounds = Bounds::EMPTY;
        graph.nodes.iter().chain(&graph.bends).for_each(|spot| bounds.include(spot.local()));
        if bounds.is_empty() {
            bounds.include(Local::default());
        }
        let count = CELLS_PER_EDGE * f64::from(short(graph.edges.len())).max(1.0);
        let sides = (bounds.width().max(1.0), bounds.height().max(1.0));
        let cell = (sides.0 * sides.1 / count).sqrt().max(sides.0.max(sides.1) / count);
        let mut grid = Self {
            graph,
            min: bounds.min,
            cell,
            columns: whole(sides.0 / cell) + 1,
            rows: whole(sides.1 / cell) + 1,
            starts: Vec::new(),
            segments: Vec::new(),
        };
        grid.fill();
        grid
    }

    fn fill(&mut self) {
        let mut cells: Vec<u32> = Vec::new();
        let mut items: Vec<(u32, u32)> = Vec::new();
        for edge in (0u32..).take(self.graph.edges.len()) {
            let mut spots = self.graph.spots(edge);
            let mut from = spots.next().unwrap_or_default();
            for (number, to) in (0u32..).zip(spots) {
                let (a, b) = (from.local(), to.local());
                from = to;
                self.touched(a, b, |cell| {
                    cells.push(short(cell));
                    items.push((edge, number));
                });
            }
        }
        let count = usize::try_from(self.columns * self.rows).unwrap_or(0);
        self.starts = starts(count, cells.iter().copied());
        let mut next = self.starts.clone();
        self.segments = vec![(0, 0); items.len()];
        for (cell, item) in cells.into_iter().zip(items) {
            let at = &mut next[cell as usize];
            self.segments[*at as usize] = item;
            *at += 1;
        }
    }

    /// Calls `f` with every cell that a segment touches; a cell more where it runs along a border.
    fn touched(&self, a: Local, b: Local, mut f: impl FnMut(usize)) {
        let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
        let (first, last) = (self.row(low.y), self.row(high.y));
        for row in first..=last {
            // Where the segment enters and leaves the row; the ends themselves in the outer rows.
            let at = |y: f64| low.x + (high.x - low.x) * ((y - low.y) / (high.y - low.y));
            #[expect(clippy::cast_precision_loss, reason = "far below 2^53 rows")]
            let (south, north) =
                (self.min.y + row as f64 * self.cell, self.min.y + (row + 1) as f64 * self.cell);
            let from = if row == first { low.x } else { at(south) };
            let to = if row == last { high.x } else { at(north) };
            // A millimetre more, for what rounding puts on the other side of a border.
            let (west, east) = (from.min(to) - 1e-3, from.max(to) + 1e-3);
            for column in self.column(west)..=self.column(east) {
                f(self.cell_at(column, row));
            }
        }
    }

    fn column(&self, x: f64) -> i64 {
        whole((x - self.min.x) / self.cell).clamp(0, self.columns - 1)
    }

    fn row(&self, y: f64) -> i64 {
        whole((y - self.min.y) / self.cell).clamp(0, self.rows - 1)
    }

    fn cell_at(&self, column: i64, row: i64) -> usize {
        usize::try_from(row * self.columns + column).unwrap_or(0)
    }

    /// The nearest point on a street within `limit` (inclusive); of equally near ones that on the lowest
    /// edge, nearest to its tail.
    #[must_use]
    pub fn nearest(&self, at: Local, limit: Metres) -> Option<Snap> {
        let mut best = Best { d2: limit.0 * limit.0, found: None };
        // Unclamped: a place outside the grid is further from its cells, never nearer.
        let (cx, cy) =
            (whole((at.x - self.min.x) / self.cell), whole((at.y - self.min.y) / self.cell));
        let outside = |c: i64, n: i64| (-c).max(c - (n - 1)).max(0);
        let first = outside(cx, self.columns).max(outside(cy, self.rows));
        let last = (cx.max(self.columns - 1 - cx)).max(cy.max(self.rows - 1 - cy));
        for ring in first..=last {
            // Whatever lies in this ring is further away than the rings before it are wide; a
            // millimetre less, for what rounding put into the next cell.
            #[expect(clippy::cast_precision_loss, reason = "far below 2^53 rings")]
            let beyond = ((ring - 1).max(0) as f64 * self.cell - 2e-3).max(0.0);
            if beyond * beyond > best.d2 {
                break;
            }
            self.visit_ring((cx, cy), ring, at, &mut best);
        }
        best.found.map(|found| self.settle(found, at))
    }

    fn visit_ring(&self, (cx, cy): (i64, i64), ring: i64, at: Local, best: &mut Best) {
        let (x0, x1) = ((cx - ring).max(0), (cx + ring).min(self.columns - 1));
        let (y0, y1) = ((cy - ring).max(0), (cy + ring).min(self.rows - 1));
        for row in y0..=y1 {
            if (row - cy).abs() == ring {
                for column in x0..=x1 {
                    self.visit(self.cell_at(column, row), at, best);
                }
            } else {
                for column in [cx - ring, cx + ring] {
                    if (0..self.columns).contains(&column) {
                        self.visit(self.cell_at(column, row), at, best);
                    }
                }
            }
        }
    }

    #[inline]
    fn visit(&self, cell: usize, at: Local, best: &mut Best) {
        for &(edge, number) in
            &self.segments[self.starts[cell] as usize..self.starts[cell + 1] as usize]
        {
            let (a, b) = self.segment(edge, number);
            best.ask((edge, number), a, b, at);
        }
    }

    #[inline]
    fn segment(&self, edge: u32, number: u32) -> (Local, Local) {
        let graph = self.graph;
        let ends = &graph.edges[edge as usize];
        let bends = graph.bends_of(edge);
        let number = number as usize;
        let node = |node: u32| graph.nodes[node as usize];
        let from = if number == 0 { node(ends.tail) } else { bends[number - 1] };
        let to = bends.get(number).map_or_else(|| node(ends.head), |bend| *bend);
        (from.local(), to.local())
    }

    /// How far along its edge the point on a segment is.
    fn settle(&self, found: Found, place: Local) -> Snap {
        let Found { edge, number, share, at } = found;
        let (mut before, mut all) = (0.0, 0.0);
        let mut from: Option<Spot> = None;
        for (end, spot) in (0u32..).zip(self.graph.spots(edge)) {
            if let Some(from) = from {
                let length = from.local().distance(spot.local()).0;
                if end - 1 < number {
                    before += length;
                } else if end - 1 == number {
                    before += length * share;
                }
                all += length;
            }
            from = Some(spot);
        }
        // The edge's length was taken before its points were rounded to millimetres.
        let length = self.graph.edges[edge as usize].length;
        let share = if all > 0.0 { (before / all).min(1.0) } else { 0.0 };
        let offset = steps(Metres(metres(length).0 * share)).min(length);
        Snap { edge, offset, leg: steps(place.distance(at)) }
    }
}

/// A point on a segment.
#[derive(Clone, Copy)]
struct Found {
    edge: u32,
    number: u32,
    share: f64,
    at: Local,
}

struct Best {
    d2: f64,
    found: Option<Found>,
}

impl Best {
    #[inline]
    fn ask(&mut self, (edge, number): (u32, u32), a: Local, b: Local, place: Local) {
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let (px, py) = (place.x - a.x, place.y - a.y);
        let square = dx * dx + dy * dy;
        let share = if square > 0.0 { ((px * dx + py * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
        let (qx, qy) = (px - dx * share, py - dy * share);
        let d2 = qx * qx + qy * qy;
        let comes_first = |found: Found| {
            (edge, number)
                .cmp(&(found.edge, found.number))
                .then(share.total_cmp(&found.share))
                .is_lt()
        };
        if d2 < self.d2 || d2 <= self.d2 && self.found.is_none_or(comes_first) {
            let at = Local::new(a.x + dx * share, a.y + dy * share);
            (self.d2, self.found) = (d2, Some(Found { edge, number, share, at }));
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a cast from f64 to i64 saturates")]
fn whole(x: f64) -> i64 {
    x.floor() as i64
}
