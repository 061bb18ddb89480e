//! A change that is asked about, as the maps show it: the barrier that is laid and the gates that are opened,
//! each with its entry in the legend.

use std::collections::HashSet;

use crate::model::{Bounds, City, Local};
use crate::profile::Lang;

use super::canvas::Pen;
use super::element::{Lines, Look, Mark, Symbols};
use super::legend::entry;
use super::palette::{ASKED, PAPER};
use super::panel::{Row, Sample};
use super::words::pick;

/// Width of a barrier in points, and of the paper under it.
const WIDTHS: [f32; 2] = [3.0, 5.4];

/// Radius of the symbol of a gate in points.
const GATE: f32 = 5.2;

/// The pens of a barrier, the lower first.
fn pens(scale: f32) -> Vec<Pen> {
    let [width, below] = WIDTHS;
    vec![Pen::new(PAPER, below * scale), Pen::new(ASKED, width * scale)]
}

/// The barrier that is laid.
pub(super) fn lines(city: &City, scale: f32) -> Vec<Lines<(f64, f64)>> {
    let drawn = |pen| {
        let mut lines = Lines::open(Look::Line(pen));
        for line in &city.question().barrier {
            lines.push(line.iter().map(|at| (at.x, at.y)));
        }
        lines
    };
    pens(scale).into_iter().map(drawn).collect()
}

/// The gates that are opened.
fn opened(city: &City) -> impl Iterator<Item = Local> + '_ {
    let asked: HashSet<&str> = city.question().open.iter().map(|id| &**id).collect();
    city.gates().iter().filter(move |gate| asked.contains(&*gate.id)).map(|gate| gate.at)
}

/// Their symbols.
pub(super) fn symbols(city: &City, scale: f32) -> Symbols<(f64, f64)> {
    Symbols {
        at: opened(city).map(|at| (at.x, at.y)).collect(),
        mark: Mark::Triangle,
        radius: GATE * scale,
        is_hollow: false,
        ink: ASKED,
        rim: (PAPER, 1.2 * scale),
    }
}

/// The entries of what lies in the part that is shown.
pub(super) fn keys(lang: Lang, city: &City, shown: &Bounds, scale: f32) -> Vec<Row> {
    let is_near = |line: &Vec<Local>| {
        let mut bounds = Bounds::EMPTY;
        for at in line {
            bounds.include(*at);
        }
        bounds.touches(shown)
    };
    let mut rows = Vec::new();
    if city.question().barrier.iter().any(is_near) {
        let name = pick(lang, "提问设置的屏障", "Barrier of the question");
        rows.push(entry(Sample::Line(pens(scale)), name, String::new()));
    }
    let gates = opened(city).filter(|at| shown.holds(*at)).count();
    if gates > 0 {
        let sample = Sample::Dot { mark: Mark::Triangle, ink: ASKED, is_hollow: false };
        let name = pick(lang, "提问开放的出入口", "Gates opened by the question");
        rows.push(entry(sample, name, gates.to_string()));
    }
    rows
}
