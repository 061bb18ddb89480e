//! The city and its parts.

use std::cmp::Ordering;
use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::complaints::ComplaintLayer;
use super::demand::{Condition, Demand, DemandLayer};
use super::gates::{Gate, Question};
use super::outlet::Outlet;
use super::places::sort_people;
use super::plane::{Local, Plane};
use super::shape::Shape;
use super::streets::StreetLayer;
use crate::units::People;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// Position in the city's list.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// Position of a subdistrict in [`City::subdistricts`].
    SubdistrictId
);
id!(
    /// Position of an outlet in [`City::outlets`].
    OutletId
);
id!(
    /// Position of an estate in [`City::estates`].
    EstateId
);
id!(
    /// Position of a category key in [`City::categories`].
    CategoryId
);

/// A number of residents that may not be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Population {
    /// So many.
    Known(People),
    /// Not given; never nought.
    Unknown,
}

/// A reporting unit.
#[derive(Debug, Clone)]
pub struct Subdistrict {
    /// Unique id from the file.
    pub id: String,
    /// Name, or the id where the file has none.
    pub name: String,
    /// District that it belongs to.
    pub parent: Option<String>,
    /// Residents by the file's own count.
    pub population: Population,
    /// Its land.
    pub shape: Shape,
}

/// A piece of residential land.
#[derive(Debug, Clone)]
pub struct Estate {
    /// Unique id from the file, or one made from its place in the sorted list.
    pub id: String,
    /// Name; empty where the file has none.
    pub name: String,
    /// Community by the file's own word.
    pub community: Option<String>,
    /// Land-use code (GB/T 21010 or the 2023 classes).
    pub land_code: Option<String>,
    /// Residents by the file's own count.
    pub people: Population,
    /// Whether it has property management; none where the file does not say.
    pub managed: Option<bool>,
    /// Its land.
    pub shape: Shape,
}

/// A unit of a layer besides the subdistricts; gaps are named after communities.
#[derive(Debug, Clone)]
pub struct Community {
    /// Unique id.
    pub id: String,
    /// Name, or the id where the file has none.
    pub name: String,
    /// Its land.
    pub shape: Shape,
}

/// A layer of units besides the subdistricts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitLevel {
    /// Communities.
    Communities,
    /// Grids.
    Grids,
    /// Any other polygons that the user reports by.
    Units,
}

impl UnitLevel {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 3] = [Self::Communities, Self::Grids, Self::Units];

    /// The word in files and tables: `communities`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Communities => "communities",
            Self::Grids => "grids",
            Self::Units => "units",
        }
    }
}

/// Residents by age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AgeGroup {
    /// 0 to 2 years.
    #[serde(rename = "age_0_2")]
    Age0To2,
    /// 3 to 5 years.
    #[serde(rename = "age_3_5")]
    Age3To5,
    /// 60 years and more.
    #[serde(rename = "age_60plus")]
    Age60Plus,
    /// 80 years and more.
    #[serde(rename = "age_80plus")]
    Age80Plus,
}

impl AgeGroup {
    /// All groups in the order of their columns.
    pub const ALL: [Self; 4] = [Self::Age0To2, Self::Age3To5, Self::Age60Plus, Self::Age80Plus];

    /// The property name in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Age0To2 => "age_0_2",
            Self::Age3To5 => "age_3_5",
            Self::Age60Plus => "age_60plus",
            Self::Age80Plus => "age_80plus",
        }
    }
}

/// Where the places of residents come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PeopleSource {
    /// The people layer: points, or the centres of cells.
    Layer,
    /// No people layer: the residents of each estate, taken at one point inside it.
    Estates,
}

/// Places with residents, one list a column.
#[derive(Debug, Clone)]
pub struct PeopleLayer {
    /// Where the places come from.
    pub source: PeopleSource,
    /// The places.
    pub at: Vec<Local>,
    /// Residents at each place.
    pub all: Vec<u32>,
    /// Residents of an age group at each place; none where the layer has no such column.
    pub groups: [Option<Vec<u32>>; 4],
}

