//! The parts of a profile.

use serde::{Deserialize, Serialize};

use super::capacity::Capacity;
use super::category_rule::CategoryRule;
use super::citation::Citation;
use super::item::{Availability, Item};
use super::pairing::Pairing;
use super::provision::Provision;
use super::walker::{ReachBy, Walker};
use crate::model::{AskedHours, CategoryTable, Condition, CountedLand, LandCodes, OpenAt, Pattern};
use crate::units::{Metres, Share, SquareMetres};

/// Language of tables, maps and sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// A name in both languages of the program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Names {
    /// The name in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// Whose need a service answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum DemandGroup {
    /// Every resident.
    #[serde(rename = "all")]
    All,
    /// Residents of 60 years and more.
    #[serde(rename = "age_60plus")]
    Age60Plus,
    /// Children of 3 to 5 years.
    #[serde(rename = "age_3_5")]
    Age3To5,
}

impl DemandGroup {
    /// All groups, in the order of help texts.
    pub const ALL: [Self; 3] = [Self::All, Self::Age60Plus, Self::Age3To5];

    /// The word in profiles and tables: `all`, `age_60plus`, `age_3_5`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Age60Plus => "age_60plus",
            Self::Age3To5 => "age_3_5",
        }
    }
}

/// One category that meets a service, and how far it reaches.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Provider {
    /// Category key.
    pub category: String,
    /// Radius of the circle.
    #[serde(rename = "radius_m")]
    pub radius: Metres,
    /// How it is reached beside the circle.
    #[serde(skip_serializing_if = "ReachBy::is_radius")]
    pub reach: ReachBy,
    /// Least floor area of one outlet, for the test of size.
    #[serde(rename = "floor_min_m2")]
    pub floor_min: Option<SquareMetres>,
    /// Where radius and size come from.
    pub citation: Citation,
}

/// The rate that the rule asks for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Target {
    /// Served share of the land.
    pub share: Share,
    /// Where it comes from.
    pub citation: Citation,
}

/// The level of the planning system that a facility belongs to; a higher one does not discharge a
/// lower one (GB 50180-2018, 5.0.2 and 5.0.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Tier {
    /// 15-minute circle.
    #[serde(rename = "15min")]
    Min15,
    /// 10-minute circle.
    #[serde(rename = "10min")]
    Min10,
    /// 5-minute circle.
    #[serde(rename = "5min")]
    Min5,
    /// Residential block.
    #[serde(rename = "block")]
    Block,
    /// Subdistrict.
    #[serde(rename = "subdistrict")]
    Subdistrict,
    /// Community.
    #[serde(rename = "community")]
    Community,
}

impl Tier {
    /// All levels, in the order of help texts.
    pub const ALL: [Self; 6] =
        [Self::Min15, Self::Min10, Self::Min5, Self::Block, Self::Subdistrict, Self::Community];

    /// The word in profiles and tables: `15min`, `block`, ...
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Min15 => "15min",
            Self::Min10 => "10min",
            Self::Min5 => "5min",
            Self::Block => "block",
            Self::Subdistrict => "subdistrict",
            Self::Community => "community",
        }
    }
}

/// Whether the rule demands a facility.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Must be provided (duty A of GB 50180).
    Must,
    /// Provided as needed (duty B).
    AsNeeded,
}

impl Duty {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Must, Self::AsNeeded];

    /// The word in profiles and tables.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::AsNeeded => "as_needed",
        }
    }
}

/// One service that residents should reach; met by any of its providers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Service {
    /// Key in tables and file names.
    pub key: String,
    /// Names in titles.
    pub names: Names,
    /// Level that it belongs to, where the rule names one.
    pub tier: Option<Tier>,
    /// Whether the rule demands it, where the rule says so.
    pub duty: Option<Duty>,
    /// Any one of these within its radius serves a place.
    pub providers: Vec<Provider>,
    /// The label in minutes; never used to compute.
    pub minutes: Option<u32>,
    /// The rate that the rule asks for.
    pub target: Option<Target>,
    /// Whose need it answers, for the ranking of gaps and the columns of people.
    pub demand: DemandGroup,
    /// Conditions on whose need counts; none: everybody's. All have to be met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub demand_where: Vec<Condition>,
    /// Whether the circle asks for it.
    pub in_circle: bool,
    /// The department that answers for it.
    pub lead: Names,
    /// Departments that help.
    pub supporting: Vec<Names>,
}

impl Service {
    /// The longest radius of its providers.
    #[must_use]
    pub fn longest_radius(&self) -> Metres {
        Metres(self.providers.iter().map(|p| p.radius.0).fold(0.0, f64::max))
    }

    /// The rate that the rule asks for.
    #[must_use]
    pub fn target_share(&self) -> Option<Share> {
        self.target.as_ref().map(|t| t.share)
    }

    /// Whether any radius is an assumption that the user has to confirm.
    #[must_use]
    pub fn is_assumption(&self) -> bool {
        self.providers.iter().any(|p| p.citation.is_assumption())
    }
}

/// What the land rates of a profile are measured on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Denominator {
    /// Residential land: that of both ministries' check-ups.
    ResidentialLand,
    /// The whole area of the unit, estates or not.
    WholeArea,
}

impl Denominator {
    /// Both.
    pub const ALL: [Self; 2] = [Self::ResidentialLand, Self::WholeArea];

