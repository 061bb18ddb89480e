//! Where the edges of rings meet that ought not to.
//!
//! Takes open rings in degrees, gives each place where two edges share a point, apart from the one
//! that neighbours in a ring share. Method: a sweep over edges sorted along the axis on which they
//! are shorter, with exact orientation tests (Shewchuk, "Adaptive precision floating-point
//! arithmetic and fast robust geometric predicates", 1997). Clean rings cost one pass; rings that
//! would cost more than a bounded number of steps are given back as [`Contacts::exhausted`], to be
//! judged by their area. It does not say whether a contact is a fault.

use geo::Coord;
use geo::kernels::{Kernel, Orientation, RobustKernel};

/// How many pairs of edges may be looked at for each edge before the sweep gives up. A border with a
/// thousand edges abreast stays below it.
const STEPS_PER_EDGE: usize = 2000;

/// More contacts than these say no more.
const MOST_CONTACTS: usize = 10_000;

/// Two edges that share a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Contact {
    /// Index of the two rings, the lower first.
    pub(super) rings: (usize, usize),
    /// Index of the edges in their rings.
    edges: (usize, usize),
    /// Whether they pass through each other; else one ends on the other.
    pub(super) crosses: bool,
    /// A point that they share, in degrees.
    pub(super) at: Coord,
}

/// All contacts, in the order of rings and edges.
#[derive(Debug, Default)]
pub(super) struct Contacts {
    pub(super) found: Vec<Contact>,
    /// The sweep gave up; there may be more.
    pub(super) exhausted: bool,
}

impl Contacts {
    /// How many there are at least; past all counting where the sweep gave up.
    pub(super) fn count(&self) -> usize {
        if self.exhausted { usize::MAX } else { self.found.len() }
    }
}

struct Edge {
    ring: usize,
    at: usize,
    last: usize,
    from: Coord,
    to: Coord,
}

/// The extent of an edge along the sweep and across it.
struct Span {
    low: f64,
    high: f64,
    left: f64,
    right: f64,
    edge: usize,
}

/// The contacts among the edges of open rings.
pub(super) fn contacts(rings: &[Vec<Coord>]) -> Contacts {
    let edges: Vec<Edge> = rings
        .iter()
        .enumerate()
        .flat_map(|(ring, points)| {
            let last = points.len().saturating_sub(1);
            let next = points.iter().cycle().skip(1);
            points.iter().zip(next).enumerate().map(move |(at, (&from, &to))| Edge {
                ring,
                at,
                last,
                from,
                to,
            })
        })
        .collect();
    let mut contacts = sweep(&edges, &spans(&edges));
    contacts.found.sort_unstable_by_key(|c| (c.rings, c.edges));
    contacts
}

/// Extents in the order of the sweep, along the axis on which the edges are shorter in sum: so that
/// parallel long edges are not all abreast.
fn spans(edges: &[Edge]) -> Vec<Span> {
    let (width, height) = edges.iter().fold((0.0, 0.0), |(w, h), e| {
        (w + (e.from.x - e.to.x).abs(), h + (e.from.y - e.to.y).abs())
    });
    let along_x = width <= height;
    let mut spans: Vec<Span> = edges
        .iter()
        .enumerate()
        .map(|(edge, e)| {
            let (along, across) = if along_x {
                ((e.from.x, e.to.x), (e.from.y, e.to.y))
            } else {
                ((e.from.y, e.to.y), (e.from.x, e.to.x))
            };
            Span {
                low: along.0.min(along.1),
                high: along.0.max(along.1),
                left: across.0.min(across.1),
                right: across.0.max(across.1),
                edge,
            }
        })
        .collect();
    // Stable: it is quick on the long runs that a border consists of.
    spans.sort_by(|a, b| a.low.total_cmp(&b.low));
    spans
}

