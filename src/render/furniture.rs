//! North arrow and scale bar.

use plotters_backend::text_anchor::HPos;

use crate::profile::Lang;

use super::RenderError;
use super::canvas::Pen;
use super::element::Look;
use super::font::Weight;
use super::layout::Frame;
use super::palette::{PAPER, TEXT};
use super::sheet::Sheet;
use super::words::pick;

/// Height of both together in points.
pub(super) const HEIGHT: f32 = 52.0;

/// Draws the scale bar at the lower left and the north arrow at the lower right of a frame.
pub(super) fn draw(
    sheet: &Sheet<'_, '_>,
    frame: Frame,
    per_metre: f64,
    lang: Lang,
) -> Result<(), RenderError> {
    let arrow = sheet.pt(20.0);
    north_arrow(sheet, (frame.right - arrow / 2.0 - sheet.pt(2.0), frame.bottom), lang)?;
    let room = frame.width() - arrow - sheet.pt(44.0);
    scale_bar(sheet, (frame.left, frame.bottom), Bar::within(room, per_metre))
}

/// The letter above, the needle below; half of it filled.
fn north_arrow(sheet: &Sheet<'_, '_>, (x, bottom): (f32, f32), lang: Lang) -> Result<(), RenderError> {
    let (height, half) = (sheet.pt(30.0), sheet.pt(7.5));
    let (tip, notch) = ((x, bottom - height), (x, bottom - 0.26 * height));
    let (left, right) = ((x - half, bottom), (x + half, bottom));
    sheet.polygon(&[tip, left, notch], TEXT)?;
    sheet.polygon(&[tip, right, notch], PAPER)?;
    for (from, to) in [(tip, left), (left, notch), (notch, right), (right, tip), (tip, notch)] {
        sheet.line(from, to, Pen::new(TEXT, sheet.pt(0.6)))?;
    }
    let face = sheet.face(Weight::Bold, 10.0, TEXT);
    let top = bottom - height - sheet.pt(13.0);
    sheet.text(pick(lang, "北", "N"), face, (x, top), HPos::Center)
}

/// A length with a round number, and its parts.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bar {
    metres: f64,
    parts: u8,
    pixels: f32,
}

impl Bar {
    /// The longest of 1, 2 or 5 times a power of ten metres that fits.
    fn within(room: f32, per_metre: f64) -> Self {
        let most = f64::from(room) / per_metre;
        let mut best = Self { metres: 1.0, parts: 2, pixels: 0.0 };
        for power in 0..7 {
            for (digit, parts) in [(1.0, 2), (2.0, 2), (5.0, 5)] {
                let metres = digit * 10_f64.powi(power);
                if metres <= most {
                    best = Self { metres, parts, pixels: 0.0 };
                }
            }
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most the room, in pixels")]
        let pixels = (best.metres * per_metre) as f32;
        Self { pixels, ..best }
    }

    /// A part of the length as a number, and the unit of the whole.
    fn text(&self, share: f64) -> String {
        let unit = if self.metres >= 1000.0 { 1000.0 } else { 1.0 };
        format!("{}", self.metres * share / unit)
    }

    fn unit(&self) -> &'static str {
        if self.metres >= 1000.0 { "km" } else { "m" }
    }
}

fn scale_bar(sheet: &Sheet<'_, '_>, (left, bottom): (f32, f32), bar: Bar) -> Result<(), RenderError> {
    let (left, height) = (left + sheet.pt(3.0), sheet.pt(4.0));
    let whole = Frame::new(left, bottom - height, left + bar.pixels, bottom);
    let part = bar.pixels / f32::from(bar.parts);
    for i in 0..bar.parts {
        let from = left + f32::from(i) * part;
        let ink = if i % 2 == 0 { TEXT } else { PAPER };
        sheet.fill(Frame { left: from, right: from + part, ..whole }, Look::Fill(ink))?;
    }
    sheet.outline(whole, TEXT, 0.6)?;
    let face = sheet.face(Weight::Regular, 8.0, TEXT);
    let top = bottom - height - sheet.pt(12.0);
    sheet.text("0", face, (left, top), HPos::Center)?;
    if bar.parts == 2 {
        sheet.text(&bar.text(0.5), face, (left + part, top), HPos::Center)?;
    }
    let end = bar.text(1.0);
    let right = left + bar.pixels;
    sheet.text(&end, face, (right, top), HPos::Center)?;
    let after = right + sheet.width(&end, face) / 2.0 + sheet.pt(2.5);
    sheet.text(bar.unit(), face, (after, top), HPos::Left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_bar_has_a_round_length() {
        // 100 pixels at 0.01 pixels a metre are 10,000 m.
        let bar = Bar::within(100.0, 0.01);
        assert_eq!((bar.text(1.0), bar.text(0.5), bar.unit()), ("10".into(), "5".into(), "km"));
        assert!((bar.pixels - 100.0).abs() < 1e-3);
        // 9,999 m are too few for 10 km.
        assert_eq!(Bar::within(99.99, 0.01).text(1.0), "5");
    }

    #[test]
    fn a_short_bar_is_in_metres() {
        let bar = Bar::within(100.0, 0.4);
        assert_eq!((bar.text(1.0), bar.unit()), ("200".into(), "m"));
    }
}
