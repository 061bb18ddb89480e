//! The maps of a plan: land within reach before and after it, and what changes.
//!
//! All three maps of a service, or of the circle, have one extent, one scale and one panel. On those of one
//! moment land is painted as on [`super::service_map`]; for the circle, what reaches all its services is
//! painted as served. The map of the change paints land yellow, then all that is served at any time in the
//! pale blue of what is kept, then gained and lost land over it; each class is one path, filled even-odd.

use crate::assessment::{
    Assessment, Lack, Passage, Pictured, PlanPictures, PlanWalks, Region, Review, Served, Turned,
};
use crate::model::{City, Plan, Shape};
use crate::profile::{Lang, Profile, Service};
use crate::units::SquareMetres;

use super::canvas::Pen;
use super::element::{Lines, Look};
use super::hatch::{Hatch, Slant};
use super::legend::{self, entry};
use super::marks::{Deed, Marked, Marks, labels};
use super::outlets::{Instead, Outlets, outlets_instead};
use super::panel::{Row, Sample, Section};
use super::plan_words as own;
pub use super::plan_words::Moment;
use super::plate::{Content, Heading, Plate, rings};
use super::words::{self, pick};
use super::{Map, MapOptions, RenderError, palette};

/// Measures that the panel lists.
const LISTED: usize = 20;

/// A plan as its maps show it.
#[derive(Debug, Clone, Copy)]
pub struct PlanMap<'a> {
    /// The city of today.
    pub city: &'a City,
    /// The rules.
    pub profile: &'a Profile,
    /// The city of today in figures, with the land that they are measured on.
    pub today: &'a Assessment,
    /// The plan.
    pub plan: &'a Plan,
    /// What it does.
    pub review: &'a Review,
    /// What it does along streets; none where nothing was walked.
    pub walks: Option<&'a PlanWalks>,
    /// The land before and after it.
    pub pictures: &'a PlanPictures,
}

/// The map of the service, or of the circle, at a position of the pictures at one moment.
///
/// # Errors
/// [`RenderError`] where the sheet has an impossible size or the picture cannot be encoded.
pub fn plan_map(
    of: &PlanMap<'_>,
    at: usize,
    moment: Moment,
    options: &MapOptions,
) -> Result<Map, RenderError> {
    let subject = Subject::new(of, at, moment);
    let (pictured, service) = (subject.pictured, subject.service);
    let plate = plate(of, at, moment, options)?;
    let scale = plate.scale();
    let marked = subject.marked();
    let marks = if moment == Moment::Change {
        Marks::new(&marked, &labels(of.plan), (&plate.view, scale), plate.fonts())
    } else {
        Marks::default()
    };
    let outlets = service.map(|service| {
        let instead = subject.instead(&marked);
        outlets_instead((of.city, &instead), service, &plate.view, scale)
    });
    let look = (palette::GAP, Slant::Rising);
    let gaps = pictured.units.iter().map(|(_, turned)| &turned.before().shape);
    let hatch = Hatch::for_shapes(look, 6.5, gaps, &plate.view, scale);
    plate.draw(&Content {
        shaded: &of.today.land,
        land: subject.land(hatch, scale),
        above: subject.homes().map(|shape| homes_line(shape, scale)).collect(),
        sections: subject.sections(options, outlets.as_ref(), (hatch, &marked)),
        outlets,
        marks,
        under: subject.under(),
    })
}

/// The sheet that such a map is drawn on.
pub(super) fn plate<'a>(
    of: &PlanMap<'a>,
    at: usize,
    moment: Moment,
    options: &'a MapOptions,
) -> Result<Plate<'a>, RenderError> {
    Plate::new(of.city, options, Subject::new(of, at, moment).heading(options.lang))
}

/// What a map is about.
struct Subject<'a> {
    of: &'a PlanMap<'a>,
    pictured: &'a Pictured,
    /// None for the circle.
    service: Option<&'a Service>,
    passage: Option<&'a Passage>,
    moment: Moment,
}

impl<'a> Subject<'a> {
    fn new(of: &'a PlanMap<'a>, at: usize, moment: Moment) -> Self {
        let pictured = &of.pictures.lacks[at];
        let total = &of.review.effect.total;
        let (service, passage) = match pictured.lack {
            Lack::Service(at) => (of.profile.services.get(at), total.services[at].as_ref()),
            Lack::Circle => (None, total.circle.as_ref()),
        };
        Self { of, pictured, service, passage, moment }
    }

