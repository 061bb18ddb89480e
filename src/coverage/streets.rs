//! Along streets beside the official circle: who reaches a service on foot within its radius, who loses it
//! by the detour (绕行损失), and why others do not reach it.
//!
//! The official rate stays that of the circle; nothing here goes into it. A walk is never shorter than the
//! straight line, so that whoever reaches a service along streets reaches it by the circle too. Every
//! resident of a unit is in one of four lists: within reach along streets, too far, on streets that lead to
//! no outlet, near no street.

use rayon::prelude::*;
use serde::Serialize;

use super::Coverage;
use super::figures::PeopleRate;
use super::people::{columns, nearest, people_rate};
use super::places::{ByUnit, UnitPlaces};
use super::services::Resolved;
use super::spread::{Spread, spread};
use super::street_gaps::{PlacedStreets, StreetGaps, StreetUnits, StretchFigures};
use crate::index::streets::Islands;
use crate::model::{City, PeopleLayer, SNAP, Shape, StreetLayer};
use crate::profile::Profile;
use crate::reach::{Reach, Walked};
use crate::units::{LonLat, Metres, People, Share};

/// One service in one unit along streets.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct StreetService {
    /// Residents within the radius by the circle, the official way.
    pub by_circle: PeopleRate,
    /// Residents within the radius along streets.
    pub along: PeopleRate,
    /// Residents with a street near them whom the circle counts and streets do not bring there: the detour
    /// loss.
    pub lost: People,
    /// `lost` by those within the circle; none where nobody is.
    pub lost_share: Option<Share>,
    /// Residents whom the circle counts with no street near them: what is missing is the street.
    pub no_street_in_circle: People,
    /// Residents on streets that lead to an outlet, but not within its radius.
    pub too_far: People,
    /// Residents on streets that lead to no outlet of the service, or behind gates that are all closed.
    pub cut_off: People,
    /// Residents with no street near them.
    pub no_street: People,
    /// Length of the walk that half of the residents have at most; none where it is past what was
    /// looked for.
    pub median: Option<Metres>,
    /// Length that nine in ten have at most.
    pub p90: Option<Metres>,
    /// Walks by straight distances, both to the nearest outlet, summed over all residents who have a
    /// walk; none without any.
    pub detour: Option<f64>,
    /// What the change does that is asked about; none where none is.
    pub asked: Option<StreetChange>,
    /// Streets and estates beyond the radius; in the layer of the subdistricts.
    pub gaps: Option<StretchFigures>,
}

/// Residents who reach a service along streets with a change and without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StreetChange {
    /// Residents within reach without it.
    pub before: People,
    /// Of the others those within reach with it.
    pub gained: People,
    /// Of those the ones no longer within reach with it.
    pub lost: People,
}

impl StreetChange {
    /// Those within reach without the change as a share of all residents; none where there is nobody.
    #[must_use]
    pub fn share_before(&self, all: People) -> Option<Share> {
        people_rate(all, self.before).share
    }
}

/// What there is to say of the streets themselves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Network {
    /// Length of all streets that are walked; ways across squares are none.
    pub length: Metres,
    /// Edges between junctions.
    pub edges: usize,
    /// Pieces that hang together.
    pub pieces: usize,
    /// Length of the streets that do not hang together with the longest piece.
    pub island_length: Metres,
    /// A place on the longest of those; none where there is one piece only.
    pub island_at: Option<LonLat>,
    /// Residents of the units on those.
    pub island_people: People,
    /// Residents of the units with no street near them.
    pub no_street_people: People,
    /// Residents of the units in estates whose gates are all closed.
    pub shut_people: People,
    /// The first place of those near no street, in the order of the city.
    pub no_street_at: Option<LonLat>,
    /// Counted outlets with no street near them: they are reached by nobody along streets.
    pub no_street_outlets: u32,
}

