//! The sheet of one measure, upright A4: its surroundings today and with this measure alone, what it does,
//! what it comes to, and what is in doubt.

use plotters_backend::text_anchor::HPos;

use crate::assessment::{Lack, Pictured, Turned};
use crate::model::{Local, Shape};
use crate::profile::Lang;

use super::canvas::{Canvas, Face, Pen};
use super::element::{Lines, Look, Mark};
use super::font::{Fonts, Weight};
use super::footer::Footer;
use super::hatch::{Hatch, Slant};
use super::layout::{Frame, PAGE, scale_of};
use super::legend::{self, entry};
use super::marks::{Marked, Marks, labels};
use super::outlets::{Instead, Outlets, outlets_instead};
use super::palette::{self, QUIET, TEXT};
use super::panel::{self, Row, Sample, Section};
use super::plan_facts::Facts;
use super::plan_map::{PlanMap, change, deeds, homes_line, homes_row, moment};
use super::plan_table::Table;
use super::plan_words as own;
use super::plate::{Content, Plate, rings};
use super::sheet::Sheet;
use super::view::View;
use super::words::{self, pick};
use super::{Map, MapOptions, RenderError, furniture};

/// Upright A4 at 200 dots an inch.
const A4: ((u32, u32), u32) = ((1654, 2339), 200);

/// Sizes in points.
const TITLE: f32 = 19.0;
const LINE: f32 = 9.4;
const CAPTION: f32 = 10.0;
const PANEL: f32 = 196.0;
const GAP: f32 = 12.0;

/// A map is at most so much higher than wide.
const TALLEST: f32 = 1.45;

/// Corners of the circle of a radius as it is drawn.
const CORNERS: u32 = 180;

/// The sheet of the measure at a position of the plan. Of the options, size, resolution and extent are its
/// own.
///
/// # Errors
/// [`RenderError`] where the picture cannot be encoded.
pub fn plan_sheet(
    of: &PlanMap<'_>,
    measure: usize,
    options: &MapOptions,
) -> Result<Map, RenderError> {
    let options = MapOptions { size: A4.0, dpi: A4.1, unit: None, extent: None, ..options.clone() };
    let picture = &of.pictures.measures[measure];
    let pictured = picture.pictured.as_ref();
    let facts = Facts {
        of,
        measure: &of.plan.measures[measure],
        effect: &of.review.measures[measure],
        lack: pictured.map(|pictured| pictured.lack),
        extent: picture.extent,
        lang: options.lang,
    };
    let table = Table::new(options.lang, of.profile, facts.effect);
    let fonts = Fonts::load()?;
    let footer = Footer::new(&fonts, &options);
    let page = Page::new(&options, table.height(), footer.height());
    let sheet = MeasureSheet::new(facts, measure, pictured, &options);
    let maps = [
        Plate::inset(of.city, &options, page.map(0), &picture.extent)?,
        Plate::inset(of.city, &options, page.map(1), &picture.extent)?,
    ];
    let hatch = sheet.hatch(&maps[0].view, maps[0].scale());
    let contents = [sheet.today(&maps[0], hatch), sheet.alone(&maps[1], hatch)];
    let mut canvas = Canvas::new(options.size.0, options.size.1, &fonts)?;
    for ((map, content), frame) in maps.iter().zip(&contents).zip(&page.maps) {
        let (x, y) = corner(*frame);
        canvas.place(&map.picture(content)?, x, y);
    }
    {
        let drawn = Sheet::new(&mut canvas, page.scale);
        sheet.header(&drawn, &page)?;
        sheet.captions(&drawn, &page)?;
        let (columns, foot) = page.columns();
        furniture::draw(&drawn, foot, maps[0].view.per_metre, options.lang)?;
        let sections = sheet.sections(hatch, &contents[0], drawn.pt(1.0));
        let columns: Vec<_> = columns.into_iter().zip(sections).collect();
        panel::draw_apart(&drawn, &columns)?;
        table.draw(&drawn, page.table)?;
        footer.draw(&drawn, page.footer)?;
    }
    let png = canvas.to_png(options.dpi)?;
    Ok(Map { png, missing_glyphs: canvas.missing(), unlabelled: 0 })
}

