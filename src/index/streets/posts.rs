//! Gates that stand on a street and lead into nothing that we know: where such a gate is closed, the street
//! is cut.
//!
//! The street gets a vertex there whether the gate is closed or opened, so that an opened gate joins what was
//! apart and changes nothing else. A way across a square on which a closed gate stands goes. Where several lines meet at a closed gate, none of them joins another.

use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};

use super::{Gateway, distance, short};
use crate::model::{Local, StreetLayer};
use crate::units::Metres;

/// What stands on a street: 10 cm, more than a place that was drawn onto a line is off it.
pub const ON_STREET: Metres = Metres(0.1);

/// Gates by place; whether each is open.
pub struct Posts(RTree<GeomWithData<[f64; 2], bool>>);

impl Posts {
    /// Makes gates ready.
    pub fn new(gates: impl IntoIterator<Item = Gateway>) -> Self {
        let post = |gate: Gateway| GeomWithData::new([gate.at.x, gate.at.y], gate.is_open);
        Self(RTree::bulk_load(gates.into_iter().map(post).collect()))
    }

    /// Whether there is no gate.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.size() == 0
    }

    /// The streets with a vertex at each gate that stands on them, cut at those that are closed.
    #[must_use]
    pub fn cut(&self, streets: &StreetLayer) -> StreetLayer {
        let mut vertices = streets.vertices().to_vec();
        let mut lines = Vec::new();
        for (number, line) in streets.lines().enumerate() {
            let (mut current, before) = (Vec::new(), lines.len());
            for (position, &vertex) in line.iter().enumerate() {
                let at = vertices[vertex as usize];
                if position > 0 {
                    let before = streets.vertices()[line[position - 1] as usize];
                    for (at, is_open) in self.between(before, at) {
                        let here = short(vertices.len());
                        vertices.push(at);
                        current.push(here);
                        if !is_open {
                            vertices.push(at);
                            lines.push((std::mem::replace(&mut current, vec![here + 1]), number));
                        }
                    }
                }
                if self.at(at).all(|is_open| is_open) {
                    current.push(vertex);
                    continue;
                }
                // An end of its own on either side.
                let here = short(vertices.len());
                vertices.extend([at, at]);
                current.push(here);
                lines.push((std::mem::replace(&mut current, vec![here + 1]), number));
            }
            lines.push((current, number));
            if streets.kind(number).is_across && lines.len() > before + 1 {
                lines.truncate(before);
            }
        }
        let mut cut = StreetLayer::new(vertices).with_snap(streets.snap());
        for (line, number) in lines {
            cut.add_as(streets.kind(number), line);
        }
        cut
    }

    /// Whether each gate at a place is open.
    fn at(&self, at: Local) -> impl Iterator<Item = bool> + '_ {
        self.around(at, at).filter(move |(post, _)| distance(*post, at) <= ON_STREET.0).map(|p| p.1)
    }

    /// The gates on a straight piece of street but for those at its ends, from its beginning: where on it, and
    /// whether open.
    fn between(&self, from: Local, to: Local) -> Vec<(Local, bool)> {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let square = dx * dx + dy * dy;
        let mut found: Vec<(f64, bool)> = Vec::new();
        for (post, is_open) in self.around(from, to) {
            let share = ((post.x - from.x) * dx + (post.y - from.y) * dy) / square;
            let on = Local::new(from.x + dx * share, from.y + dy * share);
            let is_at_end = [from, to].iter().any(|end| distance(*end, post) <= ON_STREET.0);
            if (0.0..=1.0).contains(&share) && distance(on, post) <= ON_STREET.0 && !is_at_end {
                found.push((share, is_open));
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let on = |share: f64| Local::new(from.x + dx * share, from.y + dy * share);
        found.into_iter().map(|(share, is_open)| (on(share), is_open)).collect()
    }

    fn around(&self, from: Local, to: Local) -> impl Iterator<Item = (Local, bool)> + '_ {
        let near = ON_STREET.0;
        let (west, east) = (from.x.min(to.x) - near, from.x.max(to.x) + near);
        let (south, north) = (from.y.min(to.y) - near, from.y.max(to.y) + near);
        let all = AABB::from_corners([west, south], [east, north]);
        let post = |of: &GeomWithData<[f64; 2], bool>| {
            let [x, y] = *of.geom();
            (Local::new(x, y), of.data)
        };
        self.0.locate_in_envelope_intersecting(all).map(post)
    }
}
