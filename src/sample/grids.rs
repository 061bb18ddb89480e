//! Grid cells of 500 m over the city, as grid management uses them.

use std::io::{self, Write};

use super::SampleCity;
use super::exact::{Spot, signed};
use super::geojson::{Collection, Geometry, Properties};
use super::rings::borders;
use super::territory::OUTSIDE;
use crate::model::Local;

/// Side of a cell: 500 m.
const CELL: f64 = 500.0;

/// One cell.
pub(super) struct GridCell {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) ring: Vec<Spot>,
}

impl SampleCity {
    /// Writes the cells that reach into the city, row by row from the south.
    pub(super) fn write_grids(&self, out: &mut impl Write) -> io::Result<()> {
        let mut file = Collection::begin(out)?;
        for cell in self.grid_cells() {
            let properties = Properties::new().text("id", &cell.id).text("name", &cell.name);
            file.feature(&properties, &Geometry::Land(&[vec![cell.ring]]))?;
        }
        file.end()
    }

    /// The cells that reach into the city, row by row from the south.
    pub(super) fn grid_cells(&self) -> Vec<GridCell> {
        let outline = self.outline();
        let nodes = || {
            let grid = &self.ground.grid;
            grid.blocks().map(|(i, j)| grid.node(i, j))
        };
        let range = |key: fn(Local) -> f64| {
            let reach = |low: f64, p: f64| low.min(p);
            let low = nodes().map(key).fold(f64::INFINITY, reach);
            let high = -nodes().map(|p| -key(p)).fold(f64::INFINITY, reach);
            signed(low / CELL)..signed(high / CELL) + 1
        };
        let (columns, rows) = (range(|p| p.x), range(|p| p.y));
        let mut cells = Vec::new();
        for (number, row) in (1..).zip(rows) {
            let crossings =
                [0.0, 0.5, 1.0].map(|step| (step, crossings(&outline, f64::from(row) + step)));
            for (letter, column) in (1..).zip(columns.clone()) {
                if !reaches(&crossings, row, column) {
                    continue;
                }
                let corner = |(x, y): (i32, i32)| Spot::at(corner(column + x, row + y));
                cells.push(GridCell {
                    id: format!("N{number:03}-{letter:03}"),
                    name: format!("网格{number:03}-{letter:03}"),
                    ring: [(0, 0), (1, 0), (1, 1), (0, 1)].map(corner).to_vec(),
                });
            }
        }
        cells
    }

    /// The rings of the whole city.
    pub(super) fn outline(&self) -> Vec<Vec<Spot>> {
        let owners = &self.ground.territory.subdistrict;
        let inside: Vec<u32> =
            owners.iter().map(|&owner| if owner == OUTSIDE { OUTSIDE } else { 0 }).collect();
        borders(&self.ground, &inside, 1).concat()
    }
}

fn corner(column: i32, row: i32) -> Local {
    Local { x: CELL * f64::from(column), y: CELL * f64::from(row) }
}

/// Longitudes, ascending, at which the outline crosses a row line; a latitude is a straight line
/// of the cells.
fn crossings(outline: &[Vec<Spot>], row: f64) -> Vec<f64> {
    let lat = f64::from(Spot::at(Local { x: 0.0, y: CELL * row }).lat) + 0.5;
    let mut found = Vec::new();
    for ring in outline {
        for (k, p) in ring.iter().enumerate() {
            let q = ring[(k + 1) % ring.len()];
            let (south, north) = (f64::from(p.lat), f64::from(q.lat));
            if (south > lat) != (north > lat) {
                let part = (lat - south) / (north - south);
                found.push(f64::from(p.lon) + part * f64::from(q.lon - p.lon));
            }
        }
    }
    found.sort_by(f64::total_cmp);
    found
}

/// Whether any of nine places of a cell lies in the city.
fn reaches(crossings: &[(f64, Vec<f64>)], row: i32, column: i32) -> bool {
    crossings.iter().any(|(step, found)| {
        let y = CELL * (f64::from(row) + step);
        [0.0, 0.5, 1.0].iter().any(|east| {
            let lon = f64::from(Spot::at(Local { x: CELL * (f64::from(column) + east), y }).lon);
            found.iter().filter(|&&x| x < lon).count() % 2 == 1
        })
    })
}
