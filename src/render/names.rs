//! The names of the units with their rates: how large, and drawn where `labels` has put them.

use crate::model::{Bounds, City, Local, Shape};

use super::RenderError;
use super::backend::fine;
use super::canvas::{Face, Pen};
use super::element::{Caption, Mark, Symbols};
use super::font::{ASCENT, Fonts, Weight};
use super::labels::{Margins, Spot, Wish, place};
use super::layout::Frame;
use super::palette::{PAPER, QUIET, TEXT};
use super::plan_words::BEFORE_AND_AFTER;
use super::room::Room;
use super::sheet::Sheet;
use super::text::{halves, shorten, wrap};
use super::view::View;

/// Greatest and least size of a name in points.
const NAME: (f32, f32) = (11.5, 7.4);

/// The small size as a share of the full one.
const SMALL: f32 = 0.86;

/// Size of the rate as a share of the name.
const RATE: f32 = 0.92;

/// From one baseline to the next, in ems of the name.
const LEADING: f32 = 1.1;

/// A name longer than this many ems stands on two lines.
const ONE_LINE: f32 = 8.0;

/// A line longer than this many ems is shortened on the map.
const LONGEST: f32 = 11.0;

/// Opacity of the paper behind a label: what it hides shows through, and hatching does not strike the
/// letters out.
const PLATE: f64 = 0.7;

/// The names of one map.
pub(super) struct Names<'s, 'c, 'f> {
    sheet: &'s Sheet<'c, 'f>,
    points: f32,
    /// By unit the lines of its name, and the texts that may stand under it, the first that fits being taken.
    lines: Vec<(Vec<String>, Vec<Vec<String>>)>,
    neighbours: Vec<bool>,
}

impl<'s, 'c, 'f> Names<'s, 'c, 'f> {
    /// The names of a city's units, with what stands under each; `chosen` is the unit that the map is
    /// about, whose neighbours are named quietly and without a rate.
    pub(super) fn new(
        sheet: &'s Sheet<'c, 'f>,
        city: &City,
        view: &View,
        under: &[String],
        chosen: Option<usize>,
    ) -> Self {
        let is_neighbour = |index: usize| chosen.is_some_and(|c| c != index);
        let units = city.subdistricts().iter().enumerate();
        let lines = units
            .map(|(index, unit)| {
                let rate = under.get(index).filter(|_| !is_neighbour(index));
                (
                    broken(sheet.fonts(), &unit.name),
                    rate.map_or_else(|| vec![Vec::new()], |rate| texts(rate)),
                )
            })
            .collect();
        let neighbours = (0..city.subdistricts().len()).map(is_neighbour).collect();
        let mut names = Self { sheet, points: 1.0, lines, neighbours };
        names.points = names.fitting(city, view);
        names
    }

    /// Size of the names in points: a middling label takes half the width of a middling unit.
    fn fitting(&self, city: &City, view: &View) -> f32 {
        let areas = city.subdistricts().iter().map(|u| u.shape.area().0);
        let area = median(areas.collect()).unwrap_or_default();
        let point = f64::from(self.sheet.pt(1.0));
        let widths =
            (0..self.lines.len()).map(|index| f64::from(self.extent(index, (0, 0)).0) / point);
        let width = median(widths.collect()).unwrap_or_default().max(1.0);
        #[expect(clippy::cast_possible_truncation, reason = "points")]
        let points = (0.5 * area.max(0.0).sqrt() * view.per_metre / point / width) as f32;
        points.clamp(NAME.1, NAME.0)
    }

