//! One ring of a file: closed, without repeated points and spikes, or refused.
//!
//! Takes the positions as they stand in the file, gives the open ring in degrees and what was
//! changed. Longitudes are counted on from the plane's own, so that a ring across the antimeridian
//! is in one piece where the city lies there. Whether edges cross is settled later.

use std::collections::VecDeque;

use geo::Coord;
use geo::kernels::{Kernel, Orientation, RobustKernel};

use crate::model::{LonLat, Plane};
use crate::units::Metres;

/// First and last position nearer than this are meant to be one: 1e-6 degrees, 0.1 m.
const ALMOST_CLOSED: f64 = 1e-6;

/// A ring thinner than this has no area: 1e-8 degrees, 1 mm, a tenth of the last of the seven
/// decimals that RFC 7946, section 11.2, deems enough.
const THIN: f64 = 1e-8;

/// No ring of a city is wider: half way round, 180 degrees, says that it was cut in the wrong place.
const HALF_TURN: f64 = 180.0;

/// A ring that can be used.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CleanRing {
    /// The corners, without the closing one; no two in a row are equal, no edge turns back.
    pub(super) points: Vec<Coord>,
    /// How far the last position was from the first, where they differed.
    pub(super) closed: Option<Closed>,
    /// Length of the spikes of no width that were taken out, and the tip of the first.
    pub(super) spikes: Option<(Metres, Coord)>,
}

/// What it took to close a ring.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Closed {
    /// The last position was the first but for rounding; it became the first.
    Rounding,
    /// An edge of this length was added from this last position.
    Edge(Metres, Coord),
}

/// Why a ring cannot be used.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum RingFault {
    /// It has this many different positions, fewer than three.
    TooSmall(usize),
    /// All its different positions, this many, lie on one line.
    Flat(usize),
    /// It spans this many degrees of longitude.
    Antimeridian(f64),
}

/// The ring through the positions of a file.
pub(super) fn clean(positions: &[LonLat], plane: &Plane) -> Result<CleanRing, RingFault> {
    let mut points = unwrapped(positions, plane.origin().lon);
    let span = span(&points);
    if span > HALF_TURN {
        return Err(RingFault::Antimeridian(span));
    }
    let closed = close(&mut points, plane);
    if points.len() < 3 || is_flat(&points) {
        return Err(too_little(&points));
    }
    let spikes = cut_spikes(&mut points, plane);
    // What is left on one line would be a spike at its ends.
    if points.len() < 3 {
        return Err(too_little(&points));
    }
    Ok(CleanRing { points, closed, spikes })
}

/// Positions with longitudes within 180 degrees of `about`, each repeated one once.
fn unwrapped(positions: &[LonLat], about: f64) -> Vec<Coord> {
    let mut points: Vec<Coord> = Vec::with_capacity(positions.len());
    for p in positions {
        let mut lon = p.lon;
        if lon - about > HALF_TURN {
            lon -= 2.0 * HALF_TURN;
        } else if about - lon > HALF_TURN {
            lon += 2.0 * HALF_TURN;
        }
        let point = Coord { x: lon, y: p.lat };
        if points.last() != Some(&point) {
            points.push(point);
        }
    }
    points
}

fn span(points: &[Coord]) -> f64 {
    let west = points.iter().map(|p| p.x).fold(f64::INFINITY, f64::min);
    let east = points.iter().map(|p| p.x).fold(f64::NEG_INFINITY, f64::max);
    (east - west).max(0.0)
}

/// Takes off the closing position, and says what it took if there was none.
fn close(points: &mut Vec<Coord>, plane: &Plane) -> Option<Closed> {
    let (first, last) = (*points.first()?, *points.last()?);
    if points.len() < 2 {
        return None;
    }
    if first == last {
        points.pop();
        return None;
    }
    if (first.x - last.x).abs() < ALMOST_CLOSED && (first.y - last.y).abs() < ALMOST_CLOSED {
        points.pop();
        return Some(Closed::Rounding);
    }
    Some(Closed::Edge(Metres(distance(first, last, plane)), last))
}

fn distance(a: Coord, b: Coord, plane: &Plane) -> f64 {
    let local = |p: Coord| plane.to_local(LonLat { lon: p.x, lat: p.y });
    local(a).distance(local(b)).0
}

