//! Set operations on the local plane.
//!
//! Two kinds. Polygons with polygons, on a fixed grid (`grid`, `polygons`, `land`): the residential
//! land of each unit, once for all services. Unions of discs with polygons, exactly (`discs`, `cut`,
//! `union`, `depth`): what each service reaches of that land, and what it leaves. Circles are circles
//! until a polygon is asked for (`region`).

mod arc;
mod cells;
mod cut;
mod depth;
mod discs;
mod grid;
mod land;
mod placing;
mod polygons;
mod prepared;
mod region;
mod simple;
mod stitch;
mod union;

pub use arc::{Arc, Disc};
pub(crate) use cells::Cells;
pub use depth::{Depths, depths};
pub use discs::exposed_arcs;
pub use grid::Grid;
pub use land::{UnitLand, land_by_unit, whole_units};
pub use placing::Placing;
pub use polygons::{difference, even_odd, inside, intersection, union};
pub use prepared::Prepared;
pub use region::RegionPiece;
pub use union::{DiscUnion, Laid, lay, lay_arcs};

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small whole numbers, and 53 bits")]
mod draw;
