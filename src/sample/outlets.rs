//! Outlets: dealt out over blocks by residents and density, one category after the other.
//!
//! Method: systematic sampling. Each block has a weight for each category, and gets the whole
//! numbers that the running sum passes ([`Deal`]), so that the totals are exact and nothing but the
//! block at hand is kept in memory.

use super::exact::{Deal, Spot, count, whole};
use super::grid::{Edge, Rank, Side};
use super::kinds::{CENTRE, KINDS, Kind, Pull};
use super::land::Use;
use super::rng::{Rng, Stream};
use super::streets::street;
use super::{SampleCity, names};
use crate::model::{Local, Status};

/// One outlet as the file has it.
#[derive(Debug, Clone)]
pub(super) struct Outlet {
    pub(super) number: u32,
    pub(super) block: (i32, i32),
    pub(super) at: Spot,
    pub(super) name: String,
    pub(super) kind: &'static Kind,
    pub(super) floor: u32,
    pub(super) capacity: Option<u32>,
    pub(super) hours: &'static str,
    pub(super) status: Status,
    pub(super) chain: Option<&'static str>,
    pub(super) source: &'static str,
}

impl Outlet {
    /// Its id in the files.
    pub(super) fn id(&self) -> String {
        format!("W{:06}", self.number + 1)
    }
}

/// All outlets, block by block from the south-west.
pub(super) fn outlets(city: &SampleCity) -> impl Iterator<Item = Outlet> + '_ {
    let centres = centres(city).at;
    let mut deals = deals(city, count(&centres));
    let mut number = 0;
    city.ground.grid.blocks().flat_map(move |(i, j)| {
        let mut found = Vec::new();
        let centre = centres.binary_search(&(j, i)).ok().map(|_| &CENTRE);
        let dealt = KINDS.iter().zip(&mut deals).zip(0..).flat_map(|((kind, deal), k)| {
            let n = deal.next(weight(city, (i, j), kind, k));
            std::iter::repeat_n(kind, n as usize)
        });
        for kind in centre.into_iter().chain(dealt) {
            found.push(outlet(city, (i, j), kind, number));
            number += 1;
        }
        found
    })
}

/// One deal a category; together with the health centres exactly what the spec asks for.
fn deals(city: &SampleCity, centres: u32) -> Vec<Deal> {
    let rest = u64::from(city.spec.outlets.saturating_sub(centres));
    let mut sums = [0; KINDS.len()];
    for at in city.ground.grid.blocks() {
        for (k, (kind, sum)) in (0..).zip(KINDS.iter().zip(&mut sums)) {
            *sum += weight(city, at, kind, k);
        }
    }
    // A category that no block has a weight for leaves its outlets to the others.
    let share = |(kind, sum): (&Kind, &u64)| if *sum > 0 { u64::from(kind.share) } else { 0 };
    let mut numbers = Deal::new(rest, KINDS.iter().zip(&sums).map(share).sum());
    KINDS
        .iter()
        .zip(&sums)
        .map(|(kind, &sum)| Deal::new(u64::from(numbers.next(share((kind, &sum)))), sum))
        .collect()
}

/// Weight of a block for a category.
fn weight(city: &SampleCity, (i, j): (i32, i32), kind: &Kind, k: i32) -> u64 {
    let ground = &city.ground;
    if ground.is_band(i, j) || !ground.territory.is_near(i, j) {
        return 0;
    }
    let mut rng = Rng::at(ground.seed, Stream::Outlets, 16 * i + k, j);
    let lump = rng.unit();
    if lump < kind.patchy || !is_reached(city, (i, j)) {
        return 0;
    }
    let density = ground.density_at(i, j);
    let people: u32 = city.land.plots_of(ground, i, j).iter().map(|p| p.people).sum();
    let people = f64::from(people);
    let pull = match kind.pull {
        Pull::Public => people,
        // Blocks without homes have shops as well, where the city is dense.
        Pull::Shops if ground.is_city(i, j) => {
            (people + 500.0 * density) * (0.12 + density) * (0.12 + density) * lump
        }
        // Just beyond the border: a few roadside shops.
        Pull::Shops if lump > 0.8 => 260.0 * (0.3 + density),
        Pull::Shops => 0.0,
    };
    u64::from(whole(10.0 * pull))
}

/// Whether a block has something to stand at: an estate or a street.
fn is_reached(city: &SampleCity, (i, j): (i32, i32)) -> bool {
    !city.land.plots_of(&city.ground, i, j).is_empty()
        || Side::ALL.iter().any(|&side| street(city, Edge::of(i, j, side)).is_some())
}

/// Blocks of health centres, as row and column in the order of blocks.
pub(super) struct Centres {
    /// Those that have one.
    pub(super) at: Vec<(i32, i32)>,
    /// Where the subdistricts without one would have theirs.
    pub(super) lacking: Vec<(i32, i32)>,
}

