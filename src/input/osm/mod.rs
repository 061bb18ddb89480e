//! From an extract of OpenStreetMap to the layers of a city.
//!
//! [`read`] takes an `.osm`, `.osm.gz` or `.osm.pbf` file (told by its bytes) and gives an [`Extract`];
//! [`Extract::city`] finds outlets, residential land, reporting units, streets and gates in it, and
//! [`OsmCity::write`] writes each layer as GeoJSON. The rules stand in `tags` (categories), `life` (what
//! is closed, planned or gone), `land`, `borders`, `streets` and `gates`. Nothing is drawn that is not in the
//! file: an open border is told, never closed. People are not in OpenStreetMap; a population that a border or
//! a place states is carried to its unit.
//!
//! Method: one pass over the file, whose blocks are decoded side by side; all nodes are kept in 16 bytes
//! each, sorted by id, tags only where they are of interest.

mod account;
mod block;
mod borders;
pub(super) mod collection;
pub(super) mod extract;
mod gates;
mod ground;
mod land;
mod layer;
mod life;
mod outlets;
mod pbf;
mod proto;
mod rings;
mod streets;
mod stretches;
mod tags;
mod words;
mod xml;

use std::io::{self, Write};
use std::path::Path;

pub use self::account::{Account, CategoryCount, LeftOut, LineCount, StreetCount, Unsound};
pub use self::borders::Units;
pub use self::extract::Elements;
pub use self::land::LandRule;
pub(super) use self::layer::read_lines;
use self::pbf::Stop;
use super::fault;
use super::imported::ImportedFile;
use super::sniff;
use super::source::{Door, SourceError};
use super::window::{Broken, Window};
use super::{MaxInput, words::counted};
use crate::finding::{Finding, Findings, Place};
use crate::model::{LonLat, Plane};
use crate::watch::{Stage, Stopped, Watch};

/// What an extract holds, as far as a city needs it.
#[derive(Debug)]
pub struct Extract {
    inner: extract::Extract,
    name: String,
}

/// What reading an extract gives.
#[derive(Debug)]
pub struct OsmReading {
    /// The extract; none where a finding is an error.
    pub extract: Option<Extract>,
    /// What there is to say about the file.
    pub findings: Findings,
    /// The file.
    pub file: ImportedFile,
}

/// Reads an extract.
///
/// # Errors
/// [`SourceError`] where the file is missing or cannot be read; what is wrong inside it is a
/// finding.
pub fn read(path: &Path, limit: MaxInput, watch: &Watch) -> Result<OsmReading, SourceError> {
    watch.begin(Stage::Reading)?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let opened = Door::new(watch, limit).open(path)?;
    let mut findings = Findings::new();
    let mut inner = extract::Extract::default();
    let mut file = ImportedFile { name: name.clone(), ..ImportedFile::default() };
    let mut raw = 0;
    let read = Window::new(&opened).map_err(Stop::from).and_then(|mut window| {
        let read = blocks(&mut window, &name, &mut inner);
        raw = window.raw_bytes();
        read?;
        window.finish().map_err(|error| Stop::Broken(Broken::Io(error)))
    });
    match read {
        Ok(digested) => (file.bytes, file.sha256) = (digested.bytes, digested.sha256),
        Err(Stop::Broken(Broken::Io(error))) => return Err(opened.read_error(error)),
        Err(Stop::Broken(broken)) => {
            findings.push(fault::broken(&broken, Place::file(&name), raw));
        }
        Err(Stop::Said(finding)) => findings.push(*finding),
    }
    opened.check_unbroken()?;
    inner.settle();
    if !findings.has_errors() {
        say(&inner, &name, &mut findings);
    }
    let extract = (!findings.has_errors()).then_some(Extract { inner, name });
    Ok(OsmReading { extract, findings, file })
}

