//! Rings from the pieces of a border.
//!
//! Takes lines of nodes in any order and direction, gives polygons: outer rings counter-clockwise,
//! holes clockwise, each closed. Method: the edges between nodes are looked at one by one, as the
//! assembler of libosmium does ("Multipolygon" page of the OpenStreetMap wiki); an edge that stands
//! twice is an inner border and goes; where more than two edges meet, the way on is the next one round
//! the node, so that rings touch there and never cross; a ring's depth of nesting says whether it is
//! outer or a hole. Roles are not trusted. What does not close is told with its loose ends, never
//! closed.

use std::collections::BTreeMap;

use super::extract::Spot;

/// A node with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Node {
    pub(super) id: i64,
    pub(super) at: Spot,
}

/// A closed line of nodes; the first one stands again at the end.
pub(super) type Ring = Vec<Node>;

/// An outer ring with its holes.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::input) struct Area {
    pub(super) outer: Ring,
    pub(super) holes: Vec<Ring>,
}

impl Area {
    /// The outer ring, then the holes.
    pub(super) fn rings(&self) -> impl Iterator<Item = &Ring> {
        std::iter::once(&self.outer).chain(&self.holes)
    }
}

/// Why lines are no border.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum NoBorder {
    /// They do not close: the loose ends.
    Open(Vec<Node>),
    /// One runs out to this node and back the same way.
    Spike(Node),
}

/// Puts lines together.
pub(super) fn assemble(lines: &[Vec<Node>]) -> Result<Vec<Area>, NoBorder> {
    let mut web = Web::new(lines);
    let ends: Vec<Node> = web.loose_ends();
    if !ends.is_empty() {
        return Err(NoBorder::Open(ends));
    }
    if let Some(tip) = web.spike {
        return Err(NoBorder::Spike(tip));
    }
    let mut rings = Vec::new();
    while let Some(start) = web.first() {
        web.walk(start, &mut rings);
    }
    Ok(nest(rings))
}

/// Edges by node: the neighbours of each.
struct Web {
    spots: BTreeMap<i64, Spot>,
    neighbours: BTreeMap<i64, Vec<i64>>,
    /// A node that only one edge leads to, there and back.
    spike: Option<Node>,
}

impl Web {
    fn new(lines: &[Vec<Node>]) -> Self {
        let mut edges: Vec<(i64, i64)> = Vec::new();
        let mut spots = BTreeMap::new();
        for line in lines {
            spots.extend(line.iter().map(|node| (node.id, node.at)));
            let pairs = line.windows(2).map(|pair| (pair[0].id, pair[1].id));
            edges.extend(pairs.filter(|(a, b)| a != b).map(|(a, b)| (a.min(b), a.max(b))));
        }
        edges.sort_unstable();
        let mut neighbours: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        // Nodes of edges that stand twice, once for each such edge.
        let mut inner: Vec<i64> = Vec::new();
        for same in edges.chunk_by(|a, b| a == b) {
            let (a, b) = same[0];
            if same.len() % 2 == 1 {
                neighbours.entry(a).or_default().push(b);
                neighbours.entry(b).or_default().push(a);
            } else {
                inner.extend([a, b]);
            }
        }
        inner.sort_unstable();
        // An inner border ends at outer ones; a spike ends nowhere.
        let mut ends = inner.chunk_by(|a, b| a == b).filter(|same| same.len() == 1);
        let tip = ends.find(|end| !neighbours.contains_key(&end[0])).map(|end| end[0]);
        let spike = tip.map(|id| Node { id, at: spots[&id] });
        Self { spots, neighbours, spike }
    }

    fn node(&self, id: i64) -> Node {
        Node { id, at: self.spots[&id] }
    }

    fn loose_ends(&self) -> Vec<Node> {
        let odd = self.neighbours.iter().filter(|(_, around)| around.len() % 2 == 1);
        odd.map(|(id, _)| self.node(*id)).collect()
    }

    /// The node of lowest id that still has an edge.
    fn first(&mut self) -> Option<i64> {
        while let Some(entry) = self.neighbours.first_entry() {
            if !entry.get().is_empty() {
                return Some(*entry.key());
            }
            entry.remove();
        }
        None
    }

    fn remove(&mut self, from: i64, to: i64) {
        for (a, b) in [(from, to), (to, from)] {
            let around = self.neighbours.entry(a).or_default();
            let at = around.iter().position(|other| *other == b);
            let _ = at.map(|at| around.swap_remove(at));
        }
    }

