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
use super::few::Few;
use super::lanes::{Neighbours, sweep};
use super::streets::Walked;
use crate::index::Index;
use crate::index::streets::{Edge, StreetGraph, metres, steps};
use crate::model::{CategoryId, City, OutletId, PeopleLayer};

/// How far an outlet is in steps, and in the lower half which it is: so labels stand by length, then by outlet.
type Label = u64;

/// Half of the bits of a label.
const HALF: u32 = 32;

/// What stands where there is no outlet within the limit: after every label.
const NONE: Label = Label::MAX;

fn label(steps: i32, outlet: OutletId) -> Label {
    u64::from(steps.unsigned_abs()) << HALF | u64::from(outlet.0)
}

fn steps_of(label: Label) -> i32 {
    i32::try_from(label >> HALF).unwrap_or(i32::MAX)
}

fn outlet_of(label: Label) -> u64 {
    label & u64::from(u32::MAX)
}

/// The few nearest outlets of one category.
struct Labels<'a> {
    graph: &'a StreetGraph,
    count: usize,
    /// The last label within the limit.
    last: Label,
    /// The outlets by their edges.
    starts: ByEdge<OutletId>,
    /// `count` a node, nearest first.
    by_node: Vec<Label>,
}

/// Distances in metres of all people places to the nearest few outlets of a category along streets, place
/// by place, ascending; infinite where there are not so many within the limit of the walks. They are as many as
/// `lines` has: the straight lines to the nearest few of the same category. The second is no shorter than the
/// straight line to the second nearest outlet, and so on, whichever outlets these are: one that is entered far
/// from where it stands may be near on foot alone. None is shorter than the nearest of [`Walked::reach`], nor than without a barrier that is laid.
#[must_use]
pub fn few_along(
    city: &City,
    index: &Index,
    walked: &Walked,
    category: CategoryId,
    lines: &Few,
) -> Vec<f64> {
    let count = lines.count();
    let places = city.people().map_or(0, PeopleLayer::len);
    let mut distances = vec![f64::INFINITY; places * count];
    if distances.is_empty() {
        return distances;
    }
    let labels = Labels::new(walked, index, category, count);
    let blocks = distances.par_chunks_mut(BLOCK * count).enumerate();
    blocks.for_each(|(block, out)| {
        let mut list = vec![NONE; count];
        for (number, out) in out.chunks_mut(count).enumerate() {
            let place = u32::try_from(block * BLOCK + number).unwrap_or(u32::MAX);
            // Where a barrier that is laid sends a place to another street the nearest is held back.
            let nearest = walked.reach.distance(category, place);
            let least = nearest.map_or(f64::INFINITY, |nearest| nearest.0);
            let walks = labels.of_place(walked, place, &mut list);
            for (n, (out, label)) in out.iter_mut().zip(walks).enumerate() {
                *out = metres(steps_of(*label)).0.max(lines.distance(place, n)).max(least);
            }
        }
    });
    if let Some(unbarred) = &walked.unbarred {
        let before = few_along(city, index, unbarred, category, lines);
        distances.iter_mut().zip(before).for_each(|(after, before)| *after = after.max(before));
    }
    distances
}

impl<'a> Labels<'a> {
    fn new(walked: &'a Walked, index: &Index, category: CategoryId, count: usize) -> Self {
        let graph = &walked.graph;
        let outlets = index.category(category).outlets().iter();
        let starts =
            outlets.flat_map(|outlet| walked.on.outlets.of(outlet.0).map(|snap| (*snap, *outlet)));
        let starts = ByEdge::new(starts);
        let last = label(steps(walked.reach.limit()), OutletId(u32::MAX));
        let by_node = vec![NONE; graph.node_count() * count];
        let mut few = Self { graph, count, last, starts, by_node };
        few.settle(walked.settled.neighbours());
        few
    }

    fn settle(&mut self, neighbours: &Neighbours) {
        let Self { graph, count, last, starts, by_node } = self;
        let (count, last) = (*count, *last);
        let mut has_changed = vec![0u64; graph.node_count().div_ceil(64)];
        for (snap, outlet) in starts.all() {
            let Edge { tail, head, length, .. } = graph.edges()[snap.edge as usize];
            for (node, along) in [(tail, snap.offset), (head, length - snap.offset)] {
                let list = &mut by_node[node as usize * count..][..count];
                if offer(list, &[label(snap.leg, *outlet)], along, last) {
                    has_changed[node as usize / 64] |= 1 << (node % 64);
                }
            }
        }
        let mut own = vec![NONE; count];
        sweep(&mut has_changed, |has_changed, node| {
            own.copy_from_slice(&by_node[node * count..][..count]);
            for &(other, length) in neighbours.of(node) {
                let list = &mut by_node[other as usize * count..][..count];
                let is_changed = offer(list, &own, length, last);
                has_changed[other as usize / 64] |= u64::from(is_changed) << (other % 64);
            }
        });
    }

    fn of_node(&self, node: u32) -> &[Label] {
        &self.by_node[node as usize * self.count..][..self.count]
    }

    /// The nearest few of a place within the limit, nearest first, each outlet once.
    fn of_place<'l>(&self, walked: &Walked, place: u32, list: &'l mut [Label]) -> &'l [Label] {
        list.fill(NONE);
        for way in walked.on.people.of(place) {
            let Edge { tail, head, length, .. } = self.graph.edges()[way.edge as usize];
            for (node, along) in [(tail, way.offset), (head, length - way.offset)] {
                offer(list, self.of_node(node), along.saturating_add(way.leg), self.last);
            }
            for &(snap, outlet) in self.starts.on(way.edge) {
                let along = (snap.offset - way.offset).abs().saturating_add(snap.leg);
                offer(list, &[label(along, outlet)], way.leg, self.last);
            }
        }
        &list[..list.partition_point(|label| *label < NONE)]
    }
}

/// Puts labels that are so much further off into a list, both nearest first, each outlet once and none after
/// `last`; whether that has changed it.
fn offer(list: &mut [Label], labels: &[Label], length: i32, last: Label) -> bool {
    let Some(end) = list.len().checked_sub(1) else { return false };
    let further = label(length, OutletId(0));
    let mut is_changed = false;
    for own in labels {
        let label = own.saturating_add(further);
        if label > last || label >= list[end] {
            // So are all after it.
            break;
        }
        let known = list.iter().position(|old| outlet_of(*old) == outlet_of(label));
        if known.is_some_and(|at| list[at] <= label) {
            continue;
        }
        let mut at = known.unwrap_or(end);
        while at > 0 && list[at - 1] > label {
            list[at] = list[at - 1];
            at -= 1;
        }
        list[at] = label;
        is_changed = true;
    }
    is_changed
}