fn sweep(edges: &[Edge], spans: &[Span]) -> Contacts {
    let mut contacts = Contacts::default();
    let mut steps = 0;
    let most_steps = STEPS_PER_EDGE.saturating_mul(edges.len());
    let mut abreast: Vec<u32> = Vec::new();
    for (i, span) in spans.iter().enumerate() {
        steps += abreast.len();
        if steps > most_steps || contacts.found.len() > MOST_CONTACTS {
            contacts.exhausted = true;
            return contacts;
        }
        let mut k = 0;
        while k < abreast.len() {
            let other = &spans[abreast[k] as usize];
            if other.high < span.low {
                abreast.swap_remove(k);
                continue;
            }
            if other.left <= span.right && span.left <= other.right {
                contacts.found.extend(contact(&edges[span.edge], &edges[other.edge]));
            }
            k += 1;
        }
        abreast.push(u32::try_from(i).unwrap_or(u32::MAX));
    }
    contacts
}

/// Whether two edges whose boxes touch share a point other than the corner between neighbours.
fn contact(a: &Edge, b: &Edge) -> Option<Contact> {
    let (a, b) = if (a.ring, a.at) <= (b.ring, b.at) { (a, b) } else { (b, a) };
    let neighbours = a.ring == b.ring && (a.at + 1 == b.at || (a.at == 0 && b.at == a.last));
    if neighbours {
        // Two that share a corner share more only where one turns back on the other: such spikes
        // have been taken out.
        return None;
    }
    let sides = (side(a, b.from), side(a, b.to), side(b, a.from), side(b, a.to));
    let on_line = Orientation::Collinear;
    let apart = |p: Orientation, q: Orientation| p == q && p != on_line;
    if apart(sides.0, sides.1) || apart(sides.2, sides.3) {
        return None;
    }
    let ends = [(sides.0, b.from), (sides.1, b.to), (sides.2, a.from), (sides.3, a.to)];
    let touched =
        |&&(side, p): &&(Orientation, Coord)| side == on_line && in_box(a, p) && in_box(b, p);
    let touch = ends.iter().find(touched).map(|&(_, p)| p);
    let crosses = ends.iter().all(|&(side, _)| side != on_line);
    let at = if crosses { Some(crossing(a, b)) } else { touch };
    at.map(|at| Contact { rings: (a.ring, b.ring), edges: (a.at, b.at), crosses, at })
}

fn side(edge: &Edge, p: Coord) -> Orientation {
    RobustKernel::orient2d(edge.from, edge.to, p)
}

fn in_box(e: &Edge, p: Coord) -> bool {
    let within = |a: f64, b: f64, v: f64| a.min(b) <= v && v <= a.max(b);
    within(e.from.x, e.to.x, p.x) && within(e.from.y, e.to.y, p.y)
}

/// Where two edges that pass through each other do so.
fn crossing(a: &Edge, b: &Edge) -> Coord {
    let (along, other, between) = (a.to - a.from, b.to - b.from, b.from - a.from);
    let cross = |p: Coord, q: Coord| p.x * q.y - p.y * q.x;
    let part = cross(between, other) / cross(along, other);
    a.from + along * part.clamp(0.0, 1.0)
}

/// Where a point lies against an open ring; exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lies {
    /// Strictly inside.
    Inside,
    /// On an edge or corner.
    On,
    /// Strictly outside.
    Outside,
}

