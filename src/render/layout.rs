//! Where things stand on the sheet.
//!
//! Sizes are thought of in points on paper (1/72 inch) and turned into pixels by one scale. The
//! scale follows the dots an inch, but a point never gets smaller than 1.4 pixels, so that the
//! smallest text stays legible on a screen, nor so large that the sheet could not hold its parts.

use super::RenderError;

/// Smallest width or height of a sheet in pixels.
const MIN_SIDE: u32 = 480;

/// Greatest width or height of a sheet in pixels: A0 at 360 dots an inch is 16 837.
const MAX_SIDE: u32 = 16_900;

/// Pixels to a point below which text of 7 points cannot be read on a screen.
const MIN_SCALE: f32 = 1.4;

/// The longer side of the smallest sheet that holds title, panel and map, in points.
const MIN_LONG_SIDE: f32 = 720.0;

/// From the edge of the sheet to its frame, in points.
const BORDER: f32 = 15.0;

/// From the frame to what stands in it, in points.
const MARGIN: f32 = 13.0;

/// An upright rectangle in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    /// Least x.
    pub(super) left: f32,
    /// Least y.
    pub(super) top: f32,
    /// Greatest x.
    pub(super) right: f32,
    /// Greatest y.
    pub(super) bottom: f32,
}

impl Frame {
    /// The rectangle from its corners.
    pub(super) fn new(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Self { left, top, right, bottom }
    }

    /// The same with `by` taken off on every side.
    pub(super) fn inset(self, by: f32) -> Self {
        Self::new(self.left + by, self.top + by, self.right - by, self.bottom - by)
    }

    pub(super) fn width(&self) -> f32 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f32 {
        self.bottom - self.top
    }
}

/// Where the panel stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PanelSide {
    /// At the right of the map, in one column.
    Beside,
    /// Below the map, in three columns.
    Below,
}

impl PanelSide {
    /// Beside the map on wide sheets, below it on tall ones.
    pub(super) fn usual((width, height): (u32, u32)) -> Self {
        if width >= height { Self::Beside } else { Self::Below }
    }

    /// The other of the two.
    pub(super) fn other(self) -> Self {
        match self {
            Self::Beside => Self::Below,
            Self::Below => Self::Beside,
        }
    }
}

/// The parts of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    /// Pixels to a point.
    pub(super) scale: f32,
    /// The sheet frame.
    pub(super) border: Frame,
    /// Title and rule.
    pub(super) header: Frame,
    /// The map.
    pub(super) map: Frame,
    /// Columns for figures, legend, notes and scale bar; one beside the map, three below it.
    pub(super) panel: Vec<Frame>,
    /// Source, date, approval number.
    pub(super) footer: Frame,
}

impl Layout {
    /// The layout of a sheet of `width` by `height` pixels; `header` and `footer` are the heights in
    /// points that title and rule, source and date take.
    pub(super) fn of(
        (width, height): (u32, u32),
        dpi: u32,
        (header, footer): (f32, f32),
        panel: PanelSide,
    ) -> Result<Self, RenderError> {
        let sides = MIN_SIDE..=MAX_SIDE;
        if !sides.contains(&width) || !sides.contains(&height) {
            return Err(RenderError::Size { width, height });
        }
        let scale = scale_of((width, height), dpi);
        let pt = |points: f32| points * scale;
        let (w, h) = (side(width), side(height));
        let border = Frame::new(0.0, 0.0, w, h).inset(pt(BORDER));
        let inner = border.inset(pt(MARGIN));
        let header = Frame { bottom: inner.top + pt(header), ..inner };
        let footer = Frame { top: inner.bottom - pt(footer), ..inner };
        let body = Frame { top: header.bottom + pt(9.0), bottom: footer.top - pt(9.0), ..inner };
        let (map, panel) = if panel == PanelSide::Beside {
            let panel = (0.19 * w).clamp(pt(158.0), pt(215.0));
            let left = body.right - panel;
            let map = Frame { right: left - pt(13.0), ..body };
            (map, vec![Frame { left, ..body }])
        } else {
            let panel = (0.22 * h).clamp(pt(150.0), pt(230.0));
            let top = body.bottom - panel;
            let map = Frame { bottom: top - pt(11.0), ..body };
            let gap = pt(16.0);
            let column = (body.width() - 2.0 * gap) / 3.0;
            let columns = [0.0, 1.0, 2.0].map(|i| {
                let left = body.left + i * (column + gap);
                Frame::new(left, top, left + column, body.bottom)
            });
            (map, columns.to_vec())
        };
        Ok(Self { scale, border, header, map, panel, footer })
    }

    /// Whether the map has three tenths of the sheet in both directions.
    pub(super) fn has_room(&self) -> bool {
        self.map.width() > 0.3 * self.border.width()
            && self.map.height() > 0.3 * self.border.height()
    }
}

/// Width of the header and the footer in points.
pub(super) fn line_width(size: (u32, u32), dpi: u32) -> f32 {
    side(size.0) / scale_of(size, dpi) - 2.0 * (BORDER + MARGIN)
}

/// Pixels to a point.
pub(super) fn scale_of((width, height): (u32, u32), dpi: u32) -> f32 {
    let largest = side(width.max(height)) / MIN_LONG_SIDE;
    (side(dpi.max(1)) / 72.0).max(MIN_SCALE).min(largest)
}

/// From the edge of a sheet to its frame, and from there to what stands in it, in points.
pub(super) const PAGE: (f32, f32) = (BORDER, MARGIN);

/// A side of a sheet in pixels.
#[expect(clippy::cast_precision_loss, reason = "at most 16 900")]
pub(super) fn side(pixels: u32) -> f32 {
    pixels as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_apart_on_any_sheet() {
        for size in [(480, 480), (1200, 848), (848, 1200), (2400, 1697), (4762, 3368)] {
            let l = Layout::of(size, 144, (50.0, 34.0), PanelSide::usual(size)).unwrap();
            assert!(l.header.bottom < l.map.top, "{size:?}");
            assert!(l.map.bottom < l.footer.top, "{size:?}");
            assert!(l.has_room(), "{size:?}");
            let first = l.panel[0];
            assert!(first.left > l.map.right || first.top > l.map.bottom, "{size:?}");
        }
    }

    #[test]
    fn a_sheet_without_room_is_refused() {
        assert!(matches!(
            Layout::of((100, 2000), 144, (50.0, 11.0), PanelSide::Below),
            Err(RenderError::Size { width: 100, height: 2000 })
        ));
    }

    #[test]
    fn a_flat_sheet_has_no_room_for_a_panel_below_the_map() {
        let of = |side| Layout::of((4000, 480), 144, (50.0, 34.0), side).unwrap().has_room();
        assert_eq!((of(PanelSide::Beside), of(PanelSide::Below)), (true, false));
    }

    #[test]
    fn a_point_of_288_dots_an_inch_is_four_pixels() {
        assert!((scale_of((4762, 3368), 288) - 4.0).abs() < 1e-6);
        // 72 dots an inch would be one pixel a point: too small to read.
        assert!((scale_of((1200, 848), 72) - 1.4).abs() < 1e-6);
    }
}
