//! Gaps along streets: the stretches of street from which no outlet of a service is within its radius, and
//! the estates whose gates are not.
//!
//! Stretches are cut inside edges, exactly; ways across squares are no streets and have none. A stretch between two junctions belongs to the subdistrict that
//! its middle lies in; an estate to that of a point inside.

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::services::Resolved;
use crate::index::streets::{Edge, StreetGraph, metres};
use crate::model::{City, Local, SubdistrictId};
use crate::overlay::Placing;
use crate::profile::Profile;
use crate::reach::{Stretch, Walked};
use crate::units::{Metres, Share};

/// Streets and estates within and beyond the reach of a service.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct StretchFigures {
    /// Length of all streets.
    pub streets: Metres,
    /// Length of those beyond the radius.
    pub beyond: Metres,
    /// The same by all; none without streets.
    pub share: Option<Share>,
    /// Residential estates.
    pub estates: u32,
    /// Of them those from none of whose open gates, or from whose inside where there is no gate, an outlet is
    /// within the radius.
    pub estates_beyond: u32,
}

impl StretchFigures {
    /// Length of the streets within the radius.
    #[must_use]
    pub fn within(&self) -> Metres {
        Metres((self.streets.0 - self.beyond.0).max(0.0))
    }

    /// Estates within it.
    #[must_use]
    pub fn estates_within(&self) -> u32 {
        self.estates - self.estates_beyond
    }
}

/// Streets, and the subdistrict of each edge.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlacedStreets {
    graph: Arc<StreetGraph>,
    /// By edge; none for those outside, and for ways across squares.
    units: Vec<Option<SubdistrictId>>,
}

impl PlacedStreets {
    fn new(graph: &Arc<StreetGraph>, placing: &Placing) -> Self {
        let count = u32::try_from(graph.edges().len()).unwrap_or(u32::MAX);
        let middle = |edge: u32| graph.point(edge, graph.edges()[edge as usize].length / 2);
        let middles: Vec<Local> =
            (0..count).into_par_iter().with_min_len(4096).map(middle).collect();
        let mut units = placing.units(&middles);
        for edge in (0..count).filter(|edge| graph.is_across(*edge)) {
            units[edge as usize] = None;
        }
        Self { graph: Arc::clone(graph), units }
    }

    /// The lines of all edges in subdistricts.
    pub fn inside(&self) -> impl Iterator<Item = impl Iterator<Item = Local>> {
        let edges = (0u32..).zip(&self.units).filter(|(_, unit)| unit.is_some());
        edges.map(|(edge, _)| self.graph.points(edge))
    }

    /// How many edges lie in subdistricts.
    #[must_use]
    pub fn inside_count(&self) -> usize {
        self.units.iter().flatten().count()
    }

    /// The points of a stretch.
    #[must_use]
    pub fn points(&self, stretch: Stretch) -> Vec<Local> {
        points(&self.graph, stretch)
    }

    /// Makes of every point of every street what is then asked for again and again.
    #[must_use]
    pub fn marked<P: Send, F: Fn(Local) -> P + Sync>(&self, mark: F) -> MarkedStreets<'_, P, F> {
        let graph = &*self.graph;
        let node = |node: u32| mark(graph.node(node));
        let nodes = 0..u32::try_from(graph.node_count()).unwrap_or(u32::MAX);
        let nodes = nodes.into_par_iter().with_min_len(4096).map(node).collect();
        let bends = (0..graph.bend_count()).into_par_iter().with_min_len(4096);
        let bends = bends.map(|bend| mark(graph.bend(bend))).collect();
        MarkedStreets { graph, nodes, bends, mark }
    }
}

/// Streets whose points are marked.
pub struct MarkedStreets<'a, P, F> {
    graph: &'a StreetGraph,
    nodes: Vec<P>,
    bends: Vec<P>,
    mark: F,
}

impl<P: Copy, F: Fn(Local) -> P> MarkedStreets<'_, P, F> {
    /// The marks of the points of a stretch.
    #[must_use]
    pub fn points(&self, stretch: Stretch) -> Vec<P> {
        trace(self.graph, stretch, |corner| match corner {
            Corner::Node(node) => self.nodes[node as usize],
            Corner::Bend(bend) => self.bends[bend],
            Corner::Cut(at) => (self.mark)(at),
        })
    }
}

/// A point of a stretch.
enum Corner {
    Node(u32),
    /// By its position among those of all edges.
    Bend(usize),
    /// Inside an edge.
    Cut(Local),
}

