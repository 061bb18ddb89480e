//! Streets: lines that people can walk on, joined where they share a node.
//!
//! Which lines may be walked is in [`way`]. Lines without `highway` are rivers, walls and the like, unless no
//! line of the layer has one: then it is a plain layer of streets.
//!
//! Lines of an OpenStreetMap extract, and such with a list `nodes` (as `walkshed import osm` writes it), meet
//! where they share a node; others where they share a position to 7 decimals. There a bridge or a tunnel meets what has its own `layer`
//! only, but for its two ends. How areas are walked is in [`squares`].

mod fetch;
mod kept;
mod squares;
mod way;

use std::borrow::Cow;

pub(super) use self::fetch::begin;

use self::fetch::Fetch;
use self::squares::{Part, Squares};
use self::way::{NODES, Way, layer, way};
use super::Keeping;
use super::checks::{Heights, Positions, say_short, wrong_geometry};
use super::cursor::Value;
use super::feature::{Geometry, RawFeature};
use super::layer::Origin;
use super::ledger::Ended;
use super::plan::{Here, LayerPlan, Loaded, SeenProperties, load};
use super::source::SourceError;
use super::words::counted;
use crate::finding::{Fate, Finding, Findings, Place};
use crate::index::radix;
use crate::model::{
    Bounds, Local, LonLat, Plane, SNAP, STREETS_BEYOND, StreetKind, StreetLayer, Subdistrict,
};

/// What makes two vertices one: a node's number, or a place with its layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Key {
    number: u64,
    layer: i16,
}

/// The layer of a [`Key`] that is a node's number.
const NODE: i16 = i16::MIN;

impl Key {
    fn of_node(id: i64) -> Self {
        Self { number: id.cast_unsigned(), layer: NODE }
    }

    /// A place to 7 decimals, 1 cm, as files write it.
    fn of_place(at: LonLat, layer: i16) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "at most 180e7, which fits 32 bits")]
        let whole = |degrees: f64| (degrees * 1e7).round() as i32;
        let half = |degrees: f64| u64::from(whole(degrees).cast_unsigned());
        Self { number: half(at.lon) << 32 | half(at.lat), layer }
    }
}

/// The layer as it was read.
#[derive(Debug, Default)]
pub(super) struct Streets {
    pub(super) loaded: Loaded,
    at: Vec<LonLat>,
    keys: Vec<Key>,
    /// Of each line: its feature by position among those kept, and its end in the list of vertices.
    lines: Vec<(usize, usize)>,
    /// By feature kept.
    ways: Vec<Way>,
    /// The same: what people find it by where it is of an extract of OpenStreetMap, else empty.
    names: Vec<Box<str>>,
    /// The same: what its lines are to squares, and the layer that they are on.
    parts: Vec<Option<(Part, i16)>>,
    /// Ends of bridges and tunnels as their own layer has them.
    ends: Vec<Key>,
    unfit: Vec<Place>,
    short: Vec<Place>,
    seen: SeenProperties,
    heights: Heights,
    positions: Positions,
    fetch: Fetch,
    /// What became of the layer that is to be kept.
    pub(super) keeping: Keeping,
}

/// Reads the files of the layer.
pub(super) fn read(plan: &LayerPlan, findings: &mut Findings) -> Result<Streets, SourceError> {
    let mut layer = Streets::default();
    layer.loaded =
        load(plan, findings, &mut |here, raw, findings| layer.feature(&here, raw, findings))?;
    plan.say_unseen(&layer.seen, &layer.loaded, findings);
    layer.heights.say(plan, findings);
    std::mem::take(&mut layer.positions).say(plan, &layer.loaded, findings);
    layer.say(findings);
    Ok(layer)
}

impl Streets {
    fn feature(&mut self, here: &Here<'_>, raw: &RawFeature<'_>, findings: &mut Findings) -> Ended {
        self.seen.add(raw.values);
        self.heights.add(raw);
        match raw.geometry {
            Geometry::Flawed => return Ended::left_out(None, None),
            Geometry::None | Geometry::Empty(_) => {
                return Ended::left_out(Some(self.positions.miss(here, raw, "")), None);
            }
            Geometry::Other("LineString" | "MultiLineString")
            | Geometry::Polygon
            | Geometry::MultiPolygon
                if !raw.coordinates.positions.is_empty() => {}
            Geometry::Other("LineString" | "MultiLineString") => {
                let message = "the lines of this format are not read";
                let finding = Finding::error("geometry-type", here.place(".geometry"), message);
                findings.push(finding.with_help("convert the layer to GeoJSON"));
                return Ended::left_out(Some("geometry-type"), None);
            }
            Geometry::Point
            | Geometry::MultiPoint
            | Geometry::Polygon
            | Geometry::MultiPolygon
            | Geometry::Other(_) => {
                findings.push(wrong_geometry(
                    here,
                    raw,
                    "",
                    "a LineString, MultiLineString, Polygon or MultiPolygon",
                ));
                return Ended::left_out(Some("geometry-type"), None);
            }
        }
        if let Err(code) = self.positions.check(here, raw, "") {
            return Ended::left_out(Some(code), None);
        }
        if !self.add(here, raw) {
            let name = raw.line.map_or("", |line| line.id);
            self.short.push(here.place(".geometry.coordinates").with_name(name));
            return Ended::left_out(Some("line-too-short"), None);
        }
        let way = way(here, raw);
        self.parts.push(squares::part(here, raw, way, self.ways.len()));
        self.ways.push(way);
        self.names.push(raw.line.map_or("", |line| line.id).into());
        Ended::used(None)
    }

