//! `plan_sensitivity.csv` and `plan_hinges.csv`, and the part of `review.md` on how firm the review is.

use std::io::{self, Write};

use serde::Serialize;

use super::ReviewContext;
use super::paper::{Page, name};
use super::rules::{demand, kept};
use super::words::{self as own, heading as head};
use crate::assessment::{
    Cause, Datum, Firmness, Hinge, Kept, Lack, Quantity, Spread, Uncertainty, Votes,
};
use crate::model::Measure;
use crate::profile::{Lang, Requirement};
use crate::report::cell::Cell;
use crate::report::table::{Column, column, write_table};
use crate::report::words::Word;
use crate::units::{Metres, Share, counted};

/// Data that a sentence names.
const NAMED: usize = 5;

/// A part of the runs that is called firm.
const FIRM: f64 = 0.95;

/// What a row of the table is about.
#[derive(Clone, Copy)]
enum Subject<'a> {
    /// How a rule ends, with what it is found to be.
    Rule(Place, &'a Requirement, Kept),
    /// What a measure comes to.
    Measure(usize, &'a Measure),
    /// What a service gains, or loses.
    Turned(Lack, Side, Unit),
}

/// Where a rule stands.
#[derive(Clone, Copy)]
struct Place {
    /// Among those that circles judge.
    at: usize,
    /// In its file, from 1.
    number: usize,
}

#[derive(Clone, Copy)]
enum Side {
    Gained,
    Lost,
}

#[derive(Clone, Copy)]
enum Unit {
    Land,
    People,
}

struct Row<'a> {
    context: ReviewContext<'a>,
    firmness: &'a Firmness,
    subject: Subject<'a>,
    /// Position among the causes.
    cause: usize,
}

impl<'a> Row<'a> {
    fn spread(&self) -> Option<&'a Spread> {
        let Subject::Turned(lack, side, _) = self.subject else { return None };
        let at = match lack {
            Lack::Service(at) => at,
            Lack::Circle => self.firmness.spreads.len() - 1,
        };
        let [gained, lost] = self.firmness.spreads.get(at)?.as_ref()?;
        Some(match side {
            Side::Gained => gained,
            Side::Lost => lost,
        })
    }

    fn quantity(&self, pick: fn(&Spread) -> Quantity) -> Cell {
        let Subject::Turned(_, _, unit) = self.subject else { return Cell::Empty };
        let quantity = self.spread().map(pick);
        Cell::figure(quantity.and_then(|of| match unit {
            Unit::Land => Some(of.land.hectares_digits()),
            Unit::People => of.people.map(|people| people.0.to_string()),
        }))
    }

    /// Runs that end as the data as they are do.
    fn same(&self) -> Option<u32> {
        match self.subject {
            Subject::Rule(place, _, kept) => {
                Some(self.firmness.rules[place.at][self.cause].of(kept))
            }
            Subject::Measure(at, _) => Some(self.firmness.measures[at][self.cause]),
            Subject::Turned(..) => None,
        }
    }

    fn subject(&self) -> Word {
        match self.subject {
            Subject::Rule(..) => Word::new("规则是否符合", "rule"),
            Subject::Measure(..) => Word::new("措施的作用", "measure"),
            Subject::Turned(_, Side::Gained, Unit::People) => head::PEOPLE[1],
            Subject::Turned(_, Side::Lost, Unit::People) => head::PEOPLE[2],
            Subject::Turned(_, Side::Gained, Unit::Land) => head::LAND[1],
            Subject::Turned(_, Side::Lost, Unit::Land) => head::LAND[2],
        }
    }

    fn id(&self) -> Cell {
        match self.subject {
            Subject::Rule(place, ..) => Cell::Figure(place.number.to_string()),
            Subject::Measure(_, measure) => Cell::text(&measure.id),
            Subject::Turned(lack, ..) => Cell::text(self.context.today.lack_key(lack)),
        }
    }

    fn name(&self) -> Cell {
        match self.subject {
            Subject::Rule(_, rule, _) => {
                Cell::text(&rule.name.clone().unwrap_or_else(|| demand(&self.context, rule)))
            }
            Subject::Measure(_, measure) => Cell::text(&measure.name),
            Subject::Turned(lack, ..) => Cell::text(self.context.today.lack_name(lack)),
        }
    }

    fn found(&self) -> Cell {
        let lang = self.context.today.lang;
        match self.subject {
            Subject::Rule(_, _, of) => Cell::text(kept(of).get(lang)),
            Subject::Measure(at, measure) => {
                let effect = &self.context.reviewed.review.measures[at];
                Cell::text(own::contribution(effect.contribution, measure.action).get(lang))
            }
            Subject::Turned(..) => self.quantity(|spread| spread.found),
        }
    }
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        column(head::SUBJECT, |r| Cell::text(r.subject().get(r.context.today.lang))),
        column(head::SUBJECT_ID, Row::id),
        column(head::SUBJECT_NAME, Row::name),
        column(head::CAUSE, |r| {
            Cell::text(own::cause(r.firmness.causes[r.cause]).get(r.context.today.lang))
        }),
        column(head::RUNS, |r| Cell::Figure(r.firmness.runs.to_string())),
        column(head::FOUND, Row::found),
        column(head::SAME, |r| Cell::figure(r.same().map(|same| same.to_string()))),
        column(head::SAME_PERCENT, |r| {
            Cell::figure(r.same().and_then(|same| share(same, r.firmness)).map(Share::percent_text))
        }),
        column(head::SPREAD[0], |r| r.quantity(|spread| spread.low)),
        column(head::SPREAD[1], |r| r.quantity(|spread| spread.middle)),
        column(head::SPREAD[2], |r| r.quantity(|spread| spread.high)),
    ]
}

