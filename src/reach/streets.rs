//! How far each people place is from the nearest open outlet of each category along streets.
//!
//! A way goes straight from the place to the nearest point of a street, along streets, and straight to the
//! outlet from the nearest point to it; the legs count. Nothing is moved to a node: distances are exact
//! inside edges, from both of their ends, and straight along the edge where both stand on one. Ways of more
//! than a limit are not looked for. Lengths are whole steps of 1/32 mm, and ties are no matter.

use std::sync::Arc;

use super::grounds::Grounds;
use super::on::{Access, OnStreets};
use super::settled::{Settled, StreetReach};
use crate::index::Index;
use crate::index::streets::{Islands, StreetGraph};
use crate::model::{CategoryId, City, Question, StreetLayer};
use crate::units::Metres;

/// A city's streets with all that was measured along them.
#[derive(Debug)]
pub struct Walked {
    /// The streets.
    pub graph: Arc<StreetGraph>,
    /// What hangs together.
    pub islands: Islands,
    /// Where people and outlets stand on them.
    pub on: OnStreets,
    /// How far people are.
    pub reach: StreetReach,
    /// How far they are without the change that is asked about; none where none is.
    pub before: Option<StreetReach>,
    /// How far estates are, from their open gates or from a point inside.
    pub estates: StreetReach,
    /// How far every point of every street is.
    pub settled: Settled,
    /// The same without the barrier that is laid, with the same gates open; none where none is.
    pub unbarred: Option<Box<Self>>,
}

/// Joins streets, puts people and outlets on them within `snap`, and measures as far as `limit`.
///
/// Where the city is asked about a change, `reach` is that with it. Who is parted from the nearest street by a
/// barrier that is laid takes another one, which was there before: so nobody's walk is called shorter for it, and
/// no estate's.
#[must_use]
pub fn walk(
    city: &City,
    lines: &StreetLayer,
    (index, categories): (&Index, &[CategoryId]),
    snap: Metres,
    limit: Metres,
) -> Walked {
    let measured = |change: &Question| {
        let grounds = Grounds::new(city, lines, change);
        let graph = StreetGraph::of(&grounds.streets);
        let on = Access::new(city, &graph, snap, (change, &grounds)).all();
        let settled = Settled::new(&graph, &on, index, categories, limit);
        let [reach, estates] = [&on.people, &on.estates].map(|of| settled.reach(&graph, of));
        let islands = Islands::new(&graph);
        Walked { graph, islands, on, reach, before: None, estates, settled, unbarred: None }
    };
    let question = city.question();
    let before = (!question.is_empty()).then(|| measured(&Question::default()).reach);
    let mut walked = measured(question);
    walked.before = before;
    if !question.barrier.is_empty() {
        let unbarred = measured(&question.without_barrier());
        walked.reach.no_better_than(&unbarred.reach);
        walked.estates.no_better_than(&unbarred.estates);
        walked.unbarred = Some(Box::new(unbarred));
    }
    walked
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
    Settled::new(graph, on, index, categories, limit).reach(graph, &on.people)
}
