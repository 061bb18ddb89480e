//! Streets on the edges of the lattice, and paths inside estates.

use super::SampleCity;
use super::density::RURAL;
use super::grid::{Along, Edge, Rank};

/// Bridges over a river: on lines whose number divides by this.
const BRIDGES: i32 = 8;

/// Crossings of a railway: on lines whose number divides by this.
const CROSSINGS: i32 = 4;

/// Whether an edge crosses water or railway rather than running along it.
pub(super) fn is_crossing(city: &SampleCity, edge: Edge) -> bool {
    match edge.along {
        Along::East => city.ground.grid.is_river(edge.i),
        Along::North => city.ground.grid.is_rail(edge.j),
    }
}

/// The street on an edge, if there is one.
pub(super) fn street(city: &SampleCity, edge: Edge) -> Option<Rank> {
    let (ground, land) = (&city.ground, &city.land);
    let blocks = edge.blocks();
    let any = |test: &dyn Fn(i32, i32) -> bool| blocks.iter().any(|&(i, j)| test(i, j));
    if !any(&|i, j| ground.territory.is_near(i, j)) || land.is_closed(ground, edge) {
        return None;
    }
    let rank = ground.grid.rank(edge);
    let (line, every) = match edge.along {
        Along::East => (edge.j, BRIDGES),
        Along::North => (edge.i, CROSSINGS),
    };
    if is_crossing(city, edge) {
        return (line % every == 0).then_some(rank);
    }
    let in_city = any(&|i, j| ground.is_city(i, j));
    let exists = match rank {
        _ if ground.grid.is_bank(line, edge.along) => in_city,
        Rank::Main | Rank::Arterial => true,
        Rank::Collector => any(&|i, j| land.is_built(ground, i, j)),
        Rank::Lane => {
            any(&|i, j| land.is_built(ground, i, j))
                && any(&|i, j| {
                    ground.density_at(i, j) > RURAL || !land.plots_of(ground, i, j).is_empty()
                })
        }
    };
    exists.then_some(rank)
}
