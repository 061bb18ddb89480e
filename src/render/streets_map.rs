//! The map of one service along streets: streets within its radius and beyond it, and the estates that
//! reach it or do not.
//!
//! Streets within the radius are blue and thin, those beyond it red and bold, so that they stay apart in
//! grey print. Estates lie pale below them: blue where a gate, or a point inside, reaches an outlet, yellow
//! under hatching where none does.

use crate::assessment::{Assessment, Basis, StreetFigures, StreetGaps, StreetService};
use crate::model::{City, Estate, Local, Shape};
use crate::profile::{Lang, Profile, Service};
use crate::units::{People, SquareMetres};

use super::canvas::Pen;
use super::element::{Lines, Look};
use super::hatch::{Hatch, Slant};
use super::legend::{self, entry};
use super::marks::Marks;
use super::outlets::{Outlets, outlets};
use super::panel::{Row, Sample, Section};
use super::plate::{Content, Heading, Plate, chosen_name, rings};
use super::words::{self, pick};
use super::{Map, MapOptions, RenderError, asked, palette};

/// The map along streets of the service at position `service` of the profile; none where nothing was
/// measured along streets, or the service has no data.
///
/// # Errors
/// [`RenderError`] where the sheet has an impossible size or the picture cannot be encoded.
pub fn streets_map(
    city: &City,
    profile: &Profile,
    assessment: &Assessment,
    service: usize,
    options: &MapOptions,
) -> Result<Option<Map>, RenderError> {
    let Some(streets) = &assessment.streets else { return Ok(None) };
    let Some(gaps) = streets.gaps.get(service).and_then(Option::as_ref) else { return Ok(None) };
    let (of, basis) = (&profile.services[service], assessment.basis);
    let subject = Subject { city, profile, streets, gaps, at: service, service: of, basis };
    let plate = Plate::new(city, options, subject.heading(options))?;
    let scale = plate.scale();
    let mut outlets = outlets(city, subject.service, &plate.view, scale);
    let pens = subject.pens(scale);
    let look = (palette::GAP, Slant::Rising);
    let hatch = Hatch::for_shapes(look, 6.5, subject.beyond(), &plate.view, scale);
    let lang = options.lang;
    let units = streets.layers.first().map_or(&[][..], |layer| &layer.units);
    let rate = |unit: &Vec<Option<StreetService>>| rate(lang, unit[service].as_ref());
    let asked = asked::keys(lang, city, &plate.view.bounds, scale);
    let sections = subject.sections(options, &outlets, (hatch, pens), asked);
    outlets.symbols.push(asked::symbols(city, scale));
    let content = Content {
        shaded: assessment.land_of(service),
        above: asked::lines(city, scale),
        land: subject.land(hatch, pens),
        sections,
        outlets: Some(outlets),
        marks: Marks::default(),
        under: units.iter().map(rate).collect(),
    };
    plate.draw(&content).map(Some)
}

/// How strongly land beyond the radius is tinted.
const AREA: f64 = 0.22;

/// Pens of streets within the radius and beyond it.
type Pens = [Pen; 2];

/// What the map is about.
struct Subject<'a> {
    city: &'a City,
    profile: &'a Profile,
    streets: &'a StreetFigures,
    gaps: &'a StreetGaps,
    at: usize,
    service: &'a Service,
    basis: Basis,
}

