//! A facility plan for a city: one feature a measure.
//!
//! Each measure is resolved against the outlets of the city while it is read, so that what it takes and
//! what it leaves are settled. A measure that cannot be understood is an error, because a plan that is
//! reviewed without one of its measures is another plan.

use std::collections::HashMap;
use std::path::Path;

use super::actions::action;
use super::checks::{Heights, Positions, wrong_geometry};
use super::doubts::of_planned;
use super::feature::{Geometry, RawFeature};
use super::homes::homes;
use super::homes_checks::{say_estates, say_land_code, say_others};
use super::hours::Hours;
use super::layer::{InputFile, Layer};
use super::ledger::Ended;
use super::measure_checks::{Resolved, say_another_city, say_place, say_target};
use super::order::in_order;
use super::outlets::{add_doubt, is_yes};
use super::plan::{Here, LayerPlan, SeenProperties, load};
use super::source::{Door, SourceError};
use super::values::{Number, number, text};
use super::walking::walking;
use super::words::quoted;
use super::{ReadOptions, crs::LayerCrs};
use crate::finding::{Finding, Findings, Severity, nearest};
use crate::model::{
    Action, CategoryTable, City, CountedLand, DoubtKind, Homes, Local, Measure, OutletDetails,
    OutletId, Plan, PlannedOutlet, Shape, Status, Walking, natural_order,
};
use crate::units::SquareMetres;
use crate::watch::{Stage, Watch};

/// Slots of a measure's properties.
const ID: usize = 0;
const NAME: usize = 1;
pub(super) const ACTION: usize = 2;
pub(super) const TARGET: usize = 3;
const PHASE: usize = 4;
const COST: usize = 5;
const CATEGORY: usize = 6;
const CAPACITY: usize = 7;
const FLOOR_AREA: usize = 8;
const HOURS: usize = 9;
const CONFIRMED: usize = 10;
/// Residents of homes; the age groups follow in their order, then the land-use code.
pub(super) const PEOPLE: usize = 11;
/// The land-use code of homes, after the four age groups.
pub(super) const LAND_CODE: usize = PEOPLE + 5;

/// What reading a plan gives.
#[derive(Debug)]
pub struct PlanReading {
    /// The plan; none where a finding is an error.
    pub plan: Option<Plan>,
    /// All that there is to say, in the order of features.
    pub findings: Findings,
    /// The files that were read.
    pub files: Vec<InputFile>,
}

/// Reads a plan for a city.
///
/// # Errors
/// [`SourceError`] where the file is missing or cannot be read; what is wrong inside it is a finding.
pub fn read_plan(
    path: &Path,
    city: &City,
    known: &CategoryTable,
    options: &ReadOptions,
    watch: &Watch,
) -> Result<PlanReading, SourceError> {
    watch.begin(Stage::Reading)?;
    let door = Door::new(watch, options.max_input);
    door.weigh(path)?;
    let mut crs = LayerCrs::default();
    for (_, choice) in options.crs.iter().filter(|(layer, _)| *layer == Layer::Plan) {
        crs.choose(choice.clone());
    }
    let plan = LayerPlan::alone(Layer::Plan, path, door, (crs, options.encoding));
    let mut findings = Findings::new();
    let mut reader = Reader::new(city, known, &options.land);
    let mut loaded = load(&plan, &mut findings, &mut |here, raw, findings| {
        reader.feature(&here, raw, findings)
    })?;
    reader.heights.say(&plan, &mut findings);
    std::mem::take(&mut reader.positions).say(&plan, &loaded, &mut findings);
    say_another_city(city, options.reach, (&reader.places, &plan), &mut findings);
    let measures = reader.finish(&plan, loaded.is_whole, &mut findings);
    let (files, headings) = (loaded.take_files(), std::mem::take(&mut loaded.headings));
    let findings = in_order(findings, std::slice::from_ref(&plan), &headings);
    let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let plan = (!findings.has_errors()).then_some(Plan { name, measures });
    Ok(PlanReading { plan, findings, files })
}

