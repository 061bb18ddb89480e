//! New lines among streets: where they meet those that are there.

use super::plane::Local;
use super::streets::{StreetKind, StreetLayer};
use crate::units::Metres;

/// So far from a street an end of a new line still is drawn on it.
pub const JOIN: Metres = Metres(15.0);

/// So far from a vertex of a street a vertex of a new line is that vertex.
const SAME: f64 = 0.5;

/// A line to walk on that is not there yet.
#[derive(Debug, Clone, PartialEq)]
pub struct NewWay {
    /// Where it runs; two places at least, all finite.
    pub line: Vec<Local>,
    /// What there is to know of it besides.
    pub kind: StreetKind,
    /// Whether it meets the streets that it crosses; a bridge and a tunnel meet others at their ends alone.
    pub is_level: bool,
}

impl NewWay {
    /// How far a place is from the line; none of a line without segments.
    #[must_use]
    pub fn distance(&self, at: Local) -> Option<Metres> {
        let mut layer = StreetLayer::new(self.line.clone());
        layer.add(0..u32::try_from(self.line.len()).unwrap_or(u32::MAX));
        layer.distance(at)
    }
}

/// A place on a street where a new line meets it.
struct Meeting {
    /// Position of the line, and of its segment.
    on: (usize, usize),
    /// Part of the segment.
    part: f64,
    at: Local,
}

impl StreetLayer {
    /// How far a place is from the nearest street, ways across squares aside; none without streets.
    #[must_use]
    pub fn distance(&self, at: Local) -> Option<Metres> {
        self.nearest(at).map(|meeting| meeting.at.distance(at))
    }

    /// The same layer with another line. It meets the streets that its ends lie on, up to [`JOIN`] beside them, and,
    /// where it is level, those that it crosses; ways across squares stay as they are.
    #[must_use]
    pub fn with_way(&self, way: &NewWay) -> Self {
        let mut line: Vec<(f64, Local)> =
            (0u32..).map(f64::from).zip(way.line.iter().copied()).collect();
        let mut meetings =
            if way.is_level { self.crossings(&way.line, &mut line) } else { Vec::new() };
        let last = line.iter().map(|(part, _)| *part).fold(0.0, f64::max);
        for (end, beyond) in [(way.line.first(), -1.0), (way.line.last(), last + 1.0)] {
            let nearest = end.and_then(|end| Some((*end, self.nearest(*end)?)));
            let Some((end, meeting)) = nearest.filter(|(end, of)| of.at.distance(*end) <= JOIN)
            else {
                continue;
            };
            if meeting.at != end {
                line.push((beyond, meeting.at));
            }
            meetings.push(meeting);
        }
        line.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.rebuilt(way.kind, &line, meetings)
    }

    /// The layer with vertices at the meetings, and the line over them.
    fn rebuilt(&self, kind: StreetKind, line: &[(f64, Local)], mut meetings: Vec<Meeting>) -> Self {
        meetings.sort_by(|a, b| a.on.cmp(&b.on).then(a.part.total_cmp(&b.part)));
        let mut vertices = self.vertices().to_vec();
        let mut known: Vec<u32> = Vec::new();
        let mut chains: Vec<(StreetKind, Vec<u32>)> = Vec::with_capacity(self.lines().len() + 1);
        let mut rest = meetings.iter().peekable();
        for (at, chain) in self.lines().enumerate() {
            let mut through = Vec::with_capacity(chain.len());
            for (segment, vertex) in chain.iter().enumerate() {
                through.push(*vertex);
                while let Some(of) = rest.next_if(|of| of.on == (at, segment)) {
                    let ends = [chain[segment], chain[segment + 1]];
                    let near =
                        ends.into_iter().find(|v| vertices[*v as usize].distance(of.at).0 <= SAME);
                    let vertex = near.unwrap_or_else(|| push(&mut vertices, of.at));
                    if near.is_none() {
                        through.push(vertex);
                    }
                    known.push(vertex);
                }
            }
            chains.push((self.kind(at), through));
        }
        let ids = line.iter().map(|(_, at)| {
            let is_it = |v: &&u32| vertices[**v as usize].distance(*at).0 <= SAME;
            let met = known.iter().find(is_it).copied();
            met.unwrap_or_else(|| push(&mut vertices, *at))
        });
        let ids: Vec<u32> = ids.collect();
        chains.push((kind, ids));
        let mut layer = Self::new(vertices).with_snap(self.snap());
        for (kind, chain) in chains {
            layer.add_as(kind, chain);
        }
        layer
    }