fn share(runs: u32, firmness: &Firmness) -> Option<Share> {
    Share::of(f64::from(runs), f64::from(firmness.runs))
}

/// Writes `plan_sensitivity.csv`: for each rule, then each measure, and each cause, the runs that end as the
/// data as they are do; then what all causes together make of what each service gains and loses. Nothing
/// but the headings without runs.
///
/// # Errors
/// Those of `out`.
pub fn plan_sensitivity_csv(context: &ReviewContext<'_>, out: &mut impl Write) -> io::Result<()> {
    let rows = context.firmness.into_iter().flat_map(|firmness| {
        let rules = context.by_circles().map(|(at, before, rule, kept)| {
            Subject::Rule(Place { at, number: before + 1 }, rule, kept)
        });
        let measures = context.plan.measures.iter().zip(&firmness.measures).enumerate();
        let measures = measures.map(|(at, (measure, _))| Subject::Measure(at, measure));
        let causes = 0..firmness.causes.len();
        let told = rules.chain(measures);
        let told = told.flat_map(move |subject| causes.clone().map(move |cause| (subject, cause)));
        let turned = context.lacks().flat_map(|lack| {
            let units = [Unit::People, Unit::Land].into_iter();
            units.flat_map(move |unit| {
                [Side::Gained, Side::Lost].map(|side| Subject::Turned(lack, side, unit))
            })
        });
        // The first cause is all of them.
        let all = told.chain(turned.map(|subject| (subject, 0)));
        all.map(move |(subject, cause)| Row { context: *context, firmness, subject, cause })
    });
    write_table(&columns(), context.today.lang, rows, out)
}

struct HingeRow<'a> {
    context: ReviewContext<'a>,
    number: usize,
    rule: &'a Requirement,
    found: Kept,
    hinge: Hinge,
}

impl HingeRow<'_> {
    fn datum(&self) -> (&str, &str) {
        datum(&self.context, self.hinge.datum)
    }
}

