//! How the shapes of one layer lie to each other: overlaps and narrow gaps, as findings.
//!
//! Takes shapes on the local plane, pushes findings (RELIABILITY section 4, rows 13 to 15 and 40).
//! Method: after the JTS `CoverageValidator` - shared edges are matched first, and only shapes with
//! edges that no neighbour has are laid over each other. What rounding to seven decimals makes, less
//! than 2 cm wide or less than a square metre, is not said. It changes nothing: the stages count
//! land once by themselves.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::border::{Loose, Strip, loose_edges, strips};
use super::layer::{LayerFile, Origin};
use crate::finding::{Finding, Findings, Place, Spots};
use crate::model::{Bounds, Local, LonLat, Plane, Polygon, Ring, Shape};
use crate::overlay::{Grid, intersection, union};
use crate::units::{Metres, Share, SquareMetres};

/// Narrower strips come from rounding: 2 cm, twice the seventh decimal of a degree.
const ROUNDING: f64 = 0.02;

/// Narrower strips are slips of the hand: 1 m (RELIABILITY, row 14).
const SLIVER: f64 = 1.0;

/// Smaller areas are not worth a word: 1 square metre.
const NEGLIGIBLE: f64 = 1.0;

/// Shorter gaps are the corner where two borders part: 20 m.
const SHORT: f64 = 20.0;

/// What to do about strips between subdistricts.
const SNAP: &str = "pass --snap 1m, or snap the borders to each other";

/// So many pairs are named in one finding.
const NAMED: usize = 3;

/// A feature with its shape.
pub(crate) struct PartitionItem<'a> {
    /// Which feature of which file.
    pub(crate) origin: Origin,
    /// What people call it.
    pub(crate) name: &'a str,
    /// Where it lies.
    pub(crate) shape: &'a Shape,
}

/// Says where subdistricts overlap, and where neighbours leave a gap narrower than 1 m. The items
/// are in the order of their ids.
pub(crate) fn check_partition(
    files: &[LayerFile],
    items: &[PartitionItem<'_>],
    plane: &Plane,
    findings: &mut Findings,
) {
    let layer = Layer::new(files, items, plane);
    let counted = "land there is counted once, for the lower id";
    layer.say_overlaps(counted, SNAP, findings);
    let gaps: Vec<Slivers> = strips(&layer.loose, ROUNDING, SLIVER)
        .into_iter()
        .filter(|(_, s)| s.area >= NEGLIGIBLE && s.length >= SHORT)
        .map(|(pair, strip)| Slivers { pair, strip, pieces: Vec::new() })
        .collect();
    let help = format!("land in a gap counts for nobody; {SNAP}");
    layer.say_slivers("sliver-gap", &gaps, &help, findings);
}

/// Says where estates overlap.
pub(crate) fn check_overlaps(
    files: &[LayerFile],
    items: &[PartitionItem<'_>],
    plane: &Plane,
    findings: &mut Findings,
) {
    Layer::new(files, items, plane).say_overlaps(
        "the land is counted once",
        "snap the borders to each other",
        findings,
    );
}

struct Layer<'a> {
    files: &'a [LayerFile],
    plane: &'a Plane,
    items: &'a [PartitionItem<'a>],
    shapes: Vec<&'a Shape>,
    loose: Vec<Loose>,
}

/// What two shapes have in common.
#[derive(Default)]
struct Shared {
    /// In pieces wider than a sliver.
    area: f64,
    pieces: Vec<Polygon>,
    sliver: Strip,
    slivers: Vec<Polygon>,
}

/// Strips between, or over, two shapes.
struct Slivers {
    pair: (usize, usize),
    strip: Strip,
    /// What they are, where both shapes have them.
    pieces: Vec<Polygon>,
}

