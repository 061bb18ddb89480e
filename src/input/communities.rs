//! Communities, grids and other units besides the subdistricts; gaps are named after communities.
//! Nothing in them stops a run but a broken file.

use super::area_layer::AreaLayer;
use super::plan::LayerPlan;
use crate::finding::Findings;
use crate::model::{Community, Plane};

/// Puts the units of one such layer on the plane.
pub(super) fn finish(
    layer: &mut AreaLayer,
    plan: &LayerPlan,
    plane: &Plane,
    repair: bool,
    findings: &mut Findings,
) -> Vec<Community> {
    let shapes = layer.shapes(plan, plane, repair, findings);
    let ids = layer.ids(&shapes);
    layer.say_repeated(plan, &ids, findings);
    let mut id = ids.into_ids();
    let drafts = layer.drafts.iter().zip(shapes).enumerate();
    drafts
        .filter_map(|(n, (draft, shape))| {
            let id = String::from(id(n, draft.id.clone()));
            let name = if draft.name.is_empty() { id.clone() } else { draft.name.to_string() };
            shape.map(|shape| Community { id, name, shape })
        })
        .collect()
}
