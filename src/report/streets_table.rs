//! `streets.csv`: who reaches a service along streets, beside the circle. A row for each unit of each
//! layer and each service with data, and for all units of the layer together.

use std::io::{self, Write};

use super::Context;
use super::cell::Cell;
use super::radius::Rule;
use super::table::{Column, column, write_table};
use super::unit_rows::{UnitRow, unit_rows};
use super::words::{QUESTION, Word, heading};
use crate::assessment::StreetService;
use crate::profile::{Lang, Service, question_words};
use crate::units::{Metres, Share, factor_text};

/// Residents within the circle, in every table that holds something against it.
pub(super) const CIRCLE: [Word; 2] = [
    Word::new("圆形半径内人口（人）", "people_within_circle"),
    Word::new("圆形半径内人口占比（%）", "people_within_circle_percent"),
];
const ALONG: [Word; 2] = [
    Word::new("沿街步行可达人口（人）", "people_along_streets"),
    Word::new("沿街步行可达人口占比（%）", "people_along_streets_percent"),
];
const LOST: [Word; 2] = [
    Word::new("绕行损失人口（人）", "people_lost_by_detour"),
    Word::new("绕行损失占圆内人口（%）", "people_lost_by_detour_percent"),
];
const MISSED: Word = Word::new("圆内附近无街道人口（人）", "people_within_circle_near_no_street");
const TOO_FAR: Word = Word::new("沿街超距人口（人）", "people_too_far_along_streets");
const CUT_OFF: Word = Word::new("所在街网无网点人口（人）", "people_on_streets_without_outlet");
const NO_STREET: Word = Word::new("附近无街道人口（人）", "people_near_no_street");
const MEDIAN: Word = Word::new("沿街步行距离中位数（米）", "people_median_walk_m");
const P90: Word = Word::new("沿街步行距离第90百分位（米）", "people_p90_walk_m");
const DETOUR: Word = Word::new("绕行系数", "detour_factor");
const GAPS: [Word; 5] = [
    Word::new("街道长度（米）", "streets_m"),
    Word::new("超距街段长度（米）", "streets_beyond_m"),
    Word::new("超距街段占比（%）", "streets_beyond_percent"),
    Word::new("居住用地（块）", "estates"),
    Word::new("出入口超距居住用地（块）", "estates_beyond"),
];
const CHANGE: [Word; 3] = [
    Word::new("变更前沿街步行可达人口（人）", "people_along_streets_before"),
    Word::new("变更后新增可达人口（人）", "people_gained_by_change"),
    Word::new("变更后失去可达人口（人）", "people_lost_by_change"),
];

/// One service in one unit.
struct Row<'a> {
    context: Context<'a>,
    unit: UnitRow<'a>,
    service: &'a Service,
    of: &'a StreetService,
}

impl Row<'_> {
    fn rule(&self) -> Rule {
        Rule::of_service(self.service, self.context.lang)
    }
}

impl Row<'_> {
    /// Why a length of walks is missing; empty where none is.
    fn note(&self) -> String {
        let limit = self.context.assessment.streets.as_ref().map(|of| of.limit.text());
        let Some(limit) = limit.filter(|_| self.of.along.people.0 > 0) else {
            return String::new();
        };
        let lang = self.context.lang;
        let missing = match (self.of.median, self.of.p90) {
            (None, _) => Word::new(
                "无中位数和第90百分位：过半居民的步行距离",
                "no median and no 90th percentile: half of the residents or more",
            ),
            (Some(_), None) => Word::new(
                "无第90百分位：逾一成居民的步行距离",
                "no 90th percentile: more than one in ten residents",
            ),
            (Some(_), Some(_)) => return String::new(),
        };
        match lang {
            Lang::Zh => format!("{}超过 {limit}，或沿街不可达", missing.get(lang)),
            Lang::En => format!("{} walk further than {limit}, or have no walk", missing.get(lang)),
        }
    }
}

/// The change that is asked about, in every table that it changes.
pub(super) fn asked(context: &Context) -> Cell {
    Cell::text(&question_words(context.city.question(), context.lang).unwrap_or_default())
}

