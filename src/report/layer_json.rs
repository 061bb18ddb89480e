//! Figures by layer, unit and service as `assessment.json` holds them.

use serde::Serialize;

use super::Context;
use crate::assessment::ByUnit;

#[derive(Serialize)]
pub(super) struct LayerView<'a, S> {
    level: &'static str,
    units: Vec<UnitView<'a, S>>,
    total: Vec<S>,
}

#[derive(Serialize)]
struct UnitView<'a, S> {
    id: &'a str,
    services: Vec<S>,
}

/// A layer whose figures stand in the order of the services; `view` shows those of one service by its key,
/// or leaves them out.
pub(super) fn layer_view<'a, F, S>(
    context: &Context<'a>,
    layer: &'a ByUnit<Vec<F>>,
    view: impl Fn(&'a str, &'a F) -> Option<S>,
) -> LayerView<'a, S> {
    let services = |of: &'a [F]| -> Vec<S> {
        let of = context.profile.services.iter().zip(of);
        of.filter_map(|(service, of)| view(&service.key, of)).collect()
    };
    let (level, ids) = context.units_of(layer.level);
    let units = ids.into_iter().zip(&layer.units);
    LayerView {
        level,
        units: units.map(|(id, of)| UnitView { id, services: services(of) }).collect(),
        total: services(&layer.total),
    }
}
