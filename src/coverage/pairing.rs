//! Who has a partner: an outlet that is linked to another by its id or lies near one, an estate without
//! property management and the nearest team that answers for it.
//!
//! An outlet that names its partners (`partner`) is paired with the nearest of those; else, and for estates,
//! the nearest outlet of the partners' categories is looked for, up to the distance of the rule. Only
//! outlets that serve count, on both sides. Of estates those count whose land the profile calls
//! residential, each at the point inside it.

use serde::Serialize;

use crate::index::Index;
use crate::model::{City, Estate, EstateId, Local, OutletId, Population, SubdistrictId};
use crate::overlay::Placing;
use crate::profile::{Pairing, Profile, Subject};
use crate::units::{Metres, People};

/// How a partner was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Paired {
    /// By its id.
    Linked,
    /// It is near enough.
    Near,
    /// There is none; the nearest, if any, is too far.
    Not,
}

/// One outlet or estate with its partner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Pair {
    /// Which outlet; none of an estate.
    pub outlet: Option<OutletId>,
    /// Which estate; none of an outlet.
    pub estate: Option<EstateId>,
    /// The subdistrict that it lies in.
    pub unit: Option<SubdistrictId>,
    /// Residents of the estate, where known.
    pub people: Option<People>,
    /// Its partner, or where it has none the nearest outlet that could be.
    pub partner: Option<OutletId>,
    /// How far that is.
    pub distance: Option<Metres>,
    /// How it was found.
    pub paired: Paired,
}

/// How many have a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct PairCounts {
    /// All of them.
    pub subjects: u32,
    /// Linked by an id.
    pub linked: u32,
    /// Near enough.
    pub near: u32,
    /// Without a partner.
    pub unpaired: u32,
}

/// The pairs of one rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pairs {
    /// In the order of the city.
    pub list: Vec<Pair>,
    /// By subdistrict.
    pub units: Vec<PairCounts>,
    /// In the whole input.
    pub total: PairCounts,
    /// Residential estates of which it is not known whether they have property management; in no count.
    pub unknown: u32,
}

/// The pairs of each rule of a profile, in its order.
#[must_use]
pub fn pairings(city: &City, profile: &Profile, index: &Index) -> Vec<Pairs> {
    if profile.pairings.is_empty() {
        return Vec::new();
    }
    let placing = Placing::new(&city.subdistricts().iter().map(|s| &s.shape).collect::<Vec<_>>());
    profile
        .pairings
        .iter()
        .map(|rule| Source { city, profile, index, placing: &placing }.pairs(rule))
        .collect()
}

struct Source<'a> {
    city: &'a City,
    profile: &'a Profile,
    index: &'a Index,
    placing: &'a Placing,
}

impl Source<'_> {
    fn pairs(&self, rule: &Pairing) -> Pairs {
        let (list, unknown) = match rule.of {
            Subject::Outlets => (self.outlets(rule), 0),
            Subject::UnmanagedEstates => self.estates(rule),
        };
        let mut units = vec![PairCounts::default(); self.city.subdistricts().len()];
        let mut total = PairCounts::default();
        for pair in &list {
            let of_unit = pair.unit.map(|unit| &mut units[unit.index()]);
            for counts in of_unit.into_iter().chain([&mut total]) {
                counts.add(pair.paired);
            }
        }
        Pairs { list, units, total, unknown }
    }

    fn outlets(&self, rule: &Pairing) -> Vec<Pair> {
        let is_subject = |category: &str| rule.categories.iter().any(|c| c == category);
        let outlets = (0u32..).map(OutletId).zip(self.city.outlets());
        let subjects = outlets.filter(|(_, outlet)| {
            outlet.is_counted() && is_subject(&self.city.categories()[outlet.category.index()])
        });
        subjects
            .map(|(id, outlet)| {
                let linked = outlet.partner().and_then(|names| self.linked(rule, names, outlet.at));
                Pair { outlet: Some(id), ..self.pair(rule, outlet.at, linked) }
            })
            .collect()
    }

    /// Residential estates that are known to have no property management, and of how many it is not known.
    fn estates(&self, rule: &Pairing) -> (Vec<Pair>, u32) {
        let estates = self.city.estates().unwrap_or_default();
        let is_home = |estate: &Estate| self.profile.land_codes.hold(estate.land_code.as_deref());
        let mut unknown = 0;
        let mut list = Vec::new();
        for (id, estate) in (0u32..).map(EstateId).zip(estates).filter(|(_, e)| is_home(e)) {
            unknown += u32::from(estate.managed.is_none());
            let Some(at) = estate.shape.inner_point().filter(|_| estate.managed == Some(false))
            else {
                continue;
            };
            let people = match estate.people {
                Population::Known(people) => Some(people),
                Population::Unknown => None,
            };
            list.push(Pair { estate: Some(id), people, ..self.pair(rule, at, None) });
        }
        (list, unknown)
    }

    fn pair(&self, rule: &Pairing, at: Local, linked: Option<(OutletId, Metres)>) -> Pair {
        let found = linked.or_else(|| self.nearest(rule, at));
        let is_near =
            found.is_some_and(|(_, distance)| rule.within.is_none_or(|most| distance.0 <= most.0));
        let paired = match (linked, is_near) {
            (Some(_), _) => Paired::Linked,
            (None, true) => Paired::Near,
            (None, false) => Paired::Not,
        };
        Pair {
            outlet: None,
            estate: None,
            unit: self.placing.unit(at),
            people: None,
            partner: found.map(|found| found.0),
            distance: found.map(|found| found.1),
            paired,
        }
    }

    /// The nearest of the outlets that are named by their ids, parted by `;`, `,` or `、`.
    fn linked(&self, rule: &Pairing, names: &str, at: Local) -> Option<(OutletId, Metres)> {
        let names: Vec<&str> = names.split([';', ',', '、', '；', '，']).map(str::trim).collect();
        let outlets = (0u32..).map(OutletId).zip(self.city.outlets());
        let partners = outlets.filter(|(_, outlet)| {
            let category = &self.city.categories()[outlet.category.index()];
            names.contains(&&*outlet.id) && outlet.is_counted() && rule.with.contains(category)
        });
        let measured = partners.map(|(id, outlet)| (id, at.distance(outlet.at)));
        measured.min_by(|a, b| a.1.0.total_cmp(&b.1.0))
    }

    fn nearest(&self, rule: &Pairing, at: Local) -> Option<(OutletId, Metres)> {
        let categories = rule.with.iter().filter_map(|key| self.city.category(key));
        let nearest = categories.filter_map(|id| self.index.category(id).nearest(at));
        nearest.min_by(|a, b| a.1.0.total_cmp(&b.1.0).then(a.0.cmp(&b.0)))
    }
}

impl PairCounts {
    fn add(&mut self, paired: Paired) {
        self.subjects += 1;
        match paired {
            Paired::Linked => self.linked += 1,
            Paired::Near => self.near += 1,
            Paired::Not => self.unpaired += 1,
        }
    }
}
