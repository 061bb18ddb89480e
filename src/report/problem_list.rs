//! `problems.csv`: the problem list (问题清单) of a check-up.
//!
//! A problem is a rate that misses the target of the rule set, or unserved land where the rule set has no
//! target; supply outside of its limits; and a function that communities lack. The city comes first, then
//! the subdistricts, each kind by itself. Communities are named, as the list of a check-up names them.

use std::io::{self, Write};

use super::Context;
use super::cell::Cell;
use super::demand::rate_kind;
use super::function_tables::{clauses as demand_clauses, demands, rule as availability_rule};
use super::gap_counts::GapCounts;
use super::provision_table::confidence;
use super::radius::Rule;
use super::table::{Column, column, write_table};
use super::task_lists::{NUMBER, OFFICE, lead, listed, supporting};
use super::words::{self, Word, heading};
use crate::assessment::{FinerLayer, Gap, Lack, Ratio, ServiceFigures, Standing, Verdict};
use crate::model::{SubdistrictId, UnitLevel};
use crate::profile::{Citation, Item, Lang, Names, Provision, Service};
use crate::units::{People, Share, number_text};

const PROBLEM: Word = Word::new("问题", "problem");
const BELOW: Word = Word::new("低于目标", "below the target");
const NO_TARGET: Word =
    Word::new("有用地在服务范围外（口径无目标值）", "unserved land; the rule set has no target");
const TOO_LITTLE: Word = Word::new("配置低于下限", "supply below its limit");
const TOO_MUCH: Word = Word::new("配置高于上限", "supply above its limit");
const LACKED: Word = Word::new("有社区不具备该功能", "communities lack the function");
const LACKING: Word = Word::new("不具备的社区（个）", "communities_lacking");
const JUDGED: Word = Word::new("评价社区（个）", "communities_judged");
const TARGET_CONFIDENCE: Word = Word::new("目标可信度", "target_confidence");
const PLACES: Word = Word::new("分布（社区）", "communities_of_gaps");
const ALL_OFFICES: Word = Word::new("各街道", "each subdistrict");

/// What falls short.
enum Of<'a> {
    Rate {
        service: &'a Service,
        figures: &'a ServiceFigures,
        gaps: Vec<&'a Gap>,
    },
    Supply {
        rule: &'a Provision,
        ratio: &'a Ratio,
    },
    /// The communities that lack it, and how many were judged.
    Function {
        item: Item,
        lacking: Vec<&'a str>,
        judged: usize,
    },
}

struct Problem<'a> {
    number: usize,
    context: Context<'a>,
    /// None: the whole city.
    unit: Option<SubdistrictId>,
    of: Of<'a>,
}

impl<'a> Problem<'a> {
    fn lang(&self) -> Lang {
        self.context.lang
    }

    fn word(&self, word: Word) -> Cell {
        Cell::text(word.get(self.lang()))
    }

    fn key(&self) -> &str {
        match &self.of {
            Of::Rate { service, .. } => &service.key,
            Of::Supply { rule, .. } => &rule.key,
            Of::Function { item, .. } => &item.key,
        }
    }

    fn names(&self) -> &Names {
        match &self.of {
            Of::Rate { service, .. } => &service.names,
            Of::Supply { rule, .. } => &rule.names,
            Of::Function { item, .. } => &item.names,
        }
    }

    fn problem(&self) -> Word {
        match &self.of {
            Of::Rate { service, .. } if service.target.is_some() => BELOW,
            Of::Rate { .. } => NO_TARGET,
            Of::Supply { ratio, .. } if ratio.verdict == Some(Verdict::Above) => TOO_MUCH,
            Of::Supply { .. } => TOO_LITTLE,
            Of::Function { .. } => LACKED,
        }
    }

    fn departments(&self) -> (&Names, &[Names]) {
        match &self.of {
            Of::Rate { service, .. } => (&service.lead, &service.supporting),
            Of::Supply { rule, .. } => (&rule.lead, &rule.supporting),
            Of::Function { item, .. } => (&item.lead, &item.supporting),
        }
    }

