//! Set operations on the local plane: polygons on a fixed grid, and the land of each unit.

mod grid;
mod land;
mod polygons;

pub use grid::Grid;
pub use land::{UnitLand, land_by_unit, whole_units};
pub use polygons::{difference, intersection, union};

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small whole numbers, and 53 bits")]
mod draw;