    /// Places and draws them; gives back how many found no room.
    pub(super) fn draw(
        &self,
        city: &City,
        view: &View,
        land: &[Shape],
        symbols: &[&Symbols<(f64, f64)>],
    ) -> Result<usize, RenderError> {
        let mut room = Room::new(view.frame, self.sheet.pt(2.0));
        let (mut wishes, mut owners) = (Vec::new(), Vec::new());
        for (index, unit) in city.subdistricts().iter().enumerate() {
            let bounds = unit.shape.bounds();
            if bounds.touches(&view.bounds) {
                room.give(wishes.len(), &pixels(&unit.shape, view).collect::<Vec<_>>());
                let middle = Local::new(
                    f64::midpoint(bounds.min.x, bounds.max.x),
                    f64::midpoint(bounds.min.y, bounds.max.y),
                );
                let home = home(&unit.shape, land.get(index));
                let home = home.map(|b| [view.place(b.min), view.place(b.max)]);
                wishes.push(Wish { home, ..self.wish(index, view.place(middle)) });
                owners.push(index);
            }
        }
        room.sound();
        let points = symbols.iter().flat_map(|s| &s.at);
        room.strew(points.map(|&(x, y)| view.place(Local::new(x, y))));
        let shown = land.iter().filter(|s| s.bounds().touches(&view.bounds));
        room.shade(&shown.flat_map(|s| pixels(s, view)).collect::<Vec<_>>());
        let symbol = symbols.iter().map(|s| s.radius).fold(0.0, f32::max);
        let spots = place(&mut room, &wishes, Margins { label: self.sheet.pt(1.2), symbol });
        let placed = || owners.iter().zip(&spots).filter_map(|(i, s)| s.map(|s| (*i, s)));
        for (index, spot) in placed() {
            self.plate(index, spot)?;
        }
        for (index, spot) in placed() {
            self.leader(index, spot)?;
        }
        for (index, spot) in placed() {
            self.label(index, spot)?;
        }
        let lost = wishes.iter().zip(&spots).filter(|(w, s)| !w.is_optional && s.is_none());
        Ok(lost.count())
    }

    fn wish(&self, index: usize, anchor: (f32, f32)) -> Wish {
        let texts = 0..self.lines[index].1.len();
        let sizes = texts.map(|text| [0, 1].map(|size| self.extent(index, (text, size)))).collect();
        Wish { sizes, anchor, home: None, is_optional: self.neighbours[index] }
    }

    /// Width and height of a label in pixels.
    fn extent(&self, index: usize, (text, size): (usize, usize)) -> (f32, f32) {
        let mut extent = (0.0_f32, 1.0 - LEADING);
        for (text, face) in self.faces(index, (text, size)) {
            extent = (extent.0.max(self.sheet.width(text, face)), extent.1 + LEADING);
        }
        (extent.0, extent.1 * self.face(index, size).size)
    }

    /// The lines of a label, each with its face.
    fn faces(
        &self,
        index: usize,
        (text, size): (usize, usize),
    ) -> impl Iterator<Item = (&String, Face)> {
        let (name, texts) = &self.lines[index];
        let face = self.face(index, size);
        let small = Face { size: face.size * RATE, ..face };
        name.iter().map(move |line| (line, face)).chain(texts[text].iter().map(move |r| (r, small)))
    }

    fn face(&self, index: usize, size: usize) -> Face {
        let ink = if self.neighbours[index] { QUIET } else { TEXT };
        let points = if size == 0 { self.points } else { self.points * SMALL };
        self.sheet.face(Weight::Regular, points, ink)
    }

    /// A thin line from the label to its unit, with a dot at the unit.
    fn leader(&self, index: usize, spot: Spot) -> Result<(), RenderError> {
        let Some((x, y)) = spot.leader else { return Ok(()) };
        let (width, height) = self.extent(index, (spot.text, spot.size));
        let (dx, dy) = (x - spot.middle.0, y - spot.middle.1);
        // Where the line leaves the label's rectangle.
        let out = (width / 2.0 / dx.abs().max(0.1)).min(height / 2.0 / dy.abs().max(0.1)).min(1.0);
        let from = (spot.middle.0 + out * dx, spot.middle.1 + out * dy);
        self.sheet.line(from, (x, y), Pen::new(PAPER, self.sheet.pt(1.8)))?;
        self.sheet.line(from, (x, y), Pen::new(TEXT, self.sheet.pt(0.6)))?;
        let dot = Symbols {
            is_hollow: false,
            at: vec![(fine(x), fine(y))],
            mark: Mark::Circle,
            radius: self.sheet.pt(1.2),
            ink: TEXT,
            rim: (PAPER, self.sheet.pt(0.6)),
        };
        Ok(self.sheet.area().draw(&dot)?)
    }

    /// Paper behind a label.
    fn plate(&self, index: usize, spot: Spot) -> Result<(), RenderError> {
        let pad = 0.18 * self.face(index, spot.size).size;
        let (width, height) = self.extent(index, (spot.text, spot.size));
        let (x, y) = spot.middle;
        let (dx, dy) = (width / 2.0 + pad, height / 2.0 + pad);
        let plate = rounded(Frame::new(x - dx, y - dy, x + dx, y + dy), 2.0 * pad);
        self.sheet.polygon(&plate, PAPER.with_alpha(PLATE))
    }

