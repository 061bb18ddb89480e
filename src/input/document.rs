//! The outermost object of a GeoJSON file: finds the features and hands them on one by one.
//!
//! Takes a [`Window`] and calls back for each feature; no more of the file than one feature needs is
//! in memory. The root may be a `FeatureCollection` whose members come in any order, a bare
//! `Feature`, one `Feature` a line, or a text sequence (RFC 8142: a record separator before each
//! `Feature`). What is wrong becomes findings; only a failing disk is an
//! error. Method: a feature that breaks off at the end of the window is read again when more of the
//! file is there, the window doubling, so that no byte is read more than twice on average.

mod root;

use std::io::{self, Read};

pub(super) use self::root::{FeatureAt, Root};
use self::root::{Kind, follows, is_told, kind};
use super::complaint;
use super::cursor::{Cursor, Fault, FaultKind, Value};
use super::fault::{self, Spot};
use super::feature::{FeatureReader, Fields, RawFeature, SLOTS};
use super::layer::InputFile;
use super::sniff::{SEPARATOR, UTF8_MARK};
use super::table::Headings;
use super::window::{Broken, Window};
use crate::finding::{Finding, Findings, Place};

/// What a file held.
#[derive(Debug, Clone, Default)]
pub(super) struct Outline {
    /// How many features, whole ones.
    pub(super) features: usize,
    /// Whether the file could be read to its end.
    pub(super) is_whole: bool,
    /// The `crs` member as JSON, where there is one.
    pub(super) crs: Option<Vec<u8>>,
    /// The headings of a table.
    pub(super) headings: Option<Headings>,
    /// Other files that were read with it.
    pub(super) beside: Vec<InputFile>,
}

/// What takes the features.
pub(super) type Sink<'s> = dyn FnMut(FeatureAt, &RawFeature<'_>, &mut Findings) + 's;

/// Reads all features of a file.
pub(super) fn read_features<R: Read>(
    window: &mut Window<R>,
    file: &str,
    fields: &Fields,
    findings: &mut Findings,
    sink: &mut Sink<'_>,
) -> io::Result<Outline> {
    let mut reader = Reader {
        window,
        file,
        fields,
        findings,
        root: Root::Collection,
        features: 0,
        crs: None,
        inside: String::new(),
    };
    let is_whole = match reader.document(sink) {
        Ok(()) => true,
        Err(Stop::Said) => false,
        Err(Stop::Fault(fault)) => {
            reader.say_fault(fault);
            false
        }
        Err(Stop::Broken(Broken::Io(error))) => return Err(error),
        Err(Stop::Broken(broken)) => {
            let finding = fault::broken(&broken, Place::file(file), reader.window.raw_bytes());
            reader.findings.push(finding);
            false
        }
    };
    let Reader { features, crs, .. } = reader;
    Ok(Outline { features, is_whole, crs, ..Outline::default() })
}

/// Why reading stops before the end.
enum Stop {
    /// The text is no JSON from here on; counted from the start of the window.
    Fault(Fault),
    /// The bytes fail.
    Broken(Broken),
    /// A finding says it.
    Said,
}

impl From<Broken> for Stop {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

/// A member of a collection.
enum Member {
    Features,
    Type,
    Crs,
    Other(String),
    End,
}

struct Reader<'r, R: Read> {
    window: &'r mut Window<R>,
    file: &'r str,
    fields: &'r Fields,
    findings: &'r mut Findings,
    root: Root,
    features: usize,
    crs: Option<Vec<u8>>,
    /// The path of the value at the start of the window.
    inside: String,
}

