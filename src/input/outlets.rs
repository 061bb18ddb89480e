//! Outlets: points with a category. Polygons count at a point on their surface, a `MultiPoint` is as
//! many outlets as it has points. An outlet of no known category is listed and left out; one that is
//! planned or closed stays in the city, where it does not serve.

use super::categories::Categories;
use super::checks::{Heights, Positions, wrong_geometry};
use super::cursor::Value;
use super::feature::{Geometry, Properties, RawFeature, SLOTS};
use super::layer::{Layer, Origin};
use super::ledger::Ended;
use super::plan::{Here, LayerPlan, Loaded, SeenProperties, load};
use super::point::on_surface;
use super::positions::is_sound;
use super::source::SourceError;
use super::twins;
use super::values::{Number, number, text};
use super::words::{agree, counted, quoted};
use crate::finding::{Finding, Findings, Spots, nearest};
use crate::model::{CategoryId, CategoryTable, Doubt, LonLat, OutletDetails, Status};

/// Slots of the layer's properties.
const ID: usize = 0;
pub(super) const NAME: usize = 1;
const CATEGORY: usize = 2;
const CAPACITY: usize = 3;
const FLOOR_AREA: usize = 4;
const STATUS: usize = 5;
const SOURCE: usize = 6;
const CHAIN: usize = 7;
const INCLUSIVE: usize = 8;
pub(super) const HOURS: usize = 9;
const CONFIRMED: usize = 10;
/// Where an outlet is said to be, the surest first: building, parcel, address.
const SITES: [usize; 3] = [11, 12, 13];
const PARTNER: usize = 14;
/// The columns that a run asks for come after the properties that it always reads.
pub(super) const COLUMNS: usize = 15;

/// An outlet still in degrees.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) origin: Origin,
    pub(super) id: Option<Box<str>>,
    pub(super) name: Box<str>,
    pub(super) category: CategoryId,
    pub(super) at: LonLat,
    pub(super) status: Status,
    pub(super) source: Option<Box<str>>,
    pub(super) capacity: Option<f64>,
    pub(super) floor_area: Option<f64>,
    pub(super) details: Option<Box<OutletDetails>>,
    /// Its name with the building, parcel or address that the file gives it.
    pub(super) site: Option<Box<str>>,
}

/// Reads these columns of numbers too.
pub(super) fn ask_columns(plans: &mut [LayerPlan], columns: &[String]) {
    for plan in plans.iter_mut().filter(|plan| plan.layer == Layer::Outlets) {
        plan.columns = columns.len().min(SLOTS - COLUMNS);
        for (slot, name) in (COLUMNS..SLOTS).zip(columns) {
            plan.fields.add(name, slot);
        }
    }
}

/// The layer as it was read.
#[derive(Debug, Default)]
pub(super) struct OutletLayer {
    pub(super) loaded: Loaded,
    pub(super) drafts: Vec<Draft>,
    /// Keys that the drafts' categories refer to.
    pub(super) categories: Vec<String>,
    /// Words that were looked up among the categories.
    pub(super) looked_up: Vec<String>,
    seen: SeenProperties,
    heights: Heights,
    positions: Positions,
    nameless: usize,
    /// Features that are planned or closed.
    not_open: usize,
    uncategorised: Vec<(Origin, Option<LonLat>)>,
}

/// Reads the files of the layer.
pub(super) fn read(
    plan: &LayerPlan,
    known: &CategoryTable,
    findings: &mut Findings,
) -> Result<OutletLayer, SourceError> {
    let mut layer = OutletLayer::default();
    let mut categories = Categories::new(&plan.categories, known);
    layer.loaded = load(plan, findings, &mut |here, raw, findings| {
        layer.feature(&here, raw, &mut categories, findings)
    })?;
    layer.looked_up = categories.looked_up();
    layer.categories = categories.say(plan, findings);
    plan.say_unseen(&layer.seen, &layer.loaded, findings);
    layer.heights.say(plan, findings);
    std::mem::take(&mut layer.positions).say(plan, &layer.loaded, findings);
    layer.say_uncategorised(plan, findings);
    layer.say_counts(plan, findings);
    Ok(layer)
}

