//! People to outlets with limited room: as many as possible are served, and of all ways to do that one
//! with the least total distance.
//!
//! A transport problem, solved exactly by successive shortest paths with prices (Edmonds and Karp, 1972;
//! Tomizawa, 1971), place by place: each new place takes the cheapest way to free room, which may move
//! others on, or, where there is none, takes the room of whoever lengthens the total least by staying
//! unserved. Being unserved costs more than any way can, so that the number served comes first. All
//! amounts are integers: distances in millimetres, people whole. Places that share no outlet are
//! independent problems, solved side by side. Ties fall to the earlier place and the lower outlet, so that
//! the same input gives the same answer. Prices after the last place prove the answer (complementary
//! slackness); [`Transport::is_optimal`] checks them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::components::components;

/// Who needs a place, and who has one.
#[derive(Debug, Clone, Default)]
pub struct Transport {
    /// People at each place.
    pub people: Vec<u32>,
    /// Room of each outlet.
    pub room: Vec<u64>,
    /// For each place the outlets in reach, each once, with the distance in millimetres.
    pub reach: Vec<Vec<(u32, i64)>>,
}

/// Who goes where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assignment {
    /// For each place, in the order of its outlets: how many go there.
    pub flow: Vec<Vec<u32>>,
    /// Price of each outlet: by how much the total would fall with room for one more, in millimetres.
    pub prices: Vec<i64>,
    /// What staying unserved costs, in millimetres, for each place.
    pub unserved_costs: Vec<i64>,
}

impl Transport {
    /// The best assignment.
    #[must_use]
    pub fn solve(&self) -> Assignment {
        let parts = components(&self.reach, self.room.len());
        let solved: Vec<Part> =
            parts.into_par_iter().map(|(places, outlets)| self.part(places, outlets)).collect();
        let mut answer = Assignment {
            flow: self.reach.iter().map(|reach| vec![0; reach.len()]).collect(),
            prices: vec![0; self.room.len()],
            unserved_costs: vec![0; self.reach.len()],
        };
        for part in solved {
            for (j, &outlet) in part.outlets.iter().enumerate() {
                answer.prices[outlet as usize] = part.price[j];
            }
            for (p, &place) in part.places.iter().enumerate() {
                let edges = part.starts[p]..part.starts[p + 1];
                answer.flow[place as usize] = part.edges[edges].iter().map(|e| e.flow).collect();
                answer.unserved_costs[place as usize] = part.unserved_cost;
            }
        }
        answer
    }

    /// Places and outlets of one component, solved.
    fn part(&self, places: Vec<u32>, outlets: Vec<u32>) -> Part {
        let local = |outlet: u32| outlets.binary_search(&outlet).unwrap_or_default();
        let mut starts = vec![0];
        let mut edges = Vec::new();
        for (p, &place) in places.iter().enumerate() {
            let reach = &self.reach[place as usize];
            edges.extend(reach.iter().map(|&(outlet, cost)| Edge {
                place: p,
                outlet: local(outlet),
                cost,
                flow: 0,
                slot: 0,
            }));
            starts.push(edges.len());
        }
        let longest = edges.iter().map(|e| e.cost).max().unwrap_or(0);
        // No way visits an outlet twice, so that none is longer than this.
        let hops = i64::try_from(outlets.len()).unwrap_or(i64::MAX);
        let unserved_cost = longest.saturating_add(1).saturating_mul(hops.saturating_add(2));
        let mut part = Part {
            free: outlets.iter().map(|&o| self.room[o as usize]).collect(),
            price: vec![0; outlets.len()],
            users: vec![Vec::new(); outlets.len()],
            search: Search::new(outlets.len()),
            unserved_cost,
            people: places.iter().map(|&p| self.people[p as usize]).collect(),
            places,
            outlets,
            starts,
            edges,
        };
        part.solve();
        part
    }

    /// Whether an assignment keeps to the room and the people, and its prices prove that none is better.
    #[must_use]
    pub fn is_optimal(&self, of: &Assignment) -> bool {
        let mut used = vec![0_u64; self.room.len()];
        let mut is_right = true;
        for (place, reach) in self.reach.iter().enumerate() {
            let priced = |&(outlet, cost): &(u32, i64)| cost + of.prices[outlet as usize];
            let unserved = of.unserved_costs[place];
            let least = reach.iter().map(priced).fold(unserved, i64::min);
            let mut served = 0_u64;
            for (edge, &flow) in reach.iter().zip(&of.flow[place]) {
                used[edge.0 as usize] += u64::from(flow);
                served += u64::from(flow);
                is_right &= flow == 0 || priced(edge) == least;
            }
            let people = u64::from(self.people[place]);
            is_right &=
                served == people || served < people && (least == unserved || reach.is_empty());
        }
        let rooms = used.iter().zip(&self.room).zip(&of.prices);
        is_right
            && rooms.into_iter().all(|((used, room), &price)| {
                used <= room && price >= 0 && (price == 0 || used == room)
            })
    }
}

struct Edge {
    place: usize,
    outlet: usize,
    cost: i64,
    flow: u32,
    /// Position among the users of its outlet, while there is flow.
    slot: usize,
}

/// One component under way.
struct Part {
    places: Vec<u32>,
    outlets: Vec<u32>,
    people: Vec<u32>,
    starts: Vec<usize>,
    edges: Vec<Edge>,
    free: Vec<u64>,
    price: Vec<i64>,
    /// Edges with flow, by outlet.
    users: Vec<Vec<usize>>,
    unserved_cost: i64,
    search: Search,
}

