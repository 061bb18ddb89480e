//! What the measures of a plan do to outlets, marked on a map and called as in the tables of the plan.
//!
//! An opening is a dark disc with a plus, a closure a white one with a cross, a move a line from a ring to
//! a dark disc, another category at one place a disc with a bar. Labels stand beside their marks, the first
//! of eight places in three rings that no other mark or label takes; a thin line leads to one in an outer
//! ring.

use crate::model::{City, Local, Measure, Plan, Walking};

use super::RenderError;
use super::backend::fine;
use super::canvas::{Face, Pen};
use super::element::{Caption, Lines, Look, Mark, Symbols};
use super::font::{Fonts, Weight};
use super::palette::{OUTLET, PAPER, QUIET, TEXT};
use super::sheet::{Ground, Sheet};
use super::view::View;

/// Radius of a mark, and of the ring at the old place of an outlet that moves, in points.
const RADIUS: (f32, f32) = (4.6, 2.8);

/// Size of a label in points.
const LABEL: f32 = 8.2;

/// Ids up to this many letters are labels; else measures are numbered in the order of the plan.
const SHORT: usize = 6;

/// What a measure does to the outlets that a map is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Deed {
    /// One comes.
    Opens,
    /// One goes.
    Closes,
    /// One goes to another place.
    Moves,
    /// One becomes another at its place.
    Turns,
    /// A gate opens.
    GateOpens,
    /// A gate closes.
    GateCloses,
}

impl Deed {
    /// Whether its mark is white.
    fn is_hollow(self) -> bool {
        matches!(self, Self::Closes | Self::GateCloses)
    }
}

/// A measure on a map.
#[derive(Debug, Clone)]
pub(super) struct Marked {
    /// Position in the plan.
    pub(super) measure: usize,
    /// What it does.
    pub(super) deed: Deed,
    from: Option<Local>,
    to: Option<Local>,
}

impl Marked {
    /// What a measure does to outlets of some categories that count; none where nothing.
    pub(super) fn of(
        city: &City,
        (at, measure): (usize, &Measure),
        is_shown: &dyn Fn(&str) -> bool,
    ) -> Option<Self> {
        let from = measure.removes(city).map(|id| &city.outlets()[id.index()]);
        let from = from.filter(|outlet| is_shown(&city.categories()[outlet.category.index()]));
        let to = measure.adds(city).filter(|outlet| is_shown(&outlet.category));
        let (from, to) = (from.map(|outlet| outlet.at), to.map(|outlet| outlet.at));
        let deed = match (from, to) {
            (None, None) => return None,
            (None, Some(_)) => Deed::Opens,
            (Some(_), None) => Deed::Closes,
            (Some(from), Some(to)) if from == to => Deed::Turns,
            (Some(_), Some(_)) => Deed::Moves,
        };
        Some(Self { measure: at, deed, from, to })
    }

    /// A measure that changes nothing in reach, at the place of its outlet; none without a place.
    pub(super) fn still(city: &City, (at, measure): (usize, &Measure)) -> Option<Self> {
        let today = measure.target.map(|id| city.outlets()[id.index()].at);
        let place = measure.outlet.as_ref().map(|outlet| outlet.at).or(today)?;
        Some(Self { measure: at, deed: Deed::Turns, from: Some(place), to: Some(place) })
    }

    /// A gate that opens or closes; none of any other measure.
    pub(super) fn gate(city: &City, (at, measure): (usize, &Measure)) -> Option<Self> {
        let walking = measure.walking.as_deref()?;
        let Walking::Gate(_, opens) = walking else { return None };
        let deed = if *opens { Deed::GateOpens } else { Deed::GateCloses };
        Some(Self { measure: at, deed, from: None, to: Some(walking.at(city)?) })
    }

    /// Where its outlet was, and where it will be.
    pub(super) fn places(&self) -> impl Iterator<Item = Local> {
        let to = self.to.filter(|to| self.from != Some(*to));
        self.from.into_iter().chain(to)
    }

    fn at(&self) -> Local {
        self.to.or(self.from).unwrap_or_default()
    }
}

/// What measures are called on maps: by their ids where all are short, else by their number in the plan.
pub(super) fn labels(plan: &Plan) -> Vec<String> {
    let is_short = |measure: &Measure| (1..=SHORT).contains(&measure.id.chars().count());
    if plan.measures.iter().all(is_short) {
        return plan.measures.iter().map(|measure| measure.id.clone()).collect();
    }
    (1..=plan.measures.len()).map(|number| number.to_string()).collect()
}

