//! Residential land: which blocks are estates, of what form, and how many people live there.
//!
//! Blocks are drawn without replacement with a chance that grows with density (priority sampling:
//! Duffield, Lund and Thorup, J. ACM 54, 2007: the largest weight / uniform numbers win). Some
//! neighbours are joined to one estate, some are two phases of one estate, some blocks hold two.

use super::density::RURAL;
use super::exact::{Deal, count, whole};
use super::grid::{Along, Edge, Quad, Rank, Side};
use super::ground::Ground;
use super::rng::{Rng, Stream, noise};
use super::spec::Spec;

/// No estate is larger: 12 hectares.
const LARGEST: f64 = 120_000.0;

/// Square metres that a block must have to hold two estates.
const SPLITTABLE: f64 = 44_000.0;

/// Outline of an estate's land within its rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Form {
    /// The whole rectangle.
    Plain,
    /// One corner cut off for a shop or a bend of the street; corners count from the south-west,
    /// counter-clockwise.
    Notched(u32),
    /// A park or a school in the middle that is not part of the land.
    Courtyard,
}

/// Part of one block that is estate land.
#[derive(Debug, Clone)]
pub(super) struct Plot {
    pub(super) i: i32,
    pub(super) j: i32,
    /// Rectangle in shares of the block: west, south, east, north.
    pub(super) rect: [f64; 4],
    pub(super) form: Form,
    pub(super) estate: u32,
    pub(super) people: u32,
    pub(super) homes: u32,
}

/// How the plots of an estate go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Build {
    /// One plot.
    Single,
    /// Two plots without a street between them: one polygon over the given side.
    Joined(Side),
    /// Two plots with a street between them: two polygons.
    Phases,
}

/// What an estate is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Town,
    Village,
    Commercial,
}

impl Use {
    /// Code of the land classes of 2023: 0701 urban housing, 0703 rural housing, 0901 commerce.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Town => "0701",
            Self::Village => "0703",
            Self::Commercial => "0901",
        }
    }
}

/// An estate: one plot or two.
#[derive(Debug, Clone)]
pub(super) struct Estate {
    pub(super) plots: Vec<u32>,
    pub(super) build: Build,
    pub(super) used: Use,
}

/// All estates, and which blocks they take.
#[derive(Debug, Clone)]
pub(super) struct Land {
    pub(super) plots: Vec<Plot>,
    pub(super) estates: Vec<Estate>,
    /// Position in `plots` of the first plot of each block, and the end.
    first: Vec<u32>,
    /// Whether an edge north or east of a block lies inside an estate: bit 0 and bit 1.
    closed: Vec<u8>,
    /// Whether any block of a tract has a plot.
    built: Vec<bool>,
}

/// What a block is to be, before plots are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Draft {
    Empty,
    Single,
    Split,
    /// First of a pair with the block on this side.
    Pair(Side, Build),
    /// Second of a pair with the block on this side.
    Second(Side),
}

impl Land {
    pub(super) fn new(ground: &Ground, spec: &Spec) -> Self {
        let draft = draft(ground, spec);
        let mut land = cut(ground, &draft);
        land.settle(ground, spec);
        land
    }

    /// The plots of a block.
    pub(super) fn plots_of(&self, ground: &Ground, i: i32, j: i32) -> &[Plot] {
        if !ground.grid.has(i, j) {
            return &[];
        }
        let b = ground.grid.index(i, j);
        &self.plots[self.first[b] as usize..self.first[b + 1] as usize]
    }

    /// Whether an estate lies across an edge, so that no street runs there.
    pub(super) fn is_closed(&self, ground: &Ground, edge: Edge) -> bool {
        let [(i, j), _] = edge.blocks();
        ground.grid.has(i, j)
            && self.closed[ground.grid.index(i, j)] & (1 << (edge.along as u8)) != 0
    }

    /// Whether any block of the tract of a block has a plot.
    pub(super) fn is_built(&self, ground: &Ground, i: i32, j: i32) -> bool {
        ground.grid.has(i, j) && self.built[ground.territory.tract(i, j)]
    }

