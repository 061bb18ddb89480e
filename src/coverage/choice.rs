//! What residents have to choose from: the distance profile of the second, third ... nearest outlet, and
//! the number within reach (a supplement to I10); in a straight line, and along streets where there are any.

use rayon::prelude::*;
use serde::Serialize;

use super::Coverage;
use super::places::{ByUnit, UnitPlaces};
use super::services::Resolved;
use super::spread::{Spread, spread};
use crate::index::Index;
use crate::model::{City, PeopleLayer};
use crate::profile::Profile;
use crate::reach::{Few, Walked, few, few_along};
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
    /// The same along streets; none where the city has none.
    pub along: Option<ChoiceAlong>,
}

/// What residents have to choose from along streets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChoiceAlong {
    /// Residents who have exactly 0, 1, 2 ... outlets within the radius along streets; the last entry those
    /// with so many or more.
    pub by_count: Vec<People>,
    /// The second nearest, and so on; none of the distances past what walks were looked for.
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
    (index, walked): (&Index, Option<&Walked>),
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
    // A few services after the others, one a thread: what is measured of all places is large.
    for services in coverage.services.chunks(rayon::current_num_threads().max(1)) {
        let measure = |service: &Resolved<'_>| {
            let nearest = profile.nearest;
            let few = service.is_known().then(|| few(city, index, service.providers(), nearest));
            let along = walked.zip(few.as_ref());
            let along = along.map(|(walked, few)| Along::new(city, index, walked, (service, few)));
            (few, along)
        };
        let measured: Vec<(Option<Few>, Option<Along>)> =
            services.par_iter().map(measure).collect();
        for (few, along) in &measured {
            let along = along.as_ref();
            let source = few.as_ref().map(|few| Source { people, profile, few, along });
            for (choice, places) in choices.iter_mut().zip(&layers) {
                let (units, total) = by_unit(source.as_ref(), places);
                choice.total.push(total);
                for (unit, of) in choice.units.iter_mut().zip(units) {
                    unit.push(of);
                }
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
    along: Option<&'a Along>,
}

/// Walks to the nearest few outlets of a service.
struct Along {
    count: usize,
    /// By place: the lengths of the nearest, ascending, infinite where there are no more.
    lengths: Vec<f64>,
    /// How many are within their radii; at most `count`.
    within: Vec<u8>,
}

impl Along {
    fn new(
        city: &City,
        index: &Index,
        walked: &Walked,
        (service, lines): (&Resolved<'_>, &Few),
    ) -> Self {
        let count = lines.count();
        let places = city.people().map_or(0, PeopleLayer::len);
        let mut all = Self { count, lengths: Vec::new(), within: vec![0; places] };
        let most = u8::try_from(count).unwrap_or(u8::MAX);
        for &(category, radius) in service.providers() {
            let own;
            let lines = if let [_] = service.providers() {
                lines
            } else {
                own = few(city, index, &[(category, radius)], count);
                &own
            };
            let few = few_along(city, index, walked, category, lines);
            let within = all.within.par_iter_mut().zip(few.par_chunks(count));
            within.with_min_len(4096).for_each(|(within, few)| {
                let more = few.iter().filter(|length| **length <= radius).count();
                *within = within.saturating_add(u8::try_from(more).unwrap_or(most)).min(most);
            });
            if all.lengths.is_empty() {
                all.lengths = few;
                continue;
            }
            let lists = all.lengths.par_chunks_mut(count).zip(few.par_chunks(count));
            lists.with_min_len(4096).for_each(|(kept, few)| {
                // The nearest few of both lists.
                let mut both: Vec<f64> = kept.iter().chain(few).copied().collect();
                both.sort_by(f64::total_cmp);
                kept.copy_from_slice(&both[..kept.len()]);
            });
        }
        all.lengths.resize(places * count, f64::INFINITY);
        all
    }
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
        let along = self.along.map(|along| self.along(along, places));
        let straight = |place, n| self.few.distance(place, n - 1);
        let nearest = (2..=nearest).map(|n| self.nth(n, places, straight)).collect();
        Choice { people: People(all), by_count, mean, nearest, along }
    }

    fn along(&self, along: &Along, places: &[u32]) -> ChoiceAlong {
        let mut by_count = vec![People(0); along.count + 1];
        for &place in places {
            by_count[usize::from(along.within[place as usize])] += People(self.residents(place));
        }
        let walk = |place: u32, n| along.lengths[place as usize * along.count + n - 1];
        let nearest = (2..=along.count).map(|n| self.nth(n, places, walk)).collect();
        ChoiceAlong { by_count, nearest }
    }

    fn nth(&self, n: usize, places: &[u32], far: impl Fn(u32, usize) -> f64) -> NthNearest {
        let distance = |place| far(place, n);
        let Spread { within, median, p90 } =
            spread(places, &self.people.all, &self.profile.bands, distance);
        NthNearest { n, median, p90, within }
    }
}
