//! `remedies.csv` and `projects.csv`: two of the three lists that a check-up hands in (remedy list
//! 整治建议清单, project list 项目库), each row with who answers for it. The first is in `problem_list`.
//!
//! A remedy is what would close one gap; a project is the gaps of one service in one subdistrict. A gap
//! that goes on across a border names the other subdistrict too. What a rule set does not say is said
//! to be so, and nothing is put in its place.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Context;
use super::cell::Cell;
use super::demand::land_kind;
use super::radius::{Rule, category_name, each_once, outlet_name, radius_to_confirm};
use super::table::{column, write_table};
use super::words::{self, Word, heading};
use crate::assessment::{Gap, Lack};
use crate::model::SubdistrictId;
use crate::profile::{Duty, Lang, Names, Service};
use crate::units::{People, SquareMetres};

pub(super) const NUMBER: Word = Word::new("序号", "number");
pub(super) const OFFICE: Word = Word::new("属地街道", "subdistricts_responsible");
const CONTINUED: Word = Word::new("跨界相连盲区", "continues_in");
const PROPOSAL: Word = Word::new("整治建议", "proposal");
const CLASS: Word = Word::new("整治类别", "deadline_class");
const SCALE: Word = Word::new("规模要求", "scale");
const GAP_IDS: Word = Word::new("涉及盲区", "gap_ids");
const UNASSIGNED: Word = Word::new("未指定责任部门", "unassigned");
const NOT_STATED: Word = Word::new("口径未载明", "not stated in the rule set");

/// Who leads; said aloud where the rule set names nobody.
pub(super) fn lead(lead: &Names, lang: Lang) -> Cell {
    let name = Names::get(lead, lang).trim();
    Cell::text(if name.is_empty() { UNASSIGNED.get(lang) } else { name })
}

pub(super) fn supporting(supporting: &[Names], lang: Lang) -> Cell {
    let names: Vec<&str> = supporting.iter().map(|name| name.get(lang)).collect();
    Cell::text(&names.join(words::LIST.get(lang)))
}

pub(super) fn listed(items: Vec<String>, lang: Lang) -> String {
    each_once(items.into_iter()).join(words::LIST.get(lang))
}

/// What would close some gaps: outlets of any of the service's categories, at a place. `gaps` names them
/// as the end of the sentence does.
fn proposal(service: &Service, place: &str, gaps: &str, lang: Lang) -> String {
    let kinds = service.providers.iter().map(|p| outlet_name(&p.category, lang));
    let kinds = each_once(kinds);
    let radius = radius_to_confirm(service, lang);
    match lang {
        Lang::En => format!(
            "in {place}: new outlets ({}), so that all land of {gaps} lies within {radius} of one",
            kinds.join(" or ")
        ),
        Lang::Zh => {
            let blank = if radius.ends_with('）') { "" } else { " " };
            format!(
                "在{place}补建{}，使{gaps}的全部用地处于服务半径 {radius}{blank}之内",
                kinds.join("或")
            )
        }
    }
}

/// Estates that the place of a gap names.
const NAMED: usize = 3;

/// Where a gap lies: subdistrict, community, estates.
fn place_of(context: &Context, gap: &Gap) -> String {
    let (_, unit) = context.unit(gap.unit);
    let community = gap.community.as_deref().unwrap_or_default();
    let named = gap.estates.len().min(NAMED);
    let mut estates = gap.estates[..named].join(words::LIST.get(context.lang));
    if gap.estates.len() > NAMED {
        estates.push_str(Word::new("等", " and others").get(context.lang));
    }
    match (context.lang, community, estates.is_empty()) {
        (Lang::Zh, _, true) => format!("{unit}{community}"),
        (Lang::Zh, _, false) => format!("{unit}{community}（{estates}）"),
        (Lang::En, "", true) => unit.to_owned(),
        (Lang::En, "", false) => format!("{unit} ({estates})"),
        (Lang::En, _, true) => format!("{unit}, {community}"),
        (Lang::En, _, false) => format!("{unit}, {community} ({estates})"),
    }
}

/// How binding the rule is: by a date where the rule demands the service, else as well as can be.
fn class(service: &Service, lang: Lang) -> Cell {
    let word = match service.duty {
        Some(Duty::Must) => Word::new("限时解决", "by a date"),
        Some(Duty::AsNeeded) => Word::new("尽力解决", "best effort"),
        None => NOT_STATED,
    };
    Cell::text(word.get(lang))
}

