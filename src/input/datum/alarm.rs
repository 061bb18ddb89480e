//! Layers, or parts of them, that lie to the others as a shifted datum does.
//!
//! Outlets are held against the estates, or where there are none against homes or borders; homes against
//! estates; estates against borders. A sample of each layer is moved by what the datums are apart (see
//! `moves`), and judged (see `verdict`): by source where outlets have one, then all others together.
//! It is of use inside of China only, where the datums differ.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::claim::{Claim, Subject};
use super::fit::{Seen, class};
use super::ground::Ground;
use super::moves::{Guess, MOVES, Moves};
use super::verdict::{Part, Test};
use super::{Outlets, Surroundings};
use crate::input::layer::Layer;
use crate::model::{Local, Polygon, Shape};

/// So many places stand for a layer, or for the outlets of a source: enough to tell one in a hundred.
const SAMPLE: usize = 2000;

/// Outlets of a source that has fewer are judged with all others.
const FEWEST_OF_SOURCE: usize = 8;

/// So many sources are judged by themselves: those with the most outlets.
const MOST_SOURCES: usize = 12;

/// From this share on a layer is called shifted as a whole.
const WHOLE: f64 = 0.8;

/// So many of the likeliest outlets are named.
const NAMED: usize = 5;

/// What the layers say of each other.
#[derive(Debug, Default)]
pub(super) struct Alarm {
    /// What is shifted.
    pub(super) claims: Vec<Claim>,
    /// Sources in lower case whose outlets lie right as they are read.
    pub(super) fitting: Vec<String>,
    /// What the outlets were held against; none where nothing could tell.
    pub(super) tested: Option<Layer>,
}

/// Compares the layers of a city.
pub(super) fn alarm(outlets: &Outlets<'_>, around: &Surroundings<'_>) -> Alarm {
    let units: Vec<&Shape> = around.units.1.iter().map(|unit| &unit.shape).collect();
    let estates: Vec<&Shape> =
        around.estates.iter().flat_map(|(_, list)| list.iter()).map(|e| &e.shape).collect();
    let homes = around.people.map_or(&[][..], |(_, homes)| homes);
    let moves = Moves::about(around.plane);
    let mut alarm = Alarm::default();
    let sampled = Sampled::of(outlets, &moves);
    let land = (!estates.is_empty()).then(|| Ground::of_areas(&estates));
    if let Some(land) = &land {
        alarm.outlets(&sampled, Layer::Estates, land);
        let probe = Probe { layer: Layer::People, places: homes, count: homes.len() };
        alarm.claims.extend(probe.claims(Layer::Estates, land, &moves));
    }
    if alarm.tested.is_none() && !homes.is_empty() {
        alarm.outlets(&sampled, Layer::People, &Ground::of_points(homes));
    }
    let corners = corners(&estates);
    if alarm.tested.is_some() && corners.is_empty() {
        return alarm;
    }
    let borders = Ground::of_borders(&units);
    let probe = Probe { layer: Layer::Estates, places: &corners, count: estates.len() };
    alarm.claims.extend(probe.claims(Layer::Subdistricts, &borders, &moves));
    if alarm.tested.is_none() {
        alarm.outlets(&sampled, Layer::Subdistricts, &borders);
    }
    alarm
}

/// Four corners of each shape.
fn corners(shapes: &[&Shape]) -> Vec<Local> {
    let mut corners = Vec::new();
    for ring in shapes.iter().flat_map(|shape| shape.polygons()).map(Polygon::outer) {
        let points = ring.points();
        corners.extend((0..4).map(|k| points[k * points.len() / 4]));
    }
    corners
}

/// A layer that is held against another as one.
struct Probe<'a> {
    layer: Layer,
    places: &'a [Local],
    /// How many features the places are of.
    count: usize,
}

impl Probe<'_> {
    fn claims(&self, ground_layer: Layer, ground: &Ground<'_>, moves: &Moves) -> Vec<Claim> {
        let index = sample(self.places, 0..self.places.len());
        let seen = seen(&moved_places(self.places, &index, moves), ground);
        let all: Vec<usize> = (0..index.len()).collect();
        let parts = Test::new(&seen).and_then(|test| test.judge(&all)).unwrap_or_default();
        let claim = |(n, part): (usize, &Part)| {
            let is_whole = n == 0 && part.share >= WHOLE;
            let about = part_of(part.share, self.count);
            let share = Subject::Share { about, of: self.count, likely: Vec::new() };
            let subject = if is_whole { Subject::All } else { share };
            let moved = moved(self.places, &index, part, moves);
            let (layer, guess) = (self.layer, part.guess);
            Claim { layer, subject, ground: ground_layer, guess, moved }
        };
        let shifted = parts.iter().enumerate().filter(|(_, part)| part.guess != Guess::AS_READ);
        shifted.map(claim).collect()
    }
}

