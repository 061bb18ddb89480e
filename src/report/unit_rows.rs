//! The units of a layer as tables name them, then all of them together.

use super::Context;
use super::words::{self, Word};
use crate::model::UnitLevel;

/// One unit, or all units of a layer.
#[derive(Clone, Copy)]
pub(super) struct UnitRow<'a> {
    pub(super) level: Word,
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) parent: &'a str,
    /// Position in its layer; none for all units together.
    pub(super) at: Option<usize>,
}

/// The subdistricts, or the units of another layer, in the order of the city; then all of them.
pub(super) fn unit_rows<'a>(context: &Context<'a>, level: Option<UnitLevel>) -> Vec<UnitRow<'a>> {
    let name = context.city.name();
    let all = |level| UnitRow { level, id: "", name, parent: "", at: None };
    let Some(level) = level else {
        let subdistricts =
            context.city.subdistricts().iter().enumerate().map(|(at, unit)| UnitRow {
                level: words::SUBDISTRICT,
                id: &unit.id,
                name: &unit.name,
                parent: unit.parent.as_deref().unwrap_or_default(),
                at: Some(at),
            });
        return subdistricts.chain([all(words::CITY)]).collect();
    };
    let layer = context.assessment.finer.iter().find(|layer| layer.level == level);
    let parents = layer.into_iter().flat_map(|layer| &layer.units).map(|unit| unit.parent);
    let units = context.city.finer_units(level).iter().zip(parents).enumerate();
    let units = units.map(|(at, (unit, parent))| UnitRow {
        level: words::level(level),
        id: &unit.id,
        name: &unit.name,
        parent: parent.map_or("", |id| context.unit(id).1),
        at: Some(at),
    });
    units.chain([all(words::all_units(level))]).collect()
}
