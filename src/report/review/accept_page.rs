//! `acceptance.md`: what was built of a plan, in sentences that a meeting can follow.

use super::accept_table::{AcceptContext, category};
use super::paper::{Page, name};
use super::passage;
use super::words::{AS_PLANNED, deviation};
use crate::assessment::{Deviation, Done, Lack, Passage, UnitEffect, WalkPassage};
use crate::model::Measure;
use crate::report::radius::category_name;
use crate::report::words::Word;
use crate::units::{Metres, People, counted, number_text, percent_or_dash};

/// A page about what was built.
type Accept<'a> = Page<'a, AcceptContext<'a>>;

/// The whole page.
#[must_use]
pub fn acceptance_md(context: &AcceptContext<'_>) -> String {
    let mut page = Page::about(*context, context.today);
    page.title();
    page.in_short();
    page.promised();
    page.walks_brought();
    page.homes_brought();
    page.deviations();
    page.waiting();
    page.method();
    page.into_text()
}

/// What the terminal shows: what was built in short.
#[must_use]
pub fn acceptance_summary(context: &AcceptContext<'_>) -> String {
    let mut page = Page::about(*context, context.today);
    page.title();
    page.in_short();
    page.for_terminal()
}

impl Accept<'_> {
    fn title(&mut self) {
        let city = name(self.today.city.name());
        let [plan, built] = [self.context.plan, self.context.built];
        let counts = [plan.measures.len(), built.measures.len()];
        let [plan, built] = [plan, built].map(|of| name(&of.name));
        let rules = name(&self.today.profile.key);
        let [planned, done] = counts.map(|count| counted(count, "measure"));
        self.line(
            &format!(
                "# 设施规划验收：{plan}（{city}）\n\n规划 {} 项措施，实施 {} 项（{built}）；口径：{rules}。",
                counts[0], counts[1]
            ),
            &format!(
                "# What was built of a facility plan for {city}: {plan}\n\n{planned} planned, {done} done \
                 ({built}); rule set {rules}."
            ),
        );
    }

    fn in_short(&mut self) {
        self.head("要点", "In short");
        let all = &self.context.acceptance.measures;
        let kept = all.iter().filter(|of| of.deviations.is_empty()).count();
        let mut counts = vec![self.count(AS_PLANNED, kept)];
        for kind in KINDS {
            let is_it = |of: &Deviation| of.key() == kind.key();
            let count = all.iter().filter(|of| of.deviations.iter().any(is_it)).count();
            if count > 0 {
                counts.push(self.count(deviation(kind), count));
            }
        }
        let counts = counts.join(&self.say("、", ", "));
        self.line(&format!("- {counts}。"), &format!("- {counts}."));
        let between = self.context.acceptance.between.total.clone();
        let mut is_still = true;
        for lack in self.context.lacks() {
            let Some(of) = passage(&between, lack).filter(|of| !of.is_still()) else { continue };
            is_still = false;
            let (service, turned) = (self.service(lack), self.turned(of));
            self.line(
                &format!("- {service}：与规划相比{turned}。"),
                &format!("- {service}: against the plan {turned}."),
            );
        }
        if is_still {
            self.line(
                "- 建成后半径内的覆盖与规划相同。",
                "- Within the circles, what was built serves what the plan would have served.",
            );
        }
        let walks = self.context.walks.map(|walks| &walks.between.total[..]).unwrap_or_default();
        let is_felt = |of: &WalkPassage| of.gained.all.0 > 0 || of.lost.all.0 > 0;
        if walks.iter().flatten().any(is_felt) {
            let turned = self.walk_of(walks);
            self.line(
                &format!("- 沿道路步行，与规划相比：{turned}。"),
                &format!("- Along streets, against the plan: {turned}."),
            );
        }
    }

    fn count(&self, word: Word, count: usize) -> String {
        let word = word.get(self.lang);
        self.say(&format!("{word} {count} 项"), &format!("{count} {word}"))
    }

    /// What the plan would have brought, and what was brought.
    fn promised(&mut self) {
        self.head("规划与建成", "Promised and brought");
        self.table_head(&[
            Word::new("服务", "service"),
            Word::new("规划：新增 / 减少（人）", "plan: residents gained / lost"),
            Word::new("建成：新增 / 减少（人）", "built: residents gained / lost"),
            Word::new("规划：新增 / 减少（公顷）", "plan: ha gained / lost"),
            Word::new("建成：新增 / 减少（公顷）", "built: ha gained / lost"),
            Word::new("用地覆盖率：现状 → 规划 / 建成", "land served: today → plan / built"),
        ]);
        let acceptance = self.context.acceptance;
        for lack in self.context.lacks() {
            let ends = [&acceptance.planned.total, &acceptance.built.total];
            let [Some(planned), Some(built)] = ends.map(|of| passage(of, lack)) else { continue };
            let people = |of: &Passage| {
                let side = |amount: &crate::assessment::Amount| {
                    amount.people.map_or("–".to_owned(), |heads| heads.all.text())
                };
                format!("{} / {}", side(&of.gained), side(&of.lost))
            };
            let land = |of: &Passage| {
                format!("{} / {}", of.gained.land.hectares_text(), of.lost.land.hectares_text())
            };
            let [before, plan, now] = [planned.before, planned.after, built.after]
                .map(|of| percent_or_dash(of.land.share));
            self.row(&[
                self.service(lack),
                people(planned),
                people(built),
                land(planned),
                land(built),
                format!("{before} % → {plan} % / {now} %"),
            ]);
        }
    }

    fn deviations(&mut self) {
        self.head("偏差", "Deviations");
        let all = &self.context.acceptance.measures;
        let mut is_any = false;
        for done in all.iter().filter(|of| !of.deviations.is_empty()) {
            let Some(measure) = self.context.measure(done) else { continue };
            is_any = true;
            let what: Vec<String> =
                done.deviations.iter().map(|of| self.deviation(*of, done)).collect();
            let (label, what) = (Self::label(measure), what.join(&self.say("、", ", ")));
            let cost = self.cost(done);
            self.line(&format!("- {label}：{what}。{cost}"), &format!("- {label}: {what}. {cost}"));
        }
        if !is_any {
            self.line("没有偏差。", "None.");
        }
    }

    /// One deviation with its values.
    fn deviation(&self, of: Deviation, done: &Done) -> String {
        let word = deviation(of).get(self.lang);
        let pair = [self.context.planned(done), self.context.built(done)];
        let both = |values: [Option<String>; 2]| match values {
            [Some(planned), Some(built)] => self.say(
                &format!("{word}（{planned} → {built}）"),
                &format!("{word} ({planned} → {built})"),
            ),
            _ => word.to_owned(),
        };
        match of {
            Deviation::Moved(far) => format!("{word} {}", far.text()),
            Deviation::OtherCategory => {
                let city = self.today.city;
                let word = |key| name(category_name(key, self.lang));
                both(pair.map(|of| of.and_then(|of| category(city, of)).map(word)))
            }
            Deviation::Smaller | Deviation::Larger => self.sizes(word, pair),
            Deviation::Late | Deviation::Early => {
                both(pair.map(|of| of.map(|measure| measure.phase.to_string())))
            }
            Deviation::Missing
            | Deviation::Unplanned
            | Deviation::OtherState
            | Deviation::OtherHours
            | Deviation::Unstated => word.to_owned(),
        }
    }

    /// Places and floor where they differ.
    fn sizes(&self, word: &str, pair: [Option<&Measure>; 2]) -> String {
        if let [Some(planned), Some(built)] = pair.map(|of| of.and_then(|of| of.homes.as_ref())) {
            let [planned, built] =
                [planned, built].map(|of| People(u64::from(of.residents)).text());
            return self.say(
                &format!("{word}（{planned} → {built} 人）"),
                &format!("{word} ({planned} → {built} residents)"),
            );
        }
        let [Some(planned), Some(built)] = pair.map(|of| of.and_then(|of| of.outlet.as_ref()))
        else {
            return word.to_owned();
        };
        let mut parts = Vec::new();
        if let (Some(planned), Some(built)) = (planned.capacity, built.capacity)
            && planned.total_cmp(&built).is_ne()
        {
            let [planned, built] = [planned, built].map(number_text);
            parts.push(self.say(
                &format!("容量 {planned} → {built}"),
                &format!("capacity {planned} → {built}"),
            ));
        }
        if let (Some(planned), Some(built)) = (planned.floor_area, built.floor_area)
            && planned.0.total_cmp(&built.0).is_ne()
        {
            let [planned, built] = [planned, built].map(|of| number_text(of.0));
            parts.push(self.say(
                &format!("面积 {planned} → {built} 平方米"),
                &format!("floor {planned} → {built} m²"),
            ));
        }
        let parts = parts.join(&self.say("、", ", "));
        self.say(&format!("{word}（{parts}）"), &format!("{word} ({parts})"))
    }

    /// What a deviation costs and brings, service by service.
    fn cost(&self, done: &Done) -> String {
        let services = self.context.lacks().into_iter().filter_map(|lack| {
            let of = passage(&done.alone, lack).filter(|of| !of.is_still())?;
            let (service, turned) = (self.service(lack), self.turned(of));
            Some(self.say(&format!("{service}{turned}"), &format!("{service} {turned}")))
        });
        let services: Vec<String> = services.chain(self.walk_cost(done)).collect();
        let both = [self.context.planned(done), self.context.built(done)];
        let mut both = both.into_iter().flatten();
        if both.clone().any(|of| of.homes.is_some()) {
            return self.say("影响见“新建住宅”。", "What that comes to: see New homes.");
        }
        let is_time = |of: &Deviation| matches!(of, Deviation::Late | Deviation::Early);
        if both.clone().any(|of| of.walking.is_some()) && done.deviations.iter().all(is_time) {
            return self.say(
                "建成后与规划相同；期间的步行影响未计量。",
                "Once done it is as planned; who waits for it along streets is not measured.",
            );
        }
        if services.is_empty() && both.any(|of| of.walking.is_some()) {
            return match self.context.walks {
                Some(_) => self.say("步行可达不变。", "Walks are the same."),
                None => self.say(
                    "没有道路数据，影响未知。",
                    "Without streets nothing is known of what that costs.",
                ),
            };
        }
        if services.is_empty() && !self.context.is_measured(done) {
            return self.say(
                "口径未计量其业态，作用未知。",
                "The rules measure no service of its category, so that nothing is known of what it does.",
            );
        }
        if services.is_empty() {
            return self.say("覆盖不变。", "Coverage is the same.");
        }
        let services = services.join(&self.say("；", "; "));
        self.say(&format!("{services}。"), &format!("{services}."))
    }

    /// Who waits for what is late or missing.
    fn waiting(&mut self) {
        let all = &self.context.acceptance.measures;
        let late: Vec<(&Done, &UnitEffect)> =
            all.iter().filter_map(|of| Some((of, of.meanwhile.as_ref()?))).collect();
        if late.is_empty() {
            return;
        }
        let is_felt = |of: &UnitEffect| of.passages().any(|of| !of.lost.is_nothing());
        if !late.iter().any(|(_, of)| is_felt(of)) {
            return;
        }
        self.head("延期与未实施期间", "In the meantime");
        for (done, of) in late {
            let Some(measure) = self.context.measure(done) else { continue };
            let lost = |lack: Lack| {
                let lost = passage(of, lack)?.lost;
                (!lost.is_nothing()).then(|| {
                    let (service, amount) = (self.service(lack), self.amount(&lost));
                    format!("{service} {amount}")
                })
            };
            let lost: Vec<String> = self.context.lacks().into_iter().filter_map(lost).collect();
            if lost.is_empty() {
                continue;
            }
            let (label, phase) = (Self::label(measure), measure.phase);
            let until = self.context.built(done).map(|built| built.phase.to_string());
            let lost = lost.join(&self.say("、", ", "));
            let (zh, en) = match until {
                Some(until) => (
                    format!("{label}（{phase} → {until}）期间未覆盖：{lost}"),
                    format!("until {label} was done ({phase} → {until}), not served: {lost}"),
                ),
                None => (
                    format!("{label}（自 {phase}）未实施，未覆盖：{lost}"),
                    format!("since {phase}, without {label}, not served: {lost}"),
                ),
            };
            self.line(&format!("- {zh}。"), &format!("- {en}."));
        }
    }

    fn method(&mut self) {
        let allowed = self.context.allowed;
        self.head("读法", "How to read this");
        let [place, outlet] = [allowed.same_place, allowed.same_outlet].map(Metres::stated_text);
        self.line(
            &format!(
                "规划措施与实施措施的对应：先按编号（且针对同一现状网点），再按现状网点，再按业态且相距不超过 {outlet}\
                 （近者先），最后按位置（相距不超过 {place}）。相距超过 {place} 为移位。偏差的代价：其余措施均按规划时，\
                 该措施由规划变为建成所减少和新增的覆盖；acceptance.csv 另列其余措施均按建成时的数值，因为偏差可相互弥补或叠加。\
                 延期或未实施期间：截至其规划阶段的各项规划措施缺少该措施时减少的覆盖。减少与新增从不相抵。\
                 规模、时间的偏差不改变覆盖范围。"
            ),
            &format!(
                "Measures are the same by id (and one outlet of today), else by the outlet of today that they \
                 take, else by category within {outlet} (nearest first), else by place (within {place}). Beyond {place} an \
                 outlet has moved. The cost of a deviation is what is lost, and what is gained, when all else is as \
                 planned; acceptance.csv holds the same when all else is as built, since deviations make up for each \
                 other, or add up. In the meantime: what the measures planned up to that phase lose without the measure. \
                 Losses and gains are never set off against each other. Other room and other hours change nothing \
                 in reach."
            ),
        );
    }
}

/// All deviations, in the order of sentences; of a moved outlet any distance will do.
const KINDS: [Deviation; 11] = [
    Deviation::Missing,
    Deviation::Unplanned,
    Deviation::Moved(Metres(0.0)),
    Deviation::OtherCategory,
    Deviation::OtherState,
    Deviation::Smaller,
    Deviation::Larger,
    Deviation::OtherHours,
    Deviation::Unstated,
    Deviation::Late,
    Deviation::Early,
];
