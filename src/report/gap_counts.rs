//! How many gaps are listed, by what they lack and by unit.

use std::collections::BTreeMap;

use crate::assessment::{Gap, Lack};
use crate::model::SubdistrictId;

/// Counts of listed gaps.
pub(super) struct GapCounts {
    by_unit: BTreeMap<(Lack, SubdistrictId), usize>,
    by_lack: BTreeMap<Lack, usize>,
}

impl GapCounts {
    pub(super) fn of(listed: &[Gap]) -> Self {
        let mut counts = Self { by_unit: BTreeMap::new(), by_lack: BTreeMap::new() };
        for gap in listed {
            *counts.by_unit.entry((gap.lack, gap.unit)).or_default() += 1;
            *counts.by_lack.entry(gap.lack).or_default() += 1;
        }
        counts
    }

    /// Gaps in one unit, or in the city where none is named.
    pub(super) fn get(&self, lack: Lack, unit: Option<SubdistrictId>) -> usize {
        match unit {
            Some(unit) => self.by_unit.get(&(lack, unit)),
            None => self.by_lack.get(&lack),
        }
        .copied()
        .unwrap_or(0)
    }
}
