//! Every figure that any output shows, computed once (DESIGN section 2).
//!
//! `render` and `report` do no arithmetic: they print what stands here, in the words of `units`.
//! A field is here because an output prints it.

use std::collections::BTreeMap;

use serde::Serialize;

pub use crate::coverage::{Amount, Effect, Heads, Part, Passage, Served, UnitEffect};
pub use crate::coverage::{
    Basis, Circle, Distances, LandRate, PeopleFigures, PeopleRate, ServiceFigures, UnitFigures,
    Upper, UpperRates,
};
pub use crate::coverage::{Beside, BesideFigures, BesideLand, BesidePeople, Means, Unmeasured};
pub use crate::coverage::{ByUnit, Judged, ProvisionLayer, Ratio, Supply, Verdict};
pub use crate::coverage::{CapacityFigures, Room, Seated};
pub use crate::coverage::{Choice, ChoiceAlong, ChoiceLayer, NthNearest};
pub use crate::coverage::{Explained, Held, Leg, Path, Walk};
pub use crate::coverage::{
    FinerLayer, FinerUnit, Function, FunctionMatrix, FunctionRate, Lacking, Standing,
};
pub use crate::coverage::{Network, StreetChange, StreetFigures, StreetService};
pub use crate::coverage::{Pair, PairCounts, Paired, Pairs};
pub use crate::coverage::{PlacedStreets, StreetGaps, StretchFigures};
pub use crate::coverage::{Region, Turned};
pub use crate::coverage::{WalkEffect, WalkPassage, WalkPicture, WalkedPlace, WalkedStreets};
pub use crate::gaps::{ComplaintFigures, Complaints, ServiceComplaints};
pub use crate::gaps::{Course, Followed};
pub use crate::gaps::{Gap, Gaps, Lack, NearestOutlet, Slivers};
use crate::model::{OutletId, PeopleSource, Shape, SubdistrictId};
use crate::profile::Requirement;
pub use crate::reach::{FINEST, Stretch};
use crate::review::Besides;
pub use crate::review::{Acceptance, Allowed, Deviation, Done, KnownBy};
pub use crate::review::{
    Breach, ByPhase, Caveat, Contribution, Judgement, Kept, MeasureEffect, PhaseEffect, Review,
};
pub use crate::review::{
    Cause, Datum, Firmness, Hinge, Outcome, Quantity, Spread, Uncertainty, Votes,
};
pub use crate::review::{Contest, Criterion, Outlay, Rival, Rivals, Versus};
pub use crate::review::{HomesOf, HomesReach, HomesServed, Judging};
pub use crate::review::{MeasurePicture, Pictured, PlanPictures};
use crate::units::{LonLat, People, SquareMetres};

/// What the whole input has of one service.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServiceData {
    /// Open outlets of its categories in the whole input, outside the units too, without the doubtful.
    pub outlets: u32,
    /// Doubtful outlets of its categories: open, but they may not be what their category says. They are
    /// in the upper ends of ranges alone.
    pub doubtful: u32,
    /// Outlets of its categories that are planned or closed; they serve nothing.
    pub not_open: u32,
    /// Open outlets of its categories that are known to be closed at the time at which the profile asks for
    /// the category; they serve nothing.
    pub closed_then: u32,
    /// Whether any land, and any resident, that the profile's conditions on its demand ask about is known
    /// to need it; true without conditions.
    pub is_needed: bool,
    /// Rates of the city if those count too of whom it is not known whether they need it; none where that
    /// is known of all.
    pub with_unknown: Option<WithUnknown>,
}

/// Rates of a city with those of whom it is not known whether they need a service.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WithUnknown {
    /// Land.
    pub land: LandRate,
    /// Residents; none without people.
    pub people: Option<PeopleRate>,
}

impl ServiceData {
    /// Whether there is any outlet to measure from, and anybody to measure for; without, the service is
    /// "no data".
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.outlets > 0 && self.is_needed
    }
}

/// An outlet that may not be what its category says; why, the city knows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DoubtfulOutlet {
    /// Which one.
    pub outlet: OutletId,
    /// The subdistrict that it lies in; none outside of all.
    pub unit: Option<SubdistrictId>,
    /// Where it is.
    pub lonlat: LonLat,
}

