//! What both maps share: frame, title, ground, borders, names, panel, footer.
//!
//! Paints from the ground up: land, hatching, borders, outlets, names; then the paper around the map
//! frame, which cuts off what reaches beyond it; then title, panel and footer.

use plotters_backend::text_anchor::HPos;

use crate::model::{Bounds, City, Local, Shape, SubdistrictId};

use super::borders::borders;
use super::canvas::{Canvas, Face, Pen};
use super::element::{Lines, Look};
use super::font::{Fonts, Weight};
use super::footer::Footer;
use super::layout::{Frame, Layout, PanelSide, scale_of};
use super::marks::Marks;
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

/// The line that says what change is asked about: the height of its band, its letters.
const ASKED: (f32, f32) = (19.0, 12.0);

/// Height of what stands above a map, in points: title, so many lines, and the band of a question.
fn head(city: &City, lines: f32) -> f32 {
    let band = if city.question().is_empty() { 0.0 } else { ASKED.0 + 4.0 };
    TITLE * 1.28 + lines * RULE * 1.42 + band
}

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
    /// What lies over the borders.
    pub(super) above: Vec<Lines<(f64, f64)>>,
    /// Outlets, where the map shows any.
    pub(super) outlets: Option<Outlets>,
    /// What lies over everything else on the map.
    pub(super) marks: Marks,
    /// What is printed under each name, by subdistrict.
    pub(super) under: Vec<String>,
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
    /// Whether the units have their names on it.
    is_named: bool,
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
        let height = head(city, lines);
        let footer = Footer::new(&fonts, options);
        let (layout, view) = arranged(city, options, (height, footer.height()))?;
        Ok(Self { city, options, fonts, heading, footer, layout, view, is_named: true })
    }

    /// The sheet of a part of the city, without the names of its units.
    pub(super) fn about(
        city: &'a City,
        options: &'a MapOptions,
        heading: Heading,
        part: &Bounds,
    ) -> Result<Self, RenderError> {
        let plate = Self::new(city, options, heading)?;
        let view = View::about(part, plate.layout.map);
        Ok(Self { view, is_named: false, ..plate })
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
            let unlabelled = self.lay_out(&sheet, content)?;
            self.surround(&sheet)?;
            self.header(&sheet)?;
            self.panel(&sheet, content.sections.clone(), unlabelled)?;
            self.footer.draw(&sheet, self.layout.footer)?;
            unlabelled
        };
        let png = canvas.to_png(self.options.dpi)?;
        Ok(Map { png, missing_glyphs: canvas.missing(), unlabelled })
    }

    /// What lies inside the map frame; gives back how many units have no room for their name.
    fn lay_out(&self, sheet: &Sheet<'_, '_>, content: &Content<'_>) -> Result<usize, RenderError> {
        let bounds = self.view.bounds;
        let (east, north) = (bounds.min.x..bounds.max.x, bounds.min.y..bounds.max.y);
        let ground = sheet.ground(self.layout.map, east, north);
        self.ground(sheet, &ground)?;
        for layer in &content.land {
            ground.draw(layer)?;
        }
        self.borders(sheet, &ground)?;
        for layer in &content.above {
            ground.draw(layer)?;
        }
        let symbols = content.outlets.as_ref().map_or(&[][..], |o| &o.symbols[..]);
        for list in symbols {
            ground.draw(list)?;
        }
        let mut unlabelled = 0;
        if self.is_named {
            let chosen = self.options.unit.map(SubdistrictId::index);
            let names = Names::new(sheet, self.city, &self.view, &content.under, chosen);
            let symbols: Vec<_> = symbols.iter().chain([&content.marks.taken]).collect();
            unlabelled = names.draw(self.city, &self.view, content.shaded, &symbols)?;
        }
        content.marks.draw(&ground)?;
        Ok(unlabelled)
    }

    /// A map without anything about it, for a sheet that has several.
    pub(super) fn inset(
        city: &'a City,
        options: &'a MapOptions,
        (width, height): (f32, f32),
        part: &Bounds,
    ) -> Result<Self, RenderError> {
        let fonts = Fonts::load()?;
        let nothing = Heading { title: String::new(), rule: String::new(), caution: String::new() };
        let footer = Footer::new(&fonts, options);
        let map = Frame::new(0.0, 0.0, width, height);
        let scale = scale_of(options.size, options.dpi);
        let layout =
            Layout { scale, border: map, header: map, map, panel: Vec::new(), footer: map };
        let view = View::about(part, map);
        Ok(Self { city, options, fonts, heading: nothing, footer, layout, view, is_named: true })
    }

    /// The picture of such a map, as large as its frame.
    pub(super) fn picture(&self, content: &Content<'_>) -> Result<Canvas<'_>, RenderError> {
        let pixels = |length: f32| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a part of a sheet of at most 16 900 pixels"
            )]
            let whole = length.max(1.0).ceil() as u32;
            whole
        };
        let map = self.layout.map;
        let mut canvas = Canvas::new(pixels(map.width()), pixels(map.height()), &self.fonts)?;
        let sheet = Sheet::new(&mut canvas, self.layout.scale);
        self.lay_out(&sheet, content)?;
        drop(sheet);
        Ok(canvas)
    }

    /// The fonts that its text is set in.
    pub(super) fn fonts(&self) -> &Fonts {
        &self.fonts
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
        let (opacity, beside) = palette::BESIDE_LINE;
        let ranks = [(&all.unit, palette::UNIT_LINE), (&all.district, palette::DISTRICT_LINE)];
        let below = ranks
            .map(|(lines, (_, width))| (lines, (PAPER.with_alpha(opacity), width + 2.0 * beside)));
        let alone = [(&all.alone, palette::UNIT_LINE)];
        for (lines, (ink, width)) in below.into_iter().chain(alone).chain(ranks) {
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
        // Each as long as the sheet: two that met within a pixel would cover it in part each, and not whole.
        for frame in [
            Frame::new(0.0, 0.0, width, map.top),
            Frame::new(0.0, map.bottom, width, height),
            Frame::new(0.0, 0.0, map.left, height),
            Frame::new(map.right, 0.0, width, height),
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
        let face = Self::fitting(sheet, (&self.heading.title, frame.width()), Weight::Bold, TITLE);
        sheet.text(&self.heading.title, face, (left, top), HPos::Left)?;
        top += sheet.pt(TITLE * 1.28);
        if let Some(text) = words::asked(self.options.lang, self.city) {
            let band = Frame { top, bottom: top + sheet.pt(ASKED.0), ..frame };
            sheet.fill(band, Look::Fill(palette::ASKED))?;
            let room = band.width() - sheet.pt(12.0);
            let face =
                Face { ink: PAPER, ..Self::fitting(sheet, (&text, room), Weight::Bold, ASKED.1) };
            let down = (band.height() - face.size) / 2.0 - sheet.pt(0.4);
            sheet.text(&text, face, (left + sheet.pt(6.0), top + down), HPos::Left)?;
            top = band.bottom + sheet.pt(4.0);
        }
        let lines = [(&self.heading.rule, QUIET), (&self.heading.caution, palette::GAP)];
        for (text, ink) in lines {
            let face =
                Face { ink, ..Self::fitting(sheet, (text, frame.width()), Weight::Regular, RULE) };
            sheet.text(text, face, (left, top), HPos::Left)?;
            top += sheet.pt(RULE * 1.42);
        }
        Ok(())
    }

    /// The face in which a line fits its room: smaller where it is long.
    fn fitting(
        sheet: &Sheet<'_, '_>,
        (text, room): (&str, f32),
        weight: Weight,
        points: f32,
    ) -> Face {
        let face = sheet.face(weight, points, TEXT);
        let width = sheet.width(text, face).max(1.0);
        let fit = (room / width).min(1.0);
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

/// How much larger the land has to become before the panel leaves its usual side of the map.
const WORTH_MOVING: f64 = 1.12;

/// How much larger before the sheet is turned.
const WORTH_TURNING: f64 = 1.2;

/// The layout in which the land is largest, the usual one where they are about equal.
fn arranged(
    city: &City,
    options: &MapOptions,
    heights: (f32, f32),
) -> Result<(Layout, View), RenderError> {
    let usual = PanelSide::usual(options.size);
    let layout = Layout::of(options.size, options.dpi, heights, usual)?;
    let view = shown(city, options, layout.map);
    let other = Layout::of(options.size, options.dpi, heights, usual.other())?;
    if !other.has_room() {
        return Ok((layout, view));
    }
    let larger = shown(city, options, other.map);
    let is_worth_it = larger.per_metre > WORTH_MOVING * view.per_metre;
    Ok(if is_worth_it { (other, larger) } else { (layout, view) })
}

/// What part of the plane a map shows in its frame.
fn shown(city: &City, options: &MapOptions, frame: Frame) -> View {
    match &options.extent {
        Some(part) => View::about(part, frame),
        None => View::of(city, options.unit, frame),
    }
}

/// Whether the land becomes clearly larger on the same sheet turned by a quarter.
pub(super) fn asks_to_be_turned(city: &City, options: &MapOptions) -> Result<bool, RenderError> {
    let (width, height) = options.size;
    let turned = MapOptions { size: (height, width), ..options.clone() };
    // Title, rule, one line of caution; source and date in one line.
    let heights = (head(city, 2.0), 11.0);
    let scale = |options| arranged(city, options, heights).map(|(_, view)| view.per_metre);
    Ok(scale(&turned)? > WORTH_TURNING * scale(options)?)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Lang;
    use crate::render::tests::grid_city;

    #[test]
    fn the_panel_of_a_strip_of_land_stands_below_it() {
        let columns = |columns, rows| {
            let city = grid_city(columns, rows, 1000.0);
            let (layout, _) = arranged(&city, &MapOptions::new(Lang::Zh), (50.0, 11.0)).unwrap();
            layout.panel.len()
        };
        assert_eq!([columns(10, 1), columns(3, 3), columns(1, 10)], [3, 1, 1]);
    }

    #[test]
    fn paper_covers_all_about_the_frame_whatever_part_of_a_pixel_it_begins_at() {
        let city = grid_city(2, 2, 1000.0);
        for height in 600..608 {
            let options = MapOptions::new(Lang::En).with_size((900, height));
            let heading =
                Heading { title: String::new(), rule: String::new(), caution: String::new() };
            let plate = Plate::new(&city, &options, heading).unwrap();
            let mut canvas = Canvas::new(900, height, &plate.fonts).unwrap();
            let layout = &plate.layout;
            {
                let sheet = Sheet::new(&mut canvas, layout.scale);
                sheet.fill(Frame::new(0.0, 0.0, 900.0, 608.0), Look::Fill(TEXT)).unwrap();
                plate.surround(&sheet).unwrap();
            }
            let png = canvas.to_png(options.dpi).unwrap();
            let mut reader = png::Decoder::new(std::io::Cursor::new(&png)).read_info().unwrap();
            let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
            let info = reader.next_frame(&mut bytes).unwrap();
            let (page, map) = (layout.border.inset(8.0 * layout.scale), layout.map.inset(-2.0));
            let holds = |frame: Frame, (x, y): (f32, f32)| {
                (frame.left..frame.right).contains(&x) && (frame.top..frame.bottom).contains(&y)
            };
            let mut seen = 0;
            for (y, row) in (0_u16..).zip(bytes.chunks(info.line_size)) {
                for (x, pixel) in (0_u16..).zip(row.chunks(info.line_size / 900)) {
                    let at = (f32::from(x), f32::from(y));
                    if holds(page, at) && !holds(map, at) {
                        assert_eq!(pixel[..3], [255; 3], "{at:?} of a sheet {height} high");
                        seen += 1;
                    }
                }
            }
            assert!(seen > 50_000, "{seen} pixels");
        }
    }
}
