//! Subdistricts: the reporting units. Ids must be unique, shapes sound, names there or stood in for.

use std::collections::HashMap;

use super::ReadOptions;
use super::area_layer::{AreaLayer, known};
use super::changes::coordinates;
use super::ids::settle;
use super::layer::Origin;
use super::partition::{PartitionItem, check_partition};
use super::plan::LayerPlan;
use super::snap::{Snapped, snap};
use super::words::{counted, quoted};
use crate::finding::{Fate, Finding, Findings};
use crate::model::{Plane, Shape, Subdistrict, natural_order};
use crate::units::{Metres, SquareMetres};

/// Puts the subdistricts on the plane; fewer than were read where a finding says why.
pub(super) fn finish(
    layer: &mut AreaLayer,
    plan: &LayerPlan,
    plane: &Plane,
    options: &ReadOptions,
    findings: &mut Findings,
) -> Vec<(Origin, Subdistrict)> {
    if layer.loaded.features == 0 && layer.loaded.is_whole {
        let message = "0 subdistricts; nothing to plan for";
        let help = "export the layer again, with a polygon for each subdistrict";
        findings.push(Finding::error("no-subdistricts", plan.whole(), message).with_help(help));
    }
    let shapes = layer.shapes(plan, plane, options.repair, findings);
    let repeated = say_repeated(layer, plan, findings);
    let ids = stand_in_ids(layer, plan, &shapes, findings);
    let mut subdistricts = Vec::with_capacity(shapes.len());
    let all_are_nameless = say_nameless(layer, plan, findings);
    for ((draft, id), shape) in layer.drafts.iter().zip(ids).zip(shapes) {
        if draft.name.is_empty() && !all_are_nameless {
            let message = format!("no name; shown as {}", quoted(&id));
            let finding = Finding::warning("no-name", draft.name_place(plan), message);
            findings.push(finding.with_help("fill in the name"));
        }
        let Some(shape) = shape else { continue };
        let name = if draft.name.is_empty() { id.clone() } else { draft.name.to_string() };
        let parent = draft.words[0].as_ref().map(ToString::to_string);
        let unit = Subdistrict { id, name, parent, population: draft.people, shape };
        subdistricts.push((draft.origin, unit));
    }
    if let Some(within) = options.snap {
        close(&mut subdistricts, (within, plane), (layer, plan), findings);
    }
    // Land in two subdistricts counts for the lower id, so the check wants them in that order. One
    // that stands twice has been refused as such; that it overlaps itself is no news.
    let mut by_id: Vec<&(Origin, Subdistrict)> = subdistricts.iter().collect();
    by_id.sort_by(|a, b| natural_order(&a.1.id, &b.1.id));
    by_id.dedup_by(|a, b| {
        a.1.shape == b.1.shape && (repeated.contains(&a.0) || repeated.contains(&b.0))
    });
    let items: Vec<PartitionItem<'_>> = by_id
        .into_iter()
        .map(|(origin, unit)| PartitionItem {
            origin: *origin,
            name: &unit.name,
            shape: &unit.shape,
        })
        .collect();
    check_partition(&plan.files, &items, plane, findings);
    subdistricts
}

/// Warns once where no subdistrict of several has a name: most likely its property is called otherwise. True if
/// so.
fn say_nameless(layer: &AreaLayer, plan: &LayerPlan, findings: &mut Findings) -> bool {
    let all = layer.drafts.len();
    let are_nameless = all > 1 && layer.drafts.iter().all(|draft| draft.name.is_empty());
    if are_nameless {
        let message = format!("none of the {all} subdistricts has a name; shown by their ids");
        let help = "name the property that has it under [subdistricts.properties] in walkshed.toml";
        findings.push(Finding::warning("no-name", plan.whole(), message).with_help(help));
    }
    are_nameless
}

