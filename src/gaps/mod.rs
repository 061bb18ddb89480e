//! Gaps: joined pieces of residential land outside the circles of a service, or of the whole circle.
//!
//! Takes the overlay that `coverage` measured, gives the pieces that a planner can act on, each with its
//! exact area, its people, a point inside, the nearest outlet, its community and estates, ranked by the
//! people of the service's demand group, then by residents, then by area (I2 of the city check-ups). A
//! gap ends at the border of its subdistrict, so that the gaps of a unit add up to its unserved land.
//! Pieces below the profile's least area that hold nobody are counted, not listed. It routes nothing:
//! the department stands in the profile.

mod across;
mod changed;
mod complaints;
mod follow;
mod found;
mod naming;
mod people;
mod piece;

use std::sync::Arc;

use serde::Serialize;

pub use changed::gaps_after;
pub use follow::{Course, Followed, follow};
pub use found::Found;

use crate::coverage::Coverage;
use crate::model::{City, Local, LonLat, OutletId, Shape, SubdistrictId};
use crate::profile::Profile;
use crate::units::{Metres, People, SquareMetres};
pub use complaints::{ComplaintFigures, Complaints, FEW, ServiceComplaints, complaints};
use naming::Names;
use piece::Piece;

/// What a gap lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// The service at this position of the profile.
    Service(usize),
    /// At least one of the services of the circle.
    Circle,
}

/// An outlet near a gap.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NearestOutlet {
    /// Which.
    pub outlet: OutletId,
    /// From the gap's point to the outlet.
    pub distance: Metres,
}

/// A joined piece of unserved land.
#[derive(Debug, Clone, Serialize)]
pub struct Gap {
    /// Unique and stable: `convenience_store-D02-001`.
    pub id: String,
    /// What it lacks.
    pub lack: Lack,
    /// Rank among the gaps of the same lack, from 1: people of the service's demand group first,
    /// then residents, then area.
    pub rank: usize,
    /// The unit that it lies in.
    pub unit: SubdistrictId,
    /// Exact area, circles as circles.
    pub area: SquareMetres,
    /// Residents inside; none without people.
    pub people: Option<People>,
    /// Residents of the service's demand group inside; none where unknown or where it is everybody.
    pub demand: Option<People>,
    /// A point inside, far from the gap's border.
    pub at: Local,
    /// The same in degrees.
    pub lonlat: LonLat,
    /// The community that holds the point.
    pub community: Option<String>,
    /// Names of the estates that it touches, the largest part first; three at most.
    pub estates: Vec<String>,
    /// The nearest outlet of the service to the point; for the circle, none.
    pub nearest: Option<NearestOutlet>,
    /// For the circle: positions in the profile of the services that the point lacks.
    pub missing: Vec<usize>,
    /// Ids of the gaps of the same lack that go on across the border of another unit.
    pub continued: Vec<String>,
    /// Reports of residents about what it lacks that lie in it; none where the city has no such layer.
    pub complaints: Option<u32>,
    /// Border as polygons that lie wholly inside the exact gap.
    #[serde(skip)]
    pub shape: Arc<Shape>,
}

/// Pieces too small to list that hold no resident.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Slivers {
    /// What they lack.
    pub lack: Lack,
    /// How many.
    pub count: usize,
    /// Together.
    pub area: SquareMetres,
    /// Unserved residents of the city's units who live on no residential land, and so in no gap; none
    /// without people.
    pub people_elsewhere: Option<People>,
}

/// The gaps of a city.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Gaps {
    /// By lack in the order of the profile, the circle last; each by rank.
    pub listed: Vec<Gap>,
    /// Those not listed, one entry a lack.
    pub slivers: Vec<Slivers>,
}

