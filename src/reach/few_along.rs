//! How far each people place is from the nearest few outlets of a category along streets.
//!
//! Method: that of [`lanes`](super::lanes), the relaxation of Ford (1956) and Bellman (1958), with a list of a
//! few labels a node, each of another outlet, in the place of one distance: a node whose list has changed
//! offers its labels to its neighbours, which keep the nearest few of both, until no list changes. An outlet
//! that is among the few nearest of a place over an end of its edge is among the few nearest of that end: else
//! as many others were nearer to the end, and so to the place. So the labels of both ends and the outlets on
//! the edge itself give those of every place exactly. Distances are whole steps; equal ones stand by outlet, so
//! that the lists are the same whatever the order of the offers. Ways past the limit are not looked for.

use rayon::prelude::*;

use super::BLOCK;
use super::by_edge::ByEdge;
use super::lanes::{Neighbours, sweep};
use super::streets::Walked;
use crate::index::Index;
use crate::index::streets::{Edge, StreetGraph, metres, steps};
use crate::model::{CategoryId, City, OutletId};

/// An outlet, and how far it is in steps.
type Label = (i32, OutletId);

/// What stands where there is no outlet within the limit: after every label.
const NONE: Label = (i32::MAX, OutletId(u32::MAX));

/// The few nearest outlets of one category.
struct Few<'a> {
    graph: &'a StreetGraph,
    count: usize,
    limit: i32,
    /// The outlets by their edges.
    starts: ByEdge<OutletId>,
    /// `count` a node, nearest first.
    labels: Vec<Label>,
}

/// Distances in metres of all people places to the nearest `count` outlets of a category along streets, place
/// by place, ascending; infinite where there are not so many within the limit of the walks. The second is no
/// shorter than the straight line to the second nearest outlet, and so on, whichever outlets these are: one
/// that is entered far from where it stands may be near on foot alone. None is shorter than the nearest of
/// [`Walked::reach`].
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
    let outlets = index.category(category).grid();
    let mut distances = vec![f64::INFINITY; people.len() * count];
    let blocks = distances.par_chunks_mut(BLOCK * count).zip(people.at.par_chunks(BLOCK));
    blocks.enumerate().for_each(|(block, (out, places))| {
        let mut list = vec![NONE; count];
        outlets.sweep_few(places, count, |number, lines| {
            let place = u32::try_from(block * BLOCK + number).unwrap_or(u32::MAX);
            // Where a barrier that is laid sends a place to another street the nearest is held back.
            let nearest = walked.reach.distance(category, place);
            let least = nearest.map_or(f64::INFINITY, |nearest| nearest.0);
            let out = &mut out[number * count..][..count];
            let walks = few.of_place(walked, place, &mut list);
            for ((out, line), (steps, _)) in out.iter_mut().zip(lines).zip(walks) {
                *out = metres(*steps).0.max(line.sqrt()).max(least);
            }
        });
    });
    distances
}

impl<'a> Few<'a> {
    fn new(walked: &'a Walked, index: &Index, category: CategoryId, count: usize) -> Self {
        let graph = &walked.graph;
        let outlets = index.category(category).outlets().iter();
        let starts =
            outlets.flat_map(|outlet| walked.on.outlets.of(outlet.0).map(|snap| (*snap, *outlet)));
        let starts = ByEdge::new(starts);
        let limit = steps(walked.reach.limit());
        let labels = vec![NONE; graph.node_count() * count];
        let mut few = Self { graph, count, limit, starts, labels };
        few.settle();
        few
    }

    fn settle(&mut self) {
        let Self { graph, count, limit, starts, labels } = self;
        let (count, limit) = (*count, *limit);
        let mut has_changed = vec![0u64; graph.node_count().div_ceil(64)];
        for (snap, outlet) in starts.all() {
            let Edge { tail, head, length, .. } = graph.edges()[snap.edge as usize];
            for (node, along) in [(tail, snap.offset), (head, length - snap.offset)] {
                let list = &mut labels[node as usize * count..][..count];
                if offer(list, &[(snap.leg, *outlet)], along, limit) {
                    has_changed[node as usize / 64] |= 1 << (node % 64);
                }
            }
        }
        let neighbours = Neighbours::new(graph);
        let mut own = vec![NONE; count];
        sweep(&mut has_changed, |has_changed, node| {
            own.copy_from_slice(&labels[node * count..][..count]);
            for &(other, length) in neighbours.of(node) {
                let list = &mut labels[other as usize * count..][..count];
                let is_changed = offer(list, &own, length, limit);
                has_changed[other as usize / 64] |= u64::from(is_changed) << (other % 64);
            }
        });
    }

    fn of_node(&self, node: u32) -> &[Label] {
        &self.labels[node as usize * self.count..][..self.count]
    }

    /// The nearest few of a place within the limit, nearest first, each outlet once.
    fn of_place<'l>(&self, walked: &Walked, place: u32, list: &'l mut [Label]) -> &'l [Label] {
        list.fill(NONE);
        for way in walked.on.people.of(place) {
            let Edge { tail, head, length, .. } = self.graph.edges()[way.edge as usize];
            for (node, along) in [(tail, way.offset), (head, length - way.offset)] {
                offer(list, self.of_node(node), along.saturating_add(way.leg), self.limit);
            }
            for &(snap, outlet) in self.starts.on(way.edge) {
                let along = (snap.offset - way.offset).abs().saturating_add(snap.leg);
                offer(list, &[(along, outlet)], way.leg, self.limit);
            }
        }
        &list[..list.partition_point(|label| *label < NONE)]
    }
}

/// Puts labels that are so much further off into a list, both nearest first, each outlet once; whether that
/// has changed it.
fn offer(list: &mut [Label], labels: &[Label], length: i32, limit: i32) -> bool {
    let Some(last) = list.len().checked_sub(1) else { return false };
    let mut is_changed = false;
    for &(steps, outlet) in labels {
        let label = (steps.saturating_add(length), outlet);
        if label.0 > limit || label >= list[last] {
            // So are all after it.
            break;
        }
        let known = list.iter().position(|old| old.1 == outlet);
        if known.is_some_and(|at| list[at] <= label) {
            continue;
        }
        let mut at = known.unwrap_or(last);
        list[at] = label;
        while at > 0 && list[at - 1] > list[at] {
            list.swap(at - 1, at);
            at -= 1;
        }
        is_changed = true;
    }
    is_changed
}