/// Writes `plan_hinges.csv`: the data that the verdict of each rule hangs on, one at a time.
///
/// # Errors
/// Those of `out`.
pub fn plan_hinges_csv(context: &ReviewContext<'_>, out: &mut impl Write) -> io::Result<()> {
    let columns: Vec<Column<HingeRow<'_>>> = vec![
        column(head::RULE, |r| Cell::Figure(r.number.to_string())),
        column(head::RULE_NAME, |r| Cell::text(r.rule.name.as_deref().unwrap_or_default())),
        column(head::DEMAND, |r| Cell::text(&demand(&r.context, r.rule))),
        column(head::KEPT, |r| Cell::text(kept(r.found).get(r.context.today.lang))),
        column(head::DATUM, |r| Cell::text(turn(r.hinge.datum).get(r.context.today.lang))),
        column(head::DATUM_ID, |r| Cell::text(r.datum().0)),
        column(head::DATUM_NAME, |r| Cell::text(r.datum().1)),
        column(head::KEPT_THEN, |r| Cell::text(kept(r.hinge.kept).get(r.context.today.lang))),
        column(head::RATE, |r| Cell::figure(r.hinge.share.map(Share::percent_text))),
    ];
    let rows = context.firmness.into_iter().flat_map(|firmness| {
        let rules = context.by_circles().zip(&firmness.hinges);
        rules.flat_map(|((_, before, rule, found), hinges)| {
            let number = before + 1;
            let row = move |hinge: &Hinge| HingeRow {
                context: *context,
                number,
                rule,
                found,
                hinge: *hinge,
            };
            hinges.iter().map(row)
        })
    });
    write_table(&columns, context.today.lang, rows, out)
}

/// The id and the name of a datum.
fn datum<'a>(context: &ReviewContext<'a>, of: Datum) -> (&'a str, &'a str) {
    match of {
        Datum::Outlet(id) | Datum::Doubtful(id) => {
            let outlet = &context.today.city.outlets()[id.index()];
            (&outlet.id, &outlet.name)
        }
        Datum::Measure(at) => {
            let measure = &context.plan.measures[at];
            (&measure.id, &measure.name)
        }
    }
}

/// How a datum is not what it is.
fn turn(of: Datum) -> Word {
    match of {
        Datum::Outlet(_) => Word::new("网点缺失", "outlet_missing"),
        Datum::Doubtful(_) => Word::new("待核网点属实", "doubtful_outlet_counts"),
        Datum::Measure(_) => Word::new("措施未实施", "measure_not_done"),
    }
}

