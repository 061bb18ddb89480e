//! Hatching as a tile that repeats without a seam.
//!
//! A tile is a square of whole pixels with lines at 45 degrees through its corners and its middle,
//! so that it continues itself on all four sides. A polygon is filled with the tile, which clips the
//! hatching to it, holes and all.

use tiny_skia::{FilterQuality, Paint, PathBuilder, Pixmap, Shader, SpreadMode, Stroke, Transform};

use super::palette::Ink;
use super::view::View;
use crate::model::Shape;

/// Points from one line to the next below which hatching is a grey.
const FINEST: f32 = 2.6;

/// Which way the lines run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slant {
    /// From lower left to upper right.
    Rising,
    /// From upper left to lower right.
    Falling,
}

/// Parallel lines of one colour on nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hatch {
    /// Colour of the lines.
    pub(super) ink: Ink,
    /// Width of a line in pixels.
    pub(super) width: f32,
    /// From one line to the next, along a row, in pixels.
    pub(super) step: f32,
    /// Which way the lines run.
    pub(super) slant: Slant,
}

impl Hatch {
    /// Lines for the parts of shapes as they are on a map: at most `widest` points apart, closer
    /// where the parts are small, so that a few lines cross each; a line takes a sixth of the step.
    pub(super) fn for_shapes<'s>(
        look: (Ink, Slant),
        widest: f32,
        shapes: impl Iterator<Item = &'s Shape>,
        view: &View,
        scale: f32,
    ) -> Self {
        // The mean area of the part that a random point of the shapes lies in.
        let (mut once, mut twice) = (0.0, 0.0);
        for area in shapes.flat_map(Shape::polygons).map(|p| p.area().0) {
            once += area;
            twice += area * area;
        }
        let side = if once > 0.0 { (twice / once).sqrt() * view.per_metre } else { f64::INFINITY };
        #[expect(clippy::cast_possible_truncation, reason = "a length in pixels")]
        let third = side as f32 / 3.0;
        let step = third.clamp(FINEST * scale, widest * scale).round().max(4.0);
        Self { ink: look.0, width: step / 6.0, step, slant: look.1 }
    }

    /// The tile; none only where memory for a few pixels cannot be had.
    pub(super) fn tile(&self) -> Option<Pixmap> {
        let size = self.side();
        let mut tile = Pixmap::new(size, size)?;
        let side = size_f32(size);
        let mut lines = PathBuilder::new();
        // One line through the tile's diagonal and one through each of the other two corners, each
        // drawn past the edge so that its ends lie outside.
        for shift in [-side, 0.0, side] {
            let (from, to) = (-side, 2.0 * side);
            match self.slant {
                Slant::Falling => {
                    lines.move_to(from + shift, from);
                    lines.line_to(to + shift, to);
                }
                Slant::Rising => {
                    lines.move_to(from + shift, side - from);
                    lines.line_to(to + shift, side - to);
                }
            }
        }
        let mut paint = Paint::default();
        paint.set_color(self.ink.color());
        paint.anti_alias = true;
        let stroke = Stroke { width: self.width, ..Stroke::default() };
        tile.stroke_path(&lines.finish()?, &paint, &stroke, Transform::identity(), None);
        Some(tile)
    }

    /// A shader that repeats the tile over the whole sheet.
    pub(super) fn shader(tile: &Pixmap) -> Shader<'_> {
        tiny_skia::Pattern::new(
            tile.as_ref(),
            SpreadMode::Repeat,
            FilterQuality::Nearest,
            1.0,
            Transform::identity(),
        )
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 4 .. 256 before the cast"
    )]
    fn side(&self) -> u32 {
        self.step.round().clamp(4.0, 256.0) as u32
    }
}

#[expect(clippy::cast_precision_loss, reason = "a tile is at most 256 pixels wide")]
fn size_f32(size: u32) -> f32 {
    size as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::palette;

    #[test]
    fn a_tile_continues_itself_on_all_sides() {
        let hatch = Hatch { ink: palette::GAP, width: 2.0, step: 12.0, slant: Slant::Rising };
        let tile = hatch.tile().unwrap();
        // On a slope of 45 degrees a step to the right equals a step down; across the seam too.
        for i in 0..12 {
            let at = |x: u32, y: u32| tile.pixel(x % 12, y % 12).unwrap().alpha();
            assert!(at(i, 0).abs_diff(at(i + 11, 1)) <= 2);
            assert!(at(0, i).abs_diff(at(11, i + 1)) <= 2);
        }
    }
}
