//! `assessment.json`: every figure of a run, with the names and rules that it needs to stand alone.
//!
//! Its form is laid down in `assessment.schema.json` ([`SCHEMA`], JSON Schema 2020-12); the number
//! in `schema_version` rises when a property changes its meaning or goes. The file does not depend
//! on the language of the run: names that have two languages stand in both.

use std::io::{self, Write};

use serde::Serialize;

use super::Context;
use super::beside_json::{BesideView, WalkerView, beside_views, walker_views};
use super::capacity_json::{CapacityView, capacity_views};
use super::choice_json::{ChoiceView, choice_view};
use super::complaint_json::{ComplaintsView, complaints_view};
use super::departments::{leading, supporting};
use super::figures_json::{Figures, Group, LandView, figures, group, land};
use super::finer_json::{LayerView, RuleView, layer_views, rule_view};
use super::gap_counts::GapCounts;
use super::manifest::InputRecord;
use super::pair_json::{PairingView, pairing_views};
use super::provision_json::{ProvisionsView, provisions_view};
use super::streets_json::{StreetsView, streets_view};
use crate::assessment::{Basis, DoubtfulOutlet, Gap, Lack, Reconciliation, Slivers};
use crate::finding::Fates;
use crate::model::{City, Condition, DoubtKind, LonLat, Pattern, PeopleSource, SubdistrictId};
use crate::profile::{
    CategoryRule, Confidence, DemandGroup, Denominator, Duty, Names, Provider, ReachBy, Service,
    Tier,
};
use crate::units::{Metres, People, Share, SquareMetres};

/// The JSON Schema of `assessment.json`.
pub const SCHEMA: &str = include_str!("assessment.schema.json");

/// Version of the form of `assessment.json`.
pub const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    program: &'static str,
    version: &'static str,
    city: CityView<'a>,
    profile: ProfileView<'a>,
    basis: Basis,
    official_indicator: bool,
    people_source: Option<PeopleSource>,
    services: Vec<DataView<'a>>,
    circle_services: Vec<&'a str>,
    total: Figures<'a>,
    units: Vec<UnitView<'a>>,
    function_rule: RuleView<'a>,
    finer: Vec<LayerView<'a>>,
    provisions: ProvisionsView<'a>,
    choice: ChoiceView<'a>,
    capacity: Vec<CapacityView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    streets: Option<StreetsView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    beside: Vec<BesideView<'a>>,
    pairings: Vec<PairingView<'a>>,
    gaps: Vec<GapView<'a>>,
    complaints: Option<ComplaintsView<'a>>,
    slivers: Vec<SliversView<'a>>,
    doubtful_outlets: Vec<DoubtfulView<'a>>,
    inputs: Vec<InputView<'a>>,
    reconciliation: ReconciliationView,
}

#[derive(Serialize)]
struct CityView<'a> {
    name: &'a str,
    source: Option<&'a str>,
    plane_origin: LonLat,
}

#[derive(Serialize)]
struct ProfileView<'a> {
    key: &'a str,
    names: &'a Names,
    document: &'a str,
    note: &'a Names,
    supplement: bool,
    land_codes: &'a [String],
    bands_m: &'a [Metres],
    min_gap_m2: SquareMetres,
    denominator: Denominator,
    categories: &'a [CategoryRule],
    not_serving: Option<&'a Pattern>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    walkers: Vec<WalkerView<'a>>,
    services: Vec<ServiceView<'a>>,
}

#[derive(Serialize)]
struct ServiceView<'a> {
    key: &'a str,
    names: &'a Names,
    tier: Option<Tier>,
    duty: Option<Duty>,
    providers: Vec<ProviderView<'a>>,
    minutes_label: Option<u32>,
    land_coverage_target: Option<Share>,
    target_clause: &'a str,
    target_is_assumption: Option<bool>,
    demand_group: DemandGroup,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    demand_where: &'a [Condition],
    in_circle: bool,
    lead_department: &'a Names,
    supporting_departments: &'a [Names],
}

#[derive(Serialize)]
struct ProviderView<'a> {
    category: &'a str,
    radius_m: Metres,
    #[serde(skip_serializing_if = "ReachBy::is_radius")]
    reach: ReachBy,
    floor_min_m2: Option<SquareMetres>,
    clause: &'a str,
    source: &'a Names,
    confidence: Confidence,
    in_force: bool,
    is_assumption: bool,
}

#[derive(Serialize)]
struct DataView<'a> {
    service: &'a str,
    has_data: bool,
    is_needed: bool,
    outlets_open: u32,
    outlets_doubtful: u32,
    outlets_not_open: u32,
    outlets_closed_then: u32,
    with_unknown_demand: Option<WithUnknownView>,
}