impl Page<'_> {
    /// How firm the review is; nothing without runs.
    pub(super) fn firmness(&mut self) {
        let Some(firmness) = self.context.firmness else { return };
        self.head("稳健性", "How firm it is");
        self.assumed(firmness);
        let context = self.context;
        for (at, _, rule, found) in context.by_circles() {
            let label = rule.name.clone().unwrap_or_else(|| demand(&context, rule));
            let runs = self.runs_of(firmness, |cause| firmness.rules[at][cause].of(found));
            let (label, verdict) = (name(&label), kept(found).get(self.lang));
            let hinges = self.hinges(&firmness.hinges[at]);
            let verdict_en = match found {
                Kept::Yes => "kept",
                Kept::No => "not kept",
                Kept::Untold => "not told by the data",
            };
            self.line(
                &format!("- {label}：{verdict}；结论相同的次数 {runs}。{hinges}"),
                &format!("- {label}: {verdict_en}, and so in {runs}. {hinges}"),
            );
        }
        self.shaky_measures(firmness);
        if self.context.reviewed.walks.is_some()
            || context.rules.iter().any(|of| !of.is_of_circles())
        {
            self.line(
                "- 沿道路步行和配置指标未作抽样。",
                "- Walks along streets, and supply against need, are not varied.",
            );
        }
        self.line(
            "\n明细：plan_sensitivity.csv、plan_hinges.csv。",
            "\nIn detail: plan_sensitivity.csv, plan_hinges.csv.",
        );
    }

    fn assumed(&mut self, firmness: &Firmness) {
        let Uncertainty { radius, position: Metres(position), missing, doubtful, population } =
            firmness.uncertainty;
        let [radius, missing, doubtful, population] =
            [radius, missing, doubtful, population].map(Share::percent_text);
        let parts = firmness.causes.iter().filter_map(|cause| match cause {
            Cause::All => None,
            Cause::Radius => Some(self.say(
                &format!("半径（步速×时间）±{radius} %"),
                &format!("radii (speed times time) ±{radius} %"),
            )),
            Cause::Position => Some(self.say(
                &format!("网点位置误差标准差 {position} 米"),
                &format!("places of outlets with a standard deviation of {position} m"),
            )),
            Cause::Missing => Some(self.say(
                &format!("{missing} % 的网点实际不存在"),
                &format!("{missing} % of the outlets not there"),
            )),
            Cause::Doubtful => Some(self.say(
                &format!("{doubtful} % 的待核网点属实"),
                &format!("{doubtful} % of the doubtful ones what their category says"),
            )),
            Cause::Population => Some(self.say(
                &format!("各处人口 ±{population} %"),
                &format!("residents of each place ±{population} %"),
            )),
        });
        let parts = parts.collect::<Vec<_>>().join(&self.say("；", "; "));
        let (runs, seed, all) = (firmness.runs, firmness.seed, counted(firmness.runs, "run"));
        self.line(
            &format!("各因素抽样 {runs} 次（种子 {seed}）。假设（非标准值）：{parts}。\n"),
            &format!("{all} for each cause, seed {seed}. Assumed, from no standard: {parts}.\n"),
        );
        self.coarse(firmness);
    }

    /// How coarse the shares of few runs are.
    fn coarse(&mut self, firmness: &Firmness) {
        let Some([all, half]) = firmness.coarse() else { return };
        let [all, low, high] =
            [all[0], half[0], half[1]].map(|share| format!("{:.0}", 100.0 * share.0));
        let runs = counted(firmness.runs, "run");
        self.line(
            &format!(
                "次数较少，比例只能粗略估计（Wilson 95% 区间）：全部抽样结论一致时，真实比例仍可能低至 {all}%；\
                 一半一致时为 {low}% 至 {high}%。建议至少 100 次。\n"
            ),
            &format!(
                "Only {runs}: their shares are coarse (Wilson interval, 95 %). Where all of them agree, the share \
                 may be as low as {all} %; where half of them do, anything from {low} to {high} %. Ask for 100 or \
                 more.\n"
            ),
        );
    }

    /// `93 of 100 runs (radius alone 100, position alone 97)`.
    fn runs_of(&self, firmness: &Firmness, of: impl Fn(usize) -> u32) -> String {
        let alone = firmness.causes.iter().enumerate().skip(1).map(|(at, cause)| {
            let (word, runs) = (own::cause(*cause).get(self.lang), of(at));
            self.say(&format!("仅{word} {runs}"), &format!("{word} alone {runs}"))
        });
        let alone = alone.collect::<Vec<_>>().join(&self.say("、", ", "));
        let (all, runs) = (of(0), firmness.runs);
        if alone.is_empty() {
            return self.say(&format!("{all}/{runs}"), &format!("{all} of {runs} runs"));
        }
        self.say(&format!("{all}/{runs}（{alone}）"), &format!("{all} of {runs} runs ({alone})"))
    }

    fn hinges(&self, hinges: &[Hinge]) -> String {
        if hinges.is_empty() {
            return self.say(
                "没有任何单一网点或措施能改变这一结论。",
                "No single outlet and no single measure turns it.",
            );
        }
        let named = hinges.iter().take(NAMED).map(|hinge| {
            let (id, label) = datum(&self.context, hinge.datum);
            let label =
                if label.is_empty() { name(id) } else { format!("{} {}", name(id), name(label)) };
            let how = match (hinge.datum, self.lang) {
                (Datum::Outlet(_), Lang::Zh) => "如缺失",
                (Datum::Outlet(_), Lang::En) => "if it is missing",
                (Datum::Doubtful(_), Lang::Zh) => "如属实",
                (Datum::Doubtful(_), Lang::En) => "if it is what it says",
                (Datum::Measure(_), Lang::Zh) => "如未实施",
                (Datum::Measure(_), Lang::En) => "if it is not done",
            };
            self.say(&format!("{label}（{how}）"), &format!("{label} ({how})"))
        });
        let named = named.collect::<Vec<_>>().join(&self.say("、", ", "));
        let more = match (hinges.len().saturating_sub(NAMED), self.lang) {
            (0, _) => String::new(),
            (more, Lang::Zh) => format!("，另有 {more} 项"),
            (more, Lang::En) => format!(", and {more} more"),
        };
        self.say(
            &format!("单独改变即可推翻结论的数据：{named}{more}。"),
            &format!("Each of these alone turns it: {named}{more}."),
        )
    }

    /// The measures that do another thing in more than a twentieth of the runs.
    fn shaky_measures(&mut self, firmness: &Firmness) {
        let measures = self.context.plan.measures.iter().zip(&firmness.measures);
        let shaky = measures
            .filter(|(_, same)| share(same[0], firmness).is_some_and(|share| share.0 < FIRM));
        let shaky: Vec<String> = shaky
            .map(|(measure, same)| {
                let (label, same, runs) = (Self::label(measure), same[0], firmness.runs);
                self.say(
                    &format!("{label}（{same}/{runs}）"),
                    &format!("{label} ({same} of {runs})"),
                )
            })
            .collect();
        if shaky.is_empty() {
            self.line(
                "- 各项措施的作用在 95 % 以上的抽样中不变。",
                "- What each measure comes to is the same in at least 95 % of the runs.",
            );
        } else {
            let shaky = shaky.join(&self.say("、", ", "));
            self.line(
                &format!("- 作用不稳健的措施（作用不变的抽样次数）：{shaky}。"),
                &format!(
                    "- Measures that come to something else in more than 5 % of the runs: {shaky}."
                ),
            );
        }
    }
}