impl Subject<'_> {
    fn heading(&self, options: &MapOptions) -> Heading {
        let lang = options.lang;
        let place = words::place(lang, self.city.name(), chosen_name(self.city, options));
        let beside = if self.profile.supplement {
            pick(
                lang,
                "沿街步行为补充分析，覆盖率（非官方指标）仍按圆形半径计",
                "Walks along streets stand beside the circle, no official indicator here",
            )
        } else if self.basis.is_official() {
            pick(
                lang,
                "沿街步行为补充分析，官方口径仍为圆形半径",
                "Walks along streets stand beside the official circle",
            )
        } else {
            // What stands in for residential land says besides that nothing is official.
            pick(
                lang,
                "沿街步行为补充分析，覆盖率仍按圆形半径计",
                "Walks along streets stand beside the circle",
            )
        };
        let mut cautions = vec![beside.to_owned()];
        if self.service.is_assumption() {
            cautions.push(words::assumed_radius(lang).to_owned());
        }
        if !self.basis.is_official() && !self.areas().is_empty() {
            cautions.push(words::approximation(lang, self.basis).to_owned());
        }
        Heading {
            title: words::streets_title(lang, &place, self.service),
            rule: words::service_rule(lang, self.profile, self.service),
            caution: cautions.join(" · "),
        }
    }

    /// Thinner where there are many streets, so that they do not run together.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a width")]
    fn pens(&self, scale: f32) -> Pens {
        let many =
            (20_000.0 / self.streets.streets.inside_count().max(1) as f64).sqrt().clamp(0.35, 1.0);
        let pen = |ink, points: f32| Pen::new(ink, points * scale * many as f32);
        [pen(palette::STREET, 0.8), pen(palette::GAP, 1.7)]
    }

    /// Estates that are out of reach.
    fn beyond(&self) -> impl Iterator<Item = &Shape> {
        let estates = self.city.estates().unwrap_or_default();
        let beyond = self.gaps.estates.iter().filter_map(|at| estates.get(*at as usize));
        beyond.filter(|estate| self.needs(estate)).map(|estate| &estate.shape)
    }

    /// Land beyond the radius.
    fn areas(&self) -> &[Shape] {
        self.streets.areas.get(self.at).and_then(Option::as_deref).unwrap_or_default()
    }

    /// Whether the need of an estate counts.
    fn needs(&self, estate: &Estate) -> bool {
        self.city.is_met_by(estate, &self.service.demand_where)
    }

    fn land(&self, hatch: Hatch, [within, beyond]: Pens) -> Vec<Lines<(f64, f64)>> {
        let counts = |code: Option<&str>| self.profile.land_codes.hold(code);
        let estates = self.city.estates().unwrap_or_default().iter();
        let estates = estates.filter(|estate| counts(estate.land_code.as_deref()));
        let estates = estates.filter(|estate| self.needs(estate));
        let reached = Look::Fill(palette::SERVED.with_alpha(0.4));
        let (streets, gaps) = (&self.streets.streets, self.gaps.stretches.iter().flatten());
        vec![
            rings(estates.map(|estate| &estate.shape), reached),
            rings(self.beyond(), Look::Fill(palette::LAND)),
            rings(self.beyond(), Look::Hatch(hatch)),
            rings(self.areas(), Look::Fill(palette::GAP.with_alpha(AREA))),
            lines(streets.inside(), within),
            lines(gaps.map(|stretch| streets.points(*stretch)), beyond),
        ]
    }

    fn sections(
        &self,
        options: &MapOptions,
        outlets: &Outlets,
        (hatch, pens): (Hatch, Pens),
        asked: Vec<Row>,
    ) -> Vec<Section> {
        let (lang, at) = (options.lang, self.at);
        let layer = self.streets.layers.first();
        let figures = layer.and_then(|layer| {
            let unit = options.unit.and_then(|id| layer.units.get(id.index()));
            unit.unwrap_or(&layer.total)[at].as_ref()
        });
        let rate = pick(lang, "沿街步行可达人口占比", "Residents within reach along streets");
        let mut sections = Vec::new();
        if let Some(of) = figures {
            let below = words::along_streets(lang, of);
            sections.push(legend::figure(rate, words::percent(of.along.share), below));
        }
        let mut rows = self.keys(lang, figures, hatch, pens);
        rows.extend(self.area(options));
        rows.extend(asked);
        rows.extend(legend::symbols(lang, self.service, outlets));
        rows.extend(legend::lines(lang, self.city, options));
        sections.push(Section { heading: pick(lang, "图例", "Legend"), rows });
        let providers = self.service.providers.iter();
        let rows = providers.map(|provider| legend::note(words::provider(lang, provider)));
        sections
            .push(Section { heading: pick(lang, "评价口径", "Rule"), rows: rows.collect() });
        let mut rows = vec![legend::note(words::under_names(lang, rate))];
        rows.push(legend::note(words::how_walked(lang, self.streets.snap)));
        if figures.and_then(|of| of.gaps).unwrap_or(self.gaps.total).estates > 0 {
            rows.push(legend::note(words::estates_walked(lang)));
        }
        rows.extend(figures.and_then(|of| nowhere(lang, of)).map(legend::note));
        if !self.areas().is_empty() {
            rows.push(legend::note(words::in_squares(lang, self.basis)));
        }
        let mut units = layer.into_iter().flat_map(|layer| &layer.units);
        if units.any(|unit| unit[at].as_ref().is_some_and(is_off_all_streets)) {
            rows.push(legend::note(words::no_street_there(lang)));
        }
        if outlets.thinned {
            rows.push(legend::note(words::thinned(lang)));
        }
        rows.push(legend::note(words::projection(lang)));
        sections.push(Section { heading: pick(lang, "说明", "Notes"), rows });
        sections
    }

    /// The key of the land beyond the radius, that of one subdistrict or of all; none where none was drawn.
    fn area(&self, options: &MapOptions) -> Option<Row> {
        let areas = self.areas();
        let chosen = options.unit.and_then(|unit| areas.get(unit.index()));
        let all = chosen.map_or(areas, std::slice::from_ref);
        if all.is_empty() {
            return None;
        }
        let area = SquareMetres(all.iter().map(|shape| shape.area().0).sum());
        let name = words::land_beyond(options.lang, self.basis);
        let tint = vec![Look::Fill(palette::GAP.with_alpha(AREA))];
        Some(entry(Sample::Swatch(tint), name, words::hectares(options.lang, area)))
    }

    fn keys(
        &self,
        lang: Lang,
        figures: Option<&StreetService>,
        hatch: Hatch,
        [within, beyond]: Pens,
    ) -> Vec<Row> {
        let of = figures.and_then(|of| of.gaps).unwrap_or(self.gaps.total);
        let line = |pen, label, length| entry(Sample::Line(vec![pen]), label, length);
        let reached = pick(lang, "半径内街段", "Streets within the radius");
        let past = pick(lang, "超距街段", "Streets beyond it");
        let mut rows =
            vec![line(within, reached, of.within().text()), line(beyond, past, of.beyond.text())];
        if of.estates > 0 {
            let served = vec![Look::Fill(palette::SERVED.with_alpha(0.4))];
            let unserved = vec![Look::Fill(palette::LAND), Look::Hatch(hatch)];
            let name = pick(lang, "可达的居住用地", "Estates within reach");
            rows.push(entry(
                Sample::Swatch(served),
                name,
                words::estates(lang, of.estates_within()),
            ));
            let name = pick(lang, "超距的居住用地", "Estates beyond it");
            rows.push(entry(
                Sample::Swatch(unserved),
                name,
                words::estates(lang, of.estates_beyond),
            ));
        }
        rows
    }
}

