//! Room against need within reach, by unit: who is served when people are assigned to outlets as well as
//! can be, and how much there is for each by floating catchments.
//!
//! Shortage of places is not shortage of reach: those who are not served are in reach of outlets that are
//! full, or out of reach of any. Everybody in the people layer competes, inside the units or not; doubtful
//! outlets have no part. An outlet that does not state its places is never taken as full or empty: it
//! is left out and counted, and people not served who have such an outlet in reach are told apart. A
//! fraction of a place is no place. Distances are measured once for all rules with the same categories and
//! radius.

use rayon::prelude::*;
use serde::Serialize;

use super::catchment::access;
use super::people::people_rate;
use super::places::{ByUnit, UnitPlaces};
use super::provision::stated;
use super::transport::Transport;
use crate::index::Index;
use crate::model::{CategoryId, City, PeopleLayer};
use crate::profile::{Capacity, Quantity};
use crate::reach::{Pairs, pairs};
use crate::units::{Metres, People, Share};

/// What the outlets of a rule have, in the whole input.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Room {
    /// Open outlets.
    pub outlets: u32,
    /// Those of them that do not state what they have.
    pub unstated: u32,
    /// Whole places of the others.
    pub places: u64,
    /// Places that people are assigned to.
    pub taken: u64,
}

/// Who has a place, in one unit or in all of them. The four groups add up to those in need.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Seated {
    /// People in need.
    pub people: People,
    /// Those with a place.
    pub served: People,
    /// Those in reach of outlets that are all full.
    pub full: People,
    /// Those without a place who are in reach of an outlet that does not state how many it has.
    pub unknown: People,
    /// Those out of reach of any outlet.
    pub out_of_reach: People,
    /// `served / people`; none where nobody is in need.
    pub served_share: Option<Share>,
    /// How far those with a place go, on average; none where nobody has one.
    pub mean_distance: Option<Metres>,
    /// Supply for each one in need, by floating catchments, on average, times the `per` of the rule; none
    /// where nobody is in need.
    pub access: Option<f64>,
    /// People who have less of it than the city's average.
    pub below_average: People,
    /// `below_average / people`.
    pub below_average_share: Option<Share>,
}

/// One rule by every layer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CapacityFigures {
    /// What there is.
    pub room: Room,
    /// The subdistricts, then each other layer.
    pub layers: Vec<ByUnit<Seated>>,
}

/// Measures capacity rules, in their order; none for a rule without any outlet that states what it has, or
/// without people of its group.
#[must_use]
pub fn capacity<'r>(
    city: &City,
    rules: impl IntoIterator<Item = &'r Capacity>,
    index: &Index,
    layers: &[UnitPlaces<'_>],
) -> Vec<Option<CapacityFigures>> {
    let mut measured: Vec<(Vec<CategoryId>, Metres, Pairs)> = Vec::new();
    let mut figures = Vec::new();
    for of in rules {
        let categories: Vec<CategoryId> =
            of.categories.iter().filter_map(|key| city.category(key)).collect();
        let Some(need) = city.people().and_then(|people| need(people, of)) else {
            figures.push(None);
            continue;
        };
        let is_same = |(known, radius, _): &(Vec<CategoryId>, Metres, Pairs)| {
            *known == categories && radius.0.total_cmp(&of.radius.0).is_eq()
        };
        if !measured.iter().any(is_same) {
            let pairs = pairs(city, index, &categories, of.radius);
            measured.push((categories.clone(), of.radius, pairs));
        }
        let known = measured.iter().find(|known| is_same(known));
        let of = known.and_then(|(.., pairs)| Rule::new(city, of, &categories, (need, pairs)));
        figures.push(of.map(|rule| rule.figures(layers)));
    }
    figures
}

fn need<'a>(people: &'a PeopleLayer, of: &Capacity) -> Option<&'a [u32]> {
    match of.demand {
        Quantity::Group(group) => people.group(group),
        _ => Some(&people.all),
    }
}

/// One rule under way.
struct Rule<'a> {
    of: &'a Capacity,
    need: &'a [u32],
    pairs: &'a Pairs,
    /// What each outlet of the city has; none of other outlets and of those that do not say.
    supply: Vec<Option<f64>>,
    room: Room,
}

/// What was found for each place.
struct Found {
    access: Vec<f64>,
    served: Vec<u32>,
    /// Metres that those with a place go, together.
    distance: Vec<f64>,
}

