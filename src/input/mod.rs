//! From doubtful bytes to a city, or to findings.
//!
//! [`read`] takes the path of a city and gives a [`Reading`]: the city, everything that there is to
//! say about its files, and the files with their SHA-256. A city is a folder with
//! `subdistricts.geojson`, `outlets.geojson` and, where present, `estates.geojson`,
//! `people.geojson`, `communities.geojson`, `grids.geojson`, `units.geojson`, `streets.geojson`,
//! `gates.geojson`, `barriers.geojson` and `complaints.csv` (or `.csv` and so on, see below), or a `walkshed.toml`, in the folder or given itself. Files are read as
//! streams, one feature in memory at a time; layers are read side by side. The city does not depend
//! on the order of the features. Coordinates are WGS 84 or CGCS2000 degrees (RFC 7946) unless the user
//! names another system, which is then converted exactly; nothing is swapped or shifted unasked. A file may be a pipe; `-` is standard input.
//!
//! # Formats
//!
//! Every layer may come in any of these, told by its bytes and held against its name:
//!
//! | format | names | where a feature is in findings |
//! |---|---|---|
//! | GeoJSON (RFC 7946), also one feature a line, or a text sequence (RFC 8142) | `.geojson` `.json` `.geojsonl` `.geojsons` `.geojsonseq` `.ndjson` `.jsonl` | the path that jq reads |
//! | table as text, its columns separated by commas, semicolons, tabs or bars | `.csv` `.tsv` | row and column from 1, with the heading |
//! | shapefile, with `.dbf`, `.prj` and `.cpg` beside it | `.shp` | record from 1, with the field |
//! | `GeoPackage`: its only table of features, or as for sheets | `.gpkg` | the same |
//! | `FlatGeobuf` | `.fgb` | the same |
//! | `GeoParquet` 1.0 and 1.1 | `.parquet` `.geoparquet` | the same |
//! | workbook (Office Open XML): the sheet that is filled, or is called as the layer, or is named | `.xlsx` | the same, with the sheet |
//!
//! Streets may stand in an extract of OpenStreetMap too (`.osm`, `.osm.pbf`): its ways with `highway` and
//! platforms, as `walkshed import osm` writes them.
//!
//! Text may be packed with gzip, whatever the name. A table has its places in two columns of degrees
//! (`lon` and `lat`, `lng`, `longitude`, `经度` and `纬度`, `x` and `y` ...), or in one of well-known text
//! (`wkt`, `geometry`, `geom` ...), or in those that the settings name.
//!
//! # The settings file
//!
//! TOML 1.0. Every key is optional; one that is not listed here is an error with its line.
//!
//! ```toml
//! name = "..."                    # the city's name; else that of the folder
//! source = "..."                  # where the data come from, with their licence: stands on maps and in
//!                                 # records; a flag goes before it
//! encoding = "gbk"                # of the files that are not UTF-8; a flag goes before it
//!
//! [LAYER]                         # subdistricts, outlets, estates, people, communities, grids, units,
//!                                 # complaints, streets, gates, barriers
//! file = "a.geojson"              # else the usual name in the settings file's folder
//! files = [                       # instead of `file`: several, read as one layer
//!   "a.geojson",
//!   { file = "b.geojson", defaults = { category = "clinic" }, crs = "gcj02" },
//! ]
//! encoding = "gbk"                # of its files; this and the next seven may stand beside one file, too
//! crs = "wgs84"                   # what it is in, see below
//! swap_axes = true                # its files have latitude first, or the northing
//! layer = "sheet 1"               # the sheet of a workbook, or the table of a `GeoPackage`
//! separator = ";"                 # of a table
//! lon = "X"                       # columns of a table's longitudes ...
//! lat = "Y"                       # ... and latitudes
//! wkt = "shape"                   # or one column of well-known text
//!
//! snap_m = 200                    # streets: how far places may be from them; up to 2000
//! stands_in = "buildings"         # estates: the ground of buildings, not land; subdistricts: "box"
//!
//! [LAYER.properties]              # ours = "theirs"; false: do not read it
//! name = "NOMBRE"
//!
//! [LAYER.defaults]                # ours = a text or a number, for features that have none
//! status = "open"                 # a file's own `defaults` come first
//!
//! [outlets.categories]            # their word = our key, or false (or ""): left out on purpose;
//!                                 # [complaints.categories] alike
//! cafe = "breakfast"
//! bank = false
//!
//! [outlets.crs_by_source]         # the outlets of one `source`, whatever the layer is in
//! amap = "gcj02"
//! ```
//!
//! The systems that are understood: `wgs84`, `cgcs2000`, `crs84`, `epsg:4326` and `epsg:4490` are read
//! as they are; `gcj02` and `bd09` are shifted back; `epsg:4491` to `epsg:4554` (CGCS2000 zones of 3 and
//! 6 degrees, easting first), `epsg:32601` to `epsg:32760` (UTM, also `utm50n`) and `epsg:3857` are
//! turned into degrees. [`ReadOptions::crs`] goes before the settings; a `crs` member of a file that
//! contradicts both RFC 7946 and what is declared is refused.
//!
//! File names are relative to the settings file's folder; `..` and absolute paths may be used. The
//! properties that a layer reads, under these names unless mapped:
//!
//! | layer | properties |
//! |---|---|
//! | `subdistricts` | `id`, `name`, `parent`, `population` |
//! | `outlets` | `id`, `name`, `category`, `capacity`, `floor_area`, `status`, `source`, `chain`, `inclusive`, `opening_hours`, `confirmed`, `building`, `parcel`, `address`, `partner`, and the columns that a profile names |
//! | `estates` | `id`, `name`, `community`, `land_code`, `people`, `managed` |
//! | `people` | `people`, `age_0_2`, `age_3_5`, `age_60plus`, `age_80plus` |
//! | `communities`, `grids`, `units` | `id`, `name`, `subdistrict` (held against that layer; they count where they lie) |
//! | `complaints` | `date`, `text`, `category`; a record may be without a place |
//! | `streets` (GeoJSON, or an extract of OpenStreetMap) | `highway`, `foot`, `access`, `motorroad`, `bridge`, `tunnel`, `layer`, `railway`, `public_transport`, `nodes`, `ramp:wheelchair`, `wheelchair`, `area`, `id` |
//! | `gates` | `id`, `name`, `estate`, `outlet`, `status`, `locked`, `foot`, `access` |
//! | `barriers` (GeoJSON only) | none |
//!
//! One property of the file may serve several of ours. A feature without `id` has that of its `id`
//! member (RFC 7946 section 3.2); ids may be numbers. A category word that is not mapped is looked up
//! among keys, aliases and type codes of [`CategoryTable`].

