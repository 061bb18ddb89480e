//! Gates: points where people pass into an estate or an outlet.
//!
//! A gate is open unless `status` closes it or, without a `status`, `locked`, `foot` or `access` does. `access`
//! `private` is the usual word for the gate of residents and shuts nobody out who lives there. One that names
//! no estate and no outlet cuts the street that it stands on where it is closed; else it, and one that names what
//! the city does not have, is held, counted and used by nobody. An estate with gates is entered and left on foot
//! at an open one and nowhere else (see [`crate::index::streets`]).

use std::collections::{BTreeMap, HashSet};

use super::checks::{Heights, Positions, wrong_geometry};
use super::feature::{Geometry, RawFeature};
use super::layer::Origin;
use super::ledger::Ended;
use super::plan::{Here, LayerPlan, Loaded, SeenProperties, load};
use super::source::SourceError;
use super::words::{counted, quoted};
use crate::finding::{Fate, Finding, Findings};
use crate::index::streets::{Enclosure, Enclosures, Gateway, ON_STREET, Snapper, StreetGraph};
use crate::model::{Estate, Gate, Local, LonLat, Outlet, Plane, StreetLayer};
use crate::units::Metres;

/// Slots.
const ID: usize = 0;
const ESTATE: usize = 1;
const OUTLET: usize = 2;
const STATUS: usize = 3;
const LOCKED: usize = 4;
const FOOT: usize = 5;
const ACCESS: usize = 6;
const NAME: usize = 7;

/// Words of `status` that open a gate, and that close it.
const OPEN: [&str; 5] = ["open", "yes", "true", "开放", "开启"];
const CLOSED: [&str; 6] = ["closed", "no", "false", "关闭", "封闭", "停用"];

/// How far a gate may be from its estate: 50 m, more than any pen slips.
const BESIDE: Metres = Metres(50.0);

#[derive(Debug)]
struct Draft {
    origin: Origin,
    at: LonLat,
    id: Box<str>,
    name: Box<str>,
    estate: Option<Box<str>>,
    outlet: Option<Box<str>>,
    is_open: bool,
}

/// The layer as it was read.
#[derive(Debug, Default)]
pub(super) struct Gates {
    pub(super) loaded: Loaded,
    drafts: Vec<Draft>,
    seen: SeenProperties,
    heights: Heights,
    positions: Positions,
}

/// What gates lead into and out to.
pub(super) struct Around<'a> {
    pub(super) estates: &'a [Estate],
    pub(super) outlets: &'a [Outlet],
    pub(super) streets: Option<&'a StreetLayer>,
}

/// Reads the files of the layer.
pub(super) fn read(plan: &LayerPlan, findings: &mut Findings) -> Result<Gates, SourceError> {
    let mut layer = Gates::default();
    layer.loaded =
        load(plan, findings, &mut |here, raw, findings| layer.feature(&here, raw, findings))?;
    plan.say_unseen(&layer.seen, &layer.loaded, findings);
    layer.heights.say(plan, findings);
    std::mem::take(&mut layer.positions).say(plan, &layer.loaded, findings);
    Ok(layer)
}

impl Gates {
    fn feature(&mut self, here: &Here<'_>, raw: &RawFeature<'_>, findings: &mut Findings) -> Ended {
        self.seen.add(raw.values);
        self.heights.add(raw);
        let id = here.text(raw, ID).unwrap_or_default();
        let at = match raw.geometry {
            Geometry::Flawed => return Ended::left_out(None, None),
            Geometry::None | Geometry::Empty(_) => {
                return Ended::left_out(Some(self.positions.miss(here, raw, &id)), None);
            }
            Geometry::Point => raw.coordinates.positions.first().copied(),
            Geometry::MultiPoint
            | Geometry::Polygon
            | Geometry::MultiPolygon
            | Geometry::Other(_) => None,
        };
        let Some(at) = at else {
            findings.push(wrong_geometry(here, raw, &id, "a Point"));
            return Ended::left_out(Some("geometry-type"), None);
        };
        if let Err(code) = self.positions.check(here, raw, &id) {
            return Ended::left_out(Some(code), None);
        }
        let is_open = is_open(here, raw, &id, findings);
        let [estate, outlet] = [ESTATE, OUTLET].map(|slot| here.text(raw, slot));
        let name = here.text(raw, NAME).unwrap_or_default();
        self.drafts.push(Draft { origin: here.origin(), at, id, name, estate, outlet, is_open });
        Ended::used(None)
    }

