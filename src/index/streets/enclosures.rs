//! Estates with gates: on foot their border is crossed at an open gate and nowhere else.
//!
//! A street that leads from the inside of such an estate to its outside passes the nearest of its gates within
//! [`GATE`], or the nearest of another estate within [`POST`] where two share a fence; where that gate is
//! closed, or there is none, the street is cut: both ends stay, and nothing joins them. What runs along the
//! border is outside. What leaves an estate and comes back without a junction on the way, as a path between two
//! parts of it does, has stayed inside. A way across a square that would be cut goes, and is no street over a
//! border. Public streets ([`StreetKind::is_public`]) are outside everywhere.
//!
//! Streets get a vertex wherever they meet a border, whatever its gates are, and are cut into lines there: so
//! an opened gate joins what was apart and changes nothing else.

use std::collections::BTreeMap;

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::walls::{Walls, meets};
use super::{distance, join, short};
use crate::model::{Bounds, Local, Ring, Shape, StreetKind, StreetLayer};
use crate::units::Metres;

/// How far a gate may be from where a street crosses the border: 10 m, the width of a fence, a verge and a
/// careless pen.
const GATE: Metres = Metres(10.0);

/// How far from a gate its own fence is no wall: 2 m, the width of a gate and a careless pen.
pub const POST: Metres = Metres(2.0);

/// What is on the border: 1 cm, to which files write places.
pub(super) const TOUCH: Metres = Metres(0.01);

/// A gate as a place that may be passed.
#[derive(Debug, Clone, Copy)]
pub struct Gateway {
    /// Where it is.
    pub at: Local,
    /// Whether people pass.
    pub is_open: bool,
}

/// An estate with its gates.
#[derive(Debug, Clone)]
pub struct Enclosure<'a> {
    /// Its land.
    pub shape: &'a Shape,
    /// Its gates.
    pub gates: Vec<Gateway>,
}

/// Where a street leads over the border of an estate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crossing {
    /// Where that is.
    pub at: Local,
    /// Position of the estate.
    pub enclosure: usize,
    /// The gate that it passes, as positions of an estate and of its gate; none where no gate is there.
    pub gate: Option<(usize, usize)>,
}

/// Streets as gates leave them.
#[derive(Debug)]
pub struct Enclosed {
    /// The streets.
    pub streets: StreetLayer,
    /// Where they lead over borders, by place.
    pub crossings: Vec<Crossing>,
}

/// Estates with gates, to be found by place.
#[derive(Debug)]
pub struct Enclosures<'a> {
    all: Vec<Enclosure<'a>>,
    fences: Walls,
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
    gates: RTree<GeomWithData<[f64; 2], (u32, u32)>>,
}

/// A vertex of a line, or a place where it meets a border.
struct Corner {
    vertex: u32,
    at: Local,
    /// The estates on whose border it is.
    borders: Vec<u32>,
    is_junction: bool,
}

/// A line corner by corner, with the estates that each part between two lies in, as far as a border is near.
struct Parts {
    corners: Vec<Corner>,
    inside: Vec<Vec<u32>>,
}

impl<'a> Enclosures<'a> {
    /// Makes ready some estates; where they overlap the first holds a place.
    #[must_use]
    pub fn new(all: Vec<Enclosure<'a>>) -> Self {
        let numbered = || (0u32..).zip(&all);
        let fences = numbered().flat_map(|(of, enclosure)| {
            let edges = enclosure.shape.rings().flat_map(Ring::edges);
            edges.map(move |edge| (edge, Some(of)))
        });
        let boxed = |(of, enclosure): (u32, &Enclosure<'_>)| {
            let Bounds { min, max } = enclosure.shape.bounds();
            GeomWithData::new(Rectangle::from_corners([min.x, min.y], [max.x, max.y]), of)
        };
        let gates = numbered().flat_map(|(of, enclosure)| {
            let gates = (0u32..).zip(&enclosure.gates);
            gates.map(move |(gate, way)| GeomWithData::new([way.at.x, way.at.y], (of, gate)))
        });
        Self {
            fences: Walls::bordering(fences),
            boxes: RTree::bulk_load(numbered().map(boxed).collect()),
            gates: RTree::bulk_load(gates.collect()),
            all,
        }
    }