impl OutletLayer {
    /// Which of the columns that were asked for some outlet has.
    pub(super) fn found<'c>(&self, columns: &'c [String]) -> impl Iterator<Item = &'c String> {
        let slots = (COLUMNS..SLOTS).zip(columns).filter(|(slot, _)| self.seen.has(*slot));
        slots.map(|(_, column)| column)
    }

    fn feature(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        categories: &mut Categories<'_>,
        findings: &mut Findings,
    ) -> Ended {
        self.seen.add(raw.values);
        self.heights.add(raw);
        let name = here.text(raw, NAME).unwrap_or_default();
        let id = here.text(raw, ID).or_else(|| text(raw.id).map(|t| Box::from(t.as_ref())));
        let label = if name.is_empty() { id.as_deref().unwrap_or_default() } else { &*name };
        let placed = self.placed(here, raw, label, findings);
        let category = match text(here.value(raw, CATEGORY)) {
            Some(word) => categories.look_up(&word, &here.property(CATEGORY, label), position(raw)),
            None => Err(self.uncategorise(here, raw, label, findings)),
        };
        let status = status(here, raw, label, findings);
        let mut amount = |slot| {
            let value = here.value(raw, slot);
            match number(value, &here.property(slot, label), findings) {
                Number::Known(value) => Some(value),
                Number::Missing | Number::Unknown | Number::Refused => None,
            }
        };
        let (capacity, floor_area) = (amount(CAPACITY), amount(FLOOR_AREA));
        let columns: Box<[Option<f64>]> =
            (0..here.plan.columns).map(|column| amount(COLUMNS + column)).collect();
        let source = here.text(raw, SOURCE);
        let mut details = details(here, raw, label, columns, findings);
        let is_confirmed = is_yes(CONFIRMED, here, raw, label, findings).unwrap_or(false);
        let category = match (placed, category) {
            (Err(code), _) => return Ended::left_out(code, None),
            (Ok(()), Err(code)) => return Ended::left_out(Some(code), None),
            (Ok(()), Ok(category)) => category,
        };
        self.nameless += usize::from(name.is_empty());
        if is_confirmed {
            details.get_or_insert_default().confirmed = true;
        } else if status == Status::Open {
            add_doubt(&mut details, categories.doubt(category, &name));
        }
        if let Some(hours) = categories.hours(category).filter(|_| status == Status::Open) {
            hours.settle(&mut details, &here.property(HOURS, label), findings);
        }
        let site = twins::site(&name, &SITES.map(|slot| here.text(raw, slot)));
        let at = LonLat { lon: 0.0, lat: 0.0 };
        let origin = here.origin();
        let draft = Draft {
            origin,
            id,
            name,
            category,
            at,
            status,
            source,
            capacity,
            floor_area,
            details,
            site,
        };
        self.push(draft, here, raw, findings)
    }

    /// Whether the feature has positions that an outlet may have.
    ///
    /// # Errors
    /// The code of the finding that says why not; none where that has been said before.
    fn placed(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        label: &str,
        findings: &mut Findings,
    ) -> Result<(), Option<&'static str>> {
        match raw.geometry {
            Geometry::Flawed => Err(None),
            Geometry::None | Geometry::Empty(_) => Err(Some(self.positions.miss(here, raw, label))),
            Geometry::Other(_) => {
                let expected = "a Point, MultiPoint or Polygon";
                findings.push(wrong_geometry(here, raw, label, expected));
                Err(Some("geometry-type"))
            }
            Geometry::Point | Geometry::MultiPoint | Geometry::Polygon | Geometry::MultiPolygon => {
                self.positions.check(here, raw, label).map_err(Some)
            }
        }
    }

    /// Adds a draft once for each of its places.
    fn push(
        &mut self,
        draft: Draft,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        findings: &mut Findings,
    ) -> Ended {
        let positions = &raw.coordinates.positions;
        let is_open = draft.status == Status::Open;
        match raw.geometry {
            Geometry::Polygon | Geometry::MultiPolygon => {
                let Some(at) = on_surface(raw.coordinates) else {
                    let place = here.place(".geometry.coordinates").with_name(&draft.name);
                    let message = "polygon without area: this outlet has no place; left out";
                    let help = "draw it again, or give it a point";
                    findings.push(Finding::warning("no-geometry", place, message).with_help(help));
                    return Ended::left_out(Some("no-geometry"), None);
                };
                self.drafts.push(Draft { at, ..draft });
            }
            _ if positions.len() > 1 => self.push_points(&draft, here, positions, findings),
            _ => self.drafts.extend(positions.first().map(|&at| Draft { at, ..draft })),
        }
        if !is_open {
            self.not_open += 1;
            return Ended::outside("not-open");
        }
        Ended::used(None)
    }

    fn push_points(
        &mut self,
        draft: &Draft,
        here: &Here<'_>,
        positions: &[LonLat],
        findings: &mut Findings,
    ) {
        let base = draft.id.as_deref();
        let ids: Vec<Option<Box<str>>> = (1..=positions.len())
            .map(|n| base.map(|id| format!("{id}/{n}").into_boxed_str()))
            .collect();
        let names = match (ids.first(), ids.last()) {
            (Some(Some(first)), Some(Some(last))) => {
                let between = if ids.len() == 2 { "and" } else { "to" };
                format!(" {} {between} {}", quoted(first), quoted(last))
            }
            _ => " of their own".to_owned(),
        };
        let count = positions.len();
        let message = format!("MultiPoint of {count} points, taken as outlets{names}");
        let place = here.place(".geometry").with_name(&draft.name);
        let help = "leave one point where it is one outlet; give each a feature of its own else";
        findings.push(Finding::warning("multipoint", place, message).with_help(help));
        for (&at, id) in positions.iter().zip(ids) {
            let (name, source) = (draft.name.clone(), draft.source.clone());
            let (details, site) = (draft.details.clone(), draft.site.clone());
            self.drafts.push(Draft { id, name, at, source, details, site, ..*draft });
        }
    }

    /// The code of what is, or will be, said about an outlet without a category.
    fn uncategorise(
        &mut self,
        here: &Here<'_>,
        raw: &RawFeature<'_>,
        label: &str,
        findings: &mut Findings,
    ) -> &'static str {
        if raw.properties == Properties::None {
            let place = here.place(".properties").with_name(label);
            let message = "no properties, so no name and no category: listed, not counted";
            let help = "give it a name and a category, or take it out";
            findings.push(Finding::warning("no-properties", place, message).with_help(help));
            "no-properties"
        } else {
            self.uncategorised.push((here.origin(), position(raw)));
            "no-category"
        }
    }

    fn say_uncategorised(&self, plan: &LayerPlan, findings: &mut Findings) {
        let key = quoted(plan.fields.name(CATEGORY));
        if self.uncategorised.len() == self.loaded.features && self.loaded.features > 1 {
            let message =
                format!("none of the {} outlets has {key}: none is counted", self.loaded.features);
            findings.push(Finding::warning("no-category", plan.whole(), message).with_help(
                "name the property that has it under [outlets.properties] in walkshed.toml",
            ));
            return;
        }
        for &(origin, at) in &self.uncategorised {
            let message = format!("no {key}: this outlet is not counted");
            let place = plan.property_place(origin, CATEGORY);
            let help = "fill it in, or set it under [outlets.defaults] in walkshed.toml";
            let finding = Finding::warning("no-category", place, message).with_help(help);
            findings.push(Finding { spots: at.map(Spots::At), ..finding });
        }
    }

    fn say_counts(&self, plan: &LayerPlan, findings: &mut Findings) {
        if self.nameless > 0 {
            let all = counted(self.drafts.len(), "outlet");
            let (count, have) = (self.nameless, agree(self.nameless, "has", "have"));
            let ids = agree(self.nameless, "its id", "their ids");
            let message = format!("{count} of {all} {have} no name; shown by {ids}");
            findings.push(Finding::note("no-name", plan.whole(), message));
        }
        if self.not_open > 0 {
            let all = counted(self.loaded.features, "outlet");
            let verb = if self.not_open == 1 { "is" } else { "are" };
            let message =
                format!("{} of {all} {verb} planned or closed; in no rate", self.not_open);
            findings.push(Finding::note("not-open", plan.whole(), message));
        }
        // Where outlets are refused, that none is left follows from it.
        if self.drafts.is_empty() && self.loaded.is_whole && !findings.has_errors() {
            let of = match self.loaded.features {
                0 => String::new(),
                n => format!(" of a known category and place among {}", counted(n, "feature")),
            };
            let message = format!(
                "0 outlets{of}; all land is a gap that no figure measures: every service is no data"
            );
            let help = match self.loaded.features {
                0 => "export the layer again, unless the city has none",
                _ => "mend what is said of each of them",
            };
            findings.push(Finding::warning("no-outlets", plan.whole(), message).with_help(help));
        }
    }
}

