//! Ways across squares against every way: all corners as places to bend at, what is inside told by cells of a grid or
//! by angles, and walks by the method of Floyd (1962).

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a few hundred corners at most"
)]

use std::collections::BTreeMap;

use walkshed::index::streets::{ALIKE, MOST_CORNERS, NoWay, across};
use walkshed::model::Local;

use crate::random::Random;

type Table = Vec<Vec<f64>>;

/// All shortest walks out of the lengths of single lines.
fn shortest(mut walks: Table) -> Table {
    let count = walks.len();
    for over in 0..count {
        for from in 0..count {
            for to in 0..count {
                walks[from][to] = walks[from][to].min(walks[from][over] + walks[over][to]);
            }
        }
    }
    walks
}

/// A table of single lines.
fn table(at: &[Local], lines: impl Iterator<Item = (usize, usize)>) -> Table {
    let mut walks = vec![vec![f64::INFINITY; at.len()]; at.len()];
    for (place, row) in walks.iter_mut().enumerate() {
        row[place] = 0.0;
    }
    for (a, b) in lines {
        walks[a][b] = at[a].distance(at[b]).0;
        walks[b][a] = walks[a][b];
    }
    walks
}

/// Holds the lines across a square against lines between all corners that see each other; how many pairs of
/// entries were held, and how many of them lines across make nearer.
fn hold(
    at: &[Local],
    sides: &[Vec<u32>],
    entries: &[usize],
    sees: impl Fn(usize, usize) -> bool,
    what: &str,
) -> (usize, usize) {
    hold_fenced((at, at), (sides, &[]), entries, sees, what)
}