    /// A cell of rates; empty in other rows.
    fn rate(&self, cell: impl Fn(&Service, &ServiceFigures, &[&'a Gap]) -> Cell) -> Cell {
        match &self.of {
            Of::Rate { service, figures, gaps } => cell(service, figures, gaps),
            Of::Supply { .. } | Of::Function { .. } => Cell::Empty,
        }
    }

    /// A number of supply; empty in other rows.
    fn supply(&self, number: impl Fn(&Provision, &Ratio) -> Option<f64>) -> Cell {
        match &self.of {
            Of::Supply { rule, ratio } => Cell::figure(number(rule, ratio).map(number_text)),
            Of::Rate { .. } | Of::Function { .. } => Cell::Empty,
        }
    }

    fn function(&self, number: impl Fn(&[&'a str], usize) -> usize) -> Cell {
        match &self.of {
            Of::Function { lacking, judged, .. } => {
                Cell::Figure(number(lacking, *judged).to_string())
            }
            Of::Rate { .. } | Of::Supply { .. } => Cell::Empty,
        }
    }

    /// Where the target, the limits, or the rule for functions come from.
    fn citation(&self) -> Option<&'a Citation> {
        match &self.of {
            Of::Rate { service, .. } => service.target.as_ref().map(|target| &target.citation),
            Of::Supply { rule, .. } => Some(&rule.citation),
            Of::Function { .. } => Some(&self.context.profile.availability.citation),
        }
    }

    /// A text of the citation; empty where there is none.
    fn cited(&self, text: fn(&Citation, Lang) -> String) -> Cell {
        self.citation().map_or(Cell::Empty, |of| Cell::text(&text(of, self.lang())))
    }

    /// How far outlets count, where that comes from and how sure it is; nothing of supply.
    fn rule(&self, text: fn(Rule) -> String) -> Cell {
        let lang = self.lang();
        Cell::text(&match &self.of {
            Of::Rate { service, .. } => text(Rule::of_service(service, lang)),
            Of::Function { item, .. } => text(Rule {
                radius: demands(&self.context, item),
                clause: demand_clauses(item, lang),
                confidence: Rule::of_needs(item, lang),
            }),
            Of::Supply { .. } => String::new(),
        })
    }

    /// Communities that the gaps lie in, or that lack the function.
    fn places(&self) -> String {
        let names: Vec<String> = match &self.of {
            Of::Rate { gaps, .. } => gaps.iter().filter_map(|gap| gap.community.clone()).collect(),
            Of::Supply { .. } => Vec::new(),
            Of::Function { lacking, .. } => lacking.iter().map(|&name| name.to_owned()).collect(),
        };
        listed(names, self.lang())
    }
}

fn problems<'a>(context: &Context<'a>) -> Vec<Problem<'a>> {
    let found = rates(context).into_iter().chain(supplies(context)).chain(functions(context));
    found
        .enumerate()
        .map(|(at, (unit, of))| Problem { number: at + 1, context: *context, unit, of })
        .collect()
}

type Found<'a> = Vec<(Option<SubdistrictId>, Of<'a>)>;

fn rates<'a>(context: &Context<'a>) -> Found<'a> {
    let assessment = context.assessment;
    let counts = GapCounts::of(&assessment.gaps.listed);
    let units = (0u32..).map(SubdistrictId).map(Some).zip(&assessment.units);
    let mut found = Vec::new();
    for (unit, figures) in [(None, &assessment.total)].into_iter().chain(units) {
        for (at, (service, of)) in
            context.profile.services.iter().zip(&figures.services).enumerate()
        {
            let lack = Lack::Service(at);
            let unserved = of.land.as_ref().map(|land| land.unserved);
            // Pieces that are too small to list are a problem together.
            let has_gaps = counts.get(lack, unit) > 0
                || unserved.is_some_and(|land| land >= context.profile.min_gap);
            let is_problem = match of.meets_target {
                Some(meets) => !meets,
                None => service.target.is_none() && has_gaps,
            };
            if is_problem {
                let gaps = assessment.gaps.listed.iter();
                let gaps = gaps.filter(|g| g.lack == lack && unit.is_none_or(|u| g.unit == u));
                found.push((unit, Of::Rate { service, figures: of, gaps: gaps.collect() }));
            }
        }
    }
    found
}

