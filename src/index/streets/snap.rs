//! The nearest point on any street.
//!
//! Segments of edges lie in the cells of a uniform grid that they touch; a question looks at rings of cells
//! about the place until no nearer segment can come, and in them only at cells that are near enough. The
//! nearest point may lie anywhere on an edge; both sides of a street are the same.

use std::ops::Range;

use super::bars::Bars;
use super::cells::{Cells, SLACK};
use super::{Enclosures, POST, Spot, StreetGraph, Walls, distance, hilbert, metres, short, steps};
use crate::index::radix;
use crate::model::Local;
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

/// A straight piece of an edge, with its number: that of the point where it begins.
#[derive(Clone, Copy)]
struct Segment {
    from: Spot,
    to: Spot,
    number: u32,
}

/// Segments of a graph by where they are.
pub struct Snapper<'a> {
    graph: &'a StreetGraph,
    /// The points of all edges from tail to head, edge by edge.
    spots: Vec<Spot>,
    /// The edge of each of them.
    edges: Vec<u32>,
    cells: Cells,
    starts: Vec<u32>,
    /// Segments by cell.
    segments: Vec<u32>,
}

/// Cells at most: as many as the edges, so that an empty countryside costs no memory.
const CELLS_PER_EDGE: i64 = 1;

/// Segments of a cell whose distances are taken one after another without a look at them.
const BATCH: usize = 16;

impl<'a> Snapper<'a> {
    /// Lays the segments of a graph into cells.
    #[must_use]
    pub fn new(graph: &'a StreetGraph) -> Self {
        let most = CELLS_PER_EDGE * i64::from(short(graph.edges.len())).max(1);
        let cells = Cells::over(graph.nodes.iter().chain(&graph.bends).copied(), most);
        let (spots, edges) = spots(graph);
        let (starts, segments) = (Vec::new(), Vec::new());
        let mut grid = Self { graph, spots, edges, cells, starts, segments };
        grid.fill();
        grid
    }

    fn fill(&mut self) {
        // Twice over the segments: once to count those of each cell, once to put them there.
        let cells = self.cells.count();
        let mut next = vec![0u32; cells + 1];
        // The cells of each segment, doubled, and one more for the last of them. In a city there are about as
        // many as points of streets.
        let mut touched: Vec<u32> = Vec::with_capacity(self.spots.len() / 8 * 9);
        self.each(|_, ends| {
            self.cells.touched(ends, |cell| {
                next[cell as usize + 1] += 1;
                touched.push(cell << 1);
            });
            if let Some(last) = touched.last_mut() {
                *last |= 1;
            }
        });
        for cell in 0..cells {
            next[cell + 1] += next[cell];
        }
        self.starts.clone_from(&next);
        let mut segments = vec![0; touched.len()];
        let mut touched = touched.into_iter();
        self.each(|segment, _| {
            for cell in touched.by_ref() {
                let at = &mut next[(cell >> 1) as usize];
                segments[*at as usize] = segment;
                *at += 1;
                if cell & 1 == 1 {
                    break;
                }
            }
        });
        self.segments = segments;
    }

    /// Calls `f` with every segment.
    fn each(&self, mut f: impl FnMut(u32, (Spot, Spot))) {
        let mut apart = self.graph.apart.iter().copied().peekable();
        for edge in (0u32..).take(self.graph.edges.len()) {
            if apart.next_if_eq(&edge).is_some() {
                continue;
            }
            let points = self.points(edge);
            for (number, pair) in (points.start..).zip(self.spots_in(points).windows(2)) {
                f(number, (pair[0], pair[1]));
            }
        }
    }

    /// Where the points of an edge are: before them are its bends and two ends for each edge before it.
    fn points(&self, edge: u32) -> Range<u32> {
        let edges = &self.graph.edges;
        let next = edges.get(edge as usize + 1).map(|next| next.bends + 2 * (edge + 1));
        edges[edge as usize].bends + 2 * edge..next.unwrap_or(short(self.spots.len()))
    }

    fn spots_in(&self, points: Range<u32>) -> &[Spot] {
        &self.spots[points.start as usize..points.end as usize]
    }

    /// The nearest point on a street within `limit` (inclusive); of equally near ones that on the lowest
    /// edge, nearest to its tail.
    #[must_use]
    pub fn nearest(&self, at: Local, limit: Metres) -> Option<Snap> {
        self.look(at, limit, None)
    }

    /// The same of those to which no wall bars the straight way. Of each straight piece of street the
    /// nearest point is asked for and no other.
    #[must_use]
    pub fn nearest_beside(&self, at: Local, limit: Metres, walls: &Walls) -> Option<Snap> {
        let bars = Bars { walls, post: 0.0, enclosures: None, out_of: None };
        self.look(at, limit, (!walls.is_empty()).then_some(&bars))
    }