struct Reader<'c> {
    city: &'c City,
    known: &'c CategoryTable,
    /// Which estates rates of land count.
    land: &'c CountedLand,
    outlets: HashMap<&'c str, OutletId>,
    /// Outlets that a measure takes, with the path of the measure.
    taken: HashMap<OutletId, String>,
    /// The land of homes, with the path of the measure.
    homes: Vec<(String, Shape)>,
    /// Gates alike, by their positions.
    gates: HashMap<usize, String>,
    ids: HashMap<String, String>,
    /// Where measures are drawn.
    places: Vec<Local>,
    measures: Vec<(Measure, Option<u32>)>,
    /// What is said of those without a phase, where others have one.
    without_phase: Vec<Finding>,
    seen: SeenProperties,
    heights: Heights,
    positions: Positions,
}

/// Where a measure is, and what it does there besides what becomes of an outlet.
#[derive(Default)]
struct Placed {
    at: Option<Local>,
    homes: Option<Box<Homes>>,
    walking: Option<Box<Walking>>,
}

/// What a feature says, before it is held against the city.
pub(super) struct Said {
    pub(super) id: String,
    pub(super) name: Box<str>,
    pub(super) action: Action,
    pub(super) at: Option<Local>,
    homes: Option<Box<Homes>>,
    walking: Option<Box<Walking>>,
    category: Option<String>,
    capacity: Option<f64>,
    floor_area: Option<SquareMetres>,
    hours: Option<Box<str>>,
    confirmed: Option<bool>,
    /// Whether nothing of it was refused.
    pub(super) is_whole: bool,
}

impl<'c> Reader<'c> {
    fn new(city: &'c City, known: &'c CategoryTable, land: &'c CountedLand) -> Self {
        let ids = (0u32..).map(OutletId).zip(city.outlets());
        Self {
            city,
            known,
            land,
            outlets: ids.map(|(id, outlet)| (&*outlet.id, id)).collect(),
            taken: HashMap::new(),
            homes: Vec::new(),
            gates: HashMap::new(),
            ids: HashMap::new(),
            places: Vec::new(),
            measures: Vec::new(),
            without_phase: Vec::new(),
            seen: SeenProperties::default(),
            heights: Heights::default(),
            positions: Positions::default(),
        }
    }

    fn feature(&mut self, here: &Here<'_>, raw: &RawFeature<'_>, findings: &mut Findings) -> Ended {
        self.seen.add(raw.values);
        self.heights.add(raw);
        let id = here.text(raw, ID).or_else(|| text(raw.id).map(|t| Box::from(t.as_ref())));
        let id = id.map_or_else(|| format!("#{}", here.at.index + 1), String::from);
        let name = here.text(raw, NAME).unwrap_or_default();
        let label = if name.is_empty() { id.clone() } else { name.to_string() };
        let path = here.at.path("");
        if let Some(first) = self.ids.insert(id.clone(), path.clone()) {
            let message = format!("{} is also {first}", quoted(&id));
            let finding =
                Finding::error("duplicate-id", here.property(ID, &label).place(), message);
            findings.push(finding.with_help("give each measure an id of its own"));
        }
        let action = action(here, raw, &label, findings);
        let errors = findings.count(Severity::Error);
        let place = self.place(action, here, (raw, &label), findings);
        let at = place.as_ref().map_or(Err(()), |place| Ok(place.at));
        self.places.extend(at.ok().flatten());
        let mut amount =
            |slot| match number(here.value(raw, slot), &here.property(slot, &label), findings) {
                Number::Known(value) => Some(value),
                Number::Missing | Number::Unknown | Number::Refused => None,
            };
        let (capacity, floor_area) = (amount(CAPACITY), amount(FLOOR_AREA).map(SquareMetres));
        let cost = amount(COST);
        let phase = phase(here, raw, &label, findings);
        let category = self.category(here, raw, &label, findings);
        let target = self.target(action, here, (raw, &label, &path), findings);
        let hours = here.text(raw, HOURS);
        let confirmed = is_yes(CONFIRMED, here, raw, &label, findings);
        let (Some(action), Ok(at), Ok(category), Ok(target)) = (action, at, category, target)
        else {
            return Ended::left_out(None, None);
        };
        let Placed { homes, walking, .. } = place.unwrap_or_default();
        // What is refused would have changed something.
        let is_whole = findings.count(Severity::Error) == errors;
        let said = Said {
            id,
            name,
            action,
            at,
            homes,
            walking,
            category,
            capacity,
            floor_area,
            hours,
            confirmed,
            is_whole,
        };
        let Some(outlet) = self.outlet(&said, target, here, findings) else {
            return Ended::left_out(None, None);
        };
        self.say_phase(phase, here, &label);
        let name = self.name(&said, target);
        let Said { id, action, homes, walking, .. } = said;
        let measure = Measure { id, name, phase: 0, cost, action, target, outlet, homes, walking };
        self.measures.push((measure, phase));
        Ended::used(None)
    }

