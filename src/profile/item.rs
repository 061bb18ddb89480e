//! What a community must have: the columns of the function matrix (I8, I9 of the city check-ups).

use serde::Serialize;

use super::citation::{Citation, Confidence};
use super::service::{Names, Profile, Service};
use crate::model::OpenAt;
use crate::units::{Metres, Share, SquareMetres};

/// When a unit counts as having a function; either condition is enough.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Availability {
    /// Whether an outlet inside the unit is enough.
    pub inside: bool,
    /// So much of the unit's land within reach is enough; none where reach does not count.
    pub share: Option<Share>,
    /// Where the rule comes from.
    pub citation: Citation,
}

impl Availability {
    /// The rule of a profile that states none: an outlet inside, or nine tenths of the land within
    /// reach. No clause sets that share; the nearest is the pass line of the housing ministry's market
    /// rate.
    #[must_use]
    pub fn usual() -> Self {
        let source = Names {
            zh: "指标定义：社区内有网点，或用地覆盖率不低于阈值；阈值无条文".to_owned(),
            en: "definition of the indicator: an outlet inside, or land coverage of a threshold, \
                 which no clause sets"
                .to_owned(),
        };
        let confidence = Confidence::Km;
        let citation = Citation {
            clause: "I5, I8".to_owned(),
            clause_en: None,
            source,
            confidence,
            in_force: true,
        };
        Self { inside: true, share: Some(Share(0.9)), citation }
    }
}

/// One category that meets an item, and what an outlet of it must be like.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Need {
    /// Category key.
    pub category: String,
    /// How far it reaches; none where only an outlet inside the unit counts.
    #[serde(rename = "radius_m")]
    pub radius: Option<Metres>,
    /// Least floor area of an outlet.
    #[serde(rename = "floor_min_m2")]
    pub floor_min: Option<SquareMetres>,
    /// Least number of places, beds or seats of an outlet.
    pub capacity_min: Option<f64>,
    /// Where radius and sizes come from.
    pub citation: Citation,
}

/// A function that every unit should have; met by any of its needs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// Key in tables.
    pub key: String,
    /// Names in titles.
    pub names: Names,
    /// Any one of these is enough.
    pub needs: Vec<Need>,
    /// Whether only inclusive-priced outlets count (kindergartens, nurseries).
    pub inclusive: bool,
    /// A time at which an outlet must be open, in place of the one that its category is asked for.
    pub open_at: Option<OpenAt>,
    /// The department that answers for it.
    pub lead: Names,
    /// Departments that help.
    pub supporting: Vec<Names>,
}

impl Item {
    /// A service as an item: its providers with their radii and sizes.
    #[must_use]
    pub fn of_service(service: &Service) -> Self {
        let need = |p: &super::Provider| Need {
            category: p.category.clone(),
            radius: Some(p.radius),
            floor_min: p.floor_min,
            capacity_min: None,
            citation: p.citation.clone(),
        };
        Self {
            key: service.key.clone(),
            names: service.names.clone(),
            needs: service.providers.iter().map(need).collect(),
            inclusive: false,
            open_at: None,
            lead: service.lead.clone(),
            supporting: service.supporting.clone(),
        }
    }
}

impl Profile {
    /// The columns of the function matrix: the items of the profile, or the services of its circle
    /// where it lists none.
    #[must_use]
    pub fn matrix_items(&self) -> Vec<Item> {
        if self.items.is_empty() {
            self.services.iter().filter(|s| s.in_circle).map(Item::of_service).collect()
        } else {
            self.items.clone()
        }
    }
}
