//! Which part of the plane the map shows, and how large.

use crate::model::{Bounds, City, Local, SubdistrictId};

use super::layout::Frame;

/// Room around the land shown, as a share of its larger side.
const MARGIN: f64 = 0.03;

/// Least side of what a map shows, in metres, so that a point of land does not fill a sheet.
const LEAST_SIDE: f64 = 200.0;

/// The part of the plane in the map frame, at one scale in both directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct View {
    /// Where on the sheet.
    pub(super) frame: Frame,
    /// What part of the plane fills it.
    pub(super) bounds: Bounds,
    /// Pixels to a metre.
    pub(super) per_metre: f64,
}

impl View {
    /// The whole city, or one unit with a rim of its neighbours, in the middle of the frame.
    pub(super) fn of(city: &City, unit: Option<SubdistrictId>, frame: Frame) -> Self {
        let units = city.subdistricts();
        let land = match unit.and_then(|id| units.get(id.index())) {
            Some(unit) => unit.shape.bounds(),
            None => units.iter().fold(Bounds::EMPTY, |b, u| b.union(u.shape.bounds())),
        };
        let land = if land.is_empty() {
            Bounds { min: Local::default(), max: Local::default() }
        } else {
            land
        };
        let margin = MARGIN * land.width().max(land.height());
        Self::about(&land.grown(margin), frame)
    }

    /// This part of the plane, in the middle of the frame.
    pub(super) fn about(shown: &Bounds, frame: Frame) -> Self {
        let (w, h) = (f64::from(frame.width()), f64::from(frame.height()));
        let metres = (shown.width().max(LEAST_SIDE) / w).max(shown.height().max(LEAST_SIDE) / h);
        let middle = Local::new(
            f64::midpoint(shown.min.x, shown.max.x),
            f64::midpoint(shown.min.y, shown.max.y),
        );
        let (dx, dy) = (metres * w / 2.0, metres * h / 2.0);
        let bounds = Bounds {
            min: Local::new(middle.x - dx, middle.y - dy),
            max: Local::new(middle.x + dx, middle.y + dy),
        };
        Self { frame, bounds, per_metre: 1.0 / metres }
    }

    /// Whether any of a line may lie in the frame.
    pub(super) fn shows(&self, line: &[Local]) -> bool {
        let mut bounds = Bounds::EMPTY;
        for at in line {
            bounds.include(*at);
        }
        bounds.touches(&self.bounds)
    }

    /// Where a point of the plane lies on the sheet, in pixels.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "pixels need no more than single precision"
    )]
    pub(super) fn place(&self, at: Local) -> (f32, f32) {
        let x = (at.x - self.bounds.min.x) * self.per_metre;
        let y = (self.bounds.max.y - at.y) * self.per_metre;
        (self.frame.left + x as f32, self.frame.top + y as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::grid_city;

    #[test]
    fn the_city_stands_in_the_middle_at_one_scale() {
        let city = grid_city(2, 1, 1000.0);
        let view = View::of(&city, None, Frame::new(0.0, 0.0, 1060.0, 1060.0));
        // 2,000 m and a rim of 3 % on both sides are 2,120 m on 1,060 pixels: half a pixel a metre.
        assert!((view.per_metre - 0.5).abs() < 1e-9);
        let (x, y) = view.place(Local::new(1000.0, 500.0));
        assert!((x - 530.0).abs() < 0.01 && (y - 530.0).abs() < 0.01);
    }

    #[test]
    fn north_is_up() {
        let city = grid_city(1, 1, 1000.0);
        let view = View::of(&city, None, Frame::new(0.0, 0.0, 100.0, 100.0));
        assert!(view.place(Local::new(0.0, 1000.0)).1 < view.place(Local::new(0.0, 0.0)).1);
    }
}
