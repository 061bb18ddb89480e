//! The sentences of the summary in English.

use super::super::Context;
use super::super::cell::shown;
use super::super::departments::{lacking, leading, supporting};
use super::super::radius::category_name;
use super::super::words;
use super::hours::{closed_then, is_closed_then};
use super::provision::limits;
use super::{LeftOut, Phrases, Range, Silent, assumed_limits, assumed_target};
use crate::assessment::{Basis, Circle, Gap, Lack, Reconciliation, Slivers};
use crate::model::PeopleSource;
use crate::profile::{Lang, Service};
use crate::units::{People, Share, count_text};

pub(super) const PHRASES: Phrases = Phrases {
    title,
    brief_title,
    brief_assumptions,
    no_data,
    reconciliation,
    services_caption,
    services_headings: [
        "Service",
        "Radius",
        "Outlets",
        "Served ha",
        "Unserved ha",
        "Land %",
        "Target %",
        "Met",
        "People unserved",
        "People %",
        "Gaps",
    ],
    circle,
    ranges,
    by_count_headings: ["Services reached", "Land ha", "People"],
    worst_units_caption: "Subdistricts where the circle is least complete, by share of land that reaches every service:",
    worst_units_headings: [
        "Subdistrict",
        "Id",
        "Land %",
        "Incomplete ha",
        "Incomplete people",
        "People %",
    ],
    gaps_caption,
    gap,
    slivers,
    people_elsewhere,
    assumptions,
};

fn land(context: &Context) -> &'static str {
    words::land(context.assessment.basis).get(Lang::En)
}

/// `1 subdistrict`, `2 subdistricts`.
fn counted(count: impl Into<u64>, one: &str, many: &str) -> String {
    let count = count.into();
    format!("{} {}", count_text(count), if count == 1 { one } else { many })
}

fn title(context: &Context) -> String {
    let profile = context.profile;
    let of = context.assessment;
    let mut lines = vec![
        format!("{}: services within walking distance", shown(context.city.name())),
        format!("Profile {}: {} ({})", profile.key, profile.names.en, profile.document(Lang::En)),
    ];
    if !profile.note.en.is_empty() {
        lines.push(profile.note.en.clone());
    }
    lines.push(basis(context).to_owned());
    lines.push(match of.people_source {
        Some(PeopleSource::Layer) => "Residents come from the people layer.".to_owned(),
        Some(PeopleSource::Estates) => {
            "Residents are those of the estates, each estate's taken at one point inside it."
                .to_owned()
        }
        None => "No residents were given: there are no figures for people.".to_owned(),
    });
    lines.join("\n")
}

/// What the land rates are.
fn basis(context: &Context) -> &'static str {
    match context.assessment.basis {
        Basis::ResidentialLand if context.profile.supplement => {
            "Land rates are shares of residential land inside the circles (by the formula of indicator I1): A SUPPLEMENT, NOT THE OFFICIAL INDICATOR. Distances are straight lines."
        }
        Basis::ResidentialLand => {
            "Land rates are shares of residential land inside the circles (by the formula of indicator I1). Distances are straight lines."
        }
        Basis::BuildingGround => {
            "The ground of residential buildings stands in for their land. Land rates are AN APPROXIMATION, NOT THE OFFICIAL INDICATOR. Distances are straight lines."
        }
        Basis::LandInBox => {
            "The unit is a box, not the border of a subdistrict. Land rates are AN APPROXIMATION, NOT THE OFFICIAL INDICATOR. Distances are straight lines."
        }
        Basis::WholeArea => {
            "No residential land was given. Land rates are shares of the whole area: AN APPROXIMATION, NOT THE OFFICIAL INDICATOR. Distances are straight lines."
        }
    }
}

/// Profile, basis and where the rest stands.
fn brief_title(context: &Context) -> String {
    let profile = context.profile;
    let total = &context.assessment.total;
    let people = total
        .people
        .map_or(String::new(), |p| format!(" and {}", counted(p.0, "resident", "residents")));
    format!(
        "Profile {}: {} ({})\n{} Figures of {} ha of {}{people}. What to know before quoting them: walkshed \
         profile show {}.",
        profile.key,
        profile.names.en,
        profile.document(Lang::En),
        basis(context),
        total.land.hectares_text(),
        land(context),
        profile.key
    )
}

