//! `plan_rules.csv`, and the verdicts of `review.md`: each rule, whether the plan keeps it, and where
//! not.

use std::io::{self, Write};

use super::paper::{Page, name, sentence};
use super::words::{self as own, heading as head};
use super::{ReviewContext, passage};
use crate::assessment::{Amount, Breach, Judgement, Kept, Lack};
use crate::profile::{Asked, Counted, Demand, Lang, Requirement};
use crate::report::cell::Cell;
use crate::report::table::{Column, column, write_table};
use crate::report::words::{self, heading};
use crate::units::Share;

/// Subdistricts that a sentence names.
const NAMED: usize = 5;

impl ReviewContext<'_> {
    fn judged(&self) -> impl Iterator<Item = (&Requirement, &Judgement)> {
        self.rules.iter().zip(self.judgements)
    }

    /// What is lost where a rule is broken.
    fn lost(&self, rule: &Requirement, breach: &Breach) -> Option<Amount> {
        let unit = breach.unit.filter(|_| breach.share.is_none())?;
        let review = &self.reviewed.review;
        let phase = review.phases.iter().take_while(|of| rule.by.is_none_or(|by| of.phase <= by));
        let effect = &phase.last()?.effect;
        passage(&effect.units[unit], breach.lack).map(|passage| passage.lost)
    }
}

/// What a rule demands, as a sentence says it.
pub(super) fn demand(context: &ReviewContext<'_>, rule: &Requirement) -> String {
    let lang = context.today.lang;
    let service = match rule.service {
        Asked::Every => own::EVERY_SERVICE.get(lang).to_owned(),
        Asked::Service(at) => context.today.lack_name(Lack::Service(at)).to_owned(),
        Asked::Circle => context.today.lack_name(Lack::Circle).to_owned(),
    };
    let by = match (rule.by, lang) {
        (None, _) => String::new(),
        (Some(by), Lang::Zh) => format!("，至阶段 {by}"),
        (Some(by), Lang::En) => format!(", by {by}"),
    };
    let text = match rule.demand {
        Demand::NobodyLoses => match lang {
            Lang::Zh => format!("{service}：没有人、没有用地减少"),
            Lang::En => format!("{service}: nobody and no land loses it"),
        },
        Demand::Rate { of, at_least, in_every_subdistrict } => {
            let counted = counted(of).get(lang);
            let percent = at_least.percent_text();
            match (lang, in_every_subdistrict) {
                (Lang::Zh, true) => format!("{service}：各街道{counted}覆盖率不低于 {percent} %"),
                (Lang::Zh, false) => format!("{service}：全市{counted}覆盖率不低于 {percent} %"),
                (Lang::En, true) => {
                    format!("{service}: at least {percent} % of {counted} in every subdistrict")
                }
                (Lang::En, false) => {
                    format!("{service}: at least {percent} % of {counted} in the city")
                }
            }
        }
    };
    text + &by
}

fn counted(of: Counted) -> words::Word {
    match of {
        Counted::Land => words::Word::new("用地", "the land"),
        Counted::People => words::Word::new("人口", "the residents"),
        Counted::Group(group) => own::group_of(group),
    }
}

pub(super) fn kept(of: Kept) -> words::Word {
    match of {
        Kept::Yes => words::Word::new("符合", Kept::Yes.key()),
        Kept::No => words::Word::new("不符合", Kept::No.key()),
        Kept::Untold => words::Word::new("无法判断", Kept::Untold.key()),
    }
}

/// A rule, and where it is broken; where it is kept, the lowest rate that it asks about, if any.
struct Row<'a> {
    context: ReviewContext<'a>,
    number: usize,
    rule: &'a Requirement,
    judgement: &'a Judgement,
    breach: Option<&'a Breach>,
}

impl Row<'_> {
    fn lost(&self) -> Option<Amount> {
        self.context.lost(self.rule, self.breach?)
    }

    fn unit(&self, pick: fn(&crate::model::Subdistrict) -> &str) -> Cell {
        let unit = self.breach.and_then(|breach| breach.unit);
        unit.map_or(Cell::Empty, |unit| {
            Cell::text(pick(&self.context.today.city.subdistricts()[unit]))
        })
    }
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        column(head::RULE, |r| Cell::Figure(r.number.to_string())),
        column(head::RULE_NAME, |r| Cell::text(r.rule.name.as_deref().unwrap_or_default())),
        column(head::DEMAND, |r| Cell::text(&demand(&r.context, r.rule))),
        column(head::KEPT, |r| Cell::text(kept(r.judgement.kept).get(r.context.today.lang))),
        column(heading::SERVICE, |r| {
            r.breach.map_or(Cell::Empty, |b| Cell::text(r.context.today.lack_key(b.lack)))
        }),
        column(heading::SERVICE_NAME, |r| {
            r.breach.map_or(Cell::Empty, |b| Cell::text(r.context.today.lack_name(b.lack)))
        }),
        column(heading::UNIT_ID, |r| r.unit(|unit| &unit.id)),
        column(heading::UNIT_NAME, |r| r.unit(|unit| &unit.name)),
        column(head::RATE, |r| {
            Cell::figure(r.breach.and_then(|b| b.share).map(Share::percent_text))
        }),
        column(head::PEOPLE[2], |r| {
            let people = r.lost().and_then(|lost| lost.people);
            Cell::figure(people.map(|heads| heads.all.0.to_string()))
        }),
        column(head::LAND[2], |r| Cell::figure(r.lost().map(|lost| lost.land.hectares_digits()))),
    ]
}

