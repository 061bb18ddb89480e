//! One `[[service]]` of a profile with its `[[service.provider]]` tables.

use super::fields::Fields;
use super::parse::missing;
use super::parse_demand::demand_where;
use super::parse_list::remove;
use super::parse_parts::{
    choice, citation, floor_min, names, radius, repeats, settled, share, supporting,
};
use super::parse_walker::reach;
use super::service::{DemandGroup, Duty, Names, Provider, Service, Target, Tier};
use super::walker::ReachBy;
use crate::finding::{Finding, Findings};
use crate::model::CategoryTable;

/// Longest label: two hours on foot.
const MOST_MINUTES: u32 = 120;

pub(super) const FIELDS: [&str; 22] = [
    "key",
    "name_zh",
    "name_en",
    "tier",
    "duty",
    "minutes",
    "target",
    "target_clause",
    "target_clause_en",
    "target_source_zh",
    "target_source_en",
    "target_confidence",
    "target_in_force",
    "demand",
    "demand_where",
    "in_circle",
    "lead_zh",
    "lead_en",
    "supporting_zh",
    "supporting_en",
    "remove_providers",
    "provider",
];

pub(super) const PROVIDER_FIELDS: [&str; 11] = [
    "category",
    "radius_m",
    "reach",
    "detour_factor",
    "floor_min_m2",
    "clause",
    "clause_en",
    "source_zh",
    "source_en",
    "confidence",
    "in_force",
];

/// The service that a table states, over the one of the same key that it extends. None, with
/// findings, where something is missing or wrong.
pub(super) fn service(
    fields: &Fields<'_>,
    key: &str,
    base: Option<&Service>,
    findings: &mut Findings,
) -> Option<Service> {
    fields.check_known(&FIELDS, findings);
    let known = CategoryTable::entry(key).map(|c| Names { zh: c.zh.into(), en: c.en.into() });
    let inherited = base.map(|b| &b.names).or(known.as_ref());
    let title = names(fields, ["name_zh", "name_en"], inherited, findings);
    if title.is_none() {
        missing(fields, "name_en", "a title: `name_zh`, `name_en` or both", findings);
    }
    let lead = names(fields, ["lead_zh", "lead_en"], base.map(|b| &b.lead), findings);
    if lead.is_none() {
        missing(fields, "lead_en", "the department that answers for it", findings);
    }
    let providers = providers(fields, base, findings);
    // A label and a pass line belong to the radius that they were set for.
    let base_label = base.filter(|b| same_radii(&b.providers, &providers));
    if let Some(lost) = base.filter(|b| base_label.is_none() && has_label(fields, b)) {
        let message =
            format!("the radius changed, so the {} stayed behind", label_words(fields, lost));
        let help = "state `minutes`, and `target` with `target_clause`, for the new radius";
        findings.push(
            Finding::note("label-dropped", fields.place("provider"), message).with_help(help),
        );
    }
    let minutes = minutes(fields, findings).or_else(|| base_label.and_then(|b| b.minutes));
    let target = target(fields, base_label, findings);
    let (tier, duty) = (tier(fields, "tier", findings), duty(fields, findings));
    let demand = demand(fields, findings).or(base.map(|b| b.demand));
    let demand_where = demand_where(fields, findings)
        .or_else(|| base.map(|b| b.demand_where.clone()))
        .unwrap_or_default();
    let in_circle = is_in_circle(fields, base, !demand_where.is_empty(), findings);
    let supporting = supporting(fields, findings).or_else(|| base.map(|b| b.supporting.clone()));
    Some(Service {
        key: key.to_owned(),
        names: title?,
        tier: tier.or(base.and_then(|b| b.tier)),
        duty: duty.or(base.and_then(|b| b.duty)),
        providers,
        minutes,
        target,
        demand: demand.unwrap_or(DemandGroup::All),
        demand_where,
        in_circle,
        lead: lead?,
        supporting: supporting.unwrap_or_default(),
    })
}

/// Whether the circle asks for the service. It asks for what everybody needs: a service that some alone need
/// is in it only by mistake.
fn is_in_circle(
    fields: &Fields<'_>,
    base: Option<&Service>,
    is_of_some: bool,
    findings: &mut Findings,
) -> bool {
    let stated = fields.is_true("in_circle", findings);
    if is_of_some && stated == Some(true) {
        let message =
            "the circle asks for what everybody needs, and this service has `demand_where`";
        let help = "set `in_circle = false`, or leave it out";
        let place = fields.place("in_circle");
        findings.push(Finding::error("bad-demand", place, message).with_help(help));
    }
    !is_of_some && stated.or(base.map(|b| b.in_circle)).unwrap_or(true)
}

fn same_radii(a: &[Provider], b: &[Provider]) -> bool {
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .all(|(a, b)| a.category == b.category && a.radius.0.total_cmp(&b.radius.0).is_eq())
}