impl PeopleLayer {
    /// How many places.
    #[must_use]
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether there is no place.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// The column of an age group, where the layer has it.
    #[must_use]
    pub fn group(&self, group: AgeGroup) -> Option<&[u32]> {
        self.groups[group as usize].as_deref()
    }
}

/// The lists that [`City::new`] puts in order.
#[derive(Debug, Clone)]
pub struct CityParts {
    /// Name of the city, for titles.
    pub name: String,
    /// Where the data come from, with their licence; none where nobody has said.
    pub source: Option<String>,
    /// The plane that all places are on.
    pub plane: Plane,
    /// Reporting units, ids unique.
    pub subdistricts: Vec<Subdistrict>,
    /// Category keys that outlets refer to.
    pub categories: Vec<String>,
    /// Outlets of known categories.
    pub outlets: Vec<Outlet>,
    /// Residential land; none where the city has no such layer.
    pub estates: Option<Vec<Estate>>,
    /// Residents; none where no layer has them.
    pub people: Option<PeopleLayer>,
    /// Names of the columns of numbers that [`OutletDetails::columns`](super::OutletDetails::columns)
    /// holds.
    pub columns: Vec<String>,
    /// Communities.
    pub communities: Vec<Community>,
    /// Grids.
    pub grids: Vec<Community>,
    /// Any other units.
    pub units: Vec<Community>,
    /// What residents report; none where the city has no such layer.
    pub complaints: Option<ComplaintLayer>,
    /// Lines that people can walk on; none where the city has no such layer.
    pub streets: Option<StreetLayer>,
    /// What estates and places of people say of the conditions of a profile, the places in the order of
    /// `people`.
    pub demand: Demand,
    /// Where people pass into estates and outlets.
    pub gates: Vec<Gate>,
    /// Lines that nobody crosses on the way to a street.
    pub barriers: Vec<Vec<Local>>,
}

impl CityParts {
    /// The parts of a city that has nothing yet.
    #[must_use]
    pub fn empty(name: &str, plane: Plane) -> Self {
        Self {
            name: name.to_owned(),
            source: None,
            plane,
            subdistricts: Vec::new(),
            categories: Vec::new(),
            outlets: Vec::new(),
            estates: None,
            people: None,
            columns: Vec::new(),
            communities: Vec::new(),
            grids: Vec::new(),
            units: Vec::new(),
            complaints: None,
            streets: None,
            demand: Demand::default(),
            gates: Vec::new(),
            barriers: Vec::new(),
        }
    }
}

/// What a city's settings say of layers that are not what they are called: rates on them are no official
/// indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StandIns {
    /// The estates are the ground of residential buildings, not land.
    pub buildings: bool,
    /// The subdistricts are boxes, not borders.
    pub boxes: bool,
}

/// All that one run reads.
#[derive(Debug)]
pub struct City {
    pub(super) parts: CityParts,
    pub(super) stand_ins: StandIns,
    pub(super) question: Question,
}