    /// Whether there is no estate.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The estates.
    #[must_use]
    pub fn all(&self) -> &[Enclosure<'a>] {
        &self.all
    }

    /// The estate that holds a place, by its position.
    #[must_use]
    pub fn holding(&self, at: Local) -> Option<usize> {
        let holds = |of: &u32| self.all[*of as usize].shape.contains(at);
        self.around(at).filter(holds).min().map(|of| of as usize)
    }

    /// The streets as open and closed gates leave them.
    #[must_use]
    pub fn enclose(&self, streets: &StreetLayer) -> Enclosed {
        let mut cutter = Cutter::new(self, streets);
        for (number, line) in streets.lines().enumerate() {
            cutter.line(line, streets.kind(number));
        }
        cutter.finish(streets.snap())
    }

    /// The estates on whose border a place is.
    fn borders(&self, at: Local) -> Vec<u32> {
        let near =
            self.fences.near(at, at, TOUCH.0).filter(|(fence, _)| off(at, *fence) <= TOUCH.0);
        let mut borders: Vec<u32> = near.filter_map(|(_, of)| of).collect();
        borders.sort_unstable();
        borders.dedup();
        borders
    }

    /// The gate by which a street leads over the border of an estate at a place.
    fn gate(&self, of: u32, at: Local) -> Option<(u32, u32)> {
        let nearest = |own: bool, within: Metres| {
            let near = self.gates.locate_within_distance([at.x, at.y], within.0 * within.0);
            let near = near.filter(|gate| !own || gate.data.0 == of);
            let far = |gate: &GeomWithData<[f64; 2], (u32, u32)>| {
                let [x, y] = *gate.geom();
                distance(at, Local::new(x, y))
            };
            near.min_by(|a, b| far(a).total_cmp(&far(b)).then(a.data.cmp(&b.data)))
        };
        nearest(true, GATE).or_else(|| nearest(false, POST)).map(|gate| gate.data)
    }

    fn is_open(&self, of: u32, at: Local) -> bool {
        let gate = self.gate(of, at);
        gate.is_some_and(|(of, gate)| self.all[of as usize].gates[gate as usize].is_open)
    }

    /// Where a stretch meets borders between its ends, as ascending shares of it.
    fn shares(&self, from: Local, to: Local) -> Vec<f64> {
        let length = distance(from, to);
        let mut shares = Vec::new();
        for (fence, _) in self.fences.near(from, to, TOUCH.0) {
            shares.extend(meets((from, to), fence));
            // A corner of the border that is on the stretch but for its last decimal.
            let ends =
                [fence.0, fence.1].into_iter().filter(|end| off(*end, (from, to)) <= TOUCH.0);
            shares.extend(ends.map(|end| share(end, (from, to))));
        }
        shares.retain(|share| share * length > TOUCH.0 && (1.0 - share) * length > TOUCH.0);
        shares.sort_by(f64::total_cmp);
        shares.dedup_by(|next, kept| (*next - *kept) * length <= TOUCH.0);
        shares
    }

    /// Whether a place is inside an estate, off its border.
    pub(super) fn is_inside(&self, of: u32, at: Local) -> bool {
        self.all[of as usize].shape.contains(at) && !self.borders(at).contains(&of)
    }

    /// How far from a gate of an estate a way out may cross its border: as far as a street may that passes the gate,
    /// or as far as the gate itself is from the border.
    pub(super) fn room(&self, of: u32, gate: Local) -> f64 {
        let edges = self.all[of as usize].shape.rings().flat_map(Ring::edges);
        let far = edges.map(|edge| off(gate, edge)).fold(f64::INFINITY, f64::min);
        GATE.0.max(far + POST.0)
    }

    /// Whether a place is inside any estate, off its border.
    pub(super) fn is_in_any(&self, at: Local) -> bool {
        self.around(at).any(|of| self.is_inside(of, at))
    }