/// The same of a square with fences. After its corners stand more that are seen: the other sides of posts.
fn hold_fenced(
    (at, seen): (&[Local], &[Local]),
    (sides, fences): (&[Vec<u32>], &[[u32; 2]]),
    entries: &[usize],
    sees: impl Fn(usize, usize) -> bool,
    what: &str,
) -> (usize, usize) {
    let lines: Vec<&[u32]> = sides.iter().map(Vec::as_slice).collect();
    let is_entry = |vertex: u32| entries.contains(&(vertex as usize));
    let found = across(at, (&lines, fences), is_entry).unwrap();
    let rings =
        || sides.iter().flat_map(|line| line.windows(2)).map(|p| (p[0] as usize, p[1] as usize));
    let ways: Vec<(usize, usize)> = found.iter().map(|[a, b]| (*a as usize, *b as usize)).collect();
    let own = shortest(table(at, rings().chain(ways.iter().copied())));
    let along = shortest(table(at, rings()));
    let all = (0..seen.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
    let every = shortest(table(seen, all.filter(|(a, b)| sees(*a, *b)).chain(rings())));
    let (mut held, mut nearer) = (0, 0);
    for (&a, &b) in entries.iter().flat_map(|a| entries.iter().map(move |b| (a, b))) {
        let (found, expected) = (own[a][b], every[a][b]);
        let is_right =
            (found - expected).abs() < 0.005 || found.is_infinite() && expected.is_infinite();
        assert!(is_right, "{what}: {a} to {b}: {found}, not {expected}");
        held += 1;
        nearer += usize::from(along[a][b] > found + 0.01);
    }
    // None that is found is needless.
    for (number, &(a, b)) in ways.iter().enumerate() {
        let sides = |of: usize| (0..seen.len()).filter(move |other| seen[*other] == at[of]);
        let is_seen = sides(a).any(|a| sides(b).any(|b| sees(a, b)));
        assert!(is_seen, "{what}: {a} to {b} is not inside");
        let others = ways.iter().enumerate().filter(|(other, _)| *other != number);
        let without = shortest(table(at, rings().chain(others.map(|(_, way)| *way))));
        let length = at[a].distance(at[b]).0;
        assert!(without[a][b] > length + 0.9 * ALIKE.0, "{what}: {a} to {b} is needless");
    }
    (held, nearer)
}

/// Cells on a side of the grids.
const CELLS: usize = 6;

/// Whether a place, in cells, is in or on the border of a cell that belongs.
fn is_in(cells: &[[bool; CELLS]; CELLS], x: f64, y: f64) -> bool {
    let around = |v: f64| {
        let near = v.round();
        if (v - near).abs() < 1e-9 { [near - 1.0, near] } else { [v.floor(), v.floor()] }
    };
    let last = CELLS as f64;
    let has = |x: f64, y: f64| {
        (0.0..last).contains(&x) && (0.0..last).contains(&y) && cells[x as usize][y as usize]
    };
    around(x).iter().any(|x| around(y).iter().any(|y| has(*x, *y)))
}

fn place_of(number: usize) -> (f64, f64) {
    ((number / (CELLS + 1)) as f64, (number % (CELLS + 1)) as f64)
}

/// Whether two corners of a grid see each other: between two lines of the grid all is one cell.
fn sees_in_grid(cells: &[[bool; CELLS]; CELLS], a: usize, b: usize) -> bool {
    let ((ax, ay), (bx, by)) = (place_of(a), place_of(b));
    let mut shares = vec![0.0, 1.0];
    for line in 0..=CELLS {
        let line = line as f64;
        shares.extend([(line - ax) / (bx - ax), (line - ay) / (by - ay)]);
    }
    shares.retain(|share| (0.0..=1.0).contains(share));
    shares.sort_by(f64::total_cmp);
    shares.windows(2).filter(|pair| pair[1] - pair[0] > 1e-9).all(|pair| {
        let share = f64::midpoint(pair[0], pair[1]);
        is_in(cells, ax + (bx - ax) * share, ay + (by - ay) * share)
    })
}

#[test]
fn ways_across_cells_of_a_grid_are_the_shortest() {
    let (mut held, mut nearer) = (0, 0);
    for seed in 0..40 {
        let mut random = Random(seed);
        let mut cells = [[false; CELLS]; CELLS];
        let share = random.between(0.4, 0.9);
        cells.iter_mut().flatten().for_each(|cell| *cell = random.unit() < share);
        let number = |x: usize, y: usize| x * (CELLS + 1) + y;
        let at: Vec<Local> = (0..(CELLS + 1) * (CELLS + 1))
            .map(|n| Local::new(place_of(n).0 * 10.0 - 31.0, place_of(n).1 * 10.0 + 7.5))
            .collect();
        // Each cell is a ring: where two meet the side between them stands twice.
        let mut sides: Vec<Vec<u32>> = Vec::new();
        for (x, y) in (0..CELLS).flat_map(|x| (0..CELLS).map(move |y| (x, y))) {
            if cells[x][y] {
                let ring = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)];
                sides.push(ring.iter().map(|(x, y)| number(*x, *y) as u32).collect());
            }
        }
        // The sides alone: along those that stand twice nobody has to walk.
        let mut counts: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for pair in sides.iter().flat_map(|ring| ring.windows(2)) {
            *counts.entry((pair[0].min(pair[1]), pair[0].max(pair[1]))).or_default() += 1;
        }
        let border: Vec<Vec<u32>> = counts
            .iter()
            .filter(|(_, count)| **count == 1)
            .map(|((a, b), _)| vec![*a, *b])
            .collect();
        let mut corners: Vec<usize> = border.concat().iter().map(|v| *v as usize).collect();
        corners.sort_unstable();
        corners.dedup();
        let entries: Vec<usize> = corners.into_iter().filter(|_| random.unit() < 0.3).collect();
        let sees = |a: usize, b: usize| sees_in_grid(&cells, a, b);
        let what = format!("grid {seed}");
        let counts = hold(&at, &border, &entries, sees, &what);
        (held, nearer) = (held + counts.0, nearer + counts.1);
        // Whole cells as rings have the same border.
        let lines = |sides: &[Vec<u32>]| {
            let lines: Vec<&[u32]> = sides.iter().map(Vec::as_slice).collect();
            across(&at, (&lines, &[]), |vertex| entries.contains(&(vertex as usize)))
        };
        assert_eq!(lines(&sides), lines(&border), "{what}");
    }
    assert!(held > 1500 && nearer > 700, "{held} pairs, {nearer} nearer");
}

/// Corners of a star about the origin, to the millimetre.
fn star(random: &mut Random, count: usize, (least, most): (f64, f64)) -> Vec<Local> {
    let corner = |at: usize| {
        let turn = (at as f64 + random.between(-0.3, 0.3)) / count as f64 * std::f64::consts::TAU;
        let off = random.between(least, most);
        let whole = |v: f64| (v * 1000.0).round() / 1000.0;
        Local::new(whole(off * turn.cos()), whole(off * turn.sin()))
    };
    (0..count).map(corner).collect()
}

/// How often a ring goes round a place, by the angles of its sides.
fn rounds(ring: &[Local], at: Local) -> i64 {
    let angle = |p: &Local| (p.y - at.y).atan2(p.x - at.x);
    let next = ring.iter().cycle().skip(1);
    let turns = ring.iter().zip(next).map(|(p, q)| {
        let turn = angle(q) - angle(p);
        turn - (turn / std::f64::consts::TAU).round() * std::f64::consts::TAU
    });
    (turns.sum::<f64>() / std::f64::consts::TAU).round() as i64
}