    fn heading(&self, lang: Lang) -> Heading {
        let &PlanMap { city, profile, today, plan, .. } = self.of;
        let basis = today.basis;
        let mut cautions = Vec::new();
        if self.service.is_some_and(Service::is_assumption) {
            cautions.push(words::assumed_radius(lang));
        }
        if !basis.is_official() {
            cautions.push(words::approximation(lang, basis));
        }
        let rule = match self.service {
            Some(service) => words::service_rule(lang, profile, service),
            None => words::circle_rule(lang, profile, basis, today.circle_services.len()),
        };
        Heading {
            title: own::title(lang, city.name(), self.service, self.moment),
            rule: own::of_plan(lang, plan, &rule),
            caution: cautions.join(" · "),
        }
    }

    /// Whether outlets of a category have to do with the map.
    fn is_shown(&self, category: &str) -> bool {
        let is_of = |service: &Service| service.providers.iter().any(|p| p.category == category);
        if let Some(service) = self.service {
            return is_of(service);
        }
        let circle = self.of.today.circle_services.iter();
        circle.filter_map(|&at| self.of.profile.services.get(at)).any(is_of)
    }

    /// The measures that have to do with the map.
    fn marked(&self) -> Vec<Marked> {
        let measures = self.of.plan.measures.iter().enumerate();
        let is_shown = |category: &str| self.is_shown(category);
        measures.filter_map(|of| Marked::of(self.of.city, of, &is_shown)).collect()
    }