fn percent(share: Option<Share>) -> Cell {
    Cell::figure(share.map(Share::percent_text))
}

fn metres(length: Option<Metres>) -> Cell {
    Cell::figure(length.map(Metres::digits))
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        column(heading::LEVEL, |r| Cell::text(r.unit.level.get(r.context.lang))),
        column(heading::UNIT_ID, |r| Cell::text(r.unit.id)),
        column(heading::UNIT_NAME, |r| Cell::text(r.unit.name)),
        column(heading::PARENT, |r| Cell::text(r.unit.parent)),
        column(heading::SERVICE, |r| Cell::text(&r.service.key)),
        column(heading::SERVICE_NAME, |r| Cell::text(r.service.names.get(r.context.lang))),
        column(heading::PROFILE, |r| Cell::text(&r.context.profile.key)),
        column(heading::RADIUS, |r| Cell::text(&r.rule().radius)),
        column(heading::CONFIDENCE, |r| Cell::text(&r.rule().confidence)),
        column(heading::PEOPLE[0], |r| Cell::Figure(r.of.along.people.0.to_string())),
        column(CIRCLE[0], |r| Cell::Figure(r.of.by_circle.served.0.to_string())),
        column(CIRCLE[1], |r| percent(r.of.by_circle.share)),
        column(ALONG[0], |r| Cell::Figure(r.of.along.served.0.to_string())),
        column(ALONG[1], |r| percent(r.of.along.share)),
        column(LOST[0], |r| Cell::Figure(r.of.lost.0.to_string())),
        column(LOST[1], |r| percent(r.of.lost_share)),
        column(MISSED, |r| Cell::Figure(r.of.no_street_in_circle.0.to_string())),
        column(TOO_FAR, |r| Cell::Figure(r.of.too_far.0.to_string())),
        column(CUT_OFF, |r| Cell::Figure(r.of.cut_off.0.to_string())),
        column(NO_STREET, |r| Cell::Figure(r.of.no_street.0.to_string())),
        column(MEDIAN, |r| metres(r.of.median)),
        column(P90, |r| metres(r.of.p90)),
        column(DETOUR, |r| Cell::figure(r.of.detour.map(factor_text))),
        column(GAPS[0], |r| metres(r.of.gaps.map(|of| of.streets))),
        column(GAPS[1], |r| metres(r.of.gaps.map(|of| of.beyond))),
        column(GAPS[2], |r| percent(r.of.gaps.and_then(|of| of.share))),
        column(GAPS[3], |r| Cell::figure(r.of.gaps.map(|of| of.estates.to_string()))),
        column(GAPS[4], |r| Cell::figure(r.of.gaps.map(|of| of.estates_beyond.to_string()))),
        column(CHANGE[0], |r| Cell::figure(r.of.asked.map(|of| of.before.0.to_string()))),
        column(CHANGE[1], |r| Cell::figure(r.of.asked.map(|of| of.gained.0.to_string()))),
        column(CHANGE[2], |r| Cell::figure(r.of.asked.map(|of| of.lost.0.to_string()))),
        column(heading::NOTE, |r| Cell::text(&r.note())),
        column(QUESTION, |r| asked(&r.context)),
    ]
}

/// Writes `streets.csv`: the subdistricts and the city, then the units of each other layer and all of
/// them together. Without streets it has headings only.
///
/// # Errors
/// Those of `out`.
pub fn streets_csv(context: &Context, out: &mut impl Write) -> io::Result<()> {
    let layers = context.assessment.streets.iter().flat_map(|of| &of.layers);
    let rows = layers.flat_map(|layer| {
        unit_rows(context, layer.level).into_iter().flat_map(move |unit| {
            let services = unit.at.map_or(&layer.total, |at| &layer.units[at]);
            let services = context.profile.services.iter().zip(services);
            services.filter_map(move |(service, of)| {
                Some(Row { context: *context, unit, service, of: of.as_ref()? })
            })
        })
    });
    write_table(&columns(), context.lang, rows, out)
}