    /// The same where borders of enclosures are among the walls. A border that the way meets at its very end
    /// is no matter where the place and the piece of street, by its middle, are on the same side of it.
    #[must_use]
    pub fn nearest_within(
        &self,
        at: Local,
        limit: Metres,
        (walls, enclosures): (&Walls, &Enclosures<'_>),
    ) -> Option<Snap> {
        let bars = Bars { walls, post: 0.0, enclosures: Some(enclosures), out_of: None };
        self.look(at, limit, (!walls.is_empty()).then_some(&bars))
    }

    /// The same from a gate on the way out of one of the enclosures: to streets outside all of them. Neither
    /// what is within [`POST`] of the gate bars the way nor its own border near the gate; further off that does.
    #[must_use]
    pub fn nearest_out(
        &self,
        at: Local,
        limit: Metres,
        (walls, enclosures): (&Walls, &Enclosures<'_>),
        out_of: u32,
    ) -> Option<Snap> {
        let out_of = Some((out_of, enclosures.room(out_of, at)));
        let enclosures = Some(enclosures);
        self.look(at, limit, Some(&Bars { walls, post: POST.0, enclosures, out_of }))
    }

    /// The same from an entrance: nothing within [`POST`] of it bars the way.
    #[must_use]
    pub fn nearest_past(&self, at: Local, limit: Metres, walls: &Walls) -> Option<Snap> {
        let bars = Bars { walls, post: POST.0, enclosures: None, out_of: None };
        self.look(at, limit, (!walls.is_empty()).then_some(&bars))
    }

    fn look(&self, at: Local, limit: Metres, bars: Option<&Bars<'_>>) -> Option<Snap> {
        let place = Local::new(at.x * 1e3, at.y * 1e3);
        let mut best = Best { place, d2: (limit.0 * 1e3) * (limit.0 * 1e3), found: None, bars };
        let Cells { columns, rows, .. } = self.cells;
        let (cx, cy) = self.cells.around(place);
        let outside = |c: i64, n: i64| (-c).max(c - (n - 1)).max(0);
        let first = outside(cx, columns).max(outside(cy, rows));
        let last = (cx.max(columns - 1 - cx)).max(cy.max(rows - 1 - cy));
        for ring in first..=last {
            // Whatever lies in this ring or past it is not nearer than the border of the cells before it.
            let inner = ring - 1;
            let [west, east] = [cx - inner, cx + inner + 1].map(|column| self.cells.west(column));
            let [south, north] = [cy - inner, cy + inner + 1].map(|row| self.cells.south(row));
            let border =
                (place.x - west).min(east - place.x).min(place.y - south).min(north - place.y);
            let border = (border - SLACK).max(0.0);
            if ring > 0 && border * border > best.d2 {
                break;
            }
            self.visit_ring((cx, cy), ring, &mut best);
        }
        best.found.map(|(segment, share)| self.settle(segment.number, share, at))
    }

    /// The positions of places in the order of their cells, in which what is near on the ground comes soon after.
    #[must_use]
    pub fn order(&self, places: &[Local]) -> Vec<u32> {
        let key = |(number, at): (u32, &Local)| {
            let cell = self.cells.holding(Local::new(at.x * 1e3, at.y * 1e3));
            u64::from(cell) << 32 | u64::from(number)
        };
        let mut order: Vec<u64> = (0u32..).zip(places).map(key).collect();
        radix::sort(&mut order, |key| key >> 32);
        order.into_iter().map(hilbert::number).collect()
    }

    fn visit_ring(&self, (cx, cy): (i64, i64), ring: i64, best: &mut Best<'_>) {
        let (x0, x1) = ((cx - ring).max(0), (cx + ring).min(self.cells.columns - 1));
        let (y0, y1) = ((cy - ring).max(0), (cy + ring).min(self.cells.rows - 1));
        for row in y0..=y1 {
            if (row - cy).abs() == ring {
                for column in x0..=x1 {
                    self.visit(column, row, best);
                }
            } else {
                for column in [cx - ring, cx + ring] {
                    if (0..self.cells.columns).contains(&column) {
                        self.visit(column, row, best);
                    }
                }
            }
        }
    }

    #[inline]
    fn visit(&self, column: i64, row: i64, best: &mut Best<'_>) {
        let Local { x, y } = best.place;
        let dx = (self.cells.west(column) - x).max(x - self.cells.west(column + 1)) - SLACK;
        let dy = (self.cells.south(row) - y).max(y - self.cells.south(row + 1)) - SLACK;
        let (dx, dy) = (dx.max(0.0), dy.max(0.0));
        if dx * dx + dy * dy > best.d2 {
            return;
        }
        let cell = self.cells.at(column, row) as usize;
        let here = &self.segments[self.starts[cell] as usize..self.starts[cell + 1] as usize];
        for numbers in here.chunks(BATCH) {
            // All distances first: a branch on one that is not there yet is what takes the time.
            let mut distances = [0.0; BATCH];
            let mut least = f64::INFINITY;
            for (d2, number) in distances.iter_mut().zip(numbers) {
                *d2 = best.nearest_on(&self.segment(*number)).0;
                least = if *d2 < least { *d2 } else { least };
            }
            // Where the way to the nearest may be barred, whatever is nearer than the best so far counts.
            let bound = if best.bars.is_some() { best.d2 } else { least.min(best.d2) };
            for (d2, number) in distances.iter().zip(numbers) {
                if *d2 <= bound {
                    best.ask(&self.segment(*number));
                }
            }
        }
    }

    #[inline]
    fn segment(&self, number: u32) -> Segment {
        let pair = self.spots_in(number..number + 2);
        Segment { from: pair[0], to: pair[1], number }
    }

    /// How far along its edge the point on a segment is.
    fn settle(&self, number: u32, share: f64, place: Local) -> Snap {
        let edge = self.edges[number as usize];
        let length = self.graph.edges[edge as usize].length;
        let points = self.points(edge);
        let mut from = self.spots[points.start as usize].local();
        let (mut before, mut all, mut at) = (0.0, 0.0, from);
        for (other, to) in (points.start..).zip(&self.spots_in(points)[1..]) {
            let to = to.local();
            let length = distance(from, to);
            if other < number {
                before += length;
            } else if other == number {
                before += length * share;
                at = Local::new(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
            }
            all += length;
            from = to;
        }
        // The edge's length was taken before its points were rounded to millimetres.
        let share = if all > 0.0 { (before / all).min(1.0) } else { 0.0 };
        let offset = steps(Metres(metres(length).0 * share)).min(length);
        Snap { edge, offset, leg: steps(Metres(distance(place, at))) }
    }
}

/// The nearest point so far; lengths in millimetres.
struct Best<'w> {
    place: Local,
    d2: f64,
    /// The segment, and how far along it.
    found: Option<(Segment, f64)>,
    bars: Option<&'w Bars<'w>>,
}

impl Best<'_> {
    /// The square of how far the place is from a segment, and how far along that its nearest point is.
    #[inline]
    fn nearest_on(&self, &Segment { from, to, .. }: &Segment) -> (f64, f64) {
        let (ax, ay) = (f64::from(from.x), f64::from(from.y));
        let (dx, dy) = (f64::from(to.x) - ax, f64::from(to.y) - ay);
        let (px, py) = (self.place.x - ax, self.place.y - ay);
        // A segment has no length or a millimetre at least; without one the product is nought too.
        let square = (dx * dx + dy * dy).max(1.0);
        let share = ((px * dx + py * dy) / square).clamp(0.0, 1.0);
        let (qx, qy) = (px - dx * share, py - dy * share);
        (qx * qx + qy * qy, share)
    }

    fn ask(&mut self, segment: &Segment) {
        let (d2, share) = self.nearest_on(segment);
        let Segment { from, to, number } = *segment;
        let (ax, ay) = (f64::from(from.x), f64::from(from.y));
        let (dx, dy) = (f64::from(to.x) - ax, f64::from(to.y) - ay);
        // A segment comes once a cell, with the same share every time.
        let comes_first = |found: (Segment, f64)| number < found.0.number;
        let is_best = d2 < self.d2 || d2 <= self.d2 && self.found.is_none_or(comes_first);
        let at = Local::new(ax + dx * share, ay + dy * share);
        if is_best && self.bars.is_none_or(|bars| bars.let_pass(self.place, at, (from, to))) {
            (self.d2, self.found) = (d2, Some((*segment, share)));
        }
    }
}

/// The points of all edges from tail to head, edge by edge, and the edge of each.
fn spots(graph: &StreetGraph) -> (Vec<Spot>, Vec<u32>) {
    let count = graph.bends.len() + 2 * graph.edges.len();
    let (mut spots, mut edges) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for (number, edge) in (0u32..).zip(&graph.edges) {
        let bends = graph.bends_of(number);
        spots.push(graph.nodes[edge.tail as usize]);
        spots.extend_from_slice(bends);
        spots.push(graph.nodes[edge.head as usize]);
        edges.extend(std::iter::repeat_n(number, bends.len() + 2));
    }
    (spots, edges)
}
