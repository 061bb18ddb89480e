//! What a measure of a plan says held against the city: whether it has what its action needs, and
//! whether it changes anything.

use super::measures::{ACTION, Said, TARGET};
use super::plan::{Here, LayerPlan};
use super::words::{counted, quoted};
use crate::finding::{Finding, Findings};
use crate::model::{Action, City, Local, Outlet, PlannedOutlet, Status};
use crate::units::Metres;

/// So far from the outlet that it takes a measure may be drawn: places of one building differ so.
pub(super) const NEAR: Metres = Metres(100.0);

/// Says what an action lacks; false where it cannot be done without.
pub(super) fn say_place(
    said: &Said,
    before: Option<&Outlet>,
    id_is_taken: bool,
    here: &Here<'_>,
    findings: &mut Findings,
) -> bool {
    let action = said.action.key();
    let label = said.label();
    let mut lack = |code: &'static str, rest: &str, message: String, help: &str| {
        let place = here.place(rest).with_name(label);
        findings.push(Finding::error(code, place, message).with_help(help));
    };
    match (said.action, before) {
        (
            Action::Build | Action::Street | Action::Path | Action::Bridge | Action::Underpass,
            Some(_),
        ) => {
            let message = "homes and streets take no outlet: what is the target?".to_owned();
            let help = "say in a measure of its own what becomes of the outlet";
            lack("homes", ".properties", message, help);
            false
        }
        (Action::Close | Action::Move | Action::Resize | Action::Change, None) => {
            let message = format!("{action} of which outlet? no target");
            lack("no-target", ".properties", message, "write its id under target");
            false
        }
        (Action::Move, Some(_)) if said.at.is_none() => {
            let message = "move to where? no place".to_owned();
            lack("no-geometry", ".geometry", message, "give it a point: the new place");
            false
        }
        (Action::Open, None) if said.at.is_none() => {
            let message = "open where? no place, and no target".to_owned();
            let help = "give it a point, or the id of an outlet that is planned or closed";
            lack("no-geometry", ".geometry", message, help);
            false
        }
        (Action::Open, None) if !said.has_category() => {
            let message = "open what? no category, and no target".to_owned();
            let help = "fill it in, or write the id of an outlet that is planned or closed";
            lack("no-category", ".properties", message, help);
            false
        }
        (Action::Open, None) if id_is_taken => {
            let message = format!("an outlet of the city has the id {} already", quoted(&said.id));
            let help =
                "give the measure an id of its own; to change that outlet, name it as target";
            lack("id-taken", ".properties", message, help);
            false
        }
        (Action::Open | Action::OpenGate | Action::CloseGate, _)
        | (
            Action::Build | Action::Street | Action::Path | Action::Bridge | Action::Underpass,
            None,
        )
        | (Action::Close | Action::Move | Action::Resize | Action::Change, Some(_)) => true,
    }
}

/// A measure as it is understood.
pub(super) struct Resolved<'a> {
    pub(super) city: &'a City,
    pub(super) said: &'a Said,
    pub(super) before: Option<&'a Outlet>,
    pub(super) outlet: Option<&'a PlannedOutlet>,
}

/// Says where a measure changes nothing, or is likely to mean something else.
pub(super) fn say_target(of: &Resolved<'_>, here: &Here<'_>, findings: &mut Findings) {
    let label = of.said.label();
    if let Some(before) = of.before {
        if let Some(message) = of.no_change(before).filter(|_| of.said.is_whole) {
            let place = here.property(ACTION, label).place();
            let help = "take it out, or mend its target";
            findings.push(Finding::warning("no-change", place, message).with_help(help));
        } else if before.is_doubtful() {
            let message = format!(
                "{} may not be what its category says, so that it counts for nothing today",
                quoted(before_name(before))
            );
            let help = "look at it; write confirmed = true in the outlets layer where it is sound";
            let place = here.property(TARGET, label).place();
            findings.push(Finding::warning("doubtful-target", place, message).with_help(help));
        }
        say_elsewhere(of.said, before, here, findings);
    }
    let new_place = of.outlet.map(|outlet| outlet.at);
    let new_place = new_place.filter(|at| of.before.is_none_or(|before| before.at != *at));
    if new_place.is_some_and(|at| !lies_inside(of.city, at)) {
        let message = "lies in no subdistrict; counts as far as it reaches";
        let place = here.place(".geometry.coordinates").with_name(label);
        let help = "mend its place; is the plan in another system? pass --plan-crs CRS";
        findings.push(Finding::warning("measure-outside", place, message).with_help(help));
    }
}

impl Resolved<'_> {
    /// What is said where nothing would change.
    fn no_change(&self, before: &Outlet) -> Option<String> {
        let name = quoted(before_name(before));
        let is_open = before.status == Status::Open;
        match (self.said.action, self.outlet) {
            (Action::Close, _) => (!is_open)
                .then(|| format!("{name} does not serve today: closing it changes nothing")),
            (_, Some(after)) if *after == PlannedOutlet::of(self.city, before) => {
                Some(format!("{name} is so today: nothing changes"))
            }
            (Action::Move | Action::Resize | Action::Change, Some(_)) => (!is_open).then(|| {
                format!("{name} is not open: it serves nobody after this either; open it first")
            }),
            (
                Action::Open
                | Action::Move
                | Action::Resize
                | Action::Change
                | Action::Build
                | Action::Street
                | Action::Path
                | Action::Bridge
                | Action::Underpass
                | Action::OpenGate
                | Action::CloseGate,
                _,
            ) => None,
        }
    }
}

/// Warns where a measure is drawn far from the outlet that it takes and does not move it.
fn say_elsewhere(said: &Said, before: &Outlet, here: &Here<'_>, findings: &mut Findings) {
    let Some(at) = said.at.filter(|_| said.action != Action::Move) else { return };
    let distance = at.distance(before.at);
    if distance > NEAR {
        let message = format!(
            "drawn {} from its target {}, which stays where it is",
            distance.text(),
            quoted(before_name(before))
        );
        let help = "is it the right target? is the plan in another system? pass --plan-crs CRS";
        let place = here.place(".geometry.coordinates").with_name(said.label());
        findings.push(Finding::warning("target-elsewhere", place, message).with_help(help));
    }
}

/// Refuses a plan that reaches nothing of the city from any of the places where it is drawn.
pub(super) fn say_another_city(
    city: &City,
    reach: Metres,
    (places, plan): (&[Local], &LayerPlan),
    findings: &mut Findings,
) {
    let units = city.subdistricts();
    let is_near = |at: &Local| units.iter().any(|u| u.shape.bounds().grown(reach.0).holds(*at));
    if places.is_empty() || places.iter().any(is_near) {
        return;
    }
    let message = format!(
        "all {} with a place lie outside every subdistrict, and reach none: a plan for another city?",
        counted(places.len(), "measure")
    );
    let help = "name the plan of this city; is it in another system? pass --plan-crs CRS";
    findings.push(Finding::error("plan-elsewhere", plan.whole(), message).with_help(help));
}

fn before_name(outlet: &Outlet) -> &str {
    if outlet.name.is_empty() { &outlet.id } else { &outlet.name }
}

pub(super) fn lies_inside(city: &City, at: Local) -> bool {
    city.subdistricts().iter().any(|unit| unit.shape.bounds().holds(at) && unit.shape.contains(at))
}
