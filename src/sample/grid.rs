//! The street grid: a lattice of blocks that is stretched, bent and turned until it looks grown.
//!
//! Every line of the city (border, street, estate) runs between nodes of this lattice, so that
//! neighbours share their vertices exactly. Lines whose number divides by 4 are arterials, by 2
//! collectors, the rest lanes; 2 x 2 blocks between collectors are a *tract*, the piece that
//! subdistricts are made of. Rivers take a column of blocks, railways a narrow row.

use super::exact::length;
use super::rng::{Rng, Stream, noise};
use super::spec::Spec;
use crate::model::Local;

/// Blocks of ground beyond the city's border, on each side.
pub(super) const APRON: i32 = 4;

/// Length of the side of a block in the core.
const BLOCK: f64 = 235.0;

/// How much of a block's width a railway takes.
const RAIL_WIDTH: f64 = 0.4;

/// How much wider than a block a river with its banks is.
const RIVER_WIDTH: f64 = 1.5;

/// The whole city is turned by 8 degrees: cosine and sine.
const TURN: (f64, f64) = (0.990_268_068_741_570_3, 0.139_173_100_960_065_44);

/// Which way an edge of the lattice runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Along {
    East,
    North,
}

/// A side of a block between two neighbouring nodes, named by its south-western end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Edge {
    pub(super) i: i32,
    pub(super) j: i32,
    pub(super) along: Along,
}

/// A side of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    South,
    East,
    North,
    West,
}

impl Side {
    pub(super) const ALL: [Self; 4] = [Self::South, Self::East, Self::North, Self::West];

    pub(super) fn zh(self) -> &'static str {
        match self {
            Self::South => "南",
            Self::East => "东",
            Self::North => "北",
            Self::West => "西",
        }
    }
}

/// Rank of a street, by the line that it runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Lane,
    Collector,
    Arterial,
    Main,
}

impl Rank {
    /// Half of the street's width between the kerbs, pavements included, in metres.
    pub(super) fn half_width(self) -> f64 {
        match self {
            Self::Lane => 7.0,
            Self::Collector => 12.0,
            Self::Arterial => 18.0,
            Self::Main => 24.0,
        }
    }
}

/// The lattice.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub(super) cols: i32,
    pub(super) rows: i32,
    seed: u64,
    /// Columns of blocks that are water; even numbers.
    rivers: Vec<i32>,
    /// Rows of blocks that are railway; even numbers.
    rails: Vec<i32>,
    /// How much longer a block is at the border than in the core, beyond 1.
    stretch: f64,
}

impl Edge {
    pub(super) fn new(i: i32, j: i32, along: Along) -> Self {
        Self { i, j, along }
    }

    /// The side of block `i`, `j`.
    pub(super) fn of(i: i32, j: i32, side: Side) -> Self {
        match side {
            Side::South => Self::new(i, j, Along::East),
            Side::North => Self::new(i, j + 1, Along::East),
            Side::West => Self::new(i, j, Along::North),
            Side::East => Self::new(i + 1, j, Along::North),
        }
    }

    /// The end that is not the south-western one.
    pub(super) fn end(self) -> (i32, i32) {
        match self.along {
            Along::East => (self.i + 1, self.j),
            Along::North => (self.i, self.j + 1),
        }
    }

    /// The blocks on its two sides: west or south first.
    pub(super) fn blocks(self) -> [(i32, i32); 2] {
        match self.along {
            Along::East => [(self.i, self.j - 1), (self.i, self.j)],
            Along::North => [(self.i - 1, self.j), (self.i, self.j)],
        }
    }
}

