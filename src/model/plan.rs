//! A facility plan: what would open, close, move, grow or change, and where homes are built, measure by
//! measure.
//!
//! A measure takes at most one outlet of today and leaves at most one, or it builds homes: what it does is
//! told by these. No outlet is taken twice, so that the order of measures does not matter.

use super::action::Action;
use super::city::{AgeGroup, CategoryId, City, CityParts, Estate, OutletId, Population};
use super::outlet::{Outlet, OutletDetails, Status};
use super::plane::Local;
use super::shape::Shape;
use super::ways::NewWay;
use crate::units::{People, SquareMetres};

/// An outlet as it is after a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedOutlet {
    /// Its id: that of the outlet that it was, or that of the measure.
    pub id: Box<str>,
    /// Its name; may be empty.
    pub name: Box<str>,
    /// Key of its category, which the city need not have yet.
    pub category: String,
    /// Where it is.
    pub at: Local,
    /// Whether it serves.
    pub status: Status,
    /// Who says so.
    pub source: Option<Box<str>>,
    /// Places, beds or seats.
    pub capacity: Option<f64>,
    /// Floor area.
    pub floor_area: Option<SquareMetres>,
    /// What few files say.
    pub details: Option<Box<OutletDetails>>,
}

impl PlannedOutlet {
    /// An outlet of today, to be changed.
    #[must_use]
    pub fn of(city: &City, outlet: &Outlet) -> Self {
        let Outlet { id, name, category, at, status, source, capacity, floor_area, details } =
            outlet.clone();
        let category = city.categories()[category.index()].clone();
        Self { id, name, category, at, status, source, capacity, floor_area, details }
    }

    fn into_outlet(self, category: CategoryId) -> Outlet {
        let Self { id, name, category: _, at, status, source, capacity, floor_area, details } =
            self;
        Outlet { id, name, category, at, status, source, capacity, floor_area, details }
    }

    /// Whether it serves what it reaches: open, at the time that is asked for too, and not doubtful.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        let details = self.details.as_ref();
        let is_out = details.is_some_and(|details| details.doubt.is_some() || details.closed_then);
        self.status == Status::Open && !is_out
    }
}

/// Homes that are built: a piece of residential land with the residents that it will have.
#[derive(Debug, Clone, PartialEq)]
pub struct Homes {
    /// The land.
    pub shape: Shape,
    /// Land-use code; none where the plan does not say.
    pub land_code: Option<Box<str>>,
    /// A place inside the land, where the residents are counted.
    pub at: Local,
    /// The residents.
    pub residents: u32,
    /// Those of each age group; none where the plan does not say.
    pub groups: [Option<u32>; 4],
}

impl Homes {
    /// Those of an age group; none where the plan does not say.
    #[must_use]
    pub fn group(&self, group: AgeGroup) -> Option<u32> {
        self.groups[group as usize]
    }
}

/// What a measure changes of how people walk.
#[derive(Debug, Clone, PartialEq)]
pub enum Walking {
    /// New lines.
    Ways(Vec<NewWay>),
    /// A gate of the city, by its position, and whether people pass it then.
    Gate(usize, bool),
}

impl Walking {
    /// A place of it: where its first line begins, or where the gate is.
    #[must_use]
    pub fn at(&self, city: &City) -> Option<Local> {
        match self {
            Self::Ways(ways) => ways.first().and_then(|way| way.line.first()).copied(),
            Self::Gate(gate, _) => city.gates().get(*gate).map(|gate| gate.at),
        }
    }
}

/// One change of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Unique in its plan.
    pub id: String,
    /// What people call it: its own name, or that of its outlet or gate; may be empty.
    pub name: String,
    /// When it is done: a year, or the number of a phase.
    pub phase: u32,
    /// What it costs, in whatever the plan counts in; none where it does not say.
    pub cost: Option<f64>,
    /// What it does.
    pub action: Action,
    /// The outlet of today that it takes.
    pub target: Option<OutletId>,
    /// The outlet that it leaves.
    pub outlet: Option<PlannedOutlet>,
    /// The homes that it builds.
    pub homes: Option<Box<Homes>>,
    /// What it changes of how people walk.
    pub walking: Option<Box<Walking>>,
}

impl Measure {
    /// The outlet of today that counts and does so no more where, or as what, it did.
    #[must_use]
    pub fn removes(&self, city: &City) -> Option<OutletId> {
        let target = self.target.filter(|id| city.outlets()[id.index()].is_counted())?;
        (!self.keeps_reach(city)).then_some(target)
    }