/// The outlets of one source, or of all that are not judged by themselves.
struct Group<'a> {
    /// As the first of them writes it.
    source: Option<&'a str>,
    members: Vec<usize>,
}

fn groups<'a>(outlets: &Outlets<'a>) -> Vec<Group<'a>> {
    let mut by_source: BTreeMap<String, Group<'a>> = BTreeMap::new();
    let mut others = Group { source: None, members: Vec::new() };
    for (n, draft) in outlets.drafts.iter().enumerate() {
        let Some(source) = draft.source.as_deref() else {
            others.members.push(n);
            continue;
        };
        let empty = || Group { source: Some(source), members: Vec::new() };
        by_source.entry(source.to_lowercase()).or_insert_with(empty).members.push(n);
    }
    let mut groups: Vec<Group<'a>> = by_source.into_values().collect();
    // The sort is stable: of equal numbers the source that is first in the alphabet.
    groups.sort_by_key(|group| std::cmp::Reverse(group.members.len()));
    let kept = groups.iter().take(MOST_SOURCES);
    let kept = kept.filter(|group| group.members.len() >= FEWEST_OF_SOURCE).count();
    others.members.extend(groups.drain(kept..).flat_map(|group| group.members));
    groups.push(others);
    groups
}

impl Alarm {
    /// Holds the outlets against a ground.
    fn outlets(&mut self, sampled: &Sampled<'_>, ground_layer: Layer, ground: &Ground<'_>) {
        let seen = seen(&sampled.places, ground);
        let Some(test) = Test::new(&seen) else { return };
        self.tested = Some(ground_layer);
        Judged { sampled, ground: ground_layer }.say(&test, self);
    }
}

/// The outlets that stand for all, in the order of x.
struct Sampled<'a> {
    outlets: &'a Outlets<'a>,
    moves: &'a Moves,
    groups: Vec<Group<'a>>,
    /// The group of each.
    group: Vec<usize>,
    /// Which outlets they are.
    index: Vec<usize>,
    /// Where each comes to lie by each move.
    places: Vec<[Local; MOVES]>,
}

impl<'a> Sampled<'a> {
    fn of(outlets: &'a Outlets<'a>, moves: &'a Moves) -> Self {
        let groups = groups(outlets);
        let mut sampled: Vec<(usize, usize)> = Vec::new();
        for (g, group) in groups.iter().enumerate() {
            let index = sample(outlets.at, group.members.iter().copied());
            sampled.extend(index.into_iter().map(|n| (n, g)));
        }
        sampled.sort_by(|a, b| by_place(outlets.at[a.0], outlets.at[b.0]));
        let (index, group): (Vec<usize>, Vec<usize>) = sampled.into_iter().unzip();
        let places = moved_places(outlets.at, &index, moves);
        Self { outlets, moves, groups, group, index, places }
    }
}

/// A sample of outlets that is being judged.
struct Judged<'a> {
    sampled: &'a Sampled<'a>,
    ground: Layer,
}

impl Judged<'_> {
    fn say(&self, test: &Test<'_>, alarm: &mut Alarm) {
        let mut is_shifted = vec![false; self.sampled.groups.len()];
        let mut claims = Vec::new();
        for (g, group) in self.sampled.groups.iter().enumerate() {
            let Some(source) = group.source else { continue };
            let members = self.members(|other| other == g);
            let parts = test.judge(&members).unwrap_or_default();
            let Some(first) = parts.first() else { continue };
            if first.guess == Guess::AS_READ {
                alarm.fitting.push(source.to_lowercase());
            } else if first.share >= WHOLE {
                is_shifted[g] = true;
                let subject = Subject::Source(source.to_owned(), group.members.len());
                claims.push(self.claim(subject, first));
            }
        }
        let rest = self.members(|group| !is_shifted[group]);
        let parts = test.judge(&rest).unwrap_or_default();
        let of_rest = self.sampled.groups.iter().zip(&is_shifted).filter(|(_, shifted)| !**shifted);
        let count: usize = of_rest.map(|(group, _)| group.members.len()).sum();
        for part in parts.iter().filter(|part| part.guess != Guess::AS_READ) {
            let about = part_of(part.share, count);
            let likely = part.likely.iter().take(NAMED).map(|&n| self.sampled.index[n]).collect();
            let of = self.sampled.outlets.drafts.len();
            let is_all = count == of && part.share >= WHOLE;
            let subject = if is_all { Subject::All } else { Subject::Share { about, of, likely } };
            claims.push(self.claim(subject, part));
        }
        alarm.claims.extend(merged(claims, count));
    }

    /// Positions in the sample of what is in some of the groups.
    fn members(&self, is_in: impl Fn(usize) -> bool) -> Vec<usize> {
        let positions = self.sampled.group.iter().enumerate();
        positions.filter(|(_, group)| is_in(**group)).map(|(n, _)| n).collect()
    }

    fn claim(&self, subject: Subject, part: &Part) -> Claim {
        let moved = moved(self.sampled.outlets.at, &self.sampled.index, part, self.sampled.moves);
        let (ground, guess) = (self.ground, part.guess);
        Claim { layer: Layer::Outlets, subject, ground, guess, moved }
    }
}