fn brief_assumptions(services: &[String]) -> String {
    format!("Assumed radii, confirm before quoting: {}.", words::named(services, Lang::En))
}

fn no_data(services: &[Silent<'_>]) -> String {
    let named = |silent: &Silent<'_>| {
        let name = &silent.service.names.en;
        let doubtful = || counted(silent.doubtful, "doubtful outlet", "doubtful outlets");
        match (&silent.closed_then, silent.doubtful) {
            (None, 0) => name.clone(),
            (None, _) => format!("{name} ({} only)", doubtful()),
            (Some((count, time)), more) => {
                let all = counted(*count, "outlet", "outlets");
                let more =
                    if more > 0 { format!("; {} besides", doubtful()) } else { String::new() };
                format!("{name} ({all}, none of them open at {time}{more})")
            }
        }
    };
    let list: Vec<String> = services.iter().map(named).collect();
    let sure = if services.iter().any(|s| s.doubtful > 0) { " beyond doubt" } else { "" };
    let is_closed = services.iter().any(|s| s.closed_then.is_some());
    let then = if is_closed { " at the time asked for" } else { "" };
    let circle = match LeftOut::of(services) {
        LeftOut::All => ", and left out of the circle",
        LeftOut::Some => ", and left out of the circle where it asks for them",
        LeftOut::None => "",
    };
    format!(
        "NO DATA: {}. The whole input has no open outlet{sure} of {}{then}: not measured, which is not 0 %{circle}.",
        words::named(&list, Lang::En),
        if services.len() == 1 { "this service" } else { "any of these services" }
    )
}

fn reconciliation(context: &Context, of: &Reconciliation) -> String {
    let units = context.city.subdistricts().len() as u64;
    let mut said = vec![format!(
        "{} ha of {} in {}.",
        of.land.hectares_text(),
        land(context),
        counted(units, "subdistrict", "subdistricts")
    )];
    said.push(if of.land_adds_up() {
        "Served and unserved land add up to it for every service.".to_owned()
    } else {
        format!(
            "SERVED AND UNSERVED LAND DO NOT ADD UP: they differ by up to {:.1e} of a unit's land.",
            of.worst_land_error
        )
    });
    if of.land_outside.is_printed() {
        said.push(format!(
            "Another {} ha lie outside every subdistrict and are left out.",
            of.land_outside.hectares_text()
        ));
    }
    let is_estates = context.assessment.basis.is_estates();
    if of.land_overlapping.is_printed() {
        said.push(format!(
            "{} ha are covered by several {} and counted once.",
            of.land_overlapping.hectares_text(),
            if is_estates { "estates" } else { "subdistricts" }
        ));
    }
    if of.estates_other_code > 0 {
        said.push(format!(
            "{} left out for a land code that is not residential.",
            counted(of.estates_other_code, "estate is", "estates are")
        ));
    }
    if context.assessment.people_source.is_some() {
        said.push(format!(
            "{} read: {} inside the subdistricts, {} outside and in no rate.",
            counted(of.people_read.0, "resident", "residents"),
            of.people_inside.text(),
            of.people_outside.text()
        ));
    }
    said.push(format!(
        "{} inside the subdistricts, {} outside; all serve what they reach.",
        counted(of.outlets_inside, "open outlet", "open outlets"),
        count_text(of.outlets_outside.into())
    ));
    if of.doubtful_inside + of.doubtful_outside > 0 {
        said.push(format!(
            "Doubtful are {} more inside and {} outside; they serve nothing in these figures.",
            count_text(of.doubtful_inside.into()),
            count_text(of.doubtful_outside.into())
        ));
    }
    said.extend(not_open(context));
    said.extend(closed_then(context));
    said.join(" ")
}

fn not_open(context: &Context) -> Option<String> {
    let services = context.profile.services.iter().zip(&context.assessment.services);
    let list: Vec<String> = services
        .filter(|(_, data)| data.not_open > 0)
        .map(|(service, data)| format!("{} {}", service.names.en, count_text(data.not_open.into())))
        .collect();
    (!list.is_empty())
        .then(|| format!("Planned or closed outlets serve nothing: {}.", list.join(", ")))
}