impl Grid {
    /// A lattice with room for all that the spec asks for.
    pub(super) fn new(spec: &Spec) -> Self {
        let blocks = f64::from(spec.subdistricts.max(1)) * 70.0;
        let blocks = blocks.max(f64::from(spec.estates) * 2.6).max(160.0);
        // The outline fills three quarters of its rectangle, which is 8 wide and 7 high.
        let high = (blocks / 0.75 * 7.0 / 8.0).sqrt();
        let even = |x: f64| 2 * super::exact::signed(x / 2.0 + 0.5) + 2 * APRON;
        let (cols, rows) = (even(high * 8.0 / 7.0), even(high));
        let rivers = spread(cols, 120, 0.6);
        let rails = spread(rows, 150, 0.27);
        // Larger cities have more centres and so less of a difference between core and border.
        let stretch = (6.0 / high).min(0.22);
        Self { cols, rows, seed: spec.seed, rivers, rails, stretch }
    }

    /// Position of a block in lists.
    pub(super) fn index(&self, i: i32, j: i32) -> usize {
        usize::try_from(j * self.cols + i).unwrap_or(0)
    }

    /// All blocks in the order of lists.
    pub(super) fn blocks(&self) -> impl Iterator<Item = (i32, i32)> + use<> {
        let cols = self.cols;
        (0..self.rows).flat_map(move |j| (0..cols).map(move |i| (i, j)))
    }

    /// Whether a block is part of the lattice.
    pub(super) fn has(&self, i: i32, j: i32) -> bool {
        (0..self.cols).contains(&i) && (0..self.rows).contains(&j)
    }

    pub(super) fn is_river(&self, i: i32) -> bool {
        self.rivers.contains(&i)
    }

    pub(super) fn is_rail(&self, j: i32) -> bool {
        self.rails.contains(&j)
    }

    /// Columns of blocks that are water.
    pub(super) fn rivers(&self) -> &[i32] {
        &self.rivers
    }

    /// Rows of blocks that are railway.
    pub(super) fn rails(&self) -> &[i32] {
        &self.rails
    }

    /// Whether a line runs along the bank of a river (for lines to the north) or along a railway.
    pub(super) fn is_bank(&self, line: i32, along: Along) -> bool {
        let bands = match along {
            Along::North => &self.rivers,
            Along::East => &self.rails,
        };
        bands.iter().any(|&b| line == b || line == b + 1)
    }

    /// Rank of the street on the line of an edge.
    pub(super) fn rank(&self, edge: Edge) -> Rank {
        let (line, middle) = match edge.along {
            Along::East => (edge.j, self.rows / 2),
            Along::North => (edge.i, self.cols / 2),
        };
        let usual = match line.rem_euclid(4) {
            0 if (line - middle).abs() < 4 || line.rem_euclid(12) == 0 => Rank::Main,
            0 => Rank::Arterial,
            2 => Rank::Collector,
            _ => Rank::Lane,
        };
        if self.is_bank(line, edge.along) { usual.max(Rank::Collector) } else { usual }
    }

    /// Lattice coordinates of a node with the lattice's middle at nought; railways are narrower
    /// than a block and rivers wider, so that all beyond them moves.
    fn plain(&self, i: i32, j: i32) -> (f64, f64) {
        let moved = |n: i32, bands: &[i32], width: f64| {
            let passed = bands.iter().filter(|&&band| band < n).count();
            f64::from(n) + (width - 1.0) * f64::from(u16::try_from(passed).unwrap_or(0))
        };
        let east = |i| moved(i, &self.rivers, RIVER_WIDTH);
        let north = |j| moved(j, &self.rails, RAIL_WIDTH);
        (east(i) - east(self.cols) / 2.0, north(j) - north(self.rows) / 2.0)
    }

    /// Half the extent of the city in lattice coordinates, apron left out.
    pub(super) fn half(&self) -> (f64, f64) {
        let (a, b) = self.plain(self.cols - APRON, self.rows - APRON);
        (a, b)
    }

    /// Middle of a block in lattice coordinates, the city's middle at nought.
    pub(super) fn middle(&self, i: i32, j: i32) -> (f64, f64) {
        let ((a, b), (c, d)) = (self.plain(i, j), self.plain(i + 1, j + 1));
        (f64::midpoint(a, c), f64::midpoint(b, d))
    }