/// The least floor area of each category that has one.
fn scale(service: &Service, lang: Lang) -> Cell {
    let stated: Vec<String> = service
        .providers
        .iter()
        .filter_map(|p| {
            let (name, SquareMetres(area)) = (category_name(&p.category, lang), p.floor_min?);
            Some(match lang {
                Lang::En => format!("{name}: at least {area} m2"),
                Lang::Zh => format!("{name}不小于 {area} 平方米"),
            })
        })
        .collect();
    Cell::text(&if stated.is_empty() {
        NOT_STATED.get(lang).to_owned()
    } else {
        stated.join(words::LIST.get(lang))
    })
}

/// One gap of one service.
struct Remedy<'a> {
    number: usize,
    context: Context<'a>,
    service: &'a Service,
    gap: &'a Gap,
    offices: String,
}

impl Remedy<'_> {
    fn lang(&self) -> Lang {
        self.context.lang
    }

    fn rule(&self) -> Rule {
        Rule::of_service(self.service, self.lang())
    }
}

/// The subdistricts of gaps and of what continues them, each once.
fn offices(context: &Context, gaps: &[&Gap], units: &BTreeMap<&str, SubdistrictId>) -> String {
    let own = gaps.iter().map(|gap| gap.unit);
    let beyond = gaps.iter().flat_map(|gap| &gap.continued);
    let beyond = beyond.filter_map(|id| units.get(id.as_str()).copied());
    let names = own.chain(beyond).map(|unit| context.unit(unit).1.to_owned());
    listed(names.collect(), context.lang)
}

/// Gaps of services, in the order of the assessment; the circle's are the same land again.
fn service_gaps<'a>(context: &Context<'a>) -> impl Iterator<Item = (&'a Service, &'a Gap)> {
    let profile = context.profile;
    context.assessment.gaps.listed.iter().filter_map(move |gap| match gap.lack {
        Lack::Service(at) => Some((&profile.services[at], gap)),
        Lack::Circle => None,
    })
}

/// The unit of each gap by its id.
fn units_of_gaps<'a>(context: &Context<'a>) -> BTreeMap<&'a str, SubdistrictId> {
    context.assessment.gaps.listed.iter().map(|gap| (gap.id.as_str(), gap.unit)).collect()
}

/// Writes `remedies.csv`: a row for each gap of a service, in the order of `gaps.csv`.
///
/// # Errors
/// Those of `out`.
pub fn remedies_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let units = units_of_gaps(context);
    let columns = [
        column(NUMBER, |r: &Remedy| Cell::Figure(r.number.to_string())),
        column(heading::GAP_ID, |r| Cell::text(&r.gap.id)),
        column(heading::UNIT_ID, |r| Cell::text(r.context.unit(r.gap.unit).0)),
        column(heading::UNIT_NAME, |r| Cell::text(r.context.unit(r.gap.unit).1)),
        column(heading::COMMUNITY, |r| Cell::text(r.gap.community.as_deref().unwrap_or(""))),
        column(heading::ESTATES, |r| Cell::text(&r.gap.estates.join(words::LIST.get(r.lang())))),
        column(heading::SERVICE, |r| Cell::text(&r.service.key)),
        column(heading::SERVICE_NAME, |r| Cell::text(r.service.names.get(r.lang()))),
        column(heading::LAND_KIND, |r| Cell::text(&land_kind(&r.context, r.gap.lack))),
        column(heading::GAP_AREA, |r| Cell::Figure(r.gap.area.hectares_digits())),
        column(heading::GAP_PEOPLE, |r| Cell::figure(r.gap.people.map(|p| p.0.to_string()))),
        column(heading::NEAREST_DISTANCE, |r| {
            Cell::figure(r.gap.nearest.map(|nearest| nearest.distance.digits()))
        }),
        column(PROPOSAL, |r| {
            let gap = Word::new("该盲区", "the gap").get(r.lang());
            Cell::text(&proposal(r.service, &place_of(&r.context, r.gap), gap, r.lang()))
        }),
        column(CLASS, |r| class(r.service, r.lang())),
        column(heading::LEAD, |r| lead(&r.service.lead, r.lang())),
        column(heading::SUPPORTING, |r| supporting(&r.service.supporting, r.lang())),
        column(OFFICE, |r| Cell::text(&r.offices)),
        column(CONTINUED, |r| Cell::text(&r.gap.continued.join(words::LIST.get(r.lang())))),
        column(heading::PROFILE, |r| Cell::text(&r.context.profile.key)),
        column(heading::RADIUS, |r| Cell::text(&r.rule().radius)),
        column(heading::CLAUSE, |r| Cell::text(&r.rule().clause)),
        column(heading::CONFIDENCE, |r| Cell::text(&r.rule().confidence)),
    ];
    let rows = service_gaps(context).enumerate().map(|(at, (service, gap))| {
        let offices = offices(context, &[gap], &units);
        Remedy { number: at + 1, context: *context, service, gap, offices }
    });
    write_table(&columns, context.lang, rows, out)
}

