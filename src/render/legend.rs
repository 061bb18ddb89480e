//! Rows of the legend that both maps have.

use crate::assessment::{Assessment, Basis, Circle, LandRate};
use crate::model::City;
use crate::profile::{Lang, Service};

use super::MapOptions;
use super::borders::has_districts;
use super::canvas::Pen;
use super::element::{Look, Mark};
use super::hatch::Hatch;
use super::layout::scale_of;
use super::outlets::Outlets;
use super::palette;
use super::panel::{Row, Sample, Section};
use super::words::{self, pick};

/// The large figure at the top.
pub(super) fn figure(heading: &'static str, text: String, below: String) -> Section {
    Section { heading, rows: vec![Row::Figure { text, below }] }
}

/// Served land, gaps, and both together, each with its hectares.
pub(super) fn land(lang: Lang, land: &LandRate, basis: Basis, hatch: Hatch) -> Vec<Row> {
    let served = vec![Look::Fill(palette::SERVED)];
    let gaps = vec![Look::Fill(palette::LAND), Look::Hatch(hatch)];
    let in_reach = pick(lang, "服务范围内", "Within reach");
    let out_of_reach = pick(lang, "盲区（服务范围外）", "Gaps, out of reach");
    vec![
        entry(Sample::Swatch(served), in_reach, words::hectares(lang, land.served)),
        entry(Sample::Swatch(gaps), out_of_reach, words::hectares(lang, land.unserved)),
        entry(Sample::None, words::land(lang, basis), words::hectares(lang, land.land)),
    ]
}

/// Land by the number of services that it reaches, all of them first.
pub(super) fn classes(lang: Lang, circle: &Circle, none: Hatch) -> Vec<Row> {
    let of = circle.land_by_count.len().saturating_sub(1);
    let row = |(count, area)| {
        let mut looks = vec![Look::Fill(palette::reached(count, of))];
        if count == 0 {
            looks.push(Look::Hatch(none));
        }
        entry(Sample::Swatch(looks), &words::reaches(lang, count, of), words::hectares(lang, area))
    };
    circle.land_by_count.iter().copied().enumerate().rev().map(row).collect()
}

/// One row for each category of a service.
pub(super) fn symbols(lang: Lang, service: &Service, outlets: &Outlets) -> Vec<Row> {
    let mut rows = Vec::new();
    for (position, provider) in service.providers.iter().enumerate() {
        if !outlets.symbols[position].at.is_empty() {
            let sample = Sample::Symbol(Mark::of(position));
            let name = words::capital(&words::category(lang, &provider.category));
            rows.push(entry(sample, &name, String::new()));
        }
    }
    let doubtful = outlets.symbols.iter().skip(service.providers.len());
    if let Some(first) = doubtful.clone().find(|list| !list.at.is_empty()) {
        let name = pick(lang, "待核网点（未计入）", "Doubtful outlet, not counted");
        rows.push(entry(Sample::Hollow(first.mark), name, String::new()));
    }
    rows
}

/// Pixels to a point of a map.
pub(super) fn scale(options: &MapOptions) -> f32 {
    scale_of(options.size, options.dpi)
}

/// The lines on the map.
pub(super) fn lines(lang: Lang, city: &City, options: &MapOptions) -> Vec<Row> {
    let scale = scale_of(options.size, options.dpi);
    let pen = |(ink, width): (palette::Ink, f32)| Sample::Line(vec![Pen::new(ink, width * scale)]);
    let mut rows = Vec::new();
    if has_districts(city.subdistricts()) {
        rows.push(entry(
            pen(palette::DISTRICT_LINE),
            pick(lang, "区界", "District border"),
            String::new(),
        ));
    }
    let name = pick(lang, "街道（乡镇）界", "Subdistrict border");
    rows.push(entry(pen(palette::UNIT_LINE), name, String::new()));
    rows
}

/// What stands under the names, what a dash there means, and what land the map leaves out.
pub(super) fn reading(lang: Lang, assessment: &Assessment, rate: &str) -> Vec<Row> {
    let mut rows = vec![note(words::under_names(lang, rate))];
    if assessment.units.iter().any(|unit| unit.land.0 <= 0.0) {
        rows.push(note(words::dash(lang)));
    }
    let outside = assessment.reconciliation.land_outside;
    if outside.is_printed() {
        rows.push(note(words::land_outside(lang, outside)));
    }
    rows
}

/// Running text.
pub(super) fn note(text: impl Into<String>) -> Row {
    Row::Text { text: text.into(), ink: palette::TEXT }
}

/// A sample, what it means, how much of it there is.
pub(super) fn entry(sample: Sample, label: &str, amount: String) -> Row {
    Row::Entry { sample, label: label.to_owned(), amount }
}
