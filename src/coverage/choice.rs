//! What residents have to choose from: the distance profile of the second, third ... nearest outlet, and
//! the number within reach (a supplement to I10).

use rayon::prelude::*;
use serde::Serialize;

use super::Coverage;
use super::places::{ByUnit, UnitPlaces};
use super::spread::{Spread, spread};
use crate::index::Index;
use crate::model::{City, PeopleLayer};
use crate::profile::Profile;
use crate::reach::{Few, few};
use crate::units::{Metres, People, Share};

/// How far the n-th nearest outlet is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NthNearest {
    /// Which: 2 for the second nearest.
    pub n: usize,
    /// Distance that half of the residents have at most; none where it does not exist for them.
    pub median: Option<Metres>,
    /// Distance that nine in ten residents have at most.
    pub p90: Option<Metres>,
    /// Share of residents with n outlets within each band of the profile.
    pub within: Vec<Option<Share>>,
}

/// One service in one unit, or in all of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// Residents of the unit.
    pub people: People,
    /// Residents who have exactly 0, 1, 2 ... outlets within reach; the last entry those with so many
    /// or more.
    pub by_count: Vec<People>,
    /// Outlets within reach of a resident, on average; none where nobody lives there.
    pub mean: Option<f64>,
    /// The second nearest, and so on.
    pub nearest: Vec<NthNearest>,
}

/// By layer, unit and service; a service without data is none.
pub type ChoiceLayer = ByUnit<Vec<Option<Choice>>>;

/// Measures the choice by the units of each layer; nothing without people, or where the profile asks for
/// the nearest outlet only.
#[must_use]
pub fn choice(
    city: &City,
    profile: &Profile,
    index: &Index,
    coverage: &Coverage<'_>,
) -> Vec<ChoiceLayer> {
    let Some(people) = city.people().filter(|_| profile.nearest > 1) else { return Vec::new() };
    let layers = coverage.unit_places();
    let mut choices: Vec<ChoiceLayer> = layers
        .iter()
        .map(|places| ByUnit {
            level: places.level,
            units: vec![Vec::new(); places.len()],
            total: Vec::new(),
        })
        .collect();
    // One service after the other: what is measured of all places is large.
    for service in &coverage.services {
        let measured =
            service.is_known().then(|| few(city, index, service.providers(), profile.nearest));
        for (choice, places) in choices.iter_mut().zip(&layers) {
            let source = measured.as_ref().map(|few| Source { people, profile, few });
            let (units, total) = by_unit(source.as_ref(), places);
            choice.total.push(total);
            for (unit, of) in choice.units.iter_mut().zip(units) {
                unit.push(of);
            }
        }
    }
    choices
}

/// What the choice of one service is made from.
struct Source<'a> {
    people: &'a PeopleLayer,
    profile: &'a Profile,
    few: &'a Few,
}

type Column = (Vec<Option<Choice>>, Option<Choice>);

fn by_unit(source: Option<&Source<'_>>, places: &UnitPlaces<'_>) -> Column {
    let (Some(source), Some(people)) = (source, places.people) else {
        return (vec![None; places.len()], None);
    };
    let units = people.par_iter().map(|list| Some(source.choice(list))).collect();
    (units, Some(source.choice(&people.concat())))
}

impl Source<'_> {
    fn residents(&self, place: u32) -> u64 {
        self.people.all[place as usize].into()
    }

    fn choice(&self, places: &[u32]) -> Choice {
        let nearest = self.profile.nearest;
        let mut by_count = vec![People(0); nearest + 1];
        let (mut all, mut reached) = (0, 0);
        for &place in places {
            let (residents, within) = (self.residents(place), self.few.within(place));
            by_count[(within as usize).min(nearest)] += People(residents);
            all += residents;
            reached += residents * u64::from(within);
        }
        #[expect(clippy::cast_precision_loss, reason = "residents by outlets in reach fit 2^53")]
        let mean = (all > 0).then(|| reached as f64 / all as f64);
        let nearest = (2..=nearest).map(|n| self.nth(n, places)).collect();
        Choice { people: People(all), by_count, mean, nearest }
    }

    fn nth(&self, n: usize, places: &[u32]) -> NthNearest {
        let distance = |place| self.few.distance(place, n - 1);
        let Spread { within, median, p90 } =
            spread(places, &self.people.all, &self.profile.bands, distance);
        NthNearest { n, median, p90, within }
    }
}
