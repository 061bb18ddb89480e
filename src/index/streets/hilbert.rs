//! The order of nodes: along a Hilbert curve over the box around them, in 65 536 cells each way.

use rayon::prelude::*;

use crate::model::{Bounds, Local};

/// Cells each way: 2^16.
const BITS: u32 = 16;

/// The rank of each vertex that is a node, ties by place, then by position in the list.
pub(super) fn ranks(vertices: &[Local], is_node: &[bool]) -> Vec<Option<u32>> {
    let picked = || (0u32..).zip(vertices.iter().zip(is_node)).filter(|(_, (_, is))| **is);
    let mut bounds = Bounds::EMPTY;
    picked().for_each(|(_, (at, _))| bounds.include(*at));
    let side = bounds.width().max(bounds.height()).max(1.0);
    let mut order: Vec<(u32, u32)> = picked()
        .map(|(vertex, (at, _))| {
            let cell = |from: f64, to: f64| cell((to - from) / side);
            (curve(cell(bounds.min.x, at.x), cell(bounds.min.y, at.y)), vertex)
        })
        .collect();
    let at = |vertex: u32| vertices[vertex as usize];
    order.par_sort_unstable_by(|a, b| {
        a.0.cmp(&b.0).then_with(|| {
            let (p, q) = (at(a.1), at(b.1));
            p.x.total_cmp(&q.x).then(p.y.total_cmp(&q.y)).then(a.1.cmp(&b.1))
        })
    });
    let mut ranks = vec![None; vertices.len()];
    for (rank, (_, vertex)) in (0u32..).zip(order) {
        ranks[vertex as usize] = Some(rank);
    }
    ranks
}

/// The cell of a share of the side.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from f64 to u32 saturates"
)]
fn cell(share: f64) -> u32 {
    let cells = f64::from(1u32 << BITS);
    ((share * cells) as u32).min((1 << BITS) - 1)
}

/// How far along the curve a cell is.
fn curve(mut x: u32, mut y: u32) -> u32 {
    let mut along = 0;
    let mut half = 1 << (BITS - 1);
    while half > 0 {
        let (right, upper) = (u32::from(x & half > 0), u32::from(y & half > 0));
        along += half * half * ((3 * right) ^ upper);
        // The curve in a lower quadrant is turned.
        if upper == 0 {
            if right == 1 {
                (x, y) = ((half - 1).wrapping_sub(x), (half - 1).wrapping_sub(y));
            }
            (x, y) = (y, x);
        }
        (x, y) = (x & (half - 1), y & (half - 1));
        half >>= 1;
    }
    along
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_follow_one_another_are_neighbours() {
        // The first 1024 steps of the curve fill the 32 by 32 cells at its start.
        let mut cells: Vec<(u32, u32, u32)> =
            (0..32).flat_map(|x| (0..32).map(move |y| (curve(x, y), x, y))).collect();
        cells.sort_unstable();
        assert_eq!(cells.first().unwrap().0, 0);
        assert_eq!(cells.last().unwrap().0, 1023);
        for pair in cells.windows(2) {
            let step = pair[0].1.abs_diff(pair[1].1) + pair[0].2.abs_diff(pair[1].2);
            assert_eq!(step, 1, "{pair:?}");
        }
    }
}
