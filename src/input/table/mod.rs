//! Tables: rows and columns, with the place of a row in columns of degrees or of well-known text.
//!
//! [`csv`] and [`xlsx`] take text and workbooks apart and hand the rows to [`Rows`], which finds the
//! headings and gives features as any other format does. The rules, each of which a test holds:
//!
//! - The headings stand in the first of the first [`SEARCHED`] rows that names the columns of a place;
//!   rows above it (titles) are left out, which is said.
//! - Rows are counted from 1 as a spreadsheet shows them, blank ones too; blank rows are no features.
//! - A blank cell is unknown, never nought. Text is trimmed. What looks like a number is one, and as an
//!   id or a code keeps its leading zeros.
//! - A row with more cells than there are headings is an error, since its values may stand in the wrong
//!   columns; one with fewer is read as if blank cells followed, which is said.

pub(super) mod csv;
mod headings;
#[cfg(feature = "xlsx")]
pub(super) mod xlsx;

use std::borrow::Cow;

pub(super) use self::csv::separator_of;
use self::headings::{Found, headings};
pub(super) use self::headings::{Headings, PlaceColumns};
use super::coordinates::Coordinates;
use super::cursor::Value;
use super::document::{FeatureAt, Outline, Root, Sink};
use super::feature::{Fields, Geometry, Properties, RawFeature, SLOTS};
use super::layer::LayerFile;
use super::sniff::Refusal;
use super::values::text;
use super::well_known::from_text;
use super::words::{counted, quoted};
use crate::finding::{Finding, Findings, Place};
use crate::model::LonLat;

/// How many rows from the top are looked at for headings.
const SEARCHED: usize = 10;

/// So many headings are shown where none will do.
const SHOWN: usize = 12;

/// So many rows that are too short are named.
const NAMED: usize = 5;

/// A reason not to read on; a finding says it.
pub(super) struct Refused;

/// The rows of one table as they come.
pub(super) struct Rows<'r> {
    file: &'r LayerFile,
    fields: &'r Fields,
    headings: Option<Headings>,
    /// The names in the first row that was not blank.
    first: Vec<String>,
    /// Rows that are not blank and stand above the headings.
    above: usize,
    features: usize,
    short: Uneven,
    /// The sheet of a workbook that they stand in.
    sheet: Option<String>,
    coordinates: Coordinates,
}

impl<'r> Rows<'r> {
    /// No rows yet.
    pub(super) fn new(file: &'r LayerFile, fields: &'r Fields, sheet: Option<String>) -> Self {
        let coordinates = Coordinates::default();
        let (headings, first, short) = (None, Vec::new(), Uneven::default());
        Self { file, fields, headings, first, above: 0, features: 0, short, sheet, coordinates }
    }