/// Where a way ends.
#[derive(Clone, Copy)]
enum End {
    /// At an outlet with free room.
    Free(usize),
    /// With the people of this edge unserved.
    Drop(usize),
    /// With the new people themselves unserved.
    Stay,
}

/// One search for the cheapest way.
struct Search {
    distance: Vec<i64>,
    /// Edge by which an outlet was reached, and the edge whose people would make room for it.
    from: Vec<(usize, Option<usize>)>,
    is_done: Vec<bool>,
    touched: Vec<usize>,
    heap: BinaryHeap<Reverse<(i64, usize)>>,
}

impl Search {
    fn new(outlets: usize) -> Self {
        Self {
            distance: vec![i64::MAX; outlets],
            from: vec![(0, None); outlets],
            is_done: vec![false; outlets],
            touched: Vec::new(),
            heap: BinaryHeap::new(),
        }
    }

    fn clear(&mut self) {
        for j in self.touched.drain(..) {
            self.distance[j] = i64::MAX;
            self.is_done[j] = false;
        }
        self.heap.clear();
    }

    fn offer(&mut self, outlet: usize, distance: i64, from: (usize, Option<usize>)) {
        if distance < self.distance[outlet] {
            if self.distance[outlet] == i64::MAX {
                self.touched.push(outlet);
            }
            self.distance[outlet] = distance;
            self.from[outlet] = from;
            self.heap.push(Reverse((distance, outlet)));
        }
    }
}

impl Part {
    fn solve(&mut self) {
        // Those who are nearest first: in a full neighbourhood the later ones then stay where they are.
        let nearest =
            |p: usize| self.edges[self.starts[p]..self.starts[p + 1]].iter().map(|e| e.cost).min();
        let mut order: Vec<usize> = (0..self.places.len()).collect();
        order.sort_by_key(|&p| (nearest(p), p));
        for place in order {
            let mut left = self.people[place];
            while left > 0 {
                left -= self.step(place, left);
            }
        }
    }

    /// Places some of those who are left at a place; gives how many.
    fn step(&mut self, place: usize, left: u32) -> u32 {
        let (end, length) = self.cheapest(place);
        for &j in &self.search.touched {
            let distance = self.search.distance[j];
            if self.search.is_done[j] && distance < length {
                self.price[j] += length - distance;
            }
        }
        let moved = self.move_along(end, left);
        self.search.clear();
        moved
    }

    /// The cheapest way for one more of a place, by Dijkstra's search over the outlets.
    fn cheapest(&mut self, place: usize) -> (End, i64) {
        for e in self.starts[place]..self.starts[place + 1] {
            let Edge { outlet, cost, .. } = self.edges[e];
            self.search.offer(outlet, cost + self.price[outlet], (e, None));
        }
        let (mut end, mut least) = (End::Stay, self.unserved_cost);
        while let Some(Reverse((distance, j))) = self.search.heap.pop() {
            if distance >= least {
                break;
            }
            if self.search.is_done[j] {
                continue;
            }
            self.search.is_done[j] = true;
            if self.free[j] > 0 {
                return (End::Free(j), distance);
            }
            for &user in &self.users[j] {
                let Edge { place: other, cost, .. } = self.edges[user];
                // What the user's people pay now; prices keep it the least that they can.
                let paid = distance - (cost + self.price[j]);
                if paid + self.unserved_cost < least {
                    (end, least) = (End::Drop(user), paid + self.unserved_cost);
                }
                for e in self.starts[other]..self.starts[other + 1] {
                    let Edge { outlet, cost, .. } = self.edges[e];
                    if !self.search.is_done[outlet] {
                        let further = paid + cost + self.price[outlet];
                        self.search.offer(outlet, further, (e, Some(user)));
                    }
                }
            }
        }
        (end, least)
    }

    /// Moves people along the way that was found; gives how many.
    fn move_along(&mut self, end: End, left: u32) -> u32 {
        let (mut outlet, mut amount) = match end {
            End::Stay => return left,
            End::Free(j) => (j, left.min(u32::try_from(self.free[j]).unwrap_or(u32::MAX))),
            End::Drop(user) => (self.edges[user].outlet, left.min(self.edges[user].flow)),
        };
        let last = outlet;
        while let Some(user) = self.search.from[outlet].1 {
            amount = amount.min(self.edges[user].flow);
            outlet = self.edges[user].outlet;
        }
        match end {
            End::Free(j) => self.free[j] -= u64::from(amount),
            End::Drop(user) => self.take(user, amount),
            End::Stay => {}
        }
        outlet = last;
        loop {
            let (edge, user) = self.search.from[outlet];
            self.give(edge, amount);
            let Some(user) = user else { break };
            self.take(user, amount);
            outlet = self.edges[user].outlet;
        }
        amount
    }

    fn give(&mut self, e: usize, amount: u32) {
        let edge = &mut self.edges[e];
        if edge.flow == 0 {
            edge.slot = self.users[edge.outlet].len();
            self.users[edge.outlet].push(e);
        }
        edge.flow += amount;
    }

    fn take(&mut self, e: usize, amount: u32) {
        let Edge { outlet, slot, .. } = self.edges[e];
        self.edges[e].flow -= amount;
        if self.edges[e].flow == 0 {
            self.users[outlet].swap_remove(slot);
            if let Some(&moved) = self.users[outlet].get(slot) {
                self.edges[moved].slot = slot;
            }
        }
    }
}
