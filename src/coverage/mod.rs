//! Rates by subdistrict and service: land (I1, I2), people (I3), distance (I10), and the circle.
//!
//! Takes a city, a profile, the residential land of each unit, and the distances of all people; gives
//! every figure of every unit, and the exact overlay that `gaps` draws its pieces from. Formulas I1 to
//! I3 and I10 are those of the city check-ups (Natural Resources 2020, MOHURD 2025): circles are
//! dissolved before they are measured, outlets beyond a unit's border count, a neighbour's land does
//! not, and an empty denominator gives no rate. It does not rank, route or round.

mod capacity;
mod catchment;
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
mod streets;
mod totals;
mod transport;
mod trial;
mod upper;

use rayon::prelude::*;

pub use capacity::{CapacityFigures, Room, Seated, capacity};
pub use catchment::access;
pub use choice::{Choice, ChoiceLayer, NthNearest, choice};
pub use explain::{Explained, Walk, explain};
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
pub use streets::{Network, SNAP, StreetFigures, StreetService, along_streets, street_limit};
pub use transport::{Assignment, Transport};
pub use trial::{AddedOutlet, OutletChange, State, Trial};

use crate::index::Index;
use crate::model::{CategoryId, City, SubdistrictId, UnitLevel};
use crate::overlay::{Depths, DiscUnion, Laid, Placing, Prepared, UnitLand, depths, lay};
use crate::profile::Profile;
use crate::reach::Reach;
use crate::units::{Metres, SquareMetres};

pub use people::Residents;
use upper::{Layer, UpperEnd};

/// What the circles do to the land of one unit.
pub struct Ground {
    /// The unit's land.
    pub land: Prepared,
    /// Each service laid over it; none without data.
    pub laid: Vec<Option<Laid>>,
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
    /// The overlay of each unit.
    pub ground: Vec<Ground>,
    /// People places by unit, and which services each reaches.
    pub residents: Option<Residents>,
    /// Unit of each outlet.
    pub outlet_units: Vec<Option<SubdistrictId>>,
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
/// distances only those to categories with a doubtful outlet are asked for.
#[must_use]
pub fn coverage<'a>(
    city: &City,
    profile: &Profile,
    Measured { index, reach }: &Measured<'a>,
    with_doubtful: Option<&Measured<'_>>,
    land: &UnitLand,
) -> Coverage<'a> {
    let services = Resolved::all(city, profile, index);
    let circle_services: Vec<usize> =
        (0..services.len()).filter(|&s| services[s].in_circle && services[s].is_known()).collect();
    let placing = Placing::new(&city.subdistricts().iter().map(|s| &s.shape).collect::<Vec<_>>());
    let places: Vec<_> = city.outlets().iter().map(|o| o.at).collect();
    let outlet_units = placing.units(&places);
    let residents = city.people().map(|p| Residents::new(p, &services, reach, &placing));

    let circles = Circles::new(city, profile, &services);
    let ground: Vec<Ground> = land
        .by_unit
        .par_iter()
        .map(|shape| circles.lay(Prepared::new(shape), &services, &circle_services))
        .collect();
    let count = city.subdistricts().len();
    let outlets = totals::outlets_by_unit(city, &services, (count, &outlet_units));
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
        let layer = Layer { source: &source, outlet_units: &outlet_units };
        upper.raise(&layer, &mut units, &mut total);
    }
    let (source, placing, circles) = (&source, &placing, &circles);
    let base = finer::Base { city, source, land, placing, circles, upper: upper.as_ref() };
    let (finer, finer_places) =
        UnitLevel::ALL.into_iter().filter_map(|level| base.layer(level)).unzip();
    Coverage {
        units,
        total,
        finer,
        finer_places,
        services,
        circle_services,
        ground,
        residents,
        outlet_units,
    }
}

/// The unions that one run needs: each service by its own radii, and at each band of the profile.
struct Circles<'a> {
    own: Vec<Option<DiscUnion>>,
    /// By service and band; none where the service's own circles are those of the band.
    bands: Vec<Vec<Option<(Resolved<'a>, DiscUnion)>>>,
}

impl<'a> Circles<'a> {
    fn new(city: &City, profile: &Profile, services: &[Resolved<'a>]) -> Self {
        let of_service = |s: &Resolved<'a>| {
            if s.is_known() { circles_of(city, profile, s) } else { (None, Vec::new()) }
        };
        let (own, bands) = services.par_iter().map(of_service).unzip();
        Self { own, bands }
    }

    fn lay(&self, ground: Prepared, services: &[Resolved<'_>], circle: &[usize]) -> Ground {
        let laid: Vec<Option<Laid>> = services
            .iter()
            .zip(&self.own)
            .map(|(s, union)| union.as_ref().map(|u| lay(&ground, u, |at| s.margin(at))))
            .collect();
        let together: Vec<&Laid> = circle.iter().filter_map(|&s| laid[s].as_ref()).collect();
        let depths = (!together.is_empty())
            .then(|| depths(&ground, &together, |k, at| services[circle[k]].margin(at)));
        let within =
            |own: &Option<Laid>, band: &Option<(Resolved<'_>, DiscUnion)>| match (band, own) {
                (Some((service, union)), _) => lay(&ground, union, |at| service.margin(at)).served,
                (None, own) => own.as_ref().map_or(SquareMetres(0.0), |l| l.served),
            };
        let bands = laid
            .iter()
            .zip(&self.bands)
            .map(|(own, bands)| bands.iter().map(|b| within(own, b)).collect())
            .collect();
        Ground { land: ground, laid, depths, bands }
    }
}

/// The union of one service, and those at each band of the profile.
fn circles_of<'a>(
    city: &City,
    profile: &Profile,
    service: &Resolved<'a>,
) -> (Option<DiscUnion>, Vec<Option<(Resolved<'a>, DiscUnion)>>) {
    let own = service.one_radius();
    let is_own = |radius: f64| own.is_some_and(|own| own.total_cmp(&radius).is_eq());
    let others = || profile.bands.iter().map(|band| band.0).filter(|&band| !is_own(band));
    let mut radii: Vec<f64> = own.into_iter().chain(others()).collect();
    radii.sort_by(f64::total_cmp);
    let unions = service.unions_within(city, &radii);
    let mut by_radius: Vec<(f64, Option<DiscUnion>)> =
        radii.into_iter().zip(unions.into_iter().map(Some)).collect();
    let mut take = |radius: f64| {
        let found = by_radius.iter_mut().find(|(r, _)| r.total_cmp(&radius).is_eq());
        found.and_then(|(_, union)| union.take())
    };
    let whole = own.map_or_else(|| Some(service.union(city)), &mut take);
    let at_band = |band: &Metres| Some((service.within(*band), take(band.0)?));
    (whole, profile.bands.iter().map(at_band).collect())
}