    /// Walks from a node until it is met again with no edge left; each time that a node is met
    /// again, the stretch between is a ring.
    fn walk(&mut self, start: i64, rings: &mut Vec<Ring>) {
        let mut path = vec![start];
        let mut places: BTreeMap<i64, usize> = BTreeMap::from([(start, 0)]);
        let mut here = start;
        loop {
            let before = path.len().checked_sub(2).map(|at| path[at]);
            let Some(next) = self.next(before, here) else { break };
            self.remove(here, next);
            if let Some(&at) = places.get(&next) {
                let mut ring: Ring = path[at..].iter().map(|id| self.node(*id)).collect();
                ring.push(self.node(next));
                for node in path.drain(at + 1..) {
                    places.remove(&node);
                }
                rings.push(ring);
            } else {
                places.insert(next, path.len());
                path.push(next);
            }
            here = next;
        }
    }

    /// The way on from `here`, coming from `before`: the first edge clockwise from the one behind.
    fn next(&self, before: Option<i64>, here: i64) -> Option<i64> {
        let around = self.neighbours.get(&here)?;
        let (Some(before), [_, _, ..]) = (before, &around[..]) else {
            return around.iter().min().copied();
        };
        let back = self.angle(here, before);
        let turn = |to: i64| (back - self.angle(here, to)).rem_euclid(std::f64::consts::TAU);
        around.iter().copied().min_by(|a, b| turn(*a).total_cmp(&turn(*b)).then(a.cmp(b)))
    }

    fn angle(&self, from: i64, to: i64) -> f64 {
        let (a, b) = (self.spots[&from], self.spots[&to]);
        let (x, y) = (i64::from(b.lon) - i64::from(a.lon), i64::from(b.lat) - i64::from(a.lat));
        #[expect(clippy::cast_precision_loss, reason = "below 2^32")]
        (y as f64).atan2(x as f64)
    }
}

/// Twice the area in square steps, positive where the ring runs counter-clockwise.
pub(super) fn doubled_area(ring: &[Node]) -> i128 {
    ring.windows(2)
        .map(|pair| {
            let (a, b) = (pair[0].at, pair[1].at);
            i128::from(a.lon) * i128::from(b.lat) - i128::from(b.lon) * i128::from(a.lat)
        })
        .sum()
}

/// Turns a ring so that it runs as asked.
fn turned(mut ring: Ring, counter_clockwise: bool) -> Ring {
    if (doubled_area(&ring) > 0) != counter_clockwise {
        ring.reverse();
    }
    ring
}

/// Sorts rings into outer ones and their holes, by how deep they lie in each other.
fn nest(mut rings: Vec<Ring>) -> Vec<Area> {
    // A way there and back has no area.
    rings.retain(|ring| doubled_area(ring) != 0);
    // Largest first, so that what holds a ring stands before it.
    rings.sort_by_key(|ring| std::cmp::Reverse(doubled_area(ring).abs()));
    let mut areas: Vec<Area> = Vec::new();
    let mut placed: Vec<(usize, Option<usize>)> = Vec::new();
    for at in 0..rings.len() {
        let holders: Vec<usize> =
            (0..at).filter(|&other| lies_in(&rings[at], &rings[other])).collect();
        // Each ring that holds this one is one level; the smallest of them is the closest.
        let depth = holders.len();
        let outer = holders.last().and_then(|&holder| placed[holder].1);
        if let Some(area) = outer.filter(|_| depth % 2 == 1) {
            areas[area].holes.push(turned(rings[at].clone(), false));
            placed.push((depth, None));
        } else {
            areas.push(Area { outer: turned(rings[at].clone(), true), holes: Vec::new() });
            placed.push((depth, Some(areas.len() - 1)));
        }
    }
    areas
}

/// Whether a ring lies in another, which it does not cross: judged at a place where they do not
/// touch.
fn lies_in(ring: &[Node], holder: &[Node]) -> bool {
    let on_border = |spot: Spot| holder.iter().any(|node| node.at == spot);
    let clear = ring.iter().map(|node| node.at).find(|spot| !on_border(*spot));
    // In twice the steps, so that the middle of an edge has whole numbers.
    let double = |spot: Spot| (2 * i64::from(spot.lon), 2 * i64::from(spot.lat));
    let middle = |pair: &[Node]| {
        let (a, b) = (pair[0].at, pair[1].at);
        (i64::from(a.lon) + i64::from(b.lon), i64::from(a.lat) + i64::from(b.lat))
    };
    let place = clear.map(double).or_else(|| ring.windows(2).next().map(middle));
    place.is_some_and(|place| holds(holder, place))
}

