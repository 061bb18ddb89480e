//! Which categories have an open outlet in or around each block: what people complain of, and what
//! a plan would open.

use super::SampleCity;
use super::kinds::KINDS;
use super::outlets::outlets;
use crate::model::Status;

/// One bit a category for each block; health centres are left out.
pub(super) struct Presence {
    bits: Vec<u16>,
}

impl Presence {
    pub(super) fn new(city: &SampleCity) -> Self {
        let grid = &city.ground.grid;
        let mut bits = vec![0; city.ground.density.len()];
        for outlet in outlets(city).filter(|o| o.status == Status::Open) {
            let (i, j) = outlet.block;
            for (bit, kind) in KINDS.iter().enumerate() {
                if kind.key == outlet.kind.key {
                    bits[grid.index(i, j)] |= 1 << bit;
                }
            }
        }
        Self { bits }
    }

    /// Positions in [`KINDS`] of the categories that neither the block nor its eight neighbours have.
    pub(super) fn missing(&self, city: &SampleCity, (i, j): (i32, i32)) -> Vec<usize> {
        let grid = &city.ground.grid;
        let mut found = 0;
        for (x, y) in (-1..=1).flat_map(|y| (-1..=1).map(move |x| (i + x, j + y))) {
            if grid.has(x, y) {
                found |= self.bits[grid.index(x, y)];
            }
        }
        (0..KINDS.len()).filter(|bit| found & (1 << bit) == 0).collect()
    }
}
