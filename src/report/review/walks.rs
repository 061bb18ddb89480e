//! `plan_streets.csv`, and what `review.md` says of a plan along streets.

use std::io::{self, Write};

use serde::Serialize;

use super::ReviewContext;
use super::json::{HeadsView, heads};
use super::paper::Page;
use super::words::heading as head;
use crate::assessment::{ByPhase, Heads, Lack, MeasureWalk, PlanWalks, WalkEffect, WalkPassage};
use crate::profile::Profile;
use crate::report::cell::Cell;
use crate::report::table::{Column, column, write_table};
use crate::report::unit_rows::{UnitRow, unit_rows};
use crate::report::words::{Word, heading};

struct Row<'a> {
    phase: u32,
    context: ReviewContext<'a>,
    unit: UnitRow<'a>,
    lack: Lack,
    of: &'a WalkPassage,
}

fn people(heads: Heads) -> Cell {
    Cell::Figure(heads.all.0.to_string())
}

/// Writes `plan_streets.csv`: after each phase each subdistrict, then the city, and each service with data today.
///
/// # Errors
/// Those of `out`.
pub fn plan_streets_csv(context: &ReviewContext<'_>, out: &mut impl Write) -> io::Result<()> {
    let columns: Vec<Column<Row<'_>>> = vec![
        column(head::PHASE, |r| Cell::Figure(r.phase.to_string())),
        column(heading::LEVEL, |r| Cell::text(r.unit.level.get(r.context.today.lang))),
        column(heading::UNIT_ID, |r| Cell::text(r.unit.id)),
        column(heading::UNIT_NAME, |r| Cell::text(r.unit.name)),
        column(heading::SERVICE, |r| Cell::text(r.context.today.lack_key(r.lack))),
        column(heading::SERVICE_NAME, |r| Cell::text(r.context.today.lack_name(r.lack))),
        column(head::ALONG[0], |r| people(r.of.before)),
        column(head::ALONG[1], |r| people(r.of.gained)),
        column(head::ALONG[2], |r| people(r.of.lost)),
        column(head::ALONG[3], |r| people(r.of.after)),
    ];
    let units = unit_rows(&context.today, None);
    let phases = context.reviewed.walks.iter().flat_map(|walks| &walks.phases);
    let rows = phases.flat_map(|ByPhase { phase, of: effect }| {
        let (all, phase) = (effect.units.iter().chain([&effect.total]), *phase);
        units.iter().zip(all).flat_map(move |(unit, services)| {
            let known = services.iter().enumerate();
            known.filter_map(move |(at, of)| {
                let (context, unit, lack) = (*context, *unit, Lack::Service(at));
                of.as_ref().map(|of| Row { phase, context, unit, lack, of })
            })
        })
    });
    write_table(&columns, context.today.lang, rows, out)
}

impl Page<'_> {
    /// What the plan does along streets; nothing where nobody walks.
    pub(super) fn walks(&mut self) {
        let Some(walks) = &self.context.reviewed.walks else { return };
        let Some(whole) = walks.whole() else { return };
        self.head("沿道路步行", "Along streets");
        if self.context.today.is_official() {
            self.line(
                "沿道路步行距离不超过服务半径的居民；官方覆盖率仍按半径计算。新建住宅的居民不计入。\n",
                "Residents whose walk along streets is no longer than the radius; the official rate stays that \
                 of the circle. Residents of new homes are not among them.\n",
            );
        } else {
            self.line(
                "沿道路步行距离不超过服务半径的居民；覆盖率仍按半径计算，非官方指标。新建住宅的居民不计入。\n",
                "Residents whose walk along streets is no longer than the radius; the rate, which is not the \
                 official indicator, stays that of the circle. Residents of new homes are not among them.\n",
            );
        }
        self.table_head(&[
            Word::new("服务", "service"),
            Word::new("现状", "today"),
            Word::new("新增", "gained"),
            Word::new("减少", "lost"),
            Word::new("规划后", "after the plan"),
        ]);
        for (at, of) in whole.total.iter().enumerate() {
            let Some(WalkPassage { before, gained, lost, after }) = of else { continue };
            let [before, gained, lost, after] =
                [before, gained, lost, after].map(|heads| heads.all.text());
            self.row(&[self.service(Lack::Service(at)), before, gained, lost, after]);
        }
        if !walks.measures.is_empty() {
            self.line("", "");
        }
        for of in &walks.measures {
            let label = Self::label(&self.context.plan.measures[of.measure]);
            let alone = self.walk_of(&of.alone);
            self.line(
                &format!("- {label}：单独实施{alone}。"),
                &format!("- {label}: alone {alone}."),
            );
        }
    }

    /// What the plan does along streets, in short; nothing where nobody walks, or nothing changes.
    pub(super) fn short_of_walks(&mut self) {
        let walks = self.context.reviewed.walks.as_ref();
        let Some(whole) = walks.and_then(PlanWalks::whole) else { return };
        let is_still = |of: &WalkPassage| of.gained.all.0 == 0 && of.lost.all.0 == 0;
        if whole.total.iter().flatten().all(is_still) {
            return;
        }
        let turned = self.walk_of(&whole.total);
        self.line(&format!("- 沿道路步行：{turned}。"), &format!("- Along streets: {turned}."));
    }
}

