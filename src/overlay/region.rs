//! Regions bounded by straight edges and arcs, and their polygons.
//!
//! The exact area of a region comes from its arcs. A polygon stands in for it in outputs: where the
//! region lies outside a disc, the arc is replaced by tangents, so that the polygon lies wholly inside
//! the region and holds no served point. The tangents stay within [`OVERSHOOT`] of the arc and are made
//! finer where a polygon's sides would cross.

use super::arc::Arc;
use super::simple::any_crossing;
use super::stitch::{Loop, Piece, Unclosed, stitch};
use crate::model::{Local, Polygon, Ring};
use crate::units::SquareMetres;

/// Metres that a polygon's corner may lie off the arc that it stands for.
const OVERSHOOT: f64 = 0.2;

/// Each refinement brings the corners sixteen times closer to the arc.
const REFINEMENTS: u32 = 6;

/// A joined piece of a region.
#[derive(Debug, Clone)]
pub struct RegionPiece {
    /// Exact area, arcs as arcs.
    pub area: SquareMetres,
    /// A polygon that lies wholly inside the piece.
    pub polygon: Polygon,
}

/// Joins border pieces, the region on their left, to its parts, largest first (ties by place).
pub(super) fn assemble(pieces: &[Piece]) -> Result<Vec<RegionPiece>, Unclosed> {
    let loops = stitch(pieces)?;
    let drawn = |overshoot: f64| -> Vec<Vec<Local>> {
        loops.iter().map(|l| outline(pieces, l, overshoot)).collect()
    };
    let mut overshoot = OVERSHOOT;
    let mut outlines = drawn(overshoot);
    for _ in 0..REFINEMENTS {
        if !any_crossing(&outlines) {
            break;
        }
        overshoot /= 16.0;
        outlines = drawn(overshoot);
    }
    Ok(parts(&loops, outlines))
}

/// The points of a loop with its arcs as tangents.
fn outline(pieces: &[Piece], border: &Loop, overshoot: f64) -> Vec<Local> {
    let mut points: Vec<Local> = Vec::new();
    for &i in &border.pieces {
        match &pieces[i] {
            Piece::Line { points: line, closed, .. } => {
                points.extend_from_slice(if *closed { line } else { &line[..line.len() - 1] });
            }
            Piece::Arc { arc, .. } => tangents(arc, overshoot, &mut points),
        }
    }
    points.dedup();
    points
}

/// Adds an arc's last point and the corners of the tangents along it, clockwise, not its first point.
fn tangents(arc: &Arc, overshoot: f64, points: &mut Vec<Local>) {
    let (disc, sweep) = (arc.disc(), arc.sweep());
    let (c, r) = (disc.centre, disc.radius);
    // A corner between tangents at angles s apart lies r (1 / cos(s / 2) - 1), about r s^2 / 8, out.
    let widest = (8.0 * overshoot / r).sqrt().min(std::f64::consts::FRAC_PI_8);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most a turn by the square root of the least overshoot"
    )]
    let count = ((sweep / widest).ceil() as usize).max(1);
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let step = sweep / count as f64;
    let from = arc.end();
    if !arc.is_full() {
        points.push(from);
    }
    let out = 1.0 / (step / 2.0).cos();
    // Rotates the corner step by step; the error grows by a few bits a step.
    let (sin, cos) = (-step).sin_cos();
    let (half_sin, half_cos) = (-step / 2.0).sin_cos();
    let (fx, fy) = ((from.x - c.x) * out, (from.y - c.y) * out);
    let (mut x, mut y) = (fx * half_cos - fy * half_sin, fx * half_sin + fy * half_cos);
    for _ in 0..count {
        points.push(Local::new(c.x + x, c.y + y));
        (x, y) = (x * cos - y * sin, x * sin + y * cos);
    }
}

/// Gives every hole to the smallest outline that holds it.
fn parts(loops: &[Loop], outlines: Vec<Vec<Local>>) -> Vec<RegionPiece> {
    let mut outers: Vec<(f64, Ring, Vec<Ring>)> = Vec::new();
    let mut holes: Vec<(f64, Ring)> = Vec::new();
    for (border, outline) in loops.iter().zip(outlines) {
        // What has no outline (two nodes, or a line there and back) has no area to speak of.
        let Ok(ring) = Ring::new(outline) else { continue };
        if border.green > 0.0 && ring.signed_area() > 0.0 {
            outers.push((border.green, ring, Vec::new()));
        } else if border.green < 0.0 && ring.signed_area() < 0.0 {
            holes.push((border.green, ring));
        }
    }
    outers.sort_by(|a, b| {
        let (p, q) = (a.1.points()[0], b.1.points()[0]);
        b.0.total_cmp(&a.0).then(p.x.total_cmp(&q.x)).then(p.y.total_cmp(&q.y))
    });
    for (green, hole) in holes {
        // Smallest first, so that an island in a hole keeps its own holes.
        if let Some(outer) = outers.iter_mut().rev().find(|o| holds(&o.1, &hole)) {
            outer.0 += green;
            outer.2.push(hole);
        }
    }
    outers
        .into_iter()
        .map(|(green, outer, holes)| RegionPiece {
            area: SquareMetres(green / 2.0),
            polygon: Polygon::new(outer, holes),
        })
        .collect()
}

/// Whether a ring lies inside another; they do not cross, but may touch. Seven sides spread over the
/// ring vote by their middles, because some of them may lie on the other ring.
fn holds(outer: &Ring, hole: &Ring) -> bool {
    let points = hole.points();
    let voters = 7.min(points.len());
    let inside = (0..voters).filter(|v| {
        let i = v * points.len() / voters;
        let (a, b) = (points[i], points[(i + 1) % points.len()]);
        is_inside(outer, Local::new(f64::midpoint(a.x, b.x), f64::midpoint(a.y, b.y)))
    });
    2 * inside.count() > voters
}

fn is_inside(ring: &Ring, p: Local) -> bool {
    let mut inside = false;
    for (a, b) in ring.edges() {
        if (a.y > p.y) != (b.y > p.y) {
            let t = (p.y - a.y) / (b.y - a.y);
            inside ^= p.x < a.x + t * (b.x - a.x);
        }
    }
    inside
}
