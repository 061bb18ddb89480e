//! `.osm` files: XML as the OpenStreetMap API and editors write it.
//!
//! Source: OpenStreetMap wiki, "OSM XML", version 0.6. Attributes come in any order. Elements that are
//! deleted (`visible="false"`, or `action="delete"` of an editor) are counted and left out. A file
//! has to end with its root element; anything else is a copy that broke off.

use std::io::{self, BufRead, Read};

use quick_xml::errors::Error;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::extract::{Extract, Kind, Member, Part, Relation, STEPS, Spot, TaggedNode, Way};
use super::pbf::Stop;
use super::words::{Interest, Pairs, Words};
use crate::finding::{Finding, Place};
use crate::input::window::{Broken, Window};
use crate::input::words::quoted;

/// The version that is read.
const VERSION: &str = "0.6";

/// Reads a whole file.
pub(super) fn read<R: Read>(
    window: &mut Window<R>,
    file: &str,
    extract: &mut Extract,
) -> Result<(), Stop> {
    let mut tap = Tap { window, broken: None };
    let mut reader = Reader::from_reader(&mut tap);
    reader.config_mut().check_end_names = true;
    let mut text = Text::new(file);
    let mut buffer = Vec::new();
    let ended = loop {
        buffer.clear();
        let at = reader.buffer_position();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break Err(text.cut(at)),
            Err(Error::Syntax(_)) if reader.get_ref().is_at_end() => break Err(text.cut(at)),
            Ok(Event::End(end)) if end.name().as_ref() == "osm" => break Ok(()),
            Ok(Event::DocType(_)) => break Err(text.bad("a document type with its own rules", at)),
            Ok(Event::End(end)) if is_element(end.name().as_ref()) => text.end(),
            Ok(Event::Start(start)) => {
                if let Err(finding) = text.start(&start, at) {
                    break Err(finding);
                }
            }
            Ok(Event::Empty(start)) => {
                let name = start.name();
                if let Err(finding) = text.start(&start, at) {
                    break Err(finding);
                }
                match name.as_ref() {
                    "osm" => break Ok(()),
                    name if is_element(name) => text.end(),
                    _ => {}
                }
            }
            Ok(_) => {}
            Err(error) => {
                break Err(text.bad(&error.to_string(), at));
            }
        }
    };
    drop(reader);
    if let Some(broken) = tap.broken {
        return Err(Stop::Broken(broken));
    }
    ended?;
    extract.bounds = text.bounds;
    (extract.all, extract.words) = (text.part, text.words);
    Ok(())
}

fn is_element(name: &str) -> bool {
    matches!(name, "node" | "way" | "relation")
}

/// The window as a buffered reader; keeps why bytes end that should go on.
struct Tap<'w, R: Read> {
    window: &'w mut Window<R>,
    broken: Option<Broken>,
}

impl<R: Read> Tap<'_, R> {
    /// Whether no byte is left.
    fn is_at_end(&self) -> bool {
        self.window.data().is_empty() && self.window.is_last()
    }
}

impl<R: Read> Read for Tap<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let data = self.fill_buf()?;
        let count = data.len().min(buf.len());
        buf[..count].copy_from_slice(&data[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Tap<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.window.data().is_empty() && !self.window.is_last() && self.broken.is_none() {
            if let Err(broken) = self.window.fill() {
                self.broken = Some(broken);
            }
        }
        if self.broken.is_some() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(self.window.data())
    }

    fn consume(&mut self, amount: usize) {
        self.window.consume(amount);
    }
}

/// The element that is being read.
struct Open {
    kind: Kind,
    id: i64,
    spot: Option<Spot>,
    is_deleted: bool,
    tags: Vec<(String, String)>,
    members: Vec<(Kind, i64, String)>,
    refs: Vec<i64>,
}

struct Text<'f> {
    file: &'f str,
    part: Part,
    words: Words,
    open: Option<Open>,
    bounds: Option<[f64; 4]>,
    is_root: bool,
}

/// The attributes of an element, unescaped.
struct Attributes(Vec<(String, String)>);