    /// Takes a row, `number` counted from 1; cells that are blank are null.
    pub(super) fn row(
        &mut self,
        number: usize,
        cells: &[Value<'_>],
        findings: &mut Findings,
        sink: &mut Sink<'_>,
    ) -> Result<(), Refused> {
        let Some(last) = cells.iter().rposition(|cell| *cell != Value::Null) else {
            return Ok(());
        };
        let Some(headings) = &self.headings else { return self.heading(number, cells, findings) };
        let width = headings.names.len();
        self.features += 1;
        if cells.len() < width {
            self.short.add(number);
        }
        let at = FeatureAt { root: Root::Rows, index: number - 1 };
        let mut values = [Value::Missing; SLOTS];
        for (value, column) in values.iter_mut().zip(headings.slots) {
            *value = column.map_or(Value::Missing, |column| cell(cells, column));
        }
        let geometry = if last < width {
            geometry(&self.file.name, at, cells, headings.place, &mut self.coordinates)
        } else {
            // Its cells may stand under the wrong headings: it has no place.
            Err(long_row(&self.file.name, number, last + 1, width))
        };
        let geometry = geometry.unwrap_or_else(|finding| {
            findings.push(*finding);
            Geometry::Flawed
        });
        let (id, properties, coordinates) = (Value::Missing, Properties::Object, &self.coordinates);
        let values = &values;
        let (own, line) = (None, None);
        let raw = RawFeature { id, properties, values, geometry, coordinates, own, cells, line };
        sink(at, &raw, findings);
        Ok(())
    }

    /// Takes note of a row that could not be taken apart, as a finding says.
    pub(super) fn unread(
        &mut self,
        number: usize,
        findings: &mut Findings,
        sink: &mut Sink<'_>,
    ) -> Result<(), Refused> {
        if self.headings.is_none() {
            return Err(Refused);
        }
        self.features += 1;
        self.coordinates.clear();
        let at = FeatureAt { root: Root::Rows, index: number - 1 };
        let raw = RawFeature {
            id: Value::Missing,
            properties: Properties::Unread,
            values: &[Value::Missing; SLOTS],
            geometry: Geometry::Flawed,
            coordinates: &self.coordinates,
            own: None,
            cells: &[],
            line: None,
        };
        sink(at, &raw, findings);
        Ok(())
    }

    /// Looks for headings in a row.
    fn heading(
        &mut self,
        number: usize,
        cells: &[Value<'_>],
        findings: &mut Findings,
    ) -> Result<(), Refused> {
        let name = |cell: &Value<'_>| text(*cell).map(Cow::into_owned).unwrap_or_default();
        let mut names: Vec<String> = cells.iter().map(name).collect();
        while names.last().is_some_and(String::is_empty) {
            names.pop();
        }
        let place = Place::path(&self.file.name, row_place(number));
        if self.first.is_empty() {
            self.first.clone_from(&names);
        }
        match headings(names, &self.file.how.columns, self.fields, &place) {
            Found::Headings(headings) => {
                self.headings = Some(Headings { sheet: self.sheet.take(), ..headings });
                if self.above > 0 {
                    let message = format!(
                        "headings stand in row {number}; {} above left out",
                        counted(self.above, "row")
                    );
                    findings.push(Finding::note("heading-row", place, message));
                }
                Ok(())
            }
            Found::Twice(finding) => {
                findings.push(finding);
                Err(Refused)
            }
            Found::Nothing if self.above + 1 < SEARCHED => {
                self.above += 1;
                Ok(())
            }
            Found::Nothing => {
                self.say_no_place(findings);
                Err(Refused)
            }
        }
    }

    fn say_no_place(&self, findings: &mut Findings) {
        let wanted = &self.file.how.columns;
        let named = [&wanted.lon, &wanted.lat, &wanted.text];
        let is_there = |name: &&String| {
            self.first.iter().any(|heading| heading.to_lowercase() == name.to_lowercase())
        };
        let missing = |name: &String| format!("no column {}", quoted(name));
        let named: Vec<&String> = named.into_iter().flatten().collect();
        let (seen, unseen): (Vec<&String>, Vec<&String>) = named.into_iter().partition(is_there);
        let what = match (&seen[..], unseen.is_empty()) {
            ([], true) => {
                "no columns of longitudes and latitudes, nor of well-known text".to_owned()
            }
            ([one, ..], true) => {
                format!(
                    "no other column of a place beside {}, which the settings name",
                    quoted(one)
                )
            }
            (_, false) => {
                let unseen: Vec<String> = unseen.into_iter().map(missing).collect();
                format!("{}, as the settings name them", unseen.join(" or "))
            }
        };
        let names: Vec<&str> = self.first.iter().map(String::as_str).take(SHOWN).collect();
        let message = format!("{what}; the headings are {}", quoted(&names.join(", ")));
        let help = "call the columns lon and lat (or wkt), or name them in walkshed.toml: lon = \
                    \"...\", lat = \"...\"";
        let place = Place::path(&self.file.name, row_place(1));
        findings.push(Finding::error("no-place-columns", place, message).with_help(help));
    }

    /// Says what is left to say; `is_whole` tells whether the table was read to its end.
    pub(super) fn finish(mut self, is_whole: bool, findings: &mut Findings) -> Outline {
        let has_headings = self.headings.is_some();
        if is_whole && !has_headings {
            self.say_no_place(findings);
        }
        let is_whole = is_whole && has_headings;
        self.say_short(findings);
        let (features, headings) = (self.features, self.headings.take());
        Outline { features, is_whole, headings, ..Outline::default() }
    }

    fn say_short(&self, findings: &mut Findings) {
        let place = Place::path(&self.file.name, row_place(self.short.first()));
        if self.short.count > 0 {
            let text = self.short.text();
            let message = format!("{text} fewer cells than there are headings; blank ones follow");
            let help = "check that the values stand under their headings";
            let finding = Finding::warning("short-row", place, message);
            findings.push(finding.with_help(help));
        }
    }
}

/// A row of names as the headings of a table; none where they name no place.
pub(super) fn headings_in(
    names: Vec<String>,
    file: &LayerFile,
    fields: &Fields,
) -> Option<Headings> {
    match headings(names, &file.how.columns, fields, &Place::file(&file.name)) {
        Found::Headings(headings) => Some(headings),
        Found::Nothing | Found::Twice(_) => None,
    }
}

/// Rows that are narrower than the headings.
#[derive(Debug, Default)]
struct Uneven {
    count: usize,
    /// The first few.
    rows: Vec<usize>,
}

impl Uneven {
    fn add(&mut self, row: usize) {
        self.count += 1;
        if self.rows.len() < NAMED {
            self.rows.push(row);
        }
    }

    fn first(&self) -> usize {
        self.rows.first().copied().unwrap_or(1)
    }

    /// `1 row has`, or `7 rows (5, 8, 9, 12, 13 ...) have`.
    fn text(&self) -> String {
        if self.count == 1 {
            return "1 row has".to_owned();
        }
        let rows: Vec<String> = self.rows.iter().map(ToString::to_string).collect();
        let more = if self.count > self.rows.len() { " ..." } else { "" };
        format!("{} rows ({}{more}) have", self.count, rows.join(", "))
    }
}

/// The path of a row, counted from 1.
fn row_place(number: usize) -> String {
    format!("row {number}")
}

/// A cell of a row; what is not there is blank.
fn cell<'v>(cells: &[Value<'v>], column: usize) -> Value<'v> {
    cells.get(column).copied().unwrap_or(Value::Null)
}

