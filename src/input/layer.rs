//! What the layers have in common: their names, the files they are read from, and places in them.

use std::io::Read;

use serde::Serialize;

use super::changes::Changes;
use super::config::How;
use super::crs::LayerCrs;
use super::cursor::{Text, Value};
use super::document::{FeatureAt, Outline, Root, Sink, read_features};
use super::encoding::{Encoding, Wanted};
use super::feature::SLOTS;
use super::format::Format;
use super::osm;
use super::plan::LayerPlan;
#[cfg(feature = "flatgeobuf")]
use super::records::fgb;
#[cfg(feature = "geoparquet")]
use super::records::geoparquet;
#[cfg(feature = "geopackage")]
use super::records::gpkg;
#[cfg(feature = "shapefile")]
use super::records::shapefile;
use super::sniff::{self, Refusal};
use super::source::SourceError;
use super::table::csv;
#[cfg(feature = "xlsx")]
use super::table::xlsx;
use super::window::{Broken, Digested, Window};
use crate::finding::{Fates, Finding, Findings, Place};

/// A kind of file that a city has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// `walkshed.toml`.
    Settings,
    /// Reporting units.
    Subdistricts,
    /// Places that give a service.
    Outlets,
    /// Residential land.
    Estates,
    /// Residents.
    People,
    /// Communities.
    Communities,
    /// Grids.
    Grids,
    /// Any other polygons that the user reports by.
    Units,
    /// What residents report.
    Complaints,
    /// Lines that people walk on.
    Streets,
    /// Where people pass into estates and outlets.
    Gates,
    /// Lines that nobody crosses.
    Barriers,
    /// The measures of a plan; no layer of a city.
    Plan,
}

/// Properties of streets.
const STREETS: [&str; 15] = [
    "highway",
    "foot",
    "access",
    "motorroad",
    "bridge",
    "tunnel",
    "layer",
    "railway",
    "public_transport",
    "nodes",
    "ramp:wheelchair",
    "wheelchair",
    "area",
    "id",
    "barrier",
];

/// Properties of gates.
const GATES: [&str; 8] = ["id", "estate", "outlet", "status", "locked", "foot", "access", "name"];

impl Layer {
    /// The layers of a city that hold features, in the order in which findings name them.
    pub const WITH_FEATURES: [Self; 11] = [
        Self::Subdistricts,
        Self::Outlets,
        Self::Estates,
        Self::People,
        Self::Communities,
        Self::Grids,
        Self::Units,
        Self::Complaints,
        Self::Streets,
        Self::Gates,
        Self::Barriers,
    ];

    /// The word in files and tables: `subdistricts`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Subdistricts => "subdistricts",
            Self::Outlets => "outlets",
            Self::Estates => "estates",
            Self::People => "people",
            Self::Communities => "communities",
            Self::Grids => "grids",
            Self::Units => "units",
            Self::Complaints => "complaints",
            Self::Streets => "streets",
            Self::Gates => "gates",
            Self::Barriers => "barriers",
            Self::Plan => "plan",
        }
    }

    /// What the layer holds, for messages: `outlet`.
    pub(super) fn thing(self) -> &'static str {
        match self {
            Self::Settings => "setting",
            Self::Subdistricts => "subdistrict",
            Self::Outlets => "outlet",
            Self::Estates => "estate",
            Self::People => "place",
            Self::Communities => "community unit",
            Self::Grids => "grid",
            Self::Units => "unit",
            Self::Complaints => "complaint",
            Self::Streets => "street",
            Self::Gates => "gate",
            Self::Barriers => "barrier",
            Self::Plan => "measure",
        }
    }

    /// The properties that the layer reads, in the order of their slots.
    pub(super) fn properties(self) -> &'static [&'static str] {
        match self {
            Self::Settings | Self::Barriers => &[],
            Self::Subdistricts => &["id", "name", "parent", "population"],
            Self::Outlets => &[
                "id",
                "name",
                "category",
                "capacity",
                "floor_area",
                "status",
                "source",
                "chain",
                "inclusive",
                "opening_hours",
                "confirmed",
                "building",
                "parcel",
                "address",
                "partner",
            ],
            Self::Estates => &["id", "name", "community", "land_code", "people", "managed"],
            Self::People => &["people", "age_0_2", "age_3_5", "age_60plus", "age_80plus"],
            Self::Communities | Self::Grids | Self::Units => &["id", "name", "subdistrict"],
            Self::Complaints => &["date", "text", "category"],
            Self::Streets => &STREETS,
            Self::Gates => &GATES,
            Self::Plan => &[
                "id",
                "name",
                "action",
                "target",
                "phase",
                "cost",
                "category",
                "capacity",
                "floor_area",
                "opening_hours",
                "confirmed",
                "people",
                "age_0_2",
                "age_3_5",
                "age_60plus",
                "age_80plus",
                "land_code",
            ],
        }
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputFile {
    /// What it holds.
    pub layer: Layer,
    /// Its name as the user gave it, relative to the city's folder.
    pub name: String,
    /// Its length in bytes, packed where it is packed.
    pub bytes: u64,
    /// SHA-256 of its bytes in lower-case hexadecimal.
    pub sha256: String,
    /// How many features it holds.
    pub features: usize,
    /// Where they ended.
    pub fates: Fates,
    /// What was done to single ones.
    #[serde(skip)]
    pub(super) changes: Changes,
}

impl InputFile {
    /// A file of which nothing has been read yet.
    pub(super) fn new(layer: Layer, name: &str) -> Self {
        let (name, sha256) = (name.to_owned(), String::new());
        let (fates, changes) = (Fates::default(), Changes::default());
        Self { layer, name, bytes: 0, sha256, features: 0, fates, changes }
    }
}

/// A value that stands in where a feature has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fallback {
    Text(String),
    Number(String),
}