impl<C> Page<'_, C> {
    /// `laundry gains 40 residents, loses 0; ...`.
    pub(super) fn walk_of(&self, services: &[Option<WalkPassage>]) -> String {
        let turned = services.iter().enumerate().filter_map(|(at, of)| {
            let of = of.filter(|of| of.gained.all.0 > 0 || of.lost.all.0 > 0)?;
            let (service, gained, lost) =
                (self.service(Lack::Service(at)), of.gained.all.text(), of.lost.all.text());
            Some(self.say(
                &format!("{service}新增 {gained} 人、减少 {lost} 人"),
                &format!("{service} gains {gained} residents, loses {lost}"),
            ))
        });
        let turned: Vec<String> = turned.collect();
        if turned.is_empty() {
            return self.say("不改变任何服务的步行可达", "changes nobody's reach");
        }
        turned.join(&self.say("，", "; "))
    }
}

/// The walks of a plan in `review.json`.
#[derive(Serialize)]
pub(super) struct WalksView<'a> {
    phases: Vec<PhaseView<'a>>,
    measures: Vec<MeasureView<'a>>,
}

#[derive(Serialize)]
struct PhaseView<'a> {
    phase: u32,
    units: Vec<UnitView<'a>>,
    total: Vec<ServiceView<'a>>,
}

#[derive(Serialize)]
struct UnitView<'a> {
    id: &'a str,
    services: Vec<ServiceView<'a>>,
}

#[derive(Serialize)]
pub(super) struct ServiceView<'a> {
    service: &'a str,
    walks: Option<PassageView>,
}

#[derive(Serialize)]
struct PassageView {
    before: HeadsView,
    gained: HeadsView,
    lost: HeadsView,
    after: HeadsView,
}

#[derive(Serialize)]
struct MeasureView<'a> {
    id: &'a str,
    alone: Vec<ServiceView<'a>>,
    without: Vec<ServiceView<'a>>,
}

pub(super) fn walks_view<'a>(context: &ReviewContext<'a>) -> Option<WalksView<'a>> {
    let walks = context.reviewed.walks.as_ref()?;
    let (city, profile) = (context.today.city, context.today.profile);
    let units = |of: &WalkEffect| {
        let units = city.subdistricts().iter().zip(&of.units);
        units.map(|(unit, of)| UnitView { id: &unit.id, services: services(of, profile) }).collect()
    };
    let phase = |ByPhase { phase, of }: &ByPhase<WalkEffect>| PhaseView {
        phase: *phase,
        units: units(of),
        total: services(&of.total, profile),
    };
    let measure = |of: &MeasureWalk| MeasureView {
        id: &context.plan.measures[of.measure].id,
        alone: services(&of.alone, profile),
        without: services(&of.without, profile),
    };
    Some(WalksView {
        phases: walks.phases.iter().map(phase).collect(),
        measures: walks.measures.iter().map(measure).collect(),
    })
}

pub(super) fn services<'a>(
    of: &[Option<WalkPassage>],
    profile: &'a Profile,
) -> Vec<ServiceView<'a>> {
    let view = |of: &WalkPassage| PassageView {
        before: heads(of.before),
        gained: heads(of.gained),
        lost: heads(of.lost),
        after: heads(of.after),
    };
    let all = profile.services.iter().zip(of);
    all.map(|(service, of)| ServiceView { service: &service.key, walks: of.as_ref().map(view) })
        .collect()
}