fn services_caption(context: &Context) -> String {
    let total = &context.assessment.total;
    let people = total
        .people
        .map_or(String::new(), |p| format!(" and {}", counted(p.0, "resident", "residents")));
    format!(
        "Services in the whole city, of {} ha of {}{people}:",
        total.land.hectares_text(),
        land(context)
    )
}

fn circle(context: &Context, of: Option<&Circle>) -> String {
    let Some(of) = of else {
        let then = if is_closed_then(context) { " at the time asked for" } else { "" };
        return format!(
            "Circle: NO DATA; no service that the circle asks for has an open outlet in the input{then}."
        );
    };
    let counted_services = context.assessment.circle_services.len() as u64;
    let left_out = match context.left_out_of_circle().count() {
        0 => String::new(),
        count => format!(" ({count} left out for want of data)"),
    };
    let mut said = vec![format!(
        "Circle of {}{left_out}: {} of {} ha of {} reach every one of them ({}).",
        counted(counted_services, "service", "services"),
        of.land.served.hectares_text(),
        of.land.land.hectares_text(),
        land(context),
        percent(of.land.share)
    )];
    if let Some(people) = &of.people {
        said.push(format!(
            "So do {} of {} ({}).",
            people.all.served.text(),
            counted(people.all.people.0, "resident", "residents"),
            percent(people.all.share)
        ));
    }
    said.join(" ")
}

/// `57.84 %`, or a dash for nought of nought.
fn percent(share: Option<Share>) -> String {
    share.map_or_else(|| words::DASH.to_owned(), |s| format!("{} %", s.percent_text()))
}