impl Attributes {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| &**value)
    }

    fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.trim().parse().ok()
    }

    fn degrees(&self, name: &str) -> Option<f64> {
        self.get(name)?.trim().parse().ok().filter(|v: &f64| v.is_finite())
    }
}

impl<'f> Text<'f> {
    fn new(file: &'f str) -> Self {
        let (part, words) = (Part::default(), Words::default());
        Self { file, part, words, open: None, bounds: None, is_root: false }
    }

    fn cut(&self, at: u64) -> Box<Finding> {
        let elements = self.part.elements;
        let whole = elements.nodes + elements.ways + elements.relations;
        let message = format!("file ends before </osm>, byte {at}; {whole} elements were whole");
        let finding = Finding::error("osm-cut", Place::file(self.file), message);
        Box::new(finding.with_help("the copy broke off: get the file again"))
    }

    fn bad(&self, what: &str, at: u64) -> Box<Finding> {
        let finding =
            Finding::error("xml", Place::file(self.file), format!("{what}, at byte {at}"));
        Box::new(finding.with_help("get the file again"))
    }

    fn attributes(&self, start: &BytesStart<'_>, at: u64) -> Result<Attributes, Box<Finding>> {
        let mut list = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.bad(&error.to_string(), at))?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| self.bad(&error.to_string(), at))?;
            list.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        Ok(Attributes(list))
    }

    fn start(&mut self, start: &BytesStart<'_>, at: u64) -> Result<(), Box<Finding>> {
        let name = start.name();
        let kind = match name.as_ref() {
            "osm" if self.is_root => return Err(self.bad("an extract inside an extract", at)),
            "osm" => return self.root(start, at),
            _ if !self.is_root => {
                let message = format!("the root element is {}, not \"osm\"", quoted(name.as_ref()));
                let finding = Finding::error("format", Place::file(self.file), message);
                return Err(Box::new(finding.with_help("export an .osm or .osm.pbf extract")));
            }
            "node" => Kind::Node,
            "way" => Kind::Way,
            "relation" => Kind::Relation,
            "bounds" => {
                let attributes = self.attributes(start, at)?;
                let side = |name| attributes.degrees(name);
                let west_south = side("minlon").zip(side("minlat"));
                let box_ = west_south.zip(side("maxlon").zip(side("maxlat")));
                self.bounds = box_.map(|((w, s), (e, n))| [w, s, e, n]);
                return Ok(());
            }
            "tag" | "nd" | "member" => return self.inner(start, at),
            "create" | "modify" | "delete" => {
                return Err(self.bad("changes inside an extract", at));
            }
            _ => return Ok(()),
        };
        if self.open.is_some() {
            return Err(self.bad(&format!("a {} inside another element", kind.word()), at));
        }
        let attributes = self.attributes(start, at)?;
        let Some(id) = attributes.number("id") else {
            return Err(self.bad(&format!("a {} without an id", kind.word()), at));
        };
        let is_deleted = attributes.get("visible") == Some("false")
            || attributes.get("action") == Some("delete");
        if let Some(seconds) = attributes.get("timestamp").and_then(seconds) {
            self.part.newest = self.part.newest.max(seconds);
        }
        let place = attributes.degrees("lon").zip(attributes.degrees("lat"));
        let spot = place.and_then(|(lon, lat)| Spot::new(steps(lon), steps(lat)));
        let (tags, members, refs) = (Vec::new(), Vec::new(), Vec::new());
        self.open = Some(Open { kind, id, spot, is_deleted, tags, members, refs });
        Ok(())
    }

    /// The root element, which has to be of the version that all of today's tools write.
    fn root(&mut self, start: &BytesStart<'_>, at: u64) -> Result<(), Box<Finding>> {
        let attributes = self.attributes(start, at)?;
        let message = match attributes.get("version") {
            Some(VERSION) => {
                self.is_root = true;
                return Ok(());
            }
            Some(other) => format!("version {} of the format; read is {VERSION}", quoted(other)),
            None => format!("the file does not say that it is version {VERSION} of the format"),
        };
        let finding = Finding::error("format", Place::file(self.file), message);
        Err(Box::new(finding.with_help("export it again with a tool of today")))
    }

    /// A child of an element.
    fn inner(&mut self, start: &BytesStart<'_>, at: u64) -> Result<(), Box<Finding>> {
        let attributes = self.attributes(start, at)?;
        let missing = |text: &Self, what: &str| Err(text.bad(what, at));
        let Some(mut open) = self.open.take() else { return Ok(()) };
        match start.name().as_ref() {
            "tag" => match (attributes.get("k"), attributes.get("v")) {
                (Some(key), Some(value)) => open.tags.push((key.to_owned(), value.to_owned())),
                _ => return missing(self, "a tag without key or value"),
            },
            "nd" => match attributes.number("ref") {
                Some(node) => open.refs.push(node),
                None => return missing(self, "a node of a way without its id"),
            },
            _ => {
                let kind = match attributes.get("type") {
                    Some("node") => Kind::Node,
                    Some("way") => Kind::Way,
                    Some("relation") => Kind::Relation,
                    _ => return missing(self, "a member of no kind"),
                };
                let Some(id) = attributes.number("ref") else {
                    return missing(self, "a member without its id");
                };
                let role = attributes.get("role").unwrap_or_default().to_owned();
                open.members.push((kind, id, role));
            }
        }
        self.open = Some(open);
        Ok(())
    }

    fn end(&mut self) {
        let Some(open) = self.open.take() else { return };
        if open.is_deleted {
            self.part.deleted += 1;
            return;
        }
        let part = &mut self.part;
        let of = |interest: Interest, (key, _): &(String, String)| {
            interest.and(Interest::of_key(key.as_bytes()))
        };
        let interest = open.tags.iter().fold(Interest::NONE, of);
        let is_area = open
            .tags
            .iter()
            .any(|(key, value)| key == "type" && (value == "multipolygon" || value == "boundary"));
        let start = part.pairs.len();
        if interest != Interest::NONE {
            let words = &mut self.words;
            part.pairs.extend(open.tags.iter().map(|(k, v)| (words.number(k), words.number(v))));
        }
        let (id, tags) = (open.id, Pairs { start, end: part.pairs.len() });
        match open.kind {
            Kind::Node => {
                part.elements.nodes += 1;
                match open.spot {
                    Some(spot) => {
                        part.ids.push(id);
                        part.spots.push(spot);
                    }
                    None => part.placeless += 1,
                }
                if interest.meets(Interest::OF_NODES) {
                    part.tagged.push(TaggedNode { id, tags, interest });
                }
            }
            Kind::Way => {
                part.elements.ways += 1;
                let start = part.refs.len();
                part.refs.extend(open.refs);
                let end = part.refs.len();
                part.ways.push(Way { id, tags, interest, start, end });
            }
            Kind::Relation => {
                part.elements.relations += 1;
                if is_area {
                    let members = open.members.into_iter().map(|(kind, id, role)| {
                        let role = self.words.number(&role);
                        Member { kind, id, role }
                    });
                    let members = members.collect();
                    part.relations.push(Relation { id, tags, interest, members });
                }
            }
        }
    }
}

/// Degrees in steps, rounded to the nearest.
#[expect(clippy::cast_possible_truncation, reason = "saturates far off the Earth")]
fn steps(degrees: f64) -> i64 {
    (degrees * STEPS).round() as i64
}

/// Seconds since 1970 of a moment written `2019-04-21T08:03:11Z`, to the day: days before the first
/// of March of year 0 are not needed (Hinnant, `days_from_civil`).
fn seconds(text: &str) -> Option<i64> {
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719_468;
    Some(days * 86_400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_counted_from_1970() {
        // 951 782 400 s: 29 February 2000 (see the calendar of the command line).
        assert_eq!(seconds("2000-02-29T23:59:59Z"), Some(951_782_400));
        assert_eq!(seconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(seconds("no day"), None);
        for no_day in ["2024-13-01", "2024-00-01", "2024-12-41", "2024-12-00"] {
            assert_eq!(seconds(no_day), None, "{no_day}");
        }
    }
}
