//! Several unions of discs over one shape: how much land lies in how many of them.
//!
//! The border of "inside at least m unions" consists of those pieces of arcs that lie inside exactly
//! m - 1 of the other unions, and of the pieces of the shape's edges inside at least m. So every arc is
//! cut by the arcs of the other unions and each piece is counted once.
//!
//! Where circles of two unions coincide (two services in one building with one radius) the union of
//! lower number counts as wider by an infinitely small amount, so that their borders come one after the
//! other and no land falls between them.

use super::arc::Arc;
use super::cells::Cells;
use super::cut::{Cut, SLACK, runs, sort_cuts, split};
use super::prepared::Prepared;
use super::region::{RegionPiece, assemble};
use super::stitch::Piece;
use super::union::{Laid, is_inside};
use crate::model::{Bounds, Local};
use crate::units::SquareMetres;

/// Metres by which a point must be inside or outside a circle not to count as on it.
const ON_CIRCLE: f64 = 1e-8;

/// A piece of border with its depth.
enum Bordering {
    /// An arc with so many of the other unions around it.
    Arc(Arc, usize),
    /// A piece of the shape's edge inside so many unions.
    Edge(Vec<Local>, bool, usize),
}

/// The pieces of border of one shape under several unions.
pub struct Depths {
    unions: usize,
    origin: Local,
    land: SquareMetres,
    pieces: Vec<(Bordering, f64)>,
}

/// Counts, for all unions laid over one shape, the depth of every piece of border. `margin` takes the
/// position of a union in `laid` and a point, and answers as in [`super::lay`].
#[must_use]
pub fn depths(shape: &Prepared, laid: &[&Laid], margin: impl Fn(usize, Local) -> f64) -> Depths {
    let origin = shape.origin();
    let mut pieces = Vec::new();
    for (arc, depth) in arc_depths(shape.bounds(), laid, &margin) {
        pieces.push((Bordering::Arc(arc, depth), arc.green(origin)));
    }
    let mut cuts: Vec<Cut> = laid.iter().flat_map(|l| l.cuts.iter().copied()).collect();
    sort_cuts(&mut cuts);
    for run in runs(shape, &cuts) {
        let depth = (0..laid.len()).filter(|&k| is_inside(&run, &|p| margin(k, p))).count();
        let green = run.green(origin);
        pieces.push((Bordering::Edge(run.points, run.whole_ring, depth), green));
    }
    Depths { unions: laid.len(), origin, land: SquareMetres(shape.area()), pieces }
}

impl Depths {
    /// Land inside exactly 0, 1, ... of the unions.
    #[must_use]
    pub fn land_by_count(&self) -> Vec<SquareMetres> {
        let at_least: Vec<f64> = (0..=self.unions).map(|m| self.at_least(m)).collect();
        (0..=self.unions)
            .map(|m| {
                let more = at_least.get(m + 1).copied().unwrap_or(0.0);
                SquareMetres((at_least[m] - more).max(0.0))
            })
            .collect()
    }

    fn at_least(&self, m: usize) -> f64 {
        if m == 0 {
            return self.land.0;
        }
        let green: f64 = self
            .pieces
            .iter()
            .map(|(piece, green)| match piece {
                Bordering::Arc(_, others) if *others + 1 == m => *green,
                Bordering::Edge(_, _, depth) if *depth >= m => *green,
                _ => 0.0,
            })
            .sum();
        green / 2.0
    }

    /// Land inside fewer than `m` unions, measured by its own border.
    #[must_use]
    pub fn fewer_than(&self, m: usize) -> SquareMetres {
        let green: f64 = self
            .pieces
            .iter()
            .map(|(piece, green)| match piece {
                Bordering::Arc(_, others) if *others + 1 == m => -*green,
                Bordering::Edge(_, _, depth) if *depth < m => *green,
                _ => 0.0,
            })
            .sum();
        SquareMetres((green / 2.0).max(0.0))
    }

