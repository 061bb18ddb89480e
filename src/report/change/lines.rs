//! One line for each unit and service, with the figures of both runs.

use super::written::{Figures, Group, Item, Rates, Unit};
use super::{Comparison, Pair, units};
use crate::profile::{Lang, Names};
use crate::report::words::{self, Word, heading};
use crate::units::{Metres, Share, SquareMetres, grouped_text};

/// A unit, or all of them, and a service, or the circle, in both runs.
pub(super) struct Line<'a> {
    pub(super) place: Place<'a>,
    /// None: the circle.
    pub(super) service: Option<&'a Item>,
    pub(super) rates: Pair<&'a Rates>,
}

/// What the figures of a line are of.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) level: Word,
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    /// Whether one run only has it.
    pub(super) is_unmatched: bool,
}

impl<'a> Line<'a> {
    pub(super) fn key(&self) -> &'a str {
        self.service.map_or(words::CIRCLE_KEY, |item| &item.key)
    }

    pub(super) fn name(&self, lang: Lang) -> &'a str {
        self.service.map_or(words::CIRCLE.get(lang), |item| Names::get(&item.names, lang))
    }

    /// A figure in both runs.
    pub(super) fn figure(&self, measure: &Measure) -> Pair<f64> {
        self.rates.and_then(measure.value)
    }
}

impl Comparison {
    /// All lines: subdistricts, the city, then each other layer of units and all of its units.
    pub(super) fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        lines.extend(self.of_units(words::SUBDISTRICT, self.subdistricts()));
        lines.extend(self.city());
        for (level, layer) in self.layers() {
            lines.extend(self.of_units(words::level(level), units(layer)));
            let place = self.whole(words::all_units(level), layer.both().is_none());
            lines.extend(self.of_place(place, layer.map(|layer| &layer.total)));
        }
        lines
    }

    /// The lines of the whole city.
    pub(super) fn city(&self) -> Vec<Line<'_>> {
        let totals = Pair { before: Some(&self.before.total), after: Some(&self.after.total) };
        self.of_place(self.whole(words::CITY, false), totals)
    }

    fn of_units<'a>(&'a self, level: Word, units: Vec<Pair<&'a Unit>>) -> Vec<Line<'a>> {
        let lines = |pair: Pair<&'a Unit>| {
            let unit = pair.either()?;
            let is_unmatched = pair.both().is_none();
            let place = Place { level, id: &unit.id, name: &unit.name, is_unmatched };
            Some(self.of_place(place, pair.map(|unit| &unit.figures)))
        };
        units.into_iter().filter_map(lines).flatten().collect()
    }

    fn whole(&self, level: Word, is_unmatched: bool) -> Place<'_> {
        Place { level, id: "", name: &self.after.city.name, is_unmatched }
    }

    /// The services in the order of the rule set, then the circle.
    fn of_place<'a>(&'a self, place: Place<'a>, figures: Pair<&'a Figures>) -> Vec<Line<'a>> {
        let rates =
            |item: &Item| figures.and_then(|of| of.services.iter().find(|s| s.service == item.key));
        let services = self.after.profile.services.iter().map(|item| Line {
            place,
            service: Some(item),
            rates: rates(item).map(|of| &of.rates),
        });
        let circle = figures.and_then(|of| of.circle.as_ref());
        services.chain([Line { place, service: None, rates: circle }]).collect()
    }
}

/// One figure of the tables.
pub(super) struct Measure {
    /// Its heading in the tables of a run.
    pub(super) heading: Word,
    pub(super) value: fn(&Rates) -> Option<f64>,
    kind: Kind,
}

/// How a figure is printed.
#[derive(Clone, Copy)]
enum Kind {
    Count,
    Hectares,
    Percent,
    Metres,
}

impl Measure {
    const fn new(heading: Word, kind: Kind, value: fn(&Rates) -> Option<f64>) -> Self {
        Self { heading, value, kind }
    }

    /// The digits of a figure, or of its change, as the tables of a run print such figures.
    pub(super) fn digits(&self, value: f64) -> String {
        let digits = match self.kind {
            Kind::Count => format!("{value:.0}"),
            Kind::Hectares => SquareMetres(value).hectares_digits(),
            Kind::Percent => Share(value).percent_text(),
            Kind::Metres => Metres(value).digits(),
        };
        // A change that rounds to nought has no sign.
        let is_nought = digits.chars().all(|c| ['-', '0', '.'].contains(&c));
        if is_nought { digits.replace('-', "") } else { digits }
    }