/// A health centre for each subdistrict in the inhabited block that is closest to the middle of
/// its residents; two subdistricts go without.
pub(super) fn centres(city: &SampleCity) -> Centres {
    let n = city.spec.subdistricts as usize;
    let mut sums = vec![(0.0, 0.0, 0.0); n];
    let inhabited = || city.land.plots.iter().filter(|p| p.people > 0);
    let owner = |i, j| city.ground.territory.subdistrict_of(i, j) as usize;
    for p in inhabited() {
        let (sum, people) = (&mut sums[owner(p.i, p.j)], f64::from(p.people));
        sum.0 += people;
        sum.1 += people * f64::from(p.i);
        sum.2 += people * f64::from(p.j);
    }
    let mut best = vec![(f64::INFINITY, (0, 0)); n];
    for p in inhabited() {
        let o = owner(p.i, p.j);
        let (people, x, y) = sums[o];
        let (dx, dy) = (f64::from(p.i) - x / people, f64::from(p.j) - y / people);
        let off = dx * dx + dy * dy;
        if off < best[o].0 {
            best[o] = (off, (p.j, p.i));
        }
    }
    let mut order: Vec<usize> = (0..n).filter(|&o| sums[o].0 > 0.0).collect();
    order.sort_by(|&a, &b| sums[a].0.total_cmp(&sums[b].0).then(a.cmp(&b)));
    let mut without = Vec::new();
    if order.len() > 4 {
        without = vec![order.remove(order.len() * 2 / 3), order.remove(0)];
    }
    order.truncate(city.spec.outlets as usize);
    let blocks = |owners: Vec<usize>| {
        let mut blocks: Vec<(i32, i32)> = owners.into_iter().map(|o| best[o].1).collect();
        blocks.sort_unstable();
        blocks
    };
    Centres { at: blocks(order), lacking: blocks(without) }
}

fn outlet(city: &SampleCity, at: (i32, i32), kind: &'static Kind, number: u32) -> Outlet {
    let mut rng = Rng::of(city.spec.seed, Stream::Outlets, number);
    let (place, street) = match kind.pull {
        Pull::Public => inside(city, at, &mut rng).map(|p| (p, None)),
        Pull::Shops => frontage(city, at, &mut rng).map(|(p, edge)| (p, Some(edge))),
    }
    .unwrap_or_else(|| (city.ground.grid.corners(at.0, at.1).place(0.5, 0.5), None));
    let chain = (!kind.chains.is_empty() && rng.chance(0.4)).then(|| rng.pick(kind.chains));
    let status = match rng.unit() {
        x if x < 0.035 => Status::Planned,
        x if x < 0.07 => Status::Closed,
        _ => Status::Open,
    };
    let floor = rng.between(kind.floor.0, kind.floor.1);
    Outlet {
        number,
        block: at,
        at: Spot::at(place),
        name: name(city, at, kind, (street, chain, number)),
        kind,
        floor: whole(floor / 5.0) * 5,
        capacity: kind.capacity.map(|(low, high)| whole(rng.between(low, high) / 5.0) * 5),
        hours: rng.pick(kind.hours),
        status,
        chain,
        source: rng.pick(&["register", "register", "survey"]),
    }
}

/// A name by chain, street or estate.
fn name(
    city: &SampleCity,
    (i, j): (i32, i32),
    kind: &Kind,
    (street, chain, number): (Option<Edge>, Option<&str>, u32),
) -> String {
    let mut rng = Rng::of(city.spec.seed, Stream::Names, number);
    let noun = rng.pick(kind.nouns);
    let plots = city.land.plots_of(&city.ground, i, j);
    let whose = match (kind.key, street, plots.first()) {
        ("community_health_center", ..) => {
            let owner = city.ground.territory.subdistrict_of(i, j);
            city.subdistrict_name(owner)
        }
        ("community_health_station" | "eldercare_daycare", ..) => {
            city.community_name(i, j).trim_end_matches("社区").to_owned()
        }
        (_, Some(edge), _) if city.ground.grid.rank(edge) > Rank::Lane => city.street_name(edge),
        (.., Some(plot)) => city.estate_name(plot.estate),
        (_, Some(edge), None) => city.street_name(edge),
        (_, None, None) => names::CITY.to_owned(),
    };
    match chain {
        Some(chain) => format!("{chain}({whose}店)"),
        None => format!("{whose}{noun}"),
    }
}

/// A place inside the land of one of the block's plots, near its border.
fn inside(city: &SampleCity, (i, j): (i32, i32), rng: &mut Rng) -> Option<Local> {
    let plots = city.land.plots_of(&city.ground, i, j);
    let lived_in = |used: Use| used != Use::Commercial;
    let plot = plots.iter().find(|p| lived_in(city.land.estates[p.estate as usize].used))?;
    let quad = city.ground.grid.corners(i, j);
    let (t, near) = (rng.between(0.3, 0.7), rng.pick(&[0.035, 0.965]));
    let (u, v) = if rng.chance(0.5) { (t, near) } else { (near, t) };
    Some(plot.place(&quad, u, v))
}

/// A place along one of the block's streets, between the kerb and the estates; busier streets are
/// drawn more often.
pub(super) fn frontage(
    city: &SampleCity,
    (i, j): (i32, i32),
    rng: &mut Rng,
) -> Option<(Local, Edge)> {
    let ground = &city.ground;
    let mut sides = Vec::new();
    for side in Side::ALL {
        if let Some(rank) = street(city, Edge::of(i, j, side)) {
            let busy = match rank {
                Rank::Lane => 2,
                Rank::Collector => 3,
                Rank::Arterial | Rank::Main => 4,
            };
            sides.extend(std::iter::repeat_n((side, rank), busy));
        }
    }
    if sides.is_empty() {
        return None;
    }
    let (side, rank) = rng.pick(&sides);
    let edge = Edge::of(i, j, side);
    let quad = ground.grid.corners(i, j);
    let [south, east, north, west] = quad.sides();
    let (deep, bent) = match side {
        Side::South | Side::North => (east.min(west), ground.is_rural(edge)),
        Side::East | Side::West => (south.min(north), ground.is_rural(edge)),
    };
    let off = (rank.half_width() + 2.5) / deep + if bent { 0.1 } else { 0.0 };
    let t = rng.between(0.1, 0.9);
    let (u, v) = match side {
        Side::South => (t, off),
        Side::East => (1.0 - off, t),
        Side::North => (t, 1.0 - off),
        Side::West => (off, t),
    };
    Some((quad.place(u, v), edge))
}
