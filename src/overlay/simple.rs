//! Whether outlines cross themselves or each other.

use crate::model::Local;

/// A side of an outline, with its outline, its place in it, and its extent.
struct Side {
    a: Local,
    b: Local,
    low: f64,
    high: f64,
    right: f64,
}

/// Whether any two sides of closed outlines cross at a point inside both. Sides that only touch, as
/// neighbours do, do not cross. A sweep over the sides from west to east: n log n, and more only where
/// many sides lie over each other in x.
pub(super) fn any_crossing(outlines: &[Vec<Local>]) -> bool {
    let mut sides: Vec<(f64, Side)> = Vec::with_capacity(outlines.iter().map(Vec::len).sum());
    for outline in outlines {
        for (i, &a) in outline.iter().enumerate() {
            let b = outline[(i + 1) % outline.len()];
            let side = Side { a, b, low: a.y.min(b.y), high: a.y.max(b.y), right: a.x.max(b.x) };
            sides.push((a.x.min(b.x), side));
        }
    }
    sides.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    for (i, (_, one)) in sides.iter().enumerate() {
        for (left, other) in &sides[i + 1..] {
            if *left > one.right {
                break;
            }
            if one.low <= other.high && other.low <= one.high && cross(one, other) {
                return true;
            }
        }
    }
    false
}

fn cross(one: &Side, other: &Side) -> bool {
    let turn = |a: Local, b: Local, c: Local| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    let (c, d) = (turn(one.a, one.b, other.a), turn(one.a, one.b, other.b));
    let (a, b) = (turn(other.a, other.b, one.a), turn(other.a, other.b, one.b));
    // Strictly on both sides, by more than rounding makes of a common end.
    let least = 1e-7;
    ((c > least && d < -least) || (c < -least && d > least))
        && ((a > least && b < -least) || (a < -least && b > least))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(points: &[(f64, f64)]) -> Vec<Local> {
        points.iter().map(|&(x, y)| Local::new(x, y)).collect()
    }

    #[test]
    fn sides_cross_where_each_has_the_other_on_both_sides() {
        let square = outline(&[(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]);
        let turned: Vec<Local> = square.iter().rev().copied().collect();
        let crossing = outline(&[(1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0)]);
        let touching = outline(&[(2.0, 1.0), (3.0, 1.0), (3.0, 3.0), (2.0, 3.0)]);
        let beside = outline(&[(2.5, 0.5), (3.5, 0.5), (3.5, 1.5), (2.5, 1.5)]);
        let bow = outline(&[(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)]);
        for square in [square, turned] {
            assert!(any_crossing(&[square.clone(), crossing.clone()]));
            assert!(!any_crossing(&[square.clone(), touching.clone()]));
            assert!(!any_crossing(&[square, beside.clone()]));
        }
        assert!(any_crossing(&[bow]));
    }
}
