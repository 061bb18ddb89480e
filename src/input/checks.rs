//! Checks that every layer makes while it is read: geometry missing or of the wrong type, heights,
//! positions that are no degrees.

use super::feature::{Geometry, RawFeature};
use super::layer::Layer;
use super::plan::{Here, LayerPlan, Loaded};
use super::positions::PositionCheck;
use super::words::{counted, quoted};
use crate::finding::{Finding, Findings, Place};
use crate::model::LonLat;

/// The finding for a feature without a place, but for how many there are. A city cannot do without
/// one of its subdistricts; the other layers leave the feature out.
fn no_geometry(here: &Here<'_>, raw: &RawFeature<'_>, label: &str) -> Finding {
    let thing = here.plan.layer.thing();
    let (rest, what) = match raw.geometry {
        Geometry::Empty(name) => {
            (".geometry.coordinates", format!("{name} with an empty list of coordinates"))
        }
        _ => (".geometry", "geometry is null".to_owned()),
    };
    let place = here.place(rest).with_name(label);
    let it = if label.is_empty() { "it".to_owned() } else { format!("{thing} {}", quoted(label)) };
    if here.plan.layer == Layer::Subdistricts {
        Finding::error("no-geometry", place, format!("{what}: {it} has no land"))
            .with_help("give it a polygon, or take it out of the file")
    } else {
        Finding::warning("no-geometry", place, format!("{what}: {it} has no place; left out"))
            .with_help("give it a place, or take it out of the file")
    }
}

/// The finding for a geometry of a type that the layer does not take.
pub(super) fn wrong_geometry(
    here: &Here<'_>,
    raw: &RawFeature<'_>,
    label: &str,
    expected: &str,
) -> Finding {
    let name = match raw.geometry {
        Geometry::Point => "Point",
        Geometry::MultiPoint => "MultiPoint",
        Geometry::Polygon => "Polygon",
        Geometry::MultiPolygon => "MultiPolygon",
        Geometry::Other(name) | Geometry::Empty(name) => name,
        Geometry::None | Geometry::Flawed => "nothing",
    };
    let thing = here.plan.layer.thing();
    let article = if thing.starts_with(['o', 'e']) { "an" } else { "a" };
    Finding::error(
        "geometry-type",
        here.place(".geometry").with_name(label),
        format!("geometry is a {name}; {article} {thing} is {expected}"),
    )
    .with_help("draw it so, or take it out of the file")
}

/// Says which lines lead nowhere, as they have no two different positions.
pub(super) fn say_short(short: &[Place], findings: &mut Findings) {
    let Some(first) = short.first() else { return };
    let lines = counted(short.len(), "line");
    let message = format!("{lines} with fewer than 2 different positions; left out");
    let help = "draw it again, or take it out of the file";
    findings.push(Finding::warning("line-too-short", first.clone(), message).with_help(help));
}

/// Whether two positions are the same to 7 decimals, 1 cm, as files write them.
pub(super) fn are_same(a: LonLat, b: LonLat) -> bool {
    (a.lon - b.lon).abs() < 5e-8 && (a.lat - b.lat).abs() < 5e-8
}

/// Counts features whose positions have heights.
#[derive(Debug, Default)]
pub(super) struct Heights(usize);

impl Heights {
    /// Takes note of a feature.
    pub(super) fn add(&mut self, raw: &RawFeature<'_>) {
        self.0 += usize::from(raw.coordinates.has_heights);
    }

    /// Says once that they are ignored.
    pub(super) fn say(&self, plan: &LayerPlan, findings: &mut Findings) {
        if self.0 > 0 {
            let message = format!("heights ignored in {}", counted(self.0, "feature"));
            findings.push(Finding::note("heights", plan.whole(), message));
        }
    }
}

/// The positions of a layer's files.
#[derive(Debug, Default)]
pub(super) struct Positions {
    /// One entry a file.
    checks: Vec<PositionCheck>,
    /// Of features that have none.
    missing: Vec<Finding>,
}

impl Positions {
    /// Checks a feature.
    ///
    /// # Errors
    /// The code of what will be said where a position is no degree inside the world.
    pub(super) fn check(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        label: &str,
    ) -> Result<(), &'static str> {
        if self.checks.len() <= here.file {
            self.checks.resize_with(here.file + 1, PositionCheck::default);
        }
        self.checks[here.file].check(here, raw, label)
    }

    /// Takes note of a feature without a place; gives the code of what will be said.
    pub(super) fn miss(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        label: &str,
    ) -> &'static str {
        let finding = no_geometry(here, raw, label);
        let code = finding.code;
        self.missing.push(finding);
        code
    }

    /// Says what is wrong in each file, unless its `crs` member was refused already, and which
    /// features have no place.
    pub(super) fn say(self, plan: &LayerPlan, loaded: &Loaded, findings: &mut Findings) {
        let of_all = format!(" ({} of {})", self.missing.len(), loaded.features);
        for mut finding in self.missing {
            finding.message.push_str(&of_all);
            findings.push(finding);
        }
        for (index, check) in self.checks.into_iter().enumerate() {
            if !loaded.foreign_crs.get(index).copied().unwrap_or_default() {
                check.say(plan, index, findings);
            }
        }
    }
}