/// Whether the base has a label or a target that the table does not restate.
fn has_label(fields: &Fields<'_>, base: &Service) -> bool {
    !label_words(fields, base).is_empty()
}

fn label_words(fields: &Fields<'_>, base: &Service) -> String {
    let minutes = base.minutes.filter(|_| !fields.has("minutes"));
    let target = base.target.as_ref().filter(|_| !fields.has("target"));
    let minutes = minutes.map(|m| format!("label of {m} minutes"));
    let target = target.map(|t| format!("target of {} %", t.share.percent_text()));
    minutes.into_iter().chain(target).collect::<Vec<_>>().join(" and the ")
}

fn minutes(fields: &Fields<'_>, findings: &mut Findings) -> Option<u32> {
    let given = fields.number("minutes", findings)?;
    let minutes = (1..=MOST_MINUTES).find(|&m| f64::from(m).total_cmp(&given).is_eq());
    if minutes.is_none() {
        let message = format!("`minutes` is {given}");
        let help = "whole minutes from 1 to 120; a label, never used to compute";
        findings
            .push(Finding::error("out-of-range", fields.place("minutes"), message).with_help(help));
    }
    minutes
}

/// The target and its clause; those of the base where its label still holds.
fn target(fields: &Fields<'_>, base: Option<&Service>, findings: &mut Findings) -> Option<Target> {
    let inherited = base.and_then(|b| b.target.as_ref());
    let given = share(fields, "target", findings);
    let share = given.or_else(|| inherited.filter(|_| !fields.has("target")).map(|t| t.share))?;
    let kept = inherited.filter(|t| t.share.0.total_cmp(&share.0).is_eq());
    let citation = citation(fields, "target_", kept.map(|t| &t.citation), findings);
    Some(Target { share, citation })
}

/// The level of the planning system that a field names.
pub(super) fn tier(fields: &Fields<'_>, field: &str, findings: &mut Findings) -> Option<Tier> {
    choice(fields, field, &Tier::ALL.map(Tier::key), findings).map(|at| Tier::ALL[at])
}

fn duty(fields: &Fields<'_>, findings: &mut Findings) -> Option<Duty> {
    choice(fields, "duty", &Duty::ALL.map(Duty::key), findings).map(|at| Duty::ALL[at])
}

fn demand(fields: &Fields<'_>, findings: &mut Findings) -> Option<DemandGroup> {
    let words = DemandGroup::ALL.map(DemandGroup::key);
    choice(fields, "demand", &words, findings).map(|at| DemandGroup::ALL[at])
}

/// The providers of the base, less those that the table removes, with those that it states.
fn providers(
    fields: &Fields<'_>,
    base: Option<&Service>,
    findings: &mut Findings,
) -> Vec<Provider> {
    let mut providers = base.map(|b| b.providers.clone()).unwrap_or_default();
    remove(fields, "remove_providers", &mut providers, findings);
    let said = findings.len();
    let mut seen: Vec<String> = Vec::new();
    for table in fields.tables("provider", findings) {
        let Some(category) = table.text("category", findings) else {
            missing(&table, "category", "the category of its outlets", findings);
            continue;
        };
        let category = settled(&table, category, findings);
        let table = table.named(&category);
        if repeats(&table, &seen, &category, findings) {
            continue;
        }
        let at = providers.iter().position(|p| p.category == category);
        let read = provider(&table, &category, at.map(|at| &providers[at]), findings);
        seen.push(category);
        match (read, at) {
            (Some(read), Some(at)) => providers[at] = read,
            (Some(read), None) => providers.push(read),
            (None, _) => {}
        }
    }
    if providers.is_empty() && findings.len() == said {
        let help = "add `[[service.provider]]` with `category` and `radius_m`";
        let finding = Finding::error("missing", fields.place("provider"), "no provider is left");
        findings.push(finding.with_help(help));
    }
    providers
}

fn provider(
    fields: &Fields<'_>,
    category: &str,
    base: Option<&Provider>,
    findings: &mut Findings,
) -> Option<Provider> {
    fields.check_known(&PROVIDER_FIELDS, findings);
    let radius = radius(fields, findings);
    if radius.is_none() && base.is_none() {
        missing(fields, "radius_m", "metres, such as 500", findings);
    }
    let kept = base.filter(|b| radius.is_none_or(|r| r.0.total_cmp(&b.radius.0).is_eq()));
    let floor_min = floor_min(fields, findings).or_else(|| kept.and_then(|b| b.floor_min));
    let citation = citation(fields, "", kept.map(|b| &b.citation), findings);
    let reach = reach(fields, findings).or(base.map(|b| b.reach)).unwrap_or(ReachBy::Radius);
    Some(Provider {
        category: category.to_owned(),
        radius: radius.or(base.map(|b| b.radius))?,
        reach,
        floor_min,
        citation,
    })
}