    /// The estates whose boxes hold a place.
    fn around(&self, at: Local) -> impl Iterator<Item = u32> + '_ {
        let here = AABB::from_point([at.x, at.y]);
        self.boxes.locate_in_envelope_intersecting(here).map(|found| found.data)
    }
}

/// Cuts lines and joins them again.
struct Cutter<'e, 'a> {
    enclosures: &'e Enclosures<'a>,
    is_junction: Vec<bool>,
    vertices: Vec<Local>,
    /// How many vertices there were.
    before: usize,
    /// The vertex of those inside closed borders, by the vertex there and these estates.
    copies: BTreeMap<(u32, Vec<u32>), u32>,
    /// By vertex and estate: whether a line there is outside, and whether one is inside.
    sides: BTreeMap<(u32, u32), [bool; 2]>,
    lines: Vec<(StreetKind, Vec<u32>)>,
}

impl<'e, 'a> Cutter<'e, 'a> {
    fn new(enclosures: &'e Enclosures<'a>, streets: &StreetLayer) -> Self {
        let vertices = streets.vertices().to_vec();
        Self {
            enclosures,
            is_junction: join::junctions(streets),
            before: vertices.len(),
            vertices,
            copies: BTreeMap::new(),
            sides: BTreeMap::new(),
            lines: Vec::new(),
        }
    }

    fn line(&mut self, line: &[u32], kind: StreetKind) {
        let mut parts = self.parts(line);
        if kind.is_public {
            parts.inside.iter_mut().for_each(Vec::clear);
        } else {
            parts.stay_inside();
        }
        if !kind.is_across {
            self.look(&parts);
        }
        let Parts { corners, inside } = parts;
        let (mut current, before) = (Vec::new(), self.lines.len());
        for (ends, inside) in corners.windows(2).zip(&inside) {
            if !ends[0].borders.is_empty() && !current.is_empty() {
                self.lines.push((kind, std::mem::take(&mut current)));
            }
            if current.is_empty() {
                current.push(self.vertex(&ends[0], inside));
            }
            current.push(self.vertex(&ends[1], inside));
        }
        self.lines.push((kind, current));
        let is_cut = |pair: &[(StreetKind, Vec<u32>)]| pair[0].1.last() != pair[1].1.first();
        if kind.is_across && self.lines[before..].windows(2).any(is_cut) {
            self.lines.truncate(before);
        }
    }

    fn parts(&mut self, line: &[u32]) -> Parts {
        let enclosures = self.enclosures;
        let corner = |at: Local, vertex: u32, is_junction: bool| {
            let borders = enclosures.borders(at);
            Corner { vertex, at, borders, is_junction }
        };
        let old = |of: &Self, vertex: u32| {
            let at = of.vertices[vertex as usize];
            corner(at, vertex, of.is_junction[vertex as usize])
        };
        let inside = |near: &[u32], at: Local| -> Vec<u32> {
            near.iter().copied().filter(|of| enclosures.is_inside(*of, at)).collect()
        };
        let mut parts = Parts { corners: vec![old(self, line[0])], inside: Vec::new() };
        for pair in line.windows(2) {
            let [from, to] = [pair[0], pair[1]].map(|vertex| self.vertices[vertex as usize]);
            let mut near: Vec<u32> =
                enclosures.fences.near(from, to, TOUCH.0).filter_map(|(_, of)| of).collect();
            near.sort_unstable();
            near.dedup();
            let shares = if near.is_empty() { Vec::new() } else { enclosures.shares(from, to) };
            let mut start = from;
            for share in shares {
                let at = between(from, to, share);
                self.vertices.push(at);
                parts.corners.push(corner(at, short(self.vertices.len() - 1), false));
                parts.inside.push(inside(&near, between(start, at, 0.5)));
                start = at;
            }
            parts.corners.push(old(self, pair[1]));
            parts.inside.push(inside(&near, between(start, to, 0.5)));
        }
        parts
    }