/// Where a feature lies, where that is inside the world.
fn position(raw: &RawFeature<'_>) -> Option<LonLat> {
    raw.coordinates.positions.first().copied().filter(|at| is_sound(*at))
}

/// Words for no: anything else that stands under `chain` is the name of the chain.
const NO: [&str; 7] = ["no", "false", "0", "否", "无", "独立", "none"];

/// Words for an inclusive price; the last ones are kinds of kindergarten that have it by law.
const YES: [&str; 7] = ["yes", "true", "1", "是", "普惠", "普惠性", "公办"];

/// What few files say; none where this one says nothing of it.
fn details(
    here: &Here<'_>,
    raw: &RawFeature<'_>,
    label: &str,
    columns: Box<[Option<f64>]>,
    findings: &mut Findings,
) -> Option<Box<OutletDetails>> {
    let chain = text(here.value(raw, CHAIN)).map(|word| !is_no(&word));
    let inclusive = is_yes(INCLUSIVE, here, raw, label, findings);
    let hours = here.text(raw, HOURS);
    let partner = here.text(raw, PARTNER);
    let says = [chain.is_some(), inclusive.is_some(), hours.is_some(), partner.is_some()];
    (says.contains(&true) || columns.iter().any(Option::is_some)).then(|| {
        let known = OutletDetails { chain, inclusive, hours, partner, ..Default::default() };
        Box::new(OutletDetails { columns, ..known })
    })
}