    /// Adds the lines of a feature; false where none has two different vertices.
    fn add(&mut self, here: &Here<'_>, raw: &RawFeature<'_>) -> bool {
        let coordinates = raw.coordinates;
        let listed = || nodes(here.value(raw, NODES)).map(Cow::Owned);
        let nodes = raw.line.map(|line| Cow::Borrowed(line.nodes)).or_else(listed);
        let fits = |nodes: &Cow<'_, [i64]>| nodes.len() == coordinates.positions.len();
        if nodes.as_ref().is_some_and(|nodes| !fits(nodes)) {
            self.unfit.push(here.property(NODES, "").place());
        }
        let nodes = nodes.filter(fits);
        let layer = layer(here, raw);
        let (before, mut start) = (self.lines.len(), 0);
        for &end in &coordinates.rings {
            let positions = &coordinates.positions[start..end];
            let keys: Vec<Key> = match &nodes {
                Some(nodes) => nodes[start..end].iter().map(|id| Key::of_node(*id)).collect(),
                None => keys(positions, layer),
            };
            start = end;
            if keys.iter().any(|key| *key != keys[0]) {
                if nodes.is_none() && layer != 0 {
                    let ends = [positions.first(), positions.last()].into_iter().flatten();
                    self.ends.extend(ends.map(|at| Key::of_place(*at, layer)));
                }
                self.at.extend_from_slice(positions);
                self.keys.extend(keys);
                self.lines.push((self.ways.len(), self.keys.len()));
            }
        }
        self.lines.len() > before
    }

    fn say(&self, findings: &mut Findings) {
        say_short(&self.short, findings);
        if let Some(first) = self.unfit.first() {
            let lines = counted(self.unfit.len(), "line");
            let message = format!(
                "the list of nodes does not fit the positions of {lines}; joined to others by place"
            );
            let help = "import the extract again, or take the property out";
            findings.push(Finding::warning("street-nodes", first.clone(), message).with_help(help));
        }
    }

    /// The lines that may be walked on the plane; none where there is none.
    pub(super) fn finish(
        &mut self,
        plan: &LayerPlan,
        plane: &Plane,
        subdistricts: &[Subdistrict],
        findings: &mut Findings,
    ) -> Option<StreetLayer> {
        if let Some(layer) = self.take_kept(findings) {
            return Some(layer);
        }
        let fetch = std::mem::take(&mut self.fetch);
        let before = findings.len();
        let layer = self.lay(plan, plane, subdistricts, findings)?;
        let Fetch::Read(keep) = fetch else { return Some(layer) };
        let more = findings.since(before).iter().cloned().collect();
        let (layer, keeping) = keep.keep(self, layer, &more);
        self.keeping = keeping;
        Some(layer)
    }

    fn lay(
        &mut self,
        plan: &LayerPlan,
        plane: &Plane,
        subdistricts: &[Subdistrict],
        findings: &mut Findings,
    ) -> Option<StreetLayer> {
        let is_plain = self.ways.iter().all(|way| matches!(way, Way::Untagged | Way::Shut));
        let kind = |way: Way| match way {
            Way::Open(kind) => Some(kind),
            Way::Untagged => is_plain.then(StreetKind::default),
            Way::Kind | Way::Shut => None,
        };
        let origins: Vec<Origin> = self.loaded.ledger.kept().collect();
        self.say_closed(plan, &origins, is_plain, findings);
        let (of_key, vertices) = self.vertices(plane);
        let bounds = subdistricts.iter().fold(Bounds::EMPTY, |all, s| all.union(s.shape.bounds()));
        let near = bounds.grown(STREETS_BEYOND.0);
        let mut streets = StreetLayer::new(vertices).with_snap(plan.snap.unwrap_or(SNAP));
        let (mut start, mut far, mut squares) = (0, Vec::new(), Squares::default());
        for &(feature, end) in &self.lines {
            let line = &of_key[start..end];
            start = end;
            let part = self.parts[feature];
            let Some(kind) = kind(self.ways[feature]) else {
                if let Some((Part::Fence, layer)) = part {
                    squares.add_fence(layer, line);
                }
                continue;
            };
            let holds = |vertex: &u32| near.holds(streets.vertices()[*vertex as usize]);
            if bounds.is_empty() || line.iter().any(holds) {
                let before = streets.lines().len();
                streets.add_as(kind, line.iter().copied());
                if let Some((Part::Ring(key), layer)) =
                    part.filter(|_| streets.lines().len() > before)
                {
                    squares.add((key, layer), before, feature);
                }
            } else {
                far.push(feature);
            }
        }
        far.dedup();
        self.say_far(plan, &origins, &far, findings);
        let none = squares.cross(&mut streets);
        self.say_squares(plan, &origins, &none, findings);
        if streets.is_empty() && self.loaded.is_whole {
            let message = "no line of the layer can be walked; nothing is measured along streets";
            let help = "export the layer again, or take its file out of the folder";
            findings.push(Finding::warning("no-streets", plan.whole(), message).with_help(help));
        }
        *self = Self { loaded: std::mem::take(&mut self.loaded), ..Self::default() };
        (!streets.is_empty()).then_some(streets)
    }

