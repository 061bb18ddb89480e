//! Supply against need: any ratio of two quantities with its limits (I7 and I11 of the city check-ups),
//! and count rules of the kind "one per so many residents". A ratio is plain arithmetic on the columns
//! of the input; it proves nothing about the quality of a service.

use std::collections::BTreeSet;

use serde::Serialize;

use super::citation::Citation;
use super::service::{Lang, Names, Profile, Tier};
use crate::model::{AgeGroup, UnitLevel};

/// Something that is counted or summed in a unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Open outlets of the categories.
    Outlets,
    /// Those of them that belong to a chain.
    ChainOutlets,
    /// Floor area of the outlets, in square metres.
    FloorArea,
    /// Places, beds or seats of the outlets.
    Capacity,
    /// A column of numbers of the outlets, by its name in the file.
    Column(String),
    /// Residents, of every age.
    Residents,
    /// Residents of an age group.
    Group(AgeGroup),
    /// Land that the rates are measured on, in hectares.
    LandHectares,
    /// The unit itself: one.
    Unit,
}

impl Quantity {
    /// The words in profiles, with what they stand for; any other word is a column of the outlets.
    pub const WORDS: [(&'static str, Self); 11] = [
        ("outlets", Self::Outlets),
        ("chain_outlets", Self::ChainOutlets),
        ("floor_area", Self::FloorArea),
        ("capacity", Self::Capacity),
        ("residents", Self::Residents),
        ("age_0_2", Self::Group(AgeGroup::Age0To2)),
        ("age_3_5", Self::Group(AgeGroup::Age3To5)),
        ("age_60plus", Self::Group(AgeGroup::Age60Plus)),
        ("age_80plus", Self::Group(AgeGroup::Age80Plus)),
        ("land_ha", Self::LandHectares),
        ("unit", Self::Unit),
    ];

    /// What a word stands for.
    #[must_use]
    pub fn of(word: String) -> Self {
        let known = Self::WORDS.iter().find(|(known, _)| *known == word);
        known.map_or(Self::Column(word), |(_, quantity)| quantity.clone())
    }

    /// The word in profiles and tables.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Column(name) => name,
            known => Self::WORDS.iter().find(|(_, q)| q == known).map_or("", |(word, _)| word),
        }
    }

    /// What it is with its unit, as a sentence names it; a column by its name in the file.
    #[must_use]
    pub fn words(&self, lang: Lang) -> &str {
        let (zh, en) = match self {
            Self::Outlets => ("网点（个）", "outlets"),
            Self::ChainOutlets => ("连锁网点（个）", "chain outlets"),
            Self::FloorArea => ("建筑面积（平方米）", "m² of floor area"),
            Self::Capacity => ("容量（学位、床位等）", "places"),
            Self::Residents => ("居民（人）", "residents"),
            Self::Group(AgeGroup::Age0To2) => ("0至2岁人口（人）", "aged 0 to 2"),
            Self::Group(AgeGroup::Age3To5) => ("3至5岁人口（人）", "aged 3 to 5"),
            Self::Group(AgeGroup::Age60Plus) => ("60岁及以上人口（人）", "aged 60 and over"),
            Self::Group(AgeGroup::Age80Plus) => ("80岁及以上人口（人）", "aged 80 and over"),
            Self::LandHectares => ("评价用地（公顷）", "ha of land"),
            Self::Unit => ("单元（个）", "units"),
            Self::Column(name) => return name,
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Whether it is a property of outlets, so that categories say of which.
    #[must_use]
    pub fn is_of_outlets(&self) -> bool {
        match self {
            Self::Outlets
            | Self::ChainOutlets
            | Self::FloorArea
            | Self::Capacity
            | Self::Column(_) => true,
            Self::Residents | Self::Group(_) | Self::LandHectares | Self::Unit => false,
        }
    }
}

impl Provision {
    /// Whether it says anything of a layer of units, by default the subdistricts: so many for each unit of one
    /// level is nothing that units of another level have or lack.
    #[must_use]
    pub fn is_of(&self, layer: Option<UnitLevel>) -> bool {
        self.base != Quantity::Unit
            || match self.level {
                Some(Tier::Subdistrict) => layer.is_none(),
                Some(Tier::Community) => layer == Some(UnitLevel::Communities),
                None | Some(Tier::Min15 | Tier::Min10 | Tier::Min5 | Tier::Block) => true,
            }
    }
}

impl Profile {
    /// The columns of the outlets that its provisions and capacities name, each once, in alphabetical order.
    #[must_use]
    pub fn columns(&self) -> Vec<String> {
        let of_provisions = self.provisions.iter().flat_map(|p| [&p.measure, &p.base]);
        let quantities = of_provisions.chain(self.capacities.iter().map(|c| &c.measure));
        let names = quantities.filter_map(|quantity| match quantity {
            Quantity::Column(name) => Some(name.clone()),
            _ => None,
        });
        names.collect::<BTreeSet<String>>().into_iter().collect()
    }
}

/// Supply against need.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Provision {
    /// Key in tables.
    pub key: String,
    /// Names in titles.
    pub names: Names,
    /// Categories whose outlets are counted.
    pub categories: Vec<String>,
    /// What is counted.
    pub measure: Quantity,
    /// What it is set against.
    pub base: Quantity,
    /// The ratio is `measure` for so many of `base`.
    pub per: f64,
    /// The least that the rule asks for.
    pub min: Option<f64>,
    /// The most that the rule allows.
    pub max: Option<f64>,
    /// Level at which the limits hold; none where they hold at every level.
    pub level: Option<Tier>,
    /// Where the limits come from.
    pub citation: Citation,
    /// The department that answers for it.
    pub lead: Names,
    /// Departments that help.
    pub supporting: Vec<Names>,
}
