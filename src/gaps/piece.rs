//! The pieces of one unit: their shape, people, and a point inside.

use std::sync::Arc;

use super::Lack;
use super::people::share_out;
use crate::coverage::Coverage;
use crate::model::{AgeGroup, City, Local, Shape, SubdistrictId};
use crate::overlay::{Prepared, RegionPiece};
use crate::profile::{DemandGroup, Profile};
use crate::units::{People, SquareMetres};

/// A joined piece of unserved land, before it is ranked and named.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) unit: SubdistrictId,
    pub(super) area: SquareMetres,
    pub(super) people: Option<People>,
    /// Residents of the demand group; all residents where the group is everybody or not known.
    pub(super) demand: Option<People>,
    pub(super) at: Local,
    pub(super) shape: Arc<Shape>,
}

/// The pieces of one unit, the largest first.
pub(super) struct UnitPieces {
    pub(super) pieces: Vec<Piece>,
    /// Unserved residents on no residential land.
    pub(super) people_elsewhere: People,
}

/// Unserved land of one unit, and the places of residents who are unserved.
pub(super) struct Unserved {
    pub(super) regions: Vec<RegionPiece>,
    pub(super) places: Vec<u32>,
}

/// The pieces of one unit that lack a service, or any service of the circle.
pub(super) fn of_unit(
    of: (&City, &Profile),
    coverage: &Coverage<'_>,
    lack: Lack,
    unit: SubdistrictId,
) -> UnitPieces {
    let ground = &coverage.ground[unit.index()];
    let circle = &coverage.circle_services;
    let regions = match lack {
        Lack::Service(s) => ground.laid[s].as_ref().map(|laid| laid.gaps(&ground.land)),
        Lack::Circle => ground.depths.as_ref().map(|d| d.regions_fewer_than(circle.len())),
    };
    let unserved = coverage.residents.as_ref().map(|residents| {
        let is_unserved = |place: &u32| match lack {
            Lack::Service(s) => !residents.reaches(*place, s),
            Lack::Circle => residents.count(*place, circle) < circle.len(),
        };
        residents.of_unit(unit).iter().copied().filter(is_unserved).collect()
    });
    let (regions, places) = (regions.unwrap_or_default(), unserved.unwrap_or_default());
    pieces(of, (lack, unit), &ground.land, Unserved { regions, places })
}

/// The pieces with their residents; the places count where the city has people.
pub(super) fn pieces(
    (city, profile): (&City, &Profile),
    (lack, unit): (Lack, SubdistrictId),
    land: &Prepared,
    Unserved { regions, places: unserved }: Unserved,
) -> UnitPieces {
    let Some(layer) = city.people() else {
        let pieces = regions.into_iter().map(|r| piece(r, unit, None, None)).collect();
        return UnitPieces { pieces, people_elsewhere: People(0) };
    };
    let owners = share_out(layer, &unserved, &regions, land);
    let group = match lack {
        Lack::Service(s) => demand_column(profile.services[s].demand),
        Lack::Circle => None,
    };
    let column = group.and_then(|g| layer.group(g)).unwrap_or(&layer.all);
    let mut counts = vec![(People(0), People(0)); regions.len()];
    let mut people_elsewhere = People(0);
    for (&place, owner) in unserved.iter().zip(owners) {
        let all = People(u64::from(layer.all[place as usize]));
        match owner {
            Some(region) => {
                counts[region].0 += all;
                counts[region].1 += People(u64::from(column[place as usize]));
            }
            None => people_elsewhere += all,
        }
    }
    let pieces = regions
        .into_iter()
        .zip(counts)
        .map(|(region, (all, demand))| piece(region, unit, Some(all), Some(demand)))
        .collect();
    UnitPieces { pieces, people_elsewhere }
}

fn demand_column(demand: DemandGroup) -> Option<AgeGroup> {
    match demand {
        DemandGroup::All => None,
        DemandGroup::Age60Plus => Some(AgeGroup::Age60Plus),
        DemandGroup::Age3To5 => Some(AgeGroup::Age3To5),
    }
}

fn piece(
    region: RegionPiece,
    unit: SubdistrictId,
    people: Option<People>,
    demand: Option<People>,
) -> Piece {
    let at = region.polygon.inner_point();
    let shape = Arc::new(Shape::new(vec![region.polygon]));
    Piece { unit, area: region.area, people, demand, at, shape }
}
