//! The page of several plans: side by side, which is beaten, what one serves that another does not, and
//! which measures they share.

use std::collections::BTreeMap;

use super::ReviewContext;
use super::paper::{Page, name};
use super::passage;
use super::rivals::{RivalsContext, TODAY};
use crate::assessment::{
    Contest, Criterion, Heads, HomesOf, Lack, Passage, PlanWalks, Versus, WalkPassage,
};
use crate::model::Measure;
use crate::profile::Lang;
use crate::units::{People, counted, grouped_text, percent_or_dash};

/// The page of plans that are held against each other; none without a plan.
#[must_use]
pub fn rivals_md(context: &RivalsContext<'_>) -> String {
    page(context).map(Page::into_text).unwrap_or_default()
}

/// The same for the terminal.
#[must_use]
pub fn rivals_summary(context: &RivalsContext<'_>) -> String {
    page(context).map(|page| page.for_terminal()).unwrap_or_default()
}

fn page<'a>(context: &RivalsContext<'a>) -> Option<Page<'a>> {
    let mut page = Page::new(context.plans.first()?);
    let city = name(page.context.today.city.name());
    let rules = name(&page.context.today.profile.key);
    let plans = context.plans.len();
    page.line(
        &format!("# 设施规划方案比较（{city}）\n\n共 {plans} 个方案；口径：{rules}。"),
        &format!("# Facility plans for {city} side by side\n\n{plans} plans; rule set {rules}."),
    );
    page.side_by_side(context);
    page.contests(context);
    page.apart(context);
    page.shared(context);
    page.rivals_method();
    Some(page)
}