/// A service with those of whom it is not known whether they need it.
#[derive(Serialize)]
struct WithUnknownView {
    land: LandView,
    people: Option<Group>,
}

#[derive(Serialize)]
struct UnitView<'a> {
    id: &'a str,
    name: &'a str,
    parent: Option<&'a str>,
    #[serde(flatten)]
    figures: Figures<'a>,
}

#[derive(Serialize)]
struct GapView<'a> {
    id: &'a str,
    lacks: &'a str,
    rank: usize,
    missing_services: Vec<&'a str>,
    unit: &'a str,
    unit_name: &'a str,
    community: Option<&'a str>,
    estates: &'a [String],
    area_m2: SquareMetres,
    people_in_gap: Option<People>,
    demand_people_in_gap: Option<People>,
    at: LonLat,
    nearest_outlet: Option<OutletView<'a>>,
    continues_in: &'a [String],
    complaints: Option<u32>,
    lead_departments: Vec<&'a Names>,
    supporting_departments: Vec<&'a Names>,
}

#[derive(Serialize)]
struct OutletView<'a> {
    id: &'a str,
    name: &'a str,
    distance_m: Metres,
}

#[derive(Serialize)]
struct SliversView<'a> {
    lacks: &'a str,
    count: usize,
    area_m2: SquareMetres,
    people_elsewhere: Option<People>,
}

#[derive(Serialize)]
struct DoubtfulView<'a> {
    id: &'a str,
    name: &'a str,
    category: &'a str,
    unit: Option<&'a str>,
    at: LonLat,
    reason: Option<DoubtKind>,
    pattern: Option<&'a str>,
}

#[derive(Serialize)]
struct InputView<'a> {
    layer: &'a str,
    name: &'a str,
    fates: &'a Fates,
}

#[derive(Serialize)]
struct ReconciliationView {
    land_m2: SquareMetres,
    worst_land_error_relative: f64,
    land_outside_m2: SquareMetres,
    land_overlapping_m2: SquareMetres,
    people_read: People,
    people_inside: People,
    people_outside: People,
    outlets_inside: u32,
    outlets_outside: u32,
    doubtful_inside: u32,
    doubtful_outside: u32,
    estates_other_code: u32,
}

/// Writes `assessment.json`; [`SCHEMA`] says what it holds.
///
/// # Errors
/// Those of `out`.
pub fn assessment_json(context: &Context, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(context))?;
    out.write_all(b"\n")
}

fn document<'a>(context: &Context<'a>) -> Document<'a> {
    let of = context.assessment;
    let profile = context.profile;
    let counts = GapCounts::of(&of.gaps.listed);
    let figures_of = |unit, of| {
        figures(of, profile, |service| {
            Some(counts.get(service.map_or(Lack::Circle, Lack::Service), unit))
        })
    };
    let named = context.city.subdistricts().iter().zip(&of.units);
    Document {
        schema_version: SCHEMA_VERSION,
        program: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        city: city_view(context.city),
        profile: profile_view(context),
        basis: of.basis,
        official_indicator: context.is_official(),
        people_source: of.people_source,
        services: data_views(context),
        circle_services: of
            .circle_services
            .iter()
            .map(|&at| context.service(at).key.as_str())
            .collect(),
        total: figures_of(None, &of.total),
        units: (0u32..)
            .map(SubdistrictId)
            .zip(named)
            .map(|(id, (unit, of))| UnitView {
                id: &unit.id,
                name: &unit.name,
                parent: unit.parent.as_deref(),
                figures: figures_of(Some(id), of),
            })
            .collect(),
        function_rule: rule_view(context),
        finer: layer_views(context),
        provisions: provisions_view(context),
        choice: choice_view(context),
        capacity: capacity_views(context),
        streets: streets_view(context),
        beside: beside_views(context),
        pairings: pairing_views(context),
        gaps: of.gaps.listed.iter().map(|gap| gap_view(context, gap)).collect(),
        complaints: complaints_view(context),
        slivers: of.gaps.slivers.iter().map(|s| sliver_view(context, s)).collect(),
        doubtful_outlets: of.doubtful.iter().map(|of| doubtful_view(context, of)).collect(),
        inputs: context.inputs.iter().filter(|file| file.is_layer()).map(input_view).collect(),
        reconciliation: reconciliation_view(&of.reconciliation),
    }
}

fn sliver_view<'a>(context: &Context<'a>, of: &Slivers) -> SliversView<'a> {
    SliversView {
        lacks: context.lack_key(of.lack),
        count: of.count,
        area_m2: of.area,
        people_elsewhere: of.people_elsewhere,
    }
}

fn city_view(city: &City) -> CityView<'_> {
    CityView { name: city.name(), source: city.source(), plane_origin: city.plane().origin() }
}

