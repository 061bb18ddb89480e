//! Who a block belongs to: the city's outline, its subdistricts, and the communities in them.
//!
//! Subdistricts are made of tracts (2 x 2 blocks) so that their borders run along streets. Method:
//! seeds by recursive bisection into parts of equal weight (more subdistricts where the city is
//! denser), then growth from all seeds at once in the order of travel cost (Dijkstra), where
//! crossing an arterial costs more and a river cannot be crossed; then pinched corners are mended,
//! so that every border is a simple ring.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::exact::{count, whole};
use super::grid::{APRON, Grid};
use super::rng::{Rng, Stream, noise};
use super::spec::Spec;

/// A tract outside the city.
pub(super) const OUTSIDE: u32 = u32::MAX;

/// Tracts in a community, on average.
const COMMUNITY_TRACTS: u32 = 4;

/// Which subdistrict and which community each tract belongs to.
#[derive(Debug, Clone)]
pub(super) struct Territory {
    /// Tracts from west to east.
    pub(super) cols: i32,
    /// Tracts from south to north.
    pub(super) rows: i32,
    /// Subdistrict of each tract.
    pub(super) subdistrict: Vec<u32>,
    /// Community of each tract, numbered through the city in the order of subdistricts.
    pub(super) community: Vec<u32>,
    /// Subdistrict of each community.
    pub(super) parents: Vec<u32>,
}

/// What bisection and growth need to know of the tracts.
struct Map<'a> {
    cols: i32,
    rows: i32,
    grid: &'a Grid,
    weight: Vec<f64>,
    seed: u64,
}

impl Territory {
    /// The tract of a block.
    pub(super) fn tract(&self, i: i32, j: i32) -> usize {
        usize::try_from(j.div_euclid(2) * self.cols + i.div_euclid(2)).unwrap_or(0)
    }

    /// The label of a tract; [`OUTSIDE`] beyond the lattice.
    pub(super) fn label(&self, labels: &[u32], a: i32, b: i32) -> u32 {
        if (0..self.cols).contains(&a) && (0..self.rows).contains(&b) {
            usize::try_from(b * self.cols + a).map_or(OUTSIDE, |t| labels[t])
        } else {
            OUTSIDE
        }
    }

    /// The subdistrict of a block, [`OUTSIDE`] beyond the border.
    pub(super) fn subdistrict_of(&self, i: i32, j: i32) -> u32 {
        self.label(&self.subdistrict, i.div_euclid(2), j.div_euclid(2))
    }

    /// Whether the tract of a block touches the city, or is part of it.
    pub(super) fn is_near(&self, i: i32, j: i32) -> bool {
        let (a, b) = (i.div_euclid(2), j.div_euclid(2));
        [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)]
            .iter()
            .any(|(x, y)| self.label(&self.subdistrict, a + x, b + y) != OUTSIDE)
    }

    /// Lays out the territory. `density` is by block.
    pub(super) fn new(grid: &Grid, spec: &Spec, density: &[f64]) -> Self {
        let (cols, rows) = (grid.cols / 2, grid.rows / 2);
        let weight = (0..rows)
            .flat_map(|b| (0..cols).map(move |a| (a, b)))
            .map(|(a, b)| 0.16 + density[grid.index(2 * a, 2 * b)])
            .collect();
        let map = Map { cols, rows, grid, weight, seed: spec.seed };
        let inside = map.outline();
        let mut subdistrict = map.divide(&inside, spec.subdistricts.max(1));
        map.mend_pinches(&mut subdistrict, |_| 0);
        let (community, parents) = map.communities(&subdistrict, spec.subdistricts.max(1));
        Self { cols, rows, subdistrict, community, parents }
    }
}

