//! The sheet of a street, a bridge or a gate: which streets lead to a service within its radius, and who lives
//! within reach along them, today and with this measure alone.
//!
//! Streets within the radius are blue and thin, those beyond it red and bold, as on [`super::streets_map`]. Where
//! residents live stands a disc: blue within reach, a red ring out of it, green where the measure brings them
//! within reach and an orange diamond where it takes them out of it.

use crate::assessment::{MeasureWalk, PlanWalks, WalkedPlace, WalkedStreets};
use crate::model::{Estate, Local, Shape, Walking};
use crate::profile::{Lang, Service};
use crate::units::People;

use super::MapOptions;
use super::canvas::Pen;
use super::element::{Lines, Look, Mark, Symbols};
use super::legend::{self, entry};
use super::marks::{Marked, Marks, labels};
use super::outlets::{Outlets, outlets};
use super::palette;
use super::panel::{Row, Sample, Section};
use super::plan_facts::Facts;
use super::plan_map::{PlanMap, deeds};
use super::plan_table::{Table, of_walks};
use super::plan_words as own;
use super::plate::{Content, Plate, rings};
use super::words::{self, pick};

/// Radius of a place that stays as it is, and of one that gains or loses, in points.
const PLACE: (f32, f32) = (1.5, 3.0);

/// What becomes of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Kept,
    Unserved,
    Gained,
    Lost,
}

impl Class {
    /// From the ground up.
    const ALL: [Self; 4] = [Self::Unserved, Self::Kept, Self::Lost, Self::Gained];

    /// Today, where nothing has been gained or lost yet, and with the measure.
    fn of(place: &WalkedPlace, is_after: bool) -> Self {
        match place.reaches {
            [true, true] => Self::Kept,
            [false, false] => Self::Unserved,
            [false, true] if is_after => Self::Gained,
            [true, false] if is_after => Self::Lost,
            [was, _] => {
                if was {
                    Self::Kept
                } else {
                    Self::Unserved
                }
            }
        }
    }

    fn look(self) -> (Mark, palette::Ink, bool) {
        match self {
            Self::Kept => (Mark::Circle, palette::SERVED, false),
            Self::Unserved => (Mark::Circle, palette::GAP, true),
            Self::Gained => (Mark::Circle, palette::GAINED, false),
            Self::Lost => (Mark::Diamond, palette::LOST, false),
        }
    }

    fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Kept => pick(lang, "居民在可达范围内", "Residents within reach"),
            Self::Unserved => pick(lang, "居民不可达", "Residents out of reach"),
            Self::Gained => pick(lang, "新增可达居民", "Residents who gain it"),
            Self::Lost => pick(lang, "减少可达居民", "Residents who lose it"),
        }
    }
}

/// What the sheet is about.
pub(super) struct WalkSheet<'a> {
    facts: Facts<'a>,
    walk: &'a MeasureWalk,
    options: &'a MapOptions,
    /// The gate; none of a line.
    own: Vec<Marked>,
}

impl<'a> WalkSheet<'a> {
    pub(super) fn new(
        facts: Facts<'a>,
        at: usize,
        walk: &'a MeasureWalk,
        options: &'a MapOptions,
    ) -> Self {
        let own = Marked::gate(facts.of.city, (at, facts.measure)).into_iter().collect();
        Self { facts, walk, options, own }
    }

