//! From an export of points of interest, as Amap (高德) gives them, to the outlets of a city.
//!
//! [`read`] takes a table as text with a type code or the name of a type, a place and a name, and gives
//! the outlets by category, each on WGS 84: exports are in GCJ-02 unless the caller knows better. Types
//! that mean no category are counted, one by one; rows that stand in the file more than once, as those
//! of exports by grid cell do, are counted once. Names are not judged here: what is doubtful is found
//! when the city is read.

mod codes;
mod columns;
mod rows;

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::Path;

use serde::Serialize;

use self::rows::{Poi, Rows};
use super::MaxInput;
use super::crs::Crs;
use super::encoding::{Encoding, Wanted};
use super::fault;
use super::format::Format;
use super::imported::ImportedFile;
use super::osm::collection::{Collection, Geometry, Properties};
use super::osm::extract::Spot;
use super::sniff::{self, Refusal};
use super::source::{Door, SourceError};
use super::table::csv::each_row;
use super::window::{Broken, Window};
use crate::finding::{Finding, Findings, Place};
use crate::watch::{Stage, Watch};

/// How an export is read.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PoiRules {
    /// The system of its places; none is GCJ-02, in which such exports are.
    pub crs: Option<Crs>,
    /// The encoding of text that is not UTF-8.
    pub encoding: Option<Encoding>,
    /// The longest file that is read.
    pub max_input: MaxInput,
}

/// What became of the rows of an export.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Rows under the headings, blank ones not counted.
    pub rows: usize,
    /// Outlets by category; a place of two categories is an outlet in each.
    pub categories: BTreeMap<&'static str, usize>,
    /// Places by type that mean no category.
    pub unmapped: BTreeMap<String, usize>,
    /// Rows that stand in the file before.
    pub repeated: usize,
    /// Rows without a place.
    pub placeless: usize,
}

impl Account {
    /// Outlets of all categories.
    #[must_use]
    pub fn outlets(&self) -> usize {
        self.categories.values().sum()
    }
}

/// What reading an export gives.
#[derive(Debug)]
pub struct PoiReading {
    /// The outlets; none where a finding is an error.
    pub outlets: Option<PoiOutlets>,
    /// What there is to say about the file.
    pub findings: Findings,
    /// The file.
    pub file: ImportedFile,
}

/// The outlets of an export.
#[derive(Debug)]
pub struct PoiOutlets {
    /// What became of the rows.
    pub account: Account,
    pois: Vec<Poi>,
    source: String,
}

/// Reads an export.
///
/// # Errors
/// [`SourceError`] where the file is missing or cannot be read; what is wrong inside it is a finding.
pub fn read(path: &Path, rules: PoiRules, watch: &Watch) -> Result<PoiReading, SourceError> {
    watch.begin(Stage::Reading)?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let opened = Door::new(watch, rules.max_input).open(path)?;
    let mut findings = Findings::new();
    let mut rows = Rows::new(&name, rules.crs.unwrap_or_else(Crs::gcj02));
    let mut file = ImportedFile { name: name.clone(), ..ImportedFile::default() };
    let read = Window::new(&opened).and_then(|mut window| {
        take_rows(&mut window, &name, rules, &mut rows, &mut findings)?;
        window.finish().map_err(Broken::Io)
    });
    match read {
        Ok(digested) => (file.bytes, file.sha256) = (digested.bytes, digested.sha256),
        Err(Broken::Io(error)) => return Err(opened.read_error(error)),
        Err(broken) => findings.push(fault::broken(&broken, Place::file(&name), 0)),
    }
    opened.check_unbroken()?;
    rows.finish(&mut findings);
    let Rows { pois, account, .. } = rows;
    let source = format!("{name}, places of Amap");
    let outlets = (!findings.has_errors()).then_some(PoiOutlets { account, pois, source });
    Ok(PoiReading { outlets, findings, file })
}

fn take_rows<R: Read>(
    window: &mut Window<R>,
    name: &str,
    rules: PoiRules,
    rows: &mut Rows<'_>,
    findings: &mut Findings,
) -> Result<(), Broken> {
    if let Err(refusal) = tell(window, name, rules.encoding)? {
        findings.push(*refusal);
        return Ok(());
    }
    each_row(window, (name, None), findings, &mut |number, cells, findings| match cells {
        Some(cells) => rows.row(number, cells, findings),
        None => rows.unread(),
    })
    .map_err(Broken::Io)?;
    if let Some(encoding) = window.decoded_from() {
        let message = format!("text read as {}", encoding.name());
        findings.push(Finding::note("encoding", Place::file(name), message));
    }
    Ok(())
}

/// Makes sure that the file is a table as text.
fn tell<R: Read>(
    window: &mut Window<R>,
    name: &str,
    encoding: Option<Encoding>,
) -> Result<Result<(), Refusal>, Broken> {
    window.hold(sniff::ENOUGH)?;
    let told = if let Some(binary) = sniff::binary(window.data(), name) {
        binary
    } else {
        window.decode(Wanted { exactly: None, otherwise: encoding });
        window.hold(sniff::ENOUGH)?;
        sniff::text(window.data(), name)
    };
    Ok(match told {
        Ok(Format::Csv) => Ok(()),
        Ok(format) => {
            let message = format!("this is {}, not a table as text", format.word());
            let finding = Finding::error("format", Place::file(name), message);
            Err(Box::new(finding.with_help("save it as CSV")))
        }
        Err(refusal) => Err(refusal),
    })
}

impl PoiOutlets {
    /// Where the data come from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Writes the layer `outlets`.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut file = Collection::new(out, &self.source);
        let spots = self.pois.iter().filter_map(|poi| Some((poi, Spot::near(poi.at)?)));
        for (poi, spot) in spots {
            for (index, category) in poi.categories.iter().enumerate() {
                let id = poi.id.as_deref().map(|id| match index {
                    0 => id.to_owned(),
                    _ => format!("{id}/{category}"),
                });
                let mut properties = Properties::new();
                properties
                    .maybe("id", id.as_deref())
                    .maybe("name", Some(&poi.name))
                    .text("category", category)
                    .text("source", SOURCE)
                    .maybe("typecode", Some(&poi.codes))
                    .maybe("type", Some(&poi.kind))
                    .maybe("address", Some(&poi.address))
                    .maybe("adname", Some(&poi.district))
                    .maybe("opening_hours", Some(&poi.hours));
                file.feature(&properties, Geometry::Point(spot))?;
            }
        }
        file.end()
    }
}

/// The source of each outlet: where it comes from, and that it is converted, so that nobody takes it for
/// one in GCJ-02.
const SOURCE: &str = "amap, converted to WGS 84";
