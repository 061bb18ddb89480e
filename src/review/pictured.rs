//! What the maps of a review are drawn from: land before and after a plan, service by service and measure by
//! measure, in the part of the city that they show. Figures never come from here.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::{MeasureEffect, Review, change, numbers};
use crate::coverage::{Passage, State, Trial, Turned};
use crate::gaps::Lack;
use crate::model::{Bounds, City, Measure, Plan, SubdistrictId};
use crate::profile::{Profile, Provider};
use crate::units::SquareMetres;

/// How far about an outlet of a category without a radius its surroundings reach on a map: 500 m.
const SURROUNDINGS: f64 = 500.0;

/// Room about homes and what serves them: 150 m.
const AROUND_HOMES: f64 = 150.0;

/// An outlet beyond its radius is on the sheet of homes up to this part of the radius.
const NEARLY_REACHED: f64 = 1.5;

/// Room about what a map is about, as a share of its larger side.
const ROOM: f64 = 0.06;

/// A part of the city that takes more of its width or height is shown as the whole city.
const NEARLY_ALL: f64 = 0.6;

/// The land of one service, or of the circle, before and after.
#[derive(Debug, Clone)]
pub struct Pictured {
    /// The service, or the circle.
    pub lack: Lack,
    /// The units that the map shows, in the order of the city.
    pub units: Vec<(SubdistrictId, Turned)>,
    /// Land of the whole city that is served before and after.
    pub kept: SquareMetres,
    /// Land of the whole city that is served neither before nor after.
    pub unserved: SquareMetres,
}

/// What the sheet of one measure is drawn from.
#[derive(Debug, Clone)]
pub struct MeasurePicture {
    /// What the measure reaches, and room about it; empty of one that changes walks alone, which is drawn from
    /// [`WalkPicture`](crate::coverage::WalkPicture).
    pub extent: Bounds,
    /// The service that it changes most, before and after this measure alone; none where no service with
    /// data is of its categories.
    pub pictured: Option<Pictured>,
}

/// What the maps and sheets of a plan are drawn from.
#[derive(Debug, Clone)]
pub struct PlanPictures {
    /// The part of the city that its maps show; none for the whole city.
    pub extent: Option<Bounds>,
    /// The services whose outlets it changes, in the order of the profile, then the circle.
    pub lacks: Vec<Pictured>,
    /// By measure, in the order of the plan.
    pub measures: Vec<MeasurePicture>,
}

/// Draws what a plan does, as it was reviewed.
#[must_use]
pub fn pictured(
    city: &City,
    profile: &Profile,
    (plan, review): (&Plan, &Review),
    trial: &Trial<'_>,
) -> PlanPictures {
    let artist = Artist { city, profile, plan, review, trial };
    let numbers = numbers(city, std::slice::from_ref(plan)).concat();
    let whole = trial.state(change(city, plan, &numbers, &|_, _| true));
    let extent = artist.extent();
    let lacks = artist.touched().into_iter();
    let lacks = lacks.filter_map(|lack| artist.picture(lack, &whole, extent, None)).collect();
    let measures = plan.measures.par_iter().enumerate().map(|(at, measure)| {
        let alone = trial.state(change(city, plan, &numbers, &|other, _| other == at));
        artist.measure(at, measure, &alone)
    });
    PlanPictures { extent, lacks, measures: measures.collect() }
}

struct Artist<'a> {
    city: &'a City,
    profile: &'a Profile,
    plan: &'a Plan,
    review: &'a Review,
    trial: &'a Trial<'a>,
}