impl City {
    /// Puts every list in its order: natural order of ids, then of places. Two outlets with one id
    /// and estates with one id are told apart by place. The caller has seen to unique subdistrict ids.
    #[must_use]
    pub fn new(mut parts: CityParts) -> Self {
        parts.subdistricts.sort_by(|a, b| natural_order(&a.id, &b.id));
        debug_assert_eq!(
            parts.subdistricts.iter().map(|s| &s.id).collect::<HashSet<_>>().len(),
            parts.subdistricts.len()
        );
        sort_categories(&mut parts);
        parts.outlets.sort_by(|a, b| {
            natural_order(&a.id, &b.id)
                .then_with(|| by_place(a.at, b.at))
                .then(a.category.cmp(&b.category))
                .then_with(|| a.name.cmp(&b.name))
        });
        if let Some(estates) = &mut parts.estates {
            estates.sort_by(|a, b| {
                natural_order(&a.id, &b.id)
                    .then_with(|| by_place(a.shape.bounds().min, b.shape.bounds().min))
                    .then_with(|| a.name.cmp(&b.name))
            });
        }
        for layer in [&mut parts.communities, &mut parts.grids, &mut parts.units] {
            layer.sort_by(|a, b| natural_order(&a.id, &b.id));
        }
        if let Some(people) = &mut parts.people {
            let order = sort_people(people);
            let answers = &mut parts.demand.people;
            if answers.len() == order.len() {
                *answers = order.iter().map(|&i| answers[i as usize].clone()).collect();
            }
        }
        if let Some(complaints) = &mut parts.complaints {
            complaints.sort();
        }
        parts.gates.sort_by(|a, b| natural_order(&a.id, &b.id).then_with(|| by_place(a.at, b.at)));
        Self { parts, stand_ins: StandIns::default(), question: Question::default() }
    }

    /// The same city, of which some layers are not what they are called.
    #[must_use]
    pub fn with_stand_ins(self, stand_ins: StandIns) -> Self {
        Self { stand_ins, ..self }
    }

    /// The same city with other land and other people; both in the order of this one.
    #[must_use]
    pub fn with_homes(&self, estates: Option<Vec<Estate>>, people: Option<PeopleLayer>) -> Self {
        let demand = Demand::default();
        let parts = CityParts { estates, people, demand, ..self.parts.clone() };
        Self { parts, stand_ins: self.stand_ins, question: self.question.clone() }
    }

    /// The same city with other outlets, one for one in the order of this one, and other residents at the
    /// same places; without streets.
    #[must_use]
    pub fn varied(&self, outlets: Vec<Outlet>, people: Option<PeopleLayer>) -> Self {
        // Field by field: a copy of all would copy the streets, which are most of a city, to drop them.
        let CityParts { name, source, subdistricts, categories, estates, .. } = &self.parts;
        let CityParts { columns, communities, grids, units, complaints, .. } = &self.parts;
        let CityParts { plane, demand, gates, barriers, .. } = &self.parts;
        let parts = CityParts {
            name: name.clone(),
            source: source.clone(),
            plane: *plane,
            subdistricts: subdistricts.clone(),
            categories: categories.clone(),
            outlets,
            estates: estates.clone(),
            people,
            columns: columns.clone(),
            communities: communities.clone(),
            grids: grids.clone(),
            units: units.clone(),
            complaints: complaints.clone(),
            streets: None,
            demand: demand.clone(),
            gates: gates.clone(),
            barriers: barriers.clone(),
        };
        Self { parts, stand_ins: self.stand_ins, question: self.question.clone() }
    }

    /// The same city without outlets.
    #[must_use]
    pub fn without_outlets(&self) -> Self {
        let parts = CityParts { outlets: Vec::new(), ..self.parts.clone() };
        Self { parts, stand_ins: self.stand_ins, question: self.question.clone() }
    }

    /// Whether an estate meets those of some conditions on demand that are on estates.
    #[must_use]
    pub fn is_met_by(&self, estate: &Estate, conditions: &[Condition]) -> bool {
        let demand = &self.parts.demand;
        let answers = demand.estates.get(&estate.id).map_or(&[][..], |answers| answers);
        demand.is_met(answers, conditions, DemandLayer::Estates)
    }

    /// What estates and places of people say of the conditions that the city was read with.
    #[must_use]
    pub fn demand(&self) -> &Demand {
        &self.parts.demand
    }

    /// Which layers are not what they are called.
    #[must_use]
    pub fn stand_ins(&self) -> StandIns {
        self.stand_ins
    }

