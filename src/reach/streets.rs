//! How far each people place is from the nearest open outlet of each category along streets.
//!
//! A way goes straight from the place to the nearest point of a street, along streets, and straight to the
//! outlet from the nearest point to it; the legs count. Nothing is moved to a node: distances are exact
//! inside edges, from both of their ends, and straight along the edge where both stand on one. Ways of more
//! than a limit are not looked for. Lengths are whole steps of 1/32 mm, and ties are no matter.

use rayon::prelude::*;

use super::BLOCK;
use super::lanes::{Blocks, LANES, Row, settle};
use crate::index::Index;
use crate::index::streets::{Edge, Islands, LONGEST, Snap, Snapper, StreetGraph, metres, steps};
use crate::model::{CategoryId, City, Local, StreetLayer};
use crate::units::Metres;

/// Where people and outlets stand on streets; none where the nearest street is past the limit.
#[derive(Debug, Default)]
pub struct OnStreets {
    /// By people place.
    pub people: Vec<Option<Snap>>,
    /// By outlet.
    pub outlets: Vec<Option<Snap>>,
}

/// Puts people and outlets on the nearest points of streets within `limit`.
#[must_use]
pub fn on_streets(city: &City, graph: &StreetGraph, limit: Metres) -> OnStreets {
    let snapper = Snapper::new(graph);
    let snap = |at: &Local| snapper.nearest(*at, limit);
    let people: &[Local] = city.people().map_or(&[], |people| &people.at);
    OnStreets {
        people: people.par_iter().with_min_len(BLOCK).map(snap).collect(),
        outlets: city.outlets().par_iter().with_min_len(BLOCK).map(|o| snap(&o.at)).collect(),
    }
}

/// Distances of all people places along streets, by category.
#[derive(Debug, Default)]
pub struct StreetReach {
    limit: i32,
    by_category: Vec<Option<Vec<i32>>>,
}

/// A city's streets with all that was measured along them.
#[derive(Debug)]
pub struct Walked {
    /// The streets.
    pub graph: StreetGraph,
    /// What hangs together.
    pub islands: Islands,
    /// Where people and outlets stand on them.
    pub on: OnStreets,
    /// How far people are.
    pub reach: StreetReach,
}

/// Joins streets, puts people and outlets on them within `snap`, and measures as far as `limit`.
#[must_use]
pub fn walk(
    city: &City,
    lines: &StreetLayer,
    (index, categories): (&Index, &[CategoryId]),
    snap: Metres,
    limit: Metres,
) -> Walked {
    let graph = StreetGraph::new(lines);
    let islands = Islands::new(&graph);
    let on = on_streets(city, &graph, snap);
    let reach = streets(&graph, &on, index, categories, limit);
    Walked { graph, islands, on, reach }
}

/// Measures people places from the outlets of some categories, as far as `limit`, which is 33.5 km at
/// most.
#[must_use]
pub fn streets(
    graph: &StreetGraph,
    on: &OnStreets,
    index: &Index,
    categories: &[CategoryId],
    limit: Metres,
) -> StreetReach {
    let limit = steps(limit).min(LONGEST - 1);
    let blocks = Blocks::new(graph);
    let columns: Vec<Vec<i32>> = categories
        .par_chunks(LANES)
        .flat_map(|lanes| Starts::new(on, index, lanes).columns(graph, &blocks, on, limit))
        .collect();
    let count = categories.iter().map(|c| c.index() + 1).max().unwrap_or(0);
    let mut by_category: Vec<Option<Vec<i32>>> = vec![None; count];
    for (category, column) in categories.iter().zip(columns) {
        by_category[category.index()] = Some(column);
    }
    StreetReach { limit, by_category }
}

/// An outlet on a street.
#[derive(Clone, Copy)]
struct Start {
    snap: Snap,
    lane: usize,
}

/// The outlets of up to [`LANES`] categories by their edges.
struct Starts {
    list: Vec<Start>,
    lanes: usize,
}

impl Starts {
    fn new(on: &OnStreets, index: &Index, categories: &[CategoryId]) -> Self {
        let mut list = Vec::new();
        for (lane, category) in categories.iter().enumerate() {
            let outlets = index.category(*category).outlets().iter();
            let snaps = outlets.filter_map(|outlet| on.outlets[outlet.index()]);
            list.extend(snaps.map(|snap| Start { snap, lane }));
        }
        list.sort_by_key(|start| start.snap.edge);
        Self { list, lanes: categories.len() }
    }

    /// The distances of all places, a column a lane; those past the limit one more than it.
    fn columns(
        &self,
        graph: &StreetGraph,
        blocks: &Blocks,
        on: &OnStreets,
        limit: i32,
    ) -> Vec<Vec<i32>> {
        let mut rows: Vec<Row> = vec![[limit + 1; LANES]; graph.node_count()];
        for Start { snap, lane } in &self.list {
            let Edge { tail, head, length, .. } = graph.edges()[snap.edge as usize];
            for (node, along) in [(tail, snap.offset), (head, length - snap.offset)] {
                let at = &mut rows[node as usize][*lane];
                *at = (*at).min(sum(snap.leg, along));
            }
        }
        settle(graph, blocks, &mut rows);
        let mut columns = vec![vec![limit + 1; on.people.len()]; self.lanes];
        for (place, snap) in on.people.iter().enumerate() {
            let Some(snap) = snap else { continue };
            let row = self.row(graph, &rows, snap);
            for (column, distance) in columns.iter_mut().zip(row) {
                column[place] = distance.min(limit + 1);
            }
        }
        columns
    }

    /// The distances of a place: over either end of its edge, or along it.
    fn row(&self, graph: &StreetGraph, rows: &[Row], place: &Snap) -> Row {
        let Edge { tail, head, length, .. } = graph.edges()[place.edge as usize];
        let (from, to) = (&rows[tail as usize], &rows[head as usize]);
        let mut row: Row = std::array::from_fn(|lane| {
            let over_tail = sum(from[lane], place.offset);
            over_tail.min(sum(to[lane], length - place.offset))
        });
        let first = self.list.partition_point(|start| start.snap.edge < place.edge);
        for start in self.list[first..].iter().take_while(|s| s.snap.edge == place.edge) {
            let along = (start.snap.offset - place.offset).abs();
            row[start.lane] = row[start.lane].min(sum(along, start.snap.leg));
        }
        row.map(|distance| sum(distance, place.leg))
    }
}

/// Both together, or the longest that there is.
fn sum(a: i32, b: i32) -> i32 {
    a.saturating_add(b).min(LONGEST)
}

impl StreetReach {
    /// Distance of a people place to the nearest open outlet of a category along streets; none where it
    /// is past the limit, no street is near, or the category was not measured.
    #[must_use]
    pub fn distance(&self, category: CategoryId, place: u32) -> Option<Metres> {
        let column = self.by_category.get(category.index())?.as_ref()?;
        column.get(place as usize).copied().filter(|d| *d <= self.limit).map(metres)
    }

    /// How far was looked.
    #[must_use]
    pub fn limit(&self) -> Metres {
        metres(self.limit)
    }
}