/// Writes `plan_rules.csv`: the rules in their order, a row for each place where one is broken; one row
/// of a rule that is not, with the lowest rate that it asks about.
///
/// # Errors
/// Those of `out`.
pub fn plan_rules_csv(context: &ReviewContext<'_>, out: &mut impl Write) -> io::Result<()> {
    let rows = context.judged().enumerate().flat_map(|(at, (rule, judgement))| {
        let breaches = judgement.breaches.iter().map(Some);
        let none = judgement.breaches.is_empty().then_some(judgement.lowest.as_ref());
        let row = move |breach| Row { context: *context, number: at + 1, rule, judgement, breach };
        breaches.chain(none).map(row)
    });
    write_table(&columns(), context.today.lang, rows, out)
}

impl Page<'_> {
    /// The verdicts; nothing where there are no rules.
    pub(super) fn rules(&mut self) {
        let context = self.context;
        if context.rules.is_empty() {
            return;
        }
        self.head("规则", "Rules");
        if self.context.reviewed.walks.is_some() || self.has_homes() {
            self.line(
                "规则按服务半径判定；比率计入新建住宅的用地和居民；沿道路步行的增减另列。\n",
                "Rules are judged by circles; rates count the land and the residents of new homes; what is gained \
                 and lost along streets stands apart.\n",
            );
        }
        for (rule, judgement) in context.judged() {
            let demand = sentence(&demand(&context, rule));
            let demand = match &rule.name {
                Some(label) => format!("{} ({demand})", sentence(label)),
                None => demand,
            };
            let verdict = match (judgement.kept, self.lang) {
                (Kept::Yes, Lang::Zh) => "符合",
                (Kept::Yes, Lang::En) => "kept",
                (Kept::No, Lang::Zh) => "**不符合**",
                (Kept::No, Lang::En) => "**not kept**",
                (Kept::Untold, Lang::Zh) => "**数据不足，无法判断**",
                (Kept::Untold, Lang::En) => "**not told by the data**",
            };
            let places = self.places(rule, judgement) + &self.too_early(rule);
            self.line(
                &format!("- {demand}：{verdict}{places}。"),
                &format!("- {demand}: {verdict}{places}."),
            );
        }
    }

    /// Said of a rule that asks for something by a phase before the first one of the plan.
    fn too_early(&self, rule: &Requirement) -> String {
        let first = self.context.reviewed.review.phases.first().map(|first| first.phase);
        match (first.filter(|first| rule.by.is_some_and(|by| by < *first)), self.lang) {
            (None, _) => String::new(),
            (Some(first), Lang::Zh) => format!("（规划自阶段 {first} 起，按现状判断）"),
            (Some(first), Lang::En) => format!(" (the plan begins in {first}: judged by today)"),
        }
    }

    /// `: Willow (42 residents and 0.30 ha), Elm (3 residents and 0.02 ha)`.
    fn places(&self, rule: &Requirement, judgement: &Judgement) -> String {
        let place = |breach: &Breach| {
            let unit = breach.unit.map(|unit| &self.context.today.city.subdistricts()[unit].name);
            let unit = unit.map_or_else(|| self.say("全市", "city"), |unit| name(unit));
            let service = match rule.service {
                Asked::Every => format!("{} ", self.service(breach.lack)),
                Asked::Service(_) | Asked::Circle => String::new(),
            };
            let lost = self.context.lost(rule, breach).map(|lost| self.amount(&lost));
            let share = breach.share.map(|share| format!("{} %", share.percent_text()));
            let figure = lost.or(share).unwrap_or_default();
            format!("{service}{unit} ({figure})")
        };
        let all = &judgement.breaches;
        if all.is_empty() {
            return String::new();
        }
        let places: Vec<String> = all.iter().take(NAMED).map(place).collect();
        let more = match (all.len().saturating_sub(NAMED), self.lang) {
            (0, _) => String::new(),
            (more, Lang::Zh) => format!("，另有 {more} 处"),
            (more, Lang::En) => format!(", and {more} more"),
        };
        format!("{}{}{more}", self.say("：", ": "), places.join(&self.say("、", ", ")))
    }
}
