//! Rates by subdistrict and service: land (I1, I2), people (I3), distance (I10), and the circle.
//!
//! Takes a city, a profile, the residential land of each unit, and the distances of all people; gives
//! every figure of every unit, and the exact overlay that `gaps` draws its pieces from. Formulas I1 to
//! I3 and I10 are those of the city check-ups (Natural Resources 2020, MOHURD 2025): circles are
//! dissolved before they are measured, outlets beyond a unit's border count, a neighbour's land does
//! not, and an empty denominator gives no rate. It does not rank, route or round.

mod around;
mod beside;
mod capacity;
mod catchment;
mod changed;
mod choice;
mod components;
mod effect;
mod explain;
mod figures;
mod finer;
mod matrix;
mod pairing;
mod passage;
mod people;
mod places;
mod provision;
mod quality;
mod services;
mod shares;
mod spread;
mod street_areas;
mod street_gaps;
mod streets;
mod terrain;
mod totals;
mod transport;
mod trial;
mod turned;
mod upper;
mod walked_change;
mod walked_picture;

use std::sync::Arc;

use rayon::prelude::*;

pub use beside::{
    Beside, BesideFigures, BesideLand, BesidePeople, Means, Unmeasured, Walks, beside,
    with_shorter_circles,
};
pub use capacity::{CapacityFigures, Room, Seated, capacity};
pub use catchment::access;
pub use changed::ChangedUnit;
pub use choice::{Choice, ChoiceAlong, ChoiceLayer, NthNearest, choice};
pub use explain::{Explained, Held, Leg, Path, Walk, explain, walk_without_steps};
pub use figures::{
    Basis, Circle, Distances, LandRate, PeopleFigures, PeopleRate, ServiceFigures, UnitFigures,
    Upper, UpperRates,
};
pub use finer::{FinerLayer, FinerUnit};
pub use matrix::{Function, FunctionMatrix, FunctionRate, Lacking, Standing};
pub use pairing::{Pair, PairCounts, Paired, Pairs, pairings};
pub use passage::{Amount, Effect, Heads, Passage, Served, Serving, UnitEffect};
pub use places::{ByUnit, UnitPlaces};
pub use provision::{Judged, ProvisionLayer, Ratio, Supply, Verdict, provision};
pub use services::Resolved;
pub use shares::Part;
pub use street_areas::street_areas;
pub use street_gaps::{PlacedStreets, StreetGaps, StretchFigures};
pub use streets::{
    Network, StreetChange, StreetFigures, StreetService, along_streets, street_limit,
};
pub use terrain::{Circled, Terrain};
pub use transport::{Assignment, Transport};
pub use trial::{AddedOutlet, OutletChange, State, Trial};
pub use turned::{Region, Turned};
pub use walked_change::{WalkEffect, WalkPassage, WalkedCity, walk_effect};
pub use walked_picture::{WalkPicture, WalkedPlace, WalkedStreets, walk_picture};

use crate::index::Index;
use crate::model::{CategoryId, City, Shape, SubdistrictId, UnitLevel};
use crate::overlay::{Depths, DiscUnion, Laid, Prepared, depths};
use crate::profile::Profile;
use crate::reach::Reach;
use crate::units::{Metres, SquareMetres};

pub use people::Residents;
use terrain::{Asked, LaidLayer, Plot};
use upper::UpperEnd;

/// What the circles do to the land of one unit.
pub struct Ground {
    /// The unit's land.
    pub land: Arc<Prepared>,
    /// Each service laid over it; none without data.
    pub laid: Vec<Option<Arc<Laid>>>,
    /// The services of the circle together; none where none has data.
    pub depths: Option<Depths>,
    /// Land within each band of the distance profile, by service.
    bands: Vec<Vec<SquareMetres>>,
}

/// All rates, and what they were measured from.
pub struct Coverage<'a> {
    /// Figures by subdistrict, in the order of the city.
    pub units: Vec<UnitFigures>,
    /// Figures of the whole city.
    pub total: UnitFigures,
    /// Figures of the other layers of units.
    pub finer: Vec<FinerLayer>,
    /// What lies in their units.
    finer_places: Vec<places::FinerPlaces>,
    /// The services of the profile, in its order.
    pub services: Vec<Resolved<'a>>,
    /// Positions of the services that the circle counts.
    pub circle_services: Vec<usize>,
    /// The circles of each service, joined; none without data.
    unions: Vec<Option<Arc<DiscUnion>>>,
    /// The overlay of each unit.
    pub ground: Vec<Ground>,
    /// People places by unit, and which services each reaches.
    pub residents: Option<Residents>,
    /// Unit of each outlet.
    pub outlet_units: Arc<[Option<SubdistrictId>]>,
}

/// Categories that the profile's services need and the city has: what [`crate::reach`] must measure.
#[must_use]
pub fn needed_categories(city: &City, profile: &Profile, index: &Index) -> Vec<CategoryId> {
    let mut needed: Vec<CategoryId> = Resolved::all(city, profile, index)
        .iter()
        .flat_map(|s| s.categories().collect::<Vec<_>>())
        .collect();
    needed.sort_unstable();
    needed.dedup();
    needed
}

/// Outlets, and how far people are from them.
pub struct Measured<'a> {
    /// The outlets.
    pub index: &'a Index,
    /// Distances to those of the categories that are needed.
    pub reach: &'a Reach,
}

