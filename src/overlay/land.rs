//! The residential land of each unit: estates joined, cut by borders, counted once.
//!
//! Takes the shapes of units and estates, gives one shape a unit. Method: units are made disjoint
//! (what two share goes to the lower index); estates fall into groups whose bounds touch; a group
//! inside one unit is only joined, any other is cut on the fixed grid by the units that it touches,
//! and by all of them at once for what lies outside. It knows nothing of services: discs are cut
//! out of this land elsewhere.

use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;
use i_overlay::i_shape::int::shape::{IntContour, IntShapes};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::grid::{Grid, doubled_area};
use super::polygons::run;
use crate::model::Shape;
use crate::units::SquareMetres;

/// Land by unit, and what the sums need to close: the units and `outside` add up to `united`.
/// The areas of the single estates are `united` plus `overlapping`, but for what snapping moves
/// where a border crosses an estate (half a step of 0.12 mm times the edge that is crossed).
#[derive(Debug, Clone, PartialEq)]
pub struct UnitLand {
    /// The land of each unit, in the order of the units; borders inside it are dissolved.
    pub by_unit: Vec<Shape>,
    /// All land, counted once: the denominator of the city.
    pub united: SquareMetres,
    /// Land outside every unit.
    pub outside: SquareMetres,
    /// Land that lies in more than one estate, counted once for each estate past the first.
    pub overlapping: SquareMetres,
}

/// The land of each unit: the union of the estates inside it. Where units overlap, land is counted
/// for the lower index only.
#[must_use]
pub fn land_by_unit(units: &[&Shape], estates: &[&Shape], grid: &Grid) -> UnitLand {
    let cores = disjoint(&snapped(units, grid));
    let estates = snapped(estates, grid);
    let borders = Borders::new(&cores);
    let homes: Vec<Home> = estates.par_iter().map(|e| borders.home(e, &cores)).collect();
    let groups: Vec<Group> = touching(&estates)
        .into_par_iter()
        .map(|members| Group::new(&members, &estates, &homes, &cores, &borders))
        .collect();

    let pieces: Vec<IntShapes> =
        (0..cores.len()).into_par_iter().map(|unit| land_of(unit, &cores[unit], &groups)).collect();
    let inside: i128 = pieces.iter().map(doubled_areas).sum();
    let outside: i128 = groups.iter().map(|g| g.outside).sum();
    UnitLand {
        by_unit: pieces.into_iter().map(|p| grid.shape(p)).collect(),
        united: grid.area(inside + outside),
        outside: grid.area(outside),
        overlapping: grid.area(groups.iter().map(|g| g.overlapping).sum()),
    }
}

/// The land of each unit where nobody drew estates: the unit itself, less what a lower index has.
#[must_use]
pub fn whole_units(units: &[&Shape], grid: &Grid) -> UnitLand {
    let regions = snapped(units, grid);
    let single: i128 = regions.iter().map(|r| doubled_area(&r.rings)).sum();
    let cores = disjoint_shapes(&regions);
    let united: i128 = cores.iter().map(doubled_areas).sum();
    UnitLand {
        by_unit: cores.into_iter().map(|c| grid.shape(c)).collect(),
        united: grid.area(united),
        outside: SquareMetres(0.0),
        overlapping: grid.area((single - united).max(0)),
    }
}

/// Rings in steps, interior on the left.
#[derive(Clone)]
struct Region {
    rings: Vec<IntContour>,
    bounds: AABB<[i32; 2]>,
}

impl Region {
    fn new(rings: Vec<IntContour>) -> Self {
        let bounds = AABB::from_points(
            rings.iter().flatten().map(|p| [p.x, p.y]).collect::<Vec<_>>().iter(),
        );
        Self { rings, bounds }
    }

    /// A region without rings has bounds that touch nothing.
    fn touches(&self, other: &AABB<[i32; 2]>) -> bool {
        rstar::Envelope::intersects(&self.bounds, other)
    }

    /// Whether a point that is on no edge lies inside; exact.
    fn holds(&self, at: IntPoint) -> bool {
        let wide = |p: IntPoint| (i64::from(p.x), i64::from(p.y));
        let (x, y) = wide(at);
        let mut inside = false;
        for ring in &self.rings {
            let mut last = ring.last().map_or((0, 0), |&p| wide(p));
            for &p in ring {
                let (a, b) = (last, wide(p));
                last = b;
                if (a.1 > y) != (b.1 > y) {
                    let (low, high) = if a.1 < b.1 { (a, b) } else { (b, a) };
                    // Right of the point: the point is on the left of the edge from low to high.
                    let side = (high.0 - low.0) * (y - low.1) - (high.1 - low.1) * (x - low.0);
                    inside ^= side > 0;
                }
            }
        }
        inside
    }
}

fn snapped(shapes: &[&Shape], grid: &Grid) -> Vec<Region> {
    shapes.par_iter().map(|s| Region::new(grid.contours(s))).collect()
}

/// Each unit less all units with a lower index.
fn disjoint(units: &[Region]) -> Vec<Region> {
    disjoint_shapes(units)
        .into_iter()
        .map(|s| Region::new(s.into_iter().flatten().collect()))
        .collect()
}

fn disjoint_shapes(units: &[Region]) -> Vec<IntShapes> {
    let tree = bounds_tree(units);
    let core = |i: usize| {
        let lower = touched(&tree, &units[i].bounds).into_iter().filter(|&j| j < i);
        let clip: Vec<IntContour> = lower.flat_map(|j| units[j].rings.iter().cloned()).collect();
        run(&units[i].rings, &clip, OverlayRule::Difference)
    };
    (0..units.len()).into_par_iter().map(core).collect()
}