    /// What to call a measure: its own name, or that of the outlet or the gate that it takes.
    fn name(&self, said: &Said, target: Option<OutletId>) -> String {
        let gate = match said.walking.as_deref() {
            Some(Walking::Gate(gate, _)) => self.city.gates().get(*gate).map(|gate| &gate.name),
            Some(Walking::Ways(_)) | None => None,
        };
        let outlet = target.map(|id| &self.city.outlets()[id.index()].name);
        let own = Some(&said.name).filter(|name| !name.is_empty());
        own.or(outlet).or(gate).map(ToString::to_string).unwrap_or_default()
    }

    /// Takes note of a measure without a phase.
    fn say_phase(&mut self, phase: Option<u32>, here: &Here<'_>, label: &str) {
        if phase.is_some() {
            return;
        }
        let place = here.property(PHASE, label).place();
        let message = "no phase, while others have one: taken as of the first";
        let help = "give it the phase, or the year, in which it is done";
        self.without_phase.push(Finding::warning("no-phase", place, message).with_help(help));
    }

    /// Where a measure is, and the homes that it builds there.
    fn place(
        &mut self,
        action: Option<Action>,
        here: &Here<'_>,
        (raw, label): (&RawFeature<'_>, &str),
        findings: &mut Findings,
    ) -> Result<Placed, ()> {
        let known = (self.city, &mut self.positions);
        match action {
            Some(Action::Build) => {
                let homes = homes(known, here, raw, label, findings)?;
                say_land_code(&homes, self.land, here, label, findings);
                say_estates((self.city, self.land), &homes.shape, here, label, findings);
                say_others(&self.homes, &homes.shape, here, label, findings);
                self.homes.push((here.at.path(""), homes.shape.clone()));
                Ok(Placed { at: Some(homes.at), homes: Some(Box::new(homes)), walking: None })
            }
            Some(
                action @ (Action::Street
                | Action::Path
                | Action::Bridge
                | Action::Underpass
                | Action::OpenGate
                | Action::CloseGate),
            ) => {
                let (at, walking) = walking(known, action, here, (raw, label), findings)?;
                if let Walking::Gate(gate, _) = walking
                    && let Some(first) = self.gates.insert(gate, here.at.path(""))
                {
                    let message = format!("the gate is the target of {first} too");
                    let place = here.property(TARGET, label).place();
                    let help = "say in one measure what becomes of it";
                    findings.push(Finding::error("target-twice", place, message).with_help(help));
                    return Err(());
                }
                Ok(Placed { at, homes: None, walking: Some(Box::new(walking)) })
            }
            // Of what is drawn so, only the action says whether it should be.
            None if !matches!(raw.geometry, Geometry::Point) => Ok(Placed::default()),
            Some(Action::Open | Action::Close | Action::Move | Action::Resize | Action::Change)
            | None => {
                let at = self.at(here, raw, label, findings)?;
                Ok(Placed { at, homes: None, walking: None })
            }
        }
    }

    /// Where a measure is; none where it does not say.
    fn at(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        label: &str,
        findings: &mut Findings,
    ) -> Result<Option<Local>, ()> {
        match raw.geometry {
            Geometry::Flawed => Err(()),
            Geometry::None | Geometry::Empty(_) => Ok(None),
            Geometry::Point => {
                self.positions.check(here, raw, label).map_err(|_| ())?;
                let at = raw.coordinates.positions.first();
                Ok(at.map(|at| self.city.plane().to_local(*at)))
            }
            Geometry::MultiPoint
            | Geometry::Polygon
            | Geometry::MultiPolygon
            | Geometry::Other(_) => {
                let finding = wrong_geometry(here, raw, label, "a Point: an outlet");
                findings.push(finding.with_help(
                    "land is that of homes (action = build); take other land and streets out of the plan",
                ));
                Err(())
            }
        }
    }

    /// The key of the category that a measure names; none where it names none.
    fn category(
        &self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        label: &str,
        findings: &mut Findings,
    ) -> Result<Option<String>, ()> {
        let Some(word) = text(here.value(raw, CATEGORY)) else { return Ok(None) };
        if let Some(key) = self.known.key(&word) {
            return Ok(Some(key.to_owned()));
        }
        let near = nearest(&word, CategoryTable::standard_keys());
        let help = near.map_or_else(
            || "write a key of the category table, or one that the profile adds".to_owned(),
            |near| format!("did you mean {near}?"),
        );
        let message = format!("unknown category {}", quoted(&word));
        let place = here.property(CATEGORY, label).place();
        let finding = Finding::error("unknown-category", place, message).with_help(help);
        findings.push(finding.with_value(word));
        Err(())
    }

    /// The outlet that a measure takes; none where it names none.
    fn target(
        &mut self,
        action: Option<Action>,
        here: &Here<'_>,
        (raw, label, path): (&RawFeature<'_>, &str, &str),
        findings: &mut Findings,
    ) -> Result<Option<OutletId>, ()> {
        // Its target is a gate, or may be one.
        if matches!(action, Some(Action::OpenGate | Action::CloseGate) | None) {
            return Ok(None);
        }
        let Some(word) = text(here.value(raw, TARGET)) else { return Ok(None) };
        let place = || here.property(TARGET, label).place();
        let Some(&id) = self.outlets.get(&*word) else {
            // In the order of the city, so that of equally near ones it is always the first.
            let near = nearest(&word, self.city.outlets().iter().map(|outlet| &*outlet.id));
            let help = near.map_or_else(
                || "write the id of an outlet of the city, as its file has it".to_owned(),
                |near| format!("did you mean {}?", quoted(near)),
            );
            let message = format!("no outlet of the city has the id {}", quoted(&word));
            let finding = Finding::error("unknown-target", place(), message).with_help(help);
            findings.push(finding.with_value(word));
            return Err(());
        };
        if let Some(first) = self.taken.insert(id, path.to_owned()) {
            let message = format!("{} is the target of {first} too", quoted(&word));
            let help = "say in one measure what becomes of it";
            let finding = Finding::error("target-twice", place(), message).with_help(help);
            findings.push(finding.with_value(word));
            return Err(());
        }
        Ok(Some(id))
    }

    /// What a measure leaves; none where it is not understood, as a finding says then.
    #[expect(clippy::option_option, reason = "understood or not, and an outlet or none")]
    fn outlet(
        &self,
        said: &Said,
        target: Option<OutletId>,
        here: &Here<'_>,
        findings: &mut Findings,
    ) -> Option<Option<PlannedOutlet>> {
        let before = target.map(|id| &self.city.outlets()[id.index()]);
        let is_known = say_place(said, before, self.is_taken(said), here, findings);
        let mut outlet = match (said.action, before) {
            (Action::Open, None) => said.new_outlet(),
            (
                Action::Close
                | Action::Build
                | Action::Street
                | Action::Path
                | Action::Bridge
                | Action::Underpass
                | Action::OpenGate
                | Action::CloseGate,
                _,
            )
            | (Action::Move | Action::Resize | Action::Change, None) => None,
            (Action::Open | Action::Move | Action::Resize | Action::Change, Some(before)) => {
                Some(PlannedOutlet::of(self.city, before))
            }
        };
        if !is_known {
            return None;
        }
        if let Some(outlet) = &mut outlet {
            said.apply(outlet);
            self.judge(said, outlet, here, findings);
        }
        say_target(
            &Resolved { city: self.city, said, before, outlet: outlet.as_ref() },
            here,
            findings,
        );
        Some(outlet)
    }

    /// Doubts an outlet that a measure makes another as the outlets layer would: by its name, unless it is
    /// confirmed, and by its hours at the time that its category is asked for.
    fn judge(
        &self,
        said: &Said,
        outlet: &mut PlannedOutlet,
        here: &Here<'_>,
        findings: &mut Findings,
    ) {
        let is_renamed = said.action == Action::Change && !said.name.is_empty();
        let is_told = said.hours.is_some() || said.category.is_some() || said.confirmed.is_some();
        if said.action != Action::Open && !is_renamed && !is_told {
            return;
        }
        let details = &mut outlet.details;
        if let Some(details) = details {
            (details.closed_then, details.doubt) = (false, None);
        }
        if outlet.status == Status::Open {
            if !details.as_ref().is_some_and(|details| details.confirmed) {
                add_doubt(details, self.known.names(&outlet.category).doubt(&outlet.name));
            }
            if let Some(asked) = self.known.hours(&outlet.category) {
                let property = here.property(HOURS, said.label());
                Hours::new(asked).settle(details, &property, findings);
            }
        }
        details.take_if(|details| **details == OutletDetails::default());
        let closed_then = details.as_ref().is_some_and(|details| details.closed_then);
        let doubt = details.as_ref().and_then(|details| details.doubt.as_ref());
        if let Some(doubt) = doubt.filter(|_| !closed_then) {
            let slot = if doubt.kind == DoubtKind::HoursUnknown { HOURS } else { NAME };
            let label = if outlet.name.is_empty() { said.label() } else { &*outlet.name };
            let place = here.property(slot, said.label()).place();
            findings.push(of_planned(label, &outlet.category, doubt, place));
        }
    }

    /// Whether an outlet of the city has the id of a measure.
    fn is_taken(&self, said: &Said) -> bool {
        self.outlets.contains_key(&*said.id)
    }

    fn finish(mut self, plan: &LayerPlan, is_whole: bool, findings: &mut Findings) -> Vec<Measure> {
        if self.measures.is_empty() && is_whole && !findings.has_errors() {
            let message = "0 measures: nothing would change";
            let help = "export the plan again";
            findings.push(Finding::warning("no-measures", plan.whole(), message).with_help(help));
        }
        let first = self.measures.iter().filter_map(|(_, phase)| *phase).min();
        if first.is_some() {
            self.without_phase.into_iter().for_each(|finding| findings.push(finding));
        }
        self.measures.sort_by(|(a, _), (b, _)| natural_order(&a.id, &b.id));
        let phased = self
            .measures
            .into_iter()
            .map(|(measure, phase)| Measure { phase: phase.or(first).unwrap_or(1), ..measure });
        phased.collect()
    }
}

impl Said {
    /// What messages call it.
    pub(super) fn label(&self) -> &str {
        if self.name.is_empty() { &self.id } else { &self.name }
    }

    pub(super) fn has_category(&self) -> bool {
        self.category.is_some()
    }

    /// The outlet that it opens; none where it does not say where, or of what category.
    fn new_outlet(&self) -> Option<PlannedOutlet> {
        Some(PlannedOutlet {
            id: self.id.clone().into(),
            name: self.name.clone(),
            category: self.category.clone()?,
            at: self.at?,
            status: Status::Open,
            source: None,
            capacity: None,
            floor_area: None,
            details: None,
        })
    }

    /// Puts what is said into an outlet.
    fn apply(&self, outlet: &mut PlannedOutlet) {
        match self.action {
            Action::Move => outlet.at = self.at.unwrap_or(outlet.at),
            Action::Open => outlet.status = Status::Open,
            Action::Change if !self.name.is_empty() => outlet.name.clone_from(&self.name),
            Action::Change
            | Action::Resize
            | Action::Close
            | Action::Build
            | Action::Street
            | Action::Path
            | Action::Bridge
            | Action::Underpass
            | Action::OpenGate
            | Action::CloseGate => {}
        }
        if let Some(category) = &self.category {
            outlet.category.clone_from(category);
        }
        outlet.capacity = self.capacity.or(outlet.capacity);
        outlet.floor_area = self.floor_area.or(outlet.floor_area);
        if let Some(hours) = &self.hours {
            outlet.details.get_or_insert_default().hours = Some(hours.clone());
        }
        if let Some(confirmed) = self.confirmed {
            outlet.details.get_or_insert_default().confirmed = confirmed;
        }
    }
}

/// The phase of a measure; none where it has none.
fn phase(
    here: &Here<'_>,
    raw: &RawFeature<'_>,
    label: &str,
    findings: &mut Findings,
) -> Option<u32> {
    /// Years have four digits.
    const LAST: f64 = 9999.0;
    let property = here.property(PHASE, label);
    let Number::Known(phase) = number(here.value(raw, PHASE), &property, findings) else {
        return None;
    };
    if phase.fract() > 0.0 || phase > LAST {
        let message = format!("phase {phase} is no year and no whole number of a phase");
        let help = "write a whole number of at most four digits, such as 2 or 2027";
        let finding = Finding::error("phase", property.place(), message).with_help(help);
        findings.push(finding.with_value(phase.to_string()));
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 9999")]
    let phase = phase as u32;
    Some(phase)
}
