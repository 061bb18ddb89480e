//! Gaps: joined pieces of residential land outside the circles of a service, or of the whole circle.

use serde::Serialize;

use crate::model::{Local, LonLat, OutletId, Shape, SubdistrictId};
use crate::units::{Metres, People, SquareMetres};

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
    /// Border as polygons that lie wholly inside the exact gap.
    #[serde(skip)]
    pub shape: Shape,
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
}

/// The gaps of a city.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Gaps {
    /// By lack in the order of the profile, the circle last; each by rank.
    pub listed: Vec<Gap>,
    /// Those not listed, one entry a lack.
    pub slivers: Vec<Slivers>,
}