    pub(super) fn facts(&self) -> &Facts<'a> {
        &self.facts
    }

    fn lang(&self) -> Lang {
        self.options.lang
    }

    /// The service that the maps show; none where nobody gains or loses any.
    fn service(&self) -> Option<&'a Service> {
        self.walk.picture.service.and_then(|at| self.facts.of.profile.services.get(at))
    }

    /// Who gains and who loses.
    pub(super) fn table(&self) -> Table {
        let PlanMap { profile, walks, .. } = *self.facts.of;
        let whole = walks.and_then(PlanWalks::whole).map_or(&[][..], |whole| &whole.total);
        of_walks(self.lang(), profile, whole, self.walk)
    }

    /// What stands over the maps.
    pub(super) fn captions(&self) -> [String; 2] {
        let lang = self.lang();
        let service = self.service().map(|service| service.names.get(lang));
        [
            own::caption(lang, service, pick(lang, "现状沿道路", "Along streets today")),
            own::caption(lang, service, pick(lang, "仅实施此措施", "With this measure alone")),
        ]
    }

    /// What the maps show, and what it means.
    pub(super) fn drawn(&self, maps: &[Plate<'_>; 2]) -> ([Content<'a>; 2], Section) {
        let contents = [self.content(&maps[0], false), self.content(&maps[1], true)];
        let legend = self.legend(&maps[0]);
        (contents, legend)
    }

    /// The outlets of the service.
    fn outlets(&self, map: &Plate<'_>) -> Outlets {
        self.service().map_or_else(
            || Outlets { symbols: Vec::new(), thinned: false },
            |service| outlets(self.facts.of.city, service, &map.view, map.scale()),
        )
    }

    fn content(&self, map: &Plate<'_>, is_after: bool) -> Content<'a> {
        let scale = map.scale();
        let picture = &self.walk.picture;
        let mut land = vec![rings(self.land(), Look::Fill(palette::LAND))];
        land.extend(self.streets(&picture.streets[usize::from(is_after)], scale));
        if is_after {
            land.extend(self.new_ways(scale));
        }
        let mut outlets = self.outlets(map);
        let mut symbols = self.places(is_after, scale);
        symbols.append(&mut outlets.symbols);
        let labels = labels(self.facts.of.plan);
        let marks = if is_after {
            Marks::new(&self.own, &labels, (&map.view, scale), map.fonts())
        } else {
            Marks::default()
        };
        Content {
            shaded: &[],
            land,
            above: Vec::new(),
            outlets: Some(Outlets { symbols, thinned: outlets.thinned }),
            marks,
            under: Vec::new(),
            sections: Vec::new(),
        }
    }

    /// Residential land near.
    fn land(&self) -> Vec<&'a Shape> {
        let PlanMap { city, profile, .. } = *self.facts.of;
        let part = self.walk.picture.extent;
        let is_home = |of: &&Estate| profile.land_codes.hold(of.land_code.as_deref());
        let estates = city.estates().unwrap_or_default().iter().filter(is_home);
        estates.map(|of| &of.shape).filter(|shape| shape.bounds().touches(&part)).collect()
    }

    fn streets(&self, of: &WalkedStreets, scale: f32) -> Vec<Lines<(f64, f64)>> {
        let [within, beyond] = self.pens(scale);
        vec![lines(&of.all, within), lines(&of.beyond, beyond)]
    }

    /// Streets within the radius, and beyond it; all are grey where no service is shown.
    fn pens(&self, scale: f32) -> [Pen; 2] {
        let ink = if self.service().is_some() { palette::STREET } else { palette::QUIET };
        [Pen::new(ink, 0.9 * scale), Pen::new(palette::GAP, 1.5 * scale)]
    }

    /// The new lines, with paper beside them.
    fn new_ways(&self, scale: f32) -> Vec<Lines<(f64, f64)>> {
        let Some(Walking::Ways(ways)) = self.facts.measure.walking.as_deref() else {
            return Vec::new();
        };
        let all: Vec<Vec<Local>> = ways.iter().map(|way| way.line.clone()).collect();
        vec![lines(&all, Pen::new(palette::PAPER, 5.4 * scale)), lines(&all, way_pen(scale))]
    }

    fn places(&self, is_after: bool, scale: f32) -> Vec<Symbols<(f64, f64)>> {
        let of = |class: Class| {
            let places = self.walk.picture.places.iter();
            let its = places.filter(|place| Class::of(place, is_after) == class);
            let (mark, ink, is_hollow) = class.look();
            let radius = match class {
                Class::Kept | Class::Unserved => PLACE.0,
                Class::Gained | Class::Lost => PLACE.1,
            };
            Symbols {
                at: its.map(|place| (place.at.x, place.at.y)).collect(),
                mark,
                radius: radius * scale,
                is_hollow,
                ink,
                rim: (palette::PAPER, 0.4 * scale),
            }
        };
        Class::ALL.map(of).into()
    }

    /// The residents of the places of a class, on the map of the measure; of those who gain or lose all of the
    /// city, as each of them is on it.
    fn residents(&self, class: Class) -> People {
        let places = self.walk.picture.places.iter();
        let its = places.filter(|place| Class::of(place, true) == class);
        its.map(|place| place.residents).sum()
    }

    fn legend(&self, map: &Plate<'_>) -> Section {
        let (lang, scale) = (self.lang(), map.scale());
        let line = |pen: Pen, name: &str| entry(Sample::Line(vec![pen]), name, String::new());
        let [within, beyond] = self.pens(scale);
        let mut rows = Vec::new();
        if matches!(self.facts.measure.walking.as_deref(), Some(Walking::Ways(_))) {
            rows.push(line(
                way_pen(scale),
                &words::capital(own::action(lang, self.facts.measure.action)),
            ));
        }
        rows.extend(deeds(lang, &self.own));
        if let Some(service) = self.service() {
            rows.push(line(within, pick(lang, "半径内街段", "Streets within the radius")));
            rows.push(line(beyond, pick(lang, "超距街段", "Streets beyond it")));
            rows.extend(self.class_rows(lang));
            rows.extend(legend::symbols(lang, service, &self.outlets(map)));
        } else {
            rows.push(line(within, pick(lang, "道路", "Street")));
        }
        if self.facts.of.city.estates().is_some() {
            let land = vec![Look::Fill(palette::LAND)];
            let name = pick(lang, "居住用地", "Residential land");
            rows.push(entry(Sample::Swatch(land), name, String::new()));
        }
        Section { heading: pick(lang, "图例", "Legend"), rows }
    }

    fn class_rows(&self, lang: Lang) -> Vec<Row> {
        let shown = [Class::Gained, Class::Lost, Class::Kept, Class::Unserved];
        let rows = shown.into_iter().filter_map(|class| {
            let people = self.residents(class);
            let (mark, ink, is_hollow) = class.look();
            let is_turned = matches!(class, Class::Gained | Class::Lost);
            let amount = if is_turned { people.text() } else { String::new() };
            let sample = Sample::Dot { mark, ink, is_hollow };
            (people.0 > 0).then(|| entry(sample, class.name(lang), amount))
        });
        rows.collect()
    }
}

/// The pen of a new line.
fn way_pen(scale: f32) -> Pen {
    Pen::new(palette::HOMES, 3.0 * scale)
}

/// Lines as one path.
fn lines(of: &[Vec<Local>], pen: Pen) -> Lines<(f64, f64)> {
    let mut lines = Lines::open(Look::Line(pen));
    for line in of {
        lines.push(line.iter().map(|at| (at.x, at.y)));
    }
    lines
}