    /// Where a node lies: bent by rivers, by two octaves of noise and a little jitter, stretched
    /// towards the border, turned.
    pub(super) fn node(&self, i: i32, j: i32) -> Local {
        let (mut a, mut b) = self.plain(i, j);
        let (half_a, half_b) = self.half();
        let q = (a * a / (half_a * half_a) + b * b / (half_b * half_b)).min(2.0);
        let (a0, b0) = (a, b);
        for &river in &self.rivers {
            let (across, _) = self.plain(river, 0);
            let off = (a0 - across - RIVER_WIDTH / 2.0) / 5.0;
            let sway = noise(self.seed, Stream::Meander, f64::from(river), b0 / 7.0);
            a += 2.6 * sway / (1.0 + off * off);
        }
        let warp = |stream| {
            0.75 * noise(self.seed, stream, a0 / 7.0, b0 / 7.0)
                + 0.12 * noise(self.seed, stream, a0 / 2.5 + 100.0, b0 / 2.5)
        };
        // Straight streets in the core, winding roads in the country.
        let loose = 0.03 + 0.17 * ((q - 0.35) / 0.4).clamp(0.0, 1.0);
        let mut jitter = Rng::at(self.seed, Stream::Jitter, i, j);
        a += warp(Stream::WarpEast) + jitter.between(-loose, loose);
        b += warp(Stream::WarpNorth) + jitter.between(-loose, loose);
        let scale = BLOCK * (1.0 + self.stretch * q);
        let (x, y) = (a * scale, b * scale);
        Local { x: TURN.0 * x - TURN.1 * y, y: TURN.1 * x + TURN.0 * y }
    }

    /// Corners of a block: south-west, south-east, north-east, north-west.
    pub(super) fn corners(&self, i: i32, j: i32) -> Quad {
        Quad([self.node(i, j), self.node(i + 1, j), self.node(i + 1, j + 1), self.node(i, j + 1)])
    }
}

/// Numbers of the bands: one near `first` of the extent, further ones every `every` blocks; they
/// leave 2 when divided by 4, so that arterials keep away from the banks.
fn spread(extent: i32, every: i32, first: f64) -> Vec<i32> {
    let bands = (extent / every).max(1);
    (0..bands)
        .map(|k| {
            let share = (f64::from(k) + first) / f64::from(bands);
            4 * super::exact::signed(f64::from(extent) * share / 4.0) + 2
        })
        .collect()
}

/// Four corners of a block, and places in it by shares of its width and height.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quad(pub(super) [Local; 4]);

impl Quad {
    /// The place at share `u` of the width and `v` of the height (bilinear): lines of equal `u` or
    /// `v` are straight.
    pub(super) fn place(&self, u: f64, v: f64) -> Local {
        let [sw, se, ne, nw] = self.0;
        let (a, b, c, d) = ((1.0 - u) * (1.0 - v), u * (1.0 - v), u * v, (1.0 - u) * v);
        Local {
            x: a * sw.x + b * se.x + c * ne.x + d * nw.x,
            y: a * sw.y + b * se.y + c * ne.y + d * nw.y,
        }
    }

    /// Lengths of the sides in the order of [`Side::ALL`].
    pub(super) fn sides(&self) -> [f64; 4] {
        let [sw, se, ne, nw] = self.0;
        [(sw, se), (se, ne), (ne, nw), (nw, sw)].map(|(p, q)| length(q.x - p.x, q.y - p.y))
    }

    /// Area in square metres.
    pub(super) fn area(&self) -> f64 {
        let [sw, se, ne, nw] = self.0;
        0.5 * ((ne.x - sw.x) * (nw.y - se.y) - (nw.x - se.x) * (ne.y - sw.y))
    }
}