/// Reach along streets, beside that of the circles.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StreetFigures {
    /// How far a place may be from the nearest street.
    pub snap: Metres,
    /// How far walks were looked for.
    pub limit: Metres,
    /// The streets.
    pub network: Network,
    /// By layer, unit and service; a service without data is none.
    pub layers: Vec<ByUnit<Vec<Option<StreetService>>>>,
    /// By service, what of the streets is beyond its radius; none without data.
    pub gaps: Vec<Option<StreetGaps>>,
    /// The streets that the gaps are stretches of.
    #[serde(skip)]
    pub streets: PlacedStreets,
    /// Land beyond the radius by service and subdistrict, in squares of [`FINEST`](crate::reach::FINEST); none
    /// without data, or where no maps are drawn.
    #[serde(skip)]
    pub areas: Vec<Option<Vec<Shape>>>,
}

/// How far walks are looked for: twice the longest distance that the profile names, so that walks past
/// the radius are measured too, and as far as anybody walks within the minutes of a service.
#[must_use]
pub fn street_limit(profile: &Profile) -> Metres {
    let radii = profile.services.iter().flat_map(|s| &s.providers).map(|p| p.radius.0);
    let longest = radii.chain(profile.bands.iter().map(|band| band.0)).fold(0.0, f64::max);
    let minutes = profile.services.iter().filter_map(|service| service.minutes).max().unwrap_or(0);
    let walkers = profile.walkers.iter().map(|walker| walker.limit(minutes).0);
    Metres(walkers.fold(2.0 * longest, f64::max))
}

/// Sums up what was walked by the units of each layer; none without people.
#[must_use]
pub fn along_streets(
    (city, profile): (&City, &Profile),
    coverage: &Coverage<'_>,
    reach: &Reach,
    walked: &Walked,
) -> Option<StreetFigures> {
    let people = city.people()?;
    let places = coverage.unit_places();
    let mut layers: Vec<ByUnit<Vec<Option<StreetService>>>> = places
        .iter()
        .map(|of| ByUnit { level: of.level, units: vec![Vec::new(); of.len()], total: Vec::new() })
        .collect();
    for service in &coverage.services {
        let source = service.is_known().then(|| Source::new(people, service, reach, walked));
        for (layer, places) in layers.iter_mut().zip(&places) {
            let (units, total) = by_unit(source.as_ref(), places);
            layer.total.push(total);
            for (unit, of) in layer.units.iter_mut().zip(units) {
                unit.push(of);
            }
        }
    }
    let on_units = StreetUnits::new(city, profile, walked);
    let gaps: Vec<Option<StreetGaps>> = coverage
        .services
        .iter()
        .map(|service| service.is_known().then(|| on_units.gaps(service, walked)))
        .collect();
    if let Some(layer) = layers.first_mut() {
        let ByUnit { units, total, .. } = layer;
        for (service, gaps) in gaps.iter().enumerate() {
            let Some(gaps) = gaps else { continue };
            let lists = units.iter_mut().zip(&gaps.units).chain([(&mut *total, &gaps.total)]);
            for (list, figures) in lists {
                if let Some(of) = &mut list[service] {
                    of.gaps = Some(*figures);
                }
            }
        }
    }
    let inside = places.first().and_then(|of| of.people).map(<[_]>::concat).unwrap_or_default();
    let network = network(city, people, &inside, walked);
    Some(StreetFigures {
        snap: city.streets().map_or(SNAP, StreetLayer::snap),
        limit: walked.reach.limit(),
        network,
        layers,
        gaps,
        streets: on_units.streets,
        areas: Vec::new(),
    })
}

