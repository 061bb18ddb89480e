//! Lines that people can walk on, joined where they share a vertex.

use std::sync::Arc;

use super::city::City;
use super::plane::Local;
use super::street_graph::StreetGraph;
use crate::units::Metres;

/// The walkable lines of a city as chains of vertices. Two lines meet where they have a vertex in common
/// and nowhere else: where they only cross, one is a bridge or the file has no junction there.
#[derive(Debug, Clone)]
pub struct StreetLayer {
    vertices: Vec<Local>,
    chains: Vec<u32>,
    /// End in `chains` of each line.
    ends: Vec<usize>,
    /// Of each line.
    kinds: Vec<StreetKind>,
    snap: Metres,
    /// The same lines joined, where somebody has done so.
    graph: Option<Arc<StreetGraph>>,
}

/// What there is to know of a line besides where it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, in the words of tags"
)]
pub struct StreetKind {
    /// Nobody on wheels can take it.
    pub is_steps: bool,
    /// A road of the city, a bridge or a tunnel: no fence of an estate stands across it.
    pub is_public: bool,
    /// A bridge or an underpass that is met at its ends alone: nobody steps on it from beside.
    pub is_apart: bool,
    /// A straight way across a square between two places of its rings: walked along, but no street. Nobody steps
    /// on it from beside, it has no length that counts, and no map shows it.
    pub is_across: bool,
}

/// How far a place may be from the nearest street where the settings do not say: 200 m, the farthest that a
/// place of use is put on a street by cityseer (`max_netw_assign_dist` of its examples).
pub const SNAP: Metres = Metres(200.0);

/// How far beyond the subdistricts streets are kept: 50 km, further than any walk.
pub const STREETS_BEYOND: Metres = Metres(50_000.0);

impl Default for StreetLayer {
    fn default() -> Self {
        Self {
            vertices: Vec::new(),
            chains: Vec::new(),
            ends: Vec::new(),
            kinds: Vec::new(),
            snap: SNAP,
            graph: None,
        }
    }
}

impl StreetLayer {
    /// A layer without lines over these vertices, all finite.
    #[must_use]
    pub fn new(vertices: Vec<Local>) -> Self {
        Self { vertices, ..Self::default() }
    }

    /// The same layer with another limit for places.
    #[must_use]
    pub fn with_snap(self, snap: Metres) -> Self {
        Self { snap, ..self }
    }

    /// How far a place may be from the nearest street. Who lives further off is near no street.
    #[must_use]
    pub fn snap(&self) -> Metres {
        self.snap
    }

    /// Adds a line by the positions of its vertices; a vertex that follows itself counts once, and
    /// what then has fewer than two is no line and left away.
    pub fn add(&mut self, line: impl IntoIterator<Item = u32>) {
        self.add_as(StreetKind::default(), line);
    }

    /// Adds a line of some kind in the same way.
    pub fn add_as(&mut self, kind: StreetKind, line: impl IntoIterator<Item = u32>) {
        self.graph = None;
        let start = self.chains.len();
        for vertex in line {
            debug_assert!((vertex as usize) < self.vertices.len());
            if self.chains.len() == start || self.chains.last() != Some(&vertex) {
                self.chains.push(vertex);
            }
        }
        if self.chains.len() < start + 2 {
            self.chains.truncate(start);
        } else {
            self.ends.push(self.chains.len());
            self.kinds.push(kind);
        }
    }

    /// The same layer with the graph of its lines, so that nobody joins them again.
    #[must_use]
    pub fn with_graph(self, graph: Arc<StreetGraph>) -> Self {
        Self { graph: Some(graph), ..self }
    }

    /// The graph of the lines, where the layer has it; one more line, and it has none.
    #[must_use]
    pub fn graph(&self) -> Option<&Arc<StreetGraph>> {
        self.graph.as_ref()
    }

    /// The lines that are streets, which those across squares are not, with their positions.
    pub fn drawn(&self) -> impl Iterator<Item = (usize, &[u32])> {
        self.lines().enumerate().filter(|(line, _)| !self.kinds[*line].is_across)
    }

    /// A layer of lines one behind another, each with its length in vertices; none where they do not fit.
    #[must_use]
    pub(crate) fn of_chains(
        vertices: Vec<Local>,
        chains: Vec<u32>,
        lengths: &[usize],
        kinds: Vec<StreetKind>,
    ) -> Option<Self> {
        let mut end = 0_usize;
        let mut ends = Vec::with_capacity(lengths.len());
        for length in lengths {
            end = end.checked_add(*length).filter(|_| *length >= 2)?;
            ends.push(end);
        }
        let is_there = |vertex: &u32| (*vertex as usize) < vertices.len();
        let fits = end == chains.len() && kinds.len() == ends.len() && chains.iter().all(is_there);
        fits.then(|| Self { vertices, chains, ends, kinds, ..Self::default() })
    }

    /// Of what kind the line at a position is.
    #[must_use]
    pub fn kind(&self, line: usize) -> StreetKind {
        self.kinds[line]
    }

    /// The layer without steps.
    #[must_use]
    pub fn without_steps(&self) -> Self {
        let mut level = Self::new(self.vertices.clone()).with_snap(self.snap);
        for (line, kind) in self.lines().zip(&self.kinds).filter(|(_, kind)| !kind.is_steps) {
            level.add_as(*kind, line.iter().copied());
        }
        level
    }

    /// The vertices.
    #[must_use]
    pub fn vertices(&self) -> &[Local] {
        &self.vertices
    }

    /// The lines one after another, each as positions of its vertices.
    #[must_use]
    pub(crate) fn chains(&self) -> &[u32] {
        &self.chains
    }

    /// The lines, each as positions of its vertices, at least two.
    #[must_use]
    pub fn lines(&self) -> impl ExactSizeIterator<Item = &[u32]> {
        let line = |(at, end): (usize, &usize)| {
            let start = if at == 0 { 0 } else { self.ends[at - 1] };
            &self.chains[start..*end]
        };
        self.ends.iter().enumerate().map(line)
    }

    /// Whether there is no line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

impl City {
    /// Lines that people can walk on; none where the city has no such layer.
    #[must_use]
    pub fn streets(&self) -> Option<&StreetLayer> {
        self.parts.streets.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_needs_two_different_vertices_in_a_row() {
        let mut streets = StreetLayer::new(vec![Local::default(); 3]);
        streets.add([0, 0, 1, 1, 2]);
        streets.add([2, 2]);
        streets.add([]);
        streets.add([0, 1, 0]);
        let lines: Vec<&[u32]> = streets.lines().collect();
        assert_eq!(lines, [&[0, 1, 2][..], &[0, 1, 0]]);
    }

    #[test]
    fn a_layer_without_steps_has_all_other_lines_at_the_same_vertices() {
        let mut streets = StreetLayer::new(vec![Local::default(); 4]);
        let steps = StreetKind { is_steps: true, ..StreetKind::default() };
        let public = StreetKind { is_public: true, ..StreetKind::default() };
        streets.add_as(steps, [0]);
        streets.add_as(public, [0, 1]);
        streets.add_as(steps, [1, 2]);
        streets.add([2, 3]);
        assert_eq!(
            [0, 1, 2].map(|line| streets.kind(line)),
            [public, steps, StreetKind::default()]
        );
        let level = streets.without_steps();
        assert_eq!(level.lines().collect::<Vec<_>>(), [[0, 1], [2, 3]]);
        assert_eq!(level.vertices().len(), 4);
        assert_eq!([0, 1].map(|line| level.kind(line)), [public, StreetKind::default()]);
    }
}
