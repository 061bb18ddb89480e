//! `walkshed.toml`: names the files of a city and maps foreign words onto ours.
//!
//! Everything in it is optional; the schema is in the documentation of [`super`]. Takes the text and
//! gives [`Settings`] with findings; a key that we do not know is an error that names its line,
//! because a mapping that is misspelt would change figures without a word. Opens no file.

mod how;

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

pub(super) use self::how::{Columns, How};
use super::crs::{Crs, CrsChoice, CrsError, LayerCrs};
use super::encoding::Encoding;
use super::feature::SLOTS;
use super::layer::{Fallback, Layer};
use super::words::quoted;
use crate::finding::{Finding, Findings, Place, nearest};
use crate::model::{CategoryTable, StandIns};
use crate::units::Metres;

/// What the words of a file stand for: a category key, or none for what is left out on purpose.
pub(super) type CategoryWords = BTreeMap<String, Option<String>>;

/// A file that the settings name.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct NamedFile {
    /// Its name, relative to the settings file.
    pub(super) name: String,
    /// Values for its features alone, by slot.
    pub(super) defaults: [Option<Fallback>; SLOTS],
    /// How it is taken apart.
    pub(super) how: How,
    /// What it is in, where that is not what the layer is in.
    pub(super) crs: LayerCrs,
}

/// What the settings say of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mapping {
    /// The file has it under our name.
    Own,
    /// The file has it under this name; the line says so.
    Foreign(String, usize),
    /// Not to be read.
    Off,
}

/// What the settings say of a layer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LayerSettings {
    /// The files; none to look for the usual one.
    pub(super) files: Vec<NamedFile>,
    /// Where each property comes from, by slot.
    pub(super) mappings: [Mapping; SLOTS],
    /// Values for features that have none, by slot.
    pub(super) defaults: [Option<Fallback>; SLOTS],
    /// What the file's category words stand for.
    pub(super) categories: CategoryWords,
    /// How its files are taken apart.
    pub(super) how: How,
    /// What the layer is in.
    pub(super) crs: LayerCrs,
    /// What flags say that it is in, whatever the settings say.
    pub(super) flagged: LayerCrs,
    /// What stands in for what the layer is called, with the line that says so.
    pub(super) stands_in: Option<usize>,
    /// How far places may be from streets.
    pub(super) snap: Option<Metres>,
}

impl Default for LayerSettings {
    fn default() -> Self {
        Self {
            files: Vec::new(),
            mappings: [const { Mapping::Own }; SLOTS],
            defaults: Default::default(),
            categories: CategoryWords::new(),
            how: How::default(),
            crs: LayerCrs::default(),
            flagged: LayerCrs::default(),
            stands_in: None,
            snap: None,
        }
    }
}

/// What the settings say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Settings {
    /// The city's name.
    pub(super) name: Option<String>,
    /// Where the data come from, with their licence.
    pub(super) source: Option<String>,
    /// The encoding of text that is not UTF-8.
    pub(super) encoding: Option<Encoding>,
    /// Words that were looked up among the categories.
    pub(super) looked_up: Vec<String>,
    layers: BTreeMap<Layer, LayerSettings>,
}

impl Settings {
    /// The settings of a layer; the usual ones where there are none.
    pub(super) fn take(&mut self, layer: Layer) -> LayerSettings {
        self.layers.remove(&layer).unwrap_or_default()
    }

    /// Which layers are not what they are called.
    pub(super) fn stand_ins(&self) -> StandIns {
        let is_one = |layer| self.layers.get(&layer).is_some_and(|of| of.stands_in.is_some());
        StandIns { buildings: is_one(Layer::Estates), boxes: is_one(Layer::Subdistricts) }
    }

    /// Says which layers are not what they are called.
    pub(super) fn say_stand_ins(&self, file: &str, findings: &mut Findings) {
        for (layer, settings) in &self.layers {
            let Some(line) = settings.stands_in else { continue };
            let what = match layer {
                Layer::Estates => "the ground of residential buildings stands in for their land",
                _ => "a box stands in for the border of a subdistrict",
            };
            let path = join(layer.word(), "stands_in");
            let message = format!("line {line}: {what}; its rates are an approximation");
            let help = "put the layer itself there, and take the line out";
            let place = Place::path(file, path);
            findings.push(Finding::warning("stand-in", place, message).with_help(help));
        }
    }

