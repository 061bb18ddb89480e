//! Estates: residential land, and its residents where the city has no people layer.

use super::area_layer::{AreaLayer, Draft, MANAGED, known};
use super::layer::Origin;
use super::outlets::yes_or_no;
use super::partition::{PartitionItem, check_overlaps};
use super::plan::LayerPlan;
use super::point::inside;
use super::words::{counted, quoted};
use crate::finding::{Finding, Findings};
use crate::model::{Estate, PeopleLayer, PeopleSource, Plane};

/// Puts the estates on the plane, each with the place that it came from.
pub(super) fn finish(
    layer: &mut AreaLayer,
    plan: &LayerPlan,
    plane: &Plane,
    repair: bool,
    findings: &mut Findings,
) -> Vec<(Origin, Estate)> {
    if layer.loaded.features == 0 && layer.loaded.is_whole {
        let message =
            "no residential land: 0 features in the estates layer; the rate has no denominator";
        let help = "export the layer again; without the file, whole areas of units stand in for it";
        findings.push(Finding::error("no-land", plan.whole(), message).with_help(help));
    }
    let shapes = layer.shapes(plan, plane, repair, findings);
    let ids = layer.ids(&shapes);
    layer.say_repeated(plan, &ids, findings);
    say_nameless(layer, plan, findings);
    let mut estates = Vec::with_capacity(shapes.len());
    let mut id = ids.into_ids();
    for (n, (draft, shape)) in layer.drafts.iter().zip(shapes).enumerate() {
        let id = id(n, draft.id.clone());
        let Some(shape) = shape else { continue };
        let [community, land_code, managed] = draft.words.clone();
        let [community, land_code] = [community, land_code].map(|word| word.map(String::from));
        let managed = managed.and_then(|word| is_managed(draft, &word, plan, findings));
        let (id, name) = (String::from(id), draft.name.to_string());
        let people = draft.people;
        let estate = Estate { id, name, community, land_code, people, managed, shape };
        estates.push((draft.origin, estate));
    }
    let items: Vec<PartitionItem<'_>> = estates
        .iter()
        .map(|(origin, e)| PartitionItem { origin: *origin, name: &e.name, shape: &e.shape })
        .collect();
    check_overlaps(&plan.files, &items, plane, findings);
    estates
}

/// Whether an estate has property management.
fn is_managed(
    draft: &Draft,
    word: &str,
    plan: &LayerPlan,
    findings: &mut Findings,
) -> Option<bool> {
    let is_managed = yes_or_no(word);
    if is_managed.is_none() {
        let message = format!("managed is {}, neither yes nor no", quoted(word));
        let place = plan.property_place(draft.origin, MANAGED).with_name(&draft.name);
        let help = "write true or false; taken as not known";
        let finding = Finding::warning("not-yes-or-no", place, message).with_help(help);
        findings.push(finding.with_value(word));
    }
    is_managed
}

fn say_nameless(layer: &AreaLayer, plan: &LayerPlan, findings: &mut Findings) {
    let nameless = layer.drafts.iter().filter(|draft| draft.name.is_empty()).count();
    if nameless > 0 {
        let all = counted(layer.drafts.len(), "estate");
        let message = format!("{nameless} of {all} have no name; shown by their ids");
        findings.push(Finding::note("no-name", plan.whole(), message));
    }
}

/// The residents of the estates, each estate's at one point inside it; none where no estate says
/// how many it has.
pub(super) fn residents<'e>(estates: impl Iterator<Item = &'e Estate>) -> Option<PeopleLayer> {
    let mut layer = PeopleLayer {
        source: PeopleSource::Estates,
        at: Vec::new(),
        all: Vec::new(),
        groups: Default::default(),
    };
    for estate in estates {
        let Some(people) = known(estate.people) else { continue };
        let Some(at) = inside(&estate.shape) else { continue };
        layer.at.push(at);
        layer.all.push(people);
    }
    (!layer.is_empty()).then_some(layer)
}