/// The upper left corner of a frame, a whole pixel.
#[expect(clippy::cast_possible_truncation, reason = "a place on a sheet of 2339 pixels")]
fn corner(frame: Frame) -> (i32, i32) {
    (frame.left.round() as i32, frame.top.round() as i32)
}

/// Where things stand on the page.
struct Page {
    scale: f32,
    border: Frame,
    header: Frame,
    maps: [Frame; 2],
    panel: Frame,
    table: Frame,
    footer: Frame,
}

impl Page {
    fn new(options: &MapOptions, table: f32, footer: f32) -> Self {
        let scale = scale_of(options.size, options.dpi);
        let pt = |points: f32| (points * scale).round();
        let [width, height] = [options.size.0, options.size.1].map(super::layout::side);
        let border = Frame::new(0.0, 0.0, width, height).inset(pt(PAGE.0));
        let inner = border.inset(pt(PAGE.1));
        let header = Frame { bottom: inner.top + pt(TITLE * 1.3 + 2.0 * LINE * 1.4), ..inner };
        let footer = Frame { top: inner.bottom - pt(footer), ..inner };
        let table =
            Frame { top: footer.top - pt(GAP + table), bottom: footer.top - pt(GAP), ..inner };
        let top = header.bottom + pt(GAP + CAPTION * 1.4);
        let side = ((inner.width() - pt(GAP)) / 2.0).round();
        let room = table.top - pt(PANEL + 2.0 * GAP) - top;
        let bottom = top + room.min(TALLEST * side).max(0.5 * side).round();
        let left = Frame::new(inner.left, top, inner.left + side, bottom);
        let right = Frame { left: inner.right - side, right: inner.right, ..left };
        let panel = Frame { top: bottom + pt(GAP), bottom: table.top - pt(GAP), ..inner };
        Self { scale, border, header, maps: [left, right], panel, table, footer }
    }

    /// The columns below the maps, and the foot of the first, for scale bar and north arrow.
    fn columns(&self) -> ([Frame; 3], Frame) {
        let gap = self.scale * (GAP + 2.0);
        let width = (self.panel.width() - 2.0 * gap) / 3.0;
        let [mut first, second, third] = [0.0, 1.0, 2.0].map(|at| {
            let left = self.panel.left + at * (width + gap);
            Frame { left, right: left + width, ..self.panel }
        });
        let foot = Frame { top: first.bottom - self.scale * furniture::HEIGHT, ..first };
        first.bottom = foot.top - self.scale * 4.0;
        ([first, second, third], foot)
    }

    /// Width and height of a map.
    fn map(&self, at: usize) -> (f32, f32) {
        (self.maps[at].width(), self.maps[at].height())
    }
}

/// What the sheet is about.
struct MeasureSheet<'a> {
    facts: Facts<'a>,
    at: usize,
    pictured: Option<&'a Pictured>,
    options: &'a MapOptions,
    /// The measure itself; none of one without a place.
    own: Vec<Marked>,
    /// Others of the plan that have to do with the maps.
    others: Vec<Marked>,
}

impl<'a> MeasureSheet<'a> {
    fn new(
        facts: Facts<'a>,
        at: usize,
        pictured: Option<&'a Pictured>,
        options: &'a MapOptions,
    ) -> Self {
        let mut sheet = Self { facts, at, pictured, options, own: Vec::new(), others: Vec::new() };
        let PlanMap { city, plan, .. } = *sheet.facts.of;
        let is_shown = |category: &str| sheet.is_shown(category);
        let of = |at: usize| Marked::of(city, (at, &plan.measures[at]), &is_shown);
        let own = of(at).or_else(|| Marked::still(city, (at, &plan.measures[at])));
        let others = (0..plan.measures.len()).filter(|other| *other != at).filter_map(of);
        (sheet.own, sheet.others) = (own.into_iter().collect(), others.collect());
        sheet
    }