    /// Notes which lines are on which side of the borders that they meet.
    fn look(&mut self, parts: &Parts) {
        for (ends, inside) in parts.corners.windows(2).zip(&parts.inside) {
            for end in ends {
                for of in &end.borders {
                    let sides = self.sides.entry((end.vertex, *of)).or_default();
                    sides[usize::from(inside.contains(of))] = true;
                }
            }
        }
    }

    /// The vertex at a corner for a part inside these estates.
    fn vertex(&mut self, corner: &Corner, inside: &[u32]) -> u32 {
        let is_shut = |of: &u32| inside.contains(of) && !self.enclosures.is_open(*of, corner.at);
        let shut: Vec<u32> = corner.borders.iter().copied().filter(is_shut).collect();
        if shut.is_empty() {
            return corner.vertex;
        }
        *self.copies.entry((corner.vertex, shut)).or_insert_with(|| {
            self.vertices.push(corner.at);
            short(self.vertices.len() - 1)
        })
    }

    fn finish(self, snap: Metres) -> Enclosed {
        let Self { enclosures, vertices, before, copies, sides, lines, .. } = self;
        let mut crossings: Vec<Crossing> = sides
            .into_iter()
            .filter(|(_, sides)| *sides == [true, true])
            .map(|((vertex, of), _)| {
                let at = vertices[vertex as usize];
                let gate = enclosures.gate(of, at).map(|(of, gate)| (of as usize, gate as usize));
                Crossing { at, enclosure: of as usize, gate }
            })
            .collect();
        crossings.sort_by(|a, b| by_place(a.at, b.at).then(a.enclosure.cmp(&b.enclosure)));
        // New vertices by place, and by what shuts them in: the order of the lines is no matter.
        let mut shut: Vec<&[u32]> = vec![&[]; vertices.len()];
        for ((_, closed), copy) in &copies {
            shut[*copy as usize] = closed;
        }
        let mut order: Vec<usize> = (before..vertices.len()).collect();
        order.sort_by(|a, b| by_place(vertices[*a], vertices[*b]).then(shut[*a].cmp(shut[*b])));
        let mut number: Vec<u32> = (0..short(vertices.len())).collect();
        for (position, vertex) in order.iter().enumerate() {
            number[*vertex] = short(before + position);
        }
        let old = vertices[..before].iter();
        let all = old.chain(order.iter().map(|at| &vertices[*at])).copied().collect();
        let mut streets = StreetLayer::new(all).with_snap(snap);
        for (kind, line) in lines {
            streets.add_as(kind, line.into_iter().map(|vertex| number[vertex as usize]));
        }
        Enclosed { streets, crossings }
    }
}

impl Parts {
    /// Counts as inside what leaves an estate and comes back without a junction on the way.
    fn stay_inside(&mut self) {
        let mut all: Vec<u32> = self.inside.concat();
        all.sort_unstable();
        all.dedup();
        for of in all {
            let mut left = None;
            for part in 0..self.inside.len() {
                if self.corners[part].is_junction {
                    left = None;
                }
                if self.inside[part].contains(&of) {
                    let out = left.map_or(part, |left: usize| left + 1)..part;
                    self.inside[out].iter_mut().for_each(|inside| inside.push(of));
                    left = Some(part);
                }
            }
        }
    }
}

fn by_place(a: Local, b: Local) -> std::cmp::Ordering {
    a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
}

pub(super) fn between(from: Local, to: Local, share: f64) -> Local {
    Local::new(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
}

/// Where on a stretch the point nearest to a place is, as a share of it.
fn share(at: Local, (from, to): (Local, Local)) -> f64 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let square = dx * dx + dy * dy;
    let along = (at.x - from.x) * dx + (at.y - from.y) * dy;
    if square > 0.0 { (along / square).clamp(0.0, 1.0) } else { 0.0 }
}

/// Distance of a place from a stretch.
#[must_use]
pub fn off(at: Local, (from, to): (Local, Local)) -> f64 {
    distance(at, between(from, to, share(at, (from, to))))
}