impl Artist<'_> {
    /// The categories of a service that a measure has to do with.
    fn providers<'m>(
        &'m self,
        service: usize,
        measure: &'m Measure,
    ) -> impl Iterator<Item = &'m Provider> {
        let providers = self.profile.services[service].providers.iter();
        let is_its = |provider: &&Provider| {
            measure.categories(self.city).any(|category| category == provider.category)
        };
        providers.filter(is_its)
    }

    /// The services whose outlets that count the plan changes, then the circle where one of them is of it.
    fn touched(&self) -> Vec<Lack> {
        let changing = || {
            let measures = self.plan.measures.iter();
            measures.filter(|measure| {
                measure.removes(self.city).is_some() || measure.adds(self.city).is_some()
            })
        };
        let services = 0..self.profile.services.len();
        let is_touched = |service: &usize| {
            let is_its = |measure| self.providers(*service, measure).next().is_some();
            self.trial.is_known(*service) && changing().any(is_its)
        };
        let services: Vec<usize> = services.filter(is_touched).collect();
        let circle = self.trial.circle_services();
        let circle = services.iter().any(|service| circle.contains(service));
        let services = services.into_iter().map(Lack::Service);
        services.chain(circle.then_some(Lack::Circle)).collect()
    }

    /// What a measure reaches; of homes, what serves them, or would if it were a little nearer.
    fn reach(&self, at: usize, measure: &Measure) -> Bounds {
        let services = 0..self.profile.services.len();
        let radii = services.flat_map(|service| {
            let providers = self.providers(service, measure);
            providers.map(|provider| provider.radius.0).collect::<Vec<f64>>()
        });
        let radius = radii.fold(0.0, f64::max);
        let radius = if radius > 0.0 { radius } else { SURROUNDINGS };
        let target = measure.target.map(|id| self.city.outlets()[id.index()].at);
        let outlet = measure.outlet.as_ref().map(|outlet| outlet.at);
        if let Some(homes) = &measure.homes {
            return self.about_homes(at, homes.shape.bounds());
        }
        let mut bounds = Bounds::EMPTY;
        target.into_iter().chain(outlet).for_each(|at| bounds.include(at));
        if bounds.is_empty() { bounds } else { bounds.grown(radius) }
    }

    /// Homes with the outlets that they are judged by, but for those too far beyond their radius.
    fn about_homes(&self, at: usize, homes: Bounds) -> Bounds {
        let reach = self.review.measures.get(at).and_then(|effect| effect.reach.as_ref());
        let ends = reach.into_iter().flat_map(|reach| reach.services.iter().flatten());
        let near = ends.flatten().flatten();
        let near = near.filter(|of| of.distance.0 <= NEARLY_REACHED * of.radius.0);
        let about = near.fold(homes, |mut about, of| {
            about.include(of.at);
            about
        });
        about.grown(AROUND_HOMES)
    }

    /// The part of the city that the plan reaches; none where that is nearly all.
    fn extent(&self) -> Option<Bounds> {
        let measures = self.plan.measures.iter();
        let reach = measures.enumerate().map(|(at, measure)| self.reach(at, measure));
        let part = reach.fold(Bounds::EMPTY, Bounds::union);
        let units = self.city.subdistricts().iter();
        let city = units.fold(Bounds::EMPTY, |all, unit| all.union(unit.shape.bounds()));
        let is_part = !part.is_empty()
            && part.width() <= NEARLY_ALL * city.width()
            && part.height() <= NEARLY_ALL * city.height();
        is_part.then(|| with_room(part))
    }

    fn measure(&self, at: usize, measure: &Measure, alone: &State) -> MeasurePicture {
        let extent = with_room(self.reach(at, measure));
        let effect = self.review.measures.get(at);
        let services = (0..self.profile.services.len()).filter(|service| {
            self.trial.is_known(*service) && self.providers(*service, measure).next().is_some()
        });
        let most = services.max_by(|a, b| {
            let turned = |service: usize| {
                let of = effect.and_then(|effect| effect.alone.services[service]);
                of.map_or((0, 0.0), |of| moved(&of))
            };
            let ((people, land), (more, larger)) = (turned(*a), turned(*b));
            people.cmp(&more).then(land.total_cmp(&larger)).then(Reverse(*a).cmp(&Reverse(*b)))
        });
        let pictured =
            most.and_then(|at| self.picture(Lack::Service(at), alone, Some(extent), effect));
        MeasurePicture { extent, pictured }
    }

    /// The land of a service, or of the circle, in the units that touch a part of the city.
    fn picture(
        &self,
        lack: Lack,
        state: &State,
        extent: Option<Bounds>,
        alone: Option<&MeasureEffect>,
    ) -> Option<Pictured> {
        let total = alone.map_or(&self.review.effect.total, |effect| &effect.alone);
        let passage = match lack {
            Lack::Service(at) => total.services[at],
            Lack::Circle => total.circle,
        }?;
        let units = (0u32..).map(SubdistrictId).zip(self.city.subdistricts());
        let is_shown = |unit: &Bounds| extent.is_none_or(|extent| extent.touches(unit));
        let shown = units.filter(|(_, unit)| is_shown(&unit.shape.bounds())).map(|(id, _)| id);
        let shown: Vec<SubdistrictId> = shown.collect();
        let turned = |id: SubdistrictId| {
            let turned = match lack {
                Lack::Service(at) => self.trial.turned(state, id, at),
                Lack::Circle => self.trial.turned_circle(state, id),
            };
            turned.map(|turned| (id, turned))
        };
        Some(Pictured {
            lack,
            units: shown.into_par_iter().filter_map(turned).collect(),
            kept: passage.after.land.served - passage.gained.land,
            unserved: passage.after.land.unserved - passage.lost.land,
        })
    }
}

/// Residents and land that are gained or lost.
fn moved(of: &Passage) -> (u64, f64) {
    let sides = [of.gained, of.lost];
    let people = sides.iter().map(|side| side.people.map_or(0, |heads| heads.all.0)).sum();
    (people, sides.iter().map(|side| side.land.0).sum())
}

fn with_room(of: Bounds) -> Bounds {
    of.grown(ROOM * of.width().max(of.height()))
}