    /// The word in profiles.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::ResidentialLand => "residential_land",
            Self::WholeArea => "whole_area",
        }
    }
}

/// A rule set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Profile {
    /// Key: `circle15`, `gb50180`, ...
    pub key: String,
    /// Title in both languages.
    pub names: Names,
    /// The documents that it follows.
    pub document: String,
    /// The same in English; none where nobody has translated them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_en: Option<String>,
    /// What a reader must know before quoting a figure.
    pub note: Names,
    /// Whether its rates are a supplement, by the formulas of official indicators and no such indicator.
    pub supplement: bool,
    /// Land-use codes that count as residential land.
    pub land_codes: LandCodes,
    /// Distances of the distance profile (I10), ascending.
    #[serde(rename = "bands_m")]
    pub bands: Vec<Metres>,
    /// Gaps smaller than this that hold no resident are counted, not listed.
    #[serde(rename = "min_gap_m2")]
    pub min_gap: SquareMetres,
    /// What land rates are measured on.
    pub denominator: Denominator,
    /// How many of the nearest outlets the distance profile looks at: 1 for the nearest alone.
    pub nearest: usize,
    /// The services, in the order of the tables.
    pub services: Vec<Service>,
    /// When a community counts as having a function.
    pub availability: Availability,
    /// What a community must have; empty: the services of the circle.
    pub items: Vec<Item>,
    /// Supply against need.
    pub provisions: Vec<Provision>,
    /// Room against need within reach.
    pub capacities: Vec<Capacity>,
    /// What goes together with which outlets.
    pub pairings: Vec<Pairing>,
    /// Who walks along streets, and how fast.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub walkers: Vec<Walker>,
    /// What is asked of the outlets of a category, where it is not what the category table says.
    pub categories: Vec<CategoryRule>,
    /// Words in names of outlets that do not serve; none: the usual ones.
    pub not_serving: Option<Pattern>,
}

impl Profile {
    /// The documents in one language, as far as they are translated.
    #[must_use]
    pub fn document(&self, lang: Lang) -> &str {
        match (lang, &self.document_en) {
            (Lang::En, Some(document)) => document,
            (Lang::En, None) | (Lang::Zh, _) => &self.document,
        }
    }

    /// The longest circle of any service; 0 m without services.
    #[must_use]
    pub fn longest_radius(&self) -> Metres {
        let radii = self.services.iter().map(|service| service.longest_radius().0);
        Metres(radii.fold(0.0, f64::max))
    }

    /// Which estates rates of land count.
    #[must_use]
    pub fn counted_land(&self) -> CountedLand {
        match self.denominator {
            Denominator::ResidentialLand => CountedLand::Codes(self.land_codes.clone()),
            Denominator::WholeArea => CountedLand::WholeArea,
        }
    }

    /// The categories that files may name under this profile: those of the standards and its own.
    #[must_use]
    pub fn category_table(&self) -> CategoryTable {
        let of_services = self.services.iter().flat_map(|s| &s.providers).map(|p| &p.category);
        let of_items = self.items.iter().flat_map(|i| &i.needs).map(|n| &n.category);
        let of_provisions = self.provisions.iter().flat_map(|p| &p.categories);
        let of_capacities = self.capacities.iter().flat_map(|c| &c.categories);
        let of_pairings = self.pairings.iter().flat_map(|p| p.categories.iter().chain(&p.with));
        let table = of_services
            .chain(of_items)
            .chain(of_provisions)
            .chain(of_capacities)
            .chain(of_pairings)
            .filter(|key| CategoryTable::entry(key).is_none())
            .fold(CategoryTable::standard(), |table, key| table.with(key));
        let table = self
            .categories
            .iter()
            .fold(table, |table, of| table.with_names(&of.key, of.names.clone()));
        let words =
            self.categories.iter().filter_map(|of| Some((&of.key, of.complaint_words.clone()?)));
        let table = words.fold(table, |table, (key, words)| table.with_complaint_words(key, words));
        let asked_by_items = self.items.iter().filter(|item| item.open_at.is_some());
        let table = asked_by_items
            .flat_map(|item| &item.needs)
            .fold(table, |table, need| table.with_hours(&need.category, AskedHours::Read));
        let asked = self.categories.iter().filter_map(|of| Some((&of.key, of.open_at?)));
        let table =
            asked.fold(table, |table, (key, at)| table.with_hours(key, AskedHours::OpenAt(at)));
        match &self.not_serving {
            Some(words) => table.with_not_serving(words.clone()),
            None => table,
        }
    }

    /// The time at which the outlets of a category have to be open; none where hours do not matter.
    #[must_use]
    pub fn open_at(&self, category: &str) -> Option<OpenAt> {
        self.categories.iter().find(|of| of.key == category)?.open_at
    }

    /// The conditions of its services on whose need counts, each once, in their order.
    #[must_use]
    pub fn conditions(&self) -> Vec<Condition> {
        let mut all: Vec<Condition> = Vec::new();
        for condition in self.services.iter().flat_map(|service| &service.demand_where) {
            if !all.contains(condition) {
                all.push(condition.clone());
            }
        }
        all
    }

    /// Whether any radius is an assumption that the user has to confirm.
    #[must_use]
    pub fn has_assumptions(&self) -> bool {
        self.services.iter().any(Service::is_assumption)
    }
}
