//! What stands beside the small map of a walk: how long it is, where it leads, and whether that is within the
//! radius; the key of its lines; what is not shown.

use crate::assessment::{Path, Walk};
use crate::model::{Bounds, Local, OutletId};
use crate::profile::Lang;
use crate::units::{Metres, factor_text};

use super::element::{Look, Mark};
use super::legend::{self, entry};
use super::panel::{Row, Sample, Section};
use super::walk_map::{Pens, Subject};
use super::words::{self, pick};
use super::{MapOptions, asked, palette};

impl Subject<'_> {
    pub(super) fn sections(
        &self,
        pens: &Pens,
        shown: &Bounds,
        options: &MapOptions,
    ) -> Vec<Section> {
        let lang = self.lang;
        let mut sections = vec![self.walk()];
        sections.extend(self.walk_before());
        let mut rows = self.keys(pens, shown);
        rows.extend(legend::lines(lang, self.city, options));
        sections.push(Section { heading: pick(lang, "图例", "Legend"), rows });
        let mut rows = Vec::new();
        if let Some(radius) = self.radius.filter(|radius| !self.shows_circle(*radius, shown)) {
            rows.push(legend::note(words::circle_outside(lang, radius)));
        }
        rows.push(legend::note(words::projection(lang)));
        sections.push(Section { heading: pick(lang, "说明", "Notes"), rows });
        sections
    }

    /// How long the walk is and where it leads, or why there is none.
    fn walk(&self) -> Section {
        let lang = self.lang;
        let heading = pick(lang, "沿街步行", "Along streets");
        if let Some(path) = self.path() {
            return legend::figure(heading, path.route.length.text(), self.below(path));
        }
        let why = match &self.of.walk {
            Walk::NoStreets => {
                pick(lang, "该市无街道图层。", "The city has no layer of streets.").to_owned()
            }
            Walk::NoStreetNear(snap) => words::no_street_within(lang, *snap),
            Walk::Shut(_) => {
                pick(lang, "所在居住用地的出入口全部关闭。", "All gates of the estate are closed.")
                    .to_owned()
            }
            Walk::NoWay(_) | Walk::Way(_) => {
                pick(lang, "最近的街道不通向任何网点。", "The nearest street leads to no outlet.")
                    .to_owned()
            }
        };
        Section { heading, rows: vec![legend::note(why)] }
    }

    /// To which outlet, whether within the radius, and how that stands to the straight line.
    fn below(&self, path: &Path) -> String {
        let lang = self.lang;
        let route = &path.route;
        let is_within = self.radius.map(|radius| self.of.counted(route.length).0 <= radius.0);
        let within = match is_within {
            Some(true) => pick(lang, "，半径内", ", within the radius"),
            Some(false) => pick(lang, "，半径外", ", beyond the radius"),
            None => "",
        };
        let name = self.name(route.outlet);
        let mut lines = vec![match lang {
            Lang::Zh => format!("至{name}{within}"),
            Lang::En => format!("to {name}{within}"),
        }];
        if let Some((id, line)) = self.of.straight.filter(|(_, line)| line.0 > 0.0) {
            let factor = factor_text(route.length.0 / line.0);
            let other = (id != route.outlet).then(|| self.name(id));
            let to = match (lang, other) {
                (_, None) => String::new(),
                (Lang::Zh, Some(other)) => format!("（至{other}）"),
                (Lang::En, Some(other)) => format!(" (to {other})"),
            };
            lines.push(words::straight_line(lang, line, &to, &factor));
        }
        lines.extend(self.of.held(route.length).map(|held| held.words(lang)));
        lines.join("\n")
    }

    fn walk_before(&self) -> Option<Section> {
        let lang = self.lang;
        let before = self.of.before.as_ref()?;
        let heading = pick(lang, "变更之前", "Without the change");
        Some(match (before, self.before()) {
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
        })
    }

    /// The name of an outlet; its id where it has none.
    fn name(&self, id: OutletId) -> &str {
        let outlet = &self.city.outlets()[id.index()];
        if outlet.name.is_empty() { &outlet.id } else { &outlet.name }
    }

    /// Whether the circle about the place passes through what is shown.
    fn shows_circle(&self, radius: Metres, shown: &Bounds) -> bool {
        let corners = [shown.min, shown.max].map(|at| at.x);
        let corners = corners.iter().flat_map(|x| [shown.min.y, shown.max.y].map(|y| (*x, y)));
        let mut far = corners.map(|(x, y)| self.of.at.distance(Local::new(x, y)).0);
        far.any(|far| far >= radius.0)
    }

    fn keys(&self, pens: &Pens, shown: &Bounds) -> Vec<Row> {
        let lang = self.lang;
        let line = |pen, zh, en, length: Option<Metres>| {
            let length = length.map_or_else(String::new, Metres::text);
            entry(Sample::Line(vec![pen]), pick(lang, zh, en), length)
        };
        let dot = |mark, zh, en| {
            let sample = Sample::Dot { mark, ink: palette::GAP, is_hollow: false };
            entry(sample, pick(lang, zh, en), String::new())
        };
        let mut rows = vec![dot(Mark::Diamond, "起点", "The place")];
        if self.path().is_some() {
            rows.push(dot(Mark::Circle, "步行到达的网点", "Where the walk leads"));
        }
        let name = words::capital(&words::category(lang, self.category));
        rows.push(entry(Sample::Symbol(Mark::Circle), &name, String::new()));
        if let Some(path) = self.path() {
            let route = &path.route;
            for gate in path.gates() {
                let name = if gate.name.is_empty() { &gate.id } else { &gate.name };
                let title = pick(lang, "出入口", "Gate");
                rows.push(entry(Sample::Hollow(Mark::Square), title, name.to_string()));
            }
            rows.push(line(pens.leg, "至街道", "To the street", Some(route.first_leg)));
            rows.push(line(pens.walk, "沿街", "Along streets", Some(route.along())));
            if let Some(length) = route.across_squares() {
                let sample = Sample::Line(vec![pens.walk, pens.across]);
                let name = pick(lang, "其中直穿广场", "of it across squares");
                rows.push(entry(sample, name, length.text()));
            }
            rows.push(line(pens.leg, "至网点", "To the outlet", Some(route.last_leg)));
        }
        if let Some(leg) = self.lost_leg() {
            rows.push(line(pens.leg, "至最近街道", "To the nearest street", Some(leg.length)));
        }
        if let Some(before) = self.before() {
            let along = Some(before.route.along());
            rows.push(line(pens.before, "变更之前沿街", "Without the change", along));
        }
        if let Some((_, length)) = self.of.straight {
            rows.push(line(pens.straight, "直线", "Straight line", Some(length)));
        }
        if self.radius.is_some_and(|radius| self.shows_circle(radius, shown)) {
            rows.push(line(pens.circle, "圆形半径", "Circle of the radius", self.radius));
        }
        rows.push(line(pens.street, "道路", "Street", None));
        if self.city.estates().is_some() {
            let land = vec![Look::Fill(palette::LAND)];
            let name = pick(lang, "居住用地", "Residential land");
            rows.push(entry(Sample::Swatch(land), name, String::new()));
        }
        if !self.city.barriers().is_empty() {
            rows.push(line(pens.barrier, "屏障", "Barrier", None));
        }
        rows.extend(asked::keys(lang, self.city, shown, pens.scale));
        rows
    }
}
