//! Distances of all nodes of a street graph to the nearest outlets, and what follows from them: those of
//! places, and the parts of edges that lie beyond a radius.
//!
//! A distance inside an edge is the least of those over its two ends and of those straight along it to the
//! outlets on it. So what a radius leaves of an edge is known exactly: the edge less a stretch from either
//! end and one about each outlet.

use rayon::prelude::*;

use super::BLOCK;
use super::by_edge::ByEdge;
use super::lanes::{LANES, Neighbours, Row, settle};
use super::on::{OnStreets, Ways};
use crate::index::Index;
use crate::index::streets::{Edge, LONGEST, Snap, StreetGraph, metres, steps};
use crate::model::CategoryId;
use crate::units::Metres;

/// Distances of some places along streets, by category.
#[derive(Debug, Default)]
pub struct StreetReach {
    limit: i32,
    /// Which rows and which lane of them a category has.
    at: Vec<Option<(usize, usize)>>,
    /// By place, for every [`LANES`] categories.
    rows: Vec<Vec<Row>>,
}

/// A stretch of an edge, in steps from its tail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The edge.
    pub edge: u32,
    /// Where it begins.
    pub from: i32,
    /// Where it ends; further from the tail.
    pub to: i32,
}

/// The outlets of some categories, and a row a node.
type Chunk = (Starts, Vec<Row>);

/// Distances of all nodes to the nearest outlets of some categories.
#[derive(Debug)]
pub struct Settled {
    limit: i32,
    at: Vec<Option<(usize, usize)>>,
    neighbours: Neighbours,
    /// One for every [`LANES`] categories.
    chunks: Vec<Chunk>,
}

impl Settled {
    /// Measures all nodes, as far as `limit`, which is 33.5 km at most.
    #[must_use]
    pub fn new(
        graph: &StreetGraph,
        on: &OnStreets,
        index: &Index,
        categories: &[CategoryId],
        limit: Metres,
    ) -> Self {
        let limit = steps(limit).min(LONGEST - 1);
        let neighbours = Neighbours::new(graph);
        let chunk = |lanes: &[CategoryId]| {
            let starts = Starts::new(on, index, lanes);
            let rows = starts.nodes(graph, &neighbours, limit);
            (starts, rows)
        };
        let chunks = categories.par_chunks(LANES).map(chunk).collect();
        let count = categories.iter().map(|c| c.index() + 1).max().unwrap_or(0);
        let mut at = vec![None; count];
        for (position, category) in categories.iter().enumerate() {
            at[category.index()] = Some((position / LANES, position % LANES));
        }
        Self { limit, at, neighbours, chunks }
    }

    /// The neighbours of all nodes.
    pub(super) fn neighbours(&self) -> &Neighbours {
        &self.neighbours
    }

    /// The distances of places.
    #[must_use]
    pub fn reach(&self, graph: &StreetGraph, ways: &Ways) -> StreetReach {
        let of = |(starts, rows): &Chunk| starts.places(graph, rows, ways, self.limit);
        let rows = self.chunks.iter().map(of).collect();
        StreetReach { limit: self.limit, at: self.at.clone(), rows }
    }

    /// What is left of the radii of some categories at the places of a stretch after the way along streets, in
    /// steps, of the category of which most is left: nowhere more than the first, nowhere less than the second.
    #[must_use]
    pub(super) fn left(
        &self,
        graph: &StreetGraph,
        radii: &[(CategoryId, f64)],
        Stretch { edge, from, to }: Stretch,
    ) -> [i32; 2] {
        let Edge { tail, head, length, .. } = graph.edges()[edge as usize];
        let mut left = [i32::MIN; 2];
        for &(category, radius) in radii {
            let Some(&Some((chunk, lane))) = self.at.get(category.index()) else { continue };
            let (starts, rows) = &self.chunks[chunk];
            let radius = steps(Metres(radius)).min(self.limit);
            let over = [tail, head].map(|node| radius - rows[node as usize][lane]);
            left[0] = left[0].max(over[0] - from).max(over[1] - (length - to));
            left[1] = left[1].max(over[0] - to).max(over[1] - (length - from));
            for (snap, _) in starts.0.on(edge).iter().filter(|(_, of)| *of == lane) {
                let along = (from - snap.offset).max(snap.offset - to).max(0);
                left[0] = left[0].max(radius.saturating_sub(snap.leg) - along);
            }
        }
        left
    }

    /// The stretches of each edge from which no category is within its radius, by edge. A point at the radius
    /// is within it.
    #[must_use]
    pub fn beyond(&self, graph: &StreetGraph, radii: &[(CategoryId, f64)]) -> Vec<Stretch> {
        let lanes: Vec<(&Chunk, usize, i32)> = radii
            .iter()
            .filter_map(|&(category, radius)| {
                let (chunk, lane) = (*self.at.get(category.index())?)?;
                Some((&self.chunks[chunk], lane, steps(Metres(radius)).min(self.limit)))
            })
            .collect();
        let count = u32::try_from(graph.edges().len()).unwrap_or(u32::MAX);
        let of = |(mut left, mut served): (Vec<Stretch>, Vec<(i32, i32)>), edge: u32| {
            let Edge { tail, head, length, .. } = graph.edges()[edge as usize];
            served.clear();
            for &((starts, rows), lane, radius) in &lanes {
                let left = |node: u32| radius - rows[node as usize][lane];
                served.push((0, left(tail)));
                served.push((length - left(head).min(length), length));
                let on = starts.0.on(edge).iter().filter(|(_, of)| *of == lane);
                served.extend(on.map(|(Snap { offset, leg, .. }, _)| {
                    let left = radius - leg;
                    (if left < 0 { length } else { (offset - left).max(0) }, offset + left)
                }));
            }
            rest(edge, length, &mut served, &mut left);
            (left, served)
        };
        let edges = (0..count).into_par_iter().with_min_len(BLOCK);
        let parts = edges.fold(|| (Vec::new(), Vec::new()), of).map(|(left, _)| left);
        parts.flatten_iter().collect()
    }
}