impl<'a> Rule<'a> {
    fn new(
        city: &City,
        of: &'a Capacity,
        categories: &[CategoryId],
        (need, pairs): (&'a [u32], &'a Pairs),
    ) -> Option<Self> {
        let mut room = Room::default();
        let supply: Vec<Option<f64>> = city
            .outlets()
            .iter()
            .map(|outlet| {
                if !outlet.is_counted() || !categories.contains(&outlet.category) {
                    return None;
                }
                let has = stated(&of.measure, outlet, city.columns());
                room.outlets += 1;
                room.unstated += u32::from(has.is_none());
                room.places += has.map_or(0, whole);
                has
            })
            .collect();
        (room.outlets > room.unstated).then_some(Self { of, need, pairs, supply, room })
    }

    fn figures(mut self, layers: &[UnitPlaces<'_>]) -> CapacityFigures {
        let (served, distance) = self.assigned();
        let access = access(self.pairs, self.need, &self.supply, (&self.of.decay, self.of.radius));
        self.room.taken = served.iter().map(|&n| u64::from(n)).sum();
        let found = Found { access, served, distance };
        // The city's average is that of its subdistricts.
        let inside = layers.first().and_then(|places| places.people).unwrap_or_default().concat();
        let average = self.mean(&inside, &found).unwrap_or(0.0);
        let layers = layers.iter().map(|places| {
            let lists = places.people.unwrap_or_default();
            let units = lists.par_iter().map(|list| self.seated(list, &found, average)).collect();
            let total = self.seated(&lists.concat(), &found, average);
            ByUnit { level: places.level, units, total }
        });
        CapacityFigures { room: self.room, layers: layers.collect() }
    }

    /// People with a place, by where they live, and the metres that they go.
    fn assigned(&self) -> (Vec<u32>, Vec<f64>) {
        let within = |place: usize| {
            let of = self.pairs.of(place).iter();
            of.filter(|(outlet, _)| self.supply[outlet.index()].is_some())
        };
        let reach = (0..self.need.len())
            .map(|place| within(place).map(|&(outlet, d)| (outlet.0, millimetres(d))).collect());
        let room = self.supply.iter().map(|has| has.map_or(0, whole)).collect();
        let problem = Transport { people: self.need.to_vec(), room, reach: reach.collect() };
        let flow = problem.solve().flow;
        let served = flow.iter().map(|flow| flow.iter().sum()).collect();
        let gone = |(place, flow): (usize, &Vec<u32>)| {
            within(place).zip(flow).map(|((_, d), &n)| d.0 * f64::from(n)).sum::<f64>() + 0.0
        };
        (served, flow.iter().enumerate().map(gone).collect())
    }

    /// The average access of the people of some places.
    fn mean(&self, places: &[u32], found: &Found) -> Option<f64> {
        let (mut people, mut sum) = (0.0, 0.0);
        for &place in places {
            let need = f64::from(self.need[place as usize]);
            people += need;
            sum += need * found.access[place as usize];
        }
        (people > 0.0).then(|| sum / people)
    }

    fn seated(&self, places: &[u32], found: &Found, average: f64) -> Seated {
        let mut of = Seated::default();
        let mut distance = 0.0;
        for &place in places {
            let at = place as usize;
            let (need, served) = (People(self.need[at].into()), People(found.served[at].into()));
            of.people += need;
            of.served += served;
            distance += found.distance[at];
            let reach = self.pairs.of(at);
            let is_silent = reach.iter().any(|(outlet, _)| self.supply[outlet.index()].is_none());
            let group = match (reach.is_empty(), is_silent) {
                (true, _) => &mut of.out_of_reach,
                (false, true) => &mut of.unknown,
                (false, false) => &mut of.full,
            };
            *group += need - served;
            if found.access[at] < average {
                of.below_average += need;
            }
        }
        of.served_share = people_rate(of.people, of.served).share;
        of.below_average_share = people_rate(of.people, of.below_average).share;
        #[expect(clippy::cast_precision_loss, reason = "residents of the Earth fit 2^53")]
        let served = of.served.0 as f64;
        of.mean_distance = (served > 0.0).then(|| Metres(distance / served));
        of.access = self.mean(places, found).map(|mean| mean * self.of.per);
        of
    }
}

/// Whole places; a fraction of one is none.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast saturates, and amounts are not negative"
)]
fn whole(amount: f64) -> u64 {
    amount.floor() as u64
}

#[expect(clippy::cast_possible_truncation, reason = "a radius is 20 km at most")]
fn millimetres(distance: Metres) -> i64 {
    (distance.0 * 1000.0).round() as i64
}
