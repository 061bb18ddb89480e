//! Which files of which layers are read, and how: settings and folder put together.

use std::collections::BTreeSet;
use std::path::Path;

use super::axes::{Swapped, Swapper};
use super::changes::Redrawn;
use super::config::{CategoryWords, How, LayerSettings, Mapping, Settings};
use super::convert::Converter;
use super::crs::{Crs, LayerCrs, check_member};
use super::cursor::Value;
use super::demand::Asked;
use super::document::FeatureAt;
use super::encoding::Encoding;
use super::feature::{Fields, Geometry, Properties, RawFeature, SLOTS};
use super::layer::{InputFile, Layer, LayerFile, Origin, load_file};
use super::ledger::{Ended, Ledger};
use super::outlets::Draft;
use super::positions::is_sound;
use super::source::{Door, Location, SourceError, no_layer, usual};
use super::table::Headings;
use super::trace::push_key;
use super::values::{Property, text};
use super::words::quoted;
use crate::finding::{Finding, Findings, Place, Spots};
use crate::units::Metres;

/// How one layer is read.
#[derive(Debug, Clone)]
pub(super) struct LayerPlan {
    /// Which layer.
    pub(super) layer: Layer,
    /// Its files.
    pub(super) files: Vec<LayerFile>,
    /// Which property goes where.
    pub(super) fields: Fields,
    /// What category words stand for.
    pub(super) categories: CategoryWords,
    /// How many columns of numbers the run asks for besides.
    pub(super) columns: usize,
    /// The conditions on demand that the run asks about, with the slots of their attributes.
    pub(super) conditions: Vec<Asked>,
    /// Properties that the settings name, with the line.
    mapped: Vec<(usize, usize)>,
    /// How far places may be from streets, where the settings say.
    pub(super) snap: Option<Metres>,
    settings_file: String,
    /// How its files are opened.
    pub(super) door: Door,
}

/// The plans of the layers that the city has.
pub(super) fn plans(
    location: &Location,
    settings: &mut Settings,
    settings_file: &str,
) -> Result<Vec<LayerPlan>, SourceError> {
    let mut plans = Vec::new();
    for layer in Layer::WITH_FEATURES {
        let encoding = settings.encoding;
        let plan = plan(location, layer, (settings.take(layer), encoding), settings_file)?;
        let is_needed = matches!(layer, Layer::Subdistricts | Layer::Outlets);
        match plan {
            Some(plan) => plans.push(plan),
            None if is_needed => return Err(no_layer(&location.folder, layer.word())),
            None => {}
        }
    }
    tell_apart(&mut plans);
    Ok(plans)
}

/// Marks the names of files that an earlier file of the city has too, so that each finding is known
/// to be of one of them.
fn tell_apart(plans: &mut [LayerPlan]) {
    let mut names = BTreeSet::new();
    for (index, file) in plans.iter_mut().flat_map(|plan| &mut plan.files).enumerate() {
        if !names.insert(file.given.clone()) {
            file.name = format!("{}\u{1}{index}", file.given);
        }
    }
}

fn plan(
    location: &Location,
    layer: Layer,
    (settings, otherwise): (LayerSettings, Option<Encoding>),
    settings_file: &str,
) -> Result<Option<LayerPlan>, SourceError> {
    let folder = &location.folder;
    let mut files = Vec::new();
    for named in &settings.files {
        let defaults = std::array::from_fn(|slot| {
            named.defaults[slot].clone().or_else(|| settings.defaults[slot].clone())
        });
        files.push(LayerFile {
            path: Door::path(folder, &named.name),
            name: named.name.clone(),
            given: named.name.clone(),
            defaults,
            how: named.how.or(&settings.how),
            otherwise,
            crs: settings.flagged.or(&named.crs).or(&settings.crs),
        });
    }
    if files.is_empty() {
        let Some(name) = usual(folder, layer.word())? else { return Ok(None) };
        let (path, defaults, how) = (folder.join(&name), settings.defaults, settings.how);
        let crs = settings.flagged.or(&settings.crs);
        files.push(LayerFile { given: name.clone(), name, path, defaults, how, otherwise, crs });
    }
    for file in &files {
        location.door.weigh(&file.path)?;
    }
    let mut fields = Fields::default();
    let mut mapped = Vec::new();
    for (slot, own) in layer.properties().iter().enumerate() {
        match &settings.mappings[slot] {
            Mapping::Own => fields.add(own, slot),
            Mapping::Foreign(name, line) => {
                fields.add(name, slot);
                mapped.push((slot, *line));
            }
            Mapping::Off => {}
        }
    }
    let (categories, snap) = (settings.categories, settings.snap);
    let settings_file = settings_file.to_owned();
    let (columns, door) = (0, location.door.clone());
    let conditions = Vec::new();
    Ok(Some(LayerPlan {
        layer,
        files,
        fields,
        categories,
        columns,
        conditions,
        mapped,
        snap,
        settings_file,
        door,
    }))
}