/// A file of a layer, and how to read it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LayerFile {
    /// Its name in findings while they are collected: that which the user gave it, with a mark where
    /// an earlier file has the same.
    pub(super) name: String,
    /// Name as the user gave it.
    pub(super) given: String,
    /// Where it is.
    pub(super) path: std::path::PathBuf,
    /// Values for features that have none, by slot.
    pub(super) defaults: [Option<Fallback>; SLOTS],
    /// How it is taken apart, as far as the settings say.
    pub(super) how: How,
    /// The encoding of text that is not UTF-8.
    pub(super) otherwise: Option<Encoding>,
    /// What the user says that it is in.
    pub(super) crs: LayerCrs,
}

impl LayerFile {
    /// A feature's value in a slot, or what stands in for it.
    pub(super) fn value<'v>(&'v self, value: Value<'v>, slot: usize) -> Value<'v> {
        match (value, &self.defaults[slot]) {
            (Value::Missing | Value::Null, Some(Fallback::Text(raw))) => {
                Value::Text(Text { raw, escaped: false })
            }
            (Value::Missing | Value::Null, Some(Fallback::Number(text))) => Value::Number(text),
            _ => value,
        }
    }
}

/// Which feature of which file of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Origin {
    /// Position of the file in the layer.
    pub(super) file: u32,
    root: Root,
    index: u32,
}

impl Origin {
    pub(super) fn new(file: usize, at: FeatureAt) -> Self {
        // Both are far below: a file of 4 thousand million features does not fit any disk we know.
        let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file: short(file), root: at.root, index: short(at.index) }
    }

    /// The feature inside its file.
    pub(super) fn at(self) -> FeatureAt {
        FeatureAt { root: self.root, index: self.index as usize }
    }

    /// Whether it is the feature so many places behind another one of its file.
    pub(super) fn is_behind(self, first: Self, count: usize) -> bool {
        let is_of_it = self.file == first.file && self.root == first.root;
        is_of_it && self.index as usize == first.index as usize + count
    }

    /// So many features that follow each other in a file, this one first.
    pub(super) fn following(self, count: usize) -> impl Iterator<Item = Self> {
        let FeatureAt { root, index } = self.at();
        (index..index + count)
            .map(move |index| Self::new(self.file as usize, FeatureAt { root, index }))
    }

    /// Whether both are one feature of one layer.
    pub(super) fn is_same(self, other: Self) -> bool {
        (self.file, self.index) == (other.file, other.index)
    }

    /// A place in the feature; `rest` is empty or starts with a dot.
    pub(super) fn place(self, files: &[LayerFile], rest: &str) -> Place {
        let file = files.get(self.file as usize).map_or("", |f| f.name.as_str());
        Place::path(file, self.at().path(rest))
    }

    /// The feature's path for a message about `other`; its file goes before it where that is another.
    pub(super) fn beside(self, files: &[LayerFile], other: Self) -> String {
        let path = self.at().path("");
        if self.file == other.file {
            return path;
        }
        let file = files.get(self.file as usize).map_or("", |f| f.given.as_str());
        if path.is_empty() { file.to_owned() } else { format!("{file}: {path}") }
    }
}

/// Reads one file of a layer.
pub(super) fn load_file(
    plan: &LayerPlan,
    file: &LayerFile,
    findings: &mut Findings,
    sink: &mut Sink<'_>,
) -> Result<(InputFile, Outline), SourceError> {
    let opened = plan.door.open(&file.path)?;
    let read = Window::new(&opened)
        .map_err(Stop::Broken)
        .and_then(|window| read_window(window, plan, file, findings, sink));
    let (outline, Digested { bytes, sha256 }) = match read {
        Ok(read) => read,
        Err(Stop::Source(error)) => return Err(*error),
        Err(Stop::Broken(Broken::Io(error))) => return Err(opened.read_error(error)),
        Err(Stop::Broken(broken)) => {
            findings.push(super::fault::broken(&broken, Place::file(&file.name), 0));
            Default::default()
        }
    };
    opened.check_unbroken()?;
    let features = outline.features;
    let input = InputFile { bytes, sha256, features, ..InputFile::new(plan.layer, &file.given) };
    Ok((input, outline))
}