    /// Puts what a flag says of a layer's coordinate system before what the settings say.
    pub(super) fn choose_crs(&mut self, layer: Layer, choice: CrsChoice) {
        self.layers.entry(layer).or_default().flagged.choose(choice);
    }
}

/// Reads the text of a settings file.
pub(super) fn settings(
    text: &str,
    file: &str,
    known: &CategoryTable,
    findings: &mut Findings,
) -> Settings {
    let mut reader = Reader { text, file, known, findings, looked_up: Vec::new() };
    match DeTable::parse(text) {
        Ok(root) => {
            let settings = reader.root(root.get_ref());
            Settings { looked_up: reader.looked_up, ..settings }
        }
        Err(error) => {
            let line = reader.line(error.span().unwrap_or_default());
            let why = error.message().replace('\n', " ");
            let place = Place::file(file);
            reader.findings.push(Finding::error("toml", place, format!("line {line}: {why}")));
            Settings::default()
        }
    }
}

type Key<'t> = Spanned<DeString<'t>>;
type Value<'t> = Spanned<DeValue<'t>>;

struct Reader<'r> {
    text: &'r str,
    file: &'r str,
    known: &'r CategoryTable,
    findings: &'r mut Findings,
    looked_up: Vec<String>,
}

impl Reader<'_> {
    fn line(&self, span: Range<usize>) -> usize {
        let before = self.text.get(..span.start).unwrap_or_default();
        before.bytes().filter(|b| *b == b'\n').count() + 1
    }

    fn error(&mut self, code: &'static str, path: &str, span: Range<usize>, what: &str) {
        self.error_with_help(code, path, span, (what, String::new()));
    }

    fn error_with_help(
        &mut self,
        code: &'static str,
        path: &str,
        span: Range<usize>,
        (what, help): (&str, String),
    ) {
        let message = format!("line {}: {what}", self.line(span));
        let place = Place::path(self.file, path);
        self.findings.push(Finding::error(code, place, message).with_help(help));
    }

    fn unknown(&mut self, path: &str, key: &Key<'_>, known: &[&str]) {
        let word = key.get_ref();
        let help = nearest(word, known.iter().copied()).map_or_else(
            || format!("known are {}", known.join(", ")),
            |n| format!("did you mean {n}?"),
        );
        let what = format!("unknown key {}", quoted(word));
        self.error_with_help("unknown-key", &join(path, word), key.span(), (&what, help));
    }

    fn wrong(&mut self, path: &str, value: &Value<'_>, expected: &str) {
        let what = format!("{} where {expected} was expected", value.get_ref().type_str());
        self.error("toml", path, value.span(), &what);
    }

    fn string(&mut self, path: &str, value: &Value<'_>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong(path, value, "text in quotes");
        }
        text
    }

    fn table<'v, 't>(&mut self, path: &str, value: &'v Value<'t>) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(path, value, "a table");
        }
        table
    }

    fn root(&mut self, root: &DeTable<'_>) -> Settings {
        let words = Layer::WITH_FEATURES.map(Layer::word);
        let mut settings = Settings::default();
        for (key, value) in root {
            let word: &str = key.get_ref();
            if word == "name" {
                settings.name = self.string("name", value).filter(|name| !name.trim().is_empty());
            } else if word == "source" {
                settings.source = self.string("source", value).and_then(|text| one_line(&text));
            } else if word == "encoding" {
                settings.encoding = self.encoding("encoding", value);
            } else if let Some(layer) = Layer::WITH_FEATURES.into_iter().find(|l| l.word() == word)
            {
                if let Some(table) = self.table(word, value) {
                    settings.layers.insert(layer, self.layer(layer, table));
                }
            } else {
                let mut known = vec!["name", "source", "encoding"];
                known.extend(words);
                self.unknown("", key, &known);
            }
        }
        settings
    }

    fn layer(&mut self, layer: Layer, table: &DeTable<'_>) -> LayerSettings {
        let mut settings = LayerSettings::default();
        for (key, value) in table {
            let path = join(layer.word(), key.get_ref());
            match key.get_ref().as_ref() {
                "file" => {
                    // Keys come in the order of the alphabet: `files` looks whether this one was there.
                    let name = self.string(&path, value).unwrap_or_default();
                    settings.files.push(NamedFile { name, ..NamedFile::default() });
                }
                "files" => {
                    if !settings.files.is_empty() {
                        self.error("toml", &path, key.span(), "both file and files");
                    }
                    settings.files = self.files(layer, &path, value);
                }
                "crs" => settings.crs.all = self.crs(&path, value),
                "crs_by_source" if layer == Layer::Outlets => {
                    settings.crs.by_source = self.crs_by_source(&path, value);
                }
                "stands_in" if stand_in(layer).is_some() => {
                    settings.stands_in = self.stands_in(layer, &path, value);
                }
                "snap_m" if layer == Layer::Streets => settings.snap = self.snap(&path, value),
                "properties" => self.properties(layer, &path, value, &mut settings),
                "defaults" => settings.defaults = self.defaults(layer, &path, value),
                "categories" if matches!(layer, Layer::Outlets | Layer::Complaints) => {
                    settings.categories = self.categories(&path, value);
                }
                word if self.how(&path, word, value, &mut settings.how) => {}
                _ => {
                    let mut known = vec!["file", "files", "crs", "properties", "defaults"];
                    known.extend(how::KEYS);
                    if matches!(layer, Layer::Outlets | Layer::Complaints) {
                        known.push("categories");
                    }
                    known.extend(stand_in(layer).map(|_| "stands_in"));
                    if layer == Layer::Outlets {
                        known.push("crs_by_source");
                    }
                    if layer == Layer::Streets {
                        known.push("snap_m");
                    }
                    self.unknown(layer.word(), key, &known);
                }
            }
        }
        settings
    }

    fn files(&mut self, layer: Layer, path: &str, value: &Value<'_>) -> Vec<NamedFile> {
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(path, value, "a list of files");
            return Vec::new();
        };
        let mut files = Vec::new();
        for (index, item) in list.iter().enumerate() {
            let path = format!("{path}[{index}]");
            match item.get_ref() {
                DeValue::String(name) => {
                    files.push(NamedFile { name: name.to_string(), ..NamedFile::default() });
                }
                DeValue::Table(table) => files.extend(self.file_table(layer, &path, item, table)),
                _ => self.wrong(&path, item, "a file name or a table"),
            }
        }
        if list.is_empty() {
            self.error("toml", path, value.span(), "an empty list of files");
        }
        files
    }

    fn file_table(
        &mut self,
        layer: Layer,
        path: &str,
        item: &Value<'_>,
        table: &DeTable<'_>,
    ) -> Option<NamedFile> {
        let mut named = NamedFile::default();
        let mut is_named = false;
        for (key, value) in table {
            let inner = join(path, key.get_ref());
            match key.get_ref().as_ref() {
                "file" => {
                    named.name = self.string(&inner, value).unwrap_or_default();
                    is_named = true;
                }
                "defaults" => named.defaults = self.defaults(layer, &inner, value),
                "crs" => named.crs.all = self.crs(&inner, value),
                word if self.how(&inner, word, value, &mut named.how) => {}
                _ => {
                    let mut known = vec!["file", "defaults", "crs"];
                    known.extend(how::KEYS);
                    self.unknown(path, key, &known);
                }
            }
        }
        if !is_named {
            self.error("toml", path, item.span(), "no file in this table");
        }
        is_named.then_some(named)
    }

    /// The line that says that something stands in for what the layer is called.
    fn stands_in(&mut self, layer: Layer, path: &str, value: &Value<'_>) -> Option<usize> {
        let word = self.string(path, value)?;
        let wanted = stand_in(layer)?;
        if word != wanted {
            self.wrong(path, value, &format!("\"{wanted}\""));
            return None;
        }
        Some(self.line(value.span()))
    }

    fn crs(&mut self, path: &str, value: &Value<'_>) -> Option<Crs> {
        let name = self.string(path, value)?;
        match name.parse() {
            Ok(crs) => Some(crs),
            Err(CrsError { help, .. }) => {
                let what = format!("crs {} is not understood", quoted(&name));
                self.error_with_help("crs", path, value.span(), (&what, help));
                None
            }
        }
    }

    fn crs_by_source(&mut self, path: &str, value: &Value<'_>) -> Vec<(String, Crs)> {
        let Some(table) = self.table(path, value) else { return Vec::new() };
        let mut systems = Vec::new();
        for (source, value) in table {
            let path = join(path, source.get_ref());
            systems.extend(self.crs(&path, value).map(|crs| (source.get_ref().to_string(), crs)));
        }
        systems
    }

    fn slot(&mut self, layer: Layer, path: &str, key: &Key<'_>) -> Option<usize> {
        let properties = layer.properties();
        let slot = properties.iter().position(|p| *p == key.get_ref().as_ref());
        if slot.is_none() {
            self.unknown(path, key, properties);
        }
        slot
    }

    fn properties(
        &mut self,
        layer: Layer,
        path: &str,
        value: &Value<'_>,
        settings: &mut LayerSettings,
    ) {
        let Some(table) = self.table(path, value) else { return };
        for (key, value) in table {
            let Some(slot) = self.slot(layer, path, key) else { continue };
            settings.mappings[slot] = match value.get_ref() {
                DeValue::String(name) if !name.is_empty() => {
                    Mapping::Foreign(name.to_string(), self.line(value.span()))
                }
                DeValue::String(_) | DeValue::Boolean(false) => Mapping::Off,
                _ => {
                    let path = join(path, key.get_ref());
                    self.wrong(&path, value, "the file's name of the property, or false,");
                    continue;
                }
            };
        }
    }

    fn defaults(
        &mut self,
        layer: Layer,
        path: &str,
        value: &Value<'_>,
    ) -> [Option<Fallback>; SLOTS] {
        let mut defaults: [Option<Fallback>; SLOTS] = Default::default();
        let Some(table) = self.table(path, value) else { return defaults };
        for (key, value) in table {
            let Some(slot) = self.slot(layer, path, key) else { continue };
            defaults[slot] = match value.get_ref() {
                DeValue::String(text) => Some(Fallback::Text(text.to_string())),
                DeValue::Integer(number) => Some(Fallback::Number(number.as_str().to_owned())),
                DeValue::Float(number) => Some(Fallback::Number(number.as_str().to_owned())),
                _ => {
                    self.wrong(&join(path, key.get_ref()), value, "text or a number");
                    None
                }
            };
        }
        defaults
    }

    fn categories(&mut self, path: &str, value: &Value<'_>) -> CategoryWords {
        let mut words = CategoryWords::new();
        let Some(table) = self.table(path, value) else { return words };
        for (word, value) in table {
            let path = join(path, word.get_ref());
            let key = match value.get_ref() {
                DeValue::String(key) if !key.trim().is_empty() => {
                    Some(self.category(&path, key.trim(), value.span()))
                }
                DeValue::String(_) | DeValue::Boolean(false) => None,
                _ => {
                    self.wrong(&path, value, "a category key, or false,");
                    continue;
                }
            };
            words.insert(word.get_ref().trim().to_owned(), key);
        }
        words
    }

    /// The key that a mapping names; one that nobody knows is a category of the user's own.
    fn category(&mut self, path: &str, key: &str, span: Range<usize>) -> String {
        self.looked_up.push(key.to_owned());
        if let Some(key) = self.known.key(key) {
            return key.to_owned();
        }
        let line = self.line(span);
        let place = Place::path(self.file, path);
        let what = format!("line {line}: {} is a category that only this file knows", quoted(key));
        self.findings.push(match nearest(key, CategoryTable::standard_keys()) {
            Some(near) => Finding::warning("new-category", place, what)
                .with_help(format!("did you mean {near}?")),
            None => Finding::note("new-category", place, what),
        });
        key.to_owned()
    }
}

/// The word for what may stand in for what a layer is called; none where nothing may.
fn stand_in(layer: Layer) -> Option<&'static str> {
    match layer {
        Layer::Subdistricts => Some("box"),
        Layer::Estates => Some("buildings"),
        Layer::Settings
        | Layer::Outlets
        | Layer::People
        | Layer::Communities
        | Layer::Grids
        | Layer::Units
        | Layer::Streets
        | Layer::Gates
        | Layer::Barriers
        | Layer::Complaints
        | Layer::Plan => None,
    }
}

/// A text on one line; none where it is blank.
pub(super) fn one_line(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn join(path: &str, key: &str) -> String {
    let plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    let key = if plain && !key.is_empty() { key.to_owned() } else { quoted(key) };
    if path.is_empty() { key } else { format!("{path}.{key}") }
}