fn network(city: &City, people: &PeopleLayer, inside: &[u32], walked: &Walked) -> Network {
    let Walked { graph, islands, on, .. } = walked;
    let lengths = islands.lengths();
    let main = islands.main();
    // From 0.0 on: the sum of no floats is -0.0.
    let sum = |lengths: &mut dyn Iterator<Item = Metres>| {
        Metres(lengths.fold(0.0, |sum, length| sum + length.0))
    };
    let others = || (0u32..).zip(lengths).filter(|(piece, _)| *piece != main);
    let largest = others().reduce(|best, other| if other.1.0 > best.1.0 { other } else { best });
    let first_edge = largest.and_then(|(piece, _)| {
        let mut edges = (0u32..).take(graph.edges().len());
        edges.find(|edge| islands.piece(graph, *edge) == piece)
    });
    let residents = |is_it: &dyn Fn(u32) -> bool| {
        let of = inside.iter().filter(|place| is_it(**place));
        People(of.map(|place| u64::from(people.all[*place as usize])).sum())
    };
    let is_nowhere = |place: u32| on.people.is_nowhere(place) && !on.is_shut_in(place);
    let is_lost = |place: u32| is_nowhere(place) && people.all[place as usize] > 0;
    let outlets = (0u32..).zip(city.outlets());
    let no_street_outlets =
        outlets.filter(|(id, outlet)| outlet.is_counted() && on.outlets.is_nowhere(*id));
    let lonlat = |at| city.plane().to_lonlat(at);
    Network {
        length: sum(&mut lengths.iter().copied()),
        edges: graph.street_count(),
        pieces: lengths.len(),
        island_length: sum(&mut others().map(|(_, length)| *length)),
        island_at: first_edge.map(|edge| lonlat(graph.point(edge, 0))),
        island_people: residents(&|place| {
            let mut ways = on.people.of(place).map(|snap| islands.piece(graph, snap.edge));
            !on.people.is_nowhere(place) && ways.all(|piece| piece != main)
        }),
        no_street_people: residents(&is_nowhere),
        shut_people: residents(&|place| on.is_shut_in(place)),
        no_street_at: inside
            .iter()
            .copied()
            .filter(|place| is_lost(*place))
            .min()
            .map(|place| lonlat(people.at[place as usize])),
        no_street_outlets: u32::try_from(no_street_outlets.count()).unwrap_or(u32::MAX),
    }
}

/// How a place stands to a service along streets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Within,
    TooFar,
    CutOff,
    NoStreet,
}

/// One service at every people place.
struct Source<'a> {
    people: &'a PeopleLayer,
    /// In a straight line, by category.
    straight: Vec<&'a [f64]>,
    standing: Vec<Standing>,
    within_circle: Vec<bool>,
    /// Length of the walk; infinite where there is none as far as was looked.
    walks: Vec<f64>,
    /// Whether it is within reach along streets without the change that is asked about.
    within_before: Option<Vec<bool>>,
}

impl<'a> Source<'a> {
    fn new(
        people: &'a PeopleLayer,
        service: &Resolved<'_>,
        reach: &'a Reach,
        walked: &Walked,
    ) -> Self {
        let Walked { graph, islands, on, reach: along, .. } = walked;
        let leads = leads(service, walked);
        let straight = columns(reach, service);
        let place = |place: u32| {
            let (mut walk, mut within, mut circle) = (f64::INFINITY, false, false);
            for (&(category, radius), column) in service.providers().iter().zip(&straight) {
                let line = column[place as usize];
                circle |= line <= radius;
                if let Some(length) = along.distance(category, place) {
                    // Coordinates are whole millimetres on streets: no walk is shorter than the line.
                    let length = length.0.max(line);
                    walk = walk.min(length);
                    within |= length <= radius;
                }
            }
            let mut ways = on.people.of(place).map(|snap| islands.piece(graph, snap.edge));
            let standing = if within {
                Standing::Within
            } else if on.people.is_nowhere(place) {
                if on.is_shut_in(place) { Standing::CutOff } else { Standing::NoStreet }
            } else if ways.any(|piece| leads[piece as usize]) {
                Standing::TooFar
            } else {
                Standing::CutOff
            };
            let before = walked.before.as_ref().map(|before| {
                let mut lengths = service.providers().iter().zip(&straight);
                lengths.any(|(&(category, radius), column)| {
                    let length = before.distance(category, place);
                    length.is_some_and(|length| length.0.max(column[place as usize]) <= radius)
                })
            });
            (standing, circle, walk, before)
        };
        let count = u32::try_from(people.len()).unwrap_or(u32::MAX);
        let places: Vec<(Standing, bool, f64, Option<bool>)> =
            (0..count).into_par_iter().with_min_len(4096).map(place).collect();
        Self {
            people,
            straight,
            standing: places.iter().map(|p| p.0).collect(),
            within_circle: places.iter().map(|p| p.1).collect(),
            walks: places.iter().map(|p| p.2).collect(),
            within_before: places.iter().map(|p| p.3).collect(),
        }
    }

