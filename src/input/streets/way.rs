//! Whether a line may be walked, and on which layer it runs, by the tags of OpenStreetMap.
//!
//! The rules are those of the wiki's page "OSM tags for routing/Access restrictions", but for cycleways:
//! every `highway` may be walked but motorways, cycleways and what is not there; `foot` goes before
//! `access`, and both before the kind. Platforms may be walked. Bridges and tunnels are ways like others, and
//! steps but for those on wheels: to them steps are closed unless `ramp:wheelchair` or `wheelchair` opens
//! them, and a way of any kind is with `wheelchair=no`. A private way is closed unless `foot` opens it.

use super::super::feature::RawFeature;
use super::super::plan::Here;
use crate::model::StreetKind;

/// Slots, in the order of [`Layer::properties`](super::super::layer::Layer::properties).
const HIGHWAY: usize = 0;
const FOOT: usize = 1;
const ACCESS: usize = 2;
const MOTORROAD: usize = 3;
const BRIDGE: usize = 4;
const TUNNEL: usize = 5;
const LAYER: usize = 6;
const RAILWAY: usize = 7;
const PUBLIC_TRANSPORT: usize = 8;
pub(super) const NODES: usize = 9;
const RAMP: usize = 10;
const WHEELCHAIR: usize = 11;
pub(super) const AREA: usize = 12;
pub(super) const ID: usize = 13;
const BARRIER: usize = 14;

/// Kinds of `highway` that nobody walks on unless `foot` says so.
const NOT_ON_FOOT: [&str; 7] =
    ["motorway", "motorway_link", "cycleway", "raceway", "bus_guideway", "busway", "escape"];

/// Kinds of `highway` that are no way, or not there.
const NOT_THERE: [&str; 10] = [
    "construction",
    "proposed",
    "planned",
    "abandoned",
    "razed",
    "disused",
    "no",
    "rest_area",
    "services",
    "emergency_bay",
];

/// Words of `foot` that let people on foot in.
const OPEN: [&str; 6] = ["yes", "designated", "permissive", "destination", "official", "public"];

/// Words of `foot` and `access` that keep people out.
const SHUT: [&str; 4] = ["no", "private", "use_sidepath", "military"];

/// Kinds of `highway` that are roads of the city, which no estate can shut with a gate.
const PUBLIC: [&str; 9] = [
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
];

/// Kinds of `barrier` along lines that nobody on foot gets over.
const FENCES: [&str; 9] = [
    "fence",
    "wall",
    "retaining_wall",
    "city_wall",
    "hedge",
    "guard_rail",
    "railing",
    "cable_barrier",
    "ditch",
];

/// Whether a line may be walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Open(StreetKind),
    /// It has no `highway`.
    Untagged,
    /// Its kind is closed to people on foot.
    Kind,
    /// `foot`, `access` or `motorroad` says so.
    Shut,
}

/// Whether a feature may be walked.
pub(super) fn way(here: &Here<'_>, raw: &RawFeature<'_>) -> Way {
    match on_foot(here, raw) {
        Way::Open(_) => Way::Open(StreetKind {
            is_steps: is_steps(here, raw),
            is_public: is_public(here, raw),
            ..StreetKind::default()
        }),
        way => way,
    }
}

/// Whether a feature is a fence and no way.
pub(super) fn is_fence(here: &Here<'_>, raw: &RawFeature<'_>) -> bool {
    let kind = here.text(raw, BARRIER);
    kind.is_some_and(|kind| FENCES.contains(&&*kind)) && here.text(raw, HIGHWAY).is_none()
}

/// Whether it is a road of the city, or runs above or below the ground; a passage through a building does not.
fn is_public(here: &Here<'_>, raw: &RawFeature<'_>) -> bool {
    let is =
        |slot, words: &[&str]| here.text(raw, slot).is_some_and(|word| words.contains(&&*word));
    let says = |slot| here.text(raw, slot).is_some() && !is(slot, &["no", "building_passage"]);
    is(HIGHWAY, &PUBLIC) || says(BRIDGE) || says(TUNNEL)
}

/// Whether nobody on wheels can take it.
fn is_steps(here: &Here<'_>, raw: &RawFeature<'_>) -> bool {
    let is =
        |slot, words: &[&str]| here.text(raw, slot).is_some_and(|word| words.contains(&&*word));
    if is(HIGHWAY, &["steps"]) {
        !is(RAMP, &["yes"]) && !is(WHEELCHAIR, &["yes", "designated", "limited"])
    } else {
        is(WHEELCHAIR, &["no"])
    }
}

fn on_foot(here: &Here<'_>, raw: &RawFeature<'_>) -> Way {
    let text = |slot| here.text(raw, slot);
    let is = |slot, word: &str| text(slot).as_deref() == Some(word);
    let (foot, access, highway) = (text(FOOT), text(ACCESS), text(HIGHWAY));
    let one_of = |word: &Option<Box<str>>, words: &[&str]| {
        word.as_deref().is_some_and(|word| words.contains(&word))
    };
    let platform = is(RAILWAY, "platform") || is(PUBLIC_TRANSPORT, "platform");
    if one_of(&foot, &SHUT) {
        Way::Shut
    } else if highway.is_none() && !platform {
        if one_of(&access, &SHUT) && !one_of(&foot, &OPEN) { Way::Shut } else { Way::Untagged }
    } else if one_of(&highway, &NOT_THERE) {
        Way::Kind
    } else if one_of(&foot, &OPEN) {
        Way::Open(StreetKind::default())
    } else if one_of(&highway, &NOT_ON_FOOT) {
        Way::Kind
    } else if one_of(&access, &SHUT) || is(MOTORROAD, "yes") {
        Way::Shut
    } else {
        Way::Open(StreetKind::default())
    }
}

/// The layer that a line runs on: `layer`, or that of a bridge or a tunnel without one.
pub(super) fn layer(here: &Here<'_>, raw: &RawFeature<'_>) -> i16 {
    let says = |slot: usize| here.text(raw, slot).is_some_and(|word| &*word != "no");
    let given = here.text(raw, LAYER).and_then(|text| text.parse::<i16>().ok());
    let otherwise = if says(BRIDGE) {
        1
    } else if says(TUNNEL) {
        -1
    } else {
        0
    };
    given.filter(|layer| layer.abs() < 100).unwrap_or(otherwise)
}