    /// Outlets that stand after the plan; on the map of the change those that it leaves alone.
    fn instead(&self, marked: &[Marked]) -> Instead<'a> {
        let measures = || marked.iter().map(|mark| &self.of.plan.measures[mark.measure]);
        let removed = measures().filter_map(|measure| measure.removes(self.of.city));
        let added = measures().filter_map(|measure| measure.adds(self.of.city));
        let added = added.map(|outlet| (outlet.category.as_str(), outlet.at));
        match self.moment {
            Moment::Today => Instead::default(),
            Moment::Planned => Instead { removed: removed.collect(), added: added.collect() },
            Moment::Change => Instead { removed: removed.collect(), added: Vec::new() },
        }
    }

    /// Land of homes that the plan builds; none on the map of today.
    fn homes(&self) -> impl Iterator<Item = &'a Shape> + use<'a> {
        let measures = self.of.plan.measures.iter().filter_map(|of| of.homes.as_ref());
        let is_today = self.moment == Moment::Today;
        measures.filter(move |_| !is_today).map(|homes| &homes.shape)
    }

    fn land(&self, hatch: Hatch, scale: f32) -> Vec<Lines<(f64, f64)>> {
        let units = || self.pictured.units.iter();
        let land: Vec<&Shape> =
            units().filter_map(|(id, _)| self.of.today.land.get(id.index())).collect();
        if self.moment != Moment::Change {
            let gaps = |turned: &'a Turned| match self.moment {
                Moment::Today | Moment::Change => &turned.before().shape,
                Moment::Planned => &turned.after().shape,
            };
            let gaps: Vec<&Shape> = units().map(|(_, turned)| gaps(turned)).collect();
            return moment(&land, &gaps, hatch);
        }
        let turned: Vec<&Turned> = units().map(|(_, turned)| turned).collect();
        change(&land, &turned, hatch, scale)
    }

    /// What stands under the names.
    fn under(&self) -> Vec<String> {
        let units = self.of.review.effect.units.iter();
        let of_unit = units.map(|unit| {
            let passage = match self.pictured.lack {
                Lack::Service(at) => unit.services[at],
                Lack::Circle => unit.circle,
            };
            let share =
                |end: fn(&Passage) -> Served| passage.as_ref().and_then(|p| end(p).land.share);
            let (before, after) = (share(|p| p.before), share(|p| p.after));
            match self.moment {
                Moment::Today => words::percent(before),
                Moment::Planned => words::percent(after),
                Moment::Change => own::turned(before, after),
            }
        });
        of_unit.collect()
    }

    fn sections(
        &self,
        options: &MapOptions,
        outlets: Option<&Outlets>,
        (hatch, marked): (Hatch, &[Marked]),
    ) -> Vec<Section> {
        let lang = options.lang;
        let mut sections = Vec::new();
        let mut rows = Vec::new();
        if let Some(passage) = self.passage {
            sections.push(self.figure(lang, passage));
            rows = match self.moment {
                Moment::Change => self.classes(lang, passage, hatch),
                Moment::Today => self.moment_rows(lang, &passage.before, hatch),
                Moment::Planned => self.moment_rows(lang, &passage.after, hatch),
            };
        }
        if self.moment == Moment::Change {
            rows.extend(deeds(lang, marked));
        }
        if self.homes().next().is_some() {
            rows.push(homes_row(lang, legend::scale(options)));
        }
        if let (Some(service), Some(outlets)) = (self.service, outlets) {
            rows.extend(legend::symbols(lang, service, outlets));
        }
        rows.extend(legend::lines(lang, self.of.city, options));
        sections.push(Section { heading: pick(lang, "图例", "Legend"), rows });
        sections.push(self.rules(lang));
        if self.moment == Moment::Change && !marked.is_empty() {
            sections.push(self.measures(lang, marked));
        }
        let is_thinned = outlets.is_some_and(|outlets| outlets.thinned);
        sections.push(self.notes(options, is_thinned));
        sections
    }

    fn figure(&self, lang: Lang, passage: &Passage) -> Section {
        let basis = self.of.today.basis;
        let heading = match self.service {
            Some(_) => words::service_rate(lang, basis),
            None => words::circle_rate(lang, basis),
        };
        let served = if self.moment == Moment::Today { passage.before } else { passage.after };
        let mut below = Vec::new();
        if self.moment == Moment::Change {
            below.push(own::gained_and_lost(lang, passage));
        }
        if self.service.is_none() {
            below.push(words::circle_meaning(lang, self.of.today.circle_services.len()));
        }
        let target = self.service.and_then(Service::target_share);
        if let Some((target, is_met)) = target.and_then(|of| Some((of, served.meets(of)?))) {
            below.push(words::verdict(lang, target, is_met));
        }
        below.extend(own::people(lang, &self.of.review.effect.total, passage, self.moment));
        let text = match self.moment {
            Moment::Change => own::turned(passage.before.land.share, passage.after.land.share),
            Moment::Today | Moment::Planned => words::percent(served.land.share),
        };
        legend::figure(heading, text, below.join("\n"))
    }

    /// The classes of a map of one moment.
    fn moment_rows(&self, lang: Lang, served: &Served, hatch: Hatch) -> Vec<Row> {
        let basis = self.of.today.basis;
        let mut rows = legend::land(lang, &served.land, basis, hatch);
        if self.service.is_none() {
            let words = own::completeness(lang, self.of.today.circle_services.len());
            for (row, word) in rows.iter_mut().zip(words) {
                if let Row::Entry { label, .. } = row {
                    *label = word;
                }
            }
        }
        rows
    }

    /// The classes of the map of the change.
    fn classes(&self, lang: Lang, passage: &Passage, hatch: Hatch) -> Vec<Row> {
        let [gained, lost, kept, unserved] = own::classes(lang, self.service.is_none());
        let row = |looks: Vec<Look>, label: &str, area: SquareMetres| {
            entry(Sample::Swatch(looks), label, words::hectares(lang, area))
        };
        let lost_hatch = lost_hatch(hatch);
        let gap = vec![Look::Fill(palette::LAND), Look::Hatch(hatch)];
        let basis = self.of.today.basis;
        let all = words::hectares(lang, passage.before.land.land);
        vec![
            row(vec![Look::Fill(palette::GAINED)], gained, passage.gained.land),
            row(vec![Look::Fill(palette::LOST), Look::Hatch(lost_hatch)], lost, passage.lost.land),
            row(vec![Look::Fill(palette::KEPT)], kept, self.pictured.kept),
            row(gap, unserved, self.pictured.unserved),
            entry(Sample::None, words::land(lang, basis), all),
        ]
    }

    fn rules(&self, lang: Lang) -> Section {
        let mut rows: Vec<Row> = Vec::new();
        let Some(service) = self.service else {
            let circle = self.of.today.circle_services.iter();
            let services = circle.filter_map(|&at| self.of.profile.services.get(at));
            let services: Vec<&Service> = services.collect();
            let members = services.iter().map(|service| words::member(lang, service));
            rows.extend(members.map(legend::note));
            if services.iter().any(|service| service.is_assumption()) {
                rows.push(legend::note(words::member_flag(lang)));
            }
            let heading = pick(lang, "计入的服务与半径", "Services and radii");
            return Section { heading, rows };
        };
        rows.extend(service.providers.iter().map(|p| legend::note(words::provider(lang, p))));
        rows.extend(service.target.as_ref().map(|of| legend::note(words::target(lang, of))));
        Section { heading: pick(lang, "评价口径", "Rule"), rows }
    }

    fn measures(&self, lang: Lang, marked: &[Marked]) -> Section {
        let labels = labels(self.of.plan);
        let named = marked.iter().map(|mark| {
            let (measure, label) = (&self.of.plan.measures[mark.measure], &labels[mark.measure]);
            legend::note(own::measure(self.of.city, label, measure))
        });
        let mut rows: Vec<Row> = named.take(LISTED).collect();
        if marked.len() > LISTED {
            rows.push(legend::note(own::more(lang, marked.len() - LISTED)));
        }
        Section { heading: pick(lang, "措施", "Measures"), rows }
    }

    fn notes(&self, options: &MapOptions, is_thinned: bool) -> Section {
        let lang = options.lang;
        let basis = self.of.today.basis;
        let mut rows = Vec::new();
        if self.moment == Moment::Change {
            let labels = labels(self.of.plan);
            let ids = self.of.plan.measures.iter().map(|measure| &measure.id);
            rows.push(legend::note(own::labels(lang, ids.eq(labels.iter()))));
            rows.push(legend::note(own::under_names(lang, basis, self.service.is_none())));
        } else {
            let rate = match self.service {
                Some(_) => words::service_rate(lang, basis),
                None => words::circle_rate(lang, basis),
            };
            rows.extend(legend::reading(lang, self.of.today, rate));
        }
        if options.extent.is_some() {
            rows.push(legend::note(own::part_of_city(lang)));
        }
        if is_thinned {
            rows.push(legend::note(words::thinned(lang)));
        }
        rows.push(legend::note(words::projection(lang)));
        Section { heading: pick(lang, "说明", "Notes"), rows }
    }
}