/// The gaps of a service along streets.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct StreetGaps {
    /// By subdistrict.
    pub units: Vec<StretchFigures>,
    /// All of them.
    pub total: StretchFigures,
    /// The stretches by the subdistrict that their edges lie in, in the order of edges.
    #[serde(skip)]
    pub stretches: Vec<Vec<Stretch>>,
    /// Positions of the estates beyond the radius.
    #[serde(skip)]
    pub estates: Vec<u32>,
}

/// Which subdistrict every edge and every counted estate lies in.
pub(super) struct StreetUnits {
    pub(super) streets: PlacedStreets,
    estates: Vec<(u32, SubdistrictId)>,
    count: usize,
}

impl StreetUnits {
    pub(super) fn new(city: &City, profile: &Profile, walked: &Walked) -> Self {
        let shapes: Vec<_> = city.subdistricts().iter().map(|unit| &unit.shape).collect();
        let placing = Placing::new(&shapes);
        let estates = (0u32..).zip(city.estates().unwrap_or_default());
        let estates = estates
            .filter(|(_, estate)| profile.land_codes.hold(estate.land_code.as_deref()))
            .filter_map(|(at, estate)| Some((at, placing.unit(estate.shape.inner_point()?)?)));
        let estates = estates.collect();
        let streets = PlacedStreets::new(&walked.graph, &placing);
        Self { streets, estates, count: shapes.len() }
    }

    /// The gaps of a service.
    pub(super) fn gaps(&self, service: &Resolved<'_>, walked: &Walked) -> StreetGaps {
        let PlacedStreets { graph, units } = &self.streets;
        let mut gaps = StreetGaps {
            units: vec![StretchFigures::default(); self.count],
            stretches: vec![Vec::new(); self.count],
            ..Default::default()
        };
        for (edge, unit) in graph.edges().iter().zip(units) {
            if let Some(unit) = unit {
                gaps.units[unit.index()].streets.0 += metres(edge.length).0;
            }
        }
        for stretch in walked.settled.beyond(graph, service.providers()) {
            let Stretch { edge, from, to } = stretch;
            if let Some(unit) = units[edge as usize] {
                gaps.units[unit.index()].beyond.0 += metres(to - from).0;
                gaps.stretches[unit.index()].push(stretch);
            }
        }
        for &(estate, unit) in &self.estates {
            let is_within = service.providers().iter().any(|&(category, radius)| {
                let length = walked.estates.distance(category, estate);
                length.is_some_and(|length| length.0 <= radius)
            });
            let figures = &mut gaps.units[unit.index()];
            figures.estates += 1;
            if !is_within {
                figures.estates_beyond += 1;
                gaps.estates.push(estate);
            }
        }
        let sum = |mut sum: StretchFigures, of: &StretchFigures| {
            sum.streets.0 += of.streets.0;
            sum.beyond.0 += of.beyond.0;
            sum.estates += of.estates;
            sum.estates_beyond += of.estates_beyond;
            sum
        };
        gaps.total = gaps.units.iter().fold(StretchFigures::default(), sum);
        for of in gaps.units.iter_mut().chain([&mut gaps.total]) {
            of.share = Share::of(of.beyond.0, of.streets.0);
        }
        gaps
    }
}

/// The points of a stretch.
pub(super) fn points(graph: &StreetGraph, stretch: Stretch) -> Vec<Local> {
    trace(graph, stretch, |corner| match corner {
        Corner::Node(node) => graph.node(node),
        Corner::Bend(bend) => graph.bend(bend),
        Corner::Cut(at) => at,
    })
}

/// The points of a stretch, as they are marked.
fn trace<P>(graph: &StreetGraph, stretch: Stretch, mark: impl Fn(Corner) -> P) -> Vec<P> {
    let Stretch { edge, from, to } = stretch;
    let Edge { tail, head, length, .. } = graph.edges()[edge as usize];
    let all: Vec<Local> = graph.points(edge).collect();
    let bends = graph.bends_at(edge);
    let corner = |at: usize| match at {
        0 => Corner::Node(tail),
        at if at + 1 == all.len() => Corner::Node(head),
        at => Corner::Bend(bends.start + at - 1),
    };
    if from == 0 && to == length {
        return (0..all.len()).map(corner).map(mark).collect();
    }
    let whole: f64 = all.windows(2).map(|pair| pair[0].distance(pair[1]).0).sum();
    let scale = whole / f64::from(length.max(1));
    let (first, last) = (f64::from(from) * scale, f64::from(to) * scale);
    let (mut along, mut points) = (0.0, vec![mark(Corner::Cut(graph.point(edge, from)))]);
    for (at, pair) in all.windows(2).enumerate() {
        along += pair[0].distance(pair[1]).0;
        if along > first && along < last {
            points.push(mark(corner(at + 1)));
        }
    }
    points.push(mark(Corner::Cut(graph.point(edge, to))));
    points
}
