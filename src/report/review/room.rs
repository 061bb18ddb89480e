//! Room against need within reach before and after a plan: `plan_room.csv`, its section of `review.md` and
//! its part of `review.json`.
//!
//! Who has a place is a number, not a list of people: of all ways to give out the places one serves most,
//! and many are as good. So what changes is told by unit, before beside after, and the units with fewer
//! placed stand apart from those with more.

use std::cmp::Ordering;
use std::io::{self, Write};

use serde::Serialize;

use super::ReviewContext;
use super::paper::{Page, name};
use super::words::heading as head;
use crate::assessment::{CapacityFigures, Room, Seated};
use crate::profile::Capacity;
use crate::report::capacity_json::{RoomView, SeatedView, room_view, seated_view};
use crate::report::capacity_table::{NEED, RULE, RULE_NAME};
use crate::report::cell::Cell;
use crate::report::table::{Column, column, write_table};
use crate::report::unit_rows::{UnitRow, unit_rows};
use crate::report::words::{Word, heading};
use crate::units::{Metres, People, Share, number_text, percent_or_dash};

/// A rule with its figures on both sides; none of a side without data.
#[derive(Clone, Copy)]
pub(super) struct Rule<'a> {
    of: &'a Capacity,
    sides: [Option<&'a CapacityFigures>; 2],
}

/// The capacity rules that have data before the plan or after it.
pub(super) fn rules<'a>(context: &ReviewContext<'a>) -> Vec<Rule<'a>> {
    let reviewed = context.reviewed;
    let sides = reviewed.today.capacities.iter().zip(&reviewed.planned.capacities);
    let rules = context.today.profile.capacities.iter().zip(sides);
    let rules =
        rules.map(|(of, (before, after))| Rule { of, sides: [before, after].map(Option::as_ref) });
    rules.filter(|rule| rule.sides.iter().any(Option::is_some)).collect()
}

impl<'a> Rule<'a> {
    /// Both sides of a subdistrict, or of the city.
    fn seated(&self, unit: Option<usize>) -> [Option<&'a Seated>; 2] {
        self.sides.map(|figures| {
            let layer = figures?.layers.first()?;
            Some(unit.map_or(&layer.total, |unit| &layer.units[unit]))
        })
    }

    /// What the whole input has on both sides.
    fn room(&self) -> [Option<&'a Room>; 2] {
        self.sides.map(|figures| Some(&figures?.room))
    }
}

struct Row<'a> {
    context: ReviewContext<'a>,
    unit: UnitRow<'a>,
    rule: Rule<'a>,
    seated: [Option<&'a Seated>; 2],
}

impl Row<'_> {
    fn people(&self, side: usize, pick: fn(&Seated) -> People) -> Cell {
        Cell::figure(self.seated[side].map(|seated| pick(seated).0.to_string()))
    }

    fn figure(&self, side: usize, pick: fn(&Seated) -> Option<String>) -> Cell {
        Cell::figure(self.seated[side].and_then(pick))
    }

    /// A figure of the whole input, where the row is of the city.
    fn room(&self, side: usize, pick: fn(&Room) -> u64) -> Cell {
        let room = self.rule.room()[side].filter(|_| self.unit.at.is_none());
        Cell::figure(room.map(|room| pick(room).to_string()))
    }
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    let mut columns: Vec<Column<Row<'a>>> = vec![
        column(heading::LEVEL, |r| Cell::text(r.unit.level.get(r.context.today.lang))),
        column(heading::UNIT_ID, |r| Cell::text(r.unit.id)),
        column(heading::UNIT_NAME, |r| Cell::text(r.unit.name)),
        column(RULE, |r| Cell::text(&r.rule.of.key)),
        column(RULE_NAME, |r| Cell::text(r.rule.of.names.get(r.context.today.lang))),
        column(NEED, |r| {
            let seated = r.seated.iter().flatten().next();
            Cell::figure(seated.map(|seated| seated.people.0.to_string()))
        }),
        column(head::NEED_AFTER, |r| r.people(1, |seated| seated.people)),
    ];
    columns.extend([
        column(head::SEATED[0], |r: &Row<'a>| r.people(0, |seated| seated.served)),
        column(head::SEATED[1], |r| r.people(1, |seated| seated.served)),
        column(head::SEATED_PERCENT[0], |r| {
            r.figure(0, |seated| seated.served_share.map(Share::percent_text))
        }),
        column(head::SEATED_PERCENT[1], |r| {
            r.figure(1, |seated| seated.served_share.map(Share::percent_text))
        }),
        column(head::FULL[0], |r| r.people(0, |seated| seated.full)),
        column(head::FULL[1], |r| r.people(1, |seated| seated.full)),
        column(head::UNSTATED[0], |r| r.people(0, |seated| seated.unknown)),
        column(head::UNSTATED[1], |r| r.people(1, |seated| seated.unknown)),
        column(head::OUT_OF_REACH[0], |r| r.people(0, |seated| seated.out_of_reach)),
        column(head::OUT_OF_REACH[1], |r| r.people(1, |seated| seated.out_of_reach)),
        column(head::DISTANCE[0], |r| {
            r.figure(0, |seated| seated.mean_distance.map(Metres::digits))
        }),
        column(head::DISTANCE[1], |r| {
            r.figure(1, |seated| seated.mean_distance.map(Metres::digits))
        }),
        column(head::ACCESS[0], |r| r.figure(0, |seated| seated.access.map(number_text))),
        column(head::ACCESS[1], |r| r.figure(1, |seated| seated.access.map(number_text))),
        column(head::PLACES[0], |r| r.room(0, |room| room.places)),
        column(head::PLACES[1], |r| r.room(1, |room| room.places)),
        column(head::SILENT[0], |r| r.room(0, |room| room.unstated.into())),
        column(head::SILENT[1], |r| r.room(1, |room| room.unstated.into())),
    ]);
    columns
}

