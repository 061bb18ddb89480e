//! What people call the place of a gap: its community and its estates.

use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

use crate::model::{City, Local, Shape};

/// Named shapes in an R-tree.
struct Named<'a> {
    items: Vec<(&'a str, &'a Shape)>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
}

impl<'a> Named<'a> {
    fn new(items: Vec<(&'a str, &'a Shape)>) -> Self {
        let boxes = (0u32..)
            .zip(&items)
            .filter(|(_, item)| !item.1.is_empty())
            .map(|(i, (_, shape))| {
                let b = shape.bounds();
                let corners = ([b.min.x, b.min.y], [b.max.x, b.max.y]);
                GeomWithData::new(Rectangle::from_corners(corners.0, corners.1), i)
            })
            .collect();
        Self { items, tree: RTree::bulk_load(boxes) }
    }

    /// The lowest item that holds a point.
    fn at(&self, p: Local) -> Option<usize> {
        self.tree
            .locate_in_envelope_intersecting(AABB::from_point([p.x, p.y]))
            .map(|item| item.data as usize)
            .filter(|&i| self.items[i].1.contains(p))
            .min()
    }
}

/// Communities and estates of a city.
pub(super) struct Names<'a> {
    communities: Named<'a>,
    estates: Named<'a>,
}

/// Names of estates that a gap lists at most.
const MOST: usize = 3;

impl<'a> Names<'a> {
    pub(super) fn new(city: &'a City) -> Self {
        let communities = city.communities().iter().map(|c| (c.name.as_str(), &c.shape)).collect();
        let estates = city
            .estates()
            .unwrap_or_default()
            .iter()
            .filter(|e| !e.name.is_empty())
            .map(|e| (e.name.as_str(), &e.shape))
            .collect();
        Self { communities: Named::new(communities), estates: Named::new(estates) }
    }

    /// The community that holds a point.
    pub(super) fn community(&self, at: Local) -> Option<String> {
        self.communities.at(at).map(|i| self.communities.items[i].0.to_owned())
    }

    /// Names of the estates under a gap, by how many of up to 25 points spread over it they hold.
    pub(super) fn estates(&self, gap: &Shape) -> Vec<String> {
        if self.estates.items.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<(usize, usize)> = Vec::new();
        for at in gap.polygons().iter().flat_map(spread) {
            if let Some(estate) = self.estates.at(at) {
                match hits.iter_mut().find(|h| h.1 == estate) {
                    Some(hit) => hit.0 += 1,
                    None => hits.push((1, estate)),
                }
            }
        }
        hits.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        hits.iter().take(MOST).map(|&(_, i)| self.estates.items[i].0.to_owned()).collect()
    }
}

/// Five level lines across a polygon, five points along the inside of each.
fn spread(polygon: &crate::model::Polygon) -> Vec<Local> {
    let points = polygon.outer().points();
    let low = points.iter().map(|p| p.y).fold(f64::INFINITY, f64::min);
    let high = points.iter().map(|p| p.y).fold(f64::NEG_INFINITY, f64::max);
    let mut spread = Vec::new();
    for line in 0..5 {
        let y = low + (high - low) * (f64::from(line) + 0.5) / 5.0;
        let inside = polygon.stretches(y);
        let total: f64 = inside.iter().map(|(from, to)| to - from).sum();
        for step in 0..5 {
            let mut along = total * (f64::from(step) + 0.5) / 5.0;
            for &(from, to) in &inside {
                if along <= to - from {
                    spread.push(Local::new(from + along, y));
                    break;
                }
                along -= to - from;
            }
        }
    }
    spread
}
