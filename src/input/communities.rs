//! Communities, grids and other units besides the subdistricts; gaps are named after communities.
//! Nothing in them stops a run but a broken file.

use std::collections::HashSet;

use super::area_layer::{AreaLayer, Draft, SUBDISTRICT};
use super::plan::LayerPlan;
use super::words::{agree, counted, quoted};
use crate::finding::{Finding, Findings};
use crate::model::{Community, Plane, Subdistrict};

/// Puts the units of one such layer on the plane. `parents` are the subdistricts; none where they are not sound.
pub(super) fn finish(
    layer: &mut AreaLayer,
    plan: &LayerPlan,
    (plane, parents): (&Plane, &[Subdistrict]),
    repair: bool,
    findings: &mut Findings,
) -> Vec<Community> {
    let shapes = layer.shapes(plan, plane, repair, findings);
    let ids = layer.ids(&shapes);
    layer.say_repeated(plan, &ids, findings);
    say_strangers(&layer.drafts, plan, parents, findings);
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

/// Says how many units name a subdistrict that is none, by its id and by its name. Where they lie settles what
/// they count for.
fn say_strangers(
    drafts: &[Draft],
    plan: &LayerPlan,
    parents: &[Subdistrict],
    findings: &mut Findings,
) {
    if parents.is_empty() {
        return;
    }
    let known: HashSet<&str> =
        parents.iter().flat_map(|parent| [&*parent.id, &*parent.name]).collect();
    let mut strangers = drafts.iter().filter_map(|draft| {
        let word = draft.words[0].as_deref().filter(|word| !known.contains(word));
        word.map(|word| (draft, word))
    });
    let Some((first, word)) = strangers.next() else { return };
    let count = 1 + strangers.count();
    let message = format!(
        "{count} of {} {} a subdistrict that the city does not have, the first {}",
        counted(drafts.len(), plan.layer.thing()),
        agree(count, "names", "name"),
        quoted(word)
    );
    let place = plan.property_place(first.origin, SUBDISTRICT).with_name(first.label());
    let finding = Finding::warning("unknown-subdistrict", place, message);
    let help = "write the id or the name that stands in that layer; they count where they lie";
    findings.push(finding.with_help(help).with_value(word));
}