/// Reads the blocks of the file by what its first bytes say that it is.
fn blocks(
    window: &mut Window<impl io::Read>,
    name: &str,
    extract: &mut extract::Extract,
) -> Result<(), Stop> {
    window.hold(sniff::ENOUGH)?;
    let head = window.data();
    if pbf::is_pbf(head) {
        return pbf::read(window, name, extract);
    }
    let text = head.strip_prefix(sniff::UTF8_MARK).unwrap_or(head).trim_ascii_start();
    if text.starts_with(b"<") && !text.to_ascii_lowercase().starts_with(b"<!doctype html") {
        return xml::read(window, name, extract);
    }
    let message = match sniff::binary(head, name) {
        Some(Err(finding)) if finding.code != "format" => return Err(finding.into()),
        Some(Err(finding)) => {
            let what = finding.message.split(", not ").next().unwrap_or_default();
            format!("{what}, not an OpenStreetMap extract")
        }
        Some(Ok(format)) => format!("this is {}, not an OpenStreetMap extract", format.word()),
        None => "this is no OpenStreetMap extract".to_owned(),
    };
    let finding = Finding::error("format", Place::file(name), message);
    Err(Box::new(finding.with_help("give an .osm, .osm.gz or .osm.pbf file")).into())
}

/// Says what is strange about the elements of a file.
fn say(extract: &extract::Extract, name: &str, findings: &mut Findings) {
    let place = || Place::file(name);
    let Elements { nodes, ways, relations } = extract.all.elements;
    if nodes + ways + relations == 0 {
        let message = "the extract is empty: no node, way or relation";
        findings.push(Finding::error("osm-empty", place(), message).with_help("export it again"));
    }
    let repeated = extract.repeated;
    for (count, what) in
        [(repeated.nodes, "node"), (repeated.ways, "way"), (repeated.relations, "relation")]
    {
        if count > 0 {
            let message =
                format!("{} more than once by id; the last one counts", counted(count, what));
            findings.push(Finding::warning("osm-repeated", place(), message));
        }
    }
    if extract.all.placeless > 0 {
        let count = counted(extract.all.placeless, "node");
        let message = format!("{count} without a place on the Earth; left out");
        findings.push(Finding::warning("osm-no-place", place(), message));
    }
    if extract.all.deleted > 0 {
        let message = format!("{} deleted; left out", counted(extract.all.deleted, "element"));
        findings.push(Finding::note("osm-deleted", place(), message));
    }
}

/// The categories with the tags that mean them, in the notation of the standards' table.
pub fn tag_rules() -> impl Iterator<Item = (&'static str, &'static str)> {
    tags::STANDARD.into_iter()
}

/// What of an extract goes into a city.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OsmRules {
    /// Where the reporting units come from.
    pub units: Units,
    /// What counts as residential land.
    pub land: LandRule,
    /// What the one reporting unit over a box is called.
    pub box_name: &'static str,
}

impl Default for OsmRules {
    fn default() -> Self {
        let (units, land) = (Units::default(), LandRule::default());
        Self { units, land, box_name: "extent of the data" }
    }
}

/// A layer that an extract gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OsmLayer {
    /// `subdistricts.geojson`.
    Subdistricts,
    /// `outlets.geojson`.
    Outlets,
    /// `estates.geojson`.
    Estates,
    /// `streets.geojson`.
    Streets,
    /// `gates.geojson`.
    Gates,
}

impl OsmLayer {
    /// All layers.
    pub const ALL: [Self; 5] =
        [Self::Subdistricts, Self::Outlets, Self::Estates, Self::Streets, Self::Gates];

    /// Name of the layer's file.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Subdistricts => "subdistricts.geojson",
            Self::Outlets => "outlets.geojson",
            Self::Estates => "estates.geojson",
            Self::Streets => "streets.geojson",
            Self::Gates => "gates.geojson",
        }
    }
}

/// The layers of a city.
pub struct OsmCity<'a> {
    /// What became of the extract.
    pub account: Account,
    /// What there is to say about its parts.
    pub findings: Findings,
    source: String,
    units: Vec<borders::Unit>,
    outlets: Vec<outlets::Outlet<'a>>,
    estates: Vec<land::Estate<'a>>,
    streets: streets::Streets<'a>,
    gates: Vec<gates::Gate<'a>>,
}