/// Where `p` lies against the ring, by counting the edges to its right.
pub(super) fn lies(p: Coord, ring: &[Coord]) -> Lies {
    let mut inside = false;
    let next = ring.iter().cycle().skip(1);
    for (&a, &b) in ring.iter().zip(next) {
        let below = a.y.min(b.y) <= p.y && p.y <= a.y.max(b.y);
        if !below || a.x.max(b.x) < p.x {
            continue;
        }
        let side = RobustKernel::orient2d(a, b, p);
        if side == Orientation::Collinear {
            if a.x.min(b.x) <= p.x {
                return Lies::On;
            }
        } else if (a.y > p.y) != (b.y > p.y) {
            // To the right of the point: it is on the left of the edge that climbs.
            inside ^= (side == Orientation::CounterClockwise) == (b.y > a.y);
        }
    }
    if inside { Lies::Inside } else { Lies::Outside }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> Vec<Coord> {
        points.iter().map(|&(x, y)| Coord { x, y }).collect()
    }

    fn found(points: &[(f64, f64)]) -> Vec<(bool, (f64, f64))> {
        contacts(&[ring(points)]).found.iter().map(|c| (c.crosses, (c.at.x, c.at.y))).collect()
    }

    #[test]
    fn a_convex_ring_and_a_triangle_have_no_contacts() {
        assert!(found(&[(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]).is_empty());
        assert!(found(&[(0.0, 0.0), (2.0, 0.0), (3.0, 1.0), (2.0, 2.0), (0.0, 2.0)]).is_empty());
    }

    #[test]
    fn a_bow_tie_crosses_in_its_middle() {
        let tie = [(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)];
        assert_eq!(found(&tie), [(true, (1.0, 1.0))]);
    }

    #[test]
    fn a_corner_on_an_edge_touches() {
        let ring = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 0.0), (0.0, 4.0)];
        // Both edges that end in (2, 0) touch the bottom edge.
        assert_eq!(found(&ring), [(false, (2.0, 0.0)), (false, (2.0, 0.0))]);
    }

    #[test]
    fn edges_that_run_over_each_other_touch() {
        let a = ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 1.0), (0.0, 1.0)]);
        let b = ring(&[(1.0, 0.0), (3.0, 0.0), (2.0, -1.0)]);
        let all = contacts(&[a, b]).found;
        assert!(!all.is_empty());
        assert!(all.iter().all(|c| c.rings == (0, 1) && !c.crosses));
    }

    #[test]
    fn collinear_edges_apart_do_not_touch() {
        let a = ring(&[(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]);
        let b = ring(&[(2.0, 0.0), (3.0, 0.0), (2.0, -1.0)]);
        assert!(contacts(&[a, b]).found.is_empty());
    }

    #[test]
    fn a_comb_of_ten_thousand_teeth_is_clean_whichever_way_it_lies() {
        let mut teeth = vec![(-1.0, 20_000.0), (-1.0, -1.0)];
        for k in 0..10_000 {
            let y = f64::from(2 * k);
            teeth.extend([(1e6, y), (0.0, y + 1.0)]);
        }
        let turned: Vec<(f64, f64)> = teeth.iter().map(|&(x, y)| (-y, x)).collect();
        for comb in [teeth, turned] {
            let contacts = contacts(&[ring(&comb)]);
            assert!(contacts.found.is_empty());
            assert!(!contacts.exhausted);
        }
    }

    #[test]
    fn a_sweep_gives_up_where_there_is_too_much_to_look_at() {
        // A hundred and fifty lines one way and as many the other way cross 22,500 times.
        let woven = |at: u32| match (at / 2, at % 2) {
            (k @ 0..150, side) => (f64::from(side ^ (k % 2)) * 200.0, f64::from(k)),
            (k, side) => (f64::from(k - 150) + 0.5, f64::from(side ^ (k % 2)) * 400.0 - 100.0),
        };
        let woven: Vec<(f64, f64)> = (0..600).map(woven).collect();
        let found = contacts(&[ring(&woven)]);
        assert!(found.exhausted);
        assert!(found.found.len() > MOST_CONTACTS);
        assert_eq!(found.count(), usize::MAX);
        // Long lines beside each other along the diagonal: none meet, and all lie abreast.
        let long: Vec<Vec<Coord>> = (0..2300)
            .map(|k| f64::from(k) * 1e-3)
            .map(|x| ring(&[(x, -x), (x + 100.0, 100.0 - x), (x + 100.0001, 100.0 - x)]))
            .collect();
        let found = contacts(&long);
        assert!(found.exhausted, "{}", found.found.len());
        assert!(found.found.len() <= MOST_CONTACTS, "{}", found.found.len());
    }

    #[test]
    fn a_point_is_inside_on_or_outside() {
        let square = ring(&[(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]);
        let at = |x, y| lies(Coord { x, y }, &square);
        assert_eq!(at(1.0, 1.0), Lies::Inside);
        assert_eq!([at(0.0, 1.0), at(2.0, 2.0), at(1.0, 0.0), at(2.0, 1.0)], [Lies::On; 4]);
        assert_eq!([at(3.0, 1.0), at(-1.0, 0.0), at(3.0, 0.0), at(3.0, 2.0)], [Lies::Outside; 4]);
    }
}
