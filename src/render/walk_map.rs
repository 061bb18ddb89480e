//! The small map of one walk: where a place is, which way leads from it to an outlet, and how that stands to
//! the straight line and the circle.
//!
//! Streets are thin and grey, the walk is bold and red with its two straight legs thinner and hollow where it
//! leads straight across a square, the straight line to the nearest outlet blue, and so is the circle of the
//! radius about the place.

use crate::assessment::{Explained, Leg, Path, Walk};
use crate::model::{Bounds, City, Local, OutletId};
use crate::profile::Lang;
use crate::units::Metres;

use super::canvas::Pen;
use super::element::{Lines, Look, Mark, Symbols};
use super::marks::Marks;
use super::outlets::Outlets;
use super::plate::{Content, Heading, Plate, rings};
use super::words::{self, pick};
use super::{Map, MapOptions, RenderError, asked, palette};

/// Room about what the map is about, as a share of its larger side, and in metres at least.
const ROOM: (f64, f64) = (0.12, 60.0);

/// Corners of the circle as it is drawn.
const CORNERS: u32 = 360;

/// The map of a walk to an outlet of a category; `radius` is that of the rule.
///
/// # Errors
/// [`RenderError`] where the sheet has an impossible size or the picture cannot be encoded.
pub fn walk_map(
    (city, of): (&City, &Explained),
    category: &str,
    radius: Option<Metres>,
    options: &MapOptions,
) -> Result<Map, RenderError> {
    let subject = Subject { city, of, category, radius, lang: options.lang };
    let plate = Plate::about(city, options, subject.heading(), &subject.bounds())?;
    let scale = plate.scale();
    let pens = Pens::new(scale);
    let symbols = subject.symbols(&plate.view.bounds, scale);
    let content = Content {
        shaded: &[],
        land: subject.ground(),
        above: subject.lines(&pens, &plate.view.bounds),
        sections: subject.sections(&pens, &plate.view.bounds, options),
        outlets: Some(Outlets { symbols, thinned: false }),
        marks: Marks::default(),
        under: Vec::new(),
    };
    plate.draw(&content)
}

pub(super) struct Pens {
    /// Pixels to a point.
    pub(super) scale: f32,
    pub(super) street: Pen,
    pub(super) barrier: Pen,
    pub(super) walk: Pen,
    /// Along the middle of the walk where it leads across a square.
    pub(super) across: Pen,
    pub(super) leg: Pen,
    pub(super) before: Pen,
    pub(super) before_leg: Pen,
    pub(super) straight: Pen,
    pub(super) circle: Pen,
}

impl Pens {
    fn new(scale: f32) -> Self {
        let pen = |ink, points: f32| Pen::new(ink, points * scale);
        Self {
            scale,
            street: pen(palette::QUIET, 0.7),
            barrier: pen(palette::TEXT, 2.2),
            walk: pen(palette::GAP, 2.4),
            across: pen(palette::PAPER, 1.0),
            leg: pen(palette::GAP, 1.1),
            before: pen(palette::SERVED, 3.6),
            before_leg: pen(palette::SERVED, 1.6),
            straight: pen(palette::STREET, 1.1),
            circle: pen(palette::STREET, 0.6),
        }
    }
}

/// What the map is about.
pub(super) struct Subject<'a> {
    pub(super) city: &'a City,
    pub(super) of: &'a Explained,
    pub(super) category: &'a str,
    pub(super) radius: Option<Metres>,
    pub(super) lang: Lang,
}