impl Extract {
    /// Finds the layers of a city.
    ///
    /// # Errors
    /// [`Stopped`] where the run is to stop.
    pub fn city(&self, rules: OsmRules, watch: &Watch) -> Result<OsmCity<'_>, Stopped> {
        let (extract, file) = (&self.inner, &*self.name);
        let mut findings = Findings::new();
        let mut account = self.account();
        let check = land::Check { file, plane: Plane::about(middle(extract)) };
        watch.begin(Stage::Borders)?;
        let units = borders::units(
            extract,
            (rules.units, rules.box_name),
            &check,
            &mut account,
            &mut findings,
        );
        watch.begin(Stage::Outlets)?;
        let outlets = outlets::outlets(extract, file, &mut account, &mut findings);
        watch.begin(Stage::Land)?;
        let estates = land::estates(extract, rules.land, &check, &mut account, &mut findings);
        watch.begin(Stage::Streets)?;
        let streets = streets::streets(extract, file, &mut account, &mut findings);
        let gates = gates::gates(extract, &estates, &check.plane);
        account.gates = gates.len();
        if estates.is_empty() {
            let (what, instead) = match rules.land {
                LandRule::Landuse => (
                    "no residential land (landuse=residential)",
                    "; --land buildings takes the ground of residential buildings",
                ),
                LandRule::Buildings => (
                    "no residential building",
                    "; --land landuse takes what is mapped as residential land",
                ),
            };
            let message = format!("{what} in the file; estates.geojson is not written");
            let help = format!("rates fall back to the whole area of a unit{instead}");
            findings
                .push(Finding::warning("no-estates", Place::file(file), message).with_help(help));
        }
        if outlets.is_empty() {
            let message = "no outlet of any category in the file";
            findings.push(Finding::warning("no-outlets", Place::file(file), message));
        }
        let day = account.date.as_deref().unwrap_or("a day that the file does not state");
        let source = format!("{ATTRIBUTION}; {file}, data of {day}");
        Ok(OsmCity { account, findings, source, units, outlets, estates, streets, gates })
    }

    fn account(&self) -> Account {
        let all = &self.inner.all;
        let Elements { nodes, ways, relations } = all.elements;
        let date = (all.newest > 0).then(|| account::day(all.newest));
        Account { nodes, ways, relations, date, ..Account::default() }
    }
}

/// What has to stand wherever the data is shown (OpenStreetMap Foundation, "Attribution
/// guidelines").
pub const ATTRIBUTION: &str = "© OpenStreetMap contributors, ODbL 1.0";

/// The middle of the nodes, which no far-off one moves: by longitude and latitude apart.
fn middle(extract: &extract::Extract) -> LonLat {
    let spots = &extract.all.spots;
    if spots.is_empty() {
        return LonLat { lon: 0.0, lat: 0.0 };
    }
    let half = spots.len() / 2;
    let mut steps: Vec<i32> = spots.iter().map(|at| at.lon).collect();
    let lon = *steps.select_nth_unstable(half).1;
    steps.clear();
    steps.extend(spots.iter().map(|at| at.lat));
    let lat = *steps.select_nth_unstable(half).1;
    extract::Spot { lon, lat }.degrees()
}

impl OsmCity<'_> {
    /// The layers that have something in them, and those that a city cannot do without.
    #[must_use]
    pub fn layers(&self) -> Vec<OsmLayer> {
        let mut layers = vec![OsmLayer::Subdistricts, OsmLayer::Outlets];
        let rest = [
            (self.estates.is_empty(), OsmLayer::Estates),
            (self.streets.is_empty(), OsmLayer::Streets),
            (self.gates.is_empty(), OsmLayer::Gates),
        ];
        layers.extend(rest.iter().filter(|(is_empty, _)| !is_empty).map(|(_, layer)| *layer));
        layers
    }

    /// Who made the data, and of which day it is.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Writes one layer.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, layer: OsmLayer, out: &mut impl Write) -> io::Result<()> {
        match layer {
            OsmLayer::Subdistricts => borders::write(&self.units, &self.source, out),
            OsmLayer::Outlets => outlets::write(&self.outlets, &self.source, out),
            OsmLayer::Estates => land::write(&self.estates, &self.source, out),
            OsmLayer::Streets => streets::write(&self.streets, &self.source, out),
            OsmLayer::Gates => gates::write(&self.gates, &self.estates, &self.source, out),
        }
    }
}
