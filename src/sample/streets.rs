//! Streets on the edges of the lattice, and paths inside estates, with tags of OpenStreetMap.
//!
//! Ways share a vertex wherever they meet. A river is crossed only by bridges, a railway only by
//! underpasses; river and railway themselves are lines with `waterway` and `railway`, as an extract
//! of OpenStreetMap has them, and are no streets.

use std::io::{self, Write};

use super::SampleCity;
use super::density::RURAL;
use super::exact::Spot;
use super::gates::{openings, paths};
use super::geojson::{Collection, Geometry, Properties};
use super::grid::{Along, Edge, Rank};

/// Bridges over a river: on lines whose number divides by this.
const BRIDGES: i32 = 8;

/// Crossings of a railway: on lines whose number divides by this.
const CROSSINGS: i32 = 4;

/// Edges in one way, at most.
const WAY_EDGES: usize = 8;

/// Whether an edge crosses water or railway rather than running along it.
fn is_crossing(city: &SampleCity, edge: Edge) -> bool {
    match edge.along {
        Along::East => city.ground.grid.is_river(edge.i),
        Along::North => city.ground.grid.is_rail(edge.j),
    }
}

/// Whether an edge is part of the expressway, which is closed to people on foot.
pub(super) fn is_trunk(city: &SampleCity, edge: Edge) -> bool {
    edge.along == Along::East && edge.j == city.ground.grid.rows * 4 / 5 / 4 * 4
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
    let exists = match rank {
        _ if ground.grid.is_bank(line, edge.along) => any(&|i, j| ground.is_city(i, j)),
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

/// What all edges of one way have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tags {
    rank: Rank,
    is_crossing: bool,
    is_trunk: bool,
}

/// A file of ways that numbers them.
struct Ways<'a, W: Write> {
    file: Collection<'a, W>,
    number: u32,
}

impl<W: Write> Ways<'_, W> {
    fn way(&mut self, tags: Properties, line: &[Spot]) -> io::Result<()> {
        self.number += 1;
        let tags = tags.text("id", &format!("S{:06}", self.number));
        self.file.feature(&tags, &Geometry::Line(line))
    }
}

impl SampleCity {
    pub(super) fn write_streets(&self, out: &mut impl Write) -> io::Result<()> {
        let mut ways = Ways { file: Collection::begin(out)?, number: 0 };
        let (cols, rows) = (self.ground.grid.cols, self.ground.grid.rows);
        for j in 0..=rows {
            self.write_line((0..cols).map(|i| Edge::new(i, j, Along::East)), &mut ways)?;
        }
        for i in 0..=cols {
            self.write_line((0..rows).map(|j| Edge::new(i, j, Along::North)), &mut ways)?;
        }
        for plot in &self.land.plots {
            for (is_drive, line) in paths(self, plot) {
                let kind = if is_drive { "service" } else { "footway" };
                ways.way(Properties::new().text("highway", kind), &line)?;
            }
        }
        self.write_bands(&mut ways)?;
        ways.file.end()
    }

    /// Writes the ways on one line of the lattice.
    fn write_line(
        &self,
        edges: impl Iterator<Item = Edge>,
        ways: &mut Ways<'_, impl Write>,
    ) -> io::Result<()> {
        let mut run: Vec<Edge> = Vec::new();
        let mut common = None;
        for edge in edges {
            let tags = street(self, edge).map(|rank| Tags {
                rank,
                is_crossing: is_crossing(self, edge),
                is_trunk: is_trunk(self, edge),
            });
            if tags != common || run.len() == WAY_EDGES {
                self.write_run(&run, common, ways)?;
                run.clear();
            }
            common = tags;
            if tags.is_some() {
                run.push(edge);
            }
        }
        self.write_run(&run, common, ways)
    }

    fn write_run(
        &self,
        run: &[Edge],
        tags: Option<Tags>,
        ways: &mut Ways<'_, impl Write>,
    ) -> io::Result<()> {
        let (Some(&first), Some(tags)) = (run.first(), tags) else { return Ok(()) };
        let mut line = Vec::new();
        for &edge in run {
            let places = self.ground.line_through(edge, &openings(self, edge));
            // The first place of an edge is the last of the one before.
            line.pop();
            line.extend(places.into_iter().map(Spot::at));
        }
        line.dedup();
        let highway = match (tags.is_trunk, tags.rank) {
            (true, _) => "trunk",
            (_, Rank::Main) => "primary",
            (_, Rank::Arterial) => "secondary",
            (_, Rank::Collector) => "tertiary",
            (_, Rank::Lane) => "residential",
        };
        let name = match tags.rank {
            Rank::Lane => None,
            _ if tags.is_trunk => Some("北环快速路".to_owned()),
            _ => Some(self.street_name(first)),
        };
        let over = tags.is_crossing && first.along == Along::East;
        let under = tags.is_crossing && first.along == Along::North;
        let properties = Properties::new()
            .text("highway", highway)
            .maybe("name", name.as_deref())
            .maybe("bridge", over.then_some("yes"))
            .maybe("tunnel", under.then_some("yes"))
            .maybe("foot", tags.is_trunk.then_some("no"));
        ways.way(properties, &line)
    }

    /// Writes rivers and railways, as far as the city reaches.
    fn write_bands(&self, ways: &mut Ways<'_, impl Write>) -> io::Result<()> {
        let grid = &self.ground.grid;
        let near = |&(i, j): &(i32, i32)| self.ground.territory.is_near(i, j);
        let middle = |(i, j): (i32, i32)| Spot::at(grid.corners(i, j).place(0.5, 0.5));
        for &river in grid.rivers() {
            let line: Vec<Spot> =
                (0..grid.rows).map(|j| (river, j)).filter(near).map(middle).collect();
            let tags = Properties::new().text("waterway", "river").text("name", "云溪");
            ways.way(tags, &line)?;
        }
        for &rail in grid.rails() {
            let line: Vec<Spot> =
                (0..grid.cols).map(|i| (i, rail)).filter(near).map(middle).collect();
            ways.way(Properties::new().text("railway", "rail"), &line)?;
        }
        Ok(())
    }
}
