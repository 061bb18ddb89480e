//! `review.md`: what a plan does, in sentences that a meeting can follow, with the tables that it asks
//! for; and the first lines of it for the terminal.
//!
//! Gains and losses stand apart in every line.

use std::fmt::Write as _;

use super::paper::{Page, name};
use super::words::course;
use super::{ReviewContext, passage};
use crate::assessment::{Amount, Contribution, Course, Heads, Lack, Passage, UnitEffect};
use crate::model::Action;
use crate::profile::Lang;
use crate::report::words::Word;
use crate::units::{People, Share, agree, counted, percent_or_dash};

/// Units that lose most are named up to this many for each service.
const NAMED: usize = 10;

/// The whole page.
#[must_use]
pub fn review_md(context: &ReviewContext<'_>) -> String {
    let mut page = Page::new(context);
    page.title();
    page.rules();
    page.in_short();
    page.by_service();
    page.losses();
    page.targets();
    page.homes();
    page.by_phase();
    page.by_age();
    page.measures();
    page.gaps();
    page.room();
    page.provision();
    page.walks();
    page.firmness();
    page.caveats();
    page.method();
    page.into_text()
}

/// What the terminal shows: the plan in short.
#[must_use]
pub fn review_summary(context: &ReviewContext<'_>) -> String {
    let mut page = Page::new(context);
    page.title();
    page.rules();
    page.in_short();
    page.firmness();
    page.caveats();
    page.for_terminal()
}

/// Whether anything of it is left in the digits of a page.
fn is_shown(of: &Amount) -> bool {
    of.people.is_some_and(|heads| heads.all.0 > 0) || of.land.hectares_text() != "0.00"
}