impl<'a> Layer<'a> {
    fn new(files: &'a [LayerFile], items: &'a [PartitionItem<'a>], plane: &'a Plane) -> Self {
        let shapes: Vec<&Shape> = items.iter().map(|i| i.shape).collect();
        let loose = loose_edges(&shapes);
        Self { files, plane, items, shapes, loose }
    }

    fn say_overlaps(&self, counted: &str, remedy: &str, findings: &mut Findings) {
        let shared = self.shared();
        for (pair, shared) in shared.iter().filter(|(_, s)| s.area >= NEGLIGIBLE) {
            let smaller = [pair.0, pair.1].map(|i| self.shapes[i].area().0);
            let smaller = smaller[0].min(smaller[1]);
            let part =
                Share::of(shared.area, smaller).map_or_else(String::new, Share::percent_text);
            let text = format!(
                "{} share {} ha ({part} % of the smaller); {counted}",
                self.names(*pair),
                SquareMetres(shared.area).hectares_text(),
            );
            let place = self.place(&[*pair]);
            let help = "draw the border between them once, and use it for both";
            let spots = Spots::Areas(shared.pieces.iter().map(|p| self.degrees(p)).collect());
            let finding = Finding::warning("overlap", place, text).with_help(help);
            findings.push(finding.with_spots(spots));
        }
        let slivers: Vec<Slivers> = shared
            .into_iter()
            .filter(|(_, s)| s.sliver.area >= NEGLIGIBLE)
            .map(|(pair, s)| Slivers { pair, strip: s.sliver, pieces: s.slivers })
            .collect();
        let help = format!("{counted}; {remedy}");
        self.say_slivers("sliver-overlap", &slivers, &help, findings);
    }

    /// One finding for all strips of a kind.
    fn say_slivers(
        &self,
        code: &'static str,
        slivers: &[Slivers],
        help: &str,
        findings: &mut Findings,
    ) {
        if slivers.is_empty() {
            return;
        }
        let length = Metres(slivers.iter().map(|s| s.strip.length).sum());
        let area = SquareMetres(slivers.iter().map(|s| s.strip.area).sum());
        let pairs: Vec<(usize, usize)> = slivers.iter().take(NAMED).map(|s| s.pair).collect();
        let named: Vec<String> = pairs.iter().map(|&p| self.names(p)).collect();
        let more = match slivers.len() - pairs.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let what = if code == "sliver-gap" { "gap" } else { "overlap" };
        let plural = if slivers.len() == 1 { "" } else { "s" };
        let text = format!(
            "{} {what}{plural} narrower than 1 m along {}, {} ha: {}{more}",
            slivers.len(),
            length.text(),
            area.hectares_text(),
            named.join("; "),
        );
        let lonlat = |p: Local| self.plane.to_lonlat(p);
        let spots = if code == "sliver-gap" {
            let along = slivers.iter().flat_map(|s| &s.strip.along);
            Spots::Lines(along.map(|line| line.map(lonlat).to_vec()).collect())
        } else {
            let pieces = slivers.iter().flat_map(|s| &s.pieces);
            Spots::Areas(pieces.map(|piece| self.degrees(piece)).collect())
        };
        let finding = Finding::warning(code, self.place(&pairs), text).with_help(help);
        findings.push(finding.with_spots(spots));
    }

    /// The rings of a polygon in degrees.
    fn degrees(&self, polygon: &Polygon) -> Vec<Vec<LonLat>> {
        let ring = |ring: &Ring| ring.points().iter().map(|&p| self.plane.to_lonlat(p)).collect();
        polygon.rings().map(ring).collect()
    }

    /// `"East Gate" and "West Bridge"`; a feature without a name goes by its place.
    fn names(&self, pair: (usize, usize)) -> String {
        let first = self.items[pair.0].origin;
        let name = |i: usize| {
            let item = &self.items[i];
            if item.name.trim().is_empty() {
                item.origin.beside(self.files, first)
            } else {
                format!("\"{}\"", item.name)
            }
        };
        format!("{} and {}", name(pair.0), name(pair.1))
    }

    /// The places of the features of some pairs, each once; those in another file than the first
    /// are named with their file.
    fn place(&self, pairs: &[(usize, usize)]) -> Place {
        let mut origins: Vec<Origin> = Vec::new();
        for i in pairs.iter().flat_map(|p| [p.0, p.1]) {
            let origin = self.items[i].origin;
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        }
        origins.first().map_or_else(
            || Place::file(""),
            |&first| {
                let paths = origins.iter().map(|origin| origin.beside(self.files, first));
                let path = paths.collect::<Vec<_>>().join(", ");
                Place { path, ..first.place(self.files, "") }
            },
        )
    }

    /// What each pair of shapes has in common, where it is more than rounding.
    fn shared(&self) -> BTreeMap<(usize, usize), Shared> {
        let bounds: Vec<Bounds> = self.shapes.iter().map(|s| s.bounds()).collect();
        let all = bounds.iter().fold(Bounds::EMPTY, |all, &b| all.union(b));
        let grid = Grid::new(&all);
        let pairs = self.candidates(&bounds);
        if pairs.is_empty() || self.adds_up(&grid) {
            return BTreeMap::new();
        }
        let shared: Vec<Shared> = pairs
            .par_iter()
            .map(|&(a, b)| sorted(&intersection(&[self.shapes[a]], self.shapes[b], &grid)))
            .collect();
        pairs.into_iter().zip(shared).collect()
    }

    /// Pairs that may overlap: their bounds touch, and one has an edge near the other that no
    /// neighbour has.
    fn candidates(&self, bounds: &[Bounds]) -> Vec<(usize, usize)> {
        let corners = |b: &Bounds| ([b.min.x, b.min.y], [b.max.x, b.max.y]);
        let filled = bounds.iter().enumerate().filter(|(_, b)| !b.is_empty());
        let boxed = filled.clone().map(|(i, b)| {
            let (low, high) = corners(b);
            GeomWithData::new(Rectangle::from_corners(low, high), i)
        });
        let tree = RTree::bulk_load(boxed.collect());
        let mut edges: Vec<&[Loose]> = vec![&[]; bounds.len()];
        for own in self.loose.chunk_by(|a, b| a.item == b.item) {
            edges[own[0].item] = own;
        }
        let exposed = |a: usize, b: usize| edges[a].iter().any(|e| e.bounds().touches(&bounds[b]));
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (a, own) in filled {
            let (low, high) = corners(own);
            let near = tree.locate_in_envelope_intersecting(AABB::from_corners(low, high));
            let others = near.map(|e| e.data).filter(|&b| b > a);
            pairs.extend(others.filter(|&b| exposed(a, b) || exposed(b, a)).map(|b| (a, b)));
        }
        pairs.sort_unstable();
        pairs
    }

    /// Whether the areas add up to that of the union: then nothing overlaps. Asked only where most
    /// edges are shared, so that the union is cheap.
    fn adds_up(&self, grid: &Grid) -> bool {
        let edges: usize =
            self.shapes.iter().flat_map(|s| s.rings()).map(|r| r.points().len()).sum();
        if self.loose.len() * 2 > edges {
            return false;
        }
        let single: f64 = self.shapes.iter().map(|s| s.area().0).sum();
        single - union(&self.shapes, grid).area().0 < NEGLIGIBLE
    }
}

/// Wide pieces and slivers of a common area; pieces that rounding makes are left out.
fn sorted(common: &Shape) -> Shared {
    let mut shared = Shared::default();
    for piece in common.polygons() {
        let area = piece.area().0;
        let border: f64 = piece.rings().flat_map(Ring::edges).map(|(a, b)| a.distance(b).0).sum();
        // A strip is as wide as its area over half its border.
        let width = 2.0 * area / border;
        if width >= SLIVER {
            shared.area += area;
            shared.pieces.push(piece.clone());
        } else if width >= ROUNDING {
            shared.sliver.area += area;
            // Half the border is one long side and one short one.
            shared.sliver.length += 0.5 * border - width;
            shared.slivers.push(piece.clone());
        }
    }
    shared
}

#[cfg(test)]
mod tests;
