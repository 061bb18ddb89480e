//! The parts of a profile.

use serde::Serialize;

use crate::model::CategoryTable;
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
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

/// How sure we are that a value is what the cited clause says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Confidence {
    /// Read in the source.
    S,
    /// Read second-hand, in a work that quotes the source.
    S2,
    /// Professional knowledge, high confidence.
    Kh,
    /// Professional knowledge, medium confidence.
    Km,
    /// Professional knowledge, low confidence.
    Kl,
    /// Set or confirmed by the user.
    #[serde(rename = "user")]
    User,
}

impl Confidence {
    /// All flags, surest first, the user's own last.
    pub const ALL: [Self; 6] = [Self::S, Self::S2, Self::Kh, Self::Km, Self::Kl, Self::User];

    /// Whether the value must be printed as an assumption that the user has to confirm.
    #[must_use]
    pub fn is_assumption(self) -> bool {
        match self {
            Self::Km | Self::Kl => true,
            Self::S | Self::S2 | Self::Kh | Self::User => false,
        }
    }

    /// What must stand beside the value wherever it is printed; none where it is sure enough.
    #[must_use]
    pub fn remark(self, lang: Lang) -> Option<&'static str> {
        self.is_assumption().then_some(match lang {
            Lang::Zh => "假设值，请确认",
            Lang::En => "assumption, confirm",
        })
    }

    /// The flag as the standards pack writes it: `S`, `S2`, `Kh`, `Km`, `Kl`, `user`.
    #[must_use]
    pub fn flag(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::S2 => "S2",
            Self::Kh => "Kh",
            Self::Km => "Km",
            Self::Kl => "Kl",
            Self::User => "user",
        }
    }
}

/// Whose need a service answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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
    pub radius: Metres,
    /// The clause that the radius is taken from.
    pub clause: String,
    /// Where that clause was read; empty where the user set the radius.
    pub source: Names,
    /// How sure we are of the radius.
    pub confidence: Confidence,
}

/// One service that residents should reach; met by any of its providers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Service {
    /// Key in tables and file names.
    pub key: String,
    /// Names in titles.
    pub names: Names,
    /// Any one of these within its radius serves a place.
    pub providers: Vec<Provider>,
    /// The label in minutes; never used to compute.
    pub minutes: Option<u32>,
    /// The rate that the rule asks for.
    pub target: Option<Share>,
    /// Where the target comes from; empty without a target.
    pub target_clause: String,
    /// Whose need it answers, for the ranking of gaps and the columns of people.
    pub demand: DemandGroup,
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

    /// Whether any radius is an assumption that the user has to confirm.
    #[must_use]
    pub fn is_assumption(&self) -> bool {
        self.providers.iter().any(|p| p.confidence.is_assumption())
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
    /// What a reader must know before quoting a figure.
    pub note: Names,
    /// Land-use codes that count as residential land, each with all codes that begin with it; an
    /// estate without a code counts.
    pub land_codes: Vec<String>,
    /// Distances of the distance profile (I10), ascending.
    pub bands: Vec<Metres>,
    /// Gaps smaller than this that hold no resident are counted, not listed.
    pub min_gap: SquareMetres,
    /// The services, in the order of the tables.
    pub services: Vec<Service>,
}

impl Profile {
    /// Whether an estate of this land-use code belongs to the denominator. One without a code does.
    #[must_use]
    pub fn counts_as_residential(&self, land_code: Option<&str>) -> bool {
        land_code
            .map(str::trim)
            .filter(|code| !code.is_empty())
            .is_none_or(|code| self.land_codes.iter().any(|known| code.starts_with(known.as_str())))
    }

    /// The categories that files may name under this profile: those of the standards and its own.
    #[must_use]
    pub fn category_table(&self) -> CategoryTable {
        self.services
            .iter()
            .flat_map(|s| &s.providers)
            .filter(|p| CategoryTable::entry(&p.category).is_none())
            .fold(CategoryTable::standard(), |table, p| table.with(&p.category))
    }

    /// Whether any radius is an assumption that the user has to confirm.
    #[must_use]
    pub fn has_assumptions(&self) -> bool {
        self.services.iter().any(Service::is_assumption)
    }
}