impl Page<'_> {
    fn side_by_side(&mut self, context: &RivalsContext<'_>) {
        self.head("方案对照", "Side by side");
        let plans = 0..context.plans.len();
        let mut cells = vec![String::new()];
        cells.extend(plans.clone().map(|at| name(context.name(at))));
        self.row(&cells);
        self.row(&cells.iter().map(|_| "---".to_owned()).collect::<Vec<_>>());
        let mut cells = vec![self.say("措施数", "measures")];
        cells.extend(context.plans.iter().map(|plan| plan.plan.measures.len().to_string()));
        self.row(&cells);
        let mut cells = vec![self.say("费用", "cost")];
        cells.extend(plans.map(|at| self.outlay(context, at)));
        self.row(&cells);
        for lack in context.lacks() {
            let mut cells = vec![self.service(lack)];
            cells.extend(context.plans.iter().map(|plan| {
                let total = &plan.reviewed.review.effect.total;
                passage(total, lack).map_or_else(String::new, |of| self.turned_in_cell(of))
            }));
            self.row(&cells);
        }
        self.walks_side_by_side(context);
        self.homes_side_by_side(context);
    }

    /// Who gains and loses a service along streets; nothing where nobody does.
    fn walks_side_by_side(&mut self, context: &RivalsContext<'_>) {
        let walks = |plan: &ReviewContext<'_>, at: usize| {
            let whole = plan.reviewed.walks.as_ref().and_then(PlanWalks::whole);
            whole.and_then(|whole| whole.total[at])
        };
        for at in 0..self.context.today.profile.services.len() {
            let all: Vec<_> = context.plans.iter().map(|plan| walks(plan, at)).collect();
            let is_felt = |of: &WalkPassage| of.gained.all.0 > 0 || of.lost.all.0 > 0;
            if !all.iter().flatten().any(is_felt) {
                continue;
            }
            let service = self.service(Lack::Service(at));
            let mut cells = vec![
                self.say(&format!("{service}（沿道路）"), &format!("{service}, along streets")),
            ];
            cells.extend(all.into_iter().map(|of| {
                of.map_or_else(String::new, |of| {
                    let [gained, lost] = [of.gained.all, of.lost.all].map(People::text);
                    self.say(
                        &format!("新增 {gained} 人，减少 {lost} 人"),
                        &format!("gains {gained} residents, loses {lost}"),
                    )
                })
            }));
            self.row(&cells);
        }
    }

    /// How many come into new homes, and how many of them each service reaches; nothing where none do.
    fn homes_side_by_side(&mut self, context: &RivalsContext<'_>) {
        let homes = |plan: &ReviewContext<'_>| -> Option<HomesOf> {
            let last = plan.reviewed.review.phases.last()?;
            last.homes.as_ref().map(|homes| homes.total.clone())
        };
        let all: Vec<Option<HomesOf>> = context.plans.iter().map(homes).collect();
        if all.iter().all(Option::is_none) {
            return;
        }
        let text = |heads: Option<Heads>| heads.map_or("–".to_owned(), |heads| heads.all.text());
        let mut cells = vec![self.say("新建住宅居民", "residents of new homes")];
        let residents =
            |of: &Option<HomesOf>| of.as_ref().map_or("0".into(), |of| text(of.residents));
        cells.extend(all.iter().map(residents));
        self.row(&cells);
        for lack in context.lacks() {
            let service = self.service(lack);
            let label = (format!("其中{service}已覆盖"), format!("of them served by {service}"));
            let mut cells = vec![self.say(&label.0, &label.1)];
            cells.extend(all.iter().map(|of| {
                of.as_ref().map_or("0".to_owned(), |of| {
                    text(of.served(lack).and_then(|served| served.after.people))
                })
            }));
            self.row(&cells);
        }
    }

    /// What a plan costs, as far as it says.
    fn outlay(&self, context: &RivalsContext<'_>, at: usize) -> String {
        let (cost, all) = (context.rivals.plans[at].cost, context.plans[at].plan.measures.len());
        if cost.unstated == all && all > 0 {
            return self.say("未填", "not stated");
        }
        let sum = grouped_text(cost.stated);
        match (cost.unstated, self.lang) {
            (0, _) => sum,
            (unstated, Lang::Zh) => format!("{sum}（另有 {unstated} 项未填）"),
            (unstated, Lang::En) => {
                format!("{sum}, without {} that state none", counted(unstated, "measure"))
            }
        }
    }

    fn turned_in_cell(&self, of: &Passage) -> String {
        let (share, turned) = (percent_or_dash(of.after.land.share), self.turned(of));
        self.say(&format!("{turned}；用地 {share} %"), &format!("{turned}; land {share} %"))
    }

    fn criterion(&self, of: Criterion) -> String {
        let (lack, zh, en) = match of {
            Criterion::Cost => return self.say("费用", "cost"),
            Criterion::Gains(lack) => (lack, "新增", "gains of"),
            Criterion::Loses(lack) => (lack, "减少", "losses of"),
            Criterion::GainsWalking(at) => {
                (Lack::Service(at), "沿道路新增", "gains along streets of")
            }
            Criterion::LosesWalking(at) => {
                (Lack::Service(at), "沿道路减少", "losses along streets of")
            }
            Criterion::HomesServed(lack) => (lack, "新建住宅已覆盖", "new homes served by"),
            Criterion::HomesUnserved(lack) => (lack, "新建住宅未覆盖", "new homes not served by"),
        };
        let service = self.service(lack);
        self.say(&format!("{service}{zh}"), &format!("{en} {service}"))
    }

    fn better(&self, of: &Versus) -> String {
        let all: Vec<String> = of.better.iter().map(|of| self.criterion(*of)).collect();
        if all.is_empty() {
            return self.say("无", "nothing");
        }
        all.join(&self.say("、", ", "))
    }

    /// Pairs of plans in which the first comes before the second.
    fn pairs<'c>(context: &RivalsContext<'c>) -> Vec<[&'c Versus; 2]> {
        let one_way = context.rivals.versus.iter().filter(|of| of.plan < of.against);
        one_way.filter_map(|of| Some([of, context.versus(of.against, of.plan)?])).collect()
    }

    fn contests(&mut self, context: &RivalsContext<'_>) {
        self.head("孰优孰劣", "Which is beaten");
        for [of, back] in Self::pairs(context) {
            let [one, other] = [of.plan, of.against].map(|at| name(context.name(at)));
            let [forth, back] = [of, back].map(|of| self.better(of));
            let (zh, en) = match of.contest {
                Contest::Beats => (
                    format!("{one} 优于 {other}：没有一项标准更差，更好的有：{forth}"),
                    format!("{one} beats {other}: by no criterion worse, better in {forth}"),
                ),
                Contest::Beaten => (
                    format!("{other} 优于 {one}：没有一项标准更差，更好的有：{back}"),
                    format!("{other} beats {one}: by no criterion worse, better in {back}"),
                ),
                Contest::Level => (
                    format!("{one} 与 {other} 在各项标准上相当"),
                    format!("{one} and {other} are level in everything that is compared"),
                ),
                Contest::Neither => (
                    format!(
                        "{one} 与 {other} 各有长短：{one} 更好的有：{forth}；{other} 更好的有：{back}"
                    ),
                    format!(
                        "neither of {one} and {other} beats the other: {one} is better in {forth}; \
                         {other} in {back}"
                    ),
                ),
                Contest::CostUnknown => (
                    format!(
                        "{one} 与 {other} 的费用填报不全，不作优劣判断；除费用外 {one} 更好的有：{forth}；\
                         {other} 更好的有：{back}"
                    ),
                    format!(
                        "{one} and {other} do not both state all costs, so that none is called better; but \
                         for cost {one} is better in {forth}; {other} in {back}"
                    ),
                ),
            };
            self.line(&format!("- {zh}。"), &format!("- {en}."));
        }
        self.unweighed(context);
    }

    /// Measures that no figure weighs speak for a plan all the same.
    fn unweighed(&mut self, context: &RivalsContext<'_>) {
        for (plan, rival) in context.plans.iter().zip(&context.rivals.plans) {
            let plan_name = name(&plan.plan.name);
            let measures = rival.unweighed.iter().map(|&at| Self::label(&plan.plan.measures[at]));
            let measures = measures.collect::<Vec<_>>().join(&self.say("、", ", "));
            if !measures.is_empty() {
                self.line(
                    &format!("- {plan_name} 中未计入比较的措施（规模、时间、口径未计量的业态）：{measures}。"),
                    &format!(
                        "- Measures of {plan_name} that no comparison counts (room, hours, categories that are \
                         not measured): {measures}."
                    ),
                );
            }
            if rival.opens_first {
                self.line(
                    &format!("- {plan_name} 为现状没有网点的服务新建网点，比较中未计入。"),
                    &format!(
                        "- {plan_name} opens the first outlets of a service, which no comparison counts."
                    ),
                );
            }
        }
    }

    fn apart(&mut self, context: &RivalsContext<'_>) {
        self.head("互有之差", "What one serves and the other does not");
        for [of, _] in Self::pairs(context) {
            let [one, other] = [of.plan, of.against].map(|at| name(context.name(at)));
            let mut lines = 0;
            for lack in context.lacks() {
                let Some(passage) = passage(&of.effect, lack).filter(|of| !of.is_still()) else {
                    continue;
                };
                lines += 1;
                let service = self.service(lack);
                let [more, fewer] = [passage.gained, passage.lost].map(|of| self.amount(&of));
                self.line(
                    &format!("- {service}：仅 {one} 覆盖 {more}；仅 {other} 覆盖 {fewer}。"),
                    &format!("- {service}: {one} alone serves {more}; {other} alone {fewer}."),
                );
            }
            if lines == 0 {
                self.line(
                    &format!("- {one} 与 {other} 覆盖相同。"),
                    &format!("- {one} and {other} serve the same."),
                );
            }
        }
    }

    /// The shared measures, those of the same plans in one line.
    fn shared(&mut self, context: &RivalsContext<'_>) {
        self.head("共有的措施", "Measures that they share");
        let mut by_plans: BTreeMap<Vec<usize>, Vec<String>> = BTreeMap::new();
        for group in &context.rivals.shared {
            let plans = group.iter().map(|(plan, _)| *plan).collect();
            by_plans.entry(plans).or_default().extend(self.member(context, group));
        }
        if by_plans.is_empty() {
            self.line("没有共有的措施。", "None.");
        }
        for (plans, measures) in by_plans {
            let apart = self.say("、", ", ");
            let plans: Vec<String> = plans.into_iter().map(|at| name(context.name(at))).collect();
            let (plans, count) = (plans.join(&apart), measures.len());
            let measures = measures.join(&apart);
            self.line(
                &format!("- {plans} 共有 {count} 项：{measures}。"),
                &format!("- {count} of {plans}: {measures}."),
            );
        }
    }

    /// A shared measure as its first plan calls it, with the phases and the costs where they differ.
    fn member(&self, context: &RivalsContext<'_>, group: &[(usize, usize)]) -> Option<String> {
        let measures: Vec<&Measure> =
            group.iter().map(|&(plan, at)| &context.plans[plan].plan.measures[at]).collect();
        let first = measures.first()?;
        let mut text = Self::label(first);
        if measures.iter().any(|measure| measure.phase != first.phase) {
            let phases: Vec<String> = measures.iter().map(|m| m.phase.to_string()).collect();
            let phases = phases.join(" / ");
            text += &self.say(&format!("（阶段 {phases}）"), &format!(" (phase {phases})"));
        }
        if measures.iter().any(|measure| measure.cost != first.cost) {
            let cost = |measure: &&Measure| measure.cost.map_or("–".to_owned(), grouped_text);
            let costs = measures.iter().map(cost).collect::<Vec<_>>().join(" / ");
            text += &self.say(&format!("（费用 {costs}）"), &format!(" (cost {costs})"));
        }
        Some(text)
    }

    fn rivals_method(&mut self) {
        self.head("读法", "How to read this");
        let today = TODAY.get(self.lang);
        self.line(
            &format!(
                "优于：费用不高，每项服务和便民生活圈新增人口不少、减少人口不多（半径内和沿道路分别比较），\
                 新建住宅的居民中已覆盖的不少、未覆盖的不多，且至少一项更好（帕累托）；\
                 没有人口数据时以用地代替人口。只要有方案填报费用，费用就参与比较，未填全的方案不作判断。\
                 新增与减少从不相抵。共有的措施：针对同一现状网点，结果相同；编号、名称、阶段、费用可以不同。\
                 rivals.csv 中“对比”为“{today}”的行是方案对现状，其余是方案对方案：新增为本方案覆盖而对方不覆盖。\
                 各方案的审查在同名文件夹中。"
            ),
            &format!(
                "One plan beats another where it costs no more, gains no fewer residents and loses no more for \
                 each service and for the circle, and for each service along streets, serves no fewer residents of \
                 new homes and leaves no more of them unserved, and one of these is better (Pareto); land stands \
                 for residents where there are none. Costs count where any plan states one, and then a plan that \
                 does not state all is not judged. Gains and losses are never set off against each other. Measures \
                 are shared where they take the same outlet of today and leave the same; ids, names, phases and \
                 costs may differ. Rows of rivals.csv against \"{today}\" hold a plan against today, the others hold \
                 it against a plan: gained is what it serves and the other does not. The review of each plan lies \
                 in the folder of its name."
            ),
        );
    }
}