/// Adds what some stretches, each from and to, leave of an edge; those that end before they begin are none.
fn rest(edge: u32, length: i32, served: &mut Vec<(i32, i32)>, left: &mut Vec<Stretch>) {
    served.retain(|(from, to)| from <= to);
    served.push((length, length));
    served.sort_unstable();
    let mut reached = 0;
    for &(from, to) in &*served {
        if from > reached {
            left.push(Stretch { edge, from: reached, to: from.min(length) });
        }
        reached = reached.max(to);
    }
}

/// The outlets of up to [`LANES`] categories by their edges, each called by its lane.
#[derive(Debug)]
struct Starts(ByEdge<usize>);

impl Starts {
    fn new(on: &OnStreets, index: &Index, categories: &[CategoryId]) -> Self {
        let of = |(lane, category): (usize, &CategoryId)| {
            let outlets = index.category(*category).outlets().iter();
            let snaps = outlets.flat_map(|outlet| on.outlets.of(outlet.0));
            snaps.map(move |snap| (*snap, lane))
        };
        Self(ByEdge::new(categories.iter().enumerate().flat_map(of)))
    }

    /// The distances of all nodes, a row each; those past the limit one more than it.
    fn nodes(&self, graph: &StreetGraph, neighbours: &Neighbours, limit: i32) -> Vec<Row> {
        let mut rows: Vec<Row> = vec![[limit + 1; LANES]; graph.node_count()];
        for (snap, lane) in self.0.all() {
            let Edge { tail, head, length, .. } = graph.edges()[snap.edge as usize];
            for (node, along) in [(tail, snap.offset), (head, length - snap.offset)] {
                let at = &mut rows[node as usize][*lane];
                *at = (*at).min(sum(snap.leg, along));
            }
        }
        settle(neighbours, &mut rows, limit + 1);
        rows
    }

    /// The distances of all places, a row each; those past the limit one more than it.
    fn places(&self, graph: &StreetGraph, rows: &[Row], ways: &Ways, limit: i32) -> Vec<Row> {
        let row = |snap: &Option<Snap>| {
            let row = snap.as_ref().map(|snap| self.row(graph, rows, snap));
            row.map_or([limit + 1; LANES], |row| row.map(|distance| distance.min(limit + 1)))
        };
        let first = ways.first().par_iter().with_min_len(BLOCK);
        let mut of_places: Vec<Row> = first.map(row).collect();
        for (place, snap) in ways.more() {
            let other = self.row(graph, rows, snap);
            for (own, other) in of_places[*place as usize].iter_mut().zip(other) {
                *own = (*own).min(other);
            }
        }
        of_places
    }

    /// The distances of a place: over either end of its edge, or along it.
    fn row(&self, graph: &StreetGraph, rows: &[Row], place: &Snap) -> Row {
        let Edge { tail, head, length, .. } = graph.edges()[place.edge as usize];
        let (from, to) = (&rows[tail as usize], &rows[head as usize]);
        let mut row: Row = std::array::from_fn(|lane| {
            // No row is above 2^30 and no offset either: their sum fits.
            let over_tail = from[lane] + place.offset;
            over_tail.min(to[lane] + (length - place.offset)).min(LONGEST)
        });
        for &(snap, lane) in self.0.on(place.edge) {
            let along = (snap.offset - place.offset).abs();
            row[lane] = row[lane].min(sum(along, snap.leg));
        }
        row.map(|distance| sum(distance, place.leg))
    }
}

/// Both together, or the longest that there is.
fn sum(a: i32, b: i32) -> i32 {
    a.saturating_add(b).min(LONGEST)
}

impl StreetReach {
    /// Distance of a people place to the nearest open outlet of a category along streets; none where it
    /// is past the limit, no street is near, or the category was not measured.
    #[must_use]
    pub fn distance(&self, category: CategoryId, place: u32) -> Option<Metres> {
        let (rows, lane) = (*self.at.get(category.index())?)?;
        let row = self.rows[rows].get(place as usize)?;
        Some(row[lane]).filter(|distance| *distance <= self.limit).map(metres)
    }

    /// Raises each distance to that of another reach over the same categories.
    pub fn no_better_than(&mut self, other: &Self) {
        for (own, other) in self.rows.iter_mut().flatten().zip(other.rows.iter().flatten()) {
            for (own, other) in own.iter_mut().zip(other) {
                *own = (*own).max(*other);
            }
        }
    }

    /// Lowers each distance to that of another reach over the same categories and places.
    pub fn no_worse_than(&mut self, other: &Self) {
        for (own, other) in self.rows.iter_mut().flatten().zip(other.rows.iter().flatten()) {
            for (own, other) in own.iter_mut().zip(other) {
                *own = (*own).min(*other);
            }
        }
    }

    /// How far was looked.
    #[must_use]
    pub fn limit(&self) -> Metres {
        metres(self.limit)
    }
}