    fn segments(&self) -> impl Iterator<Item = ((usize, usize), [Local; 2])> + '_ {
        let at = |vertex: u32| self.vertices()[vertex as usize];
        self.drawn().flat_map(move |(line, chain)| {
            let pairs = chain.windows(2).enumerate();
            pairs.map(move |(segment, pair)| ((line, segment), [at(pair[0]), at(pair[1])]))
        })
    }

    /// The nearest place on any street; of equally near ones the first.
    fn nearest(&self, at: Local) -> Option<Meeting> {
        let mut best: Option<(f64, Meeting)> = None;
        for (on, [a, b]) in self.segments() {
            let (dx, dy) = (b.x - a.x, b.y - a.y);
            let long = dx * dx + dy * dy;
            let along =
                if long > 0.0 { ((at.x - a.x) * dx + (at.y - a.y) * dy) / long } else { 0.0 };
            let part = along.clamp(0.0, 1.0);
            let there = Local { x: a.x + part * dx, y: a.y + part * dy };
            let far = there.distance(at).0;
            if best.as_ref().is_none_or(|(least, _)| far < *least) {
                best = Some((far, Meeting { on, part, at: there }));
            }
        }
        best.map(|(_, meeting)| meeting)
    }

    /// Where a line crosses streets; the places are put among those of the line too.
    fn crossings(&self, way: &[Local], line: &mut Vec<(f64, Local)>) -> Vec<Meeting> {
        let mut found = Vec::new();
        for (on, [a, b]) in self.segments() {
            for (segment, pair) in (0u32..).zip(way.windows(2)) {
                let Some((part, along)) = crossing([a, b], [pair[0], pair[1]]) else { continue };
                let at = Local { x: a.x + part * (b.x - a.x), y: a.y + part * (b.y - a.y) };
                line.push((f64::from(segment) + along, at));
                found.push(Meeting { on, part, at });
            }
        }
        found
    }
}

fn push(vertices: &mut Vec<Local>, at: Local) -> u32 {
    vertices.push(at);
    u32::try_from(vertices.len() - 1).unwrap_or(u32::MAX)
}

/// Parts of two segments where they cross; none where they do not, or are parallel.
fn crossing([a, b]: [Local; 2], [p, q]: [Local; 2]) -> Option<(f64, f64)> {
    let (ux, uy, vx, vy) = (b.x - a.x, b.y - a.y, q.x - p.x, q.y - p.y);
    let turn = ux * vy - uy * vx;
    let (wx, wy) = (p.x - a.x, p.y - a.y);
    let (s, t) = ((wx * vy - wy * vx) / turn, (wx * uy - wy * ux) / turn);
    let is_on = |part: f64| (0.0..=1.0).contains(&part);
    (turn != 0.0 && is_on(s) && is_on(t)).then_some((s, t))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two streets to the east, 100 m apart, each of two segments.
    fn ladder() -> StreetLayer {
        let at = |x: f64, y: f64| Local { x, y };
        let mut layer = StreetLayer::new(vec![
            at(0.0, 0.0),
            at(100.0, 0.0),
            at(200.0, 0.0),
            at(0.0, 100.0),
            at(100.0, 100.0),
            at(200.0, 100.0),
        ]);
        layer.add([0, 1, 2]);
        layer.add([3, 4, 5]);
        layer
    }

    fn way(line: &[(f64, f64)], is_level: bool) -> NewWay {
        let line = line.iter().map(|&(x, y)| Local { x, y }).collect();
        NewWay { line, kind: StreetKind::default(), is_level }
    }

    fn lines(layer: &StreetLayer) -> Vec<Vec<(f64, f64)>> {
        let at = |v: &u32| layer.vertices()[*v as usize];
        layer.lines().map(|line| line.iter().map(|v| (at(v).x, at(v).y)).collect()).collect()
    }

    #[test]
    fn an_end_beside_a_street_is_joined_to_it_and_a_crossing_is_a_junction() {
        let joined = ladder().with_way(&way(&[(50.0, 3.0), (50.0, 140.0)], true));
        assert_eq!(
            lines(&joined),
            [
                vec![(0.0, 0.0), (50.0, 0.0), (100.0, 0.0), (200.0, 0.0)],
                vec![(0.0, 100.0), (50.0, 100.0), (100.0, 100.0), (200.0, 100.0)],
                vec![(50.0, 0.0), (50.0, 3.0), (50.0, 100.0), (50.0, 140.0)],
            ]
        );
        // The junctions are one vertex each.
        let all: Vec<&[u32]> = joined.lines().collect();
        assert_eq!((all[0][1], all[1][1]), (all[2][0], all[2][2]));
    }

    #[test]
    fn a_bridge_meets_streets_at_its_ends_alone_and_an_end_at_a_vertex_is_that_vertex() {
        let joined = ladder().with_way(&way(&[(100.3, 0.0), (150.0, 120.0), (50.0, 105.0)], false));
        let all: Vec<&[u32]> = joined.lines().collect();
        assert_eq!(all[0], [0, 1, 2]);
        assert_eq!(all[1].len(), 4);
        assert_eq!(all[2][0], 1);
        assert_eq!(all[2].last(), Some(&all[1][1]));
        let alone = ladder().with_way(&way(&[(50.0, 40.0), (50.0, 60.0)], true));
        assert_eq!(lines(&alone)[2], [(50.0, 40.0), (50.0, 60.0)]);
        assert_eq!(lines(&alone)[..2], lines(&ladder()));
    }
}
