//! `plan_rules.csv`, and the verdicts of `review.md`: each rule, whether the plan keeps it, and where
//! not.

use std::io::{self, Write};

use super::paper::{Page, name, sentence};
use super::words::{self as own, heading as head};
use super::{ReviewContext, passage};
use crate::assessment::{Amount, Breach, Heads, Judgement, Kept, Lack};
use crate::profile::{Asked, Counted, Demand, Lang, Provision, Reaching, Requirement};
use crate::report::cell::Cell;
use crate::report::table::{Column, column, write_table};
use crate::report::words::{self, heading};
use crate::units::{Share, number_text};

/// Subdistricts that a sentence names.
const NAMED: usize = 5;

impl ReviewContext<'_> {
    fn judged(&self) -> impl Iterator<Item = (&Requirement, &Judgement)> {
        self.rules.iter().zip(self.judgements)
    }

    /// The rules that circles alone judge, by their position among these and in the file.
    pub(super) fn by_circles(&self) -> impl Iterator<Item = (usize, usize, &'_ Requirement, Kept)> {
        let all = self.rules.iter().zip(self.judgements).enumerate();
        let own = all.filter(|(_, (rule, _))| rule.is_of_circles()).enumerate();
        own.map(|(at, (number, (rule, judgement)))| (at, number, rule, judgement.kept))
    }

    /// Residents, and by circles land, that are lost where a rule is broken.
    fn lost(&self, rule: &Requirement, breach: &Breach) -> Option<(Option<Heads>, Option<Amount>)> {
        let unit = breach.unit.filter(|_| breach.share.is_none())?;
        let lack = breach.lack?;
        let is_by = |phase: u32| rule.by.is_none_or(|by| phase <= by);
        if rule.reach == Reaching::Streets {
            let phases = &self.reviewed.walks.as_ref()?.phases;
            let effect = &phases.iter().take_while(|of| is_by(of.phase)).last()?.of;
            let Lack::Service(at) = lack else { return None };
            return effect.units[unit][at].map(|of| (Some(of.lost), None));
        }
        let phases = self.reviewed.review.phases.iter().take_while(|of| is_by(of.phase));
        let effect = &phases.last()?.effect;
        passage(&effect.units[unit], lack).map(|passage| (passage.lost.people, Some(passage.lost)))
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
    let (along_zh, along_en) = match rule.reach {
        Reaching::Circles => ("", ""),
        Reaching::Streets => ("沿道路", " along streets"),
    };
    let text = match rule.demand {
        Demand::Supply { provision, at_least, in_every_subdistrict } => supply(
            &context.today.profile.provisions[provision],
            at_least,
            in_every_subdistrict,
            lang,
        ),
        Demand::NobodyLoses => match (lang, rule.reach) {
            (Lang::Zh, Reaching::Circles) => format!("{service}：没有人、没有用地减少"),
            (Lang::En, Reaching::Circles) => format!("{service}: nobody and no land loses it"),
            (Lang::Zh, Reaching::Streets) => format!("{service}：沿道路没有人减少"),
            (Lang::En, Reaching::Streets) => format!("{service}: nobody loses it along streets"),
        },
        Demand::Rate { of, at_least, in_every_subdistrict } => {
            let counted = counted(of).get(lang);
            let percent = at_least.percent_text();
            match (lang, in_every_subdistrict) {
                (Lang::Zh, true) => {
                    format!("{service}：各街道{along_zh}{counted}覆盖率不低于 {percent} %")
                }
                (Lang::Zh, false) => {
                    format!("{service}：全市{along_zh}{counted}覆盖率不低于 {percent} %")
                }
                (Lang::En, true) => {
                    format!(
                        "{service}: at least {percent} % of {counted}{along_en} in every subdistrict"
                    )
                }
                (Lang::En, false) => {
                    format!("{service}: at least {percent} % of {counted}{along_en} in the city")
                }
            }
        }
    };
    text + &by
}

/// What a rule asks of a provision.
fn supply(of: &Provision, at_least: Option<f64>, everywhere: bool, lang: Lang) -> String {
    let name = of.names.get(lang);
    let limits = match (at_least.or(of.min), at_least.map_or(of.max, |_| None), lang) {
        (Some(min), None, Lang::Zh) => format!("不低于 {}", number_text(min)),
        (Some(min), None, Lang::En) => format!("at least {}", number_text(min)),
        (None, Some(max), Lang::Zh) => format!("不高于 {}", number_text(max)),
        (None, Some(max), Lang::En) => format!("at most {}", number_text(max)),
        (min, max, _) => {
            let [min, max] = [min, max].map(|of| of.map_or("–".to_owned(), number_text));
            match lang {
                Lang::Zh => format!("{min} 至 {max}"),
                Lang::En => format!("{min} to {max}"),
            }
        }
    };
    match (lang, everywhere) {
        (Lang::Zh, true) => format!("{name}：各街道{limits}"),
        (Lang::Zh, false) => format!("{name}：全市{limits}"),
        (Lang::En, true) => format!("{name}: {limits} in every subdistrict"),
        (Lang::En, false) => format!("{name}: {limits} in the city"),
    }
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
    fn lost(&self) -> Option<(Option<Heads>, Option<Amount>)> {
        self.context.lost(self.rule, self.breach?)
    }

    fn lack(&self, pick: impl Fn(&Self, Lack) -> String) -> Cell {
        let lack = self.breach.and_then(|breach| breach.lack);
        lack.map_or(Cell::Empty, |lack| Cell::text(&pick(self, lack)))
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
        column(heading::SERVICE, |r| r.lack(|r, lack| r.context.today.lack_key(lack).to_owned())),
        column(heading::SERVICE_NAME, |r| {
            r.lack(|r, lack| r.context.today.lack_name(lack).to_owned())
        }),
        column(heading::UNIT_ID, |r| r.unit(|unit| &unit.id)),
        column(heading::UNIT_NAME, |r| r.unit(|unit| &unit.name)),
        column(head::RATE, |r| {
            Cell::figure(r.breach.and_then(|b| b.share).map(Share::percent_text))
        }),
        column(head::PEOPLE[2], |r| {
            let people = r.lost().and_then(|(people, _)| people);
            Cell::figure(people.map(|heads| heads.all.0.to_string()))
        }),
        column(head::LAND[2], |r| {
            let land = r.lost().and_then(|(_, amount)| amount);
            Cell::figure(land.map(|lost| lost.land.hectares_digits()))
        }),
        column(head::RATIO, |r| Cell::figure(r.breach.and_then(|b| b.ratio).map(number_text))),
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
                "未注明“沿道路”的规则按服务半径判定；按服务半径计的比率计入新建住宅的用地和居民，沿道路的只计现有\
                 居民。\n",
                "Rules that do not say “along streets” are judged by circles. Rates by circles count the land and \
                 the residents of new homes; those along streets are of the residents of today.\n",
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
                Asked::Every => {
                    breach.lack.map_or_else(String::new, |lack| format!("{} ", self.service(lack)))
                }
                Asked::Service(_) | Asked::Circle => String::new(),
            };
            let lost = self.context.lost(rule, breach).map(|lost| match lost {
                (_, Some(amount)) => self.amount(&amount),
                (people, None) => {
                    let people = people.unwrap_or_default().all.text();
                    self.say(&format!("{people} 人"), &format!("{people} residents"))
                }
            });
            let share = breach.share.map(|share| format!("{} %", share.percent_text()));
            let ratio = breach.ratio.map(number_text);
            let figure = lost.or(share).or(ratio).unwrap_or_else(|| "–".to_owned());
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