mod actions;
mod area_layer;
mod areas;
mod asked;
mod assemble;
mod axes;
mod barriers;
mod border;
mod categories;
mod changes;
mod checks;
mod communities;
mod complaint;
mod complaints;
mod config;
mod contact;
mod convert;
mod coordinates;
mod crs;
mod cursor;
mod datum;
mod demand;
mod document;
mod doubts;
mod encoding;
mod estate_checks;
mod estates;
mod fault;
mod feature;
mod format;
mod gates;
mod geometry;
mod globe;
mod groups;
mod guess;
mod homes;
mod homes_checks;
mod hours;
mod ids;
mod imported;
mod keys;
mod layer;
mod layout;
mod ledger;
mod measure_checks;
mod measures;
mod mend;
mod near;
mod order;
pub mod osm;
mod outlet_checks;
mod outlets;
mod packed;
mod partition;
mod parts;
mod people;
mod plan;
pub mod poi;
mod point;
mod population;
mod positions;
mod projection;
mod records;
mod ring;
#[cfg(any(feature = "geoparquet", feature = "xlsx"))]
mod shelter;
mod shift;
mod snap;
mod sniff;
mod source;
mod streets;
mod subdistricts;
mod table;
mod tally;
mod tangle;
mod trace;
mod twins;
mod values;
mod walking;
mod well_known;
mod width;
mod window;
mod words;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

