//! The sheet of one measure, upright A4: its surroundings today and with this measure alone, what it does,
//! what it comes to, and what is in doubt. What the maps show depends on what the measure is about: an outlet,
//! how people walk, or new homes.

use plotters_backend::text_anchor::HPos;

use crate::model::{Bounds, Local};

use super::canvas::{Canvas, Face, Pen};
use super::element::{Lines, Look};
use super::font::{Fonts, Weight};
use super::footer::Footer;
use super::layout::{Frame, PAGE, scale_of};
use super::measure_homes::HomesSheet;
use super::measure_outlet::OutletSheet;
use super::measure_walk::WalkSheet;
use super::palette::{self, QUIET, TEXT};
use super::panel::{self, Section};
use super::plan_facts::Facts;
use super::plan_map::PlanMap;
use super::plan_table::Table;
use super::plan_words as own;
use super::plate::{Content, Plate};
use super::sheet::Sheet;
use super::view::View;
use super::words;
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

/// What the maps of a sheet are about.
enum Subject<'a> {
    Outlet(OutletSheet<'a>),
    Walk(WalkSheet<'a>),
    Homes(HomesSheet<'a>),
}

impl<'a> Subject<'a> {
    /// What the measure at a position is about, and the part of the city that its maps show.
    fn new(of: &'a PlanMap<'a>, at: usize, options: &'a MapOptions) -> (Self, Bounds) {
        let picture = &of.pictures.measures[at];
        let measure = &of.plan.measures[at];
        let pictured = picture.pictured.as_ref();
        let facts = Facts {
            of,
            measure,
            effect: &of.review.measures[at],
            walk: of.walks.and_then(|walks| walks.measures.iter().find(|of| of.measure == at)),
            lack: pictured.map(|pictured| pictured.lack),
            extent: picture.extent,
            lang: options.lang,
        };
        if let Some(walk) = facts.walk {
            return (Self::Walk(WalkSheet::new(facts, at, walk, options)), walk.picture.extent);
        }
        if let Some((homes, reach)) = measure.homes.as_ref().zip(facts.effect.reach.as_ref()) {
            let sheet = HomesSheet::new(facts, homes, reach, options);
            return (Self::Homes(sheet), picture.extent);
        }
        (Self::Outlet(OutletSheet::new(facts, at, pictured, options)), picture.extent)
    }

    fn facts(&self) -> &Facts<'a> {
        match self {
            Self::Outlet(of) => of.facts(),
            Self::Walk(of) => of.facts(),
            Self::Homes(of) => of.facts(),
        }
    }

    fn table(&self) -> Table {
        match self {
            Self::Outlet(of) => of.table(),
            Self::Walk(of) => of.table(),
            Self::Homes(of) => of.table(),
        }
    }

    fn captions(&self) -> [String; 2] {
        match self {
            Self::Outlet(of) => of.captions(),
            Self::Walk(of) => of.captions(),
            Self::Homes(of) => of.captions(),
        }
    }

    fn drawn(&self, maps: &[Plate<'_>; 2]) -> ([Content<'a>; 2], Section) {
        match self {
            Self::Outlet(of) => of.drawn(maps),
            Self::Walk(of) => of.drawn(maps),
            Self::Homes(of) => of.drawn(maps),
        }
    }
}

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
    let (subject, extent) = Subject::new(of, measure, &options);
    let table = subject.table();
    let fonts = Fonts::load()?;
    let footer = Footer::new(&fonts, &options);
    let page = Page::new(&options, table.height(), footer.height());
    let maps = [
        Plate::inset(of.city, &options, page.map(0), &extent)?,
        Plate::inset(of.city, &options, page.map(1), &extent)?,
    ];
    let (contents, legend) = subject.drawn(&maps);
    let mut canvas = Canvas::new(options.size.0, options.size.1, &fonts)?;
    for ((map, content), frame) in maps.iter().zip(&contents).zip(&page.maps) {
        let (x, y) = corner(*frame);
        canvas.place(&map.picture(content)?, x, y);
    }
    {
        let drawn = Sheet::new(&mut canvas, page.scale);
        let facts = subject.facts();
        header(facts, measure, (&drawn, &page))?;
        captions(&subject.captions(), (&drawn, &page))?;
        let (columns, foot) = page.columns();
        furniture::draw(&drawn, foot, maps[0].view.per_metre, options.lang)?;
        let sections = [vec![legend], vec![facts.deeds()], vec![facts.comes_to(), facts.doubts()]];
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

fn header(
    facts: &Facts<'_>,
    at: usize,
    (sheet, page): (&Sheet<'_, '_>, &Page),
) -> Result<(), RenderError> {
    sheet.outline(page.border, TEXT, 1.8)?;
    sheet.outline(page.border.inset(sheet.pt(4.0)), TEXT, 0.5)?;
    let (PlanMap { city, plan, profile, .. }, lang) = (*facts.of, facts.lang);
    let title = own::measure(city, &facts.measure.id, facts.measure);
    let line = own::sheet_line(lang, city.name(), plan, at);
    let rules = words::profile_name(lang, profile);
    let lines = [
        (title, Weight::Bold, TITLE, TEXT, TITLE * 1.3),
        (line, Weight::Regular, LINE, TEXT, LINE * 1.4),
        (rules, Weight::Regular, LINE, QUIET, LINE * 1.4),
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

/// What stands over the maps, and their frames.
fn captions(
    captions: &[String; 2],
    (sheet, page): (&Sheet<'_, '_>, &Page),
) -> Result<(), RenderError> {
    for (text, frame) in captions.iter().zip(page.maps) {
        let face = sheet.face(Weight::Bold, CAPTION, TEXT);
        let ems = frame.width() / face.size;
        let text = super::text::shorten(sheet.fonts(), text, Weight::Bold, ems);
        let top = frame.top - sheet.pt(CAPTION * 1.4);
        sheet.text(&text, face, (frame.left, top), HPos::Left)?;
        sheet.outline(frame, TEXT, 0.7)?;
    }
    Ok(())
}

/// The streets of the city inside a view; none where it has no such layer.
pub(super) fn streets(of: &PlanMap<'_>, view: &View, scale: f32) -> Lines<(f64, f64)> {
    let pen = Pen::new(palette::QUIET.with_alpha(0.55), 0.5 * scale);
    let mut streets = Lines::open(Look::Line(pen));
    let Some(layer) = of.city.streets() else { return streets };
    for (_, line) in layer.drawn() {
        let points: Vec<Local> =
            line.iter().map(|vertex| layer.vertices()[*vertex as usize]).collect();
        if view.shows(&points) {
            streets.push(points.iter().map(|at| (at.x, at.y)));
        }
    }
    streets
}