/// Whether two lines cross off their ends.
fn cross([a, b]: [Local; 2], [p, q]: [Local; 2]) -> bool {
    let (ux, uy, vx, vy) = (b.x - a.x, b.y - a.y, q.x - p.x, q.y - p.y);
    let turn = ux * vy - uy * vx;
    let (wx, wy) = (p.x - a.x, p.y - a.y);
    let shares = [(wx * vy - wy * vx) / turn, (wx * uy - wy * ux) / turn];
    shares.iter().all(|share| *share > 1e-9 && *share < 1.0 - 1e-9)
}

#[test]
fn ways_across_convex_and_reflex_squares_and_about_holes_are_the_shortest() {
    let (mut held, mut nearer) = (0, 0);
    for seed in 0..120 {
        let mut random = Random(5000 + seed);
        let count = 7 + random.below(9usize);
        // Every third on a circle: convex.
        let radii = if seed % 3 == 0 { (60.0, 60.0) } else { (30.0, 100.0) };
        let mut rings = vec![star(&mut random, count, radii)];
        if seed % 2 == 0 {
            let corners = 3 + random.below(6usize);
            rings.push(star(&mut random, corners, (3.0, 12.0)));
        }
        let at = rings.concat();
        let mut first = 0;
        let sides: Vec<Vec<u32>> = rings
            .iter()
            .map(|ring| {
                let start = first;
                first += ring.len() as u32;
                (start..first).chain([start]).collect()
            })
            .collect();
        let entries: Vec<usize> = (0..at.len()).filter(|_| random.unit() < 0.5).collect();
        let pairs: Vec<(usize, usize)> = sides
            .iter()
            .flat_map(|line| line.windows(2))
            .map(|p| (p[0] as usize, p[1] as usize))
            .collect();
        let sees = |a: usize, b: usize| {
            if pairs.contains(&(a, b)) || pairs.contains(&(b, a)) {
                return true;
            }
            let (p, q) = (at[a], at[b]);
            let middle = Local::new(f64::midpoint(p.x, q.x), f64::midpoint(p.y, q.y));
            let inside = rings.iter().map(|ring| rounds(ring, middle)).sum::<i64>() % 2 != 0;
            inside && !pairs.iter().any(|(c, d)| cross([p, q], [at[*c], at[*d]]))
        };
        let counts = hold(&at, &sides, &entries, sees, &format!("star {seed}"));
        (held, nearer) = (held + counts.0, nearer + counts.1);
    }
    assert!(held > 4000 && nearer > 2000, "{held} pairs, {nearer} nearer");
}

/// Above nought where the way from `a` over `b` to `c` turns left.
fn turn(a: Local, b: Local, c: Local) -> f64 {
    (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x)
}

/// Whether a place is in the corner that a fence makes at its post, or on the fence.
fn is_within([a, post, b]: [Local; 3], at: Local) -> bool {
    let hand = turn(a, post, b).signum();
    [turn(a, post, at), turn(post, b, at)].iter().all(|of| of * hand >= -1e-6)
}

/// Puts fences on a square and over its ring, which who walks along it passes: their posts after its corners, and
/// which are between two pieces. All have one piece, or all have two.
fn lay_fences(random: &mut Random, at: &mut Vec<Local>, bent: &mut Vec<usize>) -> Vec<[u32; 2]> {
    let (count, mut fences) = (2 + random.below(2usize), Vec::new());
    for _ in 0..2 + random.below(6usize) {
        let first = at.len() as u32;
        let off = [random.between(-40.0, 40.0), random.between(-40.0, 40.0)];
        let some = star(random, 3, (3.0, 35.0)).into_iter().take(count);
        let posts: Vec<Local> = some.map(|of| Local::new(of.x + off[0], of.y + off[1])).collect();
        at.extend(&posts);
        fences.extend((first..at.len() as u32 - 1).map(|post| [post, post + 1]));
        bent.extend((count == 3).then_some(first as usize + 1));
    }
    fences
}