    /// Residents of each subdistrict.
    pub(super) fn population(&self, ground: &Ground, spec: &Spec) -> Vec<u64> {
        let mut sum = vec![0; spec.subdistricts as usize];
        for plot in &self.plots {
            let owner = ground.territory.subdistrict_of(plot.i, plot.j);
            sum[owner as usize] += u64::from(plot.people);
        }
        sum
    }

    /// Residents and homes of every plot.
    fn settle(&mut self, ground: &Ground, spec: &Spec) {
        for k in 0..self.plots.len() {
            let plot = &self.plots[k];
            let used = self.estates[plot.estate as usize].used;
            let mut rng = Rng::of(spec.seed, Stream::People, count(&self.plots[..k]));
            let hectares = plot.area(&ground.grid.corners(plot.i, plot.j)) / 10_000.0;
            let density = ground.density_at(plot.i, plot.j);
            let per_hectare = match used {
                Use::Town => (150.0 + 420.0 * density) * rng.between(0.65, 1.3),
                Use::Village => rng.between(70.0, 120.0),
                Use::Commercial => 0.0,
            };
            self.plots[k].people = whole(hectares * per_hectare);
        }
        let lived_in = self.plots.iter().filter(|p| p.people > 0).count();
        let spare = u64::from(spec.people).saturating_sub(lived_in as u64);
        let total: u64 = self.plots.iter().map(|p| u64::from(p.people)).sum();
        let mut deal = Deal::new(spare, total);
        for plot in &mut self.plots {
            let more = deal.next(u64::from(plot.people));
            plot.homes = if plot.people > 0 { 1 + more } else { 0 };
            // No home is empty.
            plot.people = plot.people.max(plot.homes);
        }
    }
}

impl Plot {
    /// Area in square metres, notch and courtyard left out.
    pub(super) fn area(&self, quad: &Quad) -> f64 {
        let [west, south, east, north] = self.rect;
        let taken = match self.form {
            Form::Plain => 0.0,
            Form::Notched(_) => NOTCH * NOTCH,
            Form::Courtyard => (COURT.1 - COURT.0) * (COURT.1 - COURT.0),
        };
        quad.area() * (east - west) * (north - south) * (1.0 - taken)
    }
}

/// Side of a notch, as a share of the plot.
pub(super) const NOTCH: f64 = 0.22;

/// Where a courtyard begins and ends, as a share of the plot.
pub(super) const COURT: (f64, f64) = (0.34, 0.66);

/// Weight of a block in the draw; 0 where nobody may live.
fn weight(ground: &Ground, i: i32, j: i32) -> f64 {
    if !ground.is_city(i, j) || ground.is_band(i, j) {
        return 0.0;
    }
    let seed = ground.seed;
    let mut tract = Rng::at(seed, Stream::Character, i.div_euclid(2), j.div_euclid(2));
    let mut block = Rng::at(seed, Stream::Estates, i, j);
    let density = ground.density_at(i, j);
    // Parks of a whole tract, and single blocks of schools, offices and works.
    if tract.chance(0.05) || block.chance(0.15) {
        return 0.0;
    }
    let (a, b) = ground.grid.middle(i, j);
    let works = noise(seed, Stream::Estates, a / 6.0, b / 6.0);
    let mixed = if works > 0.45 { 0.12 } else { 1.0 };
    // The very centre is offices and shops more than homes.
    let centre = if density > 0.95 { 0.5 } else { 1.0 };
    mixed * centre * (0.03 + density.min(0.6))
}

/// Which blocks become what.
fn draft(ground: &Ground, spec: &Spec) -> Vec<Draft> {
    let mut keyed: Vec<(f64, (i32, i32))> = ground
        .grid
        .blocks()
        .filter_map(|(i, j)| {
            let weight = weight(ground, i, j);
            let mut rng = Rng::at(ground.seed, Stream::Plots, i, j);
            (weight > 0.0).then(|| (weight / (rng.unit() + 1e-9), (i, j)))
        })
        .collect();
    keyed.sort_by(|p, q| q.0.total_cmp(&p.0).then(p.1.cmp(&q.1)));
    let wanted = spec.estates.max(1);
    let (pairs, splits) = (wanted / 8, wanted / 9);
    let chosen = ((wanted + pairs - splits) as usize).min(keyed.len());
    let mut draft = vec![Draft::Empty; ground.density.len()];
    for &(_, (i, j)) in &keyed[..chosen] {
        draft[ground.grid.index(i, j)] = Draft::Single;
    }
    let paired = pair_up(ground, &mut draft, pairs);
    let split = split_up(ground, &mut draft, splits);
    let have = count(&keyed[..chosen]) - paired + split;
    even_out(ground, &mut draft, &keyed, (have, wanted));
    draft
}

