//! Gaps that go on across a border: those of one lack, in two units, that share a stretch of it.
//!
//! A gap ends at the border of its unit, so that the gaps of a unit add up to its unserved land; the
//! land of the next one may go on where it ends. Both sides are cut along one border, each on its own,
//! so that the two edges lie within the overlay's rounding of each other.

use rayon::prelude::*;

use super::Gap;
use crate::model::{Bounds, Local, Shape};

/// Edges that lie closer are one border; the overlay rounds to far less.
const NEAR: f64 = 0.1;

/// A shared stretch that is shorter (m) is a touch.
const LEAST: f64 = 1.0;

/// For each gap of one lack the positions of those that go on on the other side of a border.
pub(super) fn across(gaps: &[Gap]) -> Vec<Vec<usize>> {
    let bounds = gaps.iter().map(|gap| gap.shape.bounds().grown(NEAR));
    let mut boxes: Vec<(usize, Bounds)> = bounds.enumerate().collect();
    boxes.sort_by(|a, b| a.1.min.x.total_cmp(&b.1.min.x).then(a.0.cmp(&b.0)));
    let mut pairs = Vec::new();
    for (i, (a, bounds)) in boxes.iter().enumerate() {
        let next = boxes[i + 1..].iter().take_while(|(_, other)| other.min.x <= bounds.max.x);
        let apart =
            next.filter(|(b, other)| gaps[*a].unit != gaps[*b].unit && bounds.touches(other));
        pairs.extend(apart.map(|(b, other)| (*a, *b, common(bounds, other))));
    }
    let shared: Vec<(usize, usize)> = pairs
        .into_par_iter()
        .filter(|(a, b, window)| shared_border(&gaps[*a].shape, &gaps[*b].shape, window) >= LEAST)
        .map(|(a, b, _)| (a, b))
        .collect();
    let mut across = vec![Vec::new(); gaps.len()];
    for (a, b) in shared {
        across[a].push(b);
        across[b].push(a);
    }
    for list in &mut across {
        list.sort_unstable();
    }
    across
}

fn common(a: &Bounds, b: &Bounds) -> Bounds {
    Bounds {
        min: Local { x: a.min.x.max(b.min.x), y: a.min.y.max(b.min.y) },
        max: Local { x: a.max.x.min(b.max.x), y: a.max.y.min(b.max.y) },
    }
}

/// Metres of border that two shapes have in common inside a window.
fn shared_border(a: &Shape, b: &Shape, window: &Bounds) -> f64 {
    let edges = |shape: &Shape| -> Vec<(Local, Local, Bounds)> {
        let all = shape.rings().flat_map(|ring| ring.edges().collect::<Vec<_>>());
        all.map(|(p, q)| (p, q, bounds(p, q))).filter(|(_, _, of)| of.touches(window)).collect()
    };
    let (mine, mut theirs) = (edges(a), edges(b));
    theirs.sort_by(|x, y| x.2.min.x.total_cmp(&y.2.min.x));
    let mut length = 0.0;
    for (p, q, of) in &mine {
        let near = theirs.iter().take_while(|other| other.2.min.x <= of.max.x);
        for (r, s, _) in near.filter(|other| of.touches(&other.2)) {
            length += overlap((*p, *q), (*r, *s));
        }
    }
    length
}

fn bounds(p: Local, q: Local) -> Bounds {
    let mut bounds = Bounds::EMPTY;
    bounds.include(p);
    bounds.include(q);
    bounds.grown(NEAR / 2.0)
}

/// Metres along the first edge on which the second lies beside it.
fn overlap((p, q): (Local, Local), (r, s): (Local, Local)) -> f64 {
    let length = (q.x - p.x).hypot(q.y - p.y);
    if length <= 0.0 {
        return 0.0;
    }
    let (ux, uy) = ((q.x - p.x) / length, (q.y - p.y) / length);
    let along = |at: Local| (at.x - p.x) * ux + (at.y - p.y) * uy;
    let aside = |at: Local| (at.y - p.y) * ux - (at.x - p.x) * uy;
    let (t0, t1) = (along(r), along(s));
    let (low, high) = (t0.min(t1).max(0.0), t0.max(t1).min(length));
    if high <= low {
        return 0.0;
    }
    // How far aside the second edge is where the stretch begins and ends.
    let at = |t: f64| aside(r) + (aside(s) - aside(r)) * (t - t0) / (t1 - t0);
    if at(low).abs() <= NEAR && at(high).abs() <= NEAR { high - low } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Polygon, Ring};

    fn rectangle(x: f64, y: f64, width: f64, height: f64) -> Shape {
        let ring = Ring::new(vec![
            Local::new(x, y),
            Local::new(x + width, y),
            Local::new(x + width, y + height),
            Local::new(x, y + height),
        ]);
        Shape::new(vec![Polygon::new(ring.unwrap(), vec![])])
    }

    fn shared(a: &Shape, b: &Shape) -> f64 {
        let window = common(&a.bounds().grown(NEAR), &b.bounds().grown(NEAR));
        let forth = shared_border(a, b, &window);
        assert!((forth - shared_border(b, a, &window)).abs() < 1e-9, "both sides see the same");
        forth
    }

    #[test]
    fn neighbours_share_the_stretch_that_both_have() {
        let a = rectangle(0.0, 0.0, 100.0, 50.0);
        assert!((shared(&a, &rectangle(100.0, 20.0, 70.0, 200.0)) - 30.0).abs() < 1e-9);
        assert!((shared(&a, &rectangle(100.004, 20.0, 70.0, 200.0)) - 30.0).abs() < 1e-9);
    }

    #[test]
    fn a_corner_a_crossing_and_a_street_between_are_no_border() {
        let a = rectangle(0.0, 0.0, 100.0, 50.0);
        assert!(shared(&a, &rectangle(100.0, 50.0, 10.0, 10.0)) < LEAST);
        assert!(shared(&a, &rectangle(101.0, 0.0, 10.0, 50.0)) < f64::EPSILON);
        assert!(shared(&a, &rectangle(40.0, -20.0, 10.0, 90.0)) < LEAST);
    }

    #[test]
    fn a_bent_border_with_corners_of_its_own_on_each_side_is_found() {
        let left = vec![(0.0, 0.0), (10.0, 0.0), (20.0, 10.0), (0.0, 10.0)];
        // The same slope, with two more corners on it, walked the other way round.
        let right =
            vec![(10.0, 0.0), (30.0, 0.0), (30.0, 10.0), (20.0, 10.0), (16.0, 6.0), (13.0, 3.0)];
        let [a, b] = [left, right].map(|points| {
            let points = points.into_iter().map(|(x, y)| Local::new(x, y)).collect();
            Shape::new(vec![Polygon::new(Ring::new(points).unwrap(), vec![])])
        });
        assert!((shared(&a, &b) - 200f64.sqrt()).abs() < 1e-9, "{}", shared(&a, &b));
    }
}
