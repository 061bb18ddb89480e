//! What both maps share: frame, title, ground, borders, names, panel, footer.
//!
//! Paints from the ground up: land, hatching, borders, outlets, names; then the paper around the map
//! frame, which cuts off what reaches beyond it; then title, panel and footer.

use plotters_backend::text_anchor::HPos;

use crate::model::{City, Local, Shape, SubdistrictId};
use crate::units::Share;

use super::borders::borders;
use super::canvas::{Canvas, Face, Pen};
use super::element::{Lines, Look};
use super::font::{Fonts, Weight};
use super::footer::Footer;
use super::layout::{Frame, Layout, scale_of};
use super::names::Names;
use super::outlets::Outlets;
use super::palette::{self, PAPER, QUIET, TEXT};
use super::panel::{self, Row, Section};
use super::sheet::{Ground, Sheet};
use super::view::View;
use super::words::{self, pick};
use super::{Map, MapOptions, RenderError, furniture};

/// Sizes in points.
const TITLE: f32 = 23.0;
const RULE: f32 = 10.0;

/// What stands above the map.
pub(super) struct Heading {
    /// Place and subject.
    pub(super) title: String,
    /// Rule of the figures.
    pub(super) rule: String,
    /// What a reader must not overlook; empty for nothing.
    pub(super) caution: String,
}

/// What one of the two maps puts on the plate.
pub(super) struct Content<'a> {
    /// What the names had better not hide, by subdistrict.
    pub(super) shaded: &'a [Shape],
    /// Land from the ground up, in metres.
    pub(super) land: Vec<Lines<(f64, f64)>>,
    /// Outlets, where the map shows any.
    pub(super) outlets: Option<Outlets>,
    /// The rate printed under each name, by subdistrict.
    pub(super) rates: Vec<Option<Share>>,
    /// The panel.
    pub(super) sections: Vec<Section>,
}

/// A sheet laid out for a city.
pub(super) struct Plate<'a> {
    city: &'a City,
    options: &'a MapOptions,
    fonts: Fonts,
    heading: Heading,
    footer: Footer,
    layout: Layout,
    /// What part of the plane is shown.
    pub(super) view: View,
}

impl<'a> Plate<'a> {
    /// Lays out the sheet.
    pub(super) fn new(
        city: &'a City,
        options: &'a MapOptions,
        heading: Heading,
    ) -> Result<Self, RenderError> {
        let fonts = Fonts::load()?;
        // Title, rule and at most two lines of caution; the layout keeps what is used.
        let lines = 1.0 + f32::from(u8::from(!heading.caution.is_empty()));
        let height = TITLE * 1.28 + lines * RULE * 1.42;
        let footer = Footer::new(&fonts, options);
        let layout = Layout::of(options.size, options.dpi, (height, footer.height()))?;
        let view = View::of(city, options.unit, layout.map);
        Ok(Self { city, options, fonts, heading, footer, layout, view })
    }

    /// Pixels to a point.
    pub(super) fn scale(&self) -> f32 {
        scale_of(self.options.size, self.options.dpi)
    }

    /// The map.
    pub(super) fn draw(&self, content: &Content<'_>) -> Result<Map, RenderError> {
        let (width, height) = self.options.size;
        let mut canvas = Canvas::new(width, height, &self.fonts)?;
        let unlabelled = {
            let sheet = Sheet::new(&mut canvas, self.layout.scale);
            let bounds = self.view.bounds;
            let ground = sheet.ground(
                self.layout.map,
                bounds.min.x..bounds.max.x,
                bounds.min.y..bounds.max.y,
            );
            self.ground(&sheet, &ground)?;
            for layer in &content.land {
                ground.draw(layer)?;
            }
            self.borders(&sheet, &ground)?;
            let symbols = content.outlets.as_ref().map_or(&[][..], |o| &o.symbols[..]);
            for list in symbols {
                ground.draw(list)?;
            }
            let chosen = self.options.unit.map(SubdistrictId::index);
            let names = Names::new(&sheet, self.city, &self.view, &content.rates, chosen);
            let unlabelled = names.draw(self.city, &self.view, content.shaded, symbols)?;
            self.surround(&sheet)?;
            self.header(&sheet)?;
            self.panel(&sheet, content.sections.clone(), unlabelled)?;
            self.footer.draw(&sheet, self.layout.footer)?;
            unlabelled
        };
        let png = canvas.to_png(self.options.dpi)?;
        Ok(Map { png, missing_glyphs: canvas.missing(), unlabelled })
    }

    /// The city's outer border, half hidden by the city's ground.
    fn ground(&self, sheet: &Sheet<'_, '_>, ground: &Ground<'_, '_>) -> Result<(), RenderError> {
        sheet.fill(self.layout.map, Look::Fill(palette::OUTSIDE))?;
        let shapes = || self.city.subdistricts().iter().map(|u| &u.shape);
        let edge = Pen::new(palette::CITY_BORDER, sheet.pt(4.4));
        ground.draw(&rings(shapes(), Look::Line(edge)))?;
        for shape in shapes() {
            ground.draw(&rings([shape], Look::Fill(palette::GROUND)))?;
        }
        Ok(())
    }