impl Page<'_> {
    pub(super) fn total(&self) -> &UnitEffect {
        &self.context.reviewed.review.effect.total
    }

    fn target(&self, lack: Lack) -> Option<Share> {
        match lack {
            Lack::Service(at) => self.context.today.service(at).target_share(),
            Lack::Circle => None,
        }
    }

    fn title(&mut self) {
        let (plan, city) = (name(&self.context.plan.name), name(self.context.today.city.name()));
        let rules = name(&self.context.today.profile.key);
        self.line(
            &format!("# 设施规划审查：{plan}（{city}）\n"),
            &format!("# Review of a facility plan for {city}: {plan}\n"),
        );
        let measures = self.context.plan.measures.len();
        let count = |of: Action| {
            let all = self.context.plan.measures.iter();
            (of, all.filter(|measure| measure.action == of).count())
        };
        let kinds = Action::ALL.map(count).into_iter().filter(|(_, count)| *count > 0);
        let kinds: Vec<String> = kinds
            .map(|(of, count)| match self.lang {
                Lang::Zh => format!("{}{count}项", of.words()[0]),
                Lang::En => format!("{count} {}", agree(count, of.nouns()[0], of.nouns()[1])),
            })
            .collect();
        let kinds = kinds.join(&self.say("、", ", "));
        let phases = self.context.reviewed.review.phases.len();
        if measures == 0 {
            self.line(
                &format!("没有任何措施；口径：{rules}。"),
                &format!("No measures; rule set {rules}."),
            );
            return;
        }
        let [all, parts] = [counted(measures, "measure"), counted(phases, "phase")];
        self.line(
            &format!("共 {measures} 项措施（{kinds}），分 {phases} 个阶段；口径：{rules}。"),
            &format!("{all} ({kinds}) in {parts}; rule set {rules}."),
        );
    }

    fn in_short(&mut self) {
        self.head("要点", "In short");
        let total = self.total().clone();
        let mut is_still = true;
        for lack in self.context.lacks() {
            let Some(passage) = passage(&total, lack).filter(|passage| !passage.is_still()) else {
                continue;
            };
            is_still = false;
            let (service, turned) = (self.service(lack), self.turned(passage));
            let [before, after] =
                [passage.before, passage.after].map(|of| percent_or_dash(of.land.share));
            self.line(
                &format!("- {service}：{turned}；用地覆盖率 {before} % → {after} %。"),
                &format!("- {service}: {turned}; land served {before} % → {after} %."),
            );
        }
        if is_still {
            self.line(
                "- 规划不改变任何服务半径内的覆盖。",
                "- The plan changes nothing in what lies within the circles of any service.",
            );
        }
        self.short_of_walks();
        self.short_of_measures();
        self.short_of_gaps();
        let caveats = self.context.reviewed.review.caveats.len();
        if caveats > 0 {
            self.line(
                &format!("- 有 {caveats} 点数据未能说明，见“未能说明的事项”。"),
                &format!("- {} that the figures do not say: see below.", counted(caveats, "thing")),
            );
        }
    }

    /// Measures of one contribution, closures or others, by their labels.
    fn measures_that(&self, is: Contribution, close: bool) -> String {
        let measures = self.context.plan.measures.iter();
        let effects = measures.zip(&self.context.reviewed.review.measures);
        let of = effects.filter(|(measure, effect)| {
            effect.contribution == is && (measure.action == Action::Close) == close
        });
        let labels: Vec<String> = of.map(|(measure, _)| Self::label(measure)).collect();
        labels.join(&self.say("、", ", "))
    }

    /// Measures of one contribution, whatever they do.
    fn all_that(&self, is: Contribution) -> String {
        let both = [false, true].map(|close| self.measures_that(is, close));
        let names = both.into_iter().filter(|names| !names.is_empty()).collect::<Vec<_>>();
        names.join(&self.say("、", ", "))
    }

    fn short_of_measures(&mut self) {
        let names = self.measures_that(Contribution::AddsNothing, false);
        if !names.is_empty() {
            self.line(
                &format!("- 其余措施之后按半径不增加任何覆盖的措施：{names}。"),
                &format!("- Measures that add nothing by circles after all others: {names}."),
            );
        }
        let names = self.measures_that(Contribution::AddsNothing, true);
        if !names.is_empty() {
            self.line(
                &format!("- 其余措施之后按半径不减少任何覆盖的关闭：{names}。"),
                &format!("- Closures that take nothing from anybody by circles after all others: {names}."),
            );
        }
        let names = self.all_that(Contribution::Replaceable);
        if !names.is_empty() {
            self.line(
                &format!("- 只在没有其他措施时才需要的措施（相互替代，不能全部取消）：{names}。"),
                &format!(
                    "- Measures that are needed only without the others (others of the plan do the same, \
                     so that not all of these can be struck): {names}."
                ),
            );
        }
        let names = self.all_that(Contribution::NotMeasured);
        if !names.is_empty() {
            self.line(
                &format!("- 口径未计量其业态，作用未知的措施：{names}。"),
                &format!(
                    "- Measures of categories that are of no measured service, of which nothing is said: \
                     {names}."
                ),
            );
        }
        let names = self.all_that(Contribution::Walking);
        if !names.is_empty() {
            self.line(
                &format!("- 只改变步行的措施（道路、出入口）：{names}。"),
                &format!("- Measures of streets and gates, which change walks alone: {names}."),
            );
        }
        let names = self.all_that(Contribution::NotOfReach);
        if !names.is_empty() {
            self.line(
                &format!("- 只涉及规模、时间或未计入网点，不改变覆盖范围的措施：{names}。"),
                &format!(
                    "- Measures of room, hours, or outlets that do not count, which change nothing in \
                     reach: {names}."
                ),
            );
        }
    }

    fn courses(&self) -> Vec<(Course, usize)> {
        let gaps = &self.context.reviewed.gaps;
        let count = |of| (of, gaps.iter().filter(|gap| gap.course == of).count());
        Course::ALL.map(count).into_iter().filter(|(_, count)| *count > 0).collect()
    }

    fn short_of_gaps(&mut self) {
        let counts = self.courses();
        if counts.is_empty() {
            return;
        }
        let counts: Vec<String> = counts
            .into_iter()
            .map(|(of, count)| match self.lang {
                Lang::Zh => format!("{}{count}处", course(of).get(self.lang)),
                Lang::En => format!("{count} {}", course(of).get(self.lang)),
            })
            .collect();
        let counts = counts.join(&self.say("、", ", "));
        self.line(&format!("- 盲区：{counts}。"), &format!("- Gaps: {counts}."));
    }

    fn by_service(&mut self) {
        self.head("各项服务", "By service");
        let words = [
            Word::new("服务", "service"),
            Word::new("现状覆盖人口", "residents served today"),
            Word::new("新增", "gained"),
            Word::new("减少", "lost"),
            Word::new("规划覆盖人口", "after the plan"),
            Word::new("现状用地覆盖率", "land served today"),
            Word::new("新增（公顷）", "gained, ha"),
            Word::new("减少（公顷）", "lost, ha"),
            Word::new("规划用地覆盖率", "after the plan"),
            Word::new("目标", "target"),
        ];
        self.table_head(&words);
        let total = self.total().clone();
        for lack in self.context.lacks() {
            let Some(of) = passage(&total, lack) else { continue };
            let people = |heads: Option<Heads>| heads.map_or("–".to_owned(), |h| h.all.text());
            let share = |share: Option<Share>| format!("{} %", percent_or_dash(share));
            let target = self.target(lack).map_or("–".to_owned(), |target| share(Some(target)));
            self.row(&[
                self.service(lack),
                people(of.before.people),
                people(of.gained.people),
                people(of.lost.people),
                people(of.after.people),
                share(of.before.land.share),
                of.gained.land.hectares_text(),
                of.lost.land.hectares_text(),
                share(of.after.land.share),
                target,
            ]);
        }
        self.maps();
    }

    /// The maps beside the page; nothing where none are drawn.
    fn maps(&mut self) {
        let Some(pictures) = self.context.pictures else { return };
        if !pictures.maps.is_empty() {
            self.line("\n地图：\n", "\nMaps:\n");
        }
        for (lack, [before, after, change]) in &pictures.maps {
            let service = self.service(*lack);
            self.line(
                &format!("- {service}：[现状]({before})、[规划后]({after})、[变化]({change})"),
                &format!(
                    "- {service}: [today]({before}), [after the plan]({after}), [change]({change})"
                ),
            );
        }
    }

    /// Units where a service loses, those that lose most residents first.
    fn losing(&self, lack: Lack) -> Vec<(usize, Amount)> {
        let units = self.context.reviewed.review.effect.units.iter().enumerate();
        let mut losing: Vec<(usize, Amount)> = units
            .filter_map(|(unit, of)| Some((unit, passage(of, lack)?.lost)))
            .filter(|(_, lost)| !lost.is_nothing())
            .collect();
        let people = |of: &Amount| of.people.map_or(People(0), |heads| heads.all);
        losing.sort_by(|(a, one), (b, other)| {
            people(other).cmp(&people(one)).then(other.land.0.total_cmp(&one.land.0)).then(a.cmp(b))
        });
        losing
    }

    fn losses(&mut self) {
        self.head("谁减少", "Who loses");
        let mut is_any = false;
        for lack in self.context.lacks() {
            let losing = self.losing(lack);
            if losing.is_empty() {
                continue;
            }
            is_any = true;
            let service = self.service(lack);
            let all = losing.len();
            let losing: Vec<_> = losing.into_iter().filter(|(_, lost)| is_shown(lost)).collect();
            if losing.is_empty() {
                self.line(
                    &format!("- {service}：{all} 个街道减少不足 0.01 公顷，没有居民受影响。"),
                    &format!(
                        "- {service}: less than 0.01 ha in {}, and no resident.",
                        counted(all, "subdistrict")
                    ),
                );
                continue;
            }
            let units: Vec<String> = losing
                .iter()
                .take(NAMED)
                .map(|(unit, lost)| {
                    let unit = name(&self.context.today.city.subdistricts()[*unit].name);
                    match self.lang {
                        Lang::Zh => format!("{unit}（{}）", self.amount(lost)),
                        Lang::En => format!("{unit} ({})", self.amount(lost)),
                    }
                })
                .collect();
            let more = losing.len().saturating_sub(NAMED);
            let units = units.join(&self.say("、", ", "));
            let (zh, en) = if more == 0 {
                (String::new(), String::new())
            } else {
                (format!("，另有 {more} 个街道"), format!(", and {more} more"))
            };
            self.line(
                &format!("- {service}：{units}{zh}。"),
                &format!("- {service}: {units}{en}."),
            );
        }
        if !is_any {
            self.line(
                "没有人、没有用地失去任何一项服务。",
                "Nobody, and no land, loses any service.",
            );
        }
    }

    /// Units whose target is met on one side only, for each service with a target.
    fn targets(&mut self) {
        self.head("目标", "Targets");
        let mut is_any = false;
        for lack in self.context.lacks() {
            let Some(target) = self.target(lack) else { continue };
            is_any = true;
            let units = self.context.reviewed.review.effect.units.iter();
            let units = units.zip(self.context.today.city.subdistricts());
            let meets = |of: &Passage| [of.before.meets(target), of.after.meets(target)];
            let verdicts: Vec<([Option<bool>; 2], String)> = units
                .filter_map(|(of, unit)| Some((meets(passage(of, lack)?), name(&unit.name))))
                .collect();
            let count = |side: usize| {
                verdicts.iter().filter(|(meets, _)| meets[side] == Some(true)).count()
            };
            let judged = verdicts.iter().filter(|(meets, _)| meets[0].is_some()).count();
            let turned = |way: [Option<bool>; 2]| {
                let units = verdicts.iter().filter(|(meets, _)| *meets == way);
                units.map(|(_, unit)| unit.as_str()).collect::<Vec<_>>().join(&self.say("、", ", "))
            };
            let reached = turned([Some(false), Some(true)]);
            let missed = turned([Some(true), Some(false)]);
            let (service, target) = (self.service(lack), target.percent_text());
            let (before, after) = (count(0), count(1));
            let mut zh =
                format!("- {service}（目标 {target} %）：{judged} 个街道中达标 {before} → {after}");
            let mut en = format!(
                "- {service} (target {target} %): met in {before} of {judged} subdistricts today, in \
                 {after} after the plan"
            );
            if !reached.is_empty() {
                let _ = write!(zh, "；新达标：{reached}");
                let _ = write!(en, "; newly met in {reached}");
            }
            if !missed.is_empty() {
                let _ = write!(zh, "；不再达标：{missed}");
                let _ = write!(en, "; no longer met in {missed}");
            }
            self.line(&(zh + "。"), &(en + "."));
        }
        if !is_any {
            self.line(
                "口径没有规定覆盖率目标。",
                "The rule set states no target for a rate of land.",
            );
        }
    }
}
