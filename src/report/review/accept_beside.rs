//! What was built of a plan besides circles: walks along streets, and new homes.

use serde::Serialize;

use super::accept_table::AcceptContext;
use super::homes::{HomesView, homes_view};
use super::paper::Page;
use super::walks::{ServiceView, services};
use crate::assessment::{Done, Heads, HomesOf, Lack, WalkPassage};
use crate::report::words::Word;

impl Page<'_, AcceptContext<'_>> {
    /// What the plan would have brought along streets, and what was brought; nothing where nobody walks.
    pub(super) fn walks_brought(&mut self) {
        let Some(walks) = self.context.walks else { return };
        self.head("沿道路步行", "Along streets");
        self.line(
            "沿道路步行距离不超过服务半径的现有居民；新建住宅的居民不计入。\n",
            "Residents of today whose walk along streets is no longer than the radius; those of new homes are not \
             among them.\n",
        );
        self.table_head(&[
            Word::new("服务", "service"),
            Word::new("现状（人）", "today"),
            Word::new("规划：新增 / 减少（人）", "plan: residents gained / lost"),
            Word::new("建成：新增 / 减少（人）", "built: residents gained / lost"),
            Word::new("与规划相比：新增 / 减少（人）", "against the plan: gained / lost"),
        ]);
        let sides = walks.planned.total.iter().zip(&walks.built.total).zip(&walks.between.total);
        for (at, ((planned, built), between)) in sides.enumerate() {
            let [Some(planned), Some(built), Some(between)] = [planned, built, between] else {
                continue;
            };
            let moved =
                |of: &WalkPassage| format!("{} / {}", of.gained.all.text(), of.lost.all.text());
            self.row(&[
                self.service(Lack::Service(at)),
                planned.before.all.text(),
                moved(planned),
                moved(built),
                moved(between),
            ]);
        }
    }

    /// Who lives in new homes by the plan, and in those that were built; nothing where there are none.
    pub(super) fn homes_brought(&mut self) {
        let [planned, built] = self.context.homes;
        if planned.is_none() && built.is_none() {
            return;
        }
        self.head("新建住宅", "New homes");
        self.line(
            "新建住宅的居民，及其中步行圈内有各项服务的人数；规划一列按规划的网点，建成一列按建成的网点。\n",
            "Residents of new homes, and how many of them each service reaches: of the plan by its outlets, of what \
             was built by those that were built.\n",
        );
        self.table_head(&[
            Word::new("", ""),
            Word::new("规划（人）", "plan: residents"),
            Word::new("建成（人）", "built: residents"),
        ]);
        let text = |heads: Option<Heads>| heads.map_or("–".to_owned(), |heads| heads.all.text());
        let residents = |of: Option<&HomesOf>| of.map_or("0".to_owned(), |of| text(of.residents));
        let all = self.say("居民", "all");
        self.row(&[all, residents(planned), residents(built)]);
        for lack in self.context.lacks() {
            let served = |of: Option<&HomesOf>| {
                let after = |of: &HomesOf| of.served(lack).and_then(|of| of.after.people);
                of.map_or("0".to_owned(), |of| text(after(of)))
            };
            self.row(&[self.service(lack), served(planned), served(built)]);
        }
    }

    /// What a deviation does to walks: `along streets: laundry gains 40 residents, loses 0`; none where it changes
    /// none, or nobody walks.
    pub(super) fn walk_cost(&self, done: &Done) -> Option<String> {
        let at = self.context.acceptance.measures.iter().position(|of| std::ptr::eq(of, done))?;
        let of = &self.context.walks?.measures.iter().find(|of| of.measure == at)?.alone;
        let is_felt = |of: &WalkPassage| of.gained.all.0 > 0 || of.lost.all.0 > 0;
        of.iter().flatten().any(is_felt).then(|| {
            let turned = self.walk_of(of);
            self.say(&format!("沿道路步行：{turned}"), &format!("along streets: {turned}"))
        })
    }
}

/// Walks in `acceptance.json`.
#[derive(Serialize)]
pub(super) struct WalksView<'a> {
    today_to_plan: Vec<ServiceView<'a>>,
    today_to_built: Vec<ServiceView<'a>>,
    plan_to_built: Vec<ServiceView<'a>>,
    units: Vec<UnitView<'a>>,
    measures: Vec<MeasureView<'a>>,
}

#[derive(Serialize)]
struct UnitView<'a> {
    id: &'a str,
    plan_to_built: Vec<ServiceView<'a>>,
}

#[derive(Serialize)]
struct MeasureView<'a> {
    planned: Option<&'a str>,
    built: Option<&'a str>,
    if_all_else_as_planned: Vec<ServiceView<'a>>,
}

pub(super) fn walks_view<'a>(context: &AcceptContext<'a>) -> Option<WalksView<'a>> {
    let (walks, profile) = (context.walks?, context.today.profile);
    let units = context.today.city.subdistricts().iter().zip(&walks.between.units);
    let measures = walks.measures.iter().map(|of| {
        let done = &context.acceptance.measures[of.measure];
        MeasureView {
            planned: context.planned(done).map(|of| of.id.as_str()),
            built: context.built(done).map(|of| of.id.as_str()),
            if_all_else_as_planned: services(&of.alone, profile),
        }
    });
    Some(WalksView {
        today_to_plan: services(&walks.planned.total, profile),
        today_to_built: services(&walks.built.total, profile),
        plan_to_built: services(&walks.between.total, profile),
        units: units
            .map(|(unit, of)| UnitView { id: &unit.id, plan_to_built: services(of, profile) })
            .collect(),
        measures: measures.collect(),
    })
}

/// New homes in `acceptance.json`: by the plan, and as they were built.
#[derive(Serialize)]
pub(super) struct BroughtView<'a> {
    planned: Option<HomesView<'a>>,
    built: Option<HomesView<'a>>,
}

pub(super) fn brought_view<'a>(context: &AcceptContext<'a>) -> BroughtView<'a> {
    let [planned, built] =
        context.homes.map(|of| of.map(|of| homes_view(of, context.today.profile)));
    BroughtView { planned, built }
}
