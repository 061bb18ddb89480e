//! The figures of one unit as `assessment.json` holds them: SI units, unrounded, the unit of a
//! number at the end of its name (`_m`, `_m2`); shares are 0 to 1; what does not exist is null.

use serde::Serialize;

use crate::assessment::{
    Circle, Distances, LandRate, PeopleFigures, PeopleRate, ServiceFigures, UnitFigures, Upper,
    UpperRates,
};
use crate::profile::Profile;
use crate::units::{Metres, People, Share, SquareMetres};

#[derive(Serialize)]
pub(super) struct LandView {
    land_m2: SquareMetres,
    served_m2: SquareMetres,
    unserved_m2: SquareMetres,
    share: Option<Share>,
}

#[derive(Serialize)]
pub(super) struct Group {
    people: People,
    served: People,
    unserved: People,
    share: Option<Share>,
}

#[derive(Serialize)]
pub(super) struct Groups {
    all: Group,
    age_60plus: Option<Group>,
    age_3_5: Option<Group>,
}

#[derive(Serialize)]
pub(super) struct Band {
    within_m: Metres,
    land_share: Option<Share>,
    people_share: Option<Share>,
}

#[derive(Serialize)]
pub(super) struct DistanceProfile {
    bands: Vec<Band>,
    people_median_m: Option<Metres>,
    people_p90_m: Option<Metres>,
}

/// What stands behind a row: measured, without any outlet in the input, or without a denominator.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Status {
    Ok,
    NoData,
    NotApplicable,
}

/// A service with its doubtful outlets.
#[derive(Serialize)]
pub(super) struct UpperView {
    doubtful_outlets_inside: u32,
    land: LandView,
    people: Option<Groups>,
    land_meets_target: Option<bool>,
}

/// The circle with doubtful outlets.
#[derive(Serialize)]
pub(super) struct UpperCircle {
    land: LandView,
    people: Option<Groups>,
}

#[derive(Serialize)]
pub(super) struct ServiceView<'a> {
    service: &'a str,
    status: Status,
    outlets_inside: u32,
    land: Option<LandView>,
    people: Option<Groups>,
    distances: Option<DistanceProfile>,
    land_meets_target: Option<bool>,
    with_doubtful: Option<UpperView>,
    gaps_listed: Option<usize>,
}

#[derive(Serialize)]
pub(super) struct Reached {
    services: usize,
    land_m2: SquareMetres,
    people: Option<People>,
}

#[derive(Serialize)]
pub(super) struct CircleView {
    status: Status,
    land: LandView,
    people: Option<Groups>,
    by_count: Vec<Reached>,
    with_doubtful: Option<UpperCircle>,
    gaps_listed: Option<usize>,
}

#[derive(Serialize)]
pub(super) struct Figures<'a> {
    land_m2: SquareMetres,
    people: Option<People>,
    services: Vec<ServiceView<'a>>,
    circle: Option<CircleView>,
}

/// The figures of a unit; `gaps` tells how many gaps are listed in it, by position in the profile,
/// or for the circle where there is none; none where gaps are not counted by these units.
pub(super) fn figures<'a>(
    of: &UnitFigures,
    profile: &'a Profile,
    gaps: impl Fn(Option<usize>) -> Option<usize>,
) -> Figures<'a> {
    let service =
        |(at, (figures, service)): (usize, (&ServiceFigures, &'a crate::profile::Service))| {
            ServiceView {
                service: &service.key,
                status: status(figures.land.as_ref()),
                outlets_inside: figures.outlets,
                land: figures.land.as_ref().map(land),
                people: figures.people.as_ref().map(groups),
                distances: figures.distances.as_ref().map(|d| distances(d, &profile.bands)),
                land_meets_target: figures.meets_target,
                with_doubtful: figures.with_doubtful.as_ref().map(upper),
                gaps_listed: gaps(Some(at)),
            }
        };
    Figures {
        land_m2: of.land,
        people: of.people,
        services: of.services.iter().zip(&profile.services).enumerate().map(service).collect(),
        circle: of.circle.as_ref().map(|c| circle(c, gaps(None))),
    }
}

fn status(land: Option<&LandRate>) -> Status {
    match land {
        None => Status::NoData,
        Some(LandRate { share: None, .. }) => Status::NotApplicable,
        Some(LandRate { share: Some(_), .. }) => Status::Ok,
    }
}

pub(super) fn land(rate: &LandRate) -> LandView {
    LandView {
        land_m2: rate.land,
        served_m2: rate.served,
        unserved_m2: rate.unserved,
        share: rate.share,
    }
}

pub(super) fn group(rate: &PeopleRate) -> Group {
    Group { people: rate.people, served: rate.served, unserved: rate.unserved, share: rate.share }
}

fn groups(figures: &PeopleFigures) -> Groups {
    Groups {
        all: group(&figures.all),
        age_60plus: figures.age_60plus.as_ref().map(group),
        age_3_5: figures.age_3_5.as_ref().map(group),
    }
}

fn distances(of: &Distances, bands: &[Metres]) -> DistanceProfile {
    let share = |shares: &[Option<Share>], band: usize| shares.get(band).copied().flatten();
    let band = |(i, &within_m): (usize, &Metres)| Band {
        within_m,
        land_share: share(&of.land_within, i),
        people_share: share(&of.people_within, i),
    };
    DistanceProfile {
        bands: bands.iter().enumerate().map(band).collect(),
        people_median_m: of.people_median,
        people_p90_m: of.people_p90,
    }
}

fn upper(of: &Upper) -> UpperView {
    let UpperCircle { land, people } = upper_circle(&of.rates);
    UpperView {
        doubtful_outlets_inside: of.doubtful,
        land,
        people,
        land_meets_target: of.meets_target,
    }
}

fn upper_circle(of: &UpperRates) -> UpperCircle {
    UpperCircle { land: land(&of.land), people: of.people.as_ref().map(groups) }
}

fn circle(of: &Circle, gaps_listed: Option<usize>) -> CircleView {
    let reached = |(services, &land_m2): (usize, &SquareMetres)| Reached {
        services,
        land_m2,
        people: of.people_by_count.get(services).copied(),
    };
    CircleView {
        status: status(Some(&of.land)),
        land: land(&of.land),
        people: of.people.as_ref().map(groups),
        by_count: of.land_by_count.iter().enumerate().map(reached).collect(),
        with_doubtful: of.with_doubtful.as_ref().map(upper_circle),
        gaps_listed,
    }
}
