//! The text that the terminal shows at the end of a run.
//!
//! City, rule and basis; what has no data, aloud; what went in against what came out; a table of the
//! services; the circle and the subdistricts where it is least complete; the worst gap of each
//! service in a sentence; slivers; what the user has to confirm. The sentences of each language
//! stand in a file of their own ([`english`], [`chinese`]).

mod beside;
mod brief;
mod capacity;
mod chinese;
mod complaints;
mod english;
mod grid;
pub(super) mod hours;
mod inputs;
mod pairs;
mod provision;
mod streets;
mod wrap;

use std::cmp::Ordering;

pub use self::brief::brief;
pub(super) use self::grid::grid;
pub use self::inputs::inputs_summary;
pub(super) use self::wrap::wrapped;
use super::Context;
use super::cell::{shown, shown_lines};
use super::demand;
use super::gap_counts::GapCounts;
use super::radius::short_radius;
use super::words::{self, DASH};
use crate::assessment::{
    Circle, Gap, Lack, LandRate, PeopleFigures, Reconciliation, ServiceFigures, Slivers,
    UnitFigures, UpperRates,
};
use crate::model::Subdistrict;
use crate::profile::{Lang, Profile, Provision, Service, Target};
use crate::units::{People, Share, count_text, percent_or_dash};

