//! The map of one service: residential land within its reach, and the gaps.
//!
//! The land is painted pale yellow, then the served part over it. That part is the land less the
//! gaps: one path with the rings of both, filled even-odd, so that neither leaves a rim under the
//! other. The gaps stay yellow under dark hatching.

use crate::assessment::{Assessment, ServiceFigures};
use crate::model::{City, Shape};
use crate::profile::{Lang, Profile, Service};

use super::canvas::Pen;
use super::element::{Lines, Look};
use super::hatch::{Hatch, Slant};
use super::marks::Marks;
use super::outlets::{Outlets, outlets};
use super::panel::Section;
use super::plate::{Content, Heading, Plate, chosen_name, rings};
use super::words::{self, pick};
use super::{Map, MapOptions, RenderError, legend, palette};

/// The map of the service at position `service` of the profile. The caller has seen to it that the
/// service has data ([`crate::assessment::ServiceData::is_known`]) and that the assessment has the
/// shapes of maps; without, the map is bare.
///
/// # Errors
/// [`RenderError`] where the sheet has an impossible size or the picture cannot be encoded.
pub fn service_map(
    city: &City,
    profile: &Profile,
    assessment: &Assessment,
    service: usize,
    options: &MapOptions,
) -> Result<Map, RenderError> {
    let subject = Subject { profile, assessment, service: &profile.services[service], at: service };
    let plate = Plate::new(city, options, subject.heading(city, options))?;
    let scale = plate.scale();
    let outlets = outlets(city, subject.service, &plate.view, scale);
    let hatch = subject.hatch(&plate);
    let sections = subject.sections(city, options, &outlets, hatch);
    let rates =
        assessment.units.iter().map(|u| u.services[service].land.and_then(|land| land.share));
    let land = subject.land(hatch);
    let (shaded, above) = (assessment.land_of(service), Vec::new());
    let (under, marks) = (words::percents(rates), Marks::default());
    plate.draw(&Content { shaded, land, above, outlets: Some(outlets), marks, under, sections })
}

/// What the map is about.
struct Subject<'a> {
    profile: &'a Profile,
    assessment: &'a Assessment,
    service: &'a Service,
    at: usize,
}

impl Subject<'_> {
    fn heading(&self, city: &City, options: &MapOptions) -> Heading {
        let lang = options.lang;
        let place = words::place(lang, city.name(), chosen_name(city, options));
        let mut cautions = Vec::new();
        if self.service.is_assumption() {
            cautions.push(words::assumed_radius(lang));
        }
        let basis = self.assessment.basis;
        if !basis.is_official() {
            cautions.push(words::approximation(lang, basis));
        }
        cautions.extend(words::circles_stay(lang, city));
        Heading {
            title: words::service_title(lang, &place, self.service),
            rule: words::service_rule(lang, self.profile, self.service),
            caution: cautions.join(" · "),
        }
    }

    /// Dark red lines, close enough to read as a tone and far enough to show the yellow.
    fn hatch(&self, plate: &Plate<'_>) -> Hatch {
        let look = (palette::GAP, Slant::Rising);
        Hatch::for_shapes(look, 6.5, self.gaps(), &plate.view, plate.scale())
    }

    fn gaps(&self) -> impl Iterator<Item = &Shape> {
        self.assessment.drawn.unserved.get(self.at).into_iter().flatten()
    }

    fn land(&self, hatch: Hatch) -> Vec<Lines<(f64, f64)>> {
        let land = || self.assessment.land_of(self.at).iter();
        let outline = Pen::new(palette::GAP, hatch.width / 2.0);
        vec![
            rings(land(), Look::Fill(palette::LAND)),
            rings(land().chain(self.gaps()), Look::Fill(palette::SERVED)),
            rings(self.gaps(), Look::Hatch(hatch)),
            rings(self.gaps(), Look::Line(outline)),
        ]
    }

    fn sections(
        &self,
        city: &City,
        options: &MapOptions,
        outlets: &Outlets,
        hatch: Hatch,
    ) -> Vec<Section> {
        let (lang, basis) = (options.lang, self.assessment.basis);
        let unit = options.unit.and_then(|id| self.assessment.units.get(id.index()));
        let figures = &unit.unwrap_or(&self.assessment.total).services[self.at];
        let mut sections = Vec::new();
        let mut rows = Vec::new();
        if let Some(land) = &figures.land {
            let heading = words::service_rate(lang, basis);
            let below = self.below(lang, figures);
            sections.push(legend::figure(heading, words::percent(land.share), below));
            rows = legend::land(lang, land, basis, hatch);
        }
        rows.extend(legend::symbols(lang, self.service, outlets));
        rows.extend(legend::lines(lang, city, options));
        sections.push(Section { heading: pick(lang, "图例", "Legend"), rows });
        sections.push(self.rules(options));
        let mut rows = legend::reading(lang, self.assessment, words::service_rate(lang, basis));
        rows.push(legend::note(words::beyond(lang)));
        if outlets.thinned {
            rows.push(legend::note(words::thinned(lang)));
        }
        rows.push(legend::note(words::projection(lang)));
        sections.push(Section { heading: pick(lang, "说明", "Notes"), rows });
        sections
    }

    /// What stands under the rate: the verdict, residents, outlets.
    fn below(&self, lang: Lang, figures: &ServiceFigures) -> String {
        let mut lines = Vec::new();
        if let Some(upper) = &figures.with_doubtful {
            lines.push(words::with_doubtful(lang, upper.rates.land.share));
        }
        if let (Some(target), Some(is_met)) = (self.service.target_share(), figures.meets_target) {
            lines.push(words::verdict(lang, target, is_met));
        }
        if let Some(people) = &figures.people {
            lines.push(words::people(lang, &people.all));
        }
        lines.push(words::open_outlets(lang, figures.outlets));
        lines.join("\n")
    }

    fn rules(&self, options: &MapOptions) -> Section {
        let lang = options.lang;
        let providers = self.service.providers.iter();
        let mut rows: Vec<_> = providers.map(|p| legend::note(words::provider(lang, p))).collect();
        if let Some(target) = &self.service.target {
            rows.push(legend::note(words::target(lang, target)));
        }
        Section { heading: pick(lang, "评价口径", "Rule"), rows }
    }
}
