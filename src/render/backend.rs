//! The surface under plotters: its drawing calls, carried out on the [`Canvas`].
//!
//! plotters places everything on whole numbers. The surface therefore calls itself sixteen times
//! finer than it is ([`FINE`]), so that a point lands within a thirty-second of a pixel. Sizes and
//! widths that come in through plotters are in those fine units too. Elements of our own (`element`)
//! draw polygons with holes, hatching and text with a rim straight on the canvas.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};
use tiny_skia::{Path, PathBuilder, Rect};

use super::canvas::{Canvas, Face, Pen};
use super::font::{ASCENT, DESCENT, Weight};
use super::palette::Ink;

/// Places to a pixel.
pub(super) const FINE: i32 = 16;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// A canvas that plotters can draw on.
pub(super) struct Surface<'c, 'f> {
    pub(super) canvas: &'c mut Canvas<'f>,
}

/// A fine coordinate in pixels.
#[expect(clippy::cast_precision_loss, reason = "below 2^24 on any sheet that we allow")]
pub(super) fn pixels(fine: i32) -> f32 {
    fine as f32 / FINE as f32
}

/// Pixels as the nearest fine coordinate.
#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and no sheet is that large")]
pub(super) fn fine(pixels: f32) -> i32 {
    (pixels * 16.0).round() as i32
}

/// A line through points; closed where asked.
pub(super) fn path_of(
    points: impl IntoIterator<Item = BackendCoord>,
    closed: bool,
) -> Option<Path> {
    let mut path = PathBuilder::new();
    push_line(&mut path, points, closed);
    path.finish()
}

/// Adds a line through points to a path; points that fall together count once.
pub(super) fn push_line(
    path: &mut PathBuilder,
    points: impl IntoIterator<Item = BackendCoord>,
    closed: bool,
) {
    let mut last = None;
    for (x, y) in points {
        if last == Some((x, y)) {
            continue;
        }
        match last {
            None => path.move_to(pixels(x), pixels(y)),
            Some(_) => path.line_to(pixels(x), pixels(y)),
        }
        last = Some((x, y));
    }
    if closed && last.is_some() {
        path.close();
    }
}

fn pen_of<S: BackendStyle>(style: &S) -> Pen {
    let width = i32::try_from(style.stroke_width()).unwrap_or(i32::MAX);
    Pen::new(Ink::from_backend(style.color()), pixels(width))
}

impl Surface<'_, '_> {
    #[expect(clippy::unnecessary_wraps, reason = "the calls of plotters end in what this gives")]
    fn draw<S: BackendStyle>(&mut self, path: Option<Path>, style: &S, filled: bool) -> Drawn {
        if let Some(path) = path {
            if filled {
                self.canvas.fill(&path, Ink::from_backend(style.color()));
            } else {
                self.canvas.stroke(&path, &pen_of(style));
            }
        }
        Ok(())
    }
}

impl DrawingBackend for Surface<'_, '_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        let (width, height) = self.canvas.size();
        (width * FINE.unsigned_abs(), height * FINE.unsigned_abs())
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + 1, y + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw(path_of([from, to], false), style, false)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x0, y0): BackendCoord,
        (x1, y1): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.draw(path_of([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], true), style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.draw(path_of(path, false), style, false)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let r = pixels(i32::try_from(radius).unwrap_or(i32::MAX));
        let bounds = Rect::from_ltrb(pixels(x) - r, pixels(y) - r, pixels(x) + r, pixels(y) + r);
        self.draw(bounds.and_then(PathBuilder::from_oval), style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Drawn {
        self.draw(path_of(vert, true), style, true)
    }

    /// Sets one line; the anchor is measured on the advances and on the fonts' ascent and descent,
    /// so that neighbouring texts of one size stand on one line whatever their letters.
    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Drawn {
        let face = face_of(style);
        let width = self.canvas.fonts().width(text, face.weight) * face.size;
        let left = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => width / 2.0,
            HPos::Right => width,
        };
        let rise = match style.anchor().v_pos {
            VPos::Top => ASCENT,
            VPos::Center => (ASCENT - DESCENT) / 2.0,
            VPos::Bottom => -DESCENT,
        };
        let baseline = (pixels(x) - left, pixels(y) + rise * face.size);
        self.canvas.text(text, face, baseline, None);
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let face = face_of(style);
        let width = self.canvas.fonts().width(text, face.weight) * face.size;
        let height = (ASCENT + DESCENT) * face.size;
        Ok((fine(width).unsigned_abs(), fine(height).unsigned_abs()))
    }
}

fn face_of<T: BackendTextStyle>(style: &T) -> Face {
    let weight = match style.style() {
        FontStyle::Bold => Weight::Bold,
        FontStyle::Normal | FontStyle::Oblique | FontStyle::Italic => Weight::Regular,
    };
    #[expect(clippy::cast_possible_truncation, reason = "a font size in fine units")]
    let size = style.size() as f32 / pixels(FINE * FINE);
    Face { weight, size, ink: Ink::from_backend(style.color()) }
}