/// What a word says that is yes or no; none where it is neither.
pub(super) fn yes_or_no(word: &str) -> Option<bool> {
    let is_yes = YES.contains(&word.to_lowercase().as_str());
    (is_yes || is_no(word)).then_some(is_yes)
}

fn is_no(word: &str) -> bool {
    NO.contains(&word.to_lowercase().as_str())
}

/// What a property says that is yes or no; none where the file does not say.
pub(super) fn is_yes(
    slot: usize,
    here: &Here<'_>,
    raw: &RawFeature<'_>,
    label: &str,
    findings: &mut Findings,
) -> Option<bool> {
    let word = text(here.value(raw, slot))?;
    let is_yes = YES.contains(&word.to_lowercase().as_str());
    if !is_yes && !is_no(&word) {
        let ours = here.plan.layer.properties()[slot];
        let message = format!("{ours} is {}, neither yes nor no", quoted(&word));
        let place = here.property(slot, label).place();
        let help = "write true or false; taken as not known";
        let finding = Finding::warning("not-yes-or-no", place, message).with_help(help);
        findings.push(finding.with_value(word));
        return None;
    }
    Some(is_yes)
}

/// Notes what the name of an outlet says against its category.
pub(super) fn add_doubt(details: &mut Option<Box<OutletDetails>>, doubt: Option<Doubt>) {
    if doubt.is_some() {
        details.get_or_insert_default().doubt = doubt;
    }
}

/// Words for each status.
const STATUSES: [(&str, Status); 13] = [
    ("open", Status::Open),
    ("planned", Status::Planned),
    ("closed", Status::Closed),
    ("营业", Status::Open),
    ("营业中", Status::Open),
    ("正常营业", Status::Open),
    ("在营", Status::Open),
    ("规划", Status::Planned),
    ("在建", Status::Planned),
    ("关闭", Status::Closed),
    ("停业", Status::Closed),
    ("关停", Status::Closed),
    ("歇业", Status::Closed),
];

fn status(here: &Here<'_>, raw: &RawFeature<'_>, label: &str, findings: &mut Findings) -> Status {
    let value = here.value(raw, STATUS);
    let Some(word) = text(value) else {
        if matches!(value, Value::List(_) | Value::Object) {
            say_status(here, label, &super::complaint::shown(value), None, findings);
        }
        return Status::Open;
    };
    let known = |word: &str| STATUSES.iter().find(|(name, _)| *name == word);
    if let Some((_, status)) = known(&word).or_else(|| known(&word.to_lowercase())) {
        return *status;
    }
    let near = nearest(&word, STATUSES.iter().map(|(name, _)| *name));
    say_status(here, label, &quoted(&word), near, findings);
    Status::Open
}

fn say_status(
    here: &Here<'_>,
    label: &str,
    shown: &str,
    near: Option<&str>,
    findings: &mut Findings,
) {
    let message = format!("status {shown} is not open, planned or closed; taken as open");
    let place = here.property(STATUS, label).place();
    let help = near.map_or(String::new(), |near| format!("did you mean {near}?"));
    let finding = Finding::warning("unknown-status", place, message).with_help(help);
    findings.push(finding.with_value(shown));
}