pub use self::asked::Asked;
use self::assemble::About;
pub use self::barriers::{BarrierReading, read_barrier};
use self::config::Settings;
pub use self::crs::{Crs, CrsChoice, CrsError};
pub use self::encoding::{Encoding, UnknownEncoding};
pub use self::imported::ImportedFile;
pub use self::layer::{InputFile, Layer};
pub use self::measures::{PlanReading, read_plan};
pub use self::mend::{MendedFile, Mender, Mending};
pub use self::source::SourceError;
use self::source::{Door, Location, locate};
use crate::finding::{Finding, Findings, Place};
use crate::model::{CategoryTable, City, Condition, CountedLand};
use crate::units::Metres;
use crate::watch::{Stage, Watch};

/// How a city is read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadOptions {
    /// Take the even-odd area of rings that cross themselves, whatever that changes.
    pub repair: bool,
    /// Give subdistricts the same corners where their borders lie nearer to each other than this.
    pub snap: Option<Metres>,
    /// Count outlets once that stand at one place more than once.
    pub merge_duplicates: bool,
    /// Files that are longer are refused before any file is read.
    pub max_input: MaxInput,
    /// The encoding of text that is not UTF-8, before what the settings say.
    pub encoding: Option<Encoding>,
    /// What layers are in, before what the settings say.
    pub crs: Vec<(Layer, CrsChoice)>,
    /// Layers whose files have latitude first, or the northing, whatever the settings say.
    pub swap_axes: Vec<Layer>,
    /// Where the data come from, with their licence, before what the settings say.
    pub source: Option<String>,
    /// Columns of numbers of the outlets that the run needs besides those that it always reads, at
    /// most [`MOST_COLUMNS`]; more are not read.
    pub columns: Vec<String>,
    /// The day of the run: later days of complaints are said; none: days are held against nothing.
    pub today: Option<NaiveDate>,
    /// Which estates rates of land count.
    pub land: CountedLand,
    /// Conditions on the need of estates and of places of people that the run asks about.
    pub demand: Vec<Condition>,
    /// The longest circle that the run lays: a plan all of whose places lie farther from every
    /// subdistrict is one for another city.
    pub reach: Metres,
    /// Where prepared streets are kept between runs.
    pub cache: Option<Cache>,
}

/// Where prepared streets are kept between runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cache {
    /// The folder, which need not be there.
    pub folder: PathBuf,
    /// What tells this build of the program from others: what another one has kept is not used.
    pub program: String,
}

/// What became of prepared streets that are to be kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Keeping {
    /// Nothing is kept: it was not asked for, or these streets are such as are read anew each time.
    #[default]
    None,
    /// They were kept, and nothing was read.
    Used,
    /// They are to be kept now.
    Anew {
        /// Name of the file in the folder.
        name: String,
        /// What it holds.
        bytes: Vec<u8>,
        /// Whether a file of that name is there that is damaged, or not ours.
        is_damaged: bool,
    },
}

/// The longest file that is read, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaxInput(pub u64);

impl Default for MaxInput {
    /// 8 GB.
    fn default() -> Self {
        Self(8_000_000_000)
    }
}

impl std::fmt::Display for MaxInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&source::size(self.0))
    }
}

/// Columns of the outlets that a run can ask for.
pub const MOST_COLUMNS: usize = feature::SLOTS - outlets::COLUMNS;

/// What reading a city gives.
#[derive(Debug)]
pub struct Reading {
    /// The city; none where a finding is an error.
    pub city: Option<City>,
    /// All that there is to say, in the order of layers and features.
    pub findings: Findings,
    /// The files that were read, the settings file first.
    pub files: Vec<InputFile>,
    /// What was asked of the profile.
    pub asked: Asked,
    /// What became of prepared streets.
    pub keeping: Keeping,
}

/// Reads the city at a path: a folder or a settings file.
///
/// # Errors
/// [`SourceError`] where a file is missing or cannot be read; what is wrong inside the files is a
/// finding.
pub fn read(
    path: &Path,
    known: &CategoryTable,
    options: &ReadOptions,
) -> Result<Reading, SourceError> {
    read_watched(path, known, options, &Watch::default())
}

