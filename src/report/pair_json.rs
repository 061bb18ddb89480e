//! What goes together as `assessment.json` holds it.

use serde::Serialize;

use super::Context;
use super::finer_json::{CitationView, citation_view};
use crate::assessment::{Pair, PairCounts, Paired, Pairs};
use crate::profile::{Names, Pairing, Subject};
use crate::units::{Metres, People};

#[derive(Serialize)]
pub(super) struct PairingView<'a> {
    key: &'a str,
    names: &'a Names,
    of: Subject,
    categories: &'a [String],
    with: &'a [String],
    within_m: Option<Metres>,
    citation: CitationView<'a>,
    lead_department: &'a Names,
    supporting_departments: &'a [Names],
    total: PairCounts,
    unknown: u32,
    units: Vec<UnitView<'a>>,
    pairs: Vec<PairView<'a>>,
}

#[derive(Serialize)]
struct UnitView<'a> {
    id: &'a str,
    #[serde(flatten)]
    counts: PairCounts,
}

#[derive(Serialize)]
struct PairView<'a> {
    id: &'a str,
    unit: Option<&'a str>,
    people: Option<People>,
    paired: Paired,
    partner: Option<&'a str>,
    distance_m: Option<Metres>,
}

/// The pairings of the profile with their pairs.
pub(super) fn pairing_views<'a>(context: &Context<'a>) -> Vec<PairingView<'a>> {
    let rules = context.profile.pairings.iter().zip(&context.assessment.pairings);
    rules.map(|(rule, pairs)| view(context, rule, pairs)).collect()
}

fn view<'a>(context: &Context<'a>, of: &'a Pairing, pairs: &'a Pairs) -> PairingView<'a> {
    let units = context.city.subdistricts().iter().zip(&pairs.units);
    PairingView {
        key: &of.key,
        names: &of.names,
        of: of.of,
        categories: &of.categories,
        with: &of.with,
        within_m: of.within,
        citation: citation_view(&of.citation),
        lead_department: &of.lead,
        supporting_departments: &of.supporting,
        total: pairs.total,
        unknown: pairs.unknown,
        units: units.map(|(unit, &counts)| UnitView { id: &unit.id, counts }).collect(),
        pairs: pairs.list.iter().map(|pair| pair_view(context, pair)).collect(),
    }
}

fn pair_view<'a>(context: &Context<'a>, of: &Pair) -> PairView<'a> {
    let outlet = |id: crate::model::OutletId| &*context.city.outlets()[id.index()].id;
    let estates = context.city.estates().unwrap_or_default();
    let estate = of.estate.map(|id| estates[id.index()].id.as_str());
    PairView {
        id: of.outlet.map(outlet).or(estate).unwrap_or_default(),
        unit: of.unit.map(|unit| context.unit(unit).0),
        people: of.people,
        paired: of.paired,
        partner: of.partner.map(outlet),
        distance_m: of.distance,
    }
}