/// Supply outside of the limits that hold for the city, or for its subdistricts.
fn supplies<'a>(context: &Context<'a>) -> Found<'a> {
    let Some(layer) = context.assessment.provisions.iter().find(|l| l.ratios.level.is_none())
    else {
        return Vec::new();
    };
    let units = (0u32..).map(SubdistrictId).map(Some).zip(&layer.ratios.units);
    let rows = [(None, &layer.ratios.total)].into_iter().chain(units);
    rows.flat_map(|(unit, ratios)| {
        let of = context.profile.provisions.iter().zip(ratios);
        let misses = |ratio: &Ratio| matches!(ratio.verdict, Some(Verdict::Below | Verdict::Above));
        of.filter(move |(_, ratio)| misses(ratio))
            .map(move |(rule, ratio)| (unit, Of::Supply { rule, ratio }))
    })
    .collect()
}

/// What a ratio of supply sets against what.
fn supply_kind(of: &Provision, lang: Lang) -> Cell {
    let [measure, base] =
        [&of.measure, &of.base].map(|quantity| words::quantity_cell(quantity, lang));
    let per = number_text(of.per);
    Cell::text(&match lang {
        Lang::En => format!("{measure} / {per} {base}, I7"),
        Lang::Zh => format!("{measure} / {per} {base}（I7）"),
    })
}

/// Functions that communities lack, in the whole city and by the subdistrict that holds them.
fn functions<'a>(context: &Context<'a>) -> Found<'a> {
    let is_communities = |layer: &&FinerLayer| layer.level == UnitLevel::Communities;
    let Some(layer) = context.assessment.finer.iter().find(is_communities) else {
        return Vec::new();
    };
    let items = context.profile.matrix_items();
    let units = (0u32..).take(context.assessment.units.len()).map(SubdistrictId).map(Some);
    let mut found = Vec::new();
    for unit in [None].into_iter().chain(units) {
        let of_unit: Vec<usize> = (0..layer.units.len())
            .filter(|&at| unit.is_none() || layer.units[at].parent == unit)
            .collect();
        for (i, item) in items.iter().enumerate() {
            let standing = |at: &usize| layer.matrix.cells[*at][i].standing;
            let is_judged =
                |at: &usize| !matches!(standing(at), Standing::NoData | Standing::NotApplicable);
            let judged = of_unit.iter().filter(|at| is_judged(at)).count();
            let lacks = |at: &&usize| matches!(standing(at), Standing::Lacks(_));
            let lacking: Vec<&str> = of_unit
                .iter()
                .filter(lacks)
                .map(|&at| context.city.communities()[at].name.as_str())
                .collect();
            if !lacking.is_empty() {
                found.push((unit, Of::Function { item: item.clone(), lacking, judged }));
            }
        }
    }
    found
}

