//! What a state of the outlets serves, and what is gained and lost on the way to another.

use std::iter::Sum;

use serde::Serialize;

use super::figures::LandRate;
use crate::model::{AgeGroup, PeopleLayer};
use crate::units::{People, Share, SquareMetres};

/// Residents, with those of each age group that the people layer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Heads {
    /// Every resident.
    pub all: People,
    /// By age group, in the order of [`AgeGroup::ALL`]; none where the layer has no such column.
    pub groups: [Option<People>; 4],
}

impl Heads {
    /// Those of some places.
    pub(super) fn of(layer: &PeopleLayer, places: impl Iterator<Item = u32>) -> Self {
        let mut heads = Self { all: People(0), groups: [None; 4] };
        let columns = AgeGroup::ALL.map(|group| layer.group(group));
        for (head, column) in heads.groups.iter_mut().zip(columns) {
            *head = column.map(|_| People(0));
        }
        for place in places {
            let place = place as usize;
            heads.all += People(u64::from(layer.all[place]));
            for (head, column) in heads.groups.iter_mut().zip(columns) {
                if let (Some(head), Some(column)) = (head, column) {
                    *head += People(u64::from(column[place]));
                }
            }
        }
        heads
    }

    /// How many more they are than others of the same layer who are among them.
    #[must_use]
    pub fn less(&self, others: &Self) -> Self {
        let less = |all: People, of: People| People(all.0.saturating_sub(of.0));
        let mut groups = self.groups;
        for (group, of) in groups.iter_mut().zip(others.groups) {
            *group = group.zip(of).map(|(all, of)| less(all, of));
        }
        Self { all: less(self.all, others.all), groups }
    }

    /// Those of an age group; none where the layer has no such column.
    #[must_use]
    pub fn group(&self, group: AgeGroup) -> Option<People> {
        self.groups[group as usize]
    }
}

impl Sum for Heads {
    /// Groups that some have and others have not count those that have them.
    fn sum<I: Iterator<Item = Self>>(heads: I) -> Self {
        heads.fold(Self::default(), |mut sum, more| {
            sum.all += more.all;
            for (sum, more) in sum.groups.iter_mut().zip(more.groups) {
                *sum = match (*sum, more) {
                    (Some(a), Some(b)) => Some(a + b),
                    (one, other) => one.or(other),
                };
            }
            sum
        })
    }
}

/// What one service, or the circle, serves.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Served {
    /// Land inside the circles, and outside.
    pub land: LandRate,
    /// Residents within reach; none without people.
    pub people: Option<Heads>,
}

impl Served {
    /// Whether the served share of the land reaches a target; none where there is no land.
    #[must_use]
    pub fn meets(&self, target: Share) -> Option<bool> {
        self.land.share.map(|share| share >= target)
    }
}

/// What all services of a unit, or of the city, serve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Serving {
    /// All its residents; none without people.
    pub residents: Option<Heads>,
    /// By service, in the order of the profile; none without data today.
    pub services: Vec<Option<Served>>,
    /// All services of the circle that have data today; none where none has.
    pub circle: Option<Served>,
}

/// Land and residents that are gained, or lost.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Amount {
    /// The land, never below nought.
    pub land: SquareMetres,
    /// The residents; none without people.
    pub people: Option<Heads>,
}

impl Amount {
    /// Whether it is no land and nobody.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.land.0 <= 0.0 && self.people.is_none_or(|heads| heads.all.0 == 0)
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        let (mut land, mut people) = (SquareMetres(0.0), Vec::new());
        for amount in amounts {
            land += amount.land;
            people.extend(amount.people);
        }
        let people = (!people.is_empty()).then(|| people.into_iter().sum());
        Self { land, people }
    }
}

/// From one state to another: `after - before` is `gained - lost`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Passage {
    /// What is served before.
    pub before: Served,
    /// What is served after.
    pub after: Served,
    /// Served after, and not before.
    pub gained: Amount,
    /// Served before, and not after.
    pub lost: Amount,
}

impl Passage {
    /// Whether nothing is gained and nothing lost.
    #[must_use]
    pub fn is_still(&self) -> bool {
        self.gained.is_nothing() && self.lost.is_nothing()
    }
}

/// What happens in a unit, or in the city.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitEffect {
    /// All its residents; none without people.
    pub residents: Option<Heads>,
    /// By service, in the order of the profile; none without data today.
    pub services: Vec<Option<Passage>>,
    /// All services of the circle that have data today; none where none has.
    pub circle: Option<Passage>,
}

impl UnitEffect {
    /// The part of its residents that is served; none without people, or where nobody lives.
    #[must_use]
    pub fn people_share(&self, served: &Served) -> Option<Share> {
        people_share(served.people?.all, self.residents?.all)
    }

    /// The same of an age group; none where the people layer has no such column.
    #[must_use]
    pub fn group_share(&self, served: &Served, group: AgeGroup) -> Option<Share> {
        people_share(served.people?.group(group)?, self.residents?.group(group)?)
    }

    /// The services that have data today and the circle, in this order.
    pub fn passages(&self) -> impl Iterator<Item = &Passage> {
        self.services.iter().flatten().chain(&self.circle)
    }
}

/// What happens between two states of the outlets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// By subdistrict, in the order of the city.
    pub units: Vec<UnitEffect>,
    /// The whole city.
    pub total: UnitEffect,
}

#[expect(clippy::cast_precision_loss, reason = "residents of the Earth fit 2^53")]
fn people_share(served: People, of: People) -> Option<Share> {
    Share::of(served.0 as f64, of.0 as f64)
}
