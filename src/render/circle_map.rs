//! The map of the circle: how many of its services each piece of residential land reaches.
//!
//! The land is painted in the colour of none, then what reaches at least one, at least two and so on
//! over it, the strongest colour last: no seam is left between two classes. What reaches at least
//! so many is the land less what reaches fewer, one path filled even-odd.

use crate::assessment::Assessment;
use crate::model::{City, Shape};
use crate::profile::{Profile, Service};

use super::element::{Lines, Look};
use super::hatch::{Hatch, Slant};
use super::marks::Marks;
use super::panel::Section;
use super::plate::{Content, Heading, Plate, chosen_name, rings};
use super::words::{self, pick};
use super::{Map, MapOptions, RenderError, legend, palette};

/// The map of the circle. The caller has seen to it that a service of the circle has data and that
/// the assessment has the shapes of maps; without, the map is bare.
///
/// # Errors
/// [`RenderError`] where the sheet has an impossible size or the picture cannot be encoded.
pub fn circle_map(
    city: &City,
    profile: &Profile,
    assessment: &Assessment,
    options: &MapOptions,
) -> Result<Map, RenderError> {
    let services: Vec<&Service> =
        assessment.circle_services.iter().filter_map(|&at| profile.services.get(at)).collect();
    let subject = Subject { profile, assessment, services };
    let plate = Plate::new(city, options, subject.heading(city, options))?;
    let rates =
        assessment.units.iter().map(|u| u.circle.as_ref().and_then(|circle| circle.land.share));
    let hatch = subject.hatch(&plate);
    let sections = subject.sections(city, options, hatch);
    let land = subject.land(hatch);
    plate.draw(&Content {
        shaded: &assessment.land,
        land,
        above: Vec::new(),
        outlets: None,
        marks: Marks::default(),
        under: words::percents(rates),
        sections,
    })
}

/// What the map is about.
struct Subject<'a> {
    profile: &'a Profile,
    assessment: &'a Assessment,
    /// Those that the circle counts.
    services: Vec<&'a Service>,
}

impl Subject<'_> {
    fn heading(&self, city: &City, options: &MapOptions) -> Heading {
        let lang = options.lang;
        let place = words::place(lang, city.name(), chosen_name(city, options));
        let cautions = [
            Some(words::approximation(lang, self.assessment.basis)),
            words::circles_stay(lang, city),
        ];
        let cautions: Vec<&str> =
            cautions.into_iter().flatten().filter(|of| !of.is_empty()).collect();
        Heading {
            title: words::circle_title(lang, &place),
            rule: words::circle_rule(
                lang,
                self.profile,
                self.assessment.basis,
                self.services.len(),
            ),
            caution: cautions.join(" · "),
        }
    }

    /// Thin grey lines over land that reaches none, so that it stands out in grey print.
    fn hatch(&self, plate: &Plate<'_>) -> Hatch {
        let look = (palette::QUIET, Slant::Falling);
        let hatch = Hatch::for_shapes(look, 6.5, self.fewer_than(1), &plate.view, plate.scale());
        Hatch { width: 0.7 * hatch.width, ..hatch }
    }

    fn fewer_than(&self, count: usize) -> impl Iterator<Item = &Shape> {
        self.assessment.drawn.reaches_fewer_than.get(count).into_iter().flatten()
    }

    fn land(&self, hatch: Hatch) -> Vec<Lines<(f64, f64)>> {
        let of = self.services.len();
        let land = || self.assessment.land.iter();
        let mut layers = vec![rings(land(), Look::Fill(palette::reached(0, of)))];
        for count in 1..=of {
            // A class that shares its colour with the one below adds nothing.
            if palette::reached(count, of) != palette::reached(count - 1, of) {
                let look = Look::Fill(palette::reached(count, of));
                layers.push(rings(land().chain(self.fewer_than(count)), look));
            }
        }
        layers.push(rings(self.fewer_than(1), Look::Hatch(hatch)));
        layers
    }

    fn sections(&self, city: &City, options: &MapOptions, hatch: Hatch) -> Vec<Section> {
        let (lang, basis) = (options.lang, self.assessment.basis);
        let unit = options.unit.and_then(|id| self.assessment.units.get(id.index()));
        let figures = unit.unwrap_or(&self.assessment.total);
        let mut sections = Vec::new();
        let mut rows = Vec::new();
        if let Some(circle) = &figures.circle {
            let heading = words::circle_rate(lang, basis);
            let mut below = words::circle_meaning(lang, self.services.len());
            if let Some(upper) = &circle.with_doubtful {
                below.push('\n');
                below.push_str(&words::with_doubtful(lang, upper.land.share));
            }
            if let Some(people) = &circle.people {
                below.push('\n');
                below.push_str(&words::complete_people(lang, &people.all));
            }
            sections.push(legend::figure(heading, words::percent(circle.land.share), below));
            rows = legend::classes(lang, circle, hatch);
        }
        rows.extend(legend::lines(lang, city, options));
        sections.push(Section { heading: pick(lang, "图例", "Legend"), rows });
        sections.push(self.members(options));
        let mut rows = legend::reading(lang, self.assessment, words::circle_rate(lang, basis));
        let missing: Vec<&str> = self
            .profile
            .services
            .iter()
            .filter(|s| s.in_circle && !self.services.iter().any(|c| c.key == s.key))
            .map(|s| s.names.get(lang))
            .collect();
        if !missing.is_empty() {
            rows.push(legend::note(words::without_data(lang, &missing)));
        }
        rows.push(legend::note(words::projection(lang)));
        sections.push(Section { heading: pick(lang, "说明", "Notes"), rows });
        sections
    }

    fn members(&self, options: &MapOptions) -> Section {
        let lang = options.lang;
        let mut rows: Vec<_> =
            self.services.iter().map(|s| legend::note(words::member(lang, s))).collect();
        if self.services.iter().any(|s| s.is_assumption()) {
            rows.push(legend::note(words::member_flag(lang)));
        }
        Section { heading: pick(lang, "计入的服务与半径", "Services and radii"), rows }
    }
}
