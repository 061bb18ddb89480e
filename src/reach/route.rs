//! One walk along streets: to which outlet, how long, and which way.
//!
//! Method: Dijkstra (1959) from the place outwards, bounded by the best walk so far. Lengths are the whole
//! steps of [`streets`](super::streets), so that the walk is as long to the last bit.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::index::streets::{Edge, LONGEST, Snap, StreetGraph, metres};
use crate::model::{Local, OutletId};
use crate::units::Metres;

/// A walk to an outlet.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Which of the ways from the place it takes.
    pub way: usize,
    /// Which of the ends it leads to.
    pub end: usize,
    /// Where it leads.
    pub outlet: OutletId,
    /// All of it.
    pub length: Metres,
    /// From the place to the street.
    pub first_leg: Metres,
    /// From the street to the outlet.
    pub last_leg: Metres,
    /// The way along streets, from the point nearest to the place to that nearest to the outlet; at least
    /// two points, which may be the same.
    pub path: Vec<Local>,
    /// The pieces of it that lead straight across squares, in its order.
    pub across: Vec<[Local; 2]>,
}

impl Route {
    /// The part of it along streets.
    #[must_use]
    pub fn along(&self) -> Metres {
        Metres(self.length.0 - self.first_leg.0 - self.last_leg.0)
    }

    /// The part of that across squares; none where it crosses none.
    #[must_use]
    pub fn across_squares(&self) -> Option<Metres> {
        let length = self.across.iter().map(|[from, to]| from.distance(*to).0).sum();
        (!self.across.is_empty()).then_some(Metres(length))
    }
}

/// How a node is reached.
#[derive(Debug, Clone, Copy)]
struct Reached {
    steps: i32,
    /// The edge that leads to it; none where it is an end of the first edge.
    by: Option<u32>,
}

/// Nodes about a place.
struct Search<'a> {
    graph: &'a StreetGraph,
    from: Snap,
    reached: Vec<Option<Reached>>,
}

/// The shortest walk from a place by one of its ways to one of some outlets on streets, of equals that to
/// the lowest; none where no street leads to one, or it is more than 33.5 km.
#[must_use]
pub fn route(graph: &StreetGraph, ways: &[Snap], outlets: &[(OutletId, Snap)]) -> Option<Route> {
    let routes = ways.iter().enumerate().filter_map(|(way, from)| {
        let mut search = Search { graph, from: *from, reached: vec![None; graph.node_count()] };
        search.run();
        let walks = outlets.iter().enumerate().filter_map(|(end, (outlet, to))| {
            let (steps, by) = search.way(to)?;
            Some((steps.saturating_add(from.leg).saturating_add(to.leg), *outlet, end, by))
        });
        let (steps, outlet, end, by) = walks.min_by_key(|walk| (walk.0, walk.1))?;
        let to = &outlets[end].1;
        let (path, across) = search.path(to, by);
        let (length, first_leg, last_leg) = (metres(steps), from.leg(), to.leg());
        Some((steps, Route { way, end, outlet, length, first_leg, last_leg, path, across }))
    });
    routes.min_by_key(|(steps, route)| (*steps, route.outlet)).map(|(_, route)| route)
}

/// Which end of the outlet's edge a walk comes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    /// Along the edge that the place is on.
    Same,
    Tail,
    Head,
}

impl Search<'_> {
    fn edge(&self, edge: u32) -> Edge {
        self.graph.edges()[edge as usize]
    }

    fn run(&mut self) {
        let Edge { tail, head, length, .. } = self.edge(self.from.edge);
        let mut heap = BinaryHeap::new();
        for (node, steps) in [(tail, self.from.offset), (head, length - self.from.offset)] {
            heap.push((Reverse(steps), node, None));
        }
        while let Some((Reverse(steps), node, by)) = heap.pop() {
            if self.reached[node as usize].is_some() {
                continue;
            }
            self.reached[node as usize] = Some(Reached { steps, by });
            for edge in self.graph.edges_at(node) {
                let Edge { tail, head, length, .. } = self.edge(edge);
                let next = if tail == node { head } else { tail };
                let far = steps.saturating_add(length);
                if far < LONGEST && self.reached[next as usize].is_none() {
                    heap.push((Reverse(far), next, Some(edge)));
                }
            }
        }
    }

    /// Steps along streets to an outlet, and by which end of its edge.
    fn way(&self, to: &Snap) -> Option<(i32, End)> {
        let Edge { tail, head, length, .. } = self.edge(to.edge);
        let by = |node: u32, rest: i32, end: End| {
            let reached = self.reached[node as usize]?;
            Some((reached.steps.saturating_add(rest), end))
        };
        let along =
            (to.edge == self.from.edge).then(|| ((to.offset - self.from.offset).abs(), End::Same));
        let ends = [by(tail, to.offset, End::Tail), by(head, length - to.offset, End::Head)];
        ends.into_iter().flatten().chain(along).min()
    }

    /// The way along streets to an outlet, and the pieces of it across squares.
    fn path(&self, to: &Snap, end: End) -> (Vec<Local>, Vec<[Local; 2]>) {
        let Edge { tail, head, length, .. } = self.edge(to.edge);
        let (mut node, last) = match end {
            End::Same => {
                return (self.stretch(self.from.edge, self.from.offset, to.offset), Vec::new());
            }
            End::Tail => (tail, self.stretch(to.edge, 0, to.offset)),
            End::Head => (head, self.stretch(to.edge, length, to.offset)),
        };
        // From the outlet backwards, stretch by stretch.
        let (mut stretches, mut across) = (vec![last], Vec::new());
        while let Some(Reached { by: Some(edge), .. }) = self.reached[node as usize] {
            let Edge { tail, head, length, .. } = self.edge(edge);
            let (before, stretch) = if head == node {
                (tail, self.stretch(edge, 0, length))
            } else {
                (head, self.stretch(edge, length, 0))
            };
            if self.graph.is_across(edge) {
                across.push([before, node].map(|node| self.graph.node(node)));
            }
            stretches.push(stretch);
            node = before;
        }
        let first = self.edge(self.from.edge);
        let steps = self.reached[node as usize].map_or(0, |reached| reached.steps);
        // Where both ends are as near, or one node is both, the way that is so long.
        let is_tail = first.tail == node && steps == self.from.offset;
        let end = if is_tail { 0 } else { first.length };
        stretches.push(self.stretch(self.from.edge, self.from.offset, end));
        let mut path: Vec<Local> = stretches.into_iter().rev().flatten().collect();
        path.dedup();
        if path.len() == 1 {
            path.push(path[0]);
        }
        across.reverse();
        (path, across)
    }

    /// The points of an edge between two offsets, in the order of the walk.
    fn stretch(&self, edge: u32, from: i32, to: i32) -> Vec<Local> {
        let (low, high) = (from.min(to), from.max(to));
        let points: Vec<Local> = self.graph.points(edge).collect();
        let lengths = points.windows(2).map(|pair| pair[0].distance(pair[1]).0);
        let all: f64 = lengths.clone().sum();
        let scale = all / f64::from(self.edge(edge).length.max(1));
        let (first, last) = (f64::from(low) * scale, f64::from(high) * scale);
        let mut path = vec![self.graph.point(edge, low)];
        let mut along = 0.0;
        for (length, point) in lengths.zip(&points[1..]) {
            along += length;
            if along > first && along < last {
                path.push(*point);
            }
        }
        path.push(self.graph.point(edge, high));
        if from > to {
            path.reverse();
        }
        path
    }
}