/// Why a file is not read to its end.
enum Stop {
    /// Its bytes fail.
    Broken(Broken),
    /// Another file that belongs to it cannot be read.
    Source(Box<SourceError>),
}

impl From<Broken> for Stop {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<SourceError> for Stop {
    fn from(error: SourceError) -> Self {
        Self::Source(Box::new(error))
    }
}

/// Reads a file whose first bytes are there, in the format that they are of.
fn read_window<R: Read>(
    mut window: Window<R>,
    plan: &LayerPlan,
    file: &LayerFile,
    findings: &mut Findings,
    sink: &mut Sink<'_>,
) -> Result<(Outline, Digested), Stop> {
    let fields = &plan.fields;
    let outline = match tell(&mut window, file)? {
        Ok(Format::GeoJson) => read_features(&mut window, &file.name, fields, findings, sink),
        Ok(Format::Csv) => csv::read(&mut window, file, fields, findings, sink),
        #[cfg(feature = "xlsx")]
        Ok(Format::Xlsx) => {
            let bytes = window.take_rest()?;
            Ok(xlsx::read(bytes, plan, file, findings, sink))
        }
        #[cfg(feature = "geopackage")]
        Ok(Format::GeoPackage) => {
            let bytes = window.take_rest()?;
            Ok(gpkg::read(bytes, plan, file, findings, sink)?)
        }
        #[cfg(feature = "flatgeobuf")]
        Ok(Format::FlatGeobuf) => fgb::read(&mut window, plan, file, findings, sink),
        #[cfg(feature = "shapefile")]
        Ok(Format::Shapefile) => Ok(shapefile::read(&mut window, plan, file, findings, sink)?),
        #[cfg(feature = "geoparquet")]
        Ok(Format::GeoParquet) => {
            let bytes = window.take_rest()?;
            Ok(geoparquet::read(bytes, plan, file, findings, sink))
        }
        Ok(Format::Osm) if plan.layer == Layer::Streets => {
            osm::read_lines(&mut window, plan, file, findings, sink)
        }
        Ok(Format::Osm) => {
            findings.push(not_streets(plan, file));
            Ok(Outline::default())
        }
        #[allow(unreachable_patterns, reason = "a build with all formats has none left")]
        Ok(format) => {
            findings.push(not_built(format, &file.name));
            Ok(Outline::default())
        }
        Err(refusal) => {
            findings.push(Finding { place: Place::file(&file.name), ..*refusal });
            Ok(Outline::default())
        }
    };
    if let Some(encoding) = window.decoded_from() {
        let message = format!("text read as {}", encoding.name());
        findings.push(Finding::note("encoding", Place::file(&file.name), message));
    }
    let digested = window.finish();
    Ok((outline.map_err(Broken::Io)?, digested.map_err(Broken::Io)?))
}

/// The finding for an OpenStreetMap extract that stands for a layer other than the streets.
fn not_streets(plan: &LayerPlan, file: &LayerFile) -> Finding {
    let (what, layer) = (Format::Osm.word(), plan.layer.word());
    let message = format!("this is {what}, of which streets are read and no {layer}");
    let help = "make a city out of it with `walkshed import osm`";
    Finding::error("format", Place::file(&file.name), message).with_help(help)
}

/// The finding for a file of a format that this build does not read.
fn not_built(format: Format, name: &str) -> Finding {
    let feature = format.missing_feature().unwrap_or_default();
    let message = format!("this is {}, which this build does not read", format.word());
    let help = format!("build it with `cargo build --release --features {feature}`");
    Finding::error("not-built", Place::file(name), message).with_help(help)
}

/// The format of a file, or why it is not read.
pub(super) fn tell<R: Read>(
    window: &mut Window<R>,
    file: &LayerFile,
) -> Result<Result<Format, Refusal>, Broken> {
    window.hold(sniff::ENOUGH)?;
    if let Some(binary) = sniff::binary(window.data(), &file.given) {
        return Ok(binary);
    }
    window.decode(Wanted { exactly: file.how.encoding, otherwise: file.otherwise });
    window.hold(sniff::ENOUGH)?;
    Ok(sniff::text(window.data(), &file.given))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::document::Root;

    #[test]
    fn a_feature_is_behind_others_of_its_file_alone() {
        let origin =
            |file: usize, root: Root, index: usize| Origin::new(file, FeatureAt { root, index });
        let first = origin(1, Root::Lines, 4);
        assert!(origin(1, Root::Lines, 7).is_behind(first, 3));
        assert!(!origin(1, Root::Lines, 8).is_behind(first, 3));
        assert!(!origin(2, Root::Lines, 7).is_behind(first, 3));
        assert!(!origin(1, Root::Collection, 7).is_behind(first, 3));
    }
}
