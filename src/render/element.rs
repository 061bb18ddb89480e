//! What plotters draws on our surface beyond its own elements: areas with holes, hatching, broken
//! lines, outlet symbols, and text with a rim.
//!
//! Each is a plotters element: its points are in whatever coordinates the drawing area has (metres
//! on a map, fine units on the sheet), and plotters turns them into places. Unlike plotters' own
//! elements, points beyond the area are not pulled to its edge ([`Exact`]): that would bend shapes.

use plotters::coord::CoordTranslate;
use plotters::drawing::Rect;
use plotters::element::{CoordMapper, Drawable, PointCollection};
use plotters_backend::{BackendCoord, DrawingErrorKind};
use std::convert::Infallible;
use tiny_skia::{Path, PathBuilder, Transform};

use super::backend::{Surface, pixels, push_line};
use super::canvas::{Face, Pen};
use super::hatch::Hatch;
use super::palette::Ink;

/// Points go where they are, beyond the drawing area too.
pub(super) struct Exact;

impl CoordMapper for Exact {
    type Output = BackendCoord;

    fn map<C: CoordTranslate>(coord: &C, from: &C::From, _: &Rect) -> BackendCoord {
        coord.translate(from)
    }
}

/// How lines become visible.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Look {
    /// Filled with a colour.
    Fill(Ink),
    /// Filled with hatching.
    Hatch(Hatch),
    /// Drawn as lines.
    Line(Pen),
}

/// Any number of lines or rings as one path; filled even-odd.
#[derive(Debug, Clone)]
pub(super) struct Lines<C> {
    points: Vec<C>,
    ends: Vec<usize>,
    closed: bool,
    look: Look,
}

impl<C> Lines<C> {
    /// No rings yet; each will be closed.
    pub(super) fn rings(look: Look) -> Self {
        Self { points: Vec::new(), ends: Vec::new(), closed: true, look }
    }

    /// No lines yet; none will be closed.
    pub(super) fn open(look: Look) -> Self {
        Self { closed: false, ..Self::rings(look) }
    }

    /// Adds one.
    pub(super) fn push(&mut self, points: impl IntoIterator<Item = C>) {
        self.points.extend(points);
        self.ends.push(self.points.len());
    }
}

impl<'a, C: 'a> PointCollection<'a, C, Exact> for &'a Lines<C> {
    type Point = &'a C;
    type IntoIter = &'a [C];

    fn point_iter(self) -> &'a [C] {
        &self.points
    }
}

impl<C> Drawable<Surface<'_, '_>, Exact> for Lines<C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        backend: &mut Surface<'_, '_>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let mut path = PathBuilder::new();
        let mut start = 0;
        for &end in &self.ends {
            push_line(&mut path, points.by_ref().take(end - start), self.closed);
            start = end;
        }
        if let Some(path) = path.finish() {
            match &self.look {
                Look::Fill(ink) => backend.canvas.fill(&path, *ink),
                Look::Hatch(hatch) => backend.canvas.hatch(&path, hatch),
                Look::Line(pen) => backend.canvas.stroke(&path, pen),
            }
        }
        Ok(())
    }
}

/// Shape of an outlet's symbol; one for each category of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// For the first category.
    Circle,
    /// For the second.
    Square,
    /// For the third.
    Triangle,
    /// For the fourth and any more.
    Diamond,
}

impl Mark {
    /// The mark of the category at a position of the service's list.
    pub(super) fn of(position: usize) -> Self {
        match position {
            0 => Self::Circle,
            1 => Self::Square,
            2 => Self::Triangle,
            3.. => Self::Diamond,
        }
    }

    /// Its outline about the origin; all marks look equally large at one radius.
    fn outline(self, radius: f32) -> Option<Path> {
        let corners: &[(f32, f32)] = match self {
            Self::Circle => return PathBuilder::from_circle(0.0, 0.0, radius),
            Self::Square => &[(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)],
            Self::Triangle => &[(0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)],
            Self::Diamond => &[(0.0, -1.3), (1.15, 0.0), (0.0, 1.3), (-1.15, 0.0)],
        };
        let mut path = PathBuilder::new();
        for (i, &(x, y)) in corners.iter().enumerate() {
            match i {
                0 => path.move_to(x * radius, y * radius),
                1.. => path.line_to(x * radius, y * radius),
            }
        }
        path.close();
        path.finish()
    }
}

/// The part of the radius of a hollow symbol that is its hole.
const HOLLOW: f32 = 0.6;

/// Symbols of one kind, each with a rim that parts it from what lies beneath.
#[derive(Debug, Clone)]
pub(super) struct Symbols<C> {
    /// Where they stand, in the order of drawing.
    pub(super) at: Vec<C>,
    /// Their shape.
    pub(super) mark: Mark,
    /// Their radius in pixels.
    pub(super) radius: f32,
    /// Whether they are outlines, filled with the colour of the rim.
    pub(super) is_hollow: bool,
    /// Their colour.
    pub(super) ink: Ink,
    /// Colour and width in pixels of the rim.
    pub(super) rim: (Ink, f32),
}

impl<'a, C: 'a> PointCollection<'a, C, Exact> for &'a Symbols<C> {
    type Point = &'a C;
    type IntoIter = &'a [C];

    fn point_iter(self) -> &'a [C] {
        &self.at
    }
}

impl<C> Drawable<Surface<'_, '_>, Exact> for Symbols<C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        backend: &mut Surface<'_, '_>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let inner = self.mark.outline(self.radius);
        let outer = self.mark.outline(self.radius + self.rim.1);
        let (Some(inner), Some(outer)) = (inner, outer) else { return Ok(()) };
        let hole = self.mark.outline(self.radius * HOLLOW).filter(|_| self.is_hollow);
        for (x, y) in points {
            let place = Transform::from_translate(pixels(x), pixels(y));
            let hole = hole.as_ref().map(|hole| (hole, self.rim.0));
            let solid = [(&outer, self.rim.0), (&inner, self.ink)];
            for (path, ink) in solid.into_iter().chain(hole) {
                if let Some(path) = path.clone().transform(place) {
                    backend.canvas.fill(&path, ink);
                }
            }
        }
        Ok(())
    }
}

/// A line of text over a rim of the paper's colour, by the middle of its baseline.
#[derive(Debug, Clone)]
pub(super) struct Caption<C> {
    /// Middle of the baseline.
    pub(super) at: C,
    /// What it says.
    pub(super) text: String,
    /// How it is set.
    pub(super) face: Face,
    /// Colour and width in pixels of the rim.
    pub(super) rim: (Ink, f32),
}

impl<'a, C: 'a> PointCollection<'a, C, Exact> for &'a Caption<C> {
    type Point = &'a C;
    type IntoIter = std::iter::Once<&'a C>;

    fn point_iter(self) -> std::iter::Once<&'a C> {
        std::iter::once(&self.at)
    }
}

impl<C> Drawable<Surface<'_, '_>, Exact> for Caption<C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        backend: &mut Surface<'_, '_>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        if let Some((x, y)) = points.next() {
            let width = backend.canvas.fonts().width(&self.text, self.face.weight);
            let left = pixels(x) - width * self.face.size / 2.0;
            backend.canvas.text(&self.text, self.face, (left, pixels(y)), Some(self.rim));
        }
        Ok(())
    }
}