/// Marks as they are drawn, from the ground up.
#[derive(Debug, Clone)]
pub(super) struct Marks {
    lines: Vec<Lines<(f64, f64)>>,
    symbols: Vec<Symbols<(f64, f64)>>,
    signs: Vec<Lines<(f64, f64)>>,
    captions: Vec<Caption<(f64, f64)>>,
    /// Places of other measures of the plan.
    others: Symbols<(f64, f64)>,
    /// Where names had better not stand.
    pub(super) taken: Symbols<(f64, f64)>,
}

impl Default for Marks {
    fn default() -> Self {
        Self {
            lines: Vec::new(),
            symbols: Vec::new(),
            signs: Vec::new(),
            captions: Vec::new(),
            others: symbols(Vec::new(), 0.0, true, 1.0),
            taken: symbols(Vec::new(), 0.0, false, 1.0),
        }
    }
}

impl Marks {
    /// The marks of some measures inside the frame of a view.
    pub(super) fn new(
        marked: &[Marked],
        labels: &[String],
        (view, scale): (&View, f32),
        fonts: &Fonts,
    ) -> Self {
        let shown = marked.iter().filter(|mark| {
            [mark.from, mark.to].into_iter().flatten().any(|at| view.bounds.holds(at))
        });
        let shown: Vec<&Marked> = shown.collect();
        let mut marks = Self::default();
        marks.draw_moves(&shown, view, scale);
        let places = |is_hollow: bool| -> Vec<Local> {
            let of = shown.iter().filter(|mark| mark.deed.is_hollow() == is_hollow);
            of.map(|mark| mark.at()).collect()
        };
        marks.symbols.push(symbols(places(false), RADIUS.0, false, scale));
        marks.symbols.push(symbols(places(true), RADIUS.0, true, scale));
        marks.sign(&shown, view, scale);
        let labelled =
            shown.iter().filter_map(|mark| Some((mark.at(), labels.get(mark.measure)?.as_str())));
        let labelled: Vec<(Local, &str)> = labelled.collect();
        let ways = shown.iter().filter_map(|mark| mark.from.zip(mark.to));
        let ways = ways.flat_map(|(from, to)| along(view.place(from), view.place(to), scale));
        marks.label(&labelled, ways.collect(), (view, scale), fonts);
        marks
    }

    /// Numbers beside some places, which have their symbols already; none stands on the ways to them from a place.
    pub(super) fn numbers(
        of: &[(Local, &str)],
        from: Local,
        (view, scale): (&View, f32),
        fonts: &Fonts,
    ) -> Self {
        let shown = of.iter().filter(|(at, _)| view.bounds.holds(*at)).copied();
        let shown: Vec<(Local, &str)> = shown.collect();
        let ways = of.iter().flat_map(|(to, _)| along(view.place(from), view.place(*to), scale));
        let mut marks = Self::default();
        marks.label(&shown, ways.collect(), (view, scale), fonts);
        marks
    }

    /// Small rings at the places of measures that the map is not about.
    pub(super) fn add_others(&mut self, others: &[Marked], (view, scale): (&View, f32)) {
        let places = others.iter().flat_map(Marked::places).filter(|at| view.bounds.holds(*at));
        self.others = Symbols { ink: QUIET, ..symbols(places.collect(), 2.4, true, scale) };
    }

    /// Whether any of those is on the map.
    pub(super) fn has_others(&self) -> bool {
        !self.others.at.is_empty()
    }

    fn draw_moves(&mut self, shown: &[&Marked], view: &View, scale: f32) {
        let moves = shown.iter().filter(|mark| mark.deed == Deed::Moves);
        let ways: Vec<(Local, Local)> = moves.filter_map(|mark| mark.from.zip(mark.to)).collect();
        for (ink, points) in [(PAPER, 3.2), (OUTLET, 1.4)] {
            let mut lines = Lines::open(Look::Line(Pen::new(ink, points * scale)));
            for (from, to) in &ways {
                lines.push([(from.x, from.y), (to.x, to.y)]);
            }
            self.lines.push(lines);
        }
        let old = ways.iter().map(|(from, _)| *from).filter(|at| view.bounds.holds(*at));
        self.symbols.push(symbols(old.collect(), RADIUS.1, true, scale));
    }