#[test]
fn ways_across_squares_with_fences_are_the_shortest() {
    let (mut held, mut nearer, mut barred) = (0, 0, 0);
    for seed in 0..120 {
        let mut random = Random(7000 + seed);
        let count = 7 + random.below(9usize);
        let radii = if seed % 3 == 0 { (60.0, 60.0) } else { (30.0, 100.0) };
        let ring = star(&mut random, count, radii);
        let line: Vec<u32> = (0..count as u32).chain([0]).collect();
        let (mut at, mut bent) = (ring.clone(), Vec::new());
        let fences = lay_fences(&mut random, &mut at, &mut bent);
        // Such a post as who stands in its corner has it, and, after all, as others do.
        let seen: Vec<Local> = at.iter().copied().chain(bent.iter().map(|of| at[*of])).collect();
        let side = |of: usize| {
            let outer = of.checked_sub(at.len()).map(|number| (bent[number], false));
            outer.or_else(|| bent.contains(&of).then_some((of, true)))
        };
        let entries: Vec<usize> = (0..count).filter(|_| random.unit() < 0.5).collect();
        let is_on = |a: usize, b: usize| {
            let next = |a: usize, b: usize| (a + 1) % count == b && a < count && b < count;
            next(a, b) || next(b, a)
        };
        let is_clear = |a: usize, b: usize| {
            let (p, q) = (seen[a], seen[b]);
            let middle = Local::new(f64::midpoint(p.x, q.x), f64::midpoint(p.y, q.y));
            let sides = line.windows(2).map(|side| [side[0], side[1]]);
            rounds(&ring, middle) % 2 != 0
                && !sides
                    .chain(fences.iter().copied())
                    .any(|[c, d]| cross([p, q], [at[c as usize], at[d as usize]]))
        };
        let sees = |a: usize, b: usize| {
            let is_on_side = |of: usize, to: usize| {
                side(of).is_none_or(|(post, is_inner)| {
                    let fence = [at[post - 1], at[post], at[post + 1]];
                    let is_end = seen[to] == fence[0] || seen[to] == fence[2];
                    is_end || is_within(fence, seen[to]) == is_inner
                })
            };
            is_on(a, b) || is_clear(a, b) && is_on_side(a, b) && is_on_side(b, a)
        };
        let what = format!("fences {seed}");
        let counts = hold_fenced(
            (&at, &seen),
            (std::slice::from_ref(&line), &fences),
            &entries,
            sees,
            &what,
        );
        (held, nearer) = (held + counts.0, nearer + counts.1);
        let pairs = entries.iter().flat_map(|a| entries.iter().map(move |b| (*a, *b)));
        let crosses = |(a, b): &(usize, usize)| {
            fences.iter().any(|[c, d]| cross([at[*a], at[*b]], [at[*c as usize], at[*d as usize]]))
        };
        barred += pairs.filter(crosses).count();
    }
    assert!(held > 2000 && nearer > 1000 && barred > 500, "{held}, {nearer} nearer, {barred}");
}

fn ring(points: &[(f64, f64)]) -> (Vec<Local>, Vec<u32>) {
    let at: Vec<Local> = points.iter().map(|&(x, y)| Local::new(x, y)).collect();
    let line = (0..at.len() as u32).chain([0]).collect();
    (at, line)
}

#[test]
fn four_corners_have_two_diagonals_and_a_straight_row_of_entries_none() {
    // (20, 0) is an entry on the straight side between two others.
    let (at, line) = ring(&[(0.0, 0.0), (20.0, 0.0), (40.0, 0.0), (40.0, 30.0), (0.0, 30.0)]);
    let corners = across(&at, (&[&line], &[]), |vertex| vertex != 1).unwrap();
    assert_eq!(corners, [[0, 3], [2, 4]]);
    let all = across(&at, (&[&line], &[]), |_| true).unwrap();
    assert_eq!(all, [[1, 3], [1, 4], [0, 3], [2, 4]]);
}

#[test]
fn a_line_that_passes_a_corner_of_the_border_touches_it_and_stands_as_two() {
    // The corner (20, 10) of a wedge lies on the straight line between two entries.
    let (at, line) = ring(&[(0.0, 0.0), (40.0, 0.0), (40.0, 20.0), (20.0, 10.0), (0.0, 20.0)]);
    let found = across(&at, (&[&line], &[]), |vertex| [0, 2].contains(&vertex)).unwrap();
    assert_eq!(found, [[0, 3]], "(20, 10) to (40, 20) is a side already");
}

#[test]
fn lines_that_do_not_close_are_no_square_and_a_circle_of_entries_is_too_large() {
    let (at, line) = ring(&[(0.0, 0.0), (40.0, 0.0), (40.0, 20.0), (0.0, 20.0)]);
    assert_eq!(across(&at, (&[&line[..4]], &[]), |_| true), Err(NoWay::Open));
    assert_eq!(across(&at, (&[], &[]), |_| true), Err(NoWay::Open));
    let circle = |count: usize| {
        let corner = |at: usize| {
            let turn = at as f64 / count as f64 * std::f64::consts::TAU;
            (900.0 * turn.cos(), 900.0 * turn.sin())
        };
        ring(&(0..count).map(corner).collect::<Vec<_>>())
    };
    let (at, line) = circle(MOST_CORNERS + 1);
    assert_eq!(across(&at, (&[&line], &[]), |_| true), Err(NoWay::Large));
    assert_eq!(across(&at, (&[&line], &[]), |vertex| vertex % 150 == 0).unwrap().len(), 3);
}