/// One row for each kind of mark that is on the map.
pub(super) fn deeds(lang: Lang, marked: &[Marked]) -> Vec<Row> {
    let outlets = [Deed::Opens, Deed::Closes, Deed::Moves, Deed::Turns].into_iter();
    let all = outlets.chain([Deed::GateOpens, Deed::GateCloses]);
    let there = all.filter(|deed| marked.iter().any(|mark| mark.deed == *deed));
    there.map(|deed| entry(Sample::Deed(deed), own::deed(lang, deed), String::new())).collect()
}

/// The outline of homes that a plan builds.
pub(super) fn homes_line(shape: &Shape, scale: f32) -> Lines<(f64, f64)> {
    rings([shape], Look::Line(Pen::new(palette::HOMES, 2.0 * scale)))
}

/// What that outline stands for.
pub(super) fn homes_row(lang: Lang, scale: f32) -> Row {
    let pen = Pen::new(palette::HOMES, 2.0 * scale);
    entry(Sample::Swatch(vec![Look::Line(pen)]), own::homes(lang), String::new())
}

/// Dark lines over land that is lost, across those over gaps.
pub(super) fn lost_hatch(gap: Hatch) -> Hatch {
    Hatch { ink: palette::LOST_LINE, slant: Slant::Falling, ..gap }
}

/// Land at one moment: served, and gaps.
pub(super) fn moment(land: &[&Shape], gaps: &[&Shape], hatch: Hatch) -> Vec<Lines<(f64, f64)>> {
    let outline = Pen::new(palette::GAP, hatch.width / 2.0);
    let (land, gaps) = (|| land.iter().copied(), || gaps.iter().copied());
    vec![
        rings(land(), Look::Fill(palette::LAND)),
        rings(land().chain(gaps()), Look::Fill(palette::SERVED)),
        rings(gaps(), Look::Hatch(hatch)),
        rings(gaps(), Look::Line(outline)),
    ]
}

/// What becomes of land: kept, gained, lost, unserved before and after.
pub(super) fn change(
    land: &[&Shape],
    turned: &[&Turned],
    hatch: Hatch,
    scale: f32,
) -> Vec<Lines<(f64, f64)>> {
    let shapes = |pick: fn(&Turned) -> Vec<&Region>| -> Vec<&Shape> {
        turned.iter().flat_map(|of| pick(of)).map(|region| &region.shape).collect()
    };
    let (gained, lost) = (shapes(Turned::gained), shapes(Turned::lost));
    let unserved = shapes(Turned::unserved);
    let of = |shapes: &[&Shape], look| rings(shapes.iter().copied(), look);
    // All land less what is never served: kept, gained and lost in one, so that no yellow shows between.
    let ever: Vec<&Shape> = land.iter().chain(&unserved).copied().collect();
    let edge = Pen::new(palette::LOST_LINE, 0.5 * scale);
    vec![
        of(land, Look::Fill(palette::LAND)),
        of(&ever, Look::Fill(palette::KEPT)),
        of(&gained, Look::Fill(palette::GAINED)),
        of(&lost, Look::Fill(palette::LOST)),
        of(&lost, Look::Hatch(lost_hatch(hatch))),
        of(&lost, Look::Line(edge)),
        of(&unserved, Look::Hatch(hatch)),
    ]
}