    fn figures(&self, places: &[u32]) -> StreetService {
        let residents = |place: u32| u64::from(self.people.all[place as usize]);
        let sum = |is_it: &dyn Fn(u32) -> bool| {
            People(places.iter().filter(|p| is_it(**p)).map(|p| residents(*p)).sum())
        };
        let stands = |as_it: Standing| sum(&|place| self.standing[place as usize] == as_it);
        let circle = |place: u32| self.within_circle[place as usize];
        let all = sum(&|_| true);
        let by_circle = people_rate(all, sum(&circle));
        let along = people_rate(all, stands(Standing::Within));
        let in_circle = |is_it: &dyn Fn(Standing) -> bool| {
            sum(&|place| circle(place) && is_it(self.standing[place as usize]))
        };
        let lost = in_circle(&|as_it| matches!(as_it, Standing::TooFar | Standing::CutOff));
        let walk = |place: u32| self.walks[place as usize];
        let Spread { median, p90, .. } = spread(places, &self.people.all, &[], walk);
        StreetService {
            by_circle,
            along,
            lost,
            lost_share: people_rate(by_circle.served, lost).share,
            no_street_in_circle: in_circle(&|as_it| as_it == Standing::NoStreet),
            too_far: stands(Standing::TooFar),
            cut_off: stands(Standing::CutOff),
            no_street: stands(Standing::NoStreet),
            median,
            p90,
            detour: self.detour(places),
            asked: self.within_before.as_ref().map(|before| {
                let was = |place: u32| before[place as usize];
                let is = |place: u32| self.standing[place as usize] == Standing::Within;
                StreetChange {
                    before: sum(&was),
                    gained: sum(&|place| is(place) && !was(place)),
                    lost: sum(&|place| was(place) && !is(place)),
                }
            }),
            gaps: None,
        }
    }

    fn detour(&self, places: &[u32]) -> Option<f64> {
        let (mut walks, mut lines) = (0.0, 0.0);
        for &place in places {
            let walk = self.walks[place as usize];
            if walk.is_finite() {
                let residents = f64::from(self.people.all[place as usize]);
                walks += walk * residents;
                lines += nearest(&self.straight, place) * residents;
            }
        }
        (lines > 0.0).then(|| walks / lines)
    }
}

/// Which pieces of the network have an outlet of a service on them.
fn leads(service: &Resolved<'_>, walked: &Walked) -> Vec<bool> {
    let Walked { graph, islands, on, .. } = walked;
    let mut leads = vec![false; Islands::lengths(islands).len()];
    for outlet in service.outlet_ids() {
        for snap in on.outlets.of(outlet.0) {
            leads[islands.piece(graph, snap.edge) as usize] = true;
        }
    }
    leads
}

type Column = (Vec<Option<StreetService>>, Option<StreetService>);

fn by_unit(source: Option<&Source<'_>>, places: &UnitPlaces<'_>) -> Column {
    let (Some(source), Some(people)) = (source, places.people) else {
        return (vec![None; places.len()], None);
    };
    let units = people.par_iter().map(|list| Some(source.figures(list))).collect();
    (units, Some(source.figures(&people.concat())))
}
