//! `capacity.csv`: room against need within reach. A row for each unit of each layer and each capacity
//! rule with data, and for all units of the layer together: who has a place, who is in reach of full
//! outlets, who is out of reach, and how much there is for each by floating catchments.

use std::io::{self, Write};

use super::Context;
use super::cell::Cell;
use super::provision_table::confidence;
use super::table::{Column, column, write_table};
use super::unit_rows::{UnitRow, unit_rows};
use super::words::{self, Word, heading};
use crate::assessment::{Room, Seated};
use crate::profile::Capacity;
use crate::units::{Metres, Share, number_text};

pub(super) const RULE: Word = Word::new("容量指标代码", "capacity");
pub(super) const RULE_NAME: Word = Word::new("容量指标", "capacity_name");
const DEMAND: Word = Word::new("需求人群", "demand");
const DECAY: Word = Word::new("距离衰减", "decay");
pub(super) const NEED: Word = Word::new("需求人口（人）", "people_in_need");
const SERVED: [Word; 2] = [
    Word::new("有位可用人口（人）", "people_with_a_place"),
    Word::new("有位可用占比（%）", "people_with_a_place_percent"),
];
const FULL: Word = Word::new("可达但已满（人）", "people_in_reach_but_full");
const UNKNOWN: Word = Word::new("可达但容量未填报（人）", "people_in_reach_of_unstated");
const OUT: Word = Word::new("不可达（人）", "people_out_of_reach");
const DISTANCE: Word = Word::new("有位者平均距离（米）", "mean_distance_of_placed_m");
const ACCESS: Word = Word::new("可达性（两步移动搜寻法）", "access");
const ACCESS_PER: Word = Word::new("可达性：每（人）", "access_per");
const BELOW: [Word; 2] = [
    Word::new("可达性低于全市平均的人口（人）", "people_below_average_access"),
    Word::new("可达性低于全市平均占比（%）", "people_below_average_access_percent"),
];
const ROOM: [Word; 4] = [
    Word::new("全部输入：营业网点（个）", "outlets_in_input"),
    Word::new("全部输入：未填报容量（个）", "outlets_in_input_unstated"),
    Word::new("全部输入：容量", "places_in_input"),
    Word::new("全部输入：已用容量", "places_in_input_taken"),
];

/// One rule in one unit.
struct Row<'a> {
    context: Context<'a>,
    unit: UnitRow<'a>,
    of: &'a Capacity,
    seated: &'a Seated,
    /// What the whole input has, where the row is of the city.
    room: Option<&'a Room>,
}

impl Row<'_> {
    fn room(&self, pick: fn(&Room) -> u64) -> Cell {
        Cell::figure(self.room.map(|room| pick(room).to_string()))
    }
}

fn percent(share: Option<Share>) -> Cell {
    Cell::figure(share.map(Share::percent_text))
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        column(heading::LEVEL, |r| Cell::text(r.unit.level.get(r.context.lang))),
        column(heading::UNIT_ID, |r| Cell::text(r.unit.id)),
        column(heading::UNIT_NAME, |r| Cell::text(r.unit.name)),
        column(heading::PARENT, |r| Cell::text(r.unit.parent)),
        column(RULE, |r| Cell::text(&r.of.key)),
        column(RULE_NAME, |r| Cell::text(r.of.names.get(r.context.lang))),
        column(heading::PROFILE, |r| Cell::text(&r.context.profile.key)),
        column(heading::MEASURE, |r| {
            Cell::text(&words::quantity_cell(&r.of.measure, r.context.lang))
        }),
        column(DEMAND, |r| Cell::text(&words::quantity_cell(&r.of.demand, r.context.lang))),
        column(heading::RADIUS, |r| Cell::text(&r.of.radius.stated_text())),
        column(NEED, |r| Cell::Figure(r.seated.people.0.to_string())),
        column(SERVED[0], |r| Cell::Figure(r.seated.served.0.to_string())),
        column(FULL, |r| Cell::Figure(r.seated.full.0.to_string())),
        column(UNKNOWN, |r| Cell::Figure(r.seated.unknown.0.to_string())),
        column(OUT, |r| Cell::Figure(r.seated.out_of_reach.0.to_string())),
        column(SERVED[1], |r| percent(r.seated.served_share)),
        column(DISTANCE, |r| Cell::figure(r.seated.mean_distance.map(Metres::digits))),
        column(DECAY, |r| Cell::text(r.of.decay.words(r.context.lang))),
        column(ACCESS, |r| Cell::figure(r.seated.access.map(number_text))),
        column(ACCESS_PER, |r| Cell::Figure(number_text(r.of.per))),
        column(BELOW[0], |r| Cell::Figure(r.seated.below_average.0.to_string())),
        column(BELOW[1], |r| percent(r.seated.below_average_share)),
        column(ROOM[0], |r| r.room(|room| room.outlets.into())),
        column(ROOM[1], |r| r.room(|room| room.unstated.into())),
        column(ROOM[2], |r| r.room(|room| room.places)),
        column(ROOM[3], |r| r.room(|room| room.taken)),
        column(heading::LIMIT_CLAUSE, |r| Cell::text(&r.of.citation.quoted(r.context.lang))),
        column(heading::LIMIT_CONFIDENCE, |r| {
            Cell::text(&confidence(&r.of.citation, r.context.lang))
        }),
        column(heading::LEAD, |r| Cell::text(r.of.lead.get(r.context.lang))),
    ]
}

/// Writes `capacity.csv`: for each rule the subdistricts and the city, then the units of each other layer
/// and all of them together.
///
/// # Errors
/// Those of `out`.
pub fn capacity_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let context = *context;
    let rules = context.profile.capacities.iter().zip(&context.assessment.capacities);
    let known = rules.filter_map(|(of, figures)| Some((of, figures.as_ref()?)));
    let rows = known.flat_map(|(of, figures)| {
        figures.layers.iter().flat_map(move |layer| {
            unit_rows(&context, layer.level).into_iter().map(move |unit| Row {
                context,
                unit,
                of,
                seated: unit.at.map_or(&layer.total, |at| &layer.units[at]),
                room: Some(&figures.room).filter(|_| unit.at.is_none() && layer.level.is_none()),
            })
        })
    });
    write_table(&columns(), context.lang, rows, out)
}