/// Claims of the same for every source, and no outlet besides, are one claim of the layer.
fn merged(claims: Vec<Claim>, rest: usize) -> Vec<Claim> {
    let [first, others @ ..] = &claims[..] else { return claims };
    let is_same =
        |claim: &Claim| claim.guess == first.guess && matches!(claim.subject, Subject::Source(..));
    if others.is_empty() || rest > 0 || !claims.iter().all(is_same) {
        return claims;
    }
    let moved = others.iter().fold(first.moved, |(least, most), claim| {
        (least.min(claim.moved.0), most.max(claim.moved.1))
    });
    vec![Claim { subject: Subject::All, moved, ..first.clone() }]
}

/// A share of a number, rounded.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share from 0 to 1 of a number of features far below 2^52"
)]
fn part_of(share: f64, count: usize) -> usize {
    (share * count as f64).round() as usize
}

/// The least and the most metres that a guess moves the places that are likely of a part.
fn moved(places: &[Local], index: &[usize], part: &Part, moves: &Moves) -> (f64, f64) {
    let of_guess = Guess::ALL.iter().position(|guess| *guess == part.guess).unwrap_or(0);
    part.likely.iter().fold((f64::INFINITY, 0.0), |(least, most): (f64, f64), &n| {
        let at = places[index[n]];
        let metres = moves.places(at)[of_guess].distance(at).0;
        (least.min(metres), most.max(metres))
    })
}

/// About [`SAMPLE`] of the places, in the order of their x, whatever their order in the file.
fn sample(places: &[Local], members: impl ExactSizeIterator<Item = usize>) -> Vec<usize> {
    let every = (members.len() / SAMPLE).max(1) as u64;
    let mut index: Vec<usize> =
        members.filter(|&n| scatter(places[n]).is_multiple_of(every)).collect();
    index.sort_by(|&a, &b| by_place(places[a], places[b]));
    index
}

/// A number that looks like chance and depends on the place alone (the mixer of splitmix64; Steele,
/// Lea and Flood 2014).
fn scatter(at: Local) -> u64 {
    let mut z = at.x.to_bits() ^ at.y.to_bits().rotate_left(32);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn by_place(a: Local, b: Local) -> std::cmp::Ordering {
    a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
}

/// Where each of some places comes to lie by each move.
fn moved_places(places: &[Local], index: &[usize], moves: &Moves) -> Vec<[Local; MOVES]> {
    index.par_iter().map(|&n| moves.places(places[n])).collect()
}

/// The classes of places after each move.
fn seen(places: &[[Local; MOVES]], ground: &Ground<'_>) -> Vec<Seen> {
    places.par_iter().map(|places| places.map(|at| class(ground.distance(at)))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::shift::Shift;
    use super::*;

    #[test]
    fn claims_of_every_source_are_one_of_the_layer_where_they_say_the_same() {
        let claim = |word: &str, shift: Shift, moved: (f64, f64)| Claim {
            layer: Layer::Outlets,
            subject: Subject::Source(word.to_owned(), 5),
            ground: Layer::Estates,
            guess: Guess { layer: Some(shift), ground: None },
            moved,
        };
        let amap = claim("amap", Shift::Gcj02, (500.0, 520.0));
        let tencent = claim("tencent", Shift::Gcj02, (490.0, 510.0));
        let baidu = claim("baidu", Shift::Bd09, (900.0, 950.0));
        let share = Subject::Share { about: 3, of: 9, likely: Vec::new() };
        let share = Claim { subject: share, ..tencent.clone() };
        let all = Claim { subject: Subject::All, moved: (490.0, 520.0), ..amap.clone() };
        let both = vec![amap.clone(), tencent];
        assert_eq!(merged(both.clone(), 0), [all]);
        // Not where other outlets lie right, or the sources say different things, or one is no source.
        for (claims, rest) in [
            (both, 1),
            (vec![amap.clone(), baidu], 0),
            (vec![amap.clone(), share], 0),
            (vec![amap], 0),
            (Vec::new(), 0),
        ] {
            assert_eq!(merged(claims.clone(), rest), claims);
        }
    }
}