/// Whether a ring holds a spot.
pub(super) fn holds_spot(ring: &[Node], at: Spot) -> bool {
    holds(ring, (2 * i64::from(at.lon), 2 * i64::from(at.lat)))
}

/// Whether a ring holds a place in half steps, by the crossings of a ray to the east.
fn holds(ring: &[Node], (x, y): (i64, i64)) -> bool {
    let double = |spot: Spot| (i128::from(spot.lon) * 2, i128::from(spot.lat) * 2);
    let (x, y) = (i128::from(x), i128::from(y));
    let crossed = ring.windows(2).filter(|pair| {
        let ((ax, ay), (bx, by)) = (double(pair[0].at), double(pair[1].at));
        if (ay > y) == (by > y) {
            return false;
        }
        // East of the place: cross product of the edge, taken upwards.
        let cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
        if by > ay { cross > 0 } else { cross < 0 }
    });
    crossed.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(id: i64) -> Node {
        // The id says the place: 23 is 2 east, 3 north.
        let (lon, lat) = (i32::try_from(id / 10).unwrap(), i32::try_from(id % 10).unwrap());
        Node { id, at: Spot { lon, lat } }
    }

    fn line(ids: &[i64]) -> Vec<Node> {
        ids.iter().map(|id| node(*id)).collect()
    }

    fn areas(lines: &[&[i64]]) -> Vec<(i128, usize)> {
        let lines: Vec<_> = lines.iter().map(|ids| line(ids)).collect();
        let areas = assemble(&lines).unwrap();
        areas.iter().map(|area| (doubled_area(&area.outer), area.holes.len())).collect()
    }

    #[test]
    fn pieces_in_any_direction_make_a_ring() {
        // A square of 2 by 2 steps: twice its area is 8.
        assert_eq!(areas(&[&[0, 20, 22], &[0, 2, 22]]), [(8, 0)]);
    }

    #[test]
    fn an_open_border_tells_its_ends() {
        let ends = assemble(&[line(&[0, 20, 22]), line(&[2, 22])]).unwrap_err();
        assert_eq!(ends, NoBorder::Open(vec![node(0), node(2)]));
    }

    #[test]
    fn a_hole_belongs_to_the_ring_that_holds_it_whatever_the_roles() {
        assert_eq!(
            areas(&[&[22, 32, 33, 23, 22], &[0, 90, 99, 9, 0], &[55, 65, 66, 56, 55]]),
            [(162, 2)]
        );
        // An island in the hole is an outer ring again.
        let island = areas(&[&[0, 90, 99, 9, 0], &[11, 81, 88, 18, 11], &[33, 53, 55, 35, 33]]);
        assert_eq!(island, [(162, 1), (8, 0)]);
    }

    #[test]
    fn an_edge_that_stands_twice_is_no_border() {
        // Two squares side by side share the edge from 20 to 22.
        assert_eq!(areas(&[&[0, 20, 22, 2, 0], &[20, 40, 42, 22, 20]]), [(16, 0)]);
    }

    #[test]
    fn a_border_of_several_edges_that_stands_twice_is_an_inner_one() {
        assert_eq!(areas(&[&[0, 20, 21, 22, 2, 0], &[20, 40, 42, 22, 21, 20]]), [(16, 0)]);
    }

    #[test]
    fn a_line_that_runs_out_and_back_is_a_spike() {
        let spiked = assemble(&[line(&[0, 20, 22, 33, 44, 33, 22, 2, 0])]);
        assert_eq!(spiked, Err(NoBorder::Spike(node(44))));
    }

    #[test]
    fn rings_that_touch_in_a_node_stay_two() {
        let mut found = areas(&[&[0, 20, 22, 2, 0], &[22, 42, 44, 24, 22]]);
        found.sort_unstable();
        assert_eq!(found, [(8, 0), (8, 0)]);
        // The same as one line through the node in a figure of eight.
        let mut eight = areas(&[&[0, 20, 22, 42, 44, 24, 22, 2, 0]]);
        eight.sort_unstable();
        assert_eq!(eight, [(8, 0), (8, 0)]);
    }

    #[test]
    fn nothing_makes_nothing() {
        assert!(assemble(&[]).unwrap().is_empty());
        assert!(assemble(&[line(&[11])]).unwrap().is_empty());
    }
}