    /// Name of the city, for titles.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.parts.name
    }

    /// Where the data come from, with their licence, on one line; none where nobody has said.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.parts.source.as_deref()
    }

    /// The plane that all places are on.
    #[must_use]
    pub fn plane(&self) -> &Plane {
        &self.parts.plane
    }

    /// Reporting units in natural order of their ids.
    #[must_use]
    pub fn subdistricts(&self) -> &[Subdistrict] {
        &self.parts.subdistricts
    }

    /// Category keys in alphabetical order.
    #[must_use]
    pub fn categories(&self) -> &[String] {
        &self.parts.categories
    }

    /// The id of a category key, where any outlet has it.
    #[must_use]
    pub fn category(&self, key: &str) -> Option<CategoryId> {
        let at = self.parts.categories.binary_search_by(|c| c.as_str().cmp(key)).ok()?;
        u32::try_from(at).ok().map(CategoryId)
    }

    /// Outlets in natural order of their ids.
    #[must_use]
    pub fn outlets(&self) -> &[Outlet] {
        &self.parts.outlets
    }

    /// Residential land; none where the city has no such layer.
    #[must_use]
    pub fn estates(&self) -> Option<&[Estate]> {
        self.parts.estates.as_deref()
    }

    /// Residents; none where no layer has them.
    #[must_use]
    pub fn people(&self) -> Option<&PeopleLayer> {
        self.parts.people.as_ref()
    }

    /// Communities.
    #[must_use]
    pub fn communities(&self) -> &[Community] {
        &self.parts.communities
    }

    /// The units of a layer besides the subdistricts; none where the city has no such layer.
    #[must_use]
    pub fn finer_units(&self, level: UnitLevel) -> &[Community] {
        match level {
            UnitLevel::Communities => &self.parts.communities,
            UnitLevel::Grids => &self.parts.grids,
            UnitLevel::Units => &self.parts.units,
        }
    }

    /// What residents report; none where the city has no such layer.
    #[must_use]
    pub fn complaints(&self) -> Option<&ComplaintLayer> {
        self.parts.complaints.as_ref()
    }

    /// Names of the columns of numbers that [`Outlet::column`] has.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.parts.columns
    }
}

fn by_place(a: Local, b: Local) -> Ordering {
    a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
}

fn sort_categories(parts: &mut CityParts) {
    let mut order: Vec<usize> = (0..parts.categories.len()).collect();
    order.sort_by(|&a, &b| parts.categories[a].cmp(&parts.categories[b]));
    let mut new_id = vec![CategoryId(0); order.len()];
    for (rank, &old) in (0u32..).zip(&order) {
        new_id[old] = CategoryId(rank);
    }
    parts.categories.sort();
    for outlet in &mut parts.outlets {
        outlet.category = new_id[outlet.category.index()];
    }
}

/// Order in which people expect ids: runs of digits by value, the rest letter by letter, so that
/// `D2` comes before `D10`. Equal values with other spelling (`D02`, `D2`) fall to plain order.
#[must_use]
pub fn natural_order(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.as_bytes(), b.as_bytes());
    while let (Some(&p), Some(&q)) = (left.first(), right.first()) {
        if p.is_ascii_digit() && q.is_ascii_digit() {
            let (m, rest_left) = digits(left);
            let (n, rest_right) = digits(right);
            match m.len().cmp(&n.len()).then_with(|| m.cmp(n)) {
                Ordering::Equal => (left, right) = (rest_left, rest_right),
                other => return other,
            }
        } else if p == q {
            (left, right) = (&left[1..], &right[1..]);
        } else {
            return p.cmp(&q);
        }
    }
    left.len().cmp(&right.len()).then_with(|| a.cmp(b))
}

/// Splits off the leading digits, without leading noughts.
fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|c| !c.is_ascii_digit()).unwrap_or(text.len());
    let start = text[..end].iter().position(|&c| c != b'0').unwrap_or(end);
    (&text[start..end], &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_as_people_count() {
        let mut ids = ["D10", "D2", "D02", "D1", "C", "D2b", ""];
        ids.sort_by(|a, b| natural_order(a, b));
        assert_eq!(ids, ["", "C", "D1", "D02", "D2", "D2b", "D10"]);
    }
}