fn doubtful_view<'a>(context: &Context<'a>, of: &DoubtfulOutlet) -> DoubtfulView<'a> {
    let outlet = &context.city.outlets()[of.outlet.index()];
    let doubt = outlet.doubt();
    DoubtfulView {
        id: &outlet.id,
        name: &outlet.name,
        category: &context.city.categories()[outlet.category.index()],
        unit: of.unit.map(|id| context.unit(id).0),
        at: of.lonlat,
        reason: doubt.map(|doubt| doubt.kind),
        pattern: doubt.map(|doubt| &*doubt.pattern),
    }
}

fn input_view(file: &InputRecord) -> InputView<'_> {
    InputView { layer: &file.layer, name: &file.name, fates: &file.fates }
}

fn profile_view<'a>(context: &Context<'a>) -> ProfileView<'a> {
    let profile = context.profile;
    ProfileView {
        key: &profile.key,
        names: &profile.names,
        document: &profile.document,
        note: &profile.note,
        supplement: profile.supplement,
        land_codes: profile.land_codes.as_slice(),
        bands_m: &profile.bands,
        min_gap_m2: profile.min_gap,
        denominator: profile.denominator,
        categories: &profile.categories,
        not_serving: profile.not_serving.as_ref(),
        walkers: walker_views(profile),
        services: profile.services.iter().map(service_view).collect(),
    }
}

fn service_view(service: &Service) -> ServiceView<'_> {
    ServiceView {
        key: &service.key,
        names: &service.names,
        tier: service.tier,
        duty: service.duty,
        providers: service.providers.iter().map(provider_view).collect(),
        minutes_label: service.minutes,
        land_coverage_target: service.target_share(),
        target_clause: service.target.as_ref().map_or("", |t| &t.citation.clause),
        target_is_assumption: service.target.as_ref().map(|t| t.citation.is_assumption()),
        demand_group: service.demand,
        demand_where: &service.demand_where,
        in_circle: service.in_circle,
        lead_department: &service.lead,
        supporting_departments: &service.supporting,
    }
}

fn provider_view(provider: &Provider) -> ProviderView<'_> {
    ProviderView {
        category: &provider.category,
        radius_m: provider.radius,
        reach: provider.reach,
        floor_min_m2: provider.floor_min,
        clause: &provider.citation.clause,
        source: &provider.citation.source,
        confidence: provider.citation.confidence,
        in_force: provider.citation.in_force,
        is_assumption: provider.citation.is_assumption(),
    }
}

fn data_views<'a>(context: &Context<'a>) -> Vec<DataView<'a>> {
    let services = context.profile.services.iter().zip(&context.assessment.services);
    services
        .map(|(service, data)| DataView {
            service: &service.key,
            has_data: data.is_known(),
            is_needed: data.is_needed,
            outlets_open: data.outlets,
            outlets_doubtful: data.doubtful,
            outlets_not_open: data.not_open,
            outlets_closed_then: data.closed_then,
            with_unknown_demand: data.with_unknown.as_ref().map(|of| WithUnknownView {
                land: land(&of.land),
                people: of.people.as_ref().map(group),
            }),
        })
        .collect()
}

fn gap_view<'a>(context: &Context<'a>, gap: &'a Gap) -> GapView<'a> {
    let (unit, unit_name) = context.unit(gap.unit);
    let outlets = context.city.outlets();
    GapView {
        id: &gap.id,
        lacks: context.lack_key(gap.lack),
        rank: gap.rank,
        missing_services: gap.missing.iter().map(|&at| context.service(at).key.as_str()).collect(),
        unit,
        unit_name,
        community: gap.community.as_deref(),
        estates: &gap.estates,
        area_m2: gap.area,
        people_in_gap: gap.people,
        demand_people_in_gap: gap.demand,
        at: gap.lonlat,
        nearest_outlet: gap.nearest.map(|n| OutletView {
            id: &outlets[n.outlet.index()].id,
            name: &outlets[n.outlet.index()].name,
            distance_m: n.distance,
        }),
        continues_in: &gap.continued,
        complaints: gap.complaints,
        lead_departments: leading(context.profile, gap),
        supporting_departments: supporting(context.profile, gap),
    }
}

fn reconciliation_view(of: &Reconciliation) -> ReconciliationView {
    ReconciliationView {
        land_m2: of.land,
        worst_land_error_relative: of.worst_land_error,
        land_outside_m2: of.land_outside,
        land_overlapping_m2: of.land_overlapping,
        people_read: of.people_read,
        people_inside: of.people_inside,
        people_outside: of.people_outside,
        outlets_inside: of.outlets_inside,
        outlets_outside: of.outlets_outside,
        doubtful_inside: of.doubtful_inside,
        doubtful_outside: of.doubtful_outside,
        estates_other_code: of.estates_other_code,
    }
}
