//! Writing GeoJSON (RFC 7946): one feature a line, 7 decimals, right-hand rule, nothing kept.

use std::fmt::{Display, Write as _};
use std::io::{self, Write};

use super::exact::Spot;
use super::rings::Rings;

/// What every file says about itself.
pub(super) const NOTE: &str =
    "fictional city: Yunxi is invented, no place, outlet or person in this file is real";

/// Where a feature is.
pub(super) enum Geometry<'a> {
    Point(Spot),
    Line(&'a [Spot]),
    /// One polygon is written as Polygon, more as `MultiPolygon`.
    Land(&'a [Rings]),
}

/// The properties of one feature, in the order in which they were given.
pub(super) struct Properties(String);

impl Properties {
    pub(super) fn new() -> Self {
        Self(String::from("{"))
    }

    fn key(&mut self, key: &str) {
        let comma = if self.0.len() > 1 { "," } else { "" };
        // Writing to a String cannot fail.
        let _ = write!(self.0, "{comma}\"{key}\":");
    }

    /// A text; those of the fictional city have nothing in them that JSON escapes.
    pub(super) fn text(mut self, key: &str, text: &str) -> Self {
        self.key(key);
        let _ = write!(self.0, "\"{text}\"");
        self
    }

    /// A text where there is one; else the property is left out.
    pub(super) fn maybe(self, key: &str, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(key, text),
            None => self,
        }
    }

    /// A number.
    pub(super) fn number(mut self, key: &str, number: impl Display) -> Self {
        self.key(key);
        let _ = write!(self.0, "{number}");
        self
    }

    /// A list of texts.
    pub(super) fn list(mut self, key: &str, items: &[&str]) -> Self {
        self.key(key);
        let _ = write!(self.0, "[\"{}\"]", items.join("\",\""));
        self
    }
}

/// A feature collection that is being written.
pub(super) struct Collection<'a, W: Write> {
    out: &'a mut W,
    line: String,
    is_empty: bool,
}

impl<'a, W: Write> Collection<'a, W> {
    /// Writes what stands before the features.
    pub(super) fn begin(out: &'a mut W) -> io::Result<Self> {
        write!(out, "{{\"type\":\"FeatureCollection\",\"note\":\"{NOTE}\",\"features\":[")?;
        Ok(Self { out, line: String::new(), is_empty: true })
    }

    /// Writes one feature.
    pub(super) fn feature(&mut self, properties: &Properties, at: &Geometry) -> io::Result<()> {
        self.line.clear();
        self.line.push_str(if self.is_empty { "\n" } else { ",\n" });
        self.is_empty = false;
        self.line.push_str("{\"type\":\"Feature\",\"properties\":");
        self.line.push_str(&properties.0);
        self.line.push_str("},\"geometry\":{\"type\":\"");
        match at {
            Geometry::Point(spot) => {
                self.line.push_str("Point\",\"coordinates\":");
                self.position(*spot);
            }
            Geometry::Line(spots) => {
                self.line.push_str("LineString\",\"coordinates\":");
                self.positions(spots, false);
            }
            Geometry::Land([rings]) => {
                self.line.push_str("Polygon\",\"coordinates\":");
                self.rings(rings);
            }
            Geometry::Land(polygons) => {
                self.line.push_str("MultiPolygon\",\"coordinates\":[");
                for (k, rings) in polygons.iter().enumerate() {
                    self.line.push_str(if k > 0 { "," } else { "" });
                    self.rings(rings);
                }
                self.line.push(']');
            }
        }
        self.line.push_str("}}");
        self.out.write_all(self.line.as_bytes())
    }

    /// Writes what stands after the features.
    pub(super) fn end(self) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")
    }

    fn rings(&mut self, rings: &Rings) {
        self.line.push('[');
        for (k, ring) in rings.iter().enumerate() {
            self.line.push_str(if k > 0 { "," } else { "" });
            self.positions(ring, true);
        }
        self.line.push(']');
    }

    fn positions(&mut self, spots: &[Spot], closed: bool) {
        self.line.push('[');
        let again = if closed { spots.first() } else { None };
        for (k, spot) in spots.iter().chain(again).enumerate() {
            self.line.push_str(if k > 0 { "," } else { "" });
            self.position(*spot);
        }
        self.line.push(']');
    }

    fn position(&mut self, spot: Spot) {
        let _ = write!(self.line, "[{spot}]");
    }
}

impl Display for Spot {
    /// Longitude and latitude with 7 decimals and a comma between; both are positive here.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = |steps: i32| (steps / 10_000_000, steps % 10_000_000);
        let ((a, b), (c, d)) = (parts(self.lon), parts(self.lat));
        write!(f, "{a}.{b:07},{c}.{d:07}")
    }
}