/// Snaps subdistricts to each other in the order of their ids, and says what that changed.
fn close(
    subdistricts: &mut [(Origin, Subdistrict)],
    (within, plane): (Metres, &Plane),
    (layer, plan): (&mut AreaLayer, &LayerPlan),
    findings: &mut Findings,
) {
    let mut order: Vec<usize> = (0..subdistricts.len()).collect();
    order.sort_by(|&a, &b| natural_order(&subdistricts[a].1.id, &subdistricts[b].1.id));
    let shapes: Vec<&Shape> = order.iter().map(|&n| &subdistricts[n].1.shape).collect();
    let snapped = snap(&shapes, within);
    let (mut moved, mut corners, mut most, mut land) = (Vec::new(), 0, 0.0_f64, 0.0);
    for Snapped { index, shape, corners: own, most: own_most } in snapped {
        let (origin, unit) = &mut subdistricts[order[index]];
        let Some(shape) = shape else {
            let message = format!(
                "{} is left as it is: snapped, its border would meet itself",
                quoted(&unit.name)
            );
            let place = origin.place(&plan.files, ".geometry.coordinates").with_name(&unit.name);
            let help = "pass a shorter distance to --snap, or mend the border";
            findings.push(Finding::warning("not-snapped", place, message).with_help(help));
            continue;
        };
        land += (shape.area().0 - unit.shape.area().0).abs();
        unit.shape = shape;
        if own > 0 {
            moved.push((*origin, unit.name.clone()));
            (corners, most) = (corners + own, most.max(own_most.0));
            let people = known(unit.population);
            layer.loaded.ledger.mark(*origin, Fate::Repaired, "snapped", people);
            let moved = counted(own, "corner");
            let said = format!("{moved} off the borders of neighbours; took the same ones");
            layer.loaded.redraw(*origin, "snapped", said, coordinates(&unit.shape, plane));
        }
    }
    let Some((first, name)) = moved.first() else { return };
    let message = format!(
        "{} of {} moved by {most:.2} m at most onto the borders of neighbours, {} ha",
        counted(corners, "corner"),
        counted(moved.len(), "subdistrict"),
        SquareMetres(land).hectares_text()
    );
    let place = first.place(&plan.files, ".geometry.coordinates").with_name(name);
    findings.push(Finding::note("snapped", place, message));
}

/// Refuses an id that another subdistrict has; gives those that have one.
fn say_repeated(layer: &AreaLayer, plan: &LayerPlan, findings: &mut Findings) -> Vec<Origin> {
    let mut repeated = Vec::new();
    let mut first_of: HashMap<&str, usize> = HashMap::new();
    for (index, draft) in layer.drafts.iter().enumerate() {
        let Some(id) = draft.id.as_deref() else { continue };
        let first = *first_of.entry(id).or_insert(index);
        if first != index {
            repeated.push(draft.origin);
            let other = layer.drafts[first].origin.beside(&plan.files, draft.origin);
            let message = format!("{} is also {other}", quoted(id));
            let finding = Finding::error("duplicate-id", draft.id_place(plan), message);
            findings.push(finding.with_help("give each subdistrict an id of its own"));
        }
    }
    repeated
}

/// Ids in the order of the drafts: a name stands in for an id that is missing.
fn stand_in_ids(
    layer: &AreaLayer,
    plan: &LayerPlan,
    shapes: &[Option<Shape>],
    findings: &mut Findings,
) -> Vec<String> {
    let without = layer.drafts.iter().filter(|draft| draft.id.is_none()).count();
    if without > 0 {
        let message =
            format!("{} without an id; the name stands in", counted(without, "subdistrict"));
        findings.push(Finding::note("no-id", plan.whole(), message));
    }
    let given = |n: usize| {
        let draft = &layer.drafts[n];
        draft.id.as_deref().or(Some(&*draft.name)).filter(|id| !id.is_empty())
    };
    let mut id = settle(layer.drafts.len(), given, layer.by_place(shapes)).into_ids();
    (0..layer.drafts.len()).map(|n| id(n, given(n).map(Box::from)).into()).collect()
}
