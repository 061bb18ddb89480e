//! The sheet of new homes: their land, and for each service the outlet by which their residents are judged, today
//! and after the whole plan, with a line to it that is blue and bold where it is within its radius and red and
//! thin where it is not. The outlets bear the numbers of the table below.

use crate::assessment::{HomesReach, Judging};
use crate::model::{Homes, Local, Shape};
use crate::profile::Lang;

use super::MapOptions;
use super::canvas::Pen;
use super::element::{Lines, Look, Mark, Symbols};
use super::legend::entry;
use super::marks::Marks;
use super::outlets::Outlets;
use super::palette;
use super::panel::{Row, Sample, Section};
use super::plan_facts::Facts;
use super::plan_map::homes_line;
use super::plan_sheet::streets;
use super::plan_table::{Table, number_in_table, of_homes};
use super::plan_words as own;
use super::plate::{Content, Plate, rings};
use super::words::pick;

/// Radius of an outlet, in points.
const OUTLET: f32 = 3.0;

/// What the sheet is about.
pub(super) struct HomesSheet<'a> {
    facts: Facts<'a>,
    homes: &'a Homes,
    reach: &'a HomesReach,
    options: &'a MapOptions,
}

impl<'a> HomesSheet<'a> {
    pub(super) fn new(
        facts: Facts<'a>,
        homes: &'a Homes,
        reach: &'a HomesReach,
        options: &'a MapOptions,
    ) -> Self {
        Self { facts, homes, reach, options }
    }

    pub(super) fn facts(&self) -> &Facts<'a> {
        &self.facts
    }

    fn lang(&self) -> Lang {
        self.options.lang
    }

    /// What its residents reach.
    pub(super) fn table(&self) -> Table {
        of_homes(self.lang(), self.facts.of.profile, self.reach)
    }

    /// What stands over the maps.
    pub(super) fn captions(&self) -> [String; 2] {
        let lang = self.lang();
        [
            pick(lang, "现状网点", "By the outlets of today").to_owned(),
            pick(lang, "整个规划之后", "After the whole plan").to_owned(),
        ]
    }

    /// What the maps show, and what it means.
    pub(super) fn drawn(&self, maps: &[Plate<'_>; 2]) -> ([Content<'a>; 2], Section) {
        let contents = [self.content(&maps[0], 0), self.content(&maps[1], 1)];
        (contents, self.legend(maps[0].scale()))
    }

    /// The outlets of one state, each with the numbers of the services that it is the one of, in the order of
    /// these.
    fn outlets(&self, end: usize) -> Vec<(&'a Judging, String)> {
        let mut all: Vec<(&'a Judging, String)> = Vec::new();
        for (at, ends) in self.reach.services.iter().enumerate() {
            let of = ends.as_ref().and_then(|ends| ends[end].as_ref());
            let Some((of, number)) = of.zip(number_in_table(self.reach, at)) else { continue };
            let is_same = |(other, _): &&mut (&Judging, String)| {
                other.at == of.at && other.reaches() == of.reaches()
            };
            match all.iter_mut().find(is_same) {
                Some((_, numbers)) => numbers.extend([", ".to_owned(), number.to_string()]),
                None => all.push((of, number.to_string())),
            }
        }
        all
    }

    fn content(&self, map: &Plate<'_>, end: usize) -> Content<'a> {
        let scale = map.scale();
        let outlets = self.outlets(end);
        let mut land = vec![rings(self.land(), Look::Fill(palette::LAND))];
        land.extend(plot(&self.homes.shape));
        let mut above = vec![streets(self.facts.of, &map.view, scale)];
        above.push(homes_line(&self.homes.shape, scale));
        let is_of = |reaches: bool| outlets.iter().filter(move |(of, _)| of.reaches() == reaches);
        for (reaches, pen) in [(false, beyond_pen(scale)), (true, within_pen(scale))] {
            let mut lines = Lines::open(Look::Line(pen));
            for (of, _) in is_of(reaches) {
                lines.push([self.homes.at, of.at].map(|at| (at.x, at.y)));
            }
            above.push(lines);
        }
        let symbols = |reaches: bool, ink: palette::Ink| Symbols {
            at: is_of(reaches).map(|(of, _)| (of.at.x, of.at.y)).collect(),
            mark: Mark::Circle,
            radius: OUTLET * scale,
            is_hollow: !reaches,
            ink,
            rim: (palette::PAPER, 0.8 * scale),
        };
        let symbols =
            vec![symbols(false, palette::GAP), symbols(true, palette::OUTLET), self.middle(scale)];
        let named: Vec<(Local, &str)> =
            outlets.iter().map(|(of, numbers)| (of.at, numbers.as_str())).collect();
        let marks = Marks::numbers(&named, self.homes.at, (&map.view, scale), map.fonts());
        Content {
            shaded: &[],
            land,
            above,
            outlets: Some(Outlets { symbols, thinned: false }),
            marks,
            under: Vec::new(),
            sections: Vec::new(),
        }
    }

    /// Where the residents are counted.
    fn middle(&self, scale: f32) -> Symbols<(f64, f64)> {
        Symbols {
            at: vec![(self.homes.at.x, self.homes.at.y)],
            mark: Mark::Square,
            radius: 2.4 * scale,
            is_hollow: false,
            ink: palette::HOMES,
            rim: (palette::PAPER, 0.6 * scale),
        }
    }

    /// The land that is residential today, near.
    fn land(&self) -> Vec<&'a Shape> {
        let all = self.facts.of.today.land.iter();
        all.filter(|shape| shape.bounds().touches(&self.facts.extent)).collect()
    }

    fn legend(&self, scale: f32) -> Section {
        let lang = self.lang();
        let row = |sample: Sample, name: &str| entry(sample, name, String::new());
        let outline = Look::Line(Pen::new(palette::HOMES, 2.0 * scale));
        let land = Sample::Swatch(vec![Look::Fill(palette::LAND)]);
        let rows: Vec<Row> = vec![
            row(Sample::Swatch(vec![homes_fill(), outline]), own::homes(lang)),
            row(
                Sample::Dot { mark: Mark::Square, ink: palette::HOMES, is_hollow: false },
                pick(lang, "新居民计数点", "Where their residents are counted"),
            ),
            row(
                Sample::Dot { mark: Mark::Circle, ink: palette::OUTLET, is_hollow: false },
                pick(lang, "半径内的网点（编号见下表）", "Outlet within its radius, by number"),
            ),
            row(Sample::Line(vec![within_pen(scale)]), pick(lang, "可达", "Within reach")),
            row(
                Sample::Dot { mark: Mark::Circle, ink: palette::GAP, is_hollow: true },
                pick(lang, "半径外最近的网点", "The nearest one, beyond its radius"),
            ),
            row(Sample::Line(vec![beyond_pen(scale)]), pick(lang, "不可达", "Out of reach")),
            row(land, own::land_today(lang)),
        ];
        Section { heading: pick(lang, "图例", "Legend"), rows }
    }
}

/// The land of the homes, over what lies there today.
fn plot(shape: &Shape) -> [Lines<(f64, f64)>; 2] {
    [rings([shape], Look::Fill(palette::GROUND)), rings([shape], homes_fill())]
}

fn homes_fill() -> Look {
    Look::Fill(palette::HOMES.with_alpha(0.22))
}

fn within_pen(scale: f32) -> Pen {
    Pen::new(palette::STREET, 1.6 * scale)
}

fn beyond_pen(scale: f32) -> Pen {
    Pen::new(palette::GAP, 0.8 * scale)
}