    fn borders(&self, sheet: &Sheet<'_, '_>, ground: &Ground<'_, '_>) -> Result<(), RenderError> {
        let units = self.city.subdistricts();
        if let Some(chosen) = self.options.unit {
            let veil = Look::Fill(palette::PAPER.with_alpha(0.6));
            let others = units.iter().enumerate().filter(|(i, _)| *i != chosen.index());
            for (_, unit) in others {
                ground.draw(&rings([&unit.shape], veil.clone()))?;
            }
        }
        let all = borders(units);
        let least = 0.35 / self.view.per_metre;
        for (lines, (ink, width)) in
            [(&all.unit, palette::UNIT_LINE), (&all.district, palette::DISTRICT_LINE)]
        {
            let mut path = Lines::open(Look::Line(Pen::new(ink, sheet.pt(width))));
            for line in lines {
                path.push(thinned(line, least));
            }
            ground.draw(&path)?;
        }
        if let Some(unit) = self.options.unit.and_then(|id| units.get(id.index())) {
            let pen = Pen::new(palette::CITY_BORDER, sheet.pt(2.0));
            ground.draw(&rings([&unit.shape], Look::Line(pen)))?;
        }
        Ok(())
    }

    /// Paper over what reaches beyond the map frame, and the frames.
    fn surround(&self, sheet: &Sheet<'_, '_>) -> Result<(), RenderError> {
        let map = self.layout.map;
        let (width, height) = (self.layout.border.right * 2.0, self.layout.border.bottom * 2.0);
        for frame in [
            Frame::new(0.0, 0.0, width, map.top),
            Frame::new(0.0, map.bottom, width, height),
            Frame::new(0.0, map.top, map.left, map.bottom),
            Frame::new(map.right, map.top, width, map.bottom),
        ] {
            sheet.fill(frame, Look::Fill(PAPER))?;
        }
        sheet.outline(map, TEXT, 0.7)?;
        sheet.outline(self.layout.border, TEXT, 1.8)?;
        sheet.outline(self.layout.border.inset(sheet.pt(4.0)), TEXT, 0.5)
    }

    fn header(&self, sheet: &Sheet<'_, '_>) -> Result<(), RenderError> {
        let frame = self.layout.header;
        let (left, mut top) = (frame.left, frame.top);
        let face = self.fitting(sheet, &self.heading.title, Weight::Bold, TITLE);
        sheet.text(&self.heading.title, face, (left, top), HPos::Left)?;
        top += sheet.pt(TITLE * 1.28);
        let lines = [(&self.heading.rule, QUIET), (&self.heading.caution, palette::GAP)];
        for (text, ink) in lines {
            let face = Face { ink, ..self.fitting(sheet, text, Weight::Regular, RULE) };
            sheet.text(text, face, (left, top), HPos::Left)?;
            top += sheet.pt(RULE * 1.42);
        }
        Ok(())
    }

    /// The face in which a line fits the width of the header: smaller where it is long.
    fn fitting(&self, sheet: &Sheet<'_, '_>, text: &str, weight: Weight, points: f32) -> Face {
        let face = sheet.face(weight, points, TEXT);
        let width = sheet.width(text, face).max(1.0);
        let fit = (self.layout.header.width() / width).min(1.0);
        Face { size: face.size * fit, ..face }
    }

    fn panel(
        &self,
        sheet: &Sheet<'_, '_>,
        mut sections: Vec<Section>,
        unlabelled: usize,
    ) -> Result<(), RenderError> {
        let lang = self.options.lang;
        if unlabelled > 0 {
            let text = words::unlabelled(lang, unlabelled);
            let heading = pick(lang, "说明", "Notes");
            match sections.iter_mut().find(|s| s.heading == heading) {
                Some(notes) => notes.rows.push(Row::Text { text, ink: TEXT }),
                None => {
                    sections.push(Section { heading, rows: vec![Row::Text { text, ink: TEXT }] });
                }
            }
        }
        let mut columns = self.layout.panel.clone();
        if let Some(last) = columns.last_mut() {
            let foot = Frame { top: last.bottom - sheet.pt(furniture::HEIGHT), ..*last };
            furniture::draw(sheet, foot, self.view.per_metre, lang)?;
            last.bottom = foot.top - sheet.pt(8.0);
        }
        panel::draw(sheet, &columns, &sections)
    }
}

/// Name of the unit that a map is about; none for the whole city.
pub(super) fn chosen_name<'c>(city: &'c City, options: &MapOptions) -> Option<&'c str> {
    let unit = options.unit.and_then(|id| city.subdistricts().get(id.index()));
    unit.map(|u| u.name.as_str())
}

/// The rings of shapes as one path.
pub(super) fn rings<'s>(
    shapes: impl IntoIterator<Item = &'s Shape>,
    look: Look,
) -> Lines<(f64, f64)> {
    let mut lines = Lines::rings(look);
    for ring in shapes.into_iter().flat_map(Shape::rings) {
        lines.push(ring.points().iter().map(|p| (p.x, p.y)));
    }
    lines
}

/// A line without the points that lie within `least` metres of the one before; ends are kept.
fn thinned(line: &[Local], least: f64) -> Vec<(f64, f64)> {
    let mut kept: Vec<Local> = Vec::with_capacity(line.len());
    for (i, &p) in line.iter().enumerate() {
        let far = kept.last().is_none_or(|k| k.distance(p).0 >= least);
        if far || i + 1 == line.len() {
            kept.push(p);
        }
    }
    kept.into_iter().map(|p| (p.x, p.y)).collect()
}
