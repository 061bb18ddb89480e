//! How far each people place is from the nearest open outlet of each category along streets.
//!
//! A way goes straight from the place to the nearest point of a street, along streets, and straight to the
//! outlet from the nearest point to it; the legs count. Nothing is moved to a node: distances are exact
//! inside edges, from both of their ends, and straight along the edge where both stand on one. Ways of more
//! than a limit are not looked for. Lengths are whole steps of 1/32 mm, and ties are no matter.

use rayon::prelude::*;

use super::BLOCK;
use super::lanes::{LANES, Neighbours, Row, settle};
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
    let people: &[Local] = city.people().map_or(&[], |people| &people.at);
    let outlets: Vec<Local> = city.outlets().iter().map(|outlet| outlet.at).collect();
    OnStreets {
        people: all_on(&snapper, people, limit),
        outlets: all_on(&snapper, &outlets, limit),
    }
}

fn all_on(snapper: &Snapper<'_>, places: &[Local], limit: Metres) -> Vec<Option<Snap>> {
    // Neighbours after one another: what they look at is still in the cache.
    let order = snapper.order(places);
    let snap = |place: &u32| snapper.nearest(places[*place as usize], limit);
    let found: Vec<Option<Snap>> = order.par_iter().with_min_len(BLOCK).map(snap).collect();
    let mut on = vec![None; places.len()];
    order.iter().zip(found).for_each(|(place, snap)| on[*place as usize] = snap);
    on
}

/// Distances of all people places along streets, by category.
#[derive(Debug, Default)]
pub struct StreetReach {
    limit: i32,
    /// Which rows and which lane of them a category has.
    at: Vec<Option<(usize, usize)>>,
    /// By place, for every [`LANES`] categories.
    rows: Vec<Vec<Row>>,
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
    let neighbours = Neighbours::new(graph);
    let rows = categories
        .par_chunks(LANES)
        .map(|lanes| Starts::new(on, index, lanes).rows(graph, &neighbours, on, limit))
        .collect();
    let count = categories.iter().map(|c| c.index() + 1).max().unwrap_or(0);
    let mut at = vec![None; count];
    for (position, category) in categories.iter().enumerate() {
        at[category.index()] = Some((position / LANES, position % LANES));
    }
    StreetReach { limit, at, rows }
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
    /// A bit an edge: whether an outlet is on it.
    is_on: Vec<u64>,
}

impl Starts {
    fn new(on: &OnStreets, index: &Index, categories: &[CategoryId]) -> Self {
        let mut list = Vec::new();
        for (lane, category) in categories.iter().enumerate() {
            let outlets = index.category(*category).outlets().iter();
            let snaps = outlets.filter_map(|outlet| on.outlets[outlet.index()]);
            list.extend(snaps.map(|snap| Start { snap, lane }));
        }
        list.sort_unstable_by_key(|start| (start.snap.edge, start.lane));
        let words = list.last().map_or(0, |last| last.snap.edge as usize / 64 + 1);
        let mut is_on = vec![0; words];
        for Start { snap, .. } in &list {
            is_on[snap.edge as usize / 64] |= 1 << (snap.edge % 64);
        }
        Self { list, is_on }
    }

    /// The distances of all places, a row each; those past the limit one more than it.
    fn rows(
        &self,
        graph: &StreetGraph,
        neighbours: &Neighbours,
        on: &OnStreets,
        limit: i32,
    ) -> Vec<Row> {
        let mut rows: Vec<Row> = vec![[limit + 1; LANES]; graph.node_count()];
        for Start { snap, lane } in &self.list {
            let Edge { tail, head, length, .. } = graph.edges()[snap.edge as usize];
            for (node, along) in [(tail, snap.offset), (head, length - snap.offset)] {
                let at = &mut rows[node as usize][*lane];
                *at = (*at).min(sum(snap.leg, along));
            }
        }
        settle(neighbours, &mut rows, limit + 1);
        let row = |snap: &Option<Snap>| {
            let row = snap.as_ref().map(|snap| self.row(graph, &rows, snap));
            row.map_or([limit + 1; LANES], |row| row.map(|distance| distance.min(limit + 1)))
        };
        on.people.par_iter().with_min_len(BLOCK).map(row).collect()
    }

    /// The distances of a place: over either end of its edge, or along it.
    fn row(&self, graph: &StreetGraph, rows: &[Row], place: &Snap) -> Row {
        let Edge { tail, head, length, .. } = graph.edges()[place.edge as usize];
        let (from, to) = (&rows[tail as usize], &rows[head as usize]);
        let mut row: Row = std::array::from_fn(|lane| {
            // No row is above 2^30 and no offset either: their sum fits.
            let over_tail = from[lane] + place.offset;
            over_tail.min(to[lane] + (length - place.offset)).min(LONGEST)
        });
        for start in self.on(place.edge) {
            let along = (start.snap.offset - place.offset).abs();
            row[start.lane] = row[start.lane].min(sum(along, start.snap.leg));
        }
        row.map(|distance| sum(distance, place.leg))
    }

    /// The outlets on an edge.
    fn on(&self, edge: u32) -> &[Start] {
        let is_on =
            self.is_on.get(edge as usize / 64).is_some_and(|word| word >> (edge % 64) & 1 == 1);
        if !is_on {
            return &[];
        }
        let first = self.list.partition_point(|start| start.snap.edge < edge);
        let count = self.list[first..].iter().take_while(|start| start.snap.edge == edge).count();
        &self.list[first..first + count]
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
        let (rows, lane) = (*self.at.get(category.index())?)?;
        let row = self.rows[rows].get(place as usize)?;
        Some(row[lane]).filter(|distance| *distance <= self.limit).map(metres)
    }

    /// How far was looked.
    #[must_use]
    pub fn limit(&self) -> Metres {
        metres(self.limit)
    }
}