/// What went in against what came out; checked in every run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reconciliation {
    /// Land of all units, the denominator of every total.
    pub land: SquareMetres,
    /// Greatest difference of served + unserved from land over all units and services, relative to
    /// the land of the unit. Above 1e-9 the run says so as a warning.
    pub worst_land_error: f64,
    /// Land of the estates, overlaps counted once, that lies outside every unit.
    pub land_outside: SquareMetres,
    /// Land that estates cover twice or more, beyond the first time.
    pub land_overlapping: SquareMetres,
    /// Residents read.
    pub people_read: People,
    /// Residents inside the units.
    pub people_inside: People,
    /// Residents at places outside every unit: left out of every rate.
    pub people_outside: People,
    /// Open outlets inside the units, without the doubtful.
    pub outlets_inside: u32,
    /// Open outlets outside every unit, without the doubtful: they serve what they reach.
    pub outlets_outside: u32,
    /// Doubtful outlets inside the units.
    pub doubtful_inside: u32,
    /// Doubtful outlets outside every unit.
    pub doubtful_outside: u32,
    /// Estates left out because their land code is not residential in this profile.
    pub estates_other_code: u32,
}

impl Reconciliation {
    /// Greatest difference that rounding may leave between served + unserved and land, relative to
    /// the land of the unit: 1e-9 (the figure that every run promises).
    const TOLERANCE: f64 = 1e-9;

    /// Whether served and unserved land add up to the land of every unit.
    #[must_use]
    pub fn land_adds_up(&self) -> bool {
        self.worst_land_error <= Self::TOLERANCE
    }
}

/// Land by what it reaches, as polygons for maps. Figures never come from here.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// Unserved land by service, then by subdistrict, slivers included; empty shapes for a service
    /// without data.
    pub unserved: Vec<Vec<Shape>>,
    /// Land that reaches fewer than m services of the circle, by m (entry 0 is empty), then by
    /// subdistrict. Painted from the last to the first they leave each place in its own class.
    pub reaches_fewer_than: Vec<Vec<Shape>>,
    /// By position of a service that not all land needs, the land of each subdistrict that does.
    pub land_of: BTreeMap<usize, Vec<Shape>>,
}

impl Assessment {
    /// The land of each subdistrict that the rates of a service are of; empty without the shapes of maps.
    #[must_use]
    pub fn land_of(&self, service: usize) -> &[Shape] {
        self.drawn.land_of.get(&service).unwrap_or(&self.land)
    }
}

/// The result of a run.
#[derive(Debug, Clone, Serialize)]
pub struct Assessment {
    /// What land rates are measured on.
    pub basis: Basis,
    /// Where residents come from; none without people.
    pub people_source: Option<PeopleSource>,
    /// By service, in the order of the profile.
    pub services: Vec<ServiceData>,
    /// Positions in the profile of the services that the circle counts: asked for, and with data.
    pub circle_services: Vec<usize>,
    /// By subdistrict, in the order of the city.
    pub units: Vec<UnitFigures>,
    /// The whole city.
    pub total: UnitFigures,
    /// Communities, grids and other units, where the city has them.
    pub finer: Vec<FinerLayer>,
    /// Supply against need: by the subdistricts, then by each finer layer; empty where the profile states
    /// none.
    pub provisions: Vec<ProvisionLayer>,
    /// Room against need within reach, by rule in the order of the profile; none without data.
    pub capacities: Vec<Option<CapacityFigures>>,
    /// What goes together with which outlets, by rule in the order of the profile.
    pub pairings: Vec<Pairs>,
    /// What residents have to choose from: by the subdistricts, then by each finer layer; empty without
    /// people, or where the profile looks at the nearest outlet only.
    pub choices: Vec<ChoiceLayer>,
    /// Reach along streets; none without streets or without people.
    pub streets: Option<StreetFigures>,
    /// What the profile sets beside its circles: by service, the rule before the walkers; empty where it sets
    /// nothing.
    pub beside: Vec<Beside>,
    /// Gaps by service and of the circle.
    pub gaps: Gaps,
    /// What residents report; none where the city has no such layer.
    pub complaints: Option<Complaints>,
    /// Doubtful outlets of every category, in the order of the city.
    pub doubtful: Vec<DoubtfulOutlet>,
    /// What went in against what came out.
    pub reconciliation: Reconciliation,
    /// Land that the rates are measured on, by subdistrict: residential land, overlaps counted once
    /// and cut at the borders; empty where figures alone were asked for.
    #[serde(skip)]
    pub land: Vec<Shape>,
    /// Shapes for maps; empty lists where the run draws none.
    #[serde(skip)]
    pub drawn: Drawn,
}

impl Assessment {
    /// Whether any rate has an upper end besides: a service of the profile has doubtful outlets.
    #[must_use]
    pub fn has_ranges(&self) -> bool {
        self.total.services.iter().any(|service| service.with_doubtful.is_some())
    }