    /// Puts the gates on the plane and says which lead nowhere.
    pub(super) fn finish(
        &mut self,
        plan: &LayerPlan,
        plane: &Plane,
        around: &Around<'_>,
        findings: &mut Findings,
    ) -> Vec<Gate> {
        let drafts = std::mem::take(&mut self.drafts);
        let gates: Vec<Gate> = drafts
            .iter()
            .map(|draft| Gate {
                id: draft.id.clone(),
                name: draft.name.clone(),
                at: plane.to_local(draft.at),
                estate: draft.estate.clone(),
                outlet: draft.outlet.clone(),
                is_open: draft.is_open,
            })
            .collect();
        Self::say_twice(plan, &drafts, findings);
        self.say_nowhere(plan, &drafts, around, findings);
        self.say_alone(plan, (&drafts, &gates), around, findings);
        say_far(plan, &drafts, &gates, around, findings);
        say_cut(plan, &gates, around, findings);
        gates
    }

    /// Says which ids stand twice: `--open-gate` opens them all.
    fn say_twice(plan: &LayerPlan, drafts: &[Draft], findings: &mut Findings) {
        let mut known = HashSet::new();
        let twice: Vec<&Draft> =
            drafts.iter().filter(|d| !d.id.is_empty() && !known.insert(&d.id)).collect();
        let Some(first) = twice.first() else { return };
        let gates = counted(twice.len(), "gate");
        let message =
            format!("{gates} with an id that an earlier one has, the first {}", quoted(&first.id));
        let help = "give each its own, so that one of them can be asked about alone";
        let place = first.origin.place(&plan.files, "");
        findings.push(Finding::warning("gate-twice", place, message).with_help(help));
    }

    /// Says which gates lead into nothing that the city has, and marks them.
    fn say_nowhere(
        &mut self,
        plan: &LayerPlan,
        drafts: &[Draft],
        around: &Around<'_>,
        findings: &mut Findings,
    ) {
        let estates: HashSet<&str> = around.estates.iter().map(|estate| &*estate.id).collect();
        let outlets: HashSet<&str> = around.outlets.iter().map(|outlet| &*outlet.id).collect();
        for draft in drafts {
            let strange = |id: &Option<Box<str>>, known: &HashSet<&str>| {
                id.clone().filter(|id| !known.contains(&**id))
            };
            let wrong = strange(&draft.estate, &estates)
                .map(|id| (ESTATE, id))
                .or_else(|| strange(&draft.outlet, &outlets).map(|id| (OUTLET, id)));
            if let Some((slot, id)) = wrong {
                let what = if slot == ESTATE { "an estate" } else { "an outlet" };
                let message = format!(
                    "gate {} leads into {what} {} that the city does not have; nobody uses it",
                    quoted(&draft.id),
                    quoted(&id)
                );
                let place = draft.origin.place(&plan.files, ".properties");
                let finding = Finding::warning("gate-nowhere", place, message);
                findings.push(finding.with_help("give it the id that stands in that layer"));
                self.loaded.ledger.mark(draft.origin, Fate::Outside, "gate-nowhere", None);
            }
        }
    }

    /// Says which gates lead into nothing that they name, and marks those that bar no street either.
    fn say_alone(
        &mut self,
        plan: &LayerPlan,
        (drafts, gates): (&[Draft], &[Gate]),
        around: &Around<'_>,
        findings: &mut Findings,
    ) {
        let alone: Vec<(&Draft, &Gate)> =
            drafts.iter().zip(gates).filter(|(_, gate)| gate.is_bar()).collect();
        let Some((first, _)) = alone.first() else { return };
        let graph = around.streets.map(StreetGraph::of).unwrap_or_default();
        let snapper = Snapper::new(&graph);
        let bars = |gate: &Gate| !gate.is_open && snapper.nearest(gate.at, ON_STREET).is_some();
        let mut barring = 0;
        for (draft, gate) in &alone {
            if bars(gate) {
                barring += 1;
            } else {
                self.loaded.ledger.mark(draft.origin, Fate::Outside, "gate-alone", None);
            }
        }
        let all = counted(drafts.len(), "gate");
        let verb = if alone.len() == 1 { "names" } else { "name" };
        let (count, first) = (alone.len(), quoted(&first.id));
        let cut = match barring {
            0 => String::new(),
            1 => "; 1 of them is closed, and cuts the street that it stands on".to_owned(),
            _ => format!("; {barring} of them are closed, and cut the streets that they stand on"),
        };
        let message = format!(
            "{count} of {all} {verb} neither an estate nor an outlet, the first {first}; nobody goes through{cut}"
        );
        let help = "write the id of the estate or outlet that it belongs to";
        findings.push(Finding::note("gate-alone", plan.whole(), message).with_help(help));
    }
}

