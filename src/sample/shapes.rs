//! Outlines of estates: from rectangles in shares of a block to rings of places.

use super::exact::Spot;
use super::grid::{Edge, Quad, Side};
use super::ground::Ground;
use super::land::{Build, COURT, Estate, Form, Land, NOTCH, Plot};
use super::rings::Rings;
use crate::model::Local;

/// The polygons of an estate, each with its holes.
pub(super) fn polygons(ground: &Ground, land: &Land, estate: &Estate) -> Vec<Rings> {
    let plots: Vec<&Plot> = estate.plots.iter().map(|&p| &land.plots[p as usize]).collect();
    let rings = match (estate.build, plots.as_slice()) {
        (Build::Joined(side), &[first, second]) => vec![vec![joined(ground, first, second, side)]],
        _ => plots.iter().map(|plot| alone(ground, plot)).collect(),
    };
    let spots = |ring: Vec<Local>| ring.into_iter().map(Spot::at).collect();
    rings.into_iter().map(|rings| rings.into_iter().map(spots).collect()).collect()
}

fn alone(ground: &Ground, plot: &Plot) -> Vec<Vec<Local>> {
    let quad = ground.grid.corners(plot.i, plot.j);
    let at = |(u, v): (f64, f64)| plot.place(&quad, u, v);
    let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
    match plot.form {
        Form::Plain => vec![corners.map(at).to_vec()],
        Form::Courtyard => {
            let (p, q) = COURT;
            vec![corners.map(at).to_vec(), [(p, p), (p, q), (q, q), (q, p)].map(at).to_vec()]
        }
        Form::Notched(cut) => {
            let near = |x: f64| if x < 0.5 { NOTCH } else { 1.0 - NOTCH };
            let mut ring = Vec::with_capacity(6);
            for (k, (u, v)) in (0u32..).zip(corners) {
                if k != cut {
                    ring.push((u, v));
                } else if k % 2 == 0 {
                    ring.extend([(u, near(v)), (near(u), near(v)), (near(u), v)]);
                } else {
                    ring.extend([(near(u), v), (near(u), near(v)), (u, near(v))]);
                }
            }
            vec![ring.into_iter().map(at).collect()]
        }
    }
}

/// One ring over two plots that meet at the `side` of the first.
fn joined(ground: &Ground, first: &Plot, second: &Plot, side: Side) -> Vec<Local> {
    let (p, q) = (ground.grid.corners(first.i, first.j), ground.grid.corners(second.i, second.j));
    let ([w1, s1, e1, n1], [w2, s2, e2, n2]) = (first.rect, second.rect);
    let seam = Edge::of(first.i, first.j, side);
    let ((i, j), grid) = (seam.end(), &ground.grid);
    let (a, b) = (grid.node(seam.i, seam.j), grid.node(i, j));
    let on = |t: f64| Local { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) };
    match side {
        Side::East => vec![
            p.place(w1, s1),
            on(f64::midpoint(s1, s2)),
            q.place(e2, s2),
            q.place(e2, n2),
            on(f64::midpoint(n1, n2)),
            p.place(w1, n1),
        ],
        // Pairs run east or north only.
        Side::North | Side::South | Side::West => vec![
            p.place(w1, s1),
            p.place(e1, s1),
            on(f64::midpoint(e1, e2)),
            q.place(e2, n2),
            q.place(w2, n2),
            on(f64::midpoint(w1, w2)),
        ],
    }
}

impl Plot {
    /// The place at shares of the plot's own width and height.
    pub(super) fn place(&self, quad: &Quad, u: f64, v: f64) -> Local {
        let [west, south, east, north] = self.rect;
        quad.place(west + u * (east - west), south + v * (north - south))
    }

    /// Whether shares of the plot are its land, and not a notch or a courtyard, with some room.
    pub(super) fn is_land(&self, u: f64, v: f64) -> bool {
        let room = 0.035;
        match self.form {
            Form::Plain => true,
            Form::Courtyard => {
                let (p, q) = (COURT.0 - room, COURT.1 + room);
                !((p..=q).contains(&u) && (p..=q).contains(&v))
            }
            Form::Notched(corner) => {
                let low = NOTCH + room;
                let east = corner == 1 || corner == 2;
                let north = corner >= 2;
                let in_u = if east { u > 1.0 - low } else { u < low };
                let in_v = if north { v > 1.0 - low } else { v < low };
                !(in_u && in_v)
            }
        }
    }
}
