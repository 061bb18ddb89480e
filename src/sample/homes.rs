//! Residents: buildings in rows on each plot, with residents by age group.

use super::exact::{Deal, Spot, whole};
use super::ground::Ground;
use super::land::{Plot, Use};
use super::rng::{Rng, Stream};

/// One place with residents.
#[derive(Debug, Clone, Copy)]
pub(super) struct Home {
    pub(super) at: Spot,
    pub(super) people: u32,
    /// By [`crate::model::AgeGroup`], in the order of its columns; the last is part of the third.
    pub(super) ages: [u32; 4],
}

/// The places of a plot, row by row from the south; their residents add up to the plot's.
pub(super) fn homes(ground: &Ground, plot: &Plot, number: u32, used: Use) -> Vec<Home> {
    let quad = ground.grid.corners(plot.i, plot.j);
    let places = places(plot, quad.sides());
    let mut rng = Rng::of(ground.seed, Stream::Homes, number);
    let sizes: Vec<u64> = (0..plot.homes).map(|_| 60 + u64::from(rng.below(80))).collect();
    // One resident each, the rest by size.
    let spare = u64::from(plot.people - plot.homes);
    let mut deal = Deal::new(spare, sizes.iter().sum());
    let shares = shares(used, &mut rng);
    let mut pick = Deal::new(places.len() as u64, u64::from(plot.homes));
    let mut next = 0;
    sizes
        .iter()
        .map(|&size| {
            let (u, v) = places[next.min(places.len() - 1)];
            next += pick.next(1) as usize;
            let jitter = |rng: &mut Rng| rng.between(-0.006, 0.006);
            let (u, v) = (u + jitter(&mut rng), v + jitter(&mut rng));
            let people = 1 + deal.next(size);
            let ages = ages(people, &shares, &mut rng);
            Home { at: Spot::at(plot.place(&quad, u, v)), people, ages }
        })
        .collect()
}

/// Rows of long buildings that look south: at least as many places as homes.
fn places(plot: &Plot, sides: [f64; 4]) -> Vec<(f64, f64)> {
    let [west, south, east, north] = plot.rect;
    let (w, h) = (sides[0] * (east - west), sides[1] * (north - south));
    let mut rows = whole((f64::from(plot.homes) * 1.3 * h / w).sqrt()).max(1);
    loop {
        let mut found = Vec::new();
        let columns = plot.homes.div_ceil(rows).max(1);
        for row in 0..rows {
            let v = (f64::from(row) + 0.5) / f64::from(rows);
            for column in 0..columns {
                let u = (f64::from(column) + 0.5) / f64::from(columns);
                // Margins of 6 % keep every place off the plot's own border.
                let (u, v) = (0.06 + 0.88 * u, 0.06 + 0.88 * v);
                if plot.is_land(u, v) {
                    found.push((u, v));
                }
            }
        }
        if found.len() >= plot.homes as usize {
            return found;
        }
        rows += 1;
    }
}

/// Shares of the age groups in one estate: old quarters, new ones with children, villages.
fn shares(used: Use, rng: &mut Rng) -> [f64; 4] {
    let age = rng.unit();
    let older = match used {
        Use::Village => 0.27 + 0.08 * age,
        Use::Town | Use::Commercial => 0.13 + 0.19 * age,
    };
    let children = 0.031 - 0.014 * age;
    [children, children * 1.15, older, older * (0.1 + 0.08 * age)]
}

/// Residents by age group: whole numbers whose expected value is the share. The first three never
/// exceed all residents, the fourth never the third.
fn ages(people: u32, shares: &[f64; 4], rng: &mut Rng) -> [u32; 4] {
    let mut left = people;
    let mut draw = |share: f64, most: u32| {
        let n = whole(f64::from(people) * share + rng.unit()).min(most);
        left = left.saturating_sub(n);
        (n, left)
    };
    let (older, left_1) = draw(shares[2], people);
    let (small, left_2) = draw(shares[0], left_1);
    let (pupils, _) = draw(shares[1], left_2);
    let (oldest, _) = draw(shares[3], older);
    [small, pupils, older, oldest]
}