/// What falls short of what, and where.
fn head<'a>() -> Vec<Column<Problem<'a>>> {
    vec![
        column(NUMBER, |p: &Problem<'_>| Cell::Figure(p.number.to_string())),
        column(heading::LEVEL, |p| {
            p.word(if p.unit.is_some() { words::SUBDISTRICT } else { words::CITY })
        }),
        column(heading::UNIT_ID, |p| Cell::text(p.unit.map_or("", |unit| p.context.unit(unit).0))),
        column(heading::UNIT_NAME, |p| {
            Cell::text(p.unit.map_or(p.context.city.name(), |unit| p.context.unit(unit).1))
        }),
        column(heading::SERVICE, |p| Cell::text(p.key())),
        column(heading::SERVICE_NAME, |p| Cell::text(p.names().get(p.lang()))),
        column(PROBLEM, |p| p.word(p.problem())),
        column(heading::RATE_KIND, |p| match &p.of {
            Of::Rate { .. } => p.rate(|service, _, _| Cell::text(&rate_kind(&p.context, service))),
            Of::Supply { rule: of, .. } => supply_kind(of, p.lang()),
            Of::Function { .. } => p.word(words::count_kind(UnitLevel::Communities)),
        }),
    ]
}

/// The figures: rates, then supply, then functions, with what is asked for.
fn figures<'a>() -> Vec<Column<Problem<'a>>> {
    vec![
        column(heading::LAND_PERCENT, |p| {
            p.rate(|_, of, _| {
                Cell::figure(of.land.as_ref().and_then(|l| l.share).map(Share::percent_text))
            })
        }),
        column(heading::TARGET, |p| {
            p.rate(|service, _, _| Cell::figure(service.target_share().map(Share::percent_text)))
        }),
        column(heading::RATIO, |p| p.supply(|_, ratio| ratio.value)),
        column(heading::VALUE_LOW, |p| p.supply(|_, ratio| ratio.low)),
        column(heading::VALUE_HIGH, |p| p.supply(|_, ratio| ratio.high)),
        column(heading::MIN, |p| p.supply(|rule, _| rule.min)),
        column(heading::MAX, |p| p.supply(|rule, _| rule.max)),
        column(LACKING, |p| p.function(|lacking, _| lacking.len())),
        column(JUDGED, |p| p.function(|_, judged| judged)),
        column(heading::RULE, |p| match &p.of {
            Of::Function { .. } => Cell::text(&availability_rule(&p.context)),
            Of::Rate { .. } | Of::Supply { .. } => Cell::Empty,
        }),
        column(heading::LAND, |p| {
            p.rate(|_, of, _| Cell::figure(of.land.as_ref().map(|l| l.land.hectares_digits())))
        }),
        column(heading::LAND_UNSERVED, |p| {
            p.rate(|_, of, _| Cell::figure(of.land.as_ref().map(|l| l.unserved.hectares_digits())))
        }),
        column(heading::PEOPLE[2], |p| {
            p.rate(|_, of, _| {
                let unserved = of.people.as_ref().map(|people| people.all.unserved);
                Cell::figure(unserved.map(|People(people)| people.to_string()))
            })
        }),
        column(heading::GAPS, |p| p.rate(|_, _, gaps| Cell::Figure(gaps.len().to_string()))),
    ]
}

/// Where what is asked for comes from, who answers for it, and where.
fn tail<'a>() -> Vec<Column<Problem<'a>>> {
    vec![
        column(heading::TARGET_CLAUSE, |p| p.cited(Citation::quoted)),
        column(TARGET_CONFIDENCE, |p| p.cited(confidence)),
        column(heading::RADIUS, |p| p.rule(|rule| rule.radius)),
        column(heading::CLAUSE, |p| p.rule(|rule| rule.clause)),
        column(heading::CONFIDENCE, |p| p.rule(|rule| rule.confidence)),
        column(PLACES, |p| Cell::text(&p.places())),
        column(heading::PROFILE, |p| Cell::text(&p.context.profile.key)),
        column(heading::LEAD, |p| lead(p.departments().0, p.lang())),
        column(heading::SUPPORTING, |p| supporting(p.departments().1, p.lang())),
        column(OFFICE, |p| match p.unit {
            Some(unit) => Cell::text(p.context.unit(unit).1),
            None => p.word(ALL_OFFICES),
        }),
    ]
}

/// Writes `problems.csv`.
///
/// # Errors
/// Those of `out`.
pub fn problems_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let columns: Vec<_> = [head(), figures(), tail()].into_iter().flatten().collect();
    write_table(&columns, context.lang, problems(context).into_iter(), out)
}