    fn label(&self, index: usize, spot: Spot) -> Result<(), RenderError> {
        let face = self.face(index, spot.size);
        let (_, height) = self.extent(index, (spot.text, spot.size));
        let rim = (PAPER.with_alpha(0.92), 0.2 * face.size);
        let (x, top) = (spot.middle.0, spot.middle.1 - height / 2.0);
        let mut baseline = top + ASCENT * face.size + 0.04 * face.size;
        for (text, small) in self.faces(index, (spot.text, spot.size)) {
            let face = Face { size: small.size, ..face };
            let caption = Caption { at: (fine(x), fine(baseline)), text: text.clone(), face, rim };
            self.sheet.area().draw(&caption)?;
            baseline += LEADING * face.size;
        }
        Ok(())
    }
}

/// The texts that may stand under a name: a rate on one line; two of them, before and after, on one line or on
/// two, or not at all where they would run over the border of the unit.
fn texts(under: &str) -> Vec<Vec<String>> {
    match under.split_once(BEFORE_AND_AFTER) {
        Some((before, after)) => {
            let lines = vec![format!("{before}{}", BEFORE_AND_AFTER.trim_end()), after.to_owned()];
            vec![vec![under.to_owned()], lines, Vec::new()]
        }
        None => vec![vec![under.to_owned()]],
    }
}

/// A name on one line, or on two of about the same length.
fn broken(fonts: &Fonts, name: &str) -> Vec<String> {
    let width = |text: &str| fonts.width(text, Weight::Regular);
    let halves = halves(name).map(|(a, b)| width(a).max(width(b)));
    let Some(half) = halves.min_by(f32::total_cmp).filter(|_| width(name) > ONE_LINE) else {
        return vec![shorten(fonts, name, Weight::Regular, LONGEST)];
    };
    let mut lines = wrap(fonts, name, Weight::Regular, half.min(LONGEST));
    if lines.len() > 2 {
        let rest = name[lines[0].len()..].trim_start();
        lines[1] = shorten(fonts, rest, Weight::Regular, LONGEST);
        lines.truncate(2);
    }
    lines
}

/// The rectangle of the part of a unit that has most of its land, the largest of those; none of a unit
/// in one part.
fn home(unit: &Shape, land: Option<&Shape>) -> Option<Bounds> {
    if unit.polygons().len() < 2 {
        return None;
    }
    let land = || land.into_iter().flat_map(Shape::polygons);
    let parts = unit.polygons().iter().map(|part| Shape::new(vec![part.clone()]));
    let weighed = parts.map(|part| {
        let inside = land().filter(|piece| part.contains(piece.inner_point()));
        let land: f64 = inside.map(|piece| piece.area().0).sum();
        (land, part.area().0, part.bounds())
    });
    let heaviest = weighed.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    heaviest.map(|(_, _, bounds)| bounds)
}

/// The rings of a shape in pixels.
fn pixels<'a>(shape: &'a Shape, view: &'a View) -> impl Iterator<Item = Vec<(f32, f32)>> + 'a {
    shape.rings().map(|r| r.points().iter().map(|p| view.place(*p)).collect())
}

/// The middle one in size, the larger of two.
fn median(mut of: Vec<f64>) -> Option<f64> {
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied()
}

/// A rectangle with its corners cut round, in four steps each.
fn rounded(frame: Frame, radius: f32) -> Vec<(f32, f32)> {
    let radius = radius.min(frame.width() / 2.0).min(frame.height() / 2.0);
    let inner = frame.inset(radius);
    let corners = [
        (inner.right, inner.bottom),
        (inner.left, inner.bottom),
        (inner.left, inner.top),
        (inner.right, inner.top),
    ];
    let quarter = std::f32::consts::FRAC_PI_2;
    let steps = [0.0_f32, 0.25, 0.5, 0.75, 1.0];
    let mut points = Vec::with_capacity(20);
    for ((x, y), turn) in corners.into_iter().zip([0.0_f32, 1.0, 2.0, 3.0]) {
        points.extend(steps.map(|step| {
            let (sine, cosine) = ((turn + step) * quarter).sin_cos();
            (x + radius * cosine, y + radius * sine)
        }));
    }
    points
}
