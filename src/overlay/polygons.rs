//! Union, intersection and difference of polygons on the fixed grid.
//!
//! Takes shapes in metres, gives shapes in metres whose corners lie on the [`Grid`]. Method: the
//! sweep of `i_overlay` over whole numbers, with snapped crossings and the non-zero rule, so that
//! shapes may overlap each other; the result is taken apart as OGC 06-103r4, 6.1.11 and RFC 7946
//! want it: no ring touches itself, parts that meet in a point are polygons of their own, holes lie
//! inside. What snapping changes is below perimeter times step. Arcs are not known here.

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{IntOverlayOptions, Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::{Precision, Solver, Strategy};
use i_overlay::i_shape::int::shape::{IntContour, IntShapes};

use super::grid::Grid;
use crate::model::{Local, Shape};

/// All that lies in at least one of the shapes, borders between them dissolved.
#[must_use]
pub fn union(shapes: &[&Shape], grid: &Grid) -> Shape {
    let subject = contours(shapes, grid);
    grid.shape(run(&subject, &[], OverlayRule::Subject))
}

/// What of the united `subject` lies inside `clip`.
#[must_use]
pub fn intersection(subject: &[&Shape], clip: &Shape, grid: &Grid) -> Shape {
    let (subject, clip) = (contours(subject, grid), grid.contours(clip));
    grid.shape(run(&subject, &clip, OverlayRule::Intersect))
}

/// What of the united `subject` lies outside `clip`.
#[must_use]
pub fn difference(subject: &[&Shape], clip: &Shape, grid: &Grid) -> Shape {
    let (subject, clip) = (contours(subject, grid), grid.contours(clip));
    grid.shape(run(&subject, &clip, OverlayRule::Difference))
}

/// What of the area inside some rings lies inside `clip`; the interior of a ring is on its left.
#[must_use]
pub fn inside(rings: &[Vec<Local>], clip: &Shape, grid: &Grid) -> Shape {
    let contour = |ring: &Vec<Local>| ring.iter().map(|&p| grid.snap(p)).collect();
    let subject: Vec<IntContour> = rings.iter().map(contour).collect();
    grid.shape(run(&subject, &grid.contours(clip), OverlayRule::Intersect))
}

/// The area that a closed line goes round an odd number of times; the line may cross itself.
#[must_use]
pub fn even_odd(line: &[Local], grid: &Grid) -> Shape {
    let contour: IntContour = line.iter().map(|&p| grid.snap(p)).collect();
    grid.shape(operate(&[contour], &[], OverlayRule::Subject, FillRule::EvenOdd))
}

fn contours(shapes: &[&Shape], grid: &Grid) -> Vec<IntContour> {
    shapes.iter().flat_map(|s| grid.contours(s)).collect()
}

/// One operation on rings in steps: interior on the left, non-zero rule.
pub(super) fn run(subject: &[IntContour], clip: &[IntContour], rule: OverlayRule) -> IntShapes {
    operate(subject, clip, rule, FillRule::NonZero)
}

fn operate(
    subject: &[IntContour],
    clip: &[IntContour],
    rule: OverlayRule,
    fill: FillRule,
) -> IntShapes {
    // One thread: the stages run in parallel over units and not inside one.
    let solver =
        Solver { strategy: Strategy::Auto, precision: Precision::HIGH, multithreading: None };
    let edges = subject.iter().chain(clip).map(Vec::len).sum();
    let mut overlay = Overlay::new_custom(edges, IntOverlayOptions::ogc(), solver);
    overlay.add_contours(subject, ShapeType::Subject);
    overlay.add_contours(clip, ShapeType::Clip);
    overlay.overlay(rule, fill)
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small whole numbers")]
mod tests;
