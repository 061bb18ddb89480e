//! The small map of one walk: where a place is, which way leads from it to an outlet, and how that stands to
//! the straight line and the circle.
//!
//! Streets are thin and grey, the walk is bold and red with its two straight legs thinner, the straight line
//! to the nearest outlet blue, and so is the circle of the radius about the place.

use crate::assessment::{Explained, Path, Walk};
use crate::model::{Bounds, City, Local, OutletId};
use crate::profile::Lang;
use crate::units::{Metres, factor_text};

use super::canvas::Pen;
use super::element::{Lines, Look, Mark, Symbols};
use super::legend::{self, entry};
use super::marks::Marks;
use super::outlets::Outlets;
use super::panel::{Row, Sample, Section};
use super::plate::{Content, Heading, Plate, rings};
use super::words::{self, pick};
use super::{Map, MapOptions, RenderError, palette};

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
        sections: subject.sections(&pens, options),
        outlets: Some(Outlets { symbols, thinned: false }),
        marks: Marks::default(),
        under: Vec::new(),
    };
    plate.draw(&content)
}

struct Pens {
    street: Pen,
    barrier: Pen,
    walk: Pen,
    leg: Pen,
    before: Pen,
    before_leg: Pen,
    straight: Pen,
    circle: Pen,
}

impl Pens {
    fn new(scale: f32) -> Self {
        let pen = |ink, points: f32| Pen::new(ink, points * scale);
        Self {
            street: pen(palette::QUIET, 0.7),
            barrier: pen(palette::TEXT, 2.2),
            walk: pen(palette::GAP, 2.4),
            leg: pen(palette::GAP, 1.1),
            before: pen(palette::SERVED, 3.6),
            before_leg: pen(palette::SERVED, 1.6),
            straight: pen(palette::STREET, 1.1),
            circle: pen(palette::STREET, 0.6),
        }
    }
}

/// What the map is about.
struct Subject<'a> {
    city: &'a City,
    of: &'a Explained,
    category: &'a str,
    radius: Option<Metres>,
    lang: Lang,
}

impl Subject<'_> {
    fn path(&self) -> Option<&Path> {
        match &self.of.walk {
            Walk::Way(path) => Some(path),
            Walk::NoStreets | Walk::NoStreetNear(_) | Walk::NoWay(_) | Walk::Shut(_) => None,
        }
    }

    /// The walk without the change that is asked about, where it is another one.
    fn before(&self) -> Option<&Path> {
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
            let lines = layer.lines().map(of_line);
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
        let question = self.city.question();
        let barriers = || self.city.barriers().iter().chain(&question.barrier);
        let mut all = vec![streets, open(&mut barriers(), pens.barrier)];
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
            all.push(open(&mut self.legs(path).iter(), pens.leg));
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
            symbols(vec![self.of.at], Mark::Diamond, 3.8, false, palette::GAP),
        ]
    }

    fn sections(&self, pens: &Pens, options: &MapOptions) -> Vec<Section> {
        let lang = self.lang;
        let mut sections = Vec::new();
        if let Some(path) = self.path() {
            let length = path.route.length;
            let detour = self.of.straight.filter(|(_, line)| line.0 > 0.0).map(|(_, line)| {
                let factor = factor_text(length.0 / line.0);
                match lang {
                    Lang::Zh => format!("直线{}，绕行系数{factor}", line.text()),
                    Lang::En => format!("straight line {}, detour factor {factor}", line.text()),
                }
            });
            let heading = pick(lang, "沿街步行", "Along streets");
            sections.push(legend::figure(heading, length.text(), detour.unwrap_or_default()));
        } else {
            let why = match &self.of.walk {
                Walk::NoStreets => {
                    pick(lang, "该市无街道图层。", "The city has no layer of streets.")
                }
                Walk::NoStreetNear(_) => pick(lang, "附近无街道。", "No street is near."),
                Walk::Shut(_) => pick(
                    lang,
                    "所在居住用地的出入口全部关闭。",
                    "All gates of the estate are closed.",
                ),
                Walk::NoWay(_) | Walk::Way(_) => {
                    pick(lang, "所在街网不通向任何网点。", "The streets there lead to no outlet.")
                }
            };
            let heading = pick(lang, "沿街步行", "Along streets");
            sections.push(Section { heading, rows: vec![legend::note(why)] });
        }
        if let Some(before) = &self.of.before {
            let heading = pick(lang, "变更之前", "Without the change");
            sections.push(match (before, self.before()) {
                (Walk::Way(before), Some(_)) => {
                    legend::figure(heading, before.route.length.text(), String::new())
                }
                (Walk::Way(_), None) => {
                    let same = pick(lang, "路线相同。", "The walk is the same.");
                    Section { heading, rows: vec![legend::note(same)] }
                }
                _ => {
                    let none = pick(lang, "无路可达。", "There is no walk.");
                    Section { heading, rows: vec![legend::note(none)] }
                }
            });
        }
        let mut rows = self.keys(pens);
        rows.extend(legend::lines(lang, self.city, options));
        sections.push(Section { heading: pick(lang, "图例", "Legend"), rows });
        let rows = vec![legend::note(words::projection(lang))];
        sections.push(Section { heading: pick(lang, "说明", "Notes"), rows });
        sections
    }

    fn keys(&self, pens: &Pens) -> Vec<Row> {
        let lang = self.lang;
        let line = |pen, zh, en, length: Option<Metres>| {
            let length = length.map_or_else(String::new, Metres::text);
            entry(Sample::Line(vec![pen]), pick(lang, zh, en), length)
        };
        let symbol = |mark, text: &str| entry(Sample::Symbol(mark), text, String::new());
        let mut rows = vec![symbol(Mark::Diamond, pick(lang, "起点", "The place"))];
        let name = words::capital(&words::category(lang, self.category));
        rows.push(symbol(Mark::Circle, &name));
        if let Some(path) = self.path() {
            let route = &path.route;
            for gate in path.gates() {
                let name = if gate.name.is_empty() { &gate.id } else { &gate.name };
                let title = pick(lang, "出入口", "Gate");
                rows.push(entry(Sample::Hollow(Mark::Square), title, name.to_string()));
            }
            rows.push(line(pens.leg, "至街道", "To the street", Some(route.first_leg)));
            rows.push(line(pens.walk, "沿街", "Along streets", Some(route.along())));
            rows.push(line(pens.leg, "至网点", "To the outlet", Some(route.last_leg)));
        }
        if let Some(before) = self.before() {
            let along = Some(before.route.along());
            rows.push(line(pens.before, "变更之前沿街", "Without the change", along));
        }
        if let Some((_, length)) = self.of.straight {
            rows.push(line(pens.straight, "直线", "Straight line", Some(length)));
        }
        if self.radius.is_some() {
            rows.push(line(pens.circle, "圆形半径", "Circle of the radius", self.radius));
        }
        rows.push(line(pens.street, "道路", "Street", None));
        if self.city.estates().is_some() {
            let land = vec![Look::Fill(palette::LAND)];
            let name = pick(lang, "居住用地", "Residential land");
            rows.push(entry(Sample::Swatch(land), name, String::new()));
        }
        let question = self.city.question();
        if !self.city.barriers().is_empty() || !question.barrier.is_empty() {
            rows.push(line(pens.barrier, "屏障", "Barrier", None));
        }
        rows
    }
}

fn pairs(line: &[Local]) -> impl Iterator<Item = (f64, f64)> + '_ {
    line.iter().map(|at| (at.x, at.y))
}
