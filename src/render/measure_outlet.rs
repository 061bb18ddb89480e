//! The sheet of a measure about an outlet: the land that the service which it changes most reaches today, and
//! with this measure alone.

use crate::assessment::{Lack, Pictured, Turned};
use crate::model::{Local, Shape};
use crate::profile::Lang;

use super::MapOptions;
use super::canvas::Pen;
use super::element::{Lines, Look, Mark};
use super::hatch::{Hatch, Slant};
use super::legend::{self, entry};
use super::marks::{Marked, Marks, labels};
use super::outlets::{Instead, Outlets, outlets_instead};
use super::palette;
use super::panel::{Row, Sample, Section};
use super::plan_facts::Facts;
use super::plan_map::{PlanMap, change, deeds, moment};
use super::plan_sheet::streets;
use super::plan_table::{Table, of_outlets};
use super::plan_words as own;
use super::plate::{Content, Plate, rings};
use super::view::View;
use super::words::pick;

/// Corners of the circle of a radius as it is drawn.
const CORNERS: u32 = 180;

/// What the sheet is about.
pub(super) struct OutletSheet<'a> {
    facts: Facts<'a>,
    pictured: Option<&'a Pictured>,
    options: &'a MapOptions,
    /// The measure itself; none of one without a place.
    own: Vec<Marked>,
    /// Others of the plan that have to do with the maps.
    others: Vec<Marked>,
}

impl<'a> OutletSheet<'a> {
    pub(super) fn new(
        facts: Facts<'a>,
        at: usize,
        pictured: Option<&'a Pictured>,
        options: &'a MapOptions,
    ) -> Self {
        let mut sheet = Self { facts, pictured, options, own: Vec::new(), others: Vec::new() };
        let PlanMap { city, plan, .. } = *sheet.facts.of;
        let is_shown = |category: &str| sheet.is_shown(category);
        let of = |at: usize| Marked::of(city, (at, &plan.measures[at]), &is_shown);
        let own = of(at).or_else(|| Marked::still(city, (at, &plan.measures[at])));
        let others = (0..plan.measures.len()).filter(|other| *other != at).filter_map(of);
        (sheet.own, sheet.others) = (own.into_iter().collect(), others.collect());
        sheet
    }

