//! Which datum the layers are in, where files do not say or say it wrong.
//!
//! Map services in China publish GCJ-02 or BD-09 (see `shift`), some 500 m or 1.2 km off. Two things tell:
//! the source that outlets name (`sources`), and how the layers lie to each other (`alarm`). What both
//! say of one source is said once. Nothing is moved here, and what cannot be told is said as well.

mod alarm;
mod claim;
mod fit;
mod ground;
mod moves;
mod sources;
mod verdict;

use self::alarm::{Alarm, alarm};
use super::layer::Layer;
use super::outlet_checks::Outlets;
use super::plan::LayerPlan;
use super::shift::is_in_china;
use super::words::counted;
use crate::finding::{Finding, Findings};
use crate::model::{Estate, Local, Plane, Subdistrict};

/// From so many outlets on one expects that their datum can be told.
const MANY: usize = 100;

/// What lies around the outlets of a city.
#[derive(Debug, Clone, Copy)]
pub(super) struct Surroundings<'a> {
    /// The plane that all are on.
    pub(super) plane: &'a Plane,
    /// Subdistricts; none where they are not sound.
    pub(super) units: (&'a LayerPlan, &'a [Subdistrict]),
    /// Residential land, where the city has that layer.
    pub(super) estates: Option<(&'a LayerPlan, &'a [Estate])>,
    /// Homes, where the city has that layer.
    pub(super) people: Option<(&'a LayerPlan, &'a [Local])>,
}

impl<'a> Surroundings<'a> {
    /// How a layer besides the outlets is read.
    fn plan(&self, layer: Layer) -> Option<&'a LayerPlan> {
        match layer {
            Layer::Subdistricts => Some(self.units.0),
            Layer::Estates => self.estates.map(|(plan, _)| plan),
            Layer::People => self.people.map(|(plan, _)| plan),
            Layer::Settings
            | Layer::Outlets
            | Layer::Communities
            | Layer::Grids
            | Layer::Units
            | Layer::Complaints
            | Layer::Streets
            | Layer::Gates
            | Layer::Barriers
            | Layer::Plan => None,
        }
    }
}

/// Says which datum layers seem to be in, against what they are read in.
pub(super) fn say(outlets: &Outlets<'_>, around: &Surroundings<'_>, findings: &mut Findings) {
    let mut told = Alarm::default();
    let is_testable = is_in_china(around.plane.origin()) && !findings.has_errors();
    if is_testable {
        told = alarm(outlets, around);
    }
    sources::say_mix(outlets, &mut told, findings);
    for claim in &told.claims {
        findings.push(claim.finding(outlets, around));
    }
    let is_open = told.tested.is_none() && outlets.drafts.len() >= MANY;
    if is_testable && is_open && !sources::is_settled(outlets) {
        let all = counted(outlets.drafts.len(), "outlet");
        let message = format!(
            "whether the {all} are in GCJ-02 or BD-09 cannot be told: they lie to estates, homes and \
             borders as chance would have it"
        );
        let help = "compare some of them with a map, or say what they are in: --outlets-crs wgs84";
        findings
            .push(Finding::note("datum-untested", outlets.plan.whole(), message).with_help(help));
    }
}
