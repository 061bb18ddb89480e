//! What a profile sets beside the official circle: a shorter circle (detour), walks along streets, and what
//! people of one speed reach within the minutes of a service.
//!
//! Each is held against the circle place by place: who is within both, who only within the circle (lost),
//! who only within the other (gained). The official rate stays that of the circle; nothing here goes into it.

use rayon::prelude::*;
use serde::Serialize;

use super::Coverage;
use super::figures::{LandRate, PeopleRate, UnitFigures};
use super::people::people_rate;
use super::places::{ByUnit, UnitPlaces};
use super::services::Resolved;
use crate::model::{AgeGroup, CategoryId, City, PeopleLayer};
use crate::profile::{DemandGroup, Profile, ReachBy, Service};
use crate::reach::{Reach, Walked};
use crate::units::{Metres, People, Share};

/// What stands beside the circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// The `reach` of the service's providers.
    Rule,
    /// The walker at this position of the profile, for as long as the service's label says.
    Walker(usize),
}

/// Why something is not measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmeasured {
    /// The city has no streets.
    NoStreets,
    /// The city has no people, or none of the walker's age group.
    NoPeople,
}

/// One service beside its circle.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Beside {
    /// Position of the service in the profile.
    pub service: usize,
    /// By what.
    pub by: Means,
    /// How far that is, by provider of the profile.
    pub limits: Vec<Metres>,
    /// Why there are no figures; none where there are.
    pub unmeasured: Option<Unmeasured>,
    /// By layer and unit; empty where it is not measured.
    pub layers: Vec<ByUnit<BesideFigures>>,
}

/// One unit, by the circle and by what stands beside it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct BesideFigures {
    /// Residents; none without people.
    pub people: Option<BesidePeople>,
    /// Land; of shorter circles alone.
    pub land: Option<BesideLand>,
}

/// Residents within the circle and within what stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BesidePeople {
    /// Within the radius by the circle.
    pub by_circle: PeopleRate,
    /// Within the other.
    pub within: PeopleRate,
    /// Within the circle alone.
    pub lost: People,
    /// The same by all within the circle; none where nobody is.
    pub lost_share: Option<Share>,
    /// Within the other alone.
    pub gained: People,
}

/// Land within the circle and within a shorter one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BesideLand {
    /// The official rate.
    pub by_circle: LandRate,
    /// That of the shorter circles.
    pub within: LandRate,
}

/// Walks along streets as a profile wants them.
#[derive(Clone, Copy, Default)]
pub struct Walks<'a> {
    /// Along all streets; none where the city has none.
    pub all: Option<&'a Walked>,
    /// Along those that are no steps.
    pub level: Option<&'a Walked>,
}

/// The profile with its shorter circles as radii; none where it has no such circle. A service that is reached
/// along streets is left as it is.
#[must_use]
pub fn with_shorter_circles(profile: &Profile) -> Option<Profile> {
    let mut shorter = profile.clone();
    let mut providers = shorter.services.iter_mut().filter(|of| is_by_circles(of));
    let mut is_shorter = false;
    for provider in providers.by_ref().flat_map(|service| &mut service.providers) {
        provider.radius = provider.reach.limit(provider.radius);
        is_shorter |= !provider.reach.is_radius();
    }
    is_shorter.then_some(shorter)
}

/// Whether circles are all that a service is reached by.
fn is_by_circles(service: &Service) -> bool {
    service.providers.iter().all(|provider| provider.reach != ReachBy::Streets)
}

/// Measures what the profile sets beside its circles: by service, first the rule, then the walkers. `shorter`
/// is the coverage by [`with_shorter_circles`]. Services without data are left out.
#[must_use]
pub fn beside(
    (city, profile): (&City, &Profile),
    coverage: &Coverage<'_>,
    shorter: Option<&Coverage<'_>>,
    reach: &Reach,
    walks: Walks<'_>,
) -> Vec<Beside> {
    let places = coverage.unit_places();
    let mut all = Vec::new();
    for (at, (service, resolved)) in profile.services.iter().zip(&coverage.services).enumerate() {
        if !resolved.is_known() {
            continue;
        }
        let asked = Asked { city, resolved, reach, places: &places };
        if service.providers.iter().any(|provider| !provider.reach.is_radius()) {
            let limits = service.providers.iter().map(|p| p.reach.limit(p.radius));
            let ways = service.providers.iter().filter_map(|provider| {
                let category = city.category(&provider.category)?;
                let limit = provider.reach.limit(provider.radius);
                Some(Way { category, limit, along: provider.reach == ReachBy::Streets })
            });
            let ways: Vec<Way> = ways.collect();
            let (unmeasured, mut layers) = asked.figures(&ways, walks.all, DemandGroup::All);
            if let Some(shorter) = shorter.filter(|_| is_by_circles(service)) {
                add_land(&mut layers, (coverage, shorter), at);
            }
            let limits = limits.collect();
            all.push(Beside { service: at, by: Means::Rule, limits, unmeasured, layers });
        }
        let Some(minutes) = service.minutes else { continue };
        for (number, walker) in profile.walkers.iter().enumerate() {
            let limit = walker.limit(minutes);
            let way = |category| Way { category, limit, along: true };
            let ways: Vec<Way> = resolved.categories().map(way).collect();
            let walked = if walker.steps { walks.all } else { walks.level };
            let (unmeasured, layers) = asked.figures(&ways, walked, walker.people);
            let limits = vec![limit; service.providers.len()];
            all.push(Beside { service: at, by: Means::Walker(number), limits, unmeasured, layers });
        }
    }
    all
}

/// To which category, how far, and whether along streets.
struct Way {
    category: CategoryId,
    limit: Metres,
    along: bool,
}