fn ranges(context: &Context, ranges: &[Range<'_>]) -> String {
    let count = context.assessment.doubtful.len() as u64;
    let mut said = vec![format!(
        "{} doubtful by {} or hours (doubtful.csv), and {} in no rate here.",
        counted(count, "outlet is", "outlets are"),
        if count == 1 { "its name" } else { "their names" },
        if count == 1 { "is" } else { "are" }
    )];
    if !ranges.is_empty() {
        said.push(format!("With {}, as a range:", if count == 1 { "it" } else { "them" }));
    }
    for range in ranges {
        let of = |[lower, upper]: [Option<Share>; 2]| {
            format!("{} to {}", percent(lower), percent(upper))
        };
        let people = range.people.map_or(String::new(), |p| format!(", {} of residents", of(p)));
        let met = if range.meets_target_with_them { "; only so is the target met" } else { "" };
        said.push(format!("\n  {}: {} of land{people}{met}.", range.name, of(range.land)));
    }
    said.join(" ").replace(" \n", "\n")
}

fn gaps_caption(context: &Context) -> String {
    format!(
        "The worst gap of each service ({} listed in all):",
        counted(context.assessment.gaps.listed.len() as u64, "gap", "gaps")
    )
}

fn gap(context: &Context, gap: &Gap) -> String {
    let fails = match gap.lack {
        Lack::Service(_) => "are out of reach",
        Lack::Circle => "lack at least one service",
    };
    let mut said = vec![format!(
        "{} ({}): {} ha of {} in {} {fails}{}.",
        shown(&gap.id),
        context.lack_name(gap.lack),
        gap.area.hectares_text(),
        land(context),
        place(context, gap),
        residents(context, gap)
    )];
    if let Some(nearest) = gap.nearest {
        let outlet = &context.city.outlets()[nearest.outlet.index()];
        let name = if outlet.name.is_empty() { &outlet.id } else { &outlet.name };
        said.push(format!(
            "The nearest outlet, “{}”, is {} from the middle.",
            shown(name),
            nearest.distance.text()
        ));
    }
    if gap.lack == Lack::Circle {
        let missing: Vec<&str> =
            lacking(context.profile, gap).iter().map(|s| s.names.en.as_str()).collect();
        said.push(format!("The middle lacks: {}.", missing.join(", ")));
    }
    said.push(departments(context, gap));
    said.join(" ")
}

/// `"East Gate" (D02; community "Peace"; estates "Sunny Court", "Elm Yard")`.
fn place(context: &Context, gap: &Gap) -> String {
    let (id, name) = context.unit(gap.unit);
    let mut inside = Vec::new();
    if id != name {
        inside.push(shown(id));
    }
    if let Some(community) = &gap.community {
        inside.push(format!("community “{}”", shown(community)));
    }
    let estates: Vec<String> = gap.estates.iter().map(|e| format!("“{}”", shown(e))).collect();
    if !estates.is_empty() {
        let word = if estates.len() == 1 { "estate" } else { "estates" };
        inside.push(format!("{word} {}", estates.join(", ")));
    }
    let name = shown(name);
    if inside.is_empty() {
        format!("“{name}”")
    } else {
        format!("“{name}” ({})", inside.join("; "))
    }
}

/// Who lives in a gap, as the end of a sentence; empty without people.
fn residents(context: &Context, gap: &Gap) -> String {
    let Some(people) = gap.people else { return String::new() };
    let all = match people.0 {
        0 => return "; nobody lives there".to_owned(),
        1 => "; 1 resident lives there".to_owned(),
        _ => format!("; {} residents live there", people.text()),
    };
    match (gap.demand, gap.lack) {
        (Some(demand), Lack::Service(at)) => {
            let group = words::demand(context.service(at).demand).get(Lang::En);
            format!("{all}, {} of them {group}", demand.text())
        }
        (Some(_) | None, Lack::Circle) | (None, Lack::Service(_)) => all,
    }
}

fn departments(context: &Context, gap: &Gap) -> String {
    let lead: Vec<&str> = leading(context.profile, gap).iter().map(|d| d.get(Lang::En)).collect();
    let help: Vec<&str> =
        supporting(context.profile, gap).iter().map(|d| d.get(Lang::En)).collect();
    let with = if help.is_empty() { String::new() } else { format!(", with {}", help.join(", ")) };
    format!("Lead: {}{with}.", lead.join(", "))
}

fn slivers(context: &Context, slivers: &[&Slivers]) -> String {
    let list: Vec<String> = slivers
        .iter()
        .map(|s| {
            let count = count_text(s.count as u64);
            format!("{} {count} ({} ha)", context.lack_name(s.lack), s.area.hectares_text())
        })
        .collect();
    let who = if context.assessment.total.people.is_some() {
        "where nobody lives"
    } else {
        "(who lives there is not known)"
    };
    format!(
        "Counted, not listed: pieces under {} ha {who}: {}.",
        context.profile.min_gap.hectares_text(),
        list.join(", ")
    )
}

fn people_elsewhere(list: &[(&str, People)]) -> String {
    let list: Vec<String> =
        list.iter().map(|(name, people)| format!("{name} {}", people.text())).collect();
    format!(
        "Unserved residents who live on no residential land, and so in no gap: {}.",
        list.join(", ")
    )
}

fn assumptions(context: &Context) -> String {
    let mut lines = vec![
        "Assumptions, confirm before quoting (confidence: Km is medium, Kl is low):".to_owned(),
    ];
    for service in &context.profile.services {
        for provider in service.providers.iter().filter(|p| p.citation.is_assumption()) {
            lines.push(format!(
                "  {}: radius {}{} ({}; confidence {})",
                service.names.en,
                provider.radius.stated_text(),
                of_category(service, category_name(&provider.category, Lang::En)),
                provider.citation.clause(Lang::En),
                provider.citation.confidence.flag()
            ));
        }
        lines.extend(assumed_target(service).map(|target| {
            let of = &target.citation;
            format!(
                "  {}: target {} % ({}; confidence {})",
                service.names.en,
                target.share.percent_text(),
                of.clause(Lang::En),
                of.confidence.flag()
            )
        }));
    }
    for of in assumed_limits(context.profile) {
        let (clause, flag) = (of.citation.clause(Lang::En), of.citation.confidence.flag());
        let limits = limits(Lang::En, of);
        lines.push(format!("  {}: {limits} ({clause}; confidence {flag})", of.names.en));
    }
    lines.join("\n")
}

/// ` for eldercare home`; nothing where the service has one category, which it is named after.
fn of_category(service: &Service, category: &str) -> String {
    if service.providers.len() == 1 { String::new() } else { format!(" for {category}") }
}