/// Has the files of some layers swapped, whatever the settings say.
pub(super) fn ask_swaps(plans: &mut [LayerPlan], layers: &[Layer]) {
    for plan in plans.iter_mut().filter(|plan| layers.contains(&plan.layer)) {
        for file in &mut plan.files {
            file.how.swap_axes = Some(true);
        }
    }
}

/// Which properties a layer's features have.
#[derive(Debug, Default)]
pub(super) struct SeenProperties([bool; SLOTS]);

impl SeenProperties {
    /// Takes note of a feature's values.
    pub(super) fn add(&mut self, values: &[Value<'_>; SLOTS]) {
        for (seen, value) in self.0.iter_mut().zip(values) {
            *seen |= !matches!(value, Value::Missing);
        }
    }

    /// Whether any feature has the property of a slot.
    pub(super) fn has(&self, slot: usize) -> bool {
        self.0[slot]
    }
}

impl LayerPlan {
    /// The plan of a file that is read by itself, not as part of a city.
    pub(super) fn alone(
        layer: Layer,
        path: &Path,
        door: Door,
        (crs, otherwise): (LayerCrs, Option<Encoding>),
    ) -> Self {
        let name = path.display().to_string();
        let (path, how) = (path.to_owned(), How::default());
        let (given, defaults) = (name.clone(), Default::default());
        let file = LayerFile { name, given, path, defaults, how, otherwise, crs };
        let mut fields = Fields::default();
        for (slot, own) in layer.properties().iter().enumerate() {
            fields.add(own, slot);
        }
        let (categories, mapped) = (CategoryWords::new(), Vec::new());
        let (columns, settings_file) = (0, String::new());
        let files = vec![file];
        let conditions = Vec::new();
        Self {
            layer,
            files,
            fields,
            categories,
            columns,
            conditions,
            mapped,
            snap: None,
            settings_file,
            door,
        }
    }

    /// All that says how the layer is read, but where its files are.
    pub(super) fn reading(&self) -> String {
        let files: Vec<_> = self
            .files
            .iter()
            .map(|of| (&of.name, &of.given, &of.defaults, &of.how, of.otherwise, &of.crs))
            .collect();
        let Self { layer, fields, mapped, snap, settings_file, .. } = self;
        format!("{layer:?} {files:?} {fields:?} {mapped:?} {snap:?} {settings_file}")
    }

    /// Name of the layer's first file, for findings about the layer as a whole.
    pub(super) fn first_file(&self) -> &str {
        self.files.first().map_or("", |file| file.name.as_str())
    }

    /// Whether a file, by its position, is read with its two axes swapped.
    pub(super) fn is_swapped(&self, file: usize) -> bool {
        self.files.get(file).is_some_and(|file| file.how.swap_axes == Some(true))
    }

    /// The same for one of its files.
    pub(super) fn of_file(&self, file: &LayerFile) -> Self {
        Self { files: vec![file.clone()], ..self.clone() }
    }

    /// The place of all features of the layer.
    pub(super) fn whole(&self) -> Place {
        Place::path(self.first_file(), "features")
    }

    /// What the user says that an outlet is in.
    pub(super) fn crs_of(&self, draft: &Draft) -> Crs {
        let file = self.files.get(draft.origin.file as usize);
        file.map_or_else(Crs::default, |file| file.crs.of(draft.source.as_deref()))
    }

    /// The place of a property of a feature.
    pub(super) fn property_place(&self, origin: Origin, slot: usize) -> Place {
        let mut rest = ".properties".to_owned();
        push_key(&mut rest, self.fields.name(slot));
        origin.place(&self.files, &rest)
    }

    /// Says which properties the settings name that no feature has.
    pub(super) fn say_unseen(
        &self,
        seen: &SeenProperties,
        loaded: &Loaded,
        findings: &mut Findings,
    ) {
        // Of features that were not read nobody knows what they have.
        if !loaded.is_whole || loaded.features == 0 {
            return;
        }
        for &(slot, line) in &self.mapped {
            if !seen.0[slot] {
                let ours = self.layer.properties()[slot];
                let theirs = self.fields.name(slot);
                let mut path = format!("{}.properties", self.layer.word());
                push_key(&mut path, ours);
                let message = format!(
                    "line {line}: no feature of the layer has {}, which is to be its {ours}",
                    quoted(theirs)
                );
                let place = Place::path(&self.settings_file, path);
                let help = "write the name as the file has it, or take the line out";
                findings.push(Finding::warning("no-such-property", place, message).with_help(help));
            }
        }
    }
}

/// What reading a layer's files gives besides the features.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// One entry a file; where its features ended is filled in last.
    pub(super) files: Vec<InputFile>,
    /// Features in all files.
    pub(super) features: usize,
    /// Whether every file was read to its end.
    pub(super) is_whole: bool,
    /// Which files say that they are in a foreign coordinate system.
    pub(super) foreign_crs: Vec<bool>,
    /// What was swapped, a file each.
    pub(super) swapped: Vec<Swapped>,
    /// Where the features ended.
    pub(super) ledger: Ledger,
    /// Files that were read with others, such as the table of a shapefile.
    beside: Vec<InputFile>,
    /// The headings of tables, with the names of their files.
    pub(super) headings: Vec<(String, Headings)>,
}