/// Measures every unit. `with_doubtful` holds the doubtful outlets too, where there are any; of their
/// distances only those to categories with a doubtful outlet are asked for. What is laid over the land
/// stays there for the next profile of the same city.
#[must_use]
pub fn coverage<'a>(
    city: &City,
    profile: &Profile,
    Measured { index, reach }: &Measured<'a>,
    with_doubtful: Option<&Measured<'_>>,
    terrain: &mut Terrain,
) -> Coverage<'a> {
    let services = Resolved::all(city, profile, index);
    let circle_services: Vec<usize> =
        (0..services.len()).filter(|&s| services[s].in_circle && services[s].is_known()).collect();
    let circles = Circles { asked: circles_of(profile, &services) };
    terrain.join(city, &circles.asked.iter().flatten().collect::<Vec<_>>());
    let mut layer = terrain.take_layer(None).unwrap_or_else(|| {
        let shapes: Vec<&Shape> = city.subdistricts().iter().map(|s| &s.shape).collect();
        LaidLayer::new(city, &shapes, &terrain.land.by_unit, terrain.land.outside)
    });
    let ground = circles.ground(terrain, &mut layer, &services, &circle_services);
    let unions = circles.asked.iter().map(|of| terrain.union(&of.first()?.circles)).collect();
    let residents = city.people().zip(layer.placed.clone());
    let residents = residents.map(|(p, placed)| Residents::new(p, &services, reach, placed));

    let count = city.subdistricts().len();
    let outlets = totals::outlets_by_unit(city, &services, (count, &layer.outlet_units));
    let source = totals::Source {
        profile,
        services: &services,
        circle: &circle_services,
        reach,
        ground: &ground,
        residents: city.people().zip(residents.as_ref()),
        placed: residents.as_ref().map(Residents::placed),
        outlets: &outlets,
    };
    let mut units: Vec<UnitFigures> =
        (0..count).into_par_iter().map(|unit| source.unit(unit)).collect();
    let mut total = source.total(&units);
    let upper =
        with_doubtful.and_then(|with| UpperEnd::new(city, profile, with, residents.as_ref()));
    if let Some(upper) = &upper {
        upper.raise(&source, terrain, &mut layer, (&mut units, &mut total));
    }
    let outlet_units = layer.outlet_units.clone();
    let (source, upper) = (&source, upper.as_ref());
    let base = finer::Base { city, source, circles: &circles, upper, outlet_units: &outlet_units };
    let (finer, finer_places) = UnitLevel::ALL
        .into_iter()
        .filter_map(|level| base.layer(level, terrain, &layer.placing))
        .unzip();
    terrain.keep_layer(None, layer);
    Coverage {
        units,
        total,
        finer,
        finer_places,
        services,
        circle_services,
        unions,
        ground,
        residents,
        outlet_units,
    }
}

/// Joins the circles that some profiles ask for on one land, so that those of a category grow from radius
/// to radius in one go. What [`coverage`] finds joined it does not join again.
pub fn join_circles(city: &City, profiles: &[&Profile], index: &Index, terrain: &mut Terrain) {
    let asked: Vec<Asked<'_>> = profiles
        .iter()
        .flat_map(|profile| circles_of(profile, &Resolved::all(city, profile, index)))
        .flatten()
        .collect();
    terrain.join(city, &asked.iter().collect::<Vec<_>>());
}

/// The circles that one profile asks for: of each service with data its own, then those at each band.
struct Circles<'a> {
    asked: Vec<Vec<Asked<'a>>>,
}

fn circles_of<'a>(profile: &Profile, services: &[Resolved<'a>]) -> Vec<Vec<Asked<'a>>> {
    let at_band = |service: &Resolved<'a>, band: &Metres| Asked::sure(service.within(*band), false);
    let of_service = |service: &Resolved<'a>| {
        let own = Asked::sure(service.clone(), true);
        let bands = profile.bands.iter().map(|band| at_band(service, band));
        std::iter::once(own).chain(bands).collect()
    };
    let known = |service: &Resolved<'a>| service.is_known().then(|| of_service(service));
    services.iter().map(|service| known(service).unwrap_or_default()).collect()
}

impl Circles<'_> {
    /// Lays the circles over the units of a layer and says what they do to each.
    fn ground(
        &self,
        terrain: &Terrain,
        layer: &mut LaidLayer,
        services: &[Resolved<'_>],
        circle: &[usize],
    ) -> Vec<Ground> {
        terrain.lay(layer, &self.asked.iter().flatten().collect::<Vec<_>>());
        layer.plots.par_iter().map(|plot| self.on(plot, services, circle)).collect()
    }

    fn on(&self, plot: &Plot, services: &[Resolved<'_>], circle: &[usize]) -> Ground {
        let own = |asked: &Vec<Asked<'_>>| plot.laid(&asked.first()?.circles);
        let laid: Vec<Option<Arc<Laid>>> = self.asked.iter().map(own).collect();
        let together: Vec<&Laid> = circle.iter().filter_map(|&s| laid[s].as_deref()).collect();
        let land = plot.land.clone();
        let depths = (!together.is_empty())
            .then(|| depths(&land, &together, |k, at| services[circle[k]].margin(at)));
        let area = |asked: &Asked<'_>| plot.served(&asked.circles).unwrap_or_default();
        let bands = self.asked.iter().map(|of| of.iter().skip(1).map(area).collect()).collect();
        Ground { land, laid, depths, bands }
    }
}
