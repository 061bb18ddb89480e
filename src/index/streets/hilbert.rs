//! The order of nodes: along a Hilbert curve over the box around them, in 65 536 cells each way.

use crate::index::radix;
use crate::model::{Bounds, Local};

/// Cells each way: 2^16.
const BITS: u32 = 16;

/// The vertices that are nodes, in order; ties by place, then by position in the list.
pub(super) fn order(vertices: &[Local], is_node: &[bool]) -> Vec<u32> {
    let nodes = picked(is_node);
    let mut bounds = Bounds::EMPTY;
    for vertex in &nodes {
        bounds.include(vertices[*vertex as usize]);
    }
    let side = bounds.width().max(bounds.height()).max(1.0);
    let key = |vertex: &u32| {
        let at = vertices[*vertex as usize];
        let cell = |from: f64, to: f64| cell((to - from) / side);
        let along = curve(cell(bounds.min.x, at.x), cell(bounds.min.y, at.y));
        u64::from(along) << 32 | u64::from(*vertex)
    };
    let mut order: Vec<u64> = nodes.iter().map(key).collect();
    radix::sort(&mut order, |key| key >> 32);
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
    order.into_iter().map(number).collect()
}

/// The positions of what is true, without a branch on it, every other of which would go wrong.
fn picked(is_it: &[bool]) -> Vec<u32> {
    let mut picked = vec![0; is_it.len()];
    let mut count = 0;
    for (position, is) in (0u32..).zip(is_it) {
        picked[count] = position;
        count += usize::from(*is);
    }
    picked.truncate(count);
    picked
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

/// Bits of a cell's column and row that one look into the table takes.
const LOOK: u32 = 4;

/// Columns, and rows, of such a look.
const SIDE: usize = 1 << LOOK;

/// By how the curve lies in a square and by the column and row in it: how far along the curve that is, and
/// in the lowest two bits how the curve lies there. It lies mirrored at both axes (1), with its axes changed (2), or both.
const ALONG: [[u16; SIDE * SIDE]; 4] = along();

const fn along() -> [[u16; SIDE * SIDE]; 4] {
    let mut all = [[0; SIDE * SIDE]; 4];
    let mut at = 0;
    while at < 4 * SIDE * SIDE {
        let (lies, cell) = (at / (SIDE * SIDE), at % (SIDE * SIDE));
        all[lies][cell] = along_square(lies, cell / SIDE, cell % SIDE);
        at += 1;
    }
    all
}

const fn along_square(lies: usize, column: usize, row: usize) -> u16 {
    let (mut is_mirrored, mut is_changed) = (lies & 1 == 1, lies & 2 == 2);
    let (mut along, mut bit) = (0, LOOK);
    while bit > 0 {
        bit -= 1;
        let is_right = (column >> bit & 1 == 1) != is_mirrored;
        let is_upper = (row >> bit & 1 == 1) != is_mirrored;
        let (is_right, is_upper) =
            if is_changed { (is_upper, is_right) } else { (is_right, is_upper) };
        along = along << 2 | ((3 * is_right as u16) ^ is_upper as u16);
        // The curve in a lower quadrant is turned: mirrored on the right, then with its axes changed.
        is_mirrored = is_mirrored != (is_right && !is_upper);
        is_changed = is_changed == is_upper;
    }
    along << 2 | (is_changed as u16) << 1 | is_mirrored as u16
}

/// How far along the curve a cell is.
fn curve(column: u32, row: u32) -> u32 {
    let (mut along, mut lies) = (0, 0);
    for shift in (0..BITS).step_by(LOOK as usize).rev() {
        let bits = |of: u32| (of >> shift) as usize % SIDE;
        let entry = ALONG[lies][bits(column) * SIDE + bits(row)];
        along = along << (2 * LOOK) | u32::from(entry >> 2);
        lies = usize::from(entry & 3);
    }
    along
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::mix;

    /// The same, a bit at a time.
    fn slow(mut x: u32, mut y: u32) -> u32 {
        let mut along = 0;
        for bit in (0..BITS).rev() {
            let (right, upper) = (x >> bit & 1, y >> bit & 1);
            along = along << 2 | ((3 * right) ^ upper);
            if upper == 0 {
                if right == 1 {
                    (x, y) = (!x, !y);
                }
                (x, y) = (y, x);
            }
        }
        along
    }

    #[test]
    fn a_look_into_the_table_is_as_good_as_a_walk_by_quadrants() {
        for at in 0..10_000 {
            let drawn = mix(at);
            let bits = |shift: u32| u32::try_from(drawn >> shift & 0xffff).unwrap();
            let (x, y) = (bits(0), bits(16));
            assert_eq!(curve(x, y), slow(x, y), "{x} {y}");
        }
    }

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