impl Subject<'_> {
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.of.walk {
            Walk::Way(path) => Some(path),
            Walk::NoStreets | Walk::NoStreetNear(_) | Walk::NoWay(_) | Walk::Shut(_) => None,
        }
    }

    /// The way to a street that leads to no outlet.
    pub(super) fn lost_leg(&self) -> Option<&Leg> {
        match &self.of.walk {
            Walk::NoWay(leg) => Some(leg),
            Walk::NoStreets | Walk::NoStreetNear(_) | Walk::Way(_) | Walk::Shut(_) => None,
        }
    }

    /// The walk without the change that is asked about, where it is another one.
    pub(super) fn before(&self) -> Option<&Path> {
        let Some(Walk::Way(before)) = &self.of.before else { return None };
        let is_same = |now: &Path| now.route == before.route;
        (!self.path().is_some_and(is_same)).then_some(before)
    }

    fn outlet(&self, id: OutletId) -> Local {
        self.city.outlets()[id.index()].at
    }

    /// The first leg, from the place through the gate to the street; the last, from the street to the outlet.
    fn legs(&self, path: &Path) -> [Vec<Local>; 2] {
        let way = &path.route.path;
        let gate = path.gate.as_ref().map(|gate| gate.at);
        let first = [Some(self.of.at), gate, way.first().copied()];
        let entrance = path.entrance.as_ref().map(|gate| gate.at);
        let end = entrance.unwrap_or_else(|| self.outlet(path.route.outlet));
        let last = [way.last().copied(), Some(end)];
        [first.into_iter().flatten().collect(), last.into_iter().flatten().collect()]
    }

    fn bounds(&self) -> Bounds {
        let mut bounds = Bounds::EMPTY;
        bounds.include(self.of.at);
        if let Some((id, _)) = self.of.straight {
            bounds.include(self.outlet(id));
        }
        for at in self.lost_leg().iter().flat_map(|leg| &leg.path) {
            bounds.include(*at);
        }
        for path in self.path().into_iter().chain(self.before()) {
            self.legs(path).iter().flatten().for_each(|at| bounds.include(*at));
            path.route.path.iter().for_each(|at| bounds.include(*at));
            bounds.include(self.outlet(path.route.outlet));
        }
        bounds.grown(ROOM.1.max(ROOM.0 * bounds.width().max(bounds.height())))
    }

    fn heading(&self) -> Heading {
        let place = self.city.plane().to_lonlat(self.of.at);
        let name = words::category(self.lang, self.category);
        let unit = self.of.unit.map(|id| self.city.subdistricts()[id.index()].name.as_str());
        let title = match self.lang {
            Lang::Zh => format!("步行路线：{name}"),
            Lang::En => format!("The walk to the nearest {name}"),
        };
        let rule = format!(
            "{} · {:.6}, {:.6}{}",
            words::place(self.lang, self.city.name(), unit),
            place.lon,
            place.lat,
            self.radius.map_or_else(String::new, |radius| format!(
                " · {} {}",
                pick(self.lang, "服务半径", "radius"),
                radius.stated_text()
            ))
        );
        Heading { title, rule, caution: String::new() }
    }

    /// The estates.
    fn ground(&self) -> Vec<Lines<(f64, f64)>> {
        let estates = self.city.estates().unwrap_or_default().iter();
        vec![rings(estates.map(|estate| &estate.shape), Look::Fill(palette::LAND))]
    }

    fn lines(&self, pens: &Pens, shown: &Bounds) -> Vec<Lines<(f64, f64)>> {
        let mut streets = Lines::open(Look::Line(pens.street));
        if let Some(layer) = self.city.streets() {
            let of_line = |line: &[u32]| -> Vec<Local> {
                line.iter().map(|vertex| layer.vertices()[*vertex as usize]).collect()
            };
            let lines = layer.drawn().map(|(_, line)| of_line(line));
            let is_near = |line: &Vec<Local>| -> bool {
                let mut bounds = Bounds::EMPTY;
                for at in line {
                    bounds.include(*at);
                }
                bounds.touches(shown)
            };
            for line in lines.filter(is_near) {
                streets.push(line.iter().map(|at| (at.x, at.y)));
            }
        }
        let open = |lines: &mut dyn Iterator<Item = &Vec<Local>>, pen: Pen| {
            let mut path = Lines::open(Look::Line(pen));
            lines.for_each(|line| path.push(pairs(line)));
            path
        };
        let mut all = vec![streets, open(&mut self.city.barriers().iter(), pens.barrier)];
        all.extend(asked::lines(self.city, pens.scale));
        if let Some(radius) = self.radius {
            let corner = |number: u32| {
                let turn = f64::from(number) / f64::from(CORNERS) * std::f64::consts::TAU;
                let (sin, cos) = turn.sin_cos();
                (self.of.at.x + radius.0 * cos, self.of.at.y + radius.0 * sin)
            };
            let mut circle = Lines::rings(Look::Line(pens.circle));
            circle.push((0..CORNERS).map(corner));
            all.push(circle);
        }
        if let Some((id, _)) = self.of.straight {
            let line = vec![self.of.at, self.outlet(id)];
            all.push(open(&mut [line].iter(), pens.straight));
        }
        if let Some(before) = self.before() {
            all.push(open(&mut std::iter::once(&before.route.path), pens.before));
            all.push(open(&mut self.legs(before).iter(), pens.before_leg));
        }
        if let Some(path) = self.path() {
            all.push(open(&mut std::iter::once(&path.route.path), pens.walk));
            let across = path.route.across.iter().map(|ends| ends.to_vec());
            all.push(open(&mut across.collect::<Vec<_>>().iter(), pens.across));
            all.push(open(&mut self.legs(path).iter(), pens.leg));
        }
        if let Some(leg) = self.lost_leg() {
            all.push(open(&mut std::iter::once(&leg.path), pens.leg));
        }
        all
    }

    /// The place, the outlets of the category, and the gates on the walk.
    fn symbols(&self, shown: &Bounds, scale: f32) -> Vec<Symbols<(f64, f64)>> {
        let symbols = |at: Vec<Local>, mark, points: f32, is_hollow, ink| Symbols {
            at: at.into_iter().map(|at| (at.x, at.y)).collect(),
            mark,
            radius: points * scale,
            is_hollow,
            ink,
            rim: (palette::PAPER, 0.8 * scale),
        };
        let category = self.city.category(self.category);
        let outlets = self.city.outlets().iter().filter(|outlet| {
            Some(outlet.category) == category && outlet.is_counted() && shown.holds(outlet.at)
        });
        let path = self.path();
        let paths = || path.into_iter().chain(self.before());
        let gates = paths().flat_map(Path::gates).map(|gate| gate.at).collect();
        let end = paths().map(|path| self.outlet(path.route.outlet)).collect();
        vec![
            symbols(
                outlets.map(|outlet| outlet.at).collect(),
                Mark::Circle,
                2.8,
                false,
                palette::OUTLET,
            ),
            symbols(gates, Mark::Square, 2.6, true, palette::TEXT),
            symbols(end, Mark::Circle, 4.2, false, palette::GAP),
            asked::symbols(self.city, scale),
            symbols(vec![self.of.at], Mark::Diamond, 3.8, false, palette::GAP),
        ]
    }
}

fn pairs(line: &[Local]) -> impl Iterator<Item = (f64, f64)> + '_ {
    line.iter().map(|at| (at.x, at.y))
}