type Tree = RTree<GeomWithData<Rectangle<[i32; 2]>, usize>>;

fn bounds_tree(regions: &[Region]) -> Tree {
    let filled = regions.iter().enumerate().filter(|(_, r)| !r.rings.is_empty());
    RTree::bulk_load(
        filled.map(|(i, r)| GeomWithData::new(Rectangle::from_aabb(r.bounds), i)).collect(),
    )
}

/// Indices of what touches the bounds, in order.
fn touched(tree: &Tree, bounds: &AABB<[i32; 2]>) -> Vec<usize> {
    let mut found: Vec<usize> =
        tree.locate_in_envelope_intersecting(*bounds).map(|e| e.data).collect();
    found.sort_unstable();
    found
}

/// Where an estate lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Home {
    /// Wholly inside the unit of this index.
    Inside(usize),
    /// Near a border; it may be cut.
    Border,
    /// Outside all units.
    Outside,
}

/// The units, and the boxes of their edges.
struct Borders {
    units: Tree,
    edges: RTree<Rectangle<[i32; 2]>>,
}

impl Borders {
    fn new(cores: &[Region]) -> Self {
        let edges = cores.iter().flat_map(|c| &c.rings).flat_map(|ring| {
            let next = ring.iter().cycle().skip(1);
            ring.iter().zip(next).map(|(a, b)| Rectangle::from_corners([a.x, a.y], [b.x, b.y]))
        });
        Self { units: bounds_tree(cores), edges: RTree::bulk_load(edges.collect()) }
    }

    fn home(&self, estate: &Region, cores: &[Region]) -> Home {
        let Some(&corner) = estate.rings.first().and_then(|r| r.first()) else {
            return Home::Outside;
        };
        if self.edges.locate_in_envelope_intersecting(estate.bounds).next().is_some() {
            return Home::Border;
        }
        // No edge near: all of the estate lies where its first corner lies.
        let mut units = touched(&self.units, &estate.bounds).into_iter();
        units.find(|&u| cores[u].holds(corner)).map_or(Home::Outside, Home::Inside)
    }
}

/// Indices of regions whose bounds touch, directly or through others; each group and the list of
/// groups in order of index.
fn touching(regions: &[Region]) -> Vec<Vec<usize>> {
    let tree = bounds_tree(regions);
    let mut parent: Vec<usize> = (0..regions.len()).collect();
    for (i, region) in regions.iter().enumerate() {
        for other in tree.locate_in_envelope_intersecting(region.bounds) {
            if other.data < i {
                let (a, b) = (root(&mut parent, i), root(&mut parent, other.data));
                // The lower index stays the root, so that groups come in order.
                parent[a.max(b)] = a.min(b);
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); regions.len()];
    for i in 0..regions.len() {
        groups[root(&mut parent, i)].push(i);
    }
    groups.retain(|g| !g.is_empty());
    groups
}

fn root(parent: &mut [usize], of: usize) -> usize {
    let mut at = of;
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

/// Estates that touch each other.
struct Group {
    /// The one unit that holds all of it, with the union; none where borders must be asked.
    whole: Option<(usize, IntShapes)>,
    /// Members that a border may cut, or that touch such members.
    members: Vec<Region>,
    /// Twice the area outside all units, in square steps.
    outside: i128,
    /// The same by which the sum over members exceeds their union.
    overlapping: i128,
}

impl Group {
    fn new(
        indices: &[usize],
        estates: &[Region],
        homes: &[Home],
        cores: &[Region],
        borders: &Borders,
    ) -> Self {
        let rings = |keep: &dyn Fn(Home) -> bool| -> Vec<IntContour> {
            let kept = indices.iter().filter(|&&i| keep(homes[i]));
            kept.flat_map(|&i| estates[i].rings.iter().cloned()).collect()
        };
        let all = rings(&|_| true);
        let union = run(&all, &[], OverlayRule::Subject);
        let overlapping = (doubled_area(&all) - doubled_areas(&union)).max(0);
        let home = homes[indices[0]];
        if let Home::Inside(unit) = home
            && indices.iter().all(|&i| homes[i] == home)
        {
            return Self {
                whole: Some((unit, union)),
                members: Vec::new(),
                outside: 0,
                overlapping,
            };
        }
        let exposed = rings(&|h| !matches!(h, Home::Inside(_)));
        let mut near: Vec<usize> =
            indices.iter().flat_map(|&i| touched(&borders.units, &estates[i].bounds)).collect();
        near.sort_unstable();
        near.dedup();
        let clip: Vec<IntContour> = near.iter().flat_map(|&u| cores[u].rings.clone()).collect();
        let outside = doubled_areas(&run(&exposed, &clip, OverlayRule::Difference));
        let members = indices.iter().map(|&i| estates[i].clone()).collect();
        Self { whole: None, members, outside, overlapping }
    }
}

/// The land of one unit: groups that it holds whole, and what it cuts out of the others.
fn land_of(unit: usize, core: &Region, groups: &[Group]) -> IntShapes {
    let mut land: IntShapes = groups
        .iter()
        .filter_map(|g| g.whole.as_ref())
        .filter(|(home, _)| *home == unit)
        .flat_map(|(_, union)| union.clone())
        .collect();
    let near: Vec<IntContour> = groups
        .iter()
        .flat_map(|g| &g.members)
        .filter(|m| m.touches(&core.bounds))
        .flat_map(|m| m.rings.clone())
        .collect();
    if !near.is_empty() {
        land.extend(run(&near, &core.rings, OverlayRule::Intersect));
    }
    land
}

fn doubled_areas(polygons: &IntShapes) -> i128 {
    polygons.iter().map(|p| doubled_area(p)).sum()
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small whole numbers")]
mod tests;