    pub(super) fn facts(&self) -> &Facts<'a> {
        &self.facts
    }

    fn lang(&self) -> Lang {
        self.options.lang
    }

    /// What it gains and loses.
    pub(super) fn table(&self) -> Table {
        of_outlets(self.lang(), self.facts.of.profile, self.facts.effect)
    }

    /// What stands over the maps.
    pub(super) fn captions(&self) -> [String; 2] {
        let lang = self.lang();
        let service = self.facts.service().map(|service| service.names.get(lang));
        [
            own::caption(lang, service, pick(lang, "现状", "Today")),
            own::caption(lang, service, pick(lang, "仅实施此措施", "With this measure alone")),
        ]
    }

    /// What the maps show, and what it means.
    pub(super) fn drawn(&self, maps: &[Plate<'_>; 2]) -> ([Content<'a>; 2], Section) {
        let hatch = self.hatch(&maps[0].view, maps[0].scale());
        let contents = [self.today(&maps[0], hatch), self.alone(&maps[1], hatch)];
        let legend = self.legend(hatch, &contents[0], maps[0].scale());
        (contents, legend)
    }

    fn hatch(&self, view: &View, scale: f32) -> Hatch {
        let units = self.pictured.into_iter().flat_map(|pictured| &pictured.units);
        let gaps = units.map(|(_, turned)| &turned.before().shape);
        Hatch::for_shapes((palette::GAP, Slant::Rising), 5.0, gaps, view, scale)
    }

    /// Whether outlets of a category have to do with the maps: those of the service, else its own.
    fn is_shown(&self, category: &str) -> bool {
        match self.facts.service() {
            Some(service) => service.providers.iter().any(|p| p.category == category),
            None => self.facts.measure.categories(self.facts.of.city).any(|own| own == category),
        }
    }

    /// Land that the units of the maps have.
    fn land(&self) -> Vec<&'a Shape> {
        let all = &self.facts.of.today.land;
        match self.pictured {
            Some(pictured) => {
                pictured.units.iter().filter_map(|(id, _)| all.get(id.index())).collect()
            }
            None => all.iter().filter(|s| s.bounds().touches(&self.facts.extent)).collect(),
        }
    }

    fn today(&self, map: &Plate<'_>, hatch: Hatch) -> Content<'a> {
        let land = match self.pictured {
            Some(pictured) => {
                let gaps = pictured.units.iter().map(|(_, turned)| &turned.before().shape);
                moment(&self.land(), &gaps.collect::<Vec<_>>(), hatch)
            }
            None => vec![rings(self.land(), Look::Fill(palette::LAND))],
        };
        self.content(map, land, &Instead::default(), Marks::default())
    }

    fn alone(&self, map: &Plate<'_>, hatch: Hatch) -> Content<'a> {
        let scale = map.scale();
        let land = match self.pictured {
            Some(pictured) => {
                let turned: Vec<&Turned> = pictured.units.iter().map(|(_, of)| of).collect();
                change(&self.land(), &turned, hatch, scale)
            }
            None => vec![rings(self.land(), Look::Fill(palette::LAND))],
        };
        let (city, measure) = (self.facts.of.city, self.facts.measure);
        // Its outlet stands under its mark.
        let removed = measure.removes(city).into_iter().collect();
        let instead = Instead { removed, added: Vec::new() };
        let labels = labels(self.facts.of.plan);
        let marks = Marks::new(&self.own, &labels, (&map.view, scale), map.fonts());
        self.content(map, land, &instead, marks)
    }

    fn content(
        &self,
        map: &Plate<'_>,
        land: Vec<Lines<(f64, f64)>>,
        instead: &Instead<'_>,
        mut marks: Marks,
    ) -> Content<'a> {
        let scale = map.scale();
        let city = self.facts.of.city;
        let service = self.facts.service();
        let outlets = service.map_or_else(
            || Outlets { symbols: Vec::new(), thinned: false },
            |service| outlets_instead((city, instead), service, &map.view, scale),
        );
        marks.add_others(&self.others, (&map.view, scale));
        let mut above = vec![streets(self.facts.of, &map.view, scale)];
        above.push(self.circles(scale));
        Content {
            shaded: &[],
            land,
            above,
            outlets: Some(outlets),
            marks,
            under: Vec::new(),
            sections: Vec::new(),
        }
    }

    /// The circles of the radius about where its outlet was, and where it will be.
    fn circles(&self, scale: f32) -> Lines<(f64, f64)> {
        let mut circles = Lines::rings(Look::Line(circle_pen(scale)));
        let Some(service) = self.facts.service() else { return circles };
        let is_its =
            |key: &str| self.facts.measure.categories(self.facts.of.city).any(|k| k == key);
        let radii = service.providers.iter().filter(|p| is_its(&p.category)).map(|p| p.radius.0);
        let radii: Vec<f64> = radii.collect();
        for at in self.own.iter().flat_map(Marked::places) {
            for radius in &radii {
                circles.push((0..CORNERS).map(|corner| around(at, *radius, corner)));
            }
        }
        circles
    }

    fn legend(&self, hatch: Hatch, content: &Content<'_>, scale: f32) -> Section {
        let lang = self.lang();
        let mut rows = self.classes(hatch);
        rows.extend(deeds(lang, &self.own));
        if let (Some(service), Some(outlets)) = (self.facts.service(), &content.outlets) {
            rows.extend(legend::symbols(lang, service, outlets));
        }
        if content.marks.has_others() {
            let name = pick(lang, "规划的其他措施", "Other measures of the plan");
            rows.push(entry(Sample::Hollow(Mark::Circle), name, String::new()));
        }
        if self.facts.service().is_some() {
            let name = pick(lang, "服务半径", "Radius of the service");
            rows.push(entry(Sample::Line(vec![circle_pen(scale)]), name, String::new()));
        }
        Section { heading: pick(lang, "图例", "Legend"), rows }
    }

    fn classes(&self, hatch: Hatch) -> Vec<Row> {
        let lang = self.lang();
        let swatch =
            |looks: Vec<Look>, label: &str| entry(Sample::Swatch(looks), label, String::new());
        let Some(pictured) = self.pictured else {
            let land = pick(lang, "居住用地", "Residential land");
            return vec![swatch(vec![Look::Fill(palette::LAND)], land)];
        };
        let is_circle = pictured.lack == Lack::Circle;
        let [gained, lost, kept, gap] = own::short_classes(lang, is_circle);
        let lost_look =
            vec![Look::Fill(palette::LOST), Look::Hatch(super::plan_map::lost_hatch(hatch))];
        let mut rows = vec![
            swatch(vec![Look::Fill(palette::SERVED)], own::served_today(lang)),
            swatch(vec![Look::Fill(palette::LAND), Look::Hatch(hatch)], gap),
        ];
        let passage = self.facts.effect;
        let of = match pictured.lack {
            Lack::Service(at) => passage.alone.services[at],
            Lack::Circle => passage.alone.circle,
        };
        let changes = of.is_some_and(|of| !of.is_still());
        rows.push(swatch(vec![Look::Fill(palette::KEPT)], kept));
        if changes {
            let gained = swatch(vec![Look::Fill(palette::GAINED)], gained);
            let lost = swatch(lost_look, lost);
            rows.extend(of.filter(|of| !of.gained.is_nothing()).map(|_| gained));
            rows.extend(of.filter(|of| !of.lost.is_nothing()).map(|_| lost));
        }
        rows
    }
}

/// The pen of circles of a radius.
fn circle_pen(scale: f32) -> Pen {
    Pen::new(palette::STREET, 0.9 * scale)
}

/// A corner of the circle of a radius.
fn around(at: Local, radius: f64, corner: u32) -> (f64, f64) {
    let turn = f64::from(corner) / f64::from(CORNERS) * std::f64::consts::TAU;
    let (sin, cos) = turn.sin_cos();
    (at.x + radius * cos, at.y + radius * sin)
}