    /// The vertex of each position, and the places of all vertices by their keys.
    fn vertices(&self, plane: &Plane) -> (Vec<u32>, Vec<Local>) {
        let mut order: Vec<(Key, u32)> = self.keys.iter().copied().zip(0..).collect();
        // By layers first: what has one number stays in their order.
        radix::sort(&mut order, |(key, _)| u64::from(key.layer.cast_unsigned() ^ (1 << 15)));
        radix::sort(&mut order, |(key, _)| key.number);
        let mut of_key = vec![0; self.keys.len()];
        let (mut vertices, mut known) = (Vec::new(), Vec::<Key>::new());
        for (key, at) in order {
            if known.last() != Some(&key) {
                known.push(key);
                vertices.push(plane.to_local(self.at[at as usize]));
            }
            of_key[at as usize] = u32::try_from(known.len() - 1).unwrap_or(u32::MAX);
        }
        let find = |key: Key| known.binary_search(&key).ok().and_then(|at| u32::try_from(at).ok());
        let mut same: Vec<(u32, u32)> = self
            .ends
            .iter()
            .filter_map(|end| Some((find(*end)?, find(Key { layer: 0, ..*end })?)))
            .collect();
        same.sort_unstable();
        if !same.is_empty() {
            for vertex in &mut of_key {
                if let Ok(at) = same.binary_search_by_key(vertex, |pair| pair.0) {
                    *vertex = same[at].1;
                }
            }
        }
        (of_key, vertices)
    }

    /// Says which lines nobody walks on, and marks them.
    fn say_closed(
        &mut self,
        plan: &LayerPlan,
        origins: &[Origin],
        is_plain: bool,
        findings: &mut Findings,
    ) {
        let reasons = [
            (Way::Untagged, "without highway"),
            (Way::Kind, "of a kind of highway that nobody walks on"),
            (Way::Shut, "closed by foot, access or motorroad"),
        ];
        let (mut said, mut all, mut first) = (Vec::new(), 0, None);
        for (reason, words) in reasons {
            let is_it = |way: &Way| *way == reason && !(is_plain && reason == Way::Untagged);
            let found = || self.ways.iter().enumerate().filter(|(_, way)| is_it(way)).map(|w| w.0);
            let (of_it, count) = (found().next(), found().count());
            for feature in found() {
                self.loaded.ledger.mark(origins[feature], Fate::LeftOut, "not-walked", None);
            }
            if let Some(feature) = of_it {
                first.get_or_insert(feature);
                said.push(format!("{count} {words}"));
                all += count;
            }
        }
        if let Some(first) = first {
            let message = format!("{} not walked: {}", counted(all, "line"), said.join(", "));
            let place = self.place(plan, origins, first);
            findings.push(Finding::note("not-walked", place, message));
        }
    }

    /// Says which lines lie far from the city, and marks them.
    fn say_far(
        &mut self,
        plan: &LayerPlan,
        origins: &[Origin],
        far: &[usize],
        findings: &mut Findings,
    ) {
        let Some(first) = far.first() else { return };
        for feature in far {
            self.loaded.ledger.mark(origins[*feature], Fate::Outside, "street-outside", None);
        }
        let lines = counted(far.len(), "line");
        let message = format!(
            "{lines} more than {} from every subdistrict; not measured along",
            STREETS_BEYOND.text()
        );
        let place = self.place(plan, origins, *first);
        findings.push(Finding::note("street-outside", place, message));
    }

    /// The place of a feature that was kept, with its name.
    fn place(&self, plan: &LayerPlan, origins: &[Origin], feature: usize) -> Place {
        origins[feature].place(&plan.files, "").with_name(&self.names[feature])
    }
}

/// The keys of a line by place: its ends are on the ground, what lies between on its layer.
fn keys(positions: &[LonLat], layer: i16) -> Vec<Key> {
    let last = positions.len().saturating_sub(1);
    let key = |(at, position): (usize, &LonLat)| {
        Key::of_place(*position, if at == 0 || at == last { 0 } else { layer })
    };
    positions.iter().enumerate().map(key).collect()
}

/// The numbers of a list; none where it is no list of whole numbers.
fn nodes(value: Value<'_>) -> Option<Vec<i64>> {
    let Value::List(bytes) = value else { return None };
    let inner = std::str::from_utf8(bytes).ok()?.strip_prefix('[')?.strip_suffix(']')?;
    inner.split(',').map(|number| number.trim().parse().ok()).collect()
}