/// Finds, names and ranks the gaps of every service with data, and of the circle. What was `found` on the
/// same land for another profile is not looked for again.
#[must_use]
pub fn gaps(
    city: &City,
    profile: &Profile,
    coverage: &Coverage<'_>,
    found: &mut Found<'_>,
) -> Gaps {
    let mut gaps = Gaps::default();
    let services = (0..coverage.services.len()).filter(|&s| coverage.services[s].is_known());
    let circle = (!coverage.circle_services.is_empty()).then_some(Lack::Circle);
    for lack in services.map(Lack::Service).chain(circle) {
        let of = found.of((city, profile), coverage, lack);
        let first = gaps.listed.len();
        gaps.listed.extend(of.gaps.iter().map(|gap| Gap { lack, ..gap.clone() }));
        gaps.slivers.push(Slivers { lack, ..of.slivers });
        let listed = &mut gaps.listed[first..];
        number(city, profile, listed);
        for (at, beyond) in of.across.iter().enumerate() {
            listed[at].continued = beyond.iter().map(|&other| listed[other].id.clone()).collect();
        }
    }
    gaps
}

/// Whether a piece is large enough to be listed, or holds anybody.
fn is_listed(piece: &Piece, profile: &Profile) -> bool {
    piece.area >= profile.min_gap || piece.people.is_some_and(|people| people.0 > 0)
}

/// Ranks the gaps of one lack: demand group first, then residents, then area; ties by unit, then by place.
fn ranked(mut gaps: Vec<Gap>) -> Vec<Gap> {
    // Where the group is everybody, or not known, the residents are those in need.
    let demand = |gap: &Gap| gap.demand.or(gap.people);
    gaps.sort_by(|a, b| {
        demand(b)
            .cmp(&demand(a))
            .then(b.people.cmp(&a.people))
            .then(b.area.0.total_cmp(&a.area.0))
            .then(a.unit.cmp(&b.unit))
            .then(a.at.x.total_cmp(&b.at.x))
            .then(a.at.y.total_cmp(&b.at.y))
    });
    gaps.iter_mut().zip(1..).for_each(|(gap, rank)| gap.rank = rank);
    gaps
}

fn nearest(coverage: &Coverage<'_>, lack: Lack, at: Local) -> Option<NearestOutlet> {
    let Lack::Service(s) = lack else { return None };
    let (outlet, distance) = coverage.services[s].nearest(at)?;
    Some(NearestOutlet { outlet, distance })
}

fn missing(coverage: &Coverage<'_>, lack: Lack, at: Local) -> Vec<usize> {
    let Lack::Circle = lack else { return Vec::new() };
    let circle = coverage.circle_services.iter().copied();
    circle.filter(|&s| !coverage.services[s].serves(at)).collect()
}

/// A gap with all that its piece and the city say of it; it has no rank yet.
fn described(
    (city, profile): (&City, &Profile),
    names: &Names<'_>,
    lack: Lack,
    piece: &Piece,
) -> Gap {
    let has_group = match lack {
        Lack::Service(s) => profile.services[s].demand != crate::profile::DemandGroup::All,
        Lack::Circle => false,
    };
    Gap {
        id: String::new(),
        lack,
        rank: 0,
        unit: piece.unit,
        area: piece.area,
        people: piece.people,
        demand: piece.demand.filter(|_| has_group),
        at: piece.at,
        lonlat: city.plane().to_lonlat(piece.at),
        community: names.community(piece.at),
        estates: names.estates(&piece.shape),
        nearest: None,
        missing: Vec::new(),
        continued: Vec::new(),
        complaints: None,
        shape: piece.shape.clone(),
    }
}

/// Numbers the gaps of each lack and unit by rank: `laundry-D02-001`.
fn number(city: &City, profile: &Profile, listed: &mut [Gap]) {
    let mut counts = std::collections::BTreeMap::new();
    for gap in listed {
        let count = counts.entry((gap.lack, gap.unit)).or_insert(0u32);
        *count += 1;
        let key = match gap.lack {
            Lack::Service(s) => profile.services[s].key.as_str(),
            Lack::Circle => "circle",
        };
        gap.id = format!("{key}-{}-{count:03}", city.subdistricts()[gap.unit.index()].id);
    }
}
