//! The order of nodes: along a Hilbert curve over the box around them, in 65 536 cells each way.

use crate::model::{Bounds, Local};

/// Cells each way: 2^16.
pub(super) const BITS: u32 = 16;

/// The rank of each vertex that is a node, ties by place, then by position in the list; of others
/// `u32::MAX`.
pub(super) fn ranks(vertices: &[Local], is_node: &[bool]) -> Vec<u32> {
    let picked = || (0u32..).zip(vertices.iter().zip(is_node)).filter(|(_, (_, is))| **is);
    let mut bounds = Bounds::EMPTY;
    picked().for_each(|(_, (at, _))| bounds.include(*at));
    let side = bounds.width().max(bounds.height()).max(1.0);
    let mut order: Vec<u64> = picked()
        .map(|(vertex, (at, _))| {
            let cell = |from: f64, to: f64| cell((to - from) / side);
            let along = curve(cell(bounds.min.x, at.x), cell(bounds.min.y, at.y));
            u64::from(along) << 32 | u64::from(vertex)
        })
        .collect();
    order.sort_unstable();
    let place = |key: &u64| {
        let at = vertices[number(*key) as usize];
        (at.x, at.y)
    };
    for cell in order.chunk_by_mut(|a, b| a >> 32 == b >> 32).filter(|cell| cell.len() > 1) {
        cell.sort_by(|a, b| {
            let (p, q) = (place(a), place(b));
            p.0.total_cmp(&q.0).then(p.1.total_cmp(&q.1))
        });
    }
    let mut ranks = vec![u32::MAX; vertices.len()];
    for (rank, key) in (0u32..).zip(order) {
        ranks[number(key) as usize] = rank;
    }
    ranks
}

/// The lower half of a key: the number that was put in order.
pub(super) fn number(key: u64) -> u32 {
    u32::try_from(key & u64::from(u32::MAX)).unwrap_or(u32::MAX)
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

/// How far along the curve a cell is; no branch depends on it, because every other would go wrong.
pub(super) fn curve(mut x: u32, mut y: u32) -> u32 {
    let mut along = 0;
    for bit in (0..BITS).rev() {
        let (right, upper) = (x >> bit & 1, y >> bit & 1);
        along = along << 2 | ((3 * right) ^ upper);
        // The curve in a lower quadrant is turned: mirrored on the right, then with its axes changed.
        let is_lower = upper.wrapping_sub(1);
        let mirror = is_lower & right.wrapping_neg();
        (x, y) = (x ^ mirror, y ^ mirror);
        let change = (x ^ y) & is_lower;
        (x, y) = (x ^ change, y ^ change);
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