/// What stands under the name of a unit.
fn rate(lang: Lang, of: Option<&StreetService>) -> String {
    match of {
        Some(of) if is_off_all_streets(of) => words::no_street(lang).to_owned(),
        of => words::percent(of.and_then(|of| of.along.share)),
    }
}

/// Whether people live in a unit, and none of them near a street: what is missing there is the streets, and
/// 0 % would tell of the outlets.
fn is_off_all_streets(of: &StreetService) -> bool {
    of.no_street > People(0) && of.no_street == of.along.people
}

/// Those who have no walk at all, whom the rate counts as out of reach; none where everybody has one.
fn nowhere(lang: Lang, of: &StreetService) -> Option<String> {
    let (no_street, cut_off) = (of.no_street, of.cut_off);
    if no_street == People(0) && cut_off == People(0) {
        return None;
    }
    let (no_street, cut_off) = (no_street.text(), cut_off.text());
    Some(match lang {
        Lang::Zh => {
            format!(
                "附近无街道{no_street}人（不计入绕行损失），所在街网无网点{cut_off}人，均计为不可达。"
            )
        }
        Lang::En => format!(
            "Out of reach are also {no_street} residents near no street, who are not lost by detour, and \
             {cut_off} on streets that lead to no outlet."
        ),
    })
}

/// Lines as one path.
fn lines(of: impl Iterator<Item: IntoIterator<Item = Local>>, pen: Pen) -> Lines<(f64, f64)> {
    let mut lines = Lines::open(Look::Line(pen));
    for line in of {
        lines.push(line.into_iter().map(|at| (at.x, at.y)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::PeopleRate;
    use crate::units::Share;

    fn of(no_street: u64, cut_off: u64) -> StreetService {
        let all = PeopleRate {
            people: People(69_012),
            served: People(0),
            unserved: People(69_012),
            share: Some(Share(0.0)),
        };
        StreetService {
            by_circle: all,
            along: all,
            lost: People(0),
            lost_share: None,
            no_street_in_circle: People(0),
            too_far: People(0),
            cut_off: People(cut_off),
            no_street: People(no_street),
            median: None,
            p90: None,
            detour: None,
            asked: None,
            gaps: None,
        }
    }

    #[test]
    fn where_nobody_lives_near_a_street_that_stands_in_the_place_of_the_rate() {
        assert_eq!(rate(Lang::En, Some(&of(69_012, 0))), "no street");
        assert_eq!(rate(Lang::Zh, Some(&of(69_012, 0))), "无街道");
        assert_eq!(rate(Lang::En, Some(&of(69_011, 1))), "0.00 %");
        assert_eq!(rate(Lang::En, None), "–");
        let empty = StreetService { along: PeopleRate::default(), ..of(0, 0) };
        assert_eq!(rate(Lang::En, Some(&empty)), "–");
    }

    #[test]
    fn the_map_says_who_has_no_walk_at_all() {
        assert_eq!(nowhere(Lang::En, &of(0, 0)), None);
        let said = nowhere(Lang::En, &of(69_012, 0)).unwrap();
        assert!(
            said.contains("69 012 residents near no street, who are not lost by detour, and 0 on"),
            "{said}"
        );
        let said = nowhere(Lang::Zh, &of(0, 7)).unwrap();
        assert_eq!(said, "附近无街道0人（不计入绕行损失），所在街网无网点7人，均计为不可达。");
    }
}