/// The firmness of a review in `review.json`.
#[derive(Serialize)]
pub(super) struct FirmnessView<'a> {
    runs: u32,
    seed: u64,
    uncertainty: Uncertainty,
    rules: Vec<RuleView<'a>>,
    measures: Vec<MeasureView<'a>>,
    services: Vec<SpreadView<'a>>,
}

#[derive(Serialize)]
struct RuleView<'a> {
    rule: usize,
    runs: Vec<VotesView>,
    hinges: Vec<HingeView<'a>>,
}

#[derive(Serialize)]
struct VotesView {
    cause: Cause,
    #[serde(flatten)]
    votes: Votes,
}

#[derive(Serialize)]
struct HingeView<'a> {
    turn: &'static str,
    id: &'a str,
    kept: Kept,
    share: Option<Share>,
}

#[derive(Serialize)]
struct MeasureView<'a> {
    id: &'a str,
    same_contribution: Vec<SameView>,
}

#[derive(Serialize)]
struct SameView {
    cause: Cause,
    runs: u32,
}

#[derive(Serialize)]
struct SpreadView<'a> {
    service: &'a str,
    gained: Spread,
    lost: Spread,
}

pub(super) fn firmness_view<'a>(context: &ReviewContext<'a>) -> Option<FirmnessView<'a>> {
    let firmness = context.firmness?;
    let causes = || firmness.causes.iter().copied();
    let rules = context.by_circles().zip(firmness.rules.iter().zip(&firmness.hinges));
    let rules = rules.map(|((_, before, ..), (votes, hinges))| RuleView {
        rule: before + 1,
        runs: causes()
            .zip(votes)
            .map(|(cause, votes)| VotesView { cause, votes: *votes })
            .collect(),
        hinges: hinges
            .iter()
            .map(|hinge| HingeView {
                turn: turn(hinge.datum).get(Lang::En),
                id: datum(context, hinge.datum).0,
                kept: hinge.kept,
                share: hinge.share,
            })
            .collect(),
    });
    let measures = context.plan.measures.iter().zip(&firmness.measures);
    let measures = measures.map(|(measure, same)| MeasureView {
        id: &measure.id,
        same_contribution: causes()
            .zip(same)
            .map(|(cause, runs)| SameView { cause, runs: *runs })
            .collect(),
    });
    let services = context.lacks().filter_map(|lack| {
        let at = match lack {
            Lack::Service(at) => at,
            Lack::Circle => firmness.spreads.len() - 1,
        };
        let [gained, lost] = firmness.spreads[at]?;
        Some(SpreadView { service: context.today.lack_key(lack), gained, lost })
    });
    Some(FirmnessView {
        runs: firmness.runs,
        seed: firmness.seed,
        uncertainty: firmness.uncertainty,
        rules: rules.collect(),
        measures: measures.collect(),
        services: services.collect(),
    })
}