/// Says which gates are far from their estates, or from every street.
fn say_far(
    plan: &LayerPlan,
    drafts: &[Draft],
    gates: &[Gate],
    around: &Around<'_>,
    findings: &mut Findings,
) {
    let by_id: std::collections::HashMap<&str, &Estate> =
        around.estates.iter().rev().map(|estate| (&*estate.id, estate)).collect();
    let graph = around.streets.map(StreetGraph::of).unwrap_or_default();
    let snapper = Snapper::new(&graph);
    for (draft, gate) in drafts.iter().zip(gates) {
        let estate = gate.estate.as_deref().and_then(|id| by_id.get(id));
        let off = estate.map(|estate| distance(estate, gate.at));
        let far = off
            .filter(|off| off.0 > BESIDE.0)
            .map(|off| format!("{} from the border of its estate", off.text()));
        let is_used = estate.is_some() || gate.outlet.is_some();
        let is_near = |near: Metres| !is_used || snapper.nearest(gate.at, near).is_some();
        // As far as a place may be.
        let lonely = around.streets.map(StreetLayer::snap).filter(|near| !is_near(*near));
        let lonely = lonely.map(|near| format!("more than {} from every street", near.text()));
        let far = far.or(lonely);
        if let Some(far) = far {
            let message = format!("gate {} is {far}", quoted(&draft.id));
            let place = draft.origin.place(&plan.files, ".geometry.coordinates");
            let finding = Finding::warning("gate-far", place, message);
            findings.push(finding.with_help("is it the right estate, and the right place?"));
        }
    }
}

/// The estates that have gates, with these; of estates with one id the first.
pub(super) fn gated<'e>(
    gates: &[Gate],
    estates: impl IntoIterator<Item = &'e Estate>,
) -> Vec<(&'e Estate, Vec<Gateway>)> {
    let mut by_id: BTreeMap<&str, Vec<Gateway>> = BTreeMap::new();
    for gate in gates {
        let gateway = Gateway { at: gate.at, is_open: gate.is_open };
        by_id.entry(gate.estate.as_deref().unwrap_or_default()).or_default().push(gateway);
    }
    let own = estates.into_iter().filter_map(|estate| Some((estate, by_id.remove(&*estate.id)?)));
    own.collect()
}

/// Says where streets are cut because an estate has gates and none is there.
fn say_cut(plan: &LayerPlan, gates: &[Gate], around: &Around<'_>, findings: &mut Findings) {
    let Some(streets) = around.streets else { return };
    let own = gated(gates, around.estates);
    let enclosures =
        own.iter().map(|(estate, gates)| Enclosure { shape: &estate.shape, gates: gates.clone() });
    let crossings = Enclosures::new(enclosures.collect()).enclose(streets).crossings;
    let mut counts = vec![0usize; own.len()];
    let without = crossings.iter().filter(|crossing| crossing.gate.is_none());
    without.for_each(|crossing| counts[crossing.enclosure] += 1);
    let all: usize = counts.iter().sum();
    let most = (0..own.len()).rev().max_by_key(|at| counts[*at]);
    let Some(most) = most.filter(|most| counts[*most] > 0) else { return };
    let estates = counts.iter().filter(|count| **count > 0).count();
    let message = format!(
        "{} of the {} of {} with gates {} no gate within 10 m; streets are cut there, {} at estate {}",
        counted(all, "crossing"),
        if estates == 1 { "border" } else { "borders" },
        counted(estates, "estate"),
        if all == 1 { "has" } else { "have" },
        times(counts[most]),
        quoted(&own[most].0.id)
    );
    let help = "draw the gates that are missing, or take out all gates of an estate that is open";
    findings.push(Finding::note("street-cut", plan.whole(), message).with_help(help));
}

pub(super) fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// Distance of a place from the border of an estate.
fn distance(estate: &Estate, at: Local) -> Metres {
    let edges = estate.shape.rings().flat_map(crate::model::Ring::edges);
    let to_edge = |(a, b): (Local, Local)| {
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let square = dx * dx + dy * dy;
        let along =
            if square > 0.0 { ((at.x - a.x) * dx + (at.y - a.y) * dy) / square } else { 0.0 };
        let along = along.clamp(0.0, 1.0);
        at.distance(Local::new(a.x + along * dx, a.y + along * dy)).0
    };
    Metres(edges.map(to_edge).fold(f64::INFINITY, f64::min))
}

fn is_open(here: &Here<'_>, raw: &RawFeature<'_>, id: &str, findings: &mut Findings) -> bool {
    if let Some(status) = here.text(raw, STATUS) {
        let word = status.to_lowercase();
        if CLOSED.contains(&&*word) {
            return false;
        }
        if !OPEN.contains(&&*word) {
            let message =
                format!("status {} is neither open nor closed; taken as open", quoted(&status));
            let place = here.property(STATUS, id).place();
            let finding = Finding::warning("gate-status", place, message);
            findings.push(finding.with_help("write open or closed").with_value(&*status));
        }
        return true;
    }
    let is =
        |slot, words: &[&str]| here.text(raw, slot).is_some_and(|word| words.contains(&&*word));
    !is(LOCKED, &["yes"]) && !is(FOOT, &["no"]) && (is(FOOT, &["yes"]) || !is(ACCESS, &["no"]))
}