/// The gaps of one service in one subdistrict.
struct Project<'a> {
    number: usize,
    context: Context<'a>,
    unit: SubdistrictId,
    lack: Lack,
    service: &'a Service,
    gaps: Vec<&'a Gap>,
    offices: String,
}

impl Project<'_> {
    fn lang(&self) -> Lang {
        self.context.lang
    }

    fn rule(&self) -> Rule {
        Rule::of_service(self.service, self.lang())
    }
}

/// Writes `projects.csv`: by subdistrict, then by service in the order of the profile.
///
/// # Errors
/// Those of `out`.
pub fn projects_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let columns = [
        column(NUMBER, |p: &Project| Cell::Figure(p.number.to_string())),
        column(heading::UNIT_ID, |p| Cell::text(p.context.unit(p.unit).0)),
        column(heading::UNIT_NAME, |p| Cell::text(p.context.unit(p.unit).1)),
        column(heading::SERVICE, |p| Cell::text(&p.service.key)),
        column(heading::SERVICE_NAME, |p| Cell::text(p.service.names.get(p.lang()))),
        column(PROPOSAL, |p| {
            let gaps = match (p.lang(), p.gaps.len()) {
                (Lang::Zh, count) => format!(" {count} 处盲区"),
                (Lang::En, 1) => "the gap".to_owned(),
                (Lang::En, count) => format!("the {count} gaps"),
            };
            Cell::text(&proposal(p.service, p.context.unit(p.unit).1, &gaps, p.lang()))
        }),
        column(SCALE, |p| scale(p.service, p.lang())),
        column(heading::GAPS, |p| Cell::Figure(p.gaps.len().to_string())),
        column(heading::LAND_KIND, |p| Cell::text(&land_kind(&p.context, p.lack))),
        column(heading::GAPS_AREA, |p| {
            let area: SquareMetres = p.gaps.iter().map(|gap| gap.area).sum();
            Cell::Figure(area.hectares_digits())
        }),
        column(heading::GAPS_PEOPLE, |p| {
            let people: Option<People> = p.gaps.iter().map(|gap| gap.people).sum();
            Cell::figure(people.map(|people| people.0.to_string()))
        }),
        column(CLASS, |p| class(p.service, p.lang())),
        column(heading::LEAD, |p| lead(&p.service.lead, p.lang())),
        column(heading::SUPPORTING, |p| supporting(&p.service.supporting, p.lang())),
        column(OFFICE, |p| Cell::text(&p.offices)),
        column(GAP_IDS, |p| {
            let ids: Vec<&str> = p.gaps.iter().map(|gap| gap.id.as_str()).collect();
            Cell::text(&ids.join(words::LIST.get(p.lang())))
        }),
        column(heading::PROFILE, |p| Cell::text(&p.context.profile.key)),
        column(heading::RADIUS, |p| Cell::text(&p.rule().radius)),
        column(heading::CLAUSE, |p| Cell::text(&p.rule().clause)),
        column(heading::CONFIDENCE, |p| Cell::text(&p.rule().confidence)),
    ];
    let mut groups: BTreeMap<(SubdistrictId, Lack), (&Service, Vec<&Gap>)> = BTreeMap::new();
    for (service, gap) in service_gaps(context) {
        groups.entry((gap.unit, gap.lack)).or_insert((service, Vec::new())).1.push(gap);
    }
    let units = units_of_gaps(context);
    let rows = groups.into_iter().enumerate().map(|(at, ((unit, lack), (service, gaps)))| {
        let offices = offices(context, &gaps, &units);
        Project { number: at + 1, context: *context, unit, lack, service, gaps, offices }
    });
    write_table(&columns, context.lang, rows, out)
}