impl Loaded {
    /// Notes that a feature's border is another than in its file.
    pub(super) fn redraw(
        &mut self,
        origin: Origin,
        code: &'static str,
        said: String,
        coordinates: String,
    ) {
        if let Some(file) = self.files.get_mut(origin.file as usize) {
            let index = origin.at().index;
            file.changes.redrawn.push(Redrawn { index, code, said, coordinates });
        }
    }

    /// Whether no other file was read with these.
    pub(super) fn has_none_beside(&self) -> bool {
        self.beside.is_empty()
    }

    /// The files, each with where its features ended.
    pub(super) fn take_files(&mut self) -> Vec<InputFile> {
        let mut files = std::mem::take(&mut self.files);
        std::mem::take(&mut self.ledger).settle(&mut files);
        files.append(&mut self.beside);
        files
    }
}

/// The feature that is being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Here<'a> {
    /// How its layer is read.
    pub(super) plan: &'a LayerPlan,
    /// Position of its file in the layer.
    pub(super) file: usize,
    /// Where in the file.
    pub(super) at: FeatureAt,
}

impl<'a> Here<'a> {
    /// Name of the file.
    pub(super) fn file_name(&self) -> &'a str {
        &self.plan.files[self.file].name
    }

    /// The feature, to be kept.
    pub(super) fn origin(&self) -> Origin {
        Origin::new(self.file, self.at)
    }

    /// The value of a slot, or what stands in for it.
    pub(super) fn value<'v>(&self, raw: &RawFeature<'v>, slot: usize) -> Value<'v>
    where
        'a: 'v,
    {
        self.plan.files[self.file].value(raw.values[slot], slot)
    }

    /// The text of a slot.
    pub(super) fn text(&self, raw: &RawFeature<'_>, slot: usize) -> Option<Box<str>> {
        text(self.value(raw, slot)).map(|text| Box::from(text.as_ref()))
    }

    /// A slot's property, for findings about it.
    pub(super) fn property<'n>(&self, slot: usize, name: &'n str) -> Property<'n>
    where
        'a: 'n,
    {
        Property { file: self.file_name(), at: self.at, key: self.plan.fields.name(slot), name }
    }

    /// A place in the feature; `rest` is empty or starts with a dot.
    pub(super) fn place(&self, rest: &str) -> Place {
        Place::path(self.file_name(), self.at.path(rest))
    }
}

/// What takes the features of a layer, and says what became of each.
pub(super) type LayerSink<'s> = dyn FnMut(Here<'_>, &RawFeature<'_>, &mut Findings) -> Ended + 's;

/// Reads all files of a layer, one after another.
pub(super) fn load(
    plan: &LayerPlan,
    findings: &mut Findings,
    sink: &mut LayerSink<'_>,
) -> Result<Loaded, SourceError> {
    let mut loaded = Loaded { is_whole: true, ..Loaded::default() };
    for (index, file) in plan.files.iter().enumerate() {
        let mut swapper = Swapper::new(plan, index);
        let mut converter = Converter::new(plan, index);
        let ledger = &mut loaded.ledger;
        // What has been said since the feature before is about this one.
        let mut said = findings.len();
        let mut file_sink = |at, raw: &RawFeature<'_>, findings: &mut Findings| {
            let here = Here { plan, file: index, at };
            if raw.properties == Properties::Unread {
                ledger.enter(here.origin(), Ended::left_out(None, None), findings.since(said));
                said = findings.len();
                return;
            }
            let ended = swapper.hand_on(&here, raw, |raw| {
                converter.hand_on(&here, raw, |raw| {
                    let ended = sink(here, raw, findings);
                    locate(raw, findings.since_mut(said));
                    ended
                })
            });
            ledger.enter(here.origin(), ended, findings.since(said));
            said = findings.len();
        };
        let (input, mut outline) = load_file(plan, file, findings, &mut file_sink)?;
        let foreign = outline.crs.and_then(|crs| check_member(&crs, file, plan.layer));
        loaded.swapped.extend(swapper.say(findings));
        if foreign.is_none() {
            converter.say(findings);
        }
        loaded.foreign_crs.push(foreign.is_some());
        if let Some(foreign) = foreign {
            findings.push(foreign);
        }
        loaded.features += outline.features;
        loaded.is_whole &= outline.is_whole;
        loaded.files.push(input);
        loaded.beside.append(&mut outline.beside);
        loaded.headings.extend(outline.headings.map(|headings| (file.name.clone(), headings)));
    }
    Ok(loaded)
}

/// Says of findings about a feature that it lies at its first position.
fn locate(raw: &RawFeature<'_>, findings: &mut [Finding]) {
    let Some(&at) = raw.coordinates.positions.first().filter(|at| is_sound(**at)) else { return };
    if raw.geometry != Geometry::Flawed {
        for finding in findings {
            finding.spots.get_or_insert(Spots::At(at));
        }
    }
}