/// Whether all points, one at least, lie within [`THIN`] of the line through the two that are farthest apart.
fn is_flat(points: &[Coord]) -> bool {
    let o = points[0];
    // Rings with an area that no thin one of their size can have, nearly all, are done here.
    let size = points.iter().map(|p| (p.x - o.x).abs().max((p.y - o.y).abs())).fold(0.0, f64::max);
    if area(points).abs() > 8.0 * THIN * size {
        return false;
    }
    let square = |p: Coord| p.x * p.x + p.y * p.y;
    let far = |from: Coord| {
        let farther = |p: Coord, q: &Coord| {
            if square(*q - from) >= square(p - from) { *q } else { p }
        };
        points.iter().fold(from, farther)
    };
    let a = far(o);
    let b = far(a);
    let (along, length) = (b - a, square(b - a).sqrt());
    points.iter().all(|&p| ((p.x - a.x) * along.y - (p.y - a.y) * along.x).abs() <= THIN * length)
}

/// Area in square degrees, positive where counter-clockwise, of one point at least.
fn area(points: &[Coord]) -> f64 {
    let o = points[0];
    let cross = |a: Coord, b: Coord| (a.x - o.x) * (b.y - o.y) - (b.x - o.x) * (a.y - o.y);
    0.5 * points.windows(2).map(|w| cross(w[0], w[1])).sum::<f64>()
}

fn too_little(points: &[Coord]) -> RingFault {
    let mut distinct: Vec<Coord> = points.to_vec();
    distinct.sort_unstable_by(|p, q| p.x.total_cmp(&q.x).then(p.y.total_cmp(&q.y)));
    distinct.dedup();
    if distinct.len() < 3 {
        RingFault::TooSmall(distinct.len())
    } else {
        RingFault::Flat(distinct.len())
    }
}

/// Whether the way from `a` to `b` to `c` turns back on itself.
fn turns_back(a: Coord, b: Coord, c: Coord) -> bool {
    let sharp = (a.x - b.x) * (c.x - b.x) + (a.y - b.y) * (c.y - b.y) > 0.0;
    sharp && RobustKernel::orient2d(a, b, c) == Orientation::Collinear
}

