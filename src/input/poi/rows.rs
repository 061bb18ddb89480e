//! The rows of an export, one place each.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Account;
use super::codes::{Codes, LENGTH, code_of};
use super::columns::{Columns, Location};
use crate::finding::{Finding, Findings, Place};
use crate::input::convert::distance;
use crate::input::crs::Crs;
use crate::input::cursor::Value;
use crate::input::table::{Refused, csv::is_number};
use crate::input::values::text;
use crate::input::words::{counted, quoted};
use crate::model::LonLat;

/// So many rows are named.
const NAMED: usize = 5;

/// A row as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Poi {
    pub(super) id: Option<Box<str>>,
    pub(super) name: Box<str>,
    /// Codes, parted by `|`.
    pub(super) codes: Box<str>,
    pub(super) kind: Box<str>,
    pub(super) categories: Vec<&'static str>,
    /// On WGS 84.
    pub(super) at: LonLat,
    pub(super) address: Box<str>,
    pub(super) district: Box<str>,
    pub(super) hours: Box<str>,
}

/// The rows so far.
pub(super) struct Rows<'r> {
    file: &'r str,
    crs: Crs,
    codes: Codes,
    columns: Option<Columns>,
    pub(super) pois: Vec<Poi>,
    /// Position in `pois` of the first row of an id, and its number.
    ids: HashMap<Box<str>, (usize, usize)>,
    pub(super) account: Account,
    /// Rows whose code lost its leading nought.
    padded: Vec<usize>,
    repeated: Vec<usize>,
    placeless: Vec<usize>,
    /// Rows where a shifted datum is not used.
    abroad: Vec<usize>,
    moved: (f64, f64),
}

impl<'r> Rows<'r> {
    pub(super) fn new(file: &'r str, crs: Crs) -> Self {
        Self {
            file,
            crs,
            codes: Codes::new(),
            columns: None,
            pois: Vec::new(),
            ids: HashMap::new(),
            account: Account::default(),
            padded: Vec::new(),
            repeated: Vec::new(),
            placeless: Vec::new(),
            abroad: Vec::new(),
            moved: (f64::INFINITY, 0.0),
        }
    }