    /// Whether the input has outlets of a service, and none of them reaches any land or resident of the
    /// city: its nought is measured, but the files may just lack the outlets of this city.
    #[must_use]
    pub fn is_out_of_reach(&self, service: usize) -> bool {
        let figures = &self.total.services[service];
        let reaches_nobody = figures.people.is_none_or(|people| people.all.served.0 == 0);
        figures.land.is_some_and(|land| land.land.0 > 0.0 && land.served.0 <= 0.0) && reaches_nobody
    }
}

/// A plan with the city before and after it.
#[derive(Debug, Clone, Serialize)]
pub struct Reviewed {
    /// The city of today.
    pub today: Assessment,
    /// The city after the whole plan.
    pub planned: Planned,
    /// What lies between them.
    pub review: Review,
    /// What becomes of the gaps of today, then the new ones.
    pub gaps: Vec<Followed>,
    /// Supply against need after each phase, by the subdistricts, as in [`Assessment::provisions`]; the last one is
    /// the whole plan. Empty where the profile has no provisions.
    pub provisions: Vec<ByPhase<ProvisionLayer>>,
    /// What it does along streets; none without streets, or without people.
    pub walks: Option<PlanWalks>,
}

impl Reviewed {
    /// Judges the plan by each of some rules, in their order.
    #[must_use]
    pub fn judge(&self, rules: &[Requirement]) -> Vec<Judgement> {
        let besides = Besides {
            walks: self.walks.as_ref().map_or(&[][..], |walks| &walks.phases[..]),
            supply_today: self.today.provisions.first(),
            supply: &self.provisions,
        };
        self.review.judge(rules, &besides)
    }
}

/// What the city is after a plan, besides what the review says.
#[derive(Debug, Clone, Serialize)]
pub struct Planned {
    /// The listed gaps, without the nearest outlet, the gaps beyond a border, and complaints.
    pub gaps: Vec<Gap>,
    /// Room against need by the capacity rules of the profile, as in [`Assessment::capacities`].
    pub capacities: Vec<Option<CapacityFigures>>,
}

/// What a plan does along streets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanWalks {
    /// By phase, ascending, each with those before it and without new homes, against today; the last one is the
    /// whole plan.
    pub phases: Vec<ByPhase<WalkEffect>>,
    /// What each measure does that changes how people walk.
    pub measures: Vec<MeasureWalk>,
}

impl PlanWalks {
    /// What the whole plan does; none of a plan without measures.
    #[must_use]
    pub fn whole(&self) -> Option<&WalkEffect> {
        self.phases.last().map(|last| &last.of)
    }
}

/// What a measure does that changes how people walk; in the whole city, by service.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeasureWalk {
    /// Its position in the plan.
    pub measure: usize,
    /// It alone, against today.
    pub alone: Vec<Option<WalkPassage>>,
    /// The plan without it, against today.
    pub without: Vec<Option<WalkPassage>>,
    /// What its sheet is drawn from: it alone, against today.
    #[serde(skip)]
    pub picture: WalkPicture,
}

/// Plans for one city, each against today and against each other.
#[derive(Debug, Clone, Serialize)]
pub struct Compared {
    /// By plan, in the order in which they are given.
    pub reviewed: Vec<Reviewed>,
    /// What lies between the plans.
    pub rivals: Rivals,
    /// By plan, what its maps are drawn from; empty where the run draws none.
    #[serde(skip)]
    pub pictures: Vec<PlanPictures>,
}

/// What was built against a plan.
#[derive(Debug, Clone, Serialize)]
pub struct Accepted {
    /// The city before both.
    pub today: Assessment,
    /// What lies between the plan and what was built.
    pub acceptance: Acceptance,
    /// The same along streets; none without streets, or without people.
    pub walks: Option<BuiltWalks>,
    /// New homes of the plan by its outlets, and those that were built by the outlets that were built; none where
    /// there are none.
    pub homes: [Option<HomesOf>; 2],
}

/// What was built against a plan along streets, both without new homes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BuiltWalks {
    /// From today to the plan.
    pub planned: WalkEffect,
    /// From today to what was built.
    pub built: WalkEffect,
    /// From the plan to what was built.
    pub between: WalkEffect,
    /// What each measure does that is not as planned, once it is done.
    pub measures: Vec<DeviationWalk>,
}

/// What a deviation does along streets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeviationWalk {
    /// Position of the measure in the acceptance.
    pub measure: usize,
    /// From the plan to the plan with this measure as it was built; in the whole city, by service.
    pub alone: Vec<Option<WalkPassage>>,
}
