//! What a map of a change of walks is drawn from: streets within and beyond reach before it and after it, and
//! every place where residents live near, in both states. Its residents are those of [`super::walk_effect`]: the
//! same places, asked in the same way.

use super::Coverage;
use super::street_gaps::points;
use super::walked_change::{WalkPassage, WalkedCity};
use crate::model::{Bounds, City, Local, SubdistrictId, Walking};
use crate::profile::{Profile, Service};
use crate::units::People;

/// Room about a new line or a gate at least: metres.
const ROOM: f64 = 350.0;

/// Room about all that changes, as a share of its larger side.
const RIM: f64 = 0.08;

/// A place where residents live, before a change of walks and after it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WalkedPlace {
    /// Where it is.
    pub at: Local,
    /// Who lives there.
    pub residents: People,
    /// Whether the service is within reach along streets, before and after.
    pub reaches: [bool; 2],
}

/// Streets in one state of a city.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WalkedStreets {
    /// All of them near.
    pub all: Vec<Vec<Local>>,
    /// The stretches from which the service is beyond its radius; none where no service is shown.
    pub beyond: Vec<Vec<Local>>,
}

/// What a change of walks does, near.
#[derive(Debug, Clone, PartialEq)]
pub struct WalkPicture {
    /// What it shows of the city: the change, and every place that gains or loses the service.
    pub extent: Bounds,
    /// The service that most residents gain or lose, by its position in the profile; none where nobody does.
    pub service: Option<usize>,
    /// Before and after.
    pub streets: [WalkedStreets; 2],
    /// Places in subdistricts where anybody lives, in the order of the people layer; none where no service is
    /// shown.
    pub places: Vec<WalkedPlace>,
}

/// Draws what a change does between two states of a city, of which the whole effect is known.
#[must_use]
pub fn walk_picture(
    profile: &Profile,
    coverage: &Coverage<'_>,
    change: &Walking,
    [before, after]: [WalkedCity<'_>; 2],
    total: &[Option<WalkPassage>],
) -> WalkPicture {
    let service = most(total);
    let all = service
        .map_or_else(Vec::new, |at| places(&profile.services[at], coverage, [before, after]));
    let turned = all.iter().filter(|place| place.reaches[0] != place.reaches[1]);
    let about = bounds(before.city, change).grown(ROOM);
    let extent = turned.fold(about, |mut about, place| {
        about.include(place.at);
        about
    });
    let extent = extent.grown(RIM * extent.width().max(extent.height()));
    let places = all.into_iter().filter(|place| extent.holds(place.at)).collect();
    let service_of = service.map(|at| &profile.services[at]);
    let streets = [before, after].map(|end| streets(service_of, end, &extent));
    WalkPicture { extent, service, streets, places }
}

/// The service that most residents gain or lose, the first of equals; none where nobody does.
fn most(total: &[Option<WalkPassage>]) -> Option<usize> {
    let turned = total.iter().enumerate().filter_map(|(at, of)| {
        let of = of.as_ref()?;
        Some((of.gained.all.0 + of.lost.all.0, at)).filter(|(people, _)| *people > 0)
    });
    turned.max_by(|(a, at), (b, other)| a.cmp(b).then(other.cmp(at))).map(|(_, at)| at)
}

/// What a change itself takes of the plane.
fn bounds(city: &City, change: &Walking) -> Bounds {
    let mut bounds = Bounds::EMPTY;
    match change {
        Walking::Ways(ways) => {
            ways.iter().flat_map(|way| &way.line).for_each(|at| bounds.include(*at));
        }
        Walking::Gate(gate, _) => {
            city.gates().get(*gate).into_iter().for_each(|gate| bounds.include(gate.at));
        }
    }
    bounds
}

fn places(
    service: &Service,
    coverage: &Coverage<'_>,
    ends: [WalkedCity<'_>; 2],
) -> Vec<WalkedPlace> {
    let Some((people, residents)) = ends[0].city.people().zip(coverage.residents.as_ref()) else {
        return Vec::new();
    };
    let providers = ends.map(|end| end.providers(service));
    let units = (0u32..).map(SubdistrictId).take(coverage.units.len());
    let places = units.flat_map(|unit| residents.of_unit(unit).iter().copied());
    let mut places: Vec<u32> = places.filter(|place| people.all[*place as usize] > 0).collect();
    places.sort_unstable();
    let of = |place: u32| WalkedPlace {
        at: people.at[place as usize],
        residents: People(u64::from(people.all[place as usize])),
        reaches: [0, 1].map(|end| ends[end].reaches(&providers[end], place)),
    };
    places.into_iter().map(of).collect()
}

/// The streets of one state inside a part of the city.
fn streets(service: Option<&Service>, end: WalkedCity<'_>, part: &Bounds) -> WalkedStreets {
    let graph = &end.walked.graph;
    let is_near = |line: &Vec<Local>| {
        let mut bounds = Bounds::EMPTY;
        for at in line {
            bounds.include(*at);
        }
        bounds.touches(part)
    };
    let count = u32::try_from(graph.edges().len()).unwrap_or(u32::MAX);
    let all = (0..count).filter(|edge| !graph.is_across(*edge));
    let all = all.map(|edge| graph.points(edge).collect()).filter(is_near).collect();
    let beyond = service.map_or_else(Vec::new, |service| {
        let stretches = end.walked.settled.beyond(graph, &end.providers(service)).into_iter();
        let stretches = stretches.filter(|stretch| !graph.is_across(stretch.edge));
        stretches.map(|stretch| points(graph, stretch)).filter(is_near).collect()
    });
    WalkedStreets { all, beyond }
}