/// Takes out corners where the ring turns back on itself; gives the length that went, and the first.
fn cut_spikes(points: &mut Vec<Coord>, plane: &Plane) -> Option<(Metres, Coord)> {
    let n = points.len();
    if !(0..n).any(|i| turns_back(points[(i + n - 1) % n], points[i], points[(i + 1) % n])) {
        return None;
    }
    let mut cut = 0.0;
    let mut first = None;
    let mut spike = |a: Coord, tip: Coord, c: Coord| {
        let found = turns_back(a, tip, c);
        if found {
            cut += distance(tip, a, plane).min(distance(tip, c, plane));
            first.get_or_insert(tip);
        }
        found
    };
    let mut kept: VecDeque<Coord> = VecDeque::with_capacity(n);
    for &p in points.iter() {
        while let [.., a, tip] = *kept.make_contiguous()
            && spike(a, tip, p)
        {
            kept.pop_back();
        }
        if kept.back() != Some(&p) {
            kept.push_back(p);
        }
    }
    // The same across the end of the list; each round takes out a corner.
    while kept.len() >= 3 {
        let (last, end) = (kept[kept.len() - 2], kept[kept.len() - 1]);
        if end == kept[0] || spike(last, end, kept[0]) {
            kept.pop_back();
        } else if spike(end, kept[0], kept[1]) {
            kept.pop_front();
        } else {
            break;
        }
    }
    *points = kept.into();
    first.map(|tip| (Metres(cut), tip))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plane() -> Plane {
        Plane::about(LonLat { lon: 116.33, lat: 39.92 })
    }

    fn cleaned(positions: &[(f64, f64)]) -> Result<CleanRing, RingFault> {
        let positions: Vec<LonLat> =
            positions.iter().map(|&(lon, lat)| LonLat { lon, lat }).collect();
        clean(&positions, &plane())
    }

    const SQUARE: [(f64, f64); 5] =
        [(116.32, 39.92), (116.34, 39.92), (116.34, 39.94), (116.32, 39.94), (116.32, 39.92)];

    #[test]
    fn a_sound_ring_loses_its_closing_position_only() {
        let ring = cleaned(&SQUARE).unwrap();
        assert_eq!((ring.points.len(), ring.closed, ring.spikes), (4, None, None));
    }

    #[test]
    fn an_open_ring_is_closed_by_an_edge() {
        let Some(Closed::Edge(gap, end)) = cleaned(&SQUARE[..4]).unwrap().closed else { panic!() };
        assert_eq!(end, Coord { x: 116.32, y: 39.94 });
        // 0.02 degrees of latitude are 2.22 km here.
        assert!((gap.0 - 2220.0).abs() < 2.0, "{gap:?}");
    }

    #[test]
    fn a_ring_that_misses_its_start_by_rounding_ends_there() {
        let mut almost = SQUARE;
        almost[4].0 += 1e-9;
        let ring = cleaned(&almost).unwrap();
        assert_eq!((ring.closed, ring.points.len()), (Some(Closed::Rounding), 4));
    }

    #[test]
    fn repeated_positions_are_dropped() {
        let twice: Vec<_> = SQUARE.iter().flat_map(|&p| [p, p]).collect();
        assert_eq!(cleaned(&twice).unwrap(), cleaned(&SQUARE).unwrap());
    }

    #[test]
    fn a_spike_of_no_width_goes_with_its_length() {
        let spiked = [
            SQUARE[0],
            (116.33, 39.92),
            (116.331, 39.89),
            (116.33, 39.92),
            SQUARE[1],
            SQUARE[2],
            SQUARE[3],
            SQUARE[0],
        ];
        let ring = cleaned(&spiked).unwrap();
        assert_eq!(ring.points.len(), 5);
        // 0.03 degrees of latitude are 3 331 m, 0.001 of longitude 85 m.
        let (length, tip) = ring.spikes.unwrap();
        assert!((length.0 - 3332.0).abs() < 2.0, "{length:?}");
        assert_eq!(tip, Coord { x: 116.331, y: 39.89 });
    }

    #[test]
    fn a_spike_at_the_start_goes_too_wherever_the_ring_starts() {
        let mut ring = vec![
            (116.32, 39.92),
            (116.34, 39.92),
            (116.34, 39.94),
            (116.32, 39.94),
            (116.32, 39.9),
        ];
        for _ in 0..5 {
            ring.rotate_left(1);
            let mut closed = ring.clone();
            closed.push(ring[0]);
            let clean = cleaned(&closed).unwrap();
            assert_eq!(clean.points.len(), 4, "{ring:?}");
            assert!((clean.spikes.unwrap().0.0 - 2220.0).abs() < 2.0);
        }
    }

    #[test]
    fn two_positions_are_no_ring() {
        let pair = [SQUARE[0], SQUARE[1], SQUARE[0]];
        assert_eq!(cleaned(&pair), Err(RingFault::TooSmall(2)));
        assert_eq!(cleaned(&[SQUARE[0]; 4]), Err(RingFault::TooSmall(1)));
        assert_eq!(cleaned(&[]), Err(RingFault::TooSmall(0)));
    }

    #[test]
    fn a_star_of_spikes_alone_is_no_ring() {
        // Out and back three times, from one place.
        let (o, e, n, w) = ((116.33, 39.92), (116.34, 39.92), (116.33, 39.93), (116.32, 39.92));
        for star in [[o, e, o, n, o, w, o], [e, o, n, o, w, o, e]] {
            let found = cleaned(&star);
            assert!(matches!(found, Err(RingFault::TooSmall(_))), "{found:?}");
        }
    }

    #[test]
    fn positions_on_one_line_have_no_area() {
        let flat = [(116.32, 39.92), (116.325, 39.92), (116.33, 39.92), (116.335, 39.92)];
        assert_eq!(cleaned(&flat), Err(RingFault::Flat(4)));
        let slanted = [(116.1, 39.1), (116.2, 39.2), (116.3, 39.3), (116.1, 39.1)];
        assert_eq!(cleaned(&slanted), Err(RingFault::Flat(3)));
    }

    #[test]
    fn a_bow_tie_without_net_area_is_not_flat() {
        let tie = [(116.32, 39.92), (116.34, 39.94), (116.34, 39.92), (116.32, 39.94)];
        assert!(cleaned(&tie).is_ok());
    }

    #[test]
    fn a_ring_across_the_antimeridian_is_whole_where_the_city_lies_there() {
        let ring: Vec<LonLat> =
            [(179.99, 39.9), (-179.99, 39.9), (-179.99, 39.92), (179.99, 39.92)]
                .iter()
                .map(|&(lon, lat)| LonLat { lon, lat })
                .collect();
        let there = clean(&ring, &Plane::about(LonLat { lon: 180.0, lat: 39.9 })).unwrap();
        assert!(area(&there.points) > 0.0);
        assert!(span(&there.points) < 0.021);
        // From the other side of the world it would go round it: 359.98 degrees.
        let opposite = Plane::about(LonLat { lon: 0.0, lat: 39.9 });
        let Err(RingFault::Antimeridian(span)) = clean(&ring, &opposite) else { panic!() };
        assert!((span - 359.98).abs() < 1e-9);
    }
}