    /// The plus, the cross and the bar on the marks.
    fn sign(&mut self, shown: &[&Marked], view: &View, scale: f32) {
        let half = f64::from(0.56 * RADIUS.0 * scale) / view.per_metre;
        for (is_hollow, ink) in [(false, PAPER), (true, OUTLET)] {
            let mut signs = Lines::open(Look::Line(Pen::new(ink, 1.3 * scale)));
            for mark in shown.iter().filter(|mark| mark.deed.is_hollow() == is_hollow) {
                let at = mark.at();
                for (x, y) in strokes(mark.deed) {
                    let (dx, dy) = (f64::from(*x) * half, f64::from(*y) * half);
                    signs.push([(at.x - dx, at.y - dy), (at.x + dx, at.y + dy)]);
                }
            }
            self.signs.push(signs);
        }
    }

    /// Sets the labels; `taken` are places in pixels where none is to stand.
    fn label(
        &mut self,
        marks: &[(Local, &str)],
        mut taken: Vec<Area>,
        (view, scale): (&View, f32),
        fonts: &Fonts,
    ) {
        let face = Face { weight: Weight::Bold, size: LABEL * scale, ink: TEXT };
        let radius = RADIUS.0 * scale;
        let discs = marks.iter().map(|(at, _)| Area::about(view.place(*at), (radius, radius)));
        taken.extend(discs);
        let pen = Pen::new(TEXT, 0.6 * scale);
        let mut leaders = Lines::open(Look::Line(pen));
        for (at, label) in marks {
            let middle = view.place(*at);
            let half = (fonts.width(label, face.weight) * face.size / 2.0, 0.42 * face.size);
            let (place, ring) = free(middle, half, (radius + 1.6 * scale, view), &taken);
            let metres = |(x, y): (f32, f32)| {
                let bounds = &view.bounds;
                let (dx, dy) = (x - view.frame.left, y - view.frame.top);
                let (dx, dy) = (f64::from(dx) / view.per_metre, f64::from(dy) / view.per_metre);
                (bounds.min.x + dx, bounds.max.y - dy)
            };
            if ring > 0 {
                leaders.push([(at.x, at.y), metres(place)]);
            }
            // Digits and capitals are about 0.72 of an em high.
            let baseline = (place.0, place.1 + 0.36 * face.size);
            let (at, text) = (metres(baseline), (*label).to_owned());
            self.captions.push(Caption { at, text, face, rim: (PAPER, 1.6 * scale) });
            let own = Area::about(place, half);
            self.taken.at.extend(own.points(4.0 * scale).into_iter().map(metres));
            taken.push(own);
        }
        self.taken.at.extend(marks.iter().map(|(at, _)| (at.x, at.y)));
        self.lines.push(leaders);
    }

    /// Draws them.
    pub(super) fn draw(&self, ground: &Ground<'_, '_>) -> Result<(), RenderError> {
        ground.draw(&self.others)?;
        self.lines.iter().try_for_each(|lines| ground.draw(lines))?;
        self.symbols.iter().try_for_each(|symbols| ground.draw(symbols))?;
        self.signs.iter().try_for_each(|signs| ground.draw(signs))?;
        self.captions.iter().try_for_each(|caption| ground.draw(caption))?;
        Ok(())
    }
}

/// The lines on the mark of a deed, as half their width and height.
fn strokes(deed: Deed) -> &'static [(f32, f32)] {
    match deed {
        Deed::Opens | Deed::GateOpens => &[(1.0, 0.0), (0.0, 1.0)],
        Deed::Closes | Deed::GateCloses => &[(0.8, 0.8), (0.8, -0.8)],
        Deed::Turns => &[(1.0, 0.0)],
        Deed::Moves => &[],
    }
}