/// One service.
struct Asked<'a> {
    city: &'a City,
    resolved: &'a Resolved<'a>,
    reach: &'a Reach,
    places: &'a [UnitPlaces<'a>],
}

impl Asked<'_> {
    fn figures(
        &self,
        ways: &[Way],
        walked: Option<&Walked>,
        group: DemandGroup,
    ) -> (Option<Unmeasured>, Vec<ByUnit<BesideFigures>>) {
        let is_along = ways.iter().any(|way| way.along);
        let none = |why| (Some(why), Vec::new());
        if is_along && self.city.streets().is_none() {
            return none(Unmeasured::NoStreets);
        }
        let counted = self.city.people().and_then(|people| Some((people, column(people, group)?)));
        let Some((people, counted)) = counted else {
            if is_along || group != DemandGroup::All {
                return none(Unmeasured::NoPeople);
            }
            let bare = |of: &UnitPlaces<'_>| ByUnit {
                level: of.level,
                units: vec![BesideFigures::default(); of.len()],
                total: BesideFigures::default(),
            };
            return (None, self.places.iter().map(bare).collect());
        };
        let circles: Vec<(CategoryId, f64)> = self.resolved.providers().to_vec();
        let is_in_circle: Vec<bool> = each(people, |place| {
            circles.iter().any(|(category, radius)| self.line(*category, place) <= *radius)
        });
        let is_within: Vec<bool> = each(people, |place| {
            ways.iter().any(|way| self.length(way, walked, place) <= way.limit.0)
        });
        let standing = Standing { counted, is_in_circle, is_within };
        let layer = |of: &UnitPlaces<'_>| {
            let lists = of.people.unwrap_or_default();
            let figures = |places: &[u32]| BesideFigures {
                people: Some(standing.people(places)),
                land: None,
            };
            ByUnit {
                level: of.level,
                units: lists.iter().map(|places| figures(places)).collect(),
                total: figures(&lists.concat()),
            }
        };
        (None, self.places.iter().map(layer).collect())
    }

    /// The straight line to the nearest outlet; infinite where there is none.
    fn line(&self, category: CategoryId, place: u32) -> f64 {
        self.reach.column(category).map_or(f64::INFINITY, |column| column[place as usize])
    }

    fn length(&self, way: &Way, walked: Option<&Walked>, place: u32) -> f64 {
        let line = self.line(way.category, place);
        if !way.along {
            return line;
        }
        let walk = walked.and_then(|walked| walked.reach.distance(way.category, place));
        // No walk is shorter than the line, whose coordinates are not whole millimetres.
        walk.map_or(f64::INFINITY, |walk| walk.0.max(line))
    }
}

/// What holds of each place.
fn each(people: &PeopleLayer, is_it: impl Fn(u32) -> bool + Sync + Send) -> Vec<bool> {
    let count = u32::try_from(people.len()).unwrap_or(u32::MAX);
    (0..count).into_par_iter().with_min_len(4096).map(is_it).collect()
}

/// The residents of a group; none where the layer does not have it.
fn column(people: &PeopleLayer, group: DemandGroup) -> Option<&[u32]> {
    match group {
        DemandGroup::All => Some(&people.all),
        DemandGroup::Age60Plus => people.group(AgeGroup::Age60Plus),
        DemandGroup::Age3To5 => people.group(AgeGroup::Age3To5),
    }
}

/// How all places stand.
struct Standing<'a> {
    counted: &'a [u32],
    is_in_circle: Vec<bool>,
    is_within: Vec<bool>,
}

impl Standing<'_> {
    fn people(&self, places: &[u32]) -> BesidePeople {
        let sum = |is_it: &dyn Fn(usize) -> bool| {
            let counted = places.iter().map(|place| *place as usize).filter(|place| is_it(*place));
            People(counted.map(|place| u64::from(self.counted[place])).sum())
        };
        let (circle, within) = (&self.is_in_circle, &self.is_within);
        let all = sum(&|_| true);
        let by_circle = people_rate(all, sum(&|place| circle[place]));
        let lost = sum(&|place| circle[place] && !within[place]);
        BesidePeople {
            by_circle,
            within: people_rate(all, sum(&|place| within[place])),
            lost,
            lost_share: people_rate(by_circle.served, lost).share,
            gained: sum(&|place| within[place] && !circle[place]),
        }
    }
}

/// Puts the land of a service into its figures.
fn add_land(
    layers: &mut [ByUnit<BesideFigures>],
    (official, shorter): (&Coverage<'_>, &Coverage<'_>),
    service: usize,
) {
    let put = |to: &mut BesideFigures, official: &UnitFigures, shorter: &UnitFigures| {
        let pair = official.services[service].land.zip(shorter.services[service].land);
        to.land = pair.map(|(by_circle, within)| BesideLand { by_circle, within });
    };
    for layer in layers {
        let ByUnit { level, units, total } = layer;
        if let Some(level) = level {
            let of = |of: &Coverage<'_>| of.finer.iter().position(|finer| finer.level == *level);
            let Some((a, b)) = of(official).zip(of(shorter)) else { continue };
            let (official, shorter) = (&official.finer[a], &shorter.finer[b]);
            for (to, (a, b)) in units.iter_mut().zip(official.units.iter().zip(&shorter.units)) {
                put(to, &a.figures, &b.figures);
            }
            put(total, &official.total, &shorter.total);
        } else {
            for (to, (a, b)) in units.iter_mut().zip(official.units.iter().zip(&shorter.units)) {
                put(to, a, b);
            }
            put(total, &official.total, &shorter.total);
        }
    }
}
