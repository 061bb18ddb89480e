//! The sheet in pixels: fills with holes, hatching, lines, text, and the PNG at the end.
//!
//! Everything is anti-aliased and placed to a sixteenth of a pixel. Fills are even-odd, so that a
//! ring inside a ring is a hole, and so that two layers of one path give their difference. The canvas
//! keeps the outlines of the glyphs that it has drawn and the characters that no font has.

use std::collections::{BTreeMap, BTreeSet};

use tiny_skia::{
    FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, PixmapPaint, Shader, Stroke,
    Transform,
};

use super::RenderError;
use super::font::{Fonts, Weight};
use super::hatch::Hatch;
use super::palette::{self, Ink};

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pen {
    /// Colour.
    pub(super) ink: Ink,
    /// Width in pixels.
    pub(super) width: f32,
}

impl Pen {
    /// A line of a colour and a width in pixels.
    pub(super) fn new(ink: Ink, width: f32) -> Self {
        Self { ink, width }
    }

    fn stroke(&self) -> Stroke {
        Stroke {
            width: self.width,
            line_join: LineJoin::Round,
            line_cap: LineCap::Round,
            ..Stroke::default()
        }
    }
}

/// How a line of text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Face {
    /// Regular or bold.
    pub(super) weight: Weight,
    /// Height of the em in pixels.
    pub(super) size: f32,
    /// Colour.
    pub(super) ink: Ink,
}

/// What is drawn on.
pub(super) struct Canvas<'f> {
    pixmap: Pixmap,
    fonts: &'f Fonts,
    outlines: BTreeMap<(Weight, u16), Option<Path>>,
    missing: BTreeSet<char>,
}

impl<'f> Canvas<'f> {
    /// A sheet of white paper.
    pub(super) fn new(width: u32, height: u32, fonts: &'f Fonts) -> Result<Self, RenderError> {
        let mut pixmap = Pixmap::new(width, height).ok_or(RenderError::Size { width, height })?;
        pixmap.fill(palette::PAPER.color());
        Ok(Self { pixmap, fonts, outlines: BTreeMap::new(), missing: BTreeSet::new() })
    }

    /// Width and height in pixels.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.pixmap.width(), self.pixmap.height())
    }

    /// The fonts that text is set in.
    pub(super) fn fonts(&self) -> &'f Fonts {
        self.fonts
    }

    /// Fills a path, even-odd.
    pub(super) fn fill(&mut self, path: &Path, ink: Ink) {
        let paint = solid(ink);
        self.pixmap.fill_path(path, &paint, FillRule::EvenOdd, Transform::identity(), None);
    }

    /// Fills a path with hatching, even-odd.
    pub(super) fn hatch(&mut self, path: &Path, hatch: &Hatch) {
        let Some(tile) = hatch.tile() else { return };
        let paint = Paint { shader: Hatch::shader(&tile), anti_alias: true, ..Paint::default() };
        self.pixmap.fill_path(path, &paint, FillRule::EvenOdd, Transform::identity(), None);
    }

    /// Draws along a path.
    pub(super) fn stroke(&mut self, path: &Path, pen: &Pen) {
        let paint = solid(pen.ink);
        self.pixmap.stroke_path(path, &paint, &pen.stroke(), Transform::identity(), None);
    }

    /// Sets a line of text with its baseline starting at `x`, `y`, over a rim of `halo` pixels where
    /// one is asked for.
    pub(super) fn text(
        &mut self,
        text: &str,
        face: Face,
        at: (f32, f32),
        halo: Option<(Ink, f32)>,
    ) {
        let line = self.fonts.line(text, face.weight);
        self.missing.extend(&line.missing);
        let mut all = PathBuilder::new();
        for placed in &line.glyphs {
            let fonts = self.fonts;
            let outline = self
                .outlines
                .entry((placed.weight, placed.glyph.0))
                .or_insert_with(|| fonts.outline(placed.weight, placed.glyph));
            let x = at.0 + placed.x * face.size;
            let place = Transform::from_row(face.size, 0.0, 0.0, -face.size, x, at.1);
            if let Some(path) = outline.clone().and_then(|p| p.transform(place)) {
                all.push_path(&path);
            }
        }
        let Some(path) = all.finish() else { return };
        if let Some((ink, rim)) = halo {
            self.stroke(&path, &Pen::new(ink, 2.0 * rim));
        }
        let paint = solid(face.ink);
        self.pixmap.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
    }

    /// Puts another picture on the sheet, its upper left corner at a pixel.
    pub(super) fn place(&mut self, other: &Self, x: i32, y: i32) {
        let paint = PixmapPaint::default();
        let picture = other.pixmap.as_ref();
        self.pixmap.draw_pixmap(x, y, picture, &paint, Transform::identity(), None);
        self.missing.extend(&other.missing);
    }

    /// The characters that no font has, in order.
    pub(super) fn missing(&self) -> Vec<char> {
        self.missing.iter().copied().collect()
    }

    /// The sheet as PNG: 8-bit RGB, with its size on paper (`pHYs`, PNG third edition, 11.3.4.3).
    pub(super) fn to_png(&self, dpi: u32) -> Result<Vec<u8>, RenderError> {
        let (width, height) = self.size();
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Balanced);
        // Dots a metre from dots an inch of 0.0254 m, rounded to the nearest whole.
        let per_metre = (dpi * 10_000 + 127) / 254;
        encoder.set_pixel_dims(Some(png::PixelDimensions {
            xppu: per_metre,
            yppu: per_metre,
            unit: png::Unit::Meter,
        }));
        let pixels = self.pixmap.data().chunks_exact(4);
        let rgb: Vec<u8> = pixels.flat_map(|p| [p[0], p[1], p[2]]).collect();
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&rgb)?;
        writer.finish()?;
        Ok(out)
    }
}

fn solid(ink: Ink) -> Paint<'static> {
    let mut paint = Paint { shader: Shader::SolidColor(ink.color()), ..Paint::default() };
    paint.anti_alias = true;
    paint
}