/// The mark of a deed in a legend.
pub(super) fn sample(
    sheet: &Sheet<'_, '_>,
    deed: Deed,
    (x, y): (f32, f32),
    radius: f32,
) -> Result<(), RenderError> {
    let is_closed = deed.is_hollow();
    let disc = |x: f32, radius: f32, is_hollow| {
        let at = vec![(fine(x), fine(y))];
        let rim = (PAPER, 0.2 * radius);
        let disc = Symbols { at, mark: Mark::Circle, radius, is_hollow, ink: OUTLET, rim };
        sheet.area().draw(&disc)
    };
    if deed == Deed::Moves {
        sheet.line((x - 1.8 * radius, y), (x + radius, y), Pen::new(OUTLET, 0.3 * radius))?;
        disc(x - 1.6 * radius, 0.6 * radius, true)?;
        disc(x + 1.2 * radius, radius, false)?;
        return Ok(());
    }
    disc(x, radius, is_closed)?;
    let pen = Pen::new(if is_closed { OUTLET } else { PAPER }, 0.28 * radius);
    for (dx, dy) in strokes(deed) {
        let (dx, dy) = (0.56 * radius * dx, 0.56 * radius * dy);
        sheet.line((x - dx, y - dy), (x + dx, y + dy), pen)?;
    }
    Ok(())
}

/// Discs, or rings, at some places.
fn symbols(at: Vec<Local>, points: f32, is_hollow: bool, scale: f32) -> Symbols<(f64, f64)> {
    Symbols {
        at: at.into_iter().map(|at| (at.x, at.y)).collect(),
        mark: Mark::Circle,
        radius: points * scale,
        is_hollow,
        ink: OUTLET,
        rim: (PAPER, 1.0 * scale),
    }
}

/// An upright rectangle in pixels by its middle and half its sides.
#[derive(Debug, Clone, Copy)]
struct Area {
    middle: (f32, f32),
    half: (f32, f32),
}

impl Area {
    fn about(middle: (f32, f32), half: (f32, f32)) -> Self {
        Self { middle, half }
    }

    /// Area that two have in common.
    fn common(&self, other: &Self) -> f32 {
        let side = |a: f32, b: f32, halves: f32, least: f32| {
            (halves - (a - b).abs()).clamp(0.0, 2.0 * least)
        };
        let (a, b) = (self, other);
        let width = side(a.middle.0, b.middle.0, a.half.0 + b.half.0, a.half.0.min(b.half.0));
        let height = side(a.middle.1, b.middle.1, a.half.1 + b.half.1, a.half.1.min(b.half.1));
        width * height
    }

    /// Points spread over it, about `step` pixels apart.
    fn points(&self, step: f32) -> Vec<(f32, f32)> {
        let ((x, y), (w, h)) = (self.middle, self.half);
        let mut points = Vec::new();
        let mut dx = -w;
        while dx <= w {
            points.extend([(x + dx, y - h), (x + dx, y), (x + dx, y + h)]);
            dx += step.max(1.0);
        }
        points
    }
}

/// Small areas along a line, four points apart.
fn along(from: (f32, f32), to: (f32, f32), scale: f32) -> Vec<Area> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let step = 4.0 * scale / dx.hypot(dy).max(1.0);
    let mut areas = Vec::new();
    let mut part = 0.0;
    while part <= 1.0 {
        let middle = (from.0 + part * dx, from.1 + part * dy);
        areas.push(Area::about(middle, (1.5 * scale, 1.5 * scale)));
        part += step;
    }
    areas
}

/// Where a label stands: the first place that nothing takes, or that which least is in the way of; and in
/// which ring about its mark it lies.
fn free(
    at: (f32, f32),
    half: (f32, f32),
    (gap, view): (f32, &View),
    taken: &[Area],
) -> ((f32, f32), u8) {
    let sides = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, -1.0),
        (0.0, 1.0),
        (0.8, -0.8),
        (0.8, 0.8),
        (-0.8, -0.8),
        (-0.8, 0.8),
    ];
    let frame = view.frame;
    let mut best = (f32::INFINITY, at, 0);
    for ring in 0..3_u8 {
        for (x, y) in sides {
            let away = gap + f32::from(ring) * 3.0 * half.1;
            let place = (at.0 + x * (away + half.0), at.1 + y * (away + half.1));
            let own = Area::about(place, half);
            let is_inside = place.0 - half.0 > frame.left
                && place.0 + half.0 < frame.right
                && place.1 - half.1 > frame.top
                && place.1 + half.1 < frame.bottom;
            let outside = if is_inside { 0.0 } else { 1e6 };
            let cost = taken.iter().map(|other| own.common(other)).sum::<f32>() + outside;
            if cost < best.0 {
                best = (cost, place, ring);
            }
            if cost <= 0.0 {
                return (place, ring);
            }
        }
    }
    (best.1, best.2)
}