/// Writes `plan_room.csv`: for each capacity rule with data before or after the whole plan the
/// subdistricts, then the city.
///
/// # Errors
/// Those of `out`.
pub fn plan_room_csv(context: &ReviewContext<'_>, out: &mut impl Write) -> io::Result<()> {
    let (context, units) = (*context, unit_rows(&context.today, None));
    let rows = rules(&context).into_iter().flat_map(|rule| {
        let row = move |unit: &UnitRow<'_>| rule.seated(unit.at);
        units.iter().map(move |unit| Row { context, unit: *unit, rule, seated: row(unit) })
    });
    write_table(&columns(), context.today.lang, rows, out)
}

/// A rule in `review.json`.
#[derive(Serialize)]
pub(super) struct RoomChange<'a> {
    capacity: &'a str,
    room_before: Option<RoomView>,
    room_after: Option<RoomView>,
    units: Vec<UnitSeated<'a>>,
    total: SeatedPair,
}

#[derive(Serialize)]
struct UnitSeated<'a> {
    id: &'a str,
    #[serde(flatten)]
    sides: SeatedPair,
}

#[derive(Serialize)]
struct SeatedPair {
    before: Option<SeatedView>,
    after: Option<SeatedView>,
}

fn pair(sides: [Option<&Seated>; 2]) -> SeatedPair {
    let [before, after] = sides.map(|seated| seated.map(seated_view));
    SeatedPair { before, after }
}

pub(super) fn room_views<'a>(context: &ReviewContext<'a>) -> Vec<RoomChange<'a>> {
    let units = context.today.city.subdistricts();
    let view = |rule: Rule<'a>| {
        let [room_before, room_after] = rule.room().map(|room| room.map(room_view));
        let units = units.iter().enumerate();
        let units =
            units.map(|(at, unit)| UnitSeated { id: &unit.id, sides: pair(rule.seated(Some(at))) });
        RoomChange {
            capacity: &rule.of.key,
            room_before,
            room_after,
            units: units.collect(),
            total: pair(rule.seated(None)),
        }
    };
    rules(context).into_iter().map(view).collect()
}

impl Page<'_> {
    /// Room before and after; nothing where the rule set weighs none.
    pub(super) fn room(&mut self) {
        if self.context.today.profile.capacities.is_empty() {
            return;
        }
        self.head("设施容量", "Room");
        let rules = rules(&self.context);
        if rules.is_empty() {
            self.line(
                "现状与规划均没有填报容量的网点。",
                "No outlet states its room, today or after the plan.",
            );
            return;
        }
        self.table_head(&[
            Word::new("容量指标", "rule"),
            Word::new("需求人口", "in need"),
            Word::new("有位可用：现状 → 规划", "with a place: today → after"),
            Word::new("占比", "share"),
            Word::new("可达但已满", "in reach but full"),
            Word::new("可达但容量未填报", "in reach of unstated room"),
            Word::new("不可达", "out of reach"),
        ]);
        for rule in &rules {
            let seated = rule.seated(None);
            let people = |pick: fn(&Seated) -> People| {
                let side = |seated: &Seated| pick(seated).text();
                seated.map(|seated| seated.map_or_else(|| "–".to_owned(), side)).join(" → ")
            };
            let share = seated.map(|s| percent_or_dash(s.and_then(|s| s.served_share)));
            let need = seated.iter().flatten().next().map(|seated| seated.people.text());
            self.row(&[
                name(rule.of.names.get(self.lang)),
                need.unwrap_or_default(),
                people(|seated| seated.served),
                format!("{} %", share.join(" → ")),
                people(|seated| seated.full),
                people(|seated| seated.unknown),
                people(|seated| seated.out_of_reach),
            ]);
        }
        self.line("", "");
        for rule in &rules {
            self.turned_places(rule);
        }
        self.line(
            "\n各街道现状与规划对比见 plan_room.csv。位子分给谁有多种同样好的办法，故只按街道比较人数。",
            "\nBy subdistrict: plan_room.csv. Places can be given out in many ways that are as good, so \
             that numbers are compared by subdistrict, not people.",
        );
    }

    /// The subdistricts in which fewer have a place, and those in which more have, apart.
    fn turned_places(&mut self, rule: &Rule<'_>) {
        let units = self.context.today.city.subdistricts().iter().enumerate();
        let turned: Vec<(Ordering, String)> = units
            .filter_map(|(at, unit)| {
                let [before, after] = rule.seated(Some(at));
                let (before, after) = (before?.served, after?.served);
                let unit = name(&unit.name);
                let [was, is] = [before, after].map(People::text);
                let text =
                    self.say(&format!("{unit}（{was} → {is}）"), &format!("{unit} ({was} → {is})"));
                Some((after.cmp(&before), text))
            })
            .collect();
        let of = |way: Ordering, none: &str, apart: &str| {
            let units = turned.iter().filter(|(turned, _)| *turned == way);
            let units: Vec<&str> = units.map(|(_, text)| text.as_str()).collect();
            if units.is_empty() { none.to_owned() } else { units.join(apart) }
        };
        let rule = name(rule.of.names.get(self.lang));
        let [more, fewer] = [Ordering::Greater, Ordering::Less]
            .map(|way| of(way, &self.say("无", "nowhere"), &self.say("、", ", ")));
        self.line(
            &format!("- {rule}：有位人口增加的街道：{more}；减少的街道：{fewer}。"),
            &format!("- {rule}: more have a place: {more}; fewer: {fewer}."),
        );
    }
}
