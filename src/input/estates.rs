//! Estates: residential land, and its residents where the city has no people layer.

use std::collections::BTreeMap;

use super::area_layer::{AreaLayer, Draft, LAND_CODE, MANAGED, known};
use super::layer::Origin;
use super::outlets::yes_or_no;
use super::partition::{PartitionItem, check_overlaps};
use super::plan::LayerPlan;
use super::point::inside;
use super::words::{agree, counted, quoted};
use crate::finding::{Fate, Finding, Findings};
use crate::model::{Estate, LandCodes, PeopleLayer, PeopleSource, Plane};

/// Land codes that a finding lists.
const LISTED: usize = 5;

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
    let mut answers = BTreeMap::new();
    for (n, (draft, shape)) in layer.drafts.iter().zip(shapes).enumerate() {
        let id = id(n, draft.id.clone());
        let Some(shape) = shape else { continue };
        let [community, land_code, managed] = draft.words.clone();
        let [community, land_code] = [community, land_code].map(|word| word.map(String::from));
        let managed = managed.and_then(|word| is_managed(draft, &word, plan, findings));
        let (id, name) = (String::from(id), draft.name.to_string());
        let people = draft.people;
        if !draft.answers.is_empty() {
            answers.insert(id.clone(), draft.answers.clone());
        }
        let estate = Estate { id, name, community, land_code, people, managed, shape };
        estates.push((draft.origin, estate));
    }
    layer.answers = answers;
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
        let have = agree(nameless, "has", "have");
        let ids = agree(nameless, "its id", "their ids");
        let message = format!("{nameless} of {all} {have} no name; shown by {ids}");
        findings.push(Finding::note("no-name", plan.whole(), message));
    }
}

/// Says how many estates have a land code that is not residential, and marks those of which nothing
/// is in a rate: where the estates say who lives where, the people of such an estate are.
pub(super) fn say_other_land(
    layer: &mut AreaLayer,
    plan: &LayerPlan,
    estates: &[(Origin, Estate)],
    (residential, give_people): (&LandCodes, bool),
    findings: &mut Findings,
) {
    let is_other = |estate: &Estate| !residential.hold(estate.land_code.as_deref());
    let others: Vec<&(Origin, Estate)> = estates.iter().filter(|(_, e)| is_other(e)).collect();
    if others.is_empty() {
        return;
    }
    let mut people = 0;
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for (origin, estate) in &others {
        *codes.entry(estate.land_code.as_deref().unwrap_or_default().trim()).or_default() += 1;
        match known(estate.people) {
            Some(count) if give_people && count > 0 => people += u64::from(count),
            count => layer.loaded.ledger.mark(*origin, Fate::Outside, "other-land", count),
        }
    }
    let all = counted(estates.len(), "estate");
    let listed: Vec<String> =
        codes.iter().take(LISTED).map(|(code, n)| format!("{} ({n})", quoted(code))).collect();
    let more = if codes.len() > LISTED { ", ..." } else { "" };
    let still = match people {
        0 => String::new(),
        1 => "; 1 resident of theirs counts".to_owned(),
        people => format!("; {people} residents of theirs count"),
    };
    let message = format!(
        "{} of {all} {} a land code that is not residential: {}{more}; their land is in no \
         rate{still}",
        others.len(),
        agree(others.len(), "has", "have"),
        listed.join(", ")
    );
    let known = residential.as_slice().join(", ");
    let short = codes.keys().find(|code| residential.hold(Some(&format!("0{code}"))));
    let place = plan.property_place(others[0].0, LAND_CODE).with_name(&others[0].1.name);
    let finding = match short {
        Some(code) => Finding::warning("other-land", place, message)
            .with_help(format!("0{code} is residential: has a spreadsheet taken the 0 away?")),
        None if others.len() == estates.len() => Finding::warning("other-land", place, message)
            .with_help(format!(
                "residential by the profile: {known}; set land_codes in a profile of your own to \
                 the codes of this layer"
            )),
        None => Finding::note("other-land", place, message),
    };
    findings.push(finding);
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
    let home = |estate: &Estate| Some((known(estate.people)?, inside(&estate.shape)?));
    for (people, at) in estates.filter_map(home) {
        layer.at.push(at);
        layer.all.push(people);
    }
    (!layer.is_empty()).then_some(layer)
}