impl<R: Read> Reader<'_, R> {
    fn document(&mut self, sink: &mut Sink<'_>) -> Result<(), Stop> {
        self.window.hold(UTF8_MARK.len())?;
        if self.window.data().starts_with(UTF8_MARK) {
            self.window.consume(UTF8_MARK.len());
        }
        if self.window.data().first() == Some(&SEPARATOR) {
            return self.sequence(sink);
        }
        match self.look_ahead(kind)? {
            Kind::Collection => self.collection(sink),
            Kind::Feature => self.bare(sink),
            Kind::Refused { path, message, help } => {
                self.look_through()?;
                let place = Place::path(self.file, path);
                self.findings.push(Finding::error("format", place, message).with_help(help));
                Err(Stop::Said)
            }
        }
    }

    /// Looks whether the beginning of a text that is no GeoJSON is JSON at all, one object a line or
    /// one in all; the fault is said first.
    fn look_through(&mut self) -> Result<(), Stop> {
        /// As far as one looks: bytes.
        const FAR: usize = 1 << 20;
        self.window.hold(FAR)?;
        loop {
            let (data, is_last) = (self.window.data(), self.window.is_last());
            let mut cursor = Cursor::new(data);
            match cursor.skip(0) {
                Err(fault) if is_last || !is_cut(fault, data.len()) => {
                    return Err(Stop::Fault(fault));
                }
                Err(_) => return Ok(()),
                Ok(()) => {
                    let behind = follows(&data[cursor.pos()..]);
                    let count = cursor.pos();
                    self.window.consume(count);
                    match behind {
                        None => return Ok(()),
                        Some(b'{') => {}
                        Some(_) => return self.trailing(),
                    }
                }
            }
        }
    }

    /// Runs `read` on the window, with more of the file where it breaks off. Consumes nothing.
    fn look_ahead<T>(
        &mut self,
        read: impl Fn(&mut Cursor<'_>) -> Result<T, Fault>,
    ) -> Result<T, Stop> {
        loop {
            let data = self.window.data();
            let mut cursor = Cursor::new(data);
            match read(&mut cursor) {
                Ok(value) if cursor.pos() < data.len() || self.window.is_last() => {
                    return Ok(value);
                }
                Err(fault) if self.window.is_last() || !is_cut(fault, data.len()) => {
                    return Err(Stop::Fault(fault));
                }
                Ok(_) | Err(_) => self.window.fill()?,
            }
        }
    }

    /// The same, and consumes what was read.
    fn step<T>(&mut self, read: impl Fn(&mut Cursor<'_>) -> Result<T, Fault>) -> Result<T, Stop> {
        let (value, count) = self.look_ahead(|cursor| Ok((read(cursor)?, cursor.pos())))?;
        self.window.consume(count);
        Ok(value)
    }

    fn collection(&mut self, sink: &mut Sink<'_>) -> Result<(), Stop> {
        self.step(|cursor| cursor.take(b'{', "an object"))?;
        let (mut first, mut typed, mut listed) = (true, false, false);
        loop {
            let member = self.step(|cursor| {
                Ok(match cursor.next_key(first)?.map(|key| key.text.get()) {
                    None => Member::End,
                    Some(key) => match key.as_ref() {
                        "features" => Member::Features,
                        "type" => Member::Type,
                        "crs" => Member::Crs,
                        _ => Member::Other(key.into_owned()),
                    },
                })
            })?;
            first = false;
            match member {
                Member::End => break,
                Member::Features if listed => {
                    return self.refuse("features", "second list of features");
                }
                Member::Features => {
                    self.list(sink)?;
                    listed = true;
                }
                Member::Type => {
                    self.collection_type()?;
                    typed = true;
                }
                Member::Crs => self.crs()?,
                Member::Other(key) => {
                    self.inside = key;
                    self.step(|cursor| cursor.skip(1))?;
                }
            }
            self.inside.clear();
        }
        if !listed {
            return self.refuse("", "no list \"features\"");
        }
        if !typed {
            return self.refuse("", "no \"type\"; expected \"FeatureCollection\"");
        }
        if self.at_end()? { Ok(()) } else { self.trailing() }
    }

    fn refuse(&mut self, path: &str, message: &str) -> Result<(), Stop> {
        let place = Place::path(self.file, path);
        let help = "write it as RFC 7946, section 3.3, has it: {\"type\": \"FeatureCollection\", \
                    \"features\": [...]}";
        self.findings.push(Finding::error("format", place, message).with_help(help));
        Err(Stop::Said)
    }

    fn collection_type(&mut self) -> Result<(), Stop> {
        "type".clone_into(&mut self.inside);
        let word = self.step(|cursor| cursor.value(1).map(complaint::shown))?;
        if word != "\"FeatureCollection\"" {
            return self.refuse("type", &format!("type is {word}, not \"FeatureCollection\""));
        }
        Ok(())
    }

    fn crs(&mut self) -> Result<(), Stop> {
        "crs".clone_into(&mut self.inside);
        let text = self.step(|cursor| {
            cursor.peek()?;
            let start = cursor.pos();
            cursor.skip(1)?;
            Ok(cursor.since(start).to_vec())
        })?;
        self.crs = Some(text);
        Ok(())
    }

    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the path of a method stands for one lifetime only"
    )]
    fn list(&mut self, sink: &mut Sink<'_>) -> Result<(), Stop> {
        "features".clone_into(&mut self.inside);
        let opening = self.step(|cursor| {
            let byte = cursor.peek()?;
            if byte == b'[' {
                cursor.bump();
            }
            Ok(byte)
        })?;
        if opening != b'[' {
            let value = self.step(|cursor| cursor.value(1).map(complaint::shown))?;
            return self.refuse("features", &format!("features is {value}, not a list"));
        }
        if self.look_ahead(|cursor| cursor.peek())? == b']' {
            return self.step(|cursor| cursor.take(b']', "a closing bracket"));
        }
        let mut features = FeatureReader::default();
        loop {
            self.feature(&mut features, 2, sink)?;
            if !self.step(|cursor| cursor.next_item())? {
                return Ok(());
            }
        }
    }

    /// Reads one feature and hands it on.
    fn feature(
        &mut self,
        features: &mut FeatureReader,
        depth: u32,
        sink: &mut Sink<'_>,
    ) -> Result<(), Stop> {
        let mut at = FeatureAt { root: self.root, index: self.features };
        loop {
            let (data, is_last) = (self.window.data(), self.window.is_last());
            let mut cursor = Cursor::new(data);
            let mut values = [Value::Missing; SLOTS];
            match features.read(&mut cursor, depth, self.fields, &mut values) {
                Ok((feature, complaints)) if is_told(&data[cursor.pos()..], at.root) || is_last => {
                    if at.root == Root::Bare && follows(&data[cursor.pos()..]) == Some(b'{') {
                        at.root = Root::Lines;
                    }
                    let said = self.findings.len();
                    for complaint in complaints {
                        self.findings.push(complaint::finding(complaint, self.file, at, data));
                    }
                    sink(at, &feature, self.findings);
                    let count = cursor.pos();
                    if self.findings.len() > said {
                        let start = data.len() - data.trim_ascii_start().len();
                        let (line, _) = self.window.line_and_column(start);
                        for finding in self.findings.since_mut(said) {
                            finding.line.get_or_insert(line);
                        }
                    }
                    self.window.consume(count);
                    self.features += 1;
                    return Ok(());
                }
                Err(fault) if is_last || !is_cut(fault, data.len()) => {
                    self.inside = at.path("");
                    return Err(Stop::Fault(fault));
                }
                Ok(_) | Err(_) => {}
            }
            self.window.fill()?;
        }
    }

    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the path of a method stands for one lifetime only"
    )]
    fn bare(&mut self, sink: &mut Sink<'_>) -> Result<(), Stop> {
        self.root = Root::Bare;
        let mut features = FeatureReader::default();
        loop {
            self.feature(&mut features, 0, sink)?;
            if self.at_end()? {
                return Ok(());
            }
            if self.look_ahead(|cursor| cursor.peek())? != b'{' {
                return self.trailing();
            }
            self.root = Root::Lines;
        }
    }

    /// Reads a text sequence; several separators in a row stand for one (RFC 8142, section 2.1).
    fn sequence(&mut self, sink: &mut Sink<'_>) -> Result<(), Stop> {
        self.root = Root::Lines;
        let mut features = FeatureReader::default();
        loop {
            while !self.at_end()? && self.window.data().first() == Some(&SEPARATOR) {
                self.window.consume(1);
            }
            if self.at_end()? {
                return Ok(());
            }
            self.feature(&mut features, 0, sink)?;
            if !self.at_end()? && self.window.data().first() != Some(&SEPARATOR) {
                return self.trailing();
            }
        }
    }

    /// Whether only white space is left.
    fn at_end(&mut self) -> Result<bool, Stop> {
        loop {
            let data = self.window.data();
            let blank = data.iter().take_while(|b| b.is_ascii_whitespace()).count();
            let is_more = blank < data.len();
            self.window.consume(blank);
            if is_more {
                return Ok(false);
            }
            if self.window.is_last() {
                return Ok(true);
            }
            self.window.fill()?;
        }
    }

    fn trailing(&mut self) -> Result<(), Stop> {
        let blank = self.window.data().iter().take_while(|b| b.is_ascii_whitespace()).count();
        self.window.consume(blank);
        let (line, _) = self.window.line_and_column(0);
        let place = Place::file(self.file);
        let finding = fault::trailing(place, self.window.data(), self.window.offset(), line);
        self.findings.push(finding);
        Err(Stop::Said)
    }

    fn say_fault(&mut self, fault: Fault) {
        let (line, column) = self.window.line_and_column(fault.at);
        let spot = Spot {
            file: self.file,
            inside: &self.inside,
            byte: self.window.offset() + fault.at as u64,
            line,
            column,
            features: self.features,
        };
        self.findings.push(fault::finding(fault, self.window.data(), &spot));
    }
}

/// Longest token whose beginning may look like a fault where the window cuts it.
const TOKEN: usize = 16;

/// Whether a fault may be gone when there is more of the file.
fn is_cut(fault: Fault, length: usize) -> bool {
    fault.kind == FaultKind::End || fault.at + TOKEN >= length
}

#[cfg(test)]
mod tests;
