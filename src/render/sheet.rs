//! Drawing on the sheet in pixels, through plotters.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::DrawingArea;
use plotters::element::Text;
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, TextStyle};
use plotters_backend::BackendCoord;
use plotters_backend::text_anchor::{HPos, Pos, VPos};

use super::RenderError;
use super::backend::{Surface, fine};
use super::canvas::{Canvas, Face, Pen};
use super::element::{Lines, Look};
use super::font::{Fonts, Weight};
use super::layout::Frame;
use super::palette::Ink;

/// A drawing area in metres.
pub(super) type Ground<'c, 'f> =
    DrawingArea<Surface<'c, 'f>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// The whole sheet as plotters sees it.
pub(super) struct Sheet<'c, 'f> {
    area: DrawingArea<Surface<'c, 'f>, Shift>,
    fonts: &'f Fonts,
    scale: f32,
}

impl<'c, 'f> Sheet<'c, 'f> {
    /// The sheet of a canvas, `scale` pixels to a point.
    pub(super) fn new(canvas: &'c mut Canvas<'f>, scale: f32) -> Self {
        let fonts = canvas.fonts();
        let surface = Rc::new(RefCell::new(Surface { canvas }));
        Self { area: DrawingArea::from(&surface), fonts, scale }
    }

    /// Points in pixels.
    pub(super) fn pt(&self, points: f32) -> f32 {
        points * self.scale
    }

    /// The fonts that text is set in.
    pub(super) fn fonts(&self) -> &'f Fonts {
        self.fonts
    }

    /// A face of so many points.
    pub(super) fn face(&self, weight: Weight, points: f32, ink: Ink) -> Face {
        Face { weight, size: self.pt(points), ink }
    }

    /// The drawing area itself, in fine units.
    pub(super) fn area(&self) -> &DrawingArea<Surface<'c, 'f>, Shift> {
        &self.area
    }

    /// A drawing area in metres: the ranges of eastings and northings fill the frame.
    pub(super) fn ground(&self, frame: Frame, east: Range<f64>, north: Range<f64>) -> Ground<'c, 'f> {
        let x = fine(frame.left)..fine(frame.right);
        let y = fine(frame.bottom)..fine(frame.top);
        self.area.clone().apply_coord_spec(Cartesian2d::new(east, north, (x, y)))
    }

    /// Fills a rectangle.
    pub(super) fn fill(&self, frame: Frame, look: Look) -> Result<(), RenderError> {
        let mut ring = Lines::rings(look);
        ring.push(corners(frame));
        Ok(self.area.draw(&ring)?)
    }

    /// Draws round a rectangle.
    pub(super) fn outline(&self, frame: Frame, ink: Ink, points: f32) -> Result<(), RenderError> {
        self.fill(frame, Look::Line(Pen::new(ink, self.pt(points))))
    }

    /// Draws a line.
    pub(super) fn line(
        &self,
        from: (f32, f32),
        to: (f32, f32),
        pen: Pen,
    ) -> Result<(), RenderError> {
        let mut line = Lines::open(Look::Line(pen));
        line.push([from, to].map(|(x, y)| (fine(x), fine(y))));
        Ok(self.area.draw(&line)?)
    }

    /// Fills a polygon.
    pub(super) fn polygon(&self, points: &[(f32, f32)], ink: Ink) -> Result<(), RenderError> {
        let mut ring = Lines::rings(Look::Fill(ink));
        ring.push(points.iter().map(|&(x, y)| (fine(x), fine(y))));
        Ok(self.area.draw(&ring)?)
    }

    /// Sets a line of text with its top at `y`; `x` is its start, middle or end.
    pub(super) fn text(
        &self,
        text: &str,
        face: Face,
        (x, y): (f32, f32),
        align: HPos,
    ) -> Result<(), RenderError> {
        let style = match face.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Bold => FontStyle::Bold,
        };
        let size = f64::from(fine(face.size));
        let style = TextStyle {
            font: FontDesc::new(FontFamily::Name("Walkshed Sans SC"), size, style),
            color: face.ink.plot().to_backend_color(),
            pos: Pos::new(align, VPos::Top),
        };
        Ok(self.area.draw(&Text::new(text, (fine(x), fine(y)), style))?)
    }

    /// Width of a text in pixels.
    pub(super) fn width(&self, text: &str, face: Face) -> f32 {
        self.fonts.width(text, face.weight) * face.size
    }
}

fn corners(frame: Frame) -> [BackendCoord; 4] {
    let Frame { left, top, right, bottom } = frame;
    [(left, top), (right, top), (right, bottom), (left, bottom)].map(|(x, y)| (fine(x), fine(y)))
}
