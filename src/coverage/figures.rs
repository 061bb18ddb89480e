//! The figures of one reporting unit. Shares are kept beside their numerator and denominator.

use serde::Serialize;

use crate::units::{Metres, People, Share, SquareMetres};

/// What a land rate is measured on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Residential land: the official indicator I1.
    ResidentialLand,
    /// The ground of residential buildings in the place of their land: an approximation.
    BuildingGround,
    /// Residential land in a box that is no unit's border: an approximation.
    LandInBox,
    /// The whole area of the unit, for want of residential land: an approximation, not the official
    /// indicator.
    WholeArea,
}

impl Basis {
    /// Whether a rate on it is the official indicator.
    #[must_use]
    pub fn is_official(self) -> bool {
        self == Self::ResidentialLand
    }

    /// Whether it is measured on the estates of the city.
    #[must_use]
    pub fn is_estates(self) -> bool {
        self != Self::WholeArea
    }
}

/// Land inside the circles of a service (I1) and outside them (I2).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct LandRate {
    /// The denominator.
    pub land: SquareMetres,
    /// Land inside the dissolved circles.
    pub served: SquareMetres,
    /// Land outside: measured from the gap pieces, not by subtraction.
    pub unserved: SquareMetres,
    /// `served / land`; none where there is no land.
    pub share: Option<Share>,
}

/// Residents within reach of a service (I3).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct PeopleRate {
    /// The denominator.
    pub people: People,
    /// Those within reach.
    pub served: People,
    /// Those out of reach.
    pub unserved: People,
    /// `served / people`; none where nobody lives there.
    pub share: Option<Share>,
}

/// I3 for everybody and for the groups that the layer knows.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct PeopleFigures {
    /// Every resident.
    pub all: PeopleRate,
    /// 60 years and more; none where the layer has no such column.
    pub age_60plus: Option<PeopleRate>,
    /// 3 to 5 years; none where the layer has no such column.
    pub age_3_5: Option<PeopleRate>,
}

/// I10: how far the nearest outlet is, whatever the radius of the rule.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Distances {
    /// Share of land with an outlet within each band of the profile.
    pub land_within: Vec<Option<Share>>,
    /// Share of residents with an outlet within each band; empty without people.
    pub people_within: Vec<Option<Share>>,
    /// Distance that half of the residents have at most; none without people.
    pub people_median: Option<Metres>,
    /// Distance that nine in ten residents have at most; none without people.
    pub people_p90: Option<Metres>,
}

/// Rates with doubtful outlets counted, beside those without.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct UpperRates {
    /// I1 and I2; never less served land than without them.
    pub land: LandRate,
    /// I3; none without people.
    pub people: Option<PeopleFigures>,
}

/// The upper end of a service's range in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Upper {
    /// Doubtful outlets of its categories that lie inside the unit.
    pub doubtful: u32,
    /// The rates with all doubtful outlets of the input.
    pub rates: UpperRates,
    /// Whether the land rate then reaches the target; none without a target or land.
    pub meets_target: Option<bool>,
}

/// One service in one unit. Doubtful outlets are in `with_doubtful` alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServiceFigures {
    /// Open outlets of its categories that lie inside the unit.
    pub outlets: u32,
    /// I1 and I2; none where the whole input has no outlet of the service ("no data").
    pub land: Option<LandRate>,
    /// I3; none without people or without data.
    pub people: Option<PeopleFigures>,
    /// I10; none without data.
    pub distances: Option<Distances>,
    /// Whether the land rate reaches the target; none without a target, data or land.
    pub meets_target: Option<bool>,
    /// The upper end of the range; none where the whole input has no doubtful outlet of the service.
    pub with_doubtful: Option<Upper>,
}

/// All services that the circle asks for, together. Services without data are left out.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Circle {
    /// Land that reaches all of them.
    pub land: LandRate,
    /// Residents who reach all of them; none without people.
    pub people: Option<PeopleFigures>,
    /// Land that reaches exactly 0, 1, 2 ... of them.
    pub land_by_count: Vec<SquareMetres>,
    /// Residents who reach exactly 0, 1, 2 ... of them; empty without people.
    pub people_by_count: Vec<People>,
    /// Land and residents that reach all of them with doubtful outlets; none where no service of the
    /// circle has any.
    pub with_doubtful: Option<UpperRates>,
}

/// Every figure of one reporting unit, or of the whole city.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitFigures {
    /// Residential land of the unit, or its whole area.
    pub land: SquareMetres,
    /// Residents of the unit; none without people.
    pub people: Option<People>,
    /// By service, in the order of the profile.
    pub services: Vec<ServiceFigures>,
    /// The circle; none where no service of it has data.
    pub circle: Option<Circle>,
}