    /// The outlet that counts after it where, or as what, none did before.
    #[must_use]
    pub fn adds(&self, city: &City) -> Option<&PlannedOutlet> {
        let outlet = self.outlet.as_ref().filter(|outlet| outlet.is_counted())?;
        (!self.keeps_reach(city)).then_some(outlet)
    }

    /// The categories of the outlet that it changes, and of the one that it leaves.
    pub fn categories<'c>(&'c self, city: &'c City) -> impl Iterator<Item = &'c str> {
        let of = |target: OutletId| {
            let category = city.outlets()[target.index()].category;
            city.categories()[category.index()].as_str()
        };
        let left = self.outlet.as_ref().map(|outlet| outlet.category.as_str());
        self.target.map(of).into_iter().chain(left)
    }

    /// Whether an outlet of one category counts at one place before and after.
    fn keeps_reach(&self, city: &City) -> bool {
        let (Some(target), Some(after)) = (self.target, &self.outlet) else { return false };
        let before = &city.outlets()[target.index()];
        before.is_counted()
            && after.is_counted()
            && before.at == after.at
            && city.categories()[before.category.index()] == after.category
    }
}

/// What would change, as one file says it.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What to call it: the name of its file without the ending.
    pub name: String,
    /// In natural order of their ids; no two take one outlet.
    pub measures: Vec<Measure>,
}

impl Plan {
    /// The phases that it has, ascending.
    #[must_use]
    pub fn phases(&self) -> Vec<u32> {
        let mut phases: Vec<u32> = self.measures.iter().map(|measure| measure.phase).collect();
        phases.sort_unstable();
        phases.dedup();
        phases
    }

    /// The measures up to a phase that build homes.
    pub fn building(&self, last: u32) -> impl Iterator<Item = &Measure> {
        self.measures.iter().filter(move |of| of.phase <= last && of.homes.is_some())
    }
}

impl City {
    /// The city after some measures of a plan for it.
    #[must_use]
    pub fn after<'m>(&self, measures: impl IntoIterator<Item = &'m Measure>) -> Self {
        let mut parts = self.parts.clone();
        let mut taken = vec![false; parts.outlets.len()];
        let mut left = Vec::new();
        for measure in measures {
            if let Some(target) = measure.target {
                taken[target.index()] = true;
            }
            left.extend(measure.outlet.clone());
            if let Some(homes) = &measure.homes {
                build(&mut parts, measure, homes);
            }
            match measure.walking.as_deref() {
                Some(Walking::Gate(gate, is_open)) => parts.gates[*gate].is_open = *is_open,
                Some(Walking::Ways(ways)) => {
                    for way in ways {
                        parts.streets = parts.streets.map(|streets| streets.with_way(way));
                    }
                }
                None => {}
            }
        }
        let mut is_taken = taken.into_iter();
        parts.outlets.retain(|_| !is_taken.next().unwrap_or_default());
        for outlet in left {
            let known = parts.categories.iter().position(|key| *key == outlet.category);
            let at = known.unwrap_or_else(|| {
                parts.categories.push(outlet.category.clone());
                parts.categories.len() - 1
            });
            let category = CategoryId(u32::try_from(at).unwrap_or(u32::MAX));
            parts.outlets.push(outlet.into_outlet(category));
        }
        Self::new(parts).with_stand_ins(self.stand_ins())
    }
}

/// Puts homes into the layers that a city has: their land among the estates, their residents among the places
/// of people. Residents of an age group that the plan does not state are none of it.
fn build(parts: &mut CityParts, measure: &Measure, homes: &Homes) {
    if let Some(estates) = &mut parts.estates {
        estates.push(Estate {
            id: measure.id.clone(),
            name: measure.name.clone(),
            community: None,
            land_code: homes.land_code.as_deref().map(str::to_owned),
            people: Population::Known(People(u64::from(homes.residents))),
            managed: None,
            shape: homes.shape.clone(),
        });
    }
    if let Some(people) = &mut parts.people {
        people.at.push(homes.at);
        people.all.push(homes.residents);
        for (column, of) in people.groups.iter_mut().zip(homes.groups) {
            if let Some(column) = column {
                column.push(of.unwrap_or_default());
            }
        }
        // Nobody has asked them.
        parts.demand.people.clear();
    }
}