/// Adds the next blocks of the draw, or takes away the last ones, until the number is right.
fn even_out(
    ground: &Ground,
    draft: &mut [Draft],
    keyed: &[(f64, (i32, i32))],
    (mut have, wanted): (u32, u32),
) {
    for &(_, (i, j)) in keyed {
        let b = ground.grid.index(i, j);
        if have < wanted && draft[b] == Draft::Empty {
            draft[b] = Draft::Single;
            have += 1;
        }
    }
    // Too few blocks for so many estates: blocks are halved.
    for &(_, (i, j)) in keyed {
        let b = ground.grid.index(i, j);
        if have < wanted && draft[b] == Draft::Single {
            draft[b] = Draft::Split;
            have += 1;
        }
    }
    for &(_, (i, j)) in keyed.iter().rev() {
        let b = ground.grid.index(i, j);
        if have > wanted && draft[b] == Draft::Single {
            draft[b] = Draft::Empty;
            have -= 1;
        }
    }
}

/// Joins neighbours to pairs, at most so many; gives how many. Every tenth place or so goes to a
/// pair across the border of a subdistrict, as long as there are any.
fn pair_up(ground: &Ground, draft: &mut [Draft], most: u32) -> u32 {
    let mut found = Vec::new();
    for (i, j) in ground.grid.blocks() {
        for side in [Side::East, Side::North] {
            if let Some(build) = pairing(ground, draft, (i, j), side) {
                let mut rng = Rng::at(ground.seed, Stream::Pairs, 2 * i + side as i32 / 2, j);
                found.push((rng.unit(), (i, j), side, build));
            }
        }
    }
    found.sort_by(|p, q| p.0.total_cmp(&q.0).then(p.1.cmp(&q.1)));
    let crosses = |(i, j): (i32, i32), side| {
        let (c, d) = beyond((i, j), side);
        ground.territory.subdistrict_of(i, j) != ground.territory.subdistrict_of(c, d)
    };
    let (over, within): (Vec<_>, Vec<_>) = found.into_iter().partition(|p| crosses(p.1, p.2));
    let few = over.len().min((most / 8 + 1) as usize);
    let mut made = 0;
    for (_, at, side, build) in over[..few].iter().chain(&within) {
        let (c, d) = beyond(*at, *side);
        let (p, q) = (ground.grid.index(at.0, at.1), ground.grid.index(c, d));
        if made < most && draft[p] == Draft::Single && draft[q] == Draft::Single {
            draft[p] = Draft::Pair(*side, *build);
            draft[q] = Draft::Second(opposite(*side));
            made += 1;
        }
    }
    made
}

/// Whether two neighbours may be one estate, and how.
fn pairing(ground: &Ground, draft: &[Draft], (i, j): (i32, i32), side: Side) -> Option<Build> {
    let (c, d) = beyond((i, j), side);
    let grid = &ground.grid;
    let single = |i, j| grid.has(i, j) && draft[grid.index(i, j)] == Draft::Single;
    let edge = Edge::of(i, j, side);
    let urban = ground.density_at(i, j) > RURAL && ground.density_at(c, d) > RURAL;
    if !(single(i, j) && single(c, d) && urban) || grid.rank(edge) >= Rank::Arterial {
        return None;
    }
    let line = if edge.along == Along::East { edge.j } else { edge.i };
    if grid.is_bank(line, edge.along) {
        return None;
    }
    let mut rng = Rng::at(ground.seed, Stream::Pairs, i, -1 - j);
    let same = ground.territory.subdistrict_of(i, j) == ground.territory.subdistrict_of(c, d);
    let build = if same && rng.chance(0.3) { Build::Phases } else { Build::Joined(side) };
    let open = |side| if build == Build::Phases { None } else { Some(side) };
    let area = |at: (i32, i32), side| {
        let [west, south, east, north] = inset(ground, at, open(side));
        grid.corners(at.0, at.1).area() * (east - west) * (north - south)
    };
    let both = area((i, j), side) + area((c, d), opposite(side));
    (both < LARGEST).then_some(build)
}