/// The sentences of one language. Each gives whole lines without the last line break.
struct Phrases {
    title: fn(&Context) -> String,
    brief_title: fn(&Context) -> String,
    brief_assumptions: fn(&[String]) -> String,
    no_data: fn(&[Silent<'_>]) -> String,
    reconciliation: fn(&Context, &Reconciliation) -> String,
    services_caption: fn(&Context) -> String,
    services_headings: [&'static str; 11],
    circle: fn(&Context, Option<&Circle>) -> String,
    ranges: fn(&Context, &[Range<'_>]) -> String,
    by_count_headings: [&'static str; 3],
    worst_units_caption: &'static str,
    worst_units_headings: [&'static str; 6],
    gaps_caption: fn(&Context) -> String,
    gap: fn(&Context, &Gap) -> String,
    slivers: fn(&Context, &[&Slivers]) -> String,
    people_elsewhere: fn(&[(&str, People)]) -> String,
    assumptions: fn(&Context) -> String,
}

/// A service without data.
struct Silent<'a> {
    service: &'a Service,
    /// How many doubtful outlets it has.
    doubtful: u32,
    /// How many it has that are closed at the time asked for, and the time.
    closed_then: Option<(u32, String)>,
}

/// How many of the services without data the circle asks for, and so leaves out.
enum LeftOut {
    All,
    Some,
    None,
}

impl LeftOut {
    fn of(services: &[Silent<'_>]) -> Self {
        match services.iter().filter(|silent| silent.service.in_circle).count() {
            0 => Self::None,
            asked if asked == services.len() => Self::All,
            _ => Self::Some,
        }
    }
}

/// What doubtful outlets do to the rates of the city; the lower ends are the rates themselves.
struct Range<'a> {
    /// Name of the service, or of the circle.
    name: &'a str,
    /// Share of the land without them and with them.
    land: [Option<Share>; 2],
    /// Share of the residents; none without people.
    people: Option<[Option<Share>; 2]>,
    /// Whether the target is met with them alone.
    meets_target_with_them: bool,
}

/// Subdistricts that the list of the least complete shows.
const WORST_UNITS: usize = 5;

/// The summary of a run, in lines of plain text.
#[must_use]
pub fn summary(context: &Context) -> String {
    let say = match context.lang {
        Lang::Zh => &chinese::PHRASES,
        Lang::En => &english::PHRASES,
    };
    let of = context.assessment;
    let mut parts = vec![wrapped(&(say.title)(context), 0)];
    let silent: Vec<Silent<'_>> = without_data(context).collect();
    if !silent.is_empty() {
        parts.push(wrapped(&(say.no_data)(&silent), 2));
    }
    parts.extend(demand::nobody(context).map(|said| wrapped(&said, 2)));
    parts.push(inputs_summary(context.inputs, context.lang));
    parts.push(wrapped(&(say.reconciliation)(context, &of.reconciliation), 0));
    parts.push(services(context, say));
    parts.extend(demand::sentence(context).map(|said| wrapped(&said, 0)));
    parts.extend(demand::with_unknown(context).map(|said| wrapped(&said, 0)));
    parts.push(circle(context, say));
    if !context.assessment.doubtful.is_empty() {
        parts.push(wrapped(&(say.ranges)(context, &ranges(context)), 2));
    }
    parts.extend(worst_units(context, say));
    parts.extend(provision::provisions(context));
    parts.extend(capacity::capacities(context));
    parts.extend(streets::streets(context));
    parts.extend(beside::beside(context));
    parts.extend(pairs::pairs(context));
    parts.extend(worst_gaps(context, say));
    parts.extend(complaints::complaints(context));
    parts.extend(unlisted(context, say));
    if has_assumptions(context.profile) {
        parts.push(wrapped(&(say.assumptions)(context), 4));
    }
    let lines: Vec<&str> = parts.iter().map(|part| part.trim_end()).collect();
    shown_lines(&(lines.join("\n\n") + "\n"))
}

/// Whether any radius, target or limit has to be confirmed.
fn has_assumptions(profile: &Profile) -> bool {
    profile.has_assumptions()
        || profile.services.iter().any(|service| assumed_target(service).is_some())
        || assumed_limits(profile).next().is_some()
}

/// The target of a service, where it is an assumption.
fn assumed_target(service: &Service) -> Option<&Target> {
    service.target.as_ref().filter(|target| target.citation.is_assumption())
}

/// Provisions whose limits are assumptions.
fn assumed_limits(profile: &Profile) -> impl Iterator<Item = &Provision> {
    let has_limits = |of: &&Provision| of.min.is_some() || of.max.is_some();
    profile.provisions.iter().filter(has_limits).filter(|of| of.citation.is_assumption())
}

/// Services without one open outlet in the whole input that is beyond doubt.
fn without_data<'a>(context: &Context<'a>) -> impl Iterator<Item = Silent<'a>> {
    let services = context.profile.services.iter().zip(&context.assessment.services);
    services.filter(|(_, data)| data.outlets == 0).map(|(service, data)| Silent {
        service,
        doubtful: data.doubtful,
        closed_then: (data.closed_then > 0)
            .then(|| (data.closed_then, hours::asked_times(context, service))),
    })
}

fn services(context: &Context, say: &Phrases) -> String {
    let counts = GapCounts::of(&context.assessment.gaps.listed);
    let figures = &context.assessment.total.services;
    let rows: Vec<Vec<String>> = context
        .profile
        .services
        .iter()
        .zip(figures)
        .enumerate()
        .map(|(at, (service, of))| {
            service_row(context, service, of, counts.get(Lack::Service(at), None))
        })
        .collect();
    (say.services_caption)(context) + "\n" + &grid(&say.services_headings, &rows, 2)
}

fn service_row(
    context: &Context,
    service: &Service,
    of: &ServiceFigures,
    gaps: usize,
) -> Vec<String> {
    let lang = context.lang;
    let dash = || DASH.to_owned();
    let name = shown(service.names.get(lang));
    let Some(rate) = &of.land else {
        let mut row = vec![name, short_radius(service)];
        row.extend((0..3).map(|_| dash()));
        row.push(words::NO_DATA.get(lang).to_owned());
        row.extend((0..5).map(|_| dash()));
        return row;
    };
    let (unserved, share) = people_cells(of.people.as_ref());
    let met = of
        .meets_target
        .map_or(DASH, |met| if met { words::YES.get(lang) } else { words::NO.get(lang) });
    vec![
        name,
        short_radius(service),
        count_text(of.outlets.into()),
        rate.served.hectares_text(),
        rate.unserved.hectares_text(),
        percent_or_dash(rate.share),
        percent_or_dash(service.target_share()),
        met.to_owned(),
        unserved,
        share,
        count_text(gaps as u64),
    ]
}

/// Residents out of reach, and the share within.
fn people_cells(people: Option<&PeopleFigures>) -> (String, String) {
    people.map_or_else(
        || (DASH.to_owned(), DASH.to_owned()),
        |p| (p.all.unserved.text(), percent_or_dash(p.all.share)),
    )
}

/// The circle of the city, and a table of land and residents by the number of services reached.
fn circle(context: &Context, say: &Phrases) -> String {
    let circle = context.assessment.total.circle.as_ref();
    let said = wrapped(&(say.circle)(context, circle), 0);
    let Some(circle) = circle else { return said };
    let rows: Vec<Vec<String>> = circle
        .land_by_count
        .iter()
        .enumerate()
        .map(|(count, area)| {
            let people = circle.people_by_count.get(count);
            let people = people.map_or_else(|| DASH.to_owned(), |p| p.text());
            vec![count.to_string(), area.hectares_text(), people]
        })
        .collect();
    said + "\n" + &grid(&say.by_count_headings, &rows, 0)
}

/// The ranges of the city, by service, the circle last.
fn ranges<'a>(context: &Context<'a>) -> Vec<Range<'a>> {
    let share = |people: Option<&PeopleFigures>| people.and_then(|p| p.all.share);
    let range = |name, lower: (Option<&LandRate>, Option<&PeopleFigures>), upper: &UpperRates| {
        let people = upper.people.as_ref().map(|all| [share(lower.1), share(Some(all))]);
        let land = [lower.0.and_then(|land| land.share), upper.land.share];
        Range { name, land, people, meets_target_with_them: false }
    };
    let total = &context.assessment.total;
    let services = context.profile.services.iter().zip(&total.services);
    let mut ranges: Vec<Range<'_>> = services
        .filter_map(|(service, of)| {
            let upper = of.with_doubtful.as_ref()?;
            let lower = (of.land.as_ref(), of.people.as_ref());
            let meets_target_with_them =
                upper.meets_target == Some(true) && of.meets_target != Some(true);
            let name = service.names.get(context.lang);
            Some(Range { meets_target_with_them, ..range(name, lower, &upper.rates) })
        })
        .collect();
    let circle = total.circle.as_ref().and_then(|of| Some((of, of.with_doubtful.as_ref()?)));
    ranges.extend(circle.map(|(of, upper)| {
        let lower = (Some(&of.land), of.people.as_ref());
        range(words::CIRCLE.get(context.lang), lower, upper)
    }));
    ranges
}

/// The subdistricts whose circle is least complete; full ties in the order of the city.
fn worst_units(context: &Context, say: &Phrases) -> Option<String> {
    let units = context.city.subdistricts().iter().zip(&context.assessment.units);
    let mut ranked: Vec<(&Subdistrict, &Circle)> = units
        .filter_map(|(unit, of): (_, &UnitFigures)| Some((unit, of.circle.as_ref()?)))
        .filter(|(_, circle)| circle.land.share.is_some())
        .collect();
    ranked.sort_by(|(_, a), (_, b)| worst_first(a, b));
    let rows: Vec<Vec<String>> = ranked
        .into_iter()
        .take(WORST_UNITS)
        .map(|(unit, circle)| {
            let (unserved, share) = people_cells(circle.people.as_ref());
            vec![
                shown(&unit.name),
                shown(&unit.id),
                percent_or_dash(circle.land.share),
                circle.land.unserved.hectares_text(),
                unserved,
                share,
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| {
        say.worst_units_caption.to_owned() + "\n" + &grid(&say.worst_units_headings, &rows, 2)
    })
}

/// Least share of land first; equal ones by residents, then by land without every service.
fn worst_first(a: &Circle, b: &Circle) -> Ordering {
    let share = |circle: &Circle| circle.land.share.map_or(1.0, |s| s.0);
    let people = |circle: &Circle| circle.people.as_ref().map(|p| p.all.unserved);
    share(a)
        .total_cmp(&share(b))
        .then_with(|| people(b).cmp(&people(a)))
        .then_with(|| b.land.unserved.0.total_cmp(&a.land.unserved.0))
}

/// The first gap of each service and of the circle, a paragraph each.
fn worst_gaps(context: &Context, say: &Phrases) -> Option<String> {
    let first = context.assessment.gaps.listed.iter().filter(|gap| gap.rank == 1);
    let sentences: Vec<String> =
        first.map(|gap| wrapped(&format!("  {}", (say.gap)(context, gap)), 4)).collect();
    (!sentences.is_empty()).then(|| (say.gaps_caption)(context) + "\n" + &sentences.join("\n"))
}

/// What the gaps leave out: slivers, and unserved residents who live on no land of the rates.
fn unlisted(context: &Context, say: &Phrases) -> Option<String> {
    let slivers = &context.assessment.gaps.slivers;
    let small: Vec<&Slivers> = slivers.iter().filter(|s| s.count > 0).collect();
    let elsewhere: Vec<(&str, People)> = slivers
        .iter()
        .filter_map(|s| Some((context.lack_name(s.lack), s.people_elsewhere?)))
        .filter(|(_, people)| people.0 > 0)
        .collect();
    let mut lines = Vec::new();
    if !small.is_empty() {
        lines.push((say.slivers)(context, &small));
    }
    if !elsewhere.is_empty() {
        lines.push((say.people_elsewhere)(&elsewhere));
    }
    (!lines.is_empty()).then(|| wrapped(&lines.join("\n"), 2))
}