    /// Takes a row, `number` counted from 1.
    pub(super) fn row(
        &mut self,
        number: usize,
        cells: &[Value<'_>],
        findings: &mut Findings,
    ) -> Result<(), Refused> {
        let texts: Vec<Cow<'_, str>> = cells.iter().map(|cell| written(*cell)).collect();
        if texts.iter().all(|cell| cell.is_empty()) {
            return Ok(());
        }
        let Some(columns) = self.columns.take() else {
            let names = texts.into_iter().map(Cow::into_owned).collect();
            let place = Place::path(self.file, format!("row {number}"));
            return match Columns::new(names, &place) {
                Ok(columns) => {
                    self.columns = Some(columns);
                    Ok(())
                }
                Err(refusal) => {
                    findings.push(*refusal);
                    Err(Refused)
                }
            };
        };
        self.account.rows += 1;
        self.place(number, &columns, &texts, findings);
        self.columns = Some(columns);
        Ok(())
    }

    /// Takes note of a row that could not be taken apart, as a finding says.
    pub(super) fn unread(&mut self) -> Result<(), Refused> {
        self.account.rows += 1;
        if self.columns.is_some() { Ok(()) } else { Err(Refused) }
    }

    fn place(
        &mut self,
        number: usize,
        columns: &Columns,
        cells: &[Cow<'_, str>],
        findings: &mut Findings,
    ) {
        if cells.len() > columns.names.len() {
            let message = format!("{} cells under {}", cells.len(), headings(columns));
            let place = Place::path(self.file, format!("row {number}"));
            let help = "is a separator inside a value? Put the value in double quotes";
            findings.push(Finding::error("long-row", place, message).with_help(help));
            return;
        }
        let cell = |column: Option<usize>| {
            column.and_then(|c| cells.get(c)).map_or("", |cell| cell.as_ref())
        };
        let name = cell(columns.name);
        let at = match self.location(number, columns, cells) {
            Ok(Some(at)) => at,
            Ok(None) => return self.placeless.push(number),
            Err(finding) => return findings.push(*finding),
        };
        let codes = self.codes_of(number, cell(columns.code), cell(columns.kind));
        let poi = Poi {
            id: Some(cell(columns.id)).filter(|id| !id.is_empty()).map(Box::from),
            name: name.into(),
            categories: self.codes.categories(&codes, name),
            codes: codes.join("|").into(),
            kind: cell(columns.kind).into(),
            at,
            address: cell(columns.address).into(),
            district: cell(columns.district).into(),
            hours: cell(columns.hours).into(),
        };
        self.keep(number, poi, columns, findings);
    }

    /// Keeps a row, unless it is one that was read before; one whose type means no category is counted.
    fn keep(&mut self, number: usize, poi: Poi, columns: &Columns, findings: &mut Findings) {
        let key: Box<str> = match &poi.id {
            Some(id) => id.clone(),
            None => format!("{}\u{1f}{}\u{1f}{:?}", poi.name, poi.codes, poi.at).into(),
        };
        match self.ids.get(&key) {
            Some(&(before, _)) if self.pois[before] == poi => return self.repeated.push(number),
            Some(&(before, row)) => {
                let message = format!(
                    "{} is also row {row} ({}), and says something else; both kept",
                    quoted(&key),
                    quoted(&self.pois[before].name)
                );
                let column = columns.id.unwrap_or_default();
                let place = columns.place(self.file, number, column).with_name(&poi.name);
                let help = "exports of two days? Keep the newer one";
                findings.push(Finding::warning("duplicate-id", place, message).with_help(help));
            }
            None => {
                self.ids.insert(key, (self.pois.len(), number));
            }
        }
        if poi.categories.is_empty() {
            let kind = match (&*poi.codes, &*poi.kind) {
                ("", "") => "-".to_owned(),
                ("", kind) => kind.to_owned(),
                (codes, "") => codes.to_owned(),
                (codes, kind) => format!("{codes} {kind}"),
            };
            *self.account.unmapped.entry(kind).or_default() += 1;
        }
        for category in &poi.categories {
            *self.account.categories.entry(category).or_default() += 1;
        }
        self.pois.push(poi);
    }

    /// The codes of a row; where it has none, that of the name of each of its types.
    fn codes_of(&mut self, number: usize, codes: &str, kinds: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for code in codes.split('|').map(str::trim).filter(|code| !code.is_empty()) {
            let is_short = code.len() + 1 == LENGTH && code.bytes().all(|b| b.is_ascii_digit());
            if is_short {
                self.padded.push(number);
            }
            found.push(if is_short { format!("0{code}") } else { code.to_owned() });
        }
        if found.is_empty() {
            found.extend(kinds.split('|').filter_map(code_of).map(str::to_owned));
        }
        found
    }

    /// Where a row is, on WGS 84; none where it does not say.
    fn location(
        &mut self,
        number: usize,
        columns: &Columns,
        cells: &[Cow<'_, str>],
    ) -> Result<Option<LonLat>, Box<Finding>> {
        let cell = |column: usize| cells.get(column).map_or("", |cell| cell.as_ref());
        let (lon, lat, column) = match columns.location {
            Location::One(column) => {
                let (lon, lat) = cell(column).split_once(',').unwrap_or((cell(column), ""));
                (lon.trim(), lat.trim(), column)
            }
            Location::Two(lon, lat) => (cell(lon), cell(lat), lon),
        };
        if lon.is_empty() && lat.is_empty() {
            return Ok(None);
        }
        let number_in = |text: &str| text.parse::<f64>().ok().filter(|_| is_number(text));
        let place = || columns.place(self.file, number, column);
        let (Some(lon), Some(lat)) = (number_in(lon), number_in(lat)) else {
            let seen = match columns.location {
                Location::One(column) => quoted(cell(column)),
                Location::Two(..) => quoted(&format!("{lon},{lat}")),
            };
            let message = format!("{seen} is no place: two numbers are wanted, longitude first");
            return Err(Box::new(Finding::error("not-a-number", place(), message)));
        };
        let at = LonLat { lon, lat };
        let wgs84 = self.crs.to_wgs84(at).map_err(|range| {
            let finding = Finding::error("crs-range", place(), range.text());
            Box::new(finding.with_help(range.help()))
        })?;
        let within = |v: f64, most: f64| v.is_finite() && v.abs() <= most;
        if !within(wgs84.lon, 180.0) || !within(wgs84.lat, 90.0) {
            let message = format!("[{lon}, {lat}] is no place on the Earth");
            let help = "longitude stands first; name the system of other numbers with --crs";
            return Err(Box::new(Finding::error("not-degrees", place(), message).with_help(help)));
        }
        let moved = distance(at, wgs84).0;
        if self.crs.shift().is_some() && moved <= 0.0 {
            self.abroad.push(number);
            return Ok(Some(wgs84));
        }
        self.moved = (self.moved.0.min(moved), self.moved.1.max(moved));
        Ok(Some(wgs84))
    }

    /// Says what is to be said of all rows together.
    pub(super) fn finish(&mut self, findings: &mut Findings) {
        let whole = || Place::file(self.file);
        self.account.repeated = self.repeated.len();
        self.account.placeless = self.placeless.len();
        if self.columns.is_none() && !findings.has_errors() {
            let message = "no headings and no rows";
            findings.push(Finding::error("empty-file", whole(), message));
        }
        if let Some((place, rows)) = self.named(&self.placeless) {
            let message = format!("no place in {rows}; left out");
            findings.push(Finding::warning("no-geometry", place, message));
        }
        if let Some((place, rows)) = self.named(&self.padded) {
            let message = format!("type codes of five digits in {rows}; read with the 0 in front");
            let help = "a spreadsheet took them for numbers: save the column as text";
            findings.push(Finding::warning("code-padded", place, message).with_help(help));
        }
        if let Some((place, rows)) = self.named(&self.repeated) {
            let message = format!("the same place again in {rows}; counted once");
            findings.push(Finding::note("poi-repeated", place, message));
        }
        if let Some((place, rows)) = self.named(&self.abroad) {
            let verb = if self.abroad.len() == 1 { "lies" } else { "lie" };
            let datum = self.crs.describe();
            let message =
                format!("{rows} {verb} outside of China, where {datum} is not used; not moved");
            let help = "longitude stands first; --crs names another system";
            findings.push(Finding::warning("poi-abroad", place, message).with_help(help));
        }
        self.say_unmapped(findings);
        self.say_converted(findings);
        if self.account.outlets() == 0 && !findings.has_errors() {
            let message = format!("0 outlets of {}", counted(self.account.rows, "row"));
            let help = "export the places again, with their types";
            findings.push(Finding::warning("no-outlets", whole(), message).with_help(help));
        }
    }

    /// The first of some rows, and all of them in words: `3 rows (4, 7, 9)`.
    fn named(&self, rows: &[usize]) -> Option<(Place, String)> {
        let first = rows.first()?;
        let shown: Vec<String> = rows.iter().take(NAMED).map(ToString::to_string).collect();
        let more = if rows.len() > NAMED { " ..." } else { "" };
        let text = format!("{} ({}{more})", counted(rows.len(), "row"), shown.join(", "));
        Some((Place::path(self.file, format!("row {first}")), text))
    }

    /// The types that mean no category, the commonest first.
    fn say_unmapped(&self, findings: &mut Findings) {
        let mut types: Vec<(&String, &usize)> = self.account.unmapped.iter().collect();
        types.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let count: usize = types.iter().map(|t| t.1).sum();
        if count > 0 {
            let shown: Vec<String> =
                types.iter().take(NAMED).map(|(t, n)| format!("{} {n}", quoted(t))).collect();
            let more = match types.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {} more", counted(more, "type")),
            };
            let message = format!(
                "{} of types that mean no category, or not by their names: {}{more}; left out",
                counted(count, "place"),
                shown.join(", ")
            );
            let help = "import.json lists every type with its number";
            let place = Place::file(self.file);
            findings.push(Finding::note("poi-unmapped", place, message).with_help(help));
        }
    }

    fn say_converted(&self, findings: &mut Findings) {
        let written = self.pois.iter().filter(|poi| !poi.categories.is_empty()).count();
        let (least, most) = self.moved;
        if written == 0 || self.crs.is_degrees() || least > most {
            return;
        }
        let message = format!(
            "{} converted from {} to WGS 84, moved by {}",
            counted(written, "place"),
            self.crs.describe(),
            crate::input::convert::span(least, most)
        );
        let help = "exports of Amap are in GCJ-02; --crs names another system, wgs84 where they are \
                    converted already";
        let finding = Finding::note("converted", Place::file(self.file), message);
        findings.push(finding.with_help(help));
    }
}

/// A cell as text: an empty list, as exports write it for nothing, is blank.
fn written(cell: Value<'_>) -> Cow<'_, str> {
    text(cell).filter(|text| text != "[]").unwrap_or_default()
}

fn headings(columns: &Columns) -> String {
    counted(columns.names.len(), "heading")
}