/// Halves some of the larger single blocks; gives how many.
fn split_up(ground: &Ground, draft: &mut [Draft], most: u32) -> u32 {
    let mut found: Vec<(f64, usize)> = ground
        .grid
        .blocks()
        .filter(|&(i, j)| {
            draft[ground.grid.index(i, j)] == Draft::Single
                && ground.density_at(i, j) > RURAL
                && ground.grid.corners(i, j).area() > SPLITTABLE
        })
        .map(|(i, j)| (Rng::at(ground.seed, Stream::Splits, i, j).unit(), ground.grid.index(i, j)))
        .collect();
    found.sort_by(|p, q| p.0.total_cmp(&q.0).then(p.1.cmp(&q.1)));
    found.truncate(most as usize);
    for &(_, b) in &found {
        draft[b] = Draft::Split;
    }
    count(&found)
}

/// The block on the other side.
pub(super) fn beyond((i, j): (i32, i32), side: Side) -> (i32, i32) {
    match side {
        Side::South => (i, j - 1),
        Side::East => (i + 1, j),
        Side::North => (i, j + 1),
        Side::West => (i - 1, j),
    }
}

fn opposite(side: Side) -> Side {
    match side {
        Side::South => Side::North,
        Side::East => Side::West,
        Side::North => Side::South,
        Side::West => Side::East,
    }
}

/// Cuts the plots out of the blocks, in the order of blocks; estates in the order of first plots.
fn cut(ground: &Ground, draft: &[Draft]) -> Land {
    let mut land = Land {
        plots: Vec::new(),
        estates: Vec::new(),
        first: Vec::with_capacity(draft.len() + 1),
        closed: vec![0; draft.len()],
        built: vec![false; ground.territory.subdistrict.len()],
    };
    // Estate of the pair that a block is second in; pairs run east or north, so it is known by then.
    let mut seconds = vec![0; draft.len()];
    for (i, j) in ground.grid.blocks() {
        land.first.push(count(&land.plots));
        let b = ground.grid.index(i, j);
        let rects = match draft[b] {
            Draft::Empty => continue,
            Draft::Single => vec![shrunk(ground, (i, j))],
            Draft::Split => halves(ground, (i, j)),
            Draft::Pair(side, Build::Joined(_)) => vec![inset(ground, (i, j), Some(side))],
            Draft::Second(side) => vec![inset(ground, (i, j), joined(ground, draft, (i, j), side))],
            Draft::Pair(..) => vec![inset(ground, (i, j), None)],
        };
        land.built[ground.territory.tract(i, j)] = true;
        for rect in rects {
            let plot = count(&land.plots);
            let estate = match draft[b] {
                Draft::Second(_) => seconds[b],
                _ => count(&land.estates),
            };
            land.plots.push(Plot { i, j, rect, form: Form::Plain, estate, people: 0, homes: 0 });
            if matches!(draft[b], Draft::Second(_)) {
                land.estates[estate as usize].plots.push(plot);
                continue;
            }
            let build = if let Draft::Pair(side, build) = draft[b] {
                let (c, d) = beyond((i, j), side);
                seconds[ground.grid.index(c, d)] = estate;
                if let Build::Joined(_) = build {
                    land.closed[b] |= if side == Side::East { 2 } else { 1 };
                }
                build
            } else {
                Build::Single
            };
            let used = used(ground, (i, j), build);
            land.estates.push(Estate { plots: vec![plot], build, used });
            if build == Build::Single {
                land.plots[plot as usize].form = form(ground, &land.plots[plot as usize]);
            }
        }
    }
    land.first.push(count(&land.plots));
    land
}

