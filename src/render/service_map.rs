//! The map of one service: residential land within its reach, and the gaps.
//!
//! The land is painted pale yellow, then the served part over it. That part is the land less the
//! gaps: one path with the rings of both, filled even-odd, so that neither leaves a rim under the
//! other. The gaps stay yellow under dark hatching.

use crate::assessment::{Assessment, Basis};
use crate::model::{City, Shape};
use crate::profile::{Lang, Profile, Service};

use super::canvas::Pen;
use super::element::{Look, Mark};
use super::hatch::{Hatch, Slant};
use super::outlets::{Outlets, outlets};
use super::palette::{self, QUIET, TEXT};
use super::panel::{Row, Sample, Section};
use super::plate::{Content, Heading, Plate, rings};
use super::words::{self, pick};
use super::{Map, MapOptions, RenderError};

/// The map of the service at position `service` of the profile. The caller has seen to it that the
/// service has data ([`crate::assessment::ServiceData::is_known`]); without, the map is bare.
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
    let sections = subject.sections(options, &outlets, scale);
    let rates = assessment
        .units
        .iter()
        .map(|u| u.services[service].land.and_then(|land| land.share))
        .collect();
    let land = subject.land(scale);
    plate.draw(Content { land, outlets: Some(outlets), rates, sections })
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
        let unit = options.unit.map(|id| city.subdistricts()[id.index()].name.as_str());
        let place = words::place(lang, city.name(), unit);
        let mut cautions = Vec::new();
        if self.service.is_assumption() {
            cautions.push(words::assumed_radius(lang));
        }
        if self.assessment.basis == Basis::WholeArea {
            cautions.push(words::approximation(lang));
        }
        Heading {
            title: words::service_title(lang, &place, self.service),
            rule: words::service_rule(lang, self.profile, self.service),
            caution: cautions.join(" · "),
        }
    }

    fn land(&self, scale: f32) -> Vec<super::element::Lines<(f64, f64)>> {
        let land = || self.assessment.land.iter();
        let gaps = || self.assessment.drawn.unserved[self.at].iter();
        vec![
            rings(land(), Look::Fill(palette::LAND)),
            rings(land().chain(gaps()), Look::Fill(palette::SERVED)),
            rings(gaps(), Look::Hatch(gap_hatch(scale))),
            rings(gaps(), Look::Line(Pen::new(palette::GAP, 0.5 * scale))),
        ]
    }

    fn sections(&self, options: &MapOptions, outlets: &Outlets, scale: f32) -> Vec<Section> {
        let lang = options.lang;
        let figures = options
            .unit
            .and_then(|id| self.assessment.units.get(id.index()))
            .unwrap_or(&self.assessment.total);
        let figures = &figures.services[self.at];
        let mut sections = Vec::new();
        if let Some(land) = figures.land {
            let below = match (self.service.target, figures.meets_target) {
                (Some(target), Some(is_met)) => words::verdict(lang, target, is_met),
                (Some(_) | None, _) => String::new(),
            };
            let text = words::percent(land.share);
            let rows = vec![Row::Figure { text, below }];
            sections.push(Section { heading: words::rate(lang, self.assessment.basis), rows });
            sections.push(Section {
                heading: pick(lang, "图例", "Legend"),
                rows: self.legend(lang, &land, scale),
            });
        }
        let _ = outlets;
        sections
    }

    fn legend(&self, lang: Lang, land: &crate::assessment::LandRate, scale: f32) -> Vec<Row> {
        let swatch = |looks, label: &str, amount| Row::Entry {
            sample: Sample::Swatch(looks),
            label: label.to_owned(),
            amount: words::hectares(lang, amount),
        };
        let yellow = Look::Fill(palette::LAND);
        let hatch = Look::Hatch(gap_hatch(scale));
        let mut rows = vec![
            swatch(
                vec![Look::Fill(palette::SERVED)],
                pick(lang, "服务范围内", "served"),
                land.served,
            ),
            swatch(vec![yellow, hatch], pick(lang, "盲区", "gaps"), land.unserved),
        ];
        for (position, provider) in self.service.providers.iter().enumerate() {
            rows.push(Row::Entry {
                sample: Sample::Symbol(Mark::of(position)),
                label: words::category(lang, &provider.category),
                amount: String::new(),
            });
        }
        let _ = (QUIET, TEXT);
        rows
    }
}

/// Dark red lines, close enough to read as a tone and far enough to show the yellow.
pub(super) fn gap_hatch(scale: f32) -> Hatch {
    Hatch { ink: palette::GAP, width: 1.0 * scale, step: 5.5 * scale, slant: Slant::Rising }
}

/// Shapes of all units.
#[expect(dead_code, reason = "to come")]
fn all(shapes: &[Shape]) -> impl Iterator<Item = &Shape> {
    shapes.iter()
}
