//! How far each people place is from the nearest few outlets of a category along streets.
//!
//! Method: Dijkstra (1959) with up to a few labels a node, each of another outlet. An outlet that is among the
//! few nearest of a place over an end of its edge is among the few nearest of that end: else as many others
//! were nearer to the end, and so to the place. So the labels of both ends and the outlets on the edge itself
//! give those of every place exactly. Distances are whole steps, as those of
//! [`Settled`](super::Settled); ways past the limit are not looked for.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::BLOCK;
use super::streets::Walked;
use crate::index::Index;
use crate::index::streets::{Edge, Snap, StreetGraph, metres, steps};
use crate::model::{CategoryId, City, OutletId};

/// An outlet, and how far it is in steps.
type Label = (i32, OutletId);

/// The few nearest outlets of one category.
struct Few<'a> {
    graph: &'a StreetGraph,
    count: usize,
    limit: i32,
    /// The outlets by their edges.
    starts: Vec<(Snap, OutletId)>,
    /// Up to `count` a node, nearest first.
    labels: Vec<Label>,
    /// How many a node has.
    known: Vec<u8>,
}

/// Distances in metres of all people places to the nearest `count` outlets of a category along streets, place
/// by place, ascending; infinite where there are not so many within the limit of the walks. No walk is
/// shorter than the straight line, nor the nearest than [`Walked::reach`] has it.
#[must_use]
pub fn few_along(
    city: &City,
    index: &Index,
    walked: &Walked,
    category: CategoryId,
    count: usize,
) -> Vec<f64> {
    let Some(people) = city.people().filter(|_| count > 0) else { return Vec::new() };
    let few = Few::new(walked, index, category, count);
    let mut distances = vec![f64::INFINITY; people.len() * count];
    let blocks = distances.par_chunks_mut(BLOCK * count).zip(people.at.par_chunks(BLOCK));
    blocks.enumerate().for_each(|(block, (out, places))| {
        for (number, at) in places.iter().enumerate() {
            let place = u32::try_from(block * BLOCK + number).unwrap_or(u32::MAX);
            let out = &mut out[number * count..][..count];
            let nearest = walked.reach.distance(category, place);
            for (out, (steps, outlet)) in out.iter_mut().zip(few.of_place(walked, place)) {
                let line = at.distance(city.outlets()[outlet.index()].at).0;
                // Where a barrier that is laid sends a place to another street the nearest is held back.
                let least = nearest.map_or(f64::INFINITY, |nearest| nearest.0);
                *out = metres(steps).0.max(line).max(least);
            }
            out.sort_by(f64::total_cmp);
        }
    });
    distances
}

impl<'a> Few<'a> {
    fn new(walked: &'a Walked, index: &Index, category: CategoryId, count: usize) -> Self {
        let graph = &walked.graph;
        let outlets = index.category(category).outlets().iter();
        let mut starts: Vec<(Snap, OutletId)> = outlets
            .flat_map(|outlet| walked.on.outlets.of(outlet.0).map(|snap| (*snap, *outlet)))
            .collect();
        starts.sort_unstable_by_key(|(snap, outlet)| (snap.edge, *outlet));
        let limit = steps(walked.reach.limit());
        let labels = vec![(0, OutletId(0)); graph.node_count() * count];
        let known = vec![0; graph.node_count()];
        let mut few = Self { graph, count, limit, starts, labels, known };
        few.settle();
        few
    }

    fn settle(&mut self) {
        let mut heap = BinaryHeap::new();
        for (snap, outlet) in &self.starts {
            let Edge { tail, head, length, .. } = self.graph.edges()[snap.edge as usize];
            for (node, along) in [(tail, snap.offset), (head, length - snap.offset)] {
                heap.push((Reverse((snap.leg.saturating_add(along), *outlet)), node));
            }
        }
        while let Some((Reverse(label), node)) = heap.pop() {
            if label.0 > self.limit || !self.take(node, label) {
                continue;
            }
            for edge in self.graph.edges_at(node) {
                let Edge { tail, head, length, .. } = self.graph.edges()[edge as usize];
                let far = label.0.saturating_add(length);
                if tail != head && far <= self.limit {
                    heap.push((Reverse((far, label.1)), tail ^ head ^ node));
                }
            }
        }
    }

    /// Gives a node a label; false where it has enough, or one of that outlet.
    fn take(&mut self, node: u32, label: Label) -> bool {
        let known = usize::from(self.known[node as usize]);
        let own = &mut self.labels[node as usize * self.count..][..self.count];
        if known == self.count || own[..known].iter().any(|old| old.1 == label.1) {
            return false;
        }
        own[known] = label;
        self.known[node as usize] += 1;
        true
    }

    fn of_node(&self, node: u32) -> &[Label] {
        let known = usize::from(self.known[node as usize]);
        &self.labels[node as usize * self.count..][..known]
    }

    /// The nearest few of a place within the limit, nearest first, each outlet once.
    fn of_place(&self, walked: &Walked, place: u32) -> Vec<Label> {
        let mut found: Vec<Label> = Vec::new();
        for way in walked.on.people.of(place) {
            let Edge { tail, head, length, .. } = self.graph.edges()[way.edge as usize];
            let mut add = |steps: i32, outlet: OutletId| {
                let all = steps.saturating_add(way.leg);
                if all <= self.limit {
                    found.push((all, outlet));
                }
            };
            for (node, along) in [(tail, way.offset), (head, length - way.offset)] {
                for (steps, outlet) in self.of_node(node) {
                    add(steps.saturating_add(along), *outlet);
                }
            }
            let first = self.starts.partition_point(|(snap, _)| snap.edge < way.edge);
            let here = self.starts[first..].iter().take_while(|(snap, _)| snap.edge == way.edge);
            for (snap, outlet) in here {
                add((snap.offset - way.offset).abs().saturating_add(snap.leg), *outlet);
            }
        }
        // Of one outlet the shortest way, then the nearest few.
        found.sort_unstable_by_key(|(steps, outlet)| (*outlet, *steps));
        found.dedup_by_key(|(_, outlet)| *outlet);
        found.sort_unstable();
        found.truncate(self.count);
        found
    }
}