/// The side over which the second of a pair is joined to the first, if it is.
fn joined(ground: &Ground, draft: &[Draft], at: (i32, i32), side: Side) -> Option<Side> {
    let (c, d) = beyond(at, side);
    matches!(draft[ground.grid.index(c, d)], Draft::Pair(_, Build::Joined(_))).then_some(side)
}

fn used(ground: &Ground, (i, j): (i32, i32), build: Build) -> Use {
    let density = ground.density_at(i, j);
    let mut rng = Rng::at(ground.seed, Stream::Character, i, -1 - j);
    if density < RURAL || (density < 0.3 && rng.chance(0.04)) {
        Use::Village
    } else if build == Build::Single && rng.chance(0.045) {
        Use::Commercial
    } else {
        Use::Town
    }
}

fn form(ground: &Ground, plot: &Plot) -> Form {
    let mut rng = Rng::at(ground.seed, Stream::Plots, plot.i, -1 - plot.j);
    let area = plot.area(&ground.grid.corners(plot.i, plot.j));
    if area > 34_000.0 && rng.chance(0.17) {
        Form::Courtyard
    } else if area > 16_000.0 && rng.chance(0.24) {
        Form::Notched(rng.below(4))
    } else {
        Form::Plain
    }
}

/// The part of a block that its streets leave, in shares; nothing is taken off at an open side.
fn inset(ground: &Ground, (i, j): (i32, i32), open: Option<Side>) -> [f64; 4] {
    let sides = ground.grid.corners(i, j).sides();
    let take = |side: Side| {
        if open == Some(side) {
            return 0.0;
        }
        let edge = Edge::of(i, j, side);
        let (c, d) = beyond((i, j), side);
        let bank = if ground.is_band(c, d) { 22.0 } else { 0.0 };
        let bent = if ground.is_rural(edge) { 0.11 } else { 0.0 };
        let deep = match side {
            Side::South | Side::North => sides[1].min(sides[3]),
            Side::East | Side::West => sides[0].min(sides[2]),
        };
        (ground.grid.rank(edge).half_width() + 7.0 + bank) / deep + bent
    };
    [take(Side::West), take(Side::South), 1.0 - take(Side::East), 1.0 - take(Side::North)]
}

/// A block's plot; where the block is large or in the country, a part of it at one corner.
fn shrunk(ground: &Ground, (i, j): (i32, i32)) -> [f64; 4] {
    let [west, south, east, north] = inset(ground, (i, j), None);
    let (w, h) = (east - west, north - south);
    let area = ground.grid.corners(i, j).area() * w * h;
    let mut rng = Rng::at(ground.seed, Stream::Splits, i, -1 - j);
    let (goal, lean) = if ground.density_at(i, j) < RURAL {
        (rng.between(16_000.0, 62_000.0), rng.between(0.75, 1.3))
    } else if area > 0.85 * LARGEST {
        (rng.between(50_000.0, 0.85 * LARGEST), rng.between(0.85, 1.15))
    } else {
        return [west, south, east, north];
    };
    let f = (goal / area).min(1.0).sqrt();
    let (fu, fv) = ((f * lean).min(1.0), (f / lean).min(1.0));
    let (u, v) = (rng.pick(&[0.0, 1.0]), rng.pick(&[0.0, 0.5, 1.0]));
    let (x, y) = (west + u * w * (1.0 - fu), south + v * h * (1.0 - fv));
    [x, y, x + fu * w, y + fv * h]
}

/// The two halves of a block with a lane between them, across its longer extent.
fn halves(ground: &Ground, (i, j): (i32, i32)) -> Vec<[f64; 4]> {
    let [west, south, east, north] = inset(ground, (i, j), None);
    let [s, e, n, w] = ground.grid.corners(i, j).sides();
    let mut rng = Rng::at(ground.seed, Stream::Splits, -1 - i, j);
    let at = rng.between(0.42, 0.58);
    if s + n > e + w {
        let (mid, half) = (west + at * (east - west), 10.0 / (s + n));
        vec![[west, south, mid - half, north], [mid + half, south, east, north]]
    } else {
        let (mid, half) = (south + at * (north - south), 10.0 / (e + w));
        vec![[west, south, east, mid - half], [west, mid + half, east, north]]
    }
}