/// The same, for a caller that may want to stop it or to see how far it is.
///
/// # Errors
/// As [`read`]; and [`SourceError::Stopped`].
pub fn read_watched(
    path: &Path,
    known: &CategoryTable,
    options: &ReadOptions,
    watch: &Watch,
) -> Result<Reading, SourceError> {
    watch.begin(Stage::Reading)?;
    let location = locate(path, Door::new(watch, options.max_input))?;
    let mut findings = Findings::new();
    let mut files = Vec::new();
    let mut settings = Settings::default();
    let mut settings_file = String::new();
    if let Some(path) = &location.settings {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        settings_file = name.into_owned();
        let (file, text) = settings_text(path, &settings_file, &Door::new(watch, TEXT_LIMIT))?;
        files.push(file);
        match text {
            Some(text) => settings = config::settings(&text, &settings_file, known, &mut findings),
            None => findings.push(not_text(&settings_file)),
        }
        if findings.has_errors() {
            let asked = Asked::default();
            let keeping = Keeping::None;
            return Ok(Reading { city: None, findings, files, asked, keeping });
        }
    }
    settings.encoding = options.encoding.or(settings.encoding);
    for (layer, choice) in &options.crs {
        settings.choose_crs(*layer, choice.clone());
    }
    let flagged = options.source.as_deref().and_then(config::one_line);
    let about = About {
        name: settings.name.take().unwrap_or_else(|| Location::folder_name(&location)),
        source: flagged.or(settings.source.take()),
        stand_ins: settings.stand_ins(),
    };
    settings.say_stand_ins(&settings_file, &mut findings);
    let words = std::mem::take(&mut settings.looked_up);
    let mut plans = plan::plans(&location, &mut settings, &settings_file)?;
    outlets::ask_columns(&mut plans, &options.columns);
    demand::ask(&mut plans, &options.demand);
    demand::say_missing(&plans, &options.demand, &mut findings);
    plan::ask_swaps(&mut plans, &options.swap_axes);
    let assembled = assemble::assemble(about, &plans, known, options, watch)?;
    files.extend(assembled.files);
    findings.append(assembled.findings);
    let findings = geometry::count_near_closures(findings);
    let mut asked = assembled.asked;
    asked.words.extend(words);
    asked.known = known.clone();
    asked.land = options.land.clone();
    asked.demand.clone_from(&options.demand);
    let (city, keeping) = (assembled.city, assembled.keeping);
    Ok(Reading { city, findings, files, asked, keeping })
}

/// The text of a file that is no layer, such as a profile; none where it is not UTF-8. `-` is standard
/// input.
///
/// # Errors
/// [`SourceError`] where the file is missing, longer than the limit, or cannot be read.
pub fn read_text(
    path: &Path,
    limit: MaxInput,
    watch: &Watch,
) -> Result<Option<String>, SourceError> {
    let name = path.to_string_lossy();
    let door = Door::new(watch, limit);
    settings_text(path, &name, &door).map(|(_, text)| text)
}

/// Whether a layer of a city is read from a file of this name in the city's folder, unasked.
#[must_use]
pub fn is_usual_name(name: &str) -> bool {
    format::Format::is_usual_name(name)
}

/// No settings and no profile is longer.
pub const TEXT_LIMIT: MaxInput = MaxInput(16_000_000);

/// A small text file with its digest; none where it is not UTF-8.
fn settings_text(
    path: &Path,
    name: &str,
    door: &Door,
) -> Result<(InputFile, Option<String>), SourceError> {
    let opened = door.open(path)?;
    let window = window::Window::new(&opened);
    let (digested, bytes) = window
        .and_then(window::Window::into_all)
        .map_err(|broken| opened.read_error(broken.into_io()))?;
    opened.check_unbroken()?;
    let text = String::from_utf8(bytes).ok();
    let (bytes, sha256) = (digested.bytes, digested.sha256);
    Ok((InputFile { bytes, sha256, ..InputFile::new(Layer::Settings, name) }, text))
}

fn not_text(file: &str) -> Finding {
    Finding::error("not-utf8", Place::file(file), "the settings are not UTF-8 text")
        .with_help("save the file as UTF-8")
}