    /// The same for a page, whole numbers in groups of three digits.
    pub(super) fn page_digits(&self, value: f64) -> String {
        match self.kind {
            Kind::Count => grouped_text(value.round()),
            Kind::Hectares | Kind::Percent | Kind::Metres => self.digits(value),
        }
    }
}

pub(super) const OUTLETS: Measure =
    Measure::new(heading::OUTLETS, Kind::Count, |r| r.outlets_inside.map(f64::from));
pub(super) const LAND_SHARE: Measure =
    Measure::new(heading::LAND_PERCENT, Kind::Percent, |r| r.land.as_ref()?.share);
pub(super) const PEOPLE_SHARE: Measure =
    Measure::new(heading::PEOPLE[3], Kind::Percent, |r| r.people.as_ref()?.all.share);
pub(super) const PEOPLE_UNSERVED: Measure =
    Measure::new(heading::PEOPLE[2], Kind::Count, |r| Some(whole(r.people.as_ref()?.all.unserved)));
pub(super) const LAND_UNSERVED: Measure =
    Measure::new(heading::LAND_UNSERVED, Kind::Hectares, |r| Some(r.land.as_ref()?.unserved_m2));

/// The figures of `changes.csv`, in its order.
pub(super) const MEASURES: [Measure; 23] = [
    OUTLETS,
    Measure::new(heading::LAND, Kind::Hectares, |r| Some(r.land.as_ref()?.all_m2)),
    Measure::new(heading::LAND_SERVED, Kind::Hectares, |r| Some(r.land.as_ref()?.served_m2)),
    LAND_UNSERVED,
    LAND_SHARE,
    Measure::new(heading::PEOPLE[0], Kind::Count, |r| Some(whole(r.people.as_ref()?.all.people))),
    Measure::new(heading::PEOPLE[1], Kind::Count, |r| Some(whole(r.people.as_ref()?.all.served))),
    PEOPLE_UNSERVED,
    PEOPLE_SHARE,
    Measure::new(heading::AGE_60PLUS[0], Kind::Count, |r| Some(whole(over_60(r)?.people))),
    Measure::new(heading::AGE_60PLUS[1], Kind::Count, |r| Some(whole(over_60(r)?.served))),
    Measure::new(heading::AGE_60PLUS[2], Kind::Count, |r| Some(whole(over_60(r)?.unserved))),
    Measure::new(heading::AGE_60PLUS[3], Kind::Percent, |r| over_60(r)?.share),
    Measure::new(heading::AGE_3_5[0], Kind::Count, |r| Some(whole(of_3_to_5(r)?.people))),
    Measure::new(heading::AGE_3_5[1], Kind::Count, |r| Some(whole(of_3_to_5(r)?.served))),
    Measure::new(heading::AGE_3_5[2], Kind::Count, |r| Some(whole(of_3_to_5(r)?.unserved))),
    Measure::new(heading::AGE_3_5[3], Kind::Percent, |r| of_3_to_5(r)?.share),
    Measure::new(heading::MEDIAN, Kind::Metres, |r| r.distances.as_ref()?.people_median_m),
    Measure::new(heading::P90, Kind::Metres, |r| r.distances.as_ref()?.people_p90_m),
    Measure::new(heading::DOUBTFUL, Kind::Count, |r| {
        r.with_doubtful.as_ref()?.doubtful_outlets_inside.map(f64::from)
    }),
    Measure::new(heading::WITH_DOUBTFUL[1], Kind::Percent, |r| {
        r.with_doubtful.as_ref()?.land.share
    }),
    Measure::new(heading::WITH_DOUBTFUL[3], Kind::Percent, |r| {
        r.with_doubtful.as_ref()?.people.as_ref()?.all.share
    }),
    Measure::new(heading::GAPS, Kind::Count, |r| Some(whole(r.gaps_listed?))),
];

fn over_60(rates: &Rates) -> Option<&Group> {
    rates.people.as_ref()?.age_60plus.as_ref()
}

fn of_3_to_5(rates: &Rates) -> Option<&Group> {
    rates.people.as_ref()?.age_3_5.as_ref()
}

/// A whole number that is far below 2^53.
#[expect(clippy::cast_precision_loss, reason = "people and gaps of a city are fewer than 2^53")]
fn whole(number: u64) -> f64 {
    number as f64
}