impl Map<'_> {
    fn index(&self, a: i32, b: i32) -> usize {
        usize::try_from(b * self.cols + a).unwrap_or(0)
    }

    fn at(&self, tract: usize) -> (i32, i32) {
        let tract = i32::try_from(tract).unwrap_or(0);
        (tract % self.cols, tract / self.cols)
    }

    fn neighbours(&self, tract: usize) -> impl Iterator<Item = usize> + '_ {
        let (a, b) = self.at(tract);
        [(0, -1), (1, 0), (0, 1), (-1, 0)]
            .into_iter()
            .map(move |(x, y)| (a + x, b + y))
            .filter(|&(a, b)| (0..self.cols).contains(&a) && (0..self.rows).contains(&b))
            .map(|(a, b)| self.index(a, b))
    }

    /// The city's tracts: a rounded rectangle with a noisy rim, in one piece without holes.
    fn outline(&self) -> Vec<bool> {
        let (half_a, half_b) = self.grid.half();
        let n = self.weight.len();
        let mut inside: Vec<bool> = (0..n)
            .map(|t| {
                let (a, b) = self.at(t);
                let (x, y) = self.grid.middle(2 * a, 2 * b);
                let (u, v) = ((x + 0.5) / half_a, (y + 0.5) / half_b);
                let rim = 0.94 + 0.16 * noise(self.seed, Stream::Outline, x / 9.0, y / 9.0);
                let apron = APRON / 2;
                let room = (apron..self.cols - apron).contains(&a)
                    && (apron..self.rows - apron).contains(&b);
                room && u * u * u * u + v * v * v * v + 0.5 * u * u * v * v < rim
            })
            .collect();
        let core = self.index(self.cols / 2, self.rows / 2);
        inside[core] = true;
        // Pieces off the main one go, holes fill up, pinched corners fill up; each can cause the
        // other, and each pass changes something or is the last.
        loop {
            let main = self.flood(&inside, true, core);
            let beyond = self.flood(&main, false, 0);
            let mut next: Vec<bool> = beyond.iter().map(|&b| !b).collect();
            let pinched = self.pinches(|t| u32::from(next[t]));
            for &tract in pinched.iter().flat_map(|(tracts, _)| tracts) {
                next[tract] = true;
            }
            inside = next;
            if pinched.is_empty() {
                return inside;
            }
        }
    }

    /// Tracts of one kind that are joined to `start` side by side.
    fn flood(&self, kind: &[bool], wanted: bool, start: usize) -> Vec<bool> {
        let mut seen = vec![false; kind.len()];
        let mut stack = vec![start];
        seen[start] = true;
        while let Some(tract) = stack.pop() {
            for next in self.neighbours(tract) {
                if kind[next] == wanted && !seen[next] {
                    seen[next] = true;
                    stack.push(next);
                }
            }
        }
        seen
    }

    /// Corners where two tracts of one label (not 0) meet only diagonally: the two other tracts,
    /// and the label that they would have to take.
    fn pinches(&self, label: impl Fn(usize) -> u32) -> Vec<([usize; 2], u32)> {
        let mut found = Vec::new();
        for b in 1..self.rows {
            for a in 1..self.cols {
                let [sw, se, ne, nw] =
                    [(a - 1, b - 1), (a, b - 1), (a, b), (a - 1, b)].map(|(a, b)| self.index(a, b));
                let [p, q, r, s] = [sw, se, ne, nw].map(&label);
                if p != 0 && p == r && p != q && p != s {
                    found.push(([se, nw], p));
                } else if q != 0 && q == s && q != p && q != r {
                    found.push(([sw, ne], q));
                }
            }
        }
        found
    }

    /// Parts the city's tracts into `parts` joined pieces of about equal weight.
    fn divide(&self, inside: &[bool], parts: u32) -> Vec<u32> {
        let all: Vec<usize> = (0..inside.len()).filter(|&t| inside[t]).collect();
        let parts = parts.min(count(&all));
        let mut seeds = Vec::new();
        self.bisect(all, parts, &mut seeds);
        self.grow(&seeds, |from, to| inside[to].then(|| self.cost(from, to)))
    }

    /// Cost of growing into a neighbour, about 1000; arterials are natural borders, and a river is
    /// crossed only where nobody comes from the other bank.
    fn cost(&self, from: usize, to: usize) -> u64 {
        let ((a, b), (c, d)) = (self.at(from), self.at(to));
        if a != c && self.grid.is_river(2 * a.max(c)) {
            return 1_000_000_000;
        }
        let arterial = if a == c { b.max(d) % 2 == 0 } else { a.max(c) % 2 == 0 };
        let mut rng = Rng::at(self.seed, Stream::Growth, c, d);
        u64::from(whole(rng.between(700.0, 1300.0))) + if arterial { 500 } else { 0 }
    }

    /// One seed a part: halves the tracts by weight across their longer extent, over and over. A
    /// river is cut along first, where both banks can have parts.
    fn bisect(&self, mut tracts: Vec<usize>, parts: u32, seeds: &mut Vec<usize>) {
        if parts <= 1 {
            seeds.extend(self.middle(&tracts));
            return;
        }
        let bounds = |key: fn((i32, i32)) -> i32| {
            let (mut low, mut high) = (i32::MAX, i32::MIN);
            for &t in &tracts {
                let k = key(self.at(t));
                (low, high) = (low.min(k), high.max(k));
            }
            (low, high)
        };
        let ((west, east), (south, north)) = (bounds(|p| p.0), bounds(|p| p.1));
        let between = |r: &&i32| (west + 1..=east).contains(&(**r / 2));
        let river = self.grid.rivers().iter().find(between);
        let (at, first) = match river {
            Some(&river) => self.cut_along(river, &mut tracts, parts),
            None => self.cut_across(east - west >= north - south, &mut tracts, parts),
        };
        let rest = tracts.split_off(at);
        self.bisect(tracts, first, seeds);
        self.bisect(rest, parts - first, seeds);
    }

    /// Puts the tracts west of a river first: how many they are, and how many parts they get.
    fn cut_along(&self, river: i32, tracts: &mut Vec<usize>, parts: u32) -> (usize, u32) {
        let total = self.sum(tracts);
        let (low, high): (Vec<usize>, Vec<usize>) =
            tracts.iter().partition(|&&t| self.at(t).0 < river / 2);
        let share = whole(self.sum(&low) / total * f64::from(parts) + 0.5);
        let least = parts.saturating_sub(count(&high)).max(1);
        let first = share.max(least).min(count(&low)).min(parts - 1);
        let at = low.len();
        *tracts = [low, high].concat();
        (at, first)
    }

    /// Sorts the tracts across their longer extent: where half the weight is, and its parts.
    fn cut_across(&self, wide: bool, tracts: &mut [usize], parts: u32) -> (usize, u32) {
        tracts.sort_by_key(|&t| {
            let (a, b) = self.at(t);
            if wide { (a, b) } else { (b, a) }
        });
        let first = parts / 2;
        let goal = self.sum(tracts) * f64::from(first) / f64::from(parts);
        let mut sum = 0.0;
        let reached = |&&t: &&usize| {
            sum += self.weight[t];
            sum <= goal
        };
        let at = tracts.iter().take_while(reached).count();
        let most = tracts.len().saturating_sub((parts - first) as usize);
        (at.max(first as usize).min(most), first)
    }

    fn sum(&self, tracts: &[usize]) -> f64 {
        tracts.iter().map(|&t| self.weight[t]).sum()
    }

    /// The tract closest to the weighted middle of some.
    fn middle(&self, tracts: &[usize]) -> Option<usize> {
        let total = self.sum(tracts);
        let (mut x, mut y) = (0.0, 0.0);
        for &t in tracts {
            let (a, b) = self.at(t);
            x += f64::from(a) * self.weight[t] / total;
            y += f64::from(b) * self.weight[t] / total;
        }
        tracts.iter().copied().min_by(|&s, &t| {
            let off = |t: usize| {
                let (a, b) = self.at(t);
                let (p, q) = (f64::from(a) - x, f64::from(b) - y);
                p * p + q * q
            };
            off(s).total_cmp(&off(t)).then(s.cmp(&t))
        })
    }

    /// Grows from all seeds at once; equal costs fall to the lower seed. What no seed can reach
    /// stays [`OUTSIDE`].
    fn grow(&self, seeds: &[usize], step: impl Fn(usize, usize) -> Option<u64>) -> Vec<u32> {
        let mut label = vec![OUTSIDE; self.weight.len()];
        let mut heap = BinaryHeap::new();
        for (part, &tract) in (0u32..).zip(seeds) {
            heap.push(Reverse((0, part, tract)));
        }
        while let Some(Reverse((cost, part, tract))) = heap.pop() {
            if label[tract] != OUTSIDE {
                continue;
            }
            label[tract] = part;
            for next in self.neighbours(tract).filter(|&n| label[n] == OUTSIDE) {
                if let Some(more) = step(tract, next) {
                    heap.push(Reverse((cost + more, part, next)));
                }
            }
        }
        label
    }

    /// Gives one of the tracts at each pinched corner to the label that the corner parts, where
    /// that leaves its old owner in one piece and no tract changes its `parent`.
    fn mend_pinches(&self, label: &mut [u32], parent: impl Fn(usize) -> u32) {
        for _ in 0..20 {
            let mut changed = false;
            for (tracts, joined) in self.pinches(|t| label[t].wrapping_add(1)) {
                let joined = joined.wrapping_sub(1);
                let fits = |&t: &usize| {
                    let same = |n: usize| label[n] == joined && parent(n) == parent(t);
                    label[t] != OUTSIDE
                        && self.neighbours(t).filter(|&n| same(n)).count() >= 2
                        && self.can_leave(label, t)
                };
                if let Some(tract) = tracts.into_iter().find(fits) {
                    label[tract] = joined;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
    }

    /// Whether the neighbours of a tract that share its label hang together without it.
    fn can_leave(&self, label: &[u32], tract: usize) -> bool {
        let (a, b) = self.at(tract);
        let around = [(-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0)];
        let same = around.map(|(x, y)| {
            let (a, b) = (a + x, b + y);
            (0..self.cols).contains(&a)
                && (0..self.rows).contains(&b)
                && label[self.index(a, b)] == label[tract]
        });
        // Runs of the same label around the tract that touch one of its sides (odd positions).
        let runs = (0..8)
            .filter(|&k| same[k] && !same[(k + 7) % 8])
            .filter(|&k| (k..k + 8).take_while(|m| same[m % 8]).any(|m| m % 2 == 1))
            .count();
        runs == 1
    }

    /// Parts each subdistrict into communities.
    fn communities(&self, subdistrict: &[u32], subdistricts: u32) -> (Vec<u32>, Vec<u32>) {
        let mut members = vec![Vec::new(); subdistricts as usize];
        for (tract, &owner) in subdistrict.iter().enumerate() {
            if owner != OUTSIDE {
                members[owner as usize].push(tract);
            }
        }
        let (mut seeds, mut parents) = (Vec::new(), Vec::new());
        for (owner, tracts) in (0u32..).zip(members) {
            let parts = (count(&tracts) / COMMUNITY_TRACTS).clamp(1, 12).min(count(&tracts));
            let before = seeds.len();
            self.bisect(tracts, parts, &mut seeds);
            parents.extend(std::iter::repeat_n(owner, seeds.len() - before));
        }
        let mut community = self.grow(&seeds, |from, to| {
            (subdistrict[from] == subdistrict[to]).then(|| self.cost(from, to))
        });
        self.mend_pinches(&mut community, |t| subdistrict[t]);
        (community, parents)
    }
}
