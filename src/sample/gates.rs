//! Gates: where an estate opens to a street, and the paths from there into it.

use std::io::{self, Write};

use super::SampleCity;
use super::exact::{Spot, whole};
use super::geojson::{Collection, Geometry, Properties};
use super::grid::{Edge, Rank, Side};
use super::land::{Build, Plot};
use super::layers::estate_id;
use super::rng::{Rng, Stream};
use super::spec::Spec;
use super::streets::{is_trunk, street};
use crate::model::Local;

/// A gate of one plot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gate {
    pub(super) side: Side,
    /// The street that it opens to, and where on its line.
    pub(super) edge: Edge,
    pub(super) share: f64,
    /// On the plot's border.
    pub(super) at: Local,
}

/// The gates of a plot: one, or two or three where it is large, on the sides closest to streets.
pub(super) fn gates(city: &SampleCity, plot: &Plot) -> Vec<Gate> {
    let ground = &city.ground;
    let [west, south, east, north] = plot.rect;
    let mut rng = Rng::at(city.spec.seed, Stream::Gates, plot.i, plot.j);
    let mut sides: Vec<(f64, Side, Edge)> = Vec::new();
    for side in Side::ALL {
        let edge = Edge::of(plot.i, plot.j, side);
        let off = match side {
            Side::South => south,
            Side::East => 1.0 - east,
            Side::North => 1.0 - north,
            Side::West => west,
        };
        // The other half of a split block lies between; a busy street is worth a short way.
        if off > 0.42 || is_trunk(city, edge) {
            continue;
        }
        if let Some(rank) = street(city, edge) {
            let busy = if rank > Rank::Lane { 0.05 } else { 0.0 };
            sides.push((off - busy + rng.between(0.0, 0.08), side, edge));
        }
    }
    sides.sort_by(|p, q| p.0.total_cmp(&q.0));
    let quad = ground.grid.corners(plot.i, plot.j);
    let area = plot.area(&quad);
    sides.truncate(if area > 60_000.0 {
        3
    } else if area > 22_000.0 {
        2
    } else {
        1
    });
    let gate = |(_, side, edge): (f64, Side, Edge)| {
        let t = rng.between(0.36, 0.64);
        let (u, v) = match side {
            Side::South => (t, 0.0),
            Side::East => (1.0, t),
            Side::North => (t, 1.0),
            Side::West => (0.0, t),
        };
        let share = match side {
            Side::South | Side::North => west + t * (east - west),
            Side::East | Side::West => south + t * (north - south),
        };
        Gate { side, edge, share, at: plot.place(&quad, u, v) }
    };
    sides.into_iter().map(gate).collect()
}

/// The shares of an edge's line at which gates open to it, ascending.
pub(super) fn openings(city: &SampleCity, edge: Edge) -> Vec<f64> {
    let mut shares: Vec<f64> = edge
        .blocks()
        .into_iter()
        .flat_map(|(i, j)| city.land.plots_of(&city.ground, i, j))
        .flat_map(|plot| gates(city, plot))
        .filter(|gate| gate.edge == edge)
        .map(|gate| gate.share)
        .collect();
    shares.sort_by(f64::total_cmp);
    shares
}

/// Lines of paths inside a plot, and from its gates to the street: each with whether it is a drive.
pub(super) fn paths(city: &SampleCity, plot: &Plot) -> Vec<(bool, Vec<Spot>)> {
    let ground = &city.ground;
    let quad = ground.grid.corners(plot.i, plot.j);
    let n = city.path_side;
    let gates = gates(city, plot);
    if gates.is_empty() {
        return Vec::new();
    }
    let junction = |a: u32, b: u32| Spot::at(plot.place(&quad, crossing(a, n), crossing(b, n)));
    let mut lines = Vec::new();
    if n > 1 {
        for k in 0..n {
            lines.push((false, (0..n).map(|m| junction(m, k)).collect()));
            lines.push((false, (0..n).map(|m| junction(k, m)).collect()));
        }
    }
    for gate in gates {
        let foot = Spot::at(ground.place_on(gate.edge, gate.share));
        let [west, south, east, north] = plot.rect;
        let along = match gate.side {
            Side::South | Side::North => (gate.share - west) / (east - west),
            Side::East | Side::West => (gate.share - south) / (north - south),
        };
        let k = nearest(along, n);
        let end = match gate.side {
            Side::South => junction(k, 0),
            Side::East => junction(n - 1, k),
            Side::North => junction(k, n - 1),
            Side::West => junction(0, k),
        };
        lines.push((true, vec![foot, Spot::at(gate.at), end]));
    }
    lines.extend(seam(city, plot).map(|line| (false, line)));
    lines
}

/// The path that joins the two plots of a joined estate, written with its first plot.
fn seam(city: &SampleCity, plot: &Plot) -> Option<Vec<Spot>> {
    let estate = &city.land.estates[plot.estate as usize];
    let Build::Joined(side) = estate.build else { return None };
    let [first, second] = [0, 1].map(|k| &city.land.plots[estate.plots[k] as usize]);
    if (first.i, first.j) != (plot.i, plot.j) || gates(city, second).is_empty() {
        return None;
    }
    let n = city.path_side;
    let middle = n / 2;
    let at = |plot: &Plot, a: u32, b: u32| {
        let quad = city.ground.grid.corners(plot.i, plot.j);
        Spot::at(plot.place(&quad, crossing(a, n), crossing(b, n)))
    };
    Some(if side == Side::East {
        vec![at(first, n - 1, middle), at(second, 0, middle)]
    } else {
        vec![at(first, middle, n - 1), at(second, middle, 0)]
    })
}

/// Share of a plot's width at which path `k` of `n` runs; the outermost keep clear of notches.
fn crossing(k: u32, n: u32) -> f64 {
    if n == 1 { 0.5 } else { 0.27 + 0.46 * f64::from(k) / f64::from(n - 1) }
}

/// The path closest to a share of the width.
fn nearest(share: f64, n: u32) -> u32 {
    let steps = f64::from(n.saturating_sub(1));
    whole(((share - 0.27) / 0.46 * steps + 0.5).max(0.0)).min(n - 1)
}

impl SampleCity {
    pub(super) fn write_gates(&self, out: &mut impl Write) -> io::Result<()> {
        let mut file = Collection::begin(out)?;
        let mut number = 0;
        for (k, estate) in (0u32..).zip(&self.land.estates) {
            let name = self.estate_name(k);
            for &plot in &estate.plots {
                for gate in gates(self, &self.land.plots[plot as usize]) {
                    number += 1;
                    let properties = Properties::new()
                        .text("id", &format!("G{number:05}"))
                        .text("name", &format!("{name}{}门", gate.side.zh()))
                        .text("estate", &estate_id(k));
                    file.feature(&properties, &Geometry::Point(Spot::at(gate.at)))?;
                }
            }
        }
        file.end()
    }
}

/// How many paths run each way inside a plot, so that the network has about the nodes asked for.
pub(super) fn path_side(spec: &Spec, blocks: usize, plots: usize) -> u32 {
    let number = |n| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    // A node a block on the lattice; a gate has a node on the street and one on the border.
    let left = f64::from(spec.street_nodes) - number(blocks) - 3.2 * number(plots);
    whole((left / number(plots.max(1))).max(1.0).sqrt() + 0.5).clamp(1, 8)
}
