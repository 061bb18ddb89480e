//! Borders of subdistricts and districts, each drawn once.
//!
//! An edge that two subdistricts share, vertex by vertex, is drawn once, as a district's border
//! where their districts differ. An edge without a partner is a subdistrict's alone; the outer border
//! of the city is drawn beneath the land, where only its outer half shows.

use crate::model::{Local, Ring, Subdistrict};

/// Lines by rank.
#[derive(Debug, Default)]
pub(super) struct Borders {
    /// Between subdistricts of one district, or of unknown ones.
    pub(super) unit: Vec<Vec<Local>>,
    /// Between districts.
    pub(super) district: Vec<Vec<Local>>,
    /// Of one subdistrict alone: the rim of the city, and what neighbours draw with other corners.
    pub(super) alone: Vec<Vec<Local>>,
}

/// Places to a metre on which two edges count as the same: millimetres.
const GRID: f64 = 1000.0;

/// What becomes of one edge of one subdistrict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// A neighbour draws it.
    Skipped,
    /// Drawn as a subdistrict's border.
    Unit,
    /// Drawn as a district's border.
    District,
    /// No neighbour has it.
    Alone,
}

/// One edge of one subdistrict, its ends in a fixed order.
struct Edge {
    key: [i64; 4],
    unit: usize,
    at: usize,
}

/// The borders of all subdistricts.
pub(super) fn borders(units: &[Subdistrict]) -> Borders {
    let mut edges: Vec<Edge> = Vec::new();
    for (unit, subdistrict) in units.iter().enumerate() {
        for (a, b) in subdistrict.shape.rings().flat_map(Ring::edges) {
            edges.push(Edge { key: key_of(a, b), unit, at: edges.len() });
        }
    }
    edges.sort_by(|a, b| a.key.cmp(&b.key).then(a.at.cmp(&b.at)));
    let mut ranks = vec![Rank::Skipped; edges.len()];
    for same in edges.chunk_by(|a, b| a.key == b.key) {
        let parent = |e: &Edge| units[e.unit].parent.as_deref();
        let differ = same.windows(2).any(|p| parent(&p[0]) != parent(&p[1]));
        ranks[same[0].at] = match same.len() {
            1 => Rank::Alone,
            _ if differ => Rank::District,
            _ => Rank::Unit,
        };
    }
    let mut ranks = ranks.into_iter();
    let mut borders = Borders::default();
    for ring in units.iter().flat_map(|u| u.shape.rings()) {
        push_runs(&mut borders, ring, &mut ranks);
    }
    borders
}

/// Whether the units lie in more than one district.
pub(super) fn has_districts(units: &[Subdistrict]) -> bool {
    units.windows(2).any(|pair| pair[0].parent != pair[1].parent)
}

/// Joins the edges of a ring that follow each other with one rank.
fn push_runs(borders: &mut Borders, ring: &Ring, ranks: &mut impl Iterator<Item = Rank>) {
    let mut before = Rank::Skipped;
    for ((a, b), rank) in ring.edges().zip(ranks) {
        let list = match rank {
            Rank::Skipped => None,
            Rank::Unit => Some(&mut borders.unit),
            Rank::District => Some(&mut borders.district),
            Rank::Alone => Some(&mut borders.alone),
        };
        if let Some(list) = list {
            match list.last_mut() {
                Some(line) if before == rank => line.push(b),
                Some(_) | None => list.push(vec![a, b]),
            }
        }
        before = rank;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "millimetres on Earth are below 2^43")]
fn key_of(a: Local, b: Local) -> [i64; 4] {
    let key = |p: Local| [(p.x * GRID).round() as i64, (p.y * GRID).round() as i64];
    let [[x0, y0], [x1, y1]] = if key(a) <= key(b) { [key(a), key(b)] } else { [key(b), key(a)] };
    [x0, y0, x1, y1]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::grid_city;

    fn edges(lines: &[Vec<Local>]) -> usize {
        lines.iter().map(|line| line.len() - 1).sum()
    }

    #[test]
    fn a_shared_edge_is_drawn_once() {
        let city = grid_city(2, 1, 1000.0);
        // Two squares have 8 edges, one of them shared.
        let borders = borders(city.subdistricts());
        assert_eq!((edges(&borders.unit), edges(&borders.alone)), (1, 6));
    }

    #[test]
    fn an_edge_between_two_districts_is_a_districts_border() {
        let mut units = grid_city(2, 1, 1000.0).subdistricts().to_vec();
        units[0].parent = Some("东区".to_owned());
        units[1].parent = Some("西区".to_owned());
        let borders = borders(&units);
        assert_eq!((edges(&borders.unit), edges(&borders.district)), (0, 1));
    }
}