    fn lang(&self) -> Lang {
        self.options.lang
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
        let mut content = self.content(map, land, &instead, marks);
        content.above.extend(self.homes().map(|shape| homes_line(shape, scale)));
        content
    }

    /// Land of the homes that the measure builds.
    fn homes(&self) -> impl Iterator<Item = &Shape> {
        self.facts.measure.homes.iter().map(|homes| &homes.shape)
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

    fn header(&self, sheet: &Sheet<'_, '_>, page: &Page) -> Result<(), RenderError> {
        sheet.outline(page.border, TEXT, 1.8)?;
        sheet.outline(page.border.inset(sheet.pt(4.0)), TEXT, 0.5)?;
        let PlanMap { city, plan, profile, .. } = self.facts.of;
        let title = own::measure(city, &self.facts.measure.id, self.facts.measure);
        let lines = [
            (title, Weight::Bold, TITLE, TEXT, TITLE * 1.3),
            (
                own::sheet_line(self.lang(), city.name(), plan, self.at),
                Weight::Regular,
                LINE,
                TEXT,
                LINE * 1.4,
            ),
            (words::profile_name(self.lang(), profile), Weight::Regular, LINE, QUIET, LINE * 1.4),
        ];
        let mut top = page.header.top;
        for (text, weight, points, ink, leading) in lines {
            let face = sheet.face(weight, points, ink);
            let fit = (page.header.width() / sheet.width(&text, face).max(1.0)).min(1.0);
            let face = Face { size: face.size * fit.max(0.6), ..face };
            let ems = page.header.width() / face.size;
            let text = super::text::shorten(sheet.fonts(), &text, weight, ems);
            sheet.text(&text, face, (page.header.left, top), HPos::Left)?;
            top += sheet.pt(leading);
        }
        Ok(())
    }

    fn captions(&self, sheet: &Sheet<'_, '_>, page: &Page) -> Result<(), RenderError> {
        let lang = self.lang();
        let service = self.facts.service().map(|service| service.names.get(lang));
        let captions = [
            own::caption(lang, service, pick(lang, "现状", "Today")),
            own::caption(lang, service, pick(lang, "仅实施此措施", "With this measure alone")),
        ];
        for (text, frame) in captions.iter().zip(page.maps) {
            let face = sheet.face(Weight::Bold, CAPTION, TEXT);
            let text =
                super::text::shorten(sheet.fonts(), text, Weight::Bold, frame.width() / face.size);
            let top = frame.top - sheet.pt(CAPTION * 1.4);
            sheet.text(&text, face, (frame.left, top), HPos::Left)?;
            sheet.outline(frame, TEXT, 0.7)?;
        }
        Ok(())
    }

    /// What stands in each column.
    fn sections(&self, hatch: Hatch, content: &Content<'_>, scale: f32) -> [Vec<Section>; 3] {
        [
            vec![self.legend(hatch, content, scale)],
            vec![self.facts.deeds()],
            vec![self.facts.comes_to(), self.facts.doubts()],
        ]
    }

    fn legend(&self, hatch: Hatch, content: &Content<'_>, scale: f32) -> Section {
        let lang = self.lang();
        let mut rows = self.classes(hatch);
        rows.extend(deeds(lang, &self.own));
        if let (Some(service), Some(outlets)) = (self.facts.service(), &content.outlets) {
            rows.extend(legend::symbols(lang, service, outlets));
        }
        rows.extend(self.homes().map(|_| homes_row(lang, scale)));
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

/// The streets of the city inside a view; none where it has no such layer.
fn streets(of: &PlanMap<'_>, view: &View, scale: f32) -> Lines<(f64, f64)> {
    let pen = Pen::new(palette::QUIET.with_alpha(0.55), 0.5 * scale);
    let mut streets = Lines::open(Look::Line(pen));
    let Some(layer) = of.city.streets() else { return streets };
    for line in layer.lines() {
        let points: Vec<Local> =
            line.iter().map(|vertex| layer.vertices()[*vertex as usize]).collect();
        if view.shows(&points) {
            streets.push(points.iter().map(|at| (at.x, at.y)));
        }
    }
    streets
}