fn long_row(file: &str, number: usize, cells: usize, width: usize) -> Refusal {
    let message = format!("{cells} cells under {}", counted(width, "heading"));
    let help = "is a separator inside a value? Put the value in double quotes, or give the column a \
                heading";
    let place = Place::path(file, row_place(number));
    Box::new(Finding::error("long-row", place, message).with_help(help))
}

/// Where a row is.
fn geometry(
    file: &str,
    at: FeatureAt,
    cells: &[Value<'_>],
    place: PlaceColumns,
    coordinates: &mut Coordinates,
) -> Result<Geometry, Refusal> {
    match place {
        PlaceColumns::LonLat { lon, lat } => {
            let cells = [cell(cells, lon), cell(cells, lat)];
            point(cells, coordinates).map_err(|(axis, message)| {
                let path = at.path(&format!(".geometry.coordinates[{axis}]"));
                let finding = Finding::error("not-a-number", Place::path(file, path), message);
                Box::new(finding.with_help("write degrees with a point, such as 116.35"))
            })
        }
        PlaceColumns::Apart => Ok(Geometry::None),
        PlaceColumns::Text(column) => {
            let Some(text) = text(cell(cells, column)) else {
                coordinates.clear();
                return Ok(Geometry::None);
            };
            from_text(&text, coordinates).map_err(|problem| {
                let place = Place::path(file, at.path(".geometry"));
                Box::new(Finding::error("geometry", place, format!("the geometry {problem}")))
            })
        }
    }
}

/// The point of two cells of numbers; where one is no number, which and why.
fn point(
    cells: [Value<'_>; 2],
    coordinates: &mut Coordinates,
) -> Result<Geometry, (usize, String)> {
    coordinates.clear();
    let mut numbers = [None; 2];
    for (axis, cell) in cells.into_iter().enumerate() {
        numbers[axis] = coordinate(cell).map_err(|message| (axis, message))?;
    }
    match numbers {
        [None, None] => Ok(Geometry::None),
        [Some(lon), Some(lat)] => {
            coordinates.positions.push(LonLat { lon, lat });
            coordinates.levels = 1;
            Ok(Geometry::Point)
        }
        [lon, _] => {
            let (axis, there, missing) = if lon.is_some() {
                (1, "longitude", "latitude")
            } else {
                (0, "latitude", "longitude")
            };
            Err((axis, format!("a {there} without a {missing}")))
        }
    }
}

/// The number in a cell; none where it is blank.
fn coordinate(cell: Value<'_>) -> Result<Option<f64>, String> {
    let Some(text) = text(cell) else { return Ok(None) };
    match text.parse::<f64>() {
        Ok(number) if csv::is_number(&text) && number.is_finite() => Ok(Some(number)),
        _ => Err(format!("{} is not a number", quoted(&text))),
    }
}