    /// The joined pieces inside fewer than `m` unions, the largest first.
    #[must_use]
    pub fn regions_fewer_than(&self, m: usize) -> Vec<RegionPiece> {
        let mut border = Vec::new();
        for (piece, green) in &self.pieces {
            match piece {
                Bordering::Arc(arc, others) if *others + 1 == m => {
                    border.push(Piece::Arc { arc: *arc, green: -*green });
                }
                Bordering::Edge(points, closed, depth) if *depth < m => border.push(Piece::Line {
                    points: points.clone(),
                    closed: *closed,
                    green: *green,
                }),
                _ => {}
            }
        }
        assemble(&border).unwrap_or_default()
    }

    /// A point that areas are taken about.
    #[must_use]
    pub fn origin(&self) -> Local {
        self.origin
    }
}

/// Every arc cut by the arcs of the other unions, each piece with how many of these are around it.
fn arc_depths(
    bounds: Bounds,
    laid: &[&Laid],
    margin: &impl Fn(usize, Local) -> f64,
) -> Vec<(Arc, usize)> {
    let arcs: Vec<(usize, Arc)> =
        laid.iter().enumerate().flat_map(|(k, l)| l.arcs.iter().map(move |a| (k, *a))).collect();
    let marks = crossings(bounds, &arcs);
    let mut found = Vec::new();
    for ((own, arc), marks) in arcs.iter().zip(marks) {
        let mut places: Vec<(f64, Local)> = marks.iter().map(|m| (m.along, m.at)).collect();
        for piece in split(arc, &mut places) {
            let middle = piece.midpoint();
            let around = (0..laid.len()).filter(|&k| k != *own).filter(|&k| {
                let beyond = margin(k, middle);
                if beyond.abs() < ON_CIRCLE { k < *own } else { beyond < 0.0 }
            });
            found.push((piece, around.count()));
        }
    }
    found
}

/// Where an arc is crossed by one of another union.
#[derive(Clone, Copy)]
struct Mark {
    along: f64,
    at: Local,
}

/// For each arc, its crossings with the arcs of other unions.
fn crossings(bounds: Bounds, arcs: &[(usize, Arc)]) -> Vec<Vec<Mark>> {
    let windows: Vec<Bounds> = arcs.iter().map(|(_, a)| a.bounds().grown(SLACK)).collect();
    let grid = Cells::over(bounds, &windows, arcs.len());
    let mut marks: Vec<Vec<Mark>> = vec![Vec::new(); arcs.len()];
    let mut last_seen = vec![usize::MAX; arcs.len()];
    for (i, (own, arc)) in arcs.iter().enumerate() {
        grid.visit(&windows[i], |j| {
            let j = j as usize;
            let (other, crossing) = &arcs[j];
            if j <= i || other == own || last_seen[j] == i || !windows[i].touches(&windows[j]) {
                return;
            }
            last_seen[j] = i;
            for at in circles_meet(arc, crossing).into_iter().flatten() {
                if let (Some(here), Some(there)) =
                    (arc.locate(at, SLACK), crossing.locate(at, SLACK))
                {
                    marks[i].push(Mark { along: here, at });
                    marks[j].push(Mark { along: there, at });
                }
            }
        });
    }
    marks
}

/// Where the circles of two arcs meet; nowhere where they are one circle.
fn circles_meet(one: &Arc, other: &Arc) -> [Option<Local>; 2] {
    let (a, b) = (one.disc(), other.disc());
    let (dx, dy) = (b.centre.x - a.centre.x, b.centre.y - a.centre.y);
    let d2 = dx * dx + dy * dy;
    let far = a.radius + b.radius + SLACK;
    let near = ((a.radius - b.radius).abs() - SLACK).max(0.0);
    if d2 > far * far || d2 < near * near || d2 < ON_CIRCLE * ON_CIRCLE {
        return [None, None];
    }
    let (right, left) = a.crossings(b, d2);
    [Some(right), Some(left)]
}
